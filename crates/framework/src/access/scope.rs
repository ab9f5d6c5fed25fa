//! The heads of rules: of whom, of which action, of what a rule speaks.

use cedar_policy::{ActionConstraint, EntityUid, Policy, PrincipalConstraint, ResourceConstraint};
use std::str::FromStr;

/// Whether a rule could speak of an action.
pub(super) fn speaks_of(policy: &Policy, action: &EntityUid) -> bool {
    match policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::Eq(one) => one == *action,
        ActionConstraint::In(some) => some.contains(action),
    }
}

/// A rule that speaks of the action that is asked, without its head where that says no more than this: every question is of an officer and a record. The
/// engine would go through the head of each rule again for every question.
pub(super) fn unscoped(policy: &Policy) -> Policy {
    without_head(policy).unwrap_or_else(|| policy.clone())
}

fn without_head(policy: &Policy) -> Option<Policy> {
    let officer = match policy.principal_constraint() {
        PrincipalConstraint::Any => true,
        PrincipalConstraint::Is(of) => of.to_string() == "Officer",
        _ => false,
    };
    let record = match policy.resource_constraint() {
        ResourceConstraint::Any => true,
        ResourceConstraint::Is(of) => of.to_string() == "Record",
        _ => false,
    };
    let anything = Policy::from_str("permit (principal, action, resource);").ok()?.to_json().ok()?;
    let mut json = policy.to_json().ok().filter(|_| officer && record)?;
    for part in ["principal", "action", "resource"] {
        json[part] = anything[part].clone();
    }
    Policy::from_json(Some(policy.id().clone()), json).ok()
}
