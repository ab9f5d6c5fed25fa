//! What a crossing is screened for: each person, company, ship and number that it names.

use crate::crossing::{Consignment, Subject, Traveller, Vehicle};
use screening::{Documents, Kind};
use serde::{Deserialize, Serialize};

/// One thing to look for in the lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What it is at the crossing: traveller, driver, crew, company, vehicle, vessel, container.
    pub role: String,
    /// What kind of thing bears the name.
    pub kind: Kind,
    /// Its name; empty where only a number is looked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Birth date `YYYY-MM-DD`, with `XX` for parts that are not known; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub born: String,
    /// Three letters of ICAO Doc 9303 part 3; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nationality: String,
    /// M, F, X or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sex: String,
    /// The number of its document, its hull, its plate; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// State that issued the document; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub issuer: String,
}

impl Asked {
    /// Tells the parts of one crossing apart: what it is called in [`super::id`].
    pub fn part(&self) -> String {
        [self.role.as_str(), &self.name, &self.number].join("|")
    }

    /// Whether there is anything to look for.
    fn is_something(&self) -> bool {
        !self.name.trim().is_empty() || Documents::compares(&self.number)
    }
}

fn person(t: &Traveller, role: &str) -> Asked {
    Asked {
        role: if t.role.is_empty() { role } else { &t.role }.to_owned(),
        kind: Kind::Person,
        name: format!("{} {}", t.given, t.surname).trim().to_owned(),
        born: t.birth.clone(),
        nationality: t.nationality.clone(),
        sex: t.sex.clone(),
        number: t.document.number.clone(),
        issuer: t.document.issuer.clone(),
    }
}

fn named(role: &str, kind: Kind, name: &str, number: &str) -> Asked {
    Asked { role: role.to_owned(), kind, name: name.trim().to_owned(), number: number.to_owned(), ..Asked::default() }
}

fn vehicle(v: &Vehicle, all: &mut Vec<Asked>) {
    all.extend(v.people.iter().map(|p| person(p, "driver")));
    all.push(named("vehicle", Kind::Vessel, "", &v.plate));
    all.push(named("vehicle", Kind::Vessel, "", &v.trailer));
    all.push(named("company", Kind::Organisation, &v.company, ""));
    all.extend(v.containers.iter().map(|c| named("container", Kind::Vessel, "", c)));
}

fn consignment(c: &Consignment, all: &mut Vec<Asked>) {
    all.push(named("company", Kind::Organisation, &c.company, ""));
    all.extend(c.containers.iter().map(|n| named("container", Kind::Vessel, "", n)));
}

/// Everybody and everything that a crossing names. What says nothing is left out, and what is named twice is looked for once.
pub fn asked(subject: &Subject) -> Vec<Asked> {
    let mut all = Vec::new();
    match subject {
        Subject::Traveller(t) | Subject::PersonOnFoot(t) => all.push(person(t, "traveller")),
        // Its people are crossings of their own.
        Subject::Flight(_) => {}
        Subject::Truck(v) | Subject::Bus(v) | Subject::Car(v) => vehicle(v, &mut all),
        Subject::Vessel(v) => {
            all.push(named("vessel", Kind::Vessel, &v.name, &if v.imo.is_empty() { String::new() } else { format!("IMO{}", v.imo) }));
            all.extend(v.crew.iter().map(|p| person(p, "crew")));
            v.consignments.iter().for_each(|c| consignment(c, &mut all));
        }
        Subject::Consignment(c) => consignment(c, &mut all),
    }
    let mut seen = std::collections::HashSet::new();
    all.retain(|a| a.is_something() && seen.insert(a.part()));
    all
}
