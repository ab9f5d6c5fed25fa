//! The solver's verdict against every request of a small world, put to the engine that runs.
//!
//! The world is closed under what the conditions can tell apart: two states and a third, roles named and not named, a purpose and none. So what has no
//! example in it has none anywhere, and the two must agree exactly.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end where they cannot go on")]

mod common;

use common::{pack, solver};
use framework::Framework;
use framework::access::{Access, Action, Kind, Label, Officer};
use framework::model::In;
use guarantees::{Doubt, Verdict, prove};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const ATOMS: &[&str] = &[
    "resource.silent",
    "principal.roles.contains(\"a\")",
    "principal.roles.containsAll([\"a\", \"b\"])",
    "principal.roles.containsAny([\"a\", \"b\"])",
    "principal.roles.isEmpty()",
    "principal.state == resource.state",
    "principal.state == \"X\"",
    "resource.releasable_to.contains(principal.state)",
    "resource.classification <= principal.clearance",
    "context.purpose == \"p\"",
    "resource.tlp == 4",
];

fn condition() -> impl Strategy<Value = String> {
    let atom = (prop::sample::select(ATOMS), any::<bool>()).prop_map(|(a, not)| if not { format!("!({a})") } else { a.to_owned() });
    atom.prop_recursive(2, 6, 3, |inner| {
        (prop::collection::vec(inner, 2..=3), any::<bool>())
            .prop_map(|(all, and)| format!("({})", all.join(if and { " && " } else { " || " })))
    })
}

fn rule(effect: &str, n: usize, condition: &str) -> String {
    format!(
        "@id(\"{effect}-{n}\") @says(\"R.\") {effect} (principal is Officer, action == Action::\"read\", resource is Record) when {{ {condition} }};\n"
    )
}

fn world() -> Vec<(Officer, Label, &'static str)> {
    let roles: &[&[&str]] = &[&[], &["a"], &["b"], &["a", "b"], &["c"]];
    let mut all = Vec::new();
    for roles in roles {
        for (state, owner) in [("X", "X"), ("X", "Y"), ("Y", "X"), ("Y", "Y"), ("Y", "Z")] {
            for bits in 0..32_u32 {
                let bit = |n: u32| bits & (1 << n) != 0;
                let officer = Officer {
                    id: "o".into(),
                    agency: "g".into(),
                    state: state.into(),
                    point: None,
                    desk: "d".into(),
                    roles: roles.iter().map(|r| (*r).to_owned()).collect(),
                    purposes: ["p".to_owned()].into(),
                    clearance: 0,
                };
                let mut label = Label::of(Kind::Crossing, &"g".into(), &owner.into());
                label.silent = bit(0);
                label.classification = i64::from(bit(1));
                label.tlp = if bit(2) { 4 } else { 0 };
                label.releasable_to = if bit(3) { ["X".to_owned(), "Y".to_owned()].into() } else { [].into() };
                all.push((officer, label, if bit(4) { "p" } else { "" }));
            }
        }
    }
    all
}

fn with_rules(base: &Framework, text: &str) -> Framework {
    let mut framework = base.clone();
    framework.policies = vec![In { file: "policies/small.cedar".into(), item: text.to_owned() }];
    framework
}

#[test]
fn verdicts_are_those_of_a_truth_table() {
    const CASES: u32 = 48;
    let Some(solver) = solver() else { return };
    let (mut base, world) = (pack("kenya"), world());
    // Examples need no posts here, and are found the quicker without.
    base.points.clear();
    base.desks.clear();
    base.agencies.clear();
    let seen = std::cell::RefCell::new([0_u32; 3]);
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let case = (prop::collection::vec(condition(), 1..=3), prop::collection::vec(condition(), 0..=2), condition(), any::<bool>());
    runner
        .run(&case, |(permits, forbids, about, never)| {
            let rules: String = permits
                .iter()
                .enumerate()
                .map(|(n, c)| rule("permit", n, c))
                .chain(forbids.iter().enumerate().map(|(n, c)| rule("forbid", n, c)))
                .collect();
            let mut framework = with_rules(&base, &rules);
            let guarantee = rule(if never { "forbid" } else { "permit" }, 9, &about);
            framework.guarantees = vec![In { file: "guarantees/small.cedar".into(), item: guarantee }];
            let (running, speaks) =
                (Access::compile(&framework).unwrap(), Access::compile(&with_rules(&base, &rule("permit", 0, &about))).unwrap());
            let (mut spoken, mut broken) = (false, false);
            for (officer, label, purpose) in &world {
                if speaks.evaluate(officer, Action::Read, label, purpose).allowed {
                    spoken = true;
                    broken |= running.evaluate(officer, Action::Read, label, purpose).allowed == never;
                }
            }
            let report = prove(&framework, &solver).unwrap();
            let verdict = &report.proofs[0].verdict;
            let agree = match verdict {
                Verdict::Proved => spoken && !broken,
                Verdict::Refuted(_) => broken,
                Verdict::NotProved(Doubt::Vacuous) => !spoken,
                Verdict::NotProved(_) => false,
            };
            seen.borrow_mut()[usize::from(broken) + usize::from(!spoken) * 2] += 1;
            prop_assert!(agree, "spoken {spoken}, broken {broken}, but {verdict:?}");
            Ok(())
        })
        .unwrap();
    let [proved, refuted, _] = seen.into_inner();
    assert!(proved >= 5 && refuted >= 5, "the cases are of all sorts: {proved} proved, {refuted} refuted");
}
