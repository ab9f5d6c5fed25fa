//! One search, from the asked name to scored names.
//!
//! Either every asked word that tells anything is answered (the listed name is the longer one, or as long), or every listed word is: a
//! word left over on both sides costs more than the threshold leaves. So all names with the rarest asked word are looked at for the first case,
//! and for the second the names of which an asked word is an anchor. How many words must be visited follows from the score that is
//! wanted; at scores below [`LOWEST_ANCHORED`] every name with any of the words is looked at.
//!
//! To look at a name there takes four reads from a table of 64 KiB, which says what each of its other words answers or weighs, and one from a
//! table of what can score enough ([`Hopes`]). Memory is touched in runs that do not depend on each other, before it is needed.

use crate::compare::{self, Judged, ONE_WORD, Pair, Share, Weights};
use crate::index::{Candidate, Index, ListedName, MAX_CANDIDATES, Query};
use crate::known::Known;
use crate::letters::INITIAL;
use crate::name::{Kind, MAX_NAME_TOKENS, Token};
use crate::postings::{Answered, BITS, LOWEST_ANCHORED, MOST_OPEN, SLACK, UNITS, affordable, best_pair};
use std::cell::RefCell;
use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;

/// What a search needs and the next one on the thread can use again.
#[derive(Default)]
struct Scratch {
    answers: Answers,
    walk: Walk,
    /// Names that may be a hit.
    found: Vec<u32>,
    /// Those with the most they can score.
    names: Vec<(u32, f32)>,
    in_runs: Vec<InRuns>,
    pairs: Vec<Pair>,
    listed: Vec<Share>,
    hits: Vec<(f32, u32)>,
    work: Work,
}

/// What a walk needs.
#[derive(Default)]
struct Walk {
    answered: Answered,
    stretches: Vec<(u32, Range<u32>)>,
}

/// What searches cost, whatever else the machine does.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Asked words that had not been seen before.
    pub new_words: usize,
    /// Listed words that those were compared with.
    pub compared: usize,
    /// Places at which a listed word stands in a name that were looked at.
    pub walked: usize,
    /// Names of which the best thinkable score was worked out.
    pub bounded: usize,
    /// Names that were scored.
    pub scored: usize,
}

/// A name in which a run of words answers a word, and the words that take part on either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct InRuns {
    name: u32,
    asked: u64,
    listed: u64,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Dictionary words that answer an asked word: an open hash table, small enough to stay in the nearest cache.
#[derive(Default)]
struct Answers {
    slots: Vec<(u32, u32)>,
    shift: u32,
    chain: Vec<(u8, f32, u32)>,
}

const NONE: u32 = u32::MAX;

impl Answers {
    fn fill(&mut self, known: &[Arc<Known>]) {
        let size = (known.iter().map(|k| k.near.len()).sum::<usize>() * 2).next_power_of_two().max(16);
        self.slots.clear();
        self.slots.resize(size, (NONE, NONE));
        self.shift = 32 - size.ilog2();
        self.chain.clear();
        for (i, readings) in (0_u8..).zip(known) {
            for (word, like) in &readings.near {
                let slot = self.slot(*word);
                let next = self.slots[slot].1;
                self.slots[slot] = (*word, u32::try_from(self.chain.len()).unwrap_or(NONE));
                self.chain.push((i, *like, next));
            }
        }
    }

    fn slot(&self, word: u32) -> usize {
        let mut at = (word.wrapping_mul(0x9E37_79B1) >> self.shift) as usize;
        while self.slots[at].0 != word && self.slots[at].0 != NONE {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    /// Asked words that a dictionary word answers, with how alike they are.
    fn get(&self, word: u32) -> impl Iterator<Item = (usize, f32)> + '_ {
        let mut next = self.slots[self.slot(word)].1;
        std::iter::from_fn(move || {
            let (i, like, after) = *self.chain.get(next as usize)?;
            next = after;
            Some((usize::from(i), like))
        })
    }
}

/// The asked name in numbers.
struct Asked<'a> {
    tokens: Vec<&'a Token>,
    shares: Vec<Share>,
    /// Single letters and where they stand.
    initials: Vec<(u8, u8)>,
}

