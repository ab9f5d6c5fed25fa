//! Statements. Every one of them runs in a test on both engines.

use crate::dialect::{self, Engine, chunks};
use crate::entry::Entry;
use crate::error::StorageError;
use crate::table::{Change, Changes, ColumnType, Table, Value};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row as _};

/// Rows of one page when everything is read.
pub(crate) const PAGE_ROWS: i64 = 2_000;

pub(crate) const ENTRY_COLUMNS: &[&str] =
    &["idx", "id", "stream", "kind", "body", "officer", "agency", "point", "happened_us", "recorded_us", "command"];

type Query<'q> = sqlx::query::Query<'q, Any, AnyArguments>;

/// PostgreSQL keeps no zero bytes in a text and fails the whole transaction over one; on both engines U+FFFD stands in their place.
fn kept(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

pub(crate) fn bound<'q>(query: Query<'q>, value: &Value, ty: ColumnType) -> Query<'q> {
    match (value, ty) {
        (Value::Int(v), _) => query.bind(*v),
        (Value::Text(v), _) => query.bind(kept(v)),
        (Value::Null, ColumnType::Int) => query.bind(None::<i64>),
        (Value::Null, ColumnType::Text) => query.bind(None::<String>),
    }
}

pub(crate) fn sql<'q>(text: String) -> Query<'q> {
    sqlx::query(AssertSqlSafe(text))
}

/// A row of an answer.
pub struct Row(pub(crate) AnyRow);

impl Row {
    fn failed(e: sqlx::Error) -> StorageError {
        StorageError { doing: "reading a column", what: e.to_string() }
    }

    /// A text that is there.
    ///
    /// # Errors
    /// When the column is null, a number or not there.
    pub fn text(&self, column: usize) -> Result<String, StorageError> {
        self.0.try_get(column).map_err(Self::failed)
    }

    /// A number that is there.
    ///
    /// # Errors
    /// When the column is null, a text or not there.
    pub fn int(&self, column: usize) -> Result<i64, StorageError> {
        self.0.try_get(column).map_err(Self::failed)
    }

    /// A text or nothing.
    ///
    /// # Errors
    /// When the column is a number or not there.
    pub fn opt_text(&self, column: usize) -> Result<Option<String>, StorageError> {
        self.0.try_get(column).map_err(Self::failed)
    }

    /// A number or nothing.
    ///
    /// # Errors
    /// When the column is a text or not there.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, StorageError> {
        self.0.try_get(column).map_err(Self::failed)
    }
}

pub(crate) fn entry_of(row: &AnyRow) -> Result<Entry, sqlx::Error> {
    Ok(Entry {
        index: row.try_get(0)?,
        id: row.try_get(1)?,
        stream: row.try_get(2)?,
        kind: row.try_get(3)?,
        body: row.try_get(4)?,
        officer: row.try_get(5)?,
        agency: row.try_get(6)?,
        point: row.try_get(7)?,
        happened_us: row.try_get(8)?,
        recorded_us: row.try_get(9)?,
    })
}

pub(crate) async fn run(conn: &mut AnyConnection, doing: &'static str, text: &str) -> Result<(), StorageError> {
    // Unprepared: transaction control and pragmas are not statements that can be kept.
    sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(conn).await.map_err(StorageError::of(doing))?;
    Ok(())
}

pub(crate) async fn insert_entries(conn: &mut AnyConnection, entries: &[(Entry, String)]) -> Result<(), StorageError> {
    let mut rest = entries;
    for size in chunks(entries.len()) {
        let (now, later) = rest.split_at(size);
        rest = later;
        let mut query = sql(dialect::insert("entry", ENTRY_COLUMNS, size));
        for (e, command) in now {
            query = query.bind(e.index).bind(e.id.clone()).bind(kept(&e.stream)).bind(kept(&e.kind)).bind(kept(&e.body));
            query = query.bind(kept(&e.officer)).bind(kept(&e.agency)).bind(kept(&e.point)).bind(e.happened_us).bind(e.recorded_us);
            query = query.bind(kept(command));
        }
        query.execute(&mut *conn).await.map_err(StorageError::of("appending entries"))?;
    }
    Ok(())
}

