//! From lines to fields, with everything that is wrong about them.

use super::{check_digit, digit_of, repair};
use serde::Serialize;
use std::fmt;
use std::sync::LazyLock;

/// Characters of one document that are looked at; more is not a machine-readable zone. Characters.
pub const MAX_CHARS: usize = 400;

/// The layout of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Format {
    /// Cards, three lines of 30 (part 5).
    TD1,
    /// Older cards, two lines of 36 (part 6).
    TD2,
    /// Passports, two lines of 44 (part 4).
    TD3,
    /// Visas the size of a passport page, two lines of 44 (part 7).
    MRVA,
    /// Smaller visas, two lines of 36 (part 7).
    MRVB,
}

impl Format {
    /// Lines and characters a line.
    pub fn size(self) -> (usize, usize) {
        match self {
            Self::TD1 => (3, 30),
            Self::TD2 | Self::MRVB => (2, 36),
            Self::TD3 | Self::MRVA => (2, 44),
        }
    }
}

/// A run of characters: line and column from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub line: usize,
    pub from: usize,
    pub len: usize,
}

const fn span(line: usize, from: usize, len: usize) -> Span {
    Span { line, from, len }
}

/// Where the fields of a format stand.
pub(super) struct Layout {
    pub code: Span,
    pub state: Span,
    pub names: Span,
    pub number: Span,
    pub number_check: Span,
    pub nationality: Span,
    pub birth: Span,
    pub birth_check: Span,
    pub sex: Span,
    pub expiry: Span,
    pub expiry_check: Span,
    pub optional: Span,
    pub optional_check: Option<Span>,
    pub optional_2: Option<Span>,
    pub composite: Option<(Span, &'static [Span])>,
}

const TD1_COMPOSITE: &[Span] = &[span(0, 5, 25), span(1, 0, 7), span(1, 8, 7), span(1, 18, 11)];
const TD2_COMPOSITE: &[Span] = &[span(1, 0, 10), span(1, 13, 7), span(1, 21, 14)];
const TD3_COMPOSITE: &[Span] = &[span(1, 0, 10), span(1, 13, 7), span(1, 21, 22)];

impl Format {
    pub(super) fn layout(self) -> Layout {
        let (_, width) = self.size();
        if self == Self::TD1 {
            return Layout {
                code: span(0, 0, 2),
                state: span(0, 2, 3),
                names: span(2, 0, 30),
                number: span(0, 5, 9),
                number_check: span(0, 14, 1),
                nationality: span(1, 15, 3),
                birth: span(1, 0, 6),
                birth_check: span(1, 6, 1),
                sex: span(1, 7, 1),
                expiry: span(1, 8, 6),
                expiry_check: span(1, 14, 1),
                optional: span(0, 15, 15),
                optional_check: None,
                optional_2: Some(span(1, 18, 11)),
                composite: Some((span(1, 29, 1), TD1_COMPOSITE)),
            };
        }
        let optional = match self {
            Self::TD3 => span(1, 28, 14),
            Self::TD2 => span(1, 28, 7),
            _ => span(1, 28, width - 28),
        };
        Layout {
            code: span(0, 0, 2),
            state: span(0, 2, 3),
            names: span(0, 5, width - 5),
            number: span(1, 0, 9),
            number_check: span(1, 9, 1),
            nationality: span(1, 10, 3),
            birth: span(1, 13, 6),
            birth_check: span(1, 19, 1),
            sex: span(1, 20, 1),
            expiry: span(1, 21, 6),
            expiry_check: span(1, 27, 1),
            optional,
            optional_check: (self == Self::TD3).then_some(span(1, 42, 1)),
            optional_2: None,
            composite: match self {
                Self::TD3 => Some((span(1, 43, 1), TD3_COMPOSITE)),
                Self::TD2 => Some((span(1, 35, 1), TD2_COMPOSITE)),
                _ => None,
            },
        }
    }
}

/// Which check digits agree; `None` where the format has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[allow(missing_docs, reason = "the fields are the fields of the document")]
pub struct CheckDigits {
    pub document_number: bool,
    pub birth_date: bool,
    pub expiry_date: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_number: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub composite: Option<bool>,
}

impl CheckDigits {
    /// Every one agrees.
    pub fn all(&self) -> bool {
        self.document_number && self.birth_date && self.expiry_date && self.personal_number != Some(false) && self.composite != Some(false)
    }
}

/// One thing that is wrong, or worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MrzProblem {
    /// Stable name of the kind of problem.
    pub code: &'static str,
    /// The field concerned.
    pub field: &'static str,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What stands there.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// Makes the zone invalid; the others are remarks.
    pub invalid: bool,
}

