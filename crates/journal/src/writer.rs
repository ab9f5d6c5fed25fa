//! The one writer. Takes whatever commands wait, decides each on the current states, writes all their entries and view rows in one transaction, and answers when
//! that is on the disk.
//!
//! Grouping is what makes durability cheap: a disk makes a few thousand durable writes a second, and one write can carry a thousand commands. No command
//! waits for company: a lone one is written at once. Those that come while a group is on its way to the disk are decided meanwhile, on the states that this group
//! leaves behind, and are the next group. Should it fail they fail with it: what they were decided on never was.

use crate::Rebuilt;
use crate::commit::{Cache, Connector, Group, Statement, StatesOf, Work};
use crate::dialect::Engine;
use crate::entry::{Entry, MAX_BODY_BYTES, MAX_ENTRIES_OF_A_COMMAND, Model, NewEntry};
use crate::error::StorageError;
use crate::job::{Fate, Job, States};
use crate::store;
use sqlx::{AnyConnection, Connection as _};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

pub(crate) enum Message<M: Model> {
    Execute(Box<dyn Job<M>>),
    Write(Vec<Statement>, oneshot::Sender<Result<u64, StorageError>>),
    Rebuild(oneshot::Sender<Result<Rebuilt, StorageError>>),
    Close(oneshot::Sender<()>),
}

pub(crate) struct Writer<M: Model> {
    pub model: Arc<M>,
    /// Reads what is neither in memory nor on its way to the disk.
    pub conn: AnyConnection,
    pub connector: Connector,
    pub engine: Engine,
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    pub cache: Arc<Cache<M>>,
    pub queue: mpsc::Receiver<Message<M>>,
    pub committer: mpsc::Sender<Work<M>>,
    pub committing: tokio::task::JoinHandle<()>,
    pub answering: tokio::task::JoinHandle<()>,
    pub max_batch: usize,
    pub next_index: i64,
    pub last_us: i64,
    pub ids: uuid::ContextV7,
}

/// A group on its way to the disk.
struct Ahead<M: Model> {
    done: oneshot::Receiver<Result<(), StorageError>>,
    first_index: i64,
    states: Arc<StatesOf<M>>,
    commands: HashMap<String, Vec<Entry>>,
}

impl<M: Model> Writer<M> {
    pub(crate) async fn run(mut self) {
        let (mut batch, mut closing) = (Vec::new(), Vec::new());
        let (mut open, mut ahead): (Group<M>, Option<Ahead<M>>) = (Group::new(), None);
        loop {
            if ahead.is_none() && !open.is_empty() {
                ahead = self.send(std::mem::replace(&mut open, Group::new())).await;
            }
            let room = self.max_batch.saturating_sub(open.jobs.len());
            tokio::select! {
                biased;
                done = settled(&mut ahead), if ahead.is_some() => self.settle(done, &mut ahead, &mut open),
                count = self.queue.recv_many(&mut batch, room), if room > 0 => {
                    if count == 0 {
                        break;
                    }
                    let (mut jobs, mut after) = (Vec::new(), Vec::new());
                    for message in batch.drain(..) {
                        match message {
                            Message::Execute(job) => jobs.push(job),
                            Message::Write(statements, answer) => open.writes.push((statements, answer)),
                            other => after.push(other),
                        }
                    }
                    self.add(jobs, &mut open, ahead.as_ref()).await;
                    for message in after {
                        match message {
                            Message::Rebuild(answer) => {
                                self.flush(&mut open, &mut ahead).await;
                                // It answers by itself; when it has gone the sender is dropped, which is an answer too.
                                let _ = self.committer.send(Work::Rebuild(answer)).await;
                            }
                            Message::Close(answer) => {
                                self.queue.close();
                                closing.push(answer);
                            }
                            Message::Execute(_) | Message::Write(..) => {}
                        }
                    }
                }
            }
        }
        self.flush(&mut open, &mut ahead).await;
        drop(self.committer);
        // An error means that it panicked, and the connection went with it.
        let _ = self.committing.await;
        let _ = self.answering.await;
        let _ = self.conn.close().await;
        for answer in closing {
            let _ = answer.send(());
        }
    }

