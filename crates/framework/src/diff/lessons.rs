//! What a delegation would want to know first: one sentence for each practice that one country has and the other lacks.
//!
//! Written from facts of the two frameworks alone; a practice that neither has is no lesson, and one that both have in different ways is in the tables.

use super::By;
use super::view::{View, spoken};
use crate::check::duration;
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// What `a` has that `b` lacks.
pub(super) fn of(a: &Framework, b: &Framework) -> Vec<String> {
    let (a, b) = (View::new(a, By::Role), View::new(b, By::Role));
    [
        bodies(&a, &b),
        leads(&a, &b),
        one_stop(&a, &b),
        joint(&a, &b),
        ladders(&a, &b),
        lists(&a, &b),
        agreements(&a, &b),
        standards(&a, &b),
        guarantees(&a, &b),
    ]
    .concat()
}

fn name<'f>(v: &View<'f>) -> &'f str {
    &v.f.header.name
}

fn bodies(a: &View<'_>, b: &View<'_>) -> Vec<String> {
    let levels = [
        ("national", "a national committee"),
        ("secretariat", "a secretariat"),
        ("point", "a committee for each point"),
        ("joc", "a joint operations centre for each point"),
    ];
    let at = |v: &View<'_>, level: &str| v.f.bodies.iter().map(|x| x.item.clone()).find(|x| x.level.get_ref() == level);
    let mut said = Vec::new();
    for (level, what) in levels {
        let (Some(ours), theirs) = (at(a, level), at(b, level)) else { continue };
        let has = |body: &Body| {
            let mut with = Vec::new();
            with.extend(body.deputy.is_some().then(|| "a deputy chair".to_owned()));
            with.extend(body.quorum.is_some().then(|| "a quorum".to_owned()));
            with.extend(body.minutes.is_some().then(|| "a time for its minutes".to_owned()));
            with.extend(body.meets.as_ref().map(|m| format!("a rhythm ({})", spoken(m.get_ref()))));
            with
        };
        match theirs {
            None => {
                let with = has(&ours);
                let with = if with.is_empty() { String::new() } else { format!(" with {}", with.join(", ")) };
                said.push(format!("{} has {what} ({}){with}; {} has none.", name(a), ours.short, name(b)));
            }
            Some(theirs) => {
                let lacking: Vec<String> = has(&ours)
                    .into_iter()
                    .filter(|x| !has(&theirs).iter().any(|y| y.split(' ').take(3).eq(x.split(' ').take(3))))
                    .collect();
                if !lacking.is_empty() {
                    said.push(format!(
                        "In {} the {} ({}) has {}; in {} the {} ({}) has not.",
                        name(a),
                        what.trim_start_matches("a "),
                        ours.short,
                        lacking.join(", "),
                        name(b),
                        what.trim_start_matches("a "),
                        theirs.short
                    ));
                }
            }
        }
    }
    said
}

/// Open points by environment.
fn open<'v>(v: &'v View<'_>) -> BTreeMap<&'v str, Vec<&'v Point>> {
    let mut by: BTreeMap<&str, Vec<&Point>> = BTreeMap::new();
    for p in v.f.points.iter().filter(|p| p.item.status.get_ref() == "open") {
        by.entry(p.item.environment.get_ref()).or_default().push(&p.item);
    }
    by
}

fn leads(a: &View<'_>, b: &View<'_>) -> Vec<String> {
    let theirs = open(b);
    let mut said = Vec::new();
    for (environment, points) in open(a) {
        for (role, of) in [("leads", (|p| p.lead.as_ref()) as fn(&Point) -> Option<&Id>), ("is deputy", |p| p.deputy.as_ref())] {
            let who: BTreeSet<String> = points.iter().filter_map(|p| of(p)).map(|id| a.agency(id.get_ref()).0).collect();
            let without = theirs.get(environment).map_or(0, |all| all.iter().filter(|p| of(p).is_none()).count());
            if !who.is_empty() && without > 0 && points.iter().all(|p| of(p).is_some()) {
                let who: Vec<String> = who.into_iter().collect();
                let all = theirs.get(environment).map_or(0, Vec::len);
                said.push(format!(
                    "At {environment} points {} {role} in {}; in {} nobody does at {without} of {all}.",
                    who.join(" or "),
                    name(a),
                    name(b)
                ));
            }
        }
    }
    said
}

fn one_stop(a: &View<'_>, b: &View<'_>) -> Vec<String> {
    let count = |v: &View<'_>| v.f.points.iter().filter(|p| p.item.one_stop.is_some() && p.item.status.get_ref() == "open").count();
    let mut said = Vec::new();
    if count(a) > 0 && count(b) == 0 {
        said.push(format!(
            "{} runs {} one-stop posts with its neighbours; {} runs none: travellers and trucks stop on both sides.",
            name(a),
            count(a),
            name(b)
        ));
    }
    said
}

