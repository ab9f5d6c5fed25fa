//! Editions of a list: the whole of it as a publisher issued it, brought by one person and approved by another.
//!
//! All editions of a list are one stream. The records themselves are kept beside the journal under their digest; here stands which digest is searched.

use crate::crossing::By;
use crate::facts::facts;
use crate::listing::{MAX_WORDS_BYTES, seconds};
use crate::words::{Unfit, words};
use framework::OfficerId;
use framework::model::List;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Editions that the state remembers beside the one in force; all of them are in the journal.
const REMEMBERED: usize = 30;
const SECOND_US: i64 = 1_000_000;

/// The stream of a list's editions.
pub fn stream(list: &str) -> String {
    format!("list:{list}")
}

facts! {
    enum: /// One thing that happened to an edition.
    ;
    /// Somebody brought it.
    Brought = "list.brought.v1" {
        list: String, digest: String, format: String, note: String, records: u64, added: u64, removed: u64, changed: u64,
        #[serde(default, skip_serializing_if = "String::is_empty")] base: String,
    }
    /// Somebody else agrees, and it is searched in place of the one before.
    Approved = "list.approved.v1" { digest: String, until_us: i64 }
    /// It is not searched, or no longer.
    Withdrawn = "list.withdrawn.v1" { digest: String, reason: String }
}

/// One edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// What was said when it was brought.
    pub brought: Brought,
    /// Who brought it, and when.
    pub by: By,
    /// Who approved it, and until when it is searched. Microseconds since 1970, UTC.
    pub approved: Option<(By, i64)>,
    /// Who withdrew it, and why.
    pub withdrawn: Option<(By, String)>,
}

/// All editions of a list, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Editions {
    /// The editions.
    pub editions: Vec<Edition>,
}

impl Editions {
    /// Folds one entry of the journal.
    pub fn fold(state: Option<&Self>, fact: &Fact, by: &By) -> Self {
        let mut next = state.cloned().unwrap_or_default();
        match fact {
            Fact::Brought(f) => {
                next.editions.push(Edition { brought: f.clone(), by: by.clone(), approved: None, withdrawn: None });
                next.forget();
            }
            Fact::Approved(f) => {
                if let Some(e) = next.live_mut(&f.digest) {
                    e.approved.get_or_insert((by.clone(), f.until_us));
                }
            }
            Fact::Withdrawn(f) => {
                if let Some(e) = next.live_mut(&f.digest) {
                    e.withdrawn = Some((by.clone(), f.reason.clone()));
                }
            }
        }
        next
    }

    /// Lets go of the oldest editions, but not of the one that is searched.
    fn forget(&mut self) {
        let searched = self.approved().map(|e| e.brought.digest.clone());
        while self.editions.len() > REMEMBERED {
            let Some(old) = self.editions.iter().position(|e| Some(&e.brought.digest) != searched.as_ref()) else { return };
            self.editions.remove(old);
        }
    }

    fn live_mut(&mut self, digest: &str) -> Option<&mut Edition> {
        self.editions.iter_mut().rev().find(|e| e.brought.digest == digest && e.withdrawn.is_none())
    }

    fn live(&self, digest: &str) -> Option<&Edition> {
        self.editions.iter().rev().find(|e| e.brought.digest == digest && e.withdrawn.is_none())
    }

    /// The edition that was approved last and is not withdrawn.
    fn approved(&self) -> Option<&Edition> {
        let approved = self.editions.iter().filter(|e| e.withdrawn.is_none() && e.approved.is_some());
        approved.max_by_key(|e| e.approved.as_ref().map(|(by, _)| by.at_us))
    }

    /// The edition that is searched at a time.
    pub fn in_force(&self, now_us: i64) -> Option<&Edition> {
        self.approved().filter(|e| e.approved.as_ref().is_some_and(|(_, until)| *until > now_us))
    }
}

/// What somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Bring an edition.
    Bring(Brought),
    /// Agree to one that somebody else brought.
    Approve {
        /// Which.
        digest: String,
    },
    /// Take one back, or out of force.
    Withdraw {
        /// Which.
        digest: String,
        /// Why.
        reason: String,
    },
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Refused {
    #[error(transparent)]
    Words(#[from] Unfit),
    #[error("nothing differs from the edition in force")]
    NothingNew,
    #[error("this edition was brought already and waits for approval")]
    WaitsAlready,
    #[error("there is no such edition of the list")]
    NoSuchEdition,
    #[error("the edition is approved already")]
    AlreadyApproved,
    #[error("`{officer}` brought the edition; somebody else approves it")]
    SamePerson { officer: OfficerId },
    #[error(
        "another edition has come into force since this one was brought; bring it again, so that the differences shown are those that come about"
    )]
    Outdated,
    #[error("the framework states no longest duration for the list `{list}`: without one nothing is put on it")]
    NoEnd { list: String },
}

impl Refused {
    /// The code, as an integrator tests for it.
    pub fn code(&self) -> String {
        crate::facts::code(self)
    }
}

/// Decides. Whether the officer may do such a thing at all is asked of the sharing rules before.
///
/// # Errors
/// See [`Refused`].
pub fn decide(list: &List, state: &Editions, officer: &OfficerId, now_us: i64, command: Command) -> Result<Fact, Refused> {
    let in_force = state.in_force(now_us).map(|e| e.brought.digest.clone()).unwrap_or_default();
    match command {
        Command::Bring(brought) => {
            let note = words("note", &brought.note, MAX_WORDS_BYTES)?;
            if brought.digest == in_force {
                return Err(Refused::NothingNew);
            }
            if state.live(&brought.digest).is_some_and(|e| e.approved.is_none() && e.brought.base == in_force) {
                return Err(Refused::WaitsAlready);
            }
            Ok(Brought { base: in_force, note, ..brought }.into())
        }
        Command::Approve { digest } => {
            let edition = state.live(&digest).ok_or(Refused::NoSuchEdition)?;
            if edition.approved.is_some() {
                return Err(Refused::AlreadyApproved);
            }
            if edition.by.officer == *officer {
                return Err(Refused::SamePerson { officer: officer.clone() });
            }
            if edition.brought.base != in_force {
                return Err(Refused::Outdated);
            }
            let max = list.max.as_ref().map(|l| l.get_ref().as_str());
            let max_s = seconds(max).ok_or_else(|| Refused::NoEnd { list: list.id.get_ref().clone() })?;
            Ok(Approved { digest, until_us: now_us.saturating_add(max_s.saturating_mul(SECOND_US)) }.into())
        }
        Command::Withdraw { digest, reason } => {
            let reason = words("reason", &reason, MAX_WORDS_BYTES)?;
            state.live(&digest).ok_or(Refused::NoSuchEdition)?;
            Ok(Withdrawn { digest, reason }.into())
        }
    }
}
