//! What is owed, as its parties meet it.

use crate::field::handed_over;
use crate::harness::{Answer, Desk, HOUR_US, MINUTE_US, MORNING_US, World, officers};
use serde_json::{Value, json};

const CUSTOMS: &str = "demo-namanga-customs";
const IMMIGRATION: &str = "demo-namanga-immigration-entry";

/// What customs at the post asks of immigration there.
fn referral() -> Value {
    json!({ "kind": "referral", "to": { "agency": "DIS", "point": "namanga" }, "owed": "look at the driver's passport", "about_kind": "crossing", "about": "c-1" })
}

async fn made(desk: &Desk, what: Value) -> String {
    let answer = desk.post("/api/v1/assignments", what).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.body["id"].as_str().unwrap().to_owned()
}

async fn tries(desk: &Desk, id: &str, command: Value) -> Answer {
    desk.post(&format!("/api/v1/assignments/{id}/commands"), command).await
}

async fn does(desk: &Desk, id: &str, command: Value) -> Value {
    let answer = tries(desk, id, command).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

async fn waits(desk: &Desk, side: &str) -> Vec<String> {
    let answer = desk.get(&format!("/api/v1/assignments?side={side}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body["assignments"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect()
}

/// The officers of the pack that this file speaks of, by what they are.
fn id_of(agency: &str, point: Option<&str>, role: &str) -> String {
    let at = |o: &&server::NewAccount| point.is_none_or(|p| o.desk.starts_with(&format!("{p}.")));
    officers().iter().filter(at).find(|o| (agency.is_empty() || o.agency == agency) && o.roles.contains(role)).unwrap().id.clone()
}

async fn a_referral_is_made_seen_taken_and_answered(world: World) {
    let (customs, immigration) = (world.desk(CUSTOMS).await, world.desk(IMMIGRATION).await);
    let id = made(&customs, referral()).await;
    assert_eq!((waits(&immigration, "owes").await, waits(&customs, "owed").await), (vec![id.clone()], vec![id.clone()]));
    assert_eq!((waits(&immigration, "owed").await, waits(&customs, "owes").await), (vec![], vec![]));
    let count = immigration.get("/api/v1/assignments/count").await.body;
    assert_eq!(count, json!({ "owes": 1, "unseen": 1, "late": 0, "owed": 0, "owed_late": 0 }));

    let view = does(&immigration, &id, json!({ "command": "accept" })).await;
    assert_eq!(
        json!([view["state"], view["accepted"]["officer"], view["due_us"].as_i64().unwrap() - view["made"]["at_us"].as_i64().unwrap()]),
        json!(["accepted", IMMIGRATION, 30 * MINUTE_US])
    );
    assert_eq!(view["title"], "Answer a referral at the point");
    does(&immigration, &id, json!({ "command": "note", "text": "the photograph", "link": "/crossings/c-1" })).await;
    let done =
        does(&immigration, &id, json!({ "command": "answer", "outcome": "part", "text": "the passport is his, the visa is not" })).await;
    assert_eq!(json!([done["state"], done["end"]["outcome"], done["commands"]]), json!(["answered", "part", ["note"]]));
    assert!(waits(&immigration, "owes").await.is_empty() && waits(&customs, "owed").await.is_empty());
    let seen = customs.get(&format!("/api/v1/assignments/{id}")).await.body;
    assert_eq!(seen["end"]["text"], "the passport is his, the visa is not");
    tries(&customs, &id, json!({ "command": "withdraw", "reason": "late" })).await.refused(409, "over");
}

async fn who_has_nothing_to_do_with_it_does_not_learn_of_it(world: World) {
    let customs = world.desk(CUSTOMS).await;
    let id = made(&customs, referral()).await;
    for stranger in ["demo-jkia-immigration-arrivals", "demo-namanga-tz-immigration-entry", "demo-namanga-plant", "demo-bms-systems"] {
        let desk = world.desk(stranger).await;
        let seen = desk.get(&format!("/api/v1/assignments/{id}")).await;
        // Immigration of another point is immigration: it may read, and owes nothing.
        if stranger != "demo-jkia-immigration-arrivals" {
            seen.refused(404, "not_found");
            tries(&desk, &id, json!({ "command": "accept" })).await.refused(404, "not_found");
        }
        assert!(waits(&desk, "owes").await.is_empty(), "{stranger}");
    }
    let other = world.desk("demo-jkia-immigration-arrivals").await;
    tries(&other, &id, json!({ "command": "answer", "text": "no" })).await.refused(403, "no_party");
    let auditor = world.desk("demo-odpc-office").await;
    auditor.post("/api/v1/assignments", referral()).await.refused(403, "not_permitted");
    // Nobody asks in another's name.
    let mut forged = referral();
    forged["from"] = json!({ "agency": "NPS" });
    customs.post("/api/v1/assignments", forged).await.refused(403, "not_yours_to_ask");
}

async fn the_ladder_is_told_once_and_never_early_also_after_a_night(world: World) {
    let customs = world.desk(CUSTOMS).await;
    let id = made(&customs, referral()).await;
    let lead = world.desk(&id_of("", Some("namanga"), "joc_lead")).await;
    let due = customs.get(&format!("/api/v1/assignments/{id}")).await.body["due_us"].as_i64().unwrap();
    world.clock.stand(due + 10 * MINUTE_US - 1);
    assert_eq!(server::fire_clocks(&world.app).await.unwrap(), Some(due + 10 * MINUTE_US));
    assert_eq!(customs.get(&format!("/api/v1/assignments/{id}")).await.body["told"], json!([]));
    // The machine is off for some hours, and starts again with nothing in memory.
    world.clock.stand(MORNING_US + 5 * HOUR_US);
    let world = world.restarted().await;
    server::fire_clocks(&world.app).await.unwrap();
    server::fire_clocks(&world.app).await.unwrap();
    let customs = world.desk(CUSTOMS).await;
    let view = customs.get(&format!("/api/v1/assignments/{id}")).await.body;
    let roles: Vec<&str> = view["told"].as_array().unwrap().iter().map(|t| t["to"]["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["supervisor", "joc_lead", "chair", "secretariat"]);
    assert_eq!(view["rungs_left"], 1);
    let lead = Desk { router: world.router.clone(), ..lead };
    assert_eq!(waits(&lead, "owes").await, [id.as_str()]);
    let count = lead.get("/api/v1/assignments/count").await.body;
    assert_eq!(json!([count["owes"], count["late"], count["unseen"]]), json!([1, 1, 1]));
    let seen = does(&lead, &id, json!({ "command": "acknowledge" })).await;
    assert!(seen["told"][1]["acknowledged"].is_object() && seen["told"][0]["acknowledged"].is_null());
    does(&lead, &id, json!({ "command": "answer", "text": "done by the lead" })).await;
    assert_eq!(server::fire_clocks(&world.app).await.unwrap(), None);
}

async fn an_inbox_is_read_page_by_page_the_soonest_first(world: World) {
    let (customs, immigration) = (world.desk(CUSTOMS).await, world.desk(IMMIGRATION).await);
    let mut expected = Vec::new();
    for n in 0..7 {
        let mut what = referral();
        what["due_us"] = json!(MORNING_US + HOUR_US + i64::from((n * 3) % 7) * MINUTE_US);
        // Several ways of naming the same officers.
        what["to"] =
            [json!({ "agency": "DIS", "point": "namanga" }), json!({ "agency": "DIS", "role": "frontline" })][n as usize % 2].clone();
        expected.push(((n * 3) % 7, made(&customs, what).await));
    }
    expected.sort();
    let mut got = Vec::new();
    let mut path = "/api/v1/assignments?limit=3".to_owned();
    loop {
        let page = immigration.get(&path).await.body;
        got.extend(page["assignments"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/assignments?limit=3&cursor={next}");
    }
    assert_eq!(got, expected.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
    immigration.get("/api/v1/assignments?side=mine").await.refused(400, "side");
    tries(&immigration, &got[0], json!({ "command": "eat" })).await.refused(400, "command");
    let mut what = referral();
    what["to"] = json!({ "officer": "no-such-officer" });
    customs.post("/api/v1/assignments", what.clone()).await.refused(422, "unknown_addressee");
    what["to"] = referral()["to"].clone();
    what["kind"] = json!("favour");
    customs.post("/api/v1/assignments", what).await.refused(422, "unknown_kind");
}

/// A referral at a crossing is owed by the agency that is asked, until its stage ends; why it was asked stays at the crossing.
async fn a_referral_at_a_crossing_is_owed_until_its_stage_ends(world: World) {
    let (customs, police) = (world.desk(CUSTOMS).await, world.desk("demo-namanga-police").await);
    let refer = json!({ "command": "refer", "stage": "entry.documents", "to": "entry.police", "reason": "driver known?" });
    let crossing = handed_over(&world, "UTO 001 A").await;
    customs.does(&crossing, refer.clone()).await;
    let owed = waits(&police, "owes").await;
    assert_eq!((owed.len(), waits(&customs, "owed").await == owed), (1, true));
    let view = police.get(&format!("/api/v1/assignments/{}", owed[0])).await;
    assert_eq!(
        json!([view.body["kind"], view.body["about_kind"], view.body["about"], view.body["point"]]),
        json!(["referral", "crossing", crossing, "namanga"])
    );
    assert!(!view.text.contains("driver known?"), "{}", view.text);
    police.passes(&crossing, "entry.police").await;
    let done = police.get(&format!("/api/v1/assignments/{}", owed[0])).await.body;
    assert_eq!(
        json!([done["state"], done["end"]["outcome"], done["end"]["by"]["officer"]]),
        json!(["answered", "full", "demo-namanga-police"])
    );

    // What is asked of a truck that turns back is not owed any more.
    let other = handed_over(&world, "UTO 002 B").await;
    customs.does(&other, refer).await;
    let owed = waits(&police, "owes").await;
    let ground = json!({ "command": "refuse", "stage": "entry.documents", "ground": "customs.prohibited", "reason": "a forged paper" });
    let refused = customs.tries(&other, ground).await;
    assert_eq!(refused.status, 200, "{}", refused.text);
    let gone = police.get(&format!("/api/v1/assignments/{}", owed[0])).await.body;
    assert_eq!((gone["state"].as_str(), waits(&police, "owes").await.len()), (Some("withdrawn"), 0));
}

crate::on_both_engines!(
    a_referral_at_a_crossing_is_owed_until_its_stage_ends,
    a_referral_is_made_seen_taken_and_answered,
    who_has_nothing_to_do_with_it_does_not_learn_of_it,
    the_ladder_is_told_once_and_never_early_also_after_a_night,
    an_inbox_is_read_page_by_page_the_soonest_first,
);
