//! Lists ready to be searched.
//!
//! A search has three steps. The words of the asked name are looked up in the dictionary of all listed words (`near.rs`). Their postings
//! are walked, only as many as the score asked for demands, and most are passed over by what the other words of the name can answer, which
//! stands beside them (`postings.rs`). What is left is scored in full from the likenesses already known.
//!
//! INVARIANT: the hits are those of comparing every listed name in full ([`compare`](crate::compare()) with the lists' own measure of
//! rarity); every bound used to pass over a name is an upper bound on its score. The tests compare both ways.
//!
//! Rivals: scoring everything costs 14 ms a name and 100,000 entries; keys of pairs of consonant frames walk no long postings, but a word of
//! a list of a million names has 50 to 80 frames near its own, which makes 4,000 to 17,000 pairs to look up for half of the queries.

use crate::compare::{self, Comparison, Share, Weights};
use crate::entry::{BirthEvidence, Entry, PartialDate, birth_evidence};
use crate::evidence::{Agreement, Countries, Sex, sex_evidence};
use crate::known::{MAX_REMEMBERED, Memory};
use crate::name::{Kind, Name, Token};
use crate::near::Dictionary;
use crate::postings::Postings;
use crate::search::Work;
use crate::table::{Table, hash};
use crate::words::{self, Role};
use std::collections::HashMap;
use std::sync::Arc;

/// The score from which a listed name is shown when a list sets no threshold of its own: about 1 traveller in 250 is shown by name alone, 1 in
/// 5,000 with a birth date (`docs/screening.md`).
pub const LIST_THRESHOLD: f32 = 0.82;
/// Candidates returned. Candidates.
pub const MAX_CANDIDATES: usize = 20;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Query {
    /// The name, read.
    pub name: Name,
    /// What bears it.
    pub kind: Kind,
    /// Birth date as far as it is known.
    pub born: Option<PartialDate>,
    /// Nationalities, as far as they are known.
    pub nationality: Countries,
    /// Sex, where it is known.
    pub sex: Option<Sex>,
}

impl Query {
    /// Asks for a name and nothing else; what is known beside it is added.
    ///
    /// ```
    /// use screening::{Kind, Name, PartialDate, Query, Sex};
    /// let query = Query::new(Name::read("Anna Eriksson", Kind::Person), Kind::Person)
    ///     .born(PartialDate::read("1974-08-12"))
    ///     .nationality(["UTO"])
    ///     .sex(Sex::read("F"));
    /// assert!(query.born.is_some());
    /// ```
    pub fn new(name: Name, kind: Kind) -> Self {
        Self { name, kind, born: None, nationality: Countries::default(), sex: None }
    }

    /// With a birth date, where it is known.
    #[must_use]
    pub fn born(self, born: Option<PartialDate>) -> Self {
        Self { born, ..self }
    }

    /// With nationalities; empty ones are none.
    #[must_use]
    pub fn nationality<T: AsRef<str>>(self, all: impl IntoIterator<Item = T>) -> Self {
        Self { nationality: Countries::read(all), ..self }
    }

    /// With a sex, where it is known.
    #[must_use]
    pub fn sex(self, sex: Option<Sex>) -> Self {
        Self { sex, ..self }
    }

    /// The most that evidence beside the name can add to a score.
    pub(crate) fn most_gained(&self) -> f32 {
        let born = if self.born.is_some() { BirthEvidence::MOST_GAINED } else { 0.0 };
        born + if self.nationality.is_empty() { 0.0 } else { Agreement::MOST_GAINED }
    }
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
    /// What the nationalities say.
    pub nationality: Agreement,
    /// What the sexes say.
    pub sex: Agreement,
    /// A person was asked for and a ship is listed, or the like.
    pub other_kind: bool,
}

pub(crate) struct ListedName {
    pub(crate) entry: u32,
    pub(crate) first: u32,
    pub(crate) len: u8,
    pub(crate) kind: Kind,
    weak: bool,
}

