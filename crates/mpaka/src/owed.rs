//! `mpaka inbox` and `mpaka assign`: who owes what to whom, for scripts.

use crate::client::{CallError, Client, ClientArgs, encoded};
use crate::output::{self, Format};
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::process::ExitCode;

/// Assignments that one call fetches.
const PAGE: usize = 500;
/// The parts of a party.
const PARTS: [&str; 5] = ["agency", "point", "role", "desk", "officer"];

/// What the officer of the token owes or is owed, the soonest due first.
#[derive(Args)]
pub struct InboxArgs {
    /// What others owe the officer, instead of what the officer owes.
    #[arg(long)]
    owed: bool,
    /// Only of this kind: the id of a clock of the framework.
    #[arg(long)]
    kind: Option<String>,
    /// Only what the clock has run out for.
    #[arg(long)]
    late: bool,
    /// Assignments that are fetched at most.
    #[arg(long, default_value_t = 1_000)]
    limit: usize,
    /// Text, or one JSON object a line.
    #[arg(long, default_value = "text")]
    format: Format,
    #[command(flatten)]
    client: ClientArgs,
}

/// Make assignments and act on them.
#[derive(Args)]
pub struct AssignArgs {
    #[command(subcommand)]
    command: AssignCommand,
}

#[derive(Subcommand)]
enum AssignCommand {
    /// Let somebody owe something; prints the assignment as JSON.
    Make {
        /// Its kind: the id of a clock of the framework.
        kind: String,
        /// Who owes it, as `agency=…,point=…,role=…,desk=…,officer=…` with at least one part.
        #[arg(long, value_parser = party)]
        to: Value,
        /// What is owed.
        #[arg(long)]
        owed: String,
        /// What it is about, as `KIND:ID`, such as `crossing:…`.
        #[arg(long, value_name = "KIND:ID")]
        about: Option<String>,
        /// The crossing point it belongs to; the officer's own when absent.
        #[arg(long)]
        point: Option<String>,
        /// When it is due, such as 2026-12-01T17:00:00+03:00; by the framework's clock when absent.
        #[arg(long)]
        due: Option<Timestamp>,
        /// A key of your choice: the same call with the same key is carried out once.
        #[arg(long)]
        once: Option<String>,
        #[command(flatten)]
        client: ClientArgs,
    },
    /// Print an assignment as JSON.
    Show {
        /// The assignment.
        id: String,
        #[command(flatten)]
        client: ClientArgs,
    },
    /// Act on an assignment; prints it as JSON as it is then.
    Act {
        /// The assignment.
        id: String,
        /// What to do.
        command: Act,
        /// The answer, or the note.
        #[arg(long)]
        text: Option<String>,
        /// Why: for hand-on, decline, withdraw and escalate.
        #[arg(long)]
        reason: Option<String>,
        /// How far an answer goes: full, part or refused; full when absent.
        #[arg(long)]
        outcome: Option<String>,
        /// Where to look, for a note: an address that begins with `https://` or `/`.
        #[arg(long)]
        link: Option<String>,
        /// Who owes it from now on, for hand-on.
        #[arg(long, value_parser = party)]
        to: Option<Value>,
        /// A key of your choice: the same call with the same key is carried out once.
        #[arg(long)]
        once: Option<String>,
        #[command(flatten)]
        client: ClientArgs,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Act {
    Acknowledge,
    Accept,
    Answer,
    HandOn,
    Decline,
    Withdraw,
    Escalate,
    Note,
}

impl Act {
    fn word(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Accept => "accept",
            Self::Answer => "answer",
            Self::HandOn => "hand_on",
            Self::Decline => "decline",
            Self::Withdraw => "withdraw",
            Self::Escalate => "escalate",
            Self::Note => "note",
        }
    }
}

/// Reads `agency=…,role=…`.
fn party(text: &str) -> Result<Value, String> {
    let mut parts = Map::new();
    for part in text.split(',') {
        let known = part.trim().split_once('=').filter(|(name, _)| PARTS.contains(name));
        let (name, value) =
            known.ok_or_else(|| format!("`{part}` is no part of a party; expected NAME=VALUE with one of {}", PARTS.join(", ")))?;
        if parts.insert(name.to_owned(), value.into()).is_some() {
            return Err(format!("`{name}` is stated twice"));
        }
    }
    Ok(parts.into())
}

pub(crate) fn exit(who: &str, result: Result<(), CallError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("mpaka {who}: {e}");
            ExitCode::from(if matches!(e, CallError::Refused { .. }) { 1 } else { 2 })
        }
    }
}

