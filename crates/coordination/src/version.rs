//! Versions of the framework: proposed by one person, approved by another, in force from a stated time.
//!
//! All versions are one stream ([`STREAM`]) and one state, the [`Register`]: what one of them may become depends on the others. A crossing keeps the version it was
//! opened under; what changes at the stated time is which one new crossings, and the sharing rules, are under.

use crate::crossing::By;
use crate::facts::facts;
use crate::words::{Unfit, words};
use framework::OfficerId;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The stream of all versions.
pub const STREAM: &str = "framework";
/// Longest note or reason. Bytes.
pub const MAX_WORDS_BYTES: usize = 4_000;

/// What the checker found in a version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Always 0: a version with an error is not registered.
    pub errors: u32,
    /// Findings that somebody should mend.
    pub warnings: u32,
    /// Findings that somebody should know.
    pub notes: u32,
}

/// What the prover made of its guarantees.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proved {
    /// How many hold for every officer and record.
    pub proved: u32,
    /// Those that do not, or of which it stays open: one sentence each.
    pub open: Vec<String>,
    /// Why nothing was proved at all: no solver, for example.
    pub unproved: Option<String>,
}

impl Proved {
    /// Whether every guarantee is proved, and there is one.
    pub fn whole(&self) -> bool {
        self.proved > 0 && self.open.is_empty() && self.unproved.is_none()
    }
}

facts! {
    enum: /// One thing that happened to a version.
    ;
    /// The first version of a node, from the directory it was started with.
    Installed = "framework.installed.v1" { version: String, digest: String, checked: Checked }
    /// Somebody wants another version.
    Proposed = "framework.proposed.v1" {
        version: String, digest: String, note: String, base: String, checked: Checked, proved: Proved,
    }
    /// Somebody else agrees.
    Approved = "framework.approved.v1" { version: String, effective_us: i64 }
    /// It will not be in force.
    Withdrawn = "framework.withdrawn.v1" { version: String, reason: String }
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What its header calls it.
    pub version: String,
    /// SHA-256 over its files, in hexadecimal.
    pub digest: String,
    /// Why it is wanted.
    pub note: String,
    /// The version in force when it was proposed; empty for the first.
    pub base: String,
    /// Who brought it, and when.
    pub by: By,
    /// What the checker found.
    pub checked: Checked,
    /// What the prover found; absent for the first, which nobody asked to be proved.
    pub proved: Option<Proved>,
    /// Who approved it, and from when it is in force. Microseconds since 1970, UTC.
    pub approved: Option<(By, i64)>,
    /// Who withdrew it, and why.
    pub withdrawn: Option<(By, String)>,
}

impl Version {
    /// From when it is in force, when it is to be.
    pub fn effective_us(&self) -> Option<i64> {
        self.approved.as_ref().filter(|_| self.withdrawn.is_none()).map(|(_, from)| *from)
    }
}

/// All versions, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// The versions.
    pub versions: Vec<Version>,
}

