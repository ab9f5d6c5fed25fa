//! What an officer, or a system in an officer's place, may ask for.

use super::fact::{CrossingId, Nature, Origin, Verdict};
use super::subject::{Subject, Traveller};
use framework::access::Topic;
use framework::{AgreementId, Direction, GroundId, PointId, ProcedureId, StageId};
use serde::{Deserialize, Serialize};

/// Longest reason, note, finding or remark. Bytes.
pub const MAX_REASON_BYTES: usize = 4_000;

/// Open a crossing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of the fact")]
pub struct OpenCommand {
    pub point: PointId,
    pub procedure: ProcedureId,
    pub direction: Direction,
    pub subject: Subject,
    #[serde(default)]
    pub conditions: Vec<String>,
    #[serde(default)]
    pub part_of: Option<CrossingId>,
    #[serde(default)]
    pub nature: Nature,
    #[serde(default)]
    pub origin: Origin,
    /// Whether it is here; false for what is only announced.
    #[serde(default)]
    pub arrived: bool,
    #[serde(default)]
    pub expected_us: Option<i64>,
}

/// A step on an open crossing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of the facts")]
pub enum Command {
    /// It is here.
    Arrive,
    /// The announcement was corrected.
    Update { subject: Subject },
    /// The document was read.
    Identify { traveller: Traveller, matched: String },
    /// Begin a control. A reason is needed for a second examination of the same goods; `take_over` relieves a colleague of the same agency.
    Start {
        stage: StageId,
        #[serde(default)]
        reason: String,
        #[serde(default)]
        take_over: bool,
    },
    /// Nothing stands in the way. Begins the control if nobody has.
    Pass {
        stage: StageId,
        #[serde(default)]
        note: String,
        /// Why goods that were examined are examined again, when passing begins the control.
        #[serde(default)]
        reason: String,
    },
    /// Wait for what another stage finds.
    Refer { stage: StageId, to: StageId, reason: String },
    /// Hold on a legal ground; as long as the ground allows when `until_us` is absent.
    Hold {
        stage: StageId,
        ground: GroundId,
        reason: String,
        #[serde(default)]
        until_us: Option<i64>,
    },
    /// End a hold.
    LiftHold { stage: StageId, reason: String },
    /// Refuse entry or exit on a legal ground.
    Refuse { stage: StageId, ground: GroundId, reason: String },
    /// Leave a control out.
    Waive { stage: StageId, reason: String },
    /// Offer to the state that is entered.
    HandOver,
    /// Take from the state that is left.
    AcceptHandOver,
    /// Give back to the state that is left.
    GiveBack { reason: String },
    /// Let entry controls come first.
    Reverse { agreement: AgreementId, reason: String },
    /// Ask for one examination by several agencies.
    RequestJoint {
        stage: StageId,
        #[serde(default)]
        reason: String,
    },
    /// State one's own agency's finding.
    Finding {
        stage: StageId,
        verdict: Verdict,
        #[serde(default)]
        text: String,
    },
    /// End the joint examination.
    ReleaseJoint { stage: StageId },
    /// A condition was found that makes more controls apply.
    Mark { condition: String, reason: String },
    /// Write something for the others.
    Remark { topic: Topic, text: String },
    /// Let it go.
    Release,
    /// Take back what was refused entry.
    Readmit {
        #[serde(default)]
        reason: String,
    },
    /// It will not come.
    Cancel { reason: String },
}

impl Command {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Arrive => "arrive",
            Self::Update { .. } => "update",
            Self::Identify { .. } => "identify",
            Self::Start { .. } => "start",
            Self::Pass { .. } => "pass",
            Self::Refer { .. } => "refer",
            Self::Hold { .. } => "hold",
            Self::LiftHold { .. } => "lift_hold",
            Self::Refuse { .. } => "refuse",
            Self::Waive { .. } => "waive",
            Self::HandOver => "hand_over",
            Self::AcceptHandOver => "accept_hand_over",
            Self::GiveBack { .. } => "give_back",
            Self::Reverse { .. } => "reverse",
            Self::RequestJoint { .. } => "request_joint",
            Self::Finding { .. } => "finding",
            Self::ReleaseJoint { .. } => "release_joint",
            Self::Mark { .. } => "mark",
            Self::Remark { .. } => "remark",
            Self::Release => "release",
            Self::Readmit { .. } => "readmit",
            Self::Cancel { .. } => "cancel",
        }
    }
}
