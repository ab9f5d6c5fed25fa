//! Proofs about a framework's sharing rules: for every possible officer, record and purpose, not for the cases somebody thought of.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let pack = framework::load("frameworks/kenya".as_ref()).framework.ok_or("the pack cannot be used")?;
//! let report = guarantees::prove(&pack, &guarantees::Solver::find()?)?;
//! for proof in &report.proofs {
//!     if let guarantees::Verdict::Refuted(example) = &proof.verdict {
//!         println!("{}: {}", proof.guarantee.id, example.sentence(&pack));
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What is proved is a statement about the rules and their schema. That the program fills officers and records truthfully is another matter, and is tested
//! where it does so.
//!
//! Knows nothing of officers' data, of storage or of the time of day.

mod canary;
mod compare;
mod example;
mod prove;
mod rules;
mod schemas;
mod sentence;
mod solver;
mod words;
mod world;

pub use compare::{Comparison, Difference, Incomparable, OneWay, Open, compare};
pub use example::{Example, Value};
pub use prove::{MAX_SOLVERS, MayFail, Proof, Report, Verdict, prove};
pub use rules::{Form, Unusable};
pub use solver::{Doubt, MAX_FAILURES, MAX_QUESTION_SECONDS, Solver, SolverMissing};
