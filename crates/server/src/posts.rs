//! Crossing points at work: shifts as rows, and what time and officers do to them as entries.
//!
//! A shift is a stream of its own, named after its point and its beginning, so that two who begin it at the same moment begin one. An agency that is missing for too long
//! is made to owe its presence in the same command that notes it, and the officer who comes ends that in the same command that puts the officer on duty.

use crate::app::App;
use crate::caller::{Caller, nobody, written};
use crate::model::Records;
use crate::page::marks;
use crate::problem::{Answer, Problem};
use crate::routes::assignments::entry as assignment_entry;
use coordination::assignment::{self, Outcome};
use coordination::crossing::By;
use coordination::post::{self, Command, Context, Fact, Figures, Item, Refused, Shift, Span};
use framework::access::{Action, Kind, Label, Officer};
use framework::{PointId, Rulebook};
use journal::{Changes, Column, ExecuteError, Index, NewEntry, States, StorageError, Table, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A shift, one row.
pub(crate) static SHIFT: Table = Table {
    name: "shift",
    columns: &[Column::text("id"), Column::text("point"), Column::int("from_us"), Column::int("running"), Column::int("next_us").or_null()],
    key: &["id"],
    indexes: &[
        Index { name: "shift_next", columns: &["next_us"] },
        Index { name: "shift_running", columns: &["running", "point"] },
        Index { name: "shift_point", columns: &["point", "from_us", "id"] },
    ],
};

pub(crate) fn shift_rows(stream: &str, shift: &Shift, changes: &mut Changes) {
    let running = i64::from(shift.ended_us.is_none());
    changes.put(&SHIFT, vec![stream.into(), shift.point.as_str().into(), shift.from_us.into(), running.into(), shift.next_us().into()]);
}

/// What the rules know of a crossing point at work.
pub(crate) fn post_label(app: &App, point: &str) -> Label {
    app.point_label(point, Kind::Post)
}

/// The shift that has not ended at a point, with its stream.
pub(crate) async fn running(app: &App, point: &str) -> Result<Option<(String, Arc<Shift>)>, StorageError> {
    let rows =
        app.journal.query("SELECT id FROM shift WHERE running = 1 AND point = $1 ORDER BY from_us DESC LIMIT 1", &[point.into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let id = row.text(0)?;
    Ok(app.shift(&id).await?.map(|s| (id, s)))
}

/// The entries of one command on a shift, and the shift they leave.
struct Written<'a> {
    id: &'a str,
    shift: Option<Shift>,
    by: By,
    entries: Vec<NewEntry>,
}

impl<'a> Written<'a> {
    fn new(id: &'a str, shift: Option<Shift>, officer: &Officer, now_us: i64) -> Self {
        let by = By { officer: officer.id.clone(), agency: officer.agency.clone(), at_us: now_us };
        Self { id, shift, by, entries: Vec::new() }
    }

    fn who(&self) -> (&str, &str) {
        (self.by.officer.as_str(), self.by.agency.as_str())
    }

    /// A fact comes to it; what is owed because somebody was missing ends where nobody is.
    fn add(&mut self, fact: &Fact, states: &States<'_, Records>) {
        let after = Shift::fold(self.shift.as_ref(), fact, &self.by);
        let point = after.as_ref().map_or("", |s| s.point.as_str());
        self.entries.push(written(self.id, (fact.kind(), fact.body()), self.who(), point));
        if let (Some(before), Some(after)) = (&self.shift, &after) {
            let ended = staffed(states, before, after, self.who());
            self.entries.extend(ended);
        }
        self.shift = after;
    }
}

/// What is owed no more, answered.
fn staffed(states: &States<'_, Records>, before: &Shift, after: &Shift, who: (&str, &str)) -> Vec<NewEntry> {
    let open = |alarm: &String| states.get(alarm).and_then(|s| s.assignment()).is_some_and(|a| a.end.is_none());
    let here = |alarm: &str| {
        let of = before.missing.iter().find(|(_, m)| m.alarm.as_deref() == Some(alarm)).map(|(agency, _)| agency);
        let needed = of.and_then(|agency| after.needed.iter().find(|n| n.agency == *agency));
        needed.map_or_else(|| "not needed any more".to_owned(), |n| format!("{} of {} on duty", after.count(&n.agency), n.least))
    };
    let ended = post::staffed(before, after).into_iter().filter(open);
    let answered = |alarm: String| {
        let fact = assignment::Answered { outcome: Outcome::Full, text: here(&alarm) }.into();
        assignment_entry(&alarm, &after.point, &fact, who.0, who.1)
    };
    ended.map(answered).collect()
}

/// The streams of what is owed, or is to be, by those who are missing.
fn alarms(id: &str, shift: &Shift) -> Vec<String> {
    shift.missing.iter().map(|(agency, m)| m.alarm.clone().unwrap_or_else(|| post::alarm(id, agency, m))).collect()
}

/// What time does to a shift, with the shift that follows it. Nothing when it is early.
fn pass(states: &States<'_, Records>, book: &Rulebook, id: &str, next: &(String, Span), named: &[String], now_us: i64) -> Vec<NewEntry> {
    let Some(shift) = states.get(id).and_then(|s| s.shift()) else { return Vec::new() };
    let officer = nobody();
    let mut done = Written::new(id, Some((**shift).clone()), &officer, now_us);
    let cx = assignment::Context { book, officer: &officer, now_us };
    for fact in post::tick(id, shift, now_us) {
        if let Fact::Missed(f) = &fact {
            // Somebody came and went since the streams were named: the next look finds it.
            if !named.contains(&f.assignment) {
                continue;
            }
            match assignment::make(&cx, &post::owed(book, id, shift, &f.agency, now_us)) {
                Ok(made) if states.get(&f.assignment).is_none() => {
                    done.entries.push(assignment_entry(&f.assignment, &shift.point, &made, "", ""));
                }
                Ok(_) => {}
                // The shift notes it all the same, so that it is not tried for ever.
                Err(refused) => tracing::error!(agency = %f.agency, %refused, "presence is owed by nobody"),
            }
        }
        done.add(&fact, states);
    }
    let Written { shift: ended, mut entries, .. } = done;
    let Some(ended) = ended.filter(|s| s.ended_us.is_some()) else { return entries };
    let (stream, span) = next;
    if states.get(stream).is_none() {
        let point: PointId = ended.point.as_str().into();
        let began = post::begin(book, &point, span, Some((id, &ended)));
        let mut following = Written::new(stream, None, &officer, now_us);
        following.add(&began, states);
        if let Some(after) = &following.shift {
            entries.extend(staffed(states, &ended, after, ("", "")));
        }
        entries.extend(following.entries);
    }
    entries
}

/// Lets time pass for a shift. How many entries that made.
///
/// # Errors
/// When the database fails.
pub(crate) async fn tick(app: &App, id: &str) -> Result<usize, ExecuteError<assignment::Refused>> {
    let Some(shift) = app.shift(id).await.map_err(ExecuteError::Storage)? else { return Ok(0) };
    let (book, point) = (app.book(), PointId::from(shift.point.as_str()));
    let Some(span) = post::span(&book, &point, app.clock.now_us().max(shift.to_us)) else { return Ok(0) };
    let (stream, next) = (id.to_owned(), (post::id(&point, &span), span));
    let named: Vec<String> = [stream.clone(), next.0.clone()].into_iter().chain(alarms(id, &shift)).collect();
    let streams = named.clone();
    let done = app.journal.execute(None, streams, move |states, now_us| {
        // Time is never refused.
        Ok::<_, assignment::Refused>((pass(states, &book, &stream, &next, &named, now_us), ()))
    });
    Ok(done.await?.entries.len())
}

/// What an officer's agency leaves to the next shift: what it holds, what waits in the officer's inbox, what does not work.
async fn left_open(app: &App, officer: &Officer, shift: &Shift) -> Result<Vec<Item>, StorageError> {
    const MOST: u32 = 100;
    let text = format!(
        "SELECT crossing.id, crossing.card FROM lane JOIN crossing ON crossing.id = lane.crossing \
         WHERE lane.point = $1 AND lane.agency = $2 AND crossing.hold_stage = lane.stage ORDER BY crossing.id LIMIT {MOST}"
    );
    let mut items = Vec::new();
    for row in app.journal.query(&text, &[shift.point.as_str().into(), officer.agency.as_str().into()]).await? {
        let card: serde_json::Value = serde_json::from_str(&row.text(1)?).unwrap_or_default();
        let text = card.get("label").and_then(|l| l.as_str()).unwrap_or_default().to_owned();
        items.push(Item { kind: "hold".to_owned(), id: row.text(0)?, text });
    }
    let address = assignment::Party { agency: Some(officer.agency.clone()), point: officer.point.clone(), ..assignment::Party::default() };
    let text = format!("SELECT assignment, kind FROM inbox WHERE address = $1 AND side = 'owes' ORDER BY due_us, assignment LIMIT {MOST}");
    for row in app.journal.query(&text, &[Value::Text(address.address())]).await? {
        items.push(Item { kind: "owed".to_owned(), id: row.text(0)?, text: row.text(1)? });
    }
    let ours = |o: &&post::Outage| o.agency.as_ref().is_none_or(|a| *a == officer.agency);
    items.extend(shift.broken().filter(ours).map(|o| Item { kind: "outage".to_owned(), id: o.id.clone(), text: o.text.clone() }));
    Ok(items)
}

/// What a shift came to so far, or to its end.
pub(crate) async fn figures(app: &App, shift: &Shift) -> Result<Figures, StorageError> {
    let (point, now_us) = (shift.point.as_str(), app.clock.now_us());
    let (from, to) = (shift.from_us, shift.to_us);
    let mut f = Figures::default();
    let book = app.book();
    let mut values: Vec<Value> = vec![point.into(), from.into(), to.into()];
    // Named, so that the index leads from subject to time however many crossings there were before.
    let subjects: BTreeSet<String> = book.framework.procedures.iter().map(|p| p.subject.get_ref().clone()).collect();
    let marks = marks(&mut values, subjects);
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM crossing WHERE point = $1 AND subject IN ({marks}) AND sort_us >= $2 AND sort_us < $3 AND state <> 'expected'"
    );
    if let Some(row) = app.journal.query(&text, &values).await?.first() {
        f.opened = row.int(0)?;
    }
    let text = "SELECT state, CAST(COUNT(*) AS BIGINT) FROM crossing WHERE point = $1 AND on_board = 0 AND since_us >= $2 AND since_us < $3 GROUP BY state";
    for row in app.journal.query(text, &[point.into(), from.into(), to.into()]).await? {
        match row.text(0)?.as_str() {
            "released" => f.released = row.int(1)?,
            "refused" => f.refused = row.int(1)?,
            _ => {}
        }
    }
    let text =
        "SELECT CAST(COUNT(*) AS BIGINT), CAST(COUNT(hold_stage) AS BIGINT), MIN(since_us) FROM crossing WHERE point = $1 AND on_board = 1";
    if let Some(row) = app.journal.query(text, &[point.into()]).await?.first() {
        (f.waiting, f.held) = (row.int(0)?, row.int(1)?);
        f.longest_s = row.opt_int(2)?.map_or(0, |since| (now_us - since).max(0) / 1_000_000);
    }
    let text = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COUNT(CASE WHEN rungs > 0 THEN 1 END) AS BIGINT) FROM assignment \
                WHERE made_us >= $1 AND made_us < $2 AND point = $3 AND silent = 0";
    if let Some(row) = app.journal.query(text, &[from.into(), to.into(), point.into()]).await?.first() {
        (f.owed, f.late) = (row.int(0)?, row.int(1)?);
    }
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM hit WHERE point = $1 AND silent = 0 AND found_us >= $2 AND found_us < $3 AND (open = 1 OR (open = 0 AND sort_us <= $4))";
    if let Some(row) = app.journal.query(text, &[point.into(), from.into(), to.into(), from.saturating_neg().into()]).await?.first() {
        f.hits = row.int(0)?;
    }
    Ok(f)
}

