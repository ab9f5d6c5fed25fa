//! One practice of one country, taken over by another: a procedure, a ladder, a body's rules, a list, a clock, a standard.
//!
//! What is taken over is text: the item as the other country wrote it, with its comments, appended to the file it belongs to. Nothing that is there is
//! changed or overwritten, so what a secretariat has to read is exactly what was added. Agencies are replaced by those of the adopting country with the same
//! functions; laws are left out, because no country adopts another's law; sources become marks, because another country's practice establishes nothing here.
//! What depends on what is followed until everything that the item names is there, and what cannot be taken over is named as a decision.

mod items;
mod write;

use crate::model::{Agency, Framework};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// What kind of practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the files")]
pub enum Kind {
    Procedure,
    Ladder,
    Body,
    List,
    Clock,
    Standard,
    HoldGround,
    RefusalGround,
    Desk,
}

impl Kind {
    /// Kinds that may be asked for; the others come along with what needs them.
    pub const ASKED: &[(&str, Self)] = &[
        ("procedure", Self::Procedure),
        ("ladder", Self::Ladder),
        ("body", Self::Body),
        ("list", Self::List),
        ("clock", Self::Clock),
        ("standard", Self::Standard),
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::Ladder => "ladder",
            Self::Body => "body",
            Self::List => "list",
            Self::Clock => "clock",
            Self::Standard => "standard",
            Self::HoldGround => "hold_ground",
            Self::RefusalGround => "refusal_ground",
            Self::Desk => "desk",
        }
    }
}

/// One practice: `procedure:land-truck-arrival`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Practice {
    /// What it is.
    pub kind: Kind,
    /// Its id in the framework that has it.
    pub id: String,
}

impl fmt::Display for Practice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.word(), self.id)
    }
}

impl FromStr for Practice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || Kind::ASKED.iter().map(|(w, _)| format!("{w}:ID")).collect::<Vec<_>>().join(", ");
        let (word, id) = text.split_once(':').ok_or_else(|| format!("`{text}` is no practice: write one of {}", known()))?;
        let kind = Kind::ASKED.iter().find(|(w, _)| *w == word).map(|(_, k)| *k);
        let kind = kind.ok_or_else(|| format!("`{word}` cannot be adopted: write one of {}", known()))?;
        Ok(Self { kind, id: id.to_owned() })
    }
}

/// A file with what was added to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Path below the adopting framework's directory.
    pub path: String,
    /// What is appended, or the whole of a new file.
    pub added: String,
    /// The file's text afterwards. What was there is its beginning.
    pub text: String,
}

/// What taking a practice over does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Adoption {
    /// Files, by path.
    pub edits: Vec<Edit>,
    /// What is taken over, what it depends on first.
    pub adopted: Vec<Practice>,
    /// What it depends on and the adopting framework has already.
    pub there: Vec<String>,
    /// What must be decided in the country.
    pub decide: Vec<String>,
}

/// Why a practice cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The framework does not have it.
    Unknown {
        /// What was asked for.
        practice: Practice,
        /// What it has of this kind.
        known: Vec<String>,
    },
    /// Something is there already and would have to be overwritten.
    Conflicts(Vec<String>),
    /// The adopting framework lacks what cannot be made up.
    Lacks(Vec<String>),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { practice, known } => write!(f, "there is no {practice}; there are {}", known.join(", ")),
            Self::Conflicts(all) => write!(f, "nothing is overwritten, and {}", all.join("; and ")),
            Self::Lacks(all) => write!(f, "first {}", all.join("; and ")),
        }
    }
}

impl std::error::Error for Refusal {}

/// A framework and the text of its files.
#[derive(Debug, Clone, Copy)]
pub struct Files<'f> {
    /// What they say.
    pub framework: &'f Framework,
    /// The text, by path.
    pub texts: &'f BTreeMap<String, String>,
}

struct Work<'f> {
    from: Files<'f>,
    to: Files<'f>,
    /// Agencies of the one and the agency of the other that does the same.
    agencies: BTreeMap<&'f str, &'f str>,
    /// Practices seen, so that each is taken over once.
    seen: BTreeSet<Practice>,
    rename: Option<(Practice, String)>,
    edits: BTreeMap<String, String>,
    conflicts: Vec<String>,
    lacks: Vec<String>,
    out: Adoption,
}

/// Takes a practice over. Pure: nothing is written. `rename` gives the practice another id in the adopting framework.
///
/// # Errors
/// When the practice does not exist, something with its id or for its purpose is there already, or something is lacking that only the country can describe.
pub fn adopt(practice: &Practice, from: Files<'_>, to: Files<'_>, rename: Option<&str>) -> Result<Adoption, Refusal> {
    let known = items::ids(from.framework, practice.kind);
    if !known.contains(&practice.id) {
        return Err(Refusal::Unknown { practice: practice.clone(), known });
    }
    let mut work = Work {
        from,
        to,
        agencies: same_work(from.framework, to.framework),
        seen: BTreeSet::new(),
        rename: rename.map(|id| (practice.clone(), id.to_owned())),
        edits: BTreeMap::new(),
        conflicts: Vec::new(),
        lacks: Vec::new(),
        out: Adoption::default(),
    };
    work.take(practice.kind, &practice.id, true);
    if !work.conflicts.is_empty() {
        return Err(Refusal::Conflicts(work.conflicts));
    }
    if !work.lacks.is_empty() {
        return Err(Refusal::Lacks(work.lacks));
    }
    let mut out = work.out;
    out.edits = work
        .edits
        .into_iter()
        .map(|(path, added)| {
            let before = to.texts.get(&path).map_or("", String::as_str);
            let text = write::appended(before, &added);
            Edit { added: text[before.len()..].to_owned(), path, text }
        })
        .collect();
    let mut said = BTreeSet::new();
    out.decide.retain(|d| said.insert(d.clone()));
    Ok(out)
}

/// For each own agency of the one: the own agency of the other that shares most of its functions.
fn same_work<'f>(from: &'f Framework, to: &'f Framework) -> BTreeMap<&'f str, &'f str> {
    let own = |f: &'f Framework| {
        let state = f.header.state.get_ref().as_str();
        f.agencies.iter().filter(move |a| a.item.state.get_ref() == state)
    };
    own(from)
        .filter_map(|a| {
            let functions = functions_of(&a.item);
            let shared = |b: &Agency| functions_of(b).intersection(&functions).count();
            let best = own(to)
                .filter(|b| shared(&b.item) > 0)
                .max_by_key(|b| (shared(&b.item), std::cmp::Reverse(b.item.id.get_ref().as_str())))?;
            Some((a.item.id.get_ref().as_str(), best.item.id.get_ref().as_str()))
        })
        .collect()
}

fn functions_of(a: &Agency) -> BTreeSet<&str> {
    a.functions.iter().map(|f| f.get_ref().as_str()).collect()
}
