//! Finding the few names worth comparing among a million.
//!
//! A hit needs at least two words in common (or both names have one word), so the index is keyed by *pairs of frames*: the
//! consonant frames of two words of one listed name. A frame survives vowels and most transliterations; to survive a wrong
//! consonant too, every frame of the dictionary can be reached from any frame one letter away (symmetric deletion). Looking
//! up a pair costs one cache miss whatever the list's size; a posting list of every `Mohammed` is never walked. Names written without
//! blanks are found by the frame of the whole name.
//!
//! Rivals: scoring everything costs 14 ms a name and 100,000 entries; an inverted index by word walks long lists for common
//! words. The price of pairs: about `n(n-1)/2` keys for a name of `n` words (bounded by [`MAX_PAIRED_WORDS`]), and a name in
//! which all but one word is misheard beyond a letter is not found.

use crate::compare::{self, Comparison, Weights};
use crate::entry::{BirthEvidence, Entry, PartialDate, birth_evidence};
use crate::letters::{SAME_WORD, likeness};
use crate::name::{Kind, Name, Token};
use crate::words::{self, Role};
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};
use std::sync::{Arc, PoisonError, RwLock};

/// The score from which a listed name is shown when a list sets no threshold of its own: about 1 traveller in 100 is shown by name alone, fewer than
/// 1 in 1,000 with a birth date (`docs/screening.md`).
pub const LIST_THRESHOLD: f32 = 0.82;
/// Words of a name that take part in pair keys. Words.
pub const MAX_PAIRED_WORDS: usize = 7;
/// Listed names compared in full for one query; the rest of a crowd of namesakes scores lower by then. Names.
pub const MAX_COMPARED: usize = 64;
/// Listed names weighed roughly for one query. Names.
pub const MAX_WEIGHED: usize = 20_000;
/// Dictionary words taken as readings of one word. Words.
pub const MAX_READINGS: usize = 96;
/// A rough score this part below the threshold is not compared in full: the rough score knows no joined words, initials or particles.
const ROUGHLY: f32 = 0.7;
/// Words whose readings are remembered. Words.
pub const MAX_REMEMBERED: usize = 200_000;
/// Candidates returned. Candidates.
pub const MAX_CANDIDATES: usize = 20;

type Stable = BuildHasherDefault<DefaultHasher>;

fn hash<T: Hash>(value: T) -> u64 {
    Stable::default().hash_one(value)
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Query {
    /// The name, read.
    pub name: Name,
    /// What bears it.
    pub kind: Kind,
    /// Birth date as far as it is known.
    pub born: Option<PartialDate>,
    /// Country words or codes, lower case.
    pub nationality: Vec<String>,
}

/// One listed entry that may be the one asked for.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// 0..=1, evidence beside the name included.
    pub score: f32,
    /// The entry.
    pub entry: Arc<Entry>,
    /// Which of its names came closest.
    pub name: String,
    /// How the names compare.
    pub comparison: Comparison,
    /// What the birth dates say.
    pub birth: BirthEvidence,
}

struct ListedName {
    entry: u32,
    first: u32,
    len: u8,
    weak: bool,
}

/// Lists ready to be searched. Immutable: a changed list makes a new index beside the old one.
pub struct Index {
    entries: Vec<Arc<Entry>>,
    names: Vec<ListedName>,
    words: Vec<u32>,
    dictionary: Vec<Token>,
    telling: Vec<f32>,
    by_letters: HashMap<Box<str>, u32, Stable>,
    by_frame: HashMap<Box<str>, Vec<u32>, Stable>,
    deletions: Table,
    frames: Vec<Box<str>>,
    pairs: Table,
    /// What was found for a word before: names of travellers repeat, and this is most of the work.
    remembered: RwLock<HashMap<(Box<str>, bool), Readings, Stable>>,
}

/// Dictionary words that may be meant by a word, with how alike they are.
type Readings = Arc<[(u32, f32)]>;

/// A hash table from 64-bit keys to many values, in two flat arrays.
#[derive(Default)]
struct Table {
    starts: Vec<u32>,
    rows: Vec<(u32, u32)>,
    shift: u32,
}

