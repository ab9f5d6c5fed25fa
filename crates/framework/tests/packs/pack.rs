//! A pack as plain TOML.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// One pack, every file parsed.
pub(super) struct Pack {
    pub(super) state: String,
    pub(super) agencies: BTreeMap<String, Table>,
    pub(super) points: BTreeMap<String, Table>,
    pub(super) procedures: BTreeMap<String, Table>,
    pub(super) files: BTreeMap<PathBuf, Table>,
}

pub(super) fn directory(country: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frameworks").join(country)
}

fn toml_files(directory: &Path, into: &mut BTreeMap<PathBuf, Table>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            toml_files(&path, into);
        } else if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(&path).unwrap();
            let table = text.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            into.insert(path, table);
        }
    }
}

pub(super) fn items<'a>(table: &'a Table, key: &str) -> Vec<&'a Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table).collect()
}

pub(super) fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn words<'a>(table: &'a Table, key: &str) -> Vec<&'a str> {
    match table.get(key) {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn pack(country: &str) -> Pack {
    let root = directory(country);
    let mut files = BTreeMap::new();
    toml_files(&root, &mut files);
    let folder = |name: &str| {
        files
            .iter()
            .filter(|(path, _)| path.parent() == Some(&root.join(name)))
            .map(|(_, table)| (text(table, "id").to_owned(), table.clone()))
            .collect()
    };
    Pack {
        state: text(&files[&root.join("framework.toml")], "state").to_owned(),
        agencies: items(&files[&root.join("agencies.toml")], "agency")
            .into_iter()
            .map(|agency| (text(agency, "id").to_owned(), agency.clone()))
            .collect(),
        points: folder("points"),
        procedures: folder("procedures"),
        files,
    }
}

impl Pack {
    pub(super) fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Table> {
        self.files.values().flat_map(move |table| items(table, key))
    }

    pub(super) fn ids(&self, key: &str) -> BTreeSet<String> {
        self.all(key).map(|item| text(item, "id").to_owned()).collect()
    }

    /// The agencies of `state` that own `function` and have a desk at `point`.
    pub(super) fn owners(&self, point: &Table, state: &str, function: &str) -> BTreeSet<&str> {
        items(point, "desk")
            .into_iter()
            .filter_map(|desk| self.agencies.get(text(desk, "agency")))
            .filter(|agency| text(agency, "state") == state)
            .filter(|agency| words(agency, "functions").contains(&function))
            .map(|agency| text(agency, "id"))
            .collect()
    }

    pub(super) fn serves(procedure: &Table, point: &Table) -> bool {
        let one_stop = procedure.get("one_stop").and_then(Value::as_bool).unwrap_or(false);
        text(procedure, "environment") == text(point, "environment") && one_stop == point.contains_key("one_stop")
    }

    /// The states whose control a stage can be at `point`: both, at a one-stop post in both directions.
    pub(super) fn states_of(&self, point: &Table) -> Vec<String> {
        let mut states = vec![self.state.clone()];
        if point.contains_key("one_stop") {
            states.push(text(point["neighbour"].as_table().unwrap(), "state").to_owned());
        }
        states
    }
}
