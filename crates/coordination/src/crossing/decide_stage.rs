//! The rules of single stages: whose they are, what comes first, what a hold, a refusal, a referral and a joint examination need.

use super::command::Command;
use super::decide::{Context, Facts, arrive, part_state, reason, words};
use super::fact::{
    FindingRecorded, Held, HoldLifted, JointReleased, JointRequested, PartState, Refused as RefusedFact, StagePassed, StageReferred,
    StageStarted, StageWaived, Verdict,
};
use super::fold::BeforeArrival;
use super::refused::{Refused, Why};
use super::state::{Crossing, Custody, Outcome};
use super::subject::Subject;
use framework::access::{Action, Kind};
use framework::{AgencyId, Examines, GroundId, Half, StateCode, Step, StepKind};

const MICROS: i64 = 1_000_000;

pub(super) fn decide(cx: &Context<'_>, state: &Crossing, command: &Command, out: &mut Facts<'_>) -> Result<(), Refused> {
    let stage = match command {
        Command::Start { stage, .. }
        | Command::Pass { stage, .. }
        | Command::Refer { stage, .. }
        | Command::Hold { stage, .. }
        | Command::LiftHold { stage, .. }
        | Command::Refuse { stage, .. }
        | Command::Waive { stage, .. }
        | Command::RequestJoint { stage, .. }
        | Command::Finding { stage, .. }
        | Command::ReleaseJoint { stage } => stage,
        // The others are decided for the crossing as a whole.
        _ => return Ok(()),
    };
    let at = state.path.position(stage.as_str()).ok_or_else(|| Why::NoSuchStage { stage: stage.to_string() }.at(&state.path.place))?;
    let step = &state.path.steps[at];
    let id = || step.id.clone();
    match command {
        Command::Start { reason: why, take_over, .. } => {
            words(why)?;
            owned(cx, state, step, Action::Act)?;
            can_begin(cx, state, at, why, *take_over)?;
            begin(cx, state, at, why, out);
        }
        Command::Pass { note, reason: why, .. } => {
            words(note)?;
            words(why)?;
            if matches!(step.kind, StepKind::Handover | StepKind::Release | StepKind::JointExamination) {
                return Err(Why::NoSuchStage { stage: format!("{} (it is a {})", step.id, kind_word(step.kind)) }.at(&step.place));
            }
            owned(cx, state, step, Action::Act)?;
            not_held(state, at)?;
            if let Some(to) = state.stages[at].waits_for {
                return Err(Why::AnswerOwed { stage: id(), to: state.path.steps[to].id.clone() }.at(&step.place));
            }
            if !mine(cx, state, at) {
                can_begin(cx, state, at, why, false)?;
                begin(cx, state, at, why, out);
            }
            out.push(StagePassed { stage: id(), note: note.clone() });
        }
        Command::Refer { to, reason: why, .. } => {
            reason(why)?;
            owned(cx, state, step, Action::Act)?;
            let target =
                state.path.position(to.as_str()).ok_or_else(|| Why::NoSuchStage { stage: to.to_string() }.at(&state.path.place))?;
            if target == at || state.path.steps[target].kind != StepKind::Control {
                return Err(Why::BadReferral { stage: to.clone() }.at(&state.path.steps[target].place));
            }
            no_circle(state, at, target)?;
            not_held(state, at)?;
            if !mine(cx, state, at) {
                can_begin(cx, state, at, why, false)?;
                begin(cx, state, at, why, out);
            }
            out.push(StageReferred { stage: id(), to: to.clone(), reason: why.clone(), assignment: None });
        }
        Command::Hold { ground, reason: why, until_us, .. } => {
            reason(why)?;
            owned(cx, state, step, Action::Hold)?;
            applies(state, at)?;
            not_finished(state, at)?;
            not_held(state, at)?;
            in_hand(state, at)?;
            present(state, at, out)?;
            let until_us = hold_until(cx, step, ground, *until_us)?;
            out.push(Held { stage: id(), ground: ground.clone(), reason: why.clone(), until_us });
        }
        Command::LiftHold { reason: why, .. } => {
            reason(why)?;
            owned(cx, state, step, Action::Hold)?;
            if state.stages[at].hold.is_none() {
                return Err(Why::NotHeld { stage: id() }.at(&step.place));
            }
            out.push(HoldLifted { stage: id(), reason: why.clone() });
        }
        Command::Refuse { ground, reason: why, .. } => {
            reason(why)?;
            owned(cx, state, step, Action::Refuse)?;
            applies(state, at)?;
            not_finished(state, at)?;
            in_hand(state, at)?;
            in_time(state, at)?;
            present(state, at, out)?;
            let known = cx.book.refusal_grounds.get(ground).ok_or_else(|| Why::UnknownGround { ground: ground.to_string() })?;
            ground_fits(cx, step, ground, &known.function, known.state.as_ref()).map_err(|w| w.at(&known.place))?;
            // Papers can be refused before what they are about is here.
            let before = if out.arrived() { PartState::Present } else { part_state(state) };
            out.push(RefusedFact { stage: id(), ground: ground.clone(), reason: why.clone() });
            // Without a state that owes re-admission a refusal settles the part.
            let after = if state.owed_after_refusal_at(at) { PartState::Refused } else { PartState::Settled };
            out.moved(before, after);
        }
        Command::Waive { reason: why, .. } => {
            reason(why)?;
            owned(cx, state, step, Action::Waive)?;
            if !step.waivable {
                return Err(Why::NotWaivable { stage: id() }.at(&step.place));
            }
            applies(state, at)?;
            not_finished(state, at)?;
            not_held(state, at)?;
            in_hand(state, at)?;
            out.push(StageWaived { stage: id(), reason: why.clone() });
        }
        Command::RequestJoint { reason: why, .. } => {
            words(why)?;
            joint_step(step)?;
            cx.may(Action::Joint, &state.path.step_label(step, Kind::Stage))?;
            if state.stages[at].joint.is_some() {
                return Err(Why::JointOpen { joint: id() }.at(&step.place));
            }
            in_time(state, at)?;
            present(state, at, out)?;
            let joined: Vec<usize> = step.joins.iter().copied().filter(|j| !state.settled(*j)).collect();
            let mut participants: Vec<AgencyId> = joined.iter().map(|j| state.path.steps[*j].agency.clone()).collect();
            participants.sort();
            participants.dedup();
            if participants.is_empty() {
                return Err(Why::NothingToJoin { stage: id() }.at(&step.place));
            }
            if !participants.contains(&cx.officer.agency) && step.agency != cx.officer.agency && !cx.officer.roles.contains("joc") {
                return Err(Why::NotAParticipant { stage: id(), agency: cx.officer.agency.clone() }.at(&step.place));
            }
            out.push(JointRequested { stage: id(), participants, reason: why.clone() });
        }
        Command::Finding { verdict, text, .. } => {
            words(text)?;
            if *verdict == Verdict::Objection {
                reason(text)?;
            }
            joint_step(step)?;
            cx.may(Action::Joint, &state.path.step_label(step, Kind::Stage))?;
            let joint = state.stages[at].joint.as_ref().ok_or_else(|| Why::NoJointOpen { stage: id() }.at(&step.place))?;
            let agency = cx.officer.agency.clone();
            if !joint.participants.iter().any(|(a, _)| *a == agency) {
                return Err(Why::NotAParticipant { stage: id(), agency }.at(&step.place));
            }
            out.push(FindingRecorded { stage: id(), agency, verdict: *verdict, text: text.clone() });
        }
        Command::ReleaseJoint { .. } => {
            joint_step(step)?;
            owned(cx, state, step, Action::Act)?;
            let joint = state.stages[at].joint.as_ref().ok_or_else(|| Why::NoJointOpen { stage: id() }.at(&step.place))?;
            let missing: Vec<AgencyId> = joint.participants.iter().filter(|(_, f)| f.is_none()).map(|(a, _)| a.clone()).collect();
            if !missing.is_empty() {
                return Err(Why::FindingsOwed { stage: id(), missing }.at(&step.place));
            }
            let objects = |f: &Option<super::state::Finding>| f.as_ref().is_some_and(|f| f.verdict == Verdict::Objection);
            let by: Vec<AgencyId> = joint.participants.iter().filter(|(_, f)| objects(f)).map(|(a, _)| a.clone()).collect();
            if !by.is_empty() {
                return Err(Why::Objection { stage: id(), by }.at(&step.place));
            }
            super::decide::no_holds(state, std::iter::once(at).chain(step.joins.iter().copied()), step)?;
            out.push(JointReleased { stage: id() });
        }
        _ => {}
    }
    Ok(())
}

