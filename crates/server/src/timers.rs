//! The clocks of assignments, hits, shifts and notices: whoever is next on the ladder is told, a hit that its owner does not answer goes the way its list says, an agency
//! that is missing at its post owes its presence, and a shift ends, when the time has come, once and never early, and in order where the machine was off.

use crate::app::App;
use crate::caller::nobody;
use crate::model::Records;
use crate::notices;
use crate::posts;
use crate::routes::assignments::entry;
use crate::watchlists::acted;
use coordination::assignment::{self, Context, Refused};
use coordination::hit;
use journal::{Entry, ExecuteError, States, StorageError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Clocks that are looked at together.
const AT_ONCE: u32 = 500;
/// The longest sleep: a clock that stands or was set is noticed by then.
const LONGEST: Duration = Duration::from_secs(30);

/// Looks are this far apart when assignments move all the time: what is due is told so much later at most.
const BETWEEN: Duration = Duration::from_millis(250);

/// What has a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Timed {
    Assignment,
    Hit,
    Shift,
    Notice,
}

impl Timed {
    const ALL: [(Self, &str); 4] = [(Self::Assignment, "assignment"), (Self::Hit, "hit"), (Self::Shift, "shift"), (Self::Notice, "notice")];
}

/// Clocks whose time has come, in the order in which it came, and the time of the next.
async fn due(app: &App) -> Result<(Vec<(i64, String, Timed)>, Option<i64>), StorageError> {
    let (mut due, mut next, now_us) = (Vec::new(), None, app.clock.now_us());
    for (timed, table) in Timed::ALL {
        let text = format!("SELECT id, next_us FROM {table} WHERE next_us IS NOT NULL ORDER BY next_us LIMIT {AT_ONCE}");
        for row in app.journal.query(&text, &[]).await? {
            let at = row.int(1)?;
            if at > now_us {
                next = Some(next.map_or(at, |next: i64| next.min(at)));
                break;
            }
            due.push((at, row.text(0)?, timed));
        }
    }
    due.sort_by_key(|(at, ..)| *at);
    Ok((due, next))
}

/// Fires one clock. How many entries that made. Time is never refused.
async fn fire_one(app: &App, id: String, timed: Timed) -> Result<usize, ExecuteError<Refused>> {
    let (book, journal) = (app.book(), &app.journal);
    let stream = id.clone();
    let entries = match timed {
        Timed::Shift => posts::tick(app, &id).await?,
        Timed::Notice => notices::tick(app, &id).await?,
        Timed::Hit => {
            let tick = move |states: &States<'_, Records>, now_us| {
                let (officer, hit) = (nobody(), states.get(&id).and_then(|s| s.hit()).ok_or(Refused::NoParty)?);
                let fact = hit::decide(hit, &officer, now_us, "", "", &hit::Command::Tick).ok().flatten();
                Ok((fact.map(|fact| acted(states, &id, hit, &fact, &officer, now_us)).unwrap_or_default(), ()))
            };
            journal.execute(None, vec![hit::owed_id(&stream), stream], tick).await?.entries.len()
        }
        Timed::Assignment => {
            let tick = move |states: &States<'_, Records>, now_us| {
                let (officer, state) = (nobody(), states.get(&id).and_then(|s| s.assignment()).ok_or(Refused::NoParty)?);
                let facts = assignment::decide(&Context { book: &book, officer: &officer, now_us }, state, &assignment::Command::Tick)?;
                Ok((facts.iter().map(|f| entry(&id, &state.point, f, "", "")).collect(), ()))
            };
            journal.execute(None, vec![stream], tick).await?.entries.len()
        }
    };
    Ok(entries)
}

/// Fires every clock whose time has come, and gives the time of the next. A clock that could not be fired is the next, and its time is past.
///
/// # Errors
/// When the database fails; what was fired stays fired.
pub async fn fire(app: &App) -> Result<Option<i64>, StorageError> {
    loop {
        let (due, next) = due(app).await?;
        if due.is_empty() {
            return Ok(next);
        }
        let fired = due.into_iter().map(|(_, id, timed)| fire_one(app, id, timed));
        let mut told = 0;
        for done in futures_util::future::join_all(fired).await {
            match done {
                Ok(entries) => told += entries as u64,
                Err(ExecuteError::Storage(e)) => return Err(e),
                Err(ExecuteError::Closed) => return Ok(None),
                Err(e) => tracing::error!(?e, "a clock could not be fired"),
            }
        }
        metrics::counter!("mpaka_rungs_told_total").increment(told);
        if told == 0 {
            return Ok(Some(app.clock.now_us()));
        }
    }
}

/// Whether what came from the feed is of some kinds, as what was missed may be; `None` when the journal has ended.
pub(crate) fn heard_of(heard: Result<Arc<Entry>, RecvError>, kinds: &[&str]) -> Option<bool> {
    match heard {
        Ok(entry) => Some(kinds.iter().any(|k| entry.kind.starts_with(k))),
        Err(RecvError::Lagged(_)) => Some(true),
        Err(RecvError::Closed) => None,
    }
}

/// Fires clocks until the server ends.
pub async fn run(app: App) {
    let (mut feed, mut ends) = (app.journal.subscribe(), app.shutdown.clone());
    loop {
        let wait = match fire(&app).await {
            Ok(next) => next.map_or(LONGEST, |at| app.clock.until(at).clamp(BETWEEN, LONGEST)),
            Err(e) => {
                tracing::error!(doing = e.doing, what = %e.what, "the clocks wait for the database");
                Duration::from_secs(1)
            }
        };
        let soonest = tokio::time::Instant::now() + BETWEEN;
        let sleep = tokio::time::sleep(wait);
        tokio::pin!(sleep);
        // An assignment that was made or moved may be due before the one that is waited for.
        loop {
            tokio::select! {
                () = &mut sleep => break,
                _ = ends.changed() => return,
                heard = feed.recv() => match heard_of(heard, &["assignment.", "hit.", "shift.", "notice."]) {
                    Some(true) => sleep.as_mut().reset(soonest),
                    Some(false) => {}
                    None => return,
                },
            }
        }
    }
}
