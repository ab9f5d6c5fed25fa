//! `mpaka minutes`, against a node that runs.

use crate::node::{demo, sign_in};
use crate::owed::Shell;
use crate::run::Node;
use serde_json::{Value, json};

const SECRETARY: &str = "demo-bms-duty";

#[test]
fn the_minutes_of_a_meeting_are_fetched_and_printed() {
    let node = Node::new();
    let served = demo(&node);
    let secretary = sign_in(&served, SECRETARY);
    let post = |path: &str, body: Value| {
        let answer = secretary.post(path, "application/json", &body.to_string());
        assert!([200, 201].contains(&answer.status), "{path}: {answer:?}");
        answer.json()
    };
    let now_us = secretary.get("/api/v1/bodies/bcocc/meetings").json()["now_us"].as_i64().unwrap();
    let called = post("/api/v1/bodies/bcocc/meetings", json!({ "planned_us": now_us, "reference": "A meeting made up" }));
    let id = called["meeting"]["id"].as_str().unwrap();
    let does = |command: Value| post(&format!("/api/v1/meetings/{id}/commands"), command);
    let shell = Shell::of(&served, SECRETARY);
    let early = shell.run(&["minutes", id, "--format", "html"]);
    assert_eq!(early.code, 1, "{}", early.err);
    assert!(early.err.contains("no_minutes"), "{}", early.err);
    let members = ["MOI", "DIS", "KRA", "NPS", "NIS", "KAA", "KPA"];
    does(json!({ "command": "open", "present": members.map(|a| json!({ "agency": a, "name": "made up" })) }));
    does(json!({ "command": "close" }));
    does(json!({ "command": "draft", "text": "Nothing was decided." }));
    let page = shell.run(&["minutes", id, "--format", "html", "--language", "fr"]);
    assert_eq!(page.code, 0, "{}", page.err);
    assert!(page.out.contains("Procès-verbal") && page.out.contains("Nothing was decided."), "{}", page.out);
    let file = node.file("minutes.pdf", "");
    let printed = shell.run(&["minutes", id, "--output", file.to_str().unwrap()]);
    assert_eq!(printed.code, 0, "{}", printed.err);
    // ISO 32000-1, 7.5.2: the header.
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-1."));
    let missing = shell.run(&["minutes", "no-such-meeting"]);
    assert_eq!(missing.code, 1, "{}", missing.err);
    assert!(missing.err.contains("not_found"), "{}", missing.err);
    let language = shell.run(&["minutes", id, "--language", "de"]);
    assert!(language.code == 2 && language.err.contains("[possible values: en, sw, fr, ur]"), "{}", language.err);
}
