//! What happens next, drawn by proptest: numbers that are read against the state at that moment, so that every shorter walk is a walk too.

use super::{Walk, officer, onward, packs, subject, whole};
use coordination::crossing::{Command, Crossing, CrossingId, MAX_REASON_BYTES, Subject, Vehicle, Verdict};
use framework::access::{Officer, Topic};
use proptest::prelude::*;

/// Kinds of commands.
pub const COMMANDS: u8 = 22;

/// How a step is chosen.
#[derive(Debug, Clone, Copy)]
pub enum Pace {
    /// Something that helps.
    Onward,
    /// A command of some kind, where and by whom it can be given, if anywhere by anybody: most of what is drawn blindly is refused, and goes nowhere.
    Able(u8),
    /// A command of some kind.
    Any(u8),
}

#[derive(Debug, Clone, Copy)]
pub enum Who {
    Owner(u8),
    OfAnotherStage(u16),
    AtAnotherPoint,
    OfAnotherState,
    WithoutRole,
}

/// A step.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    file: u16,
    who: Who,
    pace: Pace,
    stage: u16,
    other: u16,
    words: u8,
    wait_us: i64,
}

fn choice() -> impl Strategy<Value = Choice> {
    let who = prop_oneof![
        12 => (1..=2_u8).prop_map(Who::Owner),
        2 => any::<u16>().prop_map(Who::OfAnotherStage),
        1 => Just(Who::AtAnotherPoint),
        1 => Just(Who::OfAnotherState),
        1 => Just(Who::WithoutRole),
    ];
    let pace = prop_oneof![
        2 => Just(Pace::Onward),
        3 => (0..COMMANDS).prop_map(Pace::Able),
        // Begin, pass, refer, hold; ask for a joint examination, find, release it: what goes on at several stages at once.
        3 => prop::sample::select(vec![3, 4, 5, 6, 14, 15, 16]).prop_map(Pace::Able),
        2 => (0..COMMANDS).prop_map(Pace::Any),
    ];
    let wait = prop_oneof![6 => 0..600_000_000_i64, 1 => Just(0), 1 => 0..40 * 86_400_000_000_i64];
    (any::<u16>(), who, pace, any::<u16>(), any::<u16>(), any::<u8>(), wait)
        .prop_map(|(file, who, pace, stage, other, words, wait_us)| Choice { file, who, pace, stage, other, words, wait_us })
}

/// A walk's steps.
pub fn choices(most: usize) -> impl Strategy<Value = Vec<Choice>> {
    prop::collection::vec(choice(), 0..=most)
}

/// A file that has just been opened, on any path of any country.
pub fn start() -> impl Strategy<Value = Walk> {
    let index = any::<prop::sample::Index>;
    (index(), index(), any::<u8>(), any::<bool>(), 0..4_usize, any::<bool>()).prop_map(
        |(procedure, point, conditions, arrived, parts, rich)| {
            let all: Vec<_> = packs().iter().flat_map(|pack| pack.paths.iter().map(move |path| (pack, path))).collect();
            // The procedure first: those of few points are walked as often as those of many.
            // Half of the walks are where most can go wrong: with a hand-over, or a joint examination.
            let is_rich = |path: &framework::Path| {
                path.steps.iter().any(|s| matches!(s.kind, framework::StepKind::Handover | framework::StepKind::JointExamination))
            };
            let mut names: Vec<_> =
                all.iter().filter(|(_, path)| !rich || is_rich(path)).map(|(_, path)| (&path.procedure, path.direction)).collect();
            names.sort();
            names.dedup();
            let name = names[procedure.index(names.len())];
            let here: Vec<_> =
                all.iter().filter(|(_, path)| (&path.procedure, path.direction) == name && (!rich || is_rich(path))).collect();
            let (pack, path) = *here[point.index(here.len())];
            let known: std::collections::BTreeSet<&String> = path.steps.iter().filter_map(|s| s.applies.as_ref()).collect();
            let conditions =
                known.into_iter().enumerate().filter(|(n, _)| conditions >> (n % 8) & 1 == 1).map(|(_, c)| c.clone()).collect();
            Walk::begin(pack, path.clone(), conditions, arrived, parts)
        },
    )
}

impl std::fmt::Debug for Walk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.told())
    }
}

impl Choice {
    /// Who does what to which file.
    pub fn read(&self, walk: &mut Walk) -> (Officer, CrossingId, Command) {
        walk.now_us += self.wait_us;
        let files: Vec<&CrossingId> = walk.states.keys().collect();
        // The whole is the last of the names, and drawn half of the time.
        let id = if self.file.is_multiple_of(2) { whole() } else { files[usize::from(self.file / 2) % files.len()].clone() };
        let state = &walk.states[&id];
        let can = |(officer, command): &(Officer, Command)| walk.decide(officer, &id, command).is_ok();
        let kind = match self.pace {
            Pace::Onward => {
                let mut ways = onward(&walk.pack.book, state);
                let first = usize::from(self.other) % ways.len().max(1);
                ways.rotate_left(first);
                if let Some((officer, command)) = ways.into_iter().find(can) {
                    return (officer, id, command);
                }
                u8::try_from(self.other % u16::from(COMMANDS)).unwrap_or_default()
            }
            Pace::Able(kind) | Pace::Any(kind) => kind,
        };
        let mut at = usize::from(self.stage) % state.path.steps.len();
        // Where something is open already, more can go wrong.
        let busy =
            |s: &coordination::crossing::Stage| s.hold.is_some() || s.joint.is_some() || s.waits_for.is_some() || !s.asked_by.is_empty();
        if let Some(open) = state.stages.iter().position(busy).filter(|_| self.words.is_multiple_of(3)) {
            at = open;
        }
        if let Pace::Able(_) = self.pace {
            let steps = state.path.steps.len();
            let mut tries =
                (0..steps).map(|n| (at + n) % steps).map(|at| (self.officer(walk, state, at), self.command(walk, state, kind, at)));
            if let Some((officer, command)) = tries.find(can) {
                return (officer, id, command);
            }
        }
        (self.officer(walk, state, at), id, self.command(walk, state, kind, at))
    }

