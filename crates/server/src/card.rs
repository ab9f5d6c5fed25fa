//! What a crossing looks like to those who may see it.

use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use framework::access::{Kind, Level, Topic};
use framework::{AgencyId, Direction, OfficerId, PointId};
use journal::StorageError;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// What is between two columns of a [`row_text`]: no id and no JSON holds it as it is.
const COLUMN: char = '\t';
/// What is between two lines.
const LINE: char = '\n';

/// A crossing as one text of the database, which [`shown`] reads; `at` is the number that the list is ordered by.
///
/// A row is worth a hundred allocations by the time it has come through the driver, and a text is worth a few: a page is one text of all its lines.
pub(crate) fn row_text(at: &str) -> String {
    format!(
        "{at} || '{COLUMN}' || id || '{COLUMN}' || point || '{COLUMN}' || COALESCE(hold_stage, '') || '{COLUMN}' || COALESCE(hold_ground, '') \
         || '{COLUMN}' || COALESCE(remarks, '') || '{COLUMN}' || card"
    )
}

/// A page of lines in one text. `rest` is what follows the `SELECT` of a list: where the rows come from, which, in what order and how many.
pub(crate) fn page_text(at: &str, rest: &str) -> String {
    format!("SELECT string_agg(line, '{LINE}') FROM (SELECT {} AS line {rest}) AS page", row_text(at))
}

/// A line that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// What the list is ordered by.
    pub at: i64,
    pub id: &'a str,
    point: &'a str,
    hold_stage: &'a str,
    hold_ground: &'a str,
    remarks: &'a str,
    card: &'a str,
}

impl<'a> Line<'a> {
    fn read(text: &'a str) -> Result<Self, StorageError> {
        let mut columns = text.splitn(7, COLUMN);
        let mut next =
            || columns.next().ok_or_else(|| StorageError { doing: "reading a line of a list", what: "a column is missing".to_owned() });
        let at = next()?
            .parse()
            .map_err(|e| StorageError { doing: "reading a line of a list", what: format!("its place is no number: {e}") })?;
        Ok(Self { at, id: next()?, point: next()?, hold_stage: next()?, hold_ground: next()?, remarks: next()?, card: next()? })
    }

    /// The lines of a page, in the order of the list. An aggregate may take its rows in any order: neither engine does so over an ordered
    /// list, and if one does the lines are put in order here.
    pub fn page(text: &'a str, order: Order) -> Result<Vec<Self>, StorageError> {
        let mut lines = text.split(LINE).filter(|l| !l.is_empty()).map(Self::read).collect::<Result<Vec<_>, _>>()?;
        let by = |x: &Self, y: &Self| match order {
            Order::Soonest => (x.at, x.id).cmp(&(y.at, y.id)),
            Order::Latest => (y.at, y.id).cmp(&(x.at, x.id)),
            Order::Id => x.id.cmp(y.id),
        };
        if !lines.is_sorted_by(|x, y| by(x, y).is_le()) {
            lines.sort_by(by);
        }
        Ok(lines)
    }
}

/// How a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// By number, then id.
    Soonest,
    /// By number, then id, backwards.
    Latest,
    /// By id.
    Id,
}

