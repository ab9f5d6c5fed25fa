//! Lists: what is searched, who put it there, and how well it does.

use crate::app::{App, now_id};
use crate::body::{Body, Path, Query};
use crate::caller::{Caller, written};
use crate::page::{cursor, limit, place};
use crate::problem::{Answer, Problem};
use crate::routes::crossing::idempotency;
use crate::routes::hits::RecordView;
use crate::watchlists::{engine, list_label};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use coordination::listing::{self, Command, Fact, Listing, Refused};
use framework::Rulebook;
use framework::access::{Action, Label};
use framework::model::List;
use journal::NewEntry;
use screening::{Entry, ListedName, PartialDate};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use utoipa::{IntoParams, ToSchema};

const DAY_US: i64 = 86_400_000_000;
/// How far back a list's figures look. Days.
const FIGURES_DAYS: i64 = 30;
/// An entry or an edition that ends within so long is about to. Days.
const SOON_DAYS: i64 = 14;

/// How well a list does.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ListFigures {
    /// How many days back the figures look.
    days: i64,
    /// Hits of those days.
    hits: i64,
    /// Of those, still open.
    open: i64,
    /// Of those, found to be the one listed.
    confirmed: i64,
    /// Of those, found not to be: compared and set aside, or cleared.
    not_the_one: i64,
    /// Of those, left open by the owner until the list's default ended them.
    unanswered: i64,
    /// The owner's mean time until it said what is to be done, or that it is not the one. Seconds; absent when it never did.
    answer_s: Option<i64>,
    /// Names and numbers looked up in the list since the server started.
    asked: u64,
    /// Records met by those.
    met: u64,
}

/// A list.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnedList {
    id: String,
    name: String,
    owner: String,
    /// person, document, vehicle, vessel, organisation.
    subjects: Vec<String>,
    legal_basis: Option<String>,
    /// overt or silent.
    visibility: String,
    /// inform, examine, refuse_entry, refuse_exit, arrest, seize.
    action: String,
    duty_desk: Option<String>,
    /// The clock of the owner's answer.
    answer: Option<String>,
    /// escalate, release_and_record, hold_then_release.
    on_silence: String,
    appeal: Option<String>,
    /// How long an entry or an edition lasts at most. Days; absent when the framework does not say, and then nothing is put on the list.
    max_days: Option<i64>,
    /// How often an entry is renewed at most.
    renewals: u32,
    /// Records of the edition in force that are searched.
    records: usize,
    /// Entries made by hand that are searched.
    by_hand: usize,
    /// The edition in force, by its digest.
    edition: Option<String>,
    /// When it ends. Microseconds since 1970, UTC.
    edition_until_us: Option<i64>,
    /// Entries and editions that wait for a second person.
    waiting: i64,
    /// Entries that end within 14 days.
    ending: i64,
    figures: ListFigures,
    /// From which score, 0..=1, a record is shown where no birth date is known, and where one is.
    threshold: f64,
    threshold_dated: f64,
    /// How many travellers the thresholds were measured on; 0 where there were too few, and the defaults stand.
    threshold_travellers: usize,
    /// Whether the caller may put entries on it and bring editions.
    may_ask: bool,
}

/// Every list that the caller may read.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnedLists {
    now_us: i64,
    lists: Vec<OwnedList>,
}

