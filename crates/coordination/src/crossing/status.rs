//! What people look at: who has it now, since when, what is still owed by whom, when it should be done, and what the officer who looks may do.

use super::command::Command;
use super::decide::{Context, decide};
use super::decide_stage::second_examination;
use super::fact::{CrossingId, Verdict};
use super::refused::Refused;
use super::state::{Crossing, Custody, EndingKind, Outcome};
use framework::access::Topic;
use framework::{AgencyId, DeskId, OfficerId, StageId, StepKind};
use serde::{Deserialize, Serialize};

const MICROS: i64 = 1_000_000;

/// Where a crossing is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Announced.
    Expected,
    /// Here, and nobody is at it.
    Waiting,
    /// Somebody is at it.
    InControl,
    /// One agency waits for another's answer.
    Referred,
    /// Held on a legal ground.
    Held,
    /// Entry or exit was refused.
    Refused,
    /// Gone.
    Released,
    /// Taken back.
    Readmitted,
    /// Will not come.
    Cancelled,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Waiting => "waiting",
            Self::InControl => "in_control",
            Self::Referred => "referred",
            Self::Held => "held",
            Self::Refused => "refused",
            Self::Released => "released",
            Self::Readmitted => "readmitted",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Position of the stage.
    pub step: usize,
    /// The agency.
    pub agency: AgencyId,
    /// The officer, when one is at it.
    pub officer: Option<OfficerId>,
    /// The desk, when one is at it.
    pub desk: Option<DeskId>,
    /// Since when. Microseconds since 1970, UTC.
    pub since_us: i64,
}

/// What people look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// In one word.
    pub state: State,
    /// Positions of the stages it now waits at or is in.
    pub lanes: Vec<usize>,
    /// Who has it: those at it, else those it waits for. The first has had it longest.
    pub holders: Vec<Holder>,
    /// Positions of the stages that are still owed.
    pub owed: Vec<usize>,
    /// When it should be released; absent when nobody can say (held without end, refused) or it is over.
    pub expected_release_us: Option<i64>,
}

impl Crossing {
    /// Where it is, at a time.
    pub fn status(&self, now_us: i64) -> Status {
        let owed = self.owed();
        let lanes: Vec<usize> = if self.is_over() || self.refusal.is_some() { self.refusal_lane() } else { self.lanes(&owed) };
        let mut holders: Vec<Holder> = lanes.iter().filter_map(|l| self.holder(*l)).collect();
        holders.sort_by_key(|h| (h.officer.is_none(), h.since_us));
        Status { state: self.state(&lanes), expected_release_us: self.expected_release(&owed, now_us), lanes, holders, owed }
    }

    /// At a one-stop post the state that was left owes re-admission.
    fn refusal_lane(&self) -> Vec<usize> {
        match &self.refusal {
            Some(r) if !self.is_over() => vec![r.step],
            _ => Vec::new(),
        }
    }

    fn lanes(&self, owed: &[usize]) -> Vec<usize> {
        let release = |i: usize| self.path.steps[i].kind == StepKind::Release;
        let others_owed = owed.iter().any(|i| !release(*i));
        (0..self.stages.len())
            .filter(|i| {
                let stage = &self.stages[*i];
                let active = matches!(stage.outcome, Outcome::InProgress { .. }) || stage.hold.is_some() || stage.waits_for.is_some();
                let waiting = owed.contains(i) && stage.ready_us.is_some() && self.joint_over(*i).is_none();
                active || (waiting && !(release(*i) && others_owed))
            })
            .collect()
    }

    fn holder(&self, step: usize) -> Option<Holder> {
        let (stage, path) = (&self.stages[step], &self.path.steps[step]);
        let at = |since_us| Holder { step, agency: path.agency.clone(), officer: None, desk: None, since_us };
        if let Some(refusal) = &self.refusal {
            return Some(at(refusal.by.at_us));
        }
        if let Some(hold) = &stage.hold {
            return Some(Holder { officer: Some(hold.by.officer.clone()), ..at(hold.by.at_us) });
        }
        match &stage.outcome {
            Outcome::InProgress { by, desk } => {
                Some(Holder { officer: Some(by.officer.clone()), desk: Some(desk.clone()), ..at(by.at_us) })
            }
            _ if stage.waits_for.is_some() => None,
            _ => {
                // What is handed over and not yet accepted waits for the state that is entered.
                if path.kind == StepKind::Handover
                    && let Custody::Offered(by) = &self.custody
                    && let Some(taker) = self.path.steps.iter().find(|s| s.half == framework::Half::Entry && s.function == path.function)
                {
                    return Some(Holder { agency: taker.agency.clone(), ..at(by.at_us) });
                }
                stage.ready_us.map(at)
            }
        }
    }

