//! Passenger lists of third parties, and lists of our own through the encoder and back.

use formats::paxlst::{Document, Leg, Moment, PassengerList, Person, decode, encode};
use proptest::prelude::*;
use serde_json::Value;

fn lists(bytes: &[u8]) -> Vec<PassengerList> {
    decode(bytes).map(|i| i.messages.into_iter().filter_map(|m| m.ok().map(|d| d.list)).collect()).unwrap_or_default()
}

/// Everything `expected` says is in `found`; `found` may say more.
fn holds(found: &Value, expected: &Value, path: &str) {
    match (found, expected) {
        (Value::Object(f), Value::Object(e)) => {
            for (key, value) in e {
                let inner = f.get(key).unwrap_or_else(|| panic!("{path}/{key} is missing"));
                holds(inner, value, &format!("{path}/{key}"));
            }
        }
        (Value::Array(f), Value::Array(e)) => {
            assert_eq!(f.len(), e.len(), "{path}");
            for (i, (f, e)) in f.iter().zip(e).enumerate() {
                holds(f, e, &format!("{path}/{i}"));
            }
        }
        _ => assert_eq!(found, expected, "{path}"),
    }
}

#[test]
fn the_guides_example_gives_the_guides_values() {
    let Some(dir) = testkit::fixtures("edifact/wco_iata_guide") else { return };
    let found = lists(&std::fs::read(dir.join("example_5.1.edi")).unwrap());
    let expected: Value = serde_json::from_slice(&std::fs::read(dir.join("example_5.1.expected.json")).unwrap()).unwrap();
    assert_eq!(found.len(), 1);
    holds(&serde_json::to_value(&found[0]).unwrap(), &expected, "");
}

/// The flights that the asserts of GTAS's tests state. GTAS pads flight numbers to four digits; the guide (section 7.6, TDT) sends the number
/// as the carrier writes it, so it is compared without leading zeros.
#[test]
fn gtas_test_messages_give_the_legs_that_gtas_asserts() {
    let Some(file) = testkit::fixtures("edifact/gtas/junit_cases.json") else { return };
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut compared = 0;
    for case in cases.iter().filter(|c| c["source"].as_str().is_some_and(|s| s.starts_with("Paxlst"))) {
        let Some(message) = case["messages"].as_object().and_then(|m| m.values().next()).and_then(Value::as_str) else { continue };
        let found = lists(message.as_bytes());
        assert_eq!(found.len(), 1, "{}", case["test"]);
        let legs = &found[0].legs;
        for assert in case["asserts"].as_array().unwrap().iter().filter_map(Value::as_str) {
            let number = |s: &str| s.trim_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().unwrap();
            let before = assert.split(", ").next().unwrap().trim_start_matches("assertEquals(");
            if assert.ends_with("flights.size());") {
                assert_eq!(legs.len(), number(before), "{}: {assert}", case["test"]);
                compared += 1;
            } else if assert.contains("getPassengers().size()") {
                assert_eq!(found[0].people.len(), number(before), "{}: {assert}", case["test"]);
                compared += 1;
            } else if let Some(call) = assert.split(", f").nth(1) {
                let leg = &legs[call.chars().next().and_then(|c| c.to_digit(10)).map_or(0, |d| d as usize - 1)];
                let stated = before.trim_matches('"');
                let ours = if call.contains("getFlightNumber") {
                    assert_eq!(leg.number.trim_start_matches('0'), stated.trim_start_matches('0'), "{}", case["test"]);
                    stated
                } else if call.contains("getOrigin") {
                    &leg.origin
                } else {
                    &leg.destination
                };
                assert_eq!(ours, stated, "{}: {assert}", case["test"]);
                compared += 1;
            }
        }
    }
    assert!(compared >= 25, "only {compared} asserts were understood");
}

