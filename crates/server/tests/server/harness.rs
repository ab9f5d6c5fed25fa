//! A border to test on: the server on a database of its own, with the officers of a real framework and a clock that is moved by hand.
#![allow(dead_code, reason = "each file of tests uses a part of it")]

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use framework::Rulebook;
use futures_util::StreamExt;
use journal::{Journal, Options};
use serde_json::{Value, json};
use server::{Accounts, App, Clock, NewAccount, NotificationOptions, Parts, Records};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::watch;
use tower::ServiceExt;

/// 1 September 2026, 06:00 UTC: nine in the morning at every point of the framework.
pub const MORNING_US: i64 = 1_788_242_400_000_000;
pub const MINUTE_US: i64 = 60_000_000;
pub const HOUR_US: i64 = 60 * MINUTE_US;
/// A feed that says nothing for so long has said all.
const SILENCE: Duration = Duration::from_millis(600);
/// Accounts of `World::people` sign in with it.
pub const PASSWORD: &str = "a password of the tests";

pub fn pack() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "frameworks", "kenya"].iter().collect()
}

pub fn kenya() -> Arc<Rulebook> {
    static BOOK: OnceLock<Arc<Rulebook>> = OnceLock::new();
    let load = || {
        let loaded = framework::load(&pack());
        Arc::new(Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap())
    };
    BOOK.get_or_init(load).clone()
}

/// A server and what the tests may move behind its back.
pub struct World {
    pub router: Router,
    pub app: App,
    pub journal: Journal<Records>,
    pub clock: Clock,
    pub shutdown: watch::Sender<bool>,
    url: String,
    demo: bool,
    notifications: NotificationOptions,
    folder: Option<tempfile::TempDir>,
}

fn account(new: &NewAccount, demo: bool) -> server::Account {
    new.account(&kenya(), demo).unwrap()
}

/// The made-up officers of the pack.
pub fn officers() -> Vec<NewAccount> {
    #[derive(serde::Deserialize)]
    struct File {
        officer: Vec<NewAccount>,
    }
    let text = std::fs::read_to_string(pack().join("demo/officers.toml")).unwrap();
    toml::from_str::<File>(&text).unwrap().officer
}

