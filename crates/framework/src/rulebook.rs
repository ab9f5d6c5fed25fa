//! A framework made ready to run: every procedure resolved at every point, every duration in seconds, the sharing rules compiled.
//!
//! The files name functions and sides so that one procedure serves every post. At the desk nobody wants to resolve anything: here each combination of
//! procedure, point and direction becomes a *path*, a list of steps that each belong to one agency of one state, with prerequisites as positions in the same
//! list and the place in the files that says so. There are a few hundred paths in a country; they are built once.

use crate::access::{Access, Kind, Label, Topic, UnusableRules};
use crate::check::duration;
use crate::diagnostic::Place;
use crate::ids::{AgencyId, AgreementId, DeskId, GroundId, PointId, ProcedureId, StageId, StateCode};
use crate::model::{Framework, Id, Point, Procedure};
use crate::procedure::{Direction, owners, serves, sides};
use crate::title::Title;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What a step of a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// A passage that is noted: into the zone, onto the stand, alongside.
    Gate,
    /// A control.
    Control,
    /// The state left hands the crossing to the state entered.
    Handover,
    /// One examination by several agencies.
    JointExamination,
    /// The end.
    Release,
}

impl StepKind {
    fn of(word: &str) -> Self {
        match word {
            "gate" => Self::Gate,
            "handover" => Self::Handover,
            "joint_examination" => Self::JointExamination,
            "release" => Self::Release,
            _ => Self::Control,
        }
    }
}

/// Whose half of the border a step belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// The state that is left.
    Exit,
    /// The state that is entered.
    Entry,
    /// Both, led by the state that is entered.
    Joint,
}

impl Half {
    fn of(word: &str) -> Self {
        match word {
            "exit" => Self::Exit,
            "joint" => Self::Joint,
            _ => Self::Entry,
        }
    }
}

/// What a control looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the files")]
pub enum Examines {
    Documents,
    Person,
    Goods,
    Conveyance,
}

impl Examines {
    fn of(word: &str) -> Option<Self> {
        match word {
            "documents" => Some(Self::Documents),
            "person" => Some(Self::Person),
            "goods" => Some(Self::Goods),
            "conveyance" => Some(Self::Conveyance),
            _ => None,
        }
    }
}

/// One stage of a procedure at one point, in one direction.
#[derive(Debug, Clone)]
pub struct Step {
    /// The stage.
    pub id: StageId,
    /// What it is called.
    pub title: Title,
    /// What it is.
    pub kind: StepKind,
    /// Whose half.
    pub half: Half,
    /// The function that owns it.
    pub function: String,
    /// The agency that owns it here.
    pub agency: AgencyId,
    /// That agency's state.
    pub state: StateCode,
    /// Positions of the steps that come first.
    pub after: Vec<usize>,
    /// Whether the crossing cannot be released without it.
    pub mandatory: bool,
    /// Whether its owner may waive it.
    pub waivable: bool,
    /// What it looks at.
    pub examines: Option<Examines>,
    /// What is written at it is about this.
    pub topic: Topic,
    /// The condition under which it applies; always, when absent.
    pub applies: Option<String>,
    /// Positions of the steps that a joint examination discharges.
    pub joins: Vec<usize>,
    /// How long it takes as a rule. Seconds.
    pub expected_s: u32,
    /// The service target. Seconds.
    pub target_s: u32,
    /// Where the files say all this.
    pub place: Arc<Place>,
}

/// One procedure at one point, in one direction.
#[derive(Debug, Clone)]
pub struct Path {
    /// The procedure.
    pub procedure: ProcedureId,
    /// What it is called.
    pub title: Title,
    /// The crossing point.
    pub point: PointId,
    /// Which way.
    pub direction: Direction,
    /// traveller, flight, vessel, truck, bus, car, consignment or person_on_foot.
    pub subject: String,
    /// Whether it runs over a one-stop post, with a hand-over between states.
    pub one_stop: bool,
    /// Whether goods are carried: a second examination of them needs a reason.
    pub goods: bool,
    /// Procedures of what is carried.
    pub parts: Vec<ProcedureId>,
    /// Whether everything carried must be settled before the release.
    pub release_after_parts: bool,
    /// Agreements under which entry controls may come first, in force at this point.
    pub reversal: Vec<(AgreementId, Arc<Place>)>,
    /// The stages, in the order of the file.
    pub steps: Vec<Step>,
    /// Stages that nobody can do here: no agency with the function has a desk.
    pub unowned: Vec<StageId>,
    /// The states in whose control zone a crossing on this path lies.
    pub states: BTreeSet<StateCode>,
    /// The agency that leads at the point, and owns the crossing as a whole.
    pub lead: AgencyId,
    /// The state of the framework.
    pub own_state: StateCode,
    /// Where the procedure is written.
    pub place: Arc<Place>,
}

