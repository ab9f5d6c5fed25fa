//! A crossing as an officer may see it: the path, who has it, what can be done, and what happened.

use crate::app::App;
use crate::caller::Caller;
use crate::card::Card;
use crate::model::recorded;
use crate::problem::{PlaceOf, Problem};
use coordination::crossing::{Context, Crossing, CrossingId, Fact, Offer, Outcome, Status, labels};
use framework::Direction;
use framework::access::{Kind, Level};
use journal::Entry;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// Words that may be disclosed, or only their existence.
#[derive(Debug, Serialize, ToSchema)]
pub struct Words {
    /// `content` or `exists`.
    disclosure: String,
    /// The words, when they are disclosed.
    text: Option<String>,
    /// Whom to ask, when they are not.
    ask: Option<String>,
    /// The sharing rules that decided.
    rules: Vec<String>,
}

/// A stage of a crossing.
#[derive(Debug, Serialize, ToSchema)]
pub struct StageNow {
    stage: String,
    title: String,
    kind: super::framework::StepKindView,
    side: super::framework::SideView,
    agency: String,
    state_code: String,
    /// pending, ready, in_progress, referred, held, passed, waived, joint, refused, not_applicable.
    state: String,
    mandatory: bool,
    ready_us: Option<i64>,
    started_us: Option<i64>,
    ended_us: Option<i64>,
    officer: Option<String>,
    /// The stage whose answer it waits for.
    waits_for: Option<String>,
    hold: Option<HoldNow>,
    joint: Option<JointNow>,
    reason: Option<Words>,
    expected_s: u32,
    target_s: u32,
    after: Vec<String>,
    /// Where the framework describes the stage.
    place: PlaceOf,
}

/// A hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldNow {
    until_us: i64,
    since_us: i64,
    officer: String,
    /// The legal ground, when it may be disclosed.
    ground: Option<String>,
    reason: Words,
}

/// A joint examination.
#[derive(Debug, Serialize, ToSchema)]
pub struct JointNow {
    since_us: i64,
    participants: Vec<Participant>,
}

/// One agency in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Participant {
    agency: String,
    /// clear, objection, or absent while it is owed.
    verdict: Option<String>,
}

/// A command that can be given now, or cannot, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommandOffer {
    command: String,
    stage: Option<String>,
    /// What has to be filled in.
    needs: Vec<String>,
    allowed: bool,
    /// Why not.
    why: Option<Problem>,
}

/// A crossing.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrossingView {
    #[schema(value_type = Card)]
    card: Box<RawValue>,
    /// Who or what crosses, field by field.
    #[schema(value_type = Object)]
    subject: serde_json::Value,
    conditions: Vec<String>,
    path: Vec<StageNow>,
    procedure_title: String,
    opened_us: i64,
    opened_by: String,
    /// hand, scan, passenger_list, api.
    #[schema(value_type = String)]
    origin: coordination::crossing::Origin,
    /// How the document at the desk matched the announcement.
    matched: Option<String>,
    /// exit, offered, entry; absent without a hand-over.
    custody: Option<String>,
    reversed: Option<String>,
    commands: Vec<CommandOffer>,
    /// Agreements under which entry controls may come first.
    reversal: Vec<String>,
    framework_version: String,
    /// Call a supervisor: the same for every reason there can be.
    refer: bool,
    version: u32,
}

pub(crate) fn direction(d: Direction) -> &'static str {
    match d {
        Direction::Inbound => "inbound",
        Direction::Outbound => "outbound",
    }
}

fn words(app: &App, caller: &Caller, text: &str, label: &framework::access::Label) -> Option<Words> {
    let disclosure = caller.disclosure(app, label);
    let rules = disclosure.rules.iter().map(|r| r.says.to_string()).collect();
    match disclosure.level {
        Level::Nothing => None,
        Level::Exists => Some(Words { disclosure: "exists".into(), text: None, ask: Some(label.agency.to_string()), rules }),
        Level::Content => Some(Words { disclosure: "content".into(), text: Some(text.to_owned()), ask: None, rules }),
    }
}

/// What one stage looks like to the caller.
fn stage(app: &App, caller: &Caller, c: &Crossing, at: usize) -> StageNow {
    let (step, now) = (&c.path.steps[at], &c.stages[at]);
    let state = if !c.applies(at) {
        "not_applicable"
    } else if now.hold.is_some() {
        "held"
    } else if now.waits_for.is_some() {
        "referred"
    } else if now.outcome == Outcome::Pending && now.ready_us.is_some() {
        "ready"
    } else {
        now.outcome.word()
    };
    let officer = match &now.outcome {
        Outcome::Pending => None,
        Outcome::InProgress { by, .. } | Outcome::Passed(by) | Outcome::Waived(by) | Outcome::Joint(by) | Outcome::Refused(by) => {
            Some(by.officer.to_string())
        }
    };
    let label = c.words_label(at);
    let hold = now.hold.as_ref().map(|h| {
        let reason = words(app, caller, &h.reason, &label);
        let open = reason.as_ref().is_some_and(|r| r.text.is_some());
        HoldNow {
            until_us: h.until_us,
            since_us: h.by.at_us,
            officer: h.by.officer.to_string(),
            ground: open.then(|| h.ground.to_string()),
            reason: reason.unwrap_or(Words { disclosure: "nothing".into(), text: None, ask: None, rules: Vec::new() }),
        }
    });
    let verdict = |f: &coordination::crossing::Finding| match f.verdict {
        coordination::crossing::Verdict::Clear => "clear".to_owned(),
        coordination::crossing::Verdict::Objection => "objection".to_owned(),
    };
    let joint = now.joint.as_ref().map(|j| JointNow {
        since_us: j.by.at_us,
        participants: j.participants.iter().map(|(a, f)| Participant { agency: a.to_string(), verdict: f.as_ref().map(verdict) }).collect(),
    });
    StageNow {
        stage: step.id.to_string(),
        title: step.title.in_language(&caller.language).to_owned(),
        kind: step.kind.into(),
        side: step.half.into(),
        agency: step.agency.to_string(),
        state_code: step.state.to_string(),
        state: state.to_owned(),
        mandatory: c.demanded(at) || step.mandatory,
        ready_us: now.ready_us,
        started_us: now.started_us,
        ended_us: now.ended_us,
        officer,
        waits_for: now.waits_for.map(|w| c.path.steps[w].id.to_string()),
        hold,
        joint,
        reason: if now.words.is_empty() { None } else { words(app, caller, &now.words, &label) },
        expected_s: step.expected_s,
        target_s: step.target_s,
        after: step.after.iter().map(|a| c.path.steps[*a].id.to_string()).collect(),
        place: (&*step.place).into(),
    }
}

