//! Why a command on a meeting is refused.

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
    #[error("the framework has no body `{body}`")]
    NoSuchBody { body: String },
    #[error("there is no such meeting")]
    NoSuchMeeting,
    #[error("that is done by {needs} of the body")]
    NotYourSeat { needs: &'static str },
    #[error("a meeting is called for a day at most {past} days back and {ahead} days ahead")]
    OutOfRange { past: i64, ahead: i64 },
    #[error("the framework has no agency `{agency}`")]
    NoSuchAgency { agency: AgencyId },
    #[error("the meeting is {state}; that is done when it is {needs}")]
    WrongState { state: &'static str, needs: &'static str },
    #[error("the agenda has no item {item}")]
    NoSuchItem { item: u32 },
    #[error("`{title}` is on the agenda already")]
    OnAgenda { title: String },
    #[error("the link does not begin with https:// or /")]
    LinkUnfit,
    #[error("there are {most} {what} already, which is the most")]
    TooManyHere { what: &'static str, most: usize },
    #[error("`{agency}` has a seat, or was asked already")]
    HasSeat { agency: AgencyId },
    #[error("`{agency}` has no seat in the body and was not co-opted")]
    NotInvited { agency: AgencyId },
    #[error("`{agency}` is there already")]
    ThereAlready { agency: AgencyId },
    #[error("`{agency}` is not there")]
    NotThere { agency: AgencyId },
    #[error("`{agency}` does not preside: the quorum rule of the body says who does")]
    CannotPreside { agency: AgencyId },
    #[error("nobody presides; say who does first")]
    NobodyPresides,
    #[error("{present} of {of} members are there; the quorum is {needed}")]
    NoQuorum { present: u32, of: u32, needed: u32 },
    #[error("{present} of {of} members are there, but the quorum asks for the chair, or a deputy where the rule lets one stand in")]
    NoChair { present: u32, of: u32 },
    #[error("{votes} votes were counted; {present} members are there, and one vote at least is cast")]
    VotesUnfit { votes: u32, present: u32 },
    #[error("what was not adopted makes nobody owe anything")]
    NotAdopted,
    #[error("it has not begun by then, or lies ahead")]
    TimesUnfit,
    #[error("no minutes were written")]
    NoMinutes,
    #[error("the minutes are {state}")]
    MinutesAre { state: &'static str },
    #[error("`{officer}` wrote the minutes; somebody else approves them")]
    SameWriter { officer: OfficerId },
    #[error("the body has none above it that would get the minutes")]
    NoParent,
    #[error("the meeting is confidential: its minutes stay with the body")]
    StaysHere,
    #[error("the meeting has issued no directive `{directive}`")]
    NoSuchDirective { directive: String },
    #[error("the directive has not been answered")]
    NotAnswered,
    #[error("the answer was accepted already, by {officer}")]
    JudgedAlready { officer: OfficerId },
    #[error("`{officer}` gave the answer; somebody else judges it")]
    OwnAnswer { officer: OfficerId },
    #[error("{why}")]
    Owed { why: assignment::Refused },
}

impl From<assignment::Refused> for Refused {
    fn from(why: assignment::Refused) -> Self {
        Self::Owed { why }
    }
}

impl Refused {
    /// The code, as an integrator tests for it.
    pub fn code(&self) -> String {
        match self {
            Self::Owed { why } => why.code(),
            _ => crate::facts::code(self),
        }
    }
}
