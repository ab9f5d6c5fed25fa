//! Messages from carriers: kept as they came, decoded, turned into crossings, and kept for replay when they cannot be.

use super::crossing::{execute_as, open_as};
use crate::app::{App, now_id};
use crate::body::{Path, Query, Raw};
use crate::caller::{Caller, digest};
use crate::page::{cursor, limit, place};
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use coordination::crossing::{Command, Crossing, CrossingId, Nature, OpenCommand, Origin, Subject, Traveller};
use coordination::intake::{IntakeError, ListPlan, Purpose, plan};
use formats::paxlst::{self, PassengerList};
use framework::PointId;
use framework::access::{Action, Kind};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use journal::StorageError;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Longest interchange that is taken in. Bytes.
pub const MAX_INTERCHANGE_BYTES: usize = 8 << 20;

/// People of one list that are opened at once.
const AT_ONCE: usize = 128;

/// Why a message was not used.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IntakeProblem {
    /// What an integrator tests for.
    pub code: String,
    /// The sentence.
    pub detail: String,
    /// Number of the segment, from 1; 0 for the whole.
    pub segment: usize,
    /// Byte of the interchange.
    pub position: usize,
}

/// What became of one message.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Receipt {
    /// Under which it is kept.
    pub id: String,
    /// accepted, rejected, duplicate.
    pub state: String,
    /// Message reference number.
    pub message_ref: String,
    /// The flight.
    pub flight: Option<String>,
    /// Its crossing.
    pub crossing: Option<String>,
    /// People on the list.
    pub passengers: usize,
    /// When it came. Microseconds since 1970, UTC.
    pub received_us: i64,
    /// Why it was not used.
    pub error: Option<IntakeProblem>,
}

/// What became of an interchange.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipts {
    receipts: Vec<Receipt>,
}

/// Where it is for.
#[derive(Debug, Deserialize, IntoParams)]
pub struct IntakeQuery {
    /// The crossing point; the officer's own, when absent.
    point: Option<String>,
}

fn failed(code: &str, detail: String, segment: usize, position: usize) -> IntakeProblem {
    IntakeProblem { code: code.to_owned(), detail, segment, position }
}

fn unusable(e: &IntakeError) -> IntakeProblem {
    let value = serde_json::to_value(e).unwrap_or_default();
    failed(value.get("code").and_then(|c| c.as_str()).unwrap_or("unusable"), e.to_string(), 0, 0)
}

/// Take in passenger and crew lists (UN/EDIFACT PAXLST). Each message gets a receipt of its own.
#[utoipa::path(post, operation_id = "send_paxlst", path = "/intake/paxlst", tag = "intake", params(IntakeQuery), request_body(content = String, content_type = "text/plain"), responses((status = 200, body = Receipts), (status = 403, body = Problem), (status = 413, body = Problem)))]
pub async fn paxlst(State(app): State<App>, caller: Caller, Query(q): Query<IntakeQuery>, Raw(body): Raw) -> Answer<Json<Receipts>> {
    let own = || caller.account.officer.point.as_ref().map(ToString::to_string);
    let point = q.point.or_else(own).ok_or_else(|| Problem::bad("point", "`point` is missing"))?;
    if app.book().point(&point).is_none() {
        return Err(Problem::not_found());
    }
    caller.must(&app, Action::Intake, &app.point_label(&point, Kind::Message))?;
    if body.len() > MAX_INTERCHANGE_BYTES {
        let detail = format!("the interchange has {} bytes; at most {MAX_INTERCHANGE_BYTES} are taken", body.len());
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail));
    }
    Ok(Json(Receipts { receipts: take(&app, &caller, &point, &body, true).await? }))
}

