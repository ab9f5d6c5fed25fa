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
fn kept(text: impl Into<String>) -> String {
    let text = text.into();
    if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text }
}

pub(crate) fn bound<'q>(query: Query<'q>, value: Value, ty: ColumnType) -> Query<'q> {
    match (value, ty) {
        (Value::Int(v), _) => query.bind(v),
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

pub(crate) async fn insert_entries(conn: &mut AnyConnection, engine: Engine, entries: &[(Entry, String)]) -> Result<(), StorageError> {
    let mut rest = entries;
    for size in chunks(entries.len()) {
        let (now, later) = rest.split_at(size);
        rest = later;
        let mut query = sql(dialect::insert(engine, "entry", ENTRY_COLUMNS, size));
        for (e, command) in now {
            query = query
                .bind(e.index)
                .bind(e.id.clone())
                .bind(kept(e.stream.as_str()))
                .bind(kept(e.kind.as_str()))
                .bind(kept(e.body.as_str()));
            query = query
                .bind(kept(e.officer.as_str()))
                .bind(kept(e.agency.as_str()))
                .bind(kept(e.point.as_str()))
                .bind(e.happened_us)
                .bind(e.recorded_us);
            query = query.bind(kept(command));
        }
        query.execute(&mut *conn).await.map_err(StorageError::of("appending entries"))?;
    }
    Ok(())
}

pub(crate) async fn insert_commands(conn: &mut AnyConnection, engine: Engine, commands: &[(String, i64, i64)]) -> Result<(), StorageError> {
    let mut rest = commands;
    for size in chunks(commands.len()) {
        let (now, later) = rest.split_at(size);
        rest = later;
        let mut query = sql(dialect::insert(engine, "command", &["id", "first_idx", "last_idx"], size));
        for (id, first, last) in now {
            query = query.bind(kept(id)).bind(*first).bind(*last);
        }
        query.execute(&mut *conn).await.map_err(StorageError::of("noting commands"))?;
    }
    Ok(())
}

pub(crate) async fn apply(conn: &mut AnyConnection, engine: Engine, changes: Changes) -> Result<u64, StorageError> {
    let mut written = 0;
    for (table, rows) in changes.tables {
        let (mut puts, mut touches, mut deletes) = (Vec::new(), Vec::new(), Vec::new());
        // Neighbours in a table are written together.
        let mut rows: Vec<(Vec<Value>, Change)> = rows.into_iter().collect();
        rows.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        for (key, change) in rows {
            match change {
                Change::Put(row) => puts.push(row),
                Change::Touch(row) => touches.push(row),
                Change::Delete => deletes.push(key),
            }
        }
        written += (puts.len() + touches.len() + deletes.len()) as u64;
        many(conn, engine, table, puts, table.columns.len(), dialect::upsert).await?;
        many(conn, engine, table, touches, table.columns.len(), dialect::touch).await?;
        many(conn, engine, table, deletes, table.key.len(), dialect::delete).await?;
    }
    Ok(written)
}

async fn many(
    conn: &mut AnyConnection,
    engine: Engine,
    table: &Table,
    rows: Vec<Vec<Value>>,
    columns: usize,
    text: fn(Engine, &Table, usize) -> String,
) -> Result<(), StorageError> {
    let sizes = chunks(rows.len());
    let mut rest = rows.into_iter();
    for size in sizes {
        let mut query = sql(text(engine, table, size));
        for row in rest.by_ref().take(size) {
            for (value, column) in row.into_iter().zip(&table.columns[..columns]) {
                query = bound(query, value, column.ty);
            }
        }
        query.execute(&mut *conn).await.map_err(StorageError::of("writing views"))?;
    }
    Ok(())
}

/// The entries of several streams, by stream and index.
pub(crate) async fn entries_of_streams(conn: &mut AnyConnection, engine: Engine, streams: &[String]) -> Result<Vec<Entry>, StorageError> {
    let mut found = Vec::new();
    let mut rest = streams;
    for size in chunks(streams.len()) {
        let (now, later) = rest.split_at(size);
        rest = later;
        let marks = dialect::marks(engine, 0, size);
        let text = format!("SELECT {} FROM entry WHERE stream IN ({}) ORDER BY stream, idx", ENTRY_COLUMNS.join(", "), marks);
        let query = now.iter().fold(sql(text), |q, s| q.bind(kept(s)));
        let rows = query.fetch_all(&mut *conn).await.map_err(StorageError::of("reading entries"))?;
        for row in rows {
            found.push(entry_of(&row).map_err(StorageError::of("reading entries"))?);
        }
    }
    Ok(found)
}

/// What earlier commands with these ids came to: id, first and last index.
pub(crate) async fn known_commands(
    conn: &mut AnyConnection,
    engine: Engine,
    ids: &[String],
) -> Result<Vec<(String, i64, i64)>, StorageError> {
    let mut found = Vec::new();
    let mut rest = ids;
    for size in chunks(ids.len()) {
        let (now, later) = rest.split_at(size);
        rest = later;
        let marks = dialect::marks(engine, 0, size);
        let text = format!("SELECT id, first_idx, last_idx FROM command WHERE id IN ({})", marks);
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

/// All rows of a table, by its key.
pub(crate) async fn rows(conn: &mut AnyConnection, table: &Table) -> Result<Vec<Vec<Value>>, StorageError> {
    let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    let text = format!("SELECT {} FROM {} ORDER BY {}", names.join(", "), table.name, table.key.join(", "));
    let rows = sql(text).fetch_all(conn).await.map_err(StorageError::of("reading a table"))?;
    let value = |row: &Row, at: usize, ty: ColumnType| match ty {
        ColumnType::Int => row.opt_int(at).map(Value::from),
        ColumnType::Text => row.opt_text(at).map(Value::from),
    };
    rows.into_iter().map(Row).map(|row| table.columns.iter().enumerate().map(|(at, c)| value(&row, at, c.ty)).collect()).collect()
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
