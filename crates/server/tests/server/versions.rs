//! A framework changes: proposed, checked, proved, approved by somebody else, in force from a stated time; and what is under way stays as it began.

use crate::field::truck;
use crate::harness::{Desk, HOUR_US, MINUTE_US, MORNING_US, World, kenya};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SECRETARY: &str = "demo-bms-duty";
const CHAIR: &str = "demo-moi-office";

type Texts = BTreeMap<String, String>;

/// The pack under another version, with one stage of the trucks' procedure under another title and nothing before it.
fn next(version: &str) -> Texts {
    let mut texts = kenya().texts.clone();
    let header = texts.get_mut("framework.toml").unwrap();
    *header = header.replace("version = \"2026.1\"", &format!("version = \"{version}\""));
    let trucks = texts.get_mut("procedures/osbp-truck.toml").unwrap();
    let before = trucks.clone();
    *trucks = trucks.replacen("id = \"exit.immigration\"", "id = \"exit.passport\"", 1);
    *trucks = trucks.replace("\"exit.immigration\"", "\"exit.passport\"");
    assert_ne!(*trucks, before);
    texts
}

async fn proposed(desk: &Desk, texts: &Texts) -> Value {
    let answer = desk.post("/api/v1/framework/versions", json!({ "files": texts, "note": "passports first" })).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.body
}

