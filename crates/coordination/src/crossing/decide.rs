//! May this happen? Facts when it may, the rule that forbids it when it may not.
//!
//! Pure: who asks, the time and the ids come in. The same function answers the officer's command, tells the console which buttons to offer
//! ([`super::Status::offers`]) and drives the simulation, so the three never disagree.

use super::command::{Command, MAX_REASON_BYTES, OpenCommand};
use super::decide_stage;
use super::fact::{
    Arrived, Cancelled, CrossingId, Fact, GivenBack, HandedOver, HandoverAccepted, Identified, Marked, Opened, PartState, PartsMoved,
    Readmitted, Released, Remarked, Reversed, Updated,
};
use super::refused::{Refused, Why};
use super::state::{Crossing, Custody};
use framework::access::{Action, Kind, Label, Officer};
use framework::{Access, Half, Rulebook, Step, StepKind};

/// Who decides, under which rules, for what, and when.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The procedures, of the version that the crossing was opened under.
    pub book: &'a Rulebook,
    /// The sharing rules in force.
    pub rules: &'a Access,
    /// Who.
    pub officer: &'a Officer,
    /// For what purpose, in the words of the rules.
    pub purpose: &'a str,
    /// Microseconds since 1970, UTC.
    pub now_us: i64,
}

impl Context<'_> {
    pub(super) fn may(&self, action: Action, label: &Label) -> Result<(), Refused> {
        let decision = self.rules.permits(self.officer, action, label, self.purpose);
        if decision.allowed {
            return Ok(());
        }
        let rules = decision.rules.iter().map(|r| r.says.to_string()).collect();
        let refused = Why::NotPermitted { action: action.word(), rules };
        Err(decision.rules.first().map_or_else(|| refused.clone().into(), |r| refused.clone().at(&r.place)))
    }
}

/// A fact and the crossing it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emitted {
    /// Whose file it goes into.
    pub crossing: CrossingId,
    /// What happened.
    pub fact: Fact,
}

/// The facts of one command, for the crossing and for what it is part of.
pub(super) struct Facts<'a> {
    id: &'a CrossingId,
    part_of: Option<&'a CrossingId>,
    facts: Vec<Emitted>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(id: &'a CrossingId, state: &'a Crossing) -> Self {
        Self { id, part_of: state.part_of.as_ref(), facts: Vec::new() }
    }

    pub(super) fn push(&mut self, fact: impl Into<Fact>) {
        self.facts.push(Emitted { crossing: self.id.clone(), fact: fact.into() });
    }

    /// Tells the whole where its part is now.
    pub(super) fn moved(&mut self, from: PartState, to: PartState) {
        if let Some(whole) = self.part_of {
            let fact = PartsMoved { from: Some(from), to, count: 1 }.into();
            self.facts.push(Emitted { crossing: whole.clone(), fact });
        }
    }

    /// Whether the command begins with the arrival.
    pub(super) fn arrived(&self) -> bool {
        self.facts.iter().any(|f| f.crossing == *self.id && matches!(f.fact, Fact::Arrived(_)))
    }

    pub(super) fn done(self) -> Vec<Emitted> {
        self.facts
    }
}

/// Where a part stands for its whole.
pub(super) fn part_state(state: &Crossing) -> PartState {
    match (&state.ending, &state.refusal, state.arrived_us) {
        (Some(_), _, _) => PartState::Settled,
        (None, Some(_), _) if state.owes_readmission() => PartState::Refused,
        (None, Some(_), _) => PartState::Settled,
        (None, None, Some(_)) => PartState::Present,
        (None, None, None) => PartState::Expected,
    }
}

/// A reason that is there and not too long.
pub(super) fn reason(text: &str) -> Result<(), Refused> {
    if text.trim().is_empty() {
        return Err(Why::ReasonNeeded.into());
    }
    words(text)
}

/// Words that are not too long.
pub(super) fn words(text: &str) -> Result<(), Refused> {
    let bytes = text.len();
    if bytes > MAX_REASON_BYTES { Err(Why::ReasonTooLong { bytes, most: MAX_REASON_BYTES }.into()) } else { Ok(()) }
}

