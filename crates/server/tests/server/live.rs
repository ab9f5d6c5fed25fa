//! The live feed: everything once, in order, to those who may know of it.

use crate::field::{handed_over, traveller, truck};
use crate::harness::{Answer, Desk, World};
use axum::body::BodyDataStream;
use axum::http::Method;
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;

#[derive(Debug, Clone, PartialEq)]
struct Event {
    id: Option<String>,
    kind: String,
    data: Value,
}

/// Somebody who listens.
struct Listener {
    stream: BodyDataStream,
    text: String,
}

impl Listener {
    async fn at(desk: &Desk, query: &str) -> Self {
        let response = desk.send(Method::GET, &format!("/api/v1/live{query}"), "").await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { stream: response.into_body().into_data_stream(), text: String::new() }
    }

    /// After a lost connection.
    async fn after(desk: &Desk, id: &str) -> Self {
        Self::at(&desk.saying("last-event-id", id), "").await
    }

    /// The next event; `None` when the feed has ended.
    async fn next(&mut self) -> Option<Event> {
        self.within(Duration::from_secs(5)).await.expect("nothing was heard")
    }

    async fn within(&mut self, time: Duration) -> Result<Option<Event>, tokio::time::error::Elapsed> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|l| l.strip_prefix(name)).map(|v| v.trim_start().to_owned());
                let event = Event {
                    id: field("id:"),
                    kind: field("event:").unwrap_or_default(),
                    data: serde_json::from_str(&field("data:").unwrap()).unwrap(),
                };
                self.text = rest.to_owned();
                return Ok(Some(event));
            }
            match tokio::time::timeout(time, self.stream.next()).await? {
                Some(chunk) => self.text += std::str::from_utf8(&chunk.unwrap()).unwrap(),
                None => return Ok(None),
            }
        }
    }

    async fn hello(&mut self) -> Event {
        let event = self.next().await.unwrap();
        assert_eq!(event.kind, "hello");
        event
    }

    /// The next entries, as kind and crossing.
    async fn entries(&mut self, count: usize) -> Vec<(String, String)> {
        let mut entries = Vec::new();
        for _ in 0..count {
            let event = self.next().await.unwrap();
            assert_eq!(event.kind, "entry", "{event:?}");
            entries.push((event.data["kind"].as_str().unwrap().to_owned(), event.data["crossing"].as_str().unwrap().to_owned()));
        }
        entries
    }

    async fn hears_nothing(&mut self) {
        if let Ok(event) = self.within(Duration::from_millis(150)).await {
            panic!("{event:?} was heard");
        }
    }
}

async fn what_happens_arrives_and_says_no_more_than_that_it_happened(world: World) {
    let desk = world.desk("demo-jkia-health").await;
    let mut listener = Listener::at(&desk, "").await;
    let hello = listener.hello().await;
    assert_eq!((&hello.data["now_us"], &hello.data["rate"]), (&json!(world.clock.now_us()), &json!(1.0)));
    let id = world.desk("demo-jkia-immigration-arrivals").await.opens(traveller("AMINA", "A1")).await;
    let event = listener.next().await.unwrap();
    assert_eq!(
        (event.data["kind"].as_str(), event.data["crossing"].as_str(), event.data["point"].as_str()),
        (Some("crossing.opened.v1"), Some(id.as_str()), Some("jkia"))
    );
    assert!(!event.data.to_string().contains("AMINA"));
    assert_eq!(listener.entries(1).await, [("crossing.arrived.v1".into(), id)]);
    listener.hears_nothing().await;
}

