//! Made-up travellers and their passports.

use crate::demo::{Defects, Names, Population};
use crate::numbers::Documents;
use formats::mrz::{Data, Format, write};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Normal};

/// The condition that a traveller is not of the framework's state, and one that only such travellers can meet.
const FOREIGN: &str = "foreign_national";
const VISA: &str = "needs_visa";
/// Share of the neighbour's people among the foreigners at a point that has a neighbour.
const NEIGHBOURS: f64 = 0.8;
/// Ages of travellers. Years.
const MEAN_AGE: f64 = 37.0;
const SIGMA_AGE: f64 = 16.0;
const OLDEST: f64 = 90.0;
/// Share of those who are not of the framework's state among drivers and people in cars.
const FOREIGN_MOTORISTS: f64 = 0.5;
/// Ages of those who drive for a living.
const DRIVERS: std::ops::Range<f64> = 21.0..65.0;
/// A passport is valid for ten years; this much of it is left. Days.
const LEFT_DAYS: std::ops::Range<i32> = 30..3_650;
/// What readers take for each other; each pair has different values in the check digit.
const CONFUSED: [(char, char); 5] = [('0', 'O'), ('1', 'I'), ('2', 'Z'), ('5', 'S'), ('8', 'B')];

/// A person with a passport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traveller {
    /// Family name.
    pub surname: String,
    /// Given names.
    pub given: String,
    /// Birth.
    pub birth: Date,
    /// `M` or `F`.
    pub sex: String,
    /// Three letters of ICAO Doc 9303 part 3; the state that issued the document, too.
    pub nationality: String,
    /// Nine letters and digits, beginning with `X`.
    pub document_number: String,
    /// Last day the document is valid.
    pub document_expiry: Date,
    /// What a reader reads off the passport: two lines of 44 characters (ICAO Doc 9303 part 4) with a line break between them. A misread zone has one wrong
    /// character, which a check digit gives away; the fields above are what the page says.
    pub mrz: String,
    /// Which conditions of `applies` hold for this person.
    pub conditions: Vec<String>,
}

/// Where travellers are made: the names, the states involved, what goes wrong.
pub(crate) struct Cradle<'a> {
    pub names: &'a Names,
    pub own_state: &'a str,
    pub neighbour: Option<&'a str>,
    pub defects: Defects,
    /// The day of the crossing.
    pub day: Date,
}

impl Cradle<'_> {
    /// A traveller under the mix of a procedure.
    pub fn traveller(&self, rng: &mut ChaCha8Rng, documents: &mut Documents, mix: &[(String, f64)]) -> Traveller {
        let wanted = mix.iter().find(|(c, _)| c == FOREIGN).map(|(_, p)| *p);
        let age = age(rng);
        self.person(rng, documents, wanted, mix, age)
    }

    /// Somebody who drives for a living, from here or from abroad.
    pub fn driver(&self, rng: &mut ChaCha8Rng, documents: &mut Documents) -> Traveller {
        let age = rng.random_range(DRIVERS);
        self.person(rng, documents, Some(FOREIGN_MOTORISTS), &[], age)
    }

    /// Somebody in a car.
    pub fn motorist(&self, rng: &mut ChaCha8Rng, documents: &mut Documents) -> Traveller {
        let age = age(rng);
        self.person(rng, documents, Some(FOREIGN_MOTORISTS), &[], age)
    }

    fn person(&self, rng: &mut ChaCha8Rng, documents: &mut Documents, wanted: Option<f64>, mix: &[(String, f64)], age: f64) -> Traveller {
        let population = self.population(rng, wanted);
        let foreign = population.nationality != self.own_state;
        let conditions = conditions(rng, mix, foreign);
        let days = Span::new().days((age * 365.25) as i32);
        let birth = self.day.saturating_sub(days);
        let expiry = self.day.saturating_add(rng.random_range(LEFT_DAYS).days());
        let mut t = Traveller {
            surname: one(rng, &population.surnames).clone(),
            given: one(rng, &population.given).clone(),
            birth,
            sex: if rng.random_bool(0.5) { "F" } else { "M" }.into(),
            nationality: population.nationality.clone(),
            document_number: documents.next(),
            document_expiry: expiry,
            mrz: String::new(),
            conditions,
        };
        let zone = zone(&t);
        let misread = rng.random_bool(self.defects.mrz_misread);
        t.mrz = if misread { misread_once(rng, &zone) } else { zone };
        t
    }

    /// A population. With a share of foreigners given: foreign by that probability, and from next door where there is a next door.
    fn population(&self, rng: &mut ChaCha8Rng, foreign: Option<f64>) -> &Population {
        let all = &self.names.populations;
        let from = |keep: &dyn Fn(&Population) -> bool| all.iter().filter(|p| keep(p)).collect::<Vec<_>>();
        let mut among = match foreign {
            None => Vec::new(),
            Some(p) if rng.random_bool(p) => match self.neighbour {
                Some(next) if rng.random_bool(NEIGHBOURS) => from(&|p| p.nationality == next),
                _ => from(&|p| p.nationality != self.own_state),
            },
            Some(_) => from(&|p| p.nationality == self.own_state),
        };
        if among.is_empty() {
            among = all.iter().collect();
        }
        let mut left = rng.random::<f64>() * among.iter().map(|p| p.share).sum::<f64>();
        let chosen = among.iter().find(|p| {
            left -= p.share;
            left < 0.0
        });
        chosen.unwrap_or(&among[0])
    }
}

