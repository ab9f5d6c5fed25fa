//! Two at the same moment, and the same thing twice.

use crate::field::{handed_over, traveller, truck};
use crate::harness::{Answer, Desk, World};
use serde_json::{Value, json};

async fn timeline(desk: &Desk, id: &str) -> Vec<Value> {
    desk.get(&format!("/api/v1/crossings/{id}/timeline")).await.body["entries"].as_array().unwrap().clone()
}

/// All of them at the same moment.
async fn together(calls: Vec<(Desk, String, Value)>) -> Vec<Answer> {
    let gate = std::sync::Arc::new(tokio::sync::Barrier::new(calls.len()));
    let start = |(desk, path, body): (Desk, String, Value)| {
        let gate = gate.clone();
        tokio::spawn(async move {
            gate.wait().await;
            desk.post(&path, body).await
        })
    };
    let mut answers = Vec::new();
    for call in calls.into_iter().map(start).collect::<Vec<_>>() {
        answers.push(call.await.unwrap());
    }
    answers
}

async fn one_of_two_officers_gets_the_stage_and_the_other_is_told_who_has_it(world: World) {
    world.colleague("health-2", "demo-namanga-health");
    let officers = ["demo-namanga-health", "health-2"];
    for round in 0..5 {
        let id = handed_over(&world, &format!("UTO {round:03} A")).await;
        let start = json!({ "command": "start", "stage": "entry.health" });
        let mut calls = Vec::new();
        for officer in officers {
            calls.push((world.desk(officer).await, format!("/api/v1/crossings/{id}/commands"), start.clone()));
        }
        let answers = together(calls).await;
        let winner = answers.iter().position(|a| a.status == 200).unwrap();
        let loser = answers[1 - winner].refused(409, "taken");
        assert_eq!(loser.body["fields"]["officer"], officers[winner]);
        assert!(loser.body["detail"].as_str().unwrap().contains(officers[winner]));
        let started: Vec<Value> = timeline(&world.desk("demo-namanga-health").await, &id).await;
        let started: Vec<&Value> = started.iter().filter(|e| e["stage"] == "entry.health").collect();
        assert_eq!((started.len(), &started[0]["officer"]), (1, &json!(officers[winner])));
    }
}

async fn a_command_sent_twice_is_carried_out_once(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    let health = world.desk("demo-namanga-health").await;
    let once = health.saying("idempotency-key", "7f0c");
    let first = once.passes(&id, "entry.health").await;
    let second = once.passes(&id, "entry.health").await;
    assert_eq!(first["version"], second["version"]);
    // Without the key it is a second command, and refused; another officer's key of the same name is another key.
    health.tries(&id, json!({ "command": "pass", "stage": "entry.health" })).await.refused(409, "already_done");
    let immigration = world.desk("demo-namanga-immigration-entry").await.saying("idempotency-key", "7f0c");
    immigration.passes(&id, "entry.immigration").await;
    // It holds after a restart, and for keys of any length.
    let world = world.restarted().await;
    let once = world.desk("demo-namanga-health").await.saying("idempotency-key", "7f0c");
    once.passes(&id, "entry.health").await;
    let long = world.desk("demo-namanga-customs").await.saying("idempotency-key", "k".repeat(4_000));
    long.passes(&id, "entry.documents").await;
    let view = long.passes(&id, "entry.documents").await;
    let entries = timeline(&long, &id).await;
    let passed = |stage: &str| entries.iter().filter(|e| e["stage"] == stage && e["kind"] == "crossing.stage_passed.v1").count();
    assert_eq!([passed("entry.health"), passed("entry.immigration"), passed("entry.documents")], [1, 1, 1]);
    assert_eq!(view["version"].as_u64().unwrap() as usize, entries.len());
}

