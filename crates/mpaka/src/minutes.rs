//! `mpaka minutes`: the minutes of a meeting to print, from a node that runs.

use crate::client::{Client, ClientArgs, encoded};
use crate::{owed, pdf};
use clap::{Args, ValueEnum};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Fetch the minutes of a meeting to print. 1: the node says no; 2: it could not be asked, or the file not be written; 3: no browser to print a PDF.
#[derive(Args)]
pub struct MinutesArgs {
    /// The meeting's id: the last part of its page's address.
    meeting: String,
    /// A page (`html`), or that page on A4, printed by the Chromium or Chrome of this machine.
    #[arg(long, value_enum, default_value_t = Format::Pdf)]
    format: Format,
    /// In which language: en, sw, fr or ur.
    #[arg(long, default_value = "en", value_parser = ["en", "sw", "fr", "ur"])]
    language: String,
    /// Write here instead of to standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Pdf,
}

/// Runs the command.
pub fn run(args: MinutesArgs) -> ExitCode {
    let path = format!("/meetings/{}/minutes", encoded(&args.meeting));
    let page = match Client::new(args.client).and_then(|client| client.page(&path, &args.language)) {
        Ok(page) => page,
        Err(e) => return owed::exit("minutes", Err(e)),
    };
    let bytes = match args.format {
        Format::Html => page.into_bytes(),
        Format::Pdf => match pdf::print(&page) {
            Ok(bytes) => bytes,
            Err(why) => {
                eprintln!("mpaka minutes: {why}");
                return ExitCode::from(3);
            }
        },
    };
    let written = match &args.output {
        Some(file) => fs::write(file, bytes).map_err(|e| format!("cannot write `{}`: {e}", file.display())),
        None => io::stdout().write_all(&bytes).map_err(|e| e.to_string()),
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("mpaka minutes: {what}");
            ExitCode::from(2)
        }
    }
}
