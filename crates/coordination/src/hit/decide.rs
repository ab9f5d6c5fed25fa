//! What may be done with a hit. Refuses before anything becomes an entry.

use super::fact::{Acted, Checked, Cleared, Fact, Factor, Instruction, Replied, Reviewed, Seconded, Unanswered};
use super::state::{CLEARED_DAYS, Hit, State};
use crate::assignment::{self, AssignmentId, Make, Outcome as Answer, Party};
use crate::crossing::By;
use crate::words::{Unfit, words};
use framework::access::Officer;
use framework::model::List;
use framework::{AgencyId, OfficerId, PointId};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest reason or text. Bytes.
pub const MAX_WORDS_BYTES: usize = 4_000;
const DAY_US: i64 = 86_400_000_000;

/// What somebody does with a hit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Compare what crosses with what is listed.
    Review {
        /// Whether it may be the one.
        probable: bool,
        /// Why.
        reason: String,
    },
    /// Look at a second factor.
    Check {
        /// Which.
        factor: Factor,
        /// Whether it is the one.
        same: bool,
        /// What was seen.
        reason: String,
    },
    /// Agree with whoever looked, or not.
    Second {
        /// Whether one does.
        agrees: bool,
        /// Why.
        reason: String,
    },
    /// Say, for the owner of the list, what is to be done.
    Reply {
        /// What.
        instruction: Instruction,
        /// In words.
        text: String,
    },
    /// Say what was done.
    Act {
        /// Whether it was.
        done: bool,
        /// In words.
        text: String,
    },
    /// Say that the person is not the one listed, and give a case number.
    Clear {
        /// Why.
        reason: String,
    },
    /// Time has passed.
    #[serde(skip)]
    Tick,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Refused {
    #[error(transparent)]
    Words(#[from] Unfit),
    #[error("the hit is {state}; that is done when it is {needs}")]
    NotNow { state: &'static str, needs: &'static str },
    #[error("`{officer}` looked at it first; somebody else agrees, since it may end in an arrest")]
    SamePerson { officer: OfficerId },
    #[error("what is to be done says the owner of the list, `{owner}`")]
    NotTheOwner { owner: AgencyId },
    #[error("it is the one listed; who contests the entry turns to: {appeal}")]
    IsTheOne { appeal: String },
    #[error("the person was cleared already, under case {case}")]
    ClearedAlready { case: String },
    #[error("a person is cleared by the number of a document, and none was shown")]
    NoDocument,
    #[error("there is no such hit")]
    NoSuchHit,
}

impl Refused {
    /// The code, as an integrator tests for it.
    pub fn code(&self) -> String {
        crate::facts::code(self)
    }
}

/// Decides what a command comes to; no fact where time has nothing to do. `case` is the number that a cleared person gets, `appeal` where the list's appeals go.
///
/// # Errors
/// See [`Refused`].
pub fn decide(hit: &Hit, officer: &Officer, now_us: i64, case: &str, appeal: &str, command: &Command) -> Result<Option<Fact>, Refused> {
    let at = hit.state();
    let must = |fits: bool, needs: &'static str| if fits { Ok(()) } else { Err(Refused::NotNow { state: at.word(), needs }) };
    Ok(Some(match command {
        Command::Review { probable, reason } => {
            must(at == State::Candidate, "candidate")?;
            Reviewed { probable: *probable, reason: words("reason", reason, MAX_WORDS_BYTES)? }.into()
        }
        Command::Check { factor, same, reason } => {
            must(at == State::Probable, "probable")?;
            Checked { factor: *factor, same: *same, reason: words("reason", reason, MAX_WORDS_BYTES)? }.into()
        }
        Command::Second { agrees, reason } => {
            must(at == State::SecondPerson, "second_person")?;
            if let Some((by, _)) = hit.checked.as_ref().filter(|(by, _)| by.officer == officer.id) {
                return Err(Refused::SamePerson { officer: by.officer.clone() });
            }
            Seconded { agrees: *agrees, reason: words("reason", reason, MAX_WORDS_BYTES)? }.into()
        }
        Command::Reply { instruction, text } => {
            must(at == State::Confirmed, "confirmed")?;
            if officer.agency != hit.found.owner {
                return Err(Refused::NotTheOwner { owner: hit.found.owner.clone() });
            }
            Replied { instruction: *instruction, text: words("text", text, MAX_WORDS_BYTES)? }.into()
        }
        Command::Act { done, text } => {
            must(at == State::Replied, "replied")?;
            Acted { done: *done, text: words("text", text, MAX_WORDS_BYTES)? }.into()
        }
        Command::Clear { reason } => {
            if let Some(c) = &hit.clearance {
                return Err(Refused::ClearedAlready { case: c.cleared.case.clone() });
            }
            if hit.is_confirmed() {
                return Err(Refused::IsTheOne { appeal: appeal.to_owned() });
            }
            // Clearing ends a hit: somebody has compared first, or time has ended it.
            must(at != State::Candidate, "reviewed")?;
            if hit.found.asked.number.is_empty() {
                return Err(Refused::NoDocument);
            }
            Cleared {
                case: case.to_owned(),
                document: hit.found.asked.number.clone(),
                issuer: hit.found.asked.issuer.clone(),
                until_us: now_us + CLEARED_DAYS * DAY_US,
                reason: words("reason", reason, MAX_WORDS_BYTES)?,
            }
            .into()
        }
        Command::Tick => {
            let due = hit.next_us().is_some_and(|at| at <= now_us);
            return Ok(due.then(|| Unanswered { default: hit.found.on_silence.clone() }.into()));
        }
    }))
}

/// The commands that an officer may give now, by their words.
pub fn offers(hit: &Hit, officer: &Officer, now_us: i64) -> Vec<&'static str> {
    let why = || "?".to_owned();
    let all = [
        ("review", Command::Review { probable: true, reason: why() }),
        ("check", Command::Check { factor: Factor::Other, same: true, reason: why() }),
        ("second", Command::Second { agrees: true, reason: why() }),
        ("reply", Command::Reply { instruction: Instruction::Act, text: why() }),
        ("act", Command::Act { done: true, text: why() }),
        ("clear", Command::Clear { reason: why() }),
    ];
    all.into_iter().filter(|(_, c)| decide(hit, officer, now_us, "?", "", c).is_ok()).map(|(word, _)| word).collect()
}

