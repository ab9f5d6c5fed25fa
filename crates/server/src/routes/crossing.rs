//! One crossing: open it, read it, act on it.

use super::crossing_view::{CrossingView, TimelineEntry, label, line, view};
use super::hits;
use crate::app::{App, now_id};
use crate::body::{Body, Path, Query};
use crate::caller::Caller;
use crate::card::{one, row_text};
use crate::model::crossing_in;
use crate::page::{DEFAULT_LIMIT, limit, place};
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use coordination::assignment::{self, AssignmentId};
use coordination::crossing::{self, Command, Context, Crossing, CrossingId, Fact, OpenCommand, Origin, Refused, Subject, Why};
use coordination::referral;
use framework::access::Level;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// The header by which a command sent twice is carried out once.
pub const IDEMPOTENCY_HEADER: &str = "idempotency-key";

pub(crate) fn idempotency(headers: &HeaderMap, caller: &Caller) -> Answer<Option<String>> {
    let Some(value) = headers.get(IDEMPOTENCY_HEADER).filter(|k| !k.is_empty()) else { return Ok(None) };
    // A key that is left aside would let the command be carried out twice.
    let key = value.to_str().map_err(|_| Problem::bad("idempotency_key", "the key has characters that are not printable ASCII"))?;
    // Two officers who happen to choose the same key do not answer for each other.
    Ok(Some(format!("{}|{key}", caller.account.officer.id)))
}

/// A key stands for what it was first used for, and for nothing else.
fn key_reused() -> Problem {
    let detail = format!("the `{IDEMPOTENCY_HEADER}` was used for another call already; a call of its own has a key of its own");
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "key_reused", detail)
}

/// A crossing that the caller may read.
pub(crate) async fn readable(app: &App, caller: &Caller, id: &str) -> Answer<Arc<Crossing>> {
    let state = app.crossing(id).await?.ok_or_else(Problem::not_found)?;
    match caller.disclosure(app, &label(&state)).level {
        Level::Content => Ok(state),
        Level::Exists => Err(Problem {
            fields: Some(Box::new(serde_json::json!({ "agency": state.path.lead }))),
            ..Problem::new(StatusCode::FORBIDDEN, "exists", format!("there is a file; ask {}", state.path.lead))
        }),
        Level::Nothing => Err(Problem::not_found()),
    }
}

pub(crate) async fn whole(app: &App, caller: &Caller, id: &str) -> Answer<CrossingView> {
    let state = readable(app, caller, id).await?;
    let rows = app.journal.query(&format!("SELECT {} FROM crossing WHERE id = $1", row_text("sort_us")), &[id.into()]).await?;
    let found = rows.first().ok_or_else(Problem::not_found)?.text(0)?;
    let card = one(app, caller, &found)?.ok_or_else(Problem::not_found)?;
    let refer = hits::refer(app, caller, id).await?;
    Ok(view(app, caller, id, &state, card, refer))
}

/// A crossing.
#[utoipa::path(get, operation_id = "get_crossing", path = "/crossings/{id}", tag = "crossings", params(("id" = String, Path)), responses((status = 200, body = CrossingView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<CrossingView>> {
    let view = whole(&app, &caller, &id).await?;
    app.noted(&caller, "crossing", &id, 1).await?;
    Ok(Json(view))
}

/// A crossing to be opened.
#[derive(Debug, Deserialize, ToSchema)]
pub struct OpenRequest {
    /// The crossing point.
    point: String,
    /// The procedure.
    procedure: String,
    /// inbound or outbound.
    #[schema(value_type = String)]
    direction: framework::Direction,
    /// Who or what crosses: `kind` (traveller, person_on_foot, flight, truck, bus, car, vessel, consignment) and its fields; see the guide.
    #[schema(value_type = Object)]
    subject: Subject,
    /// Conditions that hold, such as `has_goods`.
    #[serde(default)]
    conditions: Vec<String>,
    /// The crossing it is part of.
    #[serde(default)]
    part_of: Option<String>,
    /// Whether it is here.
    #[serde(default)]
    arrived: bool,
    /// When it is expected. Microseconds since 1970, UTC.
    #[serde(default)]
    expected_us: Option<i64>,
    /// hand, scan or api.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    origin: Origin,
}

