//! What the packs promise is proved, and what a slip of the pen would break is found.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end where they cannot go on")]

mod common;

use common::{edited, pack, proof, refutation, replayed, solver, text, with_guarantee, with_rule};
use framework::Framework;
use guarantees::{Doubt, Form, Verdict, prove};
use rstest::rstest;

#[rstest]
#[case("kenya")]
#[case("pakistan")]
fn every_guarantee_of_a_pack_is_proved(#[case] country: &str) {
    let Some(solver) = solver() else { return };
    let report = prove(&pack(country), &solver).unwrap();
    for p in &report.proofs {
        assert!(matches!(p.verdict, Verdict::Proved), "{}: {:?}", p.guarantee.id, p.verdict);
    }
    assert!(report.all_proved() && report.may_fail.is_empty() && report.proofs.len() >= 12, "{:?}", report.may_fail);
    assert!(report.proofs.iter().any(|p| p.form == Form::Always) && report.requests == framework::access::Action::ALL.len());
}

/// A realistic slip: the guarantee it breaks, the rule by which, and what the sentence must name.
struct Slip {
    broken: &'static str,
    by: &'static str,
    allowed: bool,
    says: &'static [&'static str],
}

fn slips(f: &dyn Fn() -> Framework) -> Vec<(Framework, Slip)> {
    vec![
        (
            edited(
                edited(f(), &[("read-partner-zone", "resource.point == principal.point &&", "")]),
                &[("partner-outside-zone", "resource.point == principal.point &&", "")],
            ),
            Slip {
                broken: "partner-outside-zone",
                by: "read-partner-zone",
                allowed: true,
                says: &["an officer (", "a crossing of", " at "],
            },
        ),
        (
            edited(
                f(),
                &[
                    ("medical-needs-health-purpose", "context.purpose != \"health\"", "context.purpose == \"customs\""),
                    ("read-medical", "context.purpose == \"health\" &&", ""),
                ],
            ),
            Slip { broken: "medical-purpose", by: "", allowed: true, says: &[" with medical content", "for the purpose `"] },
        ),
        (
            with_rule(
                f(),
                "@id(\"careless\") @says(\"Auditors read.\") permit (principal is Officer, action == Action::\"read\", resource is Record) when { principal.roles.contains(\"auditor\") };",
            ),
            Slip { broken: "list-reason-owner", by: "careless", allowed: true, says: &["an officer (auditor)", "read a list entry of"] },
        ),
        (
            edited(f(), &[("own-entry-not-approved", "resource.author == principal.id ||", "")]),
            Slip {
                broken: "own-entry",
                by: "approve-list-entry",
                allowed: true,
                says: &["(supervisor)", "approve a list entry", "the officer's own"],
            },
        ),
        (
            edited(
                f(),
                &[
                    ("silent-stays-with-owner", "resource.silent &&", "resource.silent && resource.kind == \"list_entry\" &&"),
                    ("see-overt-hits", "resource.kind == \"hit\" &&\n  !resource.silent", "resource.kind == \"hit\""),
                ],
            ),
            Slip { broken: "silent-entry-owner", by: "see-overt-hits", allowed: true, says: &["(joc)", "a hit (silent)"] },
        ),
        (
            edited(f(), &[("clearance-required", "Action::\"read\", Action::\"export\"", "Action::\"export\"")]),
            Slip { broken: "clearance", by: "", allowed: true, says: &["classified ", "where the officer may read"] },
        ),
        (
            edited(f(), &[("read-access-log", "contains(\"auditor\")", "contains(\"administrator\")")]),
            Slip { broken: "auditor-reads-log", by: "", allowed: false, says: &["(auditor)", "could not", "the access log"] },
        ),
        (
            with_rule(
                f(),
                "@id(\"amber-at-home\") @says(\"AMBER stays in its state.\") forbid (principal is Officer, action, resource is Record) when { resource.tlp >= 2 && principal.state != resource.state };",
            ),
            Slip { broken: "partner-reads-released", by: "amber-at-home", allowed: false, says: &["could not", "TLP:", "released to"] },
        ),
    ]
}