fn age(rng: &mut ChaCha8Rng) -> f64 {
    Normal::new(MEAN_AGE, SIGMA_AGE).map_or(MEAN_AGE, |n| n.sample(rng)).clamp(0.0, OLDEST)
}

/// Whether something without a nationality of its own, like a vehicle, counts as foreign.
pub(crate) fn foreign(rng: &mut ChaCha8Rng, mix: &[(String, f64)]) -> bool {
    mix.iter().find(|(c, _)| c == FOREIGN).is_some_and(|(_, p)| rng.random_bool(*p))
}

/// Draws each condition of a mix by itself; a condition of foreigners is drawn among foreigners only, so that its share of all stays as stated.
pub(crate) fn conditions(rng: &mut ChaCha8Rng, mix: &[(String, f64)], foreign: bool) -> Vec<String> {
    let foreigners = mix.iter().find(|(c, _)| c == FOREIGN).map_or(1.0, |(_, p)| *p);
    let mut hold = Vec::new();
    for (condition, p) in mix {
        let p = match condition.as_str() {
            FOREIGN => f64::from(u8::from(foreign)),
            VISA if !foreign => 0.0,
            VISA if foreigners > 0.0 => (p / foreigners).min(1.0),
            _ => *p,
        };
        if rng.random_bool(p) {
            hold.push(condition.clone());
        }
    }
    hold
}

/// One of a list that is not empty.
pub(crate) fn one<'a, T>(rng: &mut ChaCha8Rng, list: &'a [T]) -> &'a T {
    &list[rng.random_range(0..list.len())]
}

fn zone(t: &Traveller) -> String {
    let six = |d: Date| format!("{:02}{:02}{:02}", d.year().rem_euclid(100), d.month(), d.day());
    let data = Data {
        document_code: "P".into(),
        issuing_state: t.nationality.clone(),
        surname: t.surname.clone(),
        given_names: t.given.clone(),
        document_number: t.document_number.clone(),
        nationality: t.nationality.clone(),
        birth_date: six(t.birth),
        sex: t.sex.clone(),
        expiry_date: six(t.document_expiry),
        ..Data::default()
    };
    write(Format::TD3, &data).join("\n")
}

/// Confuses one character of the document number, or of the birth date, whose month has a 0 or a 1.
fn misread_once(rng: &mut ChaCha8Rng, zone: &str) -> String {
    const NUMBER_AND_BIRTH: [std::ops::Range<usize>; 2] = [45..54, 58..64];
    let mut chars: Vec<char> = zone.chars().collect();
    let confusable = |c: char| CONFUSED.iter().find(|(a, _)| *a == c).map(|(_, b)| *b);
    let places: Vec<(usize, char)> =
        NUMBER_AND_BIRTH.into_iter().flatten().filter_map(|i| Some((i, confusable(*chars.get(i)?)?))).collect();
    if !places.is_empty() {
        let (i, c) = *one(rng, &places);
        chars[i] = c;
    }
    chars.into_iter().collect()
}
