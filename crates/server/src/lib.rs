//! The HTTP API, the live feed, sign-in and the embedded console.
//!
//! Every handler asks the framework's rules before it answers; what no rule permits is refused. Knows nothing of SQL dialects or of what a fact means: it
//! carries commands to `coordination` and entries to `journal`.

mod accounts;
mod app;
mod bodies;
mod body;
mod caller;
mod card;
mod clock;
mod console;
mod correlations;
mod demo;
mod describe;
mod model;
mod notices;
mod notifications;
mod page;
mod posts;
mod problem;
mod requests;
mod routes;
mod timers;
mod versions;
mod watchlists;

pub use accounts::{Account, AccountError, Accounts, NewAccount, hash, store};
pub use app::App;
pub use caller::{COOKIE, CSRF_HEADER, Caller, PURPOSE_HEADER, SESSION_HOURS};
pub use clock::Clock;
pub use coordination::version::Proved;
pub use demo::{DemoOptions, before as before_demo, begin as begin_demo};
pub use model::{Records, Shared};
pub use notifications::{
    GIVE_UP_HOURS, MailError, MailServer, NotificationOptions, Patience, Reach, Secrecy, notify, run as run_notifications,
};
pub use problem::{PlaceOf, Problem};
pub use routes::crossing::IDEMPOTENCY_HEADER;
pub use routes::intake::{IntakeProblem, Receipt, messages, take_again};
pub use timers::{fire as fire_clocks, run as run_clocks};
pub use versions::{Begun, Books, More, NoReasoner, Reasoner, SharingDifference, begin as begin_versions};
pub use watchlists::follow::{read_lists, run as run_screening, screen_all};

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use describe::{Document, Doors};
use journal::Journal;
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

/// Longest time one request may take; the live feed is outside it. Seconds.
pub const REQUEST_SECONDS: u64 = 30;

/// What the server is started with.
pub struct Parts {
    /// The rules, by version.
    pub books: Arc<Books>,
    /// What proves them.
    pub reasoner: Arc<dyn Reasoner>,
    /// The journal.
    pub journal: Journal<Records>,
    /// The accounts.
    pub accounts: Accounts,
    /// The time.
    pub clock: Clock,
    /// Whether everything is made up.
    pub demo: bool,
    /// How notifications leave the node.
    pub notifications: NotificationOptions,
    /// Turns true when the server shuts down.
    pub shutdown: tokio::sync::watch::Receiver<bool>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
        let metrics = recorder.handle();
        // In tests several servers share a process; the first one's recorder stays.
        let _ = metrics::set_global_recorder(recorder);
        Self(Arc::new(app::Inner {
            books: parts.books,
            reasoner: parts.reasoner,
            journal: parts.journal,
            accounts: parts.accounts,
            clock: parts.clock,
            demo: parts.demo,
            sessions: quick_cache::sync::Cache::new(50_000),
            tokens: quick_cache::sync::Cache::new(10_000),
            passwords: tokio::sync::Semaphore::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get)),
            failures: quick_cache::sync::Cache::new(50_000),
            metrics,
            watchlists: watchlists::engine::Engine::default(),
            notifications: notifications::Notifications::new(parts.notifications),
            live: std::sync::atomic::AtomicU32::new(0),
            shutdown: parts.shutdown,
        }))
    }
}

