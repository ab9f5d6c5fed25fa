//! What holds on every walk: any officers, commands and times, at every procedure and point of both countries.
//!
//! `PROPTEST_CASES` sets the number of walks of each property.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

mod walk;

use coordination::crossing::{
    Command, Context, Crossing, CrossingId, Custody, Fact, Outcome, PartState, Recorded, Refused, State, Status, Verdict, Why,
};
use framework::access::Officer;
use framework::{Examines, StepKind};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use walk::{Choice, Kept, Walk, choices, end_of, officer, owes_readmission, start, whole};

/// Steps of a walk.
const STEPS: usize = 50;

fn config() -> ProptestConfig {
    const CASES: u32 = 192;
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(CASES);
    ProptestConfig { cases, max_shrink_iters: 4_000, failure_persistence: None, ..ProptestConfig::default() }
}

/// One step of a walk, with the files as they were before it.
struct Step<'a> {
    officer: &'a Officer,
    command: &'a Command,
    before: &'a BTreeMap<CrossingId, Crossing>,
    came: &'a Result<Vec<Kept>, Refused>,
}

/// Walks on, and lets `check` look at every step and at the files after it.
fn walk_on(
    walk: &mut Walk,
    choices: &[Choice],
    mut check: impl FnMut(&Step<'_>, &Walk) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    for choice in choices {
        let (officer, id, command) = choice.read(walk);
        let before = walk.states.clone();
        let came = walk.give(&officer, &id, &command);
        let step = Step { officer: &officer, command: &command, before: &before, came: &came };
        check(&step, walk).map_err(|e| TestCaseError::fail(format!("{e}\n{}", walk.told())))?;
    }
    Ok(())
}

/// Refusals for which no file of the framework has a line: arithmetic, bounds, and what the crossing itself has come to.
fn is_of_the_framework(why: &Why) -> bool {
    !matches!(
        why,
        Why::AlreadyOpen
            | Why::FieldMissing { .. }
            | Why::FieldTooLong { .. }
            | Why::FieldUnreadable { .. }
            | Why::TooMany { .. }
            | Why::NoSuchProcedure { .. }
            | Why::UnknownGround { .. }
            | Why::Over { .. }
            | Why::AlreadyArrived
            | Why::ArrivedNotCancelled
            | Why::NotRefused
            | Why::ReasonNeeded
            | Why::ReasonTooLong { .. }
    ) && !matches!(why, Why::NotPermitted { rules, .. } if rules.is_empty())
}

/// Stages that facts of a kind are about, and whether only their owner may record them.
fn done_at(fact: &Fact) -> Option<&framework::StageId> {
    match fact {
        Fact::StageStarted(f) => Some(&f.stage),
        Fact::StagePassed(f) => Some(&f.stage),
        Fact::StageReferred(f) => Some(&f.stage),
        Fact::StageWaived(f) => Some(&f.stage),
        Fact::Held(f) => Some(&f.stage),
        Fact::HoldLifted(f) => Some(&f.stage),
        Fact::Refused(f) => Some(&f.stage),
        Fact::HandedOver(f) => Some(&f.stage),
        Fact::JointReleased(f) => Some(&f.stage),
        Fact::Released(f) => Some(&f.stage),
        _ => None,
    }
}

/// Where a part is, told from its own file.
fn place_of(part: &Crossing) -> PartState {
    match (&part.ending, &part.refusal) {
        (Some(_), _) => PartState::Settled,
        (None, Some(refusal)) if owes_readmission(part, refusal.step) => PartState::Refused,
        (None, Some(_)) => PartState::Settled,
        (None, None) if part.arrived_us.is_some() => PartState::Present,
        (None, None) => PartState::Expected,
    }
}

