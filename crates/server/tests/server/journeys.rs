//! From the announcement to the release, each step by the agency that owns it.

use crate::field::{announced, handed_over, passport, person, ship, truck};
use crate::harness::{World, pack};
use serde_json::{Value, json};

fn states(view: &Value) -> Vec<(&str, &str)> {
    view["path"].as_array().unwrap().iter().map(|s| (s["stage"].as_str().unwrap(), s["state"].as_str().unwrap())).collect()
}

fn words(list: &Value, field: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|v| v[field].as_str().unwrap().to_owned()).collect()
}

/// The line of the framework that a refusal names.
fn line_of(place: &Value) -> String {
    let text = std::fs::read_to_string(pack().join(place["file"].as_str().unwrap())).unwrap();
    text.lines().nth(place["line"].as_u64().unwrap() as usize - 1).unwrap().to_owned()
}

async fn a_flight_lands_and_its_passengers_leave_the_airport(world: World) {
    let at = async |d: &str| world.desk(&format!("demo-jkia-{d}")).await;
    let lead = at("joc-lead").await;
    let flight = announced(&lead, vec![person("ERIKSSON", "ANNA MARIA", "L898902C3"), person("MWANGI", "JANE", "A1234567")]).await;
    let parts = format!("/api/v1/crossings/{flight}/parts");
    let view = lead.sees(&flight).await;
    assert_eq!(view["card"]["parts"], json!({ "total": 2, "expected": 2, "present": 0, "refused": 0, "settled": 0 }));
    assert_eq!((&view["card"]["label"], &view["origin"]), (&json!("ZZ 123"), &json!("passenger_list")));
    assert_eq!(words(&lead.get(&parts).await.body["crossings"], "state"), ["expected", "expected"]);

    lead.does(&flight, json!({ "command": "arrive" })).await;
    at("immigration-arrivals").await.passes(&flight, "list.assessed").await;
    at("health").await.passes(&flight, "health.declaration").await;
    at("airside").await.passes(&flight, "airport.stand").await;
    at("customs-cargo").await.passes(&flight, "customs.manifest").await;
    let early = at("airside").await.tries(&flight, json!({ "command": "release" })).await;
    early.refused(409, "parts_open");
    assert_eq!(early.body["fields"]["open"], 2);

    let scan =
        at("immigration-arrivals").await.post("/api/v1/scan", json!({ "mrz": passport("ERIKSSON", "ANNA MARIA", "L898902C3") })).await;
    assert_eq!(scan.body["outcome"], "matched", "{}", scan.text);
    let anna = scan.body["crossing"]["card"]["id"].as_str().unwrap().to_owned();
    let parts = lead.get(&parts).await.body["crossings"].clone();
    let jane = words(&parts, "id").into_iter().find(|id| *id != anna).unwrap();
    for (id, searched) in [(&anna, false), (&jane, true)] {
        at("health").await.passes(id, "health.screening").await;
        at("immigration-arrivals").await.passes(id, "immigration.admission").await;
        at("customs-baggage").await.passes(id, "customs.baggage").await;
        if searched {
            at("customs-baggage").await.does(id, json!({ "command": "mark", "condition": "selected", "reason": "scanner" })).await;
            let owed = at("customs-baggage").await.tries(id, json!({ "command": "release" })).await;
            owed.refused(409, "owed");
            assert_eq!(owed.body["fields"]["owed"], json!(["customs.examination"]));
            at("customs-baggage").await.passes(id, "customs.examination").await;
        }
        let released = at("customs-baggage").await.does(id, json!({ "command": "release" })).await;
        assert_eq!((&released["card"]["state"], &released["card"]["owed"]), (&json!("released"), &json!([])));
    }
    let released = at("airside").await.does(&flight, json!({ "command": "release" })).await;
    assert_eq!(released["card"]["state"], "released");
    assert_eq!(released["card"]["parts"], json!({ "total": 2, "expected": 0, "present": 0, "refused": 0, "settled": 2 }));
}