/// Decodes an interchange and uses what it can of it.
pub(crate) async fn take(app: &App, caller: &Caller, point: &str, body: &[u8], once: bool) -> Answer<Vec<Receipt>> {
    let (received_us, sum) = (app.clock.now_us(), digest(body));
    let blank = |state: &str| Receipt {
        id: now_id(),
        state: state.to_owned(),
        message_ref: String::new(),
        flight: None,
        crossing: None,
        passengers: 0,
        received_us,
        error: None,
    };
    if once {
        let text = "SELECT id FROM message WHERE digest = $1 AND point = $2 AND state = 'accepted' LIMIT 1";
        if let Some(row) = app.journal.query(text, &[sum.as_str().into(), point.into()]).await?.first() {
            let detail = format!("this interchange was taken in already, as {}", row.text(0)?);
            let receipts = vec![Receipt { error: Some(failed("duplicate_interchange", detail, 0, 0)), ..blank("duplicate") }];
            keep(app, point, &sum, body, &receipts).await?;
            return Ok(receipts);
        }
    }
    let mut receipts = Vec::new();
    match paxlst::decode(body) {
        Err(p) => receipts.push(Receipt { error: Some(failed(p.code, p.what.clone(), p.segment, p.offset)), ..blank("rejected") }),
        Ok(interchange) => {
            for message in interchange.messages {
                receipts.push(match message {
                    Err(r) => {
                        let error = failed(r.problem.code, r.problem.what.clone(), r.problem.segment, r.problem.offset);
                        Receipt { message_ref: r.message_ref, error: Some(error), ..blank("rejected") }
                    }
                    Ok(decoded) => used(app, caller, point, &decoded.list, blank("accepted")).await?,
                });
            }
        }
    }
    keep(app, point, &sum, body, &receipts).await?;
    Ok(receipts)
}

/// Uses one list.
async fn used(app: &App, caller: &Caller, point: &str, list: &PassengerList, receipt: Receipt) -> Answer<Receipt> {
    let receipt = Receipt { message_ref: list.message_ref.clone(), ..receipt };
    let rejected = |e: &IntakeError| Receipt { state: "rejected".into(), error: Some(unusable(e)), ..receipt.clone() };
    let point = PointId::from(point);
    let wanted = match plan(&app.book(), list, Some(&point), app.clock.now_us()) {
        Ok(wanted) => wanted,
        Err(e) => return Ok(rejected(&e)),
    };
    let flight = format!("{} {}", wanted.flight.carrier, wanted.flight.number);
    let known = app.crossing(wanted.flight_id.as_str()).await?;
    let receipt = Receipt {
        flight: Some(flight.clone()),
        crossing: Some(wanted.flight_id.to_string()),
        passengers: wanted.people.len(),
        ..receipt.clone()
    };
    let result = match (wanted.purpose, known) {
        (Purpose::Close, _) => Ok(()),
        (Purpose::Change | Purpose::CancelPeople | Purpose::CancelFlight, None) => {
            let e = IntakeError::UnknownFlight { flight, day: wanted.flight.scheduled.clone() };
            return Ok(Receipt { state: "rejected".into(), error: Some(unusable(&e)), ..receipt });
        }
        (Purpose::CancelFlight, Some(_)) => cancel_flight(app, caller, &wanted.flight_id).await,
        (Purpose::CancelPeople, Some(state)) if state.arrived_us.is_some() => {
            let e = IntakeError::AfterArrival { flight, people: wanted.people.len() };
            return Ok(Receipt { state: "rejected".into(), error: Some(unusable(&e)), ..receipt });
        }
        (Purpose::CancelPeople, Some(_)) => {
            let people: Vec<String> = wanted.people.iter().map(|(id, _)| id.to_string()).collect();
            cancel_people(app, caller, &people, "taken off the list by the carrier").await
        }
        (Purpose::Announce | Purpose::Change, known) => announce(app, caller, &wanted, known.as_deref()).await,
    };
    Ok(match result {
        Ok(()) => receipt,
        Err(p) => Receipt { state: "rejected".into(), error: Some(failed(&p.code, p.detail.clone(), 0, 0)), ..receipt },
    })
}

/// The flight first: it is refused when it is here. Nobody then waits for its people.
async fn cancel_flight(app: &App, caller: &Caller, id: &CrossingId) -> Answer<()> {
    const REASON: &str = "cancelled by the carrier";
    execute_as(app, caller, None, id.as_str(), Command::Cancel { reason: REASON.into() }, None).await?;
    let text = "SELECT id FROM crossing WHERE part_of = $1 AND state = 'expected'";
    let rows = app.journal.query(text, &[id.as_str().into()]).await?;
    let people = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    cancel_people(app, caller, &people, REASON).await
}

