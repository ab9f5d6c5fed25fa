//! The report that a delegation takes home: one file, nothing loaded from elsewhere, no script, prints on A4.

use super::Report;
use super::sharing::More;
use framework::diff::{By, Change, Entry, Section, Standing, Value};
use std::collections::BTreeSet;
use std::fmt::Write;

const STYLE: &str = include_str!("report.css");

/// The page as HTML.
pub(super) fn page(r: &Report<'_>) -> String {
    let mut out = String::new();
    // Writing into a string cannot fail.
    let _ = write(r, &mut out);
    out
}

fn esc(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn write(r: &Report<'_>, out: &mut String) -> std::fmt::Result {
    let d = r.difference;
    let (a, b) = d.labels();
    let (a, b) = (esc(&a), esc(&b));
    let title = match d.by {
        By::Role => format!("{a} and {b}: how each coordinates its borders"),
        By::Id => format!("{}: what changed from {a} to {b}", esc(&d.a.name)),
    };
    let about = match d.by {
        By::Role => "Things are compared by the role that they play, not by their names.",
        By::Id => "Things are compared by their ids.",
    };
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>"
    )?;
    writeln!(
        out,
        "<h1>{title}</h1>\n<p class=\"about\">Frameworks {} {} and {} {}, compared on {}. {about} {} things differ. \
         Values are marked <em>not established</em> where the framework could not establish them and <em>chosen</em> where it claims nothing about the country; keys of sources stand in brackets and are listed at the end.</p>",
        esc(&d.a.name),
        esc(&d.a.version),
        esc(&d.b.name),
        esc(&d.b.version),
        esc(&r.today),
        d.count()
    )?;
    for (side, name, other) in [(&d.a, &a, &b), (&d.b, &b, &a)] {
        if !side.lessons.is_empty() {
            writeln!(out, "<h2>What {name} has that {other} lacks</h2>\n<ul>")?;
            side.lessons.iter().try_for_each(|l| writeln!(out, "<li>{}</li>", esc(l)))?;
            writeln!(out, "</ul>")?;
        }
    }
    d.sections.iter().filter(|s| !s.entries.is_empty() || s.same > 0).try_for_each(|s| section(s, &a, &b, out))?;
    sharing(r, out)?;
    sources(r, out)?;
    writeln!(out, "</body>\n</html>")
}

fn section(s: &Section, a: &str, b: &str, out: &mut String) -> std::fmt::Result {
    writeln!(out, "<h2>{}</h2>\n<p class=\"about\">{} differ, {} alike.</p>", esc(s.title), s.entries.len(), s.same)?;
    let (alone, both): (Vec<&Entry>, Vec<&Entry>) = s.entries.iter().partition(|e| e.a.is_none() || e.b.is_none());
    if !alone.is_empty() {
        writeln!(
            out,
            "<table><caption>Only one of them has</caption><thead><tr><th scope=\"col\" class=\"field\">what</th><th scope=\"col\">{a}</th><th scope=\"col\">{b}</th></tr></thead><tbody>"
        )?;
        for e in alone {
            let cell = |name: &Option<String>| {
                name.as_ref().map_or("<span class=\"none\">none</span>".to_owned(), |n| if n.is_empty() { "yes".into() } else { esc(n) })
            };
            writeln!(
                out,
                "<tr><th scope=\"row\" class=\"field\">{}</th><td>{}</td><td>{}</td></tr>",
                esc(&e.what),
                cell(&e.a),
                cell(&e.b)
            )?;
        }
        writeln!(out, "</tbody></table>")?;
    }
    for e in both {
        let names = match (&e.a, &e.b) {
            (Some(x), Some(y)) if x != y => format!(" ({}; {})", esc(x), esc(y)),
            (Some(x), Some(_)) if *x != e.what && !x.is_empty() => format!(" ({})", esc(x)),
            _ => String::new(),
        };
        writeln!(
            out,
            "<table><caption>{}{names}</caption><thead><tr><th scope=\"col\" class=\"field\">on</th><th scope=\"col\">{a}</th><th scope=\"col\">{b}</th></tr></thead><tbody>",
            esc(&e.what)
        )?;
        for Change { field, a, b } in &e.changes {
            writeln!(
                out,
                "<tr><th scope=\"row\" class=\"field\">{}</th><td>{}</td><td>{}</td></tr>",
                esc(field),
                value(a.as_ref()),
                value(b.as_ref())
            )?;
        }
        writeln!(out, "</tbody></table>")?;
    }
    Ok(())
}

fn value(v: Option<&Value>) -> String {
    let Some(v) = v else { return "<span class=\"none\">nothing</span>".into() };
    let lines: Vec<String> = v.lines.iter().map(|l| esc(l)).collect();
    let text = if lines.len() == 1 {
        lines[0].clone()
    } else {
        format!("<ul>{}</ul>", lines.iter().map(|l| format!("<li>{l}</li>")).collect::<String>())
    };
    let mut marks: Vec<String> = match v.standing {
        Standing::Sourced => vec![],
        Standing::Chosen => vec!["chosen".into()],
        Standing::Unverified => vec!["not established".into()],
    };
    marks.extend((!v.sources.is_empty()).then(|| format!("[{}]", v.sources.iter().map(|s| esc(s)).collect::<Vec<_>>().join(", "))));
    if marks.is_empty() { text } else { format!("{text} <span class=\"mark\">{}</span>", marks.join(" ")) }
}

fn sharing(r: &Report<'_>, out: &mut String) -> std::fmt::Result {
    let (s, d) = (r.sharing, r.difference);
    writeln!(out, "<h2>What the sharing rules permit</h2>")?;
    for why in &s.open {
        writeln!(out, "<p>Not proved: {}.</p>", esc(why))?;
    }
    if s.actions > 0 && !s.differs() && s.open.is_empty() {
        writeln!(out, "<p>Proved for every officer, record and purpose: both permit the same.</p>")?;
    }
    let (a, b) = &d.labels();
    for (name, other, more) in [(a, b, &s.a), (b, a, &s.b)] {
        if !more.is_empty() {
            writeln!(out, "<h3>{} permits and {} refuses</h3>", esc(name), esc(other))?;
            more.iter().try_for_each(|m| one(m, name, other, out))?;
        }
    }
    Ok(())
}

fn one(m: &More, name: &str, other: &str, out: &mut String) -> std::fmt::Result {
    let kind = m.kind.as_ref().map_or(String::new(), |k| format!(" {}", esc(&k.replace('_', " "))));
    writeln!(
        out,
        "<p class=\"example\"><strong>{}{kind}.</strong> {}<br>{}: {}<br>{}: {}</p>",
        esc(&m.action),
        esc(&m.example),
        esc(name),
        esc(&m.permitted),
        esc(other),
        esc(&m.refused)
    )
}

/// The works behind the keys that the report uses.
fn sources(r: &Report<'_>, out: &mut String) -> std::fmt::Result {
    let changes = r.difference.sections.iter().flat_map(|s| &s.entries).flat_map(|e| &e.changes);
    let used: BTreeSet<&String> = changes.flat_map(|c| [&c.a, &c.b]).flatten().flat_map(|v| &v.sources).collect();
    let works: Vec<&(String, String)> = r.citations.iter().filter(|(key, _)| used.contains(key)).collect();
    if works.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Sources</h2>\n<dl class=\"sources\">")?;
    works.iter().try_for_each(|(key, work)| writeln!(out, "<dt>{}</dt><dd>{}</dd>", esc(key), esc(work)))?;
    writeln!(out, "</dl>")
}
