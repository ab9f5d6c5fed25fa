//! The server as its clients meet it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

mod any_body;
mod assignments;
mod at_once;
mod bodies;
mod disclosure;
mod documents;
mod doors;
mod explorer;
mod field;
mod harness;
mod headers;
mod hits;
mod intake;
mod journeys;
mod live;
mod measures;
mod notices;
mod notifications;
mod openapi;
mod pages;
mod posts;
mod replay;
mod requests;
mod sign_in;
mod statements;
mod tokens;
mod versions;
