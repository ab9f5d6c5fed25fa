//! What crosses, in the field's words: trucks, ships, travellers, lists and documents.
#![allow(dead_code, reason = "each file of tests uses a part of it")]

use crate::harness::{Desk, World};
use formats::mrz::{Data, Format};
use formats::paxlst::{Document, Leg, Moment, PassengerList, Person};
use serde_json::{Value, json};

/// A truck towards Kenya at the one-stop post of Namanga; it is at the gate.
pub fn truck(plate: &str) -> Value {
    json!({
        "point": "namanga", "procedure": "osbp-truck", "direction": "inbound", "arrived": true,
        "subject": { "kind": "truck", "plate": plate, "company": "Savanna Freight" },
    })
}

/// A ship on a call at Kilindini; it is announced.
pub fn ship(name: &str) -> Value {
    json!({
        "point": "kilindini", "procedure": "vessel-call", "direction": "inbound",
        "subject": { "kind": "vessel", "name": name, "imo": "9074729", "flag": "UTO" },
    })
}

/// A traveller who arrives at the airport without an announcement.
pub fn traveller(surname: &str, number: &str) -> Value {
    json!({
        "point": "jkia", "procedure": "air-passenger-arrival", "direction": "inbound", "arrived": true,
        "subject": { "kind": "traveller", "surname": surname, "given": "ANNA MARIA", "birth": "1974-08-12", "nationality": "UTO",
            "document": { "kind": "P", "number": number, "issuer": "UTO" } },
    })
}

/// Passes every control of a truck up to the hand-over and lets the state that is entered take it.
pub async fn handed_over(world: &World, plate: &str) -> String {
    let desk = async |d: &str| world.desk(&format!("demo-namanga-{d}")).await;
    let id = desk("gate").await.opens(truck(plate)).await;
    desk("gate").await.passes(&id, "gate.in").await;
    desk("tz-immigration-exit").await.passes(&id, "exit.immigration").await;
    desk("tz-customs-exit").await.passes(&id, "exit.customs").await;
    desk("tz-customs-exit").await.does(&id, json!({ "command": "hand_over" })).await;
    desk("customs").await.does(&id, json!({ "command": "accept_hand_over" })).await;
    id
}

/// Somebody on a list: surname, given name, number of the passport.
pub fn person(surname: &str, given: &str, number: &str) -> Person {
    let document = Document { kind: "P".into(), number: number.into(), issuer: "UTO".into(), ..Document::default() };
    Person {
        role: "FL".into(),
        surname: surname.into(),
        given: given.into(),
        gender: "F".into(),
        birth: Some(Moment { year: 1974, month: 8, day: 12, time: None }),
        nationality: "UTO".into(),
        documents: vec![document],
        ..Person::default()
    }
}

/// A list of passengers on flight ZZ 123, which lands at the airport at noon of 1 September 2026.
pub fn flight(people: Vec<Person>) -> PassengerList {
    let at = |day, hour| Some(Moment { year: 2026, month: 9, day, time: Some((hour, 0)) });
    let leg = Leg {
        carrier: "ZZ".into(),
        number: "123".into(),
        origin: "DXB".into(),
        destination: "NBO".into(),
        departs: at(1, 7),
        arrives: at(1, 12),
    };
    PassengerList {
        message_ref: "PAX001".into(),
        document: "745".into(),
        directory: "D:15B".into(),
        legs: vec![leg],
        count: Some(people.len() as u32),
        count_kind: "42".into(),
        people,
        ..PassengerList::default()
    }
}

pub fn sent(list: &PassengerList, reference: &str) -> String {
    formats::paxlst::encode(list, "ZZAIRLINE", "CUSTOMS", reference)
}

/// Announces the flight with these people and gives the crossing of the flight.
pub async fn announced(lead: &Desk, people: Vec<Person>) -> String {
    let answer = lead.list(sent(&flight(people), "1")).await;
    assert_eq!(answer.body["receipts"][0]["state"], "accepted", "{}", answer.text);
    answer.body["receipts"][0]["crossing"].as_str().unwrap().to_owned()
}

/// The zone of a passport, as a reader types it.
pub fn passport(surname: &str, given: &str, number: &str) -> String {
    let data = Data {
        document_code: "P".into(),
        issuing_state: "UTO".into(),
        surname: surname.into(),
        given_names: given.into(),
        document_number: number.into(),
        nationality: "UTO".into(),
        birth_date: "740812".into(),
        sex: "F".into(),
        expiry_date: "320415".into(),
        ..Data::default()
    };
    formats::mrz::write(Format::TD3, &data).join("\n")
}
