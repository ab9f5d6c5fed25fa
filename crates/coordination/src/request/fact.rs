//! What can happen to a request for information.

use crate::assignment::{Outcome, Party};
use crate::facts::facts;
use framework::AgencyId;
use serde::{Deserialize, Serialize};

/// What a request is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum Subject {
    #[default]
    Person,
    Document,
    Vehicle,
    Vessel,
    Aircraft,
    Goods,
    Organisation,
    Event,
}

impl Subject {
    /// Every subject, commonest first.
    pub const ALL: &[Self] =
        &[Self::Person, Self::Document, Self::Vehicle, Self::Vessel, Self::Aircraft, Self::Goods, Self::Organisation, Self::Event];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Document => "document",
            Self::Vehicle => "vehicle",
            Self::Vessel => "vessel",
            Self::Aircraft => "aircraft",
            Self::Goods => "goods",
            Self::Organisation => "organisation",
            Self::Event => "event",
        }
    }
}

/// Whom or what a request is about, as far as the asker knows it: a name or a number at least.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concerns {
    /// What kind of thing.
    pub subject: Subject,
    /// A name, or goods in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// A birth date as far as it is known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub born: String,
    /// ICAO three-letter code of a nationality, a registration or an origin.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// The number of a document, a plate, an IMO number, a HS code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// The crossing it comes from; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub crossing: String,
}

/// Why information is not given. After Article 6(1) of Directive (EU) 2023/977 on the exchange of information between law enforcement authorities, which names the
/// cases in which a request may be refused, and for proportion after Article 10(1) of Framework Decision 2006/960/JHA before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// It is not there.
    NotHeld,
    /// The basis does not cover it.
    NotCovered,
    /// An authorisation that it needs was not given.
    NotAuthorised,
    /// It would harm national security.
    Security,
    /// It would jeopardise an investigation.
    Investigation,
    /// It would endanger somebody.
    Safety,
    /// It comes from somebody who has not consented.
    Originator,
    /// It is out of proportion to the purpose, or of no use for it.
    Disproportionate,
}

impl Ground {
    /// Every ground.
    pub const ALL: &[Self] = &[
        Self::NotHeld,
        Self::NotCovered,
        Self::NotAuthorised,
        Self::Security,
        Self::Investigation,
        Self::Safety,
        Self::Originator,
        Self::Disproportionate,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotHeld => "not_held",
            Self::NotCovered => "not_covered",
            Self::NotAuthorised => "not_authorised",
            Self::Security => "security",
            Self::Investigation => "investigation",
            Self::Safety => "safety",
            Self::Originator => "originator",
            Self::Disproportionate => "disproportionate",
        }
    }
}

/// What came of information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// It was used.
    Used,
    /// It was known already, or came to nothing.
    NotUsed,
    /// It is wrong, or about somebody else: whoever gave it looks at it again.
    Doubted,
}

impl Use {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::NotUsed => "not_used",
            Self::Doubted => "doubted",
        }
    }
}

/// An agency that has the information, and the assignment by which it says that it knows of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Recipient {
    pub agency: AgencyId,
    pub assignment: String,
}

facts! {
    enum: /// One thing that happened to a request for information.
    ;
    /// An agency asks.
    Asked = "request.asked.v1" {
        from: AgencyId, desk: Party, to: Party, to_agency: AgencyId,
        #[serde(default, skip_serializing_if = "String::is_empty")] point: String,
        #[serde(default, skip_serializing_if = "String::is_empty")] reference: String,
        #[serde(default, skip_serializing_if = "String::is_empty")] agreement: String,
        #[serde(default, skip_serializing_if = "String::is_empty")] law: String,
        purpose: String, concerns: Concerns, title: String, question: String,
        due_us: i64, framework: String, assignment: String,
    }
    /// The other answers, in full or in part, or refuses.
    Answered = "request.answered.v1" {
        outcome: Outcome,
        #[serde(default, skip_serializing_if = "Option::is_none")] ground: Option<Ground>,
        text: String,
        #[serde(default, skip_serializing_if = "String::is_empty")] link: String,
    }
    /// More became known.
    Supplemented = "request.supplemented.v1" { text: String, #[serde(default, skip_serializing_if = "String::is_empty")] link: String }
    /// Something that was given is not so, but otherwise.
    Corrected = "request.corrected.v1" { item: u32, text: String, reason: String, recipients: Vec<Recipient> }
    /// Something that was given must not be used any more.
    Recalled = "request.recalled.v1" { item: u32, reason: String, recipients: Vec<Recipient> }
    /// An agency that was given it knows of the change.
    Confirmed = "request.confirmed.v1" { change: u32, agency: AgencyId }
    /// Those who were given it say what came of it.
    Judged = "request.judged.v1" { item: u32, used: Use, text: String }
    /// The giver lets another agency know it.
    Released = "request.released.v1" { to: AgencyId, reason: String }
    /// The asker does not need it any more.
    Withdrawn = "request.withdrawn.v1" { reason: String }
}
