//! Who owes what to whom: the inbox of an officer, and what is done with it.

use crate::app::{App, now_id};
use crate::body::{Body, Query};
use crate::caller::{Caller, written};
use crate::page::{cursor, limit, marks, place};
use crate::problem::{Answer, Problem};
use crate::routes::crossing::idempotency;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use coordination::assignment::{self, Assignment, Command, Context, Ending, Make, Outcome, Party, Refused, addresses};
use framework::access::{Action, Kind, Label};
use journal::{NewEntry, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Officers, by what they are: every part that is stated has to fit.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartyView {
    /// Of this agency.
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<String>,
    /// At this crossing point; empty: at a national desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    point: Option<String>,
    /// With this role.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// At this desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    desk: Option<String>,
    /// This one.
    #[serde(skip_serializing_if = "Option::is_none")]
    officer: Option<String>,
}

impl From<&Party> for PartyView {
    fn from(p: &Party) -> Self {
        Self {
            agency: p.agency.as_ref().map(ToString::to_string),
            point: p.point.as_ref().map(ToString::to_string),
            role: p.role.clone(),
            desk: p.desk.as_ref().map(ToString::to_string),
            officer: p.officer.as_ref().map(ToString::to_string),
        }
    }
}

impl From<PartyView> for Party {
    fn from(p: PartyView) -> Self {
        Self {
            agency: p.agency.map(|a| a.as_str().into()),
            point: p.point.map(|a| a.as_str().into()),
            role: p.role,
            desk: p.desk.map(|a| a.as_str().into()),
            officer: p.officer.map(|a| a.as_str().into()),
        }
    }
}

/// Somebody who did something, and when.
#[derive(Debug, Serialize, ToSchema)]
pub struct ByView {
    officer: String,
    agency: String,
    /// Microseconds since 1970, UTC.
    at_us: i64,
}

pub(crate) fn by(b: &coordination::crossing::By) -> ByView {
    ByView { officer: b.officer.to_string(), agency: b.agency.to_string(), at_us: b.at_us }
}

/// A rung of the ladder that was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToldView {
    to: PartyView,
    at_us: i64,
    /// Why before its time; empty when the clock told it.
    reason: String,
    acknowledged: Option<ByView>,
}

/// Somebody handed it on.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandView {
    from: PartyView,
    reason: String,
    by: ByView,
}

/// Something to know about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteView {
    text: String,
    link: String,
    by: ByView,
}

/// How it ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct EndView {
    /// answered, declined or withdrawn.
    kind: String,
    /// full, part or refused, for an answer.
    outcome: Option<AnswerOutcome>,
    text: String,
    by: ByView,
}

/// How far an answer goes.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerOutcome {
    /// What was owed is done, or said.
    Full,
    /// A part of it.
    Part,
    /// It is refused.
    Refused,
}

/// An assignment.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentView {
    id: String,
    /// The id of its clock.
    kind: String,
    /// What the framework calls that kind.
    title: String,
    /// new, acknowledged, accepted, on_agenda, answered, declined, withdrawn.
    state: String,
    /// To whom it is owed.
    from: PartyView,
    /// Who owes it.
    to: PartyView,
    /// What is owed.
    owed: String,
    /// What kind of thing it is about; may be empty.
    about_kind: String,
    /// The id of what it is about.
    about: String,
    /// The crossing point it belongs to; empty for none.
    point: String,
    made: ByView,
    /// When it is due. Microseconds since 1970, UTC.
    due_us: i64,
    /// When the next rung of the ladder is told.
    next_us: Option<i64>,
    /// Rungs that are still to be told.
    rungs_left: usize,
    acknowledged: Option<ByView>,
    accepted: Option<ByView>,
    hands: Vec<HandView>,
    told: Vec<ToldView>,
    notes: Vec<NoteView>,
    end: Option<EndView>,
    /// What the caller may do: acknowledge, accept, answer, hand_on, decline, withdraw, escalate, note.
    commands: Vec<String>,
    version: u32,
}

