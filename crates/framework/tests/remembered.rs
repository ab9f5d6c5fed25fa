//! A remembered answer is the answer: what one officer was told of one record is told to another of another only where the engine says the same.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

use framework::Framework;
use framework::access::{Access, Action, Decision, Kind, Label, Officer, Topic};
use framework::model::In;
use proptest::collection::btree_set;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;
use std::str::FromStr;

fn pack(country: &str) -> Framework {
    framework::load(format!("{}/../../frameworks/{country}", env!("CARGO_MANIFEST_DIR")).as_ref()).framework.unwrap()
}

const STATES: &[&str] = &["KEN", "PAK", "TZA"];
const AGENCIES: &[&str] = &["KRA", "FIA", "NIS"];
const POINTS: &[&str] = &["", "namanga", "wagah"];
const ROLES: &[&str] = &["frontline", "joc", "supervisor", "duty", "secretariat", "auditor", "intake", "administrator"];
const PURPOSES: &[&str] = &["", "health", "audit", "customs"];
const PEOPLE: &[&str] = &["", "o-1", "o-2"];

fn words(from: &'static [&'static str], most: usize) -> impl Strategy<Value = BTreeSet<String>> {
    btree_set(select(from).prop_map(str::to_owned), 0..=most)
}

fn some<T: for<'a> From<&'a str>>(word: &str) -> Option<T> {
    (!word.is_empty()).then(|| word.into())
}

fn officer() -> impl Strategy<Value = Officer> {
    (select(&PEOPLE[1..]), select(AGENCIES), select(STATES), select(POINTS), words(ROLES, 3), words(PURPOSES, 3), -1..3_i64).prop_map(
        |(id, agency, state, point, roles, purposes, clearance)| Officer {
            id: id.into(),
            agency: agency.into(),
            state: state.into(),
            point: some(point),
            desk: "d-1".into(),
            roles,
            purposes,
            clearance,
        },
    )
}

fn label() -> impl Strategy<Value = Label> {
    let what = (select(Kind::ALL), select(Topic::ALL), select(POINTS), words(STATES, 2), select(AGENCIES), select(STATES));
    let marks = (select(PEOPLE), -1..4_i64, 0..5_i64, any::<bool>(), words(&["KEN", "TZA", "KRA", "NIS"], 2));
    (what, marks).prop_map(|((kind, topic, point, states, agency, state), (author, classification, tlp, silent, releasable_to))| Label {
        kind,
        topic,
        point: some(point),
        states: states.iter().map(|s| s.as_str().into()).collect(),
        agency: agency.into(),
        state: state.into(),
        author: some(author),
        subject_desk: None,
        classification,
        tlp,
        silent,
        releasable_to,
    })
}

fn question() -> impl Strategy<Value = (Officer, Action, Label, &'static str)> {
    (officer(), select(Action::ALL), label(), select(PURPOSES))
}

/// Whether, and by which rules.
fn told(decision: &Decision) -> (bool, BTreeSet<&str>) {
    (decision.allowed, decision.rules.iter().map(|r| &*r.id).collect())
}