impl Table {
    fn build(mut rows: Vec<(u64, u32)>) -> Self {
        rows.sort_unstable();
        rows.dedup();
        let bits = (rows.len().max(1).ilog2() + 1).clamp(4, 28);
        let shift = 64 - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for (key, _) in &rows {
            starts[(key >> shift) as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        #[expect(clippy::cast_possible_truncation, reason = "the low half of the key tells keys of one bucket apart")]
        let rows = rows.into_iter().map(|(k, v)| (k as u32, v)).collect();
        Self { starts, rows, shift }
    }

    fn get(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let bucket = (key >> self.shift) as usize;
        let range = if self.starts.is_empty() { 0..0 } else { self.starts[bucket] as usize..self.starts[bucket + 1] as usize };
        #[expect(clippy::cast_possible_truncation, reason = "the low half of the key tells keys of one bucket apart")]
        let low = key as u32;
        self.rows[range].iter().filter(move |(k, _)| *k == low).map(|(_, v)| *v)
    }
}

fn pair_key(a: &str, b: &str) -> u64 {
    if a <= b { hash((a, b)) } else { hash((b, a)) }
}

fn whole_key(frame: &str) -> u64 {
    hash(("whole", frame))
}

fn takes_part(t: &Token) -> bool {
    matches!(t.role, Role::Name | Role::Generic) && !t.is_initial()
}

fn whole_frame<'a>(tokens: impl Iterator<Item = &'a Token>) -> String {
    let mut out = String::new();
    for t in tokens {
        for (i, c) in t.frame.chars().enumerate() {
            // The vowel mark of a word that is not the first says nothing in a run of words.
            let inner_vowel = i == 0 && c == 'a' && !out.is_empty();
            if !inner_vowel && !out.ends_with(c) {
                out.push(c);
            }
        }
    }
    out
}

/// Frames shorter than this are only found exactly: one letter away from two letters lies half the dictionary. Letters.
const SHORTEST_SLIP: usize = 3;

fn deletions_of(frame: &str) -> impl Iterator<Item = u64> + '_ {
    frame
        .char_indices()
        .filter(|_| frame.len() >= SHORTEST_SLIP)
        .map(move |(i, c)| hash((&frame[..i], &frame[i + c.len_utf8()..])))
        .chain(std::iter::once(hash((frame, ""))))
}

impl Index {
    /// Reads every name of every entry. About 3 µs and 250 bytes a name.
    pub fn build(entries: Vec<Arc<Entry>>) -> Self {
        let mut index = Self {
            entries,
            names: Vec::new(),
            words: Vec::new(),
            dictionary: Vec::new(),
            telling: Vec::new(),
            by_letters: HashMap::default(),
            by_frame: HashMap::default(),
            deletions: Table::default(),
            frames: Vec::new(),
            pairs: Table::default(),
            remembered: RwLock::default(),
        };
        let mut pairs: Vec<(u64, u32)> = Vec::new();
        let mut bearers: Vec<u32> = Vec::new();
        for e in 0..index.entries.len() {
            let entry = Arc::clone(&index.entries[e]);
            for listed in &entry.names {
                index.add_name(u32::try_from(e).unwrap_or(u32::MAX), &listed.text, listed.weak, entry.kind, &mut pairs, &mut bearers);
            }
        }
        let total = (index.names.len().max(1)) as f32;
        index.telling = index
            .dictionary
            .iter()
            .zip(&bearers)
            .map(|(t, n)| {
                let share = *n as f32 / total;
                // 1 in 100 and commoner: 0.7; 1 in 10,000 and rarer: 1.
                let measured = if total < 1000.0 { 1.0 } else { (0.7 + 0.15 * (-share.log10() - 2.0)).clamp(0.7, 1.0) };
                measured.min(words::rarity(&t.letters))
            })
            .collect();
        index.pairs = Table::build(pairs);
        index.frames = index.by_frame.keys().cloned().collect();
        index.frames.sort_unstable();
        let mut deletions = Vec::new();
        for (f, i) in index.frames.iter().zip(0_u32..) {
            deletions.extend(deletions_of(f).map(|d| (d, i)));
        }
        index.deletions = Table::build(deletions);
        index
    }