/// Opens a crossing.
///
/// # Errors
/// The rule that forbids it.
pub fn open(cx: &Context<'_>, id: &CrossingId, existing: Option<&Crossing>, ask: &OpenCommand) -> Result<Vec<Emitted>, Refused> {
    if existing.is_some() {
        return Err(Why::AlreadyOpen.into());
    }
    let missing = || Why::NoSuchProcedure { procedure: ask.procedure.to_string(), point: ask.point.to_string() };
    // Where nobody can release, nothing is opened: it would never end.
    let ends = |p: &&std::sync::Arc<framework::Path>| p.steps.iter().any(|s| s.kind == StepKind::Release);
    let path = cx.book.path(&ask.procedure, &ask.point, ask.direction).filter(ends).ok_or_else(missing)?;
    if path.subject != ask.subject.word() {
        let (expected, got) = (path.subject.clone(), ask.subject.word().to_owned());
        return Err(Why::WrongSubject { procedure: ask.procedure.to_string(), expected, got }.at(&path.place));
    }
    for condition in &ask.conditions {
        known_condition(path, condition)?;
    }
    ask.subject.check()?;
    cx.may(Action::Open, &path.label())?;
    let opened = Opened {
        point: ask.point.clone(),
        procedure: ask.procedure.clone(),
        direction: ask.direction,
        subject: ask.subject.clone(),
        conditions: ask.conditions.clone(),
        part_of: ask.part_of.clone(),
        nature: ask.nature,
        origin: ask.origin,
        framework: cx.book.framework.header.version.clone(),
        expected_us: ask.expected_us,
    };
    let mut facts = vec![Emitted { crossing: id.clone(), fact: opened.into() }];
    if ask.arrived {
        facts.push(Emitted { crossing: id.clone(), fact: Arrived {}.into() });
    }
    if let Some(whole) = &ask.part_of {
        let to = if ask.arrived { PartState::Present } else { PartState::Expected };
        facts.push(Emitted { crossing: whole.clone(), fact: PartsMoved { from: None, to, count: 1 }.into() });
    }
    Ok(facts)
}

fn known_condition(path: &framework::Path, condition: &str) -> Result<(), Refused> {
    let mut known: Vec<&str> = path.steps.iter().filter_map(|s| s.applies.as_deref()).collect();
    known.sort_unstable();
    known.dedup();
    if known.contains(&condition) {
        return Ok(());
    }
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Err(Why::UnknownCondition { condition: condition.to_owned(), known }.at(&path.place))
}