impl fmt::Display for MrzProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {} column {}, {}: `{}` stands there and {} was expected [{}]",
            self.line, self.column, self.field, self.found, self.expected, self.code
        )
    }
}

/// The lines are no machine-readable zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{lines} line(s) of {widths:?} characters are no machine-readable zone; 3 of 30, 2 of 36 or 2 of 44 were expected")]
pub struct NotAnMrz {
    lines: usize,
    widths: Vec<usize>,
}

/// A zone that was read. Text fields have fillers turned to blanks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mrz {
    /// Layout.
    pub format: Format,
    /// Every check digit agrees and every field holds what it may hold.
    pub valid: bool,
    /// Document code: `P`, `I`, `V` … and the issuer's second letter.
    pub document_code: String,
    /// Issuing state or organisation, up to three letters.
    pub issuing_state: String,
    /// Primary identifier.
    pub surname: String,
    /// Secondary identifiers.
    pub given_names: String,
    /// The name fills its field: it may have been cut.
    pub names_truncated: bool,
    /// Document number, joined where a card spreads a long one over the optional field.
    pub document_number: String,
    /// Nationality, up to three letters.
    pub nationality: String,
    /// Birth date as far as known, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    /// `M`, `F` or `X` for unspecified.
    pub sex: String,
    /// Expiry date as far as known, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry_date: Option<String>,
    /// Optional data: in a passport the personal number.
    pub optional_data: String,
    /// The second optional field of a card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optional_data_2: Option<String>,
    /// What the check digits say.
    pub check_digits: CheckDigits,
    /// What is wrong, and remarks.
    pub problems: Vec<MrzProblem>,
    /// The reading that makes all check digits agree, where confusions of a scanner explain the failure. Several lists: several readings do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub likely_readings: Vec<Vec<String>>,
    /// The lines as they were read: upper case, padded.
    pub lines: Vec<String>,
}

/// Reads one zone. `today` completes two-digit years: births are not in the future, documents expire nearest to it.
pub fn read(lines: &[impl AsRef<str>], today: jiff::civil::Date) -> Result<Mrz, NotAnMrz> {
    // One byte a character: a zone has no others, and what is none of its own becomes a question mark.
    let cleaned = lines.iter().map(|l| cleaned(l.as_ref().trim())).filter(|l| !l.is_empty()).collect();
    let mut rows: Vec<Vec<u8>> = unjoined(cleaned);
    let refuse = || NotAnMrz { lines: rows.len(), widths: rows.iter().map(Vec::len).collect() };
    let format = format_of(&rows).ok_or_else(refuse)?;
    let (_, width) = format.size();
    let mut problems = Vec::new();
    for (i, row) in rows.iter_mut().enumerate() {
        let count = row.len();
        if count != width {
            problems.push(MrzProblem {
                code: "line-length",
                field: "line",
                line: i + 1,
                column: count.min(width) + 1,
                found: format!("{count} characters"),
                expected: format!("{width} characters"),
                invalid: true,
            });
        }
        row.resize(width, b'<');
    }
    if lines.iter().any(|l| l.as_ref().trim().contains(' ')) {
        problems.push(MrzProblem {
            code: "blank",
            field: "line",
            line: 1,
            column: 1,
            found: "a blank".into(),
            expected: "the filler <".into(),
            invalid: false,
        });
    }
    let mut mrz = fields(format, &rows, today, problems);
    mrz.likely_readings = if mrz.check_digits.all() && mrz.valid { Vec::new() } else { repair::likely(format, &rows) };
    mrz.lines = rows.into_iter().map(owned).collect();
    Ok(mrz)
}

