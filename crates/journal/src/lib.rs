//! The journal: an append-only record of what happened, and views derived from it in the same transaction, on SQLite or PostgreSQL.
//!
//! A command names the streams it is about and brings a decision; the journal runs the decision on the current states, one command after the other, and
//! answers when the entries and their view rows are on the disk. So two officers who act at the same moment both get a true answer, and nothing that was
//! acknowledged is lost. States are kept in memory for the streams in use and folded from the entries for the others: no statement reads more because
//! the journal is old.
//!
//! Other ways: event-store servers are one more thing to run at a border post; a table that commands update cannot say what happened; an ORM tracks changes,
//! of which an append-only record has none.
//!
//! Knows nothing of what a fact means: a [`Model`] folds and projects.
//!
//! ```
//! use journal::{Changes, Entry, Journal, Model, NewEntry, Options, Table};
//!
//! struct Counter;
//!
//! impl Model for Counter {
//!     type State = u64;
//!     fn version(&self) -> u32 { 1 }
//!     fn tables(&self) -> &'static [&'static Table] { &[] }
//!     fn fold(&self, state: Option<&u64>, _: &Entry) -> Option<u64> { Some(state.unwrap_or(&0) + 1) }
//!     fn rows(&self, _: &str, _: Option<&u64>, _: &u64, _: &mut Changes) {}
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let url = format!("sqlite:{}", folder.path().join("j.db").display());
//! let journal = Journal::open(&url, Counter, Options::new(|| 1_000_000)).await?;
//! let entry = NewEntry { stream: "gate".into(), kind: "passed.v1".into(), body: "{}".into(), officer: "o-1".into(), agency: "A".into(), point: "p".into(), happened_us: None };
//! let done = journal.execute(None, vec!["gate".into()], move |_, _| Ok::<_, ()>((vec![entry], ()))).await?;
//! assert_eq!(done.entries[0].index, 0);
//! assert_eq!(journal.state("gate").await?.as_deref(), Some(&1));
//! # Ok(())
//! # }
//! ```

mod commit;
mod dialect;
mod entry;
mod error;
mod job;
mod store;
mod table;
mod writer;

pub use entry::{Entry, MAX_BODY_BYTES, MAX_ENTRIES_OF_A_COMMAND, Model, NewEntry};
pub use error::{ExecuteError, OpenError, StorageError};
pub use job::States;
pub use store::Row;
pub use table::{Changes, Column, ColumnType, Index, Table, Value};

use commit::{Cache, Committer, Connector};
use dialect::Engine;
use job::Typed;
use sha2::{Digest, Sha256};
use sqlx::AnyPool;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use std::collections::HashMap;
use std::fs::File;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{broadcast, mpsc, oneshot};
use writer::{Message, Writer};

/// Version of the tables that are not views.
const SCHEMA_VERSION: i64 = 1;
/// Entries that a slow listener may fall behind before it has to read them from the journal.
pub const FEED_ENTRIES: usize = 16_384;
/// Connections that read.
const READERS: u32 = 4;
/// Longest id of a command. Bytes.
pub const MAX_COMMAND_BYTES: usize = 128;

/// How a journal is opened.
#[derive(Clone)]
pub struct Options {
    /// The time. Microseconds since 1970, UTC. The journal makes recorded times strictly increasing whatever it says.
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// Streams whose state is kept in memory.
    pub cache_streams: usize,
    /// Commands that may wait.
    pub queue: usize,
    /// Commands of one group.
    pub max_batch: usize,
}

impl Options {
    /// The usual bounds, with a clock.
    pub fn new(clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(clock), cache_streams: 200_000, queue: 8_192, max_batch: 1_024 }
    }
}

/// What a command came to.
#[derive(Debug, Clone)]
pub struct Appended<T> {
    /// The entries, in order. None when the decision was that nothing has to be recorded.
    pub entries: Vec<Entry>,
    /// What the decision gave beside them; `None` when the command was carried out before.
    pub output: Option<T>,
    /// The command was carried out before, and these are its entries.
    pub repeated: bool,
}

/// What a rebuild did.
#[derive(Debug, Clone, Copy)]
pub struct Rebuilt {
    /// Entries that were read.
    pub entries: u64,
    /// Rows that were written.
    pub rows: u64,
    /// How long it took.
    pub seconds: f64,
}

struct Shared<M: Model> {
    model: Arc<M>,
    engine: Engine,
    queue: mpsc::Sender<Message<M>>,
    pool: AnyPool,
    cache: Arc<Cache<M>>,
    feed: broadcast::Sender<Arc<Entry>>,
    capacity: usize,
    statements: AtomicU64,
}

