//! With whom and about whom: lists with their legal limits, agreements.

use super::view::{Item, View, origin, set, spoken};
use super::{By, Value};
use crate::model::*;

pub(super) fn lists(v: &View<'_>) -> Vec<Item> {
    v.f.lists.iter().map(|l| list(v, l)).collect()
}

fn list(v: &View<'_>, l: &List) -> Item {
    let o = origin!(l);
    let mut item = Item::new(v.role(&l.id, || format!("{}, {}", spoken(l.action.get_ref()), l.visibility.get_ref())), &l.name);
    if v.by == By::Id {
        item.fact("action", o.id("action", Some(&l.action)));
        item.fact("visibility", o.id("visibility", Some(&l.visibility)));
        item.fact("duty desk", o.id("duty_desk", l.duty_desk.as_ref()));
    }
    item.fact("owner", v.agency_value(&o, "owner", Some(&l.owner)));
    item.fact("approved by", v.agency_value(&o, "approver", Some(&l.approver)));
    item.fact("subjects", set(&o, "subjects", &l.subjects));
    // That a list has no law, no end or no appeal is said and not left to be missed.
    let or_none = |key: &str, value: Option<Value>| value.or_else(|| Some(o.value(key, "none")));
    item.fact("legal basis", or_none("legal_basis", v.law(&o, "legal_basis", l.legal_basis.as_ref())));
    item.fact("longest", or_none("max", o.id("max", l.max.as_ref())));
    let renewals = l.renewals.filter(|n| *n > 0).map(|n| {
        let length = l.renewal.as_ref().map_or("an unsaid time", |r| r.get_ref().as_str());
        o.value("renewals", format!("{n} by {length}"))
    });
    item.fact("renewals", renewals);
    item.fact("answered within", or_none("answer", l.answer.as_ref().map(|k| o.value("answer", clock(v, k)))));
    item.fact("on silence", Some(o.value("on_silence", spoken(l.on_silence.get_ref()))));
    item.fact("appeal", or_none("appeal", v.law(&o, "appeal", l.appeal.as_ref())));
    item
}

/// A clock with its length, which is what a reader wants to know.
fn clock(v: &View<'_>, id: &Id) -> String {
    let length = v.f.clocks.iter().find(|k| k.item.id.get_ref() == id.get_ref()).map(|k| k.item.duration.get_ref().as_str());
    format!("{} ({})", id.get_ref(), length.unwrap_or("no such clock"))
}

pub(super) fn agreements(v: &View<'_>) -> Vec<Item> {
    v.f.agreements.iter().map(|a| agreement(v, a)).collect()
}

fn agreement(v: &View<'_>, a: &Agreement) -> Item {
    let o = origin!(a);
    let mut item = Item::new(v.role(&a.id, || spoken(a.kind.get_ref())), &a.title);
    item.fact("status", Some(o.value("status", spoken(a.status.get_ref()))));
    item.fact("purposes", set(&o, "purposes", &a.purposes));
    item.fact("kept", o.id("retention", a.retention.as_ref()));
    item.fact("passed on", Some(o.value("onward", spoken(a.onward.get_ref()))));
    item.fact("permits", set(&o, "permits", &a.permits));
    item.fact("controls", set(&o, "controls", &a.controls));
    item.fact("method", o.id("method", Some(&a.method)));
    let mut elements = a.elements.clone();
    elements.sort();
    item.fact("information", (!elements.is_empty()).then(|| o.lines("elements", elements.clone(), elements)));
    item.fact("review", a.review.as_ref().map(|r| o.value("review", r.get_ref().to_string())));
    item.fact("legal basis", v.law(&o, "legal_basis", a.legal_basis.as_ref()));
    if v.by == By::Id {
        item.fact("states", set(&o, "states", &a.states));
        item.fact("points", set(&o, "points", &a.points));
        item.fact("agencies", v.agencies_value(&o, "agencies", a.agencies.iter().map(|x| x.get_ref().as_str())));
    }
    item
}
