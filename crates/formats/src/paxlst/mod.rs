//! Passenger and crew lists: UN/EDIFACT `PAXLST` as the WCO/IATA/ICAO guide for advance passenger information uses it, and the older US form
//! with `PDT` segments.
//!
//! A decoder of the field forgives: unknown segments, qualifiers and directories are other people's business and are left alone or noted
//! as warnings. What makes a list unusable (it is cut off, it is not a list, it has neither a flight nor a person) rejects that list only.

mod decode;
mod encode;
mod when;

pub use decode::{Decoded, Interchange, Rejected, decode};
pub use encode::encode;
pub use when::Moment;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// People one list may have; the rest is left out with a warning. People.
pub const MAX_PEOPLE: usize = 20_000;

/// One passenger or crew list. Field by field as `docs/formats.md` describes; absent fields are empty or `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PassengerList {
    /// Message reference number (UNH 0062).
    pub message_ref: String,
    /// Document name code (BGM 1001): 745 passenger list, 250 crew list, 266 flight status update, 336 master crew list.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub document: String,
    /// Document identifier (BGM 1004): the kind of crew list or update, for example `CP`, `XR`, `C`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub document_id: String,
    /// Message function (BGM 1225): 9 original, 5 replacement, 1 cancellation …
    #[serde(skip_serializing_if = "String::is_empty")]
    pub function: String,
    /// Message type and directory, `D:05B`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub directory: String,
    /// Transaction reference (RFF TN).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub transaction_ref: String,
    /// Who answers questions about the list (NAD MS or CTA): name parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contact: Vec<String>,
    /// How to reach them (COM): number and channel (`TE` telephone, `FX` fax, `EM` e-mail).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contact_numbers: Vec<(String, String)>,
    /// The flight, one leg or several, in order.
    pub legs: Vec<Leg>,
    /// The people, in the order of the message.
    pub people: Vec<Person>,
    /// Total that the message states (CNT).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// What it counts (CNT 6069): 42 passengers, 41 crew.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub count_kind: String,
}

/// One leg of a flight or voyage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Leg {
    /// Carrier designator (TDT C040, else the letters before the number).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub carrier: String,
    /// Flight number as sent, without the carrier; leading zeros are kept.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Place of departure, usually an IATA airport code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub origin: String,
    /// Place of arrival.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub destination: String,
    /// Scheduled departure, local time of the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departs: Option<Moment>,
    /// Scheduled arrival, local time of the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrives: Option<Moment>,
}

/// One traveller or crew member.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Party qualifier (NAD 3035): FL passenger, FM crew member, DDT and DDU in transit …
    pub role: String,
    /// Family name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub surname: String,
    /// Given name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// Second given name or initial.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub second: String,
    /// Street and number of the address in the country of arrival.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub street: String,
    /// City.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// State, province or county.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// Postal code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    /// Country of the address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// M, F, U, X as sent.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub gender: String,
    /// Birth date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<Moment>,
    /// Checked bags (MEA CT).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bags: Option<u32>,
    /// Weight of the checked bags (MEA WT). Kilograms unless the message says otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bag_weight: String,
    /// The carrier checked the document: GEI 173 yes, 174 no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    /// Bag tags (FTX BAG): the first tag and how many follow in sequence, itself included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bag_tags: Vec<(String, u32)>,
    /// Port where immigration is cleared (LOC 22).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub clearance: String,
    /// Country of residence (LOC 174).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub residence: String,
    /// Port of embarkation (LOC 178).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub embarked: String,
    /// Port of disembarkation (LOC 179).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub destination: String,
    /// Place of birth (LOC 180), free text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub birth_place: String,
    /// Country of birth (LOC 180, first component).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub birth_country: String,
    /// Nationality.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub nationality: String,
    /// Reservation locator (RFF AVF).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub locator: String,
    /// The carrier's own reference of the passenger (RFF ABO).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub passenger_ref: String,
    /// Seat (RFF SEA).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub seat: String,
    /// Every other reference by its qualifier (RFF AEA, CR, YZY …).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub references: BTreeMap<String, String>,
    /// Telephone numbers and the like (COM).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contact_numbers: Vec<(String, String)>,
    /// Travel documents, visas and others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

/// One travel document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    /// Kind (DOC 1001): P passport, V visa, I identity card, AC crew member certificate, L licence …
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// State that issued it (LOC 91).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub issuer: String,
    /// Expiry (DTM 36).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Moment>,
    /// Issue (DTM 182).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Moment>,
}
