//! What one may not know looks like what is not there.

use crate::field::{flight, handed_over, person, sent, ship, traveller, truck};
use crate::harness::{Desk, MINUTE_US, World};
use serde_json::{Value, json};

async fn namanga(world: &World, desk: &str) -> Desk {
    world.desk(&format!("demo-namanga-{desk}")).await
}

/// All that an officer is shown of a crossing: its file, its line of time (also one line a page), the lists and the board it is on, without the server's time.
async fn everything(desk: &Desk, id: &str) -> String {
    let mut seen = String::new();
    for path in [
        format!("/api/v1/crossings/{id}"),
        format!("/api/v1/crossings/{id}/timeline"),
        format!("/api/v1/crossings/{id}/parts"),
        "/api/v1/crossings?point=namanga".into(),
        "/api/v1/crossings?point=namanga&limit=1".into(),
        "/api/v1/crossings?point=namanga&q=UTO".into(),
        "/api/v1/points/namanga/board".into(),
        "/api/v1/points/namanga/board?limit=1".into(),
        "/api/v1/points".into(),
    ] {
        let mut body = desk.get(&path).await.body;
        if let Some(body) = body.as_object_mut() {
            body.remove("as_of_us");
        }
        seen += &format!("{path}\n{body:#}\n");
    }
    let mut cursor = String::new();
    for page in 0.. {
        let answer = desk.get(&format!("/api/v1/crossings/{id}/timeline?limit=1&cursor={cursor}")).await;
        seen += &format!("page {page}\n{:#}\n", answer.body);
        match answer.body["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    seen
}

fn kinds(timeline: &Value) -> Vec<&str> {
    timeline["entries"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect()
}

/// The rule `intelligence-stays-home`: intelligence of one state is hidden from every other, even its existence.
async fn an_intelligence_remark_changes_nothing_that_the_neighbour_sees(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    // Customs waits for the police: nobody has the stage in hand.
    let refer = json!({ "command": "refer", "stage": "entry.documents", "to": "entry.police", "reason": "driver known?" });
    namanga(&world, "customs").await.does(&id, refer).await;
    let strangers = ["tz-customs", "tz-health", "tz-duty", "customs", "health", "police"];
    world.later(7 * MINUTE_US);
    let mut before = Vec::new();
    for stranger in strangers {
        before.push(everything(&namanga(&world, stranger).await, &id).await);
    }
    let nis = namanga(&world, "joc-intelligence").await;
    let version = nis.sees(&id).await["version"].clone();
    let remark = json!({ "command": "remark", "topic": "intelligence", "text": "plate seen near Loitokitok" });
    nis.does(&id, remark).await;
    for (stranger, before) in strangers.iter().zip(&before) {
        let after = everything(&namanga(&world, stranger).await, &id).await;
        assert_eq!(&after, before, "{stranger}");
    }
    // Nor is a command of theirs refused for what they cannot know.
    let start = json!({ "command": "start", "stage": "entry.health", "expected_version": version });
    namanga(&world, "health").await.does(&id, start).await;
}

async fn who_may_know_of_a_remark_does(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    let nis = namanga(&world, "joc-intelligence").await;
    nis.does(&id, json!({ "command": "remark", "topic": "intelligence", "text": "plate seen near Loitokitok" })).await;
    namanga(&world, "police").await.does(&id, json!({ "command": "remark", "topic": "general", "text": "driver is calm" })).await;
    let remarks = async |desk: &str| {
        let desk = namanga(&world, desk).await;
        let count = desk.sees(&id).await["card"]["remarks"].clone();
        let timeline = desk.get(&format!("/api/v1/crossings/{id}/timeline")).await.body;
        let lines: Vec<Value> = timeline["entries"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|e| e["kind"] == "crossing.remarked.v1")
            .map(|e| e["words"].clone())
            .collect();
        (count, lines)
    };
    let (count, lines) = remarks("joc-intelligence").await;
    assert_eq!((count, &lines[0]["text"], &lines[1]["text"]), (json!(2), &json!("plate seen near Loitokitok"), &json!("driver is calm")));
    // The rule `see-intelligence`: the joint operations centre knows that there is one, and asks its owner.
    let (count, lines) = remarks("joc-lead").await;
    assert_eq!(
        (count, &lines[0]["disclosure"], &lines[0]["text"], &lines[0]["ask"]),
        (json!(2), &json!("exists"), &Value::Null, &json!("NIS"))
    );
    let (count, lines) = remarks("customs").await;
    assert_eq!((count, lines.len(), &lines[0]["text"]), (json!(1), 1, &json!("driver is calm")));
    // The rule `see-partner-reasons`: each state knows that the other has a general remark on file, and asks for it.
    let (count, lines) = remarks("tz-customs").await;
    assert_eq!((count, lines.len(), &lines[0]["disclosure"], &lines[0]["text"]), (json!(1), 1, &json!("exists"), &Value::Null));
}

async fn the_neighbour_sees_the_crossings_of_the_post_and_of_no_other(world: World) {
    let here = namanga(&world, "gate").await.opens(truck("UTO 001 A")).await;
    let airport = world.desk("demo-jkia-immigration-arrivals").await.opens(traveller("AMINA", "A1")).await;
    let tz = namanga(&world, "tz-customs").await;
    assert_eq!(tz.sees(&here).await["card"]["label"], "UTO 001 A");
    assert_eq!(tz.get("/api/v1/crossings").await.body["crossings"].as_array().unwrap().len(), 1);
    assert_eq!(tz.get("/api/v1/points/namanga/board").await.body["cards"].as_array().unwrap().len(), 1);
    tz.get(&format!("/api/v1/crossings/{airport}")).await.refused(404, "not_found");
    tz.get("/api/v1/points/jkia/board").await.refused(404, "not_found");
    tz.get("/api/v1/crossings?point=jkia").await.refused(404, "not_found");
}

/// What is not disclosed and what does not exist get the same answer, to the letter.
async fn elsewhere_looks_like_nowhere(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    let lead = world.desk("demo-jkia-joc-lead").await;
    let list = lead.list(sent(&flight(vec![person("MWANGI", "JANE", "A1234567")]), "1")).await;
    let message = list.body["receipts"][0]["id"].as_str().unwrap().to_owned();
    let nowhere = "01890a5d-ac96-774b-bcce-b302099a8057";
    let airport = world.desk("demo-jkia-health").await;
    let post = namanga(&world, "joc-lead").await;
    for (desk, there, not_there) in [
        (&airport, format!("/crossings/{id}"), format!("/crossings/{nowhere}")),
        (&airport, format!("/crossings/{id}/timeline"), format!("/crossings/{nowhere}/timeline")),
        (&airport, format!("/crossings/{id}/parts"), format!("/crossings/{nowhere}/parts")),
        (&airport, "/points/namanga/board".into(), "/points/atlantis/board".into()),
        (&airport, "/crossings?point=namanga".into(), "/crossings?point=atlantis".into()),
        (&post, format!("/intake/{message}"), format!("/intake/{nowhere}")),
        (&airport, format!("/intake/{message}"), format!("/intake/{nowhere}")),
    ] {
        let (a, b) = (desk.get(&format!("/api/v1{there}")).await, desk.get(&format!("/api/v1{not_there}")).await);
        a.refused(404, "not_found");
        assert_eq!(a.text, b.text, "{there}");
    }
    for (desk, there, not_there, body) in [
        (&airport, format!("/crossings/{id}/commands"), format!("/crossings/{nowhere}/commands"), json!({ "command": "release" })),
        (&post, format!("/intake/{message}/replay"), format!("/intake/{nowhere}/replay"), Value::Null),
    ] {
        let (a, b) = (desk.post(&format!("/api/v1{there}"), body.clone()).await, desk.post(&format!("/api/v1{not_there}"), body).await);
        a.refused(404, "not_found");
        assert_eq!(a.text, b.text, "{there}");
    }
    // Nor can something be made part of what one cannot see.
    let mut part = traveller("AMINA", "A1");
    part["part_of"] = json!(id);
    let a = world.desk("demo-jkia-immigration-arrivals").await.post("/api/v1/crossings", part.clone()).await;
    part["part_of"] = json!(nowhere);
    let b = world.desk("demo-jkia-immigration-arrivals").await.post("/api/v1/crossings", part).await;
    a.refused(404, "not_found");
    assert_eq!(a.text, b.text);
}

/// "Port health's finding reaches customs as cleared or not cleared, nothing more."
async fn a_medical_finding_reaches_customs_as_an_outcome(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    let health = namanga(&world, "health").await;
    let ground = "health.illness";
    let hold = json!({ "command": "hold", "stage": "entry.health", "ground": ground, "reason": "fever 39.2, cholera suspected" });
    health.does(&id, hold).await;
    let stage = |view: &Value| view["path"].as_array().unwrap().iter().find(|s| s["stage"] == "entry.health").unwrap().clone();
    for other in ["customs", "immigration-entry", "joc-lead", "police", "tz-customs", "tz-health"] {
        let desk = namanga(&world, other).await;
        let view = desk.sees(&id).await;
        assert_eq!((&stage(&view)["state"], &view["card"]["state"]), (&json!("held"), &json!("held")), "{other}");
        assert_eq!((&view["card"]["hold"]["ground"], &stage(&view)["hold"]["ground"]), (&Value::Null, &Value::Null), "{other}");
        assert_eq!(stage(&view)["hold"]["reason"]["disclosure"], "exists", "{other}");
        let seen = everything(&desk, &id).await;
        for medical in ["fever", "cholera", ground] {
            assert!(!seen.contains(medical), "{other} reads `{medical}`");
        }
    }
    let own = health.sees(&id).await;
    assert_eq!(
        (&own["card"]["hold"]["ground"], &stage(&own)["hold"]["reason"]["text"]),
        (&json!(ground), &json!("fever 39.2, cholera suspected"))
    );
    health.does(&id, json!({ "command": "lift_hold", "stage": "entry.health", "reason": "rapid test for cholera negative" })).await;
    health.does(&id, json!({ "command": "pass", "stage": "entry.health", "note": "cholera excluded" })).await;
    let desk = namanga(&world, "customs").await;
    assert_eq!(stage(&desk.sees(&id).await)["state"], "passed");
    assert!(!everything(&desk, &id).await.contains("cholera"));
    // Port health reads it for health, and for nothing else.
    assert!(everything(&health, &id).await.contains("cholera excluded"));
    let medicines = namanga(&world, "medicines").await;
    assert!(medicines.saying("x-mpaka-purpose", "health").get(&format!("/api/v1/crossings/{id}")).await.text.contains("cholera excluded"));
    let other_purpose = medicines.saying("x-mpaka-purpose", "product_safety");
    assert!(!everything(&other_purpose, &id).await.contains("cholera"));
}

async fn the_ground_of_a_hold_is_the_owning_states(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    let customs = namanga(&world, "customs").await;
    let hold =
        json!({ "command": "hold", "stage": "entry.documents", "ground": "customs.prohibited", "reason": "load differs from the papers" });
    customs.does(&id, hold).await;
    let ground = async |desk: &str, path: &str| namanga(&world, desk).await.get(path).await.body;
    assert_eq!(ground("police", &format!("/api/v1/crossings/{id}")).await["card"]["hold"]["ground"], "customs.prohibited");
    assert_eq!(ground("police", "/api/v1/points/namanga/board").await["cards"][0]["hold"]["ground"], "customs.prohibited");
    let seen = everything(&namanga(&world, "tz-customs").await, &id).await;
    assert!(seen.contains("\"state\": \"held\"") && !seen.contains("customs.prohibited") && !seen.contains("differs from the papers"));
}

async fn findings_of_a_joint_boarding_are_shared_as_verdicts(world: World) {
    let at = async |d: &str| world.desk(&format!("demo-kilindini-{d}")).await;
    let id = at("joc-lead").await.opens(ship("MV KIPINI")).await;
    at("health").await.passes(&id, "prearrival.health").await;
    at("joc-lead").await.does(&id, json!({ "command": "arrive" })).await;
    at("health").await.passes(&id, "health.pratique").await;
    at("joc-lead").await.does(&id, json!({ "command": "request_joint", "stage": "boarding.joint", "reason": "one boarding" })).await;
    let finding =
        json!({ "command": "finding", "stage": "boarding.joint", "verdict": "objection", "text": "informant names the second mate" });
    at("coastguard").await.does(&id, finding).await;
    let customs = at("customs-boarding").await;
    let joint =
        customs.sees(&id).await["path"].as_array().unwrap().iter().find(|s| s["stage"] == "boarding.joint").unwrap()["joint"].clone();
    let verdict =
        |agency: &str| joint["participants"].as_array().unwrap().iter().find(|p| p["agency"] == agency).unwrap()["verdict"].clone();
    assert_eq!((verdict("KCGS"), verdict("KRA")), (json!("objection"), Value::Null));
    let timeline = customs.get(&format!("/api/v1/crossings/{id}/timeline")).await;
    assert_eq!(kinds(&timeline.body).last(), Some(&"crossing.finding_recorded.v1"));
    assert!(!timeline.text.contains("informant"), "{}", timeline.text);
    assert!(at("coastguard").await.get(&format!("/api/v1/crossings/{id}/timeline")).await.text.contains("informant"));
}

/// The rule `see-national`: national desks know that a crossing exists, without its content.
async fn a_national_desk_is_told_whom_to_ask(world: World) {
    let id = world.desk("demo-jkia-immigration-arrivals").await.opens(traveller("AMINA", "A1")).await;
    let secretariat = world.desk("demo-bms-duty").await;
    let answer = secretariat.get(&format!("/api/v1/crossings/{id}")).await;
    answer.refused(403, "exists");
    assert_eq!(answer.body["fields"]["agency"], "KAA");
    let list = secretariat.get("/api/v1/crossings?point=jkia").await;
    let card = json!({ "id": id, "disclosure": "exists", "point": "jkia", "agency": "KAA", "lanes": [], "owed": [] });
    assert_eq!(list.body["crossings"], json!([card]));
    assert!(!list.text.contains("AMINA"));
}

crate::on_both_engines! {
    an_intelligence_remark_changes_nothing_that_the_neighbour_sees,
    who_may_know_of_a_remark_does,
    the_neighbour_sees_the_crossings_of_the_post_and_of_no_other,
    elsewhere_looks_like_nowhere,
    a_medical_finding_reaches_customs_as_an_outcome,
    the_ground_of_a_hold_is_the_owning_states,
    findings_of_a_joint_boarding_are_shared_as_verdicts,
    a_national_desk_is_told_whom_to_ask,
}