    fn officer(&self, walk: &Walk, state: &Crossing, at: usize) -> Officer {
        let (book, path) = (&walk.pack.book, &state.path);
        let (agency, point) = (path.steps[at].agency.as_str(), path.point.as_str());
        match self.who {
            Who::Owner(number) => officer(book, agency, point, number),
            Who::OfAnotherStage(other) => officer(book, path.steps[usize::from(other) % path.steps.len()].agency.as_str(), point, 1),
            Who::AtAnotherPoint => officer(book, agency, "another-point", 1),
            Who::OfAnotherState => Officer { state: "UTO".into(), ..officer(book, agency, point, 1) },
            Who::WithoutRole => Officer { roles: ["auditor".to_owned()].into(), ..officer(book, agency, point, 1) },
        }
    }

    /// Mostly a reason; now and then none, blanks, or far too many words.
    fn words(&self) -> String {
        match self.words {
            0..=15 => String::new(),
            16..=23 => "  \n".to_owned(),
            24..=31 => "x".repeat(MAX_REASON_BYTES + 1),
            _ => "as the handbook says".to_owned(),
        }
    }

    fn command(&self, walk: &Walk, state: &Crossing, kind: u8, at: usize) -> Command {
        let (book, path, other) = (&walk.pack.book, &state.path, usize::from(self.other));
        let absurd = self.words % 16 == 1;
        let step = &path.steps[at];
        let stage = if absurd { "no.such.stage".into() } else { step.id.clone() };
        let functions: Vec<&str> = book.agencies[&step.agency].functions.iter().map(String::as_str).collect();
        let words = || self.words();
        // A reason that is needed only now and then is given only now and then.
        let perhaps = |reason: String| if other / 2 % 2 == 0 { String::new() } else { reason };
        let first = |kind: framework::StepKind| path.steps.iter().find(|s| s.kind == kind).map_or(&stage, |s| &s.id).clone();
        let joint = if absurd { stage.clone() } else { first(framework::StepKind::JointExamination) };
        match kind {
            0 => Command::Arrive,
            1 if absurd => Command::Update { subject: subject("vessel") },
            1 => Command::Update { subject: if other % 8 == 0 { Subject::Truck(Vehicle::default()) } else { subject(&path.subject) } },
            2 => Command::Identify {
                traveller: serde_json::from_value(serde_json::json!({ "surname": "ERIKSSON" })).unwrap(),
                matched: words(),
            },
            3 => Command::Start { stage, reason: perhaps(words()), take_over: other % 2 == 1 },
            4 => Command::Pass { stage, note: if other % 2 == 1 { words() } else { String::new() }, reason: perhaps(words()) },
            5 => {
                let asker = state.stages[at].asked_by.first().filter(|_| other % 2 == 0);
                let to = *asker.unwrap_or(&(other % path.steps.len()));
                Command::Refer { stage, to: path.steps[to].id.clone(), reason: words() }
            }
            6 => {
                let all: Vec<_> =
                    book.hold_grounds.values().filter(|g| other % 4 == 0 || functions.contains(&g.function.as_str())).collect();
                let ground = all.get(other % all.len().max(1)).map_or("no.such.ground".into(), |g| g.id.clone());
                let until = [None, None, None, Some(walk.now_us + 60_000_000), Some(walk.now_us), Some(i64::MIN), Some(i64::MAX)];
                Command::Hold { stage, ground, reason: words(), until_us: until[other / 4 % until.len()] }
            }
            7 => Command::LiftHold { stage, reason: words() },
            8 => {
                let all: Vec<_> =
                    book.refusal_grounds.values().filter(|g| other % 4 == 0 || functions.contains(&g.function.as_str())).collect();
                // A refusal ends most of what can be tried: it is drawn less often than the others.
                let ground = all
                    .get(other % all.len().max(1))
                    .filter(|_| self.file.is_multiple_of(4))
                    .map_or("no.such.ground".into(), |g| g.id.clone());
                Command::Refuse { stage, ground, reason: words() }
            }
            9 => Command::Waive { stage, reason: words() },
            10 => Command::HandOver,
            11 => Command::AcceptHandOver,
            12 => Command::GiveBack { reason: words() },
            13 => {
                let agreement = path.reversal.get(other % (path.reversal.len() + 1)).map_or("no-such-agreement".into(), |(a, _)| a.clone());
                Command::Reverse { agreement, reason: words() }
            }
            14 => Command::RequestJoint { stage: joint, reason: words() },
            15 => {
                let verdict = if other % 3 == 0 { Verdict::Objection } else { Verdict::Clear };
                Command::Finding { stage: joint, verdict, text: words() }
            }
            16 => Command::ReleaseJoint { stage: joint },
            17 => {
                let known: Vec<&String> = path.steps.iter().filter_map(|s| s.applies.as_ref()).collect();
                let condition = known.get(other % (known.len() + 1)).map_or_else(|| "has_unicorns".to_owned(), |c| (*c).clone());
                Command::Mark { condition, reason: words() }
            }
            18 => Command::Remark { topic: if other % 2 == 0 { Topic::General } else { Topic::Medical }, text: words() },
            19 => Command::Release,
            20 => Command::Readmit { reason: words() },
            _ => Command::Cancel { reason: words() },
        }
    }
}
