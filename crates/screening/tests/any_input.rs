//! Names and lists that nobody would write.

use proptest::prelude::*;
use rstest::rstest;
use screening::lists::{Format, Source, read};
use screening::{Entry, Index, Kind, ListedName, Name, Query, compare};
use std::sync::Arc;

fn search(listed: &[&str], asked: &str) -> Vec<String> {
    let entries = listed.iter().zip(1..).map(|(n, i)| {
        let names = vec![ListedName { text: (*n).to_owned(), weak: false }];
        Arc::new(Entry {
            list: "made up".into(),
            id: format!("{i}"),
            kind: Kind::Person,
            names,
            born: vec![],
            countries: vec![],
            documents: vec![],
            sex: None,
        })
    });
    let index = Index::build(entries.collect());
    let query = Query::new(Name::read(asked, Kind::Person), Kind::Person);
    index.search(&query, screening::LIST_THRESHOLD).into_iter().map(|c| c.entry.id.clone()).collect()
}

#[rstest]
#[case("blanks put in", "Anna Eriks son")]
#[case("blanks left out", "AnnaEriksson")]
#[case("another order", "ERIKSSON, Anna")]
#[case("a zero for an o", "Anna Erikss0n")]
#[case("Cyrillic look-alikes", "Аnnа Еrikssоn")]
#[case("invisible characters", "An\u{200B}na Eriks\u{200D}son")]
#[case("a machine-readable zone", "ERIKSSON<<ANNA<<<<<<<")]
fn disguises_are_found(#[case] _how: &str, #[case] asked: &str) {
    assert_eq!(search(&["Anna Eriksson", "Bo Nord"], asked), ["1"]);
}

#[test]
fn disguises_are_called_suspicious() {
    assert!(Name::read("Аnnа Erikssоn", Kind::Person).suspicious);
    assert!(Name::read("Anna Er1ksson", Kind::Person).suspicious);
    assert!(!Name::read("Анна Эрикссон", Kind::Person).suspicious);
}

#[test]
fn empty_one_letter_and_endless_names_have_an_answer() {
    for asked in ["", " ", "x", "---", &"a".repeat(10_000), &"a b ".repeat(5_000)] {
        assert_eq!(search(&["Anna Eriksson"], asked), Vec::<String>::new());
    }
    assert!(Name::read(&"a".repeat(10_000), Kind::Person).truncated);
}

#[rstest]
#[case("nothing but invisible characters", "\u{200B}\u{200D}\u{FEFF}")]
#[case("nothing but marks", "\u{0301}\u{064B}")]
#[case("one letter of each name", "A E")]
#[case("every script at once", "Анна محمد 안나 Ἄννα अन्ना 安娜 ანა Աննա")]
#[case("ten thousand blanks", &" ".repeat(10_000))]
fn odd_names_are_no_hit_and_no_failure(#[case] _how: &str, #[case] asked: &str) {
    assert_eq!(search(&["Anna Eriksson", "A E", "a", "\u{200B}", "", "٣٤"], asked), Vec::<String>::new());
}

#[test]
fn the_end_of_an_endless_name_is_left_out() {
    let asked = format!("Anna Eriksson{}", "\u{200B}".repeat(10_000));
    assert_eq!(search(&["Anna Eriksson"], &asked), ["1"]);
}

#[test]
fn a_damaged_record_is_named_and_its_neighbours_are_read() {
    let reading =
        read(Format::Csv, "made up", Source { main: b"id,name,born\n1,Anna Eriksson,1974\n2,too,many,fields\n3,Bo Nord,\n", alt: None });
    assert_eq!(reading.entries.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["1", "3"]);
    assert_eq!(reading.problems.len(), 1);
    assert_eq!(reading.problems[0].record, 3);
}

#[test]
fn the_same_damage_in_a_real_list_is_named() {
    let Some(dir) = testkit::fixtures("watchlists/ofac_invalid") else { return };
    let (sdn, alt) = (std::fs::read(dir.join("sdn.csv")).unwrap(), std::fs::read(dir.join("alt.csv")).unwrap());
    let reading = read(Format::OfacSdn, "ofac", Source { main: &sdn, alt: Some(&alt) });
    assert!(!reading.problems.is_empty() && reading.entries.len() > 7000);
}

/// The OFAC file's last line is the end-of-file character of its origin (0x1A), which is no record.
#[rstest]
#[case("ofac-sdn", "ofac_2021-07/sdn.csv", 8_976)]
#[case("un-xml", "un_consolidated_2025-11.xml", 1_000)]
fn real_lists_are_read_whole(#[case] format: &str, #[case] file: &str, #[case] records: usize) {
    let Some(path) = testkit::fixtures("watchlists").map(|d| d.join(file)) else { return };
    let bytes = std::fs::read(path).unwrap();
    let reading = read(Format::from_word(format).unwrap(), "list", Source { main: &bytes, alt: None });
    assert_eq!(reading.entries.len(), records, "{:?}", reading.problems.first());
}

proptest! {
    #[test]
    fn any_name_compares_with_itself_and_any_other(a in "\\PC{0,60}", b in "\\PC{0,60}") {
        let (a, b) = (Name::read(&a, Kind::Person), Name::read(&b, Kind::Person));
        let score = compare(&a, &b, Kind::Person).score;
        prop_assert!((0.0..=1.0).contains(&score));
    }

    #[test]
    fn any_bytes_are_a_list_of_any_format(format in 0..Format::ALL.len(), bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(Format::ALL[format].1, "any", Source { main: &bytes, alt: Some(&bytes) });
    }

    #[test]
    fn a_listed_name_is_found_among_others(names in proptest::collection::vec("[A-Z][a-z]{3,9} [A-Z][a-z]{3,9}", 2..20), at in any::<proptest::sample::Index>()) {
        let listed: Vec<&str> = names.iter().map(String::as_str).collect();
        let asked = listed[at.index(listed.len())];
        let found = search(&listed, asked);
        prop_assert!(found.iter().any(|id| listed[id.parse::<usize>().unwrap() - 1] == asked), "{asked} {found:?}");
    }
}
