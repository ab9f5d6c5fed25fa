//! Who is told outside the console, as it arrives: letters at a real mail server, and calls at a webhook that checks their signatures.

use crate::field::traveller;
use crate::harness::{Answer, Desk, HOUR_US, MINUTE_US, MORNING_US, World};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use server::{MailServer, NotificationOptions, Patience, Reach};
use sha2::Sha256;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::Mail;

const CUSTOMS: &str = "demo-namanga-customs";
const IMMIGRATION: &str = "demo-namanga-immigration-entry";
const ADMINISTRATOR: &str = "demo-bms-systems";
const CONSOLE: &str = "https://border.example";
const DAY_US: i64 = 24 * HOUR_US;

fn mailing(mail: &Mail) -> NotificationOptions {
    let server = MailServer::new(&mail.url(), "Mpaka <mpaka@border.example>", (None, None), None).unwrap();
    let patience = Patience { first: Duration::from_secs(60), longest: Duration::from_secs(240), give_up: Duration::from_secs(3600) };
    NotificationOptions { mail: Some(server), reach: Reach { private: false, loopback: true }, console: CONSOLE.into(), patience }
}

/// The same border, with a mail server.
async fn telling(world: World, mail: &Mail) -> World {
    world.restarted_telling(mailing(mail)).await
}

/// Everything at once, by mail, and nothing else.
fn by_mail(address: &str) -> Value {
    json!({ "email": address, "at_once": ["standard", "critical", "presence", "governance"] })
}