/// An entry that was put on a list by hand.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListEntryView {
    id: String,
    list: String,
    /// asked, in_force, expired, ended.
    state: String,
    /// person, document, vehicle, vessel, organisation.
    subject: String,
    record: RecordView,
    reason: String,
    /// How long it lasts once approved. Days.
    days: i64,
    asked_by: String,
    asked_us: i64,
    approved_by: Option<String>,
    approved_us: Option<i64>,
    /// When it ends; absent before it is approved.
    until_us: Option<i64>,
    renewals: u32,
    /// Why a renewal is wanted, while it waits for approval.
    renewal: Option<String>,
    renewal_by: Option<String>,
    ended_by: Option<String>,
    ended_us: Option<i64>,
    /// Why it ended.
    ended: Option<String>,
    /// What the caller may do: approve, renew, end.
    commands: Vec<String>,
}

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
pub struct EntriesQuery {
    /// Those that ended, too: `true`. Only those that wait, are in force or have expired when absent.
    ended: Option<bool>,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Entries of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of entries, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListEntries {
    now_us: i64,
    entries: Vec<ListEntryView>,
    next: Option<String>,
}

/// An entry that is wanted on a list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryRequest {
    /// person, document, vehicle, vessel, organisation: one that the list takes.
    pub(crate) subject: String,
    /// The main one first; none for a document or a vehicle, which are found by number.
    #[serde(default)]
    pub(crate) names: Vec<String>,
    /// `1971`, `1971-02`, `1971-02-28`; several where it is not sure.
    #[serde(default)]
    pub(crate) born: Vec<String>,
    #[serde(default)]
    pub(crate) countries: Vec<String>,
    /// Passport, identity, IMO and other numbers.
    #[serde(default)]
    pub(crate) documents: Vec<String>,
    /// Why.
    pub(crate) reason: String,
    /// How long it shall last once approved. Days; as long as the list allows when absent.
    #[serde(default)]
    pub(crate) days: Option<i64>,
}

/// What somebody does with an entry.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryCommand {
    /// approve, renew, end.
    command: String,
    /// Why, for `renew` and `end`.
    #[serde(default)]
    reason: Option<String>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::SamePerson { .. } => StatusCode::FORBIDDEN,
            Refused::NothingToApprove
            | Refused::NotInForce { .. }
            | Refused::NoMoreRenewals { .. }
            | Refused::RenewalWaits
            | Refused::NoEnd { .. }
            | Refused::Over => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::refused(status, &refused.code(), &refused)
    }
}

/// A list of the framework in force, for somebody who may read it.
#[derive(Clone)]
pub(crate) struct Place {
    book: Arc<Rulebook>,
    at: usize,
    pub label: Label,
}

impl Place {
    /// The list.
    pub fn list(&self) -> &List {
        &self.book.framework.lists[self.at]
    }
}

/// Every list of the framework in force that the caller may read.
pub(crate) fn places(app: &App, caller: &Caller) -> Vec<Place> {
    let book = app.book();
    let all = (0..book.framework.lists.len()).map(|at| Place { label: list_label(app, &book.framework.lists[at]), at, book: book.clone() });
    all.filter(|p| caller.reads(app, &p.label)).collect()
}

/// One of them.
pub(crate) fn readable(app: &App, caller: &Caller, id: &str) -> Answer<Place> {
    places(app, caller).into_iter().find(|p| p.list().id.get_ref() == id).ok_or_else(Problem::not_found)
}

/// Longest duration of an entry. Days.
fn max_days(list: &List) -> Option<i64> {
    let length = list.max.as_ref().and_then(|l| framework::duration(l.get_ref()))?;
    i64::try_from(length / 86_400).ok()
}

async fn figures(app: &App, list: &str) -> Answer<ListFigures> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(open), 0) AS BIGINT), \
                CAST(COUNT(CASE WHEN outcome IN ('confirmed_action', 'confirmed_no_action') OR state IN ('confirmed', 'replied') THEN 1 END) AS BIGINT), \
                CAST(COUNT(CASE WHEN outcome IN ('no_match', 'redress') THEN 1 END) AS BIGINT), \
                CAST(COUNT(CASE WHEN outcome = 'unconfirmed_logged' THEN 1 END) AS BIGINT), \
                CAST(AVG(answered_us - found_us) AS BIGINT) FROM hit WHERE list = $1 AND found_us >= $2";
    let since = app.clock.now_us() - FIGURES_DAYS * DAY_US;
    let rows = app.journal.query(text, &[list.into(), since.into()]).await?;
    let tally = app.watchlists.tally(list);
    let mut figures = ListFigures {
        days: FIGURES_DAYS,
        asked: tally.asked.load(Ordering::Relaxed),
        met: tally.met.load(Ordering::Relaxed),
        ..ListFigures::default()
    };
    if let Some(row) = rows.first() {
        (figures.hits, figures.open, figures.confirmed) = (row.int(0)?, row.int(1)?, row.int(2)?);
        (figures.not_the_one, figures.unanswered) = (row.int(3)?, row.int(4)?);
        figures.answer_s = row.opt_int(5)?.map(|us| us / 1_000_000);
    }
    Ok(figures)
}

