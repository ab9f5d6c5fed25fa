//! Hits: what of a list met whom, and what is done about it.

use crate::app::App;
use crate::body::{self, Body, Path, Query};
use crate::caller::Caller;
use crate::page::{cursor, limit, place};
use crate::problem::{Answer, Problem};
use crate::routes::crossing::idempotency;
use crate::watchlists::{acted, engine, hit_label};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use coordination::crossing::By;
use coordination::hit::{self, Command, Hit, Refused};
use framework::AgencyId;
use framework::access::{Action, Kind, Label};
use journal::Value;
use screening::Entry;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// What crosses, as far as it was screened.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedView {
    /// What it is at the crossing: traveller, driver, crew, company, vehicle, vessel, container.
    role: String,
    /// person, organisation or vessel.
    kind: String,
    name: String,
    /// Birth date `YYYY-MM-DD`, with `XX` for parts that are not known; may be empty.
    born: String,
    nationality: String,
    sex: String,
    /// The number of its document, its hull, its plate; may be empty.
    number: String,
    issuer: String,
}

/// A record of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordView {
    /// The list's own number for it.
    pub id: String,
    /// person, organisation or vessel.
    pub kind: String,
    /// The main one first.
    pub names: Vec<String>,
    /// As far as they are known: `1971`, `1971-02`, `1971-02-28`.
    pub born: Vec<String>,
    pub countries: Vec<String>,
    /// Passport, identity, IMO and other numbers.
    pub documents: Vec<String>,
}

impl From<&Entry> for RecordView {
    fn from(e: &Entry) -> Self {
        Self {
            id: e.id.clone(),
            kind: e.kind.word().to_owned(),
            names: e.names.iter().map(|n| n.text.clone()).collect(),
            born: e.born.iter().map(ToString::to_string).collect(),
            countries: e.countries.clone(),
            documents: e.documents.clone(),
        }
    }
}

/// One thing side by side.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitSide {
    /// name, born, nationality, number.
    field: String,
    asked: String,
    listed: Vec<String>,
    /// same, alike, different, unknown.
    agreement: String,
}

/// A step that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitStep {
    /// found, reviewed, checked, seconded, replied, acted, unanswered, cleared, met_again.
    step: String,
    /// What it came to: probable or not, same or not, agrees or not, act or let_go, done or not, the default of the list, a case number, a crossing.
    result: String,
    /// The second factor, for `checked`.
    factor: Option<String>,
    text: String,
    /// Empty where time did it.
    officer: String,
    agency: String,
    /// Microseconds since 1970, UTC.
    at_us: i64,
}

/// A hit.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitView {
    id: String,
    /// candidate, probable, second_person, confirmed, replied, closed.
    state: String,
    /// no_match, unconfirmed_logged, confirmed_no_action, confirmed_action, redress; absent while it is open.
    outcome: Option<String>,
    crossing: String,
    point: String,
    list: String,
    list_name: String,
    owner: String,
    /// The owner's duty desk.
    desk: Option<String>,
    /// inform, examine, refuse_entry, refuse_exit, arrest, seize.
    action: String,
    silent: bool,
    /// What becomes of it when the owner does not answer: escalate, release_and_record, hold_then_release.
    on_silence: String,
    found_us: i64,
    /// When the owner's time is over; absent where the list states no clock.
    due_us: Option<i64>,
    /// A second person has to agree.
    needs_two: bool,
    asked: AskedView,
    record: RecordView,
    /// The name of the record that came closest; empty where only a number met.
    name: String,
    /// How alike the names are, 0..=1; absent where only a number met.
    score: Option<f64>,
    /// Why, in words.
    explanation: String,
    sides: Vec<HitSide>,
    steps: Vec<HitStep>,
    /// The number of the case that a cleared person may show.
    case: Option<String>,
    /// Where an entry of the list is contested.
    appeal: String,
    /// The id of what is owed for it.
    assignment: Option<String>,
    /// What the caller may do: review, check, second, reply, act, clear.
    commands: Vec<String>,
    version: u32,
}

/// Which hits.
#[derive(Debug, Deserialize, IntoParams)]
pub struct HitsQuery {
    /// Only those that are open, soonest due first (`true`, and when absent), or only those that are closed, the latest first (`false`).
    open: Option<bool>,
    /// Only of this list.
    list: Option<String>,
    /// Only at this crossing.
    crossing: Option<String>,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Hits of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of hits.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hits {
    now_us: i64,
    hits: Vec<HitView>,
    next: Option<String>,
}

/// How many wait.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitCount {
    /// Whether the caller may read any hits at all.
    reads: bool,
    /// Open hits that the caller may read.
    open: i64,
    /// Of those, the owner's time is over, and it has not said what is to be done.
    late: i64,
}

