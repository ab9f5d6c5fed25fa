//! An entry that an agency puts on one of its own lists by hand: asked for by one person, approved by another, over at a stated time.
//!
//! Each entry is a stream of its own. What the framework says of the list (its legal basis, how long an entry lasts, how often it is renewed, what it may be about)
//! is asked when somebody decides, and what follows from it stands in the fact.

use crate::crossing::By;
use crate::facts::facts;
use crate::words::{Unfit, words};
use framework::OfficerId;
use framework::model::List;
use screening::Entry;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest reason, name or number. Bytes.
pub const MAX_WORDS_BYTES: usize = 2_000;
/// Names, birth dates, countries or numbers that one entry may have. Items.
pub const MAX_ITEMS: usize = 50;
const SECOND_US: i64 = 1_000_000;

facts! {
    enum: /// One thing that happened to an entry.
    ;
    /// Somebody wants it on the list.
    Asked = "entry.asked.v1" { list: String, subject: String, entry: Entry, reason: String, max_s: i64 }
    /// Somebody else agrees, and it is in force.
    Approved = "entry.approved.v1" { until_us: i64 }
    /// Somebody wants it to last longer.
    RenewalAsked = "entry.renewal_asked.v1" { reason: String }
    /// Somebody else agrees that it lasts longer.
    Renewed = "entry.renewed.v1" { until_us: i64 }
    /// It is on the list no longer, or never was.
    Ended = "entry.ended.v1" { reason: String }
}

/// Where an entry is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits for a second person.
    Asked,
    /// Searched.
    InForce,
    /// Its time is over.
    Expired,
    /// Taken off, or refused.
    Ended,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::InForce => "in_force",
            Self::Expired => "expired",
            Self::Ended => "ended",
        }
    }
}

/// An entry of a list: what its facts add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The list.
    pub list: String,
    /// What it is about, in the framework's words: person, document, vehicle, vessel, aircraft, organisation.
    pub subject: String,
    /// What is searched for.
    pub entry: Entry,
    /// Why it is there.
    pub reason: String,
    /// How long it lasts once approved. Seconds.
    pub max_s: i64,
    /// Who asked for it.
    pub by: By,
    /// Who approved it.
    pub approved: Option<By>,
    /// Until when it is in force. Microseconds since 1970, UTC; 0 before it is approved.
    pub until_us: i64,
    /// Who asked for more time, and why.
    pub renewal: Option<(By, String)>,
    /// How often it was renewed.
    pub renewals: u32,
    /// Who ended it, and why.
    pub ended: Option<(By, String)>,
}

impl Listing {
    /// Folds one entry of the journal. `None` for a first one that asks for nothing.
    pub fn fold(state: Option<&Self>, fact: &Fact, by: &By) -> Option<Self> {
        let Some(state) = state else {
            let Fact::Asked(f) = fact else { return None };
            return Some(Self {
                list: f.list.clone(),
                subject: f.subject.clone(),
                entry: f.entry.clone(),
                reason: f.reason.clone(),
                max_s: f.max_s,
                by: by.clone(),
                approved: None,
                until_us: 0,
                renewal: None,
                renewals: 0,
                ended: None,
            });
        };
        let mut next = state.clone();
        match fact {
            Fact::Asked(_) => {}
            Fact::Approved(f) => {
                if next.approved.is_none() {
                    (next.approved, next.until_us) = (Some(by.clone()), f.until_us);
                }
            }
            Fact::RenewalAsked(f) => next.renewal = Some((by.clone(), f.reason.clone())),
            Fact::Renewed(f) => {
                if next.renewal.take().is_some() {
                    (next.until_us, next.renewals) = (f.until_us.max(next.until_us), next.renewals + 1);
                }
            }
            Fact::Ended(f) => {
                next.ended.get_or_insert_with(|| (by.clone(), f.reason.clone()));
            }
        }
        Some(next)
    }

    /// Where it is at a time.
    pub fn state(&self, now_us: i64) -> State {
        match (&self.ended, &self.approved) {
            (Some(_), _) => State::Ended,
            (None, None) => State::Asked,
            (None, Some(_)) if self.until_us <= now_us => State::Expired,
            (None, Some(_)) => State::InForce,
        }
    }

    /// Whoever wrote what is to be approved now: the entry, or its renewal.
    pub fn author(&self) -> &OfficerId {
        self.renewal.as_ref().map_or(&self.by.officer, |(by, _)| &by.officer)
    }
}

