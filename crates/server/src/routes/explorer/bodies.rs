//! The institution: bodies from the national committee to the joint operations centre of a point, and the desks below them.

use super::{Origin, SourceView, citations, origin_of, text};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use framework::access::{Action, Kind};
use framework::model::{self, Body};
use framework::{Rulebook, Title};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use utoipa::ToSchema;

/// Who sits in a seat: an office of an agency, or whoever a crossing point names.
#[derive(Debug, Serialize, ToSchema)]
pub struct Seat {
    agency: Option<String>,
    office: Option<String>,
    /// The word by which each crossing point names the agency: lead, deputy, secretary.
    of_point: Option<String>,
}

/// Who leads a body that every point has, in one environment.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatsOfPoints {
    /// land, air, sea, lake, rail.
    environment: String,
    chair: Option<String>,
    deputy: Option<String>,
    secretary: Option<String>,
    /// The points where it is so.
    points: Vec<String>,
}

/// When enough members are there to decide.
#[derive(Debug, Serialize, ToSchema)]
pub struct Quorum {
    /// Of the members.
    percent: Option<i64>,
    /// In number.
    count: Option<i64>,
    /// Who has to be among them.
    with: Option<String>,
}

/// By when the minutes are out.
#[derive(Debug, Serialize, ToSchema)]
pub struct MinutesDue {
    within_s: Option<u64>,
    /// running or working.
    time: Option<String>,
}

/// A seat of a body.
#[derive(Debug, Serialize, ToSchema)]
pub struct Member {
    agency: String,
    role: Option<String>,
    office: Option<String>,
    /// The day from which (ISO 8601).
    from: Option<String>,
    sources: Vec<SourceView>,
    /// Nobody has established that it sits there.
    unestablished: bool,
}

/// A statutory function that a body answers for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Function {
    id: String,
    title: String,
    legal_basis: Option<String>,
    origin: Origin,
}

/// A body of the chain.
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyView {
    id: String,
    name: String,
    short: String,
    /// national, secretariat, point, joc.
    level: String,
    parent: Option<String>,
    /// Whether each crossing point has one of its own.
    per_point: bool,
    /// How many points have one.
    points: usize,
    chair: Option<Seat>,
    deputy: Option<Seat>,
    secretary: Option<Seat>,
    /// Who that is at the points, for a body that each point has.
    seats: Vec<SeatsOfPoints>,
    /// How often it meets.
    meets: Option<String>,
    minutes: Option<MinutesDue>,
    quorum: Option<Quorum>,
    legal_basis: Option<String>,
    /// How the members follow from something else, where they are not listed.
    members_are: Option<String>,
    members: Vec<Member>,
    functions: Vec<Function>,
    origin: Origin,
}

/// Desks of a kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskCount {
    /// frontline, joc, duty, gate.
    kind: String,
    /// Whether they are at the capital, and at no point.
    national: bool,
    desks: usize,
    /// At how many points.
    points: usize,
}

/// The institution.
#[derive(Debug, Serialize, ToSchema)]
pub struct Institution {
    bodies: Vec<BodyView>,
    desks: Vec<DeskCount>,
}

fn seat(named: Option<&Spanned<model::Seat>>) -> Option<Seat> {
    Some(match named?.get_ref() {
        model::Seat::Role(word) => Seat { agency: None, office: None, of_point: Some(word.clone()) },
        model::Seat::Office(of) => Seat { agency: Some(of.agency.get_ref().clone()), office: of.office.clone(), of_point: None },
    })
}

fn member(book: &Rulebook, m: &model::Member) -> Member {
    let keys = m.source.as_ref().map_or(&[][..], |s| s.get_ref().all());
    Member {
        agency: m.agency.get_ref().clone(),
        role: Some(m.role.get_ref().clone()),
        office: m.office.clone(),
        from: m.from.map(|day| day.to_string()),
        sources: citations(book, keys),
        unestablished: keys.iter().any(|k| k == super::UNVERIFIED),
    }
}

