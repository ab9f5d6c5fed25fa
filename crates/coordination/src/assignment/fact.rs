//! What can happen to an assignment.

use super::party::Party;
use crate::facts::facts;
use framework::AgencyId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// An assignment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AssignmentId(Arc<str>);

impl AssignmentId {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for AssignmentId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for AssignmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far an answer goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What was owed is done, or said.
    #[default]
    Full,
    /// A part of it; the rest will not come.
    Part,
    /// It is refused, for the reason in the answer.
    Refused,
}

/// A step of the ladder, as the framework had it when the assignment was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Who is told.
    pub to: Party,
    /// How long after the clock has run out. Seconds.
    pub after_s: i64,
}

facts! {
    enum: /// One thing that happened to an assignment.
    ;
    /// Somebody owes somebody something.
    Made = "assignment.made.v1" {
        assignment: String, from: Party, to: Party, owed: String, due_us: i64, framework: String,
        #[serde(default, skip_serializing_if = "String::is_empty")] about_kind: String,
        #[serde(default, skip_serializing_if = "String::is_empty")] about: String,
        #[serde(default, skip_serializing_if = "String::is_empty")] point: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] ladder: Vec<Rung>,
        #[serde(default, skip_serializing_if = "Option::is_none")] silent_of: Option<AgencyId>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")] answered_there: bool,
    }
    /// Those who owe it have seen it.
    Acknowledged = "assignment.acknowledged.v1" {}
    /// An officer has taken it.
    Accepted = "assignment.accepted.v1" {}
    /// Somebody else owes it now; the clock runs on.
    HandedOn = "assignment.handed_on.v1" { to: Party, reason: String }
    /// It is done.
    Answered = "assignment.answered.v1" { outcome: Outcome, text: String }
    /// It will not be done by those who owed it.
    Declined = "assignment.declined.v1" { reason: String }
    /// It is not owed any more.
    Withdrawn = "assignment.withdrawn.v1" { reason: String }
    /// A rung of the ladder was told: because the clock ran out, or for a reason.
    Escalated = "assignment.escalated.v1" {
        rung: u32, to: Party, #[serde(default, skip_serializing_if = "String::is_empty")] reason: String,
    }
    /// A rung has seen it.
    RungAcknowledged = "assignment.rung_acknowledged.v1" { rung: u32 }
    /// Something to know about it.
    Noted = "assignment.noted.v1" { text: String, #[serde(default, skip_serializing_if = "String::is_empty")] link: String }
}
