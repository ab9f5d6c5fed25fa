//! Flights and the lists their carriers send.

use crate::arrival::{MAX_LIST_LEAD_US, What};
use crate::demo::Defects;
use crate::flow::Running;
use crate::make::Maker;
use crate::people::{Traveller, one};
use formats::paxlst::{Document, Leg, Moment, PassengerList, Person, encode};
use framework::Direction;
use jiff::civil::{Date, DateTime};
use rand::RngExt;
use std::ops::Range;

const MINUTE_US: i64 = 60_000_000;
/// The list of an arriving flight is sent when the doors close at its origin: this long before landing.
const INBOUND_LIST_US: Range<i64> = 60 * MINUTE_US..MAX_LIST_LEAD_US;
/// The list of a departing flight is sent this long before its passengers come.
const OUTBOUND_LIST_US: Range<i64> = 0..45 * MINUTE_US;
/// A late list comes this long after the flight.
const LATE_US: Range<i64> = 5 * MINUTE_US..60 * MINUTE_US;
/// Flight numbers run from the first to the last and begin again.
const FLIGHT_NUMBERS: Range<u32> = 100..1_000;
/// Seats of a row.
const SEATS: [char; 6] = ['A', 'B', 'C', 'D', 'E', 'F'];
/// Sender and recipient of the made-up messages.
const SENDER: &str = "DEMOCARRIER";
const RECIPIENT: &str = "DEMOAPI";

/// A flight that comes at `at_us`.
pub(crate) fn flight(m: &Maker<'_>, r: &mut Running, at_us: i64, defects: Defects) -> What {
    let inbound = r.flow.direction == Direction::Inbound;
    let minute = |us: i64| us - us.rem_euclid(MINUTE_US);
    let scheduled_us = minute(at_us.saturating_add(r.lead_us));
    let carrier = one(&mut r.rng, &r.flow.carriers).clone();
    let other = one(&mut r.rng, &r.flow.ports).clone();
    let flight_number = (FLIGHT_NUMBERS.start + r.count % FLIGHT_NUMBERS.len() as u32).to_string();
    let (origin, destination) = if inbound { (other, r.code.clone()) } else { (r.code.clone(), other) };
    let carries = r.flow.carries.clone();
    let passengers = m.people(r, carries.as_ref());
    let lead = if inbound { INBOUND_LIST_US } else { OUTBOUND_LIST_US };
    let late = r.rng.random_bool(defects.list_late);
    let list_at_us = if late { at_us.saturating_add(r.rng.random_range(LATE_US)) } else { at_us.saturating_sub(r.rng.random_range(lead)) };
    let missing = r.rng.random_bool(defects.list_missing);
    let list = if missing {
        String::new()
    } else {
        let when = r.local(scheduled_us).map(moment);
        let (departs, arrives) = if inbound { (None, when) } else { (when, None) };
        let leg = Leg {
            carrier: carrier.clone(),
            number: flight_number.clone(),
            origin: origin.clone(),
            destination: destination.clone(),
            departs,
            arrives,
        };
        list(r, leg, &passengers, defects)
    };
    What::Flight { carrier, flight_number, origin, destination, scheduled_us, list, list_at_us, passengers }
}

fn list(r: &mut Running, leg: Leg, passengers: &[Traveller], defects: Defects) -> String {
    let reference = format!("DEMO{:04}{:06}", r.index, r.count % 1_000_000);
    let people = passengers.iter().zip(0..).map(|(t, seat)| {
        let transposed = r.rng.random_bool(defects.name_transposed);
        person(t, seat, transposed, &leg)
    });
    let people: Vec<Person> = people.collect();
    let message = PassengerList {
        message_ref: reference.clone(),
        document: "745".into(),
        transaction_ref: reference.clone(),
        contact: vec!["DEMO CARRIER OPERATIONS".into()],
        count: u32::try_from(people.len()).ok(),
        count_kind: "42".into(),
        legs: vec![leg],
        people,
        ..PassengerList::default()
    };
    encode(&message, SENDER, RECIPIENT, &reference)
}

fn person(t: &Traveller, seat: usize, transposed: bool, leg: &Leg) -> Person {
    let (surname, given) = if transposed { (&t.given, &t.surname) } else { (&t.surname, &t.given) };
    Person {
        role: "FL".into(),
        surname: surname.to_ascii_uppercase(),
        given: given.to_ascii_uppercase(),
        gender: t.sex.clone(),
        birth: Some(day(t.birth)),
        nationality: t.nationality.clone(),
        embarked: leg.origin.clone(),
        destination: leg.destination.clone(),
        seat: format!("{}{}", seat / SEATS.len() + 1, SEATS[seat % SEATS.len()]),
        documents: vec![Document {
            kind: "P".into(),
            number: t.document_number.clone(),
            issuer: t.nationality.clone(),
            expires: Some(day(t.document_expiry)),
            issued: None,
        }],
        ..Person::default()
    }
}

fn day(d: Date) -> Moment {
    Moment::day(d.year().unsigned_abs(), d.month().unsigned_abs(), d.day().unsigned_abs())
}

fn moment(at: DateTime) -> Moment {
    Moment { time: Some((at.hour().unsigned_abs(), at.minute().unsigned_abs())), ..day(at.date()) }
}