fn offer(o: Offer) -> CommandOffer {
    CommandOffer {
        command: o.command.to_owned(),
        stage: o.stage.as_ref().map(ToString::to_string),
        needs: o.needs.iter().map(|n| (*n).to_owned()).collect(),
        allowed: o.refused.is_none(),
        why: o.refused.map(Into::into),
    }
}

/// A crossing for a caller who may read it.
pub(crate) fn view(app: &App, caller: &Caller, id: &str, c: &Crossing, card: Box<RawValue>, refer: bool) -> CrossingView {
    let (book, rules) = (app.books.of(&c.framework), app.book());
    let cx = Context {
        book: &book,
        rules: &rules.access,
        officer: &caller.account.officer,
        purpose: &caller.purpose,
        now_us: app.clock.now_us(),
    };
    let id = CrossingId::from(id);
    let custody = match &c.custody {
        coordination::crossing::Custody::Exit => "exit",
        coordination::crossing::Custody::Offered(_) => "offered",
        coordination::crossing::Custody::Entry(_) => "entry",
    };
    CrossingView {
        card,
        subject: serde_json::to_value(&*c.subject).unwrap_or_default(),
        conditions: c.conditions.iter().cloned().collect(),
        path: (0..c.stages.len()).map(|at| stage(app, caller, c, at)).collect(),
        procedure_title: c.path.title.in_language(&caller.language).to_owned(),
        opened_us: c.opened.at_us,
        opened_by: c.opened.officer.to_string(),
        origin: c.origin,
        matched: c.matched.as_ref().map(ToString::to_string),
        custody: c.path.one_stop.then(|| custody.to_owned()),
        reversed: c.reversed.as_ref().map(ToString::to_string),
        commands: Status::offers(&cx, &id, c).into_iter().map(offer).collect(),
        reversal: c.path.reversal.iter().map(|(a, _)| a.to_string()).collect(),
        framework_version: c.framework.to_string(),
        refer,
        version: c.version,
    }
}

/// One line of a timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    id: String,
    /// The kind of fact, with its version.
    kind: String,
    happened_us: i64,
    pub(super) recorded_us: i64,
    officer: String,
    agency: String,
    stage: Option<String>,
    /// Where a referral went, which condition was found, and the like; nothing that was written in words.
    #[schema(value_type = Object)]
    params: serde_json::Value,
    words: Option<Words>,
}

/// The keys of a fact's body that are words of the writer's.
const WORD_KEYS: &[&str] = &["reason", "note", "text", "ground"];

/// An entry as the caller may see it; `None` when not even its existence is disclosed.
pub(crate) fn line(app: &App, caller: &Caller, c: &Crossing, entry: &Entry) -> Option<TimelineEntry> {
    let fact = recorded(entry)?;
    let own = app.book().own_state();
    let state_of = |a: &framework::AgencyId| app.book().agencies.get(a).map_or_else(|| own.clone(), |card| card.state.clone());
    let labels = labels(&c.path, &fact.fact, &fact.by, state_of);
    if caller.disclosure(app, &labels.event).level == Level::Nothing {
        return None;
    }
    let body: serde_json::Value = serde_json::from_str(&entry.body).unwrap_or_default();
    let text = |key: &str| body.get(key).and_then(|v| v.as_str()).filter(|t| !t.is_empty());
    let said = WORD_KEYS.iter().filter_map(|k| text(k)).collect::<Vec<_>>().join(" · ");
    let written = labels.words.filter(|_| !said.is_empty()).and_then(|label| words(app, caller, &said, &label));
    let mut params = body.as_object().cloned().unwrap_or_default();
    for key in WORD_KEYS.iter().chain(&["stage", "subject", "traveller"]) {
        params.remove(*key);
    }
    if !matches!(fact.fact, Fact::Opened(_)) {
        params.remove("framework");
    }
    Some(TimelineEntry {
        id: entry.id.clone(),
        kind: entry.kind.clone(),
        happened_us: entry.happened_us,
        recorded_us: entry.recorded_us,
        officer: entry.officer.clone(),
        agency: entry.agency.clone(),
        stage: text("stage").map(str::to_owned),
        params: params.into(),
        words: written,
    })
}

/// The label of a crossing as a whole.
pub(crate) fn label(c: &Crossing) -> framework::access::Label {
    let mut label = c.path.label();
    label.kind = Kind::Crossing;
    label
}