/// A crossing in short. With `disclosure` `exists` only `id`, `disclosure`, `point` and `agency` are there: ask that agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct Card<'a> {
    /// The crossing.
    pub(crate) id: &'a str,
    /// `content` or `exists`.
    pub(crate) disclosure: &'a str,
    /// The crossing point.
    pub(crate) point: &'a str,
    /// Whom to ask, when only `exists` is disclosed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) agency: Option<&'a str>,
    /// traveller, person_on_foot, flight, truck, bus, car, vessel, consignment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subject_kind: Option<&'a str>,
    /// Name, plate, flight or ship.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<&'a str>,
    /// The second line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<&'a str>,
    /// The procedure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) procedure: Option<&'a str>,
    /// inbound or outbound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) direction: Option<&'a str>,
    /// The crossing it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) part_of: Option<&'a str>,
    /// observed, simulated or exercise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nature: Option<&'a str>,
    /// When it arrived. Microseconds since 1970, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) arrived_us: Option<i64>,
    /// When it is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expected_us: Option<i64>,
    /// expected, waiting, in_control, referred, held, refused, released, readmitted, cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<&'a str>,
    /// The stages it waits at or is in.
    pub(crate) lanes: Vec<&'a str>,
    /// Who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) holder: Option<Holder<'a>>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) holder_since_us: Option<i64>,
    /// When the stage's target is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) due_us: Option<i64>,
    /// The hold; its ground only for those who may read the stage's reasons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hold: Option<HoldOf<'a>>,
    /// What is still owed, and by whom.
    pub(crate) owed: Vec<Owed<'a>>,
    /// When it should be released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expected_release_us: Option<i64>,
    /// How many of its parts are where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parts: Option<PartsOf>,
    /// How many remarks the reader may know of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) remarks: Option<u32>,
    /// How many entries contradict earlier ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) conflicts: Option<u32>,
    /// How many entries it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<u32>,
}

/// Who has a crossing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Holder<'a> {
    pub(crate) agency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) officer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) desk: Option<&'a str>,
    pub(crate) stage: &'a str,
}

/// A hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldOf<'a> {
    pub(crate) stage: &'a str,
    pub(crate) until_us: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ground: Option<&'a str>,
}

/// A stage that is owed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Owed<'a> {
    pub(crate) stage: &'a str,
    pub(crate) agency: &'a str,
}

/// Parts by where they are.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartsOf {
    pub(crate) total: i64,
    pub(crate) expected: i64,
    pub(crate) present: i64,
    pub(crate) refused: i64,
    pub(crate) settled: i64,
}

