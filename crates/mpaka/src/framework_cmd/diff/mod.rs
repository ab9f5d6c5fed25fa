//! `mpaka framework diff`: what differs between two countries, or two versions of one, as text, JSON or a report to take home.

mod html;
mod sharing;
mod text;

use crate::pdf;
use clap::{Args, ValueEnum};
use framework::{Difference, Loaded, Severity};
use serde_json::json;
use sharing::Sharing;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Tell what differs between two frameworks, by meaning. 0: also when they differ; 2: one of them cannot be used; 3: no browser to print a PDF.
#[derive(Args)]
pub(super) struct DiffArgs {
    /// The first framework's directory.
    a: PathBuf,
    /// The second one's.
    b: PathBuf,
    /// How to print. The report (`html`) prints on A4; `pdf` is that report, printed by the Chromium or Chrome of this machine.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write here instead of to standard output.
    #[arg(long)]
    output: Option<PathBuf>,
    /// Leave out what the sharing rules permit: proving it takes a minute.
    #[arg(long)]
    no_proofs: bool,
    /// End with 1 when they differ.
    #[arg(long)]
    exit_code: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Html,
    Pdf,
}

/// Everything that a rendering needs.
struct Report<'r> {
    difference: &'r Difference,
    sharing: &'r Sharing,
    /// Citations of both, by key; where both use a key for different works, both.
    citations: Vec<(String, String)>,
    /// The day of the report.
    today: String,
}

/// Runs the command; the number is the exit code.
pub(super) fn run(args: &DiffArgs, out: &mut impl Write) -> io::Result<u8> {
    let (a, b) = (framework::load(&args.a), framework::load(&args.b));
    for (dir, loaded) in [(&args.a, &a), (&args.b, &b)] {
        say_errors(dir, loaded);
    }
    let (Some(fa), Some(fb)) = (&a.framework, &b.framework) else { return Ok(2) };
    let difference = framework::diff(fa, fb);
    let sharing = if args.no_proofs { Sharing::left_out() } else { Sharing::between(&a, &b) };
    let mut citations: Vec<(String, String)> =
        fa.sources.iter().chain(&fb.sources).map(|s| (s.item.id.get_ref().clone(), s.item.citation.clone())).collect();
    citations.sort();
    citations.dedup();
    let report = Report { difference: &difference, sharing: &sharing, citations, today: crate::decode::today().to_string() };
    let page = match args.format {
        Format::Text => text::page(&report),
        Format::Json => format!("{:#}\n", json!({"difference": difference, "sharing_rules": sharing})),
        Format::Html | Format::Pdf => html::page(&report),
    };
    let page = match args.format {
        Format::Pdf => match pdf::print(&page) {
            Ok(bytes) => bytes,
            Err(why) => {
                eprintln!("mpaka framework diff: {why}");
                return Ok(3);
            }
        },
        _ => page.into_bytes(),
    };
    match &args.output {
        Some(file) => fs::write(file, page)?,
        None => out.write_all(&page)?,
    }
    Ok(u8::from(args.exit_code && (difference.count() > 0 || sharing.differs())))
}

/// A comparison of what could be read is worth having; what could not be read has to be known.
fn say_errors(dir: &Path, loaded: &Loaded) {
    for d in loaded.diagnostics.iter().filter(|d| d.code.severity() == Severity::Error) {
        eprintln!("mpaka framework diff: {}: {d}", dir.display());
    }
}
