//! Whatever is sent, the server does not break.

use crate::field::{traveller, truck};
use crate::harness::{Desk, World, officers};
use axum::http::Method;
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

/// Words that the API knows, so that random bodies get past the first check.
const WORDS: &[&str] = &[
    "command",
    "stage",
    "to",
    "ground",
    "reason",
    "note",
    "text",
    "topic",
    "verdict",
    "agreement",
    "condition",
    "until_us",
    "take_over",
    "expected_version",
    "point",
    "procedure",
    "direction",
    "subject",
    "conditions",
    "part_of",
    "arrived",
    "expected_us",
    "origin",
    "kind",
    "mrz",
    "accept",
    "open",
    "crossing",
    "name",
    "username",
    "password",
    "officer",
    "surname",
    "names",
    "born",
    "documents",
    "days",
    "format",
    "files",
    "probable",
    "factor",
    "same",
    "agrees",
    "instruction",
    "plate",
    "document",
    "number",
    "people",
    "goods",
    "arrive",
    "start",
    "pass",
    "refer",
    "hold",
    "lift_hold",
    "refuse",
    "waive",
    "hand_over",
    "accept_hand_over",
    "give_back",
    "reverse",
    "request_joint",
    "finding",
    "release_joint",
    "mark",
    "remark",
    "release",
    "readmit",
    "cancel",
    "update",
    "identify",
    "general",
    "clear",
    "namanga",
    "jkia",
    "osbp-truck",
    "air-passenger-arrival",
    "flight-arrival",
    "inbound",
    "outbound",
    "truck",
    "traveller",
    "flight",
    "vessel",
    "gate.in",
    "entry.health",
    "customs.documents",
    "osbp-tanzania",
    "selected",
    "hand",
    "scan",
    "api",
    "passenger_list",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => proptest::sample::select(WORDS).prop_map(str::to_owned), 1 => any::<String>(), 1 => Just("\u{0}".to_owned())]
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        4 => text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            hash_map(text(), inner, 0..8).prop_map(|m| Value::Object(m.into_iter().collect()))
        ]
    })
}

/// A command or a crossing with some of its fields replaced.
fn nearly(good: Value) -> impl Strategy<Value = Value> {
    vec((proptest::sample::select(WORDS), json_value()), 0..3).prop_map(move |changes| {
        let mut body = good.clone();
        for (field, value) in changes {
            if value.is_null() {
                body.as_object_mut().map(|o| o.remove(field));
            } else {
                body[field] = value;
            }
        }
        body
    })
}

fn command() -> impl Strategy<Value = Value> {
    let good = json!({
        "command": "pass", "stage": "gate.in", "to": "entry.police", "ground": "customs.documents", "reason": "r", "topic": "general", "text": "t",
        "verdict": "clear", "agreement": "osbp-tanzania", "condition": "selected",
    });
    let commands = WORDS[38..61].to_vec();
    let fields = ["stage", "to", "ground", "reason", "topic", "text", "verdict", "agreement", "condition", "until_us"];
    (proptest::sample::select(commands), vec(proptest::sample::select(fields.to_vec()), 0..4), any::<Option<i64>>()).prop_map(
        move |(word, fields, until)| {
            let mut body = json!({ "command": word });
            for field in fields {
                body[field] = if field == "until_us" { json!(until) } else { good[field].clone() };
            }
            body
        },
    )
}

/// Every POST route with bodies of every sort; `addresses` are those of things that are there.
async fn nothing_breaks(world: World) {
    let customs = world.desk("demo-namanga-customs").await;
    let id = customs.opens(truck("UTO 001 A")).await;
    let lead = world.desk("demo-namanga-joc-lead").await;
    lead.list("garbage").await;
    let message = lead.get("/api/v1/intake").await.body["messages"][0]["id"].as_str().unwrap().to_owned();
    world.with_password("pat", "demo-namanga-customs");
    let pat = world.signed_in("pat").await;
    assert!(officers().len() > 100);
    let police = world.desk("demo-nps-duty").await;
    let wanted = json!({ "subject": "vehicle", "documents": ["UTO001A"], "reason": "made up for a test" });
    let entry = police.post("/api/v1/lists/stolen-vehicles/entries", wanted.clone()).await.body["id"].as_str().unwrap().to_owned();
    let entry = format!("/api/v1/lists/stolen-vehicles/entries/{entry}/commands");
    world.desk("demo-nps-supervisor").await.post(&entry, json!({ "command": "approve" })).await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 1);
    let hit = police.get("/api/v1/hits").await.body["hits"][0]["id"].as_str().unwrap().to_owned();
    let desks = [customs, lead, pat, police, world.desk("demo-namanga-tz-customs").await, world.stranger()];
    let addresses = vec![
        "/api/v1/session".to_owned(),
        "/api/v1/session/demo".into(),
        "/api/v1/crossings".into(),
        format!("/api/v1/crossings/{id}/commands"),
        "/api/v1/scan".into(),
        "/api/v1/intake/paxlst".into(),
        format!("/api/v1/intake/{message}/replay"),
        "/api/v1/tokens".into(),
        format!("/api/v1/hits/{hit}/commands"),
        "/api/v1/lists/stolen-vehicles/entries".into(),
        "/api/v1/lists/stolen-vehicles/editions".into(),
        entry,
    ];
    let bodies = prop_oneof![
        2 => json_value().prop_map(|v| v.to_string().into_bytes()),
        2 => nearly(truck("UTO 009 X")).prop_map(|v| v.to_string().into_bytes()),
        1 => nearly(wanted).prop_map(|v| v.to_string().into_bytes()),
        1 => nearly(traveller("AMINA", "A1")).prop_map(|v| v.to_string().into_bytes()),
        3 => command().prop_map(|v| v.to_string().into_bytes()),
        1 => vec(any::<u8>(), 0..200),
    ];
    let calls = (proptest::sample::select(addresses.clone()), bodies, 0..desks.len());
    let mut runner = TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
    let runtime = tokio::runtime::Handle::current();
    let known = format!("/api/v1/crossings/{id}/commands");
    let call = |desk: &Desk, path: &str, body: Vec<u8>| {
        let (desk, path) = (desk.saying("content-type", "application/json"), path.to_owned());
        tokio::task::block_in_place(|| runtime.block_on(async move { desk.call(Method::POST, &path, body).await }))
    };
    runner
        .run(&calls, |(path, body, desk)| {
            // Sign-ins cost a password hash each; one in a few is enough.
            let path = if path == "/api/v1/session" && body.len() % 8 != 0 { known.as_str() } else { path.as_str() };
            let answer = call(&desks[desk], path, body);
            prop_assert!(answer.status.as_u16() < 500, "{} {}", path, answer.text);
            if !answer.status.is_success() {
                prop_assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text);
                prop_assert!(!answer.code().is_empty());
            }
            Ok(())
        })
        .unwrap();
    // And it still works.
    let gate = world.desk("demo-namanga-gate").await;
    let id = gate.opens(truck("UTO 777 Z")).await;
    gate.passes(&id, "gate.in").await;
    let digest = world.journal.digest().await.unwrap();
    world.journal.rebuild().await.unwrap();
    assert_eq!(world.journal.digest().await.unwrap(), digest);
}

crate::on_both_engines! {
    nothing_breaks,
}
