//! Procedures: that every control has an owner and can be reached, that the end comes last, and that goods are opened once.

use super::{Checker, Known};
use crate::codes::Code;
use crate::model::*;
use crate::procedure::{Owned, owners, serves, sides};
use crate::words;
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) fn check(c: &mut Checker<'_>, f: &Framework, known: &Known<'_>) {
    for p in &f.procedures {
        words_and_references(c, p, f, known);
        graph(c, p);
        examinations(c, p);
        one_stop(c, p);
        ownership(c, f, p);
    }
    circles(c, f);
}

fn words_and_references(c: &mut Checker<'_>, p: &In<Procedure>, f: &Framework, known: &Known<'_>) {
    let file = p.file.as_str();
    c.word(file, &p.direction, &["inbound", "outbound", "both"]);
    c.word(file, &p.environment, words::ENVIRONMENTS);
    c.word(file, &p.subject, words::SUBJECTS);
    let stages = c.ids("stage", p.stage.iter().map(|s| (file, &s.id)));
    for part in p.parts.iter().flatten() {
        c.refers(file, part, "procedure", &known.procedures);
    }
    for r in p.reversal.iter().flatten() {
        c.refers(file, &r.agreement, "agreement", &known.agreements);
        let forbids = |a: &In<Agreement>| a.id.get_ref() == r.agreement.get_ref() && !a.permits.iter().any(|x| x.get_ref() == "reversal");
        if f.agreements.iter().any(forbids) {
            c.say(
                Code::ReversalNotPermitted,
                file,
                r.agreement.span(),
                format!("`{}` does not permit reversal", r.agreement.get_ref()),
                None,
            );
        }
    }
    for s in &p.stage {
        stage(c, file, s, known);
        for a in s.after.iter().flatten().chain(s.joins.iter().flatten()) {
            c.refers(file, a, "stage", &stages);
        }
    }
}

fn stage(c: &mut Checker<'_>, file: &str, s: &Stage, known: &Known<'_>) {
    c.word(file, &s.kind, words::STAGES);
    c.word(file, &s.side, &["exit", "entry", "joint"]);
    c.word(file, &s.function, &known.functions);
    if let Some(e) = &s.examines {
        c.word(file, e, words::EXAMINES);
    }
    if let Some(t) = &s.finding {
        c.word(file, t, words::FINDINGS);
    }
    c.unverified(file, s.source.as_ref(), &s.unverified, &known.sources);
    if let (Some(expected), Some(target)) = (c.length(file, &s.expected), c.length(file, &s.target))
        && target < expected
    {
        let message = format!("`{}` is due after {} and takes {}", s.id.get_ref(), s.target.get_ref(), s.expected.get_ref());
        c.say(Code::TargetBelowExpected, file, s.target.span(), message, None);
    }
    if s.waivable == Some(true) && matches!(s.kind.get_ref().as_str(), "handover" | "release") {
        c.lacks(Code::EndWaivable, file, &s.id, "may be waived");
    }
}

fn kind(s: &Stage) -> &str {
    s.kind.get_ref()
}

/// Positions of the stages that each stage waits for.
fn before(p: &Procedure) -> Vec<Vec<usize>> {
    let index: HashMap<&str, usize> = p.stage.iter().enumerate().map(|(i, s)| (s.id.get_ref().as_str(), i)).collect();
    p.stage.iter().map(|s| s.after.iter().flatten().filter_map(|a| index.get(a.get_ref().as_str()).copied()).collect()).collect()
}

/// Everything that a stage waits for, itself included.
fn waited_for(before: &[Vec<usize>], stage: usize) -> Vec<bool> {
    let (mut waited, mut open) = (vec![false; before.len()], vec![stage]);
    while let Some(i) = open.pop() {
        if !std::mem::replace(&mut waited[i], true) {
            open.extend(&before[i]);
        }
    }
    waited
}

/// Circles, stages behind the end, and mandatory controls that the end does not wait for.
fn graph(c: &mut Checker<'_>, p: &In<Procedure>) {
    let file = p.file.as_str();
    let before = before(p);
    // What is left when nothing more can be done waits for itself.
    let mut done = vec![false; p.stage.len()];
    loop {
        let next: Vec<usize> = (0..done.len()).filter(|i| !done[*i] && before[*i].iter().all(|b| done[*b])).collect();
        if next.is_empty() {
            break;
        }
        next.into_iter().for_each(|i| done[i] = true);
    }
    let stuck: Vec<&Stage> = p.stage.iter().zip(&done).filter(|(_, d)| !**d).map(|(s, _)| s).collect();
    if let Some(first) = stuck.first() {
        let names: Vec<&str> = stuck.iter().map(|s| s.id.get_ref().as_str()).collect();
        c.say(Code::Cycle, file, first.id.span(), format!("the stages {} wait for each other", names.join(", ")), None);
        return;
    }
    let Some(release) = p.stage.iter().position(|s| kind(s) == "release") else {
        c.lacks(Code::NoRelease, file, &p.id, "has no stage of the kind release");
        return;
    };
    let waited = waited_for(&before, release);
    for (i, s) in p.stage.iter().enumerate().filter(|(i, _)| !waited[*i]) {
        if waited_for(&before, i)[release] {
            c.lacks(Code::AfterRelease, file, &s.id, "waits for the release");
        } else if s.mandatory != Some(false) {
            c.say(Code::Unreached, file, s.id.span(), format!("the release does not wait for `{}`", s.id.get_ref()), None);
        }
    }
}

