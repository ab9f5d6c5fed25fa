//! Requests for information: one agency asks another, of its own state or of a partner's, what it knows of somebody or something, on a stated basis and for a
//! stated purpose.
//!
//! A request is answered in full, in part or refused with a ground, and what was given stays the giver's: it can be corrected or recalled, and every agency that
//! has it has to say that it knows. Those who were given something say what came of it. What is owed (the answer, the knowledge of a correction) is an
//! [assignment](crate::assignment) each, so that it has a clock and a ladder; it is answered here and nowhere else.

mod basis;
mod command;
mod decide;
mod fact;
mod refused;
mod state;

pub use basis::agreements;
pub use command::{Ask, Command};
pub use decide::{Context, Done, MAX_NEW, MAX_WORDS_BYTES, ask, decide, new_assignments, offers};
pub use fact::{
    Answered, Asked, Concerns, Confirmed, Corrected, Fact, Ground, Judged, Recalled, Recipient, Released, Subject, Supplemented, Use,
    Withdrawn,
};
pub use refused::Refused;
pub use state::{Change, Given, Request, State};