impl Asked<'_> {
    /// The initials that stand for a word beginning with `letter`.
    fn initial_of(&self, letter: u8) -> impl Iterator<Item = (usize, f32)> + '_ {
        self.initials.iter().filter(move |(_, l)| *l == letter).map(|(i, _)| (usize::from(*i), INITIAL))
    }
}

/// An asked word whose postings are walked.
struct Visit {
    asked: usize,
    /// All its postings; otherwise only those it is an anchor of.
    whole: bool,
    /// The most that the other asked words can add.
    rest: f32,
}

/// Which postings can lead to a hit.
struct Plan {
    visits: Vec<Visit>,
    hopes: Hopes,
    lowest: f32,
    slip: f32,
}

impl Plan {
    fn new(index: &Index, asked: &[Share], tokens: &[Token], known: &[Arc<Known>], lowest: f32) -> Self {
        let costs = &index.mildest;
        let afford = affordable(lowest);
        let best: f32 = asked.iter().map(|s| best_pair(*s)).sum();
        let too_much = |left: f32, answered: f32| costs.contradiction * left > afford * answered + SLACK;
        let mut order: Vec<(usize, usize)> = (0..asked.len()).filter(|i| !tokens[*i].is_initial()).map(|i| (known[i].names, i)).collect();
        order.sort_unstable();
        // An initial answers thousands of words; their postings are not walked, so no anchor can be relied on.
        let walk_all = lowest < LOWEST_ANCHORED || order.len() < asked.len();
        let (mut left, mut answered) = (0.0, best);
        let mut visits = Vec::new();
        for (_, i) in order {
            let whole = asked[i].counts && (walk_all || !too_much(left, answered));
            if asked[i].counts {
                left += asked[i].left;
                answered -= best_pair(asked[i]);
            }
            visits.push(Visit { asked: i, whole, rest: best - best_pair(asked[i]) });
        }
        Self { visits, hopes: Hopes::new(asked, tokens, costs, lowest), lowest, slip: costs.slip }
    }

    /// Whether a name in which a pair of words of this weight is so alike can score enough.
    fn hopes(&self, visit: &Visit, weight: f32, like: f32) -> bool {
        let matched = visit.rest + weight * like;
        matched + SLACK >= self.lowest * (matched + self.slip * weight * compare::slip(like))
    }
}

/// Whether a name can score enough, by the asked words that it answers and by what its own weigh that are left over.
struct Hopes {
    /// A bit for each weight of words left over, by the bits of answered words.
    enough: [u32; 1 << BITS],
    /// The bits of asked words that any name may answer.
    always: u16,
}

impl Hopes {
    fn new(asked: &[Share], tokens: &[Token], costs: &Weights, lowest: f32) -> Self {
        let afford = affordable(lowest);
        let always = (0..BITS).filter(|i| tokens.get(*i).is_none_or(Token::is_initial)).fold(0, |m, i| m | 1 << i);
        let initials = tokens.iter().any(Token::is_initial);
        let all: f32 = asked.iter().map(|s| best_pair(*s)).sum();
        let mut enough = [0; 1 << BITS];
        for (answered, enough) in
            enough.iter_mut().enumerate().filter(|(answered, _)| answered & usize::from(always) == usize::from(always))
        {
            let missing = || asked.iter().take(BITS).enumerate().filter(|(i, _)| answered & (1 << i) == 0).map(|(_, s)| s);
            let left: f32 = missing().map(|s| s.left).sum();
            let matched = all - missing().map(|s| best_pair(*s)).sum::<f32>();
            let counted = asked.iter().filter(|s| s.counts).count() - missing().filter(|s| s.counts).count();
            // An initial may answer any word left over.
            for open in 0..=if initials { 0 } else { MOST_OPEN } {
                let over = f32::from(open) / UNITS;
                let loss = costs.contradiction * left.min(over) + costs.extra * (left - over).abs();
                let afford = if counted < 2 && left.max(over) >= 0.5 + SLACK { affordable(lowest / ONE_WORD) } else { afford };
                *enough |= u32::from(counted > 0 && loss <= afford * matched + SLACK) << open;
            }
            if initials {
                *enough *= u32::MAX;
            }
        }
        Self { enough, always }
    }

