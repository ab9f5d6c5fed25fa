//! What is wrong with a framework, like a good compiler says it: a code, the place, why it matters at the border, what to write instead.

use crate::codes::Code;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Said for completeness; nothing has to be done.
    Note,
    /// The framework runs; somebody should decide.
    Warning,
    /// The framework cannot be relied on.
    Error,
}

/// A place in a file of the framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Path below the framework's directory.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Bytes of the file, not counting a byte order mark.
    pub span: Range<usize>,
}

impl Place {
    /// The place of a span of bytes in the text of a file; a span past the end is taken to stand at the end. Costs a pass over the text.
    pub fn of(file: &str, text: &str, span: Range<usize>) -> Self {
        Lines::of(text).place(file, text, span)
    }
}

/// Where the lines of a text begin, so that many places cost one pass.
#[derive(Debug, Clone)]
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// The place of a span. INVARIANT: it lies within the text.
    pub(crate) fn place(&self, file: &str, text: &str, span: Range<usize>) -> Place {
        let inside = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = inside(span.start);
        let span = start..inside(span.end).max(start);
        let line = self.0.partition_point(|begin| *begin <= start).max(1);
        let column = text[self.0[line - 1]..start].chars().count() + 1;
        Place { file: file.to_owned(), line, column, span }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind.
    pub code: Code,
    /// Where.
    pub place: Place,
    /// What exactly.
    pub message: String,
    /// What to write instead, where that can be said.
    pub help: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.place, self.message, self.code.id())
    }
}
