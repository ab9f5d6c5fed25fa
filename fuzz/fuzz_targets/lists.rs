#![no_main]
//! Any bytes are a list with or without problems, in every format, and what came out can be searched.
use screening::lists::{Format, Source, read};
use screening::{Kind, Listed, Name, Query};
use std::sync::Arc;

libfuzzer_sys::fuzz_target!(|input: (u8, &[u8], String)| {
    let (format, bytes, name) = input;
    let format = Format::ALL[usize::from(format) % Format::ALL.len()].1;
    let reading = read(format, "fuzz", Source { main: bytes, alt: Some(bytes) });
    let listed = Listed::build(reading.entries.into_iter().map(Arc::new).collect());
    for found in listed.numbers.find(&name) {
        assert!(found.entry.documents.contains(&found.listed));
    }
    let index = &listed.names;
    let query = Query { name: Name::read(&name, Kind::Person), kind: Kind::Person, born: None, nationality: vec![] };
    for candidate in index.search(&query, 0.0) {
        assert!((0.0..=1.0).contains(&candidate.score));
    }
});
