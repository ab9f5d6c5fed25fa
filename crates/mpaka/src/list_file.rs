//! Lists as `FORMAT:FILE` on the command line.

use screening::Entry;
use screening::lists::{self, Format, Source};
use std::path::Path;

/// Problems of one list that are shown.
const SHOWN: usize = 20;

/// A list that was read.
pub struct ListFile {
    /// What could be read. Never empty.
    pub entries: Vec<Entry>,
    /// Records that could not, or only in part.
    pub unread: usize,
}

impl ListFile {
    /// Reads `FORMAT:FILE` and names what cannot be read on standard error, for the command `who`.
    ///
    /// # Errors
    /// In words: no such format or file, or nothing in it that could be read.
    pub fn read(who: &str, list: &str) -> Result<Self, String> {
        let words = || Format::ALL.map(|(w, _)| w).join(", ");
        let (format, file) =
            list.split_once(':').ok_or_else(|| format!("`{list}` does not say its format; write FORMAT:FILE with one of {}", words()))?;
        let format = Format::from_word(format).ok_or_else(|| format!("`{format}` is not a list format; expected one of {}", words()))?;
        let path = Path::new(file);
        let main = if path.is_dir() { path.join("sdn.csv") } else { path.to_owned() };
        let bytes = std::fs::read(&main).map_err(|e| format!("cannot read `{}`: {e}", main.display()))?;
        let alt = if format == Format::OfacSdn { std::fs::read(main.with_file_name("alt.csv")).ok() } else { None };
        let reading = lists::read(format, file, Source { main: &bytes, alt: alt.as_deref() });
        for p in reading.problems.iter().take(SHOWN) {
            eprintln!("{who}: {file}: {p}");
        }
        let unread = reading.problems.len() + usize::try_from(reading.more_problems).unwrap_or(usize::MAX);
        if unread > SHOWN {
            eprintln!("{who}: {file}: {} more records could not be read", unread - SHOWN);
        }
        if reading.entries.is_empty() {
            return Err(format!("`{file}` gave no entry; is it really {list}?"));
        }
        Ok(Self { entries: reading.entries, unread })
    }
}
