//! The lists in memory, ready to be searched, and what of them is like something that crosses.

use super::threshold::Thresholds;
use coordination::hit::{Asked, Number};
use framework::model::List;
use screening::{BirthEvidence, Candidate, Entry, Kind, Listed, Live, Name, PartialDate, Query, Sex, explain};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Records of one list that one thing is shown to be like, the closest first: more would be read by nobody. Records.
pub(crate) const MAX_MET: usize = 5;
/// How hits of this version are found: stated with each, so that a figure can be told from one of a later matcher.
pub(crate) const MATCHER: &str = "2";

/// What of a list is searched, and until when.
pub(crate) struct Edition {
    /// Under which its records are kept.
    pub digest: String,
    /// Microseconds since 1970, UTC.
    pub until_us: i64,
}

/// What a list has been asked since the server started.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub asked: AtomicU64,
    pub met: AtomicU64,
}

/// A record that is like what was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Met {
    /// The record.
    pub record: Arc<Entry>,
    /// Digest of the edition it stands in, or the id of the entry that was put there by hand.
    pub source: String,
    /// The name that came closest; empty where only a number met.
    pub name: String,
    /// 0 where only a number met.
    pub score_permille: u32,
    pub explanation: String,
    pub number: Option<Number>,
}

/// Every list.
#[derive(Default)]
pub(crate) struct Engine {
    pub editions: Live,
    pub by_hand: Live,
    in_force: RwLock<BTreeMap<String, Edition>>,
    /// Until when entries made by hand are searched, by id.
    until: RwLock<HashMap<String, i64>>,
    thresholds: RwLock<BTreeMap<String, Thresholds>>,
    tallies: Mutex<BTreeMap<String, Arc<Tally>>>,
    /// A list is read from the store by one at a time.
    pub(crate) reading: tokio::sync::Mutex<()>,
}

/// The framework's words for what a list is about that a name can be looked up under.
fn named(list: &List, kind: Kind) -> bool {
    list.subjects.iter().any(|s| match s.get_ref().as_str() {
        "person" => kind == Kind::Person,
        "organisation" => kind == Kind::Organisation,
        "vessel" | "aircraft" => kind == Kind::Vessel,
        _ => false,
    })
}

/// The word of [`named`] and of the store for what an entry is about.
pub(crate) fn kind_of(subject: &str) -> Kind {
    match subject {
        "person" | "document" => Kind::Person,
        "organisation" => Kind::Organisation,
        _ => Kind::Vessel,
    }
}

fn permille(score: f32) -> u32 {
    (score.clamp(0.0, 1.0) * 1000.0).round() as u32
}

fn by_name(c: &Candidate) -> Met {
    let (name, explanation) = (c.name.clone(), explain(c));
    Met { record: c.entry.clone(), source: String::new(), name, score_permille: permille(c.score), explanation, number: None }
}

fn by_number(n: screening::Numbered, asked: &str) -> Met {
    let explanation = if n.same {
        format!("the number `{}` is listed", n.listed)
    } else {
        format!("the number `{asked}` is read like the listed `{}`", n.listed)
    };
    let number = Some(Number { asked: asked.to_owned(), listed: n.listed, same: n.same });
    Met { record: n.entry, source: String::new(), name: String::new(), score_permille: 0, explanation, number }
}

/// Records of one list that are like what is asked for, the closest first; `lasts` says of a record whether its time is over.
fn search(
    list: &List,
    listed: &Listed,
    asked: &Asked,
    query: Option<&Query>,
    thresholds: &Thresholds,
    lasts: impl Fn(&Entry) -> bool,
) -> Vec<Met> {
    let mut all: Vec<Met> = Vec::new();
    if let Some(query) = query.filter(|q| named(list, q.kind)) {
        all.extend(
            listed.names.search(query, thresholds.of(query)).iter().filter(|c| c.entry.kind == query.kind && lasts(&c.entry)).map(by_name),
        );
    }
    for numbered in listed.numbers.find(&asked.number) {
        if numbered.entry.kind != asked.kind || !lasts(&numbered.entry) {
            continue;
        }
        let met = by_number(numbered, &asked.number);
        match all.iter_mut().find(|m| Arc::ptr_eq(&m.record, &met.record)) {
            Some(known) => {
                known.explanation = format!("{}; {}", met.explanation, known.explanation);
                known.number = met.number;
            }
            None => all.push(met),
        }
    }
    // The very number tells more than any name.
    all.sort_by_key(|m| (!m.number.as_ref().is_some_and(|n| n.same), std::cmp::Reverse(m.score_permille)));
    all.truncate(MAX_MET);
    all
}

/// What is asked of the names; `None` where only a number is looked for.
fn query(asked: &Asked) -> Option<Query> {
    let name = Name::read(&asked.name, asked.kind);
    let query = |name| {
        Query::new(name, asked.kind).born(PartialDate::read(&asked.born)).nationality([&asked.nationality]).sex(Sex::read(&asked.sex))
    };
    (!name.is_empty()).then(|| query(name))
}

