//! From segments to lists.

use super::when::Century;
use super::{Document, Leg, MAX_PEOPLE, Moment, PassengerList, Person};
use crate::edifact::{MAX_INTERCHANGE_BYTES, MAX_SEGMENT_BYTES, Segment, Segments, clean};
use crate::problem::Problem;

/// One list that could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The list.
    pub list: PassengerList,
    /// What was odd about it.
    pub warnings: Vec<Problem>,
}

/// One message that could not.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// Its message reference, where there is one.
    pub message_ref: String,
    /// Why.
    pub problem: Problem,
}

/// Everything an interchange held.
#[derive(Debug, Clone, Default)]
pub struct Interchange {
    /// Interchange control reference (UNB 0020).
    pub reference: String,
    /// Who sent it (UNB 0004).
    pub sender: String,
    /// Messages in the order they came.
    pub messages: Vec<Result<Decoded, Rejected>>,
    /// What was odd about the envelopes.
    pub warnings: Vec<Problem>,
}

/// Decodes every message of an interchange. `Err` when there is nothing to decode: empty, too long, not EDIFACT.
pub fn decode(bytes: &[u8]) -> Result<Interchange, Problem> {
    let whole = |code, what: String| Problem { code, segment: 0, tag: String::new(), offset: 0, what };
    if bytes.len() > MAX_INTERCHANGE_BYTES {
        return Err(whole("too-long", format!("the interchange has {} bytes; at most {MAX_INTERCHANGE_BYTES} are read", bytes.len())));
    }
    let text = clean(bytes);
    let mut segments = Segments::new(&text)
        .ok_or_else(|| whole("not-edifact", "there is no UNA, UNB or UNH segment; a UN/EDIFACT interchange was expected".into()))?;
    let mut out = Interchange::default();
    let mut open: Option<Message> = None;
    let (mut groups, mut loose, mut in_group) = (0_u32, 0_u32, 0_u32);
    let mut lost = false;
    while let Some(s) = segments.next() {
        match s.tag {
            "UNB" => {
                out.close(open.take(), Some(&s));
                out.reference = s.get(4, 0).into_owned();
                out.sender = s.get(1, 0).into_owned();
                (groups, loose) = (0, 0);
            }
            "UNG" => {
                out.close(open.take(), Some(&s));
                groups += 1;
                in_group = 0;
            }
            "UNH" => {
                out.close(open.take(), Some(&s));
                loose += 1;
                in_group += 1;
                lost = false;
                open = Some(Message::open(&s));
            }
            "UNT" => match open.take() {
                Some(mut m) => {
                    m.end(&s);
                    out.messages.push(m.finish());
                }
                None if lost => lost = false,
                None => out.warnings.push(s.problem("end-without-start", "a message ends that did not begin with UNH")),
            },
            "UNE" => out.count(&s, in_group, "messages in the group"),
            "UNZ" => {
                out.close(open.take(), Some(&s));
                let counted = if groups > 0 { groups } else { loose };
                out.count(&s, counted, if groups > 0 { "groups in the interchange" } else { "messages in the interchange" });
                let reference = s.get(1, 0);
                if !out.reference.is_empty() && reference != out.reference {
                    out.warnings.push(s.problem(
                        "reference-differs",
                        format!("the interchange ends with the reference `{reference}` and began with `{}`", out.reference),
                    ));
                }
            }
            _ => match open.as_mut() {
                Some(m) => m.take(&s),
                // Footers of mail gateways are not segments.
                None if lost || segments.unterminated || s.tag.len() > 3 || !s.tag.bytes().all(|b| b.is_ascii_uppercase()) => {}
                None => {
                    lost = true;
                    let problem =
                        s.problem("no-start", "the segment stands outside any message: a UNH segment before it is missing or damaged");
                    out.messages.push(Err(Rejected { message_ref: String::new(), problem }));
                }
            },
        }
        if segments.unterminated {
            break;
        }
    }
    out.close(open, None);
    if out.messages.is_empty() {
        return Err(whole("no-message", "the interchange holds no message (no UNH segment)".into()));
    }
    Ok(out)
}

impl Interchange {
    /// A message that nothing ended: cut off.
    fn close(&mut self, open: Option<Message>, at: Option<&Segment<'_>>) {
        let Some(m) = open else { return };
        let what = match at {
            Some(s) => format!("the message is cut off: {} came before its UNT", s.tag),
            None => "the message is cut off: the input ends before its UNT".into(),
        };
        let problem = Problem { what, code: "cut-off", ..m.last };
        self.messages.push(Err(Rejected { message_ref: m.list.message_ref, problem }));
    }

