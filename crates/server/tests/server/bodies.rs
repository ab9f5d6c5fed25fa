//! Bodies at work: a meeting is called, held, written down; what it decides is owed, answered, judged, and comes back to the agenda when it is late.

use crate::harness::{Answer, Desk, HOUR_US, MINUTE_US, MORNING_US, World, sees};
use axum::http::StatusCode;
use serde_json::{Value, json};

const DAY_US: i64 = 24 * HOUR_US;

/// The secretary of the national committee.
async fn secretary(world: &World) -> Desk {
    world.desk("demo-bms-duty").await
}

/// Its chair.
async fn chair(world: &World) -> Desk {
    world.desk("demo-moi-office").await
}

async fn called(desk: &Desk, body: &str, ask: Value) -> String {
    let answer = desk.post(&format!("/api/v1/bodies/{body}/meetings"), ask).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    answer.body["meeting"]["id"].as_str().unwrap().to_owned()
}

async fn tries(desk: &Desk, meeting: &str, command: Value) -> Answer {
    desk.post(&format!("/api/v1/meetings/{meeting}/commands"), command).await
}

async fn does(desk: &Desk, meeting: &str, command: Value) -> Value {
    let answer = tries(desk, meeting, command.clone()).await;
    assert_eq!(answer.status, StatusCode::OK, "{command}: {}", answer.text);
    answer.body
}

fn present() -> Value {
    let all = ["MOI", "DIS", "KRA", "NPS", "NIS", "KAA", "KPA", "BMS"];
    json!(all.map(|a| json!({ "agency": a, "name": format!("Somebody of {a}") })))
}

fn to_customs() -> Value {
    json!({ "to": { "agency": "KRA", "point": "" }, "owed": "Report on the queues at the scanners" })
}

/// A meeting of the national committee that has begun, with a quorum.
async fn open(world: &World) -> String {
    let keeper = secretary(world).await;
    let id = called(
        &keeper,
        "bcocc",
        json!({ "planned_us": world.clock.now_us(), "reference": "65th meeting", "venue": "Mombasa", "host": "KPA" }),
    )
    .await;
    does(&keeper, &id, json!({ "command": "open", "present": present() })).await;
    id
}

/// One with a directive to customs: the meeting, the directive and its assignment.
async fn directed(world: &World) -> (String, String) {
    let id = open(world).await;
    let decided = json!({ "command": "decide", "text": "Customs reports.", "issues": [to_customs()] });
    let view = does(&secretary(world).await, &id, decided).await;
    (id, view["directives"][0]["id"].as_str().unwrap().to_owned())
}

