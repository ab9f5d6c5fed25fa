//! The framework as somebody who studies it wants it: the institution, the rules of every kind with their sources, what the checker finds, and who can see
//! what. Nothing here is about a crossing; the rule that opens the framework opens all of it.

pub(crate) mod ask;
pub(crate) mod bodies;
pub(crate) mod findings;
pub(crate) mod rules;

use crate::problem::PlaceOf;
use framework::Rulebook;
use framework::model::{Id, Sources};
use serde::Serialize;
use utoipa::ToSchema;

/// The key that marks what nobody has established.
const UNVERIFIED: &str = "unverified";
/// The key that marks a value that was chosen.
const CHOSEN: &str = "default";

/// A citation.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceView {
    /// The key under which the framework cites it.
    key: String,
    /// What it is and where it was read; absent where the framework's sources do not have the key.
    citation: Option<String>,
}

/// Where a statement of the framework comes from, and how far it can be relied on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Origin {
    /// Where it was read.
    sources: Vec<SourceView>,
    /// Nobody has established any of it.
    unestablished: bool,
    /// The value was chosen by whoever wrote the framework.
    chosen: bool,
    /// The fields that are not established.
    unverified: Vec<String>,
    /// What else there is to know.
    note: Option<String>,
    /// Where it is written.
    place: PlaceOf,
}

fn citations(book: &Rulebook, keys: &[String]) -> Vec<SourceView> {
    let citation = |key: &str| book.framework.sources.iter().find(|s| s.id.get_ref() == key).map(|s| s.citation.clone());
    let real = keys.iter().filter(|k| ![UNVERIFIED, CHOSEN].contains(&k.as_str()));
    real.map(|k| SourceView { key: k.clone(), citation: citation(k) }).collect()
}

fn origin(book: &Rulebook, place: PlaceOf, source: Option<&Sources>, unverified: &[Id], note: Option<&String>) -> Origin {
    let keys = source.map_or(&[][..], |s| s.get_ref().all());
    let has = |word: &str| keys.iter().any(|k| k == word);
    Origin {
        sources: citations(book, keys),
        unestablished: has(UNVERIFIED),
        chosen: has(CHOSEN),
        unverified: words(unverified),
        note: note.cloned(),
        place,
    }
}

/// The origin of an item of the model.
macro_rules! origin_of {
    ($book:expr, $item:expr) => {{
        let item = $item;
        let place = $crate::problem::PlaceOf::from(&$book.place(&item.file, &item.id));
        $crate::routes::explorer::origin($book, place, item.source.as_ref(), &item.unverified, item.note.as_ref())
    }};
}
use origin_of;

fn words(ids: &[Id]) -> Vec<String> {
    ids.iter().map(|i| i.get_ref().clone()).collect()
}

fn text(id: Option<&Id>) -> Option<String> {
    id.map(|i| i.get_ref().clone())
}

/// Seconds of a duration; absent where it cannot be read, which the checker says.
fn seconds(id: &Id) -> Option<u64> {
    framework::duration(id.get_ref())
}
