//! What the journal promises, on SQLite and on a real PostgreSQL.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

mod common;

use common::{Sums, add, open, options, put, total};
use journal::{ExecuteError, Journal, OpenError, Value};
use std::future::Future;
use testkit::Postgres;

/// Runs a test on both engines.
fn on_both<F: Future<Output = ()>>(test: impl Fn(String) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(test(format!("sqlite:{}", folder.path().join("journal.db").display())));
    if let Some(server) = Postgres::start() {
        runtime.block_on(test(server.url("journal")));
    }
}

#[test]
fn entries_are_numbered_without_gaps_and_their_views_are_there_at_once() {
    on_both(async |url| {
        let journal = open(&url).await;
        for n in 0..5 {
            assert_eq!(put(&journal, &format!("s{}", n % 2), n + 1).await, n);
        }
        let rows = journal.query("SELECT stream, total, remark FROM sum ORDER BY stream", &[]).await.unwrap();
        let seen: Vec<(String, i64, Option<String>)> =
            rows.iter().map(|r| (r.text(0).unwrap(), r.int(1).unwrap(), r.opt_text(2).unwrap())).collect();
        assert_eq!(seen, [("s0".into(), 1 + 3 + 5, None), ("s1".into(), 2 + 4, None)]);
        let times: Vec<i64> = journal.entries_after(-1, 100).await.unwrap().iter().map(|e| e.recorded_us).collect();
        assert!(times.windows(2).all(|w| w[0] < w[1]), "{times:?}");
        assert_eq!(journal.head().await.unwrap(), 4);
        journal.close().await;
    });
}

#[test]
fn a_follower_reads_the_entries_of_its_kind() {
    on_both(async |url| {
        let journal = open(&url).await;
        for number in [1, 0, 2, 0, 3] {
            put(&journal, "s", number).await;
        }
        let found = async |begins: &str, index, limit| {
            let all = journal.entries_of_kind(begins, index, limit).await.unwrap();
            all.iter().map(|e| e.index).collect::<Vec<_>>()
        };
        assert_eq!(found("added.", -1, 10).await, [0, 2, 4]);
        assert_eq!((found("added.", 0, 1).await, found("note.", -1, 10).await), (vec![2], vec![1, 3]));
        assert!(found("added.", 4, 10).await.is_empty() && found("dded.", -1, 10).await.is_empty());
        journal.close().await;
    });
}

#[test]
fn a_row_that_is_not_shown_any_more_is_gone_and_null_is_null() {
    on_both(async |url| {
        let journal = open(&url).await;
        put(&journal, "a", 5).await;
        put(&journal, "a", -5).await;
        put(&journal, "b", -1).await;
        let rows = journal.query("SELECT stream, remark FROM sum", &[]).await.unwrap();
        assert_eq!((rows.len(), rows[0].text(0).unwrap().as_str(), rows[0].opt_text(1).unwrap().as_deref()), (1, "b", Some("in debt")));
        journal.close().await;
    });
}

#[test]
fn hundreds_of_entries_of_one_command_stand_or_fall_together() {
    on_both(async |url| {
        let journal = open(&url).await;
        let streams: Vec<String> = (0..700).map(|n| format!("s{n:03}")).collect();
        let named = streams.clone();
        let done = journal.execute(None, streams, move |_, _| Ok::<_, ()>((named.iter().map(|s| add(s, 1)).collect(), ()))).await.unwrap();
        assert_eq!(done.entries.len(), 700);
        let bad = journal.execute(None, vec!["s000".into()], |_, _| Ok::<_, ()>((vec![add("s000", 1), add("stranger", 1)], ()))).await;
        assert!(matches!(bad, Err(ExecuteError::UnnamedStream { stream }) if stream == "stranger"));
        assert_eq!((total(&journal, "s000").await, journal.head().await.unwrap()), (Some(1), 699));
        put(&journal, "s000", 1).await;
        assert_eq!(journal.head().await.unwrap(), 700, "no number is left out after a command that failed");
        journal.close().await;
    });
}

#[test]
fn the_second_of_two_officers_sees_what_the_first_has_done() {
    on_both(async |url| {
        let journal = open(&url).await;
        let take = |journal: Journal<Sums>| async move {
            let decide = |states: &journal::States<'_, Sums>, _| match states.get("desk") {
                None => Ok((vec![add("desk", 7)], "taken")),
                Some(_) => Err("already taken"),
            };
            match journal.execute(None, vec!["desk".into()], decide).await {
                Ok(done) => done.output.unwrap(),
                Err(ExecuteError::Refused(why)) => why,
                Err(e) => panic!("{e}"),
            }
        };
        let all: Vec<_> = (0..50).map(|_| tokio::spawn(take(journal.clone()))).collect();
        let mut taken = 0;
        for answer in all {
            taken += i32::from(answer.await.unwrap() == "taken");
        }
        assert_eq!((taken, total(&journal, "desk").await), (1, Some(7)));
        journal.close().await;
    });
}

#[test]
fn a_command_sent_twice_is_carried_out_once_even_after_a_restart() {
    on_both(async |url| {
        let journal = open(&url).await;
        let send = |j: Journal<Sums>| async move {
            j.execute(Some("c-1".into()), vec!["a".into()], |_, _| Ok::<_, ()>((vec![add("a", 3)], ()))).await.unwrap()
        };
        let (first, second) = tokio::join!(send(journal.clone()), send(journal.clone()));
        assert_eq!(first.entries, second.entries);
        assert!(first.repeated != second.repeated);
        journal.close().await;
        let again = open(&url).await;
        let third = send(again.clone()).await;
        assert_eq!((third.repeated, third.entries, total(&again, "a").await), (true, first.entries, Some(3)));
        again.close().await;
    });
}

