//! Versions of the framework: proposed, checked, proved, approved by a second person, in force from a stated time.

use crate::app::App;
use crate::body::{Body, MAX_FRAMEWORK_BYTES};
use crate::caller::Caller;
use crate::problem::{Answer, PlaceOf, Problem};
use crate::routes::difference::{DifferenceView, SharingView};
use crate::versions::{self, Texts};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use coordination::version::{self, Command, Refused, Register, STREAM, Version};
use framework::access::{Action, Kind, Label};
use framework::{Framework, Rulebook, Severity};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Findings told of a version that is refused.
const TOLD: usize = 50;

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    /// Nobody has approved it.
    Proposed,
    /// Approved, and in force later.
    Approved,
    /// In force.
    InForce,
    /// Was in force.
    Superseded,
    /// Will not be in force.
    Withdrawn,
}

/// A version of the framework.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionView {
    version: String,
    state: VersionState,
    /// SHA-256 over its files, in hexadecimal.
    digest: String,
    /// Why it is wanted; empty for the version the node began with.
    note: String,
    /// The version that was in force when it was proposed; empty for the first.
    base: String,
    /// The officer who brought it; empty for the first.
    proposed_by: String,
    /// When. Microseconds since 1970, UTC.
    proposed_us: i64,
    warnings: u32,
    notes: u32,
    /// How many guarantees are proved; absent for the first, which nobody asked to be proved.
    proved: Option<u32>,
    /// Guarantees that are not, one sentence each.
    open: Vec<String>,
    /// Why nothing was proved at all.
    unproved: Option<String>,
    approved_by: Option<String>,
    approved_us: Option<i64>,
    /// From when it is in force.
    effective_us: Option<i64>,
    withdrawn_by: Option<String>,
    withdrawn_us: Option<i64>,
    /// Why it was withdrawn.
    reason: Option<String>,
    /// Whether the caller may approve it now.
    may_approve: bool,
    /// Whether the caller may withdraw it now.
    may_withdraw: bool,
}

/// All versions.
#[derive(Debug, Serialize, ToSchema)]
pub struct Versions {
    /// The server's time.
    now_us: i64,
    /// The version in force.
    in_force: String,
    /// Whether the caller may propose one.
    may_propose: bool,
    /// The newest first.
    versions: Vec<VersionView>,
}

/// A proposed version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The texts of all its files, by path below its directory.
    files: Texts,
    /// Why it is wanted.
    note: String,
}

/// An approval.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// From when it is in force; from now when absent. Microseconds since 1970, UTC.
    effective_us: Option<i64>,
}

/// A withdrawal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Why.
    reason: String,
}

/// Files to compare with the version in force.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparand {
    /// The texts of all its files, by path below its directory.
    files: Texts,
}

/// With which version to compare.
#[derive(Debug, Deserialize, IntoParams)]
pub struct With {
    /// The earlier version; the one in force when absent.
    with: Option<String>,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused {
            Refused::Words { .. } | Refused::InThePast { .. } | Refused::HasErrors { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Refused::NoSuchVersion { .. } => StatusCode::NOT_FOUND,
            Refused::SamePerson { .. } => StatusCode::FORBIDDEN,
            _ => StatusCode::CONFLICT,
        };
        Self::refused(status, &refused.code(), &refused)
    }
}

/// The label of a version: its author is whoever brought it.
fn label(app: &App, version: Option<&Version>) -> Label {
    let mut label = app.national_label(Kind::Framework);
    label.author = version.map(|v| v.by.officer.clone()).filter(|o| !o.as_str().is_empty());
    label
}

fn state(register: &Register, v: &Version, now_us: i64) -> VersionState {
    match v.effective_us() {
        _ if v.withdrawn.is_some() => VersionState::Withdrawn,
        None => VersionState::Proposed,
        Some(from) if from > now_us => VersionState::Approved,
        Some(_) if register.in_force(now_us).is_some_and(|f| std::ptr::eq(f, v)) => VersionState::InForce,
        Some(_) => VersionState::Superseded,
    }
}

