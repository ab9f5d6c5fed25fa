//! Signing in, staying in, and what a purpose is for.

use crate::field::{passport, traveller};
use crate::harness::{Desk, HOUR_US, PASSWORD, World, digest};
use axum::http::StatusCode;
use serde_json::{Value, json};

const ACCOUNT_FAILURES: usize = 5;

async fn tries(world: &World, username: &str, password: &str) -> crate::harness::Answer {
    world.stranger().post("/api/v1/session", json!({ "username": username, "password": password })).await
}

async fn a_wrong_password_and_an_unknown_account_look_alike(world: World) {
    world.with_password("pat", "demo-jkia-health");
    let wrong = tries(&world, "pat", "not the password").await;
    let unknown = tries(&world, "nobody", "not the password").await;
    let without = tries(&world, "demo-jkia-health", "").await;
    wrong.refused(401, "sign_in");
    assert_eq!((&wrong.text, &wrong.text), (&unknown.text, &without.text));
    assert!(wrong.header("set-cookie").is_empty());
    let right = tries(&world, "pat", PASSWORD).await;
    assert_eq!((right.status, &right.body["officer"]["agency"]), (StatusCode::OK, &Value::from("PH")));
}

async fn who_fails_too_often_waits(world: World) {
    world.with_password("pat", "demo-jkia-health");
    for username in ["pat", "nobody"] {
        for _ in 0..ACCOUNT_FAILURES {
            tries(&world, username, "wrong").await.refused(401, "sign_in");
        }
        let answer = tries(&world, username, PASSWORD).await;
        answer.refused(429, "throttled");
        let wait: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=300).contains(&wait), "{wait}");
    }
}

