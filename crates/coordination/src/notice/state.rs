//! What a notice is, between entries.

use super::content::Content;
use super::fact::{Drafted, Fact, Issued, Recipient, Reviewed, TookEffect};
use crate::crossing::By;
use framework::{AgencyId, PointId, StateCode};
use serde::Serialize;
use std::collections::BTreeMap;

/// Texts that one notice may have.
pub(super) const MAX_DRAFTS: u32 = 100;

/// Where a notice is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits to be issued.
    Draft,
    /// Issued, and not in force yet.
    Coming,
    /// It applies.
    InForce,
    /// Its own time is over.
    Ended,
    /// Taken back.
    Withdrawn,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Coming => "coming",
            Self::InForce => "in_force",
            Self::Ended => "ended",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One text of a notice, and what was done with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// What it says, and who wrote it.
    pub written: Option<(By, Drafted)>,
    /// Who issued it.
    pub issued: Option<(By, Issued)>,
    /// Who has acknowledged it, and with what words.
    pub acknowledged: BTreeMap<(PointId, AgencyId), (By, String)>,
    /// When its time came.
    pub took_effect: Option<(By, TookEffect)>,
}

/// A notice: what its facts add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notice {
    /// Its texts by their numbers.
    pub drafts: BTreeMap<u32, Draft>,
    /// Who took it back, and why.
    pub withdrawn: Option<(By, String)>,
    /// What became of it.
    pub reviewed: Option<(By, Reviewed)>,
}

/// A text that was written and issued.
#[derive(Debug, Clone, Copy)]
pub(super) struct Current<'a> {
    pub number: u32,
    pub content: &'a Content,
    pub draft: &'a Draft,
    pub issued: &'a Issued,
}

/// Keeps the earlier of two that say the same; of two of one moment, the one that sorts first, so that the order in which they arrive does not matter.
fn earlier<T: Clone + Serialize>(kept: &mut Option<(By, T)>, by: &By, said: &T) {
    let key =
        |by: &By, said: &T| (by.at_us, by.officer.to_string(), by.agency.to_string(), serde_json::to_string(said).unwrap_or_default());
    if kept.as_ref().is_none_or(|(b, s)| key(by, said) < key(b, s)) {
        *kept = Some((by.clone(), said.clone()));
    }
}

impl Notice {
    /// Folds one entry of the journal. Entries come in any order: what is not known yet is added when its entry comes.
    pub fn fold(state: Option<&Self>, fact: &Fact, by: &By) -> Self {
        let mut next = state.cloned().unwrap_or_default();
        match fact {
            Fact::Drafted(f) => earlier(&mut next.drafts.entry(f.draft).or_default().written, by, f),
            Fact::Issued(f) => earlier(&mut next.drafts.entry(f.draft).or_default().issued, by, f),
            Fact::Acknowledged(f) => {
                let all = &mut next.drafts.entry(f.draft).or_default().acknowledged;
                let place = (f.point.clone(), f.agency.clone());
                let mut kept = all.remove(&place);
                earlier(&mut kept, by, &f.text);
                all.extend(kept.map(|k| (place, k)));
            }
            Fact::TookEffect(f) => earlier(&mut next.drafts.entry(f.draft).or_default().took_effect, by, f),
            Fact::Withdrawn(f) => earlier(&mut next.withdrawn, by, &f.reason),
            Fact::Reviewed(f) => earlier(&mut next.reviewed, by, f),
        }
        next
    }

    /// The agency whose notice it is, and its state; `None` until a text of it is here.
    pub fn owner(&self) -> Option<(&AgencyId, &StateCode)> {
        self.drafts.values().find_map(|d| d.written.as_ref()).map(|(_, w)| (&w.agency, &w.state))
    }

    /// The text that holds: the last that was issued.
    pub(super) fn current(&self) -> Option<Current<'_>> {
        self.drafts.iter().rev().find_map(|(number, draft)| {
            let (written, issued) = (draft.written.as_ref()?, draft.issued.as_ref()?);
            Some(Current { number: *number, content: &written.1.content, draft, issued: &issued.1 })
        })
    }

    /// The number of the text that holds, with the text.
    pub fn issued(&self) -> Option<(u32, &Draft)> {
        self.current().map(|c| (c.number, c.draft))
    }

    /// The number of the text that waits to be issued, with the text: the last that was written, where none after it was issued.
    pub fn pending(&self) -> Option<(u32, &Draft)> {
        let (number, draft) = self.drafts.iter().rev().find(|(_, d)| d.written.is_some())?;
        let waits = draft.issued.is_none() && self.withdrawn.is_none();
        waits.then_some((*number, draft))
    }

    /// What it says: the text that holds, or else the last that was written.
    pub fn content(&self) -> Option<&Content> {
        let last = || self.drafts.values().rev().find_map(|d| d.written.as_ref()).map(|(_, w)| &w.content);
        self.current().map(|c| c.content).or_else(last)
    }

    /// The number that the next text has.
    pub fn next_draft(&self) -> u32 {
        self.drafts.keys().next_back().map_or(1, |n| n.saturating_add(1))
    }

    /// Where it is at a time.
    pub fn state(&self, now_us: i64) -> State {
        match self.current() {
            _ if self.withdrawn.is_some() => State::Withdrawn,
            None => State::Draft,
            Some(c) if now_us < c.content.effective_us => State::Coming,
            Some(c) if c.content.ends_us.is_some_and(|ends| ends <= now_us) => State::Ended,
            Some(_) => State::InForce,
        }
    }

    /// Those who have to acknowledge the text that holds, each with who did.
    pub fn recipients(&self) -> Vec<(&Recipient, Option<&By>)> {
        let Some(c) = self.current() else { return Vec::new() };
        let by = |r: &Recipient| c.draft.acknowledged.get(&(r.point.clone(), r.agency.clone())).map(|(by, _)| by);
        c.issued.recipients.iter().map(|r| (r, by(r))).collect()
    }

    /// When time does something to it next: the text that holds takes effect. Microseconds since 1970, UTC.
    pub fn next_us(&self) -> Option<i64> {
        let c = self.current().filter(|c| self.withdrawn.is_none() && c.draft.took_effect.is_none())?;
        Some(c.content.effective_us)
    }
}
