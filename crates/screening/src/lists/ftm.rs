//! FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes them (`entities.ftm.json`), also wrapped in the operations of
//! a delta file (`{"op": "ADD", "entity": {…}}`; `DEL` lines are left to the caller's difference).

use super::Reading;
use crate::entry::{Entry, ListedName, PartialDate};
use crate::evidence::Sex;
use crate::name::Kind;
use serde_json::Value;

/// Schemata that can be met at a border; ownership links, addresses and positions cannot.
const BEARERS: &[&str] = &["Person", "Organization", "Company", "LegalEntity", "PublicBody", "Vessel", "Airplane", "Vehicle"];

fn strings<'a>(properties: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    properties.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

pub(super) fn read(list: &str, bytes: &[u8], out: &mut Reading) {
    for (line, number) in bytes.split(|b| *b == b'\n').zip(1_u64..) {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let value: Value = match serde_json::from_slice(line) {
            Ok(v) => v,
            Err(e) => {
                out.problem("list", number, format!("is not a JSON object: {e}"));
                continue;
            }
        };
        if value.get("op").and_then(Value::as_str) == Some("DEL") {
            continue;
        }
        let entity = value.get("entity").unwrap_or(&value);
        let (Some(id), Some(schema)) = (entity.get("id").and_then(Value::as_str), entity.get("schema").and_then(Value::as_str)) else {
            out.problem("list", number, "has no `id` or no `schema`");
            continue;
        };
        if !BEARERS.contains(&schema) {
            continue;
        }
        let Some(properties) = entity.get("properties") else {
            out.problem("list", number, format!("`{id}` has no `properties`"));
            continue;
        };
        let mut names: Vec<ListedName> = ["name", "alias", "previousName"]
            .iter()
            .flat_map(|k| strings(properties, k))
            .map(|t| ListedName { text: t.to_owned(), weak: false })
            .collect();
        names.extend(strings(properties, "weakAlias").map(|t| ListedName { text: t.to_owned(), weak: true }));
        if names.is_empty() {
            names.extend(entity.get("caption").and_then(Value::as_str).map(|t| ListedName { text: t.to_owned(), weak: false }));
        }
        let entry = Entry {
            list: list.into(),
            id: id.into(),
            kind: Kind::from_word(if schema == "Airplane" { "aircraft" } else { schema }),
            names,
            born: strings(properties, "birthDate").filter_map(PartialDate::read).collect(),
            countries: ["nationality", "citizenship", "country"]
                .iter()
                .flat_map(|k| strings(properties, k))
                .map(str::to_ascii_lowercase)
                .collect(),
            documents: ["passportNumber", "idNumber", "imoNumber", "mmsi"]
                .iter()
                .flat_map(|k| strings(properties, k))
                .map(str::to_owned)
                .collect(),
            sex: strings(properties, "gender").find_map(Sex::read),
        };
        out.push("list", number, entry);
    }
}