fn view(app: &App, caller: &Caller, register: &Register, v: &Version) -> VersionView {
    let now_us = app.clock.now_us();
    let state = state(register, v, now_us);
    let may = |action| caller.must(app, action, &label(app, Some(v))).is_ok();
    let proved = v.proved.as_ref();
    VersionView {
        version: v.version.clone(),
        state,
        digest: v.digest.clone(),
        note: v.note.clone(),
        base: v.base.clone(),
        proposed_by: v.by.officer.to_string(),
        proposed_us: v.by.at_us,
        warnings: v.checked.warnings,
        notes: v.checked.notes,
        proved: proved.map(|p| p.proved),
        open: proved.map(|p| p.open.clone()).unwrap_or_default(),
        unproved: proved.and_then(|p| p.unproved.clone()),
        approved_by: v.approved.as_ref().map(|(by, _)| by.officer.to_string()),
        approved_us: v.approved.as_ref().map(|(by, _)| by.at_us),
        effective_us: v.approved.as_ref().map(|(_, from)| *from),
        withdrawn_by: v.withdrawn.as_ref().map(|(by, _)| by.officer.to_string()),
        withdrawn_us: v.withdrawn.as_ref().map(|(by, _)| by.at_us),
        reason: v.withdrawn.as_ref().map(|(_, reason)| reason.clone()),
        may_approve: state == VersionState::Proposed
            && proved.is_some_and(|p| p.whole())
            && register.in_force(now_us).is_some_and(|f| f.version == v.base)
            && v.by.officer != caller.account.officer.id
            && may(Action::Approve),
        may_withdraw: matches!(state, VersionState::Proposed | VersionState::Approved) && may(Action::Administer),
    }
}

/// All versions of the framework, the newest first.
#[utoipa::path(get, path = "/framework/versions", tag = "framework", operation_id = "framework_versions", responses((status = 200, body = Versions), (status = 401, body = Problem)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Versions>> {
    caller.must(&app, Action::Read, &label(&app, None))?;
    let register = versions::register(&app.journal).await?;
    Ok(Json(Versions {
        now_us: app.clock.now_us(),
        in_force: app.book().framework.header.version.clone(),
        may_propose: caller.must(&app, Action::Administer, &label(&app, None)).is_ok(),
        versions: register.versions.iter().rev().map(|v| view(&app, &caller, &register, v)).collect(),
    }))
}

/// A finding of a version that is refused.
#[derive(Serialize)]
struct Told {
    code: &'static str,
    message: String,
    mend: String,
    place: PlaceOf,
}

/// Reads and checks texts; a framework with an error is refused, and its errors are told.
fn usable(texts: &Texts, day: &str) -> Result<(Rulebook, version::Checked), Problem> {
    let loaded = versions::read(texts);
    let mut found = loaded.diagnostics;
    if let Some(f) = &loaded.framework {
        found.extend(framework::check(f, &loaded.texts, Some(day)));
    }
    let errors: Vec<_> = found.iter().filter(|d| d.code.severity() == Severity::Error).collect();
    let refused = |detail: String| {
        let told: Vec<Told> = errors
            .iter()
            .take(TOLD)
            .map(|d| Told {
                code: d.code.id(),
                message: d.message.clone(),
                mend: d.help.as_deref().unwrap_or(d.code.mend()).to_owned(),
                place: (&d.place).into(),
            })
            .collect();
        let mut p = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "framework_errors", detail);
        p.fields = Some(Box::new(serde_json::json!({ "errors": errors.len(), "findings": told })));
        p
    };
    if let Some(first) = errors.first() {
        let count = if errors.len() == 1 { "an error".to_owned() } else { format!("{} errors; the first", errors.len()) };
        return Err(refused(format!("the framework has {count}: {first}")));
    }
    let checked = versions::checked(&found);
    let framework = loaded.framework.ok_or_else(|| refused("no framework could be read from the files".to_owned()))?;
    let book = Rulebook::new(framework, &loaded.texts).map_err(|e| refused(e.to_string()))?;
    Ok((book, checked))
}

