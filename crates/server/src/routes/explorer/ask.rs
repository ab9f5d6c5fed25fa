//! Who can see what: an officer and a record are described, and the framework's rules answer as they would answer the officer.
//!
//! Every word is one that the framework knows; one that it does not know is named in the refusal, for a misspelt role would be answered as if it were a role
//! without rights.

use crate::accounts::Account;
use crate::app::App;
use crate::body::Body;
use crate::caller::Caller;
use crate::problem::{Answer, PlaceOf, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use framework::access::{Action, Kind, Label, Level, Officer, ROLES, Rule, TLP, Topic};
use framework::{PointId, Rulebook, StateCode};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// The id of an officer who is described and not known.
const SOMEBODY: &str = "somebody";
/// The author of a record that the officer has not written.
const SOMEBODY_ELSE: &str = "somebody else";

/// Who asks. An account, or a description: agency, and the desk or the crossing point; neither at a national desk.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedOfficer {
    /// The caller's own account, one of a demo, or any where the caller administers accounts. The rest is then not read.
    account: Option<String>,
    agency: Option<String>,
    desk: Option<String>,
    point: Option<String>,
    /// Follows from the agency; stated, it has to be the agency's.
    state: Option<String>,
    #[serde(default)]
    roles: BTreeSet<String>,
    #[serde(default)]
    purposes: BTreeSet<String>,
    /// Rank of the classification that the officer may read; 0 when absent.
    clearance: Option<i64>,
}

/// What is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedRecord {
    kind: String,
    /// general when absent.
    topic: Option<String>,
    /// The agency that owns it; nobody's in particular when absent.
    agency: Option<String>,
    /// Where it lies; national when absent.
    point: Option<String>,
    /// CLEAR, GREEN, AMBER, AMBER+STRICT or RED; CLEAR when absent.
    tlp: Option<String>,
    /// A level of the national classification; open when absent.
    classification: Option<String>,
    /// Whether it is a silent entry or hit.
    #[serde(default)]
    silent: bool,
    /// Whether the officer wrote it.
    #[serde(default)]
    own: bool,
    /// States and agencies that the owner has released it to.
    #[serde(default)]
    releasable_to: BTreeSet<String>,
}

/// A question to the rules.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    officer: AskedOfficer,
    record: AskedRecord,
    /// What the officer would do; read when absent.
    action: Option<String>,
    /// What for; the officer's first purpose when absent, none when empty.
    purpose: Option<String>,
}

/// How much of a record an officer may know.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the rules")]
pub enum LevelView {
    Nothing,
    Exists,
    Content,
}

/// A rule that decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleView {
    /// Its `@id`.
    id: String,
    /// What it says, in plain words.
    says: String,
    place: PlaceOf,
}

/// The officer as the rules saw one.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficerSeen {
    agency: String,
    state: String,
    point: Option<String>,
    desk: Option<String>,
    roles: Vec<String>,
    purposes: Vec<String>,
    clearance: i64,
}

/// The record as the rules saw it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordSeen {
    kind: String,
    topic: String,
    agency: String,
    state: String,
    point: Option<String>,
    /// The states in whose control zone it lies.
    states: Vec<String>,
    classification: i64,
    tlp: String,
}

/// The answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Asked {
    /// How much of the record the officer may know.
    disclosure: LevelView,
    /// The rules that decided how much; empty when no rule speaks of it, which is a refusal.
    disclosure_rules: Vec<RuleView>,
    /// Where the content is withheld: the rules that forbid it, if any does.
    withheld_by: Vec<RuleView>,
    action: String,
    /// Whether the officer may do it.
    allowed: bool,
    /// The rules that decided it; empty when no rule speaks of it, which is a refusal.
    rules: Vec<RuleView>,
    purpose: String,
    officer: OfficerSeen,
    record: RecordSeen,
}

/// A level of the national classification.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassificationLevel {
    id: String,
    name: String,
    rank: u32,
}

