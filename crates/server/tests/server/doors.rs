//! Who is let in: nobody without credentials, no officer without a rule, no forged request.

use crate::field::{flight, person, sent, traveller};
use crate::harness::{Answer, Desk, HOUR_US, World};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

/// Operations that exist to let somebody in.
const ANYBODY: &[&str] = &["session", "sign_in", "sign_in_demo", "demo_officers"];

/// Operations that every officer may ask for, and why.
const EVERY_OFFICER: &[(&str, &str)] = &[
    ("sign_out", "one's own session"),
    ("tokens", "one's own tokens"),
    ("make_token", "one's own tokens"),
    ("framework", "the rule `read-framework`: the framework itself is open to every officer"),
    ("paths", "the rule `read-framework`"),
    ("framework_bodies", "the rule `read-framework`"),
    ("framework_findings", "the rule `read-framework`"),
    ("framework_rules", "the rule `read-framework`"),
    ("framework_vocabulary", "the rule `read-framework`"),
    ("framework_ask", "the rule `read-framework`"),
    ("framework_versions", "the rule `read-framework`"),
    ("framework_difference", "the rule `read-framework`"),
    ("framework_sharing", "the rule `read-framework`"),
    ("compare_framework", "the rule `read-framework`"),
    ("list_assignments", "one's own inbox"),
    ("notifications", "one's own settings, and those that the rules let one set: notifications.rs"),
    ("count_assignments", "one's own inbox"),
    ("measures", "figures of the officer's own agency: measures.rs"),
    ("measured_assignments", "of the officer's own agency: measures.rs"),
    ("count_hits", "none for whoever may read none: only_those_who_may_read_hits_and_lists_learn_of_them"),
    ("list_lists", "no list for whoever may read none: only_those_who_may_read_hits_and_lists_learn_of_them"),
    ("list_posts", "no post for whoever may read none: posts.rs"),
    ("list_notices", "no notice for whoever may read none: notices.rs"),
    ("list_points", "lists the points whose figures the officer may read: figures_of_a_post_stay_with_its_two_states"),
    ("live", "says nothing of what the officer may not know: live.rs"),
];

/// A notice for the airport.
fn notice(effective_us: i64) -> Value {
    json!({ "title": "A try", "text": "A try", "legal": "none", "required": "nothing", "effective_us": effective_us, "points": ["jkia"], "classes": ["traveller"] })
}

/// A list of one.
fn edition(name: &str) -> Value {
    json!({ "format": "csv", "files": { "list.csv": format!("id,name\n1,{name}\n") }, "note": "a try" })
}

/// A request for information to the police.
fn asked() -> Value {
    json!({ "to": "NPS", "point": "jkia", "law": "made up", "purpose": "security", "title": "a try", "question": "a try",
            "concerns": { "subject": "person", "name": "Bo Nordqvist" } })
}

/// A statement about a crossing and a record of another system.
fn statement(crossing: &str) -> Value {
    json!({ "subject": "person", "same": true, "certainty": "likely", "reason": "a try",
            "things": [{ "id": crossing }, { "id": "7", "system": "case files" }] })
}

struct Operation {
    id: String,
    method: Method,
    path: String,
}

/// Every operation of the document.
fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(server::openapi()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            all.push(Operation { id, method: method.to_uppercase().parse().unwrap(), path: path.clone() });
        }
    }
    assert!(all.len() >= 23, "{}", all.len());
    all
}

/// Things at the airport that operations can be asked for.
struct Airport {
    crossing: String,
    message: String,
    token: String,
    assignment: String,
    hit: String,
    entry: String,
    edition: String,
    shift: String,
    meeting: String,
    request: String,
    statement: String,
    notice: String,
}

