//! What is wrong with a message, and where.

use std::fmt;

/// One thing that is odd or wrong, at a place of the input.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Names the kind of problem; stable, for machines.
    pub code: &'static str,
    /// Ordinal of the segment in the input, from 1; 0 for the input as a whole.
    pub segment: usize,
    /// Tag of the segment.
    pub tag: String,
    /// Where the segment begins, line breaks not counted. Bytes.
    pub offset: usize,
    /// What was found and what was expected.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segment > 0 {
            write!(f, "segment {} {} at byte {}: ", self.segment, self.tag, self.offset)?;
        }
        write!(f, "{} [{}]", self.what, self.code)
    }
}