/// Decides a command on an open crossing. `parts` are what it carries, needed while it has not arrived: whatever command brings it brings them.
///
/// # Errors
/// The rule that forbids it, with its place in the framework where it has one.
pub fn decide(
    cx: &Context<'_>,
    id: &CrossingId,
    state: &Crossing,
    parts: &[(CrossingId, &Crossing)],
    command: &Command,
) -> Result<Vec<Emitted>, Refused> {
    if let Some(ending) = &state.ending
        && !matches!(command, Command::Remark { .. })
    {
        return Err(Why::Over { ending: ending.kind.word() }.into());
    }
    // INVARIANT: after a refusal nothing but re-admission changes where the crossing stands; what is learned about it is still written down.
    if let Some(refusal) = &state.refusal
        && !matches!(
            command,
            Command::Readmit { .. } | Command::Arrive | Command::Update { .. } | Command::Identify { .. } | Command::Remark { .. }
        )
    {
        let step = &state.path.steps[refusal.step];
        return Err(Why::EntryRefused { stage: step.id.clone() }.at(&step.place));
    }
    let mut out = Facts::of(id, state);
    match command {
        Command::Arrive => {
            cx.may(Action::Open, &state.path.label())?;
            if state.arrived_us.is_some() {
                return Err(Why::AlreadyArrived.into());
            }
            arrive(state, &mut out);
        }
        Command::Update { subject } => {
            cx.may(Action::Open, &state.path.label())?;
            subject.check()?;
            if subject.word() != state.path.subject {
                let (expected, got) = (state.path.subject.clone(), subject.word().to_owned());
                return Err(Why::WrongSubject { procedure: state.path.procedure.to_string(), expected, got }.at(&state.path.place));
            }
            out.push(Updated { subject: subject.clone() });
        }
        Command::Identify { traveller, matched } => {
            cx.may(Action::Open, &state.path.label())?;
            words(matched)?;
            super::subject::Subject::Traveller(traveller.clone()).check()?;
            if state.subject.person().is_none() {
                let got = state.subject.word().to_owned();
                let refused = Why::WrongSubject { procedure: state.path.procedure.to_string(), expected: "traveller".into(), got };
                return Err(refused.at(&state.path.place));
            }
            out.push(Identified { traveller: traveller.clone(), matched: matched.clone() });
        }
        Command::HandOver => hand_over(cx, state, &mut out)?,
        Command::AcceptHandOver => {
            let step = offered(cx, state)?;
            out.push(HandoverAccepted { stage: step.id.clone() });
        }
        Command::GiveBack { reason: why } => {
            reason(why)?;
            let step = handover_step(state)?;
            if matches!(state.custody, Custody::Exit) {
                return Err(Why::NotHandedOver.at(&step.place));
            }
            cx.may(Action::Handover, &own_label(cx, state, Half::Entry)?)?;
            out.push(GivenBack { stage: step.id.clone(), reason: why.clone() });
        }
        Command::Reverse { agreement, reason: why } => {
            reason(why)?;
            if !state.path.reversal.iter().any(|(a, _)| a == agreement) {
                return Err(Why::NoReversal.at(&state.path.place));
            }
            cx.may(Action::Handover, &own_label(cx, state, Half::Entry)?)?;
            let step = handover_step(state)?;
            if state.reversed.is_some() {
                return Err(Why::AlreadyDone { stage: step.id.clone(), outcome: "reversed" }.at(&step.place));
            }
            if matches!(state.custody, Custody::Entry(_)) {
                return Err(Why::AlreadyDone { stage: step.id.clone(), outcome: "handed over" }.at(&step.place));
            }
            out.push(Reversed { agreement: agreement.clone(), reason: why.clone() });
        }
        Command::Mark { condition, reason: why } => {
            reason(why)?;
            known_condition(&state.path, condition)?;
            let mine = state.path.steps.iter().find(|s| s.agency == cx.officer.agency);
            let step = mine.ok_or_else(|| Why::NotPermitted { action: Action::Act.word(), rules: Vec::new() })?;
            cx.may(Action::Act, &state.path.step_label(step, Kind::Stage))?;
            if !state.conditions.contains(condition) {
                out.push(Marked { condition: condition.clone(), reason: why.clone() });
            }
        }
        Command::Remark { topic, text } => {
            reason(text)?;
            cx.may(Action::Remark, &state.path.label())?;
            out.push(Remarked { topic: *topic, text: text.clone() });
        }
        Command::Release => release(cx, state, &mut out)?,
        Command::Readmit { reason: why } => {
            words(why)?;
            let refusal = state.refusal.as_ref().ok_or(Why::NotRefused)?;
            let step = &state.path.steps[refusal.step];
            if !state.owes_readmission() {
                return Err(Why::NotRefused.at(&step.place));
            }
            cx.may(Action::Handover, &own_label(cx, state, Half::Exit)?)?;
            out.push(Readmitted { reason: why.clone() });
            out.moved(PartState::Refused, PartState::Settled);
        }
        Command::Cancel { reason: why } => {
            reason(why)?;
            cx.may(Action::Open, &state.path.label())?;
            if state.arrived_us.is_some() {
                return Err(Why::ArrivedNotCancelled.into());
            }
            out.push(Cancelled { reason: why.clone() });
            out.moved(PartState::Expected, PartState::Settled);
        }
        _ => decide_stage::decide(cx, state, command, &mut out)?,
    }
    if out.arrived() {
        bring(parts, &mut out);
    }
    Ok(out.done())
}

pub(super) fn arrive(state: &Crossing, out: &mut Facts<'_>) {
    out.push(Arrived {});
    if part_state(state) == PartState::Expected {
        out.moved(PartState::Expected, PartState::Present);
    }
}

