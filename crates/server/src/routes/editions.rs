//! Editions of a list: the whole of it as its publisher issued it, brought by one person, compared, and approved by another.

use crate::app::App;
use crate::body::{Body, Path, Query};
use crate::caller::{Caller, written};
use crate::problem::{Answer, Problem};
use crate::routes::hits::RecordView;
use crate::routes::lists::{Place, readable};
use crate::watchlists::store;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use coordination::edition::{self, Brought, Command, Edition, Editions, Refused};
use framework::access::{Action, Label};
use screening::Entry;
use screening::lists::{self, Difference, Format, Reading, Source, repeated_ids};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Longest body with an edition in it. Bytes.
pub const MAX_EDITION_BYTES: usize = 256 << 20;
/// Records of each kind of difference that are shown at once. Records.
const MAX_SHOWN: usize = 200;
/// Damaged records that a refusal names; the rest is counted. Records.
const MAX_TOLD: usize = 100;

/// An edition of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionView {
    /// SHA-256 over its records, hexadecimal.
    digest: String,
    /// proposed, in_force, superseded, ended, withdrawn.
    state: String,
    /// The format it came in.
    format: String,
    note: String,
    records: u64,
    /// Against the edition that was in force when it was brought.
    added: u64,
    removed: u64,
    changed: u64,
    brought_by: String,
    brought_us: i64,
    approved_by: Option<String>,
    approved_us: Option<i64>,
    /// Until when it is searched.
    until_us: Option<i64>,
    withdrawn_by: Option<String>,
    withdrawn_us: Option<i64>,
    /// Why it was withdrawn.
    reason: Option<String>,
    /// What the caller may do: approve, withdraw.
    commands: Vec<String>,
}

/// The last editions of a list, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionsView {
    now_us: i64,
    editions: Vec<EditionView>,
}

/// A whole list.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionRequest {
    /// ofac-sdn, un-xml, eu-csv, ftm, opensanctions-csv, csv.
    format: String,
    /// The files of the edition by name, each as text. One for every format but `ofac-sdn`, which has `sdn.csv` and `alt.csv`.
    files: BTreeMap<String, String>,
    /// Where it comes from, and which issue it is.
    note: String,
}

/// A withdrawal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionWithdrawal {
    /// Why.
    reason: String,
}

/// A record that says something else than before.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedRecord {
    was: RecordView,
    now: RecordView,
    /// What differs, in words.
    what: Vec<String>,
}

/// What an edition says that the one before it does not: the first records of each kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionDifference {
    /// The edition it is compared with; empty for none.
    base: String,
    added: u64,
    removed: u64,
    changed: u64,
    same: u64,
    added_records: Vec<RecordView>,
    removed_records: Vec<RecordView>,
    changed_records: Vec<ChangedRecord>,
}

/// Which edition to compare with.
#[derive(Debug, Deserialize, IntoParams)]
pub struct EditionWith {
    /// Its digest; the edition that was in force when this one was brought when absent.
    with: Option<String>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::Words(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Refused::SamePerson { .. } => StatusCode::FORBIDDEN,
            Refused::NoSuchEdition => StatusCode::NOT_FOUND,
            _ => StatusCode::CONFLICT,
        };
        Self::refused(status, &refused.code(), &refused)
    }
}

fn state(all: &Editions, e: &Edition, now_us: i64) -> &'static str {
    match &e.approved {
        _ if e.withdrawn.is_some() => "withdrawn",
        None => "proposed",
        Some(_) if all.in_force(now_us).is_some_and(|f| std::ptr::eq(f, e)) => "in_force",
        Some((_, until)) if *until <= now_us => "ended",
        Some(_) => "superseded",
    }
}

fn by(label: &Label, e: &Edition) -> Label {
    Label { author: Some(e.by.officer.clone()), ..label.clone() }
}

