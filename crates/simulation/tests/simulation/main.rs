//! The simulation against the packs of the repository.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

mod common;
mod files;
mod papers;
mod stream;
