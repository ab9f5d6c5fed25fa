//! One practice of one country taken over by another: it is there, it is equal, it is in order, and nothing that was there has changed.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

use framework::adopt::{Adoption, Files, Kind, Practice, Refusal, adopt};
use framework::diff::{Entry, Standing};
use framework::template::{Answers, render};
use framework::{Difference, Loaded, Severity, check, diff, load, load_files};
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeMap;

type Texts = BTreeMap<String, Vec<u8>>;

fn pack(country: &str) -> Loaded {
    load(format!("{}/../../frameworks/{country}", env!("CARGO_MANIFEST_DIR")).as_ref())
}

/// A country that has just begun, without committees and centres at its points when asked.
fn young(edit: impl Fn(&str, String) -> String) -> Texts {
    let answers = Answers {
        id: "utopia".into(),
        name: "Utopia".into(),
        state: "UTO".into(),
        languages: vec!["en".into()],
        time_zone: "UTC".into(),
        version: "1".into(),
        environments: vec!["land".into(), "air".into(), "lake".into()],
    };
    render(&answers).unwrap().into_iter().map(|(path, text)| (path.clone(), edit(&path, text).into_bytes())).collect()
}

/// Takes the items of a kind whose text has a word out of a file.
fn without(text: &str, header: &str, word: &str) -> String {
    let head = format!("[[{header}]]");
    let mut parts = text.split(&head);
    let first = parts.next().unwrap().to_owned();
    first + &parts.filter(|p| !p.contains(word)).map(|p| format!("{head}{p}")).collect::<String>()
}

fn practice(text: &str) -> Practice {
    text.parse().unwrap()
}

fn files(loaded: &Loaded) -> Files<'_> {
    Files { framework: loaded.framework.as_ref().unwrap(), texts: &loaded.texts }
}

fn after(before: &Texts, adoption: &Adoption) -> Texts {
    let mut all = before.clone();
    for e in &adoption.edits {
        all.insert(e.path.clone(), e.text.clone().into_bytes());
    }
    all
}

fn errors(texts: &Texts) -> Vec<String> {
    let loaded = load_files(texts);
    let mut found = loaded.diagnostics;
    found.extend(check(&loaded.framework.unwrap(), &loaded.texts, None));
    found.iter().filter(|d| d.code.severity() == Severity::Error).map(ToString::to_string).collect()
}

fn difference(from: &Loaded, to: &Texts) -> Difference {
    diff(from.framework.as_ref().unwrap(), load_files(to).framework.as_ref().unwrap())
}

fn entry<'d>(d: &'d Difference, title: &str, what: &str) -> Option<&'d Entry> {
    d.sections.iter().find(|s| s.title.starts_with(title)).unwrap().entries.iter().find(|e| e.what == what)
}

/// Only these differ afterwards: laws and offices are for the country to decide.
fn differing<'d>(d: &'d Difference, title: &str, what: &str) -> Vec<&'d str> {
    entry(d, title, what).map(|e| e.changes.iter().map(|c| c.field.as_str()).collect()).unwrap_or_default()
}

fn bare(path: &str, text: String) -> String {
    match path {
        "bodies.toml" => without(&without(&text, "body", "level = \"joc\""), "body", "level = \"point\""),
        "clocks.toml" => {
            let text = without(&without(&text, "ladder", "id = \"critical\""), "ladder", "id = \"standard\"");
            let text = without(&text, "ladder", "id = \"presence\"");
            // What is left of the ladders leads to bodies that are there.
            text.replace("  { to = \"committee_chair\", after = \"1d\" },\n", "")
                .replace("ladder = \"standard\"", "ladder = \"governance\"")
                .replace("ladder = \"critical\"", "ladder = \"governance\"")
                .replace("ladder = \"presence\"", "ladder = \"governance\"")
        }
        "standards.toml" => without(&text, "standard", "committee.{point}"),
        _ => text,
    }
}

#[test]
fn a_procedure_comes_with_the_grounds_of_its_functions_and_is_equal() {
    let kenya = pack("kenya");
    let before = young(|path, text| match path {
        "clocks.toml" => without(&without(&text, "hold_ground", "\"port_health\""), "refusal_ground", "immigration"),
        "standards.toml" => without(&text, "standard", "\"lake-traveller-arrival\""),
        _ => text,
    });
    let before: Texts = before.into_iter().filter(|(path, _)| !path.starts_with("procedures/lake-traveller-arrival")).collect();
    let to = load_files(&before);
    let done = adopt(&practice("procedure:lake-passenger-arrival"), files(&kenya), files(&to), None).unwrap();
    let all = after(&before, &done);
    assert_eq!(errors(&all), Vec::<String>::new());
    let d = difference(&kenya, &all);
    assert_eq!(differing(&d, "Procedures", "lake, traveller, inbound"), Vec::<&str>::new());
    assert!(done.adopted.contains(&Practice { kind: Kind::HoldGround, id: "health.illness".into() }));
    assert!(done.adopted.contains(&Practice { kind: Kind::RefusalGround, id: "immigration.no-document".into() }));
    assert!(done.decide.iter().any(|d| d == "hold_ground:health.illness: under which law"), "{:?}", done.decide);
}

