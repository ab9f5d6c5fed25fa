//! Meetings: called, held, decided at, written down.

use crate::app::{App, now_id};
use crate::bodies::{agenda, body_label, copy_label, meeting, meeting_label};
use crate::body::{Body, Path, Query};
use crate::caller::{Caller, written};
use crate::page::{cursor, limit, place};
use crate::problem::{Answer, Problem};
use crate::routes::assignments::{PartyView, entry, known_officer};
use crate::routes::crossing::idempotency;
use crate::routes::meeting_view::{Beside, ComesView, MeetingCard, MeetingView, card, view};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use coordination::meeting::{
    self, Attendance, Call, Command, Context, Done, How, Issue, Item, ItemKind, MAX_ISSUES, Meeting, Refused, Seat, Seated, seated,
};
use framework::AgencyId;
use framework::access::Action;
use journal::{NewEntry, Value};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// A meeting to be called.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingRequest {
    /// When. Microseconds since 1970, UTC. A time that is past enters a meeting that was held on paper.
    pub planned_us: i64,
    /// How long. Minutes.
    #[serde(default)]
    pub length_min: u32,
    /// Outside the cadence; has a reason.
    #[serde(default)]
    pub extraordinary: bool,
    /// Known to the body alone: its minutes stay there.
    #[serde(default)]
    pub confidential: bool,
    /// What the body calls it.
    #[serde(default)]
    pub reference: String,
    /// Where.
    #[serde(default)]
    pub venue: String,
    /// The agency that is the host.
    #[serde(default)]
    pub host: Option<String>,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// Something that a decision makes somebody owe.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueRequest {
    /// Whether it is done before the next meeting, and not a directive to be complied with.
    #[serde(default)]
    action: bool,
    to: PartyView,
    /// What.
    owed: String,
    /// When it is due, when not by the framework's clock. Microseconds since 1970, UTC.
    #[serde(default)]
    due_us: Option<i64>,
}

/// What somebody does with a meeting.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MeetingCommand {
    /// postpone, cancel, add_item, withdraw_item, add_paper, co_opt, open, arrive, leave, preside, decide, close, draft, approve, send, accept, return.
    command: String,
    /// For `postpone`: when. Microseconds since 1970, UTC.
    planned_us: Option<i64>,
    /// Why, for `postpone`, `cancel`, `withdraw_item`, `co_opt` and `return`.
    reason: String,
    /// The kind of an item, for `add_item`; other when absent.
    kind: Option<String>,
    /// Of an item or a paper.
    title: String,
    /// What an item is about.
    about_kind: String,
    about: String,
    /// Of a paper: https:// or an address of the console.
    link: String,
    /// Which item, from 0, for `withdraw_item`, `add_paper` and `decide`.
    item: Option<u32>,
    /// Which agency, for `co_opt`, `arrive`, `leave` and `preside`.
    agency: String,
    /// Who comes, for `arrive`.
    name: String,
    /// Which agency presides, for `open`; the chair or else the deputy, of those who are there, when absent.
    presiding: Option<String>,
    /// Who is there, for `open`.
    present: Vec<ComesView>,
    /// When it began, for `open`; now when absent.
    began_us: Option<i64>,
    /// When it ended, for `close`; now when absent.
    ended_us: Option<i64>,
    /// The decision, or the minutes.
    text: String,
    /// consensus or vote, for `decide`; consensus when absent.
    how: Option<String>,
    in_favour: u32,
    against: u32,
    abstained: u32,
    /// What a decision makes others owe.
    issues: Vec<IssueRequest>,
    /// Which directive, for `accept` and `return`.
    directive: String,
    /// In words, for `accept`.
    note: String,
    /// By when it is owed again, for `return`; by the framework's clock when absent.
    due_us: Option<i64>,
}

