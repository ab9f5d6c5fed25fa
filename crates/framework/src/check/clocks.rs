//! Clocks, ladders and grounds: that every assignment runs out at some time, and that somebody hears of it who was not the one to fail.

use super::{Checker, Known};
use crate::codes::Code;
use crate::model::*;
use crate::words;
use std::collections::BTreeSet;

pub(super) fn check(c: &mut Checker<'_>, f: &Framework, known: &Known<'_>) {
    for k in &f.clocks {
        c.some_length(&k.file, &k.duration);
        c.word(&k.file, &k.time, words::TIMES);
        match &k.ladder {
            Some(ladder) => c.refers(&k.file, ladder, "ladder", &known.ladders),
            None => c.lacks(Code::ClockNoLadder, &k.file, &k.id, "has no ladder"),
        }
    }
    for kind in words::ASSIGNMENT_KINDS.iter().filter(|k| !known.clocks.contains_key(**k)) {
        c.say(
            Code::KindNoClock,
            "clocks.toml",
            0..0,
            format!("there is no clock `{kind}`"),
            Some(format!("add a [[clock]] with id = \"{kind}\"")),
        );
    }
    for g in &f.hold_grounds {
        c.some_length(&g.file, &g.max);
        c.refers(&g.file, &g.ladder, "ladder", &known.ladders);
        c.word(&g.file, &g.function, &known.functions);
    }
    for g in &f.refusal_grounds {
        c.word(&g.file, &g.function, &known.functions);
    }
    for state in f
        .hold_grounds
        .iter()
        .filter_map(|g| Some((&g.file, g.item.state.as_ref()?)))
        .chain(f.refusal_grounds.iter().filter_map(|g| Some((&g.file, g.item.state.as_ref()?))))
    {
        c.state(state.0, state.1);
    }
    let used: BTreeSet<&str> = f
        .clocks
        .iter()
        .filter_map(|k| k.item.ladder.as_ref())
        .chain(f.hold_grounds.iter().map(|g| &g.item.ladder))
        .map(|l| l.get_ref().as_str())
        .collect();
    for l in &f.ladders {
        ladder(c, l, f);
        if !used.contains(l.id.get_ref().as_str()) {
            c.lacks(Code::LadderUnused, &l.file, &l.id, "is used by no clock and no ground");
        }
    }
}

fn ladder(c: &mut Checker<'_>, l: &In<Ladder>, f: &Framework) {
    let file = l.file.as_str();
    if l.rungs.is_empty() {
        c.lacks(Code::LadderEmpty, file, &l.id, "has no rungs");
    }
    let (mut last, mut told) = (0, BTreeSet::new());
    for r in &l.rungs {
        let to = r.to.get_ref().as_str();
        c.word(file, &r.to, words::RUNGS);
        if !told.insert(to) {
            c.say(Code::LadderLoops, file, r.to.span(), format!("`{to}` has been told before"), None);
        }
        if words::RUNGS.contains(&to) && !answers(f, to) {
            c.say(Code::RungEmpty, file, r.to.span(), format!("nobody is `{to}` in this framework"), None);
        }
        if let Some(after) = c.length(file, &r.after) {
            if after <= last {
                c.say(Code::LadderOrder, file, r.after.span(), format!("the rung `{to}` is not later than the one before it"), None);
            }
            last = after;
        }
    }
    if let Some(end) = l.rungs.last().filter(|r| matches!(r.to.get_ref().as_str(), "desk_supervisor" | "joc_lead")) {
        c.say(Code::LadderLow, file, end.to.span(), format!("the ladder `{}` ends with `{}`", l.id.get_ref(), end.to.get_ref()), None);
    }
}

/// Whether somebody is behind the word of a rung.
fn answers(f: &Framework, rung: &str) -> bool {
    let body = |level: &str| f.bodies.iter().find(|b| b.item.level.get_ref() == level);
    match rung {
        "joc_lead" => body("joc").is_some(),
        "committee_chair" => body("point").is_some_and(|b| b.chair.is_some()),
        "secretariat_duty" => body("secretariat").is_some(),
        "national_chair" => f.bodies.iter().any(|b| b.item.level.get_ref() == "national" && b.item.chair.is_some()),
        "agency_duty" => f.desks.iter().any(|d| d.item.kind.get_ref() == "duty"),
        _ => true,
    }
}
