//! Requests for information: their rows, and what the rules know of them.

use crate::app::App;
use crate::problem::{Answer, Problem};
use coordination::assignment::Assignment;
use coordination::request::{Request, State};
use framework::access::{Kind, Label};
use journal::{Changes, Column, Index, Table};
use std::sync::Arc;

/// An agency is party to a request: it asked, was asked, or was given the answer.
pub(crate) static REQUEST_PARTY: Table = Table {
    name: "request_party",
    columns: &[
        Column::text("request"),
        Column::text("agency"),
        Column::text("side"),
        Column::int("open"),
        Column::int("asked_us").steady(),
    ],
    key: &["request", "agency"],
    indexes: &[
        Index { name: "request_party_side", columns: &["agency", "side", "asked_us", "request"] },
        Index { name: "request_party_open", columns: &["agency", "side", "open", "asked_us", "request"] },
    ],
};

/// Whether somebody of an agency has something to do about it: answer it, or say that a change is known. Whoever asked waits for the answer.
fn open(r: &Request, agency: &framework::AgencyId, side: &str) -> bool {
    (r.state() == State::Asked && side != "given") || r.waits_for(agency)
}

pub(crate) fn request_rows(stream: &str, r: &Request, changes: &mut Changes) {
    let given = r.released.iter().map(|(_, r)| (&r.to, "given"));
    for (agency, side) in [(&r.asked.from, "by"), (&r.asked.to_agency, "of")].into_iter().chain(given) {
        let row = vec![stream.into(), agency.as_str().into(), side.into(), i64::from(open(r, agency, side)).into(), r.by.at_us.into()];
        changes.put(&REQUEST_PARTY, row);
    }
}

/// What the rules know of a request: whoever asked owns it, and it is released to those who were asked, to those the answer was handed to, and to those it was given to.
pub(crate) fn request_label(app: &App, r: &Request, owed: Option<&Assignment>) -> Label {
    let book = app.book();
    let state = book.agencies.get(&r.asked.from).map_or_else(|| book.own_state(), |card| card.state.clone());
    let mut label = Label::of(Kind::Request, &r.asked.from, &state);
    label.states = [book.own_state()].into();
    if !r.asked.point.is_empty() {
        label.point = Some(r.asked.point.as_str().into());
        label.states = book.states_at(&r.asked.point);
    }
    label.author = Some(r.by.officer.clone());
    let handed = owed.and_then(|a| a.to.agency_in(&book));
    let given = r.released.iter().map(|(_, r)| r.to.clone());
    label.releasable_to = std::iter::once(r.asked.to_agency.clone()).chain(handed).chain(given).map(|a| a.to_string()).collect();
    label
}

/// A request, and the assignment of its answer.
pub(crate) async fn request(app: &App, id: &str) -> Answer<(Arc<Request>, Option<Arc<Assignment>>)> {
    let found = app.journal.state(id).await?.and_then(|s| s.request().cloned()).ok_or_else(Problem::not_found)?;
    let owed = app.assignment(&found.asked.assignment).await?;
    Ok((found, owed))
}
