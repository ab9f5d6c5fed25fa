//! Figures, with the machine they were taken on.

use crate::run;
use clap::Args;

/// The packages that have figures, and the example that prints them.
const BENCHES: [(&str, &str); 5] = [
    ("formats", "bench_formats"),
    ("framework", "bench_framework"),
    ("guarantees", "bench_prove"),
    ("screening", "bench_screening"),
    ("server", "bench_server"),
];

#[derive(Args)]
pub struct BenchArgs {
    /// What to measure; everything without a name.
    #[arg(value_parser = BENCHES.map(|(name, _)| name))]
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
    BENCHES.iter().filter(|(name, _)| args.what.is_empty() || args.what.iter().any(|w| w == name)).all(|(name, example)| {
        println!("\n== {name}");
        run::shown("cargo", &["run", "--quiet", "--release", "--package", name, "--example", example])
    })
}
