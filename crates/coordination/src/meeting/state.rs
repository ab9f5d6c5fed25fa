//! What a meeting is, between entries.

use super::body::{Count, Seated};
use super::fact::{Called, Fact, How};
use super::item::Item;
use crate::assignment::Party;
use crate::crossing::By;
use framework::{AgencyId, OfficerId};
use serde::{Deserialize, Serialize};

/// Where a meeting is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is to come.
    Called,
    /// It was called off.
    Cancelled,
    /// It is being held.
    Open,
    /// It was held.
    Closed,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Cancelled => "cancelled",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// Where its minutes are, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MinutesState {
    /// Nobody has written any.
    None,
    /// Written.
    Draft,
    /// Somebody else agrees.
    Approved,
    /// The body above has them.
    Sent,
}

impl MinutesState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Sent => "sent",
        }
    }
}

/// Somebody who is there for an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// Whom one is there for.
    pub agency: AgencyId,
    /// Who.
    pub name: String,
}

/// It was put off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Postponement {
    /// When it was to be before.
    pub from_us: i64,
    /// Why.
    pub reason: String,
    /// Who and when.
    pub by: By,
}

/// An item of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    /// What.
    pub item: Item,
    /// It put itself there.
    pub automatic: bool,
    /// Who put it there, or opened the meeting that it put itself on.
    pub by: By,
    /// Who took it off, and why.
    pub withdrawn: Option<(By, String)>,
}

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub link: String,
    /// The item it is about.
    pub item: Option<u32>,
    /// Who brought it.
    pub by: By,
}

/// An agency without a seat that is asked to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoOption {
    /// Which.
    pub agency: AgencyId,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub by: By,
}

/// Something that was put to the meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub text: String,
    /// How.
    pub how: How,
    /// Whether it is decided.
    pub adopted: bool,
    /// The item it is about.
    pub item: Option<u32>,
    /// Members that were there.
    pub present: u32,
    /// Members that had to be.
    pub needed: u32,
    /// Who wrote it down.
    pub by: By,
}

/// What the body said to an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What.
    pub text: String,
    /// The assignment that was answered.
    pub assignment: String,
    /// Who and when.
    pub by: By,
}

/// Something that a decision makes somebody owe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The id of the assignment it began with.
    pub id: String,
    /// Which decision, from 0.
    pub decision: u32,
    /// The assignment that it is now.
    pub assignment: String,
    /// directive or meeting.action: the id of its clock.
    pub kind: String,
    /// Who owes it.
    pub to: Party,
    /// What.
    pub owed: String,
    /// When it is due.
    pub due_us: i64,
    /// By when its addressee has acknowledged it; `None` for what the framework has no clock for.
    pub acknowledge_us: Option<i64>,
    /// Who issued it.
    pub issued: By,
    /// Answers that were returned, the earliest first.
    pub returned: Vec<Judgement>,
    /// The answer that was accepted, and whether it was one of compliance.
    pub accepted: Option<(Judgement, bool)>,
}

/// The minutes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Minutes {
    /// As they were last written.
    pub text: String,
    /// Everybody who wrote them, the last one last.
    pub writers: Vec<By>,
    /// Who approved them.
    pub approved: Option<By>,
    /// Who sent them.
    pub sent: Option<By>,
    /// By when they are with the body above; `None` where the framework does not say, or the meeting is not over.
    pub due_us: Option<i64>,
}