impl Path {
    /// The position of a stage.
    pub fn position(&self, stage: &str) -> Option<usize> {
        self.steps.iter().position(|s| s.id == *stage)
    }

    /// The label of the crossing as a whole.
    pub fn label(&self) -> Label {
        let mut label = Label::of(Kind::Crossing, &self.lead, &self.own_state);
        label.point = Some(self.point.clone());
        label.states = self.states.clone();
        label
    }

    /// The label of a step: its outcome and times (`Kind::Stage`), or the words written at it (`Kind::StageReason`).
    pub fn step_label(&self, step: &Step, kind: Kind) -> Label {
        let mut label = Label::of(kind, &step.agency, &step.state);
        label.point = Some(self.point.clone());
        label.states = self.states.clone();
        if kind == Kind::StageReason {
            label.topic = step.topic;
        }
        label
    }
}

/// A legal ground to hold something.
#[derive(Debug, Clone)]
pub struct HoldGround {
    /// Its id.
    pub id: GroundId,
    /// What it is.
    pub title: String,
    /// The law.
    pub legal_basis: String,
    /// The longest it may last. Seconds.
    pub max_s: u64,
    /// The function that may use it.
    pub function: String,
    /// The only state whose officers may use it; any, when absent.
    pub state: Option<StateCode>,
    /// Where it is written.
    pub place: Arc<Place>,
}

/// A legal ground to refuse entry or exit.
#[derive(Debug, Clone)]
pub struct RefusalGround {
    /// Its id.
    pub id: GroundId,
    /// What it is.
    pub title: String,
    /// The law.
    pub legal_basis: String,
    /// The function that may use it.
    pub function: String,
    /// The only state whose officers may use it; any, when absent.
    pub state: Option<StateCode>,
    /// Where it is written.
    pub place: Arc<Place>,
}

/// An agency, in short.
#[derive(Debug, Clone)]
pub struct AgencyCard {
    /// Its id.
    pub id: AgencyId,
    /// Its name.
    pub name: Title,
    /// What people call it.
    pub short: String,
    /// Its state.
    pub state: StateCode,
    /// The controls it may own.
    pub functions: Vec<String>,
}

/// A desk and where it is.
#[derive(Debug, Clone)]
pub struct DeskCard {
    /// Its id.
    pub id: DeskId,
    /// Its name.
    pub name: String,
    /// Its agency.
    pub agency: AgencyId,
    /// Its crossing point; `None` for a national desk.
    pub point: Option<PointId>,
    /// frontline, joc, duty or gate.
    pub kind: String,
}

/// A framework ready to run.
#[derive(Debug)]
pub struct Rulebook {
    /// The files' content.
    pub framework: Framework,
    /// The files themselves, by path below the framework's directory.
    pub texts: BTreeMap<String, String>,
    /// The sharing rules.
    pub access: Access,
    paths: HashMap<(ProcedureId, PointId, Direction), Arc<Path>>,
    /// Grounds to hold, by id.
    pub hold_grounds: BTreeMap<GroundId, HoldGround>,
    /// Grounds to refuse, by id.
    pub refusal_grounds: BTreeMap<GroundId, RefusalGround>,
    /// Agencies, by id.
    pub agencies: BTreeMap<AgencyId, AgencyCard>,
    /// Desks, by id.
    pub desks: BTreeMap<DeskId, DeskCard>,
}

struct Texts<'a>(&'a BTreeMap<String, String>);

impl Texts<'_> {
    fn place(&self, file: &str, id: &Id) -> Arc<Place> {
        Arc::new(Place::of(file, self.0.get(file).map_or("", String::as_str), id.span()))
    }
}

fn seconds(text: &Id) -> u64 {
    duration(text.get_ref()).unwrap_or(0)
}

