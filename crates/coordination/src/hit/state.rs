//! What a hit is, between entries.

use super::fact::{Checked, Cleared, Fact, Found, Instruction, Replied, Reviewed};
use crate::crossing::By;
use serde::Serialize;

/// How long a cleared person meets the same record without a new hit. Days.
pub const CLEARED_DAYS: i64 = 365;
/// Later meetings that the state remembers; all of them are in the journal.
const MAX_MEETINGS: usize = 50;

/// Where a hit is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has compared them.
    Candidate,
    /// It may be the one; a second factor is to be looked at.
    Probable,
    /// A second person has to agree.
    SecondPerson,
    /// It is the one; the owner of the list has to say what is to be done.
    Confirmed,
    /// The owner has said it, and it is to be done.
    Replied,
    /// It is over.
    Closed,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Probable => "probable",
            Self::SecondPerson => "second_person",
            Self::Confirmed => "confirmed",
            Self::Replied => "replied",
            Self::Closed => "closed",
        }
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is not the one listed.
    NoMatch,
    /// Whether it is stayed open; it is on record that they met.
    UnconfirmedLogged,
    /// It is the one, and nothing was done.
    ConfirmedNoAction,
    /// It is the one, and what the list asks for was done.
    ConfirmedAction,
    /// It is not the one, and the person has a case number to show for it.
    Redress,
}

impl Outcome {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoMatch => "no_match",
            Self::UnconfirmedLogged => "unconfirmed_logged",
            Self::ConfirmedNoAction => "confirmed_no_action",
            Self::ConfirmedAction => "confirmed_action",
            Self::Redress => "redress",
        }
    }
}

/// The person is not the one listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clearance {
    /// What was said.
    pub cleared: Cleared,
    /// Who and when.
    pub by: By,
}

/// A hit: what its entries add up to.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What met what.
    pub found: Found,
    /// When.
    pub found_us: i64,
    /// Who compared them.
    pub reviewed: Option<(By, Reviewed)>,
    /// Who looked at a second factor.
    pub checked: Option<(By, Checked)>,
    /// Who agreed.
    pub seconded: Option<(By, bool, String)>,
    /// What the owner said.
    pub replied: Option<(By, Replied)>,
    /// Who did it, whether it was done, and what there is to say of it.
    pub acted: Option<(By, bool, String)>,
    /// When it stayed unanswered, and what followed.
    pub unanswered: Option<(i64, String)>,
    /// Whether and how the person was cleared.
    pub clearance: Option<Clearance>,
    /// Later crossings at which the cleared document met the record.
    pub met_again: Vec<(i64, String)>,
    /// When it ended.
    pub closed_us: Option<i64>,
    /// How many entries it has.
    pub version: u32,
}

impl Hit {
    /// Folds one entry. `None` for a first one that finds nothing.
    pub fn fold(state: Option<&Self>, fact: &Fact, by: &By) -> Option<Self> {
        let Some(state) = state else {
            let Fact::Found(f) = fact else { return None };
            return Some(Self {
                found: f.clone(),
                found_us: by.at_us,
                reviewed: None,
                checked: None,
                seconded: None,
                replied: None,
                acted: None,
                unanswered: None,
                clearance: None,
                met_again: Vec::new(),
                closed_us: None,
                version: 1,
            });
        };
        let mut next = state.clone();
        next.version += 1;
        // What another node recorded of a step that is done stays in the journal: the first one counts.
        match (fact, next.state()) {
            (Fact::Reviewed(f), State::Candidate) => next.reviewed = Some((by.clone(), f.clone())),
            (Fact::Checked(f), State::Candidate | State::Probable) => next.checked = Some((by.clone(), f.clone())),
            (Fact::Seconded(f), State::SecondPerson) => next.seconded = Some((by.clone(), f.agrees, f.reason.clone())),
            (Fact::Replied(f), State::Confirmed) => next.replied = Some((by.clone(), f.clone())),
            (Fact::Acted(f), State::Replied) => next.acted = Some((by.clone(), f.done, f.text.clone())),
            (Fact::Unanswered(f), State::Candidate | State::Probable | State::SecondPerson | State::Confirmed) => {
                next.unanswered = Some((by.at_us, f.default.clone()))
            }
            (Fact::Cleared(f), _) if !next.is_confirmed() && next.clearance.is_none() => {
                next.clearance = Some(Clearance { cleared: f.clone(), by: by.clone() })
            }
            (Fact::MetAgain(f), _) if next.met_again.len() < MAX_MEETINGS => next.met_again.push((by.at_us, f.crossing.clone())),
            _ => {}
        }
        if next.closed_us.is_none() && next.outcome().is_some() {
            next.closed_us = Some(by.at_us);
        }
        Some(next)
    }

    /// Whether a second person has to agree before it counts as confirmed.
    pub fn needs_two(&self) -> bool {
        self.found.action == "arrest"
    }

    /// Whether what is listed and what crosses were found to be one.
    pub fn is_confirmed(&self) -> bool {
        let same = self.checked.as_ref().is_some_and(|(_, c)| c.same);
        same && (!self.needs_two() || self.seconded.as_ref().is_some_and(|(_, agrees, _)| *agrees))
    }

    /// How it ended, when it has.
    pub fn outcome(&self) -> Option<Outcome> {
        if self.clearance.is_some() {
            return Some(Outcome::Redress);
        }
        if self.reviewed.as_ref().is_some_and(|(_, r)| !r.probable) {
            return Some(Outcome::NoMatch);
        }
        if self.checked.as_ref().is_some_and(|(_, c)| !c.same) || self.seconded.as_ref().is_some_and(|(_, agrees, _)| !agrees) {
            return Some(Outcome::UnconfirmedLogged);
        }
        if let Some((_, done, _)) = &self.acted {
            return Some(if *done { Outcome::ConfirmedAction } else { Outcome::ConfirmedNoAction });
        }
        if self.replied.as_ref().is_some_and(|(_, r)| r.instruction == Instruction::LetGo) {
            return Some(Outcome::ConfirmedNoAction);
        }
        // The owner's silence ends a hit where the list says that it does.
        let ends = self.unanswered.as_ref().is_some_and(|(_, default)| default != "escalate");
        ends.then(|| if self.is_confirmed() { Outcome::ConfirmedNoAction } else { Outcome::UnconfirmedLogged })
    }

    /// Where it is.
    pub fn state(&self) -> State {
        if self.outcome().is_some() {
            State::Closed
        } else if self.replied.is_some() {
            State::Replied
        } else if self.is_confirmed() {
            State::Confirmed
        } else if self.checked.is_some() {
            State::SecondPerson
        } else if self.reviewed.is_some() {
            State::Probable
        } else {
            State::Candidate
        }
    }

    /// When time does something to it; never where the list states no clock, which `due_us` 0 says.
    pub fn next_us(&self) -> Option<i64> {
        let waits = self.unanswered.is_none() && self.replied.is_none() && self.outcome().is_none();
        (waits && self.found.due_us > 0).then_some(self.found.due_us)
    }
}
