//! The shape of a question: the answers to every comparison that the rules for an action make.
//!
//! Rules ask little: is it the officer's own point, is the topic medical, is the state among those it was released to. When each rule is such comparisons
//! joined by *and*, *or* and *not*, its answer is a function of theirs, and so is the answer of all rules together. Two questions of one shape have one
//! answer, whoever asks and whatever the record: the thousands of records of a board have a few dozen shapes.
//!
//! The engine stays the judge: shapes say only which questions it was asked before. A rule that does anything else (sums, patterns, the hierarchy,
//! an attribute that is not in the schema) makes the actions of which it speaks *shapeless*, and their answers are remembered question by question.
//! A property test holds the two ways equal over both packs.

use super::{Label, Officer};
use crate::ids::{DeskId, OfficerId, PointId, StateCode};
use cedar_policy::{Policy, PrincipalConstraint, ResourceConstraint};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Comparisons of which a shape can consist: the bits of its number.
const MAX_COMPARISONS: usize = u128::BITS as usize;

/// The comparisons of some rules.
#[derive(Debug, Default)]
pub(super) struct Shape(Vec<Comparison>);

/// Comparisons are total: every attribute is always there, and the sides are of one type.
#[derive(Debug, Clone, PartialEq)]
enum Comparison {
    Same(Side, Side),
    Less(Side, Side),
    AtMost(Side, Side),
    Holds(Side, Side),
    HoldsAll(Side, Side),
    HoldsAny(Side, Side),
    Empty(Side),
    True(Side),
}

#[derive(Debug, Clone, PartialEq)]
enum Side {
    Field(Field),
    Text(String),
    Number(i64),
    Flag(bool),
    Texts(BTreeSet<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Number,
    Flag,
    Texts,
}

/// An attribute of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    OfficerId,
    OfficerAgency,
    OfficerState,
    OfficerPoint,
    OfficerDesk,
    Roles,
    Purposes,
    Clearance,
    Kind,
    Topic,
    Point,
    States,
    Agency,
    State,
    Author,
    SubjectDesk,
    Classification,
    Tlp,
    Silent,
    ReleasableTo,
    Purpose,
}

const FIELDS: &[(&str, &str, Field, Type)] = &[
    ("principal", "id", Field::OfficerId, Type::Text),
    ("principal", "agency", Field::OfficerAgency, Type::Text),
    ("principal", "state", Field::OfficerState, Type::Text),
    ("principal", "point", Field::OfficerPoint, Type::Text),
    ("principal", "desk", Field::OfficerDesk, Type::Text),
    ("principal", "roles", Field::Roles, Type::Texts),
    ("principal", "purposes", Field::Purposes, Type::Texts),
    ("principal", "clearance", Field::Clearance, Type::Number),
    ("resource", "kind", Field::Kind, Type::Text),
    ("resource", "topic", Field::Topic, Type::Text),
    ("resource", "point", Field::Point, Type::Text),
    ("resource", "states", Field::States, Type::Texts),
    ("resource", "agency", Field::Agency, Type::Text),
    ("resource", "state", Field::State, Type::Text),
    ("resource", "author", Field::Author, Type::Text),
    ("resource", "subject_desk", Field::SubjectDesk, Type::Text),
    ("resource", "classification", Field::Classification, Type::Number),
    ("resource", "tlp", Field::Tlp, Type::Number),
    ("resource", "silent", Field::Silent, Type::Flag),
    ("resource", "releasable_to", Field::ReleasableTo, Type::Texts),
    ("context", "purpose", Field::Purpose, Type::Text),
];

impl Shape {
    /// The comparisons of some rules; `None` when a rule does anything but compare.
    pub(super) fn of<'a>(rules: impl IntoIterator<Item = &'a Policy>) -> Option<Self> {
        let mut shape = Self::default();
        for rule in rules {
            let plain = matches!(rule.principal_constraint(), PrincipalConstraint::Any | PrincipalConstraint::Is(_))
                && matches!(rule.resource_constraint(), ResourceConstraint::Any | ResourceConstraint::Is(_));
            let json = rule.to_json().ok().filter(|_| plain)?;
            for condition in Written::deserialize(json).ok()?.conditions {
                shape.take(condition.body)?;
            }
        }
        (shape.0.len() <= MAX_COMPARISONS).then_some(shape)
    }

    /// Takes in a truth value: comparisons joined by and, or and not.
    fn take(&mut self, part: Term) -> Option<()> {
        match part {
            Term::And { left, right } | Term::Or { left, right } => {
                self.take(*left)?;
                self.take(*right)
            }
            Term::Not { arg } => self.take(*arg),
            Term::If { condition, then, otherwise } => {
                self.take(*condition)?;
                self.take(*then)?;
                self.take(*otherwise)
            }
            Term::Value(Literal::Flag(_)) => Some(()),
            other => {
                let comparison = comparison(other)?;
                if !self.0.contains(&comparison) {
                    self.0.push(comparison);
                }
                Some(())
            }
        }
    }

    /// The number of a question's shape: a bit for each comparison.
    pub(super) fn number(&self, officer: &Officer, label: &Label, purpose: &str) -> u128 {
        let asked = Asked { officer, label, purpose };
        self.0.iter().enumerate().fold(0, |bits, (n, comparison)| bits | u128::from(asked.holds(comparison)) << n)
    }
}

