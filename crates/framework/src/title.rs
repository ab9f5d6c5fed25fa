//! What things are called, in the languages of a framework.

use crate::model::Names;
use std::collections::BTreeMap;
use std::fmt;

/// A name in English, and in the other languages that the framework gives.
///
/// ```
/// let hold = framework::Title::of("Hold", &Some([("sw".to_owned(), "Zuio".to_owned())].into()));
/// assert_eq!(hold.in_language("sw"), "Zuio");
/// assert_eq!(hold.in_language("ur"), "Hold");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    english: String,
    others: BTreeMap<String, String>,
}

impl Title {
    /// A name with its translations by two-letter code.
    pub fn of(english: &str, names: &Names) -> Self {
        Self { english: english.to_owned(), others: names.clone().unwrap_or_default() }
    }

    /// The name in a language (ISO 639-1, two letters); in English where the framework has none in it.
    pub fn in_language(&self, language: &str) -> &str {
        self.others.get(language).unwrap_or(&self.english)
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}
