//! What may be done with a request for information. Refuses before anything becomes an entry.

use super::basis;
use super::command::{Ask, Command};
use super::fact::{
    Answered, Asked, Confirmed, Corrected, Fact, Ground, Judged, Recalled, Recipient, Released, Supplemented, Use, Withdrawn,
};
use super::refused::Refused;
use super::state::{Given, Request, State};
use crate::assignment::{self, Assignment, MAX_LINK_BYTES, Make, Outcome, Party};
use crate::words::{is_link, words};
use framework::access::Officer;
use framework::{AgencyId, Rulebook};
use screening::PartialDate;

/// Longest text. Bytes.
pub const MAX_WORDS_BYTES: usize = 8_000;
/// Longest title, name, number, reference or provision. Bytes.
pub const MAX_LINE_BYTES: usize = 500;
/// Items given, changes, words of feedback and agencies that a request keeps of each. Items.
const MAX_KEPT: usize = 100;
/// Assignments that one command may make: one for each agency that has to know of a change.
pub const MAX_NEW: usize = MAX_KEPT + 1;

/// The clocks of an answer, and of knowing that something given is otherwise.
const ANSWER: &str = "request.information";
const CORRECTION: &str = "request.correction";

/// What a decision is made with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The rules in force.
    pub book: &'a Rulebook,
    /// Who.
    pub officer: &'a Officer,
    /// Microseconds since 1970, UTC.
    pub now_us: i64,
    /// Ids for what will be owed.
    pub ids: &'a [String],
    /// The assignment of the answer, or of the change that is confirmed.
    pub owed: Option<&'a Assignment>,
}

impl Context<'_> {
    fn make(&self, ask: &Make) -> Result<assignment::Fact, Refused> {
        Ok(assignment::make(&assignment::Context { book: self.book, officer: self.officer, now_us: self.now_us }, ask)?)
    }
}

/// What a decision comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Of the request.
    pub facts: Vec<Fact>,
    /// Of assignments: those that are made, and the one that ends.
    pub owes: Vec<(String, assignment::Fact)>,
}

impl From<Fact> for Done {
    fn from(fact: Fact) -> Self {
        Self { facts: vec![fact], owes: Vec::new() }
    }
}

fn line(field: &'static str, text: &str, may_be_empty: bool) -> Result<String, Refused> {
    if may_be_empty && text.trim().is_empty() {
        return Ok(String::new());
    }
    Ok(words(field, text, MAX_LINE_BYTES)?)
}

fn link(link: &str) -> Result<String, Refused> {
    if link.is_empty() || is_link(link) { Ok(link.to_owned()) } else { Err(Refused::LinkUnfit { most: MAX_LINK_BYTES }) }
}

/// Asks. The assignment takes the first of the ids.
///
/// # Errors
/// See [`Refused`].
pub fn ask(cx: &Context<'_>, id: &str, ask: &Ask) -> Result<Done, Refused> {
    if ask.to == cx.officer.agency {
        return Err(Refused::OwnAgency { agency: ask.to.clone() });
    }
    basis::check(cx.book, cx.officer, ask)?;
    let mut concerns = ask.concerns.clone();
    for (field, text) in [("name", &mut concerns.name), ("country", &mut concerns.country), ("number", &mut concerns.number)] {
        *text = line(field, text, true)?;
    }
    concerns.born = concerns.born.trim().to_owned();
    if !concerns.born.is_empty() && PartialDate::read(&concerns.born).is_none() {
        return Err(Refused::BadBirthDate { born: concerns.born.chars().take(20).collect() });
    }
    if concerns.name.is_empty() && concerns.number.is_empty() {
        return Err(Refused::Nobody);
    }
    let to = match &ask.point {
        Some(point) => Party { agency: Some(ask.to.clone()), point: Some(point.clone()), ..Party::default() },
        None => Party { agency: Some(ask.to.clone()), ..Party::role("duty", None) },
    };
    let title = line("title", &ask.title, false)?;
    let desk = Party::desk(cx.officer.desk.clone());
    let made = cx.make(&Make {
        kind: ANSWER.to_owned(),
        from: desk.clone(),
        to: to.clone(),
        owed: title.clone(),
        about_kind: "request".to_owned(),
        about: id.to_owned(),
        point: ask.point.clone().or_else(|| cx.officer.point.clone()),
        due_us: ask.due_us,
        silent_of: None,
        answered_there: true,
    })?;
    let (due_us, point) = match &made {
        assignment::Fact::Made(made) => (made.due_us, made.point.clone()),
        _ => (cx.now_us, String::new()),
    };
    let assignment = cx.ids.first().cloned().unwrap_or_default();
    let asked = Asked {
        from: cx.officer.agency.clone(),
        desk,
        to,
        to_agency: ask.to.clone(),
        point,
        reference: line("reference", &ask.reference, true)?,
        agreement: ask.agreement.clone(),
        law: if ask.agreement.is_empty() { line("law", &ask.law, false)? } else { String::new() },
        purpose: ask.purpose.clone(),
        concerns,
        title,
        question: words("question", &ask.question, MAX_WORDS_BYTES)?,
        due_us,
        framework: cx.book.framework.header.version.clone(),
        assignment: assignment.clone(),
    };
    Ok(Done { facts: vec![asked.into()], owes: vec![(assignment, made)] })
}

