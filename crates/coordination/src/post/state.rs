//! What a shift is, between entries.

use super::fact::{Broken, Fact, Figures, Item, Who};
use crate::crossing::By;
use framework::{AgencyId, DeskId, Needed, StateCode};
use std::collections::BTreeMap;

const MICROS: i64 = 1_000_000;

/// Somebody who is, or was, on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Who.
    pub who: Who,
    /// Of which agency.
    pub agency: AgencyId,
    /// Of which state.
    pub state: StateCode,
    /// At which desk, where it is known.
    pub desk: Option<DeskId>,
    /// Since when, and who wrote it down.
    pub came: By,
    /// Until when, and who wrote it down.
    pub left: Option<By>,
}

/// An agency of which too few are on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Since when. Microseconds since 1970, UTC.
    pub since_us: i64,
    /// The assignment by which it owes its presence, once it has been missing for too long.
    pub alarm: Option<String>,
}

/// Something that does not work, or did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// Its id.
    pub id: String,
    /// What.
    pub what: Broken,
    /// In words.
    pub text: String,
    /// Whose it is.
    pub agency: Option<AgencyId>,
    /// Whether the post works by hand meanwhile.
    pub fallback: bool,
    /// Since when. Microseconds since 1970, UTC.
    pub since_us: i64,
    /// Who said that it works again and when, and in what words.
    pub restored: Option<(By, String)>,
}

/// What an agency leaves to the next shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// Who signed it, and when.
    pub by: By,
    /// In words.
    pub text: String,
    /// What is open.
    pub items: Vec<Item>,
    /// Who signed for it, when, and in what words.
    pub taken: Option<(By, String)>,
}

/// The situation report of a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Who made it, and when.
    pub by: By,
    /// In words.
    pub text: String,
    /// In numbers.
    pub figures: Figures,
    /// How often one was made; the last stands.
    pub edition: u32,
}

/// A shift at a crossing point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The crossing point.
    pub point: String,
    /// The framework's shift; empty where it has none.
    pub shift: String,
    /// When it began. Microseconds since 1970, UTC.
    pub from_us: i64,
    /// When it ends.
    pub to_us: i64,
    /// When the point is open in it; two equal times when it is not.
    pub open_us: (i64, i64),
    /// How long somebody may be missing. Seconds.
    pub grace_s: i64,
    /// The framework's version it was begun under.
    pub framework: String,
    /// Who has to be on duty.
    pub needed: Vec<Needed>,
    /// The stream of the shift before, where there was one.
    pub before: String,
    /// Who is on duty, and who was.
    pub duty: Vec<Duty>,
    /// Of whom too few are on duty.
    pub missing: BTreeMap<AgencyId, Missing>,
    /// What does not work, and what did not.
    pub outages: Vec<Outage>,
    /// What the agencies leave to the next shift.
    pub hand_overs: BTreeMap<AgencyId, HandOver>,
    /// The situation report.
    pub report: Option<Report>,
    /// When it ended.
    pub ended_us: Option<i64>,
    /// How many entries it has.
    pub version: u32,
}

