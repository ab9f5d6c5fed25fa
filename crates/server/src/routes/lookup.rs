//! Looking somebody up in the lists by hand: what a desk is told, without a crossing and without a hit.

use crate::app::App;
use crate::body::Body;
use crate::caller::Caller;
use crate::problem::{Answer, Problem};
use crate::routes::hits::RecordView;
use crate::routes::lists::places;
use axum::Json;
use axum::extract::State;
use coordination::hit::Asked;
use framework::access::Action;
use framework::model::List;
use screening::{Documents, Kind, MIN_NUMBER_CHARS, PartialDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Longest name or number that is looked up. Characters.
const MAX_CHARS: usize = 1_000;

/// Somebody or something to be looked up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookUp {
    /// Its name; may be absent where there is a number.
    #[serde(default)]
    name: String,
    /// person, organisation or vessel; person when absent.
    #[serde(default)]
    kind: Option<String>,
    /// `1971`, `1971-02`, `1971-02-28`.
    #[serde(default)]
    born: String,
    /// Three letters of ICAO Doc 9303 part 3.
    #[serde(default)]
    nationality: String,
    /// The number of a document, a hull, a vehicle.
    #[serde(default)]
    number: String,
}

/// A record that is like what was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookedUp {
    list: String,
    list_name: String,
    /// inform, examine, refuse_entry, refuse_exit, arrest, seize.
    action: String,
    record: RecordView,
    /// The name that came closest; empty where only a number met.
    name: String,
    /// How alike the names are, 0..=1; absent where only a number met.
    score: Option<f64>,
    /// Why, in words.
    explanation: String,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookedUpIn {
    /// How many lists were searched: those that the caller may read.
    lists: usize,
    candidates: Vec<LookedUp>,
}

fn kind(word: Option<&str>) -> Answer<Kind> {
    match word.unwrap_or("person") {
        "person" => Ok(Kind::Person),
        "organisation" => Ok(Kind::Organisation),
        "vessel" => Ok(Kind::Vessel),
        other => Err(Problem::bad("kind", format!("`kind` is `{other}`; expected person, organisation or vessel"))),
    }
}

/// What is looked for, once it is known to say something.
fn asked(ask: LookUp) -> Answer<Asked> {
    let short = |field: &str, text: &str| match text.chars().count() {
        n if n > MAX_CHARS => Err(Problem::bad(field, format!("`{field}` has {n} characters; at most {MAX_CHARS} are looked up"))),
        _ => Ok(text.trim().to_owned()),
    };
    let (name, number) = (short("name", &ask.name)?, short("number", &ask.number)?);
    if name.is_empty() && number.is_empty() {
        return Err(Problem::bad("name", "neither a name nor a number came; one of them was expected"));
    }
    if !number.is_empty() && !Documents::compares(&number) {
        let detail = format!("`{number}` is too short a number; {MIN_NUMBER_CHARS} letters and digits or more were expected");
        return Err(Problem::bad("number", detail));
    }
    if !ask.born.is_empty() && PartialDate::read(&ask.born).is_none() {
        return Err(Problem::bad("born", format!("`{}` is no birth date; expected 1971, 1971-02 or 1971-02-28", ask.born)));
    }
    let kind = kind(ask.kind.as_deref())?;
    Ok(Asked { kind, name, number, born: ask.born, nationality: ask.nationality, ..Asked::default() })
}

/// Look somebody up in the lists that the caller may read. Nothing becomes of it but a line in the access log.
#[utoipa::path(post, operation_id = "look_up", path = "/lists/search", tag = "lists", request_body = LookUp, responses((status = 200, body = LookedUpIn), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub async fn look_up(State(app): State<App>, caller: Caller, Body(ask): Body<LookUp>) -> Answer<Json<LookedUpIn>> {
    let places = places(&app, &caller);
    let Some(first) = app.book().framework.lists.first().map(|l| crate::watchlists::list_label(&app, l)) else {
        return Ok(Json(LookedUpIn { lists: 0, candidates: Vec::new() }));
    };
    if places.is_empty() {
        caller.must(&app, Action::Read, &first)?;
    }
    let asked = asked(ask)?;
    let subject = if asked.number.is_empty() { asked.name.clone() } else { asked.number.clone() };
    let of = app.clone();
    let search = move || {
        let lists: Vec<&List> = places.iter().map(|p| p.list()).collect();
        let met = of.watchlists.meet(&lists, &asked, of.clock.now_us());
        let candidates = met.into_iter().map(|(at, met)| LookedUp {
            list: lists[at].id.get_ref().clone(),
            list_name: lists[at].name.clone(),
            action: lists[at].action.get_ref().clone(),
            record: (&*met.record).into(),
            name: met.name,
            score: (met.score_permille > 0).then(|| f64::from(met.score_permille) / 1000.0),
            explanation: met.explanation,
        });
        LookedUpIn { lists: lists.len(), candidates: candidates.collect() }
    };
    let found = tokio::task::spawn_blocking(search).await.map_err(|e| {
        tracing::error!(%e, "a search broke off");
        Problem::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, "internal", "the lists could not be searched")
    })?;
    app.noted(&caller, "list_search", &subject, found.candidates.len()).await?;
    Ok(Json(found))
}
