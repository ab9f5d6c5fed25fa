//! Pages: every row once, at the same cost wherever the page lies.

use crate::field::{announced, handed_over, passport, person, traveller};
use crate::harness::{Desk, MINUTE_US, World};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};

/// Walks all pages of a list; `meanwhile` happens between two of them.
async fn walk(desk: &Desk, path: &str, rows: &str, mut meanwhile: impl AsyncFnMut()) -> Vec<Value> {
    let mark = if path.contains('?') { '&' } else { '?' };
    let (mut all, mut cursor) = (Vec::new(), String::new());
    for _ in 0..200 {
        let answer = desk.get(&format!("{path}{mark}limit=7&cursor={cursor}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let page = answer.body[rows].as_array().unwrap();
        assert!(page.len() <= 7);
        all.extend(page.iter().cloned());
        match answer.body["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return all,
        }
        meanwhile().await;
    }
    panic!("{path} has no end");
}

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
}

fn once(ids: &[String]) -> BTreeSet<String> {
    let set: BTreeSet<String> = ids.iter().cloned().collect();
    assert_eq!(set.len(), ids.len(), "a row came twice");
    set
}

async fn every_row_is_on_one_page_while_rows_are_added(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let arrivals = world.desk("demo-jkia-immigration-arrivals").await;
    let people = (0..30).map(|n| person("MWANGI", &format!("N{n}"), &format!("P{n:03}"))).collect();
    let flight = announced(&lead, people).await;
    let mut known = BTreeSet::new();
    for n in 0..30 {
        // Several at the same moment, so that the id has to tell them apart.
        if n % 3 == 0 {
            world.later(MINUTE_US);
        }
        known.insert(arrivals.opens(traveller("MWALIMU", &format!("A{n}"))).await);
    }
    let mut more = 0;
    let mut another = async || {
        more += 1;
        arrivals.opens(traveller("MWALIMU", &format!("L{more}"))).await;
    };
    for path in ["/api/v1/crossings", "/api/v1/crossings?subject=traveller", "/api/v1/crossings?q=mwali"] {
        let found = once(&ids(&walk(&arrivals, path, "crossings", &mut another).await));
        assert!(known.is_subset(&found), "{path}: {} of {}", known.intersection(&found).count(), known.len());
    }
    let board = once(&ids(&walk(&arrivals, "/api/v1/points/jkia/board", "cards", &mut another).await));
    assert!(known.is_subset(&board));
    let parts = once(&ids(&walk(&arrivals, &format!("/api/v1/crossings/{flight}/parts"), "crossings", &mut another).await));
    assert_eq!(parts.len(), 30);
    for n in 0..20 {
        lead.list(format!("garbage {n}")).await;
    }
    let messages = once(&ids(&walk(&lead, "/api/v1/intake", "messages", &mut another).await));
    assert_eq!(messages.len(), 20);
    let auditor = world.desk("demo-odpc-office").await;
    let before = world.journal.query("SELECT id FROM access", &[]).await.unwrap().len();
    let read = walk(&auditor, "/api/v1/access-log", "lines", &mut another).await;
    assert_eq!(read.len(), before);
    assert!(read.iter().map(|l| -l["at_us"].as_i64().unwrap()).is_sorted());
}

async fn a_line_of_time_has_pages_too(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    let desk = world.desk("demo-namanga-joc-police").await;
    for n in 0..25 {
        desk.does(&id, json!({ "command": "remark", "topic": "general", "text": format!("note {n}") })).await;
    }
    let entries = walk(&desk, &format!("/api/v1/crossings/{id}/timeline"), "entries", async || {}).await;
    let whole = desk.get(&format!("/api/v1/crossings/{id}/timeline?limit=5000")).await.body;
    assert_eq!(json!(entries), whole["entries"]);
    assert_eq!(
        (entries.iter().filter(|e| e["words"]["text"].as_str().is_some_and(|t| t.starts_with("note "))).count(), &whole["next"]),
        (25, &Value::Null)
    );
    // The page that is exactly full is the last one.
    let exact = desk.get(&format!("/api/v1/crossings/{id}/timeline?limit={}", entries.len())).await.body;
    assert_eq!(exact["next"], Value::Null);
}

async fn cursors_and_limits_that_cannot_be_used_are_named(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    let desk = world.desk("demo-namanga-joc-lead").await;
    let auditor = world.desk("demo-odpc-office").await;
    let lists = [
        (&desk, "/api/v1/crossings".to_owned()),
        (&desk, "/api/v1/points/namanga/board".into()),
        (&desk, format!("/api/v1/crossings/{id}/timeline")),
        (&desk, format!("/api/v1/crossings/{id}/parts")),
        (&desk, "/api/v1/intake".into()),
        (&auditor, "/api/v1/access-log".into()),
    ];
    for (desk, path) in lists {
        for cursor in ["x", "v1.", "v1.%23", "v2.MCA", "v1.MQ", "v1.eCB5", "%00", "v1.%F0%9F%98%80"] {
            desk.get(&format!("{path}?cursor={cursor}")).await.refused(400, "cursor");
        }
        for limit in ["0", "5001", "4294967295"] {
            desk.get(&format!("{path}?limit={limit}")).await.refused(400, "limit");
        }
        for query in ["limit=x", "limit=-1", "limit=4294967296", "limit=1&limit=2"] {
            desk.get(&format!("{path}?{query}")).await.refused(400, "query");
        }
        // Looks like a cursor and leads nowhere: an empty page or a first one, not a failure.
        for cursor in ["v1.MCAA", "v1.LTkyMjMzNzIwMzY4NTQ3NzU4MDggfg", "v1.OTIyMzM3MjAzNjg1NDc3NTgwNyA"] {
            let answer = desk.get(&format!("{path}?cursor={cursor}")).await;
            assert_eq!(answer.status, 200, "{path} {cursor}: {}", answer.text);
        }
    }
}

/// Statements that reading the database takes.
async fn statements(world: &World, desk: &Desk, path: &str) -> u64 {
    let before = world.journal.statements();
    let answer = desk.get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    world.journal.statements() - before
}

async fn a_request_costs_the_same_however_much_there_is(world: World) {
    let scan = json!({ "mrz": passport("MWANGI", "N1", "X0000001") });
    let mut costs: Vec<Vec<u64>> = Vec::new();
    let mut world = world;
    let mut flight = String::new();
    for (round, people) in [(1, 3), (2, 120)] {
        let lead = world.desk("demo-jkia-joc-lead").await;
        let list = (0..people).map(|n| person("MWANGI", &format!("N{n}"), &format!("P{n:03}"))).collect();
        let before = world.journal.statements();
        let mut announcement = crate::field::flight(list);
        announcement.document_id = if round == 1 { String::new() } else { "CP".into() };
        let answer = lead.list(crate::field::sent(&announcement, &round.to_string())).await;
        let intake = world.journal.statements() - before;
        answer.body["receipts"][0]["crossing"].as_str().unwrap().clone_into(&mut flight);
        // With nothing in memory, as after a restart.
        world = world.restarted().await;
        let desk = world.desk("demo-jkia-joc-immigration").await;
        let lead = world.desk("demo-jkia-joc-lead").await;
        let auditor = world.desk("demo-odpc-office").await;
        desk.get("/api/v1/framework").await;
        let mut cost = vec![intake];
        for path in [
            "/api/v1/points".to_owned(),
            "/api/v1/points/jkia/board?limit=5000".into(),
            "/api/v1/crossings?limit=5000".into(),
            "/api/v1/crossings?q=mwa&limit=5000".into(),
            format!("/api/v1/crossings/{flight}"),
            format!("/api/v1/crossings/{flight}/parts?limit=5000"),
            format!("/api/v1/crossings/{flight}/timeline?limit=5000"),
        ] {
            cost.push(statements(&world, &desk, &path).await);
        }
        cost.push(statements(&world, &lead, "/api/v1/intake?state=accepted").await);
        cost.push(statements(&world, &auditor, "/api/v1/access-log?limit=5000").await);
        let before = world.journal.statements();
        let answer = desk.post("/api/v1/scan", scan.clone()).await;
        assert_eq!(answer.body["outcome"], "choose", "{}", answer.text);
        cost.push(world.journal.statements() - before);
        costs.push(cost);
    }
    let (few, many) = (&costs[0], &costs[1]);
    for (n, (few, many)) in few.iter().zip(many).enumerate() {
        // Streams are looked up in groups of a few sizes: a handful of statements more, not one for each.
        assert!(*many <= few + 5, "request {n} took {few} statements and then {many}");
        assert!(*many <= 15, "request {n} took {many} statements");
    }
}

async fn ids_of_pages_do_not_mix(world: World) {
    let arrivals = world.desk("demo-jkia-immigration-arrivals").await;
    let gate = world.desk("demo-namanga-gate").await;
    let here: HashSet<String> = [arrivals.opens(traveller("MWALIMU", "A1")).await].into();
    gate.opens(crate::field::truck("MWALIMU")).await;
    for path in ["/api/v1/crossings", "/api/v1/crossings?q=MWALIMU"] {
        let found: HashSet<String> = ids(&walk(&arrivals, path, "crossings", async || {}).await).into_iter().collect();
        assert_eq!(found, here, "{path}");
    }
    // Letters of any script begin a name, and case and blanks do not matter.
    let zoe = arrivals.opens(traveller("ÉMILE محمد", "Z1")).await;
    for q in ["%C3%A9mile", "%C3%89MILE%20%D9%85%D8%AD", "emil"] {
        let found = ids(&walk(&arrivals, &format!("/api/v1/crossings?q={q}"), "crossings", async || {}).await);
        assert_eq!(found.contains(&zoe), q != "emil", "{q}");
    }
}

crate::on_both_engines! {
    every_row_is_on_one_page_while_rows_are_added,
    a_line_of_time_has_pages_too,
    cursors_and_limits_that_cannot_be_used_are_named,
    a_request_costs_the_same_however_much_there_is,
    ids_of_pages_do_not_mix,
}
