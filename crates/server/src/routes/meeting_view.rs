//! Meetings, bodies and directives as they are sent.

use crate::app::App;
use crate::bodies::name;
use crate::caller::Caller;
use crate::routes::assignments::{ByView, PartyView, by};
use coordination::assignment::{Assignment, Ending};
use coordination::meeting::{self, Directive, How, Item, Meeting, Presider, Seated, compliance, judgeable};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Something on an agenda.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemView {
    /// Its place in the meeting, from 0; absent for what will put itself there.
    pub item: Option<u32>,
    /// minutes, overdue, unacknowledged, declined, evidence, returned, late, standard, incident, list, other.
    pub kind: String,
    pub title: String,
    /// directive, assignment, standard, meeting, list, incident; may be empty.
    pub about_kind: String,
    pub about: String,
    /// It put itself there.
    pub automatic: bool,
    pub by: Option<ByView>,
    /// Why it was taken off.
    pub withdrawn: Option<String>,
}

impl From<&Item> for ItemView {
    fn from(i: &Item) -> Self {
        Self {
            item: None,
            kind: i.kind.word().to_owned(),
            title: i.title.clone(),
            about_kind: i.about_kind.clone(),
            about: i.about.clone(),
            automatic: true,
            by: None,
            withdrawn: None,
        }
    }
}

/// Something to read.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperView {
    title: String,
    link: String,
    item: Option<u32>,
    by: ByView,
}

/// An agency that has a seat, or was asked to come.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatView {
    pub agency: String,
    /// chair, deputy, secretary, member, adviser, co_opted.
    pub seat: String,
    /// It counts for the quorum, and votes.
    pub votes: bool,
    pub presides: bool,
    /// It is there, or was until the end.
    pub there: bool,
    /// Who came for it.
    pub names: Vec<String>,
    /// Why it was asked.
    pub reason: Option<String>,
}

/// When enough members are there.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuorumView {
    pub present: u32,
    pub of: u32,
    pub needed: u32,
    /// anybody, chair, chair_or_deputy: who has to be among them.
    pub with: String,
    /// Whoever has to be among them is.
    pub office: bool,
    pub met: bool,
    /// What the framework asks for; absent where it states no number.
    pub percent: Option<u32>,
    pub count: Option<u32>,
}

/// Something that was put to a meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionView {
    /// From 1.
    number: usize,
    text: String,
    /// consensus or vote.
    how: String,
    in_favour: Option<u32>,
    against: Option<u32>,
    abstained: Option<u32>,
    adopted: bool,
    item: Option<u32>,
    present: u32,
    needed: u32,
    by: ByView,
}

/// An answer that was returned.
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgementView {
    text: String,
    assignment: String,
    by: ByView,
}

/// Something that a decision makes somebody owe.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectiveView {
    id: String,
    meeting: String,
    /// What the body calls that meeting; may be empty.
    reference: String,
    /// When that meeting began, or is to.
    met_us: i64,
    /// The decision it follows from, from 1.
    decision: u32,
    /// directive or meeting.action.
    kind: String,
    to: PartyView,
    owed: String,
    /// issued, unacknowledged, acknowledged, overdue, evidence, declined, withdrawn, complied, let_go.
    state: String,
    issued: ByView,
    due_us: i64,
    acknowledge_us: Option<i64>,
    /// The assignment that it is now.
    assignment: String,
    acknowledged: Option<ByView>,
    /// The answer, or why it was declined.
    evidence: Option<String>,
    /// full, part, refused.
    outcome: Option<String>,
    answered: Option<ByView>,
    /// Where to look, as notes to the assignment have it.
    links: Vec<String>,
    returned: Vec<JudgementView>,
    accepted: Option<JudgementView>,
    /// What the caller may do: accept, return.
    commands: Vec<String>,
}

/// The minutes of a meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct MinutesView {
    /// none, draft, approved, sent.
    state: String,
    text: String,
    writers: Vec<ByView>,
    approved: Option<ByView>,
    sent: Option<ByView>,
    /// By when they are with the body above, or approved where there is none.
    due_us: Option<i64>,
    done_us: Option<i64>,
}

/// It was put off.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostponementView {
    from_us: i64,
    reason: String,
    by: ByView,
}

/// A meeting in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeetingCard {
    pub id: String,
    pub body: String,
    /// called, cancelled, open, closed.
    pub state: String,
    pub extraordinary: bool,
    pub confidential: bool,
    pub reference: String,
    pub venue: String,
    pub host: Option<String>,
    pub planned_us: i64,
    pub held_us: Option<i64>,
    pub ended_us: Option<i64>,
    pub decisions: usize,
    /// none, draft, approved, sent.
    pub minutes: String,
    pub minutes_due_us: Option<i64>,
    pub minutes_done_us: Option<i64>,
}

