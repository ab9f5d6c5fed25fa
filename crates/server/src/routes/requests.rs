//! Requests for information between agencies.

use crate::app::{App, now_id};
use crate::body::{Body, Path, Query, command};
use crate::caller::{Caller, written};
use crate::page::{cursor, limit, place};
use crate::problem::{Answer, Problem};
use crate::requests::{request, request_label};
use crate::routes::assignments::entry;
use crate::routes::crossing::idempotency;
use crate::routes::request_view::{ConcernsView, RequestCard, RequestView, card, view};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use coordination::assignment::Assignment;
use coordination::request::{self, Ask, Command, Concerns, Context, Done, MAX_NEW, Refused, Request, Subject, agreements, new_assignments};
use framework::access::{Action, Kind};
use journal::{NewEntry, Value};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

const COMMANDS: &[&str] = &["answer", "supplement", "correct", "recall", "confirm", "judge", "release", "withdraw"];

/// Something to be asked of another agency.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestAsk {
    /// Which agency.
    pub to: String,
    /// Its desks at this crossing point; its national duty desk when absent.
    #[serde(default)]
    pub point: Option<String>,
    /// The asker's own number for it.
    #[serde(default)]
    pub reference: String,
    /// The agreement it rests on: needed across a border.
    #[serde(default)]
    pub agreement: String,
    /// The provision of law it rests on, where no agreement is stated.
    #[serde(default)]
    pub law: String,
    /// One of the caller's own purposes, and of the agreement's.
    pub purpose: String,
    pub concerns: ConcernsView,
    /// In a few words and without names: what everybody reads who is told that it is late.
    pub title: String,
    pub question: String,
    /// When it is due, when not by the framework's clock. Microseconds since 1970, UTC.
    #[serde(default)]
    pub due_us: Option<i64>,
}

/// What somebody does with a request.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestCommand {
    /// answer, supplement, correct, recall, confirm, judge, release or withdraw.
    command: String,
    /// full, part or refused, for `answer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    /// Why not all of it, for `answer`: not_held, not_covered, not_authorised, security, investigation, safety, originator or disproportionate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ground: Option<String>,
    /// What is said, for `answer`, `supplement`, `correct` and `judge`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Where to look, for `answer` and `supplement`: https:// or an address of the console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// Which of what was given, from 0, for `correct`, `recall` and `judge`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item: Option<u32>,
    /// Which change, from 0, for `confirm`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    change: Option<u32>,
    /// used, not_used or doubted, for `judge`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    used: Option<String>,
    /// Which agency, for `release`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// Why, for `correct`, `recall`, `release` and `withdraw`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// Which requests.
#[derive(Debug, Deserialize, IntoParams)]
pub struct RequestsQuery {
    /// `by`: those that the caller's agency asked; `of`: those it was asked; `given`: those whose answer it was given. `of` when absent.
    side: Option<String>,
    /// Only those that somebody has to do something about: answer, or say that a change is known.
    #[serde(default)]
    open: bool,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Requests of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of requests, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Requests {
    now_us: i64,
    requests: Vec<RequestCard>,
    next: Option<String>,
}

/// Whom one may ask.
#[derive(Debug, Deserialize, IntoParams)]
pub struct BasesQuery {
    /// Which agency.
    to: String,
}

/// An agreement that binds both agencies.
#[derive(Debug, Serialize, ToSchema)]
pub struct BasisAgreementView {
    id: String,
    title: String,
    legal_basis: String,
    /// What it may be asked for, of the caller's own purposes.
    purposes: Vec<String>,
    /// What it speaks of.
    elements: Vec<String>,
    /// Where it holds; everywhere when empty.
    points: Vec<String>,
    /// Whether what was given may be passed on: never, with_consent or allowed, as the framework says.
    onward: String,
}

/// What a request to an agency can rest on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Bases {
    agreements: Vec<BasisAgreementView>,
    /// Whether a provision of law is enough: it is an agency of the same state.
    law: bool,
    /// What the caller may state.
    purposes: Vec<String>,
    /// Where it has desks; empty for its national desks.
    points: Vec<String>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::Owed { why } => return why.into(),
            Refused::NotYours { .. } => StatusCode::FORBIDDEN,
            Refused::NoSuchRequest => StatusCode::NOT_FOUND,
            Refused::NotNow { .. }
            | Refused::RecalledAlready { .. }
            | Refused::ConfirmedAlready { .. }
            | Refused::HasIt { .. }
            | Refused::GivenMeanwhile
            | Refused::TooMany { .. } => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::refused(status, &refused.code(), &refused)
    }
}

