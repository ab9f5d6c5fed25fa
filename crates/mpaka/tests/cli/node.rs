//! `mpaka officer`, `mpaka journal` and `mpaka intake`: on the data of a node that does not run.

use crate::run::{Answered, Node, Ran, Request, Served, command, fed, kenya};
use framework::Rulebook;
use journal::{Journal, Options};
use serde_json::{Value, json};
use server::{COOKIE, CSRF_HEADER, PURPOSE_HEADER, Records};
use std::sync::Arc;

const LEAD: &str = "demo-namanga-joc-lead";

/// A demonstration in which nobody acts but the test.
pub fn demo(node: &Node) -> Served {
    let args = [
        "serve",
        "--framework",
        &kenya(),
        "--data",
        &node.data,
        "--listen",
        "127.0.0.1:0",
        "--demo",
        "--demo-traffic",
        "off",
        "--demo-speed",
        "1",
    ];
    Served::start(command(&args))
}

/// A signed-in officer.
pub struct Signed<'a> {
    served: &'a Served,
    cookie: String,
    csrf: String,
    purpose: String,
}

pub fn sign_in<'a>(served: &'a Served, officer: &str) -> Signed<'a> {
    let body = json!({ "officer": officer }).to_string();
    let headers = vec![("content-type", "application/json")];
    let answer = served.ask(&Request { method: "POST", path: "/api/v1/session/demo", headers, body: &body });
    assert_eq!(answer.status, 200, "{answer:?}");
    let cookie = answer.head.lines().find_map(|l| l.split_once(&format!("{COOKIE}="))).unwrap().1;
    let cookie = format!("{COOKIE}={}", cookie.split(';').next().unwrap());
    let session = answer.json();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    Signed { served, cookie, csrf: word(&session["csrf"]), purpose: word(&session["officer"]["purposes"][0]) }
}

impl Signed<'_> {
    pub fn get(&self, path: &str) -> Answered {
        let headers = vec![("cookie", self.cookie.as_str()), (PURPOSE_HEADER, &self.purpose)];
        self.served.ask(&Request { method: "GET", path, headers, body: "" })
    }

    pub fn post(&self, path: &str, kind: &str, body: &str) -> Answered {
        let headers =
            vec![("cookie", self.cookie.as_str()), (CSRF_HEADER, &self.csrf), (PURPOSE_HEADER, &self.purpose), ("content-type", kind)];
        self.served.ask(&Request { method: "POST", path, headers, body })
    }

    fn open(&self, plate: &str) -> Value {
        let subject = json!({ "kind": "truck", "plate": plate });
        let ask = json!({ "point": "namanga", "procedure": "osbp-truck", "direction": "inbound", "subject": subject, "arrived": true });
        let answer = self.post("/api/v1/crossings", "application/json", &ask.to_string());
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()
    }
}

/// What a file shows, once: the digest of the views as `mpaka journal` prints it.
fn views(ran: &Ran) -> Vec<String> {
    ran.out.lines().filter(|l| l.starts_with("views")).map(|l| l.split(' ').next_back().unwrap().to_owned()).collect()
}

#[test]
fn views_that_were_spoilt_are_made_again_from_the_entries() {
    let node = Node::new();
    let mut served = demo(&node);
    let lead = sign_in(&served, LEAD);
    for plate in ["UTO 001 A", "UTO 002 B", "UTO 003 C"] {
        lead.open(plate);
    }
    let busy = node.run(&["journal", "status"], "");
    assert!(busy.code == 2 && busy.err.contains("another process has the journal open"), "{}", busy.err);
    assert_eq!(served.end(), 0);

    let before = node.run(&["journal", "status"], "");
    // The framework, and three files, each opened and arrived.
    assert!(before.code == 0 && before.out.starts_with("7 entries\n"), "{}", before.out);
    let equal = node.run(&["journal", "rebuild"], "");
    assert!(equal.code == 0 && equal.out.ends_with("equal\n") && equal.out.starts_with("7 entries read"), "{}", equal.out);

    spoil(&node.data);
    let mended = node.run(&["journal", "rebuild"], "");
    assert!(mended.code == 1 && mended.out.contains("they differed, and are mended"), "{}", mended.out);
    let after = node.run(&["journal", "status"], "");
    assert_eq!(views(&after), views(&before));
    assert_ne!(views(&mended)[0], views(&before)[0], "the test spoilt nothing");
    assert_eq!(node.run(&["journal", "rebuild"], "").code, 0);
}

