//! Commands that are written together: each gets its own answer, and what is answered with success is on the disk.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

mod common;

use common::{Sums, add, open, options, put, total};
use journal::{ExecuteError, Journal, Options, Value};
use std::future::Future;
use std::sync::mpsc;
use testkit::Postgres;

/// Runs a test on both engines.
fn on_both<F: Future<Output = ()>>(test: impl Fn(String) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(3).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(test(format!("sqlite:{}", folder.path().join("journal.db").display())));
    if let Some(server) = Postgres::start() {
        runtime.block_on(test(server.url("journal")));
    }
}

/// Keeps the writer at a command of its own until it is let go: what is sent meanwhile is one group.
async fn busy(journal: &Journal<Sums>) -> mpsc::Sender<()> {
    let ((go, wait), (here, at_it)) = (mpsc::channel(), tokio::sync::oneshot::channel());
    let journal = journal.clone();
    tokio::spawn(async move {
        let decide = move |_: &journal::States<'_, Sums>, _| {
            here.send(()).unwrap();
            wait.recv().unwrap();
            Ok::<_, ()>((vec![], ()))
        };
        journal.execute(None, vec![], decide).await.unwrap();
    });
    at_it.await.unwrap();
    go
}

type Answer = Result<journal::Appended<()>, ExecuteError<&'static str>>;