    fn of(&self, answered: u16, open: u16) -> bool {
        self.enough[usize::from(answered | self.always) & ((1 << BITS) - 1)] >> (open & MOST_OPEN) & 1 != 0
    }
}

impl Index {
    /// The entries whose best name scores `threshold` or more, best first, at most [`MAX_CANDIDATES`](crate::index::MAX_CANDIDATES); entries
    /// without a word in common are none. Costs some ten microseconds among thousands of names and grows slower than their number.
    pub fn search(&self, query: &Query, threshold: f32) -> Vec<Candidate> {
        let tokens = &query.name.tokens;
        let asked = Asked {
            tokens: tokens.iter().collect(),
            shares: tokens.iter().map(|t| Share::of(t, self.telling(t))).collect(),
            initials: (0_u8..)
                .zip(tokens)
                .filter(|(_, t)| t.is_initial() && !t.is_number())
                .map(|(i, t)| (i, t.letters.as_bytes()[0]))
                .collect(),
        };
        if !asked.shares.iter().any(|s| s.counts) {
            return Vec::new();
        }
        SCRATCH.with_borrow_mut(|scratch| {
            scratch.work = Work::default();
            self.find(query, &asked, threshold, scratch);
            let Scratch { answers, in_runs, listed, hits, .. } = scratch;
            self.candidates(query, hits, |name| {
                let entry = &self.names[name as usize];
                let runs = in_runs.binary_search_by_key(&name, |r| r.name).is_ok();
                let mut pairs = Vec::new();
                let score = self.score(entry, &asked, runs, answers, listed, &mut pairs);
                Judged { score, pairs }
            })
        })
    }

    /// What the last search on this thread cost.
    pub fn last_work() -> Work {
        SCRATCH.with_borrow(|scratch| scratch.work)
    }

    fn find(&self, query: &Query, asked: &Asked<'_>, threshold: f32, scratch: &mut Scratch) {
        let Scratch { answers, walk, found, names, in_runs, pairs, listed, hits, work } = scratch;
        hits.clear();
        names.clear();
        in_runs.clear();
        let tokens = &query.name.tokens;
        let gain = query.most_gained();
        let lowest = threshold - gain - SLACK;
        let known: Vec<Arc<Known>> = tokens.iter().map(|t| self.known(t, work)).collect();
        let plan = Plan::new(self, &asked.shares, tokens, &known, lowest);
        answers.fill(&known);
        self.walk(&plan, &known, &asked.shares, walk, found, work);
        self.runs(tokens, &known, in_runs);
        work.bounded += found.len() + in_runs.len();
        self.fetch(found.iter().copied().chain(in_runs.iter().map(|r| r.name)));
        names.extend(found.iter().filter_map(|name| {
            let entry = &self.names[*name as usize];
            let words = self.words_of(entry).iter().copied();
            // What was told of a long name is not all of it.
            let (any, open) = walk.answered.by_all(words.clone().map(|word| self.postings.class(word)));
            let best = plan.hopes.of(any, open).then(|| self.at_best(words, entry.kind, asked, answers, (0, 0)))?;
            (best >= lowest).then_some((*name, best))
        }));
        for (word, _) in known.iter().flat_map(|known| &known.near) {
            walk.answered.remove(self.postings.class(*word));
        }
        names.sort_unstable_by(|x, y| y.1.total_cmp(&x.1));
        let mut leaders = Leaders::default();
        let mut keep = |score: f32, name: u32, entry: &ListedName, leaders: &mut Leaders| {
            work.scored += 1;
            if score > 0.0 && score >= lowest {
                let score = self.with_evidence(query, entry, score);
                if score >= threshold {
                    hits.push((score, name));
                    leaders.add(score, entry.entry);
                }
            }
        };
        for run in in_runs.iter() {
            let entry = &self.names[run.name as usize];
            if self.at_best(self.words_of(entry).iter().copied(), entry.kind, asked, answers, (run.asked, run.listed)) >= lowest {
                keep(self.score(entry, asked, true, answers, listed, pairs), run.name, entry, &mut leaders);
            }
        }
        for (name, best) in names.iter() {
            if leaders.beat(best + gain) {
                break;
            }
            if in_runs.binary_search_by_key(name, |r| r.name).is_err() {
                let entry = &self.names[*name as usize];
                keep(self.score(entry, asked, false, answers, listed, pairs), *name, entry, &mut leaders);
            }
        }
    }