async fn the_same_key_at_the_same_moment_is_one_command(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    let desk = world.desk("demo-namanga-health").await.saying("idempotency-key", "one");
    let pass = json!({ "command": "pass", "stage": "entry.health" });
    let answers = together(vec![(desk.clone(), format!("/api/v1/crossings/{id}/commands"), pass); 8]).await;
    for answer in &answers {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    let passed =
        timeline(&desk, &id).await.iter().filter(|e| e["stage"] == "entry.health" && e["kind"] == "crossing.stage_passed.v1").count();
    assert_eq!(passed, 1);

    let gate = world.desk("demo-namanga-gate").await.saying("idempotency-key", "two");
    let answers = together(vec![(gate.clone(), "/api/v1/crossings".into(), truck("UTO 002 B")); 8]).await;
    let ids: std::collections::BTreeSet<String> = answers.iter().map(Answer::id).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(gate.get("/api/v1/crossings?q=UTO002B").await.body["crossings"].as_array().unwrap().len(), 1);
}

/// A key belongs to what it was first used for; a program that reuses it is told, not answered with something else.
async fn a_key_is_not_used_for_two_things(world: World) {
    let (a, b) = (handed_over(&world, "UTO 001 A").await, handed_over(&world, "UTO 002 B").await);
    let once = world.desk("demo-namanga-health").await.saying("idempotency-key", "7f0c");
    once.passes(&a, "entry.health").await;
    once.tries(&b, json!({ "command": "pass", "stage": "entry.health" })).await.refused(422, "key_reused");
    once.post("/api/v1/crossings", truck("UTO 003 C")).await.refused(422, "key_reused");
    let unreadable = world.desk("demo-namanga-health").await.saying("idempotency-key", b"\xff\xfe");
    unreadable.tries(&b, json!({ "command": "pass", "stage": "entry.health" })).await.refused(400, "idempotency_key");
}

async fn a_decision_on_an_old_version_is_refused(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    let health = world.desk("demo-namanga-health").await;
    let seen = health.sees(&id).await["version"].as_u64().unwrap();
    world.desk("demo-namanga-customs").await.passes(&id, "entry.documents").await;
    let pass = |version: u64| json!({ "command": "pass", "stage": "entry.health", "expected_version": version });
    let late = health.tries(&id, pass(seen)).await;
    late.refused(409, "moved_on");
    let current = health.sees(&id).await["version"].as_u64().unwrap();
    assert_eq!((late.body["fields"]["seen"].as_u64(), late.body["fields"]["current"].as_u64()), (Some(seen), Some(current)));
    health.tries(&id, pass(current)).await;
    assert_eq!(health.sees(&id).await["path"][4]["state"], "passed");
    for (version, status) in [(json!(0), 409), (json!(u32::MAX), 409), (json!(-1), 400), (json!(4_294_967_296_u64), 400), (json!("3"), 400)]
    {
        let command = json!({ "command": "remark", "topic": "general", "text": "x", "expected_version": version });
        assert_eq!(health.tries(&id, command).await.status, status, "{version}");
    }
}

/// Of many at once, each gets an answer that is true of all of them.
async fn nothing_is_lost_in_a_crowd(world: World) {
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    let calls = (0..60).map(|n| (desk.clone(), "/api/v1/crossings".into(), traveller("CROWD", &format!("C{n:04}")))).collect();
    let ids: std::collections::BTreeSet<String> = together(calls).await.iter().map(Answer::id).collect();
    assert_eq!(ids.len(), 60);
    let listed = desk.get("/api/v1/crossings?limit=5000").await.body["crossings"].as_array().unwrap().len();
    assert_eq!(listed, 60);
    let world = world.restarted().await;
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    for id in &ids {
        assert_eq!(desk.sees(id).await["card"]["id"], json!(id));
    }
    let digest = world.journal.digest().await.unwrap();
    world.journal.rebuild().await.unwrap();
    assert_eq!(world.journal.digest().await.unwrap(), digest);
}

crate::on_both_engines! {
    one_of_two_officers_gets_the_stage_and_the_other_is_told_who_has_it,
    a_command_sent_twice_is_carried_out_once,
    the_same_key_at_the_same_moment_is_one_command,
    a_key_is_not_used_for_two_things,
    a_decision_on_an_old_version_is_refused,
    nothing_is_lost_in_a_crowd,
}