#[test]
fn a_ladder_comes_with_the_bodies_that_its_rungs_lead_to() {
    let kenya = pack("kenya");
    let before = young(bare);
    assert_eq!(errors(&before), Vec::<String>::new());
    let to = load_files(&before);
    let done = adopt(&practice("ladder:standard"), files(&kenya), files(&to), None).unwrap();
    let names: Vec<String> = done.adopted.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["body:bmc.{point}", "body:joc.{point}", "ladder:standard"]);
    let all = after(&before, &done);
    assert_eq!(errors(&all), Vec::<String>::new());
    let d = difference(&kenya, &all);
    assert_eq!(differing(&d, "Escalation", "standard"), Vec::<&str>::new());
    assert_eq!(differing(&d, "Bodies", "4 joint operations centre at the point"), ["legal basis"]);
    assert!(done.decide.iter().any(|d| d.contains("which law establishes it")));
    assert!(done.decide.iter().any(|d| d.contains("desks of the joint operations centre")));
}

#[test]
fn a_body_of_the_point_reports_to_the_countrys_own_secretariat() {
    let (kenya, before) = (pack("kenya"), young(bare));
    let done = adopt(&practice("body:bmc.{point}"), files(&kenya), files(&load_files(&before)), None).unwrap();
    let added = &done.edits[0].added;
    assert!(added.contains("parent = \"secretariat\"") && !added.contains("legal_basis"), "{added}");
    assert_eq!(differing(&difference(&kenya, &after(&before, &done)), "Bodies", "3 committee at the point"), ["legal basis"]);
}

#[test]
fn offices_and_members_go_to_agencies_that_do_the_same_work() {
    let (kenya, before) = (pack("kenya"), young(bare));
    let done = adopt(&practice("body:bcocc"), files(&kenya), files(&load_files(&before)), None).unwrap();
    let added = &done.edits[0].added;
    assert!(added.contains("chair = { agency = \"INTERIOR\"") && added.contains("{ agency = \"POLICE\", role = \"member\""), "{added}");
    assert!(!added.contains("NIS") || added.contains("note"), "{added}");
    assert!(done.decide.iter().any(|d| d.contains("who sits for what") && d.contains("KWS")), "{:?}", done.decide);
    assert!(done.decide.iter().any(|d| d.contains("how it stands to `national`")));
    assert_eq!(errors(&after(&before, &done)), Vec::<String>::new());
}

#[test]
fn a_list_comes_with_its_desk_and_clock_and_without_its_law() {
    let kenya = pack("kenya");
    let before = young(|path, text| match path {
        "clocks.toml" => without(&text, "clock", "\"hit.silent\""),
        "desks.toml" => without(&text, "desk", "customs.duty"),
        _ => text,
    });
    let done = adopt(&practice("list:consignment-targets"), files(&kenya), files(&load_files(&before)), None).unwrap();
    let names: Vec<String> = done.adopted.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["desk:customs.duty", "clock:hit.silent", "list:consignment-targets"]);
    let all = after(&before, &done);
    assert_eq!(errors(&all), Vec::<String>::new());
    let d = difference(&kenya, &all);
    assert_eq!(differing(&d, "Lists", "examine, silent"), ["appeal", "legal basis"]);
    assert_eq!(differing(&d, "Clocks", "hit.silent"), Vec::<&str>::new());
}

#[test]
fn a_standard_measures_the_countrys_own_procedure() {
    let kenya = pack("kenya");
    let before = young(|_, text| text);
    let done = adopt(&practice("standard:air-arrival-queue"), files(&kenya), files(&load_files(&before)), None).unwrap();
    let added = &done.edits[0].added;
    assert!(added.contains("procedure = \"air-traveller-arrival\"") && added.contains("stage = \"immigration\""), "{added}");
    let all = after(&before, &done);
    assert_eq!(errors(&all), Vec::<String>::new());
    assert_eq!(differing(&difference(&kenya, &all), "Standards", "queue time: air, traveller, inbound, immigration"), Vec::<&str>::new());
}

