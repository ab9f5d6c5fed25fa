//! Who or what crosses.

use super::refused::Why;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Longest name, number or place of a subject. Bytes.
pub const MAX_FIELD_BYTES: usize = 200;
/// Crew, goods or containers that one crossing may state. Items.
pub const MAX_ITEMS: usize = 2_000;

/// A travel document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Document {
    /// P passport, I identity card, V visa, AC crew member certificate.
    pub kind: String,
    /// Number as printed, without fillers.
    pub number: String,
    /// State that issued it, three letters.
    pub issuer: String,
    /// Expiry, `YYYY-MM-DD`; empty when not known.
    pub expires: String,
}

/// A person, as far as the border needs to know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Traveller {
    /// Family name.
    pub surname: String,
    /// Given names.
    pub given: String,
    /// Birth date `YYYY-MM-DD`, with `XX` for parts that are not known; empty when nothing is known.
    pub birth: String,
    /// M, F, X or empty.
    pub sex: String,
    /// Three letters of ICAO Doc 9303 part 3.
    pub nationality: String,
    /// The document shown or announced.
    pub document: Document,
    /// passenger, crew or driver.
    pub role: String,
    /// Seat or cabin.
    pub seat: String,
}

/// Goods in words and by tariff heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Goods {
    /// What they are.
    pub text: String,
    /// Harmonized System heading, 4 to 6 digits; empty when not known.
    pub hs: String,
}

/// Whatever moves on wheels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Vehicle {
    /// Registration plate.
    pub plate: String,
    /// Plate of the trailer.
    pub trailer: String,
    /// Who operates it.
    pub company: String,
    /// Driver, crew and passengers on the same file.
    pub people: Vec<Traveller>,
    /// What is on board.
    pub goods: Vec<Goods>,
    /// Container numbers (ISO 6346).
    pub containers: Vec<String>,
    /// Customs declaration number.
    pub declaration: String,
}

/// A flight.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Flight {
    /// Carrier designator.
    pub carrier: String,
    /// Flight number without the carrier.
    pub number: String,
    /// Where it comes from.
    pub origin: String,
    /// Where it goes.
    pub destination: String,
    /// Scheduled local time at the crossing point, `YYYY-MM-DDTHH:MM`; empty when not known.
    pub scheduled: String,
}

/// A ship on a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Vessel {
    /// Name.
    pub name: String,
    /// IMO number, seven digits.
    pub imo: String,
    /// Flag state.
    pub flag: String,
    /// Port it comes from.
    pub last_port: String,
    /// Crew list (FAL form 5).
    pub crew: Vec<Traveller>,
    /// Passengers on board.
    pub passengers: u32,
    /// Consignments and containers to be discharged.
    pub consignments: Vec<Consignment>,
}

/// Goods under one declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Consignment {
    /// Declaration or bill of lading.
    pub declaration: String,
    /// The goods.
    pub goods: Vec<Goods>,
    /// Container numbers (ISO 6346).
    pub containers: Vec<String>,
    /// Importer or exporter.
    pub company: String,
}

/// Who or what crosses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Subject {
    /// A person who comes with something that carries passengers.
    Traveller(Traveller),
    /// A person on foot.
    PersonOnFoot(Traveller),
    /// A flight with its passengers as parts.
    Flight(Flight),
    /// A truck with driver and goods.
    Truck(Vehicle),
    /// A bus with its passengers as parts.
    Bus(Vehicle),
    /// A car with its people.
    Car(Vehicle),
    /// A ship.
    Vessel(Vessel),
    /// A consignment.
    Consignment(Consignment),
}