/// Somebody tidies the database by hand.
fn spoil(data: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let loaded = framework::load(kenya().as_ref());
        let book = Arc::new(Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap());
        let journal = Journal::open(data, Records { books: Arc::new(server::Books::new(book)) }, Options::new(|| 0)).await.unwrap();
        let gone =
            journal.write(vec![("DELETE FROM lane".into(), vec![]), ("UPDATE crossing SET state = 'released'".into(), vec![])]).await;
        assert!(gone.unwrap() > 0);
        journal.close().await;
    });
}

/// A restart is no change of law: the database goes on under its own version, and not at all under another country's.
#[test]
fn a_database_stays_under_its_framework() {
    let node = Node::new();
    assert_eq!(node.run(&["journal", "status"], "").code, 0);
    let elsewhere = kenya().replace("kenya", "pakistan");
    let refused = fed(command(&["journal", "status", "--framework", &elsewhere, "--data", &node.data]), b"");
    assert!(refused.code == 2 && refused.err.contains("is run under the framework `kenya`"), "{}", refused.err);
    let status = node.run(&["journal", "status"], "");
    assert!(status.code == 0 && status.out.starts_with("1 entries\n"), "{}", status.out);
}

#[test]
fn an_account_is_made_listed_and_signed_in_with() {
    let node = Node::new();
    let add = |id: &str, agency: &str, desk: &str, password: &str| {
        let args = [
            "officer",
            "add",
            id,
            "--name",
            "An Officer",
            "--agency",
            agency,
            "--desk",
            desk,
            "--roles",
            "joc,intake",
            "--purposes",
            "border_control",
        ];
        node.run(&args, password)
    };
    let made = add("an.officer", "KRA", "namanga.joc.lead", "correct horse battery\n");
    assert!(made.code == 0 && made.out.contains("an.officer can sign in at namanga.joc.lead"), "{made:?}");
    for (ran, said) in [
        (add("b", "KRA", "namanga.joc.lead", "short\n"), "at least 12 characters"),
        (add("b", "NOBODY", "namanga.joc.lead", "correct horse battery\n"), "no agency `NOBODY`"),
        (add("b", "KRA", "no.such.desk", "correct horse battery\n"), "no desk `no.such.desk`"),
        (add("b", "DIS", "namanga.joc.lead", "correct horse battery\n"), "belongs to KRA"),
        (add("b c", "KRA", "namanga.joc.lead", "correct horse battery\n"), "`b c` is not an account id"),
    ] {
        assert!(ran.code == 2 && ran.err.contains(said), "{said}: {ran:?}");
    }
    let listed = node.run(&["officer", "list"], "");
    assert_eq!((listed.code, listed.out.as_str()), (0, "an.officer\tKRA\tnamanga.joc.lead\tintake,joc\n"));

    let mut served = Served::start(command(&["serve", "--framework", &kenya(), "--data", &node.data, "--listen", "127.0.0.1:0"]));
    let sign_in = |password: &str| {
        let body = json!({ "username": "an.officer", "password": password }).to_string();
        let headers = vec![("content-type", "application/json")];
        served.ask(&Request { method: "POST", path: "/api/v1/session", headers, body: &body }).status
    };
    assert_eq!((sign_in("correct horse battery"), sign_in("correct horse batterz")), (200, 401));
    assert_eq!(served.end(), 0);
}

#[test]
fn a_message_that_could_not_be_used_is_listed_and_taken_in_again() {
    let node = Node::new();
    let mut served = demo(&node);
    let lead = sign_in(&served, LEAD);
    let answer =
        lead.post("/api/v1/intake/paxlst", "text/plain", "UNB+UNOA:4+A+B+261123:1200+1'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'NAD+FL+++ERI");
    assert_eq!((answer.status, answer.json()["receipts"][0]["state"].clone()), (200, "rejected".into()), "{answer:?}");
    assert_eq!(served.end(), 0);

    let kept = node.run(&["intake", "list"], "");
    assert_eq!((kept.code, kept.lines().len()), (0, 1), "{kept:?}");
    let message = &kept.lines()[0];
    assert!(message["error"]["segment"].as_u64().is_some_and(|s| s > 0), "{message:#}");
    assert_eq!(node.run(&["intake", "list", "--state", "accepted"], "").out, "");

    let id = message["id"].as_str().unwrap();
    let again = node.run(&["intake", "replay", id, "--as", LEAD], "");
    assert_eq!((again.code, again.lines()[0]["state"].clone()), (1, "rejected".into()), "what was damaged is damaged still: {again:?}");
    let stranger = node.run(&["intake", "replay", id, "--as", "nobody"], "");
    assert!(stranger.code == 2 && stranger.err.contains("no account `nobody`"), "{stranger:?}");
    let unknown = node.run(&["intake", "replay", "no-such-message", "--as", LEAD], "");
    assert!(unknown.code == 1 && unknown.err.contains("no-such-message"), "{unknown:?}");
}
