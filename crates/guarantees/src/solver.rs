//! The solver: a process of its own that is asked over its standard input, and is given up when it does not answer.
//!
//! cvc5 is the one solver whose theory has the sets of the schema (roles, purposes, states). It is not linked: a solver that crashes or hangs takes
//! no framework with it, and the machine that runs a border needs none.
//!
//! A proof is worth what its solver is worth, so each process first answers two questions whose answers are known. A program that says "unsat" to
//! everything would otherwise prove everything.

use crate::canary::Canary;
use cedar_policy_symcc::CedarSymCompiler;
use cedar_policy_symcc::err::{Error, SolverError};
use cedar_policy_symcc::solver::LocalSolver;
use std::env;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;
use tokio::runtime::{Builder, Runtime};

/// Longest time the solver may think about one question, in seconds. Questions about the packs take milliseconds.
pub const MAX_QUESTION_SECONDS: u64 = 20;

/// Failures one after the other after which a solver is asked nothing more.
pub const MAX_FAILURES: usize = 3;

/// What is waited beyond its limit for a solver that does not keep its own time.
const GRACE: Duration = Duration::from_secs(2);

/// Where the solver is, and how long it may think.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solver {
    program: PathBuf,
    limit: Duration,
}

/// No solver was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolverMissing {
    looked_for: PathBuf,
}

impl fmt::Display for SolverMissing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the solver `{}` was not found: install it with `apt-get install cvc5`, or set CVC5 to the path of a cvc5 program",
            self.looked_for.display()
        )
    }
}

impl std::error::Error for SolverMissing {}

impl Solver {
    /// The program that the environment variable `CVC5` names, else `cvc5` on the `PATH`.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn find() -> Result<Self, SolverMissing> {
        if let Some(named) = env::var_os("CVC5").filter(|n| !n.is_empty()) {
            return Self::at(Path::new(&named));
        }
        let folders = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&folders)
            .map(|folder| folder.join("cvc5"))
            .find_map(|program| Self::at(&program).ok())
            .ok_or_else(|| SolverMissing { looked_for: "cvc5".into() })
    }

    /// The program at a path.
    ///
    /// # Errors
    /// When there is no file.
    pub fn at(program: &Path) -> Result<Self, SolverMissing> {
        let limit = Duration::from_secs(MAX_QUESTION_SECONDS);
        if program.is_file() {
            Ok(Self { program: program.to_owned(), limit })
        } else {
            Err(SolverMissing { looked_for: program.to_owned() })
        }
    }

    /// The same, and one question may take this long; more than [`MAX_QUESTION_SECONDS`] counts as those, less than a millisecond as that.
    #[must_use]
    pub fn limited(self, limit: Duration) -> Self {
        Self { limit: limit.clamp(Duration::from_millis(1), Duration::from_secs(MAX_QUESTION_SECONDS)), ..self }
    }
}

/// Why a question stays open. Never taken for a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The solver thought longer than it may.
    TimedOut,
    /// The solver answered that it does not know.
    Unknown,
    /// The solver, or the way to it, failed.
    Failed(String),
    /// The solver answers questions wrongly whose answers are known.
    Untrue,
    /// The solver's example, put to the ordinary engine, is not one.
    NotReplayed,
    /// The statement speaks of no request at all: no rules could break it.
    Vacuous,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => f.write_str("the solver gave no answer in time"),
            Self::Unknown => f.write_str("the solver does not know"),
            Self::Failed(what) => write!(f, "the solver failed: {what}"),
            Self::Untrue => f.write_str("the solver answers wrongly where the answer is known; is it cvc5?"),
            Self::NotReplayed => f.write_str("the solver gave an example that the ordinary engine does not confirm"),
            Self::Vacuous => f.write_str("its condition can never hold, so it says nothing about any request"),
        }
    }
}

/// One solver process, started when first asked and again after it failed, at most [`MAX_FAILURES`] times in a row.
pub(crate) struct Session<'a> {
    solver: &'a Solver,
    canary: &'a Canary,
    runtime: Runtime,
    running: Option<CedarSymCompiler<LocalSolver>>,
    failures: usize,
    given_up: Option<Doubt>,
}

impl<'a> Session<'a> {
    pub(crate) fn new(solver: &'a Solver, canary: &'a Canary) -> Result<Self, Doubt> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|e| Doubt::Failed(e.to_string()))?;
        Ok(Self { solver, canary, runtime, running: None, failures: 0, given_up: None })
    }

    /// Puts one question.
    pub(crate) fn ask<T>(
        &mut self,
        question: impl AsyncFnOnce(&mut CedarSymCompiler<LocalSolver>) -> cedar_policy_symcc::err::Result<T>,
    ) -> Result<T, Doubt> {
        if let Some(doubt) = &self.given_up {
            return Err(doubt.clone());
        }
        let answer = self.put(question);
        match &answer {
            Ok(_) => self.failures = 0,
            Err(doubt) => {
                // The process may be in the middle of a sentence: the next question gets a new one.
                let _guard = self.runtime.enter();
                self.running = None;
                self.failures += 1;
                if self.failures >= MAX_FAILURES {
                    self.given_up = Some(doubt.clone());
                }
            }
        }
        answer
    }

    fn put<T>(
        &mut self,
        question: impl AsyncFnOnce(&mut CedarSymCompiler<LocalSolver>) -> cedar_policy_symcc::err::Result<T>,
    ) -> Result<T, Doubt> {
        let (solver, canary, running, failures) = (self.solver, self.canary, &mut self.running, &mut self.failures);
        let limit = solver.limit + GRACE;
        self.runtime.block_on(async {
            let compiler = match running {
                Some(compiler) => compiler,
                None => {
                    // INVARIANT: no process answers for a framework before it answered for the canary. One that does not is not tried again.
                    let before = std::mem::replace(failures, MAX_FAILURES);
                    let mut started = start(solver)?;
                    let sings = tokio::time::timeout(limit, canary.sings(&mut started)).await;
                    if !sings.map_err(|_| Doubt::TimedOut)?.map_err(doubt)? {
                        return Err(Doubt::Untrue);
                    }
                    *failures = before;
                    running.insert(started)
                }
            };
            tokio::time::timeout(limit, question(compiler)).await.map_err(|_| Doubt::TimedOut)?.map_err(doubt)
        })
    }
}

fn start(solver: &Solver) -> Result<CedarSymCompiler<LocalSolver>, Doubt> {
    let mut command = Command::new(&solver.program);
    command.args(["--lang", "smt", &format!("--tlimit-per={}", solver.limit.as_millis())]).kill_on_drop(true);
    let process = LocalSolver::from_command(&mut command).map_err(|e| Doubt::Failed(e.to_string()))?;
    CedarSymCompiler::new(process).map_err(|e| Doubt::Failed(e.to_string()))
}

fn doubt(error: Error) -> Doubt {
    match error {
        Error::SolverUnknown => Doubt::Unknown,
        Error::SolverError(SolverError::UnrecognizedSolverOutput(said)) if said.contains("timeout") => Doubt::TimedOut,
        other => Doubt::Failed(one_line(&other)),
    }
}

/// An error and its causes, short enough to be read.
fn one_line(error: &dyn std::error::Error) -> String {
    const MAX_CHARS: usize = 300;
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(why) = cause {
        said = format!("{said}: {why}");
        cause = why.source();
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_CHARS).collect()
}
