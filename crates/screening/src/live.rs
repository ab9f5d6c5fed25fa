//! Lists that change while they are searched.
//!
//! Each list is an index of its own, and a changed list is built beside the one in force; then one pointer is exchanged. A query
//! never waits for a build, and sees a list as it was before or after, never in between. The price: how telling a word is is measured on each
//! list alone, and a query costs a search a list.

use crate::entry::Entry;
use crate::index::{Candidate, Index, MAX_CANDIDATES, Query};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Lists by name, each of which can be replaced while queries run.
#[derive(Default)]
pub struct Live {
    // A poisoned lock guards nothing that could be half written: a list is put in or taken out in one step.
    lists: RwLock<BTreeMap<String, Arc<Index>>>,
}

impl Live {
    /// Puts `entries` in force as the whole of `list`. Costs an [`Index::build`], during which the old list answers.
    pub fn replace(&self, list: &str, entries: Vec<Arc<Entry>>) {
        let index = Arc::new(Index::build(entries));
        let old = self.lists.write().unwrap_or_else(PoisonError::into_inner).insert(list.to_owned(), index);
        // The old list is freed here or by the last query that holds it, not under the lock.
        drop(old);
    }

    /// Takes a list out of force. Whether there was one.
    pub fn remove(&self, list: &str) -> bool {
        let old = self.lists.write().unwrap_or_else(PoisonError::into_inner).remove(list);
        old.is_some()
    }

    /// [`Index::search`] over all lists in force.
    pub fn search(&self, query: &Query, threshold: f32) -> Vec<Candidate> {
        let lists: Vec<Arc<Index>> = self.lists.read().unwrap_or_else(PoisonError::into_inner).values().map(Arc::clone).collect();
        let mut found: Vec<Candidate> = lists.iter().flat_map(|index| index.search(query, threshold)).collect();
        found.sort_by(|x, y| y.score.total_cmp(&x.score).then_with(|| x.entry.id.cmp(&y.entry.id)));
        found.truncate(MAX_CANDIDATES);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, ListedName, Name};

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
            })
        };
        names.iter().map(entry).collect()
    }

    fn found(live: &Live, name: &str) -> Vec<String> {
        let query = Query { name: Name::read(name, Kind::Person), kind: Kind::Person, born: None, nationality: vec![] };
        live.search(&query, crate::LIST_THRESHOLD).into_iter().map(|c| c.entry.id.clone()).collect()
    }

    #[test]
    fn a_list_is_replaced_and_withdrawn_without_the_others() {
        let live = Live::default();
        live.replace("a", list(&["Anna Eriksson"]));
        live.replace("b", list(&["Bo Nordqvist"]));
        live.replace("a", list(&["Wanjiku Kamau"]));
        assert_eq!(found(&live, "Anna Eriksson"), Vec::<String>::new());
        assert_eq!(found(&live, "Wanjiku Kamau"), ["Wanjiku Kamau"]);
        assert!(live.remove("a") && !live.remove("a"));
        assert_eq!(found(&live, "Wanjiku Kamau"), Vec::<String>::new());
        assert_eq!(found(&live, "Bo Nordqvist"), ["Bo Nordqvist"]);
    }

    #[test]
    fn a_query_during_a_replacement_sees_the_list_before_or_after() {
        let live = Live::default();
        live.replace("a", list(&["Anna Eriksson", "Anna Erikson"]));
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| (0..50).for_each(|_| live.replace("a", list(&["Anna Eriksson", "Anna Erikson"]))));
            while !writer.is_finished() {
                assert_eq!(found(&live, "Anna Eriksson"), ["Anna Eriksson", "Anna Erikson"]);
            }
        });
    }
}
