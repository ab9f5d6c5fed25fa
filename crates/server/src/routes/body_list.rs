//! Bodies: how often each meets and should, what waits for its next meeting, and what its decisions are owed.

use crate::app::App;
use crate::bodies::{agenda, body_label, found, meeting, name, zone};
use crate::body::{Path, Query};
use crate::caller::Caller;
use crate::page::{cursor, limit, marks, place};
use crate::problem::{Answer, Problem};
use crate::routes::meeting_view::{DirectiveView, ItemView, MeetingCard, QuorumView, SeatView, card, directive, quorum, seats};
use crate::routes::meetings::{own_body, page, reads, runs};
use axum::Json;
use axum::extract::State;
use coordination::meeting::{self, Context, Seated, Strip, bodies, next_host, period_at, strip};
use framework::AgencyId;
use framework::access::{Action, Label, Level};
use journal::{Row, StorageError, Value};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};

const DAY_US: i64 = 86_400_000_000;
/// How far back meetings are counted for a year. Days.
const YEAR_DAYS: i64 = 370;
/// Meetings of one answer that are counted: more than all bodies of a country hold in a year.
const MOST_HELD: u32 = 20_000;
/// Hosts that are remembered for the turn of the next.
const HOSTS: u32 = 50;
/// Meetings and directives that stand on the page of a body. Rows.
const FIRST: u32 = 20;

/// A span in which a body meets once.
#[derive(Debug, Serialize, ToSchema)]
pub struct SlotView {
    from_us: i64,
    to_us: i64,
    held: u32,
    /// held, missed, unknown (over before records begin), open, coming.
    state: String,
}

/// A body.
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyCard {
    id: String,
    /// Its id in the framework.
    template: String,
    name: String,
    short: String,
    /// national, secretariat, point, joc.
    level: String,
    /// The body above; empty for none.
    parent: String,
    /// Its crossing point; empty for none.
    point: String,
    /// every_shift, daily, weekly, fortnightly, monthly, quarterly, yearly; empty where the framework does not say.
    meets: String,
    /// Whether the caller may read its meetings, and not only that they were held.
    reads: bool,
    /// chair, deputy, secretary, member, adviser: what the caller is in it.
    seat: Option<String>,
    /// When it met last.
    last_us: Option<i64>,
    /// When it meets next, where it was called.
    next_us: Option<i64>,
    /// The end of the span in which it has not met yet.
    due_us: Option<i64>,
    /// The spans of this year.
    year: Vec<SlotView>,
    /// Spans that are over, or in which a meeting was held already.
    planned: u32,
    /// Of those, spans in which a meeting was held.
    held: u32,
    /// What its decisions are still owed.
    open: i64,
    /// Of that, what is late.
    overdue: i64,
}

/// All bodies that the caller may know of.
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyList {
    now_us: i64,
    bodies: Vec<BodyCard>,
}

/// A body at work.
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyAtWork {
    now_us: i64,
    body: BodyCard,
    seats: Vec<SeatView>,
    quorum: QuorumView,
    /// Within what time of a meeting its minutes are where they go, as the framework has it: `3d`; empty where it does not say.
    minutes_within: String,
    /// running or working.
    minutes_time: String,
    /// The meeting that is called or open, the soonest.
    next: Option<MeetingCard>,
    /// What puts itself on the agenda of the next meeting.
    proposals: Vec<ItemView>,
    /// The member whose turn it is to be the host.
    next_host: Option<String>,
    /// The latest meetings, those to come before all.
    meetings: Vec<MeetingCard>,
    /// Where the next page of them begins.
    more: Option<String>,
    /// What its decisions are owed, the soonest due first.
    directives: Vec<DirectiveView>,
    /// What the caller may do: call.
    commands: Vec<String>,
}

/// Which directives.
#[derive(Debug, Deserialize, IntoParams)]
pub struct DirectivesQuery {
    /// Those that wait for something (`true`, and when absent), or those whose answer was accepted (`false`).
    open: Option<bool>,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Directives of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of a body's directives, the soonest due first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Directives {
    now_us: i64,
    directives: Vec<DirectiveView>,
    next: Option<String>,
}

/// What is known of some bodies without reading their meetings: times and numbers, of confidential ones only where the caller reads them.
#[derive(Default)]
struct Figures {
    held: HashMap<String, Vec<i64>>,
    last: HashMap<String, i64>,
    next: HashMap<String, i64>,
    owed: HashMap<String, (i64, i64)>,
}

/// Which rows of a table with `body` and `confidential` the caller may count.
fn countable(values: &mut Vec<Value>, table: &str, known: &[(Seated, bool)]) -> String {
    let read = marks(values, known.iter().filter(|(_, reads)| *reads).map(|(b, _)| b.body.clone()));
    let seen = marks(values, known.iter().filter(|(_, reads)| !*reads).map(|(b, _)| b.body.clone()));
    format!("({table}.body IN ({read}) OR ({table}.confidential = 0 AND {table}.body IN ({seen})))")
}

