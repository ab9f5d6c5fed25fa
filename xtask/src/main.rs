//! `cargo xtask`: what a developer and CI run.

mod bench;
mod demo;
mod run;
mod setup;
mod test;
mod tidy;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Show, test, check and measure Mpaka")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the console and the server and show a living border, all of it made up.
    Demo(demo::DemoArgs),
    /// Install what tests need and run every check; the last line counts the steps.
    Test(test::TestArgs),
    /// Check what tools do not: dependency arrows, country names in code, file length, links, leftovers.
    Tidy,
    /// Build for speed and print figures, the data and the machine.
    Bench(bench::BenchArgs),
}

fn main() -> ExitCode {
    let ok = match Cli::parse().command {
        Command::Demo(args) => demo::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Tidy => tidy::report(),
        Command::Bench(args) => bench::run(&args),
    };
    if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
