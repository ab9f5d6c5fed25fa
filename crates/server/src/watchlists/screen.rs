//! Crossings against the lists: each that is like a record becomes a hit that somebody owes an answer to.

use super::engine::{MATCHER, Met};
use super::tables::plain;
use crate::app::App;
use crate::caller::{nobody, written};
use crate::problem::Problem;
use crate::routes::assignments::entry as assignment_entry;
use coordination::assignment;
use coordination::crossing::Crossing;
use coordination::hit::{self, Asked, Found, MetAgain};
use framework::model::List;
use framework::{PointId, Rulebook};
use journal::{ExecuteError, NewEntry, StorageError, Value};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The records of one list that are new: what was screened before is screened for those alone.
#[derive(Debug, Clone)]
pub(crate) struct Only {
    pub list: String,
    pub records: HashSet<String>,
}

/// Somebody or something at a crossing that is like a record.
struct Meeting {
    crossing: String,
    point: PointId,
    asked: Asked,
    list: usize,
    met: Met,
}

/// A fact of a hit as an entry.
pub(crate) fn entry(id: &str, point: &str, fact: &hit::Fact, officer: &str, agency: &str) -> NewEntry {
    written(id, (fact.kind(), fact.body()), (officer, agency), point)
}

fn meetings(app: &App, book: &Rulebook, crossings: &[(String, Arc<Crossing>)], only: Option<&Only>) -> Vec<Meeting> {
    let now_us = app.clock.now_us();
    let wanted = |l: &List| only.is_none_or(|o| o.list == *l.id.get_ref());
    let places: Vec<usize> = (0..book.framework.lists.len()).filter(|at| wanted(&book.framework.lists[*at])).collect();
    let lists: Vec<&List> = places.iter().map(|at| &*book.framework.lists[*at]).collect();
    let mut all = Vec::new();
    for (id, crossing) in crossings {
        for asked in hit::asked(&crossing.subject) {
            let found = app.watchlists.meet(&lists, &asked, now_us);
            for (at, list) in lists.iter().enumerate() {
                app.watchlists.count(list.id.get_ref(), found.iter().filter(|(of, _)| *of == at).count());
            }
            for (at, met) in found {
                if only.is_none_or(|o| o.records.contains(&met.record.id)) {
                    let point = crossing.path.point.clone();
                    all.push(Meeting { crossing: id.clone(), point, asked: asked.clone(), list: places[at], met });
                }
            }
        }
    }
    all
}

/// Open hits of some crossings: list, record and role by crossing.
async fn open_hits(app: &App, crossings: &HashSet<&str>) -> Result<HashSet<[String; 4]>, StorageError> {
    let mut open = HashSet::new();
    for crossing in crossings {
        let text = "SELECT crossing, list, record, role FROM hit WHERE crossing = $1 AND open = 1";
        for row in app.journal.query(text, &[(*crossing).into()]).await? {
            open.insert([row.text(0)?, row.text(1)?, row.text(2)?, row.text(3)?]);
        }
    }
    Ok(open)
}

/// The hit in which a document was cleared of a record, while that lasts.
async fn cleared(app: &App, m: &Meeting, list: &str) -> Result<Option<String>, StorageError> {
    if m.asked.number.is_empty() {
        return Ok(None);
    }
    let text = "SELECT hit FROM cleared WHERE list = $1 AND record = $2 AND document = $3 AND issuer = $4 AND until_us > $5";
    let values: [Value; 5] = [
        list.into(),
        m.met.record.id.as_str().into(),
        plain(&m.asked.number).into(),
        m.asked.issuer.as_str().into(),
        app.clock.now_us().into(),
    ];
    app.journal.query(text, &values).await?.first().map(|r| r.text(0)).transpose()
}

