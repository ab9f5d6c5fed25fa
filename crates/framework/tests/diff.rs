//! Two frameworks compared by what they mean.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

#[path = "checks/country.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod country;

use country::Country;
use framework::diff::{By, Entry, Section, Standing};
use framework::{Difference, Framework, diff, load};
use proptest::prelude::*;

fn pack(country: &str) -> Framework {
    load(format!("{}/../../frameworks/{country}", env!("CARGO_MANIFEST_DIR")).as_ref()).framework.unwrap()
}

fn utopia(edit: impl Fn(&Country)) -> Framework {
    let country = Country::in_order();
    edit(&country);
    load(country.root()).framework.unwrap()
}

fn section<'d>(d: &'d Difference, title: &str) -> &'d Section {
    d.sections.iter().find(|s| s.title.starts_with(title)).unwrap()
}

fn entry<'d>(d: &'d Difference, title: &str, what: &str) -> &'d Entry {
    let s = section(d, title);
    s.entries
        .iter()
        .find(|e| e.what.contains(what))
        .unwrap_or_else(|| panic!("{what} is not in {:?}", s.entries.iter().map(|e| &e.what).collect::<Vec<_>>()))
}

/// What both say on something.
fn both(e: &Entry, field: &str) -> (Option<String>, Option<String>) {
    let change = e.changes.iter().find(|c| c.field == field).unwrap_or_else(|| panic!("{field} is not in {:?}", e.changes));
    let tell = |v: &Option<framework::diff::Value>| v.as_ref().map(|v| v.lines.join(", "));
    (tell(&change.a), tell(&change.b))
}

#[test]
fn nothing_differs_from_itself() {
    for f in [pack("kenya"), pack("pakistan"), utopia(|_| ())] {
        let same = diff(&f, &f);
        assert_eq!(same.count(), 0, "{:?}", same.sections.iter().flat_map(|s| &s.entries).collect::<Vec<_>>());
        assert!(same.a.lessons.is_empty() && same.b.lessons.is_empty());
        assert!(same.sections.iter().any(|s| s.same > 0));
    }
}

#[test]
fn a_country_that_is_the_same_under_another_name_plays_the_same_roles() {
    let renamed = utopia(|c| c.replace("framework.toml", "id = \"utopia\"", "id = \"erewhon\""));
    let d = diff(&utopia(|_| ()), &renamed);
    assert_eq!((d.by, d.count()), (By::Role, 0));
}

#[test]
fn what_differs_is_the_same_from_both_sides() {
    let (kenya, pakistan) = (pack("kenya"), pack("pakistan"));
    let d = diff(&kenya, &pakistan);
    assert!(d.count() > 30);
    assert_eq!(d.clone().mirrored(), diff(&pakistan, &kenya));
    assert_eq!(d.clone().mirrored().mirrored(), d);
}

#[test]
fn a_delegation_reads_first_what_the_other_has() {
    let d = diff(&pack("kenya"), &pack("pakistan"));
    let told =
        |side: &[String], words: &[&str]| assert!(side.iter().any(|l| words.iter().all(|w| l.contains(w))), "{words:?} in {side:#?}");
    told(&d.a.lessons, &["Kenya has a committee for each point", "a deputy chair", "a quorum", "fortnightly", "Pakistan has none"]);
    told(&d.a.lessons, &["Kenya has a joint operations centre", "Pakistan has none"]);
    told(&d.a.lessons, &["At land points customs (KRA) leads in Kenya", "Pakistan nobody does at 6 of 6"]);
    told(&d.a.lessons, &["Kenya runs 7 one-stop posts", "Pakistan runs none"]);
    told(&d.a.lessons, &["Every list of Kenya has a legal basis", "Black list"]);
    assert!(d.b.lessons.iter().all(|l| !l.contains("Pakistan has a committee for each point")));
}

#[test]
fn bodies_are_matched_by_level() {
    let d = diff(&pack("kenya"), &pack("pakistan"));
    let joc = entry(&d, "Bodies", "joint operations centre");
    assert_eq!((joc.a.as_deref(), joc.b.as_deref()), (Some("Joint Operations Centre"), None));
    let secretariat = entry(&d, "Bodies", "secretariat");
    assert_eq!(both(secretariat, "meets"), (Some("weekly".into()), None));
}

#[test]
fn controls_are_matched_by_what_is_done_and_told_in_order() {
    let d = diff(&pack("kenya"), &pack("pakistan"));
    let arrival = entry(&d, "Procedures", "air, traveller, inbound");
    let (kenya, pakistan) = both(arrival, "order");
    assert!(kenya.unwrap().contains("port health: person → immigration: documents"), "{arrival:?}");
    assert!(pakistan.unwrap().contains(" → "));
    let one_stop = entry(&d, "Procedures", "land, truck, both, one-stop");
    assert!(one_stop.a.is_some() && one_stop.b.is_none());
}

