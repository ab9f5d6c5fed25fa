//! Notices of changed rules: what the sharing rules know of one, and what officers and time do to it as entries.
//!
//! A notice lies at every crossing point that it is for, and nationally: whoever may read it at one of these reads it. What is owed by it begins and ends in the
//! transaction of the command, so that no post has acknowledged what it owes no more, or the other way round.

pub(crate) mod exposure;
pub(crate) mod tables;

use crate::app::{App, now_id};
use crate::caller::{Caller, nobody, written};
use crate::model::Records;
use crate::problem::{Answer, Problem};
use crate::routes::assignments::entry as assignment_entry;
use coordination::assignment;
use coordination::notice::{self, Command, Content, Context, Exposed, Figures, Notice, Owed, Refused, recipients, review_id};
use framework::access::{Action, Kind, Label, Officer};
use framework::{AgencyId, OfficerId, PointId, StateCode};
use journal::{ExecuteError, NewEntry, States};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Traffic light protocol 2.0 of a notice: GREEN, for the community of those who work at the border.
const GREEN: i64 = 1;

/// What the rules know of an agency's notice at a crossing point, or nationally: released to the states at its points once it was issued.
fn label(app: &App, (agency, state): (&AgencyId, &StateCode), point: Option<&PointId>, released: bool) -> Label {
    let book = app.book();
    let mut label = Label::of(Kind::Notice, agency, state);
    label.states = point.map_or_else(|| [book.own_state()].into(), |p| book.states_at(p.as_str()));
    label.point = point.cloned();
    label.tlp = GREEN;
    if released {
        label.releasable_to = label.states.iter().map(ToString::to_string).collect();
    }
    label
}

/// The labels under which a notice lies: at each of its crossing points, and nationally.
fn labels(app: &App, n: &Notice) -> Vec<(Option<PointId>, Label)> {
    let (Some(owner), Some(content)) = (n.owner(), n.content()) else { return Vec::new() };
    let released = n.issued().is_some();
    let at = |p: Option<&PointId>| (p.cloned(), label(app, owner, p, released));
    // A text that was not issued yet may name points that the one which holds does not: nobody there knows of it.
    [None].into_iter().chain(content.points.iter().map(Some)).map(at).collect()
}

/// The crossing points at which a caller may read of a notice who has acknowledged it and what it hits; `None` when the caller may not read it at all.
pub(crate) fn read_at(app: &App, caller: &Caller, n: &Notice) -> Option<BTreeSet<PointId>> {
    let all = labels(app, n);
    let read: Vec<&Option<PointId>> = all.iter().filter(|(_, l)| caller.reads(app, l)).map(|(p, _)| p).collect();
    if read.is_empty() {
        return None;
    }
    let national = read.iter().any(|p| p.is_none());
    let points = all.iter().map(|(p, _)| p).filter(|p| national || read.contains(p));
    Some(points.flatten().cloned().collect())
}

/// A notice that the caller may read, with the points at which.
pub(crate) async fn readable(app: &App, caller: &Caller, id: &str) -> Answer<(Arc<Notice>, BTreeSet<PointId>)> {
    let found = app.journal.state(id).await?.and_then(|s| s.notice().cloned()).ok_or_else(Problem::not_found)?;
    let points = read_at(app, caller, &found).ok_or_else(Problem::not_found)?;
    Ok((found, points))
}

/// Whether the rules let the caller do that with a notice of an agency at each of some crossing points.
fn at_each(
    app: &App,
    caller: &Caller,
    action: Action,
    owner: (&AgencyId, &StateCode),
    points: &BTreeSet<PointId>,
    author: Option<&OfficerId>,
) -> Answer<()> {
    points.iter().try_for_each(|point| {
        let mut label = label(app, owner, Some(point), true);
        label.author = author.cloned();
        caller.must(app, action, &label)
    })
}

/// Whether the rules let the caller give a command at all.
pub(crate) fn may(app: &App, caller: &Caller, n: &Notice, command: &str) -> Answer<()> {
    let (Some(owner), Some(content)) = (n.owner(), n.content()) else { return Err(Problem::not_found()) };
    let waits = n.pending().and_then(|(_, d)| d.written.as_ref());
    match command {
        "acknowledge" => {
            let here: BTreeSet<PointId> = caller.account.officer.point.iter().filter(|p| content.points.contains(*p)).cloned().collect();
            if here.is_empty() {
                return Err(Refused::NotRecipient.into());
            }
            at_each(app, caller, Action::Answer, owner, &here, None)
        }
        "issue" => {
            let points = waits.map_or(&content.points, |(_, w)| &w.content.points);
            let author = waits.map(|(by, _)| by.officer.clone()).unwrap_or_else(|| "".into());
            // Who wrote it hears just that, and not that no rule permits it.
            if author == caller.account.officer.id {
                return Err(Refused::SamePerson { officer: author }.into());
            }
            at_each(app, caller, Action::Approve, owner, points, Some(&author))
        }
        _ => at_each(app, caller, Action::Open, owner, &content.points, None),
    }
}