#[test]
fn a_weakened_rule_is_refuted_with_an_example_that_the_running_system_confirms() {
    let Some(solver) = solver() else { return };
    for (weak, slip) in slips(&|| pack("kenya")) {
        let report = prove(&weak, &solver).unwrap();
        assert!(report.refuted() && !report.all_proved());
        let example = refutation(&report, slip.broken);
        let (sentence, because) = (example.sentence(&weak), example.because());
        println!("{}: {sentence}: {because}", slip.broken);
        assert_eq!(example.allowed, slip.allowed, "{sentence}");
        let decision = replayed(&weak, example);
        assert_eq!(decision.allowed, slip.allowed, "the running system says otherwise: {sentence}");
        let (mut told, mut decided): (Vec<&str>, Vec<&str>) =
            (example.rules.iter().map(|r| &*r.id).collect(), decision.rules.iter().map(|r| &*r.id).collect());
        told.sort_unstable();
        decided.sort_unstable();
        assert_eq!(told, decided, "{sentence}");
        assert!(slip.by.is_empty() || because.contains(slip.by), "{because}");
        for part in slip.says {
            assert!(sentence.contains(part), "`{part}` is not in: {sentence}");
        }
        for (of, name) in
            [(&example.officer, "agency"), (&example.officer, "state"), (&example.record, "agency"), (&example.record, "state")]
        {
            assert!(sentence.contains(text(of.get(name))), "{name} is not in: {sentence}");
        }
    }
}

#[test]
fn the_rule_against_partners_breaks_only_what_it_weakens() {
    let Some(solver) = solver() else { return };
    let (weak, _) = slips(&|| pack("kenya")).remove(0);
    let report = prove(&weak, &solver).unwrap();
    assert!(matches!(proof(&report, "control-owner").verdict, Verdict::Proved));
    let example = refutation(&report, "partner-outside-zone");
    assert_ne!(text(example.officer.get("state")), "KEN");
    assert_ne!(text(example.officer.get("point")), text(example.record.get("point")));
}

#[test]
fn a_rule_that_can_fail_instead_of_answering_is_named() {
    let Some(solver) = solver() else { return };
    let weak = edited(pack("kenya"), &[("clearance-required", "resource.classification <=", "resource.classification + 1 <=")]);
    let report = prove(&weak, &solver).unwrap();
    assert!(report.refuted() && !report.all_proved());
    assert!(report.may_fail.iter().all(|m| &*m.rule.id == "clearance-required" && m.doubt.is_none()), "{:?}", report.may_fail);
    assert!(report.may_fail.iter().any(|m| m.action == "read"));
}

#[test]
fn a_guarantee_about_nothing_is_not_proved() {
    let Some(solver) = solver() else { return };
    for effect in ["forbid", "permit"] {
        let text = format!(
            "@id(\"nothing\") @says(\"Nothing.\") {effect} (principal is Officer, action == Action::\"read\", resource is Record) when {{ resource.tlp > 4 && resource.tlp < 4 }};"
        );
        let report = prove(&with_guarantee(pack("kenya"), &text), &solver).unwrap();
        assert!(matches!(proof(&report, "nothing").verdict, Verdict::NotProved(Doubt::Vacuous)), "{:?}", report.proofs);
        assert!(!report.all_proved() && !report.refuted());
    }
}

#[test]
fn no_guarantees_are_no_proof() {
    let Some(solver) = solver() else { return };
    let mut bare = pack("kenya");
    bare.guarantees.clear();
    assert!(!prove(&bare, &solver).unwrap().all_proved());
}

#[test]
fn what_does_not_fit_the_schema_is_refused_with_its_file() {
    let Some(solver) = solver() else { return };
    let misspelt = "@id(\"m\") @says(\"M.\") forbid (principal is Officer, action, resource is Record) when { resource.silence };";
    let e = prove(&with_guarantee(pack("kenya"), misspelt), &solver).unwrap_err().to_string();
    assert!(e.starts_with("guarantees/one.cedar: ") && e.contains("silence"), "{e}");
    let e = prove(&with_rule(pack("kenya"), "permit ("), &solver).unwrap_err().to_string();
    assert!(e.starts_with("policies/more.cedar: "), "{e}");
    let mut bare = pack("kenya");
    bare.schema = None;
    assert!(prove(&bare, &solver).unwrap_err().to_string().contains("schema.cedarschema"));
}
