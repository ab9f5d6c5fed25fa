//! Facts become messages: what happened to assignments, which clocks ran out, and which digests have come due since the last time.

use super::Channel;
use super::settings::{Kept, Who, who};
use super::tables::{HEARD, OUTBOX, OUTBOX_ITEM};
use crate::app::App;
use crate::caller::digest;
use coordination::assignment::{Assignment, Fact, Party};
use coordination::notification::{Holder, Reason, Telling, digest_between, next_digest, tell};
use framework::Rulebook;
use jiff::tz::TimeZone;
use journal::{Entry, StorageError, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Entries that are looked at together.
const AT_ONCE: u32 = 500;

/// What a message is.
pub(crate) const AT_ONCE_WORD: &str = "at_once";
pub(crate) const HELD_WORD: &str = "held";
pub(crate) const DIGEST_WORD: &str = "digest";

/// Somebody who asked to be told.
struct Listener {
    holder: Holder,
    kept: Arc<Kept>,
    who: Who,
    zone: TimeZone,
}

/// Something that may have to be told.
struct Event {
    assignment: String,
    reason: Reason,
    /// To whom it came; those who owe it where nobody is stated.
    to: Option<Party>,
    at_us: i64,
    /// Whoever did it knows it.
    by: String,
}

fn event(entry: &Entry) -> Option<Event> {
    let (reason, to) = match Fact::read(&entry.kind, &entry.body).ok()? {
        Fact::Made(f) => (Reason::Owed, f.to),
        Fact::HandedOn(f) => (Reason::Owed, f.to),
        Fact::Escalated(f) => (Reason::Escalated, f.to),
        _ => return None,
    };
    Some(Event { assignment: entry.stream.clone(), reason, to: Some(to), at_us: entry.recorded_us, by: entry.officer.clone() })
}

/// The ladder of an assignment, by the framework that it was made under.
pub(crate) fn ladder<'b>(book: &'b Rulebook, a: &Assignment) -> &'b str {
    let clock = book.framework.clocks.iter().find(|c| *c.id.get_ref() == a.kind);
    clock.and_then(|c| c.ladder.as_ref()).map_or("", |l| l.get_ref().as_str())
}

