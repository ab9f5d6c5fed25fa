//! What may be done with an assignment. Refuses before anything becomes an entry.

use super::fact::{
    Accepted, Acknowledged, Answered, Declined, Escalated, Fact, HandedOn, Made, Noted, Outcome, Rung, RungAcknowledged, Withdrawn,
};
use super::party::Party;
use super::refused::Refused;
use super::state::{Assignment, Ending};
use crate::calendar::Calendar;
pub use crate::words::MAX_LINK_BYTES;
use crate::words::{is_link, words};
use framework::access::{Officer, ROLES};
use framework::{AgencyId, PointId, Rulebook};
use serde::Deserialize;

/// Longest text of an assignment. Bytes.
pub const MAX_WORDS_BYTES: usize = 8_000;
/// Farthest deadline: ten years. Days.
pub const MAX_DAYS: i64 = 3_653;

/// What a decision is made with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The rules in force.
    pub book: &'a Rulebook,
    /// Who.
    pub officer: &'a Officer,
    /// Microseconds since 1970, UTC.
    pub now_us: i64,
}

/// Something to be owed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Make {
    /// Its kind: the id of its clock.
    pub kind: String,
    /// To whom it is owed; the officer's desk when nobody is stated.
    pub from: Party,
    /// Who owes it.
    pub to: Party,
    /// What.
    pub owed: String,
    /// What kind of thing it is about.
    pub about_kind: String,
    /// The id of what it is about.
    pub about: String,
    /// The crossing point it belongs to.
    pub point: Option<PointId>,
    /// When it is due, when not by the framework's clock. Microseconds since 1970, UTC.
    pub due_us: Option<i64>,
    /// The one agency that may know of it, where it is known to one alone: nobody else is told when it is late.
    pub silent_of: Option<AgencyId>,
    /// What it comes to is said at what it is about, and ends it: it is not answered by itself.
    pub answered_there: bool,
}

/// What somebody does with it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Say that one has seen it.
    Acknowledge,
    /// Take it.
    Accept,
    /// Let somebody else owe it.
    HandOn {
        /// Who.
        to: Party,
        /// Why.
        reason: String,
    },
    /// Do it.
    Answer {
        /// How far.
        #[serde(default)]
        outcome: Outcome,
        /// In words.
        text: String,
    },
    /// Not do it.
    Decline {
        /// Why.
        reason: String,
    },
    /// Let it go.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Tell the next rung before its time.
    Escalate {
        /// Why.
        reason: String,
    },
    /// Attach words and a link.
    Note {
        /// Words.
        text: String,
        /// Where to look.
        #[serde(default)]
        link: String,
    },
    /// Time has passed.
    #[serde(skip)]
    Tick,
}

const DAY_US: i64 = 86_400_000_000;

/// A party is somebody: what it names is in the framework, and an agency that is named with a point has a desk there.
fn somebody(book: &Rulebook, party: &Party) -> Result<(), Refused> {
    let unknown = |what, id: &str| Refused::UnknownAddressee { what, id: id.to_owned() };
    if party.is_nobody() {
        return Err(Refused::NoAddressee);
    }
    if let Some(desk) = party.desk.as_ref().filter(|d| !book.desks.contains_key(*d)) {
        return Err(unknown("desk", desk.as_str()));
    }
    if let Some(agency) = party.agency.as_ref().filter(|a| !book.agencies.contains_key(*a)) {
        return Err(unknown("agency", agency.as_str()));
    }
    if let Some(role) = party.role.as_ref().filter(|r| !ROLES.contains(&r.as_str())) {
        return Err(unknown("role", role));
    }
    let point = party.point.as_ref().filter(|p| !p.as_str().is_empty());
    if let Some(point) = point.filter(|p| book.point(p.as_str()).is_none()) {
        return Err(unknown("crossing point", point.as_str()));
    }
    if let (Some(agency), Some(at)) = (&party.agency, &party.point) {
        let there = |d: &framework::DeskCard| d.agency == *agency && d.point.as_ref().map_or("", |p| p.as_str()) == at.as_str();
        if !book.desks.values().any(there) {
            let point = if at.as_str().is_empty() { "national level".to_owned() } else { at.to_string() };
            return Err(Refused::NoDeskThere { agency: agency.to_string(), point });
        }
    }
    Ok(())
}