/// Which meetings of a body.
#[derive(Debug, Deserialize, IntoParams)]
pub struct MeetingsQuery {
    /// Where the last page ended.
    cursor: Option<String>,
    /// Meetings of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of a body's meetings, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Meetings {
    now_us: i64,
    meetings: Vec<MeetingCard>,
    next: Option<String>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::Owed { why } => return why.into(),
            Refused::NotYourSeat { .. } | Refused::SameWriter { .. } | Refused::OwnAnswer { .. } => StatusCode::FORBIDDEN,
            Refused::NoSuchBody { .. } | Refused::NoSuchMeeting => StatusCode::NOT_FOUND,
            Refused::Words(_)
            | Refused::OutOfRange { .. }
            | Refused::NoSuchAgency { .. }
            | Refused::NoSuchItem { .. }
            | Refused::LinkUnfit
            | Refused::NotInvited { .. }
            | Refused::VotesUnfit { .. }
            | Refused::TimesUnfit
            | Refused::NotAdopted
            | Refused::NoSuchDirective { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        };
        Self::refused(status, &refused.code(), &refused)
    }
}

/// Whether the caller may read a meeting: as one who sits in the body, or in the one above it once the minutes are there.
pub(crate) fn reads(app: &App, caller: &Caller, m: &Meeting) -> bool {
    caller.reads(app, &meeting_label(app, m)) || copy_label(app, m).is_some_and(|copy| caller.reads(app, &copy))
}

/// A meeting, unless it is not disclosed to the caller.
pub(crate) async fn readable(app: &App, caller: &Caller, id: &str) -> Answer<Arc<Meeting>> {
    let found = meeting(app, id).await?.ok_or_else(Problem::not_found)?;
    if reads(app, caller, &found) { Ok(found) } else { Err(Problem::not_found()) }
}

/// A body, as far as the caller may read its meetings.
pub(crate) fn own_body(app: &App, caller: &Caller, id: &str) -> Answer<Seated> {
    let body = seated(&app.book(), id, app.clock.now_us()).ok_or_else(Problem::not_found)?;
    if caller.reads(app, &body_label(app, &body, false)) { Ok(body) } else { Err(Problem::not_found()) }
}

/// Whether the caller's seat is one that runs the body.
pub(crate) fn runs(caller: &Caller, body: &Seated) -> bool {
    body.seat_of(&caller.account.officer).is_some_and(|s| s >= Seat::Secretary)
}

fn context<'a>(book: &'a framework::Rulebook, caller: &'a Caller, now_us: i64, ids: &'a [String], found: &'a [Item]) -> Context<'a> {
    Context { book, officer: &caller.account.officer, now_us, ids, owed: None, found }
}

async fn shown(app: &App, caller: &Caller, id: &str, m: &Meeting) -> Answer<MeetingView> {
    let ids: Vec<String> = m.directives.iter().map(|d| d.assignment.clone()).collect();
    let proposals = if m.state() == meeting::State::Called {
        let has: Vec<Item> = m.items().cloned().collect();
        meeting::fill(&has, agenda::found_for(app, &m.seated).await?)
    } else {
        Vec::new()
    };
    let may = |action| caller.must(app, action, &meeting_label(app, m)).is_ok();
    let (answers, approves, book) = (may(Action::Answer), may(Action::Approve), app.book());
    let cx = context(&book, caller, app.clock.now_us(), &[], &[]);
    let allowed = |word: &&str| if *word == "approve" { approves } else { answers };
    let commands = meeting::offers(&cx, id, m).into_iter().filter(allowed).collect();
    let beside = Beside { assignments: app.assignments(&ids).await?, proposals, commands, runs: answers && runs(caller, &m.seated) };
    Ok(view(app, caller, id, m, &beside))
}

