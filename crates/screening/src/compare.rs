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

fn weight(t: &Token, rarity: &dyn Fn(&Token) -> f32) -> f32 {
    let length = match t.letters.len() {
        1 => 0.35,
        2 => 0.75,
        _ => 1.0,
    };
    t.role.weight() * length * rarity(t)
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
    let judged = judge(&a, &b, weights, rarity, &likeness);
    describe(&a, &b, &judged)
}

/// A score and the pairs of words behind it; [`describe`] turns it into words where somebody will read them.
pub(crate) struct Judged {
    pub(crate) score: f32,
    pairs: Vec<Pair>,
}

/// The score alone. `alike` compares two words.
pub(crate) fn judge(
    a: &[&Token],
    b: &[&Token],
    weights: &Weights,
    rarity: &dyn Fn(&Token) -> f32,
    alike: &dyn Fn(&Token, &Token) -> f32,
) -> Judged {
    if a.is_empty() || b.is_empty() {
        return Judged { score: 0.0, pairs: Vec::new() };
    }
    let wa: Vec<f32> = a.iter().map(|t| weight(t, rarity)).collect();
    let wb: Vec<f32> = b.iter().map(|t| weight(t, rarity)).collect();
    let pairs = pair_up(a, b, &wa, &wb, alike);
    let mut free_a = vec![true; a.len()];
    let mut free_b = vec![true; b.len()];
    let (mut matched, mut slipped) = (0.0, 0.0);
    let mut words_matched = 0_usize;
    for p in &pairs {
        let (ra, rb) = (p.a..p.a + p.len_a, p.b..p.b + p.len_b);
        let w = (wa[ra.clone()].iter().sum::<f32>() + wb[rb.clone()].iter().sum::<f32>()) / 2.0;
        matched += w * p.likeness;
        slipped += w * (1.0 - p.likeness);
        if matches!(a[p.a].role, Role::Name | Role::Generic) && !a[p.a].is_initial() {
            words_matched += p.len_a.max(p.len_b);
        }
        free_a[ra].fill(false);
        free_b[rb].fill(false);
    }
    if words_matched == 0 {
        return Judged { score: 0.0, pairs };
    }
    let (ua, ub) = (left_over(a, &wa, &free_a), left_over(b, &wb, &free_b));
    let loss = weights.slip * slipped + weights.contradiction * ua.min(ub) + weights.extra * (ua - ub).abs();
    let mut score = (matched / (matched + loss)).clamp(0.0, 1.0);
    if words_matched == 1 && ua.max(ub) >= 0.5 {
        // One word in common is a namesake, not the name.
        score *= ONE_WORD;
    }
    Judged { score, pairs }
}

/// What is left of a score when only one word of several agrees.
const ONE_WORD: f32 = 0.85;

fn left_over(tokens: &[&Token], w: &[f32], free: &[bool]) -> f32 {
    // A wrong initial contradicts nearly as much as a wrong name.
    tokens
        .iter()
        .zip(w)
        .zip(free)
        .filter(|(_, free)| **free)
        .map(|((t, w), _)| if t.is_initial() && t.role == Role::Name { 0.7 } else { *w })
        .sum()
}

/// The words behind a score.
pub(crate) fn describe(a: &[&Token], b: &[&Token], judged: &Judged) -> Comparison {
    let mut free_a = vec![true; a.len()];
    let mut free_b = vec![true; b.len()];
    let mut parts = Vec::new();
    for p in &judged.pairs {
        let (ra, rb) = (p.a..p.a + p.len_a, p.b..p.b + p.len_b);
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

struct Pair {
    a: usize,
    len_a: usize,
    b: usize,
    len_b: usize,
    likeness: f32,
    order: f32,
}

/// Pairs words greedily, likest and weightiest first.
fn pair_up(a: &[&Token], b: &[&Token], wa: &[f32], wb: &[f32], alike: &dyn Fn(&Token, &Token) -> f32) -> Vec<Pair> {
    let mut all: Vec<Pair> = Vec::with_capacity(a.len() * b.len());
    for (i, ta) in a.iter().enumerate() {
        for (j, tb) in b.iter().enumerate() {
            let like = alike(ta, tb);
            if like >= SAME_WORD {
                let nearness = 0.01 * (1.0 - (i as f32 / a.len() as f32 - j as f32 / b.len() as f32).abs());
                all.push(Pair { a: i, len_a: 1, b: j, len_b: 1, likeness: like, order: like * like * (wa[i] + wb[j]) + nearness });
            }
        }
    }
    runs(a, b, wa, wb, false, &mut all);
    runs(b, a, wb, wa, true, &mut all);
    all.sort_by(|x, y| y.order.total_cmp(&x.order));
    let mut free_a = vec![true; a.len()];
    let mut free_b = vec![true; b.len()];
    all.retain(|p| {
        let (ra, rb) = (p.a..p.a + p.len_a, p.b..p.b + p.len_b);
        let ok = free_a[ra.clone()].iter().all(|f| *f) && free_b[rb.clone()].iter().all(|f| *f);
        if ok {
            free_a[ra].fill(false);
            free_b[rb].fill(false);
        }
        ok
    });
    all
}

/// Two or three words of `many` written as one word of `one`.
fn runs(many: &[&Token], one: &[&Token], w_many: &[f32], w_one: &[f32], swapped: bool, out: &mut Vec<Pair>) {
    for (j, t) in one.iter().enumerate().filter(|(_, t)| t.letters.len() >= 4) {
        for i in 0..many.len() {
            for n in 2..=3_usize.min(many.len() - i) {
                let run = &many[i..i + n];
                let len: usize = run.iter().map(|t| t.letters.len()).sum();
                if len.abs_diff(t.letters.len()) > 2 || run.iter().any(|r| r.letters == t.letters) {
                    continue;
                }
                let letters: String = run.iter().map(|t| &*t.letters).collect();
                let same = *letters == *t.letters;
                let like = if same {
                    0.98
                } else {
                    let Some(joined) = Name::read(&letters, Kind::Person).tokens.into_iter().next() else { continue };
                    likeness(&joined, t) - 0.04
                };
                if like < 0.84 {
                    continue;
                }
                let w: f32 = w_many[i..i + n].iter().sum::<f32>() + w_one[j];
                let order = like * like * w + 0.02;
                out.push(if swapped {
                    Pair { a: j, len_a: 1, b: i, len_b: n, likeness: like, order }
                } else {
                    Pair { a: i, len_a: n, b: j, len_b: 1, likeness: like, order }
                });
            }
        }
    }
}
