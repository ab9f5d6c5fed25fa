//! What proper officers would do next, worked out from the state alone: without asking `decide`, which is what is tested.

use super::{Walk, officer, owes_readmission};
use coordination::crossing::{Command, Crossing, CrossingId, Custody, Verdict};
use framework::access::Officer;
use framework::{Half, Rulebook, StepKind};

/// Commands that help a crossing on, the nearest to its end last. Not all of them can be given at once.
pub fn onward(book: &Rulebook, state: &Crossing) -> Vec<(Officer, Command)> {
    let path = &state.path;
    let desk = |agency: &str| officer(book, agency, path.point.as_str(), 1);
    let why = || "it has to end".to_owned();
    let of_half = |half: Half| path.steps.iter().find(|s| s.half == half && s.kind != StepKind::Handover).map(|s| desk(s.agency.as_str()));
    let mut ways = Vec::new();
    if state.is_over() {
        return ways;
    }
    if let Some(refusal) = &state.refusal {
        if owes_readmission(state, refusal.step) {
            ways.extend(of_half(Half::Exit).map(|o| (o, Command::Readmit { reason: why() })));
        }
        return ways;
    }
    for (at, step) in path.steps.iter().enumerate() {
        let (stage, owner) = (&state.stages[at], desk(step.agency.as_str()));
        if stage.hold.is_some() {
            ways.push((owner.clone(), Command::LiftHold { stage: step.id.clone(), reason: why() }));
        }
        if let Some(joint) = &stage.joint {
            for (agency, _) in &joint.participants {
                let finding = Command::Finding { stage: step.id.clone(), verdict: Verdict::Clear, text: why() };
                ways.push((desk(agency.as_str()), finding));
            }
            ways.push((owner.clone(), Command::ReleaseJoint { stage: step.id.clone() }));
        }
        if matches!(step.kind, StepKind::Control | StepKind::Gate) && !stage.outcome.is_finished() && state.applies(at) {
            ways.push((owner.clone(), Command::Start { stage: step.id.clone(), reason: why(), take_over: true }));
            ways.push((owner, Command::Pass { stage: step.id.clone(), note: String::new(), reason: why() }));
        }
    }
    if let Some(step) = path.steps.iter().find(|s| s.kind == StepKind::Handover) {
        match state.custody {
            Custody::Exit => ways.push((desk(step.agency.as_str()), Command::HandOver)),
            Custody::Offered(_) => ways.extend(of_half(Half::Entry).map(|o| (o, Command::AcceptHandOver))),
            Custody::Entry(_) => {}
        }
    }
    if state.arrived_us.is_none() {
        ways.push((desk(path.steps[0].agency.as_str()), Command::Arrive));
    }
    if let Some(step) = path.steps.iter().find(|s| s.kind == StepKind::Release) {
        ways.push((desk(step.agency.as_str()), Command::Release));
    }
    ways
}

/// Proper officers bring a crossing to its end, its parts first. `Err` with what was refused in the last round when nothing went on.
pub fn end_of(walk: &mut Walk, id: &CrossingId) -> Result<(), Vec<String>> {
    /// More than any procedure has stages.
    const ROUNDS: usize = 60;
    let parts: Vec<CrossingId> = walk.states.iter().filter(|(_, s)| s.part_of.as_ref() == Some(id)).map(|(i, _)| i.clone()).collect();
    for part in &parts {
        end_of(walk, part)?;
    }
    let mut gave_back = false;
    let mut refused = Vec::new();
    for _ in 0..ROUNDS {
        if walk.settled(id) {
            return Ok(());
        }
        refused.clear();
        let mut moved = false;
        for (officer, command) in onward(&walk.pack.book, &walk.states[id]) {
            walk.now_us += 1;
            match walk.give(&officer, id, &command) {
                Ok(facts) => moved |= !facts.is_empty(),
                Err(e) => refused.push(format!("{}: {command:?} -> {e}", officer.id)),
            }
        }
        // A question to the state that was left is answered there.
        if !moved && !gave_back {
            gave_back = true;
            let path = walk.states[id].path.clone();
            let entry = path
                .steps
                .iter()
                .find(|s| s.half == Half::Entry)
                .map(|s| officer(&walk.pack.book, s.agency.as_str(), path.point.as_str(), 1));
            if let Some(entry) = entry {
                moved = walk.give(&entry, id, &Command::GiveBack { reason: "asked at exit".into() }).is_ok();
            }
        }
        if !moved {
            break;
        }
    }
    Err(refused)
}
