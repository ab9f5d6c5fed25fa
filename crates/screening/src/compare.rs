//! How alike two names are, and why.
//!
//! Words are paired so that the likest go together, in any order; two words of one side may answer one word of the other
//! (`Abdul Rahman`, `Abdulrahman`). What is left over on *one* side is a missing middle name and costs little; what is left over on *both*
//! sides is a contradiction and costs much: that asymmetry is what separates a shortened name from a relative.
//!
//! Not a trained model: five numbers in [`Weights`], fitted by cross-validation on labelled pairs (see `docs/screening.md`), so that an officer
//! can be told what counted.

use crate::letters::{SAME_WORD, likeness};
use crate::name::{Kind, Name, Token};
use crate::words::{self, Role};

/// The score at and above which two names are taken for one, without any list to set it by.
pub const DEFAULT_THRESHOLD: f32 = 0.70;

/// What counts how much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Words left over on both sides, for each unit of weight.
    pub contradiction: f32,
    /// Words left over on one side only.
    pub extra: f32,
    /// Unlikeness inside a pair of words.
    pub slip: f32,
}

impl Weights {
    /// The fitted numbers for a kind of name.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Person => Self { contradiction: 2.4, extra: 0.25, slip: 1.0 },
            Kind::Organisation => Self { contradiction: 1.6, extra: 0.6, slip: 1.6 },
            Kind::Vessel => Self { contradiction: 2.0, extra: 0.7, slip: 1.4 },
        }
    }
}

/// One pair of words and how alike they are.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Part {
    /// The word or words of the name that was asked for.
    pub asked: String,
    /// The word or words of the listed name.
    pub listed: String,
    /// 0..=1.
    pub likeness: f32,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, serde::Serialize, Default)]
pub struct Comparison {
    /// 0..=1.
    pub score: f32,
    /// Words that answer each other.
    pub parts: Vec<Part>,
    /// Words of the asked name without an answer.
    pub only_asked: Vec<String>,
    /// Words of the listed name without an answer.
    pub only_listed: Vec<String>,
}

/// Compares two names with the built-in measure of how common a word is.
///
/// ```
/// use screening::{compare, Kind, Name};
/// let asked = Name::read("ALISHERUSMANOV", Kind::Person);
/// let listed = Name::read("Alisher Usmanov", Kind::Person);
/// assert!(compare(&asked, &listed, Kind::Person).score > 0.9);
/// ```
pub fn compare(asked: &Name, listed: &Name, kind: Kind) -> Comparison {
    compare_with(asked, listed, &Weights::of(kind), &built_in_rarity)
}

/// How telling a word is when no list is there to measure by: 0.75 for the commonest names, 1 for the rest.
pub fn built_in_rarity(t: &Token) -> f32 {
    words::rarity(&t.letters)
}

/// Compares two names with given weights and a measure of how telling a word is (0..=1).
pub fn compare_with(asked: &Name, listed: &Name, weights: &Weights, rarity: &dyn Fn(&Token) -> f32) -> Comparison {
    let a: Vec<&Token> = asked.tokens.iter().collect();
    let b: Vec<&Token> = listed.tokens.iter().collect();
    let judged = judge(&a, &b, weights, rarity);
    describe(&a, &b, &judged)
}

/// A score and the pairs of words behind it; [`describe`] turns it into words where somebody will read them.
pub(crate) struct Judged {
    pub(crate) score: f32,
    pub(crate) pairs: Vec<Pair>,
}

/// What a word weighs when it is paired and when it is left over, and whether pairing it makes a hit thinkable at all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Share {
    pub(crate) paired: f32,
    pub(crate) left: f32,
    pub(crate) counts: bool,
    /// One syllable of the kind that some languages make names of.
    pub(crate) syllable: bool,
}

