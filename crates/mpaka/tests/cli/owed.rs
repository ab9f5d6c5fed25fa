//! `mpaka inbox` and `mpaka assign`, against a node that runs.

use crate::node::{demo, sign_in};
use crate::run::{Node, Ran, Served, command, fed, run};
use serde_json::Value;

const CUSTOMS: &str = "demo-namanga-customs";
const IMMIGRATION: &str = "demo-namanga-immigration-entry";

/// An officer at the command line.
pub struct Shell {
    server: String,
    token: String,
}

impl Shell {
    pub fn of(served: &Served, officer: &str) -> Self {
        let answer = sign_in(served, officer).post("/api/v1/tokens", "application/json", r#"{"name":"scripts"}"#);
        assert_eq!(answer.status, 201, "{answer:?}");
        Self { server: format!("http://{}", served.address), token: answer.json()["secret"].as_str().unwrap().to_owned() }
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        let mut command = command(args);
        command.env("MPAKA_SERVER", &self.server).env("MPAKA_TOKEN", &self.token);
        fed(command, b"")
    }

    pub fn done(&self, args: &[&str]) -> Value {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.out))
    }
}

const REFERRAL: [&str; 9] = [
    "assign",
    "make",
    "referral",
    "--to",
    "agency=DIS,point=namanga",
    "--owed",
    "look at the\ndriver's passport",
    "--about",
    "crossing:c-1",
];

#[test]
fn what_one_desk_asks_another_finds_and_answers() {
    let node = Node::new();
    let served = demo(&node);
    let (customs, immigration) = (Shell::of(&served, CUSTOMS), Shell::of(&served, IMMIGRATION));
    let made = customs.done(&[&REFERRAL[..], &["--once", "k-1"]].concat());
    let id = made["id"].as_str().unwrap();
    assert_eq!((&made["state"], &made["about_kind"], &made["about"]), (&"new".into(), &"crossing".into(), &"c-1".into()));
    // The same call again makes no second one.
    assert_eq!(customs.done(&[&REFERRAL[..], &["--once", "k-1"]].concat())["id"], id);

    let inbox = immigration.run(&["inbox"]);
    let columns: Vec<&str> = inbox.out.trim_end().split('\t').collect();
    assert_eq!((inbox.code, columns.len(), inbox.out.lines().count()), (0, 7, 1), "{inbox:?}");
    assert_eq!([columns[0], columns[2], columns[3], columns[4], columns[6]], [id, "", "new", "referral", "look at the driver's passport"]);
    assert_eq!(immigration.run(&["inbox", "--late"]).out, "");
    assert_eq!(immigration.run(&["inbox", "--kind", "directive"]).out, "");
    assert_eq!(customs.run(&["inbox", "--owed", "--format", "json"]).lines()[0]["id"], id);

    let seen = immigration.done(&["assign", "act", id, "accept"]);
    assert_eq!((&seen["state"], &seen["accepted"]["officer"]), (&"accepted".into(), &IMMIGRATION.into()));
    let answered = immigration.done(&["assign", "act", id, "answer", "--outcome", "part", "--text", "the visa is not his"]);
    assert_eq!((&answered["state"], &answered["end"]["outcome"]), (&"answered".into(), &"part".into()));
    assert_eq!(customs.done(&["assign", "show", id])["end"]["text"], "the visa is not his");
    assert_eq!(immigration.run(&["inbox"]).out, "");
}

#[test]
fn what_the_node_refuses_is_told_with_its_code() {
    let node = Node::new();
    let served = demo(&node);
    let customs = Shell::of(&served, CUSTOMS);
    let id = customs.done(&REFERRAL)["id"].as_str().unwrap().to_owned();
    for (args, said) in [
        (vec!["assign", "act", &id, "answer", "--text", "done"], "refused (403 not_yours)"),
        (vec!["assign", "act", &id, "withdraw"], "reason"),
        (vec!["assign", "show", "../points"], "refused (404"),
        (vec!["assign", "make", "referal", "--to", "role=duty", "--owed", "x"], "refused (422"),
        (
            vec!["assign", "make", "referral", "--to", "agency=DIS,point=namanga", "--owed", "x", "--due", "2001-01-01T00:00:00Z"],
            "refused (422",
        ),
        (vec!["inbox", "--purpose", "curiosity"], "refused (403 purpose)"),
    ] {
        let ran = customs.run(&args);
        assert!(ran.code == 1 && ran.out.is_empty() && ran.err.contains(said), "{args:?}: {ran:?}");
    }
    let stranger = Shell { server: customs.server.clone(), token: "mpaka_nobody".into() };
    let ran = stranger.run(&["inbox"]);
    assert!(ran.code == 1 && ran.err.contains("refused (401"), "{ran:?}");
}

#[test]
fn what_cannot_be_asked_is_explained() {
    let node = Node::new();
    let ran = run(&["inbox"]);
    assert!(ran.code == 2 && ran.err.contains("MPAKA_TOKEN") && ran.err.contains("--token-file"), "{ran:?}");
    let file = node.file("token", "mpaka_x\n");
    let token = file.to_str().unwrap();
    let nobody = run(&["inbox", "--server", "http://127.0.0.1:1", "--token-file", token]);
    assert!(nobody.code == 2 && nobody.err.contains("http://127.0.0.1:1"), "{nobody:?}");
    let ran = run(&["inbox", "--token-file", "/no/such/file"]);
    assert!(ran.code == 2 && ran.err.contains("/no/such/file"), "{ran:?}");
    let ran = run(&["assign", "make", "referral", "--to", "customs", "--owed", "x", "--token-file", token]);
    assert!(ran.code == 2 && ran.err.contains("NAME=VALUE"), "{ran:?}");
}
