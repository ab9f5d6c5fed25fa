//! What is found and who is stopped for nothing, by threshold: `cargo run --release -p screening --example quality -- FORMAT:FILE …
//! [--strangers FILE.csv] [--asked FILE.csv] [--errors THRESHOLD]`.
//!
//! Every person of the lists is asked for by their first name in the list as it stands and with each of the slips below (the treatments of
//! the validation report of yente, as its source describes them), by name alone and with their first birth date; found means that *their* record is a candidate.
//! `--strangers` gives people who are on no list and `--asked` people who are, as CSV with the columns `full_name`, `date_of_birth`,
//! `nationality`, `gender`; there any candidate counts. `--errors` prints what is missed and whom strangers are taken for at a threshold.
use screening::lists::{Format, Source, read};
use screening::{Entry, Index, Kind, Name, PartialDate, Query, Sex, explain};
use std::path::Path;
use std::sync::Arc;

const THRESHOLDS: [f32; 10] = [0.76, 0.78, 0.80, 0.81, 0.82, 0.83, 0.84, 0.85, 0.87, 0.90];
const LOWEST: f32 = 0.7;

/// Somebody who is asked for.
struct Person {
    name: String,
    born: String,
    nationality: String,
    sex: String,
    /// The entry that must be found; any where there is none.
    entry: Option<Arc<Entry>>,
}

/// What is told beside the name.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    Name,
    Birth,
    All,
}

impl Person {
    fn query(&self, told: Told) -> Query {
        let born = PartialDate::read(&self.born).filter(|_| told != Told::Name);
        let query = Query::new(Name::read(&self.name, Kind::Person), Kind::Person).born(born);
        if told == Told::All { query.nationality([&self.nationality]).sex(Sex::read(&self.sex)) } else { query }
    }

    /// The best score of an entry that answers; 0 where none is above [`LOWEST`].
    fn best(&self, index: &Index, told: Told) -> f32 {
        let found = index.search(&self.query(told), LOWEST);
        found.iter().find(|c| self.entry.as_ref().is_none_or(|e| Arc::ptr_eq(e, &c.entry))).map_or(0.0, |c| c.score)
    }
}

type Slip = (&'static str, fn(&str, usize) -> String);

/// What becomes of names on their way into a query; the number is chance.
const SLIPS: [Slip; 9] = [
    ("as listed", |s, _| s.to_owned()),
    ("neighbours swapped", |s, n| {
        let mut c: Vec<char> = s.chars().collect();
        if c.len() > 1 {
            let i = n % (c.len() - 1);
            c.swap(i, i + 1);
        }
        c.into_iter().collect()
    }),
    ("first name last", |s, _| s.split_once(' ').map_or_else(|| s.to_owned(), |(first, rest)| format!("{rest}, {first}"))),
    ("hard blanks", |s, _| s.replace(' ', "\u{a0}")),
    ("? for accents", |s, _| s.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()),
    ("accents dropped", |s, _| s.chars().filter(char::is_ascii).collect()),
    ("doubles once", |s, _| {
        let mut c: Vec<char> = s.chars().collect();
        c.dedup();
        c.into_iter().collect()
    }),
    ("one doubled", |s, n| {
        let mut c: Vec<char> = s.chars().collect();
        if !c.is_empty() {
            let i = n % c.len();
            c.insert(i, c[i]);
        }
        c.into_iter().collect()
    }),
    ("another vowel", |s, n| {
        let mut c: Vec<char> = s.chars().collect();
        let vowels: Vec<usize> = (0..c.len()).filter(|i| "aeiouyAEIOUY".contains(c[*i])).collect();
        if !vowels.is_empty() {
            c[vowels[n % vowels.len()]] = ['a', 'e', 'i', 'o', 'u', 'y'][n / 64 % 6];
        }
        c.into_iter().collect()
    }),
];

/// Chance that depends on the record alone.
fn chance(id: &str, salt: usize) -> usize {
    id.bytes().fold(salt * 7919 + 17, |h, b| h.wrapping_mul(1_000_003) ^ usize::from(b)) >> 7 & 0xFFFF
}

fn people(file: &str) -> Result<Vec<Person>, Box<dyn std::error::Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let headers = reader.headers()?.clone();
    let column = |n: &str| headers.iter().position(|h| h == n);
    let name = column("full_name").ok_or("no column full_name")?;
    let (born, nationality, sex) = (column("date_of_birth"), column("nationality"), column("gender"));
    let mut all = Vec::new();
    for row in reader.records() {
        let row = row?;
        let get = |c: Option<usize>| c.and_then(|c| row.get(c)).unwrap_or("").to_owned();
        all.push(Person { name: get(Some(name)), born: get(born), nationality: get(nationality), sex: get(sex), entry: None });
    }
    Ok(all)
}