/// What is given to a decision beside the book and the time.
struct Known<'a> {
    id: &'a str,
    exposure: &'a [Exposed],
    figures: &'a Figures,
}

impl<'a> Known<'a> {
    fn context(&self, book: &'a framework::Rulebook, officer: &'a Officer, now_us: i64) -> Context<'a> {
        Context { book, officer, now_us, id: self.id, exposure: self.exposure, figures: self.figures }
    }
}

fn fact_entry(id: &str, fact: &notice::Fact, officer: &Officer) -> NewEntry {
    written(
        id,
        (fact.kind(), fact.body()),
        (officer.id.as_str(), officer.agency.as_str()),
        officer.point.as_ref().map_or("", |p| p.as_str()),
    )
}

/// Entries on what is owed, but not for what is over already.
fn owed_entries(states: &States<'_, Records>, all: Vec<Owed>, point: &str, officer: &Officer) -> Vec<NewEntry> {
    let state = |owed: &str| states.get(owed).and_then(|s| s.assignment());
    let at = |owed: &str| state(owed).map_or_else(|| point.to_owned(), |a| a.point.clone());
    let said = all.into_iter().filter(|(owed, fact)| match fact {
        assignment::Fact::Made(_) => state(owed).is_none(),
        _ => state(owed).is_some_and(|a| a.end.is_none()),
    });
    said.map(|(owed, fact)| {
        let point = if let assignment::Fact::Made(made) = &fact { made.point.clone() } else { at(&owed) };
        assignment_entry(&owed, &point, &fact, officer.id.as_str(), officer.agency.as_str())
    })
    .collect()
}

/// Writes the first text of a notice in the caller's name, and gives its id.
pub(crate) async fn draft_as(app: &App, caller: &Caller, key: Option<String>, content: Content) -> Answer<String> {
    let who = caller.account.officer.clone();
    if let Some(unknown) = content.points.iter().find(|p| app.book().point(p.as_str()).is_none()) {
        return Err(Refused::NoSuchPoint { point: unknown.to_string() }.into());
    }
    if content.points.is_empty() {
        caller.must(app, Action::Open, &label(app, (&who.agency, &who.state), None, false))?;
    }
    at_each(app, caller, Action::Open, (&who.agency, &who.state), &content.points, None)?;
    let (id, book) = (now_id(), app.book());
    let stream = id.clone();
    let done = app.journal.execute(key, vec![id.clone()], move |_, now_us| {
        let known = Known { id: &stream, exposure: &[], figures: &Figures::default() };
        let fact = notice::draft(&known.context(&book, &who, now_us), &content)?;
        Ok::<_, Refused>((vec![fact_entry(&stream, &fact, &who)], ()))
    });
    let done = done.await?;
    metrics::counter!("mpaka_notices_drafted_total").increment(1);
    Ok(done.entries.first().map_or(id, |e| e.stream.clone()))
}

/// Whether the caller may read texts of a notice that were not issued: as one of the agency whose it is.
pub(crate) fn reads_drafts(app: &App, caller: &Caller, n: &Notice) -> bool {
    let point = caller.account.officer.point.as_ref();
    n.owner().is_some_and(|owner| caller.reads(app, &label(app, owner, point, false)))
}

/// The streams of what is owed by the text that holds.
fn owed_by(id: &str, n: &Notice) -> Vec<String> {
    let review = n.issued().map(|(number, _)| review_id(id, number));
    n.recipients().into_iter().map(|(r, _)| r.assignment.clone()).chain(review).collect()
}