    /// Sends a group on its way to the disk.
    async fn send(&mut self, group: Group<M>) -> Option<Ahead<M>> {
        let (answer, done) = oneshot::channel();
        let first_index = self.next_index - group.entries.len() as i64;
        let own = |range: &Range<usize>| group.entries[range.clone()].iter().map(|(e, _)| e.clone()).collect();
        let commands = group.commands.iter().map(|(id, range)| (id.clone(), own(range))).collect();
        let ahead = Ahead { done, first_index, states: group.states.clone(), commands };
        match self.committer.send(Work::Commit(group, answer)).await {
            Ok(()) => Some(ahead),
            Err(refused) => {
                if let Work::Commit(group, _) = refused.0 {
                    self.next_index = first_index;
                    group.fail(&gone());
                }
                None
            }
        }
    }

    /// Takes note of what became of the group ahead.
    fn settle(&mut self, done: Result<(), StorageError>, ahead: &mut Option<Ahead<M>>, open: &mut Group<M>) {
        let Some(before) = ahead.take() else { return };
        if let Err(e) = done {
            self.next_index = before.first_index;
            std::mem::replace(open, Group::new()).fail(&e);
        }
    }

    /// Waits until everything taken so far is on the disk.
    async fn flush(&mut self, open: &mut Group<M>, ahead: &mut Option<Ahead<M>>) {
        loop {
            if ahead.is_some() {
                let done = settled(ahead).await;
                self.settle(done, ahead, open);
            }
            if open.is_empty() {
                return;
            }
            *ahead = self.send(std::mem::replace(open, Group::new())).await;
        }
    }

    /// Decides jobs and adds them to the open group.
    async fn add(&mut self, jobs: Vec<Box<dyn Job<M>>>, open: &mut Group<M>, ahead: Option<&Ahead<M>>) {
        if jobs.is_empty() {
            return;
        }
        // Nobody else has the states of a group that is still open.
        let mut states = Arc::unwrap_or_clone(std::mem::take(&mut open.states));
        let streams = jobs.iter().flat_map(|j| j.streams()).cloned().collect();
        let ids: Vec<String> = jobs.iter().map(|j| j.command()).filter(|c| !c.is_empty()).map(str::to_owned).collect();
        match self.load(streams, &ids, &mut states, ahead).await {
            Ok(repeated) => self.decide(jobs, open, &mut states, &repeated, ahead),
            Err(e) => jobs.into_iter().for_each(|job| job.finish(Some(Fate::Storage(e.clone())))),
        }
        open.states = Arc::new(states);
    }

    /// States of all streams that jobs name, and the entries of commands that were carried out before.
    async fn load(
        &mut self,
        streams: Vec<String>,
        ids: &[String],
        states: &mut StatesOf<M>,
        ahead: Option<&Ahead<M>>,
    ) -> Result<HashMap<String, Vec<Entry>>, StorageError> {
        let mut missing = Vec::new();
        let mut found: StatesOf<M> = HashMap::new();
        for stream in streams {
            if states.contains_key(&stream) || found.contains_key(&stream) {
                continue;
            }
            let known = ahead.and_then(|a| a.states.get(&stream).cloned()).unwrap_or_else(|| self.cache.get(&stream));
            if known.is_none() {
                missing.push(stream.clone());
            }
            found.insert(stream, known);
        }
        let (entries, repeated) = match self.read(&missing, ids).await {
            // A connection that lay idle while the server was started anew.
            Err(_) if self.engine == Engine::Postgres => {
                self.conn = self.connector.open().await?;
                self.read(&missing, ids).await?
            }
            read => read?,
        };
        for entry in entries {
            let state = found.entry(entry.stream.clone()).or_default();
            if let Some(next) = self.model.fold(state.as_deref(), &entry) {
                *state = Some(Arc::new(next));
            }
        }
        states.extend(found);
        Ok(repeated)
    }