/// What a hit makes somebody owe: the owner's duty desk, or the owner's duty officers where the list names no desk. `None` where the list has no clock for it.
pub fn owed(list: &List, point: &PointId, hit: &str) -> Option<Make> {
    let owner: AgencyId = list.owner.get_ref().as_str().into();
    let to = match &list.duty_desk {
        Some(desk) => Party::desk(desk.get_ref().as_str().into()),
        None => Party { agency: Some(owner.clone()), ..Party::role("duty", None) },
    };
    let silent = list.visibility.get_ref() == "silent";
    // A silent hit is the owner's own business: nobody else is owed an answer, or told that there is a question.
    let from = if silent { to.clone() } else { Party::role("joc_lead", Some(point)) };
    Some(Make {
        kind: list.answer.as_ref()?.get_ref().clone(),
        from,
        to,
        owed: format!("Answer a hit on the list: {}", list.name),
        about_kind: "hit".to_owned(),
        about: hit.to_owned(),
        point: Some(point.clone()),
        due_us: None,
        silent_of: silent.then_some(owner),
        answered_there: true,
    })
}

/// What becomes of what is owed for a hit when a fact comes to it.
pub fn follow(hit: &Hit, fact: &Fact, by: &By, known: impl Fn(&str) -> bool) -> Option<(AssignmentId, assignment::Fact)> {
    let id = hit.found.assignment.as_deref().filter(|id| known(id))?;
    let after = Hit::fold(Some(hit), fact, by)?;
    let answered = |outcome, text: &str| assignment::Answered { outcome, text: text.to_owned() }.into();
    let fact = match fact {
        Fact::Unanswered(f) if after.closed_us.is_some() => answered(Answer::Refused, &format!("not answered in time: {}", f.default)),
        Fact::Replied(_) => answered(Answer::Full, "see the hit"),
        _ => answered(Answer::Full, after.outcome()?.word()),
    };
    Some((id.into(), fact))
}
