//! Whom an assignment is for, and who that is.

use framework::access::Officer;
use framework::{AgencyId, DeskId, OfficerId, PointId, Rulebook};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Officers, by what they are: every part that is stated has to fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Of this agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyId>,
    /// At this crossing point; empty: at a national desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<PointId>,
    /// With this role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// At this desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskId>,
    /// This one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<OfficerId>,
}

impl Party {
    /// A desk.
    pub fn desk(desk: DeskId) -> Self {
        Self { desk: Some(desk), ..Self::default() }
    }

    /// Those with a role at a point; at national desks where there is none.
    pub fn role(role: &str, point: Option<&PointId>) -> Self {
        Self { role: Some(role.to_owned()), point: Some(point.cloned().unwrap_or_else(|| "".into())), ..Self::default() }
    }

    /// Whether nobody is stated.
    pub fn is_nobody(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an officer is one of them.
    pub fn is(&self, officer: &Officer) -> bool {
        let at = officer.point.as_ref().map_or("", |p| p.as_str());
        !self.is_nobody()
            && self.agency.as_ref().is_none_or(|a| *a == officer.agency)
            && self.point.as_ref().is_none_or(|p| p.as_str() == at)
            && self.role.as_ref().is_none_or(|r| officer.roles.contains(r))
            && self.desk.as_ref().is_none_or(|d| *d == officer.desk)
            && self.officer.as_ref().is_none_or(|o| *o == officer.id)
    }

    /// The agency of all of them, as far as they have one.
    pub fn agency_in(&self, book: &Rulebook) -> Option<AgencyId> {
        self.agency.clone().or_else(|| self.desk.as_ref().and_then(|d| book.desks.get(d)).map(|d| d.agency.clone()))
    }

    /// The party as one text, equal for equal parties: what an inbox is looked up by.
    pub fn address(&self) -> String {
        let word = |part: Option<&str>| part.unwrap_or("*").to_owned();
        [
            word(self.agency.as_ref().map(AgencyId::as_str)),
            word(self.point.as_ref().map(PointId::as_str)),
            word(self.role.as_deref()),
            word(self.desk.as_ref().map(DeskId::as_str)),
            word(self.officer.as_ref().map(OfficerId::as_str)),
        ]
        .join("|")
    }
}

impl FromStr for Party {
    type Err = ();

    /// The party that an [`Party::address`] was made of.
    fn from_str(address: &str) -> Result<Self, ()> {
        let parts: Vec<Option<&str>> = address.split('|').map(|p| Some(p).filter(|p| *p != "*")).collect();
        let [agency, point, role, desk, officer] = parts[..] else { return Err(()) };
        Ok(Self {
            agency: agency.map(Into::into),
            point: point.map(Into::into),
            role: role.map(str::to_owned),
            desk: desk.map(Into::into),
            officer: officer.map(Into::into),
        })
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.point.as_ref().map(|p| if p.as_str().is_empty() { "a national desk".to_owned() } else { p.to_string() });
        let parts = [
            self.officer.as_ref().map(ToString::to_string),
            self.role.clone(),
            self.agency.as_ref().map(|a| format!("of {a}")),
            self.desk.as_ref().map(|d| format!("at {d}")),
            at.map(|p| format!("at {p}")),
        ];
        let said: Vec<String> = parts.into_iter().flatten().collect();
        f.write_str(&if said.is_empty() { "nobody".to_owned() } else { said.join(" ") })
    }
}

/// Every address under which something may wait for an officer: each way of naming the officer by agency, point, role, desk and id.
pub fn addresses(officer: &Officer) -> Vec<String> {
    let point: PointId = officer.point.clone().unwrap_or_else(|| "".into());
    let roles = [None].into_iter().chain(officer.roles.iter().cloned().map(Some));
    let mut all = Vec::new();
    for role in roles {
        for agency in [None, Some(officer.agency.clone())] {
            for point in [None, Some(point.clone())] {
                for desk in [None, Some(officer.desk.clone())] {
                    all.push(Party { agency: agency.clone(), point: point.clone(), role: role.clone(), desk, officer: None });
                }
            }
        }
    }
    all.push(Party { officer: Some(officer.id.clone()), ..Party::default() });
    all.into_iter().filter(|p| !p.is_nobody()).map(|p| p.address()).collect()
}
