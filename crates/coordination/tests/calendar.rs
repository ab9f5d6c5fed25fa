//! Working time: nights, weekends, holidays, and days on which the clocks change.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

use coordination::calendar::Calendar;
use rstest::rstest;
use std::collections::BTreeMap;

/// A pack with another zone and other working hours.
fn pack(country: &str, edits: &[(&str, &str)]) -> Calendar {
    let root = format!("{}/../../frameworks/{country}", env!("CARGO_MANIFEST_DIR"));
    let mut files: BTreeMap<String, Vec<u8>> =
        framework::load(root.as_ref()).texts.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    let mut header = String::from_utf8(files["framework.toml"].clone()).unwrap();
    for (old, new) in edits {
        assert!(header.contains(old), "{old}");
        header = header.replace(old, new);
    }
    files.insert("framework.toml".into(), header.into_bytes());
    Calendar::of(&framework::load_files(&files).framework.unwrap())
}

fn us(at: &str) -> i64 {
    at.parse::<jiff::Timestamp>().unwrap().as_microsecond()
}

#[rstest]
// Nairobi is three hours ahead: 08:00 to 17:00 there is 05:00 to 14:00 UTC.
#[case::inside("2026-09-01T06:00:00Z", "4h", "2026-09-01T10:00:00Z")]
#[case::over_night("2026-09-01T12:00:00Z", "4h", "2026-09-02T07:00:00Z")]
#[case::over_a_weekend("2026-09-04T12:00:00Z", "4h", "2026-09-07T07:00:00Z")]
#[case::begun_at_night("2026-09-01T20:00:00Z", "1h", "2026-09-02T06:00:00Z")]
#[case::three_days("2026-09-01T06:00:00Z", "3d", "2026-09-04T06:00:00Z")]
// Mashujaa Day, 20 October.
#[case::over_a_holiday("2026-10-19T12:00:00Z", "4h", "2026-10-21T07:00:00Z")]
// Easter 2026 is 5 April: Good Friday and Easter Monday are off.
#[case::over_easter("2026-04-02T12:00:00Z", "4h", "2026-04-07T07:00:00Z")]
#[case::to_the_last_minute("2026-09-01T05:00:00Z", "9h", "2026-09-01T14:00:00Z")]
fn working_time_in_nairobi(#[case] from: &str, #[case] length: &str, #[case] due: &str) {
    assert_eq!(pack("kenya", &[]).after(us(from), length, true), Some(us(due)));
}

#[rstest]
// A feast that follows the moon is off on the days that were announced, and only in that year. Karachi is five hours ahead: 08:00 to 16:00 there is 03:00 to 11:00 UTC.
#[case::announced("2026-03-19T10:00:00Z", "2h", "2026-03-24T04:00:00Z")]
#[case::another_year("2027-03-18T10:00:00Z", "2h", "2027-03-19T04:00:00Z")]
fn working_time_stands_still_on_announced_days(#[case] from: &str, #[case] length: &str, #[case] due: &str) {
    // 21 and 22 March 2026 are a weekend, the 23rd is Pakistan Day.
    let edits = [("rule = \"eid_al_fitr\"", "rule = \"eid_al_fitr\"\ndates = [\"2026-03-20\", \"2026-03-21\", \"no date\"]")];
    assert_eq!(pack("pakistan", &edits).after(us(from), length, true), Some(us(due)));
}

#[rstest]
// Central Europe: clocks go forward on 29 March 2026 and back on 25 October, both in the night. With work from midnight on, the first day is an hour short.
#[case::spring("2026-03-28T23:00:00Z", "5h", "2026-03-29T04:00:00Z")]
#[case::autumn("2026-10-24T22:00:00Z", "5h", "2026-10-25T03:00:00Z")]
fn days_on_which_the_clocks_change(#[case] from: &str, #[case] length: &str, #[case] due: &str) {
    let edits = [
        ("\"Africa/Nairobi\"", "\"Europe/Berlin\""),
        ("\"08:00-17:00\"", "\"00:00-23:59\""),
        ("working_days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]", "working_days = [\"sat\", \"sun\"]"),
    ];
    assert_eq!(pack("kenya", &edits).after(us(from), length, true), Some(us(due)));
}

#[rstest]
#[case::running("2026-09-04T20:00:00Z", "30m", "2026-09-04T20:30:00Z")]
#[case::days("2026-09-04T20:00:00Z", "3d", "2026-09-07T20:00:00Z")]
fn running_time_counts_every_hour(#[case] from: &str, #[case] length: &str, #[case] due: &str) {
    assert_eq!(pack("pakistan", &[]).after(us(from), length, false), Some(us(due)));
}

#[test]
fn what_has_no_end_has_none() {
    let never = [("working_days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]", "working_days = []")];
    assert_eq!(pack("kenya", &never).after(us("2026-09-01T06:00:00Z"), "1h", true), None);
    assert_eq!(pack("kenya", &[]).after(0, "soon", true), None);
    assert_eq!(pack("kenya", &[]).after(i64::MAX - 5, "3d", false), None);
}
