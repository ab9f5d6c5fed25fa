//! Every check in one command, on a fresh machine too.

use crate::{run, setup, tidy};
use clap::Args;
use std::time::Instant;

#[derive(Args)]
pub struct TestArgs {
    /// Run only these steps.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Leave these steps out.
    #[arg(long, value_delimiter = ',')]
    skip: Vec<String>,
}

type Step = (&'static str, fn() -> bool);

/// In the order in which they find most for the least time.
const STEPS: &[Step] = &[
    ("packages", setup::packages),
    ("tools", setup::tools),
    ("format", || run::shown("cargo", &["fmt", "--all", "--check"])),
    ("console", console),
    ("tidy", tidy::report),
    ("lint", || run::shown("cargo", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])),
    ("tests", || run::shown("cargo", &["nextest", "run", "--workspace", "--no-fail-fast"])),
    ("doctests", || run::shown("cargo", &["test", "--quiet", "--doc", "--workspace"])),
    ("browser", browser),
    ("licences", || run::shown("cargo", &["deny", "--log-level", "error", "check", "bans", "licenses", "sources"])),
];

/// The console is formatted, typed as the API is, built, and its units hold.
fn console() -> bool {
    let npm = |script: &str| run::shown_in("console", "npm", &["run", "--silent", script]);
    setup::console_built() && setup::console_types() && npm("check") && npm("test")
}

/// A real browser on a real server.
fn browser() -> bool {
    setup::console_built()
        // Built as the tests are: another selection of packages would build the dependencies anew with other features.
        && run::shown("cargo", &["build", "--quiet", "--workspace", "--bins", "--tests"])
        && run::shown_in("console", "npm", &["run", "--silent", "e2e"])
}

pub fn run(args: &TestArgs) -> bool {
    let mut lines = Vec::new();
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    if let Some(unknown) = args.only.iter().chain(&args.skip).find(|n| !STEPS.iter().any(|(s, _)| s == n)) {
        let names: Vec<&str> = STEPS.iter().map(|(n, _)| *n).collect();
        println!("`{unknown}` is not a step; expected one of {}", names.join(", "));
        return false;
    }
    for (name, step) in STEPS {
        if args.skip.iter().any(|s| s == name) || (!args.only.is_empty() && !args.only.iter().any(|s| s == name)) {
            skipped += 1;
            continue;
        }
        println!("\n== {name}");
        let start = Instant::now();
        let ok = step();
        if ok {
            passed += 1;
        } else {
            failed += 1;
        }
        lines.push(format!("{:<10} {} in {} s", name, if ok { "passed" } else { "FAILED" }, start.elapsed().as_secs()));
    }
    println!("\n{}\n{passed} passed, {failed} failed, {skipped} skipped", lines.join("\n"));
    failed == 0
}