async fn sets(desk: &Desk, holder: &str, setting: Value) -> Value {
    let answer = tries(desk, holder, setting).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

async fn tries(desk: &Desk, holder: &str, setting: Value) -> Answer {
    desk.put(&format!("/api/v1/notifications/{}", holder.replacen(':', "/", 1)), json!({ "setting": setting })).await
}

/// What customs asks of immigration at the post, in words that name somebody.
async fn referred(world: &World, kind: &str) -> String {
    let what = json!({ "kind": kind, "to": { "agency": "DIS", "point": "namanga" }, "owed": "look at the passport of ZEBEDAYO KIPROTICH, A7654321" });
    let answer = world.desk(CUSTOMS).await.post("/api/v1/assignments", what).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.body["id"].as_str().unwrap().to_owned()
}

async fn answered(world: &World, id: &str) {
    let command = json!({ "command": "answer", "text": "it is his" });
    let answer = world.desk(IMMIGRATION).await.post(&format!("/api/v1/assignments/{id}/commands"), command).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

async fn notify(world: &World) {
    server::notify(&world.app).await.unwrap();
}

/// What arrived, by subject.
fn letters(mail: &Mail) -> Vec<Value> {
    let mut all: Vec<Value> = serde_json::from_str(&mail.letters()).unwrap();
    all.sort_by_key(|l| l["subject"].as_str().unwrap().to_owned());
    for letter in &all {
        let text = letter.to_string();
        assert!(!text.contains("ZEBEDAYO") && !text.contains("KIPROTICH") && !text.contains("A7654321"), "a traveller is named: {text}");
    }
    all
}

fn subjects(mail: &Mail) -> Vec<String> {
    letters(mail).iter().map(|l| l["subject"].as_str().unwrap().to_owned()).collect()
}

async fn trouble(world: &World, state: &str) -> Vec<Value> {
    let answer = world.desk(ADMINISTRATOR).await.get(&format!("/api/v1/notifications/trouble?state={state}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body["messages"].as_array().unwrap().clone()
}

async fn what_is_owed_is_told_at_once_and_without_a_word_of_whom_it_is_about(world: World) {
    let mail = Mail::start();
    let world = telling(world, &mail).await;
    // What was there before somebody asked to be told is not told.
    referred(&world, "referral").await;
    world.later(MINUTE_US);
    let immigration = world.desk(IMMIGRATION).await;
    sets(&immigration, &format!("officer:{IMMIGRATION}"), by_mail("desk@immigration.example")).await;
    notify(&world).await;
    assert_eq!(subjects(&mail), [""; 0]);
    world.later(MINUTE_US);
    let id = referred(&world, "referral").await;
    notify(&world).await;
    let arrived = letters(&mail);
    assert_eq!(arrived.len(), 1, "{arrived:#?}");
    assert_eq!(
        json!([arrived[0]["to"], arrived[0]["subject"]]),
        json!(["desk@immigration.example", "Owed by you: Answer a referral at the point"])
    );
    let text = arrived[0]["text"].as_str().unwrap();
    for said in
        ["due 2026-09-01 09:32 EAT, Africa/Nairobi", "priority standard", &format!("reference {id}"), &format!("{CONSOLE}/inbox?id={id}")]
    {
        assert!(text.contains(said), "no `{said}` in {text}");
    }
    assert_eq!(arrived[0]["headers"]["auto-submitted"], "auto-generated");
    // Once, whoever starts anew.
    notify(&world).await;
    let world = world.restarted().await;
    world.later(MINUTE_US);
    notify(&world).await;
    assert_eq!(letters(&mail).len(), 1);
    // What somebody does to the own desk is no news to that officer.
    let own = json!({ "kind": "referral", "to": { "agency": "DIS", "point": "namanga" }, "owed": "a look" });
    assert_eq!(world.desk(IMMIGRATION).await.post("/api/v1/assignments", own).await.status, 201);
    notify(&world).await;
    assert_eq!(letters(&mail).len(), 1);
}

async fn what_the_server_did_not_take_is_sent_once_when_it_is_up_again(world: World) {
    let mut mail = Mail::new();
    let world = telling(world, &mail).await;
    sets(&world.desk(IMMIGRATION).await, &format!("officer:{IMMIGRATION}"), by_mail("desk@immigration.example")).await;
    referred(&world, "referral").await;
    notify(&world).await;
    let waiting = trouble(&world, "retrying").await;
    assert_eq!(waiting.len(), 1, "{waiting:#?}");
    assert!(waiting[0]["error"].as_str().unwrap().contains("refused") && waiting[0]["attempts"] == 1, "{waiting:#?}");
    assert!(waiting[0]["next_us"].as_i64().unwrap() >= world.clock.now_us() + MINUTE_US);
    // Not before its time, and not by chance: a server that starts anew goes on where the last one was.
    notify(&world).await;
    assert_eq!(trouble(&world, "retrying").await[0]["attempts"], 1);
    let world = world.restarted().await;
    world.later(3 * MINUTE_US);
    notify(&world).await;
    assert_eq!(trouble(&world, "retrying").await[0]["attempts"], 2);
    let own = world.desk(IMMIGRATION).await.get("/api/v1/notifications").await.body;
    assert_eq!(own["holders"][0]["trouble"]["state"], "retrying", "{own:#?}");
    mail.up();
    world.later(10 * MINUTE_US);
    notify(&world).await;
    assert_eq!((subjects(&mail).len(), trouble(&world, "retrying").await.len()), (1, 0));
    world.later(10 * MINUTE_US);
    notify(&world).await;
    assert_eq!((subjects(&mail).len(), trouble(&world, "failed").await.len()), (1, 0));
}

/// Everything for one receiver waits with what could not be sent; what is for others goes by.
async fn a_receiver_that_does_not_answer_keeps_no_other_waiting(world: World) {
    let mail = Mail::start();
    let world = telling(world, &mail).await;
    let immigration = world.desk(IMMIGRATION).await;
    // Nobody listens there.
    let dead = json!({ "webhook": "http://127.0.0.1:1/in", "email": "desk@immigration.example", "at_once": ["standard"] });
    sets(&immigration, &format!("officer:{IMMIGRATION}"), dead).await;
    for _ in 0..3 {
        referred(&world, "referral").await;
        notify(&world).await;
        world.later(1);
    }
    // The first attempt was made with the first message; each of the others comes before its own.
    let waiting = trouble(&world, "retrying").await;
    assert!(waiting.iter().all(|m| m["channel"] == "webhook" && m["attempts"] == 1), "{waiting:#?}");
    assert_eq!(letters(&mail).len(), 3);
    // Back again: all of them arrive, each once.
    let secret = Arc::new(Mutex::new("whsec_AAAA".to_owned()));
    let (url, heard) = receiver(secret, &[204]).await;
    sets(&immigration, &format!("officer:{IMMIGRATION}"), json!({ "webhook": url, "at_once": ["standard"] })).await;
    for _ in 0..3 {
        world.later(10 * MINUTE_US);
        notify(&world).await;
    }
    let ids: std::collections::BTreeSet<String> = heard.lock().unwrap().iter().map(|(_, id, _)| id.clone()).collect();
    let calls = heard.lock().unwrap().len();
    assert_eq!((ids.len(), calls, trouble(&world, "retrying").await.len()), (3, 3, 0));
}

async fn what_is_never_taken_is_given_up_where_an_administrator_sees_it(world: World) {
    let mail = Mail::new();
    let world = telling(world, &mail).await;
    sets(&world.desk(IMMIGRATION).await, &format!("officer:{IMMIGRATION}"), by_mail("desk@immigration.example")).await;
    referred(&world, "directive").await;
    for _ in 0..40 {
        notify(&world).await;
        world.later(5 * MINUTE_US);
    }
    let failed = trouble(&world, "failed").await;
    assert_eq!((failed.len(), trouble(&world, "retrying").await.len()), (1, 0));
    assert!(failed[0]["attempts"].as_i64().unwrap() > 5 && failed[0]["next_us"].is_null(), "{failed:#?}");
    assert_eq!(failed[0]["holder"], format!("officer:{IMMIGRATION}"));
    for other in [IMMIGRATION, CUSTOMS, "demo-odpc-office"] {
        world.desk(other).await.get("/api/v1/notifications/trouble").await.refused(403, "not_permitted");
    }
}

async fn an_address_that_is_not_there_is_said_at_once(world: World) {
    let mail = Mail::start();
    let world = telling(world, &mail).await;
    let (immigration, holder) = (world.desk(IMMIGRATION).await, format!("officer:{IMMIGRATION}"));
    sets(&immigration, &holder, by_mail("nobody@immigration.example")).await;
    let path = format!("/api/v1/notifications/officer/{IMMIGRATION}/test");
    let tested = immigration.post(&path, json!({})).await;
    assert_eq!((tested.status, tested.body[0]["taken"].as_bool()), (StatusCode::OK, Some(false)), "{}", tested.text);
    assert!(tested.body[0]["detail"].as_str().unwrap().contains("there is no such mailbox"), "{}", tested.text);
    referred(&world, "referral").await;
    notify(&world).await;
    let failed = trouble(&world, "failed").await;
    assert_eq!(json!([failed[0]["attempts"], failed[0]["channel"]]), json!([1, "email"]));
    assert!(failed[0]["error"].as_str().unwrap().contains("550"), "{failed:#?}");
    // The right one.
    sets(&immigration, &holder, json!({ "email": "desk@immigration.example", "language": "sw" })).await;
    let tested = immigration.post(&path, json!({})).await;
    assert_eq!(tested.body, json!([{ "channel": "email", "taken": true, "detail": "" }]));
    assert_eq!(subjects(&mail), ["Ujumbe wa majaribio"]);
    // Tests are letters too, and a server is no machine to send them with.
    let mut last = tested;
    for _ in 0..10 {
        last = immigration.post(&path, json!({})).await;
    }
    last.refused(429, "throttled");
}

async fn what_comes_in_quiet_hours_is_told_together_at_their_end(world: World) {
    let mail = Mail::start();
    let world = telling(world, &mail).await;
    let setting = json!({
        "email": "desk@immigration.example", "at_once": ["standard", "critical"], "through": ["critical"], "quiet": { "from": "22:00", "to": "06:00" },
    });
    let held = sets(&world.desk(IMMIGRATION).await, &format!("officer:{IMMIGRATION}"), setting).await;
    assert_eq!(json!([held["zone"], held["setting"]["quiet"]]), json!(["Africa/Nairobi", { "from": "22:00", "to": "06:00" }]));
    // Nine in the morning and fourteen hours: eleven at night.
    world.later(14 * HOUR_US);
    let (first, second) = (referred(&world, "incident.report").await, referred(&world, "request.information").await);
    let third = referred(&world, "request.information").await;
    referred(&world, "incident.critical").await;
    notify(&world).await;
    assert_eq!(subjects(&mail), ["Owed by you: Flash report of a critical incident"]);
    // Past midnight somebody has answered one; the server starts anew.
    world.later(3 * HOUR_US);
    let world = world.restarted().await;
    answered(&world, &third).await;
    let late = referred(&world, "incident.report").await;
    notify(&world).await;
    let before = letters(&mail).len();
    world.clock.stand(MORNING_US + 21 * HOUR_US - 1);
    notify(&world).await;
    assert_eq!(letters(&mail).len(), before, "a letter before six");
    world.clock.stand(MORNING_US + 21 * HOUR_US);
    notify(&world).await;
    notify(&world).await;
    let arrived = letters(&mail);
    let morning: Vec<&Value> = arrived.iter().filter(|l| l["text"].as_str().unwrap().contains("quiet hours")).collect();
    assert_eq!(morning.len(), 1, "{arrived:#?}");
    let text = morning[0]["text"].as_str().unwrap();
    let found: Vec<bool> = [&first, &second, &late, &third].iter().map(|id| text.contains(id.as_str())).collect();
    assert_eq!((found, text.contains("Settled in the meantime: 1")), (vec![true, true, true, false], true), "{text}");
    assert_eq!(morning[0]["subject"], "3 assignments wait for you");
}

async fn the_digest_says_what_is_owed_and_overdue_and_is_not_sent_when_there_is_nothing_to_say(world: World) {
    let mail = Mail::start();
    let world = telling(world, &mail).await;
    let immigration = world.desk(IMMIGRATION).await;
    sets(&immigration, &format!("officer:{IMMIGRATION}"), json!({ "email": "desk@immigration.example", "digest": 7 })).await;
    sets(
        &world.desk("demo-namanga-duty-customs").await,
        "desk:namanga.customs",
        json!({ "email": "customs@example.org", "digest": 7, "language": "fr" }),
    )
    .await;
    // Seven the next morning: nothing is owed, nothing is said.
    world.clock.stand(MORNING_US + 22 * HOUR_US);
    notify(&world).await;
    assert_eq!(subjects(&mail), [""; 0]);
    let (overdue, soon) = (referred(&world, "referral").await, referred(&world, "incident.report").await);
    let later = referred(&world, "directive").await;
    let back = json!({ "kind": "referral", "to": { "agency": "KRA", "point": "namanga" }, "owed": "a look" });
    let mine = immigration.post("/api/v1/assignments", back).await.body["id"].as_str().unwrap().to_owned();
    notify(&world).await;
    assert_eq!(subjects(&mail), [""; 0], "only the digest was asked for");
    // Off for two days: one digest, the last.
    world.clock.stand(MORNING_US + 22 * HOUR_US + 2 * DAY_US - 2 * HOUR_US);
    let world = world.restarted().await;
    notify(&world).await;
    let one = letters(&mail);
    assert_eq!(one.len(), 2, "{one:#?}");
    world.clock.stand(MORNING_US + 22 * HOUR_US + 2 * DAY_US);
    notify(&world).await;
    notify(&world).await;
    let arrived = letters(&mail);
    assert_eq!(arrived.len(), 4, "{arrived:#?}");
    let own = arrived.iter().rfind(|l| l["to"] == "desk@immigration.example").unwrap();
    assert_eq!(own["subject"], "What is owed on 2026-09-04");
    let text = own["text"].as_str().unwrap();
    let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("no `{what}` in {text}"));
    let order = [at("OVERDUE (2)"), at(&overdue), at(&soon), at("OWED BY YOU (1)"), at(&later), at("OWED TO YOU (1)"), at(&mine)];
    assert!(order.is_sorted(), "{order:?}: {text}");
    assert!(
        arrived.iter().any(|l| l["to"] == "customs@example.org" && l["text"].as_str().unwrap().contains("DÛ À VOUS (3)")),
        "{arrived:#?}"
    );
}

async fn deadlines_and_rungs_are_told_to_those_they_come_to(world: World) {
    let mail = Mail::start();
    let world = telling(world, &mail).await;
    sets(&world.desk(IMMIGRATION).await, &format!("officer:{IMMIGRATION}"), by_mail("owes@example.org")).await;
    let lead = "demo-namanga-joc-lead";
    sets(&world.desk(lead).await, &format!("officer:{lead}"), by_mail("lead@example.org")).await;
    referred(&world, "referral").await;
    notify(&world).await;
    world.later(31 * MINUTE_US);
    notify(&world).await;
    world.later(30 * MINUTE_US);
    server::fire_clocks(&world.app).await.unwrap();
    notify(&world).await;
    let arrived: Vec<(String, String)> = letters(&mail)
        .iter()
        .map(|l| (l["to"].as_str().unwrap().to_owned(), l["subject"].as_str().unwrap().split(':').next().unwrap().to_owned()))
        .collect();
    let expected = [("lead@example.org", "Escalated to you"), ("owes@example.org", "Overdue"), ("owes@example.org", "Owed by you")];
    assert_eq!(arrived, expected.map(|(to, what)| (to.to_owned(), what.to_owned())));
}

async fn what_one_agency_alone_knows_reveals_nothing_outside(world: World) {
    let mail = Mail::start();
    let world = telling(world, &mail).await;
    let (duty, second) = (world.desk("demo-nis-duty").await, world.desk("demo-nis-supervisor").await);
    let list = "/api/v1/lists/intelligence-watch/entries";
    let watched = json!({ "subject": "person", "names": ["Anna Maria Eriksson"], "born": ["1974-08-12"], "documents": ["L898902C3"], "reason": "made up" });
    let entry = duty.post(list, watched).await.body["id"].as_str().unwrap().to_owned();
    second.post(&format!("{list}/{entry}/commands"), json!({ "command": "approve" })).await;
    let all = json!({ "email": "duty@nis.example", "at_once": ["standard", "critical"], "digest": 7 });
    sets(&duty, "officer:demo-nis-duty", all).await;
    for holder in ["agency:DIS", "desk:jkia.immigration.arrivals"] {
        sets(&world.desk(ADMINISTRATOR).await, holder, by_mail("others@example.org")).await;
    }
    world.desk("demo-jkia-immigration-arrivals").await.opens(traveller("ERIKSSON", "L898902C3")).await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 1);
    notify(&world).await;
    world.clock.stand(MORNING_US + 22 * HOUR_US);
    notify(&world).await;
    let arrived = letters(&mail);
    assert!(arrived.len() >= 2 && arrived.iter().all(|l| l["to"] == "duty@nis.example"), "{arrived:#?}");
    assert!(arrived.iter().any(|l| l["subject"] == "Something is owed"), "{arrived:#?}");
    let owed = duty.get("/api/v1/assignments").await;
    let id = owed.body["assignments"][0]["id"].as_str().unwrap();
    for letter in &arrived {
        let text = letter.to_string();
        for secret in [id, "silent", "hit", "watch", "jkia", "ERIKSSON", "Eriksson", "due 20", "priority"] {
            assert!(!text.contains(secret), "`{secret}` is told: {text}");
        }
        assert!(text.contains("Something is owed") && text.contains(&format!("{CONSOLE}/inbox")), "{text}");
    }
}

/// What a webhook was sent: whether the signature was right, the id, and the message.
type Heard = Arc<Mutex<Vec<(bool, String, Value)>>>;

/// A receiver that checks signatures as the specification says, and gives these answers one after the other; the last one again and again.
async fn receiver(secret: Arc<Mutex<String>>, answers: &'static [u16]) -> (String, Heard) {
    let heard = Heard::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/in", listener.local_addr().unwrap());
    let kept = heard.clone();
    let take = move |headers: HeaderMap, body: Bytes| async move {
        let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
        let (id, at, text) = (header("webhook-id"), header("webhook-timestamp"), String::from_utf8_lossy(&body).into_owned());
        let key = base64::engine::general_purpose::STANDARD.decode(secret.lock().unwrap().strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{id}.{at}.{text}").as_bytes());
        let signed = header("webhook-signature").strip_prefix("v1,").and_then(|s| base64::engine::general_purpose::STANDARD.decode(s).ok());
        let right = signed.is_some_and(|s| mac.verify_slice(&s).is_ok());
        let mut all = kept.lock().unwrap();
        all.push((right, id, serde_json::from_str(&text).unwrap()));
        let answer = answers.get(all.len() - 1).or(answers.last()).copied().unwrap_or(204);
        let location = [("location", "http://127.0.0.1:1/elsewhere")];
        (StatusCode::from_u16(answer).unwrap(), location)
    };
    let router = axum::Router::new().route("/in", axum::routing::post(take));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, heard)
}

async fn a_webhook_is_signed_and_tried_again_with_the_same_id(world: World) {
    let mail = Mail::new();
    let world = telling(world, &mail).await;
    let secret = Arc::new(Mutex::new(String::new()));
    let (url, heard) = receiver(secret.clone(), &[503, 204]).await;
    let immigration = world.desk(IMMIGRATION).await;
    let holder = format!("officer:{IMMIGRATION}");
    let made = sets(&immigration, &holder, json!({ "webhook": url, "at_once": ["standard"] })).await;
    *secret.lock().unwrap() = made["secret"].as_str().unwrap().to_owned();
    let id = referred(&world, "referral").await;
    notify(&world).await;
    world.later(3 * MINUTE_US);
    notify(&world).await;
    let calls = heard.lock().unwrap().clone();
    assert_eq!((calls.len(), calls[0].0, calls[1].0, calls[0].1 == calls[1].1), (2, true, true, true), "{calls:#?}");
    let message = &calls[1].2;
    assert_eq!(json!([message["type"], message["data"]["holder"]]), json!(["notification.at_once", holder]));
    let item = &message["data"]["items"][0];
    assert_eq!(
        json!([
            item["reason"],
            item["told"]["reference"],
            item["told"]["kind"],
            item["told"]["priority"],
            item["told"]["due"],
            item["link"]
        ]),
        json!(["owed", id, "referral", "standard", "2026-09-01T09:30:00+03:00[Africa/Nairobi]", format!("{CONSOLE}/inbox?id={id}")])
    );
    assert!(!message.to_string().contains("ZEBEDAYO"));
    // The secret is shown once; a new one makes the old one useless.
    let again = sets(&immigration, &holder, json!({ "webhook": url, "at_once": ["standard"] })).await;
    assert!(again["secret"].is_null());
    let anew = json!({ "setting": { "webhook": url, "at_once": ["standard"] }, "new_secret": true });
    let anew = immigration.put(&format!("/api/v1/notifications/officer/{IMMIGRATION}"), anew).await;
    assert!(anew.body["secret"].as_str().is_some_and(|s| s.starts_with("whsec_") && s != made["secret"].as_str().unwrap()));
    immigration.post(&format!("/api/v1/notifications/officer/{IMMIGRATION}/test"), json!({})).await;
    assert!(!heard.lock().unwrap().last().unwrap().0, "the old secret still fits");
}

async fn a_webhook_leads_nowhere_that_the_node_should_not_reach(world: World) {
    let mail = Mail::new();
    let world = telling(world, &mail).await;
    let secret = Arc::new(Mutex::new("whsec_AAAA".to_owned()));
    let (url, heard) = receiver(secret, &[302]).await;
    let (immigration, holder) = (world.desk(IMMIGRATION).await, format!("officer:{IMMIGRATION}"));
    sets(&immigration, &holder, json!({ "webhook": url })).await;
    let path = format!("/api/v1/notifications/officer/{IMMIGRATION}/test");
    let tested = immigration.post(&path, json!({})).await;
    assert!(tested.text.contains("redirects are not followed"), "{}", tested.text);
    assert_eq!(heard.lock().unwrap().len(), 1);
    for inside in ["https://10.0.0.7/in", "https://169.254.169.254/latest", "ftp://example.org/", "https://user:word@example.org/"] {
        tries(&immigration, &holder, json!({ "webhook": inside })).await.refused(422, "webhook");
    }
    // A server of ordinary settings does not even call itself, by whatever name.
    let ordinary = NotificationOptions { reach: Reach::default(), ..mailing(&mail) };
    let world = world.restarted_telling(ordinary).await;
    let immigration = world.desk(IMMIGRATION).await;
    tries(&immigration, &holder, json!({ "webhook": "http://hooks.example.org/in" })).await.refused(422, "webhook");
    let tested = immigration.post(&path, json!({})).await;
    assert_eq!((tested.body[0]["taken"].as_bool(), heard.lock().unwrap().len()), (Some(false), 1), "{}", tested.text);
    sets(&immigration, &holder, json!({ "webhook": "https://localhost:1/in" })).await;
    let tested = immigration.post(&path, json!({})).await;
    assert!(tested.text.contains("this machine itself"), "{}", tested.text);
}

async fn settings_are_changed_by_those_whose_they_are_and_the_log_says_who_did(world: World) {
    let immigration = world.desk(IMMIGRATION).await;
    let own = format!("officer:{IMMIGRATION}");
    sets(&immigration, &own, by_mail("desk@immigration.example")).await;
    let desk = "desk:namanga.immigration.entry";
    for (who, holder) in [
        (IMMIGRATION, desk),
        (IMMIGRATION, "agency:DIS"),
        (CUSTOMS, own.as_str()),
        ("demo-namanga-duty-customs", desk),
        ("demo-jkia-duty-immigration", desk),
        ("demo-namanga-duty-immigration", "agency:DIS"),
        ("demo-namanga-tz-duty", desk),
        ("demo-odpc-office", desk),
        ("demo-namanga-joc-lead", "body:bmc.jkia"),
    ] {
        tries(&world.desk(who).await, holder, by_mail("me@example.org")).await.refused(403, "not_permitted");
    }
    for (who, holder) in [
        ("demo-namanga-duty-immigration", desk),
        ("demo-dis-duty", desk),
        ("demo-dis-duty", "agency:DIS"),
        ("demo-namanga-tz-duty", "desk:namanga.tz.customs"),
        ("demo-namanga-joc-lead", "body:joc.namanga"),
        (ADMINISTRATOR, "agency:DIS"),
        (ADMINISTRATOR, own.as_str()),
    ] {
        let kept = sets(&world.desk(who).await, holder, by_mail("desk@example.org")).await;
        assert_eq!(json!([kept["changed_by"], kept["setting"]["email"]]), json!([who, "desk@example.org"]), "{holder}");
    }
    let lines = world.desk("demo-odpc-office").await.get("/api/v1/access-log").await.body;
    let changed = |l: &&Value| l["what"] == "notifications" && l["officer"] == ADMINISTRATOR && l["subject"] == own;
    assert_eq!(lines["lines"].as_array().unwrap().iter().filter(changed).count(), 1, "{lines:#?}");
    // What cannot be used is named.
    for (wrong, code) in [
        (json!({ "email": "me" }), "email"),
        (json!({ "email": "me@example.org\r\nBcc: you@example.org" }), "email"),
        (json!({ "at_once": ["urgentest"] }), "priority"),
        (json!({ "quiet": { "from": "22:00", "to": "22:00" } }), "quiet"),
        (json!({ "digest": 24 }), "digest"),
        (json!({ "language": "xx" }), "language"),
    ] {
        tries(&immigration, &own, wrong).await.refused(422, code);
    }
    for nobody in ["officer:nobody", "desk:nowhere", "town:namanga"] {
        tries(&immigration, nobody, json!({})).await.refused(404, "not_found");
    }
    let mine = immigration.get("/api/v1/notifications").await.body;
    let held: Vec<&str> = mine["holders"].as_array().unwrap().iter().map(|h| h["scope"].as_str().unwrap()).collect();
    assert_eq!((held, &mine["mail"], &mine["administers"]), (vec!["officer"], &json!(false), &json!(false)));
    let led = world.desk("demo-namanga-duty-immigration").await.get("/api/v1/notifications").await.text;
    assert!(led.contains("namanga.immigration.entry") && !led.contains("jkia.immigration"), "{led}");
    let urgent: Vec<&str> =
        mine["priorities"].as_array().unwrap().iter().filter(|p| p["urgent"] == true).map(|p| p["id"].as_str().unwrap()).collect();
    assert_eq!(urgent, ["presence", "critical"]);
}

/// A whole desk is told, and what is owed by one officer of it by name is not the desk's.
async fn desks_agencies_and_bodies_are_told_of_what_is_theirs(world: World) {
    let mail = Mail::start();
    let world = telling(world, &mail).await;
    let administrator = world.desk(ADMINISTRATOR).await;
    for (holder, address) in [
        ("desk:namanga.immigration.entry", "desk@example.org"),
        ("desk:jkia.immigration.arrivals", "airport@example.org"),
        ("agency:DIS", "agency@example.org"),
        ("body:joc.namanga", "joc@example.org"),
    ] {
        sets(&administrator, holder, by_mail(address)).await;
    }
    referred(&world, "referral").await;
    let named = json!({ "kind": "referral", "to": { "officer": IMMIGRATION }, "owed": "a look" });
    assert_eq!(world.desk(CUSTOMS).await.post("/api/v1/assignments", named).await.status, 201);
    notify(&world).await;
    let to = |mail: &Mail| letters(mail).iter().map(|l| l["to"].as_str().unwrap().to_owned()).collect::<std::collections::BTreeSet<_>>();
    assert_eq!((to(&mail), letters(&mail).len()), (["agency@example.org", "desk@example.org"].map(str::to_owned).into(), 2));
    world.later(61 * MINUTE_US);
    server::fire_clocks(&world.app).await.unwrap();
    notify(&world).await;
    assert!(to(&mail).contains("joc@example.org") && !to(&mail).contains("airport@example.org"), "{:?}", to(&mail));
}

/// STARTTLS, a certificate of an authority that only the settings know, a user and a password.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_goes_over_tls_to_a_server_that_knows_us_and_to_no_other() {
    let mail = Mail::start_secure();
    let authority = mail.authority();
    let server = |password: &str, authority: Option<&[u8]>| {
        let credentials = (Some("mpaka".to_owned()), Some(password.to_owned()));
        MailServer::new(&mail.url(), "mpaka@border.example", credentials, authority).unwrap()
    };
    let mut world = World::sqlite().await;
    for (password, authority, said) in
        [("hush", None, "certificate"), ("wrong", Some(&authority[..]), "535"), ("hush", Some(&authority[..]), "")]
    {
        let options = NotificationOptions { mail: Some(server(password, authority)), ..mailing(&mail) };
        world = world.restarted_telling(options).await;
        let immigration = world.desk(IMMIGRATION).await;
        sets(&immigration, &format!("officer:{IMMIGRATION}"), by_mail("desk@immigration.example")).await;
        let tested = immigration.post(&format!("/api/v1/notifications/officer/{IMMIGRATION}/test"), json!({})).await;
        let detail = tested.body[0]["detail"].as_str().unwrap();
        assert!(detail.contains(said) && detail.is_empty() == said.is_empty() && !tested.text.contains("hush"), "{}", tested.text);
    }
    assert_eq!(subjects(&mail), ["A test message"]);
}

/// Left alone, the server hears and sends by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_server_tells_by_itself() {
    let mail = Mail::new();
    let secret = Arc::new(Mutex::new(String::new()));
    let (url, heard) = receiver(secret.clone(), &[204]).await;
    let world = telling(World::sqlite().await, &mail).await;
    let running = tokio::spawn(server::run_notifications(world.app.clone()));
    let made =
        sets(&world.desk(IMMIGRATION).await, &format!("officer:{IMMIGRATION}"), json!({ "webhook": url, "at_once": ["standard"] })).await;
    *secret.lock().unwrap() = made["secret"].as_str().unwrap().to_owned();
    referred(&world, "referral").await;
    let arrived = async {
        while heard.lock().unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), arrived).await.expect("nothing came");
    assert!(heard.lock().unwrap()[0].0);
    world.shutdown.send_replace(true);
    running.await.unwrap();
}

crate::on_both_engines!(
    what_is_owed_is_told_at_once_and_without_a_word_of_whom_it_is_about,
    what_the_server_did_not_take_is_sent_once_when_it_is_up_again,
    a_receiver_that_does_not_answer_keeps_no_other_waiting,
    what_is_never_taken_is_given_up_where_an_administrator_sees_it,
    an_address_that_is_not_there_is_said_at_once,
    what_comes_in_quiet_hours_is_told_together_at_their_end,
    the_digest_says_what_is_owed_and_overdue_and_is_not_sent_when_there_is_nothing_to_say,
    deadlines_and_rungs_are_told_to_those_they_come_to,
    what_one_agency_alone_knows_reveals_nothing_outside,
    a_webhook_is_signed_and_tried_again_with_the_same_id,
    a_webhook_leads_nowhere_that_the_node_should_not_reach,
    settings_are_changed_by_those_whose_they_are_and_the_log_says_who_did,
    desks_agencies_and_bodies_are_told_of_what_is_theirs,
);