/// What is found, and what it makes somebody owe.
fn found(book: &Rulebook, m: &Meeting, id: &str, now_us: i64) -> Vec<NewEntry> {
    let list = &book.framework.lists[m.list];
    let nobody = nobody();
    let cx = assignment::Context { book, officer: &nobody, now_us };
    let owed = hit::owed(list, &m.point, id).and_then(|make| match assignment::make(&cx, &make) {
        Ok(fact) => Some(fact),
        Err(refused) => {
            tracing::error!(list = list.id.get_ref(), %refused, "a hit is owed by nobody");
            None
        }
    });
    let due_us = owed.as_ref().map_or(0, |fact| if let assignment::Fact::Made(made) = fact { made.due_us } else { 0 });
    let found = Found {
        crossing: m.crossing.clone(),
        point: m.point.to_string(),
        part: m.asked.part(),
        asked: m.asked.clone(),
        list: list.id.get_ref().clone(),
        list_name: list.name.clone(),
        owner: list.owner.get_ref().as_str().into(),
        desk: list.duty_desk.as_ref().map(|d| d.get_ref().as_str().into()),
        action: list.action.get_ref().clone(),
        silent: list.visibility.get_ref() == "silent",
        on_silence: list.on_silence.get_ref().clone(),
        due_us,
        record: (*m.met.record).clone(),
        source: m.met.source.clone(),
        name: m.met.name.clone(),
        score_permille: m.met.score_permille,
        explanation: m.met.explanation.clone(),
        number: m.met.number.clone(),
        matcher: MATCHER.to_owned(),
        framework: book.framework.header.version.clone(),
        assignment: owed.is_some().then(|| hit::owed_id(id)),
    };
    let mut entries = vec![entry(id, m.point.as_str(), &found.into(), "", "")];
    entries.extend(owed.map(|fact| assignment_entry(&hit::owed_id(id), m.point.as_str(), &fact, "", "")));
    entries
}

fn storage<E: std::fmt::Debug>(e: ExecuteError<E>) -> StorageError {
    match e {
        ExecuteError::Storage(e) => e,
        other => StorageError { doing: "writing down a hit", what: format!("{other:?}") },
    }
}

/// Writes down one meeting, unless it is known. Whether it was new.
async fn write(app: &App, book: &Arc<Rulebook>, m: Meeting) -> Result<bool, StorageError> {
    let list = book.framework.lists[m.list].id.get_ref().clone();
    if let Some(before) = cleared(app, &m, &list).await? {
        let stream = before.clone();
        let done = app.journal.execute(None, vec![before], move |states, _| {
            let known = states.get(&stream).and_then(|s| s.hit());
            let fresh = known.filter(|h| h.found.crossing != m.crossing && h.met_again.iter().all(|(_, c)| *c != m.crossing));
            let fact = MetAgain { crossing: m.crossing }.into();
            Ok::<_, Problem>((fresh.map(|_| entry(&stream, m.point.as_str(), &fact, "", "")).into_iter().collect(), ()))
        });
        done.await.map_err(storage)?;
        return Ok(false);
    }
    let id = hit::id(&m.crossing, &m.asked.part(), &list, &m.met.record.id);
    let (book, stream) = (book.clone(), id.clone());
    let done = app.journal.execute(None, vec![id.clone(), hit::owed_id(&id)], move |states, now_us| {
        let entries = if states.get(&stream).is_some() { Vec::new() } else { found(&book, &m, &stream, now_us) };
        Ok::<_, Problem>((entries, ()))
    });
    Ok(!done.await.map_err(storage)?.entries.is_empty())
}

/// Screens crossings and writes down what is found; the same again is no second hit. How many are new.
///
/// # Errors
/// When the database fails; what was written stays.
pub(crate) async fn screen(app: &App, crossings: &[String], only: Option<Only>) -> Result<u64, StorageError> {
    let states: HashMap<String, Arc<Crossing>> = app.crossings(crossings).await?;
    let open: Vec<_> = states.into_iter().filter(|(_, c)| !c.is_over()).collect();
    metrics::counter!("mpaka_screened_total").increment(open.len() as u64);
    let (of, book) = (app.clone(), app.book());
    let rules = book.clone();
    let met = tokio::task::spawn_blocking(move || meetings(&of, &rules, &open, only.as_ref())).await;
    let met = met.map_err(|e| StorageError { doing: "screening", what: e.to_string() })?;
    if met.is_empty() {
        return Ok(0);
    }
    let known = open_hits(app, &met.iter().map(|m| m.crossing.as_str()).collect()).await?;
    let mut new = 0;
    for m in met {
        let list = book.framework.lists[m.list].id.get_ref().clone();
        // What is asked already is not asked again because a letter of the name has changed.
        if known.contains(&[m.crossing.clone(), list, m.met.record.id.clone(), m.asked.role.clone()]) {
            continue;
        }
        new += u64::from(write(app, &book, m).await?);
    }
    metrics::counter!("mpaka_hits_total").increment(new);
    Ok(new)
}