proptest! {
    #![proptest_config(config())]

    /// A command is decided or refused, never both and never neither; a refusal says a rule in words, and where the framework states it when it is the
    /// framework's.
    #[test]
    fn a_refused_command_changes_nothing_and_names_its_rule_and_the_rules_place(mut walk in start(), choices in choices(STEPS)) {
        walk_on(&mut walk, &choices, |step, walk| {
            let Err(refused) = step.came else { return Ok(()) };
            prop_assert_eq!(step.before, &walk.states);
            prop_assert!(!refused.to_string().is_empty() && !refused.why.code().is_empty());
            if is_of_the_framework(&refused.why) {
                let place = refused.place.as_ref();
                prop_assert!(place.is_some_and(|p| !p.file.is_empty() && p.line > 0), "no place: {refused:?}");
            }
            Ok(())
        })?;
    }

    /// Nothing breaks off at the end of time, or before its beginning: neither deciding nor telling the status.
    #[test]
    fn no_time_is_too_absurd_to_decide_at(
        mut walk in start(), choices in choices(STEPS),
        now_us in prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0), any::<i64>()], expected_us in any::<i64>(),
    ) {
        let path = walk.path.clone();
        let opener = officer(&walk.pack.book, path.steps[0].agency.as_str(), path.point.as_str(), 1);
        let _ = walk.open_as(&opener, "announced", |ask| ask.expected_us = Some(expected_us));
        walk_on(&mut walk, &choices, |step, walk| {
            let cx = Context { now_us, ..walk.context(step.officer) };
            for (id, state) in &walk.states {
                let _ = coordination::crossing::decide(&cx, id, state, &[], step.command);
                let _ = state.status(now_us);
            }
            Ok(())
        })?;
    }

    /// What was decided on the state as it is contradicts nothing in it.
    #[test]
    fn what_is_decided_folds_without_a_conflict(mut walk in start(), choices in choices(STEPS)) {
        walk_on(&mut walk, &choices, |_, walk| {
            for (id, state) in &walk.states {
                prop_assert!(state.conflicts.is_empty(), "{id}: {:?}", state.conflicts);
            }
            Ok(())
        })?;
    }

    /// Order does not matter between nodes: whoever has the same set of entries sees the same crossing, in whatever order they came and however often. On one
    /// node that is what it has folded entry by entry.
    #[test]
    fn the_same_entries_are_the_same_crossing_whatever_order_they_came_in_and_however_often(
        mut here in start(), before in choices(STEPS / 2), on_a in choices(STEPS / 2), on_b in choices(STEPS / 2), order in any::<u64>(),
    ) {
        walk_on(&mut here, &before, |_, _| Ok(()))?;
        // The link is lost, and both go on.
        let mut there = Walk { node: "b", ..here.clone() };
        walk_on(&mut here, &on_a, |_, _| Ok(()))?;
        walk_on(&mut there, &on_b, |_, _| Ok(()))?;
        let book = &here.pack.book;
        let replay = |entries: &[Kept], id: &CrossingId| {
            Crossing::replay(book, entries.iter().filter(|e| e.crossing == *id).map(Kept::recorded))
        };
        for (id, state) in &here.states {
            prop_assert_eq!(replay(&here.entries, id), Some(state.clone()), "{} folded again\n{}", id, here.told());
            let union: Vec<Kept> = here.entries.iter().chain(&there.entries).cloned().collect();
            let mut shuffled: Vec<Kept> = union.iter().chain(&here.entries).cloned().collect();
            shuffled.sort_by_key(|e| { use std::hash::{Hash, Hasher}; let mut h = std::hash::DefaultHasher::new(); (order, &e.id, e.crossing.as_str()).hash(&mut h); h.finish() });
            prop_assert_eq!(replay(&union, id), replay(&shuffled, id), "{} in another order\n{}\n-- and\n{}", id, here.told(), there.told());
        }
    }

    /// INVARIANT of the release, told from the files themselves and not from what `decide` asks.
    #[test]
    fn nothing_is_released_with_anything_open_and_after_a_refusal_of_entry_only_readmission_ends_it(mut walk in start(), choices in choices(2 * STEPS)) {
        walk_on(&mut walk, &choices, |step, walk| {
            for (id, after) in &walk.states {
                let Some(before) = step.before.get(id).filter(|b| b.ending.is_none()) else { continue };
                let Some(ending) = &after.ending else { continue };
                if let Some(refusal) = &before.refusal {
                    prop_assert!(owes_readmission(before, refusal.step) && ending.kind.word() == "readmitted", "{id} was refused and is {}", ending.kind.word());
                }
                if ending.kind.word() != "released" {
                    continue;
                }
                for (at, path) in before.path.steps.iter().enumerate() {
                    let stage = &before.stages[at];
                    let applies = path.applies.as_ref().is_none_or(|c| before.conditions.contains(c));
                    let owed = path.mandatory && applies && path.kind != StepKind::Release && !stage.outcome.is_finished();
                    let undone = owed || matches!(stage.outcome, Outcome::InProgress { .. });
                    prop_assert!(!undone && stage.hold.is_none() && stage.joint.is_none() && stage.waits_for.is_none(), "{id}: {} is open: {stage:?}", path.id);
                }
                if before.path.release_after_parts && *id == whole() {
                    let open = step.before.values().filter(|p| p.part_of.is_some() && place_of(p) != PartState::Settled).count();
                    prop_assert_eq!(open, 0, "parts are open");
                }
                prop_assert!(after.arrived_us.is_some(), "{id} left and was never here");
            }
            Ok(())
        })?;
    }

    /// A legal ground outlives everything but its owner's decision, the refusal it led to, and nothing else.
    #[test]
    fn a_hold_ends_by_its_owner_alone(mut walk in start(), choices in choices(2 * STEPS)) {
        walk_on(&mut walk, &choices, |step, walk| {
            for (id, before) in step.before {
                for (at, stage) in before.stages.iter().enumerate().filter(|(_, s)| s.hold.is_some()) {
                    let ended = walk.states[id].stages[at].hold.is_none();
                    let owner = &before.path.steps[at];
                    let by_owner = step.officer.agency == owner.agency && matches!(step.command, Command::LiftHold { .. } | Command::Refuse { .. });
                    prop_assert!(!ended || by_owner, "{:?} at {} ended by {:?}", stage.hold, owner.id, step.command);
                }
            }
            Ok(())
        })?;
    }

    /// Nobody does another agency's control, another state's, or one at another point; what may not be waived is not.
    #[test]
    fn only_an_officer_of_the_owner_at_its_point_does_anything_at_a_stage(mut walk in start(), choices in choices(STEPS)) {
        walk_on(&mut walk, &choices, |step, _| {
            for fact in step.came.iter().flatten() {
                let Some(stage) = done_at(&fact.fact) else { continue };
                let path = &step.before[&fact.crossing].path;
                let owner = &path.steps[path.position(stage.as_str()).unwrap()];
                let officer = step.officer;
                prop_assert_eq!((&officer.agency, &officer.state, officer.point.as_ref()), (&owner.agency, &owner.state, Some(&path.point)));
                prop_assert!(officer.roles.contains("frontline"));
                prop_assert!(owner.waivable || !matches!(fact.fact, Fact::StageWaived(_)), "{} was waived", owner.id);
            }
            Ok(())
        })?;
    }

    /// The one word agrees with the file; who has it owns a lane; what is owed is what stands between it and its release; a whole counts its parts right.
    #[test]
    fn the_status_agrees_with_the_file_after_every_step(mut walk in start(), choices in choices(STEPS)) {
        walk_on(&mut walk, &choices, |_, walk| {
            for (id, state) in &walk.states {
                status_agrees(walk, id, state)?;
            }
            Ok(())
        })?;
    }

    /// What the console offers is what `decide` accepts, with only what the offer says is needed filled in; what it greys out is refused.
    #[test]
    fn what_is_offered_is_accepted_and_what_is_greyed_out_is_refused(mut walk in start(), choices in choices(STEPS)) {
        walk_on(&mut walk, &choices, |step, walk| {
            for (id, state) in &walk.states {
                let cx = walk.context(step.officer);
                let offers = Status::offers(&cx, id, state);
                for offer in &offers {
                    let command = filled_in(walk, &cx, id, state, offer);
                    let came = coordination::crossing::decide(&cx, id, state, &[], &command);
                    prop_assert_eq!(came.as_ref().err(), offer.refused.as_ref(), "{}: {:?} offered as {:?}", id, command, offer);
                }
                for command in plain_commands(state) {
                    let possible = coordination::crossing::decide(&cx, id, state, &[], &command).is_ok_and(|facts| !facts.is_empty());
                    let stage = match &command { Command::Start { stage, .. } | Command::Pass { stage, .. } | Command::LiftHold { stage, .. } | Command::ReleaseJoint { stage } => Some(stage), _ => None };
                    let offered = offers.iter().any(|o| o.command == command.word() && o.refused.is_none() && stage.is_none_or(|s| o.stage.as_ref() == Some(s)));
                    prop_assert!(!possible || offered, "{id}: {command:?} is possible and not offered to {:?}", step.officer);
                }
            }
            Ok(())
        })?;
    }

    /// Goods are opened a second time only when somebody has said why: at the stage, or in the question that sent them back to it.
    #[test]
    fn goods_are_not_examined_twice_without_a_reason(mut walk in start(), choices in choices(2 * STEPS)) {
        // By file: stages at which the goods were examined, and those of them that were asked again since.
        let mut examined: BTreeMap<CrossingId, BTreeSet<String>> = BTreeMap::new();
        let mut finished: BTreeSet<(CrossingId, String)> = BTreeSet::new();
        walk_on(&mut walk, &choices, |step, _| {
            for fact in step.came.iter().flatten() {
                let (id, state) = (&fact.crossing, &step.before[&fact.crossing]);
                let goods = |stage: &str| state.path.goods && state.path.position(stage).is_some_and(|s| state.path.steps[s].examines == Some(Examines::Goods));
                match &fact.fact {
                    Fact::StageStarted(f) if goods(f.stage.as_str()) => {
                        let before = examined.entry(id.clone()).or_default();
                        let elsewhere = before.iter().any(|s| s != f.stage.as_str());
                        // Whoever takes over an examination that was begun again goes on with it.
                        let again = finished.remove(&(id.clone(), f.stage.to_string()));
                        prop_assert!(!(elsewhere || again) || !f.reason.trim().is_empty(), "{} after {before:?}", f.stage);
                        before.insert(f.stage.to_string());
                    }
                    Fact::JointRequested(f) if goods(f.stage.as_str()) => {
                        examined.entry(id.clone()).or_default().insert(f.stage.to_string());
                    }
                    Fact::StagePassed(f) => { finished.insert((id.clone(), f.stage.to_string())); }
                    Fact::StageReferred(f) => { finished.remove(&(id.clone(), f.to.to_string())); }
                    _ => {}
                }
            }
            Ok(())
        })?;
    }

    /// No dead ends: wherever random officers have brought a crossing, proper ones bring it to an end.
    #[test]
    fn every_crossing_can_be_brought_to_an_end(mut walk in start(), choices in choices(STEPS)) {
        walk_on(&mut walk, &choices, |_, _| Ok(()))?;
        let ended = end_of(&mut walk, &whole());
        prop_assert!(ended.is_ok(), "nothing goes on:\n{}\n-- after\n{}", ended.unwrap_err().join("\n"), walk.told());
    }
}

