//! How well what is owed is answered, and the assignments behind every figure.

use crate::app::App;
use crate::body::Query;
use crate::caller::Caller;
use crate::page::{cursor, limit, place};
use crate::problem::{Answer, Problem};
use crate::routes::assignments::{AssignmentView, label, labelled};
use axum::Json;
use axum::extract::State;
use framework::access::{Action, Kind, Label};
use journal::{Row, StorageError, Value};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const DAY_US: i64 = 86_400_000_000;
/// How far back is counted when nothing else is asked for. Days.
const DEFAULT_DAYS: u32 = 30;
/// The longest time that is counted. Days.
const MAX_DAYS: u32 = 366;

/// What is counted together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasuredBy {
    /// The agency that owes it.
    #[default]
    Agency,
    /// Its kind: the id of a clock.
    Kind,
    /// The crossing point it belongs to; empty for none.
    Point,
    /// The desk that owes it; empty where an agency or a role does.
    Desk,
    /// The body whose leaders owe it; empty for none.
    Body,
}

impl MeasuredBy {
    fn column(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Kind => "kind",
            Self::Point => "point",
            Self::Desk => "desk",
            Self::Body => "body",
        }
    }
}

/// Of what a figure is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Everything that was made.
    #[default]
    All,
    /// Not ended yet.
    Open,
    /// Not ended, and its time is over.
    Late,
    /// Somebody of those who owe it saw it, or ended it, before its time was over.
    SeenInTime,
    /// Answered.
    Answered,
    /// Answered before its time was over.
    AnsweredInTime,
    /// Declined.
    Declined,
    /// Taken back by whom it was owed to.
    Withdrawn,
    /// Somebody else was told, by the clock or before its time.
    Escalated,
}

impl Measured {
    /// As a condition; `$1` is now.
    fn condition(self) -> &'static str {
        match self {
            Self::All => "1 = 1",
            Self::Open => "ended_us IS NULL",
            Self::Late => "ended_us IS NULL AND due_us < $1",
            Self::SeenInTime => "seen_us <= due_us",
            Self::Answered => "state = 'answered'",
            Self::AnsweredInTime => "state = 'answered' AND ended_us <= due_us",
            Self::Declined => "state = 'declined'",
            Self::Withdrawn => "state = 'withdrawn'",
            Self::Escalated => "rungs > 0",
        }
    }
}

/// What to count.
#[derive(Debug, Deserialize, IntoParams)]
pub struct MeasuresQuery {
    /// Made within so many days, 1 to 366; 30 when absent.
    days: Option<u32>,
    /// agency, kind, point, desk or body; agency when absent.
    #[param(inline)]
    by: Option<MeasuredBy>,
}

/// How well one agency, kind, crossing point, desk or body does.
#[derive(Debug, Serialize, ToSchema)]
pub struct Measure {
    /// The id of the agency, kind, crossing point, desk or body; empty for none.
    who: String,
    /// Assignments that were made.
    made: i64,
    open: i64,
    /// Open, and past their time.
    late: i64,
    /// Seen by those who owe it, or ended, before their time was over.
    seen_in_time: i64,
    answered: i64,
    answered_in_time: i64,
    declined: i64,
    withdrawn: i64,
    /// Of which somebody else was told.
    escalated: i64,
    /// Half of the answers took no longer. Seconds; absent without an answer.
    median_s: Option<i64>,
    /// Nine of ten answers took no longer. Seconds.
    p90_s: Option<i64>,
}

/// Figures over a time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Measures {
    /// From this time on, up to now. Microseconds since 1970, UTC.
    from_us: i64,
    now_us: i64,
    /// The one agency whose figures these are; absent where they are everybody's.
    agency: Option<String>,
    measures: Vec<Measure>,
}

