//! Where: crossing points, who leads there and who has a desk.

use super::view::{Item, View, origin, spoken};
use super::{By, Standing, Value};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn points(v: &View<'_>) -> Vec<Item> {
    match v.by {
        By::Id => v.f.points.iter().map(|p| point(v, p)).collect(),
        By::Role => kinds(v),
    }
}

fn point(v: &View<'_>, p: &Point) -> Item {
    let o = origin!(p);
    let mut item = Item::new(p.id.get_ref(), &p.name);
    item.fact("name", o.text("name", &p.name));
    item.fact("environment", o.id("environment", Some(&p.environment)));
    item.fact("status", o.id("status", Some(&p.status)));
    item.fact("one-stop", o.id("one_stop", p.one_stop.as_ref()));
    let neighbour = p.neighbour.as_ref();
    item.fact("neighbour", neighbour.map(|n| o.value("neighbour", n.state.get_ref().as_str())));
    item.fact("agreement", o.id("agreement", neighbour.and_then(|n| n.agreement.as_ref())));
    item.fact("hours", o.id("hours", p.hours.as_ref()));
    item.fact("neighbour's hours", o.id("neighbour_hours", p.neighbour_hours.as_ref()));
    item.fact("lead", v.agency_value(&o, "lead", p.lead.as_ref()));
    item.fact("deputy", v.agency_value(&o, "deputy", p.deputy.as_ref()));
    item.fact("secretary", v.agency_value(&o, "secretary", p.secretary.as_ref()));
    let desks: BTreeSet<String> =
        p.desk.iter().flatten().map(|d| format!("{}: {} ({})", d.id.get_ref(), d.agency.get_ref(), d.kind.get_ref())).collect();
    let desks: Vec<String> = desks.into_iter().collect();
    item.fact("desks", (!desks.is_empty()).then(|| o.lines("desk", desks.clone(), desks)));
    item
}

/// A country's open points of one kind, told together.
fn kinds(v: &View<'_>) -> Vec<Item> {
    let mut kinds: BTreeMap<String, Vec<&In<Point>>> = BTreeMap::new();
    for p in v.f.points.iter().filter(|p| p.item.status.get_ref() == "open") {
        let kind = format!("{}{}", p.item.environment.get_ref(), if p.item.one_stop.is_some() { ", one-stop" } else { "" });
        kinds.entry(kind).or_default().push(p);
    }
    kinds
        .into_iter()
        .map(|(kind, points)| {
            let mut item = Item::new(kind, format!("{} open", points.len()));
            for (field, key, of) in [
                ("leads", "lead", (|p| p.lead.as_ref()) as fn(&Point) -> Option<&Id>),
                ("deputy", "deputy", |p| p.deputy.as_ref()),
                ("secretary", "secretary", |p| p.secretary.as_ref()),
            ] {
                item.fact(field, who(v, &points, key, of));
            }
            item.fact("functions with a desk", present(v, &points));
            let centres = points.iter().filter(|p| p.desk.iter().flatten().any(|d| d.kind.get_ref() == "joc")).count();
            item.fact(
                "joint operations centre",
                some_of(centres, points.len()).map(|share| value(&points, "desk", vec![share.clone()], vec![share])),
            );
            item
        })
        .collect()
}

fn some_of(some: usize, all: usize) -> Option<String> {
    match some {
        0 => None,
        n if n == all => Some("at every point".into()),
        _ => Some("at some points".into()),
    }
}

/// Who has a role, as a rule; the meaning is the functions, the words say where it is how often.
fn who(v: &View<'_>, points: &[&In<Point>], key: &str, of: fn(&Point) -> Option<&Id>) -> Option<Value> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for p in points {
        if let Some(id) = of(&p.item) {
            let (line, meaning) = v.agency(id.get_ref());
            *counts.entry((meaning, line)).or_default() += 1;
        }
    }
    let lines = counts.iter().map(|((_, line), n)| format!("{line} at {n} of {}", points.len())).collect();
    let meaning: BTreeSet<String> = counts.keys().map(|(m, _)| m.clone()).collect();
    (!counts.is_empty()).then(|| value(points, key, lines, meaning.into_iter().collect()))
}

/// Functions of the country's own agencies that have a desk at these points.
fn present(v: &View<'_>, points: &[&In<Point>]) -> Option<Value> {
    let own = |id: &str| v.f.agencies.iter().find(|a| a.item.id.get_ref() == id && a.item.state.get_ref() == v.own);
    let all: BTreeSet<String> = points
        .iter()
        .flat_map(|p| p.item.desk.iter().flatten())
        .filter_map(|d| own(d.agency.get_ref()))
        .flat_map(|a| a.item.functions.iter().map(|f| spoken(f.get_ref())))
        .collect();
    let lines: Vec<String> = all.into_iter().collect();
    (!lines.is_empty()).then(|| value(points, "desk", lines.clone(), lines))
}

fn value(points: &[&In<Point>], key: &str, lines: Vec<String>, meaning: Vec<String>) -> Value {
    let each: Vec<Value> = points.iter().map(|p| origin!(p).value(key, "")).collect();
    Value {
        lines,
        sources: each.iter().flat_map(|v| v.sources.iter().cloned()).collect(),
        standing: each.iter().map(|v| v.standing).max().unwrap_or(Standing::Sourced),
        meaning,
    }
}

pub(super) fn desks(v: &View<'_>) -> Vec<Item> {
    v.f.desks
        .iter()
        .map(|d| {
            let o = origin!(d);
            let mut item = Item::new(v.role(&d.id, || v.agency(d.agency.get_ref()).1.replace('_', " ")), &d.name);
            if v.by == By::Id {
                item.fact("agency", o.id("agency", Some(&d.agency)));
            }
            item.fact("kind", o.id("kind", Some(&d.kind)));
            item
        })
        .collect()
}
