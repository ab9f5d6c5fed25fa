//! From which score a record of a list is shown: measured on the travellers of the node, not set by hand.
//!
//! A list of a million names is like more travellers than one of a hundred, and which names are common differs from border to border. So each edition is searched for the
//! last travellers before it is put to use, and the threshold is the lowest at which no more of them than [`NAMED`] by name alone and [`DATED`] with a birth date would be
//! stopped. Nearly all of them are nobody's hit: what they meet is what the guards would have to set aside.

use coordination::hit::Asked;
use screening::{Kind, LIST_THRESHOLD, Listed, Name, PartialDate, Query};

/// Of travellers whose birth date is not known, so many may be shown a record that is not theirs. Share of 1.
pub(crate) const NAMED: f64 = 0.01;
/// Of travellers whose birth date is known. Share of 1.
pub(crate) const DATED: f64 = 0.001;
/// Fewer travellers say nothing about one in a thousand. Travellers.
pub(crate) const MIN_TRAVELLERS: usize = 1_000;
/// Travellers that are looked at. Travellers.
pub(crate) const MAX_TRAVELLERS: usize = 4_000;
/// Lower is not gone: below it a name is another name. Score.
const LOWEST: f32 = 0.78;
/// Higher is not gone: above it even a slip of one letter is lost. Score.
const HIGHEST: f32 = 0.95;
/// Two scores that differ by less are the same. Score.
const STEP: f32 = 0.001;

/// From which score a record is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Thresholds {
    /// Where no birth date is known.
    pub named: f32,
    /// Where it is.
    pub dated: f32,
    /// How many travellers it was measured on; 0 where there were too few, and the defaults stand.
    pub travellers: usize,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { named: LIST_THRESHOLD, dated: LIST_THRESHOLD, travellers: 0 }
    }
}

impl Thresholds {
    /// The one that a query is held to.
    pub fn of(&self, query: &Query) -> f32 {
        if query.born.is_some() { self.dated } else { self.named }
    }
}

/// The lowest threshold that no more than `share` of `all` reach, from the best scores of those that reach [`LOWEST`].
fn lowest(mut best: Vec<f32>, all: usize, share: f64) -> f32 {
    best.sort_unstable_by(|a, b| b.total_cmp(a));
    let may = (all as f64 * share).floor() as usize;
    best.get(may).map_or(LOWEST, |first_too_many| first_too_many + STEP).clamp(LOWEST, HIGHEST)
}

