//! When somebody is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

use coordination::assignment::Party;
use coordination::meeting::Seated;
use coordination::notification::{Holder, Quiet, Setting, Telling, digest_between, next_digest, tell};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use rstest::rstest;

fn us(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_microsecond()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// Reachable, told of `critical` and `standard` at once, quiet from ten to six except for `critical`.
fn setting() -> Setting {
    Setting {
        email: "desk@example.org".into(),
        at_once: ["critical".to_owned(), "standard".to_owned()].into(),
        quiet: Quiet::of("22:00", "06:00").ok(),
        through: ["critical".to_owned()].into(),
        digest: Some(7),
        ..Setting::default()
    }
}

#[rstest]
// By day, and at the edges: the beginning is quiet, the end is not.
#[case::by_day("2026-09-01T12:00:00Z", "standard", Telling::Now)]
#[case::before("2026-09-01T18:59:59Z", "standard", Telling::Now)]
#[case::begins("2026-09-01T19:00:00Z", "standard", Telling::At(us("2026-09-02T03:00:00Z")))]
#[case::after_midnight("2026-09-01T22:30:00Z", "standard", Telling::At(us("2026-09-02T03:00:00Z")))]
#[case::last("2026-09-02T02:59:59.999999Z", "standard", Telling::At(us("2026-09-02T03:00:00Z")))]
#[case::ends("2026-09-02T03:00:00Z", "standard", Telling::Now)]
// What is critical goes through; what was not asked for is not told; what has no ladder waits for the morning.
#[case::critical("2026-09-01T22:30:00Z", "critical", Telling::Now)]
#[case::not_wanted("2026-09-01T12:00:00Z", "governance", Telling::Not)]
#[case::no_ladder_by_day("2026-09-01T12:00:00Z", "", Telling::Now)]
#[case::no_ladder_at_night("2026-09-01T22:30:00Z", "", Telling::At(us("2026-09-02T03:00:00Z")))]
fn quiet_hours_hold_over_midnight_in_the_zone_of_the_post(#[case] now: &str, #[case] ladder: &str, #[case] expected: Telling) {
    assert_eq!(tell(&setting(), &zone("Africa/Nairobi"), ladder, us(now)), expected);
}

#[rstest]
#[case::inside("2026-09-01T10:30:00Z", Some("2026-09-01T11:00:00Z"))]
#[case::before("2026-09-01T09:59:59Z", None)]
#[case::after("2026-09-01T11:00:00Z", None)]
fn quiet_hours_within_a_day(#[case] now: &str, #[case] end: Option<&str>) {
    let quiet = Quiet::of("13:00", "14:00").unwrap();
    assert_eq!(quiet.end(&zone("Africa/Nairobi"), us(now)), end.map(us));
}

#[test]
fn whoever_cannot_be_reached_is_not_told() {
    let nowhere = Setting { email: String::new(), ..setting() };
    assert_eq!(tell(&nowhere, &TimeZone::UTC, "critical", us("2026-09-01T12:00:00Z")), Telling::Not);
    let hook = Setting { email: String::new(), webhook: "https://example.org/in".into(), ..setting() };
    assert_eq!(tell(&hook, &TimeZone::UTC, "critical", us("2026-09-01T12:00:00Z")), Telling::Now);
}

// Paris, 2026: on 29 March 02:00 becomes 03:00 (01:00 UTC), on 25 October 03:00 becomes 02:00 (01:00 UTC).
#[rstest]
#[case::the_night_is_an_hour_shorter("22:00", "06:00", "2026-03-28T21:00:00Z", Some("2026-03-29T04:00:00Z"))]
#[case::the_night_is_an_hour_longer("22:00", "06:00", "2026-10-24T20:00:00Z", Some("2026-10-25T05:00:00Z"))]
#[case::the_end_is_jumped_over("22:00", "02:30", "2026-03-28T23:00:00Z", Some("2026-03-29T01:00:00Z"))]
#[case::the_end_comes_twice_and_the_first_counts("22:00", "02:30", "2026-10-24T22:00:00Z", Some("2026-10-25T00:30:00Z"))]
#[case::between_the_two_it_is_quiet_again_by_the_wall("22:00", "02:30", "2026-10-25T01:10:00Z", Some("2026-10-25T01:30:00Z"))]
fn quiet_hours_on_the_nights_when_the_clocks_change(#[case] from: &str, #[case] to: &str, #[case] now: &str, #[case] end: Option<&str>) {
    assert_eq!(Quiet::of(from, to).unwrap().end(&zone("Europe/Paris"), us(now)), end.map(us));
}

#[test]
fn times_that_are_no_quiet_hours_are_named() {
    for (from, to, said) in [("22:00", "22:00", "22:00"), ("25:00", "06:00", "25:00"), ("22:00", "six", "six"), ("", "06:00", "``")] {
        let error = Quiet::of(from, to).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn a_digest_comes_once_a_day_at_its_hour() {
    let nairobi = zone("Africa/Nairobi");
    // Seven in Nairobi is four in UTC.
    assert_eq!(next_digest(7, &nairobi, us("2026-09-01T03:59:59Z")), Some(us("2026-09-01T04:00:00Z")));
    assert_eq!(next_digest(7, &nairobi, us("2026-09-01T04:00:00Z")), Some(us("2026-09-02T04:00:00Z")));
    assert_eq!(digest_between(7, &nairobi, us("2026-09-01T04:00:00Z"), us("2026-09-02T03:59:59Z")), None);
    assert_eq!(digest_between(7, &nairobi, us("2026-09-01T03:00:00Z"), us("2026-09-01T04:00:00Z")), Some(us("2026-09-01T04:00:00Z")));
    // The machine was off for a month: one digest, the last.
    assert_eq!(digest_between(7, &nairobi, us("2026-08-01T05:00:00Z"), us("2026-09-01T09:00:00Z")), Some(us("2026-09-01T04:00:00Z")));
    // An hour that is not shown comes with the jump; one that is shown twice counts once.
    let paris = zone("Europe/Paris");
    assert_eq!(next_digest(2, &paris, us("2026-03-28T12:00:00Z")), Some(us("2026-03-29T01:00:00Z")));
    assert_eq!(next_digest(2, &paris, us("2026-10-24T12:00:00Z")), Some(us("2026-10-25T00:00:00Z")));
    assert_eq!(next_digest(2, &paris, us("2026-10-25T00:00:00Z")), Some(us("2026-10-26T01:00:00Z")));
}

#[test]
fn holders_are_written_as_they_are_read() {
    for text in ["officer:a.b", "desk:jkia.customs", "agency:KRA", "body:bmc.jkia"] {
        assert_eq!(text.parse::<Holder>().unwrap().to_string(), text);
    }
    for text in ["", "desk", "desk:", "town:x", ":x"] {
        assert!(text.parse::<Holder>().is_err(), "{text}");
    }
}

#[test]
fn a_body_is_meant_by_the_role_at_its_place() {
    let body = |level: &str, point: &str| Seated {
        body: "b".into(),
        template: "b".into(),
        short: "B".into(),
        level: level.into(),
        parent: String::new(),
        point: point.into(),
        chair: None,
        deputy: None,
        secretary: None,
        members: Vec::new(),
        advisers: Vec::new(),
        quorum: coordination::meeting::Quorum::default(),
        meets: String::new(),
        minutes_within: String::new(),
        minutes_working: false,
    };
    let chair_here = Party::role("chair", Some(&"here".into()));
    assert!(body("point", "here").is_meant(&chair_here) && !body("point", "there").is_meant(&chair_here));
    assert!(!body("joc", "here").is_meant(&chair_here) && body("joc", "here").is_meant(&Party::role("joc_lead", Some(&"here".into()))));
    assert!(body("national", "").is_meant(&Party::role("chair", None)) && !body("national", "").is_meant(&chair_here));
    let named = Party { officer: Some("pat".into()), ..chair_here };
    assert!(!body("point", "here").is_meant(&named));
}

const ZONES: &[&str] = &[
    "Africa/Nairobi",
    "Asia/Karachi",
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
];

proptest! {
    /// An address is all that a party is.
    #[test]
    fn a_party_comes_back_from_its_address(parts in proptest::collection::vec(proptest::option::of("[a-z.-]{0,8}"), 5)) {
        let party = Party {
            agency: parts[0].as_deref().map(Into::into),
            point: parts[1].as_deref().map(Into::into),
            role: parts[2].clone(),
            desk: parts[3].as_deref().map(Into::into),
            officer: parts[4].as_deref().map(Into::into),
        };
        prop_assert_eq!(party.address().parse::<Party>(), Ok(party));
        prop_assert!("a|b|c|d".parse::<Party>().is_err() && "a|b|c|d|e|f".parse::<Party>().is_err());
    }

    /// Whatever the zone and the hours: quiet hours end, later than now, at a moment that is not quiet, and every minute before it is.
    #[test]
    fn quiet_hours_end_where_they_end(
        zone_of in proptest::sample::select(ZONES),
        (from, to) in (0..1440_u32, 0..1440_u32).prop_filter("not empty", |(a, b)| a != b),
        minute in 0..(15_i64 * 366 * 1440),
    ) {
        let clock = |m: u32| format!("{:02}:{:02}", m / 60, m % 60);
        let (zone, quiet) = (zone(zone_of), Quiet::of(&clock(from), &clock(to)).unwrap());
        let now = us("2020-01-01T00:00:00Z") + minute * 60_000_000;
        let at = |us: i64| Timestamp::from_microsecond(us).unwrap().to_zoned_datetime(zone.clone());
        match quiet.end(&zone, now) {
            None => prop_assert!(!quiet.holds(&at(now))),
            Some(end) => {
                prop_assert!(end > now && end - now <= 49 * 3_600_000_000 && !quiet.holds(&at(end)));
                let mut minute = now;
                while minute < end {
                    prop_assert!(quiet.holds(&at(minute)), "{} is not quiet", at(minute));
                    minute += 60_000_000;
                }
            }
        }
    }

    /// Nothing is lost and nothing comes twice: walking through time in steps of any size meets every digest that a day has, once.
    #[test]
    fn digests_do_not_depend_on_when_one_looks(hour in 0..24_i8, zone_of in proptest::sample::select(ZONES), steps in proptest::collection::vec(1..1440_i64, 1..80)) {
        let zone = zone(zone_of);
        let start = us("2026-03-27T00:00:00Z");
        let (mut now, mut seen) = (start, Vec::new());
        for step in steps {
            let next = now + step * 60_000_000;
            seen.extend(digest_between(hour, &zone, now, next));
            now = next;
        }
        let mut expected = Vec::new();
        let mut at = start;
        while let Some(next) = next_digest(hour, &zone, at).filter(|n| *n <= now) {
            expected.push(next);
            at = next;
        }
        prop_assert_eq!(seen, expected);
    }
}