/// A score to three places.
fn places_of(score: f32) -> f64 {
    (f64::from(score) * 1_000.0).round() / 1_000.0
}

async fn view(app: &App, caller: &Caller, place: &Place) -> Answer<OwnedList> {
    let list = place.list();
    let id = list.id.get_ref();
    let now_us = app.clock.now_us();
    let text = "SELECT CAST(COALESCE(SUM(waits), 0) AS BIGINT), \
                CAST(COUNT(CASE WHEN approved = 1 AND until_us > $2 AND until_us < $3 THEN 1 END) AS BIGINT) \
                FROM list_entry WHERE list = $1 AND ended = 0";
    let soon = now_us + SOON_DAYS * DAY_US;
    let counted = app.journal.query(text, &[id.as_str().into(), now_us.into(), soon.into()]).await?;
    let (waits, ending) = counted.first().map_or(Ok((0, 0)), |r| Ok::<_, Problem>((r.int(0)?, r.int(1)?)))?;
    let editions = crate::watchlists::store::editions(app, id).await?;
    let edition = editions.in_force(now_us);
    let brought = editions.editions.iter().filter(|e| e.approved.is_none() && e.withdrawn.is_none()).count();
    let (records, by_hand) = app.watchlists.sizes(id);
    let thresholds = app.watchlists.thresholds(id);
    Ok(OwnedList {
        id: id.clone(),
        name: list.name.clone(),
        owner: list.owner.get_ref().clone(),
        subjects: list.subjects.iter().map(|s| s.get_ref().clone()).collect(),
        legal_basis: list.legal_basis.clone(),
        visibility: list.visibility.get_ref().clone(),
        action: list.action.get_ref().clone(),
        duty_desk: list.duty_desk.as_ref().map(|d| d.get_ref().clone()),
        answer: list.answer.as_ref().map(|a| a.get_ref().clone()),
        on_silence: list.on_silence.get_ref().clone(),
        appeal: list.appeal.clone(),
        max_days: max_days(list),
        renewals: list.renewals.unwrap_or(0),
        records: if edition.is_some() { records } else { 0 },
        by_hand,
        edition: edition.map(|e| e.brought.digest.clone()),
        edition_until_us: edition.and_then(|e| e.approved.as_ref()).map(|(_, until)| *until),
        waiting: waits + i64::try_from(brought).unwrap_or(i64::MAX),
        ending,
        figures: figures(app, id).await?,
        threshold: places_of(thresholds.named),
        threshold_dated: places_of(thresholds.dated),
        threshold_travellers: thresholds.travellers,
        may_ask: caller.must(app, Action::Open, &place.label).is_ok(),
    })
}

/// The lists that the caller may read, with what is searched of each and how well it does.
#[utoipa::path(get, operation_id = "list_lists", path = "/lists", tag = "lists", responses((status = 200, body = OwnedLists), (status = 401, body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<OwnedLists>> {
    let mut lists = Vec::new();
    for place in places(&app, &caller) {
        lists.push(view(&app, &caller, &place).await?);
    }
    Ok(Json(OwnedLists { now_us: app.clock.now_us(), lists }))
}

fn entry_view(app: &App, caller: &Caller, at: &Place, id: &str, l: &Listing) -> ListEntryView {
    let now_us = app.clock.now_us();
    let officer = &caller.account.officer.id;
    let why = || "?".to_owned();
    let all = [
        ("approve", Action::Approve, Command::Approve),
        ("renew", Action::Open, Command::Renew { reason: why() }),
        ("end", Action::Open, Command::End { reason: why() }),
    ];
    let may = |action, command: &Command| {
        let label = Label { author: Some(l.author().clone()), ..at.label.clone() };
        caller.must(app, action, &label).is_ok() && listing::decide(at.list(), l, officer, now_us, command).is_ok()
    };
    let (renewal_by, renewal) = l.renewal.as_ref().map(|(by, reason)| (by.officer.to_string(), reason.clone())).unzip();
    ListEntryView {
        id: id.to_owned(),
        list: l.list.clone(),
        state: l.state(now_us).word().to_owned(),
        subject: l.subject.clone(),
        record: (&l.entry).into(),
        reason: l.reason.clone(),
        days: l.max_s / 86_400,
        asked_by: l.by.officer.to_string(),
        asked_us: l.by.at_us,
        approved_by: l.approved.as_ref().map(|by| by.officer.to_string()),
        approved_us: l.approved.as_ref().map(|by| by.at_us),
        until_us: l.approved.as_ref().map(|_| l.until_us),
        renewals: l.renewals,
        renewal,
        renewal_by,
        ended_by: l.ended.as_ref().map(|(by, _)| by.officer.to_string()),
        ended_us: l.ended.as_ref().map(|(by, _)| by.at_us),
        ended: l.ended.as_ref().map(|(_, why)| why.clone()),
        commands: all.into_iter().filter(|(_, action, c)| may(*action, c)).map(|(word, ..)| word.to_owned()).collect(),
    }
}

