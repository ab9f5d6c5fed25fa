//! Whose announcement does this document belong to? By document number, name and birth date, and it says why.
//!
//! Automated results advise, an officer decides: nothing here opens or merges a crossing.

use crate::crossing::{Document, Traveller, folded};
use formats::mrz::Mrz;
use screening::{Kind, Name, compare};
use serde::Serialize;

/// Names at or above this likeness agree. 0..=1, of [`screening::compare`].
const SAME_NAME: f32 = 0.85;
/// Names at or above this likeness may be one.
const LIKE_NAME: f32 = 0.6;

/// How sure the match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// Not the same traveller, or nothing to tell by.
    None,
    /// Probably: an officer looks.
    Likely,
    /// Document number, birth date and name agree.
    Exact,
}

/// How one field compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The same.
    Same,
    /// Nearly.
    Close,
    /// Not the same.
    Differs,
    /// One side does not say.
    Unknown,
}

/// One field, and both sides of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// document_number, birth_date or name.
    pub field: &'static str,
    /// How they compare.
    pub agreement: Agreement,
    /// What the list said.
    pub announced: String,
    /// What the document says.
    pub shown: String,
}

/// What a comparison came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Match {
    /// How sure.
    pub kind: MatchKind,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// The traveller that a machine-readable zone describes.
pub fn traveller_of(mrz: &Mrz) -> Traveller {
    Traveller {
        surname: mrz.surname.clone(),
        given: mrz.given_names.clone(),
        birth: mrz.birth_date.clone().unwrap_or_default(),
        sex: mrz.sex.clone(),
        nationality: mrz.nationality.clone(),
        document: Document {
            kind: mrz.document_code.clone(),
            number: mrz.document_number.clone(),
            issuer: mrz.issuing_state.clone(),
            expires: mrz.expiry_date.clone().unwrap_or_default(),
        },
        role: String::new(),
        seat: String::new(),
    }
}

/// Compares an announced traveller with the one a document shows. `truncated` says that the document's name may have been cut.
pub fn match_document(announced: &Traveller, shown: &Traveller, truncated: bool) -> Match {
    let number = agree(
        &announced.document.number,
        &shown.document.number,
        |a, b| folded(a) == folded(b),
        |a, b| number_like(&folded(a), &folded(b)),
    );
    let birth = agree(&announced.birth, &shown.birth, |a, b| a == b, birth_like);
    let (name, score) = names(announced, shown, truncated);
    let full = |t: &Traveller| format!("{} {}", t.surname, t.given).trim().to_owned();
    let reasons = vec![
        Reason {
            field: "document_number",
            agreement: number,
            announced: announced.document.number.clone(),
            shown: shown.document.number.clone(),
        },
        Reason { field: "birth_date", agreement: birth, announced: announced.birth.clone(), shown: shown.birth.clone() },
        Reason { field: "name", agreement: name, announced: full(announced), shown: full(shown) },
    ];
    use Agreement::{Close, Differs, Same, Unknown};
    let kind = match (number, birth, name) {
        (Same, Same | Unknown, Same) => MatchKind::Exact,
        (Same, Differs, Differs) => MatchKind::None,
        (Same, ..) | (Close, Same | Close, Same | Close) => MatchKind::Likely,
        // Another document of the same person: a second passport, or a list made from an old one.
        (Unknown | Differs, Same, Same) if score >= SAME_NAME => MatchKind::Likely,
        (Unknown, Close, Same) => MatchKind::Likely,
        _ => MatchKind::None,
    };
    Match { kind, reasons }
}

/// The announced travellers that the document may belong to, best first.
pub fn announced_by<'a, T>(
    candidates: impl IntoIterator<Item = (T, &'a Traveller)>,
    shown: &Traveller,
    truncated: bool,
) -> Vec<(T, Match)> {
    let mut found: Vec<(T, Match)> = candidates
        .into_iter()
        .map(|(id, announced)| (id, match_document(announced, shown, truncated)))
        .filter(|(_, m)| m.kind != MatchKind::None)
        .collect();
    found.sort_by_key(|(_, m)| std::cmp::Reverse((m.kind, m.reasons.iter().filter(|r| r.agreement == Agreement::Same).count())));
    found
}

fn agree(a: &str, b: &str, same: impl Fn(&str, &str) -> bool, close: impl Fn(&str, &str) -> bool) -> Agreement {
    if a.is_empty() || b.is_empty() {
        Agreement::Unknown
    } else if same(a, b) {
        Agreement::Same
    } else if close(a, b) {
        Agreement::Close
    } else {
        Agreement::Differs
    }
}

/// One character apart, or one side without its first or last characters.
fn number_like(a: &str, b: &str) -> bool {
    const LEAST: usize = 5;
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < LEAST {
        return false;
    }
    let apart = a.chars().zip(b.chars()).filter(|(x, y)| x != y).count();
    (a.chars().count() == b.chars().count() && apart == 1)
        || ((long.starts_with(short) || long.ends_with(short)) && long.len() - short.len() <= 2)
}

/// Parts that are not known agree with all; day and month may be swapped; one digit may be wrong.
fn birth_like(a: &str, b: &str) -> bool {
    let parts = |t: &str| t.split('-').map(str::to_owned).collect::<Vec<_>>();
    let (x, y) = (parts(a), parts(b));
    let ([xy, xm, xd], [yy, ym, yd]) = (x.as_slice(), y.as_slice()) else { return false };
    let known = |p: &str| p.chars().all(|c| c.is_ascii_digit());
    let fits = |p: &str, q: &str| !known(p) || !known(q) || p == q;
    let slips = a.chars().zip(b.chars()).filter(|(p, q)| p != q).count();
    (fits(xy, yy) && fits(xm, ym) && fits(xd, yd)) || (xy == yy && xm == yd && xd == ym) || (a.len() == b.len() && slips == 1)
}

fn names(announced: &Traveller, shown: &Traveller, truncated: bool) -> (Agreement, f32) {
    let full = |t: &Traveller| format!("{} {}", t.surname, t.given);
    let (a, b) = (Name::read(&full(announced), Kind::Person), Name::read(&full(shown), Kind::Person));
    if a.is_empty() || b.is_empty() {
        return (Agreement::Unknown, 0.0);
    }
    let mut score = compare(&a, &b, Kind::Person).score;
    if truncated
        && cut_from(&folded(&announced.surname), &folded(&shown.surname))
        && cut_from(&folded(&announced.given), &folded(&shown.given))
    {
        score = score.max(SAME_NAME);
    }
    let agreement = if score >= SAME_NAME {
        Agreement::Same
    } else if score >= LIKE_NAME {
        Agreement::Close
    } else {
        Agreement::Differs
    };
    (agreement, score)
}

/// Doc 9303 part 3 section 4.6: a name that does not fit is cut; what is left begins like the whole.
fn cut_from(whole: &str, cut: &str) -> bool {
    whole.starts_with(cut) || cut.starts_with(whole)
}
