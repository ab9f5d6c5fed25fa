//! Requests for information: asked on a basis, answered by a clock, corrected and recalled before everybody who was given the answer.

use crate::harness::{Answer, Desk, HOUR_US, World, sees};
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Immigration of Kenya at Namanga, immigration of Tanzania there, and its customs.
async fn asker(world: &World) -> Desk {
    world.desk("demo-namanga-immigration-entry").await
}

async fn partner(world: &World) -> Desk {
    world.desk("demo-namanga-tz-immigration-entry").await
}

async fn third(world: &World) -> Desk {
    world.desk("demo-namanga-tz-customs").await
}

fn wanted() -> Value {
    json!({
        "to": "TZ-IMM", "point": "namanga", "reference": "DIS/7", "agreement": "osbp-tanzania", "purpose": "border_control",
        "concerns": { "subject": "person", "name": "Made Up", "born": "1980", "number": "X1234567" },
        "title": "Whether a passport was reported stolen", "question": "Was X1234567 reported stolen, and when?"
    })
}

async fn asked(world: &World) -> String {
    let answer = asker(world).await.post("/api/v1/requests", wanted()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    answer.body["card"]["id"].as_str().unwrap().to_owned()
}

async fn tries(desk: &Desk, id: &str, command: Value) -> Answer {
    desk.post(&format!("/api/v1/requests/{id}/commands"), command).await
}

async fn does(desk: &Desk, id: &str, command: Value) -> Value {
    let answer = tries(desk, id, command.clone()).await;
    assert_eq!(answer.status, StatusCode::OK, "{command}: {}", answer.text);
    answer.body
}

async fn answered(world: &World) -> String {
    let id = asked(world).await;
    does(&partner(world).await, &id, json!({ "command": "answer", "outcome": "full", "text": "Reported stolen on 3 May" })).await;
    id
}

/// What lies in the inbox of a desk about requests.
async fn owes(desk: &Desk) -> Vec<Value> {
    let inbox = sees(desk, "/api/v1/assignments").await;
    inbox["assignments"].as_array().unwrap().iter().filter(|a| a["about_kind"] == "request").cloned().collect()
}

async fn listed(desk: &Desk, query: &str) -> Vec<String> {
    let page = sees(desk, &format!("/api/v1/requests?{query}")).await;
    page["requests"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
}

async fn a_request_is_answered_and_what_was_owed_ends(world: World) {
    let (ours, theirs) = (asker(&world).await, partner(&world).await);
    let bases = sees(&ours, "/api/v1/requests/bases?to=TZ-IMM").await;
    assert_eq!((&bases["law"], &bases["agreements"][1]["id"]), (&json!(false), &json!("osbp-tanzania")));
    assert!(bases["points"].as_array().unwrap().contains(&json!("namanga")), "{bases}");
    let id = asked(&world).await;
    let view = sees(&theirs, &format!("/api/v1/requests/{id}")).await;
    let clock = view["card"]["due_us"].as_i64().unwrap() - view["card"]["asked_us"].as_i64().unwrap();
    assert_eq!((&view["card"]["state"], clock), (&json!("asked"), 12 * HOUR_US));
    assert_eq!((&view["commands"], &view["concerns"]["number"]), (&json!(["answer"]), &json!("X1234567")));
    assert!(view["basis"]["law"].as_str().unwrap().contains("One Stop Border Posts Act"), "{view}");
    let owed = owes(&theirs).await;
    assert_eq!((&owed[0]["about"], &owed[0]["owed"]), (&json!(id), &json!("Whether a passport was reported stolen")));
    // It is answered at the request and nowhere else.
    let assignment = owed[0]["id"].as_str().unwrap();
    let there = json!({ "command": "answer", "text": "here" });
    theirs.post(&format!("/api/v1/assignments/{assignment}/commands"), there).await.refused(409, "answered_there");
    assert_eq!((listed(&theirs, "open=true").await, listed(&ours, "side=by&open=true").await), (vec![id.clone()], vec![id.clone()]));
    let part = json!({ "command": "answer", "outcome": "part", "text": "It was reported" });
    tries(&theirs, &id, part).await.refused(422, "no_ground");
    let part = json!({ "command": "answer", "outcome": "part", "ground": "investigation", "text": "It was reported", "link": "ftp://x" });
    tries(&theirs, &id, part).await.refused(422, "link_unfit");
    let part = json!({ "command": "answer", "outcome": "part", "ground": "investigation", "text": "It was reported" });
    let view = does(&theirs, &id, part.clone()).await;
    assert_eq!((&view["card"]["state"], &view["answer"]["ground"]), (&json!("part"), &json!("investigation")));
    tries(&theirs, &id, part).await.refused(409, "not_now");
    assert!(owes(&theirs).await.is_empty() && listed(&theirs, "open=true").await.is_empty());
    let view = does(&ours, &id, json!({ "command": "judge", "item": 0, "used": "used", "text": "Held and handed over" })).await;
    assert_eq!(view["judged"][0]["used"], "used");
    // What was read is in the log, with the purpose.
    let log = sees(&world.desk("demo-odpc-office").await, "/api/v1/access-log?limit=5000").await;
    let read = log["lines"].as_array().unwrap().iter().any(|l| l["what"] == "request" && l["subject"] == json!(id));
    assert!(read, "{log}");
}

async fn a_request_is_known_to_those_it_concerns_alone(world: World) {
    let id = asked(&world).await;
    let path = format!("/api/v1/requests/{id}");
    for outsider in ["demo-namanga-customs", "demo-namanga-tz-customs", "demo-jkia-immigration-arrivals", "demo-nps-duty", "demo-bms-duty"]
    {
        let desk = world.desk(outsider).await;
        assert_eq!(desk.get(&path).await.status, StatusCode::NOT_FOUND, "{outsider}");
        assert_eq!(tries(&desk, &id, json!({ "command": "withdraw", "reason": "x" })).await.status, StatusCode::NOT_FOUND, "{outsider}");
    }
    // Their duty officers know what their agency asks and is asked.
    assert_eq!(sees(&world.desk("demo-namanga-duty-immigration").await, &path).await["card"]["id"], json!(id));
    does(&partner(&world).await, &id, json!({ "command": "answer", "outcome": "full", "text": "Yes" })).await;
    does(&partner(&world).await, &id, json!({ "command": "release", "to": "TZ-TRA", "reason": "They hold the car" })).await;
    assert_eq!(sees(&third(&world).await, &path).await["given"][0]["text"], "Yes");
    assert_eq!(listed(&third(&world).await, "side=given").await, vec![id]);
}

async fn whoever_has_it_says_that_a_correction_and_a_recall_are_known(world: World) {
    let id = answered(&world).await;
    let (ours, theirs, third) = (asker(&world).await, partner(&world).await, third(&world).await);
    does(&theirs, &id, json!({ "command": "release", "to": "TZ-TRA", "reason": "They hold the car" })).await;
    tries(&theirs, &id, json!({ "command": "release", "to": "TZ-TRA", "reason": "again" })).await.refused(409, "has_it");
    tries(&ours, &id, json!({ "command": "correct", "item": 0, "text": "x", "reason": "x" })).await.refused(403, "not_yours");
    let view = does(&theirs, &id, json!({ "command": "correct", "item": 0, "text": "On 4 May", "reason": "Misread" })).await;
    assert_eq!(view["changes"][0]["recipients"].as_array().unwrap().len(), 2);
    assert_eq!((owes(&ours).await.len(), owes(&third).await.len(), owes(&theirs).await.len()), (1, 1, 0));
    assert_eq!(listed(&ours, "side=by&open=true").await, vec![id.clone()]);
    does(&ours, &id, json!({ "command": "confirm", "change": 0 })).await;
    tries(&ours, &id, json!({ "command": "confirm", "change": 0 })).await.refused(409, "confirmed_already");
    tries(&ours, &id, json!({ "command": "confirm", "change": 5 })).await.refused(422, "no_such_change");
    assert!(owes(&ours).await.is_empty() && owes(&third).await.len() == 1);
    // Whoever does not confirm is told by the ladder.
    world.later(24 * HOUR_US + HOUR_US);
    server::fire_clocks(&world.app).await.unwrap();
    let late = sees(&third, &format!("/api/v1/assignments/{}", owes(&third).await[0]["id"].as_str().unwrap())).await;
    assert!(!late["told"].as_array().unwrap().is_empty(), "{late}");
    let view = does(&theirs, &id, json!({ "command": "recall", "item": 0, "reason": "It was about somebody else" })).await;
    assert_eq!((&view["given"][0]["text"], &view["given"][0]["recalled"]), (&json!(""), &json!(true)));
    tries(&theirs, &id, json!({ "command": "correct", "item": 0, "text": "x", "reason": "x" })).await.refused(409, "recalled_already");
    let seen = sees(&third, &format!("/api/v1/requests/{id}")).await;
    assert!(!seen.to_string().contains("4 May") && seen["changes"][1]["yours"] == true, "{seen}");
}

async fn a_request_without_a_basis_is_refused_with_the_reason(world: World) {
    let ours = asker(&world).await;
    let tries = async |change: Value| {
        let mut ask = wanted();
        for (key, value) in change.as_object().unwrap() {
            ask[key] = value.clone();
        }
        ours.post("/api/v1/requests", ask).await
    };
    for (change, status, code) in [
        (json!({ "agreement": "" }), 422, "no_basis"),
        (json!({ "agreement": "", "law": "Section 4" }), 422, "needs_agreement"),
        (json!({ "agreement": "osbp-uganda" }), 422, "not_bound"),
        (json!({ "to": "ET-ICS" }), 422, "not_bound"),
        (json!({ "to": "NOBODY" }), 422, "no_such_agency"),
        (json!({ "to": "DIS" }), 422, "own_agency"),
        (json!({ "purpose": "customs" }), 422, "purpose_not_yours"),
        (json!({ "point": null }), 422, "no_desk_there"),
        (json!({ "point": "nowhere" }), 422, "not_there"),
        (json!({ "concerns": { "subject": "ghost" } }), 400, "subject"),
        (json!({ "concerns": { "subject": "person" } }), 422, "nobody"),
        (json!({ "due_us": 1 }), 422, "in_the_past"),
    ] {
        tries(change).await.refused(status, code);
    }
    ours.get("/api/v1/requests?side=behind").await.refused(400, "side");
    ours.get("/api/v1/requests/bases?to=NOBODY").await.refused(422, "no_such_agency");
    let id = asked(&world).await;
    self::tries(&ours, &id, json!({ "command": "sing" })).await.refused(400, "command");
    self::tries(&partner(&world).await, &id, json!({ "command": "answer", "outcome": "lots", "text": "x" })).await.refused(400, "command");
    // An administrator has no business with requests.
    assert_eq!(world.desk("demo-bms-systems").await.post("/api/v1/requests", wanted()).await.status, StatusCode::FORBIDDEN);
}

async fn two_who_answer_at_once_answer_once_and_a_retry_is_the_same_answer(world: World) {
    let id = asked(&world).await;
    let desk = partner(&world).await;
    let say = |text: &str| json!({ "command": "answer", "outcome": "full", "text": text });
    let (one, other) = tokio::join!(tries(&desk, &id, say("one")), tries(&desk, &id, say("other")));
    let mut both = [one.status.as_u16(), other.status.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [200, 409]);
    let key = asker(&world).await.saying("idempotency-key", "k1");
    let first = key.post("/api/v1/requests", wanted()).await;
    assert_eq!(key.post("/api/v1/requests", wanted()).await.body["card"]["id"], first.body["card"]["id"]);
    let before = sees(&desk, &format!("/api/v1/requests/{id}")).await;
    let world = world.restarted().await;
    let after = sees(&partner(&world).await, &format!("/api/v1/requests/{id}")).await;
    assert_eq!(before, after);
}

async fn pages_follow_each_other_and_cost_the_same(world: World) {
    let ours = asker(&world).await;
    let cost = async || {
        let before = world.journal.statements();
        sees(&ours, "/api/v1/requests?side=by").await;
        world.journal.statements() - before
    };
    let mut all = Vec::new();
    for _ in 0..7 {
        world.later(1_000_000);
        all.push(asked(&world).await);
    }
    let few = cost().await;
    for _ in 0..20 {
        world.later(1_000_000);
        all.push(asked(&world).await);
    }
    // Streams are looked up in groups of a few sizes: a few statements more, not one for each.
    let many = cost().await;
    assert!(many <= few + 8, "{few} statements, and then {many}");
    all.reverse();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = sees(&ours, &format!("/api/v1/requests?side=by&limit=3{cursor}")).await;
        seen.extend(page["requests"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, all);
}

async fn a_living_feed_tells_only_those_who_read(world: World) {
    let id = asked(&world).await;
    let tells = async |officer: &str| {
        let heard = world.desk(officer).await.hears().await;
        heard.contains("event: request") && heard.contains(&id)
    };
    assert!(tells("demo-namanga-tz-immigration-entry").await);
    assert!(!tells("demo-namanga-customs").await && !tells("demo-bms-duty").await);
}

crate::on_both_engines! {
    a_request_is_answered_and_what_was_owed_ends,
    a_request_is_known_to_those_it_concerns_alone,
    whoever_has_it_says_that_a_correction_and_a_recall_are_known,
    a_request_without_a_basis_is_refused_with_the_reason,
    two_who_answer_at_once_answer_once_and_a_retry_is_the_same_answer,
    pages_follow_each_other_and_cost_the_same,
    a_living_feed_tells_only_those_who_read,
}