/// What somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Agree to the entry, or to its renewal.
    Approve,
    /// Let it last longer.
    Renew {
        /// Why.
        reason: String,
    },
    /// Take it off, or refuse it.
    End {
        /// Why.
        reason: String,
    },
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Refused {
    #[error("the list `{list}` takes entries on {known}; this one is on `{subject}`")]
    Subject { list: String, subject: String, known: String },
    #[error(transparent)]
    Words(#[from] Unfit),
    #[error("{field} has {count} items; at most {most} are taken")]
    TooMany { field: &'static str, count: usize, most: usize },
    #[error("an entry on {subject} has a {needs}, and this one has none")]
    Nothing { subject: String, needs: &'static str },
    #[error("the framework states no longest duration for the list `{list}`: without one nothing is put on it")]
    NoEnd { list: String },
    #[error("an entry of the list `{list}` lasts 1 to {most} days; {days} were asked for")]
    Days { list: String, days: i64, most: i64 },
    #[error("`{officer}` asked for it; somebody else approves it")]
    SamePerson { officer: OfficerId },
    #[error("nothing waits for approval")]
    NothingToApprove,
    #[error("only an entry in force is renewed; this one is {state}")]
    NotInForce { state: &'static str },
    #[error("entries of the list `{list}` are renewed {most} times at most")]
    NoMoreRenewals { list: String, most: u32 },
    #[error("its renewal waits for approval already")]
    RenewalWaits,
    #[error("the entry ended already")]
    Over,
}

impl Refused {
    /// The code, as an integrator tests for it.
    pub fn code(&self) -> String {
        crate::facts::code(self)
    }
}

/// A length of the framework. Seconds.
pub(crate) fn seconds(length: Option<&str>) -> Option<i64> {
    length.and_then(framework::duration).and_then(|s| i64::try_from(s).ok())
}

/// Asks for an entry. `days` is how long it shall last once approved; the longest the list allows when absent.
///
/// # Errors
/// See [`Refused`].
pub fn ask(list: &List, subject: &str, mut entry: Entry, reason: &str, days: Option<i64>) -> Result<Fact, Refused> {
    let id = list.id.get_ref();
    if list.subjects.iter().all(|s| s.get_ref() != subject) {
        let known: Vec<&str> = list.subjects.iter().map(|s| s.get_ref().as_str()).collect();
        return Err(Refused::Subject { list: id.clone(), subject: subject.to_owned(), known: known.join(", ") });
    }
    for (field, count) in [
        ("names", entry.names.len()),
        ("born", entry.born.len()),
        ("countries", entry.countries.len()),
        ("documents", entry.documents.len()),
    ] {
        if count > MAX_ITEMS {
            return Err(Refused::TooMany { field, count, most: MAX_ITEMS });
        }
    }
    for name in &mut entry.names {
        name.text = words("name", &name.text, MAX_WORDS_BYTES)?;
    }
    for (field, texts) in [("country", &mut entry.countries), ("document", &mut entry.documents)] {
        for text in texts {
            *text = words(field, text, MAX_WORDS_BYTES)?;
        }
    }
    // A document or a vehicle is found by its number alone.
    let numbered = matches!(subject, "document" | "vehicle");
    if numbered && entry.documents.is_empty() {
        return Err(Refused::Nothing { subject: subject.to_owned(), needs: "number" });
    }
    if !numbered && entry.names.is_empty() {
        return Err(Refused::Nothing { subject: subject.to_owned(), needs: "name" });
    }
    let longest = seconds(list.max.as_ref().map(|l| l.get_ref().as_str())).ok_or_else(|| Refused::NoEnd { list: id.clone() })?;
    let most = longest / 86_400;
    let max_s = match days {
        None => longest,
        Some(days) if (1..=most).contains(&days) => days * 86_400,
        Some(days) => return Err(Refused::Days { list: id.clone(), days, most }),
    };
    Ok(Asked { list: id.clone(), subject: subject.to_owned(), entry, reason: words("reason", reason, MAX_WORDS_BYTES)?, max_s }.into())
}

/// Decides. Whether the officer may do such a thing at all is asked of the sharing rules before.
///
/// # Errors
/// See [`Refused`].
pub fn decide(list: &List, state: &Listing, officer: &OfficerId, now_us: i64, command: &Command) -> Result<Fact, Refused> {
    let at = state.state(now_us);
    if at == State::Ended {
        return Err(Refused::Over);
    }
    match command {
        Command::Approve => {
            if state.author() == officer {
                return Err(Refused::SamePerson { officer: officer.clone() });
            }
            match (at, &state.renewal) {
                (State::Asked, _) => Ok(Approved { until_us: now_us.saturating_add(state.max_s.saturating_mul(SECOND_US)) }.into()),
                (State::InForce, Some(_)) => {
                    let more = seconds(list.renewal.as_ref().map(|l| l.get_ref().as_str())).unwrap_or(state.max_s);
                    Ok(Renewed { until_us: state.until_us.saturating_add(more.saturating_mul(SECOND_US)) }.into())
                }
                _ => Err(Refused::NothingToApprove),
            }
        }
        Command::Renew { reason } => {
            if at != State::InForce {
                return Err(Refused::NotInForce { state: at.word() });
            }
            let most = list.renewals.unwrap_or(0);
            if state.renewals >= most {
                return Err(Refused::NoMoreRenewals { list: state.list.clone(), most });
            }
            if state.renewal.is_some() {
                return Err(Refused::RenewalWaits);
            }
            Ok(RenewalAsked { reason: words("reason", reason, MAX_WORDS_BYTES)? }.into())
        }
        Command::End { reason } => Ok(Ended { reason: words("reason", reason, MAX_WORDS_BYTES)? }.into()),
    }
}
