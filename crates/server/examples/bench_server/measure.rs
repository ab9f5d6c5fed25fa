//! How long things take, and what the machine allows.

use std::fmt;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Lengths of time, sorted.
pub struct Times(Vec<Duration>);

impl Times {
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort();
        Self(times)
    }

    /// The length that a share of all stays below.
    fn below(&self, share: f64) -> Duration {
        let at = (self.0.len() as f64 * share) as usize;
        self.0.get(at.min(self.0.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |share| self.below(share).as_secs_f64() * 1e3;
        write!(f, "p50 {:.2} ms, p99 {:.2} ms, longest {:.2} ms of {}", ms(0.5), ms(0.99), ms(1.0), self.0.len())
    }
}

/// Appends of a page with `fdatasync`, one after the other, for a second.
pub fn durable_writes(folder: &Path) -> f64 {
    let path = folder.join("limit");
    let mut file = File::create(&path).expect("a file can be made");
    let page = [0_u8; 4096];
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < Duration::from_secs(1) {
        file.write_all(&page).and_then(|()| file.sync_data()).expect("the disk takes a page");
        count += 1;
    }
    std::fs::remove_file(path).expect("the file goes away");
    f64::from(count) / start.elapsed().as_secs_f64()
}
