//! A passenger or crew list becomes a flight with its people as parts.
//!
//! The ids are computed from what the list says (flight, day, document), so that the same list sent twice, or a correction of it, finds the crossings of the first
//! instead of doubling them. They are UUIDs of version 5 (RFC 9562 section 5.5) in a name space of our own.

use crate::crossing::{CrossingId, Document, Flight, Subject, Traveller, folded};
use formats::paxlst::{Leg, Moment, PassengerList, Person};
use framework::{Direction, PointId, ProcedureId, Rulebook};
use jiff::civil::Date;
use serde::Serialize;
use thiserror::Error;
use uuid::Uuid;

/// A list for a flight this long past its time is refused. Hours.
pub const MAX_LATE_HOURS: i64 = 24;
/// A list for a flight this far ahead is refused. Days.
pub const MAX_EARLY_DAYS: i64 = 400;

const NAME_SPACE: Uuid = Uuid::from_bytes([0x6d, 0x70, 0x61, 0x6b, 0x61, 0x2d, 0x4c, 0x69, 0x8a, 0x73, 0x74, 0x2d, 0x31, 0x00, 0x00, 0x01]);
const HOUR_US: i64 = 3_600_000_000;

/// What a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Everybody on board.
    Announce,
    /// Data of some people have changed.
    Change,
    /// Some people do not travel.
    CancelPeople,
    /// The flight does not come.
    CancelFlight,
    /// The flight's list is closed; nothing changes here.
    Close,
}

/// Why a list that could be read cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum IntakeError {
    #[error("no leg of the list touches this crossing point; its places are {places}")]
    NotHere { places: String },
    #[error("the list names no flight: a carrier or a flight number was expected in TDT")]
    NoFlight,
    #[error("the list has no people")]
    NoPeople,
    #[error("the point has no procedure for a flight in this direction")]
    NoProcedure,
    #[error("the leg has no time of arrival or departure here; DTM 232 or 189 was expected")]
    NoTime,
    #[error("the time {time} is absurd")]
    AbsurdTime { time: String },
    #[error("the flight was due at {due}, more than {MAX_LATE_HOURS} hours ago")]
    PastArrival { due: String },
    #[error("the list changes flight {flight} of {day}, which nobody has announced")]
    UnknownFlight { flight: String, day: String },
    #[error("flight {flight} has arrived; {people} of its people can no longer be taken off the list")]
    AfterArrival { flight: String, people: usize },
}

/// What a list asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPlan {
    /// What it is for.
    pub purpose: Purpose,
    /// Where.
    pub point: PointId,
    /// Which way.
    pub direction: Direction,
    /// The procedure of the flight.
    pub procedure: ProcedureId,
    /// The procedure of its people.
    pub part_procedure: ProcedureId,
    /// The crossing of the flight.
    pub flight_id: CrossingId,
    /// The flight.
    pub flight: Flight,
    /// When it is due here. Microseconds since 1970, UTC.
    pub due_us: i64,
    /// The people and their crossings, each once.
    pub people: Vec<(CrossingId, Traveller)>,
}

impl ListPlan {
    /// The flight as a subject.
    pub fn subject(&self) -> Subject {
        Subject::Flight(self.flight.clone())
    }
}

/// Works out what a list asks for. Without a `point` the list's places are looked up among the points' IATA codes.
///
/// # Errors
/// The first thing that makes the list unusable.
pub fn plan(book: &Rulebook, list: &PassengerList, point: Option<&PointId>, now_us: i64) -> Result<ListPlan, IntakeError> {
    let purpose = purpose_of(list);
    let (point, direction, leg) = here(book, list, point)?;
    let path =
        book.paths_at(&point).into_iter().find(|p| p.subject == "flight" && p.direction == direction).ok_or(IntakeError::NoProcedure)?;
    let part_procedure = path.parts.first().cloned().ok_or(IntakeError::NoProcedure)?;
    if leg.carrier.is_empty() && leg.number.is_empty() {
        return Err(IntakeError::NoFlight);
    }
    let when = if direction == Direction::Inbound { leg.arrives.or(leg.departs) } else { leg.departs.or(leg.arrives) };
    let when = when.ok_or(IntakeError::NoTime)?;
    let absurd = || IntakeError::AbsurdTime { time: when.to_string() };
    let due_us = local_us(book, &point, when).ok_or_else(absurd)?;
    if due_us - now_us > MAX_EARLY_DAYS * 24 * HOUR_US || now_us - due_us > 10 * 365 * 24 * HOUR_US {
        return Err(absurd());
    }
    if now_us - due_us > MAX_LATE_HOURS * HOUR_US {
        return Err(IntakeError::PastArrival { due: when.to_string() });
    }
    let number = leg.number.trim_start_matches('0');
    let flight = Flight {
        carrier: leg.carrier.clone(),
        number: if number.is_empty() { leg.number.clone() } else { number.to_owned() },
        origin: leg.origin.clone(),
        destination: leg.destination.clone(),
        scheduled: when.to_string(),
    };
    let day = Moment { time: None, ..when };
    let name = format!("{point}|{}|{}{}|{day}", path.procedure, folded(&flight.carrier), folded(&flight.number));
    let flight_id = id_of(&name);
    let mut people: Vec<(CrossingId, Traveller)> = Vec::new();
    for person in list.people.iter().filter(|p| touches(p, &leg, direction)) {
        let traveller = traveller(person);
        let id = id_of(&format!("{name}|{}", person_key(person, &traveller)));
        if !people.iter().any(|(known, _)| *known == id) {
            people.push((id, traveller));
        }
    }
    if people.is_empty() && matches!(purpose, Purpose::Announce | Purpose::Change | Purpose::CancelPeople) {
        return Err(IntakeError::NoPeople);
    }
    Ok(ListPlan { purpose, point, direction, procedure: path.procedure.clone(), part_procedure, flight_id, flight, due_us, people })
}

