//! How often a body meets: the calendar by arithmetic, and what was planned against what was held.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use coordination::meeting::{self, SlotState};
use rstest::rstest;

/// Tuesday, 1 September 2026, 06:00 UTC: nine in the morning in Nairobi.
const NOW_US: i64 = 1_788_242_400_000_000;
const HOUR_US: i64 = 3_600_000_000;
const DAY_US: i64 = 24 * HOUR_US;

/// 2026: 1 January is a Thursday, 5 January the first Monday, and 26 pairs of weeks from 5 January 1970 lie one after the other.
#[rstest]
#[case("monthly", 12)]
#[case("quarterly", 4)]
#[case("yearly", 1)]
#[case("weekly", 52)]
#[case("fortnightly", 26)]
#[case("daily", 365)]
#[case("every_shift", 0)]
#[case("", 0)]
fn a_year_has_as_many_spans_as_the_calendar(#[case] cadence: &str, #[case] spans: usize) {
    let all = meeting::periods(cadence, "Africa/Nairobi", NOW_US);
    assert_eq!(all.len(), spans);
    assert!(all.windows(2).all(|w| w[0].to_us == w[1].from_us), "no gap and no overlap");
    if let Some(now) = meeting::period_at(cadence, "Africa/Nairobi", NOW_US) {
        assert!(now.from_us <= NOW_US && NOW_US < now.to_us && all.contains(&now));
    }
}

#[test]
fn what_was_planned_and_what_was_held_are_counted_by_span() {
    // September 2026 in Nairobi begins on 31 August at 21:00 UTC.
    let september = meeting::period_at("monthly", "Africa/Nairobi", NOW_US).unwrap();
    assert_eq!(september.from_us, NOW_US - 9 * HOUR_US);
    // Two meetings in August make up for none of July's.
    let held = [NOW_US - 20 * DAY_US, NOW_US - 10 * DAY_US];
    let year = meeting::strip("monthly", "Africa/Nairobi", NOW_US, i64::MIN, &held);
    assert_eq!((year.planned, year.held, year.percent()), (8, 1, Some(12)));
    let states: Vec<SlotState> = year.slots.iter().map(|s| s.state).collect();
    assert_eq!(states[5..10], [SlotState::Missed, SlotState::Missed, SlotState::Held, SlotState::Open, SlotState::Coming]);
    assert_eq!(year.slots[7].held, 2);
    let now = meeting::strip("monthly", "Africa/Nairobi", NOW_US, i64::MIN, &[NOW_US]);
    assert_eq!((now.planned, now.held), (9, 1), "the month that runs counts as soon as it was met in");
    // Records that began at the end of July know nothing of the months before, unless a meeting of then was entered later.
    let since = |held: &[i64]| meeting::strip("monthly", "Africa/Nairobi", NOW_US, NOW_US - 35 * DAY_US, held);
    let (young, entered) = (since(&held), since(&[NOW_US - 100 * DAY_US]));
    assert_eq!((young.planned, young.held, young.slots[5].state, young.slots[6].state), (2, 1, SlotState::Unknown, SlotState::Missed));
    assert_eq!((entered.planned, entered.held, entered.slots[4].state), (4, 1, SlotState::Held));
    assert_eq!(meeting::strip("every_shift", "UTC", NOW_US, i64::MIN, &[NOW_US]).percent(), None);
}