impl Share {
    pub(crate) fn of(t: &Token, telling: f32) -> Self {
        let length = match t.letters.len() {
            1 => 0.35,
            2 => 0.75,
            _ => 1.0,
        };
        let paired = t.role.weight() * length * telling;
        // A wrong initial contradicts nearly as much as a wrong name.
        let left = if t.is_initial() && t.role == Role::Name { 0.7 } else { paired };
        let counts = matches!(t.role, Role::Name | Role::Generic) && !t.is_initial();
        Self { paired, left, counts, syllable: words::is_syllable(&t.letters) }
    }
}

/// The score and the pairs behind it, every word compared with every other.
pub(crate) fn judge(a: &[&Token], b: &[&Token], weights: &Weights, rarity: &dyn Fn(&Token) -> f32) -> Judged {
    let sa: Vec<Share> = a.iter().map(|t| Share::of(t, rarity(t))).collect();
    let sb: Vec<Share> = b.iter().map(|t| Share::of(t, rarity(t))).collect();
    let mut pairs = Vec::with_capacity(a.len() * b.len());
    for (i, ta) in a.iter().enumerate() {
        for (j, tb) in b.iter().enumerate() {
            let like = likeness(ta, tb);
            if like >= SAME_WORD {
                pairs.push(Pair::single(i, j, like, &sa, &sb));
            }
        }
    }
    all_runs((a, &sa), (b, &sb), &mut pairs);
    let score = settle(&sa, &sb, &mut pairs, weights);
    Judged { score: or_together((a, &sa), (b, &sb), score, &mut pairs), pairs }
}

/// The better of `score` and what the names are like when all words are written together; `pairs` becomes the pair of the whole names then.
pub(crate) fn or_together((a, sa): (&[&Token], &[Share]), (b, sb): (&[&Token], &[Share]), score: f32, pairs: &mut Vec<Pair>) -> f32 {
    let counts = |shares: &[Share]| shares.iter().any(|s| s.counts);
    match written_together(a, b) {
        Some(likeness) if likeness > score && counts(sa) && counts(sb) => {
            *pairs = vec![Pair { a: 0, len_a: place(a.len()), b: 0, len_b: place(b.len()), likeness, order: 0.0 }];
            likeness
        }
        _ => score,
    }
}

/// Shorter names say too little when their blanks are not trusted. Letters.
const SHORTEST_TOGETHER: usize = 6;
/// Shorter names become others when two letters change places. Letters.
const SHORTEST_SWAPPED: usize = 8;

/// How alike names are of which the letters are the same but for the blanks between them and for two neighbours that changed places.
fn written_together(a: &[&Token], b: &[&Token]) -> Option<f32> {
    let letters = |tokens: &[&Token]| tokens.iter().map(|t| t.letters.len()).sum::<usize>();
    let length = letters(a);
    if length < SHORTEST_TOGETHER || length != letters(b) || a.len().max(b.len()) < 2 {
        return None;
    }
    let mut differ =
        a.iter().flat_map(|t| t.letters.bytes()).zip(b.iter().flat_map(|t| t.letters.bytes())).enumerate().filter(|(_, (x, y))| x != y);
    match (differ.next(), differ.next(), differ.next()) {
        (None, ..) => Some(0.95),
        (Some((i, (x, y))), Some((j, (v, w))), None) if j == i + 1 && x == w && y == v && length >= SHORTEST_SWAPPED => Some(0.92),
        _ => None,
    }
}

/// A key that names of the same letters share, whatever their order; `None` of names too short to be compared so.
pub(crate) fn letters_key(tokens: &[&Token]) -> Option<u64> {
    let letters = || tokens.iter().flat_map(|t| t.letters.bytes());
    (letters().count() >= SHORTEST_TOGETHER).then(|| {
        letters().fold(0_u64, |sum, b| {
            sum.wrapping_add((u64::from(b) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xBF58_476D_1CE4_E5B9))
        })
    })
}

