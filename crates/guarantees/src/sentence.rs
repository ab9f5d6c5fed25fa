//! An example in words.

use crate::example::{Example, Value};
use framework::Framework;
use framework::access::Rule;
use std::collections::BTreeMap;

type Attributes = BTreeMap<String, Value>;

fn text<'a>(of: &'a Attributes, name: &str) -> &'a str {
    match of.get(name) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

fn texts<'a>(of: &'a Attributes, name: &str) -> &'a [String] {
    match of.get(name) {
        Some(Value::Texts(texts)) => texts,
        _ => &[],
    }
}

fn number(of: &Attributes, name: &str) -> i64 {
    match of.get(name) {
        Some(Value::Number(number)) => *number,
        _ => 0,
    }
}

/// `DIS (Immigration, KEN)`.
fn agency(f: &Framework, of: &Attributes) -> String {
    let (id, state) = (text(of, "agency"), text(of, "state"));
    f.agencies
        .iter()
        .find(|a| a.id.get_ref() == id)
        .map_or_else(|| format!("agency `{id}` of state `{state}`"), |a| format!("{id} ({}, {state})", a.short))
}

fn place(f: &Framework, id: &str) -> String {
    f.points.iter().find(|p| p.id.get_ref() == id).map_or_else(|| format!("a point `{id}`"), |p| p.name.clone())
}

fn listed(words: &[String]) -> String {
    words.iter().map(|w| w.replace('_', " ")).collect::<Vec<_>>().join(" and ")
}

fn deed(action: &str) -> String {
    match action {
        "see" => "know of".into(),
        "act" => "do a control on".into(),
        "handover" => "hand over".into(),
        "joint" => "join an examination of".into(),
        "remark" => "write a remark on".into(),
        "intake" => "take in".into(),
        other => other.replace('_', " "),
    }
}

fn thing(record: &Attributes) -> String {
    let kind = match text(record, "kind") {
        "stage" => "the control".to_owned(),
        "stage_reason" => "the reason of a control".to_owned(),
        "access_log" => "the access log".to_owned(),
        "statistics" => "figures".to_owned(),
        "framework" => "the framework".to_owned(),
        "" => "a record of no kind".to_owned(),
        kind @ "account" => format!("an {kind}"),
        kind => format!("a {}", kind.replace('_', " ")),
    };
    let silent = if record.get("silent") == Some(&Value::Flag(true)) { " (silent)" } else { "" };
    match text(record, "topic") {
        "" | "general" => format!("{kind}{silent}"),
        "medical" => format!("{kind}{silent} with medical content"),
        topic => format!("{kind}{silent} about {topic}"),
    }
}

/// What of the record is not as plain as can be, and matters to who may know it.
fn marks(example: &Example) -> Vec<String> {
    let (officer, record) = (&example.officer, &example.record);
    let mut marks = Vec::new();
    let zone = texts(record, "states");
    if !text(record, "point").is_empty() && !zone.iter().any(|s| s == text(officer, "state")) {
        marks.push(format!("outside the control zone of {}", text(officer, "state")));
    }
    match text(record, "author") {
        "" => {}
        author if author == text(officer, "id") => marks.push("the officer's own".to_owned()),
        _ => marks.push("written by another officer".to_owned()),
    }
    match text(record, "subject_desk") {
        "" => {}
        desk if desk == text(officer, "desk") => marks.push("for the officer's own desk".to_owned()),
        _ => marks.push("for another desk".to_owned()),
    }
    if number(record, "tlp") != 0 {
        let level = usize::try_from(number(record, "tlp")).ok();
        let name = level.and_then(|l| ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"].get(l).copied());
        marks.push(format!("TLP:{}", name.unwrap_or("out of range")));
    }
    if number(record, "classification") != 0 || number(officer, "clearance") < number(record, "classification") {
        marks.push(format!("classified {} where the officer may read {}", number(record, "classification"), number(officer, "clearance")));
    }
    if !texts(record, "releasable_to").is_empty() {
        marks.push(format!("released to {}", texts(record, "releasable_to").join(", ")));
    }
    marks
}

impl Example {
    /// The example as a sentence that names the framework's agencies and points.
    pub fn sentence(&self, framework: &Framework) -> String {
        let (officer, record) = (&self.officer, &self.record);
        let roles = texts(officer, "roles");
        let who = if roles.is_empty() { "an officer without a role".to_owned() } else { format!("an officer ({})", listed(roles)) };
        let post = match text(officer, "point") {
            "" => "at a national desk".to_owned(),
            point => format!("at {}", place(framework, point)),
        };
        let purpose = match self.purpose.as_str() {
            "" => "without a purpose".to_owned(),
            purpose if texts(officer, "purposes").iter().any(|p| p == purpose) => format!("for the purpose `{purpose}`"),
            purpose => format!("for the purpose `{purpose}`, which is not one of the officer's own"),
        };
        let lies = match text(record, "point") {
            "" => "kept nationally".to_owned(),
            point if point == text(officer, "point") => "at the same point".to_owned(),
            point => format!("at {}", place(framework, point)),
        };
        let marks = marks(self);
        let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join("; ")) };
        format!(
            "{who} of {} {post}, {purpose}, {} {} {} of {}, {lies}{marks}",
            agency(framework, officer),
            if self.allowed { "could" } else { "could not" },
            deed(&self.action),
            thing(record),
            agency(framework, record),
        )
    }

    /// Why: the rules that permit it or forbid it, with their places.
    pub fn because(&self) -> String {
        because(self.allowed, &self.rules)
    }
}

/// Why something is allowed or refused.
pub(crate) fn because(allowed: bool, rules: &[Rule]) -> String {
    let rules = rules.iter().map(|r| format!("`{}`, {}:{}", r.id, r.place.file, r.place.line)).collect::<Vec<_>>().join("; ");
    match (allowed, rules.as_str()) {
        (true, _) => format!("permitted by {rules}"),
        (false, "") => "no rule permits it".to_owned(),
        (false, _) => format!("forbidden by {rules}"),
    }
}