/// Opens a crossing in the caller's name and gives its id.
pub(crate) async fn open_as(app: &App, caller: &Caller, command: Option<String>, id: CrossingId, ask: OpenCommand) -> Answer<CrossingId> {
    let mut streams = vec![id.to_string()];
    streams.extend(ask.part_of.as_ref().map(ToString::to_string));
    let (book, who, wanted) = (app.book(), caller.clone(), id.clone());
    let rules = book.clone();
    let done = app
        .journal
        .execute(command, streams, move |states, now_us| {
            let cx = Context { book: &book, rules: &rules.access, officer: &who.account.officer, purpose: &who.purpose, now_us };
            let existing = crossing_in(states, wanted.as_str()).map(|s| &**s);
            let facts = crossing::open(&cx, &wanted, existing, &ask)?;
            Ok::<_, Refused>((who.entries(ask.point.as_str(), facts), ()))
        })
        .await?;
    if done.repeated && done.entries.first().is_none_or(|e| !Fact::opens(&e.kind)) {
        return Err(key_reused());
    }
    Ok(done.entries.first().map_or(id, |e| e.stream.as_str().into()))
}

/// Open a crossing.
#[utoipa::path(post, operation_id = "open_crossing", path = "/crossings", tag = "crossings", request_body = OpenRequest, responses((status = 201, body = CrossingView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn open(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(ask): Body<OpenRequest>,
) -> Answer<(StatusCode, Json<CrossingView>)> {
    let nature = if app.demo { crossing::Nature::Simulated } else { crossing::Nature::Observed };
    if let Some(whole) = &ask.part_of {
        readable(&app, &caller, whole).await?;
    }
    let command = OpenCommand {
        point: ask.point.as_str().into(),
        procedure: ask.procedure.as_str().into(),
        direction: ask.direction,
        subject: ask.subject,
        conditions: ask.conditions,
        part_of: ask.part_of.as_deref().map(CrossingId::from),
        nature,
        origin: ask.origin,
        arrived: ask.arrived,
        expected_us: ask.expected_us,
    };
    let id = open_as(&app, &caller, idempotency(&headers, &caller)?, now_id().into(), command).await?;
    metrics::counter!("mpaka_crossings_opened_total").increment(1);
    Ok((StatusCode::CREATED, Json(whole(&app, &caller, id.as_str()).await?)))
}

/// A command on a crossing. Which fields are needed depends on the command; the crossing's `commands` say.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommandRequest {
    /// arrive, start, pass, refer, hold, lift_hold, refuse, waive, hand_over, accept_hand_over, give_back, reverse, request_joint, finding, release_joint, mark, remark, release, readmit, cancel.
    command: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<String>,
    /// The stage that is asked, for `refer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// The legal ground, for `hold` and `refuse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// A note, for `pass`.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// Words of a remark or a finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// general, medical, intelligence or risk, for `remark`.
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    /// clear or objection, for `finding`.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<String>,
    /// For `reverse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement: Option<String>,
    /// For `mark`.
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    /// When a hold ends at the latest. Microseconds since 1970, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    until_us: Option<i64>,
    /// Relieve a colleague of the same agency, for `start`.
    #[serde(skip_serializing_if = "Option::is_none")]
    take_over: Option<bool>,
    /// The version this was decided on: refused when the crossing has moved on since.
    #[serde(skip_serializing)]
    expected_version: Option<u32>,
}

