//! Made-up meetings: the bodies of a demonstration have met this year, though not as often as planned, and some of what they decided is late.
//!
//! Entered as a secretary enters meetings that were held on paper: the journal has them from the morning on which the demonstration begins. Everything says of
//! itself that it is made up.

use crate::app::App;
use crate::caller::Caller;
use crate::problem::Answer;
use crate::routes::assignments;
use crate::routes::meetings::{MeetingRequest, act_as, call_as, runs};
use coordination::assignment::{self, Outcome, Party};
use coordination::meeting::{Attendance, Command, How, Issue, MinutesState, Period, Seat, Seated, bodies, periods};
use framework::AgencyId;

const MINUTE_US: i64 = 60_000_000;
const HOUR_US: i64 = 60 * MINUTE_US;
const DAY_US: i64 = 24 * HOUR_US;
/// Spans back that a body has met in, every third left out.
const BACK: usize = 9;
/// Meetings that every body has held at most.
const MOST: usize = 6;
/// When a meeting began, of its day; and how long it took.
const BEGAN_US: i64 = 10 * HOUR_US;
const TOOK_US: i64 = 2 * HOUR_US;

/// What was decided, and what somebody has to do for it.
const DECISIONS: &[(&str, &str)] = &[
    ("Waiting times are published every week (made up for the demonstration).", "Send the waiting times of every week to the secretary"),
    (
        "Examinations of the same goods are done together (made up for the demonstration).",
        "Name an officer for joint examinations in every shift",
    ),
    ("The directory of duty desks is brought up to date (made up for the demonstration).", "Send the telephone numbers of the duty desk"),
    (
        "Signs at the counters are in all languages of the travellers (made up for the demonstration).",
        "Order the signs and say when they hang",
    ),
];

/// Officers of the demonstration, in order.
pub(super) fn officers(app: &App) -> Vec<Caller> {
    let mut all: Vec<Caller> = app.accounts.all().into_iter().filter(|a| a.demo).map(Caller::of).collect();
    all.sort_by(|a, b| a.account.officer.id.cmp(&b.account.officer.id));
    all
}

/// Those of them who sit in a body, with their seats.
fn sitting<'a>(all: &'a [Caller], body: &Seated) -> Vec<(&'a Caller, Seat)> {
    all.iter().filter_map(|c| Some((c, body.seat_of(&c.account.officer)?))).collect()
}

/// Who is there: a name for every agency that has an officer, and for the others nobody in particular.
fn present(body: &Seated, sits: &[(&Caller, Seat)], less: usize) -> Vec<Attendance> {
    let named = |agency: &AgencyId| sits.iter().find(|(c, _)| c.account.officer.agency == *agency).map(|(c, _)| c.account.name.clone());
    let mut there: Vec<Attendance> = Vec::new();
    let all: Vec<&AgencyId> = body.agencies().collect();
    for agency in all.iter().take(all.len().saturating_sub(less).max(1)) {
        if !there.iter().any(|a| a.agency == **agency) {
            there.push(Attendance { agency: (*agency).clone(), name: named(agency).unwrap_or_else(|| "made up".to_owned()) });
        }
    }
    there
}

/// A member agency that has a desk where the body is and is not its secretary: whom a decision can address.
fn addressee(app: &App, body: &Seated, turn: usize) -> Option<Party> {
    let book = app.book();
    let here = |a: &&AgencyId| book.desks.values().any(|d| d.agency == **a && d.point.as_ref().map_or("", |p| p.as_str()) == body.point);
    let able: Vec<&AgencyId> = body.members.iter().filter(|m| Some(*m) != body.secretary.as_ref()).filter(here).collect();
    let agency = able.get(turn.checked_rem(able.len())?)?;
    Some(Party { agency: Some((*agency).clone()), point: Some(body.point.as_str().into()), ..Party::default() })
}

/// Whoever runs a body for the demonstration: its secretary where there is one.
fn keeper<'s, 'a>(sits: &'s [(&'a Caller, Seat)], body: &Seated) -> Option<&'s (&'a Caller, Seat)> {
    sits.iter().min_by_key(|(c, seat)| (!runs(c, body), *seat != Seat::Secretary)).filter(|(c, _)| runs(c, body))
}

