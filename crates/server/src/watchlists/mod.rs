//! Lists, and what meets them.
//!
//! The records of a list are kept in the database and searched in memory: an index a list, built beside the one in force ([`engine`]). What the server hears of
//! the journal it screens ([`follow`]); a scan at a desk is screened before it is answered. A hit has a name of its own that follows from what met what, so
//! that whatever is screened twice, on one node or on two, is one hit.

pub(crate) mod engine;
pub(crate) mod follow;
pub(crate) mod screen;
pub(crate) mod store;
pub(crate) mod tables;
pub(crate) mod threshold;

use crate::app::App;
use crate::model::Records;
use crate::routes::assignments::entry as assignment_entry;
use coordination::crossing::By;
use coordination::hit::{self, Hit};
use framework::access::{Kind, Label, Officer};
use framework::model::List;
use journal::{NewEntry, States};

/// What the rules know of a list: its owner's, and known to the owner alone where it is silent.
pub(crate) fn list_label(app: &App, list: &List) -> Label {
    let book = app.book();
    let owner = list.owner.get_ref().as_str().into();
    let state = book.agencies.get(&owner).map_or_else(|| book.own_state(), |card| card.state.clone());
    let mut label = Label::of(Kind::ListEntry, &owner, &state);
    label.states = [book.own_state()].into();
    label.silent = list.visibility.get_ref() == "silent";
    label
}

/// What the rules know of a hit.
pub(crate) fn hit_label(app: &App, hit: &Hit) -> Label {
    let book = app.book();
    let owner = &hit.found.owner;
    let state = book.agencies.get(owner).map_or_else(|| book.own_state(), |card| card.state.clone());
    let mut label = Label::of(Kind::Hit, owner, &state);
    label.point = Some(hit.found.point.as_str().into());
    label.states = book.states_at(&hit.found.point);
    label.silent = hit.found.silent;
    label.subject_desk.clone_from(&hit.found.desk);
    label
}

/// A fact that came to a hit, with what becomes of what is owed for it, as entries of one command. Both streams have to be among the states.
pub(crate) fn acted(states: &States<'_, Records>, id: &str, hit: &Hit, fact: &hit::Fact, officer: &Officer, now_us: i64) -> Vec<NewEntry> {
    let by = By { officer: officer.id.clone(), agency: officer.agency.clone(), at_us: now_us };
    let (who, of, point) = (officer.id.as_str(), officer.agency.as_str(), hit.found.point.as_str());
    let open = |owed: &str| states.get(owed).and_then(|s| s.assignment()).is_some_and(|a| a.end.is_none());
    let mut entries = vec![screen::entry(id, point, fact, who, of)];
    entries.extend(hit::follow(hit, fact, &by, open).map(|(owed, fact)| assignment_entry(owed.as_str(), point, &fact, who, of)));
    entries
}
