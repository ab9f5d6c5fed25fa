//! Statements that records are about the same: their rows, and who may know of them.

use crate::app::App;
use crate::caller::Caller;
use crate::model::Shared;
use crate::problem::Answer;
use crate::requests::request_label;
use crate::routes::crossing_view::label as crossing_label;
use crate::watchlists::hit_label;
use coordination::correlation::{Correlation, ELSEWHERE, Thing};
use journal::{Changes, Column, Index, Table};

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

/// What a record of this node is, where the caller may read it.
async fn readable(app: &App, caller: &Caller, state: &Shared) -> Answer<Option<&'static str>> {
    let (kind, label) = match state {
        Shared::Crossing(c) => ("crossing", crossing_label(c)),
        Shared::Hit(h) => ("hit", hit_label(app, h)),
        Shared::Request(r) => ("request", request_label(app, r, app.assignment(&r.asked.assignment).await?.as_deref())),
        _ => return Ok(None),
    };
    Ok(caller.reads(app, &label).then_some(kind))
}

/// The records, each with its kind, where the caller may read every one of them; those of other systems are nobody's here.
pub(crate) async fn all_readable(app: &App, caller: &Caller, things: &[Thing]) -> Answer<Option<Vec<Thing>>> {
    let ids: Vec<String> = things.iter().filter(|t| t.kind != ELSEWHERE).map(|t| t.id.clone()).collect();
    let states = app.journal.states(&ids).await?;
    let mut all = Vec::with_capacity(things.len());
    for thing in things {
        let kind = match states.get(&thing.id) {
            _ if thing.kind == ELSEWHERE => Some(ELSEWHERE),
            Some(state) => readable(app, caller, state).await?,
            None => None,
        };
        let Some(kind) = kind else { return Ok(None) };
        all.push(Thing { kind: kind.to_owned(), ..thing.clone() });
    }
    Ok(Some(all))
}
