//! The few differences between SQLite and PostgreSQL, and the SQL that has none.

use crate::table::{ColumnType, Table};
use std::fmt::Write;

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// Rows of one statement: any number of rows is a few statements of these sizes, so that few statements have to be prepared.
pub(crate) const CHUNKS: &[usize] = &[256, 64, 16, 4, 1];

impl Engine {
    pub(crate) fn of(url: &str) -> Option<Self> {
        if url.starts_with("sqlite:") {
            Some(Self::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Some(Self::Postgres)
        } else {
            None
        }
    }

    /// Opens a transaction that writes. SQLite takes the lock at once, so that no reader is upgraded.
    pub(crate) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// The type of a text. Texts are compared by their bytes, as SQLite does: the language of a PostgreSQL database orders `~` before letters and takes no
    /// notice of U+10FFFF, and pages that begin or end there would be empty.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Sqlite => "TEXT",
            Self::Postgres => "TEXT COLLATE \"C\"",
        }
    }

    /// What every connection is told first. `synchronous = FULL`: a commit is on the disk before it is acknowledged.
    pub(crate) fn greeting(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA busy_timeout = 10000",
                "PRAGMA cache_size = -65536",
                "PRAGMA mmap_size = 268435456",
                "PRAGMA wal_autocheckpoint = 4000",
                "PRAGMA temp_store = MEMORY",
            ],
            Self::Postgres => &["SET synchronous_commit = on"],
        }
    }
}

/// The tables that are not a model's.
pub(crate) fn schema(engine: Engine) -> Vec<String> {
    let text = engine.text();
    vec![
        format!("CREATE TABLE IF NOT EXISTS meta (key {text} NOT NULL PRIMARY KEY, value {text} NOT NULL)"),
        format!(
            "CREATE TABLE IF NOT EXISTS entry (idx BIGINT NOT NULL PRIMARY KEY, id {text} NOT NULL, stream {text} NOT NULL, kind {text} NOT NULL, body {text} NOT NULL, officer {text} NOT NULL, agency {text} NOT NULL, point {text} NOT NULL, happened_us BIGINT NOT NULL, recorded_us BIGINT NOT NULL, command {text} NOT NULL)"
        ),
        "CREATE INDEX IF NOT EXISTS entry_stream ON entry (stream, idx)".to_owned(),
        "CREATE INDEX IF NOT EXISTS entry_recorded ON entry (recorded_us)".to_owned(),
        format!("CREATE TABLE IF NOT EXISTS command (id {text} NOT NULL PRIMARY KEY, first_idx BIGINT NOT NULL, last_idx BIGINT NOT NULL)"),
    ]
}

pub(crate) fn create(engine: Engine, table: &Table) -> Vec<String> {
    let mut sql = format!("CREATE TABLE IF NOT EXISTS {} (", table.name);
    for c in table.columns {
        let ty = if c.ty == ColumnType::Text { engine.text() } else { "BIGINT" };
        let _ = write!(sql, "{} {ty}{}, ", c.name, if c.nullable { "" } else { " NOT NULL" });
    }
    let _ = write!(sql, "PRIMARY KEY ({}))", table.key.join(", "));
    let index = |i: &crate::table::Index| format!("CREATE INDEX IF NOT EXISTS {} ON {} ({})", i.name, table.name, i.columns.join(", "));
    std::iter::once(sql).chain(table.indexes.iter().map(index)).collect()
}

/// `($1, $2), ($3, $4)`.
fn tuples(rows: usize, columns: usize) -> String {
    let mut sql = String::with_capacity(rows * (columns * 5 + 3));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let _ = write!(sql, "{}${}", if column == 0 { "" } else { ", " }, row * columns + column + 1);
        }
        sql.push(')');
    }
    sql
}

pub(crate) fn insert(table: &str, columns: &[&str], rows: usize) -> String {
    format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), tuples(rows, columns.len()))
}

pub(crate) fn upsert(table: &Table, rows: usize) -> String {
    let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    let rest: Vec<String> = names.iter().filter(|n| !table.key.contains(n)).map(|n| format!("{n} = excluded.{n}")).collect();
    let then = if rest.is_empty() { "DO NOTHING".to_owned() } else { format!("DO UPDATE SET {}", rest.join(", ")) };
    format!("{} ON CONFLICT ({}) {then}", insert(table.name, &names, rows), table.key.join(", "))
}

pub(crate) fn delete(table: &Table, rows: usize) -> String {
    let values = tuples(rows, table.key.len());
    format!("DELETE FROM {} WHERE ({}) IN (VALUES {values})", table.name, table.key.join(", "))
}

/// Cuts a number of rows into the sizes of [`CHUNKS`].
pub(crate) fn chunks(mut rows: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let size = *CHUNKS.iter().find(|c| **c <= rows)?;
        rows -= size;
        Some(size)
    })
}