pub(crate) async fn insert_commands(conn: &mut AnyConnection, commands: &[(String, i64, i64)]) -> Result<(), StorageError> {
    let mut rest = commands;
    for size in chunks(commands.len()) {
        let (now, later) = rest.split_at(size);
        rest = later;
        let mut query = sql(dialect::insert("command", &["id", "first_idx", "last_idx"], size));
        for (id, first, last) in now {
            query = query.bind(kept(id)).bind(*first).bind(*last);
        }
        query.execute(&mut *conn).await.map_err(StorageError::of("noting commands"))?;
    }
    Ok(())
}

pub(crate) async fn apply(conn: &mut AnyConnection, changes: Changes) -> Result<u64, StorageError> {
    let mut written = 0;
    for (table, rows) in changes.tables {
        let (mut puts, mut deletes) = (Vec::new(), Vec::new());
        for (key, change) in rows {
            match change {
                Change::Put(row) => puts.push(row),
                Change::Delete => deletes.push(key),
            }
        }
        written += (puts.len() + deletes.len()) as u64;
        many(conn, table, &puts, table.columns.len(), dialect::upsert).await?;
        many(conn, table, &deletes, table.key.len(), dialect::delete).await?;
    }
    Ok(written)
}

async fn many(
    conn: &mut AnyConnection,
    table: &Table,
    rows: &[Vec<Value>],
    columns: usize,
    text: fn(&Table, usize) -> String,
) -> Result<(), StorageError> {
    let mut rest = rows;
    for size in chunks(rows.len()) {
        let (now, later) = rest.split_at(size);
        rest = later;
        let mut query = sql(text(table, size));
        for row in now {
            for (value, column) in row.iter().zip(&table.columns[..columns]) {
                query = bound(query, value, column.ty);
            }
        }
        query.execute(&mut *conn).await.map_err(StorageError::of("writing views"))?;
    }
    Ok(())
}

/// The entries of several streams, by stream and index.
pub(crate) async fn entries_of_streams(conn: &mut AnyConnection, streams: &[String]) -> Result<Vec<Entry>, StorageError> {
    let mut found = Vec::new();
    let mut rest = streams;
    for size in chunks(streams.len()) {
        let (now, later) = rest.split_at(size);
        rest = later;
        let marks: Vec<String> = (1..=size).map(|n| format!("${n}")).collect();
        let text = format!("SELECT {} FROM entry WHERE stream IN ({}) ORDER BY stream, idx", ENTRY_COLUMNS.join(", "), marks.join(", "));
        let query = now.iter().fold(sql(text), |q, s| q.bind(kept(s)));
        let rows = query.fetch_all(&mut *conn).await.map_err(StorageError::of("reading entries"))?;
        for row in rows {
            found.push(entry_of(&row).map_err(StorageError::of("reading entries"))?);
        }
    }
    Ok(found)
}

/// What earlier commands with these ids came to: id, first and last index.
pub(crate) async fn known_commands(conn: &mut AnyConnection, ids: &[String]) -> Result<Vec<(String, i64, i64)>, StorageError> {
    let mut found = Vec::new();
    let mut rest = ids;
    for size in chunks(ids.len()) {
        let (now, later) = rest.split_at(size);
        rest = later;
        let marks: Vec<String> = (1..=size).map(|n| format!("${n}")).collect();
        let text = format!("SELECT id, first_idx, last_idx FROM command WHERE id IN ({})", marks.join(", "));
        let query = now.iter().fold(sql(text), |q, s| q.bind(kept(s)));
        for row in query.fetch_all(&mut *conn).await.map_err(StorageError::of("looking up commands"))? {
            let failed = StorageError::of("looking up commands");
            found.push((row.try_get(0).map_err(&failed)?, row.try_get(1).map_err(&failed)?, row.try_get(2).map_err(&failed)?));
        }
    }
    Ok(found)
}

