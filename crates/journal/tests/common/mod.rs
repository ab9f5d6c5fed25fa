//! A toy model: every stream adds up the numbers in its entries; the view has the sum, and a row for each entry that says "note".
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses a part of it; tests end where they cannot go on")]

use journal::{Changes, Column, Entry, Index, Journal, Model, NewEntry, Options, Table};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub struct Sums(pub u32);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub total: i64,
    pub entries: i64,
}

pub static SUM: Table = Table {
    name: "sum",
    columns: &[Column::text("stream"), Column::int("total"), Column::int("entries"), Column::text("remark").or_null().steady()],
    key: &["stream"],
    indexes: &[Index { name: "sum_total", columns: &["total", "stream"] }],
};
pub static NOTE: Table = Table {
    name: "note",
    columns: &[Column::text("stream"), Column::int("idx"), Column::text("text")],
    key: &["stream", "idx"],
    indexes: &[],
};
pub static PLAIN: Table = Table { name: "plain", columns: &[Column::text("key"), Column::int("value")], key: &["key"], indexes: &[] };

impl Model for Sums {
    type State = Sum;

    fn version(&self) -> u32 {
        self.0
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 2] = [&SUM, &NOTE];
        &TABLES
    }

    fn plain_tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&PLAIN];
        &TABLES
    }

    fn fold(&self, state: Option<&Sum>, entry: &Entry) -> Option<Sum> {
        let before = state.cloned().unwrap_or(Sum { total: 0, entries: 0 });
        Some(Sum { total: before.total + entry.body.parse::<i64>().unwrap_or(0), entries: before.entries + 1 })
    }

    fn rows(&self, stream: &str, old: Option<&Sum>, new: &Sum, changes: &mut Changes) {
        if new.total == 0 {
            // What adds up to nothing is not shown.
            changes.delete(&SUM, vec![stream.into()]);
        } else if old != Some(new) {
            let remark = |sum: &Sum| (sum.total < 0).then_some("in debt");
            let row = vec![stream.into(), new.total.into(), new.entries.into(), remark(new).into()];
            if old.is_some_and(|o| remark(o) == remark(new)) {
                changes.touch(&SUM, row);
            } else {
                changes.put(&SUM, row);
            }
        }
    }

    fn entry_rows(&self, entry: &Entry, changes: &mut Changes) {
        if entry.kind == "note.v1" {
            changes.put(&NOTE, vec![entry.stream.as_str().into(), entry.index.into(), entry.body.as_str().into()]);
        }
    }
}

pub fn options() -> Options {
    static NOW: AtomicI64 = AtomicI64::new(1_700_000_000_000_000);
    Options::new(|| NOW.fetch_add(10, Ordering::Relaxed))
}

pub async fn open(url: &str) -> Journal<Sums> {
    Journal::open(url, Sums(1), options()).await.unwrap()
}

pub fn add(stream: &str, number: i64) -> NewEntry {
    NewEntry {
        stream: stream.into(),
        kind: if number == 0 { "note.v1" } else { "added.v1" }.into(),
        body: number.to_string(),
        officer: "o-1".into(),
        agency: "A".into(),
        point: "p".into(),
        happened_us: None,
    }
}

/// Adds a number to a stream.
pub async fn put(journal: &Journal<Sums>, stream: &str, number: i64) -> i64 {
    let entry = add(stream, number);
    journal.execute(None, vec![stream.to_owned()], move |_, _| Ok::<_, ()>((vec![entry], ()))).await.unwrap().entries[0].index
}

pub async fn total(journal: &Journal<Sums>, stream: &str) -> Option<i64> {
    journal.state(stream).await.unwrap().as_ref().map(|s: &Arc<Sum>| s.total)
}
