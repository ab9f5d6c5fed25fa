//! The framework as somebody who studies it is shown it.

use crate::harness::{Desk, World, kenya, officers, pack};
use framework::access::{Action, Kind, Label, Level, Officer, Topic};
use framework::{AgencyId, Rulebook};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PAGES: &[&str] = &["bodies", "findings", "rules", "vocabulary"];

fn address(page: &str) -> String {
    format!("/api/v1/framework/{page}")
}

async fn lead(world: &World) -> Desk {
    world.desk("demo-namanga-joc-lead").await
}

async fn nobody_studies_the_framework_without_signing_in(world: World) {
    for page in PAGES {
        world.stranger().get(&address(page)).await.refused(401, "signed_out");
    }
    world.stranger().post(&address("ask"), json!({})).await.refused(401, "signed_out");
    // The rule `read-framework`: it is open to every officer, also to the neighbour's and to the auditor.
    for officer in ["demo-namanga-tz-customs", "demo-odpc-office", "demo-jkia-health"] {
        let desk = world.desk(officer).await;
        for page in PAGES {
            assert_eq!(desk.get(&address(page)).await.status, 200, "{officer} {page}");
        }
    }
}

/// An officer as a question describes one, and as the rules take one.
struct Case {
    agency: &'static str,
    point: &'static str,
    roles: &'static [&'static str],
    purposes: &'static [&'static str],
    owner: &'static str,
    kind: Kind,
    topic: Topic,
    tlp: i64,
    expected: Level,
    rule: &'static str,
}

const ANY: Case = Case {
    agency: "TZ-TRA",
    point: "namanga",
    roles: &["frontline"],
    purposes: &["customs"],
    owner: "NIS",
    kind: Kind::Remark,
    topic: Topic::Intelligence,
    tlp: 0,
    expected: Level::Nothing,
    rule: "intelligence-stays-home",
};

const CASES: &[Case] = &[
    ANY,
    // The neighbour's officer at the same post.
    Case { owner: "KRA", topic: Topic::General, expected: Level::Exists, rule: "see-partner-reasons", ..ANY },
    Case { owner: "KRA", kind: Kind::Crossing, topic: Topic::General, expected: Level::Content, rule: "read-partner-zone", ..ANY },
    Case { owner: "PH", topic: Topic::Medical, expected: Level::Exists, rule: "see-medical", ..ANY },
    // The joint operations centre, and the writer's own agency.
    Case { agency: "KRA", roles: &["joc"], expected: Level::Exists, rule: "see-intelligence", ..ANY },
    Case { agency: "NIS", roles: &["joc"], purposes: &["intelligence"], expected: Level::Content, rule: "read-own-writing", ..ANY },
    Case { agency: "KRA", roles: &["frontline"], expected: Level::Nothing, rule: "", ..ANY },
    // Another point knows nothing of it.
    Case {
        agency: "DIS",
        point: "jkia",
        owner: "KRA",
        kind: Kind::Crossing,
        topic: Topic::General,
        expected: Level::Nothing,
        rule: "",
        ..ANY
    },
    // Health, for its purpose and for another.
    Case { agency: "PH", purposes: &["health"], owner: "PH", topic: Topic::Medical, expected: Level::Content, rule: "read-medical", ..ANY },
    Case { agency: "PH", purposes: &["customs"], owner: "PH", topic: Topic::Medical, expected: Level::Exists, rule: "see-medical", ..ANY },
    Case { agency: "DIS", owner: "KRA", topic: Topic::General, tlp: 4, expected: Level::Exists, rule: "read-general-reasons", ..ANY },
    // A national desk knows that there is a crossing, and no more.
    Case {
        agency: "BMS",
        point: "",
        roles: &["secretariat"],
        owner: "KRA",
        kind: Kind::Crossing,
        topic: Topic::General,
        expected: Level::Exists,
        rule: "see-national",
        ..ANY
    },
    Case { agency: "KRA", purposes: &[], owner: "KRA", topic: Topic::General, expected: Level::Nothing, rule: "purpose-required", ..ANY },
    Case { owner: "", kind: Kind::Framework, topic: Topic::General, expected: Level::Content, rule: "read-framework", ..ANY },
];

fn words(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|w| (*w).to_owned()).collect()
}

