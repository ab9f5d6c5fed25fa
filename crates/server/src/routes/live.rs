//! What happens, as it happens: server-sent events that go on where a lost connection ended.

use crate::app::App;
use crate::body::Query;
use crate::caller::Caller;
use crate::model::recorded;
use crate::posts::post_label;
use crate::problem::{Answer, Problem};
use crate::routes::hits::tells;
use crate::routes::lists::readable;
use crate::watchlists::hit_label;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use coordination::crossing::Fact;
use coordination::edition;
use coordination::hit::Hit;
use framework::access::{Kind, Level};
use futures_util::stream::{self, Stream};
use journal::Entry;
use serde::Deserialize;
use serde_json::json;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use utoipa::IntoParams;

/// Open feeds at once.
const MAX_FEEDS: u32 = 2_000;
/// Entries that a listener is told of after a lost connection; beyond that it reloads.
const MAX_MISSED: u32 = 5_000;
/// How far back a new listener's place may lie. Entries.
const BEFORE: i64 = 200;

/// A node takes note of the framework it was started with: news to nobody.
const FIRST_VERSION: &str = "framework.installed.v1";

/// What to listen to.
#[derive(Debug, Deserialize, IntoParams)]
pub struct LiveQuery {
    /// Only this point.
    point: Option<String>,
}