async fn a_committee_decides_and_its_minutes_go_their_way(world: World) {
    let (keeper, chair) = (secretary(&world).await, chair(&world).await);
    let (id, _) = directed(&world).await;
    let path = format!("/api/v1/meetings/{id}");
    let view = sees(&chair, &path).await;
    assert_eq!((&view["quorum"]["present"], &view["quorum"]["needed"], &view["quorum"]["of"]), (&json!(7), &json!(7), &json!(13)));
    assert_eq!((&view["presiding"], &view["meeting"]["state"]), (&json!("MOI"), &json!("open")));
    let vote = json!({ "command": "decide", "text": "Scanners are shared.", "how": "vote", "in_favour": 3, "against": 4, "abstained": 0 });
    assert_eq!(does(&keeper, &id, vote).await["decisions"][1]["adopted"], false);
    tries(&keeper, &id, json!({ "command": "decide", "text": "x", "how": "vote", "in_favour": 8 })).await.refused(422, "votes_unfit");
    tries(&keeper, &id, json!({ "command": "decide", "text": "x", "how": "lots" })).await.refused(400, "how");
    tries(&keeper, &id, json!({ "command": "sing" })).await.refused(400, "command");
    does(&keeper, &id, json!({ "command": "leave", "agency": "KPA" })).await;
    tries(&keeper, &id, json!({ "command": "decide", "text": "x" })).await.refused(409, "no_quorum");
    world.later(HOUR_US);
    let closed = does(&keeper, &id, json!({ "command": "close" })).await;
    // Three working days after ten on a Tuesday.
    assert_eq!(closed["minutes"]["due_us"], MORNING_US + HOUR_US + 3 * DAY_US);
    keeper.get(&format!("{path}/minutes")).await.refused(409, "no_minutes");
    let text = "The chair opened the meeting.\n\n<script>alert('x')</script> & \"so on\"";
    does(&keeper, &id, json!({ "command": "draft", "text": text })).await;
    tries(&keeper, &id, json!({ "command": "approve" })).await.refused(403, "same_writer");
    tries(&world.desk("demo-kra-duty").await, &id, json!({ "command": "approve" })).await.refused(403, "not_your_seat");
    does(&chair, &id, json!({ "command": "approve" })).await;
    tries(&keeper, &id, json!({ "command": "send" })).await.refused(409, "no_parent");
    let page = keeper.saying("accept-language", "fr").get(&format!("{path}/minutes")).await;
    assert!(page.header("content-type").starts_with("text/html"), "{:?}", page.headers);
    assert!(
        page.text.contains("Procès-verbal")
            && page.text.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;so on&quot;"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("<script") && page.text.contains("Customs reports."), "{}", page.text);
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    // What was read is in the log.
    let log = sees(&world.desk("demo-odpc-office").await, "/api/v1/access-log?limit=5000").await;
    assert!(log.to_string().contains("\"minutes\""), "{log}");
}

async fn a_directive_is_answered_judged_returned_and_puts_itself_on_the_next_agenda(world: World) {
    let (keeper, customs) = (secretary(&world).await, world.desk("demo-kra-duty").await);
    let (id, directive) = directed(&world).await;
    let agenda = async |keeper: &Desk| {
        let body = sees(keeper, "/api/v1/bodies/bcocc").await;
        let waits = body["proposals"].as_array().unwrap().iter().filter(|p| p["about"] == directive.as_str());
        (
            waits.map(|p| p["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>(),
            body["directives"][0]["state"].as_str().unwrap_or("").to_owned(),
        )
    };
    assert_eq!(agenda(&keeper).await, (vec![], "issued".to_owned()));
    // It waits in the inbox of customs, and says where it comes from.
    let inbox = sees(&customs, "/api/v1/assignments?kind=directive").await;
    assert_eq!((&inbox["assignments"][0]["id"], &inbox["assignments"][0]["about"]), (&json!(directive), &json!(format!("{id}#1"))));
    world.later(4 * DAY_US);
    assert_eq!(agenda(&keeper).await, (vec!["unacknowledged".to_owned()], "unacknowledged".to_owned()));
    let act = async |desk: &Desk, assignment: &str, command: Value| {
        let answer = desk.post(&format!("/api/v1/assignments/{assignment}/commands"), command).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    };
    act(&customs, &directive, json!({ "command": "acknowledge" })).await;
    assert_eq!(agenda(&keeper).await, (vec![], "acknowledged".to_owned()));
    world.later(27 * DAY_US);
    assert_eq!(agenda(&keeper).await, (vec!["overdue".to_owned()], "overdue".to_owned()));
    let card = sees(&keeper, "/api/v1/bodies").await["bodies"][0].clone();
    assert_eq!((&card["id"], &card["open"], &card["overdue"]), (&json!("bcocc"), &json!(1), &json!(1)));
    // The next meeting finds it on its agenda, and has it written down when it begins.
    let next = called(&keeper, "bcocc", json!({ "planned_us": world.clock.now_us() })).await;
    let view = sees(&keeper, &format!("/api/v1/meetings/{next}")).await;
    assert!(view["proposals"].as_array().unwrap().iter().any(|p| p["about"] == directive.as_str()), "{view}");
    let view = does(&keeper, &next, json!({ "command": "open", "present": present() })).await;
    let item = view["agenda"].as_array().unwrap().iter().find(|i| i["about"] == directive.as_str()).unwrap().clone();
    assert_eq!((&item["kind"], &item["automatic"]), (&json!("overdue"), &json!(true)));
    assert_eq!(view["proposals"], json!([]));
    act(&customs, &directive, json!({ "command": "note", "text": "the figures", "link": "https://figures.example" })).await;
    act(&customs, &directive, json!({ "command": "answer", "text": "Done at two scanners.", "outcome": "part" })).await;
    assert_eq!(agenda(&keeper).await, (vec!["evidence".to_owned()], "evidence".to_owned()));
    let view = sees(&keeper, &format!("/api/v1/meetings/{id}")).await;
    let d = &view["directives"][0];
    assert_eq!(
        (&d["evidence"], &d["links"][0], &d["commands"]),
        (&json!("Done at two scanners."), &json!("https://figures.example"), &json!(["accept", "return"]))
    );
    tries(&customs, &id, json!({ "command": "accept", "directive": directive })).await.refused(403, "not_your_seat");
    let view = does(&keeper, &id, json!({ "command": "return", "directive": directive, "reason": "There are five." })).await;
    assert_eq!(
        (&view["directives"][0]["state"], &view["directives"][0]["returned"][0]["text"]),
        (&json!("issued"), &json!("There are five."))
    );
    assert_eq!(agenda(&keeper).await.0, ["returned"]);
    let again = view["directives"][0]["assignment"].as_str().unwrap().to_owned();
    assert_ne!(again, directive);
    act(&customs, &again, json!({ "command": "answer", "text": "Done at five." })).await;
    does(&keeper, &id, json!({ "command": "accept", "directive": directive })).await;
    assert_eq!(agenda(&keeper).await, (vec![], String::new()));
    let closed = sees(&keeper, "/api/v1/bodies/bcocc/directives?open=false").await;
    assert_eq!((&closed["directives"][0]["state"], &closed["next"]), (&json!("complied"), &json!(null)));
    tries(&keeper, &id, json!({ "command": "accept", "directive": directive })).await.refused(409, "judged_already");
}

async fn a_meeting_is_read_by_its_body_and_after_its_minutes_by_the_body_above(world: World) {
    let keeper = world.desk("demo-jkia-joc-intelligence").await;
    let id = called(&keeper, "bmc.jkia", json!({ "planned_us": MORNING_US, "reference": "fortnightly" })).await;
    let path = format!("/api/v1/meetings/{id}");
    for member in ["demo-jkia-duty", "demo-jkia-duty-immigration", "demo-jkia-joc-customs"] {
        assert_eq!(world.desk(member).await.get(&path).await.status, StatusCode::OK, "{member}");
    }
    // No controls desk, no other point, no national desk, no partner, no auditor.
    let outside = [
        "demo-jkia-immigration-arrivals",
        "demo-namanga-duty-customs",
        "demo-kaa-duty",
        "demo-bms-duty",
        "demo-namanga-tz-duty",
        "demo-odpc-office",
    ];
    for officer in outside {
        let desk = world.desk(officer).await;
        for path in
            [path.clone(), format!("{path}/minutes"), "/api/v1/bodies/bmc.jkia".into(), "/api/v1/bodies/bmc.jkia/calendar.ics".into()]
        {
            desk.get(&path).await.refused(404, "not_found");
        }
        tries(&desk, &id, json!({ "command": "cancel", "reason": "x" })).await.refused(404, "not_found");
        desk.post("/api/v1/bodies/bmc.jkia/meetings", json!({ "planned_us": MORNING_US })).await.refused(404, "not_found");
    }
    // The secretariat knows that the body met, and no more.
    let known = sees(&world.desk("demo-bms-duty").await, "/api/v1/bodies").await;
    let card = known["bodies"].as_array().unwrap().iter().find(|b| b["id"] == "bmc.jkia").unwrap().clone();
    assert_eq!((&card["reads"], &card["next_us"], &card["seat"]), (&json!(false), &json!(MORNING_US), &json!(null)));
    assert_eq!(sees(&keeper, "/api/v1/bodies").await["bodies"].as_array().unwrap().len(), 2, "its committee and its operations centre");
    does(&keeper, &id, json!({ "command": "open", "present": [{ "agency": "KAA", "name": "A" }, { "agency": "DIS", "name": "B" }] })).await;
    does(&keeper, &id, json!({ "command": "close" })).await;
    does(&keeper, &id, json!({ "command": "draft", "text": "There were too few." })).await;
    let above = world.desk("demo-bms-duty").await;
    does(&world.desk("demo-jkia-duty").await, &id, json!({ "command": "approve" })).await;
    above.get(&path).await.refused(404, "not_found");
    does(&keeper, &id, json!({ "command": "send" })).await;
    let view = sees(&above, &path).await;
    assert_eq!((&view["minutes"]["state"], &view["commands"]), (&json!("sent"), &json!([])));
    assert!(above.get(&format!("{path}/minutes")).await.text.contains("There were too few."));
    tries(&above, &id, json!({ "command": "draft", "text": "x" })).await.refused(403, "not_permitted");
    world.desk("demo-kaa-duty").await.get(&path).await.refused(404, "not_found");
}

async fn of_a_confidential_meeting_nobody_outside_learns(world: World) {
    let keeper = world.desk("demo-jkia-joc-intelligence").await;
    let id = called(&keeper, "bmc.jkia", json!({ "planned_us": MORNING_US + HOUR_US, "confidential": true })).await;
    let path = format!("/api/v1/meetings/{id}");
    let above = secretary(&world).await;
    let seen = async |desk: &Desk| {
        let all = sees(desk, "/api/v1/bodies").await;
        let card = all["bodies"].as_array().unwrap().iter().find(|b| b["id"] == "bmc.jkia").unwrap().clone();
        (card["next_us"].clone(), card["last_us"].clone(), card["held"].clone(), card["open"].clone())
    };
    assert_eq!(seen(&keeper).await.0, MORNING_US + HOUR_US);
    let nothing = (json!(null), json!(null), json!(0), json!(0));
    assert_eq!(seen(&above).await, nothing);
    let agencies = ["KAA", "DIS", "KRA", "PH", "NPS", "NIS", "KEBS", "KEPHIS", "DVS", "KWS", "KCAA"];
    let view = sees(&keeper, &path).await;
    let seats: Vec<&str> = view["seats"].as_array().unwrap().iter().filter_map(|s| s["agency"].as_str()).collect();
    let there: Vec<Value> = agencies.iter().filter(|a| seats.contains(a)).map(|a| json!({ "agency": a, "name": "x" })).collect();
    does(&keeper, &id, json!({ "command": "open", "present": there })).await;
    let order = json!({ "command": "decide", "text": "x", "issues": [{ "to": { "agency": "DIS", "point": "jkia" }, "owed": "x" }] });
    does(&keeper, &id, order).await;
    does(&keeper, &id, json!({ "command": "close" })).await;
    does(&keeper, &id, json!({ "command": "draft", "text": "x" })).await;
    does(&world.desk("demo-jkia-duty").await, &id, json!({ "command": "approve" })).await;
    tries(&keeper, &id, json!({ "command": "send" })).await.refused(409, "stays_here");
    above.get(&path).await.refused(404, "not_found");
    assert_eq!(seen(&above).await, nothing);
    assert_eq!(seen(&keeper).await.3, 1);
}

async fn a_body_has_a_calendar_that_other_programs_read(world: World) {
    let keeper = secretary(&world).await;
    let ask = json!({ "planned_us": MORNING_US + DAY_US, "length_min": 120, "reference": "65th, in \"Mombasa\"; BEGIN:VEVENT\r\nX:1", "venue": "Old Town" });
    let id = called(&keeper, "bcocc", ask).await;
    let other =
        called(&keeper, "bcocc", json!({ "planned_us": MORNING_US + 9 * DAY_US, "extraordinary": true, "reason": "an outbreak" })).await;
    does(&keeper, &id, json!({ "command": "postpone", "planned_us": MORNING_US + 2 * DAY_US, "reason": "no room" })).await;
    does(&keeper, &other, json!({ "command": "cancel", "reason": "it is over" })).await;
    let feed = keeper.get("/api/v1/bodies/bcocc/calendar.ics").await;
    assert!(feed.header("content-type").starts_with("text/calendar"), "{:?}", feed.headers);
    // RFC 5545: lines end in CR LF, none has more than 75 octets, and texts have their commas, semicolons and line ends escaped.
    assert!(feed.text.lines().all(|l| l.len() <= 75) && feed.text.split("\r\n").count() > 10, "{}", feed.text);
    let unfolded = feed.text.replace("\r\n ", "");
    assert_eq!(unfolded.lines().filter(|l| l.trim() == "BEGIN:VEVENT").count(), 2, "{unfolded}");
    for wanted in ["DTSTART:20260903T060000Z", "DURATION:PT120M", "STATUS:CANCELLED", "LOCATION:Old Town", "SEQUENCE:1"] {
        assert!(unfolded.lines().any(|l| l.trim() == wanted), "{wanted}: {unfolded}");
    }
    assert!(!unfolded.lines().any(|l| l.starts_with("X:1")), "{unfolded}");
    let body = sees(&keeper, "/api/v1/bodies/bcocc").await;
    assert_eq!((&body["next"]["id"], &body["body"]["next_us"]), (&json!(id), &json!(MORNING_US + 2 * DAY_US)));
    assert_eq!(body["meetings"].as_array().unwrap().len(), 2);
}

async fn what_was_planned_is_held_against_what_was_held(world: World) {
    let keeper = secretary(&world).await;
    // Meetings that were held on paper: in August, twice in May, and in February.
    for (days, host) in [(20, "KPA"), (110, "KRA"), (105, "MOI"), (200, "KRA")] {
        let at = MORNING_US - days * DAY_US;
        let id = called(&keeper, "bcocc", json!({ "planned_us": at, "host": host })).await;
        does(&keeper, &id, json!({ "command": "open", "present": present(), "began_us": at })).await;
        tries(&keeper, &id, json!({ "command": "close", "ended_us": at - 1 })).await.refused(422, "times_unfit");
        does(&keeper, &id, json!({ "command": "close", "ended_us": at + HOUR_US })).await;
    }
    let body = sees(&keeper, "/api/v1/bodies/bcocc").await;
    let card = &body["body"];
    assert_eq!((&card["planned"], &card["held"], &card["year"].as_array().unwrap().len()), (&json!(7), &json!(3), &12));
    // What was before the first meeting that anybody entered is not known.
    let states: Vec<&Value> = card["year"].as_array().unwrap().iter().map(|slot| &slot["state"]).collect();
    assert_eq!(states[..9], ["unknown", "held", "missed", "missed", "held", "missed", "missed", "held", "open"]);
    assert_eq!(card["year"][4]["held"], 2);
    assert_eq!(
        (&card["last_us"], &body["next_host"]),
        (&json!(MORNING_US - 20 * DAY_US), &json!("DIS")),
        "the first member that never was the host"
    );
    // Less than half of what was planned: the standard is missed, and the agenda says so; the minutes of four meetings are missing too.
    let kinds: Vec<&str> = body["proposals"].as_array().unwrap().iter().filter_map(|p| p["kind"].as_str()).collect();
    assert_eq!(kinds.iter().filter(|k| **k == "minutes").count(), 4, "{kinds:?}");
    assert_eq!(kinds.iter().filter(|k| **k == "standard").count(), 1, "{}", body["proposals"]);
    // Page by page, the latest first.
    let first = sees(&keeper, "/api/v1/bodies/bcocc/meetings?limit=3").await;
    let next = first["next"].as_str().unwrap();
    let second = sees(&keeper, &format!("/api/v1/bodies/bcocc/meetings?limit=3&cursor={next}")).await;
    let held = |page: &Value| page["meetings"].as_array().unwrap().iter().map(|m| m["held_us"].as_i64().unwrap()).collect::<Vec<_>>();
    assert_eq!([held(&first), held(&second)].concat(), [20, 105, 110, 200].map(|d| MORNING_US - d * DAY_US));
    assert_eq!(second["next"], json!(null));
}

async fn late_answers_that_the_ladder_brought_up_are_on_the_agenda_of_whoever_it_told(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let ask = json!({ "kind": "referral", "to": { "agency": "PH", "point": "jkia" }, "owed": "a confidential sentence" });
    let id = lead.post("/api/v1/assignments", ask).await.body["id"].as_str().unwrap().to_owned();
    world.later(6 * HOUR_US);
    server::fire_clocks(&world.app).await.unwrap();
    let body = sees(&world.desk("demo-jkia-joc-intelligence").await, "/api/v1/bodies/bmc.jkia").await;
    let late = body["proposals"].as_array().unwrap().iter().find(|p| p["about"] == id.as_str()).unwrap().clone();
    assert_eq!((&late["kind"], &late["about_kind"]), (&json!("late"), &json!("assignment")));
    assert!(!body["proposals"].to_string().contains("a confidential sentence"), "{late}");
}

async fn whoever_was_asked_to_come_reads_that_meeting_and_no_other(world: World) {
    let keeper = secretary(&world).await;
    let asked = world.desk("demo-dvs-duty").await;
    let [one, other] = [
        called(&keeper, "bcocc", json!({ "planned_us": MORNING_US })).await,
        called(&keeper, "bcocc", json!({ "planned_us": MORNING_US })).await,
    ];
    asked.get(&format!("/api/v1/meetings/{one}")).await.refused(404, "not_found");
    does(&keeper, &one, json!({ "command": "co_opt", "agency": "DVS", "reason": "animal disease" })).await;
    let view = sees(&asked, &format!("/api/v1/meetings/{one}")).await;
    assert_eq!(view["seats"].as_array().unwrap().iter().find(|s| s["agency"] == "DVS").unwrap()["votes"], false);
    assert_eq!(view["commands"], json!([]), "it has no seat");
    for path in [format!("/api/v1/meetings/{other}"), "/api/v1/bodies/bcocc".to_owned()] {
        asked.get(&path).await.refused(404, "not_found");
    }
    tries(&asked, &one, json!({ "command": "add_item", "title": "x" })).await.refused(403, "not_your_seat");
}

async fn a_list_that_ends_soon_is_on_the_agenda_of_the_body_its_owner_sits_in(world: World) {
    let (police, second) = (world.desk("demo-nps-duty").await, world.desk("demo-nps-supervisor").await);
    let edition = json!({ "format": "csv", "files": { "list.csv": "id,name\n1,Bo Nordqvist\n" }, "note": "a try" });
    let brought = police.post("/api/v1/lists/warrants/editions", edition).await;
    let path = format!("/api/v1/lists/warrants/editions/{}/approval", brought.body["digest"].as_str().unwrap());
    let until = second.post(&path, json!({})).await.body["until_us"].as_i64().unwrap();
    let waits = async || {
        let body = sees(&secretary(&world).await, "/api/v1/bodies/bcocc").await;
        body["proposals"].as_array().unwrap().iter().any(|p| p["kind"] == "list" && p["about"] == "warrants")
    };
    assert!(!waits().await);
    world.later(until - 15 * DAY_US - world.clock.now_us());
    assert!(!waits().await);
    world.later(2 * DAY_US);
    assert!(waits().await);
    // A list that is over is searched no longer, and nothing of it ends soon.
    world.later(20 * DAY_US);
    assert!(!waits().await);
}

async fn a_page_costs_as_many_statements_however_much_there_is(world: World) {
    let keeper = secretary(&world).await;
    let cost = async || {
        let before = world.journal.statements();
        for path in ["/api/v1/bodies", "/api/v1/bodies/bcocc", "/api/v1/bodies/bcocc/meetings", "/api/v1/bodies/bcocc/directives"] {
            sees(&keeper, path).await;
        }
        world.journal.statements() - before
    };
    let (id, _) = directed(&world).await;
    let _ = cost().await;
    let little = cost().await;
    for _ in 0..6 {
        directed(&world).await;
    }
    for n in 0..10 {
        let order = json!({ "command": "decide", "text": format!("{n}"), "issues": [to_customs(), to_customs()] });
        does(&keeper, &id, order).await;
    }
    // Streams are looked up in groups of a few sizes: a handful of statements more, not one for each.
    let much = cost().await;
    assert!(much <= little + 8 && much <= 60, "{little} statements, and then {much}");
}

async fn a_retried_command_is_carried_out_once_and_all_is_there_after_a_restart(world: World) {
    let id = open(&world).await;
    let order = json!({ "command": "decide", "text": "once", "issues": [to_customs()] });
    let keeper = secretary(&world).await.saying("idempotency-key", "k1");
    for _ in 0..3 {
        does(&keeper, &id, order.clone()).await;
    }
    world.later(MINUTE_US);
    let before = sees(&keeper, &format!("/api/v1/meetings/{id}")).await;
    assert_eq!((before["decisions"].as_array().unwrap().len(), before["directives"].as_array().unwrap().len()), (1, 1));
    let world = world.restarted().await;
    let after = sees(&secretary(&world).await, &format!("/api/v1/meetings/{id}")).await;
    assert_eq!(before, after);
}

async fn a_living_feed_tells_only_those_who_read(world: World) {
    let id = open(&world).await;
    let tells = async |officer: &str| world.desk(officer).await.hears().await.contains(&id);
    assert!(tells("demo-moi-office").await);
    assert!(!tells("demo-jkia-duty").await && !tells("demo-odpc-office").await && !tells("demo-bms-systems").await);
}

crate::on_both_engines! {
    a_committee_decides_and_its_minutes_go_their_way,
    a_directive_is_answered_judged_returned_and_puts_itself_on_the_next_agenda,
    a_meeting_is_read_by_its_body_and_after_its_minutes_by_the_body_above,
    of_a_confidential_meeting_nobody_outside_learns,
    a_body_has_a_calendar_that_other_programs_read,
    what_was_planned_is_held_against_what_was_held,
    late_answers_that_the_ladder_brought_up_are_on_the_agenda_of_whoever_it_told,
    whoever_was_asked_to_come_reads_that_meeting_and_no_other,
    a_list_that_ends_soon_is_on_the_agenda_of_the_body_its_owner_sits_in,
    a_page_costs_as_many_statements_however_much_there_is,
    a_retried_command_is_carried_out_once_and_all_is_there_after_a_restart,
    a_living_feed_tells_only_those_who_read,
}