impl Case {
    fn officer(&self, book: &Rulebook) -> Officer {
        Officer {
            id: "somebody".into(),
            agency: self.agency.into(),
            state: book.agencies[&AgencyId::from(self.agency)].state.clone(),
            point: (!self.point.is_empty()).then(|| self.point.into()),
            desk: "".into(),
            roles: words(self.roles),
            purposes: words(self.purposes),
            clearance: 1,
        }
    }

    fn label(&self, book: &Rulebook) -> Label {
        let state = book.agencies.get(self.owner).map_or_else(|| book.own_state(), |a| a.state.clone());
        let mut label = Label::of(self.kind, &self.owner.into(), &state);
        label.topic = self.topic;
        label.tlp = self.tlp;
        label.author = Some("somebody else".into());
        if !self.owner.is_empty() {
            label.point = Some("namanga".into());
            label.states = book.states_at("namanga");
        }
        label
    }

    fn question(&self, action: Action) -> Value {
        let tlp = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"][usize::try_from(self.tlp).unwrap()];
        let place = if self.owner.is_empty() { "" } else { "namanga" };
        json!({
            "officer": { "agency": self.agency, "point": self.point, "roles": self.roles, "purposes": self.purposes, "clearance": 1 },
            "record": { "kind": self.kind.word(), "topic": self.topic.word(), "agency": self.owner, "point": place, "tlp": tlp },
            "action": action.word(),
        })
    }
}

async fn an_answer_is_what_the_rules_would_say_to_that_officer(world: World) {
    let (desk, book) = (lead(&world).await, kenya());
    for case in CASES {
        let (officer, label) = (case.officer(&book), case.label(&book));
        let purpose = case.purposes.first().copied().unwrap_or("");
        let told = book.access.disclosure(&officer, &label, purpose);
        assert_eq!(told.level, case.expected, "{} {:?} {:?}", case.agency, case.kind, case.topic);
        for &action in Action::ALL {
            let question = case.question(action);
            let answer = desk.post(&address("ask"), question.clone()).await;
            assert_eq!(answer.status, 200, "{question} {}", answer.text);
            let body = answer.body;
            assert_eq!(body["disclosure"], serde_json::to_value(told.level).unwrap(), "{question}");
            assert_eq!(ids(&body["disclosure_rules"]), told.rules.iter().map(|r| r.id.to_string()).collect(), "{question}");
            let decision = book.access.permits(&officer, action, &label, purpose);
            assert_eq!(body["allowed"], decision.allowed, "{question}");
            assert_eq!(ids(&body["rules"]), decision.rules.iter().map(|r| r.id.to_string()).collect(), "{question}");
        }
        let named = told.rules.iter().any(|r| &*r.id == case.rule);
        assert!(named || (case.rule.is_empty() && told.rules.is_empty()), "{:?} decided, not {}", told.rules, case.rule);
    }
}

fn ids(rules: &Value) -> BTreeSet<String> {
    rules.as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
}

async fn a_rule_is_shown_in_words_and_where_it_is_written(world: World) {
    let body = lead(&world).await.post(&address("ask"), ANY.question(Action::Read)).await.body;
    let rule = &body["rules"][0];
    assert_eq!(rule["says"], "Intelligence of one state is hidden from every other, even its existence.");
    let (file, line) = (rule["place"]["file"].as_str().unwrap(), rule["place"]["line"].as_u64().unwrap());
    let text = std::fs::read_to_string(pack().join(file)).unwrap();
    let written = text.lines().nth(usize::try_from(line).unwrap() - 1).unwrap();
    assert_eq!(written, "@id(\"intelligence-stays-home\")");
}

async fn what_withholds_the_content_is_said_beside_what_shows_its_existence(world: World) {
    let red = CASES.iter().find(|c| c.tlp == 4).unwrap();
    let body = lead(&world).await.post(&address("ask"), red.question(Action::Read)).await.body;
    assert_eq!((&body["disclosure"], ids(&body["withheld_by"])), (&json!("exists"), BTreeSet::from(["red-stays-with-owner".to_owned()])));
}

