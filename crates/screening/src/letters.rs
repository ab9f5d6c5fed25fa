//! How alike two words are.
//!
//! A weighted edit distance (Damerau–Levenshtein, restricted transposition) over the letters: slips that typists, readers of
//! passports and transliterators make cost less than others. Rivals tried: plain Jaro–Winkler forgives any suffix
//! (`Monteiro`/`Montenegro`) and plain Levenshtein treats `Mohammed`/`Muhamad` like `Mohammed`/`Mohagged`.
//!
//! Words whose frames of consonants differ by more than one letter are different words, however long: without that rule five more pairs
//! of `docs/screening.md`'s bench are false hits at 0.85 and none is found that is not found with it. It also makes likeness something that an
//! index can look up.

use crate::name::{MAX_TOKEN_BYTES, Token};
use crate::words;

/// Below this two words are different words. 0..=1.
pub const SAME_WORD: f32 = 0.70;

/// Costs of reading one letter for another and of a letter too many, by letter of the alphabet. Hundredths: whole numbers are added and
/// compared in a third of the time.
struct Costs {
    substitution: [[u32; 32]; 32],
    gap: [u32; 32],
    /// Of the first word, where the two are not of one kind.
    gap_first: [u32; 32],
    doubled: u32,
}

const fn at(c: u8) -> usize {
    match c {
        b'a'..=b'z' => (c - b'a') as usize,
        _ => 31,
    }
}

const fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

const fn set(mut table: [[u32; 32]; 32], pairs: &[(u8, u8)], cost: u32) -> [[u32; 32]; 32] {
    let mut i = 0;
    while i < pairs.len() {
        table[at(pairs[i].0)][at(pairs[i].1)] = cost;
        table[at(pairs[i].1)][at(pairs[i].0)] = cost;
        i += 1;
    }
    table
}

/// Typing, reading and transliteration between scripts that write their vowels.
static LETTERS: Costs = {
    let mut t = [[100; 32]; 32];
    let mut gap = [95; 32];
    let mut x = b'a';
    while x <= b'z' {
        let mut y = b'a';
        while y <= b'z' {
            if is_vowel(x) && is_vowel(y) {
                t[at(x)][at(y)] = 50;
            } else if is_vowel(x) != is_vowel(y) {
                t[at(x)][at(y)] = 115;
            }
            y += 1;
        }
        if is_vowel(x) {
            gap[at(x)] = 55;
        }
        x += 1;
    }
    gap[at(b'h')] = 40;
    t = set(
        t,
        &[
            (b'b', b'p'),
            (b'd', b't'),
            (b'g', b'k'),
            (b'c', b's'),
            (b'f', b'v'),
            (b'm', b'n'),
            (b'b', b'v'),
            (b'g', b'j'),
            (b'j', b'y'),
            (b'h', b'k'),
            (b's', b'x'),
            (b'c', b'g'),
            (b'g', b'h'),
        ],
        60,
    );
    t = set(t, &[(b'e', b'i'), (b'o', b'u'), (b'u', b'w')], 35);
    t = set(t, &[(b'c', b'k'), (b'k', b'q'), (b'v', b'w'), (b's', b'z'), (b'c', b'q')], 30);
    t = set(t, &[(b'i', b'y')], 20);
    Costs { substitution: t, gap, gap_first: gap, doubled: 30 }
};

/// A script that leaves short vowels out against sounds: what it writes is seldom silent (see [`sound`](crate::name::sound) for the alphabet: `c` is ch, `x` sh, `q` zh).
static ABJAD: Costs = {
    let mut t = [[100; 32]; 32];
    let mut gap = [100; 32];
    gap[at(b'a')] = 12;
    gap[at(b'i')] = 12;
    gap[at(b'u')] = 12;
    gap[at(b'y')] = 30;
    gap[at(b'w')] = 30;
    gap[at(b'h')] = 40;
    t = set(
        t,
        &[(b'g', b'j'), (b'c', b'j'), (b'c', b't'), (b'd', b't'), (b'd', b'z'), (b's', b't'), (b'h', b'k'), (b'g', b'h'), (b'f', b'p')],
        40,
    );
    t = set(
        t,
        &[
            (b'a', b'i'),
            (b'a', b'u'),
            (b'i', b'u'),
            (b'a', b'y'),
            (b'a', b'w'),
            (b'f', b'v'),
            (b'v', b'w'),
            (b'b', b'v'),
            (b'b', b'p'),
            (b'g', b'k'),
            (b'c', b'x'),
            (b's', b'z'),
            (b'q', b'z'),
            (b'q', b'j'),
        ],
        25,
    );
    t = set(t, &[(b'i', b'y'), (b'u', b'w')], 5);
    let mut gap_first = gap;
    gap_first[at(b'a')] = 25;
    Costs { substitution: t, gap, gap_first, doubled: 10 }
};