/// The meetings of a body, the latest first, those to come before all.
#[utoipa::path(get, operation_id = "list_meetings", path = "/bodies/{id}/meetings", tag = "bodies", params(("id" = String, Path), MeetingsQuery), responses((status = 200, body = Meetings), (status = 404, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<MeetingsQuery>,
) -> Answer<Json<Meetings>> {
    let body = own_body(&app, &caller, &id)?;
    let (meetings, next) = page(&app, &caller, &body, limit(q.limit)?, q.cursor.as_deref()).await?;
    app.noted(&caller, "meetings", &id, meetings.len()).await?;
    Ok(Json(Meetings { now_us: app.clock.now_us(), meetings, next }))
}

/// A page of a body's meetings, and where the next begins.
pub(crate) async fn page(
    app: &App,
    caller: &Caller,
    body: &Seated,
    rows: u32,
    after: Option<&str>,
) -> Answer<(Vec<MeetingCard>, Option<String>)> {
    let (sort, last) = place(after)?.unwrap_or((i64::MAX, String::new()));
    let text = format!(
        "SELECT id, sort_us FROM meeting WHERE body = $1 AND (sort_us < $2 OR (sort_us = $2 AND id > $3)) ORDER BY sort_us DESC, id LIMIT {rows}"
    );
    let values: [Value; 3] = [body.body.as_str().into(), sort.into(), last.into()];
    let found = app.journal.query(&text, &values).await?;
    let ids = found.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let next = match found.last() {
        Some(last) if found.len() == rows as usize => Some(cursor(last.int(1)?, &last.text(0)?)),
        _ => None,
    };
    let states = app.journal.states(&ids).await?;
    let known = ids.iter().filter_map(|id| Some((id, states.get(id)?.meeting()?)));
    Ok((known.filter(|(_, m)| reads(app, caller, m)).map(|(id, m)| card(id, m)).collect(), next))
}

/// Call a meeting of a body.
#[utoipa::path(post, operation_id = "call_meeting", path = "/bodies/{id}/meetings", tag = "bodies", params(("id" = String, Path)), request_body = MeetingRequest, responses((status = 201, body = MeetingView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn call(
    State(app): State<App>,
    caller: Caller,
    Path(body): Path<String>,
    headers: HeaderMap,
    Body(ask): Body<MeetingRequest>,
) -> Answer<(StatusCode, Json<MeetingView>)> {
    let id = call_as(&app, &caller, idempotency(&headers, &caller)?, &body, ask).await?;
    let called = meeting(&app, &id).await?.ok_or_else(Problem::not_found)?;
    Ok((StatusCode::CREATED, Json(shown(&app, &caller, &id, &called).await?)))
}

/// Calls a meeting in the caller's name, and gives its id.
pub(crate) async fn call_as(app: &App, caller: &Caller, key: Option<String>, body: &str, ask: MeetingRequest) -> Answer<String> {
    let known = own_body(app, caller, body)?;
    caller.must(app, Action::Open, &body_label(app, &known, ask.confidential))?;
    let call = Call {
        planned_us: ask.planned_us,
        length_min: ask.length_min,
        extraordinary: ask.extraordinary,
        confidential: ask.confidential,
        reference: ask.reference,
        venue: ask.venue,
        host: ask.host.filter(|h| !h.is_empty()).map(|h| h.as_str().into()),
        reason: ask.reason,
    };
    let (id, who, book) = (now_id(), caller.clone(), app.book());
    let stream = id.clone();
    let done = app.journal.execute(key, vec![id.clone()], move |_, now_us| {
        let fact = meeting::call(&context(&book, &who, now_us, &[], &[]), &known.body, &call)?;
        Ok::<_, Refused>((vec![fact_entry(&stream, &known.point, &fact, &who)], ()))
    });
    let done = done.await?;
    metrics::counter!("mpaka_meetings_called_total").increment(1);
    Ok(done.entries.first().map_or(id, |e| e.stream.clone()))
}

fn fact_entry(id: &str, point: &str, fact: &meeting::Fact, caller: &Caller) -> NewEntry {
    let officer = &caller.account.officer;
    written(id, (fact.kind(), fact.body()), (officer.id.as_str(), officer.agency.as_str()), point)
}