fn short_seconds(text: &Id) -> u32 {
    u32::try_from(seconds(text)).unwrap_or(u32::MAX)
}

impl Rulebook {
    /// Makes a loaded framework ready. Durations that cannot be read count as none: [`crate::check`] is what finds them, and a framework with errors should not run.
    ///
    /// # Errors
    /// When the sharing rules cannot be used; nothing would be disclosed to anybody.
    pub fn new(framework: Framework, texts: &BTreeMap<String, String>) -> Result<Self, UnusableRules> {
        let access = Access::compile(&framework)?;
        let (kept, texts) = (texts.clone(), Texts(texts));
        let mut paths = HashMap::new();
        for point in &framework.points {
            for procedure in framework.procedures.iter().filter(|p| serves(p, point)) {
                for direction in sides(procedure) {
                    let path = resolve(&framework, procedure, &procedure.file, point, *direction, &texts);
                    paths.insert((path.procedure.clone(), path.point.clone(), *direction), Arc::new(path));
                }
            }
        }
        let hold_grounds = framework.hold_grounds.iter().map(|g| {
            let ground = HoldGround {
                id: g.id.get_ref().as_str().into(),
                title: g.title.clone(),
                legal_basis: g.legal_basis.clone(),
                max_s: seconds(&g.max),
                function: g.function.get_ref().clone(),
                state: g.state.as_ref().map(|s| s.get_ref().as_str().into()),
                place: texts.place(&g.file, &g.id),
            };
            (ground.id.clone(), ground)
        });
        let refusal_grounds = framework.refusal_grounds.iter().map(|g| {
            let ground = RefusalGround {
                id: g.id.get_ref().as_str().into(),
                title: g.title.clone(),
                legal_basis: g.legal_basis.clone(),
                function: g.function.get_ref().clone(),
                state: g.state.as_ref().map(|s| s.get_ref().as_str().into()),
                place: texts.place(&g.file, &g.id),
            };
            (ground.id.clone(), ground)
        });
        let agencies = framework.agencies.iter().map(|a| {
            let card = AgencyCard {
                id: a.id.get_ref().as_str().into(),
                name: Title::of(&a.name, &a.names),
                short: a.short.clone(),
                state: a.state.get_ref().as_str().into(),
                functions: a.functions.iter().map(|f| f.get_ref().clone()).collect(),
            };
            (card.id.clone(), card)
        });
        let local = framework.points.iter().flat_map(|p| p.desk.iter().flatten().map(move |d| (d, Some(p.id.get_ref().as_str().into()))));
        let desks = local.chain(framework.desks.iter().map(|d| (&d.item, None))).map(|(d, point)| {
            let id: DeskId = d.id.get_ref().as_str().into();
            let agency = d.agency.get_ref().as_str().into();
            (id.clone(), DeskCard { id, name: d.name.clone(), agency, point, kind: d.kind.get_ref().clone() })
        });
        let (hold_grounds, refusal_grounds) = (hold_grounds.collect(), refusal_grounds.collect());
        let (agencies, desks) = (agencies.collect(), desks.collect());
        Ok(Self { access, paths, hold_grounds, refusal_grounds, agencies, desks, framework, texts: kept })
    }

    /// A procedure at a point, in a direction.
    pub fn path(&self, procedure: &ProcedureId, point: &PointId, direction: Direction) -> Option<&Arc<Path>> {
        self.paths.get(&(procedure.clone(), point.clone(), direction))
    }

    /// The paths of a point, ordered by procedure and direction.
    pub fn paths_at(&self, point: &PointId) -> Vec<&Arc<Path>> {
        let mut here: Vec<&Arc<Path>> = self.paths.values().filter(|p| &p.point == point).collect();
        here.sort_by(|a, b| (&a.procedure, a.direction).cmp(&(&b.procedure, b.direction)));
        here
    }

    /// Where a file says something.
    pub fn place(&self, file: &str, said: &Id) -> Place {
        Place::of(file, self.texts.get(file).map_or("", String::as_str), said.span())
    }

    /// A crossing point's description.
    pub fn point(&self, id: &str) -> Option<&Point> {
        self.framework.points.iter().find(|p| p.id.get_ref() == id).map(|p| &p.item)
    }