#[derive(Serialize)]
struct Exists<'a> {
    id: &'a str,
    disclosure: &'static str,
    point: &'a str,
    agency: &'a str,
    lanes: [&'a str; 0],
    owed: [&'a str; 0],
}

/// Cards as JSON, one after the other with commas between them.
#[derive(Debug, Default)]
pub(crate) struct Cards {
    json: String,
    count: usize,
}

impl Cards {
    fn push(&mut self, card: &str) {
        if self.count > 0 {
            self.json.push(',');
        }
        self.json.push_str(card);
        self.count += 1;
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.count
    }
}

/// Turns lines into cards for a caller: whole, as "exists", or not at all. One decision a point, and one for each hold.
pub(crate) fn shown(app: &App, caller: &Caller, lines: &[Line<'_>]) -> Cards {
    let mut cards = Cards::default();
    cards.json.reserve(lines.iter().map(|l| l.card.len() + 1).sum());
    let mut last: Option<(&str, Level, String)> = None;
    for line in lines {
        let Line { id, point, .. } = *line;
        if last.as_ref().is_none_or(|(p, ..)| *p != point) {
            let label = app.point_label(point, Kind::Crossing);
            last = Some((point, caller.disclosure(app, &label).level, label.agency.to_string()));
        }
        let Some((_, level, agency)) = &last else { continue };
        match level {
            Level::Nothing => {}
            Level::Exists => {
                let exists = Exists { id, disclosure: "exists", point, agency, lanes: [], owed: [] };
                if let Ok(card) = serde_json::to_string(&exists) {
                    cards.push(&card);
                }
            }
            Level::Content if line.hold_ground.is_empty() && line.remarks.is_empty() => cards.push(line.card),
            Level::Content => {
                let mut card = line.card.to_owned();
                if !line.hold_stage.is_empty() && !line.hold_ground.is_empty() {
                    card = with_ground(app, caller, &card, line.hold_stage, line.hold_ground);
                }
                if !line.remarks.is_empty() {
                    card = with_remarks(app, caller, &card, point, line.remarks);
                }
                cards.push(&card);
            }
        }
    }
    cards
}

/// What a caller may see of one crossing, by its [`row_text`].
pub(crate) fn one(app: &App, caller: &Caller, text: &str) -> Result<Option<Box<RawValue>>, StorageError> {
    let cards = shown(app, caller, &[Line::read(text)?]);
    Ok(RawValue::from_string(cards.json).ok())
}

/// An answer with cards in it. They were JSON when they were written: reading thousands again to make sure of that costs a third of the answer.
pub(crate) struct WithCards<T> {
    /// The other fields.
    pub rest: T,
    /// The field of the cards.
    pub field: &'static str,
    pub cards: Cards,
}

impl<T: Serialize> IntoResponse for WithCards<T> {
    fn into_response(self) -> Response {
        let mut body = match serde_json::to_string(&self.rest) {
            Ok(rest) => rest,
            Err(e) => return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", e.to_string()).into_response(),
        };
        body.reserve(self.cards.json.len() + self.field.len() + 8);
        body.pop();
        body.push_str(",\"");
        body.push_str(self.field);
        body.push_str("\":[");
        body.push_str(&self.cards.json);
        body.push_str("]}");
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

/// Puts the ground of a hold into the card of somebody who may read the reasons of its stage.
fn with_ground(app: &App, caller: &Caller, card: &str, stage: &str, ground: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<serde_json::Value>(card) else { return card.to_owned() };
    let text = |key: &str| value.get(key).and_then(|v| v.as_str()).unwrap_or("").to_owned();
    let direction = if text("direction") == "inbound" { Direction::Inbound } else { Direction::Outbound };
    let book = app.book();
    let path = book.path(&text("procedure").as_str().into(), &PointId::from(text("point")), direction);
    let step = path.and_then(|p| p.steps.iter().find(|s| s.id == stage).map(|s| (p, s)));
    if step.is_some_and(|(p, s)| caller.reads(app, &p.step_label(s, Kind::StageReason))) {
        value["hold"]["ground"] = ground.into();
    }
    value.to_string()
}

/// Counts the remarks that a caller may know of.
fn with_remarks(app: &App, caller: &Caller, card: &str, point: &str, remarks: &str) -> String {
    let all: Vec<((AgencyId, OfficerId, Topic), u32)> = serde_json::from_str(remarks).unwrap_or_default();
    let known = |((agency, officer, topic), _): &&((AgencyId, OfficerId, Topic), u32)| {
        caller.disclosure(app, &app.remark_label(point, agency, officer, *topic)).level != Level::Nothing
    };
    let count: u32 = all.iter().filter(known).map(|(_, n)| n).sum();
    let Ok(mut value) = serde_json::from_str::<serde_json::Value>(card) else { return card.to_owned() };
    value["remarks"] = count.into();
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_in_the_order_of_their_list() {
        let text = "2\tb\tp\t\t\t\t{}\n2\ta\tp\ts\tg\t[]\t{\"x\":\"\\t\"}\n-1\tc\tp\t\t\t\t{}";
        let ids = |order| Line::page(text, order).map(|lines| lines.iter().map(|l| l.id).collect::<String>()).ok();
        assert_eq!(ids(Order::Soonest).as_deref(), Some("cab"));
        assert_eq!(ids(Order::Latest).as_deref(), Some("bac"));
        assert_eq!(ids(Order::Id).as_deref(), Some("abc"));
    }

    #[test]
    fn a_line_gives_back_its_columns() {
        let line = Line::read("7\tid\tp\ts\tg\t[1]\t{\"label\":\"a\\tb\"}");
        let whole = Line { at: 7, id: "id", point: "p", hold_stage: "s", hold_ground: "g", remarks: "[1]", card: "{\"label\":\"a\\tb\"}" };
        assert_eq!(line.ok(), Some(whole));
    }

    #[test]
    fn what_is_no_line_is_an_error() {
        assert!(Line::page("7\tid", Order::Id).is_err() && Line::page("seven\ta\tb\tc\td\te\tf", Order::Id).is_err());
        assert_eq!(Line::page("", Order::Id).ok(), Some(Vec::new()));
    }
}
