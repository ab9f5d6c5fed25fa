//! Statements that several records are about the same person, thing or event.

use crate::app::{App, now_id};
use crate::body::{Body, Path, Query};
use crate::caller::{Caller, written};
use crate::correlations::{Readable, all_readable, thing_key};
use crate::problem::{Answer, Problem};
use crate::routes::assignments::{ByView, by};
use crate::routes::crossing::idempotency;
use crate::routes::requests::subject_of;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use coordination::correlation::{self, Certainty, Correlation, ELSEWHERE, Refused, Thing};
use journal::Value;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Statements about one record that are sent.
const MOST: u32 = 100;

/// A record.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThingView {
    /// crossing, hit or request, as the server knows it; elsewhere for a record of another system.
    #[serde(default)]
    kind: String,
    /// Its id here, or its number there.
    id: String,
    /// The other system.
    #[serde(default)]
    system: String,
}

impl From<&Thing> for ThingView {
    fn from(t: &Thing) -> Self {
        Self { kind: t.kind.clone(), id: t.id.clone(), system: t.system.clone() }
    }
}

impl From<ThingView> for Thing {
    fn from(t: ThingView) -> Self {
        let kind = if t.system.trim().is_empty() { t.kind } else { ELSEWHERE.to_owned() };
        Self { kind, id: t.id, system: t.system }
    }
}

/// Something to be stated.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementRequest {
    /// What they are all about: person, document, vehicle, vessel, aircraft, goods, organisation or event.
    subject: String,
    /// Which records, 2 to 20. Whoever states something may read every one that is of this node.
    things: Vec<ThingView>,
    /// Whether they are about the same; false states that they are not.
    same: bool,
    /// certain, likely or possible.
    certainty: String,
    /// Why.
    reason: String,
}

/// What somebody does with a statement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementCommand {
    /// withdraw.
    command: String,
    /// Why.
    reason: String,
}

/// Which statements.
#[derive(Debug, Deserialize, IntoParams)]
pub struct StatementsQuery {
    /// About this record: its id here, or its number in another system.
    about: String,
    /// The other system.
    #[serde(default)]
    system: String,
}

/// A statement that records are about the same, or are not.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatementView {
    id: String,
    subject: String,
    things: Vec<ThingView>,
    same: bool,
    certainty: String,
    reason: String,
    by: ByView,
    /// Who withdrew it, and why.
    withdrawn: Option<ByView>,
    withdrawn_reason: String,
    /// What the caller may do: withdraw.
    commands: Vec<String>,
}

/// Statements about one record, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statements {
    now_us: i64,
    statements: Vec<StatementView>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::NotYours { .. } => StatusCode::FORBIDDEN,
            Refused::NoSuchStatement => StatusCode::NOT_FOUND,
            Refused::WithdrawnAlready => StatusCode::CONFLICT,
            Refused::Words(_) | Refused::Things { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::refused(status, &refused.code(), &refused)
    }
}

fn view(caller: &Caller, id: &str, c: &Correlation) -> StatementView {
    let may = correlation::withdraw(c, &caller.account.officer.agency, "?").is_ok();
    StatementView {
        id: id.to_owned(),
        subject: c.stated.subject.word().to_owned(),
        things: c.stated.things.iter().map(ThingView::from).collect(),
        same: c.stated.same,
        certainty: c.stated.certainty.word().to_owned(),
        reason: c.stated.reason.clone(),
        by: by(&c.by),
        withdrawn: c.withdrawn.as_ref().map(|(b, _)| by(b)),
        withdrawn_reason: c.withdrawn.as_ref().map(|(_, reason)| reason.clone()).unwrap_or_default(),
        commands: if may { vec!["withdraw".to_owned()] } else { Vec::new() },
    }
}

