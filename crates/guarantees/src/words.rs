//! The words of one country read as those of another.
//!
//! Two countries' rules speak of different states and agencies, and would differ in everything if `AAA` were not what `BBB` is to the other: the state
//! whose framework it is. So the own state of one is read as the own state of the other, and an agency as the agency of the other's own state that has the
//! same function, where each has exactly one. The reading is a permutation of words: nothing that the rules tell apart falls together, which
//! a one-way renaming could bring about and prove two rules equal that are not.

use cedar_policy::Policy;
use framework::Framework;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A permutation of words, without those that stay.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading(BTreeMap<String, String>);

impl Reading {
    /// How the words of `from` are read in the framework `to`: not at all when they are of the same state.
    pub(crate) fn between(from: &Framework, to: &Framework) -> Self {
        let (a, b) = (from.header.state.get_ref(), to.header.state.get_ref());
        if a == b {
            return Self::default();
        }
        let (here, there) = (sole_owners(from), sole_owners(to));
        let mut pairs = vec![(a.clone(), b.clone())];
        pairs.extend(here.iter().filter_map(|(function, agency)| Some(((*agency).to_owned(), (*there.get(function)?).to_owned()))));
        Self::of(pairs)
    }

    /// The pairs as far as they are one to one, made a permutation: a word that is taken away from where it stood goes where one is missing.
    fn of(pairs: Vec<(String, String)>) -> Self {
        let mut map: BTreeMap<String, String> = BTreeMap::new();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for (from, to) in pairs {
            if !map.contains_key(&from) && taken.insert(to.clone()) {
                map.insert(from, to);
            }
        }
        let starts: Vec<String> = map.keys().filter(|word| !taken.contains(*word)).cloned().collect();
        for start in starts {
            let mut end = &start;
            while let Some(next) = map.get(end) {
                end = next;
            }
            let end = end.clone();
            map.insert(end, start);
        }
        map.retain(|from, to| from != to);
        Self(map)
    }

    /// The words that are read as others.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter()
    }

    /// A policy in the other's words.
    pub(crate) fn read(&self, policy: &Policy) -> Option<Policy> {
        if self.0.is_empty() {
            return Some(policy.clone());
        }
        let mut json = policy.to_json().ok()?;
        self.literals(&mut json);
        Policy::from_json(Some(policy.id().clone()), json).ok()
    }

    /// Literals stand as `{"Value": …}` in Cedar's JSON; names of attributes and annotations do not.
    fn literals(&self, json: &mut Value) {
        match json {
            Value::Object(fields) => {
                for (key, value) in fields {
                    if key == "Value" { self.words(value) } else { self.literals(value) }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.literals(item)),
            _ => {}
        }
    }

    fn words(&self, value: &mut Value) {
        match value {
            Value::String(word) => {
                if let Some(other) = self.0.get(word) {
                    word.clone_from(other);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.words(item)),
            _ => {}
        }
    }
}

/// Functions that one agency of the framework's own state alone has, with it.
fn sole_owners(framework: &Framework) -> BTreeMap<&str, &str> {
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for agency in framework.agencies.iter().filter(|a| a.state.get_ref() == framework.header.state.get_ref()) {
        for function in &agency.functions {
            owners.entry(function.get_ref()).or_default().push(agency.id.get_ref());
        }
    }
    owners.into_iter().filter_map(|(function, agencies)| (agencies.len() == 1).then(|| (function, agencies[0]))).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn reading(pairs: &[(&str, &str)]) -> Reading {
        Reading::of(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect())
    }

    #[test]
    fn a_reading_is_a_permutation_whatever_the_pairs() {
        for pairs in [
            &[("a", "b")][..],
            &[("a", "b"), ("b", "c"), ("x", "a")],
            &[("a", "b"), ("b", "a")],
            &[("a", "b"), ("c", "b"), ("a", "d")],
            &[("a", "a")],
        ] {
            let Reading(map) = reading(pairs);
            let (from, to): (BTreeSet<_>, BTreeSet<_>) = map.iter().unzip();
            assert_eq!(from, to, "{pairs:?} gave {map:?}");
        }
    }

    #[test]
    fn literals_are_read_and_attributes_and_annotations_are_not() {
        let policy = r#"@id("a") permit (principal, action, resource) when { principal.a == "a" || ["a", "b"].contains(resource.b) };"#;
        let read = reading(&[("a", "b")]).read(&Policy::from_str(policy).unwrap()).unwrap().to_string();
        assert!(read.contains(r#"principal["a"] == "b""#) || read.contains(r#"principal.a == "b""#), "{read}");
        assert!(read.contains(r#"["b", "a"]"#) && read.contains(r#"@id("a")"#), "{read}");
    }
}
