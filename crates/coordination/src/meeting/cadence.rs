//! How often a body meets, as spans of the calendar in each of which it meets once.
//!
//! A framework says `fortnightly` and not `every second Tuesday`: a body that meets on Thursday instead has kept its promise. So what is planned are spans (a week
//! from Monday, a pair of weeks, a month, a quarter, a year, in the body's zone), and a span in which no meeting was held is one that was missed.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The first Monday of a pair of weeks: 5 January 1970, the first Monday since 1970.
const FIRST_MONDAY: Date = Date::constant(1970, 1, 5);
/// Spans of one answer; a year of days is fewer.
const MAX_PERIODS: usize = 400;

/// A span in which a body meets once. Microseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first moment.
    pub from_us: i64,
    /// The first moment after it.
    pub to_us: i64,
}

/// What became of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotState {
    /// A meeting was held in it.
    Held,
    /// It was over before anything of the body was written down: nobody knows.
    Unknown,
    /// None was, and it is over.
    Missed,
    /// None was yet, and it runs.
    Open,
    /// It has not begun.
    Coming,
}

impl SlotState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Unknown => "unknown",
            Self::Missed => "missed",
            Self::Open => "open",
            Self::Coming => "coming",
        }
    }
}

/// A span and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When.
    pub period: Period,
    /// Meetings that were held in it.
    pub held: u32,
    /// What became of it.
    pub state: SlotState,
}

/// A year of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strip {
    /// Every span that begins in the year.
    pub slots: Vec<Slot>,
    /// Spans that are over, or in which a meeting was held already.
    pub planned: u32,
    /// Of those, spans in which a meeting was held.
    pub held: u32,
}

impl Strip {
    /// What share of what was planned was held, in percent; `None` where nothing was planned yet.
    pub fn percent(&self) -> Option<u32> {
        (self.planned > 0).then(|| self.held * 100 / self.planned)
    }
}

/// The first day of the span that a day lies in. `None` for a cadence of no days (`every_shift`) or one that is not known.
fn begins(cadence: &str, day: Date) -> Option<Date> {
    let first = |month: i8| Date::new(day.year(), month, 1).ok();
    match cadence {
        "daily" => Some(day),
        "weekly" => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok(),
        "fortnightly" => {
            let days = i64::from(FIRST_MONDAY.until(day).ok()?.get_days());
            day.checked_sub(days.rem_euclid(14).days()).ok()
        }
        "monthly" => first(day.month()),
        "quarterly" => first((day.month() - 1) / 3 * 3 + 1),
        "yearly" => first(1),
        _ => None,
    }
}

/// The first day after a span that begins on a day.
fn ends(cadence: &str, begins: Date) -> Option<Date> {
    let span = match cadence {
        "daily" => 1.day(),
        "weekly" => 7.days(),
        "fortnightly" => 14.days(),
        "monthly" => 1.month(),
        "quarterly" => 3.months(),
        "yearly" => 1.year(),
        _ => return None,
    };
    begins.checked_add(span).ok()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

fn midnight(zone: &TimeZone, day: Date) -> Option<i64> {
    zone.to_timestamp(day.at(0, 0, 0, 0)).ok().map(Timestamp::as_microsecond)
}

fn span(cadence: &str, zone: &TimeZone, begins: Date) -> Option<(Period, Date)> {
    let next = ends(cadence, begins)?;
    Some((Period { from_us: midnight(zone, begins)?, to_us: midnight(zone, next)? }, next))
}

/// The span that a moment lies in.
pub fn period_at(cadence: &str, zone_name: &str, at_us: i64) -> Option<Period> {
    let zone = zone(zone_name);
    let day = zone.to_datetime(Timestamp::from_microsecond(at_us).ok()?).date();
    span(cadence, &zone, begins(cadence, day)?).map(|(period, _)| period)
}

/// The spans that begin in the calendar year of a moment, in order.
pub fn periods(cadence: &str, zone_name: &str, at_us: i64) -> Vec<Period> {
    let zone = zone(zone_name);
    let Ok(at) = Timestamp::from_microsecond(at_us) else { return Vec::new() };
    let year = zone.to_datetime(at).date().year();
    let first = Date::new(year, 1, 1).ok().and_then(|d| begins(cadence, d));
    let mut next = first;
    let mut all = Vec::new();
    while let Some(day) = next.filter(|d| d.year() <= year && all.len() < MAX_PERIODS) {
        let Some((period, after)) = span(cadence, &zone, day) else { break };
        if day.year() == year {
            all.push(period);
        }
        next = Some(after);
    }
    all
}

/// What was planned in the year of a moment and what was held of it. `held` are the times at which meetings began, in any order; `since_us` is when records begin,
/// unless a meeting before that was entered later: a span that was over by then counts for nothing.
pub fn strip(cadence: &str, zone_name: &str, now_us: i64, since_us: i64, held: &[i64]) -> Strip {
    let mut strip = Strip::default();
    let since_us = held.iter().copied().fold(since_us, i64::min);
    for period in periods(cadence, zone_name, now_us) {
        let n = held.iter().filter(|at| (period.from_us..period.to_us).contains(at)).count();
        let state = if n > 0 {
            SlotState::Held
        } else if period.to_us <= since_us {
            SlotState::Unknown
        } else if period.to_us <= now_us {
            SlotState::Missed
        } else if period.from_us <= now_us {
            SlotState::Open
        } else {
            SlotState::Coming
        };
        strip.planned += u32::from(matches!(state, SlotState::Held | SlotState::Missed));
        strip.held += u32::from(state == SlotState::Held);
        strip.slots.push(Slot { period, held: u32::try_from(n).unwrap_or(u32::MAX), state });
    }
    strip
}
