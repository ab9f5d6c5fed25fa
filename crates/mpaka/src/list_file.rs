//! Lists as `FORMAT:FILE` on the command line.

use screening::Entry;
use screening::lists::{self, Format, Source};
use std::path::{Path, PathBuf};

/// Problems of one list that are shown.
const SHOWN: usize = 20;

fn known() -> String {
    Format::ALL.map(|(word, _)| word).join(", ")
}

fn no_format(word: &str) -> String {
    format!("`{word}` is not a list format; expected one of {}", known())
}

/// The format and the files of `FORMAT:FILE`, the main one first.
///
/// # Errors
/// In words: no such format.
pub fn files(list: &str) -> Result<(&str, Vec<PathBuf>), String> {
    let missing = || format!("`{list}` does not say its format; write FORMAT:FILE with one of {}", known());
    let (word, file) = list.split_once(':').ok_or_else(missing)?;
    let format = Format::from_word(word).ok_or_else(|| no_format(word))?;
    let path = Path::new(file);
    let main = if path.is_dir() { path.join("sdn.csv") } else { path.to_owned() };
    let alt = Some(main.with_file_name("alt.csv")).filter(|alt| format == Format::OfacSdn && alt.is_file());
    Ok((word, std::iter::once(main).chain(alt).collect()))
}

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
        let (word, files) = files(list)?;
        let format = Format::from_word(word).ok_or_else(|| no_format(word))?;
        let file = list.split_once(':').map_or(list, |(_, file)| file);
        let mut bytes = Vec::new();
        for path in &files {
            bytes.push(std::fs::read(path).map_err(|e| format!("cannot read `{}`: {e}", path.display()))?);
        }
        let source = Source { main: bytes.first().map_or(&[], Vec::as_slice), alt: bytes.get(1).map(Vec::as_slice) };
        let reading = lists::read(format, file, source);
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
