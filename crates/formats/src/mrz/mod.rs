//! Machine-readable zones: ICAO Doc 9303 parts 3 to 7 (TD1, TD2, TD3, MRV-A, MRV-B).
//!
//! Reading never repairs in silence. What stands in the zone is reported as it stands; every check digit that fails is named with its
//! place and the digit that was expected, and where letters and digits that scanners confuse explain the failure, the reading that would
//! make everything agree is offered beside it, for an officer to confirm against the page.
//!
//! Own code beside the `mrz` crate, which gives the list of state codes (part 3 section 5) and the transliteration of Latin letters (part
//! 3 section 6): the explanations above, and long document numbers in both styles that are issued, are not to be had from it.

mod read;
mod repair;
mod write;

pub use read::{CheckDigits, Format, Mrz, MrzProblem, NotAnMrz, read};
pub use write::{Data, write};

/// Value of a character for check digits (part 3 section 4.9): digits their value, `A` 10 to `Z` 35, `<` 0.
fn value(c: u8) -> Option<u32> {
    /// By character; a value that no character has stands for none.
    const VALUES: [u8; 256] = {
        let mut values = [NONE; 256];
        let mut n = 0;
        while n < 36 {
            values[if n < 10 { b'0' + n } else { b'A' + n - 10 } as usize] = n;
            n += 1;
        }
        values[b'<' as usize] = 0;
        values
    };
    const NONE: u8 = u8::MAX;
    let value = VALUES[usize::from(c)];
    (value != NONE).then_some(u32::from(value))
}

/// The check digit of a field: weights 7, 3, 1, modulo 10 (Doc 9303 part 3 section 4.9). `None` where a character has no value.
///
/// ```
/// assert_eq!(formats::mrz::check_digit(b"L898902C3"), Some(b'6'));
/// ```
pub fn check_digit(field: &[u8]) -> Option<u8> {
    digit_of(field.iter().copied())
}

fn digit_of(field: impl Iterator<Item = u8>) -> Option<u8> {
    let (mut sum, mut weight) = (0, 7);
    for c in field {
        sum += value(c)? * weight;
        weight = match weight {
            7 => 3,
            3 => 1,
            _ => 7,
        };
    }
    u8::try_from(sum % 10).ok().map(|d| b'0' + d)
}