/// A request, unless it is not disclosed to the caller.
async fn readable(app: &App, caller: &Caller, id: &str) -> Answer<(Arc<Request>, Option<Arc<Assignment>>)> {
    let (found, owed) = request(app, id).await?;
    if caller.reads(app, &request_label(app, &found, owed.as_deref())) { Ok((found, owed)) } else { Err(Problem::not_found()) }
}

fn shown(app: &App, caller: &Caller, id: &str, r: &Request, owed: Option<&Assignment>) -> RequestView {
    let book = app.book();
    let cx = Context { book: &book, officer: &caller.account.officer, now_us: app.clock.now_us(), ids: &[], owed };
    let may = caller.must(app, Action::Answer, &request_label(app, r, owed)).is_ok();
    let commands = if may { request::offers(&cx, id, r).into_iter().map(str::to_owned).collect() } else { Vec::new() };
    view(app, caller, id, (r, owed), commands)
}

/// Requests that the caller's agency asked, was asked, or was given the answer of; the latest first.
#[utoipa::path(get, operation_id = "list_requests", path = "/requests", tag = "requests", params(RequestsQuery), responses((status = 200, body = Requests), (status = 403, body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller, Query(q): Query<RequestsQuery>) -> Answer<Json<Requests>> {
    caller.must(&app, Action::Read, &caller.own_label(&app, Kind::Request))?;
    let side = match q.side.as_deref().unwrap_or("of") {
        known @ ("by" | "of" | "given") => known,
        other => return Err(Problem::bad("side", format!("`side` is `{other}`; expected `by`, `of` or `given`"))),
    };
    let rows = limit(q.limit)?;
    let (at, last) = place(q.cursor.as_deref())?.unwrap_or((i64::MAX, String::new()));
    let open = if q.open { "AND open = 1" } else { "" };
    let text = format!(
        "SELECT request, asked_us FROM request_party WHERE agency = $1 AND side = $2 {open} AND (asked_us < $3 OR (asked_us = $3 AND request > $4)) \
         ORDER BY asked_us DESC, request LIMIT {rows}"
    );
    let values: [Value; 4] = [caller.account.officer.agency.as_str().into(), side.into(), at.into(), last.into()];
    let found = app.journal.query(&text, &values).await?;
    let ids = found.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let next = match found.last() {
        Some(last) if found.len() == rows as usize => Some(cursor(last.int(1)?, &last.text(0)?)),
        _ => None,
    };
    let states = app.journal.states(&ids).await?;
    let known: Vec<(&String, &Arc<Request>)> = ids.iter().filter_map(|id| Some((id, states.get(id)?.request()?))).collect();
    let owed = app.assignments(&known.iter().map(|(_, r)| r.asked.assignment.clone()).collect::<Vec<_>>()).await?;
    let owed = |r: &Request| owed.get(&r.asked.assignment).map(|a| &**a);
    let shown = known.into_iter().filter(|(_, r)| caller.reads(&app, &request_label(&app, r, owed(r))));
    let requests: Vec<RequestCard> = shown.map(|(id, r)| card(&caller, id, r, owed(r))).collect();
    app.noted(&caller, "requests", side, requests.len()).await?;
    Ok(Json(Requests { now_us: app.clock.now_us(), requests, next }))
}

