//! What every answer carries, and what becomes of bodies that are none.

use crate::field::traveller;
use crate::harness::{Desk, World};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

async fn every_answer_keeps_to_itself(world: World) {
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    let (stranger, id) = (world.stranger(), desk.opens(traveller("AMINA", "A1")).await);
    for (desk, path) in [
        (&desk, "/api/v1/session".to_owned()),
        (&desk, format!("/api/v1/crossings/{id}")),
        (&stranger, format!("/api/v1/crossings/{id}")),
        (&desk, "/api/v1/nothing".into()),
        (&desk, "/api/openapi.json".into()),
        (&stranger, "/healthz".into()),
        (&stranger, "/readyz".into()),
        (&stranger, "/metrics".into()),
        (&stranger, "/".into()),
    ] {
        let answer = desk.get(&path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        if path.starts_with("/api/") {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
    }
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(stranger.get(path).await.status, StatusCode::OK);
    }
    assert!(!stranger.get("/metrics").await.text.contains("AMINA"));
}

async fn an_address_of_the_api_that_is_none_is_a_problem(world: World) {
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v2/session",
        "/api/v1/crossings/",
        "/api/v1/session/../x",
        "/api/%FF",
    ] {
        desk.get(path).await.refused(404, "not_found");
        world.stranger().get(path).await.refused(404, "not_found");
    }
    for (method, path) in [
        (Method::PUT, "/api/v1/session"),
        (Method::DELETE, "/api/v1/crossings"),
        (Method::PATCH, "/api/v1/scan"),
        (Method::POST, "/api/openapi.json"),
    ] {
        desk.call(method, path, "").await.refused(405, "method");
    }
    for path in ["/api/v1/crossings/%FF", "/api/v1/points/%FF/board", "/api/v1/intake/%C3"] {
        desk.get(path).await.refused(400, "path");
    }
    for path in [
        "/api/v1/crossings/%00",
        "/api/v1/points/%00/board",
        "/api/v1/points/a%00b/paths",
        "/api/v1/intake/%00",
        "/api/v1/crossings/%00/timeline",
    ] {
        desk.get(path).await.refused(404, "not_found");
    }
    desk.delete("/api/v1/tokens/%00").await.refused(404, "not_found");
    assert_eq!(desk.get("/api/v1/crossings?subject=%00").await.body["crossings"], json!([]));
    assert_eq!(desk.get("/api/v1/crossings?q=%00").await.status, StatusCode::OK);
    // URL Standard, section 5.1: what is no UTF-8 in a query is read as U+FFFD.
    assert_eq!(desk.get("/api/v1/crossings?q=%FF").await.status, StatusCode::OK);
}

async fn raw(desk: &Desk, path: &str, body: impl Into<axum::body::Body>) -> crate::harness::Answer {
    desk.saying("content-type", "application/json").call(Method::POST, path, body).await
}

async fn a_body_that_is_none_is_named_with_its_place(world: World) {
    world.with_password("pat", "demo-jkia-immigration-arrivals");
    let desk = world.signed_in("pat").await;
    let nested = |n: usize| format!("{{\"subject\":{}{}}}", "[".repeat(n), "]".repeat(n));
    for path in
        ["/api/v1/crossings", "/api/v1/crossings/x/commands", "/api/v1/scan", "/api/v1/tokens", "/api/v1/session", "/api/v1/session/demo"]
    {
        for (body, place) in [
            (b"".to_vec(), "line 1 column 0"),
            (b"{\n\n  oops\n}".to_vec(), "line 3 column 3"),
            (b"{\"\xff\xfe\": 1}".to_vec(), "line 1 column"),
            (b"[1, 2".to_vec(), "line 1 column"),
            (nested(100_000).into_bytes(), "line 1 column"),
        ] {
            let answer = raw(&desk, path, body.clone()).await;
            answer.refused(400, "json");
            let detail = answer.body["detail"].as_str().unwrap();
            assert!(detail.contains(place), "{path} {}: {detail}", String::from_utf8_lossy(&body[..body.len().min(40)]));
            assert!(!detail.contains("server::") && detail.len() < 500, "{detail}");
        }
    }
    // The rest of a line is no part of the place: a subject of a kind that is none says which are.
    let odd = json!({ "point": "jkia", "procedure": "p", "direction": "inbound", "subject": { "kind": "dragon" } });
    let answer = desk.post("/api/v1/crossings", odd).await;
    answer.refused(400, "json");
    assert!(answer.body["detail"].as_str().unwrap().contains("`dragon`"), "{}", answer.text);
}

