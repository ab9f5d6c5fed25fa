//! Standards, retention and classification: that promises can be measured, and that records end.

use super::{Checker, Known};
use crate::codes::Code;
use crate::load::nearest;
use crate::model::*;
use crate::words;
use std::collections::{BTreeMap, HashMap};

pub(super) fn check(c: &mut Checker<'_>, f: &Framework, known: &Known<'_>) {
    let stages: HashMap<&str, Vec<&str>> = f
        .procedures
        .iter()
        .map(|p| (p.item.id.get_ref().as_str(), p.item.stage.iter().map(|s| s.id.get_ref().as_str()).collect()))
        .collect();
    for s in &f.standards {
        standard(c, s, known, &stages);
    }
    for r in &f.retention {
        c.word(&r.file, &r.data, words::RECORD_KINDS);
        c.word(&r.file, &r.then, &["erase", "aggregate", "archive"]);
        if let Some(keep) = &r.keep {
            c.length(&r.file, keep);
        }
    }
    if !f.retention.is_empty() {
        for kind in words::RECORD_KINDS.iter().filter(|k| !f.retention.iter().any(|r| r.item.data.get_ref() == **k)) {
            c.say(Code::RetentionUnsaid, "retention.toml", 0..0, format!("nothing is said on `{kind}`"), None);
        }
    }
    levels(c, f);
}

fn standard(c: &mut Checker<'_>, s: &In<Standard>, known: &Known<'_>, stages: &HashMap<&str, Vec<&str>>) {
    let file = s.file.as_str();
    c.word(file, &s.statistic, words::STATISTICS);
    if let Some(p) = &s.procedure {
        c.refers(file, p, "procedure", &known.procedures);
    }
    if let Some(k) = &s.clock {
        c.refers(file, k, "clock", &known.clocks);
    }
    if let Some(b) = &s.body {
        c.refers(file, b, "body", &known.bodies);
    }
    if let (Some(stage), Some(of)) = (&s.stage, s.procedure.as_ref().and_then(|p| stages.get(p.get_ref().as_str())))
        && !of.contains(&stage.get_ref().as_str())
    {
        let help = nearest(stage.get_ref(), of.iter().copied()).map(|k| format!("did you mean `{k}`?"));
        c.say(Code::Dangling, file, stage.span(), format!("the procedure has no stage `{}`", stage.get_ref()), help);
    }
    let measure = s.measure.get_ref().as_str();
    let has = |key: &str| match key {
        "procedure" => s.procedure.is_some(),
        "stage" => s.stage.is_some(),
        "clock" => s.clock.is_some(),
        _ => s.body.is_some(),
    };
    match words::MEASURES.iter().find(|m| m.word == measure) {
        None => {
            let all: Vec<&str> = words::MEASURES.iter().map(|m| m.word).collect();
            c.say(
                Code::Unmeasurable,
                file,
                s.measure.span(),
                format!("no recorded fact measures `{measure}`"),
                Some(format!("one of {}", all.join(", "))),
            );
        }
        Some(m) => {
            for key in m.needs.iter().filter(|k| !has(k)) {
                c.say(Code::MeasuresNothing, file, s.measure.span(), format!("`{measure}` needs `{key}`"), None);
            }
        }
    }
    if let Some(t) = &s.target {
        c.some_length(file, t);
    }
    let share = s.statistic.get_ref() == "share";
    if (share && s.target_percent.is_none()) || (!share && s.target.is_none()) {
        let key = if share { "target_percent" } else { "target" };
        c.lacks(Code::NoTarget, file, &s.id, &format!("has no `{key}`"));
    }
    if let Some(p) = s.target_percent.as_ref().filter(|p| !(0..=100).contains(p.get_ref())) {
        c.say(Code::NotAPercentage, file, p.span(), format!("{} % is no share", p.get_ref()), None);
    }
}

fn levels(c: &mut Checker<'_>, f: &Framework) {
    let mut ranks: BTreeMap<u32, &In<Level>> = BTreeMap::new();
    for l in &f.levels {
        c.word(&l.file, &l.tlp, words::TLP);
        if let Some(other) = ranks.insert(*l.rank.get_ref(), l) {
            let message = format!("`{}` and `{}` have the rank {}", other.id.get_ref(), l.id.get_ref(), l.rank.get_ref());
            c.say(Code::RankTwice, &l.file, l.rank.span(), message, None);
        }
    }
    let strictness = |l: &Level| words::TLP.iter().position(|t| l.tlp.get_ref() == t);
    for (low, high) in ranks.values().zip(ranks.values().skip(1)) {
        if strictness(high) < strictness(low) && strictness(high).is_some() {
            let message = format!("`{}` is above `{}` and may be shared more widely", high.id.get_ref(), low.id.get_ref());
            c.say(Code::LabelsOutOfOrder, &high.file, high.tlp.span(), message, None);
        }
    }
}
