//! What can happen in a shift.

use crate::facts::facts;
use framework::{AgencyId, DeskId, Needed, StateCode};
use serde::{Deserialize, Serialize};

/// Somebody on duty: an officer with an account, or one whose name was written down.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Who {
    /// The account; empty for somebody without.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub officer: String,
    /// The name; empty for an officer with an account.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

impl Who {
    /// The account, or else the name: what one is told from another by.
    pub fn key(&self) -> &str {
        if self.officer.is_empty() { &self.name } else { &self.officer }
    }
}

/// What does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Broken {
    /// A scanner, a weighbridge, a reader.
    Equipment,
    /// The line to headquarters, to a partner, to the world.
    Link,
    /// Electricity.
    Power,
    /// A program, of the post's own or of an agency.
    System,
    /// Anything else.
    Other,
}

impl Broken {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Equipment => "equipment",
            Self::Link => "link",
            Self::Power => "power",
            Self::System => "system",
            Self::Other => "other",
        }
    }
}

/// An outage that goes on from one shift to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutageOf {
    /// Its id.
    pub outage: String,
    /// What does not work.
    pub what: Broken,
    /// In words.
    pub text: String,
    /// Whose it is; nobody's in particular when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyId>,
    /// Whether the post works by hand meanwhile.
    pub fallback: bool,
    /// Since when. Microseconds since 1970, UTC.
    pub since_us: i64,
}

/// An agency that is missing from one shift to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfAgency {
    /// Which.
    pub agency: AgencyId,
    /// Since when. Microseconds since 1970, UTC.
    pub since_us: i64,
    /// The assignment by which it owes its presence, where one was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<String>,
}

/// Something that one shift leaves to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// hold, owed or outage.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// In words.
    pub text: String,
}

/// What a shift came to, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Figures {
    /// Crossings that were opened.
    pub opened: i64,
    /// Crossings that were released.
    pub released: i64,
    /// Crossings that were refused.
    pub refused: i64,
    /// Crossings that waited or were at work when the report was made.
    pub waiting: i64,
    /// Of these, held.
    pub held: i64,
    /// The longest of these waits. Seconds.
    pub longest_s: i64,
    /// Assignments that were made.
    pub owed: i64,
    /// Of these, those whose ladder was told because nobody answered in time.
    pub late: i64,
    /// Hits of overt lists that were found.
    pub hits: i64,
}

facts! {
    enum: /// One thing that happened in a shift.
    ;
    /// A shift begins; what the one before left open goes on.
    Began = "shift.began.v1" {
        point: String, shift: String, from_us: i64, to_us: i64, open_from_us: i64, open_to_us: i64, grace_s: i64, framework: String,
        needed: Vec<Needed>,
        #[serde(default, skip_serializing_if = "String::is_empty")] before: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] outages: Vec<OutageOf>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] missing: Vec<OfAgency>,
    }
    /// Somebody is on duty.
    Came = "shift.came.v1" { who: Who, agency: AgencyId, state: StateCode, #[serde(default, skip_serializing_if = "Option::is_none")] desk: Option<DeskId> }
    /// Somebody is on duty no more.
    Left = "shift.left.v1" { who: Who, agency: AgencyId, #[serde(default, skip_serializing_if = "String::is_empty")] reason: String }
    /// An agency has been missing for too long and owes its presence.
    Missed = "shift.missed.v1" { agency: AgencyId, since_us: i64, assignment: String }
    /// Something does not work.
    Broke = "shift.broke.v1" {
        outage: String, what: Broken, text: String, #[serde(default, skip_serializing_if = "Option::is_none")] agency: Option<AgencyId>, fallback: bool,
    }
    /// It works again.
    Restored = "shift.restored.v1" { outage: String, #[serde(default, skip_serializing_if = "String::is_empty")] text: String }
    /// An agency's officers sign what they leave to the next.
    HandedOver = "shift.handed_over.v1" {
        agency: AgencyId, text: String, #[serde(default, skip_serializing_if = "Vec::is_empty")] items: Vec<Item>,
    }
    /// The next sign that they have it.
    TakenOver = "shift.taken_over.v1" { agency: AgencyId, #[serde(default, skip_serializing_if = "String::is_empty")] text: String }
    /// The situation report of the shift.
    Reported = "shift.reported.v1" { text: String, figures: Figures }
    /// The shift is over.
    Ended = "shift.ended.v1" {}
}
