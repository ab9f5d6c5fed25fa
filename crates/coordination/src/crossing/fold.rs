//! From entries to state. Total: whatever the entries, there is a state.

use super::fact::{Fact, Opened, PartState};
use super::state::{By, Conflict, Crossing, Custody, Ending, EndingKind, Finding, Hold, Joint, Outcome, Parts, Refusal, SharedPath, Stage};
use super::subject::Subject;
use framework::{Rulebook, StepKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Contradictions that are kept one by one; more are only counted in the version.
const MAX_CONFLICTS: usize = 100;

/// A fact with who recorded it.
#[derive(Debug, Clone)]
pub struct Recorded<'a> {
    /// The entry's id.
    pub id: &'a str,
    /// Who and when.
    pub by: By,
    /// What.
    pub fact: Fact,
}

impl Crossing {
    /// Folds one entry. `None` for a first entry that does not open a crossing, or opens one on a procedure that the framework no longer has.
    pub fn fold(book: &Rulebook, state: Option<&Crossing>, entry: &Recorded<'_>) -> Option<Crossing> {
        match (state, &entry.fact) {
            (None, Fact::Opened(opened)) => start(book, opened, &entry.by),
            (None, _) => None,
            (Some(state), fact) => {
                let mut next = state.clone();
                if let Fact::Remarked(f) = fact {
                    let of = (entry.by.agency.clone(), entry.by.officer.clone(), f.topic);
                    *next.remarks.entry(of).or_default() += 1;
                    return Some(next);
                }
                next.version += 1;
                next.touched_us = entry.by.at_us;
                if !next.apply(fact, &entry.by) && next.conflicts.len() < MAX_CONFLICTS {
                    let kind = fact.kind().to_owned();
                    next.conflicts.push(Conflict { entry: entry.id.to_owned(), kind, by: entry.by.clone() });
                }
                next.note_ready(entry.by.at_us);
                Some(next)
            }
        }
    }

