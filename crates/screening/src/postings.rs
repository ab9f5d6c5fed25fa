//! Which names a word stands in, with enough beside each to pass over most without looking at the name.
//!
//! A contradiction costs so much that in a hit nearly always *every* word of the shorter name is answered. So a name longer than
//! the asked one is found through the rarest asked word alone, and a name shorter than the asked one through its own rarest word: its
//! *anchors*, the fewest words that cannot all be unanswered in a hit. The postings of a word have the names it is an anchor of in front.
//!
//! Beside each name stand the classes of its other words, 16 bits each. A class is a number of words that are mostly unlike each other, so that
//! a table by classes tells nearly as much as one by words, and stays in the nearest caches.
//!
//! Rivals: one of 60 marks for the sound of each word, which lets one name in five pass where classes let one in 18 (names of real lists) to 40 pass.

use crate::compare::{Share, Weights};
use crate::name::Kind;
use std::ops::Range;

/// Scores below this cannot be found by anchors. 0..=1.
pub(crate) const LOWEST_ANCHORED: f32 = 0.6;
/// A word left over at this weight or more on both sides is too much at the usual thresholds. A unit of [`Share::left`].
pub(crate) const HEAVY: f32 = 0.65;

/// The *other* words of a name, as seen from one of its words: four classes, [`NO_WORD`] where there are fewer; of more the three most telling
/// and [`LONG`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signs([u16; 4]);

/// The class of no word.
const NO_WORD: u16 = 0;
/// The class that stands for the rest of a longer name.
const LONG: u16 = 1;
/// Classes of words by what they weigh at least when they are left over, in units of 1/[`UNITS`], with the first class of each.
const WEIGHTS: [(u16, u16); 5] = [(2, 0), (0x80, 5), (0x800, 6), (0x2000, 7), (CLASSES, 7)];
/// Classes.
const CLASSES: u16 = 0x8000;
/// Parts of the weight of a whole word.
pub(crate) const UNITS: f32 = 8.0;

/// Words of one class are taken for one another until the name is scored; neighbours in the dictionary are never of one class.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Class(u16);

impl Class {
    #[expect(clippy::cast_possible_truncation, reason = "less than the number of classes")]
    fn of(word: u32, share: Share) -> Self {
        let weight = WEIGHTS[1..4].iter().filter(|(_, units)| share.left * UNITS >= f32::from(*units)).count();
        let (first, end) = (WEIGHTS[weight].0, WEIGHTS[weight + 1].0);
        Self(first + (word % u32::from(end - first)) as u16)
    }
}

/// What an unanswered word of a class weighs. Units.
fn units(class: u16) -> u16 {
    if class <= LONG { 0 } else { WEIGHTS[WEIGHTS.partition_point(|(first, _)| *first <= class) - 1].1 }
}

/// Which asked words the words of each class answer, a bit for each of the first [`BITS`], and above those bits the weight of a word that answers none.
pub(crate) struct Answered(Box<[u16; CLASSES as usize]>);

/// Asked words that have a bit of their own. Words.
pub(crate) const BITS: usize = 7;
/// The bits of asked words.
const ALL: u16 = (1 << BITS) - 1;
/// The bits of four words add up to less than this.
const WEIGHT: u32 = 9;
/// The weight that is told apart from less. Units.
pub(crate) const MOST_OPEN: u16 = 31;

impl Default for Answered {
    fn default() -> Self {
        let mut of_class = Box::new([0; CLASSES as usize]);
        of_class.iter_mut().zip(0..).for_each(|(value, class)| *value = units(class) << WEIGHT);
        of_class[usize::from(LONG)] = ALL;
        Self(of_class)
    }
}

impl Answered {
    pub(crate) fn add(&mut self, class: Class, bit: u16) {
        let value = &mut self.0[usize::from(class.0)];
        *value = (*value & ALL) | bit;
    }

    /// Takes back what was added for a word.
    pub(crate) fn remove(&mut self, class: Class) {
        self.0[usize::from(class.0)] = units(class.0) << WEIGHT;
    }

    /// What any of the other words answers, and what those weigh together that answer none, at most [`MOST_OPEN`].
    pub(crate) fn by(&self, signs: Signs) -> (u16, u16) {
        let [a, b, c, d] = signs.0.map(|class| self.0[usize::from(class & (CLASSES - 1))]);
        ((a | b | c | d) & ALL, (a + b + c + d) >> WEIGHT)
    }

    /// What any of these words answers, and what those weigh together that answer none, at most [`MOST_OPEN`].
    pub(crate) fn by_all(&self, words: impl Iterator<Item = Class>) -> (u16, u16) {
        let values = words.map(|class| self.0[usize::from(class.0)]);
        let (any, open) = values.fold((0, 0), |(any, open), own| (any | (own & ALL), open + (own >> WEIGHT)));
        (any, open.min(MOST_OPEN))
    }

    /// What a word answers.
    pub(crate) fn by_word(&self, class: Class) -> u16 {
        self.0[usize::from(class.0)] & ALL
    }
}

/// The postings of every word, in one array.
#[derive(Default)]
pub(crate) struct Postings {
    starts: Vec<u32>,
    anchored: Vec<u32>,
    classes: Vec<Class>,
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
        let classes: Vec<Class> = (0_u32..).zip(shares).map(|(word, share)| Class::of(word, *share)).collect();
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
                let others = order.iter().filter(|j| *j != i).map(|j| words[*j]);
                signs.iter_mut().zip(others).for_each(|(slot, word)| *slot = classes[word as usize].0);
                if words.len() > signs.len() + 1 {
                    signs[3] = LONG;
                }
                out_signs[row as usize] = Signs(signs);
                out_names[row as usize] = name;
            }
        }
        Self { starts, anchored: front, classes, signs: out_signs, names: out_names }
    }

    /// Where the names stand that hold the word, or only those it is an anchor of.
    pub(crate) fn range(&self, word: u32, whole: bool) -> Range<u32> {
        self.starts[word as usize]..if whole { self.starts[word as usize + 1] } else { self.anchored[word as usize] }
    }

    pub(crate) fn class(&self, word: u32) -> Class {
        self.classes[word as usize]
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
