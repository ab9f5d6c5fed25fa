//! Lists of documents and vehicles: records that have a number and no name.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use screening::lists::{Format, Reading, Source, read, repeated_ids};
use screening::{Kind, Listed};
use std::sync::Arc;

fn csv(text: &str) -> Reading {
    read(Format::Csv, "made up", Source { main: text.as_bytes(), alt: None })
}

fn problems(text: &str) -> Vec<String> {
    csv(text).problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_list_of_documents_needs_no_names_and_is_found_by_number() {
    let reading = csv("document,nationality,schema\nL898902C3,UTO,\nKAA 123 A,,vehicle\n");
    assert_eq!(reading.problems, []);
    let seen: Vec<_> = reading.entries.iter().map(|e| (e.id.as_str(), e.kind, e.names.len())).collect();
    assert_eq!(seen, [("L898902C3", Kind::Person, 0), ("KAA 123 A", Kind::Vessel, 0)]);
    let listed = Listed::build(reading.entries.into_iter().map(Arc::new).collect());
    let found = listed.numbers.find("l898902c3");
    assert_eq!((found.len(), found[0].same, found[0].entry.id.as_str()), (1, true, "L898902C3"));
    assert_eq!(listed.names.names(), 0);
}

#[test]
fn a_record_is_called_by_its_own_number_so_that_another_issue_may_have_it_on_another_line() {
    let (before, after) = (csv("document\nA1111111\nB2222222\n"), csv("document\nB2222222\nA1111111\n"));
    assert!(screening::lists::difference(&before.entries, &after.entries).is_empty());
    assert_eq!(repeated_ids(&csv("document\nA1111111\nA1111111\n").entries), [("A1111111", 2)]);
}

#[test]
fn what_nobody_could_be_found_by_is_named() {
    let said = problems("name,document\nAnna Eriksson,\n,L898902C3\n,\n,A1\n");
    assert_eq!(
        said,
        [
            "list record 4: has no name and no number; one of them was expected",
            "list record 5: has no name and the number `A1`; 5 letters and digits or more were expected",
        ]
    );
    assert_eq!(problems("colour\nred\n"), ["list record 1: has no column `name` or `document`; the first line must name the columns"]);
}
