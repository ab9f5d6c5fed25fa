//! What an index has found out about a word that was asked for: names of travellers repeat, and this is most of the work.

use crate::compare::{self, SHORTEST_JOINED};
use crate::index::{Index, joined_key};
use crate::name::Token;
use crate::search::Work;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Words that are remembered. Words.
pub const MAX_REMEMBERED: usize = 200_000;

/// By words that write their vowels, words that do not, and words of characters.
pub(crate) type Memory = [RwLock<HashMap<Box<str>, Arc<Known>>>; 3];

/// One asked word among the listed ones.
pub(crate) struct Known {
    /// Dictionary words that may be meant by it, with how alike they are.
    pub(crate) near: Vec<(u32, f32)>,
    /// Names that hold those.
    pub(crate) names: usize,
    /// Names in which neighbouring words written together are this word, with the places of those.
    pub(crate) in_runs: Vec<(u32, u64)>,
}

impl Index {
    pub(crate) fn known(&self, t: &Token, work: &mut Work) -> Arc<Known> {
        if t.cut {
            return Arc::new(self.find_out(t, work));
        }
        let memory = &self.memory[if t.han { 2 } else { usize::from(t.abjad) }];
        // A poisoned lock guards nothing that could be half written: words are put in whole.
        if let Some(known) = memory.read().unwrap_or_else(PoisonError::into_inner).get(&t.letters) {
            return Arc::clone(known);
        }
        let known = Arc::new(self.find_out(t, work));
        let mut memory = memory.write().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= MAX_REMEMBERED {
            memory.clear();
        }
        memory.insert(t.letters.clone(), Arc::clone(&known));
        known
    }

    fn find_out(&self, t: &Token, work: &mut Work) -> Known {
        let (near, compared) = self.dictionary.near(t);
        work.new_words += 1;
        work.compared += compared;
        Known { names: near.iter().map(|(w, _)| self.postings.count(*w)).sum(), in_runs: self.in_runs(t), near }
    }

    fn in_runs(&self, t: &Token) -> Vec<(u32, u64)> {
        let letters = t.letters.len();
        if letters < SHORTEST_JOINED {
            return Vec::new();
        }
        let mut names: Vec<u32> = (letters - 2..=letters + 2).flat_map(|n| self.joined.get(joined_key(t, n))).collect();
        names.sort_unstable();
        names.dedup();
        let places = |name: u32| {
            let tokens = self.tokens_of(&self.names[name as usize]);
            let mut places = 0;
            for len in 2..=compare::MAX_RUN {
                for (i, run) in tokens.windows(len).enumerate() {
                    let fits = run.iter().map(|r| r.letters.len()).sum::<usize>().abs_diff(letters) <= 2;
                    if fits && compare::joined_likeness(run, &Token::joined(run), t).is_some() {
                        places |= ((1 << len) - 1) << i;
                    }
                }
            }
            (name, places)
        };
        names.into_iter().map(places).filter(|(_, places)| *places != 0).collect()
    }
}