fn view(app: &App, caller: &Caller, at: &Place, all: &Editions, e: &Edition) -> EditionView {
    let now_us = app.clock.now_us();
    let (list, officer, digest) = (at.list(), &caller.account.officer.id, e.brought.digest.clone());
    let commands = [
        ("approve", Action::Approve, Command::Approve { digest: digest.clone() }),
        ("withdraw", Action::Open, Command::Withdraw { digest: digest.clone(), reason: "?".to_owned() }),
    ];
    let open = e.withdrawn.is_none() && !matches!(state(all, e, now_us), "ended" | "superseded");
    let may = |action, command: Command| {
        open && caller.must(app, action, &by(&at.label, e)).is_ok() && edition::decide(list, all, officer, now_us, command).is_ok()
    };
    EditionView {
        digest,
        state: state(all, e, now_us).to_owned(),
        format: e.brought.format.clone(),
        note: e.brought.note.clone(),
        records: e.brought.records,
        added: e.brought.added,
        removed: e.brought.removed,
        changed: e.brought.changed,
        brought_by: e.by.officer.to_string(),
        brought_us: e.by.at_us,
        approved_by: e.approved.as_ref().map(|(by, _)| by.officer.to_string()),
        approved_us: e.approved.as_ref().map(|(by, _)| by.at_us),
        until_us: e.approved.as_ref().map(|(_, until)| *until),
        withdrawn_by: e.withdrawn.as_ref().map(|(by, _)| by.officer.to_string()),
        withdrawn_us: e.withdrawn.as_ref().map(|(by, _)| by.at_us),
        reason: e.withdrawn.as_ref().map(|(_, why)| why.clone()),
        commands: commands.into_iter().filter(|(_, a, c)| may(*a, c.clone())).map(|(word, ..)| word.to_owned()).collect(),
    }
}

/// The last editions of a list, the newest first.
#[utoipa::path(get, operation_id = "list_editions", path = "/lists/{list}/editions", tag = "lists", params(("list" = String, Path)), responses((status = 200, body = EditionsView), (status = 404, body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller, Path(list): Path<String>) -> Answer<Json<EditionsView>> {
    let at = readable(&app, &caller, &list)?;
    let all = store::editions(&app, &list).await?;
    let editions = all.editions.iter().rev().map(|e| view(&app, &caller, &at, &all, e)).collect();
    Ok(Json(EditionsView { now_us: app.clock.now_us(), editions }))
}

/// A record that could not be read.
#[derive(Serialize)]
struct Told {
    part: &'static str,
    record: u64,
    what: String,
}

/// A list with a damaged record is not taken: what it would leave out, nobody would be found for.
fn damaged(reading: &Reading, what: String) -> Problem {
    let told: Vec<Told> =
        reading.problems.iter().take(MAX_TOLD).map(|p| Told { part: p.part, record: p.record, what: p.what.clone() }).collect();
    let count = reading.problems.len() as u64 + reading.more_problems;
    let mut p = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "list_damaged", what);
    p.fields = Some(Box::new(serde_json::json!({ "damaged": count, "records": told })));
    p
}

/// The records of an edition, all of them or none.
fn records(list: &str, ask: &EditionRequest) -> Answer<Vec<Entry>> {
    let known = || Format::ALL.map(|(word, _)| word).join(", ");
    let format = Format::from_word(&ask.format)
        .ok_or_else(|| Problem::bad("format", format!("`{}` is not a list format; expected one of {}", ask.format, known())))?;
    let named = |wanted: &str| ask.files.iter().find(|(name, _)| name.to_ascii_lowercase().ends_with(wanted)).map(|(_, text)| text);
    let (main, alt, most) =
        if format == Format::OfacSdn { (named("sdn.csv"), named("alt.csv"), 3) } else { (ask.files.values().next(), None, 1) };
    let Some(main) = main else {
        let wanted = if format == Format::OfacSdn { "`sdn.csv`, and `alt.csv` where there are aliases" } else { "one file" };
        return Err(Problem::bad("files", format!("{wanted} was expected, and none came")));
    };
    if ask.files.len() > most {
        let came = ask.files.len();
        return Err(Problem::bad("files", format!("{came} files came; at most {most} were expected for `{}`", ask.format)));
    }
    let reading = lists::read(format, list, Source { main: main.as_bytes(), alt: alt.map(String::as_bytes) });
    if let Some(first) = reading.problems.first() {
        let count = reading.problems.len() as u64 + reading.more_problems;
        return Err(damaged(&reading, format!("{count} records could not be read, and nothing was taken; the first: {first}")));
    }
    if reading.entries.is_empty() {
        return Err(damaged(&reading, format!("no record was found; is it really `{}`?", ask.format)));
    }
    if let Some((id, times)) = repeated_ids(&reading.entries).first() {
        return Err(damaged(&reading, format!("{times} records claim the number `{id}`; one was expected, and nothing was taken")));
    }
    Ok(reading.entries)
}

