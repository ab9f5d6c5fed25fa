//! What may be done with a meeting. Refuses before anything becomes an entry.

use super::body::{Seat, Seated, seated};
use super::command::{Call, Command};
use super::fact::{
    Approved, Arrived, Called, Cancelled, Closed, CoOpted, Decided, Drafted, Fact, ItemAdded, ItemWithdrawn, Left, Opened, PaperAdded,
    Postponed, Presided, Sent,
};
use super::follow;
use super::item::{Item, ItemKind, fill};
use super::refused::Refused;
use super::state::{Attendance, Meeting, MinutesState, State};
use crate::assignment::{self, Assignment};
use crate::calendar::Calendar;
use crate::words::{Unfit, is_link, words};
use framework::access::Officer;
use framework::{AgencyId, Rulebook};

/// Longest decision, reason or thing owed. Bytes.
pub const MAX_WORDS_BYTES: usize = 4_000;
/// Longest title, name, reference or place. Bytes.
pub const MAX_LABEL_BYTES: usize = 300;
/// Longest minutes. Bytes.
pub const MAX_MINUTES_BYTES: usize = 200_000;
/// Most items of an agenda.
pub const MAX_ITEMS: usize = 100;
/// Most papers of a meeting.
pub const MAX_PAPERS: usize = 100;
/// Most decisions of a meeting.
pub const MAX_DECISIONS: usize = 200;
/// Most things that one decision makes others owe.
pub const MAX_ISSUES: usize = 30;
/// Most directives of a meeting.
pub const MAX_DIRECTIVES: usize = 300;
/// Most agencies at a meeting.
pub const MAX_ATTENDANCE: usize = 100;
/// How far back a meeting that was held on paper may be entered. Days.
pub const MAX_PAST_DAYS: i64 = 400;
/// How far ahead a meeting may be called. Days.
pub const MAX_AHEAD_DAYS: i64 = 800;

const DAY_US: i64 = 86_400_000_000;

/// What a decision is made with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The rules in force.
    pub book: &'a Rulebook,
    /// Who.
    pub officer: &'a Officer,
    /// Microseconds since 1970, UTC.
    pub now_us: i64,
    /// Ids for what is made to be owed, one for each.
    pub ids: &'a [String],
    /// For `accept` and `return`: what the directive is now.
    pub owed: Option<&'a Assignment>,
    /// For `open`: what puts itself on the agenda.
    pub found: &'a [Item],
}

/// What a command comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// What happens to the meeting.
    pub facts: Vec<Fact>,
    /// Assignments that are made, by their ids.
    pub owes: Vec<(String, assignment::Fact)>,
}

impl From<Fact> for Done {
    fn from(fact: Fact) -> Self {
        Self { facts: vec![fact], owes: Vec::new() }
    }
}

/// A text that may be empty.
fn perhaps(field: &'static str, text: &str, most: usize) -> Result<String, Unfit> {
    let text = text.trim();
    if text.len() > most { Err(Unfit { field, bytes: text.len(), most }) } else { Ok(text.to_owned()) }
}

/// Whoever has one of the seats that run a body; where it has none of them, any member.
fn runs(cx: &Context<'_>, seated: &Seated) -> Result<(), Refused> {
    let seat = seated.seat_of(cx.officer);
    let nobody = seated.chair.is_none() && seated.deputy.is_none() && seated.secretary.is_none();
    let least = if nobody { Seat::Member } else { Seat::Secretary };
    if seat.is_some_and(|s| s >= least) { Ok(()) } else { Err(Refused::NotYourSeat { needs: "the secretary, the chair or the deputy" }) }
}

/// Whoever presides as a rule; where nobody does, any member.
fn leads(cx: &Context<'_>, seated: &Seated) -> Result<(), Refused> {
    let seat = seated.seat_of(cx.officer);
    let nobody = seated.chair.is_none() && seated.deputy.is_none();
    let least = if nobody { Seat::Member } else { Seat::Deputy };
    if seat.is_some_and(|s| s >= least) { Ok(()) } else { Err(Refused::NotYourSeat { needs: "the chair or the deputy" }) }
}