/// Which assignments.
#[derive(Debug, Deserialize, IntoParams)]
pub struct InboxQuery {
    /// `owes`: what the caller owes, and what the ladder has told the caller of; `owed`: what is owed to the caller. `owes` when absent.
    side: Option<String>,
    /// Only of this kind.
    kind: Option<String>,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Assignments of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of an inbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct Inbox {
    now_us: i64,
    /// Soonest due first.
    assignments: Vec<AssignmentView>,
    next: Option<String>,
}

/// How much waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboxCount {
    /// What the caller owes.
    owes: i64,
    /// Of that, nobody has seen.
    unseen: i64,
    /// Of that, the clock has run out.
    late: i64,
    /// What is owed to the caller.
    owed: i64,
    /// Of that, the clock has run out.
    owed_late: i64,
}

/// Something to be owed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeRequest {
    /// Its kind: the id of a clock of the framework.
    kind: String,
    to: PartyView,
    /// To whom it is owed; the caller's desk when absent.
    #[serde(default)]
    from: Option<PartyView>,
    /// What is owed.
    owed: String,
    #[serde(default)]
    about_kind: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    point: Option<String>,
    /// When it is due, when not by the framework's clock. Microseconds since 1970, UTC.
    #[serde(default)]
    due_us: Option<i64>,
}

/// What somebody does with an assignment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentCommand {
    /// acknowledge, accept, answer, hand_on, decline, withdraw, escalate, note.
    command: String,
    /// To whom, for `hand_on`.
    to: Option<PartyView>,
    /// full, part or refused, for `answer`; full when absent.
    outcome: Option<String>,
    /// The answer, or the note.
    text: Option<String>,
    /// Why, for `hand_on`, `decline`, `withdraw` and `escalate`.
    reason: Option<String>,
    /// Where to look, for `note`.
    link: Option<String>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::NotYours { .. } | Refused::NotYoursToWithdraw { .. } | Refused::NoParty => StatusCode::FORBIDDEN,
            Refused::Over { .. }
            | Refused::AlreadyAcknowledged { .. }
            | Refused::AlreadyAccepted { .. }
            | Refused::InACircle { .. }
            | Refused::AnsweredThere
            | Refused::KnownToOneAlone { .. }
            | Refused::TopOfLadder => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::refused(status, &refused.code(), &refused)
    }
}

/// What the rules know of an assignment: whoever made it owns it, and it is released to the agencies that have to do with it.
pub(crate) fn label(app: &App, a: &Assignment) -> Label {
    let book = app.book();
    let maker = Some(&a.made.agency).filter(|m| !m.as_str().is_empty()).cloned();
    let owner = a.silent_of.clone().or(maker).or_else(|| a.from.agency_in(&book)).unwrap_or_else(|| "".into());
    let state = book.agencies.get(&owner).map_or_else(|| book.own_state(), |card| card.state.clone());
    let mut label = Label::of(Kind::Assignment, &owner, &state);
    label.states = [book.own_state()].into();
    if !a.point.is_empty() {
        label.point = Some(a.point.as_str().into());
        label.states = book.states_at(&a.point);
    }
    label.author = Some(a.made.officer.clone()).filter(|o| !o.as_str().is_empty());
    label.silent = a.silent_of.is_some();
    label.subject_desk = a.to.desk.clone();
    label.releasable_to = a.parties().filter_map(|p| p.agency_in(&book)).map(|a| a.to_string()).collect::<BTreeSet<_>>();
    label
}

fn end(e: &assignment::End) -> EndView {
    let (kind, outcome) = match e.kind {
        Ending::Answered(Outcome::Full) => ("answered", Some(AnswerOutcome::Full)),
        Ending::Answered(Outcome::Part) => ("answered", Some(AnswerOutcome::Part)),
        Ending::Answered(Outcome::Refused) => ("answered", Some(AnswerOutcome::Refused)),
        Ending::Declined => ("declined", None),
        Ending::Withdrawn => ("withdrawn", None),
    };
    EndView { kind: kind.to_owned(), outcome, text: e.text.clone(), by: by(&e.by) }
}

fn view(app: &App, caller: &Caller, id: &str, a: &Assignment) -> AssignmentView {
    labelled(app, caller, id, a, &label(app, a))
}

