//! The framework as the console needs it: agencies, points, procedures resolved at a point, legal grounds.

use crate::app::App;
use crate::body::Path;
use crate::caller::Caller;
use crate::problem::{Answer, PlaceOf, Problem};
use axum::Json;
use axum::extract::State;
use framework::access::{Action, Kind};
use framework::{Examines, Half, StepKind};
use serde::Serialize;
use utoipa::ToSchema;

/// An agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyView {
    id: String,
    name: String,
    short: String,
    state: String,
    functions: Vec<String>,
}

/// A crossing point.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointView {
    id: String,
    name: String,
    environment: String,
    status: String,
    one_stop: bool,
    /// State of the neighbouring half.
    neighbour: Option<String>,
    /// What the neighbouring half is called.
    neighbour_point: Option<String>,
    /// The agreement under which the two halves work.
    agreement: Option<String>,
    /// Latitude and longitude, WGS 84 degrees.
    position: Vec<f64>,
    time_zone: String,
    /// The agency that leads; empty where nobody does.
    lead: String,
    /// The agency that leads when that one is away.
    deputy: Option<String>,
}

/// A legal ground.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroundView {
    id: String,
    title: String,
    legal_basis: String,
    function: String,
    /// Only officers of this state may use it.
    state: Option<String>,
    /// The longest a hold may last. Seconds.
    max_s: Option<u64>,
}

/// The framework.
#[derive(Debug, Serialize, ToSchema)]
pub struct FrameworkView {
    id: String,
    name: String,
    state: String,
    version: String,
    /// The zone in which its days and working hours are (IANA).
    time_zone: String,
    languages: Vec<String>,
    agencies: Vec<AgencyView>,
    points: Vec<PointView>,
    hold_grounds: Vec<GroundView>,
    refusal_grounds: Vec<GroundView>,
}

/// A stage at a point.
#[derive(Debug, Serialize, ToSchema)]
pub struct StageView {
    id: String,
    title: String,
    /// gate, control, handover, joint_examination, release.
    kind: StepKindView,
    /// exit, entry, joint.
    side: SideView,
    agency: String,
    state: String,
    mandatory: bool,
    waivable: bool,
    /// The condition under which it applies.
    applies: Option<String>,
    /// What it looks at: documents, person, goods, conveyance.
    examines: Option<String>,
    expected_s: u32,
    target_s: u32,
    after: Vec<String>,
    /// Stages that a joint examination discharges.
    joins: Vec<String>,
    /// Where the framework says so.
    place: PlaceOf,
}

/// What a stage is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the framework")]
pub enum StepKindView {
    Gate,
    Control,
    Handover,
    JointExamination,
    Release,
}

/// Whose half.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the framework")]
pub enum SideView {
    Exit,
    Entry,
    Joint,
}

impl From<StepKind> for StepKindView {
    fn from(k: StepKind) -> Self {
        match k {
            StepKind::Gate => Self::Gate,
            StepKind::Control => Self::Control,
            StepKind::Handover => Self::Handover,
            StepKind::JointExamination => Self::JointExamination,
            StepKind::Release => Self::Release,
        }
    }
}

impl From<Half> for SideView {
    fn from(h: Half) -> Self {
        match h {
            Half::Exit => Self::Exit,
            Half::Entry => Self::Entry,
            Half::Joint => Self::Joint,
        }
    }
}

fn examines(e: Examines) -> &'static str {
    match e {
        Examines::Documents => "documents",
        Examines::Person => "person",
        Examines::Goods => "goods",
        Examines::Conveyance => "conveyance",
    }
}

/// A procedure at a point.
#[derive(Debug, Serialize, ToSchema)]
pub struct PathView {
    procedure: String,
    title: String,
    direction: String,
    subject: String,
    parts: Vec<String>,
    /// Conditions that its stages know.
    conditions: Vec<String>,
    stages: Vec<StageView>,
    /// Stages that nobody can do here: no agency with the function has a desk.
    unowned: Vec<String>,
    /// Agreements under which entry controls may come first here.
    reversal: Vec<String>,
    /// Where the framework says so.
    place: PlaceOf,
}

/// A desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskView {
    id: String,
    name: String,
    agency: String,
    kind: String,
}

/// What runs at a point.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointPaths {
    point: String,
    paths: Vec<PathView>,
    desks: Vec<DeskView>,
}

