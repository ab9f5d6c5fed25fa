//! The difference for a terminal.

use super::Report;
use super::sharing::More;
use framework::diff::{By, Change, Standing, Value};
use std::fmt::Write;

/// The page as text.
pub(super) fn page(r: &Report<'_>) -> String {
    let mut out = String::new();
    // Writing into a string cannot fail.
    let _ = write(r, &mut out);
    out
}

fn write(r: &Report<'_>, out: &mut String) -> std::fmt::Result {
    let d = r.difference;
    let (a, b) = &d.labels();
    let by = match d.by {
        By::Id => "two versions, compared item by item",
        By::Role => "two countries, compared by the role that things play",
    };
    writeln!(out, "{} {} and {} {}: {by}\n", d.a.name, d.a.version, d.b.name, d.b.version)?;
    for (side, name, other) in [(&d.a, a, b), (&d.b, b, a)] {
        if !side.lessons.is_empty() {
            writeln!(out, "What {name} has that {other} lacks")?;
            for lesson in &side.lessons {
                writeln!(out, "  * {lesson}")?;
            }
            writeln!(out)?;
        }
    }
    for s in &d.sections {
        if s.entries.is_empty() && s.same == 0 {
            continue;
        }
        writeln!(out, "== {} ({} differ, {} alike)", s.title, s.entries.len(), s.same)?;
        for e in &s.entries {
            match (&e.a, &e.b) {
                (Some(name), None) => writeln!(out, "{}: only {a} ({name})", e.what)?,
                (None, Some(name)) => writeln!(out, "{}: only {b} ({name})", e.what)?,
                _ => {
                    writeln!(out, "{}", e.what)?;
                    e.changes.iter().try_for_each(|c| change(c, a, b, out))?;
                }
            }
        }
        writeln!(out)?;
    }
    sharing(r, out)?;
    writeln!(out, "\n{} differences. ? not established, ~ chosen. Sources stand in brackets: `sources.toml` of each country.", d.count())
}

fn change(c: &Change, a: &str, b: &str, out: &mut String) -> std::fmt::Result {
    writeln!(out, "  {}", c.field)?;
    for (name, value) in [(a, &c.a), (b, &c.b)] {
        match value {
            None => writeln!(out, "    {name}: nothing")?,
            Some(v) if v.lines.len() == 1 => writeln!(out, "    {name}: {}{}", v.lines[0], mark(v))?,
            Some(v) => {
                writeln!(out, "    {name}:{}", mark(v))?;
                v.lines.iter().try_for_each(|l| writeln!(out, "      - {l}"))?;
            }
        }
    }
    Ok(())
}

fn mark(v: &Value) -> String {
    let standing = match v.standing {
        Standing::Sourced => "",
        Standing::Chosen => " ~",
        Standing::Unverified => " ?",
    };
    let sources: Vec<&str> = v.sources.iter().map(String::as_str).collect();
    if sources.is_empty() { standing.to_owned() } else { format!("{standing} [{}]", sources.join(", ")) }
}

fn sharing(r: &Report<'_>, out: &mut String) -> std::fmt::Result {
    let (s, d) = (r.sharing, r.difference);
    writeln!(out, "== What the sharing rules permit")?;
    for why in &s.open {
        writeln!(out, "not proved: {why}")?;
    }
    if s.actions > 0 && !s.differs() && s.open.is_empty() {
        writeln!(out, "proved for every officer, record and purpose: both permit the same")?;
    }
    let (a, b) = &d.labels();
    for (name, other, more) in [(a, b, &s.a), (b, a, &s.b)] {
        if !more.is_empty() {
            writeln!(out, "{name} permits and {other} refuses, for example")?;
            more.iter().try_for_each(|m| one(m, name, other, out))?;
        }
    }
    Ok(())
}

fn one(m: &More, name: &str, other: &str, out: &mut String) -> std::fmt::Result {
    let kind = m.kind.as_ref().map_or(String::new(), |k| format!(" {k}"));
    writeln!(out, "  {}{kind}: {}\n    {name}: {}\n    {other}: {}", m.action, m.example, m.permitted, m.refused)
}
