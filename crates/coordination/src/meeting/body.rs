//! A body as it sits: a template of the framework at one crossing point, or a national body as it is written.

use crate::assignment::Party;
use framework::access::Officer;
use framework::model::{Body, Member, Members, Point, Seat as Named};
use framework::{AgencyId, Rulebook};
use serde::{Deserialize, Serialize};

/// What in the id of a body stands for the crossing point.
const POINT: &str = "{point}";
/// The role of a member who is asked and does not count.
const CONTACT: &str = "contact_person";

/// Who has to be among those present.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presider {
    /// Nobody in particular.
    #[default]
    Anybody,
    /// The chair.
    Chair,
    /// The chair, or the deputy.
    ChairOrDeputy,
}

/// When enough members are there. A body whose framework states no number is able to decide as soon as one member is there; `framework check` complains of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quorum {
    /// Of the members; 1..=100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u32>,
    /// In number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Who has to be among them.
    #[serde(default)]
    pub with: Presider,
}

/// What an officer is in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// Comes without being counted.
    Adviser,
    /// Counts, and votes.
    Member,
    /// Keeps the papers.
    Secretary,
    /// Presides when the chair does not.
    Deputy,
    /// Presides.
    Chair,
}

impl Seat {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Adviser => "adviser",
            Self::Member => "member",
            Self::Secretary => "secretary",
            Self::Deputy => "deputy",
            Self::Chair => "chair",
        }
    }
}

/// A body with its seats filled by agencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seated {
    /// Its id, with the crossing point in it where each point has one.
    pub body: String,
    /// Its id in the framework: what its name and its standards are looked up by.
    pub template: String,
    /// What people call it.
    pub short: String,
    /// national, secretariat, point, joc.
    pub level: String,
    /// The id of the body above it; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub parent: String,
    /// Its crossing point; empty for a national body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub point: String,
    /// Whose officer presides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chair: Option<AgencyId>,
    /// Whose officer presides otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<AgencyId>,
    /// Whose officer keeps the papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secretary: Option<AgencyId>,
    /// Agencies that count and vote, chair and deputy among them, each once however many offices it sends.
    pub members: Vec<AgencyId>,
    /// Agencies that come and do not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advisers: Vec<AgencyId>,
    /// When enough are there.
    #[serde(default)]
    pub quorum: Quorum,
    /// How often it meets; empty where the framework does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meets: String,
    /// Within what time of the end of a meeting its minutes are with the parent; empty where the framework does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub minutes_within: String,
    /// That time runs in working hours.
    #[serde(default)]
    pub minutes_working: bool,
}

/// How many are there, and whether it is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Members that are there.
    pub present: u32,
    /// Members there are.
    pub of: u32,
    /// How many the rule asks for.
    pub needed: u32,
    /// Whoever the rule wants among them is there.
    pub office: bool,
}

impl Count {
    /// Whether the body can decide.
    pub fn met(&self) -> bool {
        self.office && self.present > 0 && self.present >= self.needed
    }
}

impl Seated {
    /// Whether an agency counts and votes.
    pub fn counts(&self, agency: &AgencyId) -> bool {
        self.members.contains(agency)
    }

    /// The highest seat of an agency.
    pub fn seat(&self, agency: &AgencyId) -> Option<Seat> {
        let holds = |seat: &Option<AgencyId>| seat.as_ref() == Some(agency);
        if holds(&self.chair) {
            Some(Seat::Chair)
        } else if holds(&self.deputy) {
            Some(Seat::Deputy)
        } else if holds(&self.secretary) {
            Some(Seat::Secretary)
        } else if self.counts(agency) {
            Some(Seat::Member)
        } else {
            self.advisers.contains(agency).then_some(Seat::Adviser)
        }
    }

    /// The highest seat of an officer: of the officer's agency, where the body is.
    pub fn seat_of(&self, officer: &Officer) -> Option<Seat> {
        let at = officer.point.as_ref().map_or("", |p| p.as_str());
        if at == self.point { self.seat(&officer.agency) } else { None }
    }

    /// Every agency with a seat.
    pub fn agencies(&self) -> impl Iterator<Item = &AgencyId> {
        [&self.chair, &self.deputy, &self.secretary].into_iter().flatten().chain(&self.members).chain(&self.advisers)
    }

    /// Whether an agency may preside: the one that the rule names, or any member where it names none.
    pub fn presides(&self, agency: &AgencyId) -> bool {
        let (chair, deputy) = (self.chair.as_ref() == Some(agency), self.deputy.as_ref() == Some(agency));
        match self.quorum.with {
            Presider::Chair => chair,
            Presider::ChairOrDeputy => chair || deputy,
            Presider::Anybody => chair || deputy || self.counts(agency),
        }
    }

    /// Counts those present.
    pub fn count<'a>(&self, present: impl IntoIterator<Item = &'a AgencyId>) -> Count {
        let present: Vec<&AgencyId> = present.into_iter().collect();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let of = number(self.members.len());
        let share = self.quorum.percent.map_or(0, |p| of.saturating_mul(p).div_ceil(100));
        let holds = |seat: &Option<AgencyId>| seat.as_ref().is_some_and(|s| present.contains(&s));
        Count {
            present: number(self.members.iter().filter(|m| present.contains(m)).count()),
            of,
            needed: share.max(self.quorum.count.unwrap_or(0)).max(1),
            office: match self.quorum.with {
                Presider::Anybody => true,
                Presider::Chair => holds(&self.chair),
                Presider::ChairOrDeputy => holds(&self.chair) || holds(&self.deputy),
            },
        }
    }
}

