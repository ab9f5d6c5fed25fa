//! What countries and sex say about two people being one: a little, and never enough to decide. Documents change, lists are wrong, many
//! people have two nationalities; so agreement adds little, difference takes little away, and what is not known says nothing.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The sex that a list or a document states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
}

impl Sex {
    /// Reads `M`, `male`, `F`, `female` in any case; anything else states none.
    ///
    /// ```
    /// use screening::Sex;
    /// assert_eq!(Sex::read("Female"), Some(Sex::Female));
    /// assert_eq!(Sex::read("X"), None);
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "m" | "male" => Some(Self::Male),
            "f" | "female" => Some(Self::Female),
            _ => None,
        }
    }

    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// Whether two statements agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// One side states nothing, or nothing that is understood.
    #[default]
    Unknown,
    /// They agree.
    Same,
    /// They differ.
    Different,
}

impl Agreement {
    /// The most that agreeing nationalities and sexes add to a score.
    pub(crate) const MOST_GAINED: f32 = 0.02;

    /// What nationalities add to a score.
    pub(crate) fn of_nationality(self) -> f32 {
        match self {
            Self::Unknown => 0.0,
            Self::Same => Self::MOST_GAINED,
            Self::Different => -0.03,
        }
    }

    /// What sexes add to a score. Half of all people agree by chance.
    pub(crate) fn of_sex(self) -> f32 {
        if self == Self::Different { -0.05 } else { 0.0 }
    }
}

/// Countries, read once to be compared often: codes of two and three letters and English names are understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Countries(Box<[Country]>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Country {
    Known(u16),
    /// Its plain letters.
    Other(Box<str>),
}

impl Countries {
    /// Reads codes and names; empty ones are none.
    pub fn read<T: AsRef<str>>(all: impl IntoIterator<Item = T>) -> Self {
        let plain = all.into_iter().map(|text| letters(text.as_ref())).filter(|k| !k.is_empty());
        Self(plain.map(|k| COUNTRIES.get(&k).map_or_else(|| Country::Other(k.into()), |code| Country::Known(*code))).collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Compares nationalities with the countries of an entry: one in common is agreement; they differ only where every one of both is understood.
    pub fn agreement(&self, listed: &Self) -> Agreement {
        if self.is_empty() || listed.is_empty() {
            Agreement::Unknown
        } else if self.0.iter().any(|a| listed.0.contains(a)) {
            Agreement::Same
        } else if self.0.iter().chain(&listed.0).any(|c| matches!(c, Country::Other(_))) {
            Agreement::Unknown
        } else {
            Agreement::Different
        }
    }
}

/// Compares two sexes.
pub fn sex_evidence(asked: Option<Sex>, listed: Option<Sex>) -> Agreement {
    match (asked, listed) {
        (Some(a), Some(b)) if a == b => Agreement::Same,
        (Some(_), Some(_)) => Agreement::Different,
        _ => Agreement::Unknown,
    }
}

/// Codes and names of ISO 3166-1 and what lists write for them, one country a line.
static COUNTRIES: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let lines = include_str!("words/countries.txt").lines().zip(0_u16..);
    lines.flat_map(|(line, code)| line.split(';').map(move |text| (letters(text), code))).collect()
});

/// The words of a country's name without the small ones, in plain letters.
fn letters(text: &str) -> String {
    let plain = any_ascii::any_ascii(text).to_ascii_lowercase();
    let words = plain.split(|c: char| !c.is_ascii_alphabetic() && c != '\'').filter(|w| !matches!(*w, "the" | "of" | "and"));
    words.flat_map(str::chars).filter(char::is_ascii_alphabetic).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&["AFG"], &["afghanistan"], Agreement::Same)]
    #[case(&["Iran"], &["iran (islamic republic of)"], Agreement::Same)]
    #[case(&["d"], &["deu"], Agreement::Same)]
    #[case(&["prk"], &["kr"], Agreement::Different)]
    #[case(&["no"], &["se", "Norway"], Agreement::Same)]
    #[case(&["utopia"], &["UTOPIA"], Agreement::Same)]
    #[case(&["utopia"], &["norway"], Agreement::Unknown)]
    #[case(&["norway"], &["sweden", "a place unheard of"], Agreement::Unknown)]
    #[case(&[""], &["norway"], Agreement::Unknown)]
    #[case(&["nor"], &[], Agreement::Unknown)]
    fn countries_agree_however_they_are_written(#[case] asked: &[&str], #[case] listed: &[&str], #[case] expected: Agreement) {
        assert_eq!(Countries::read(asked).agreement(&Countries::read(listed)), expected);
    }

    #[test]
    fn no_two_countries_share_a_name() {
        let all: usize = include_str!("words/countries.txt")
            .lines()
            .flat_map(|l| l.split(';').map(letters).collect::<std::collections::BTreeSet<_>>())
            .count();
        assert_eq!(all, COUNTRIES.len());
    }
}