    fn count(&mut self, s: &Segment<'_>, counted: u32, what: &str) {
        let stated = s.get(0, 0);
        if stated.parse::<u32>() != Ok(counted) {
            self.warnings.push(s.problem("count-differs", format!("`{stated}` {what} are stated and {counted} came")));
        }
    }
}

/// Directories the guide has used; another one is decoded with a warning.
fn known_directory(version: &str, release: &str) -> bool {
    let (year, letter) = release.split_at_checked(2).unwrap_or((release, ""));
    let year = year.parse::<u16>().map(|y| if y >= 90 { 1900 + y } else { 2000 + y }).unwrap_or(0);
    (version == "D" && (1996..=2015).contains(&year) && matches!(letter, "A" | "B")) || (version == "001" && release == "000")
}

/// What the segments that follow belong to.
enum Place {
    Header,
    Flight,
    Person,
    Document,
}

/// One place on the way, with the times given for it.
struct Stop {
    place: String,
    role: Role,
    departs: Option<Moment>,
    arrives: Option<Moment>,
}

#[derive(PartialEq, Clone, Copy)]
enum Role {
    Departure,
    Arrival,
    Unsaid,
}

struct Message {
    list: PassengerList,
    warnings: Vec<Problem>,
    place: Place,
    stops: Vec<Stop>,
    segments: u32,
    reference_year: u16,
    rejected: Option<Problem>,
    last: Problem,
}

/// Completes two-digit years before a flight date is known.
const REFERENCE_YEAR: u16 = 2026;

impl Message {
    fn open(s: &Segment<'_>) -> Self {
        let kind = s.get(1, 0);
        let (version, release) = (s.get(1, 1), s.get(1, 2));
        let list = PassengerList {
            message_ref: s.get(0, 0).into_owned(),
            directory: if version.is_empty() { String::new() } else { format!("{version}:{release}") },
            ..PassengerList::default()
        };
        let rejected =
            (kind != "PAXLST").then(|| s.problem("not-a-list", format!("the message is `{kind}`; a passenger list (PAXLST) was expected")));
        let mut warnings = Vec::new();
        if rejected.is_none() && !known_directory(&version, &release) {
            warnings.push(s.problem(
                "unknown-directory",
                format!("the directory `{}` is not one of D:96A to D:15B; the message is read as if it were", list.directory),
            ));
        }
        Self {
            list,
            warnings,
            place: Place::Header,
            stops: Vec::new(),
            segments: 1,
            reference_year: REFERENCE_YEAR,
            rejected,
            last: s.problem("", ""),
        }
    }

    /// Remembers the place, in the memory it already has.
    fn at(&mut self, s: &Segment<'_>) {
        (self.last.segment, self.last.offset) = (s.number, s.offset);
        self.last.tag.clear();
        self.last.tag.push_str(s.tag);
    }

    fn warn(&mut self, s: &Segment<'_>, code: &'static str, what: impl Into<String>) {
        self.warnings.push(s.problem(code, what));
    }

    fn date(&mut self, s: &Segment<'_>, century: Century) -> Option<Moment> {
        // `DTM+136+020131+1030`: the older US form has the parts as elements.
        let (value, format) = if s.get(0, 1).is_empty() {
            (format!("{}{}", s.get(1, 0), s.get(2, 0)), "".into())
        } else {
            (s.get(0, 1).into_owned(), s.get(0, 2))
        };
        match Moment::read(&value, &format, century) {
            Ok(m) => Some(m),
            Err(what) => {
                self.warn(s, "absurd-date", what);
                None
            }
        }
    }

    fn take(&mut self, s: &Segment<'_>) {
        self.segments += 1;
        self.at(s);
        if self.rejected.is_some() {
            return;
        }
        if s.tag.len() + s.get(0, 0).len() > MAX_SEGMENT_BYTES {
            self.rejected = Some(
                s.problem("segment-too-long", format!("the segment is longer than {MAX_SEGMENT_BYTES} bytes; a terminator is missing")),
            );
            return;
        }
        match s.tag {
            "BGM" => {
                self.list.document = s.get(0, 0).into_owned();
                self.list.document_id = s.get(1, 0).into_owned();
                self.list.function = s.get(2, 0).into_owned();
            }
            "NAD" => self.party(s),
            "CTA" => self.list.contact.extend(s.components(1).filter(|c| !c.is_empty()).map(std::borrow::Cow::into_owned)),
            "TDT" => self.transport(s),
            "LOC" => self.location(s),
            "DTM" => self.moment(s),
            "PDT" => self.older_person(s),
            "RFF" => self.reference(s),
            "COM" => self.numbers(s),
            "CNT" => self.control(s),
            "DOC" => self.document(s),
            _ => {
                if let (Place::Person | Place::Document, Some(p)) = (&self.place, self.list.people.last_mut()) {
                    attribute(p, s);
                }
            }
        }
    }

