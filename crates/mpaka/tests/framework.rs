//! The commands of `mpaka framework` as a secretariat uses them, from the command line.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn mpaka(args: &[&str]) -> Said {
    let done = Command::new(env!("CARGO_BIN_EXE_mpaka")).arg("framework").args(args).stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

fn pack(country: &str) -> String {
    format!("{}/../../frameworks/{country}", env!("CARGO_MANIFEST_DIR"))
}

/// A new country's directory.
fn country(root: &Path, id: &str, name: &str) -> PathBuf {
    let dir = root.join(id);
    let path = dir.to_str().unwrap();
    let flags = ["--name", name, "--state", "UTO", "--language", "en", "--time-zone", "UTC", "--environment", "land,air"];
    let said = mpaka(&[&["new", path], &flags[..]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    dir
}

fn text(dir: &Path) -> &str {
    dir.to_str().unwrap()
}

#[test]
fn a_new_country_is_in_order_and_is_not_overwritten() {
    let root = tempfile::tempdir().unwrap();
    let dir = country(root.path(), "utopia", "Utopia");
    let said = mpaka(&["check", text(&dir)]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(said.out.contains("Utopia 1: 0 errors"), "{}", said.out);
    let before = fs::read_to_string(dir.join("bodies.toml")).unwrap();
    let again =
        mpaka(&["new", text(&dir), "--name", "Other", "--state", "OTH", "--language", "en", "--time-zone", "UTC", "--environment", "sea"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is not overwritten"), "{}", again.err);
    assert_eq!(fs::read_to_string(dir.join("bodies.toml")).unwrap(), before);
}

#[test]
fn what_is_missing_or_wrong_for_a_new_country_is_named_and_nothing_is_written() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("utopia");
    for (flags, why) in [
        (&["--name", "Utopia"][..], "--state, --language, --time-zone, --environment must be given"),
        (
            &["--name", "U", "--state", "UTO", "--language", "en", "--time-zone", "Nowhere", "--environment", "land"],
            "not in the tz database",
        ),
        (&["--name", "U", "--state", "UT", "--language", "en", "--time-zone", "UTC", "--environment", "land"], "three capital letters"),
        (&["--name", "U", "--state", "UTO", "--language", "en", "--time-zone", "UTC", "--environment", "space"], "one of land, air"),
    ] {
        let said = mpaka(&[&["new", text(&dir)], flags].concat());
        assert_eq!(said.code, 2);
        assert!(said.err.contains(why), "{}", said.err);
        assert!(!dir.exists());
    }
}

#[test]
fn the_guarantees_of_a_new_country_prove() {
    // Without the solver nothing can be proved, and the machine that runs a border needs none.
    let Ok(solver) = guarantees::Solver::find() else { return };
    let root = tempfile::tempdir().unwrap();
    let loaded = framework::load(&country(root.path(), "utopia", "Utopia"));
    let report = guarantees::prove(&loaded.framework.unwrap(), &solver).unwrap();
    assert!(report.all_proved(), "{:?}", report.proofs);
}

#[test]
fn findings_end_with_a_code_that_fits_a_build_server() {
    let root = tempfile::tempdir().unwrap();
    let dir = country(root.path(), "utopia", "Utopia");
    assert_eq!(mpaka(&["check", text(root.path())]).code, 2);
    let agencies = fs::read_to_string(dir.join("agencies.toml")).unwrap();
    fs::write(dir.join("agencies.toml"), agencies.replacen("short = \"Interior\"", "short = \"Interior\"\nshrt = 1", 1)).unwrap();
    let said = mpaka(&["check", text(&dir)]);
    assert_eq!(said.code, 1);
    for part in ["error[MF0004]: unknown field `shrt`", "  --> agencies.toml:8:1", "8 | shrt = 1", "  = why: ", "  = help: write `short`"] {
        assert!(said.out.contains(part), "{part} is not in {}", said.out);
    }
    let json: serde_json::Value = serde_json::from_str(&mpaka(&["check", text(&dir), "--format", "json"]).out).unwrap();
    assert_eq!((json["errors"].as_u64(), json["usable"].as_bool()), (Some(1), Some(true)));
    let sarif: serde_json::Value = serde_json::from_str(&mpaka(&["check", text(&dir), "--format", "sarif"]).out).unwrap();
    let first = &sarif["runs"][0]["results"][0];
    assert_eq!(
        (first["ruleId"].as_str(), first["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64()),
        (Some("MF0004"), Some(8))
    );
    assert!(mpaka(&["explain", "mf0004"]).out.contains("why:"));
    assert_eq!(mpaka(&["explain", "MF9999"]).code, 2);
}

#[test]
fn a_difference_is_a_report_and_only_an_error_when_asked() {
    let root = tempfile::tempdir().unwrap();
    let dir = country(root.path(), "utopia", "Utopia");
    let (dir, kenya) = (text(&dir), pack("kenya"));
    let said = mpaka(&["diff", &kenya, dir, "--no-proofs"]);
    assert_eq!(said.code, 0);
    for part in ["What Kenya has that Utopia lacks", "one-stop posts", "== Bodies", "only Kenya", "not established"] {
        assert!(said.out.contains(part), "{part} is not in {}", said.out);
    }
    assert_eq!(mpaka(&["diff", &kenya, dir, "--no-proofs", "--exit-code"]).code, 1);
    assert_eq!(mpaka(&["diff", dir, dir, "--no-proofs", "--exit-code"]).code, 0);
    assert_eq!(mpaka(&["diff", dir, text(root.path()), "--no-proofs"]).code, 2);
    let json: serde_json::Value = serde_json::from_str(&mpaka(&["diff", &kenya, dir, "--no-proofs", "--format", "json"]).out).unwrap();
    assert_eq!(json["difference"]["by"], "role");
}

#[test]
fn the_report_is_one_page_without_scripts_and_without_injected_marks() {
    let root = tempfile::tempdir().unwrap();
    let dir = country(root.path(), "utopia", "A & <script>alert(1)</script>");
    let file = root.path().join("report.html");
    let said = mpaka(&["diff", &pack("kenya"), text(&dir), "--no-proofs", "--format", "html", "--output", text(&file)]);
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    let page = fs::read_to_string(file).unwrap();
    assert!(page.contains("A &amp; &lt;script&gt;"), "{page}");
    for forbidden in ["<script", "<link", "<img", "src=", "http://", "@import", "onload"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    for part in ["<html lang=\"en\">", "@page { size: A4", "<th scope=\"row\"", "not established", "<dl class=\"sources\">"] {
        assert!(page.contains(part), "{part}");
    }
    let count = |tag: &str| page.matches(tag).count();
    for tag in ["table", "tr", "ul", "li", "td", "section", "p", "h2"] {
        assert_eq!(count(&format!("<{tag}>")) + count(&format!("<{tag} ")), count(&format!("</{tag}>")), "{tag}");
    }
}

/// Printed by the browser that the tests install; a machine without one is told what to do, and never given an empty file.
#[test]
fn the_report_is_printed_as_pdf() {
    let root = tempfile::tempdir().unwrap();
    let dir = country(root.path(), "utopia", "Utopia");
    let file = root.path().join("report.pdf");
    let ask = ["diff", &pack("kenya"), text(&dir), "--no-proofs", "--format", "pdf", "--output", text(&file)];
    let here = std::env::split_paths(&std::env::var_os("PATH").unwrap()).any(|p| p.join("chromium").is_file());
    if !here {
        println!("skipped: no chromium to print with");
    } else {
        assert_eq!(mpaka(&ask).code, 0);
        let pdf = fs::read(&file).unwrap();
        let said = String::from_utf8_lossy(&pdf);
        // ISO 32000-1, 7.5.2 and 7.5.5: the header, and the marker at the end; several pages, all of A4 (595 by 842 points).
        assert!(said.starts_with("%PDF-1.") && said.trim_end().ends_with("%%EOF"));
        assert!(said.matches("/Type /Page\n").count() >= 5, "{}", said.matches("/Type /Page").count());
        assert!(said.contains("/MediaBox [0 0 594.9") && said.contains(" 841.9"), "not A4");
    }
    let empty = root.path().join("none.pdf");
    let ask = ["framework", "diff", &pack("kenya"), text(&dir), "--no-proofs", "--format", "pdf", "--output", text(&empty)];
    let said = std::process::Command::new(env!("CARGO_BIN_EXE_mpaka")).args(ask).env("PATH", root.path()).output().unwrap();
    assert_eq!((said.status.code(), empty.exists()), (Some(3), false));
    assert!(String::from_utf8_lossy(&said.stderr).contains("install chromium"));
}

#[test]
fn a_practice_is_shown_then_taken_over_then_in_the_way_of_itself() {
    let root = tempfile::tempdir().unwrap();
    let dir = country(root.path(), "utopia", "Utopia");
    let kenya = pack("kenya");
    let before = fs::read_to_string(dir.join("standards.toml")).unwrap();
    let args = ["adopt", "standard:air-departure", "--from", &kenya, "--to", text(&dir)];
    let dry = mpaka(&[&args[..], &["--dry-run"]].concat());
    assert!(dry.out.contains("would be added") && dry.out.contains("+ id = \"air-departure\""), "{}", dry.out);
    assert_eq!(fs::read_to_string(dir.join("standards.toml")).unwrap(), before);
    let done = mpaka(&args);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("To be decided in the country:"), "{}", done.out);
    assert!(fs::read_to_string(dir.join("standards.toml")).unwrap().starts_with(&before));
    assert_eq!(mpaka(&["check", text(&dir)]).code, 0);
    let again = mpaka(&args);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("nothing is overwritten"), "{}", again.err);
    assert_eq!(mpaka(&["adopt", "standard:none", "--from", &kenya, "--to", text(&dir)]).code, 1);
}
