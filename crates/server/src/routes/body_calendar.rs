//! The meetings of a body as a calendar that other programs subscribe to (RFC 5545).

use crate::app::App;
use crate::bodies::name;
use crate::body::Path;
use crate::caller::Caller;
use crate::problem::{Answer, Problem};
use crate::routes::meetings::{own_body, since};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use coordination::meeting::{Meeting, State as At};
use icalendar::{Calendar, Component, Event, EventLike};
use jiff::Timestamp;

const DAY_US: i64 = 86_400_000_000;
/// How far back the calendar goes. Days.
const BACK_DAYS: i64 = 400;
/// Meetings of a calendar.
const MOST: u32 = 500;

/// A moment as RFC 5545, section 3.3.5, form 2, writes it.
fn moment(at_us: i64) -> String {
    Timestamp::from_microsecond(at_us).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn event(app: &App, called: &str, id: &str, m: &Meeting) -> Event {
    let status = match m.state() {
        At::Cancelled => "CANCELLED",
        _ => "CONFIRMED",
    };
    let begins = m.held_us().unwrap_or(m.planned_us);
    let mut event = Event::with_uid(&format!("{id}@{}", app.book().framework.header.id.get_ref()));
    event.add_property("DTSTAMP", moment(m.touched_us));
    event.add_property("LAST-MODIFIED", moment(m.touched_us));
    event.add_property("SEQUENCE", (m.postponed.len() + usize::from(m.cancelled.is_some())).to_string());
    event.add_property("DTSTART", moment(begins));
    match (m.closed.as_ref(), i64::from(m.called.length_min)) {
        (Some((_, ended)), _) => drop(event.add_property("DTEND", moment(*ended))),
        (None, 0) => {}
        (None, minutes) => drop(event.add_property("DURATION", format!("PT{minutes}M"))),
    }
    let reference = if m.called.reference.is_empty() { called.to_owned() } else { format!("{called}: {}", m.called.reference) };
    event.summary(&reference);
    event.add_property("STATUS", status);
    event.add_property("CLASS", if m.called.confidential { "CONFIDENTIAL" } else { "PRIVATE" });
    if !m.called.venue.is_empty() {
        event.location(&m.called.venue);
    }
    event.add_property("URL", format!("/meetings/{id}"));
    event.done()
}

/// The meetings of a body as an iCalendar feed (RFC 5545): from four hundred days back on, those called off among them as `CANCELLED`.
#[utoipa::path(get, operation_id = "body_calendar", path = "/bodies/{id}/calendar.ics", tag = "bodies", params(("id" = String, Path)), responses((status = 200, content_type = "text/calendar", body = String), (status = 404, body = Problem)))]
pub async fn calendar(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<impl IntoResponse> {
    let body = own_body(&app, &caller, &id)?;
    let meetings = since(&app, &caller, &body, app.clock.now_us() - BACK_DAYS * DAY_US, MOST).await?;
    app.noted(&caller, "meetings", &id, meetings.len()).await?;
    let called = name(&app, &body, &caller.language);
    let mut feed = Calendar::new();
    feed.name(&called);
    for (id, m) in &meetings {
        feed.push(event(&app, &called, id, m));
    }
    let disposition = format!("inline; filename=\"{}.ics\"", id.replace(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-', "_"));
    Ok((
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)],
        feed.done().to_string(),
    ))
}
