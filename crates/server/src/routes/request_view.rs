//! A request for information as it is sent.

use crate::app::App;
use crate::caller::Caller;
use crate::routes::assignments::{ByView, PartyView, by};
use coordination::assignment::{Assignment, Outcome};
use coordination::request::{Concerns, Request};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whom or what a request is about.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcernsView {
    /// person, document, vehicle, vessel, aircraft, goods, organisation or event.
    pub subject: String,
    /// A name, or goods in words.
    #[serde(default)]
    pub name: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(default)]
    pub born: String,
    /// ICAO three-letter code.
    #[serde(default)]
    pub country: String,
    /// Of a document, a plate, an IMO number, a HS code.
    #[serde(default)]
    pub number: String,
    /// The crossing it comes from.
    #[serde(default)]
    pub crossing: String,
}

impl From<&Concerns> for ConcernsView {
    fn from(c: &Concerns) -> Self {
        Self {
            subject: c.subject.word().to_owned(),
            name: c.name.clone(),
            born: c.born.clone(),
            country: c.country.clone(),
            number: c.number.clone(),
            crossing: c.crossing.clone(),
        }
    }
}

/// What a request rests on.
#[derive(Debug, Serialize, ToSchema)]
pub struct BasisView {
    /// The agreement; empty where it rests on a law.
    agreement: String,
    /// What the framework calls it.
    title: String,
    /// The provision of law, of the agreement or by itself.
    law: String,
}

/// How a request was answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestAnswerView {
    /// full, part or refused.
    outcome: String,
    /// Why not all of it.
    ground: Option<String>,
    /// Why nothing is said, for a refusal.
    text: String,
    by: ByView,
}

/// Something that was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct GivenView {
    /// As it is now; empty once it was recalled.
    text: String,
    link: String,
    by: ByView,
    corrections: u32,
    recalled: bool,
}

/// An agency that has to know of a change.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestRecipientView {
    agency: String,
    /// Who of them said that they know.
    confirmed: Option<ByView>,
}

/// Something that was given is otherwise, or must not be used.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestChangeView {
    /// Which, from 0.
    item: u32,
    recalled: bool,
    reason: String,
    by: ByView,
    recipients: Vec<RequestRecipientView>,
    /// Whether the caller's agency has to say that it knows.
    yours: bool,
}

/// What came of something given.
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgedView {
    /// Which, from 0.
    item: u32,
    /// used, not_used or doubted.
    used: String,
    text: String,
    by: ByView,
}

/// An agency that was given it too.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleasedView {
    agency: String,
    reason: String,
    by: ByView,
}

/// Somebody let it go.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnView {
    reason: String,
    by: ByView,
}

/// A request in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestCard {
    id: String,
    /// asked, answered, part, refused or withdrawn.
    state: String,
    /// Who asked.
    from: String,
    /// Who was asked.
    to: String,
    point: String,
    /// In a few words.
    title: String,
    purpose: String,
    asked_us: i64,
    /// When the answer is due. Microseconds since 1970, UTC.
    due_us: i64,
    /// Rungs of the ladder that were told.
    told: usize,
    /// Something that was given has changed since, and the caller's agency has not said that it knows.
    unconfirmed: bool,
}

/// A request for information.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestView {
    card: RequestCard,
    /// The asker's own number.
    reference: String,
    asked: ByView,
    /// Whose it is to answer.
    addressee: PartyView,
    basis: BasisView,
    concerns: ConcernsView,
    question: String,
    /// What is owed: the id of the assignment.
    assignment: String,
    answer: Option<RequestAnswerView>,
    given: Vec<GivenView>,
    changes: Vec<RequestChangeView>,
    judged: Vec<JudgedView>,
    released: Vec<ReleasedView>,
    withdrawn: Option<WithdrawnView>,
    /// What the caller may do: answer, supplement, correct, recall, confirm, judge, release, withdraw.
    commands: Vec<String>,
    version: u32,
}

pub(crate) fn card(caller: &Caller, id: &str, r: &Request, owed: Option<&Assignment>) -> RequestCard {
    RequestCard {
        id: id.to_owned(),
        state: r.state().word().to_owned(),
        from: r.asked.from.to_string(),
        to: r.asked.to_agency.to_string(),
        point: r.asked.point.clone(),
        title: r.asked.title.clone(),
        purpose: r.asked.purpose.clone(),
        asked_us: r.by.at_us,
        due_us: r.asked.due_us,
        told: owed.map_or(0, |a| a.told.len()),
        unconfirmed: r.waits_for(&caller.account.officer.agency),
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Full => "full",
        Outcome::Part => "part",
        Outcome::Refused => "refused",
    }
}

pub(crate) fn view(app: &App, caller: &Caller, id: &str, (r, owed): (&Request, Option<&Assignment>), commands: Vec<String>) -> RequestView {
    let book = app.book();
    let agreement = book.framework.agreements.iter().find(|a| *a.id.get_ref() == r.asked.agreement);
    let mine = &caller.account.officer.agency;
    let change = |c: &coordination::request::Change| RequestChangeView {
        item: c.item,
        recalled: c.recalled,
        reason: c.reason.clone(),
        by: by(&c.by),
        recipients: c
            .recipients
            .iter()
            .map(|r| RequestRecipientView {
                agency: r.agency.to_string(),
                confirmed: c.confirmed.iter().find(|b| b.agency == r.agency).map(by),
            })
            .collect(),
        yours: c.waiting().any(|w| w.agency == *mine),
    };
    RequestView {
        card: card(caller, id, r, owed),
        reference: r.asked.reference.clone(),
        asked: by(&r.by),
        addressee: owed.map_or(&r.asked.to, |a| &a.to).into(),
        basis: BasisView {
            agreement: r.asked.agreement.clone(),
            title: agreement.map(|a| a.title.clone()).unwrap_or_default(),
            law: agreement.and_then(|a| a.legal_basis.clone()).unwrap_or_else(|| r.asked.law.clone()),
        },
        concerns: (&r.asked.concerns).into(),
        question: r.asked.question.clone(),
        assignment: r.asked.assignment.clone(),
        answer: r.answer.as_ref().map(|(b, how, ground, text)| RequestAnswerView {
            outcome: outcome(*how).to_owned(),
            ground: ground.map(|g| g.word().to_owned()),
            text: text.clone(),
            by: by(b),
        }),
        given: r
            .given
            .iter()
            .map(|g| GivenView {
                text: g.text.clone(),
                link: g.link.clone(),
                by: by(&g.by),
                corrections: g.corrections,
                recalled: g.recalled,
            })
            .collect(),
        changes: r.changes.iter().map(change).collect(),
        judged: r
            .judged
            .iter()
            .map(|(b, j)| JudgedView { item: j.item, used: j.used.word().to_owned(), text: j.text.clone(), by: by(b) })
            .collect(),
        released: r.released.iter().map(|(b, r)| ReleasedView { agency: r.to.to_string(), reason: r.reason.clone(), by: by(b) }).collect(),
        withdrawn: r.withdrawn.as_ref().map(|(b, reason)| WithdrawnView { reason: reason.clone(), by: by(b) }),
        commands,
        version: r.version,
    }
}
