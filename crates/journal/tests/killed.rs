//! Nothing acknowledged is lost: a process that appends under load is killed, many times, at moments nobody chooses.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

mod common;

use common::{Sums, add, options};
use journal::{Journal, OpenError};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PLACE: &str = "MPAKA_JOURNAL_TO_APPEND_TO";
const ROUNDS: u64 = 20;

/// Opens the journal that a killed process had open. A database server takes a moment to notice that its client is gone.
async fn open_soon(url: &str) -> Journal<Sums> {
    const PATIENCE: Duration = Duration::from_secs(20);
    let start = Instant::now();
    loop {
        match Journal::open(url, Sums(1), options()).await {
            Err(OpenError::TakenByAnother) if start.elapsed() < PATIENCE => tokio::time::sleep(Duration::from_millis(10)).await,
            opened => return opened.unwrap(),
        }
    }
}

/// Not a test of its own: what the killed process does. Each command makes two entries, on two streams; what is acknowledged is printed.
#[test]
fn appends_until_it_is_killed() {
    let Ok(url) = std::env::var(PLACE) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let journal = open_soon(&url).await;
        let mut workers = tokio::task::JoinSet::new();
        for w in 0..32 {
            let journal = journal.clone();
            workers.spawn(async move {
                loop {
                    let (a, b) = (format!("left{w}"), format!("right{w}"));
                    let entries = vec![add(&a, 1), add(&b, 1)];
                    let done = journal.execute(None, vec![a, b], move |_, _| Ok::<_, ()>((entries, ()))).await.unwrap();
                    let line = format!("ack {} {}\n", done.entries[0].id, done.entries[1].id);
                    std::io::stdout().write_all(line.as_bytes()).unwrap();
                }
            });
        }
        workers.join_all().await;
    });
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_half_there() {
    let folder = tempfile::tempdir().unwrap();
    kill_again_and_again(&format!("sqlite:{}", folder.path().join("journal.db").display()));
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_half_there_on_postgresql() {
    let Some(server) = testkit::Postgres::start() else { return };
    kill_again_and_again(&server.url("journal"));
}

fn kill_again_and_again(url: &str) {
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "appends_until_it_is_killed", "--nocapture"])
            .env(PLACE, url)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // It runs for a different time in every round, counted from its first acknowledgement.
        let mut until = None;
        for line in lines.by_ref() {
            let line = line.unwrap();
            let Some(ids) = line.strip_prefix("ack ") else { continue };
            acknowledged.extend(ids.split(' ').map(str::to_owned));
            let end = *until.get_or_insert_with(|| Instant::now() + Duration::from_millis(5 + 13 * round % 120));
            if Instant::now() >= end {
                break;
            }
        }
        child.kill().unwrap();
        // What it had said before it was killed counts too; a last line cut short does not.
        for line in lines.map_while(Result::ok).filter(|l| l.len() == "ack ".len() + 36 * 2 + 1) {
            acknowledged.extend(line.trim_start_matches("ack ").split(' ').map(str::to_owned));
        }
        child.wait().unwrap();
    }
    assert!(acknowledged.len() > usize::try_from(ROUNDS).unwrap() * 10, "the load was no load: {}", acknowledged.len());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let journal = open_soon(url).await;
        let mut ids = std::collections::HashSet::new();
        let (mut left, mut right, mut after) = (0_i64, 0_i64, -1);
        loop {
            let page = journal.entries_after(after, 1000).await.unwrap();
            let Some(last) = page.last() else { break };
            for (n, entry) in page.iter().enumerate() {
                assert_eq!(entry.index, after + 1 + i64::try_from(n).unwrap(), "a number is missing");
                if entry.stream.starts_with("left") {
                    left += 1
                } else {
                    right += 1
                }
                ids.insert(entry.id.clone());
            }
            after = last.index;
        }
        let lost: Vec<&String> = acknowledged.iter().filter(|id| !ids.contains(*id)).collect();
        assert!(lost.is_empty(), "{} acknowledged entries are lost", lost.len());
        assert_eq!(left, right, "half a command is there");
        let views = journal.digest().await.unwrap();
        journal.rebuild().await.unwrap();
        assert_eq!(journal.digest().await.unwrap(), views);
        journal.close().await;
    });
}
