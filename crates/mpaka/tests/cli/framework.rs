//! `mpaka framework`.

use crate::run::{kenya, run};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = (entry.as_ref().unwrap().path(), to.join(entry.as_ref().unwrap().file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Kenya with one file changed.
fn changed(file: &str, change: impl Fn(String) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(kenya().as_ref(), folder.path());
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    let after = change(text.clone());
    assert_ne!(after, text);
    fs::write(path, after).unwrap();
    folder
}

fn check(dir: &str, format: &str) -> (i32, Value) {
    let ran = run(&["framework", "check", dir, "--format", format]);
    (ran.code, serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.out)))
}

#[test]
fn a_framework_in_order_is_checked_without_errors() {
    let (code, found) = check(&kenya(), "json");
    assert_eq!((code, &found["usable"], &found["errors"]), (0, &true.into(), &0.into()));
}

#[test]
fn a_stage_that_comes_after_nothing_known_is_an_error_with_its_place() {
    let dir = changed("procedures/osbp-truck.toml", |t| t.replacen("after = [\"gate.in\"]", "after = [\"gate.on\"]", 1));
    let place = dir.path().to_str().unwrap();
    let (code, found) = check(place, "json");
    assert_eq!((code, &found["usable"]), (1, &true.into()), "{found}");
    let errors: Vec<&Value> = found["diagnostics"].as_array().unwrap().iter().filter(|d| d["severity"] == "error").collect();
    assert_eq!(found["errors"], errors.len());
    let line =
        fs::read_to_string(dir.path().join("procedures/osbp-truck.toml")).unwrap().lines().position(|l| l.contains("gate.on")).unwrap() + 1;
    let here = |d: &&Value| d["place"]["file"] == "procedures/osbp-truck.toml" && d["place"]["line"] == line;
    assert!(errors.iter().any(here), "{found:#}");
    let text = run(&["framework", "check", place]);
    assert!(text.code == 1 && text.out.contains(&format!("procedures/osbp-truck.toml:{line}:")), "{}", text.out);
}

#[test]
fn findings_are_given_in_the_format_of_code_hosts() {
    let dir = changed("procedures/osbp-truck.toml", |t| t.replacen("after = [\"gate.in\"]", "after = [\"gate.on\"]", 1));
    let (code, sarif) = check(dir.path().to_str().unwrap(), "sarif");
    // SARIF 2.1.0 sections 3.13.2, 3.14 and 3.27: a version, runs with a tool, results whose rules the tool knows.
    assert_eq!((code, &sarif["version"]), (1, &"2.1.0".into()));
    let run = &sarif["runs"][0];
    let rules: Vec<&Value> = run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|r| &r["id"]).collect();
    let results = run["results"].as_array().unwrap();
    assert!(results.iter().any(|r| r["level"] == "error"), "{results:#?}");
    for result in results {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert!(rules.contains(&&result["ruleId"]) && region["startLine"].as_u64().unwrap() >= 1, "{result:#}");
    }
}

#[test]
fn what_cannot_be_used_at_all_is_told_apart_from_errors() {
    let folder = tempfile::tempdir().unwrap();
    let (code, found) = check(folder.path().to_str().unwrap(), "json");
    assert_eq!((code, &found["usable"]), (2, &false.into()));
    assert!(found["errors"].as_u64().unwrap() > 0, "{found}");
    assert_eq!(check("/no/such/folder", "json").0, 2);
}

#[test]
fn a_code_is_explained_and_an_unknown_one_is_not() {
    let ran = run(&["framework", "explain", "mf0010"]);
    assert!(ran.code == 0 && ran.out.starts_with("MF0010: ") && ran.out.contains("mend:"), "{}", ran.out);
    let ran = run(&["framework", "explain", "MF9999"]);
    assert!(ran.code == 2 && ran.err.contains("there is no code `MF9999`"), "{}", ran.err);
}