fn broke_off(e: &tokio::task::JoinError) -> Problem {
    tracing::error!(%e, "examining a framework broke off");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the framework could not be examined; nothing was written")
}

async fn decided(app: &App, caller: &Caller, command: Command) -> Answer<Arc<Register>> {
    let who = caller.account.officer.clone();
    let done = app.journal.execute(None, vec![STREAM.to_owned()], move |states, now_us| {
        let known = states.get(STREAM).and_then(|s| s.versions().cloned()).unwrap_or_default();
        let fact = version::decide(&known, &who.id, now_us, command)?;
        let entries = fact.iter().map(|f| versions::entry(f, who.id.as_str(), who.agency.as_str())).collect();
        Ok::<_, Refused>((entries, ()))
    });
    done.await?;
    let register = versions::register(&app.journal).await?;
    app.books.follow(&register);
    Ok(register)
}

fn told(app: &App, caller: &Caller, register: &Register, version: &str) -> Answer<Json<VersionView>> {
    Ok(Json(view(app, caller, register, register.get(version).ok_or_else(Problem::not_found)?)))
}

/// Propose a version. It is checked and proved before it is registered: one with an error is refused, and one with an open guarantee can be read and not approved.
#[utoipa::path(post, path = "/framework/versions", tag = "framework", operation_id = "propose_framework", request_body = Proposal, responses((status = 201, body = VersionView), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn propose(
    State(app): State<App>,
    caller: Caller,
    Body(ask): Body<Proposal, MAX_FRAMEWORK_BYTES>,
) -> Answer<(StatusCode, Json<VersionView>)> {
    caller.must(&app, Action::Administer, &label(&app, None))?;
    let day = app.clock.today(app.book().framework.header.time_zone.get_ref()).to_string();
    let (reasoner, id) = (app.reasoner.clone(), app.book().framework.header.id.get_ref().clone());
    let examine = move || {
        let (book, checked) = usable(&ask.files, &day)?;
        let other = &book.framework.header;
        if *other.id.get_ref() != id {
            let detail = format!(
                "this is the framework `{}`, and this server runs `{id}`: compare it, or adopt practices from it",
                other.id.get_ref()
            );
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "other_framework", detail));
        }
        let proved = reasoner.prove(&book.framework);
        Ok::<_, Problem>((book, checked, proved, ask.note))
    };
    let (book, checked, proved, note) = tokio::task::spawn_blocking(examine).await.map_err(|e| broke_off(&e))??;
    let (version, digest) = (book.framework.header.version.clone(), versions::digest_of(&book.texts));
    // Asked before anything is kept: what is refused leaves no files behind.
    let known = versions::register(&app.journal).await?;
    let command = Command::Propose { version: version.clone(), digest, note, checked, proved };
    version::decide(&known, &caller.account.officer.id, app.clock.now_us(), command.clone())?;
    app.journal.write(versions::kept(&book.texts)).await?;
    app.books.keep(Arc::new(book));
    let register = decided(&app, &caller, command).await?;
    Ok((StatusCode::CREATED, told(&app, &caller, &register, &version)?))
}

/// Approve a version that somebody else proposed, and state from when it is in force.
#[utoipa::path(post, path = "/framework/versions/{version}/approval", tag = "framework", operation_id = "approve_framework", params(("version" = String, Path)), request_body = Approval, responses((status = 200, body = VersionView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn approve(
    State(app): State<App>,
    caller: Caller,
    Path(version): Path<String>,
    Body(ask): Body<Approval>,
) -> Answer<Json<VersionView>> {
    let known = versions::register(&app.journal).await?;
    let wanted = known.get(&version).ok_or_else(|| Refused::NoSuchVersion { version: version.clone() })?;
    caller.must(&app, Action::Approve, &label(&app, Some(wanted)))?;
    let register = decided(&app, &caller, Command::Approve { version: version.clone(), effective_us: ask.effective_us }).await?;
    told(&app, &caller, &register, &version)
}