/// Entries put on a list by hand, the latest first.
#[utoipa::path(get, operation_id = "list_entries", path = "/lists/{list}/entries", tag = "lists", params(("list" = String, Path), EntriesQuery), responses((status = 200, body = ListEntries), (status = 404, body = Problem)))]
pub async fn entries(
    State(app): State<App>,
    caller: Caller,
    Path(list): Path<String>,
    Query(q): Query<EntriesQuery>,
) -> Answer<Json<ListEntries>> {
    let at = readable(&app, &caller, &list)?;
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let (asked, id) = after.unwrap_or((i64::MAX, String::new()));
    let text = format!(
        "SELECT id, asked_us FROM list_entry WHERE list = $1 AND ended = $2 AND (asked_us < $3 OR (asked_us = $3 AND id > $4)) \
         ORDER BY asked_us DESC, id LIMIT {rows}"
    );
    let ended = i64::from(q.ended.unwrap_or(false));
    let found = app.journal.query(&text, &[list.as_str().into(), ended.into(), asked.into(), id.into()]).await?;
    let ids = found.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
    let next = match found.last() {
        Some(last) if found.len() == rows as usize => Some(cursor(last.int(1)?, &last.text(0)?)),
        _ => None,
    };
    let states = app.journal.states(&ids).await?;
    let known = ids.iter().filter_map(|id| Some((id, states.get(id)?.listing()?)));
    let entries: Vec<_> = known.map(|(id, l)| entry_view(&app, &caller, &at, id, l)).collect();
    app.noted(&caller, "list_entries", &list, entries.len()).await?;
    Ok(Json(ListEntries { now_us: app.clock.now_us(), entries, next }))
}

/// A fact of an entry, as an entry of the journal.
fn entry_of(id: &str, fact: &Fact, caller: &Caller) -> NewEntry {
    let officer = &caller.account.officer;
    written(id, (fact.kind(), fact.body()), (officer.id.as_str(), officer.agency.as_str()), "")
}

fn record(list: &str, id: &str, ask: &EntryRequest) -> Answer<Entry> {
    let date = |text: &String| {
        let bad = || Problem::bad("born", format!("`{text}` is no birth date; expected 1971, 1971-02 or 1971-02-28"));
        PartialDate::read(text).ok_or_else(bad)
    };
    Ok(Entry {
        list: list.to_owned(),
        id: id.to_owned(),
        kind: engine::kind_of(&ask.subject),
        names: ask.names.iter().map(|text| ListedName { text: text.clone(), weak: false }).collect(),
        born: ask.born.iter().map(date).collect::<Answer<_>>()?,
        countries: ask.countries.clone(),
        documents: ask.documents.clone(),
        sex: None,
    })
}

async fn shown(app: &App, caller: &Caller, at: &Place, id: &str) -> Answer<ListEntryView> {
    let state = app.journal.state(id).await?;
    let listing = state.as_ref().and_then(|s| s.listing()).filter(|l| l.list == *at.list().id.get_ref()).ok_or_else(Problem::not_found)?;
    Ok(entry_view(app, caller, at, id, listing))
}

/// An entry of a list.
#[utoipa::path(get, operation_id = "get_entry", path = "/lists/{list}/entries/{id}", tag = "lists", params(("list" = String, Path), ("id" = String, Path)), responses((status = 200, body = ListEntryView), (status = 404, body = Problem)))]
pub async fn entry(State(app): State<App>, caller: Caller, Path((list, id)): Path<(String, String)>) -> Answer<Json<ListEntryView>> {
    let at = readable(&app, &caller, &list)?;
    let view = shown(&app, &caller, &at, &id).await?;
    app.noted(&caller, "list_entry", &id, 1).await?;
    Ok(Json(view))
}