/// What is stated about a record, as far as the caller may read every record that it is stated of.
#[utoipa::path(get, operation_id = "list_statements", path = "/statements", tag = "statements", params(StatementsQuery), responses((status = 200, body = Statements), (status = 404, body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller, Query(q): Query<StatementsQuery>) -> Answer<Json<Statements>> {
    let asked: Thing = ThingView { kind: String::new(), id: q.about, system: q.system }.into();
    let about = all_readable(&app, &caller, std::slice::from_ref(&asked)).await?.ok_or_else(Problem::not_found)?;
    let text = format!("SELECT statement FROM correlation WHERE thing = $1 ORDER BY stated_us DESC, statement LIMIT {MOST}");
    let key = about.first().map(thing_key).unwrap_or_default();
    let rows = app.journal.query(&text, &[Value::Text(key)]).await?;
    let ids = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let states = app.journal.states(&ids).await?;
    let known: Vec<_> = ids.iter().filter_map(|id| Some((id, states.get(id)?.correlation()?))).collect();
    let readable = Readable::of(&app, &caller, known.iter().flat_map(|(_, c)| &c.stated.things)).await?;
    let shown = known.into_iter().filter(|(_, c)| readable.all(&c.stated.things).is_some());
    let statements: Vec<StatementView> = shown.map(|(id, c)| view(&caller, id, c)).collect();
    // Every page of a record asks; where nothing was read there is nothing to note.
    if !statements.is_empty() {
        app.noted(&caller, "statements", &asked.id, statements.len()).await?;
    }
    Ok(Json(Statements { now_us: app.clock.now_us(), statements }))
}

/// State that records are about the same, or are not.
#[utoipa::path(post, operation_id = "make_statement", path = "/statements", tag = "statements", request_body = StatementRequest, responses((status = 201, body = StatementView), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn make(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(ask): Body<StatementRequest>,
) -> Answer<(StatusCode, Json<StatementView>)> {
    let subject = subject_of(&ask.subject)?;
    let certainty = Certainty::ALL.iter().find(|c| c.word() == ask.certainty).copied().ok_or_else(|| {
        let known: Vec<&str> = Certainty::ALL.iter().map(|c| c.word()).collect();
        Problem::bad("certainty", format!("`certainty` is `{}`; expected one of {}", ask.certainty, known.join(", ")))
    })?;
    let things: Vec<Thing> = ask.things.into_iter().take(correlation::MAX_THINGS + 1).map(Thing::from).collect();
    // Of a record that one may not read it is not said whether there is such a one; and somebody who reads none has nothing to state.
    let known = all_readable(&app, &caller, &things).await?.filter(|all| all.iter().any(|t| t.kind != ELSEWHERE));
    let fact = correlation::state(subject, &known.ok_or_else(Problem::not_found)?, ask.same, certainty, &ask.reason)?;
    let (id, officer) = (now_id(), caller.account.officer.clone());
    let stream = id.clone();
    let point = officer.point.as_ref().map(ToString::to_string).unwrap_or_default();
    let done = app.journal.execute(idempotency(&headers, &caller)?, vec![id.clone()], move |_, _| {
        Ok::<_, Refused>((vec![written(&stream, (fact.kind(), fact.body()), (officer.id.as_str(), officer.agency.as_str()), &point)], ()))
    });
    let id = done.await?.entries.first().map_or(id, |e| e.stream.clone());
    let made = app.journal.state(&id).await?.and_then(|s| s.correlation().cloned()).ok_or_else(Problem::not_found)?;
    Ok((StatusCode::CREATED, Json(view(&caller, &id, &made))))
}

/// Withdraw a statement.
#[utoipa::path(post, operation_id = "command_statement", path = "/statements/{id}/commands", tag = "statements", params(("id" = String, Path)), request_body = StatementCommand, responses((status = 200, body = StatementView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(ask): Body<StatementCommand>,
) -> Answer<Json<StatementView>> {
    let found = app.journal.state(&id).await?.and_then(|s| s.correlation().cloned()).ok_or_else(Problem::not_found)?;
    all_readable(&app, &caller, &found.stated.things).await?.ok_or_else(Problem::not_found)?;
    if ask.command != "withdraw" {
        return Err(Problem::bad("command", format!("`{}` is no command on a statement; expected withdraw", ask.command)));
    }
    let (officer, stream) = (caller.account.officer.clone(), id.clone());
    let point = officer.point.as_ref().map(ToString::to_string).unwrap_or_default();
    let done = app.journal.execute(idempotency(&headers, &caller)?, vec![id.clone()], move |states, _| {
        let c = states.get(&stream).and_then(|s| s.correlation()).ok_or(Refused::NoSuchStatement)?;
        let fact = correlation::withdraw(c, &officer.agency, &ask.reason)?;
        Ok::<_, Refused>((vec![written(&stream, (fact.kind(), fact.body()), (officer.id.as_str(), officer.agency.as_str()), &point)], ()))
    });
    done.await?;
    let now = app.journal.state(&id).await?.and_then(|s| s.correlation().cloned()).ok_or_else(Problem::not_found)?;
    Ok(Json(view(&caller, &id, &now)))
}
