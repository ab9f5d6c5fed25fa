//! Dates and times as the messages send them: two-digit years, days without hours, days that are not known.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A date as far as it is known, with the time of day where one was sent. Local time of the place concerned; the message has no zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// 1..=9999.
    pub year: u16,
    /// 1..=12; 0 where unknown.
    pub month: u8,
    /// 1..=31 and within the month; 0 where unknown.
    pub day: u8,
    /// Hour 0..=23 and minute 0..=59.
    pub time: Option<(u8, u8)>,
}

/// How a two-digit year is completed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Century {
    /// Not after the reference year: births.
    Past(u16),
    /// The year nearest to the reference year: flights, documents.
    Near(u16),
}

impl Century {
    fn complete(self, two: u16) -> u16 {
        match self {
            Self::Past(reference) => {
                let year = reference / 100 * 100 + two;
                if year > reference { year.saturating_sub(100) } else { year }
            }
            Self::Near(reference) => {
                let year = reference / 100 * 100 + two;
                [year.saturating_sub(100), year, year + 100].into_iter().min_by_key(|y| y.abs_diff(reference)).unwrap_or(year)
            }
        }
    }
}

const DAYS: [u8; 13] = [31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Moment {
    /// A day without a time.
    pub fn day(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day, time: None }
    }

    /// Reads the value of a DTM with its format code (UN/EDIFACT 2379; 101 `YYMMDD`, 102 `CCYYMMDD`, 201 `YYMMDDHHMM`, 203
    /// `CCYYMMDDHHMM`); without one the length decides. `Err` says what was expected.
    pub(crate) fn read(value: &str, format: &str, century: Century) -> Result<Self, String> {
        let digits: String = value.chars().filter(|c| !matches!(c, ' ' | '-' | '/')).collect();
        let expected = match format {
            "101" => Some((6, false)),
            "102" => Some((8, true)),
            "201" => Some((10, false)),
            "203" | "204" => Some((12, true)),
            _ => None,
        };
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("`{value}` is not a date; digits were expected"));
        }
        // The format code is wrong more often than the value: the length rules where the two disagree.
        let four = match (digits.len(), expected) {
            (6 | 10, _) => false,
            (8 | 12 | 14, _) => true,
            (_, Some((n, _))) => return Err(format!("`{value}` has {} digits; {n} were expected for format {format}", digits.len())),
            _ => return Err(format!("`{value}` is not a date; YYMMDD, CCYYMMDD, YYMMDDHHMM or CCYYMMDDHHMM was expected")),
        };
        let number = |from: usize, len: usize| digits.get(from..from + len).and_then(|d| d.parse::<u16>().ok()).unwrap_or(0);
        let (year, rest) = if four { (number(0, 4), 4) } else { (century.complete(number(0, 2)), 2) };
        let (month, day) = (number(rest, 2), number(rest + 2, 2));
        if year == 0 || month > 12 {
            return Err(format!("`{value}` is not a date: month {month:02}"));
        }
        let (month, day) = (u8::try_from(month).unwrap_or(0), u8::try_from(day).unwrap_or(u8::MAX));
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if day > DAYS[usize::from(month)] || (month == 2 && day == 29 && !leap) {
            return Err(format!("`{value}` is not a date: month {month:02} has no day {day:02}"));
        }
        let time = if digits.len() >= rest + 8 {
            let (hour, minute) = (number(rest + 4, 2), number(rest + 6, 2));
            if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
                return Err(format!("`{value}` is not a time of day: {hour:02}:{minute:02}"));
            }
            Some((u8::try_from(hour).unwrap_or(0), u8::try_from(minute).unwrap_or(0)))
        } else {
            None
        };
        Ok(Self { year, month, day, time })
    }
}

/// ISO 8601, only as far as known: `1972-09-07`, `1972-09`, `1972`, `2013-06-21T09:00`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
            if self.day > 0 {
                write!(f, "-{:02}", self.day)?;
            }
        }
        if let Some((hour, minute)) = self.time {
            write!(f, "T{hour:02}:{minute:02}")?;
        }
        Ok(())
    }
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (date, time) = text.split_once('T').map_or((text.as_str(), None), |(d, t)| (d, Some(t)));
        let mut parts = date.split('-').map(str::parse::<u16>);
        let mut next = || parts.next().transpose().map(|p| p.unwrap_or(0));
        let wrong = |_| serde::de::Error::custom(format!("`{text}` is not a date as far as known (1972-09-07)"));
        let (year, month, day) = (next().map_err(wrong)?, next().map_err(wrong)?, next().map_err(wrong)?);
        let time = match time.and_then(|t| t.split_once(':')) {
            Some((h, m)) => Some((h.parse().map_err(wrong)?, m.parse().map_err(wrong)?)),
            None => None,
        };
        Ok(Self { year, month: u8::try_from(month).unwrap_or(0), day: u8::try_from(day).unwrap_or(0), time })
    }
}
