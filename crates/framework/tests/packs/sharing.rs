//! The sharing rules, asked with the questions an officer would ask.

use std::collections::BTreeSet;
use std::fs;
use std::str::FromStr;

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, Schema, ValidationMode, Validator};

use super::pack::directory;

fn read(country: &str, folder: &str) -> String {
    let mut files: Vec<_> = fs::read_dir(directory(country).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "cedar"))
        .collect();
    files.sort();
    files.iter().map(|path| fs::read_to_string(path).unwrap() + "\n").collect()
}

fn schema(country: &str) -> Schema {
    let text = fs::read_to_string(directory(country).join("policies/schema.cedarschema")).unwrap();
    Schema::from_cedarschema_str(&text).unwrap().0
}

#[test]
fn countries_write_against_one_schema() {
    let text = |country| fs::read_to_string(directory(country).join("policies/schema.cedarschema"));
    assert_eq!(text("kenya").unwrap(), text("pakistan").unwrap());
}

#[test]
fn policies_and_guarantees_are_valid_named_and_said_in_plain_words() {
    for country in ["kenya", "pakistan"] {
        for folder in ["policies", "guarantees"] {
            let rules = PolicySet::from_str(&read(country, folder)).unwrap();
            let result = Validator::new(schema(country)).validate(&rules, ValidationMode::Strict);
            assert!(result.validation_passed(), "{country}/{folder}: {result}");
            let mut ids = BTreeSet::new();
            for rule in rules.policies() {
                assert!(rule.annotation("says").is_some_and(|says| says.ends_with('.')), "{rule}");
                assert!(ids.insert(rule.annotation("id").unwrap().to_owned()), "{rule}");
            }
            assert!(folder == "policies" || ids.len() >= 12, "{country}: {} guarantees", ids.len());
        }
    }
}