fn joint(a: &View<'_>, b: &View<'_>) -> Vec<String> {
    let joins = |v: &View<'_>| -> BTreeSet<String> {
        let has = |p: &Procedure| p.stage.iter().any(|s| s.kind.get_ref() == "joint_examination");
        v.f.procedures
            .iter()
            .filter(|p| has(&p.item))
            .map(|p| format!("{} by {}", spoken(p.item.subject.get_ref()), p.item.environment.get_ref()))
            .collect()
    };
    let theirs = joins(b);
    let only: Vec<String> = joins(a).into_iter().filter(|x| !theirs.contains(x)).collect();
    if only.is_empty() {
        Vec::new()
    } else {
        vec![format!("{} examines jointly where {} examines agency by agency: {}.", name(a), name(b), only.join(", "))]
    }
}

fn ladders(a: &View<'_>, b: &View<'_>) -> Vec<String> {
    let rungs = |v: &View<'_>| -> BTreeMap<String, String> {
        let mut first: BTreeMap<String, (u64, String)> = BTreeMap::new();
        for r in v.f.ladders.iter().flat_map(|l| &l.item.rungs) {
            let seconds = duration(r.after.get_ref()).unwrap_or(u64::MAX);
            let best = first.entry(r.to.get_ref().clone()).or_insert((seconds, r.after.get_ref().clone()));
            if seconds < best.0 {
                *best = (seconds, r.after.get_ref().clone());
            }
        }
        first.into_iter().map(|(to, (_, after))| (to, after)).collect()
    };
    let theirs = rungs(b);
    let only: Vec<String> = rungs(a)
        .into_iter()
        .filter(|(to, _)| !theirs.contains_key(to))
        .map(|(to, after)| format!("{} (first after {after})", rung(&to)))
        .collect();
    if only.is_empty() || theirs.is_empty() {
        return Vec::new();
    }
    vec![format!("What nobody answers reaches {} in {}; no ladder of {} does that.", only.join(" and "), name(a), name(b))]
}

fn rung(word: &str) -> &str {
    match word {
        "desk_supervisor" => "the supervisor of the desk",
        "joc_lead" => "the lead of the joint operations centre",
        "committee_chair" => "the chair of the point's committee",
        "agency_duty" => "the agency's own headquarters",
        "secretariat_duty" => "the duty officer of the secretariat",
        "national_chair" => "the chair of the national committee",
        other => other,
    }
}

fn lists(a: &View<'_>, b: &View<'_>) -> Vec<String> {
    let mut said = Vec::new();
    for (what, lacks) in [
        ("legal basis", (|l| l.legal_basis.is_none()) as fn(&List) -> bool),
        ("longest duration", |l| l.max.is_none()),
        ("way to appeal", |l| l.appeal.is_none()),
    ] {
        let without = |v: &View<'_>| v.f.lists.iter().filter(|l| lacks(&l.item)).map(|l| l.item.name.clone()).collect::<Vec<_>>();
        let theirs = without(b);
        if !a.f.lists.is_empty() && without(a).is_empty() && !theirs.is_empty() {
            said.push(format!(
                "Every list of {} has a {what}; in {} {} of {} have none: {}.",
                name(a),
                name(b),
                theirs.len(),
                b.f.lists.len(),
                theirs.join(", ")
            ));
        }
    }
    said
}

fn agreements(a: &View<'_>, b: &View<'_>) -> Vec<String> {
    let kinds = |v: &View<'_>| v.f.agreements.iter().map(|x| spoken(x.item.kind.get_ref())).collect::<BTreeSet<_>>();
    let theirs = kinds(b);
    kinds(a)
        .into_iter()
        .filter(|k| !theirs.contains(k))
        .map(|k| format!("{} has agreements of the kind \u{201c}{k}\u{201d}; {} has none.", name(a), name(b)))
        .collect()
}

fn standards(a: &View<'_>, b: &View<'_>) -> Vec<String> {
    let measures = |v: &View<'_>| v.f.standards.iter().map(|s| spoken(s.item.measure.get_ref())).collect::<BTreeSet<_>>();
    let theirs = measures(b);
    let only: Vec<String> = measures(a).into_iter().filter(|m| !theirs.contains(m)).collect();
    if only.is_empty() {
        Vec::new()
    } else {
        vec![format!("{} holds itself to standards on {}; {} has none on these.", name(a), only.join(", "), name(b))]
    }
}

fn guarantees(a: &View<'_>, b: &View<'_>) -> Vec<String> {
    if !a.f.guarantees.is_empty() && b.f.guarantees.is_empty() {
        return vec![format!("{} states what its sharing rules must never allow; {} does not.", name(a), name(b))];
    }
    Vec::new()
}
