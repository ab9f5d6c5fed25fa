//! `mpaka serve`: the server with its console.

use crate::node::{self, Failure, NodeArgs};
use crate::prover::Prover;
use crate::telling::{Beyond, TellingArgs};
use clap::{Args, ValueEnum};
use server::{Accounts, App, Clock, DemoOptions, Parts};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// How long requests under way may take once the server is asked to end.
const GRACE: Duration = Duration::from_secs(10);

/// Run the server: the API, the live feed and the console.
///
/// Every option can also be set in a file (`--config`, TOML, keys named like the options with `_` for `-`) or in the environment; the command line comes
/// first, then the environment, then the file.
#[derive(Args)]
pub struct ServeArgs {
    /// A TOML file with these options.
    #[arg(long, env = "MPAKA_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    node: NodeArgs,
    /// Address and port to listen on. Put a proxy that speaks TLS in front of any address that is not this machine's own [default: 127.0.0.1:8080].
    #[arg(long, env = "MPAKA_LISTEN")]
    listen: Option<SocketAddr>,
    /// How log lines are written [default: text].
    #[arg(long, env = "MPAKA_LOG_FORMAT", value_enum)]
    log_format: Option<LogFormat>,
    /// Which log lines are written, such as `info` or `warn,server=debug` [default: info].
    #[arg(long, env = "MPAKA_LOG")]
    log: Option<String>,
    /// Show a made-up border: the framework's demonstration officers can be signed in as by anybody, and everything is marked as made up. Never with real data.
    #[arg(long, env = "MPAKA_DEMO", num_args = 0..=1, require_equals = true, default_missing_value = "true",
          value_parser = clap::builder::FalseyValueParser::new())]
    demo: Option<bool>,
    /// How many times faster than the world a demo's clock runs, 1 to 600 [default: 30].
    #[arg(long, env = "MPAKA_DEMO_SPEED")]
    demo_speed: Option<f64>,
    /// Whether travellers come and officers work by themselves in a demo [default: on].
    #[arg(long, env = "MPAKA_DEMO_TRAFFIC", value_enum)]
    demo_traffic: Option<Switch>,
    /// The same seed gives the same arrivals [default: 1].
    #[arg(long, env = "MPAKA_DEMO_SEED")]
    demo_seed: Option<u64>,
    #[command(flatten)]
    telling: TellingArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Switch {
    On,
    Off,
}

/// The options as a file states them.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    framework: Option<PathBuf>,
    data: Option<String>,
    listen: Option<SocketAddr>,
    log_format: Option<LogFormat>,
    log: Option<String>,
    demo: Option<bool>,
    demo_speed: Option<f64>,
    demo_traffic: Option<Switch>,
    demo_seed: Option<u64>,
    smtp: Option<String>,
    mail_from: Option<String>,
    smtp_user: Option<String>,
    smtp_password_file: Option<PathBuf>,
    smtp_ca: Option<PathBuf>,
    console_url: Option<String>,
    webhook_reach: Vec<Beyond>,
}

fn file(path: &std::path::Path) -> Result<File, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()).into())
}

/// Runs the command.
pub fn run(args: ServeArgs) -> ExitCode {
    let file = match args.config.as_deref().map(file).transpose() {
        Ok(file) => file.unwrap_or_default(),
        Err(e) => return node::failed("serve", &e),
    };
    let args = ServeArgs {
        config: None,
        node: NodeArgs { framework: args.node.framework.or(file.framework), data: args.node.data.or(file.data) },
        listen: args.listen.or(file.listen),
        log_format: args.log_format.or(file.log_format),
        log: args.log.or(file.log),
        demo: args.demo.or(file.demo),
        demo_speed: args.demo_speed.or(file.demo_speed),
        demo_traffic: args.demo_traffic.or(file.demo_traffic),
        demo_seed: args.demo_seed.or(file.demo_seed),
        telling: TellingArgs {
            smtp: args.telling.smtp.or(file.smtp),
            mail_from: args.telling.mail_from.or(file.mail_from),
            smtp_user: args.telling.smtp_user.or(file.smtp_user),
            smtp_password_file: args.telling.smtp_password_file.or(file.smtp_password_file),
            smtp_ca: args.telling.smtp_ca.or(file.smtp_ca),
            console_url: args.telling.console_url.or(file.console_url),
            webhook_reach: if args.telling.webhook_reach.is_empty() { file.webhook_reach } else { args.telling.webhook_reach },
        },
    };
    node::block_on("serve", serve(args))
}

