//! Who owns the stages of a procedure at a point.
//!
//! A stage names a function and a side, never an agency, so that one procedure serves every post: the owner is the agency of that state with that
//! function and a desk at the point.

use crate::model::{Framework, Point, Procedure, Stage};

/// Which way a crossing goes, seen from the framework's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Into the framework's state.
    Inbound,
    /// Out of it.
    Outbound,
}

/// A stage and the agencies that could own it at a point: exactly one where the framework is in order.
#[derive(Debug)]
pub struct Owned<'a> {
    /// The stage.
    pub stage: &'a Stage,
    /// The state whose control it is.
    pub state: &'a str,
    /// Ids of the agencies of that state with the function and a desk at the point.
    pub agencies: Vec<&'a str>,
}

/// The owners of every stage of `procedure` at `point` in one direction, in the order of the file.
pub fn owners<'a>(framework: &'a Framework, procedure: &'a Procedure, point: &'a Point, side: Direction) -> Vec<Owned<'a>> {
    let own = framework.header.state.get_ref().as_str();
    let other = point.neighbour.as_ref().map_or(own, |n| n.state.get_ref().as_str());
    let shared = procedure.one_stop == Some(true);
    procedure
        .stage
        .iter()
        .map(|stage| {
            let foreign = shared
                && matches!((stage.side.get_ref().as_str(), side), ("exit", Direction::Inbound) | ("entry" | "joint", Direction::Outbound));
            let state = if foreign { other } else { own };
            let has_desk = |agency: &str| point.desk.iter().flatten().any(|d| d.agency.get_ref() == agency);
            let agencies = framework
                .agencies
                .iter()
                .filter(|a| a.state.get_ref() == state && a.functions.iter().any(|f| f.get_ref() == stage.function.get_ref()))
                .map(|a| a.item.id.get_ref().as_str())
                .filter(|a| has_desk(a))
                .collect();
            Owned { stage, state, agencies }
        })
        .collect()
}

/// The directions a procedure serves.
pub(crate) fn sides(procedure: &Procedure) -> &'static [Direction] {
    match procedure.direction.get_ref().as_str() {
        "inbound" => &[Direction::Inbound],
        "outbound" => &[Direction::Outbound],
        _ => &[Direction::Inbound, Direction::Outbound],
    }
}

/// Whether a procedure is for the point: the same environment, and one-stop procedures at one-stop posts only.
pub(crate) fn serves(procedure: &Procedure, point: &Point) -> bool {
    let one_stop = point.one_stop.is_some();
    let environment = procedure.environment.get_ref() == point.environment.get_ref();
    environment && (procedure.one_stop == Some(true)) == (one_stop && point.environment.get_ref() == "land")
}
