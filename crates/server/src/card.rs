//! What a crossing looks like to those who may see it.

use crate::app::App;
use crate::caller::Caller;
use framework::access::{Kind, Level, Topic};
use framework::{AgencyId, Direction, OfficerId, PointId};
use journal::{Row, StorageError};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// The columns that [`shown`] reads, in its order.
pub(crate) const COLUMNS: &str = "id, point, hold_stage, hold_ground, remarks, card";
/// The column after them.
pub(crate) const AFTER: usize = 6;

/// A crossing in short. With `disclosure` `exists` only `id`, `disclosure`, `point` and `agency` are there: ask that agency.
#[derive(Debug, Serialize, ToSchema)]
#[allow(dead_code, reason = "documents the JSON that the view rows hold")]
pub struct Card {
    /// The crossing.
    id: String,
    /// `content` or `exists`.
    disclosure: String,
    /// The crossing point.
    point: String,
    /// Whom to ask, when only `exists` is disclosed.
    agency: Option<String>,
    /// traveller, person_on_foot, flight, truck, bus, car, vessel, consignment.
    subject_kind: Option<String>,
    /// Name, plate, flight or ship.
    label: Option<String>,
    /// The second line.
    detail: Option<String>,
    /// The procedure.
    procedure: Option<String>,
    /// inbound or outbound.
    direction: Option<String>,
    /// The crossing it is part of.
    part_of: Option<String>,
    /// observed, simulated or exercise.
    nature: Option<String>,
    /// When it arrived. Microseconds since 1970, UTC.
    arrived_us: Option<i64>,
    /// When it is expected.
    expected_us: Option<i64>,
    /// expected, waiting, in_control, referred, held, refused, released, readmitted, cancelled.
    state: Option<String>,
    /// The stages it waits at or is in.
    lanes: Vec<String>,
    /// Who has it.
    holder: Option<Holder>,
    /// Since when.
    holder_since_us: Option<i64>,
    /// When the stage's target is over.
    due_us: Option<i64>,
    /// The hold; its ground only for those who may read the stage's reasons.
    hold: Option<HoldOf>,
    /// What is still owed, and by whom.
    owed: Vec<Owed>,
    /// When it should be released.
    expected_release_us: Option<i64>,
    /// How many of its parts are where.
    parts: Option<PartsOf>,
    /// How many remarks the reader may know of.
    remarks: Option<u32>,
    /// How many entries contradict earlier ones.
    conflicts: Option<u32>,
    /// How many entries it has.
    version: Option<u32>,
}

/// Who has a crossing.
#[derive(Debug, Serialize, ToSchema)]
#[allow(dead_code, reason = "documents the JSON that the view rows hold")]
pub struct Holder {
    agency: String,
    officer: Option<String>,
    desk: Option<String>,
    stage: String,
}

/// A hold.
#[derive(Debug, Serialize, ToSchema)]
#[allow(dead_code, reason = "documents the JSON that the view rows hold")]
pub struct HoldOf {
    stage: String,
    until_us: i64,
    ground: Option<String>,
}

/// A stage that is owed.
#[derive(Debug, Serialize, ToSchema)]
#[allow(dead_code, reason = "documents the JSON that the view rows hold")]
pub struct Owed {
    stage: String,
    agency: String,
}

/// Parts by where they are.
#[derive(Debug, Serialize, ToSchema)]
#[allow(dead_code, reason = "documents the JSON that the view rows hold")]
pub struct PartsOf {
    total: i64,
    expected: i64,
    present: i64,
    refused: i64,
    settled: i64,
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
pub(crate) fn shown(app: &App, caller: &Caller, rows: &[Row]) -> Result<Vec<Box<RawValue>>, StorageError> {
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
                cards.extend(serde_json::value::to_raw_value(&exists).ok());
            }
            Level::Content => {
                let mut card = row.text(5)?;
                if let (Some(stage), Some(ground)) = (row.opt_text(2)?, row.opt_text(3)?) {
                    card = with_ground(app, caller, &card, &stage, &ground);
                }
                if let Some(remarks) = row.opt_text(4)? {
                    card = with_remarks(app, caller, &card, &point, &remarks);
                }
                cards.extend(RawValue::from_string(card).ok());
            }
        }
    }
    Ok(cards)
}

/// Puts the ground of a hold into the card of somebody who may read the reasons of its stage.
fn with_ground(app: &App, caller: &Caller, card: &str, stage: &str, ground: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<serde_json::Value>(card) else { return card.to_owned() };
    let text = |key: &str| value.get(key).and_then(|v| v.as_str()).unwrap_or("").to_owned();
    let direction = if text("direction") == "inbound" { Direction::Inbound } else { Direction::Outbound };
    let path = app.book.path(&text("procedure").as_str().into(), &PointId::from(text("point")), direction);
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
