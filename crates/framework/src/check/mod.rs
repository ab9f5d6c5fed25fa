//! What a framework lacks: structure, completeness and sense, found before a queue shows it.

mod agreements;
mod bodies;
mod clocks;
mod duty;
mod lists;
mod points;
mod procedures;
mod rules;
mod standards;

use crate::codes::Code;
use crate::diagnostic::{Diagnostic, Lines};
use crate::load::nearest;
use crate::model::*;
use crate::words;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use toml::Spanned;

struct Checker<'a> {
    texts: &'a BTreeMap<String, String>,
    lines: HashMap<String, Lines>,
    found: Vec<Diagnostic>,
}

/// Ids of one kind.
type Ids<'a> = HashMap<&'a str, ()>;

/// Every id that something may refer to.
struct Known<'a> {
    agencies: Ids<'a>,
    points: Ids<'a>,
    bodies: Ids<'a>,
    procedures: Ids<'a>,
    agreements: Ids<'a>,
    clocks: Ids<'a>,
    ladders: Ids<'a>,
    desks: Ids<'a>,
    sources: Ids<'a>,
    functions: Vec<&'a str>,
    /// Agencies and their states.
    states: HashMap<&'a str, &'a str>,
}

impl Checker<'_> {
    fn say(&mut self, code: Code, file: &str, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let text = self.texts.get(file).map_or("", String::as_str);
        let place = self.lines.entry(file.to_owned()).or_insert_with(|| Lines::of(text)).place(file, text, span);
        self.found.push(Diagnostic { code, place, message: message.into(), help });
    }

    /// What is said of an item as a whole, at its id.
    fn lacks(&mut self, code: Code, file: &str, id: &Id, what: &str) {
        self.say(code, file, id.span(), format!("`{}` {what}", id.get_ref()), None);
    }

    fn state(&mut self, file: &str, code: &Id) {
        let text = code.get_ref();
        if text.len() != 3 || !text.bytes().all(|b| b.is_ascii_uppercase()) {
            self.say(Code::BadState, file, code.span(), format!("`{text}` is not the code of a state"), None);
        }
    }

    /// A duration that must not be nothing.
    fn some_length(&mut self, file: &str, text: &Id) -> Option<u64> {
        let seconds = self.length(file, text);
        if seconds == Some(0) {
            self.say(Code::ZeroDuration, file, text.span(), format!("`{}` is no time at all", text.get_ref()), None);
        }
        seconds
    }

    fn ids<'i>(&mut self, kind: &str, items: impl Iterator<Item = (&'i str, &'i Id)>) -> Ids<'i> {
        let mut seen: HashMap<&str, ()> = HashMap::new();
        let mut first: HashMap<&str, &str> = HashMap::new();
        for (file, id) in items {
            let text = id.get_ref();
            // `bmc.{point}`: a body that every point has is written once.
            let plain = text.replace("{point}", "");
            let good = !text.is_empty()
                && text.len() <= 64
                && plain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'));
            if !good {
                self.say(Code::BadId, file, id.span(), format!("`{text}` is not an id of a {kind}"), None);
            }
            if seen.insert(text, ()).is_some() {
                let where_else = first.get(text.as_str()).filter(|f| **f != file).map(|f| format!("the other is in {f}"));
                self.say(Code::DuplicateId, file, id.span(), format!("the {kind} `{text}` is described twice"), where_else);
            }
            first.entry(text).or_insert(file);
        }
        seen
    }

    fn refers(&mut self, file: &str, to: &Id, kind: &str, ids: &Ids<'_>) {
        let text = to.get_ref().as_str();
        if !ids.contains_key(text) {
            let help = nearest(text, ids.keys().copied()).map(|k| format!("did you mean `{k}`?"));
            self.say(Code::Dangling, file, to.span(), format!("there is no {kind} `{text}`"), help);
        }
    }

    fn word(&mut self, file: &str, word: &Id, known: &[&str]) {
        let text = word.get_ref().as_str();
        if !known.contains(&text) {
            let help = nearest(text, known.iter().copied())
                .map_or_else(|| format!("one of {}", known.join(", ")), |k| format!("did you mean `{k}`?"));
            self.say(Code::UnknownWord, file, word.span(), format!("`{text}` is not known here"), Some(help));
        }
    }

    fn length(&mut self, file: &str, text: &Id) -> Option<u64> {
        let seconds = duration(text.get_ref());
        if seconds.is_none() {
            self.say(
                Code::BadDuration,
                file,
                text.span(),
                format!("`{}` is not a duration", text.get_ref()),
                Some("a number and s, m, h or d: 90s, 15m, 4h, 30d".into()),
            );
        }
        seconds
    }

    fn hours(&mut self, file: &str, text: &Id) -> Option<(u32, u32)> {
        let read = hours(text.get_ref());
        if read.is_none() {
            let message = format!("`{}` are no opening hours", text.get_ref());
            self.say(Code::UnknownWord, file, text.span(), message, Some("write 06:00-18:00, or 00:00-24:00".into()));
        }
        read
    }

    fn unverified(&mut self, file: &str, source: Option<&Sources>, marks: &[Id], sources: &Ids<'_>) {
        for (key, span) in source.into_iter().flat_map(|s| s.get_ref().all().iter().map(|k| (k, s.span()))) {
            match key.as_str() {
                "unverified" => self.say(Code::Unverified, file, span, "the item is not established", None),
                "default" => {}
                _ => self.refers(file, &Spanned::new(span, key.clone()), "source", sources),
            }
        }
        for m in marks {
            self.say(Code::Unverified, file, m.span(), format!("`{}` is not established", m.get_ref()), None);
        }
    }
}

