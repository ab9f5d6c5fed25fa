//! What differs between two frameworks, by meaning and not by line.
//!
//! Two versions of one country are compared id by id. Two countries share no ids, so their items are matched by the *role* they play: bodies by level,
//! agencies by function, procedures by environment, subject and direction, lists by what they do to whom, clocks by what is owed, standards by what they
//! measure. Where several items of a country play one role they stand side by side as a group; guessing which of three lists "is" the other country's one
//! would invent a correspondence that no lawyer has made. The price is that a group is compared as a whole.
//!
//! What the sharing rules permit is not compared here: that takes a proof (`guarantees::compare`).
//!
//! ```
//! let dir = |country| format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/{}"), country);
//! let load = |country| framework::load(dir(country).as_ref()).framework.expect("the pack can be used");
//! let difference = framework::diff(&load("kenya"), &load("pakistan"));
//! println!("{} differences", difference.count());
//! assert_eq!(difference.mirrored(), framework::diff(&load("pakistan"), &load("kenya")));
//! ```

mod clocks;
mod institution;
mod lessons;
mod lists;
mod points;
mod procedures;
mod standards;
mod view;

use crate::model::Framework;
pub(crate) use procedures::purpose;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use view::{Item, View};

/// How items of the two are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Two versions of one country.
    Id,
    /// Two countries.
    Role,
}

/// One of the two frameworks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The country's name.
    pub name: String,
    /// The framework's version.
    pub version: String,
    /// The code of its state.
    pub state: String,
    /// What this country has that the other lacks, one sentence each; of two versions of one country nothing is told twice.
    pub lessons: Vec<String>,
}

/// How well a value is established.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It has a source.
    Sourced,
    /// It was chosen and claims nothing about the country.
    Chosen,
    /// It is believed and not established.
    Unverified,
}

/// What a framework says on something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Value {
    /// In words, one line or several.
    pub lines: Vec<String>,
    /// Keys of the framework's sources.
    pub sources: BTreeSet<String>,
    /// How well it is established.
    pub standing: Standing,
    /// What is compared: the lines without names that mean the same in another country.
    #[serde(skip)]
    meaning: Vec<String>,
}

/// Something on which both say something, and not the same. `None`: it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is about.
    pub field: String,
    /// What the first says.
    pub a: Option<Value>,
    /// What the second says.
    pub b: Option<Value>,
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The role that it plays, or its id.
    pub what: String,
    /// What the first calls it; `None` when it has none.
    pub a: Option<String>,
    /// What the second calls it; `None` when it has none.
    pub b: Option<String>,
    /// What differs. When one of them has none: everything that the other says of it.
    pub changes: Vec<Change>,
}

/// One subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its title.
    pub title: &'static str,
    /// How many things are the same in both.
    pub same: usize,
    /// What differs, in the order of what they are.
    pub entries: Vec<Entry>,
}

/// Everything that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The first.
    pub a: Side,
    /// The second.
    pub b: Side,
    /// How items were matched.
    pub by: By,
    /// By subject; subjects without a difference are there with their number of equal things.
    pub sections: Vec<Section>,
}

impl Difference {
    /// How many things differ.
    pub fn count(&self) -> usize {
        self.sections.iter().map(|s| s.entries.len()).sum()
    }

    /// What to call each: countries by name, versions by number, and where not even that tells them apart by their place.
    pub fn labels(&self) -> (String, String) {
        match self.by {
            By::Role if self.a.name != self.b.name => (self.a.name.clone(), self.b.name.clone()),
            _ if self.a.version != self.b.version => {
                (format!("{} {}", self.a.name, self.a.version), format!("{} {}", self.b.name, self.b.version))
            }
            _ => ("the first".into(), "the second".into()),
        }
    }

    /// The same difference seen from the other side.
    #[must_use]
    pub fn mirrored(mut self) -> Self {
        std::mem::swap(&mut self.a, &mut self.b);
        for entry in self.sections.iter_mut().flat_map(|s| &mut s.entries) {
            std::mem::swap(&mut entry.a, &mut entry.b);
            entry.changes.iter_mut().for_each(|c| std::mem::swap(&mut c.a, &mut c.b));
        }
        self
    }
}

