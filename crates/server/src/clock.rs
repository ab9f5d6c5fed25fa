//! The server's time. In a demo it runs faster than the world's; everything else asks this clock and none other.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// A clock that starts at the world's time and runs at a rate.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    started: Instant,
    start_us: i64,
    rate: f64,
}

impl Clock {
    /// Starts now. `rate` 1.0 is the world's; 30.0 makes a minute pass in two seconds.
    #[allow(clippy::disallowed_methods, reason = "the shell reads the clock, here and nowhere else")]
    pub fn start(rate: f64) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let start_us = i64::try_from(now.as_micros()).unwrap_or(i64::MAX);
        Self { started: Instant::now(), start_us, rate }
    }

    /// The same clock, started at another time. A demo that is continued does not go back.
    pub fn not_before(self, us: i64) -> Self {
        Self { start_us: self.start_us.max(us), ..self }
    }

    /// Microseconds since 1970, UTC.
    pub fn now_us(&self) -> i64 {
        let passed = self.started.elapsed().as_micros() as f64 * self.rate;
        self.start_us.saturating_add(passed as i64)
    }

    /// How fast it runs.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// How long the world has to wait for a time of this clock.
    pub fn until(&self, us: i64) -> std::time::Duration {
        let micros = (us - self.now_us()).max(0) as f64 / self.rate;
        std::time::Duration::from_micros(micros as u64)
    }

    /// Today in a time zone; UTC where the zone is not known.
    pub fn today(&self, zone: &str) -> jiff::civil::Date {
        let now = jiff::Timestamp::from_microsecond(self.now_us()).unwrap_or_default();
        now.in_tz(zone).or_else(|_| now.in_tz("UTC")).map_or(jiff::civil::Date::constant(1970, 1, 1), |z| z.date())
    }
}