/// Whether a membership holds on a day, `YYYY-MM-DD`.
fn holds(member: &Member, day: &str) -> bool {
    let date = |text: String| text.chars().take(10).collect::<String>();
    let (from, to) = (member.from.map(|d| date(d.to_string())), member.to.map(|d| date(d.to_string())));
    from.is_none_or(|from| from.as_str() <= day) && to.is_none_or(|to| day <= to.as_str())
}

fn push(all: &mut Vec<AgencyId>, agency: AgencyId) {
    if !all.contains(&agency) {
        all.push(agency);
    }
}

fn sits(book: &Rulebook, body: &Body, point: Option<&Point>, day: &str) -> Seated {
    let at = point.map_or("", |p| p.id.get_ref().as_str());
    let named = |seat: Option<&Named>| -> Option<AgencyId> {
        match seat? {
            Named::Office(office) => Some(office.agency.get_ref().as_str().into()),
            Named::Role(word) => {
                let point = point?;
                let of = match word.as_str() {
                    "lead" => &point.lead,
                    "deputy" => &point.deputy,
                    _ => &point.secretary,
                };
                of.as_ref().map(|a| a.get_ref().as_str().into())
            }
        }
    };
    let (chair, deputy, secretary) = (
        named(body.chair.as_ref().map(|s| s.get_ref())),
        named(body.deputy.as_ref().map(|s| s.get_ref())),
        named(body.secretary.as_ref().map(|s| s.get_ref())),
    );
    let (mut members, mut advisers) = (Vec::new(), Vec::new());
    match body.members.as_ref().map(|m| m.get_ref()) {
        Some(Members::Listed(all)) => {
            for m in all.iter().filter(|m| holds(m, day)) {
                let side = if m.role.get_ref() == CONTACT { &mut advisers } else { &mut members };
                push(side, m.agency.get_ref().as_str().into());
            }
        }
        // A body of this state: what the neighbour's desks at a shared post are invited to is theirs to be co-opted to.
        Some(Members::Rule(_)) => {
            let own = book.own_state();
            let here = book.desks.values().filter(|d| d.point.as_ref().is_some_and(|p| p.as_str() == at));
            here.filter(|d| book.agencies.get(&d.agency).is_some_and(|a| a.state == own))
                .for_each(|d| push(&mut members, d.agency.clone()));
        }
        None => {}
    }
    for seat in [&chair, &deputy].into_iter().flatten() {
        push(&mut members, seat.clone());
    }
    advisers.retain(|a| !members.contains(a));
    let filled = |id: &str| id.replace(POINT, at);
    let quorum = body.quorum.as_ref().map(|q| q.get_ref());
    let number = |n: i64| u32::try_from(n).ok();
    Seated {
        body: filled(body.id.get_ref()),
        template: body.id.get_ref().clone(),
        short: body.short.clone(),
        level: body.level.get_ref().clone(),
        parent: body.parent.as_ref().map(|p| filled(p.get_ref())).unwrap_or_default(),
        point: at.to_owned(),
        chair,
        deputy,
        secretary,
        members,
        advisers,
        quorum: Quorum {
            percent: quorum.and_then(|q| number(*q.percent.as_ref()?.get_ref())),
            count: quorum.and_then(|q| number(*q.count.as_ref()?.get_ref())),
            with: match quorum.and_then(|q| q.with.as_ref()).map(|w| w.get_ref().as_str()) {
                Some("chair") => Presider::Chair,
                Some("chair_or_deputy") => Presider::ChairOrDeputy,
                _ => Presider::Anybody,
            },
        },
        meets: body.meets.as_ref().map(|m| m.get_ref().clone()).unwrap_or_default(),
        minutes_within: body.minutes.as_ref().map(|m| m.within.get_ref().clone()).unwrap_or_default(),
        minutes_working: body.minutes.as_ref().is_some_and(|m| m.time.get_ref() == "working"),
    }
}

/// Every body of a framework as it sits on a day, in the order of the file, those of points in the order of the points.
pub fn bodies(book: &Rulebook, now_us: i64) -> Vec<Seated> {
    let day = day(book, now_us);
    let mut all = Vec::new();
    for body in &book.framework.bodies {
        if body.per_point != Some(true) {
            all.push(sits(book, body, None, &day));
            continue;
        }
        let has =
            |p: &&framework::model::In<Point>| body.statuses.as_ref().is_none_or(|s| s.iter().any(|x| x.get_ref() == p.status.get_ref()));
        all.extend(book.framework.points.iter().filter(has).map(|p| sits(book, body, Some(p), &day)));
    }
    all
}

/// The body whose leaders somebody addresses by their role: the operations centre, the committee of a crossing point, the secretariat, the national committee;
/// the first of several at that level.
pub fn addressed(book: &Rulebook, party: &Party) -> Option<String> {
    let at = party.point.as_ref().map_or("", |p| p.as_str());
    let level = match (party.role.as_deref()?, at.is_empty()) {
        ("joc_lead", false) => "joc",
        ("chair", false) => "point",
        ("secretariat", true) => "secretariat",
        ("chair", true) => "national",
        _ => return None,
    };
    let body = book.framework.bodies.iter().find(|b| b.level.get_ref() == level && (b.per_point == Some(true)) != at.is_empty())?;
    Some(body.id.get_ref().replace(POINT, at))
}

/// One body as it sits on a day.
pub fn seated(book: &Rulebook, body: &str, now_us: i64) -> Option<Seated> {
    bodies(book, now_us).into_iter().find(|s| s.body == body)
}

fn day(book: &Rulebook, now_us: i64) -> String {
    let at = jiff::Timestamp::from_microsecond(now_us).unwrap_or_default();
    let zone = book.framework.header.time_zone.get_ref();
    at.in_tz(zone).map_or_else(|_| at.to_string().chars().take(10).collect(), |z| z.date().to_string())
}
