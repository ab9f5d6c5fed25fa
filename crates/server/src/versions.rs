//! The versions of the framework that a node knows: which is in force now, and which a crossing was opened under.

use crate::caller::{digest, written};
use crate::model::{FRAMEWORK_FILE, Records};
use coordination::version::{self, Checked, Command, Proved, Register, STREAM};
use framework::{Framework, Loaded, Rulebook, Severity};
use journal::{ExecuteError, Journal, NewEntry, StorageError, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

/// The texts of a framework's files, by path below its directory.
pub type Texts = BTreeMap<String, String>;

/// What one framework's sharing rules permit that another's refuse, an example each.
#[derive(Debug, Clone, Default)]
pub struct More {
    /// The example as a sentence.
    pub sentence: String,
    /// Why the other refuses it.
    pub because: String,
}

/// How the sharing rules of two frameworks differ.
#[derive(Debug, Clone, Default)]
pub struct SharingDifference {
    /// What the first permits and the second refuses.
    pub a_more: Vec<More>,
    /// What the second permits and the first refuses.
    pub b_more: Vec<More>,
    /// Questions that were not decided.
    pub open: usize,
}

/// Reasons about sharing rules for every possible officer and record. Brought by the program: it needs a solver, which a server can do without.
pub trait Reasoner: Send + Sync {
    /// Proves the guarantees of a framework.
    fn prove(&self, framework: &Framework) -> Proved;

    /// Compares what two frameworks permit.
    ///
    /// # Errors
    /// Why that cannot be known, in a sentence.
    fn compare(&self, a: &Framework, b: &Framework) -> Result<SharingDifference, String>;
}

/// A reasoner without a solver: proves nothing, and says so.
pub struct NoReasoner;

const NO_REASONER: &str = "this server was built without a prover";

impl Reasoner for NoReasoner {
    fn prove(&self, _: &Framework) -> Proved {
        Proved { unproved: Some(NO_REASONER.to_owned()), ..Proved::default() }
    }

    fn compare(&self, _: &Framework, _: &Framework) -> Result<SharingDifference, String> {
        Err(NO_REASONER.to_owned())
    }
}

/// The rules of every version, and from when each is in force.
pub struct Books {
    first: Arc<Rulebook>,
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    by_digest: HashMap<String, Arc<Rulebook>>,
    by_version: HashMap<String, Arc<Rulebook>>,
    /// By the time from which each is in force.
    line: Vec<(i64, Arc<Rulebook>)>,
}

impl Books {
    /// The books of a node that was started with one framework.
    pub fn new(first: Arc<Rulebook>) -> Self {
        let mut known = Known::default();
        known.keep(first.clone());
        Self { first, known: RwLock::new(known) }
    }

    /// The rules the node was started with.
    pub fn first(&self) -> Arc<Rulebook> {
        self.first.clone()
    }

    /// When the first version came into force, which is when a node's records begin; the beginning of time where none is registered. Microseconds since 1970, UTC.
    pub(crate) fn since_us(&self) -> i64 {
        self.read().line.first().map_or(i64::MIN, |(from, _)| *from)
    }

    /// The rules in force at a time.
    pub fn at(&self, at_us: i64) -> Arc<Rulebook> {
        let known = self.read();
        known.line.iter().rev().find(|(from, _)| *from <= at_us).map_or_else(|| self.first.clone(), |(_, book)| book.clone())
    }

    /// The rules of a version; those the node was started with where it is not known.
    pub fn of(&self, version: &str) -> Arc<Rulebook> {
        self.get(version).unwrap_or_else(|| self.first.clone())
    }

    /// The rules of every version that is or was in force, the one of now first.
    pub(crate) fn all(&self, at_us: i64) -> Vec<Arc<Rulebook>> {
        let known = self.read();
        let due = known.line.iter().rev().filter(|(from, _)| *from <= at_us);
        let mut all: Vec<_> = due.map(|(_, book)| book.clone()).collect();
        if all.is_empty() {
            all.push(self.first.clone());
        }
        all
    }

    /// The rules of a version that is registered.
    pub fn get(&self, version: &str) -> Option<Arc<Rulebook>> {
        self.read().by_version.get(version).cloned()
    }

    /// Takes what is kept of all versions: rows of `framework_file`.
    pub(crate) fn learn(&self, rows: Vec<Vec<Value>>) {
        let mut files: BTreeMap<String, Texts> = BTreeMap::new();
        for row in rows {
            if let [Value::Text(digest), Value::Text(path), Value::Text(text)] = row.as_slice() {
                files.entry(digest.clone()).or_default().insert(path.clone(), text.clone());
            }
        }
        for (digest, texts) in files {
            match book(&texts) {
                Ok(book) if digest_of(&texts) == digest => self.keep(Arc::new(book)),
                Ok(_) => tracing::error!(digest, "the kept files of a framework are not those that were kept; they are not used"),
                Err(why) => tracing::error!(digest, why, "a kept framework cannot be used by this version of the program"),
            }
        }
    }

    /// Takes a version's rules.
    pub(crate) fn keep(&self, book: Arc<Rulebook>) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).keep(book);
    }

    /// Takes note of what is in force from when.
    pub(crate) fn follow(&self, register: &Register) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let due = register.versions.iter().filter_map(|v| Some((v.effective_us()?, v)));
        let mut line: Vec<_> = due.filter_map(|(from, v)| Some((from, known.by_digest.get(&v.digest)?.clone()))).collect();
        line.sort_by_key(|(from, _)| *from);
        for v in &register.versions {
            if let Some(book) = known.by_digest.get(&v.digest).cloned() {
                known.by_version.insert(v.version.clone(), book);
            }
        }
        known.line = line;
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn keep(&mut self, book: Arc<Rulebook>) {
        self.by_version.insert(book.framework.header.version.clone(), book.clone());
        self.by_digest.insert(digest_of(&book.texts), book);
    }
}

