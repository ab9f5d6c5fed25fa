//! What people look at: the country, one point's board, lists of crossings.

use crate::app::App;
use crate::body::{Path, Query};
use crate::caller::Caller;
use crate::card::{Line, Order, WithCards, page_text, shown};
use crate::page::{cursor, limit, place};
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use framework::access::{Kind, Level};
use journal::{Row, StorageError, Value};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A point at a glance.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointNow {
    id: String,
    /// Crossings that are here and not over.
    open: i64,
    /// Of these, waiting at a stage or in it.
    waiting: i64,
    /// Held.
    held: i64,
    /// Refused and not yet settled.
    refused: i64,
    /// Since when the one that has waited longest waits. Microseconds since 1970, UTC.
    oldest_us: Option<i64>,
    /// Waiting longer than the target of their stage.
    past_target: i64,
}

/// The country at a glance.
#[derive(Debug, Serialize, ToSchema)]
pub struct Overview {
    points: Vec<PointNow>,
    as_of_us: i64,
}

/// Every point that the officer may know the figures of.
#[utoipa::path(get, operation_id = "list_points", path = "/points", tag = "boards", responses((status = 200, body = Overview), (status = 401, body = Problem)))]
pub async fn overview(State(app): State<App>, caller: Caller) -> Answer<Json<Overview>> {
    let now = app.clock.now_us();
    let counts = "SELECT point, CAST(COUNT(*) AS BIGINT), CAST(SUM(on_board) AS BIGINT), CAST(SUM(CASE WHEN state = 'held' THEN 1 ELSE 0 END) AS BIGINT), \
        CAST(SUM(CASE WHEN state = 'refused' THEN 1 ELSE 0 END) AS BIGINT) FROM crossing WHERE open = 1 GROUP BY point";
    let lanes = "SELECT point, MIN(since_us), CAST(SUM(CASE WHEN due_us < $1 THEN 1 ELSE 0 END) AS BIGINT) FROM lane GROUP BY point";
    let counts = app.journal.query(counts, &[]).await?;
    let lanes = app.journal.query(lanes, &[now.into()]).await?;
    let mut points = Vec::new();
    for p in &app.book().framework.points {
        let id = p.id.get_ref();
        if caller.disclosure(&app, &app.point_label(id, Kind::Statistics)).level != Level::Content {
            continue;
        }
        let mut now = PointNow { id: id.clone(), open: 0, waiting: 0, held: 0, refused: 0, oldest_us: None, past_target: 0 };
        if let Some(row) = find(&counts, id)? {
            (now.open, now.waiting, now.held, now.refused) = (row.int(1)?, row.int(2)?, row.int(3)?, row.int(4)?);
        }
        if let Some(row) = find(&lanes, id)? {
            (now.oldest_us, now.past_target) = (Some(row.int(1)?), row.int(2)?);
        }
        points.push(now);
    }
    Ok(Json(Overview { points, as_of_us: now }))
}