/// Whom the points that have such a body name, grouped: most points first.
fn seats(book: &Rulebook, body: &Body) -> Vec<SeatsOfPoints> {
    let mut groups: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for p in points(book, body) {
        let named = |seat: Option<&Spanned<model::Seat>>| match seat.map(Spanned::get_ref) {
            Some(model::Seat::Role(word)) => match word.as_str() {
                "lead" => text(p.lead.as_ref()),
                "deputy" => text(p.deputy.as_ref()),
                "secretary" => text(p.secretary.as_ref()),
                _ => None,
            },
            _ => None,
        };
        let [chair, deputy, secretary] = [&body.chair, &body.deputy, &body.secretary].map(|s| named(s.as_ref()));
        groups.entry((p.environment.get_ref().clone(), chair, deputy, secretary)).or_default().push(p.id.get_ref().clone());
    }
    let view = |((environment, chair, deputy, secretary), points)| SeatsOfPoints { environment, chair, deputy, secretary, points };
    let mut seats: Vec<SeatsOfPoints> = groups.into_iter().map(view).collect();
    seats.sort_by_key(|s| std::cmp::Reverse(s.points.len()));
    seats
}

/// The points that have a body of this kind.
fn points<'a>(book: &'a Rulebook, body: &'a Body) -> impl Iterator<Item = &'a framework::model::Point> {
    let every = body.per_point == Some(true);
    let has = move |status: &String| body.statuses.as_ref().is_none_or(|s| s.iter().any(|x| x.get_ref() == status));
    book.framework.points.iter().map(|p| &p.item).filter(move |p| every && has(p.status.get_ref()))
}

fn desks(book: &Rulebook) -> Vec<DeskCount> {
    let mut counts: BTreeMap<(bool, &str), (usize, BTreeSet<&str>)> = BTreeMap::new();
    for d in book.desks.values() {
        let count = counts.entry((d.point.is_none(), d.kind.as_str())).or_default();
        count.0 += 1;
        count.1.extend(d.point.as_ref().map(|p| p.as_str()));
    }
    let view = |((national, kind), (desks, points)): ((bool, &str), (usize, BTreeSet<&str>))| DeskCount {
        kind: kind.to_owned(),
        national,
        desks,
        points: points.len(),
    };
    counts.into_iter().map(view).collect()
}

/// The institution: its bodies, who sits in them and what they answer for.
#[utoipa::path(get, path = "/framework/bodies", tag = "framework", operation_id = "framework_bodies", responses((status = 200, body = Institution), (status = 401, body = Problem)))]
pub async fn bodies(State(app): State<App>, caller: Caller) -> Answer<Json<Institution>> {
    caller.must(&app, Action::Read, &app.national_label(Kind::Framework))?;
    let book: &Rulebook = &app.book();
    let f = &book.framework;
    let functions = |body: &str| -> Vec<Function> {
        let its = f.mandates.iter().filter(|m| m.body.get_ref() == body);
        let view = |m: &framework::model::In<framework::model::Mandate>| Function {
            id: m.id.get_ref().clone(),
            title: m.title.clone(),
            legal_basis: m.legal_basis.clone(),
            origin: origin_of!(book, m),
        };
        its.map(view).collect()
    };
    let members = |b: &Body| match b.members.as_ref().map(Spanned::get_ref) {
        Some(model::Members::Listed(all)) => (None, all.iter().map(|m| member(book, m)).collect()),
        Some(model::Members::Rule(word)) => (Some(word.clone()), Vec::new()),
        None => (None, Vec::new()),
    };
    let bodies = f.bodies.iter().map(|b| (b, members(b))).map(|(b, (members_are, members))| BodyView {
        id: b.id.get_ref().clone(),
        name: Title::of(&b.name, &b.names).in_language(&caller.language).to_owned(),
        short: b.short.clone(),
        level: b.level.get_ref().clone(),
        parent: text(b.parent.as_ref()),
        per_point: b.per_point == Some(true),
        points: points(book, b).count(),
        chair: seat(b.chair.as_ref()),
        deputy: seat(b.deputy.as_ref()),
        secretary: seat(b.secretary.as_ref()),
        seats: seats(book, b),
        meets: text(b.meets.as_ref()),
        minutes: b
            .minutes
            .as_ref()
            .map(|m| MinutesDue { within_s: framework::duration(m.within.get_ref()), time: Some(m.time.get_ref().clone()) }),
        quorum: b.quorum.as_ref().map(Spanned::get_ref).map(|q| Quorum {
            percent: q.percent.as_ref().map(|p| *p.get_ref()),
            count: q.count.as_ref().map(|c| *c.get_ref()),
            with: text(q.with.as_ref()),
        }),
        legal_basis: b.legal_basis.clone(),
        members_are,
        members,
        functions: functions(b.id.get_ref()),
        origin: origin_of!(book, b),
    });
    Ok(Json(Institution { bodies: bodies.collect(), desks: desks(book) }))
}