/// Acts on a notice in the caller's name.
pub(crate) async fn act_as(app: &App, caller: &Caller, key: Option<String>, id: &str, command: Command) -> Answer<()> {
    let (n, _) = readable(app, caller, id).await?;
    may(app, caller, &n, word(&command))?;
    let mut streams: Vec<String> = [id.to_owned()].into_iter().chain(owed_by(id, &n)).collect();
    let (mut exposure, mut figures) = (Vec::new(), Figures::default());
    match &command {
        Command::Amend { content } => {
            if let Some(unknown) = content.points.iter().find(|p| app.book().point(p.as_str()).is_none()) {
                return Err(Refused::NoSuchPoint { point: unknown.to_string() }.into());
            }
            let officer = &caller.account.officer;
            at_each(app, caller, Action::Open, (&officer.agency, &officer.state), &content.points, None)?;
        }
        Command::Issue { .. } => {
            if let Some((number, (_, written))) = n.pending().and_then(|(number, d)| Some((number, d.written.as_ref()?))) {
                let to = recipients(&app.book(), id, number, &written.content.points);
                streams.extend(to.into_iter().map(|r| r.assignment));
                exposure = exposure::exposure(app, &written.content).await?;
            }
        }
        Command::Review { .. } => figures = exposure::figures(app, &n).await?,
        Command::Acknowledge { .. } | Command::Withdraw { .. } => {}
    }
    let (who, book, stream, named) = (caller.account.officer.clone(), app.book(), id.to_owned(), streams.clone());
    let done = app.journal.execute(key, streams, move |states, now_us| {
        let n = states.get(&stream).and_then(|s| s.notice()).ok_or(Refused::NoSuchNotice)?;
        let known = Known { id: &stream, exposure: &exposure, figures: &figures };
        let done = notice::decide(&known.context(&book, &who, now_us), n, &command)?;
        // Another text was issued since the streams were named.
        if let Some(draft) = n.issued().map(|(number, _)| number).filter(|_| done.ends.iter().any(|(owed, _)| !named.contains(owed))) {
            return Err(Refused::Outdated { draft });
        }
        let point = who.point.as_ref().map_or("", |p| p.as_str());
        let mut entries: Vec<NewEntry> = done.facts.iter().map(|f| fact_entry(&stream, f, &who)).collect();
        entries.extend(owed_entries(states, done.ends, point, &who));
        entries.extend(owed_entries(states, done.owes, point, &who));
        Ok::<_, Refused>((entries, ()))
    });
    done.await?;
    metrics::counter!("mpaka_notice_commands_total").increment(1);
    Ok(())
}

/// The word of a command.
pub(crate) fn word(command: &Command) -> &'static str {
    match command {
        Command::Amend { .. } => "amend",
        Command::Issue { .. } => "issue",
        Command::Acknowledge { .. } => "acknowledge",
        Command::Withdraw { .. } => "withdraw",
        Command::Review { .. } => "review",
    }
}

/// The commands that the caller may give now, by their words.
pub(crate) fn commands(app: &App, caller: &Caller, id: &str, n: &Notice) -> Vec<&'static str> {
    let (book, known) = (app.book(), Known { id, exposure: &[], figures: &Figures::default() });
    let offered = notice::offers(&known.context(&book, &caller.account.officer, app.clock.now_us()), n);
    offered.into_iter().filter(|word| may(app, caller, n, word).is_ok()).collect()
}

/// Whether the caller may write a notice, at one's own crossing point or nationally.
pub(crate) fn drafts(app: &App, caller: &Caller) -> bool {
    let officer = &caller.account.officer;
    caller.must(app, Action::Open, &label(app, (&officer.agency, &officer.state), officer.point.as_ref(), false)).is_ok()
}

/// Lets time pass for a notice. How many entries that made.
///
/// # Errors
/// When the database fails.
pub(crate) async fn tick(app: &App, id: &str) -> Result<usize, ExecuteError<assignment::Refused>> {
    let found = app.journal.state(id).await.map_err(ExecuteError::Storage)?;
    let Some(n) = found.as_ref().and_then(|s| s.notice()) else { return Ok(0) };
    let review = n.issued().map(|(number, _)| review_id(id, number));
    let named: Vec<String> = [id.to_owned()].into_iter().chain(review).collect();
    let (book, stream, streams) = (app.book(), id.to_owned(), named.clone());
    let done = app.journal.execute(None, streams, move |states, now_us| {
        let officer = nobody();
        let passed = states.get(&stream).and_then(|s| s.notice()).and_then(|n| notice::tick(&book, &stream, n, now_us));
        let Some((fact, owed)) = passed else { return Ok((Vec::new(), ())) };
        let mut entries = vec![fact_entry(&stream, &fact, &officer)];
        match owed {
            // Another text was issued since the streams were named: the next look finds it.
            Ok((owed, _)) if !named.contains(&owed) => return Ok((Vec::new(), ())),
            Ok(owed) => entries.extend(owed_entries(states, vec![owed], "", &officer)),
            // The notice notes it all the same, so that it is not tried for ever.
            Err(refused) => tracing::error!(notice = stream, %refused, "a review is owed by nobody"),
        }
        // Time is never refused.
        Ok::<_, assignment::Refused>((entries, ()))
    });
    Ok(done.await?.entries.len())
}