/// Pairs words greedily, likest and weightiest first, and scores what came of it. `pairs` holds every thinkable pair before and the chosen
/// ones after.
pub(crate) fn settle(a: &[Share], b: &[Share], pairs: &mut Vec<Pair>, weights: &Weights) -> f32 {
    pairs.sort_unstable_by(|x, y| y.order.total_cmp(&x.order).then_with(|| x.place().cmp(&y.place())));
    let (mut used_a, mut used_b) = (0_u64, 0_u64);
    let (mut matched, mut slipped) = (0.0, 0.0);
    let mut words_matched = 0;
    pairs.retain(|p| {
        let (ma, mb) = (p.mask_a(), p.mask_b());
        if used_a & ma != 0 || used_b & mb != 0 {
            return false;
        }
        used_a |= ma;
        used_b |= mb;
        let w = (sum(&a[p.range_a()]) + sum(&b[p.range_b()])) / 2.0;
        matched += w * p.likeness;
        slipped += w * slip(p.likeness);
        if a[p.range_a()].iter().any(|s| s.counts) && b[p.range_b()].iter().any(|s| s.counts) {
            words_matched += p.len_a.max(p.len_b);
        }
        true
    });
    if words_matched == 0 {
        return 0.0;
    }
    let (ua, ub) = (left_over(a, used_a), left_over(b, used_b));
    let syllables = a.iter().chain(b).all(|s| s.syllable || !s.counts);
    let (slip, extra) = if syllables { (SYLLABLES * weights.slip, SYLLABLES * weights.extra) } else { (weights.slip, weights.extra) };
    let loss = slip * slipped + weights.contradiction * ua.min(ub) + extra * (ua - ub).abs();
    let score = (matched / (matched + loss)).clamp(0.0, 1.0);
    // One word in common is a namesake, not the name.
    if words_matched == 1 && ua.max(ub) >= 0.5 { score * ONE_WORD } else { score }
}

/// What unlikeness counts inside a pair: the more, the less alike the words are. Slips of the pen leave most words more than
/// [`DOUBTFUL`] alike; below, it is mostly another word.
pub(crate) fn slip(likeness: f32) -> f32 {
    (1.0 - likeness) * (1.0 + STEEPNESS * (DOUBTFUL - likeness).max(0.0))
}

/// Below this likeness two words are more likely two than one. 0..=1.
const DOUBTFUL: f32 = 0.85;
/// How fast the cost of unlikeness grows below [`DOUBTFUL`].
const STEEPNESS: f32 = 12.0;
/// In names of single syllables on both sides each is a part of a word, not a word: none is a middle name that may be missing, and a letter
/// makes another one.
const SYLLABLES: f32 = 1.8;

/// What is left of a score when only one word of several agrees.
pub(crate) const ONE_WORD: f32 = 0.85;

fn sum(shares: &[Share]) -> f32 {
    shares.iter().map(|s| s.paired).sum()
}

fn left_over(shares: &[Share], used: u64) -> f32 {
    shares.iter().enumerate().filter(|(i, _)| used & (1 << i) == 0).map(|(_, s)| s.left).sum()
}

/// The words behind a score.
pub(crate) fn describe(a: &[&Token], b: &[&Token], judged: &Judged) -> Comparison {
    let mut free_a = vec![true; a.len()];
    let mut free_b = vec![true; b.len()];
    let mut parts = Vec::new();
    for p in &judged.pairs {
        let (ra, rb) = (p.range_a(), p.range_b());
        free_a[ra.clone()].fill(false);
        free_b[rb.clone()].fill(false);
        parts.push(Part { asked: join(&a[ra]), listed: join(&b[rb]), likeness: p.likeness });
    }
    let rest =
        |tokens: &[&Token], free: &[bool]| tokens.iter().zip(free).filter(|(_, free)| **free).map(|(t, _)| t.shown.to_string()).collect();
    Comparison { score: judged.score, parts, only_asked: rest(a, &free_a), only_listed: rest(b, &free_b) }
}

fn join(tokens: &[&Token]) -> String {
    tokens.iter().map(|t| &*t.shown).collect::<Vec<_>>().join(" ")
}

/// Words that may answer each other: one and one, or a run of one side and one word of the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    a: u8,
    len_a: u8,
    b: u8,
    len_b: u8,
    likeness: f32,
    order: f32,
}