fn kind_word(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Handover => "hand-over",
        StepKind::Release => "release",
        StepKind::JointExamination => "joint examination",
        StepKind::Gate => "gate",
        StepKind::Control => "control",
    }
}

/// The officer's agency owns the step, and the rules let the officer act there.
pub(super) fn owned(cx: &Context<'_>, state: &Crossing, step: &Step, action: Action) -> Result<(), Refused> {
    if step.agency != cx.officer.agency || step.state != cx.officer.state {
        let (stage, agency, of) = (step.id.clone(), step.agency.clone(), step.state.clone());
        return Err(Why::NotYours { stage, agency, state: of }.at(&step.place));
    }
    cx.may(action, &state.path.step_label(step, Kind::Stage))
}

/// The prerequisites are finished.
pub(super) fn in_time(state: &Crossing, at: usize) -> Result<(), Refused> {
    let missing = state.missing(at);
    if missing.is_empty() {
        return Ok(());
    }
    let step = &state.path.steps[at];
    Err(Why::TooEarly { stage: step.id.clone(), missing: missing.iter().map(|m| state.path.steps[*m].id.clone()).collect() }
        .at(&step.place))
}

/// The crossing's conditions, or another stage's question, make the step apply.
fn applies(state: &Crossing, at: usize) -> Result<(), Refused> {
    let step = &state.path.steps[at];
    if state.applies(at) {
        return Ok(());
    }
    Err(Why::DoesNotApply { stage: step.id.clone(), condition: step.applies.clone().unwrap_or_default() }.at(&step.place))
}

