//! What somebody owes somebody by a time: referrals, hits, tasks, requests, directives, actions, acknowledgements. One mechanism for all of them.
//!
//! An assignment is made with everything its clock needs (when it is due, whom the ladder tells and when), so that folding and firing ask no framework. Time is a
//! command like any other ([`Command::Tick`]): what it does depends on the state alone, so a clock fires once however often it is asked, and a node that was
//! off tells the rungs it has missed in their order.

mod decide;
mod fact;
mod party;
mod refused;
mod state;

pub use decide::{Command, Context, MAX_DAYS, MAX_LINK_BYTES, MAX_WORDS_BYTES, Make, decide, make, offers};
pub use fact::{
    Accepted, Acknowledged, Answered, AssignmentId, Declined, Escalated, Fact, HandedOn, Made, Noted, Outcome, Rung, RungAcknowledged,
    Withdrawn,
};
pub use party::{Party, addresses};
pub use refused::Refused;
pub use state::{Assignment, End, Ending, Hand, Note, State, Told};