/// Measures a list on travellers.
pub(crate) fn measure(listed: &Listed, travellers: &[Asked]) -> Thresholds {
    let people: Vec<Query> = travellers
        .iter()
        .filter(|a| a.kind == Kind::Person)
        .map(|a| Query::new(Name::read(&a.name, a.kind), a.kind).born(PartialDate::read(&a.born)))
        .filter(|q| !q.name.is_empty())
        .collect();
    if people.len() < MIN_TRAVELLERS || listed.names.is_empty() {
        return Thresholds::default();
    }
    let best = |q: &Query| listed.names.search(q, LOWEST).first().map(|c| c.score);
    let dated: Vec<&Query> = people.iter().filter(|q| q.born.is_some()).collect();
    let named: Vec<f32> = people.iter().filter_map(|q| best(&q.clone().born(None))).collect();
    let named = lowest(named, people.len(), NAMED);
    // Too few birth dates: what holds for a name alone is the stricter measure.
    let with_date =
        if dated.len() < MIN_TRAVELLERS { named } else { lowest(dated.iter().filter_map(|q| best(q)).collect(), dated.len(), DATED) };
    Thresholds { named, dated: with_date, travellers: people.len() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;
    use screening::{Entry, ListedName};
    use std::sync::Arc;

    const GIVEN: [&str; 40] = [
        "Anna", "Bo", "Celia", "Dan", "Erik", "Fatuma", "Goran", "Hanna", "Ivar", "Juma", "Karin", "Lars", "Maria", "Nils", "Olga",
        "Petra", "Quentin", "Rosa", "Sven", "Tuva", "Ulla", "Vera", "Wanjiku", "Xenia", "Yusuf", "Zara", "Abel", "Berta", "Cyril", "Dora",
        "Elias", "Frida", "Gustav", "Hugo", "Ines", "Jonas", "Klara", "Linus", "Mona", "Noel",
    ];
    const FAMILY: [&str; 30] = [
        "Eriksson",
        "Nordqvist",
        "Kamau",
        "Vask",
        "Lindholm",
        "Otieno",
        "Bergstrand",
        "Castellano",
        "Dubrovnik",
        "Engstrom",
        "Falkenberg",
        "Grunewald",
        "Hallberg",
        "Ingelsson",
        "Jakobsdal",
        "Kirunga",
        "Lovenskiold",
        "Mwangaza",
        "Nyberg",
        "Oxenstierna",
        "Palmgren",
        "Quarnstrom",
        "Rosenquist",
        "Svedberg",
        "Tornqvist",
        "Uggla",
        "Wallander",
        "Ylvisaker",
        "Zetterlund",
        "Aberdare",
    ];

    fn name(n: usize) -> String {
        format!("{} {}", GIVEN[n % GIVEN.len()], FAMILY[n / GIVEN.len() % FAMILY.len()])
    }

    fn traveller(n: usize, born: &str) -> Asked {
        Asked { role: "traveller".into(), name: name(n), born: born.into(), ..Asked::default() }
    }

    fn list(names: impl Iterator<Item = usize>) -> Listed {
        let entry = |n: usize| Entry {
            list: "made up".into(),
            id: n.to_string(),
            kind: Kind::Person,
            names: vec![ListedName { text: name(n), weak: false }],
            born: PartialDate::read("1950-01-01").into_iter().collect(),
            countries: vec![],
            documents: vec![],
            sex: None,
        };
        Listed::build(names.map(|n| Arc::new(entry(n))).collect())
    }

    #[test]
    fn too_few_travellers_leave_the_default() {
        let few: Vec<_> = (0..MIN_TRAVELLERS - 1).map(|n| traveller(n, "")).collect();
        assert_eq!(measure(&list(0..5), &few), Thresholds::default());
    }

    #[test]
    fn no_more_travellers_are_shown_a_record_than_may_be() {
        let all: Vec<_> = (0..1_200).map(|n| traveller(n, "1990-05-05")).collect();
        for size in [1, 20, 60, 600] {
            let listed = list((0..1_200).step_by(1_200 / size));
            let thresholds = measure(&listed, &all);
            assert_eq!(thresholds.travellers, 1_200);
            let shown = |born: Option<PartialDate>, threshold: f32| {
                let query = |a: &Asked| Query::new(Name::read(&a.name, Kind::Person), Kind::Person).born(born);
                all.iter().filter(|a| !listed.names.search(&query(a), threshold).is_empty()).count() as f64 / 1_200.0
            };
            // Above the highest threshold nothing helps: every second name is on the list then.
            if thresholds.named < HIGHEST {
                assert!(shown(None, thresholds.named) <= NAMED, "{size}: {thresholds:?}");
            }
            assert!(shown(PartialDate::read("1990-05-05"), thresholds.dated) <= DATED, "{size}: {thresholds:?}");
        }
        // A birth date that differs by decades lets the threshold of a list be low.
        assert_eq!(measure(&list(0..1), &all).dated, LOWEST);
    }

    #[test]
    fn a_threshold_is_just_above_the_first_that_is_too_many() {
        assert_eq!(lowest(vec![0.9, 0.85, 0.8], 100, 0.01), 0.85 + STEP);
        assert_eq!(lowest(vec![0.9], 100, 0.01), LOWEST);
        assert_eq!(lowest(vec![1.0, 1.0], 100, 0.01), HIGHEST);
    }
}
