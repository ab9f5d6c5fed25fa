//! The few differences between SQLite and PostgreSQL, and the SQL that has none.

use crate::table::{Column, ColumnType, Table};
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

    /// The type of the index of an entry. On SQLite it is the row's own number, which needs no index beside the table.
    fn number(self) -> &'static str {
        match self {
            Self::Sqlite => "INTEGER",
            Self::Postgres => "BIGINT",
        }
    }

    /// What follows the columns of a table that is little more than its key. On SQLite such a table is kept in its key's index alone.
    fn of_small_rows(self) -> &'static str {
        match self {
            Self::Sqlite => " WITHOUT ROWID",
            Self::Postgres => "",
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
    let (text, number, small) = (engine.text(), engine.number(), engine.of_small_rows());
    vec![
        format!("CREATE TABLE IF NOT EXISTS meta (key {text} NOT NULL PRIMARY KEY, value {text} NOT NULL)"),
        format!(
            "CREATE TABLE IF NOT EXISTS entry (idx {number} NOT NULL PRIMARY KEY, id {text} NOT NULL, stream {text} NOT NULL, kind {text} NOT NULL, body {text} NOT NULL, officer {text} NOT NULL, agency {text} NOT NULL, point {text} NOT NULL, happened_us BIGINT NOT NULL, recorded_us BIGINT NOT NULL, command {text} NOT NULL)"
        ),
        "CREATE INDEX IF NOT EXISTS entry_stream ON entry (stream, idx)".to_owned(),
        "CREATE INDEX IF NOT EXISTS entry_recorded ON entry (recorded_us)".to_owned(),
        format!(
            "CREATE TABLE IF NOT EXISTS command (id {text} NOT NULL PRIMARY KEY, first_idx BIGINT NOT NULL, last_idx BIGINT NOT NULL){small}"
        ),
    ]
}

pub(crate) fn create(engine: Engine, table: &Table) -> Vec<String> {
    let mut sql = format!("CREATE TABLE IF NOT EXISTS {} (", table.name);
    for c in table.columns {
        let ty = if c.ty == ColumnType::Text { engine.text() } else { "BIGINT" };
        let _ = write!(sql, "{} {ty}{}, ", c.name, if c.nullable { "" } else { " NOT NULL" });
    }
    let small = if table.indexes.len() < 2 { engine.of_small_rows() } else { "" };
    let _ = write!(sql, "PRIMARY KEY ({})){small}", table.key.join(", "));
    let index = |i: &crate::table::Index| format!("CREATE INDEX IF NOT EXISTS {} ON {} ({})", i.name, table.name, i.columns.join(", "));
    std::iter::once(sql).chain(table.indexes.iter().map(index)).collect()
}

/// `($1, $2), ($3, $4)`; on SQLite `(?, ?), (?, ?)`: every numbered mark is a name there, and looking up the names of thousands costs more than the rows.
fn tuples(engine: Engine, rows: usize, columns: usize) -> String {
    let mut sql = String::with_capacity(rows * (columns * 5 + 3));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        sql.push_str(&marks(engine, row * columns, columns));
        sql.push(')');
    }
    sql
}

/// Places for values, after those that are taken: `$3, $4`.
pub(crate) fn marks(engine: Engine, taken: usize, count: usize) -> String {
    let mut sql = String::with_capacity(count * 5);
    for n in 0..count {
        sql.push_str(if n == 0 { "" } else { ", " });
        // Writing to a text does not fail.
        let _ = match engine {
            Engine::Sqlite => write!(sql, "?"),
            Engine::Postgres => write!(sql, "${}", taken + n + 1),
        };
    }
    sql
}

pub(crate) fn insert(engine: Engine, table: &str, columns: &[&str], rows: usize) -> String {
    format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), tuples(engine, rows, columns.len()))
}

pub(crate) fn upsert(engine: Engine, table: &Table, rows: usize) -> String {
    over(engine, table, rows, |_| true)
}

/// An upsert that leaves the steady columns of a row that is there.
pub(crate) fn touch(engine: Engine, table: &Table, rows: usize) -> String {
    over(engine, table, rows, |column| !column.steady)
}

fn over(engine: Engine, table: &Table, rows: usize, written: fn(&Column) -> bool) -> String {
    let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    let set = table.columns.iter().filter(|c| written(c) && !table.key.contains(&c.name));
    let set: Vec<String> = set.map(|c| format!("{0} = excluded.{0}", c.name)).collect();
    let then = if set.is_empty() { "DO NOTHING".to_owned() } else { format!("DO UPDATE SET {}", set.join(", ")) };
    format!("{} ON CONFLICT ({}) {then}", insert(engine, table.name, &names, rows), table.key.join(", "))
}

pub(crate) fn delete(engine: Engine, table: &Table, rows: usize) -> String {
    let values = tuples(engine, rows, table.key.len());
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