/// What somebody does with a hit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HitCommand {
    /// review, check, second, reply, act, clear.
    command: String,
    /// For `review`: whether it may be the one.
    #[serde(skip_serializing_if = "Option::is_none")]
    probable: Option<bool>,
    /// For `check`: biometric, birth_date, document, other.
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<String>,
    /// For `check`: whether it is the one.
    #[serde(skip_serializing_if = "Option::is_none")]
    same: Option<bool>,
    /// For `second`: whether one agrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    agrees: Option<bool>,
    /// For `reply`: act, let_go.
    #[serde(skip_serializing_if = "Option::is_none")]
    instruction: Option<String>,
    /// For `act`: whether it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<bool>,
    /// For `review`, `check`, `second` and `clear`: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// For `reply` and `act`: in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::SamePerson { .. } | Refused::NotTheOwner { .. } => StatusCode::FORBIDDEN,
            Refused::NoSuchHit => StatusCode::NOT_FOUND,
            Refused::Words(_) => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        };
        Self::refused(status, &refused.code(), &refused)
    }
}

fn step(step: &str, result: impl Into<String>, text: &str, by: &By) -> HitStep {
    HitStep {
        step: step.to_owned(),
        result: result.into(),
        factor: None,
        text: text.to_owned(),
        officer: by.officer.to_string(),
        agency: by.agency.to_string(),
        at_us: by.at_us,
    }
}

