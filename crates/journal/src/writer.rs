//! The one writer. Takes whatever commands wait, decides each on the current states, writes all their entries and view rows in one transaction, and answers when
//! that is on the disk.
//!
//! Grouping is what makes durability cheap: a disk makes a few thousand durable writes a second, and one write can carry a thousand commands. No command
//! waits for company: a lone one is written at once, and those that come meanwhile are the next group.

use crate::dialect::Engine;
use crate::entry::{Entry, MAX_BODY_BYTES, MAX_ENTRIES_OF_A_COMMAND, Model, NewEntry};
use crate::error::{ExecuteError, StorageError};
use crate::store;
use crate::table::{Changes, Value};
use crate::{Appended, Rebuilt};
use sqlx::{AnyConnection, Connection as _};
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{broadcast, mpsc, oneshot};

/// Current states of the streams that a command named.
pub struct States<'a, M: Model> {
    current: &'a HashMap<String, Option<Arc<M::State>>>,
}

impl<M: Model> States<'_, M> {
    /// The state of a stream; `None` when it has no entries, or the command did not name it.
    pub fn get(&self, stream: &str) -> Option<&Arc<M::State>> {
        self.current.get(stream).and_then(Option::as_ref)
    }
}

/// What became of a job.
pub(crate) enum Fate {
    Committed(Vec<Entry>),
    /// Carried out before, and on the disk.
    Repeated(Vec<Entry>),
    /// Carried out by an earlier command of the same group: these are its entries in the group.
    RepeatedInGroup(std::ops::Range<usize>),
    Storage(StorageError),
    Panicked(String),
    Unnamed(String),
    TooMuch {
        entries: usize,
        bytes: usize,
    },
}