/// Two letters that changed places.
const SWAPPED: u32 = 70;
/// How like a word its initial is.
pub(crate) const INITIAL: f32 = 0.85;
/// How like a word its beginning is, where the rest was cut off.
const CUT_OFF: f32 = 0.98;
/// First letters that differ.
const OTHER_START: f32 = 0.3;
/// First letters that are different vowels.
const OTHER_VOWEL: f32 = 0.15;
/// One word opens with a vowel and one does not, in scripts of two kinds.
const OTHER_OPENING: f32 = 0.5;

impl Costs {
    fn gap(&self, gaps: &[u32; 32], c: u8, before: u8) -> u32 {
        let cost = gaps[at(c)];
        if c == before { cost.min(self.doubled) } else { cost }
    }
}

/// Weighted edit distance over at most [`MAX_TOKEN_BYTES`] letters a side; gives up above `limit`.
fn distance(a: &[u8], b: &[u8], costs: &Costs, limit: f32) -> f32 {
    const N: usize = MAX_TOKEN_BYTES + 1;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "limits are small and positive")]
    let limit = (limit * 100.0) as u32;
    let (a, b) = (&a[..a.len().min(N - 1)], &b[..b.len().min(N - 1)]);
    let mut rows = [[0_u32; N]; 3];
    let mut gap_b = [0_u32; N];
    for (j, &c) in b.iter().enumerate() {
        gap_b[j] = costs.gap(&costs.gap, c, if j > 0 { b[j - 1] } else { 0 });
        rows[1][j + 1] = rows[1][j] + gap_b[j];
    }
    let [mut before, mut previous, mut row] = rows.each_mut();
    let mut before_a = 0;
    let mut least_before = 0;
    for &ca in a {
        let drop_a = costs.gap(&costs.gap_first, ca, before_a);
        let by_letter = &costs.substitution[at(ca)];
        let mut left = previous[0] + drop_a;
        row[0] = left;
        let mut least = left;
        let mut before_b = 0;
        for (j, (&cb, gap)) in b.iter().zip(&gap_b).enumerate() {
            let across = if ca == cb { previous[j] } else { previous[j] + by_letter[at(cb)] };
            let mut best = across.min(previous[j + 1] + drop_a);
            // The first letter has none before it, and no letter is 0.
            if ca == before_b && before_a == cb && ca != cb {
                best = best.min(before[j - 1] + SWAPPED);
            }
            left = best.min(left + gap);
            row[j + 1] = left;
            least = least.min(left);
            before_b = cb;
        }
        if least.min(least_before + SWAPPED) > limit {
            return f32::INFINITY;
        }
        (before_a, least_before) = (ca, least);
        (before, previous, row) = (previous, row, before);
    }
    if previous[b.len()] > limit { f32::INFINITY } else { previous[b.len()] as f32 / 100.0 }
}

/// Frames further apart than one letter are those of different words: a letter too many, another letter, or two that changed places.
pub(crate) fn frames_near(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    match (a, b) {
        ([], []) | ([_], []) | ([], [_]) | ([_], [_]) => true,
        _ => (a.len() == b.len()) && (a[1..] == b[..b.len() - 1] || b[1..] == a[..a.len() - 1]),
    }
}

/// How alike two words are: 1 the same, less than [`SAME_WORD`] different, and then mostly 0.
pub fn likeness(a: &Token, b: &Token) -> f32 {
    let likeness = likeness_of_spelling(a, b);
    let words = !a.is_number() && !b.is_number() && !a.is_initial() && !b.is_initial();
    if words && likeness < FAMILY && words::same_family(&a.letters, &b.letters) { FAMILY } else { likeness }
}

/// How like each other two forms of one given name are.
const FAMILY: f32 = 0.9;