#[test]
fn what_is_taken_over_establishes_nothing_and_says_where_it_is_from() {
    let (kenya, before) = (pack("kenya"), young(|_, text| text));
    let done = adopt(&practice("standard:osbp-truck-peak"), files(&kenya), files(&load_files(&before)), None);
    // Its procedure needs agencies that this country does not have.
    let Err(Refusal::Lacks(first)) = done else { panic!("{done:?}") };
    assert!(first.iter().any(|l| l == "give an agency the function `standards`, which owns `entry.standards`"), "{first:?}");
    let done = adopt(&practice("standard:air-departure"), files(&kenya), files(&load_files(&before)), None).unwrap();
    let added = &done.edits[0].added;
    assert!(added.contains("source = \"unverified\"") && added.contains("Adopted from Kenya 2026.1 (there: A9)."), "{added}");
    let d = difference(&kenya, &after(&before, &done));
    assert_eq!(
        d.sections.iter().flat_map(|s| &s.entries).filter(|e| e.what.contains("air, traveller, outbound")).count(),
        1,
        "only the procedure itself"
    );
    let _ = Standing::Unverified;
}

#[rstest]
#[case("clock:hit.arrest", "has a clock `hit.arrest` already")]
#[case("body:joc.{point}", "has a body `joc.{point}` already")]
#[case("procedure:air-passenger-arrival", "`air-traveller-arrival` of Utopia is for the same crossings")]
#[case("body:bmc.{point}", "Utopia has `committee.{point}` at every point already")]
fn what_is_there_is_named_and_not_overwritten(#[case] what: &str, #[case] why: &str) {
    let refusal = adopt(&practice(what), files(&pack("kenya")), files(&load_files(&young(|_, t| t))), None).unwrap_err();
    assert!(matches!(&refusal, Refusal::Conflicts(_)) && refusal.to_string().contains(why), "{refusal}");
}

#[test]
fn another_id_resolves_a_conflict() {
    let (kenya, before) = (pack("kenya"), young(|_, t| t));
    let done = adopt(&practice("ladder:critical"), files(&kenya), files(&load_files(&before)), Some("urgent")).unwrap();
    assert_eq!(done.adopted, [Practice { kind: Kind::Ladder, id: "urgent".into() }]);
    assert_eq!(errors(&after(&before, &done)), Vec::<String>::new());
}

#[test]
fn a_practice_that_does_not_exist_is_answered_with_those_that_do() {
    let refusal = adopt(&practice("ladder:stairs"), files(&pack("kenya")), files(&load_files(&young(|_, t| t))), None).unwrap_err();
    assert_eq!(refusal.to_string(), "there is no ladder:stairs; there are standard, presence, critical, governance");
    assert!("stairs".parse::<Practice>().unwrap_err().contains("procedure:ID"));
    assert!("point:x".parse::<Practice>().unwrap_err().contains("cannot be adopted"));
}

#[test]
fn windows_line_ends_and_comments_stay() {
    let kenya = pack("kenya");
    let before = young(|path, text| if path == "standards.toml" { text.replace('\n', "\r\n") + "# the end" } else { text });
    let done = adopt(&practice("standard:air-departure"), files(&kenya), files(&load_files(&before)), None).unwrap();
    let text = &done.edits[0].text;
    assert!(
        text.starts_with(std::str::from_utf8(&before["standards.toml"]).unwrap()) && text.contains("# the end\r\n\r\n[[standard]]\r\n")
    );
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(errors(&after(&before, &done)), Vec::<String>::new());
}

fn every_practice(loaded: &Loaded) -> Vec<Practice> {
    let f = loaded.framework.as_ref().unwrap();
    let mut all = Vec::new();
    macro_rules! add {
        ($kind:expr, $items:expr) => {
            all.extend($items.iter().map(|i| Practice { kind: $kind, id: i.item.id.get_ref().clone() }))
        };
    }
    add!(Kind::Procedure, f.procedures);
    add!(Kind::Ladder, f.ladders);
    add!(Kind::Body, f.bodies);
    add!(Kind::List, f.lists);
    add!(Kind::Clock, f.clocks);
    add!(Kind::Standard, f.standards);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    /// Whatever is adopted, by a bare country, a young one or a pack: what was there is unchanged, there are no errors, and a second time it is a conflict.
    #[test]
    fn adopting_only_adds_and_leaves_no_error(which in any::<prop::sample::Index>(), to in 0..3, back in any::<bool>()) {
        let (kenya, pakistan) = (pack("kenya"), pack("pakistan"));
        let from = if back { &pakistan } else { &kenya };
        let other = if back { &kenya } else { &pakistan };
        let before: Texts = match to {
            0 => young(bare),
            1 => young(|_, t| t),
            _ => other.texts.iter().map(|(p, t)| (p.clone(), t.clone().into_bytes())).collect(),
        };
        let all = every_practice(from);
        let practice = &all[which.index(all.len())];
        let loaded = load_files(&before);
        if let Ok(done) = adopt(practice, files(from), files(&loaded), None) {
            let now = after(&before, &done);
            prop_assert_eq!(errors(&now), Vec::<String>::new(), "{}", practice);
            for (path, text) in &before {
                prop_assert!(now[path].starts_with(text), "{}", path);
            }
            let again = adopt(practice, files(from), files(&load_files(&now)), None);
            prop_assert!(matches!(again, Err(Refusal::Conflicts(_))), "{:?}", again);
        }
    }
}
