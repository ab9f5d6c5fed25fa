//! What happens, as it happens: server-sent events that go on where a lost connection ended.

use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Answer, Problem};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
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
        let label = self.app.point_label(&entry.point, Kind::Crossing);
        if self.caller.disclosure(&self.app, &label).level == Level::Nothing {
            return None;
        }
        // Whoever may not know of a remark does not learn of it from the feed.
        if entry.kind.starts_with("crossing.remarked") {
            return None;
        }
        let data =
            json!({ "index": entry.index, "kind": entry.kind, "point": entry.point, "crossing": entry.stream, "at_us": entry.recorded_us });
        Some(Event::default().event("entry").id(entry.index.to_string()).data(data.to_string()))
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
                    self.waiting.extend(self.event(&entry));
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
    let hello = json!({ "index": head, "now_us": app.clock.now_us(), "rate": app.clock.rate() });
    state.waiting.push_back(Event::default().event("hello").id(head.to_string()).data(hello.to_string()));
    let since = headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<i64>().ok());
    state.last = head;
    if let Some(since) = since.filter(|s| *s < head) {
        let missed = app.journal.entries_after(since, MAX_MISSED).await?;
        if missed.len() == MAX_MISSED as usize {
            state.waiting.push_back(Event::default().event("reload").data("{}"));
        } else {
            let events: Vec<Event> = missed.iter().filter_map(|e| state.event(e)).collect();
            state.waiting.extend(events);
            state.last = missed.last().map_or(head, |e| e.index.max(head));
        }
    }
    Ok(Sse::new(stream::unfold(state, Feed::next)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}