impl Shift {
    /// Folds one entry; `None` for an entry without a shift.
    pub fn fold(state: Option<&Self>, fact: &Fact, by: &By) -> Option<Self> {
        let mut next = match (state, fact) {
            (Some(known), Fact::Began(_)) => return Some(known.clone()),
            (Some(known), _) => known.clone(),
            (None, Fact::Began(f)) => {
                let carried = |agency: &AgencyId| f.missing.iter().find(|m| m.agency == *agency);
                // Nobody could be on duty in a shift that had not begun: time counts from then on.
                let opens = f.open_from_us.max(by.at_us);
                let since = |agency: &AgencyId| Missing {
                    since_us: carried(agency).map_or(opens, |m| m.since_us),
                    alarm: carried(agency).and_then(|m| m.alarm.clone()),
                };
                Self {
                    point: f.point.clone(),
                    shift: f.shift.clone(),
                    from_us: f.from_us,
                    to_us: f.to_us,
                    open_us: (f.open_from_us, f.open_to_us),
                    grace_s: f.grace_s,
                    framework: f.framework.clone(),
                    needed: f.needed.clone(),
                    before: f.before.clone(),
                    duty: Vec::new(),
                    missing: f.needed.iter().map(|n| (n.agency.clone(), since(&n.agency))).collect(),
                    outages: f
                        .outages
                        .iter()
                        .map(|o| Outage {
                            id: o.outage.clone(),
                            what: o.what,
                            text: o.text.clone(),
                            agency: o.agency.clone(),
                            fallback: o.fallback,
                            since_us: o.since_us,
                            restored: None,
                        })
                        .collect(),
                    hand_overs: BTreeMap::new(),
                    report: None,
                    ended_us: None,
                    version: 0,
                }
            }
            (None, _) => return None,
        };
        next.version += 1;
        match fact {
            Fact::Began(_) => {}
            Fact::Came(f) => {
                next.duty.push(Duty {
                    who: f.who.clone(),
                    agency: f.agency.clone(),
                    state: f.state.clone(),
                    desk: f.desk.clone(),
                    came: by.clone(),
                    left: None,
                });
                next.recount(by.at_us);
            }
            Fact::Left(f) => {
                if let Some(duty) = next.duty.iter_mut().find(|d| d.left.is_none() && d.who == f.who) {
                    duty.left = Some(by.clone());
                }
                next.recount(by.at_us);
            }
            Fact::Missed(f) => {
                if let Some(missing) = next.missing.get_mut(&f.agency) {
                    missing.alarm = Some(f.assignment.clone());
                }
            }
            Fact::Broke(f) => next.outages.push(Outage {
                id: f.outage.clone(),
                what: f.what,
                text: f.text.clone(),
                agency: f.agency.clone(),
                fallback: f.fallback,
                since_us: by.at_us,
                restored: None,
            }),
            Fact::Restored(f) => {
                if let Some(outage) = next.outages.iter_mut().find(|o| o.id == f.outage && o.restored.is_none()) {
                    outage.restored = Some((by.clone(), f.text.clone()));
                }
            }
            Fact::HandedOver(f) => {
                let signed = HandOver { by: by.clone(), text: f.text.clone(), items: f.items.clone(), taken: None };
                next.hand_overs.insert(f.agency.clone(), signed);
            }
            Fact::TakenOver(f) => {
                if let Some(signed) = next.hand_overs.get_mut(&f.agency) {
                    signed.taken = Some((by.clone(), f.text.clone()));
                }
            }
            Fact::Reported(f) => {
                let edition = next.report.as_ref().map_or(1, |r| r.edition.saturating_add(1));
                next.report = Some(Report { by: by.clone(), text: f.text.clone(), figures: f.figures.clone(), edition });
            }
            Fact::Ended(_) => next.ended_us = Some(by.at_us),
        }
        Some(next)
    }

    /// Those on duty now.
    pub fn present(&self) -> impl Iterator<Item = &Duty> {
        self.duty.iter().filter(|d| d.left.is_none())
    }

    /// How many of an agency are on duty now.
    pub fn count(&self, agency: &AgencyId) -> usize {
        self.present().filter(|d| d.agency == *agency).count()
    }

    /// What does not work now.
    pub fn broken(&self) -> impl Iterator<Item = &Outage> {
        self.outages.iter().filter(|o| o.restored.is_none())
    }

    /// When too long is, for somebody who is missing since then.
    pub(super) fn too_long_us(&self, missing: &Missing) -> Option<i64> {
        let at = missing.since_us.max(self.open_us.0).saturating_add(self.grace_s.saturating_mul(MICROS));
        Some(at).filter(|at| missing.alarm.is_none() && *at < self.open_us.1)
    }

    /// When time does something to it next: somebody has been missing for too long, or it ends. Microseconds since 1970, UTC.
    pub fn next_us(&self) -> Option<i64> {
        let ends = self.ended_us.is_none().then_some(self.to_us)?;
        self.missing.values().filter_map(|m| self.too_long_us(m)).chain([ends]).min()
    }

    fn recount(&mut self, at_us: i64) {
        for needed in &self.needed {
            let here = self.duty.iter().filter(|d| d.left.is_none() && d.agency == needed.agency).count();
            if here >= needed.least as usize {
                self.missing.remove(&needed.agency);
            } else {
                self.missing.entry(needed.agency.clone()).or_insert(Missing { since_us: at_us, alarm: None });
            }
        }
    }
}

/// The assignments that are owed no more: those who were missing before have come, or are not needed any more.
pub fn staffed(before: &Shift, after: &Shift) -> Vec<String> {
    let still = |alarm: &String| after.missing.values().any(|m| m.alarm.as_ref() == Some(alarm));
    before.missing.values().filter_map(|m| m.alarm.clone()).filter(|alarm| !still(alarm)).collect()
}
