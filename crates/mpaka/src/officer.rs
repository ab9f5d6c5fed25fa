//! `mpaka officer`: accounts.

use crate::node::{self, Failure, NodeArgs};
use clap::{Args, Subcommand};
use server::{Accounts, NewAccount, hash, store};
use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

/// Make and list officers' accounts. The server must not be running on the database.
#[derive(Args)]
pub struct OfficerArgs {
    #[command(subcommand)]
    command: OfficerCommand,
}

#[derive(Subcommand)]
enum OfficerCommand {
    /// Make an account, or replace it. The password is read from standard input, one line of at least 12 characters.
    Add {
        /// What the officer signs in with: letters, digits, dots and hyphens.
        id: String,
        /// The officer's name.
        #[arg(long)]
        name: String,
        /// Agency, in the words of the framework.
        #[arg(long)]
        agency: String,
        /// Desk, in the words of the framework.
        #[arg(long)]
        desk: String,
        /// Roles: frontline, supervisor, joc, joc_lead, duty, chair, secretariat, auditor, intake, administrator.
        #[arg(long, value_delimiter = ',', required = true)]
        roles: Vec<String>,
        /// Purposes the officer may state: border_control, customs, health, security …
        #[arg(long, value_delimiter = ',', required = true)]
        purposes: Vec<String>,
        /// Highest rank of classification the officer may read, 0 to 5.
        #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=5))]
        clearance: i64,
        #[command(flatten)]
        node: NodeArgs,
    },
    /// List the accounts, one a line: account, agency, desk, roles.
    List {
        #[command(flatten)]
        node: NodeArgs,
    },
}

/// Runs the command.
pub fn run(args: OfficerArgs) -> ExitCode {
    match args.command {
        OfficerCommand::Add { id, name, agency, desk, roles, purposes, clearance, node } => {
            let (roles, purposes) = (roles.into_iter().collect(), purposes.into_iter().collect());
            let new = NewAccount { id, name, agency, desk, roles, purposes, clearance, listed: true };
            node::block_on("officer add", add(new, node))
        }
        OfficerCommand::List { node } => node::block_on("officer list", list(node)),
    }
}

async fn add(new: NewAccount, node: NodeArgs) -> Result<(), Failure> {
    let (books, journal, clock) = node.open().await?;
    let book = books.at(clock.now_us());
    let account = new.account(&book, false)?;
    let input = std::io::stdin();
    let mut password = String::new();
    if input.is_terminal() {
        password = rpassword::prompt_password(format!("Password for {} (it is not shown): ", account.officer.id))?;
    } else {
        input.lock().read_line(&mut password)?;
    }
    let hashed = hash(password.trim_end_matches(['\r', '\n']))?;
    store(&journal, &account, &hashed).await?;
    journal.close().await;
    println!("{} can sign in at {}", account.officer.id, account.officer.desk);
    Ok(())
}

async fn list(node: NodeArgs) -> Result<(), Failure> {
    let (_, journal, _) = node.open().await?;
    for a in Accounts::load(&journal).await?.all() {
        let roles: Vec<&str> = a.officer.roles.iter().map(String::as_str).collect();
        println!("{}\t{}\t{}\t{}", a.officer.id, a.officer.agency, a.officer.desk, roles.join(","));
    }
    journal.close().await;
    Ok(())
}
