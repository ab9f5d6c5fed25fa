//! The agenda that fills itself: what waits for a body, found when somebody looks, and written down when a meeting begins.
//!
//! Found and not stored: what was complied with meanwhile is gone from the next agenda without anybody taking it off. Statements are as many however long it is.

use super::{day, found, zone};
use crate::app::App;
use coordination::assignment::Party;
use coordination::edition;
use coordination::meeting::{Compliance, Item, ItemKind, MAX_LABEL_BYTES, Meeting, Seated, compliance, strip};
use framework::model::Standard;
use journal::{StorageError, Value};
use std::collections::HashMap;

const DAY_US: i64 = 86_400_000_000;
/// How far back standards are looked at. Days.
const BACK_DAYS: i64 = 30;
/// A list that is searched no longer than that is spoken of. Days.
const AHEAD_DAYS: i64 = 14;
/// Fewer are no figure: they would tell of single cases.
const LEAST: i64 = 5;
/// Directives, and other late things, that are looked at.
const ROWS: u32 = 200;

/// A title is cut where it is too long for one.
fn cut(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim();
    let mut end = line.len().min(MAX_LABEL_BYTES);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line[..end].to_owned()
}

fn item(kind: ItemKind, title: &str, about_kind: &str, about: &str) -> Item {
    Item { kind, title: cut(title), about_kind: about_kind.to_owned(), about: about.to_owned() }
}

/// Everything that puts itself on the next agenda of a body.
pub(crate) async fn found_for(app: &App, body: &Seated) -> Result<Vec<Item>, StorageError> {
    let mut items = minutes(app, body).await?;
    items.extend(directives(app, body).await?);
    items.extend(late(app, body).await?);
    items.extend(standards(app, body).await?);
    items.extend(lists(app, body).await?);
    Ok(items)
}

/// Minutes of earlier meetings that nobody has approved.
async fn minutes(app: &App, body: &Seated) -> Result<Vec<Item>, StorageError> {
    let text = format!(
        "SELECT id FROM meeting WHERE body = $1 AND state = 'closed' AND minutes IN ('none', 'draft') ORDER BY sort_us, id LIMIT {ROWS}"
    );
    let rows = app.journal.query(&text, &[body.body.as_str().into()]).await?;
    let ids = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let states = app.journal.states(&ids).await?;
    let known = ids.iter().filter_map(|id| Some((id, states.get(id)?.meeting()?)));
    let called = |m: &Meeting| if m.called.reference.is_empty() { day(app, body, m.planned_us) } else { m.called.reference.clone() };
    Ok(known.map(|(id, m)| item(ItemKind::Minutes, &called(m), "meeting", id)).collect())
}

/// What the body's own decisions are owed.
async fn directives(app: &App, body: &Seated) -> Result<Vec<Item>, StorageError> {
    let text = format!("SELECT id, meeting FROM directive WHERE body = $1 AND over = 0 ORDER BY due_us, id LIMIT {ROWS}");
    let rows = app.journal.query(&text, &[body.body.as_str().into()]).await?;
    let rows = rows.iter().map(|r| Ok((r.text(0)?, r.text(1)?))).collect::<Result<Vec<_>, StorageError>>()?;
    let (found, now_us) = (found(app, &rows).await?, app.clock.now_us());
    let kind = |d: &coordination::meeting::Directive| match compliance(d, found.assignments.get(&d.assignment).map(|a| &**a), now_us) {
        Compliance::Overdue => Some(ItemKind::Overdue),
        Compliance::Unacknowledged => Some(ItemKind::Unacknowledged),
        Compliance::Declined => Some(ItemKind::Declined),
        Compliance::Evidence => Some(ItemKind::Evidence),
        Compliance::Issued | Compliance::Acknowledged if !d.returned.is_empty() => Some(ItemKind::Returned),
        _ => None,
    };
    Ok(found.directives.iter().filter_map(|(_, _, d)| Some(item(kind(d)?, &d.owed, "directive", &d.id))).collect())
}

/// Under which address the ladder tells whoever leads the body.
fn address(body: &Seated) -> String {
    let point = Some(body.point.as_str().into()).filter(|_| !body.point.is_empty());
    let role = match body.level.as_str() {
        "joc" => "joc_lead",
        "secretariat" => "secretariat",
        _ => "chair",
    };
    Party::role(role, point.as_ref()).address()
}

/// What else is late, and was brought up to the body. What is known to one agency alone is not spoken of, and of the rest no more than its kind and who owes it.
async fn late(app: &App, body: &Seated) -> Result<Vec<Item>, StorageError> {
    let text = format!(
        "SELECT i.assignment, i.kind, a.agency FROM inbox i JOIN assignment a ON a.id = i.assignment WHERE i.address = $1 AND i.side = 'owes' \
         AND i.due_us < $2 AND a.silent = 0 AND i.kind NOT IN ('directive', 'meeting.action') ORDER BY i.due_us, i.assignment LIMIT {ROWS}"
    );
    let rows = app.journal.query(&text, &[address(body).into(), app.clock.now_us().into()]).await?;
    let book = app.book();
    let mut items = Vec::new();
    for row in &rows {
        let (id, kind, agency) = (row.text(0)?, row.text(1)?, row.text(2)?);
        let clock = book.framework.clocks.iter().find(|c| *c.id.get_ref() == kind);
        let title = clock.map_or(kind.as_str(), |c| c.title.as_str());
        let who = book.agencies.get(agency.as_str()).map_or(agency.as_str(), |a| a.short.as_str());
        let said = if who.is_empty() { title.to_owned() } else { format!("{title} ({who})") };
        items.push(item(ItemKind::Late, &said, "assignment", &id));
    }
    Ok(items)
}

