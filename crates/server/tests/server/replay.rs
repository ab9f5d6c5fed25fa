//! A kept message is taken in again, as it came.

use crate::field::{announced, flight, person, sent};
use crate::harness::World;
use serde_json::{Value, json};

async fn states(world: &World) -> [usize; 3] {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let mut counts = [0; 3];
    for (count, state) in counts.iter_mut().zip(["rejected", "replayed", "accepted"]) {
        *count = lead.get(&format!("/api/v1/intake?state={state}")).await.body["messages"].as_array().unwrap().len();
    }
    counts
}

async fn what_stood_in_the_way_is_mended_and_the_message_goes_through(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let mut change = flight(vec![person("ERIKSSON", "ANNA MARIA", "L898902C3")]);
    change.document_id = "CP".into();
    let rejected = lead.list(sent(&change, "2")).await.body["receipts"][0].clone();
    assert_eq!(rejected["error"]["code"], "unknown_flight");
    let id = announced(&lead, vec![person("MWANGI", "JANE", "A1234567")]).await;
    let replay = format!("/api/v1/intake/{}/replay", rejected["id"].as_str().unwrap());
    let again = lead.post(&replay, Value::Null).await;
    assert_eq!(again.body["receipts"][0]["state"], "accepted", "{}", again.text);
    assert_eq!(states(&world).await, [0, 1, 2]);
    assert_eq!(lead.sees(&id).await["card"]["parts"]["total"], 2);
}

/// Two messages of one interchange were rejected; taken in again they are listed once, not twice.
async fn the_duty_officer_is_not_shown_the_same_message_twice(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let part = |reference: &str| {
        let mut change = flight(vec![person("ERIKSSON", "ANNA MARIA", "L898902C3")]);
        (change.document_id, change.message_ref) = ("CP".into(), reference.into());
        let text = sent(&change, "1");
        text[text.find("UNH+").unwrap()..text.find("UNE+").unwrap()].to_owned()
    };
    let whole = format!("UNB+UNOA:4+ZZ+GOV+200101:0000+9'\n{}{}UNZ+2+9'\n", part("M1"), part("M2"));
    let came = lead.list(whole).await.body["receipts"].clone();
    assert_eq!(states(&world).await, [2, 0, 0]);
    lead.post(&format!("/api/v1/intake/{}/replay", came[0]["id"].as_str().unwrap()), Value::Null).await;
    assert_eq!(states(&world).await, [2, 2, 0]);
}

/// ISO 8859-1, as the interchange says (UNOC): not UTF-8, and not to be changed by being kept.
async fn a_list_in_another_charset_is_kept_byte_for_byte(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let latin = |surname: &[u8]| {
        let text = sent(&flight(vec![person("SURNAME", "ZOE", "L898902C3")]), "1").replace("UNOA:4", "UNOC:4");
        let at = text.find("SURNAME").unwrap();
        [&text.as_bytes()[..at], surname, &text.as_bytes()[at + 7..]].concat()
    };
    let first = lead.list(latin(b"M\xdcLLER")).await.body["receipts"][0].clone();
    assert_eq!(first["state"], "accepted");
    let parts = format!("/api/v1/crossings/{}/parts", first["crossing"].as_str().unwrap());
    let label = async || lead.get(&parts).await.body["crossings"][0]["label"].clone();
    assert_eq!(label().await, "MÜLLER, ZOE");
    // Another name is another interchange, though both are unreadable as UTF-8.
    let second = lead.list(latin(b"M\xd6LLER")).await.body["receipts"][0].clone();
    assert_eq!(second["state"], "accepted", "{second}");
    assert_eq!(label().await, "MÖLLER, ZOE");
    let again = lead.post(&format!("/api/v1/intake/{}/replay", first["id"].as_str().unwrap()), Value::Null).await;
    assert_eq!(again.body["receipts"][0]["state"], "accepted", "{}", again.text);
    assert_eq!(label().await, "MÜLLER, ZOE");
}

/// UTF-16 is full of zero bytes, which one of the two databases does not keep in a text.
async fn zero_bytes_are_kept_too(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let wide: Vec<u8> = sent(&flight(vec![person("ERIKSSON", "ANNA MARIA", "L898902C3")]), "1").bytes().flat_map(|b| [b, 0]).collect();
    for bytes in [wide, b"UNA\0\0\0".to_vec(), b"base64:UNA".to_vec()] {
        let answer = lead.list(bytes.clone()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let id = answer.body["receipts"][0]["id"].as_str().unwrap();
        let view = lead.get(&format!("/api/v1/intake/{id}")).await;
        assert_eq!(view.body["body"].as_str().unwrap().as_bytes(), bytes);
        let again = lead.post(&format!("/api/v1/intake/{id}/replay"), Value::Null).await;
        assert_eq!(again.body["receipts"][0]["error"]["code"], answer.body["receipts"][0]["error"]["code"]);
    }
}

async fn only_who_may_take_lists_in_takes_them_in_again(world: World) {
    let lead = world.desk("demo-jkia-joc-lead").await;
    let id = lead.list("garbage").await.body["receipts"][0]["id"].as_str().unwrap().to_owned();
    for other in ["demo-jkia-joc-immigration", "demo-namanga-joc-lead", "demo-odpc-office"] {
        let answer = world.desk(other).await.post(&format!("/api/v1/intake/{id}/replay"), Value::Null).await;
        answer.refused(404, "not_found");
    }
    assert_eq!(states(&world).await, [1, 0, 0]);
    let answer = lead.post(&format!("/api/v1/intake/{id}/replay"), json!(null)).await;
    assert_eq!(answer.body["receipts"][0]["state"], "rejected");
    assert_eq!(states(&world).await, [1, 1, 0]);
}

crate::on_both_engines! {
    what_stood_in_the_way_is_mended_and_the_message_goes_through,
    the_duty_officer_is_not_shown_the_same_message_twice,
    a_list_in_another_charset_is_kept_byte_for_byte,
    zero_bytes_are_kept_too,
    only_who_may_take_lists_in_takes_them_in_again,
}