fn word(v: &impl Serialize) -> String {
    serde_json::to_value(v).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn yes(yes: bool, then: &str, otherwise: &str) -> String {
    if yes { then } else { otherwise }.to_owned()
}

/// What was done, in the order in which it was.
fn steps(h: &Hit) -> Vec<HitStep> {
    let clock = |at_us| By { officer: "".into(), agency: "".into(), at_us };
    let mut all = vec![step("found", h.found.list.as_str(), &h.found.explanation, &clock(h.found_us))];
    all.extend(h.reviewed.as_ref().map(|(by, f)| step("reviewed", yes(f.probable, "probable", "not_the_one"), &f.reason, by)));
    all.extend(
        h.checked
            .as_ref()
            .map(|(by, f)| HitStep { factor: Some(word(&f.factor)), ..step("checked", yes(f.same, "same", "not_the_one"), &f.reason, by) }),
    );
    all.extend(h.seconded.as_ref().map(|(by, agrees, reason)| step("seconded", yes(*agrees, "agrees", "disagrees"), reason, by)));
    all.extend(h.replied.as_ref().map(|(by, f)| step("replied", word(&f.instruction), &f.text, by)));
    all.extend(h.acted.as_ref().map(|(by, done, text)| step("acted", yes(*done, "done", "not_done"), text, by)));
    all.extend(h.unanswered.as_ref().map(|(at, default)| step("unanswered", default.as_str(), "", &clock(*at))));
    all.extend(h.clearance.as_ref().map(|c| step("cleared", c.cleared.case.as_str(), &c.cleared.reason, &c.by)));
    all.extend(h.met_again.iter().map(|(at, crossing)| step("met_again", crossing.as_str(), "", &clock(*at))));
    all.sort_by_key(|s| s.at_us);
    all
}

/// Where entries of a list are contested.
fn appeal(app: &App, list: &str) -> String {
    let book = app.book();
    let found = book.framework.lists.iter().find(|l| l.id.get_ref() == list);
    found.and_then(|l| l.appeal.clone()).unwrap_or_default()
}

fn view(app: &App, caller: &Caller, id: &str, h: &Hit) -> HitView {
    let f = &h.found;
    let may = caller.must(app, Action::Answer, &hit_label(app, h)).is_ok();
    let sides = engine::sides(&f.asked, &f.record, f.score_permille, f.number.as_ref());
    HitView {
        id: id.to_owned(),
        state: h.state().word().to_owned(),
        outcome: h.outcome().map(|o| o.word().to_owned()),
        crossing: f.crossing.clone(),
        point: f.point.clone(),
        list: f.list.clone(),
        list_name: f.list_name.clone(),
        owner: f.owner.to_string(),
        desk: f.desk.as_ref().map(ToString::to_string),
        action: f.action.clone(),
        silent: f.silent,
        on_silence: f.on_silence.clone(),
        found_us: h.found_us,
        due_us: Some(f.due_us).filter(|at| *at > 0),
        needs_two: h.needs_two(),
        asked: AskedView {
            role: f.asked.role.clone(),
            kind: f.asked.kind.word().to_owned(),
            name: f.asked.name.clone(),
            born: f.asked.born.clone(),
            nationality: f.asked.nationality.clone(),
            sex: f.asked.sex.clone(),
            number: f.asked.number.clone(),
            issuer: f.asked.issuer.clone(),
        },
        record: (&f.record).into(),
        name: f.name.clone(),
        score: (f.score_permille > 0).then(|| f64::from(f.score_permille) / 1000.0),
        explanation: f.explanation.clone(),
        sides: sides
            .into_iter()
            .map(|s| HitSide { field: s.field.to_owned(), asked: s.asked, listed: s.listed, agreement: s.agreement.to_owned() })
            .collect(),
        steps: steps(h),
        case: h.clearance.as_ref().map(|c| c.cleared.case.clone()),
        appeal: appeal(app, &f.list),
        assignment: f.assignment.clone(),
        commands: if may {
            hit::offers(h, &caller.account.officer, app.clock.now_us()).into_iter().map(str::to_owned).collect()
        } else {
            Vec::new()
        },
        version: h.version,
    }
}

/// Where the caller's hits are found: those of the caller's own lists, and the overt ones at the caller's point, as far as the rules let the caller read them.
fn places(app: &App, caller: &Caller) -> Vec<(&'static str, String)> {
    let officer = &caller.account.officer;
    let own = caller.own_label(app, Kind::Hit);
    let mut places = Vec::new();
    if caller.reads(app, &own) {
        places.push(("owner = ", officer.agency.to_string()));
    }
    if let Some(point) = &officer.point {
        // Somebody else's overt list.
        let label = Label { agency: "".into(), ..own };
        if caller.reads(app, &label) {
            places.push(("silent = 0 AND point = ", point.to_string()));
        }
    }
    places
}

/// Hits that the caller may read: those of the lists of the caller's agency, and the overt ones at the caller's crossing point.
#[utoipa::path(get, operation_id = "list_hits", path = "/hits", tag = "hits", params(HitsQuery), responses((status = 200, body = Hits), (status = 403, body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller, Query(q): Query<HitsQuery>) -> Answer<Json<Hits>> {
    let places = places(&app, &caller);
    if places.is_empty() {
        caller.must(&app, Action::Read, &caller.own_label(&app, Kind::Hit))?;
    }
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let (sort, id) = after.unwrap_or((i64::MIN, String::new()));
    let open = i64::from(q.open.unwrap_or(true));
    let mut values: Vec<Value> =
        vec![open.into(), sort.into(), id.into(), q.list.unwrap_or_default().into(), q.crossing.unwrap_or_default().into()];
    let mut parts = Vec::new();
    for (place, value) in places {
        values.push(value.into());
        parts.push(format!(
            "SELECT * FROM (SELECT id, sort_us FROM hit WHERE {place}${n} AND open = $1 AND (sort_us, id) > ($2, $3) AND ($4 = '' OR list = $4) \
             AND ($5 = '' OR crossing = $5) ORDER BY sort_us, id LIMIT {rows}) AS part{n}",
            n = values.len(),
        ));
    }
    let text = format!("{} ORDER BY sort_us, id LIMIT {rows}", parts.join(" UNION "));
    let found = app.journal.query(&text, &values).await?;
    let ids = found.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let next = match found.last() {
        Some(last) if found.len() == rows as usize => Some(cursor(last.int(1)?, &last.text(0)?)),
        _ => None,
    };
    let states = app.journal.states(&ids).await?;
    let known = ids.iter().filter_map(|id| Some((id, states.get(id)?.hit()?)));
    let shown = known.filter(|(_, h)| caller.reads(&app, &hit_label(&app, h)));
    let hits: Vec<HitView> = shown.map(|(id, h)| view(&app, &caller, id, h)).collect();
    app.noted(&caller, "hits", if open == 1 { "open" } else { "closed" }, hits.len()).await?;
    Ok(Json(Hits { now_us: app.clock.now_us(), hits, next }))
}