impl Engine {
    /// Everything in the lists that is like one thing, by the place of the list in `lists`.
    pub fn meet(&self, lists: &[&List], asked: &Asked, now_us: i64) -> Vec<(usize, Met)> {
        let (query, mut found) = (query(asked), Vec::new());
        for (at, list) in lists.iter().enumerate() {
            let id = list.id.get_ref();
            let (mut met, thresholds) = (Vec::new(), self.thresholds(id));
            if let Some((listed, digest)) = self.edition(id, now_us).and_then(|digest| Some((self.editions.get(id)?, digest))) {
                met.extend(
                    search(list, &listed, asked, query.as_ref(), &thresholds, |_| true)
                        .into_iter()
                        .map(|m| Met { source: digest.clone(), ..m }),
                );
            }
            if let Some(listed) = self.by_hand.get(id) {
                let until = self.until.read().unwrap_or_else(PoisonError::into_inner);
                let lasts = |e: &Entry| until.get(&e.id).is_some_and(|until| *until > now_us);
                met.extend(
                    search(list, &listed, asked, query.as_ref(), &thresholds, lasts)
                        .into_iter()
                        .map(|m| Met { source: m.record.id.clone(), ..m }),
                );
            }
            found.extend(met.into_iter().map(|m| (at, m)));
        }
        found
    }

    /// Counts that something which crosses was looked up in a list, and met so many records.
    pub fn count(&self, list: &str, met: usize) {
        let tally = self.tally(list);
        tally.asked.fetch_add(1, Ordering::Relaxed);
        tally.met.fetch_add(met as u64, Ordering::Relaxed);
    }

    /// The edition of a list that is searched at a time, by its digest.
    pub fn edition(&self, list: &str, now_us: i64) -> Option<String> {
        let in_force = self.in_force.read().unwrap_or_else(PoisonError::into_inner);
        in_force.get(list).filter(|e| e.until_us > now_us).map(|e| e.digest.clone())
    }

    /// The edition of a list that is in memory, whether or not its time is over.
    pub fn held(&self, list: &str) -> Option<String> {
        self.in_force.read().unwrap_or_else(PoisonError::into_inner).get(list).map(|e| e.digest.clone())
    }

    /// Says which edition of a list the memory holds.
    pub fn hold(&self, list: &str, edition: Option<Edition>) {
        let mut in_force = self.in_force.write().unwrap_or_else(PoisonError::into_inner);
        match edition {
            Some(edition) => in_force.insert(list.to_owned(), edition),
            None => in_force.remove(list),
        };
    }

    /// Says until when an entry made by hand is searched.
    pub fn lasts(&self, entry: &str, until_us: Option<i64>) {
        let mut until = self.until.write().unwrap_or_else(PoisonError::into_inner);
        match until_us {
            Some(at) => until.insert(entry.to_owned(), at),
            None => until.remove(entry),
        };
    }

    /// From which score a record of a list is shown.
    pub fn thresholds(&self, list: &str) -> Thresholds {
        self.thresholds.read().unwrap_or_else(PoisonError::into_inner).get(list).copied().unwrap_or_default()
    }

    /// Sets it.
    pub fn set_thresholds(&self, list: &str, thresholds: Thresholds) {
        self.thresholds.write().unwrap_or_else(PoisonError::into_inner).insert(list.to_owned(), thresholds);
    }

    /// What a list has been asked since the server started.
    pub fn tally(&self, list: &str) -> Arc<Tally> {
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        tallies.entry(list.to_owned()).or_default().clone()
    }

    /// Records of a list in memory: of its edition, and put there by hand.
    pub fn sizes(&self, list: &str) -> (usize, usize) {
        let size = |live: &Live| live.get(list).map_or(0, |l| l.entries().len());
        (size(&self.editions), size(&self.by_hand))
    }
}

/// One thing that was compared, side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Side {
    /// name, born, nationality, number.
    pub field: &'static str,
    pub asked: String,
    pub listed: Vec<String>,
    /// same, alike, different, unknown.
    pub agreement: &'static str,
}

/// Traveller and record side by side.
pub(crate) fn sides(asked: &Asked, record: &Entry, score_permille: u32, number: Option<&Number>) -> Vec<Side> {
    let born: Vec<String> = record.born.iter().map(ToString::to_string).collect();
    let evidence = screening::entry::birth_evidence(PartialDate::read(&asked.born), &record.born);
    let birth = match evidence {
        BirthEvidence::Unknown => "unknown",
        BirthEvidence::SameDay => "same",
        BirthEvidence::SameYear | BirthEvidence::NearMiss | BirthEvidence::Close => "alike",
        BirthEvidence::Different => "different",
    };
    let names: Vec<String> = record.names.iter().map(|n| n.text.clone()).collect();
    let name = match score_permille {
        _ if asked.name.is_empty() || names.is_empty() => "unknown",
        0 => "different",
        _ if names.iter().any(|n| n.to_lowercase() == asked.name.to_lowercase()) => "same",
        _ => "alike",
    };
    let countries = &record.countries;
    let country = match countries.iter().any(|c| c.eq_ignore_ascii_case(&asked.nationality)) {
        _ if asked.nationality.is_empty() || countries.is_empty() => "unknown",
        true => "same",
        // A list writes a country in its own way: what is not written alike may be alike.
        false if countries.iter().any(|c| c.len() == 3) => "different",
        false => "unknown",
    };
    let shown = match number {
        Some(n) if n.same => "same",
        Some(_) => "alike",
        None if asked.number.is_empty() || record.documents.is_empty() => "unknown",
        None => "different",
    };
    vec![
        Side { field: "name", asked: asked.name.clone(), listed: names, agreement: name },
        Side { field: "born", asked: asked.born.clone(), listed: born, agreement: birth },
        Side { field: "nationality", asked: asked.nationality.clone(), listed: countries.clone(), agreement: country },
        Side { field: "number", asked: asked.number.clone(), listed: record.documents.clone(), agreement: shown },
    ]
}