/// Whether an officer leads the shift of a point.
pub(crate) fn leads(app: &App, caller: &Caller, point: &str) -> bool {
    caller.must(app, Action::Administer, &post_label(app, point)).is_ok()
}

/// Carries out a command in the caller's name on the shift that is stated, or on the one of now, which it begins when nobody has. The stream of the shift.
pub(crate) async fn act_as(
    app: &App,
    caller: &Caller,
    key: Option<String>,
    point: &PointId,
    stated: Option<String>,
    command: Command,
) -> Answer<String> {
    caller.must(app, Action::Open, &post_label(app, point.as_str()))?;
    // A shift whose time is over ends before anything comes to the next one.
    while let Some((id, shift)) = running(app, point.as_str()).await? {
        if shift.to_us > app.clock.now_us() || tick(app, &id).await? == 0 {
            break;
        }
    }
    let book = app.book();
    let span = post::span(&book, point, app.clock.now_us()).ok_or_else(Problem::not_found)?;
    let id = stated.unwrap_or_else(|| post::id(point, &span));
    let known = app.shift(&id).await?;
    if known.as_ref().is_some_and(|s| s.point != point.as_str()) {
        return Err(Problem::not_found());
    }
    let (who, leads) = (caller.account.officer.clone(), leads(app, caller, point.as_str()));
    let items = match (&command, &known) {
        (Command::HandOver { .. }, Some(shift)) => left_open(app, &who, shift).await?,
        _ => Vec::new(),
    };
    let figures = match (&command, &known) {
        (Command::Report { .. }, Some(shift)) if leads => figures(app, shift).await?,
        _ => Figures::default(),
    };
    let streams: Vec<String> = [id.clone()].into_iter().chain(known.iter().flat_map(|s| alarms(&id, s))).collect();
    let (stream, point, outage) = (id.clone(), point.clone(), crate::app::now_id());
    let begins = matches!(command, Command::Come { .. } | Command::Outage { .. }) && post::id(&point, &span) == id;
    let done = app.journal.execute(key, streams, move |states, now_us| {
        let known = states.get(&stream).and_then(|s| s.shift()).map(|s| (**s).clone());
        let mut done = Written::new(&stream, known, &who, now_us);
        if done.shift.is_none() && begins {
            done.add(&post::begin(&book, &point, &span, None), states);
        }
        let Some(shift) = done.shift.clone() else { return Err(Refused::NoShift { point: point.to_string() }) };
        let cx = Context { book: &book, officer: &who, leads, now_us };
        let fact = post::decide(&cx, &shift, &command, &outage, &items, &figures)?;
        done.add(&fact, states);
        Ok((done.entries, ()))
    });
    done.await?;
    metrics::counter!("mpaka_post_commands_total").increment(1);
    Ok(id)
}
