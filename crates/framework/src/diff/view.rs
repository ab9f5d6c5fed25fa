//! A framework as something that can be compared: items with roles and facts.

use super::{By, Standing, Value};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One thing of a framework.
pub(super) struct Item {
    /// What it is matched by.
    pub(super) role: String,
    /// What its country calls it.
    pub(super) name: String,
    /// What the framework says of it, by what it is about.
    pub(super) facts: BTreeMap<String, Value>,
}

impl Item {
    pub(super) fn new(role: impl Into<String>, name: impl Into<String>) -> Self {
        Self { role: role.into(), name: name.into(), facts: BTreeMap::new() }
    }

    /// Meaning and words in one line each.
    pub(super) fn line(&self) -> (String, String) {
        let tell = |lines: fn(&Value) -> &[String]| {
            self.facts.iter().map(|(field, v)| format!("{field} {}", lines(v).join(", "))).collect::<Vec<_>>().join("; ")
        };
        (tell(|v| &v.meaning), format!("{}: {}", self.name, tell(|v| &v.lines)))
    }

    /// Adds a fact; nothing when there is none to add.
    pub(super) fn fact(&mut self, field: impl Into<String>, value: Option<Value>) {
        if let Some(value) = value {
            self.facts.insert(field.into(), value);
        }
    }
}

/// Where an item's values come from: its `source` and the fields it is not sure of.
pub(super) struct Origin<'f> {
    pub(super) source: Option<&'f Sources>,
    pub(super) unverified: &'f [Id],
}

macro_rules! origin {
    ($item:expr) => {
        $crate::diff::view::Origin { source: $item.source.as_ref(), unverified: &$item.unverified }
    };
}
pub(super) use origin;

impl Origin<'_> {
    /// A value that is compared as it is told. `key` is the field of the file, by which it may be marked as not established.
    pub(super) fn value(&self, key: &str, line: impl Into<String>) -> Value {
        let line = line.into();
        self.lines(key, vec![line.clone()], vec![line])
    }

    pub(super) fn text(&self, key: &str, line: &str) -> Option<Value> {
        (!line.is_empty()).then(|| self.value(key, line))
    }

    pub(super) fn id(&self, key: &str, id: Option<&Id>) -> Option<Value> {
        id.map(|id| self.value(key, id.get_ref().as_str()))
    }

    pub(super) fn lines(&self, key: &str, lines: Vec<String>, meaning: Vec<String>) -> Value {
        let keys: &[String] = self.source.map_or(&[], |s| s.get_ref().all());
        let marked = self.unverified.iter().any(|u| u.get_ref() == key) || keys.iter().any(|k| k == "unverified");
        let standing = match (marked, keys.iter().any(|k| k == "default")) {
            (true, _) => Standing::Unverified,
            (false, true) => Standing::Chosen,
            (false, false) => Standing::Sourced,
        };
        let sources = keys.iter().filter(|k| !matches!(k.as_str(), "unverified" | "default")).cloned().collect();
        Value { lines, sources, standing, meaning }
    }
}

/// A framework and how it is looked at.
pub(super) struct View<'f> {
    pub(super) f: &'f Framework,
    pub(super) by: By,
    pub(super) own: &'f str,
    functions: HashMap<&'f str, String>,
}

impl<'f> View<'f> {
    pub(super) fn new(f: &'f Framework, by: By) -> Self {
        let functions = f.agencies.iter().map(|a| (a.item.id.get_ref().as_str(), functions_of(&a.item))).collect();
        Self { f, by, own: f.header.state.get_ref(), functions }
    }

    pub(super) fn roles(&self) -> bool {
        self.by == By::Role
    }

    /// What an item is matched by: its id between versions, its role between countries.
    pub(super) fn role(&self, id: &Id, role: impl FnOnce() -> String) -> String {
        if self.roles() { role() } else { id.get_ref().clone() }
    }

    /// An agency in words and in meaning: its functions, where ids mean nothing to the other.
    pub(super) fn agency(&self, id: &str) -> (String, String) {
        match self.functions.get(id) {
            Some(functions) if self.roles() && !functions.is_empty() => (format!("{} ({id})", spoken(functions)), functions.clone()),
            _ => (id.to_owned(), id.to_owned()),
        }
    }

    pub(super) fn agency_value(&self, origin: &Origin<'_>, key: &str, id: Option<&Id>) -> Option<Value> {
        id.map(|id| {
            let (line, meaning) = self.agency(id.get_ref());
            origin.lines(key, vec![line], vec![meaning])
        })
    }

    pub(super) fn agencies_value<'i>(&self, origin: &Origin<'_>, key: &str, ids: impl Iterator<Item = &'i str>) -> Option<Value> {
        let all: BTreeSet<(String, String)> = ids.map(|id| self.agency(id)).map(|(line, meaning)| (meaning, line)).collect();
        let meaning: BTreeSet<String> = all.iter().map(|(m, _)| m.clone()).collect();
        (!all.is_empty()).then(|| origin.lines(key, all.into_iter().map(|(_, line)| line).collect(), meaning.into_iter().collect()))
    }

    /// A text of the law: between countries only whether there is one can be compared.
    pub(super) fn law(&self, origin: &Origin<'_>, key: &str, text: Option<&String>) -> Option<Value> {
        let text = text.filter(|t| !t.is_empty())?;
        let meaning = if self.roles() { "stated".to_owned() } else { text.clone() };
        Some(origin.lines(key, vec![text.clone()], vec![meaning]))
    }
}

fn functions_of(a: &Agency) -> String {
    let all: BTreeSet<&str> = a.functions.iter().map(|f| f.get_ref().as_str()).collect();
    all.into_iter().collect::<Vec<_>>().join("+")
}

/// A word of the files as one says it.
pub(super) fn spoken(word: &str) -> String {
    word.replace('_', " ").replace('+', ", ")
}

/// Ids as one value, in no order.
pub(super) fn set(origin: &Origin<'_>, key: &str, ids: &[Id]) -> Option<Value> {
    let all: BTreeSet<String> = ids.iter().map(|i| spoken(i.get_ref())).collect();
    let lines: Vec<String> = all.into_iter().collect();
    (!lines.is_empty()).then(|| origin.lines(key, lines.clone(), lines))
}
