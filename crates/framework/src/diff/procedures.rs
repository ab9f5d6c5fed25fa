//! How: procedures, their controls and the order in which they come.

use super::view::{Item, Origin, View, origin, spoken};
use super::{By, Value};
use crate::model::*;
use std::collections::{BTreeMap, HashMap};

pub(super) fn procedures(v: &View<'_>) -> Vec<Item> {
    v.f.procedures.iter().map(|p| procedure(v, p)).collect()
}

/// What a procedure is for: the same in every country.
pub(crate) fn purpose(p: &Procedure) -> String {
    let one_stop = if p.one_stop == Some(true) { ", one-stop" } else { "" };
    format!("{}, {}, {}{one_stop}", p.environment.get_ref(), spoken(p.subject.get_ref()), p.direction.get_ref())
}

fn procedure(v: &View<'_>, p: &Procedure) -> Item {
    let o = origin!(p);
    let mut item = Item::new(v.role(&p.id, || purpose(p)), &p.title);
    if v.by == By::Id {
        item.fact("for", Some(o.value("subject", purpose(p))));
    }
    item.fact("goods are carried", p.goods.filter(|g| *g).map(|_| o.value("goods", "yes")));
    item.fact("what is carried goes first", p.release_after_parts.filter(|g| *g).map(|_| o.value("release_after_parts", "yes")));
    let agreements = p.reversal.iter().flatten().map(|r| r.agreement.get_ref().clone()).collect::<Vec<_>>();
    if !agreements.is_empty() {
        let meaning = if v.roles() { vec!["yes".to_owned()] } else { agreements.clone() };
        item.fact("controls may be reversed under", Some(o.lines("reversal", agreements, meaning)));
    }
    let names = stage_names(v, p);
    let order: Vec<String> = p.stage.iter().map(|s| names[s.id.get_ref().as_str()].clone()).collect();
    item.fact("order", Some(o.lines("stage", vec![order.join(" → ")], order.clone())));
    for s in &p.stage {
        item.fact(format!("stage {}", names[s.id.get_ref().as_str()]), Some(stage(v, s, &names)));
    }
    item
}

/// Stages by id between versions; between countries by what is done by whom, numbered where that happens more than once.
fn stage_names<'p>(v: &View<'_>, p: &'p Procedure) -> HashMap<&'p str, String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    p.stage
        .iter()
        .map(|s| {
            let id = s.id.get_ref().as_str();
            if v.by == By::Id {
                return (id, id.to_owned());
            }
            let what = match s.kind.get_ref().as_str() {
                "control" => s.examines.as_ref().map_or_else(|| "control".into(), |e| spoken(e.get_ref())),
                other => spoken(other),
            };
            let shared = p.one_stop == Some(true);
            let side = if shared { format!("{} ", s.side.get_ref()) } else { String::new() };
            let name = match s.kind.get_ref().as_str() {
                "release" | "handover" => what,
                _ => format!("{side}{}: {what}", spoken(s.function.get_ref())),
            };
            let n = seen.entry(name.clone()).or_default();
            *n += 1;
            (id, if *n == 1 { name } else { format!("{name} ({n})") })
        })
        .collect()
}

fn stage(v: &View<'_>, s: &Stage, names: &HashMap<&str, String>) -> Value {
    let o: Origin<'_> = origin!(s);
    let mut parts = vec![format!("due in {}", s.target.get_ref())];
    let mut flag = |on: bool, word: &str| {
        if on {
            parts.push(word.to_owned());
        }
    };
    flag(s.mandatory == Some(false), "on demand");
    flag(s.waivable == Some(true), "may be waived");
    if v.by == By::Id {
        parts.push(format!("{} by {} on the {} side", spoken(s.kind.get_ref()), spoken(s.function.get_ref()), s.side.get_ref()));
        parts.extend(s.examines.as_ref().map(|e| format!("examines {}", e.get_ref())));
    }
    parts.push(format!("takes {}", s.expected.get_ref()));
    parts.extend(s.applies.as_ref().map(|a| format!("if {}", spoken(a.get_ref()))));
    parts.extend(s.finding.as_ref().map(|t| format!("its finding is {}", spoken(t.get_ref()))));
    let named = |ids: &Option<Vec<Id>>| {
        let mut all: Vec<&str> =
            ids.iter().flatten().map(|a| names.get(a.get_ref().as_str()).map_or(a.get_ref().as_str(), String::as_str)).collect();
        all.sort_unstable();
        (!all.is_empty()).then(|| all.join(" and "))
    };
    parts.extend(named(&s.after).map(|a| format!("after {a}")));
    parts.extend(named(&s.joins).map(|a| format!("stands for {a}")));
    let line = parts.join("; ");
    o.lines("stage", vec![line.clone()], vec![line])
}
