//! What is wrong with the demonstration files of a framework, and where.

use std::fmt;
use std::ops::Range;
use std::path::Path;

/// A place in a demonstration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path below the framework's directory.
    pub file: &'static str,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl Place {
    pub(crate) fn of(file: &'static str, text: &str, span: Range<usize>) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Self { file, line, column }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One fault of the demonstration files. Its text is `file:line:column: what is wrong and what was expected`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct DemoError {
    place: Place,
    fault: Fault,
}

impl DemoError {
    pub(crate) fn new(place: Place, fault: Fault) -> Self {
        Self { place, fault }
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What it is.
    pub fn fault(&self) -> &Fault {
        &self.fault
    }
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file is missing, too long or not text.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// The file is not TOML of the expected shape; the words are the parser's.
    #[error("{0}")]
    Shape(String),
    /// The head does not own up to being made up.
    #[error("`demo = true` was expected at the head: everything in this folder is made up")]
    NotDemo,
    /// A number outside its range.
    #[error("{found} is not {expected}")]
    Number {
        /// The number.
        found: String,
        /// Its range.
        expected: &'static str,
    },
    /// A word that is not one of those known.
    #[error("`{found}` is not {expected}")]
    Word {
        /// The word.
        found: String,
        /// What may stand here.
        expected: &'static str,
    },
    /// A list that has to hold something.
    #[error("{0} was expected to hold at least one entry")]
    Empty(&'static str),
    /// An id that is used before.
    #[error("`{0}` is used before; ids are unique")]
    Twice(String),
    /// Probabilities or shares that add up to more than everything.
    #[error("the shares add up to {0}; at most 1 was expected")]
    TooMuch(String),
    /// Something the framework does not have.
    #[error("the framework has no {kind} `{id}`")]
    Dangling {
        /// point, procedure, stage, desk or agency.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// A procedure that does not serve the flow's point or direction.
    #[error("the procedure `{procedure}` does not serve `{point}` in this direction")]
    NotServed {
        /// The procedure.
        procedure: String,
        /// The point.
        point: String,
    },
    /// An officer at another agency's desk.
    #[error("the desk `{desk}` belongs to {owner}")]
    OthersDesk {
        /// The desk.
        desk: String,
        /// Its agency.
        owner: String,
    },
}

/// Longest file that is read. Bytes.
pub const MAX_FILE_BYTES: u64 = 1 << 20;

/// A file's text, or why there is none.
pub(crate) fn read(root: &Path, file: &'static str) -> Result<String, DemoError> {
    let start = || Place { file, line: 1, column: 1 };
    let unreadable = |why: String| DemoError::new(start(), Fault::Unreadable(why));
    let path = root.join(file);
    let bytes = std::fs::metadata(&path).map_err(|e| unreadable(e.to_string()))?.len();
    if bytes > MAX_FILE_BYTES {
        return Err(unreadable(format!("it has {bytes} bytes; at most {MAX_FILE_BYTES} were expected")));
    }
    let text = std::fs::read_to_string(&path).map_err(|e| unreadable(e.to_string()))?;
    Ok(match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
