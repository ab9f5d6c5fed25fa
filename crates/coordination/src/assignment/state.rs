//! What an assignment is, between entries.

use super::fact::{Fact, Outcome, Rung};
use super::party::Party;
use crate::crossing::By;
use framework::AgencyId;
use serde::Serialize;

const MICROS: i64 = 1_000_000;
/// Notes that are kept in the state; all of them are in the journal.
const MAX_NOTES: usize = 100;

/// Where an assignment is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has seen it.
    New,
    /// Seen.
    Acknowledged,
    /// Somebody is at it.
    Accepted,
    /// Everybody on the ladder has been told: it is on the agenda of the last.
    OnAgenda,
    /// Done.
    Answered,
    /// Not done, for a reason.
    Declined,
    /// Not owed any more.
    Withdrawn,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Acknowledged => "acknowledged",
            Self::Accepted => "accepted",
            Self::OnAgenda => "on_agenda",
            Self::Answered => "answered",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With an answer.
    Answered(Outcome),
    /// Those who owed it will not.
    Declined,
    /// Those it was owed to let it go.
    Withdrawn,
}

/// The end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// How.
    pub kind: Ending,
    /// The answer, or the reason.
    pub text: String,
    /// Who and when.
    pub by: By,
}

/// Somebody handed it on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// Who owed it before.
    pub from: Party,
    /// Why.
    pub reason: String,
    /// Who and when.
    pub by: By,
}

/// A rung that was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Who.
    pub to: Party,
    /// When.
    pub at_us: i64,
    /// Why before its time; empty when the clock told it.
    pub reason: String,
    /// Who of them has seen it, and when.
    pub acknowledged: Option<By>,
}

/// Something to know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// In words.
    pub text: String,
    /// Where to look; may be empty.
    pub link: String,
    /// Who and when.
    pub by: By,
}

/// One thing that somebody owes somebody by a time: what its entries add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Its kind, which is the id of its clock.
    pub kind: String,
    /// To whom it is owed.
    pub from: Party,
    /// Who owes it now.
    pub to: Party,
    /// What is owed.
    pub owed: String,
    /// What kind of thing it is about; may be empty.
    pub about_kind: String,
    /// The id of what it is about.
    pub about: String,
    /// The crossing point it belongs to; empty for none.
    pub point: String,
    /// The framework's version it was made under.
    pub framework: String,
    /// Who made it, and when.
    pub made: By,
    /// When it is due. Microseconds since 1970, UTC.
    pub due_us: i64,
    /// Whom to tell when it is late.
    pub ladder: Vec<Rung>,
    /// The one agency that may know of it, where it is known to one alone.
    pub silent_of: Option<AgencyId>,
    /// What it comes to is said at what it is about.
    pub answered_there: bool,
    /// Who has seen it.
    pub acknowledged: Option<By>,
    /// Who is at it.
    pub accepted: Option<By>,
    /// Through whose hands it went.
    pub hands: Vec<Hand>,
    /// Which rungs were told.
    pub told: Vec<Told>,
    /// What there is to know about it.
    pub notes: Vec<Note>,
    /// How it ended.
    pub end: Option<End>,
    /// How many entries it has.
    pub version: u32,
    /// When the last of them happened.
    pub touched_us: i64,
}

impl Assignment {
    /// Folds one entry. `None` for a first entry that makes no assignment.
    pub fn fold(state: Option<&Self>, fact: &Fact, by: &By) -> Option<Self> {
        let Some(state) = state else {
            let Fact::Made(f) = fact else { return None };
            return Some(Self {
                kind: f.assignment.clone(),
                from: f.from.clone(),
                to: f.to.clone(),
                owed: f.owed.clone(),
                about_kind: f.about_kind.clone(),
                about: f.about.clone(),
                point: f.point.clone(),
                framework: f.framework.clone(),
                made: by.clone(),
                due_us: f.due_us,
                ladder: f.ladder.clone(),
                silent_of: f.silent_of.clone(),
                answered_there: f.answered_there,
                acknowledged: None,
                accepted: None,
                hands: Vec::new(),
                told: Vec::new(),
                notes: Vec::new(),
                end: None,
                version: 1,
                touched_us: by.at_us,
            });
        };
        let mut next = state.clone();
        next.version += 1;
        next.touched_us = by.at_us;
        next.apply(fact, by);
        Some(next)
    }

