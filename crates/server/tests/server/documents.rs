//! A document is read at the desk.

use crate::field::{announced, passport, person};
use crate::harness::{Answer, Desk, World};
use serde_json::{Value, json};

async fn scan(desk: &Desk, body: Value) -> Answer {
    let answer = desk.post("/api/v1/scan", body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer
}

/// Two travellers are announced; the officer sits at arrivals.
async fn arrivals(world: &World) -> Desk {
    let people = vec![person("ERIKSSON", "ANNA MARIA", "L898902C3"), person("MWANGI", "JANE", "A1234567")];
    announced(&world.desk("demo-jkia-joc-lead").await, people).await;
    world.desk("demo-jkia-immigration-arrivals").await
}

async fn an_announced_traveller_is_found_by_the_passport(world: World) {
    let desk = arrivals(&world).await;
    let answer = scan(&desk, json!({ "mrz": passport("ERIKSSON", "ANNA MARIA", "L898902C3") })).await;
    assert_eq!((&answer.body["outcome"], &answer.body["document"]["document_number"]), (&json!("matched"), &json!("L898902C3")));
    let view = &answer.body["crossing"];
    assert_eq!(view["subject"]["surname"], "ERIKSSON");
    assert!(view["matched"].as_str().unwrap().starts_with("exact"), "{}", view["matched"]);
    // The same passport again finds the same file and adds nothing to it.
    let again = scan(&desk, json!({ "mrz": passport("ERIKSSON", "ANNA MARIA", "L898902C3") })).await;
    assert_eq!((&again.body["crossing"]["card"]["id"], &again.body["crossing"]["version"]), (&view["card"]["id"], &view["version"]));
    // What a scan says of others at the point is nothing to an officer elsewhere.
    let elsewhere = world.desk("demo-namanga-immigration-entry").await;
    let answer = scan(&elsewhere, json!({ "mrz": passport("ERIKSSON", "ANNA MARIA", "L898902C3") })).await;
    assert_eq!((&answer.body["outcome"], &answer.body["candidates"]), (&json!("none"), &json!([])));
}

/// O for 0 in the number: its check digit fails, and only the true reading makes every digit agree.
async fn a_misread_passport_is_doubtful_and_its_likely_reading_is_offered(world: World) {
    let desk = arrivals(&world).await;
    let right = passport("ERIKSSON", "ANNA MARIA", "L898902C3");
    let misread = right.replace("L898902C3", "L8989O2C3");
    let doubtful = scan(&desk, json!({ "mrz": misread })).await;
    assert_eq!((&doubtful.body["outcome"], &doubtful.body["crossing"]), (&json!("doubtful"), &Value::Null));
    let readings = doubtful.body["likely_readings"].as_array().unwrap();
    assert_eq!(readings.len(), 1, "{readings:?}");
    let reading = readings[0].as_array().unwrap().iter().map(|l| l.as_str().unwrap()).collect::<Vec<_>>().join("\n");
    assert_eq!(reading, right);
    assert_eq!(scan(&desk, json!({ "mrz": reading })).await.body["outcome"], "matched");
}

/// The page itself bears the wrong check digit: the officer has looked and accepts the lines.
async fn an_officer_may_accept_what_the_digits_deny(world: World) {
    let desk = arrivals(&world).await;
    let misprinted = passport("ERIKSSON", "ANNA MARIA", "L898902C3").replace("L898902C36", "L898902C37");
    let answer = scan(&desk, json!({ "mrz": misprinted })).await;
    assert_eq!(answer.body["outcome"], "doubtful");
    let answer = scan(&desk, json!({ "mrz": misprinted, "accept": true })).await;
    assert_eq!((&answer.body["outcome"], &answer.body["crossing"]["subject"]["surname"]), (&json!("matched"), &json!("ERIKSSON")));
}

async fn nobody_announced_this_traveller(world: World) {
    let desk = arrivals(&world).await;
    let mrz = passport("OTIENO", "PAUL", "K7654321");
    assert_eq!(scan(&desk, json!({ "mrz": mrz })).await.body["outcome"], "none");
    let open = json!({ "procedure": "air-passenger-arrival", "direction": "inbound" });
    let opened = scan(&desk, json!({ "mrz": mrz, "open": open })).await;
    assert_eq!((&opened.body["outcome"], &opened.body["crossing"]["origin"]), (&json!("opened"), &json!("scan")));
    assert_eq!(opened.body["crossing"]["card"]["label"], "OTIENO, PAUL");
    // Scanned a second time, this is the file that is found.
    let again = scan(&desk, json!({ "mrz": mrz, "open": open })).await;
    assert_eq!(again.body["outcome"], "matched");
    assert_eq!(again.body["crossing"]["card"]["id"], opened.body["crossing"]["card"]["id"]);
}

/// Two people of one name and birthday, and a new passport that neither list knows: the officer chooses.
async fn several_may_be_meant_and_the_officer_chooses(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    announced(&lead, vec![person("ERIKSSON", "ANNA MARIA", "L1000001"), person("ERIKSSON", "ANNA MARIA", "L2000002")]).await;
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    let mrz = passport("ERIKSSON", "ANNA MARIA", "N9999999");
    let open = json!({ "procedure": "air-passenger-arrival", "direction": "inbound" });
    let answer = scan(&desk, json!({ "mrz": mrz, "open": open })).await;
    assert_eq!((&answer.body["outcome"], &answer.body["crossing"]), (&json!("choose"), &Value::Null));
    let candidates = answer.body["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), 2);
    for candidate in candidates {
        let reasons = candidate["reasons"].as_array().unwrap();
        let agreement = |field: &str| reasons.iter().find(|r| r["field"] == field).unwrap()["agreement"].clone();
        assert_eq!(
            (&candidate["kind"], agreement("document_number"), agreement("name")),
            (&json!("likely"), json!("differs"), json!("same"))
        );
    }
    let chosen = &candidates[1]["card"]["id"];
    let answer = scan(&desk, json!({ "mrz": mrz, "crossing": chosen })).await;
    assert_eq!((&answer.body["outcome"], &answer.body["crossing"]["card"]["id"]), (&json!("matched"), chosen));
    assert_eq!(answer.body["crossing"]["subject"]["document"]["number"], "N9999999");
    // A crossing that the document does not belong to is not taken because somebody says so.
    let stranger = desk.opens(crate::field::traveller("KAMAU", "K1")).await;
    let answer = scan(&desk, json!({ "mrz": passport("OTIENO", "PAUL", "K7654321"), "crossing": stranger })).await;
    assert_eq!((&answer.body["outcome"], &answer.body["crossing"]), (&json!("none"), &Value::Null));
}

async fn what_is_no_zone_is_named(world: World) {
    let desk = arrivals(&world).await;
    for mrz in ["", "P<UTO", "garbage", "\u{0}\u{ffff}", &"<".repeat(5_000)] {
        let answer = scan(&desk, json!({ "mrz": mrz })).await;
        assert_eq!((&answer.body["outcome"], &answer.body["document"]), (&json!("unreadable"), &Value::Null), "{mrz:?}");
        assert!(!answer.body["problem"].as_str().unwrap().is_empty());
    }
    let duty = world.desk("demo-dis-duty").await;
    duty.post("/api/v1/scan", json!({ "mrz": passport("ERIKSSON", "ANNA MARIA", "L898902C3") })).await.refused(400, "point");
}

crate::on_both_engines! {
    an_announced_traveller_is_found_by_the_passport,
    a_misread_passport_is_doubtful_and_its_likely_reading_is_offered,
    an_officer_may_accept_what_the_digits_deny,
    nobody_announced_this_traveller,
    several_may_be_meant_and_the_officer_chooses,
    what_is_no_zone_is_named,
}