/// What a request to an agency can rest on.
#[utoipa::path(get, operation_id = "request_bases", path = "/requests/bases", tag = "requests", params(BasesQuery), responses((status = 200, body = Bases), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn bases(State(app): State<App>, caller: Caller, Query(q): Query<BasesQuery>) -> Answer<Json<Bases>> {
    caller.must(&app, Action::Open, &caller.own_label(&app, Kind::Request))?;
    let (book, officer) = (app.book(), &caller.account.officer);
    let to = framework::AgencyId::from(q.to.as_str());
    let other = book.agencies.get(&to).ok_or_else(|| Refused::NoSuchAgency { agency: to.clone() })?;
    let words = |ids: &[framework::model::Id]| ids.iter().map(|i| i.get_ref().clone()).collect::<Vec<_>>();
    let agreement = |a: &framework::model::Agreement| BasisAgreementView {
        id: a.id.get_ref().clone(),
        title: a.title.clone(),
        legal_basis: a.legal_basis.clone().unwrap_or_default(),
        purposes: words(&a.purposes).into_iter().filter(|p| officer.purposes.contains(p)).collect(),
        elements: a.elements.clone(),
        points: words(&a.points),
        onward: a.onward.get_ref().clone(),
    };
    let mut points: Vec<String> =
        book.desks.values().filter(|d| d.agency == to).map(|d| d.point.as_ref().map_or_else(String::new, ToString::to_string)).collect();
    points.sort();
    points.dedup();
    Ok(Json(Bases {
        agreements: agreements(&book, &officer.agency, &to).map(agreement).collect(),
        law: other.state == officer.state,
        purposes: officer.purposes.iter().cloned().collect(),
        points,
    }))
}

/// What a decision came to, as entries of one transaction: the request's first, then what is owed by it.
fn entries(id: &str, point: &str, done: &Done, caller: &Caller) -> Vec<NewEntry> {
    let (officer, agency) = (caller.account.officer.id.as_str(), caller.account.officer.agency.as_str());
    let facts = done.facts.iter().map(|fact| written(id, (fact.kind(), fact.body()), (officer, agency), point));
    facts.chain(done.owes.iter().map(|(owed, fact)| entry(owed, point, fact, officer, agency))).collect()
}

/// What somebody or something is.
pub(crate) fn subject_of(word: &str) -> Answer<Subject> {
    Subject::ALL.iter().find(|s| s.word() == word).copied().ok_or_else(|| {
        let known: Vec<&str> = Subject::ALL.iter().map(|s| s.word()).collect();
        Problem::bad("subject", format!("`subject` is `{word}`; expected one of {}", known.join(", ")))
    })
}

fn concerns(c: ConcernsView) -> Answer<Concerns> {
    Ok(Concerns {
        subject: subject_of(&c.subject)?,
        name: c.name,
        born: c.born,
        country: c.country,
        number: c.number,
        crossing: c.crossing,
    })
}

/// Ask another agency what it knows.
#[utoipa::path(post, operation_id = "ask_request", path = "/requests", tag = "requests", request_body = RequestAsk, responses((status = 201, body = RequestView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn ask(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(wanted): Body<RequestAsk>,
) -> Answer<(StatusCode, Json<RequestView>)> {
    let id = ask_as(&app, &caller, idempotency(&headers, &caller)?, wanted).await?;
    let (made, owed) = request(&app, &id).await?;
    Ok((StatusCode::CREATED, Json(shown(&app, &caller, &id, &made, owed.as_deref()))))
}