/// The engine with all rules as they are written, and nothing of ours.
fn engine(framework: &Framework, officer: &Officer, action: Action, label: &Label, purpose: &str) -> bool {
    use cedar_policy::{Authorizer, Context, Entities, Entity, EntityUid, PolicySet, Request, RestrictedExpression as Expression};
    let text = |t: &str| Expression::new_string(t.to_owned());
    let texts = |all: Vec<&str>| Expression::new_set(all.into_iter().map(text));
    let strings = |set: &BTreeSet<String>| texts(set.iter().map(String::as_str).collect());
    let uid = |kind: &str, id: &str| EntityUid::from_str(&format!("{kind}::\"{id}\"")).unwrap();
    let named = |all: Vec<(&str, Expression)>| all.into_iter().map(|(n, e)| (n.to_owned(), e)).collect();
    let (o, l) = (officer, label);
    let who = vec![
        ("id", text(o.id.as_str())),
        ("agency", text(o.agency.as_str())),
        ("state", text(o.state.as_str())),
        ("point", text(o.point.as_ref().map_or("", |p| p.as_str()))),
        ("desk", text(o.desk.as_str())),
        ("roles", strings(&o.roles)),
        ("purposes", strings(&o.purposes)),
        ("clearance", Expression::new_long(o.clearance)),
    ];
    let what = vec![
        ("kind", text(l.kind.word())),
        ("topic", text(l.topic.word())),
        ("point", text(l.point.as_ref().map_or("", |p| p.as_str()))),
        ("states", texts(l.states.iter().map(|s| s.as_str()).collect())),
        ("agency", text(l.agency.as_str())),
        ("state", text(l.state.as_str())),
        ("author", text(l.author.as_ref().map_or("", |a| a.as_str()))),
        ("subject_desk", text(l.subject_desk.as_ref().map_or("", |d| d.as_str()))),
        ("classification", Expression::new_long(l.classification)),
        ("tlp", Expression::new_long(l.tlp)),
        ("silent", Expression::new_bool(l.silent)),
        ("releasable_to", strings(&l.releasable_to)),
    ];
    let agency = uid("Agency", o.agency.as_str());
    let (principal, resource) = (uid("Officer", o.id.as_str()), uid("Record", "r"));
    let entities = [
        Entity::new(principal.clone(), named(who), [agency.clone()].into()).unwrap(),
        Entity::new(resource.clone(), named(what), [].into()).unwrap(),
        Entity::new_no_attrs(agency, [].into()),
    ];
    let context = Context::from_pairs([("purpose".to_owned(), text(purpose))]).unwrap();
    let request = Request::new(principal, uid("Action", action.word()), resource, context, None).unwrap();
    let rules: String = framework.policies.iter().map(|p| p.item.as_str()).collect();
    let answer =
        Authorizer::new().is_authorized(&request, &PolicySet::from_str(&rules).unwrap(), &Entities::from_entities(entities, None).unwrap());
    answer.decision() == cedar_policy::Decision::Allow
}

fn same(access: &Access, questions: &[(Officer, Action, Label, &'static str)]) {
    for (officer, action, label, purpose) in questions {
        let (kept, fresh) = (access.permits(officer, *action, label, purpose), access.evaluate(officer, *action, label, purpose));
        assert_eq!(told(&kept), told(&fresh), "{action:?} {officer:?} {label:?} `{purpose}`");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn many_questions_to_one_memory_get_the_answers_of_the_engine(questions in prop::collection::vec(question(), 200)) {
        for country in ["kenya", "pakistan"] {
            same(&Access::compile(&pack(country)).unwrap(), &questions);
        }
    }

    #[test]
    fn a_rule_means_the_same_without_what_every_question_says_anyway((officer, action, label, purpose) in question()) {
        for country in ["kenya", "pakistan"] {
            let mut framework = pack(country);
            // A rule that would never be passed over, and speaks of one kind of officer and record only.
            let rule = "@id(\"open\") @says(\"Open.\") permit (principal is Officer, action in [Action::\"see\", Action::\"act\"], resource is Record) when { context.purpose == \"audit\" };";
            framework.policies.push(In { file: "policies/more.cedar".into(), item: rule.into() });
            let access = Access::compile(&framework).unwrap();
            for action in Action::ALL.iter().copied().chain([action]) {
                let fresh = access.evaluate(&officer, action, &label, purpose);
                prop_assert_eq!(fresh.allowed, engine(&framework, &officer, action, &label, purpose), "{:?} {:?} {:?}", action, officer, label);
            }
        }
    }

    /// Every operator that a shape knows, and those it does not: a rule of either kind is answered by the engine.
    #[test]
    fn rules_that_do_more_than_compare_are_remembered_question_by_question(
        questions in prop::collection::vec(question(), 100),
        condition in select(&[
            "resource.classification + 1 <= principal.clearance",
            "resource.kind like \"st*\"",
            "resource == resource && principal.id == resource.author",
            "principal in Agency::\"KRA\"",
            "if resource.silent then resource.tlp > 2 else principal.clearance >= resource.classification",
            "[\"hit\", \"remark\"].contains(resource.kind) != resource.silent",
            "principal.purposes.containsAll([\"audit\", \"health\"]) || resource.releasable_to.containsAny(principal.roles)",
            "resource.states == [\"KEN\", \"TZA\"] || principal.roles.isEmpty() || resource.tlp < principal.clearance",
            "resource has author && resource.author != principal.id",
            "context.purpose == resource.topic || [principal.state].contains(resource.state)",
        ][..]),
        effect in select(&["permit", "forbid"][..]),
    ) {
        let mut framework = pack("kenya");
        let rule = format!("@id(\"more\") @says(\"More.\") {effect} (principal is Officer, action, resource is Record) when {{ {condition} }};");
        framework.policies.push(In { file: "policies/more.cedar".into(), item: rule });
        same(&Access::compile(&framework).unwrap(), &questions);
    }
}