pub(crate) fn labelled(app: &App, caller: &Caller, id: &str, a: &Assignment, label: &Label) -> AssignmentView {
    let book = app.book();
    let cx = Context { book: &book, officer: &caller.account.officer, now_us: app.clock.now_us() };
    let title = book.framework.clocks.iter().find(|c| *c.id.get_ref() == a.kind).map_or_else(|| a.kind.clone(), |c| c.title.clone());
    let may = caller.must(app, Action::Answer, label).is_ok();
    AssignmentView {
        id: id.to_owned(),
        kind: a.kind.clone(),
        title,
        state: a.state().word().to_owned(),
        from: (&a.from).into(),
        to: (&a.to).into(),
        owed: a.owed.clone(),
        about_kind: a.about_kind.clone(),
        about: a.about.clone(),
        point: a.point.clone(),
        made: by(&a.made),
        due_us: a.due_us,
        next_us: a.next_us(),
        rungs_left: a.ladder.len().saturating_sub(a.told.len()),
        acknowledged: a.acknowledged.as_ref().map(by),
        accepted: a.accepted.as_ref().map(by),
        hands: a.hands.iter().map(|h| HandView { from: (&h.from).into(), reason: h.reason.clone(), by: by(&h.by) }).collect(),
        told: a
            .told
            .iter()
            .map(|t| ToldView {
                to: (&t.to).into(),
                at_us: t.at_us,
                reason: t.reason.clone(),
                acknowledged: t.acknowledged.as_ref().map(by),
            })
            .collect(),
        notes: a.notes.iter().map(|n| NoteView { text: n.text.clone(), link: n.link.clone(), by: by(&n.by) }).collect(),
        end: a.end.as_ref().map(end),
        commands: if may { assignment::offers(&cx, a).into_iter().map(str::to_owned).collect() } else { Vec::new() },
        version: a.version,
    }
}

fn side(asked: Option<&str>) -> Answer<&'static str> {
    match asked.unwrap_or("owes") {
        "owes" => Ok("owes"),
        "owed" => Ok("owed"),
        other => Err(Problem::bad("side", format!("`side` is `{other}`; expected `owes` or `owed`"))),
    }
}

/// The caller's own desk, as the rules know it: what an inbox may be asked for.
fn own_label(app: &App, caller: &Caller) -> Label {
    Label { subject_desk: Some(caller.account.officer.desk.clone()), ..caller.own_label(app, Kind::Assignment) }
}

/// The caller's inbox: what the caller owes, or is owed, the soonest due first.
#[utoipa::path(get, operation_id = "list_assignments", path = "/assignments", tag = "assignments", params(InboxQuery), responses((status = 200, body = Inbox), (status = 403, body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller, Query(q): Query<InboxQuery>) -> Answer<Json<Inbox>> {
    caller.must(&app, Action::Read, &own_label(&app, &caller))?;
    let (side, rows, after) = (side(q.side.as_deref())?, limit(q.limit)?, place(q.cursor.as_deref())?);
    let (due, id) = after.unwrap_or((i64::MIN, String::new()));
    let kind = q.kind.unwrap_or_default();
    // One look into the index for each way of naming the caller; the first rows of each are enough for the first of all.
    let mut values: Vec<Value> = vec![side.into(), due.into(), id.into(), Value::Text(kind)];
    let mut parts = Vec::new();
    for address in addresses(&caller.account.officer) {
        values.push(Value::Text(address));
        parts.push(format!(
            "SELECT * FROM (SELECT assignment, due_us FROM inbox WHERE address = ${} AND side = $1 AND (due_us, assignment) > ($2, $3) AND ($4 = '' OR kind = $4) ORDER BY due_us, assignment LIMIT {rows}) AS part{}",
            values.len(),
            values.len(),
        ));
    }
    let text = format!("{} ORDER BY due_us, assignment LIMIT {rows}", parts.join(" UNION "));
    let found = app.journal.query(&text, &values).await?;
    let mut ids = Vec::with_capacity(found.len());
    for row in &found {
        ids.push(row.text(0)?);
    }
    let next =
        found.last().filter(|_| found.len() == rows as usize).map(|r| Ok::<_, Problem>(cursor(r.int(1)?, &r.text(0)?))).transpose()?;
    let states = app.assignments(&ids).await?;
    let known = ids.iter().filter_map(|id| states.get(id).map(|a| (id, a, label(&app, a))));
    let shown = known.filter(|(_, _, label)| caller.reads(&app, label));
    let assignments: Vec<AssignmentView> = shown.map(|(id, a, label)| labelled(&app, &caller, id, a, &label)).collect();
    app.noted(&caller, "inbox", side, assignments.len()).await?;
    Ok(Json(Inbox { now_us: app.clock.now_us(), assignments, next }))
}

