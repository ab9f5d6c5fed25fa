//! `mpaka framework`: begin, read, check, prove, compare and adopt a country's framework.

mod adopt;
mod check;
mod diff;
mod explain;
mod new;
mod prove;

use crate::output::Format;
use clap::{Args, Subcommand};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// Begin, check, prove, compare and adopt frameworks.
#[derive(Args)]
pub struct FrameworkArgs {
    #[command(subcommand)]
    command: FrameworkCommand,
}

#[derive(Subcommand)]
enum FrameworkCommand {
    /// Find what a framework lacks. 0: no errors; 1: errors; 2: it cannot be used at all.
    Check {
        /// The framework's directory.
        dir: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t = check::Format::Text)]
        format: check::Format,
        /// Print notes too: everything that is marked as not established.
        #[arg(long)]
        notes: bool,
    },
    /// Prove what the sharing rules guarantee, for every possible officer, record and purpose. 0: all proved; 1: one refuted, with an example; 2: the
    /// framework cannot be used; 3: no solver, or not decided.
    Prove {
        /// The framework's directory.
        dir: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    Diff(diff::DiffArgs),
    New(new::NewArgs),
    Adopt(adopt::AdoptArgs),
    /// Tell what a diagnostic means, why it matters and how to mend it.
    Explain {
        /// `MF0010`; every code without one.
        code: Option<String>,
    },
}

/// Runs the command.
pub fn run(args: &FrameworkArgs) -> ExitCode {
    let mut out = io::stdout().lock();
    let result = match &args.command {
        FrameworkCommand::Check { dir, format, notes } => check::check(dir, *format, *notes, &mut out),
        FrameworkCommand::Prove { dir, format } => prove::run(dir, *format, &mut out),
        FrameworkCommand::Diff(args) => diff::run(args, &mut out),
        FrameworkCommand::New(args) => new::run(args, &mut out),
        FrameworkCommand::Adopt(args) => adopt::run(args, &mut out),
        FrameworkCommand::Explain { code } => explain::explain(code.as_deref(), &mut out),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("mpaka framework: cannot write: {e}");
            ExitCode::from(2)
        }
    }
}