pub(crate) async fn entries_between(conn: &mut AnyConnection, first: i64, last: i64) -> Result<Vec<Entry>, StorageError> {
    let text = format!("SELECT {} FROM entry WHERE idx >= $1 AND idx <= $2 ORDER BY idx", ENTRY_COLUMNS.join(", "));
    let rows = sql(text).bind(first).bind(last).fetch_all(conn).await.map_err(StorageError::of("reading entries"))?;
    rows.iter().map(|r| entry_of(r).map_err(StorageError::of("reading entries"))).collect()
}

/// A page of all entries by stream and index, after a place.
pub(crate) async fn page_by_stream(conn: &mut AnyConnection, stream: &str, index: i64) -> Result<Vec<Entry>, StorageError> {
    let text =
        format!("SELECT {} FROM entry WHERE (stream, idx) > ($1, $2) ORDER BY stream, idx LIMIT {PAGE_ROWS}", ENTRY_COLUMNS.join(", "));
    let rows = sql(text).bind(stream.to_owned()).bind(index).fetch_all(conn).await.map_err(StorageError::of("reading entries"))?;
    rows.iter().map(|r| entry_of(r).map_err(StorageError::of("reading entries"))).collect()
}

pub(crate) async fn head(conn: &mut AnyConnection) -> Result<(i64, i64), StorageError> {
    let failed = StorageError::of("finding the last entry");
    let row = sql("SELECT idx, recorded_us FROM entry ORDER BY idx DESC LIMIT 1".to_owned()).fetch_optional(conn).await.map_err(&failed)?;
    match row {
        Some(row) => Ok((row.try_get(0).map_err(&failed)?, row.try_get(1).map_err(&failed)?)),
        None => Ok((-1, 0)),
    }
}

pub(crate) async fn meta(conn: &mut AnyConnection, key: &str) -> Result<Option<String>, StorageError> {
    let failed = StorageError::of("reading the schema's version");
    let row = sql("SELECT value FROM meta WHERE key = $1".to_owned()).bind(key.to_owned()).fetch_optional(conn).await.map_err(&failed)?;
    row.map(|r| r.try_get(0).map_err(&failed)).transpose()
}

pub(crate) async fn set_meta(conn: &mut AnyConnection, key: &str, value: &str) -> Result<(), StorageError> {
    let text = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    let query = sql(text.to_owned()).bind(key.to_owned()).bind(value.to_owned());
    query.execute(conn).await.map_err(StorageError::of("noting the schema's version"))?;
    Ok(())
}

/// Of the lock that a writer holds on a PostgreSQL database.
const LOCK: i64 = 0x006d_7061_6b61;

/// Lets the next writer in at once: the server may take a moment to notice that a connection was closed.
pub(crate) async fn unlock(conn: &mut AnyConnection, engine: Engine) -> Result<(), StorageError> {
    if engine == Engine::Postgres {
        run(conn, "unlocking the journal", &format!("SELECT pg_advisory_unlock({LOCK})")).await?;
    }
    Ok(())
}

/// One writer on a PostgreSQL database: a session lock that the server drops with the connection.
pub(crate) async fn lock(conn: &mut AnyConnection, engine: Engine) -> Result<bool, StorageError> {
    if engine == Engine::Sqlite {
        return Ok(true);
    }
    let failed = StorageError::of("locking the journal");
    let text = "SELECT CASE WHEN pg_try_advisory_lock($1) THEN 1 ELSE 0 END";
    let row = sql(text.to_owned()).bind(LOCK).fetch_one(conn).await.map_err(&failed)?;
    let got: i32 = row.try_get(0).map_err(&failed)?;
    Ok(got == 1)
}
