//! The shared file of one passage.
//!
//! The state of a crossing is nowhere stored: it is what folding its entries gives ([`Crossing::fold`]). Folding never fails. Entries from several nodes
//! may contradict each other (two offline desks passed the same stage); what no longer fits is kept as a conflict and shown, because a lost contradiction is a
//! lost warning. Deciding ([`decide`]) is the other half: it refuses what the framework forbids *before* it becomes an entry.
//!
//! Another way would be a table of stages that commands update. It would be shorter, and nobody could say afterwards why a truck was released.

mod command;
mod decide;
mod decide_stage;
mod fact;
mod fold;
mod refused;
mod sharing;
mod state;
mod status;
mod subject;

pub use crate::facts::Unread;
pub use command::{Command, MAX_REASON_BYTES, OpenCommand};
pub use decide::{Context, Emitted, decide, open};
pub use fact::{
    Arrived, Cancelled, CrossingId, Fact, FindingRecorded, GivenBack, HandedOver, HandoverAccepted, Held, HoldLifted, Identified,
    JointReleased, JointRequested, Marked, Nature, Opened, Origin, PartState, PartsMoved, Readmitted, Refused as RefusedFact, Released,
    Remarked, Reversed, StagePassed, StageReferred, StageStarted, StageWaived, Updated, Verdict,
};
pub use fold::Recorded;
pub use refused::{Refused, Why};
pub use sharing::{Labels, labels};
pub use state::{By, Conflict, Crossing, Custody, Ending, EndingKind, Finding, Hold, Joint, Outcome, Parts, Refusal, Stage};
pub use status::{Holder, Offer, State, Status};
pub use subject::{Consignment, Document, Flight, Goods, MAX_FIELD_BYTES, MAX_ITEMS, Subject, Traveller, Vehicle, Vessel, folded};
