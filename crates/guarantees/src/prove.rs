//! Every guarantee against every request the schema allows.
//!
//! A guarantee is a `forbid` that is not added to the rules: it is turned into a permit, and the solver looks for a request that both the rules and the
//! permit allow. When there is none, no officer, record or purpose whatever can break the guarantee. The alternative, adding the forbids to the rules, would
//! make them hold by force and hide the rule that breaks them.

use crate::example::{Example, Goal, compile, search};
use crate::rules::{Guarantee, Rules, Unusable};
use crate::solver::{Doubt, Session, Solver};
use cedar_policy::{Policy, RequestEnv};
use cedar_policy_symcc::CompiledPolicy;
use framework::Framework;
use framework::access::Rule;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Solver processes that run at once, at most.
pub const MAX_SOLVERS: usize = 8;

/// What became of one guarantee.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// No request whatever breaks it.
    Proved,
    /// This request breaks it; the ordinary engine says so too.
    Refuted(Box<Example>),
    /// It stays open, which is not a proof.
    NotProved(Doubt),
}

/// A guarantee and its verdict.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The guarantee: its id, what it says, where it is written.
    pub guarantee: Rule,
    /// What became of it.
    pub verdict: Verdict,
}

/// What proving gave.
#[derive(Debug)]
pub struct Report {
    /// One for each guarantee, in the order of the files.
    pub proofs: Vec<Proof>,
    /// Rules that could fail instead of answering, or of which that stays open, with the action.
    pub may_fail: Vec<(Rule, String)>,
    /// How many rules were examined.
    pub rules: usize,
    /// How many kinds of request there are: one for each action of the schema.
    pub requests: usize,
}

impl Report {
    /// Whether all is proved, and there was something to prove.
    pub fn all_proved(&self) -> bool {
        !self.proofs.is_empty() && self.may_fail.is_empty() && self.proofs.iter().all(|p| matches!(p.verdict, Verdict::Proved))
    }
}

/// What one kind of request gave.
#[derive(Default)]
struct Answers {
    verdicts: Vec<Option<Verdict>>,
    /// Whether the guarantee forbids anything here; `None` when that was not found out.
    speaks: Vec<Option<bool>>,
    may_fail: Vec<(Rule, String)>,
}

/// Proves the guarantees of a framework.
///
/// # Errors
/// When its rules or guarantees cannot be read or do not fit the schema.
pub fn prove(framework: &Framework, solver: &Solver) -> Result<Report, Unusable> {
    let rules = Rules::read(framework, Some)?;
    let guarantees = rules.guarantees(framework)?;
    let requests: Vec<RequestEnv> = rules.schema.request_envs().collect();
    let answers = each(solver, &requests, |session, request| one(session, framework, request, &rules, &guarantees));
    let mut proofs = Vec::new();
    for (n, guarantee) in guarantees.iter().enumerate() {
        let mut verdict = Verdict::Proved;
        let mut speaks = Some(false);
        for answer in &answers {
            let (next, here) = match answer {
                Ok(a) => (a.verdicts.get(n).cloned().flatten(), a.speaks.get(n).copied().flatten()),
                Err(doubt) => (Some(Verdict::NotProved(doubt.clone())), None),
            };
            match (&verdict, next) {
                (Verdict::Refuted(_), _) | (_, None) => {}
                // A counterexample outweighs a doubt.
                (_, Some(found)) => verdict = found,
            }
            speaks = if speaks == Some(true) || here == Some(true) { Some(true) } else { speaks.and(here) };
        }
        if speaks == Some(false) && matches!(verdict, Verdict::Proved) {
            verdict = Verdict::NotProved(Doubt::Vacuous);
        }
        proofs.push(Proof { guarantee: guarantee.rule.clone(), verdict });
    }
    let may_fail = answers.into_iter().flatten().flat_map(|a| a.may_fail).collect();
    Ok(Report { proofs, may_fail, rules: rules.known.len(), requests: requests.len() })
}

fn one(
    session: &mut Session<'_>,
    framework: &Framework,
    request: &RequestEnv,
    rules: &Rules,
    guarantees: &[Guarantee],
) -> Result<Answers, Doubt> {
    let compiled = compile(&rules.policies, request, &rules.schema)?;
    let mut answers = Answers::default();
    for guarantee in guarantees {
        let goal = Goal::of(&guarantee.turned)?;
        let turned = compile(&goal.0, request, &rules.schema)?;
        let speaks = session.ask(async |c| c.check_always_denies_opt(&turned).await).ok().map(|silent| !silent);
        let verdict = match (speaks, session.ask(async |c| c.check_disjoint_opt(&compiled, &turned).await)) {
            (Some(false), _) | (_, Ok(true)) => None,
            (_, Ok(false)) => Some(match search(session, framework, request, rules, &goal) {
                Ok(Some(example)) => Verdict::Refuted(Box::new(example)),
                Ok(None) => Verdict::NotProved(Doubt::NotReplayed),
                Err(doubt) => Verdict::NotProved(doubt),
            }),
            (_, Err(doubt)) => Some(Verdict::NotProved(doubt)),
        };
        answers.verdicts.push(verdict);
        answers.speaks.push(speaks);
    }
    for policy in rules.policies.policies() {
        if !never_fails(session, policy, request, rules)
            && let Some(rule) = rules.known.get(policy.id())
        {
            answers.may_fail.push((rule.clone(), request.action().id().unescaped().to_owned()));
        }
    }
    Ok(answers)
}

fn never_fails(session: &mut Session<'_>, policy: &Policy, request: &RequestEnv, rules: &Rules) -> bool {
    let Ok(compiled) = CompiledPolicy::compile(policy, request, &rules.schema) else { return false };
    session.ask(async |c| c.check_never_errors_opt(&compiled).await).unwrap_or(false)
}

/// Asks about every kind of request, with several solvers at once; the answers are in the order of the requests.
pub(crate) fn each<T: Send>(
    solver: &Solver,
    requests: &[RequestEnv],
    question: impl Fn(&mut Session<'_>, &RequestEnv) -> Result<T, Doubt> + Sync,
) -> Vec<Result<T, Doubt>> {
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MAX_SOLVERS).min(requests.len());
    let next = AtomicUsize::new(0);
    let answers: Mutex<Vec<(usize, Result<T, Doubt>)>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let mut session = Session::new(solver);
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(request) = requests.get(n) else { break };
                    let answer = match &mut session {
                        Ok(session) => question(session, request),
                        Err(doubt) => Err(doubt.clone()),
                    };
                    answers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((n, answer));
                }
            });
        }
    });
    let mut answers = answers.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    answers.sort_by_key(|(n, _)| *n);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