/// Scanners in keyboard mode send everything as one line.
fn unjoined(lines: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let [only] = lines.as_slice() else { return lines };
    let width = match only.len() {
        88 => 44,
        90 => 30,
        72 => 36,
        _ => return lines,
    };
    only.chunks(width).map(<[u8]>::to_vec).collect()
}

fn cleaned(line: &str) -> Vec<u8> {
    let one = |c: char| if c == ' ' { b'<' } else { u8::try_from(c).map_or(b'?', |c| c.to_ascii_uppercase()) };
    if line.is_ascii() {
        return line.bytes().take(MAX_CHARS).map(|c| one(char::from(c))).collect();
    }
    line.chars().take(MAX_CHARS).map(one).collect()
}

fn format_of(lines: &[Vec<u8>]) -> Option<Format> {
    const SLACK: usize = 4;
    let widest = lines.iter().map(Vec::len).max()?;
    let near = |width: usize| lines.iter().all(|l| l.len().abs_diff(width) <= SLACK);
    let visa = lines[0].first() == Some(&b'V');
    match lines.len() {
        3 if near(30) => Some(Format::TD1),
        2 if widest <= 40 && near(36) => Some(if visa { Format::MRVB } else { Format::TD2 }),
        2 if widest > 40 && near(44) => Some(if visa { Format::MRVA } else { Format::TD3 }),
        _ => None,
    }
}

pub(super) fn at(rows: &[Vec<u8>], s: Span) -> &[u8] {
    rows.get(s.line).and_then(|r| r.get(s.from..s.from + s.len)).unwrap_or(&[])
}

fn text(bytes: &[u8]) -> String {
    owned(bytes.to_vec())
}

fn owned(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

/// Without the fillers at the end.
fn unfilled(bytes: &[u8]) -> String {
    text(&bytes[..bytes.iter().rposition(|c| *c != b'<').map_or(0, |last| last + 1)])
}

/// Fillers and blanks as one blank between words.
fn words(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    for word in bytes.split(|c| *c == b'<' || c.is_ascii_whitespace()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(b' ');
        }
        out.extend_from_slice(word);
    }
    owned(out)
}

/// An empty field may have the filler for its check digit (part 4 section 4.2.2, note j; issuers do it for empty dates too).
fn agrees(field: &[u8], check: &[u8]) -> bool {
    match check {
        [b'<'] => field.iter().all(|c| *c == b'<'),
        [c] => check_digit(field) == Some(*c),
        _ => false,
    }
}

/// A document number that is longer than its field goes on in the optional data (part 5 section 4.2.2 note j, part 6 likewise): the check digit's place holds
/// a filler, and the last character before the next filler is the check digit. Two ways to weigh it are in use: over both parts joined, and over
/// both parts with the filler between them. Returns the number and whether either agrees.
pub(super) fn long_number(first: &[u8], check: &[u8], optional: &[u8]) -> Option<(Vec<u8>, bool)> {
    let rest = optional.split(|c| *c == b'<').next().unwrap_or(&[]);
    if check != b"<" || rest.len() < 2 || first.contains(&b'<') {
        return None;
    }
    let (rest, digit) = rest.split_at(rest.len() - 1);
    let joined = first.iter().chain(rest).copied();
    let with_filler = first.iter().chain(b"<").chain(rest).copied();
    let digit = digit.first().copied();
    let agrees = digit_of(joined) == digit || digit_of(with_filler) == digit;
    Some(([first, rest].concat(), agrees))
}