/// How alike two words are that are not of one family of given names.
pub(crate) fn likeness_of_spelling(a: &Token, b: &Token) -> f32 {
    if a.letters == b.letters {
        return 1.0;
    }
    let goes_on =
        |cut: &Token, whole: &Token| cut.cut && cut.abjad == whole.abjad && !whole.is_initial() && whole.letters.starts_with(&*cut.letters);
    if goes_on(a, b) || goes_on(b, a) {
        return CUT_OFF;
    }
    if a.is_initial() || b.is_initial() {
        let number = a.is_number() || b.is_number();
        return if !number && a.letters.as_bytes()[0] == b.letters.as_bytes()[0] { INITIAL } else { 0.0 };
    }
    let characters = a.han && b.han;
    if a.is_number() || b.is_number() || characters || !frames_near(a.frame.as_bytes(), b.frame.as_bytes()) {
        return 0.0;
    }
    let (a, b) = if b.abjad && !a.abjad { (b, a) } else { (a, b) };
    let (s, t) = (a.sound.as_bytes(), b.sound.as_bytes());
    if a.abjad != b.abjad {
        // A vowel at the start is written in every script.
        let opens = |s: &[u8]| s.first().is_some_and(|c| is_vowel(*c) || *c == b'w');
        let start = if opens(s) == opens(t) { 0.0 } else { OTHER_OPENING };
        let longest = s.len().max(t.len()) as f32;
        let consonants = a.frame.len().max(b.frame.len()).max(2) as f32;
        let scale = 0.35 * longest + 0.65 * consonants;
        return (1.0 - (distance(s, t, &ABJAD, scale * TOO_FAR) + start) / scale).clamp(0.0, 0.98);
    }
    same_kind((a.letters.as_bytes(), s), (b.letters.as_bytes(), t), |_, a, b, limit| distance(a, b, &LETTERS, limit))
}

/// Letters or sounds.
#[derive(Clone, Copy)]
enum Written {
    Letters,
    Sound,
}

/// How alike two words are that both write their vowels or both do not, by their letters and sounds. `distance` is asked for distances up to a limit.
fn same_kind((x, s): (&[u8], &[u8]), (y, t): (&[u8], &[u8]), mut distance: impl FnMut(Written, &[u8], &[u8], f32) -> f32) -> f32 {
    let longest = x.len().max(y.len()) as f32;
    if x.len().abs_diff(y.len()) * 2 > x.len().max(y.len()) + 1 {
        return 0.0;
    }
    let other_start = |x: u8, y: u8| {
        if x == y {
            0.0
        } else if is_vowel(x) && is_vowel(y) {
            OTHER_VOWEL
        } else {
            OTHER_START
        }
    };
    // Two- and three-letter words differ by one letter too easily: Li, Le, Lu.
    let short = if x.len().min(y.len()) <= 3 { 0.12 } else { 0.0 };
    // A greater distance leaves less than the least likeness, and is not worked out.
    let limit = |best: f32, start: f32, longest: f32| (best - short - SAME_WORD) * longest - start + 0.01;
    let start = other_start(x[0], y[0]);
    let by_letters = 1.0 - (distance(Written::Letters, x, y, limit(1.0, start, longest)) + start) / longest;
    let by_sound = if s == t && s.len() >= 3 {
        0.94
    } else {
        let start = other_start(s.first().copied().unwrap_or(0), t.first().copied().unwrap_or(0));
        let longest = s.len().max(t.len()) as f32;
        0.97 - (distance(Written::Sound, s, t, limit(0.97, start, longest)) + start) / longest
    };
    (by_letters.max(by_sound) - short).clamp(0.0, 0.99)
}

/// One word compared with many, of which neighbours begin alike: what was found out about the beginning of one holds for the next.
pub(crate) struct Comparer<'a> {
    word: (&'a [u8], &'a [u8]),
    letters: Rows,
    sound: Rows,
}

impl<'a> Comparer<'a> {
    pub(crate) fn new(word: &'a Token) -> Self {
        let word = (word.letters.as_bytes(), word.sound.as_bytes());
        Self { word, letters: Rows::new(word.0), sound: Rows::new(word.1) }
    }

    /// What [`likeness_of_spelling`] says of a word of several letters that is no number, of the same kind of script, and of a frame that is near.
    pub(crate) fn likeness(&mut self, (letters, sound): (&[u8], &[u8])) -> f32 {
        if self.word.0 == letters {
            return 1.0;
        }
        let Self { word, letters: by_letters, sound: by_sound } = self;
        same_kind(*word, (letters, sound), |written, _, other, limit| match written {
            Written::Letters => by_letters.distance(other, limit),
            Written::Sound => by_sound.distance(other, limit),
        })
    }
}