fn unwritten(e: io::Error) -> CallError {
    CallError::Unusable(output::unwritten(e))
}

/// Runs `mpaka inbox`. 0: done; 1: the node refused; 2: nothing could be asked.
pub fn inbox(args: InboxArgs) -> ExitCode {
    exit("inbox", list(args, &mut io::stdout().lock()))
}

fn list(args: InboxArgs, out: &mut impl Write) -> Result<(), CallError> {
    let InboxArgs { owed, kind, late, limit, format, client } = args;
    let client = Client::new(client)?;
    let side = if owed { "owed" } else { "owes" };
    let (mut cursor, mut fetched) = (String::new(), 0);
    while fetched < limit {
        let rows = PAGE.min(limit - fetched).to_string();
        let query = [("side", side), ("limit", &rows), ("kind", kind.as_deref().unwrap_or("")), ("cursor", &cursor)];
        let page = client.get("/assignments", &query)?;
        let now_us = page["now_us"].as_i64().unwrap_or(i64::MAX);
        let all = page["assignments"].as_array().map(Vec::as_slice).unwrap_or_default();
        fetched += all.len();
        for a in all.iter().filter(|a| !late || a["due_us"].as_i64().is_some_and(|due| due < now_us)) {
            match format {
                Format::Json => writeln!(out, "{a}"),
                Format::Text => writeln!(out, "{}", told(a, now_us, if owed { "to" } else { "from" })),
            }
            .map_err(unwritten)?;
        }
        // The soonest due come first: behind one that is not late none is.
        let in_time = late && all.last().is_some_and(|a| a["due_us"].as_i64().is_some_and(|due| due >= now_us));
        match page["next"].as_str().filter(|_| !in_time) {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    Ok(())
}

/// A line: number, when it is due, state, kind, the other side, what is owed.
fn told(a: &Value, now_us: i64, other: &str) -> String {
    let text = |name: &str| a[name].as_str().unwrap_or("");
    let due_us = a["due_us"].as_i64().unwrap_or(0);
    let due = Timestamp::from_microsecond(due_us).map_or_else(|_| due_us.to_string(), |t| format!("{t:.0}"));
    let late = if due_us < now_us { "late" } else { "" };
    let whom: Vec<&str> = PARTS.iter().filter_map(|p| a[other][*p].as_str()).filter(|v| !v.is_empty()).collect();
    // What people wrote does not break the lines that a script reads.
    let owed = text("owed").split_whitespace().collect::<Vec<_>>().join(" ");
    [text("id"), &due, late, text("state"), text("kind"), &whom.join("/"), &owed].join("\t")
}

/// An id as a part of an address, whatever somebody typed for it.
/// Runs `mpaka assign`. 0: done; 1: the node refused; 2: nothing could be asked.
pub fn assign(args: AssignArgs) -> ExitCode {
    let ran = carry_out(args.command).and_then(|answer| writeln!(io::stdout().lock(), "{answer:#}").map_err(unwritten));
    exit("assign", ran)
}

fn carry_out(command: AssignCommand) -> Result<Value, CallError> {
    match command {
        AssignCommand::Show { id, client } => Client::new(client)?.get(&format!("/assignments/{}", encoded(&id)), &[]),
        AssignCommand::Make { kind, to, owed, about, point, due, once, client } => {
            let (about_kind, about) = about.as_deref().map(|a| a.split_once(':').unwrap_or(("", a))).unwrap_or_default();
            let due_us = due.map(Timestamp::as_microsecond);
            let body =
                json!({ "kind": kind, "to": to, "owed": owed, "about_kind": about_kind, "about": about, "point": point, "due_us": due_us });
            Client::new(client)?.post("/assignments", &body, once.as_deref())
        }
        AssignCommand::Act { id, command, text, reason, outcome, link, to, once, client } => {
            let body = json!({ "command": command.word(), "text": text, "reason": reason, "outcome": outcome, "link": link, "to": to });
            Client::new(client)?.post(&format!("/assignments/{}/commands", encoded(&id)), &body, once.as_deref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_read_part_by_part() {
        assert_eq!(party("agency=customs, role=duty"), Ok(json!({ "agency": "customs", "role": "duty" })));
        assert_eq!(party("point="), Ok(json!({ "point": "" })));
        for wrong in ["customs", "who=me", "role=duty,role=chair", ""] {
            assert!(party(wrong).is_err(), "{wrong}");
        }
    }
}
