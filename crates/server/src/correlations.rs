//! Statements that records are about the same: their rows, and who may know of them.

use crate::app::App;
use crate::caller::Caller;
use crate::model::Shared;
use crate::requests::request_label;
use crate::routes::crossing_view::label as crossing_label;
use crate::watchlists::hit_label;
use coordination::correlation::{Correlation, ELSEWHERE, Thing};
use journal::{Changes, Column, Index, StorageError, Table};
use std::collections::{BTreeSet, HashMap};

/// A record that a statement is about.
pub(crate) static CORRELATION: Table = Table {
    name: "correlation",
    columns: &[Column::text("thing"), Column::text("statement"), Column::int("stated_us").steady()],
    key: &["thing", "statement"],
    indexes: &[Index { name: "correlation_thing", columns: &["thing", "stated_us", "statement"] }],
};

/// What a record is looked up by: the id of one of this node, the system and the number of another.
pub(crate) fn thing_key(thing: &Thing) -> String {
    if thing.kind == ELSEWHERE { format!("{}\u{1F}{}", thing.system, thing.id) } else { thing.id.clone() }
}

pub(crate) fn correlation_rows(stream: &str, c: &Correlation, changes: &mut Changes) {
    for thing in &c.stated.things {
        changes.put(&CORRELATION, vec![thing_key(thing).into(), stream.into(), c.by.at_us.into()]);
    }
}

/// Of some records those that the caller may read, with what they are.
pub(crate) struct Readable(HashMap<String, &'static str>);

impl Readable {
    /// Looks records of this node up: two statements however many there are.
    pub(crate) async fn of<'t>(app: &App, caller: &Caller, things: impl Iterator<Item = &'t Thing>) -> Result<Self, StorageError> {
        let ids: BTreeSet<&str> = things.filter(|t| t.kind != ELSEWHERE).map(|t| t.id.as_str()).collect();
        let ids: Vec<String> = ids.into_iter().map(str::to_owned).collect();
        let states = app.journal.states(&ids).await?;
        let asked = |id: &String| Some(states.get(id)?.request()?.asked.assignment.clone());
        let owed = app.assignments(&ids.iter().filter_map(asked).collect::<Vec<_>>()).await?;
        let known = ids.iter().filter_map(|id| {
            let (kind, label) = match &**states.get(id)? {
                Shared::Crossing(c) => ("crossing", crossing_label(c)),
                Shared::Hit(h) => ("hit", hit_label(app, h)),
                Shared::Request(r) => ("request", request_label(app, r, owed.get(&r.asked.assignment).map(|a| &**a))),
                _ => return None,
            };
            caller.reads(app, &label).then(|| (id.clone(), kind))
        });
        Ok(Self(known.collect()))
    }

    /// The records, each with its kind, where every one of them may be read; those of other systems are nobody's here.
    pub(crate) fn all(&self, things: &[Thing]) -> Option<Vec<Thing>> {
        let known = |t: &Thing| if t.kind == ELSEWHERE { Some(ELSEWHERE) } else { self.0.get(&t.id).copied() };
        things.iter().map(|t| Some(Thing { kind: known(t)?.to_owned(), ..t.clone() })).collect()
    }
}

/// The records, each with its kind, where the caller may read every one of them.
pub(crate) async fn all_readable(app: &App, caller: &Caller, things: &[Thing]) -> Result<Option<Vec<Thing>>, StorageError> {
    Ok(Readable::of(app, caller, things.iter()).await?.all(things))
}
