//! What somebody wants to be told, and when that is.

use super::quiet::Quiet;
use framework::model::Ladder;
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest e-mail address or address of a webhook. Bytes.
pub const MAX_ADDRESS_BYTES: usize = 500;
/// A ladder whose first rung is told so soon after the clock ran out is urgent. Seconds.
const URGENT_S: u64 = 300;

/// What somebody wants to be told, and how. By default nothing is.
///
/// The framework has no priorities beside its ladders: how soon others are told is how much an assignment matters, so a ladder's id is the priority.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Setting {
    /// An e-mail address; empty for none.
    pub email: String,
    /// The address of a webhook; empty for none.
    pub webhook: String,
    /// The ladders whose assignments are told at once; the others are in the console and in the digest.
    pub at_once: BTreeSet<String>,
    /// When only what is in `through` is told.
    pub quiet: Option<Quiet>,
    /// The ladders that are told in quiet hours as well.
    pub through: BTreeSet<String>,
    /// The hour of the daily digest, 0 to 23; none without it.
    pub digest: Option<i8>,
    /// The language of the texts (ISO 639-1, two letters); the framework's first where there are no texts in it.
    pub language: String,
}

impl Setting {
    /// Whether there is any way of telling.
    pub fn is_reachable(&self) -> bool {
        !self.email.is_empty() || !self.webhook.is_empty()
    }
}

/// Why somebody is told of an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is owed by them from now on.
    Owed,
    /// It came to them by the ladder.
    Escalated,
    /// Its clock ran out, and they owe it.
    Late,
}

impl Reason {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Owed => "owed",
            Self::Escalated => "escalated",
            Self::Late => "late",
        }
    }

    /// The reason that a word names.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Owed, Self::Escalated, Self::Late].into_iter().find(|r| r.word() == word)
    }
}

/// When somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// Now.
    Now,
    /// With everything else that is held back, when the quiet hours end. Microseconds since 1970, UTC.
    At(i64),
    /// Not by a message of its own.
    Not,
}

/// When somebody is told of an assignment on a ladder. One without a ladder is told at once, and not in quiet hours.
pub fn tell(setting: &Setting, zone: &TimeZone, ladder: &str, now_us: i64) -> Telling {
    if !setting.is_reachable() || !(ladder.is_empty() || setting.at_once.contains(ladder)) {
        return Telling::Not;
    }
    let held = setting.quiet.filter(|_| !setting.through.contains(ladder)).and_then(|q| q.end(zone, now_us));
    held.map_or(Telling::Now, Telling::At)
}

/// Whether a ladder is one that goes through quiet hours where nobody has said otherwise.
pub fn urgent(ladder: &Ladder) -> bool {
    ladder.rungs.first().and_then(|r| framework::duration(r.after.get_ref())).is_some_and(|s| s <= URGENT_S)
}

/// The first digest after a moment. Both in microseconds since 1970, UTC. Where the clocks jump over the hour it is so much later, and where they show it twice
/// it is the first of the two.
pub fn next_digest(hour: i8, zone: &TimeZone, after_us: i64) -> Option<i64> {
    let after = Timestamp::from_microsecond(after_us).ok()?;
    let (today, at) = (after.to_zoned_datetime(zone.clone()).date(), Time::new(hour, 0, 0, 0).ok()?);
    let days = (0..=2).filter_map(|n| today.checked_add(n.days()).ok());
    let mut times = days.filter_map(|day| day.to_datetime(at).to_zoned_datetime(zone.clone()).ok()).map(|z| z.timestamp());
    times.find(|t| *t > after).map(Timestamp::as_microsecond)
}

/// The last digest after one moment and not after another; those before it would say the same.
pub fn digest_between(hour: i8, zone: &TimeZone, after_us: i64, now_us: i64) -> Option<i64> {
    const TWO_DAYS_US: i64 = 2 * 86_400_000_000;
    let mut from = after_us.max(now_us.saturating_sub(TWO_DAYS_US));
    let mut last = None;
    while let Some(at) = next_digest(hour, zone, from).filter(|at| *at <= now_us) {
        (last, from) = (Some(at), at);
    }
    last
}