fn examinations(c: &mut Checker<'_>, p: &In<Procedure>) {
    let file = p.file.as_str();
    let goods = |s: &&Stage| kind(s) == "control" && s.examines.as_ref().is_some_and(|e| e.get_ref() == "goods");
    let examiners: BTreeSet<&str> = p.stage.iter().filter(goods).map(|s| s.function.get_ref().as_str()).collect();
    if examiners.len() >= 3 && !p.stage.iter().any(|s| kind(s) == "joint_examination") {
        let names: Vec<&str> = examiners.into_iter().collect();
        c.say(Code::ThreeExaminations, file, p.id.span(), format!("{} examine the same goods", names.join(", ")), None);
    }
    for s in p.stage.iter().filter(|s| kind(s) == "joint_examination") {
        let joined: BTreeSet<&str> = s.joins.iter().flatten().map(|j| j.get_ref().as_str()).collect();
        if joined.len() < 2 {
            let joins = if joined.is_empty() { "nothing".to_owned() } else { joined.into_iter().collect::<Vec<_>>().join(", ") };
            c.lacks(Code::JoinsTooFew, file, &s.id, &format!("joins {joins}"));
        }
    }
}

fn one_stop(c: &mut Checker<'_>, p: &In<Procedure>) {
    if p.one_stop != Some(true) {
        return;
    }
    let Some(handover) = p.stage.iter().position(|s| kind(s) == "handover") else {
        c.lacks(Code::NoHandover, &p.file, &p.id, "crosses a one-stop post without a hand-over");
        return;
    };
    let before = before(p);
    for (i, s) in p.stage.iter().enumerate() {
        if kind(s) == "control" && s.side.get_ref() == "entry" && !waited_for(&before, i)[handover] {
            c.lacks(Code::EntryBeforeHandover, &p.file, &s.id, "does not wait for the hand-over");
        }
    }
}

/// Controls that nobody owns, or two; each said once, with the points where it is so.
fn ownership(c: &mut Checker<'_>, f: &Framework, p: &In<Procedure>) {
    let (mut missing, mut several) = (BTreeMap::<(usize, &str), BTreeSet<&str>>::new(), BTreeMap::<(usize, String), BTreeSet<&str>>::new());
    let mut used = false;
    for point in f.points.iter().filter(|x| x.status.get_ref() == "open" && serves(p, x)) {
        used = true;
        let here = point.item.id.get_ref().as_str();
        for side in sides(p) {
            for (i, Owned { stage, state, agencies }) in owners(f, p, point, *side).into_iter().enumerate() {
                match agencies.as_slice() {
                    [] if stage.mandatory != Some(false) && stage.applies.is_none() => {
                        missing.entry((i, state)).or_default().insert(here);
                    }
                    [_, _, ..] => {
                        several.entry((i, agencies.join(" and "))).or_default().insert(here);
                    }
                    _ => {}
                }
            }
        }
    }
    if !used {
        c.lacks(Code::ProcedureIdle, &p.file, &p.id, "runs at no open point");
    }
    let names = |points: BTreeSet<&str>| points.into_iter().collect::<Vec<_>>().join(", ");
    for ((i, state), points) in missing {
        let function = &p.stage[i].function;
        let has = f.agencies.iter().any(|a| a.state.get_ref() == state && a.functions.iter().any(|x| x.get_ref() == function.get_ref()));
        let message = if has {
            format!("no agency of {state} with the function `{}` has a desk at {}", function.get_ref(), names(points))
        } else {
            format!("no agency of {state} has the function `{}`, which is needed at {}", function.get_ref(), names(points))
        };
        c.say(Code::NoOwner, &p.file, function.span(), message, None);
    }
    for ((i, agencies), points) in several {
        let function = &p.stage[i].function;
        let message = format!("{agencies} have the function `{}` and a desk at {}", function.get_ref(), names(points));
        c.say(Code::TwoOwners, &p.file, function.span(), message, None);
    }
}

/// Procedures that carry themselves.
fn circles(c: &mut Checker<'_>, f: &Framework) {
    let parts: HashMap<&str, Vec<&str>> = f
        .procedures
        .iter()
        .map(|p| (p.item.id.get_ref().as_str(), p.item.parts.iter().flatten().map(|x| x.get_ref().as_str()).collect()))
        .collect();
    for p in &f.procedures {
        let own = p.id.get_ref().as_str();
        let (mut seen, mut open) = (BTreeSet::new(), parts.get(own).cloned().unwrap_or_default());
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(parts.get(next).into_iter().flatten());
            }
        }
        // Said once a circle, at the procedure that is first in the order of names.
        let back = seen.contains(own) && seen.iter().filter(|s| carries(&parts, s, own)).min() == Some(&own);
        if let Some(part) = p.parts.iter().flatten().next().filter(|_| back) {
            c.say(Code::PartsCycle, &p.file, part.span(), format!("`{own}` is carried by what it carries"), None);
        }
    }
}

fn carries(parts: &HashMap<&str, Vec<&str>>, from: &str, to: &str) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), parts.get(from).cloned().unwrap_or_default());
    while let Some(next) = open.pop() {
        if next == to {
            return true;
        }
        if seen.insert(next) {
            open.extend(parts.get(next).into_iter().flatten());
        }
    }
    false
}