/// The framework: who, where, and the legal grounds.
#[utoipa::path(get, path = "/framework", tag = "framework", responses((status = 200, body = FrameworkView), (status = 401, body = Problem)))]
pub async fn framework(State(app): State<App>, caller: Caller) -> Answer<Json<FrameworkView>> {
    caller.must(&app, Action::Read, &app.national_label(Kind::Framework))?;
    let (book, f) = (&app.book(), &app.book().framework);
    let zone = f.header.time_zone.get_ref();
    let points = f.points.iter().map(|p| PointView {
        id: p.id.get_ref().clone(),
        name: framework::Title::of(&p.name, &p.names).in_language(&caller.language).to_owned(),
        environment: p.environment.get_ref().clone(),
        status: p.status.get_ref().clone(),
        one_stop: p.one_stop.is_some(),
        neighbour: p.neighbour.as_ref().map(|n| n.state.get_ref().clone()),
        neighbour_point: p.neighbour.as_ref().and_then(|n| n.point.clone()),
        agreement: p.neighbour.as_ref().and_then(|n| n.agreement.as_ref()).map(|a| a.get_ref().clone()),
        position: p.position.get_ref().clone(),
        time_zone: p.time_zone.as_ref().map_or(zone, |z| z.get_ref()).clone(),
        lead: p.lead.as_ref().map_or_else(String::new, |l| l.get_ref().clone()),
        deputy: p.deputy.as_ref().map(|d| d.get_ref().clone()),
    });
    let agencies = book.agencies.values().map(|a| AgencyView {
        id: a.id.to_string(),
        name: a.name.in_language(&caller.language).to_owned(),
        short: a.short.clone(),
        state: a.state.to_string(),
        functions: a.functions.clone(),
    });
    let text = |s: &Option<framework::StateCode>| s.as_ref().map(ToString::to_string);
    let holds = book.hold_grounds.values().map(|g| GroundView {
        id: g.id.to_string(),
        title: g.title.clone(),
        legal_basis: g.legal_basis.clone(),
        function: g.function.clone(),
        state: text(&g.state),
        max_s: Some(g.max_s),
    });
    let refusals = book.refusal_grounds.values().map(|g| GroundView {
        id: g.id.to_string(),
        title: g.title.clone(),
        legal_basis: g.legal_basis.clone(),
        function: g.function.clone(),
        state: text(&g.state),
        max_s: None,
    });
    Ok(Json(FrameworkView {
        id: f.header.id.get_ref().clone(),
        name: f.header.name.clone(),
        state: f.header.state.get_ref().clone(),
        version: f.header.version.clone(),
        time_zone: f.header.time_zone.get_ref().clone(),
        languages: f.header.languages.clone(),
        agencies: agencies.collect(),
        points: points.collect(),
        hold_grounds: holds.collect(),
        refusal_grounds: refusals.collect(),
    }))
}

/// The procedures and desks of a point.
#[utoipa::path(get, path = "/points/{point}/paths", tag = "framework", params(("point" = String, Path)), responses((status = 200, body = PointPaths), (status = 404, body = Problem)))]
pub async fn paths(State(app): State<App>, caller: Caller, Path(point): Path<String>) -> Answer<Json<PointPaths>> {
    caller.must(&app, Action::Read, &app.national_label(Kind::Framework))?;
    if app.book().point(&point).is_none() {
        return Err(Problem::not_found());
    }
    let view = |p: &std::sync::Arc<framework::Path>| {
        let mut conditions: Vec<String> = p.steps.iter().filter_map(|s| s.applies.clone()).collect();
        conditions.sort();
        conditions.dedup();
        let named = |positions: &[usize]| positions.iter().filter_map(|i| p.steps.get(*i)).map(|s| s.id.to_string()).collect();
        let stage = |s: &framework::Step| StageView {
            id: s.id.to_string(),
            title: s.title.in_language(&caller.language).to_owned(),
            kind: s.kind.into(),
            side: s.half.into(),
            agency: s.agency.to_string(),
            state: s.state.to_string(),
            mandatory: s.mandatory,
            waivable: s.waivable,
            applies: s.applies.clone(),
            examines: s.examines.map(|e| examines(e).to_owned()),
            expected_s: s.expected_s,
            target_s: s.target_s,
            after: named(&s.after),
            joins: named(&s.joins),
            place: (&*s.place).into(),
        };
        PathView {
            procedure: p.procedure.to_string(),
            title: p.title.in_language(&caller.language).to_owned(),
            direction: super::crossing_view::direction(p.direction).to_owned(),
            subject: p.subject.clone(),
            parts: p.parts.iter().map(ToString::to_string).collect(),
            conditions,
            stages: p.steps.iter().map(stage).collect(),
            unowned: p.unowned.iter().map(ToString::to_string).collect(),
            reversal: p.reversal.iter().map(|(a, _)| a.to_string()).collect(),
            place: (&*p.place).into(),
        }
    };
    let here = |d: &&framework::DeskCard| d.point.as_ref().is_some_and(|p| *p == point.as_str());
    let desk = |d: &framework::DeskCard| DeskView {
        id: d.id.to_string(),
        name: d.name.clone(),
        agency: d.agency.to_string(),
        kind: d.kind.clone(),
    };
    Ok(Json(PointPaths {
        paths: app.book().paths_at(&point.as_str().into()).into_iter().map(view).collect(),
        desks: app.book().desks.values().filter(here).map(desk).collect(),
        point,
    }))
}
