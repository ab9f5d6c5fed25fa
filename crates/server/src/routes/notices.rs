//! Notices of changed rules: written, issued, acknowledged, reviewed, and what they hit.

use crate::app::App;
use crate::body::{Body, Path, Query};
use crate::caller::Caller;
use crate::card::{Order, WithCards, page_text};
use crate::notices::exposure::{conditions, exposure, figures};
use crate::notices::{act_as, draft_as, drafts, read_at, readable, reads_drafts};
use crate::page::{cursor, limit, place};
use crate::problem::{Answer, Problem};
use crate::routes::board::{CardPage, at_point, page};
use crate::routes::crossing::idempotency;
use crate::routes::notice_view::{Beside, CrossingNotice, NoticeCard, NoticeContent, NoticeView, card, on_crossing, view};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use coordination::notice::{self, Carried, Command, Outcome, Refused, Touch};
use journal::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

/// Notices that are looked at for one crossing: more than that hold at no crossing point.
const MAX_AT_A_POINT: u32 = 200;

/// Which notices.
#[derive(Debug, Deserialize, IntoParams)]
pub struct NoticesQuery {
    /// Where the last page ended.
    cursor: Option<String>,
    /// Notices of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of notices.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notices {
    now_us: i64,
    /// Those that take effect last first.
    notices: Vec<NoticeCard>,
    next: Option<String>,
    /// Whether the caller may write one.
    may_draft: bool,
    /// Who or what crosses, of which one may speak: the subjects of the framework's procedures.
    classes: BTreeSet<String>,
}

/// Crossings that a notice speaks of.
#[derive(Debug, Deserialize, IntoParams)]
pub struct HitQuery {
    /// At this crossing point.
    point: String,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Cards of a page, 1 to 5000.
    limit: Option<u32>,
}

/// Notices that speak of a crossing.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrossingNotices {
    now_us: i64,
    /// Those in force, and those to come, the soonest first.
    notices: Vec<CrossingNotice>,
}

/// What somebody does with a notice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeCommand {
    /// amend, issue, acknowledge, withdraw, review.
    command: String,
    /// For `issue` and `acknowledge`: the number of the text that was read.
    #[serde(default)]
    draft: Option<u32>,
    /// For `amend`: the whole new text.
    #[serde(default)]
    content: Option<NoticeContent>,
    /// In words, for `acknowledge`, where it may be empty, and `review`.
    #[serde(default)]
    text: String,
    /// For `withdraw`: why.
    #[serde(default)]
    reason: String,
    /// For `review`: kept, changed or withdrawn.
    #[serde(default)]
    outcome: Option<String>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::Owed { why } => return why.into(),
            Refused::NoSuchNotice => StatusCode::NOT_FOUND,
            Refused::NotYourAgency { .. } | Refused::SamePerson { .. } | Refused::NotRecipient => StatusCode::FORBIDDEN,
            Refused::Words(_)
            | Refused::NoPoint
            | Refused::NoSuchPoint { .. }
            | Refused::NothingNamed
            | Refused::CodeUnfit { .. }
            | Refused::NoSuchClass { .. }
            | Refused::TooMany { .. }
            | Refused::InThePast { .. }
            | Refused::EndsBefore
            | Refused::TooFar { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        };
        Self::refused(status, &refused.code(), &refused)
    }
}

/// The notices that the caller may read, those that take effect last first.
#[utoipa::path(get, operation_id = "list_notices", path = "/notices", tag = "notices", params(NoticesQuery), responses((status = 200, body = Notices)))]
pub async fn list(State(app): State<App>, caller: Caller, Query(q): Query<NoticesQuery>) -> Answer<Json<Notices>> {
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let (from, id) = after.unwrap_or((i64::MAX, String::new()));
    let text = format!(
        "SELECT id, effective_us FROM notice WHERE effective_us < $1 OR (effective_us = $1 AND id < $2) ORDER BY effective_us DESC, id DESC LIMIT {rows}"
    );
    let found = app.journal.query(&text, &[from.into(), Value::Text(id)]).await?;
    let ids = found.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let next = match found.last() {
        Some(last) if found.len() == rows as usize => Some(cursor(last.int(1)?, &last.text(0)?)),
        _ => None,
    };
    let (states, now_us) = (app.journal.states(&ids).await?, app.clock.now_us());
    let shown = |id: &String| {
        let n = states.get(id)?.notice()?;
        card(&caller, id, n, &read_at(&app, &caller, n)?, now_us)
    };
    let notices: Vec<NoticeCard> = ids.iter().filter_map(shown).collect();
    app.noted(&caller, "notices", "", notices.len()).await?;
    let classes = app.book().framework.procedures.iter().map(|p| p.subject.get_ref().clone()).collect();
    Ok(Json(Notices { now_us, notices, next, may_draft: drafts(&app, &caller), classes }))
}

async fn whole(app: &App, caller: &Caller, id: &str) -> Answer<NoticeView> {
    let (n, points) = readable(app, caller, id).await?;
    let owed: Vec<String> =
        n.recipients().into_iter().filter(|(r, _)| points.contains(&r.point)).map(|(r, _)| r.assignment.clone()).collect();
    let own = reads_drafts(app, caller, &n);
    let content = n.content().ok_or_else(Problem::not_found)?;
    let beside = Beside {
        assignments: app.assignments(&owed).await?,
        exposure: exposure(app, content).await?,
        figures: if own && n.issued().is_some() { Some(figures(app, &n).await?) } else { None },
        drafts: own,
    };
    view(app, caller, id, &n, &points, &beside).ok_or_else(Problem::not_found)
}

