//! A document is read at the desk: whose announcement is it, or is there none?

use super::crossing::{execute_as, open_as, whole};
use super::crossing_view::CrossingView;
use crate::app::{App, now_id};
use crate::body::Body;
use crate::caller::Caller;
use crate::card::{Card, one, row_text};
use crate::problem::{Answer, Problem};
use crate::watchlists::screen::screen;
use axum::Json;
use axum::extract::State;
use coordination::crossing::{Command, Nature, OpenCommand, Origin, Subject, Traveller, folded};
use coordination::intake::{Match, MatchKind, announced_by, traveller_of};
use formats::mrz;
use framework::Direction;
use framework::access::{Action, Kind};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// Announced travellers that one scan is compared with at most.
const MAX_CANDIDATES: u32 = 500;

/// A scan.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Scan {
    /// The lines of the machine-readable zone, as the reader typed them.
    pub(crate) mrz: String,
    /// An officer has looked at the page and confirms the lines although a check digit fails.
    #[serde(default)]
    pub(crate) accept: bool,
    /// Open a crossing when nobody has announced this traveller: the procedure and direction to use.
    #[serde(default)]
    pub(crate) open: Option<ScanOpen>,
    /// Take this crossing although it was only a likely match.
    #[serde(default)]
    pub(crate) crossing: Option<String>,
}

/// What to open without an announcement.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ScanOpen {
    pub(crate) procedure: String,
    /// inbound or outbound.
    #[schema(value_type = String)]
    pub(crate) direction: Direction,
}

/// How one field compares.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReasonView {
    field: String,
    /// same, close, differs, unknown.
    agreement: String,
    announced: String,
    shown: String,
}

/// A crossing that the document may belong to.
#[derive(Debug, Serialize, ToSchema)]
pub struct CandidateView {
    /// exact or likely.
    kind: String,
    reasons: Vec<ReasonView>,
    #[schema(value_type = Card)]
    card: Box<RawValue>,
}

/// What a scan came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScanResult {
    /// matched, opened, choose, none, doubtful, unreadable.
    pub(crate) outcome: String,
    /// The zone, field by field (see docs/formats.md).
    #[schema(value_type = Option<Object>)]
    document: Option<serde_json::Value>,
    /// Readings that would make every check digit agree; look at the page and scan again, or confirm.
    pub(crate) likely_readings: Vec<Vec<String>>,
    /// What is wrong with the lines, when they are no zone at all.
    problem: Option<String>,
    candidates: Vec<CandidateView>,
    crossing: Option<CrossingView>,
}

