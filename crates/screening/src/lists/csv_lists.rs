//! Lists in comma-separated values: OFAC's headerless tables, the EU journal's, OpenSanctions' simple export, and plain ones.

use super::{Reading, Source};
use crate::entry::{Entry, ListedName, PartialDate};
use crate::evidence::Sex;
use crate::name::Kind;
use std::collections::HashMap;

/// OFAC writes this where a field is empty.
const OFAC_NULL: &str = "-0-";

fn records(bytes: &[u8], header: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(header).flexible(true).trim(csv::Trim::All).from_reader(bytes)
}

/// Text of a record whatever its character set: UTF-8, else Latin-1.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(s) => s.trim().to_owned(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect::<String>().trim().to_owned(),
    }
}

fn strong(text: impl Into<String>) -> ListedName {
    ListedName { text: text.into(), weak: false }
}

/// The number in a remark such as `alt. Passport AB 123456 (Utopia) issued 2001`, without what is said about it.
fn document(remark: &str) -> Option<String> {
    const KINDS: [&str; 3] = ["Passport ", "National ID No. ", "Vessel Registration Identification IMO "];
    let remark = remark.trim().trim_end_matches('.');
    let remark = remark.strip_prefix("alt. ").unwrap_or(remark);
    let rest = KINDS.iter().find_map(|k| remark.strip_prefix(k))?;
    let number = [" (", " issued ", " expires "].iter().fold(rest, |n, end| n.split(end).next().unwrap_or(n)).trim();
    Some(number.to_owned()).filter(|n| !n.is_empty())
}

/// `sdn.csv`: number, name, type, programme, title, call sign, vessel type, tonnage, GRT, flag, owner, remarks (OFAC "SDN data formats").
/// `alt.csv`: number, alternate number, kind of alias, name, remarks.
pub(super) fn ofac(list: &str, source: Source<'_>, out: &mut Reading) {
    const SDN_FIELDS: usize = 12;
    const ALT_FIELDS: usize = 5;
    let mut at: HashMap<String, usize> = HashMap::new();
    let mut row = csv::ByteRecord::new();
    let mut reader = records(source.main, false);
    loop {
        let line = reader.position().line();
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {}
            Err(e) => {
                out.problem("sdn", line, format!("cannot be read: {e}"));
                continue;
            }
        }
        let f: Vec<String> = row.iter().map(text).map(|s| if s == OFAC_NULL { String::new() } else { s }).collect();
        if f.len() == 1 && f[0].trim_matches(['\u{1a}', ' ']).is_empty() {
            continue;
        }
        if f.len() != SDN_FIELDS {
            out.problem("sdn", line, format!("has {} fields; {SDN_FIELDS} were expected", f.len()));
            continue;
        }
        if f[0].parse::<u64>().is_err() {
            out.problem("sdn", line, format!("starts with `{}`; a record number was expected", f[0]));
            continue;
        }
        let kind = match f[2].as_str() {
            "individual" => Kind::Person,
            "vessel" | "aircraft" => Kind::Vessel,
            "" => Kind::Organisation,
            other => {
                out.problem("sdn", line, format!("has the type `{other}`; individual, vessel, aircraft or {OFAC_NULL} was expected"));
                continue;
            }
        };
        let remarks = &f[11];
        let mut names = vec![strong(f[1].clone())];
        names.extend(remarks.split(';').filter_map(|r| {
            let r = r.trim().trim_end_matches('.');
            let alias = r.strip_prefix("a.k.a. ").or_else(|| r.strip_prefix("alt. a.k.a. "))?;
            Some(ListedName { text: alias.trim_matches(['\'', '"', ' ']).to_owned(), weak: true })
        }));
        let born = remarks.split(';').filter_map(|r| {
            let r = r.trim();
            let r = r.strip_prefix("alt. ").unwrap_or(r);
            PartialDate::read(r.strip_prefix("DOB ")?)
        });
        let countries =
            remarks.split(';').filter_map(|r| r.trim().strip_prefix("nationality ")).map(|c| c.trim_end_matches('.').to_ascii_lowercase());
        let documents = remarks.split(';').filter_map(document);
        let entry = Entry {
            list: list.into(),
            id: f[0].clone(),
            kind,
            names,
            born: born.collect(),
            countries: countries.collect(),
            documents: documents.collect(),
            sex: remarks.split(';').find_map(|r| Sex::read(r.trim().trim_end_matches('.').strip_prefix("Gender ")?)),
        };
        if at.insert(f[0].clone(), out.entries.len()).is_some() {
            out.problem("sdn", line, format!("repeats the record number {}", f[0]));
        }
        out.push("sdn", line, entry);
    }
    let Some(alt) = source.alt else { return };
    let mut reader = records(alt, false);
    loop {
        let line = reader.position().line();
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {}
            Err(e) => {
                out.problem("alt", line, format!("cannot be read: {e}"));
                continue;
            }
        }
        let f: Vec<String> = row.iter().map(text).collect();
        if f.len() == 1 && f[0].trim_matches(['\u{1a}', ' ']).is_empty() {
            continue;
        }
        if f.len() != ALT_FIELDS {
            out.problem("alt", line, format!("has {} fields; {ALT_FIELDS} were expected", f.len()));
            continue;
        }
        match at.get(&f[0]).and_then(|i| out.entries.get_mut(*i)) {
            Some(entry) => entry.names.push(strong(f[3].clone())),
            None => out.problem("alt", line, format!("names the record {}, which sdn.csv does not have", f[0])),
        }
    }
}

/// Columns of a CSV with a header line, by lower-case name.
struct Columns(HashMap<String, usize>);

impl Columns {
    fn get<'r>(&self, row: &'r [String], names: &[&str]) -> Option<&'r str> {
        names.iter().find_map(|n| self.0.get(*n)).and_then(|i| row.get(*i)).map(String::as_str).filter(|s| !s.is_empty())
    }
}