fn broke_off(e: &tokio::task::JoinError) -> Problem {
    tracing::error!(%e, "reading a list broke off");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the list could not be read; nothing was taken")
}

fn count(n: usize) -> u64 {
    n as u64
}

/// Decides on the editions of a list in the caller's name, and gives them as they are then.
async fn decided(app: &App, caller: &Caller, at: &Place, command: Command) -> Answer<Arc<Editions>> {
    let (who, at) = (caller.account.officer.clone(), at.clone());
    let list = at.list().id.get_ref().clone();
    let stream = edition::stream(&list);
    let done = app.journal.execute(None, vec![stream.clone()], move |states, now_us| {
        let known = states.get(&stream).and_then(|s| s.editions().cloned()).unwrap_or_default();
        let fact = edition::decide(at.list(), &known, &who.id, now_us, command)?;
        let entry = written(&stream, (fact.kind(), fact.body()), (who.id.as_str(), who.agency.as_str()), "");
        Ok::<_, Refused>((vec![entry], ()))
    });
    done.await?;
    Ok(store::editions(app, &list).await?)
}

fn told(app: &App, caller: &Caller, at: &Place, all: &Editions, digest: &str) -> Answer<Json<EditionView>> {
    let found = all.editions.iter().rev().find(|e| e.brought.digest == digest).ok_or_else(Problem::not_found)?;
    Ok(Json(view(app, caller, at, all, found)))
}

/// Bring an edition of a list. One damaged record, and nothing of it is taken; what is taken waits for somebody else's approval.
#[utoipa::path(post, operation_id = "bring_edition", path = "/lists/{list}/editions", tag = "lists", params(("list" = String, Path)), request_body = EditionRequest, responses((status = 201, body = EditionView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn bring(
    State(app): State<App>,
    caller: Caller,
    Path(list): Path<String>,
    Body(ask): Body<EditionRequest, MAX_EDITION_BYTES>,
) -> Answer<(StatusCode, Json<EditionView>)> {
    let at = readable(&app, &caller, &list)?;
    caller.must(&app, Action::Open, &at.label)?;
    let known = store::editions(&app, &list).await?;
    let base = known.in_force(app.clock.now_us()).map(|e| e.brought.digest.clone()).unwrap_or_default();
    let before = store::records(&app, &base).await?;
    let (format, note, id) = (ask.format.clone(), ask.note.clone(), list.clone());
    let examine = move || {
        let records = records(&id, &ask)?;
        let difference = lists::difference(&before, &records);
        let (digest, parts) = store::parts(&records).map_err(|e| Problem::bad("files", e.to_string()))?;
        Ok::<_, Problem>((records.len(), difference, digest, parts))
    };
    let (records, difference, digest, parts) = tokio::task::spawn_blocking(examine).await.map_err(|e| broke_off(&e))??;
    let command = Command::Bring(Brought {
        list: list.clone(),
        digest: digest.clone(),
        format,
        note,
        records: count(records),
        added: count(difference.added.len()),
        removed: count(difference.removed.len()),
        changed: count(difference.changed.len()),
        base: String::new(),
    });
    // Asked before anything is kept: what is refused leaves no records behind.
    edition::decide(at.list(), &known, &caller.account.officer.id, app.clock.now_us(), command.clone())?;
    app.journal.write(store::kept(&digest, parts)).await?;
    let all = decided(&app, &caller, &at, command).await?;
    Ok((StatusCode::CREATED, told(&app, &caller, &at, &all, &digest)?))
}