/// What somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Take note of the directory a node was started with.
    Install {
        /// Its version.
        version: String,
        /// Of its files.
        digest: String,
        /// What the checker found.
        checked: Checked,
    },
    /// Register a version that has no error.
    Propose {
        /// Its version.
        version: String,
        /// Of its files.
        digest: String,
        /// Why it is wanted.
        note: String,
        /// What the checker found.
        checked: Checked,
        /// What the prover found.
        proved: Proved,
    },
    /// Agree to a version that somebody else proposed.
    Approve {
        /// Which.
        version: String,
        /// From when. Microseconds since 1970, UTC; `None`: from now.
        effective_us: Option<i64>,
    },
    /// Take a version back before it is in force.
    Withdraw {
        /// Which.
        version: String,
        /// Why.
        reason: String,
    },
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Refused {
    #[error("version `{version}` is known already; give the header of `framework.toml` a version of its own")]
    VersionKnown { version: String },
    #[error("nothing differs from version `{version}`")]
    NothingNew { version: String },
    #[error("there is no version `{version}`")]
    NoSuchVersion { version: String },
    #[error(transparent)]
    Words(#[from] Unfit),
    #[error("version `{version}` has {errors} errors")]
    HasErrors { version: String, errors: u32 },
    #[error("not every guarantee of version `{version}` is proved: {why}")]
    NotProved { version: String, why: String },
    #[error("`{officer}` proposed version `{version}`; somebody else approves it")]
    SamePerson { version: String, officer: OfficerId },
    #[error("version `{version}` is approved already")]
    AlreadyApproved { version: String },
    #[error("version `{version}` was withdrawn")]
    WasWithdrawn { version: String },
    #[error("a version is in force from now on or later; the time stated lies {seconds} s before")]
    InThePast { seconds: i64 },
    #[error("version `{later}` comes into force at that time or after it; withdraw it first, or state a later time")]
    BeforeAnother { later: String },
    #[error("version `{base}` was the one in force when `{version}` was proposed, and now `{now}` is: propose it again on that")]
    Outdated { version: String, base: String, now: String },
    #[error("version `{version}` is in force, or was; propose an earlier one anew to go back")]
    InForce { version: String },
}

impl Refused {
    /// The code, as an integrator tests for it.
    pub fn code(&self) -> String {
        crate::facts::code(self)
    }
}

impl Register {
    /// Folds one entry.
    pub fn fold(state: Option<&Self>, fact: &Fact, by: &By) -> Self {
        let mut next = state.cloned().unwrap_or_default();
        match fact {
            Fact::Installed(f) => next.versions.push(Version {
                version: f.version.clone(),
                digest: f.digest.clone(),
                note: String::new(),
                base: String::new(),
                by: by.clone(),
                checked: f.checked,
                proved: None,
                approved: Some((by.clone(), by.at_us)),
                withdrawn: None,
            }),
            Fact::Proposed(f) => next.versions.push(Version {
                version: f.version.clone(),
                digest: f.digest.clone(),
                note: f.note.clone(),
                base: f.base.clone(),
                by: by.clone(),
                checked: f.checked,
                proved: Some(f.proved.clone()),
                approved: None,
                withdrawn: None,
            }),
            Fact::Approved(f) => {
                if let Some(v) = next.live_mut(&f.version) {
                    v.approved.get_or_insert((by.clone(), f.effective_us));
                }
            }
            Fact::Withdrawn(f) => {
                if let Some(v) = next.live_mut(&f.version) {
                    v.withdrawn = Some((by.clone(), f.reason.clone()));
                }
            }
        }
        next
    }

    fn live_mut(&mut self, version: &str) -> Option<&mut Version> {
        self.versions.iter_mut().rev().find(|v| v.version == version && v.withdrawn.is_none())
    }

    /// A version that was not withdrawn, or else the last one of that name.
    pub fn get(&self, version: &str) -> Option<&Version> {
        let named = || self.versions.iter().rev().filter(|v| v.version == version);
        named().find(|v| v.withdrawn.is_none()).or_else(|| named().next())
    }

    /// The version in force at a time: of those that are to be in force by then, the one that came last.
    pub fn in_force(&self, at_us: i64) -> Option<&Version> {
        let due = self.versions.iter().filter(|v| v.effective_us().is_some_and(|from| from <= at_us));
        due.max_by_key(|v| v.effective_us())
    }

    /// The next version to come into force after a time.
    pub fn next(&self, at_us: i64) -> Option<&Version> {
        let later = self.versions.iter().filter(|v| v.effective_us().is_some_and(|from| from > at_us));
        later.min_by_key(|v| v.effective_us())
    }
}

/// Decides. Whether the officer may do such a thing at all is asked of the sharing rules before.
///
/// # Errors
/// See [`Refused`].
pub fn decide(register: &Register, officer: &OfficerId, now_us: i64, command: Command) -> Result<Option<Fact>, Refused> {
    let live = |version: &str| {
        let found = register.get(version).ok_or_else(|| Refused::NoSuchVersion { version: version.to_owned() })?;
        match &found.withdrawn {
            Some(_) => Err(Refused::WasWithdrawn { version: version.to_owned() }),
            None => Ok(found),
        }
    };
    let in_force = register.in_force(now_us);
    match command {
        Command::Install { version, digest, checked } => {
            Ok(register.versions.is_empty().then(|| Installed { version, digest, checked }.into()))
        }
        Command::Propose { version, digest, note, checked, proved } => {
            let note = words("note", &note, MAX_WORDS_BYTES)?;
            // A version that was withdrawn may be proposed again, mended.
            let known = register.versions.iter().filter(|v| v.withdrawn.is_none());
            if let Some(same) = known.clone().find(|v| v.digest == digest) {
                return Err(Refused::NothingNew { version: same.version.clone() });
            }
            if known.clone().any(|v| v.version == version) {
                return Err(Refused::VersionKnown { version });
            }
            if checked.errors > 0 {
                return Err(Refused::HasErrors { version, errors: checked.errors });
            }
            let base = in_force.map(|v| v.version.clone()).unwrap_or_default();
            Ok(Some(Proposed { version, digest, note, base, checked, proved }.into()))
        }
        Command::Approve { version, effective_us } => {
            let wanted = live(&version)?;
            if wanted.approved.is_some() {
                return Err(Refused::AlreadyApproved { version });
            }
            if wanted.by.officer == *officer {
                return Err(Refused::SamePerson { version, officer: officer.clone() });
            }
            if let Some(proved) = wanted.proved.as_ref().filter(|p| !p.whole()) {
                let why = proved.unproved.clone().or_else(|| proved.open.first().cloned());
                return Err(Refused::NotProved { version, why: why.unwrap_or_else(|| "it has none".to_owned()) });
            }
            let now = in_force.map(|v| v.version.clone()).unwrap_or_default();
            if wanted.base != now {
                return Err(Refused::Outdated { version, base: wanted.base.clone(), now });
            }
            let effective_us = effective_us.unwrap_or(now_us);
            if effective_us < now_us {
                return Err(Refused::InThePast { seconds: now_us.saturating_sub(effective_us).div_euclid(1_000_000).max(1) });
            }
            if let Some(later) = register.versions.iter().find(|v| v.effective_us().is_some_and(|from| from >= effective_us)) {
                return Err(Refused::BeforeAnother { later: later.version.clone() });
            }
            Ok(Some(Approved { version, effective_us }.into()))
        }
        Command::Withdraw { version, reason } => {
            let reason = words("reason", &reason, MAX_WORDS_BYTES)?;
            if live(&version)?.effective_us().is_some_and(|from| from <= now_us) {
                return Err(Refused::InForce { version });
            }
            Ok(Some(Withdrawn { version, reason }.into()))
        }
    }
}