/// What differs between `a` and `b`. Costs no more than sorting their items.
pub fn diff(a: &Framework, b: &Framework) -> Difference {
    let by = if a.header.id.get_ref() == b.header.id.get_ref() { By::Id } else { By::Role };
    let (va, vb) = (View::new(a, by), View::new(b, by));
    let section = |title, items: fn(&View<'_>) -> Vec<Item>| compare(title, items(&va), items(&vb));
    let sections = vec![
        section("Working time and languages", institution::header),
        section("Agencies and their functions", institution::agencies),
        section("Bodies", institution::bodies),
        section("Statutory functions", institution::mandates),
        section("Crossing points: who leads, who is there", points::points),
        section("Duty desks", points::desks),
        section("Procedures: controls and their order", procedures::procedures),
        section("Clocks", clocks::clocks),
        section("Escalation", clocks::ladders),
        section("Grounds to hold", clocks::hold_grounds),
        section("Grounds to refuse", clocks::refusal_grounds),
        section("Lists and their legal limits", lists::lists),
        section("Agreements", lists::agreements),
        section("Shifts", clocks::shifts),
        section("Officers on duty", clocks::presences),
        section("Standards", standards::standards),
        section("How long records are kept", standards::retention),
        section("Classification", standards::levels),
        section("What the sharing rules guarantee", standards::guarantees),
    ];
    let lessons = |of, and| if by == By::Role { lessons::of(of, and) } else { Vec::new() };
    Difference { a: side(a, lessons(a, b)), b: side(b, lessons(b, a)), by, sections }
}

fn side(f: &Framework, lessons: Vec<String>) -> Side {
    let h = &f.header;
    Side { name: h.name.clone(), version: h.version.clone(), state: h.state.get_ref().clone(), lessons }
}

fn compare(title: &'static str, a: Vec<Item>, b: Vec<Item>) -> Section {
    let mut roles: BTreeMap<String, (Vec<Item>, Vec<Item>)> = BTreeMap::new();
    for item in a {
        roles.entry(item.role.clone()).or_default().0.push(item);
    }
    for item in b {
        roles.entry(item.role.clone()).or_default().1.push(item);
    }
    let mut section = Section { title, same: 0, entries: Vec::new() };
    for (what, (a, b)) in roles {
        let names = |items: &[Item]| (!items.is_empty()).then(|| items.iter().map(|i| i.name.as_str()).collect::<Vec<_>>().join("; "));
        let (name_a, name_b) = (names(&a), names(&b));
        let changes = match (a.as_slice(), b.as_slice()) {
            // One that plays a role is told in full when the other side has none or one.
            ([], [one]) | ([one], []) => fields(Some(one).filter(|_| b.is_empty()), Some(one).filter(|_| a.is_empty())),
            ([one], [other]) => fields(Some(one), Some(other)),
            (several, others) => group(several, others),
        };
        if changes.is_empty() && name_a.is_some() == name_b.is_some() {
            section.same += 1;
        } else {
            section.entries.push(Entry { what, a: name_a, b: name_b, changes });
        }
    }
    section
}

fn fields(a: Option<&Item>, b: Option<&Item>) -> Vec<Change> {
    let facts = |i: Option<&Item>| i.map(|i| i.facts.clone()).unwrap_or_default();
    let (a, b): (BTreeMap<String, Value>, BTreeMap<String, Value>) = (facts(a), facts(b));
    let all: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    all.into_iter()
        .map(|field| Change { field: field.clone(), a: a.get(field).cloned(), b: b.get(field).cloned() })
        .filter(|c| c.a.as_ref().map(|v| &v.meaning) != c.b.as_ref().map(|v| &v.meaning))
        .collect()
}

/// Several that play one role: each told in a line, the lines compared as a set.
fn group(a: &[Item], b: &[Item]) -> Vec<Change> {
    let whole = |items: &[Item]| {
        let mut lines: Vec<(String, String)> = items.iter().map(Item::line).collect();
        lines.sort();
        let standing = items.iter().flat_map(|i| i.facts.values()).map(|v| v.standing).max().unwrap_or(Standing::Sourced);
        let sources = items.iter().flat_map(|i| i.facts.values()).flat_map(|v| v.sources.iter().cloned()).collect();
        let (meaning, lines) = lines.into_iter().unzip();
        (!items.is_empty()).then_some(Value { lines, sources, standing, meaning })
    };
    let change = Change { field: "each".into(), a: whole(a), b: whole(b) };
    let same = change.a.as_ref().map(|v| &v.meaning) == change.b.as_ref().map(|v| &v.meaning);
    if same { Vec::new() } else { vec![change] }
}