impl Subject {
    /// The word that procedures use for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Traveller(_) => "traveller",
            Self::PersonOnFoot(_) => "person_on_foot",
            Self::Flight(_) => "flight",
            Self::Truck(_) => "truck",
            Self::Bus(_) => "bus",
            Self::Car(_) => "car",
            Self::Vessel(_) => "vessel",
            Self::Consignment(_) => "consignment",
        }
    }

    /// What to call it on a card: name, plate, flight, ship.
    pub fn label(&self) -> String {
        match self {
            Self::Traveller(t) | Self::PersonOnFoot(t) => name_of(t),
            Self::Flight(f) => format!("{} {}", f.carrier, f.number).trim().to_owned(),
            Self::Truck(v) | Self::Bus(v) | Self::Car(v) => v.plate.clone(),
            Self::Vessel(v) => v.name.clone(),
            Self::Consignment(c) => c.containers.first().unwrap_or(&c.declaration).clone(),
        }
    }

    /// The second line of a card.
    pub fn detail(&self) -> String {
        match self {
            Self::Traveller(t) | Self::PersonOnFoot(t) => joined(&[&t.nationality, &t.document.number]),
            Self::Flight(f) => format!("{} → {}", f.origin, f.destination),
            Self::Truck(v) | Self::Bus(v) | Self::Car(v) => joined(&[&v.company, v.goods.first().map_or("", |g| &g.text)]),
            Self::Vessel(v) => joined(&[&if v.imo.is_empty() { String::new() } else { format!("IMO {}", v.imo) }, &v.flag]),
            Self::Consignment(c) => joined(&[&c.company, c.goods.first().map_or("", |g| &g.text)]),
        }
    }

    /// What it carries.
    pub fn goods(&self) -> impl Iterator<Item = &Goods> {
        let (own, on_board): (&[Goods], &[Consignment]) = match self {
            Self::Truck(v) | Self::Bus(v) | Self::Car(v) => (&v.goods, &[]),
            Self::Vessel(v) => (&[], &v.consignments),
            Self::Consignment(c) => (&c.goods, &[]),
            Self::Traveller(_) | Self::PersonOnFoot(_) | Self::Flight(_) => (&[], &[]),
        };
        own.iter().chain(on_board.iter().flat_map(|c| &c.goods))
    }

    /// The one person it is, when it is one.
    pub fn person(&self) -> Option<&Traveller> {
        match self {
            Self::Traveller(t) | Self::PersonOnFoot(t) => Some(t),
            _ => None,
        }
    }

    /// Words that finding it in a list goes by: folded to upper case, letters and digits only.
    pub fn key(&self) -> String {
        folded(match self {
            Self::Traveller(t) | Self::PersonOnFoot(t) => &t.document.number,
            Self::Flight(_) => return folded(&self.label()),
            Self::Truck(v) | Self::Bus(v) | Self::Car(v) => &v.plate,
            Self::Vessel(v) => &v.imo,
            Self::Consignment(c) => &c.declaration,
        })
    }

    /// Bounds on what one crossing may state, and that it says at least what to call it.
    ///
    /// # Errors
    /// The first field that breaks a bound.
    pub fn check(&self) -> Result<(), Why> {
        if self.label().trim().is_empty() {
            return Err(Why::FieldMissing { field: missing_field(self).to_owned() });
        }
        // Texts, numbers and lists cannot fail to be written.
        bounded("", &serde_json::to_value(self).unwrap_or_default())
    }
}

/// Every text and every list, wherever it stands: a field that is added is bounded too.
fn bounded(field: &str, value: &Value) -> Result<(), Why> {
    match value {
        Value::String(text) if text.len() > MAX_FIELD_BYTES => {
            Err(Why::FieldTooLong { field: field.to_owned(), bytes: text.len(), most: MAX_FIELD_BYTES })
        }
        Value::String(text) if text.chars().any(char::is_control) => Err(Why::FieldUnreadable { field: field.to_owned() }),
        Value::Array(items) if items.len() > MAX_ITEMS => {
            Err(Why::TooMany { field: field.to_owned(), count: items.len(), most: MAX_ITEMS })
        }
        Value::Array(items) => items.iter().try_for_each(|item| bounded(field, item)),
        Value::Object(fields) => fields.iter().try_for_each(|(name, inner)| {
            let below = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
            bounded(&below, inner)
        }),
        _ => Ok(()),
    }
}

fn missing_field(subject: &Subject) -> &'static str {
    match subject {
        Subject::Traveller(_) | Subject::PersonOnFoot(_) => "surname",
        Subject::Flight(_) => "number",
        Subject::Truck(_) | Subject::Bus(_) | Subject::Car(_) => "plate",
        Subject::Vessel(_) => "name",
        Subject::Consignment(_) => "declaration",
    }
}

fn name_of(t: &Traveller) -> String {
    joined_with(&[&t.surname, &t.given], ", ")
}

fn joined(parts: &[&str]) -> String {
    joined_with(parts, " · ")
}

fn joined_with(parts: &[&str], by: &str) -> String {
    parts.iter().filter(|p| !p.trim().is_empty()).copied().collect::<Vec<_>>().join(by)
}

/// Upper case, letters and digits only: what a number is compared by.
pub fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
