//! Statements that several records are about the same person, thing or event, or that they are not.
//!
//! A statement is an opinion with an author: it changes none of the records, others may state the contrary beside it, and whoever made it can withdraw it. Each is a
//! stream of its own.

use crate::crossing::By;
use crate::facts::facts;
use crate::request::Subject;
use crate::words::{Unfit, words};
use framework::AgencyId;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest reason. Bytes.
pub const MAX_WORDS_BYTES: usize = 4_000;
/// Longest number, and name of a system. Bytes.
pub const MAX_LABEL_BYTES: usize = 200;
/// Records that one statement is about. Records.
pub const MAX_THINGS: usize = 20;
/// What a record of another system is called.
pub const ELSEWHERE: &str = "elsewhere";

/// A record: of this node by its kind and id, or of another system by that system's name and its number there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thing {
    /// crossing, hit, request; or elsewhere.
    pub kind: String,
    /// The id, or the number.
    pub id: String,
    /// The other system; empty for a record of this node.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub system: String,
}

/// How sure whoever states it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Beyond doubt.
    Certain,
    /// More likely than not.
    Likely,
    /// It may be.
    Possible,
}

impl Certainty {
    /// Every certainty, the surest first.
    pub const ALL: &[Self] = &[Self::Certain, Self::Likely, Self::Possible];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Possible => "possible",
        }
    }
}

facts! {
    enum: /// One thing that happened to a statement.
    ;
    /// Somebody states it.
    Stated = "correlation.stated.v1" { subject: Subject, things: Vec<Thing>, same: bool, certainty: Certainty, reason: String }
    /// Its author's agency does not state it any more.
    Withdrawn = "correlation.withdrawn.v1" { reason: String }
}

/// A statement: what its facts add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correlation {
    /// What is stated.
    pub stated: Stated,
    /// By whom, and when.
    pub by: By,
    /// Who withdrew it, and why.
    pub withdrawn: Option<(By, String)>,
}

impl Correlation {
    /// Folds one entry of the journal. `None` for a first one that states nothing.
    pub fn fold(state: Option<&Self>, fact: &Fact, by: &By) -> Option<Self> {
        let Some(state) = state else {
            let Fact::Stated(stated) = fact else { return None };
            return Some(Self { stated: stated.clone(), by: by.clone(), withdrawn: None });
        };
        let mut next = state.clone();
        if let Fact::Withdrawn(f) = fact {
            next.withdrawn.get_or_insert_with(|| (by.clone(), f.reason.clone()));
        }
        Some(next)
    }
}

/// Why not. The code is what the console translates.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Refused {
    #[error(transparent)]
    Words(#[from] Unfit),
    #[error("a statement is about 2 to {most} records; {count} different ones were named")]
    Things { count: usize, most: usize },
    #[error("there is no such statement")]
    NoSuchStatement,
    #[error("it was withdrawn already")]
    WithdrawnAlready,
    #[error("it is withdrawn by `{agency}`, which stated it; state the contrary beside it")]
    NotYours { agency: AgencyId },
}

impl Refused {
    /// The code, as an integrator tests for it.
    pub fn code(&self) -> String {
        crate::facts::code(self)
    }
}

/// States that records are about the same, or are not. The same record named twice counts once.
///
/// # Errors
/// See [`Refused`].
pub fn state(subject: Subject, things: &[Thing], same: bool, certainty: Certainty, reason: &str) -> Result<Fact, Refused> {
    let mut all: Vec<Thing> = Vec::new();
    for thing in things {
        let mut thing = Thing { id: words("id", &thing.id, MAX_LABEL_BYTES)?, ..thing.clone() };
        thing.system = if thing.kind == ELSEWHERE { words("system", &thing.system, MAX_LABEL_BYTES)? } else { String::new() };
        if !all.contains(&thing) {
            all.push(thing);
        }
    }
    if !(2..=MAX_THINGS).contains(&all.len()) {
        return Err(Refused::Things { count: all.len(), most: MAX_THINGS });
    }
    Ok(Stated { subject, things: all, same, certainty, reason: words("reason", reason, MAX_WORDS_BYTES)? }.into())
}

/// Withdraws a statement of one's own agency.
///
/// # Errors
/// See [`Refused`].
pub fn withdraw(c: &Correlation, agency: &AgencyId, reason: &str) -> Result<Fact, Refused> {
    if c.withdrawn.is_some() {
        return Err(Refused::WithdrawnAlready);
    }
    if c.by.agency != *agency {
        return Err(Refused::NotYours { agency: c.by.agency.clone() });
    }
    Ok(Withdrawn { reason: words("reason", reason, MAX_WORDS_BYTES)? }.into())
}
