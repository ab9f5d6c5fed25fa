//! The chain of bodies: who calls it together, who decides, how often, and whether it can.

use super::{Checker, Known};
use crate::codes::Code;
use crate::model::*;
use crate::words;
use std::collections::HashMap;
use toml::Spanned;

/// The agencies that hold an office or a seat in a body, as the file names them.
pub(super) fn seats(b: &Body) -> impl Iterator<Item = &Id> {
    let offices = [&b.chair, &b.deputy, &b.secretary].into_iter().flatten().filter_map(|s| match s.get_ref() {
        Seat::Office(o) => Some(&o.agency),
        Seat::Role(_) => None,
    });
    let members = b.members.as_ref().and_then(|m| match m.get_ref() {
        Members::Listed(all) => Some(all),
        Members::Rule(_) => None,
    });
    offices.chain(members.into_iter().flatten().map(|m| &m.agency))
}

pub(super) fn check(c: &mut Checker<'_>, f: &Framework, known: &Known<'_>) {
    for b in &f.bodies {
        body(c, b, known);
    }
    circles(c, f);
    for m in &f.mandates {
        c.refers(&m.file, &m.body, "body", &known.bodies);
    }
}

fn body(c: &mut Checker<'_>, b: &In<Body>, known: &Known<'_>) {
    let file = b.file.as_str();
    c.word(file, &b.level, words::LEVELS);
    if let Some(parent) = &b.parent {
        c.refers(file, parent, "body", &known.bodies);
    } else if matches!(b.level.get_ref().as_str(), "secretariat" | "point" | "joc") {
        c.lacks(Code::BodyAlone, file, &b.id, "has no parent");
    }
    for agency in seats(b) {
        c.refers(file, agency, "agency", &known.agencies);
    }
    for status in b.statuses.iter().flatten() {
        c.word(file, status, words::STATUSES);
    }
    for seat in [&b.chair, &b.deputy, &b.secretary].into_iter().flatten() {
        if let Seat::Role(role) = seat.get_ref() {
            c.word(file, &Spanned::new(seat.span(), role.clone()), words::SEATS);
        }
    }
    if let Some(m) = &b.meets {
        c.word(file, m, words::CADENCES);
    }
    if let Some(m) = &b.minutes {
        c.some_length(file, &m.within);
        c.word(file, &m.time, words::TIMES);
    }
    let empty = matches!(b.members.as_ref().map(Spanned::get_ref), None | Some(Members::Listed(_))) && members(b) == Some(0);
    for (code, missing, what) in [
        (Code::BodyNoChair, b.chair.is_none(), "has no chair"),
        (Code::BodyNoDeputy, b.chair.is_some() && b.deputy.is_none(), "has a chair and no deputy"),
        (Code::BodyNoQuorum, b.quorum.is_none(), "has no quorum"),
        (Code::BodyNoCadence, b.meets.is_none(), "does not say how often it meets"),
        (Code::BodyNoMembers, empty, "has no members"),
        (Code::BodyNoMinutes, b.minutes.is_none(), "does not say when its minutes are due"),
        (Code::BodyNoBasis, b.legal_basis.as_ref().is_none_or(String::is_empty), "has no legal basis"),
    ] {
        if missing {
            c.lacks(code, file, &b.id, what);
        }
    }
    if let (Some(chair), Some(deputy)) = (&b.chair, &b.deputy)
        && same(chair.get_ref(), deputy.get_ref())
    {
        c.say(Code::ChairIsDeputy, file, deputy.span(), format!("chair and deputy of `{}` are the same office", b.id.get_ref()), None);
    }
    quorum(c, b);
}

fn same(a: &Seat, b: &Seat) -> bool {
    match (a, b) {
        (Seat::Role(a), Seat::Role(b)) => a == b,
        (Seat::Office(a), Seat::Office(b)) => a.agency.get_ref() == b.agency.get_ref() && a.office == b.office,
        _ => false,
    }
}

/// Members that count, where the file lists them; none listed are none.
fn members(b: &Body) -> Option<i64> {
    match b.members.as_ref().map(Spanned::get_ref) {
        None => Some(0),
        Some(Members::Rule(_)) => None,
        Some(Members::Listed(all)) => i64::try_from(all.iter().filter(|m| m.role.get_ref() != "contact_person").count()).ok(),
    }
}

fn quorum(c: &mut Checker<'_>, b: &In<Body>) {
    let Some(quorum) = &b.quorum else { return };
    let (q, file) = (quorum.get_ref(), b.file.as_str());
    if let Some(p) = q.percent.as_ref().filter(|p| !(1..=100).contains(p.get_ref())) {
        c.say(
            Code::QuorumNever,
            file,
            p.span(),
            format!("{} % of the members are never there", p.get_ref()),
            Some("write 1 to 100".into()),
        );
    }
    if let (Some(n), Some(all)) = (&q.count, members(b))
        && !(1..=all).contains(n.get_ref())
    {
        c.say(Code::QuorumNever, file, n.span(), format!("{} members are asked for and there are {all}", n.get_ref()), None);
    }
    if q.percent.is_none() && q.count.is_none() {
        c.say(Code::QuorumNever, file, quorum.span(), "the quorum names no number", Some("write percent or count".into()));
    }
    if let Some(with) = &q.with {
        c.word(file, with, &["chair", "chair_or_deputy"]);
        let held = match with.get_ref().as_str() {
            "chair" => b.chair.is_some(),
            _ => b.chair.is_some() || b.deputy.is_some(),
        };
        if !held {
            c.say(Code::QuorumNever, file, with.span(), "the quorum asks for an office that nobody holds", None);
        }
    }
}

fn circles(c: &mut Checker<'_>, f: &Framework) {
    let parents: HashMap<&str, &str> =
        f.bodies.iter().filter_map(|b| Some((b.item.id.get_ref().as_str(), b.item.parent.as_ref()?.get_ref().as_str()))).collect();
    for b in &f.bodies {
        let Some(parent) = &b.parent else { continue };
        let start = b.id.get_ref().as_str();
        let (mut at, mut way) = (parent.get_ref().as_str(), vec![start]);
        while at != start && way.len() <= f.bodies.len() {
            way.push(at);
            let Some(next) = parents.get(at) else { break };
            at = next;
        }
        // Said once a circle, at the body that is first in the order of names.
        if at == start && way.iter().min() == Some(&start) {
            c.say(Code::BodyCycle, &b.file, parent.span(), format!("{} report to each other", way.join(", ")), None);
        }
    }
}