/// Distances of the beginnings of a word from the beginnings of another, a row for each of the other.
struct Rows {
    word: Vec<u8>,
    gaps: Vec<u16>,
    /// What reading each letter of the word as another costs, by the other; the last is of what is no letter.
    readings: Vec<[u16; MAX_TOKEN_BYTES]>,
    other: Vec<u8>,
    rows: Vec<[u16; MAX_TOKEN_BYTES + 1]>,
    /// What each row leaves at least: its least, or that of the row before with two letters that changed places.
    least: Vec<u16>,
    row_least: Vec<u16>,
    /// Rows that hold for `other`.
    done: usize,
}

impl Rows {
    #[expect(clippy::cast_possible_truncation, reason = "a cost is at most 115 a letter")]
    fn new(word: &[u8]) -> Self {
        let word = word[..word.len().min(MAX_TOKEN_BYTES)].to_vec();
        let before = |j: usize| if j > 0 { word[j - 1] } else { 0 };
        let gaps: Vec<u16> = word.iter().enumerate().map(|(j, c)| LETTERS.gap(&LETTERS.gap, *c, before(j)) as u16).collect();
        let mut rows = vec![[0; MAX_TOKEN_BYTES + 1]; MAX_TOKEN_BYTES + 1];
        for (j, gap) in gaps.iter().enumerate() {
            rows[0][j + 1] = rows[0][j] + gap;
        }
        let mut readings = vec![[0; MAX_TOKEN_BYTES]; 32];
        for (reading, c) in readings.iter_mut().zip(b'a'..=b'z') {
            Self::read(&word, c, reading);
        }
        Self {
            word,
            gaps,
            readings,
            other: Vec::with_capacity(MAX_TOKEN_BYTES),
            rows,
            least: vec![0; MAX_TOKEN_BYTES + 1],
            row_least: vec![0; MAX_TOKEN_BYTES + 1],
            done: 0,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a cost is at most 115")]
    fn read(word: &[u8], c: u8, reading: &mut [u16; MAX_TOKEN_BYTES]) {
        for (cost, w) in reading.iter_mut().zip(word) {
            *cost = if *w == c { 0 } else { LETTERS.substitution[at(c)][at(*w)] as u16 };
        }
    }

    /// [`distance`] over [`LETTERS`], which are the same both ways.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "limits are small, and a negative one is 0")]
    fn distance(&mut self, other: &[u8], limit: f32) -> f32 {
        let limit = (limit * 100.0) as u16;
        let other = &other[..other.len().min(MAX_TOKEN_BYTES)];
        let same = self.other.iter().zip(other).take_while(|(x, y)| x == y).count().min(self.done);
        self.other.truncate(same);
        self.other.extend_from_slice(&other[same..]);
        self.done = same;
        // The least of the rows never sinks.
        if self.least[same] > limit {
            return f32::INFINITY;
        }
        let n = self.word.len();
        while self.done < other.len() {
            let i = self.done;
            let c = other[i];
            let before_c = if i > 0 { other[i - 1] } else { 0 };
            let drop = LETTERS.gap(&LETTERS.gap, c, before_c) as u16;
            if !c.is_ascii_lowercase() {
                Self::read(&self.word, c, &mut self.readings[at(c)]);
            }
            let reading = &self.readings[at(c)];
            let (above, below) = self.rows.split_at_mut(i + 1);
            let (previous, row) = (&above[i][..=n], &mut below[0][..=n]);
            let before = &above[i.saturating_sub(1)][..=n];
            let mut left = previous[0] + drop;
            row[0] = left;
            let least_before = self.row_least[i];
            let mut least = left;
            let mut before_w = 0;
            for j in 0..n {
                let w = self.word[j];
                let mut best = (previous[j] + reading[j]).min(previous[j + 1] + drop);
                if before_c == w && c == before_w && c != w {
                    best = best.min(before[j - 1] + SWAPPED as u16);
                }
                left = best.min(left + self.gaps[j]);
                row[j + 1] = left;
                least = least.min(left);
                before_w = w;
            }
            self.done += 1;
            self.row_least[self.done] = least;
            self.least[self.done] = least.min(least_before + SWAPPED as u16);
            if self.least[self.done] > limit {
                return f32::INFINITY;
            }
        }
        let distance = self.rows[other.len()][n];
        if distance > limit { f32::INFINITY } else { f32::from(distance) / 100.0 }
    }
}

/// A distance beyond this part of the scale leaves less than [`SAME_WORD`] for certain, and is not worked out.
const TOO_FAR: f32 = 0.36;

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
