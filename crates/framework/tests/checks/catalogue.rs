//! The codes as a whole, and the packs that ship with the program.

use super::country::{Country, TODAY};
use framework::{Code, Severity, check, load};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn codes_are_distinct_and_in_order() {
    let ids: Vec<&str> = Code::ALL.iter().map(|c| c.id()).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
}

#[test]
fn every_code_stands_in_the_document_as_explain_prints_it() {
    let page = std::fs::read_to_string(root().join("docs/framework-checks.md")).unwrap();
    for c in Code::ALL {
        let entry = format!("{}: {}\n  why:  {}\n  mend: {}\n", c.id(), c.title(), c.why(), c.mend());
        assert!(page.contains(&entry), "docs/framework-checks.md lacks\n{entry}");
    }
}

#[test]
fn every_code_is_provoked_by_a_test() {
    let tests = [include_str!("one_fault.rs"), include_str!("bad_input.rs")].concat();
    let untested: Vec<&str> = Code::ALL.iter().map(|c| c.id()).filter(|id| !tests.contains(&format!("\"{id}\""))).collect();
    assert_eq!(untested, Vec::<&str>::new());
}

/// Errors, and warnings by code, of a pack.
fn found(country: &str) -> (Vec<String>, BTreeMap<&'static str, usize>) {
    let loaded = load(&root().join("frameworks").join(country));
    let mut found = loaded.diagnostics;
    found.extend(check(&loaded.framework.unwrap(), &loaded.texts, Some(TODAY)));
    let errors = found.iter().filter(|d| d.code.severity() == Severity::Error).map(ToString::to_string).collect();
    let mut warnings = BTreeMap::new();
    for d in found.iter().filter(|d| d.code.severity() == Severity::Warning) {
        *warnings.entry(d.code.id()).or_default() += 1;
    }
    (errors, warnings)
}

#[test]
fn the_packs_have_no_errors_and_every_kind_of_warning_is_explained() {
    for country in ["kenya", "pakistan"] {
        let (errors, warnings) = found(country);
        assert_eq!(errors, Vec::<String>::new());
        let page = std::fs::read_to_string(root().join(format!("docs/frameworks/{country}.md"))).unwrap();
        for (code, number) in warnings {
            let row = page.lines().find(|l| l.starts_with(&format!("| {code}")));
            assert!(row.is_some_and(|r| r.contains(&format!("| {number} |"))), "docs/frameworks/{country}.md: {code} {number}");
        }
    }
}

#[test]
fn a_pack_broken_in_one_place_says_one_thing_more_there() {
    let country = Country::copy_of(&root().join("frameworks/kenya"));
    let before = country.places();
    country.replace("points/namanga.toml", "deputy = \"DIS\"\n", "");
    let after = country.places();
    let more: Vec<_> = after.iter().filter(|f| f.0 == "MF0031" && !before.contains(f)).collect();
    assert_eq!(more, [&("MF0031", "points/namanga.toml:2:6".to_owned())]);
    country.replace("points/namanga.toml", "secretary = ", "deputy = \"DIS\"\nsecretary = ");
    assert_eq!(country.places(), before);
}
