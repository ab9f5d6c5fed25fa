//! Pages by key: the token says where the last page ended, so the thousandth page costs what the first does. And statements that ask for one of several texts.

use crate::problem::{Answer, Problem};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as CODE;
use journal::Value;

/// Rows of a page when nothing else is asked for.
pub const DEFAULT_LIMIT: u32 = 100;
/// Most rows of a page.
pub const MAX_LIMIT: u32 = 5_000;

/// A place in a list: a number and an id, the keys it is ordered by.
pub(crate) fn cursor(number: i64, id: &str) -> String {
    format!("v1.{}", CODE.encode(format!("{number} {id}")))
}

/// Reads a token back.
pub(crate) fn place(cursor: Option<&str>) -> Answer<Option<(i64, String)>> {
    let Some(cursor) = cursor.filter(|c| !c.is_empty()) else { return Ok(None) };
    let bad = || Problem::bad("cursor", "the cursor is not one that this list gave");
    let text = cursor.strip_prefix("v1.").and_then(|c| CODE.decode(c).ok()).and_then(|b| String::from_utf8(b).ok()).ok_or_else(bad)?;
    let (number, id) = text.split_once(' ').ok_or_else(bad)?;
    Ok(Some((number.parse().map_err(|_| bad())?, id.to_owned())))
}

/// How many rows.
pub(crate) fn limit(asked: Option<u32>) -> Answer<u32> {
    match asked.unwrap_or(DEFAULT_LIMIT) {
        n @ 1..=MAX_LIMIT => Ok(n),
        n => Err(Problem::bad("limit", format!("`limit` is {n}; expected 1 to {MAX_LIMIT}"))),
    }
}

/// `$2, $3, …` for some texts, which become values of the statement; the empty text where there are none.
pub(crate) fn marks(values: &mut Vec<Value>, texts: impl IntoIterator<Item = String>) -> String {
    let mark = |text: String| {
        values.push(text.into());
        format!("${}", values.len())
    };
    let all: Vec<String> = texts.into_iter().map(mark).collect();
    if all.is_empty() { "''".to_owned() } else { all.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        assert_eq!(place(Some(&cursor(-7, "a b"))).ok().flatten(), Some((-7, "a b".to_owned())));
        assert!(place(Some("v1.####")).is_err() && place(Some("v2.x")).is_err());
        assert_eq!(place(None).ok(), Some(None));
    }

    #[test]
    fn a_page_has_an_upper_bound() {
        assert!(limit(Some(MAX_LIMIT)).is_ok() && limit(Some(MAX_LIMIT + 1)).is_err() && limit(Some(0)).is_err());
    }
}