/// How much waits in the caller's inbox.
#[utoipa::path(get, operation_id = "count_assignments", path = "/assignments/count", tag = "assignments", responses((status = 200, body = InboxCount), (status = 403, body = Problem)))]
pub async fn count(State(app): State<App>, caller: Caller) -> Answer<Json<InboxCount>> {
    caller.must(&app, Action::Read, &own_label(&app, &caller))?;
    let mut values: Vec<Value> = vec![app.clock.now_us().into()];
    let marks = marks(&mut values, addresses(&caller.account.officer));
    let text = format!(
        "SELECT side, CAST(COUNT(DISTINCT assignment) AS BIGINT), CAST(COUNT(DISTINCT CASE WHEN due_us < $1 THEN assignment END) AS BIGINT), \
         CAST(COUNT(DISTINCT CASE WHEN seen = 0 THEN assignment END) AS BIGINT) FROM inbox WHERE address IN ({marks}) GROUP BY side"
    );
    let mut count = InboxCount { owes: 0, unseen: 0, late: 0, owed: 0, owed_late: 0 };
    for row in app.journal.query(&text, &values).await? {
        if row.text(0)? == "owes" {
            (count.owes, count.late, count.unseen) = (row.int(1)?, row.int(2)?, row.int(3)?);
        } else {
            (count.owed, count.owed_late) = (row.int(1)?, row.int(2)?);
        }
    }
    Ok(Json(count))
}

async fn readable(app: &App, caller: &Caller, id: &str) -> Answer<Arc<Assignment>> {
    let found = app.assignment(id).await?.ok_or_else(Problem::not_found)?;
    if caller.reads(app, &label(app, &found)) { Ok(found) } else { Err(Problem::not_found()) }
}

/// An assignment.
#[utoipa::path(get, operation_id = "get_assignment", path = "/assignments/{id}", tag = "assignments", params(("id" = String, Path)), responses((status = 200, body = AssignmentView), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<AssignmentView>> {
    let found = readable(&app, &caller, &id).await?;
    app.noted(&caller, "assignment", &id, 1).await?;
    Ok(Json(view(&app, &caller, &id, &found)))
}

/// A fact of an assignment as an entry.
pub(crate) fn entry(id: &str, point: &str, fact: &assignment::Fact, officer: &str, agency: &str) -> NewEntry {
    written(id, (fact.kind(), fact.body()), (officer, agency), point)
}

