//! `mpaka intake`: messages that were kept because they could not be used.

use crate::node::{self, Failure, NodeArgs};
use clap::{Args, Subcommand, ValueEnum};
use server::{Accounts, App, Caller, Parts, Receipt};
use std::process::ExitCode;
use std::sync::Arc;

/// List kept messages and take them in again. The server must not be running on the database; its console does the same while it is.
#[derive(Args)]
pub struct IntakeArgs {
    #[command(subcommand)]
    command: IntakeCommand,
}

#[derive(Subcommand)]
enum IntakeCommand {
    /// Print kept messages of every crossing point, newest first, one JSON object a line.
    List {
        /// Which messages.
        #[arg(long, value_enum, default_value_t = Kept::Rejected)]
        state: Kept,
        /// At most so many of each crossing point.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=5000))]
        limit: u32,
        #[command(flatten)]
        node: NodeArgs,
    },
    /// Take messages in again. 0: all were used; 1: some were not.
    Replay {
        /// Ids that `mpaka intake list` printed.
        #[arg(required = true)]
        ids: Vec<String>,
        /// The account in whose name it is done.
        #[arg(long = "as")]
        officer: String,
        #[command(flatten)]
        node: NodeArgs,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Kept {
    Rejected,
    Accepted,
    Duplicate,
    Replayed,
}

/// Runs the command.
pub fn run(args: IntakeArgs) -> ExitCode {
    match args.command {
        IntakeCommand::List { state, limit, node } => node::block_on("intake list", list(state, limit, node)),
        IntakeCommand::Replay { ids, officer, node } => {
            let mut all = true;
            let code = node::block_on("intake replay", replay(ids, officer, node, &mut all));
            if code == ExitCode::SUCCESS && !all { ExitCode::FAILURE } else { code }
        }
    }
}

async fn open(node: &NodeArgs) -> Result<App, Failure> {
    let (books, journal, clock) = node.open().await?;
    let accounts = Accounts::load(&journal).await?;
    let (_, shutdown) = tokio::sync::watch::channel(false);
    Ok(App::new(Parts {
        books,
        reasoner: Arc::new(server::NoReasoner),
        journal,
        accounts,
        clock,
        demo: false,
        notifications: server::NotificationOptions::default(),
        shutdown,
    }))
}

fn print(receipt: &Receipt) -> Result<(), Failure> {
    println!("{}", serde_json::to_string(receipt)?);
    Ok(())
}

async fn list(state: Kept, limit: u32, node: NodeArgs) -> Result<(), Failure> {
    let app = open(&node).await?;
    let word = state.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default();
    for point in &app.book().framework.points {
        for receipt in server::messages(&app, point.id.get_ref(), &word, None, limit).await? {
            print(&receipt)?;
        }
    }
    app.journal.close().await;
    Ok(())
}

async fn replay(ids: Vec<String>, officer: String, node: NodeArgs, all: &mut bool) -> Result<(), Failure> {
    let app = open(&node).await?;
    let account = app.accounts.get(&officer).ok_or_else(|| format!("no account `{officer}`; `mpaka officer list` lists them"))?;
    let caller = Caller::of(account);
    for id in ids {
        match server::take_again(&app, &caller, &id).await {
            Ok(receipts) => {
                for receipt in receipts {
                    *all &= receipt.state == "accepted";
                    print(&receipt)?;
                }
            }
            Err(problem) => {
                *all = false;
                eprintln!("mpaka intake replay: {id}: {}", problem.detail);
            }
        }
    }
    app.journal.close().await;
    Ok(())
}
