//! What a notice says, and what it speaks of.

use super::refused::Refused;
use crate::assignment::MAX_DAYS;
use crate::crossing::Subject;
use crate::words::words;
use framework::{Direction, PointId, Rulebook};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest title or legal reference. Bytes.
pub const MAX_TITLE_BYTES: usize = 500;
/// Longest text. Bytes.
pub const MAX_WORDS_BYTES: usize = 8_000;
/// Crossing points, or codes of goods, that one notice may name.
pub const MAX_ITEMS: usize = 200;
/// Digits of the longest code of goods: the international six and four of a national tariff.
const MAX_CODE_DIGITS: usize = 10;
const MICROS: i64 = 1_000_000;
const DAY_US: i64 = 86_400 * MICROS;

/// What a notice says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// In one line.
    pub title: String,
    /// What changes, and why.
    pub text: String,
    /// The act, regulation or gazette notice.
    pub legal: String,
    /// What a trader, a traveller or an officer has to do from then on.
    pub required: String,
    /// From when. Microseconds since 1970, UTC.
    pub effective_us: i64,
    /// Until when; for good when absent. Microseconds since 1970, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_us: Option<i64>,
    /// Where.
    pub points: BTreeSet<PointId>,
    /// Which way; both when empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub directions: BTreeSet<Direction>,
    /// Goods by the beginning of their Harmonized System code: 2, 4, 6, 8 or 10 digits. All goods, and whatever carries none, when empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub goods: BTreeSet<String>,
    /// Who or what crosses, in the words of the framework's procedures; all of them when empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub classes: BTreeSet<String>,
}

/// Whether a notice speaks of something that crosses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    /// It does not.
    No,
    /// Its goods have no code, or one too short to tell.
    Perhaps,
    /// It does.
    Yes,
}

/// What a crossing is to a notice.
#[derive(Debug, Clone, Copy)]
pub struct Carried<'a> {
    /// Where it crosses.
    pub point: &'a str,
    /// Which way.
    pub direction: Direction,
    /// Who or what.
    pub subject: &'a Subject,
}

/// The digits of a code of goods, no more than a national tariff has: what stands between them to be read by people is left out.
pub fn code(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).take(MAX_CODE_DIGITS).collect()
}

impl Content {
    /// The content as it is kept, if it says what somebody needs to know who acts on it.
    ///
    /// # Errors
    /// The first thing that is missing, too long, unknown to the framework or past.
    pub fn checked(&self, book: &Rulebook, now_us: i64) -> Result<Self, Refused> {
        let mut kept = self.clone();
        kept.title = words("title", &self.title, MAX_TITLE_BYTES)?;
        kept.text = words("text", &self.text, MAX_WORDS_BYTES)?;
        kept.legal = words("legal reference", &self.legal, MAX_TITLE_BYTES)?;
        kept.required = words("what has to be done", &self.required, MAX_WORDS_BYTES)?;
        self.in_time(now_us)?;
        for (what, count) in [("crossing points", self.points.len()), ("codes of goods", self.goods.len())] {
            if count > MAX_ITEMS {
                return Err(Refused::TooMany { what, count, most: MAX_ITEMS });
            }
        }
        if self.points.is_empty() {
            return Err(Refused::NoPoint);
        }
        if let Some(point) = self.points.iter().find(|p| book.point(p.as_str()).is_none()) {
            return Err(Refused::NoSuchPoint { point: point.to_string() });
        }
        if self.goods.is_empty() && self.classes.is_empty() {
            return Err(Refused::NothingNamed);
        }
        kept.goods = self.goods.iter().map(|text| fit(text)).collect::<Result<_, _>>()?;
        let known: BTreeSet<&str> = book.framework.procedures.iter().map(|p| p.subject.get_ref().as_str()).collect();
        if let Some(class) = self.classes.iter().find(|c| !known.contains(c.as_str())) {
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Refused::NoSuchClass { class: class.clone(), known });
        }
        Ok(kept)
    }

    /// It takes effect after a moment, ends after that, and neither is farther away than anything else.
    pub(super) fn in_time(&self, now_us: i64) -> Result<(), Refused> {
        if self.effective_us <= now_us {
            return Err(Refused::InThePast { seconds: now_us.saturating_sub(self.effective_us) / MICROS });
        }
        if self.ends_us.is_some_and(|ends| ends <= self.effective_us) {
            return Err(Refused::EndsBefore);
        }
        let last = self.ends_us.unwrap_or(self.effective_us);
        let days = last.saturating_sub(now_us) / DAY_US;
        if days > MAX_DAYS { Err(Refused::TooFar { days, most: MAX_DAYS }) } else { Ok(()) }
    }

    /// Whether it speaks of something that crosses, whenever that may be.
    pub fn touches(&self, carried: &Carried<'_>) -> Touch {
        let here = self.points.iter().any(|p| p.as_str() == carried.point);
        let way = self.directions.is_empty() || self.directions.contains(&carried.direction);
        let class = self.classes.is_empty() || self.classes.contains(carried.subject.word());
        if !(here && way && class) {
            return Touch::No;
        }
        if self.goods.is_empty() {
            return Touch::Yes;
        }
        let of = |hs: &str| self.goods.iter().map(|prefix| meets(prefix, hs)).max().unwrap_or(Touch::No);
        carried.subject.goods().map(|g| of(&code(&g.hs))).max().unwrap_or(Touch::No)
    }
}

/// Whether goods with a code are of those that a prefix names.
fn meets(prefix: &str, hs: &str) -> Touch {
    if hs.starts_with(prefix) {
        Touch::Yes
    } else if prefix.starts_with(hs) {
        Touch::Perhaps
    } else {
        Touch::No
    }
}

fn fit(text: &str) -> Result<String, Refused> {
    let strange = text.chars().any(|c| !c.is_ascii_digit() && c != '.' && c != ' ');
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if strange || digits == 0 || digits > MAX_CODE_DIGITS || digits % 2 == 1 {
        return Err(Refused::CodeUnfit { hs: text.to_owned(), most: MAX_CODE_DIGITS });
    }
    Ok(code(text))
}
