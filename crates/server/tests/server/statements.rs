//! Statements that records are about the same: known to those who may read every record they are about.

use crate::field::traveller;
use crate::harness::{Answer, Desk, World, sees};
use axum::http::StatusCode;
use serde_json::{Value, json};

fn about(ids: &[&str]) -> Value {
    let things: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    json!({ "subject": "person", "things": things, "same": true, "certainty": "likely", "reason": "The same scar" })
}

async fn states(desk: &Desk, what: Value) -> Value {
    let answer = desk.post("/api/v1/statements", what).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    answer.body
}

async fn seen(desk: &Desk, id: &str) -> Vec<Value> {
    sees(desk, &format!("/api/v1/statements?about={id}")).await["statements"].as_array().unwrap().clone()
}

async fn withdraws(desk: &Desk, id: &str) -> Answer {
    desk.post(&format!("/api/v1/statements/{id}/commands"), json!({ "command": "withdraw", "reason": "Not so" })).await
}

async fn two_crossings_of_one_person_are_stated_contradicted_and_withdrawn(world: World) {
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    let (one, other) = (desk.opens(traveller("ERIKSSON", "L898902C3")).await, desk.opens(traveller("ERIKSON", "X1")).await);
    let made = states(&desk, about(&[&one, &other])).await;
    assert_eq!((&made["things"][0]["kind"], &made["by"]["officer"]), (&json!("crossing"), &json!("demo-jkia-immigration-arrivals")));
    // Another agency that reads both says the contrary; both stand.
    let lead = world.desk("demo-jkia-joc-lead").await;
    let mut contrary = about(&[&other, &one]);
    (contrary["same"], contrary["certainty"]) = (json!(false), json!("certain"));
    world.later(1);
    states(&lead, contrary).await;
    let both = seen(&desk, &one).await;
    assert_eq!(both.iter().map(|s| s["same"].clone()).collect::<Vec<_>>(), [json!(false), json!(true)]);
    assert_eq!((&both[0]["commands"], &both[1]["commands"]), (&json!([]), &json!(["withdraw"])));
    let id = made["id"].as_str().unwrap();
    withdraws(&lead, id).await.refused(403, "not_yours");
    assert_eq!(withdraws(&desk, id).await.body["withdrawn_reason"], "Not so");
    withdraws(&desk, id).await.refused(409, "withdrawn_already");
    let world = world.restarted().await;
    assert_eq!(seen(&world.desk("demo-jkia-joc-lead").await, &other).await.len(), 2);
}

async fn nobody_learns_of_a_record_by_a_statement(world: World) {
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    let one = desk.opens(traveller("ERIKSSON", "L898902C3")).await;
    // A request between two agencies, which the desk of a third does not know of.
    let ask = json!({ "to": "NPS", "point": "jkia", "law": "made up", "purpose": "border_control", "title": "a try", "question": "a try",
                      "concerns": { "subject": "person", "name": "Eriksson", "crossing": one } });
    let request = desk.post("/api/v1/requests", ask).await.body["card"]["id"].as_str().unwrap().to_owned();
    states(&desk, about(&[&one, &request])).await;
    assert_eq!((seen(&desk, &one).await.len(), seen(&desk, &request).await.len()), (1, 1));
    let health = world.desk("demo-jkia-health").await;
    assert!(seen(&health, &one).await.is_empty());
    health.get(&format!("/api/v1/statements?about={request}")).await.refused(404, "not_found");
    health.post("/api/v1/statements", about(&[&one, &request])).await.refused(404, "not_found");
    let elsewhere = world.desk("demo-namanga-customs").await;
    elsewhere.get(&format!("/api/v1/statements?about={one}")).await.refused(404, "not_found");
}

async fn records_of_other_systems_are_named_with_their_system(world: World) {
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    let one = desk.opens(traveller("ERIKSSON", "L898902C3")).await;
    let mut what = about(&[&one]);
    desk.post("/api/v1/statements", what.clone()).await.refused(422, "things");
    what["things"] = json!([{ "id": one }, { "id": "77/2026", "system": "case files" }]);
    let made = states(&desk, what.clone()).await;
    assert_eq!(made["things"][1], json!({ "kind": "elsewhere", "id": "77/2026", "system": "case files" }));
    let found = desk.get("/api/v1/statements?about=77/2026&system=case%20files").await;
    assert_eq!(found.body["statements"][0]["id"], made["id"]);
    // Nothing here, nothing to state.
    what["things"] = json!([{ "id": "1", "system": "a" }, { "id": "2", "system": "a" }]);
    desk.post("/api/v1/statements", what.clone()).await.refused(404, "not_found");
    for (field, value, code) in [("subject", "ghost", "subject"), ("certainty", "sure", "certainty")] {
        let mut bad = about(&[&one, &one]);
        bad[field] = json!(value);
        desk.post("/api/v1/statements", bad).await.refused(400, code);
    }
    desk.post(&format!("/api/v1/statements/{}/commands", made["id"].as_str().unwrap()), json!({ "command": "sing", "reason": "x" }))
        .await
        .refused(400, "command");
}

async fn what_is_stated_costs_the_same_however_much_it_is(world: World) {
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    let one = desk.opens(traveller("ERIKSSON", "L898902C3")).await;
    let cost = async || {
        let before = world.journal.statements();
        let found = seen(&desk, &one).await.len();
        (found, world.journal.statements() - before)
    };
    for n in 0..2 {
        let other = desk.opens(traveller("ERIKSON", &format!("X{n}"))).await;
        states(&desk, about(&[&one, &other])).await;
    }
    let (_, few) = cost().await;
    for n in 2..30 {
        let other = desk.opens(traveller("ERIKSON", &format!("X{n}"))).await;
        states(&desk, about(&[&one, &other])).await;
    }
    let (found, many) = cost().await;
    assert!(found == 30 && many <= few + 8, "{few} statements, and then {many} for {found}");
}

crate::on_both_engines! {
    what_is_stated_costs_the_same_however_much_it_is,
    two_crossings_of_one_person_are_stated_contradicted_and_withdrawn,
    nobody_learns_of_a_record_by_a_statement,
    records_of_other_systems_are_named_with_their_system,
}
