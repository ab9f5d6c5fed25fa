//! What every command on a node's data needs: its framework and its database.

use clap::Args;
use framework::Rulebook;
use journal::{Journal, Options};
use server::{Begun, Books, Clock, Records};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Why a command could not be carried out, in words for the person at the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Where a node's framework and data are.
#[derive(Args)]
pub struct NodeArgs {
    /// The country's framework: a directory.
    #[arg(long, env = "MPAKA_FRAMEWORK")]
    pub framework: Option<PathBuf>,
    /// The database: `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(long, env = "MPAKA_DATA", hide_env_values = true)]
    pub data: Option<String>,
}

impl NodeArgs {
    /// The framework's directory.
    pub fn framework_dir(&self) -> Result<&Path, Failure> {
        self.framework.as_deref().ok_or_else(|| "no framework; add --framework DIR or set MPAKA_FRAMEWORK".into())
    }

    /// The database's address.
    pub fn data_url(&self) -> Result<String, Failure> {
        self.data.clone().ok_or_else(|| "no database; add --data sqlite:FILE or --data postgres://…, or set MPAKA_DATA".into())
    }

    /// Opens the journal, at the world's time.
    pub async fn open(&self) -> Result<(Arc<Books>, Journal<Records>, Clock), Failure> {
        let (book, clock) = (book(self.framework_dir()?)?, Clock::start(1.0));
        let (books, journal) = journal(&self.data_url()?, book, clock.clone()).await?;
        Ok((books, journal, clock))
    }
}

/// The rules of a framework.
pub fn book(dir: &Path) -> Result<Arc<Rulebook>, Failure> {
    let loaded = framework::load(dir);
    let errors: String =
        loaded.diagnostics.iter().filter(|d| d.code.severity() == framework::Severity::Error).map(|d| format!("\n  {d}")).collect();
    let refused = || format!("{} cannot be used:{errors}\n`mpaka framework check {}` says more", dir.display(), dir.display());
    let framework = loaded.framework.filter(|_| errors.is_empty()).ok_or_else(refused)?;
    Ok(Arc::new(Rulebook::new(framework, &loaded.texts).map_err(|e| format!("{}: {e}", dir.display()))?))
}

/// The journal of a database, and the rules by version: those in force are the database's own, the directory's only when it is new.
pub async fn journal(url: &str, book: Arc<Rulebook>, clock: Clock) -> Result<(Arc<Books>, Journal<Records>), Failure> {
    let (books, ticks) = (Arc::new(Books::new(book)), clock.clone());
    let journal = Journal::open(url, Records { books: books.clone() }, Options::new(move || ticks.now_us())).await?;
    match server::begin_versions(&books, &journal, clock.now_us()).await? {
        Begun::Same => {}
        Begun::Differs(how) => tracing::warn!("{how}"),
        Begun::OtherFramework(which) => return Err(which.into()),
    }
    Ok((books, journal))
}

/// Says why a command failed.
pub fn failed(command: &str, why: &Failure) -> ExitCode {
    eprintln!("mpaka {command}: {why}");
    let mut below = why.source();
    while let Some(e) = below {
        eprintln!("  because: {e}");
        below = e.source();
    }
    ExitCode::from(2)
}

/// Runs a command to its end.
pub fn block_on(command: &str, work: impl Future<Output = Result<(), Failure>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(e) => return failed(command, &e.into()),
    };
    match runtime.block_on(work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => failed(command, &e),
    }
}
