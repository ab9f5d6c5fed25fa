//! What a made-up arrival says of itself, in the words of the crossing point.

use coordination::crossing::{Consignment, Document, Flight, Goods, Subject, Traveller, Vehicle, Vessel};
use simulation::What;

/// A traveller as the page of the passport says.
pub(super) fn person(t: &simulation::Traveller, role: &str) -> Traveller {
    Traveller {
        surname: t.surname.to_uppercase(),
        given: t.given.to_uppercase(),
        birth: t.birth.to_string(),
        sex: t.sex.clone(),
        nationality: t.nationality.clone(),
        document: Document {
            kind: "P".into(),
            number: t.document_number.clone(),
            issuer: t.nationality.clone(),
            expires: t.document_expiry.to_string(),
        },
        role: role.into(),
        seat: String::new(),
    }
}

fn people(driver: Option<&simulation::Traveller>, others: &[simulation::Traveller]) -> Vec<Traveller> {
    let driver = driver.map(|d| person(d, "driver"));
    driver.into_iter().chain(others.iter().map(|t| person(t, "passenger"))).collect()
}

fn goods(all: &[simulation::Goods]) -> Vec<Goods> {
    all.iter().map(|g| Goods { text: g.text.clone(), hs: g.hs.clone() }).collect()
}

/// Who or what comes; `None` for what the simulation knows nothing about. `traveller` says whether a person alone comes with something that carries people.
pub(super) fn subject(what: &What, traveller: bool) -> Option<Subject> {
    Some(match what {
        What::Flight { carrier, flight_number, origin, destination, .. } => Subject::Flight(Flight {
            carrier: carrier.clone(),
            number: flight_number.clone(),
            origin: origin.clone(),
            destination: destination.clone(),
            scheduled: String::new(),
        }),
        What::Truck { plate, trailer, driver, goods: on_it, company, containers } => Subject::Truck(Vehicle {
            plate: plate.clone(),
            trailer: trailer.clone().unwrap_or_default(),
            company: company.clone(),
            people: people(Some(driver), &[]),
            goods: goods(on_it),
            containers: containers.clone(),
            declaration: String::new(),
        }),
        What::Bus { plate, company, .. } => Subject::Bus(Vehicle { plate: plate.clone(), company: company.clone(), ..Vehicle::default() }),
        What::Car { plate, driver, passengers } => {
            Subject::Car(Vehicle { plate: plate.clone(), people: people(Some(driver), passengers), ..Vehicle::default() })
        }
        What::Person(t) if traveller => Subject::Traveller(person(t, "passenger")),
        What::Person(t) => Subject::PersonOnFoot(person(t, "")),
        What::Vessel { name, imo, flag, crew, passengers, last_port, .. } => Subject::Vessel(Vessel {
            name: name.clone(),
            imo: imo.clone(),
            flag: flag.clone(),
            last_port: last_port.clone(),
            crew: crew.iter().map(|t| person(t, "crew")).collect(),
            passengers: *passengers,
            consignments: Vec::new(),
        }),
        What::Consignment { declaration, goods: all, containers, company } => Subject::Consignment(Consignment {
            declaration: declaration.clone(),
            goods: goods(all),
            containers: containers.clone(),
            company: company.clone(),
        }),
        What::Other => return None,
    })
}

/// Those who cross as parts of it, each with a file of their own.
pub(super) fn aboard(what: &What) -> &[simulation::Traveller] {
    match what {
        What::Flight { passengers, .. } | What::Bus { passengers, .. } => passengers,
        _ => &[],
    }
}
