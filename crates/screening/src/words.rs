//! What single words mean in a name: titles that say nothing, particles that say little, legal forms, words that many companies
//! share, and given names that are the same name in another language.
//!
//! The tables are short on purpose. They hold what a clerk at a desk would know; how rare a word is among the names of a list
//! is measured on that list, not kept here.

use crate::name::{Kind, Token};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The part a word plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A name proper.
    Name,
    /// `bin`, `van der`, `al`: present in one source, absent in the next.
    Particle,
    /// `Dr`, `Haji`, `President`: not part of the name.
    Title,
    /// `Ltd`, `OOO`, `S.A.`: the legal form.
    Form,
    /// `International`, `Trading`, `Group`: shared by thousands of companies.
    Generic,
}

/// The words of a table: separated by blanks or line ends.
fn table(text: &'static str) -> HashSet<&'static str> {
    text.split_ascii_whitespace().collect()
}

static TITLES: LazyLock<HashSet<&str>> = LazyLock::new(|| table(include_str!("words/titles.txt")));
static PARTICLES: LazyLock<HashSet<&str>> = LazyLock::new(|| table(include_str!("words/particles.txt")));
static FORMS: LazyLock<HashSet<&str>> = LazyLock::new(|| table(include_str!("words/forms.txt")));
static GENERIC: LazyLock<HashSet<&str>> = LazyLock::new(|| table(include_str!("words/generic.txt")));
static VESSEL_PREFIXES: LazyLock<HashSet<&str>> = LazyLock::new(|| table(include_str!("words/vessel_prefixes.txt")));

/// Words that so many bearers share that they say little about who is meant: the commonest given names and surnames of the
/// travelling population, by common knowledge of national name statistics. Lists add their own measure.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| table(include_str!("words/common.txt")));

/// Given names that are one name across languages, and short forms that stand on documents. One line a name; the matcher treats
/// two words of a line as nearly the same.
static FAMILIES: LazyLock<Vec<Vec<&str>>> =
    LazyLock::new(|| include_str!("words/families.txt").lines().map(|l| l.split_ascii_whitespace().collect()).collect());

impl Role {
    /// How much the word counts beside a name proper, 0 to 1.
    pub fn weight(self) -> f32 {
        match self {
            Self::Name => 1.0,
            Self::Generic => 0.55,
            Self::Particle => 0.12,
            Self::Form => 0.12,
            Self::Title => 0.05,
        }
    }
}

/// Articles that Arabic glues to the next word.
pub(crate) fn is_article(letters: &str) -> bool {
    matches!(letters, "al" | "el" | "ad" | "ar" | "as" | "at" | "az" | "an" | "ash" | "ul" | "ur" | "us")
}

pub(crate) fn role(letters: &str, kind: Kind) -> Role {
    match kind {
        Kind::Person if TITLES.contains(letters) => Role::Title,
        Kind::Person if letters.len() > 1 && PARTICLES.contains(letters) => Role::Particle,
        Kind::Vessel if VESSEL_PREFIXES.contains(letters) => Role::Form,
        Kind::Organisation if FORMS.contains(letters) => Role::Form,
        Kind::Organisation if GENERIC.contains(letters) => Role::Generic,
        _ => Role::Name,
    }
}

/// A company called only by generic words keeps them: `The Trading Company` has a name.
pub(crate) fn mark_forms(tokens: &mut [Token]) {
    if tokens.iter().any(|t| t.role == Role::Name) {
        return;
    }
    let role = if tokens.iter().any(|t| t.role == Role::Generic) { Role::Generic } else { Role::Form };
    for t in tokens.iter_mut().filter(|t| t.role == role) {
        t.role = Role::Name;
    }
}

/// The families a word belongs to, as line numbers; at most two.
pub(crate) fn families(letters: &str) -> &'static [u16] {
    static INDEX: LazyLock<HashMap<&'static str, Vec<u16>>> = LazyLock::new(|| {
        let mut index: HashMap<&'static str, Vec<u16>> = HashMap::new();
        for (line, i) in FAMILIES.iter().zip(0_u16..) {
            for word in line {
                index.entry(word).or_default().push(i);
            }
        }
        index
    });
    INDEX.get(letters).map_or(&[], Vec::as_slice)
}

/// Whether two words are forms of one given name.
pub(crate) fn same_family(a: &str, b: &str) -> bool {
    let (fa, fb) = (families(a), families(b));
    fa.iter().any(|f| fb.contains(f))
}

/// How telling a word is without any list to measure by: 0.7 for the commonest names, 1 for the rest.
pub(crate) fn rarity(letters: &str) -> f32 {
    if COMMON.contains(letters) { 0.75 } else { 1.0 }
}

/// The other words of a word's families.
pub(crate) fn family_members(letters: &str) -> impl Iterator<Item = &'static str> {
    families(letters).iter().flat_map(|line| FAMILIES[usize::from(*line)].iter().copied()).filter({
        let own = letters.to_owned();
        move |w| *w != own
    })
}

/// One syllable as the romanisations of Chinese, Korean and Vietnamese write it: consonants, vowels, and at most one sound to close it.
pub(crate) fn is_syllable(letters: &str) -> bool {
    const OPENINGS: [&str; 46] = [
        "", "b", "c", "ch", "d", "f", "g", "gh", "h", "hs", "hw", "j", "k", "kh", "kw", "l", "m", "n", "ng", "nh", "p", "ph", "q", "qu",
        "r", "s", "sh", "ss", "sz", "t", "th", "tr", "ts", "tz", "v", "w", "x", "y", "z", "zh", "ky", "hy", "my", "py", "ry", "by",
    ];
    const CLOSINGS: [&str; 11] = ["", "c", "ch", "h", "k", "l", "m", "n", "ng", "p", "t"];
    let is_vowel = |c: char| "aeiou".contains(c);
    let Some(start) = letters.find(is_vowel) else { return false };
    let rest = &letters[start..];
    let end = rest.find(|c| !is_vowel(c) && c != 'y' && c != 'w').unwrap_or(rest.len());
    end <= 3 && OPENINGS.contains(&&letters[..start]) && CLOSINGS.contains(&&rest[end..])
}
