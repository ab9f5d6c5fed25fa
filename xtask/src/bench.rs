//! Figures, with the machine they were taken on.

use crate::run;
use clap::Args;

/// What has figures: each is an example `bench_NAME` of the crate of that name.
const ALL: [&str; 3] = ["formats", "screening", "server"];

#[derive(Args)]
pub struct BenchArgs {
    /// What to measure; everything without a name.
    #[arg(value_parser = ALL)]
    what: Vec<String>,
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|l| l.strip_prefix("model name")).map_or("unknown", |l| l.trim_start_matches([':', ' ', '\t']));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{cores} cores, {model}, {} {}", std::env::consts::OS, std::env::consts::ARCH)
}

pub fn run(args: &BenchArgs) -> bool {
    println!("machine: {}", machine());
    ALL.iter().filter(|n| args.what.is_empty() || args.what.iter().any(|w| w == *n)).all(|name| {
        println!("\n== {name}");
        run::shown("cargo", &["run", "--quiet", "--release", "--package", name, "--example", &format!("bench_{name}")])
    })
}
