//! The field's wire formats: bytes in, typed values out, and back.
//!
//! ```
//! let message = b"UNB+UNOA:4+AIRLINE+CUSTOMS+130620:0900+1'UNH+PAX001+PAXLST:D:15B:UN:IATA'BGM+745'TDT+20+ZZ123+++ZZ'\
//!     LOC+125+SYD'DTM+189:1306210900:201'LOC+87+HNL'DTM+232:1306212200:201'NAD+FL+++ERIKSSON:ANNA MARIA'UNT+9+PAX001'UNZ+1+1'";
//! let interchange = formats::paxlst::decode(message)?;
//! let list = &interchange.messages[0].as_ref().unwrap().list;
//! assert_eq!(list.legs[0].departs.unwrap().to_string(), "2013-06-21T09:00");
//! assert_eq!(list.people[0].surname, "ERIKSSON");
//! # Ok::<(), formats::Problem>(())
//! ```
//!
//! Knows nothing of agencies, crossings, files or the clock: a date that needs a reference to be completed takes it as an argument or from
//! the message.

pub mod edifact;
pub mod mrz;
pub mod paxlst;
mod problem;

pub use problem::Problem;
