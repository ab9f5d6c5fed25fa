//! What an example should look like to be worth reading. A solver that is free to choose names an agency `""` and a role `"B"`; these wishes, each dropped
//! where it cannot be met, lead it to the agencies, points and words of the framework, and to the plainest record that still shows the fault.

use framework::Framework;
use framework::access::{Kind, ROLES, Topic};
use framework::model::Point;
use std::collections::BTreeSet;

/// Levels of the traffic light protocol 2.0.
const MAX_TLP: u32 = 4;

/// One wish: ways to meet it, the best first. Each is a Cedar condition.
pub(crate) type Wish = Vec<String>;

pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.escape_default())
}

pub(crate) fn literal<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    format!("[{}]", words.into_iter().map(quoted).collect::<Vec<_>>().join(", "))
}

/// One of the conditions, as a tree of little depth: a row of hundreds would be as deep as it is long, to the parser and to everybody after it.
fn any(conditions: impl IntoIterator<Item = String>) -> String {
    let mut all: Vec<String> = conditions.into_iter().collect();
    while all.len() > 1 {
        all = all.chunks(2).map(|pair| if let [a, b] = pair { format!("({a} || {b})") } else { pair.concat() }).collect();
    }
    all.pop().unwrap_or_else(|| "false".to_owned())
}

/// Words that the framework knows.
pub(crate) fn vocabulary(f: &Framework) -> Vec<String> {
    let purposes = framework::access::purposes(f);
    vec![
        format!(
            "{}.contains(resource.kind) && {}.contains(resource.topic)",
            literal(Kind::ALL.iter().map(|k| k.word())),
            literal(Topic::ALL.iter().map(|t| t.word()))
        ),
        format!("{}.containsAll(principal.roles) && !principal.roles.isEmpty()", literal(ROLES.iter().copied())),
        format!("{}.containsAll(principal.purposes)", literal(purposes.iter().map(String::as_str))),
        format!("{}.contains(context.purpose)", literal([""].into_iter().chain(purposes.iter().map(String::as_str)))),
        format!("resource.tlp >= 0 && resource.tlp <= {MAX_TLP}"),
        format!(
            "resource.classification >= 0 && resource.classification <= {}",
            f.levels.iter().map(|l| *l.rank.get_ref()).max().unwrap_or(0)
        ),
        "principal.clearance >= 0".to_owned(),
    ]
}

/// Where officers are and records lie: at desks that are described, of agencies that exist.
pub(crate) fn places(f: &Framework) -> Vec<String> {
    let state = |agency: &str| f.agencies.iter().find(|a| a.id.get_ref() == agency).map(|a| a.state.get_ref().as_str());
    let at_points = f.points.iter().flat_map(|p| p.desk.iter().flatten().map(|d| (d.agency.get_ref().as_str(), p.id.get_ref().as_str())));
    let national = f.desks.iter().map(|d| (d.agency.get_ref().as_str(), ""));
    let posts: BTreeSet<(&str, &str)> = at_points.chain(national).collect();
    let officers = any(posts.into_iter().filter_map(|(agency, point)| {
        let state = state(agency)?;
        Some(format!(
            "(principal.agency == {} && principal.state == {} && principal.point == {})",
            quoted(agency),
            quoted(state),
            quoted(point)
        ))
    }));
    let owners = any(f
        .agencies
        .iter()
        .map(|a| format!("(resource.agency == {} && resource.state == {})", quoted(a.id.get_ref()), quoted(a.state.get_ref()))));
    let own = f.header.state.get_ref().as_str();
    let places = any(f.points.iter().map(|p| {
        let zone = p.one_stop.as_ref().and(p.neighbour.as_ref()).map(|n| n.state.get_ref().as_str());
        let states: BTreeSet<&str> = [own].into_iter().chain(zone).collect();
        format!("(resource.point == {} && resource.states == {})", quoted(p.id.get_ref()), literal(states))
    }));
    vec![officers, owners, format!("(resource.point == \"\" && resource.states == [{}]) || {places}", quoted(own))]
}

