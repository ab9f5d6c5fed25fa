//! The words like a given word, among all words of the lists.
//!
//! Distinct words are far fewer than names and grow slower, so likeness is worked out word against dictionary, once, and kept. Like words
//! have frames at most one letter apart, and such frames are equal once a letter is left out of one or both (symmetric deletion): a few
//! look-ups give every word that [`likeness`] can call the same, and it decides.
//!
//! Rivals: tries over letters with a row of the edit distance a node visit a fifth of the dictionary (half a millisecond a word among 26,000),
//! and letter signatures scan all of it.

use crate::letters::{SAME_WORD, likeness, likeness_of_spelling};
use crate::name::Token;
use crate::table::{Table, hash};
use crate::words;
use std::collections::HashMap;
use std::ops::Range;

/// Distinct words, sorted by letters; words that differ only in script or role are neighbours.
#[derive(Default)]
pub(crate) struct Dictionary {
    words: Vec<Token>,
    by_letters: HashMap<Box<str>, (u32, u32)>,
    by_bare_frame: Table,
    /// Frames by themselves with up to a letter left out, and the words of each frame.
    slips: Table,
    of_frame: Vec<Vec<u32>>,
}

impl Dictionary {
    /// `words` must be sorted by letters.
    pub(crate) fn build(words: Vec<Token>) -> Self {
        let mut by_letters: HashMap<Box<str>, (u32, u32)> = HashMap::with_capacity(words.len());
        let mut bare = Vec::with_capacity(words.len());
        let mut frames: HashMap<&str, u32> = HashMap::new();
        let mut of_frame: Vec<Vec<u32>> = Vec::new();
        let mut slips = Vec::new();
        for (w, i) in words.iter().zip(0_u32..) {
            by_letters.entry(w.letters.clone()).or_insert((i, i)).1 = i + 1;
            bare.push((hash(w.bare_frame()), i));
            if w.is_initial() || w.is_number() {
                continue;
            }
            let next = u32::try_from(of_frame.len()).unwrap_or(u32::MAX);
            let frame = *frames.entry(&w.frame).or_insert(next);
            if frame == next {
                of_frame.push(Vec::new());
                slips.extend(slips_of(&w.frame).map(|key| (key, frame)));
            }
            of_frame[frame as usize].push(i);
        }
        drop(frames);
        Self { by_letters, by_bare_frame: Table::build(bare), slips: Table::build(slips), of_frame, words }
    }

    pub(crate) fn words(&self) -> &[Token] {
        &self.words
    }

    /// The words of exactly these letters.
    pub(crate) fn spelt(&self, letters: &str) -> Range<usize> {
        self.by_letters.get(letters).map_or(0..0, |(from, to)| *from as usize..*to as usize)
    }

    /// Words whose frame is that of `t` but for a vowel in front, and now and then another.
    pub(crate) fn framed_like(&self, t: &Token) -> impl Iterator<Item = u32> + '_ {
        self.by_bare_frame.get(hash(t.bare_frame()))
    }

    /// Every word whose likeness with `t` is [`SAME_WORD`] or more, with it; of an initial only the words of one letter. And how many words were compared.
    pub(crate) fn near(&self, t: &Token) -> (Vec<(u32, f32)>, usize) {
        let spelt = |letters: &str| self.spelt(letters).map(|i| u32::try_from(i).unwrap_or(u32::MAX));
        let mut ids: Vec<u32> = spelt(&t.letters).collect();
        let mut family: Vec<u32> = Vec::new();
        if !t.is_number() && !t.is_initial() {
            // An initial stands for its word.
            ids.extend(spelt(&t.letters[..1]));
            family.extend(words::family_members(&t.letters).flat_map(spelt));
            let mut frames: Vec<u32> = slips_of(&t.frame).flat_map(|key| self.slips.get(key)).collect();
            frames.sort_unstable();
            frames.dedup();
            ids.extend(frames.into_iter().flat_map(|f| &self.of_frame[f as usize]));
            if t.cut {
                let from = self.words.partition_point(|w| *w.letters < *t.letters);
                let longer = self.words[from..].iter().take_while(|w| w.letters.starts_with(&*t.letters)).count();
                ids.extend((from..from + longer).map(|i| u32::try_from(i).unwrap_or(u32::MAX)));
            }
        }
        let of = |id: &u32| &self.words[*id as usize];
        ids.retain(|id| !family.contains(id));
        let compared = ids.len() + family.len();
        let spelling = ids.iter().map(|id| (*id, likeness_of_spelling(t, of(id))));
        let mut found: Vec<(u32, f32)> =
            spelling.chain(family.iter().map(|id| (*id, likeness(t, of(id))))).filter(|(_, l)| *l >= SAME_WORD).collect();
        found.sort_unstable_by_key(|(id, _)| *id);
        found.dedup_by_key(|(id, _)| *id);
        (found, compared)
    }
}

/// Keys of which two frames share one if and only if they are at most a letter apart.
fn slips_of(frame: &str) -> impl Iterator<Item = u64> + '_ {
    // A frame is ASCII, so every place is the start of a letter.
    let without = |i: usize| {
        let mut rest = frame.to_owned();
        rest.remove(i);
        hash(rest.as_str())
    };
    std::iter::once(hash(frame)).chain((0..frame.len()).map(without))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Name};
    use proptest::prelude::*;

    fn token(text: &str) -> Token {
        Name::read(text, Kind::Person).tokens.swap_remove(0)
    }

    proptest! {
        #[test]
        fn every_like_word_is_near(listed in proptest::collection::vec("[aeioumnrstkhldy]{1,9}|[محمدعليسنورى]{2,7}|[0-9]{1,3}", 1..200), asked in "[aeioumnrstkhldy]{1,9}|[محمدعليسنورى]{2,7}") {
            let mut words: Vec<Token> = listed.iter().chain([&asked]).map(|t| token(t)).collect();
            words.sort_by(|x, y| (&x.letters, x.abjad).cmp(&(&y.letters, y.abjad)));
            words.dedup();
            let asked = token(&asked);
            let dictionary = Dictionary::build(words);
            let expected: Vec<(u32, f32)> = dictionary
                .words()
                .iter()
                .zip(0_u32..)
                .filter(|(w, _)| !asked.is_initial() || w.is_initial())
                .map(|(w, i)| (i, likeness(&asked, w)))
                .filter(|(_, l)| *l >= SAME_WORD)
                .collect();
            prop_assert_eq!(dictionary.near(&asked).0, expected);
        }
    }
}
