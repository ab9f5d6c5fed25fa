//! What the sharing rules of one permit that the other's refuse: proved by the solver where there is one.

use framework::{Framework, Loaded, Severity};
use guarantees::{OneWay, Solver};
use serde::Serialize;

/// One thing that one side's rules permit and the other's refuse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct More {
    /// The action of the rules.
    pub(super) action: String,
    /// The kind of record.
    pub(super) kind: Option<String>,
    /// Who does what, as a sentence.
    pub(super) example: String,
    /// Why the one permits it.
    pub(super) permitted: String,
    /// Why the other refuses it.
    pub(super) refused: String,
}

/// What is known of the sharing rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Sharing {
    /// Why nothing, or not everything, could be proved.
    pub(super) open: Vec<String>,
    /// How many actions were compared.
    pub(super) actions: usize,
    /// What the first permits that the second refuses.
    pub(super) a: Vec<More>,
    /// What the second permits that the first refuses.
    pub(super) b: Vec<More>,
}

impl Sharing {
    /// Compares the rules of two frameworks.
    pub(super) fn between(a: &Loaded, b: &Loaded) -> Self {
        let unproved = |why: String| Self { open: vec![why], ..Self::default() };
        let (Some(fa), Some(fb)) = (&a.framework, &b.framework) else { return unproved("one of them cannot be read".into()) };
        // A file of rules that could not be read must not be missing from a proof.
        let unread =
            |l: &Loaded| l.diagnostics.iter().any(|d| d.code.severity() == Severity::Error && d.place.file.starts_with("policies"));
        if unread(a) || unread(b) {
            return unproved("a file of rules could not be read".into());
        }
        let solver = match Solver::find() {
            Ok(solver) => solver,
            Err(missing) => return unproved(missing.to_string()),
        };
        match guarantees::compare(fa, fb, &solver) {
            Err(e) => unproved(e.to_string()),
            Ok(c) => {
                let open = [(&c.a, fa), (&c.b, fb)].into_iter().flat_map(|(way, f)| undecided(way, f)).collect();
                Self { open, actions: c.actions, a: more(&c.a, fa), b: more(&c.b, fb) }
            }
        }
    }

    /// Nothing is known because nothing was asked.
    pub(super) fn left_out() -> Self {
        Self { open: vec!["left out, as asked".into()], ..Self::default() }
    }

    /// Whether anything is known to be permitted by one alone.
    pub(super) fn differs(&self) -> bool {
        !self.a.is_empty() || !self.b.is_empty()
    }
}

fn more(way: &OneWay, f: &Framework) -> Vec<More> {
    way.permits_more
        .iter()
        .map(|d| More {
            action: d.action.clone(),
            kind: d.kind.clone(),
            example: d.example.sentence(f),
            permitted: d.example.because(),
            refused: d.because(),
        })
        .collect()
}

fn undecided(way: &OneWay, f: &Framework) -> Vec<String> {
    let name = &f.header.name;
    let open = way.open.iter().map(|o| {
        let kind = o.kind.as_ref().map_or(String::new(), |k| format!(" on `{k}`"));
        format!("what {name} permits for `{}`{kind} was not decided: {}", o.action, o.doubt)
    });
    open.chain(way.only_here.iter().map(|a| format!("only the rules of {name} know the action `{a}`"))).collect()
}