/// A desk and where it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskPlace {
    id: String,
    name: String,
    agency: String,
    /// Absent for a national desk.
    point: Option<String>,
}

/// The words that questions are made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct Vocabulary {
    kinds: Vec<String>,
    topics: Vec<String>,
    actions: Vec<String>,
    roles: Vec<String>,
    purposes: Vec<String>,
    tlp: Vec<String>,
    levels: Vec<ClassificationLevel>,
    /// States that have an agency in the framework.
    states: Vec<String>,
    desks: Vec<DeskPlace>,
}

/// Purposes that agreements name, that the rules ask for, and that officers have.
fn purposes(app: &App) -> BTreeSet<String> {
    let held = app.accounts.all().into_iter().flat_map(|a| a.officer.purposes.clone());
    framework::access::purposes(&app.book().framework).into_iter().chain(held).filter(|p| !p.is_empty()).collect()
}

fn states(book: &Rulebook) -> BTreeSet<String> {
    book.agencies.values().map(|a| a.state.to_string()).collect()
}

fn unknown<'a>(field: &str, word: &str, expected: impl IntoIterator<Item = &'a str>) -> Problem {
    let expected: Vec<&str> = expected.into_iter().collect();
    let known = if expected.is_empty() { String::new() } else { format!("; expected one of {}", expected.join(", ")) };
    let mut p = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown_word", format!("the framework knows no {field} `{word}`{known}"));
    p.fields = Some(Box::new(json!({ "field": field, "word": word })));
    p
}

fn contradiction(detail: String) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "contradiction", detail)
}

fn known_point(book: &Rulebook, point: &Option<String>) -> Answer<Option<PointId>> {
    let Some(id) = point.as_deref().filter(|p| !p.is_empty()) else { return Ok(None) };
    book.point(id).map(|_| Some(id.into())).ok_or_else(|| unknown("point", id, []))
}

fn all_known<'a>(field: &str, words: &BTreeSet<String>, known: impl IntoIterator<Item = &'a str> + Clone) -> Answer<()> {
    let strange = words.iter().find(|w| !known.clone().into_iter().any(|k| k == w.as_str()));
    strange.map_or(Ok(()), |w| Err(unknown(field, w, known.clone())))
}

/// The account of that id, where the caller may ask for it: one's own, one of a demo, any for an administrator.
fn account(app: &App, caller: &Caller, id: &str) -> Answer<Arc<Account>> {
    let own = caller.account.officer.id == *id;
    let administers = || {
        let label = app.national_label(Kind::Account);
        app.book().access.permits(&caller.account.officer, Action::Administer, &label, &caller.purpose).allowed
    };
    let found = app.accounts.get(id).filter(|a| own || (app.demo && a.demo) || administers());
    found.ok_or_else(Problem::not_found)
}

fn officer(app: &App, caller: &Caller, asked: AskedOfficer) -> Answer<Officer> {
    let book = &app.book();
    if let Some(id) = asked.account.as_deref().filter(|a| !a.is_empty()) {
        return Ok(account(app, caller, id)?.officer.clone());
    }
    let id = asked.agency.as_deref().unwrap_or("");
    let agency = book.agencies.get(id).ok_or_else(|| unknown("agency", id, []))?;
    let known = states(book);
    if let Some(state) = asked.state.as_deref().filter(|s| !s.is_empty()) {
        if !known.contains(state) {
            return Err(unknown("state", state, known.iter().map(String::as_str)));
        }
        if agency.state != *state {
            return Err(contradiction(format!("`{id}` is an agency of {}, not of {state}", agency.state)));
        }
    }
    all_known("role", &asked.roles, ROLES.iter().copied())?;
    let purposes = purposes(app);
    all_known("purpose", &asked.purposes, purposes.iter().map(String::as_str))?;
    let mut point = known_point(book, &asked.point)?;
    let desk = asked.desk.as_deref().filter(|d| !d.is_empty());
    if let Some(desk) = desk {
        let card = book.desks.get(desk).ok_or_else(|| unknown("desk", desk, []))?;
        if card.agency != agency.id {
            return Err(contradiction(format!("the desk `{desk}` belongs to {}, not to {id}", card.agency)));
        }
        if point.is_some() && card.point != point {
            return Err(contradiction(format!("the desk `{desk}` is not at `{}`", asked.point.unwrap_or_default())));
        }
        point.clone_from(&card.point);
    }
    Ok(Officer {
        id: SOMEBODY.into(),
        agency: agency.id.clone(),
        state: agency.state.clone(),
        point,
        desk: desk.unwrap_or("").into(),
        roles: asked.roles,
        purposes: asked.purposes,
        clearance: asked.clearance.unwrap_or(0),
    })
}

