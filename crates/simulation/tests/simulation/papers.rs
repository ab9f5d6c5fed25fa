//! Lists and passports of made-up travellers go through the real decoders.

use crate::common::{APRIL_US, dir, pack, world};
use formats::{mrz, paxlst};
use jiff::civil::Date;
use rstest::rstest;
use simulation::{Arrival, Demo, Traveller, What, World};
use std::collections::BTreeSet;
use std::path::Path;

const TODAY: Date = Date::constant(2026, 4, 1);
const ARRIVALS: usize = 4_000;

/// A pack's demonstration files with other defects.
fn with_defects(name: &str, defects: &str) -> Demo {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("demo")).unwrap();
    for file in ["demo/traffic.toml", "demo/names.toml", "demo/officers.toml"] {
        let text = std::fs::read_to_string(dir(name).join(file)).unwrap();
        let text = match (text.find("[defects]"), Path::new(file).ends_with("traffic.toml")) {
            (Some(from), true) => {
                let rest = text[from + 1..].find("\n[").map_or("", |to| &text[from + 1 + to..]);
                format!("{}[defects]\n{defects}\n{rest}", &text[..from])
            }
            _ => text,
        };
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    simulation::load(folder.path()).unwrap()
}

fn arrivals(name: &str, defects: &str) -> Vec<Arrival> {
    let (_, framework) = pack(name);
    let mut world = World::new(&with_defects(name, defects), &framework, 1, APRIL_US);
    std::iter::from_fn(|| world.next_arrival()).take(ARRIVALS).collect()
}

fn people(a: &Arrival) -> Vec<&Traveller> {
    match &a.what {
        What::Flight { passengers, .. } | What::Bus { passengers, .. } => passengers.iter().collect(),
        What::Truck { driver, .. } => vec![driver],
        What::Car { driver, passengers, .. } => std::iter::once(driver).chain(passengers).collect(),
        What::Person(t) => vec![t],
        What::Vessel { crew, .. } => crew.iter().collect(),
        What::Consignment { .. } | What::Other => Vec::new(),
    }
}

#[rstest]
fn every_zone_is_valid_and_says_what_the_page_says(#[values("kenya", "pakistan")] name: &str) {
    let mut numbers = BTreeSet::new();
    for t in arrivals(name, "").iter().flat_map(people) {
        let read = mrz::read(&t.mrz.lines().collect::<Vec<_>>(), TODAY).unwrap();
        assert!(read.valid, "{:?}", read.problems);
        assert_eq!(read.document_number, t.document_number);
        assert_eq!(read.birth_date, Some(t.birth.to_string()));
        assert_eq!(read.expiry_date, Some(t.document_expiry.to_string()));
        assert_eq!((&read.nationality, &read.sex), (&t.nationality, &t.sex));
        assert_eq!(read.surname, t.surname.to_uppercase().replace('-', " "));
        assert!(numbers.insert(t.document_number.clone()), "{} comes twice", t.document_number);
    }
    assert!(numbers.len() > 1_000);
}

#[test]
fn every_misread_zone_is_found_out() {
    for t in arrivals("kenya", "mrz_misread = 1.0").iter().flat_map(people) {
        let read = mrz::read(&t.mrz.lines().collect::<Vec<_>>(), TODAY).unwrap();
        assert!(!read.valid, "{}", t.mrz);
    }
}

#[rstest]
fn every_list_is_accepted_and_names_everybody_on_board(#[values("kenya", "pakistan")] name: &str) {
    let mut flights = 0;
    for a in arrivals(name, "") {
        let What::Flight { carrier, flight_number, origin, destination, list, passengers, .. } = &a.what else { continue };
        flights += 1;
        let interchange = paxlst::decode(list.as_bytes()).unwrap();
        let [Ok(message)] = interchange.messages.as_slice() else { panic!("one message was expected in {list}") };
        let leg = &message.list.legs[0];
        assert_eq!((&leg.carrier, &leg.number, &leg.origin, &leg.destination), (carrier, flight_number, origin, destination));
        assert_eq!(message.list.count, u32::try_from(passengers.len()).ok());
        let listed = message.list.people.iter().map(|p| (p.documents[0].number.clone(), p.surname.clone(), p.given.clone()));
        let aboard = passengers.iter().map(|t| (t.document_number.clone(), t.surname.to_uppercase(), t.given.to_uppercase()));
        assert!(listed.eq(aboard));
    }
    assert!(flights > 10);
}

#[test]
fn transposed_names_and_missing_lists_are_as_asked() {
    for a in arrivals("kenya", "name_transposed = 1.0") {
        let What::Flight { list, passengers, .. } = &a.what else { continue };
        let interchange = paxlst::decode(list.as_bytes()).unwrap();
        let message = interchange.messages[0].as_ref().unwrap();
        let listed = message.list.people.iter().map(|p| (p.surname.clone(), p.given.clone()));
        assert!(listed.eq(passengers.iter().map(|t| (t.given.to_uppercase(), t.surname.to_uppercase()))));
    }
    let missing = arrivals("kenya", "list_missing = 1.0");
    assert!(missing.iter().all(|a| !matches!(&a.what, What::Flight { list, .. } if !list.is_empty())));
    let late = arrivals("kenya", "list_late = 1.0");
    assert!(late.iter().all(|a| !matches!(&a.what, What::Flight { list_at_us, .. } if *list_at_us <= a.at_us)));
}

#[test]
fn no_two_flights_of_a_day_have_the_same_number() {
    let mut world = world("kenya", 1);
    let mut seen = BTreeSet::new();
    for a in std::iter::from_fn(|| world.next_arrival()).take_while(|a| a.at_us < APRIL_US + crate::common::DAY_US) {
        if let What::Flight { carrier, flight_number, .. } = &a.what {
            assert!(seen.insert((a.point.clone(), a.procedure.clone(), carrier.clone(), flight_number.clone())));
        }
    }
    assert!(seen.len() > 50);
}