/// A desk says where its officer is, and a stated purpose is the one that counts.
async fn a_desk_and_a_purpose_may_be_named(world: World) {
    let desk = lead(&world).await;
    let ask = |purpose: Value| {
        json!({
            "officer": { "agency": "PH", "desk": "namanga.health", "roles": ["frontline"], "purposes": ["customs", "health"] },
            "record": { "kind": "remark", "topic": "medical", "agency": "PH", "point": "namanga" },
            "purpose": purpose,
        })
    };
    let body = desk.post(&address("ask"), ask(json!("health"))).await.body;
    assert_eq!((&body["officer"]["point"], &body["disclosure"]), (&json!("namanga"), &json!("content")));
    assert_eq!(desk.post(&address("ask"), ask(Value::Null)).await.body["purpose"], "customs");
    let none = desk.post(&address("ask"), ask(json!(""))).await.body;
    assert_eq!((&none["disclosure"], ids(&none["disclosure_rules"])), (&json!("nothing"), BTreeSet::from(["purpose-required".to_owned()])));
}

async fn words_that_the_framework_does_not_know_are_named(world: World) {
    let desk = lead(&world).await;
    let good = ANY.question(Action::Read);
    for (place, field, word, named) in [
        ("officer", "agency", json!("NOBODY"), "NOBODY"),
        ("officer", "point", json!("nowhere"), "nowhere"),
        ("officer", "desk", json!("no.desk"), "no.desk"),
        ("officer", "state", json!("XXX"), "XXX"),
        ("officer", "roles", json!(["frontlines"]), "frontlines"),
        ("officer", "purposes", json!(["custom"]), "custom"),
        ("record", "kind", json!("remarks"), "remarks"),
        ("record", "topic", json!("medicine"), "medicine"),
        ("record", "agency", json!("NOBODY"), "NOBODY"),
        ("record", "point", json!("nowhere"), "nowhere"),
        ("record", "tlp", json!("PINK"), "PINK"),
        ("record", "classification", json!("hush"), "hush"),
        ("record", "releasable_to", json!(["XXX"]), "XXX"),
        ("", "action", json!("reads"), "reads"),
        ("", "purpose", json!("custom"), "custom"),
    ] {
        let mut ask = good.clone();
        let part = if place.is_empty() { &mut ask } else { &mut ask[place] };
        part[field] = word;
        let answer = desk.post(&address("ask"), ask).await;
        answer.refused(422, "unknown_word");
        assert_eq!(answer.body["fields"]["word"], named, "{}", answer.text);
        assert!(answer.body["detail"].as_str().unwrap().contains(named), "{}", answer.text);
    }
    let mut ask = good.clone();
    ask["officer"]["state"] = json!("KEN");
    desk.post(&address("ask"), ask).await.refused(422, "contradiction");
    let mut ask = good.clone();
    ask["officer"]["desk"] = json!("namanga.customs");
    desk.post(&address("ask"), ask).await.refused(422, "contradiction");
    let mut ask = good;
    ask["rekord"] = json!({});
    desk.post(&address("ask"), ask).await.refused(400, "json");
}

async fn every_word_of_the_vocabulary_can_be_asked_with(world: World) {
    let desk = lead(&world).await;
    let words = desk.get(&address("vocabulary")).await.body;
    let ask = async |change: &dyn Fn(&mut Value)| {
        let mut question = ANY.question(Action::Read);
        change(&mut question);
        let answer = desk.post(&address("ask"), question.clone()).await;
        assert_eq!(answer.status, 200, "{question} {}", answer.text);
    };
    for kind in words["kinds"].as_array().unwrap() {
        ask(&|q| q["record"]["kind"] = kind.clone()).await;
    }
    for topic in words["topics"].as_array().unwrap() {
        ask(&|q| q["record"]["topic"] = topic.clone()).await;
    }
    for action in words["actions"].as_array().unwrap() {
        ask(&|q| q["action"] = action.clone()).await;
    }
    for level in words["levels"].as_array().unwrap() {
        ask(&|q| q["record"]["classification"] = level["id"].clone()).await;
    }
    ask(&|q| q["officer"]["roles"] = words["roles"].clone()).await;
    ask(&|q| q["officer"]["purposes"] = words["purposes"].clone()).await;
    let purposes: BTreeSet<&str> = words["purposes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for officer in officers() {
        assert!(officer.purposes.iter().all(|p| purposes.contains(p.as_str())), "{}", officer.id);
    }
}

