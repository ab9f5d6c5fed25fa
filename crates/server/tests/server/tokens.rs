//! An officer's own API tokens.

use crate::field::traveller;
use crate::harness::{Desk, World, digest};
use axum::http::StatusCode;
use serde_json::{Value, json};

async fn made(desk: &Desk, name: &str) -> (String, String) {
    let answer = desk.post("/api/v1/tokens", json!({ "name": name })).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    (answer.body["id"].as_str().unwrap().to_owned(), answer.body["secret"].as_str().unwrap().to_owned())
}

async fn a_token_is_shown_once_and_kept_as_a_digest(world: World) {
    world.with_password("pat", "demo-jkia-immigration-arrivals");
    let pat = world.signed_in("pat").await;
    let (id, secret) = made(&pat, "desk reader").await;
    assert!(secret.starts_with("mpaka_") && secret.len() > 40, "{secret}");
    let listed = pat.get("/api/v1/tokens").await;
    assert_eq!((&listed.body[0]["id"], &listed.body[0]["secret"]), (&Value::from(id), &Value::Null));
    assert!(!listed.text.contains(&secret));
    let rows = world.journal.query("SELECT id, digest, officer, name FROM token", &[]).await.unwrap();
    let row: Vec<String> = (0..4).map(|c| rows[0].text(c).unwrap()).collect();
    assert_eq!(row[1..], [digest(&secret), "pat".to_owned(), "desk reader".to_owned()]);
    assert!(row.iter().all(|c| !c.contains(&secret)));
}

async fn a_token_acts_as_its_officer_and_needs_no_csrf(world: World) {
    world.with_password("pat", "demo-jkia-immigration-arrivals");
    let (_, secret) = made(&world.signed_in("pat").await, "desk reader").await;
    let program = Desk { bearer: Some(secret.clone()), ..world.stranger() };
    let id = program.opens(traveller("AMINA", "A1")).await;
    assert_eq!(program.sees(&id).await["opened_by"], "pat");
    // RFC 9110 section 11.1: the name of a scheme is written in any case.
    let lower = world.stranger().saying("authorization", format!("bearer {secret}"));
    assert_eq!(lower.get("/api/v1/framework").await.status, StatusCode::OK);
    // It outlives the process, and is no session.
    let world = world.restarted().await;
    world.with_password("pat", "demo-jkia-immigration-arrivals");
    let program = Desk { bearer: Some(secret), ..world.stranger() };
    assert_eq!(program.get("/api/v1/session").await.body["csrf"], Value::Null);
    program.sees(&id).await;
}

async fn a_removed_token_opens_no_door(world: World) {
    world.with_password("pat", "demo-jkia-immigration-arrivals");
    let pat = world.signed_in("pat").await;
    let ((id, secret), (_, other)) = (made(&pat, "one").await, made(&pat, "two").await);
    let (program, second) = (Desk { bearer: Some(secret), ..world.stranger() }, Desk { bearer: Some(other), ..world.stranger() });
    assert_eq!(program.get("/api/v1/framework").await.status, StatusCode::OK);
    assert_eq!(pat.delete(&format!("/api/v1/tokens/{id}")).await.status, StatusCode::NO_CONTENT);
    program.get("/api/v1/framework").await.refused(401, "signed_out");
    pat.delete(&format!("/api/v1/tokens/{id}")).await.refused(404, "not_found");
    assert_eq!(second.get("/api/v1/framework").await.status, StatusCode::OK);
}

async fn a_token_makes_no_tokens_and_removes_none_of_others(world: World) {
    world.with_password("pat", "demo-jkia-immigration-arrivals");
    world.with_password("kim", "demo-jkia-health");
    let (_, secret) = made(&world.signed_in("pat").await, "one").await;
    let program = Desk { bearer: Some(secret), ..world.stranger() };
    program.post("/api/v1/tokens", json!({ "name": "another" })).await.refused(403, "token");
    let (kims, _) = made(&world.signed_in("kim").await, "kim's").await;
    program.delete(&format!("/api/v1/tokens/{kims}")).await.refused(404, "not_found");
    assert_eq!(world.signed_in("kim").await.get("/api/v1/tokens").await.body.as_array().unwrap().len(), 1);
}

async fn tokens_have_names_and_are_not_without_number(world: World) {
    world.with_password("pat", "demo-jkia-immigration-arrivals");
    let pat = world.signed_in("pat").await;
    for bad in ["", "  ", "tab\tulator", "null\u{0}", &"x".repeat(101)] {
        pat.post("/api/v1/tokens", json!({ "name": bad })).await.refused(400, "name");
    }
    for n in 0..20 {
        made(&pat, &format!("jina {n} نام")).await;
    }
    pat.post("/api/v1/tokens", json!({ "name": "one too many" })).await.refused(409, "too_many_tokens");
}

crate::on_both_engines! {
    a_token_is_shown_once_and_kept_as_a_digest,
    a_token_acts_as_its_officer_and_needs_no_csrf,
    a_removed_token_opens_no_door,
    a_token_makes_no_tokens_and_removes_none_of_others,
    tokens_have_names_and_are_not_without_number,
}
