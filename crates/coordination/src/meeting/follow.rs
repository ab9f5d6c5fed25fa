//! What a decision makes others owe, and what the body says to their answers.

use super::command::Issue;
use super::decide::{Context, Done, MAX_WORDS_BYTES};
use super::fact::{Accepted, Fact, Issued, Returned};
use super::refused::Refused;
use super::state::{Directive, Meeting};
use crate::assignment::{self, Assignment, Ending, Make, Party};
use crate::calendar::Calendar;
use crate::words::words;
use framework::{OfficerId, PointId};
use serde::Serialize;

/// The clocks of what a decision makes others owe.
const DIRECTIVE: &str = "directive";
const ACTION: &str = "meeting.action";
/// The clock by which a directive is acknowledged.
const ACKNOWLEDGE: &str = "directive.acknowledge";

/// Where a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Compliance {
    /// Nobody of its addressee has seen it.
    Issued,
    /// Nobody has, and the time for that is over.
    Unacknowledged,
    /// Seen.
    Acknowledged,
    /// Not answered, and its time is over.
    Overdue,
    /// Answered: the body has to judge it.
    Evidence,
    /// Its addressee will not.
    Declined,
    /// The body took it back.
    Withdrawn,
    /// The body is content with what was done.
    Complied,
    /// The body lets it rest without.
    LetGo,
}

impl Compliance {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Unacknowledged => "unacknowledged",
            Self::Acknowledged => "acknowledged",
            Self::Overdue => "overdue",
            Self::Evidence => "evidence",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Complied => "complied",
            Self::LetGo => "let_go",
        }
    }

    /// Whether nothing more will come of it.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Complied | Self::LetGo)
    }
}

/// Where a directive is, by the assignment that it is now.
pub fn compliance(d: &Directive, a: Option<&Assignment>, now_us: i64) -> Compliance {
    if let Some((_, complied)) = &d.accepted {
        return if *complied { Compliance::Complied } else { Compliance::LetGo };
    }
    let seen = a.is_some_and(|a| a.acknowledged.is_some() || a.accepted.is_some());
    match a.and_then(|a| a.end.as_ref()).map(|end| end.kind) {
        Some(Ending::Answered(_)) => Compliance::Evidence,
        Some(Ending::Declined) => Compliance::Declined,
        Some(Ending::Withdrawn) => Compliance::Withdrawn,
        None if d.due_us < now_us => Compliance::Overdue,
        None if seen => Compliance::Acknowledged,
        None if d.acknowledge_us.is_some_and(|by| by < now_us) => Compliance::Unacknowledged,
        None => Compliance::Issued,
    }
}

/// Whether an officer who runs the body can accept or return the answer: it was given, by somebody else, and not judged yet.
pub fn judgeable(d: &Directive, a: Option<&Assignment>, officer: &OfficerId) -> bool {
    d.accepted.is_none() && answer(a, officer).is_ok()
}

fn answer<'a>(a: Option<&'a Assignment>, officer: &OfficerId) -> Result<&'a assignment::End, Refused> {
    let end = a.and_then(|a| a.end.as_ref()).filter(|end| end.kind != Ending::Withdrawn).ok_or(Refused::NotAnswered)?;
    if end.by.officer == *officer { Err(Refused::OwnAnswer { officer: officer.clone() }) } else { Ok(end) }
}

fn judged<'a>(cx: &Context<'_>, m: &'a Meeting, id: &str) -> Result<(&'a Directive, Ending), Refused> {
    let d = m.directive(id).ok_or_else(|| Refused::NoSuchDirective { directive: id.to_owned() })?;
    if let Some((by, _)) = &d.accepted {
        return Err(Refused::JudgedAlready { officer: by.by.officer.clone() });
    }
    Ok((d, answer(cx.owed, &cx.officer.id)?.kind))
}

/// What a decision makes somebody owe, and which decision.
struct Wanted<'a> {
    decision: u32,
    kind: &'a str,
    to: &'a Party,
    owed: String,
    due_us: Option<i64>,
}

