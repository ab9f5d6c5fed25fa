//! How alike two words are.
//!
//! A weighted edit distance (Damerau–Levenshtein, restricted transposition) over the letters: slips that typists, readers of
//! passports and transliterators make cost less than others. Rivals tried: plain Jaro–Winkler forgives any suffix
//! (`Monteiro`/`Montenegro`) and plain Levenshtein treats `Mohammed`/`Muhamad` like `Mohammed`/`Mohagged`.

use crate::name::{MAX_TOKEN_BYTES, Token};
use crate::words;

/// Below this two words are different words. 0..=1.
pub const SAME_WORD: f32 = 0.70;

const VOWELS: &[u8] = b"aeiouy";

fn is_vowel(c: u8) -> bool {
    VOWELS.contains(&c)
}

/// Cost of reading `a` for `b`, 0..=1.
fn substitution(a: u8, b: u8) -> f32 {
    if a == b {
        return 0.0;
    }
    let pair = (a.min(b), a.max(b));
    match pair {
        (b'i', b'y') => 0.2,
        (b'e', b'i') | (b'o', b'u') | (b'u', b'w') => 0.35,
        (b'c', b'k') | (b'k', b'q') | (b'v', b'w') | (b's', b'z') | (b'c', b'q') => 0.3,
        (b'b', b'p') | (b'd', b't') | (b'g', b'k') | (b'c', b's') | (b'f', b'v') | (b'm', b'n') | (b'b', b'v') | (b'g', b'j') | (b'j', b'y') | (b'h', b'k') | (b's', b'x') | (b'c', b'g') | (b'g', b'h') => {
            0.6
        }
        (x, y) if is_vowel(x) && is_vowel(y) => 0.5,
        (x, y) if is_vowel(x) != is_vowel(y) => 1.15,
        _ => 1.0,
    }
}

/// Cost of `c` standing in one word only, after `before`.
fn gap(c: u8, before: u8) -> f32 {
    if c == before {
        0.3
    } else if c == b'h' {
        0.4
    } else if is_vowel(c) {
        0.55
    } else {
        0.95
    }
}

/// Gap cost where one side wrote no short vowels.
fn abjad_gap(c: u8, before: u8) -> f32 {
    match c {
        b'a' | b'i' | b'u' => 0.12,
        b'y' | b'w' => 0.3,
        b'h' => 0.4,
        c if c == before => 0.1,
        _ => 1.0,
    }
}

fn abjad_substitution(a: u8, b: u8) -> f32 {
    if a == b {
        return 0.0;
    }
    match (a.min(b), a.max(b)) {
        (b'i', b'y') | (b'u', b'w') => 0.05,
        (b'a', b'i') | (b'a', b'u') | (b'i', b'u') | (b'a', b'y') | (b'a', b'w') => 0.25,
        (b'f', b'v') | (b'v', b'w') | (b'b', b'v') | (b'b', b'p') | (b'g', b'k') | (b'C', b'S') | (b's', b'z') | (b'Z', b'z') | (b'Z', b'j') => 0.25,
        (b'g', b'j') | (b'C', b'j') | (b'C', b't') | (b'd', b't') | (b'd', b'z') | (b's', b't') | (b'h', b'k') | (b'g', b'h') | (b'f', b'p') => 0.4,
        _ => 1.0,
    }
}

/// Weighted edit distance with the two cost functions, over at most [`MAX_TOKEN_BYTES`] letters a side.
#[inline]
fn distance(a: &[u8], b: &[u8], substitution: impl Fn(u8, u8) -> f32, gap: impl Fn(u8, u8) -> f32) -> f32 {
    const N: usize = MAX_TOKEN_BYTES + 1;
    let (a, b) = (&a[..a.len().min(N - 1)], &b[..b.len().min(N - 1)]);
    let (mut before, mut previous, mut row) = ([0.0_f32; N], [0.0_f32; N], [0.0_f32; N]);
    for (j, &c) in b.iter().enumerate() {
        previous[j + 1] = previous[j] + gap(c, if j > 0 { b[j - 1] } else { 0 });
    }
    let mut before_a = 0;
    for (i, &ca) in a.iter().enumerate() {
        let drop_a = gap(ca, before_a);
        row[0] = previous[0] + drop_a;
        let mut before_b = 0;
        for (j, &cb) in b.iter().enumerate() {
            let mut best = if ca == cb { previous[j] } else { previous[j] + substitution(ca, cb) };
            best = best.min(previous[j + 1] + drop_a).min(row[j] + gap(cb, before_b));
            if i > 0 && j > 0 && ca == before_b && before_a == cb && ca != cb {
                best = best.min(before[j - 1] + 0.7);
            }
            row[j + 1] = best;
            before_b = cb;
        }
        before_a = ca;
        std::mem::swap(&mut before, &mut previous);
        std::mem::swap(&mut previous, &mut row);
    }
    previous[b.len()]
}

