//! What can happen to a notice.

use super::content::Content;
use crate::facts::facts;
use framework::{AgencyId, DeskId, PointId, StateCode};
use serde::{Deserialize, Serialize};

/// Who has to acknowledge a notice: an agency at a crossing point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Where.
    pub point: PointId,
    /// Which agency.
    pub agency: AgencyId,
    /// Of which state.
    pub state: StateCode,
    /// What it owes.
    pub assignment: String,
}

/// What was on the way to a crossing point, of what a notice speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposed {
    /// Where.
    pub point: String,
    /// Open crossings of which the notice speaks.
    pub all: i64,
    /// Of these, those that are there, or expected, within 72 hours before and after the time of effect.
    pub within: i64,
    /// Of these, those that have arrived and wait.
    pub here: i64,
    /// Open crossings whose goods have no code, or one too short to tell.
    pub perhaps: i64,
}

/// What a notice came to, when it was reviewed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Recipients.
    pub recipients: i64,
    /// Those who had acknowledged it before it took effect.
    pub in_time: i64,
    /// Those who acknowledged it later.
    pub late: i64,
    /// Crossings of which it spoke, since it took effect.
    pub crossings: i64,
    /// Of these, those that were released.
    pub released: i64,
    /// Of these, those that were refused.
    pub refused: i64,
    /// Of these, those that are still open.
    pub open: i64,
}

/// What a review came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The rule stays as it is.
    Kept,
    /// It was changed: another notice says how.
    Changed,
    /// It was taken back.
    Withdrawn,
}

facts! {
    enum: /// One thing that happened to a notice.
    ;
    /// Somebody wrote a text of it. The first is 1.
    Drafted = "notice.drafted.v1" { agency: AgencyId, state: StateCode, draft: u32, content: Content }
    /// Somebody else of the agency sent that text to everybody concerned.
    Issued = "notice.issued.v1" {
        draft: u32, recipients: Vec<Recipient>, acknowledge_us: i64, short: bool, desk: DeskId, point: Option<PointId>, review_us: i64,
        exposure: Vec<Exposed>, framework: String,
    }
    /// An agency at a point has read that text, and acts on it.
    Acknowledged = "notice.acknowledged.v1" {
        draft: u32, point: PointId, agency: AgencyId, #[serde(default, skip_serializing_if = "String::is_empty")] text: String,
    }
    /// Its time came, and the review is owed.
    TookEffect = "notice.took_effect.v1" { draft: u32, assignment: String, review_us: i64 }
    /// It applies no more, or never did.
    Withdrawn = "notice.withdrawn.v1" { reason: String }
    /// The issuer said what became of it.
    Reviewed = "notice.reviewed.v1" { outcome: Outcome, text: String, figures: Figures }
}
