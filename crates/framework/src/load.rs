//! From a directory to a model, with everything that stands in the way named: one bad file hides no other.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Longest file that is read. Bytes.
pub const MAX_FILE_BYTES: u64 = 1 << 20;

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

#[derive(Default)]
struct Reader {
    diagnostics: Vec<Diagnostic>,
    texts: BTreeMap<String, String>,
}

impl Reader {
    fn say(&mut self, code: Code, file: &str, span: std::ops::Range<usize>, message: impl Into<String>, help: Option<String>) {
        let text = self.texts.get(file).map_or("", String::as_str);
        let place = Place::of(file, text, span);
        self.diagnostics.push(Diagnostic { code, place, message: message.into(), help });
    }

    fn text(&mut self, root: &Path, file: &str) -> Option<String> {
        let path = root.join(file);
        let failed = match fs::metadata(&path) {
            Ok(m) if m.len() > MAX_FILE_BYTES => {
                self.say(Code::TooLarge, file, 0..0, format!("the file has {} bytes; at most {MAX_FILE_BYTES} are read", m.len()), None);
                return None;
            }
            Ok(_) => match fs::read(&path) {
                Ok(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => {
                        self.texts.insert(file.to_owned(), text.clone());
                        return Some(text);
                    }
                    Err(e) => format!("the file is not UTF-8 at byte {}", e.utf8_error().valid_up_to()),
                },
                Err(e) => e.to_string(),
            },
            Err(e) => e.to_string(),
        };
        self.say(Code::Unreadable, file, 0..0, failed, None);
        None
    }

    fn parse<T: DeserializeOwned>(&mut self, root: &Path, file: &str) -> Option<T> {
        let text = self.text(root, file)?;
        // A byte order mark is what some editors leave; it is not part of the text.
        let body = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        match toml::from_str::<T>(body) {
            Ok(item) => Some(item),
            Err(e) => {
                let message = e.message().to_owned();
                let code = if message.starts_with("unknown field") {
                    Code::UnknownKey
                } else if body.parse::<toml::Table>().is_err() {
                    Code::Syntax
                } else {
                    Code::WrongType
                };
                let help = near_key(&message);
                self.say(code, file, e.span().unwrap_or(0..0), message, help);
                None
            }
        }
    }

    fn names(&mut self, root: &Path, folder: &str, extension: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(root.join(folder)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).filter(|n| n.ends_with(extension)).collect();
        names.sort();
        names.into_iter().map(|n| format!("{folder}/{n}")).collect()
    }
}

/// "unknown field `leed`, expected one of `lead`, `deputy`": the nearest of those expected.
fn near_key(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let wrong = quoted.next().filter(|_| message.starts_with("unknown field"))?;
    nearest(wrong, quoted).map(|k| format!("write `{k}`"))
}

/// The candidate a misspelt word most likely means.
pub(crate) fn nearest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE: f64 = 0.75;
    candidates.map(|c| (strsim::jaro_winkler(wrong, c), c)).filter(|(s, _)| *s >= LIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, c)| c)
}

macro_rules! tables {
    ($($file:ident { $($key:ident : $item:ty),* })*) => {
        $(
            #[derive(Deserialize, Default)]
            #[serde(deny_unknown_fields, default)]
            struct $file { $($key: Vec<$item>,)* }
        )*
    };
}

tables! {
    Agencies { agency: Agency }
    Bodies { body: Body, mandate: Mandate }
    Clocks { clock: Clock, ladder: Ladder, hold_ground: HoldGround, refusal_ground: RefusalGround }
    Lists { list: List }
    Standards { standard: Standard }
    RetentionTable { retention: Retention }
    Levels { level: Level }
    Desks { desk: Desk }
    Citations { source: Citation }
}

fn placed<T>(file: &str, items: Vec<T>) -> Vec<In<T>> {
    items.into_iter().map(|item| In { file: file.to_owned(), item }).collect()
}

