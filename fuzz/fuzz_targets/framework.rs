#![no_main]
//! A framework with anything in the place of one part of one file: it is loaded, checked and compared, and every place that is told lies in its file.
use framework::template::{Answers, render};
use framework::{check, diff, load_files};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static COUNTRY: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let answers = Answers {
        id: "utopia".into(),
        name: "Utopia".into(),
        state: "UTO".into(),
        languages: vec!["en".into()],
        time_zone: "UTC".into(),
        version: "1".into(),
        environments: vec!["land".into()],
    };
    render(&answers).expect("the answers are good").into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
});

libfuzzer_sys::fuzz_target!(|input: (u8, u16, u8, &[u8])| {
    let (which, at, length, bytes) = input;
    let mut files = COUNTRY.clone();
    let path = files.keys().nth(usize::from(which) % files.len()).cloned().expect("there are files");
    let file = files.get_mut(&path).expect("it is one of them");
    let start = usize::from(at).min(file.len());
    let end = (start + usize::from(length)).min(file.len());
    file.splice(start..end, bytes.iter().copied());
    let loaded = load_files(&files);
    let mut found = loaded.diagnostics;
    if let Some(f) = &loaded.framework {
        found.extend(check(f, &loaded.texts, Some("2026-11-23")));
        assert_eq!(diff(f, f).count(), 0);
    }
    for d in found {
        if let Some(text) = loaded.texts.get(&d.place.file) {
            assert!(text.get(d.place.span.clone()).is_some(), "{d}");
        }
    }
});
