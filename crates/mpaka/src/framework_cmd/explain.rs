//! `mpaka framework explain`: what a code means, why it matters and how to mend it.

use framework::Code;
use std::io::{self, Write};

/// Explains one code, or every code without one; the number is the exit code.
pub(super) fn explain(code: Option<&str>, out: &mut impl Write) -> io::Result<u8> {
    let wanted = code.map(str::to_uppercase);
    let found: Vec<&Code> = Code::ALL.iter().filter(|c| wanted.as_deref().is_none_or(|w| c.id() == w)).collect();
    if found.is_empty() {
        eprintln!(
            "mpaka framework: there is no code `{}`; codes are MF0001 to {}",
            code.unwrap_or(""),
            Code::ALL.last().map_or("", |c| c.id())
        );
        return Ok(2);
    }
    for c in found {
        writeln!(out, "{}: {}\n  why:  {}\n  mend: {}\n", c.id(), c.title(), c.why(), c.mend())?;
    }
    Ok(0)
}
