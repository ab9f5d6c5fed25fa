//! Lists on their way between the database and the memory.

use super::engine::Edition;
use super::tables::LIST_PART;
use super::threshold::{self, MAX_TRAVELLERS};
use crate::app::App;
use coordination::edition::{self, Editions};
use coordination::hit::{self, Asked};
use framework::model::List;
use journal::{StorageError, Value};
use screening::{Entry, Listed, Live};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Records of a row: few wide rows are written and read faster than many. Records.
const PART_RECORDS: usize = 500;
/// Rows that are read together: a whole list is never a single answer of the database. Rows.
const PARTS_AT_ONCE: i64 = 64;
/// Entries put on a list by hand that are looked up together. Entries.
const HAND_AT_ONCE: u32 = 5_000;

fn unreadable(what: impl ToString) -> StorageError {
    StorageError { doing: "reading a list", what: what.to_string() }
}

/// Records as JSON lines, in parts, and the digest that names them: the same records in the same order have the same digest.
pub(crate) fn parts(records: &[Entry]) -> Result<(String, Vec<String>), serde_json::Error> {
    let mut parts = Vec::with_capacity(records.len() / PART_RECORDS + 1);
    for records in records.chunks(PART_RECORDS) {
        let mut part = String::new();
        for record in records {
            part.push_str(&serde_json::to_string(record)?);
            part.push('\n');
        }
        parts.push(part);
    }
    let digest = crate::caller::digest(parts.concat());
    Ok((digest, parts))
}

/// The statements that keep the records of an edition.
pub(crate) fn kept(digest: &str, parts: Vec<String>) -> Vec<(String, Vec<Value>)> {
    let text = format!("INSERT INTO {} (digest, part, records) VALUES ($1, $2, $3) ON CONFLICT (digest, part) DO NOTHING", LIST_PART.name);
    let row = |(at, part): (i64, String)| (text.clone(), vec![digest.into(), at.into(), part.into()]);
    (0..).zip(parts).map(row).collect()
}

/// The records of an edition.
///
/// # Errors
/// When the database fails, or what it kept cannot be read: a list is searched whole or not at all.
pub(crate) async fn records(app: &App, digest: &str) -> Result<Vec<Entry>, StorageError> {
    let mut all = Vec::new();
    let text = format!("SELECT part, records FROM {} WHERE digest = $1 AND part > $2 ORDER BY part LIMIT {PARTS_AT_ONCE}", LIST_PART.name);
    let mut last = -1;
    loop {
        let rows = app.journal.query(&text, &[digest.into(), last.into()]).await?;
        let mut texts = Vec::with_capacity(rows.len());
        for row in &rows {
            last = row.int(0)?;
            texts.push(row.text(1)?);
        }
        if texts.is_empty() {
            return Ok(all);
        }
        let read =
            move || -> Result<Vec<Entry>, serde_json::Error> { texts.iter().flat_map(|t| t.lines()).map(serde_json::from_str).collect() };
        all.extend(tokio::task::spawn_blocking(read).await.map_err(unreadable)?.map_err(unreadable)?);
    }
}

/// The editions of a list as the journal has them.
pub(crate) async fn editions(app: &App, list: &str) -> Result<Arc<Editions>, StorageError> {
    let state = app.journal.state(&edition::stream(list)).await?;
    Ok(state.and_then(|s| s.editions().cloned()).unwrap_or_default())
}

/// Puts records into a list, and says which of them it did not have, or had otherwise.
async fn replace(app: &App, which: fn(&App) -> &Live, list: &str, records: Vec<Entry>) -> Result<HashSet<String>, StorageError> {
    let (app, list) = (app.clone(), list.to_owned());
    let build = move || {
        let records: Vec<Arc<Entry>> = records.into_iter().map(Arc::new).collect();
        let before = which(&app).replace(&list, records.clone());
        let had: HashMap<&str, &Entry> = before.iter().flat_map(|l| l.entries()).map(|e| (e.id.as_str(), &**e)).collect();
        records.iter().filter(|r| had.get(r.id.as_str()).is_none_or(|was| **was != ***r)).map(|r| r.id.clone()).collect()
    };
    tokio::task::spawn_blocking(build).await.map_err(unreadable)
}

/// The last travellers that the node knows, as they are screened.
async fn travellers(app: &App) -> Result<Vec<Asked>, StorageError> {
    let text = format!("SELECT id FROM crossing WHERE subject IN ('traveller', 'person_on_foot') ORDER BY id DESC LIMIT {MAX_TRAVELLERS}");
    let rows = app.journal.query(&text, &[]).await?;
    let ids = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    Ok(app.crossings(&ids).await?.values().flat_map(|c| hit::asked(&c.subject)).collect())
}