/// Whether an officer may speak for those who owe the answer: their agency was asked, or the assignment was handed to them.
fn answers(cx: &Context<'_>, r: &Request) -> bool {
    r.asked.to_agency == cx.officer.agency || cx.owed.is_some_and(|a| a.to.is(cx.officer))
}

/// Something that was given and may still be spoken of.
fn item(r: &Request, item: u32) -> Result<&Given, Refused> {
    let given = r.given.get(item as usize).ok_or(Refused::NoSuchItem { item: item.saturating_add(1) })?;
    if given.recalled { Err(Refused::RecalledAlready { item: item.saturating_add(1) }) } else { Ok(given) }
}

/// A change, and what everybody who was given it owes by it.
fn tell(cx: &Context<'_>, id: &str, r: &Request, change: impl FnOnce(Vec<Recipient>) -> Fact) -> Result<Done, Refused> {
    // INVARIANT: nobody who has it is left out for want of an id.
    if r.recipients().count() > cx.ids.len() {
        return Err(Refused::GivenMeanwhile);
    }
    let (mut recipients, mut owes) = (Vec::new(), Vec::new());
    // The framework may have changed since: an agency that is no more cannot be told, and a desk that is no more is not in the way.
    let there = r.recipients().filter(|a| cx.book.agencies.contains_key(*a));
    let asking = r.asked.desk.desk.as_ref().filter(|d| cx.book.desks.contains_key(*d));
    for (agency, new) in there.zip(cx.ids) {
        let to = match asking {
            Some(desk) if *agency == r.asked.from => Party::desk(desk.clone()),
            _ => Party { agency: Some(agency.clone()), ..Party::default() },
        };
        let made = cx.make(&Make {
            kind: CORRECTION.to_owned(),
            from: Party::desk(cx.officer.desk.clone()),
            to,
            owed: r.asked.title.clone(),
            about_kind: "request".to_owned(),
            about: id.to_owned(),
            point: Some(r.asked.point.as_str().into()).filter(|p: &framework::PointId| !p.as_str().is_empty()),
            due_us: None,
            silent_of: None,
            answered_there: true,
        })?;
        recipients.push(Recipient { agency: agency.clone(), assignment: new.clone() });
        owes.push((new.clone(), made));
    }
    Ok(Done { facts: vec![change(recipients)], owes })
}

/// The end of what was owed, unless it has ended.
fn over(cx: &Context<'_>, assignment: &str, fact: assignment::Fact) -> Vec<(String, assignment::Fact)> {
    let open = cx.owed.is_some_and(|a| a.end.is_none());
    if open { vec![(assignment.to_owned(), fact)] } else { Vec::new() }
}

/// How many assignments a command may make: the ids that [`decide`] needs.
pub fn new_assignments(r: &Request, command: &Command) -> usize {
    match command {
        Command::Correct { .. } | Command::Recall { .. } => r.recipients().count().min(MAX_NEW),
        _ => 0,
    }
}