/// Reads a framework. Problems of single files are in `diagnostics`; the rest of the framework is there all the same.
pub fn load(root: &Path) -> Loaded {
    let mut r = Reader::default();
    let header = r.parse::<Header>(root, "framework.toml").map(|item| In { file: "framework.toml".into(), item });
    let agencies: Agencies = r.parse(root, "agencies.toml").unwrap_or_default();
    let bodies: Bodies = r.parse(root, "bodies.toml").unwrap_or_default();
    let clocks: Clocks = r.parse(root, "clocks.toml").unwrap_or_default();
    let optional = |file: &str| root.join(file).exists();
    let (has_lists, has_standards, has_retention, has_levels, has_desks, has_sources) = (
        optional("lists.toml"),
        optional("standards.toml"),
        optional("retention.toml"),
        optional("classification.toml"),
        optional("desks.toml"),
        optional("sources.toml"),
    );
    let lists: Lists = if has_lists { r.parse(root, "lists.toml").unwrap_or_default() } else { Lists::default() };
    let standards: Standards = if has_standards { r.parse(root, "standards.toml").unwrap_or_default() } else { Standards::default() };
    let retention: RetentionTable =
        if has_retention { r.parse(root, "retention.toml").unwrap_or_default() } else { RetentionTable::default() };
    let levels: Levels = if has_levels { r.parse(root, "classification.toml").unwrap_or_default() } else { Levels::default() };
    let desks: Desks = if has_desks { r.parse(root, "desks.toml").unwrap_or_default() } else { Desks::default() };
    let sources: Citations = if has_sources { r.parse(root, "sources.toml").unwrap_or_default() } else { Citations::default() };
    let folder = |r: &mut Reader, name: &str, ext: &str| r.names(root, name, ext);
    let mut points = Vec::new();
    for file in folder(&mut r, "points", ".toml") {
        points.extend(r.parse::<Point>(root, &file).map(|item| In { file, item }));
    }
    let mut procedures = Vec::new();
    for file in folder(&mut r, "procedures", ".toml") {
        procedures.extend(r.parse::<Procedure>(root, &file).map(|item| In { file, item }));
    }
    let mut agreements = Vec::new();
    for file in folder(&mut r, "agreements", ".toml") {
        agreements.extend(r.parse::<Agreement>(root, &file).map(|item| In { file, item }));
    }
    let mut policies = Vec::new();
    for file in folder(&mut r, "policies", ".cedar") {
        policies.extend(r.text(root, &file).map(|item| In { file, item }));
    }
    let schema =
        folder(&mut r, "policies", ".cedarschema").into_iter().next().and_then(|file| r.text(root, &file).map(|item| In { file, item }));
    let mut guarantees = Vec::new();
    for file in folder(&mut r, "guarantees", ".cedar") {
        guarantees.extend(r.text(root, &file).map(|item| In { file, item }));
    }
    let framework = header.map(|header| Framework {
        header,
        agencies: placed("agencies.toml", agencies.agency),
        bodies: placed("bodies.toml", bodies.body),
        mandates: placed("bodies.toml", bodies.mandate),
        points,
        desks: placed("desks.toml", desks.desk),
        procedures,
        clocks: placed("clocks.toml", clocks.clock),
        ladders: placed("clocks.toml", clocks.ladder),
        hold_grounds: placed("clocks.toml", clocks.hold_ground),
        refusal_grounds: placed("clocks.toml", clocks.refusal_ground),
        agreements,
        lists: placed("lists.toml", lists.list),
        standards: placed("standards.toml", standards.standard),
        retention: placed("retention.toml", retention.retention),
        levels: placed("classification.toml", levels.level),
        sources: placed("sources.toml", sources.source),
        policies,
        schema,
        guarantees,
    });
    Loaded { framework, diagnostics: r.diagnostics, texts: r.texts }
}
