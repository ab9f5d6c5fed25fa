//! The server's time. In a demo it runs faster than the world's; everything else asks this clock and none other.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

#[derive(Debug, Clone, Copy)]
enum Reading {
    /// It runs from a moment of the world.
    Runs { since: Instant, from_us: i64 },
    /// It stands, and is moved by hand.
    Stands(i64),
}

/// A clock that runs at a rate. Clones are the same clock.
#[derive(Debug, Clone)]
pub struct Clock {
    reading: Arc<RwLock<Reading>>,
    rate: f64,
}

impl Clock {
    /// Starts now, at the world's time. `rate` 1.0 is the world's; 30.0 makes a minute pass in two seconds.
    #[allow(clippy::disallowed_methods, reason = "the shell reads the clock, here and nowhere else")]
    pub fn start(rate: f64) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let from_us = i64::try_from(now.as_micros()).unwrap_or(i64::MAX);
        Self { reading: Arc::new(RwLock::new(Reading::Runs { since: Instant::now(), from_us })), rate }
    }

    fn put(&self, reading: Reading) {
        *self.reading.write().unwrap_or_else(PoisonError::into_inner) = reading;
    }

    /// Makes it stand at a time. Only for a demo that makes its own past.
    pub fn stand(&self, us: i64) {
        self.put(Reading::Stands(us));
    }

    /// Lets it run on from a time.
    pub fn run_from(&self, us: i64) {
        self.put(Reading::Runs { since: Instant::now(), from_us: us });
    }

    /// Microseconds since 1970, UTC.
    pub fn now_us(&self) -> i64 {
        match *self.reading.read().unwrap_or_else(PoisonError::into_inner) {
            Reading::Stands(us) => us,
            Reading::Runs { since, from_us } => from_us.saturating_add((since.elapsed().as_micros() as f64 * self.rate) as i64),
        }
    }

    /// How fast it runs.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// How long the world has to wait for a time of this clock.
    pub fn until(&self, us: i64) -> std::time::Duration {
        let micros = us.saturating_sub(self.now_us()).max(0) as f64 / self.rate;
        std::time::Duration::from_micros(micros as u64)
    }

    /// Today in a time zone; UTC where the zone is not known.
    pub fn today(&self, zone: &str) -> jiff::civil::Date {
        let now = jiff::Timestamp::from_microsecond(self.now_us()).unwrap_or_default();
        now.in_tz(zone).or_else(|_| now.in_tz("UTC")).map_or(jiff::civil::Date::constant(1970, 1, 1), |z| z.date())
    }
}