fn sits(cx: &Context<'_>, seated: &Seated) -> Result<(), Refused> {
    seated.seat_of(cx.officer).map(|_| ()).ok_or(Refused::NotYourSeat { needs: "those who sit in it, or advise it" })
}

fn must(m: &Meeting, fits: &[State], needs: &'static str) -> Result<(), Refused> {
    let state = m.state();
    if fits.contains(&state) { Ok(()) } else { Err(Refused::WrongState { state: state.word(), needs }) }
}

fn room(what: &'static str, has: usize, more: usize, most: usize) -> Result<(), Refused> {
    if has + more > most { Err(Refused::TooManyHere { what, most }) } else { Ok(()) }
}

fn known(book: &Rulebook, agency: &AgencyId) -> Result<(), Refused> {
    if book.agencies.contains_key(agency) { Ok(()) } else { Err(Refused::NoSuchAgency { agency: agency.clone() }) }
}

fn in_range(at_us: i64, now_us: i64) -> Result<(), Refused> {
    let days = at_us.saturating_sub(now_us).div_euclid(DAY_US);
    if (-MAX_PAST_DAYS..=MAX_AHEAD_DAYS).contains(&days) {
        Ok(())
    } else {
        Err(Refused::OutOfRange { past: MAX_PAST_DAYS, ahead: MAX_AHEAD_DAYS })
    }
}

/// Calls a meeting of a body.
///
/// # Errors
/// See [`Refused`].
pub fn call(cx: &Context<'_>, body: &str, ask: &Call) -> Result<Fact, Refused> {
    let seated = seated(cx.book, body, cx.now_us).ok_or_else(|| Refused::NoSuchBody { body: body.to_owned() })?;
    runs(cx, &seated)?;
    in_range(ask.planned_us, cx.now_us)?;
    if let Some(host) = &ask.host {
        known(cx.book, host)?;
    }
    let reason =
        if ask.extraordinary { words("reason", &ask.reason, MAX_WORDS_BYTES)? } else { perhaps("reason", &ask.reason, MAX_WORDS_BYTES)? };
    Ok(Called {
        seated,
        planned_us: ask.planned_us,
        framework: cx.book.framework.header.version.clone(),
        length_min: ask.length_min.min(24 * 60),
        extraordinary: ask.extraordinary,
        confidential: ask.confidential,
        reference: perhaps("reference", &ask.reference, MAX_LABEL_BYTES)?,
        venue: perhaps("venue", &ask.venue, MAX_LABEL_BYTES)?,
        host: ask.host.clone(),
        reason,
    }
    .into())
}

