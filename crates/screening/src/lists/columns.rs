//! Columns of other people's files under the names that are known here.

use thiserror::Error;

/// The fields of a plain CSV that a column may stand for.
pub const FIELDS: [&str; 9] = ["id", "schema", "name", "aliases", "weak_aliases", "born", "nationality", "document", "sex"];

/// Why the columns of a file cannot be named so.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NoColumns {
    #[error("`{field}` is no field of a list; expected one of {}", FIELDS.join(", "))]
    UnknownField { field: String },
    #[error("`{field}` is said to be two columns")]
    FieldTwice { field: String },
    #[error("there is no column `{column}`; the file has {}", .has.join(", "))]
    NoSuchColumn { column: String, has: Vec<String> },
    #[error("the first line cannot be read as the names of columns")]
    NoHeader,
}

/// The file with its columns renamed: each pair is a field and the column that holds it, compared without case. A column that already has the name of a field
/// that another column is to hold is left out of account; all others stay as they are.
///
/// # Errors
/// See [`NoColumns`].
pub fn renamed(bytes: &[u8], columns: &[(String, String)]) -> Result<Vec<u8>, NoColumns> {
    for (n, (field, _)) in columns.iter().enumerate() {
        if !FIELDS.contains(&field.as_str()) {
            return Err(NoColumns::UnknownField { field: field.clone() });
        }
        if columns.iter().take(n).any(|(before, _)| before == field) {
            return Err(NoColumns::FieldTwice { field: field.clone() });
        }
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut header = csv::ByteRecord::new();
    if !reader.read_byte_record(&mut header).unwrap_or(false) {
        return Err(NoColumns::NoHeader);
    }
    let rest = usize::try_from(reader.position().byte()).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
    let has: Vec<String> = header.iter().map(|h| String::from_utf8_lossy(h).trim().to_owned()).collect();
    let is = |a: &str, b: &str| a.to_lowercase() == b.trim().to_lowercase();
    let mut names = has.clone();
    for name in &mut names {
        if columns.iter().any(|(field, _)| is(name, field)) {
            *name = format!("{name} (another column is)");
        }
    }
    for (field, column) in columns {
        let at = has.iter().position(|h| is(h, column));
        let at = at.ok_or_else(|| NoColumns::NoSuchColumn { column: column.clone(), has: has.clone() })?;
        if let Some(name) = names.get_mut(at) {
            name.clone_from(field);
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(bytes.len()));
    let written = writer.write_record(&names).ok().and_then(|()| writer.into_inner().ok());
    let mut file = written.ok_or(NoColumns::NoHeader)?;
    file.extend_from_slice(rest);
    Ok(file)
}