/// Whom a rung of a ladder is, for an assignment of somebody at a point.
fn rung(book: &Rulebook, word: &str, to: &Party, point: Option<&PointId>) -> Option<Party> {
    let desk = to.desk.as_ref().and_then(|d| book.desks.get(d));
    let agency: Option<AgencyId> = to.agency.clone().or_else(|| desk.map(|d| d.agency.clone()));
    let at = to.point.clone().or_else(|| desk.map(|d| d.point.clone().unwrap_or_else(|| "".into()))).or_else(|| point.cloned());
    let point = point.cloned().or_else(|| at.clone().filter(|p| !p.as_str().is_empty()));
    Some(match word {
        "desk_supervisor" => Party { agency: Some(agency?), ..Party::role("supervisor", at.as_ref()) },
        "joc_lead" => Party::role("joc_lead", Some(&point?)),
        "committee_chair" => Party::role("chair", Some(&point?)),
        "agency_duty" => Party { agency: Some(agency?), ..Party::role("duty", None) },
        "secretariat_duty" => Party::role("secretariat", None),
        "national_chair" => Party::role("chair", None),
        _ => return None,
    })
}

/// Makes an assignment.
///
/// # Errors
/// See [`Refused`].
pub fn make(cx: &Context<'_>, ask: &Make) -> Result<Fact, Refused> {
    let f = &cx.book.framework;
    let clock = f.clocks.iter().find(|c| *c.id.get_ref() == ask.kind).ok_or_else(|| {
        let known: Vec<&str> = f.clocks.iter().map(|c| c.id.get_ref().as_str()).collect();
        Refused::UnknownKind { kind: ask.kind.clone(), known: known.join(", ") }
    })?;
    let owed = words("what is owed", &ask.owed, MAX_WORDS_BYTES)?;
    somebody(cx.book, &ask.to)?;
    let from = if ask.from.is_nobody() { Party::desk(cx.officer.desk.clone()) } else { ask.from.clone() };
    if let Some(point) = ask.point.as_ref().filter(|p| cx.book.point(p.as_str()).is_none()) {
        return Err(Refused::UnknownAddressee { what: "crossing point", id: point.to_string() });
    }
    let by_clock = || Calendar::of(f).after(cx.now_us, clock.duration.get_ref(), clock.time.get_ref() == "working");
    let due_us = ask.due_us.or_else(by_clock).unwrap_or(cx.now_us);
    if due_us < cx.now_us {
        return Err(Refused::InThePast { seconds: cx.now_us.saturating_sub(due_us).div_euclid(1_000_000).max(1) });
    }
    let days = due_us.saturating_sub(cx.now_us) / DAY_US;
    if days > MAX_DAYS {
        return Err(Refused::TooFar { days, most: MAX_DAYS });
    }
    let ladder = clock.ladder.as_ref().and_then(|l| f.ladders.iter().find(|x| x.id.get_ref() == l.get_ref()));
    let rungs = ladder.map(|l| l.rungs.as_slice()).unwrap_or_default().iter().filter_map(|r| {
        let after_s = i64::try_from(framework::duration(r.after.get_ref())?).ok()?;
        Some(Rung { to: rung(cx.book, r.to.get_ref(), &ask.to, ask.point.as_ref())?, after_s })
    });
    Ok(Made {
        assignment: ask.kind.clone(),
        from,
        to: ask.to.clone(),
        owed,
        due_us,
        framework: f.header.version.clone(),
        about_kind: ask.about_kind.clone(),
        about: ask.about.clone(),
        point: ask.point.as_ref().map(ToString::to_string).unwrap_or_default(),
        ladder: rungs.filter(|r| ask.silent_of.is_none() || r.to.agency == ask.silent_of).collect(),
        silent_of: ask.silent_of.clone(),
        answered_there: ask.answered_there,
    }
    .into())
}

