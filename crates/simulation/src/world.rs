//! The border as it lives: what comes next, and how long an officer takes.

use crate::arrival::{Arrival, Outcome, Service, What};
use crate::demo::{Defects, Demo, Names, ServiceTime};
use crate::flight::flight;
use crate::flow::{Running, generator};
use crate::make::Maker;
use crate::people::{Cradle, conditions, foreign};
use framework::Framework;
use jiff::civil::Date;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, LogNormal};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Officers working at once at a stage that the files say nothing about.
const DEFAULT_DESKS: u32 = 2;
/// Spread of the service time, of the logarithm, where the files say nothing.
const DEFAULT_SIGMA: f64 = 0.5;
/// Service time of a stage that neither the files nor the framework know. Seconds.
const UNKNOWN_STAGE_S: f64 = 60.0;
/// Shortest service. Seconds.
const MIN_SERVICE_S: f64 = 0.1;
/// The service times' stream of chance; the flows have those after it.
const SERVICE_STREAM: u64 = 0;

/// A stream of arrivals and services that depends on the seed alone.
pub struct World {
    names: Names,
    own_state: String,
    defects: Defects,
    mix: BTreeMap<String, Vec<(String, f64)>>,
    flows: Vec<Running>,
    /// When each flow's next arrival comes, soonest first.
    queue: BinaryHeap<Reverse<(i64, usize)>>,
    service: BTreeMap<(String, String), ServiceTime>,
    desks: BTreeMap<(String, String), u32>,
    chance: ChaCha8Rng,
}

impl World {
    /// A world that begins at `start_us` (microseconds since 1970, UTC). Flows the framework has no use for are left out; [`Demo::check`] names them.
    pub fn new(demo: &Demo, framework: &Framework, seed: u64, start_us: i64) -> Self {
        let traffic = &demo.traffic;
        let running = |(index, flow)| Running::new(framework, flow, index, traffic.months, seed, start_us);
        let flows = traffic.flows.iter().enumerate().filter_map(running).collect();
        let mut service = BTreeMap::new();
        for p in &framework.procedures {
            for s in &p.stage {
                let expected = framework::duration(s.expected.get_ref()).unwrap_or(0) as f64;
                let time = ServiceTime { median_s: expected.max(1.0), sigma: DEFAULT_SIGMA, refer: 0.0, hold: 0.0, refuse: 0.0 };
                service.insert((p.id.get_ref().clone(), s.id.get_ref().clone()), time);
            }
        }
        service.extend(traffic.service.iter().map(|(k, v)| (k.clone(), *v)));
        let mut world = Self {
            names: demo.names.clone(),
            own_state: framework.header.state.get_ref().clone(),
            defects: traffic.defects,
            mix: traffic.mix.clone(),
            flows,
            queue: BinaryHeap::new(),
            service,
            desks: traffic.desks.clone(),
            chance: generator(seed, SERVICE_STREAM),
        };
        for i in 0..world.flows.len() {
            world.line_up(i);
        }
        world
    }

    fn line_up(&mut self, i: usize) {
        self.queue.extend(self.flows[i].next_us().map(|us| Reverse((us, i))));
    }

    /// The next arrival in the order of `at_us`. `None` when no flow can be used.
    pub fn next_arrival(&mut self) -> Option<Arrival> {
        let Reverse((at_us, i)) = self.queue.pop()?;
        let arrival = self.arrival(i, at_us);
        self.line_up(i);
        arrival
    }

    fn arrival(&mut self, i: usize, at_us: i64) -> Option<Arrival> {
        const NONE: &[(String, f64)] = &[];
        let r = self.flows.get_mut(i)?;
        let mix_of = |procedure: &str| self.mix.get(procedure).map_or(NONE, Vec::as_slice);
        let own_mix = mix_of(&r.flow.procedure.id);
        let on_foot = matches!(r.subject.as_str(), "person_on_foot" | "traveller");
        let carried = r.flow.carries.as_ref().map(|c| mix_of(&c.procedure.id));
        let day = r.local(at_us).map_or(Date::constant(1970, 1, 1), |at| at.date());
        let neighbour = r.neighbour.clone();
        let cradle = Cradle { names: &self.names, own_state: &self.own_state, neighbour: neighbour.as_deref(), defects: self.defects, day };
        let maker = Maker { names: &self.names, cradle, mix: if on_foot { own_mix } else { carried.unwrap_or(NONE) } };
        let mut holding = Vec::new();
        if !on_foot {
            let foreign = foreign(&mut r.rng, own_mix);
            holding = conditions(&mut r.rng, own_mix, foreign);
        }
        let what = match r.subject.as_str() {
            "flight" => flight(&maker, r, at_us, self.defects),
            "truck" => maker.truck(r, &holding),
            "bus" => maker.bus(r),
            "car" => maker.car(r),
            "vessel" => maker.vessel(r, &holding),
            "consignment" => maker.consignment(r, &holding),
            "person_on_foot" | "traveller" => match maker.people(r, None).pop() {
                Some(person) => {
                    holding.clone_from(&person.conditions);
                    What::Person(person)
                }
                None => What::Other,
            },
            _ => What::Other,
        };
        r.count = r.count.wrapping_add(1);
        let (point, procedure, direction) = (r.flow.point.id.clone(), r.flow.procedure.id.clone(), r.flow.direction);
        Some(Arrival { at_us, point, procedure, direction, conditions: holding, what })
    }

    /// How long an officer needs at a stage, and what comes of it. A stage the files say nothing about takes what the framework expects.
    pub fn service(&mut self, procedure: &str, stage: &str) -> Service {
        let unknown = ServiceTime { median_s: UNKNOWN_STAGE_S, sigma: DEFAULT_SIGMA, refer: 0.0, hold: 0.0, refuse: 0.0 };
        let time = self.service.get(&(procedure.to_owned(), stage.to_owned())).copied().unwrap_or(unknown);
        let seconds = LogNormal::new(time.median_s.ln(), time.sigma).map_or(time.median_s, |d| d.sample(&mut self.chance));
        let draw: f64 = self.chance.random();
        let outcome = if draw < time.refer {
            Outcome::Refer
        } else if draw < time.refer + time.hold {
            Outcome::Hold
        } else if draw < time.refer + time.hold + time.refuse {
            Outcome::Refuse
        } else {
            Outcome::Pass
        };
        Service { seconds: seconds.max(MIN_SERVICE_S), outcome }
    }

    /// Officers working at once at a stage.
    pub fn desks(&self, procedure: &str, stage: &str) -> u32 {
        self.desks.get(&(procedure.to_owned(), stage.to_owned())).copied().unwrap_or(DEFAULT_DESKS)
    }
}