#[test]
fn a_decision_that_breaks_off_breaks_nothing_else() {
    on_both(async |url| {
        let journal = open(&url).await;
        let broken = journal.execute(None, vec!["a".into()], |_, _| -> Result<(Vec<_>, ()), ()> { panic!("at the desk") }).await;
        assert!(matches!(broken, Err(ExecuteError::Panicked { what }) if what == "at the desk"));
        put(&journal, "a", 2).await;
        assert_eq!(total(&journal, "a").await, Some(2));
        journal.close().await;
    });
}

#[test]
fn a_transaction_that_fails_leaves_memory_and_disk_as_they_were() {
    on_both(async |url| {
        let journal = open(&url).await;
        put(&journal, "a", 2).await;
        // The view is taken away behind the journal's back: the next group cannot be written.
        journal.write(vec![("DROP TABLE sum".into(), vec![])]).await.unwrap();
        let failed = journal.execute(None, vec!["a".into()], |_, _| Ok::<_, ()>((vec![add("a", 40)], ()))).await;
        assert!(matches!(failed, Err(ExecuteError::Storage(_))), "{failed:?}");
        assert_eq!((total(&journal, "a").await, journal.head().await.unwrap()), (Some(2), 0));
        journal.rebuild().await.unwrap();
        assert_eq!(put(&journal, "a", 40).await, 1);
        assert_eq!(total(&journal, "a").await, Some(42));
        journal.close().await;
    });
}

#[test]
fn views_rebuilt_are_the_views_that_were() {
    on_both(async |url| {
        let journal = open(&url).await;
        for n in 0..300_i64 {
            put(&journal, &format!("s{}", n % 17), n % 5 - 2).await;
        }
        let before = journal.digest().await.unwrap();
        journal.write(vec![("DELETE FROM sum".into(), vec![]), ("DELETE FROM note".into(), vec![])]).await.unwrap();
        assert_ne!(journal.digest().await.unwrap(), before);
        let rebuilt = journal.rebuild().await.unwrap();
        assert_eq!((rebuilt.entries, journal.digest().await.unwrap()), (300, before.clone()));
        journal.close().await;
        let newer = Journal::open(&url, Sums(2), options()).await.unwrap();
        assert_eq!(newer.digest().await.unwrap(), before, "another version of the model rebuilds when it opens");
        newer.close().await;
    });
}

#[test]
fn plain_tables_outlive_a_rebuild() {
    on_both(async |url| {
        let journal = open(&url).await;
        let put = "INSERT INTO plain (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        journal.write(vec![(put.into(), vec!["k".into(), Value::Int(1)]), (put.into(), vec!["k".into(), Value::Int(2)])]).await.unwrap();
        journal.rebuild().await.unwrap();
        let rows = journal.query("SELECT value FROM plain WHERE key = $1", &["k".into()]).await.unwrap();
        assert_eq!(rows[0].int(0).unwrap(), 2);
        journal.close().await;
    });
}

#[test]
fn a_listener_hears_every_entry_in_order_after_it_is_written() {
    on_both(async |url| {
        let journal = open(&url).await;
        let mut feed = journal.subscribe();
        for n in 1..=20 {
            put(&journal, "a", n).await;
        }
        for n in 0..20 {
            assert_eq!(feed.recv().await.unwrap().index, n);
        }
        let all = journal.entries_of("a", -1, 100).await.unwrap();
        assert_eq!(journal.entries_of("a", all[17].recorded_us, 10).await.unwrap(), all[18..]);
        assert_eq!(journal.entries_since(all[17].recorded_us, 10).await.unwrap(), all[18..]);
        assert_eq!(journal.entries_since(-1, 3).await.unwrap(), all[..3]);
        journal.close().await;
    });
}

#[test]
fn one_process_writes_a_journal() {
    on_both(async |url| {
        let first = open(&url).await;
        let second = Journal::open(&url, Sums(1), options()).await;
        assert!(matches!(second.err(), Some(OpenError::TakenByAnother)));
        first.close().await;
    });
}

#[test]
fn a_full_queue_says_so_and_loses_nothing() {
    on_both(async |url| {
        let journal = Journal::open(&url, Sums(1), journal::Options { queue: 4, max_batch: 2, ..options() }).await.unwrap();
        let all: Vec<_> = (0..200)
            .map(|n| {
                let journal = journal.clone();
                tokio::spawn(async move {
                    let stream = format!("s{n}");
                    let entry = add(&stream, 1);
                    journal.execute(None, vec![stream], move |_, _| Ok::<_, ()>((vec![entry], ()))).await
                })
            })
            .collect();
        let (mut done, mut busy) = (0, 0);
        for answer in all {
            match answer.await.unwrap() {
                Ok(_) => done += 1,
                Err(ExecuteError::Busy { .. }) => busy += 1,
                Err(e) => panic!("{e}"),
            }
        }
        assert_eq!(done + busy, 200);
        assert!(busy > 0, "a queue of 4 takes 200 at once");
        assert_eq!(journal.head().await.unwrap() + 1, done);
        journal.close().await;
        let closed = journal.execute(None, vec![], |_, _| Ok::<_, ()>((vec![], ()))).await;
        assert!(matches!(closed, Err(ExecuteError::Closed)));
    });
}

#[test]
fn an_address_that_is_none_is_named_without_its_password() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(Journal::open("mysql://me:secret@host/db", Sums(1), options())).err().unwrap().to_string();
    assert!(error.contains("expected `sqlite:PATH`") && !error.contains("secret"), "{error}");
}
