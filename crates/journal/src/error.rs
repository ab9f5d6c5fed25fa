//! What can go wrong.

use thiserror::Error;

/// The database did not do what it was asked.
#[derive(Debug, Clone, Error)]
#[error("the database failed {doing}: {what}")]
pub struct StorageError {
    /// What was being done.
    pub doing: &'static str,
    /// What it said.
    pub what: String,
}

impl StorageError {
    pub(crate) fn of(doing: &'static str) -> impl Fn(sqlx::Error) -> Self {
        move |e| Self { doing, what: e.to_string() }
    }
}

/// A journal cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The address is not one of a journal.
    #[error("`{url}` is not the address of a journal; expected `sqlite:PATH` or `postgres://…`")]
    BadUrl {
        /// What was given, without a password.
        url: String,
    },
    /// Another process writes it.
    #[error("another process has the journal open; one process writes a journal")]
    TakenByAnother,
    /// It was written by a later version of the program.
    #[error("the journal has schema {found}, and this version knows {known}; use the version that wrote it, or a later one")]
    TooNew {
        /// The schema of the journal.
        found: i64,
        /// The schema of this version.
        known: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A command was not carried out.
#[derive(Debug, Error)]
pub enum ExecuteError<E> {
    /// The decision was no.
    #[error("refused")]
    Refused(E),
    /// Too many commands wait; nothing was done.
    #[error("the journal is busy: {waiting} commands wait")]
    Busy {
        /// How many.
        waiting: usize,
    },
    /// The journal has been closed; nothing was done.
    #[error("the journal is closed")]
    Closed,
    /// An entry is for a stream that the command did not name; nothing was done.
    #[error("an entry is for `{stream}`, which the command did not name")]
    UnnamedStream {
        /// The stream.
        stream: String,
    },
    /// Too many entries, or one too long; nothing was done.
    #[error(
        "the command makes {entries} entries, the longest of {bytes} bytes; at most {} entries of {} bytes are taken",
        crate::MAX_ENTRIES_OF_A_COMMAND,
        crate::MAX_BODY_BYTES
    )]
    TooMuch {
        /// Entries.
        entries: usize,
        /// Bytes of the longest.
        bytes: usize,
    },
    /// The decision broke off; nothing was done.
    #[error("the decision broke off: {what}")]
    Panicked {
        /// What it said.
        what: String,
    },
    /// The database failed; nothing was done.
    #[error(transparent)]
    Storage(StorageError),
}