/// A meeting: what its entries add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// What it was called as.
    pub called: Called,
    /// The body as it sits: as it did when it met, or when it was called.
    pub seated: Seated,
    /// When it is to be, or was.
    pub planned_us: i64,
    /// Who called it.
    pub by: By,
    /// When it was put off.
    pub postponed: Vec<Postponement>,
    /// Who called it off, and why.
    pub cancelled: Option<(By, String)>,
    /// The agenda, those taken off among them.
    pub agenda: Vec<Agenda>,
    /// What there is to read.
    pub papers: Vec<Paper>,
    /// Who is asked without having a seat.
    pub co_opted: Vec<CoOption>,
    /// When it began, and who says so.
    pub opened: Option<(By, i64)>,
    /// Who presides.
    pub presiding: Option<AgencyId>,
    /// Who is there, or was until the end.
    pub present: Vec<Attendance>,
    /// Everybody who was there at any time.
    pub attended: Vec<Attendance>,
    /// What was put to it.
    pub decisions: Vec<Decision>,
    /// What that makes others owe.
    pub directives: Vec<Directive>,
    /// When it ended, and who says so.
    pub closed: Option<(By, i64)>,
    /// The minutes.
    pub minutes: Minutes,
    /// How many entries it has.
    pub version: u32,
    /// When the last of them happened.
    pub touched_us: i64,
}

