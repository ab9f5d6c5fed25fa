//! The solver: a process of its own that is asked over its standard input, and is given up when it does not answer.
//!
//! cvc5 is the one solver whose theory has the sets of the schema (roles, purposes, states). It is not linked: a solver that crashes or hangs takes
//! no framework with it, and the machine that runs a border needs none.

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

/// What is waited beyond that for a solver that does not keep its own time, in seconds.
const GRACE_SECONDS: u64 = 5;

/// Where the solver is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solver {
    program: PathBuf,
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
        if program.is_file() { Ok(Self { program: program.to_owned() }) } else { Err(SolverMissing { looked_for: program.to_owned() }) }
    }
}

/// Why a question stays open. Never taken for a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The solver thought longer than [`MAX_QUESTION_SECONDS`].
    TimedOut,
    /// The solver answered that it does not know.
    Unknown,
    /// The solver, or the way to it, failed.
    Failed(String),
    /// The solver's example, put to the ordinary engine, is not one.
    NotReplayed,
    /// The statement forbids nothing at all: no rules could break it.
    Vacuous,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => write!(f, "the solver gave no answer in {MAX_QUESTION_SECONDS} s"),
            Self::Unknown => f.write_str("the solver does not know"),
            Self::Failed(what) => write!(f, "the solver failed: {what}"),
            Self::NotReplayed => f.write_str("the solver gave an example that the ordinary engine does not confirm"),
            Self::Vacuous => f.write_str("its condition can never hold, so it forbids nothing"),
        }
    }
}

/// One solver process, started when first asked and again after it failed.
pub(crate) struct Session<'a> {
    solver: &'a Solver,
    runtime: Runtime,
    running: Option<CedarSymCompiler<LocalSolver>>,
}

impl<'a> Session<'a> {
    pub(crate) fn new(solver: &'a Solver) -> Result<Self, Doubt> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|e| Doubt::Failed(e.to_string()))?;
        Ok(Self { solver, runtime, running: None })
    }

    /// Puts one question.
    pub(crate) fn ask<T>(
        &mut self,
        question: impl AsyncFnOnce(&mut CedarSymCompiler<LocalSolver>) -> cedar_policy_symcc::err::Result<T>,
    ) -> Result<T, Doubt> {
        let (solver, running) = (self.solver, &mut self.running);
        let limit = Duration::from_secs(MAX_QUESTION_SECONDS + GRACE_SECONDS);
        let answer = self.runtime.block_on(async {
            let compiler = match running {
                Some(compiler) => compiler,
                None => running.insert(start(solver)?),
            };
            tokio::time::timeout(limit, question(compiler)).await.map_err(|_| Doubt::TimedOut)?.map_err(doubt)
        });
        if answer.is_err() {
            // The process may be in the middle of a sentence: the next question gets a new one.
            let _guard = self.runtime.enter();
            self.running = None;
        }
        answer
    }
}

fn start(solver: &Solver) -> Result<CedarSymCompiler<LocalSolver>, Doubt> {
    let mut command = Command::new(&solver.program);
    command.args(["--lang", "smt", &format!("--tlimit-per={}", MAX_QUESTION_SECONDS * 1000)]).kill_on_drop(true);
    let process = LocalSolver::from_command(&mut command).map_err(|e| Doubt::Failed(e.to_string()))?;
    CedarSymCompiler::new(process).map_err(|e| Doubt::Failed(e.to_string()))
}

fn doubt(error: Error) -> Doubt {
    match error {
        Error::SolverUnknown => Doubt::Unknown,
        Error::SolverError(SolverError::UnrecognizedSolverOutput(said)) if said.contains("timeout") => Doubt::TimedOut,
        other => Doubt::Failed(other.to_string()),
    }
}
