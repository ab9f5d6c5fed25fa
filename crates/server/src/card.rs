//! What a crossing looks like to those who may see it.

use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use framework::access::{Kind, Level, Topic};
use framework::{AgencyId, Direction, OfficerId, PointId};
use journal::{Row, StorageError};
use serde::Serialize;
use utoipa::ToSchema;

/// The columns that [`shown`] reads, in its order.
pub(crate) const COLUMNS: &str = "id, point, hold_stage, hold_ground, remarks, card";
/// The column after them.
pub(crate) const AFTER: usize = 6;

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

/// Turns rows into cards for a caller: whole, as "exists", or not at all. One decision a point, and one for each hold.
pub(crate) fn shown(app: &App, caller: &Caller, rows: &[Row]) -> Result<Vec<String>, StorageError> {
    let mut cards = Vec::with_capacity(rows.len());
    let mut last: Option<(String, Level, String)> = None;
    for row in rows {
        let point = row.text(1)?;
        if last.as_ref().is_none_or(|(p, ..)| *p != point) {
            let label = app.point_label(&point, Kind::Crossing);
            last = Some((point.clone(), caller.disclosure(app, &label).level, label.agency.to_string()));
        }
        let Some((_, level, agency)) = &last else { continue };
        match level {
            Level::Nothing => {}
            Level::Exists => {
                let id = row.text(0)?;
                let exists = Exists { id: &id, disclosure: "exists", point: &point, agency, lanes: [], owed: [] };
                cards.extend(serde_json::to_string(&exists).ok());
            }
            Level::Content => {
                let mut card = row.text(5)?;
                if let (Some(stage), Some(ground)) = (row.opt_text(2)?, row.opt_text(3)?) {
                    card = with_ground(app, caller, &card, &stage, &ground);
                }
                if let Some(remarks) = row.opt_text(4)? {
                    card = with_remarks(app, caller, &card, &point, &remarks);
                }
                cards.push(card);
            }
        }
    }
    Ok(cards)
}

/// An answer with cards in it. They were JSON when they were written: reading thousands again to make sure of that costs a third of the answer.
pub(crate) struct WithCards<T> {
    /// The other fields.
    pub rest: T,
    /// The field of the cards.
    pub field: &'static str,
    pub cards: Vec<String>,
}

impl<T: Serialize> IntoResponse for WithCards<T> {
    fn into_response(self) -> Response {
        let mut body = match serde_json::to_string(&self.rest) {
            Ok(rest) => rest,
            Err(e) => return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", e.to_string()).into_response(),
        };
        body.reserve(self.cards.iter().map(|c| c.len() + 1).sum::<usize>() + self.field.len() + 8);
        body.pop();
        body.push_str(",\"");
        body.push_str(self.field);
        body.push_str("\":[");
        for (n, card) in self.cards.iter().enumerate() {
            body.push_str(if n == 0 { "" } else { "," });
            body.push_str(card);
        }
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