/// Messages that are being put together, by holder, channel and what they are: when they are sent, and what they tell of.
#[derive(Default)]
struct Messages(BTreeMap<(String, Channel, &'static str, i64), BTreeSet<Told>>);

/// When something happened to an assignment, to which, and what.
type Told = (i64, String, Reason);

impl Messages {
    fn add(&mut self, listener: &Listener, what: &'static str, send_us: i64, item: Option<Told>) {
        let setting = &listener.kept.setting;
        for channel in Channel::ALL {
            if !channel.address(setting).is_empty() {
                self.0.entry((listener.holder.to_string(), channel, what, send_us)).or_default().extend(item.clone());
            }
        }
    }

    /// The statements that keep them. The id of a message follows from whose it is, how it goes, and what it tells of first, or when it is sent: what is held back
    /// later for the same end of quiet hours joins what is held already.
    fn statements(self) -> Vec<(String, Vec<Value>)> {
        let message = format!(
            "INSERT INTO {} (id, holder, channel, what, state, send_us, next_us, attempts, error, ended_us) VALUES ($1, $2, $3, $4, 'waiting', $5, $6, 0, '', NULL) \
             ON CONFLICT (id) DO NOTHING",
            OUTBOX.name
        );
        let item = format!(
            "INSERT INTO {} (message, at_us, assignment, reason) VALUES ($1, $2, $3, $4) ON CONFLICT (message, at_us, assignment, reason) DO NOTHING",
            OUTBOX_ITEM.name
        );
        let mut all = Vec::new();
        for ((holder, channel, what, send_us), items) in self.0 {
            let first = if what == AT_ONCE_WORD { items.first().map(|(at, id, r)| format!("{at} {id} {}", r.word())) } else { None };
            let id = digest(format!("{holder}\n{}\n{what}\n{}", channel.word(), first.unwrap_or_else(|| send_us.to_string())));
            let values: Vec<Value> =
                vec![id.as_str().into(), holder.into(), channel.word().into(), what.into(), send_us.into(), send_us.into()];
            all.push((message.clone(), values));
            for (at_us, assignment, reason) in items {
                all.push((item.clone(), vec![id.as_str().into(), at_us.into(), assignment.into(), reason.word().into()]));
            }
        }
        all
    }
}

fn place(what: &str, place: i64) -> (String, Vec<Value>) {
    let text = format!("INSERT INTO {} (what, place) VALUES ($1, $2) ON CONFLICT (what) DO UPDATE SET place = excluded.place", HEARD.name);
    (text, vec![what.into(), place.into()])
}

/// What is new since some places: events, the place in the journal after them, and whether there is more.
struct News {
    events: Vec<Event>,
    journal: i64,
    more: bool,
}

async fn news(app: &App, journal: i64, clock: i64, now_us: i64) -> Result<News, StorageError> {
    let head = app.journal.head().await?;
    let entries = app.journal.entries_of_kind("assignment.", journal, AT_ONCE).await?;
    let (last, more) = (entries.last().map(|e| e.index), entries.len() == AT_ONCE as usize);
    // What lies between the last entry that was read and the head is of other kinds.
    let journal = if more { last.unwrap_or(head) } else { head.max(last.unwrap_or(head)) };
    let mut events: Vec<Event> = entries.iter().filter_map(event).collect();
    let text = "SELECT id, due_us FROM assignment WHERE due_us > $1 AND due_us <= $2 AND ended_us IS NULL ORDER BY due_us, id";
    for row in app.journal.query(text, &[clock.into(), now_us.into()]).await? {
        events.push(Event { assignment: row.text(0)?, reason: Reason::Late, to: None, at_us: row.int(1)?, by: String::new() });
    }
    Ok(News { events, journal, more })
}

/// The place in the journal before the first entry of a time and later.
async fn before(app: &App, at_us: i64) -> Result<i64, StorageError> {
    match app.journal.entries_since(at_us - 1, 1).await?.first() {
        Some(entry) => Ok(entry.index - 1),
        None => app.journal.head().await,
    }
}

async fn places(app: &App) -> Result<HashMap<String, i64>, StorageError> {
    let rows = app.journal.query(&format!("SELECT what, place FROM {}", HEARD.name), &[]).await?;
    rows.iter().map(|r| Ok((r.text(0)?, r.int(1)?))).collect()
}

fn listeners(app: &App, book: &Rulebook, all: BTreeMap<Holder, Arc<Kept>>) -> Vec<Listener> {
    let reachable = all.into_iter().filter(|(_, kept)| kept.setting.is_reachable());
    let known = reachable.filter_map(|(holder, kept)| {
        let who = who(app, book, &holder)?;
        Some(Listener { zone: who.zone(book), holder, kept, who })
    });
    known.collect()
}

/// Whether a listener is told of an event, and when.
fn told(app: &App, book: &Rulebook, l: &Listener, e: &Event, a: &Assignment, now_us: i64) -> Telling {
    let by = matches!(&l.holder, Holder::Officer(id) if id.as_str() == e.by);
    let theirs = l.kept.since_us <= e.at_us && !by && l.who.is_meant(e.to.as_ref().unwrap_or(&a.to), book) && l.who.may_read(app, a);
    if theirs { tell(&l.kept.setting, &l.zone, ladder(&app.books.of(&a.framework), a), now_us) } else { Telling::Not }
}

/// Hears everything that is new, and gives the time at which there is something to hear again, unless something happens before.
///
/// # Errors
/// When the database fails; what was heard is written, the rest is heard next time.
pub(crate) async fn hear(app: &App) -> Result<Option<i64>, StorageError> {
    let all = app.notifications.settings.all(&app.journal).await?;
    if all.values().all(|k| !k.setting.is_reachable()) {
        return Ok(None);
    }
    let book = app.book();
    let listeners = listeners(app, &book, all);
    loop {
        let (now_us, known) = (app.clock.now_us(), places(app).await?);
        // Whoever listens first hears what comes from then on; `since_us` keeps the others from what is older than their wish.
        let first = listeners.iter().map(|l| l.kept.since_us).min().unwrap_or(now_us);
        let at = |what: &str| known.get(what).copied();
        let journal = match at("journal") {
            Some(place) => place,
            None => before(app, first).await?,
        };
        let new = news(app, journal, at("clock").unwrap_or(first), now_us).await?;
        let ids: Vec<String> = new.events.iter().map(|e| e.assignment.clone()).collect();
        let states = app.assignments(&ids).await?;
        let mut messages = Messages::default();
        for e in &new.events {
            let Some(a) = states.get(&e.assignment).filter(|a| a.end.is_none()) else { continue };
            for l in &listeners {
                let item = || Some((e.at_us, e.assignment.clone(), e.reason));
                match told(app, &book, l, e, a, now_us) {
                    Telling::Now => messages.add(l, AT_ONCE_WORD, now_us, item()),
                    Telling::At(end) => messages.add(l, HELD_WORD, end, item()),
                    Telling::Not => {}
                }
            }
        }
        let digests_since = at("digests").unwrap_or(first);
        for l in &listeners {
            let due = l.kept.setting.digest.and_then(|h| digest_between(h, &l.zone, digests_since.max(l.kept.since_us), now_us));
            if let Some(at) = due {
                messages.add(l, DIGEST_WORD, at, None);
            }
        }
        let places = [place("journal", new.journal), place("clock", now_us), place("digests", now_us)];
        let moved = at("journal") != Some(new.journal) || !messages.0.is_empty() || !new.events.is_empty();
        let passed = at("clock").is_none_or(|c| now_us - c > HEARTBEAT_US) || new.more;
        if moved || passed {
            let statements = messages.statements().into_iter().chain(places).collect();
            app.journal.write(statements).await?;
        }
        if !new.more {
            return next(app, &listeners, now_us).await;
        }
    }
}

/// The places are written when something was heard, and now and then, so that what has to be looked through after a start stays short. Microseconds.
const HEARTBEAT_US: i64 = 60_000_000;

/// When a clock runs out or a digest comes due next.
async fn next(app: &App, listeners: &[Listener], now_us: i64) -> Result<Option<i64>, StorageError> {
    let text = "SELECT due_us FROM assignment WHERE due_us > $1 AND ended_us IS NULL ORDER BY due_us LIMIT 1";
    let due = app.journal.query(text, &[now_us.into()]).await?.first().map(|r| r.int(0)).transpose()?;
    let digests = listeners.iter().filter_map(|l| next_digest(l.kept.setting.digest?, &l.zone, now_us));
    Ok(digests.chain(due).min())
}
