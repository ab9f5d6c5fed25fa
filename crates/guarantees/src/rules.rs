//! Rules and guarantees, read for proof: named by their `@id`, with the place of each.

use cedar_policy::{Effect, Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator};
use framework::access::Rule;
use framework::model::In;
use framework::{Framework, Place};
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;

/// Why nothing can be proved about a framework.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// The framework has no schema for its rules.
    #[error("policies: there is no schema (`policies/schema.cedarschema`), so the rules have no meaning that could be proved")]
    NoSchema,
    /// A file is not what it should be.
    #[error("{file}: {what}")]
    File {
        /// Path below the framework's directory.
        file: String,
        /// What is wrong with it.
        what: String,
    },
}

/// What a guarantee promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Written as a `forbid`: nothing that it forbids is ever permitted.
    Never,
    /// Written as a `permit`: everything that it permits is permitted.
    Always,
}

/// The rules of one framework.
pub(crate) struct Rules {
    pub(crate) schema: Schema,
    pub(crate) policies: PolicySet,
    pub(crate) known: HashMap<PolicyId, Rule>,
}

/// A statement about what the rules must never allow, or must always allow.
pub(crate) struct Guarantee {
    pub(crate) rule: Rule,
    pub(crate) form: Form,
    /// Permits exactly the requests that the statement is about.
    pub(crate) about: PolicySet,
}

pub(crate) fn broken(file: &str, what: impl ToString) -> Unusable {
    Unusable::File { file: file.to_owned(), what: what.to_string() }
}

/// The policies of a file by their `@id`; those without one get the file's name and their number.
fn named(file: &In<String>) -> Result<Vec<(Policy, Rule)>, Unusable> {
    let set = PolicySet::from_str(&file.item).map_err(|e| broken(&file.file, e))?;
    if set.templates().next().is_some() {
        return Err(broken(&file.file, "a template is no rule: write the officer or record it stands for"));
    }
    let named = set.policies().enumerate().map(|(n, policy)| {
        let id = policy.annotation("id").map_or_else(|| format!("{}#{n}", file.file), str::to_owned);
        let at = file.item.find(&format!("@id(\"{id}\")")).unwrap_or(0);
        let rule = Rule {
            id: id.as_str().into(),
            says: policy.annotation("says").unwrap_or("").into(),
            place: Arc::new(Place::of(&file.file, &file.item, at..at)),
        };
        (policy.new_id(PolicyId::new(id)), rule)
    });
    Ok(named.collect())
}

/// The schema of a framework, as it is written.
pub(crate) fn schema(framework: &Framework) -> Result<Schema, Unusable> {
    let text = framework.schema.as_ref().ok_or(Unusable::NoSchema)?;
    Schema::from_cedarschema_str(&text.item).map(|(schema, _)| schema).map_err(|e| broken(&text.file, e))
}

impl Rules {
    /// Reads a framework's rules under a schema; `edit` may change each before it is used.
    pub(crate) fn read(framework: &Framework, schema: Schema, edit: impl Fn(Policy) -> Option<Policy>) -> Result<Self, Unusable> {
        let mut rules = Self { schema, policies: PolicySet::new(), known: HashMap::new() };
        for file in &framework.policies {
            for (policy, rule) in named(file)? {
                let policy = edit(policy).ok_or_else(|| broken(&file.file, format!("`{}` cannot be rewritten", rule.id)))?;
                let set = PolicySet::from_policies([policy.clone()]).map_err(|e| broken(&file.file, e))?;
                rules.valid(&file.file, &set)?;
                rules.known.insert(policy.id().clone(), rule);
                rules.policies.add(policy).map_err(|e| broken(&file.file, e))?;
            }
        }
        Ok(rules)
    }

    fn valid(&self, file: &str, policies: &PolicySet) -> Result<(), Unusable> {
        let result = Validator::new(self.schema.clone()).validate(policies, ValidationMode::Strict);
        result.validation_errors().next().map_or(Ok(()), |e| Err(broken(file, e)))
    }

    /// Reads the framework's guarantees.
    pub(crate) fn guarantees(&self, framework: &Framework) -> Result<Vec<Guarantee>, Unusable> {
        let mut all: Vec<Guarantee> = Vec::new();
        for file in &framework.guarantees {
            for (policy, rule) in named(file)? {
                if all.iter().any(|g| g.rule.id == rule.id) {
                    return Err(broken(&file.file, format!("`{}` is stated twice", rule.id)));
                }
                let (form, permit) = match policy.effect() {
                    Effect::Forbid => (Form::Never, turned(&policy).map_err(|e| broken(&file.file, e))?),
                    Effect::Permit => (Form::Always, policy),
                };
                let about = PolicySet::from_policies([permit]).map_err(|e| broken(&file.file, e))?;
                self.valid(&file.file, &about)?;
                all.push(Guarantee { rule, form, about });
            }
        }
        Ok(all)
    }
}

/// The same policy with the opposite effect.
fn turned(policy: &Policy) -> Result<Policy, String> {
    let mut json = policy.to_json().map_err(|e| e.to_string())?;
    json["effect"] = "permit".into();
    Policy::from_json(Some(policy.id().clone()), json).map_err(|e| e.to_string())
}