/// SHA-256 over paths and texts, each preceded by its length, in the order of the paths.
pub(crate) fn digest_of(texts: &Texts) -> String {
    let all = texts.iter().fold(Vec::new(), |mut all, (path, text)| {
        for part in [path, text] {
            all.extend((part.len() as u64).to_be_bytes());
            all.extend(part.as_bytes());
        }
        all
    });
    digest(all)
}

/// Reads a framework from texts.
pub(crate) fn read(texts: &Texts) -> Loaded {
    framework::load_files(&texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect())
}

fn book(texts: &Texts) -> Result<Rulebook, String> {
    let loaded = read(texts);
    let framework = loaded.framework.ok_or("it has no header that can be read")?;
    Rulebook::new(framework, &loaded.texts).map_err(|e| e.to_string())
}

/// Counts what the checker finds.
pub(crate) fn checked(diagnostics: &[framework::Diagnostic]) -> Checked {
    let count = |s: Severity| u32::try_from(diagnostics.iter().filter(|d| d.code.severity() == s).count()).unwrap_or(u32::MAX);
    Checked { errors: count(Severity::Error), warnings: count(Severity::Warning), notes: count(Severity::Note) }
}

/// The statements that keep a version's files.
pub(crate) fn kept(texts: &Texts) -> Vec<(String, Vec<Value>)> {
    let digest = digest_of(texts);
    let text =
        format!("INSERT INTO {} (digest, path, text) VALUES ($1, $2, $3) ON CONFLICT (digest, path) DO NOTHING", FRAMEWORK_FILE.name);
    texts.iter().map(|(path, body)| (text.clone(), vec![digest.as_str().into(), path.as_str().into(), body.as_str().into()])).collect()
}

/// An entry of the register.
pub(crate) fn entry(fact: &version::Fact, officer: &str, agency: &str) -> NewEntry {
    written(STREAM, (fact.kind(), fact.body()), (officer, agency), "")
}

/// The register as the journal has it.
pub(crate) async fn register(journal: &Journal<Records>) -> Result<Arc<Register>, StorageError> {
    let state = journal.state(STREAM).await?;
    Ok(state.and_then(|s| s.versions().cloned()).unwrap_or_default())
}

/// What the directory is to the version in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It is that version.
    Same,
    /// It is another version of the same framework, in a sentence.
    Differs(String),
    /// It is another framework, in a sentence: nothing should run.
    OtherFramework(String),
}

/// Takes note of the framework a node was started with, when it is its first, and goes on with the version in force. Says what is to be known when the
/// directory holds something else: a node's rules change by a version that somebody approves, not by a restart.
///
/// # Errors
/// When the database fails.
pub async fn begin(books: &Books, journal: &Journal<Records>, now_us: i64) -> Result<Begun, StorageError> {
    let first = books.first();
    let header = &first.framework.header;
    let digest = digest_of(&first.texts);
    let known = register(journal).await?;
    if known.versions.is_empty() {
        journal.write(kept(&first.texts)).await?;
        let checked = checked(&framework::check(&first.framework, &first.texts, None));
        let install = Command::Install { version: header.version.clone(), digest: digest.clone(), checked };
        let done = journal.execute(None, vec![STREAM.to_owned()], move |states, now_us| {
            let known = states.get(STREAM).and_then(|s| s.versions().cloned()).unwrap_or_default();
            let fact = version::decide(&known, &"".into(), now_us, install)?;
            Ok::<_, version::Refused>((fact.iter().map(|f| entry(f, "", "")).collect(), ()))
        });
        match done.await {
            Ok(_) => {}
            Err(ExecuteError::Storage(e)) => return Err(e),
            Err(e) => tracing::error!(?e, "the first version of the framework was not noted"),
        }
    }
    let known = register(journal).await?;
    books.follow(&known);
    let Some(v) = known.in_force(now_us).filter(|v| v.digest != digest) else { return Ok(Begun::Same) };
    let ours = books.at(now_us);
    let id = ours.framework.header.id.get_ref();
    Ok(if id == header.id.get_ref() {
        Begun::Differs(format!(
            "version {} of the framework is in force; the directory holds version {}, which differs: propose it in the console to change the rules",
            v.version, header.version
        ))
    } else {
        Begun::OtherFramework(format!("this database is run under the framework `{id}`, and the directory holds `{}`", header.id.get_ref()))
    })
}