/// Who has which rights is not everybody's to know: one's own account, and made-up ones.
async fn an_account_is_asked_about_by_those_who_may_know_it(world: World) {
    let ask =
        |account: &str| json!({ "officer": { "account": account }, "record": { "kind": "crossing", "agency": "KRA", "point": "namanga" } });
    let desk = lead(&world).await;
    let own = desk.post(&address("ask"), ask("demo-namanga-joc-lead")).await;
    assert_eq!((own.status.as_u16(), &own.body["disclosure"], &own.body["officer"]["agency"]), (200, &json!("content"), &json!("KRA")));
    let other = desk.post(&address("ask"), ask("demo-namanga-customs")).await;
    let nobody = desk.post(&address("ask"), ask("nobody")).await;
    assert_eq!((other.status, &other.text), (nobody.status, &nobody.text));
    nobody.refused(404, "not_found");
    // The rule `administer-accounts`.
    let administrator = world.desk("demo-bms-systems").await;
    assert_eq!(administrator.post(&address("ask"), ask("demo-namanga-customs")).await.status, 200);

    let demo = World::sqlite_demo().await;
    let answer = lead(&demo).await.post(&address("ask"), ask("demo-namanga-tz-customs")).await;
    assert_eq!((&answer.body["officer"]["state"], &answer.body["disclosure"]), (&json!("TZA"), &json!("content")));
}

async fn findings_are_what_the_checker_says(world: World) {
    let loaded = framework::load(&pack());
    let expected = framework::check(&loaded.framework.unwrap(), &loaded.texts, Some("2026-09-01"));
    let body = lead(&world).await.get(&address("findings")).await.body;
    assert_eq!(body["day"], "2026-09-01");
    let found = body["findings"].as_array().unwrap();
    let key = |code: &str, file: &str, line: usize, message: &str| format!("{code} {file}:{line} {message}");
    let mut shown: Vec<String> = found
        .iter()
        .map(|f| {
            let text = |name: &str| f[name].as_str().unwrap();
            let line = usize::try_from(f["place"]["line"].as_u64().unwrap()).unwrap();
            assert!(!text("title").is_empty() && !text("why").is_empty() && !text("mend").is_empty());
            key(text("code"), f["place"]["file"].as_str().unwrap(), line, text("message"))
        })
        .collect();
    let mut said: Vec<String> = expected.iter().map(|d| key(d.code.id(), &d.place.file, d.place.line, &d.message)).collect();
    shown.sort();
    said.sort();
    assert_eq!(shown, said);
    let sum = ["errors", "warnings", "notes"].iter().map(|n| body[n].as_u64().unwrap()).sum::<u64>();
    assert_eq!(sum, u64::try_from(expected.len()).unwrap());
    // The line is shown as it stands, and what is marked of it is what the finding is about.
    let of_the_agreement = |f: &&serde_json::Value| f["item"] == "container-control" && f["line"] == "id = \"container-control\"";
    let first = found.iter().find(of_the_agreement).unwrap();
    assert_eq!(first["width"], json!("\"container-control\"".len()));
}