    fn add_name(&mut self, entry: u32, text: &str, weak: bool, kind: Kind, pairs: &mut Vec<(u64, u32)>, bearers: &mut Vec<u32>) {
        let name = Name::read(text, kind);
        if name.is_empty() {
            return;
        }
        let id = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let part: Vec<&Token> = name.tokens.iter().filter(|t| takes_part(t)).take(MAX_PAIRED_WORDS).collect();
        for (i, a) in part.iter().enumerate() {
            for b in &part[i + 1..] {
                pairs.push((pair_key(&a.frame, &b.frame), id));
            }
        }
        pairs.push((whole_key(&whole_frame(part.iter().copied())), id));
        let first = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let len = u8::try_from(name.tokens.len()).unwrap_or(u8::MAX);
        for t in name.tokens {
            let known = self.by_letters.get(&t.letters).copied().filter(|w| {
                let d = &self.dictionary[*w as usize];
                d.abjad == t.abjad && d.role == t.role
            });
            let word = known.unwrap_or_else(|| {
                let word = u32::try_from(self.dictionary.len()).unwrap_or(u32::MAX);
                self.by_letters.insert(t.letters.clone(), word);
                if takes_part(&t) {
                    self.by_frame.entry(t.frame.clone()).or_default().push(word);
                }
                self.dictionary.push(t);
                bearers.push(0);
                word
            });
            bearers[word as usize] += 1;
            self.words.push(word);
        }
        self.names.push(ListedName { entry, first, len, weak });
    }

    /// Entries held.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// No entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names held, aliases included.
    pub fn names(&self) -> usize {
        self.names.len()
    }

