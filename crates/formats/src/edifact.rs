//! UN/EDIFACT syntax (ISO 9735, versions 1 to 4): characters to segments, and the envelopes around messages.
//!
//! Own code rather than a crate: the one that exists returns success for a message cut off in mid segment, checks no counts and
//! loses positions. Real lists come wrapped at 64 columns by telex networks, with mail footers, with blanks after tags, without
//! their last terminator; all of that is read, and what is odd about it is said in [`Problem`]s.
//!
//! Reading is lazy: a [`Segment`] is a tag and the bytes after it; elements are cut out when they are asked for.

use crate::problem::Problem;
use std::borrow::Cow;

/// Longest interchange that is read. Bytes.
pub const MAX_INTERCHANGE_BYTES: usize = 16 << 20;
/// Longest segment; a longer one means that a terminator is missing. Bytes.
pub const MAX_SEGMENT_BYTES: usize = 8 << 10;

/// The service characters of an interchange (ISO 9735 §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiters {
    /// Between components of an element, `:`.
    pub component: u8,
    /// Between elements, `+`.
    pub element: u8,
    /// Takes the meaning of the next character away, `?`; a blank switches it off.
    pub release: u8,
    /// Ends a segment, `'`.
    pub terminator: u8,
}

impl Default for Delimiters {
    fn default() -> Self {
        Self { component: b':', element: b'+', release: b'?', terminator: b'\'' }
    }
}

impl Delimiters {
    /// The characters a service string advice names: `UNA` and six characters.
    fn from_advice(advice: &[u8]) -> Option<Self> {
        let [b'U', b'N', b'A', component, element, _decimal, release, _reserved, terminator, ..] = *advice else { return None };
        let distinct = component != element && element != terminator && component != terminator;
        let usable = [component, element, terminator].iter().all(|c| c.is_ascii_punctuation() || c.is_ascii_control());
        (distinct && usable).then_some(Self { component, element, release, terminator })
    }
}

/// One segment: its tag, its raw content, where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'a> {
    /// Three letters.
    pub tag: &'a str,
    /// Everything after the tag and its separator.
    content: &'a str,
    delimiters: Delimiters,
    /// Ordinal in the input, from 1.
    pub number: usize,
    /// Where it begins in the input with line breaks taken out. Bytes.
    pub offset: usize,
}

/// Cuts `text` at `separator`, respecting the release character.
fn cut(text: &str, separator: u8, release: u8) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let mut i = start;
        while i < bytes.len() {
            if bytes[i] == release && release != b' ' {
                i += 2;
                continue;
            }
            if bytes[i] == separator {
                let piece = text.get(start..i);
                start = i + 1;
                return piece;
            }
            i += 1;
        }
        done = true;
        text.get(start..)
    })
}

fn unescape(text: &str, release: u8) -> Cow<'_, str> {
    if release == b' ' || !text.as_bytes().contains(&release) {
        return Cow::Borrowed(text.trim());
    }
    let mut out = String::with_capacity(text.len());
    let mut released = false;
    for c in text.chars() {
        if !released && u32::from(c) == u32::from(release) {
            released = true;
        } else {
            released = false;
            out.push(c);
        }
    }
    Cow::Owned(out.trim().to_owned())
}

impl<'a> Segment<'a> {
    /// Reads one segment out of text, for tests and tools: `NAD+FL+++PAGE:TIFFANY`.
    pub fn read(text: &'a str, delimiters: Delimiters) -> Self {
        segment(text, delimiters, 1, 0)
    }

    /// How many elements follow the tag.
    pub fn len(&self) -> usize {
        if self.content.is_empty() { 0 } else { cut(self.content, self.delimiters.element, self.delimiters.release).count() }
    }

    /// No elements.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The component `component` of element `element`, both from 0, blanks at its ends taken off, empty where it is absent.
    pub fn get(&self, element: usize, component: usize) -> Cow<'a, str> {
        let d = self.delimiters;
        cut(self.content, d.element, d.release)
            .nth(element)
            .and_then(|e| cut(e, d.component, d.release).nth(component))
            .map_or(Cow::Borrowed(""), |c| unescape(c, d.release))
    }

    /// All components of an element.
    pub fn components(&self, element: usize) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let d = self.delimiters;
        cut(self.content, d.element, d.release)
            .nth(element)
            .into_iter()
            .flat_map(move |e| cut(e, d.component, d.release))
            .map(move |c| unescape(c, d.release))
    }

    /// A problem at this segment.
    pub fn problem(&self, code: &'static str, what: impl Into<String>) -> Problem {
        Problem { code, segment: self.number, tag: self.tag.to_owned(), offset: self.offset, what: what.into() }
    }
}

