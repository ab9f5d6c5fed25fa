//! What may be done in a shift. Refuses before anything becomes an entry.

use super::fact::{
    Began, Broke, Broken, Came, Ended, Fact, Figures, HandedOver, Item, Left, Missed, OfAgency, OutageOf, Reported, Restored, TakenOver,
    Who,
};
use super::span::Span;
use super::state::{Missing, Shift};
use crate::assignment::{Make, Party};
use crate::words::{Unfit, words};
use framework::access::Officer;
use framework::{AgencyId, OfficerId, PointId, Rulebook, needed};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest text. Bytes.
pub const MAX_WORDS_BYTES: usize = 8_000;
/// Longest name of somebody without an account. Bytes.
const MAX_NAME_BYTES: usize = 200;
/// Most people who come in a shift.
pub const MAX_ON_DUTY: usize = 2_000;
/// Most outages of a shift.
pub const MAX_OUTAGES: usize = 500;
/// The clock by which an agency that is missing owes its presence; its length is how long it may be missing.
const CLOCK: &str = "presence";
/// How long an agency may be missing where the framework has no such clock. Seconds.
const GRACE_S: i64 = 900;

/// What a decision is made with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The rules in force.
    pub book: &'a Rulebook,
    /// Who.
    pub officer: &'a Officer,
    /// Whether the rules let the officer lead the shift: write down others, and report.
    pub leads: bool,
    /// Microseconds since 1970, UTC.
    pub now_us: i64,
}

