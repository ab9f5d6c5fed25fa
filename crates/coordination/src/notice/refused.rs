//! Why something is not done with a notice.

use crate::assignment;
use crate::words::Unfit;
use framework::{AgencyId, OfficerId};
use serde::Serialize;
use thiserror::Error;

/// Why not. The code is what the console translates.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Refused {
    #[error(transparent)]
    Words(#[from] Unfit),
    #[error("a notice names the crossing points that it is for")]
    NoPoint,
    #[error("the framework has no crossing point `{point}`")]
    NoSuchPoint { point: String },
    #[error("a notice names goods, or who or what crosses; this one speaks of nothing")]
    NothingNamed,
    #[error("`{hs}` is no code of goods: expected 2, 4, 6, 8 or {most} digits of the Harmonized System")]
    CodeUnfit { hs: String, most: usize },
    #[error("the framework has no procedure for `{class}`; it has {known}")]
    NoSuchClass { class: String, known: String },
    #[error("{count} {what} were named; at most {most} are taken")]
    TooMany { what: &'static str, count: usize, most: usize },
    #[error("the time of effect is past by {seconds} s; nobody can be told in time of a rule that applies already")]
    InThePast { seconds: i64 },
    #[error("it ends before it takes effect")]
    EndsBefore,
    #[error("it lies {days} days ahead; {most} are taken at most")]
    TooFar { days: i64, most: i64 },
    #[error("there is no such notice")]
    NoSuchNotice,
    #[error("it is `{agency}`'s notice: only its officers do that")]
    NotYourAgency { agency: AgencyId },
    #[error("`{officer}` wrote this text; somebody else issues it")]
    SamePerson { officer: OfficerId },
    #[error("no text waits to be issued")]
    NothingToIssue,
    #[error("the text {draft} is not the latest; read the latest first")]
    Outdated { draft: u32 },
    #[error("it is in force: what is to change is said in another notice")]
    InForce,
    #[error("it is not in force yet; what came of it is said afterwards")]
    NotInForce,
    #[error("nobody has a desk at the crossing points that it names")]
    NoRecipient,
    #[error("it was not issued yet: there is nothing to acknowledge")]
    NotIssued,
    #[error("your agency was not asked at your crossing point")]
    NotRecipient,
    #[error("`{officer}` acknowledged it already")]
    AlreadyAcknowledged { officer: OfficerId },
    #[error("it was withdrawn")]
    Over,
    #[error("it was reviewed already")]
    AlreadyReviewed,
    #[error("{why}")]
    Owed { why: assignment::Refused },
}

impl Refused {
    /// The code, as an integrator tests for it.
    pub fn code(&self) -> String {
        crate::facts::code(self)
    }
}