async fn cancel_people(app: &App, caller: &Caller, people: &[String], reason: &str) -> Answer<()> {
    let states = app.crossings(people).await?;
    let expected: Vec<String> = people.iter().filter(|id| states.get(*id).is_some_and(|s| !s.is_over())).cloned().collect();
    let one = async |id: &String| {
        let cancel = Command::Cancel { reason: reason.to_owned() };
        execute_as(app, caller, None, id, cancel, None).await.map(|_| ())
    };
    stream::iter(&expected).map(one).buffer_unordered(AT_ONCE).try_collect().await
}

/// Opens the flight and its people; those that are known are corrected. Whoever is on the late list of a flight that has arrived is here.
async fn announce(app: &App, caller: &Caller, wanted: &ListPlan, known: Option<&Crossing>) -> Answer<()> {
    let ask = |procedure: &framework::ProcedureId, subject, part_of| OpenCommand {
        point: wanted.point.clone(),
        procedure: procedure.clone(),
        direction: wanted.direction,
        subject,
        conditions: Vec::new(),
        part_of,
        nature: if app.demo { Nature::Simulated } else { Nature::Observed },
        origin: Origin::PassengerList,
        arrived: known.is_some_and(|flight| flight.arrived_us.is_some()),
        expected_us: Some(wanted.due_us),
    };
    if known.is_none() {
        open_as(app, caller, None, wanted.flight_id.clone(), ask(&wanted.procedure, wanted.subject(), None)).await?;
    }
    let ids: Vec<String> = wanted.people.iter().map(|(id, _)| id.to_string()).collect();
    let states = app.crossings(&ids).await?;
    let one = async |(id, traveller): &(CrossingId, Traveller)| {
        let subject = Subject::Traveller(traveller.clone());
        match states.get(id.as_str()) {
            None => {
                let opened = ask(&wanted.part_procedure, subject, Some(wanted.flight_id.clone()));
                open_as(app, caller, None, id.clone(), opened).await.map(|_| ())
            }
            Some(state) if *state.subject != subject && state.matched.is_none() && !state.is_over() => {
                execute_as(app, caller, None, id.as_str(), Command::Update { subject }, None).await.map(|_| ())
            }
            Some(_) => Ok(()),
        }
    };
    // Many at once share a group of the journal, and with it one flush of the disk.
    stream::iter(&wanted.people).map(one).buffer_unordered(AT_ONCE).try_collect().await
}

/// How a body begins that is no text, or begins like this itself.
const ENCODED: &str = "base64:";

/// A body as it can be kept in a text: as it is, or encoded when it is not UTF-8 or has zero bytes.
fn as_text(body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        Ok(text) if !text.contains('\0') && !text.starts_with(ENCODED) => text.to_owned(),
        _ => format!("{ENCODED}{}", BASE64.encode(body)),
    }
}

/// The body as it came.
fn as_it_came(kept: String) -> Vec<u8> {
    let decoded = kept.strip_prefix(ENCODED).and_then(|code| BASE64.decode(code).ok());
    decoded.unwrap_or_else(|| kept.into_bytes())
}

/// Keeps every message with what became of it.
async fn keep(app: &App, point: &str, sum: &str, body: &[u8], receipts: &[Receipt]) -> Answer<()> {
    let text = as_text(body);
    let put =
        "INSERT INTO message (id, received_us, point, state, reference, digest, summary, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let row = |r: &Receipt| {
        let summary = serde_json::to_string(r).unwrap_or_default();
        let values = vec![
            r.id.as_str().into(),
            r.received_us.into(),
            point.into(),
            r.state.as_str().into(),
            r.message_ref.as_str().into(),
            sum.into(),
            summary.into(),
            text.as_str().into(),
        ];
        (put.to_owned(), values)
    };
    app.journal.write(receipts.iter().map(row).collect()).await?;
    Ok(())
}

