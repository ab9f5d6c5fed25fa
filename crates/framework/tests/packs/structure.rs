//! Ids, references, presence and paths.

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;

use super::pack::{Pack, items, pack, text, words};

const COUNTRIES: [&str; 2] = ["kenya", "pakistan"];

#[test]
fn ids_are_unique() {
    for country in COUNTRIES {
        let pack = pack(country);
        for key in ["agency", "desk", "body", "clock", "ladder", "hold_ground", "refusal_ground", "list", "standard", "source", "officer"] {
            let mut seen = BTreeSet::new();
            for item in pack.all(key) {
                assert!(seen.insert(text(item, "id")), "{country}: {key} `{}` twice", text(item, "id"));
            }
            assert!(!seen.is_empty(), "{country}: no {key}");
        }
    }
}

#[test]
fn every_source_is_known_or_says_that_it_is_not() {
    fn sources<'a>(value: &'a Value, found: &mut Vec<&'a str>, missing: &mut usize) {
        match value {
            Value::Table(table) => {
                if table.contains_key("source") {
                    found.extend(words(table, "source"));
                } else if table.contains_key("id") && !table.contains_key("citation") {
                    *missing += 1;
                }
                table.values().for_each(|inner| sources(inner, found, missing));
            }
            Value::Array(list) => list.iter().for_each(|inner| sources(inner, found, missing)),
            _ => {}
        }
    }
    for country in COUNTRIES {
        let pack = pack(country);
        let known = pack.ids("source");
        for (path, table) in &pack.files {
            if table.contains_key("demo") {
                continue;
            }
            let (mut found, mut missing) = (Vec::new(), 0);
            let whole = Value::Table(table.clone());
            sources(&whole, &mut found, &mut missing);
            assert_eq!(missing, 0, "{}: an item without source", path.display());
            for key in found {
                assert!(known.contains(key) || key == "unverified" || key == "default", "{}: `{key}`", path.display());
            }
        }
    }
}

#[test]
fn references_lead_somewhere() {
    for country in COUNTRIES {
        let pack = pack(country);
        let (desks, clocks, ladders) = (pack.ids("desk"), pack.ids("clock"), pack.ids("ladder"));
        for desk in pack.all("desk") {
            assert!(pack.agencies.contains_key(text(desk, "agency")), "{country}: {desk}");
        }
        for clock in pack.all("clock").chain(pack.all("hold_ground")) {
            assert!(ladders.contains(text(clock, "ladder")), "{country}: {clock}");
        }
        for list in pack.all("list") {
            assert!(desks.contains(text(list, "duty_desk")), "{country}: {list}");
            assert!(clocks.contains(text(list, "answer")), "{country}: {list}");
        }
        for officer in pack.all("officer") {
            let desk = pack.all("desk").find(|desk| text(desk, "id") == text(officer, "desk"));
            assert_eq!(desk.map(|desk| text(desk, "agency")), Some(text(officer, "agency")), "{country}: {officer}");
        }
        for flow in pack.all("flow") {
            let (point, procedure) = (&pack.points[text(flow, "point")], &pack.procedures[text(flow, "procedure")]);
            assert!(Pack::serves(procedure, point), "{country}: {flow}");
            let direction = text(procedure, "direction");
            assert!(direction == "both" || direction == text(flow, "direction"), "{country}: {flow}");
        }
        for line in pack.all("service").chain(pack.all("desks")) {
            let stages = items(&pack.procedures[text(line, "procedure")], "stage");
            assert!(stages.iter().any(|stage| text(stage, "id") == text(line, "stage")), "{country}: {line}");
        }
    }
}