struct Feed {
    app: App,
    caller: Caller,
    point: Option<String>,
    feed: Receiver<Arc<Entry>>,
    waiting: VecDeque<Event>,
    last: i64,
    shutdown: tokio::sync::watch::Receiver<bool>,
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.app.live.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Feed {
    /// An entry as an event; nothing of its content, which is read through the door where the rules are asked.
    fn event(&self, entry: &Entry) -> Option<Event> {
        if self.point.as_ref().is_some_and(|p| *p != entry.point) {
            return None;
        }
        if !self.may_know_of(entry) {
            return None;
        }
        let data = json!({ "kind": entry.kind, "point": entry.point, "crossing": entry.stream, "at_us": entry.recorded_us });
        // A place in the feed is a time: numbers without gaps would count what is not disclosed.
        Some(Event::default().event("entry").id(entry.recorded_us.to_string()).data(data.to_string()))
    }

    /// Whoever may not know of a remark does not learn of it from the feed.
    fn may_know_of(&self, entry: &Entry) -> bool {
        let known = |label: &framework::access::Label| self.caller.disclosure(&self.app, label).level != Level::Nothing;
        let remark = recorded(entry).and_then(|r| if let Fact::Remarked(f) = r.fact { Some((r.by, f.topic)) } else { None });
        entry.kind.starts_with("crossing.")
            && known(&self.app.point_label(&entry.point, Kind::Crossing))
            && remark.is_none_or(|(by, topic)| known(&self.app.remark_label(&entry.point, &by.agency, &by.officer, topic)))
    }

    /// An entry of an assignment, for those who have to do with it.
    async fn owed(&self, entry: &Entry) -> Option<Event> {
        let state = self.app.assignment(&entry.stream).await.ok()??;
        let mine = state.parties().any(|p| p.is(&self.caller.account.officer));
        if !mine || !self.caller.reads(&self.app, &crate::routes::assignments::label(&self.app, &state)) {
            return None;
        }
        let data = json!({ "kind": entry.kind, "assignment": entry.stream, "at_us": entry.recorded_us });
        Some(Event::default().event("assignment").id(entry.recorded_us.to_string()).data(data.to_string()))
    }

    /// An entry of a hit, for those who may read it.
    async fn hit(&self, entry: &Entry) -> Option<Event> {
        let state = self.app.hit(&entry.stream).await.ok()??;
        if !self.caller.reads(&self.app, &hit_label(&self.app, &state)) {
            return self.refer(entry, &state);
        }
        let data = json!({ "kind": entry.kind, "hit": entry.stream, "crossing": state.found.crossing, "point": entry.point, "at_us": entry.recorded_us });
        Some(Event::default().event("hit").id(entry.recorded_us.to_string()).data(data.to_string()))
    }

    /// Whoever may not read a hit hears that a supervisor is to be called for a crossing, or no longer: that the crossing is to be read again, and no more.
    fn refer(&self, entry: &Entry, hit: &Hit) -> Option<Event> {
        let turns = entry.kind.starts_with("hit.found.") || hit.closed_us == Some(entry.happened_us);
        let known = self.caller.disclosure(&self.app, &self.app.point_label(&entry.point, Kind::Crossing)).level != Level::Nothing;
        let here = self.point.as_ref().is_none_or(|p| *p == entry.point);
        if !turns || !known || !here || !tells(&self.app, &self.caller, &hit.found.owner) {
            return None;
        }
        let data = json!({ "kind": "crossing.refer", "point": entry.point, "crossing": hit.found.crossing, "at_us": entry.recorded_us });
        Some(Event::default().event("entry").id(entry.recorded_us.to_string()).data(data.to_string()))
    }

    /// An entry of a list, for those who may read the list.
    async fn list(&self, entry: &Entry) -> Option<Event> {
        let list = match entry.stream.strip_prefix(&edition::stream("")) {
            Some(list) => list.to_owned(),
            None => self.app.journal.state(&entry.stream).await.ok()??.listing()?.list.clone(),
        };
        readable(&self.app, &self.caller, &list).ok()?;
        let data = json!({ "kind": entry.kind, "list": list, "at_us": entry.recorded_us });
        Some(Event::default().event("list").id(entry.recorded_us.to_string()).data(data.to_string()))
    }

    /// An entry of a shift, for those who may read the post.
    fn shift(&self, entry: &Entry) -> Option<Event> {
        if self.point.as_ref().is_some_and(|p| *p != entry.point) || !self.caller.reads(&self.app, &post_label(&self.app, &entry.point)) {
            return None;
        }
        let data = json!({ "kind": entry.kind, "shift": entry.stream, "point": entry.point, "at_us": entry.recorded_us });
        Some(Event::default().event("shift").id(entry.recorded_us.to_string()).data(data.to_string()))
    }

    /// An entry of a meeting, for those who may read it.
    async fn meeting(&self, entry: &Entry) -> Option<Event> {
        let state = self.app.journal.state(&entry.stream).await.ok()??.meeting()?.clone();
        if !crate::routes::meetings::reads(&self.app, &self.caller, &state) {
            return None;
        }
        let data = json!({ "kind": entry.kind, "meeting": entry.stream, "body": state.seated.body, "at_us": entry.recorded_us });
        Some(Event::default().event("meeting").id(entry.recorded_us.to_string()).data(data.to_string()))
    }

    /// An entry of a request for information, for those who may read it.
    async fn request(&self, entry: &Entry) -> Option<Event> {
        let (state, owed) = crate::requests::request(&self.app, &entry.stream).await.ok()?;
        if !self.caller.reads(&self.app, &crate::requests::request_label(&self.app, &state, owed.as_deref())) {
            return None;
        }
        let data = json!({ "kind": entry.kind, "request": entry.stream, "at_us": entry.recorded_us });
        Some(Event::default().event("request").id(entry.recorded_us.to_string()).data(data.to_string()))
    }

    /// An entry of a notice, for those who may read it.
    async fn notice(&self, entry: &Entry) -> Option<Event> {
        let state = self.app.journal.state(&entry.stream).await.ok()??.notice()?.clone();
        crate::notices::read_at(&self.app, &self.caller, &state)?;
        // That another text of an issued notice is being written is known to its agency alone.
        if entry.kind.starts_with("notice.drafted.") && !crate::notices::reads_drafts(&self.app, &self.caller, &state) {
            return None;
        }
        let data = json!({ "kind": entry.kind, "notice": entry.stream, "at_us": entry.recorded_us });
        Some(Event::default().event("notice").id(entry.recorded_us.to_string()).data(data.to_string()))
    }

    async fn event_of(&self, entry: &Entry) -> Option<Event> {
        match entry.kind.split('.').next() {
            Some("assignment") => self.owed(entry).await,
            Some("hit") => self.hit(entry).await,
            Some("shift") => self.shift(entry),
            Some("list" | "entry") => self.list(entry).await,
            Some("meeting") => self.meeting(entry).await,
            Some("request") => self.request(entry).await,
            // A statement is news to whoever looks at one of its records, and to nobody else.
            Some("correlation") => None,
            Some("notice") => self.notice(entry).await,
            // The framework is open to every officer.
            Some("framework") if entry.kind != FIRST_VERSION => {
                let data = json!({ "kind": entry.kind, "at_us": entry.recorded_us });
                Some(Event::default().event("framework").id(entry.recorded_us.to_string()).data(data.to_string()))
            }
            _ => self.event(entry),
        }
    }

    /// The last of some entries that the listener may know of; the first of them when there is none.
    fn place_in(&self, entries: &[Entry]) -> i64 {
        let known = entries.iter().rev().find(|e| self.may_know_of(e));
        known.or(entries.first()).map_or(-1, |e| e.recorded_us)
    }

    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some((Ok(event), self));
            }
            let heard = tokio::select! {
                heard = self.feed.recv() => heard,
                _ = self.shutdown.changed() => return None,
            };
            match heard {
                Ok(entry) if entry.index <= self.last => {}
                Ok(entry) => {
                    self.last = entry.index;
                    let event = self.event_of(&entry).await;
                    // A feed does not outlive the session it was opened in.
                    if event.is_some() && !self.caller.is_let_in(&self.app).await {
                        return None;
                    }
                    self.waiting.extend(event);
                }
                // Fallen behind: say so, and let the listener reload.
                Err(RecvError::Lagged(_)) => self.waiting.push_back(Event::default().event("reload").data("{}")),
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

/// A feed of what happens.
#[utoipa::path(get, path = "/live", tag = "live", params(LiveQuery, ("Last-Event-ID" = Option<String>, Header, description = "where a lost connection ended")), responses((status = 200, content_type = "text/event-stream", body = String), (status = 401, body = Problem)))]
pub async fn live(
    State(app): State<App>,
    caller: Caller,
    Query(q): Query<LiveQuery>,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    if app.live.fetch_add(1, Ordering::Relaxed) >= MAX_FEEDS {
        app.live.fetch_sub(1, Ordering::Relaxed);
        return Err(Problem::throttled(5));
    }
    // Subscribed before the journal is read: nothing falls between.
    let (feed, shutdown) = (app.journal.subscribe(), app.shutdown.clone());
    let mut state = Feed { feed, shutdown, point: q.point, waiting: VecDeque::new(), last: -1, caller, app: app.clone() };
    let head = app.journal.head().await?;
    let latest = app.journal.entries_after(head - BEFORE, BEFORE as u32).await?;
    state.last = latest.last().map_or(head, |e| e.index);
    let came = headers.get("last-event-id").map(|v| v.to_str().ok().and_then(|v| v.parse::<i64>().ok()));
    // Where the listener is when the line breaks after the greeting: where it was, or at the last thing it may know of.
    let place = came.flatten().unwrap_or_else(|| state.place_in(&latest));
    let hello = json!({ "now_us": app.clock.now_us(), "rate": app.clock.rate() });
    state.waiting.push_back(Event::default().event("hello").id(place.to_string()).data(hello.to_string()));
    let missed = match came {
        None => Some(Vec::new()),
        // A place that is none, or lies ahead of the journal, is of another one.
        Some(since) => match since.filter(|s| latest.last().is_none_or(|e| *s <= e.recorded_us)) {
            Some(since) => Some(app.journal.entries_since(since, MAX_MISSED).await?).filter(|m| m.len() < MAX_MISSED as usize),
            None => None,
        },
    };
    match missed {
        Some(missed) => {
            for entry in &missed {
                let event = state.event_of(entry).await;
                state.waiting.extend(event);
            }
            state.last = missed.last().map_or(state.last, |e| e.index.max(state.last));
        }
        None => {
            let place = state.place_in(&latest).to_string();
            state.waiting.push_back(Event::default().event("reload").id(place).data("{}"));
        }
    }
    Ok(Sse::new(stream::unfold(state, Feed::next)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}