impl World {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("journal.db").display());
        Self::open(url, Some(folder), false, NotificationOptions::default()).await
    }

    pub async fn sqlite_demo() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("journal.db").display());
        Self::open(url, Some(folder), true, NotificationOptions::default()).await
    }

    pub async fn postgres(server: &testkit::Postgres, database: &str) -> Self {
        Self::open(server.url(database), None, false, NotificationOptions::default()).await
    }

    async fn open(url: String, folder: Option<tempfile::TempDir>, demo: bool, notifications: NotificationOptions) -> Self {
        let clock = Clock::start(1.0);
        clock.stand(MORNING_US);
        let ticks = clock.clone();
        let books = Arc::new(server::Books::new(kenya()));
        let journal = Journal::open(&url, Records { books: books.clone() }, Options::new(move || ticks.now_us())).await.unwrap();
        let accounts = Accounts::load(&journal).await.unwrap();
        for new in officers() {
            accounts.put(account(&new, demo), String::new());
        }
        server::begin_versions(&books, &journal, MORNING_US).await.unwrap();
        let (shutdown, ends) = watch::channel(false);
        let parts = Parts {
            books,
            reasoner: Arc::new(Proofs),
            journal: journal.clone(),
            accounts,
            clock: clock.clone(),
            demo,
            notifications: notifications.clone(),
            shutdown: ends,
        };
        let app = App::new(parts);
        Self { router: server::router(app.clone()), app, journal, clock, shutdown, url, demo, notifications, folder }
    }

    /// Ends this server and starts another on the same database, with nothing in memory.
    pub async fn restarted(self) -> Self {
        let notifications = self.notifications.clone();
        self.restarted_telling(notifications).await
    }

    /// The same, with other ways for notifications to leave.
    pub async fn restarted_telling(self, notifications: NotificationOptions) -> Self {
        self.journal.close().await;
        let now = self.clock.now_us();
        let Self { url, folder, demo, router, app, journal, .. } = self;
        drop((router, app, journal));
        let next = Self::open(url, folder, demo, notifications).await;
        next.clock.stand(now);
        next
    }

    pub fn later(&self, us: i64) {
        self.clock.stand(self.clock.now_us() + us);
    }

    /// Puts an account with a password beside the officers of the pack.
    pub fn with_password(&self, id: &str, like: &str) {
        static HASHED: OnceLock<String> = OnceLock::new();
        let like = officers().into_iter().find(|o| o.id == like).unwrap();
        let new = NewAccount { id: id.into(), ..like };
        self.app.accounts.put(account(&new, false), HASHED.get_or_init(|| server::hash(PASSWORD).unwrap()).clone());
    }

    /// A second officer of the same desk.
    pub fn colleague(&self, id: &str, like: &str) {
        let like = officers().into_iter().find(|o| o.id == like).unwrap();
        self.app.accounts.put(account(&NewAccount { id: id.into(), ..like }, false), String::new());
    }

    /// An officer of a desk that the pack has nobody at.
    pub fn hire(&self, id: &str, agency: &str, desk: &str, roles: &[&str], purposes: &[&str]) {
        let words = |w: &[&str]| w.iter().map(|w| (*w).to_owned()).collect::<BTreeSet<String>>();
        let (id, agency, desk) = (id.into(), agency.into(), desk.into());
        let new = NewAccount {
            id,
            name: "A. N. Other".into(),
            agency,
            desk,
            roles: words(roles),
            purposes: words(purposes),
            clearance: 1,
            listed: false,
        };
        self.app.accounts.put(account(&new, false), String::new());
    }

    /// An officer at work, by an API token.
    pub async fn desk(&self, officer: &str) -> Desk {
        assert!(self.app.accounts.get(officer).is_some(), "the pack has no officer `{officer}`");
        let token = format!("mpaka_of_{officer}");
        let text =
            "INSERT INTO token (id, digest, officer, name, made_us, used_us) VALUES ($1, $2, $3, 'test', 0, 0) ON CONFLICT (id) DO NOTHING";
        let values = vec![token.as_str().into(), digest(&token).into(), officer.into()];
        self.journal.write(vec![(text.to_owned(), values)]).await.unwrap();
        Desk { router: self.router.clone(), bearer: Some(token), ..Desk::nobody(&self.router) }
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Desk {
        Desk::nobody(&self.router)
    }

    /// An officer signed in with a password, by cookie.
    pub async fn signed_in(&self, account: &str) -> Desk {
        let answer = self.stranger().post("/api/v1/session", json!({ "username": account, "password": PASSWORD })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        let csrf = answer.body["csrf"].as_str().unwrap().to_owned();
        Desk { cookie: Some(cookie), csrf: Some(csrf), ..self.stranger() }
    }
}

/// Stands for the prover: refutes what says of itself that it is weak. The real one is asked where the program is tested.
struct Proofs;

impl server::Reasoner for Proofs {
    fn prove(&self, framework: &framework::Framework) -> server::Proved {
        let weak = framework.policies.iter().any(|p| p.item.contains("weakened"));
        let open = if weak { vec!["own-entry: Nobody approves an entry of their own. But somebody may.".to_owned()] } else { Vec::new() };
        server::Proved { proved: framework.guarantees.len() as u32, open, unproved: None }
    }

    fn compare(&self, _: &framework::Framework, _: &framework::Framework) -> Result<server::SharingDifference, String> {
        let more = server::More { sentence: "an officer may read".to_owned(), because: "no rule permits it".to_owned() };
        Ok(server::SharingDifference { a_more: Vec::new(), b_more: vec![more], open: 0 })
    }
}

/// SHA-256 in hexadecimal.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

/// Where somebody calls from.
#[derive(Clone)]
pub struct Desk {
    pub router: Router,
    pub bearer: Option<String>,
    pub cookie: Option<String>,
    pub csrf: Option<String>,
    pub headers: BTreeMap<String, Vec<u8>>,
}

impl Desk {
    fn nobody(router: &Router) -> Self {
        Self { router: router.clone(), bearer: None, cookie: None, csrf: None, headers: BTreeMap::new() }
    }

    /// The same desk, sending one more header.
    pub fn saying(&self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let mut desk = self.clone();
        desk.headers.insert(name.to_owned(), value.as_ref().to_vec());
        desk
    }

    pub async fn send(&self, method: Method, path: &str, body: impl Into<Body>) -> axum::response::Response {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(csrf) = &self.csrf {
            request = request.header(server::CSRF_HEADER, csrf);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value.as_slice());
        }
        self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap()
    }

    pub async fn call(&self, method: Method, path: &str, body: impl Into<Body>) -> Answer {
        Answer::of(self.send(method, path, body).await).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, Body::empty()).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, Body::empty()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.saying("content-type", "application/json").call(Method::PUT, path, body.to_string()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.saying("content-type", "application/json").call(Method::POST, path, body.to_string()).await
    }

    /// Sends a passenger list.
    pub async fn list(&self, bytes: impl Into<Bytes>) -> Answer {
        self.saying("content-type", "text/plain").call(Method::POST, "/api/v1/intake/paxlst", Body::from(bytes.into())).await
    }

    /// Carries out a command that has to be carried out.
    pub async fn does(&self, crossing: &str, command: Value) -> Value {
        let answer = self.tries(crossing, command.clone()).await;
        assert_eq!(answer.status, StatusCode::OK, "{command}: {}", answer.text);
        answer.body
    }

    pub async fn tries(&self, crossing: &str, command: Value) -> Answer {
        self.post(&format!("/api/v1/crossings/{crossing}/commands"), command).await
    }

    pub async fn passes(&self, crossing: &str, stage: &str) -> Value {
        self.does(crossing, json!({ "command": "pass", "stage": stage })).await
    }

    pub async fn opens(&self, what: Value) -> String {
        let answer = self.post("/api/v1/crossings", what).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.id()
    }

    pub async fn sees(&self, crossing: &str) -> Value {
        sees(self, &format!("/api/v1/crossings/{crossing}")).await
    }

    /// Everything that the live feed says to somebody who has heard nothing yet, until it falls silent.
    pub async fn hears(&self) -> String {
        let response = self.saying("last-event-id", "0").send(Method::GET, "/api/v1/live", Body::empty()).await;
        let mut stream = response.into_body().into_data_stream();
        let mut heard = String::new();
        while let Ok(Some(Ok(chunk))) = tokio::time::timeout(SILENCE, stream.next()).await {
            heard.push_str(&String::from_utf8_lossy(&chunk));
        }
        heard
    }
}