/// The state whose step it is has the crossing in hand: after the hand-over the state that was left has not.
fn in_hand(state: &Crossing, at: usize) -> Result<(), Refused> {
    let step = &state.path.steps[at];
    if step.half != Half::Exit || !state.path.one_stop || matches!(state.custody, Custody::Exit) || state.reversed.is_some() {
        return Ok(());
    }
    let entry = state.path.steps.iter().find(|s| s.half == Half::Entry).map_or_else(|| step.state.clone(), |s| s.state.clone());
    Err(Why::HandedOver { state: entry }.at(&step.place))
}

/// Whoever is asked does not wait, through others or not, for the one who asks: neither would ever answer.
fn no_circle(state: &Crossing, at: usize, target: usize) -> Result<(), Refused> {
    let mut asked = target;
    // Entries of other nodes may have made a circle that does not lead back here.
    for _ in 0..state.stages.len() {
        let Some(next) = state.stages[asked].waits_for else { break };
        if next == at {
            let steps = &state.path.steps;
            return Err(Why::AnswerOwed { stage: steps[asked].id.clone(), to: steps[at].id.clone() }.at(&steps[asked].place));
        }
        asked = next;
    }
    Ok(())
}

fn not_finished(state: &Crossing, at: usize) -> Result<(), Refused> {
    let (step, stage) = (&state.path.steps[at], &state.stages[at]);
    if stage.outcome.is_finished() {
        return Err(Why::AlreadyDone { stage: step.id.clone(), outcome: stage.outcome.word() }.at(&step.place));
    }
    Ok(())
}

fn not_held(state: &Crossing, at: usize) -> Result<(), Refused> {
    let step = &state.path.steps[at];
    if state.stages[at].hold.is_some() { Err(Why::Held { stage: step.id.clone() }.at(&step.place)) } else { Ok(()) }
}

/// Whether the officer is at this stage already.
fn mine(cx: &Context<'_>, state: &Crossing, at: usize) -> bool {
    matches!(&state.stages[at].outcome, Outcome::InProgress { by, .. } if by.officer == cx.officer.id)
}

/// It is here, or is now: a person or vehicle before the officer has arrived, a ship or an aircraft is reported.
fn present(state: &Crossing, at: usize, out: &mut Facts<'_>) -> Result<(), Refused> {
    let step = &state.path.steps[at];
    if state.arrived_us.is_some() || (step.before_arrival() && step.kind != StepKind::Gate) {
        return Ok(());
    }
    let by_itself = matches!(&*state.subject, Subject::Flight(_) | Subject::Vessel(_) | Subject::Consignment(_));
    if by_itself && step.kind != StepKind::Gate {
        return Err(Why::NotArrived.at(&step.place));
    }
    arrive(state, out);
    Ok(())
}

