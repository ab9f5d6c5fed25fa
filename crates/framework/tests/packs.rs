//! The country packs in `frameworks/`, read as plain TOML and Cedar, without the loader: what a pack promises must hold
//! in the files themselves. The made-up officers and traffic of a pack (`demo/`) are held to the same references.

#![allow(clippy::unwrap_used, reason = "a test stops at the first file it cannot read")]

#[path = "packs/pack.rs"]
mod pack;
#[path = "packs/sharing.rs"]
mod sharing;
#[path = "packs/structure.rs"]
mod structure;
