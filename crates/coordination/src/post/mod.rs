//! A crossing point at work: who is on duty in a shift and who is missing, what does not work, what one shift hands to the next, and the shift's situation report.
//!
//! A shift is begun with everything its clocks need (when it ends, who is needed, how long somebody may be late), so that time asks no framework. An agency that is
//! missing for longer than that owes its presence: an assignment like any other, which ends when its officers have come.

mod decide;
mod fact;
mod span;
mod state;

pub use decide::{Command, Context, MAX_ON_DUTY, MAX_OUTAGES, MAX_WORDS_BYTES, Refused, alarm, begin, decide, offers, owed, tick};
pub use fact::{
    Began, Broke, Broken, Came, Ended, Fact, Figures, HandedOver, Item, Left, Missed, OfAgency, OutageOf, Reported, Restored, TakenOver,
    Who,
};
pub use span::{Span, id, span};
pub use state::{Duty, HandOver, Missing, Outage, Report, Shift, staffed};
