//! What may be done with a notice. Refuses before anything becomes an entry.

use super::content::{Content, MAX_WORDS_BYTES};
use super::fact::{Acknowledged, Drafted, Exposed, Fact, Figures, Issued, Outcome, Recipient, Reviewed, TookEffect, Withdrawn};
use super::refused::Refused;
use super::state::{MAX_DRAFTS, Notice, State};
use crate::assignment::{self, Make, Party};
use crate::calendar::Calendar;
use crate::words::words;
use framework::access::Officer;
use framework::{AgencyId, PointId, Rulebook, StateCode};
use std::collections::BTreeSet;

/// The clock by which a notice is acknowledged.
const ACKNOWLEDGE: &str = "notice.acknowledge";
/// The clock by which it is reviewed, counted from the time of effect.
const REVIEW: &str = "notice.review";

/// Agencies at crossing points that one text is sent to: they all stand in one entry.
const MAX_RECIPIENTS: usize = 1_000;

/// What a decision is made with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The rules in force.
    pub book: &'a Rulebook,
    /// Who.
    pub officer: &'a Officer,
    /// Microseconds since 1970, UTC.
    pub now_us: i64,
    /// The notice's stream.
    pub id: &'a str,
    /// What is on the way to its crossing points, when it is issued.
    pub exposure: &'a [Exposed],
    /// What it came to, when it is reviewed.
    pub figures: &'a Figures,
}

/// What somebody does with a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Write another text, before it is in force.
    Amend {
        /// The text.
        content: Box<Content>,
    },
    /// Send the text that waits to everybody concerned.
    Issue {
        /// Its number: the one that was read.
        draft: u32,
    },
    /// Say for one's agency, at one's crossing point, that one acts on it.
    Acknowledge {
        /// The number of the text that was read.
        draft: u32,
        /// In words; may be empty.
        text: String,
    },
    /// Take it back.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Say what became of it.
    Review {
        /// In one word.
        outcome: Outcome,
        /// In words.
        text: String,
    },
}

/// An assignment, and what happens to it.
pub type Owed = (String, assignment::Fact);

/// What a command comes to: facts of the notice, and what is owed by it, or no more.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Facts of the notice.
    pub facts: Vec<Fact>,
    /// Assignments that begin, each with its first fact.
    pub owes: Vec<Owed>,
    /// Assignments that end, where they are open.
    pub ends: Vec<Owed>,
}

impl Done {
    fn of(fact: impl Into<Fact>) -> Self {
        Self { facts: vec![fact.into()], ..Self::default() }
    }
}

/// The assignment by which an agency at a point owes its acknowledgement of a text. It follows from these, so that it is made once.
fn acknowledgement(id: &str, draft: u32, point: &PointId, agency: &AgencyId) -> String {
    format!("notice-{agency}-{point}-{draft}-{id}")
}

/// The assignment by which the issuer owes the review of a text.
pub fn review_id(id: &str, draft: u32) -> String {
    format!("notice-review-{draft}-{id}")
}

/// Everybody who has to acknowledge a text: each agency with a desk at one of its crossing points, of either state, in the order of points and agencies.
pub fn recipients(book: &Rulebook, id: &str, draft: u32, points: &BTreeSet<PointId>) -> Vec<Recipient> {
    let there = |d: &framework::DeskCard| Some((d.point.clone().filter(|p| points.contains(p))?, d.agency.clone()));
    let all: BTreeSet<(PointId, AgencyId)> = book.desks.values().filter_map(there).collect();
    let state = |agency: &AgencyId| book.agencies.get(agency).map_or_else(|| book.own_state(), |a| a.state.clone());
    let of = |(point, agency): (PointId, AgencyId)| Recipient {
        assignment: acknowledgement(id, draft, &point, &agency),
        state: state(&agency),
        point,
        agency,
    };
    all.into_iter().map(of).collect()
}

/// Writes the first text of a notice.
///
/// # Errors
/// See [`Content::checked`].
pub fn draft(cx: &Context<'_>, content: &Content) -> Result<Fact, Refused> {
    let (agency, state) = (cx.officer.agency.clone(), cx.officer.state.clone());
    Ok(Drafted { agency, state, draft: 1, content: content.checked(cx.book, cx.now_us)? }.into())
}

