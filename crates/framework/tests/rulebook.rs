//! A real framework made ready to run, and asked what officers may know.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

use framework::access::{Action, Kind, Label, Level, Officer, Topic};
use framework::{Direction, Half, Path, Rulebook, StepKind};
use std::sync::Arc;

fn kenya() -> Rulebook {
    let loaded = framework::load(concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/kenya").as_ref());
    Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap()
}

fn officer(state: &str, agency: &str, point: &str, role: &str, purpose: &str) -> Officer {
    Officer {
        id: "o-1".into(),
        agency: agency.into(),
        state: state.into(),
        point: (!point.is_empty()).then(|| point.into()),
        desk: "d-1".into(),
        roles: [role.to_owned()].into(),
        purposes: [purpose.to_owned()].into(),
        clearance: 1,
    }
}

fn truck(book: &Rulebook, direction: Direction) -> Arc<Path> {
    book.path(&"osbp-truck".into(), &"namanga".into(), direction).unwrap().clone()
}

fn remark(path: &Path, agency: &str, state: &str, topic: Topic) -> Label {
    Label { kind: Kind::Remark, topic, agency: agency.into(), state: state.into(), ..path.label() }
}

#[test]
fn each_half_of_a_one_stop_post_belongs_to_the_state_on_its_side() {
    let book = kenya();
    for (direction, exit, entry) in [(Direction::Inbound, "TZA", "KEN"), (Direction::Outbound, "KEN", "TZA")] {
        let path = truck(&book, direction);
        assert!(path.unowned.is_empty(), "{:?}", path.unowned);
        for step in &path.steps {
            let state = if step.half == Half::Exit { exit } else { entry };
            assert_eq!(step.state.as_str(), state, "{direction:?} {}", step.id);
        }
        assert_eq!(path.reversal.len(), 1, "only the agreement of this post counts");
    }
}

#[test]
fn a_step_knows_its_owner_its_prerequisites_and_its_place() {
    let path = truck(&kenya(), Direction::Inbound);
    let release = &path.steps[path.position("release").unwrap()];
    assert_eq!((release.kind, release.agency.as_str()), (StepKind::Release, "KRA"));
    assert!(release.after.contains(&path.position("entry.immigration").unwrap()));
    let joint = &path.steps[path.position("joint.examination").unwrap()];
    let joined: Vec<&str> = joint.joins.iter().map(|j| path.steps[*j].id.as_str()).collect();
    assert_eq!(joined, ["entry.examination", "entry.plant", "entry.animal"]);
    assert_eq!(release.place.file, "procedures/osbp-truck.toml");
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/kenya/procedures/osbp-truck.toml")).unwrap();
    assert_eq!(text.lines().nth(release.place.line - 1), Some("id = \"release\""));
}

#[test]
fn a_partner_officer_knows_the_zone_and_not_the_intelligence() {
    let (book, partner) = (kenya(), officer("TZA", "TZ-TRA", "namanga", "frontline", "customs"));
    let path = truck(&book, Direction::Inbound);
    let level = |label: &Label| book.access.disclosure(&partner, label, "customs").level;
    assert_eq!(level(&path.label()), Level::Content);
    assert_eq!(level(&remark(&path, "NIS", "KEN", Topic::Intelligence)), Level::Nothing);
    assert_eq!(level(&remark(&path, "KRA", "KEN", Topic::General)), Level::Exists);
}

#[test]
fn an_airport_officer_does_not_know_of_another_points_crossings() {
    let (book, airport) = (kenya(), officer("KEN", "DIS", "jkia", "frontline", "border_control"));
    let path = truck(&book, Direction::Inbound);
    assert_eq!(book.access.disclosure(&airport, &path.label(), "border_control").level, Level::Nothing);
}

#[test]
fn customs_learns_that_health_has_cleared_and_not_what_health_found() {
    let (book, customs) = (kenya(), officer("KEN", "KRA", "namanga", "frontline", "customs"));
    let path = truck(&book, Direction::Inbound);
    let health = &path.steps[path.position("entry.health").unwrap()];
    let level = |kind| book.access.disclosure(&customs, &path.step_label(health, kind), "customs").level;
    assert_eq!((level(Kind::Stage), level(Kind::StageReason)), (Level::Content, Level::Exists));
    let doctor = officer("KEN", "PH", "namanga", "frontline", "health");
    assert_eq!(book.access.disclosure(&doctor, &path.step_label(health, Kind::StageReason), "health").level, Level::Content);
}

#[test]
fn an_answer_names_the_rule_and_its_place() {
    let (book, customs) = (kenya(), officer("KEN", "KRA", "namanga", "frontline", "customs"));
    let path = truck(&book, Direction::Inbound);
    let decision = book.access.permits(&customs, Action::Act, &path.step_label(&path.steps[0], Kind::Stage), "customs");
    assert!(decision.allowed);
    let rule = &decision.rules[0];
    assert_eq!((&*rule.id, rule.place.file.as_str()), ("act-own-control", "policies/act.cedar"));
    assert!(rule.says.ends_with('.'));
}

#[test]
fn a_remembered_answer_is_the_answer() {
    let book = kenya();
    let path = truck(&book, Direction::Inbound);
    for who in [officer("TZA", "TZ-TRA", "namanga", "frontline", "customs"), officer("KEN", "NIS", "namanga", "joc", "intelligence")] {
        for step in &path.steps {
            for kind in [Kind::Stage, Kind::StageReason, Kind::Remark] {
                for action in Action::ALL {
                    let label = path.step_label(step, kind);
                    let fresh = book.access.evaluate(&who, *action, &label, "customs").allowed;
                    assert_eq!(book.access.permits(&who, *action, &label, "customs").allowed, fresh);
                    assert_eq!(book.access.permits(&who, *action, &label, "customs").allowed, fresh);
                }
            }
        }
    }
}
