//! From messages to crossings: what a passenger list asks to be opened, and whose announcement the document at the desk belongs to.

mod list;
mod matching;

pub use list::{IntakeError, ListPlan, MAX_EARLY_DAYS, MAX_LATE_HOURS, Purpose, plan};
pub use matching::{Agreement, Match, MatchKind, Reason, announced_by, match_document, traveller_of};
