//! The reading that a scanner probably saw.
//!
//! First by class: dates and check digits are digits, states and sex are letters, so a letter there is the digit it resembles. If
//! that does not make the check digits agree, one character of the document number or the optional data is exchanged for one it
//! resembles. A reading is offered only when *every* check digit agrees.

use super::read::{Format, Span, at, checks};

/// Readings offered at most. Readings.
const MAX_READINGS: usize = 4;

/// Characters that scanners take for each other.
const ALIKE: &[&[u8]] = &[b"0ODQ", b"1IL", b"2Z", b"5S", b"6G", b"8B", b"4A", b"7T", b"UV", b"MN", b"K<", b"C<", b"EF", b"PR"];

fn as_digit(c: u8) -> u8 {
    match c {
        b'O' | b'D' | b'Q' => b'0',
        b'I' | b'L' => b'1',
        b'Z' => b'2',
        b'A' => b'4',
        b'S' => b'5',
        b'G' => b'6',
        b'T' => b'7',
        b'B' => b'8',
        c => c,
    }
}

fn as_letter(c: u8) -> u8 {
    match c {
        b'0' => b'O',
        b'1' => b'I',
        b'2' => b'Z',
        b'4' => b'A',
        b'5' => b'S',
        b'6' => b'G',
        b'7' => b'T',
        b'8' => b'B',
        c => c,
    }
}

fn each(rows: &mut [Vec<u8>], s: Span, f: impl Fn(u8) -> u8) {
    if let Some(run) = rows.get_mut(s.line).and_then(|r| r.get_mut(s.from..s.from + s.len)) {
        for c in run {
            *c = f(*c);
        }
    }
}

fn lines(rows: &[Vec<u8>]) -> Vec<String> {
    rows.iter().map(|r| String::from_utf8_lossy(r).into_owned()).collect()
}

pub(super) fn likely(format: Format, read: &[Vec<u8>]) -> Vec<Vec<String>> {
    let l = format.layout();
    let mut rows = read.to_vec();
    for s in [l.birth, l.birth_check, l.expiry, l.expiry_check].into_iter().chain(l.composite.map(|(c, _)| c)).chain(l.optional_check) {
        each(&mut rows, s, as_digit);
    }
    if at(&rows, l.number_check) != b"<" {
        each(&mut rows, l.number_check, as_digit);
    }
    for s in [l.state, l.nationality, l.names, l.sex] {
        each(&mut rows, s, as_letter);
    }
    if checks(format, &rows).all() {
        return if rows == read { Vec::new() } else { vec![lines(&rows)] };
    }
    let mut found: Vec<Vec<String>> = Vec::new();
    let spans = [l.number, l.optional, l.birth, l.expiry, l.number_check, l.birth_check, l.expiry_check]
        .into_iter()
        .chain(l.optional_2)
        .chain(l.optional_check)
        .chain(l.composite.map(|(c, _)| c));
    for s in spans {
        for column in s.from..s.from + s.len {
            let original = rows[s.line][column];
            for other in ALIKE.iter().filter(|set| set.contains(&original)).flat_map(|set| set.iter().copied()).filter(|c| *c != original) {
                rows[s.line][column] = other;
                if checks(format, &rows).all() {
                    let reading = lines(&rows);
                    if !found.contains(&reading) {
                        found.push(reading);
                    }
                }
            }
            rows[s.line][column] = original;
            if found.len() >= MAX_READINGS {
                found.truncate(MAX_READINGS);
                return found;
            }
        }
    }
    found
}
