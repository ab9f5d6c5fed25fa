//! Which names a word stands in, with enough beside each to pass over most without looking at the name.
//!
//! A contradiction costs so much that in a hit nearly always *every* word of the shorter name is answered. So a name longer than
//! the asked one is found through the rarest asked word alone, and a name shorter than the asked one through its own rarest word: its
//! *anchors*, the fewest words that cannot all be unanswered in a hit. The postings of a word have the names it is an anchor of in front.

use crate::compare::{Share, Weights};
use crate::name::{Kind, Token};

/// Scores below this cannot be found by anchors. 0..=1.
pub(crate) const LOWEST_ANCHORED: f32 = 0.6;
/// Words left over at this weight or more are marked in a posting. A unit of [`Share::left`].
pub(crate) const MARKED: f32 = 0.65;
/// One name, as seen from one of its words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Posting {
    /// The marks of its *other* words.
    pub(crate) marks: u64,
    pub(crate) name: u32,
    /// Its length in words.
    pub(crate) words: u8,
    /// How many other words are marked.
    pub(crate) others: u8,
    pub(crate) kind: Kind,
}

/// The other words of the name beside a posting, [`NO_WORD`] where there are fewer; a longer name must be looked up.
pub(crate) type Rest = [u32; 4];

/// No word.
pub(crate) const NO_WORD: u32 = u32::MAX;

/// Postings with the rest of their names.
#[derive(Clone, Copy)]
pub(crate) struct Stretch<'a> {
    rows: &'a [Posting],
    rest: &'a [Rest],
}

impl<'a> Stretch<'a> {
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'a Posting, &'a Rest)> {
        self.rows.iter().zip(self.rest)
    }
}

/// Every mark.
pub(crate) const ALL_MARKS: u64 = (1 << 60) - 1;

/// One of 60 marks, so that words that are alike mostly have the same: the first letter of the frame and the class of the last.
pub(crate) fn mark(t: &Token) -> u64 {
    let frame = t.frame.as_bytes();
    let first = match frame.first() {
        Some(b'a' | b'y' | b'w') | None => 0,
        Some(b'b') => 1,
        Some(b'f') => 2,
        Some(b'm') => 3,
        Some(b'n') => 4,
        Some(b't') => 5,
        Some(b'l') => 6,
        Some(b'r') => 7,
        Some(b'k') => 8,
        Some(b'j') => 9,
        Some(b's') => 10,
        Some(_) => 11,
    };
    let last = match frame.last() {
        Some(b'm' | b'n') => 0,
        Some(b'l' | b'r') => 1,
        Some(b't') => 2,
        Some(b'k' | b's' | b'j' | b'c' | b'x') => 3,
        _ => 4,
    };
    1 << (first * 5 + last)
}

/// The postings of every word, in one array.
#[derive(Default)]
pub(crate) struct Postings {
    starts: Vec<u32>,
    anchored: Vec<u32>,
    rows: Vec<Posting>,
    rest: Vec<Rest>,
}

impl Postings {
    /// `names` gives the words and the kind of each name.
    pub(crate) fn build(shares: &[Share], marks: &[u64], bearers: &[u32], names: &[(&[u32], Kind)]) -> Self {
        let mut starts = vec![0_u32; shares.len() + 1];
        for w in names.iter().flat_map(|(words, _)| *words) {
            starts[*w as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        // Anchors are filled in from the front of a word's stretch, the rest from the back.
        let mut front: Vec<u32> = starts[..shares.len()].to_vec();
        let mut back: Vec<u32> = starts[1..].to_vec();
        let mut rows = vec![Posting { marks: 0, name: 0, words: 0, others: 0, kind: Kind::Person }; starts[shares.len()] as usize];
        let mut rest = vec![[NO_WORD; 4]; rows.len()];
        let mut order: Vec<usize> = Vec::new();
        for ((words, kind), name) in names.iter().zip(0_u32..) {
            order.clear();
            order.extend(0..words.len());
            let of = |i: &usize| words[*i] as usize;
            order.sort_unstable_by_key(|i| (shares[of(i)].left < MARKED, bearers[of(i)], *i));
            let anchors = anchors(&order, |i| shares[words[i] as usize], &Weights::of(*kind));
            let marked = |i: usize| shares[words[i] as usize].left >= MARKED;
            let all = (0..words.len()).filter(|i| marked(*i)).count();
            for (at, i) in order.iter().enumerate() {
                let marks = (0..words.len()).filter(|j| j != i && marked(*j)).fold(0, |m, j| m | marks[words[j] as usize]);
                let word = words[*i] as usize;
                let row = if at < anchors {
                    front[word] += 1;
                    front[word] - 1
                } else {
                    back[word] -= 1;
                    back[word]
                };
                rows[row as usize] =
                    Posting { marks, name, words: count(words.len()), others: count(all - usize::from(marked(*i))), kind: *kind };
                let others = (0..words.len()).filter(|j| j != i).map(|j| words[j]);
                rest[row as usize].iter_mut().zip(others).for_each(|(slot, word)| *slot = word);
            }
        }
        Self { starts, anchored: front, rows, rest }
    }

    /// Names the word is an anchor of.
    pub(crate) fn anchored(&self, word: u32) -> Stretch<'_> {
        self.stretch(self.starts[word as usize], self.anchored[word as usize])
    }

    /// Names that hold the word.
    pub(crate) fn all(&self, word: u32) -> Stretch<'_> {
        self.stretch(self.starts[word as usize], self.starts[word as usize + 1])
    }

    fn stretch(&self, from: u32, to: u32) -> Stretch<'_> {
        let range = from as usize..to as usize;
        Stretch { rows: &self.rows[range.clone()], rest: &self.rest[range] }
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

#[expect(clippy::cast_possible_truncation, reason = "a name has at most 24 words")]
fn count(words: usize) -> u8 {
    words as u8
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