/// Decides what a command comes to. Whether the officer may do such a thing at all is asked of the sharing rules before.
///
/// # Errors
/// See [`Refused`].
pub fn decide(cx: &Context<'_>, n: &Notice, command: &Command) -> Result<Done, Refused> {
    let (agency, state) = n.owner().ok_or(Refused::NoSuchNotice)?;
    let at = n.state(cx.now_us);
    if at == State::Withdrawn {
        return Err(Refused::Over);
    }
    let ours = cx.officer.agency == *agency && cx.officer.state == *state;
    if !ours && !matches!(command, Command::Acknowledge { .. }) {
        return Err(Refused::NotYourAgency { agency: agency.clone() });
    }
    match command {
        Command::Amend { content } => {
            before_effect(at)?;
            let number = n.next_draft();
            if number > MAX_DRAFTS {
                return Err(Refused::TooMany { what: "texts", count: number as usize, most: MAX_DRAFTS as usize });
            }
            let content = content.checked(cx.book, cx.now_us)?;
            Ok(Done::of(Drafted { agency: agency.clone(), state: state.clone(), draft: number, content }))
        }
        Command::Issue { draft } => issue(cx, n, at, agency, *draft),
        Command::Acknowledge { draft, text } => acknowledge(cx, n, *draft, text),
        Command::Withdraw { reason } => {
            let reason = words("reason", reason, MAX_WORDS_BYTES)?;
            let ends = over(cx, n, &reason);
            Ok(Done { ends, ..Done::of(Withdrawn { reason }) })
        }
        Command::Review { outcome, text } => review(cx, n, at, *outcome, text),
    }
}

/// What is in force stays as it is: whoever acts on it has acknowledged just that.
fn before_effect(at: State) -> Result<(), Refused> {
    if matches!(at, State::Draft | State::Coming) { Ok(()) } else { Err(Refused::InForce) }
}

/// What is owed by the text that holds is owed no more.
fn over(cx: &Context<'_>, n: &Notice, reason: &str) -> Vec<Owed> {
    let Some(c) = n.current() else { return Vec::new() };
    let open = c.issued.recipients.iter().filter(|r| !c.draft.acknowledged.contains_key(&(r.point.clone(), r.agency.clone())));
    let all = open.map(|r| r.assignment.clone()).chain([review_id(cx.id, c.number)]);
    all.map(|owed| (owed, assignment::Withdrawn { reason: reason.to_owned() }.into())).collect()
}

fn issue(cx: &Context<'_>, n: &Notice, at: State, agency: &AgencyId, number: u32) -> Result<Done, Refused> {
    let (waits, text) = n.pending().ok_or(Refused::NothingToIssue)?;
    let (by, written) = text.written.as_ref().ok_or(Refused::NothingToIssue)?;
    if waits != number {
        return Err(Refused::Outdated { draft: number });
    }
    before_effect(at)?;
    if by.officer == cx.officer.id {
        return Err(Refused::SamePerson { officer: by.officer.clone() });
    }
    let content = &written.content;
    content.in_time(cx.now_us)?;
    let recipients = recipients(cx.book, cx.id, number, &content.points);
    if recipients.is_empty() {
        return Err(Refused::NoRecipient);
    }
    if recipients.len() > MAX_RECIPIENTS {
        return Err(Refused::TooMany { what: "recipients", count: recipients.len(), most: MAX_RECIPIENTS });
    }
    let clock_ends = by_clock(cx.book, ACKNOWLEDGE, cx.now_us);
    let acknowledge_us = clock_ends.min(content.effective_us);
    let sender = Party { agency: Some(agency.clone()), ..here(cx.officer) };
    let owed = |r: &Recipient| {
        let make = Make {
            kind: ACKNOWLEDGE.to_owned(),
            from: sender.clone(),
            to: Party { agency: Some(r.agency.clone()), point: Some(r.point.clone()), ..Party::default() },
            owed: content.title.clone(),
            about_kind: "notice".to_owned(),
            about: cx.id.to_owned(),
            point: Some(r.point.clone()),
            due_us: Some(acknowledge_us),
            silent_of: None,
            answered_there: true,
        };
        Ok((r.assignment.clone(), made(cx, &make)?))
    };
    let owes = recipients.iter().map(owed).collect::<Result<Vec<_>, Refused>>()?;
    let fact = Issued {
        draft: number,
        recipients,
        acknowledge_us,
        short: content.effective_us < clock_ends,
        desk: cx.officer.desk.clone(),
        point: cx.officer.point.clone(),
        review_us: by_clock(cx.book, REVIEW, content.effective_us),
        exposure: cx.exposure.to_vec(),
        framework: cx.book.framework.header.version.clone(),
    };
    Ok(Done { facts: vec![fact.into()], owes, ends: over(cx, n, "the notice was changed; its new text is to be acknowledged") })
}

/// Where an officer is, as a party: everybody of a crossing point, or of the national desks.
fn here(officer: &Officer) -> Party {
    Party { point: Some(officer.point.clone().unwrap_or_else(|| "".into())), ..Party::default() }
}

/// When a clock of the framework that begins at a moment runs out; that moment where the framework has none, which the check of frameworks names.
fn by_clock(book: &Rulebook, kind: &str, from_us: i64) -> i64 {
    let f = &book.framework;
    let clock = f.clocks.iter().find(|c| c.id.get_ref() == kind);
    clock.and_then(|c| Calendar::of(f).after(from_us, c.duration.get_ref(), c.time.get_ref() == "working")).unwrap_or(from_us)
}

fn made(cx: &Context<'_>, make: &Make) -> Result<assignment::Fact, Refused> {
    let owed = assignment::Context { book: cx.book, officer: cx.officer, now_us: cx.now_us };
    assignment::make(&owed, make).map_err(|why| Refused::Owed { why })
}

