//! Who: working time, agencies, bodies, statutory functions.

use super::view::{Item, Origin, View, origin, set, spoken};
use super::{By, Value};
use crate::model::*;
use std::collections::BTreeMap;

pub(super) fn header(v: &View<'_>) -> Vec<Item> {
    let h = &v.f.header;
    let o = origin!(h);
    let mut item = Item::new("the country", &h.name);
    item.fact("working days", h.working_days.as_deref().and_then(|d| set(&o, "working_days", d)));
    item.fact("working hours", o.id("working_hours", h.working_hours.as_ref()));
    item.fact("number of holidays", h.holiday.as_ref().map(|d| o.value("holiday", d.len().to_string())));
    if v.by == By::Id {
        item.fact("languages", Some(o.value("languages", h.languages.join(", "))));
        item.fact("time zone", o.id("time_zone", Some(&h.time_zone)));
        item.fact("neighbours", h.neighbours.as_ref().map(|n| o.value("neighbours", n.join(", "))));
    }
    vec![item]
}

/// Between countries: which functions have an agency. Between versions: the agencies.
pub(super) fn agencies(v: &View<'_>) -> Vec<Item> {
    let own = v.f.agencies.iter().filter(|a| !v.roles() || a.item.state.get_ref() == v.own);
    if v.by == By::Id {
        return own
            .map(|a| {
                let o = origin!(a);
                let mut item = Item::new(a.id.get_ref(), &a.name);
                item.fact("name", o.text("name", &a.name));
                item.fact("state", o.id("state", Some(&a.state)));
                item.fact("functions", set(&o, "functions", &a.functions));
                item
            })
            .collect();
    }
    let mut by_function: BTreeMap<&str, Item> = BTreeMap::new();
    for a in own {
        for function in &a.item.functions {
            let function = function.get_ref().as_str();
            let item = by_function.entry(function).or_insert_with(|| Item::new(spoken(function), ""));
            item.name = if item.name.is_empty() { a.name.clone() } else { format!("{}; {}", item.name, a.name) };
        }
    }
    by_function.into_values().collect()
}

fn seat(v: &View<'_>, o: &Origin<'_>, key: &str, seat: Option<&toml::Spanned<Seat>>) -> Option<Value> {
    Some(match seat?.get_ref() {
        Seat::Role(role) => o.value(key, format!("who is {role} at the point")),
        Seat::Office(office) => {
            let (agency, meaning) = v.agency(office.agency.get_ref());
            let line = office.office.as_ref().map_or_else(|| agency.clone(), |x| format!("{x}, {agency}"));
            let meaning = if v.roles() { meaning } else { line.clone() };
            o.lines(key, vec![line], vec![meaning])
        }
    })
}

pub(super) fn bodies(v: &View<'_>) -> Vec<Item> {
    v.f.bodies.iter().map(|b| body(v, b)).collect()
}

fn body(v: &View<'_>, b: &Body) -> Item {
    let o = origin!(b);
    let level = || match b.level.get_ref().as_str() {
        "national" => "1 national committee".into(),
        "secretariat" => "2 secretariat".into(),
        "point" => "3 committee at the point".into(),
        "joc" => "4 joint operations centre at the point".into(),
        other => format!("5 {}", spoken(other)),
    };
    let mut item = Item::new(v.role(&b.id, level), &b.name);
    let parent = b.parent.as_ref().map(|p| {
        let level = v.f.bodies.iter().find(|x| x.item.id.get_ref() == p.get_ref()).map(|x| x.item.level.get_ref().clone());
        o.lines("parent", vec![p.get_ref().clone()], vec![level.filter(|_| v.roles()).unwrap_or_else(|| p.get_ref().clone())])
    });
    item.fact("reports to", parent);
    item.fact("one for each point", b.per_point.filter(|p| *p).map(|_| o.value("per_point", "yes")));
    item.fact("chair", seat(v, &o, "chair", b.chair.as_ref()));
    item.fact("deputy", seat(v, &o, "deputy", b.deputy.as_ref()));
    item.fact("secretary", seat(v, &o, "secretary", b.secretary.as_ref()));
    item.fact("meets", b.meets.as_ref().map(|m| o.value("meets", spoken(m.get_ref()))));
    let minutes = b.minutes.as_ref().map(|m| o.value("minutes", format!("within {} of {} time", m.within.get_ref(), m.time.get_ref())));
    item.fact("minutes", minutes);
    item.fact("quorum", b.quorum.as_ref().map(|q| o.value("quorum", quorum(q.get_ref()))));
    item.fact("legal basis", v.law(&o, "legal_basis", b.legal_basis.as_ref()));
    let members = b.members.as_ref().and_then(|m| match m.get_ref() {
        Members::Rule(word) => Some(o.value("members", spoken(word))),
        Members::Listed(all) => v.agencies_value(&o, "members", all.iter().map(|m| m.agency.get_ref().as_str())),
    });
    item.fact("members", members);
    item
}

fn quorum(q: &Quorum) -> String {
    let number = match (&q.percent, &q.count) {
        (Some(p), _) => format!("{} %", p.get_ref()),
        (None, Some(n)) => format!("{} members", n.get_ref()),
        (None, None) => "no number".into(),
    };
    q.with.as_ref().map_or(number.clone(), |w| format!("{number} with {}", spoken(w.get_ref())))
}

pub(super) fn mandates(v: &View<'_>) -> Vec<Item> {
    v.f.mandates
        .iter()
        .map(|m| {
            let o = origin!(m);
            let mut item = Item::new(m.id.get_ref(), &m.title);
            let level = v.f.bodies.iter().find(|b| b.item.id.get_ref() == m.body.get_ref()).map(|b| b.item.level.get_ref().clone());
            let meaning = level.filter(|_| v.roles()).unwrap_or_else(|| m.body.get_ref().clone());
            item.fact("answers for it", Some(o.lines("body", vec![m.body.get_ref().clone()], vec![meaning])));
            item.fact("legal basis", v.law(&o, "legal_basis", m.legal_basis.as_ref()));
            item
        })
        .collect()
}
