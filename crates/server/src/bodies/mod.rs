//! Bodies at work: what the rules know of a meeting, and what is looked up for its agenda.

pub(crate) mod agenda;
pub(crate) mod tables;

use crate::app::App;
use coordination::meeting::{Directive, Meeting, Seated, seated};
use framework::access::{Kind, Label};
use framework::{AgencyId, Title};
use journal::StorageError;
use std::sync::Arc;

/// Traffic light protocol 2.0 of a meeting: AMBER, and RED where it is confidential.
const AMBER: i64 = 2;
const RED: i64 = 4;

/// What the rules know of the papers of a body: kept by its secretary, released to those who sit in it.
pub(crate) fn body_label(app: &App, body: &Seated, confidential: bool) -> Label {
    let own = app.book().own_state();
    let keeper: AgencyId = body.secretary.clone().or_else(|| body.chair.clone()).unwrap_or_else(|| "".into());
    let mut label = Label::of(Kind::Meeting, &keeper, &own);
    label.states = [own].into();
    label.point = Some(body.point.as_str().into()).filter(|_| !body.point.is_empty());
    label.releasable_to = body.agencies().map(ToString::to_string).collect();
    label.tlp = if confidential { RED } else { AMBER };
    label
}

/// What the rules know of a meeting: those who sit in the body, and those who were asked to come. Its author is whoever wrote the minutes last.
pub(crate) fn meeting_label(app: &App, m: &Meeting) -> Label {
    let mut label = body_label(app, &m.seated, m.called.confidential);
    label.releasable_to.extend(m.co_opted.iter().map(|c| c.agency.to_string()));
    label.author = m.minutes.writers.last().or(Some(&m.by)).map(|by| by.officer.clone());
    label
}

/// The copy that lies with the body above once the minutes were sent.
pub(crate) fn copy_label(app: &App, m: &Meeting) -> Option<Label> {
    m.minutes.sent.as_ref().filter(|_| !m.called.confidential)?;
    let above = seated(&app.book(), &m.seated.parent, app.clock.now_us())?;
    Some(body_label(app, &above, false))
}

/// What a body is called in a language.
pub(crate) fn name(app: &App, body: &Seated, language: &str) -> String {
    let book = app.book();
    let found = book.framework.bodies.iter().find(|b| *b.id.get_ref() == body.template);
    found.map_or_else(|| body.short.clone(), |b| Title::of(&b.name, &b.names).in_language(language).to_owned())
}

/// The zone of a body: of its crossing point, or of the framework.
pub(crate) fn zone(app: &App, body: &Seated) -> String {
    app.book().zone_at(&body.point).to_owned()
}

/// The day of a moment where the body is: `YYYY-MM-DD`.
pub(crate) fn day(app: &App, body: &Seated, at_us: i64) -> String {
    let at = jiff::Timestamp::from_microsecond(at_us).unwrap_or_default();
    at.in_tz(&zone(app, body)).map_or_else(|_| at.to_string().chars().take(10).collect(), |z| z.date().to_string())
}

/// A meeting.
pub(crate) async fn meeting(app: &App, id: &str) -> Result<Option<Arc<Meeting>>, StorageError> {
    Ok(app.journal.state(id).await?.and_then(|s| s.meeting().cloned()))
}

/// Directives of a body by their rows, with the meetings that issued them and the assignments that they are now: two statements however many there are.
pub(crate) struct Found {
    /// Each with its meeting's id.
    pub directives: Vec<(String, Arc<Meeting>, Directive)>,
    /// By id.
    pub assignments: std::collections::HashMap<String, Arc<coordination::assignment::Assignment>>,
}

/// Looks directives up by id and meeting.
pub(crate) async fn found(app: &App, rows: &[(String, String)]) -> Result<Found, StorageError> {
    let mut meetings: Vec<String> = rows.iter().map(|(_, meeting)| meeting.clone()).collect();
    meetings.sort();
    meetings.dedup();
    let states = app.journal.states(&meetings).await?;
    let known = rows.iter().filter_map(|(id, meeting)| {
        let m = states.get(meeting)?.meeting()?;
        Some((meeting.clone(), m.clone(), m.directive(id)?.clone()))
    });
    let directives: Vec<(String, Arc<Meeting>, Directive)> = known.collect();
    let ids: Vec<String> = directives.iter().map(|(_, _, d)| d.assignment.clone()).collect();
    Ok(Found { directives, assignments: app.assignments(&ids).await? })
}
