//! When a flow's next arrival comes: a Poisson process whose rate follows the time of day and the month, drawn by thinning (Lewis and Shedler 1979): candidates
//! come at the highest rate of the year, and each is kept with the probability that the rate of its moment bears to it. That needs no integral of the rate and
//! no assumption about days without a change of the clock.

use crate::demo::Flow;
use crate::numbers::Documents;
use crate::profile::{Profile, time_of_day};
use framework::{Direction, Framework};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Exp1};

const DAY_US: f64 = 86_400e6;
/// Passengers of a departing flight begin to come this long before it leaves. Microseconds.
const DEPARTURE_LEAD_US: i64 = 2 * 3_600_000_000;

/// A flow under way.
pub(crate) struct Running {
    pub flow: Flow,
    /// Position in the file; tells documents, ships and messages of flows apart.
    pub index: usize,
    /// The word of the procedure's subject.
    pub subject: String,
    pub zone: TimeZone,
    pub neighbour: Option<String>,
    /// IATA code or UN/LOCODE of the point, for passenger lists.
    pub code: String,
    pub rng: ChaCha8Rng,
    pub documents: Documents,
    /// How long before what is scheduled the arrival is. Microseconds.
    pub lead_us: i64,
    /// Arrivals so far.
    pub count: u32,
    profile: Profile,
    months: [f64; 12],
    /// What is scheduled last. Microseconds since 1970, UTC.
    clock_us: i64,
}

impl Running {
    /// `None` when the framework has no use for the flow, or nobody ever comes on it.
    pub fn new(framework: &Framework, flow: &Flow, index: usize, months: [f64; 12], seed: u64, start_us: i64) -> Option<Self> {
        let point = framework.points.iter().find(|p| p.id.get_ref() == &flow.point.id)?;
        let procedure = framework.procedures.iter().find(|p| p.id.get_ref() == &flow.procedure.id)?;
        if flow.fault(framework).is_some() {
            return None;
        }
        let zone = point.time_zone.as_ref().unwrap_or(&framework.header.time_zone);
        let hours = point.hours.as_ref().and_then(|h| h.get_ref().split_once('-'));
        let open = hours.and_then(|(from, to)| Some((time_of_day(from)?, time_of_day(to)?)));
        let profile = open.map_or_else(|| Some(flow.profile.clone()), |(from, to)| flow.profile.within(from, to))?;
        let codes = point.codes.iter().flatten();
        let code = |kind: &str| codes.clone().find(|(k, _)| *k == kind).map(|(_, c)| c.clone());
        let departs = procedure.subject.get_ref() == "flight" && flow.direction == Direction::Outbound;
        let lead_us = if departs { DEPARTURE_LEAD_US } else { 0 };
        let mut rng = generator(seed, index as u64 + 1);
        let running = Self {
            index,
            subject: procedure.subject.get_ref().clone(),
            zone: TimeZone::get(zone.get_ref()).unwrap_or(TimeZone::UTC),
            neighbour: point.neighbour.as_ref().map(|n| n.state.get_ref().clone()),
            code: code("iata").or_else(|| code("unlocode")).unwrap_or_else(|| flow.point.id.to_uppercase()),
            documents: Documents::of_flow(index, &mut rng),
            flow: flow.clone(),
            rng,
            count: 0,
            profile,
            months,
            lead_us,
            clock_us: start_us.checked_add(lead_us)?,
        };
        (running.highest() > 0.0).then_some(running)
    }

    /// Arrivals a day at the busiest moment of the year.
    fn highest(&self) -> f64 {
        self.flow.per_day * self.profile.highest() * self.months.iter().copied().fold(0.0, f64::max)
    }

    /// Arrivals a day at a local moment.
    fn rate(&self, at: DateTime) -> f64 {
        let second = u32::try_from(i64::from(at.hour()) * 3600 + i64::from(at.minute()) * 60 + i64::from(at.second())).unwrap_or(0);
        let month = usize::try_from(at.month() - 1).unwrap_or(0);
        self.flow.per_day * self.profile.at(second) * self.months[month]
    }

    /// The local time at the point. `None` at the end of time.
    pub fn local(&self, us: i64) -> Option<DateTime> {
        Some(self.zone.to_datetime(Timestamp::from_microsecond(us).ok()?))
    }

    /// The next arrival. Microseconds since 1970, UTC; `None` at the end of time.
    pub fn next_us(&mut self) -> Option<i64> {
        let highest = self.highest();
        loop {
            let days: f64 = Exp1.sample(&mut self.rng);
            self.clock_us = self.clock_us.checked_add(((days / highest * DAY_US) as i64).saturating_add(1))?;
            let rate = self.rate(self.local(self.clock_us)?);
            if self.rng.random::<f64>() * highest < rate {
                return Some(self.clock_us - self.lead_us);
            }
        }
    }
}

/// A generator of its own for every flow, so that one flow's arrivals do not change when another is added after it.
pub(crate) fn generator(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let mut rng = ChaCha8Rng::from_seed(key);
    rng.set_stream(stream);
    rng
}