/// A meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeetingView {
    now_us: i64,
    meeting: MeetingCard,
    /// What the body is called.
    name: String,
    short: String,
    point: String,
    /// The body above; empty for none.
    parent: String,
    /// Why it was called, for an extraordinary one.
    reason: String,
    /// Minutes that it is to take; 0 where nobody says.
    length_min: u32,
    called: ByView,
    /// Why it was called off.
    cancelled: Option<String>,
    postponed: Vec<PostponementView>,
    agenda: Vec<ItemView>,
    /// What will put itself on the agenda when the meeting begins.
    proposals: Vec<ItemView>,
    papers: Vec<PaperView>,
    seats: Vec<SeatView>,
    presiding: Option<String>,
    quorum: QuorumView,
    decisions: Vec<DecisionView>,
    directives: Vec<DirectiveView>,
    minutes: MinutesView,
    /// What the caller may do: postpone, cancel, add_item, withdraw_item, add_paper, co_opt, open, arrive, leave, preside, decide, close, draft, approve, send.
    commands: Vec<String>,
    version: u32,
}

/// Somebody who comes for an agency.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComesView {
    pub agency: String,
    pub name: String,
}

pub(crate) fn card(id: &str, m: &Meeting) -> MeetingCard {
    MeetingCard {
        id: id.to_owned(),
        body: m.seated.body.clone(),
        state: m.state().word().to_owned(),
        extraordinary: m.called.extraordinary,
        confidential: m.called.confidential,
        reference: m.called.reference.clone(),
        venue: m.called.venue.clone(),
        host: m.called.host.as_ref().map(ToString::to_string),
        planned_us: m.planned_us,
        held_us: m.held_us(),
        ended_us: m.closed.as_ref().map(|(_, at)| *at),
        decisions: m.decisions.len(),
        minutes: m.minutes_state().word().to_owned(),
        minutes_due_us: m.minutes.due_us,
        minutes_done_us: m.minutes_done_us(),
    }
}

/// The seats of a body, the highest first, and who came for them.
pub(crate) fn seats(body: &Seated, m: Option<&Meeting>) -> Vec<SeatView> {
    let mut all: Vec<SeatView> = Vec::new();
    let asked = m.iter().flat_map(|m| m.co_opted.iter()).map(|c| (&c.agency, Some(c.reason.clone())));
    for (agency, reason) in body.agencies().map(|a| (a, None)).chain(asked) {
        if all.iter().any(|s| s.agency == agency.as_str()) {
            continue;
        }
        all.push(SeatView {
            agency: agency.to_string(),
            seat: body.seat(agency).map_or("co_opted", meeting::Seat::word).to_owned(),
            votes: body.counts(agency),
            presides: body.presides(agency),
            there: m.is_some_and(|m| m.is_there(agency)),
            names: m.iter().flat_map(|m| m.attended.iter()).filter(|a| a.agency == *agency).map(|a| a.name.clone()).collect(),
            reason,
        });
    }
    all
}

pub(crate) fn quorum(body: &Seated, m: Option<&Meeting>) -> QuorumView {
    let count = m.map_or_else(|| body.count([]), Meeting::count);
    QuorumView {
        present: count.present,
        of: count.of,
        needed: count.needed,
        with: match body.quorum.with {
            Presider::Anybody => "anybody",
            Presider::Chair => "chair",
            Presider::ChairOrDeputy => "chair_or_deputy",
        }
        .to_owned(),
        office: count.office,
        met: count.met(),
        percent: body.quorum.percent,
        count: body.quorum.count,
    }
}

fn decision(number: usize, d: &meeting::Decision) -> DecisionView {
    let (how, votes) = match d.how {
        How::Consensus => ("consensus", None),
        How::Vote { in_favour, against, abstained } => ("vote", Some((in_favour, against, abstained))),
    };
    DecisionView {
        number,
        text: d.text.clone(),
        how: how.to_owned(),
        in_favour: votes.map(|v| v.0),
        against: votes.map(|v| v.1),
        abstained: votes.map(|v| v.2),
        adopted: d.adopted,
        item: d.item,
        present: d.present,
        needed: d.needed,
        by: by(&d.by),
    }
}

fn judgement(j: &meeting::Judgement) -> JudgementView {
    JudgementView { text: j.text.clone(), assignment: j.assignment.clone(), by: by(&j.by) }
}

