//! How well, how long and how secret: standards, retention, classification, guarantees.

use super::procedures::purpose;
use super::view::{Item, Origin, View, origin, spoken};
use crate::model::*;

pub(super) fn standards(v: &View<'_>) -> Vec<Item> {
    v.f.standards.iter().map(|s| standard(v, s)).collect()
}

fn standard(v: &View<'_>, s: &Standard) -> Item {
    let o = origin!(s);
    let procedure = s.procedure.as_ref().and_then(|p| v.f.procedures.iter().find(|x| x.item.id.get_ref() == p.get_ref()));
    let body = s.body.as_ref().and_then(|b| v.f.bodies.iter().find(|x| x.item.id.get_ref() == b.get_ref()));
    let about = || {
        let stage = s.stage.as_ref().and_then(|id| procedure?.item.stage.iter().find(|x| x.id.get_ref() == id.get_ref()));
        let parts = [
            procedure.map(|p| purpose(p)),
            stage.map(|x| spoken(x.function.get_ref())),
            s.clock.as_ref().map(|k| k.get_ref().clone()),
            body.map(|b| format!("{} body", b.item.level.get_ref())),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let measure = spoken(s.measure.get_ref());
        if parts.is_empty() { measure } else { format!("{measure}: {}", parts.join(", ")) }
    };
    let mut item = Item::new(v.role(&s.id, about), &s.title);
    if !v.roles() {
        item.fact("measures", Some(o.value("measure", about())));
    }
    let target = match (&s.target, &s.target_percent) {
        (Some(t), _) => Some(format!("{} within {}", s.statistic.get_ref(), t.get_ref())),
        (None, Some(p)) => Some(format!("{} %", p.get_ref())),
        (None, None) => None,
    };
    let key = if s.target.is_some() { "target" } else { "target_percent" };
    item.fact("target", target.map(|t| o.value(key, t)));
    item
}

pub(super) fn retention(v: &View<'_>) -> Vec<Item> {
    v.f.retention
        .iter()
        .map(|r| {
            let o = origin!(r);
            let mut item = Item::new(v.role(&r.id, || spoken(r.data.get_ref())), &r.title);
            let keep = r.keep.as_ref().map_or("for ever", |k| k.get_ref().as_str());
            let line = format!("{keep} after {}, then {}", spoken(r.after.get_ref()), spoken(r.then.get_ref()));
            item.fact("kept", Some(o.value("keep", line)));
            item.fact("legal basis", v.law(&o, "legal_basis", r.legal_basis.as_ref()));
            item
        })
        .collect()
}

pub(super) fn levels(v: &View<'_>) -> Vec<Item> {
    v.f.levels
        .iter()
        .map(|l| {
            let o = origin!(l);
            let mut item = Item::new(format!("rank {}", l.rank.get_ref()), &l.name);
            item.fact("name", o.text("name", &l.name));
            item.fact("most open label", o.id("tlp", Some(&l.tlp)));
            item
        })
        .collect()
}

/// By `@id`; what it says is the rule in plain words. A guarantee that cannot be read is what the checks name.
pub(super) fn guarantees(v: &View<'_>) -> Vec<Item> {
    let sets = v.f.guarantees.iter().filter_map(|g| g.item.parse::<cedar_policy::PolicySet>().ok());
    sets.flat_map(|set| {
        set.policies()
            .filter_map(|p| {
                let id = p.annotation("id")?;
                let says = p.annotation("says").unwrap_or("");
                let mut item = Item::new(id, id);
                // The country's own name means the other's in the other country.
                let meaning = if v.roles() { says.replace(&v.f.header.name, "the country") } else { says.to_owned() };
                let origin = Origin { source: None, unverified: &[] };
                item.fact("says", (!says.is_empty()).then(|| origin.lines("says", vec![says.to_owned()], vec![meaning])));
                Some(item)
            })
            .collect::<Vec<_>>()
    })
    .collect()
}
