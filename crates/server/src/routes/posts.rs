//! Crossing points at work: who is on duty and who is missing, outages, hand-overs, situation reports.

use crate::app::App;
use crate::body::{self, Body, Path, Query};
use crate::caller::Caller;
use crate::page::{cursor, limit, place};
use crate::posts::{act_as, figures, post_label, running};
use crate::problem::{Answer, Problem};
use crate::routes::crossing::idempotency;
use crate::routes::post_view::{FiguresView, ShiftView, title, view, view_of_figures};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use coordination::post::{self, Command, Refused, Shift};
use framework::access::Action;
use framework::{Needed, PointId, needed};
use journal::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// A crossing point now.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostView {
    now_us: i64,
    point: String,
    /// The shift that runs; absent when nobody has come to one yet.
    shift: Option<ShiftView>,
    /// The shift before, while something of it waits to be taken over or reported.
    before: Option<ShiftView>,
    /// The framework's shift of now.
    planned: PlannedShift,
}

/// What the framework plans.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlannedShift {
    shift: String,
    title: String,
    from_us: i64,
    to_us: i64,
    /// Agencies that are needed, with the number of their officers.
    needed: Vec<NeededView>,
    /// Whether the caller may begin it by coming.
    may_come: bool,
}

/// An agency that is needed.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeededView {
    agency: String,
    state: String,
    least: u32,
}

/// A crossing point among others.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostCard {
    point: String,
    /// The shift that runs; absent when nobody has come to one.
    shift: Option<String>,
    title: String,
    to_us: Option<i64>,
    on_duty: usize,
    /// Agencies that are needed.
    needed: usize,
    /// Of these, those of whom too few are on duty, the longest missing first.
    missing: Vec<MissingView>,
    /// What does not work.
    outages: usize,
    /// Whether the post works by hand because of it.
    fallback: bool,
}

/// An agency of which too few are on duty.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissingView {
    agency: String,
    since_us: i64,
    /// Whether it owes its presence by now.
    alarm: bool,
}

/// Crossing points at work.
#[derive(Debug, Serialize, ToSchema)]
pub struct Posts {
    now_us: i64,
    /// Open points that the caller may read, in the order of the framework.
    posts: Vec<PostCard>,
}

/// A shift in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShiftCard {
    id: String,
    shift: String,
    title: String,
    from_us: i64,
    to_us: i64,
    ended_us: Option<i64>,
    /// Agencies that were made to owe their presence and have not come.
    alarms: usize,
    /// Agencies that handed over, and those whose hand-over was taken.
    handed_over: usize,
    taken_over: usize,
    reported: bool,
}

/// A page of shifts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shifts {
    /// The latest first.
    shifts: Vec<ShiftCard>,
    next: Option<String>,
}

/// Which shifts.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ShiftsQuery {
    /// Where the last page ended.
    cursor: Option<String>,
    /// Shifts of a page, 1 to 5000.
    limit: Option<u32>,
}

/// What somebody does at a post.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostCommand {
    /// come, leave, outage, restore, hand_over, take_over, report.
    command: String,
    /// The shift; the one of now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shift: Option<String>,
    /// For `come`: the name of somebody without an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// For `come` with a name, and for `outage`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agency: Option<String>,
    /// For `leave`: the account or name; oneself when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    who: Option<String>,
    /// For `leave`: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// For `outage`: equipment, link, power, system, other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    what: Option<String>,
    /// For `outage`, `restore`, `hand_over`, `take_over` and `report`: in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// For `outage`: whether the post works by hand meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fallback: Option<bool>,
    /// For `restore`: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outage: Option<String>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::NotHere { .. } | Refused::NotYoursToWrite | Refused::NotTheLead | Refused::SamePerson { .. } => StatusCode::FORBIDDEN,
            Refused::Words(_) | Refused::AgencyUnsaid { .. } | Refused::NoDeskThere { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        };
        Self::refused(status, &refused.code(), &refused)
    }
}

/// Crossings that wait at a point by the agency they wait for: how many, and since when the first.
async fn waiting(app: &App, point: &str) -> Answer<BTreeMap<String, (i64, i64)>> {
    let text = "SELECT agency, CAST(COUNT(*) AS BIGINT), MIN(since_us) FROM lane WHERE point = $1 GROUP BY agency";
    let rows = app.journal.query(text, &[point.into()]).await?;
    rows.iter().map(|r| Ok((r.text(0)?, (r.int(1)?, r.int(2)?)))).collect()
}