/// Which assignments are behind a figure.
#[derive(Debug, Deserialize, IntoParams)]
pub struct BehindQuery {
    /// Made within so many days, 1 to 366; 30 when absent.
    days: Option<u32>,
    /// agency, kind, point, desk or body; agency when absent.
    #[param(inline)]
    by: Option<MeasuredBy>,
    /// The agency, kind, crossing point, desk or body.
    who: String,
    /// Which figure: all, open, late, seen_in_time, answered, answered_in_time, declined, withdrawn, escalated; all when absent.
    #[param(inline)]
    which: Option<Measured>,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Assignments of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of them, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Behind {
    now_us: i64,
    assignments: Vec<AssignmentView>,
    next: Option<String>,
}

/// Whose figures the caller may read: everybody's (`None`), or those of the caller's own agency.
fn whose(app: &App, caller: &Caller) -> Answer<Option<String>> {
    let book = app.book();
    let mut all = Label::of(Kind::Assignment, &"".into(), &book.own_state());
    all.states = [book.own_state()].into();
    if caller.reads(app, &all) {
        return Ok(None);
    }
    caller.must(app, Action::Read, &caller.own_label(app, Kind::Assignment))?;
    Ok(Some(caller.account.officer.agency.to_string()))
}

fn from(app: &App, days: Option<u32>) -> Answer<(i64, i64)> {
    let now_us = app.clock.now_us();
    match days.unwrap_or(DEFAULT_DAYS) {
        days @ 1..=MAX_DAYS => Ok((now_us - i64::from(days) * DAY_US, now_us)),
        days => Err(Problem::bad("days", format!("`days` is {days}; expected 1 to {MAX_DAYS}"))),
    }
}

/// What is known to one agency alone is counted by that agency alone.
const DISCLOSED: &str = "made_us >= $2 AND $2 <= $1 AND (silent = 0 OR agency = $3) AND ($4 = '' OR agency = $4)";

/// To the nearest second.
fn seconds(us: i64) -> i64 {
    (us + 500_000) / 1_000_000
}

fn measure(row: &Row) -> Result<Measure, StorageError> {
    Ok(Measure {
        who: row.text(0)?,
        made: row.int(1)?,
        open: row.int(2)?,
        late: row.int(3)?,
        seen_in_time: row.int(4)?,
        answered: row.int(5)?,
        answered_in_time: row.int(6)?,
        declined: row.int(7)?,
        withdrawn: row.int(8)?,
        escalated: row.int(9)?,
        median_s: row.opt_int(10)?.map(seconds),
        p90_s: row.opt_int(11)?.map(seconds),
    })
}

/// How well what is owed is answered: by the agencies, desks or bodies that owe it, by kind or by crossing point. The secretariat and the committees read everybody's figures, an agency its own.
#[utoipa::path(get, operation_id = "measures", path = "/measures", tag = "assignments", params(MeasuresQuery), responses((status = 200, body = Measures), (status = 403, body = Problem)))]
pub async fn measures(State(app): State<App>, caller: Caller, Query(q): Query<MeasuresQuery>) -> Answer<Json<Measures>> {
    let agency = whose(&app, &caller)?;
    let (from_us, now_us) = from(&app, q.days)?;
    let who = q.by.unwrap_or_default().column();
    let count = |what: Measured| format!("CAST(COUNT(CASE WHEN {} THEN 1 END) AS BIGINT)", what.condition());
    let counts: Vec<String> = [
        Measured::Open,
        Measured::Late,
        Measured::SeenInTime,
        Measured::Answered,
        Measured::AnsweredInTime,
        Measured::Declined,
        Measured::Withdrawn,
        Measured::Escalated,
    ]
    .map(count)
    .to_vec();
    // The nearest rank: the first answer that the share asked for does not exceed.
    let text = format!(
        "WITH counted AS (SELECT {who} AS who, state, made_us, due_us, seen_us, ended_us, rungs, \
           CASE WHEN state = 'answered' THEN ended_us - made_us END AS took FROM assignment WHERE {DISCLOSED}), \
         ranked AS (SELECT who, took, ROW_NUMBER() OVER (PARTITION BY who ORDER BY took) AS place, COUNT(*) OVER (PARTITION BY who) AS answers \
           FROM counted WHERE took IS NOT NULL), \
         times AS (SELECT who, MIN(CASE WHEN place * 2 >= answers THEN took END) AS median, MIN(CASE WHEN place * 10 >= answers * 9 THEN took END) AS p90 \
           FROM ranked GROUP BY who) \
         SELECT counted.who, CAST(COUNT(*) AS BIGINT), {}, MAX(times.median), MAX(times.p90) \
         FROM counted LEFT JOIN times ON times.who = counted.who GROUP BY counted.who ORDER BY counted.who",
        counts.join(", ")
    );
    let own = caller.account.officer.agency.as_str();
    let values: [Value; 4] = [now_us.into(), from_us.into(), own.into(), agency.clone().unwrap_or_default().into()];
    let rows = app.journal.query(&text, &values).await?;
    let measures = rows.iter().map(measure).collect::<Result<Vec<_>, _>>()?;
    Ok(Json(Measures { from_us, now_us, agency, measures }))
}

/// The assignments behind a figure, the latest first, as far as the caller may read them.
#[utoipa::path(get, operation_id = "measured_assignments", path = "/measures/assignments", tag = "assignments", params(BehindQuery), responses((status = 200, body = Behind), (status = 403, body = Problem)))]
pub async fn behind(State(app): State<App>, caller: Caller, Query(q): Query<BehindQuery>) -> Answer<Json<Behind>> {
    let agency = whose(&app, &caller)?;
    let (from_us, now_us) = from(&app, q.days)?;
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let (made, id) = after.unwrap_or((i64::MAX, String::new()));
    let text = format!(
        "SELECT id, made_us FROM assignment WHERE {DISCLOSED} AND {} = $5 AND {} AND (made_us < $6 OR (made_us = $6 AND id > $7)) \
         ORDER BY made_us DESC, id LIMIT {rows}",
        q.by.unwrap_or_default().column(),
        q.which.unwrap_or_default().condition(),
    );
    let own = caller.account.officer.agency.as_str();
    let values: [Value; 7] =
        [now_us.into(), from_us.into(), own.into(), agency.unwrap_or_default().into(), q.who.as_str().into(), made.into(), id.into()];
    let found = app.journal.query(&text, &values).await?;
    let ids = found.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let next = match found.last() {
        Some(last) if found.len() == rows as usize => Some(cursor(last.int(1)?, &last.text(0)?)),
        _ => None,
    };
    let states = app.assignments(&ids).await?;
    let known = ids.iter().filter_map(|id| states.get(id).map(|a| (id, a, label(&app, a))));
    let shown = known.filter(|(_, _, label)| caller.reads(&app, label));
    let assignments: Vec<AssignmentView> = shown.map(|(id, a, label)| labelled(&app, &caller, id, a, &label)).collect();
    app.noted(&caller, "measured_assignments", &q.who, assignments.len()).await?;
    Ok(Json(Behind { now_us, assignments, next }))
}
