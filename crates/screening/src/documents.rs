//! Numbers of documents, ships and vehicles against lists: lost and stolen passports, IMO numbers, plates.
//!
//! A number is compared without blanks, dashes and case. Letters and digits that an optical reader takes for one another (O, Q and 0, I and 1, S and 5, B and 8, Z and 2,
//! G and 6) are found too, and told apart from the same number.

use crate::entry::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Shortest number that is compared; fewer characters say nothing. Characters.
pub const MIN_NUMBER_CHARS: usize = 5;

/// A record with a number like the one asked for.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// The record.
    pub entry: Arc<Entry>,
    /// The number as the list writes it.
    pub listed: String,
    /// The same number, not only one that is read alike.
    pub same: bool,
}

/// The numbers of lists, ready to be looked up.
#[derive(Debug, Default)]
pub struct Documents {
    by_number: HashMap<Box<str>, Vec<(Arc<Entry>, u32)>>,
}

/// Letters and digits, in upper case.
fn plain(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect()
}

/// What a reader that mistakes like letters makes of it.
fn misread(plain: &str) -> Box<str> {
    let like = |c| match c {
        'O' | 'Q' => '0',
        'I' => '1',
        'S' => '5',
        'B' => '8',
        'Z' => '2',
        'G' => '6',
        other => other,
    };
    plain.chars().map(like).collect()
}

impl Documents {
    /// Takes in the numbers of all entries; those of fewer than [`MIN_NUMBER_CHARS`] are left out.
    pub fn build<'e>(entries: impl IntoIterator<Item = &'e Arc<Entry>>) -> Self {
        let mut by_number: HashMap<Box<str>, Vec<_>> = HashMap::new();
        for entry in entries {
            for (number, at) in entry.documents.iter().zip(0_u32..) {
                let plain = plain(number);
                if plain.len() >= MIN_NUMBER_CHARS {
                    by_number.entry(misread(&plain)).or_default().push((entry.clone(), at));
                }
            }
        }
        Self { by_number }
    }

    /// Whether a number says enough to be compared: [`MIN_NUMBER_CHARS`] Latin letters and digits.
    pub fn compares(number: &str) -> bool {
        plain(number).len() >= MIN_NUMBER_CHARS
    }

    /// Records with the number, each once, those with the very same first, then in the order of their lists. One look-up, however long the lists are.
    pub fn find(&self, number: &str) -> Vec<Numbered> {
        let asked = plain(number);
        if asked.len() < MIN_NUMBER_CHARS {
            return Vec::new();
        }
        let found = self.by_number.get(&misread(&asked)).map(Vec::as_slice).unwrap_or_default();
        let mut all: Vec<Numbered> = found
            .iter()
            .filter_map(|(entry, at)| Some((entry, entry.documents.get(*at as usize)?)))
            .map(|(entry, listed)| Numbered { entry: entry.clone(), same: plain(listed) == asked, listed: listed.clone() })
            .collect();
        all.sort_by_key(|n| !n.same);
        let mut seen = HashSet::new();
        all.retain(|n| seen.insert(Arc::as_ptr(&n.entry)));
        all
    }

    /// How many different numbers there are.
    pub fn len(&self) -> usize {
        self.by_number.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_number.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::entry::ListedName;
    use proptest::prelude::*;
    use rstest::rstest;

    fn entry(id: &str, documents: &[&str]) -> Arc<Entry> {
        Arc::new(Entry {
            list: "made up".into(),
            id: id.into(),
            kind: Kind::Person,
            names: vec![ListedName { text: "Anna Eriksson".into(), weak: false }],
            born: vec![],
            countries: vec![],
            documents: documents.iter().map(|d| (*d).to_owned()).collect(),
            sex: None,
        })
    }

    #[rstest]
    #[case("L898902C3", "L898902C3", Some(true))]
    #[case("l89 8902-c3", "L898902C3", Some(true))]
    #[case("L8989O2C3", "L898902C3", Some(false))]
    #[case("IMO 9074729", "IMO9074729", Some(true))]
    #[case("L898902C4", "L898902C3", None)]
    #[case("", "L898902C3", None)]
    #[case("1234", "1234", None)]
    #[case("٣٤٥٦٧٨", "345678", None)]
    fn numbers_are_compared_as_documents_show_them(#[case] asked: &str, #[case] listed: &str, #[case] same: Option<bool>) {
        let documents = Documents::build(&[entry("1", &["X0000000", listed])]);
        assert_eq!(documents.find(asked).first().map(|n| n.same), same);
    }

    #[test]
    fn the_very_number_comes_first() {
        let documents = Documents::build(&[entry("1", &["AB1234O"]), entry("2", &["AB1234O", "AB12340", "AB 12340"])]);
        let found: Vec<_> = documents.find("ab12340").into_iter().map(|n| (n.entry.id.clone(), n.same)).collect();
        assert_eq!(found, [("2".to_owned(), true), ("1".to_owned(), false)]);
        assert_eq!(documents.len(), 1);
    }

    proptest! {
        #[test]
        fn every_number_that_is_long_enough_finds_its_record(numbers in proptest::collection::vec("[A-Z0-9]{5,12}", 1..20)) {
            let listed: Vec<&str> = numbers.iter().map(String::as_str).collect();
            let documents = Documents::build(&[entry("1", &listed)]);
            for number in &numbers {
                prop_assert!(documents.find(&number.to_lowercase()).iter().any(|n| n.same && n.listed == *number));
            }
        }

        #[test]
        fn any_text_can_be_asked_for(text in any::<String>()) {
            prop_assert!(Documents::build(&[entry("1", &["L898902C3"])]).find(&text).len() <= 1);
        }
    }
}
