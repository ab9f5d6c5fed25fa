//! Trucks, buses, cars, ships and consignments.

use crate::arrival::{Goods, What};
use crate::demo::{Carries, Kind, Names};
use crate::flow::Running;
use crate::judge::MAX_ON_BOARD;
use crate::numbers::{container, imo, plate};
use crate::people::{Cradle, Traveller, one};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, LogNormal};

/// Share of trucks with a trailer of its own plate.
const TRAILERS: f64 = 0.6;
/// Share of the vehicles at a border post that are registered next door.
const NEIGHBOURS_PLATES: f64 = 0.5;
/// People in a car beside the driver, at most.
const CAR_SEATS: usize = 4;
/// Share of the consignments that fill two containers.
const TWO_CONTAINERS: f64 = 0.2;
/// Containers that one ship discharges: mean, and spread of the logarithm.
const MEAN_DISCHARGED: f64 = 600.0;
const SIGMA_DISCHARGED: f64 = 0.4;
/// Ships of one name, told apart by a number behind it.
const SISTERS: usize = 8;
/// Indices of ships that one flow may use.
const FLEET: usize = 1_000;
/// Conditions that say what is carried.
const GOODS: &str = "has_goods";
const CONTAINER: &str = "has_container";

/// What stands still while arrivals of one procedure are made.
pub(crate) struct Maker<'a> {
    pub names: &'a Names,
    pub cradle: Cradle<'a>,
    /// Mix of the procedure of the people carried.
    pub mix: &'a [(String, f64)],
}

/// A log-normal number with the given mean; 1 to `most`.
pub(crate) fn about(rng: &mut ChaCha8Rng, mean: f64, sigma: f64, most: usize) -> usize {
    let number = LogNormal::new(mean.ln() - sigma * sigma / 2.0, sigma).map_or(mean, |d| d.sample(rng));
    (number.round() as usize).clamp(1, most)
}

impl Maker<'_> {
    fn holds(conditions: &[String], word: &str) -> bool {
        conditions.iter().any(|c| c == word)
    }

    fn plate(&self, r: &mut Running) -> String {
        let next = r.neighbour.as_deref().filter(|_| r.rng.random_bool(NEIGHBOURS_PLATES));
        let state = next.unwrap_or(self.cradle.own_state);
        let pattern = self.names.plates.iter().find(|p| p.state == state).unwrap_or(&self.names.plates[0]);
        plate(&mut r.rng, &pattern.pattern)
    }

    /// Goods that agree with the conditions: for each condition that some description brings with it one of these; else plain ones.
    fn goods(&self, rng: &mut ChaCha8Rng, conditions: &[String]) -> Vec<Goods> {
        if !Self::holds(conditions, GOODS) {
            return Vec::new();
        }
        let pick = |rng: &mut ChaCha8Rng, fits: &dyn Fn(&[String]) -> bool| {
            let all: Vec<_> = self.names.goods.iter().filter(|d| fits(&d.facts)).collect();
            (!all.is_empty()).then(|| one(rng, &all)).map(|d| Goods { text: d.text.clone(), hs: d.hs.clone() })
        };
        let mut goods: Vec<Goods> = conditions.iter().filter_map(|c| pick(rng, &|facts| facts.contains(c))).collect();
        if goods.is_empty() {
            goods.extend(pick(rng, &<[String]>::is_empty));
        }
        goods
    }

    fn containers(rng: &mut ChaCha8Rng, conditions: &[String]) -> Vec<String> {
        let count = if Self::holds(conditions, CONTAINER) { 1 + usize::from(rng.random_bool(TWO_CONTAINERS)) } else { 0 };
        (0..count).map(|_| container(rng)).collect()
    }

    pub fn people(&self, r: &mut Running, carries: Option<&Carries>) -> Vec<Traveller> {
        let count = carries.map_or(1, |c| about(&mut r.rng, c.mean, c.sigma, MAX_ON_BOARD));
        (0..count).map(|_| self.cradle.traveller(&mut r.rng, &mut r.documents, self.mix)).collect()
    }

    pub fn truck(&self, r: &mut Running, conditions: &[String]) -> What {
        let plate = self.plate(r);
        let trailer = r.rng.random_bool(TRAILERS).then(|| self.plate(r));
        What::Truck {
            plate,
            trailer,
            driver: self.cradle.driver(&mut r.rng, &mut r.documents),
            goods: self.goods(&mut r.rng, conditions),
            company: one(&mut r.rng, &self.names.companies).clone(),
            containers: Self::containers(&mut r.rng, conditions),
        }
    }

    pub fn bus(&self, r: &mut Running) -> What {
        let carries = r.flow.carries.clone();
        What::Bus {
            plate: self.plate(r),
            company: one(&mut r.rng, &self.names.companies).clone(),
            passengers: self.people(r, carries.as_ref()),
        }
    }

    pub fn car(&self, r: &mut Running) -> What {
        let others = r.rng.random_range(0..=CAR_SEATS);
        What::Car {
            plate: self.plate(r),
            driver: self.cradle.driver(&mut r.rng, &mut r.documents),
            passengers: (0..others).map(|_| self.cradle.motorist(&mut r.rng, &mut r.documents)).collect(),
        }
    }

    pub fn vessel(&self, r: &mut Running, conditions: &[String]) -> What {
        let n = self.names.vessels.len();
        let ship = r.count as usize % (n * SISTERS).min(FLEET);
        let sister = ship / n;
        let name = &self.names.vessels[ship % n];
        let boxes = Self::holds(conditions, CONTAINER);
        let (kind, turnaround_s) = kind(&mut r.rng, &r.flow.kinds, boxes);
        let carries = r.flow.carries.clone();
        What::Vessel {
            name: if sister == 0 { name.clone() } else { format!("{name} {}", sister + 1) },
            imo: imo(u32::try_from(r.index * FLEET + ship).unwrap_or(0)),
            flag: one(&mut r.rng, &self.names.flags).clone(),
            crew: self.people(r, carries.as_ref()),
            passengers: 0,
            containers: if boxes {
                u32::try_from(about(&mut r.rng, MEAN_DISCHARGED, SIGMA_DISCHARGED, usize::MAX)).unwrap_or(u32::MAX)
            } else {
                0
            },
            last_port: one(&mut r.rng, &r.flow.ports).clone(),
            kind,
            turnaround_s,
        }
    }

    pub fn consignment(&self, r: &mut Running, conditions: &[String]) -> What {
        What::Consignment {
            declaration: format!("DEMO-{:02}-{:07}", r.index, r.count),
            goods: self.goods(&mut r.rng, conditions),
            containers: Self::containers(&mut r.rng, conditions),
            company: one(&mut r.rng, &self.names.companies).clone(),
        }
    }
}

/// A kind of ship by its share. The word `container` in a kind's name is taken at its word: such ships and no others discharge containers.
fn kind(rng: &mut ChaCha8Rng, kinds: &[Kind], boxes: bool) -> (String, u64) {
    let mut among: Vec<&Kind> = kinds.iter().filter(|k| k.name.contains("container") == boxes).collect();
    if among.is_empty() {
        among = kinds.iter().collect();
    }
    let mut left = rng.random::<f64>() * among.iter().map(|k| k.share).sum::<f64>();
    let chosen = among.iter().find(|k| {
        left -= k.share;
        left < 0.0
    });
    chosen.or(among.first()).map_or_else(|| (String::new(), 0), |k| (k.name.clone(), k.turnaround_s))
}
