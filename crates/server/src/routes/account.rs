//! An officer's own API tokens, and the auditor's access log.

use crate::app::{App, now_id};
use crate::body::{Body, Path, Query};
use crate::caller::{Caller, Door, digest, secret};
use crate::page::{cursor, limit, place};
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use framework::access::{Action, Kind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Tokens that one officer may have.
const MAX_TOKENS: usize = 20;

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewToken {
    /// What it is for.
    name: String,
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenView {
    id: String,
    name: String,
    made_us: i64,
    /// The token itself; shown once, when it is made. It is kept only as a SHA-256 digest.
    secret: Option<String>,
}

/// The officer's tokens.
#[utoipa::path(get, path = "/tokens", tag = "account", responses((status = 200, body = Vec<TokenView>), (status = 401, body = Problem)))]
pub async fn tokens(State(app): State<App>, caller: Caller) -> Answer<Json<Vec<TokenView>>> {
    let text = "SELECT id, name, made_us FROM token WHERE officer = $1 ORDER BY id";
    let rows = app.journal.query(text, &[caller.account.officer.id.as_str().into()]).await?;
    let view =
        |r: &journal::Row| Ok::<_, journal::StorageError>(TokenView { id: r.text(0)?, name: r.text(1)?, made_us: r.int(2)?, secret: None });
    Ok(Json(rows.iter().map(view).collect::<Result<_, _>>()?))
}

/// Make a token that acts as the officer.
#[utoipa::path(post, path = "/tokens", tag = "account", request_body = NewToken, responses((status = 201, body = TokenView), (status = 409, body = Problem)))]
pub async fn make_token(State(app): State<App>, caller: Caller, Body(ask): Body<NewToken>) -> Answer<(StatusCode, Json<TokenView>)> {
    if !matches!(caller.door, Door::Session(_)) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "token", "a token does not make tokens; sign in with a password"));
    }
    let name = ask.name.trim().to_owned();
    if name.is_empty() || name.len() > 100 || name.chars().any(char::is_control) {
        return Err(Problem::bad("name", "a token has a name of 1 to 100 printable bytes that says what it is for"));
    }
    let officer = caller.account.officer.id.as_str();
    let count = app.journal.query("SELECT id FROM token WHERE officer = $1", &[officer.into()]).await?.len();
    if count >= MAX_TOKENS {
        let detail = format!("an officer has at most {MAX_TOKENS} tokens; remove one first");
        return Err(Problem::new(StatusCode::CONFLICT, "too_many_tokens", detail));
    }
    let (id, token, made_us) = (now_id(), format!("mpaka_{}", secret()), app.clock.now_us());
    let values =
        vec![id.as_str().into(), digest(&token).into(), officer.into(), name.as_str().into(), made_us.into(), journal::Value::Int(0)];
    let text = "INSERT INTO token (id, digest, officer, name, made_us, used_us) VALUES ($1, $2, $3, $4, $5, $6)";
    app.journal.write(vec![(text.to_owned(), values)]).await?;
    Ok((StatusCode::CREATED, Json(TokenView { id, name, made_us, secret: Some(token) })))
}

/// Remove a token.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "account", params(("id" = String, Path)), responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove_token(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    let officer = caller.account.officer.id.as_str();
    let rows = app.journal.query("SELECT digest FROM token WHERE id = $1 AND officer = $2", &[id.as_str().into(), officer.into()]).await?;
    let digest = rows.first().ok_or_else(Problem::not_found)?.text(0)?;
    app.journal.write(vec![("DELETE FROM token WHERE id = $1 AND officer = $2".to_owned(), vec![id.into(), officer.into()])]).await?;
    app.tokens.remove(&digest);
    Ok(StatusCode::NO_CONTENT)
}

/// Which lines of the access log.
#[derive(Debug, Deserialize, IntoParams)]
pub struct AccessQuery {
    /// Where the last page ended.
    cursor: Option<String>,
    /// Lines of a page, 1 to 5000.
    limit: Option<u32>,
}

/// Who read what, when, for which purpose.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessLine {
    at_us: i64,
    officer: String,
    agency: String,
    purpose: String,
    /// board, list, parts, crossing, timeline, scan, intake; `notifications` for a setting that was changed.
    what: String,
    /// The point or the crossing.
    subject: String,
    /// How many records were shown.
    records: i64,
}

/// A page of the access log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessPage {
    lines: Vec<AccessLine>,
    next: Option<String>,
}

/// The access log, the newest first; for auditors.
#[utoipa::path(get, path = "/access-log", tag = "account", params(AccessQuery), responses((status = 200, body = AccessPage), (status = 403, body = Problem)))]
pub async fn access_log(State(app): State<App>, caller: Caller, Query(q): Query<AccessQuery>) -> Answer<Json<AccessPage>> {
    caller.must(&app, Action::Read, &app.national_label(Kind::AccessLog))?;
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let id = after.map_or_else(|| "~".to_owned(), |(_, id)| id);
    let text = format!(
        "SELECT id, at_us, officer, agency, purpose, what, subject, records FROM access WHERE id < $1 ORDER BY id DESC LIMIT {rows}"
    );
    let found = app.journal.query(&text, &[id.into()]).await?;
    let next = match found.last().filter(|_| found.len() == rows as usize) {
        Some(last) => Some(cursor(0, &last.text(0)?)),
        None => None,
    };
    let line = |r: &journal::Row| {
        Ok::<_, journal::StorageError>(AccessLine {
            at_us: r.int(1)?,
            officer: r.text(2)?,
            agency: r.text(3)?,
            purpose: r.text(4)?,
            what: r.text(5)?,
            subject: r.text(6)?,
            records: r.int(7)?,
        })
    };
    Ok(Json(AccessPage { lines: found.iter().map(line).collect::<Result<_, _>>()?, next }))
}
