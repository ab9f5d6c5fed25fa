//! Who is told what is owed by e-mail and webhook, and what could not be told.

use crate::app::{App, now_id};
use crate::body::{Body, Path, Query};
use crate::caller::Caller;
use crate::notifications::content::{Content, Outgoing, Place};
use crate::notifications::settings::{Kept, Who, keep, who};
use crate::notifications::tables::OUTBOX;
use crate::notifications::{Channel, mail, outbox, text, webhook};
use crate::page::{cursor, limit, marks, place};
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use coordination::meeting::bodies;
use coordination::notification::{Holder, MAX_ADDRESS_BYTES, Quiet, Setting, urgent};
use framework::access::{Action, Kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use utoipa::{IntoParams, ToSchema};

/// Tests that one officer may ask for in five minutes.
const MAX_TESTS: u32 = 10;

/// Hours of the day in which only what is urgent is told, by the local clock.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietView {
    /// `HH:MM`.
    from: String,
    /// `HH:MM`; before `from`, it is on the next day.
    to: String,
}

/// What somebody wants to be told.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SettingView {
    /// An e-mail address; empty for none.
    email: String,
    /// The address of a webhook (Standard Webhooks), `https://`; empty for none.
    webhook: String,
    /// Priorities, by the ids of their ladders, that are told at once; the others are in the console and in the digest.
    at_once: BTreeSet<String>,
    /// When only what is in `through` is told at once; what comes meanwhile is told together at the end.
    quiet: Option<QuietView>,
    /// Priorities that are told in quiet hours as well.
    through: BTreeSet<String>,
    /// The hour of the daily digest, 0 to 23; none without it.
    digest: Option<i8>,
    /// The language of the texts: en, fr, sw, ur. Empty: the framework's first.
    language: String,
}

/// A setting to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutSetting {
    setting: SettingView,
    /// Make a new secret for the webhook; the old one is of no use any more.
    #[serde(default)]
    new_secret: bool,
}

/// A message that could not be sent yet, or not at all.
#[derive(Debug, Serialize, ToSchema)]
pub struct TroubleView {
    id: String,
    /// Whose it is: `officer:`, `desk:`, `agency:` or `body:` and an id.
    holder: String,
    /// email or webhook.
    channel: String,
    /// at_once, held (back in quiet hours) or digest.
    what: String,
    /// retrying, or failed: given up.
    state: String,
    /// When it was to be sent. Microseconds since 1970, UTC.
    send_us: i64,
    /// When it is tried again; absent when it was given up.
    next_us: Option<i64>,
    attempts: i64,
    /// What went wrong the last time.
    error: String,
}

/// The setting of an officer, a desk, an agency or a body.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolderView {
    /// officer, desk, agency or body.
    scope: String,
    id: String,
    name: String,
    /// The time zone in which hours are meant.
    zone: String,
    /// Absent where nobody has set anything.
    setting: Option<SettingView>,
    /// The secret that the webhook's messages are signed with (`whsec_…`); shown once, when it is made.
    secret: Option<String>,
    /// Who changed it last, and when.
    changed_by: Option<String>,
    changed_us: Option<i64>,
    /// The last message that did not arrive, of the last thirty days.
    trouble: Option<TroubleView>,
}

/// A priority: what is late under one ladder is told to others equally soon.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriorityView {
    /// The id of its ladder.
    id: String,
    /// What the framework calls it.
    title: String,
    /// Whether it goes through quiet hours where nobody has said otherwise: its first rung is told within five minutes.
    urgent: bool,
}

/// What the caller may set, and what there is to choose from.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationsView {
    /// Whether this server sends mail.
    mail: bool,
    /// Whether the caller may see what could not be sent.
    administers: bool,
    languages: Vec<String>,
    priorities: Vec<PriorityView>,
    /// The caller's own, and those of the agency's desks, of the agency and of the bodies that the caller may set.
    holders: Vec<HolderView>,
}

/// What came of a test.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestView {
    /// email or webhook.
    channel: String,
    /// Whether the other side took the message.
    taken: bool,
    /// Why not; empty where it did.
    detail: String,
}

impl From<&Setting> for SettingView {
    fn from(s: &Setting) -> Self {
        let s = s.clone();
        let quiet = s.quiet.map(|q| QuietView { from: q.from(), to: q.to() });
        Self { email: s.email, webhook: s.webhook, at_once: s.at_once, quiet, through: s.through, digest: s.digest, language: s.language }
    }
}

