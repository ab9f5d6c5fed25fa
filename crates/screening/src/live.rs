//! Lists that change while they are searched.
//!
//! Each list is an index of its own, and a changed list is built beside the one in force; then one pointer is exchanged. A query
//! never waits for a build, and sees a list as it was before or after, never in between. The price: how telling a word is is measured on each
//! list alone, and a query costs a search a list.

use crate::documents::Documents;
use crate::entry::Entry;
use crate::index::Index;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// One list, ready to be searched by name and by number.
pub struct Listed {
    /// Its names.
    pub names: Index,
    /// Its numbers.
    pub numbers: Documents,
}

impl Listed {
    /// Reads the names and the numbers of all entries.
    pub fn build(entries: Vec<Arc<Entry>>) -> Self {
        Self { numbers: Documents::build(&entries), names: Index::build(entries) }
    }

    /// Its entries.
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.names.entries
    }
}

/// Lists by name, each of which can be replaced while queries run.
#[derive(Default)]
pub struct Live {
    // A poisoned lock guards nothing that could be half written: a list is put in or taken out in one step.
    lists: RwLock<BTreeMap<String, Arc<Listed>>>,
}

impl Live {
    /// Puts `entries` in force as the whole of `list`, and gives what was in force before. Costs a [`Listed::build`], during which the old list answers.
    pub fn replace(&self, list: &str, entries: Vec<Arc<Entry>>) -> Option<Arc<Listed>> {
        let listed = Arc::new(Listed::build(entries));
        // The old list is freed by whoever holds it last, not under the lock.
        self.lists.write().unwrap_or_else(PoisonError::into_inner).insert(list.to_owned(), listed)
    }

    /// Takes a list out of force, and gives it.
    pub fn remove(&self, list: &str) -> Option<Arc<Listed>> {
        self.lists.write().unwrap_or_else(PoisonError::into_inner).remove(list)
    }

    /// A list in force, as it is now: whoever holds it goes on searching it when it is replaced.
    pub fn get(&self, list: &str) -> Option<Arc<Listed>> {
        self.lists.read().unwrap_or_else(PoisonError::into_inner).get(list).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, ListedName, Name, Query};

    fn list(names: &[&str]) -> Vec<Arc<Entry>> {
        let entry = |name: &&str| {
            Arc::new(Entry {
                list: "made up".into(),
                id: (*name).into(),
                kind: Kind::Person,
                names: vec![ListedName { text: (*name).into(), weak: false }],
                born: vec![],
                countries: vec![],
                documents: vec![],
                sex: None,
            })
        };
        names.iter().map(entry).collect()
    }

    fn found(live: &Live, list: &str, name: &str) -> Vec<String> {
        let query = Query::new(Name::read(name, Kind::Person), Kind::Person);
        let listed = live.get(list).unwrap();
        listed.names.search(&query, crate::LIST_THRESHOLD).into_iter().map(|c| c.entry.id.clone()).collect()
    }

    #[test]
    fn a_list_is_replaced_and_withdrawn_without_the_others() {
        let live = Live::default();
        live.replace("a", list(&["Anna Eriksson"]));
        live.replace("b", list(&["Bo Nordqvist"]));
        let before = live.replace("a", list(&["Wanjiku Kamau"])).unwrap();
        assert_eq!(before.entries()[0].id, "Anna Eriksson");
        assert_eq!(found(&live, "a", "Anna Eriksson"), Vec::<String>::new());
        assert_eq!(found(&live, "a", "Wanjiku Kamau"), ["Wanjiku Kamau"]);
        assert!(live.remove("a").is_some() && live.remove("a").is_none() && live.get("a").is_none());
        assert_eq!(found(&live, "b", "Bo Nordqvist"), ["Bo Nordqvist"]);
    }

    #[test]
    fn a_query_during_a_replacement_sees_the_list_before_or_after() {
        let live = Live::default();
        live.replace("a", list(&["Anna Eriksson", "Anna Erikson"]));
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| (0..50).for_each(|_| drop(live.replace("a", list(&["Anna Eriksson", "Anna Erikson"])))));
            while !writer.is_finished() {
                assert_eq!(found(&live, "a", "Anna Eriksson"), ["Anna Eriksson", "Anna Erikson"]);
            }
        });
    }
}