async fn a_lost_connection_goes_on_where_it_ended(world: World) {
    let desk = world.desk("demo-jkia-health").await;
    let arrivals = world.desk("demo-jkia-immigration-arrivals").await;
    let mut listener = Listener::at(&desk, "").await;
    listener.hello().await;
    arrivals.opens(traveller("AMINA", "A1")).await;
    let first = listener.next().await.unwrap().id.unwrap();
    drop(listener);
    let mut opened = Vec::new();
    for n in 0..20 {
        opened.push(arrivals.opens(traveller("BARAKA", &format!("B{n}"))).await);
        // Elsewhere life goes on too.
        world.desk("demo-namanga-gate").await.opens(truck(&format!("UTO {n}"))).await;
    }
    let mut listener = Listener::after(&desk, &first).await;
    let hello = listener.hello().await;
    let mut missed = listener.entries(41).await;
    assert_eq!(missed.remove(0).0, "crossing.arrived.v1");
    let wanted: Vec<(String, String)> =
        opened.iter().flat_map(|id| ["crossing.opened.v1", "crossing.arrived.v1"].map(|k| (k.to_owned(), id.clone()))).collect();
    assert_eq!(missed, wanted);
    listener.hears_nothing().await;
    let last = arrivals.opens(traveller("CHEBET", "C1")).await;
    assert_eq!(listener.entries(2).await[0].1, last);
    // The line breaks right after the greeting: nothing of what was missed is lost.
    let again = hello.id.unwrap_or_else(|| first.clone());
    let mut listener = Listener::after(&desk, &again).await;
    listener.hello().await;
    assert_eq!(listener.entries(43).await.len(), 43);
}

/// Entries are written while the listener comes back, again and again.
async fn nothing_is_lost_or_doubled_while_much_happens(world: World) {
    let desk = world.desk("demo-jkia-health").await;
    let arrivals = world.desk("demo-jkia-immigration-arrivals").await;
    let writer = tokio::spawn(async move {
        let mut ids = Vec::new();
        for n in 0..120 {
            ids.push(arrivals.opens(traveller("AMINA", &format!("A{n}"))).await);
        }
        ids
    });
    let mut listener = Listener::at(&desk.saying("last-event-id", "-1"), "").await;
    let mut heard = Vec::new();
    while heard.len() < 240 {
        let event = listener.next().await.unwrap();
        if event.kind == "entry" {
            heard.push((event.data["crossing"].as_str().unwrap().to_owned(), event.data["kind"].as_str().unwrap().to_owned()));
            if heard.len() % 7 == 0 {
                listener = Listener::after(&desk, &event.id.unwrap()).await;
            }
        }
    }
    let wanted: Vec<(String, String)> = writer
        .await
        .unwrap()
        .into_iter()
        .flat_map(|id| ["crossing.opened.v1", "crossing.arrived.v1"].map(|k| (id.clone(), k.to_owned())))
        .collect();
    assert_eq!(heard, wanted);
    listener.hears_nothing().await;
}

async fn an_officer_elsewhere_hears_nothing(world: World) {
    let mut airport = Listener::at(&world.desk("demo-jkia-health").await, "").await;
    let mut asking = Listener::at(&world.desk("demo-jkia-health").await, "?point=namanga").await;
    let mut auditor = Listener::at(&world.desk("demo-odpc-office").await, "").await;
    let mut tz = Listener::at(&world.desk("demo-namanga-tz-health").await, "").await;
    let mut there = Listener::at(&world.desk("demo-namanga-health").await, "?point=jkia").await;
    for listener in [&mut airport, &mut asking, &mut auditor, &mut tz, &mut there] {
        listener.hello().await;
    }
    let id = handed_over(&world, "UTO 001 A").await;
    assert_eq!(tz.entries(2).await[0], ("crossing.opened.v1".into(), id));
    for listener in [&mut airport, &mut asking, &mut auditor, &mut there] {
        listener.hears_nothing().await;
    }
    let mut resumed = Listener::after(&world.desk("demo-jkia-health").await, "-1").await;
    resumed.hello().await;
    resumed.hears_nothing().await;
}

