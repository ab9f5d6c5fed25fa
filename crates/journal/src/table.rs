//! View tables, described neutrally, and the changes to them. The writer turns both into SQL that runs on SQLite and PostgreSQL alike.

use std::collections::HashMap;

/// A value of a row. The only kinds there are: what sqlx's `Any` carries alike on both engines.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number, a time in microseconds, a truth value as 0 or 1.
    Int(i64),
    /// Text, JSON, an id.
    Text(String),
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(v)
    }
}

impl From<String> for Value {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}

impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Null, Into::into)
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// TEXT.
    Text,
    /// BIGINT.
    Int,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub ty: ColumnType,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether [`Changes::touch`] leaves it as it is.
    pub steady: bool,
}

impl Column {
    /// A text column.
    pub const fn text(name: &'static str) -> Self {
        Self { name, ty: ColumnType::Text, nullable: false, steady: false }
    }

    /// A number column.
    pub const fn int(name: &'static str) -> Self {
        Self { name, ty: ColumnType::Int, nullable: false, steady: false }
    }

    /// The same column, which may be null.
    pub const fn or_null(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// The same column, which [`Changes::touch`] leaves as it is. Indexes over such columns only are not written then.
    pub const fn steady(self) -> Self {
        Self { steady: true, ..self }
    }
}

/// An index.
#[derive(Debug, Clone, Copy)]
pub struct Index {
    /// Its name.
    pub name: &'static str,
    /// The columns, in order.
    pub columns: &'static [&'static str],
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// Names of the first columns, which are the key.
    pub key: &'static [&'static str],
    /// Its indexes.
    pub indexes: &'static [Index],
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    Put(Vec<Value>),
    Touch(Vec<Value>),
    Delete,
}

type ByKey = HashMap<Vec<Value>, Change>;

/// Rows to be written or removed. The last change of a key is the one that is made.
#[derive(Debug, Default)]
pub struct Changes {
    pub(crate) tables: Vec<(&'static Table, ByKey)>,
}

impl Changes {
    /// Writes a row, in the order of the table's columns, over the one with the same key.
    pub fn put(&mut self, table: &'static Table, row: Vec<Value>) {
        debug_assert_eq!(row.len(), table.columns.len(), "{}", table.name);
        let key = row[..table.key.len().min(row.len())].to_vec();
        self.of(table).insert(key, Change::Put(row));
    }

    /// Writes a row whose [steady](Column::steady) columns are what they were: where the row is there, only the others are written.
    pub fn touch(&mut self, table: &'static Table, row: Vec<Value>) {
        debug_assert_eq!(row.len(), table.columns.len(), "{}", table.name);
        let key = row[..table.key.len().min(row.len())].to_vec();
        let rows = self.of(table);
        // A row that was to be written whole, or had gone, still has to be written whole.
        let change = if matches!(rows.get(&key), Some(Change::Put(_) | Change::Delete)) { Change::Put(row) } else { Change::Touch(row) };
        rows.insert(key, change);
    }

    /// Removes the row with a key.
    pub fn delete(&mut self, table: &'static Table, key: Vec<Value>) {
        self.of(table).insert(key, Change::Delete);
    }

    fn of(&mut self, table: &'static Table) -> &mut ByKey {
        let at = self.tables.iter().position(|(t, _)| std::ptr::eq(*t, table)).unwrap_or_else(|| {
            self.tables.push((table, ByKey::new()));
            self.tables.len() - 1
        });
        &mut self.tables[at].1
    }
}