/// The plainest of the examples that remain, by what a reader looks at first.
pub(crate) fn wishes(f: &Framework) -> Vec<Wish> {
    let purposes = framework::access::purposes(f);
    let one_of = |what: &str, words: &mut dyn Iterator<Item = String>| words.map(|w| format!("{what} == {w}")).collect::<Wish>();
    vec![
        vec!["principal.id == \"an officer\"".into()],
        vec!["principal.id != resource.author".into(), "resource.author == principal.id".into()],
        vec!["resource.author == \"\"".into(), "resource.author == \"another officer\"".into()],
        vec!["!resource.silent".into()],
        vec!["resource.releasable_to.isEmpty()".into()],
        vec!["resource.tlp == 0".into()],
        vec!["resource.classification == 0".into()],
        vec!["principal.clearance == resource.classification".into(), "principal.clearance == 0".into()],
        vec!["resource.subject_desk == \"\"".into()],
        vec!["principal.desk == \"desk\"".into()],
        one_of("principal.roles", &mut ROLES.iter().map(|r| literal([*r]))),
        one_of("principal.purposes", &mut purposes.iter().map(|p| literal([p.as_str()]))),
        vec!["principal.purposes.contains(context.purpose)".into()],
        one_of("resource.kind", &mut Kind::ALL.iter().map(|k| quoted(k.word()))),
        one_of("resource.topic", &mut Topic::ALL.iter().map(|t| quoted(t.word()))),
    ]
}

/// Officers and records of one post, a neighbouring one and a national desk, each a condition that leaves no choice. A solver finds out in milliseconds
/// whether one of them will do, and thinks much longer about all posts at once.
pub(crate) fn usual(f: &Framework) -> Vec<String> {
    let own = f.header.state.get_ref().as_str();
    let state = |agency: &str| f.agencies.iter().find(|a| a.id.get_ref() == agency).map(|a| a.state.get_ref().as_str());
    let with_desks: Vec<_> = f.points.iter().filter(|p| p.desk.as_ref().is_some_and(|d| !d.is_empty())).collect();
    let Some(post) = with_desks.iter().find(|p| p.one_stop.is_some()).or(with_desks.first()) else { return Vec::new() };
    let here = post.desk.iter().flatten().map(|d| d.agency.get_ref().as_str());
    let (ours, theirs): (Vec<&str>, Vec<&str>) = here.partition(|a| state(a) == Some(own));
    let Some(first) = ours.first() else { return Vec::new() };
    let second = ours.iter().find(|a| *a != first).unwrap_or(first);
    let zone = |p: &Point| {
        let neighbour = p.one_stop.as_ref().and(p.neighbour.as_ref()).map(|n| n.state.get_ref().as_str());
        literal([own].into_iter().chain(neighbour).collect::<BTreeSet<&str>>())
    };
    let officer = |agency: &str, point: &str| {
        let (agency, state) = (quoted(agency), quoted(state(agency).unwrap_or_default()));
        format!("principal.agency == {agency} && principal.state == {state} && principal.point == {}", quoted(point))
    };
    let record = |agency: &str, point: &str, zone: &str| {
        let (agency, state) = (quoted(agency), quoted(state(agency).unwrap_or_default()));
        format!(
            "resource.agency == {agency} && resource.state == {state} && resource.point == {} && resource.states == {zone}",
            quoted(point)
        )
    };
    let (at, zone_here, at_home) = (post.id.get_ref().as_str(), zone(post), literal([own]));
    let elsewhere = with_desks.iter().find(|p| p.id.get_ref() != at).map(|p| (p.id.get_ref().as_str(), zone(p)));
    let mut pairs = vec![(officer(first, at), record(second, at, &zone_here)), (officer(first, at), record(first, at, &zone_here))];
    if let Some(desk) = f.desks.iter().map(|d| d.agency.get_ref().as_str()).find(|a| state(a) == Some(own)) {
        pairs.push((officer(desk, ""), record(first, "", &at_home)));
        pairs.push((officer(desk, ""), record(desk, "", &at_home)));
        pairs.push((officer(desk, ""), record(first, at, &zone_here)));
    }
    if let Some((point, zone)) = &elsewhere {
        pairs.push((officer(first, at), record(second, point, zone)));
    }
    if let Some(partner) = theirs.first() {
        pairs.push((officer(partner, at), record(first, at, &zone_here)));
        pairs.push((officer(first, at), record(partner, at, &zone_here)));
        if let Some((point, zone)) = &elsewhere {
            pairs.push((officer(partner, at), record(first, point, zone)));
        }
    }
    pairs.into_iter().map(|(officer, record)| format!("{officer} && {record}")).collect()
}

/// How officer and record lie to each other in the plainest case.
pub(crate) fn together() -> [String; 3] {
    ["resource.states.contains(resource.state)", "resource.point == principal.point", "resource.agency != principal.agency"]
        .map(str::to_owned)
}
