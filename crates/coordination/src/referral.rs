//! A referral at a crossing is something that one agency owes another: an assignment is made with it, and ends when the stage that was asked does.
//!
//! The reason stays at the crossing, where the rules say who may read it; the assignment says which stage is asked.

use crate::assignment::{self, Answered, Assignment, AssignmentId, Context, Make, Outcome as Answer, Party, Withdrawn};
use crate::crossing::{By, Crossing, CrossingId, Emitted, Fact, Outcome, Recorded};
use framework::Step;

/// The kind of its clock.
const KIND: &str = "referral";

/// The assignments that the referrals of a crossing have made, and that are open.
pub fn open(crossing: &Crossing) -> Vec<AssignmentId> {
    crossing.stages.iter().flat_map(|s| s.referrals.iter().map(|(_, id)| AssignmentId::from(id.as_str()))).collect()
}

fn owner(step: &Step, crossing: &Crossing) -> Party {
    Party { agency: Some(step.agency.clone()), point: Some(crossing.path.point.clone()), ..Party::default() }
}

/// What becomes of assignments when facts come to a crossing: one that is made, under the id `fresh`, and those that end. `known` gives the open ones.
///
/// A referral that nobody can owe (its agency has no desk there, the framework has no clock for it) makes none: it is at the crossing all the same.
pub fn follow<'a>(
    cx: &Context<'_>,
    id: &CrossingId,
    before: &Crossing,
    facts: &mut [Emitted],
    fresh: &AssignmentId,
    known: impl Fn(&AssignmentId) -> Option<&'a Assignment>,
) -> Vec<(AssignmentId, assignment::Fact)> {
    let refers = |e: &Emitted| e.crossing == *id && matches!(e.fact, Fact::StageReferred(_));
    // Most commands have to do with no referral.
    if before.stages.iter().all(|s| s.referrals.is_empty()) && !facts.iter().any(refers) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for emitted in facts.iter_mut().filter(|e| e.crossing == *id) {
        if let Fact::StageReferred(f) = &mut emitted.fact
            && let (Some(from), Some(to)) = (before.path.position(f.stage.as_str()), before.path.position(f.to.as_str()))
        {
            let (asking, asked) = (&before.path.steps[from], &before.path.steps[to]);
            let wanted = Make {
                kind: KIND.to_owned(),
                from: owner(asking, before),
                to: owner(asked, before),
                owed: format!("{} (for: {})", asked.title.in_language("en"), asking.title.in_language("en")),
                about_kind: "crossing".to_owned(),
                about: id.to_string(),
                point: Some(before.path.point.clone()),
                ..Make::default()
            };
            if let Ok(made) = assignment::make(cx, &wanted) {
                f.assignment = Some(fresh.to_string());
                out.push((fresh.clone(), made));
            }
        }
    }
    let by = By { officer: cx.officer.id.clone(), agency: cx.officer.agency.clone(), at_us: cx.now_us };
    let recorded = |e: &Emitted| Recorded { id: "", by: by.clone(), fact: e.fact.clone() };
    let own = facts.iter().filter(|e| e.crossing == *id);
    let after = own.fold(before.clone(), |state, e| Crossing::fold(cx.book, Some(&state), &recorded(e)).unwrap_or(state));
    let still = if after.is_over() || after.refusal.is_some() { Vec::new() } else { open(&after) };
    for (at, stage) in before.stages.iter().enumerate() {
        for (_, id) in &stage.referrals {
            let id = AssignmentId::from(id.as_str());
            if still.contains(&id) || known(&id).is_none_or(|a| a.end.is_some()) {
                continue;
            }
            let now = &after.stages[at];
            let said = |fallback: &str| if now.words.is_empty() { fallback.to_owned() } else { "see the crossing".to_owned() };
            out.push(match &now.outcome {
                outcome if outcome.is_finished() => (id, Answered { outcome: Answer::Full, text: said(outcome.word()) }.into()),
                Outcome::Refused(_) => (id, Answered { outcome: Answer::Refused, text: said("refused") }.into()),
                _ => (id, Withdrawn { reason: "the crossing is over".to_owned() }.into()),
            });
        }
    }
    out
}
