//! What the files say, item by item. References and ids keep their place in the file (`Spanned`), so that a finding can be shown where it is.

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// A name with its place.
pub type Id = Spanned<String>;

/// One citation or several, and where they stand.
pub type Sources = Spanned<Keys>;

/// The keys of citations.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Keys {
    /// `source = "KEY"`.
    One(String),
    /// `source = ["KEY", "KEY"]`.
    Several(Vec<String>),
}

impl Keys {
    /// The keys.
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(key) => std::slice::from_ref(key),
            Self::Several(keys) => keys,
        }
    }
}

macro_rules! items {
    ($($(#[$doc:meta])* $name:ident { $($field:ident : $type:ty),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Deserialize)]
            #[serde(deny_unknown_fields)]
            #[allow(missing_docs, reason = "the fields are the keys of the files")]
            pub struct $name {
                $(pub $field: $type,)*
                #[serde(default)]
                pub source: Option<Sources>,
                #[serde(default)]
                pub unverified: Vec<Id>,
                #[serde(default)]
                pub note: Option<String>,
            }
        )*
    };
}

/// Who holds an office: whoever leads at the point (`"lead"`, `"deputy"`, `"secretary"`), or an agency.
#[derive(Debug, Clone)]
pub enum Seat {
    /// The agency that has this role at the point.
    Role(String),
    /// An agency and its office.
    Office(Office),
}

/// Who belongs to a body: every agency with a desk at the point (`"agencies_present"`), or those listed.
#[derive(Debug, Clone)]
pub enum Members {
    /// A word for a set that depends on the point.
    Rule(String),
    /// The members.
    Listed(Vec<Member>),
}

/// Written by hand because the message of an untagged enum names neither what was expected nor the place inside.
macro_rules! word_or {
    ($name:ident, $word:ident, $other:ident, $inner:ty, $visit:ident, $access:ident, $deserializer:ident, $expected:literal) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                struct Visit;
                impl<'de> Visitor<'de> for Visit {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E: de::Error>(self, word: &str) -> Result<$name, E> {
                        Ok($name::$word(word.to_owned()))
                    }

                    fn $visit<A: de::$access<'de>>(self, all: A) -> Result<$name, A::Error> {
                        <$inner>::deserialize(de::value::$deserializer::new(all)).map($name::$other)
                    }
                }
                d.deserialize_any(Visit)
            }
        }
    };
}

word_or!(Seat, Role, Office, Office, visit_map, MapAccess, MapAccessDeserializer, "a role at the point or { agency, office }");
word_or!(Members, Rule, Listed, Vec<Member>, visit_seq, SeqAccess, SeqAccessDeserializer, "a word or a list of members");

/// Names in other languages, by two-letter code.
pub type Names = Option<BTreeMap<String, String>>;

