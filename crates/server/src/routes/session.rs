//! Signing in and out.

use crate::accounts::verify;
use crate::app::{App, MAX_FAILURES, MAX_FAILURES_OF_ADDRESS};
use crate::body::Body;
use crate::caller::{COOKIE, Caller, Door, digest};
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::sync::LazyLock;
use utoipa::ToSchema;

/// Who signs in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SignIn {
    /// The account.
    username: String,
    /// Its password.
    password: String,
}

/// A demo officer to sign in as.
#[derive(Debug, Deserialize, ToSchema)]
pub struct DemoSignIn {
    /// The account, one of `/demo/officers`.
    officer: String,
}

/// An officer, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficerCard {
    id: String,
    name: String,
    agency: String,
    agency_name: String,
    state: String,
    desk: String,
    desk_name: String,
    /// Empty at a national desk.
    point: String,
    roles: Vec<String>,
    purposes: Vec<String>,
}

/// The server's time: what the console's clocks run by.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockNow {
    /// Microseconds since 1970, UTC.
    now_us: i64,
    /// 1 is the world's rate; a demo runs faster.
    rate: f64,
}

/// Which framework runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct FrameworkName {
    id: String,
    name: String,
    version: String,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Who is signed in; absent when nobody is.
    officer: Option<OfficerCard>,
    /// Everything is made up.
    demo: bool,
    framework: FrameworkName,
    clock: ClockNow,
    /// Sent back in `x-mpaka-csrf` by calls that change something.
    csrf: Option<String>,
}

pub(crate) fn card(app: &App, account: &crate::accounts::Account) -> OfficerCard {
    let o = &account.officer;
    OfficerCard {
        id: o.id.to_string(),
        name: account.name.clone(),
        agency: o.agency.to_string(),
        agency_name: app.book().agencies.get(&o.agency).map_or_else(String::new, |a| a.short.clone()),
        state: o.state.to_string(),
        desk: o.desk.to_string(),
        desk_name: app.book().desks.get(&o.desk).map_or_else(String::new, |d| d.name.clone()),
        point: o.point.as_ref().map_or_else(String::new, ToString::to_string),
        roles: o.roles.iter().cloned().collect(),
        purposes: o.purposes.iter().cloned().collect(),
    }
}

fn view(app: &App, officer: Option<OfficerCard>, csrf: Option<String>) -> SessionView {
    let h = &app.book().framework.header;
    SessionView {
        officer,
        demo: app.demo,
        framework: FrameworkName { id: h.id.get_ref().clone(), name: h.name.clone(), version: h.version.clone() },
        clock: ClockNow { now_us: app.clock.now_us(), rate: app.clock.rate() },
        csrf,
    }
}

/// `Secure` wherever the address is not this machine's own: browsers send secure cookies to localhost over plain HTTP, but not all to 127.0.0.1.
fn set_cookie(headers: &HeaderMap, value: &str, max_age: i64) -> HeaderValue {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("");
    let local = ["localhost", "127.0.0.1", "[::1]"].iter().any(|l| host == *l || host.starts_with(&format!("{l}:")));
    let secure = if local { "" } else { "; Secure" };
    let text = format!("{COOKIE}={value}; HttpOnly; SameSite=Strict; Path=/; Max-Age={max_age}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

async fn opened(app: &App, headers: &HeaderMap, account: &crate::accounts::Account) -> Answer<Response> {
    let (secret, session) = app.open_session(account.officer.id.as_str()).await?;
    let body = Json(view(app, Some(card(app, account)), Some(session.csrf)));
    let seconds = crate::caller::SESSION_HOURS * 3600;
    Ok(([(header::SET_COOKIE, set_cookie(headers, &secret, seconds))], body).into_response())
}

/// Sign in with account and password.
#[utoipa::path(post, path = "/session", tag = "session", request_body = SignIn, responses((status = 200, body = SessionView), (status = 401, body = Problem), (status = 429, body = Problem)))]
pub async fn sign_in(
    State(app): State<App>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Body(ask): Body<SignIn>,
) -> Answer<Response> {
    let address = peer.map_or_else(|| "unknown".to_owned(), |p| p.0.0.ip().to_string());
    // Names are as long as somebody cares to send; their digests are not.
    let (account_key, address_key) = (format!("account {}", digest(&ask.username)), format!("address {address}"));
    app.attempt(&address_key, MAX_FAILURES_OF_ADDRESS)?;
    app.attempt(&account_key, MAX_FAILURES)?;
    let known = app.accounts.with_password(&ask.username);
    let hashed = known.as_ref().map(|(_, p)| p.clone()).filter(|p| !p.is_empty());
    // An account that does not exist costs the same time as a wrong password.
    let against = hashed.clone();
    let compare = move || verify(&ask.password, against.as_deref().unwrap_or(&UNKNOWN));
    // An error would mean that nobody is let in any more; it is never closed.
    let _turn = app.passwords.acquire().await.ok();
    let right = tokio::task::spawn_blocking(compare).await.unwrap_or(false);
    match known.filter(|_| right && hashed.is_some()) {
        Some((account, _)) => {
            app.succeeded(&account_key, &address_key);
            opened(&app, &headers, &account).await
        }
        None => Err(Problem::new(StatusCode::UNAUTHORIZED, "sign_in", "the account or the password is not right")),
    }
}

/// The hash of a password that nobody knows: what sign-ins to unknown accounts are compared with.
static UNKNOWN: LazyLock<String> = LazyLock::new(|| crate::accounts::hash(&crate::caller::secret()).unwrap_or_default());

/// Sign in as a made-up officer; only in a demo.
#[utoipa::path(post, path = "/session/demo", tag = "session", request_body = DemoSignIn, responses((status = 200, body = SessionView), (status = 404, body = Problem)))]
pub async fn sign_in_demo(State(app): State<App>, headers: HeaderMap, Body(ask): Body<DemoSignIn>) -> Answer<Response> {
    let account = app.accounts.get(&ask.officer).filter(|a| app.demo && a.demo).ok_or_else(Problem::not_found)?;
    opened(&app, &headers, &account).await
}

/// Who is signed in, and the server's time.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = 200, body = SessionView)))]
pub async fn session(State(app): State<App>, caller: Result<Caller, Problem>) -> Json<SessionView> {
    Json(match caller {
        Ok(c) => view(&app, Some(card(&app, &c.account)), c.csrf),
        Err(_) => view(&app, None, None),
    })
}

/// Sign out.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204), (status = 401, body = Problem)))]
pub async fn sign_out(State(app): State<App>, caller: Caller, headers: HeaderMap) -> Answer<Response> {
    if let Door::Session(key) = &caller.door {
        app.sessions.remove(key);
        app.journal.write(vec![("DELETE FROM session WHERE digest = $1".to_owned(), vec![key.as_str().into()])]).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, set_cookie(&headers, "", 0))]).into_response())
}

/// The made-up officers that a demo offers.
#[utoipa::path(get, path = "/demo/officers", tag = "session", responses((status = 200, body = Vec<OfficerCard>), (status = 404, body = Problem)))]
pub async fn demo_officers(State(app): State<App>) -> Answer<Json<Vec<OfficerCard>>> {
    if !app.demo {
        return Err(Problem::not_found());
    }
    Ok(Json(app.accounts.all().iter().filter(|a| a.demo && a.listed).map(|a| card(&app, a)).collect()))
}
