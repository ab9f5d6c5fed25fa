//! Who has to be on duty at a crossing point: every agency without which a procedure of the point comes to a stop.

use crate::check::hours;
use crate::ids::{AgencyId, PointId, StateCode};
use crate::rulebook::{Rulebook, StepKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An agency that has to be on duty at a crossing point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needed {
    /// Which.
    pub agency: AgencyId,
    /// Its state: at a one-stop post the neighbour's agencies are needed as much as one's own.
    pub state: StateCode,
    /// How many of its officers.
    pub least: u32,
}

/// The agencies that are needed at a point, ordered by state and agency: those that own a gate, hand-over or control which every crossing of some procedure passes,
/// one officer each, and as many as the framework's `[[presence]]` asks for. Empty for a point that is not open.
pub fn needed(book: &Rulebook, point: &PointId) -> Vec<Needed> {
    let open = book.point(point.as_str()).is_some_and(|p| p.status.get_ref() == "open");
    if !open {
        return Vec::new();
    }
    let mut all: BTreeMap<(StateCode, AgencyId), u32> = BTreeMap::new();
    for path in book.paths_at(point) {
        let stops = |s: &&crate::Step| s.mandatory && s.applies.is_none() && s.kind != StepKind::JointExamination;
        for step in path.steps.iter().filter(stops) {
            all.insert((step.state.clone(), step.agency.clone()), 1);
        }
    }
    for p in book.framework.presences.iter().filter(|p| p.points.iter().any(|x| x.get_ref() == point.as_str())) {
        let agency: AgencyId = p.agency.get_ref().as_str().into();
        let Some(card) = book.agencies.get(&agency) else { continue };
        let least = u32::try_from(*p.least.get_ref()).unwrap_or(1).max(1);
        all.insert((card.state.clone(), agency), least);
    }
    all.into_iter().map(|((state, agency), least)| Needed { agency, state, least }).collect()
}

/// Minutes since midnight at which `06:00-18:00` begins and ends; an end that is not after the beginning is on the next day.
pub fn working(text: &str) -> Option<(u32, u32)> {
    const DAY: u32 = 24 * 60;
    hours(text).map(|(from, to)| if to > from { (from, to) } else { (from, to + DAY) })
}