/// What somebody does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Be on duty, or write down somebody without an account who is.
    Come {
        /// The name of somebody without an account; oneself, when absent.
        #[serde(default)]
        name: Option<String>,
        /// Of which agency, for somebody else.
        #[serde(default)]
        agency: Option<AgencyId>,
    },
    /// Be on duty no more, or write that down of somebody else.
    Leave {
        /// The account or name; oneself, when absent.
        #[serde(default)]
        who: Option<String>,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Say that something does not work.
    Outage {
        /// What.
        what: Broken,
        /// In words.
        text: String,
        /// Whose it is.
        #[serde(default)]
        agency: Option<AgencyId>,
        /// Whether the post works by hand meanwhile.
        #[serde(default)]
        fallback: bool,
    },
    /// Say that it works again.
    Restore {
        /// Which outage.
        outage: String,
        /// In words.
        #[serde(default)]
        text: String,
    },
    /// Sign what one's agency leaves to the next shift.
    HandOver {
        /// In words.
        text: String,
    },
    /// Sign for what one's agency was left.
    TakeOver {
        /// In words.
        #[serde(default)]
        text: String,
    },
    /// Make the situation report.
    Report {
        /// In words.
        text: String,
    },
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Refused {
    #[error(transparent)]
    Words(#[from] Unfit),
    #[error("the shift is over; what comes now belongs to the next one")]
    ShiftOver,
    #[error("you have no desk at `{point}`")]
    NotHere { point: String },
    #[error("`{who}` is on duty already")]
    OnDuty { who: String },
    #[error("`{who}` is not on duty")]
    NotOnDuty { who: String },
    #[error("others are written down by whoever leads the shift, and by the supervisors of their agency")]
    NotYoursToWrite,
    #[error("`{agency}` has no desk at `{point}` and is not needed there")]
    NoDeskThere { agency: AgencyId, point: String },
    #[error("of which agency `{name}` is has to be said")]
    AgencyUnsaid { name: String },
    #[error("there is no outage `{outage}` that goes on")]
    NoSuchOutage { outage: String },
    #[error("`{agency}` has handed nothing over in this shift")]
    NothingHandedOver { agency: AgencyId },
    #[error("`{officer}` handed over; somebody else takes over")]
    SamePerson { officer: OfficerId },
    #[error("`{agency}` has handed over, and it was taken over")]
    TakenOverAlready { agency: AgencyId },
    #[error("whoever leads the shift reports on it")]
    NotTheLead,
    #[error("a shift takes no more than {most} of these")]
    TooMany { most: usize },
    #[error("no shift has begun at `{point}`")]
    NoShift { point: String },
}

impl Refused {
    /// The code, as an integrator tests for it.
    pub fn code(&self) -> String {
        crate::facts::code(self)
    }
}

/// Begins a shift. What the one before left open goes on: outages, and who is missing.
pub fn begin(book: &Rulebook, point: &PointId, span: &Span, before: Option<(&str, &Shift)>) -> Fact {
    let f = &book.framework;
    let clock = f.clocks.iter().find(|c| c.id.get_ref() == CLOCK);
    let grace = clock.and_then(|c| framework::duration(c.duration.get_ref())).and_then(|s| i64::try_from(s).ok());
    let needed = if span.open.is_some() { needed(book, point) } else { Vec::new() };
    let missing = before.iter().flat_map(|(_, s)| &s.missing).filter(|(agency, _)| needed.iter().any(|n| n.agency == **agency));
    let outages = before.iter().flat_map(|(_, s)| s.broken());
    let (open_from_us, open_to_us) = span.open.unwrap_or((span.from_us, span.from_us));
    Began {
        point: point.to_string(),
        shift: span.shift.clone(),
        from_us: span.from_us,
        to_us: span.to_us,
        open_from_us,
        open_to_us,
        grace_s: grace.unwrap_or(GRACE_S),
        framework: f.header.version.clone(),
        before: before.map(|(id, _)| id.to_owned()).unwrap_or_default(),
        outages: outages
            .map(|o| OutageOf {
                outage: o.id.clone(),
                what: o.what,
                text: o.text.clone(),
                agency: o.agency.clone(),
                fallback: o.fallback,
                since_us: o.since_us,
            })
            .collect(),
        missing: missing
            .filter(|(_, m)| m.alarm.is_some())
            .map(|(agency, m)| OfAgency { agency: agency.clone(), since_us: m.since_us, alarm: m.alarm.clone() })
            .collect(),
        needed,
    }
    .into()
}

/// The assignment by which an agency that is missing owes its presence: its name, which follows from shift, agency and time, so that it is made once.
pub fn alarm(shift: &str, agency: &AgencyId, missing: &Missing) -> String {
    format!("presence-{agency}-{}-{shift}", missing.since_us.div_euclid(1_000_000))
}

/// What such an assignment says. It is owed to whoever leads the post, and ends when the officers have come.
pub fn owed(book: &Rulebook, shift: &str, s: &Shift, agency: &AgencyId, now_us: i64) -> Make {
    let point: PointId = s.point.as_str().into();
    let at = |d: &&framework::DeskCard| d.point.as_ref() == Some(&point);
    let centre = book.desks.values().filter(at).any(|d| d.kind == "joc");
    let lead = book.point(&s.point).and_then(|p| p.lead.as_ref()).map(|l| AgencyId::from(l.get_ref().as_str()));
    let from = match lead.filter(|_| !centre) {
        Some(lead) => Party { agency: Some(lead), ..Party::role("supervisor", Some(&point)) },
        None => Party::role("joc_lead", Some(&point)),
    };
    let least = s.needed.iter().find(|n| n.agency == *agency).map_or(1, |n| n.least);
    Make {
        kind: CLOCK.to_owned(),
        from,
        to: Party { agency: Some(agency.clone()), point: Some(point.clone()), ..Party::default() },
        owed: format!("{agency}: on duty at {point} are {} of {least}", s.count(agency)),
        about_kind: "shift".to_owned(),
        about: shift.to_owned(),
        point: Some(point),
        // The clock's own time has passed already.
        due_us: Some(now_us),
        silent_of: None,
        answered_there: true,
    }
}

/// What time does to a shift: those who have been missing for too long, in order, and its end.
pub fn tick(id: &str, s: &Shift, now_us: i64) -> Vec<Fact> {
    if s.ended_us.is_some() {
        return Vec::new();
    }
    let mut late: Vec<(i64, &AgencyId, &Missing)> =
        s.missing.iter().filter_map(|(agency, m)| Some((s.too_long_us(m).filter(|at| *at <= now_us)?, agency, m))).collect();
    late.sort_by_key(|(at, agency, _)| (*at, *agency));
    let missed = late.into_iter().map(|(_, agency, m)| {
        let assignment = alarm(id, agency, m);
        Missed { agency: agency.clone(), since_us: m.since_us, assignment }.into()
    });
    missed.chain((now_us >= s.to_us).then(|| Ended {}.into())).collect()
}

/// An agency that officers may be of here: it has a desk at the point, or is needed.
fn belongs(cx: &Context<'_>, s: &Shift, agency: &AgencyId) -> bool {
    let desk = |d: &framework::DeskCard| d.agency == *agency && d.point.as_ref().is_some_and(|p| p.as_str() == s.point);
    s.needed.iter().any(|n| n.agency == *agency) || cx.book.desks.values().any(desk)
}

/// Decides what a command comes to. `outage` is the id that an outage gets, `items` what is open at the officer's agency, `figures` what the shift came to.
///
/// # Errors
/// See [`Refused`].
pub fn decide(cx: &Context<'_>, s: &Shift, command: &Command, outage: &str, items: &[Item], figures: &Figures) -> Result<Fact, Refused> {
    let officer = cx.officer;
    if officer.point.as_ref().is_none_or(|p| p.as_str() != s.point) {
        return Err(Refused::NotHere { point: s.point.clone() });
    }
    let over = || if s.ended_us.is_some() || cx.now_us >= s.to_us { Err(Refused::ShiftOver) } else { Ok(()) };
    let may_write = |agency: &AgencyId| {
        let supervises = officer.roles.contains("supervisor") && officer.agency == *agency;
        if cx.leads || supervises { Ok(()) } else { Err(Refused::NotYoursToWrite) }
    };
    let here = |agency: &AgencyId| {
        let there = belongs(cx, s, agency);
        if there { Ok(()) } else { Err(Refused::NoDeskThere { agency: agency.clone(), point: s.point.clone() }) }
    };
    Ok(match command {
        Command::Come { name, agency } => {
            over()?;
            if s.duty.len() >= MAX_ON_DUTY {
                return Err(Refused::TooMany { most: MAX_ON_DUTY });
            }
            let (who, agency, state, desk) = match name {
                None => {
                    let who = Who { officer: officer.id.to_string(), name: String::new() };
                    (who, officer.agency.clone(), officer.state.clone(), Some(officer.desk.clone()))
                }
                Some(name) => {
                    let name = words("name", name, MAX_NAME_BYTES)?;
                    let agency = agency.clone().ok_or_else(|| Refused::AgencyUnsaid { name: name.clone() })?;
                    here(&agency)?;
                    may_write(&agency)?;
                    let state = cx.book.agencies.get(&agency).map_or_else(|| cx.book.own_state(), |card| card.state.clone());
                    (Who { officer: String::new(), name }, agency, state, None)
                }
            };
            if s.present().any(|d| d.who == who) {
                return Err(Refused::OnDuty { who: who.key().to_owned() });
            }
            Came { who, agency, state, desk }.into()
        }
        Command::Leave { who, reason } => {
            over()?;
            let key = who.as_deref().unwrap_or(officer.id.as_str());
            let duty = s.present().find(|d| d.who.key() == key).ok_or_else(|| Refused::NotOnDuty { who: key.to_owned() })?;
            if duty.who.officer != officer.id.as_str() {
                may_write(&duty.agency)?;
            }
            let reason = if reason.trim().is_empty() { String::new() } else { words("reason", reason, MAX_WORDS_BYTES)? };
            Left { who: duty.who.clone(), agency: duty.agency.clone(), reason }.into()
        }
        Command::Outage { what, text, agency, fallback } => {
            over()?;
            if s.outages.len() >= MAX_OUTAGES {
                return Err(Refused::TooMany { most: MAX_OUTAGES });
            }
            if let Some(agency) = agency {
                here(agency)?;
            }
            let text = words("text", text, MAX_WORDS_BYTES)?;
            Broke { outage: outage.to_owned(), what: *what, text, agency: agency.clone(), fallback: *fallback }.into()
        }
        Command::Restore { outage, text } => {
            over()?;
            if !s.broken().any(|o| o.id == *outage) {
                return Err(Refused::NoSuchOutage { outage: outage.clone() });
            }
            let text = if text.trim().is_empty() { String::new() } else { words("text", text, MAX_WORDS_BYTES)? };
            Restored { outage: outage.clone(), text }.into()
        }
        Command::HandOver { text } => {
            if s.hand_overs.get(&officer.agency).is_some_and(|h| h.taken.is_some()) {
                return Err(Refused::TakenOverAlready { agency: officer.agency.clone() });
            }
            HandedOver { agency: officer.agency.clone(), text: words("text", text, MAX_WORDS_BYTES)?, items: items.to_vec() }.into()
        }
        Command::TakeOver { text } => {
            let agency = officer.agency.clone();
            let signed = s.hand_overs.get(&agency).ok_or_else(|| Refused::NothingHandedOver { agency: agency.clone() })?;
            if signed.taken.is_some() {
                return Err(Refused::TakenOverAlready { agency });
            }
            if signed.by.officer == officer.id {
                return Err(Refused::SamePerson { officer: officer.id.clone() });
            }
            let text = if text.trim().is_empty() { String::new() } else { words("text", text, MAX_WORDS_BYTES)? };
            TakenOver { agency, text }.into()
        }
        Command::Report { text } => {
            if !cx.leads {
                return Err(Refused::NotTheLead);
            }
            Reported { text: words("text", text, MAX_WORDS_BYTES)?, figures: figures.clone() }.into()
        }
    })
}

/// The commands that an officer may give now, by their words.
pub fn offers(cx: &Context<'_>, s: &Shift) -> Vec<&'static str> {
    let why = || "?".to_owned();
    let broken = s.broken().next().map(|o| o.id.clone()).unwrap_or_default();
    let other = s.needed.first().map(|n| n.agency.clone()).or_else(|| Some(cx.officer.agency.clone()));
    let all = [
        ("come", Command::Come { name: None, agency: None }),
        ("leave", Command::Leave { who: None, reason: String::new() }),
        ("come_other", Command::Come { name: Some(why()), agency: if cx.leads { other } else { Some(cx.officer.agency.clone()) } }),
        ("outage", Command::Outage { what: Broken::Other, text: why(), agency: None, fallback: false }),
        ("restore", Command::Restore { outage: broken, text: String::new() }),
        ("hand_over", Command::HandOver { text: why() }),
        ("take_over", Command::TakeOver { text: String::new() }),
        ("report", Command::Report { text: why() }),
    ];
    let may = |c: &Command| decide(cx, s, c, "?", &[], &Figures::default()).is_ok();
    all.into_iter().filter(|(_, c)| may(c)).map(|(word, _)| word).collect()
}