/// An officer in the words of the schema: state, agency, point, roles, purposes, clearance.
#[derive(Clone, Copy)]
struct Officer(&'static str, &'static str, &'static str, &'static [&'static str], &'static [&'static str], i64);

/// A record at Namanga: kind, topic, owner's agency and state, silent.
#[derive(Clone, Copy)]
struct Record(&'static str, &'static str, &'static str, &'static str, bool);

const TANZANIAN: Officer = Officer("TZA", "TZ-TRA", "namanga", &["frontline"], &["customs"], 1);
const TANZANIAN_ELSEWHERE: Officer = Officer("TZA", "TZ-TRA", "taveta", &["frontline"], &["customs"], 1);
const CUSTOMS: Officer = Officer("KEN", "KRA", "namanga", &["frontline"], &["customs"], 1);
const SHIFT_LEAD: Officer = Officer("KEN", "KRA", "namanga", &["joc", "joc_lead"], &["customs"], 2);
const INTELLIGENCE: Officer = Officer("KEN", "NIS", "namanga", &["joc"], &["intelligence"], 4);
const HEALTH: Officer = Officer("KEN", "PH", "namanga", &["frontline"], &["health"], 1);
const AIRPORT: Officer = Officer("KEN", "DIS", "jkia", &["frontline"], &["border_control"], 1);
const SECRETARIAT: Officer = Officer("KEN", "BMS", "", &["secretariat"], &["oversight"], 3);
const AUDITOR: Officer = Officer("KEN", "ODPC", "", &["auditor"], &["audit"], 3);

const CROSSING: Record = Record("crossing", "general", "KRA", "KEN", false);
const HEALTH_OUTCOME: Record = Record("stage", "general", "PH", "KEN", false);
const HEALTH_FINDING: Record = Record("stage_reason", "medical", "PH", "KEN", false);
const INTELLIGENCE_REMARK: Record = Record("remark", "intelligence", "NIS", "KEN", false);
const CUSTOMS_REASON: Record = Record("stage_reason", "general", "KRA", "KEN", false);
const SILENT_HIT: Record = Record("hit", "general", "NIS", "KEN", true);
const ACCESS_LOG: Record = Record("access_log", "general", "BMS", "KEN", false);

fn allowed(policies: &PolicySet, officer: Officer, action: &str, record: Record) -> bool {
    let Officer(state, agency, point, roles, purposes, clearance) = officer;
    let Record(kind, topic, owner, owner_state, silent) = record;
    let json = format!(
        r#"[{{"uid":{{"type":"Officer","id":"o"}},"parents":[],"attrs":{{"id":"o","agency":{agency:?},"state":{state:?},"point":{point:?},
        "desk":"d","roles":{roles:?},"purposes":{purposes:?},"clearance":{clearance}}}}},
        {{"uid":{{"type":"Record","id":"r"}},"parents":[],"attrs":{{"kind":{kind:?},"topic":{topic:?},"point":"namanga","states":["KEN","TZA"],
        "agency":{owner:?},"state":{owner_state:?},"author":"","subject_desk":"","classification":0,"tlp":2,"silent":{silent},"releasable_to":[]}}}}]"#
    );
    let context = Context::from_json_str(&format!(r#"{{"purpose":{:?}}}"#, purposes[0]), None).unwrap();
    let uid = |text: &str| EntityUid::from_str(text).unwrap();
    let request = Request::new(
        uid(r#"Officer::"o""#),
        uid(&format!(r#"Action::"{action}""#)),
        uid(r#"Record::"r""#),
        context,
        Some(&schema("kenya")),
    )
    .unwrap();
    let entities = Entities::from_json_str(&json, Some(&schema("kenya"))).unwrap();
    Authorizer::new().is_authorized(&request, policies, &entities).decision() == Decision::Allow
}

#[test]
fn officers_at_and_around_namanga_see_what_they_should() {
    let policies = PolicySet::from_str(&read("kenya", "policies")).unwrap();
    let level = |officer, record| match (allowed(&policies, officer, "see", record), allowed(&policies, officer, "read", record)) {
        (_, true) => "content",
        (true, false) => "exists",
        (false, false) => "nothing",
    };
    for (who, officer, what, record, expected) in [
        ("Tanzanian customs", TANZANIAN, "crossing of the zone", CROSSING, "content"),
        ("Tanzanian customs", TANZANIAN, "intelligence remark", INTELLIGENCE_REMARK, "nothing"),
        ("Tanzanian customs", TANZANIAN, "Kenyan reason not released", CUSTOMS_REASON, "exists"),
        ("Tanzanian customs", TANZANIAN, "silent hit", SILENT_HIT, "nothing"),
        ("Tanzanian customs at Taveta", TANZANIAN_ELSEWHERE, "crossing of the zone", CROSSING, "nothing"),
        ("Kenyan customs", CUSTOMS, "crossing", CROSSING, "content"),
        ("Kenyan customs", CUSTOMS, "cleared by port health", HEALTH_OUTCOME, "content"),
        ("Kenyan customs", CUSTOMS, "medical finding", HEALTH_FINDING, "exists"),
        ("Kenyan customs", CUSTOMS, "intelligence remark", INTELLIGENCE_REMARK, "nothing"),
        ("port health", HEALTH, "medical finding", HEALTH_FINDING, "content"),
        ("shift lead", SHIFT_LEAD, "intelligence remark", INTELLIGENCE_REMARK, "exists"),
        ("shift lead", SHIFT_LEAD, "silent hit", SILENT_HIT, "nothing"),
        ("intelligence", INTELLIGENCE, "intelligence remark", INTELLIGENCE_REMARK, "content"),
        ("airport immigration", AIRPORT, "crossing at Namanga", CROSSING, "nothing"),
        ("secretariat", SECRETARIAT, "crossing", CROSSING, "exists"),
        ("auditor", AUDITOR, "access log", ACCESS_LOG, "content"),
        ("auditor", AUDITOR, "crossing", CROSSING, "nothing"),
        ("shift lead", SHIFT_LEAD, "access log", ACCESS_LOG, "nothing"),
    ] {
        assert_eq!(level(officer, record), expected, "{who}: {what}");
    }
}

#[test]
fn a_control_is_done_by_its_owner_alone() {
    let policies = PolicySet::from_str(&read("kenya", "policies")).unwrap();
    for action in ["act", "hold", "refuse", "waive"] {
        assert!(allowed(&policies, HEALTH, action, HEALTH_OUTCOME));
        for stranger in [CUSTOMS, TANZANIAN, AIRPORT, SECRETARIAT, AUDITOR] {
            assert!(!allowed(&policies, stranger, action, HEALTH_OUTCOME), "{action} by {}", stranger.1);
        }
    }
}