/// Lists ready to be searched. Immutable: a changed list makes a new index beside the old one ([`Live`](crate::Live)).
pub struct Index {
    pub(crate) entries: Vec<Arc<Entry>>,
    pub(crate) names: Vec<ListedName>,
    pub(crate) words: Vec<u32>,
    pub(crate) dictionary: Dictionary,
    pub(crate) shares: Vec<Share>,
    telling: Vec<f32>,
    /// The first letter of each word of letters, 0 for a single letter and for a number.
    pub(crate) initials: Vec<u8>,
    pub(crate) postings: Postings,
    /// Names by the bare frames and lengths of their neighbouring words written together.
    pub(crate) joined: Table,
    /// Names by their letters in any order.
    pub(crate) together: Table,
    /// Of each entry.
    countries: Vec<Countries>,
    /// The least that each thing costs among the kinds held.
    pub(crate) mildest: Weights,
    pub(crate) memory: Memory,
}

/// What words written together are found by.
pub(crate) fn joined_key(t: &Token, letters: usize) -> u64 {
    hash((t.bare_frame(), letters))
}

/// A word by which dictionary words are told apart.
type Spelling = (Box<str>, bool, bool, Role);

/// Names of some of the entries, with words numbered as they came.
#[derive(Default)]
struct Reading {
    names: Vec<ListedName>,
    words: Vec<u32>,
    dictionary: Vec<Token>,
    bearers: Vec<u32>,
    numbers: HashMap<Spelling, u32>,
    joined: Vec<(u64, u32)>,
    together: Vec<(u64, u32)>,
}

impl Reading {
    fn of(entries: &[Arc<Entry>], first: usize) -> Self {
        let mut out = Self::default();
        for (entry, e) in entries.iter().zip(first..) {
            for listed in &entry.names {
                out.add(u32::try_from(e).unwrap_or(u32::MAX), &listed.text, listed.weak, entry.kind);
            }
        }
        out
    }

    fn add(&mut self, entry: u32, text: &str, weak: bool, kind: Kind) {
        let name = Name::read(text, kind);
        if name.is_empty() {
            return;
        }
        let id = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let tokens: Vec<&Token> = name.tokens.iter().collect();
        for i in 0..tokens.len() {
            for n in 2..=compare::MAX_RUN.min(tokens.len() - i) {
                let joined = Token::joined(&tokens[i..i + n]);
                self.joined.push((joined_key(&joined, joined.letters.len()), id));
            }
        }
        self.together.extend(compare::letters_key(&tokens).map(|key| (key, id)));
        let first = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let len = u8::try_from(name.tokens.len()).unwrap_or(u8::MAX);
        for mut t in name.tokens {
            t.cut = false;
            let word = self.number(t);
            self.bearers[word as usize] += 1;
            self.words.push(word);
        }
        self.names.push(ListedName { entry, first, len, kind, weak });
    }

    fn number(&mut self, t: Token) -> u32 {
        let next = u32::try_from(self.dictionary.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry((t.letters.clone(), t.abjad, t.han, t.role)).or_insert(next);
        if number == next {
            self.dictionary.push(t);
            self.bearers.push(0);
        }
        number
    }

    fn append(&mut self, other: Self) {
        let shift = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let first = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.names.extend(other.names.into_iter().map(|n| ListedName { first: n.first + first, ..n }));
        self.joined.extend(other.joined.into_iter().map(|(k, n)| (k, n + shift)));
        self.together.extend(other.together.into_iter().map(|(k, n)| (k, n + shift)));
        let renumbered: Vec<u32> = other
            .dictionary
            .into_iter()
            .zip(other.bearers)
            .map(|(t, bearers)| {
                let number = self.number(t);
                self.bearers[number as usize] += bearers;
                number
            })
            .collect();
        self.words.extend(other.words.into_iter().map(|w| renumbered[w as usize]));
    }

    /// Puts the dictionary in order of frames and letters, so that like words and what is kept of them are neighbours.
    fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.dictionary.len()).collect();
        let key = |i: &usize| {
            let t = &self.dictionary[*i];
            (&t.frame, &t.letters, t.abjad, t.han, t.role)
        };
        order.sort_unstable_by(|x, y| key(x).cmp(&key(y)));
        let mut number = vec![0_u32; order.len()];
        for (old, new) in order.iter().zip(0_u32..) {
            number[*old] = new;
        }
        for w in &mut self.words {
            *w = number[*w as usize];
        }
        self.bearers = order.iter().map(|i| self.bearers[*i]).collect();
        let mut words: Vec<Option<Token>> = std::mem::take(&mut self.dictionary).into_iter().map(Some).collect();
        self.dictionary = order.iter().filter_map(|i| words[*i].take()).collect();
    }
}

