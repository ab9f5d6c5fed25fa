//! What the server asks the prover: the guarantees of a proposed framework, and how its sharing rules differ.

use framework::Framework;
use guarantees::{Comparison, OneWay, Solver, Verdict};
use server::{More, Proved, Reasoner, SharingDifference};

/// Asks cvc5.
pub struct Prover;

impl Reasoner for Prover {
    fn prove(&self, framework: &Framework) -> Proved {
        let unproved = |why: String| Proved { unproved: Some(why), ..Proved::default() };
        let solver = match Solver::find() {
            Ok(solver) => solver,
            Err(missing) => return unproved(missing.to_string()),
        };
        let report = match guarantees::prove(framework, &solver) {
            Ok(report) => report,
            Err(e) => return unproved(e.to_string()),
        };
        let mut open = Vec::new();
        for proof in &report.proofs {
            match &proof.verdict {
                Verdict::Proved => {}
                Verdict::Refuted(example) => {
                    open.push(format!("{}: {} But {}.", proof.guarantee.id, proof.guarantee.says, example.sentence(framework)));
                }
                Verdict::NotProved(doubt) => open.push(format!("{}: {} {doubt}", proof.guarantee.id, proof.guarantee.says)),
            }
        }
        let may_fail = report.may_fail.iter().map(|m| format!("the rule `{}` may fail instead of answering", m.rule.id));
        let proved = report.proofs.iter().filter(|p| matches!(p.verdict, Verdict::Proved)).count();
        open.extend(may_fail);
        Proved { proved: u32::try_from(proved).unwrap_or(u32::MAX), open, unproved: None }
    }

    fn compare(&self, a: &Framework, b: &Framework) -> Result<SharingDifference, String> {
        let solver = Solver::find().map_err(|e| e.to_string())?;
        let Comparison { a: one, b: other, .. } = guarantees::compare(a, b, &solver).map_err(|e| e.to_string())?;
        Ok(SharingDifference { a_more: more(&one, a), b_more: more(&other, b), open: one.open.len() + other.open.len() })
    }
}

fn more(way: &OneWay, framework: &Framework) -> Vec<More> {
    way.permits_more.iter().map(|d| More { sentence: d.example.sentence(framework), because: d.because() }).collect()
}
