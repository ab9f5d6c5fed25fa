//! The clocks of assignments: whoever is next on the ladder is told when the time has come, once and never early, and in order where the machine was off.

use crate::app::App;
use crate::routes::assignments::entry;
use coordination::assignment::{self, Command, Context, Refused};
use framework::access::Officer;
use journal::{ExecuteError, StorageError};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Clocks that are looked at together.
const AT_ONCE: u32 = 500;
/// The longest sleep: a clock that stands or was set is noticed by then.
const LONGEST: Duration = Duration::from_secs(30);

/// Nobody: what the clock does is done by no officer.
fn nobody() -> Officer {
    Officer {
        id: "".into(),
        agency: "".into(),
        state: "".into(),
        point: None,
        desk: "".into(),
        roles: BTreeSet::new(),
        purposes: Vec::new().into_iter().collect(),
        clearance: 0,
    }
}

/// Looks are this far apart when assignments move all the time: what is due is told so much later at most.
const BETWEEN: Duration = Duration::from_millis(250);

/// Fires every clock whose time has come, and gives the time of the next. A clock that could not be fired is the next, and its time is past.
///
/// # Errors
/// When the database fails; what was fired stays fired.
pub async fn fire(app: &App) -> Result<Option<i64>, StorageError> {
    loop {
        let text = format!("SELECT id, next_us FROM assignment WHERE next_us IS NOT NULL ORDER BY next_us LIMIT {AT_ONCE}");
        let (mut due, mut next) = (Vec::new(), None);
        let now_us = app.clock.now_us();
        for row in app.journal.query(&text, &[]).await? {
            let at = row.int(1)?;
            if at > now_us {
                next = Some(at);
                break;
            }
            due.push(row.text(0)?);
        }
        if due.is_empty() {
            return Ok(next);
        }
        let fired = due.into_iter().map(|id| {
            let (book, stream) = (app.book(), id.clone());
            app.journal.execute(None, vec![id], move |states, now_us| {
                let Some(state) = states.get(&stream).and_then(|s| s.assignment()) else { return Err(Refused::NoParty) };
                let facts = assignment::decide(&Context { book: &book, officer: &nobody(), now_us }, state, &Command::Tick)?;
                Ok((facts.iter().map(|f| entry(&stream, &state.point, f, "", "")).collect::<Vec<_>>(), ()))
            })
        });
        let mut told = 0;
        for done in futures_util::future::join_all(fired).await {
            match done {
                Ok(done) => told += done.entries.len() as u64,
                Err(ExecuteError::Storage(e)) => return Err(e),
                Err(ExecuteError::Closed) => return Ok(None),
                Err(e) => tracing::error!(?e, "a clock could not be fired"),
            }
        }
        metrics::counter!("mpaka_rungs_told_total").increment(told);
        if told == 0 {
            return Ok(Some(now_us));
        }
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
                heard = feed.recv() => match heard {
                    Ok(entry) if entry.kind.starts_with("assignment.") => sleep.as_mut().reset(soonest),
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => sleep.as_mut().reset(soonest),
                    Err(RecvError::Closed) => return,
                },
            }
        }
    }
}
