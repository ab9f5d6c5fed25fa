//! Why a command on an assignment is refused.

use super::party::Party;
use crate::words::Unfit;
use framework::{AgencyId, OfficerId};
use serde::Serialize;
use thiserror::Error;

/// Why not. The code is what the console translates.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Refused {
    #[error("the framework has no clock for assignments of kind `{kind}`; it has {known}")]
    UnknownKind { kind: String, known: String },
    #[error("no addressee is stated")]
    NoAddressee,
    #[error("the framework has no {what} `{id}`")]
    UnknownAddressee { what: &'static str, id: String },
    #[error("{agency} has no desk at {point}")]
    NoDeskThere { agency: String, point: String },
    #[error("the deadline lies {seconds} s in the past")]
    InThePast { seconds: i64 },
    #[error("the deadline lies {days} days ahead; {most} are taken at most")]
    TooFar { days: i64, most: i64 },
    #[error(transparent)]
    Words(#[from] Unfit),
    #[error("the link does not begin with https:// or /")]
    BadLink,
    #[error("it is {ending} already, by {officer}")]
    Over { ending: &'static str, officer: OfficerId },
    #[error("it is owed by {to}")]
    NotYours { to: Party },
    #[error("only those it is owed to ({from}) take it back")]
    NotYoursToWithdraw { from: Party },
    #[error("it was acknowledged already, by {officer}")]
    AlreadyAcknowledged { officer: OfficerId },
    #[error("{officer} has taken it already")]
    AlreadyAccepted { officer: OfficerId },
    #[error("it has been with {to} before: answer it, or decline it with a reason")]
    InACircle { to: Party },
    #[error("everybody on the ladder has been told")]
    TopOfLadder,
    #[error("you have nothing to do with it")]
    NoParty,
    #[error("it is answered at what it is about, which ends it")]
    AnsweredThere,
    #[error("only {agency} may know of it: it is handed on within that agency")]
    KnownToOneAlone { agency: AgencyId },
}

impl Refused {
    /// The code, as an integrator tests for it.
    pub fn code(&self) -> String {
        crate::facts::code(self)
    }
}
