//! A post at work, as its officers meet it.

use crate::field::handed_over;
use crate::harness::{Answer, Desk, HOUR_US, MINUTE_US, MORNING_US, World};
use serde_json::{Value, json};

const LEAD: &str = "demo-namanga-joc-lead";
const CUSTOMS: &str = "demo-namanga-customs";
const NAMANGA: &str = "/api/v1/posts/namanga";

async fn tries(desk: &Desk, command: Value) -> Answer {
    desk.post(&format!("{NAMANGA}/commands"), command).await
}

async fn does(desk: &Desk, command: Value) -> Value {
    let answer = tries(desk, command).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

async fn sees(desk: &Desk) -> Value {
    let answer = desk.get(NAMANGA).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

fn agency<'v>(view: &'v Value, id: &str) -> &'v Value {
    view["shift"]["agencies"].as_array().unwrap().iter().find(|a| a["agency"] == id).unwrap_or(&Value::Null)
}

/// What waits in an inbox about presence, by what is owed.
async fn presence(desk: &Desk, side: &str) -> Vec<Value> {
    let answer = desk.get(&format!("/api/v1/assignments?side={side}&kind=presence")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body["assignments"].as_array().unwrap().clone()
}

async fn a_missing_agency_is_seen_owes_its_presence_and_comes(world: World) {
    let (lead, customs) = (world.desk(LEAD).await, world.desk(CUSTOMS).await);
    let before = sees(&customs).await;
    assert_eq!(json!([before["shift"], before["planned"]["shift"], before["planned"]["may_come"]]), json!([null, "morning", true]));
    assert!(before["planned"]["needed"].as_array().unwrap().iter().any(|n| n["agency"] == "KRA" && n["least"] == 2));
    tries(&customs, json!({ "command": "hand_over", "text": "x" })).await.refused(409, "no_shift");
    tries(&customs, json!({ "command": "eat" })).await.refused(400, "command");

    let view = does(&customs, json!({ "command": "come" })).await;
    assert_eq!(json!([agency(&view, "KRA")["here"], agency(&view, "KRA")["people"][0]["who"]]), json!([1, CUSTOMS]));
    assert!(agency(&view, "KRA")["missing_since_us"].is_i64() && agency(&view, "KRA")["alarm"].is_null());
    tries(&customs, json!({ "command": "come" })).await.refused(409, "on_duty");
    assert_eq!(presence(&lead, "owed").await, [] as [Value; 0]);

    world.clock.stand(MORNING_US + 16 * MINUTE_US);
    server::fire_clocks(&world.app).await.unwrap();
    let view = sees(&lead).await;
    let short = view["shift"]["agencies"].as_array().unwrap().iter().filter(|a| a["alarm"].is_string()).count();
    let owed = presence(&lead, "owed").await;
    assert!(short >= 4 && owed.len() == short, "{short} {}", owed.len());
    let mine = presence(&customs, "owes").await;
    assert_eq!((mine.len(), &mine[0]["id"]), (1, &agency(&view, "KRA")["alarm"]));
    assert_eq!(
        json!([mine[0]["owed"], mine[0]["commands"]]),
        json!(["KRA: on duty at namanga are 1 of 2", ["acknowledge", "accept", "hand_on", "escalate", "note"]])
    );
    // The ladder tells the lead of the operations centre after five minutes.
    world.clock.stand(MORNING_US + 22 * MINUTE_US);
    server::fire_clocks(&world.app).await.unwrap();
    assert_eq!(presence(&lead, "owes").await.len(), short);

    world.colleague("second", CUSTOMS);
    does(&world.desk("second").await, json!({ "command": "come" })).await;
    assert_eq!(presence(&customs, "owes").await.len(), 0);
    assert_eq!(presence(&lead, "owed").await.len(), short - 1);
    let done = customs.get(&format!("/api/v1/assignments/{}", mine[0]["id"].as_str().unwrap())).await.body;
    assert_eq!(json!([done["state"], done["end"]["text"], done["end"]["by"]["officer"]]), json!(["answered", "2 of 2 on duty", "second"]));

    // One leaves again: too few again, and a new assignment after its time.
    world.later(HOUR_US);
    does(&customs, json!({ "command": "leave" })).await;
    tries(&customs, json!({ "command": "leave" })).await.refused(409, "not_on_duty");
    world.later(16 * MINUTE_US);
    server::fire_clocks(&world.app).await.unwrap();
    let again = presence(&customs, "owes").await;
    assert_eq!(again.len(), 1);
    assert_ne!(again[0]["id"], mine[0]["id"]);
}

async fn a_shift_ends_by_the_clock_and_the_next_has_what_is_open(world: World) {
    let customs = world.desk(CUSTOMS).await;
    let first = does(&customs, json!({ "command": "outage", "what": "link", "text": "no line to headquarters", "fallback": true })).await;
    let first_id = first["shift"]["id"].as_str().unwrap().to_owned();
    let since = &first["shift"]["outages"][0]["since_us"];
    let outage = first["shift"]["outages"][0]["id"].as_str().unwrap().to_owned();
    does(&customs, json!({ "command": "come" })).await;
    does(&customs, json!({ "command": "hand_over", "text": "the scanner is slow" })).await;
    // The machine is off for a day and a half: the shift of now begins, those between had nobody.
    world.clock.stand(MORNING_US + 36 * HOUR_US);
    let world = world.restarted().await;
    server::fire_clocks(&world.app).await.unwrap();
    server::fire_clocks(&world.app).await.unwrap();
    let customs = world.desk(CUSTOMS).await;
    let view = sees(&customs).await;
    assert_eq!(json!([view["shift"]["shift"], view["shift"]["before"]]), json!(["afternoon", first_id]));
    assert_eq!(json!([view["shift"]["outages"][0]["id"], view["shift"]["outages"][0]["since_us"]]), json!([outage, since]));
    assert_eq!(agency(&view, "KRA")["people"], json!([]));
    // What was handed over before waits for somebody else of the agency.
    assert_eq!(view["before"]["id"], json!(first_id));
    tries(&customs, json!({ "command": "take_over", "shift": first_id })).await.refused(403, "same_person");
    tries(&customs, json!({ "command": "come", "shift": first_id })).await.refused(409, "shift_over");
    world.colleague("second", CUSTOMS);
    let second = world.desk("second").await;
    let view = does(&second, json!({ "command": "take_over", "shift": first_id, "text": "seen" })).await;
    let mine = view["before"]["agencies"].as_array().unwrap().iter().find(|a| a["agency"] == "KRA").unwrap();
    assert_eq!(json!([mine["hand_over"]["text"], mine["hand_over"]["items"][0]["kind"]]), json!(["the scanner is slow", "outage"]));
    assert!(mine["hand_over"]["taken_by"].is_string());
    does(&second, json!({ "command": "restore", "outage": outage, "text": "a new cable" })).await;
    tries(&second, json!({ "command": "restore", "outage": outage })).await.refused(409, "no_such_outage");
    let again = sees(&second).await;
    assert!(again["shift"]["outages"][0]["restored_us"].is_i64());
    // Two shifts, the latest first, page by page.
    let page = second.get(&format!("{NAMANGA}/shifts?limit=1")).await.body;
    assert_eq!(json!([page["shifts"].as_array().unwrap().len(), page["shifts"][0]["shift"]]), json!([1, "afternoon"]));
    let rest = second.get(&format!("{NAMANGA}/shifts?limit=1&cursor={}", page["next"].as_str().unwrap())).await.body;
    assert_eq!(json!([rest["shifts"][0]["id"], rest["shifts"][0]["taken_over"]]), json!([first_id, 1]));
    assert_eq!(second.get(&format!("/api/v1/shifts/{first_id}")).await.body["outages"][0]["text"], "no line to headquarters");
}

async fn what_is_held_is_handed_over_and_the_lead_reports(world: World) {
    let truck = handed_over(&world, "T 123 ABC").await;
    let desk = world.desk(CUSTOMS).await;
    does(&desk, json!({ "command": "come" })).await;
    desk.does(&truck, json!({ "command": "hold", "stage": "entry.documents", "ground": "customs.documents", "reason": "no manifest" }))
        .await;
    let view = does(&desk, json!({ "command": "hand_over", "text": "one truck" })).await;
    let items = agency(&view, "KRA")["hand_over"]["items"].as_array().unwrap().clone();
    assert_eq!(json!([items[0]["kind"], items[0]["id"]]), json!(["hold", truck]));
    assert!(agency(&view, "KRA")["waiting"].as_i64().unwrap() >= 1);

    let lead = world.desk(LEAD).await;
    let id = view["shift"]["id"].as_str().unwrap();
    let figures = lead.get(&format!("/api/v1/shifts/{id}/figures")).await.body;
    assert_eq!(json!([figures["opened"], figures["waiting"], figures["held"], figures["released"]]), json!([1, 1, 1, 0]));
    desk.get(&format!("/api/v1/shifts/{id}/figures")).await.refused(403, "not_permitted");
    tries(&desk, json!({ "command": "report", "text": "quiet" })).await.refused(403, "not_the_lead");
    tries(&lead, json!({ "command": "report", "text": " " })).await.refused(422, "words");
    let view = does(&lead, json!({ "command": "report", "text": "quiet but for one truck" })).await;
    assert_eq!(json!([view["shift"]["report"]["figures"], view["shift"]["report"]["edition"]]), json!([figures, 1]));
}

async fn each_post_is_read_by_its_own_and_by_headquarters(world: World) {
    let lead = world.desk(LEAD).await;
    let other = json!({ "command": "come", "name": "Juma", "agency": "TZA-IMM" });
    let needed = sees(&lead).await["planned"]["needed"].as_array().unwrap().clone();
    let theirs = needed.iter().find(|n| n["state"] == "TZA").unwrap()["agency"].clone();
    tries(&lead, other).await.refused(422, "no_desk_there");
    let view = does(&lead, json!({ "command": "come", "name": "Juma", "agency": theirs })).await;
    assert_eq!(agency(&view, theirs.as_str().unwrap())["people"][0]["name"], "Juma");
    let customs = world.desk(CUSTOMS).await;
    tries(&customs, json!({ "command": "come", "name": "Asha", "agency": "KRA" })).await.refused(403, "not_yours_to_write");
    does(&customs, json!({ "command": "hand_over", "text": "for our own" })).await;
    // The neighbour's officers see who is there, and not what the other state leaves open.
    let neighbour = world.desk("demo-namanga-tz-immigration-entry").await;
    let seen = sees(&neighbour).await;
    assert_eq!(json!([agency(&seen, "KRA")["least"], agency(&seen, "KRA")["hand_over"]]), json!([2, null]));
    does(&neighbour, json!({ "command": "come" })).await;
    assert_eq!(agency(&sees(&customs).await, "KRA")["hand_over"]["text"], "for our own");
    let posts = async |officer: &str| {
        let body = world.desk(officer).await.get("/api/v1/posts").await.body;
        body["posts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| (p["point"].as_str().unwrap().to_owned(), p["on_duty"].as_u64().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(posts("demo-namanga-tz-immigration-entry").await, [("namanga".to_owned(), 2)]);
    assert_eq!(posts("demo-odpc-office").await, []);
    let national = posts("demo-bms-duty").await;
    assert!(national.len() > 20 && national.contains(&("namanga".to_owned(), 2)));
    let away = world.desk("demo-jkia-joc-lead").await;
    away.get(NAMANGA).await.refused(404, "not_found");
    tries(&away, json!({ "command": "come" })).await.refused(404, "not_found");
    lead.get("/api/v1/posts/nowhere").await.refused(404, "not_found");
    // Whoever reads from headquarters puts nobody on duty.
    tries(&world.desk("demo-bms-duty").await, json!({ "command": "come" })).await.refused(403, "not_permitted");
}

async fn two_who_come_first_begin_one_shift(world: World) {
    let desks = ["demo-namanga-customs", "demo-namanga-immigration-entry", "demo-namanga-health", "demo-namanga-plant"];
    let come = |officer: &'static str| {
        let world = &world;
        async move { tries(&world.desk(officer).await, json!({ "command": "come" })).await }
    };
    let done = futures_util::future::join_all(desks.map(come)).await;
    assert!(done.iter().all(|a| a.status == 200), "{:?}", done.iter().map(|a| &a.text).collect::<Vec<_>>());
    let customs = world.desk(CUSTOMS).await;
    assert_eq!(customs.get(&format!("{NAMANGA}/shifts")).await.body["shifts"].as_array().unwrap().len(), 1);
    let view = sees(&customs).await;
    let here: u64 = view["shift"]["agencies"].as_array().unwrap().iter().map(|a| a["here"].as_u64().unwrap()).sum();
    assert_eq!(here, 4);
}

crate::on_both_engines! {
    a_missing_agency_is_seen_owes_its_presence_and_comes,
    a_shift_ends_by_the_clock_and_the_next_has_what_is_open,
    what_is_held_is_handed_over_and_the_lead_reports,
    each_post_is_read_by_its_own_and_by_headquarters,
    two_who_come_first_begin_one_shift,
}
