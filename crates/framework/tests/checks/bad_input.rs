//! Whatever lies in the directory: a finding each, several in one run, never a panic.

use super::country::Country;
use framework::{MAX_FILE_BYTES, load};
use proptest::prelude::*;
use rstest::rstest;
use std::fs;

const FILES: &[&str] = &[
    "framework.toml",
    "agencies.toml",
    "bodies.toml",
    "clocks.toml",
    "lists.toml",
    "standards.toml",
    "retention.toml",
    "classification.toml",
    "points/bridge.toml",
    "procedures/truck.toml",
    "agreements/bridge-act.toml",
    "policies/read.cedar",
    "policies/schema.cedarschema",
    "guarantees/abroad.cedar",
];

fn codes(country: &Country) -> Vec<&'static str> {
    country.places().into_iter().map(|(code, _)| code).collect()
}

#[test]
fn windows_line_ends_change_nothing_but_the_bytes() {
    let (unix, windows) = (Country::in_order(), Country::in_order());
    for c in [&unix, &windows] {
        c.replace("lists.toml", "legal_basis = \"Act\"\n", "");
    }
    for file in FILES {
        windows.write(file, windows.read(file).replace('\n', "\r\n"));
    }
    assert_eq!(windows.places(), unix.places());
}

#[rstest]
#[case("")]
#[case("\u{FEFF}")]
fn a_byte_order_mark_moves_no_place(#[case] mark: &str) {
    let country = Country::in_order();
    country.replace("lists.toml", "hit.overt", "hit.none");
    country.write("lists.toml", format!("{mark}{}", country.read("lists.toml")));
    assert_eq!(country.places(), [("MF0012", "lists.toml:14:10".to_owned())]);
}

#[test]
fn a_file_of_fifty_megabytes_is_not_read() {
    let country = Country::in_order();
    fs::File::create(country.path("sources.toml")).unwrap().set_len(50 << 20).unwrap();
    assert_eq!(codes(&country), ["MF0002"]);
    country.write("sources.toml", vec![b' '; usize::try_from(MAX_FILE_BYTES).unwrap()]);
    assert_eq!(codes(&country), Vec::<&str>::new());
    country.write("sources.toml", vec![b' '; usize::try_from(MAX_FILE_BYTES).unwrap() + 1]);
    assert_eq!(codes(&country), ["MF0002"]);
}

#[test]
fn a_file_that_is_not_text_is_named_at_the_byte() {
    let country = Country::in_order();
    country.write("sources.toml", b"# \xC3\xA9\n# caf\xE9\n");
    assert_eq!(country.places(), [("MF0001", "sources.toml:2:6".to_owned())]);
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    let country = Country::in_order();
    country.write("sources.toml", format!("x = {}{}", "[".repeat(100_000), "]".repeat(100_000)));
    assert_eq!(codes(&country).first(), Some(&"MF0003"));
}

#[test]
fn a_directory_without_a_framework_is_named() {
    let empty = tempfile::tempdir().unwrap();
    let file = empty.path().join("framework");
    fs::write(&file, "").unwrap();
    for path in [empty.path(), &file, &empty.path().join("nowhere")] {
        let loaded = load(path);
        assert!(loaded.framework.is_none());
        assert_eq!(loaded.diagnostics.iter().map(|d| d.code.id()).collect::<Vec<_>>(), ["MF0006"]);
    }
}

#[test]
fn a_missing_file_that_every_framework_has_is_named() {
    let country = Country::in_order();
    fs::remove_file(country.path("clocks.toml")).unwrap();
    assert!(country.places().contains(&("MF0001", "clocks.toml:1:1".to_owned())));
}