fn status_agrees(walk: &Walk, id: &CrossingId, state: &Crossing) -> Result<(), TestCaseError> {
    let status = state.status(walk.now_us);
    let any = |f: &dyn Fn(&coordination::crossing::Stage) -> bool| state.stages.iter().any(f);
    let word = match (&state.ending, &state.refusal) {
        (Some(ending), _) => ending.kind.word(),
        (None, Some(_)) => "refused",
        _ if any(&|s| s.hold.is_some()) => "held",
        _ if any(&|s| matches!(s.outcome, Outcome::InProgress { .. })) => "in_control",
        _ if any(&|s| s.waits_for.is_some()) => "referred",
        _ if state.arrived_us.is_none() => "expected",
        _ => "waiting",
    };
    prop_assert_eq!(status.state.word(), word);
    for holder in &status.holders {
        prop_assert!(status.lanes.contains(&holder.step) && holder.since_us <= walk.now_us, "{holder:?}");
        let step = &state.path.steps[holder.step];
        let takes_over = step.kind == StepKind::Handover && matches!(state.custody, Custody::Offered(_));
        let taker = |a: &framework::AgencyId| state.path.steps.iter().any(|s| s.half == framework::Half::Entry && s.agency == *a);
        prop_assert!(holder.agency == step.agency || (takes_over && taker(&holder.agency)), "{holder:?} does not own {}", step.id);
    }
    let open = state.ending.is_none() && state.refusal.is_none();
    prop_assert!(open != status.owed.is_empty(), "open {open}, owed {:?}", status.owed);
    prop_assert!(
        status.expected_release_us.is_none_or(|e| open && e >= walk.now_us),
        "{:?} at {}",
        status.expected_release_us,
        walk.now_us
    );
    if !open {
        return Ok(());
    }
    // Only the release itself is owed exactly when its owner can release it, but for holds and parts.
    let release = state.path.steps.iter().position(|s| s.kind == StepKind::Release).unwrap();
    let owner = officer(&walk.pack.book, state.path.steps[release].agency.as_str(), state.path.point.as_str(), 1);
    let others: Vec<_> = status.owed.iter().filter(|o| **o != release).map(|o| state.path.steps[*o].id.clone()).collect();
    match walk.decide(&owner, id, &Command::Release) {
        Ok(_) => prop_assert!(others.is_empty() && status.state != State::Held),
        Err(Refused { why: Why::Owed { owed }, .. }) => prop_assert_eq!(owed, others),
        Err(Refused { why: Why::HoldsOpen { .. }, .. }) => prop_assert_eq!(status.state, State::Held),
        Err(Refused { why: Why::PartsOpen { .. }, .. }) => {
            prop_assert!(others.is_empty() && walk.parts().any(|(_, p)| place_of(p) != PartState::Settled))
        }
        Err(e) => prop_assert!(false, "the release is refused for another reason: {e}"),
    }
    if *id == whole() {
        let mut counted = [(PartState::Expected, 0), (PartState::Present, 0), (PartState::Refused, 0), (PartState::Settled, 0)];
        for (_, part) in walk.parts() {
            counted.iter_mut().filter(|(s, _)| *s == place_of(part)).for_each(|(_, n)| *n += 1);
        }
        let parts = state.parts;
        prop_assert_eq!([parts.expected, parts.present, parts.refused, parts.settled], counted.map(|(_, n)| n));
    }
    Ok(())
}

