//! Lists as `FORMAT:FILE` on the command line.

use screening::Entry;
use screening::lists::{self, Format, Source, renamed};
use std::path::{Path, PathBuf};

/// Problems of one list that are shown.
const SHOWN: usize = 20;

fn known() -> String {
    Format::ALL.map(|(word, _)| word).join(", ")
}

fn no_format(word: &str) -> String {
    format!("`{word}` is not a list format; expected one of {}", known())
}

/// What `FORMAT:FILE` says; a plain CSV may say which columns hold what: `csv[name=Full name,born=DOB]:FILE`.
#[derive(Debug, PartialEq, Eq)]
pub struct Said<'l> {
    /// The word for the format.
    pub word: &'l str,
    format: Format,
    columns: Vec<(String, String)>,
    file: &'l str,
}

/// Reads `FORMAT:FILE`.
///
/// # Errors
/// In words: no such format, or a bracket that cannot be read.
pub fn said(list: &str) -> Result<Said<'_>, String> {
    let missing = || format!("`{list}` does not say its format; write FORMAT:FILE with one of {}", known());
    let bracket = list.find('[').filter(|at| list.find(':').is_none_or(|colon| *at < colon));
    let (word, columns, file) = match bracket {
        None => {
            let (word, file) = list.split_once(':').ok_or_else(missing)?;
            (word, "", file)
        }
        Some(at) => {
            let (columns, file) =
                list[at + 1..].split_once("]:").ok_or_else(|| format!("`{list}` does not close its bracket before the colon"))?;
            (&list[..at], columns, file)
        }
    };
    let format = Format::from_word(word).ok_or_else(|| no_format(word))?;
    if bracket.is_some() && format != Format::Csv {
        return Err(format!("columns are named in a plain `csv` only; `{word}` has its own"));
    }
    let pair = |pair: &str| {
        let (field, column) = pair.split_once('=').ok_or_else(|| format!("`{pair}` names no column; write FIELD=COLUMN"))?;
        Ok((field.trim().to_owned(), column.trim().to_owned()))
    };
    let columns = columns.split(',').filter(|p| !p.trim().is_empty()).map(pair).collect::<Result<_, String>>()?;
    Ok(Said { word, format, columns, file })
}

impl Said<'_> {
    /// The files with what they hold, the main one first.
    ///
    /// # Errors
    /// In words: no such file or column.
    pub fn contents(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, String> {
        let path = Path::new(self.file);
        let main = if path.is_dir() { path.join("sdn.csv") } else { path.to_owned() };
        let alt = Some(main.with_file_name("alt.csv")).filter(|alt| self.format == Format::OfacSdn && alt.is_file());
        let mut all = Vec::new();
        for path in std::iter::once(main).chain(alt) {
            let mut bytes = std::fs::read(&path).map_err(|e| format!("cannot read `{}`: {e}", path.display()))?;
            if !self.columns.is_empty() {
                bytes = renamed(&bytes, &self.columns).map_err(|e| format!("`{}`: {e}", path.display()))?;
            }
            all.push((path, bytes));
        }
        Ok(all)
    }
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
        let said = said(list)?;
        let (format, file, all) = (said.format, said.file, said.contents()?);
        let bytes = |n: usize| all.get(n).map(|(_, bytes)| bytes.as_slice());
        let reading = lists::read(format, file, Source { main: bytes(0).unwrap_or_default(), alt: bytes(1) });
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_its_format_its_columns_and_its_file() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let plain = said("csv:C:/lists/[old].csv").unwrap();
        assert_eq!((plain.word, plain.columns, plain.file), ("csv", vec![], "C:/lists/[old].csv"));
        let named = said("csv[name=Full name, born = DOB]:a:b.csv").unwrap();
        assert_eq!((named.columns, named.file), (vec![pair("name", "Full name"), pair("born", "DOB")], "a:b.csv"));
        for (list, wanted) in [
            ("file.csv", "does not say its format"),
            ("tsv:file", "is not a list format"),
            ("un-xml[name=x]:file", "plain `csv` only"),
            ("csv[name]:file", "names no column"),
            ("csv[name=x:file", "does not close its bracket"),
        ] {
            let told = said(list).unwrap_err();
            assert!(told.contains(wanted), "{list}: {told}");
        }
    }
}
