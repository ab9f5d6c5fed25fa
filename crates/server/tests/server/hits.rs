//! Lists and hits, as their owners and the desks meet them.

use crate::field::{announced, passport, person, traveller, truck};
use crate::harness::{Answer, Desk, MINUTE_US, World};
use serde_json::{Value, json};
use std::time::Duration;

const WARRANTS: &str = "warrants";
const WATCH: &str = "intelligence-watch";

/// Somebody on a list, by name, birth date and passport.
fn wanted(names: &[&str], documents: &[&str]) -> Value {
    json!({ "subject": "person", "names": names, "born": ["1974-08-12"], "documents": documents, "reason": "made up for a test" })
}

async fn asked(desk: &Desk, list: &str, what: Value) -> String {
    let answer = desk.post(&format!("/api/v1/lists/{list}/entries"), what).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(answer.body["state"], "asked");
    answer.body["id"].as_str().unwrap().to_owned()
}

async fn entry(desk: &Desk, list: &str, id: &str, command: Value) -> Answer {
    desk.post(&format!("/api/v1/lists/{list}/entries/{id}/commands"), command).await
}

/// Puts somebody on a list, the way that two officers of its owner do.
async fn listed(world: &World, agency: &str, list: &str, what: Value) -> String {
    let (duty, second) = (world.desk(&format!("demo-{agency}-duty")).await, world.desk(&format!("demo-{agency}-supervisor")).await);
    let id = asked(&duty, list, what).await;
    let approved = entry(&second, list, &id, json!({ "command": "approve" })).await;
    assert_eq!((approved.status.as_u16(), &approved.body["state"]), (200, &json!("in_force")), "{}", approved.text);
    id
}

async fn hits(desk: &Desk) -> Vec<Value> {
    let answer = desk.get("/api/v1/hits").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body["hits"].as_array().unwrap().clone()
}

async fn only(desk: &Desk) -> Value {
    let all = hits(desk).await;
    assert_eq!(all.len(), 1, "{all:#?}");
    all[0].clone()
}

async fn tries(desk: &Desk, hit: &Value, command: Value) -> Answer {
    desk.post(&format!("/api/v1/hits/{}/commands", hit["id"].as_str().unwrap()), command).await
}

