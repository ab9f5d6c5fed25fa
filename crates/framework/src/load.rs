//! From a directory to a model, with everything that stands in the way named: one bad file hides no other, one bad item no other of its file.

use crate::diagnostic::Diagnostic;
use crate::model::*;
use crate::read::{Files, Reader};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

/// Files of a framework's directory, beside its folders.
const FILES: &[&str] = &[
    "framework.toml",
    "agencies.toml",
    "bodies.toml",
    "clocks.toml",
    "lists.toml",
    "standards.toml",
    "retention.toml",
    "classification.toml",
    "desks.toml",
    "duty.toml",
    "sources.toml",
];

/// Folders and what the names of their files end in. What is in `demo` is not part of the framework.
const FOLDERS: &[(&str, &[&str])] = &[
    ("points", &[".toml"]),
    ("procedures", &[".toml"]),
    ("agreements", &[".toml"]),
    ("policies", &[".cedar", ".cedarschema"]),
    ("guarantees", &[".cedar"]),
];

/// What loading gave.
#[derive(Debug)]
pub struct Loaded {
    /// The model; `None` when not even the header could be read.
    pub framework: Option<Framework>,
    /// What stood in the way.
    pub diagnostics: Vec<Diagnostic>,
    /// The text of every file that was read, by path below the directory.
    pub texts: BTreeMap<String, String>,
}

/// The candidate a misspelt word most likely means.
pub(crate) fn nearest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE: f64 = 0.75;
    candidates.map(|c| (strsim::jaro_winkler(wrong, c), c)).filter(|(s, _)| *s >= LIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, c)| c)
}

fn placed<T>(file: &str, items: Vec<T>) -> Vec<In<T>> {
    items.into_iter().map(|item| In { file: file.to_owned(), item }).collect()
}

/// Every file of a folder as one item.
fn items<T: DeserializeOwned>(r: &mut Reader<'_>, folder: &str) -> Vec<In<T>> {
    let files = r.names(folder, ".toml");
    files.into_iter().filter_map(|file| r.item(&file).map(|item| In { file, item })).collect()
}

/// Every file of a folder as text.
fn texts(r: &mut Reader<'_>, folder: &str, extension: &str) -> Vec<In<String>> {
    let files = r.names(folder, extension);
    files.into_iter().filter_map(|file| r.text(&file).map(|item| In { file, item })).collect()
}

/// Reads a framework. Problems are in `diagnostics`; the rest of the framework is there all the same. Costs one pass over at most
/// [`crate::MAX_FILE_BYTES`] a file and [`crate::MAX_FOLDER_FILES`] files a folder.
pub fn load(root: &Path) -> Loaded {
    from(Reader::new(Files::Directory(root)))
}

/// Reads a framework whose files are in memory, by path below its directory: what a directory would hold after an edit, before anything is written.
pub fn load_files(files: &BTreeMap<String, Vec<u8>>) -> Loaded {
    from(Reader::new(Files::Memory(files)))
}

fn from(mut r: Reader<'_>) -> Loaded {
    if !r.is_framework("framework.toml") {
        return Loaded { framework: None, diagnostics: r.diagnostics, texts: r.texts };
    }
    let header = r.item::<Header>("framework.toml").map(|item| In { file: "framework.toml".into(), item });
    let required = ["agencies.toml", "bodies.toml", "clocks.toml"].map(|f| r.text(f));
    let optional = ["lists.toml", "standards.toml", "retention.toml", "classification.toml", "desks.toml", "duty.toml", "sources.toml"]
        .map(|f| r.optional(f));
    let [agencies, bodies, clocks] = required.each_ref().map(Option::as_deref);
    let [lists, standards, retention, levels, desks, duty, sources] = optional.each_ref().map(Option::as_deref);
    let mut agencies = r.tables("agencies.toml", agencies, &["agency"]);
    let mut bodies = r.tables("bodies.toml", bodies, &["body", "mandate"]);
    let mut clocks = r.tables("clocks.toml", clocks, &["clock", "ladder", "hold_ground", "refusal_ground"]);
    let mut lists = r.tables("lists.toml", lists, &["list"]);
    let mut standards = r.tables("standards.toml", standards, &["standard"]);
    let mut retention = r.tables("retention.toml", retention, &["retention"]);
    let mut levels = r.tables("classification.toml", levels, &["level"]);
    let mut desks = r.tables("desks.toml", desks, &["desk"]);
    let mut duty = r.tables("duty.toml", duty, &["shift", "presence"]);
    let mut sources = r.tables("sources.toml", sources, &["source"]);
    let points = items(&mut r, "points");
    let procedures = items(&mut r, "procedures");
    let agreements = items(&mut r, "agreements");
    let policies = texts(&mut r, "policies", ".cedar");
    let schema = texts(&mut r, "policies", ".cedarschema").into_iter().next();
    let guarantees = texts(&mut r, "guarantees", ".cedar");
    r.strays(FILES, FOLDERS);
    let framework = header.map(|header| Framework {
        header,
        agencies: placed("agencies.toml", agencies.take(&mut r, "agency")),
        bodies: placed("bodies.toml", bodies.take(&mut r, "body")),
        mandates: placed("bodies.toml", bodies.take(&mut r, "mandate")),
        points,
        desks: placed("desks.toml", desks.take(&mut r, "desk")),
        procedures,
        clocks: placed("clocks.toml", clocks.take(&mut r, "clock")),
        ladders: placed("clocks.toml", clocks.take(&mut r, "ladder")),
        hold_grounds: placed("clocks.toml", clocks.take(&mut r, "hold_ground")),
        refusal_grounds: placed("clocks.toml", clocks.take(&mut r, "refusal_ground")),
        agreements,
        lists: placed("lists.toml", lists.take(&mut r, "list")),
        shifts: placed("duty.toml", duty.take(&mut r, "shift")),
        presences: placed("duty.toml", duty.take(&mut r, "presence")),
        standards: placed("standards.toml", standards.take(&mut r, "standard")),
        retention: placed("retention.toml", retention.take(&mut r, "retention")),
        levels: placed("classification.toml", levels.take(&mut r, "level")),
        sources: placed("sources.toml", sources.take(&mut r, "source")),
        policies,
        schema,
        guarantees,
    });
    r.diagnostics.sort_by(|a, b| (&a.place.file, a.place.span.start).cmp(&(&b.place.file, b.place.span.start)));
    Loaded { framework, diagnostics: r.diagnostics, texts: r.texts }
}
