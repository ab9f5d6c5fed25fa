//! Crossing points: who leads, who is there, and when both sides are open.

use super::{Checker, Known, hours};
use crate::codes::Code;
use crate::model::*;
use crate::procedure::serves;
use crate::words;

const DAY_MINUTES: u32 = 24 * 60;

pub(super) fn check(c: &mut Checker<'_>, f: &Framework, known: &Known<'_>) {
    let centre = f.bodies.iter().any(|b| b.item.level.get_ref() == "joc" && b.item.per_point == Some(true));
    for p in &f.points {
        point(c, p, known);
        neighbour(c, p, f, known);
        if p.status.get_ref() != "open" {
            continue;
        }
        opening(c, p);
        let desks = p.desk.as_deref().unwrap_or_default();
        if centre && !desks.is_empty() && !desks.iter().any(|d| d.kind.get_ref() == "joc") {
            c.lacks(Code::NoJocDesk, &p.file, &p.id, "has a joint operations centre without a desk");
        }
        if !f.procedures.iter().any(|x| serves(&x.item, &p.item)) {
            c.lacks(Code::PointIdle, &p.file, &p.id, "is open and no procedure runs there");
        }
    }
    for d in &f.desks {
        c.refers(&d.file, &d.agency, "agency", &known.agencies);
        c.word(&d.file, &d.kind, words::DESKS);
    }
}

fn point(c: &mut Checker<'_>, p: &In<Point>, known: &Known<'_>) {
    let file = p.file.as_str();
    let open = p.status.get_ref() == "open";
    c.word(file, &p.environment, words::ENVIRONMENTS);
    c.word(file, &p.status, words::STATUSES);
    if let Some(kind) = &p.one_stop {
        c.word(file, kind, words::ONE_STOP);
    }
    let desks = p.desk.as_deref().unwrap_or_default();
    for role in [&p.lead, &p.deputy, &p.secretary].into_iter().flatten() {
        c.refers(file, role, "agency", &known.agencies);
    }
    for (role, agency) in [("leads", &p.lead), ("is deputy", &p.deputy)] {
        if let Some(agency) = agency.as_ref().filter(|a| open && !desks.is_empty() && known.agencies.contains_key(a.get_ref().as_str()))
            && !desks.iter().any(|d| d.agency.get_ref() == agency.get_ref())
        {
            c.say(
                Code::LeadAbsent,
                file,
                agency.span(),
                format!("`{}` {role} and has no desk at `{}`", agency.get_ref(), p.id.get_ref()),
                None,
            );
        }
    }
    if let (Some(lead), Some(deputy)) = (&p.lead, &p.deputy)
        && lead.get_ref() == deputy.get_ref()
    {
        c.say(Code::DeputyIsLead, file, deputy.span(), format!("`{}` would stand in for itself", deputy.get_ref()), None);
    }
    for (code, missing, what) in [
        (Code::NoLead, p.lead.is_none(), "is open and nobody leads there"),
        (Code::NoDeputy, p.deputy.is_none(), "has no deputy of the lead"),
        (Code::NoDesk, desks.is_empty(), "is open and has no desk"),
    ] {
        if open && missing {
            c.lacks(code, file, &p.id, what);
        }
    }
    let place = p.position.get_ref();
    if !matches!(place.as_slice(), [lat, lon] if lat.abs() <= 90.0 && lon.abs() <= 180.0) {
        c.say(Code::BadPosition, file, p.position.span(), format!("{place:?} is not a latitude and a longitude in degrees"), None);
    }
    for h in [&p.hours, &p.neighbour_hours].into_iter().flatten() {
        c.hours(file, h);
    }
    for d in desks {
        c.refers(file, &d.agency, "agency", &known.agencies);
        c.word(file, &d.kind, words::DESKS);
    }
}

fn neighbour(c: &mut Checker<'_>, p: &In<Point>, f: &Framework, known: &Known<'_>) {
    let file = p.file.as_str();
    let Some(n) = &p.neighbour else {
        if let Some(kind) = &p.one_stop {
            c.say(Code::OneStopAlone, file, kind.span(), format!("`{}` is a one-stop post and has no neighbour", p.id.get_ref()), None);
        }
        return;
    };
    c.state(file, &n.state);
    if f.header.neighbours.as_ref().is_some_and(|all| !all.contains(n.state.get_ref())) {
        c.say(Code::NeighbourUnknown, file, n.state.span(), format!("{} is not a neighbour in framework.toml", n.state.get_ref()), None);
    }
    let Some(name) = &n.agreement else {
        if let Some(kind) = &p.one_stop {
            c.say(Code::OneStopNoAgreement, file, kind.span(), format!("`{}` names no agreement with its neighbour", p.id.get_ref()), None);
        }
        return;
    };
    c.refers(file, name, "agreement", &known.agreements);
    let Some(a) = f.agreements.iter().find(|a| a.item.id.get_ref() == name.get_ref()) else { return };
    let point = a.points.iter().any(|x| x.get_ref() == p.id.get_ref());
    let state = a.states.iter().any(|x| x.get_ref() == n.state.get_ref());
    if !point || !state {
        let lacks = if point { n.state.get_ref() } else { p.id.get_ref() };
        c.say(Code::PostNotCovered, file, name.span(), format!("the agreement `{}` does not name `{lacks}`", name.get_ref()), None);
    }
    if p.one_stop.is_some() && p.status.get_ref() == "open" && a.status.get_ref() != "in_force" {
        c.say(Code::NotInForce, file, name.span(), format!("the agreement `{}` is `{}`", name.get_ref(), a.status.get_ref()), None);
    }
}

/// Both hours are in the point's time zone. Hours past midnight are two pieces of a day.
fn opening(c: &mut Checker<'_>, p: &In<Point>) {
    let read = |h: &Option<Id>| h.as_ref().and_then(|h| hours(h.get_ref()));
    if p.one_stop.is_some() && (p.hours.is_none() || p.neighbour_hours.is_none()) {
        c.lacks(Code::HoursUnsaid, &p.file, &p.id, "does not say when both sides are open");
    }
    let (Some(ours), Some(theirs), Some(at)) = (read(&p.hours), read(&p.neighbour_hours), &p.neighbour_hours) else { return };
    let minutes = |(from, to): (u32, u32)| if from < to { [from..to, 0..0] } else { [from..DAY_MINUTES, 0..to] };
    let both: u32 = minutes(ours)
        .iter()
        .flat_map(|a| minutes(theirs).into_iter().map(move |b| b.end.min(a.end).saturating_sub(b.start.max(a.start))))
        .sum();
    if both == 0 {
        c.say(Code::HoursApart, &p.file, at.span(), "the two sides of the post are never open together", None);
    } else if p.one_stop.is_some() && ours != theirs {
        let message = format!("both sides are open for {} h {:02} min of the day", both / 60, both % 60);
        c.say(Code::HoursDiffer, &p.file, at.span(), message, None);
    }
}
