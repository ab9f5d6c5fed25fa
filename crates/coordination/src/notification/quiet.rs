//! Hours of the local day in which only what is urgent is said.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use serde::{Deserialize, Serialize};

/// From a time of day until another, also over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    from: Time,
    to: Time,
}

/// Why two times are no quiet hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnusableQuiet {
    /// It is no time of day.
    #[error("`{0}` is no time of day; expected hours and minutes such as `22:00`")]
    NoTime(String),
    /// They end where they begin.
    #[error("quiet hours from {0} to {0} are either none or all of the day; state no quiet hours, or another end")]
    Empty(String),
}

fn time(text: &str) -> Result<Time, UnusableQuiet> {
    crate::calendar::time(text).ok_or_else(|| UnusableQuiet::NoTime(text.to_owned()))
}

impl Quiet {
    /// Quiet hours between two times of day, `HH:MM` each.
    ///
    /// # Errors
    /// See [`UnusableQuiet`].
    pub fn of(from: &str, to: &str) -> Result<Self, UnusableQuiet> {
        let quiet = Self { from: time(from)?, to: time(to)? };
        if quiet.from == quiet.to { Err(UnusableQuiet::Empty(from.to_owned())) } else { Ok(quiet) }
    }

    /// When they begin, `HH:MM`.
    pub fn from(&self) -> String {
        self.from.strftime("%H:%M").to_string()
    }

    /// When they end, `HH:MM`.
    pub fn to(&self) -> String {
        self.to.strftime("%H:%M").to_string()
    }

    /// Whether they hold at a moment, by what the clock on the wall shows: an hour that the clocks show twice is quiet twice.
    pub fn holds(&self, at: &ZonedDateTime) -> bool {
        let t = at.time();
        if self.from < self.to { self.from <= t && t < self.to } else { t >= self.from || t < self.to }
    }

    /// When the quiet hours of now end; `None` when it is not quiet now. Microseconds since 1970, UTC.
    ///
    /// Where the clocks jump over the end, they end with the jump.
    pub fn end(&self, zone: &TimeZone, now_us: i64) -> Option<i64> {
        let now = Timestamp::from_microsecond(now_us).ok()?;
        let local = now.to_zoned_datetime(zone.clone());
        if !self.holds(&local) {
            return None;
        }
        let stated = (-1..=2).filter_map(|n| local.date().checked_add(n.days()).ok()).flat_map(|day| {
            let at = day.to_datetime(self.to);
            [zone.to_ambiguous_zoned_datetime(at).earlier(), zone.to_ambiguous_zoned_datetime(at).later()]
        });
        let jumps = zone.following(now).take(1).map(|t| t.timestamp().to_zoned_datetime(zone.clone()));
        let ends = stated.flatten().chain(jumps).filter(|at| at.timestamp() > now && !self.holds(at));
        ends.map(|at| at.timestamp().as_microsecond()).min()
    }
}
