//! What is written, and what the shell must say about it.

use crate::table::{Changes, Table, Value};
use serde::{Deserialize, Serialize};

/// Longest body of an entry. Bytes.
pub const MAX_BODY_BYTES: usize = 256 * 1024;
/// Entries that one command may make.
pub const MAX_ENTRIES_OF_A_COMMAND: usize = 50_000;

/// One thing that happened, as it stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number: 0 for the first, and no gaps.
    pub index: i64,
    /// UUID version 7; ids of one journal increase with the index.
    pub id: String,
    /// What it is filed under, for example the id of a crossing.
    pub stream: String,
    /// What kind of fact, with its version.
    pub kind: String,
    /// The fact, as JSON.
    pub body: String,
    /// Who recorded it.
    pub officer: String,
    /// For which agency.
    pub agency: String,
    /// Where.
    pub point: String,
    /// When it happened. Microseconds since 1970, UTC.
    pub happened_us: i64,
    /// When it was recorded; strictly increasing.
    pub recorded_us: i64,
}

/// An entry to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What it is filed under; one of the streams the command named.
    pub stream: String,
    /// What kind of fact, with its version.
    pub kind: String,
    /// The fact, as JSON.
    pub body: String,
    /// Who records it.
    pub officer: String,
    /// For which agency.
    pub agency: String,
    /// Where.
    pub point: String,
    /// When it happened, if not now.
    pub happened_us: Option<i64>,
}

/// What entries mean. The journal knows nothing of it: it asks.
pub trait Model: Send + Sync + 'static {
    /// What the entries of one stream add up to.
    type State: Send + Sync + 'static;

    /// Changes whenever `fold` or `rows` give something else than before; the views are then rebuilt when the journal is opened.
    fn version(&self) -> u32;

    /// The view tables. They hold nothing that the entries do not say, and are dropped and filled at will.
    fn tables(&self) -> &'static [&'static Table];

    /// Tables that are no views (sessions, kept messages): made when missing, never dropped.
    fn plain_tables(&self) -> &'static [&'static Table] {
        &[]
    }

    /// A plain table without which the model cannot fold: its rows are given to [`Model::learn`] when the journal is opened, before any entry.
    fn lessons(&self) -> Option<&'static Table> {
        None
    }

    /// Takes the rows of [`Model::lessons`], each in the order of the table's columns.
    fn learn(&self, _rows: Vec<Vec<Value>>) {}

    /// The state after one more entry. Entries come in the order they were recorded. `None`: there is no state yet.
    fn fold(&self, state: Option<&Self::State>, entry: &Entry) -> Option<Self::State>;

    /// The view rows of a stream. Called with the state before the first and after the last entry of a batch; in a rebuild with `None` and the last state. The
    /// rows must be a function of `new` and of the stream alone; `old` only spares writing what has not changed.
    fn rows(&self, stream: &str, old: Option<&Self::State>, new: &Self::State, changes: &mut Changes);

    /// View rows that belong to one entry.
    fn entry_rows(&self, _entry: &Entry, _changes: &mut Changes) {}
}
