//! When a clock runs out: in running time every hour counts, in working time the hours that `framework.toml` states.

use framework::Framework;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan, ZonedDateTime};

const MICROS: i64 = 1_000_000;
/// A clock of working time ends within these days or not at all: a framework whose every day is a holiday has no working time.
const MOST_DAYS: i64 = 4_000;

/// The working time of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    zone: String,
    /// Monday first.
    days: [bool; 7],
    opens: Time,
    closes: Time,
    /// Month and day.
    fixed: Vec<(i8, i8)>,
    /// Days after Easter Sunday of the western churches.
    easter: Vec<i64>,
    /// As they were announced.
    dates: Vec<Date>,
}

impl Calendar {
    /// The calendar of a framework. Monday to Friday, 08:00 to 17:00 where it says nothing. Holidays that follow the moon (`eid_al_fitr` and others) are off on
    /// the `dates` that the framework states for them, as they were announced: nobody can tell them beforehand, and without dates working time runs on them.
    pub fn of(framework: &Framework) -> Self {
        let h = &framework.header;
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let stated: Option<Vec<&str>> = h.working_days.as_ref().map(|all| all.iter().map(|d| d.get_ref().as_str()).collect());
        let days = names.map(|n| stated.as_ref().map_or(!matches!(n, "sat" | "sun"), |all| all.contains(&n)));
        let hours = h.working_hours.as_ref().and_then(|t| t.get_ref().split_once('-')).and_then(|(a, b)| Some((time(a)?, time(b)?)));
        let (opens, closes) = hours.filter(|(a, b)| a < b).unwrap_or((Time::constant(8, 0, 0, 0), Time::constant(17, 0, 0, 0)));
        let holidays = || h.holiday.iter().flatten();
        let fixed = holidays().filter_map(|x| x.day.as_ref()).filter_map(|d| {
            let (month, day) = d.get_ref().split_once('-')?;
            Some((month.parse().ok()?, day.parse().ok()?))
        });
        let easter = holidays().filter_map(|x| x.rule.as_ref()).filter_map(|r| match r.get_ref().as_str() {
            "good_friday" => Some(-2),
            "easter_monday" => Some(1),
            "ascension" => Some(39),
            "whit_monday" => Some(50),
            _ => None,
        });
        let dates = holidays().flat_map(|x| x.dates.iter().flatten()).filter_map(|d| d.get_ref().parse().ok());
        let zone = h.time_zone.get_ref().clone();
        Self { zone, days, opens, closes, fixed: fixed.collect(), easter: easter.collect(), dates: dates.collect() }
    }

    /// When a length of time has passed since a moment; both in microseconds since 1970, UTC. A `d` of working time is a working day, as long as it is.
    ///
    /// `None` for a length that cannot be read, and for working time that never comes.
    pub fn after(&self, from_us: i64, length: &str, working: bool) -> Option<i64> {
        let seconds = i64::try_from(framework::duration(length)?).ok()?;
        if !working {
            return from_us.checked_add(seconds.checked_mul(MICROS)?);
        }
        let day = self.opens.until(self.closes).ok()?.total(jiff::Unit::Second).ok()? as i64;
        let seconds = match length.strip_suffix('d') {
            Some(days) => days.parse::<i64>().ok()?.checked_mul(day)?,
            None => seconds,
        };
        self.working(from_us, seconds.checked_mul(MICROS)?)
    }

    fn working(&self, from_us: i64, mut left_us: i64) -> Option<i64> {
        let from = Timestamp::from_microsecond(from_us).ok()?;
        let start = from.in_tz(&self.zone).or_else(|_| from.in_tz("UTC")).ok()?;
        for n in 0..MOST_DAYS {
            let date = start.date().checked_add(n.days()).ok()?;
            if !self.works(date) {
                continue;
            }
            // A day on which the clocks change is as long as it is.
            let at = |t: Time| {
                date.to_datetime(t).to_zoned_datetime(start.time_zone().clone()).ok().map(|z: ZonedDateTime| z.timestamp().as_microsecond())
            };
            let (opens, closes) = (at(self.opens)?.max(from_us), at(self.closes)?);
            let here = (closes - opens).max(0);
            if here >= left_us {
                return Some(opens + left_us);
            }
            left_us -= here;
        }
        None
    }

    fn works(&self, date: Date) -> bool {
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        let feast = || {
            let sunday = easter(date.year());
            self.easter.iter().any(|offset| sunday.checked_add(offset.days()).is_ok_and(|d| d == date))
        };
        self.days[weekday] && !self.fixed.contains(&(date.month(), date.day())) && !self.dates.contains(&date) && !feast()
    }
}

pub(crate) fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// Easter Sunday of the western churches: the Gregorian computus in the form of Meeus, Astronomical Algorithms, chapter 8.
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = (n / 31, n % 31 + 1);
    Date::new(year, month as i8, day as i8).unwrap_or(Date::constant(1970, 1, 1))
}