/// Whether something of a shift that is over still waits for somebody.
fn unfinished(s: &Shift) -> bool {
    s.hand_overs.values().any(|h| h.taken.is_none()) || s.needed.iter().any(|n| !s.hand_overs.contains_key(&n.agency)) || s.report.is_none()
}

/// The open crossing points that the caller may read, and how each is staffed.
#[utoipa::path(get, operation_id = "list_posts", path = "/posts", tag = "posts", responses((status = 200, body = Posts)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Posts>> {
    let rows = app.journal.query("SELECT id, point FROM shift WHERE running = 1 ORDER BY from_us", &[]).await?;
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for row in &rows {
        ids.insert(row.text(1)?, row.text(0)?);
    }
    let all: Vec<String> = ids.values().cloned().collect();
    let states = app.journal.states(&all).await?;
    let book = app.book();
    let open = book.framework.points.iter().filter(|p| p.status.get_ref() == "open");
    let shown = open.map(|p| p.id.get_ref()).filter(|p| caller.reads(&app, &post_label(&app, p)));
    let posts: Vec<PostCard> = shown
        .map(|point| {
            let shift = ids.get(point).and_then(|id| Some((id, states.get(id)?.shift()?)));
            let mut missing: Vec<MissingView> = shift
                .iter()
                .flat_map(|(_, s)| &s.missing)
                .map(|(agency, m)| MissingView { agency: agency.to_string(), since_us: m.since_us, alarm: m.alarm.is_some() })
                .collect();
            missing.sort_by(|a, b| (a.since_us, &a.agency).cmp(&(b.since_us, &b.agency)));
            PostCard {
                point: point.clone(),
                shift: shift.map(|(id, _)| id.clone()),
                title: shift.map(|(_, s)| title(&app, &caller, &s.shift)).unwrap_or_default(),
                to_us: shift.map(|(_, s)| s.to_us),
                on_duty: shift.map_or(0, |(_, s)| s.present().count()),
                needed: shift.map_or_else(|| needed(&book, &point.as_str().into()).len(), |(_, s)| s.needed.len()),
                missing,
                outages: shift.map_or(0, |(_, s)| s.broken().count()),
                fallback: shift.is_some_and(|(_, s)| s.broken().any(|o| o.fallback)),
            }
        })
        .collect();
    app.noted(&caller, "posts", "running", posts.len()).await?;
    Ok(Json(Posts { now_us: app.clock.now_us(), posts }))
}

/// The caller may read the point, and it is one.
fn readable(app: &App, caller: &Caller, point: &str) -> Answer<PointId> {
    let known = app.book().point(point).is_some() && caller.reads(app, &post_label(app, point));
    if known { Ok(point.into()) } else { Err(Problem::not_found()) }
}

async fn now(app: &App, caller: &Caller, point: &PointId) -> Answer<PostView> {
    let (book, now_us) = (app.book(), app.clock.now_us());
    let span = post::span(&book, point, now_us).ok_or_else(Problem::not_found)?;
    let waits = waiting(app, point.as_str()).await?;
    let current = running(app, point.as_str()).await?;
    let earlier = match &current {
        Some((_, s)) if !s.before.is_empty() => app.shift(&s.before).await?.map(|b| (s.before.clone(), b)),
        _ => None,
    };
    let none = BTreeMap::new();
    let needs = if span.open.is_some() { needed(&book, point) } else { Vec::new() };
    let officer = &caller.account.officer;
    let may_come = caller.must(app, Action::Open, &post_label(app, point.as_str())).is_ok() && officer.point.as_ref() == Some(point);
    Ok(PostView {
        now_us,
        point: point.to_string(),
        shift: current.as_ref().map(|(id, s)| view(app, caller, id, s, &waits)),
        before: earlier.filter(|(_, s)| unfinished(s)).map(|(id, s)| view(app, caller, &id, &s, &none)),
        planned: PlannedShift {
            title: title(app, caller, &span.shift),
            shift: span.shift,
            from_us: span.from_us,
            to_us: span.to_us,
            needed: needs
                .into_iter()
                .map(|Needed { agency, state, least }| NeededView { agency: agency.to_string(), state: state.to_string(), least })
                .collect(),
            may_come,
        },
    })
}

