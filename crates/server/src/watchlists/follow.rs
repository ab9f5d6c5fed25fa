//! Screening beside the journal: whatever is opened, changed or read at a desk is screened, and everything open when a list changes.

use super::screen::{Only, screen};
use super::store;
use crate::app::App;
use coordination::edition;
use journal::{Entry, StorageError};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

/// Crossings that are screened together. Crossings.
const AT_ONCE: u32 = 500;
/// How long screening waits when the database does not answer.
const PAUSE: Duration = Duration::from_secs(1);
/// How often lists are measured anew on the travellers of the node.
const MEASURED_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// What is to be done about the last entries.
#[derive(Default)]
struct Todo {
    crossings: BTreeSet<String>,
    lists: BTreeSet<String>,
    entries: BTreeSet<String>,
    /// Entries were missed: everything is looked at.
    all: bool,
}

impl Todo {
    fn take(&mut self, entry: &Entry) {
        let kind = entry.kind.as_str();
        if kind.starts_with("crossing.opened.") || kind.starts_with("crossing.updated.") || kind.starts_with("crossing.identified.") {
            self.crossings.insert(entry.stream.clone());
        } else if kind.starts_with("list.approved.") || kind.starts_with("list.withdrawn.") {
            self.lists.extend(entry.stream.strip_prefix(&edition::stream("")).map(str::to_owned));
        } else if kind.starts_with("entry.approved.") || kind.starts_with("entry.renewed.") || kind.starts_with("entry.ended.") {
            self.entries.insert(entry.stream.clone());
        }
    }

    fn is_empty(&self) -> bool {
        self.crossings.is_empty() && self.lists.is_empty() && self.entries.is_empty() && !self.all
    }
}

/// Screens every open crossing.
///
/// # Errors
/// When the database fails; what was found stays.
pub(crate) async fn sweep(app: &App, only: Option<Only>) -> Result<u64, StorageError> {
    let (mut last, mut new) = (String::new(), 0);
    let text = format!("SELECT id FROM crossing WHERE open = 1 AND id > $1 ORDER BY id LIMIT {AT_ONCE}");
    loop {
        let rows = app.journal.query(&text, &[last.as_str().into()]).await?;
        let ids = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
        let Some(end) = ids.last() else { return Ok(new) };
        last.clone_from(end);
        new += screen(app, &ids, only.clone()).await?;
    }
}

/// Brings a list into the memory and screens what is open for what is new in it.
///
/// # Errors
/// When the database fails.
pub(crate) async fn changed(app: &App, list: &str) -> Result<u64, StorageError> {
    let records = store::read(app, list).await?;
    if records.is_empty() { Ok(0) } else { sweep(app, Some(Only { list: list.to_owned(), records })).await }
}

async fn work(app: &App, todo: &mut Todo) -> Result<(), StorageError> {
    if todo.all {
        screen_all(app).await?;
        *todo = Todo::default();
        return Ok(());
    }
    let entries: Vec<String> = todo.entries.iter().cloned().collect();
    let states = app.journal.states(&entries).await?;
    todo.lists.extend(states.values().filter_map(|s| s.listing()).map(|l| l.list.clone()));
    todo.entries.clear();
    while let Some(list) = todo.lists.first().cloned() {
        changed(app, &list).await?;
        todo.lists.remove(&list);
    }
    let crossings: Vec<String> = todo.crossings.iter().cloned().collect();
    for some in crossings.chunks(AT_ONCE as usize) {
        screen(app, some, None).await?;
    }
    todo.crossings.clear();
    Ok(())
}

/// Takes what has been heard so far. `false` when the journal has ended.
async fn hear(feed: &mut Receiver<Arc<Entry>>, todo: &mut Todo) -> bool {
    match feed.recv().await {
        Ok(entry) => todo.take(&entry),
        Err(RecvError::Lagged(_)) => todo.all = true,
        Err(RecvError::Closed) => return false,
    }
    loop {
        match feed.try_recv() {
            Ok(entry) => todo.take(&entry),
            Err(TryRecvError::Lagged(_)) => todo.all = true,
            Err(TryRecvError::Empty | TryRecvError::Closed) => return true,
        }
    }
}

/// Brings every list into the memory: what is searched from then on.
pub async fn read_lists(app: &App) {
    store::read_all(app).await;
}

/// Brings every list into the memory, and screens every open crossing. How many hits are new.
///
/// # Errors
/// When the database fails; what was found stays.
pub async fn screen_all(app: &App) -> Result<u64, StorageError> {
    store::read_all(app).await;
    sweep(app, None).await
}

/// Screens until the server ends, everything open first: what came while no server ran is screened too.
pub async fn run(app: App) {
    let (mut feed, mut ends) = (app.journal.subscribe(), app.shutdown.clone());
    let mut todo = Todo { all: true, ..Todo::default() };
    let mut measured = tokio::time::interval(MEASURED_EVERY);
    // The first is at once, and has been done with the reading.
    measured.tick().await;
    loop {
        if !todo.is_empty()
            && let Err(e) = work(&app, &mut todo).await
        {
            tracing::error!(doing = e.doing, what = %e.what, "screening waits for the database");
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        tokio::select! {
            _ = ends.changed() => return,
            _ = measured.tick() => {
                if let Err(e) = store::measure_all(&app).await {
                    tracing::error!(doing = e.doing, what = %e.what, "the lists were not measured anew; their thresholds stay");
                }
            }
            goes_on = hear(&mut feed, &mut todo) => if !goes_on { return },
        }
    }
}