/// Decides what a command comes to.
///
/// # Errors
/// See [`Refused`].
pub fn decide(cx: &Context<'_>, id: &str, m: &Meeting, command: &Command) -> Result<Done, Refused> {
    let seated = &m.seated;
    match command {
        Command::AddItem { .. } | Command::AddPaper { .. } => sits(cx, seated)?,
        Command::Approve => leads(cx, seated)?,
        _ => runs(cx, seated)?,
    }
    match command {
        Command::Postpone { planned_us, reason } => {
            must(m, &[State::Called], "called")?;
            in_range(*planned_us, cx.now_us)?;
            Ok(Fact::from(Postponed { planned_us: *planned_us, reason: words("reason", reason, MAX_WORDS_BYTES)? }).into())
        }
        Command::Cancel { reason } => {
            must(m, &[State::Called], "called")?;
            Ok(Fact::from(Cancelled { reason: words("reason", reason, MAX_WORDS_BYTES)? }).into())
        }
        Command::AddItem { .. } | Command::WithdrawItem { .. } | Command::AddPaper { .. } | Command::CoOpt { .. } => {
            prepare(cx, m, command)
        }
        Command::Open { presiding, present, began_us } => open(cx, m, presiding.as_ref(), present, *began_us),
        Command::Arrive { .. } | Command::Leave { .. } | Command::Preside { .. } => attend(m, command),
        Command::Decide { item, text, how, issues } => {
            must(m, &[State::Open], "open")?;
            if m.presiding.is_none() {
                return Err(Refused::NobodyPresides);
            }
            room("decisions", m.decisions.len(), 1, MAX_DECISIONS)?;
            room("directives", m.directives.len(), issues.len(), MAX_DIRECTIVES)?;
            room("directives of one decision", 0, issues.len(), MAX_ISSUES)?;
            if let Some(item) = item {
                live(m, *item)?;
            }
            let count = m.count();
            if !count.met() {
                let (present, of, needed) = (count.present, count.of, count.needed);
                return Err(if count.office || present < needed {
                    Refused::NoQuorum { present, of, needed }
                } else {
                    Refused::NoChair { present, of }
                });
            }
            if let super::fact::How::Vote { in_favour, against, abstained } = how {
                let votes = in_favour.saturating_add(*against).saturating_add(*abstained);
                if votes == 0 || votes > count.present {
                    return Err(Refused::VotesUnfit { votes, present: count.present });
                }
            }
            let adopted = how.adopts();
            if !adopted && !issues.is_empty() {
                return Err(Refused::NotAdopted);
            }
            let text = words("decision", text, MAX_WORDS_BYTES)?;
            let decided = Decided { text, how: *how, adopted, present: count.present, needed: count.needed, item: *item };
            follow::issue(cx, id, m, decided.into(), issues)
        }
        Command::Close { ended_us } => {
            must(m, &[State::Open], "open")?;
            let ended_us = ended_us.unwrap_or(cx.now_us);
            if ended_us > cx.now_us || m.held_us().is_some_and(|began| ended_us < began) {
                return Err(Refused::TimesUnfit);
            }
            let within = || Calendar::of(&cx.book.framework).after(ended_us, &seated.minutes_within, seated.minutes_working);
            Ok(Fact::from(Closed { ended_us, minutes_due_us: within() }).into())
        }
        Command::Draft { .. } | Command::Approve | Command::Send => write_down(cx, m, command),
        Command::Accept { directive, note } => {
            let note = perhaps("note", note, MAX_WORDS_BYTES)?;
            follow::accept(cx, m, directive, note)
        }
        Command::Return { directive, reason, due_us } => {
            let reason = words("reason", reason, MAX_WORDS_BYTES)?;
            follow::give_back(cx, id, m, directive, reason, *due_us)
        }
    }
}

fn live(m: &Meeting, item: u32) -> Result<(), Refused> {
    let found = m.agenda.get(item as usize).filter(|a| a.withdrawn.is_none());
    found.map(|_| ()).ok_or(Refused::NoSuchItem { item })
}

/// Agenda, papers and who is asked.
fn prepare(cx: &Context<'_>, m: &Meeting, command: &Command) -> Result<Done, Refused> {
    must(m, &[State::Called, State::Open], "called or open")?;
    let fact: Fact = match command {
        Command::AddItem { item } => {
            room("items", m.agenda.len(), 1, MAX_ITEMS)?;
            let item = Item {
                title: words("title", &item.title, MAX_LABEL_BYTES)?,
                about_kind: perhaps("what it is about", &item.about_kind, MAX_LABEL_BYTES)?,
                about: perhaps("what it is about", &item.about, MAX_LABEL_BYTES)?,
                kind: item.kind,
            };
            if m.items().any(|known| known.same(&item)) {
                return Err(Refused::OnAgenda { title: item.title });
            }
            ItemAdded { item, automatic: false }.into()
        }
        Command::WithdrawItem { item, reason } => {
            live(m, *item)?;
            ItemWithdrawn { item: *item, reason: words("reason", reason, MAX_WORDS_BYTES)? }.into()
        }
        Command::AddPaper { title, link, item } => {
            room("papers", m.papers.len(), 1, MAX_PAPERS)?;
            if let Some(item) = item {
                live(m, *item)?;
            }
            if !is_link(link) {
                return Err(Refused::LinkUnfit);
            }
            PaperAdded { title: words("title", title, MAX_LABEL_BYTES)?, link: link.clone(), item: *item }.into()
        }
        Command::CoOpt { agency, reason } => {
            known(cx.book, agency)?;
            room("agencies", m.co_opted.len(), 1, MAX_ATTENDANCE)?;
            if m.is_invited(agency) {
                return Err(Refused::HasSeat { agency: agency.clone() });
            }
            CoOpted { agency: agency.clone(), reason: words("reason", reason, MAX_WORDS_BYTES)? }.into()
        }
        _ => return Ok(Done::default()),
    };
    Ok(fact.into())
}

