//! Lists whose columns are called otherwise.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use proptest::prelude::*;
use screening::lists::{Format, NoColumns, Source, read, renamed};

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn columns_are_known_by_the_names_that_are_given_to_them() {
    let file =
        "\u{feff}\"Nr.\",Full Name ,NAME,Passport,DOB\r\n7,\"Eriksson, Anna\",a note,L898902C3,1974-08-12\r\n8,Bo Nord,,X1234567,\r\n";
    let map = pairs(&[("id", "nr."), ("name", "full name"), ("document", "PASSPORT"), ("born", "DOB")]);
    let bytes = renamed(file.as_bytes(), &map).unwrap();
    let reading = read(Format::Csv, "theirs", Source { main: &bytes, alt: None });
    assert_eq!(reading.problems, []);
    let told: Vec<(&str, &str, &str)> =
        reading.entries.iter().map(|e| (&*e.id, e.names[0].text.as_str(), e.documents[0].as_str())).collect();
    assert_eq!(told, [("7", "Eriksson, Anna", "L898902C3"), ("8", "Bo Nord", "X1234567")]);
    assert_eq!((reading.entries[0].names.len(), reading.entries[0].born.len()), (1, 1));
}

#[test]
fn what_cannot_be_is_said() {
    let file = b"a,b\n1,2\n";
    let refused = |map: &[(&str, &str)]| renamed(file, &pairs(map)).unwrap_err();
    assert_eq!(refused(&[("nombre", "a")]), NoColumns::UnknownField { field: "nombre".into() });
    assert_eq!(refused(&[("name", "a"), ("name", "b")]), NoColumns::FieldTwice { field: "name".into() });
    assert_eq!(refused(&[("name", "c")]), NoColumns::NoSuchColumn { column: "c".into(), has: vec!["a".into(), "b".into()] });
    assert_eq!(renamed(b"", &pairs(&[("name", "a")])).unwrap_err(), NoColumns::NoHeader);
}

proptest! {
    /// Whatever the bytes: no panic, and what follows the first line stays as it was.
    #[test]
    fn the_records_stay_as_they_were(before in "[b-z;\u{e9}]{1,6}", rest in prop::collection::vec(any::<u8>(), 0..60)) {
        let mut file = format!("{before},A\n").into_bytes();
        file.extend_from_slice(&rest);
        let done = renamed(&file, &pairs(&[("name", "a")])).unwrap();
        prop_assert_eq!(done, [format!("{before},name\n").as_bytes(), &rest].concat());
    }

    #[test]
    fn no_bytes_break_it(file in prop::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'a'), any::<u8>()], 0..40)) {
        let _ = renamed(&file, &pairs(&[("name", "a"), ("born", "")]));
    }
}
