//! What can happen to a meeting.

use super::body::Seated;
use super::item::Item;
use crate::assignment::Party;
use crate::facts::facts;
use framework::AgencyId;
use serde::{Deserialize, Serialize};

/// How something was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case", deny_unknown_fields)]
pub enum How {
    /// Nobody was against it.
    Consensus,
    /// By votes of members; more for it than against it.
    Vote {
        /// For it.
        in_favour: u32,
        /// Against it.
        against: u32,
        /// Neither.
        abstained: u32,
    },
}

impl How {
    /// Whether it is decided; a tie is not.
    pub fn adopts(self) -> bool {
        match self {
            Self::Consensus => true,
            Self::Vote { in_favour, against, .. } => in_favour > against,
        }
    }
}

facts! {
    enum: /// One thing that happened to a meeting.
    ;
    /// The body is called together.
    Called = "meeting.called.v1" {
        seated: Seated, planned_us: i64, framework: String,
        #[serde(default)] length_min: u32,
        #[serde(default)] extraordinary: bool,
        #[serde(default)] confidential: bool,
        #[serde(default, skip_serializing_if = "String::is_empty")] reference: String,
        #[serde(default, skip_serializing_if = "String::is_empty")] venue: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] host: Option<AgencyId>,
        #[serde(default, skip_serializing_if = "String::is_empty")] reason: String,
    }
    /// At another time.
    Postponed = "meeting.postponed.v1" { planned_us: i64, reason: String }
    /// Not at all.
    Cancelled = "meeting.cancelled.v1" { reason: String }
    /// Something is on the agenda; `automatic`: it put itself there.
    ItemAdded = "meeting.item_added.v1" { item: Item, #[serde(default, skip_serializing_if = "std::ops::Not::not")] automatic: bool }
    /// It is not.
    ItemWithdrawn = "meeting.item_withdrawn.v1" { item: u32, reason: String }
    /// There is something to read.
    PaperAdded = "meeting.paper_added.v1" {
        title: String, link: String, #[serde(default, skip_serializing_if = "Option::is_none")] item: Option<u32>,
    }
    /// An agency without a seat is asked to come.
    CoOpted = "meeting.co_opted.v1" { agency: AgencyId, reason: String }
    /// It begins.
    Opened = "meeting.opened.v1" {
        seated: Seated, began_us: i64, #[serde(default, skip_serializing_if = "Option::is_none")] presiding: Option<AgencyId>,
    }
    /// Somebody is there for an agency.
    Arrived = "meeting.arrived.v1" { agency: AgencyId, name: String }
    /// Nobody is any more.
    Left = "meeting.left.v1" { agency: AgencyId }
    /// Somebody else presides.
    Presided = "meeting.presided.v1" { agency: AgencyId }
    /// Something was put to the meeting; `adopted` says what came of it.
    Decided = "meeting.decided.v1" {
        text: String, how: How, adopted: bool, present: u32, needed: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")] item: Option<u32>,
    }
    /// A decision makes somebody owe something.
    Issued = "meeting.issued.v1" {
        directive: String, decision: u32, assignment: String, kind: String, to: Party, owed: String, due_us: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")] acknowledge_us: Option<i64>,
    }
    /// It ends.
    Closed = "meeting.closed.v1" { ended_us: i64, #[serde(default, skip_serializing_if = "Option::is_none")] minutes_due_us: Option<i64> }
    /// Minutes were written, or written anew.
    Drafted = "meeting.minutes_drafted.v1" { text: String }
    /// Somebody else says that it was so.
    Approved = "meeting.minutes_approved.v1" {}
    /// The body above has them.
    Sent = "meeting.minutes_sent.v1" { to: String }
    /// The body is content with an answer; `complied`: with what was done, not with a refusal.
    Accepted = "meeting.evidence_accepted.v1" { directive: String, complied: bool, #[serde(default, skip_serializing_if = "String::is_empty")] note: String }
    /// It is not, and the same is owed again.
    Returned = "meeting.evidence_returned.v1" {
        directive: String, reason: String, assignment: String, due_us: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")] acknowledge_us: Option<i64>,
    }
}
