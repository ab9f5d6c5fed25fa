//! The half of the writer that waits for the disk: one group of commands, one transaction, then the answers.

use crate::Rebuilt;
use crate::dialect::Engine;
use crate::entry::{Entry, Model};
use crate::error::StorageError;
use crate::job::{Fate, Job};
use crate::store;
use crate::table::{Changes, Value};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions as _, Connection as _};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{broadcast, mpsc, oneshot};

pub(crate) type Statement = (String, Vec<Value>);

/// A job, what became of it, and which of the group's entries are its own.
pub(crate) type Answered<M> = (Box<dyn Job<M>>, Option<Fate>, Range<usize>);
/// Statements to write beside the entries, and who waits for the number of rows.
pub(crate) type Write = (Vec<Statement>, oneshot::Sender<Result<u64, StorageError>>);
/// States by stream; `None` for a stream without entries.
pub(crate) type StatesOf<M> = HashMap<String, Option<Arc<<M as Model>::State>>>;
pub(crate) type Cache<M> = quick_cache::sync::Cache<String, Arc<<M as Model>::State>>;

/// Commands that are written together, and what they came to.
pub(crate) struct Group<M: Model> {
    pub jobs: Vec<Answered<M>>,
    pub writes: Vec<Write>,
    pub entries: Vec<(Entry, String)>,
    /// Which entries, by command.
    pub commands: HashMap<String, Range<usize>>,
    /// After the group. Shared with the decider, which goes on from there while the group is being written.
    pub states: Arc<StatesOf<M>>,
    pub changes: Changes,
}

/// What the committer is to do, and who waits until it is done.
pub(crate) enum Work<M: Model> {
    /// `Err` when nothing of it was written: all its commands have been told so.
    Commit(Group<M>, oneshot::Sender<Result<(), StorageError>>),
    Rebuild(oneshot::Sender<Result<Rebuilt, StorageError>>),
}

pub(crate) struct Committer<M: Model> {
    pub model: Arc<M>,
    pub conn: AnyConnection,
    pub engine: Engine,
    pub cache: Arc<Cache<M>>,
    pub answers: mpsc::UnboundedSender<(Group<M>, u64)>,
    /// Held for as long as the journal is written.
    pub lock: Option<std::fs::File>,
    pub connector: Connector,
    /// Index of the last entry that is on the disk; -1 for none.
    pub head: i64,
}

/// Opens connections as the journal needs them.
#[derive(Clone)]
pub(crate) struct Connector {
    pub options: AnyConnectOptions,
    pub engine: Engine,
}

impl Connector {
    pub(crate) async fn open(&self) -> Result<AnyConnection, StorageError> {
        let mut conn = self.options.connect().await.map_err(StorageError::of("connecting"))?;
        for text in self.engine.greeting() {
            store::run(&mut conn, "setting up a connection", text).await?;
        }
        Ok(conn)
    }
}

/// How long a new connection waits for the lock that the lost one held: the server may notice its end later than we do.
const LOCK_TRIES: u32 = 50;
const LOCK_PAUSE: Duration = Duration::from_millis(100);

/// Answers the commands of groups that are on the disk, in their order, while the next group is being written.
pub(crate) async fn answer<M: Model>(mut written: mpsc::UnboundedReceiver<(Group<M>, u64)>, feed: broadcast::Sender<Arc<Entry>>) {
    while let Some((group, rows)) = written.recv().await {
        for (_, answer) in group.writes {
            // Whoever asked may have gone.
            let _ = answer.send(Ok(rows));
        }
        for (entry, _) in &group.entries {
            // Nobody may be listening.
            let _ = feed.send(Arc::new(entry.clone()));
        }
        let own = |range: Range<usize>| group.entries[range].iter().map(|(e, _)| e.clone()).collect();
        for (job, fate, range) in group.jobs {
            let fate = match fate {
                None => Fate::Committed(own(range)),
                Some(Fate::RepeatedInGroup(first)) => Fate::Repeated(own(first)),
                Some(fate) => fate,
            };
            job.finish(Some(fate));
        }
    }
}

impl<M: Model> Committer<M> {
    /// Works until nobody can give it more, and closes the connection.
    pub(crate) async fn run(mut self, mut work: mpsc::Receiver<Work<M>>) {
        while let Some(next) = work.recv().await {
            // The decider always waits; whoever asked for a rebuild may have gone.
            match next {
                Work::Commit(group, done) => match self.group(group).await {
                    Ok(()) => drop(done.send(Ok(()))),
                    Err((group, why)) => {
                        // The decider knows before anybody is told: a command that comes after the failure does not fail with it.
                        drop(done.send(Err(why.clone())));
                        group.fail(&why);
                    }
                },
                Work::Rebuild(answer) => drop(answer.send(self.rebuild().await)),
            }
        }
        // A connection that does not close well is closed by the server when the process ends.
        let _ = store::unlock(&mut self.conn, self.engine).await;
        let _ = self.conn.close().await;
        drop(self.lock);
    }

