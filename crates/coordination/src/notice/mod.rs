//! A regulatory-change notice: what an agency tells the agencies at the crossing points of a rule that changes, from when, and for what.
//!
//! `draft` → `coming` → `in_force` → `reviewed`, or `ended` by its own time, or `withdrawn`. Texts are numbered: whoever changes a notice before it takes effect writes
//! the next number, which somebody else of the agency issues, and everybody acknowledges again. An acknowledgement is owed by each agency with a desk at each affected
//! point, of either state, as an assignment like any other; so is the review, which is owed from the time of effect on.
//!
//! Facts are keyed by the number of the text and the place of the acknowledgement, and of two that say the same the earlier one holds: whatever order entries of
//! several nodes arrive in, and however often, they fold to one state.
//!
//! The other way would be a text that amendments overwrite. It would be shorter, and an acknowledgement that arrives late from another node would count for a text
//! that its writer has never seen.
//!
//! Knows nothing of who may read it: that is asked of the sharing rules before.

mod content;
mod decide;
mod fact;
mod refused;
mod state;

pub use content::{Carried, Content, MAX_ITEMS, MAX_TITLE_BYTES, MAX_WORDS_BYTES, Touch, code};
pub use decide::{Command, Context, Done, Owed, decide, draft, offers, recipients, review_id, tick};
pub use fact::{Acknowledged, Drafted, Exposed, Fact, Figures, Issued, Outcome, Recipient, Reviewed, TookEffect, Withdrawn};
pub use refused::Refused;
pub use state::{Draft, Notice, State};
