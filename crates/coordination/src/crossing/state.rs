//! What a crossing is, between entries.

use super::fact::{CrossingId, Nature, Origin, Verdict};
use super::subject::Subject;
use framework::access::Topic;
use framework::{AgencyId, AgreementId, DeskId, GroundId, OfficerId, Path};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who did something, and when. Microseconds since 1970, UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// The officer.
    pub officer: OfficerId,
    /// The officer's agency.
    pub agency: AgencyId,
    /// When it happened.
    pub at_us: i64,
}

/// What a stage has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet.
    Pending,
    /// Somebody is at it.
    InProgress {
        /// Who.
        by: By,
        /// Where.
        desk: DeskId,
    },
    /// Nothing stands in the way.
    Passed(By),
    /// Not done, and need not be.
    Waived(By),
    /// Discharged by a joint examination.
    Joint(By),
    /// Refused here.
    Refused(By),
}

impl Outcome {
    /// Whether the stage needs nothing more.
    pub fn is_finished(&self) -> bool {
        matches!(self, Self::Passed(_) | Self::Waived(_) | Self::Joint(_))
    }

    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::InProgress { .. } => "in_progress",
            Self::Passed(_) => "passed",
            Self::Waived(_) => "waived",
            Self::Joint(_) => "joint",
            Self::Refused(_) => "refused",
        }
    }
}

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The legal ground.
    pub ground: GroundId,
    /// Why.
    pub reason: String,
    /// Who and since when.
    pub by: By,
    /// When it ends at the latest.
    pub until_us: i64,
}

/// One agency's finding in a joint examination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it came to.
    pub verdict: Verdict,
    /// In words.
    pub text: String,
    /// Who and when.
    pub by: By,
}

/// A joint examination that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joint {
    /// Who asked for it.
    pub by: By,
    /// Why.
    pub reason: String,
    /// Who takes part, and what they have found so far.
    pub participants: Vec<(AgencyId, Option<Finding>)>,
}

/// One stage of the crossing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// What it has come to.
    pub outcome: Outcome,
    /// Since when it could be done; absent while its prerequisites are open.
    pub ready_us: Option<i64>,
    /// When it was first started.
    pub started_us: Option<i64>,
    /// When it was finished.
    pub ended_us: Option<i64>,
    /// Position of the stage whose answer it waits for.
    pub waits_for: Option<usize>,
    /// Positions of the stages that wait for its answer: it is owed although the procedure does not demand it.
    pub asked_by: Vec<usize>,
    /// The assignments that those made: position of the asking stage, and id.
    pub referrals: Vec<(usize, String)>,
    /// The hold at it.
    pub hold: Option<Hold>,
    /// The joint examination open at it.
    pub joint: Option<Joint>,
    /// How often an examination was begun.
    pub begun: u32,
    /// The last words written at it: note of a pass, reason of a referral, waiver or refusal.
    pub words: String,
    /// Who wrote them.
    pub words_by: Option<By>,
}

impl Stage {
    pub(super) fn new() -> Self {
        Self {
            outcome: Outcome::Pending,
            ready_us: None,
            started_us: None,
            ended_us: None,
            waits_for: None,
            asked_by: Vec::new(),
            referrals: Vec::new(),
            hold: None,
            joint: None,
            begun: 0,
            words: String::new(),
            words_by: None,
        }
    }
}

/// Which state has the crossing in hand at a one-stop post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Custody {
    /// The state that is left.
    Exit,
    /// Offered to the state that is entered.
    Offered(By),
    /// The state that is entered.
    Entry(By),
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndingKind {
    /// It left the controlled area.
    Released,
    /// The state it came from took it back.
    Readmitted,
    /// It did not come.
    Cancelled,
}

impl EndingKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Readmitted => "readmitted",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The end of a crossing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// How.
    pub kind: EndingKind,
    /// Who and when.
    pub by: By,
}

/// Entry or exit was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Position of the stage.
    pub step: usize,
    /// The legal ground.
    pub ground: GroundId,
    /// Who and when.
    pub by: By,
}

/// How many parts are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts {
    /// Announced.
    pub expected: i64,
    /// Here.
    pub present: i64,
    /// Refused.
    pub refused: i64,
    /// Over.
    pub settled: i64,
}

impl Parts {
    /// All of them.
    pub fn total(self) -> i64 {
        self.expected + self.present + self.refused + self.settled
    }

    /// Those that are not over.
    pub fn open(self) -> i64 {
        self.total() - self.settled
    }
}

/// An entry that contradicts the ones before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The entry.
    pub entry: String,
    /// Its kind.
    pub kind: String,
    /// Who recorded it.
    pub by: By,
}