async fn bodies_have_bounds(world: World) {
    world.with_password("pat", "demo-jkia-immigration-arrivals");
    let desk = world.signed_in("pat").await;
    for path in ["/api/v1/crossings", "/api/v1/crossings/x/commands", "/api/v1/scan", "/api/v1/tokens", "/api/v1/session"] {
        for bytes in [(1 << 20) + 1, 5_000_000, 9_000_000] {
            raw(&desk, path, vec![b' '; bytes]).await.refused(413, "too_large");
        }
    }
    let mut padded = traveller("AMINA", "A1").to_string().into_bytes();
    padded.resize(1 << 20, b' ');
    assert_eq!(raw(&desk, "/api/v1/crossings", padded).await.status, StatusCode::CREATED);
    // Fields have bounds of their own.
    let mut long = traveller("AMINA", "A1");
    long["subject"]["surname"] = json!("x".repeat(201));
    let answer = desk.post("/api/v1/crossings", long).await;
    answer.refused(422, "field_too_long");
    assert_eq!(answer.body["fields"]["field"], "surname");
    for (field, value) in [("role", "x".repeat(201)), ("seat", "x".repeat(201)), ("sex", "x".repeat(201)), ("seat", "a\u{0}b".into())] {
        let mut long = traveller("AMINA", "A1");
        long["subject"][field] = json!(value);
        assert_eq!(desk.post("/api/v1/crossings", long).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    }
    let id = desk.opens(traveller("AMINA", "A1")).await;
    for text in ["x".repeat(4_001), String::new(), "  \n".into()] {
        let remark = json!({ "command": "remark", "topic": "general", "text": text });
        assert_eq!(desk.tries(&id, remark).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let remark = json!({ "command": "remark", "topic": "general", "text": "a\u{0}b \u{1F600} \u{202E}\u{FFFF} محمد" });
    desk.does(&id, remark).await;
    let timeline = desk.get(&format!("/api/v1/crossings/{id}/timeline")).await;
    assert!(timeline.text.contains("محمد"));
}

async fn a_command_that_is_none_says_what_was_expected(world: World) {
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    let id = desk.opens(traveller("AMINA", "A1")).await;
    for (command, says) in [
        (json!({ "command": "teleport" }), "`teleport`"),
        (json!({ "command": "pass" }), "`stage`"),
        (json!({ "command": "hold", "stage": "immigration.admission" }), "`ground`"),
        (json!({ "command": "remark", "topic": "gossip", "text": "x" }), "`gossip`"),
        (json!({ "command": "finding", "stage": "x", "verdict": "maybe" }), "`maybe`"),
        (json!({ "command": "update", "subject": {} }), "`subject`"),
        (json!({ "command": "identify" }), "traveller"),
        (json!({ "command": "pass", "stage": "x", "unknown": 1 }), "`unknown`"),
        (json!({}), "`command`"),
    ] {
        let answer = desk.tries(&id, command.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{command}: {}", answer.text);
        assert!(answer.is_problem().body["detail"].as_str().unwrap().contains(says), "{command}: {}", answer.text);
    }
    let unknown = desk.tries(&id, json!({ "command": "pass", "stage": "no.such.stage" })).await;
    unknown.refused(409, "no_such_stage");
    assert_eq!(unknown.body["place"]["file"], Value::from("procedures/air-passenger-arrival.toml"));
}

crate::on_both_engines! {
    every_answer_keeps_to_itself,
    an_address_of_the_api_that_is_none_is_a_problem,
    a_body_that_is_none_is_named_with_its_place,
    bodies_have_bounds,
    a_command_that_is_none_says_what_was_expected,
}
