//! Whose setting it is: an officer's own, or that of a desk, an agency or a body as a whole.

use crate::assignment::Party;
use crate::meeting::Seated;
use framework::access::Officer;
use framework::{AgencyId, DeskCard, DeskId, OfficerId};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// Whose setting it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holder {
    /// An officer.
    Officer(OfficerId),
    /// A desk, whoever sits there.
    Desk(DeskId),
    /// An agency with all its desks.
    Agency(AgencyId),
    /// A body, by the roles that are its own.
    Body(String),
}

/// A text names no holder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names nobody; expected `officer:`, `desk:`, `agency:` or `body:` and an id")]
pub struct UnknownHolder(pub String);

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scope, id) = match self {
            Self::Officer(id) => ("officer", id.as_str()),
            Self::Desk(id) => ("desk", id.as_str()),
            Self::Agency(id) => ("agency", id.as_str()),
            Self::Body(id) => ("body", id.as_str()),
        };
        write!(f, "{scope}:{id}")
    }
}

impl FromStr for Holder {
    type Err = UnknownHolder;

    fn from_str(text: &str) -> Result<Self, UnknownHolder> {
        match text.split_once(':') {
            Some(("officer", id)) if !id.is_empty() => Ok(Self::Officer(id.into())),
            Some(("desk", id)) if !id.is_empty() => Ok(Self::Desk(id.into())),
            Some(("agency", id)) if !id.is_empty() => Ok(Self::Agency(id.into())),
            Some(("body", id)) if !id.is_empty() => Ok(Self::Body(id.to_owned())),
            _ => Err(UnknownHolder(text.to_owned())),
        }
    }
}

/// A desk as if it were one officer with every role that somebody has there: what waits for any of them, and not for one by name, waits for the desk.
pub fn whole(desk: &DeskCard, state: &str, roles: BTreeSet<String>) -> Officer {
    Officer {
        id: "".into(),
        agency: desk.agency.clone(),
        state: state.into(),
        point: desk.point.clone(),
        desk: desk.id.clone(),
        roles,
        purposes: BTreeSet::new(),
        clearance: 0,
    }
}

impl Seated {
    /// Whether a party is this body: named by a role that is the body's, at the body's place, and by nothing else.
    pub fn is_meant(&self, party: &Party) -> bool {
        let role = match self.level.as_str() {
            "joc" => "joc_lead",
            "secretariat" => "secretariat",
            _ => "chair",
        };
        *party == Party::role(role, Some(&self.point.as_str().into()))
    }
}
