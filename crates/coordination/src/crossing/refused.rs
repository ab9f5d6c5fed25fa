//! Why a command is refused: data first, one sentence made from it here, and the place in the framework that says so.

use framework::{AgencyId, OfficerId, Place, StageId, StateCode};
use serde::Serialize;
use std::sync::Arc;
use thiserror::Error;

/// A rule that forbids a command. The code is what the console translates.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Why {
    #[error("no procedure `{procedure}` runs at `{point}` in this direction")]
    NoSuchProcedure { procedure: String, point: String },
    #[error("a crossing of procedure `{procedure}` is a {expected}, and this is a {got}")]
    WrongSubject { procedure: String, expected: String, got: String },
    #[error("`{condition}` is not a condition of this procedure; it knows {known}")]
    UnknownCondition { condition: String, known: String },
    #[error("the crossing is open already")]
    AlreadyOpen,
    #[error("`{field}` is missing")]
    FieldMissing { field: String },
    #[error("`{field}` has {bytes} bytes; at most {most} are kept")]
    FieldTooLong { field: String, bytes: usize, most: usize },
    #[error("`{field}` has characters that cannot be printed")]
    FieldUnreadable { field: String },
    #[error("`{field}` has {count} items; at most {most} are kept")]
    TooMany { field: String, count: usize, most: usize },
    #[error("the procedure has no stage `{stage}` here")]
    NoSuchStage { stage: String },
    #[error("no rule of the framework lets this officer do that here")]
    NotPermitted { action: &'static str, rules: Vec<String> },
    #[error("`{stage}` belongs to {agency} of {state}")]
    NotYours { stage: StageId, agency: AgencyId, state: StateCode },
    #[error("the crossing is over: {ending}")]
    Over { ending: &'static str },
    #[error("it has not arrived; before arrival only papers can be looked at")]
    NotArrived,
    #[error("it has arrived already")]
    AlreadyArrived,
    #[error("`{stage}` comes after {missing}, which is not finished", missing = list(.missing))]
    TooEarly { stage: StageId, missing: Vec<StageId> },
    #[error("`{stage}` does not apply: the crossing has no `{condition}`")]
    DoesNotApply { stage: StageId, condition: String },
    #[error("`{stage}` is finished already: {outcome}")]
    AlreadyDone { stage: StageId, outcome: &'static str },
    #[error("`{stage}` is already taken by {officer}")]
    Taken { stage: StageId, officer: OfficerId, since_us: i64 },
    #[error("the goods have been examined already at {earlier}; a second examination needs a reason, or ask for a joint one", earlier = list(.earlier))]
    SecondExamination { stage: StageId, earlier: Vec<StageId> },
    #[error("a joint examination is open at `{joint}`; give your finding there")]
    JointOpen { joint: StageId },
    #[error("no joint examination is open at `{stage}`")]
    NoJointOpen { stage: StageId },
    #[error("`{stage}` is not a joint examination")]
    NotJoint { stage: StageId },
    #[error("{agency} takes no part in the joint examination at `{stage}`")]
    NotAParticipant { stage: StageId, agency: AgencyId },
    #[error("the finding of {missing} is still owed", missing = agencies(.missing))]
    FindingsOwed { stage: StageId, missing: Vec<AgencyId> },
    #[error("{by} objects", by = agencies(.by))]
    Objection { stage: StageId, by: Vec<AgencyId> },
    #[error("nothing is left to examine together at `{stage}`")]
    NothingToJoin { stage: StageId },
    #[error("`{ground}` is not a legal ground of the framework")]
    UnknownGround { ground: String },
    #[error("`{ground}` is a ground of `{function}`{state}, and `{stage}` is not", state = .state.as_ref().map(|s| format!(" of {s}")).unwrap_or_default())]
    NotYourGround { ground: String, function: String, state: Option<StateCode>, stage: StageId },
    #[error("`{ground}` allows {most_s} seconds; the hold would last longer or is in the past")]
    TooLong { ground: String, most_s: u64 },
    #[error("`{stage}` is held; lift the hold first")]
    Held { stage: StageId },
    #[error("`{stage}` is not held")]
    NotHeld { stage: StageId },
    #[error("a reason is needed")]
    ReasonNeeded,
    #[error("the reason has {bytes} bytes; at most {most} are kept")]
    ReasonTooLong { bytes: usize, most: usize },
    #[error("`{stage}` cannot be waived")]
    NotWaivable { stage: StageId },
    #[error("`{stage}` waits for the answer of `{to}`")]
    AnswerOwed { stage: StageId, to: StageId },
    #[error("`{stage}` cannot be referred to itself, to a gate, a hand-over or the release")]
    BadReferral { stage: StageId },
    #[error("the crossing has been handed over to {state}; its officers must give it back first")]
    HandedOver { state: StateCode },
    #[error("the crossing has not been handed over yet")]
    NotHandedOver,
    #[error("this procedure has no hand-over")]
    NoHandover,
    #[error("no agreement in force at this post permits entry controls to come first")]
    NoReversal,
    #[error("entry was refused at `{stage}`; nothing but re-admission by the state that was left is possible")]
    EntryRefused { stage: StageId },
    #[error("entry was not refused; there is nobody to re-admit")]
    NotRefused,
    #[error("still owed: {owed}", owed = list(.owed))]
    Owed { owed: Vec<StageId> },
    #[error("held at {held}", held = list(.held))]
    HoldsOpen { held: Vec<StageId> },
    #[error("{open} of its parts are not settled")]
    PartsOpen { open: u32 },
    #[error("what has arrived is not cancelled")]
    ArrivedNotCancelled,
    #[error("`{topic}` is not a topic; expected general, medical, intelligence or risk")]
    UnknownTopic { topic: String },
    #[error("the crossing has moved on: version {current}, and this was decided on {seen}")]
    MovedOn { current: u32, seen: u32 },
}

fn list(ids: &[StageId]) -> String {
    ids.iter().map(|i| format!("`{i}`")).collect::<Vec<_>>().join(", ")
}

fn agencies(ids: &[AgencyId]) -> String {
    ids.iter().map(AgencyId::as_str).collect::<Vec<_>>().join(", ")
}

impl Why {
    /// The code that the console translates, and that integrators test for.
    pub fn code(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        value.get("code").and_then(|c| c.as_str()).unwrap_or("refused").to_owned()
    }
}

/// A refused command.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{why}{at}", at = .place.as_ref().map(|p| format!(" ({p})")).unwrap_or_default())]
pub struct Refused {
    /// The rule.
    pub why: Why,
    /// Where the framework states it, when it is the framework's rule and not arithmetic.
    pub place: Option<Arc<Place>>,
}

impl From<Why> for Refused {
    fn from(why: Why) -> Self {
        Self { why, place: None }
    }
}

impl Why {
    /// The refusal, with the place that states the rule.
    pub fn at(self, place: &Arc<Place>) -> Refused {
        Refused { why: self, place: Some(place.clone()) }
    }
}