/// A setting as it was sent, when everything in it can be used.
fn checked(app: &App, asked: SettingView) -> Answer<Setting> {
    let bad = |code: &str, detail: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail);
    let (email, webhook) = (asked.email.trim().to_owned(), asked.webhook.trim().to_owned());
    if email.len() > MAX_ADDRESS_BYTES || webhook.len() > MAX_ADDRESS_BYTES {
        return Err(bad("address", format!("an address has at most {MAX_ADDRESS_BYTES} bytes")));
    }
    if !email.is_empty() {
        mail::looks_right(&email).map_err(|e| bad("email", e))?;
    }
    if !webhook.is_empty() {
        app.notifications.options.reach.looks_right(&webhook).map_err(|e| bad("webhook", e))?;
    }
    let book = app.book();
    let known: Vec<&str> = book.framework.ladders.iter().map(|l| l.id.get_ref().as_str()).collect();
    if let Some(unknown) = asked.at_once.iter().chain(&asked.through).find(|p| !known.contains(&p.as_str())) {
        return Err(bad("priority", format!("`{unknown}` is no priority; expected some of {}", known.join(", "))));
    }
    let quiet = asked.quiet.map(|q| Quiet::of(q.from.trim(), q.to.trim())).transpose().map_err(|e| bad("quiet", e.to_string()))?;
    if let Some(hour) = asked.digest.filter(|h| !(0..24).contains(h)) {
        return Err(bad("digest", format!("`{hour}` is no hour of the day; expected 0 to 23")));
    }
    if !asked.language.is_empty() && !text::languages().any(|l| l == asked.language) {
        let known: Vec<&str> = text::languages().collect();
        return Err(bad("language", format!("there are no texts in `{}`; expected one of {}", asked.language, known.join(", "))));
    }
    Ok(Setting { email, webhook, at_once: asked.at_once, quiet, through: asked.through, digest: asked.digest, language: asked.language })
}

fn trouble_view(row: &journal::Row) -> Result<TroubleView, journal::StorageError> {
    Ok(TroubleView {
        id: row.text(0)?,
        holder: row.text(1)?,
        channel: row.text(2)?,
        what: row.text(3)?,
        state: row.text(4)?,
        send_us: row.int(5)?,
        next_us: row.opt_int(6)?,
        attempts: row.int(7)?,
        error: row.text(8)?,
    })
}

const TROUBLE_COLUMNS: &str = "id, holder, channel, what, state, send_us, next_us, attempts, error";

/// Troubles of some holders that are looked through for the last of each.
const MOST_TROUBLES: u32 = 1_000;

/// The last message of each holder that did not arrive: one statement however many they are.
async fn troubles(app: &App, holders: &[Holder]) -> Answer<HashMap<String, TroubleView>> {
    let mut values = Vec::new();
    let marks = marks(&mut values, holders.iter().map(ToString::to_string));
    let text = format!(
        "SELECT {TROUBLE_COLUMNS} FROM {} WHERE holder IN ({marks}) AND state IN ('retrying', 'failed') ORDER BY send_us DESC LIMIT {MOST_TROUBLES}",
        OUTBOX.name
    );
    let mut last = HashMap::new();
    for row in app.journal.query(&text, &values).await? {
        let trouble = trouble_view(&row)?;
        last.entry(trouble.holder.clone()).or_insert(trouble);
    }
    Ok(last)
}

/// Holders with their settings.
async fn views(app: &App, caller: &Caller, holders: Vec<(Holder, Who)>) -> Answer<Vec<HolderView>> {
    let all = app.notifications.settings.all(&app.journal).await?;
    let ids: Vec<Holder> = holders.iter().map(|(holder, _)| holder.clone()).collect();
    let (book, mut troubles) = (app.book(), troubles(app, &ids).await?);
    let view = |(holder, who): (Holder, Who)| {
        let (kept, name) = (all.get(&holder), holder.to_string());
        let (scope, id) = name.split_once(':').unwrap_or_default();
        HolderView {
            scope: scope.to_owned(),
            id: id.to_owned(),
            name: who.name(app, &book, &caller.language),
            zone: who.zone_name(&book),
            setting: kept.map(|k| (&k.setting).into()),
            secret: None,
            changed_by: kept.map(|k| k.changed_by.clone()),
            changed_us: kept.map(|k| k.changed_us),
            trouble: troubles.remove(&name),
        }
    };
    Ok(holders.into_iter().map(view).collect())
}