/// A crossing point at work: its shift, who is on duty and who is missing.
#[utoipa::path(get, operation_id = "get_post", path = "/posts/{point}", tag = "posts", params(("point" = String, Path)), responses((status = 200, body = PostView), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, caller: Caller, Path(point): Path<String>) -> Answer<Json<PostView>> {
    let point = readable(&app, &caller, &point)?;
    app.noted(&caller, "post", point.as_str(), 1).await?;
    Ok(Json(now(&app, &caller, &point).await?))
}

/// The shifts of a crossing point, the latest first.
#[utoipa::path(get, operation_id = "list_shifts", path = "/posts/{point}/shifts", tag = "posts", params(("point" = String, Path), ShiftsQuery), responses((status = 200, body = Shifts), (status = 404, body = Problem)))]
pub async fn shifts(
    State(app): State<App>,
    caller: Caller,
    Path(point): Path<String>,
    Query(q): Query<ShiftsQuery>,
) -> Answer<Json<Shifts>> {
    let point = readable(&app, &caller, &point)?;
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let (from, id) = after.unwrap_or((i64::MAX, String::new()));
    let text = format!(
        "SELECT id, from_us FROM shift WHERE point = $1 AND (from_us < $2 OR (from_us = $2 AND id < $3)) ORDER BY from_us DESC, id DESC LIMIT {rows}"
    );
    let values: [Value; 3] = [point.as_str().into(), from.into(), id.into()];
    let found = app.journal.query(&text, &values).await?;
    let ids = found.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let next = match found.last() {
        Some(last) if found.len() == rows as usize => Some(cursor(last.int(1)?, &last.text(0)?)),
        _ => None,
    };
    let states = app.journal.states(&ids).await?;
    let known = ids.iter().filter_map(|id| Some((id, states.get(id)?.shift()?)));
    let shifts: Vec<ShiftCard> = known
        .map(|(id, s)| ShiftCard {
            id: id.clone(),
            shift: s.shift.clone(),
            title: title(&app, &caller, &s.shift),
            from_us: s.from_us,
            to_us: s.to_us,
            ended_us: s.ended_us,
            alarms: s.missing.values().filter(|m| m.alarm.is_some()).count(),
            handed_over: s.hand_overs.len(),
            taken_over: s.hand_overs.values().filter(|h| h.taken.is_some()).count(),
            reported: s.report.is_some(),
        })
        .collect();
    app.noted(&caller, "shifts", point.as_str(), shifts.len()).await?;
    Ok(Json(Shifts { shifts, next }))
}

/// A shift.
#[utoipa::path(get, operation_id = "get_shift", path = "/shifts/{id}", tag = "posts", params(("id" = String, Path)), responses((status = 200, body = ShiftView), (status = 404, body = Problem)))]
pub async fn shift(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<ShiftView>> {
    let found = app.shift(&id).await?.ok_or_else(Problem::not_found)?;
    readable(&app, &caller, &found.point)?;
    app.noted(&caller, "shift", &id, 1).await?;
    Ok(Json(view(&app, &caller, &id, &found, &BTreeMap::new())))
}

/// The figures that a situation report of the shift would have now.
#[utoipa::path(get, operation_id = "draft_report", path = "/shifts/{id}/figures", tag = "posts", params(("id" = String, Path)), responses((status = 200, body = FiguresView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn draft(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<FiguresView>> {
    let found = app.shift(&id).await?.ok_or_else(Problem::not_found)?;
    let point = readable(&app, &caller, &found.point)?;
    caller.must(&app, Action::Administer, &post_label(&app, point.as_str()))?;
    app.noted(&caller, "shift figures", &id, 1).await?;
    Ok(Json(view_of_figures(&figures(&app, &found).await?)))
}

fn command(ask: &PostCommand) -> Answer<Command> {
    let known = ["come", "leave", "outage", "restore", "hand_over", "take_over", "report"];
    body::command("at a post", &known, &ask.command, ask)
}

/// Act at a crossing point: be on duty, report an outage, hand over.
#[utoipa::path(post, operation_id = "command_post", path = "/posts/{point}/commands", tag = "posts", params(("point" = String, Path)), request_body = PostCommand, responses((status = 200, body = PostView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(app): State<App>,
    caller: Caller,
    Path(point): Path<String>,
    headers: HeaderMap,
    Body(mut ask): Body<PostCommand>,
) -> Answer<Json<PostView>> {
    let point = readable(&app, &caller, &point)?;
    let (stated, key) = (ask.shift.take(), idempotency(&headers, &caller)?);
    act_as(&app, &caller, key, &point, stated, command(&ask)?).await?;
    Ok(Json(now(&app, &caller, &point).await?))
}