/// Sends commands that are decided in one group.
async fn together<D>(journal: &Journal<Sums>, commands: Vec<(Option<&str>, D)>) -> Vec<Answer>
where
    D: FnOnce(&journal::States<'_, Sums>) -> Result<Vec<journal::NewEntry>, &'static str> + Send + 'static,
{
    let go = busy(journal).await;
    let sent: Vec<_> = commands
        .into_iter()
        .map(|(id, decide)| {
            let (id, own) = (id.map(str::to_owned), journal.clone());
            tokio::spawn(async move {
                own.execute(id, vec!["a".into(), "b".into()], move |states, _| decide(states).map(|entries| (entries, ()))).await
            })
        })
        .collect();
    while journal.depth() < sent.len() {
        tokio::task::yield_now().await;
    }
    go.send(()).unwrap();
    let mut answers = Vec::new();
    for task in sent {
        answers.push(task.await.unwrap());
    }
    answers
}

type Decision = Box<dyn FnOnce(&journal::States<'_, Sums>) -> Result<Vec<journal::NewEntry>, &'static str> + Send>;

#[test]
fn one_command_of_a_group_that_is_refused_or_breaks_off_takes_no_other_with_it() {
    on_both(async |url| {
        let journal = open(&url).await;
        let commands: Vec<(Option<&str>, Decision)> = vec![
            (None, Box::new(|_| Ok(vec![add("a", 1)]))),
            (None, Box::new(|_| Err("no"))),
            (None, Box::new(|_| panic!("at the desk"))),
            (None, Box::new(|_| Ok(vec![add("a", 100), add("stranger", 100)]))),
            (None, Box::new(|_| Ok(vec![add("a", 10), add("b", 10)]))),
        ];
        let answers = together(&journal, commands).await;
        // The order in which they reached the writer is theirs; each has its own answer.
        assert!(answers[0].is_ok() && answers[4].is_ok(), "{answers:?}");
        assert!(matches!(answers[1], Err(ExecuteError::Refused("no"))));
        assert!(matches!(&answers[2], Err(ExecuteError::Panicked { what }) if what == "at the desk"));
        assert!(matches!(&answers[3], Err(ExecuteError::UnnamedStream { .. })));
        assert_eq!((total(&journal, "a").await, total(&journal, "b").await, journal.head().await.unwrap()), (Some(11), Some(10), 2));
        let digest = journal.digest().await.unwrap();
        journal.rebuild().await.unwrap();
        assert_eq!(journal.digest().await.unwrap(), digest);
        journal.close().await;
    });
}

#[test]
fn nothing_in_a_group_that_cannot_be_written_is_acknowledged() {
    on_both(async |url| {
        let journal = open(&url).await;
        put(&journal, "a", 1).await;
        // The view is taken away behind the journal's back: the next group cannot be written.
        journal.write(vec![("DROP TABLE sum".into(), vec![])]).await.unwrap();
        let once = || -> Decision { Box::new(|_| Ok(vec![add("a", 5)])) };
        let taken: Decision = Box::new(|states| if states.get("a").is_some_and(|s| s.total > 1) { Err("taken") } else { Ok(vec![]) });
        let answers = together(&journal, vec![(Some("c-1"), once()), (Some("c-1"), once()), (Some("c-1"), once()), (None, taken)]).await;
        for (n, answer) in answers.iter().enumerate() {
            // The last one may have come first, and then had nothing to say; it was refused because of nobody.
            let nothing = n == 3 && matches!(answer, Ok(done) if done.entries.is_empty());
            assert!(nothing || matches!(answer, Err(ExecuteError::Storage(_))), "{n}: {answer:?}");
        }
        assert_eq!((total(&journal, "a").await, journal.head().await.unwrap()), (Some(1), 0));
        journal.rebuild().await.unwrap();
        let again = together(&journal, vec![(Some("c-1"), once()), (Some("c-1"), once())]).await;
        let again: Vec<_> = again.into_iter().map(Result::unwrap).collect();
        assert_eq!(again[0].entries, again[1].entries);
        assert!(again[0].repeated != again[1].repeated, "one carried it out");
        assert_eq!((total(&journal, "a").await, journal.head().await.unwrap()), (Some(6), 1));
        journal.close().await;
    });
}

#[test]
fn a_commit_that_fails_does_not_stop_the_next() {
    on_both(async |url| {
        let journal = open(&url).await;
        // A constraint that is looked at only at the commit.
        let tables = [
            "CREATE TABLE parent (id BIGINT NOT NULL PRIMARY KEY)",
            "CREATE TABLE child (id BIGINT NOT NULL REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
        ];
        journal.write(tables.map(|t| (t.to_owned(), vec![])).into()).await.unwrap();
        let orphan = journal.write(vec![("INSERT INTO child (id) VALUES ($1)".into(), vec![Value::Int(7)])]).await;
        assert!(orphan.is_err(), "{orphan:?}");
        assert_eq!(put(&journal, "a", 2).await, 0);
        assert_eq!(journal.query("SELECT id FROM child", &[]).await.unwrap().len(), 0);
        journal.close().await;
    });
}

/// A killed process does not tell whether a commit waits for the disk: the page cache outlives it. So the writer's own connection is asked.
#[test]
fn a_commit_waits_for_the_disk() {
    on_both(async |url| {
        let journal = open(&url).await;
        let (ask, full) = if url.starts_with("sqlite:") {
            // 2 is FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
            ("INSERT INTO plain (key, value) SELECT 'durable', synchronous FROM pragma_synchronous", 2)
        } else {
            (
                "INSERT INTO plain (key, value) SELECT 'durable', CASE setting WHEN 'on' THEN 1 ELSE 0 END FROM pg_settings WHERE name = 'synchronous_commit'",
                1,
            )
        };
        journal.write(vec![(ask.into(), vec![])]).await.unwrap();
        let rows = journal.query("SELECT value FROM plain WHERE key = 'durable'", &[]).await.unwrap();
        assert_eq!(rows[0].int(0).unwrap(), full);
        journal.close().await;
    });
}

#[test]
fn ids_increase_when_the_clock_was_set_back_and_the_journal_opened_again() {
    on_both(async |url| {
        for _ in 0..8 {
            let stopped = Options { clock: std::sync::Arc::new(|| 1_000_000), ..options() };
            let journal = Journal::open(&url, Sums(1), stopped).await.unwrap();
            for n in 0..3 {
                put(&journal, "a", n).await;
            }
            journal.close().await;
        }
        let journal = open(&url).await;
        let entries = journal.entries_after(-1, 100).await.unwrap();
        assert_eq!(entries.len(), 24);
        assert!(entries.windows(2).all(|w| w[0].id < w[1].id && w[0].recorded_us < w[1].recorded_us), "{entries:#?}");
        journal.close().await;
    });
}

/// The server was started anew, or an administrator ended its connections.
#[test]
fn a_lost_connection_is_opened_again_and_nothing_is_told_that_is_not_so() {
    let Some(server) = Postgres::start() else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(3).enable_all().build().unwrap();
    runtime.block_on(async {
        let journal = open(&server.url("journal")).await;
        let others = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        assert_eq!(put(&journal, "a", 1).await, 0);
        assert!(journal.query(others, &[]).await.unwrap()[0].int(0).unwrap() >= 2, "the writer's connections were there");
        // One stream that is in memory, and one that has to be read.
        assert_eq!((put(&journal, "a", 2).await, put(&journal, "b", 5).await), (1, 2));
        assert!(journal.query(others, &[]).await.unwrap()[0].int(0).unwrap() >= 2);
        assert_eq!(put(&journal, "c", 7).await, 3);
        // Lost in the middle: what was not written is told so, and what comes after finds the journal as it was.
        let own = ("INSERT INTO plain (key, value) SELECT 'x', CASE WHEN pg_terminate_backend(pg_backend_pid()) THEN 1 ELSE 0 END".to_owned(), vec![]);
        assert!(journal.write(vec![own]).await.is_err());
        assert_eq!(put(&journal, "a", 4).await, 4);
        assert_eq!((total(&journal, "a").await, total(&journal, "b").await, total(&journal, "c").await), (Some(7), Some(5), Some(7)));
        assert_eq!(journal.query("SELECT key FROM plain", &[]).await.unwrap().len(), 0);
        journal.close().await;
    });
}
