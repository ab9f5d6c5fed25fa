//! Lists that cannot be used: each named, kept and shown to the duty officer, and no neighbour lost with it.

use crate::field::{announced, flight, person, sent};
use crate::harness::{Answer, HOUR_US, World};
use axum::http::Method;
use formats::paxlst::Moment;
use serde_json::{Value, json};

fn receipt(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.body["receipts"].as_array().unwrap().len(), 1, "{}", answer.text);
    answer.body["receipts"][0].clone()
}

fn one() -> Vec<formats::paxlst::Person> {
    vec![person("ERIKSSON", "ANNA MARIA", "L898902C3")]
}

/// What the duty officer sees of the messages in a state.
async fn kept(world: &World, state: &str) -> Vec<Value> {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let answer = lead.get(&format!("/api/v1/intake?state={state}")).await;
    answer.body["messages"].as_array().unwrap().clone()
}

async fn what_cannot_be_used_is_named_and_kept(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let whole = sent(&flight(one()), "1");
    let when = |year, month, day| {
        let mut list = flight(one());
        list.legs[0].arrives = Some(Moment { year, month, day, time: Some((9, 0)) });
        sent(&list, "1")
    };
    let mut change = flight(one());
    change.document_id = "CP".into();
    let mut off = flight(one());
    off.document_id = "XR".into();
    let mut elsewhere = flight(one());
    elsewhere.legs[0].destination = "JNB".into();
    let mut anonymous = flight(one());
    (anonymous.legs[0].carrier, anonymous.legs[0].number) = (String::new(), String::new());
    let mut timeless = flight(one());
    (timeless.legs[0].arrives, timeless.legs[0].departs) = (None, None);
    let bad: Vec<(&str, Vec<u8>)> = vec![
        ("cut-off", whole[..whole.len() * 2 / 3].into()),
        ("cut-off", whole[..whole.find("UNT+").unwrap()].into()),
        ("not-edifact", b"".to_vec()),
        ("not-edifact", b"Dear sirs, please find attached".to_vec()),
        ("not-edifact", vec![0; 300]),
        ("not-edifact", (0..=255).collect()),
        // EBCDIC: another charset altogether.
        ("not-edifact", b"\xE4\xD5\xC2\x4E\xE4\xD5\xD6\xC1\x7A\xF4\x4E\xE9\xE9".to_vec()),
        ("no-message", b"UNB+UNOA:4+ZZ+GOV+200101:0000+1'UNZ+0+1'".to_vec()),
        ("unknown_flight", sent(&change, "1").into()),
        ("unknown_flight", sent(&off, "1").into()),
        ("past_arrival", when(2026, 8, 30).into()),
        ("absurd_time", when(2031, 1, 1).into()),
        ("absurd_time", when(1926, 9, 1).into()),
        ("not_here", sent(&elsewhere, "1").into()),
        ("no_flight", sent(&anonymous, "1").into()),
        ("no_time", sent(&timeless, "1").into()),
        ("no_people", sent(&flight(vec![]), "1").into()),
    ];
    for (code, bytes) in &bad {
        let receipt = receipt(&lead.list(bytes.clone()).await);
        assert_eq!((&receipt["state"], &receipt["error"]["code"]), (&json!("rejected"), &json!(code)), "{receipt}");
        assert!(receipt["error"]["detail"].as_str().unwrap().len() > 10);
        // Kept, the newest first, and to be looked at as it came.
        let newest = kept(&world, "rejected").await[0].clone();
        assert_eq!(newest, receipt);
        let view = lead.get(&format!("/api/v1/intake/{}", receipt["id"].as_str().unwrap())).await;
        assert_eq!((view.status.as_u16(), &view.body["receipt"]), (200, &receipt), "{}", view.text);
        if let Ok(text) = std::str::from_utf8(bytes) {
            assert_eq!(view.body["body"], text);
        }
    }
    assert_eq!(kept(&world, "rejected").await.len(), bad.len());
    // Nothing came of any of it.
    assert_eq!(lead.get("/api/v1/crossings").await.body["crossings"], json!([]));
}