/// How alike two words are, 0 (different) to 1 (the same).
pub fn likeness(a: &Token, b: &Token) -> f32 {
    if a.letters == b.letters {
        return 1.0;
    }
    if a.is_number() || b.is_number() {
        return 0.0;
    }
    if a.is_initial() || b.is_initial() {
        return if a.letters.as_bytes()[0] == b.letters.as_bytes()[0] { 0.85 } else { 0.0 };
    }
    let (x, y) = (a.letters.as_bytes(), b.letters.as_bytes());
    if a.abjad != b.abjad {
        let (s, t) = (a.sound.as_bytes(), b.sound.as_bytes());
        let longest = s.len().max(t.len()) as f32;
        let consonants = a.frame.len().max(b.frame.len()).max(2) as f32;
        let d = distance(s, t, abjad_substitution, abjad_gap);
        let by_sound = 1.0 - d / (0.35 * longest + 0.65 * consonants);
        let family = if words::same_family(&a.letters, &b.letters) { 0.95 } else { 0.0 };
        return by_sound.max(family).clamp(0.0, 0.98);
    }
    if words::same_family(&a.letters, &b.letters) {
        return 0.95;
    }
    let longest = x.len().max(y.len()) as f32;
    let shortest = x.len().min(y.len());
    if x.len().abs_diff(y.len()) * 2 > x.len().max(y.len()) + 1 {
        return 0.0;
    }
    let mut d = distance(x, y, substitution, gap);
    if x[0] != y[0] {
        d += 0.3;
    }
    let by_letters = 1.0 - d / longest;
    let (s, t) = (a.sound.as_bytes(), b.sound.as_bytes());
    let by_sound = if s == t && s.len() >= 3 {
        0.94
    } else {
        let d = distance(s, t, substitution, gap) + if s.first() == t.first() { 0.0 } else { 0.3 };
        0.97 - d / s.len().max(t.len()) as f32
    };
    let mut likeness = by_letters.max(by_sound);
    if shortest <= 3 {
        // Two- and three-letter words differ by one letter too easily: Li, Le, Lu.
        likeness -= 0.12;
    }
    likeness.clamp(0.0, 0.99)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Name};
    use rstest::rstest;

    fn like(a: &str, b: &str) -> f32 {
        let (a, b) = (Name::read(a, Kind::Person), Name::read(b, Kind::Person));
        likeness(&a.tokens[0], &b.tokens[0])
    }

    #[rstest]
    #[case("Katherine", "Catherine")]
    #[case("Sergei", "Сергей")]
    #[case("Muhammad", "محمد")]
    #[case("Suleiman", "سليمان")]
    #[case("Netanyahu", "נתניהו")]
    #[case("Shcherbakov", "Щербаков")]
    #[case("Lukashenko", "Luakshenko")]
    #[case("Müller", "Mueller")]
    fn the_same_name_written_otherwise_is_the_same_word(#[case] a: &str, #[case] b: &str) {
        assert!(like(a, b) >= SAME_WORD, "{a} {b} {}", like(a, b));
    }

    #[rstest]
    #[case("Rami", "Hafez")]
    #[case("Lindenberg", "Lindemann")]
    #[case("Ivanov", "Petrov")]
    #[case("12", "13")]
    fn different_names_are_different_words(#[case] a: &str, #[case] b: &str) {
        assert!(like(a, b) < 0.8, "{a} {b} {}", like(a, b));
    }

    proptest::proptest! {
        #[test]
        fn likeness_is_symmetric_and_within_bounds(a in "[a-z]{1,40}", b in "[a-z]{1,40}") {
            let (ab, ba) = (like(&a, &b), like(&b, &a));
            proptest::prop_assert!((0.0..=1.0).contains(&ab));
            proptest::prop_assert!((ab - ba).abs() < 1e-4);
        }
    }
}