async fn does(desk: &Desk, hit: &Value, command: Value) -> Value {
    let answer = tries(desk, hit, command).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

/// A traveller at the airport, who is at the counter.
async fn comes(world: &World, surname: &str, number: &str) -> String {
    world.desk("demo-jkia-immigration-arrivals").await.opens(traveller(surname, number)).await
}

async fn refer(desk: &Desk, crossing: &str) -> Value {
    desk.get(&format!("/api/v1/crossings/{crossing}")).await.body["refer"].clone()
}

async fn a_warrant_is_met_compared_by_two_and_answered_by_its_owner(world: World) {
    listed(&world, "nps", WARRANTS, wanted(&["Anna Maria Eriksson"], &["L898902C3"])).await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 0);
    let crossing = comes(&world, "ERIKSSON", "L898902C3").await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 1);
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 0, "twice is once");

    let (duty, second) = (world.desk("demo-nps-duty").await, world.desk("demo-nps-supervisor").await);
    let joc = world.desk("demo-jkia-joc-police").await;
    let hit = only(&duty).await;
    assert_eq!(only(&joc).await["id"], hit["id"]);
    assert_eq!(
        json!([hit["crossing"], hit["state"], hit["list"], hit["action"], hit["needs_two"], hit["asked"]["name"]]),
        json!([crossing, "candidate", WARRANTS, "arrest", true, "ANNA MARIA ERIKSSON"])
    );
    assert_eq!(hit["due_us"].as_i64().unwrap() - hit["found_us"].as_i64().unwrap(), 15 * MINUTE_US);
    let sides: Vec<_> =
        hit["sides"].as_array().unwrap().iter().map(|s| (s["field"].as_str().unwrap(), s["agreement"].as_str().unwrap())).collect();
    assert_eq!(sides, [("name", "same"), ("born", "same"), ("nationality", "unknown"), ("number", "same")]);

    // The owner owes an answer, and gives it at the hit alone.
    let owed = duty.get("/api/v1/assignments").await.body["assignments"][0].clone();
    assert_eq!(json!([owed["id"], owed["about_kind"], owed["about"]]), json!([hit["assignment"], "hit", hit["id"]]));
    let there = json!({ "command": "answer", "text": "done" });
    duty.post(&format!("/api/v1/assignments/{}/commands", owed["id"].as_str().unwrap()), there).await.refused(409, "answered_there");

    let reason = "made up for a test";
    does(&joc, &hit, json!({ "command": "review", "probable": true, "reason": reason })).await;
    tries(&joc, &hit, json!({ "command": "check", "factor": "document", "same": true })).await.refused(400, "command");
    does(&joc, &hit, json!({ "command": "check", "factor": "document", "same": true, "reason": reason })).await;
    tries(&joc, &hit, json!({ "command": "second", "agrees": true, "reason": reason })).await.refused(403, "same_person");
    let confirmed = does(&second, &hit, json!({ "command": "second", "agrees": true, "reason": reason })).await;
    assert_eq!(json!([confirmed["state"], confirmed["commands"]]), json!(["confirmed", ["reply"]]));
    let elsewhere = world.desk("demo-jkia-joc-immigration").await;
    tries(&elsewhere, &hit, json!({ "command": "reply", "instruction": "act", "text": reason })).await.refused(403, "not_the_owner");
    does(&duty, &hit, json!({ "command": "reply", "instruction": "act", "text": "arrest" })).await;
    let done = does(&joc, &hit, json!({ "command": "act", "done": true, "text": "arrested at the counter" })).await;
    assert_eq!(json!([done["state"], done["outcome"]]), json!(["closed", "confirmed_action"]));
    let steps: Vec<&str> = done["steps"].as_array().unwrap().iter().map(|s| s["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["found", "reviewed", "checked", "seconded", "replied", "acted"]);
    let owed = duty.get(&format!("/api/v1/assignments/{}", owed["id"].as_str().unwrap())).await.body;
    assert_eq!(json!([owed["state"], owed["end"]["outcome"]]), json!(["answered", "full"]));
    assert!(hits(&duty).await.is_empty());
    let closed = duty.get("/api/v1/hits?open=false").await.body;
    assert_eq!(closed["hits"][0]["id"], hit["id"]);
    let list = duty.get("/api/v1/lists").await.body["lists"].as_array().unwrap().iter().find(|l| l["id"] == WARRANTS).unwrap().clone();
    let f = &list["figures"];
    assert_eq!(json!([f["hits"], f["open"], f["confirmed"], f["not_the_one"]]), json!([1, 0, 1, 0]));
}

async fn a_silent_hit_is_its_owners_alone_and_the_desk_sees_no_difference(world: World) {
    listed(&world, "nis", WATCH, wanted(&["Eriksson, Anna Maria"], &[])).await;
    listed(&world, "nps", WARRANTS, wanted(&["Otieno, Anna Maria"], &[])).await;
    server::screen_all(&world.app).await.unwrap();
    let (silent, overt, nobody) = (
        comes(&world, "ERIKSSON", "L898902C3").await,
        comes(&world, "OTIENO", "K7654321").await,
        comes(&world, "KIJITO", "A1111111").await,
    );
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 2);
    let owner = world.desk("demo-nis-duty").await;
    let hit = only(&owner).await;
    assert_eq!(json!([hit["crossing"], hit["silent"]]), json!([silent, true]));
    let path = format!("/api/v1/hits/{}", hit["id"].as_str().unwrap());
    for other in ["demo-jkia-joc-lead", "demo-jkia-joc-police", "demo-jkia-immigration-arrivals", "demo-nps-duty", "demo-odpc-office"] {
        let desk = world.desk(other).await;
        desk.get(&path).await.refused(404, "not_found");
        let listed = desk.get("/api/v1/hits").await;
        assert!(!listed.text.contains(hit["id"].as_str().unwrap()), "{other}: {}", listed.text);
        let owed = desk.get("/api/v1/assignments").await;
        assert!(!owed.text.contains(hit["id"].as_str().unwrap()), "{other}: {}", owed.text);
        desk.get(&format!("/api/v1/lists/{WATCH}/entries")).await.refused(404, "not_found");
    }
    // The same word for both, and neither names a list.
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    assert_eq!(json!([refer(&desk, &silent).await, refer(&desk, &overt).await, refer(&desk, &nobody).await]), json!([true, true, false]));
    let seen = desk.get(&format!("/api/v1/crossings/{silent}")).await.text;
    assert!(!seen.contains(WATCH) && !seen.contains("NIS"), "{seen}");
    // An owner that stays silent lets it go, and the desk sees that nothing is asked any more.
    world.clock.stand(hit["due_us"].as_i64().unwrap() - 1);
    server::fire_clocks(&world.app).await.unwrap();
    assert_eq!(only(&owner).await["state"], "candidate");
    world.later(1);
    server::fire_clocks(&world.app).await.unwrap();
    server::fire_clocks(&world.app).await.unwrap();
    let closed = owner.get(&path).await.body;
    assert_eq!(json!([closed["state"], closed["outcome"], closed["version"]]), json!(["closed", "unconfirmed_logged", 2]));
    assert_eq!(refer(&desk, &silent).await, json!(false));
}

