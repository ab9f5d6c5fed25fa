//! Who calls: a session cookie or an API token, the purpose stated, and the question to the rules that every handler begins with.

use crate::accounts::Account;
use crate::app::App;
use crate::problem::{Answer, Problem};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use framework::access::{Action, Disclosure, Kind, Label, Level, Officer};
use journal::NewEntry;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The cookie of a session.
pub const COOKIE: &str = "mpaka_session";
/// The header that a state-changing call with a cookie carries.
pub const CSRF_HEADER: &str = "x-mpaka-csrf";
/// The header that states a purpose.
pub const PURPOSE_HEADER: &str = "x-mpaka-purpose";
/// How long a session lasts. Hours.
pub const SESSION_HOURS: i64 = 12;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub officer: String,
    pub csrf: String,
    pub expires_us: i64,
}

/// The officer who calls, and for what purpose.
#[derive(Clone)]
pub struct Caller {
    /// The account.
    pub account: Arc<Account>,
    /// The purpose, in the words of the rules.
    pub purpose: String,
    /// The language that the caller reads first: two letters (ISO 639-1).
    pub language: String,
    /// The token of the session against forged requests; absent for API tokens.
    pub csrf: Option<String>,
    /// By what the caller was let in.
    pub(crate) door: Door,
}

/// By what a caller was let in: the digest of a secret.
#[derive(Clone)]
pub(crate) enum Door {
    /// A session's cookie.
    Session(String),
    /// An API token.
    Token(String),
    /// The command line, on the machine itself.
    Shell,
}

/// SHA-256 in hexadecimal: how sessions and tokens are kept.
pub(crate) fn digest(secret: impl AsRef<[u8]>) -> String {
    use std::fmt::Write;
    Sha256::digest(secret.as_ref()).iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// 256 random bits, as text.
pub(crate) fn secret() -> String {
    use base64::Engine as _;
    let bytes: [u8; 32] = rand::random();
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    all.filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

/// The first language of `accept-language` (RFC 9110, section 12.5.4): the console names exactly one.
fn language(headers: &HeaderMap) -> String {
    let first = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).and_then(|v| v.split([',', ';', '-']).next());
    first.map(|l| l.trim().to_ascii_lowercase()).filter(|l| l.len() == 2).unwrap_or_else(|| "en".to_owned())
}

/// What happened, its kind and its body, as an entry of a stream, in the name of an officer and an agency; both empty where nobody did it.
pub(crate) fn written(stream: &str, (kind, body): (&str, String), (officer, agency): (&str, &str), point: &str) -> NewEntry {
    NewEntry {
        stream: stream.to_owned(),
        kind: kind.to_owned(),
        body,
        officer: officer.to_owned(),
        agency: agency.to_owned(),
        point: point.to_owned(),
        happened_us: None,
    }
}

/// Nobody: what the clock does, and what is found in a list, is done by no officer.
pub(crate) fn nobody() -> Officer {
    Officer {
        id: "".into(),
        agency: "".into(),
        state: "".into(),
        point: None,
        desk: "".into(),
        roles: BTreeSet::new(),
        purposes: Vec::new().into_iter().collect(),
        clearance: 0,
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let headers = &parts.headers;
        let credentials = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.split_once(' '));
        // RFC 9110, section 11.1: the name of a scheme is written in any case.
        let bearer = credentials.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| digest(token.trim()));
        let (officer, csrf, door) = if let Some(key) = bearer {
            (app.token_owner(&key).await?.ok_or_else(Problem::signed_out)?, None, Door::Token(key))
        } else {
            let key = cookie(headers).map(digest).ok_or_else(Problem::signed_out)?;
            let session = app.session(&key).await?.ok_or_else(Problem::signed_out)?;
            let safe = matches!(parts.method, Method::GET | Method::HEAD);
            let sent = headers.get(CSRF_HEADER).and_then(|v| v.to_str().ok()).unwrap_or("");
            if !safe && sent != session.csrf {
                let detail = format!("a call that changes something carries the session's token in `{CSRF_HEADER}`");
                return Err(Problem::new(StatusCode::FORBIDDEN, "csrf", detail));
            }
            (session.officer, Some(session.csrf), Door::Session(key))
        };
        let account = app.accounts.get(&officer).ok_or_else(Problem::signed_out)?;
        let stated = headers.get(PURPOSE_HEADER).map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned()).filter(|p| !p.is_empty());
        let purpose = stated.or_else(|| account.officer.purposes.first().cloned()).unwrap_or_default();
        if !account.officer.purposes.contains(&purpose) {
            let known: Vec<&str> = account.officer.purposes.iter().map(String::as_str).collect();
            let detail = format!("`{purpose}` is not one of your purposes; expected one of {}", known.join(", "));
            return Err(Problem::new(StatusCode::FORBIDDEN, "purpose", detail));
        }
        Ok(Self { account, purpose, language: language(headers), csrf, door })
    }
}

impl Caller {
    /// An officer for the officer's first purpose: how the command line acts.
    pub fn of(account: Arc<Account>) -> Self {
        let purpose = account.officer.purposes.first().cloned().unwrap_or_default();
        Self { account, purpose, language: "en".to_owned(), csrf: None, door: Door::Shell }
    }

    /// Whether what let the caller in still would: the session has not ended, the token has not been removed.
    pub(crate) async fn is_let_in(&self, app: &App) -> bool {
        match &self.door {
            Door::Session(key) => app.session(key).await.is_ok_and(|s| s.is_some()),
            Door::Token(key) => app.token_owner(key).await.is_ok_and(|o| o.is_some()),
            Door::Shell => true,
        }
    }

    /// Goes on only if the rules let the caller do that.
    pub(crate) fn must(&self, app: &App, action: Action, label: &Label) -> Answer<()> {
        let decision = app.book().access.permits(&self.account.officer, action, label, &self.purpose);
        if decision.allowed { Ok(()) } else { Err(Problem::forbidden(&decision.rules)) }
    }

    /// What the caller's own agency holds of a kind where the caller is: what lists of one's own are asked for.
    pub(crate) fn own_label(&self, app: &App, kind: Kind) -> Label {
        let (officer, book) = (&self.account.officer, app.book());
        let mut label = Label::of(kind, &officer.agency, &officer.state);
        label.states = [book.own_state()].into();
        if let Some(point) = &officer.point {
            label.states = book.states_at(point.as_str());
            label.point = Some(point.clone());
        }
        label
    }

    /// How much of something the caller may know.
    pub(crate) fn disclosure(&self, app: &App, label: &Label) -> Disclosure {
        app.book().access.disclosure(&self.account.officer, label, &self.purpose)
    }

    /// Whether the caller may read it.
    pub(crate) fn reads(&self, app: &App, label: &Label) -> bool {
        self.disclosure(app, label).level == Level::Content
    }

    /// The facts of a command, as entries in the caller's name.
    pub(crate) fn entries(&self, point: &str, emitted: Vec<coordination::crossing::Emitted>) -> Vec<NewEntry> {
        let officer = &self.account.officer;
        let who = (officer.id.as_str(), officer.agency.as_str());
        let entry = |e: coordination::crossing::Emitted| written(e.crossing.as_str(), (e.fact.kind(), e.fact.body()), who, point);
        emitted.into_iter().map(entry).collect()
    }
}
