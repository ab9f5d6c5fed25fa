//! Made-up border traffic for demonstrations and exercises: who comes to which crossing point when, and how long officers take.
//!
//! ```
//! let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/kenya");
//! let demo = simulation::load(dir.as_ref()).expect("the demonstration files are in order");
//! let pack = framework::load(dir.as_ref()).framework.expect("the pack can be used");
//! let mut world = simulation::World::new(&demo, &pack, 1, 1_800_000_000_000_000);
//! let first = world.next_arrival().expect("somebody comes");
//! assert!(first.at_us >= 1_800_000_000_000_000);
//! println!("{} at {}, to be served in {:.0} s", first.procedure, first.point, world.service(&first.procedure, "gate.in").seconds);
//! ```
//!
//! Time and chance are arguments: the same files, seed and start give the same stream, arrival by arrival, on every machine whose arithmetic of
//! floating-point logarithms agrees. Each flow has a stream of chance of its own, so that a flow added at the end of the file alters no other, and service
//! times alter no arrivals.
//!
//! # Recognised flaws
//!
//! - **No timetable.** Flights, buses and ships come at random moments of their rate, not on the same minute each week, and may bunch more than real ones do.
//! - **Nobody comes back.** A traveller, truck or passport is seen once. Ships return, with another crew.
//! - **Independent conditions.** Needing a visa depends on being foreign, and goods agree with what is said about them; all else is drawn alone: a truck with
//!   animals is as likely to come from one side as from the other.
//! - **Nationality does not follow the route.** A flight from anywhere carries the same mix of people. Only land posts have more of the neighbour's.
//! - **Given names have no sex**, families do not travel together, and flights have no crew on their lists.
//! - **The far end of a flight has no time.** Lists state the local time at the framework's own point only; time zones of other airports are not known here.
//! - **Officers do not tire.** Service times of a stage are independent draws from one log-normal distribution, by day and by night, for every nationality.
//! - **Nobody queues early.** While a point is closed nobody comes; all the day's arrivals fall into its opening hours.
//!
//! Knows nothing of crossings, storage, HTTP or the clock. That everything here is made up is said by whoever uses it (`nature = simulated`); document numbers
//! begin with `X`, ships' numbers with 0, containers with `QQQU`, declarations with `DEMO`, and names and plates are those of the pack.

mod arrival;
mod demo;
mod error;
mod flight;
mod flow;
mod judge;
mod load;
mod make;
mod numbers;
mod people;
mod profile;
mod shapes;
mod world;

pub use arrival::{Arrival, Goods, MAX_LIST_LEAD_US, Outcome, Service, What};
pub use demo::{Demo, DemoOfficer};
pub use error::{DemoError, Fault, MAX_FILE_BYTES, Place};
pub use judge::{MAX_ON_BOARD, MAX_PER_DAY};
pub use load::{MAX_FLOWS, load};
pub use people::Traveller;
pub use world::World;
