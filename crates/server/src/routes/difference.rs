//! What differs between two frameworks, as JSON.

use crate::versions::{More, SharingDifference};
use framework::diff::{By, Change, Difference, Entry, Section, Side, Standing, Value};
use serde::Serialize;
use utoipa::ToSchema;

/// How items of the two are matched.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchedBy {
    /// Two versions of one country.
    Id,
    /// Two countries.
    Role,
}

/// How well a value is established.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandingView {
    /// It has a source.
    Sourced,
    /// It was chosen and claims nothing about the country.
    Chosen,
    /// It is believed and not established.
    Unverified,
}

/// One of the two frameworks.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparedSide {
    /// What to call it: the country, or the version where both are of one country.
    label: String,
    name: String,
    version: String,
    /// What this country has that the other lacks.
    lessons: Vec<String>,
}

/// What a framework says on something.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueView {
    /// One line or several.
    lines: Vec<String>,
    standing: StandingView,
}

/// Something on which both say something, and not the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    /// What it is about.
    field: String,
    a: Option<ValueView>,
    b: Option<ValueView>,
}

/// One thing that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryView {
    /// Its role, or its id.
    what: String,
    /// What the first calls it; absent when it has none.
    a: Option<String>,
    /// What the second calls it; absent when it has none.
    b: Option<String>,
    changes: Vec<ChangeView>,
}

/// One subject.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionView {
    title: String,
    /// How many things are the same in both.
    same: usize,
    entries: Vec<EntryView>,
}

/// Everything that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceView {
    a: ComparedSide,
    b: ComparedSide,
    by: MatchedBy,
    /// How many things differ.
    count: usize,
    sections: Vec<SectionView>,
}

/// What one framework permits that the other refuses: an example.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoreView {
    /// As a sentence.
    sentence: String,
    /// Why the other refuses it.
    because: String,
}

/// How two frameworks' sharing rules differ.
#[derive(Debug, Serialize, ToSchema)]
pub struct SharingView {
    /// What the first permits and the second refuses.
    a_more: Vec<MoreView>,
    /// What the second permits and the first refuses.
    b_more: Vec<MoreView>,
    /// Questions that were not decided: of these nothing is known.
    open: usize,
}

fn side(side: Side, label: String) -> ComparedSide {
    ComparedSide { label, name: side.name, version: side.version, lessons: side.lessons }
}

impl From<Value> for ValueView {
    fn from(v: Value) -> Self {
        let standing = match v.standing {
            Standing::Sourced => StandingView::Sourced,
            Standing::Chosen => StandingView::Chosen,
            Standing::Unverified => StandingView::Unverified,
        };
        Self { lines: v.lines, standing }
    }
}

impl From<Change> for ChangeView {
    fn from(c: Change) -> Self {
        Self { field: c.field, a: c.a.map(Into::into), b: c.b.map(Into::into) }
    }
}

impl From<Entry> for EntryView {
    fn from(e: Entry) -> Self {
        Self { what: e.what, a: e.a, b: e.b, changes: e.changes.into_iter().map(Into::into).collect() }
    }
}

impl From<Section> for SectionView {
    fn from(s: Section) -> Self {
        Self { title: s.title.to_owned(), same: s.same, entries: s.entries.into_iter().map(Into::into).collect() }
    }
}

impl From<Difference> for DifferenceView {
    fn from(d: Difference) -> Self {
        let (count, (a, b)) = (d.count(), d.labels());
        let by = if d.by == By::Id { MatchedBy::Id } else { MatchedBy::Role };
        Self { a: side(d.a, a), b: side(d.b, b), by, count, sections: d.sections.into_iter().map(Into::into).collect() }
    }
}

impl From<More> for MoreView {
    fn from(m: More) -> Self {
        Self { sentence: m.sentence, because: m.because }
    }
}

impl From<SharingDifference> for SharingView {
    fn from(d: SharingDifference) -> Self {
        let all = |more: Vec<More>| more.into_iter().map(Into::into).collect();
        Self { a_more: all(d.a_more), b_more: all(d.b_more), open: d.open }
    }
}
