//! A question to the rules: as it is remembered, and as it is put to the engine.

use super::{Action, Label, Officer};
use crate::ids::{DeskId, OfficerId, PointId, StateCode};
use cedar_policy::RestrictedExpression;
use quick_cache::Equivalent;
use std::collections::HashMap;

/// A question whose answer is remembered by itself.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Question {
    pub(super) officer: Officer,
    pub(super) action: Action,
    pub(super) label: Label,
    pub(super) purpose: String,
}

/// The same, as it is asked.
#[derive(Hash)]
pub(super) struct Asked<'a> {
    pub(super) officer: &'a Officer,
    pub(super) action: Action,
    pub(super) label: &'a Label,
    pub(super) purpose: &'a str,
}

impl Equivalent<Question> for Asked<'_> {
    fn equivalent(&self, key: &Question) -> bool {
        self.action == key.action && self.purpose == key.purpose && self.label == &key.label && self.officer == &key.officer
    }
}

/// What the engine is told of an officer or a record.
pub(super) type Attributes = HashMap<String, RestrictedExpression>;

/// The officer, in the words of the schema.
pub(super) fn officer_attributes(officer: &Officer) -> Attributes {
    HashMap::from([
        ("id".to_owned(), text(officer.id.as_str())),
        ("agency".to_owned(), text(officer.agency.as_str())),
        ("state".to_owned(), text(officer.state.as_str())),
        ("point".to_owned(), text(officer.point.as_ref().map_or("", PointId::as_str))),
        ("desk".to_owned(), text(officer.desk.as_str())),
        ("roles".to_owned(), texts(officer.roles.iter().map(String::as_str))),
        ("purposes".to_owned(), texts(officer.purposes.iter().map(String::as_str))),
        ("clearance".to_owned(), RestrictedExpression::new_long(officer.clearance)),
    ])
}

/// The record, in the words of the schema.
pub(super) fn record_attributes(label: &Label) -> Attributes {
    HashMap::from([
        ("kind".to_owned(), text(label.kind.word())),
        ("topic".to_owned(), text(label.topic.word())),
        ("point".to_owned(), text(label.point.as_ref().map_or("", PointId::as_str))),
        ("states".to_owned(), texts(label.states.iter().map(StateCode::as_str))),
        ("agency".to_owned(), text(label.agency.as_str())),
        ("state".to_owned(), text(label.state.as_str())),
        ("author".to_owned(), text(label.author.as_ref().map_or("", OfficerId::as_str))),
        ("subject_desk".to_owned(), text(label.subject_desk.as_ref().map_or("", DeskId::as_str))),
        ("classification".to_owned(), RestrictedExpression::new_long(label.classification)),
        ("tlp".to_owned(), RestrictedExpression::new_long(label.tlp)),
        ("silent".to_owned(), RestrictedExpression::new_bool(label.silent)),
        ("releasable_to".to_owned(), texts(label.releasable_to.iter().map(String::as_str))),
    ])
}

/// A word.
pub(super) fn text(value: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_owned())
}

fn texts<'a>(values: impl Iterator<Item = &'a str>) -> RestrictedExpression {
    RestrictedExpression::new_set(values.map(text))
}