/// Columns of which a list of names has one.
const NAMES: &[&str] = &["name", "full_name", "caption"];
/// Columns of which a list of documents has one.
const NUMBERS: &[&str] = &["document", "document_number", "identifiers"];

/// Reads records below a header line that names one of the columns `needed`.
fn with_header(
    bytes: &[u8],
    part: &'static str,
    needed: &[&[&str]],
    out: &mut Reading,
    mut each: impl FnMut(&Columns, &[String], u64, &mut Reading),
) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = records(bytes, true);
    let columns = match reader.byte_headers() {
        Ok(h) => Columns(h.iter().map(text).map(|s| s.to_ascii_lowercase()).zip(0..).collect()),
        Err(e) => {
            out.problem(part, 1, format!("has no header line: {e}"));
            return;
        }
    };
    if !needed.iter().copied().flatten().any(|n| columns.0.contains_key(*n)) {
        let wanted: Vec<String> = needed.iter().filter_map(|all| all.first()).map(|n| format!("`{n}`")).collect();
        out.problem(part, 1, format!("has no column {}; the first line must name the columns", wanted.join(" or ")));
        return;
    }
    let width = columns.0.len();
    let mut row = csv::ByteRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) if row.len() != width => out.problem(part, line, format!("has {} fields; {width} were expected", row.len())),
            Ok(true) => {
                let f: Vec<String> = row.iter().map(text).collect();
                each(&columns, &f, line, out);
            }
            Err(e) => out.problem(part, line, format!("cannot be read: {e}")),
        }
    }
}

fn listed(text: &str, separator: char) -> impl Iterator<Item = String> + '_ {
    text.split(separator).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned)
}

/// The journal's columns `name`, `alias`, `weakAlias`, `previousName`, `birthDate`, `nationality`, `passportNumber` …; aliases are
/// separated by semicolons, another spelling may follow in brackets.
pub(super) fn eu(list: &str, bytes: &[u8], out: &mut Reading) {
    with_header(bytes, "list", &[NAMES], out, |c, row, line, out| {
        let mut names = Vec::new();
        for (column, weak) in [("name", false), ("alias", false), ("weakalias", true), ("previousname", false)] {
            for text in listed(c.get(row, &[column]).unwrap_or(""), ';') {
                let (outside, inside) = match text.split_once('(') {
                    Some((o, i)) => (o.trim().to_owned(), i.trim_end_matches([')', ' ']).to_owned()),
                    None => (text, String::new()),
                };
                names.extend([outside, inside].into_iter().filter(|t| !t.is_empty()).map(|text| ListedName { text, weak }));
            }
        }
        let id = format!("{}#{}", c.get(row, &["celex"]).unwrap_or(""), c.get(row, &["recordid", "id"]).unwrap_or(""));
        let entry = Entry {
            list: list.into(),
            id,
            kind: Kind::from_word(c.get(row, &["schema"]).unwrap_or("Person")),
            names,
            born: listed(c.get(row, &["birthdate"]).unwrap_or(""), ';').filter_map(|d| PartialDate::read(&d)).collect(),
            countries: listed(c.get(row, &["nationality", "country"]).unwrap_or(""), ';').map(|s| s.to_ascii_lowercase()).collect(),
            documents: ["passportnumber", "idnumber", "imonumber"]
                .iter()
                .flat_map(|n| listed(c.get(row, &[*n]).unwrap_or(""), ';').collect::<Vec<_>>())
                .collect(),
            sex: c.get(row, &["gender", "sex"]).and_then(Sex::read),
        };
        out.push("list", line, entry);
    });
}

/// OpenSanctions' simple columns (`id,schema,name,aliases,birth_date,countries,…,identifiers`) and plain CSV with any of
/// `name`/`full_name`, `aliases`, `birth_date`/`date_of_birth`/`born`, `nationality`/`countries`, `document`/`identifiers`, `schema`/`type`, `id`.
pub(super) fn plain(list: &str, bytes: &[u8], out: &mut Reading) {
    with_header(bytes, "list", &[NAMES, NUMBERS], out, |c, row, line, out| {
        let documents: Vec<String> = listed(c.get(row, NUMBERS).unwrap_or(""), ';').collect();
        let mut names: Vec<ListedName> = c.get(row, NAMES).map(strong).into_iter().collect();
        names.extend(listed(c.get(row, &["aliases", "alias"]).unwrap_or(""), ';').map(strong));
        names.extend(listed(c.get(row, &["weak_aliases"]).unwrap_or(""), ';').map(|text| ListedName { text, weak: true }));
        let entry = Entry {
            list: list.into(),
            // A document without a number of its own in the list is called by its own: the next issue may have it on another line.
            id: c
                .get(row, &["id", "record_id", "ref"])
                .map(str::to_owned)
                .or_else(|| documents.first().filter(|_| names.is_empty()).cloned())
                .unwrap_or_else(|| line.to_string()),
            kind: Kind::from_word(c.get(row, &["schema", "type", "kind"]).unwrap_or("Person")),
            names,
            born: listed(c.get(row, &["birth_date", "date_of_birth", "born", "dob"]).unwrap_or(""), ';')
                .filter_map(|d| PartialDate::read(&d))
                .collect(),
            countries: listed(c.get(row, &["nationality", "countries", "country"]).unwrap_or(""), ';')
                .map(|s| s.to_ascii_lowercase())
                .collect(),
            documents,
            sex: c.get(row, &["sex", "gender"]).and_then(Sex::read),
        };
        if entry.names.is_empty() {
            out.push_numbered("list", line, entry);
        } else {
            out.push("list", line, entry);
        }
    });
}