#[test]
fn every_mandatory_control_has_exactly_one_owner_at_every_open_point() {
    for country in COUNTRIES {
        let pack = pack(country);
        for (id, point) in pack.points.iter().filter(|(_, point)| text(point, "status") == "open") {
            for procedure in pack.procedures.values().filter(|procedure| Pack::serves(procedure, point)) {
                for stage in items(procedure, "stage") {
                    let mandatory = stage.get("mandatory").and_then(Value::as_bool).unwrap_or(true);
                    for state in pack.states_of(point) {
                        let owners = pack.owners(point, &state, text(stage, "function"));
                        let at = format!("{country}: {id}, {}, {}: {owners:?}", text(procedure, "id"), text(stage, "id"));
                        assert!(owners.len() == 1 || (owners.is_empty() && !mandatory), "{at}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_path_is_acyclic_and_its_release_waits_for_every_mandatory_stage() {
    for country in COUNTRIES {
        for (id, procedure) in &pack(country).procedures {
            let stages = items(procedure, "stage");
            let after: BTreeMap<&str, Vec<&str>> = stages.iter().map(|stage| (text(stage, "id"), words(stage, "after"))).collect();
            let mut done: BTreeSet<&str> = BTreeSet::new();
            while done.len() < after.len() {
                let ready: Vec<_> = after
                    .iter()
                    .filter(|(stage, before)| !done.contains(*stage) && before.iter().all(|b| done.contains(b)))
                    .map(|(stage, _)| *stage)
                    .collect();
                assert!(!ready.is_empty(), "{country}: {id} has a cycle or a prerequisite that is no stage");
                done.extend(ready);
            }
            let releases: Vec<_> = stages.iter().filter(|stage| text(stage, "kind") == "release").collect();
            assert_eq!(releases.len(), 1, "{country}: {id}");
            let mut reached = BTreeSet::new();
            let mut open = vec![text(releases[0], "id")];
            while let Some(stage) = open.pop() {
                if reached.insert(stage) {
                    open.extend(&after[stage]);
                }
            }
            for stage in &stages {
                let mandatory = stage.get("mandatory").and_then(Value::as_bool).unwrap_or(true);
                assert!(!mandatory || reached.contains(text(stage, "id")), "{country}: {id} releases without `{}`", text(stage, "id"));
            }
        }
    }
}

#[test]
fn entry_controls_of_a_one_stop_post_wait_for_the_hand_over() {
    let pack = pack("kenya");
    let mut seen = 0;
    for (id, procedure) in pack.procedures.iter().filter(|(_, p)| p.contains_key("one_stop")) {
        let stages = items(procedure, "stage");
        let after: BTreeMap<&str, Vec<&str>> = stages.iter().map(|s| (text(s, "id"), words(s, "after"))).collect();
        for stage in stages.iter().filter(|s| text(s, "kind") == "control" && text(s, "side") == "entry") {
            let mut open = vec![text(stage, "id")];
            let mut found = false;
            while let Some(one) = open.pop() {
                found |= one == "handover";
                open.extend(&after[one]);
            }
            assert!(found, "{id}: {}", text(stage, "id"));
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn kenya_has_its_gazetted_points_and_the_published_chairs() {
    let pack = pack("kenya");
    let count = |environments: &[&str]| pack.points.values().filter(|p| environments.contains(&text(p, "environment"))).count();
    // kra.go.ke: 35 gazetted points of entry, 16 by land, 9 by air, 10 by sea and lake; seven one-stop posts.
    assert_eq!((count(&["land"]), count(&["air"]), count(&["sea", "lake"])), (16, 9, 10));
    assert_eq!(pack.points.values().filter(|p| p.contains_key("one_stop")).count(), 7);
    // bordersecretariat.go.ke: chair, deputy, secretary of the committee by environment.
    for (environment, lead, deputy) in [("land", "KRA", "DIS"), ("air", "KAA", "DIS"), ("sea", "KPA", "KRA")] {
        for point in pack.points.values().filter(|p| text(p, "environment") == environment) {
            assert_eq!((text(point, "lead"), text(point, "deputy"), text(point, "secretary")), (lead, deputy, "NIS"), "{point}");
        }
    }
}

#[test]
fn pakistan_shows_its_gaps() {
    let pack = pack("pakistan");
    let count = |environment: &str| pack.points.values().filter(|p| text(p, "environment") == environment).count();
    // pakobserver.net: 14 airports, 6 land crossings, 4 seaports, 2 railway stations.
    assert_eq!((count("air"), count("land"), count("sea"), count("rail")), (14, 6, 4, 2));
    let list = |id: &str| pack.all("list").find(|l| text(l, "id") == id).cloned().unwrap();
    // thenews.com.pk 335229: thirty days, once more thirty; no statute was found for it.
    let pnil = list("pnil");
    assert_eq!((text(&pnil, "max"), text(&pnil, "renewal"), pnil["renewals"].as_integer()), ("30d", "30d", Some(1)));
    assert!(!pnil.contains_key("legal_basis") && !list("bl").contains_key("max"));
}