items! {
    /// `framework.toml`.
    Header { id: Id, name: String, state: Id, version: String, languages: Vec<String>, time_zone: Id, currency: Option<String>, neighbours: Option<Vec<String>>,
             working_days: Option<Vec<Id>>, working_hours: Option<Id>, holiday: Option<Vec<Holiday>> }
    /// A day on which working time does not run.
    Holiday { name: String, day: Option<Id>, rule: Option<Id>, dates: Option<Vec<Id>> }
    /// An agency of any state.
    Agency { id: Id, name: String, short: String, names: Names, state: Id, functions: Vec<Id> }
    /// A body of the chain.
    Body { id: Id, name: String, short: String, names: Names, level: Id, parent: Option<Id>, per_point: Option<bool>, statuses: Option<Vec<Id>>, chair: Option<Spanned<Seat>>,
           deputy: Option<Spanned<Seat>>, secretary: Option<Spanned<Seat>>, meets: Option<Id>, minutes: Option<Minutes>, quorum: Option<Spanned<Quorum>>, legal_basis: Option<String>, members: Option<Spanned<Members>> }
    /// An office that somebody holds in a body.
    Office { agency: Id, office: Option<String> }
    /// A member of a body, with the dates of membership.
    Member { agency: Id, role: Id, office: Option<String>, from: Option<toml::value::Datetime>, to: Option<toml::value::Datetime> }
    /// By when the minutes are due, in running or working time.
    Minutes { within: Id, time: Id }
    /// How many members must be there, of all or in number, and who must be among them.
    Quorum { percent: Option<Spanned<i64>>, count: Option<Spanned<i64>>, with: Option<Id> }
    /// A statutory function and the body that answers for it.
    Mandate { id: Id, title: String, body: Id, legal_basis: Option<String> }
    /// A crossing point.
    Point { id: Id, name: String, names: Names, environment: Id, status: Id, one_stop: Option<Id>, neighbour: Option<Neighbour>, county: Option<String>, position: Spanned<Vec<f64>>,
            time_zone: Option<Id>, hours: Option<Id>, neighbour_hours: Option<Id>, codes: Option<BTreeMap<String, String>>, lead: Option<Id>, deputy: Option<Id>, secretary: Option<Id>, desk: Option<Vec<Desk>> }
    /// The other half of a border post.
    Neighbour { state: Id, point: Option<String>, agreement: Option<Id> }
    /// Where an agency's officers sit.
    Desk { id: Id, agency: Id, name: String, kind: Id }
    /// The way of one kind of traveller, vehicle, ship or consignment.
    Procedure { id: Id, title: String, names: Names, environment: Id, one_stop: Option<bool>, subject: Id, direction: Id, goods: Option<bool>, parts: Option<Vec<Id>>, release_after_parts: Option<bool>,
                stage: Vec<Stage>, reversal: Option<Vec<Reversal>> }
    /// One control, hand-over, gate or release.
    Stage { id: Id, title: String, names: Names, kind: Id, side: Id, function: Id, after: Option<Vec<Id>>, mandatory: Option<bool>, waivable: Option<bool>, examines: Option<Id>, finding: Option<Id>,
            applies: Option<Id>, joins: Option<Vec<Id>>, expected: Id, target: Id }
    /// An agreement under which entry controls may come first.
    Reversal { agreement: Id }
    /// How long an assignment of a kind may take.
    Clock { id: Id, title: String, duration: Id, time: Id, ladder: Option<Id> }
    /// Who is told when nobody answers.
    Ladder { id: Id, title: String, rungs: Vec<Rung> }
    /// One step of a ladder.
    Rung { to: Id, after: Id }
    /// A legal ground on which something may be held.
    HoldGround { id: Id, title: String, legal_basis: String, max: Id, function: Id, state: Option<Id>, ladder: Id }
    /// A legal ground on which entry or exit may be refused.
    RefusalGround { id: Id, title: String, legal_basis: String, function: Id, state: Option<Id> }
    /// A list whose hits reach a desk.
    List { id: Id, name: String, owner: Id, subjects: Vec<Id>, legal_basis: Option<String>, max: Option<Id>, renewals: Option<u32>, renewal: Option<Id>, approver: Id, visibility: Id, action: Id, duty_desk: Option<Id>,
           answer: Option<Id>, on_silence: Id, appeal: Option<String> }
    /// An agreement between states or agencies.
    Agreement { id: Id, title: String, kind: Id, states: Vec<Id>, agencies: Vec<Id>, points: Vec<Id>, status: Id, legal_basis: Option<String>, signed: Option<toml::value::Datetime>, review: Option<Spanned<toml::value::Datetime>>,
                purposes: Vec<Id>, elements: Vec<String>, retention: Option<Id>, onward: Id, permits: Vec<Id>, controls: Vec<Id>, method: Id }
    /// A part of the day for which officers are on duty, in the crossing point's time: `06:00-14:00`.
    Shift { id: Id, title: String, names: Names, hours: Id }
    /// How many officers of an agency are on duty at some crossing points, where one is not enough or the procedures do not ask for it.
    Presence { id: Id, agency: Id, points: Vec<Id>, least: Spanned<i64> }
    /// A promise that is measured.
    Standard { id: Id, title: String, measure: Id, procedure: Option<Id>, stage: Option<Id>, statistic: Id, target: Option<Id>, target_percent: Option<Spanned<i64>>, clock: Option<Id>, body: Option<Id> }
    /// How long a kind of record is kept.
    Retention { id: Id, title: String, data: Id, keep: Option<Id>, after: Id, then: Id, legal_basis: Option<String> }
    /// A level of national classification.
    Level { id: Id, rank: Spanned<u32>, name: String, tlp: Id, equivalents: Option<BTreeMap<String, String>> }
}

/// A citation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The key that `source` names.
    pub id: Id,
    /// What it is and where it was read.
    pub citation: String,
}

/// A file name and an item's place in the list of its kind say where an item stands.
#[derive(Debug, Clone)]
pub struct In<T> {
    /// Path below the framework's directory.
    pub file: String,
    /// The item.
    pub item: T,
}

impl<T> std::ops::Deref for In<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.item
    }
}

/// Everything a framework's files say.
#[derive(Debug, Clone)]
pub struct Framework {
    /// `framework.toml`.
    pub header: In<Header>,
    /// Agencies of all states.
    pub agencies: Vec<In<Agency>>,
    /// Bodies.
    pub bodies: Vec<In<Body>>,
    /// Statutory functions.
    pub mandates: Vec<In<Mandate>>,
    /// Crossing points.
    pub points: Vec<In<Point>>,
    /// National desks.
    pub desks: Vec<In<Desk>>,
    /// Procedures.
    pub procedures: Vec<In<Procedure>>,
    /// Clocks.
    pub clocks: Vec<In<Clock>>,
    /// Ladders.
    pub ladders: Vec<In<Ladder>>,
    /// Grounds to hold.
    pub hold_grounds: Vec<In<HoldGround>>,
    /// Grounds to refuse.
    pub refusal_grounds: Vec<In<RefusalGround>>,
    /// Agreements.
    pub agreements: Vec<In<Agreement>>,
    /// Lists.
    pub lists: Vec<In<List>>,
    /// The shifts of the day.
    pub shifts: Vec<In<Shift>>,
    /// How many officers are on duty.
    pub presences: Vec<In<Presence>>,
    /// Service standards.
    pub standards: Vec<In<Standard>>,
    /// Retention.
    pub retention: Vec<In<Retention>>,
    /// Classification levels.
    pub levels: Vec<In<Level>>,
    /// Citations.
    pub sources: Vec<In<Citation>>,
    /// The sharing rules.
    pub policies: Vec<In<String>>,
    /// The schema the rules are written against.
    pub schema: Option<In<String>>,
    /// What the rules must never allow, as the files of `guarantees/` say it.
    pub guarantees: Vec<In<String>>,
}
