//! What a message says, before it has words: never what is owed in the officers' own words, nor about whom, for messages leave the system.

use super::Channel;
use super::hear::{DIGEST_WORD, HELD_WORD, ladder};
use super::settings::{Who, who};
use super::tables::OUTBOX_ITEM;
use crate::app::App;
use crate::page::marks;
use coordination::assignment::Assignment;
use coordination::notification::{Holder, Reason};
use framework::Rulebook;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use journal::{StorageError, Value};
use serde::Serialize;
use std::collections::HashSet;
use std::sync::Arc;

/// Assignments that one part of a message names; of the rest it says how many there are.
pub(crate) const MOST_ITEMS: usize = 30;
/// Open assignments of one side that a digest counts.
const MOST_COUNTED: u32 = 2_000;

/// An assignment, as far as it may leave the system. One that is known to one agency alone is all empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Item {
    /// owed, escalated or late; owed_to_you in a digest.
    pub reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// Where to look.
    pub link: String,
}

/// What is told of an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Told {
    /// The assignment's id.
    pub reference: String,
    /// The id of its clock.
    pub kind: String,
    /// What the framework calls that.
    pub title: String,
    /// The id of its ladder.
    pub priority: String,
    /// The crossing point; empty for none.
    pub point: String,
    /// When it is due: RFC 9557, with the zone of whoever is told.
    pub due: String,
    #[serde(skip)]
    pub due_text: String,
}

/// Assignments of one sort, the soonest due first, and how many more there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Part {
    pub items: Vec<Item>,
    pub more: usize,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// What has happened; `settled`: so many have been answered or withdrawn since.
    News { held: bool, part: Part, settled: usize },
    /// How things stand.
    Digest { day: String, overdue: Part, owes: Part, owed: Part },
    /// A try.
    Test,
}

/// A message that is to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    pub id: String,
    pub holder: Holder,
    pub channel: Channel,
    /// at_once, held or digest.
    pub what: String,
    pub send_us: i64,
}

/// Where things are said: the rules, the zone, the language, and where the console is.
pub(crate) struct Place<'a> {
    app: &'a App,
    book: Arc<Rulebook>,
    pub who: Who,
    zone: TimeZone,
    zone_name: String,
}

impl<'a> Place<'a> {
    pub(crate) fn of(app: &'a App, holder: &Holder) -> Option<Self> {
        let book = app.book();
        let who = who(app, &book, holder)?;
        Some(Self { app, zone: who.zone(&book), zone_name: who.zone_name(&book), who, book })
    }

    fn item(&self, id: &str, a: &Assignment, reason: &'static str) -> Item {
        let console = &self.app.notifications.options.console;
        if a.silent_of.is_some() {
            return Item { reason: Reason::Owed.word(), told: None, link: format!("{console}/inbox") };
        }
        let book = self.app.books.of(&a.framework);
        let title = book.framework.clocks.iter().find(|c| *c.id.get_ref() == a.kind).map_or_else(|| a.kind.clone(), |c| c.title.clone());
        let due = Timestamp::from_microsecond(a.due_us).unwrap_or_default().to_zoned_datetime(self.zone.clone());
        let told = Told {
            reference: id.to_owned(),
            kind: a.kind.clone(),
            title,
            priority: ladder(&book, a).to_owned(),
            point: a.point.clone(),
            due: due.round(jiff::Unit::Second).unwrap_or_else(|_| due.clone()).to_string(),
            due_text: format!("{}, {}", due.strftime("%Y-%m-%d %H:%M %Z"), self.zone_name),
        };
        Item { reason, told: Some(told), link: format!("{console}/inbox?id={id}") }
    }

    /// The day of a moment: `YYYY-MM-DD`.
    fn day(&self, at_us: i64) -> String {
        Timestamp::from_microsecond(at_us).unwrap_or_default().to_zoned_datetime(self.zone.clone()).date().to_string()
    }