/// One meeting as it was, with one decision; gives its id.
async fn held(
    app: &App,
    body: &Seated,
    sits: &[(&Caller, Seat)],
    began_us: i64,
    turn: usize,
    due_us: Option<i64>,
) -> Answer<Option<String>> {
    let Some((keeper, _)) = keeper(sits, body) else { return Ok(None) };
    let host = body.members.get(turn.checked_rem(body.members.len()).unwrap_or(0)).map(ToString::to_string);
    let ask = MeetingRequest { planned_us: began_us, length_min: 120, host, ..MeetingRequest::default() };
    let id = call_as(app, keeper, None, &body.body, ask).await?;
    let open = Command::Open { presiding: None, present: present(body, sits, turn), began_us: Some(began_us) };
    act_as(app, keeper, None, &id, open).await?;
    let (text, owed) = DECISIONS[turn % DECISIONS.len()];
    let issue = addressee(app, body, turn).map(|to| Issue { action: false, to, owed: owed.to_owned(), due_us });
    let decide = Command::Decide { item: None, text: text.to_owned(), how: How::Consensus, issues: issue.into_iter().collect() };
    act_as(app, keeper, None, &id, decide).await?;
    act_as(app, keeper, None, &id, Command::Close { ended_us: Some(began_us + TOOK_US) }).await?;
    let draft =
        "Made up for the demonstration.\n\nThe chair opened the meeting and the minutes of the meeting before were read.".to_owned();
    act_as(app, keeper, None, &id, Command::Draft { text: draft }).await?;
    // The last minutes wait for somebody at the console.
    if turn > 0 {
        let other = sits.iter().filter(|(c, seat)| *seat >= Seat::Deputy && c.account.officer.id != keeper.account.officer.id);
        for (second, _) in other {
            if act_as(app, second, None, &id, Command::Approve).await.is_ok() {
                break;
            }
        }
        let approved = crate::bodies::meeting(app, &id).await?.is_some_and(|m| m.minutes_state() == MinutesState::Approved);
        if approved && !body.parent.is_empty() {
            act_as(app, keeper, None, &id, Command::Send).await?;
        }
    }
    Ok(Some(id))
}

/// Lets an officer of the addressee answer the directive of a meeting, where there is one.
async fn answered(app: &App, all: &[Caller], meeting: &str) -> Answer<()> {
    let Some(m) = crate::bodies::meeting(app, meeting).await? else { return Ok(()) };
    let Some(d) = m.directives.first() else { return Ok(()) };
    let Some(who) = all.iter().find(|c| d.to.is(&c.account.officer)) else { return Ok(()) };
    let answer = assignment::Command::Answer { outcome: Outcome::Full, text: "Done (made up for the demonstration).".to_owned() };
    assignments::act_as(app, who, None, &d.assignment, answer).await
}

/// The spans that a body has met in: the last ones, every third left out.
fn met(body: &Seated, zone: &str, now_us: i64) -> Vec<Period> {
    let over: Vec<Period> = periods(&body.meets, zone, now_us).into_iter().filter(|p| p.to_us <= now_us).collect();
    over.into_iter().rev().take(BACK).enumerate().filter(|(n, _)| n % 3 != 2).map(|(_, p)| p).take(MOST).collect()
}

async fn of_body(app: &App, all: &[Caller], body: &Seated) -> Answer<()> {
    let sits = sitting(all, body);
    let now_us = app.clock.now_us();
    let zone = crate::bodies::zone(app, body);
    for (turn, period) in met(body, &zone, now_us).into_iter().enumerate() {
        let days = (period.to_us - period.from_us) / DAY_US;
        // One directive of each body is late as soon as the demonstration has begun.
        let due_us = (turn == 1).then_some(now_us + MINUTE_US);
        let Some(id) = held(app, body, &sits, period.from_us + (days / 2) * DAY_US + BEGAN_US, turn, due_us).await? else { return Ok(()) };
        if turn == 2 {
            answered(app, all, &id).await?;
        }
    }
    if let Some((keeper, _)) = keeper(&sits, body).filter(|_| !periods(&body.meets, &zone, now_us).is_empty()) {
        let ask = MeetingRequest { planned_us: now_us + 3 * DAY_US, length_min: 120, ..MeetingRequest::default() };
        call_as(app, keeper, None, &body.body, ask).await?;
    }
    Ok(())
}

/// Every body that an officer of the demonstration runs has met, and meets again.
pub(super) async fn begin(app: &App) {
    let all = officers(app);
    for body in bodies(&app.book(), app.clock.now_us()) {
        if let Err(problem) = of_body(app, &all, &body).await {
            tracing::warn!(body = body.body, code = problem.code, detail = problem.detail, "a body of the demonstration has not met");
        }
    }
}
