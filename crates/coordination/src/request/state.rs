//! What a request for information is, between entries.

use super::fact::{Answered, Asked, Fact, Ground, Judged, Recipient, Released};
use crate::assignment::Outcome;
use crate::crossing::By;
use framework::AgencyId;
use serde::Serialize;

/// Where a request is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not answered.
    Asked,
    /// In full.
    Answered,
    /// In part.
    Part,
    /// Nothing was given, for a ground.
    Refused,
    /// The asker let it go before it was answered.
    Withdrawn,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::Part => "part",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Something that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// As it is now; empty once it was recalled.
    pub text: String,
    /// Where to look; may be empty.
    pub link: String,
    /// Who gave it, and when.
    pub by: By,
    /// How often it was corrected.
    pub corrections: u32,
    /// Whether it must not be used any more.
    pub recalled: bool,
}

/// Something that was given is otherwise, or must not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub item: u32,
    /// Whether it was recalled and not corrected.
    pub recalled: bool,
    /// Why.
    pub reason: String,
    /// Who said so, and when.
    pub by: By,
    /// Who has to know.
    pub recipients: Vec<Recipient>,
    /// Who knows.
    pub confirmed: Vec<By>,
}

impl Change {
    /// Those who have not said that they know.
    pub fn waiting(&self) -> impl Iterator<Item = &Recipient> {
        self.recipients.iter().filter(|r| self.confirmed.iter().all(|by| by.agency != r.agency))
    }
}

/// A request for information: what its entries add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What was asked.
    pub asked: Asked,
    /// Who asked, and when.
    pub by: By,
    /// How it was answered: the ground is for what was not given.
    pub answer: Option<(By, Outcome, Option<Ground>, String)>,
    /// What was given.
    pub given: Vec<Given>,
    /// What of it changed.
    pub changes: Vec<Change>,
    /// What came of it.
    pub judged: Vec<(By, Judged)>,
    /// To whom else it was given.
    pub released: Vec<(By, Released)>,
    /// Who let it go, and why.
    pub withdrawn: Option<(By, String)>,
    /// How many entries it has.
    pub version: u32,
    /// When the last of them happened. Microseconds since 1970, UTC.
    pub touched_us: i64,
}

impl Request {
    /// Folds one entry of the journal. `None` for a first one that asks for nothing.
    pub fn fold(state: Option<&Self>, fact: &Fact, by: &By) -> Option<Self> {
        let Some(state) = state else {
            let Fact::Asked(asked) = fact else { return None };
            return Some(Self {
                asked: asked.clone(),
                by: by.clone(),
                answer: None,
                given: Vec::new(),
                changes: Vec::new(),
                judged: Vec::new(),
                released: Vec::new(),
                withdrawn: None,
                version: 1,
                touched_us: by.at_us,
            });
        };
        let mut next = state.clone();
        next.version += 1;
        next.touched_us = next.touched_us.max(by.at_us);
        next.apply(fact, by);
        Some(next)
    }

    fn apply(&mut self, fact: &Fact, by: &By) {
        let given = |text: &str, link: &str| Given {
            text: text.to_owned(),
            link: link.to_owned(),
            by: by.clone(),
            corrections: 0,
            recalled: false,
        };
        match fact {
            Fact::Asked(_) => {}
            Fact::Answered(Answered { outcome, ground, text, link }) => {
                // The first end is the end.
                if self.state() == State::Asked {
                    self.answer =
                        Some((by.clone(), *outcome, *ground, if *outcome == Outcome::Refused { text.clone() } else { String::new() }));
                    if *outcome != Outcome::Refused {
                        self.given.push(given(text, link));
                    }
                }
            }
            Fact::Supplemented(f) => self.given.push(given(&f.text, &f.link)),
            Fact::Corrected(f) => self.change(f.item, Some(&f.text), &f.reason, &f.recipients, by),
            Fact::Recalled(f) => self.change(f.item, None, &f.reason, &f.recipients, by),
            Fact::Confirmed(f) => {
                if let Some(change) = self.changes.get_mut(f.change as usize)
                    && change.confirmed.iter().all(|by| by.agency != f.agency)
                {
                    change.confirmed.push(By { agency: f.agency.clone(), ..by.clone() });
                }
            }
            Fact::Judged(f) => self.judged.push((by.clone(), f.clone())),
            Fact::Released(f) => {
                if self.released.iter().all(|(_, r)| r.to != f.to) {
                    self.released.push((by.clone(), f.clone()));
                }
            }
            Fact::Withdrawn(f) => {
                if self.state() == State::Asked {
                    self.withdrawn = Some((by.clone(), f.reason.clone()));
                }
            }
        }
    }

    fn change(&mut self, item: u32, text: Option<&str>, reason: &str, recipients: &[Recipient], by: &By) {
        let Some(given) = self.given.get_mut(item as usize) else { return };
        // What was recalled stays recalled.
        match text {
            Some(text) if !given.recalled => {
                given.corrections += 1;
                text.clone_into(&mut given.text);
            }
            Some(_) => {}
            None => {
                given.recalled = true;
                given.text.clear();
                given.link.clear();
            }
        }
        self.changes.push(Change {
            item,
            recalled: text.is_none(),
            reason: reason.to_owned(),
            by: by.clone(),
            recipients: recipients.to_vec(),
            confirmed: Vec::new(),
        });
    }

    /// In one word.
    pub fn state(&self) -> State {
        match (&self.answer, &self.withdrawn) {
            (Some((_, Outcome::Full, ..)), _) => State::Answered,
            (Some((_, Outcome::Part, ..)), _) => State::Part,
            (Some((_, Outcome::Refused, ..)), _) => State::Refused,
            (None, Some(_)) => State::Withdrawn,
            (None, None) => State::Asked,
        }
    }

    /// The agencies that have what was given, whoever gave it left out.
    pub fn recipients(&self) -> impl Iterator<Item = &AgencyId> {
        std::iter::once(&self.asked.from).chain(self.released.iter().map(|(_, r)| &r.to))
    }

    /// Whether an agency has something to say yet: that it knows of a change.
    pub fn waits_for(&self, agency: &AgencyId) -> bool {
        self.changes.iter().any(|c| c.waiting().any(|r| r.agency == *agency))
    }

    /// The assignment by which an agency says that it knows of a change.
    pub fn confirms(&self, change: u32, agency: &AgencyId) -> Option<&Recipient> {
        self.changes.get(change as usize)?.recipients.iter().find(|r| r.agency == *agency)
    }
}