/// What a command came to, as entries of one transaction: the meeting's first, then what is owed by it.
fn entries(id: &str, point: &str, done: &Done, caller: &Caller) -> Vec<NewEntry> {
    let officer = &caller.account.officer;
    let owes = done.owes.iter().map(|(new, fact)| entry(new, point, fact, officer.id.as_str(), officer.agency.as_str()));
    done.facts.iter().map(|fact| fact_entry(id, point, fact, caller)).chain(owes).collect()
}

/// A meeting.
#[utoipa::path(get, operation_id = "get_meeting", path = "/meetings/{id}", tag = "bodies", params(("id" = String, Path)), responses((status = 200, body = MeetingView), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<MeetingView>> {
    let found = readable(&app, &caller, &id).await?;
    app.noted(&caller, "meeting", &id, 1).await?;
    Ok(Json(shown(&app, &caller, &id, &found).await?))
}

fn command(ask: MeetingCommand) -> Answer<Command> {
    let agency = || AgencyId::from(ask.agency.as_str());
    let needs = |what: &str| Problem::bad("command", format!("`{}` needs `{what}`", ask.command));
    Ok(match ask.command.as_str() {
        "postpone" => Command::Postpone { planned_us: ask.planned_us.ok_or_else(|| needs("planned_us"))?, reason: ask.reason },
        "cancel" => Command::Cancel { reason: ask.reason },
        "add_item" => {
            let word = ask.kind.as_deref().unwrap_or("other");
            let kind = ItemKind::of(word).ok_or_else(|| {
                let known: Vec<&str> = ItemKind::ALL.iter().map(|k| k.word()).collect();
                Problem::bad("kind", format!("`{word}` is no kind of item; expected one of {}", known.join(", ")))
            })?;
            Command::AddItem { item: Item { kind, title: ask.title, about_kind: ask.about_kind, about: ask.about } }
        }
        "withdraw_item" => Command::WithdrawItem { item: ask.item.ok_or_else(|| needs("item"))?, reason: ask.reason },
        "add_paper" => Command::AddPaper { title: ask.title, link: ask.link, item: ask.item },
        "co_opt" => Command::CoOpt { agency: agency(), reason: ask.reason },
        "open" => Command::Open {
            presiding: ask.presiding.filter(|p| !p.is_empty()).map(|p| p.as_str().into()),
            present: ask.present.into_iter().map(|p| Attendance { agency: p.agency.as_str().into(), name: p.name }).collect(),
            began_us: ask.began_us,
        },
        "arrive" => Command::Arrive { agency: agency(), name: ask.name },
        "leave" => Command::Leave { agency: agency() },
        "preside" => Command::Preside { agency: agency() },
        "decide" => {
            let how = match ask.how.as_deref().unwrap_or("consensus") {
                "consensus" => How::Consensus,
                "vote" => How::Vote { in_favour: ask.in_favour, against: ask.against, abstained: ask.abstained },
                other => return Err(Problem::bad("how", format!("`how` is `{other}`; expected consensus or vote"))),
            };
            let issue = |i: IssueRequest| Issue { action: i.action, to: i.to.into(), owed: i.owed, due_us: i.due_us };
            Command::Decide { item: ask.item, text: ask.text, how, issues: ask.issues.into_iter().map(issue).collect() }
        }
        "close" => Command::Close { ended_us: ask.ended_us },
        "draft" => Command::Draft { text: ask.text },
        "approve" => Command::Approve,
        "send" => Command::Send,
        "accept" => Command::Accept { directive: ask.directive, note: ask.note },
        "return" => Command::Return { directive: ask.directive, reason: ask.reason, due_us: ask.due_us },
        other => {
            let known = "postpone, cancel, add_item, withdraw_item, add_paper, co_opt, open, arrive, leave, preside, decide, close, draft, approve, \
                         send, accept, return";
            return Err(Problem::bad("command", format!("`{other}` is no command on a meeting; expected one of {known}")));
        }
    })
}