/// A rule as Cedar's JSON has it. What is not listed here is no comparison.
#[derive(Deserialize)]
struct Written {
    conditions: Vec<Condition>,
}

#[derive(Deserialize)]
struct Condition {
    body: Term,
}

#[derive(Deserialize)]
enum Term {
    Value(Literal),
    Var(String),
    Set(Vec<Term>),
    #[serde(rename = ".")]
    Attribute {
        left: Box<Term>,
        attr: String,
    },
    #[serde(rename = "&&")]
    And {
        left: Box<Term>,
        right: Box<Term>,
    },
    #[serde(rename = "||")]
    Or {
        left: Box<Term>,
        right: Box<Term>,
    },
    #[serde(rename = "!")]
    Not {
        arg: Box<Term>,
    },
    #[serde(rename = "if-then-else")]
    If {
        #[serde(rename = "if")]
        condition: Box<Term>,
        then: Box<Term>,
        #[serde(rename = "else")]
        otherwise: Box<Term>,
    },
    #[serde(rename = "==", alias = "!=")]
    Same {
        left: Box<Term>,
        right: Box<Term>,
    },
    #[serde(rename = "<", alias = ">=")]
    Less {
        left: Box<Term>,
        right: Box<Term>,
    },
    #[serde(rename = "<=", alias = ">")]
    AtMost {
        left: Box<Term>,
        right: Box<Term>,
    },
    #[serde(rename = "contains")]
    Holds {
        left: Box<Term>,
        right: Box<Term>,
    },
    #[serde(rename = "containsAll")]
    HoldsAll {
        left: Box<Term>,
        right: Box<Term>,
    },
    #[serde(rename = "containsAny")]
    HoldsAny {
        left: Box<Term>,
        right: Box<Term>,
    },
    #[serde(rename = "isEmpty")]
    Empty {
        arg: Box<Term>,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Literal {
    Flag(bool),
    Number(i64),
    Text(String),
}

/// A comparison of two sides of fitting types. The opposite of a comparison (`!=`, `>=`, `>`) is read as the comparison: both are functions of its truth.
fn comparison(term: Term) -> Option<Comparison> {
    let pair = |left: Term, right: Term, types: &[(Type, Type)]| {
        let ((left, a), (right, b)) = (side(left)?, side(right)?);
        types.contains(&(a, b)).then_some((left, right))
    };
    let numbers = [(Type::Number, Type::Number)];
    let sets = [(Type::Texts, Type::Texts)];
    let equals = [numbers[0], sets[0], (Type::Text, Type::Text), (Type::Flag, Type::Flag)];
    Some(match term {
        Term::Same { left, right } => pair(*left, *right, &equals).map(|(a, b)| Comparison::Same(a, b))?,
        Term::Less { left, right } => pair(*left, *right, &numbers).map(|(a, b)| Comparison::Less(a, b))?,
        Term::AtMost { left, right } => pair(*left, *right, &numbers).map(|(a, b)| Comparison::AtMost(a, b))?,
        Term::Holds { left, right } => pair(*left, *right, &[(Type::Texts, Type::Text)]).map(|(a, b)| Comparison::Holds(a, b))?,
        Term::HoldsAll { left, right } => pair(*left, *right, &sets).map(|(a, b)| Comparison::HoldsAll(a, b))?,
        Term::HoldsAny { left, right } => pair(*left, *right, &sets).map(|(a, b)| Comparison::HoldsAny(a, b))?,
        Term::Empty { arg } => Comparison::Empty(side(*arg).filter(|(_, t)| *t == Type::Texts)?.0),
        flag @ Term::Attribute { .. } => Comparison::True(side(flag).filter(|(_, t)| *t == Type::Flag)?.0),
        _ => return None,
    })
}

fn side(term: Term) -> Option<(Side, Type)> {
    Some(match term {
        Term::Value(Literal::Text(text)) => (Side::Text(text), Type::Text),
        Term::Value(Literal::Number(number)) => (Side::Number(number), Type::Number),
        Term::Value(Literal::Flag(flag)) => (Side::Flag(flag), Type::Flag),
        Term::Set(words) => {
            let words: Option<BTreeSet<String>> =
                words.into_iter().map(|w| if let Term::Value(Literal::Text(t)) = w { Some(t) } else { None }).collect();
            (Side::Texts(words?), Type::Texts)
        }
        Term::Attribute { left, attr } => {
            let Term::Var(variable) = *left else { return None };
            FIELDS.iter().find(|(v, name, ..)| *v == variable && *name == attr).map(|(_, _, field, t)| (Side::Field(*field), *t))?
        }
        _ => return None,
    })
}

/// What a question says.
#[derive(Clone, Copy)]
struct Asked<'a> {
    officer: &'a Officer,
    label: &'a Label,
    purpose: &'a str,
}

/// A side as a question has it.
#[derive(Clone, Copy)]
enum Value<'a> {
    Text(&'a str),
    Number(i64),
    Flag(bool),
    Texts(&'a BTreeSet<String>),
    States(&'a BTreeSet<StateCode>),
}

impl<'a> Value<'a> {
    fn has(self, word: &str) -> bool {
        match self {
            Self::Texts(texts) => texts.contains(word),
            Self::States(states) => states.contains(word),
            _ => false,
        }
    }

    fn words(self) -> Vec<&'a str> {
        match self {
            Self::Texts(texts) => texts.iter().map(String::as_str).collect(),
            Self::States(states) => states.iter().map(StateCode::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::Flag(a), Self::Flag(b)) => a == b,
            (a, b) => a.words() == b.words(),
        }
    }
}

impl<'a> Asked<'a> {
    fn holds(self, comparison: &'a Comparison) -> bool {
        let of = |side| self.value(side);
        match comparison {
            Comparison::Same(a, b) => of(a).same(of(b)),
            Comparison::Less(a, b) => matches!((of(a), of(b)), (Value::Number(a), Value::Number(b)) if a < b),
            Comparison::AtMost(a, b) => matches!((of(a), of(b)), (Value::Number(a), Value::Number(b)) if a <= b),
            Comparison::Holds(set, word) => matches!(of(word), Value::Text(word) if of(set).has(word)),
            Comparison::HoldsAll(set, words) => of(words).words().into_iter().all(|w| of(set).has(w)),
            Comparison::HoldsAny(set, words) => of(words).words().into_iter().any(|w| of(set).has(w)),
            Comparison::Empty(set) => of(set).words().is_empty(),
            Comparison::True(flag) => matches!(of(flag), Value::Flag(true)),
        }
    }

    fn value(self, side: &'a Side) -> Value<'a> {
        match side {
            Side::Field(field) => self.field(*field),
            Side::Text(text) => Value::Text(text),
            Side::Number(number) => Value::Number(*number),
            Side::Flag(flag) => Value::Flag(*flag),
            Side::Texts(texts) => Value::Texts(texts),
        }
    }

    fn field(self, field: Field) -> Value<'a> {
        let (o, l) = (self.officer, self.label);
        match field {
            Field::OfficerId => Value::Text(o.id.as_str()),
            Field::OfficerAgency => Value::Text(o.agency.as_str()),
            Field::OfficerState => Value::Text(o.state.as_str()),
            Field::OfficerPoint => Value::Text(o.point.as_ref().map_or("", PointId::as_str)),
            Field::OfficerDesk => Value::Text(o.desk.as_str()),
            Field::Roles => Value::Texts(&o.roles),
            Field::Purposes => Value::Texts(&o.purposes),
            Field::Clearance => Value::Number(o.clearance),
            Field::Kind => Value::Text(l.kind.word()),
            Field::Topic => Value::Text(l.topic.word()),
            Field::Point => Value::Text(l.point.as_ref().map_or("", PointId::as_str)),
            Field::States => Value::States(&l.states),
            Field::Agency => Value::Text(l.agency.as_str()),
            Field::State => Value::Text(l.state.as_str()),
            Field::Author => Value::Text(l.author.as_ref().map_or("", OfficerId::as_str)),
            Field::SubjectDesk => Value::Text(l.subject_desk.as_ref().map_or("", DeskId::as_str)),
            Field::Classification => Value::Number(l.classification),
            Field::Tlp => Value::Number(l.tlp),
            Field::Silent => Value::Flag(l.silent),
            Field::ReleasableTo => Value::Texts(&l.releasable_to),
            Field::Purpose => Value::Text(self.purpose),
        }
    }
}