fn acknowledge(cx: &Context<'_>, n: &Notice, draft: u32, text: &str) -> Result<Done, Refused> {
    let c = n.current().ok_or(Refused::NotIssued)?;
    if c.number != draft {
        return Err(Refused::Outdated { draft });
    }
    let mine = |r: &&Recipient| r.agency == cx.officer.agency && Some(&r.point) == cx.officer.point.as_ref();
    let r = c.issued.recipients.iter().find(mine).ok_or(Refused::NotRecipient)?;
    if let Some((by, _)) = c.draft.acknowledged.get(&(r.point.clone(), r.agency.clone())) {
        return Err(Refused::AlreadyAcknowledged { officer: by.officer.clone() });
    }
    let text = if text.trim().is_empty() { String::new() } else { words("text", text, MAX_WORDS_BYTES)? };
    let said = if text.is_empty() { "acknowledged".to_owned() } else { text.clone() };
    let ends = vec![(r.assignment.clone(), answered(said))];
    Ok(Done { ends, ..Done::of(Acknowledged { draft: c.number, point: r.point.clone(), agency: r.agency.clone(), text }) })
}

fn answered(text: String) -> assignment::Fact {
    assignment::Answered { outcome: assignment::Outcome::Full, text }.into()
}

fn review(cx: &Context<'_>, n: &Notice, at: State, outcome: Outcome, text: &str) -> Result<Done, Refused> {
    let c = n.current().filter(|_| matches!(at, State::InForce | State::Ended)).ok_or(Refused::NotInForce)?;
    if n.reviewed.is_some() {
        return Err(Refused::AlreadyReviewed);
    }
    let text = words("text", text, MAX_WORDS_BYTES)?;
    let mut done = Done::of(Reviewed { outcome, text: text.clone(), figures: cx.figures.clone() });
    let review = review_id(cx.id, c.number);
    if outcome == Outcome::Withdrawn {
        done.facts.push(Withdrawn { reason: text.clone() }.into());
        done.ends = over(cx, n, &text).into_iter().filter(|(owed, _)| *owed != review).collect();
    }
    done.ends.push((review, answered(text)));
    Ok(done)
}

/// What time does to a notice: from its time of effect on the issuer owes the review. `None` when it is early. The review is owed by nobody, and the second says why,
/// where the desk that issued the notice is there no more.
pub fn tick(book: &Rulebook, id: &str, n: &Notice, now_us: i64) -> Option<(Fact, Result<Owed, Refused>)> {
    let due = n.next_us().is_some_and(|at| at <= now_us);
    let (c, (agency, state)) = (n.current().filter(|_| due)?, n.owner()?);
    let assignment = review_id(id, c.number);
    let at = c.issued.point.clone();
    let officer = nobody_of(agency, state, at.clone());
    let cx = Context { book, officer: &officer, now_us, id, exposure: &[], figures: &Figures::default() };
    let make = Make {
        kind: REVIEW.to_owned(),
        from: Party { agency: Some(agency.clone()), ..Party::role("supervisor", at.as_ref()) },
        to: Party::desk(c.issued.desk.clone()),
        owed: c.content.title.clone(),
        about_kind: "notice".to_owned(),
        about: id.to_owned(),
        point: at,
        // A machine that was off for longer than that is no reason not to ask.
        due_us: Some(c.issued.review_us.max(now_us)),
        silent_of: None,
        answered_there: true,
    };
    let owed = made(&cx, &make).map(|fact| (assignment.clone(), fact));
    Some((TookEffect { draft: c.number, assignment, review_us: c.issued.review_us }.into(), owed))
}

/// Nobody, of an agency: what time does is done by no officer.
fn nobody_of(agency: &AgencyId, state: &StateCode, point: Option<PointId>) -> Officer {
    let (roles, purposes) = (BTreeSet::new(), BTreeSet::new());
    Officer { id: "".into(), agency: agency.clone(), state: state.clone(), point, desk: "".into(), roles, purposes, clearance: 0 }
}

/// The commands that an officer may give now, by their words.
pub fn offers(cx: &Context<'_>, n: &Notice) -> Vec<&'static str> {
    let why = || "?".to_owned();
    let content =
        n.content().map(|c| Content { effective_us: cx.now_us.saturating_add(1), ends_us: None, ..c.clone() }).unwrap_or_default();
    let all = [
        ("amend", Command::Amend { content: Box::new(content) }),
        ("issue", Command::Issue { draft: n.pending().map_or(0, |(number, _)| number) }),
        ("acknowledge", Command::Acknowledge { draft: n.issued().map_or(0, |(number, _)| number), text: String::new() }),
        ("withdraw", Command::Withdraw { reason: why() }),
        ("review", Command::Review { outcome: Outcome::Kept, text: why() }),
    ];
    all.into_iter().filter(|(_, command)| decide(cx, n, command).is_ok()).map(|(word, _)| word).collect()
}
