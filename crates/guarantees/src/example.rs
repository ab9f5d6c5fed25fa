//! A request that shows a difference, told as a sentence about an officer and a record.

use crate::rules::Rules;
use crate::solver::{Doubt, Session};
use crate::world::{plainest, today};
use cedar_policy::{Authorizer, Decision, Entity, EntityUid, EvalResult, Policy, PolicyId, PolicySet, RequestEnv, Schema};
use cedar_policy_symcc::{CompiledPolicySet, Env};
use framework::Framework;
use framework::access::Rule;
use serde::Serialize;
use std::collections::BTreeMap;
use std::str::FromStr;

/// A value of an officer or a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A word.
    Text(String),
    /// A set of words.
    Texts(Vec<String>),
}

/// Somebody asks for something and is allowed.
#[derive(Debug, Clone)]
pub struct Example {
    /// The action, a word of the schema.
    pub action: String,
    /// The purpose that is stated.
    pub purpose: String,
    /// The officer, by the words of the schema.
    pub officer: BTreeMap<String, Value>,
    /// The record, by the words of the schema.
    pub record: BTreeMap<String, Value>,
    /// The rules that permit it.
    pub permitted_by: Vec<Rule>,
    /// Whether agencies, desks and points of the example are described in the framework; where not, no officer of today could do it, but one of
    /// tomorrow.
    pub of_today: bool,
}

/// Looks for a request that `rules` permit and `goal` permits too, the plainest that can be had.
pub(crate) fn search(
    session: &mut Session<'_>,
    framework: &Framework,
    env: &RequestEnv,
    rules: &Rules,
    goal: &Goal,
) -> Result<Option<Example>, Doubt> {
    let compiled = compile(&rules.policies, env, &rules.schema)?;
    let found = session.ask(async |c| {
        let goal = CompiledPolicySet::compile(&goal.0, env, &rules.schema)?;
        c.check_disjoint_with_counterexample_opt(&compiled, &goal).await
    })?;
    let Some(mut best) = found else { return Ok(None) };
    // INVARIANT: what the solver found is told only when the ordinary engine says the same.
    if !replays(&best, rules, goal) {
        return Err(Doubt::NotReplayed);
    }
    let mut goal = goal.clone();
    let mut wish = |goal: &mut Goal, conditions: &[String]| {
        let Some(narrower) = goal.also(conditions) else { return false };
        let Ok(narrow) = CompiledPolicySet::compile(&narrower.0, env, &rules.schema) else { return false };
        let Ok(Some(found)) = session.ask(async |c| c.check_disjoint_with_counterexample_opt(&compiled, &narrow).await) else {
            return false;
        };
        let good = replays(&found, rules, &narrower);
        if good {
            best = found;
            *goal = narrower;
        }
        good
    };
    let of_today = wish(&mut goal, &today(framework));
    for ways in plainest(framework) {
        let _met = ways.iter().any(|way| wish(&mut goal, std::slice::from_ref(way)));
    }
    Ok(Some(told(&best, rules, of_today)))
}

pub(crate) fn compile(policies: &PolicySet, env: &RequestEnv, schema: &Schema) -> Result<CompiledPolicySet, Doubt> {
    CompiledPolicySet::compile(policies, env, schema).map_err(|e| Doubt::Failed(e.to_string()))
}

/// What is looked for: permitted by these policies.
#[derive(Clone)]
pub(crate) struct Goal(pub(crate) PolicySet);

impl Goal {
    pub(crate) fn of(policy: &Policy) -> Result<Self, Doubt> {
        PolicySet::from_policies([policy.clone()]).map(Self).map_err(|e| Doubt::Failed(e.to_string()))
    }

    /// The same, and every condition holds.
    fn also(&self, conditions: &[String]) -> Option<Self> {
        let mut set = self.0.clone();
        for condition in conditions {
            let text = format!("forbid (principal is Officer, action, resource is Record) unless {{ {condition} }};");
            let policy = Policy::from_str(&text).ok()?;
            let id = PolicyId::new(format!("wish{}", set.policies().count()));
            set.add(policy.new_id(id)).ok()?;
        }
        Some(Self(set))
    }
}

fn replays(env: &Env, rules: &Rules, goal: &Goal) -> bool {
    [&rules.policies, &goal.0].into_iter().all(|set| {
        let response = Authorizer::new().is_authorized(&env.request, set, &env.entities);
        response.decision() == Decision::Allow && response.diagnostics().errors().next().is_none()
    })
}

fn told(env: &Env, rules: &Rules, of_today: bool) -> Example {
    let response = Authorizer::new().is_authorized(&env.request, &rules.policies, &env.entities);
    let entity = |uid: Option<&EntityUid>| uid.and_then(|u| env.entities.get(u)).map(attributes).unwrap_or_default();
    let purpose = env.request.context().and_then(|c| match c.get("purpose") {
        Some(EvalResult::String(purpose)) => Some(purpose),
        _ => None,
    });
    let mut permitted_by: Vec<Rule> = response.diagnostics().reason().filter_map(|id| rules.known.get(id).cloned()).collect();
    permitted_by.sort_by(|a, b| a.id.cmp(&b.id));
    Example {
        action: env.request.action().map(|a| a.id().unescaped().to_owned()).unwrap_or_default(),
        purpose: purpose.unwrap_or_default(),
        officer: entity(env.request.principal()),
        record: entity(env.request.resource()),
        permitted_by,
        of_today,
    }
}

fn attributes(entity: &Entity) -> BTreeMap<String, Value> {
    const NAMES: &[&str] = &[
        "id",
        "agency",
        "state",
        "point",
        "desk",
        "roles",
        "purposes",
        "clearance",
        "kind",
        "topic",
        "states",
        "author",
        "subject_desk",
        "classification",
        "tlp",
        "silent",
        "releasable_to",
    ];
    NAMES.iter().filter_map(|name| Some(((*name).to_owned(), value(entity.attr(name)?.ok()?)))).collect()
}

fn value(result: EvalResult) -> Value {
    match result {
        EvalResult::Bool(flag) => Value::Flag(flag),
        EvalResult::Long(number) => Value::Number(number),
        EvalResult::String(text) => Value::Text(text),
        EvalResult::Set(set) => Value::Texts(
            set.iter()
                .map(|v| match v {
                    EvalResult::String(text) => text.clone(),
                    other => other.to_string(),
                })
                .collect(),
        ),
        other => Value::Text(other.to_string()),
    }
}