#[test]
fn telex_wrapping_and_mail_footers_change_nothing() {
    let Some(dir) = testkit::fixtures("edifact/ediclean") else { return };
    for name in ["A", "C", "F"] {
        let read = |kind: &str| lists(&std::fs::read(dir.join(format!("{name}.{kind}.txt"))).unwrap());
        let (original, reference) = (read("original"), read("reference"));
        assert_eq!(original.len(), 1, "{name}");
        assert_eq!(original, reference, "{name}");
    }
}

#[test]
fn every_fixture_that_is_a_passenger_list_has_people_and_no_other_has_lists() {
    let Some(dir) = testkit::fixtures("edifact") else { return };
    for (file, expected) in [
        ("smooks/paxlst.txt", 1),
        ("smooks/milyn_d03b_message_01.edi", 1),
        ("edifabric/PassengerList.txt", 1),
        ("gtas/apis/Test1.txt", 8),
        ("gtas/apis/airline2.edi", 10),
        ("gtas/apis/apisMessage.txt", 2),
        ("edifabric/CONTRL.txt", 0),
        ("edifabric/CargoReport.txt", 0),
        ("edifabric/CorruptUnh.txt", 0),
        ("edifabric/MixedTransactions.txt", 0),
        ("pydifact/order2.edi", 0),
    ] {
        let bytes = std::fs::read(dir.join(file)).unwrap();
        let people: usize = lists(&bytes).iter().map(|l| l.people.len()).sum();
        assert_eq!(people, expected, "{file}");
    }
}

#[test]
fn interactive_messages_are_decoded_and_their_answers_are_not_lists() {
    let Some(file) = testkit::fixtures("edifact/iapi_china_exchange.json") else { return };
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    for case in &cases {
        let found = lists(case["message"].as_str().unwrap().as_bytes());
        assert_eq!(!found.is_empty(), case["type"] == "PAXLST", "{case}");
    }
}

const HEAD: &str = "UNB+UNOA:4+AIR+GOV+200101:0000+1'";

fn message(reference: &str, body: &str) -> String {
    let segments = body.matches('\'').count() + 2;
    format!("UNH+{reference}+PAXLST:D:12B:UN:IATA'{body}UNT+{segments}+{reference}'")
}

#[test]
fn a_lost_terminator_before_the_next_message_costs_only_one() {
    let good = message("2", "BGM+745'TDT+20+ZZ1+++ZZ'NAD+FL+++ERIKSSON:ANNA'");
    let bad = message("1", "BGM+745'TDT+20+ZZ1+++ZZ'NAD+FL+++NORD:BO'");
    let text = format!("{HEAD}{}{good}UNZ+2+1'", &bad[..bad.len() - 1]);
    assert_eq!(lists(text.as_bytes()).iter().map(|l| l.message_ref.as_str()).collect::<Vec<_>>(), ["1", "2"]);
}

#[test]
fn the_last_terminator_may_be_missing() {
    let text = format!("{HEAD}{}UNZ+1+1", message("1", "BGM+745'TDT+20+ZZ1+++ZZ'NAD+FL+++ERIKSSON:ANNA'"));
    let interchange = decode(text.as_bytes()).unwrap();
    assert_eq!(interchange.messages.len(), 1);
    assert!(interchange.messages[0].is_ok());
}

#[test]
fn an_absurd_date_is_named_and_left_out() {
    let text = format!("{HEAD}{}", message("1", "BGM+745'TDT+20+ZZ1+++ZZ'NAD+FL+++ERIKSSON:ANNA'DTM+329:741350'"));
    let interchange = decode(text.as_bytes()).unwrap();
    let decoded = interchange.messages[0].as_ref().unwrap();
    assert_eq!(decoded.list.people[0].birth, None);
    assert_eq!((decoded.warnings[0].code, decoded.warnings[0].tag.as_str(), decoded.warnings[0].segment), ("absurd-date", "DTM", 6));
}