    /// The entries whose best name scores `threshold` or more, best first, at most [`MAX_CANDIDATES`].
    pub fn search(&self, query: &Query, threshold: f32) -> Vec<Candidate> {
        let tokens: Vec<&Token> = query.name.tokens.iter().filter(|t| takes_part(t)).take(MAX_PAIRED_WORDS).collect();
        let readings: Vec<Readings> = tokens.iter().map(|t| self.remembered(t)).collect();
        let mut likes: HashMap<u32, (u8, f32), Stable> = HashMap::default();
        for (i, list) in (0_u8..).zip(&readings) {
            for (word, like) in list.iter() {
                let slot = likes.entry(*word).or_insert((i, *like));
                if slot.1 < *like {
                    *slot = (i, *like);
                }
            }
        }
        let whole: Vec<u32> = self.pairs.get(whole_key(&whole_frame(tokens.iter().copied()))).take(MAX_COMPARED).collect();
        let mut ids: Vec<u32> = Vec::new();
        let framed: Vec<Vec<&str>> = readings.iter().zip(&tokens).map(|(list, t)| self.frames_of(list, t)).collect();
        for i in 0..framed.len() {
            for j in i + 1..framed.len() {
                self.pairs_of(&framed[i], &framed[j], &mut ids);
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let mut weighed: Vec<(f32, u32)> = ids.iter().take(MAX_WEIGHED).map(|id| (self.weigh(*id, &likes, tokens.len()), *id)).collect();
        // Written without blanks a name has no word in common with the listed one, and is compared all the same.
        weighed.extend(whole.into_iter().map(|id| (1.0, id)));
        weighed.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let asked: Vec<&Token> = query.name.tokens.iter().collect();
        let mut best: HashMap<u32, Candidate, Stable> = HashMap::default();
        for (rough, id) in weighed.into_iter().take(MAX_COMPARED) {
            if rough < threshold * ROUGHLY {
                break;
            }
            let listed = &self.names[id as usize];
            let Some(candidate) = self.judge(query, &asked, listed, threshold) else { continue };
            match best.entry(listed.entry) {
                std::collections::hash_map::Entry::Occupied(mut seen) if seen.get().score < candidate.score => {
                    seen.insert(candidate);
                }
                std::collections::hash_map::Entry::Occupied(_) => {}
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(candidate);
                }
            }
        }
        let mut found: Vec<Candidate> = best.into_values().collect();
        found.sort_by(|x, y| y.score.total_cmp(&x.score).then_with(|| x.entry.id.cmp(&y.entry.id)));
        found.truncate(MAX_CANDIDATES);
        found
    }

    fn remembered(&self, t: &Token) -> Readings {
        let key = (t.letters.clone(), t.abjad);
        // A poisoned lock guards nothing that could be half written: entries are put in whole.
        if let Some(known) = self.remembered.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let found: Readings = self.readings(t).into();
        let mut remembered = self.remembered.write().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= MAX_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(key, Arc::clone(&found));
        found
    }

    /// Dictionary words that may be this word, with how alike they are.
    fn readings(&self, t: &Token) -> Vec<(u32, f32)> {
        let mut out: Vec<(u32, f32)> = Vec::new();
        let mut frames: Vec<u32> = deletions_of(&t.frame).flat_map(|d| self.deletions.get(d)).collect();
        frames.sort_unstable();
        frames.dedup();
        for f in frames {
            let Some(words) = self.by_frame.get(&self.frames[f as usize]) else { continue };
            for w in words {
                let like = likeness(t, &self.dictionary[*w as usize]);
                if like >= SAME_WORD {
                    out.push((*w, like));
                }
            }
        }
        for family in words::family_members(&t.letters) {
            if let Some(w) = self.by_letters.get(family)
                && !out.iter().any(|(o, _)| o == w)
            {
                out.push((*w, likeness(t, &self.dictionary[*w as usize])));
            }
        }
        out.sort_unstable_by(|x, y| y.1.total_cmp(&x.1));
        out.truncate(MAX_READINGS);
        out
    }

    fn frames_of<'a>(&'a self, readings: &[(u32, f32)], t: &'a Token) -> Vec<&'a str> {
        let mut out = vec![&*t.frame];
        for (w, _) in readings {
            let f = &*self.dictionary[*w as usize].frame;
            if !out.contains(&f) {
                out.push(f);
            }
        }
        out
    }

    /// Listed names with both words: the nearest readings of one with any of the other.
    fn pairs_of(&self, a: &[&str], b: &[&str], ids: &mut Vec<u32>) {
        const NEAR: usize = 6;
        for (i, x) in a.iter().enumerate() {
            for (j, y) in b.iter().enumerate() {
                if i < NEAR || j < NEAR {
                    ids.extend(self.pairs.get(pair_key(x, y)));
                }
            }
        }
    }

    /// A rough score from word numbers alone: what the words in common weigh against what is left over.
    fn weigh(&self, id: u32, likes: &HashMap<u32, (u8, f32), Stable>, asked: usize) -> f32 {
        let listed = &self.names[id as usize];
        let words = self.words_of(listed);
        let (mut sum, mut left, mut used) = (0.0, 0.0, 0_u32);
        for w in words {
            let weight = self.telling[*w as usize] * self.dictionary[*w as usize].role.weight();
            match likes.get(w) {
                Some((i, like)) if used & (1 << i) == 0 => {
                    used |= 1 << i;
                    sum += weight * like;
                }
                _ => left += weight,
            }
        }
        let unanswered = (asked as u32).saturating_sub(used.count_ones()) as f32;
        sum / (sum + 2.0 * left.min(unanswered) + 0.3 * (left - unanswered).abs() + 0.1)
    }

    fn judge(&self, query: &Query, asked: &[&Token], listed: &ListedName, threshold: f32) -> Option<Candidate> {
        let words = self.words_of(listed);
        let entry = &self.entries[listed.entry as usize];
        let tokens: Vec<&Token> = words.iter().map(|w| &self.dictionary[*w as usize]).collect();
        let telling = |t: &Token| self.by_letters.get(&t.letters).map_or_else(|| words::rarity(&t.letters), |w| self.telling[*w as usize]);
        let judged = compare::judge(asked, &tokens, &Weights::of(entry.kind), &telling, &likeness);
        let birth = birth_evidence(query.born, &entry.born);
        let score = birth.apply(if listed.weak { judged.score - WEAK_ALIAS } else { judged.score });
        (score >= threshold).then(|| Candidate {
            score,
            entry: Arc::clone(entry),
            name: tokens.iter().map(|t| &*t.shown).collect::<Vec<_>>().join(" "),
            comparison: compare::describe(asked, &tokens, &judged),
            birth,
        })
    }

    fn words_of(&self, listed: &ListedName) -> &[u32] {
        &self.words[listed.first as usize..listed.first as usize + usize::from(listed.len)]
    }
}

/// What an alias loses that the list itself calls weak.
const WEAK_ALIAS: f32 = 0.08;