async fn view(app: &App, caller: &Caller, holder: Holder, who: Who) -> Answer<HolderView> {
    views(app, caller, vec![(holder, who)]).await?.pop().ok_or_else(Problem::not_found)
}

/// Whether the caller may set what a holder is told: an officer's own always, everything else by the rules.
fn may_set(app: &App, caller: &Caller, holder: &Holder, who: &Who) -> Answer<()> {
    match holder {
        Holder::Officer(id) if *id == caller.account.officer.id => Ok(()),
        _ => caller.must(app, Action::Administer, &who.label(app, &app.book())),
    }
}

/// A holder that the caller may set.
fn settable(app: &App, caller: &Caller, scope: &str, id: &str) -> Answer<(Holder, Who)> {
    let holder: Holder = format!("{scope}:{id}").parse().map_err(|_| Problem::not_found())?;
    let who = who(app, &app.book(), &holder).ok_or_else(Problem::not_found)?;
    may_set(app, caller, &holder, &who)?;
    Ok((holder, who))
}

/// What the caller is told of what is owed, and by which ways; with the settings of the agency, its desks and the bodies that the caller may set as well.
#[utoipa::path(get, operation_id = "notifications", path = "/notifications", tag = "notifications", responses((status = 200, body = NotificationsView), (status = 401, body = Problem)))]
pub async fn mine(State(app): State<App>, caller: Caller) -> Answer<Json<NotificationsView>> {
    let (book, officer) = (app.book(), &caller.account.officer);
    let mut wanted = vec![Holder::Officer(officer.id.clone())];
    wanted.extend(book.desks.values().filter(|d| d.agency == officer.agency).map(|d| Holder::Desk(d.id.clone())));
    wanted.push(Holder::Agency(officer.agency.clone()));
    let sits = bodies(&book, app.clock.now_us()).into_iter().filter(|b| b.seat_of(officer).is_some());
    wanted.extend(sits.map(|b| Holder::Body(b.body)));
    let known = wanted.into_iter().filter_map(|holder| Some((who(&app, &book, &holder)?, holder)));
    let settable = known.filter(|(who, holder)| may_set(&app, &caller, holder, who).is_ok());
    let holders = views(&app, &caller, settable.map(|(who, holder)| (holder, who)).collect()).await?;
    let priorities =
        book.framework.ladders.iter().map(|l| PriorityView { id: l.id.get_ref().clone(), title: l.title.clone(), urgent: urgent(l) });
    Ok(Json(NotificationsView {
        mail: app.notifications.options.mail.is_some(),
        administers: caller.must(&app, Action::Administer, &app.national_label(Kind::Notification)).is_ok(),
        languages: text::languages().map(str::to_owned).collect(),
        priorities: priorities.collect(),
        holders,
    }))
}

/// What an officer, a desk, an agency or a body is told.
#[utoipa::path(get, operation_id = "get_notification_setting", path = "/notifications/{scope}/{id}", tag = "notifications", params(("scope" = String, Path, description = "officer, desk, agency or body"), ("id" = String, Path)), responses((status = 200, body = HolderView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, caller: Caller, Path((scope, id)): Path<(String, String)>) -> Answer<Json<HolderView>> {
    let (holder, who) = settable(&app, &caller, &scope, &id)?;
    Ok(Json(view(&app, &caller, holder, who).await?))
}

/// Set what an officer, a desk, an agency or a body is told. The access log notes who did.
#[utoipa::path(put, operation_id = "put_notification_setting", path = "/notifications/{scope}/{id}", tag = "notifications", params(("scope" = String, Path, description = "officer, desk, agency or body"), ("id" = String, Path)), request_body = PutSetting, responses((status = 200, body = HolderView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn put(
    State(app): State<App>,
    caller: Caller,
    Path((scope, id)): Path<(String, String)>,
    Body(ask): Body<PutSetting>,
) -> Answer<Json<HolderView>> {
    let (holder, who) = settable(&app, &caller, &scope, &id)?;
    let setting = checked(&app, ask.setting)?;
    let known = app.notifications.settings.all(&app.journal).await?.get(&holder).cloned();
    let secret = known.as_ref().map_or("", |k| k.secret.as_str());
    let made = Some(webhook::new_secret()).filter(|_| !setting.webhook.is_empty() && (secret.is_empty() || ask.new_secret));
    let now_us = app.clock.now_us();
    // Whoever could not be told before is told from now on.
    let since_us = known.as_ref().filter(|k| k.setting.is_reachable()).map_or(now_us, |k| k.since_us);
    let kept = Kept {
        secret: if setting.webhook.is_empty() { String::new() } else { made.clone().unwrap_or_else(|| secret.to_owned()) },
        setting,
        since_us,
        changed_by: caller.account.officer.id.to_string(),
        changed_us: now_us,
    };
    keep(&app, &caller, &holder, kept).await?;
    let shown = view(&app, &caller, holder, who).await?;
    Ok(Json(HolderView { secret: made, ..shown }))
}

