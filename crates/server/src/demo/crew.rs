//! The made-up officers at work: who of them may do what.

use crate::app::App;
use crate::caller::Caller;
use coordination::crossing::{self, Command, Context, Crossing, CrossingId, OpenCommand, Verdict};
use framework::{AgencyId, OfficerId, Rulebook, StepKind};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The agency that nobody of is at work, by crossing point.
#[derive(Clone, Default)]
pub(super) struct Away(Arc<Mutex<HashMap<String, AgencyId>>>);

impl Away {
    /// Says which agency nobody of is there; `None`: somebody of every agency is.
    pub fn set(&self, point: &str, agency: Option<AgencyId>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match agency {
            Some(agency) => all.insert(point.to_owned(), agency),
            None => all.remove(point),
        };
    }

    fn of(&self, point: &str) -> Option<AgencyId> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(point).cloned()
    }
}

/// Officers by crossing point, and who of them are away.
pub(super) struct Crew(HashMap<String, Vec<Caller>>, Away);

impl Crew {
    /// Every made-up officer at a crossing point, each for the officer's first purpose.
    pub fn of(app: &App) -> Self {
        let mut at: HashMap<String, Vec<Caller>> = HashMap::new();
        for account in app.accounts.all().into_iter().filter(|a| a.demo) {
            let Some(point) = account.officer.point.as_ref().map(ToString::to_string) else { continue };
            at.entry(point).or_default().push(Caller::of(account));
        }
        Self(at, Away::default())
    }

    /// Where it is said who is away.
    pub fn away(&self) -> Away {
        self.1.clone()
    }

    fn at(&self, point: &str) -> &[Caller] {
        self.0.get(point).map_or(&[], Vec::as_slice)
    }

    /// An officer of a point.
    pub fn officer(&self, point: &str, id: &OfficerId) -> Option<&Caller> {
        self.at(point).iter().find(|c| c.account.officer.id == *id)
    }

    /// Whoever may take in lists at a point.
    pub fn clerk(&self, app: &App, point: &str) -> Option<&Caller> {
        let label = app.point_label(point, framework::access::Kind::Message);
        self.at(point).iter().find(|c| c.must(app, framework::access::Action::Intake, &label).is_ok())
    }

    /// Whoever may open this.
    pub fn opener(&self, app: &App, id: &CrossingId, ask: &OpenCommand) -> Option<&Caller> {
        let book = app.book();
        self.at(ask.point.as_str()).iter().find(|c| crossing::open(&context(app, &book, c), id, None, ask).is_ok())
    }

    /// The first command that some officer may give, with the officer. Officers of one agency take turns.
    pub fn turn(
        &self,
        app: &App,
        id: &CrossingId,
        state: &Crossing,
        of: Option<&AgencyId>,
        commands: impl IntoIterator<Item = Command>,
    ) -> Option<(Caller, Command)> {
        let (all, book) = (self.at(state.path.point.as_str()), app.books.of(&state.framework));
        let (first, away) = (state.version as usize, self.1.of(state.path.point.as_str()));
        commands.into_iter().find_map(|command| {
            let mut in_turn = (0..all.len()).filter_map(|n| all.get((n + first) % all.len()));
            let fits = |c: &&Caller| {
                away.as_ref() != Some(&c.account.officer.agency)
                    && of.is_none_or(|a| c.account.officer.agency == *a)
                    && crossing::decide(&context(app, &book, c), id, state, &[], &command).is_ok()
            };
            in_turn.find(fits).map(|c| (c.clone(), command))
        })
    }
}

fn context<'a>(app: &App, book: &'a Rulebook, caller: &'a Caller) -> Context<'a> {
    Context { book, rules: &book.access, officer: &caller.account.officer, purpose: &caller.purpose, now_us: app.clock.now_us() }
}

/// What moves a crossing on where no control is done: commands in the order in which they are tried.
pub(super) fn next(state: &Crossing, step: usize) -> Vec<Command> {
    let path = &state.path.steps[step];
    let stage = path.id.clone();
    if state.refusal.is_some() {
        return vec![Command::Readmit { reason: String::new() }];
    }
    if state.stages[step].hold.is_some() {
        return vec![Command::LiftHold { stage, reason: "what was missing has been shown".into() }];
    }
    match path.kind {
        StepKind::Gate | StepKind::Control => vec![Command::Pass { stage, note: String::new(), reason: String::new() }],
        StepKind::Handover => vec![Command::AcceptHandOver, Command::HandOver],
        StepKind::JointExamination => vec![
            Command::ReleaseJoint { stage: stage.clone() },
            Command::Finding { stage: stage.clone(), verdict: Verdict::Clear, text: String::new() },
            Command::RequestJoint { stage, reason: String::new() },
        ],
        StepKind::Release => vec![Command::Release],
    }
}

/// How a control ends that does not end well: every way the procedure and the grounds leave open.
pub(super) fn trouble(app: &App, state: &Crossing, step: usize, outcome: simulation::Outcome) -> Vec<Command> {
    let stage = state.path.steps[step].id.clone();
    match outcome {
        simulation::Outcome::Pass => Vec::new(),
        simulation::Outcome::Refer => {
            let others = state.path.steps.iter().enumerate().filter(|(i, s)| *i != step && s.kind == StepKind::Control);
            let mut others: Vec<_> = others.filter(|(i, _)| !state.settled(*i)).collect();
            // A stage that nothing else demands is there to be asked.
            others.sort_by_key(|(i, _)| state.demanded(*i));
            let refer = |(_, to): (usize, &framework::Step)| Command::Refer {
                stage: stage.clone(),
                to: to.id.clone(),
                reason: "answers do not agree with the document".into(),
            };
            others.into_iter().map(refer).collect()
        }
        simulation::Outcome::Hold => {
            let hold = |ground: &framework::GroundId| Command::Hold {
                stage: stage.clone(),
                ground: ground.clone(),
                reason: "a paper is missing".into(),
                until_us: None,
            };
            app.book().hold_grounds.keys().map(hold).collect()
        }
        simulation::Outcome::Refuse => {
            let refuse = |ground: &framework::GroundId| Command::Refuse {
                stage: stage.clone(),
                ground: ground.clone(),
                reason: "the conditions are not met".into(),
            };
            app.book().refusal_grounds.keys().map(refuse).collect()
        }
    }
}