    /// Brings names near the processor: waiting for memory is most of the cost, and waits for names that do not depend on each other overlap.
    fn fetch(&self, names: impl Iterator<Item = u32>) {
        black_box(names.fold(0, |sum, name| sum ^ self.words[self.names[name as usize].first as usize]));
    }

    /// The score of a name; `runs` says whether several of its words may answer one or one several.
    fn score(
        &self,
        entry: &ListedName,
        asked: &Asked<'_>,
        runs: bool,
        answers: &Answers,
        listed: &mut Vec<Share>,
        pairs: &mut Vec<Pair>,
    ) -> f32 {
        let words = self.words_of(entry);
        listed.clear();
        listed.extend(words.iter().map(|w| self.shares[*w as usize]));
        pairs.clear();
        for (j, w) in words.iter().enumerate() {
            let all = answers.get(*w).chain(asked.initial_of(self.initials[*w as usize]));
            pairs.extend(all.map(|(i, like)| Pair::single(i, j, like, &asked.shares, listed)));
        }
        let weights = Weights::of(entry.kind);
        if !runs {
            return compare::settle(&asked.shares, listed, pairs, &weights);
        }
        let (asked, listed) = ((&*asked.tokens, &*asked.shares), (&*self.tokens_of(entry), &**listed));
        compare::all_runs(asked, listed, pairs);
        let score = compare::settle(asked.1, listed.1, pairs, &weights);
        compare::or_together(asked, listed, score, pairs)
    }

    /// No less than the score of a name can be: every word is taken as answered by its likest. `covered` are the words of both sides that
    /// take part in runs.
    fn at_best(&self, words: impl Iterator<Item = u32>, kind: Kind, asked: &Asked<'_>, answers: &Answers, covered: (u64, u64)) -> f32 {
        let weights = Weights::of(kind);
        // What a word left over adds to the loss at least, whichever side has more left over.
        let least = weights.extra.min(weights.contradiction - weights.extra);
        let (mut matched, mut slipped, mut over, mut left) = (0.0, 0.0, 0.0, 0.0);
        let mut count = |share: &Share, like: f32, side: &mut f32| {
            if like == 0.0 {
                *side += share.left;
            } else {
                // A pair counts the mean of its two words.
                matched += 0.5 * like * share.paired;
                slipped += (0.5 * weights.slip * compare::slip(like) * share.paired).min(least * share.left);
            }
        };
        let mut best = [0.0_f32; MAX_NAME_TOKENS];
        for (j, w) in words.enumerate() {
            let mut like = if covered.1 & (1 << j) == 0 { 0.0_f32 } else { 1.0 };
            for (i, l) in answers.get(w).chain(asked.initial_of(self.initials[w as usize])) {
                like = like.max(l);
                best[i] = best[i].max(l);
            }
            count(&self.shares[w as usize], like, &mut over);
        }
        for (i, share) in asked.shares.iter().enumerate() {
            let like = if covered.0 & (1 << i) == 0 { best[i] } else { 1.0 };
            count(share, like, &mut left);
        }
        let loss = slipped + weights.contradiction * left.min(over) + weights.extra * (left - over).abs();
        matched / (matched + loss) + SLACK
    }