fn label(app: &App, officer: &Officer, asked: AskedRecord) -> Answer<Label> {
    let book = &app.book();
    let kind = Kind::of(&asked.kind).ok_or_else(|| unknown("kind", &asked.kind, Kind::ALL.iter().map(|k| k.word())))?;
    let topic = asked.topic.as_deref().filter(|t| !t.is_empty()).unwrap_or(Topic::General.word());
    let topic = Topic::of(topic).ok_or_else(|| unknown("topic", topic, Topic::ALL.iter().map(|t| t.word())))?;
    let owner = match asked.agency.as_deref().filter(|a| !a.is_empty()) {
        None => None,
        Some(id) => Some(book.agencies.get(id).ok_or_else(|| unknown("agency", id, []))?),
    };
    let tlp = asked.tlp.as_deref().filter(|t| !t.is_empty()).unwrap_or(TLP[0]);
    let tlp = TLP.iter().position(|t| *t == tlp).ok_or_else(|| unknown("tlp", tlp, TLP.iter().copied()))?;
    let levels = &book.framework.levels;
    let classification = match asked.classification.as_deref().filter(|c| !c.is_empty()) {
        None => 0,
        Some(id) => {
            let level = levels.iter().find(|l| l.id.get_ref() == id);
            *level.ok_or_else(|| unknown("classification", id, levels.iter().map(|l| l.id.get_ref().as_str())))?.rank.get_ref()
        }
    };
    let known = states(book);
    all_known("releasable_to", &asked.releasable_to, known.iter().map(String::as_str).chain(book.agencies.keys().map(|a| a.as_str())))?;
    let point = known_point(book, &asked.point)?;
    let (agency, state) = owner.map_or_else(|| ("".into(), book.own_state()), |a| (a.id.clone(), a.state.clone()));
    Ok(Label {
        topic,
        states: point.as_ref().map_or_else(BTreeSet::<StateCode>::new, |p| book.states_at(p.as_str())),
        point,
        classification: i64::from(classification),
        tlp: i64::try_from(tlp).unwrap_or(i64::MAX),
        silent: asked.silent,
        author: Some(if asked.own { officer.id.clone() } else { SOMEBODY_ELSE.into() }),
        releasable_to: asked.releasable_to,
        ..Label::of(kind, &agency, &state)
    })
}

fn views(rules: &[Rule]) -> Vec<RuleView> {
    let mut views: Vec<RuleView> =
        rules.iter().map(|r| RuleView { id: r.id.to_string(), says: r.says.to_string(), place: (&*r.place).into() }).collect();
    views.sort_by(|a, b| (&a.place.file, a.place.line).cmp(&(&b.place.file, b.place.line)));
    views
}

