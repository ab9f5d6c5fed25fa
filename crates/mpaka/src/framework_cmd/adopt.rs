//! `mpaka framework adopt`: one practice of one country, taken over by another.

use clap::Args;
use framework::adopt::{Adoption, Edit, Files, Practice, adopt};
use framework::{Diagnostic, Loaded, Severity, check, load, load_files};
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Take one practice over from another country, with what it depends on. Adds to files, never overwrites. 0: taken over; 1: something is in the way; 2: a
/// framework cannot be used.
#[derive(Args)]
pub(super) struct AdoptArgs {
    /// procedure:ID, ladder:ID, body:ID, list:ID, clock:ID or standard:ID.
    practice: Practice,
    /// The framework that has it.
    #[arg(long)]
    from: PathBuf,
    /// The framework that takes it over.
    #[arg(long)]
    to: PathBuf,
    /// The id that it gets there.
    #[arg(long = "as", value_name = "ID")]
    rename: Option<String>,
    /// Show what would be added and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command; the number is the exit code.
pub(super) fn run(args: &AdoptArgs, out: &mut impl Write) -> io::Result<u8> {
    let (from, to) = (load(&args.from), load(&args.to));
    let (Some(ours), Some(theirs)) = (files(&args.to, &to), files(&args.from, &from)) else { return Ok(2) };
    let adoption = match adopt(&args.practice, theirs, ours, args.rename.as_deref()) {
        Ok(adoption) => adoption,
        Err(refusal) => {
            eprintln!("mpaka framework adopt: {} is not taken over: {refusal}", args.practice);
            return Ok(1);
        }
    };
    // Nothing is written that would leave the framework worse: what the files would say is checked first.
    let worse = new_errors(&to, &adoption);
    if !worse.is_empty() {
        eprintln!("mpaka framework adopt: {} is not taken over: the framework would have errors", args.practice);
        worse.iter().for_each(|d| eprintln!("  {d}"));
        return Ok(1);
    }
    for edit in &adoption.edits {
        if !args.dry_run {
            write(&args.to, edit, to.texts.contains_key(&edit.path))?;
        }
    }
    tell(args, &adoption, out)?;
    Ok(0)
}

fn files<'l>(dir: &Path, loaded: &'l Loaded) -> Option<Files<'l>> {
    let errors: Vec<&Diagnostic> = loaded.diagnostics.iter().filter(|d| d.code.severity() == Severity::Error).collect();
    for d in &errors {
        eprintln!("mpaka framework adopt: {}: {d}", dir.display());
    }
    let framework = loaded.framework.as_ref().filter(|_| errors.is_empty())?;
    Some(Files { framework, texts: &loaded.texts })
}

/// Errors that the framework does not have yet.
fn new_errors(to: &Loaded, adoption: &Adoption) -> Vec<Diagnostic> {
    let mut texts: std::collections::BTreeMap<String, Vec<u8>> =
        to.texts.iter().map(|(p, t)| (p.clone(), t.clone().into_bytes())).collect();
    for edit in &adoption.edits {
        texts.insert(edit.path.clone(), edit.text.clone().into_bytes());
    }
    let errors = |loaded: Loaded| {
        let mut found = loaded.diagnostics;
        found.extend(loaded.framework.iter().flat_map(|f| check(f, &loaded.texts, None)));
        found.into_iter().filter(|d| d.code.severity() == Severity::Error).collect::<Vec<_>>()
    };
    let now: Vec<Diagnostic> = to.framework.iter().flat_map(|f| check(f, &to.texts, None)).collect();
    let known: BTreeSet<(&str, &str)> = now.iter().map(|d| (d.code.id(), d.message.as_str())).collect();
    errors(load_files(&texts)).into_iter().filter(|d| !known.contains(&(d.code.id(), d.message.as_str()))).collect()
}

fn write(dir: &Path, edit: &Edit, there: bool) -> io::Result<()> {
    let path = dir.join(&edit.path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().append(there).write(!there).create_new(!there).open(&path)?;
    file.write_all(edit.added.as_bytes())
}

fn tell(args: &AdoptArgs, adoption: &Adoption, out: &mut impl Write) -> io::Result<()> {
    let would = if args.dry_run { "would be " } else { "" };
    for edit in &adoption.edits {
        let lines = edit.added.lines().count();
        writeln!(out, "{}: {lines} lines {would}added", args.to.join(&edit.path).display())?;
        if args.dry_run {
            edit.added.lines().try_for_each(|l| writeln!(out, "  + {l}"))?;
        }
    }
    let names: Vec<String> = adoption.adopted.iter().map(ToString::to_string).collect();
    writeln!(out, "\nTaken over: {}", names.join(", "))?;
    for there in &adoption.there {
        writeln!(out, "Left as it is: {there}")?;
    }
    writeln!(out, "\nTo be decided in the country:")?;
    for what in &adoption.decide {
        writeln!(out, "  * {what}")?;
    }
    writeln!(out, "  * whether each value fits: all are marked `unverified`\n\nThen: mpaka framework check {}", args.to.display())
}
