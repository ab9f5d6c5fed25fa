//! Every guarantee against every request the schema allows.
//!
//! A guarantee that says *never* is a `forbid` that is not added to the rules: it is turned into a permit, and the solver looks for a request that both the
//! rules and the permit allow. When there is none, no officer, record or purpose whatever can break the guarantee. The alternative, adding the forbids to
//! the rules, would make them hold by force and hide the rule that breaks them.
//!
//! A guarantee that says *always* is a `permit`, and the solver looks for a request that it allows and the rules refuse.

use crate::canary::Canary;
use crate::example::{Example, Sought, compile, search, told};
use crate::rules::{Form, Guarantee, Rules, Unusable, schema};
use crate::solver::{Doubt, Session, Solver};
use cedar_policy::{Policy, RequestEnv, Schema};
use cedar_policy_symcc::CompiledPolicy;
use framework::Framework;
use framework::access::{Action, Rule};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Solver processes that run at once, at most.
pub const MAX_SOLVERS: usize = 8;

/// Room for a solver's thread to follow a condition to its depth. Bytes.
const STACK_BYTES: usize = 64 << 20;

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
    /// Whether it says never or always.
    pub form: Form,
    /// What became of it.
    pub verdict: Verdict,
    /// How long that took, over all kinds of request.
    pub took: Duration,
}

/// A rule of which it is not proved that it always answers.
#[derive(Debug, Clone)]
pub struct MayFail {
    /// The rule.
    pub rule: Rule,
    /// The action with which it may fail.
    pub action: String,
    /// Why that is not known; `None` when it is known that it can fail, by a number that grows too large for example.
    pub doubt: Option<Doubt>,
}

/// What proving gave.
#[derive(Debug)]
pub struct Report {
    /// One for each guarantee, in the order of the files.
    pub proofs: Vec<Proof>,
    /// Rules that could fail instead of answering, or of which that stays open.
    pub may_fail: Vec<MayFail>,
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

    /// Whether a guarantee is refuted, or a rule found that can fail.
    pub fn refuted(&self) -> bool {
        self.proofs.iter().any(|p| matches!(p.verdict, Verdict::Refuted(_))) || self.may_fail.iter().any(|m| m.doubt.is_none())
    }
}

/// What one kind of request gave.
struct Answers {
    /// For each guarantee whether nothing breaks it, and how long that took to find.
    whole: Vec<(Result<bool, Doubt>, Duration)>,
    may_fail: Vec<MayFail>,
}

/// Proves the guarantees of a framework, and that none of its rules can fail.
///
/// # Errors
/// When its rules or guarantees cannot be read or do not fit the schema.
pub fn prove(framework: &Framework, solver: &Solver) -> Result<Report, Unusable> {
    let rules = Rules::read(framework, schema(framework)?, Some)?;
    let guarantees = rules.guarantees(framework)?;
    let requests = requests(&rules.schema);
    // Whether a guarantee says anything of any request: asked until one is found.
    let speaks: Vec<AtomicBool> = guarantees.iter().map(|_| AtomicBool::new(false)).collect();
    let answers = each(solver, &requests, |session, request| one(session, request, &rules, &guarantees, &speaks));
    let numbers: Vec<usize> = (0..guarantees.len()).collect();
    let verdicts = each(solver, &numbers, |session, n| {
        let start = Instant::now();
        let asked = answers.iter().map(|a| a.as_ref().map_or_else(|doubt| Err(doubt.clone()), |a| a.whole[*n].0.clone()));
        let verdict = verdict(session, framework, &rules, &guarantees[*n], requests.iter().zip(asked));
        // INVARIANT: a statement about nothing is not proved.
        let vacuous = matches!(verdict, Verdict::Proved) && !speaks[*n].load(Ordering::Relaxed);
        Ok((if vacuous { Verdict::NotProved(Doubt::Vacuous) } else { verdict }, start.elapsed()))
    });
    let mut proofs = Vec::new();
    for ((n, guarantee), verdict) in guarantees.iter().enumerate().zip(verdicts) {
        let (verdict, told) = verdict.unwrap_or_else(|doubt| (Verdict::NotProved(doubt), Duration::ZERO));
        let took = answers.iter().flatten().map(|a| a.whole[n].1).sum::<Duration>() + told;
        proofs.push(Proof { guarantee: guarantee.rule.clone(), form: guarantee.form, verdict, took });
    }
    let may_fail = answers.into_iter().flatten().flat_map(|a| a.may_fail).collect();
    Ok(Report { proofs, may_fail, rules: rules.known.len(), requests: requests.len() })
}