    fn party(&mut self, s: &Segment<'_>) {
        let role = s.get(0, 0);
        // Names stand in C080; some senders put them in the unstructured C058 before it.
        let element = if s.get(3, 0).is_empty() && !s.get(2, 0).is_empty() { 2 } else { 3 };
        let mut names: Vec<String> = s.components(element).map(std::borrow::Cow::into_owned).collect();
        if role == "MS" {
            self.list.contact = names.into_iter().filter(|n| !n.is_empty()).collect();
            return;
        }
        if self.list.people.len() == MAX_PEOPLE {
            self.warn(s, "too-many-people", format!("the list has more than {MAX_PEOPLE} people; the rest was left out"));
        }
        if self.list.people.len() >= MAX_PEOPLE {
            return;
        }
        if let [only] = names.as_slice()
            && let Some((surname, given)) = only.split_once('/')
        {
            names = vec![surname.trim().to_owned(), given.trim().to_owned()];
        }
        names.resize(3.max(names.len()), String::new());
        let region = s.get(6, 3);
        let street: Vec<String> = s.components(4).filter(|c| !c.is_empty()).map(std::borrow::Cow::into_owned).collect();
        let mut names = names.into_iter();
        let mut name = || names.next().unwrap_or_default();
        let person = Person {
            role: role.into_owned(),
            surname: name(),
            given: name(),
            second: name(),
            street: street.join(" "),
            city: s.get(5, 0).into_owned(),
            region: if region.is_empty() { s.get(6, 0).into_owned() } else { region.into_owned() },
            postcode: s.get(7, 0).into_owned(),
            country: s.get(8, 0).into_owned(),
            ..Person::default()
        };
        if person.surname.is_empty() && person.given.is_empty() {
            self.warn(s, "no-name", "the person has no name");
        }
        self.list.people.push(person);
        self.place = Place::Person;
    }

    fn transport(&mut self, s: &Segment<'_>) {
        self.legs_end();
        let sent = s.get(1, 0);
        let (mut carrier, mut number) = (s.get(4, 0).into_owned(), sent.into_owned());
        if let Some(rest) = number.strip_prefix(carrier.as_str()).filter(|r| !carrier.is_empty() && !r.is_empty()) {
            number = rest.to_owned();
        } else if carrier.is_empty() || s.get(0, 0).is_empty() {
            // IATA designators have two characters, ICAO's three letters; the number ends in at most one letter.
            let two =
                number.get(..2).filter(|c| c.bytes().all(|b| b.is_ascii_alphanumeric()) && c.bytes().any(|b| b.is_ascii_alphabetic()));
            let three = number.get(..3).filter(|c| c.bytes().all(|b| b.is_ascii_alphabetic()));
            if let Some(c) = three.or(two).map(str::to_owned) {
                number = number[c.len()..].to_owned();
                carrier = c;
            }
        }
        self.list.legs.push(Leg { carrier, number: number.trim().to_owned(), ..Leg::default() });
        self.place = Place::Flight;
    }

