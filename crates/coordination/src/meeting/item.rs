//! What stands on an agenda: what somebody puts there, and what puts itself there.

use framework::AgencyId;
use serde::{Deserialize, Serialize};

/// What an item is about, in one word. Those that put themselves on an agenda have a word of their own each, which the console translates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Minutes of an earlier meeting that are not approved.
    Minutes,
    /// A directive whose time is over.
    Overdue,
    /// A directive that nobody has acknowledged in time.
    Unacknowledged,
    /// A directive that its addressee will not carry out.
    Declined,
    /// Evidence that waits for a judgement.
    Evidence,
    /// A directive whose evidence was returned.
    Returned,
    /// Something else that is late, and that the ladder has told the body's leader of.
    Late,
    /// A service standard that was missed.
    Standard,
    /// An incident.
    Incident,
    /// A list that will be searched no longer soon.
    List,
    /// What somebody puts there.
    #[default]
    Other,
}

impl ItemKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Minutes,
        Self::Overdue,
        Self::Unacknowledged,
        Self::Declined,
        Self::Evidence,
        Self::Returned,
        Self::Late,
        Self::Standard,
        Self::Incident,
        Self::List,
        Self::Other,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Overdue => "overdue",
            Self::Unacknowledged => "unacknowledged",
            Self::Declined => "declined",
            Self::Evidence => "evidence",
            Self::Returned => "returned",
            Self::Late => "late",
            Self::Standard => "standard",
            Self::Incident => "incident",
            Self::List => "list",
            Self::Other => "other",
        }
    }

    /// The kind of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.word() == word)
    }
}

/// One item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// In the words of what it is about, or of whoever puts it there.
    pub title: String,
    /// What kind of thing it is about: directive, assignment, standard, meeting, list, incident; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about_kind: String,
    /// The id of what it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
}

impl Item {
    /// Whether both are about the same thing. Items about nothing in particular are the same by their words.
    pub fn same(&self, other: &Self) -> bool {
        if self.about.is_empty() || other.about.is_empty() {
            return self.about.is_empty() && other.about.is_empty() && self.title == other.title;
        }
        self.about_kind == other.about_kind && self.about == other.about
    }
}

/// What puts itself on an agenda that has these items: each thing once, in the order of the kinds, and of what was found.
pub fn fill(has: &[Item], found: Vec<Item>) -> Vec<Item> {
    let mut fresh: Vec<Item> = Vec::new();
    for item in found {
        if !has.iter().chain(&fresh).any(|known| known.same(&item)) {
            fresh.push(item);
        }
    }
    fresh.sort_by_key(|i| i.kind);
    fresh
}

/// Whose turn it is to be the host: the member that never was, in the order of the members, or else the one whose turn is longest ago. `hosts` are the hosts of
/// earlier meetings, the latest first.
pub fn next_host<'a>(members: &'a [AgencyId], hosts: &[AgencyId]) -> Option<&'a AgencyId> {
    let ago = |m: &AgencyId| hosts.iter().position(|h| h == m).unwrap_or(usize::MAX);
    // The first of those that are equally long ago.
    members.iter().rev().max_by_key(|m| ago(m))
}