/// A directive; `runs`: whether the caller's seat is one that judges answers.
pub(crate) fn directive(
    app: &App,
    caller: &Caller,
    (id, m): (&str, &Meeting),
    d: &Directive,
    a: Option<&Assignment>,
    runs: bool,
) -> DirectiveView {
    let end = a.and_then(|a| a.end.as_ref());
    let outcome = end.map(|e| match e.kind {
        Ending::Answered(o) => serde_json::to_value(o).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default(),
        Ending::Declined | Ending::Withdrawn => "refused".to_owned(),
    });
    let judges = runs && judgeable(d, a, &caller.account.officer.id);
    DirectiveView {
        id: d.id.clone(),
        meeting: id.to_owned(),
        reference: m.called.reference.clone(),
        met_us: m.held_us().unwrap_or(m.planned_us),
        decision: d.decision + 1,
        kind: d.kind.clone(),
        to: (&d.to).into(),
        owed: d.owed.clone(),
        state: compliance(d, a, app.clock.now_us()).word().to_owned(),
        issued: by(&d.issued),
        due_us: d.due_us,
        acknowledge_us: d.acknowledge_us,
        assignment: d.assignment.clone(),
        acknowledged: a.and_then(|a| a.acknowledged.as_ref().or(a.accepted.as_ref())).map(by),
        evidence: end.map(|e| e.text.clone()),
        outcome,
        answered: end.map(|e| by(&e.by)),
        links: a.iter().flat_map(|a| a.notes.iter()).map(|n| n.link.clone()).filter(|l| !l.is_empty()).collect(),
        returned: d.returned.iter().map(judgement).collect(),
        accepted: d.accepted.as_ref().map(|(j, _)| judgement(j)),
        commands: if judges { vec!["accept".to_owned(), "return".to_owned()] } else { Vec::new() },
    }
}

/// What is seen of a meeting beside itself.
pub(crate) struct Beside {
    /// What its directives are now, by the ids of their assignments.
    pub assignments: HashMap<String, Arc<Assignment>>,
    /// What will put itself on its agenda.
    pub proposals: Vec<Item>,
    /// What the caller may do.
    pub commands: Vec<&'static str>,
    /// Whether the caller judges answers.
    pub runs: bool,
}

pub(crate) fn view(app: &App, caller: &Caller, id: &str, m: &Meeting, beside: &Beside) -> MeetingView {
    let body = &m.seated;
    let place = |n: usize| u32::try_from(n).ok();
    let agenda = m.agenda.iter().enumerate().map(|(n, a)| ItemView {
        item: place(n),
        automatic: a.automatic,
        by: Some(by(&a.by)),
        withdrawn: a.withdrawn.as_ref().map(|(_, why)| why.clone()),
        ..ItemView::from(&a.item)
    });
    let directives = m.directives.iter().map(|d| {
        let a = beside.assignments.get(&d.assignment).map(|a| &**a);
        directive(app, caller, (id, m), d, a, beside.runs)
    });
    MeetingView {
        now_us: app.clock.now_us(),
        meeting: card(id, m),
        name: name(app, body, &caller.language),
        short: body.short.clone(),
        point: body.point.clone(),
        parent: body.parent.clone(),
        reason: m.called.reason.clone(),
        length_min: m.called.length_min,
        called: by(&m.by),
        cancelled: m.cancelled.as_ref().map(|(_, why)| why.clone()),
        postponed: m.postponed.iter().map(|p| PostponementView { from_us: p.from_us, reason: p.reason.clone(), by: by(&p.by) }).collect(),
        agenda: agenda.collect(),
        proposals: beside.proposals.iter().map(Into::into).collect(),
        papers: m.papers.iter().map(|p| PaperView { title: p.title.clone(), link: p.link.clone(), item: p.item, by: by(&p.by) }).collect(),
        seats: seats(body, Some(m)),
        presiding: m.presiding.as_ref().map(ToString::to_string),
        quorum: quorum(body, Some(m)),
        decisions: m.decisions.iter().enumerate().map(|(n, d)| decision(n + 1, d)).collect(),
        directives: directives.collect(),
        minutes: MinutesView {
            state: m.minutes_state().word().to_owned(),
            text: m.minutes.text.clone(),
            writers: m.minutes.writers.iter().map(by).collect(),
            approved: m.minutes.approved.as_ref().map(by),
            sent: m.minutes.sent.as_ref().map(by),
            due_us: m.minutes.due_us,
            done_us: m.minutes_done_us(),
        },
        commands: beside.commands.iter().map(|c| (*c).to_owned()).collect(),
        version: m.version,
    }
}