/// Ask for an entry on a list. Somebody else approves it; until then it is not searched.
#[utoipa::path(post, operation_id = "ask_entry", path = "/lists/{list}/entries", tag = "lists", params(("list" = String, Path)), request_body = EntryRequest, responses((status = 201, body = ListEntryView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn ask(
    State(app): State<App>,
    caller: Caller,
    Path(list): Path<String>,
    headers: HeaderMap,
    Body(ask): Body<EntryRequest>,
) -> Answer<(StatusCode, Json<ListEntryView>)> {
    let at = readable(&app, &caller, &list)?;
    let id = ask_as(&app, &caller, &at, idempotency(&headers, &caller)?, ask).await?;
    Ok((StatusCode::CREATED, Json(shown(&app, &caller, &at, &id).await?)))
}

/// Asks for an entry in the caller's name, and gives its id.
pub(crate) async fn ask_as(app: &App, caller: &Caller, at: &Place, key: Option<String>, ask: EntryRequest) -> Answer<String> {
    caller.must(app, Action::Open, &at.label)?;
    let id = now_id();
    let record = record(at.list().id.get_ref(), &id, &ask)?;
    let fact = listing::ask(at.list(), &ask.subject, record, &ask.reason, ask.days)?;
    let entry = entry_of(&id, &fact, caller);
    let done = app.journal.execute(key, vec![id.clone()], move |_, _| Ok::<_, Refused>((vec![entry], ()))).await?;
    Ok(done.entries.first().map_or(id, |e| e.stream.clone()))
}

fn command(ask: EntryCommand) -> Answer<(Action, Command)> {
    let reason = ask.reason.unwrap_or_default();
    Ok(match ask.command.as_str() {
        "approve" => (Action::Approve, Command::Approve),
        "renew" => (Action::Open, Command::Renew { reason }),
        "end" => (Action::Open, Command::End { reason }),
        other => {
            let detail = format!("`{other}` is no command on an entry; expected one of approve, renew, end");
            return Err(Problem::bad("command", detail));
        }
    })
}

/// Act on an entry.
#[utoipa::path(post, operation_id = "command_entry", path = "/lists/{list}/entries/{id}/commands", tag = "lists", params(("list" = String, Path), ("id" = String, Path)), request_body = EntryCommand, responses((status = 200, body = ListEntryView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(app): State<App>,
    caller: Caller,
    Path((list, id)): Path<(String, String)>,
    headers: HeaderMap,
    Body(ask): Body<EntryCommand>,
) -> Answer<Json<ListEntryView>> {
    let (action, command) = command(ask)?;
    let at = readable(&app, &caller, &list)?;
    act_as(&app, &caller, &at, idempotency(&headers, &caller)?, &id, action, command).await?;
    Ok(Json(shown(&app, &caller, &at, &id).await?))
}

/// Acts on an entry in the caller's name.
pub(crate) async fn act_as(
    app: &App,
    caller: &Caller,
    at: &Place,
    key: Option<String>,
    id: &str,
    action: Action,
    command: Command,
) -> Answer<()> {
    let state = app.journal.state(id).await?;
    let known = state.as_ref().and_then(|s| s.listing()).filter(|l| l.list == *at.list().id.get_ref());
    let author = known.ok_or_else(Problem::not_found)?.author().clone();
    if action == Action::Approve && author == caller.account.officer.id {
        return Err(Refused::SamePerson { officer: author }.into());
    }
    caller.must(app, action, &Label { author: Some(author), ..at.label.clone() })?;
    let (who, at, stream) = (caller.clone(), at.clone(), id.to_owned());
    let done = app.journal.execute(key, vec![id.to_owned()], move |states, now_us| {
        let Some(state) = states.get(&stream).and_then(|s| s.listing()) else { return Err(Refused::NothingToApprove) };
        let fact = listing::decide(at.list(), state, &who.account.officer.id, now_us, &command)?;
        Ok((vec![entry_of(&stream, &fact, &who)], ()))
    });
    done.await?;
    Ok(())
}