async fn a_truck_stops_once_for_two_states(world: World) {
    let at = async |d: &str| world.desk(&format!("demo-namanga-{d}")).await;
    let id = at("gate").await.opens(truck("UTO 001 A")).await;
    // The entry half comes after the hand-over, and the framework says where it says so.
    let early = at("customs").await.tries(&id, json!({ "command": "pass", "stage": "entry.documents" })).await;
    early.refused(409, "too_early");
    assert_eq!(
        (line_of(&early.body["place"]), &early.body["fields"]["missing"]),
        ("id = \"entry.documents\"".into(), &json!(["handover"]))
    );
    let others = at("customs").await.tries(&id, json!({ "command": "pass", "stage": "exit.customs" })).await;
    others.refused(403, "not_yours");
    assert_eq!(line_of(&others.body["place"]), "id = \"exit.customs\"");
    assert_eq!(others.body["fields"]["agency"], "TZ-TRA");
    let soon = at("customs").await.tries(&id, json!({ "command": "accept_hand_over" })).await;
    soon.refused(409, "not_handed_over");

    let id = handed_over(&world, "UTO 002 B").await;
    at("customs").await.does(&id, json!({ "command": "mark", "condition": "has_goods", "reason": "maize" })).await;
    at("health").await.passes(&id, "entry.health").await;
    at("immigration-entry").await.passes(&id, "entry.immigration").await;
    at("customs").await.passes(&id, "entry.documents").await;
    let owed = at("customs-yard").await.tries(&id, json!({ "command": "release" })).await;
    owed.refused(409, "owed");
    assert_eq!(owed.body["fields"]["owed"], json!(["entry.standards", "entry.payment"]));
    at("standards").await.passes(&id, "entry.standards").await;
    at("customs").await.passes(&id, "entry.payment").await;
    let view = at("customs-yard").await.does(&id, json!({ "command": "release" })).await;
    assert_eq!((&view["card"]["state"], &view["custody"]), (&json!("released"), &json!("entry")));
    let over = at("customs").await.tries(&id, json!({ "command": "pass", "stage": "entry.payment" })).await;
    over.refused(409, "over");
    // The line of time tells it in order, both states in one line.
    let timeline = at("tz-customs").await.get(&format!("/api/v1/crossings/{id}/timeline")).await.body;
    let entries = timeline["entries"].as_array().unwrap();
    let told: Vec<String> = entries
        .iter()
        .filter(|e| e["kind"] != "crossing.stage_started.v1")
        .map(|e| format!("{} {}", e["agency"].as_str().unwrap(), e["kind"].as_str().unwrap().split('.').nth(1).unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            "KRA opened",
            "KRA arrived",
            "KRA stage_passed",
            "TZ-IMM stage_passed",
            "TZ-TRA stage_passed",
            "TZ-TRA handed_over",
            "KRA handover_accepted",
            "KRA marked",
            "PH stage_passed",
            "DIS stage_passed",
            "KRA stage_passed",
            "KEBS stage_passed",
            "KRA stage_passed",
            "KRA released",
        ]
    );
    assert!(entries.is_sorted_by_key(|e| e["recorded_us"].as_i64().unwrap()));
}

async fn a_ship_is_boarded_once(world: World) {
    let at = async |d: &str| world.desk(&format!("demo-kilindini-{d}")).await;
    let id = at("joc-lead").await.opens(ship("MV KIPINI")).await;
    let not_here = at("health").await.tries(&id, json!({ "command": "pass", "stage": "health.pratique" })).await;
    not_here.refused(409, "too_early");
    for (desk, stage) in [
        ("health", "prearrival.health"),
        ("maritime", "prearrival.security"),
        ("customs-documents", "prearrival.manifest"),
        ("immigration", "prearrival.crew"),
        ("port-control", "prearrival.berth"),
    ] {
        at(desk).await.passes(&id, stage).await;
    }
    at("health").await.tries(&id, json!({ "command": "pass", "stage": "health.pratique" })).await.refused(409, "not_arrived");
    at("joc-lead").await.does(&id, json!({ "command": "arrive" })).await;
    at("health").await.passes(&id, "health.pratique").await;
    at("port-control").await.passes(&id, "port.berth").await;
    let joint = |command: &str| json!({ "command": command, "stage": "boarding.joint" });
    at("joc-lead").await.does(&id, joint("request_joint")).await;
    at("customs-boarding").await.tries(&id, json!({ "command": "start", "stage": "boarding.customs" })).await.refused(409, "joint_open");
    let clear = json!({ "command": "finding", "stage": "boarding.joint", "verdict": "clear" });
    for desk in ["immigration", "customs-boarding", "maritime"] {
        at(desk).await.does(&id, clear.clone()).await;
    }
    let owed = at("port-control").await.tries(&id, joint("release_joint")).await;
    owed.refused(409, "findings_owed");
    assert_eq!(owed.body["fields"]["missing"], json!(["KCGS"]));
    let object = json!({ "command": "finding", "stage": "boarding.joint", "verdict": "objection", "text": "hold 2 not opened" });
    at("coastguard").await.does(&id, object).await;
    let objection = at("port-control").await.tries(&id, joint("release_joint")).await;
    objection.refused(409, "objection");
    assert_eq!(objection.body["fields"]["by"], json!(["KCGS"]));
    at("coastguard").await.does(&id, clear).await;
    let view = at("port-control").await.does(&id, joint("release_joint")).await;
    for stage in ["boarding.immigration", "boarding.customs", "boarding.maritime", "boarding.coastguard"] {
        assert!(states(&view).contains(&(stage, "joint")), "{stage}");
    }
    at("port-control").await.passes(&id, "cargo.work").await;
    for (desk, stage) in [
        ("customs-documents", "departure.customs"),
        ("immigration", "departure.immigration"),
        ("maritime", "departure.maritime"),
        ("port-control", "departure.port"),
    ] {
        at(desk).await.passes(&id, stage).await;
    }
    let view = at("port-control").await.does(&id, json!({ "command": "release" })).await;
    assert_eq!(view["card"]["state"], "released");
}

