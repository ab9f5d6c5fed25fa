//! A hit: somebody or something at the border may be what a list speaks of, and somebody has to say whether it is, and what is to be done.
//!
//! `candidate` → `probable` (reviewed) → `second_person` (only where the list's action is an arrest) → `confirmed` (the owner of the list is asked) → `replied` →
//! `closed`, with one of the outcomes of [`Outcome`]. From every state there is a way to the end, and where the owner does not answer in time the list's own default
//! is carried out ([`Command::Tick`]). Who may do it is asked of the sharing rules: a silent hit is known to the owner of the list alone.
//!
//! A person who is not the one listed can be cleared: the same document then meets the same record without a new hit, for a stated time.

mod asked;
mod decide;
mod fact;
mod state;

pub use asked::{Asked, asked};
pub use decide::{Command, MAX_WORDS_BYTES, Refused, decide, follow, offers, owed};
pub use fact::{Acted, Checked, Cleared, Fact, Factor, Found, Instruction, MetAgain, Number, Replied, Reviewed, Seconded, Unanswered};
pub use state::{CLEARED_DAYS, Clearance, Hit, Outcome, State};

use uuid::Uuid;

/// The name of a hit: the same record met by the same crossing in the same part is one hit, however often it is found.
pub fn id(crossing: &str, part: &str, list: &str, record: &str) -> String {
    let text = [crossing, part, list, record].join("\u{1F}");
    Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes()).to_string()
}

/// The name of what is owed for a hit: one, whichever node writes it down first.
pub fn owed_id(hit: &str) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("owed\u{1F}{hit}").as_bytes()).to_string()
}