/// Which kept messages.
#[derive(Debug, Deserialize, IntoParams)]
pub struct MessageQuery {
    /// For this point; the officer's own, when absent.
    point: Option<String>,
    /// accepted, rejected, duplicate or replayed; rejected, when absent.
    state: Option<String>,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Messages of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of kept messages.
#[derive(Debug, Serialize, ToSchema)]
pub struct Messages {
    messages: Vec<Receipt>,
    next: Option<String>,
}

/// Kept messages, the newest first.
#[utoipa::path(get, operation_id = "list_messages", path = "/intake", tag = "intake", params(MessageQuery), responses((status = 200, body = Messages), (status = 403, body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller, Query(q): Query<MessageQuery>) -> Answer<Json<Messages>> {
    let own = || caller.account.officer.point.as_ref().map(ToString::to_string);
    let point = q.point.or_else(own).ok_or_else(|| Problem::bad("point", "`point` is missing"))?;
    caller.must(&app, Action::Read, &app.point_label(&point, Kind::Message))?;
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let before = after.map(|(_, id)| id);
    let messages = messages(&app, &point, q.state.as_deref().unwrap_or("rejected"), before.as_deref(), rows).await?;
    let next = messages.last().filter(|_| messages.len() == rows as usize).map(|last| cursor(0, &last.id));
    app.noted(&caller, "intake", &point, messages.len()).await?;
    Ok(Json(Messages { messages, next }))
}

/// A kept message as it came.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageView {
    receipt: Receipt,
    /// The whole interchange; U+FFFD stands for what is not UTF-8 in it.
    body: String,
}

/// A kept message as it came.
#[utoipa::path(get, operation_id = "get_message", path = "/intake/{id}", tag = "intake", params(("id" = String, Path)), responses((status = 200, body = MessageView), (status = 404, body = Problem)))]
pub async fn message(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<MessageView>> {
    let rows = app.journal.query("SELECT point, summary, body FROM message WHERE id = $1", &[id.as_str().into()]).await?;
    let row = rows.first().ok_or_else(Problem::not_found)?;
    visible(&app, &caller, &row.text(0)?)?;
    let receipt = serde_json::from_str(&row.text(1)?).map_err(|_| Problem::not_found())?;
    app.noted(&caller, "message", &id, 1).await?;
    Ok(Json(MessageView { receipt, body: String::from_utf8_lossy(&as_it_came(row.text(2)?)).into_owned() }))
}

/// A message that may not be read is one that is not there.
fn visible(app: &App, caller: &Caller, point: &str) -> Answer<()> {
    if caller.reads(app, &app.point_label(point, Kind::Message)) { Ok(()) } else { Err(Problem::not_found()) }
}

/// Kept messages of a point in a state, the newest first, before an id.
///
/// # Errors
/// When the database fails.
pub async fn messages(app: &App, point: &str, state: &str, before: Option<&str>, rows: u32) -> Result<Vec<Receipt>, StorageError> {
    let text = format!("SELECT summary FROM message WHERE point = $1 AND state = $2 AND id < $3 ORDER BY id DESC LIMIT {rows}");
    let found = app.journal.query(&text, &[point.into(), state.into(), before.unwrap_or("~").into()]).await?;
    let mut messages = Vec::new();
    for row in &found {
        messages.extend(serde_json::from_str::<Receipt>(&row.text(0)?).ok());
    }
    Ok(messages)
}

/// Take a kept message in again, after what stood in its way has been mended.
#[utoipa::path(post, operation_id = "replay_message", path = "/intake/{id}/replay", tag = "intake", params(("id" = String, Path)), responses((status = 200, body = Receipts), (status = 404, body = Problem)))]
pub async fn replay(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<Receipts>> {
    Ok(Json(Receipts { receipts: take_again(&app, &caller, &id).await? }))
}

/// Takes a kept message in again, in the name of an officer who may.
///
/// # Errors
/// When there is no such message, the officer may not, or the database fails.
pub async fn take_again(app: &App, caller: &Caller, id: &str) -> Answer<Vec<Receipt>> {
    let rows = app.journal.query("SELECT point, body, digest FROM message WHERE id = $1", &[id.into()]).await?;
    let row = rows.first().ok_or_else(Problem::not_found)?;
    let (point, body, sum) = (row.text(0)?, as_it_came(row.text(1)?), row.text(2)?);
    visible(app, caller, &point)?;
    caller.must(app, Action::Intake, &app.point_label(&point, Kind::Message))?;
    let before = now_id();
    let receipts = take(app, caller, &point, &body, false).await?;
    // An interchange is taken in as a whole: what was rejected of it before has been tried again with it.
    let text = "UPDATE message SET state = 'replayed' WHERE id = $1 OR (point = $2 AND digest = $3 AND state = 'rejected' AND id < $4)";
    app.journal.write(vec![(text.to_owned(), vec![id.into(), point.into(), sum.into(), before.into()])]).await?;
    Ok(receipts)
}