/// Measures from which score a record of a list is shown. Costs a search a traveller.
async fn measure(app: &App, list: &str) -> Result<(), StorageError> {
    let Some(listed) = app.watchlists.editions.get(list) else { return Ok(()) };
    let travellers = travellers(app).await?;
    let thresholds = tokio::task::spawn_blocking(move || threshold::measure(&listed, &travellers)).await.map_err(unreadable)?;
    tracing::info!(list, thresholds.named, thresholds.dated, thresholds.travellers, "measured a list");
    app.watchlists.set_thresholds(list, thresholds);
    Ok(())
}

/// Brings the edition of a list that is in force into the memory, and says which records are new or say something else.
async fn read_edition(app: &App, list: &str) -> Result<HashSet<String>, StorageError> {
    let (engine, now_us) = (&app.watchlists, app.clock.now_us());
    let editions = editions(app, list).await?;
    let Some(edition) = editions.in_force(now_us) else {
        engine.hold(list, None);
        engine.editions.remove(list);
        return Ok(HashSet::new());
    };
    let digest = edition.brought.digest.clone();
    let until_us = edition.approved.as_ref().map_or(0, |(_, until)| *until);
    let mut changed = HashSet::new();
    if engine.held(list).as_deref() != Some(digest.as_str()) {
        changed = replace(app, |app| &app.watchlists.editions, list, records(app, &digest).await?).await?;
        measure(app, list).await?;
    }
    engine.hold(list, Some(Edition { digest, until_us }));
    Ok(changed)
}

/// Brings what was put on a list by hand into the memory.
async fn read_by_hand(app: &App, list: &str) -> Result<HashSet<String>, StorageError> {
    let text = format!(
        "SELECT id FROM list_entry WHERE list = $1 AND ended = 0 AND approved = 1 AND until_us > $2 AND id > $3 ORDER BY id LIMIT {HAND_AT_ONCE}"
    );
    let (mut entries, mut last) = (Vec::new(), String::new());
    loop {
        let rows = app.journal.query(&text, &[list.into(), app.clock.now_us().into(), last.as_str().into()]).await?;
        let ids = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
        let Some(end) = ids.last() else { break };
        last.clone_from(end);
        let states = app.journal.states(&ids).await?;
        for id in &ids {
            if let Some(listing) = states.get(id).and_then(|s| s.listing()) {
                app.watchlists.lasts(id, Some(listing.until_us));
                entries.push(listing.entry.clone());
            }
        }
    }
    let gone: Vec<String> = {
        let now: HashSet<&str> = entries.iter().map(|e| e.id.as_str()).collect();
        let before: Option<Arc<Listed>> = app.watchlists.by_hand.get(list);
        before.iter().flat_map(|l| l.entries()).filter(|e| !now.contains(e.id.as_str())).map(|e| e.id.clone()).collect()
    };
    for entry in gone {
        app.watchlists.lasts(&entry, None);
    }
    replace(app, |app| &app.watchlists.by_hand, list, entries).await
}

/// Brings a list as it is now into the memory, and says which records are new or say something else. What was in force is searched until then.
///
/// # Errors
/// When the database fails, or holds a list that cannot be read; the memory stays as it was.
pub(crate) async fn read(app: &App, list: &str) -> Result<HashSet<String>, StorageError> {
    let _one = app.watchlists.reading.lock().await;
    let mut changed = read_edition(app, list).await?;
    changed.extend(read_by_hand(app, list).await?);
    Ok(changed)
}

/// Measures every list anew: who travels changes.
///
/// # Errors
/// When the database fails; what was measured stays.
pub(crate) async fn measure_all(app: &App) -> Result<(), StorageError> {
    for list in &app.book().framework.lists {
        measure(app, list.id.get_ref()).await?;
    }
    Ok(())
}

/// Brings every list of the framework into the memory. A list that cannot be read is told and left as it was; the others are read.
pub(crate) async fn read_all(app: &App) {
    let book = app.book();
    for list in &book.framework.lists {
        let list: &List = list;
        if let Err(e) = read(app, list.id.get_ref()).await {
            tracing::error!(list = list.id.get_ref(), doing = e.doing, what = %e.what, "a list could not be read; it is searched as it was");
        }
    }
}