fn logs(format: LogFormat, filter: &str) -> Result<(), Failure> {
    let filter = tracing_subscriber::EnvFilter::try_new(filter).map_err(|e| format!("--log {filter}: {e}"))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
    Ok(())
}

async fn serve(args: ServeArgs) -> Result<(), Failure> {
    logs(args.log_format.unwrap_or(LogFormat::Text), args.log.as_deref().unwrap_or("info"))?;
    let listen = args.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
    let demo = args.demo.unwrap_or(false);
    let speed = if demo { args.demo_speed.unwrap_or(30.0) } else { 1.0 };
    if !(1.0..=600.0).contains(&speed) {
        return Err(format!("--demo-speed {speed}: 1 to 600 was expected").into());
    }
    let clock = Clock::start(speed);
    let dir = args.node.framework_dir()?.to_owned();
    let book = node::book(&dir)?;
    let traffic = args.demo_traffic.unwrap_or(Switch::On) == Switch::On;
    if demo {
        server::before_demo(&clock, &book.framework, traffic);
    }
    // The address is taken before the database is opened: a second server on it fails without touching anything.
    let listener = TcpListener::bind(listen).await.map_err(|e| format!("cannot listen on {listen}: {e}"))?;
    let address = listener.local_addr()?;
    let notifications = args.telling.options(address)?;
    let (books, journal) = node::journal(&args.node.data_url()?, book, clock.clone()).await?;
    let accounts = Accounts::load(&journal).await?;
    if !demo && accounts.all().iter().any(|a| a.demo) {
        return Err("this database holds a demonstration; real work needs one of its own".into());
    }
    if demo && accounts.all().iter().any(|a| !a.demo) {
        return Err("this database holds real accounts; a demonstration needs one of its own".into());
    }
    let (down, shutdown) = watch::channel(false);
    let parts = Parts {
        books,
        reasoner: Arc::new(Prover),
        journal: journal.clone(),
        accounts,
        clock,
        demo,
        notifications,
        shutdown: shutdown.clone(),
    };
    let app = App::new(parts);
    // Before anybody is let in: nobody passes a desk unscreened because the lists were not there yet.
    server::read_lists(&app).await;
    tokio::spawn(server::run_screening(app.clone()));
    if demo {
        let made_up = simulation::load(&dir).map_err(|all| all.iter().map(|e| format!("\n  {e}")).collect::<String>())?;
        if traffic {
            tracing::info!("making the demonstration's past");
        }
        server::begin_demo(&app, &made_up, DemoOptions { traffic, seed: args.demo_seed.unwrap_or(1) }).await?;
    }
    tokio::spawn(server::run_clocks(app.clone()));
    tokio::spawn(server::run_notifications(app.clone()));
    // Before the address is told: whoever reads it may ask for the end at once.
    let ending = signals()?;
    tracing::info!(%address, demo, "serving");
    println!("Mpaka is at http://{address}/");
    let asked = {
        let mut shutdown = shutdown.clone();
        async move {
            // An error means that the sender is gone, and with it the server.
            let _ = shutdown.wait_for(|down| *down).await;
        }
    };
    let mut serving = tokio::spawn(server::serve(listener, app, asked));
    tokio::select! {
        () = ending => {}
        ended = &mut serving => {
            // Nobody asked it to end: whoever watches over the process has to hear of it.
            journal.close().await;
            let why = ended.map_err(|e| e.to_string()).and_then(|served| served.map_err(|e| e.to_string()));
            return Err(format!("the server ended by itself: {}", why.err().unwrap_or_else(|| "the listener closed".to_owned())).into());
        }
    }
    tracing::info!("ending");
    down.send_replace(true);
    if tokio::time::timeout(GRACE, serving).await.is_err() {
        tracing::warn!("some requests took longer than {} s and were cut off", GRACE.as_secs());
    }
    journal.close().await;
    Ok(())
}

/// Listens from now on for what asks a process to end.
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