/// Whole seconds of `90s`, `15m`, `4h`, `30d`.
pub fn duration(text: &str) -> Option<u64> {
    let unit = text.chars().last()?;
    let number: u64 = text.strip_suffix(unit)?.parse().ok()?;
    let factor = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    number.checked_mul(factor)
}

/// Minutes since midnight of `06:00-18:00`.
pub(crate) fn hours(text: &str) -> Option<(u32, u32)> {
    let clock = |t: &str| {
        let (h, m) = t.split_once(':')?;
        let (h, m): (u32, u32) = (h.parse().ok()?, m.parse().ok()?);
        (h <= 24 && m < 60 && (h < 24 || m == 0)).then_some(h * 60 + m)
    };
    let (from, to) = text.split_once('-')?;
    Some((clock(from)?, clock(to)?))
}

/// Checks a framework. `today` (`2026-11-23`) is the day against which review dates are judged; without one they are not.
pub fn check(f: &Framework, texts: &BTreeMap<String, String>, today: Option<&str>) -> Vec<Diagnostic> {
    let mut c = Checker { texts, lines: HashMap::new(), found: Vec::new() };
    let known = known(&mut c, f);
    marks(&mut c, f, &known);
    header(&mut c, f);
    agencies(&mut c, f);
    bodies::check(&mut c, f, &known);
    points::check(&mut c, f, &known);
    procedures::check(&mut c, f, &known);
    clocks::check(&mut c, f, &known);
    lists::check(&mut c, f, &known);
    agreements::check(&mut c, f, &known, today);
    standards::check(&mut c, f, &known);
    duty::check(&mut c, f, &known);
    rules::check(&mut c, f, &known);
    c.found.sort_by(|a, b| {
        (&a.place.file, a.place.span.start, a.code, &a.message).cmp(&(&b.place.file, b.place.span.start, b.code, &b.message))
    });
    c.found
}