    /// The name of the time zone of a crossing point; the framework's own where there is no such point, or it states none.
    pub fn zone_at(&self, point: &str) -> &str {
        let own = self.point(point).and_then(|p| p.time_zone.as_ref());
        own.unwrap_or(&self.framework.header.time_zone).get_ref()
    }

    /// The framework's own state.
    pub fn own_state(&self) -> StateCode {
        self.framework.header.state.get_ref().as_str().into()
    }

    /// The states in whose control zone a point lies: its own, and the neighbour's at a one-stop post.
    pub fn states_at(&self, point: &str) -> BTreeSet<StateCode> {
        let neighbour = self.point(point).filter(|p| p.one_stop.is_some()).and_then(|p| p.neighbour.as_ref());
        [self.own_state()].into_iter().chain(neighbour.map(|n| n.state.get_ref().as_str().into())).collect()
    }
}

fn resolve(f: &Framework, procedure: &Procedure, file: &str, point: &Point, direction: Direction, texts: &Texts<'_>) -> Path {
    let own_state: StateCode = f.header.state.get_ref().as_str().into();
    let owned = owners(f, procedure, point, direction);
    let (here, unowned): (Vec<_>, Vec<_>) = owned.into_iter().partition(|o| !o.agencies.is_empty());
    let position = |id: &Id| here.iter().position(|o| o.stage.id.get_ref() == id.get_ref());
    let places = |ids: &Option<Vec<Id>>| ids.iter().flatten().filter_map(position).collect::<Vec<usize>>();
    let steps: Vec<Step> = here
        .iter()
        .map(|o| {
            let (stage, place) = (o.stage, texts.place(file, &o.stage.id));
            let kind = StepKind::of(stage.kind.get_ref());
            Step {
                id: stage.id.get_ref().as_str().into(),
                title: Title::of(&stage.title, &stage.names),
                kind,
                half: Half::of(stage.side.get_ref()),
                function: stage.function.get_ref().clone(),
                agency: o.agencies[0].into(),
                state: o.state.into(),
                after: places(&stage.after),
                mandatory: stage.mandatory.unwrap_or(true),
                waivable: stage.waivable.unwrap_or(false),
                examines: stage.examines.as_ref().and_then(|e| Examines::of(e.get_ref())),
                topic: stage.finding.as_ref().and_then(|t| Topic::of(t.get_ref())).unwrap_or_default(),
                applies: stage.applies.as_ref().map(|a| a.get_ref().clone()),
                joins: places(&stage.joins),
                expected_s: short_seconds(&stage.expected),
                target_s: short_seconds(&stage.target),
                place,
            }
        })
        .collect();
    let point_id: PointId = point.id.get_ref().as_str().into();
    let reversal = procedure.reversal.iter().flatten().filter_map(|r| {
        let agreement = f.agreements.iter().find(|a| a.id.get_ref() == r.agreement.get_ref())?;
        let here = agreement.points.iter().any(|p| p.get_ref() == point.id.get_ref());
        let permits = agreement.permits.iter().any(|p| p.get_ref() == "reversal") && agreement.status.get_ref() == "in_force";
        (here && permits).then(|| (agreement.id.get_ref().as_str().into(), texts.place(&agreement.file, &agreement.id)))
    });
    let one_stop = procedure.one_stop == Some(true);
    let neighbour = point.neighbour.as_ref().filter(|_| point.one_stop.is_some());
    let states = [own_state.clone()].into_iter().chain(neighbour.map(|n| n.state.get_ref().as_str().into())).collect();
    let lead = point.lead.as_ref().map(|l| l.get_ref().as_str()).or_else(|| steps.last().map(|s| s.agency.as_str())).unwrap_or("").into();
    let parts: Vec<ProcedureId> = procedure.parts.iter().flatten().map(|p| p.get_ref().as_str().into()).collect();
    Path {
        procedure: procedure.id.get_ref().as_str().into(),
        title: Title::of(&procedure.title, &procedure.names),
        point: point_id,
        direction,
        subject: procedure.subject.get_ref().clone(),
        one_stop,
        goods: procedure.goods == Some(true),
        release_after_parts: procedure.release_after_parts.unwrap_or(!parts.is_empty()),
        parts,
        reversal: reversal.collect(),
        unowned: unowned.iter().map(|o| o.stage.id.get_ref().as_str().into()).collect(),
        states,
        lead,
        own_state,
        place: texts.place(file, &procedure.id),
        steps,
    }
}