/// Whether an officer may know or do something, and by which rules.
#[utoipa::path(post, path = "/framework/ask", tag = "framework", operation_id = "framework_ask", request_body = Ask, responses((status = 200, body = Asked), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn ask(State(app): State<App>, caller: Caller, Body(asked): Body<Ask>) -> Answer<Json<Asked>> {
    caller.must(&app, Action::Read, &app.national_label(Kind::Framework))?;
    let word = asked.action.as_deref().filter(|a| !a.is_empty()).unwrap_or(Action::Read.word());
    let action = Action::of(word).ok_or_else(|| unknown("action", word, Action::ALL.iter().map(|a| a.word())))?;
    let officer = officer(&app, &caller, asked.officer)?;
    let label = label(&app, &officer, asked.record)?;
    let purpose = asked.purpose.unwrap_or_else(|| officer.purposes.first().cloned().unwrap_or_default());
    let known = purposes(&app);
    if !purpose.is_empty() && !known.contains(&purpose) {
        return Err(unknown("purpose", &purpose, known.iter().map(String::as_str)));
    }
    let access = &app.book().access;
    // INVARIANT: the same questions that are asked on every read and every command; without memory, for nobody may fill it with officers who do not exist.
    let may = |action| access.evaluate(&officer, action, &label, &purpose);
    let (read, see, decision) = (may(Action::Read), may(Action::See), may(action));
    let (disclosure, by) = match (read.allowed, see.allowed) {
        (true, _) => (Level::Content, &read),
        (false, true) => (Level::Exists, &see),
        (false, false) => (Level::Nothing, &see),
    };
    Ok(Json(Asked {
        disclosure: match disclosure {
            Level::Nothing => LevelView::Nothing,
            Level::Exists => LevelView::Exists,
            Level::Content => LevelView::Content,
        },
        disclosure_rules: views(&by.rules),
        withheld_by: if read.allowed { Vec::new() } else { views(&read.rules) },
        action: action.word().to_owned(),
        allowed: decision.allowed,
        rules: views(&decision.rules),
        purpose,
        officer: OfficerSeen {
            agency: officer.agency.to_string(),
            state: officer.state.to_string(),
            point: officer.point.as_ref().map(ToString::to_string),
            desk: Some(officer.desk.to_string()).filter(|d| !d.is_empty()),
            roles: officer.roles.iter().cloned().collect(),
            purposes: officer.purposes.iter().cloned().collect(),
            clearance: officer.clearance,
        },
        record: RecordSeen {
            kind: label.kind.word().to_owned(),
            topic: label.topic.word().to_owned(),
            agency: label.agency.to_string(),
            state: label.state.to_string(),
            point: label.point.as_ref().map(ToString::to_string),
            states: label.states.iter().map(ToString::to_string).collect(),
            classification: label.classification,
            tlp: usize::try_from(label.tlp).ok().and_then(|t| TLP.get(t)).map_or_else(String::new, |t| (*t).to_owned()),
        },
    }))
}

/// The words that questions to the rules are made of.
#[utoipa::path(get, path = "/framework/vocabulary", tag = "framework", operation_id = "framework_vocabulary", responses((status = 200, body = Vocabulary), (status = 401, body = Problem)))]
pub async fn vocabulary(State(app): State<App>, caller: Caller) -> Answer<Json<Vocabulary>> {
    caller.must(&app, Action::Read, &app.national_label(Kind::Framework))?;
    let book = &app.book();
    let owned = |w: &[&str]| w.iter().map(|w| (*w).to_owned()).collect::<Vec<String>>();
    let desk = |d: &framework::DeskCard| DeskPlace {
        id: d.id.to_string(),
        name: d.name.clone(),
        agency: d.agency.to_string(),
        point: d.point.as_ref().map(ToString::to_string),
    };
    let level =
        |l: &framework::model::Level| ClassificationLevel { id: l.id.get_ref().clone(), name: l.name.clone(), rank: *l.rank.get_ref() };
    Ok(Json(Vocabulary {
        kinds: Kind::ALL.iter().map(|k| k.word().to_owned()).collect(),
        topics: Topic::ALL.iter().map(|t| t.word().to_owned()).collect(),
        actions: Action::ALL.iter().map(|a| a.word().to_owned()).collect(),
        roles: owned(ROLES),
        purposes: purposes(&app).into_iter().collect(),
        tlp: owned(TLP),
        levels: book.framework.levels.iter().map(|l| level(&l.item)).collect(),
        states: states(book).into_iter().collect(),
        desks: book.desks.values().map(desk).collect(),
    }))
}
