//! The rules that are tables: lists, clocks, ladders, agreements, service standards. Each line with where it comes from.

use super::{Origin, origin_of, seconds, text, words};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use framework::Rulebook;
use framework::access::{Action, Kind};
use serde::Serialize;
use utoipa::ToSchema;

/// A list whose hits reach a desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListView {
    id: String,
    name: String,
    /// The agency that answers for it.
    owner: String,
    subjects: Vec<String>,
    legal_basis: Option<String>,
    /// The longest an entry may stand. Seconds.
    max_s: Option<u64>,
    /// How often it may be renewed.
    renewals: Option<u32>,
    /// For how long each time. Seconds.
    renewal_s: Option<u64>,
    /// The agency that approves entries.
    approver: String,
    /// overt or silent.
    visibility: String,
    /// What a hit asks for.
    action: String,
    duty_desk: Option<String>,
    duty_desk_name: Option<String>,
    /// The clock of the answer.
    answer: Option<String>,
    on_silence: String,
    appeal: Option<String>,
    origin: Origin,
}

/// How long an assignment of a kind may take.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockView {
    id: String,
    title: String,
    duration_s: Option<u64>,
    /// running or working.
    time: String,
    /// The ladder it climbs when nobody answers.
    ladder: Option<String>,
    origin: Origin,
}

/// Who is told when.
#[derive(Debug, Serialize, ToSchema)]
pub struct RungView {
    to: String,
    after_s: Option<u64>,
}

/// Who is told when nobody answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct LadderView {
    id: String,
    title: String,
    rungs: Vec<RungView>,
    origin: Origin,
}

/// An agreement between states or agencies.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementView {
    id: String,
    title: String,
    kind: String,
    states: Vec<String>,
    agencies: Vec<String>,
    points: Vec<String>,
    status: String,
    legal_basis: Option<String>,
    /// A day (ISO 8601).
    signed: Option<String>,
    /// The day by which it is looked at again (ISO 8601).
    review: Option<String>,
    /// That day has passed, in the zone of the framework.
    review_past: bool,
    purposes: Vec<String>,
    /// What is shared.
    elements: Vec<String>,
    retention_s: Option<u64>,
    /// Whether it may be passed on.
    onward: String,
    permits: Vec<String>,
    controls: Vec<String>,
    method: String,
    origin: Origin,
}

/// A promise that is measured.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandardView {
    id: String,
    title: String,
    measure: String,
    procedure: Option<String>,
    stage: Option<String>,
    statistic: String,
    target_s: Option<u64>,
    target_percent: Option<i64>,
    clock: Option<String>,
    body: Option<String>,
    origin: Origin,
}

/// The rules that are tables.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rules {
    lists: Vec<ListView>,
    clocks: Vec<ClockView>,
    ladders: Vec<LadderView>,
    agreements: Vec<AgreementView>,
    standards: Vec<StandardView>,
}

/// Lists, clocks, ladders, agreements and service standards, with their sources.
#[utoipa::path(get, path = "/framework/rules", tag = "framework", operation_id = "framework_rules", responses((status = 200, body = Rules), (status = 401, body = Problem)))]
pub async fn rules(State(app): State<App>, caller: Caller) -> Answer<Json<Rules>> {
    caller.must(&app, Action::Read, &app.national_label(Kind::Framework))?;
    let book: &Rulebook = &app.book();
    let f = &book.framework;
    let today = app.clock.today(f.header.time_zone.get_ref()).to_string();
    let lists = f.lists.iter().map(|l| ListView {
        id: l.id.get_ref().clone(),
        name: l.name.clone(),
        owner: l.owner.get_ref().clone(),
        subjects: words(&l.subjects),
        legal_basis: l.legal_basis.clone(),
        max_s: l.max.as_ref().and_then(seconds),
        renewals: l.renewals,
        renewal_s: l.renewal.as_ref().and_then(seconds),
        approver: l.approver.get_ref().clone(),
        visibility: l.visibility.get_ref().clone(),
        action: l.action.get_ref().clone(),
        duty_desk: text(l.duty_desk.as_ref()),
        duty_desk_name: l
            .duty_desk
            .as_ref()
            .map(|id| book.desks.get(id.get_ref().as_str()).map_or_else(|| id.get_ref().clone(), |d| d.name.clone())),
        answer: text(l.answer.as_ref()),
        on_silence: l.on_silence.get_ref().clone(),
        appeal: l.appeal.clone(),
        origin: origin_of!(book, l),
    });
    let clocks = f.clocks.iter().map(|c| ClockView {
        id: c.id.get_ref().clone(),
        title: c.title.clone(),
        duration_s: seconds(&c.duration),
        time: c.time.get_ref().clone(),
        ladder: text(c.ladder.as_ref()),
        origin: origin_of!(book, c),
    });
    let ladders = f.ladders.iter().map(|l| LadderView {
        id: l.id.get_ref().clone(),
        title: l.title.clone(),
        rungs: l.rungs.iter().map(|r| RungView { to: r.to.get_ref().clone(), after_s: seconds(&r.after) }).collect(),
        origin: origin_of!(book, l),
    });
    let agreements = f.agreements.iter().map(|a| {
        let review = a.review.as_ref().map(|r| r.get_ref().to_string());
        AgreementView {
            id: a.id.get_ref().clone(),
            title: a.title.clone(),
            kind: a.kind.get_ref().clone(),
            states: words(&a.states),
            agencies: words(&a.agencies),
            points: words(&a.points),
            status: a.status.get_ref().clone(),
            legal_basis: a.legal_basis.clone(),
            signed: a.signed.as_ref().map(ToString::to_string),
            // Dates in ISO 8601 are in order as text.
            review_past: review.as_deref().is_some_and(|r| r < today.as_str()),
            review,
            purposes: words(&a.purposes),
            elements: a.elements.clone(),
            retention_s: a.retention.as_ref().and_then(seconds),
            onward: a.onward.get_ref().clone(),
            permits: words(&a.permits),
            controls: words(&a.controls),
            method: a.method.get_ref().clone(),
            origin: origin_of!(book, a),
        }
    });
    let standards = f.standards.iter().map(|s| StandardView {
        id: s.id.get_ref().clone(),
        title: s.title.clone(),
        measure: s.measure.get_ref().clone(),
        procedure: text(s.procedure.as_ref()),
        stage: text(s.stage.as_ref()),
        statistic: s.statistic.get_ref().clone(),
        target_s: s.target.as_ref().and_then(seconds),
        target_percent: s.target_percent.as_ref().map(|p| *p.get_ref()),
        clock: text(s.clock.as_ref()),
        body: text(s.body.as_ref()),
        origin: origin_of!(book, s),
    });
    Ok(Json(Rules {
        lists: lists.collect(),
        clocks: clocks.collect(),
        ladders: ladders.collect(),
        agreements: agreements.collect(),
        standards: standards.collect(),
    }))
}