impl Airport {
    async fn of(world: &World) -> Self {
        let crossing = world.desk("demo-jkia-immigration-arrivals").await.opens(traveller("ERIKSSON", "L898902C3")).await;
        let lead = world.desk("demo-jkia-joc-lead").await;
        let message = lead.list(sent(&flight(vec![person("MWANGI", "JANE", "A1234567")]), "1")).await;
        let message = message.body["receipts"][0]["id"].as_str().unwrap().to_owned();
        let ask = json!({ "kind": "referral", "to": { "agency": "PH", "point": "jkia" }, "owed": "a look" });
        let assignment = lead.post("/api/v1/assignments", ask).await.body["id"].as_str().unwrap().to_owned();
        let (police, second) = (world.desk("demo-nps-duty").await, world.desk("demo-nps-supervisor").await);
        let wanted = json!({ "subject": "person", "names": ["Anna Maria Eriksson"], "reason": "a try" });
        let entry = police.post("/api/v1/lists/warrants/entries", wanted).await.body["id"].as_str().unwrap().to_owned();
        second.post(&format!("/api/v1/lists/warrants/entries/{entry}/commands"), json!({ "command": "approve" })).await;
        server::screen_all(&world.app).await.unwrap();
        let hit = police.get("/api/v1/hits").await.body["hits"][0]["id"].as_str().unwrap().to_owned();
        let edition =
            police.post("/api/v1/lists/warrants/editions", edition("Bo Nordqvist")).await.body["digest"].as_str().unwrap().to_owned();
        let come = json!({ "command": "come" });
        let shift = lead.post("/api/v1/posts/jkia/commands", come).await.body["shift"]["id"].as_str().unwrap().to_owned();
        let keeper = world.desk("demo-jkia-joc-intelligence").await;
        let called = keeper.post("/api/v1/bodies/bmc.jkia/meetings", json!({ "planned_us": world.clock.now_us() })).await;
        let meeting = called.body["meeting"]["id"].as_str().unwrap().to_owned();
        let request = lead.post("/api/v1/requests", asked()).await.id();
        let two = statement(&crossing);
        let statement = world.desk("demo-jkia-immigration-arrivals").await.post("/api/v1/statements", two).await.body["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let drafted = world.desk("demo-jkia-duty-immigration").await.post("/api/v1/notices", notice(world.clock.now_us() + HOUR_US)).await;
        let notice = drafted.body["notice"]["id"].as_str().unwrap().to_owned();
        Self {
            crossing,
            message,
            assignment,
            hit,
            entry,
            edition,
            meeting,
            request,
            statement,
            notice,
            shift,
            token: "mpaka_of_demo-jkia-joc-lead".into(),
        }
    }

    /// The address of an operation on something at the airport.
    fn address(&self, o: &Operation) -> String {
        let id = match o.path.as_str() {
            p if p.contains("/crossings/") => &self.crossing,
            p if p.contains("/intake/") => &self.message,
            p if p.contains("/tokens/") => &self.token,
            p if p.contains("/assignments/") => &self.assignment,
            p if p.contains("/hits/") => &self.hit,
            p if p.contains("/shifts/") => &self.shift,
            p if p.contains("/lists/") => &self.entry,
            p if p.contains("/notifications/") => "jkia.immigration.arrivals",
            p if p.contains("/bodies/") => "bmc.jkia",
            p if p.contains("/meetings/") => &self.meeting,
            p if p.contains("/requests/") => &self.request,
            p if p.contains("/statements/") => &self.statement,
            p if p.contains("/notices/") => &self.notice,
            _ => "",
        };
        let path = o.path.replace("{id}", id).replace("{point}", "jkia").replace("{version}", "2026.1");
        let path = path.replace("{scope}", "desk").replace("{list}", "warrants").replace("{digest}", &self.edition);
        assert!(!path.contains('{'), "say what stands for the parameters of {path}");
        let path = if o.id == "list_statements" { format!("{path}?about={}", self.crossing) } else { path };
        let path = if o.id == "request_bases" { format!("{path}?to=NPS") } else { path };
        let path = if o.id == "measured_assignments" { format!("{path}?who=DIS") } else { path };
        let at_point = ["list_crossings", "list_messages", "send_paxlst", "notice_crossings"].contains(&o.id.as_str());
        if at_point { format!("{path}?point=jkia") } else { path }
    }

    /// Calls an operation with a body that it would take.
    async fn call(&self, desk: &Desk, o: &Operation) -> Answer {
        let body = match o.id.as_str() {
            "send_paxlst" => sent(&flight(vec![person("OTIENO", "PAUL", "A7654321")]), "2"),
            "open_crossing" => traveller("ODHIAMBO", "B1112223").to_string(),
            "command_crossing" => json!({ "command": "pass", "stage": "health.screening" }).to_string(),
            "scan" => json!({ "mrz": crate::field::passport("ERIKSSON", "ANNA MARIA", "L898902C3") }).to_string(),
            "propose_framework" => json!({ "files": {}, "note": "a try" }).to_string(),
            "compare_framework" => json!({ "files": {} }).to_string(),
            "approve_framework" => json!({}).to_string(),
            "withdraw_framework" => json!({ "reason": "a try" }).to_string(),
            "make_assignment" => json!({ "kind": "referral", "to": { "agency": "PH", "point": "jkia" }, "owed": "a try" }).to_string(),
            "command_assignment" => json!({ "command": "accept" }).to_string(),
            "look_up" => json!({ "name": "Bo Nordqvist" }).to_string(),
            "command_hit" => json!({ "command": "review", "probable": true, "reason": "a try" }).to_string(),
            "ask_entry" => json!({ "subject": "person", "names": ["Juma Nyota"], "reason": "a try" }).to_string(),
            "command_entry" => json!({ "command": "end", "reason": "a try" }).to_string(),
            "bring_edition" => edition("Juma Nyota").to_string(),
            "approve_edition" => json!({}).to_string(),
            "withdraw_edition" => json!({ "reason": "a try" }).to_string(),
            "command_post" => json!({ "command": "outage", "what": "link", "text": "a try" }).to_string(),
            "call_meeting" => json!({ "planned_us": crate::harness::MORNING_US }).to_string(),
            "command_meeting" => json!({ "command": "add_item", "title": "a try" }).to_string(),
            "make_statement" => statement(&self.crossing).to_string(),
            "command_statement" => json!({ "command": "withdraw", "reason": "a try" }).to_string(),
            "ask_request" => asked().to_string(),
            "command_request" => json!({ "command": "withdraw", "reason": "a try" }).to_string(),
            "put_notification_setting" => json!({ "setting": { "email": "a.try@example.org" } }).to_string(),
            "draft_notice" => notice(crate::harness::MORNING_US + HOUR_US).to_string(),
            "command_notice" => json!({ "command": "withdraw", "reason": "a try" }).to_string(),
            "make_token" => json!({ "name": "x" }).to_string(),
            "sign_in" => json!({ "username": "x", "password": "y" }).to_string(),
            "sign_in_demo" => json!({ "officer": "demo-jkia-joc-lead" }).to_string(),
            _ => String::new(),
        };
        desk.saying("content-type", "application/json").call(o.method.clone(), &self.address(o), body).await
    }
}

async fn nothing_without_credentials(world: World) {
    let airport = Airport::of(&world).await;
    for o in operations().iter().filter(|o| !ANYBODY.contains(&o.id.as_str())) {
        for stranger in [
            world.stranger(),
            world.stranger().saying("authorization", "Bearer mpaka_made_up"),
            world.stranger().saying("authorization", "Basic eDp5"),
            world.stranger().saying("cookie", "mpaka_session=made_up"),
            world.stranger().saying("cookie", "mpaka_session="),
        ] {
            let answer = airport.call(&stranger, o).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{} {}: {}", o.method, o.path, answer.text);
            answer.refused(401, "signed_out");
        }
    }
}

/// A route that asks no rule answers all of these officers, and fails here.
async fn no_operation_answers_officers_without_a_rule_for_it(world: World) {
    let airport = Airport::of(&world).await;
    let auditor = world.desk("demo-odpc-office").await;
    let administrator = world.desk("demo-bms-systems").await;
    let (duty, airport_duty) = (world.desk("demo-namanga-tz-duty").await, world.desk("demo-jkia-duty").await);
    let neighbour = world.desk("demo-namanga-tz-immigration-entry").await;
    for o in operations() {
        let id = o.id.as_str();
        if ANYBODY.contains(&id) || EVERY_OFFICER.iter().any(|(e, _)| *e == id) {
            continue;
        }
        // Each of them may do one thing: the auditor reads the access log, the neighbour scans at the post; a duty officer opens nothing.
        let panel = match id {
            "access_log" => [&administrator, &neighbour, &duty],
            "make_assignment" | "list_requests" | "request_bases" | "ask_request" => [&auditor, &administrator, &administrator],
            "scan" => [&duty, &airport_duty, &airport_duty],
            // An administrator sets what anybody is told.
            _ if o.path.contains("/notifications") => [&auditor, &neighbour, &duty],
            _ => [&auditor, &administrator, &neighbour],
        };
        for desk in panel {
            let answer = airport.call(desk, &o).await;
            let refusal = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status);
            assert!(refusal, "{} {} asks no rule: {} {}", o.method, o.path, answer.status, answer.text);
            answer.is_problem();
        }
    }
    // Nothing of all that has left a trace.
    let lead = world.desk("demo-jkia-joc-lead").await;
    assert_eq!(lead.get("/api/v1/crossings?q=ODHIAMBO").await.body["crossings"], json!([]));
    assert_eq!(lead.sees(&airport.crossing).await["path"][0]["state"], "ready");
    assert_eq!(lead.get("/api/v1/tokens").await.body.as_array().unwrap().len(), 1);
}

