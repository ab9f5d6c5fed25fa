//! A request that shows a difference, told as a sentence about an officer and a record.

use crate::rules::{Form, Rules};
use crate::solver::{Doubt, Session};
use crate::world::{Wish, literal, places, quoted, together, usual, vocabulary, wishes};
use cedar_policy::{Authorizer, Decision, Entity, EntityUid, EvalResult, Policy, PolicyId, PolicySet, RequestEnv, Response, Schema};
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

/// Somebody asks for something, and what the rules answer.
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
    /// Whether the rules allow it, as the ordinary engine says.
    pub allowed: bool,
    /// The rules that decided: those that permit it, or those that forbid it. None when it is refused because no rule permits it.
    pub rules: Vec<Rule>,
    /// Whether agencies, desks and points of the example are described in the framework; where not, no officer of today could do it, but one of
    /// tomorrow.
    pub of_today: bool,
}

/// What is looked for: a request of which `about` speaks and to which `rules` answer as they should not.
#[derive(Clone, Copy)]
pub(crate) struct Sought<'a> {
    /// Permits the requests that count.
    pub(crate) about: &'a PolicySet,
    /// The rules that are put to the test.
    pub(crate) rules: &'a Rules,
    /// The same, compiled for the kind of request that is looked for.
    pub(crate) compiled: &'a CompiledPolicySet,
    /// `Never`: one that the rules allow. `Always`: one that they refuse.
    pub(crate) form: Form,
}

impl Sought<'_> {
    /// Whether there is no such request whatever.
    pub(crate) fn absent(&self, session: &mut Session<'_>, about: &CompiledPolicySet) -> Result<bool, Doubt> {
        session.ask(async |c| match self.form {
            Form::Never => c.check_disjoint_opt(self.compiled, about).await,
            Form::Always => c.check_implies_opt(about, self.compiled).await,
        })
    }

    fn one(&self, session: &mut Session<'_>, about: &CompiledPolicySet) -> Result<Option<Env>, Doubt> {
        session.ask(async |c| match self.form {
            Form::Never => c.check_disjoint_with_counterexample_opt(self.compiled, about).await,
            Form::Always => c.check_implies_with_counterexample_opt(about, self.compiled).await,
        })
    }

    /// Whether the ordinary engine finds it in a request too.
    fn replays(&self, env: &Env, about: &PolicySet) -> bool {
        let answer = |set: &PolicySet| {
            let response = authorize(env, set);
            response.diagnostics().errors().next().is_none().then(|| response.decision())
        };
        let wrong = if self.form == Form::Never { Decision::Allow } else { Decision::Deny };
        answer(about) == Some(Decision::Allow) && answer(&self.rules.policies) == Some(wrong)
    }
}

/// A request that is found, and how the search went.
pub(crate) struct Found {
    pub(crate) env: Env,
    pub(crate) of_today: bool,
}

struct Search<'s, 'c, 'a> {
    session: &'s mut Session<'c>,
    request: &'a RequestEnv,
    sought: Sought<'a>,
    about: PolicySet,
    best: Env,
}

/// Looks for what is sought, the plainest that can be had: wishes are taken all at once, and by halves where they cannot all be met. A wish that is
/// met binds those after it.
pub(crate) fn search(
    session: &mut Session<'_>,
    framework: &Framework,
    request: &RequestEnv,
    sought: Sought<'_>,
    conditions: &[String],
) -> Result<Option<Found>, Doubt> {
    let about = narrowed(sought.about, conditions).ok_or_else(|| Doubt::Failed("a condition cannot be read".into()))?;
    let compiled = compile(&about, request, &sought.rules.schema)?;
    let Some(best) = sought.one(session, &compiled)? else { return Ok(None) };
    // INVARIANT: what the solver found is told only when the ordinary engine says the same.
    if !sought.replays(&best, &about) {
        return Err(Doubt::NotReplayed);
    }
    let mut search = Search { session, request, sought, about, best };
    let of_today = search.place(framework);
    search.settle(&wishes(framework));
    Ok(Some(Found { env: search.best, of_today }))
}