impl Meeting {
    /// Folds one entry. `None` for a first entry that calls no meeting.
    pub fn fold(state: Option<&Self>, fact: &Fact, by: &By) -> Option<Self> {
        let Some(state) = state else {
            let Fact::Called(f) = fact else { return None };
            return Some(Self {
                called: f.clone(),
                seated: f.seated.clone(),
                planned_us: f.planned_us,
                by: by.clone(),
                postponed: Vec::new(),
                cancelled: None,
                agenda: Vec::new(),
                papers: Vec::new(),
                co_opted: Vec::new(),
                opened: None,
                presiding: None,
                present: Vec::new(),
                attended: Vec::new(),
                decisions: Vec::new(),
                directives: Vec::new(),
                closed: None,
                minutes: Minutes::default(),
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
        match fact {
            Fact::Called(_) => {}
            Fact::Postponed(f) => {
                let from_us = std::mem::replace(&mut self.planned_us, f.planned_us);
                self.postponed.push(Postponement { from_us, reason: f.reason.clone(), by: by.clone() });
            }
            Fact::Cancelled(f) => {
                self.cancelled.get_or_insert((by.clone(), f.reason.clone()));
            }
            Fact::ItemAdded(f) => {
                self.agenda.push(Agenda { item: f.item.clone(), automatic: f.automatic, by: by.clone(), withdrawn: None });
            }
            Fact::ItemWithdrawn(f) => {
                if let Some(item) = self.agenda.get_mut(f.item as usize) {
                    item.withdrawn.get_or_insert((by.clone(), f.reason.clone()));
                }
            }
            Fact::PaperAdded(f) => {
                self.papers.push(Paper { title: f.title.clone(), link: f.link.clone(), item: f.item, by: by.clone() });
            }
            Fact::CoOpted(f) => self.co_opted.push(CoOption { agency: f.agency.clone(), reason: f.reason.clone(), by: by.clone() }),
            Fact::Opened(f) => {
                self.seated = f.seated.clone();
                self.opened.get_or_insert((by.clone(), f.began_us));
                self.presiding = f.presiding.clone();
            }
            Fact::Arrived(f) => {
                let comes = Attendance { agency: f.agency.clone(), name: f.name.clone() };
                if !self.attended.contains(&comes) {
                    self.attended.push(comes.clone());
                }
                if !self.is_there(&comes.agency) {
                    self.present.push(comes);
                }
            }
            Fact::Left(f) => {
                self.present.retain(|p| p.agency != f.agency);
                self.presiding.take_if(|p| *p == f.agency);
            }
            Fact::Presided(f) => self.presiding = Some(f.agency.clone()),
            Fact::Decided(f) => self.decisions.push(Decision {
                text: f.text.clone(),
                how: f.how,
                adopted: f.adopted,
                item: f.item,
                present: f.present,
                needed: f.needed,
                by: by.clone(),
            }),
            Fact::Closed(f) => {
                self.closed.get_or_insert((by.clone(), f.ended_us));
                self.minutes.due_us = f.minutes_due_us;
            }
            Fact::Drafted(f) => {
                self.minutes.text = f.text.clone();
                self.minutes.writers.push(by.clone());
            }
            Fact::Approved(_) => {
                self.minutes.approved.get_or_insert_with(|| by.clone());
            }
            Fact::Sent(_) => {
                self.minutes.sent.get_or_insert_with(|| by.clone());
            }
            Fact::Issued(_) | Fact::Accepted(_) | Fact::Returned(_) => self.direct(fact, by),
        }
    }

    /// What happens to directives.
    fn direct(&mut self, fact: &Fact, by: &By) {
        match fact {
            Fact::Issued(f) => self.directives.push(Directive {
                id: f.directive.clone(),
                decision: f.decision,
                assignment: f.assignment.clone(),
                kind: f.kind.clone(),
                to: f.to.clone(),
                owed: f.owed.clone(),
                due_us: f.due_us,
                acknowledge_us: f.acknowledge_us,
                issued: by.clone(),
                returned: Vec::new(),
                accepted: None,
            }),
            Fact::Accepted(f) => {
                if let Some(d) = self.directives.iter_mut().find(|d| d.id == f.directive) {
                    let judged = Judgement { text: f.note.clone(), assignment: d.assignment.clone(), by: by.clone() };
                    d.accepted.get_or_insert((judged, f.complied));
                }
            }
            Fact::Returned(f) => {
                if let Some(d) = self.directives.iter_mut().find(|d| d.id == f.directive) {
                    let assignment = std::mem::replace(&mut d.assignment, f.assignment.clone());
                    d.returned.push(Judgement { text: f.reason.clone(), assignment, by: by.clone() });
                    d.due_us = f.due_us;
                    d.acknowledge_us = f.acknowledge_us;
                }
            }
            _ => {}
        }
    }

    /// In one word.
    pub fn state(&self) -> State {
        match (&self.cancelled, &self.opened, &self.closed) {
            (Some(_), None, _) => State::Cancelled,
            (_, None, _) => State::Called,
            (_, Some(_), None) => State::Open,
            (_, Some(_), Some(_)) => State::Closed,
        }
    }

    /// Of its minutes, in one word.
    pub fn minutes_state(&self) -> MinutesState {
        match &self.minutes {
            Minutes { sent: Some(_), .. } => MinutesState::Sent,
            Minutes { approved: Some(_), .. } => MinutesState::Approved,
            Minutes { writers, .. } if !writers.is_empty() => MinutesState::Draft,
            _ => MinutesState::None,
        }
    }

    /// When its minutes were where they go: with the body above, or approved where they go nowhere.
    pub fn minutes_done_us(&self) -> Option<i64> {
        let stays = self.called.confidential || self.seated.parent.is_empty();
        let last = if stays { &self.minutes.approved } else { &self.minutes.sent };
        last.as_ref().map(|by| by.at_us)
    }

    /// When it began.
    pub fn held_us(&self) -> Option<i64> {
        self.opened.as_ref().map(|(_, at)| *at)
    }

    /// Whether somebody is there for an agency.
    pub fn is_there(&self, agency: &AgencyId) -> bool {
        self.present.iter().any(|p| p.agency == *agency)
    }

    /// Whether an agency has a seat, or was asked.
    pub fn is_invited(&self, agency: &AgencyId) -> bool {
        self.seated.seat(agency).is_some() || self.co_opted.iter().any(|c| c.agency == *agency)
    }

    /// How many members are there, and whether it is enough.
    pub fn count(&self) -> Count {
        self.seated.count(self.present.iter().map(|p| &p.agency))
    }

    /// The items that are on the agenda.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.agenda.iter().filter(|a| a.withdrawn.is_none()).map(|a| &a.item)
    }

    /// A directive.
    pub fn directive(&self, id: &str) -> Option<&Directive> {
        self.directives.iter().find(|d| d.id == id)
    }

    /// Whether an officer wrote the minutes, or a part of them.
    pub fn wrote(&self, officer: &OfficerId) -> bool {
        self.minutes.writers.iter().any(|by| by.officer == *officer)
    }
}
