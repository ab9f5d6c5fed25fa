//! What one country permits that another refuses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end where they cannot go on")]

mod common;

use common::{edited, pack, replayed, solver, with_rule};
use framework::Framework;
use framework::access::Action;
use guarantees::{Incomparable, compare};

#[test]
fn a_framework_permits_what_it_permits() {
    let Some(solver) = solver() else { return };
    let kenya = pack("kenya");
    let same = compare(&kenya, &kenya, &solver).unwrap();
    assert!(same.same() && same.actions == Action::ALL.len() && same.a.read_as.is_empty(), "{same:?}");
}

#[test]
fn a_rule_told_in_other_words_makes_no_difference_and_a_wider_one_does() {
    let Some(solver) = solver() else { return };
    let kenya = pack("kenya");
    let turned = edited(kenya.clone(), &[("read-risk", "principal.state == \"KEN\" &&", "!(principal.state != \"KEN\") &&")]);
    assert!(compare(&kenya, &turned, &solver).unwrap().same());
    let wider = edited(kenya.clone(), &[("read-risk", "principal.roles.contains(\"joc\") &&", "")]);
    let difference = compare(&kenya, &wider, &solver).unwrap();
    assert!(difference.a.permits_more.is_empty() && !difference.undecided(), "{difference:?}");
    let found: Vec<(&str, Option<&str>)> = difference.b.permits_more.iter().map(|d| (d.action.as_str(), d.kind.as_deref())).collect();
    assert_eq!(found, [("read", Some("stage_reason")), ("read", Some("remark")), ("see", Some("stage_reason")), ("see", Some("remark"))]);
    for d in &difference.b.permits_more {
        assert!(replayed(&wider, &d.example).allowed && !replayed(&kenya, &d.example).allowed);
        assert!(
            d.example.because().contains("read-risk") && d.because() == "no rule permits it",
            "{}: {}",
            d.example.because(),
            d.because()
        );
        assert!(d.example.sentence(&wider).contains("about risk"), "{}", d.example.sentence(&wider));
    }
}

#[test]
fn two_countries_are_compared_each_in_its_own_words() {
    let Some(solver) = solver() else { return };
    let (kenya, pakistan) = (pack("kenya"), pack("pakistan"));
    let difference = compare(&kenya, &pakistan, &solver).unwrap();
    assert!(!difference.undecided(), "{:?} {:?}", difference.a.open, difference.b.open);
    assert!(difference.a.read_as.contains(&("PAK".into(), "KEN".into())) && difference.b.read_as.contains(&("KEN".into(), "PAK".into())));
    for (way, own) in [(&difference.a, &kenya), (&difference.b, &pakistan)] {
        assert!(!way.permits_more.is_empty());
        for d in &way.permits_more {
            println!("{} permits: {}: {} | {}", own.header.name, d.example.sentence(own), d.example.because(), d.because());
            let decision = replayed(own, &d.example);
            assert!(decision.allowed && d.example.allowed, "{}", d.example.sentence(own));
        }
    }
    // Only one of the two shares posts with its neighbours, and has joint operations centres.
    let shares = |d: &guarantees::Difference| d.example.because().contains("partner");
    assert!(difference.a.permits_more.iter().any(shares) && !difference.b.permits_more.iter().any(shares));
    assert!(difference.a.permits_more.iter().any(|d| d.action == "read" && d.kind.as_deref() == Some("hit")));
    assert!(difference.b.permits_more.iter().any(|d| d.action == "act" && d.kind.as_deref() == Some("stage")));
}

/// The framework of the same rules for another state, whose agencies have other names.
fn renamed(mut framework: Framework) -> Framework {
    let own = framework.header.state.get_ref().clone();
    *framework.header.item.state.get_mut() = "ZZZ".into();
    for agency in framework.agencies.iter_mut().filter(|a| *a.item.state.get_ref() == own) {
        *agency.item.state.get_mut() = "ZZZ".into();
        let id = agency.item.id.get_mut();
        *id = format!("Z-{id}");
    }
    for file in &mut framework.policies {
        file.item = file.item.replace(&format!("\"{own}\""), "\"ZZZ\"").replace("agency == \"DIS\"", "agency == \"Z-DIS\"");
    }
    framework
}

#[test]
fn names_of_the_own_state_and_of_agencies_with_one_function_make_no_difference() {
    let Some(solver) = solver() else { return };
    let rule = "@id(\"own\") @says(\"O.\") permit (principal is Officer, action == Action::\"export\", resource is Record) when { principal.agency == \"DIS\" && principal.state == \"KEN\" };";
    let kenya = with_rule(pack("kenya"), rule);
    let other = renamed(kenya.clone());
    let same = compare(&kenya, &other, &solver).unwrap();
    assert!(same.same(), "{:?} {:?}", same.a.permits_more, same.b.permits_more);
    assert!(same.a.read_as.contains(&("Z-DIS".into(), "DIS".into())), "{:?}", same.a.read_as);
}

#[test]
fn schemas_that_describe_other_records_are_not_compared_and_it_is_said_why() {
    let Some(solver) = solver() else { return };
    let (kenya, mut other) = (pack("kenya"), pack("pakistan"));
    let schema = other.schema.as_mut().unwrap();
    schema.item = schema.item.replace("releasable_to: Set<String>", "released: Set<String>");
    let e = compare(&kenya, &other, &solver).unwrap_err();
    assert!(matches!(&e, Incomparable::Schemas(_)));
    assert!(e.to_string().contains("`Record`") && e.to_string().contains("`released`"), "{e}");
    other.schema = None;
    assert!(compare(&kenya, &other, &solver).unwrap_err().to_string().contains("cannot be used"));
}

#[test]
fn an_action_that_one_does_not_know_is_named_and_the_rest_compared() {
    let Some(solver) = solver() else { return };
    let (kenya, mut other) = (pack("kenya"), pack("kenya"));
    let schema = other.schema.as_mut().unwrap();
    schema.item.push_str("action seal appliesTo { principal: [Officer], resource: [Record], context: { purpose: String } };\n");
    let difference = compare(&kenya, &other, &solver).unwrap();
    assert_eq!(
        (difference.b.only_here.as_slice(), difference.a.only_here.len(), difference.actions),
        (&["seal".to_owned()][..], 0, Action::ALL.len())
    );
    assert!(difference.a.permits_more.is_empty() && difference.b.permits_more.is_empty() && !difference.undecided());
}
