//! Which names a word stands in, with enough beside each to pass over most without looking at the name.
//!
//! A contradiction costs so much that in a hit nearly always *every* word of the shorter name is answered. So a name longer than
//! the asked one is found through the rarest asked word alone, and a name shorter than the asked one through its own rarest word: its
//! *anchors*, the fewest words that cannot all be unanswered in a hit. The postings of a word have the names it is an anchor of in front.

use crate::compare::{Share, Weights};
use crate::name::Kind;
use std::ops::Range;

/// Scores below this cannot be found by anchors. 0..=1.
pub(crate) const LOWEST_ANCHORED: f32 = 0.6;
/// A word left over at this weight or more on both sides is too much at the usual thresholds. A unit of [`Share::left`].
pub(crate) const HEAVY: f32 = 0.65;

/// The *other* words of a name, as seen from one of its words: four classes, [`NO_WORD`] where there are fewer and four times [`LONG`] where
/// there are more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signs([u16; 4]);

/// The class of no word.
const NO_WORD: u16 = 0;
/// The class that stands for all words of a longer name.
const LONG: u16 = 1;
/// Classes of light words, then those of heavy ones.
const LIGHT: std::ops::Range<u16> = 2..258;
/// Classes.
const CLASSES: usize = 1 << 16;

/// Words of one class are taken for one another until the name is looked at; neighbours in the dictionary are never of one class.
#[expect(clippy::cast_possible_truncation, reason = "less than the number of classes")]
fn class(word: u32, share: Share) -> u16 {
    let (first, end) = if share.left < HEAVY { (u32::from(LIGHT.start), u32::from(LIGHT.end)) } else { (u32::from(LIGHT.end), CLASSES as u32) };
    (first + word % (end - first)) as u16
}

/// Which asked words the words of each class answer: a bit for each of the first seven, and [`ANSWERED`].
pub(crate) struct Answered(Box<[u8; CLASSES]>);

/// The word answers an asked word, or is none that must.
const ANSWERED: u8 = 0x80;
/// Asked words that have a bit of their own. Words.
pub(crate) const BITS: usize = 7;

impl Default for Answered {
    fn default() -> Self {
        let mut of_class = Box::new([0; CLASSES]);
        of_class[usize::from(NO_WORD)] = ANSWERED;
        of_class[usize::from(LONG)] = u8::MAX;
        of_class[usize::from(LIGHT.start)..usize::from(LIGHT.end)].fill(ANSWERED);
        Self(of_class)
    }
}

impl Answered {
    pub(crate) fn add(&mut self, word: u32, share: Share, bits: u8) {
        self.0[usize::from(class(word, share))] |= bits | ANSWERED;
    }

    /// Takes back what was added for a word.
    pub(crate) fn remove(&mut self, word: u32, share: Share) {
        self.0[usize::from(class(word, share))] = if share.left < HEAVY { ANSWERED } else { 0 };
    }

    /// What any of the other words answers, and how many of them must be answered and are not.
    pub(crate) fn by(&self, signs: Signs) -> (u8, u8) {
        let [a, b, c, d] = signs.0.map(|class| self.0[usize::from(class)]);
        (a | b | c | d, 4 - (a >> 7) - (b >> 7) - (c >> 7) - (d >> 7))
    }

    /// What any of these words answers, and how many of them must be answered and are not.
    pub(crate) fn by_all(&self, words: &[u32], shares: &[Share]) -> (u8, u8) {
        words.iter().map(|w| self.by_word(*w, shares[*w as usize])).fold((0, 0), |(any, open), own| (any | own, open + 1 - (own >> 7)))
    }

    /// What a word answers.
    pub(crate) fn by_word(&self, word: u32, share: Share) -> u8 {
        self.0[usize::from(class(word, share))]
    }
}

impl Signs {
    /// There are more words than are told.
    pub(crate) fn is_long(self) -> bool {
        self.0[0] == LONG
    }
}

/// The postings of every word, in one array.
#[derive(Default)]
pub(crate) struct Postings {
    starts: Vec<u32>,
    anchored: Vec<u32>,
    signs: Vec<Signs>,
    names: Vec<u32>,
}

