//! Figures for the index: `cargo xtask bench screening`. Names are recombined from made-up syllables and common names with a fixed seed.
use screening::{Entry, Index, Kind, ListedName, Name, Query};
use std::sync::Arc;
use std::time::Instant;

/// Multiplicative congruential generator (L'Ecuyer 1999, table 4): the same names in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_181_783_497_276_652_981).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap_or(0) % below
    }

    fn word(&mut self) -> String {
        const COMMON: &[&str] = &["mohamed", "ahmed", "ali", "john", "maria", "anna", "ivan", "david", "hassan", "omar", "peter", "jose"];
        const HEADS: &[&str] = &["ka", "mu", "ro", "ti", "sha", "el", "vi", "do", "ber", "lin", "go", "na", "wan", "zu", "hei", "cho"];
        const TAILS: &[&str] =
            &["mba", "rov", "son", "ski", "tta", "nde", "ra", "lez", "gan", "ko", "shi", "dar", "man", "wa", "lo", "tin"];
        if self.roll(4) == 0 {
            return COMMON[self.roll(COMMON.len())].into();
        }
        let middle = if self.roll(2) == 0 { HEADS[self.roll(HEADS.len())] } else { "" };
        format!("{}{}{}{}", HEADS[self.roll(HEADS.len())], middle, HEADS[self.roll(HEADS.len())], TAILS[self.roll(TAILS.len())])
    }

    fn name(&mut self) -> String {
        (0..2 + self.roll(3)).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

fn main() {
    let seed = 7;
    println!("data: recombined names of 2 to 4 words, seed {seed}; 2,000 queries, half of them listed names; one core");
    for size in [10_000_usize, 100_000, 1_000_000] {
        let mut dice = Dice(seed);
        let names: Vec<String> = (0..size).map(|_| dice.name()).collect();
        let entries = names.iter().enumerate().map(|(i, n)| {
            let names = vec![ListedName { text: n.clone(), weak: false }];
            Arc::new(Entry {
                list: "made up".into(),
                id: i.to_string(),
                kind: Kind::Person,
                names,
                born: vec![],
                countries: vec![],
                documents: vec![],
            })
        });
        let start = Instant::now();
        let index = Index::build(entries.collect());
        let built = start.elapsed();
        let mut times: Vec<u128> = Vec::new();
        let mut found = 0;
        for i in 0..2000 {
            let text = if i % 2 == 0 { names[dice.roll(size)].clone() } else { dice.name() };
            let start = Instant::now();
            let query = Query { name: Name::read(&text, Kind::Person), kind: Kind::Person, born: None, nationality: vec![] };
            found += usize::from(!index.search(&query, 0.8).is_empty());
            times.push(start.elapsed().as_micros());
        }
        times.sort_unstable();
        println!(
            "{size:>9} names: built in {:.1} s; p50 {} us, p99 {} us; {found} of 2000 queries with a candidate",
            built.as_secs_f64(),
            times[1000],
            times[1980]
        );
    }
}