/// The kinds of request of a schema: reading first, which says most in an example, then in the order of the schema's words.
pub(crate) fn requests(schema: &Schema) -> Vec<RequestEnv> {
    let mut requests: Vec<RequestEnv> = schema.request_envs().collect();
    requests.sort_by_cached_key(|request| {
        let word = request.action().id().unescaped().to_owned();
        let place = Action::ALL.iter().position(|a| a.word() == word).unwrap_or(usize::MAX);
        (word != Action::Read.word(), place, word)
    });
    requests
}

/// What the answers for all kinds of request come to: an example outweighs a doubt, and a doubt any number of proofs.
fn verdict<'a>(
    session: &mut Session<'_>,
    framework: &Framework,
    rules: &Rules,
    guarantee: &Guarantee,
    asked: impl Iterator<Item = (&'a RequestEnv, Result<bool, Doubt>)>,
) -> Verdict {
    let mut verdict = Verdict::Proved;
    for (request, whole) in asked {
        match whole {
            Ok(true) => {}
            Ok(false) => {
                let found = compile(&rules.policies, request, &rules.schema).and_then(|compiled| {
                    let sought = Sought { about: &guarantee.about, rules, compiled: &compiled, form: guarantee.form };
                    search(session, framework, request, sought, &[])
                });
                match found {
                    Ok(Some(found)) => return Verdict::Refuted(Box::new(told(&found, rules))),
                    Ok(None) => verdict = Verdict::NotProved(Doubt::NotReplayed),
                    Err(doubt) => verdict = Verdict::NotProved(doubt),
                }
            }
            Err(doubt) => verdict = Verdict::NotProved(doubt),
        }
    }
    verdict
}

fn one(
    session: &mut Session<'_>,
    request: &RequestEnv,
    rules: &Rules,
    guarantees: &[Guarantee],
    speaks: &[AtomicBool],
) -> Result<Answers, Doubt> {
    let compiled = compile(&rules.policies, request, &rules.schema)?;
    let mut whole = Vec::new();
    for (guarantee, speaks) in guarantees.iter().zip(speaks) {
        let start = Instant::now();
        let about = compile(&guarantee.about, request, &rules.schema)?;
        let sought = Sought { about: &guarantee.about, rules, compiled: &compiled, form: guarantee.form };
        let absent = sought.absent(session, &about).and_then(|absent| {
            if absent && !speaks.load(Ordering::Relaxed) {
                let silent = session.ask(async |c| c.check_always_denies_opt(&about).await)?;
                speaks.fetch_or(!silent, Ordering::Relaxed);
            }
            Ok(absent)
        });
        whole.push((absent, start.elapsed()));
    }
    let may_fail = rules.policies.policies().filter_map(|policy| may_fail(session, policy, request, rules)).collect();
    Ok(Answers { whole, may_fail })
}

fn may_fail(session: &mut Session<'_>, policy: &Policy, request: &RequestEnv, rules: &Rules) -> Option<MayFail> {
    let answer = CompiledPolicy::compile(policy, request, &rules.schema)
        .map_err(|e| Doubt::Failed(e.to_string()))
        .and_then(|compiled| session.ask(async |c| c.check_never_errors_opt(&compiled).await));
    let doubt = match answer {
        Ok(true) => return None,
        Ok(false) => None,
        Err(doubt) => Some(doubt),
    };
    let rule = rules.known.get(policy.id())?.clone();
    Some(MayFail { rule, action: request.action().id().unescaped().to_owned(), doubt })
}

/// Asks about every item, with several solvers at once; the answers are in the order of the items.
pub(crate) fn each<I: Sync, T: Send>(
    solver: &Solver,
    items: &[I],
    question: impl Fn(&mut Session<'_>, &I) -> Result<T, Doubt> + Sync,
) -> Vec<Result<T, Doubt>> {
    let Some(canary) = Canary::hatch() else { return items.iter().map(|_| Err(Doubt::Untrue)).collect() };
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MAX_SOLVERS).min(items.len());
    let next = AtomicUsize::new(0);
    let answers: Mutex<BTreeMap<usize, Result<T, Doubt>>> = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            let work = || {
                let mut session = Session::new(solver, &canary);
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(n) else { break };
                    let answer = match &mut session {
                        Ok(session) => question(session, item),
                        Err(doubt) => Err(doubt.clone()),
                    };
                    answers.lock().unwrap_or_else(PoisonError::into_inner).insert(n, answer);
                }
            };
            // Where no thread can be had, the others do its work.
            let _started = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        }
    });
    let mut answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    let unasked = || Err(Doubt::Failed("no thread could be started".into()));
    (0..items.len()).map(|n| answers.remove(&n).unwrap_or_else(unasked)).collect()
}