async fn figures(app: &App, known: &[(Seated, bool)]) -> Result<Figures, StorageError> {
    let now_us = app.clock.now_us();
    let mut figures = Figures::default();
    let mut values: Vec<Value> = vec![(now_us - YEAR_DAYS * DAY_US).into()];
    // A body that meets every shift is not counted by spans.
    let spans: Vec<(Seated, bool)> = known.iter().filter(|(b, _)| period_at(&b.meets, &zone(app, b), now_us).is_some()).cloned().collect();
    let counted = countable(&mut values, "m", &spans);
    let text =
        format!("SELECT m.body, m.held_us FROM meeting m WHERE m.held_us >= $1 AND {counted} ORDER BY m.held_us DESC LIMIT {MOST_HELD}");
    for row in app.journal.query(&text, &values).await? {
        figures.held.entry(row.text(0)?).or_default().push(row.int(1)?);
    }
    let mut values: Vec<Value> = vec![now_us.into()];
    let counted = countable(&mut values, "m", known);
    let text = format!(
        "SELECT m.body, MAX(m.held_us), MIN(CASE WHEN m.state = 'called' AND m.planned_us >= $1 THEN m.planned_us END) FROM meeting m \
         WHERE {counted} GROUP BY m.body"
    );
    for row in app.journal.query(&text, &values).await? {
        let body = row.text(0)?;
        figures.last.extend(row.opt_int(1)?.map(|at| (body.clone(), at)));
        figures.next.extend(row.opt_int(2)?.map(|at| (body, at)));
    }
    let mut values: Vec<Value> = vec![now_us.into()];
    let counted = countable(&mut values, "d", known);
    let text = format!(
        "SELECT d.body, CAST(COUNT(*) AS BIGINT), CAST(COUNT(CASE WHEN a.ended_us IS NULL AND d.due_us < $1 THEN 1 END) AS BIGINT) \
         FROM directive d JOIN assignment a ON a.id = d.assignment WHERE d.over = 0 AND a.state <> 'withdrawn' AND {counted} GROUP BY d.body"
    );
    for row in app.journal.query(&text, &values).await? {
        figures.owed.insert(row.text(0)?, (row.int(1)?, row.int(2)?));
    }
    Ok(figures)
}

fn body_card(app: &App, caller: &Caller, body: &Seated, read: bool, figures: &Figures) -> BodyCard {
    let (now_us, zone) = (app.clock.now_us(), zone(app, body));
    let held: &[i64] = figures.held.get(&body.body).map_or(&[], Vec::as_slice);
    let year: Strip = strip(&body.meets, &zone, now_us, app.books.since_us(), held);
    let span = period_at(&body.meets, &zone, now_us);
    let due = span.filter(|p| !held.iter().any(|at| (p.from_us..p.to_us).contains(at)));
    let (open, overdue) = figures.owed.get(&body.body).copied().unwrap_or((0, 0));
    BodyCard {
        id: body.body.clone(),
        template: body.template.clone(),
        name: name(app, body, &caller.language),
        short: body.short.clone(),
        level: body.level.clone(),
        parent: body.parent.clone(),
        point: body.point.clone(),
        meets: body.meets.clone(),
        reads: read,
        seat: body.seat_of(&caller.account.officer).filter(|_| read).map(|s| s.word().to_owned()),
        last_us: figures.last.get(&body.body).copied(),
        next_us: figures.next.get(&body.body).copied(),
        due_us: due.map(|p| p.to_us),
        year: year
            .slots
            .iter()
            .map(|s| SlotView { from_us: s.period.from_us, to_us: s.period.to_us, held: s.held, state: s.state.word().to_owned() })
            .collect(),
        planned: year.planned,
        held: year.held,
        open,
        overdue,
    }
}

/// The bodies that the caller may know of: those the caller sits in, and for the secretariat and the chairs when every other one met.
#[utoipa::path(get, operation_id = "list_bodies", path = "/bodies", tag = "bodies", responses((status = 200, body = BodyList), (status = 403, body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<BodyList>> {
    let all = bodies(&app.book(), app.clock.now_us());
    let level = |b: &Seated| caller.disclosure(&app, &body_label(&app, b, false)).level;
    let known: Vec<(Seated, bool)> = all
        .into_iter()
        .filter_map(|b| match level(&b) {
            Level::Nothing => None,
            Level::Exists => Some((b, false)),
            Level::Content => Some((b, true)),
        })
        .collect();
    if known.is_empty() {
        caller.must(&app, Action::Read, &nobodys(&app))?;
    }
    let figures = figures(&app, &known).await?;
    let bodies = known.iter().map(|(b, read)| body_card(&app, &caller, b, *read, &figures)).collect();
    Ok(Json(BodyList { now_us: app.clock.now_us(), bodies }))
}

/// A meeting that nobody sits in: who may read none of the bodies may not read it either.
fn nobodys(app: &App) -> Label {
    app.national_label(framework::access::Kind::Meeting)
}

