//! `mpaka watchlist`.

use crate::node::{demo, sign_in};
use crate::owed::Shell;
use crate::run::{Node, run};
use std::path::Path;

fn csv(node: &Node, name: &str, text: &str) -> String {
    format!("csv:{}", node.file(name, text).display())
}

#[test]
fn a_new_edition_is_compared_record_by_record() {
    let node = Node::new();
    let before = csv(&node, "before.csv", "id,name,born\n1,Anna Eriksson,1974\n2,Bo Nord,1960\n");
    let after = csv(&node, "after.csv", "id,name,born\n1,Anna Eriksson,1974-08-12\n3,Celia Vask,\n");
    let ran = run(&["watchlist", "diff", &before, &after]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let said = "+ 3 Celia Vask (person)\n- 2 Bo Nord (person)\n~ 1 Anna Eriksson\n    birth date added: 1974-08-12\n    birth date removed: 1974\n1 added, 1 removed, 1 changed, 0 the same\n";
    assert_eq!(ran.out, said);
    let ran = run(&["watchlist", "diff", &before, &after, "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&found["added"][0]["id"], &found["removed"][0]["id"], &found["changed"][0]["id"]), (&"3".into(), &"2".into(), &"1".into()));
}

#[test]
fn a_damaged_edition_is_named_and_should_not_replace_the_old_one() {
    let node = Node::new();
    let whole = csv(&node, "whole.csv", "id,name\n1,Anna Eriksson\n");
    let damaged = csv(&node, "damaged.csv", "id,name\n1,Anna Eriksson\n2\n1,Bo Nord\n");
    assert_eq!(run(&["watchlist", "verify", &whole]).code, 0);
    let ran = run(&["watchlist", "verify", &damaged]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("damaged") && ran.err.contains("record 3: has 1 fields; 2 were expected"), "{ran:?}");
    assert!(ran.err.contains("2 records claim the number `1`"), "{}", ran.err);
    assert_eq!(run(&["watchlist", "diff", &whole, &damaged]).code, 1);
    let ran = run(&["watchlist", "stats", "csv:/no/such/file"]);
    assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains("cannot read"), "{ran:?}");
}

#[test]
fn what_a_list_holds_is_counted() {
    let node = Node::new();
    let list = csv(&node, "list.csv", "id,name,weak_aliases,born,schema\n1,Anna Eriksson,Annie,1974,Person\n2,MV Nord,,,Vessel\n");
    let ran = run(&["watchlist", "stats", &list, "--format", "json"]);
    let counted: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    for (what, n) in [("records", 2), ("person", 1), ("vessel", 1), ("names", 2), ("weak_names", 1), ("with_a_birth_date", 1)] {
        assert_eq!(counted[what], n, "{what}: {counted}");
    }
}

fn ofac(dir: &Path, file: &str) -> String {
    format!("ofac-sdn:{}", dir.join(file).display())
}

/// Two days of a published list differ by what the publisher's numbers say: counted here from the first field of each line.
#[test]
fn two_days_of_a_published_list_differ_by_its_own_numbers() {
    let Some(dir) = testkit::fixtures("watchlists") else { return };
    let daily = dir.join("ofac_daily");
    let ids = |file: &str| -> std::collections::BTreeSet<String> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(daily.join(file)).unwrap();
        reader
            .byte_records()
            .filter_map(Result::ok)
            .filter(|r| r.len() > 3)
            .map(|r| String::from_utf8_lossy(&r[0]).trim().to_owned())
            .collect()
    };
    let (old, new) = (ids("sdn_2024-04-25.csv"), ids("sdn_2024-04-26.csv"));
    let ran = run(&["watchlist", "diff", &ofac(&daily, "sdn_2024-04-25.csv"), &ofac(&daily, "sdn_2024-04-26.csv"), "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.err));
    let told =
        |part: &str| -> Vec<String> { found[part].as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap().to_owned()).collect() };
    let mut added = told("added");
    added.sort();
    assert_eq!(added, new.difference(&old).cloned().collect::<Vec<_>>());
    let mut removed = told("removed");
    removed.sort();
    assert_eq!(removed, old.difference(&new).cloned().collect::<Vec<_>>());
    assert!(!added.is_empty() || !removed.is_empty(), "the two days are the same, and nothing was tested");
}

#[test]
fn a_list_that_was_damaged_on_purpose_is_found_out() {
    let Some(dir) = testkit::fixtures("watchlists") else { return };
    let ran = run(&["watchlist", "verify", &ofac(&dir, "ofac_invalid/sdn.csv")]);
    assert!(ran.code == 1 && ran.out.contains("damaged"), "{ran:?}");
    assert_eq!(run(&["watchlist", "verify", &ofac(&dir, "ofac_2021-07/sdn.csv")]).code, 0);
}

#[test]
fn an_edition_is_brought_to_a_node_approved_by_another_and_searched_there() {
    let node = Node::new();
    let served = demo(&node);
    let (police, desk) = (Shell::of(&served, "demo-nps-duty"), Shell::of(&served, "demo-jkia-immigration-arrivals"));
    let edition = csv(&node, "notices.csv", "id,name,born\n1,Anna Eriksson,1974-08-12\n2,Bo Nordqvist,1960\n");
    let import = |edition: &str| police.run(&["watchlist", "import", "interpol-notices", edition, "--note", "made up for a test"]);

    let damaged = import(&csv(&node, "damaged.csv", "id,name\n1,Anna Eriksson\n2\n"));
    assert_eq!((damaged.code, damaged.out.as_str()), (1, ""), "{damaged:?}");
    assert!(damaged.err.contains("record 3: has 1 fields; 2 were expected") && damaged.err.contains("422 list_damaged"), "{}", damaged.err);

    let brought = import(&edition);
    assert_eq!(brought.code, 0, "{}", brought.err);
    assert!(brought.out.starts_with("interpol-notices: 2 records, 2 added, 0 removed, 0 changed; edition "), "{}", brought.out);
    let again = import(&edition);
    assert!(again.code == 1 && again.err.contains("409 waits_already"), "{again:?}");
    let refused = desk.run(&["watchlist", "import", "interpol-notices", &edition, "--note", "made up for a test"]);
    assert!(refused.code == 1 && refused.err.contains("404 not_found"), "{refused:?}");

    let digest = brought.out.split("edition ").nth(1).unwrap().split(' ').next().unwrap();
    let second = sign_in(&served, "demo-nps-supervisor");
    let approved = second.post(&format!("/api/v1/lists/interpol-notices/editions/{digest}/approval"), "application/json", "{}");
    assert_eq!(approved.status, 200, "{approved:?}");
    // It is searched as soon as it is in the memory; until then the node is asked again.
    let asked = ["screen", "--node", "--name", "Eriksson, Anna", "--born", "1974-08-12"];
    let found = (0..500).map(|_| police.done(&asked)).find(|found| found["hit"] == true).unwrap();
    assert_eq!((&found["candidates"][0]["list"], &found["candidates"][0]["entry"]), (&"interpol-notices".into(), &"1".into()), "{found}");
    let batch = node.file("queries.csv", "full_name,date_of_birth\nBo Nordqvist,\nJuma Nyota,\n");
    let lines = police.run(&["screen", "--node", "--batch", batch.to_str().unwrap()]).lines();
    assert_eq!((&lines[0]["hit"], &lines[1]["hit"]), (&true.into(), &false.into()));
    let refused = desk.run(&asked);
    assert!(refused.code == 2 && refused.err.contains("403 not_permitted"), "{refused:?}");
}
