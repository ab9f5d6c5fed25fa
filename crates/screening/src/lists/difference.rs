//! What a list says now that it did not say before, record by record.

use crate::entry::Entry;
use std::collections::BTreeMap;

/// A record that says something else than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// As it was.
    pub was: Entry,
    /// As it is.
    pub now: Entry,
    /// What differs, in words: `name added: …`, `birth date removed: …`.
    pub what: Vec<String>,
}

/// Two readings of a list compared by the list's own record numbers; each part in the order of those.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Records that are new.
    pub added: Vec<Entry>,
    /// Records that are gone.
    pub removed: Vec<Entry>,
    /// Records that say something else.
    pub changed: Vec<Changed>,
    /// Records that say the same.
    pub same: usize,
}

impl Difference {
    /// Whether the two say the same.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// Numbers that several records of a list claim, with how many do.
pub fn repeated_ids(entries: &[Entry]) -> Vec<(&str, usize)> {
    let mut counts = BTreeMap::new();
    for e in entries {
        *counts.entry(e.id.as_str()).or_insert(0) += 1;
    }
    counts.into_iter().filter(|(_, n)| *n > 1).collect()
}

/// Compares two readings. Where several records claim one number the last counts: see [`repeated_ids`].
pub fn difference(before: &[Entry], after: &[Entry]) -> Difference {
    let (mut old, new) = (by_id(before), by_id(after));
    let mut out = Difference::default();
    for (id, now) in new {
        match old.remove(id) {
            None => out.added.push(now.clone()),
            Some(was) => {
                let what = changes(was, now);
                if what.is_empty() { out.same += 1 } else { out.changed.push(Changed { was: was.clone(), now: now.clone(), what }) }
            }
        }
    }
    out.removed = old.into_values().cloned().collect();
    out
}

fn by_id(entries: &[Entry]) -> BTreeMap<&str, &Entry> {
    entries.iter().map(|e| (e.id.as_str(), e)).collect()
}

fn changes(was: &Entry, now: &Entry) -> Vec<String> {
    let mut said = Vec::new();
    if was.kind != now.kind {
        said.push(format!("is {} instead of {}", now.kind.word(), was.kind.word()));
    }
    let names =
        |e: &Entry| -> Vec<String> { e.names.iter().map(|n| if n.weak { format!("{} (weak)", n.text) } else { n.text.clone() }).collect() };
    let born = |e: &Entry| -> Vec<String> { e.born.iter().map(ToString::to_string).collect() };
    let sex = |e: &Entry| -> Vec<String> { e.sex.iter().map(|s| s.word().to_owned()).collect() };
    for (what, old, new) in [
        ("name", names(was), names(now)),
        ("birth date", born(was), born(now)),
        ("country", was.countries.clone(), now.countries.clone()),
        ("sex", sex(was), sex(now)),
        ("document", was.documents.clone(), now.documents.clone()),
    ] {
        said.extend(new.iter().filter(|v| !old.contains(v)).map(|v| format!("{what} added: {v}")));
        said.extend(old.iter().filter(|v| !new.contains(v)).map(|v| format!("{what} removed: {v}")));
    }
    let main = |e: &Entry| e.names.first().map(|n| n.text.clone());
    if said.is_empty() && main(was) != main(now) {
        said.push(format!("is listed first as {} instead of {}", main(now).unwrap_or_default(), main(was).unwrap_or_default()));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::{Format, Source, read};
    use proptest::prelude::*;

    fn list(csv: &str) -> Vec<Entry> {
        read(Format::Csv, "made up", Source { main: csv.as_bytes(), alt: None }).entries
    }

    #[test]
    fn records_are_told_apart_by_their_number_and_changes_in_words() {
        let before = list("id,name,aliases,born,document\n1,Anna Eriksson,,1974,P1\n2,Bo Nord,,,\n3,Celia Vask,,,\n");
        let after = list("id,name,aliases,born,document\n3,Celia Vask,,,\n4,Dan Orre,,,\n1,Anna Eriksson,Anna Berg,1974-08-12,\n");
        let found = difference(&before, &after);
        let ids = |entries: &[Entry]| entries.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
        assert_eq!((ids(&found.added), ids(&found.removed), found.same), (vec!["4".to_owned()], vec!["2".to_owned()], 1));
        assert_eq!(
            found.changed[0].what,
            ["name added: Anna Berg", "birth date added: 1974-08-12", "birth date removed: 1974", "document removed: P1"]
        );
    }

    #[test]
    fn a_number_that_two_records_claim_is_told() {
        let entries = list("id,name\n1,Anna Eriksson\n1,Bo Nord\n2,Celia Vask\n");
        assert_eq!(repeated_ids(&entries), [("1", 2)]);
    }

    proptest! {
        #[test]
        fn what_was_added_is_removed_on_the_way_back(before in made_up(), after in made_up()) {
            let (there, back) = (difference(&before, &after), difference(&after, &before));
            prop_assert_eq!(&there.added, &back.removed);
            prop_assert_eq!(&there.removed, &back.added);
            prop_assert_eq!(there.changed.len(), back.changed.len());
            prop_assert_eq!(there.same, back.same);
            prop_assert_eq!(there.is_empty(), before == after);
        }
    }

    /// Lists of one name a record, in the order of their numbers.
    fn made_up() -> impl Strategy<Value = Vec<Entry>> {
        proptest::collection::btree_map(0_u8..6, "[AB] [CD]", 0..5)
            .prop_map(|all| list(&all.iter().fold("id,name\n".to_owned(), |text, (id, name)| format!("{text}{id},{name}\n"))))
    }
}