#[test]
fn an_unknown_directory_is_read_with_a_warning() {
    let text = format!("{HEAD}{}", message("1", "BGM+745'TDT+20+ZZ1+++ZZ'NAD+FL+++ERIKSSON:ANNA'").replace("D:12B", "D:31A"));
    let interchange = decode(text.as_bytes()).unwrap();
    assert_eq!(interchange.messages[0].as_ref().unwrap().warnings[0].code, "unknown-directory");
}

#[test]
fn an_interchange_over_the_limit_is_refused() {
    let bytes = vec![b'A'; formats::edifact::MAX_INTERCHANGE_BYTES + 1];
    assert_eq!(decode(&bytes).unwrap_err().code, "too-long");
}

#[test]
fn nothing_and_nonsense_are_not_interchanges() {
    for bytes in [&b""[..], b"UN", b"hello", b"UNA:+.? '", b"\xFF\xFE\x00"] {
        assert!(decode(bytes).is_err(), "{bytes:?}");
    }
}

fn text() -> impl Strategy<Value = String> {
    "[A-Z]([A-Z0-9 '+:?.]{0,10}[A-Z0-9])?"
}

fn day() -> impl Strategy<Value = Moment> {
    (1900_u16..2100, 1_u8..=12, 1_u8..=28).prop_map(|(y, m, d)| Moment::day(y, m, d))
}

prop_compose! {
    fn person()(surname in text(), given in text(), birth in proptest::option::of(day()), nationality in "[A-Z]{3}", bags in proptest::option::of(0_u32..99), verified in proptest::option::of(proptest::bool::ANY), seat in "[0-9]{1,2}[A-K]",
                number in "[A-Z0-9]{5,9}", expires in proptest::option::of(day())) -> Person {
        Person { role: "FL".into(), surname, given, birth, nationality, bags, verified, seat, documents: vec![Document { kind: "P".into(), number, issuer: "UTO".into(), expires, issued: None }], ..Person::default() }
    }
}

prop_compose! {
    fn list()(people in proptest::collection::vec(person(), 1..8), number in "[0-9]{1,4}", departs in day(), reference in "[A-Z0-9]{1,14}") -> PassengerList {
        let departs = Moment { time: Some((9, 30)), ..departs };
        PassengerList {
            message_ref: reference, document: "745".into(), directory: "D:12B".into(), count: u32::try_from(people.len()).ok(), count_kind: "42".into(),
            legs: vec![Leg { carrier: "ZZ".into(), number, origin: "AAA".into(), destination: "BBB".into(), departs: Some(departs), arrives: None }], people, ..PassengerList::default()
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(list in list()) {
        let text = encode(&list, "AIRLINE", "GOVERNMENT", "77");
        let interchange = decode(text.as_bytes()).unwrap();
        prop_assert!(interchange.warnings.is_empty(), "{:?}", interchange.warnings);
        let decoded = interchange.messages[0].as_ref().unwrap();
        prop_assert!(decoded.warnings.is_empty(), "{:?}", decoded.warnings);
        prop_assert_eq!(&decoded.list, &list);
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn damage_anywhere_is_survived(list in list(), at in any::<proptest::sample::Index>(), byte in any::<u8>(), cut in any::<proptest::sample::Index>()) {
        let mut bytes = encode(&list, "AIRLINE", "GOVERNMENT", "77").into_bytes();
        let i = at.index(bytes.len());
        bytes[i] = byte;
        bytes.truncate(cut.index(bytes.len()));
        let _ = decode(&bytes);
    }

    /// What could be read can be written and read again, however it came to be.
    #[test]
    fn what_is_left_of_a_damaged_list_is_a_list(list in list(), damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = encode(&list, "AIRLINE", "GOVERNMENT", "77").into_bytes();
        for (at, byte) in damage {
            let i = at.index(bytes.len());
            bytes[i] = byte;
        }
        for left in lists(&bytes) {
            let again = decode(encode(&left, "AIRLINE", "GOVERNMENT", "77").as_bytes());
            prop_assert!(again.as_ref().is_ok_and(|i| i.messages.len() == 1 && i.messages[0].is_ok()), "{left:?}: {again:?}");
        }
    }
}