/// Carries out a command in the caller's name, and says whether that was recorded: not when nothing had to be, or it was before.
pub(crate) async fn execute_as(
    app: &App,
    caller: &Caller,
    key: Option<String>,
    id: &str,
    command: Command,
    expected: Option<u32>,
) -> Answer<bool> {
    let mut streams = vec![id.to_owned()];
    let state = readable(app, caller, id).await?;
    streams.extend(state.part_of.as_ref().map(ToString::to_string));
    let mut parts = Vec::new();
    if state.arrived_us.is_none() && state.parts.expected > 0 {
        for row in app.journal.query("SELECT id FROM crossing WHERE part_of = $1 AND state = 'expected'", &[id.into()]).await? {
            parts.push(row.text(0)?);
        }
    }
    streams.extend(parts.iter().cloned());
    let (fresh, read, referrals) = (AssignmentId::from(now_id().as_str()), state.version, referral::open(&state));
    streams.extend(referrals.iter().map(ToString::to_string));
    if matches!(command, Command::Refer { .. }) {
        streams.push(fresh.to_string());
    }
    // What may happen to a crossing is what the version says that it was opened under.
    let (book, who, asked, id) = (app.books.of(&state.framework), caller.clone(), id, CrossingId::from(id));
    let rules = app.book();
    let word = command.word();
    let done = app
        .journal
        .execute(key, streams, move |states, now_us| {
            let cx = Context { book: &book, rules: &rules.access, officer: &who.account.officer, purpose: &who.purpose, now_us };
            let Some(state) = crossing_in(states, id.as_str()) else { return Err(Why::NoSuchStage { stage: id.to_string() }.into()) };
            if let Some(seen) = expected.filter(|e| *e != state.version) {
                return Err(Refused::from(Why::MovedOn { current: state.version, seen }));
            }
            let parts: Vec<(CrossingId, &Crossing)> =
                parts.iter().filter_map(|p| crossing_in(states, p).map(|s| (CrossingId::from(p.as_str()), &**s))).collect();
            if referral::open(state) != referrals {
                // Referrals came or went since it was read: the assignments that this command ends are not those that were named.
                return Err(Refused::from(Why::MovedOn { current: state.version, seen: read }));
            }
            let mut facts = crossing::decide(&cx, &id, state, &parts, &command)?;
            let owing = assignment::Context { book: &rules, officer: &who.account.officer, now_us };
            let known = |a: &AssignmentId| states.get(a.as_str()).and_then(|s| s.assignment()).map(|a| &**a);
            let owed = referral::follow(&owing, &id, state, &mut facts, &fresh, known);
            let point = state.path.point.as_str();
            let mut entries = who.entries(point, facts);
            let (officer, agency) = (&who.account.officer.id, &who.account.officer.agency);
            entries.extend(owed.iter().map(|(a, f)| super::assignments::entry(a.as_str(), point, f, officer.as_str(), agency.as_str())));
            Ok((entries, ()))
        })
        .await?;
    if done.repeated && !done.entries.iter().any(|e| e.stream == asked) {
        return Err(key_reused());
    }
    metrics::counter!("mpaka_commands_total", "command" => word).increment(1);
    Ok(!done.repeated && !done.entries.is_empty())
}

/// Act on a crossing.
#[utoipa::path(post, operation_id = "command_crossing", path = "/crossings/{id}/commands", tag = "crossings", params(("id" = String, Path)), request_body = CommandRequest, responses((status = 200, body = CrossingView), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn command(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(ask): Body<CommandRequest>,
) -> Answer<Json<CrossingView>> {
    let expected = ask.expected_version;
    let value = serde_json::to_value(&ask).map_err(|e| Problem::bad("json", e.to_string()))?;
    let command: Command = serde_json::from_value(value).map_err(|e| Problem::bad("command", e.to_string()))?;
    if matches!(command, Command::Update { .. } | Command::Identify { .. }) {
        return Err(Problem::bad("command", "corrections come with passenger lists and scans"));
    }
    let recorded = execute_as(&app, &caller, idempotency(&headers, &caller)?, &id, command, expected).await?;
    let view = whole(&app, &caller, &id).await?;
    // A deed stands in the journal; what changed nothing was a read.
    if !recorded {
        app.noted(&caller, "crossing", &id, 1).await?;
    }
    Ok(Json(view))
}

/// Which part of a timeline.
#[derive(Debug, Deserialize, IntoParams)]
pub struct TimelineQuery {
    /// Where the last page ended.
    cursor: Option<String>,
    /// Lines of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of a timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct Timeline {
    entries: Vec<TimelineEntry>,
    next: Option<String>,
}

/// What happened to a crossing, all agencies in one line of time, as far as it is disclosed.
#[utoipa::path(get, operation_id = "list_timeline", path = "/crossings/{id}/timeline", tag = "crossings", params(("id" = String, Path), TimelineQuery), responses((status = 200, body = Timeline), (status = 404, body = Problem)))]
pub async fn timeline(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<TimelineQuery>,
) -> Answer<Json<Timeline>> {
    let state = readable(&app, &caller, &id).await?;
    let rows = limit(q.limit.or(Some(DEFAULT_LIMIT * 5)))?;
    let mut after = place(q.cursor.as_deref())?.map_or(-1, |(us, _)| us);
    let mut entries: Vec<TimelineEntry> = Vec::new();
    // Pages are cut after the rules were asked: a page with a gap, or an empty one, would tell of what is not disclosed.
    while entries.len() <= rows as usize {
        let found = app.journal.entries_of(&id, after, rows + 1).await?;
        entries.extend(found.iter().filter_map(|e| line(&app, &caller, &state, e)));
        match found.last() {
            Some(last) if found.len() > rows as usize => after = last.recorded_us,
            _ => break,
        }
    }
    let more = entries.len() > rows as usize;
    entries.truncate(rows as usize);
    let next = entries.last().filter(|_| more).map(|e| crate::page::cursor(e.recorded_us, ""));
    app.noted(&caller, "timeline", &id, entries.len()).await?;
    Ok(Json(Timeline { entries, next }))
}