impl Search<'_, '_, '_> {
    /// Leads the example to agencies, desks and points of the framework, and holds it there. Which of hundreds of posts it is matters to nobody, and every
    /// further question is the quicker for not asking again.
    fn place(&mut self, framework: &Framework) -> bool {
        let (free, places, words) = (self.about.clone(), places(framework), vocabulary(framework));
        if usual(framework).into_iter().any(|pair| self.meet(&[&[pair][..], &words[..]].concat())) {
            return true;
        }
        let of_today = self.meet(&[&places[..], &words[..]].concat());
        if !of_today {
            self.settle(&each(places));
        }
        self.settle(&each(together()));
        let here = narrowed(&free, &stands(&self.best)).filter(|here| self.sought.replays(&self.best, here));
        if let Some(here) = here {
            self.about = here;
        }
        self.settle(&each(words));
        of_today
    }

    fn settle(&mut self, wishes: &[Wish]) {
        let first: Vec<String> = wishes.iter().filter_map(|ways| ways.first().cloned()).collect();
        if wishes.is_empty() || self.meet(&first) {
            return;
        }
        if let [ways] = wishes {
            let _met = ways.iter().skip(1).any(|way| self.meet(std::slice::from_ref(way)));
            return;
        }
        let (one, other) = wishes.split_at(wishes.len() / 2);
        self.settle(one);
        self.settle(other);
    }

    /// Takes the conditions in, when a request can meet them with all that were taken before.
    fn meet(&mut self, conditions: &[String]) -> bool {
        let Some(about) = narrowed(&self.about, conditions) else { return false };
        let Ok(compiled) = compile(&about, self.request, &self.sought.rules.schema) else { return false };
        let Ok(Some(found)) = self.sought.one(self.session, &compiled) else { return false };
        let good = self.sought.replays(&found, &about);
        if good {
            (self.best, self.about) = (found, about);
        }
        good
    }
}

pub(crate) fn compile(policies: &PolicySet, request: &RequestEnv, schema: &Schema) -> Result<CompiledPolicySet, Doubt> {
    CompiledPolicySet::compile(policies, request, schema).map_err(|e| Doubt::Failed(e.to_string()))
}

/// The same policies where every condition holds, and none where one does not.
pub(crate) fn narrowed(policies: &PolicySet, conditions: &[String]) -> Option<PolicySet> {
    let mut set = policies.clone();
    for condition in conditions {
        let text = format!("forbid (principal is Officer, action, resource is Record) unless {{ {condition} }};");
        let policy = Policy::from_str(&text).ok()?;
        let id = PolicyId::new(format!("condition {}", set.policies().count()));
        set.add(policy.new_id(id)).ok()?;
    }
    Some(set)
}

pub(crate) fn authorize(env: &Env, policies: &PolicySet) -> Response {
    Authorizer::new().is_authorized(&env.request, policies, &env.entities)
}

/// The rules that decided about a request.
pub(crate) fn deciding(env: &Env, rules: &Rules) -> Vec<Rule> {
    let mut deciding: Vec<Rule> =
        authorize(env, &rules.policies).diagnostics().reason().filter_map(|id| rules.known.get(id).cloned()).collect();
    deciding.sort_by(|a, b| a.id.cmp(&b.id));
    deciding
}

/// What rules say of a request that was found.
pub(crate) fn told(found: &Found, rules: &Rules) -> Example {
    let env = &found.env;
    let entity = |uid: Option<&EntityUid>| uid.and_then(|u| env.entities.get(u)).map(attributes).unwrap_or_default();
    let purpose = env.request.context().and_then(|c| match c.get("purpose") {
        Some(EvalResult::String(purpose)) => Some(purpose),
        _ => None,
    });
    Example {
        action: env.request.action().map(|a| a.id().unescaped().to_owned()).unwrap_or_default(),
        purpose: purpose.unwrap_or_default(),
        officer: entity(env.request.principal()),
        record: entity(env.request.resource()),
        allowed: authorize(env, &rules.policies).decision() == Decision::Allow,
        rules: deciding(env, rules),
        of_today: found.of_today,
    }
}

/// Every condition as a wish that is met in one way only.
fn each(conditions: impl IntoIterator<Item = String>) -> Vec<Wish> {
    conditions.into_iter().map(|condition| vec![condition]).collect()
}

/// Where the officer of a request stands and the record lies, as conditions.
fn stands(env: &Env) -> Vec<String> {
    let of = |variable: &str, uid: Option<&EntityUid>, names: &[&str]| -> Vec<String> {
        let entity = uid.and_then(|u| env.entities.get(u)).map(attributes).unwrap_or_default();
        let literal = |name: &str| match entity.get(name)? {
            Value::Text(text) => Some(quoted(text)),
            Value::Texts(texts) => Some(literal(texts.iter().map(String::as_str))),
            _ => None,
        };
        names.iter().filter_map(|name| Some(format!("{variable}.{name} == {}", literal(name)?))).collect()
    };
    let mut conditions = of("principal", env.request.principal(), &["agency", "state", "point"]);
    conditions.extend(of("resource", env.request.resource(), &["agency", "state", "point", "states"]));
    conditions
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
