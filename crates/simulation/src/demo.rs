//! What the demonstration files say, judged: nothing past this module meets a share above one or a plate pattern without a digit.

use crate::error::{DemoError, Fault, Place};
use crate::profile::Profile;
use framework::{Direction, Framework};
use std::collections::{BTreeMap, BTreeSet};

/// A made-up officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOfficer {
    /// Account.
    pub id: String,
    /// Name.
    pub name: String,
    /// Agency, in the words of the framework.
    pub agency: String,
    /// Desk, in the words of the framework.
    pub desk: String,
    /// frontline, supervisor, duty …
    pub roles: BTreeSet<String>,
    /// Purposes the officer may state.
    pub purposes: BTreeSet<String>,
    /// Highest rank of classification the officer may read.
    pub clearance: i64,
    /// Offered on the sign-in page; the others only act in the simulation.
    pub listed: bool,
    pub(crate) place: Place,
}

/// The demonstration files of a framework.
#[derive(Debug, Clone)]
pub struct Demo {
    /// Everybody who may act.
    pub officers: Vec<DemoOfficer>,
    pub(crate) traffic: Traffic,
    pub(crate) names: Names,
}

/// An id and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub id: String,
    pub place: Place,
}

#[derive(Debug, Clone)]
pub(crate) struct Traffic {
    pub defects: Defects,
    /// January first.
    pub months: [f64; 12],
    pub flows: Vec<Flow>,
    /// Condition and probability, by procedure.
    pub mix: BTreeMap<String, Vec<(String, f64)>>,
    pub mix_places: Vec<Named>,
    pub service: BTreeMap<(String, String), ServiceTime>,
    pub desks: BTreeMap<(String, String), u32>,
    /// Procedure and stage of every line of `service` and `desks`.
    pub stage_places: Vec<(Named, Named)>,
}

/// Probabilities, 0..=1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Defects {
    pub mrz_misread: f64,
    pub name_transposed: f64,
    pub list_missing: f64,
    pub list_late: f64,
}

#[derive(Debug, Clone)]
pub(crate) struct Flow {
    pub point: Named,
    pub procedure: Named,
    pub direction: Direction,
    pub per_day: f64,
    pub profile: Profile,
    pub carries: Option<Carries>,
    /// Two-character codes.
    pub carriers: Vec<String>,
    pub ports: Vec<String>,
    pub kinds: Vec<Kind>,
}

#[derive(Debug, Clone)]
pub(crate) struct Carries {
    pub procedure: Named,
    /// People.
    pub mean: f64,
    /// Of the logarithm.
    pub sigma: f64,
}

/// A kind of ship.
#[derive(Debug, Clone)]
pub(crate) struct Kind {
    pub name: String,
    pub share: f64,
    pub turnaround_s: u64,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct ServiceTime {
    /// Seconds.
    pub median_s: f64,
    /// Of the logarithm.
    pub sigma: f64,
    /// Probabilities, at most 1 together.
    pub refer: f64,
    pub hold: f64,
    pub refuse: f64,
}

#[derive(Debug, Clone)]
pub(crate) struct Names {
    pub populations: Vec<Population>,
    pub plates: Vec<Plate>,
    pub vessels: Vec<String>,
    pub flags: Vec<String>,
    pub companies: Vec<String>,
    pub goods: Vec<Description>,
}

#[derive(Debug, Clone)]
pub(crate) struct Population {
    pub nationality: String,
    pub share: f64,
    pub given: Vec<String>,
    pub surnames: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Plate {
    pub state: String,
    /// `L` a letter, `9` a digit, the rest as it stands.
    pub pattern: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Description {
    pub text: String,
    pub hs: String,
    pub facts: Vec<String>,
}

impl Named {
    fn missing(&self, kind: &'static str) -> DemoError {
        DemoError::new(self.place.clone(), Fault::Dangling { kind, id: self.id.clone() })
    }
}

impl Flow {
    /// Why the framework has no use for this flow.
    pub fn fault(&self, framework: &Framework) -> Option<DemoError> {
        let Some(point) = framework.points.iter().find(|p| p.id.get_ref() == &self.point.id) else {
            return Some(self.point.missing("point"));
        };
        let Some(procedure) = framework.procedures.iter().find(|p| p.id.get_ref() == &self.procedure.id) else {
            return Some(self.procedure.missing("procedure"));
        };
        let word = if self.direction == Direction::Inbound { "inbound" } else { "outbound" };
        let directed = matches!(procedure.direction.get_ref().as_str(), "both") || procedure.direction.get_ref() == word;
        if !directed || procedure.environment.get_ref() != point.environment.get_ref() {
            let fault = Fault::NotServed { procedure: self.procedure.id.clone(), point: self.point.id.clone() };
            return Some(DemoError::new(self.procedure.place.clone(), fault));
        }
        let (carries, carriers, ports) = (self.carries.is_some(), !self.carriers.is_empty(), !self.ports.is_empty());
        let lacks = match procedure.subject.get_ref().as_str() {
            "flight" | "bus" | "vessel" if !carries => Some("`carries`"),
            "flight" if !carriers => Some("`carriers`"),
            "flight" | "vessel" if !ports => Some("`ports`"),
            _ => None,
        };
        lacks.map(|what| DemoError::new(self.procedure.place.clone(), Fault::Empty(what)))
    }
}

impl Demo {
    /// Whether everything these files name is in the framework. [`crate::World::new`] leaves out a flow that is not.
    pub fn check(&self, framework: &Framework) -> Vec<DemoError> {
        let mut said = Vec::new();
        let t = &self.traffic;
        let procedure = |id: &str| framework.procedures.iter().find(|p| p.id.get_ref() == id);
        for f in &t.flows {
            said.extend(f.fault(framework));
            said.extend(f.carries.iter().filter(|c| procedure(&c.procedure.id).is_none()).map(|c| c.procedure.missing("procedure")));
        }
        said.extend(t.mix_places.iter().filter(|n| procedure(&n.id).is_none()).map(|n| n.missing("procedure")));
        for (named, stage) in &t.stage_places {
            match procedure(&named.id) {
                None => said.push(named.missing("procedure")),
                Some(p) if p.stage.iter().all(|s| s.id.get_ref() != &stage.id) => said.push(stage.missing("stage")),
                Some(_) => {}
            }
        }
        said.extend(self.officers.iter().filter_map(|o| seat(framework, o)));
        said
    }
}

/// What is wrong about an officer's desk.
fn seat(framework: &Framework, officer: &DemoOfficer) -> Option<DemoError> {
    let all = framework.points.iter().flat_map(|p| p.desk.iter().flatten()).chain(framework.desks.iter().map(|d| &d.item));
    let dangling = |kind, id: &str| DemoError::new(officer.place.clone(), Fault::Dangling { kind, id: id.to_owned() });
    let known = framework.agencies.iter().any(|a| a.id.get_ref() == &officer.agency);
    if !known {
        return Some(dangling("agency", &officer.agency));
    }
    match all.into_iter().find(|d| d.id.get_ref() == &officer.desk) {
        None => Some(dangling("desk", &officer.desk)),
        Some(d) if d.agency.get_ref() != &officer.agency => {
            let fault = Fault::OthersDesk { desk: officer.desk.clone(), owner: d.agency.get_ref().clone() };
            Some(DemoError::new(officer.place.clone(), fault))
        }
        Some(_) => None,
    }
}
