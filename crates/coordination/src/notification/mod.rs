//! Who is told of what is owed outside the console, and when: at once, at the end of quiet hours, or once a day.
//!
//! ```
//! use coordination::notification::{Quiet, Setting, Telling, tell};
//! use jiff::tz::TimeZone;
//!
//! let setting = Setting {
//!     email: "officer@example.org".to_owned(),
//!     at_once: ["standard".to_owned()].into(),
//!     quiet: Quiet::of("22:00", "06:00").ok(),
//!     ..Setting::default()
//! };
//! let night = "2026-09-01T23:30:00Z".parse::<jiff::Timestamp>()?.as_microsecond();
//! let morning = "2026-09-02T06:00:00Z".parse::<jiff::Timestamp>()?.as_microsecond();
//! assert_eq!(tell(&setting, &TimeZone::UTC, "standard", night), Telling::At(morning));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Knows nothing of accounts, of how a message travels, or of its words.

mod holder;
mod quiet;
mod setting;

pub use holder::{Holder, UnknownHolder, whole};
pub use quiet::{Quiet, UnusableQuiet};
pub use setting::{MAX_ADDRESS_BYTES, Reason, Setting, Telling, digest_between, next_digest, tell, urgent};