/// A share against its standard, in percent; too few are no figure.
fn missed(standard: &Standard, of: i64, good: i64) -> Option<String> {
    let target = *standard.target_percent.as_ref()?.get_ref();
    let percent = (of >= LEAST).then(|| good * 100 / of)?;
    (percent < target).then(|| format!("{}: {percent} % (≥ {target} %)", standard.title))
}

/// Service standards that were missed: those of the body, and at national level and at a point those of answers in time.
async fn standards(app: &App, body: &Seated) -> Result<Vec<Item>, StorageError> {
    let (book, now_us) = (app.book(), app.clock.now_us());
    let all = || book.framework.standards.iter();
    let mut items = Vec::new();
    let own = |measure: &'static str| {
        all().filter(move |s| s.measure.get_ref() == measure && s.body.as_ref().is_some_and(|b| *b.get_ref() == body.template))
    };
    let since = now_us - 366 * DAY_US;
    let text = "SELECT held_us, minutes_due_us, minutes_done_us FROM meeting WHERE body = $1 AND held_us >= $2";
    let rows = app.journal.query(text, &[body.body.as_str().into(), since.into()]).await?;
    let (mut held, mut due, mut in_time) = (Vec::new(), 0, 0);
    for row in &rows {
        held.push(row.int(0)?);
        let (by, done) = (row.opt_int(1)?, row.opt_int(2)?);
        if let Some(by) = by.filter(|by| done.is_some() || *by < now_us) {
            due += 1;
            in_time += i64::from(done.is_some_and(|done| done <= by));
        }
    }
    let year = strip(&body.meets, &zone(app, body), now_us, app.books.since_us(), &held);
    let figures = [("meetings_held", i64::from(year.planned), i64::from(year.held)), ("minutes_on_time", due, in_time)];
    for (measure, of, good) in figures {
        items.extend(own(measure).filter_map(|s| Some(item(ItemKind::Standard, &missed(s, of, good)?, "standard", s.id.get_ref()))));
    }
    if matches!(body.level.as_str(), "national" | "point") {
        let answers = answers(app, &body.point).await?;
        let timed = all().filter(|s| s.measure.get_ref() == "answer_time" && s.target_percent.is_some());
        items.extend(timed.filter_map(|s| {
            let (of, good) = answers.get(s.clock.as_ref()?.get_ref())?;
            Some(item(ItemKind::Standard, &missed(s, *of, *good)?, "standard", s.id.get_ref()))
        }));
    }
    Ok(items)
}

/// Of each kind of assignment, how many had to be answered of late and how many were in time; everywhere, or at a point.
async fn answers(app: &App, point: &str) -> Result<HashMap<String, (i64, i64)>, StorageError> {
    let now_us = app.clock.now_us();
    let text = "SELECT kind, CAST(COUNT(*) AS BIGINT), CAST(COUNT(CASE WHEN state = 'answered' AND ended_us <= due_us THEN 1 END) AS BIGINT) \
                FROM assignment WHERE made_us >= $1 AND (ended_us IS NOT NULL OR due_us < $2) AND state <> 'withdrawn' AND ($3 = '' OR point = $3) GROUP BY kind";
    let values: [Value; 3] = [(now_us - BACK_DAYS * DAY_US).into(), now_us.into(), point.into()];
    let rows = app.journal.query(text, &values).await?;
    rows.iter().map(|r| Ok((r.text(0)?, (r.int(1)?, r.int(2)?)))).collect()
}

/// Whole lists that will be searched no longer soon, for the bodies at national level that their owners sit in.
async fn lists(app: &App, body: &Seated) -> Result<Vec<Item>, StorageError> {
    if body.level != "national" {
        return Ok(Vec::new());
    }
    let (book, now_us) = (app.book(), app.clock.now_us());
    let theirs: Vec<_> = book.framework.lists.iter().filter(|l| body.seat(&l.owner.get_ref().as_str().into()).is_some()).collect();
    let streams: Vec<String> = theirs.iter().map(|l| edition::stream(l.id.get_ref())).collect();
    let states = app.journal.states(&streams).await?;
    let ends = theirs.iter().zip(&streams).filter_map(|(l, stream)| {
        let (_, until) = states.get(stream)?.editions()?.in_force(now_us)?.approved.as_ref()?;
        (*until < now_us + AHEAD_DAYS * DAY_US).then(|| item(ItemKind::List, &l.name, "list", l.id.get_ref()))
    });
    Ok(ends.collect())
}
