//! What a request rests on: an agreement that binds both agencies, or a provision of law within one state.

use super::command::Ask;
use super::refused::Refused;
use framework::access::Officer;
use framework::model::Agreement;
use framework::{AgencyId, Rulebook};

const IN_FORCE: &str = "in_force";

/// Whether an agreement binds an agency: by its name, or by its state where it names no agencies.
fn binds(book: &Rulebook, agreement: &Agreement, agency: &AgencyId) -> bool {
    let named = agreement.agencies.iter().any(|a| a.get_ref() == agency.as_str());
    let of_state = || book.agencies.get(agency).is_some_and(|card| agreement.states.iter().any(|s| s.get_ref() == card.state.as_str()));
    named || (agreement.agencies.is_empty() && of_state())
}

/// The agreements in force that bind both agencies, in the order of the framework.
pub fn agreements<'a>(book: &'a Rulebook, one: &'a AgencyId, other: &'a AgencyId) -> impl Iterator<Item = &'a Agreement> {
    let all = book.framework.agreements.iter().map(|a| &a.item);
    all.filter(move |a| a.status.get_ref() == IN_FORCE && binds(book, a, one) && binds(book, a, other))
}

/// Whether the request has a basis.
///
/// # Errors
/// What is wrong with the agreement, the law or the purpose.
pub(super) fn check(book: &Rulebook, officer: &Officer, ask: &Ask) -> Result<(), Refused> {
    if !officer.purposes.contains(&ask.purpose) {
        let known: Vec<&str> = officer.purposes.iter().map(String::as_str).collect();
        return Err(Refused::PurposeNotYours { purpose: ask.purpose.clone(), known: known.join(", ") });
    }
    let other = book.agencies.get(&ask.to).ok_or_else(|| Refused::NoSuchAgency { agency: ask.to.clone() })?;
    if ask.agreement.is_empty() {
        return match (ask.law.trim().is_empty(), other.state == officer.state) {
            (true, _) => Err(Refused::NoBasis),
            (false, true) => Ok(()),
            (false, false) => Err(Refused::NeedsAgreement { agency: ask.to.clone() }),
        };
    }
    let id = || ask.agreement.clone();
    let Some(agreement) = book.framework.agreements.iter().find(|a| *a.id.get_ref() == ask.agreement) else {
        let known: Vec<&str> = agreements(book, &officer.agency, &ask.to).map(|a| a.id.get_ref().as_str()).collect();
        return Err(Refused::NoSuchAgreement {
            agreement: id(),
            known: if known.is_empty() { "none".to_owned() } else { known.join(", ") },
        });
    };
    if agreement.status.get_ref() != IN_FORCE {
        return Err(Refused::NotInForce { agreement: id(), status: agreement.status.get_ref().clone() });
    }
    if let Some(agency) = [&officer.agency, &ask.to].into_iter().find(|a| !binds(book, agreement, a)) {
        return Err(Refused::NotBound { agreement: id(), agency: agency.clone() });
    }
    let elsewhere = |p: &&framework::PointId| !agreement.points.is_empty() && agreement.points.iter().all(|x| x.get_ref() != p.as_str());
    if let Some(point) = ask.point.as_ref().filter(elsewhere) {
        return Err(Refused::NotThere { agreement: id(), point: point.to_string() });
    }
    if agreement.purposes.iter().all(|p| *p.get_ref() != ask.purpose) {
        let known: Vec<&str> = agreement.purposes.iter().map(|p| p.get_ref().as_str()).collect();
        return Err(Refused::PurposeNotCovered { agreement: id(), purpose: ask.purpose.clone(), known: known.join(", ") });
    }
    Ok(())
}