    /// INVARIANT: entries, commands and views change together or not at all, and nobody is answered before they are on the disk.
    async fn group(&mut self, mut group: Group<M>) -> Result<(), (Group<M>, StorageError)> {
        let statements: Vec<Statement> = group.writes.iter().flat_map(|(s, _)| s.iter().cloned()).collect();
        let (changes, entries) = (std::mem::take(&mut group.changes), std::mem::take(&mut group.entries));
        let index = |at: usize| entries[at].0.index;
        let commands = group.commands.iter().filter(|(_, range)| !range.is_empty());
        let commands: Vec<(String, i64, i64)> =
            commands.map(|(id, range)| (id.clone(), index(range.start), index(range.end - 1))).collect();
        let written = if entries.is_empty() && statements.is_empty() {
            Ok(0)
        } else {
            match self.begin().await {
                Ok(()) => {
                    let written = self.write(&entries, &commands, changes, &statements).await;
                    let ended = self.end(written).await;
                    self.truth(ended, entries.last().map(|(e, _)| e.index)).await
                }
                Err(e) => Err(e),
            }
        };
        if let (Ok(_), Some((last, _))) = (&written, entries.last()) {
            self.head = last.index;
        }
        group.entries = entries;
        match written {
            Ok(rows) => {
                for (stream, state) in &*group.states {
                    if let Some(state) = state {
                        self.cache.insert(stream.clone(), state.clone());
                    }
                }
                // Whoever answers lives as long as the committer does.
                let _ = self.answers.send((group, rows));
                Ok(())
            }
            Err(e) => Err((group, e)),
        }
    }

    /// Opens a transaction, on a new connection when the old one was lost.
    async fn begin(&mut self) -> Result<(), StorageError> {
        match store::run(&mut self.conn, "beginning a transaction", self.engine.begin()).await {
            Err(_) if self.engine == Engine::Postgres => {
                let head = self.reconnect().await?;
                if head != self.head {
                    let what = format!("the journal ends at entry {head}, and this process wrote {}; start it anew", self.head);
                    return Err(StorageError { doing: "going on after a lost connection", what });
                }
                store::run(&mut self.conn, "beginning a transaction", self.engine.begin()).await
            }
            other => other,
        }
    }

    /// A new connection, with the lock of the lost one, and the last entry that is there.
    async fn reconnect(&mut self) -> Result<i64, StorageError> {
        let mut conn = self.connector.open().await?;
        for _ in 0..LOCK_TRIES {
            if store::lock(&mut conn, self.engine).await? {
                let (head, _) = store::head(&mut conn).await?;
                self.conn = conn;
                tracing::warn!("the connection to the database was lost and is there again");
                return Ok(head);
            }
            tokio::time::sleep(LOCK_PAUSE).await;
        }
        Err(StorageError { doing: "going on after a lost connection", what: "another process writes the journal".to_owned() })
    }

    /// What became of a transaction whose end was not heard because the connection was lost: the journal says whether its last entry is there.
    async fn truth(&mut self, heard: Result<u64, StorageError>, last: Option<i64>) -> Result<u64, StorageError> {
        match (heard, last) {
            (Err(e), Some(last)) if self.engine == Engine::Postgres && self.conn.ping().await.is_err() => match self.reconnect().await {
                // The number of rows is nobody's business any more; that they are there is.
                Ok(head) if head == last => Ok(0),
                _ => Err(e),
            },
            (heard, _) => heard,
        }
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
        store::insert_entries(&mut self.conn, self.engine, entries).await?;
        store::insert_commands(&mut self.conn, self.engine, commands).await?;
        let mut written = store::apply(&mut self.conn, self.engine, changes).await?;
        for (text, values) in statements {
            let query = values.iter().fold(store::sql(text.clone()), |q, v| store::bound(q, v.clone(), crate::table::ColumnType::Text));
            let done = query.execute(&mut self.conn).await.map_err(StorageError::of("writing a table"))?;
            written += done.rows_affected();
        }
        Ok(written)
    }

    /// Empties the views and fills them again, stream by stream, in one transaction.
    pub(crate) async fn rebuild(&mut self) -> Result<Rebuilt, StorageError> {
        let start = Instant::now();
        self.begin().await?;
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
            rows += store::apply(&mut self.conn, self.engine, changes).await?;
            if page.is_empty() {
                break;
            }
        }
        store::set_meta(&mut self.conn, "model", &model.version().to_string()).await?;
        Ok((entries, rows))
    }
}

impl<M: Model> Group<M> {
    pub(crate) fn new() -> Self {
        Self {
            jobs: Vec::new(),
            writes: Vec::new(),
            entries: Vec::new(),
            commands: HashMap::new(),
            states: Arc::new(HashMap::new()),
            changes: Changes::default(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.jobs.is_empty() && self.writes.is_empty()
    }

    /// Tells everybody that nothing was written. What was on the disk before still is.
    pub(crate) fn fail(self, why: &StorageError) {
        for (_, answer) in self.writes {
            // Whoever asked may have gone.
            let _ = answer.send(Err(why.clone()));
        }
        for (job, fate, _) in self.jobs {
            job.finish(Some(fate.filter(|f| matches!(f, Fate::Repeated(_))).unwrap_or_else(|| Fate::Storage(why.clone()))));
        }
    }
}
