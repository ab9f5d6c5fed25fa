//! What can have happened to a crossing. A fact is written once and read for years, so its kind carries a version; a change of shape is a new version.

use super::subject::{Subject, Traveller};
use crate::facts::facts;
use framework::access::Topic;
use framework::{AgencyId, AgreementId, DeskId, Direction, GroundId, PointId, ProcedureId, StageId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// The name of a crossing: what its entries are filed under.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct CrossingId(Arc<str>);

impl CrossingId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for CrossingId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl From<String> for CrossingId {
    fn from(id: String) -> Self {
        Self(id.into())
    }
}

impl From<CrossingId> for String {
    fn from(id: CrossingId) -> Self {
        id.as_str().to_owned()
    }
}

impl fmt::Display for CrossingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CrossingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// Whether it is real.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Happened.
    #[default]
    Observed,
    /// Made up by the simulation; counts in no statistic.
    Simulated,
    /// Part of an exercise; counts in no statistic.
    Exercise,
}

impl Nature {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Simulated => "simulated",
            Self::Exercise => "exercise",
        }
    }
}

/// Where a crossing's file came from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// An officer typed it in.
    #[default]
    Hand,
    /// A document was scanned without prior information.
    Scan,
    /// A passenger list.
    PassengerList,
    /// Another system sent it.
    Api,
}

/// Where a part is, as its whole counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Announced, not here.
    Expected,
    /// Here, not settled.
    Present,
    /// Refused, not yet re-admitted where that is owed.
    Refused,
    /// Released, re-admitted or cancelled.
    Settled,
}

/// What one agency found in a joint examination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing stands in the way.
    Clear,
    /// The agency objects to the release.
    Objection,
}

impl Fact {
    /// Whether it is the kind of fact that opens a crossing.
    pub fn opens(kind: &str) -> bool {
        kind.starts_with("crossing.opened.")
    }
}

facts! {
    enum: /// One thing that happened to a crossing.
    ;
    /// The file was opened.
    Opened = "crossing.opened.v1" {
        point: PointId, procedure: ProcedureId, direction: Direction, subject: Subject,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] conditions: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] part_of: Option<CrossingId>,
        #[serde(default)] nature: Nature, #[serde(default)] origin: Origin, framework: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] expected_us: Option<i64>,
    }
    /// What was announced has been announced again, differently.
    Updated = "crossing.updated.v1" { subject: Subject }
    /// It is here.
    Arrived = "crossing.arrived.v1" {}
    /// The document was read at the desk.
    Identified = "crossing.identified.v1" { traveller: Traveller, matched: String }
    /// A control began.
    StageStarted = "crossing.stage_started.v1" {
        stage: StageId, desk: DeskId,
        #[serde(default, skip_serializing_if = "String::is_empty")] reason: String,
    }
    /// A control found nothing that stands in the way.
    StagePassed = "crossing.stage_passed.v1" {
        stage: StageId,
        #[serde(default, skip_serializing_if = "String::is_empty")] note: String,
    }
    /// A control waits for what another stage finds.
    StageReferred = "crossing.stage_referred.v1" {
        stage: StageId, to: StageId, reason: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] assignment: Option<String>,
    }
    /// A control is not done, and need not be.
    StageWaived = "crossing.stage_waived.v1" { stage: StageId, reason: String }
    /// Something is held on a legal ground, for a time.
    Held = "crossing.held.v1" { stage: StageId, ground: GroundId, reason: String, until_us: i64 }
    /// A hold ended.
    HoldLifted = "crossing.hold_lifted.v1" { stage: StageId, reason: String }
    /// Entry or exit was refused on a legal ground.
    Refused = "crossing.refused.v1" { stage: StageId, ground: GroundId, reason: String }
    /// The state that is left offered the crossing to the state that is entered.
    HandedOver = "crossing.handed_over.v1" { stage: StageId }
    /// The state that is entered took it.
    HandoverAccepted = "crossing.handover_accepted.v1" { stage: StageId }
    /// The state that is entered gave it back.
    GivenBack = "crossing.given_back.v1" { stage: StageId, reason: String }
    /// Entry controls come first, by agreement.
    Reversed = "crossing.reversed.v1" { agreement: AgreementId, reason: String }
    /// One examination for several agencies was asked for.
    JointRequested = "crossing.joint_requested.v1" { stage: StageId, participants: Vec<AgencyId>, reason: String }
    /// One agency's finding in it.
    FindingRecorded = "crossing.finding_recorded.v1" { stage: StageId, agency: AgencyId, verdict: Verdict, text: String }
    /// It ended: every participant is clear.
    JointReleased = "crossing.joint_released.v1" { stage: StageId }
    /// Something was found that makes more controls apply.
    Marked = "crossing.marked.v1" { condition: String, reason: String }
    /// An officer wrote something for the others.
    Remarked = "crossing.remarked.v1" { topic: Topic, text: String }
    /// Parts of this crossing moved on.
    PartsMoved = "crossing.parts_moved.v1" {
        #[serde(default, skip_serializing_if = "Option::is_none")] from: Option<PartState>, to: PartState, count: u32,
    }
    /// It left the controlled area.
    Released = "crossing.released.v1" { stage: StageId }
    /// The state it came from took it back.
    Readmitted = "crossing.readmitted.v1" { reason: String }
    /// It will not come.
    Cancelled = "crossing.cancelled.v1" { reason: String }
}