/// Only the check digits: what repairs are judged by.
pub(super) fn checks(format: Format, rows: &[Vec<u8>]) -> CheckDigits {
    let l = format.layout();
    let number = at(rows, l.number);
    let long = if l.optional_check.is_none() { long_number(number, at(rows, l.number_check), at(rows, l.optional)) } else { None };
    CheckDigits {
        document_number: long.map_or_else(|| agrees(number, at(rows, l.number_check)), |(_, ok)| ok),
        birth_date: agrees(at(rows, l.birth), at(rows, l.birth_check)),
        expiry_date: agrees(at(rows, l.expiry), at(rows, l.expiry_check)),
        personal_number: l.optional_check.map(|c| agrees(at(rows, l.optional), at(rows, c))),
        composite: l
            .composite
            .map(|(c, parts)| digit_of(parts.iter().flat_map(|p| at(rows, *p).iter().copied())) == at(rows, c).first().copied()),
    }
}

fn date(bytes: &[u8], birth: bool, today: jiff::civil::Date) -> Result<Option<String>, ()> {
    if bytes.iter().all(|c| *c == b'<') {
        return Ok(None);
    }
    let part = |r: std::ops::Range<usize>| -> Result<Option<i16>, ()> {
        let b = bytes.get(r).ok_or(())?;
        if b == b"<<" {
            return Ok(None);
        }
        if !b.iter().all(u8::is_ascii_digit) {
            return Err(());
        }
        std::str::from_utf8(b).ok().and_then(|s| s.parse().ok()).map(Some).ok_or(())
    };
    let (Some(yy), month, day) = (part(0..2)?, part(2..4)?, part(4..6)?) else { return Ok(None) };
    let century = today.year() / 100 * 100;
    let year = century + yy;
    let nearest = |years: &[i16]| years.iter().copied().min_by_key(|y| y.abs_diff(today.year())).unwrap_or(year);
    let mut year = if birth { if year > today.year() { year - 100 } else { year } } else { nearest(&[year - 100, year, year + 100]) };
    // `00` for an unknown month or day is seen beside the fillers that part 3 section 4.8 asks for.
    let (month, day) = (month.filter(|m| *m != 0), day.filter(|d| *d != 0));
    let (Some(month), day) = (month, day) else { return Ok(Some(format!("{year:04}"))) };
    let small = |n: i16| i8::try_from(n).map_err(|_| ());
    let Some(day) = day else {
        return if (1..=12).contains(&month) { Ok(Some(format!("{year:04}-{month:02}"))) } else { Err(()) };
    };
    let mut date = jiff::civil::Date::new(year, small(month)?, small(day)?).map_err(|_| ())?;
    if birth && date > today {
        year -= 100;
        date = jiff::civil::Date::new(year, small(month)?, small(day)?).map_err(|_| ())?;
    }
    Ok(Some(iso(date)))
}

/// `2012-04-15`.
fn iso(date: jiff::civil::Date) -> String {
    let (year, month, day) = (date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs());
    let digit = |n: u16| b'0' + (n % 10) as u8;
    let (month, day) = (u16::from(month), u16::from(day));
    let all = [
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(day / 10),
        digit(day),
    ];
    owned(all.to_vec())
}

/// Part 3 section 5: a state, an organisation or a special code; specimens use `UTO`.
fn known_state(code: &str) -> bool {
    // As numbers: a search among texts was a fifth of reading a zone.
    static CODES: LazyLock<Vec<u32>> = LazyLock::new(|| {
        let mut codes: Vec<u32> = ::mrz::codes().iter().map(|(c, _)| number(c)).collect();
        codes.sort_unstable();
        codes
    });
    fn number(code: &str) -> u32 {
        code.bytes().fold(0, |n, c| (n << 8) | u32::from(c))
    }
    code.len() <= 3 && CODES.binary_search(&number(code)).is_ok()
}

