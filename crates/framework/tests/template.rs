//! A new country: in order from its first day, and open about what it has to decide.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

use framework::template::{Answers, render};
use framework::{Severity, check, load};
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeSet;
use std::fs;

fn answers() -> Answers {
    Answers {
        id: "utopia".into(),
        name: "Utopia".into(),
        state: "UTO".into(),
        languages: vec!["en".into()],
        time_zone: "UTC".into(),
        version: "1".into(),
        environments: vec!["land".into(), "air".into()],
    }
}

/// Codes of what is wrong with the files, and how many points and procedures there are.
fn judged(answers: &Answers) -> (BTreeSet<&'static str>, Vec<String>, usize, usize) {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in render(answers).unwrap() {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let loaded = load(dir.path());
    let framework = loaded.framework.unwrap();
    let mut found = loaded.diagnostics;
    found.extend(check(&framework, &loaded.texts, Some("2026-11-23")));
    let errors = found.iter().filter(|d| d.code.severity() == Severity::Error).map(ToString::to_string).collect();
    let warnings = found.iter().filter(|d| d.code.severity() == Severity::Warning).map(|d| d.code.id()).collect();
    (warnings, errors, framework.points.len(), framework.procedures.len())
}

#[test]
fn only_what_the_country_must_decide_is_open() {
    let (warnings, errors, points, procedures) = judged(&answers());
    assert_eq!(errors, Vec::<String>::new());
    // The laws behind bodies and list, and who hears an appeal.
    assert_eq!(warnings, BTreeSet::from(["MF0040", "MF0042", "MF0107"]));
    assert_eq!((points, procedures), (2, 4));
}

#[test]
fn what_is_open_is_said_in_the_files() {
    let files = render(&answers()).unwrap();
    let all: String = files.iter().map(|(_, text)| text.as_str()).collect();
    assert!(all.contains("to be decided") && all.contains("To be decided") && !all.contains("{{"));
}

#[rstest]
#[case("id", |a: &mut Answers| a.id = "a b".into())]
#[case("name", |a: &mut Answers| a.name = "x\"\nlead = \"y".into())]
#[case("state", |a: &mut Answers| a.state = "Uto".into())]
#[case("version", |a: &mut Answers| a.version = "{{name}}".into())]
#[case("language", |a: &mut Answers| a.languages = vec!["english".into()])]
#[case("language", |a: &mut Answers| a.languages.clear())]
#[case("environment", |a: &mut Answers| a.environments = vec!["space".into()])]
#[case("environment", |a: &mut Answers| a.environments.clear())]
#[case("time zone", |a: &mut Answers| a.time_zone = String::new())]
fn an_answer_that_would_spoil_the_files_is_refused(#[case] field: &str, #[case] spoil: fn(&mut Answers)) {
    let mut a = answers();
    spoil(&mut a);
    assert_eq!(render(&a).unwrap_err().field, field);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever is accepted gives a framework without errors.
    #[test]
    fn what_is_accepted_is_in_order(
        id in "[a-zA-Z0-9-]{1,20}",
        name in "\\PC{1,20}",
        state in "[A-Z]{3}",
        version in "[0-9.]{1,8}",
        environments in prop::sample::subsequence(vec!["land", "air", "sea", "lake", "rail"], 1..=5),
    ) {
        let a = Answers { id, name, state, version, environments: environments.into_iter().map(str::to_owned).collect(), ..answers() };
        if a.checked().is_ok() {
            let (_, errors, points, procedures) = judged(&a);
            prop_assert_eq!(errors, Vec::<String>::new());
            prop_assert_eq!((points, procedures), (a.environments.len(), 2 * a.environments.len()));
        }
    }
}