async fn figures_of_a_post_stay_with_its_two_states(world: World) {
    let points = async |officer: &str| {
        let body = world.desk(officer).await.get("/api/v1/points").await.body;
        body["points"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(points("demo-namanga-tz-health").await, ["namanga"]);
    assert!(points("demo-jkia-health").await.len() > 20);
}

async fn only_those_who_may_read_hits_and_lists_learn_of_them(world: World) {
    let _ = Airport::of(&world).await;
    let seen = async |officer: &str| {
        let desk = world.desk(officer).await;
        let lists = desk.get("/api/v1/lists").await.body["lists"].as_array().unwrap().len();
        (lists, desk.get("/api/v1/hits/count").await.body["open"].as_i64().unwrap())
    };
    for nobody in
        ["demo-odpc-office", "demo-bms-systems", "demo-namanga-tz-duty", "demo-jkia-immigration-arrivals", "demo-namanga-joc-lead"]
    {
        assert_eq!(seen(nobody).await, (0, 0), "{nobody}");
    }
    // The overt hit at the airport, and no list.
    assert_eq!(seen("demo-jkia-joc-lead").await, (0, 1));
    let owned = crate::harness::kenya().framework.lists.iter().filter(|l| l.owner.get_ref() == "NPS").count();
    assert_eq!(seen("demo-nps-duty").await, (owned, 1));
}

async fn what_changes_something_by_cookie_carries_the_token_of_the_session(world: World) {
    world.with_password("pat", "demo-jkia-immigration-arrivals");
    let airport = Airport::of(&world).await;
    let pat = world.signed_in("pat").await;
    for o in operations() {
        if o.method == Method::GET || ANYBODY.contains(&o.id.as_str()) {
            continue;
        }
        for csrf in [None, Some("wrong".to_owned()), Some(String::new()), pat.csrf.clone().map(|c| c.to_lowercase() + "x")] {
            let forged = Desk { csrf, ..pat.clone() };
            airport.call(&forged, &o).await.refused(403, "csrf");
        }
    }
    let body = json!({ "name": "list sender" });
    assert_eq!(pat.post("/api/v1/tokens", body).await.status, StatusCode::CREATED);
    // Reading needs none, and an API token never does.
    assert_eq!(Desk { csrf: None, ..pat }.get("/api/v1/tokens").await.status, StatusCode::OK);
    world.desk("demo-jkia-immigration-arrivals").await.opens(traveller("KAMAU", "C1")).await;
}

async fn a_session_is_kept_in_a_cookie_that_scripts_and_other_sites_cannot_use(world: World) {
    world.with_password("pat", "demo-jkia-immigration-arrivals");
    let sign_in = json!({ "username": "pat", "password": crate::harness::PASSWORD });
    for (host, secure) in [
        ("border.example", true),
        ("localhost.example", true),
        ("127.0.0.1.example:8080", true),
        ("localhost:8080", false),
        ("localhost", false),
        ("127.0.0.1:8080", false),
        ("[::1]:8080", false),
    ] {
        let answer = world.stranger().saying("host", host).post("/api/v1/session", sign_in.clone()).await;
        let cookie = answer.header("set-cookie").to_owned();
        let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
        for wanted in ["HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(attributes.contains(&wanted), "{cookie}");
        }
        assert_eq!(attributes.contains(&"Secure"), secure, "{host}: {cookie}");
        // What the script of the page gets to see is not the secret of the cookie.
        let secret = cookie.split(['=', ';']).nth(1).unwrap();
        assert!(secret.len() >= 43 && !answer.text.contains(secret), "{cookie}");
    }
    let pat = world.signed_in("pat").await;
    let gone = pat.delete("/api/v1/session").await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert!(gone.header("set-cookie").contains("Max-Age=0"), "{}", gone.header("set-cookie"));
}

async fn a_demonstration_has_doors_that_a_real_border_has_not(world: World) {
    let stranger = world.stranger();
    stranger.get("/api/v1/demo/officers").await.refused(404, "not_found");
    stranger.post("/api/v1/session/demo", json!({ "officer": "demo-jkia-joc-lead" })).await.refused(404, "not_found");
    assert_eq!(stranger.get("/api/v1/session").await.body["demo"], false);

    let demo = World::sqlite_demo().await;
    let offered = demo.stranger().get("/api/v1/demo/officers").await;
    assert!(offered.body.as_array().unwrap().len() > 50);
    let answer = demo.stranger().post("/api/v1/session/demo", json!({ "officer": "demo-jkia-joc-lead" })).await;
    assert_eq!((answer.status, &answer.body["officer"]["id"]), (StatusCode::OK, &Value::from("demo-jkia-joc-lead")));
    demo.stranger().post("/api/v1/session/demo", json!({ "officer": "nobody" })).await.refused(404, "not_found");
    // What a demonstration opens is marked as made up.
    let id = demo.desk("demo-jkia-immigration-arrivals").await.opens(traveller("MADE UP", "M1")).await;
    assert_eq!(demo.desk("demo-jkia-joc-lead").await.sees(&id).await["card"]["nature"], "simulated");
}

crate::on_both_engines! {
    nothing_without_credentials,
    no_operation_answers_officers_without_a_rule_for_it,
    figures_of_a_post_stay_with_its_two_states,
    only_those_who_may_read_hits_and_lists_learn_of_them,
    what_changes_something_by_cookie_carries_the_token_of_the_session,
    a_session_is_kept_in_a_cookie_that_scripts_and_other_sites_cannot_use,
    a_demonstration_has_doors_that_a_real_border_has_not,
}
