//! Agreements: that what is shared with others has a purpose, an end, a law and a day on which somebody looks at it again.

use super::{Checker, Known};
use crate::codes::Code;
use crate::model::*;
use crate::words;

pub(super) fn check(c: &mut Checker<'_>, f: &Framework, known: &Known<'_>, today: Option<&str>) {
    let own = f.header.state.get_ref().as_str();
    for a in &f.agreements {
        agreement(c, a, known, own);
        review(c, a, today);
    }
}

fn agreement(c: &mut Checker<'_>, a: &In<Agreement>, known: &Known<'_>, own: &str) {
    let file = a.file.as_str();
    c.word(file, &a.kind, words::AGREEMENTS);
    c.word(file, &a.status, words::AGREEMENT_STATUSES);
    c.word(file, &a.onward, words::ONWARD);
    c.word(file, &a.method, words::METHODS);
    for p in &a.permits {
        c.word(file, p, words::PERMITS);
    }
    for x in &a.controls {
        c.word(file, x, &known.functions);
    }
    for s in &a.states {
        c.state(file, s);
    }
    for x in &a.points {
        c.refers(file, x, "crossing point", &known.points);
    }
    let party = |state: &str| a.states.iter().any(|s| s.get_ref() == state);
    for x in &a.agencies {
        c.refers(file, x, "agency", &known.agencies);
        if let Some(state) = known.states.get(x.get_ref().as_str()).filter(|s| !party(s)) {
            c.say(Code::NotParty, file, x.span(), format!("`{}` belongs to {state}, which is no party", x.get_ref()), None);
        }
    }
    if let Some(keep) = &a.retention {
        c.length(file, keep);
    }
    for (code, missing, what) in [
        (Code::AgreementNoPurpose, a.purposes.is_empty(), "names no purpose"),
        (Code::AgreementNoRetention, a.retention.is_none(), "does not say how long data is kept"),
        (Code::AgreementNoBasis, a.legal_basis.as_ref().is_none_or(String::is_empty), "has no legal basis"),
        (Code::WithoutUs, !party(own), "does not include the framework's own state"),
        (Code::SharesNothing, a.kind.get_ref() == "information_sharing" && a.elements.is_empty(), "names no information"),
    ] {
        if missing {
            c.lacks(code, file, &a.id, what);
        }
    }
}

fn review(c: &mut Checker<'_>, a: &In<Agreement>, today: Option<&str>) {
    match (&a.review, today) {
        (None, _) => c.lacks(Code::AgreementNoReview, &a.file, &a.id, "has no review date"),
        // Dates in ISO 8601 are in order as text.
        (Some(r), Some(today)) if r.get_ref().to_string().as_str() < today => {
            let message = format!("`{}` was to be reviewed by {}", a.id.get_ref(), r.get_ref());
            c.say(Code::AgreementPast, &a.file, r.span(), message, None);
        }
        _ => {}
    }
}
