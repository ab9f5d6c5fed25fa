//! Two questions with known answers, put to every solver process before it is believed.

use cedar_policy::{Authorizer, Decision, PolicySet, RequestEnv, Schema};
use cedar_policy_symcc::err::Result;
use cedar_policy_symcc::solver::LocalSolver;
use cedar_policy_symcc::{CedarSymCompiler, CompiledPolicySet};
use std::str::FromStr;

const SCHEMA: &str = "entity Thing = { words: Set<String>, word: String };
action look appliesTo { principal: [Thing], resource: [Thing], context: {} };";
const HOLDS: &str = "permit (principal, action, resource) when { principal.words.contains(resource.word) };";
const HOLDS_NOTHING: &str = "permit (principal, action, resource) when { principal.words.isEmpty() };";
const SAYS_IT: &str = "permit (principal, action, resource) when { principal.word == resource.word };";

/// Three little policies: the first excludes the second and allows for the third.
pub(crate) struct Canary {
    policies: [PolicySet; 2],
    holds: CompiledPolicySet,
    holds_nothing: CompiledPolicySet,
    says_it: CompiledPolicySet,
}

impl Canary {
    /// `None` when the policies cannot be compiled, which a test excludes.
    pub(crate) fn hatch() -> Option<Self> {
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA).ok()?;
        let request: RequestEnv = schema.request_envs().next()?;
        let read = |text: &str| PolicySet::from_str(text).ok();
        let compiled = |text: &str| CompiledPolicySet::compile(&read(text)?, &request, &schema).ok();
        Some(Self {
            policies: [read(HOLDS)?, read(SAYS_IT)?],
            holds: compiled(HOLDS)?,
            holds_nothing: compiled(HOLDS_NOTHING)?,
            says_it: compiled(SAYS_IT)?,
        })
    }

    /// Whether the solver finds that two policies exclude each other, and for two that do not an example that is one.
    pub(crate) async fn sings(&self, solver: &mut CedarSymCompiler<LocalSolver>) -> Result<bool> {
        if !solver.check_disjoint_opt(&self.holds, &self.holds_nothing).await? {
            return Ok(false);
        }
        let Some(found) = solver.check_disjoint_with_counterexample_opt(&self.holds, &self.says_it).await? else { return Ok(false) };
        Ok(self
            .policies
            .iter()
            .all(|set| Authorizer::new().is_authorized(&found.request, set, &found.entities).decision() == Decision::Allow))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_canary_hatches() {
        assert!(super::Canary::hatch().is_some());
    }
}