/// The command that an offer stands for, as the console sends it: only what the offer says is needed is filled in.
fn filled_in(walk: &Walk, cx: &Context<'_>, id: &CrossingId, state: &Crossing, offer: &coordination::crossing::Offer) -> Command {
    let needs = |what: &str| offer.needs.contains(&what);
    let reason = || if needs("reason") { "as the handbook says".to_owned() } else { String::new() };
    let stage = || offer.stage.clone().unwrap_or_else(|| "".into());
    let step = offer.stage.as_ref().and_then(|s| state.path.position(s.as_str())).map(|at| &state.path.steps[at]);
    let mine = |function: &String, of: Option<&framework::StateCode>| {
        let step = step.unwrap();
        walk.pack.book.agencies[&step.agency].functions.contains(function) && of.is_none_or(|s| *s == step.state)
    };
    match offer.command {
        "arrive" => Command::Arrive,
        "start" => Command::Start { stage: stage(), reason: reason(), take_over: needs("take_over") },
        "pass" => Command::Pass { stage: stage(), note: String::new(), reason: reason() },
        "refer" => {
            // Some stage can be asked; which, the officer chooses.
            let ask = |to: &framework::Step| Command::Refer { stage: stage(), to: to.id.clone(), reason: reason() };
            let asked: Vec<Command> = state.path.steps.iter().map(ask).collect();
            asked.iter().find(|c| coordination::crossing::decide(cx, id, state, &[], c).is_ok()).unwrap_or(&asked[0]).clone()
        }
        "hold" => {
            let ground = walk.pack.book.hold_grounds.values().find(|g| mine(&g.function, g.state.as_ref())).unwrap();
            Command::Hold { stage: stage(), ground: ground.id.clone(), reason: reason(), until_us: None }
        }
        "lift_hold" => Command::LiftHold { stage: stage(), reason: reason() },
        "refuse" => {
            let ground = walk.pack.book.refusal_grounds.values().find(|g| mine(&g.function, g.state.as_ref())).unwrap();
            Command::Refuse { stage: stage(), ground: ground.id.clone(), reason: reason() }
        }
        "waive" => Command::Waive { stage: stage(), reason: reason() },
        "hand_over" => Command::HandOver,
        "accept_hand_over" => Command::AcceptHandOver,
        "give_back" => Command::GiveBack { reason: reason() },
        "reverse" => Command::Reverse { agreement: state.path.reversal[0].0.clone(), reason: reason() },
        "request_joint" => Command::RequestJoint { stage: stage(), reason: reason() },
        "finding" => Command::Finding { stage: stage(), verdict: Verdict::Clear, text: String::new() },
        "release_joint" => Command::ReleaseJoint { stage: stage() },
        "mark" => {
            let new = |c: &String| !state.conditions.contains(c);
            let condition = state.path.steps.iter().filter_map(|s| s.applies.clone()).find(new).unwrap();
            Command::Mark { condition, reason: reason() }
        }
        "remark" => Command::Remark { topic: Default::default(), text: "for the others".into() },
        "release" => Command::Release,
        "readmit" => Command::Readmit { reason: reason() },
        "cancel" => Command::Cancel { reason: reason() },
        other => panic!("`{other}` is offered and is no command"),
    }
}