/// A command with its types hidden.
pub(crate) trait Job<M: Model>: Send {
    fn command(&self) -> &str;
    fn streams(&self) -> &[String];
    /// `None`: refused.
    fn run(&mut self, states: &States<'_, M>, now_us: i64) -> Option<Vec<NewEntry>>;
    fn finish(self: Box<Self>, fate: Option<Fate>);
}

pub(crate) struct Typed<T, E, F> {
    pub command: String,
    pub streams: Vec<String>,
    pub decide: Option<F>,
    pub output: Option<Result<T, E>>,
    pub answer: oneshot::Sender<Result<Appended<T>, ExecuteError<E>>>,
}

impl<M, T, E, F> Job<M> for Typed<T, E, F>
where
    M: Model,
    T: Send,
    E: Send,
    F: FnOnce(&States<'_, M>, i64) -> Result<(Vec<NewEntry>, T), E> + Send,
{
    fn command(&self) -> &str {
        &self.command
    }

    fn streams(&self) -> &[String] {
        &self.streams
    }

    fn run(&mut self, states: &States<'_, M>, now_us: i64) -> Option<Vec<NewEntry>> {
        match self.decide.take()?(states, now_us) {
            Ok((entries, output)) => {
                self.output = Some(Ok(output));
                Some(entries)
            }
            Err(refused) => {
                self.output = Some(Err(refused));
                None
            }
        }
    }

    fn finish(self: Box<Self>, fate: Option<Fate>) {
        let answer = match (fate, self.output) {
            // A refusal was decided on states that a failed group has not left behind.
            (Some(Fate::Storage(e)), _) => Err(ExecuteError::Storage(e)),
            (_, Some(Err(refused))) => Err(ExecuteError::Refused(refused)),
            (Some(Fate::Committed(entries)), output) => Ok(Appended { entries, output: output.and_then(Result::ok), repeated: false }),
            (Some(Fate::Repeated(entries)), _) => Ok(Appended { entries, output: None, repeated: true }),
            (Some(Fate::Panicked(what)), _) => Err(ExecuteError::Panicked { what }),
            (Some(Fate::Unnamed(stream)), _) => Err(ExecuteError::UnnamedStream { stream }),
            (Some(Fate::TooMuch { entries, bytes }), _) => Err(ExecuteError::TooMuch { entries, bytes }),
            (Some(Fate::RepeatedInGroup(_)) | None, _) => Err(ExecuteError::Closed),
        };
        // Whoever asked may have gone; what is written stays written.
        let _ = self.answer.send(answer);
    }
}

pub(crate) type Statement = (String, Vec<Value>);

pub(crate) enum Message<M: Model> {
    Execute(Box<dyn Job<M>>),
    Write(Vec<Statement>, oneshot::Sender<Result<u64, StorageError>>),
    Rebuild(oneshot::Sender<Result<Rebuilt, StorageError>>),
    Close(oneshot::Sender<()>),
}

pub(crate) type States2<M> = quick_cache::sync::Cache<String, Arc<<M as Model>::State>>;

pub(crate) struct Writer<M: Model> {
    pub model: Arc<M>,
    pub conn: AnyConnection,
    pub engine: Engine,
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    pub cache: Arc<States2<M>>,
    pub feed: broadcast::Sender<Arc<Entry>>,
    pub queue: mpsc::Receiver<Message<M>>,
    pub max_batch: usize,
    pub next_index: i64,
    pub last_us: i64,
    pub ids: uuid::ContextV7,
    /// Held for as long as the journal is written.
    pub lock: Option<std::fs::File>,
}

/// A job, what became of it, and which of the group's entries are its own.
type Answered<M> = (Box<dyn Job<M>>, Option<Fate>, std::ops::Range<usize>);
/// Statements to write beside the entries, and who waits for the number of rows.
type Write = (Vec<Statement>, oneshot::Sender<Result<u64, StorageError>>);

struct Decided<M: Model> {
    jobs: Vec<Answered<M>>,
    entries: Vec<(Entry, String)>,
    commands: Vec<(String, i64, i64)>,
    current: HashMap<String, Option<Arc<M::State>>>,
    changes: Changes,
}

impl<M: Model> Writer<M> {
    pub(crate) async fn run(mut self) {
        let (mut batch, mut closing) = (Vec::new(), Vec::new());
        while self.queue.recv_many(&mut batch, self.max_batch).await > 0 {
            let mut jobs = Vec::new();
            let (mut writes, mut after) = (Vec::new(), Vec::new());
            for message in batch.drain(..) {
                match message {
                    Message::Execute(job) => jobs.push(job),
                    Message::Write(statements, answer) => writes.push((statements, answer)),
                    other => after.push(other),
                }
            }
            self.group(jobs, writes).await;
            for message in after {
                match message {
                    Message::Rebuild(answer) => {
                        let result = self.rebuild().await;
                        let _ = answer.send(result);
                    }
                    Message::Close(answer) => {
                        self.queue.close();
                        closing.push(answer);
                    }
                    Message::Execute(_) | Message::Write(..) => {}
                }
            }
        }
        // A connection that does not close well is closed by the server when the process ends.
        let _ = store::unlock(&mut self.conn, self.engine).await;
        let _ = self.conn.close().await;
        drop(self.lock);
        for answer in closing {
            let _ = answer.send(());
        }
    }

    /// One group: decide all, write all, answer all.
    async fn group(&mut self, jobs: Vec<Box<dyn Job<M>>>, writes: Vec<Write>) {
        if jobs.is_empty() && writes.is_empty() {
            return;
        }
        let streams: Vec<String> = jobs.iter().flat_map(|j| j.streams()).cloned().collect();
        let ids: Vec<String> = jobs.iter().map(|j| j.command()).filter(|c| !c.is_empty()).map(str::to_owned).collect();
        let loaded = self.load(&streams, &ids).await;
        let mut decided = match loaded {
            Ok((current, repeated)) => self.decide(jobs, current, &repeated),
            Err(e) => {
                for job in jobs {
                    job.finish(Some(Fate::Storage(e.clone())));
                }
                Decided {
                    jobs: Vec::new(),
                    entries: Vec::new(),
                    commands: Vec::new(),
                    current: HashMap::new(),
                    changes: Changes::default(),
                }
            }
        };
        let statements: Vec<Statement> = writes.iter().flat_map(|(s, _)| s.iter().cloned()).collect();
        let changes = std::mem::take(&mut decided.changes);
        let written = if decided.entries.is_empty() && statements.is_empty() {
            Ok(0)
        } else {
            self.commit(&decided.entries, &decided.commands, changes, &statements).await
        };
        for (_, answer) in writes {
            let _ = answer.send(written.clone());
        }
        match written {
            Ok(_) => self.acknowledge(decided),
            Err(e) => {
                // Nothing was written: the states in memory are still those of the database, because they are put there only after a commit.
                self.next_index -= decided.entries.len() as i64;
                for (job, fate, _) in decided.jobs {
                    job.finish(Some(fate.filter(|f| matches!(f, Fate::Repeated(_))).unwrap_or_else(|| Fate::Storage(e.clone()))));
                }
            }
        }
    }

    /// States of all streams of a group, and the entries of commands that were carried out before.
    #[allow(clippy::type_complexity, reason = "two maps that are taken apart by the only caller")]
    async fn load(
        &mut self,
        streams: &[String],
        ids: &[String],
    ) -> Result<(HashMap<String, Option<Arc<M::State>>>, HashMap<String, Vec<Entry>>), StorageError> {
        let mut current: HashMap<String, Option<Arc<M::State>>> = HashMap::new();
        let mut missing = Vec::new();
        for stream in streams {
            if current.contains_key(stream) {
                continue;
            }
            let known = self.cache.get(stream);
            if known.is_none() {
                missing.push(stream.clone());
            }
            current.insert(stream.clone(), known);
        }
        for entry in store::entries_of_streams(&mut self.conn, &missing).await? {
            let state = current.entry(entry.stream.clone()).or_default();
            if let Some(next) = self.model.fold(state.as_deref(), &entry) {
                *state = Some(Arc::new(next));
            }
        }
        let mut repeated = HashMap::new();
        for (id, first, last) in store::known_commands(&mut self.conn, ids).await? {
            repeated.insert(id, store::entries_between(&mut self.conn, first, last).await?);
        }
        Ok((current, repeated))
    }

    fn decide(
        &mut self,
        jobs: Vec<Box<dyn Job<M>>>,
        current: HashMap<String, Option<Arc<M::State>>>,
        repeated: &HashMap<String, Vec<Entry>>,
    ) -> Decided<M> {
        let before = current.clone();
        let mut out = Decided { jobs: Vec::new(), entries: Vec::new(), commands: Vec::new(), current, changes: Changes::default() };
        let mut done: HashMap<String, std::ops::Range<usize>> = HashMap::new();
        let mut touched: HashSet<String> = HashSet::new();
        for mut job in jobs {
            let start = out.entries.len();
            if let Some(entries) = repeated.get(job.command()).filter(|_| !job.command().is_empty()) {
                out.jobs.push((job, Some(Fate::Repeated(entries.clone())), start..start));
                continue;
            }
            if let Some(range) = done.get(job.command()) {
                out.jobs.push((job, Some(Fate::RepeatedInGroup(range.clone())), start..start));
                continue;
            }
            let now_us = (self.clock)().max(self.last_us + 1);
            let states = States { current: &out.current };
            let fate = match catch_unwind(AssertUnwindSafe(|| job.run(&states, now_us))) {
                Ok(Some(new)) => self.take(&mut out, job.as_ref(), new, now_us, &mut touched),
                Ok(None) => None,
                Err(panic) => Some(Fate::Panicked(said(&*panic))),
            };
            let end = out.entries.len();
            if end > start && !job.command().is_empty() {
                let (first, last) = (out.entries[start].0.index, out.entries[end - 1].0.index);
                out.commands.push((job.command().to_owned(), first, last));
                done.insert(job.command().to_owned(), start..end);
            }
            out.jobs.push((job, fate, start..end));
        }
        for stream in touched {
            if let Some(Some(new)) = out.current.get(&stream) {
                self.model.rows(&stream, before.get(&stream).and_then(|s| s.as_deref()), new, &mut out.changes);
            }
        }
        out
    }

    /// Takes the entries of one command, or none of them.
    fn take(
        &mut self,
        out: &mut Decided<M>,
        job: &dyn Job<M>,
        new: Vec<NewEntry>,
        now_us: i64,
        touched: &mut HashSet<String>,
    ) -> Option<Fate> {
        let longest = new.iter().map(|e| e.body.len()).max().unwrap_or(0);
        if new.len() > MAX_ENTRIES_OF_A_COMMAND || longest > MAX_BODY_BYTES {
            return Some(Fate::TooMuch { entries: new.len(), bytes: longest });
        }
        let named: HashSet<&str> = job.streams().iter().map(String::as_str).collect();
        if let Some(stranger) = new.iter().find(|e| !named.contains(e.stream.as_str())) {
            return Some(Fate::Unnamed(stranger.stream.clone()));
        }
        for (n, entry) in new.into_iter().enumerate() {
            let recorded_us = now_us + n as i64;
            let entry = Entry {
                index: self.next_index,
                id: self.id(recorded_us),
                stream: entry.stream,
                kind: entry.kind,
                body: entry.body,
                officer: entry.officer,
                agency: entry.agency,
                point: entry.point,
                happened_us: entry.happened_us.unwrap_or(recorded_us),
                recorded_us,
            };
            self.next_index += 1;
            self.last_us = recorded_us;
            let state = out.current.entry(entry.stream.clone()).or_default();
            if let Some(next) = self.model.fold(state.as_deref(), &entry) {
                *state = Some(Arc::new(next));
            }
            touched.insert(entry.stream.clone());
            self.model.entry_rows(&entry, &mut out.changes);
            out.entries.push((entry, job.command().to_owned()));
        }
        None
    }

    fn id(&self, recorded_us: i64) -> String {
        let seconds = u64::try_from(recorded_us / 1_000_000).unwrap_or(0);
        let nanos = u32::try_from(recorded_us.rem_euclid(1_000_000) * 1_000).unwrap_or(0);
        uuid::Uuid::new_v7(uuid::Timestamp::from_unix(&self.ids, seconds, nanos)).to_string()
    }

    /// INVARIANT: entries, commands and views change together or not at all, and the caller acknowledges only after this has returned well.
    async fn commit(
        &mut self,
        entries: &[(Entry, String)],
        commands: &[(String, i64, i64)],
        changes: Changes,
        statements: &[Statement],
    ) -> Result<u64, StorageError> {
        store::run(&mut self.conn, "beginning a transaction", self.engine.begin()).await?;
        let written = self.write(entries, commands, changes, statements).await;
        self.end(written).await
    }

    /// Commits what went well. What did not, a commit that failed among it, is rolled back: SQLite would keep the transaction open, and every later one would fail.
    async fn end<T>(&mut self, done: Result<T, StorageError>) -> Result<T, StorageError> {
        let ended = match done {
            Ok(done) => store::run(&mut self.conn, "ending a transaction", "COMMIT").await.map(|()| done),
            Err(e) => Err(e),
        };
        if ended.is_err() {
            // The first error is the one to tell; PostgreSQL may have rolled back by itself.
            let _ = store::run(&mut self.conn, "ending a transaction", "ROLLBACK").await;
        }
        ended
    }

    async fn write(
        &mut self,
        entries: &[(Entry, String)],
        commands: &[(String, i64, i64)],
        changes: Changes,
        statements: &[Statement],
    ) -> Result<u64, StorageError> {
        store::insert_entries(&mut self.conn, entries).await?;
        store::insert_commands(&mut self.conn, commands).await?;
        let mut written = store::apply(&mut self.conn, changes).await?;
        for (text, values) in statements {
            let query = values.iter().fold(store::sql(text.clone()), |q, v| store::bound(q, v, crate::table::ColumnType::Text));
            let done = query.execute(&mut self.conn).await.map_err(StorageError::of("writing a table"))?;
            written += done.rows_affected();
        }
        Ok(written)
    }

    fn acknowledge(&mut self, decided: Decided<M>) {
        for (stream, state) in decided.current {
            if let Some(state) = state {
                self.cache.insert(stream, state);
            }
        }
        for (entry, _) in &decided.entries {
            // Nobody may be listening.
            let _ = self.feed.send(Arc::new(entry.clone()));
        }
        let entries = decided.entries;
        for (job, fate, range) in decided.jobs {
            let own = |range: std::ops::Range<usize>| entries[range].iter().map(|(e, _)| e.clone()).collect();
            let fate = match fate {
                None => Fate::Committed(own(range)),
                Some(Fate::RepeatedInGroup(first)) => Fate::Repeated(own(first)),
                Some(fate) => fate,
            };
            job.finish(Some(fate));
        }
    }

    /// Empties the views and fills them again, stream by stream, in one transaction.
    pub(crate) async fn rebuild(&mut self) -> Result<Rebuilt, StorageError> {
        let start = Instant::now();
        store::run(&mut self.conn, "beginning a transaction", self.engine.begin()).await?;
        let filled = self.fill().await;
        let (entries, rows) = self.end(filled).await?;
        Ok(Rebuilt { entries, rows, seconds: start.elapsed().as_secs_f64() })
    }

    async fn fill(&mut self) -> Result<(u64, u64), StorageError> {
        for table in self.model.tables() {
            store::run(&mut self.conn, "emptying a view", &format!("DROP TABLE IF EXISTS {}", table.name)).await?;
            for text in crate::dialect::create(self.engine, table) {
                store::run(&mut self.conn, "making a view", &text).await?;
            }
        }
        let model = self.model.clone();
        let (mut stream, mut index) = (String::new(), -1);
        let (mut entries, mut rows) = (0, 0);
        let mut state: Option<M::State> = None;
        loop {
            let page = store::page_by_stream(&mut self.conn, &stream, index).await?;
            let mut changes = Changes::default();
            for entry in &page {
                if entry.stream != stream {
                    if let Some(done) = state.take() {
                        model.rows(&stream, None, &done, &mut changes);
                    }
                    stream.clone_from(&entry.stream);
                }
                index = entry.index;
                if let Some(next) = model.fold(state.as_ref(), entry) {
                    state = Some(next);
                }
                model.entry_rows(entry, &mut changes);
                entries += 1;
            }
            if page.is_empty()
                && let Some(done) = state.take()
            {
                model.rows(&stream, None, &done, &mut changes);
            }
            rows += store::apply(&mut self.conn, changes).await?;
            if page.is_empty() {
                break;
            }
        }
        store::set_meta(&mut self.conn, "model", &model.version().to_string()).await?;
        Ok((entries, rows))
    }
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it did not say why".to_owned())
}
