//! A meeting of a body: called, opened with those who came, decided, closed, and written down.
//!
//! `called` → `open` → `closed`, or `cancelled` before it began. Minutes go `draft` → `approved` → `sent` to the parent body; whoever wrote them does not approve
//! them. Who sits in the body and what its quorum is comes from the framework, and stands in the first entry and again at the opening: a meeting is judged by the
//! rule it met under. A seat belongs to an agency, not to a person: whoever comes for it is named.
//!
//! What a decision makes somebody owe is an assignment like any other (`owes`), made in the transaction of the decision. Here stands what comes after the answer:
//! the body accepts the evidence, or returns it, which makes the same be owed again with the reason in it.
//!
//! The other way would be a directive as a stream of its own, with its own clock and inbox. Then somebody would have two inboxes, and two rules for who is told.
//!
//! Knows nothing of who may read it: that is asked of the sharing rules before.

mod body;
mod cadence;
mod command;
mod decide;
mod fact;
mod follow;
mod item;
mod refused;
mod state;

pub use body::{Count, Presider, Quorum, Seat, Seated, addressed, bodies, seated};
pub use cadence::{Period, Slot, SlotState, Strip, period_at, periods, strip};
pub use command::{Call, Command, Issue};
pub use decide::{
    Context, Done, MAX_AHEAD_DAYS, MAX_ATTENDANCE, MAX_DECISIONS, MAX_DIRECTIVES, MAX_ISSUES, MAX_ITEMS, MAX_LABEL_BYTES,
    MAX_MINUTES_BYTES, MAX_PAPERS, MAX_PAST_DAYS, MAX_WORDS_BYTES, call, decide, offers,
};
pub use fact::{
    Accepted, Approved, Arrived, Called, Cancelled, Closed, CoOpted, Decided, Drafted, Fact, How, Issued, ItemAdded, ItemWithdrawn, Left,
    Opened, PaperAdded, Postponed, Presided, Returned, Sent,
};
pub use follow::{Compliance, compliance, judgeable};
pub use item::{Item, ItemKind, fill, next_host};
pub use refused::Refused;
pub use state::{Agenda, Attendance, CoOption, Decision, Directive, Judgement, Meeting, Minutes, MinutesState, Paper, Postponement, State};