    fn state(&self, lanes: &[usize]) -> State {
        match &self.ending {
            Some(e) if e.kind == EndingKind::Released => return State::Released,
            Some(e) if e.kind == EndingKind::Readmitted => return State::Readmitted,
            Some(_) => return State::Cancelled,
            None => {}
        }
        if self.refusal.is_some() {
            return State::Refused;
        }
        let any = |f: &dyn Fn(&super::state::Stage) -> bool| lanes.iter().any(|l| f(&self.stages[*l]));
        if any(&|s| s.hold.is_some()) {
            State::Held
        } else if any(&|s| matches!(s.outcome, Outcome::InProgress { .. })) {
            State::InControl
        } else if any(&|s| s.waits_for.is_some()) {
            State::Referred
        } else if self.arrived_us.is_none() {
            State::Expected
        } else {
            State::Waiting
        }
    }

    /// The longest chain of what is owed, each stage at its expected length; a stage that has begun counts from its beginning, a hold to its end.
    fn expected_release(&self, owed: &[usize], now_us: i64) -> Option<i64> {
        if self.is_over() || self.refusal.is_some() {
            return None;
        }
        let start = self.arrived_us.map_or(self.expected_us.unwrap_or(now_us).max(now_us), |_| now_us);
        let mut done = vec![start; self.stages.len()];
        // Prerequisites may stand later in the file: as many rounds as stages always suffice, two do as a rule.
        for _ in 0..self.stages.len() {
            let mut changed = false;
            for &step in owed {
                let path = &self.path.steps[step];
                let waits = path.after.iter().filter(|a| owed.contains(a)).map(|a| done[*a]).max().unwrap_or(start);
                let waits = if path.kind == StepKind::Release {
                    owed.iter().filter(|o| **o != step).map(|o| done[*o]).max().unwrap_or(start).max(waits)
                } else {
                    waits
                };
                let length = i64::from(path.expected_s) * MICROS;
                let stage = &self.stages[step];
                let mut end = match &stage.outcome {
                    Outcome::InProgress { by, .. } => by.at_us.saturating_add(length).max(now_us),
                    _ => waits.saturating_add(length),
                };
                if let Some(hold) = &stage.hold {
                    end = end.max(hold.until_us.saturating_add(length));
                }
                if end != done[step] {
                    done[step] = end;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        owed.iter().map(|o| done[*o]).max().or(Some(start))
    }
}

/// A command that an officer could give now, and what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The word of the command.
    pub command: &'static str,
    /// Its stage.
    pub stage: Option<StageId>,
    /// What has to be filled in: reason, ground, to, verdict, agreement, condition, topic.
    pub needs: &'static [&'static str],
    /// Why not, when it cannot be done now.
    pub refused: Option<Refused>,
}

impl Status {
    /// What the officer may do with a crossing now. Commands on other agencies' stages are left out; those on the officer's own stages that are refused only for
    /// now are given with the reason.
    pub fn offers(cx: &Context<'_>, id: &CrossingId, state: &Crossing) -> Vec<Offer> {
        let mut offers = Vec::new();
        let mut offer = |command: Command, stage: Option<&StageId>, needs: &'static [&'static str], show_refused: bool| {
            let refused = decide(cx, id, state, &[], &command).err();
            if refused.is_none() || show_refused {
                offers.push(Offer { command: command.word(), stage: stage.cloned(), needs, refused });
            }
        };
        const WHY: &str = "?";
        let why = || WHY.to_owned();
        let open = !state.is_over() && state.refusal.is_none();
        for (at, step) in state.path.steps.iter().enumerate().filter(|_| open) {
            let (stage, now) = (step.id.clone(), &state.stages[at]);
            let own = step.agency == cx.officer.agency && step.state == cx.officer.state;
            if own && matches!(step.kind, StepKind::Control | StepKind::Gate) && state.applies(at) {
                let wanted = state.demanded(at) && !state.settled(at);
                let again = !now.outcome.is_finished() && second_examination(state, at, "").is_err();
                let reason = || if again { why() } else { String::new() };
                let needs = |with: &'static [&'static str], without: &'static [&'static str]| if again { with } else { without };
                let start = |take_over| Command::Start { stage: stage.clone(), reason: reason(), take_over };
                offer(start(false), Some(&stage), needs(&["reason"], &[]), false);
                if matches!(&now.outcome, Outcome::InProgress { by, .. } if by.officer != cx.officer.id) {
                    offer(start(true), Some(&stage), needs(&["take_over", "reason"], &["take_over"]), false);
                }
                let at_it = matches!(&now.outcome, Outcome::InProgress { by, .. } if by.officer == cx.officer.id);
                let pass = Command::Pass { stage: stage.clone(), note: String::new(), reason: reason() };
                offer(pass, Some(&stage), if at_it { &[] } else { needs(&["reason"], &[]) }, wanted);
                let ground = |function: &str, of: Option<&framework::StateCode>| {
                    let agency = cx.book.agencies.get(&step.agency);
                    agency.is_some_and(|a| a.functions.iter().any(|f| f == function)) && of.is_none_or(|s| *s == cx.officer.state)
                };
                if let Some(g) = cx.book.hold_grounds.values().find(|g| ground(&g.function, g.state.as_ref())) {
                    let hold = Command::Hold { stage: stage.clone(), ground: g.id.clone(), reason: why(), until_us: None };
                    offer(hold, Some(&stage), &["ground", "reason"], false);
                }
                if let Some(g) = cx.book.refusal_grounds.values().find(|g| ground(&g.function, g.state.as_ref())) {
                    let refuse = Command::Refuse { stage: stage.clone(), ground: g.id.clone(), reason: why() };
                    offer(refuse, Some(&stage), &["ground", "reason"], false);
                }
                let refer = |to: &framework::Step| Command::Refer { stage: stage.clone(), to: to.id.clone(), reason: why() };
                if let Some(refer) = state.path.steps.iter().map(refer).find(|r| decide(cx, id, state, &[], r).is_ok()) {
                    offer(refer, Some(&stage), &["to", "reason"], false);
                }
                offer(Command::Waive { stage: stage.clone(), reason: why() }, Some(&stage), &["reason"], false);
            }
            if own && now.hold.is_some() {
                offer(Command::LiftHold { stage: stage.clone(), reason: why() }, Some(&stage), &["reason"], false);
            }
            if step.kind == StepKind::JointExamination {
                offer(Command::RequestJoint { stage: stage.clone(), reason: why() }, Some(&stage), &["reason"], false);
                offer(Command::Finding { stage: stage.clone(), verdict: Verdict::Clear, text: why() }, Some(&stage), &["verdict"], false);
                offer(Command::ReleaseJoint { stage: stage.clone() }, Some(&stage), &[], own && now.joint.is_some());
            }
            if own && step.kind == StepKind::Handover {
                offer(Command::HandOver, Some(&stage), &[], matches!(state.custody, Custody::Exit));
            }
            if own && step.kind == StepKind::Release {
                offer(Command::Release, Some(&stage), &[], true);
            }
        }
        offer(Command::AcceptHandOver, None, &[], false);
        offer(Command::GiveBack { reason: why() }, None, &["reason"], false);
        if let Some((agreement, _)) = state.path.reversal.first().filter(|_| state.reversed.is_none()) {
            offer(Command::Reverse { agreement: agreement.clone(), reason: why() }, None, &["agreement", "reason"], false);
        }
        offer(Command::Readmit { reason: String::new() }, None, &[], false);
        offer(Command::Arrive, None, &[], false);
        if let Some(condition) = state.path.steps.iter().filter_map(|s| s.applies.clone()).find(|c| open && !state.conditions.contains(c)) {
            offer(Command::Mark { condition, reason: why() }, None, &["condition", "reason"], false);
        }
        offer(Command::Remark { topic: Topic::General, text: why() }, None, &["topic", "text"], false);
        offer(Command::Cancel { reason: why() }, None, &["reason"], false);
        offers
    }
}
