//! Values out of files, each refused with its place when it is not what it should be. A refused value is replaced by a harmless one so that one
//! reading finds every fault; the result is thrown away when there was any.

use crate::error::{DemoError, Fault, Place};
use crate::shapes::{Number, Word};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;

/// Arrivals a day of one flow.
pub const MAX_PER_DAY: f64 = 100_000.0;
/// People on one flight, bus or ship.
pub const MAX_ON_BOARD: usize = 400;
/// Spread of a logarithm; at 3 a twentieth of the values are more than a hundred times the median.
const MAX_SIGMA: f64 = 3.0;
/// Factor of a month against the mean.
const MAX_MONTH: f64 = 10.0;
/// Longest service time. Seconds.
const MAX_SERVICE_S: u64 = 90 * 86_400;

pub(crate) struct Judge<'a> {
    file: &'static str,
    text: &'a str,
    pub errors: Vec<DemoError>,
}

impl<'a> Judge<'a> {
    pub fn new(file: &'static str, text: &'a str) -> Self {
        Self { file, text, errors: Vec::new() }
    }

    pub fn place(&self, span: Range<usize>) -> Place {
        Place::of(self.file, self.text, span)
    }

    pub fn say(&mut self, span: Range<usize>, fault: Fault) {
        let place = self.place(span);
        self.errors.push(DemoError::new(place, fault));
    }

    pub fn owned_up(&mut self, demo: &Spanned<bool>) {
        if !*demo.get_ref() {
            self.say(demo.span(), Fault::NotDemo);
        }
    }

    fn number(&mut self, n: &Number, range: Range<f64>, expected: &'static str) -> f64 {
        let value = *n.get_ref();
        if value >= range.start && value <= range.end {
            return value;
        }
        self.say(n.span(), Fault::Number { found: value.to_string(), expected });
        range.start
    }

    /// 0..=1.
    pub fn share(&mut self, n: &Number) -> f64 {
        self.number(n, 0.0..1.0, "a share; 0 to 1 was expected")
    }

    pub fn maybe_share(&mut self, n: Option<&Number>) -> f64 {
        n.map_or(0.0, |n| self.share(n))
    }

    pub fn sigma(&mut self, n: &Number) -> f64 {
        self.number(n, 0.0..MAX_SIGMA, "a sigma; 0 to 3 was expected")
    }

    pub fn month(&mut self, n: &Number) -> f64 {
        self.number(n, 0.0..MAX_MONTH, "a month's factor; 0 to 10 was expected")
    }

    pub fn per_day(&mut self, n: &Number) -> f64 {
        self.number(n, 0.0..MAX_PER_DAY, "a number of arrivals a day; 0 to 100000 was expected")
    }

    pub fn on_board(&mut self, n: &Number) -> f64 {
        self.number(n, 1.0..MAX_ON_BOARD as f64, "a mean number of people; 1 to 400 was expected")
    }

    /// Names that a passenger list can carry: the letters of character set UNOA (ISO 9735 annex A), in either case.
    pub fn names(&mut self, names: &Spanned<Vec<Word>>, what: &'static str) -> Vec<String> {
        self.some(names.span(), names.get_ref(), what);
        let fits = |c: char| c.is_ascii_alphabetic() || c == ' ' || c == '-';
        names
            .get_ref()
            .iter()
            .map(|n| self.code(n, 1..=39, fits, "a name; at most 39 Latin letters, blanks and hyphens were expected"))
            .collect()
    }

    /// Text of letters and digits of the given lengths.
    pub fn code(&mut self, w: &Word, lengths: std::ops::RangeInclusive<usize>, fits: fn(char) -> bool, expected: &'static str) -> String {
        let text = w.get_ref();
        if !lengths.contains(&text.len()) || !text.chars().all(fits) {
            self.word(w, expected);
        }
        text.clone()
    }

    pub fn word(&mut self, w: &Word, expected: &'static str) {
        self.say(w.span(), Fault::Word { found: w.get_ref().clone(), expected });
    }

    /// `90s`, `15m`, `4h`, `2d`. Seconds.
    pub fn duration(&mut self, w: &Word) -> u64 {
        let seconds = framework::duration(w.get_ref()).filter(|s| (1..=MAX_SERVICE_S).contains(s));
        seconds.unwrap_or_else(|| {
            self.word(w, "a duration of at most 90 days; a number and s, m, h or d was expected");
            1
        })
    }

    pub fn some<T>(&mut self, span: Range<usize>, list: &[T], what: &'static str) {
        if list.is_empty() {
            self.say(span, Fault::Empty(what));
        }
    }

    pub fn at_most_one(&mut self, span: Range<usize>, shares: impl Iterator<Item = f64>) {
        const ROUNDING: f64 = 1e-9;
        let sum: f64 = shares.sum();
        if sum > 1.0 + ROUNDING {
            self.say(span, Fault::TooMuch(format!("{sum:.3}")));
        }
    }

    pub fn unique<'w>(&mut self, words: impl Iterator<Item = &'w Word>) {
        let mut seen = BTreeSet::new();
        for w in words {
            if !seen.insert(w.get_ref().as_str()) {
                self.say(w.span(), Fault::Twice(w.get_ref().clone()));
            }
        }
    }
}