/// Entries below which one thread reads them all. Entries.
const WORTH_A_THREAD: usize = 2_000;
/// Threads that read names. Threads.
const MAX_READERS: usize = 8;

/// Listed words that are compared with words when an index is built, for each name. Words.
const COMPARED_A_NAME: usize = 25;

fn read_all(entries: &[Arc<Entry>]) -> Reading {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MAX_READERS).min(entries.len() / WORTH_A_THREAD + 1);
    let share = entries.len().div_ceil(threads).max(1);
    let mut all = Reading::default();
    std::thread::scope(|scope| {
        let readers: Vec<_> =
            entries.chunks(share).enumerate().map(|(i, part)| scope.spawn(move || Reading::of(part, i * share))).collect();
        for reader in readers {
            match reader.join() {
                Ok(part) if all.names.is_empty() => all = part,
                Ok(part) => all.append(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    all
}

impl Index {
    /// Reads every name of every entry, on all cores. About 10 µs and 250 bytes a name, most of it for the words that are looked up beforehand.
    pub fn build(entries: Vec<Arc<Entry>>) -> Self {
        let mut reading = read_all(&entries);
        reading.sort();
        let Reading { names, words, dictionary, bearers, joined, together, numbers } = reading;
        drop(numbers);
        let (joined, together, dictionary) = std::thread::scope(|scope| {
            let table = scope.spawn(|| (Table::build(joined), Table::build(together)));
            let dictionary = Dictionary::build(dictionary);
            let (joined, together) = table.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (joined, together, dictionary)
        });
        let countries = entries.iter().map(|e| Countries::read(&e.countries)).collect();
        let mut index = Self {
            entries,
            countries,
            names,
            words,
            dictionary,
            shares: Vec::new(),
            telling: Vec::new(),
            initials: Vec::new(),
            postings: Postings::default(),
            joined,
            together,
            mildest: Weights::of(Kind::Person),
            memory: Memory::default(),
        };
        index.telling = index.measure(&bearers);
        index.shares = index.dictionary.words().iter().zip(&index.telling).map(|(t, telling)| Share::of(t, *telling)).collect();
        index.initials =
            index.dictionary.words().iter().map(|t| if t.is_initial() || t.is_number() { 0 } else { t.letters.as_bytes()[0] }).collect();
        let mildest = index.names.iter().map(|n| Weights::of(n.kind)).fold(index.mildest, |m, w| Weights {
            contradiction: m.contradiction.min(w.contradiction),
            extra: m.extra.min(w.extra),
            slip: m.slip.min(w.slip),
        });
        index.postings = Postings::build(&index.shares, &bearers, index.names.iter().map(|n| (index.words_of(n), n.kind)));
        index.mildest = mildest;
        index.remember(&bearers);
        index
    }

    /// Finds out about the listed words before anybody asks, the commonest first.
    fn remember(&self, bearers: &[u32]) {
        let words = self.dictionary.words();
        let mut order: Vec<usize> = (0..words.len()).collect();
        order.sort_unstable_by_key(|i| std::cmp::Reverse(bearers[*i]));
        order.truncate(MAX_REMEMBERED / 2);
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MAX_READERS);
        let most = self.names.len() * COMPARED_A_NAME / threads;
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let mut part = order.iter().skip(thread).step_by(threads);
                scope.spawn(move || {
                    let mut work = Work::default();
                    while work.compared < most
                        && let Some(i) = part.next()
                    {
                        self.known(&words[*i], &mut work);
                    }
                });
            }
        });
    }

    /// How telling each dictionary word is: 1 in 100 names and commoner 0.7, 1 in 10,000 and rarer 1.
    fn measure(&self, bearers: &[u32]) -> Vec<f32> {
        let total = self.names.len().max(1) as f32;
        let words = self.dictionary.words();
        let one = |t: &Token| {
            let share = bearers[self.dictionary.spelt(&t.letters)].iter().sum::<u32>() as f32 / total;
            let measured = if total < 1000.0 { 1.0 } else { (0.7 + 0.15 * (-share.log10() - 2.0)).clamp(0.7, 1.0) };
            measured.min(words::rarity(&t.letters))
        };
        words.iter().map(one).collect()
    }

    /// How telling a word is among the names held, 0..=1.
    pub(crate) fn telling(&self, t: &Token) -> f32 {
        self.telling.get(self.dictionary.spelt(&t.letters)).and_then(<[f32]>::first).copied().unwrap_or_else(|| words::rarity(&t.letters))
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

    pub(crate) fn words_of(&self, listed: &ListedName) -> &[u32] {
        &self.words[listed.first as usize..listed.first as usize + usize::from(listed.len)]
    }

    pub(crate) fn tokens_of(&self, listed: &ListedName) -> Vec<&Token> {
        self.words_of(listed).iter().map(|w| &self.dictionary.words()[*w as usize]).collect()
    }

    /// The score of a listed name once birth dates and weakness are counted in.
    pub(crate) fn with_evidence(&self, query: &Query, listed: &ListedName, score: f32) -> f32 {
        let entry = &self.entries[listed.entry as usize];
        let score = birth_evidence(query.born, &entry.born).apply(if listed.weak { score - WEAK_ALIAS } else { score });
        let beside = query.nationality.agreement(&self.countries[listed.entry as usize]).of_nationality()
            + sex_evidence(query.sex, entry.sex).of_sex()
            - if query.kind == listed.kind { 0.0 } else { OTHER_KIND };
        (score + beside).min(1.0)
    }

    /// A listed name compared in full.
    #[cfg(test)]
    pub(crate) fn judge(&self, query: &Query, listed: &ListedName) -> compare::Judged {
        let asked: Vec<&Token> = query.name.tokens.iter().collect();
        compare::judge(&asked, &self.tokens_of(listed), &Weights::of(listed.kind), &|t| self.telling(t))
    }

    /// The best name of each entry, best first; of equals the one whose entry's id comes first.
    pub(crate) fn candidates(
        &self,
        query: &Query,
        hits: &mut Vec<(f32, u32)>,
        mut judge: impl FnMut(u32) -> compare::Judged,
    ) -> Vec<Candidate> {
        let entry = |n: &u32| self.names[*n as usize].entry;
        hits.sort_unstable_by(|x, y| (entry(&x.1)).cmp(&entry(&y.1)).then(y.0.total_cmp(&x.0)).then(x.1.cmp(&y.1)));
        hits.dedup_by_key(|h| entry(&h.1));
        let id = |n: &u32| &self.entries[entry(n) as usize].id;
        let better = |x: &(f32, u32), y: &(f32, u32)| y.0.total_cmp(&x.0).then_with(|| id(&x.1).cmp(id(&y.1))).then(x.1.cmp(&y.1));
        if hits.len() > MAX_CANDIDATES {
            hits.select_nth_unstable_by(MAX_CANDIDATES, better);
            hits.truncate(MAX_CANDIDATES);
        }
        hits.sort_unstable_by(better);
        hits.iter().map(|(score, n)| self.candidate(query, *score, &self.names[*n as usize], &judge(*n))).collect()
    }

    fn candidate(&self, query: &Query, score: f32, listed: &ListedName, judged: &compare::Judged) -> Candidate {
        let entry = &self.entries[listed.entry as usize];
        let asked: Vec<&Token> = query.name.tokens.iter().collect();
        let tokens = self.tokens_of(listed);
        Candidate {
            score,
            entry: Arc::clone(entry),
            name: tokens.iter().map(|t| &*t.shown).collect::<Vec<_>>().join(" "),
            comparison: compare::describe(&asked, &tokens, judged),
            birth: birth_evidence(query.born, &entry.born),
            nationality: query.nationality.agreement(&self.countries[listed.entry as usize]),
            sex: sex_evidence(query.sex, entry.sex),
            other_kind: query.kind != entry.kind,
        }
    }
}

/// What an alias loses that the list itself calls weak.
const WEAK_ALIAS: f32 = 0.08;
/// What an entry of another kind than was asked for loses.
const OTHER_KIND: f32 = 0.05;
