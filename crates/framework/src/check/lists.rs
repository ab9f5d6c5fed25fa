//! Lists: that nobody is stopped without a law, an end, an appeal and somebody who answers.

use super::{Checker, Known};
use crate::codes::Code;
use crate::model::*;
use crate::words;
use std::collections::HashMap;

pub(super) fn check(c: &mut Checker<'_>, f: &Framework, known: &Known<'_>) {
    let local = f.points.iter().flat_map(|p| p.item.desk.iter().flatten());
    let desks: HashMap<&str, &str> =
        local.chain(f.desks.iter().map(|d| &d.item)).map(|d| (d.id.get_ref().as_str(), d.agency.get_ref().as_str())).collect();
    for l in &f.lists {
        list(c, l, known, &desks);
    }
}

fn list(c: &mut Checker<'_>, l: &In<List>, known: &Known<'_>, desks: &HashMap<&str, &str>) {
    let file = l.file.as_str();
    c.refers(file, &l.owner, "agency", &known.agencies);
    c.refers(file, &l.approver, "agency", &known.agencies);
    c.word(file, &l.visibility, &["overt", "silent"]);
    c.word(file, &l.action, words::ACTIONS);
    c.word(file, &l.on_silence, words::ON_SILENCE);
    for s in &l.subjects {
        c.word(file, s, words::LISTED);
    }
    for d in [&l.max, &l.renewal].into_iter().flatten() {
        c.some_length(file, d);
    }
    for (code, missing, what) in [
        (Code::ListNoBasis, l.legal_basis.as_ref().is_none_or(String::is_empty), "has no legal basis"),
        (Code::ListNoMax, l.max.is_none(), "has no longest duration"),
        (Code::ListNoAppeal, l.appeal.as_ref().is_none_or(String::is_empty), "has no way to appeal"),
        (Code::RenewalUnsaid, l.renewals.is_some_and(|n| n > 0) && l.renewal.is_none(), "is renewed for an unsaid time"),
    ] {
        if missing {
            c.lacks(code, file, &l.id, what);
        }
    }
    if let Some(answer) = &l.answer {
        c.refers(file, answer, "clock", &known.clocks);
    }
    if let Some(desk) = &l.duty_desk {
        c.refers(file, desk, "desk", &known.desks);
        if let Some(agency) = desks.get(desk.get_ref().as_str()).filter(|a| *a != l.owner.get_ref()) {
            let message = format!("the desk `{}` belongs to `{agency}`, the list to `{}`", desk.get_ref(), l.owner.get_ref());
            c.say(Code::DeskElsewhere, file, desk.span(), message, None);
        }
    }
    let stops = words::STOPS.contains(&l.action.get_ref().as_str());
    let unanswered = match (&l.duty_desk, &l.answer) {
        (Some(_), Some(_)) => None,
        (None, None) => Some("has neither a duty desk nor a clock for its answer"),
        (None, _) => Some("has no duty desk"),
        (_, None) => Some("has no clock for its answer"),
    };
    if let Some(what) = unanswered {
        c.lacks(if stops { Code::StopsUnanswered } else { Code::ListNoDesk }, file, &l.id, what);
    }
    if stops && l.visibility.get_ref() == "silent" {
        c.say(
            Code::SilentStop,
            file,
            l.action.span(),
            format!("the list `{}` is silent and its action is `{}`", l.id.get_ref(), l.action.get_ref()),
            None,
        );
    }
}
