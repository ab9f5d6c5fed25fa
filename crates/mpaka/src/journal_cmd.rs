//! `mpaka journal`: look after the journal of a node that is not running.

use crate::node::{self, Failure, NodeArgs};
use clap::{Args, Subcommand};
use std::process::ExitCode;

/// Look after a node's journal. The server must not be running on it.
#[derive(Args)]
pub struct JournalArgs {
    #[command(subcommand)]
    command: JournalCommand,
}

#[derive(Subcommand)]
enum JournalCommand {
    /// Make the views again from the entries, and say whether they were as they should be. 0: equal; 1: they differed and are mended.
    Rebuild(NodeArgs),
    /// Print how many entries there are and a digest of the views.
    Status(NodeArgs),
}

/// Runs the command.
pub fn run(args: JournalArgs) -> ExitCode {
    match args.command {
        JournalCommand::Rebuild(node) => {
            let mut equal = true;
            let code = node::block_on("journal rebuild", rebuild(node, &mut equal));
            if code == ExitCode::SUCCESS && !equal { ExitCode::FAILURE } else { code }
        }
        JournalCommand::Status(node) => node::block_on("journal status", status(node)),
    }
}

async fn rebuild(node: NodeArgs, equal: &mut bool) -> Result<(), Failure> {
    let (_, journal, _) = node.open().await?;
    let before = journal.digest().await?;
    let done = journal.rebuild().await?;
    let after = journal.digest().await?;
    *equal = before == after;
    println!("{} entries read, {} rows written in {:.1} s", done.entries, done.rows, done.seconds);
    println!("views before {before}\nviews after  {after}\n{}", if *equal { "equal" } else { "they differed, and are mended" });
    journal.close().await;
    Ok(())
}

async fn status(node: NodeArgs) -> Result<(), Failure> {
    let (_, journal, _) = node.open().await?;
    println!("{} entries\nviews {}", journal.head().await? + 1, journal.digest().await?);
    journal.close().await;
    Ok(())
}
