//! Packs, changed in memory, and the solver where there is one.
#![allow(dead_code, reason = "each test file uses what it needs")]

use framework::Framework;
use framework::access::{Access, Action, Decision, Kind, Label, Officer, Topic};
use framework::model::In;
use guarantees::{Example, Proof, Report, Solver, Value, Verdict};

/// The solver; without one the test is left out, and says so.
pub fn solver() -> Option<Solver> {
    Solver::find().map_err(|missing| println!("skipped: {missing}")).ok()
}

pub fn pack(country: &str) -> Framework {
    let loaded = framework::load(format!("{}/../../frameworks/{country}", env!("CARGO_MANIFEST_DIR")).as_ref());
    loaded.framework.unwrap()
}

/// The pack with a passage of a file of its policies replaced; the passage must be there.
pub fn edited(mut framework: Framework, edits: &[(&str, &str, &str)]) -> Framework {
    for (rule, old, new) in edits {
        let head = format!("@id(\"{rule}\")");
        let file = framework.policies.iter_mut().find(|p| p.item.contains(&head)).unwrap();
        let at = file.item.find(&head).unwrap();
        let end = file.item[at + 1..].find("@id(").map_or(file.item.len(), |n| at + 1 + n);
        let text = &file.item[at..end];
        assert!(text.contains(old), "`{rule}` has no `{old}`");
        let text = text.replacen(old, new, 1);
        file.item.replace_range(at..end, &text);
    }
    framework
}

/// The pack and one more rule.
pub fn with_rule(mut framework: Framework, rule: &str) -> Framework {
    framework.policies.push(In { file: "policies/more.cedar".into(), item: rule.into() });
    framework
}

/// The pack with this guarantee alone.
pub fn with_guarantee(mut framework: Framework, guarantee: &str) -> Framework {
    framework.guarantees = vec![In { file: "guarantees/one.cedar".into(), item: guarantee.into() }];
    framework
}

pub fn proof<'a>(report: &'a Report, id: &str) -> &'a Proof {
    report.proofs.iter().find(|p| &*p.guarantee.id == id).unwrap()
}

pub fn refutation<'a>(report: &'a Report, id: &str) -> &'a Example {
    match &proof(report, id).verdict {
        Verdict::Refuted(example) => example,
        other => panic!("`{id}` is not refuted: {other:?}"),
    }
}

pub fn text(value: Option<&Value>) -> &str {
    match value {
        Some(Value::Text(text)) => text,
        other => panic!("no text: {other:?}"),
    }
}

pub fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Texts(texts)) => texts.clone(),
        other => panic!("no texts: {other:?}"),
    }
}

fn number(value: Option<&Value>) -> i64 {
    match value {
        Some(Value::Number(number)) => *number,
        other => panic!("no number: {other:?}"),
    }
}

/// What the running system would answer to an example.
pub fn replayed(framework: &Framework, example: &Example) -> Decision {
    let (o, r) = (|name: &str| example.officer.get(name), |name: &str| example.record.get(name));
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let officer = Officer {
        id: text(o("id")).into(),
        agency: text(o("agency")).into(),
        state: text(o("state")).into(),
        point: some(text(o("point"))).map(|p| p.as_str().into()),
        desk: text(o("desk")).into(),
        roles: texts(o("roles")).into_iter().collect(),
        purposes: texts(o("purposes")).into_iter().collect(),
        clearance: number(o("clearance")),
    };
    let label = Label {
        kind: *Kind::ALL.iter().find(|k| k.word() == text(r("kind"))).unwrap(),
        topic: Topic::of(text(r("topic"))).unwrap(),
        point: some(text(r("point"))).map(|p| p.as_str().into()),
        states: texts(r("states")).iter().map(|s| s.as_str().into()).collect(),
        agency: text(r("agency")).into(),
        state: text(r("state")).into(),
        author: some(text(r("author"))).map(|a| a.as_str().into()),
        subject_desk: some(text(r("subject_desk"))).map(|d| d.as_str().into()),
        classification: number(r("classification")),
        tlp: number(r("tlp")),
        silent: r("silent") == Some(&Value::Flag(true)),
        releasable_to: texts(r("releasable_to")).into_iter().collect(),
    };
    let action = *Action::ALL.iter().find(|a| a.word() == example.action).unwrap();
    Access::compile(framework).unwrap().evaluate(&officer, action, &label, &example.purpose)
}
