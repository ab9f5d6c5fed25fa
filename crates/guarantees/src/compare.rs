//! Two frameworks' sharing rules: what one permits that the other refuses, for every possible officer, record and purpose.
//!
//! Proved action by action: where the solver finds that nothing permitted by one is refused by the other, no example is missing. Where there is a
//! difference it is looked for in each kind of record, and every example is put to the ordinary engine of both before it is told. The comparison is of what
//! the rules answer, not of how they are written: a rule that is split in two or told in other words makes no difference.

use crate::example::{Example, Found, Sought, compile, deciding, search, told};
use crate::prove::{each, requests};
use crate::rules::{Form, Rules, Unusable, schema};
use crate::schemas::{joined, only_in};
use crate::sentence::because;
use crate::solver::{Doubt, Session, Solver};
use crate::words::Reading;
use crate::world::quoted;
use cedar_policy::{RequestEnv, Schema};
use framework::Framework;
use framework::access::Kind;
use framework::access::Rule;
use std::fmt;

/// Why two frameworks' rules cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incomparable {
    /// The rules of one of them have no meaning.
    Unusable {
        /// The framework's name.
        framework: String,
        /// What is wrong with it.
        what: Unusable,
    },
    /// Their schemas describe officers, records or requests differently, so a request of one is none of the other.
    Schemas(Vec<String>),
}

impl fmt::Display for Incomparable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable { framework, what } => write!(f, "the sharing rules of {framework} cannot be used: {what}"),
            Self::Schemas(differences) => {
                write!(f, "the sharing rules cannot be compared, because their schemas differ: {}", differences.join("; "))
            }
        }
    }
}

impl std::error::Error for Incomparable {}

/// What one framework permits and the other refuses.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The action, a word of the schema.
    pub action: String,
    /// The kind of record; `None` where the difference is in none of the known kinds.
    pub kind: Option<String>,
    /// A request, in the words of the framework that permits it.
    pub example: Box<Example>,
    /// The other's rules that forbid it; none when it is refused because no rule permits it.
    pub refused_by: Vec<Rule>,
}

impl Difference {
    /// Why the other refuses.
    pub fn because(&self) -> String {
        because(false, &self.refused_by)
    }
}

/// A question that stays open: nothing is known about the difference, least of all that there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The action, a word of the schema.
    pub action: String,
    /// The kind of record; `None` when the action as a whole stays open.
    pub kind: Option<String>,
    /// Why.
    pub doubt: Doubt,
}

/// One direction of a comparison.
#[derive(Debug, Clone, Default)]
pub struct OneWay {
    /// Words of the other framework that are read as words of this one: the other's first. Sorted.
    pub read_as: Vec<(String, String)>,
    /// What this framework permits that the other refuses; one for each action and kind of record, in the order of the schema.
    pub permits_more: Vec<Difference>,
    /// What was not decided.
    pub open: Vec<Open>,
    /// Actions that the other framework does not know; nothing is said of them.
    pub only_here: Vec<String>,
}

/// What the rules of `a` and `b` permit differently.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What `a` permits that `b` refuses, in the words of `a`.
    pub a: OneWay,
    /// What `b` permits that `a` refuses, in the words of `b`.
    pub b: OneWay,
    /// How many actions were compared.
    pub actions: usize,
}

impl Comparison {
    /// Whether both are proved to permit the same.
    pub fn same(&self) -> bool {
        [&self.a, &self.b].iter().all(|way| way.permits_more.is_empty() && way.open.is_empty() && way.only_here.is_empty())
    }

    /// Whether anything stays open.
    pub fn undecided(&self) -> bool {
        !self.a.open.is_empty() || !self.b.open.is_empty()
    }
}