fn api() -> OpenApiRouter<App> {
    use routes::explorer::{ask, bodies, findings, rules};
    use routes::{
        account, assignments, board, crossing, editions, framework, hits, intake, lists, lookup, measures, posts, session, versions,
    };
    use routes::{body_calendar, body_list, correlations, meetings, minutes, notices, notifications, requests};
    OpenApiRouter::new().nest(
        "/api/v1",
        OpenApiRouter::new()
            .routes(routes!(session::session, session::sign_in, session::sign_out))
            .routes(routes!(session::sign_in_demo))
            .routes(routes!(session::demo_officers))
            .routes(routes!(framework::framework))
            .routes(routes!(framework::paths))
            .routes(routes!(bodies::bodies))
            .routes(routes!(findings::findings))
            .routes(routes!(versions::list, versions::propose))
            .routes(routes!(versions::approve))
            .routes(routes!(versions::withdraw))
            .routes(routes!(versions::difference))
            .routes(routes!(versions::sharing))
            .routes(routes!(versions::compare))
            .routes(routes!(rules::rules))
            .routes(routes!(ask::vocabulary))
            .routes(routes!(ask::ask))
            .routes(routes!(board::overview))
            .routes(routes!(board::board))
            .routes(routes!(board::list, crossing::open))
            .routes(routes!(board::parts))
            .routes(routes!(crossing::get))
            .routes(routes!(crossing::command))
            .routes(routes!(crossing::timeline))
            .routes(routes!(routes::scan::scan))
            .routes(routes!(assignments::list, assignments::make))
            .routes(routes!(assignments::count))
            .routes(routes!(assignments::get))
            .routes(routes!(assignments::act))
            .routes(routes!(notifications::mine))
            .routes(routes!(notifications::trouble))
            .routes(routes!(notifications::get, notifications::put))
            .routes(routes!(notifications::test))
            .routes(routes!(body_list::list))
            .routes(routes!(body_list::get))
            .routes(routes!(body_list::directives))
            .routes(routes!(body_calendar::calendar))
            .routes(routes!(meetings::list, meetings::call))
            .routes(routes!(meetings::get))
            .routes(routes!(meetings::act))
            .routes(routes!(minutes::page))
            .routes(routes!(requests::list, requests::ask))
            .routes(routes!(requests::bases))
            .routes(routes!(requests::get))
            .routes(routes!(requests::act))
            .routes(routes!(correlations::list, correlations::make))
            .routes(routes!(correlations::act))
            .routes(routes!(measures::measures))
            .routes(routes!(notices::list, notices::draft))
            .routes(routes!(notices::get))
            .routes(routes!(notices::act))
            .routes(routes!(notices::crossings))
            .routes(routes!(notices::of_crossing))
            .routes(routes!(measures::behind))
            .routes(routes!(posts::list))
            .routes(routes!(posts::get))
            .routes(routes!(posts::act))
            .routes(routes!(posts::shifts))
            .routes(routes!(posts::shift))
            .routes(routes!(posts::draft))
            .routes(routes!(hits::list))
            .routes(routes!(hits::count))
            .routes(routes!(hits::get))
            .routes(routes!(hits::act))
            .routes(routes!(lists::list))
            .routes(routes!(lookup::look_up))
            .routes(routes!(lists::entries, lists::ask))
            .routes(routes!(lists::entry))
            .routes(routes!(lists::act))
            .routes(routes!(editions::list, editions::bring).layer(DefaultBodyLimit::max(routes::editions::MAX_EDITION_BYTES + 1)))
            .routes(routes!(editions::approve))
            .routes(routes!(editions::withdraw))
            .routes(routes!(editions::difference))
            .routes(routes!(intake::list))
            .routes(routes!(intake::paxlst))
            .routes(routes!(intake::message))
            .routes(routes!(intake::replay))
            .routes(routes!(account::tokens, account::make_token))
            .routes(routes!(account::remove_token))
            .routes(routes!(account::access_log)),
    )
}

fn feed() -> OpenApiRouter<App> {
    OpenApiRouter::new().nest("/api/v1", OpenApiRouter::new().routes(routes!(routes::live::live)))
}

/// The OpenAPI 3.1 document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let (_, routes) = api().split_for_parts();
    let (_, live) = feed().split_for_parts();
    let mut document = Document::openapi();
    document.merge(routes);
    document.merge(live);
    Doors.modify(&mut document);
    document
}

/// Every route of the server.
pub fn router(app: App) -> Router {
    let (timed, _) = api().split_for_parts();
    let (endless, _) = feed().split_for_parts();
    let timeout = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(REQUEST_SECONDS));
    timed
        .layer(timeout)
        .layer(DefaultBodyLimit::max(routes::intake::MAX_INTERCHANGE_BYTES + 1))
        .layer(CompressionLayer::new())
        .merge(endless)
        .route("/api/openapi.json", get(|| async { axum::Json(openapi()) }))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics_page))
        .method_not_allowed_fallback(|| async {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", "the address knows no such method")
        })
        .fallback(console::serve)
        .layer(axum::middleware::from_fn(console::headers))
        .with_state(app)
}

/// Answers requests until told to end, then lets those under way come to an end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: tokio::net::TcpListener, app: App, until: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(until).await
}

async fn ready(State(app): State<App>) -> impl IntoResponse {
    match app.journal.head().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// Counters without personal data.
async fn metrics_page(State(app): State<App>) -> String {
    let depth = app.journal.depth();
    format!("{}# TYPE mpaka_commands_waiting gauge\nmpaka_commands_waiting {depth}\n", app.metrics.render())
}