async fn an_intelligence_remark_is_heard_by_those_who_may_know_of_it(world: World) {
    let id = handed_over(&world, "UTO 001 A").await;
    let mut feeds = Vec::new();
    for desk in ["tz-customs", "customs", "joc-lead", "joc-intelligence"] {
        let desk = world.desk(&format!("demo-namanga-{desk}")).await;
        let mut feed = Listener::at(&desk, "").await;
        let hello = feed.hello().await;
        feeds.push((desk, feed, hello));
    }
    let nis = world.desk("demo-namanga-joc-intelligence").await;
    nis.does(&id, json!({ "command": "remark", "topic": "intelligence", "text": "plate seen" })).await;
    for (n, (desk, feed, hello)) in feeds.iter_mut().enumerate() {
        if n < 2 {
            feed.hears_nothing().await;
            // Nor does the greeting of a second feed count it.
            let greeting = Listener::at(desk, "").await.hello().await;
            assert_eq!(&greeting, hello);
            assert!(hello.data.get("index").is_none());
        } else {
            assert_eq!(feed.entries(1).await, [("crossing.remarked.v1".into(), id.clone())]);
        }
    }
    world.desk("demo-namanga-health").await.passes(&id, "entry.health").await;
    let (_, tz, _) = &mut feeds[0];
    assert_eq!(
        tz.entries(2).await.iter().map(|(k, _)| k.as_str()).collect::<Vec<_>>(),
        ["crossing.stage_started.v1", "crossing.stage_passed.v1"]
    );
}

async fn a_place_that_is_too_far_back_or_of_another_journal_makes_the_screen_reload(world: World) {
    let desk = world.desk("demo-jkia-health").await;
    let entry = |n: usize| journal::NewEntry {
        stream: format!("s-{n}"),
        kind: "x".into(),
        body: "{}".into(),
        officer: "o".into(),
        agency: "A".into(),
        point: "jkia".into(),
        happened_us: None,
    };
    let streams: Vec<String> = (0..5_200).map(|n| format!("s-{n}")).collect();
    let entries = (0..5_200).map(entry).collect::<Vec<_>>();
    world.journal.execute(None, streams, move |_, _| Ok::<_, ()>((entries, ()))).await.unwrap();
    for place in ["-1", "9223372036854775807", "nonsense"] {
        let mut listener = Listener::after(&desk, place).await;
        listener.hello().await;
        assert_eq!(listener.next().await.unwrap().kind, "reload", "{place}");
        listener.hears_nothing().await;
    }
}

async fn a_feed_ends_with_the_session_and_with_the_server(world: World) {
    world.with_password("pat", "demo-jkia-health");
    let pat = world.signed_in("pat").await;
    let mut signed_out = Listener::at(&pat, "").await;
    let mut stays = Listener::at(&world.desk("demo-jkia-health").await, "").await;
    signed_out.hello().await;
    stays.hello().await;
    assert_eq!(pat.delete("/api/v1/session").await.status, 204);
    world.desk("demo-jkia-immigration-arrivals").await.opens(traveller("AMINA", "A1")).await;
    assert_eq!(signed_out.next().await, None);
    stays.entries(2).await;
    world.shutdown.send(true).unwrap();
    assert_eq!(stays.next().await, None);
    let mut late = Listener::at(&world.desk("demo-jkia-health").await, "").await;
    late.hello().await;
    assert_eq!(late.next().await, None);
    Answer::of(world.stranger().send(Method::GET, "/api/v1/live", "").await).await.refused(401, "signed_out");
}

/// A hit is heard by those who may read it; the desk hears that the crossing is to be read again when a supervisor is to be called, or no longer.
async fn a_notice_is_heard_at_the_post_once_it_is_issued(world: World) {
    world.colleague("second", "demo-namanga-tz-duty");
    let (writer, second) = (world.desk("demo-namanga-tz-duty").await, world.desk("second").await);
    let mut listens = Vec::new();
    for officer in ["second", "demo-namanga-health", "demo-jkia-health"] {
        let mut listener = Listener::at(&world.desk(officer).await, "").await;
        listener.hello().await;
        listens.push(listener);
    }
    let [ours, post, elsewhere] = listens.as_mut_slice() else { panic!() };
    let content = json!({
        "title": "Made up", "text": "x", "legal": "x", "required": "x", "effective_us": world.clock.now_us() + 3_600_000_000_i64,
        "points": ["namanga"], "goods": ["1005"],
    });
    let drafted = writer.post("/api/v1/notices", content.clone()).await;
    let id = drafted.body["notice"]["id"].as_str().unwrap().to_owned();
    let does = async |desk: &Desk, command: Value| {
        let answer = desk.post(&format!("/api/v1/notices/{id}/commands"), command).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    };
    let heard = ours.next().await.unwrap();
    assert_eq!(json!([heard.kind, heard.data["kind"], heard.data["notice"]]), json!(["notice", "notice.drafted.v1", id]));
    post.hears_nothing().await;
    does(&second, json!({ "command": "issue", "draft": 1 })).await;
    let mut kinds = Vec::new();
    for _ in 0..2 {
        let heard = post.next().await.unwrap();
        assert!(!heard.data.to_string().contains("Made up"), "{heard:?}");
        kinds.push(heard.kind);
    }
    kinds.sort();
    // The notice, and what the officer's agency owes for it.
    assert_eq!(kinds, ["assignment", "notice"]);
    // That another text is being written is nobody else's business.
    does(&writer, json!({ "command": "amend", "content": content })).await;
    post.hears_nothing().await;
    elsewhere.hears_nothing().await;
}

