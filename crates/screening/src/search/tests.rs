use super::*;
use crate::lists::{Format, Source, read};
use crate::{Entry, Kind, Name, PartialDate, Sex};
use proptest::prelude::*;
use std::sync::Arc;

/// What a search must find: every name compared in full.
fn exhaustively(index: &Index, query: &Query, threshold: f32) -> Vec<Candidate> {
    let mut hits = Vec::new();
    for (listed, n) in index.names.iter().zip(0_u32..) {
        let score = index.judge(query, listed).score;
        let seen = index.with_evidence(query, listed, score);
        if score > 0.0 && seen >= threshold {
            hits.push((seen, n));
        }
    }
    index.candidates(query, &mut hits, |n| index.judge(query, &index.names[n as usize]))
}

fn shown(found: &[Candidate]) -> Vec<(f32, &str, &str)> {
    found.iter().map(|c| (c.score, c.entry.id.as_str(), c.name.as_str())).collect()
}

fn assert_same(index: &Index, query: &Query, threshold: f32) {
    let (fast, all) = (index.search(query, threshold), exhaustively(index, query, threshold));
    let asked: Vec<&str> = query.name.letters();
    assert_eq!(shown(&fast), shown(&all), "{asked:?} at {threshold}");
}

fn entry(id: usize, name: &str, kind: Kind, born: Option<PartialDate>) -> Arc<Entry> {
    let names = vec![crate::ListedName { text: name.to_owned(), weak: id.is_multiple_of(7) }];
    Arc::new(Entry {
        list: "made up".into(),
        id: id.to_string(),
        kind,
        names,
        born: born.into_iter().collect(),
        countries: vec![["", "norway", "swe"][id % 3].to_owned()],
        documents: vec![],
        sex: [None, Sex::read("M"), Sex::read("F")][id % 3],
    })
}

/// A letter left out, doubled, changed or moved, words joined, cut or left out, by the digits of `how`.
fn slip(name: &str, mut how: usize) -> String {
    let mut digit = |n: usize| {
        let d = how % n;
        how /= n;
        d
    };
    let mut letters: Vec<char> = name.chars().collect();
    for _ in 0..digit(3) {
        let at = digit(letters.len());
        match digit(6) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, letters[at]),
            2 => letters[at] = ['a', 'i', 'h', 'k', 'n', 's', 'v'][digit(7)],
            3 if at + 1 < letters.len() => letters.swap(at, at + 1),
            4 => letters.insert(at, ' '),
            _ => letters.retain(|c| *c != ' '),
        }
        if letters.is_empty() {
            break;
        }
    }
    let mut words: Vec<String> = letters.iter().collect::<String>().split(' ').map(str::to_owned).collect();
    match digit(5) {
        0 if words.len() > 1 => drop(words.remove(0)),
        1 => words.reverse(),
        2 => words[0] = words[0].chars().take(1).collect(),
        _ => {}
    }
    words.join(" ")
}

const WORDS: &str = "mohamed mohammed muhammad ahmed ahmad ali aly hassan hasan hussein husain omar umar yusuf joseph jose ivan john jon juan johannes \
    maria mary marija anna ann hannah petrov petrow petrova ivanov iwanow smith smyth schmidt schmitt brown li lee le xu x j m a bin al el van der de la \
    abdul rahman abdulrahman dr haji eriksson eriks son ericson karolin karo lin lindenberg lindemann berg kamuba kamumba kamu ba wanjiku wanjiko \
    chukwu chuku okonkwo okonko kwame trading company bank ltd international utopia محمد احمد علي حسن عمر يوسف Иванов Петров Анна 12 7 sergei sergey serge";

fn any_name() -> impl Strategy<Value = String> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    proptest::collection::vec(proptest::sample::select(words), 1..6).prop_map(|w| w.join(" "))
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop_oneof![4 => Just(Kind::Person), 1 => Just(Kind::Organisation), 1 => Just(Kind::Vessel)]
}

fn any_birth() -> impl Strategy<Value = Option<PartialDate>> {
    proptest::option::of((1970_u16..1974, 0_u8..3, 0_u8..3).prop_map(|(year, month, day)| PartialDate { year, month, day }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_search_finds_what_comparing_every_name_finds(
        listed in proptest::collection::vec((any_name(), any_kind(), any_birth()), 1..1500),
        asked in proptest::collection::vec((any_name(), any_kind(), any_birth(), any::<u32>(), any::<bool>(), 0.0_f32..1.0), 10),
    ) {
        let entries = listed.iter().enumerate().map(|(i, (n, k, b))| entry(i, n, *k, *b));
        let index = Index::build(entries.collect());
        for (name, kind, born, how, known, threshold) in asked {
            let text = if known { &listed[how as usize % listed.len()].0 } else { &name };
            let name = Name::read(&slip(text, how as usize), kind);
            let name = if how % 3 == 0 { name.cut_off() } else { name };
            let country = ["", "utopia", "nor", "se"][how as usize % 4];
            let query = Query::new(name, kind).born(born).nationality([country]).sex(Sex::read(["", "f", "m"][how as usize % 3]));
            for threshold in [threshold, 0.7, crate::LIST_THRESHOLD] {
                assert_same(&index, &query, threshold);
            }
        }
    }
}

fn real_lists() -> Option<Vec<Arc<Entry>>> {
    let dir = testkit::fixtures("watchlists")?;
    let sdn = std::fs::read(dir.join("ofac_2021-07/sdn.csv")).unwrap();
    let un = std::fs::read(dir.join("un_consolidated_2025-11.xml")).unwrap();
    let mut entries = read(Format::UnXml, "un", Source { main: &un, alt: None }).entries;
    entries.extend(read(Format::OfacSdn, "ofac", Source { main: &sdn, alt: None }).entries);
    Some(entries.into_iter().map(Arc::new).collect())
}

#[test]
fn a_search_of_real_lists_works_little() {
    let Some(entries) = real_lists() else { return };
    let index = Index::build(entries.clone());
    let persons: Vec<_> = entries.iter().filter(|e| e.kind == Kind::Person).step_by(23).collect();
    let mut all = Work::default();
    for e in &persons {
        index.search(&Query::new(Name::read(&e.names[0].text, e.kind), e.kind), crate::LIST_THRESHOLD);
        let work = Index::last_work();
        all.walked += work.walked;
        all.bounded += work.bounded;
        all.scored += work.scored;
    }
    assert!(
        all.walked < 500 * persons.len() && all.bounded < 30 * persons.len() && all.scored < 15 * persons.len(),
        "{all:?} {}",
        persons.len()
    );
}

#[test]
fn a_search_of_real_lists_finds_what_comparing_every_name_finds() {
    let Some(entries) = real_lists() else { return };
    let index = Index::build(entries.clone());
    for (i, e) in entries.iter().enumerate().step_by(197) {
        let name = Name::read(&slip(&e.names[e.names.len() - 1].text, i * 7919), e.kind);
        for born in [None, e.born.first().copied()] {
            let query = Query::new(name.clone(), e.kind).born(born).nationality(["afg"]).sex(Sex::read("f"));
            for threshold in [0.65, 0.75, crate::LIST_THRESHOLD] {
                assert_same(&index, &query, threshold);
            }
        }
    }
}