/// Compares what the sharing rules of two frameworks permit. Seconds, not milliseconds, where they differ in much.
///
/// # Errors
/// When the rules of one cannot be used, or the schemas describe different officers, records or requests.
pub fn compare(a: &Framework, b: &Framework, solver: &Solver) -> Result<Comparison, Incomparable> {
    let of = |f: &Framework| schema(f).map_err(|what| unusable(f, what));
    let (schema_a, schema_b) = (of(a)?, of(b)?);
    let both = joined(a, b).map_err(Incomparable::Schemas)?;
    let shared: Vec<RequestEnv> = requests(&both).into_iter().filter(|r| known(&schema_a, r) && known(&schema_b, r)).collect();
    let mut one = one_way(a, b, &both, &shared, solver)?;
    let mut other = one_way(b, a, &both, &shared, solver)?;
    one.only_here = only_in(&schema_a, &schema_b);
    other.only_here = only_in(&schema_b, &schema_a);
    Ok(Comparison { a: one, b: other, actions: shared.len() })
}

fn unusable(framework: &Framework, what: Unusable) -> Incomparable {
    Incomparable::Unusable { framework: framework.header.name.clone(), what }
}

fn known(schema: &Schema, request: &RequestEnv) -> bool {
    schema.request_envs().any(|r| &r == request)
}

/// What `here` permits that `there` refuses.
fn one_way(here: &Framework, there: &Framework, both: &Schema, shared: &[RequestEnv], solver: &Solver) -> Result<OneWay, Incomparable> {
    let reading = Reading::between(there, here);
    let ours = Rules::read(here, both.clone(), Some).map_err(|what| unusable(here, what))?;
    let theirs = Rules::read(there, both.clone(), |policy| reading.read(&policy)).map_err(|what| unusable(there, what))?;
    let mut way = OneWay { read_as: reading.pairs().map(|(from, to)| (from.clone(), to.clone())).collect(), ..OneWay::default() };
    let answers = each(solver, shared, |session, request| one(session, here, request, &ours, &theirs));
    for (request, answer) in shared.iter().zip(answers) {
        match answer {
            Ok((differences, open)) => {
                way.permits_more.extend(differences);
                way.open.extend(open);
            }
            Err(doubt) => way.open.push(Open { action: word(request), kind: None, doubt }),
        }
    }
    Ok(way)
}

fn word(request: &RequestEnv) -> String {
    request.action().id().unescaped().to_owned()
}

/// What was found for one action, and what was not.
type Answers = (Vec<Difference>, Vec<Open>);

fn one(session: &mut Session<'_>, here: &Framework, request: &RequestEnv, ours: &Rules, theirs: &Rules) -> Result<Answers, Doubt> {
    let compiled = compile(&theirs.policies, request, &theirs.schema)?;
    let sought = Sought { about: &ours.policies, rules: theirs, compiled: &compiled, form: Form::Always };
    let (mut differences, mut open) = (Vec::new(), Vec::new());
    if sought.absent(session, &compile(&ours.policies, request, &ours.schema)?)? {
        return Ok((differences, open));
    }
    let known = Kind::ALL.iter().map(|k| quoted(k.word())).collect::<Vec<_>>();
    let mut places: Vec<(Option<String>, String)> =
        Kind::ALL.iter().map(|k| (Some(k.word().to_owned()), format!("resource.kind == {}", quoted(k.word())))).collect();
    places.push((None, format!("!([{}].contains(resource.kind))", known.join(", "))));
    for (kind, condition) in places {
        match search(session, here, request, sought, &[condition]) {
            Ok(Some(found)) => differences.push(difference(&found, kind, ours, theirs)),
            Ok(None) => {}
            Err(doubt) => open.push(Open { action: word(request), kind, doubt }),
        }
    }
    // INVARIANT: a difference that is known is never left unsaid.
    if differences.is_empty() && open.is_empty() {
        open.push(Open { action: word(request), kind: None, doubt: Doubt::NotReplayed });
    }
    Ok((differences, open))
}

fn difference(found: &Found, kind: Option<String>, ours: &Rules, theirs: &Rules) -> Difference {
    let example = told(found, ours);
    Difference { action: example.action.clone(), kind, example: Box::new(example), refused_by: deciding(&found.env, theirs) }
}
