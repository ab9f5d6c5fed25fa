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

/// The rules of one framework.
pub(crate) struct Rules {
    pub(crate) schema: Schema,
    pub(crate) policies: PolicySet,
    pub(crate) known: HashMap<PolicyId, Rule>,
}

/// A statement about what the rules must never allow.
pub(crate) struct Guarantee {
    pub(crate) rule: Rule,
    /// The statement turned round: permits exactly what must never be permitted.
    pub(crate) turned: Policy,
}

pub(crate) fn broken(file: &str, what: impl ToString) -> Unusable {
    Unusable::File { file: file.to_owned(), what: what.to_string() }
}

/// The policies of a file by their `@id`; those without one get the file's name and their number.
fn named(file: &In<String>) -> Result<Vec<(Policy, Rule)>, Unusable> {
    let set = PolicySet::from_str(&file.item).map_err(|e| broken(&file.file, e))?;
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

impl Rules {
    /// Reads a framework's rules; `edit` may change each before it is used.
    pub(crate) fn read(framework: &Framework, edit: impl Fn(Policy) -> Option<Policy>) -> Result<Self, Unusable> {
        let text = framework.schema.as_ref().ok_or(Unusable::NoSchema)?;
        let (schema, _) = Schema::from_cedarschema_str(&text.item).map_err(|e| broken(&text.file, e))?;
        let mut policies = PolicySet::new();
        let mut known = HashMap::new();
        for file in &framework.policies {
            for (policy, rule) in named(file)? {
                let policy = edit(policy).ok_or_else(|| broken(&file.file, format!("`{}` cannot be rewritten", rule.id)))?;
                known.insert(policy.id().clone(), rule);
                policies.add(policy).map_err(|e| broken(&file.file, e))?;
            }
        }
        let rules = Self { schema, policies, known };
        rules.valid("policies", &rules.policies)?;
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
                if policy.effect() != Effect::Forbid {
                    return Err(broken(
                        &file.file,
                        format!("`{}` is a permit; a guarantee is a forbid: what must never be allowed", rule.id),
                    ));
                }
                if all.iter().any(|g| g.rule.id == rule.id) {
                    return Err(broken(&file.file, format!("`{}` is stated twice", rule.id)));
                }
                let turned = turned(&policy).map_err(|e| broken(&file.file, e))?;
                let set = PolicySet::from_policies([turned.clone()]).map_err(|e| broken(&file.file, e))?;
                self.valid(&file.file, &set)?;
                all.push(Guarantee { rule, turned });
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
