//! `mpaka framework check`: what a framework lacks, as text, JSON or SARIF.

use clap::ValueEnum;
use framework::{Code, Diagnostic, Severity};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How findings are printed.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
    Sarif,
}

/// Checks the framework in `dir`; the number is the exit code.
pub(super) fn check(dir: &std::path::Path, format: Format, notes: bool, out: &mut impl Write) -> io::Result<u8> {
    let loaded = framework::load(dir);
    let mut found = loaded.diagnostics;
    let usable = loaded.framework.is_some();
    if let Some(f) = &loaded.framework {
        found.extend(framework::check(f, &loaded.texts, Some(&crate::decode::today().to_string())));
    }
    let count = |s: Severity| found.iter().filter(|d| d.code.severity() == s).count();
    let (errors, warnings, marks) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let shown: Vec<&Diagnostic> = found.iter().filter(|d| notes || d.code.severity() > Severity::Note).collect();
    match format {
        Format::Text => {
            for d in &shown {
                text(d, &loaded.texts, out)?;
            }
            let name =
                loaded.framework.as_ref().map_or_else(|| dir.display().to_string(), |f| format!("{} {}", f.header.name, f.header.version));
            writeln!(
                out,
                "{name}: {errors} errors, {warnings} warnings, {marks} items not established{}",
                if marks > 0 && !notes { " (--notes lists them)" } else { "" }
            )?;
        }
        Format::Json => {
            let list: Vec<_> = shown.iter().map(|d| json!({"code": d.code.id(), "severity": d.code.severity(), "place": d.place, "message": d.message, "why": d.code.why(), "help": d.help.as_deref().unwrap_or(d.code.mend())})).collect();
            writeln!(out, "{:#}", json!({"usable": usable, "errors": errors, "warnings": warnings, "notes": marks, "diagnostics": list}))?;
        }
        Format::Sarif => writeln!(out, "{:#}", sarif(&shown))?,
    }
    Ok(if !usable { 2 } else { u8::from(errors > 0) })
}

/// The finding as a compiler shows it: message, place, line underlined, reason, remedy.
fn text(d: &Diagnostic, texts: &BTreeMap<String, String>, out: &mut impl Write) -> io::Result<()> {
    let severity = match d.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    writeln!(out, "{severity}[{}]: {}", d.code.id(), d.message)?;
    writeln!(out, "  --> {}", d.place)?;
    if let Some(line) = texts.get(&d.place.file).and_then(|t| t.lines().nth(d.place.line - 1)).filter(|_| d.place.span.end > 0) {
        let number = d.place.line.to_string();
        let gutter = " ".repeat(number.len());
        let width = d.place.span.len().clamp(1, line.chars().count().saturating_sub(d.place.column - 1).max(1));
        writeln!(out, "{gutter} |\n{number} | {line}\n{gutter} | {}{}", " ".repeat(d.place.column - 1), "^".repeat(width))?;
    }
    writeln!(out, "  = why: {}", d.code.why())?;
    writeln!(out, "  = help: {}\n", d.help.as_deref().unwrap_or(d.code.mend()))
}

/// Static Analysis Results Interchange Format 2.1.0 (OASIS), for code hosts that show findings in reviews.
fn sarif(found: &[&Diagnostic]) -> serde_json::Value {
    let rules: Vec<_> = Code::ALL.iter().map(|c| json!({"id": c.id(), "shortDescription": {"text": c.title()}, "fullDescription": {"text": c.why()}, "help": {"text": c.mend()}})).collect();
    let results: Vec<_> = found
        .iter()
        .map(|d| {
            let level = match d.code.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let region = json!({"startLine": d.place.line, "startColumn": d.place.column});
            json!({"ruleId": d.code.id(), "level": level, "message": {"text": d.message}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": d.place.file}, "region": region}}]})
        })
        .collect();
    json!({"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [{"tool": {"driver": {"name": "mpaka framework check", "rules": rules}}, "results": results}]})
}