fn open(
    cx: &Context<'_>,
    m: &Meeting,
    presiding: Option<&AgencyId>,
    present: &[Attendance],
    began_us: Option<i64>,
) -> Result<Done, Refused> {
    must(m, &[State::Called], "called")?;
    let began_us = began_us.unwrap_or(cx.now_us);
    if began_us > cx.now_us || cx.now_us.saturating_sub(began_us) > MAX_PAST_DAYS * DAY_US {
        return Err(Refused::TimesUnfit);
    }
    // The body as it sits today; one that the framework has no more meets as it was called.
    let now = seated(cx.book, &m.seated.body, began_us).unwrap_or_else(|| m.seated.clone());
    room("agencies", 0, present.len(), MAX_ATTENDANCE)?;
    let mut there: Vec<Attendance> = Vec::new();
    for one in present {
        if now.seat(&one.agency).is_none() && !m.co_opted.iter().any(|c| c.agency == one.agency) {
            return Err(Refused::NotInvited { agency: one.agency.clone() });
        }
        if there.iter().any(|t| t.agency == one.agency) {
            return Err(Refused::ThereAlready { agency: one.agency.clone() });
        }
        there.push(Attendance { agency: one.agency.clone(), name: words("name", &one.name, MAX_LABEL_BYTES)? });
    }
    let is_there = |agency: &&AgencyId| there.iter().any(|t| t.agency == **agency);
    let presiding = match presiding {
        Some(agency) if !is_there(&agency) => return Err(Refused::NotThere { agency: agency.clone() }),
        Some(agency) if !now.presides(agency) => return Err(Refused::CannotPreside { agency: agency.clone() }),
        Some(agency) => Some(agency.clone()),
        None => [&now.chair, &now.deputy].into_iter().flatten().find(|a| is_there(a) && now.presides(a)).cloned(),
    };
    let has: Vec<Item> = m.items().cloned().collect();
    let left = MAX_ITEMS.saturating_sub(m.agenda.len());
    let filled = fill(&has, cx.found.to_vec()).into_iter().take(left);
    let mut facts: Vec<Fact> = vec![Opened { seated: now, began_us, presiding }.into()];
    facts.extend(there.into_iter().map(|t| Arrived { agency: t.agency, name: t.name }.into()));
    facts.extend(filled.map(|item| ItemAdded { item, automatic: true }.into()));
    Ok(Done { facts, owes: Vec::new() })
}

/// Who comes and goes.
fn attend(m: &Meeting, command: &Command) -> Result<Done, Refused> {
    must(m, &[State::Open], "open")?;
    let there = |agency: &AgencyId| if m.is_there(agency) { Ok(()) } else { Err(Refused::NotThere { agency: agency.clone() }) };
    let fact: Fact = match command {
        Command::Arrive { agency, name } => {
            if !m.is_invited(agency) {
                return Err(Refused::NotInvited { agency: agency.clone() });
            }
            if m.is_there(agency) {
                return Err(Refused::ThereAlready { agency: agency.clone() });
            }
            Arrived { agency: agency.clone(), name: words("name", name, MAX_LABEL_BYTES)? }.into()
        }
        Command::Leave { agency } => {
            there(agency)?;
            Left { agency: agency.clone() }.into()
        }
        Command::Preside { agency } => {
            there(agency)?;
            if !m.seated.presides(agency) || m.presiding.as_ref() == Some(agency) {
                return Err(Refused::CannotPreside { agency: agency.clone() });
            }
            Presided { agency: agency.clone() }.into()
        }
        _ => return Ok(Done::default()),
    };
    Ok(fact.into())
}