fn find<'r>(rows: &'r [Row], id: &str) -> Answer<Option<&'r Row>> {
    for row in rows {
        if row.text(0)? == id {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// What to show of a board.
#[derive(Debug, Deserialize, IntoParams)]
pub struct BoardQuery {
    /// Only this kind of subject.
    subject: Option<String>,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Cards of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A lane.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lane {
    stage: String,
    title: String,
    procedure: String,
    direction: String,
    agency: String,
    /// Crossings waiting at the stage or in it.
    count: i64,
    /// Since when the oldest of them. Microseconds since 1970, UTC.
    oldest_us: i64,
    /// Waiting longer than the target.
    past_target: i64,
}

/// The description of an answer has its cards; what is written here has not, because [`WithCards`] puts them in.
fn placed_by_cards((): &()) -> bool {
    true
}

/// A board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    point: String,
    lanes: Vec<Lane>,
    /// Those that have waited longest first.
    #[serde(skip_serializing_if = "placed_by_cards")]
    #[schema(value_type = Vec<crate::card::Card>, required = true)]
    cards: (),
    next: Option<String>,
    as_of_us: i64,
}

/// The board of a point: a lane for each stage, a card for each crossing.
#[utoipa::path(get, operation_id = "get_board", path = "/points/{point}/board", tag = "boards", params(("point" = String, Path), BoardQuery), responses((status = 200, body = Board), (status = 404, body = Problem)))]
pub async fn board(
    State(app): State<App>,
    caller: Caller,
    Path(point): Path<String>,
    Query(q): Query<BoardQuery>,
) -> Answer<WithCards<Board>> {
    at_point(&app, &caller, &point)?;
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let now = app.clock.now_us();
    let (after_us, after_id) = after.unwrap_or((i64::MIN, String::new()));
    let subject = q.subject.unwrap_or_default();
    let rest = format!(
        "FROM crossing WHERE point = $1 AND on_board = 1 AND (since_us, id) > ($2, $3) AND ($4 = '' OR subject = $4) ORDER BY since_us, id LIMIT {rows}"
    );
    let text = page_text("since_us", &rest);
    let values = [point.as_str().into(), after_us.into(), after_id.into(), Value::Text(subject)];
    let lanes = "SELECT procedure, direction, stage, agency, CAST(COUNT(*) AS BIGINT), MIN(since_us), CAST(SUM(CASE WHEN due_us < $2 THEN 1 ELSE 0 END) AS BIGINT) \
        FROM lane WHERE point = $1 GROUP BY procedure, direction, stage, agency";
    let in_lanes = [point.as_str().into(), now.into()];
    let (found, counts) = tokio::try_join!(app.journal.query(&text, &values), app.journal.query(lanes, &in_lanes))?;
    let found = page_of(&found)?;
    let lines = Line::page(&found, Order::Soonest)?;
    let next = next_place(&lines, rows);
    let cards = shown(&app, &caller, &lines);
    let mut lanes: Vec<Lane> = Vec::new();
    // Stages of earlier versions, in which crossings of those versions wait, come after those of the version in force.
    let books = app.books.all(now);
    for path in books.iter().flat_map(|b| b.paths_at(&point.as_str().into())) {
        let direction = super::crossing_view::direction(path.direction);
        for step in &path.steps {
            let known = |l: &Lane| l.procedure == path.procedure.as_str() && l.direction == direction && l.stage == step.id.as_str();
            if lanes.iter().any(known) {
                continue;
            }
            for row in &counts {
                if row.text(0)? == path.procedure.as_str() && row.text(1)? == direction && row.text(2)? == step.id.as_str() {
                    lanes.push(Lane {
                        stage: step.id.to_string(),
                        title: step.title.in_language(&caller.language).to_owned(),
                        procedure: path.procedure.to_string(),
                        direction: direction.to_owned(),
                        agency: row.text(3)?,
                        count: row.int(4)?,
                        oldest_us: row.int(5)?,
                        past_target: row.int(6)?,
                    });
                }
            }
        }
    }
    app.noted(&caller, "board", &point, cards.count()).await?;
    Ok(WithCards { rest: Board { point, lanes, cards: (), next, as_of_us: now }, field: "cards", cards })
}

/// The text of a page; empty when nothing is on it.
fn page_of(rows: &[Row]) -> Result<String, StorageError> {
    Ok(rows.first().map(|r| r.opt_text(0)).transpose()?.flatten().unwrap_or_default())
}

/// Where the next page begins, if there may be one.
fn next_place(lines: &[Line<'_>], rows: u32) -> Option<String> {
    lines.last().filter(|_| lines.len() == rows as usize).map(|l| cursor(l.at, l.id))
}

pub(crate) fn at_point(app: &App, caller: &Caller, point: &str) -> Answer<()> {
    let known =
        app.book().point(point).is_some() && caller.disclosure(app, &app.point_label(point, Kind::Crossing)).level != Level::Nothing;
    if known { Ok(()) } else { Err(Problem::not_found()) }
}

/// Which crossings.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ListQuery {
    /// At this point; the officer's own, when absent.
    point: Option<String>,
    /// Only this kind of subject.
    subject: Option<String>,
    /// Whose name, plate, flight or ship begins like this.
    q: Option<String>,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Cards of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of crossings.
#[derive(Debug, Serialize, ToSchema)]
pub struct CardPage {
    #[serde(skip_serializing_if = "placed_by_cards")]
    #[schema(value_type = Vec<crate::card::Card>, required = true)]
    crossings: (),
    next: Option<String>,
}

/// Crossings of a point, the newest first, or by the beginning of a name.
#[utoipa::path(get, operation_id = "list_crossings", path = "/crossings", tag = "crossings", params(ListQuery), responses((status = 200, body = CardPage), (status = 404, body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller, Query(q): Query<ListQuery>) -> Answer<WithCards<CardPage>> {
    let own = || caller.account.officer.point.as_ref().map(ToString::to_string);
    let point =
        q.point.clone().or_else(own).ok_or_else(|| Problem::bad("point", "`point` is missing; at a national desk it has to be named"))?;
    at_point(&app, &caller, &point)?;
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let subject = q.subject.clone().unwrap_or_default();
    let begins = coordination::crossing::folded(q.q.as_deref().unwrap_or(""));
    let (rest, values, order) = if begins.is_empty() {
        let (us, id) = after.unwrap_or((i64::MAX, "~".to_owned()));
        let by = if subject.is_empty() { "" } else { "AND subject = $4" };
        let rest = format!("FROM crossing WHERE point = $1 AND (sort_us, id) < ($2, $3) {by} ORDER BY sort_us DESC, id DESC LIMIT {rows}");
        let mut values: Vec<Value> = vec![point.as_str().into(), us.into(), id.into()];
        values.extend((!subject.is_empty()).then_some(Value::Text(subject)));
        (rest, values, Order::Latest)
    } else {
        let (_, id) = after.unwrap_or_default();
        let end = format!("{begins}\u{10FFFF}");
        let rest = format!(
            "FROM crossing WHERE point = $1 AND search_key >= $2 AND search_key < $3 AND id > $4 AND ($5 = '' OR subject = $5) ORDER BY id LIMIT {rows}"
        );
        (rest, vec![point.as_str().into(), begins.into(), end.into(), id.into(), Value::Text(subject)], Order::Id)
    };
    let found = app.journal.query(&page_text("sort_us", &rest), &values).await?;
    page(&app, &caller, ("list", &point), found, order, rows).await
}

/// Which parts.
#[derive(Debug, Deserialize, IntoParams)]
pub struct PartsQuery {
    /// Where the last page ended.
    cursor: Option<String>,
    /// Cards of a page, 1 to 5000.
    limit: Option<u32>,
}

/// The parts of a crossing.
#[utoipa::path(get, operation_id = "list_parts", path = "/crossings/{id}/parts", tag = "crossings", params(("id" = String, Path), PartsQuery), responses((status = 200, body = CardPage), (status = 404, body = Problem)))]
pub async fn parts(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<PartsQuery>,
) -> Answer<WithCards<CardPage>> {
    super::crossing::readable(&app, &caller, &id).await?;
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let (_, last) = after.unwrap_or_default();
    let rest = format!("FROM crossing WHERE part_of = $1 AND id > $2 ORDER BY id LIMIT {rows}");
    let found = app.journal.query(&page_text("sort_us", &rest), &[id.as_str().into(), last.into()]).await?;
    page(&app, &caller, ("parts", &id), found, Order::Id, rows).await
}

/// `what` and `of`: what the access log says was read.
pub(crate) async fn page(
    app: &App,
    caller: &Caller,
    (what, of): (&'static str, &str),
    found: Vec<Row>,
    order: Order,
    rows: u32,
) -> Answer<WithCards<CardPage>> {
    let found = page_of(&found)?;
    let lines = Line::page(&found, order)?;
    let next = next_place(&lines, rows);
    let crossings = shown(app, caller, &lines);
    app.noted(caller, what, of, crossings.count()).await?;
    Ok(WithCards { rest: CardPage { crossings: (), next }, field: "crossings", cards: crossings })
}