async fn who_is_cleared_meets_the_record_again_without_a_hit(world: World) {
    listed(&world, "nps", WARRANTS, wanted(&["Anna Maria Eriksson"], &[])).await;
    server::screen_all(&world.app).await.unwrap();
    comes(&world, "ERIKSSON", "L898902C3").await;
    server::screen_all(&world.app).await.unwrap();
    let joc = world.desk("demo-jkia-joc-police").await;
    let hit = only(&joc).await;
    tries(&joc, &hit, json!({ "command": "clear", "reason": "another person" })).await.refused(409, "not_now");
    does(&joc, &hit, json!({ "command": "review", "probable": true, "reason": "alike" })).await;
    let cleared = does(&joc, &hit, json!({ "command": "clear", "reason": "fingerprints differ" })).await;
    assert_eq!(cleared["outcome"], "redress");
    let case = cleared["case"].as_str().unwrap();
    assert!(case.starts_with("C-") && case.len() == 13, "{case}");
    // The same document meets the record again: noted, and nobody is asked. Another document of the same name is another question.
    let again = comes(&world, "ERIKSSON", "L898902C3").await;
    let other = comes(&world, "ERIKSSON", "X0000001").await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 1);
    assert_eq!(only(&joc).await["crossing"], json!(other));
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 0);
    let steps = joc.get(&format!("/api/v1/hits/{}", hit["id"].as_str().unwrap())).await.body["steps"].clone();
    let met: Vec<_> = steps.as_array().unwrap().iter().filter(|s| s["step"] == "met_again").map(|s| s["result"].clone()).collect();
    assert_eq!(met, [json!(again)]);
}

async fn an_entry_is_written_by_one_and_approved_by_another_of_its_owner(world: World) {
    let (duty, second) = (world.desk("demo-nps-duty").await, world.desk("demo-nps-supervisor").await);
    let path = format!("/api/v1/lists/{WARRANTS}/entries");
    duty.post(&path, json!({ "subject": "vehicle", "documents": ["KAA123A"], "reason": "stolen" })).await.refused(422, "subject");
    duty.post(&path, json!({ "subject": "person", "names": [], "reason": "nobody" })).await.refused(422, "nothing");
    let mut when = wanted(&["A B"], &[]);
    when["born"] = json!(["yesterday"]);
    duty.post(&path, when).await.refused(400, "born");
    duty.post("/api/v1/lists/no-such-list/entries", wanted(&["A B"], &[])).await.refused(404, "not_found");
    world.desk("demo-nis-duty").await.post(&path, wanted(&["A B"], &[])).await.refused(404, "not_found");
    let id = asked(&duty, WARRANTS, wanted(&["Anna Maria Eriksson"], &[])).await;
    entry(&duty, WARRANTS, &id, json!({ "command": "approve" })).await.refused(403, "same_person");
    entry(&second, WATCH, &id, json!({ "command": "approve" })).await.refused(404, "not_found");
    comes(&world, "ERIKSSON", "L898902C3").await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 0, "what one person wrote is not searched");
    let seen = second.get(&format!("{path}/{id}")).await.body;
    assert_eq!(json!([seen["state"], seen["commands"]]), json!(["asked", ["approve", "end"]]));
    entry(&second, WARRANTS, &id, json!({ "command": "approve" })).await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 1);
    entry(&duty, WARRANTS, &id, json!({ "command": "renew", "reason": "the trial goes on" })).await;
    entry(&duty, WARRANTS, &id, json!({ "command": "approve" })).await.refused(403, "same_person");
    let renewed = entry(&second, WARRANTS, &id, json!({ "command": "approve" })).await.body;
    assert_eq!(json!([renewed["renewals"], renewed["renewal"]]), json!([1, null]));
    entry(&duty, WARRANTS, &id, json!({ "command": "eat" })).await.refused(400, "command");
    entry(&duty, WARRANTS, &id, json!({ "command": "end", "reason": "" })).await.refused(422, "words");
    let ended = entry(&duty, WARRANTS, &id, json!({ "command": "end", "reason": "the warrant was withdrawn" })).await.body;
    assert_eq!(json!([ended["state"], ended["commands"]]), json!(["ended", []]));
    comes(&world, "ERIKSSON", "L898902C3").await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 0, "what has ended is not searched");
    let listed = duty.get(&path).await.body;
    assert!(listed["entries"].as_array().unwrap().is_empty());
    assert_eq!(duty.get(&format!("{path}?ended=true")).await.body["entries"][0]["id"], json!(id));
}