/// Send a test message by every way that is set, now. What came of each.
#[utoipa::path(post, operation_id = "test_notification", path = "/notifications/{scope}/{id}/test", tag = "notifications", params(("scope" = String, Path, description = "officer, desk, agency or body"), ("id" = String, Path)), responses((status = 200, body = Vec<TestView>), (status = 403, body = Problem), (status = 404, body = Problem), (status = 429, body = Problem)))]
pub async fn test(State(app): State<App>, caller: Caller, Path((scope, id)): Path<(String, String)>) -> Answer<Json<Vec<TestView>>> {
    let (holder, _) = settable(&app, &caller, &scope, &id)?;
    app.attempt(&format!("notification test {}", caller.account.officer.id), MAX_TESTS)?;
    let kept = app.notifications.settings.all(&app.journal).await?.get(&holder).cloned().ok_or_else(Problem::not_found)?;
    let place = Place::of(&app, &holder).ok_or_else(Problem::not_found)?;
    let mut came = Vec::new();
    for channel in Channel::ALL.into_iter().filter(|c| !c.address(&kept.setting).is_empty()) {
        let m = Outgoing { id: now_id(), holder: holder.clone(), channel, what: "test".to_owned(), send_us: app.clock.now_us() };
        let sent = outbox::send(&app, &place, &kept, &m, &Content::Test).await;
        let detail = sent.err().map(|f| f.why).unwrap_or_default();
        came.push(TestView { channel: channel.word().to_owned(), taken: detail.is_empty(), detail });
    }
    Ok(Json(came))
}

/// Which messages.
#[derive(Debug, Deserialize, IntoParams)]
pub struct TroubleQuery {
    /// `failed`: given up; `retrying`: tried again. `failed` when absent.
    state: Option<String>,
    /// Where the last page ended.
    cursor: Option<String>,
    /// Messages of a page, 1 to 5000.
    limit: Option<u32>,
}

/// A page of messages that did not arrive.
#[derive(Debug, Serialize, ToSchema)]
pub struct TroublePage {
    /// The latest first.
    messages: Vec<TroubleView>,
    next: Option<String>,
}

/// Messages that could not be sent, for administrators; of the last thirty days.
#[utoipa::path(get, operation_id = "notification_trouble", path = "/notifications/trouble", tag = "notifications", params(TroubleQuery), responses((status = 200, body = TroublePage), (status = 403, body = Problem)))]
pub async fn trouble(State(app): State<App>, caller: Caller, Query(q): Query<TroubleQuery>) -> Answer<Json<TroublePage>> {
    caller.must(&app, Action::Administer, &app.national_label(Kind::Notification))?;
    let state = match q.state.as_deref().unwrap_or("failed") {
        state @ ("failed" | "retrying") => state.to_owned(),
        other => return Err(Problem::bad("state", format!("`state` is `{other}`; expected failed or retrying"))),
    };
    let (rows, after) = (limit(q.limit)?, place(q.cursor.as_deref())?);
    let (at, id) = after.unwrap_or((i64::MAX, "~".to_owned()));
    let text = format!(
        "SELECT {TROUBLE_COLUMNS} FROM {} WHERE state = $1 AND (send_us, id) < ($2, $3) ORDER BY send_us DESC, id DESC LIMIT {rows}",
        OUTBOX.name
    );
    let found = app.journal.query(&text, &[state.into(), at.into(), id.into()]).await?;
    let messages = found.iter().map(trouble_view).collect::<Result<Vec<_>, _>>()?;
    let next = messages.last().filter(|_| messages.len() == rows as usize).map(|m| cursor(m.send_us, &m.id));
    Ok(Json(TroublePage { messages, next }))
}