/// One passage of one traveller, conveyance or consignment: what its entries add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// Its procedure at its point.
    pub path: SharedPath,
    /// Who or what crosses.
    pub subject: Arc<Subject>,
    /// The conditions that hold.
    pub conditions: BTreeSet<String>,
    /// What it is part of.
    pub part_of: Option<CrossingId>,
    /// Whether it is real.
    pub nature: Nature,
    /// Where the file came from.
    pub origin: Origin,
    /// The framework's version it was opened under.
    pub framework: Arc<str>,
    /// Who opened it, and when.
    pub opened: By,
    /// When it is expected.
    pub expected_us: Option<i64>,
    /// When it arrived.
    pub arrived_us: Option<i64>,
    /// How the document at the desk matched the announcement.
    pub matched: Option<Arc<str>>,
    /// One for each step of the path.
    pub stages: Vec<Stage>,
    /// Who has it in hand.
    pub custody: Custody,
    /// The agreement under which entry controls come first.
    pub reversed: Option<AgreementId>,
    /// Refusal of entry or exit.
    pub refusal: Option<Refusal>,
    /// Its parts.
    pub parts: Parts,
    /// How many remarks each officer wrote about each topic: whoever may not know of one does not count it.
    pub remarks: BTreeMap<(AgencyId, OfficerId, Topic), u32>,
    /// How it ended.
    pub ending: Option<Ending>,
    /// How many entries it has, remarks left out: it tells nobody of a remark, and no decision is older for one.
    pub version: u32,
    /// When the last of them happened.
    pub touched_us: i64,
    /// Entries that contradict earlier ones.
    pub conflicts: Vec<Conflict>,
}

/// A path, compared by what it is the path of.
#[derive(Debug, Clone)]
pub struct SharedPath(pub Arc<Path>);

impl PartialEq for SharedPath {
    fn eq(&self, other: &Self) -> bool {
        (&self.0.procedure, &self.0.point, self.0.direction) == (&other.0.procedure, &other.0.point, other.0.direction)
    }
}

impl Eq for SharedPath {}

impl std::ops::Deref for SharedPath {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Crossing {
    /// Whether the step at a position applies to this crossing.
    pub fn applies(&self, step: usize) -> bool {
        let condition = &self.path.steps[step].applies;
        let stage = &self.stages[step];
        condition.as_ref().is_none_or(|c| self.conditions.contains(c)) || !stage.asked_by.is_empty() || stage.outcome != Outcome::Pending
    }

    /// Whether the step is owed: it applies, and the procedure or another stage demands it.
    pub fn demanded(&self, step: usize) -> bool {
        let path = &self.path.steps[step];
        self.applies(step) && (path.mandatory || !self.stages[step].asked_by.is_empty() || self.stages[step].joint.is_some())
    }

    /// Whether the step needs nothing more: it is finished, or does not apply.
    pub fn settled(&self, step: usize) -> bool {
        !self.applies(step) || self.stages[step].outcome.is_finished()
    }

    /// Positions of the prerequisites of a step that are open. A step that another one asked for is answered at once; after a reversal the two halves do not wait
    /// for each other.
    pub fn missing(&self, step: usize) -> Vec<usize> {
        if !self.stages[step].asked_by.is_empty() {
            return Vec::new();
        }
        let steps = &self.path.steps;
        let across = |other: usize| self.reversed.is_some() && steps[other].half != steps[step].half;
        let optional = |other: usize| !self.demanded(other) && !matches!(self.stages[other].outcome, Outcome::InProgress { .. });
        steps[step].after.iter().copied().filter(|a| !across(*a) && !self.settled(*a) && !optional(*a)).collect()
    }

    /// The joint examination that a step is part of, while it is open.
    pub fn joint_over(&self, step: usize) -> Option<usize> {
        let open = |s: &(usize, &framework::Step)| self.stages[s.0].joint.is_some() && s.1.joins.contains(&step);
        self.path.steps.iter().enumerate().find(open).map(|(i, _)| i)
    }

    /// Positions of the steps that stand between the crossing and its end, the release among them: those that are owed, those that somebody has begun, and a
    /// hand-over that is not accepted. Empty when it is over or refused.
    pub fn owed(&self) -> Vec<usize> {
        if self.is_over() || self.refusal.is_some() {
            return Vec::new();
        }
        let begun = |i: usize| matches!(self.stages[i].outcome, Outcome::InProgress { .. });
        let handover = |i: usize| self.path.steps[i].kind == framework::StepKind::Handover;
        (0..self.stages.len()).filter(|i| !self.settled(*i) && (self.demanded(*i) || begun(*i) || handover(*i))).collect()
    }

    /// Whether the state that was left must take it back: entry was refused at a one-stop post.
    pub fn owes_readmission(&self) -> bool {
        !self.is_over() && self.refusal.as_ref().is_some_and(|r| self.owed_after_refusal_at(r.step))
    }

    pub(super) fn owed_after_refusal_at(&self, step: usize) -> bool {
        self.path.one_stop && self.path.steps[step].half != framework::Half::Exit
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.ending.is_some()
    }
}
