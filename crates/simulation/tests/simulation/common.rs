//! The packs, and worlds made of them.

use framework::Framework;
use simulation::{Demo, World};
use std::path::PathBuf;

/// 2026-04-01T00:00:00Z.
pub const APRIL_US: i64 = 1_775_001_600_000_000;
/// A day.
pub const DAY_US: i64 = 86_400_000_000;

/// A pack of the repository.
pub fn pack(name: &str) -> (Demo, Framework) {
    let dir = dir(name);
    (simulation::load(&dir).expect("the demonstration files are in order"), framework::load(&dir).framework.expect("the pack can be used"))
}

/// Where a pack is.
pub fn dir(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../frameworks").join(name)
}

/// A world of a pack that starts in April 2026.
pub fn world(name: &str, seed: u64) -> World {
    let (demo, framework) = pack(name);
    World::new(&demo, &framework, seed, APRIL_US)
}

/// Normal bound on a count: off by more than this many standard deviations happens once in 15,000 draws; the seeds are fixed.
pub fn near(count: f64, expected: f64, variance: f64) -> bool {
    (count - expected).abs() <= 4.0 * variance.sqrt()
}
