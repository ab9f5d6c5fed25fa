//! Figures for the index: `cargo run --release -p screening --example bench_screening -- [SIZE,…] [FORMAT:FILE …]`.
//!
//! Without files the names are recombined from made-up syllables and twelve common names; they are denser than real ones. With
//! files they are recombined from the words of the persons on those lists, each word as often as the lists have it. The seed is
//! fixed, the first half of the queries' pool is listed. A cold pass over 2,000 queries is timed one by one, then 20,000 other
//! queries on two threads, then the first 400 of them as one passenger list.
use screening::lists::{Format, Source, read};
use screening::{Entry, Index, Kind, ListedName, Name, Query};
use std::sync::Arc;
use std::time::Instant;

const SEED: u64 = 7;

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
}

/// Where words come from: nothing, or the names of real lists.
struct Pool {
    words: Vec<String>,
    lengths: Vec<usize>,
}

impl Pool {
    fn read(files: &[String]) -> Result<Self, Box<dyn std::error::Error>> {
        let mut pool = Self { words: vec![], lengths: vec![] };
        for file in files {
            let (format, path) = file.split_once(':').ok_or("write FORMAT:FILE")?;
            let bytes = std::fs::read(path)?;
            let reading = read(Format::from_word(format).ok_or("unknown format")?, path, Source { main: &bytes, alt: None });
            for entry in reading.entries.iter().filter(|e| e.kind == Kind::Person) {
                for listed in &entry.names {
                    let words: Vec<&str> = listed.text.split([' ', ',']).filter(|w| !w.is_empty()).collect();
                    pool.lengths.push(words.len());
                    pool.words.extend(words.into_iter().map(str::to_owned));
                }
            }
        }
        Ok(pool)
    }

    fn name(&self, dice: &mut Dice) -> String {
        let words: Vec<String> = if self.words.is_empty() {
            (0..2 + dice.roll(3)).map(|_| dice.word()).collect()
        } else {
            let len = self.lengths[dice.roll(self.lengths.len())];
            (0..len).map(|_| self.words[dice.roll(self.words.len())].clone()).collect()
        };
        words.join(" ")
    }
}

fn entry(id: usize, name: &str) -> Arc<Entry> {
    let names = vec![ListedName { text: name.to_owned(), weak: false }];
    Arc::new(Entry {
        list: "made up".into(),
        id: id.to_string(),
        kind: Kind::Person,
        names,
        born: vec![],
        countries: vec![],
        documents: vec![],
        sex: None,
    })
}

fn ask(index: &Index, text: &str) -> usize {
    let query = Query::new(Name::read(text, Kind::Person), Kind::Person);
    index.search(&query, 0.8).len()
}

/// Processor time of this thread, which other programs lengthen less than time by the clock. Microseconds.
fn busy() -> f64 {
    let read = || std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split_whitespace().next()?.parse::<f64>().ok();
    read().unwrap_or(0.0) / 1000.0
}

fn resident_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (files, sizes): (Vec<String>, Vec<String>) = args.into_iter().partition(|a| a.contains(':'));
    let sizes: Vec<usize> = match sizes.first() {
        Some(list) => list.split(',').map(str::parse).collect::<Result<_, _>>()?,
        None => vec![10_000, 100_000, 1_000_000],
    };
    let pool = Pool::read(&files)?;
    let what = if files.is_empty() {
        "made-up syllables".to_owned()
    } else {
        format!("{} words of {} names", pool.words.len(), pool.lengths.len())
    };
    println!("data: names recombined from {what}, seed {SEED}; half the queries are listed names; threshold 0.8");
    for size in sizes {
        let mut dice = Dice(SEED);
        let names: Vec<String> = (0..size).map(|_| pool.name(&mut dice)).collect();
        let entries: Vec<Arc<Entry>> = names.iter().enumerate().map(|(i, n)| entry(i, n)).collect();
        let start = Instant::now();
        let index = Index::build(entries);
        let built = start.elapsed();
        let mut draw = |n: usize| -> Vec<String> {
            (0..n).map(|i| if i % 2 == 0 { names[dice.roll(size)].clone() } else { pool.name(&mut dice) }).collect()
        };
        let (cold, many) = (draw(2000), draw(20_000));
        let mut times: Vec<u128> = Vec::new();
        let mut found = 0;
        let mut work = [0; 5];
        let before = busy();
        for text in &cold {
            let start = Instant::now();
            found += usize::from(ask(&index, text) > 0);
            times.push(start.elapsed().as_micros());
            let w = Index::last_work();
            for (sum, n) in work.iter_mut().zip([w.new_words, w.compared, w.walked, w.bounded, w.scored]) {
                *sum += n;
            }
        }
        let busy_cold = (busy() - before) / cold.len() as f64;
        times.sort_unstable();
        let start = Instant::now();
        std::thread::scope(|s| {
            for half in many.chunks(many.len() / 2) {
                let index = &index;
                s.spawn(move || half.iter().map(|t| ask(index, t)).sum::<usize>());
            }
        });
        let rate = many.len() as f64 / start.elapsed().as_secs_f64();
        let mut warm: Vec<u128> = Vec::new();
        let before = busy();
        for text in many.iter().take(2000) {
            let start = Instant::now();
            ask(&index, text);
            warm.push(start.elapsed().as_micros());
        }
        let passengers = warm.iter().take(400).sum::<u128>() as f64 / 1000.0;
        let busy_warm = (busy() - before) / warm.len() as f64;
        warm.sort_unstable();
        println!(
            "{size:>9} names: built in {:.1} s, peak {} MiB; cold p50 {} us, p99 {} us; warm p50 {} us, p99 {} us; \
             {rate:.0} queries/s on 2 threads; 400 passengers {passengers:.1} ms; {found} of 2000 queries with a candidate",
            built.as_secs_f64(),
            resident_mib().unwrap_or(0),
            times[1000],
            times[1980],
            warm[1000],
            warm[1980],
        );
        let [new, compared, walked, bounded, scored] = work.map(|n| n as f64 / cold.len() as f64);
        println!(
            "          a cold query: {new:.2} new words compared with {compared:.0} listed ones, {walked:.0} places looked at, \
             {bounded:.1} names bounded, {scored:.1} scored; \
             processor time {busy_cold:.0} us, warm {busy_warm:.0} us"
        );
    }
    Ok(())
}
