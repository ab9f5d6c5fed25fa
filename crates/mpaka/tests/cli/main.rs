//! The command line as its users meet it: run as a process, in a folder that goes away.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

mod decode;
mod framework;
mod minutes;
mod node;
mod owed;
mod run;
mod screen;
mod serve;
mod watchlist;