    /// Folds a set of entries, of one node or of many, in whatever order they came and however often: they are taken once each, in the order of their ids,
    /// which is that of time. The ids of one journal increase, so that on one node this is what folding one after the other gives.
    pub fn replay<'a>(book: &Rulebook, entries: impl IntoIterator<Item = Recorded<'a>>) -> Option<Crossing> {
        let mut entries: Vec<Recorded<'a>> = entries.into_iter().collect();
        entries.sort_by_key(|e| e.id);
        entries.dedup_by_key(|e| e.id);
        entries.into_iter().fold(None, |state, entry| Crossing::fold(book, state.as_ref(), &entry).or(state))
    }

    /// Whether the fact fits.
    fn apply(&mut self, fact: &Fact, by: &By) -> bool {
        if self.is_over() {
            // What comes after the end is kept, and contradicts it.
            return matches!(fact, Fact::PartsMoved(_)) && self.count_parts(fact);
        }
        match fact {
            Fact::Opened(_) => return false,
            Fact::Updated(f) => self.subject = Arc::new(f.subject.clone()),
            Fact::Arrived(_) => {
                let known = self.arrived_us.is_some();
                self.arrived_us.get_or_insert(by.at_us);
                return !known;
            }
            Fact::Identified(f) => {
                self.matched = Some(f.matched.as_str().into());
                let shown = match &*self.subject {
                    Subject::Traveller(_) => Subject::Traveller(f.traveller.clone()),
                    Subject::PersonOnFoot(_) => Subject::PersonOnFoot(f.traveller.clone()),
                    _ => return false,
                };
                self.subject = Arc::new(shown);
            }
            Fact::Marked(f) => return self.conditions.insert(f.condition.clone()),
            Fact::PartsMoved(_) => return self.count_parts(fact),
            Fact::Reversed(f) => {
                let known = self.reversed.is_some();
                self.reversed.get_or_insert_with(|| f.agreement.clone());
                return !known;
            }
            Fact::Readmitted(_) => {
                self.ending = Some(Ending { kind: EndingKind::Readmitted, by: by.clone() });
                return self.refusal.is_some();
            }
            Fact::Cancelled(_) => self.ending = Some(Ending { kind: EndingKind::Cancelled, by: by.clone() }),
            _ => return self.apply_stage(fact, by),
        }
        true
    }

    fn count_parts(&mut self, fact: &Fact) -> bool {
        let Fact::PartsMoved(f) = fact else { return true };
        for (state, sign) in f.from.map(|s| (s, -1)).into_iter().chain([(f.to, 1)]) {
            let counted = match state {
                PartState::Expected => &mut self.parts.expected,
                PartState::Present => &mut self.parts.present,
                PartState::Refused => &mut self.parts.refused,
                PartState::Settled => &mut self.parts.settled,
            };
            *counted += sign * i64::from(f.count);
        }
        true
    }

    fn apply_stage(&mut self, fact: &Fact, by: &By) -> bool {
        let Some(at) = stage_of(fact).and_then(|s| self.path.position(s)) else { return false };
        let stage = &mut self.stages[at];
        let finished = stage.outcome.is_finished();
        match fact {
            Fact::StageStarted(f) => {
                stage.outcome = Outcome::InProgress { by: by.clone(), desk: f.desk.clone() };
                stage.started_us.get_or_insert(by.at_us);
                stage.ended_us = None;
                stage.begun += 1;
                if !f.reason.is_empty() {
                    stage.say(&f.reason, by);
                }
                return !finished || !f.reason.is_empty();
            }
            Fact::StagePassed(f) => {
                stage.say(&f.note, by);
                self.finish(at, Outcome::Passed(by.clone()), by);
            }
            Fact::StageWaived(f) => {
                stage.say(&f.reason, by);
                self.finish(at, Outcome::Waived(by.clone()), by);
            }
            Fact::StageReferred(f) => {
                let Some(to) = self.path.position(f.to.as_str()) else { return false };
                let stage = &mut self.stages[at];
                stage.say(&f.reason, by);
                stage.waits_for = Some(to);
                stage.outcome = Outcome::Pending;
                let asked = &mut self.stages[to];
                asked.asked_by.push(at);
                asked.referrals.extend(f.assignment.clone().map(|id| (at, id)));
                if asked.outcome.is_finished() {
                    asked.outcome = Outcome::Pending;
                    asked.ended_us = None;
                    asked.ready_us = Some(by.at_us);
                }
            }
            Fact::Held(f) => {
                let hold = Hold { ground: f.ground.clone(), reason: f.reason.clone(), by: by.clone(), until_us: f.until_us };
                return stage.hold.replace(hold).is_none() && !finished;
            }
            Fact::HoldLifted(_) => return stage.hold.take().is_some(),
            Fact::Refused(f) => {
                stage.say(&f.reason, by);
                stage.outcome = Outcome::Refused(by.clone());
                stage.ended_us = Some(by.at_us);
                stage.hold = None;
                let first = self.refusal.is_none();
                self.refusal.get_or_insert_with(|| Refusal { step: at, ground: f.ground.clone(), by: by.clone() });
                return first && !finished;
            }
            Fact::HandedOver(_) => {
                let fits = matches!(self.custody, Custody::Exit);
                stage.started_us.get_or_insert(by.at_us);
                stage.begun += 1;
                self.custody = Custody::Offered(by.clone());
                return fits;
            }
            Fact::HandoverAccepted(_) => {
                let fits = matches!(self.custody, Custody::Offered(_));
                self.custody = Custody::Entry(by.clone());
                self.finish(at, Outcome::Passed(by.clone()), by);
                return fits;
            }
            Fact::GivenBack(f) => {
                let fits = !matches!(self.custody, Custody::Exit);
                stage.say(&f.reason, by);
                stage.outcome = Outcome::Pending;
                stage.ended_us = None;
                self.custody = Custody::Exit;
                return fits;
            }
            Fact::JointRequested(f) => {
                let participants = f.participants.iter().map(|a| (a.clone(), None)).collect();
                stage.outcome = Outcome::InProgress { by: by.clone(), desk: "".into() };
                stage.started_us.get_or_insert(by.at_us);
                stage.begun += 1;
                return stage.joint.replace(Joint { by: by.clone(), reason: f.reason.clone(), participants }).is_none();
            }
            Fact::FindingRecorded(f) => {
                let Some(joint) = &mut stage.joint else { return false };
                let Some(place) = joint.participants.iter_mut().find(|(a, _)| a == &f.agency) else { return false };
                place.1 = Some(Finding { verdict: f.verdict, text: f.text.clone(), by: by.clone() });
            }
            Fact::JointReleased(_) => {
                let open = stage.joint.take().is_some();
                self.finish(at, Outcome::Passed(by.clone()), by);
                for joined in self.path.steps[at].joins.clone() {
                    if self.applies(joined) && !self.stages[joined].outcome.is_finished() {
                        self.finish(joined, Outcome::Joint(by.clone()), by);
                    }
                }
                return open;
            }
            Fact::Released(_) => {
                self.finish(at, Outcome::Passed(by.clone()), by);
                self.ending = Some(Ending { kind: EndingKind::Released, by: by.clone() });
            }
            _ => return false,
        }
        !finished
    }

    fn finish(&mut self, at: usize, outcome: Outcome, by: &By) {
        let stage = &mut self.stages[at];
        stage.outcome = outcome;
        stage.ended_us = Some(by.at_us);
        stage.started_us.get_or_insert(by.at_us);
        stage.hold = None;
        stage.waits_for = None;
        stage.referrals.clear();
        // Those that asked have their answer.
        for asker in std::mem::take(&mut stage.asked_by) {
            let waiting = &mut self.stages[asker];
            if waiting.waits_for == Some(at) {
                waiting.waits_for = None;
                waiting.ready_us = Some(by.at_us);
            }
        }
    }

    /// Notes since when each stage could be done.
    fn note_ready(&mut self, at_us: i64) {
        for step in 0..self.stages.len() {
            let can_be = self.applies(step)
                && (self.arrived_us.is_some() || self.path.steps[step].before_arrival())
                && self.missing(step).is_empty();
            let ready = &mut self.stages[step].ready_us;
            match (can_be, *ready) {
                (true, None) => *ready = Some(at_us),
                (false, Some(_)) if !self.stages[step].outcome.is_finished() => self.stages[step].ready_us = None,
                _ => {}
            }
        }
    }
}