/// What is aboard comes with what carries it.
fn bring(parts: &[(CrossingId, &Crossing)], out: &mut Facts<'_>) {
    let expected: Vec<_> = parts.iter().filter(|(_, p)| part_state(p) == PartState::Expected).collect();
    if let Ok(count @ 1..) = u32::try_from(expected.len()) {
        out.facts.extend(expected.iter().map(|(p, _)| Emitted { crossing: p.clone(), fact: Arrived {}.into() }));
        out.push(PartsMoved { from: Some(PartState::Expected), to: PartState::Present, count });
    }
}

/// None of the stages is held.
pub(super) fn no_holds(state: &Crossing, among: impl Iterator<Item = usize>, asking: &Step) -> Result<(), Refused> {
    let held: Vec<_> = among.filter(|i| state.stages[*i].hold.is_some()).map(|i| state.path.steps[i].id.clone()).collect();
    if held.is_empty() { Ok(()) } else { Err(Why::HoldsOpen { held }.at(&asking.place)) }
}

fn handover_step(state: &Crossing) -> Result<&Step, Refused> {
    state.path.steps.iter().find(|s| s.kind == StepKind::Handover).ok_or_else(|| Why::NoHandover.at(&state.path.place))
}

/// The label of a control of the officer's own agency on one half: what gives the officer standing there.
fn own_label(cx: &Context<'_>, state: &Crossing, half: Half) -> Result<Label, Refused> {
    let own = state.path.steps.iter().find(|s| s.half == half && s.agency == cx.officer.agency);
    let step = own.ok_or_else(|| Refused::from(Why::NotPermitted { action: Action::Handover.word(), rules: Vec::new() }))?;
    Ok(state.path.step_label(step, Kind::Stage))
}

fn hand_over(cx: &Context<'_>, state: &Crossing, out: &mut Facts<'_>) -> Result<(), Refused> {
    let step = handover_step(state)?;
    let at = state.path.position(step.id.as_str()).unwrap_or_default();
    decide_stage::owned(cx, state, step, Action::Handover)?;
    decide_stage::in_time(state, at)?;
    no_holds(state, (0..state.stages.len()).filter(|i| state.path.steps[*i].half == Half::Exit), step)?;
    if !matches!(state.custody, Custody::Exit) {
        return Err(Why::AlreadyDone { stage: step.id.clone(), outcome: "handed over" }.at(&step.place));
    }
    out.push(HandedOver { stage: step.id.clone() });
    Ok(())
}

fn offered<'s>(cx: &Context<'_>, state: &'s Crossing) -> Result<&'s Step, Refused> {
    let step = handover_step(state)?;
    if !matches!(state.custody, Custody::Offered(_)) {
        return Err(Why::NotHandedOver.at(&step.place));
    }
    cx.may(Action::Handover, &own_label(cx, state, Half::Entry)?)?;
    no_holds(state, state.path.position(step.id.as_str()).into_iter(), step)?;
    Ok(step)
}

/// INVARIANT: nothing is released with a mandatory stage that is neither finished nor waived, a hold, an objection, a question or a part that is open.
fn release(cx: &Context<'_>, state: &Crossing, out: &mut Facts<'_>) -> Result<(), Refused> {
    let steps = &state.path.steps;
    let Some(at) = steps.iter().position(|s| s.kind == StepKind::Release) else {
        return Err(Why::NoSuchStage { stage: "release".into() }.at(&state.path.place));
    };
    let step = &steps[at];
    decide_stage::owned(cx, state, step, Action::Act)?;
    no_holds(state, 0..steps.len(), step)?;
    let owed: Vec<usize> = state.owed().into_iter().filter(|i| *i != at).collect();
    if let Some(first) = owed.first() {
        return Err(Why::Owed { owed: owed.iter().map(|i| steps[*i].id.clone()).collect() }.at(&steps[*first].place));
    }
    decide_stage::in_time(state, at)?;
    let open = u32::try_from(state.parts.open()).unwrap_or(0);
    if state.path.release_after_parts && open > 0 {
        return Err(Why::PartsOpen { open }.at(&state.path.place));
    }
    // What leaves was here, even when all that was looked at were its papers.
    if state.arrived_us.is_none() {
        arrive(state, out);
    }
    out.push(Released { stage: step.id.clone() });
    out.moved(PartState::Present, PartState::Settled);
    Ok(())
}