/// Approve an edition that somebody else brought. It is searched from now on, and everybody who is expected is screened for what is new in it.
#[utoipa::path(post, operation_id = "approve_edition", path = "/lists/{list}/editions/{digest}/approval", tag = "lists", params(("list" = String, Path), ("digest" = String, Path)), responses((status = 200, body = EditionView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn approve(State(app): State<App>, caller: Caller, Path((list, digest)): Path<(String, String)>) -> Answer<Json<EditionView>> {
    let at = readable(&app, &caller, &list)?;
    let known = store::editions(&app, &list).await?;
    let wanted = known.editions.iter().rev().find(|e| e.brought.digest == digest).ok_or(Refused::NoSuchEdition)?;
    if wanted.by.officer == caller.account.officer.id {
        return Err(Refused::SamePerson { officer: wanted.by.officer.clone() }.into());
    }
    caller.must(&app, Action::Approve, &by(&at.label, wanted))?;
    let all = decided(&app, &caller, &at, Command::Approve { digest: digest.clone() }).await?;
    told(&app, &caller, &at, &all, &digest)
}

/// Withdraw an edition: it is searched no longer, or never was.
#[utoipa::path(post, operation_id = "withdraw_edition", path = "/lists/{list}/editions/{digest}/withdrawal", tag = "lists", params(("list" = String, Path), ("digest" = String, Path)), request_body = EditionWithdrawal, responses((status = 200, body = EditionView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Path((list, digest)): Path<(String, String)>,
    Body(ask): Body<EditionWithdrawal>,
) -> Answer<Json<EditionView>> {
    let at = readable(&app, &caller, &list)?;
    caller.must(&app, Action::Open, &at.label)?;
    let all = decided(&app, &caller, &at, Command::Withdraw { digest: digest.clone(), reason: ask.reason }).await?;
    told(&app, &caller, &at, &all, &digest)
}

fn shown(base: String, d: &Difference) -> EditionDifference {
    EditionDifference {
        base,
        added: count(d.added.len()),
        removed: count(d.removed.len()),
        changed: count(d.changed.len()),
        same: count(d.same),
        added_records: d.added.iter().take(MAX_SHOWN).map(Into::into).collect(),
        removed_records: d.removed.iter().take(MAX_SHOWN).map(Into::into).collect(),
        changed_records: d
            .changed
            .iter()
            .take(MAX_SHOWN)
            .map(|c| ChangedRecord { was: (&c.was).into(), now: (&c.now).into(), what: c.what.clone() })
            .collect(),
    }
}

/// What an edition adds, removes and changes.
#[utoipa::path(get, operation_id = "edition_difference", path = "/lists/{list}/editions/{digest}/difference", tag = "lists", params(("list" = String, Path), ("digest" = String, Path), EditionWith), responses((status = 200, body = EditionDifference), (status = 404, body = Problem)))]
pub async fn difference(
    State(app): State<App>,
    caller: Caller,
    Path((list, digest)): Path<(String, String)>,
    Query(q): Query<EditionWith>,
) -> Answer<Json<EditionDifference>> {
    let _ = readable(&app, &caller, &list)?;
    let all = store::editions(&app, &list).await?;
    // Only editions of this list: a digest is no key to another's records.
    let of = |digest: &str| all.editions.iter().rev().find(|e| e.brought.digest == digest);
    let base = q.with.unwrap_or_else(|| of(&digest).map(|e| e.brought.base.clone()).unwrap_or_default());
    if of(&digest).is_none() || !(base.is_empty() || of(&base).is_some()) {
        return Err(Problem::not_found());
    }
    let (before, after) = (store::records(&app, &base).await?, store::records(&app, &digest).await?);
    let compared = tokio::task::spawn_blocking(move || shown(base, &lists::difference(&before, &after)));
    let compared = compared.await.map_err(|e| broke_off(&e))?;
    let records = compared.added_records.len() + compared.removed_records.len() + compared.changed_records.len();
    app.noted(&caller, "list_difference", &list, records).await?;
    Ok(Json(compared))
}
