//! `mpaka serve`.

use crate::run::{Node, Request, Served, command, fed, kenya};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

const ANY_PORT: &str = "127.0.0.1:0";

fn serve(node: &Node, args: &[&str]) -> Command {
    command(&[&["serve", "--framework", &kenya(), "--data", &node.data, "--listen", ANY_PORT], args].concat())
}

fn get(path: &'static str) -> Request<'static> {
    Request { method: "GET", path, ..Request::default() }
}

#[test]
fn it_serves_says_that_it_is_ready_and_ends_when_asked() {
    let node = Node::new();
    let mut served = Served::start(serve(&node, &[]));
    let (health, ready) = (served.ask(&get("/healthz")), served.ask(&get("/readyz")));
    assert_eq!((health.status, health.body.as_str()), (200, "ok\n"));
    assert_eq!((ready.status, ready.body.as_str()), (200, "ready\n"));
    let session = served.ask(&get("/api/v1/session")).json();
    assert_eq!((&session["demo"], &session["framework"]["id"]), (&false.into(), &"kenya".into()));
    // A browser keeps its connection and the live feed open; neither holds the end up beyond the ten seconds of grace.
    let mut kept = TcpStream::connect(served.address).unwrap();
    kept.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    kept.read_exact(&mut [0; 12]).unwrap();
    let start = Instant::now();
    assert_eq!(served.end(), 0);
    assert!(start.elapsed() < Duration::from_secs(12), "{:?}", start.elapsed());
    assert!(TcpStream::connect(served.address).is_err());
}

#[test]
fn wrong_options_are_explained_and_nothing_is_left_running() {
    let node = Node::new();
    let taken = TcpListener::bind(ANY_PORT).unwrap();
    let (port, listed) = (taken.local_addr().unwrap().to_string(), node.file("no-folder", ""));
    let unopened = format!("sqlite:{}/journal.db", listed.display());
    let framework = kenya();
    let with = |args: &[&str]| fed(command(&[&["serve"], args].concat()), b"");
    let cases: Vec<(Vec<&str>, Vec<&str>)> = vec![
        (vec!["--listen", "here"], vec!["--listen", "here"]),
        (vec!["--data", &node.data], vec!["no framework", "--framework DIR", "MPAKA_FRAMEWORK"]),
        (vec!["--framework", "/no/such/folder", "--data", &node.data], vec!["/no/such/folder cannot be used", "mpaka framework check"]),
        (vec!["--framework", &framework, "--listen", ANY_PORT], vec!["no database", "--data", "MPAKA_DATA"]),
        (vec!["--framework", &framework, "--listen", ANY_PORT, "--data", &unopened], vec!["locking the journal", "no-folder"]),
        (vec!["--framework", &framework, "--listen", ANY_PORT, "--data", "mysql://me:secret@host/db"], vec!["expected `sqlite:PATH`"]),
        (vec!["--framework", &framework, "--listen", ANY_PORT, "--data", "postgres://me:secret@127.0.0.1:1/db"], vec!["connecting"]),
        (vec!["--framework", &framework, "--data", &node.data, "--listen", &port], vec!["cannot listen on", &port]),
        (
            vec!["--framework", &framework, "--data", &node.data, "--listen", ANY_PORT, "--demo", "--demo-speed", "0"],
            vec!["--demo-speed 0", "1 to 600"],
        ),
        (vec!["--framework", &framework, "--data", &node.data, "--listen", ANY_PORT, "--log", "loud=very"], vec!["--log loud=very"]),
        (
            vec!["--framework", &framework, "--data", &node.data, "--listen", ANY_PORT, "--smtp", "smtp://mail.example"],
            vec!["--smtp needs to know whom mail comes from", "--mail-from"],
        ),
        (
            vec![
                "--framework",
                &framework,
                "--data",
                &node.data,
                "--listen",
                ANY_PORT,
                "--smtp",
                "mail.example",
                "--mail-from",
                "a@b.example",
            ],
            vec!["`mail.example` is no mail server", "smtps://HOST:PORT"],
        ),
        (vec!["--config", "/no/such/file.toml"], vec!["/no/such/file.toml"]),
    ];
    for (args, said) in cases {
        let ran = with(&args);
        assert!(ran.code == 2 && ran.out.is_empty(), "{args:?}: {ran:?}");
        assert!(said.iter().all(|s| ran.err.contains(s)) && !ran.err.contains("secret"), "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_key_that_the_file_should_not_have_is_shown_with_its_line() {
    let node = Node::new();
    let file = node.file("mpaka.toml", "listen = \"127.0.0.1:0\"\nlisten_port = 8080\n");
    let ran = fed(command(&["serve", "--config", file.to_str().unwrap()]), b"");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("mpaka.toml") && ran.err.contains("line 2") && ran.err.contains("unknown field `listen_port`"), "{}", ran.err);
    let file = node.file("mpaka.toml", "\n\ndemo = \"perhaps\"\n");
    let ran = fed(command(&["serve", "--config", file.to_str().unwrap()]), b"");
    assert!(ran.code == 2 && ran.err.contains("line 3"), "{}", ran.err);
}

/// The command line comes first, then the environment, then the file.
#[test]
fn an_option_is_taken_from_where_it_counts_most() {
    let node = Node::new();
    let (framework, elsewhere) = (kenya(), "/no/such/framework");
    let file = |framework: &str, demo: bool| {
        let text = format!(
            "framework = \"{framework}\"\ndata = \"{}\"\nlisten = \"{ANY_PORT}\"\ndemo = {demo}\ndemo_traffic = \"off\"\n",
            node.data
        );
        node.file("mpaka.toml", &text).to_str().unwrap().to_owned()
    };
    let serves_a_demo = |command: Command| {
        let mut served = Served::start(command);
        let demo = served.ask(&get("/api/v1/session")).json()["demo"].as_bool().unwrap();
        assert_eq!(served.end(), 0);
        demo
    };
    let from_file = file(&framework, false);
    let mut by_environment = command(&["serve"]);
    by_environment.env("MPAKA_CONFIG", &from_file);
    assert!(!serves_a_demo(by_environment), "the file alone");
    let file_of_a_demo = file(elsewhere, true);
    let mut environment_over_file = command(&["serve", "--config", &file_of_a_demo]);
    environment_over_file.env("MPAKA_FRAMEWORK", &framework).env("MPAKA_DEMO", "false");
    assert!(!serves_a_demo(environment_over_file), "the environment before the file");
    let mut line_over_all = command(&["serve", "--config", &file_of_a_demo, "--framework", &framework, "--demo"]);
    line_over_all.env("MPAKA_FRAMEWORK", elsewhere).env("MPAKA_DEMO", "false");
    assert!(serves_a_demo(line_over_all), "the command line before both");
}

#[test]
fn a_demonstration_and_real_work_never_share_a_database() {
    let (demo, real) = (Node::new(), Node::new());
    Served::start(serve(&demo, &["--demo", "--demo-traffic", "off"])).end();
    let ran = fed(serve(&demo, &[]), b"");
    assert!(ran.code == 2 && ran.err.contains("holds a demonstration"), "{}", ran.err);
    let add = [
        "officer",
        "add",
        "a.officer",
        "--name",
        "A",
        "--agency",
        "KRA",
        "--desk",
        "namanga.joc.lead",
        "--roles",
        "joc",
        "--purposes",
        "customs",
    ];
    assert_eq!(real.run(&add, "a long password\n").code, 0);
    let ran = fed(serve(&real, &["--demo"]), b"");
    assert!(ran.code == 2 && ran.err.contains("holds real accounts"), "{}", ran.err);
}