async fn approved(desk: &Desk, version: &str, effective_us: Option<i64>) -> Value {
    let answer = desk.post(&format!("/api/v1/framework/versions/{version}/approval"), json!({ "effective_us": effective_us })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

fn stages(view: &Value) -> Vec<&str> {
    view["path"].as_array().unwrap().iter().map(|s| s["stage"].as_str().unwrap()).collect()
}

async fn a_version_takes_effect_at_its_time_and_a_crossing_keeps_its_own(world: World) {
    let (secretary, chair, gate) = (world.desk(SECRETARY).await, world.desk(CHAIR).await, world.desk("demo-namanga-gate").await);
    let old = gate.opens(truck("UTO 001 A")).await;
    let first = secretary.get("/api/v1/framework/versions").await.body;
    assert_eq!((&first["in_force"], &first["may_propose"]), (&json!("2026.1"), &json!(true)));
    assert_eq!(first["versions"].as_array().unwrap().len(), 1);

    let proposal = proposed(&secretary, &next("2026.2")).await;
    let expected = json!([kenya().framework.guarantees.len(), [], null, "proposed", "2026.1", SECRETARY, false, true]);
    let fields = ["proved", "open", "unproved", "state", "base", "proposed_by", "may_approve", "may_withdraw"];
    assert_eq!(json!(fields.map(|f| &proposal[f])), expected);
    let differs = chair.get("/api/v1/framework/versions/2026.2/difference").await.body;
    assert!(differs["count"].as_u64().unwrap() > 0 && differs["by"] == "id", "{differs}");
    assert!(differs.to_string().contains("exit.passport"));
    let sharing = chair.get("/api/v1/framework/versions/2026.2/sharing").await.body;
    assert_eq!(sharing["b_more"][0]["because"], "no rule permits it");

    let from = MORNING_US + HOUR_US;
    let agreed = approved(&chair, "2026.2", Some(from)).await;
    assert_eq!((&agreed["state"], &agreed["effective_us"], &agreed["approved_by"]), (&json!("approved"), &json!(from), &json!(CHAIR)));

    // A moment before, everything is as it was; at the time, what begins is under the new version.
    world.clock.stand(from - 1);
    let before = gate.opens(truck("UTO 002 B")).await;
    world.clock.stand(from);
    let after = gate.opens(truck("UTO 003 C")).await;
    assert!(stages(&gate.sees(&before).await).contains(&"exit.immigration"));
    assert!(stages(&gate.sees(&after).await).contains(&"exit.passport"));
    assert_eq!(chair.get("/api/v1/framework/versions").await.body["in_force"], "2026.2");
    let states = chair.get("/api/v1/framework/versions").await.body;
    assert_eq!(json!([&states["versions"][0]["state"], &states["versions"][1]["state"]]), json!(["in_force", "superseded"]));

    // What began before goes on under its own, also when the server has forgotten everything and was started with the old directory.
    let world = world.restarted().await;
    let (gate, exit) = (world.desk("demo-namanga-gate").await, world.desk("demo-namanga-tz-immigration-exit").await);
    for id in [&old, &before] {
        assert!(stages(&exit.sees(id).await).contains(&"exit.immigration"));
    }
    for (id, stage, stranger) in [(&old, "exit.immigration", "exit.passport"), (&after, "exit.passport", "exit.immigration")] {
        gate.passes(id, "gate.in").await;
        exit.tries(id, json!({ "command": "pass", "stage": stranger })).await.refused(409, "no_such_stage");
        exit.passes(id, stage).await;
    }
    assert_eq!(world.desk(CHAIR).await.get("/api/v1/framework").await.body["version"], "2026.2");
}

async fn what_a_version_may_not_become(world: World) {
    let (secretary, chair) = (world.desk(SECRETARY).await, world.desk(CHAIR).await);
    world.hire("both", "BMS", "bms.duty", &["secretariat", "chair"], &["oversight"]);
    let both = world.desk("both").await;
    let propose = async |desk: &Desk, texts: &Texts, note: &str| {
        desk.post("/api/v1/framework/versions", json!({ "files": texts, "note": note })).await
    };
    let approve = async |desk: &Desk, version: &str, at: Value| {
        desk.post(&format!("/api/v1/framework/versions/{version}/approval"), json!({ "effective_us": at })).await
    };
    let withdraw = async |desk: &Desk, version: &str, why: &str| {
        desk.post(&format!("/api/v1/framework/versions/{version}/withdrawal"), json!({ "reason": why })).await
    };

    propose(&chair, &next("2026.2"), "why not").await.refused(403, "not_permitted");
    propose(&secretary, &next("2026.2"), "  ").await.refused(422, "words");
    propose(&secretary, &next("2026.1"), "why not").await.refused(409, "version_known");
    propose(&secretary, &kenya().texts, "why not").await.refused(409, "nothing_new");
    propose(&secretary, &Texts::new(), "why not").await.refused(422, "framework_errors");
    let mut other = next("2026.2");
    other.get_mut("framework.toml").unwrap().insert_str(0, "id = \"elsewhere\"\n");
    *other.get_mut("framework.toml").unwrap() = other["framework.toml"].replacen("id = \"kenya\"\n", "", 1);
    propose(&secretary, &other, "why not").await.refused(422, "other_framework");

    let mut broken = next("2026.2");
    *broken.get_mut("procedures/osbp-truck.toml").unwrap() =
        broken["procedures/osbp-truck.toml"].replacen("after = [\"gate.in\"]", "after = [\"gate.out\"]", 1);
    let answer = propose(&secretary, &broken, "why not").await;
    let finding = &answer.refused(422, "framework_errors").body["fields"]["findings"][0];
    assert_eq!(finding["place"]["file"], "procedures/osbp-truck.toml", "{}", answer.text);
    assert!(finding["mend"].as_str().is_some_and(|m| !m.is_empty()));

    // Open guarantees can be read, and nobody can agree to them.
    let mut weak = next("2026.2");
    weak.get_mut("policies/act.cedar").unwrap().push_str("\n// weakened\n");
    let weak = proposed(&secretary, &weak).await;
    assert_eq!(weak["open"].as_array().unwrap().len(), 1);
    approve(&chair, "2026.2", Value::Null).await.refused(409, "not_proved");
    propose(&secretary, &next("2026.2"), "mended").await.refused(409, "version_known");
    withdraw(&secretary, "2026.2", "").await.refused(422, "words");
    assert_eq!(withdraw(&secretary, "2026.2", "a guarantee is open").await.body["state"], "withdrawn");
    approve(&chair, "2026.2", Value::Null).await.refused(409, "was_withdrawn");
    proposed(&secretary, &next("2026.2")).await;

    approve(&chair, "2027.1", Value::Null).await.refused(404, "no_such_version");
    approve(&chair, "2026.2", json!(MORNING_US - MINUTE_US)).await.refused(422, "in_the_past");
    approve(&secretary, "2026.2", Value::Null).await.refused(403, "not_permitted");
    proposed(&both, &next("2026.3")).await;
    approve(&both, "2026.3", Value::Null).await.refused(403, "not_permitted");
    approved(&chair, "2026.2", Some(MORNING_US + HOUR_US)).await;
    approve(&chair, "2026.2", Value::Null).await.refused(409, "already_approved");
    approve(&chair, "2026.3", json!(MORNING_US + MINUTE_US)).await.refused(409, "before_another");
    world.later(HOUR_US);
    withdraw(&secretary, "2026.2", "too late").await.refused(409, "in_force");
    // It was proposed on a version that is not in force any more: what it changes has to be looked at again.
    approve(&chair, "2026.3", Value::Null).await.refused(409, "outdated");
    secretary.get("/api/v1/framework/versions/2027.1/difference").await.refused(404, "not_found");
}

async fn another_country_is_compared_and_not_kept(world: World) {
    let desk = world.desk("demo-namanga-gate").await;
    let folder = crate::harness::pack().join("../pakistan");
    let theirs = framework::load(&folder).texts;
    let answer = desk.post("/api/v1/framework/comparison", json!({ "files": theirs })).await;
    assert_eq!((answer.status.as_u16(), &answer.body["by"]), (200, &json!("role")), "{}", answer.text);
    assert_eq!(json!([answer.body["a"]["label"], answer.body["b"]["label"]]), json!(["Kenya", "Pakistan"]));
    assert!(!answer.body["a"]["lessons"].as_array().unwrap().is_empty());
    desk.post("/api/v1/framework/comparison", json!({ "files": { "a.toml": "x" } })).await.refused(422, "framework_errors");
    assert_eq!(desk.get("/api/v1/framework/versions").await.body["versions"].as_array().unwrap().len(), 1);
}

crate::on_both_engines!(
    a_version_takes_effect_at_its_time_and_a_crossing_keeps_its_own,
    what_a_version_may_not_become,
    another_country_is_compared_and_not_kept,
);