/// Act on a meeting. What a decision makes others owe is made with it, in one transaction.
#[utoipa::path(post, operation_id = "command_meeting", path = "/meetings/{id}/commands", tag = "bodies", params(("id" = String, Path)), request_body = MeetingCommand, responses((status = 200, body = MeetingView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(ask): Body<MeetingCommand>,
) -> Answer<Json<MeetingView>> {
    act_as(&app, &caller, idempotency(&headers, &caller)?, &id, command(ask)?).await?;
    let now = meeting(&app, &id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(shown(&app, &caller, &id, &now).await?))
}

/// Acts on a meeting in the caller's name.
pub(crate) async fn act_as(app: &App, caller: &Caller, key: Option<String>, id: &str, command: Command) -> Answer<()> {
    let m = readable(app, caller, id).await?;
    let mut action = Action::Answer;
    if command == Command::Approve {
        // Who wrote them hears just that, and not that no rule permits it.
        if m.minutes_state() == meeting::MinutesState::Draft && m.wrote(&caller.account.officer.id) {
            return Err(Refused::SameWriter { officer: caller.account.officer.id.clone() }.into());
        }
        action = Action::Approve;
    }
    caller.must(app, action, &meeting_label(app, &m))?;
    let mut found = Vec::new();
    let mut streams = vec![id.to_owned()];
    let mut new = 0;
    match &command {
        Command::Open { .. } => found = agenda::found_for(app, &m.seated).await?,
        Command::Decide { issues, .. } => {
            issues.iter().try_for_each(|i| known_officer(app, &i.to))?;
            new = issues.len().min(MAX_ISSUES);
        }
        Command::Accept { directive, .. } | Command::Return { directive, .. } => {
            streams.extend(m.directive(directive).map(|d| d.assignment.clone()));
            new = usize::from(matches!(command, Command::Return { .. }));
        }
        _ => {}
    }
    let ids: Vec<String> = (0..new).map(|_| now_id()).collect();
    streams.extend(ids.iter().cloned());
    let (who, book, stream) = (caller.clone(), app.book(), id.to_owned());
    let done = app.journal.execute(key, streams, move |states, now_us| {
        let m = states.get(&stream).and_then(|s| s.meeting()).ok_or(Refused::NoSuchMeeting)?;
        let judged = match &command {
            Command::Accept { directive, .. } | Command::Return { directive, .. } => m.directive(directive),
            _ => None,
        };
        let owed = judged.and_then(|d| states.get(&d.assignment)).and_then(|s| s.assignment());
        let cx = Context { owed: owed.map(|a| &**a), ..context(&book, &who, now_us, &ids, &found) };
        let done = meeting::decide(&cx, &stream, m, &command)?;
        Ok::<_, Refused>((entries(&stream, &m.seated.point, &done, &who), ()))
    });
    done.await?;
    metrics::counter!("mpaka_meeting_commands_total").increment(1);
    Ok(())
}

/// Where the meetings of a body are asked for by somebody who only reads them in order: those from a time on, the earliest first, no more than a feed holds.
pub(crate) async fn since(app: &App, caller: &Caller, body: &Seated, from_us: i64, most: u32) -> Answer<Vec<(String, Arc<Meeting>)>> {
    let text = format!("SELECT id FROM meeting WHERE body = $1 AND sort_us >= $2 ORDER BY sort_us, id LIMIT {most}");
    let rows = app.journal.query(&text, &[body.body.as_str().into(), from_us.into()]).await?;
    let ids = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let states = app.journal.states(&ids).await?;
    let known = ids.into_iter().filter_map(|id| Some((id.clone(), states.get(&id)?.meeting()?.clone())));
    Ok(known.filter(|(_, m)| reads(app, caller, m)).collect())
}