    fn apply(&mut self, fact: &Fact, by: &By) {
        if let Fact::Noted(f) = fact {
            if self.notes.len() < MAX_NOTES {
                self.notes.push(Note { text: f.text.clone(), link: f.link.clone(), by: by.clone() });
            }
            return;
        }
        // The first end is the end; what another node recorded after it stays in the journal.
        if self.end.is_some() {
            return;
        }
        let end = |kind, text: &str| Some(End { kind, text: text.to_owned(), by: by.clone() });
        match fact {
            Fact::Made(_) | Fact::Noted(_) => {}
            Fact::Acknowledged(_) => {
                self.acknowledged.get_or_insert_with(|| by.clone());
            }
            Fact::Accepted(_) => {
                self.acknowledged.get_or_insert_with(|| by.clone());
                self.accepted = Some(by.clone());
            }
            Fact::HandedOn(f) => {
                let from = std::mem::replace(&mut self.to, f.to.clone());
                self.hands.push(Hand { from, reason: f.reason.clone(), by: by.clone() });
                self.acknowledged = None;
                self.accepted = None;
            }
            Fact::Answered(f) => self.end = end(Ending::Answered(f.outcome), &f.text),
            Fact::Declined(f) => self.end = end(Ending::Declined, &f.reason),
            Fact::Withdrawn(f) => self.end = end(Ending::Withdrawn, &f.reason),
            Fact::Escalated(f) => {
                if f.rung as usize == self.told.len() {
                    self.told.push(Told { to: f.to.clone(), at_us: by.at_us, reason: f.reason.clone(), acknowledged: None });
                }
            }
            Fact::RungAcknowledged(f) => {
                if let Some(told) = self.told.get_mut(f.rung as usize) {
                    told.acknowledged.get_or_insert_with(|| by.clone());
                }
            }
        }
    }

    /// In one word.
    pub fn state(&self) -> State {
        match &self.end {
            Some(End { kind: Ending::Answered(_), .. }) => State::Answered,
            Some(End { kind: Ending::Declined, .. }) => State::Declined,
            Some(End { kind: Ending::Withdrawn, .. }) => State::Withdrawn,
            None if !self.ladder.is_empty() && self.told.len() >= self.ladder.len() => State::OnAgenda,
            None if self.accepted.is_some() => State::Accepted,
            None if self.acknowledged.is_some() => State::Acknowledged,
            None => State::New,
        }
    }

    /// When the next rung is to be told, unless something happens before: so long after the clock ran out as the ladder says; and where the rung before has seen it,
    /// not sooner than the ladder's distance after that. `None` when it is over or everybody has been told.
    pub fn next_us(&self) -> Option<i64> {
        if self.end.is_some() {
            return None;
        }
        let n = self.told.len();
        let rung = self.ladder.get(n)?;
        let by_ladder = self.due_us.saturating_add(rung.after_s.saturating_mul(MICROS));
        let last = n.checked_sub(1).and_then(|n| Some((self.ladder.get(n)?, self.told.get(n)?)));
        let patience = last.and_then(|(before, told)| {
            let seen = told.acknowledged.as_ref()?.at_us;
            Some(seen.saturating_add((rung.after_s - before.after_s).max(0).saturating_mul(MICROS)))
        });
        Some(by_ladder.max(patience.unwrap_or(i64::MIN)))
    }

    /// Everybody it waits for: those who owe it, and the rungs that were told.
    pub fn waits_for(&self) -> impl Iterator<Item = &Party> {
        std::iter::once(&self.to).chain(self.told.iter().map(|t| &t.to)).filter(|_| self.end.is_none())
    }

    /// Everybody who has to do with it.
    pub fn parties(&self) -> impl Iterator<Item = &Party> {
        [&self.from, &self.to].into_iter().chain(self.told.iter().map(|t| &t.to)).chain(self.hands.iter().map(|h| &h.from))
    }
}