impl Postings {
    /// `names` gives the words and the kind of each name.
    pub(crate) fn build<'a>(shares: &[Share], bearers: &[u32], names: impl Iterator<Item = (&'a [u32], Kind)>) -> Self {
        let mut starts = vec![0_u32; shares.len() + 1];
        for (start, i) in (0..bearers.len()).zip(1..) {
            starts[i] = starts[start] + bearers[start];
        }
        // Anchors are filled in from the front of a word's stretch, the rest from the back.
        let mut front: Vec<u32> = starts[..shares.len()].to_vec();
        let mut back: Vec<u32> = starts[1..].to_vec();
        let total = starts[shares.len()] as usize;
        let mut out_signs = vec![Signs([NO_WORD; 4]); total];
        let mut out_names = vec![0_u32; total];
        let mut order: Vec<usize> = Vec::new();
        for ((words, kind), name) in names.zip(0_u32..) {
            order.clear();
            order.extend(0..words.len());
            let of = |i: &usize| words[*i] as usize;
            order.sort_unstable_by_key(|i| (shares[of(i)].left < HEAVY, bearers[of(i)], *i));
            let anchors = anchors(&order, |i| shares[words[i] as usize], &Weights::of(kind));
            for (at, i) in order.iter().enumerate() {
                let word = words[*i] as usize;
                let row = if at < anchors {
                    front[word] += 1;
                    front[word] - 1
                } else {
                    back[word] -= 1;
                    back[word]
                };
                let mut signs = [NO_WORD; 4];
                if words.len() > signs.len() + 1 {
                    signs = [LONG; 4];
                } else {
                    let others = order.iter().filter(|j| *j != i).map(|j| words[*j]);
                    signs.iter_mut().zip(others).for_each(|(slot, word)| *slot = class(word, shares[word as usize]));
                }
                out_signs[row as usize] = Signs(signs);
                out_names[row as usize] = name;
            }
        }
        Self { starts, anchored: front, signs: out_signs, names: out_names }
    }

    /// Where the names stand that hold the word, or only those it is an anchor of.
    pub(crate) fn range(&self, word: u32, whole: bool) -> Range<u32> {
        self.starts[word as usize]..if whole { self.starts[word as usize + 1] } else { self.anchored[word as usize] }
    }

    /// The names there and the rest of their words.
    pub(crate) fn rows(&self, range: Range<u32>) -> impl Iterator<Item = (&Signs, &u32)> {
        let range = range.start as usize..range.end as usize;
        self.signs[range.clone()].iter().zip(&self.names[range])
    }

    /// Names that hold the word.
    pub(crate) fn names(&self, word: u32) -> &[u32] {
        let range = self.range(word, true);
        &self.names[range.start as usize..range.end as usize]
    }

    /// Brings the rows of all ranges near the processor and counts them: waits for memory overlap here, and would not in a walk that decides
    /// on each row.
    pub(crate) fn fetch(&self, ranges: impl Iterator<Item = Range<u32>>) -> usize {
        /// Rows in a line of the caches.
        const LINE: usize = 64 / size_of::<Signs>();
        let (mut sum, mut rows) = (0, 0);
        for range in ranges {
            let signs = &self.signs[range.start as usize..range.end as usize];
            rows += signs.len();
            sum = signs.iter().step_by(LINE).fold(sum, |sum, s| sum ^ s.0[0]);
        }
        std::hint::black_box(sum);
        rows
    }

    /// How many names hold the word.
    pub(crate) fn count(&self, word: u32) -> usize {
        (self.starts[word as usize + 1] - self.starts[word as usize]) as usize
    }
}

/// How many words of `order` cannot all be unanswered in a hit of [`LOWEST_ANCHORED`].
fn anchors(order: &[usize], share: impl Fn(usize) -> Share, weights: &Weights) -> usize {
    let affordable = affordable(LOWEST_ANCHORED);
    let mut answered: f32 = order.iter().map(|i| best_pair(share(*i))).sum();
    let mut left = 0.0;
    for (n, i) in order.iter().enumerate() {
        left += share(*i).left;
        answered -= best_pair(share(*i));
        if weights.contradiction * left > affordable * answered + SLACK {
            return n + 1;
        }
    }
    order.len()
}

/// What rounding may add to a sum of weights.
pub(crate) const SLACK: f32 = 1e-3;

/// What a word adds to a match at best: the other side weighs at most 1.
pub(crate) fn best_pair(share: Share) -> f32 {
    f32::midpoint(share.paired, 1.0)
}

/// The loss that a match of 1 can bear and still score `score`.
pub(crate) fn affordable(score: f32) -> f32 {
    if score <= 0.0 { f32::INFINITY } else { (1.0 - score) / score }
}