async fn the_institution_is_a_chain_from_the_national_committee_to_the_desks(world: World) {
    let body = lead(&world).await.saying("accept-language", "sw").get(&address("bodies")).await.body;
    let bodies = body["bodies"].as_array().unwrap();
    let find = |id: &str| bodies.iter().find(|b| b["id"] == id).unwrap();
    let chain: Vec<&str> = std::iter::successors(Some(find("joc.{point}")), |b| b["parent"].as_str().map(find))
        .map(|b| b["level"].as_str().unwrap())
        .collect();
    assert_eq!(chain, ["joc", "point", "secretariat", "national"]);
    let national = find("bcocc");
    assert_eq!(national["name"], "Kamati ya Uratibu wa Udhibiti na Operesheni za Mipaka");
    assert_eq!(
        (&national["chair"]["agency"], &national["quorum"]["percent"], &national["minutes"]["within_s"]),
        (&json!("MOI"), &json!(50), &json!(3 * 86_400))
    );
    assert_eq!(national["origin"]["unverified"], json!(["deputy", "quorum", "minutes", "members"]));
    let member = |agency: &str| national["members"].as_array().unwrap().iter().find(|m| m["agency"] == agency).unwrap().clone();
    assert_eq!((&member("NIS")["unestablished"], &member("NPS")["unestablished"]), (&json!(true), &json!(false)));
    assert_eq!((&member("MOI")["from"], member("MOI")["sources"][0]["key"].as_str()), (&json!("2014-12-22"), Some("BMS1")));
    let functions: Vec<&str> = national["functions"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect();
    assert_eq!(functions, ["policy", "oversight", "other"]);
    // Each point's committee is led by whom the point names, and that goes by the environment.
    let seats = find("bmc.{point}")["seats"].as_array().unwrap();
    let at = |environment: &str| seats.iter().find(|s| s["environment"] == environment).unwrap();
    assert_eq!((&at("land")["chair"], &at("air")["chair"], &at("sea")["chair"]), (&json!("KRA"), &json!("KAA"), &json!("KPA")));
    assert!(at("land")["points"].as_array().unwrap().contains(&json!("namanga")));
    assert!(body["desks"].as_array().unwrap().iter().any(|d| d["kind"] == "joc" && d["national"] == false));
}

async fn rules_come_with_their_sources(world: World) {
    let body = lead(&world).await.get(&address("rules")).await.body;
    let find = |kind: &str, id: &str| body[kind].as_array().unwrap().iter().find(|r| r["id"] == id).unwrap().clone();
    let clock = find("clocks", "hit.arrest");
    assert_eq!((&clock["duration_s"], &clock["ladder"], &clock["origin"]["chosen"]), (&json!(900), &json!("critical"), &json!(true)));
    let ladder = find("ladders", "standard");
    assert_eq!(ladder["rungs"][0], json!({ "to": "desk_supervisor", "after_s": 600 }));
    let agreement = find("agreements", "osbp-tanzania");
    assert_eq!(
        (&agreement["review"], &agreement["review_past"], &agreement["retention_s"]),
        (&json!("2027-06-30"), &json!(false), &json!(1825 * 86_400))
    );
    assert_eq!(agreement["origin"]["sources"][0]["key"], "OSBPACT");
    assert!(agreement["origin"]["sources"][0]["citation"].as_str().is_some_and(|c| !c.is_empty()));
    let list = find("lists", "interpol-sltd");
    assert_eq!(
        (&list["owner"], &list["max_s"], &list["origin"]["place"]["file"]),
        (&json!("NPS"), &json!(3650 * 86_400), &json!("lists.toml"))
    );
    assert_eq!(find("standards", "hit-answer")["target_percent"], 95);
    for kind in ["lists", "clocks", "ladders", "agreements", "standards"] {
        for rule in body[kind].as_array().unwrap() {
            assert!(rule["origin"]["place"]["line"].as_u64().is_some_and(|l| l > 0), "{rule}");
        }
    }
}

async fn a_procedure_says_where_each_stage_is_written(world: World) {
    let body = lead(&world).await.get("/api/v1/points/namanga/paths").await.body;
    let paths = body["paths"].as_array().unwrap();
    let truck = paths.iter().find(|p| p["procedure"] == "osbp-truck" && p["direction"] == "inbound").unwrap();
    assert_eq!(truck["place"]["file"], "procedures/osbp-truck.toml");
    let customs = truck["stages"].as_array().unwrap().iter().find(|s| s["id"] == "exit.customs").unwrap();
    assert_eq!((&customs["examines"], &customs["waivable"], &customs["state"]), (&json!("documents"), &json!(true), &json!("TZA")));
    let text = std::fs::read_to_string(pack().join("procedures/osbp-truck.toml")).unwrap();
    let line = usize::try_from(customs["place"]["line"].as_u64().unwrap()).unwrap();
    assert_eq!(text.lines().nth(line - 1).unwrap(), "id = \"exit.customs\"");
}

crate::on_both_engines! {
    nobody_studies_the_framework_without_signing_in,
    an_answer_is_what_the_rules_would_say_to_that_officer,
    a_rule_is_shown_in_words_and_where_it_is_written,
    what_withholds_the_content_is_said_beside_what_shows_its_existence,
    a_desk_and_a_purpose_may_be_named,
    words_that_the_framework_does_not_know_are_named,
    every_word_of_the_vocabulary_can_be_asked_with,
    an_account_is_asked_about_by_those_who_may_know_it,
    findings_are_what_the_checker_says,
    the_institution_is_a_chain_from_the_national_committee_to_the_desks,
    rules_come_with_their_sources,
    a_procedure_says_where_each_stage_is_written,
}