fn can_begin(cx: &Context<'_>, state: &Crossing, at: usize, why: &str, take_over: bool) -> Result<(), Refused> {
    let (step, stage) = (&state.path.steps[at], &state.stages[at]);
    let id = || step.id.clone();
    if matches!(step.kind, StepKind::Handover | StepKind::Release | StepKind::JointExamination) {
        return Err(Why::NoSuchStage { stage: format!("{} (it is a {})", step.id, kind_word(step.kind)) }.at(&step.place));
    }
    if let Outcome::InProgress { by, .. } = &stage.outcome
        && !(take_over && by.officer != cx.officer.id)
    {
        return Err(Why::Taken { stage: id(), officer: by.officer.clone(), since_us: by.at_us }.at(&step.place));
    }
    if let Some(joint) = state.joint_over(at) {
        return Err(Why::JointOpen { joint: state.path.steps[joint].id.clone() }.at(&state.path.steps[joint].place));
    }
    applies(state, at)?;
    not_held(state, at)?;
    let again = stage.outcome.is_finished();
    if again && (why.trim().is_empty() || step.examines != Some(Examines::Goods)) {
        return Err(Why::AlreadyDone { stage: id(), outcome: stage.outcome.word() }.at(&step.place));
    }
    if let Some(to) = stage.waits_for {
        return Err(Why::AnswerOwed { stage: id(), to: state.path.steps[to].id.clone() }.at(&step.place));
    }
    in_hand(state, at)?;
    in_time(state, at)?;
    let by_itself = matches!(&*state.subject, Subject::Flight(_) | Subject::Vessel(_) | Subject::Consignment(_));
    if state.arrived_us.is_none() && by_itself && !step.before_arrival() {
        return Err(Why::NotArrived.at(&step.place));
    }
    second_examination(state, at, why)
}

/// The same goods are not opened twice without a reason.
pub(super) fn second_examination(state: &Crossing, at: usize, why: &str) -> Result<(), Refused> {
    let step = &state.path.steps[at];
    if !state.path.goods || step.examines != Some(Examines::Goods) || !why.trim().is_empty() {
        return Ok(());
    }
    let steps = state.path.steps.iter().enumerate();
    let earlier: Vec<_> =
        steps.filter(|(i, s)| s.examines == Some(Examines::Goods) && examined(state, *i, at)).map(|(_, s)| s.id.clone()).collect();
    if earlier.is_empty() { Ok(()) } else { Err(Why::SecondExamination { stage: step.id.clone(), earlier }.at(&step.place)) }
}

/// Whether the goods were examined at a stage; taking up one's own unfinished examination again is not a second one.
fn examined(state: &Crossing, earlier: usize, at: usize) -> bool {
    let stage = &state.stages[earlier];
    stage.begun > 0 && (earlier != at || stage.outcome.is_finished())
}

fn begin(cx: &Context<'_>, state: &Crossing, at: usize, why: &str, out: &mut Facts<'_>) {
    let step = &state.path.steps[at];
    if state.arrived_us.is_none() && (!step.before_arrival() || step.kind == StepKind::Gate) {
        arrive(state, out);
    }
    out.push(StageStarted { stage: step.id.clone(), desk: cx.officer.desk.clone(), reason: why.to_owned() });
}

fn joint_step(step: &Step) -> Result<(), Refused> {
    if step.kind == StepKind::JointExamination { Ok(()) } else { Err(Why::NotJoint { stage: step.id.clone() }.at(&step.place)) }
}

fn hold_until(cx: &Context<'_>, step: &Step, ground: &GroundId, until_us: Option<i64>) -> Result<i64, Refused> {
    let known = cx.book.hold_grounds.get(ground).ok_or_else(|| Why::UnknownGround { ground: ground.to_string() })?;
    ground_fits(cx, step, ground, &known.function, known.state.as_ref()).map_err(|w| w.at(&known.place))?;
    let latest = cx.now_us.saturating_add(i64::try_from(known.max_s).unwrap_or(i64::MAX).saturating_mul(MICROS));
    let until = until_us.unwrap_or(latest);
    if until > latest || until <= cx.now_us {
        return Err(Why::TooLong { ground: ground.to_string(), most_s: known.max_s }.at(&known.place));
    }
    Ok(until)
}

fn ground_fits(cx: &Context<'_>, step: &Step, ground: &GroundId, function: &str, state: Option<&StateCode>) -> Result<(), Why> {
    let owner = cx.book.agencies.get(&step.agency);
    let has_function = owner.is_some_and(|a| a.functions.iter().any(|f| f == function));
    if has_function && state.is_none_or(|s| *s == cx.officer.state) {
        return Ok(());
    }
    Err(Why::NotYourGround { ground: ground.to_string(), function: function.to_owned(), state: state.cloned(), stage: step.id.clone() })
}