    fn part(&self, all: &[(String, Arc<Assignment>, &'static str)]) -> Part {
        let items = all.iter().take(MOST_ITEMS).map(|(id, a, reason)| self.item(id, a, reason)).collect();
        Part { items, more: all.len().saturating_sub(MOST_ITEMS) }
    }

    /// What a message says now; `None` when there is nothing to say any more.
    pub(crate) async fn content(&self, m: &Outgoing) -> Result<Option<Content>, StorageError> {
        if m.what == DIGEST_WORD { self.digest(m).await } else { self.news(m).await }
    }

    async fn news(&self, m: &Outgoing) -> Result<Option<Content>, StorageError> {
        let text = format!("SELECT assignment, reason FROM {} WHERE message = $1 ORDER BY at_us DESC, reason DESC", OUTBOX_ITEM.name);
        let rows = self.app.journal.query(&text, &[m.id.as_str().into()]).await?;
        // Of several things that happened to one assignment the last is said.
        let (mut seen, mut last) = (HashSet::new(), Vec::new());
        for row in &rows {
            let id = row.text(0)?;
            if let Some(reason) = Reason::of(&row.text(1)?).filter(|_| seen.insert(id.clone())) {
                last.push((id, reason));
            }
        }
        let ids: Vec<String> = last.iter().map(|(id, _)| id.clone()).collect();
        let states = self.app.assignments(&ids).await?;
        let open = last.into_iter().filter_map(|(id, reason)| {
            let a = states.get(&id).filter(|a| a.end.is_none() && self.who.may_read(self.app, a))?;
            Some((id, a.clone(), reason.word()))
        });
        let mut open: Vec<_> = open.collect();
        open.sort_by(|(a, x, _), (b, y, _)| (x.due_us, a).cmp(&(y.due_us, b)));
        let settled = states.values().filter(|a| a.end.is_some()).count();
        let news = Content::News { held: m.what == HELD_WORD, part: self.part(&open), settled };
        Ok(Some(news).filter(|_| !open.is_empty()))
    }

    /// Everything open that concerns them on one side, the soonest due first.
    async fn open(&self, addresses: &[String], side: &'static str) -> Result<Vec<(String, Arc<Assignment>, &'static str)>, StorageError> {
        let mut values: Vec<Value> = vec![side.into()];
        let marks = marks(&mut values, addresses.iter().cloned());
        let text = format!(
            "SELECT DISTINCT due_us, assignment FROM inbox WHERE side = $1 AND address IN ({marks}) ORDER BY due_us, assignment LIMIT {MOST_COUNTED}"
        );
        let rows = self.app.journal.query(&text, &values).await?;
        let ids = rows.iter().map(|r| r.text(1)).collect::<Result<Vec<_>, _>>()?;
        let states = self.app.assignments(&ids).await?;
        let reason = if side == "owes" { Reason::Owed.word() } else { "owed_to_you" };
        let readable = ids.into_iter().filter_map(|id| {
            let a = states.get(&id).filter(|a| self.who.may_read(self.app, a))?.clone();
            Some((id, a, reason))
        });
        Ok(readable.collect())
    }

    async fn digest(&self, m: &Outgoing) -> Result<Option<Content>, StorageError> {
        let rows = self.app.journal.query("SELECT DISTINCT address FROM inbox", &[]).await?;
        let all = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
        let concerns = |address: &String| address.parse().is_ok_and(|party| self.who.is_meant(&party, &self.book));
        let addresses: Vec<String> = all.into_iter().filter(concerns).collect();
        let now_us = self.app.clock.now_us();
        let (mut owes, owed) = (self.open(&addresses, "owes").await?, self.open(&addresses, "owed").await?);
        let overdue = owes.iter().take_while(|(_, a, _)| a.due_us <= now_us).count();
        let later = owes.split_off(overdue);
        for item in &mut owes {
            item.2 = Reason::Late.word();
        }
        let empty = owes.is_empty() && later.is_empty() && owed.is_empty();
        let digest =
            Content::Digest { day: self.day(m.send_us), overdue: self.part(&owes), owes: self.part(&later), owed: self.part(&owed) };
        Ok(Some(digest).filter(|_| !empty))
    }
}