async fn an_interchange_that_is_too_long_is_refused_whole(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let most = 8 << 20;
    for bytes in [most + 1, most + 2, most * 2] {
        lead.list(vec![b'X'; bytes]).await.refused(413, "too_large");
    }
    assert_eq!(receipt(&lead.list(vec![b'X'; most]).await)["error"]["code"], "not-edifact");
}

async fn the_same_interchange_twice_is_one(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let whole = sent(&flight(one()), "1");
    let first = receipt(&lead.list(whole.clone()).await);
    let second = receipt(&lead.list(whole).await);
    assert_eq!(
        (&first["state"], &second["state"], &second["error"]["code"]),
        (&json!("accepted"), &json!("duplicate"), &json!("duplicate_interchange"))
    );
    assert!(second["error"]["detail"].as_str().unwrap().contains(first["id"].as_str().unwrap()));
    assert_eq!(kept(&world, "duplicate").await, [second]);
    assert_eq!(lead.get("/api/v1/crossings?subject=traveller").await.body["crossings"].as_array().unwrap().len(), 1);
    // The same list in an interchange of its own changes nothing either.
    assert_eq!(receipt(&lead.list(sent(&flight(one()), "2")).await)["state"], "accepted");
    let flights = lead.get("/api/v1/crossings?subject=flight").await.body;
    assert_eq!((flights["crossings"].as_array().unwrap().len(), &flights["crossings"][0]["parts"]["total"]), (1, &json!(1)));
}