/// A list of names and birth dates, as the plain format has it.
fn csv(rows: &[(&str, &str)]) -> Value {
    let rows: String = rows.iter().map(|(id, name)| format!("{id},{name},1974-08-12\n")).collect();
    json!({ "format": "csv", "files": { "list.csv": format!("id,name,born\n{rows}") }, "note": "issue of the day" })
}

async fn an_edition_is_whole_or_nothing_and_finds_those_who_are_expected(world: World) {
    let (duty, second) = (world.desk("demo-nps-duty").await, world.desk("demo-nps-supervisor").await);
    let path = "/api/v1/lists/interpol-notices/editions";
    announced(
        &world.desk("demo-jkia-joc-lead").await,
        vec![person("ERIKSSON", "ANNA MARIA", "L898902C3"), person("NYOTA", "JUMA", "A1111111")],
    )
    .await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 0);
    let damaged = json!({ "format": "csv", "files": { "list.csv": "id,name\n1,Anna Maria Eriksson\n2,\n" }, "note": "damaged" });
    let refused = duty.post(path, damaged).await;
    assert_eq!((refused.status.as_u16(), &refused.body["code"]), (422, &json!("list_damaged")), "{}", refused.text);
    assert_eq!(json!([refused.body["fields"]["damaged"], refused.body["fields"]["records"][0]["record"]]), json!([1, 3]));
    duty.post(path, csv(&[("1", "Anna Maria Eriksson"), ("1", "Bo Nordqvist")])).await.refused(422, "list_damaged");
    duty.post(path, json!({ "format": "pdf", "files": {}, "note": "x" })).await.refused(400, "format");
    duty.post(path, json!({ "format": "csv", "files": {}, "note": "x" })).await.refused(400, "files");
    let brought = duty.post(path, csv(&[("1", "Anna Maria Eriksson"), ("2", "Bo Nordqvist")])).await;
    assert_eq!(
        (brought.status.as_u16(), &brought.body["state"], &brought.body["added"]),
        (201, &json!("proposed"), &json!(2)),
        "{}",
        brought.text
    );
    let digest = brought.body["digest"].as_str().unwrap().to_owned();
    duty.post(path, csv(&[("1", "Anna Maria Eriksson"), ("2", "Bo Nordqvist")])).await.refused(409, "waits_already");
    duty.post(&format!("{path}/{digest}/approval"), json!({})).await.refused(403, "same_person");
    second.post(&format!("{path}/{}/approval", "0".repeat(64)), json!({})).await.refused(404, "no_such_edition");
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 0);
    assert_eq!(second.post(&format!("{path}/{digest}/approval"), json!({})).await.body["state"], "in_force");
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 1);
    let hit = only(&duty).await;
    assert_eq!(json!([hit["list"], hit["record"]["id"], hit["asked"]["number"]]), json!(["interpol-notices", "1", "L898902C3"]));
    // The next issue: one goes, one comes, one changes.
    let next = duty.post(path, csv(&[("1", "Anna Maria Ericsson"), ("3", "Juma Nyota")])).await.body;
    assert_eq!(json!([next["added"], next["removed"], next["changed"]]), json!([1, 1, 1]));
    let digest = next["digest"].as_str().unwrap();
    let difference = second.get(&format!("{path}/{digest}/difference")).await.body;
    assert_eq!(difference["changed_records"][0]["what"], json!(["name added: Anna Maria Ericsson", "name removed: Anna Maria Eriksson"]));
    second.post(&format!("{path}/{digest}/approval"), json!({})).await;
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 1, "the hit that is open is not asked again because a letter changed");
    let gone = second.post(&format!("{path}/{digest}/withdrawal"), json!({ "reason": "not ours" })).await.body;
    assert_eq!(gone["state"], "withdrawn");
    let editions = second.get(path).await.body;
    let states: Vec<_> = editions["editions"].as_array().unwrap().iter().map(|e| e["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["withdrawn", "in_force"], "the one before is searched again");
}

/// What the server does by itself: a crossing is screened as it is opened, everybody open when a list changes, and a scan before it is answered.
async fn the_server_screens_what_it_hears_of(world: World) {
    server::read_lists(&world.app).await;
    tokio::spawn(server::run_screening(world.app.clone()));
    let police = world.desk("demo-nps-duty").await;
    let until = async |wanted: usize| {
        for _ in 0..600 {
            if hits(&police).await.len() == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{} hits; {wanted} were expected", hits(&police).await.len());
    };
    world.desk("demo-namanga-gate").await.opens(truck("KAA 123 A")).await;
    listed(&world, "nps", "stolen-vehicles", json!({ "subject": "vehicle", "documents": ["KAA123A"], "reason": "made up for a test" }))
        .await;
    until(1).await;
    world.desk("demo-namanga-gate").await.opens(truck("kaa-123-a")).await;
    until(2).await;
    listed(&world, "nps", WARRANTS, wanted(&["Anna Maria Eriksson"], &[])).await;
    comes(&world, "ERIKSSON", "L898902C3").await;
    until(3).await;
    let seen = hits(&police).await;
    let plate = seen.iter().find(|h| h["list"] == "stolen-vehicles").unwrap();
    assert_eq!(json!([plate["asked"]["role"], plate["score"]]), json!(["vehicle", null]));
    assert_eq!(plate["explanation"], "the number `KAA123A` is listed");
}

async fn a_document_is_screened_before_the_desk_is_answered(world: World) {
    listed(&world, "nps", WARRANTS, wanted(&["Anna Maria Eriksson"], &[])).await;
    server::read_lists(&world.app).await;
    let desk = world.desk("demo-jkia-immigration-arrivals").await;
    let open = json!({ "procedure": "air-passenger-arrival", "direction": "inbound" });
    let scanned = desk.post("/api/v1/scan", json!({ "mrz": passport("ERIKSSON", "ANNA MARIA", "L898902C3"), "open": open })).await;
    assert_eq!(json!([scanned.body["outcome"], scanned.body["crossing"]["refer"]]), json!(["opened", true]), "{}", scanned.text);
    let other = desk.post("/api/v1/scan", json!({ "mrz": passport("KIJITO", "JUMA", "A1111111"), "open": open })).await;
    assert_eq!(other.body["crossing"]["refer"], json!(false));
}

async fn somebody_is_looked_up_in_the_lists_that_one_may_read(world: World) {
    listed(&world, "nps", WARRANTS, wanted(&["Anna Maria Eriksson"], &["L898902C3"])).await;
    listed(&world, "nis", WATCH, wanted(&["Anna Maria Eriksson"], &[])).await;
    server::read_lists(&world.app).await;
    let (police, desk) = (world.desk("demo-nps-duty").await, world.desk("demo-jkia-immigration-arrivals").await);
    let path = "/api/v1/lists/search";
    let found = police.post(path, json!({ "name": "Eriksson, Anna" })).await.body;
    assert_eq!(found["candidates"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(json!([found["candidates"][0]["list"], found["candidates"][0]["record"]["documents"]]), json!([WARRANTS, ["L898902C3"]]));
    let found = police.post(path, json!({ "number": "l898902c3" })).await.body;
    assert_eq!(json!([found["candidates"][0]["score"], found["candidates"][0]["list"]]), json!([null, WARRANTS]));
    assert_eq!(police.post(path, json!({ "name": "Juma Nyota" })).await.body["candidates"], json!([]));
    for (wrong, code) in [
        (json!({}), "name"),
        (json!({ "name": " " }), "name"),
        (json!({ "number": "12" }), "number"),
        (json!({ "name": "a", "born": "yesterday" }), "born"),
        (json!({ "name": "a", "kind": "ghost" }), "kind"),
        (json!({ "name": "a".repeat(2_000) }), "name"),
    ] {
        police.post(path, wrong).await.refused(400, code);
    }
    desk.post(path, json!({ "name": "Anna Eriksson" })).await.refused(403, "not_permitted");
    assert!(hits(&police).await.is_empty());
}

crate::on_both_engines!(
    somebody_is_looked_up_in_the_lists_that_one_may_read,
    a_warrant_is_met_compared_by_two_and_answered_by_its_owner,
    a_silent_hit_is_its_owners_alone_and_the_desk_sees_no_difference,
    who_is_cleared_meets_the_record_again_without_a_hit,
    an_entry_is_written_by_one_and_approved_by_another_of_its_owner,
    an_edition_is_whole_or_nothing_and_finds_those_who_are_expected,
    the_server_screens_what_it_hears_of,
    a_document_is_screened_before_the_desk_is_answered,
);
