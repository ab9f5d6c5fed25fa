//! By when: clocks, escalation, grounds to hold and to refuse.

use super::By;
use super::view::{Item, View, origin, spoken};
use crate::model::*;

pub(super) fn clocks(v: &View<'_>) -> Vec<Item> {
    v.f.clocks
        .iter()
        .map(|k| {
            let o = origin!(k);
            let mut item = Item::new(k.id.get_ref(), &k.title);
            item.fact("answer within", Some(o.value("duration", format!("{}, {} time", k.duration.get_ref(), k.time.get_ref()))));
            item.fact("ladder", o.id("ladder", k.ladder.as_ref()));
            item
        })
        .collect()
}

pub(super) fn ladders(v: &View<'_>) -> Vec<Item> {
    v.f.ladders
        .iter()
        .map(|l| {
            let o = origin!(l);
            let mut item = Item::new(l.id.get_ref(), &l.title);
            let rungs: Vec<String> = l.rungs.iter().map(|r| format!("{} after {}", spoken(r.to.get_ref()), r.after.get_ref())).collect();
            item.fact("rungs", Some(o.lines("rungs", rungs.clone(), rungs)));
            item
        })
        .collect()
}

pub(super) fn shifts(v: &View<'_>) -> Vec<Item> {
    v.f.shifts
        .iter()
        .map(|s| {
            let o = origin!(s);
            let mut item = Item::new(s.id.get_ref(), &s.title);
            item.fact("hours", o.id("hours", Some(&s.hours)));
            item
        })
        .collect()
}

pub(super) fn presences(v: &View<'_>) -> Vec<Item> {
    v.f.presences
        .iter()
        .map(|p| {
            let o = origin!(p);
            let mut item = Item::new(p.id.get_ref(), p.id.get_ref());
            item.fact("agency", v.agency_value(&o, "agency", Some(&p.agency)));
            let points: Vec<String> = p.points.iter().map(|x| x.get_ref().clone()).collect();
            item.fact("points", Some(o.lines("points", points.clone(), points)));
            item.fact("officers", Some(o.value("least", p.least.get_ref().to_string())));
            item
        })
        .collect()
}

/// Grounds of other states belong to the other states.
fn ours(v: &View<'_>, state: Option<&Id>) -> bool {
    v.by == By::Id || state.is_none_or(|s| s.get_ref() == v.own)
}

pub(super) fn hold_grounds(v: &View<'_>) -> Vec<Item> {
    v.f.hold_grounds
        .iter()
        .filter(|g| ours(v, g.item.state.as_ref()))
        .map(|g| {
            let o = origin!(g);
            let mut item = Item::new(g.id.get_ref(), &g.title);
            item.fact("longest", o.id("max", Some(&g.max)));
            item.fact("function", Some(o.value("function", spoken(g.function.get_ref()))));
            item.fact("ladder", o.id("ladder", Some(&g.ladder)));
            item.fact("legal basis", v.law(&o, "legal_basis", Some(&g.legal_basis)));
            item
        })
        .collect()
}

pub(super) fn refusal_grounds(v: &View<'_>) -> Vec<Item> {
    v.f.refusal_grounds
        .iter()
        .filter(|g| ours(v, g.item.state.as_ref()))
        .map(|g| {
            let o = origin!(g);
            let mut item = Item::new(g.id.get_ref(), &g.title);
            item.fact("function", Some(o.value("function", spoken(g.function.get_ref()))));
            item.fact("legal basis", v.law(&o, "legal_basis", Some(&g.legal_basis)));
            item
        })
        .collect()
}
