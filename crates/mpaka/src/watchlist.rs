//! `mpaka watchlist`: what is in a list, whether it is whole, and what a new edition of it changes.

use crate::client::{CallError, Client, ClientArgs, encoded};
use crate::list_file::{ListFile, said};
use crate::output::{Format, unwritten};
use clap::{Args, Subcommand};
use screening::lists::{Difference, difference, repeated_ids};
use screening::{Entry, Kind};
use serde_json::json;
use std::io::{self, Write};
use std::process::ExitCode;

const WHO: &str = "mpaka watchlist";

/// Look into lists before they are used, and bring them to a node.
#[derive(Args)]
pub struct WatchlistArgs {
    #[command(subcommand)]
    command: WatchlistCommand,
}

#[derive(Subcommand)]
enum WatchlistCommand {
    /// Say whether a list is whole: every record that cannot be read, and numbers that several records claim.
    Verify {
        /// The list, as `mpaka screen --list` takes it.
        #[arg(value_name = "FORMAT:FILE")]
        list: String,
    },
    /// Count what a list holds.
    Stats {
        /// The list, as `mpaka screen --list` takes it.
        #[arg(value_name = "FORMAT:FILE")]
        list: String,
        /// Text or JSON.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Say what a new edition of a list adds, removes and changes. A damaged new edition is compared as far as it could be read, and the exit code is 1: it
    /// should not replace the old one.
    Diff {
        /// The edition in use.
        #[arg(value_name = "FORMAT:FILE")]
        before: String,
        /// The new edition.
        #[arg(value_name = "FORMAT:FILE")]
        after: String,
        /// Text or JSON.
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Bring an edition of a list to a running node, where somebody else approves it. A damaged edition changes nothing, and its wrong records are named.
    Import {
        /// The list, by its id in the framework.
        list: String,
        /// The edition, as `mpaka screen --list` takes it.
        #[arg(value_name = "FORMAT:FILE")]
        edition: String,
        /// Where it comes from, and which issue it is.
        #[arg(long)]
        note: String,
        #[command(flatten)]
        client: ClientArgs,
    },
}

/// Runs the command. 0: the list is whole; 1: some of its records are not; 2: nothing could be done.
pub fn run(args: &WatchlistArgs) -> ExitCode {
    let mut out = io::stdout().lock();
    let result = match &args.command {
        WatchlistCommand::Verify { list } => verify(list, &mut out),
        WatchlistCommand::Stats { list, format } => stats(list, *format, &mut out),
        WatchlistCommand::Diff { before, after, format } => diff(before, after, *format, &mut out),
        WatchlistCommand::Import { list, edition, note, client } => import(list, edition, note, client, &mut out),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(e) => {
            eprintln!("{WHO}: {e}");
            ExitCode::from(2)
        }
    }
}

/// Names the numbers that several records claim. Whether there are none.
fn told_apart(list: &str, entries: &[Entry]) -> bool {
    let repeated = repeated_ids(entries);
    for (id, times) in &repeated {
        eprintln!("{WHO}: {list}: {times} records claim the number `{id}`; one was expected");
    }
    repeated.is_empty()
}

fn verify(list: &str, out: &mut impl Write) -> Result<bool, String> {
    let file = ListFile::read(WHO, list)?;
    let whole = told_apart(list, &file.entries) && file.unread == 0;
    let verdict = if whole { "whole" } else { "damaged" };
    writeln!(out, "{list}: {verdict}, {} records read, {} not or only in part", file.entries.len(), file.unread).map_err(unwritten)?;
    Ok(whole)
}

fn stats(list: &str, format: Format, out: &mut impl Write) -> Result<bool, String> {
    let file = ListFile::read(WHO, list)?;
    let count = |is: &dyn Fn(&Entry) -> bool| file.entries.iter().filter(|e| is(e)).count();
    let names = |weak: bool| file.entries.iter().flat_map(|e| &e.names).filter(|n| n.weak == weak).count();
    let kinds = [Kind::Person, Kind::Organisation, Kind::Vessel].map(|k| (k.word(), count(&|e| e.kind == k)));
    let mut counted = vec![("records", file.entries.len())];
    counted.extend(kinds);
    counted.extend([
        ("names", names(false)),
        ("weak names", names(true)),
        ("with a birth date", count(&|e| !e.born.is_empty())),
        ("with a country", count(&|e| !e.countries.is_empty())),
        ("with a document", count(&|e| !e.documents.is_empty())),
        ("not or only in part read", file.unread),
    ]);
    match format {
        Format::Json => {
            let all: serde_json::Map<_, _> = counted.iter().map(|(what, n)| (what.replace(' ', "_"), (*n).into())).collect();
            writeln!(out, "{:#}", serde_json::Value::Object(all)).map_err(unwritten)?;
        }
        Format::Text => {
            for (what, n) in counted {
                writeln!(out, "{n:>9}  {what}").map_err(unwritten)?;
            }
        }
    }
    Ok(file.unread == 0)
}

fn diff(before: &str, after: &str, format: Format, out: &mut impl Write) -> Result<bool, String> {
    let (old, new) = (ListFile::read(WHO, before)?, ListFile::read(WHO, after)?);
    // Both are told, and one that is damaged is enough.
    let whole = [told_apart(before, &old.entries), told_apart(after, &new.entries), old.unread == 0, new.unread == 0];
    let found = difference(&old.entries, &new.entries);
    match format {
        Format::Json => writeln!(out, "{:#}", as_json(&found)),
        Format::Text => as_text(&found, out),
    }
    .map_err(unwritten)?;
    Ok(whole.iter().all(|w| *w))
}

/// Brings an edition to a node. Whether the node took it.
fn import(list: &str, edition: &str, note: &str, client: &ClientArgs, out: &mut impl Write) -> Result<bool, String> {
    let edition_of = said(edition)?;
    let (format, files) = (edition_of.word, edition_of.contents()?);
    let mut texts = serde_json::Map::new();
    for (file, bytes) in files {
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let text = String::from_utf8(bytes).map_err(|e| format!("`{}` is no text in UTF-8: {e}", file.display()))?;
        texts.insert(name, text.into());
    }
    let client = Client::new(client.clone()).map_err(|e| e.to_string())?;
    let path = format!("/lists/{}/editions", encoded(list));
    let brought = match client.post(&path, &json!({ "format": format, "files": texts, "note": note }), None) {
        Ok(brought) => brought,
        Err(CallError::Refused { status, code, detail, fields }) => {
            for record in fields["records"].as_array().into_iter().flatten() {
                let (part, at, what) = (record["part"].as_str().unwrap_or(""), &record["record"], record["what"].as_str().unwrap_or(""));
                eprintln!("{WHO}: {edition}: {part} record {at}: {what}");
            }
            eprintln!("{WHO}: refused ({status} {code}): {detail}");
            return Ok(false);
        }
        Err(e) => return Err(e.to_string()),
    };
    let count = |what: &str| brought[what].as_u64().unwrap_or(0);
    let digest = brought["digest"].as_str().unwrap_or("");
    writeln!(
        out,
        "{list}: {} records, {} added, {} removed, {} changed; edition {digest} waits for somebody else's approval",
        count("records"),
        count("added"),
        count("removed"),
        count("changed")
    )
    .map_err(unwritten)?;
    Ok(true)
}

fn main_name(e: &Entry) -> &str {
    e.names.first().map_or("", |n| n.text.as_str())
}

fn as_text(found: &Difference, out: &mut impl Write) -> io::Result<()> {
    for (sign, entries) in [('+', &found.added), ('-', &found.removed)] {
        for e in entries {
            writeln!(out, "{sign} {} {} ({})", e.id, main_name(e), e.kind.word())?;
        }
    }
    for c in &found.changed {
        writeln!(out, "~ {} {}", c.now.id, main_name(&c.now))?;
        for what in &c.what {
            writeln!(out, "    {what}")?;
        }
    }
    let Difference { added, removed, changed, same } = found;
    writeln!(out, "{} added, {} removed, {} changed, {same} the same", added.len(), removed.len(), changed.len())
}

fn as_json(found: &Difference) -> serde_json::Value {
    let changed = |c: &screening::lists::Changed| json!({ "id": c.now.id, "name": main_name(&c.now), "changes": c.what });
    json!({
        "added": found.added,
        "removed": found.removed,
        "changed": found.changed.iter().map(changed).collect::<Vec<_>>(),
        "same": found.same,
    })
}