fn word(v: &impl Serialize) -> String {
    serde_json::to_value(v).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn reasons(m: &Match) -> Vec<ReasonView> {
    let view = |r: &coordination::intake::Reason| ReasonView {
        field: r.field.to_owned(),
        agreement: word(&r.agreement),
        announced: r.announced.clone(),
        shown: r.shown.clone(),
    };
    m.reasons.iter().map(view).collect()
}

/// Read a document at the desk.
#[utoipa::path(post, path = "/scan", tag = "desk", request_body = Scan, responses((status = 200, body = ScanResult), (status = 403, body = Problem)))]
pub async fn scan(State(app): State<App>, caller: Caller, Body(ask): Body<Scan>) -> Answer<Json<ScanResult>> {
    scan_as(&app, &caller, ask).await.map(Json)
}

/// Reads a document in the caller's name.
pub(crate) async fn scan_as(app: &App, caller: &Caller, ask: Scan) -> Answer<ScanResult> {
    let point = caller.account.officer.point.clone().ok_or_else(|| Problem::bad("point", "documents are scanned at a crossing point"))?;
    caller.must(app, Action::Open, &app.point_label(point.as_str(), Kind::Crossing))?;
    let book = app.book();
    let zone = book.point(point.as_str()).and_then(|p| p.time_zone.as_ref()).map_or("UTC", |z| z.get_ref());
    let lines: Vec<&str> = ask.mrz.lines().collect();
    let mut result = ScanResult {
        outcome: "unreadable".into(),
        document: None,
        likely_readings: Vec::new(),
        problem: None,
        candidates: Vec::new(),
        crossing: None,
    };
    let read = match mrz::read(&lines, app.clock.today(zone)) {
        Ok(read) => read,
        Err(e) => {
            result.problem = Some(e.to_string());
            return Ok(result);
        }
    };
    result.document = serde_json::to_value(&read).ok();
    result.likely_readings = read.likely_readings.clone();
    if !read.valid && !ask.accept {
        result.outcome = "doubtful".into();
        return Ok(result);
    }
    let shown_by = traveller_of(&read);
    let found = candidates(app, caller, point.as_str(), &shown_by, read.names_truncated).await?;
    let sure = found.iter().filter(|(.., m)| m.kind == MatchKind::Exact).count() == 1 && found[0].2.kind == MatchKind::Exact;
    let chosen = match &ask.crossing {
        Some(id) => found.iter().position(|(known, ..)| known == id),
        None if sure => Some(0),
        None => None,
    };
    app.noted(caller, "scan", &shown_by.document.number, found.len()).await?;
    let taken = match chosen.and_then(|c| found.get(c)) {
        Some((id, _, m)) => {
            let matched = format!(
                "{}: {}",
                word(&m.kind),
                m.reasons.iter().map(|r| format!("{} {}", r.field, word(&r.agreement))).collect::<Vec<_>>().join(", ")
            );
            let state = app.crossing(id).await?;
            if state.is_some_and(|s| s.matched.is_none() && !s.is_over()) {
                let traveller = keep_role(app, id, shown_by.clone()).await?;
                execute_as(app, caller, None, id, Command::Identify { traveller, matched }, None).await?;
            }
            result.outcome = "matched".into();
            Some(id.clone())
        }
        None if found.is_empty() && ask.open.is_some() => {
            let Some(open) = ask.open else { return Err(Problem::not_found()) };
            let book = app.book();
            let path = book.path(&open.procedure.as_str().into(), &point, open.direction);
            let on_foot = path.is_some_and(|p| p.subject == "person_on_foot");
            let command = OpenCommand {
                point: point.clone(),
                procedure: open.procedure.as_str().into(),
                direction: open.direction,
                subject: if on_foot { Subject::PersonOnFoot(shown_by) } else { Subject::Traveller(shown_by) },
                conditions: Vec::new(),
                part_of: None,
                nature: if app.demo { Nature::Simulated } else { Nature::Observed },
                origin: Origin::Scan,
                arrived: true,
                expected_us: None,
            };
            result.outcome = "opened".into();
            Some(open_as(app, caller, None, now_id().into(), command).await?.to_string())
        }
        None => {
            result.outcome = if found.is_empty() { "none" } else { "choose" }.into();
            None
        }
    };
    for (_, card, m) in found {
        result.candidates.push(CandidateView { kind: word(&m.kind), reasons: reasons(&m), card });
    }
    if let Some(id) = taken {
        // Screened before it is answered: whoever stands at the desk is not gone by the time that somebody has looked.
        screen(app, std::slice::from_ref(&id), None).await?;
        result.crossing = Some(whole(app, caller, &id).await?);
    }
    Ok(result)
}

/// Seat and role are what the list knows and the document does not.
async fn keep_role(app: &App, id: &str, shown: Traveller) -> Answer<Traveller> {
    let state = app.crossing(id).await?;
    let announced = state.as_ref().and_then(|s| s.subject.person().cloned()).unwrap_or_default();
    Ok(Traveller { role: announced.role, seat: announced.seat, ..shown })
}

/// Open crossings of the point whose traveller the document may show: the same number, or a name that begins alike.
async fn candidates(
    app: &App,
    caller: &Caller,
    point: &str,
    shown_by: &Traveller,
    truncated: bool,
) -> Answer<Vec<(String, Box<RawValue>, Match)>> {
    let number = folded(&shown_by.document.number);
    let begins: String = folded(&shown_by.surname).chars().take(4).collect();
    let end = format!("{begins}\u{10FFFF}");
    let line = row_text("sort_us");
    let text = format!(
        "SELECT id, {line} FROM crossing WHERE point = $1 AND match_key = $2 AND open = 1 AND $2 <> '' \
         UNION SELECT id, {line} FROM crossing WHERE point = $1 AND search_key >= $3 AND search_key < $4 AND open = 1 AND $3 <> '' LIMIT {MAX_CANDIDATES}"
    );
    let rows = app.journal.query(&text, &[point.into(), number.into(), begins.into(), end.into()]).await?;
    let ids = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let states = app.crossings(&ids).await?;
    let mut known = Vec::new();
    for (row, id) in rows.iter().zip(ids) {
        let card = one(app, caller, &row.text(1)?)?;
        if let (Some(state), Some(card)) = (states.get(&id), card)
            && let Some(person) = state.subject.person()
        {
            known.push((id, card, person.clone()));
        }
    }
    let found = announced_by(known.iter().map(|(id, card, p)| ((id, card), p)), shown_by, truncated);
    Ok(found.into_iter().map(|((id, card), m)| (id.clone(), card.clone(), m)).collect())
}
