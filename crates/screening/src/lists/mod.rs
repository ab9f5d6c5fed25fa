//! Reading lists: bytes of a published format in, entries out.
//!
//! A damaged record never takes its neighbours with it: it is named in [`Reading::problems`] and left out. Whether a list with
//! problems may replace the one in force is the caller's decision; nothing is dropped in silence.

mod columns;
mod csv_lists;
mod difference;
mod ftm;
mod un;

pub use columns::{FIELDS, NoColumns, renamed};
pub use difference::{Changed, Difference, difference, repeated_ids};

use crate::documents::{Documents, MIN_NUMBER_CHARS};
use crate::entry::Entry;
use std::fmt;

/// Longest list that is read. Bytes.
pub const MAX_LIST_BYTES: usize = 1 << 30;
/// Names one entry may have; the rest is named as a problem. Names.
pub const MAX_NAMES_PER_ENTRY: usize = 400;
/// Problems that are kept; beyond it they are only counted. Problems.
pub const MAX_PROBLEMS: usize = 10_000;

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// US Treasury OFAC: `sdn.csv` with `alt.csv` and `add.csv` beside it, no header lines.
    OfacSdn,
    /// UN Security Council consolidated list, XML.
    UnXml,
    /// EU Official Journal tables, one regulation a file, CSV with header.
    EuCsv,
    /// FollowTheMoney entities, one JSON object a line.
    Ftm,
    /// OpenSanctions `targets.simple.csv`.
    OpenSanctionsCsv,
    /// Any CSV with a header line that has a column `name` (see [`csv`](self) columns in `docs/screening.md`).
    Csv,
}

impl Format {
    /// Every format with the word that names it on the command line.
    pub const ALL: [(&'static str, Self); 6] = [
        ("ofac-sdn", Self::OfacSdn),
        ("un-xml", Self::UnXml),
        ("eu-csv", Self::EuCsv),
        ("ftm", Self::Ftm),
        ("opensanctions-csv", Self::OpenSanctionsCsv),
        ("csv", Self::Csv),
    ];

    /// The format a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(w, _)| *w == word).map(|(_, f)| *f)
    }
}

/// One record that could not be used, or only in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which part of the list: `sdn`, `alt`, a file.
    pub part: &'static str,
    /// Line (CSV, JSON lines) or ordinal (XML) of the record, from 1.
    pub record: u64,
    /// What is wrong and what was expected.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} record {}: {}", self.part, self.record, self.what)
    }
}

/// What came out of a list.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Entries that could be read.
    pub entries: Vec<Entry>,
    /// Records that could not.
    pub problems: Vec<Problem>,
    /// Problems beyond [`MAX_PROBLEMS`].
    pub more_problems: u64,
}

impl Reading {
    pub(crate) fn problem(&mut self, part: &'static str, record: u64, what: impl Into<String>) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem { part, record, what: what.into() });
        } else {
            self.more_problems += 1;
        }
    }

    /// Takes a record that is found by a number alone: a passport that was lost, a vehicle that was stolen.
    pub(crate) fn push_numbered(&mut self, part: &'static str, record: u64, entry: Entry) {
        if entry.documents.is_empty() {
            self.problem(part, record, "has no name and no number; one of them was expected");
        } else if let Some(short) = entry.documents.iter().find(|d| !Documents::compares(d)) {
            let what = format!("has no name and the number `{short}`; {MIN_NUMBER_CHARS} letters and digits or more were expected");
            self.problem(part, record, what);
        } else {
            self.entries.push(entry);
        }
    }

    pub(crate) fn push(&mut self, part: &'static str, record: u64, mut entry: Entry) {
        entry.names.retain(|n| !n.text.trim().is_empty());
        if entry.names.is_empty() {
            self.problem(part, record, "has no name; a name was expected");
            return;
        }
        let mut seen = std::collections::HashSet::new();
        entry.names.retain(|n| seen.insert(n.text.clone()));
        if entry.names.len() > MAX_NAMES_PER_ENTRY {
            self.problem(part, record, format!("has {} names; {MAX_NAMES_PER_ENTRY} are used", entry.names.len()));
            entry.names.truncate(MAX_NAMES_PER_ENTRY);
        }
        self.entries.push(entry);
    }
}

/// The bytes of one list; formats in several files give the companions by name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Source<'a> {
    /// The main file.
    pub main: &'a [u8],
    /// OFAC `alt.csv`.
    pub alt: Option<&'a [u8]>,
}

/// Reads a list. `name` is what the entries will call their list.
pub fn read(format: Format, name: &str, source: Source<'_>) -> Reading {
    let mut reading = Reading::default();
    if source.main.len() > MAX_LIST_BYTES {
        reading.problem("list", 0, format!("is {} bytes; at most {MAX_LIST_BYTES} are read", source.main.len()));
        return reading;
    }
    match format {
        Format::OfacSdn => csv_lists::ofac(name, source, &mut reading),
        Format::UnXml => un::read(name, source.main, &mut reading),
        Format::EuCsv => csv_lists::eu(name, source.main, &mut reading),
        Format::Ftm => ftm::read(name, source.main, &mut reading),
        Format::OpenSanctionsCsv | Format::Csv => csv_lists::plain(name, source.main, &mut reading),
    }
    reading
}
