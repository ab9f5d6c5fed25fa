//! The words like a given word, among all words of the lists.
//!
//! Distinct words are far fewer than names and grow slower, so likeness is worked out word against dictionary, once, and kept. Like words
//! have frames at most one letter apart, and such frames are equal once a letter is left out of one or both (symmetric deletion): a few
//! look-ups give every word that [`likeness`] can call the same, and it decides. Words of a frame are neighbours, and so are their spellings, in
//! the order of their letters: what two neighbours begin with is compared once ([`Comparer`]).
//!
//! Rivals: tries over letters with a row of the edit distance a node visit a fifth of the dictionary (half a millisecond a word among 26,000),
//! and letter signatures scan all of it.

use crate::letters::{Comparer, SAME_WORD, frames_near, likeness, likeness_of_spelling};
use crate::name::Token;
use crate::table::{Table, hash, mix};
use crate::words;
use std::collections::HashMap;
use std::ops::Range;

/// Distinct words, sorted by frames and then by letters; words that differ only in script or role are neighbours.
#[derive(Default)]
pub(crate) struct Dictionary {
    words: Vec<Token>,
    by_letters: HashMap<Box<str>, (u32, u32)>,
    /// Words in the order of their letters.
    alphabet: Vec<u32>,
    by_bare_frame: Table,
    /// Frames by themselves with up to a letter left out, and where the words of each frame start.
    slips: Table,
    frames: Vec<u32>,
    spellings: Spellings,
}

/// Letters and sounds of all words, side by side.
#[derive(Default)]
struct Spellings {
    bytes: Vec<u8>,
    /// Where the letters and the sound of a word start, and the end.
    starts: Vec<(u32, u32)>,
    plain: Vec<Plain>,
}

/// Whether a word can be compared by letters and sounds alone, and with what.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    No,
    Vowels,
    Abjad,
}

impl Plain {
    fn of(t: &Token) -> Self {
        match t {
            t if t.is_initial() || t.is_number() || t.han || t.cut => Self::No,
            Token { abjad: true, .. } => Self::Abjad,
            _ => Self::Vowels,
        }
    }
}

impl Spellings {
    fn of(words: &[Token]) -> Self {
        let mut out = Self { bytes: Vec::new(), starts: Vec::with_capacity(words.len() + 1), plain: words.iter().map(Plain::of).collect() };
        let end = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        for w in words {
            let start = end(&out.bytes);
            out.bytes.extend_from_slice(w.letters.as_bytes());
            out.starts.push((start, end(&out.bytes)));
            out.bytes.extend_from_slice(w.sound.as_bytes());
        }
        out.starts.push((end(&out.bytes), 0));
        out
    }

    fn get(&self, word: usize) -> (&[u8], &[u8]) {
        let ((letters, sound), (end, _)) = (self.starts[word], self.starts[word + 1]);
        (&self.bytes[letters as usize..sound as usize], &self.bytes[sound as usize..end as usize])
    }
}

impl Dictionary {
    /// `words` must be sorted by frames and then by letters.
    pub(crate) fn build(words: Vec<Token>) -> Self {
        let mut by_letters: HashMap<Box<str>, (u32, u32)> = HashMap::with_capacity(words.len());
        let mut bare = Vec::with_capacity(words.len());
        let mut frames: Vec<u32> = Vec::new();
        let mut slips = Vec::new();
        let mut last = None;
        for (w, i) in words.iter().zip(0_u32..) {
            by_letters.entry(w.letters.clone()).or_insert((i, i)).1 = i + 1;
            bare.push((hash(w.bare_frame()), i));
            if last != Some(&w.frame) {
                let frame = u32::try_from(frames.len()).unwrap_or(u32::MAX);
                slips.extend(slips_of(&w.frame).map(|key| (key, frame)));
                frames.push(i);
                last = Some(&w.frame);
            }
        }
        frames.push(u32::try_from(words.len()).unwrap_or(u32::MAX));
        let mut alphabet: Vec<u32> = (0_u32..).take(words.len()).collect();
        alphabet.sort_unstable_by_key(|i| &*words[*i as usize].letters);
        let spellings = Spellings::of(&words);
        Self { by_letters, alphabet, by_bare_frame: Table::build(bare), slips: Table::build(slips), frames, spellings, words }
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
        let mut found: Vec<(u32, f32)> = spelt(&t.letters).map(|id| (id, likeness(t, &self.words[id as usize]))).collect();
        let mut compared = found.len();
        if !t.is_number() && !t.is_initial() {
            // An initial stands for its word.
            let mut others: Vec<u32> = spelt(&t.letters[..1]).chain(words::family_members(&t.letters).flat_map(spelt)).collect();
            if t.cut {
                let from = self.alphabet.partition_point(|w| *self.words[*w as usize].letters < *t.letters);
                others.extend(self.alphabet[from..].iter().take_while(|w| self.words[**w as usize].letters.starts_with(&*t.letters)));
            }
            compared += others.len();
            found.extend(others.into_iter().map(|id| (id, likeness(t, &self.words[id as usize]))));
            compared += self.near_frames(t, &mut found);
        }
        found.retain(|(_, like)| *like >= SAME_WORD);
        // Of what was found twice the likest stays.
        found.sort_unstable_by(|x, y| x.0.cmp(&y.0).then(y.1.total_cmp(&x.1)));
        found.dedup_by_key(|(id, _)| *id);
        (found, compared)
    }

    /// Words with a frame like that of `t`, by their spelling; gives how many were compared.
    fn near_frames(&self, t: &Token, found: &mut Vec<(u32, f32)>) -> usize {
        let mut frames: Vec<u32> = slips_of(&t.frame).flat_map(|key| self.slips.get(key)).collect();
        frames.sort_unstable();
        frames.dedup();
        let plain = Plain::of(t);
        let mut comparer = Comparer::new(t);
        let mut compared = 0;
        for frame in frames {
            let range = self.frames[frame as usize]..self.frames[frame as usize + 1];
            let first = &self.words[range.start as usize];
            if !frames_near(t.frame.as_bytes(), first.frame.as_bytes()) {
                continue;
            }
            compared += range.len();
            for id in range {
                let by_letters = plain != Plain::No && plain == self.spellings.plain[id as usize];
                let like = if by_letters {
                    comparer.likeness(self.spellings.get(id as usize))
                } else {
                    likeness_of_spelling(t, &self.words[id as usize])
                };
                if like >= SAME_WORD {
                    found.push((id, like));
                }
            }
        }
        compared
    }
}

/// Keys of which two frames share one if they are at most a letter apart.
fn slips_of(frame: &str) -> impl Iterator<Item = u64> + '_ {
    let without = |left_out: usize| {
        let rest = frame.bytes().enumerate().filter(|(i, _)| *i != left_out);
        mix(rest.fold(0xCBF2_9CE4_8422_2325_u64, |h, (_, c)| (h ^ u64::from(c)).wrapping_mul(0x0100_0000_01B3)))
    };
    (0..=frame.len()).map(without)
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
            words.sort_by(|x, y| (&x.frame, &x.letters, x.abjad).cmp(&(&y.frame, &y.letters, y.abjad)));
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
