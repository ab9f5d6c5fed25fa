//! Every diagnostic: a made-up country that is in order, broken in one place, says exactly that at exactly that place; and mended it is silent again.
//!
//! The place is written as the text that is underlined, with `file#n` for the n-th time that it stands there: line numbers would make every edit of the
//! made-up country an edit of this file.

#![allow(clippy::unwrap_used, reason = "a test stops at the first file it cannot write")]

#[path = "checks/bad_input.rs"]
mod bad_input;
#[path = "checks/catalogue.rs"]
mod catalogue;
#[path = "checks/country.rs"]
mod country;
#[path = "checks/one_fault.rs"]
mod one_fault;