/// Asks in the caller's name, and gives the id of the request.
pub(crate) async fn ask_as(app: &App, caller: &Caller, key: Option<String>, wanted: RequestAsk) -> Answer<String> {
    caller.must(app, Action::Open, &caller.own_label(app, Kind::Request))?;
    let wanted = Ask {
        to: wanted.to.as_str().into(),
        point: wanted.point.as_deref().filter(|p| !p.is_empty()).map(Into::into),
        reference: wanted.reference,
        agreement: wanted.agreement,
        law: wanted.law,
        purpose: wanted.purpose,
        concerns: concerns(wanted.concerns)?,
        title: wanted.title,
        question: wanted.question,
        due_us: wanted.due_us,
    };
    let (id, ids, who, book) = (now_id(), vec![now_id()], caller.clone(), app.book());
    let (stream, streams) = (id.clone(), vec![id.clone(), ids[0].clone()]);
    let done = app.journal.execute(key, streams, move |_, now_us| {
        let cx = Context { book: &book, officer: &who.account.officer, now_us, ids: &ids, owed: None };
        let done = request::ask(&cx, &stream, &wanted)?;
        let point = match done.facts.first() {
            Some(request::Fact::Asked(asked)) => asked.point.clone(),
            _ => String::new(),
        };
        Ok::<_, Refused>((entries(&stream, &point, &done, &who), ()))
    });
    let done = done.await?;
    metrics::counter!("mpaka_requests_asked_total").increment(1);
    Ok(done.entries.first().map_or(id, |e| e.stream.clone()))
}

/// A request for information.
#[utoipa::path(get, operation_id = "get_request", path = "/requests/{id}", tag = "requests", params(("id" = String, Path)), responses((status = 200, body = RequestView), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<RequestView>> {
    let (found, owed) = readable(&app, &caller, &id).await?;
    app.noted(&caller, "request", &id, 1).await?;
    Ok(Json(shown(&app, &caller, &id, &found, owed.as_deref())))
}

/// Act on a request. What is owed for it ends, or is made, in the same transaction.
#[utoipa::path(post, operation_id = "command_request", path = "/requests/{id}/commands", tag = "requests", params(("id" = String, Path)), request_body = RequestCommand, responses((status = 200, body = RequestView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(wanted): Body<RequestCommand>,
) -> Answer<Json<RequestView>> {
    let wanted = command("on a request", COMMANDS, &wanted.command, &wanted)?;
    act_as(&app, &caller, idempotency(&headers, &caller)?, &id, wanted).await?;
    let (now, owed) = request(&app, &id).await?;
    Ok(Json(shown(&app, &caller, &id, &now, owed.as_deref())))
}

/// Acts on a request in the caller's name.
pub(crate) async fn act_as(app: &App, caller: &Caller, key: Option<String>, id: &str, command: Command) -> Answer<()> {
    let (found, owed) = readable(app, caller, id).await?;
    caller.must(app, Action::Answer, &request_label(app, &found, owed.as_deref()))?;
    // A recipient may be added while this is on its way: ids for one more than there are now.
    let new = match new_assignments(&found, &command) {
        0 => 0,
        n => (n + 1).min(MAX_NEW),
    };
    let ids: Vec<String> = (0..new).map(|_| now_id()).collect();
    let confirms = match &command {
        Command::Confirm { change } => found.confirms(*change, &caller.account.officer.agency).map(|r| r.assignment.clone()),
        _ => None,
    };
    let owed = confirms.unwrap_or_else(|| found.asked.assignment.clone());
    let mut streams = vec![id.to_owned(), owed.clone()];
    streams.extend(ids.iter().cloned());
    let (who, book, stream) = (caller.clone(), app.book(), id.to_owned());
    let done = app.journal.execute(key, streams, move |states, now_us| {
        let r = states.get(&stream).and_then(|s| s.request()).ok_or(Refused::NoSuchRequest)?;
        let owed = states.get(&owed).and_then(|s| s.assignment());
        let cx = Context { book: &book, officer: &who.account.officer, now_us, ids: &ids, owed: owed.map(|a| &**a) };
        let done = request::decide(&cx, &stream, r, &command)?;
        Ok::<_, Refused>((entries(&stream, &r.asked.point, &done, &who), ()))
    });
    done.await?;
    metrics::counter!("mpaka_request_commands_total").increment(1);
    Ok(())
}
