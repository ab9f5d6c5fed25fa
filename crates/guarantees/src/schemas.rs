//! Whether two schemas speak of the same officers and records, and one schema for both.

use cedar_policy::{Schema, SchemaFragment};
use framework::Framework;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Actions of one schema that the other does not have.
pub(crate) fn only_in(one: &Schema, other: &Schema) -> Vec<String> {
    let words = |schema: &Schema| schema.actions().map(|a| a.id().unescaped().to_owned()).collect::<BTreeSet<String>>();
    words(one).difference(&words(other)).cloned().collect()
}

/// The schema that has the actions of both.
///
/// # Errors
/// Every difference in what officers and records are, or in what an action of both applies to.
pub(crate) fn joined(a: &Framework, b: &Framework) -> Result<Schema, Vec<String>> {
    let (mut one, other) = (fragment(a)?, fragment(b)?);
    let mut differences = Vec::new();
    let spaces: BTreeSet<String> = one.keys().chain(other.keys()).cloned().collect();
    let nothing = Value::Object(Map::new());
    for space in &spaces {
        let (first, second) = (one.get(space).unwrap_or(&nothing), other.get(space).unwrap_or(&nothing));
        for (part, what) in [("entityTypes", "the type"), ("commonTypes", "the type")] {
            differences.extend(unlike(what, &first[part], &second[part], true));
        }
        differences.extend(unlike("the action", &first["actions"], &second["actions"], false));
    }
    if !differences.is_empty() {
        return Err(differences);
    }
    for (space, theirs) in other {
        let ours = one.entry(space).or_insert_with(|| nothing.clone());
        if let (Some(ours), Some(theirs)) = (ours["actions"].as_object_mut(), theirs["actions"].as_object()) {
            for (word, action) in theirs {
                ours.entry(word.clone()).or_insert_with(|| action.clone());
            }
        }
    }
    Schema::from_json_value(Value::Object(one)).map_err(|e| vec![e.to_string()])
}

fn fragment(framework: &Framework) -> Result<Map<String, Value>, Vec<String>> {
    let text = framework.schema.as_ref().map_or("", |s| s.item.as_str());
    let (fragment, _) = SchemaFragment::from_cedarschema_str(text).map_err(|e| vec![e.to_string()])?;
    match fragment.to_json_value().map_err(|e| vec![e.to_string()])? {
        Value::Object(spaces) => Ok(spaces),
        _ => Err(vec!["a schema cannot be written as JSON".into()]),
    }
}

/// Items of a name that are not the same; with `alone`, those too that only one has.
fn unlike(what: &str, one: &Value, other: &Value, alone: bool) -> Vec<String> {
    let nothing = Map::new();
    let (one, other) = (one.as_object().unwrap_or(&nothing), other.as_object().unwrap_or(&nothing));
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| match (one.get(name), other.get(name)) {
            (Some(a), Some(b)) if bare(a) == bare(b) => None,
            (Some(a), Some(b)) => Some(format!("{what} `{name}` has {}", differing(&bare(a), &bare(b)))),
            _ if alone => Some(format!("{what} `{name}` is in one alone")),
            _ => None,
        })
        .collect()
}

/// The attributes that differ, or the whole where there are none.
fn differing(one: &Value, other: &Value) -> String {
    let attributes = |v: &Value| v.pointer("/shape/attributes").and_then(Value::as_object).cloned().unwrap_or_default();
    let (a, b) = (attributes(one), attributes(other));
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).filter(|n| a.get(*n) != b.get(*n)).collect();
    if names.is_empty() {
        return "another shape".to_owned();
    }
    format!("other attributes: {}", names.into_iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", "))
}

/// Without annotations, which mean nothing to an answer.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.iter().filter(|(k, _)| *k != "annotations").map(|(k, v)| (k.clone(), bare(v))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(bare).collect()),
        other => other.clone(),
    }
}