/// What stands at an address that can be read.
pub async fn sees(desk: &Desk, path: &str) -> Value {
    let answer = desk.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    answer.body
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    /// The body as JSON; null where it is none.
    pub body: Value,
}

impl Answer {
    pub async fn of(response: axum::response::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or_default();
        Self { status, headers, text, body }
    }

    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or("")
    }

    /// The id of a crossing that was opened.
    pub fn id(&self) -> String {
        self.body["card"]["id"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
    }

    /// It is a problem document (RFC 9457) with this status and code, and says something.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> &Self {
        assert_eq!((self.status.as_u16(), self.code()), (status, code), "{}", self.text);
        self.is_problem()
    }

    #[track_caller]
    pub fn is_problem(&self) -> &Self {
        assert_eq!(self.header("content-type"), "application/problem+json", "{} {}", self.status, self.text);
        assert_eq!(self.body["status"], self.status.as_u16(), "{}", self.text);
        for field in ["code", "title", "detail"] {
            assert!(self.body[field].as_str().is_some_and(|t| !t.is_empty()), "no {field}: {}", self.text);
        }
        self
    }
}

/// Runs each scenario on SQLite as a test of its own, and all of them on one PostgreSQL server, each with a database of its own.
#[macro_export]
macro_rules! on_both_engines {
    ($($scenario:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                super::$scenario($crate::harness::World::sqlite().await).await;
            })*
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn on_postgres() {
            let Some(server) = testkit::Postgres::start() else { return };
            $(
                println!("on PostgreSQL: {}", stringify!($scenario));
                $scenario($crate::harness::World::postgres(&server, stringify!($scenario)).await).await;
            )*
        }
    };
}