impl Stage {
    fn say(&mut self, words: &str, by: &By) {
        if !words.is_empty() {
            words.clone_into(&mut self.words);
            self.words_by = Some(by.clone());
        }
    }
}

/// Which steps can be done before arrival.
pub(super) trait BeforeArrival {
    /// Papers can be looked at before what they are about is here; a gate is the arrival itself.
    fn before_arrival(&self) -> bool;
}

impl BeforeArrival for framework::Step {
    fn before_arrival(&self) -> bool {
        self.kind == StepKind::Gate
            || (self.kind == StepKind::Control && self.examines == Some(framework::Examines::Documents) && self.after.is_empty())
    }
}

fn start(book: &Rulebook, opened: &Opened, by: &By) -> Option<Crossing> {
    let path = book.path(&opened.procedure, &opened.point, opened.direction)?.clone();
    let mut state = Crossing {
        stages: path.steps.iter().map(|_| Stage::new()).collect(),
        path: SharedPath(path),
        subject: Arc::new(opened.subject.clone()),
        conditions: opened.conditions.iter().cloned().collect(),
        part_of: opened.part_of.clone(),
        nature: opened.nature,
        origin: opened.origin,
        framework: opened.framework.as_str().into(),
        opened: by.clone(),
        expected_us: opened.expected_us,
        arrived_us: None,
        matched: None,
        custody: Custody::Exit,
        reversed: None,
        refusal: None,
        parts: Parts::default(),
        remarks: BTreeMap::new(),
        ending: None,
        version: 1,
        touched_us: by.at_us,
        conflicts: Vec::new(),
    };
    state.note_ready(by.at_us);
    Some(state)
}

fn stage_of(fact: &Fact) -> Option<&str> {
    let stage = match fact {
        Fact::StageStarted(f) => &f.stage,
        Fact::StagePassed(f) => &f.stage,
        Fact::StageReferred(f) => &f.stage,
        Fact::StageWaived(f) => &f.stage,
        Fact::Held(f) => &f.stage,
        Fact::HoldLifted(f) => &f.stage,
        Fact::Refused(f) => &f.stage,
        Fact::HandedOver(f) => &f.stage,
        Fact::HandoverAccepted(f) => &f.stage,
        Fact::GivenBack(f) => &f.stage,
        Fact::JointRequested(f) => &f.stage,
        Fact::FindingRecorded(f) => &f.stage,
        Fact::JointReleased(f) => &f.stage,
        Fact::Released(f) => &f.stage,
        _ => return None,
    };
    Some(stage.as_str())
}