    /// Entries of streams, and those of commands that were carried out before.
    async fn read(&mut self, streams: &[String], ids: &[String]) -> Result<(Vec<Entry>, HashMap<String, Vec<Entry>>), StorageError> {
        let entries = store::entries_of_streams(&mut self.conn, self.engine, streams).await?;
        let mut repeated = HashMap::new();
        for (id, first, last) in store::known_commands(&mut self.conn, self.engine, ids).await? {
            repeated.insert(id, store::entries_between(&mut self.conn, first, last).await?);
        }
        Ok((entries, repeated))
    }

    fn decide(
        &mut self,
        jobs: Vec<Box<dyn Job<M>>>,
        open: &mut Group<M>,
        states: &mut StatesOf<M>,
        repeated: &HashMap<String, Vec<Entry>>,
        ahead: Option<&Ahead<M>>,
    ) {
        // As they were when their rows were last made.
        let mut touched: HashMap<String, Option<Arc<M::State>>> = HashMap::new();
        for mut job in jobs {
            let start = open.entries.len();
            let known = if job.command().is_empty() { None } else { before(job.command(), open, repeated, ahead) };
            if let Some(fate) = known {
                open.jobs.push((job, Some(fate), start..start));
                continue;
            }
            let now_us = (self.clock)().max(self.last_us + 1);
            let fate = match catch_unwind(AssertUnwindSafe(|| job.run(&States { current: states }, now_us))) {
                Ok(Some(new)) => self.take(open, states, job.as_ref(), new, now_us, &mut touched),
                Ok(None) => None,
                Err(panic) => Some(Fate::Panicked(said(&*panic))),
            };
            let range = start..open.entries.len();
            if !range.is_empty() && !job.command().is_empty() {
                open.commands.insert(job.command().to_owned(), range.clone());
            }
            open.jobs.push((job, fate, range));
        }
        for (stream, old) in touched {
            if let Some(Some(new)) = states.get(&stream) {
                self.model.rows(&stream, old.as_deref(), new, &mut open.changes);
            }
        }
    }

    /// Takes the entries of one command, or none of them.
    fn take(
        &mut self,
        open: &mut Group<M>,
        states: &mut StatesOf<M>,
        job: &dyn Job<M>,
        new: Vec<NewEntry>,
        now_us: i64,
        touched: &mut HashMap<String, Option<Arc<M::State>>>,
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
            let state = states.entry(entry.stream.clone()).or_default();
            touched.entry(entry.stream.clone()).or_insert_with(|| state.clone());
            if let Some(next) = self.model.fold(state.as_deref(), &entry) {
                *state = Some(Arc::new(next));
            }
            self.model.entry_rows(&entry, &mut open.changes);
            open.entries.push((entry, job.command().to_owned()));
        }
        None
    }

    fn id(&self, recorded_us: i64) -> String {
        let seconds = u64::try_from(recorded_us / 1_000_000).unwrap_or(0);
        let nanos = u32::try_from(recorded_us.rem_euclid(1_000_000) * 1_000).unwrap_or(0);
        uuid::Uuid::new_v7(uuid::Timestamp::from_unix(&self.ids, seconds, nanos)).to_string()
    }
}

/// What became of a command that was given before.
fn before<M: Model>(command: &str, open: &Group<M>, repeated: &HashMap<String, Vec<Entry>>, ahead: Option<&Ahead<M>>) -> Option<Fate> {
    let on_disk = repeated.get(command).map(|entries| Fate::Repeated(entries.clone()));
    let in_group = || open.commands.get(command).map(|range| Fate::RepeatedInGroup(range.clone()));
    let in_front = || ahead.and_then(|a| a.commands.get(command)).map(|entries| Fate::RepeatedAhead(entries.clone()));
    on_disk.or_else(in_group).or_else(in_front)
}

/// Waits for the group ahead.
async fn settled<M: Model>(ahead: &mut Option<Ahead<M>>) -> Result<(), StorageError> {
    match ahead {
        Some(ahead) => (&mut ahead.done).await.unwrap_or_else(|_| Err(gone())),
        None => Ok(()),
    }
}

fn gone() -> StorageError {
    StorageError { doing: "writing", what: "the part that writes has stopped".to_owned() }
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it did not say why".to_owned())
}