#[test]
fn a_directory_in_the_place_of_a_file_and_a_file_in_the_place_of_a_directory() {
    let country = Country::in_order();
    fs::remove_file(country.path("sources.toml")).unwrap();
    fs::create_dir(country.path("sources.toml")).unwrap();
    fs::create_dir(country.path("points/lake.toml")).unwrap();
    fs::remove_dir_all(country.path("guarantees")).unwrap();
    country.write("guarantees", "");
    assert_eq!(codes(&country), ["MF0001", "MF0001", "MF0001", "MF0075"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_to_themselves_or_nowhere_are_named() {
    use std::os::unix::fs::symlink;
    let country = Country::in_order();
    fs::remove_file(country.path("sources.toml")).unwrap();
    symlink("sources.toml", country.path("sources.toml")).unwrap();
    symlink("nowhere", country.path("points/lake.toml")).unwrap();
    assert_eq!(codes(&country), ["MF0001", "MF0001"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let country = Country::in_order();
    fs::set_permissions(country.path("sources.toml"), fs::Permissions::from_mode(0o000)).unwrap();
    // Root reads everything.
    let may = fs::File::open(country.path("sources.toml")).is_ok();
    assert_eq!(codes(&country), if may { vec![] } else { vec!["MF0001"] });
}

#[test]
fn a_file_whose_name_is_misspelt_is_named_with_the_right_one() {
    let country = Country::in_order();
    fs::rename(country.path("sources.toml"), country.path("source.toml")).unwrap();
    country.write("points/lake.tml", "");
    country.write("README.md", "");
    let found = country.findings();
    let said: Vec<_> = found.iter().map(|d| (d.code.id(), d.place.file.as_str(), d.help.as_deref())).collect();
    assert_eq!(
        said,
        [("MF0007", "points/lake.tml", Some("names here end in .toml")), ("MF0007", "source.toml", Some("did you mean `sources.toml`?"))]
    );
}

#[test]
fn an_id_used_in_two_files_is_named_with_the_other_file() {
    let country = Country::in_order();
    country.write("procedures/zebra.toml", country.read("procedures/driver.toml"));
    let found = country.findings();
    let said: Vec<_> = found.iter().map(|d| (d.code.id(), d.place.to_string(), d.help.as_deref())).collect();
    assert_eq!(said, [("MF0010", "procedures/zebra.toml:1:6".to_owned(), Some("the other is in procedures/driver.toml"))]);
}

#[test]
fn several_faults_of_one_item_are_named_in_one_run() {
    let country = Country::in_order();
    country.replace("points/bridge.toml", "status =", "leed = \"CUS\"\ncounty = 3\nhourz = \"x\"\nstatus =");
    let found = country.findings();
    let said: Vec<_> = found.iter().map(|d| (d.code.id(), d.place.line, d.help.as_deref())).collect();
    assert_eq!(said, [("MF0004", 4, Some("write `lead`")), ("MF0005", 5, None), ("MF0004", 6, Some("write `hours`"))]);
}

#[test]
fn one_bad_item_hides_no_other_of_its_file() {
    let country = Country::in_order();
    country.replace("standards.toml", "measure = \"stage_time\"\n", "");
    country.replace("standards.toml", "target_percent = 95", "target_percent = \"95\"");
    let found = country.findings();
    let said: Vec<_> = found.iter().map(|d| (d.code.id(), d.place.line)).collect();
    assert_eq!(said, [("MF0005", 1), ("MF0005", 15), ("MF0152", 10)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// `findings` asserts that every place lies inside its file.
    #[test]
    fn damage_anywhere_is_survived(
        file in 0..FILES.len(),
        at in any::<prop::sample::Index>(),
        length in 0usize..40,
        with in prop_oneof!["\\PC{0,6}", Just("[[".to_owned()), Just("\"\n".to_owned()), Just("é".to_owned()), Just("\u{FEFF}".to_owned())],
    ) {
        let country = Country::in_order();
        let mut text = country.read(FILES[file]);
        let start = at.index(text.len());
        let end = (start + length).min(text.len());
        if text.is_char_boundary(start) && text.is_char_boundary(end) {
            text.replace_range(start..end, &with);
        }
        country.write(FILES[file], text);
        country.findings();
    }

    #[test]
    fn any_bytes_are_survived(file in 0..FILES.len(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let country = Country::in_order();
        country.write(FILES[file], bytes);
        country.findings();
    }

    /// Whole lines exchanged, doubled and lost: what a merge gone wrong leaves.
    #[test]
    fn lines_in_any_order_are_survived(file in 0..FILES.len(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), keep in any::<bool>()) {
        let country = Country::in_order();
        let text = country.read(FILES[file]);
        let mut lines: Vec<&str> = text.lines().collect();
        let line = lines[from.index(lines.len())];
        if !keep {
            lines.remove(from.index(lines.len()));
        }
        lines.insert(to.index(lines.len() + 1), line);
        country.write(FILES[file], lines.join("\n"));
        country.findings();
    }
}
