//! The same questions through the door that everybody uses.

use crate::border::{Border, STAGES};
use crate::measure::Times;
use coordination::crossing::CrossingId;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Connections, each an officer's browser with one request under way.
const CONNECTIONS: usize = 64;
/// Questions asked one after the other where only their length matters.
const ASKED: usize = 100;

/// A signed-in officer's connection.
struct Client {
    line: SendRequest<Full<Bytes>>,
    cookie: String,
    csrf: String,
}

impl Client {
    async fn sign_in(border: &Border, officer: &str) -> Self {
        let stream = tokio::net::TcpStream::connect(border.address).await.expect("the server listens");
        stream.set_nodelay(true).expect("a socket takes options");
        let (line, connection) = handshake(TokioIo::new(stream)).await.expect("the server speaks HTTP");
        tokio::spawn(connection);
        let mut client = Self { line, cookie: String::new(), csrf: String::new() };
        let body = serde_json::json!({ "officer": officer }).to_string();
        let (status, cookie, answer) = client.ask(Method::POST, "/api/v1/session/demo", body).await;
        assert_eq!(status, StatusCode::OK);
        client.cookie = cookie.split(';').next().unwrap_or("").to_owned();
        let session: serde_json::Value = serde_json::from_slice(&answer).expect("a session");
        client.csrf = session["csrf"].as_str().unwrap_or("").to_owned();
        client
    }

    async fn ask(&mut self, method: Method, path: &str, body: String) -> (StatusCode, String, Bytes) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .header("content-type", "application/json")
            .header("cookie", &self.cookie)
            .header("x-mpaka-csrf", &self.csrf)
            .body(Full::new(Bytes::from(body)))
            .expect("a request");
        self.line.ready().await.expect("the connection stays open");
        let answer = self.line.send_request(request).await.expect("an answer");
        let cookie = answer.headers().get("set-cookie").and_then(|c| c.to_str().ok()).unwrap_or("").to_owned();
        (answer.status(), cookie, answer.into_body().collect().await.expect("a whole answer").to_bytes())
    }
}

/// Decisions at a steady rate, whatever the answers do: each is timed from the moment at which it was due, so that a stall counts for all it held up.
pub async fn commands(border: &Border, wanted: u32, seconds: f64) -> (f64, Times) {
    let count = (f64::from(wanted) * seconds) as usize;
    let mut open: Vec<CrossingId> = Vec::new();
    while open.len() * STAGES < count {
        open.extend(futures_util::future::join_all((0..512).map(|_| border.open())).await);
    }
    let (due, waiting) = tokio::sync::mpsc::unbounded_channel::<(Instant, usize)>();
    let waiting = tokio::sync::Mutex::new(waiting);
    let times = Mutex::new(Vec::with_capacity(count));
    let officers: Vec<String> = (0..STAGES).map(|s| border.owner(s).officer.id.to_string()).collect();
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        // One sign-in for each officer: the browser of the officer whose stage it is.
        let mut all = Vec::new();
        for officer in &officers {
            all.push(Client::sign_in(border, officer).await);
        }
        clients.push(all);
    }
    let work = clients.iter_mut().map(async |all| {
        loop {
            let Some((at, n)) = waiting.lock().await.recv().await else { return };
            // All first stages come first, then all second ones: no decision waits for its predecessor.
            let (stage, truck) = (n / open.len(), n % open.len());
            let path = format!("/api/v1/crossings/{}/commands", open[truck]);
            let body = serde_json::json!({ "command": "pass", "stage": border.stage(stage).as_str() }).to_string();
            let (status, _, answer) = all[stage].ask(Method::POST, &path, body).await;
            assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer));
            times.lock().expect("nothing panics here").push(at.elapsed());
        }
    });
    let start = Instant::now();
    let beat = async {
        for n in 0..count {
            let at = start + Duration::from_secs_f64(n as f64 / f64::from(wanted));
            tokio::time::sleep_until(at.into()).await;
            let _ = due.send((at, n));
        }
        drop(due);
    };
    futures_util::future::join(beat, futures_util::future::join_all(work)).await;
    let rate = count as f64 / start.elapsed().as_secs_f64();
    border.cancel_all(&open).await;
    (rate, Times::of(times.into_inner().expect("nothing panics here")))
}

/// The first page of an inbox.
pub async fn inbox(border: &Border) -> Times {
    read_as(border, 1, "/api/v1/assignments").await.1
}

async fn read(border: &Border, path: &str) -> (usize, Times) {
    read_as(border, 0, path).await
}

async fn read_as(border: &Border, owner: usize, path: &str) -> (usize, Times) {
    let mut client = Client::sign_in(border, border.owner(owner).officer.id.as_str()).await;
    let (mut times, mut bytes) = (Vec::new(), 0);
    for _ in 0..ASKED {
        let asked = Instant::now();
        let (status, _, answer) = client.ask(Method::GET, path, String::new()).await;
        times.push(asked.elapsed());
        assert_eq!(status, StatusCode::OK);
        bytes = answer.len();
    }
    (bytes, Times::of(times))
}

/// A whole board.
pub async fn board(border: &Border, point: &str, crossings: usize) -> (usize, Times) {
    read(border, &format!("/api/v1/points/{point}/board?limit={crossings}")).await
}

/// One crossing with its path and what the officer may do.
pub async fn crossing(border: &Border) -> Times {
    let id = border.open().await;
    let (_, times) = read(border, &format!("/api/v1/crossings/{id}")).await;
    border.cancel(&id).await;
    times
}