impl Pair {
    /// Word `i` of `a` answers word `j` of `b`.
    pub(crate) fn single(i: usize, j: usize, likeness: f32, a: &[Share], b: &[Share]) -> Self {
        let nearness = 0.01 * (1.0 - (i as f32 / a.len() as f32 - j as f32 / b.len() as f32).abs());
        let order = likeness * likeness * (a[i].paired + b[j].paired) + nearness;
        Self { a: place(i), len_a: 1, b: place(j), len_b: 1, likeness, order }
    }

    fn place(&self) -> (u8, u8, u8, u8) {
        (self.len_a.max(self.len_b), self.a, self.b, self.len_a)
    }

    fn range_a(&self) -> std::ops::Range<usize> {
        usize::from(self.a)..usize::from(self.a + self.len_a)
    }

    fn range_b(&self) -> std::ops::Range<usize> {
        usize::from(self.b)..usize::from(self.b + self.len_b)
    }

    fn mask_a(&self) -> u64 {
        ((1 << self.len_a) - 1) << self.a
    }

    fn mask_b(&self) -> u64 {
        ((1 << self.len_b) - 1) << self.b
    }
}

/// A name has at most [`MAX_NAME_TOKENS`](crate::name::MAX_NAME_TOKENS) words.
#[expect(clippy::cast_possible_truncation, reason = "a name has fewer than 256 words")]
fn place(i: usize) -> u8 {
    i as u8
}

/// Longest run of words that is taken for one word. Words.
pub(crate) const MAX_RUN: usize = 3;
/// Words shorter than this are not cut into several. Letters.
pub(crate) const SHORTEST_JOINED: usize = 4;

/// Whether the words of `run`, written together, are the word `t`, and how like it. The frames must be equal but for a vowel in front: two words
/// and one are three chances for an accident.
pub(crate) fn joined_likeness(run: &[&Token], joined: &Token, t: &Token) -> Option<f32> {
    let fits = t.letters.len() >= SHORTEST_JOINED
        && joined.letters.len().abs_diff(t.letters.len()) <= 2
        && joined.bare_frame() == t.bare_frame()
        && run.iter().all(|r| r.letters != t.letters);
    if !fits {
        return None;
    }
    let like = if joined.letters == t.letters { 0.98 } else { likeness(joined, t) - 0.04 };
    (like >= 0.84).then_some(like)
}

/// Every run of words of either side that is one word of the other.
pub(crate) fn all_runs((a, sa): (&[&Token], &[Share]), (b, sb): (&[&Token], &[Share]), out: &mut Vec<Pair>) {
    runs(a, b, sa, sb, false, out);
    runs(b, a, sb, sa, true, out);
}

/// Two or three words of `many` written as one word of `one`.
fn runs(many: &[&Token], one: &[&Token], s_many: &[Share], s_one: &[Share], swapped: bool, out: &mut Vec<Pair>) {
    let longest = one.iter().map(|t| t.letters.len()).max().unwrap_or(0);
    if longest < SHORTEST_JOINED {
        return;
    }
    for i in 0..many.len() {
        for n in 2..=MAX_RUN.min(many.len() - i) {
            let run = &many[i..i + n];
            if run.iter().map(|t| t.letters.len()).sum::<usize>() > longest + 2 {
                break;
            }
            let letters: usize = run.iter().map(|t| t.letters.len()).sum();
            if !one.iter().any(|t| t.letters.len() >= SHORTEST_JOINED && t.letters.len().abs_diff(letters) <= 2) {
                continue;
            }
            let joined = Token::joined(run);
            for (j, t) in one.iter().enumerate() {
                let Some(likeness) = joined_likeness(run, &joined, t) else { continue };
                let order = likeness * likeness * (sum(&s_many[i..i + n]) + s_one[j].paired) + 0.02;
                let (i, j, n) = (place(i), place(j), place(n));
                out.push(if swapped {
                    Pair { a: j, len_a: 1, b: i, len_b: n, likeness, order }
                } else {
                    Pair { a: i, len_a: n, b: j, len_b: 1, likeness, order }
                });
            }
        }
    }
}