#[test]
fn several_lists_of_one_kind_stand_side_by_side() {
    let d = diff(&pack("kenya"), &pack("pakistan"));
    let exit = entry(&d, "Lists", "refuse exit, overt");
    let change = exit.changes.first().unwrap();
    let lines = |v: &Option<framework::diff::Value>| v.as_ref().unwrap().lines.clone();
    assert_eq!(lines(&change.a).len(), 1);
    let theirs = lines(&change.b);
    assert_eq!(theirs.len(), 3);
    assert!(lines(&change.a)[0].contains("answered within hit.overt (30m)"));
    assert!(theirs.iter().any(|l| l.starts_with("Provisional National Identification List")
        && l.contains("longest 30d")
        && l.contains("renewals 1 by 30d")));
}

#[test]
fn sources_and_doubts_stand_beside_the_values() {
    let d = diff(&pack("kenya"), &pack("pakistan"));
    let national = entry(&d, "Standards", "meetings held: national body");
    let value = national.changes[0].a.as_ref().unwrap();
    assert_eq!((value.standing, value.sources.iter().next().map(String::as_str)), (Standing::Unverified, Some("TEN64")));
    let referral = entry(&d, "Clocks", "hit.arrest");
    assert!(referral.changes.iter().all(|c| c.a.as_ref().is_none_or(|v| v.standing == Standing::Chosen)));
}

#[test]
fn two_versions_are_compared_by_id_and_by_the_value() {
    let after = utopia(|c| {
        c.replace("clocks.toml", "duration = \"15m\"", "duration = \"20m\"");
        c.replace("bodies.toml", "count = 2", "count = 1");
        c.replace("points/bridge.toml", "deputy = \"IMM\"", "deputy = \"X-IMM\"");
        c.replace("lists.toml", "max = \"30d\"", "max = \"60d\"");
        c.replace("procedures/truck.toml", "target = \"10m\"", "target = \"12m\"");
        c.replace("framework.toml", "version = \"1\"", "version = \"2\"");
    });
    let d = diff(&utopia(|_| ()), &after);
    assert_eq!((d.by, d.count(), d.a.lessons.len()), (By::Id, 5, 0));
    assert_eq!(d.labels(), ("Utopia 1".into(), "Utopia 2".into()));
    assert_eq!(
        both(entry(&d, "Clocks", "referral"), "answer within"),
        (Some("15m, running time".into()), Some("20m, running time".into()))
    );
    assert_eq!(both(entry(&d, "Bodies", "committee"), "quorum").1, Some("1 members with chair or deputy".into()));
    assert_eq!(both(entry(&d, "Crossing points", "bridge"), "deputy"), (Some("IMM".into()), Some("X-IMM".into())));
    assert_eq!(both(entry(&d, "Lists", "stop"), "longest"), (Some("30d".into()), Some("60d".into())));
    assert_eq!(entry(&d, "Procedures", "truck").changes.len(), 1);
}

#[test]
fn lines_and_comments_and_order_are_no_difference() {
    let after = utopia(|c| {
        let text = c.read("agencies.toml");
        let mut parts: Vec<&str> = text.split("[[agency]]").skip(1).collect();
        parts.reverse();
        c.write("agencies.toml", parts.iter().map(|p| format!("# a comment\n[[agency]]{p}\n")).collect::<String>());
        c.write("bodies.toml", c.read("bodies.toml").replace('\n', "\r\n"));
    });
    assert_eq!(diff(&utopia(|_| ()), &after).count(), 0);
}

const EDITS: &[(&str, &str, &str)] = &[
    ("clocks.toml", "15m", "45m"),
    ("clocks.toml", "id = \"referral\"", "id = \"request\""),
    ("bodies.toml", "monthly", "weekly"),
    ("bodies.toml", "legal_basis = \"Act\"\n", ""),
    ("agencies.toml", "functions = [\"immigration\"]", "functions = [\"immigration\", \"police\"]"),
    ("points/bridge.toml", "lead = \"CUS\"\n", ""),
    ("points/bridge.toml", "\"open\"", "\"closed\""),
    ("lists.toml", "\"overt\"", "\"silent\""),
    ("lists.toml", "appeal = \"Court\"\n", ""),
    ("standards.toml", "= 95", "= 90"),
    ("retention.toml", "30d", "60d"),
    ("classification.toml", "Secret", "Most secret"),
    ("agreements/bridge-act.toml", "never", "with_consent"),
    ("procedures/truck.toml", "mandatory = false", "mandatory = true"),
    ("framework.toml", "id = \"utopia\"", "id = \"erewhon\""),
    ("guarantees/abroad.cedar", "Nobody", "No officer"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// For any two countries made by edits: mirrored it is the difference from the other side, and none exactly when there was no edit that matters.
    #[test]
    fn it_is_symmetric_whatever_was_edited(left in prop::collection::vec(any::<bool>(), EDITS.len()), right in prop::collection::vec(any::<bool>(), EDITS.len())) {
        let make = |which: &[bool]| utopia(|c| {
            for ((file, from, to), _) in EDITS.iter().zip(which).filter(|(_, on)| **on) {
                c.replace(file, from, to);
            }
        });
        let (a, b) = (make(&left), make(&right));
        let d = diff(&a, &b);
        prop_assert_eq!(d.clone().mirrored(), diff(&b, &a));
        if left == right {
            prop_assert_eq!(d.count(), 0);
        } else if d.by == By::Id {
            prop_assert!(d.count() > 0);
        }
    }
}