/// How many hits wait that the caller may read; none for whoever may read no hits.
#[utoipa::path(get, operation_id = "count_hits", path = "/hits/count", tag = "hits", responses((status = 200, body = HitCount)))]
pub async fn count(State(app): State<App>, caller: Caller) -> Answer<Json<HitCount>> {
    let places = places(&app, &caller);
    let mut count = HitCount { reads: !places.is_empty(), open: 0, late: 0 };
    if places.is_empty() {
        return Ok(Json(count));
    }
    let mut values: Vec<Value> = vec![app.clock.now_us().into()];
    let mut parts = Vec::new();
    for (place, value) in places {
        values.push(value.into());
        parts.push(format!("SELECT id, sort_us, state FROM hit WHERE {place}${} AND open = 1", values.len()));
    }
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT), CAST(COUNT(CASE WHEN sort_us < $1 AND state <> 'replied' THEN 1 END) AS BIGINT) FROM ({}) AS waits",
        parts.join(" UNION ")
    );
    if let Some(row) = app.journal.query(&text, &values).await?.first() {
        (count.open, count.late) = (row.int(0)?, row.int(1)?);
    }
    Ok(Json(count))
}

async fn readable(app: &App, caller: &Caller, id: &str) -> Answer<Arc<Hit>> {
    let found = app.hit(id).await?.ok_or_else(Problem::not_found)?;
    if caller.reads(app, &hit_label(app, &found)) { Ok(found) } else { Err(Problem::not_found()) }
}

/// A hit.
#[utoipa::path(get, operation_id = "get_hit", path = "/hits/{id}", tag = "hits", params(("id" = String, Path)), responses((status = 200, body = HitView), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<HitView>> {
    let found = readable(&app, &caller, &id).await?;
    app.noted(&caller, "hit", &id, 1).await?;
    Ok(Json(view(&app, &caller, &id, &found)))
}

fn command(ask: &HitCommand) -> Answer<Command> {
    body::command("on a hit", &["review", "check", "second", "reply", "act", "clear"], &ask.command, ask)
}

/// A number that a person can say over the telephone: the day is not in it, and nobody can count with it.
fn case() -> String {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut number = String::from("C-");
    for at in 0..10 {
        if at == 5 {
            number.push('-');
        }
        number.push(char::from(LETTERS[rand::random_range(0..LETTERS.len())]));
    }
    number
}

/// Act on a hit.
#[utoipa::path(post, operation_id = "command_hit", path = "/hits/{id}/commands", tag = "hits", params(("id" = String, Path)), request_body = HitCommand, responses((status = 200, body = HitView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(ask): Body<HitCommand>,
) -> Answer<Json<HitView>> {
    act_as(&app, &caller, idempotency(&headers, &caller)?, &id, command(&ask)?).await?;
    let now = app.hit(&id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(view(&app, &caller, &id, &now)))
}

/// Acts on a hit in the caller's name.
pub(crate) async fn act_as(app: &App, caller: &Caller, key: Option<String>, id: &str, command: Command) -> Answer<()> {
    let found = readable(app, caller, id).await?;
    caller.must(app, Action::Answer, &hit_label(app, &found))?;
    let (who, stream, appeal, case) = (caller.account.officer.clone(), id.to_owned(), appeal(app, &found.found.list), case());
    let done = app.journal.execute(key, vec![id.to_owned(), hit::owed_id(id)], move |states, now_us| {
        let hit = states.get(&stream).and_then(|s| s.hit()).ok_or(Refused::NoSuchHit)?;
        let fact = hit::decide(hit, &who, now_us, &case, &appeal, &command)?;
        Ok::<_, Refused>((fact.map(|fact| acted(states, &stream, hit, &fact, &who, now_us)).unwrap_or_default(), ()))
    });
    done.await?;
    metrics::counter!("mpaka_hit_commands_total").increment(1);
    Ok(())
}

/// Whether a desk is to call a supervisor: somebody at this crossing is asked about on a list of the officer's own state. Which list, whether overt or silent,
/// and who asks is not said, and every crossing costs the same question.
pub(crate) async fn refer(app: &App, caller: &Caller, crossing: &str) -> Answer<bool> {
    let rows = app.journal.query("SELECT owner FROM hit WHERE crossing = $1 AND open = 1", &[crossing.into()]).await?;
    for row in &rows {
        if tells(app, caller, &AgencyId::from(row.text(0)?.as_str())) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a list of this agency lets the caller's desk call a supervisor: officers of another state are not told.
pub(crate) fn tells(app: &App, caller: &Caller, owner: &AgencyId) -> bool {
    let book = app.book();
    book.agencies.get(owner).map_or_else(|| book.own_state(), |card| card.state.clone()) == caller.account.officer.state
}