/// Let somebody owe something.
#[utoipa::path(post, operation_id = "make_assignment", path = "/assignments", tag = "assignments", request_body = MakeRequest, responses((status = 201, body = AssignmentView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn make(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(ask): Body<MakeRequest>,
) -> Answer<(StatusCode, Json<AssignmentView>)> {
    caller.must(&app, Action::Open, &own_label(&app, &caller))?;
    let who = caller.account.officer.clone();
    let from: Party = ask.from.unwrap_or_default().into();
    if !from.is_nobody() && !from.is(&who) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_yours_to_ask", format!("you are not {from}, and cannot ask in their name")));
    }
    let wanted = Make {
        kind: ask.kind,
        from,
        to: ask.to.into(),
        owed: ask.owed,
        about_kind: ask.about_kind,
        about: ask.about,
        point: ask.point.as_deref().filter(|p| !p.is_empty()).map(Into::into).or_else(|| who.point.clone()),
        due_us: ask.due_us,
        ..Make::default()
    };
    known_officer(&app, &wanted.to)?;
    let (id, book) = (now_id(), app.book());
    let stream = id.clone();
    let point = wanted.point.as_ref().map(ToString::to_string).unwrap_or_default();
    let done = app.journal.execute(idempotency(&headers, &caller)?, vec![id.clone()], move |_, now_us| {
        let fact = assignment::make(&Context { book: &book, officer: &who, now_us }, &wanted)?;
        Ok::<_, Refused>((vec![entry(&stream, &point, &fact, who.id.as_str(), who.agency.as_str())], ()))
    });
    let done = done.await?;
    let id = done.entries.first().map_or(id, |e| e.stream.clone());
    metrics::counter!("mpaka_assignments_made_total").increment(1);
    let made = app.assignment(&id).await?.ok_or_else(Problem::not_found)?;
    Ok((StatusCode::CREATED, Json(view(&app, &caller, &id, &made))))
}

/// Officers are the server's to know; everything else of a party is the framework's.
pub(crate) fn known_officer(app: &App, to: &Party) -> Answer<()> {
    match to.officer.as_ref().filter(|o| app.accounts.get(o.as_str()).is_none()) {
        Some(unknown) => Err(Refused::UnknownAddressee { what: "officer", id: unknown.to_string() }.into()),
        None => Ok(()),
    }
}

fn command(ask: AssignmentCommand) -> Answer<Command> {
    let (text, reason) = (ask.text.unwrap_or_default(), ask.reason.unwrap_or_default());
    Ok(match ask.command.as_str() {
        "acknowledge" => Command::Acknowledge,
        "accept" => Command::Accept,
        "answer" => {
            let outcome = match ask.outcome.as_deref().unwrap_or("full") {
                "full" => Outcome::Full,
                "part" => Outcome::Part,
                "refused" => Outcome::Refused,
                other => return Err(Problem::bad("outcome", format!("`outcome` is `{other}`; expected full, part or refused"))),
            };
            Command::Answer { outcome, text }
        }
        "hand_on" => Command::HandOn { to: ask.to.unwrap_or_default().into(), reason },
        "decline" => Command::Decline { reason },
        "withdraw" => Command::Withdraw { reason },
        "escalate" => Command::Escalate { reason },
        "note" => Command::Note { text, link: ask.link.unwrap_or_default() },
        other => {
            let known = "acknowledge, accept, answer, hand_on, decline, withdraw, escalate, note";
            return Err(Problem::bad("command", format!("`{other}` is no command on an assignment; expected one of {known}")));
        }
    })
}

/// Act on an assignment.
#[utoipa::path(post, operation_id = "command_assignment", path = "/assignments/{id}/commands", tag = "assignments", params(("id" = String, Path)), request_body = AssignmentCommand, responses((status = 200, body = AssignmentView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(ask): Body<AssignmentCommand>,
) -> Answer<Json<AssignmentView>> {
    act_as(&app, &caller, idempotency(&headers, &caller)?, &id, command(ask)?).await?;
    let now = app.assignment(&id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(view(&app, &caller, &id, &now)))
}

/// Acts on an assignment in the caller's name.
pub(crate) async fn act_as(app: &App, caller: &Caller, key: Option<String>, id: &str, command: Command) -> Answer<()> {
    if let Command::HandOn { to, .. } = &command {
        known_officer(app, to)?;
    }
    let found = readable(app, caller, id).await?;
    caller.must(app, Action::Answer, &label(app, &found))?;
    let (who, book, stream) = (caller.account.officer.clone(), app.book(), id.to_owned());
    let done = app.journal.execute(key, vec![id.to_owned()], move |states, now_us| {
        let Some(state) = states.get(&stream).and_then(|s| s.assignment()) else { return Err(Refused::NoParty) };
        let facts = assignment::decide(&Context { book: &book, officer: &who, now_us }, state, &command)?;
        Ok((facts.iter().map(|f| entry(&stream, &state.point, f, who.id.as_str(), who.agency.as_str())).collect(), ()))
    });
    done.await?;
    Ok(())
}
