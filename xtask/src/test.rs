//! Every check in one command, on a fresh machine too.

use crate::{run, tidy};
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

const STEPS: &[Step] = &[
    ("tools", tools),
    ("format", || run::shown("cargo", &["fmt", "--all", "--check"])),
    ("lint", || run::shown("cargo", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])),
    ("tidy", tidy::report),
    ("tests", || run::shown("cargo", &["nextest", "run", "--workspace", "--no-fail-fast"])),
    ("doctests", || run::shown("cargo", &["test", "--quiet", "--doc", "--workspace"])),
    ("licences", || run::shown("cargo", &["deny", "--log-level", "error", "check", "bans", "licenses", "sources"])),
];

/// What the steps call that a fresh machine lacks.
fn tools() -> bool {
    ["nextest", "deny"]
        .iter()
        .all(|name| run::has_cargo(name) || run::shown("cargo", &["install", "--quiet", "--locked", &format!("cargo-{name}")]))
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
