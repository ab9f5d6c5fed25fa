//! `mpaka framework prove`: what it says and how it ends.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn pack(country: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frameworks").join(country)
}

fn prove(dir: &Path, more: &[&str], solver: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mpaka"));
    command.args(["framework", "prove"]).arg(dir).args(more);
    if let Some(solver) = solver {
        command.env("CVC5", solver);
    }
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Without the solver the test is left out, and says so.
fn solver() -> bool {
    let there = guarantees::Solver::find();
    if let Err(missing) = &there {
        println!("skipped: {missing}");
    }
    there.is_ok()
}

/// A copy of a pack in a folder of the test's own.
fn copy(country: &str, name: &str) -> PathBuf {
    fn all(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() { all(&entry.path(), &to) } else { fs::write(&to, fs::read(entry.path()).unwrap()).unwrap() }
        }
    }
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _gone = fs::remove_dir_all(&to);
    all(&pack(country), &to);
    to
}

#[test]
fn all_guarantees_are_proved_each_with_its_sentence() {
    if !solver() {
        return;
    }
    let output = prove(&pack("kenya"), &[], None);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(0), "{text}{}", err(&output));
    assert!(
        text.lines().any(|l| l.starts_with("proved      own-entry (") && l.ends_with(" ms): Nobody approves a list entry of their own.")),
        "{text}"
    );
    assert!(text.contains("guarantees proved, 0 refuted, 0 not decided") && text.contains("; no rule can fail"), "{text}");
}

#[test]
fn a_careless_rule_is_refuted_with_a_sentence_and_the_place_of_the_rule() {
    if !solver() {
        return;
    }
    let dir = copy("kenya", "careless");
    let rule = "// Wider than it looks.\n@id(\"careless\")\n@says(\"Auditors read.\")\npermit (principal is Officer, action == Action::\"read\", resource is Record)\nwhen { principal.roles.contains(\"auditor\") };\n";
    fs::write(dir.join("policies/careless.cedar"), rule).unwrap();
    let output = prove(&dir, &[], None);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    let from = text.find("REFUTED     list-reason-owner: Nobody outside the owning agency reads why a list entry exists.").unwrap();
    let told: Vec<&str> = text[from..].lines().take(4).collect();
    assert_eq!(told[1], "  --> guarantees/list-reason-owner.cedar:1");
    assert!(told[2].starts_with("  but an officer (auditor) of ") && told[2].contains("could read a list entry of "), "{text}");
    assert_eq!(told[3], "  = permitted by `careless`, policies/careless.cedar:2");
    assert!(text.lines().any(|l| l.starts_with("proved      auditor-changes-nothing (")), "{text}");
    let json: serde_json::Value = serde_json::from_str(&out(&prove(&dir, &["--format", "json"], None))).unwrap();
    assert_eq!((&json["all_proved"], &json["exit"]), (&false.into(), &1.into()));
    let refuted = json["guarantees"].as_array().unwrap().iter().find(|g| g["id"] == "list-reason-owner").unwrap();
    assert_eq!(refuted["verdict"], "refuted");
    assert_eq!(refuted["counterexample"]["officer"]["roles"], serde_json::json!(["auditor"]));
    assert_eq!(refuted["counterexample"]["rules"][0]["file"], "policies/careless.cedar");
}

#[test]
fn without_the_solver_nothing_is_proved_and_it_is_said_how_to_install_it() {
    let output = prove(&pack("kenya"), &[], Some("/nowhere/cvc5"));
    assert_eq!(output.status.code(), Some(3));
    assert!(err(&output).contains("apt-get install cvc5") && out(&output).is_empty(), "{}{}", err(&output), out(&output));
    let json: serde_json::Value = serde_json::from_str(&out(&prove(&pack("kenya"), &["--format", "json"], Some("/nowhere/cvc5")))).unwrap();
    assert_eq!((&json["all_proved"], &json["exit"]), (&false.into(), &3.into()));
}

#[cfg(unix)]
#[test]
fn a_solver_that_dies_leaves_everything_undecided() {
    let output = prove(&pack("kenya"), &[], Some("/bin/false"));
    let text = out(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(text.contains(": 0 of ") && !text.lines().any(|l| l.starts_with("proved ")) && text.contains("the solver failed"), "{text}");
}

#[test]
fn a_framework_that_cannot_be_used_is_not_proved() {
    let nothing = prove(Path::new("/nowhere"), &[], None);
    assert_eq!(nothing.status.code(), Some(2));
    let bare = copy("pakistan", "bare");
    fs::remove_dir_all(bare.join("guarantees")).unwrap();
    let output = prove(&bare, &[], None);
    assert!(output.status.code() == Some(2) && err(&output).contains("nothing to prove"), "{}", err(&output));
    let broken = copy("pakistan", "broken");
    fs::write(broken.join("policies/act.cedar"), "permit (").unwrap();
    let output = prove(&broken, &[], Some("/bin/false"));
    assert!(output.status.code() == Some(2) && err(&output).contains("policies/act.cedar"), "{}", err(&output));
}