fn fields(format: Format, rows: &[Vec<u8>], today: jiff::civil::Date, mut problems: Vec<MrzProblem>) -> Mrz {
    let l = format.layout();
    let mut say = |code, field, s: Span, found: String, expected: String, invalid| {
        problems.push(MrzProblem { code, field, line: s.line + 1, column: s.from + 1, found, expected, invalid });
    };
    for (i, row) in rows.iter().enumerate() {
        for (j, c) in row.iter().enumerate().filter(|(_, c)| super::value(**c).is_none()) {
            say("character", "line", span(i, j, 1), char::from(*c).to_string(), "A to Z, 0 to 9 or <".into(), true);
        }
    }
    let checks = checks(format, rows);
    let expect = |f: &[u8]| check_digit(f).map_or_else(|| "a readable field".to_owned(), |d| char::from(d).to_string());
    let long =
        if l.optional_check.is_none() { long_number(at(rows, l.number), at(rows, l.number_check), at(rows, l.optional)) } else { None };
    if !checks.document_number {
        let (field, place) = match &long {
            Some((number, _)) => (number.clone(), span(l.optional.line, l.optional.from + number.len() - l.number.len, 1)),
            None => (at(rows, l.number).to_vec(), l.number_check),
        };
        say("check-digit", "document_number", place, text(at(rows, place)), expect(&field), true);
    }
    for (ok, field, data, place) in [
        (checks.birth_date, "birth_date", l.birth, l.birth_check),
        (checks.expiry_date, "expiry_date", l.expiry, l.expiry_check),
        (checks.personal_number != Some(false), "personal_number", l.optional, l.optional_check.unwrap_or(l.optional)),
    ] {
        if !ok {
            say("check-digit", field, place, text(at(rows, place)), expect(at(rows, data)), true);
        }
    }
    if let (Some(false), Some((place, parts))) = (checks.composite, l.composite) {
        let whole: Vec<u8> = parts.iter().flat_map(|p| at(rows, *p).iter().copied()).collect();
        say("check-digit", "composite", place, text(at(rows, place)), expect(&whole), true);
    }
    let mut dated = |field, s: Span, birth| match date(at(rows, s), birth, today) {
        Ok(d) => d,
        Err(()) => {
            say("date", field, s, text(at(rows, s)), "a date as YYMMDD, unknown parts as <<".into(), true);
            None
        }
    };
    let birth_date = dated("birth_date", l.birth, true);
    let expiry_date = dated("expiry_date", l.expiry, false);
    let code = at(rows, l.code);
    if !matches!(code.first(), Some(b'A' | b'C' | b'I' | b'P' | b'V')) {
        say("document-code", "document_code", l.code, text(code), "a code that begins with P, V, I, A or C".into(), true);
    }
    let mut state = |field, s: Span| {
        let found = unfilled(at(rows, s));
        if !known_state(&found) {
            say("state", field, s, found.clone(), "a code of Doc 9303 part 3 section 5".into(), true);
        }
        found
    };
    let issuing_state = state("issuing_state", l.state);
    let nationality = state("nationality", l.nationality);
    let sex = match at(rows, l.sex) {
        b"M" => "M",
        b"F" => "F",
        b"<" | b"X" => "X",
        other => {
            say("sex", "sex", l.sex, text(other), "M, F or <".into(), true);
            "X"
        }
    };
    let names = at(rows, l.names);
    let filled = names.last() != Some(&b'<');
    if filled {
        say("names-truncated", "names", l.names, text(names), "a filler at the end; the name may have been cut".into(), false);
    }
    if names.iter().any(u8::is_ascii_digit) {
        say("digit-in-name", "names", l.names, text(names), "letters only".into(), false);
    }
    if names.first() == Some(&b'<') {
        say("no-name", "names", l.names, text(names), "a primary identifier".into(), true);
    }
    let cut = names.windows(2).position(|w| w == b"<<").unwrap_or(names.len());
    let (surname, given) = names.split_at(cut);
    let number = long.as_ref().map_or_else(|| at(rows, l.number), |(n, _)| n);
    let valid = !problems.iter().any(|p| p.invalid);
    Mrz {
        format,
        valid,
        document_code: unfilled(code),
        issuing_state,
        surname: words(surname),
        given_names: words(given),
        names_truncated: filled,
        document_number: words(number),
        nationality,
        birth_date,
        sex: sex.to_owned(),
        expiry_date,
        optional_data: words(at(rows, l.optional)),
        optional_data_2: l.optional_2.map(|s| words(at(rows, s))),
        check_digits: checks,
        problems,
        likely_readings: Vec::new(),
        lines: Vec::new(),
    }
}
