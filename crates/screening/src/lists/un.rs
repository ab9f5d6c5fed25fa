//! The UN Security Council consolidated list (`sc-sanctions.xsd`): `INDIVIDUAL` and `ENTITY` elements with up to four name parts, the name in its
//! original script, aliases with a quality, and birth dates that are exact, approximate or between two years.

use super::Reading;
use crate::entry::{Entry, ListedName, PartialDate};
use crate::evidence::Sex;
use crate::name::Kind;
use quick_xml::Reader;
use quick_xml::events::Event;

#[derive(Default)]
struct Record {
    kind: Kind,
    id: String,
    parts: [String; 4],
    names: Vec<ListedName>,
    alias: String,
    quality: String,
    born: Vec<PartialDate>,
    countries: Vec<String>,
    documents: Vec<String>,
    sex: Option<Sex>,
}

impl Record {
    fn field(&mut self, path: &[String], text: &str) {
        let tag = path.last().map_or("", String::as_str);
        let above = path.len().checked_sub(2).and_then(|i| path.get(i)).map_or("", String::as_str);
        match (above, tag) {
            (_, "GENDER") => self.sex = Sex::read(text),
            (_, "REFERENCE_NUMBER") => self.id = text.into(),
            (_, "FIRST_NAME") => self.parts[0] = text.into(),
            (_, "SECOND_NAME") => self.parts[1] = text.into(),
            (_, "THIRD_NAME") => self.parts[2] = text.into(),
            (_, "FOURTH_NAME") => self.parts[3] = text.into(),
            (_, "NAME_ORIGINAL_SCRIPT") => {
                self.names.extend(text.split([';', ',']).map(|t| ListedName { text: t.trim().into(), weak: false }))
            }
            (_, "ALIAS_NAME") => self.alias = text.into(),
            (_, "QUALITY") => self.quality = text.into(),
            ("NATIONALITY", "VALUE") => self.countries.push(text.to_ascii_lowercase()),
            ("INDIVIDUAL_DATE_OF_BIRTH", "DATE" | "YEAR" | "FROM_YEAR" | "TO_YEAR") => self.born.extend(PartialDate::read(text)),
            ("INDIVIDUAL_DOCUMENT", "NUMBER") => self.documents.push(text.into()),
            _ => {}
        }
    }

    fn alias_ends(&mut self) {
        let weak = self.quality.eq_ignore_ascii_case("low");
        let alias = std::mem::take(&mut self.alias);
        self.names.extend(alias.split(';').map(str::trim).filter(|t| !t.is_empty()).map(|t| ListedName { text: t.into(), weak }));
        self.quality.clear();
    }

    fn finish(mut self, list: &str) -> Entry {
        let main = self.parts.iter().filter(|p| !p.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
        self.names.insert(0, ListedName { text: main, weak: false });
        Entry {
            list: list.into(),
            id: self.id,
            kind: self.kind,
            names: self.names,
            born: self.born,
            countries: self.countries,
            documents: self.documents,
            sex: self.sex,
        }
    }
}

pub(super) fn read(list: &str, bytes: &[u8], out: &mut Reading) {
    let mut reader = Reader::from_reader(bytes);
    reader.config_mut().trim_text(true);
    let mut path: Vec<String> = Vec::new();
    let mut record: Option<Record> = None;
    let mut text = String::new();
    let mut count = 0_u64;
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => {
                let tag = e.local_name().as_ref().to_owned();
                if matches!(tag.as_str(), "INDIVIDUAL" | "ENTITY") {
                    count += 1;
                    let kind = if tag == "ENTITY" { Kind::Organisation } else { Kind::Person };
                    record = Some(Record { kind, ..Record::default() });
                }
                text.clear();
                path.push(tag);
            }
            Ok(Event::Text(t)) => text.push_str(&t),
            Ok(Event::GeneralRef(r)) => {
                let name = r.as_ref().to_owned();
                match quick_xml::escape::resolve_xml_entity(&name) {
                    Some(c) => text.push_str(c),
                    None => text.push(r.resolve_char_ref().ok().flatten().unwrap_or(' ')),
                }
            }
            Ok(Event::CData(c)) => text.push_str(&c),
            Ok(Event::End(_)) => {
                if let Some(r) = record.as_mut() {
                    let value = text.trim();
                    if !value.is_empty() {
                        r.field(&path, value);
                    }
                    if path.last().is_some_and(|t| t.ends_with("_ALIAS")) {
                        r.alias_ends();
                    }
                }
                text.clear();
                let tag = path.pop();
                if matches!(tag.as_deref(), Some("INDIVIDUAL" | "ENTITY"))
                    && let Some(r) = record.take()
                {
                    out.push("list", count, r.finish(list));
                }
            }
            Ok(Event::Eof) => {
                if record.is_some() || !path.is_empty() {
                    out.problem("list", count, "ends inside an element; the file is cut off");
                }
                break;
            }
            Ok(_) => {}
            Err(e) => {
                out.problem("list", count, format!("is not well-formed at byte {}: {e}", reader.error_position()));
                break;
            }
        }
    }
    if count == 0 {
        out.problem("list", 0, "has no INDIVIDUAL and no ENTITY element; the UN consolidated list was expected");
    }
}