    /// Names that can be a hit word by word, sorted. What the listed words answer stays noted.
    fn walk(&self, plan: &Plan, known: &[Arc<Known>], asked: &[Share], scratch: &mut Walk, found: &mut Vec<u32>, work: &mut Work) {
        let Walk { answered, stretches } = scratch;
        found.clear();
        for (known, i) in known.iter().zip(0..) {
            let bit = if i < BITS { 1 << i } else { 0 };
            known.near.iter().for_each(|(word, _)| answered.add(self.postings.class(*word), bit));
        }
        stretches.clear();
        for visit in &plan.visits {
            let weight = |word: u32| f32::midpoint(asked[visit.asked].paired, self.shares[word as usize].paired);
            for (word, _) in known[visit.asked].near.iter().filter(|(word, like)| plan.hopes(visit, weight(*word), *like)) {
                stretches.push((*word, self.postings.range(*word, visit.whole)));
            }
        }
        work.walked += self.postings.fetch(stretches.iter().map(|(_, range)| range.clone()));
        for (word, range) in stretches.drain(..) {
            let own = answered.by_word(self.postings.class(word)) | plan.hopes.always;
            for (signs, name) in self.postings.rows(range) {
                let (any, open) = answered.by(*signs);
                if plan.hopes.of(own | any, open) {
                    found.push(*name);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
    }

    /// Names in which several words answer one or one answers several, and those of the same letters, sorted.
    fn runs(&self, tokens: &[Token], known: &[Arc<Known>], names: &mut Vec<InRuns>) {
        for (i, k) in known.iter().enumerate() {
            names.extend(k.in_runs.iter().map(|(name, listed)| InRuns { name: *name, asked: 1 << i, listed: *listed }));
        }
        let tokens: Vec<&Token> = tokens.iter().collect();
        for i in 0..tokens.len() {
            for n in 2..=compare::MAX_RUN.min(tokens.len() - i) {
                let run = &tokens[i..i + n];
                let joined = Token::joined(run);
                for word in self.dictionary.framed_like(&joined) {
                    if compare::joined_likeness(run, &joined, &self.dictionary.words()[word as usize]).is_some() {
                        names.extend(self.postings.names(word).iter().map(|name| {
                            let places = self.words_of(&self.names[*name as usize]).iter().enumerate().filter(|(_, w)| **w == word);
                            InRuns { name: *name, asked: ((1 << n) - 1) << i, listed: places.fold(0, |m, (j, _)| m | 1 << j) }
                        }));
                    }
                }
            }
        }
        let all = |words: usize| (1_u64 << words) - 1;
        names.extend(compare::letters_key(&tokens).into_iter().flat_map(|key| self.together.get(key)).map(|name| {
            let listed = all(self.words_of(&self.names[name as usize]).len());
            InRuns { name, asked: all(tokens.len()), listed }
        }));
        names.sort_unstable();
        names.dedup_by(|next, kept| {
            let same = next.name == kept.name;
            if same {
                kept.asked |= next.asked;
                kept.listed |= next.listed;
            }
            same
        });
    }
}

/// The best entries so far.
#[derive(Default)]
struct Leaders(Vec<(f32, u32)>);

impl Leaders {
    fn add(&mut self, score: f32, entry: u32) {
        if let Some(seen) = self.0.iter_mut().find(|(_, e)| *e == entry) {
            seen.0 = seen.0.max(score);
        } else if self.0.len() < MAX_CANDIDATES {
            self.0.push((score, entry));
        } else if let Some(last) = self.0.iter_mut().min_by(|x, y| x.0.total_cmp(&y.0))
            && last.0 < score
        {
            *last = (score, entry);
        }
    }

    /// A name that scores no more than `best` cannot become a candidate.
    fn beat(&self, best: f32) -> bool {
        self.0.len() == MAX_CANDIDATES && self.0.iter().all(|(score, _)| *score > best)
    }
}

#[cfg(test)]
mod tests;
