//! What the simulation yields.

use crate::people::Traveller;
use framework::Direction;

/// Something or somebody comes to a crossing point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// When. Microseconds since 1970, UTC. For a departing flight: when its passengers begin to come to the controls.
    pub at_us: i64,
    /// Where.
    pub point: String,
    /// On which procedure.
    pub procedure: String,
    /// Which way.
    pub direction: Direction,
    /// Which conditions of `applies` hold for it.
    pub conditions: Vec<String>,
    /// Who or what.
    pub what: What,
}

/// Who or what comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A flight with its passengers.
    Flight {
        /// Carrier designator.
        carrier: String,
        /// Without the carrier.
        flight_number: String,
        /// IATA code.
        origin: String,
        /// IATA code.
        destination: String,
        /// Landing of an arriving flight, take-off of a departing one, as its list says. Microseconds since 1970, UTC, on a whole minute.
        scheduled_us: i64,
        /// The passenger list as the carrier sends it (UN/EDIFACT PAXLST); empty when it sends none.
        list: String,
        /// When it sends it: at most [`MAX_LIST_LEAD_US`] before `at_us`, or after `at_us` when it is late.
        list_at_us: i64,
        /// Who is on board, at most [`crate::MAX_ON_BOARD`].
        passengers: Vec<Traveller>,
    },
    /// A truck.
    Truck {
        /// Registration.
        plate: String,
        /// Registration of the trailer.
        trailer: Option<String>,
        /// Who drives.
        driver: Traveller,
        /// What is on it.
        goods: Vec<Goods>,
        /// Who operates it.
        company: String,
        /// Container numbers (ISO 6346).
        containers: Vec<String>,
    },
    /// A bus.
    Bus {
        /// Registration.
        plate: String,
        /// Who operates it.
        company: String,
        /// Who is on it.
        passengers: Vec<Traveller>,
    },
    /// A car.
    Car {
        /// Registration.
        plate: String,
        /// Who drives.
        driver: Traveller,
        /// Who else is in it.
        passengers: Vec<Traveller>,
    },
    /// Somebody on foot.
    Person(Traveller),
    /// A ship.
    Vessel {
        /// Name.
        name: String,
        /// IMO number: seven digits with a sound check digit, the first one 0, which no ship has.
        imo: String,
        /// Flag state.
        flag: String,
        /// Who works on it.
        crew: Vec<Traveller>,
        /// Passengers.
        passengers: u32,
        /// Containers to be discharged.
        containers: u32,
        /// UN/LOCODE.
        last_port: String,
        /// Container, bulk, tanker …
        kind: String,
        /// How long such a ship usually stays. Seconds.
        turnaround_s: u64,
    },
    /// Goods under one declaration.
    Consignment {
        /// Number of the declaration.
        declaration: String,
        /// The goods.
        goods: Vec<Goods>,
        /// Container numbers (ISO 6346).
        containers: Vec<String>,
        /// Whose they are.
        company: String,
    },
    /// A subject the simulation knows nothing about.
    Other,
}

/// Goods in words and by tariff heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    /// What they are.
    pub text: String,
    /// Harmonized System heading, 4 to 6 digits.
    pub hs: String,
}

/// A passenger list is sent at most this long before the flight comes. Microseconds.
pub const MAX_LIST_LEAD_US: i64 = 9 * 3_600_000_000;

/// How a stage went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// How long the officer needs. Seconds, more than 0.
    pub seconds: f64,
    /// What comes of it.
    pub outcome: Outcome,
}

/// What comes of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Passed.
    Pass,
    /// Sent to another desk.
    Refer,
    /// Held on a legal ground.
    Hold,
    /// Refused.
    Refuse,
}
