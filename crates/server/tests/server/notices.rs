//! A notice of a changed rule, as those who write it and those who stand at the booth meet it.

use crate::field::{traveller, truck};
use crate::harness::{Answer, Desk, HOUR_US, MORNING_US, World, kenya};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const DUTY: &str = "demo-namanga-tz-duty";
const CUSTOMS: &str = "demo-namanga-customs";
const DAY_US: i64 = 24 * HOUR_US;

fn permit(effective_us: i64) -> Value {
    json!({
        "title": "Export permit for maize", "text": "Maize leaves with a permit only.", "legal": "Government Notice 1 of 2026",
        "required": "Ask for the permit before the truck is sent.", "effective_us": effective_us, "points": ["namanga"],
        "directions": ["inbound"], "goods": ["1005"], "classes": ["truck"],
    })
}

async fn drafts(desk: &Desk, content: Value) -> String {
    let answer = desk.post("/api/v1/notices", content).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.body["notice"]["id"].as_str().unwrap().to_owned()
}

async fn tries(desk: &Desk, id: &str, command: Value) -> Answer {
    desk.post(&format!("/api/v1/notices/{id}/commands"), command).await
}

async fn does(desk: &Desk, id: &str, command: Value) -> Value {
    let answer = tries(desk, id, command).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

async fn sees(desk: &Desk, id: &str) -> Value {
    crate::harness::sees(desk, &format!("/api/v1/notices/{id}")).await
}

async fn listed(desk: &Desk) -> Vec<Value> {
    desk.get("/api/v1/notices").await.body["notices"].as_array().unwrap().clone()
}

/// A notice for maize at Namanga, issued by a second officer.
async fn issued(world: &World, content: Value) -> String {
    world.colleague("second", DUTY);
    let id = drafts(&world.desk(DUTY).await, content).await;
    does(&world.desk("second").await, &id, json!({ "command": "issue", "draft": 1 })).await;
    id
}

async fn owed(desk: &Desk, kind: &str) -> Vec<Value> {
    desk.get(&format!("/api/v1/assignments?side=owes&kind={kind}")).await.body["assignments"].as_array().unwrap().clone()
}

fn loaded(plate: &str, hs: &str, expected_us: Option<i64>) -> Value {
    let mut what = truck(plate);
    what["subject"]["goods"] = json!([{ "text": "maize", "hs": hs }]);
    if let Some(at) = expected_us {
        what["arrived"] = json!(false);
        what["expected_us"] = json!(at);
    }
    what
}

async fn a_permit_is_written_issued_acknowledged_and_reviewed(world: World) {
    let (duty, customs) = (world.desk(DUTY).await, world.desk(CUSTOMS).await);
    let effective = MORNING_US + 5 * DAY_US;
    duty.post("/api/v1/notices", permit(MORNING_US)).await.refused(422, "in_the_past");
    let mut nowhere = permit(effective);
    nowhere["points"] = json!(["nowhere"]);
    duty.post("/api/v1/notices", nowhere).await.refused(422, "no_such_point");
    // Elsewhere, and at the booth, nobody writes one.
    let mut elsewhere = permit(effective);
    elsewhere["points"] = json!(["namanga", "busia"]);
    duty.post("/api/v1/notices", elsewhere).await.refused(403, "not_permitted");
    customs.post("/api/v1/notices", permit(effective)).await.refused(403, "not_permitted");

    let id = drafts(&duty, permit(effective)).await;
    // Nobody outside the agency knows of it before it is issued.
    customs.get(&format!("/api/v1/notices/{id}")).await.refused(404, "not_found");
    assert_eq!((listed(&customs).await.len(), listed(&duty).await.len()), (0, 1));
    tries(&duty, &id, json!({ "command": "issue", "draft": 1 })).await.refused(403, "same_person");
    world.colleague("second", DUTY);
    let second = world.desk("second").await;
    let view = sees(&second, &id).await;
    assert_eq!(json!([view["notice"]["state"], view["commands"]]), json!(["draft", ["amend", "issue", "withdraw"]]));
    let view = does(&second, &id, json!({ "command": "issue", "draft": 1 })).await;
    assert_eq!(json!([view["notice"]["state"], view["notice"]["short"], view["notice"]["acknowledged"]]), json!(["coming", false, 0]));

    // Each agency with a desk there, of either state.
    let book = kenya();
    let there: BTreeSet<&str> =
        book.desks.values().filter(|d| d.point.as_ref().is_some_and(|p| p.as_str() == "namanga")).map(|d| d.agency.as_str()).collect();
    let view = sees(&customs, &id).await;
    let asked: BTreeSet<&str> = view["recipients"].as_array().unwrap().iter().map(|r| r["agency"].as_str().unwrap()).collect();
    assert_eq!((asked, &view["notice"]["mine"], &view["commands"]), (there.clone(), &json!(true), &json!(["acknowledge"])));
    let mine = owed(&customs, "notice.acknowledge").await;
    assert_eq!(json!([mine.len(), mine[0]["about"]]), json!([1, id]));
    let due_us = mine[0]["due_us"].as_i64().unwrap();
    assert!((MORNING_US + DAY_US..MORNING_US + DAY_US + 1_000).contains(&due_us), "{due_us}");
    // It is answered where it is read.
    let there_only = json!({ "command": "answer", "text": "seen" });
    customs
        .post(&format!("/api/v1/assignments/{}/commands", mine[0]["id"].as_str().unwrap()), there_only)
        .await
        .refused(409, "answered_there");
    let view = does(&customs, &id, json!({ "command": "acknowledge", "draft": 1, "text": "told the yard" })).await;
    assert_eq!(json!([view["notice"]["acknowledged"], view["notice"]["mine"], view["commands"]]), json!([1, false, []]));
    assert_eq!(owed(&customs, "notice.acknowledge").await.len(), 0);
    tries(&customs, &id, json!({ "command": "acknowledge", "draft": 1 })).await.refused(409, "already_acknowledged");
    tries(&customs, &id, json!({ "command": "withdraw", "reason": "x" })).await.refused(403, "not_permitted");

    // Nobody else has acknowledged it: the ladder tells the lead of the operations centre half an hour after the day is over.
    let lead = world.desk("demo-namanga-joc-lead").await;
    let before = owed(&lead, "notice.acknowledge").await.len();
    world.clock.stand(MORNING_US + DAY_US + 31 * 60_000_000);
    server::fire_clocks(&world.app).await.unwrap();
    assert_eq!(owed(&lead, "notice.acknowledge").await.len(), before + there.len() - 1);

    world.clock.stand(effective);
    server::fire_clocks(&world.app).await.unwrap();
    server::fire_clocks(&world.app).await.unwrap();
    let review = owed(&duty, "notice.review").await;
    assert_eq!(json!([review.len(), review[0]["due_us"], review[0]["about"]]), json!([1, effective + 7 * DAY_US, id]));
    let ask = json!({ "command": "review", "outcome": "kept", "text": "nobody waited" });
    tries(&duty, &id, json!({ "command": "review", "outcome": "liked", "text": "x" })).await.refused(400, "outcome");
    let view = does(&duty, &id, ask).await;
    assert_eq!(
        json!([
            view["review"]["outcome"],
            view["review"]["figures"]["recipients"],
            view["review"]["figures"]["in_time"],
            view["notice"]["state"]
        ]),
        json!(["kept", there.len(), 1, "in_force"])
    );
    assert_eq!(owed(&duty, "notice.review").await.len(), 0);
    // All of it is read back from the journal.
    let world = world.restarted().await;
    assert_eq!(sees(&world.desk(DUTY).await, &id).await["review"], view["review"]);
}

async fn a_changed_notice_is_acknowledged_again_and_a_withdrawn_one_is_owed_no_more(world: World) {
    let effective = MORNING_US + 2 * DAY_US;
    let id = issued(&world, permit(effective)).await;
    let (duty, second, customs) = (world.desk(DUTY).await, world.desk("second").await, world.desk(CUSTOMS).await);
    does(&customs, &id, json!({ "command": "acknowledge", "draft": 1 })).await;
    let mut later = permit(effective + DAY_US);
    later["title"] = json!("Export permit for maize, from Friday");
    let view = does(&second, &id, json!({ "command": "amend", "content": later })).await;
    assert_eq!(json!([view["pending"]["draft"], view["draft"], view["notice"]["title"]]), json!([2, 1, "Export permit for maize"]));
    // The new text is nobody's business at the post until it is issued.
    let seen = sees(&customs, &id).await;
    assert_eq!(json!([seen["pending"], seen["notice"]["effective_us"]]), json!([null, effective]));
    does(&duty, &id, json!({ "command": "issue", "draft": 2 })).await;
    let mine = owed(&customs, "notice.acknowledge").await;
    assert_eq!(json!([mine.len(), mine[0]["owed"]]), json!([1, "Export permit for maize, from Friday"]));
    tries(&customs, &id, json!({ "command": "acknowledge", "draft": 1 })).await.refused(409, "outdated");
    does(&duty, &id, json!({ "command": "withdraw", "reason": "the ministry took it back" })).await;
    let seen = sees(&customs, &id).await;
    assert_eq!(
        json!([seen["notice"]["state"], seen["reason"], seen["notice"]["mine"]]),
        json!(["withdrawn", "the ministry took it back", false])
    );
    assert_eq!(owed(&customs, "notice.acknowledge").await.len(), 0);
    tries(&customs, &id, json!({ "command": "acknowledge", "draft": 2 })).await.refused(409, "over");
}

async fn a_notice_knows_what_is_on_the_way_that_it_will_hit(world: World) {
    let gate = world.desk("demo-namanga-gate").await;
    let effective = MORNING_US + 5 * DAY_US;
    // There now; expected on the day before, within three days after, and later; without a code; other goods; empty.
    gate.opens(loaded("T 001 AAA", "1005.90", None)).await;
    let near = gate.opens(loaded("T 002 AAA", "1005", Some(effective - DAY_US))).await;
    let third = gate.opens(loaded("T 003 AAA", "100510", Some(effective + 71 * HOUR_US))).await;
    gate.opens(loaded("T 004 AAA", "1005", Some(effective + 73 * HOUR_US))).await;
    let vague = gate.opens(loaded("T 005 AAA", "", Some(effective))).await;
    gate.opens(loaded("T 006 AAA", "10", Some(effective))).await;
    let other = gate.opens(loaded("T 007 AAA", "1006", Some(effective))).await;
    gate.opens(truck("T 008 AAA")).await;
    let id = issued(&world, permit(effective)).await;
    let (duty, customs) = (world.desk(DUTY).await, world.desk(CUSTOMS).await);
    let view = sees(&customs, &id).await;
    let expected = json!([{ "point": "namanga", "all": 4, "within": 2, "here": 1, "perhaps": 2 }]);
    assert_eq!(json!([view["exposure"], view["exposure_then"]]), json!([expected, expected]));
    let page = customs.get(&format!("/api/v1/notices/{id}/crossings?point=namanga")).await.body;
    assert_eq!(page["crossings"].as_array().unwrap().len(), 6, "{page}");
    let first = customs.get(&format!("/api/v1/notices/{id}/crossings?point=namanga&limit=4")).await.body;
    let next = first["next"].as_str().unwrap();
    let rest = customs.get(&format!("/api/v1/notices/{id}/crossings?point=namanga&limit=4&cursor={next}")).await.body;
    assert_eq!((first["crossings"].as_array().unwrap().len(), rest["crossings"].as_array().unwrap().len()), (4, 2));
    customs.get(&format!("/api/v1/notices/{id}/crossings?point=jkia")).await.refused(404, "not_found");

    // The officer at the booth is told.
    let told = async |crossing: &str| customs.get(&format!("/api/v1/crossings/{crossing}/notices")).await.body["notices"].clone();
    let at_booth = told(&near).await;
    assert_eq!(
        json!([at_booth[0]["id"], at_booth[0]["sure"], at_booth[0]["state"], at_booth[0]["required"]]),
        json!([id, true, "coming", "Ask for the permit before the truck is sent."])
    );
    assert_eq!((told(&vague).await[0]["sure"].clone(), told(&other).await), (json!(false), json!([])));

    // What has arrived is hit once the time of effect is near, and what is gone is hit no more.
    world.clock.stand(effective - 72 * HOUR_US);
    assert_eq!(sees(&customs, &id).await["exposure"][0]["within"], 3);
    gate.does(&third, json!({ "command": "cancel", "reason": "sold at home" })).await;
    assert_eq!(json!([sees(&customs, &id).await["exposure"][0]["all"], told(&third).await]), json!([3, []]));
    world.clock.stand(effective);
    gate.does(&near, json!({ "command": "arrive" })).await;
    let figures = &sees(&duty, &id).await["figures"];
    assert_eq!(json!([figures["crossings"], figures["open"], figures["released"]]), json!([1, 1, 0]));
    does(&duty, &id, json!({ "command": "withdraw", "reason": "over" })).await;
    assert_eq!(told(&near).await, json!([]));
}

async fn classes_without_goods_are_counted_too(world: World) {
    world.colleague("other", "demo-jkia-duty-immigration");
    let (writer, issuer) = (world.desk("demo-jkia-duty-immigration").await, world.desk("other").await);
    let health = world.desk("demo-jkia-health").await;
    let crossing = world.desk("demo-jkia-immigration-arrivals").await.opens(traveller("AMINA", "A1")).await;
    let content = json!({
        "title": "Vaccination certificate", "text": "Because of an outbreak.", "legal": "Gazette 7", "required": "Ask for the certificate.",
        "effective_us": MORNING_US + HOUR_US, "points": ["jkia"], "classes": ["traveller"],
    });
    let id = drafts(&writer, content).await;
    let view = does(&issuer, &id, json!({ "command": "issue", "draft": 1 })).await;
    // An hour is less than the clock of the acknowledgement: everybody sees that.
    assert_eq!(json!([view["notice"]["short"], view["acknowledge_us"]]), json!([true, MORNING_US + HOUR_US]));
    assert_eq!(json!([view["exposure"][0]["all"], view["exposure"][0]["within"], view["exposure"][0]["here"]]), json!([1, 1, 1]));
    let told = health.get(&format!("/api/v1/crossings/{crossing}/notices")).await.body;
    assert_eq!(json!([told["notices"][0]["short"], told["notices"][0]["sure"]]), json!([true, true]));
    // At the other end of the country nobody there knows of it, and the duty desks do.
    world.desk(CUSTOMS).await.get(&format!("/api/v1/notices/{id}")).await.refused(404, "not_found");
    world.desk("demo-namanga-tz-duty").await.get(&format!("/api/v1/notices/{id}")).await.refused(404, "not_found");
    assert_eq!(sees(&world.desk("demo-dis-duty").await, &id).await["notice"]["recipients"], view["notice"]["recipients"]);
    assert_eq!(listed(&world.desk("demo-odpc-office").await).await.len(), 0);
}

async fn a_national_desk_tells_all_points_and_each_point_sees_its_own(world: World) {
    world.colleague("national", "demo-dis-duty");
    let (writer, issuer) = (world.desk("demo-dis-duty").await, world.desk("national").await);
    let content = json!({
        "title": "Forms for crews", "text": "x", "legal": "x", "required": "x", "effective_us": MORNING_US + 9 * DAY_US,
        "points": ["namanga", "kilindini", "jkia"], "classes": ["truck", "vessel"],
    });
    let id = drafts(&writer, content).await;
    let whole = does(&issuer, &id, json!({ "command": "issue", "draft": 1 })).await;
    let places = |view: &Value| {
        let all = view["recipients"].as_array().unwrap().iter().map(|r| r["point"].as_str().unwrap().to_owned());
        all.collect::<BTreeSet<String>>()
    };
    assert_eq!(places(&whole), BTreeSet::from(["jkia", "kilindini", "namanga"].map(str::to_owned)));
    let partner = sees(&world.desk(DUTY).await, &id).await;
    assert_eq!(places(&partner), BTreeSet::from(["namanga".to_owned()]));
    assert_eq!(partner["exposure"].as_array().unwrap().len(), 1);
    let port = sees(&world.desk("demo-kilindini-duty").await, &id).await;
    assert_eq!(places(&port), BTreeSet::from(["kilindini".to_owned()]));
    // Nobody issues for another agency.
    world.hire("customs-duty", "KRA", "kra.duty", &["duty"], &["border_control"]);
    let other = world.desk("customs-duty").await;
    assert_eq!(sees(&other, &id).await["commands"], json!([]));
    tries(&other, &id, json!({ "command": "withdraw", "reason": "x" })).await.refused(403, "not_permitted");
}

crate::on_both_engines! {
    a_permit_is_written_issued_acknowledged_and_reviewed,
    a_changed_notice_is_acknowledged_again_and_a_withdrawn_one_is_owed_no_more,
    a_notice_knows_what_is_on_the_way_that_it_will_hit,
    classes_without_goods_are_counted_too,
    a_national_desk_tells_all_points_and_each_point_sees_its_own,
}
