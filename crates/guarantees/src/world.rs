//! What an example should look like to be worth reading. A solver that is free to choose names an agency `""` and a role `"B"`; these wishes, each dropped
//! where it cannot be met, lead it to the agencies, points and words of the framework, and to the plainest record that still shows the fault.

use framework::Framework;
use framework::access::{Kind, Topic};
use std::collections::BTreeSet;

/// Kinds of information, plainest first.
pub(crate) const KINDS: &[Kind] = &[
    Kind::Crossing,
    Kind::Stage,
    Kind::StageReason,
    Kind::Remark,
    Kind::Hit,
    Kind::ListEntry,
    Kind::Message,
    Kind::AccessLog,
    Kind::Statistics,
    Kind::Framework,
    Kind::Account,
];

/// Topics, plainest first.
const TOPICS: &[Topic] = &[Topic::General, Topic::Medical, Topic::Intelligence, Topic::Risk];

/// The roles of the schema, commonest first.
const ROLES: &[&str] =
    &["frontline", "joc", "supervisor", "duty", "joc_lead", "intake", "secretariat", "chair", "auditor", "administrator"];

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
    let purposes = purposes(f);
    vec![
        format!(
            "{}.contains(resource.kind) && {}.contains(resource.topic)",
            literal(KINDS.iter().map(|k| k.word())),
            literal(TOPICS.iter().map(|t| t.word()))
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
    let purposes = purposes(f);
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
        one_of("resource.kind", &mut KINDS.iter().map(|k| quoted(k.word()))),
        one_of("resource.topic", &mut TOPICS.iter().map(|t| quoted(t.word()))),
    ]
}

/// How officer and record lie to each other in the plainest case.
pub(crate) fn together() -> [String; 2] {
    ["resource.point == principal.point".into(), "resource.agency != principal.agency".into()]
}

/// Purposes that the framework's agreements name, and those its rules ask for.
fn purposes(f: &Framework) -> BTreeSet<String> {
    const ASKED: &str = "context.purpose == \"";
    let agreed = f.agreements.iter().flat_map(|a| a.purposes.iter().map(|p| p.get_ref().clone()));
    let asked = f.policies.iter().flat_map(|p| p.item.split(ASKED).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    agreed.chain(asked).filter(|p| !p.is_empty()).collect()
}