/// Something that is owed to a body: to those who keep its papers, or else to its chair. Of a confidential meeting it does not say where it comes from.
fn make(cx: &Context<'_>, id: &str, m: &Meeting, wanted: Wanted<'_>) -> Make {
    let Wanted { decision, kind, to, owed, due_us } = wanted;
    let (at, open): (PointId, bool) = (m.seated.point.as_str().into(), !m.called.confidential);
    let keeper = m.seated.secretary.clone().or_else(|| m.seated.chair.clone()).unwrap_or_else(|| cx.officer.agency.clone());
    Make {
        kind: kind.to_owned(),
        from: Party { agency: Some(keeper), point: Some(at.clone()), ..Party::default() },
        to: to.clone(),
        owed,
        about_kind: if open { "decision".to_owned() } else { String::new() },
        about: if open { format!("{id}#{}", decision + 1) } else { String::new() },
        point: Some(at).filter(|p| !p.as_str().is_empty()),
        due_us,
        ..Make::default()
    }
}

/// Makes it owed: the entry of the assignment, when it is due, and by when it is acknowledged.
fn owe(cx: &Context<'_>, ask: &Make) -> Result<(assignment::Fact, i64, Option<i64>), Refused> {
    let made = assignment::make(&assignment::Context { book: cx.book, officer: cx.officer, now_us: cx.now_us }, ask)?;
    let due_us = if let assignment::Fact::Made(made) = &made { made.due_us } else { cx.now_us };
    let clock = cx.book.framework.clocks.iter().find(|c| c.id.get_ref() == ACKNOWLEDGE && ask.kind == DIRECTIVE);
    let by = clock.and_then(|c| Calendar::of(&cx.book.framework).after(cx.now_us, c.duration.get_ref(), c.time.get_ref() == "working"));
    Ok((made, due_us, by.map(|by| by.min(due_us))))
}

/// A decision and what it makes others owe.
pub(super) fn issue(cx: &Context<'_>, id: &str, m: &Meeting, decided: Fact, issues: &[Issue]) -> Result<Done, Refused> {
    let decision = u32::try_from(m.decisions.len()).unwrap_or(u32::MAX);
    // INVARIANT: nothing that was decided to be owed is dropped for want of an id.
    if cx.ids.len() < issues.len() {
        return Err(Refused::TooManyHere { what: "directives", most: cx.ids.len() });
    }
    let mut done = Done::from(decided);
    for (issue, new) in issues.iter().zip(cx.ids) {
        let owed = words("what is owed", &issue.owed, MAX_WORDS_BYTES)?;
        let kind = if issue.action { ACTION } else { DIRECTIVE };
        let wanted = |owed| Wanted { decision, kind, to: &issue.to, owed, due_us: issue.due_us };
        let (made, due_us, acknowledge_us) = owe(cx, &make(cx, id, m, wanted(owed.clone())))?;
        let issued = Issued {
            directive: new.clone(),
            decision,
            assignment: new.clone(),
            kind: kind.to_owned(),
            to: issue.to.clone(),
            owed,
            due_us,
            acknowledge_us,
        };
        done.facts.push(issued.into());
        done.owes.push((new.clone(), made));
    }
    Ok(done)
}

/// The body is content.
pub(super) fn accept(cx: &Context<'_>, m: &Meeting, directive: &str, note: String) -> Result<Done, Refused> {
    let (d, ending) = judged(cx, m, directive)?;
    let complied = matches!(ending, Ending::Answered(assignment::Outcome::Full | assignment::Outcome::Part));
    Ok(Fact::from(Accepted { directive: d.id.clone(), complied, note }).into())
}

/// The body is not: the same is owed again, with what is missing.
pub(super) fn give_back(
    cx: &Context<'_>,
    id: &str,
    m: &Meeting,
    directive: &str,
    reason: String,
    due_us: Option<i64>,
) -> Result<Done, Refused> {
    let (d, _) = judged(cx, m, directive)?;
    let new = cx.ids.first().cloned().unwrap_or_default();
    let owed = format!("{}\n\n{reason}", d.owed);
    let (made, due_us, acknowledge_us) =
        owe(cx, &make(cx, id, m, Wanted { decision: d.decision, kind: &d.kind, to: &d.to, owed, due_us }))?;
    let returned = Returned { directive: d.id.clone(), reason, assignment: new.clone(), due_us, acknowledge_us };
    Ok(Done { facts: vec![returned.into()], owes: vec![(new, made)] })
}
