//! Sharing rules and guarantees: that they can be used, and that a person can read and cite each.

use super::{Checker, Known};
use crate::codes::Code;
use crate::load::nearest;
use crate::model::*;
use cedar_policy::{PolicySet, Schema, ValidationMode, Validator};
use std::collections::HashMap;
use std::ops::Range;

pub(super) fn check(c: &mut Checker<'_>, f: &Framework, known: &Known<'_>) {
    if f.policies.is_empty() {
        c.say(Code::NoRules, "policies", 0..0, "there are no sharing rules", None);
        return;
    }
    if f.guarantees.is_empty() {
        c.say(Code::NoGuarantees, "guarantees", 0..0, "nothing is guaranteed", None);
    }
    let Some(schema_file) = &f.schema else {
        c.say(
            Code::Policy,
            "policies",
            0..0,
            "there is no schema that the rules are written against",
            Some("add policies/schema.cedarschema".into()),
        );
        return;
    };
    let schema = match Schema::from_cedarschema_str(&schema_file.item) {
        Ok((schema, _)) => schema,
        Err(e) => {
            let message = format!("the schema cannot be read: {}", said(&e));
            c.say(Code::Policy, &schema_file.file, place(&e), message, None);
            return;
        }
    };
    let validator = Validator::new(schema);
    for files in [&f.policies, &f.guarantees] {
        let mut ids = HashMap::new();
        for file in files {
            rules(c, file, &validator, &mut ids);
            names(c, file, f, known);
        }
    }
}

fn rules(c: &mut Checker<'_>, file: &In<String>, validator: &Validator, ids: &mut HashMap<String, String>) {
    let set: PolicySet = match file.item.parse() {
        Ok(set) => set,
        Err(e) => {
            let e: cedar_policy::ParseErrors = e;
            for e in e.iter() {
                c.say(Code::Policy, &file.file, place(e), format!("the rules cannot be read: {}", said(e)), None);
            }
            return;
        }
    };
    let where_is: HashMap<String, Range<usize>> = set
        .policies()
        .map(|p| {
            let text = p.to_cedar().unwrap_or_default();
            let at = file.item.find(text.as_str()).filter(|_| !text.is_empty());
            // The first line is enough to be seen; a whole rule underlined is noise.
            let span = at.map_or(0..0, |at| at..at + text.find('\n').unwrap_or(text.len()));
            (p.id().to_string(), span)
        })
        .collect();
    let span_of = |id: &str| where_is.get(id).cloned().unwrap_or(0..0);
    for rule in set.policies() {
        let span = span_of(rule.id().as_ref());
        match rule.annotation("id") {
            None => c.say(Code::PolicyUnnamed, &file.file, span.clone(), "the rule has no @id", None),
            Some(id) => {
                if let Some(other) = ids.insert(id.to_owned(), file.file.clone()) {
                    let help = (other != file.file).then(|| format!("the other is in {other}"));
                    c.say(Code::DuplicateId, &file.file, span.clone(), format!("the rule `{id}` is written twice"), help);
                }
            }
        }
        if rule.annotation("says").is_none_or(str::is_empty) {
            c.say(Code::RuleUnsaid, &file.file, span, "the rule has no @says", None);
        }
    }
    for e in validator.validate(&set, ValidationMode::Strict).validation_errors() {
        let own = place(e);
        let span = if own.is_empty() { span_of(e.policy_id().as_ref()) } else { own };
        c.say(Code::Policy, &file.file, span, e.to_string(), None);
    }
}

/// Ids that the rules compare with and that the framework does not have.
fn names(c: &mut Checker<'_>, file: &In<String>, f: &Framework, known: &Known<'_>) {
    let mut states: Vec<&str> = known.states.values().copied().collect();
    states.push(f.header.state.get_ref());
    states.extend(f.points.iter().filter_map(|p| Some(p.item.neighbour.as_ref()?.state.get_ref().as_str())));
    states.extend(f.agreements.iter().flat_map(|a| a.item.states.iter().map(|s| s.get_ref().as_str())));
    let agencies: Vec<&str> = known.agencies.keys().copied().collect();
    let points: Vec<&str> = known.points.keys().copied().collect();
    for (attribute, all) in [("agency", &agencies), ("state", &states), ("point", &points)] {
        for (at, found) in file.item.match_indices(&format!(".{attribute} ")) {
            let rest = &file.item[at + found.len()..];
            let Some(literal) = rest.strip_prefix("== \"").or_else(|| rest.strip_prefix("!= \"")).and_then(|r| r.split('"').next()) else {
                continue;
            };
            if !literal.is_empty() && !all.contains(&literal) {
                // The two characters of the comparison, a space and the quotation mark.
                let start = at + found.len() + 4;
                let help = nearest(literal, all.iter().copied()).map(|k| format!("did you mean `{k}`?"));
                let message = format!("there is no {attribute} `{literal}` in this framework");
                c.say(Code::RuleNamesNobody, &file.file, start..start + literal.len(), message, help);
            }
        }
    }
}

fn place(e: &dyn miette::Diagnostic) -> Range<usize> {
    let label = e.labels().and_then(|mut l| l.next());
    label.map_or(0..0, |l| l.offset()..l.offset() + l.len())
}

/// The message with its causes: the outermost alone often says only that something failed.
fn said(e: &dyn miette::Diagnostic) -> String {
    let mut all = vec![e.to_string()];
    let cause = e.source().map(ToString::to_string).filter(|c| *c != all[0]);
    all.extend(cause);
    all.extend(e.help().map(|h| h.to_string()));
    all.join("; ")
}