/// Withdraw a version that is not yet in force.
#[utoipa::path(post, path = "/framework/versions/{version}/withdrawal", tag = "framework", operation_id = "withdraw_framework", params(("version" = String, Path)), request_body = Withdrawal, responses((status = 200, body = VersionView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Path(version): Path<String>,
    Body(ask): Body<Withdrawal>,
) -> Answer<Json<VersionView>> {
    let known = versions::register(&app.journal).await?;
    caller.must(&app, Action::Administer, &label(&app, known.get(&version)))?;
    let register = decided(&app, &caller, Command::Withdraw { version: version.clone(), reason: ask.reason }).await?;
    told(&app, &caller, &register, &version)
}

/// The two versions of a question about differences: the earlier first.
fn pair(app: &App, version: &str, with: Option<&str>) -> Answer<(Arc<Rulebook>, Arc<Rulebook>)> {
    let known = |v: &str| app.books.get(v).ok_or_else(Problem::not_found);
    Ok((with.map_or_else(|| Ok(app.book()), known)?, known(version)?))
}

/// What differs between a version and another, by meaning.
#[utoipa::path(get, path = "/framework/versions/{version}/difference", tag = "framework", operation_id = "framework_difference", params(("version" = String, Path), With), responses((status = 200, body = DifferenceView), (status = 404, body = Problem)))]
pub async fn difference(
    State(app): State<App>,
    caller: Caller,
    Path(version): Path<String>,
    Query(ask): Query<With>,
) -> Answer<Json<DifferenceView>> {
    caller.must(&app, Action::Read, &label(&app, None))?;
    let (a, b) = pair(&app, &version, ask.with.as_deref())?;
    Ok(Json(framework::diff(&a.framework, &b.framework).into()))
}

/// What the sharing rules of a version permit that another's refuse, and the other way round: proved, with examples.
#[utoipa::path(get, path = "/framework/versions/{version}/sharing", tag = "framework", operation_id = "framework_sharing", params(("version" = String, Path), With), responses((status = 200, body = SharingView), (status = 404, body = Problem), (status = 503, body = Problem)))]
pub async fn sharing(
    State(app): State<App>,
    caller: Caller,
    Path(version): Path<String>,
    Query(ask): Query<With>,
) -> Answer<Json<SharingView>> {
    caller.must(&app, Action::Read, &label(&app, None))?;
    let (a, b) = pair(&app, &version, ask.with.as_deref())?;
    let reasoner = app.reasoner.clone();
    let compared = tokio::task::spawn_blocking(move || {
        let (a, b): (&Framework, &Framework) = (&a.framework, &b.framework);
        reasoner.compare(a, b)
    });
    let compared = compared.await.map_err(|e| broke_off(&e))?;
    Ok(Json(compared.map_err(|why| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_compared", why))?.into()))
}

/// Compare files with the version in force, without proposing them: another country's framework, or a draft.
#[utoipa::path(post, path = "/framework/comparison", tag = "framework", operation_id = "compare_framework", request_body = Comparand, responses((status = 200, body = DifferenceView), (status = 422, body = Problem)))]
pub async fn compare(
    State(app): State<App>,
    caller: Caller,
    Body(ask): Body<Comparand, MAX_FRAMEWORK_BYTES>,
) -> Answer<Json<DifferenceView>> {
    caller.must(&app, Action::Read, &label(&app, None))?;
    let mine = app.book();
    let done = tokio::task::spawn_blocking(move || {
        let loaded = versions::read(&ask.files);
        let unreadable = || {
            // Without a header there is no framework: what is wrong with it comes before what else is missing.
            let header = loaded.diagnostics.iter().find(|d| d.place.file == "framework.toml").or(loaded.diagnostics.first());
            let first = header.map_or_else(|| "there is no file `framework.toml`".to_owned(), ToString::to_string);
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "framework_errors", format!("no framework could be read: {first}"))
        };
        let theirs = loaded.framework.as_ref().ok_or_else(unreadable)?;
        Ok::<DifferenceView, Problem>(framework::diff(&mine.framework, theirs).into())
    });
    Ok(Json(done.await.map_err(|e| broke_off(&e))??))
}