async fn the_board_tells_who_has_what_and_since_when(world: World) {
    let at = async |d: &str| world.desk(&format!("demo-namanga-{d}")).await;
    let gate = at("gate").await;
    let first = gate.opens(truck("UTO 001 A")).await;
    let since = world.clock.now_us();
    // The framework's target for the gate is an hour.
    world.later(crate::harness::HOUR_US + crate::harness::MINUTE_US);
    gate.opens(truck("UTO 002 B")).await;
    let board = at("tz-gate").await.get("/api/v1/points/namanga/board?subject=truck").await.body;
    assert_eq!(words(&board["cards"], "label"), ["UTO 001 A", "UTO 002 B"]);
    let lane = &board["lanes"][0];
    assert_eq!(
        (&lane["stage"], &lane["agency"], &lane["count"], &lane["past_target"]),
        (&json!("gate.in"), &json!("KRA"), &json!(2), &json!(1))
    );
    assert!((lane["oldest_us"].as_i64().unwrap() - since).abs() < 1_000);
    gate.does(&first, json!({ "command": "start", "stage": "gate.in" })).await;
    let card = gate.get("/api/v1/points/namanga/board").await.body["cards"][1].clone();
    assert_eq!(
        (&card["state"], &card["holder"]["officer"], &card["holder"]["desk"]),
        (&json!("in_control"), &json!("demo-namanga-gate"), &json!("namanga.gate"))
    );
    let points = gate.get("/api/v1/points").await.body;
    let here = points["points"].as_array().unwrap().iter().find(|p| p["id"] == "namanga").unwrap();
    assert_eq!((&here["open"], &here["waiting"], &here["held"]), (&json!(2), &json!(2), &json!(0)));
    assert_eq!(gate.get("/api/v1/points/namanga/board?subject=bus").await.body["cards"], json!([]));
}

/// A file that waits for another agency's answer has waited since it was referred, whatever is written into it meanwhile.
async fn a_referral_keeps_its_time(world: World) {
    let at = async |d: &str| world.desk(&format!("demo-namanga-{d}")).await;
    let id = handed_over(&world, "UTO 001 A").await;
    let refer = json!({ "command": "refer", "stage": "entry.documents", "to": "entry.police", "reason": "driver known?" });
    at("customs").await.does(&id, refer).await;
    let since = world.clock.now_us();
    world.later(3 * crate::harness::HOUR_US);
    at("health").await.passes(&id, "entry.health").await;
    let board = at("joc-lead").await.get("/api/v1/points/namanga/board").await.body;
    let lane = board["lanes"].as_array().unwrap().iter().find(|l| l["stage"] == "entry.documents").unwrap();
    assert!((lane["oldest_us"].as_i64().unwrap() - since).abs() < 1_000, "{lane} {since}");
}

crate::on_both_engines! {
    a_flight_lands_and_its_passengers_leave_the_airport,
    a_truck_stops_once_for_two_states,
    a_ship_is_boarded_once,
    the_board_tells_who_has_what_and_since_when,
    a_referral_keeps_its_time,
}
