//! How long it takes to prove a framework's guarantees: `cargo run --release -p guarantees --example bench_prove [DIR]`, `frameworks/kenya` without one.

use guarantees::{Solver, Verdict, prove};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let dir = std::env::args().nth(1).unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/kenya").to_owned());
    let framework = framework::load(dir.as_ref()).framework.ok_or("the framework cannot be used")?;
    let solver = Solver::find()?;
    let start = Instant::now();
    let report = prove(&framework, &solver)?;
    let seconds = start.elapsed().as_secs_f64();
    let proved = report.proofs.iter().filter(|p| matches!(p.verdict, Verdict::Proved)).count();
    println!(
        "{}: {proved} of {} guarantees proved over {} rules and {} kinds of request in {seconds:.2} s",
        framework.header.name,
        report.proofs.len(),
        report.rules,
        report.requests
    );
    for proof in &report.proofs {
        match &proof.verdict {
            Verdict::Proved => {}
            Verdict::Refuted(example) => println!("refuted {}: {}", proof.guarantee.id, example.sentence(&framework)),
            Verdict::NotProved(doubt) => println!("not proved {}: {doubt}", proof.guarantee.id),
        }
    }
    if report.all_proved() { Ok(()) } else { Err("not all is proved".into()) }
}
