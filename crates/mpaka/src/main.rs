//! The `mpaka` command: command line and wiring, nothing else.

mod client;
mod decode;
mod framework_cmd;
mod intake;
mod journal_cmd;
mod list_file;
mod minutes;
mod node;
mod officer;
mod output;
mod owed;
mod pdf;
mod prover;
mod screen;
mod serve;
mod telling;
mod watchlist;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// A quarter of the writer's samples were in the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Run a country's inter-agency border coordination framework.
#[derive(Parser)]
#[command(name = "mpaka", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Decode wire formats to JSON.
    Decode(decode::DecodeArgs),
    /// Read and check a country's framework.
    Framework(framework_cmd::FrameworkArgs),
    /// Screen names against lists.
    Screen(screen::ScreenArgs),
    /// Look into lists before they are used.
    Watchlist(watchlist::WatchlistArgs),
    Inbox(owed::InboxArgs),
    Assign(owed::AssignArgs),
    Minutes(minutes::MinutesArgs),
    Serve(serve::ServeArgs),
    Journal(journal_cmd::JournalArgs),
    Intake(intake::IntakeArgs),
    Officer(officer::OfficerArgs),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Decode(args) => decode::run(&args),
        Command::Framework(args) => framework_cmd::run(&args),
        Command::Screen(args) => screen::run(&args),
        Command::Watchlist(args) => watchlist::run(&args),
        Command::Inbox(args) => owed::inbox(args),
        Command::Assign(args) => owed::assign(args),
        Command::Minutes(args) => minutes::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Journal(args) => journal_cmd::run(args),
        Command::Intake(args) => intake::run(args),
        Command::Officer(args) => officer::run(args),
    }
}
