//! One search, from the asked name to scored names.
//!
//! Either every asked word that tells anything is answered (the listed name is the longer one, or as long), or every listed word is: a
//! word left over on both sides costs more than the threshold leaves. So all names with the rarest asked word are looked at for the first case,
//! and for the second the names of which an asked word is an anchor. How many words must be visited follows from the score that is
//! wanted; at scores below [`LOWEST_ANCHORED`] every name with any of the words is looked at.

use crate::compare::{self, Judged, ONE_WORD, Pair, Share, Weights};
use crate::index::{Candidate, Index, ListedName, MAX_CANDIDATES, Query};
use crate::known::Known;
use crate::letters::INITIAL;
use crate::name::{Kind, MAX_NAME_TOKENS, Token};
use crate::postings::{LOWEST_ANCHORED, MARKED, NO_WORD, Posting, Rest, SLACK, affordable, best_pair};
use std::cell::RefCell;
use std::sync::Arc;

/// What a search needs and the next one on the thread can use again.
#[derive(Default)]
struct Scratch {
    answers: Answers,
    /// Names with the most they can score.
    names: Vec<(u32, f32)>,
    in_runs: Vec<InRuns>,
    pairs: Vec<Pair>,
    listed: Vec<Share>,
    hits: Vec<(f32, u32)>,
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
    /// Marks of the other asked words of which none may be left over, and whether unmarked words answer it too.
    musts: Vec<(u64, bool)>,
    /// Marks of all other asked words.
    others: u64,
}

/// Which postings can lead to a hit.
struct Plan {
    visits: Vec<Visit>,
    /// More other marked words than this leave too much over.
    most_others: usize,
    /// Asked words.
    asked: usize,
    /// A marked word left over on both sides is too much.
    marks_bind: bool,
    /// By words of the listed name: not so few that the rest of the asked name is too much.
    enough: [bool; MAX_NAME_TOKENS + 1],
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
        let walk_all = lowest < LOWEST_ANCHORED || tokens.iter().any(Token::is_initial);
        let (mut left, mut answered) = (0.0, best);
        let mut visits = Vec::new();
        for (_, i) in order {
            let whole = asked[i].counts && (walk_all || !too_much(left, answered));
            if asked[i].counts {
                left += asked[i].left;
                answered -= best_pair(asked[i]);
            }
            let must = |j: &usize| *j != i && !tokens[*j].is_initial() && too_much(asked[*j].left, best - best_pair(asked[*j]));
            let musts = (0..asked.len()).filter(must).map(|j| (known[j].marks, known[j].unmarked)).collect();
            let others = (0..asked.len()).filter(|j| *j != i).fold(0, |m, j| m | known[j].marks);
            visits.push(Visit { asked: i, whole, musts, others });
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of words, and casts saturate")]
        let spare = ((afford * best + SLACK) / (costs.extra * MARKED)).floor() as usize;
        Self {
            visits,
            most_others: asked.len().saturating_add(spare),
            asked: asked.len(),
            // More is left over of the asked name then, and that is one word at least.
            marks_bind: too_much(MARKED, best - 0.5),
            enough: std::array::from_fn(|words| enough(words, asked, costs, lowest)),
        }
    }

    /// The name can hold every asked word.
    fn holds_asked(&self, visit: &Visit, p: &Posting) -> bool {
        let unmarked = p.words > p.others + 1;
        usize::from(p.others) <= self.most_others
            && visit.musts.iter().all(|(must, elsewhere)| p.marks & must != 0 || (*elsewhere && unmarked))
    }

    /// The asked name can hold every word of the name, and has one more.
    fn held_by_asked(&self, visit: &Visit, p: &Posting, own: usize) -> bool {
        self.enough[usize::from(p.words)]
            && (!self.marks_bind || (p.marks & !visit.others == 0 && usize::from(p.others) + own < self.asked))
    }
}

/// Whether a name of so few words, all answered, can score enough.
fn enough(words: usize, asked: &[Share], costs: &Weights, lowest: f32) -> bool {
    let top = |value: fn(&Share) -> f32| {
        let mut values: Vec<f32> = asked.iter().map(value).collect();
        values.sort_unstable_by(|x, y| y.total_cmp(x));
        values.into_iter().take(words).sum::<f32>()
    };
    let left = (asked.iter().map(|s| s.left).sum::<f32>() - top(|s| s.left)).max(0.0);
    let wanted = if words == 1 && left >= 0.5 + SLACK { lowest / ONE_WORD } else { lowest };
    costs.extra * left <= affordable(wanted) * top(|s| best_pair(*s)) + SLACK
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

    fn find(&self, query: &Query, asked: &Asked<'_>, threshold: f32, scratch: &mut Scratch) {
        let Scratch { answers, names, in_runs, pairs, listed, hits } = scratch;
        hits.clear();
        names.clear();
        in_runs.clear();
        let tokens = &query.name.tokens;
        let gain = query.most_gained();
        let lowest = threshold - gain - SLACK;
        let known: Vec<Arc<Known>> = tokens.iter().map(|t| self.known(t)).collect();
        let plan = Plan::new(self, &asked.shares, tokens, &known, lowest);
        answers.fill(&known);
        self.walk(&plan, &known, names, |word, p, rest| {
            let own = [word];
            let (own, rest) = if usize::from(p.words) > rest.len() + 1 {
                (&[][..], self.words_of(&self.names[p.name as usize]))
            } else {
                (&own[..], &rest[..])
            };
            let words = own.iter().chain(rest.iter().take_while(|w| **w != NO_WORD));
            Some(self.at_best(words.copied(), p.kind, asked, answers, (0, 0))).filter(|best| *best >= lowest)
        });
        self.runs(tokens, &known, in_runs);
        names.sort_unstable_by_key(|(name, _)| *name);
        names.dedup_by_key(|(name, _)| *name);
        names.sort_unstable_by(|x, y| y.1.total_cmp(&x.1));
        let mut leaders = Leaders::default();
        let mut keep = |score: f32, name: u32, entry: &ListedName, leaders: &mut Leaders| {
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

    /// Names that can be a hit word by word, with the most they can score when `best` gives it.
    fn walk(&self, plan: &Plan, known: &[Arc<Known>], names: &mut Vec<(u32, f32)>, best: impl Fn(u32, &Posting, &Rest) -> Option<f32>) {
        for visit in &plan.visits {
            for (word, _) in &known[visit.asked].near {
                let own = usize::from(self.shares[*word as usize].left >= MARKED);
                let stretch = if visit.whole { self.postings.all(*word) } else { self.postings.anchored(*word) };
                for (p, rest) in stretch.iter() {
                    let possible = plan.held_by_asked(visit, p, own) || (visit.whole && plan.holds_asked(visit, p));
                    if possible && let Some(best) = best(*word, p, rest) {
                        names.push((p.name, best));
                    }
                }
            }
        }
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
                        names.extend(self.postings.all(word).iter().map(|(p, _)| {
                            let places = self.words_of(&self.names[p.name as usize]).iter().enumerate().filter(|(_, w)| **w == word);
                            InRuns { name: p.name, asked: ((1 << n) - 1) << i, listed: places.fold(0, |m, (j, _)| m | 1 << j) }
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
