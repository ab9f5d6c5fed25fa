//! The border's shared work: what may happen to a crossing, what has happened, and who has it now.
//!
//! Knows nothing of SQL, HTTP, the clock or chance: officers, rules, times and ids come in as arguments.

pub mod assignment;
pub mod calendar;
pub mod correlation;
pub mod crossing;
pub mod edition;
mod facts;
pub mod hit;
pub mod intake;
pub mod listing;
pub mod meeting;
pub mod notice;
pub mod notification;
pub mod post;
pub mod referral;
pub mod request;
pub mod version;
mod words;

pub use facts::Unread;
pub use words::Unfit;