/// Decides what a command comes to. Whether the officer may do such a thing at all is asked of the sharing rules before.
///
/// # Errors
/// See [`Refused`].
pub fn decide(cx: &Context<'_>, id: &str, r: &Request, command: &Command) -> Result<Done, Refused> {
    let at = r.state();
    let open = |needs: &'static str| if at == State::Asked { Ok(()) } else { Err(Refused::NotNow { state: at.word(), needs }) };
    let given = || if r.given.is_empty() { Err(Refused::NotNow { state: at.word(), needs: "answered" }) } else { Ok(()) };
    let giver = || if answers(cx, r) { Ok(()) } else { Err(Refused::NotYours { agency: r.asked.to_agency.clone() }) };
    let mine = &cx.officer.agency;
    let recipient = || {
        let has = r.recipients().any(|a| a == mine);
        if has { Ok(()) } else { Err(Refused::NotYours { agency: r.asked.from.clone() }) }
    };
    let room = |what, has: usize| if has < MAX_KEPT { Ok(()) } else { Err(Refused::TooMany { what, most: MAX_KEPT }) };
    match command {
        Command::Answer { outcome, ground, text, link: to } => {
            open("asked")?;
            giver()?;
            match (outcome, ground) {
                (Outcome::Full, Some(_)) => return Err(Refused::GroundUnfit),
                (Outcome::Part | Outcome::Refused, None) => {
                    let known: Vec<&str> = Ground::ALL.iter().map(|g| g.word()).collect();
                    return Err(Refused::NoGround { known: known.join(", ") });
                }
                _ => {}
            }
            let text = words("answer", text, MAX_WORDS_BYTES)?;
            let ended = assignment::Answered { outcome: *outcome, text: "see the request".to_owned() }.into();
            let answered = Answered { outcome: *outcome, ground: *ground, text, link: link(to)? };
            Ok(Done { facts: vec![answered.into()], owes: over(cx, &r.asked.assignment, ended) })
        }
        Command::Supplement { text, link: to } => {
            // More may come after a refusal too.
            if matches!(at, State::Asked | State::Withdrawn) {
                return Err(Refused::NotNow { state: at.word(), needs: "answered" });
            }
            giver()?;
            room("items", r.given.len())?;
            Ok(Fact::from(Supplemented { text: words("text", text, MAX_WORDS_BYTES)?, link: link(to)? }).into())
        }
        Command::Correct { item: n, text, reason } => {
            given()?;
            giver()?;
            item(r, *n)?;
            room("changes", r.changes.len())?;
            let (text, reason) = (words("text", text, MAX_WORDS_BYTES)?, words("reason", reason, MAX_WORDS_BYTES)?);
            tell(cx, id, r, |recipients| Corrected { item: *n, text, reason, recipients }.into())
        }
        Command::Recall { item: n, reason } => {
            given()?;
            giver()?;
            item(r, *n)?;
            // A recall is never refused for want of room: what must not be used is not.
            let reason = words("reason", reason, MAX_WORDS_BYTES)?;
            tell(cx, id, r, |recipients| Recalled { item: *n, reason, recipients }.into())
        }
        Command::Confirm { change: n } => {
            recipient()?;
            let change = r.changes.get(*n as usize).ok_or(Refused::NoSuchChange { change: n.saturating_add(1) })?;
            if let Some(by) = change.confirmed.iter().find(|by| by.agency == *mine) {
                return Err(Refused::ConfirmedAlready { officer: by.officer.clone() });
            }
            // Whoever was given it after the change was given the right thing.
            let owed = r.confirms(*n, mine).ok_or(Refused::NoSuchChange { change: n.saturating_add(1) })?;
            let ended = assignment::Answered { outcome: Outcome::Full, text: "see the request".to_owned() }.into();
            Ok(Done { facts: vec![Confirmed { change: *n, agency: mine.clone() }.into()], owes: over(cx, &owed.assignment, ended) })
        }
        Command::Judge { item: n, used, text } => {
            given()?;
            recipient()?;
            r.given.get(*n as usize).ok_or(Refused::NoSuchItem { item: n.saturating_add(1) })?;
            room("words of feedback", r.judged.len())?;
            Ok(Fact::from(Judged { item: *n, used: *used, text: words("text", text, MAX_WORDS_BYTES)? }).into())
        }
        Command::Release { to, reason } => {
            given()?;
            giver()?;
            if !cx.book.agencies.contains_key(to) {
                return Err(Refused::NoSuchAgency { agency: to.clone() });
            }
            if *to == r.asked.to_agency || r.recipients().any(|a| a == to) {
                return Err(Refused::HasIt { agency: to.clone() });
            }
            room("agencies", r.released.len())?;
            Ok(Fact::from(Released { to: to.clone(), reason: words("reason", reason, MAX_WORDS_BYTES)? }).into())
        }
        Command::Withdraw { reason } => {
            open("asked")?;
            if r.asked.from != *mine {
                return Err(Refused::NotYours { agency: r.asked.from.clone() });
            }
            let reason = words("reason", reason, MAX_WORDS_BYTES)?;
            let ended = assignment::Withdrawn { reason: reason.clone() }.into();
            Ok(Done { facts: vec![Withdrawn { reason }.into()], owes: over(cx, &r.asked.assignment, ended) })
        }
    }
}

/// The commands that an officer may give now, by their words.
pub fn offers(cx: &Context<'_>, id: &str, r: &Request) -> Vec<&'static str> {
    let ids = vec![String::new(); MAX_NEW];
    let cx = &Context { ids: &ids, ..*cx };
    let why = || "?".to_owned();
    let item = r.given.iter().zip(0..).find(|(g, _)| !g.recalled).map_or(0, |(_, n)| n);
    let change = r.changes.iter().zip(0..).find(|(c, _)| c.waiting().any(|w| w.agency == cx.officer.agency)).map_or(0, |(_, n)| n);
    let other = |a: &&AgencyId| **a != r.asked.to_agency && r.recipients().all(|has| has != *a);
    let to = cx.book.agencies.keys().find(other).cloned().unwrap_or_else(|| "".into());
    let all = [
        ("answer", Command::Answer { outcome: Outcome::Full, ground: None, text: why(), link: String::new() }),
        ("supplement", Command::Supplement { text: why(), link: String::new() }),
        ("correct", Command::Correct { item, text: why(), reason: why() }),
        ("recall", Command::Recall { item, reason: why() }),
        ("confirm", Command::Confirm { change }),
        ("judge", Command::Judge { item, used: Use::Used, text: why() }),
        ("release", Command::Release { to, reason: why() }),
        ("withdraw", Command::Withdraw { reason: why() }),
    ];
    all.into_iter().filter(|(_, c)| decide(cx, id, r, c).is_ok()).map(|(word, _)| word).collect()
}