/// An open journal. Clones are the same journal.
pub struct Journal<M: Model>(Arc<Shared<M>>);

impl<M: Model> Clone for Journal<M> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<M: Model> Journal<M> {
    /// Opens a journal, making its tables where they are missing and its views anew where the model has changed.
    ///
    /// # Errors
    /// See [`OpenError`]. One process writes a journal: a second one is refused.
    pub async fn open(url: &str, model: M, options: Options) -> Result<Self, OpenError> {
        let bad = || OpenError::BadUrl { url: url.split('@').next_back().unwrap_or("").to_owned() };
        let engine = Engine::of(url).ok_or_else(bad)?;
        sqlx::any::install_default_drivers();
        let lock = if engine == Engine::Sqlite { Some(lock_file(url)?) } else { None };
        let full = if engine == Engine::Sqlite { format!("{}?mode=rwc", url.split('?').next().unwrap_or(url)) } else { url.to_owned() };
        let connect = AnyConnectOptions::from_str(&full).map_err(|_| bad())?;
        let failed = StorageError::of("connecting");
        let connector = Connector { options: connect.clone(), engine };
        let (mut conn, reader) = (connector.open().await?, connector.open().await?);
        if !store::lock(&mut conn, engine).await? {
            return Err(OpenError::TakenByAnother);
        }
        for text in dialect::schema(engine) {
            store::run(&mut conn, "making the tables", &text).await?;
        }
        let found = store::meta(&mut conn, "schema").await?.and_then(|v| v.parse().ok());
        if let Some(found) = found.filter(|f| *f > SCHEMA_VERSION) {
            return Err(OpenError::TooNew { found, known: SCHEMA_VERSION });
        }
        store::set_meta(&mut conn, "schema", &SCHEMA_VERSION.to_string()).await?;
        for table in model.plain_tables() {
            for text in dialect::create(engine, table) {
                store::run(&mut conn, "making the tables", &text).await?;
            }
        }
        if let Some(table) = model.lessons() {
            model.learn(store::rows(&mut conn, table).await?);
        }
        let same = store::meta(&mut conn, "model").await?.is_some_and(|v| v == model.version().to_string());
        let (last, last_us) = store::head(&mut conn).await?;
        let pool = AnyPoolOptions::new()
            .max_connections(READERS)
            .after_connect(move |conn, _| {
                Box::pin(async move {
                    for text in engine.greeting() {
                        sqlx::raw_sql(*text).execute(&mut *conn).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(connect)
            .await
            .map_err(&failed)?;
        let (queue, waiting) = mpsc::channel(options.queue);
        let (feed, _) = broadcast::channel(FEED_ENTRIES);
        let (model, cache) = (Arc::new(model), Arc::new(quick_cache::sync::Cache::new(options.cache_streams)));
        let (answers, answered) = mpsc::unbounded_channel();
        let answering = tokio::spawn(commit::answer(answered, feed.clone()));
        let mut committer =
            Committer { model: model.clone(), conn, engine, cache: cache.clone(), answers, lock, connector: connector.clone(), head: last };
        if !same {
            committer.rebuild().await?;
        }
        // One group is being written and one is being decided: there is never a third.
        let (work, given) = mpsc::channel(1);
        let writer = Writer {
            model: model.clone(),
            conn: reader,
            connector,
            engine,
            clock: options.clock,
            cache: cache.clone(),
            queue: waiting,
            committer: work,
            committing: tokio::spawn(committer.run(given)),
            answering,
            max_batch: options.max_batch,
            next_index: last + 1,
            last_us: end_of_millisecond(last_us),
            ids: uuid::ContextV7::new(),
        };
        tokio::spawn(writer.run());
        Ok(Self(Arc::new(Shared { model, engine, queue, pool, cache, feed, capacity: options.queue, statements: AtomicU64::new(0) })))
    }

    /// Runs a decision on the current states of the streams and appends what it gives. Answers when the entries are on the disk.
    ///
    /// A `command` id that was used before gives the entries of the first time, and the decision is not run.
    ///
    /// # Errors
    /// See [`ExecuteError`]; in each case nothing was written.
    pub async fn execute<T, E, F>(&self, command: Option<String>, streams: Vec<String>, decide: F) -> Result<Appended<T>, ExecuteError<E>>
    where
        T: Send + 'static,
        E: Send + 'static,
        F: FnOnce(&States<'_, M>, i64) -> Result<(Vec<NewEntry>, T), E> + Send + 'static,
    {
        let mut command = command.unwrap_or_default();
        if command.len() > MAX_COMMAND_BYTES {
            // A long id is kept by its digest: as good as the id for telling whether it was used before.
            command = hex(&Sha256::digest(command.as_bytes()));
        }
        let (answer, answered) = oneshot::channel();
        let job = Box::new(Typed { command, streams, decide: Some(decide), output: None, answer });
        self.0.queue.try_send(Message::Execute(job)).map_err(|e| match e {
            mpsc::error::TrySendError::Full(_) => ExecuteError::Busy { waiting: self.depth() },
            mpsc::error::TrySendError::Closed(_) => ExecuteError::Closed,
        })?;
        answered.await.unwrap_or(Err(ExecuteError::Closed))
    }

    /// The state of a stream: what its entries add up to now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn state(&self, stream: &str) -> Result<Option<Arc<M::State>>, StorageError> {
        Ok(self.states(&[stream.to_owned()]).await?.remove(stream))
    }

    /// The states of several streams, those that have one. Takes a handful of statements, not one for each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn states(&self, streams: &[String]) -> Result<HashMap<String, Arc<M::State>>, StorageError> {
        let (mut found, mut missing) = (HashMap::new(), Vec::new());
        for stream in streams {
            match self.0.cache.get(stream) {
                Some(known) => drop(found.insert(stream.clone(), known)),
                None => missing.push(stream.clone()),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        missing.sort_unstable();
        missing.dedup();
        self.count(dialect::chunks(missing.len()).count());
        // Not put into the cache: the writer may be ahead of what is read here.
        let mut conn = self.0.pool.acquire().await.map_err(StorageError::of("waiting for a connection"))?;
        for entry in store::entries_of_streams(&mut conn, self.0.engine, &missing).await? {
            if let Some(next) = self.0.model.fold(found.get(&entry.stream).map(|s| &**s), &entry) {
                found.insert(entry.stream, Arc::new(next));
            }
        }
        Ok(found)
    }

    /// Entries of a stream that were recorded after a time, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entries_of(&self, stream: &str, after_us: i64, limit: u32) -> Result<Vec<Entry>, StorageError> {
        let columns = store::ENTRY_COLUMNS.join(", ");
        let text = format!("SELECT {columns} FROM entry WHERE stream = $1 AND recorded_us > $2 ORDER BY idx LIMIT {limit}");
        self.entries(text, vec![stream.into(), after_us.into()]).await
    }

    /// Entries that were recorded after a time, at most `limit`. A time is a place in the journal like an index, and does not tell how many entries lie
    /// between two.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entries_since(&self, after_us: i64, limit: u32) -> Result<Vec<Entry>, StorageError> {
        let columns = store::ENTRY_COLUMNS.join(", ");
        let text = format!("SELECT {columns} FROM entry WHERE recorded_us > $1 ORDER BY recorded_us LIMIT {limit}");
        self.entries(text, vec![after_us.into()]).await
    }

    /// Entries after an index, at most `limit`; -1 is before the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entries_after(&self, index: i64, limit: u32) -> Result<Vec<Entry>, StorageError> {
        let text = format!("SELECT {} FROM entry WHERE idx > $1 ORDER BY idx LIMIT {limit}", store::ENTRY_COLUMNS.join(", "));
        self.entries(text, vec![index.into()]).await
    }

    /// Entries after an index whose kind begins with a text, at most `limit`: what a follower of one concern reads without carrying the others' bodies.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entries_of_kind(&self, begins: &str, index: i64, limit: u32) -> Result<Vec<Entry>, StorageError> {
        let columns = store::ENTRY_COLUMNS.join(", ");
        let text =
            format!("SELECT {columns} FROM entry WHERE idx > $1 AND SUBSTR(kind, 1, {}) = $2 ORDER BY idx LIMIT {limit}", begins.len());
        self.entries(text, vec![index.into(), begins.into()]).await
    }

    async fn entries(&self, text: String, values: Vec<Value>) -> Result<Vec<Entry>, StorageError> {
        let rows = self.query(&text, &values).await?;
        rows.iter().map(|r| store::entry_of(&r.0).map_err(StorageError::of("reading entries"))).collect()
    }

    /// Index of the last entry; -1 when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn head(&self) -> Result<i64, StorageError> {
        self.count(1);
        let mut conn = self.0.pool.acquire().await.map_err(StorageError::of("waiting for a connection"))?;
        Ok(store::head(&mut conn).await?.0)
    }

    /// Entries from now on, in order, after they are on the disk. A listener that falls more than [`FEED_ENTRIES`] behind is told so and reads on with
    /// [`Self::entries_after`].
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Entry>> {
        self.0.feed.subscribe()
    }

    /// Runs a `SELECT` with `$1` placeholders, in the common subset of both engines.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StorageError> {
        self.count(1);
        let query = values.iter().fold(store::sql(sql.to_owned()), |q, v| store::bound(q, v.clone(), ColumnType::Text));
        let rows = query.fetch_all(&self.0.pool).await.map_err(StorageError::of("reading a view"))?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// Runs statements on plain tables, all or none, durably. Gives the number of rows changed by the group they were written with.
    ///
    /// # Errors
    /// When the database fails, or the journal is closed.
    pub async fn write(&self, statements: Vec<(String, Vec<Value>)>) -> Result<u64, StorageError> {
        let (answer, answered) = oneshot::channel();
        self.send(Message::Write(statements, answer)).await?;
        answered.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Empties the views and fills them again from the entries.
    ///
    /// # Errors
    /// When the database fails; the views are then as they were.
    pub async fn rebuild(&self) -> Result<Rebuilt, StorageError> {
        let (answer, answered) = oneshot::channel();
        self.send(Message::Rebuild(answer)).await?;
        answered.await.unwrap_or_else(|_| Err(closed()))
    }

    /// A digest of all rows of all views, in the order of their keys: equal digests, equal views.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn digest(&self) -> Result<String, StorageError> {
        let mut sha = Sha256::new();
        for table in self.0.model.tables() {
            sha.update(table.name);
            let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
            let key = table.key.join(", ");
            let marks: Vec<String> = (1..=table.key.len()).map(|n| format!("${n}")).collect();
            let mut after: Option<Vec<Value>> = None;
            loop {
                let condition = after.as_ref().map(|_| format!("WHERE ({key}) > ({})", marks.join(", "))).unwrap_or_default();
                let text = format!("SELECT {} FROM {} {condition} ORDER BY {key} LIMIT {}", names.join(", "), table.name, store::PAGE_ROWS);
                let rows = self.query(&text, after.as_deref().unwrap_or(&[])).await?;
                for row in &rows {
                    let mut values = Vec::with_capacity(table.columns.len());
                    for (n, column) in table.columns.iter().enumerate() {
                        values.push(match column.ty {
                            ColumnType::Int => row.opt_int(n)?.map_or(Value::Null, Value::Int),
                            ColumnType::Text => row.opt_text(n)?.map_or(Value::Null, Value::Text),
                        });
                    }
                    sha.update(format!("{values:?}"));
                    values.truncate(table.key.len());
                    after = Some(values);
                }
                if rows.is_empty() {
                    break;
                }
            }
        }
        Ok(hex(&sha.finalize()))
    }

    fn count(&self, statements: usize) {
        self.0.statements.fetch_add(statements as u64, Ordering::Relaxed);
    }

    /// Statements that reading has sent to the database since the journal was opened. A request that takes more of them the more there is to show has a
    /// loop where a page belongs.
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Commands that wait.
    pub fn depth(&self) -> usize {
        self.0.capacity - self.0.queue.capacity()
    }

    /// Carries out what waits, then takes nothing more.
    pub async fn close(&self) {
        let (answer, answered) = oneshot::channel();
        if self.send(Message::Close(answer)).await.is_ok() {
            // The writer has answered, or has ended before it could.
            let _ = answered.await;
        }
        self.0.pool.close().await;
    }

    async fn send(&self, message: Message<M>) -> Result<(), StorageError> {
        self.0.queue.send(message).await.map_err(|_| closed())
    }
}

/// An id counts within its millisecond, from a start of chance. Each run begins in a millisecond of its own, so that its ids come after those of the run before even
/// when the clock was set back between them.
fn end_of_millisecond(us: i64) -> i64 {
    const MILLI: i64 = 1_000;
    us - us.rem_euclid(MILLI) + MILLI - 1
}

fn closed() -> StorageError {
    StorageError { doing: "writing", what: "the journal is closed".to_owned() }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// One process on a SQLite file: a lock beside it that the system drops with the process.
fn lock_file(url: &str) -> Result<File, OpenError> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//").split('?').next().unwrap_or("");
    let failed = |e: std::io::Error| StorageError { doing: "locking the journal", what: format!("{path}.lock: {e}") };
    if let Some(folder) = std::path::Path::new(path).parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let file = File::options().create(true).append(true).open(format!("{path}.lock")).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::TakenByAnother),
        Err(std::fs::TryLockError::Error(e)) => Err(failed(e).into()),
    }
}