/// A whole post may stand behind one address, and a proxy in front of the server always does.
async fn one_officers_mistakes_do_not_lock_the_colleagues_out(world: World) {
    world.with_password("pat", "demo-jkia-health");
    world.with_password("kim", "demo-jkia-health");
    for _ in 0..=ACCOUNT_FAILURES {
        tries(&world, "pat", "wrong").await;
    }
    assert_eq!(tries(&world, "kim", PASSWORD).await.status, StatusCode::OK);
    // An address that only guesses is stopped all the same. A password this long is wrong without being hashed.
    let long = "x".repeat(1_025);
    let mut stopped = 0;
    for n in 0..150 {
        stopped += usize::from(tries(&world, &format!("guess-{n}"), &long).await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(stopped > 0, "an address may guess for ever");
}

async fn a_success_forgets_the_failures_before_it(world: World) {
    world.with_password("pat", "demo-jkia-health");
    for _ in 0..2 {
        for _ in 1..ACCOUNT_FAILURES {
            tries(&world, "pat", "wrong").await.refused(401, "sign_in");
        }
        assert_eq!(tries(&world, "pat", PASSWORD).await.status, StatusCode::OK);
    }
}

async fn guesses_at_the_same_moment_are_counted(world: World) {
    world.with_password("pat", "demo-jkia-health");
    let guesses: Vec<_> = (0..20)
        .map(|_| {
            let stranger = world.stranger();
            tokio::spawn(async move { stranger.post("/api/v1/session", json!({ "username": "pat", "password": "wrong" })).await })
        })
        .collect();
    let mut answered = 0;
    for guess in guesses {
        answered += usize::from(guess.await.unwrap().status == StatusCode::UNAUTHORIZED);
    }
    assert!(answered <= ACCOUNT_FAILURES, "{answered} guesses were tried");
}

async fn a_session_ends_after_its_hours_and_at_sign_out(world: World) {
    world.with_password("pat", "demo-jkia-health");
    let early = world.signed_in("pat").await;
    world.later((server::SESSION_HOURS - 1) * HOUR_US);
    let late = world.signed_in("pat").await;
    assert_eq!(early.get("/api/v1/framework").await.status, StatusCode::OK);
    world.later(HOUR_US);
    early.get("/api/v1/framework").await.refused(401, "signed_out");
    assert_eq!(early.get("/api/v1/session").await.body["officer"], Value::Null);
    assert_eq!(late.get("/api/v1/framework").await.status, StatusCode::OK);
    // Sessions outlive the process, not the sign-out.
    let world = world.restarted().await;
    world.with_password("pat", "demo-jkia-health");
    let late = Desk { cookie: late.cookie, csrf: late.csrf, ..world.stranger() };
    assert_eq!(late.get("/api/v1/framework").await.status, StatusCode::OK);
    assert_eq!(late.delete("/api/v1/session").await.status, StatusCode::NO_CONTENT);
    late.get("/api/v1/framework").await.refused(401, "signed_out");
    let world = world.restarted().await;
    Desk { cookie: late.cookie, ..world.stranger() }.get("/api/v1/framework").await.refused(401, "signed_out");
}

async fn sessions_are_kept_as_digests(world: World) {
    world.with_password("pat", "demo-jkia-health");
    let pat = world.signed_in("pat").await;
    let secret = pat.cookie.unwrap().split_once('=').unwrap().1.to_owned();
    let rows = world.journal.query("SELECT digest, officer, csrf FROM session", &[]).await.unwrap();
    let row: Vec<String> = (0..3).map(|c| rows[0].text(c).unwrap()).collect();
    assert_eq!((row[0].as_str(), row[1].as_str()), (digest(&secret).as_str(), "pat"));
    assert!(!row.contains(&secret));
}

async fn a_purpose_is_one_of_the_officers_own(world: World) {
    // Biosecurity and crime are the purposes of the wildlife officer.
    let desk = world.desk("demo-namanga-wildlife").await;
    for stranger in ["health", "customs", "BIOSECURITY", "biosecurity,crime", "*"] {
        desk.saying("x-mpaka-purpose", stranger).get("/api/v1/points/namanga/board").await.refused(403, "purpose");
    }
    let unreadable = desk.saying("x-mpaka-purpose", b"crime\xff").get("/api/v1/points/namanga/board").await;
    unreadable.refused(403, "purpose");
    for own in ["biosecurity", "crime"] {
        let answer = desk.saying("x-mpaka-purpose", own).get("/api/v1/points/namanga/board").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }
}

async fn every_read_leaves_a_line_that_the_auditor_reads(world: World) {
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    let (a, b) = (desk.opens(traveller("AMINA", "A1")).await, desk.opens(traveller("BARAKA", "B2")).await);
    let police = world.desk("demo-jkia-joc-police").await;
    let lead = world.desk("demo-jkia-joc-lead").await;
    lead.list("this is no list").await;
    let kept = lead.get("/api/v1/intake").await.body["messages"][0]["id"].as_str().unwrap().to_owned();
    police.get("/api/v1/points/jkia/board").await;
    police.get("/api/v1/crossings").await;
    police.sees(&a).await;
    police.get(&format!("/api/v1/crossings/{b}/timeline")).await;
    police.get(&format!("/api/v1/crossings/{b}/parts")).await;
    police.post("/api/v1/scan", json!({ "mrz": passport("AMINA", "ANNA MARIA", "A1") })).await;
    lead.get(&format!("/api/v1/intake/{kept}")).await;
    // What is refused has not been read.
    world.desk("demo-namanga-health").await.get(&format!("/api/v1/crossings/{a}")).await.refused(404, "not_found");

    let log = world.desk("demo-odpc-office").await.get("/api/v1/access-log").await;
    let lines: Vec<[String; 6]> = log.body["lines"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|l| {
            ["officer", "agency", "purpose", "what", "subject", "records"]
                .map(|f| l[f].as_str().map_or_else(|| l[f].to_string(), str::to_owned))
        })
        .collect();
    let of = |officer: &str, agency: &str, purpose: &str, what: &str, subject: &str, records: &str| {
        [officer, agency, purpose, what, subject, records].map(str::to_owned)
    };
    let police = |what: &str, subject: &str, records: &str| of("demo-jkia-joc-police", "NPS", "crime", what, subject, records);
    let lead = |what: &str, subject: &str, records: &str| of("demo-jkia-joc-lead", "KAA", "security", what, subject, records);
    assert_eq!(
        lines,
        [
            lead("intake", "jkia", "1"),
            police("board", "jkia", "2"),
            police("list", "jkia", "2"),
            police("crossing", &a, "1"),
            // Opened and arrived.
            police("timeline", &b, "2"),
            police("parts", &b, "0"),
            police("scan", "A1", "1"),
            lead("message", &kept, "1"),
        ]
    );
    for other in ["demo-jkia-joc-lead", "demo-bms-duty", "demo-nis-duty", "demo-bms-systems", "demo-namanga-tz-duty"] {
        world.desk(other).await.get("/api/v1/access-log").await.refused(403, "not_permitted");
    }
}

/// Answers to commands show the crossing; what was not recorded as a deed is noted as a read.
async fn a_command_that_changes_nothing_is_a_read(world: World) {
    let customs = world.desk("demo-jkia-customs-baggage").await;
    let id = customs.opens(traveller("AMINA", "A1")).await;
    let mark = json!({ "command": "mark", "condition": "selected", "reason": "random" });
    customs.does(&id, mark.clone()).await;
    let noted = async || world.journal.query("SELECT id FROM access WHERE subject = $1", &[id.as_str().into()]).await.unwrap().len();
    assert_eq!(noted().await, 0);
    customs.does(&id, mark).await;
    assert_eq!(noted().await, 1);
}

crate::on_both_engines! {
    a_wrong_password_and_an_unknown_account_look_alike,
    who_fails_too_often_waits,
    one_officers_mistakes_do_not_lock_the_colleagues_out,
    a_success_forgets_the_failures_before_it,
    guesses_at_the_same_moment_are_counted,
    a_session_ends_after_its_hours_and_at_sign_out,
    sessions_are_kept_as_digests,
    a_purpose_is_one_of_the_officers_own,
    every_read_leaves_a_line_that_the_auditor_reads,
    a_command_that_changes_nothing_is_a_read,
}
