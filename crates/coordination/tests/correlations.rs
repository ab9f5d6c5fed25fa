//! Statements that records are about the same.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use coordination::correlation::{Certainty, Correlation, ELSEWHERE, Fact, MAX_THINGS, Refused, Thing, state, withdraw};
use coordination::crossing::By;
use coordination::request::Subject;
use rstest::rstest;

fn thing(kind: &str, id: &str, system: &str) -> Thing {
    Thing { kind: kind.to_owned(), id: id.to_owned(), system: system.to_owned() }
}

fn by(agency: &str) -> By {
    By { officer: "o".into(), agency: agency.into(), at_us: 1 }
}

fn stated(things: &[Thing]) -> Result<Fact, Refused> {
    state(Subject::Person, things, true, Certainty::Likely, "the same scar")
}

#[test]
fn a_statement_is_read_back_and_withdrawn_once_by_the_agency_that_made_it() {
    let fact = stated(&[thing("crossing", "c1", ""), thing(ELSEWHERE, " 77 ", "case files")]).unwrap();
    assert_eq!(Fact::read(fact.kind(), &fact.body()).unwrap(), fact);
    let c = Correlation::fold(None, &fact, &by("A")).unwrap();
    assert_eq!(c.stated.things, [thing("crossing", "c1", ""), thing(ELSEWHERE, "77", "case files")]);
    assert_eq!(withdraw(&c, &"B".into(), "no"), Err(Refused::NotYours { agency: "A".into() }));
    let gone = withdraw(&c, &"A".into(), "not so").unwrap();
    let after = Correlation::fold(Some(&c), &gone, &by("A")).unwrap();
    assert_eq!(withdraw(&after, &"A".into(), "again"), Err(Refused::WithdrawnAlready));
    // A second withdrawal of another node changes nothing, and an end without a beginning is nothing.
    assert_eq!(Correlation::fold(Some(&after), &gone, &by("B")).unwrap(), after);
    assert_eq!(Correlation::fold(None, &gone, &by("A")), None);
}

#[rstest]
#[case::nothing(vec![], 0)]
#[case::one(vec![thing("hit", "h", "")], 1)]
#[case::the_same_twice(vec![thing("hit", "h", ""), thing("hit", " h ", "ignored")], 1)]
#[case::too_many((0..=MAX_THINGS).map(|n| thing("hit", &n.to_string(), "")).collect(), MAX_THINGS + 1)]
fn a_statement_is_about_two_records_at_least(#[case] things: Vec<Thing>, #[case] count: usize) {
    assert_eq!(stated(&things), Err(Refused::Things { count, most: MAX_THINGS }));
}

#[test]
fn a_record_of_another_system_names_it_and_a_statement_has_a_reason() {
    let two = [thing("hit", "h", ""), thing(ELSEWHERE, "7", " ")];
    assert!(matches!(stated(&two), Err(Refused::Words(w)) if w.field == "system"));
    let two = [thing("hit", "h", ""), thing("hit", "", "")];
    assert!(matches!(stated(&two), Err(Refused::Words(w)) if w.field == "id"));
    let two = [thing("hit", "h", ""), thing("hit", "i", "")];
    assert!(matches!(state(Subject::Event, &two, false, Certainty::Certain, ""), Err(Refused::Words(w)) if w.field == "reason"));
    for certainty in Certainty::ALL {
        assert_eq!(serde_json::to_value(certainty).unwrap(), certainty.word());
    }
}