/// A notice: what it says, who has acknowledged it, and what is on the way that it will hit.
#[utoipa::path(get, operation_id = "get_notice", path = "/notices/{id}", tag = "notices", params(("id" = String, Path)), responses((status = 200, body = NoticeView), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<NoticeView>> {
    let shown = whole(&app, &caller, &id).await?;
    app.noted(&caller, "notice", &id, 1).await?;
    Ok(Json(shown))
}

/// Write a notice. Nobody else knows of it until somebody else of the agency issues it.
#[utoipa::path(post, operation_id = "draft_notice", path = "/notices", tag = "notices", request_body = NoticeContent, responses((status = 201, body = NoticeView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn draft(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(content): Body<NoticeContent>,
) -> Answer<(StatusCode, Json<NoticeView>)> {
    let id = draft_as(&app, &caller, idempotency(&headers, &caller)?, content.into()).await?;
    Ok((StatusCode::CREATED, Json(whole(&app, &caller, &id).await?)))
}

fn command(ask: NoticeCommand) -> Answer<Command> {
    let needs = |what: &str| Problem::bad("command", format!("`{}` needs `{what}`", ask.command));
    Ok(match ask.command.as_str() {
        "amend" => {
            Command::Amend { content: Box::new(ask.content.ok_or_else(|| Problem::bad("command", "`amend` needs `content`"))?.into()) }
        }
        "issue" => Command::Issue { draft: ask.draft.ok_or_else(|| needs("draft"))? },
        "acknowledge" => Command::Acknowledge { draft: ask.draft.ok_or_else(|| needs("draft"))?, text: ask.text },
        "withdraw" => Command::Withdraw { reason: ask.reason },
        "review" => {
            let outcome = match ask.outcome.as_deref() {
                Some("kept") => Outcome::Kept,
                Some("changed") => Outcome::Changed,
                Some("withdrawn") => Outcome::Withdrawn,
                _ => return Err(Problem::bad("outcome", "`outcome` is one of kept, changed, withdrawn")),
            };
            Command::Review { outcome, text: ask.text }
        }
        other => {
            let known = "amend, issue, acknowledge, withdraw, review";
            return Err(Problem::bad("command", format!("`{other}` is no command on a notice; expected one of {known}")));
        }
    })
}

/// Act on a notice. What is owed by it begins and ends with it, in one transaction.
#[utoipa::path(post, operation_id = "command_notice", path = "/notices/{id}/commands", tag = "notices", params(("id" = String, Path)), request_body = NoticeCommand, responses((status = 200, body = NoticeView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(ask): Body<NoticeCommand>,
) -> Answer<Json<NoticeView>> {
    act_as(&app, &caller, idempotency(&headers, &caller)?, &id, command(ask)?).await?;
    Ok(Json(whole(&app, &caller, &id).await?))
}

/// The open crossings of a crossing point that a notice speaks of, or may speak of, the soonest first.
#[utoipa::path(get, operation_id = "notice_crossings", path = "/notices/{id}/crossings", tag = "notices", params(("id" = String, Path), HitQuery), responses((status = 200, body = CardPage), (status = 404, body = Problem)))]
pub async fn crossings(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<HitQuery>,
) -> Answer<WithCards<CardPage>> {
    let (n, points) = readable(&app, &caller, &id).await?;
    let point = points.into_iter().find(|p| p.as_str() == q.point).ok_or_else(Problem::not_found)?;
    at_point(&app, &caller, point.as_str())?;
    let mut content = n.content().ok_or_else(Problem::not_found)?.clone();
    content.points = [point.clone()].into();
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let (us, last) = after.unwrap_or((i64::MIN, String::new()));
    let mut values: Vec<Value> = vec![point.as_str().into(), us.into(), last.into()];
    let (may, _) = conditions(&content, &mut values);
    let rest = format!(
        "FROM crossing WHERE point = $1 AND open = 1 AND (sort_us, id) > ($2, $3) AND id IN (SELECT crossing FROM exposure WHERE open = 1 AND {may}) \
         ORDER BY sort_us, id LIMIT {rows}"
    );
    let found = app.journal.query(&page_text("sort_us", &rest), &values).await?;
    page(&app, &caller, ("notice crossings", &id), found, Order::Soonest, rows).await
}

/// The notices that speak of a crossing, for the officers at the booth: two statements, however many notices there are.
#[utoipa::path(get, operation_id = "crossing_notices", path = "/crossings/{id}/notices", tag = "notices", params(("id" = String, Path)), responses((status = 200, body = CrossingNotices), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn of_crossing(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<CrossingNotices>> {
    let crossing = super::crossing::readable(&app, &caller, &id).await?;
    let (now_us, point) = (app.clock.now_us(), crossing.path.point.as_str());
    let text = format!(
        "SELECT notice FROM notice_point WHERE point = $1 AND (ends_us IS NULL OR ends_us > $2) ORDER BY effective_us DESC, notice DESC LIMIT {MAX_AT_A_POINT}"
    );
    // What is over is hit by nothing any more.
    let rows = if crossing.is_over() { Vec::new() } else { app.journal.query(&text, &[point.into(), now_us.into()]).await? };
    let ids = rows.iter().rev().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let states = app.journal.states(&ids).await?;
    let carried = Carried { point, direction: crossing.path.direction, subject: &crossing.subject };
    let told = |id: &String| {
        let n = states.get(id)?.notice()?;
        let live = matches!(n.state(now_us), notice::State::Coming | notice::State::InForce);
        let touch = n.content().map(|c| c.touches(&carried)).filter(|t| live && *t != Touch::No)?;
        read_at(&app, &caller, n)?;
        on_crossing(id, n, now_us, touch == Touch::Yes)
    };
    let notices: Vec<CrossingNotice> = ids.iter().filter_map(told).collect();
    app.noted(&caller, "crossing notices", &id, notices.len()).await?;
    Ok(Json(CrossingNotices { now_us, notices }))
}