/// Commands that need nothing filled in but a reason.
fn plain_commands(state: &Crossing) -> Vec<Command> {
    let why = || "as the handbook says".to_owned();
    let mut all = vec![
        Command::Arrive,
        Command::HandOver,
        Command::AcceptHandOver,
        Command::GiveBack { reason: why() },
        Command::Release,
        Command::Readmit { reason: why() },
        Command::Cancel { reason: why() },
    ];
    for step in &state.path.steps {
        let stage = || step.id.clone();
        all.push(Command::Start { stage: stage(), reason: String::new(), take_over: false });
        all.push(Command::Pass { stage: stage(), note: String::new(), reason: String::new() });
        all.push(Command::LiftHold { stage: stage(), reason: why() });
        all.push(Command::ReleaseJoint { stage: stage() });
    }
    all
}

/// A fold that did not sort would pass the property above when ids happen to come in order; here they do not.
#[test]
fn a_pass_that_arrives_before_its_file_still_counts() {
    let pack = &walk::packs()[0];
    let path = pack.paths.iter().find(|p| p.subject == "truck").unwrap().clone();
    let mut walk = Walk::begin(pack, path.clone(), vec![], true, 0);
    let owner = officer(&pack.book, path.steps[0].agency.as_str(), path.point.as_str(), 1);
    walk.give(&owner, &whole(), &Command::Pass { stage: path.steps[0].id.clone(), note: String::new(), reason: String::new() }).unwrap();
    let backwards: Vec<Recorded<'_>> = walk.entries.iter().rev().map(Kept::recorded).collect();
    assert_eq!(Crossing::replay(&pack.book, backwards).as_ref(), walk.states.get(&whole()));
}