async fn a_corrupt_message_takes_no_neighbour_with_it(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let part = |number: &str, reference: &str, surname: &str| {
        let mut list = flight(vec![person(surname, "JANE", &format!("P{number}"))]);
        list.legs[0].number = number.into();
        list.message_ref = reference.into();
        let text = sent(&list, "1");
        text[text.find("UNH+").unwrap()..text.find("UNE+").unwrap()].to_owned()
    };
    let cut = |text: String| text[..text.find("DOC+").unwrap()].to_owned();
    let whole = format!(
        "UNA:+.? '\nUNB+UNOA:4+ZZ+GOV+200101:0000+9'\n{}{}{}{}UNZ+4+9'\n",
        part("101", "M1", "AMINA"),
        cut(part("102", "M2", "BARAKA")),
        part("103", "M3", "CHEBET"),
        part("104", "M4", "DAUDI"),
    );
    let answer = lead.list(whole).await;
    let came: Vec<(&str, &str)> = answer.body["receipts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["message_ref"].as_str().unwrap(), r["state"].as_str().unwrap()))
        .collect();
    assert_eq!(came, [("M1", "accepted"), ("M2", "rejected"), ("M3", "accepted"), ("M4", "accepted")], "{}", answer.text);
    let rejected = &answer.body["receipts"][1]["error"];
    assert_eq!(rejected["code"], "cut-off");
    assert!(rejected["segment"].as_u64().unwrap() > 10 && rejected["position"].as_u64().unwrap() > 100, "{rejected}");
    let cards = lead.get("/api/v1/crossings?subject=traveller").await.body;
    let mut names: Vec<&str> = cards["crossings"].as_array().unwrap().iter().map(|c| c["label"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["AMINA, JANE", "CHEBET, JANE", "DAUDI, JANE"]);
}

async fn corrections_and_cancellations_find_what_was_announced(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let people = vec![person("ERIKSSON", "ANNA MARIA", "L898902C3"), person("MWANGI", "JANE", "A1234567"), person("OTIENO", "PAUL", "K1")];
    let id = announced(&lead, people).await;
    let mut change = flight(vec![person("ERIKSSON", "ANNA-MARIA", "L898902C3")]);
    change.document_id = "CP".into();
    assert_eq!(receipt(&lead.list(sent(&change, "2")).await)["state"], "accepted");
    let mut off = flight(vec![person("MWANGI", "JANE", "A1234567")]);
    off.document_id = "XR".into();
    assert_eq!(receipt(&lead.list(sent(&off, "3")).await)["state"], "accepted");
    let cards = async |path: &str| {
        let body = lead.get(path).await.body;
        let of = |c: &Value| format!("{} {}", c["label"].as_str().unwrap(), c["state"].as_str().unwrap());
        let mut all: Vec<String> = body["crossings"].as_array().unwrap().iter().map(of).collect();
        all.sort();
        all
    };
    let parts = format!("/api/v1/crossings/{id}/parts");
    assert_eq!(cards(&parts).await, ["ERIKSSON, ANNA-MARIA expected", "MWANGI, JANE cancelled", "OTIENO, PAUL expected"]);
    // Once it is here nobody is taken off the list any more.
    lead.does(&id, json!({ "command": "arrive" })).await;
    let mut late = flight(vec![person("OTIENO", "PAUL", "K1")]);
    late.document_id = "XR".into();
    assert_eq!(receipt(&lead.list(sent(&late, "4")).await)["error"]["code"], "after_arrival");
    assert_eq!(cards(&parts).await, ["ERIKSSON, ANNA-MARIA waiting", "MWANGI, JANE cancelled", "OTIENO, PAUL waiting"]);
    assert_eq!(lead.sees(&id).await["card"]["parts"], json!({ "total": 3, "expected": 0, "present": 2, "refused": 0, "settled": 1 }));
}

async fn a_flight_that_does_not_come_takes_its_people_with_it(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let id = announced(&lead, vec![person("ERIKSSON", "ANNA MARIA", "L898902C3"), person("MWANGI", "JANE", "A1234567")]).await;
    let mut off = flight(vec![]);
    off.document_id = "CXL".into();
    assert_eq!(receipt(&lead.list(sent(&off, "2")).await)["state"], "accepted");
    assert_eq!(lead.sees(&id).await["card"]["state"], "cancelled");
    // Nobody waits at the airport for people who will not come.
    let parts = lead.get(&format!("/api/v1/crossings/{id}/parts")).await.body;
    for part in parts["crossings"].as_array().unwrap() {
        assert_eq!(part["state"], "cancelled", "{part}");
    }
}

/// Lists are sent and kept messages read by the shift lead of the point, and by nobody else.
async fn only_the_shift_lead_takes_lists_in(world: World) {
    let whole = sent(&flight(one()), "1");
    for other in ["demo-jkia-immigration-arrivals", "demo-jkia-joc-immigration", "demo-odpc-office"] {
        let desk = world.desk(other).await;
        desk.call(Method::POST, "/api/v1/intake/paxlst?point=jkia", whole.clone()).await.refused(403, "not_permitted");
        desk.get("/api/v1/intake?point=jkia").await.refused(403, "not_permitted");
    }
    let lead = world.desk("demo-jkia-joc-lead").await;
    lead.call(Method::POST, "/api/v1/intake/paxlst?point=namanga", whole.clone()).await.refused(403, "not_permitted");
    lead.call(Method::POST, "/api/v1/intake/paxlst?point=atlantis", whole).await.refused(404, "not_found");
    world.later(HOUR_US);
    assert_eq!(kept(&world, "rejected").await.len() + kept(&world, "accepted").await.len(), 0);
}

crate::on_both_engines! {
    what_cannot_be_used_is_named_and_kept,
    an_interchange_that_is_too_long_is_refused_whole,
    the_same_interchange_twice_is_one,
    a_corrupt_message_takes_no_neighbour_with_it,
    corrections_and_cancellations_find_what_was_announced,
    a_flight_that_does_not_come_takes_its_people_with_it,
    only_the_shift_lead_takes_lists_in,
}
