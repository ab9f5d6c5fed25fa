//! How well what is owed is answered: figures, and the assignments behind them.

use crate::field::traveller;
use crate::harness::{Desk, MINUTE_US, World};
use serde_json::{Value, json};

/// Customs at the post asks something of immigration there; what is done with it after some minutes.
async fn asked(world: &World, minutes: i64, command: Option<Value>) -> String {
    let (customs, immigration) = (world.desk("demo-namanga-customs").await, world.desk("demo-namanga-immigration-entry").await);
    let ask = json!({ "kind": "referral", "to": { "agency": "DIS", "point": "namanga" }, "owed": "made up for a test" });
    let id = customs.post("/api/v1/assignments", ask).await.body["id"].as_str().unwrap().to_owned();
    world.later(minutes * MINUTE_US);
    server::fire_clocks(&world.app).await.unwrap();
    if let Some(command) = command {
        let done = immigration.post(&format!("/api/v1/assignments/{id}/commands"), command).await;
        assert_eq!(done.status, 200, "{}", done.text);
    }
    id
}

async fn figures(desk: &Desk, query: &str) -> Value {
    let answer = desk.get(&format!("/api/v1/measures{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

async fn behind(desk: &Desk, which: &str) -> Vec<String> {
    let answer = desk.get(&format!("/api/v1/measures/assignments?who=DIS&which={which}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body["assignments"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect()
}

async fn every_figure_is_counted_and_has_its_assignments_behind_it(world: World) {
    let answer = || json!({ "command": "answer", "text": "made up for a test" });
    // A referral is due after 30 minutes.
    let early = asked(&world, 10, Some(answer())).await;
    let middle = asked(&world, 20, Some(answer())).await;
    let late = asked(&world, 50, Some(answer())).await;
    let declined = asked(&world, 5, Some(json!({ "command": "decline", "reason": "made up for a test" }))).await;
    let open = asked(&world, 45, None).await;
    let immigration = world.desk("demo-namanga-immigration-entry").await;
    let own = figures(&immigration, "").await;
    assert_eq!(own["agency"], "DIS");
    let m = &own["measures"].as_array().unwrap()[0];
    assert_eq!(own["measures"].as_array().unwrap().len(), 1, "{own}");
    assert_eq!(
        m,
        &json!({
            "who": "DIS", "made": 5, "open": 1, "late": 1, "seen_in_time": 3, "answered": 3, "answered_in_time": 2, "declined": 1,
            "withdrawn": 0, "escalated": 2, "median_s": 20 * 60, "p90_s": 50 * 60,
        })
    );
    for (which, expected) in [
        ("all", vec![&open, &declined, &late, &middle, &early]),
        ("open", vec![&open]),
        ("late", vec![&open]),
        ("answered_in_time", vec![&middle, &early]),
        ("escalated", vec![&open, &late]),
        ("seen_in_time", vec![&declined, &middle, &early]),
        ("withdrawn", vec![]),
    ] {
        assert_eq!(behind(&immigration, which).await.iter().collect::<Vec<_>>(), expected, "{which}");
    }
    let page = immigration.get("/api/v1/measures/assignments?who=DIS&limit=2").await.body;
    let next = page["next"].as_str().unwrap();
    let rest = immigration.get(&format!("/api/v1/measures/assignments?who=DIS&limit=5&cursor={next}")).await.body;
    assert_eq!(rest["assignments"][0]["id"], json!(late));

    // The secretariat sees everybody's, by agency, kind and point; another agency its own, of which there are none.
    let secretariat = world.desk("demo-bms-duty").await;
    assert_eq!(
        json!([figures(&secretariat, "").await["agency"], figures(&secretariat, "?by=kind").await["measures"][0]["who"]]),
        json!([null, "referral"])
    );
    assert_eq!(figures(&secretariat, "?by=point&days=1").await["measures"][0]["who"], "namanga");
    // Nobody in particular, and no body, owes what is asked of an agency.
    assert_eq!(figures(&secretariat, "?by=desk").await["measures"][0]["who"], "");
    for (to, by, who) in [
        (json!({ "desk": "namanga.customs" }), "desk", "namanga.customs"),
        (json!({ "role": "joc_lead", "point": "namanga" }), "body", "joc.namanga"),
        (json!({ "role": "chair", "point": "namanga" }), "body", "bmc.namanga"),
        (json!({ "role": "secretariat", "point": "" }), "body", "bms"),
        (json!({ "role": "chair", "point": "" }), "body", "bcocc"),
    ] {
        let ask = json!({ "kind": "referral", "to": to, "owed": "made up for a test" });
        assert_eq!(immigration.post("/api/v1/assignments", ask).await.status, 201, "{to}");
        let all = figures(&secretariat, &format!("?by={by}")).await;
        assert!(all["measures"].as_array().unwrap().iter().any(|m| m["who"] == who && m["open"] == 1), "{who}: {all}");
        let page = secretariat.get(&format!("/api/v1/measures/assignments?by={by}&who={who}")).await.body;
        assert_eq!(page["assignments"].as_array().unwrap().len(), 1, "{page}");
    }
    let customs = world.desk("demo-namanga-customs").await;
    assert_eq!(figures(&customs, "").await["measures"][0]["made"], 1);
    assert!(behind(&customs, "all").await.is_empty());
    for (wrong, code) in [("?days=0", "days"), ("?days=400", "days"), ("?by=colour", "query")] {
        customs.get(&format!("/api/v1/measures{wrong}")).await.refused(400, code);
    }
    // What is older than was asked for is not counted.
    world.later(2 * 24 * 60 * MINUTE_US);
    assert_eq!(figures(&immigration, "?days=1").await["measures"], json!([]));
}

async fn what_one_agency_alone_may_know_of_is_counted_by_it_alone(world: World) {
    let (owner, second) = (world.desk("demo-nis-duty").await, world.desk("demo-nis-supervisor").await);
    let wanted = json!({ "subject": "person", "names": ["Anna Maria Eriksson"], "reason": "made up for a test" });
    let entry = owner.post("/api/v1/lists/intelligence-watch/entries", wanted).await.body["id"].as_str().unwrap().to_owned();
    second.post(&format!("/api/v1/lists/intelligence-watch/entries/{entry}/commands"), json!({ "command": "approve" })).await;
    world.desk("demo-jkia-immigration-arrivals").await.opens(traveller("ERIKSSON", "L898902C3")).await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 1);
    assert_eq!(figures(&owner, "").await["measures"][0]["made"], 1);
    assert_eq!(figures(&world.desk("demo-bms-duty").await, "").await["measures"], json!([]));
}

crate::on_both_engines!(
    every_figure_is_counted_and_has_its_assignments_behind_it,
    what_one_agency_alone_may_know_of_is_counted_by_it_alone
);