fn known<'f>(c: &mut Checker<'_>, f: &'f Framework) -> Known<'f> {
    macro_rules! ids {
        ($kind:literal, $items:expr) => {
            c.ids($kind, $items.iter().map(|i| (i.file.as_str(), &i.item.id)))
        };
    }
    let local = f.points.iter().flat_map(|p| p.item.desk.iter().flatten().map(|d| (p.file.as_str(), &d.id)));
    let desks = c.ids("desk", local.chain(f.desks.iter().map(|d| (d.file.as_str(), &d.item.id))));
    ids!("list", f.lists);
    ids!("ground to hold", f.hold_grounds);
    ids!("ground to refuse", f.refusal_grounds);
    ids!("shift", f.shifts);
    ids!("presence", f.presences);
    ids!("standard", f.standards);
    ids!("mandate", f.mandates);
    ids!("kind of record", f.retention);
    ids!("level", f.levels);
    Known {
        agencies: ids!("agency", f.agencies),
        points: ids!("crossing point", f.points),
        bodies: ids!("body", f.bodies),
        procedures: ids!("procedure", f.procedures),
        agreements: ids!("agreement", f.agreements),
        clocks: ids!("clock", f.clocks),
        ladders: ids!("ladder", f.ladders),
        sources: ids!("source", f.sources),
        desks,
        functions: f
            .agencies
            .iter()
            .flat_map(|a| a.item.functions.iter().map(|x| x.get_ref().as_str()))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        states: f.agencies.iter().map(|a| (a.item.id.get_ref().as_str(), a.item.state.get_ref().as_str())).collect(),
    }
}

/// Notes of what is not established.
fn marks(c: &mut Checker<'_>, f: &Framework, known: &Known<'_>) {
    let sources = &known.sources;
    macro_rules! marks {
        ($($items:expr),*) => { $( for i in &$items { c.unverified(&i.file, i.item.source.as_ref(), &i.item.unverified, sources); } )* };
    }
    marks!(
        f.agencies,
        f.bodies,
        f.mandates,
        f.points,
        f.desks,
        f.clocks,
        f.ladders,
        f.hold_grounds,
        f.refusal_grounds,
        f.agreements,
        f.lists,
        f.shifts,
        f.presences,
        f.standards,
        f.retention,
        f.levels
    );
    c.unverified(&f.header.file, f.header.source.as_ref(), &f.header.unverified, sources);
}

fn header(c: &mut Checker<'_>, f: &Framework) {
    let h = &f.header;
    c.ids("framework", std::iter::once((h.file.as_str(), &h.item.id)));
    c.state(&h.file, &h.state);
    for day in h.working_days.iter().flatten() {
        c.word(&h.file, day, words::DAYS);
    }
    if let Some(hours) = &h.working_hours {
        c.hours(&h.file, hours);
    }
    let date = |text: &str| {
        let (month, day) = text.split_once('-')?;
        let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(())
    };
    for day in h.holiday.iter().flatten().filter_map(|x| x.day.as_ref()).filter(|d| date(d.get_ref()).is_none()) {
        c.say(
            Code::UnknownWord,
            &h.file,
            day.span(),
            format!("`{}` is not a day of the year", day.get_ref()),
            Some("write month and day: 12-25".into()),
        );
    }
    for date in h.holiday.iter().flatten().flat_map(|x| x.dates.iter().flatten()).filter(|d| !is_date(d.get_ref())) {
        c.say(
            Code::UnknownWord,
            &h.file,
            date.span(),
            format!("`{}` is not a date", date.get_ref()),
            Some("write year, month and day as they were announced: 2026-12-25".into()),
        );
    }
}

/// A day of the calendar, such as 2026-12-25.
fn is_date(text: &str) -> bool {
    text.parse::<toml::value::Datetime>().is_ok_and(|d| d.date.is_some() && d.time.is_none())
}

fn agencies(c: &mut Checker<'_>, f: &Framework) {
    let mut busy: BTreeSet<&str> = BTreeSet::new();
    for p in &f.points {
        busy.extend(p.item.desk.iter().flatten().map(|d| d.agency.get_ref().as_str()));
    }
    busy.extend(f.desks.iter().map(|d| d.item.agency.get_ref().as_str()));
    busy.extend(f.agreements.iter().flat_map(|a| a.item.agencies.iter().map(|x| x.get_ref().as_str())));
    for b in &f.bodies {
        busy.extend(bodies::seats(&b.item).map(|a| a.get_ref().as_str()));
    }
    for a in &f.agencies {
        c.state(&a.file, &a.state);
        if !busy.contains(a.id.get_ref().as_str()) {
            c.lacks(Code::AgencyIdle, &a.file, &a.id, "has no desk, no seat in a body and no part in an agreement");
        }
    }
}
