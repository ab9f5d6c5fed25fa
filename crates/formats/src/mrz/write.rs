//! From fields to lines.

use super::read::{Format, Span};
use super::{check_digit, digit_of};

/// What a zone is made of. Text may be in any case and script; it is transliterated as part 3 section 6 says.
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// Document code, one or two letters.
    pub document_code: String,
    /// Issuing state.
    pub issuing_state: String,
    /// Primary identifier.
    pub surname: String,
    /// Secondary identifiers.
    pub given_names: String,
    /// Document number; longer than nine characters goes on in the optional data of cards.
    pub document_number: String,
    /// Nationality.
    pub nationality: String,
    /// `YYMMDD`.
    pub birth_date: String,
    /// `M`, `F`; anything else is unspecified.
    pub sex: String,
    /// `YYMMDD`.
    pub expiry_date: String,
    /// Optional data.
    pub optional_data: String,
    /// The second optional field of cards.
    pub optional_data_2: String,
}

fn plain(text: &str) -> String {
    let latin = ::mrz::transliterate(text, ::mrz::TransliterationStyle::default());
    latin
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '.'))
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '<' })
        .collect()
}

/// Part 3 section 4.6 and part 4 section 4.2.3: a name too long is cut from its last parts so that the first letters of as many parts as
/// possible remain; here the end is cut, which the same section allows.
fn names(data: &Data, width: usize) -> String {
    let words = |t: &str| plain(t).split('<').filter(|w| !w.is_empty()).collect::<Vec<_>>().join("<");
    let (surname, given) = (words(&data.surname), words(&data.given_names));
    let mut out = if given.is_empty() { surname } else { format!("{surname}<<{given}") };
    out.truncate(width);
    out
}

struct Zone(Vec<Vec<u8>>);

impl Zone {
    fn put(&mut self, s: Span, text: &str) {
        if let Some(run) = self.0.get_mut(s.line).and_then(|r| r.get_mut(s.from..s.from + s.len)) {
            for (to, c) in run.iter_mut().zip(text.bytes()) {
                *to = c;
            }
        }
    }

    fn get(&self, s: Span) -> &[u8] {
        super::read::at(&self.0, s)
    }

    fn seal(&mut self, s: Span, digit: Option<u8>) {
        self.put(s, &char::from(digit.unwrap_or(b'0')).to_string());
    }
}

/// Writes a zone: lines of the format's width.
pub fn write(format: Format, data: &Data) -> Vec<String> {
    let (count, width) = format.size();
    let l = format.layout();
    let mut z = Zone(vec![vec![b'<'; width]; count]);
    z.put(l.code, &plain(&data.document_code));
    z.put(l.state, &plain(&data.issuing_state));
    z.put(l.names, &names(data, l.names.len));
    z.put(l.nationality, &plain(&data.nationality));
    z.put(l.birth, &data.birth_date);
    z.put(l.expiry, &data.expiry_date);
    z.put(
        l.sex,
        match data.sex.as_str() {
            "M" | "m" => "M",
            "F" | "f" => "F",
            _ => "<",
        },
    );
    let number = plain(&data.document_number);
    let optional = plain(&data.optional_data);
    let long = number.len() > l.number.len && l.optional_check.is_none();
    if long {
        let (first, rest) = number.split_at(l.number.len);
        z.put(l.number, first);
        let digit = char::from(check_digit(number.as_bytes()).unwrap_or(b'0'));
        z.put(l.optional, &format!("{rest}{digit}{}{optional}", if optional.is_empty() { "" } else { "<" }));
    } else {
        z.put(l.number, &number);
        z.put(l.optional, &optional);
        z.seal(l.number_check, check_digit(z.get(l.number)));
    }
    if let Some(s) = l.optional_2 {
        z.put(s, &plain(&data.optional_data_2));
    }
    z.seal(l.birth_check, check_digit(z.get(l.birth)));
    z.seal(l.expiry_check, check_digit(z.get(l.expiry)));
    if let Some(s) = l.optional_check {
        // Part 4 section 4.2.2.2: the filler may stand for the check digit of an empty field; 0 is the commoner choice.
        z.seal(s, check_digit(z.get(l.optional)));
    }
    if let Some((s, parts)) = l.composite {
        let digit = digit_of(parts.iter().flat_map(|p| z.get(*p).to_vec()));
        z.seal(s, digit);
    }
    z.0.iter().map(|r| String::from_utf8_lossy(r).into_owned()).collect()
}
