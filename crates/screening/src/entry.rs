//! What a list says about one person, organisation or vessel, and dates that are only partly known.

use crate::evidence::Sex;
use crate::name::Kind;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One name of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ListedName {
    /// As the list writes it.
    pub text: String,
    /// The list itself calls the alias weak or low quality.
    pub weak: bool,
}

/// One record of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// Which list, as the caller names it.
    pub list: String,
    /// The list's own number for the record.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Names, the main one first. Empty only for what is found by its numbers alone.
    pub names: Vec<ListedName>,
    /// Birth dates the list gives; several where it is unsure.
    pub born: Vec<PartialDate>,
    /// Nationalities and countries, as the list writes them.
    pub countries: Vec<String>,
    /// Passport, identity, IMO and other numbers.
    pub documents: Vec<String>,
    /// The sex the list states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
}

/// A date of which the year, the month or the day may be all that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartialDate {
    /// Year of the common era, 1..=9999.
    pub year: u16,
    /// 1..=12, 0 where unknown.
    pub month: u8,
    /// 1..=31, 0 where unknown.
    pub day: u8,
}

impl PartialDate {
    /// Reads the shapes that lists use: `1971`, `1971-02`, `1971-02-28`, `17.3.1971`, `28/02/1971`, `19 Dec 1962`, `circa 1965`, `Mar 1954`.
    /// Absurd months and days are dropped, absurd years give nothing.
    pub fn read(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let lower = text.trim().to_ascii_lowercase();
        let parts: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()).take(8).collect();
        let mut numbers: Vec<(usize, u16)> = Vec::new();
        let mut named = None;
        for p in &parts {
            let digits = p.split('t').next().unwrap_or(p);
            if let Ok(n) = digits.parse::<u16>() {
                numbers.push((digits.len(), n));
            } else if let Some(m) = MONTHS.iter().position(|m| p.starts_with(m)) {
                named = u8::try_from(m + 1).ok();
            }
        }
        let at = numbers.iter().position(|(len, n)| *len == 4 && (1000..=2200).contains(n))?;
        let year = numbers[at].1;
        let small = |i: usize| numbers.get(i).filter(|(len, _)| *len <= 2).and_then(|(_, n)| u8::try_from(*n).ok());
        let (month, day) = match (named, at) {
            (Some(m), 0) => (m, small(1).unwrap_or(0)),
            (Some(m), _) => (m, small(at - 1).unwrap_or(0)),
            (None, 0) => (small(1).unwrap_or(0), small(2).unwrap_or(0)),
            (None, 1) => (small(0).unwrap_or(0), 0),
            (None, _) => (small(at - 1).unwrap_or(0), small(at - 2).unwrap_or(0)),
        };
        let (month, day) = if month > 12 && (1..=12).contains(&day) { (day, month) } else { (month, day) };
        let month = if month > 12 { 0 } else { month };
        Some(Self { year, month, day: if month == 0 || day > 31 { 0 } else { day } })
    }
}

/// As far as it is known: `1971`, `1971-02`, `1971-02-28`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self { year, month: 0, .. } => write!(f, "{year:04}"),
            Self { year, month, day: 0 } => write!(f, "{year:04}-{month:02}"),
            Self { year, month, day } => write!(f, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

/// What two birth dates say about two people being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BirthEvidence {
    /// One side gives none.
    Unknown,
    /// Equal as far as both go, day known.
    SameDay,
    /// Equal as far as both go, day unknown on a side.
    SameYear,
    /// Day and month changed places, or one of day, month and year is off by what a slip makes.
    NearMiss,
    /// One or two years apart.
    Close,
    /// Three years or more apart.
    Different,
}

impl BirthEvidence {
    /// The most that evidence adds to a score.
    pub(crate) const MOST_GAINED: f32 = 0.08;

    /// The score with this evidence counted in. 0..=1.
    pub fn apply(self, score: f32) -> f32 {
        match self {
            Self::Unknown | Self::SameYear => score,
            Self::SameDay => (score + Self::MOST_GAINED).min(1.0),
            Self::NearMiss => score - 0.02,
            Self::Close => score - 0.12,
            Self::Different => score * 0.6,
        }
    }
}

/// The kindest reading of the listed dates.
pub fn birth_evidence(asked: Option<PartialDate>, listed: &[PartialDate]) -> BirthEvidence {
    let Some(a) = asked else { return BirthEvidence::Unknown };
    listed
        .iter()
        .map(|l| one(a, *l))
        .min_by_key(|e| match e {
            BirthEvidence::SameDay => 0,
            BirthEvidence::SameYear => 1,
            BirthEvidence::NearMiss => 2,
            BirthEvidence::Close => 3,
            BirthEvidence::Different => 4,
            BirthEvidence::Unknown => 5,
        })
        .unwrap_or(BirthEvidence::Unknown)
}

fn one(a: PartialDate, b: PartialDate) -> BirthEvidence {
    let apart = a.year.abs_diff(b.year);
    let whole = a.day != 0 && b.day != 0;
    if apart == 0 {
        let months = a.month == 0 || b.month == 0 || a.month == b.month;
        let days = !whole || a.day == b.day;
        return match (months, days) {
            (true, true) if whole => BirthEvidence::SameDay,
            (true, true) => BirthEvidence::SameYear,
            _ if whole && a.month == b.day && a.day == b.month => BirthEvidence::NearMiss,
            (true, false) | (false, true) => BirthEvidence::NearMiss,
            (false, false) => BirthEvidence::Close,
        };
    }
    if whole && a.month == b.month && a.day == b.day && (apart <= 1 || apart == 10) {
        return BirthEvidence::NearMiss;
    }
    if apart <= 2 { BirthEvidence::Close } else { BirthEvidence::Different }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("1971", 1971, 0, 0)]
    #[case("1971-02-28", 1971, 2, 28)]
    #[case("1971-02-28T00:00:00", 1971, 2, 28)]
    #[case("17.3.1964", 1964, 3, 17)]
    #[case("28/02/1971", 1971, 2, 28)]
    #[case("19 Dec 1962", 1962, 12, 19)]
    #[case("circa 1965", 1965, 0, 0)]
    #[case("Mar 1954", 1954, 3, 0)]
    #[case("1980-13-45", 1980, 0, 0)]
    fn dates_are_read_as_far_as_they_go(#[case] text: &str, #[case] year: u16, #[case] month: u8, #[case] day: u8) {
        let date = PartialDate { year, month, day };
        assert_eq!(PartialDate::read(text), Some(date));
        assert_eq!(PartialDate::read(&date.to_string()), Some(date));
    }

    #[test]
    fn a_date_without_a_year_is_no_date() {
        assert_eq!(PartialDate::read("12 May"), None);
        assert_eq!(PartialDate::read(""), None);
    }
}