/// The minutes.
fn write_down(cx: &Context<'_>, m: &Meeting, command: &Command) -> Result<Done, Refused> {
    let at = m.minutes_state();
    let fact: Fact = match command {
        Command::Draft { text } => {
            must(m, &[State::Open, State::Closed], "open or closed")?;
            if at > MinutesState::Draft {
                return Err(Refused::MinutesAre { state: at.word() });
            }
            Drafted { text: words("minutes", text, MAX_MINUTES_BYTES)? }.into()
        }
        Command::Approve => {
            must(m, &[State::Closed], "closed")?;
            match at {
                MinutesState::None => return Err(Refused::NoMinutes),
                MinutesState::Draft => {}
                _ => return Err(Refused::MinutesAre { state: at.word() }),
            }
            if m.wrote(&cx.officer.id) {
                return Err(Refused::SameWriter { officer: cx.officer.id.clone() });
            }
            Approved {}.into()
        }
        _ => {
            must(m, &[State::Closed], "closed")?;
            if m.called.confidential {
                return Err(Refused::StaysHere);
            }
            if m.seated.parent.is_empty() {
                return Err(Refused::NoParent);
            }
            if at != MinutesState::Approved {
                return Err(Refused::MinutesAre { state: at.word() });
            }
            Sent { to: m.seated.parent.clone() }.into()
        }
    };
    Ok(fact.into())
}

/// The commands that an officer may give now, by their words. Those on a directive depend on its assignment: see [`super::judgeable`].
pub fn offers(cx: &Context<'_>, id: &str, m: &Meeting) -> Vec<&'static str> {
    let why = || "?".to_owned();
    let invited: Vec<&AgencyId> = m.seated.agencies().chain(m.co_opted.iter().map(|c| &c.agency)).collect();
    let away = invited.iter().find(|a| !m.is_there(a)).map(|a| (*a).clone()).unwrap_or_else(|| "".into());
    let there = m.present.first().map_or_else(|| "".into(), |p| p.agency.clone());
    let other = m.present.iter().map(|p| &p.agency).find(|a| m.seated.presides(a) && m.presiding.as_ref() != Some(*a));
    let stranger = cx.book.agencies.keys().find(|a| !m.is_invited(a)).cloned().unwrap_or_else(|| "".into());
    let item = m.agenda.iter().position(|a| a.withdrawn.is_none()).and_then(|n| u32::try_from(n).ok()).unwrap_or(u32::MAX);
    let fresh = Item { kind: ItemKind::Other, title: why(), about_kind: why(), about: why() };
    let all = [
        ("postpone", Command::Postpone { planned_us: cx.now_us, reason: why() }),
        ("cancel", Command::Cancel { reason: why() }),
        ("add_item", Command::AddItem { item: fresh }),
        ("withdraw_item", Command::WithdrawItem { item, reason: why() }),
        ("add_paper", Command::AddPaper { title: why(), link: "/".to_owned(), item: None }),
        ("co_opt", Command::CoOpt { agency: stranger, reason: why() }),
        ("open", Command::Open { presiding: None, present: Vec::new(), began_us: None }),
        ("arrive", Command::Arrive { agency: away, name: why() }),
        ("leave", Command::Leave { agency: there }),
        ("preside", Command::Preside { agency: other.cloned().unwrap_or_else(|| "".into()) }),
        ("decide", Command::Decide { item: None, text: why(), how: super::fact::How::Consensus, issues: Vec::new() }),
        ("close", Command::Close { ended_us: None }),
        ("draft", Command::Draft { text: why() }),
        ("approve", Command::Approve),
        ("send", Command::Send),
    ];
    all.into_iter().filter(|(_, c)| decide(cx, id, m, c).is_ok()).map(|(word, _)| word).collect()
}