async fn a_hit_is_heard_by_its_owner_and_the_desk_hears_no_more_than_that_the_crossing_moved(world: World) {
    let (owner, second) = (world.desk("demo-nis-duty").await, world.desk("demo-nis-supervisor").await);
    let wanted = json!({ "subject": "vehicle", "documents": ["UTO001A"], "reason": "made up for a test" });
    let entry = owner.post("/api/v1/lists/intelligence-watch/entries", wanted).await.body["id"].as_str().unwrap().to_owned();
    second.post(&format!("/api/v1/lists/intelligence-watch/entries/{entry}/commands"), json!({ "command": "approve" })).await;
    let crossing = world.desk("demo-namanga-gate").await.opens(truck("UTO 001 A")).await;
    let mut listens = Vec::new();
    for officer in ["demo-nis-duty", "demo-namanga-customs", "demo-namanga-tz-customs", "demo-jkia-customs-baggage"] {
        let mut listener = Listener::at(&world.desk(officer).await, "").await;
        listener.hello().await;
        listens.push(listener);
    }
    let [ours, desk, partner, elsewhere] = listens.as_mut_slice() else { panic!() };
    assert_eq!(server::screen_all(&world.app).await.unwrap(), 1);
    let heard = ours.next().await.unwrap();
    assert_eq!(json!([heard.kind, heard.data["kind"], heard.data["crossing"]]), json!(["hit", "hit.found.v1", crossing]));
    let heard = desk.next().await.unwrap();
    assert_eq!(json!([heard.kind, heard.data["kind"], heard.data["crossing"]]), json!(["entry", "crossing.refer", crossing]));
    assert!(!heard.data.to_string().contains("NIS") && !heard.data.to_string().contains("intelligence"), "{heard:?}");
    // What is found out about it is the owner's alone, until it is over.
    let hit = owner.get("/api/v1/hits").await.body["hits"][0]["id"].as_str().unwrap().to_owned();
    let does = async |command: Value| {
        let answer = owner.post(&format!("/api/v1/hits/{hit}/commands"), command).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    };
    does(json!({ "command": "review", "probable": true, "reason": "made up for a test" })).await;
    desk.hears_nothing().await;
    does(json!({ "command": "check", "factor": "other", "same": false, "reason": "made up for a test" })).await;
    assert_eq!(desk.next().await.unwrap().data["kind"], "crossing.refer");
    partner.hears_nothing().await;
    elsewhere.hears_nothing().await;
}

crate::on_both_engines! {
    a_notice_is_heard_at_the_post_once_it_is_issued,
    a_hit_is_heard_by_its_owner_and_the_desk_hears_no_more_than_that_the_crossing_moved,
    what_happens_arrives_and_says_no_more_than_that_it_happened,
    a_lost_connection_goes_on_where_it_ended,
    nothing_is_lost_or_doubled_while_much_happens,
    an_officer_elsewhere_hears_nothing,
    an_intelligence_remark_is_heard_by_those_who_may_know_of_it,
    a_place_that_is_too_far_back_or_of_another_journal_makes_the_screen_reload,
    a_feed_ends_with_the_session_and_with_the_server,
}
