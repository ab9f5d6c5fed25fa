//! Whose every piece of a crossing is, so that the sharing rules can say who may know it.
//!
//! A fact has two halves. That something happened at a stage, and when, is the crossing's business; the words written there are the writer's. Port health's
//! finding reaches customs as "passed": the outcome is the stage's, the finding is port health's and medical.

use super::fact::Fact;
use super::state::{By, Crossing};
use framework::Path;
use framework::access::{Kind, Label, Topic};

/// The labels of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// That it happened, when, by which agency.
    pub event: Label,
    /// The words in it, when it has any.
    pub words: Option<Label>,
}

/// The labels of a fact recorded on a path by an officer of some agency.
pub fn labels(path: &Path, fact: &Fact, by: &By, state_of: impl Fn(&framework::AgencyId) -> framework::StateCode) -> Labels {
    let whole = path.label();
    let stage = |id: &framework::StageId, words: bool| {
        let step = path.steps.iter().find(|s| s.id == *id);
        let Some(step) = step else { return Labels { event: whole.clone(), words: None } };
        let mut reason = path.step_label(step, Kind::StageReason);
        reason.author = Some(by.officer.clone());
        Labels { event: path.step_label(step, Kind::Stage), words: words.then_some(reason) }
    };
    let written = |kind: Kind, topic: Topic| {
        let mut label = whole.clone();
        (label.kind, label.topic) = (kind, topic);
        label.state = state_of(&by.agency);
        label.agency = by.agency.clone();
        label.author = Some(by.officer.clone());
        label
    };
    match fact {
        Fact::StageStarted(f) => stage(&f.stage, !f.reason.is_empty()),
        Fact::StagePassed(f) => stage(&f.stage, !f.note.is_empty()),
        Fact::StageReferred(f) => stage(&f.stage, true),
        Fact::StageWaived(f) => stage(&f.stage, true),
        Fact::Held(f) => stage(&f.stage, true),
        Fact::HoldLifted(f) => stage(&f.stage, true),
        Fact::Refused(f) => stage(&f.stage, true),
        Fact::HandedOver(f) => stage(&f.stage, false),
        Fact::HandoverAccepted(f) => stage(&f.stage, false),
        Fact::GivenBack(f) => stage(&f.stage, true),
        Fact::JointRequested(f) => stage(&f.stage, !f.reason.is_empty()),
        Fact::JointReleased(f) => stage(&f.stage, false),
        Fact::Released(f) => stage(&f.stage, false),
        // A finding belongs to the agency that found it, and is about what that agency's own stage is about.
        Fact::FindingRecorded(f) => {
            let own = path.steps.iter().find(|s| s.agency == f.agency && s.topic != Topic::General);
            let words = written(Kind::StageReason, own.map_or(Topic::General, |s| s.topic));
            Labels { words: Some(words), ..stage(&f.stage, false) }
        }
        // The remark as a whole is the writer's: whoever may not know of it does not see that there is one.
        Fact::Remarked(f) => {
            let label = written(Kind::Remark, f.topic);
            Labels { event: label.clone(), words: Some(label) }
        }
        Fact::Marked(_) | Fact::Cancelled(_) | Fact::Readmitted(_) | Fact::Reversed(_) => {
            Labels { event: whole.clone(), words: Some(written(Kind::StageReason, Topic::General)) }
        }
        Fact::Opened(_) | Fact::Updated(_) | Fact::Arrived(_) | Fact::Identified(_) | Fact::PartsMoved(_) => {
            Labels { event: whole, words: None }
        }
    }
}

impl Crossing {
    /// The label of the words at a stage.
    pub fn words_label(&self, step: usize) -> Label {
        let mut label = self.path.step_label(&self.path.steps[step], Kind::StageReason);
        label.author = self.stages[step].words_by.as_ref().map(|b| b.officer.clone());
        label
    }
}