/// The best score of each, on all processors.
fn best(index: &Index, people: &[Person], told: Told) -> Vec<f32> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|s| {
        let parts: Vec<_> = people
            .chunks(people.len().div_ceil(threads).max(1))
            .map(|part| s.spawn(move || part.iter().map(|p| p.best(index, told)).collect::<Vec<f32>>()))
            .collect();
        parts.into_iter().flat_map(|p| p.join().unwrap_or_default()).collect()
    })
}

/// A line of the table: at each threshold the share that reaches it, or that does not, and how many those are.
fn line(what: &str, scores: &[f32], missed: bool) {
    let share = |t: &f32| {
        let n = scores.iter().filter(|s| (**s >= *t) != missed).count();
        format!("{:>6.2}({n})", 100.0 * n as f64 / scores.len().max(1) as f64)
    };
    let row: Vec<String> = THRESHOLDS.iter().map(share).map(|s| format!("{s:>12}")).collect();
    println!("{what:<44}{:>6} {}", scores.len(), row.join(""));
}

fn print_errors(index: &Index, what: &str, people: &[Person], told: Told, threshold: f32) {
    for p in people {
        let best = p.best(index, told);
        if p.entry.is_none() && best >= threshold {
            let found = index.search(&p.query(told), threshold);
            println!("{what}: {} {} is {:.3} `{}`: {}", p.name, p.sex, best, found[0].name, explain(&found[0]));
        } else if let Some(e) = p.entry.as_ref().filter(|_| best < threshold) {
            println!("{what}: {} of `{}` scores {best:.3}", p.name, e.names[0].text);
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut lists, mut strangers, mut asked, mut errors) = (vec![], vec![], vec![], None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--strangers" => strangers.push(args.next().ok_or("name the file of strangers")?),
            "--asked" => asked.push(args.next().ok_or("name the file of people on the lists")?),
            "--errors" => errors = Some(args.next().ok_or("name a threshold")?.parse::<f32>()?),
            _ => lists.push(arg),
        }
    }
    let mut entries = Vec::new();
    for list in &lists {
        let (format, path) = list.split_once(':').ok_or("write FORMAT:FILE")?;
        let (main, alt) = (std::fs::read(path)?, std::fs::read(Path::new(path).with_file_name("alt.csv")).ok());
        let source = Source { main: &main, alt: alt.as_deref() };
        entries.extend(read(Format::from_word(format).ok_or("unknown format")?, path, source).entries.into_iter().map(Arc::new));
    }
    let index = Index::build(entries.clone());
    println!("{} entries with {} names; figures are per cent and, in brackets, people", index.len(), index.names());
    println!("{:<51}{}", "", THRESHOLDS.map(|t| format!("{t:>12.2}")).join(""));
    let listed: Vec<Arc<Entry>> = entries.into_iter().filter(|e| e.kind == Kind::Person && !e.names.is_empty()).collect();
    for file in &strangers {
        let people = people(file)?;
        for (told, what) in [(Told::Name, "name"), (Told::Birth, "name, birth"), (Told::All, "name, birth, nationality, sex")] {
            line(&format!("strangers stopped by {what}"), &best(&index, &people, told), false);
        }
        if let Some(threshold) = errors {
            print_errors(&index, "stranger", &people, Told::Name, threshold);
        }
    }
    for file in &asked {
        let people = people(file)?;
        line("asked, missed by name", &best(&index, &people, Told::Name), true);
        line("asked, missed by name, birth", &best(&index, &people, Told::Birth), true);
        if let Some(threshold) = errors {
            for p in people.iter().filter(|p| p.best(&index, Told::Birth) < threshold) {
                println!("asked: {} {} is missed", p.name, p.born);
            }
        }
    }
    let (mut all_named, mut all_born) = (Vec::new(), Vec::new());
    for (slip, salt) in SLIPS.iter().zip(1..) {
        let person = |e: &Arc<Entry>| Person {
            name: slip.1(&e.names[0].text, chance(&e.id, salt)),
            born: e.born.first().map(ToString::to_string).unwrap_or_default(),
            nationality: e.countries.first().cloned().unwrap_or_default(),
            sex: e.sex.map(|s| s.word().to_owned()).unwrap_or_default(),
            entry: Some(Arc::clone(e)),
        };
        let people: Vec<Person> = listed.iter().map(person).collect();
        let (named, born) = (best(&index, &people, Told::Name), best(&index, &people, Told::Birth));
        line(&format!("listed, {}, missed by name", slip.0), &named, true);
        line(&format!("listed, {}, missed by name, birth", slip.0), &born, true);
        if salt > 1 {
            all_named.extend(named);
            all_born.extend(born);
        }
        if let Some(threshold) = errors {
            print_errors(&index, slip.0, &people, Told::Birth, threshold);
        }
    }
    line("listed, with any slip, missed by name", &all_named, true);
    line("listed, with any slip, missed by name, birth", &all_born, true);
    Ok(())
}