/// The meeting of a body that is open, or else the next that is called.
async fn next(app: &App, caller: &Caller, body: &Seated) -> Answer<Option<MeetingCard>> {
    let text = "SELECT id FROM meeting WHERE body = $1 AND state IN ('called', 'open') ORDER BY state DESC, planned_us, id LIMIT 1";
    let rows = app.journal.query(text, &[body.body.as_str().into()]).await?;
    let Some(id) = rows.first().map(|r: &Row| r.text(0)).transpose()? else { return Ok(None) };
    let found = meeting(app, &id).await?;
    Ok(found.filter(|m| reads(app, caller, m)).map(|m| card(&id, &m)))
}

/// Whose turn it is to be the host.
async fn host(app: &App, body: &Seated) -> Answer<Option<String>> {
    let text =
        format!("SELECT host FROM meeting WHERE body = $1 AND host <> '' AND state <> 'cancelled' ORDER BY sort_us DESC, id LIMIT {HOSTS}");
    let rows = app.journal.query(&text, &[body.body.as_str().into()]).await?;
    let hosts: Vec<AgencyId> = rows.iter().map(|r| Ok(r.text(0)?.as_str().into())).collect::<Result<_, StorageError>>()?;
    // A body that has never met at somebody's does not rotate.
    Ok(next_host(&body.members, &hosts).filter(|_| !hosts.is_empty()).map(ToString::to_string))
}

/// A body at work: its calendar, its next agenda, its meetings and what its decisions are owed.
#[utoipa::path(get, operation_id = "get_body", path = "/bodies/{id}", tag = "bodies", params(("id" = String, Path)), responses((status = 200, body = BodyAtWork), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<BodyAtWork>> {
    let body = own_body(&app, &caller, &id)?;
    let known = [(body.clone(), true)];
    let figures = figures(&app, &known).await?;
    let (meetings, more) = page(&app, &caller, &body, FIRST, None).await?;
    let (directives, _) = directive_page(&app, &caller, &body, true, FIRST, None).await?;
    let proposals = agenda::found_for(&app, &body).await?;
    let (book, now_us) = (app.book(), app.clock.now_us());
    let cx = Context { book: &book, officer: &caller.account.officer, now_us, ids: &[], owed: None, found: &[] };
    let ask = meeting::Call { planned_us: now_us, ..meeting::Call::default() };
    let may = caller.must(&app, Action::Open, &body_label(&app, &body, false)).is_ok() && meeting::call(&cx, &id, &ask).is_ok();
    app.noted(&caller, "body", &id, meetings.len() + directives.len()).await?;
    Ok(Json(BodyAtWork {
        now_us,
        seats: seats(&body, None),
        quorum: quorum(&body, None),
        minutes_within: body.minutes_within.clone(),
        minutes_time: if body.minutes_working { "working" } else { "running" }.to_owned(),
        next: next(&app, &caller, &body).await?,
        proposals: meeting::fill(&[], proposals).iter().map(Into::into).collect(),
        next_host: host(&app, &body).await?,
        body: body_card(&app, &caller, &body, true, &figures),
        meetings,
        more,
        directives,
        commands: if may { vec!["call".to_owned()] } else { Vec::new() },
    }))
}

async fn directive_page(
    app: &App,
    caller: &Caller,
    body: &Seated,
    open: bool,
    rows: u32,
    after: Option<&str>,
) -> Answer<(Vec<DirectiveView>, Option<String>)> {
    let (due, last) = place(after)?.unwrap_or((i64::MIN, String::new()));
    let text = format!(
        "SELECT id, meeting, due_us FROM directive WHERE body = $1 AND over = $2 AND (due_us, id) > ($3, $4) ORDER BY due_us, id LIMIT {rows}"
    );
    let values: [Value; 4] = [body.body.as_str().into(), i64::from(!open).into(), due.into(), last.into()];
    let page = app.journal.query(&text, &values).await?;
    let next = match page.last() {
        Some(last) if page.len() == rows as usize => Some(cursor(last.int(2)?, &last.text(0)?)),
        _ => None,
    };
    let rows = page.iter().map(|r| Ok((r.text(0)?, r.text(1)?))).collect::<Result<Vec<_>, StorageError>>()?;
    let found = found(app, &rows).await?;
    let judges = caller.must(app, Action::Answer, &body_label(app, body, false)).is_ok() && runs(caller, body);
    let views = found.directives.iter().filter(|(_, m, _)| reads(app, caller, m)).map(|(id, m, d)| {
        let a = found.assignments.get(&d.assignment).map(|a| &**a);
        directive(app, caller, (id, m), d, a, judges)
    });
    Ok((views.collect(), next))
}

/// What the decisions of a body are owed, the soonest due first.
#[utoipa::path(get, operation_id = "list_directives", path = "/bodies/{id}/directives", tag = "bodies", params(("id" = String, Path), DirectivesQuery), responses((status = 200, body = Directives), (status = 404, body = Problem)))]
pub async fn directives(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<DirectivesQuery>,
) -> Answer<Json<Directives>> {
    let body = own_body(&app, &caller, &id)?;
    let (directives, next) = directive_page(&app, &caller, &body, q.open.unwrap_or(true), limit(q.limit)?, q.cursor.as_deref()).await?;
    app.noted(&caller, "directives", &id, directives.len()).await?;
    Ok(Json(Directives { now_us: app.clock.now_us(), directives, next }))
}
