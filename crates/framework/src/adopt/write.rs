//! Items as text: taken out of one file with the comments that stand directly above them, changed, appended to another.

use std::collections::BTreeMap;
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// The table of an item in a file that lists several.
pub(super) fn find(text: &str, kind: &str, id: &str) -> Option<Table> {
    let document: DocumentMut = text.parse().ok()?;
    let mut table = document.get(kind)?.as_array_of_tables()?.iter().find(|t| t.get("id").and_then(Item::as_str) == Some(id))?.clone();
    let above = table.decor().prefix().and_then(|p| p.as_str()).unwrap_or("").to_owned();
    // What stands above a blank line is about the file and not about the item.
    let own = above.rsplit("\n\n").next().unwrap_or("").trim_start_matches('\n').to_owned();
    table.decor_mut().set_prefix(own);
    table.set_position(None);
    Some(table)
}

/// The text of one item of a kind.
pub(super) fn text(kind: &str, table: Table) -> String {
    let mut list = ArrayOfTables::new();
    list.push(table);
    let mut document = DocumentMut::new();
    document.insert(kind, Item::ArrayOfTables(list));
    document.to_string().trim_start_matches('\n').to_owned()
}

/// `before` with `added` below it, in the line ends that are there.
pub(super) fn appended(before: &str, added: &str) -> String {
    let windows = before.contains("\r\n");
    let mut text = before.to_owned();
    let mut more = added.replace("\r\n", "\n");
    if !before.is_empty() {
        let ends = if before.ends_with('\n') { 1 } else { 2 };
        more.insert_str(0, &"\n".repeat(ends));
    }
    if windows {
        more = more.replace('\n', "\r\n");
    }
    text.push_str(&more);
    text
}

/// Marks an item and everything in it as adopted: another country's practice establishes nothing here.
pub(super) fn mark(item: &mut dyn TableLike, adopted_from: &str, languages: &[String]) {
    let source = item.get("source").map(told).unwrap_or_default();
    let own = matches!(source.as_str(), "" | "unverified" | "default");
    let origin = if own { adopted_from.to_owned() } else { format!("{adopted_from} (there: {source})") };
    let note = item.get("note").and_then(Item::as_str).map_or_else(|| format!("{origin}."), |n| format!("{origin}. {n}"));
    set(item, "source", "unverified");
    set(item, "note", note);
    unmark(item, languages);
}

/// Takes away what holds for the other country alone: sources of parts, marks, names in languages that this country does not have.
fn unmark(item: &mut dyn TableLike, languages: &[String]) {
    item.remove("unverified");
    if item.contains_key("role") {
        item.remove("from");
        item.remove("to");
    }
    if let Some(names) = item.get_mut("names").and_then(Item::as_table_like_mut) {
        let others: Vec<String> = names.iter().map(|(k, _)| k.to_owned()).filter(|k| !languages.contains(k)).collect();
        others.iter().for_each(|k| drop(names.remove(k)));
        if names.is_empty() {
            item.remove("names");
        }
    }
    let keys: Vec<String> = item.iter().map(|(k, _)| k.to_owned()).collect();
    for key in keys {
        match item.get_mut(&key) {
            Some(Item::ArrayOfTables(list)) => list.iter_mut().for_each(|t| part(t, languages)),
            Some(Item::Value(Value::Array(list))) => {
                list.iter_mut().filter_map(Value::as_inline_table_mut).for_each(|t| part(t, languages))
            }
            Some(Item::Value(Value::InlineTable(t))) => part(t, languages),
            _ => {}
        }
    }
}

fn part(t: &mut dyn TableLike, languages: &[String]) {
    if t.contains_key("source") {
        set(t, "source", "unverified");
    }
    unmark(t, languages);
}

fn told(item: &Item) -> String {
    match item {
        Item::Value(Value::String(s)) => s.value().clone(),
        Item::Value(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

/// Sets a text, in place where the key is there.
pub(super) fn set(item: &mut dyn TableLike, key: &str, text: impl Into<String>) {
    let text = text.into();
    match item.get_mut(key) {
        Some(Item::Value(there)) => {
            let decor = there.decor().clone();
            *there = Value::from(text);
            *there.decor_mut() = decor;
        }
        _ => drop(item.insert(key, toml_edit::value(text))),
    }
}

/// Replaces the agency of an office. `false` when nobody does the same work.
pub(super) fn seat(item: &mut dyn TableLike, key: &str, agencies: &BTreeMap<&str, &str>) -> bool {
    let Some(office) = item.get_mut(key).and_then(Item::as_table_like_mut) else { return true };
    let Some(agency) = office.get("agency").and_then(Item::as_str).map(str::to_owned) else { return true };
    match agencies.get(agency.as_str()) {
        Some(ours) => {
            set(office, "agency", *ours);
            true
        }
        None => {
            item.remove(key);
            false
        }
    }
}

/// Replaces the agencies of a list of members; gives those that nobody replaces.
pub(super) fn members(item: &mut dyn TableLike, agencies: &BTreeMap<&str, &str>) -> Vec<String> {
    let Some(list) = item.get_mut("members").and_then(Item::as_array_mut) else { return Vec::new() };
    let agency = |t: &InlineTable| t.get("agency").and_then(Value::as_str).unwrap_or("").to_owned();
    let mut gone = Vec::new();
    list.retain(|v| {
        let Some(t) = v.as_inline_table() else { return true };
        let ours = agencies.contains_key(agency(t).as_str());
        if !ours {
            gone.push(agency(t));
        }
        ours
    });
    for t in list.iter_mut().filter_map(Value::as_inline_table_mut) {
        let theirs = agency(t);
        if let Some(ours) = agencies.get(theirs.as_str()) {
            set(t, "agency", *ours);
        }
    }
    if list.is_empty() {
        item.remove("members");
    }
    gone
}

/// Takes names out of a list of names, and the list when it is empty.
pub(super) fn without(item: &mut dyn TableLike, key: &str, gone: &[String]) {
    let Some(list) = item.get_mut(key).and_then(Item::as_array_mut) else { return };
    list.retain(|v| !v.as_str().is_some_and(|s| gone.iter().any(|g| g == s)));
    if list.is_empty() {
        item.remove(key);
    }
}