/// Decides what a command comes to: no fact where nothing is to be done, several where time has passed over several rungs.
///
/// # Errors
/// See [`Refused`].
pub fn decide(cx: &Context<'_>, a: &Assignment, command: &Command) -> Result<Vec<Fact>, Refused> {
    if matches!(command, Command::Tick) {
        return Ok(tick(a, cx.now_us));
    }
    let (owes, owed) = (a.to.is(cx.officer), a.from.is(cx.officer) || a.made.officer == cx.officer.id);
    // Whoever was told may see to it.
    let rung = a.told.iter().rposition(|t| t.to.is(cx.officer));
    if !owes && !owed && rung.is_none() && !a.parties().any(|p| p.is(cx.officer)) {
        return Err(Refused::NoParty);
    }
    if let Command::Note { text, link } = command {
        if !link.is_empty() && !is_link(link) {
            return Err(Refused::BadLink);
        }
        return Ok(vec![Noted { text: words("text", text, MAX_WORDS_BYTES)?, link: link.clone() }.into()]);
    }
    if let Some(end) = &a.end {
        let ending = match end.kind {
            Ending::Answered(_) => "answered",
            Ending::Declined => "declined",
            Ending::Withdrawn => "withdrawn",
        };
        return Err(Refused::Over { ending, officer: end.by.officer.clone() });
    }
    let ends = matches!(command, Command::Answer { .. } | Command::Decline { .. } | Command::Withdraw { .. });
    if ends && a.answered_there {
        return Err(Refused::AnsweredThere);
    }
    let mine = || if owes || rung.is_some() { Ok(()) } else { Err(Refused::NotYours { to: a.to.clone() }) };
    let fact: Fact = match command {
        Command::Acknowledge => {
            if let Some(n) = rung.filter(|n| a.told[*n].acknowledged.is_none()) {
                RungAcknowledged { rung: u32::try_from(n).unwrap_or(u32::MAX) }.into()
            } else {
                mine()?;
                if let Some(by) = &a.acknowledged {
                    return Err(Refused::AlreadyAcknowledged { officer: by.officer.clone() });
                }
                Acknowledged {}.into()
            }
        }
        Command::Accept => {
            mine()?;
            // Taking it twice is nothing; taking it from a colleague is relief, and recorded.
            if let Some(by) = a.accepted.as_ref().filter(|by| by.officer == cx.officer.id) {
                return Err(Refused::AlreadyAccepted { officer: by.officer.clone() });
            }
            Accepted {}.into()
        }
        Command::HandOn { to, reason } => {
            mine()?;
            let reason = words("reason", reason, MAX_WORDS_BYTES)?;
            somebody(cx.book, to)?;
            if let Some(agency) = a.silent_of.as_ref().filter(|one| to.agency_in(cx.book).as_ref() != Some(*one)) {
                return Err(Refused::KnownToOneAlone { agency: agency.clone() });
            }
            if *to == a.to || a.hands.iter().any(|h| h.from == *to) {
                return Err(Refused::InACircle { to: to.clone() });
            }
            HandedOn { to: to.clone(), reason }.into()
        }
        Command::Answer { outcome, text } => {
            mine()?;
            Answered { outcome: *outcome, text: words("answer", text, MAX_WORDS_BYTES)? }.into()
        }
        Command::Decline { reason } => {
            mine()?;
            Declined { reason: words("reason", reason, MAX_WORDS_BYTES)? }.into()
        }
        Command::Withdraw { reason } => {
            if !owed {
                return Err(Refused::NotYoursToWithdraw { from: a.from.clone() });
            }
            Withdrawn { reason: words("reason", reason, MAX_WORDS_BYTES)? }.into()
        }
        Command::Escalate { reason } => {
            let reason = words("reason", reason, MAX_WORDS_BYTES)?;
            let next = a.ladder.get(a.told.len()).ok_or(Refused::TopOfLadder)?;
            Escalated { rung: u32::try_from(a.told.len()).unwrap_or(u32::MAX), to: next.to.clone(), reason }.into()
        }
        Command::Note { .. } | Command::Tick => return Ok(Vec::new()),
    };
    Ok(vec![fact])
}

/// Every rung whose time has come, in order.
fn tick(a: &Assignment, now_us: i64) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut state = a.clone();
    while let Some(at) = state.next_us().filter(|at| *at <= now_us) {
        let n = state.told.len();
        let Some(next) = state.ladder.get(n) else { break };
        let fact: Fact = Escalated { rung: u32::try_from(n).unwrap_or(u32::MAX), to: next.to.clone(), reason: String::new() }.into();
        let by = crate::crossing::By { officer: "".into(), agency: "".into(), at_us: at };
        match Assignment::fold(Some(&state), &fact, &by) {
            Some(next) => state = next,
            None => break,
        }
        facts.push(fact);
    }
    facts
}

/// The commands that an officer may give now, by their words.
pub fn offers(cx: &Context<'_>, a: &Assignment) -> Vec<&'static str> {
    let why = || "?".to_owned();
    // Stated in every part, so that it is somebody and nobody has handed it to just that before.
    let other = || Party {
        agency: Some(cx.officer.agency.clone()),
        point: None,
        role: ROLES.first().map(|r| (*r).to_owned()),
        desk: None,
        officer: Some(cx.officer.id.clone()),
    };
    let all = [
        ("acknowledge", Command::Acknowledge),
        ("accept", Command::Accept),
        ("answer", Command::Answer { outcome: Outcome::Full, text: why() }),
        ("hand_on", Command::HandOn { to: other(), reason: why() }),
        ("decline", Command::Decline { reason: why() }),
        ("withdraw", Command::Withdraw { reason: why() }),
        ("escalate", Command::Escalate { reason: why() }),
        ("note", Command::Note { text: why(), link: String::new() }),
    ];
    all.into_iter().filter(|(_, c)| decide(cx, a, c).is_ok()).map(|(word, _)| word).collect()
}
