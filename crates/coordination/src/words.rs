//! Reasons, notes and answers: how long a text may be that somebody has to write.

use serde::Serialize;
use thiserror::Error;

/// A text that says nothing, or too much.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[error("{field} has {bytes} bytes; 1 to {most} are taken")]
pub struct Unfit {
    /// Which text.
    pub field: &'static str,
    /// Its length without blanks around it. Bytes.
    pub bytes: usize,
    /// The longest that is taken. Bytes.
    pub most: usize,
}

/// Longest link. Bytes.
pub const MAX_LINK_BYTES: usize = 2_000;

/// Whether a link leads to a page of the console, `/…`, or to another by TLS, `https://…`. Browsers drop control characters and take a backslash for a stroke, so
/// that `/\elsewhere` and `//elsewhere` lead out of the console without saying so.
pub(crate) fn is_link(link: &str) -> bool {
    let own = link.starts_with('/') && !link.starts_with("//");
    let plain = link.chars().all(|c| c != '\\' && !c.is_control() && !c.is_whitespace());
    (own || link.starts_with("https://")) && plain && link.len() <= MAX_LINK_BYTES
}

/// The text without blanks around it.
pub(crate) fn words(field: &'static str, text: &str, most: usize) -> Result<String, Unfit> {
    let text = text.trim();
    if text.is_empty() || text.len() > most {
        return Err(Unfit { field, bytes: text.len(), most });
    }
    Ok(text.to_owned())
}
