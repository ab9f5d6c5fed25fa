//! From a list to a message: one interchange, one group, one message, as the guide's example has them.

use super::{Moment, PassengerList, Person};
use std::fmt::Write;

/// Takes the service characters' meaning away.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '+' | ':' | '\'' | '?') {
            out.push('?');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

struct Writer {
    out: String,
    segments: usize,
}

impl Writer {
    /// Writes a segment from elements of components; empty ones at the end are left out.
    fn segment(&mut self, tag: &str, elements: &[&[&str]]) {
        let mut parts: Vec<String> = elements
            .iter()
            .map(|e| {
                let last = e.iter().rposition(|c| !c.is_empty()).map_or(0, |i| i + 1);
                e[..last].iter().map(|c| escaped(c)).collect::<Vec<_>>().join(":")
            })
            .collect();
        while parts.last().is_some_and(String::is_empty) {
            parts.pop();
        }
        self.out.push_str(tag);
        for p in parts {
            self.out.push('+');
            self.out.push_str(&p);
        }
        self.out.push_str("'\n");
        self.segments += 1;
    }

    fn date(&mut self, role: &str, when: Option<Moment>) {
        let Some(m) = when else { return };
        let mut value = format!("{:04}{:02}{:02}", m.year, m.month, m.day);
        if let Some((h, min)) = m.time {
            let _ = write!(value, "{h:02}{min:02}");
        }
        self.segment("DTM", &[&[role, &value, if m.time.is_some() { "203" } else { "102" }]]);
    }

    fn some(&mut self, tag: &str, role: &str, value: &str) {
        if !value.is_empty() {
            self.segment(tag, &[&[role], &[value]]);
        }
    }

    fn numbers(&mut self, numbers: &[(String, String)]) {
        for (number, channel) in numbers {
            self.segment("COM", &[&[number, channel]]);
        }
    }
}

/// Writes the list as an interchange from `sender` to `recipient` with the control reference `reference`. Years are written with four digits
/// (formats 102 and 203), so that nothing has to be guessed back.
pub fn encode(list: &PassengerList, sender: &str, recipient: &str, reference: &str) -> String {
    let mut w = Writer { out: String::from("UNA:+.? '\n"), segments: 0 };
    let directory = list.directory.split_once(':').unwrap_or(("D", "15B"));
    w.segment("UNB", &[&["UNOA", "4"], &[sender], &[recipient], &["200101", "0000"], &[reference]]);
    w.segment("UNG", &[&["PAXLST"], &[sender], &[recipient], &["200101", "0000"], &[reference], &["UN"], &[directory.0, directory.1]]);
    w.segments = 0;
    w.segment("UNH", &[&[&list.message_ref], &["PAXLST", directory.0, directory.1, "UN", "IATA"]]);
    w.segment("BGM", &[&[&list.document], &[&list.document_id], &[&list.function]]);
    if !list.transaction_ref.is_empty() {
        w.segment("RFF", &[&["TN", &list.transaction_ref]]);
    }
    if !list.contact.is_empty() {
        let parts: Vec<&str> = list.contact.iter().map(String::as_str).collect();
        w.segment("NAD", &[&["MS"], &[], &[], &parts]);
    }
    w.numbers(&list.contact_numbers);
    for leg in &list.legs {
        w.segment("TDT", &[&["20"], &[&format!("{}{}", leg.carrier, leg.number)], &[], &[], &[&leg.carrier]]);
        w.some("LOC", "125", &leg.origin);
        w.date("189", leg.departs);
        w.some("LOC", "87", &leg.destination);
        w.date("232", leg.arrives);
    }
    for p in &list.people {
        person(&mut w, p);
    }
    if let Some(n) = list.count {
        w.segment("CNT", &[&[&list.count_kind, &n.to_string()]]);
    }
    let segments = (w.segments + 1).to_string();
    w.segment("UNT", &[&[&segments], &[&list.message_ref]]);
    w.segment("UNE", &[&["1"], &[reference]]);
    w.segment("UNZ", &[&["1"], &[reference]]);
    w.out
}

fn person(w: &mut Writer, p: &Person) {
    w.segment(
        "NAD",
        &[
            &[&p.role],
            &[],
            &[],
            &[&p.surname, &p.given, &p.second],
            &[&p.street],
            &[&p.city],
            &["", "", "", &p.region],
            &[&p.postcode],
            &[&p.country],
        ],
    );
    if !p.gender.is_empty() {
        w.segment("ATT", &[&["2"], &[], &[&p.gender]]);
    }
    w.date("329", p.birth);
    if let Some(n) = p.bags {
        w.segment("MEA", &[&["CT"], &[], &["", &n.to_string()]]);
    }
    if !p.bag_weight.is_empty() {
        w.segment("MEA", &[&["WT"], &[], &["", &p.bag_weight]]);
    }
    if let Some(v) = p.verified {
        w.segment("GEI", &[&["4"], &[if v { "173" } else { "174" }]]);
    }
    for (tag, n) in &p.bag_tags {
        w.segment("FTX", &[&["BAG"], &[], &[], &[tag, &n.to_string()]]);
    }
    w.some("LOC", "22", &p.clearance);
    w.some("LOC", "174", &p.residence);
    w.some("LOC", "178", &p.embarked);
    w.some("LOC", "179", &p.destination);
    if !p.birth_place.is_empty() || !p.birth_country.is_empty() {
        w.segment("LOC", &[&["180"], &[&p.birth_country, "", "", &p.birth_place]]);
    }
    w.numbers(&p.contact_numbers);
    w.some("NAT", "2", &p.nationality);
    for (kind, value) in [("AVF", &p.locator), ("ABO", &p.passenger_ref), ("SEA", &p.seat)]
        .into_iter()
        .chain(p.references.iter().map(|(k, v)| (k.as_str(), v)))
    {
        if !value.is_empty() {
            w.segment("RFF", &[&[kind, value]]);
        }
    }
    for d in &p.documents {
        w.segment("DOC", &[&[&d.kind], &[&d.number]]);
        w.date("36", d.expires);
        w.date("182", d.issued);
        w.some("LOC", "91", &d.issuer);
    }
}
