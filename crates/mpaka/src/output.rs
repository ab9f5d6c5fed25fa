//! What the commands print, and how it is asked for.

use clap::ValueEnum;

/// How a result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Why a result did not get out, in words.
pub fn unwritten(e: impl std::error::Error) -> String {
    format!("cannot write the result: {e}")
}
