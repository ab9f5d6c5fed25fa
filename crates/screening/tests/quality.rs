//! Who is found and who is stopped for nothing, on real lists and other people's travellers; `examples/quality.rs` prints the whole table.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use screening::lists::{Format, Source, read};
use screening::{Agreement, Entry, Index, Kind, LIST_THRESHOLD, ListedName, Name, PartialDate, Query, Sex, compare, explain};
use std::sync::Arc;

fn un_list() -> Option<Vec<Arc<Entry>>> {
    let bytes = std::fs::read(testkit::fixtures("watchlists")?.join("un_consolidated_2025-11.xml")).unwrap();
    Some(read(Format::UnXml, "un", Source { main: &bytes, alt: None }).entries.into_iter().map(Arc::new).collect())
}

fn person(text: &str) -> Query {
    Query::new(Name::read(text, Kind::Person), Kind::Person)
}

fn finds(index: &Index, query: &Query, entry: &Arc<Entry>) -> bool {
    index.search(query, LIST_THRESHOLD).iter().any(|c| Arc::ptr_eq(&c.entry, entry))
}

/// Persons of the UN list by their first name, changed by `change`; of those that `change` gives, the share that is found.
fn found_after(change: impl Fn(&str) -> Option<String>) -> Option<f64> {
    let entries = un_list()?;
    let index = Index::build(entries.clone());
    let persons = entries.iter().filter(|e| e.kind == Kind::Person);
    let asked: Vec<_> = persons.filter_map(|e| Some((e, person(&change(&e.names[0].text)?)))).collect();
    assert!(asked.len() > 25, "only {} names are asked for", asked.len());
    Some(asked.iter().filter(|(e, q)| finds(&index, q, e)).count() as f64 / asked.len() as f64)
}

#[test]
fn few_strangers_are_stopped() {
    let (Some(entries), Some(dir)) = (un_list(), testkit::fixtures("name_matching")) else { return };
    let index = Index::build(entries);
    let mut rows = csv::Reader::from_path(dir.join("yente_negatives_global.csv")).unwrap();
    let strangers: Vec<csv::StringRecord> = rows.records().step_by(8).map(Result::unwrap).collect();
    let stopped = |query: &dyn Fn(&csv::StringRecord) -> Query| {
        strangers.iter().filter(|s| !index.search(&query(s), LIST_THRESHOLD).is_empty()).count() as f64 / strangers.len() as f64
    };
    let (named, born) = (stopped(&|s| person(&s[0])), stopped(&|s| person(&s[0]).born(PartialDate::read(&s[5]))));
    assert!(named < 0.003, "{named} by name");
    assert!(born < 0.001, "{born} with a birth date");
}

#[test]
fn a_name_turned_round_is_found() {
    let round = |s: &str| s.split_once(' ').map(|(first, rest)| format!("{rest}, {first}"));
    let Some(found) = found_after(round) else { return };
    assert!(found > 0.99, "{found}");
}

#[test]
fn two_letters_that_changed_places_are_found_in_most_names() {
    let swapped = |s: &str| {
        let mut letters: Vec<char> = s.chars().collect();
        let at = s.len() % letters.len().checked_sub(1).filter(|n| *n > 0)?;
        letters.swap(at, at + 1);
        Some(letters.into_iter().collect())
    };
    let Some(found) = found_after(swapped) else { return };
    assert!(found > 0.95, "{found}");
}

#[test]
fn a_name_cut_off_by_a_card_is_found() {
    let zone = |s: &str| {
        let line = s.replace([' ', '-'], "<").replacen('<', "<<", 1);
        let cut = line.get(..30).filter(|cut| line.is_ascii() && line.len() > 31 && !cut.ends_with('<') && !s.contains(['\'', '.']))?;
        Some(cut.to_owned())
    };
    let Some(found) = found_after(zone) else { return };
    assert!(found > 0.97, "{found}");
}

#[test]
fn characters_that_sound_alike_but_are_others_are_other_names() {
    let likeness = |a: &str, b: &str| compare(&Name::read(a, Kind::Person), &Name::read(b, Kind::Person), Kind::Person).score;
    assert!(likeness("习近朋", "习近平") < 0.7);
    assert!(likeness("김종은", "김정은") < 0.7);
    assert!(likeness("习近平", "习近平") > 0.99);
}

fn listed() -> Arc<Entry> {
    Arc::new(Entry {
        list: "made up".into(),
        id: "1".into(),
        kind: Kind::Person,
        names: vec![ListedName { text: "Anna Maria Eriksson".into(), weak: false }],
        born: vec![],
        countries: vec!["utopia".into(), "Kenya".into()],
        documents: vec![],
        sex: Sex::read("female"),
    })
}

#[test]
fn what_stands_beside_the_name_counts_a_little_and_is_told() {
    let index = Index::build(vec![listed()]);
    let ask =
        |country: &str, sex: &str| index.search(&person("Anna Marie Eriksson").nationality([country]).sex(Sex::read(sex)), 0.0).remove(0);
    let (unknown, same) = (ask("", ""), ask("KEN", "F"));
    assert_eq!((same.nationality, same.sex), (Agreement::Same, Agreement::Same));
    assert!(same.score > unknown.score);
    assert!(explain(&same).contains("the nationality is the same; the sex is the same"));
    // The listed country without a code may be any.
    assert_eq!(ask("UGA", "").nationality, Agreement::Unknown);
    let other = ask("UTOPIA", "M");
    assert_eq!((other.nationality, other.sex), (Agreement::Same, Agreement::Different));
    assert!(other.score < unknown.score && other.score >= LIST_THRESHOLD);
    assert!(explain(&other).contains("the sex differs"));
    assert!(!explain(&unknown).contains("sex"));
}

#[test]
fn lists_state_sex() {
    let Some(entries) = un_list() else { return };
    // 54 elements in the file, one of them for a person whose record has two.
    assert!(entries.iter().filter(|e| e.sex.is_some()).count() >= 53);
    let sex = |format, text: &str| read(format, "made up", Source { main: text.as_bytes(), alt: None }).entries[0].sex;
    assert_eq!(sex(Format::Csv, "name,gender\nAnna,Female\n"), Some(Sex::Female));
    assert_eq!(sex(Format::EuCsv, "name,gender\nBo,male\n"), Some(Sex::Male));
    let ftm = r#"{"id":"1","schema":"Person","properties":{"name":["Anna"],"gender":["female"]}}"#;
    assert_eq!(sex(Format::Ftm, ftm), Some(Sex::Female));
}