fn segment(text: &str, delimiters: Delimiters, number: usize, offset: usize) -> Segment<'_> {
    let end = text.as_bytes().iter().position(|b| *b == delimiters.element || *b == delimiters.component).unwrap_or(text.len());
    let (tag, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    Segment { tag: tag.trim(), content: rest.get(1..).unwrap_or(""), delimiters, number, offset }
}

/// The text of an interchange: UTF-8, or Latin-1 (UNOC, ISO 8859-1) where it is not; line breaks and transmission controls taken out.
pub fn clean(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let plain = memchr::memchr3(b'\r', b'\n', 0, bytes).is_none() && !bytes.iter().any(|b| *b < 0x20);
    let text = match std::str::from_utf8(bytes) {
        Ok(s) => Cow::Borrowed(s),
        Err(_) => Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect()),
    };
    if plain {
        return text;
    }
    Cow::Owned(text.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1B')).collect())
}

/// Where the interchange begins: at `UNA`, `UNB`, or failing both at `UNH`; what stands before it (telex headers) is skipped.
fn start_of(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let una = memchr::memmem::find_iter(bytes, b"UNA").find(|i| {
        Delimiters::from_advice(&bytes[*i..]).is_some() && bytes.get(i + 9..).is_some_and(|r| r.trim_ascii_start().starts_with(b"UN"))
    });
    una.or_else(|| {
        ["UNB", "UNG", "UNH"].iter().find_map(|tag| {
            memchr::memmem::find_iter(bytes, tag.as_bytes())
                .find(|i| bytes.get(i + 3..).and_then(|r| r.trim_ascii_start().first()).is_some_and(u8::is_ascii_punctuation))
        })
    })
}

/// The segments of an interchange, one after the other.
pub struct Segments<'a> {
    text: &'a str,
    at: usize,
    number: usize,
    delimiters: Delimiters,
    /// The last segment had no terminator.
    pub unterminated: bool,
}

impl<'a> Segments<'a> {
    /// Starts at the first service segment of cleaned text; `None` when there is none.
    pub fn new(text: &'a str) -> Option<Self> {
        let at = start_of(text)?;
        Some(Self { text, at, number: 0, delimiters: Delimiters::default(), unterminated: false })
    }

    /// The service characters in force.
    pub fn delimiters(&self) -> Delimiters {
        self.delimiters
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        if bytes[self.at.min(bytes.len())..].starts_with(b"UNA")
            && let Some(d) = Delimiters::from_advice(&bytes[self.at..])
        {
            self.delimiters = d;
            self.at += 9;
            return self.next();
        }
        let rest = self.text.get(self.at..)?;
        if rest.is_empty() {
            return None;
        }
        let (terminator, release) = (self.delimiters.terminator, self.delimiters.release);
        let mut end = rest.len();
        let mut found = false;
        for i in memchr::memchr_iter(terminator, rest.as_bytes()) {
            // An odd number of release characters before the terminator takes its meaning away.
            let releases = if release == b' ' { 0 } else { rest.as_bytes()[..i].iter().rev().take_while(|b| **b == release).count() };
            if releases % 2 == 0 {
                (end, found) = (i, true);
                break;
            }
        }
        let mut used = end + usize::from(found);
        if let Some(lost) = swallowed(&rest[..end], self.delimiters) {
            (end, used, found) = (lost, lost, true);
        }
        self.unterminated = !found;
        self.number += 1;
        let segment = segment(&rest[..end], self.delimiters, self.number, self.at);
        self.at += used;
        Some(segment)
    }
}

/// A segment whose terminator was lost swallows the next one; a service segment is told by its shape and given back.
fn swallowed(segment: &str, d: Delimiters) -> Option<usize> {
    const PLAIN_BYTES: usize = 24;
    if segment.len() < PLAIN_BYTES {
        return None;
    }
    let bytes = segment.as_bytes();
    memchr::memmem::find_iter(bytes, b"UN").filter(|i| *i >= 3).find(|i| {
        let rest = &bytes[*i..];
        let shape = |tag: &[u8], mark: &[u8]| {
            rest.starts_with(tag) && rest.get(3) == Some(&d.element) && memchr::memmem::find(&rest[..rest.len().min(64)], mark).is_some()
        };
        shape(b"UNH", b"PAXLST") || shape(b"UNB", b"UNO")
    })
}