    fn location(&mut self, s: &Segment<'_>) {
        let (role, place) = (s.get(0, 0), s.get(1, 0));
        match self.place {
            Place::Header => {}
            Place::Flight => {
                let role = match &*role {
                    "125" | "5" | "005" => Role::Departure,
                    "87" | "8" | "008" => Role::Arrival,
                    _ => Role::Unsaid,
                };
                self.stops.push(Stop { place: place.into_owned(), role, departs: None, arrives: None });
            }
            Place::Person | Place::Document => {
                let Some(p) = self.list.people.last_mut() else { return };
                match &*role {
                    "22" => p.clearance = place.into_owned(),
                    "174" => p.residence = place.into_owned(),
                    "178" => p.embarked = place.into_owned(),
                    "179" => p.destination = place.into_owned(),
                    "180" => {
                        p.birth_country = place.into_owned();
                        p.birth_place = s
                            .components(1)
                            .skip(3)
                            .filter(|c| !c.is_empty())
                            .map(std::borrow::Cow::into_owned)
                            .collect::<Vec<_>>()
                            .join(" ");
                    }
                    // 163: a state or province (code list 3055); the country stands in a segment of its own.
                    "91" if s.get(1, 1) != "163" || p.documents.last().is_some_and(|d| d.issuer.is_empty()) => {
                        if let (Place::Document, Some(d)) = (&self.place, p.documents.last_mut()) {
                            d.issuer = place.into_owned();
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    fn moment(&mut self, s: &Segment<'_>) {
        let role = s.get(0, 0);
        match (&self.place, &*role) {
            (Place::Flight, "189" | "136" | "133" | "186") => {
                let when = self.date(s, Century::Near(self.reference_year));
                if let Some(m) = when {
                    self.reference_year = m.year;
                }
                if let Some(stop) = self.stops.last_mut() {
                    stop.departs = when;
                } else if let Some(leg) = self.list.legs.last_mut() {
                    leg.departs = when;
                }
            }
            (Place::Flight, "232" | "132" | "178") => {
                let when = self.date(s, Century::Near(self.reference_year));
                if let Some(stop) = self.stops.last_mut() {
                    stop.arrives = when;
                } else if let Some(leg) = self.list.legs.last_mut() {
                    leg.arrives = when;
                }
            }
            (Place::Person | Place::Document, "329") => {
                let when = self.date(s, Century::Past(self.reference_year));
                if let Some(p) = self.list.people.last_mut() {
                    p.birth = when;
                }
            }
            (Place::Document, "36" | "182") => {
                let when = self.date(s, Century::Near(self.reference_year));
                if let Some(d) = self.list.people.last_mut().and_then(|p| p.documents.last_mut()) {
                    if role == "36" {
                        d.expires = when;
                    } else {
                        d.issued = when;
                    }
                }
            }
            _ => {}
        }
    }

    /// The stops of one TDT become its legs: a departure opens one, an arrival closes it.
    fn legs_end(&mut self) {
        let stops = std::mem::take(&mut self.stops);
        let Some(base) = self.list.legs.pop() else { return };
        let mut legs: Vec<Leg> = Vec::new();
        let mut open: Option<Leg> = None;
        let fresh = || Leg { carrier: base.carrier.clone(), number: base.number.clone(), ..Leg::default() };
        let mut before: Option<String> = None;
        for s in stops {
            let unsaid = s.role == Role::Unsaid && s.departs.is_none() && s.arrives.is_none();
            let arrives = s.arrives.is_some() || (s.departs.is_none() && (s.role == Role::Arrival || (unsaid && open.is_some())));
            let departs = s.departs.is_some() || (s.arrives.is_none() && (s.role == Role::Departure || (unsaid && open.is_none())));
            if arrives {
                let mut leg = open.take().unwrap_or_else(|| Leg { origin: before.clone().unwrap_or_default(), ..fresh() });
                leg.destination.clone_from(&s.place);
                leg.arrives = s.arrives;
                legs.push(leg);
            }
            if departs {
                legs.extend(open.take());
                open = Some(Leg { origin: s.place.clone(), departs: s.departs, ..fresh() });
            }
            before = Some(s.place);
        }
        legs.extend(open);
        if legs.is_empty() {
            legs.push(base);
        }
        self.list.legs.append(&mut legs);
    }

    fn reference(&mut self, s: &Segment<'_>) {
        let (kind, value) = (s.get(0, 0), s.get(0, 1).into_owned());
        match (&self.place, self.list.people.last_mut()) {
            (Place::Person | Place::Document, Some(p)) => match &*kind {
                "AVF" => p.locator = value,
                "ABO" => p.passenger_ref = value,
                "SEA" => p.seat = value,
                _ => {
                    p.references.insert(kind.into_owned(), value);
                }
            },
            _ if kind == "TN" => self.list.transaction_ref = value,
            _ => {}
        }
    }

    fn numbers(&mut self, s: &Segment<'_>) {
        let into = match (&self.place, self.list.people.last_mut()) {
            (Place::Person | Place::Document, Some(p)) => &mut p.contact_numbers,
            _ => &mut self.list.contact_numbers,
        };
        into.extend((0..s.len()).map(|i| (s.get(i, 0).into_owned(), s.get(i, 1).into_owned())).filter(|(n, _)| !n.is_empty()));
    }

    fn control(&mut self, s: &Segment<'_>) {
        let value = if s.get(0, 1).is_empty() { s.get(1, 0) } else { s.get(0, 1) };
        self.list.count_kind = s.get(0, 0).into_owned();
        match value.parse() {
            Ok(n) => self.list.count = Some(n),
            Err(_) => self.warn(s, "count-unreadable", format!("`{value}` is not a number of people")),
        }
    }

    fn document(&mut self, s: &Segment<'_>) {
        let Some(p) = self.list.people.last_mut() else { return };
        p.documents.push(Document { kind: s.get(0, 0).into_owned(), number: s.get(1, 0).into_owned(), ..Document::default() });
        self.place = Place::Document;
    }

    /// `PDT+P/182345345:990909:US+MANGUS:SIMON:P:590429:M+PAX+NZAKL:USLAX`.
    fn older_person(&mut self, s: &Segment<'_>) {
        if self.list.people.len() >= MAX_PEOPLE {
            return;
        }
        let document = s.get(0, 0);
        let (kind, number) = document.split_once('/').unwrap_or(("", &document));
        let mut date = |value: &str, century| match Moment::read(value, "101", century) {
            Ok(m) => Some(m),
            Err(_) if value.is_empty() => None,
            Err(what) => {
                self.warnings.push(s.problem("absurd-date", what));
                None
            }
        };
        let expires = date(&s.get(0, 1), Century::Near(self.reference_year));
        let birth = date(&s.get(1, 3), Century::Past(self.reference_year));
        let person = Person {
            role: if s.get(2, 0) == "CRW" { "FM".into() } else { "FL".into() },
            surname: s.get(1, 0).into_owned(),
            given: s.get(1, 1).into_owned(),
            second: s.get(1, 2).into_owned(),
            birth,
            gender: s.get(1, 4).into_owned(),
            embarked: s.get(3, 0).into_owned(),
            destination: s.get(3, 1).into_owned(),
            documents: vec![Document { kind: kind.into(), number: number.into(), issuer: s.get(0, 2).into_owned(), expires, issued: None }],
            ..Person::default()
        };
        self.list.people.push(person);
        self.place = Place::Person;
    }

    fn end(&mut self, s: &Segment<'_>) {
        self.segments += 1;
        self.at(s);
        if self.rejected.is_some() {
            return;
        }
        let stated = s.get(0, 0);
        if stated.parse::<u32>() != Ok(self.segments) {
            self.warn(s, "count-differs", format!("`{stated}` segments are stated and {} came", self.segments));
        }
        let reference = s.get(1, 0);
        if reference != self.list.message_ref {
            let what = format!("the message ends with the reference `{reference}` and began with `{}`", self.list.message_ref);
            self.warn(s, "reference-differs", what);
        }
    }

    fn finish(mut self) -> Result<Decoded, Rejected> {
        self.legs_end_at_last();
        if let Some(problem) = self.rejected {
            return Err(Rejected { message_ref: self.list.message_ref, problem });
        }
        for p in &mut self.list.people {
            p.documents.retain(|d| !(d.kind.is_empty() && d.number.is_empty()));
        }
        if self.list.legs.is_empty() && self.list.people.is_empty() {
            let problem =
                Problem { code: "empty-list", what: "the message has neither a flight (TDT) nor a person (NAD)".into(), ..self.last };
            return Err(Rejected { message_ref: self.list.message_ref, problem });
        }
        Ok(Decoded { list: self.list, warnings: self.warnings })
    }

    fn legs_end_at_last(&mut self) {
        if !self.stops.is_empty() {
            self.legs_end();
        }
    }
}

/// Segments that only say something about a person.
fn attribute(p: &mut Person, s: &Segment<'_>) {
    let (kind, value) = (s.get(0, 0), s.get(2, 0));
    match s.tag {
        // `M*M*M`: elements may be repeated in syntax version 4.
        "ATT" if kind == "2" => p.gender = value.split('*').next().unwrap_or("").to_owned(),
        "NAT" => p.nationality = s.get(1, 0).into_owned(),
        "MEA" if kind == "CT" => p.bags = s.get(2, 1).parse().ok(),
        "MEA" if kind == "WT" => p.bag_weight = s.get(2, 1).into_owned(),
        "GEI" => {
            p.verified = match &*s.get(1, 0) {
                "173" => Some(true),
                "174" => Some(false),
                _ => p.verified,
            }
        }
        "FTX" if kind == "BAG" => {
            let tag = s.get(3, 0);
            // Some systems write the word for an absent tag.
            if !tag.is_empty() && tag != "NULL" {
                p.bag_tags.push((tag.into_owned(), s.get(3, 1).parse().unwrap_or(1)));
            }
        }
        _ => {}
    }
}