/// WCO/IATA/ICAO guide to API messages, section on BGM: 745 and 250 lists, 266 flight status; the identifier names the change.
fn purpose_of(list: &PassengerList) -> Purpose {
    match (list.document.as_str(), list.document_id.as_str(), list.function.as_str()) {
        (_, "XF" | "CXL", _) => Purpose::CancelFlight,
        ("266", "CL" | "CLOB" | "CLNB", _) => Purpose::Close,
        ("266", _, "1") => Purpose::CancelFlight,
        ("266", ..) => Purpose::Close,
        (_, "XR" | "RP", _) => Purpose::CancelPeople,
        (_, _, "1") if list.people.is_empty() => Purpose::CancelFlight,
        (_, _, "1") => Purpose::CancelPeople,
        (_, "CP", _) => Purpose::Change,
        _ => Purpose::Announce,
    }
}

fn here(book: &Rulebook, list: &PassengerList, wanted: Option<&PointId>) -> Result<(PointId, Direction, Leg), IntakeError> {
    let point_of = |place: &str| {
        let has = |p: &framework::model::Point| {
            p.codes.as_ref().is_some_and(|c| c.iter().any(|(kind, code)| matches!(kind.as_str(), "iata" | "unlocode") && code == place))
        };
        let point = book.framework.points.iter().find(|p| !place.is_empty() && has(p)).map(|p| PointId::from(p.id.get_ref().as_str()));
        point.filter(|p| wanted.is_none_or(|w| w == p))
    };
    // What comes in is looked for first: a leg within the country is an arrival where it ends.
    let arrival = list.legs.iter().find_map(|l| point_of(&l.destination).map(|p| (p, Direction::Inbound, l.clone())));
    let departure = || list.legs.iter().find_map(|l| point_of(&l.origin).map(|p| (p, Direction::Outbound, l.clone())));
    arrival.or_else(departure).ok_or_else(|| {
        let places: Vec<&str> =
            list.legs.iter().flat_map(|l| [l.origin.as_str(), l.destination.as_str()]).filter(|p| !p.is_empty()).collect();
        IntakeError::NotHere { places: if places.is_empty() { "none".to_owned() } else { places.join(", ") } }
    })
}

/// People who leave before this leg, or stay on board past it, do not cross here.
fn touches(person: &Person, leg: &Leg, direction: Direction) -> bool {
    let (own, here) = match direction {
        Direction::Inbound => (&person.destination, &leg.destination),
        Direction::Outbound => (&person.embarked, &leg.origin),
    };
    let transit = matches!(person.role.as_str(), "DDT" | "DDU");
    !transit && (own.is_empty() || here.is_empty() || own == here || own.len() != here.len())
}

fn local_us(book: &Rulebook, point: &PointId, when: Moment) -> Option<i64> {
    let day = |n: u8| i8::try_from(n).ok();
    let date = Date::new(i16::try_from(when.year).ok()?, day(when.month)?, day(when.day)?).ok()?;
    let (hour, minute) = when.time.unwrap_or((12, 0));
    let zone =
        book.point(point.as_str()).and_then(|p| p.time_zone.as_ref()).map_or(book.framework.header.time_zone.get_ref(), |z| z.get_ref());
    Some(date.at(day(hour)?, day(minute)?, 0, 0).in_tz(zone).ok()?.timestamp().as_microsecond())
}

fn id_of(name: &str) -> CrossingId {
    Uuid::new_v5(&NAME_SPACE, name.as_bytes()).to_string().into()
}

fn person_key(person: &Person, t: &Traveller) -> String {
    if !t.document.number.is_empty() {
        return format!("doc {}|{}", t.document.issuer, folded(&t.document.number));
    }
    if !person.passenger_ref.is_empty() {
        return format!("ref {}", person.passenger_ref);
    }
    format!("name {}|{}|{}", folded(&t.surname), folded(&t.given), t.birth)
}

fn traveller(person: &Person) -> Traveller {
    let date = |m: Option<Moment>| m.map(iso).unwrap_or_default();
    let shown = person.documents.iter().find(|d| !matches!(d.kind.as_str(), "V" | "VI")).cloned().unwrap_or_default();
    let sex = match person.gender.as_str() {
        "M" | "F" => person.gender.clone(),
        "" => String::new(),
        _ => "X".to_owned(),
    };
    let given = [person.given.as_str(), person.second.as_str()].into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>().join(" ");
    Traveller {
        surname: person.surname.clone(),
        given,
        birth: date(person.birth),
        sex,
        nationality: person.nationality.clone(),
        document: Document { kind: shown.kind, number: shown.number, issuer: shown.issuer, expires: date(shown.expires) },
        role: if person.role == "FM" { "crew".into() } else { "passenger".into() },
        seat: person.seat.clone(),
    }
}

fn iso(m: Moment) -> String {
    let two = |n: u8| if n == 0 { "XX".to_owned() } else { format!("{n:02}") };
    format!("{:04}-{}-{}", m.year, two(m.month), two(m.day))
}
