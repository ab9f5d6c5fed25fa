//! Why a request for information, or a command on one, is refused.

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
    #[error(transparent)]
    Owed {
        #[from]
        why: assignment::Refused,
    },
    #[error("there is no such request")]
    NoSuchRequest,
    #[error("the framework has no agency `{agency}`")]
    NoSuchAgency { agency: AgencyId },
    #[error("`{agency}` is your own agency: ask your colleagues")]
    OwnAgency { agency: AgencyId },
    #[error("a request rests on an agreement or on a provision of law: state one of them")]
    NoBasis,
    #[error("the framework has no agreement `{agreement}`; these bind both agencies: {known}")]
    NoSuchAgreement { agreement: String, known: String },
    #[error("the agreement `{agreement}` is {status} and not in force")]
    NotInForce { agreement: String, status: String },
    #[error("the agreement `{agreement}` does not bind `{agency}`")]
    NotBound { agreement: String, agency: AgencyId },
    #[error("the agreement `{agreement}` does not hold at `{point}`")]
    NotThere { agreement: String, point: String },
    #[error("the agreement `{agreement}` is for {known}; `{purpose}` is none of them")]
    PurposeNotCovered { agreement: String, purpose: String, known: String },
    #[error("you may state {known} as a purpose; `{purpose}` is none of them")]
    PurposeNotYours { purpose: String, known: String },
    #[error("`{agency}` is of another state: a request to it rests on an agreement, not on a law of one's own")]
    NeedsAgreement { agency: AgencyId },
    #[error("a request is about somebody or something: state a name or a number")]
    Nobody,
    #[error("`{born}` is no birth date; expected YYYY, YYYY-MM or YYYY-MM-DD")]
    BadBirthDate { born: String },
    #[error("the request is {state}; that is done when it is {needs}")]
    NotNow { state: &'static str, needs: &'static str },
    #[error("that is done by `{agency}`")]
    NotYours { agency: AgencyId },
    #[error("an answer that is not full states why: one of {known}")]
    NoGround { known: String },
    #[error("a full answer has no ground for giving less")]
    GroundUnfit,
    #[error("nothing number {item} was given")]
    NoSuchItem { item: u32 },
    #[error("number {item} was recalled")]
    RecalledAlready { item: u32 },
    #[error("there was no change number {change}")]
    NoSuchChange { change: u32 },
    #[error("`{officer}` confirmed it for your agency already")]
    ConfirmedAlready { officer: OfficerId },
    #[error("`{agency}` has it already")]
    HasIt { agency: AgencyId },
    #[error("it was given to somebody else at this moment: try again")]
    GivenMeanwhile,
    #[error("a link begins with https:// or with / and has at most {most} bytes")]
    LinkUnfit { most: usize },
    #[error("a request keeps at most {most} {what}")]
    TooMany { what: &'static str, most: usize },
}

impl Refused {
    /// The code, as an integrator tests for it.
    pub fn code(&self) -> String {
        crate::facts::code(self)
    }
}
