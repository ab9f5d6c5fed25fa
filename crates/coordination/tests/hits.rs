//! Hits, and the entries and editions of lists that they come from: every rule by example, and random lives of a hit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use coordination::assignment::{self, Assignment, Make, Party};
use coordination::crossing::{By, Subject, Traveller, Vehicle};
use coordination::hit::{self, Command, Fact, Factor, Found, Hit, Instruction, Outcome, Refused, State};
use coordination::{edition, listing};
use framework::Rulebook;
use framework::access::Officer;
use framework::model::List;
use proptest::prelude::*;
use rstest::rstest;
use screening::{Entry, Kind, ListedName};
use std::sync::LazyLock;

/// 1 September 2026, 06:00 UTC.
const NOW_US: i64 = 1_788_242_400_000_000;
const MINUTE_US: i64 = 60_000_000;
const DAY_US: i64 = 86_400_000_000;

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let loaded = framework::load(format!("{}/../../frameworks/kenya", env!("CARGO_MANIFEST_DIR")).as_ref());
    Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap()
});

fn list(id: &str) -> &'static List {
    BOOK.framework.lists.iter().find(|l| l.id.get_ref() == id).unwrap()
}

fn officer(id: &str, agency: &str) -> Officer {
    Officer {
        id: id.into(),
        agency: agency.into(),
        state: "KEN".into(),
        point: None,
        desk: "nps.duty".into(),
        roles: ["duty".to_owned()].into(),
        purposes: ["border_control".to_owned()].into(),
        clearance: 1,
    }
}

fn by(officer: &Officer, at_us: i64) -> By {
    By { officer: officer.id.clone(), agency: officer.agency.clone(), at_us }
}

fn record() -> Entry {
    Entry {
        list: "made up".into(),
        id: "1".into(),
        kind: Kind::Person,
        names: vec![ListedName { text: "Made Up Eriksson".into(), weak: false }],
        born: vec![],
        countries: vec![],
        documents: vec!["L898902C3".into()],
        sex: None,
    }
}

fn traveller(number: &str) -> Subject {
    let mut t = Traveller { surname: "Eriksson".into(), given: "Made Up".into(), ..Traveller::default() };
    t.document.number = number.into();
    Subject::Traveller(t)
}

fn found(list: &List, number: &str) -> Hit {
    let fact: Fact = Found {
        crossing: "c-1".into(),
        point: "namanga".into(),
        part: "traveller".into(),
        asked: hit::asked(&traveller(number)).remove(0),
        list: list.id.get_ref().clone(),
        list_name: list.name.clone(),
        owner: list.owner.get_ref().as_str().into(),
        desk: None,
        action: list.action.get_ref().clone(),
        silent: list.visibility.get_ref() == "silent",
        on_silence: list.on_silence.get_ref().clone(),
        due_us: NOW_US + 15 * MINUTE_US,
        record: record(),
        source: "e-1".into(),
        name: "Made Up Eriksson".into(),
        score_permille: 990,
        explanation: "`made` is `made`".into(),
        number: None,
        matcher: "1".into(),
        framework: "1".into(),
        assignment: Some("a-1".into()),
    }
    .into();
    Hit::fold(None, &fact, &by(&officer("", ""), NOW_US)).unwrap()
}

fn does(hit: &mut Hit, who: &Officer, at_us: i64, command: &Command) -> Result<Option<Fact>, Refused> {
    let fact = hit::decide(hit, who, at_us, "R-1", "the court", command)?;
    if let Some(fact) = &fact {
        assert_eq!(&Fact::read(fact.kind(), &fact.body()).unwrap(), fact);
        *hit = Hit::fold(Some(hit), fact, &by(who, at_us)).unwrap();
    }
    Ok(fact)
}

fn review(probable: bool) -> Command {
    Command::Review { probable, reason: "made up".into() }
}

fn check(same: bool) -> Command {
    Command::Check { factor: Factor::Biometric, same, reason: "made up".into() }
}

fn reply(instruction: Instruction) -> Command {
    Command::Reply { instruction, text: "made up".into() }
}

const SECOND: fn(bool) -> Command = |agrees| Command::Second { agrees, reason: "made up".into() };
const ACT: fn(bool) -> Command = |done| Command::Act { done, text: "made up".into() };
const CLEAR: fn() -> Command = || Command::Clear { reason: "made up".into() };

#[test]
fn an_arrest_takes_two_people_and_the_word_of_the_owner() {
    let (one, two, other) = (officer("one", "NPS"), officer("two", "NPS"), officer("three", "DIS"));
    let mut hit = found(list("warrants"), "L898902C3");
    does(&mut hit, &one, NOW_US, &review(true)).unwrap();
    does(&mut hit, &one, NOW_US, &check(true)).unwrap();
    assert_eq!(hit.state(), State::SecondPerson);
    assert!(!hit.is_confirmed());
    assert_eq!(does(&mut hit, &one, NOW_US, &SECOND(true)).unwrap_err().code(), "same_person");
    does(&mut hit, &two, NOW_US, &SECOND(true)).unwrap();
    assert_eq!(hit.state(), State::Confirmed);
    assert_eq!(does(&mut hit, &other, NOW_US, &reply(Instruction::Act)).unwrap_err().code(), "not_the_owner");
    assert_eq!(does(&mut hit, &one, NOW_US, &CLEAR()).unwrap_err().code(), "is_the_one");
    does(&mut hit, &one, NOW_US, &reply(Instruction::Act)).unwrap();
    does(&mut hit, &other, NOW_US + MINUTE_US, &ACT(true)).unwrap();
    assert_eq!((hit.state(), hit.outcome(), hit.closed_us), (State::Closed, Some(Outcome::ConfirmedAction), Some(NOW_US + MINUTE_US)));
}

#[rstest]
#[case(&[review(false)], Outcome::NoMatch)]
#[case(&[review(true), check(false)], Outcome::UnconfirmedLogged)]
#[case(&[review(true), check(true), reply(Instruction::LetGo)], Outcome::ConfirmedNoAction)]
#[case(&[review(true), check(true), reply(Instruction::Act), ACT(false)], Outcome::ConfirmedNoAction)]
#[case(&[review(true), check(true), reply(Instruction::Act), ACT(true)], Outcome::ConfirmedAction)]
#[case(&[review(false), CLEAR()], Outcome::Redress)]
#[case(&[review(true), CLEAR()], Outcome::Redress)]
fn every_way_through_a_hit_has_its_outcome(#[case] commands: &[Command], #[case] outcome: Outcome) {
    let owner = officer("one", "DIS");
    let mut hit = found(list("prohibited-immigrants"), "L898902C3");
    for command in commands {
        assert!(does(&mut hit, &owner, NOW_US, command).unwrap().is_some());
    }
    assert_eq!(hit.outcome(), Some(outcome));
    assert_eq!(hit.state(), State::Closed);
}

#[rstest]
#[case("warrants", State::Candidate, None)]
#[case("intelligence-watch", State::Closed, Some(Outcome::UnconfirmedLogged))]
#[case("stolen-vehicles", State::Closed, Some(Outcome::UnconfirmedLogged))]
fn the_owner_who_stays_silent_is_answered_by_the_list(#[case] of: &str, #[case] state: State, #[case] outcome: Option<Outcome>) {
    let nobody = officer("", "");
    let mut hit = found(list(of), "L898902C3");
    let due = hit.next_us().unwrap();
    assert_eq!(does(&mut hit, &nobody, due - 1, &Command::Tick), Ok(None));
    assert!(does(&mut hit, &nobody, due, &Command::Tick).unwrap().is_some());
    assert_eq!((hit.state(), hit.outcome()), (state, outcome));
    // Once, however often it is asked.
    assert_eq!(does(&mut hit, &nobody, due + DAY_US, &Command::Tick), Ok(None));
}

#[test]
fn a_person_is_cleared_by_a_document_and_once() {
    let owner = officer("one", "DIS");
    let mut hit = found(list("prohibited-immigrants"), "");
    assert_eq!(does(&mut hit, &owner, NOW_US, &CLEAR()).unwrap_err().code(), "not_now");
    does(&mut hit, &owner, NOW_US, &review(false)).unwrap();
    assert_eq!(does(&mut hit, &owner, NOW_US, &CLEAR()).unwrap_err().code(), "no_document");
    let mut hit = found(list("prohibited-immigrants"), "L898902C3");
    does(&mut hit, &owner, NOW_US, &review(false)).unwrap();
    does(&mut hit, &owner, NOW_US, &CLEAR()).unwrap();
    let cleared = &hit.clearance.as_ref().unwrap().cleared;
    assert_eq!((cleared.document.as_str(), cleared.until_us), ("L898902C3", NOW_US + hit::CLEARED_DAYS * DAY_US));
    assert_eq!(does(&mut hit, &owner, NOW_US, &CLEAR()).unwrap_err().code(), "cleared_already");
}

#[test]
fn what_is_owed_for_a_silent_hit_is_known_to_the_owner_alone() {
    let cx = assignment::Context { book: &BOOK, officer: &officer("", ""), now_us: NOW_US };
    for l in &BOOK.framework.lists {
        let fact = assignment::make(&cx, &hit::owed(l, &"namanga".into(), "h-1").unwrap()).unwrap();
        let made = Assignment::fold(None, &fact, &by(cx.officer, NOW_US)).unwrap();
        let silent = l.visibility.get_ref() == "silent";
        assert_eq!(made.silent_of.as_ref().map(|a| a.as_str()), silent.then(|| l.owner.get_ref().as_str()), "{}", l.id.get_ref());
        let told: Vec<&str> = made.ladder.iter().map(|r| r.to.agency.as_ref().map_or("", |a| a.as_str())).collect();
        assert!(!silent || told.iter().all(|a| a == l.owner.get_ref()), "{told:?}");
        assert!(silent || told.contains(&""), "somebody beside the owner hears of an overt hit that is late: {told:?}");
        let duty = Officer { desk: l.duty_desk.as_ref().unwrap().get_ref().as_str().into(), ..officer("duty", l.owner.get_ref()) };
        let answer = assignment::Command::Answer { outcome: assignment::Outcome::Full, text: "?".into() };
        let cx = assignment::Context { officer: &duty, ..cx };
        assert_eq!(assignment::decide(&cx, &made, &answer).unwrap_err().code(), "answered_there");
        assert!(!assignment::offers(&cx, &made).contains(&"answer"));
        let to = Party { agency: Some("KPA".into()), ..Party::default() };
        let handed_on = assignment::decide(&cx, &made, &assignment::Command::HandOn { to, reason: "?".into() });
        assert_eq!(handed_on.err().map(|e| e.code()), silent.then(|| "known_to_one_alone".to_owned()));
        let within = Party { agency: Some(l.owner.get_ref().as_str().into()), ..Party::default() };
        assert!(assignment::decide(&cx, &made, &assignment::Command::HandOn { to: within, reason: "?".into() }).is_ok());
    }
}

#[test]
fn what_an_officer_lets_somebody_owe_about_a_hit_is_answered_like_everything_else() {
    let cx = assignment::Context { book: &BOOK, officer: &officer("asker", "DIS"), now_us: NOW_US };
    let ask = Make { silent_of: None, answered_there: false, ..hit::owed(list("warrants"), &"namanga".into(), "h-1").unwrap() };
    let made = Assignment::fold(None, &assignment::make(&cx, &ask).unwrap(), &by(cx.officer, NOW_US)).unwrap();
    let duty = officer("duty", "NPS");
    let cx = assignment::Context { officer: &duty, ..cx };
    assert!(assignment::offers(&cx, &made).contains(&"answer"));
}

#[test]
fn a_crossing_is_screened_for_everything_it_names() {
    let driver = Traveller { surname: "Eriksson".into(), given: "Made Up".into(), ..Traveller::default() };
    let truck = Subject::Truck(Vehicle {
        plate: "KAA 123A".into(),
        company: "Made Up Carriers".into(),
        people: vec![driver.clone(), driver],
        containers: vec!["CSQU3054383".into()],
        ..Vehicle::default()
    });
    let all: Vec<(String, String, String)> = hit::asked(&truck).into_iter().map(|a| (a.role, a.name, a.number)).collect();
    let row = |role: &str, name: &str, number: &str| (role.to_owned(), name.to_owned(), number.to_owned());
    assert_eq!(
        all,
        [
            row("driver", "Made Up Eriksson", ""),
            row("vehicle", "", "KAA 123A"),
            row("company", "Made Up Carriers", ""),
            row("container", "", "CSQU3054383"),
        ]
    );
    assert_eq!(hit::asked(&traveller("L898902C3"))[0].number, "L898902C3");
    // Five characters, of which four are compared.
    let plate = |plate: &str| hit::asked(&Subject::Car(Vehicle { plate: plate.into(), ..Vehicle::default() })).len();
    assert_eq!((plate("KA-12"), plate("KA-123")), (0, 1));
}

#[test]
fn an_entry_takes_two_people_ends_and_is_renewed_as_often_as_the_list_says() {
    let (one, two) = (officer("one", "DIS"), officer("two", "DIS"));
    let l = list("prohibited-immigrants");
    let fact = listing::ask(l, "person", record(), "order 1", Some(30)).unwrap();
    let mut state = listing::Listing::fold(None, &fact, &by(&one, NOW_US)).unwrap();
    let does = |state: &mut listing::Listing, who: &Officer, at: i64, command: listing::Command| {
        let fact = listing::decide(l, state, &who.id, at, &command)?;
        *state = listing::Listing::fold(Some(state), &fact, &by(who, at)).unwrap();
        Ok::<_, listing::Refused>(())
    };
    let renew = || listing::Command::Renew { reason: "order 2".into() };
    assert_eq!(does(&mut state, &one, NOW_US, listing::Command::Approve).unwrap_err().code(), "same_person");
    assert_eq!(does(&mut state, &one, NOW_US, renew()).unwrap_err().code(), "not_in_force");
    does(&mut state, &two, NOW_US, listing::Command::Approve).unwrap();
    assert_eq!(state.until_us, NOW_US + 30 * DAY_US);
    assert_eq!(does(&mut state, &two, NOW_US, listing::Command::Approve).unwrap_err().code(), "nothing_to_approve");
    assert_eq!((state.state(state.until_us - 1), state.state(state.until_us)), (listing::State::InForce, listing::State::Expired));
    does(&mut state, &two, NOW_US, renew()).unwrap();
    assert_eq!(does(&mut state, &two, NOW_US, listing::Command::Approve).unwrap_err().code(), "same_person");
    does(&mut state, &one, NOW_US, listing::Command::Approve).unwrap();
    assert_eq!(state.until_us, NOW_US + (30 + 1825) * DAY_US);
    assert_eq!(does(&mut state, &one, NOW_US, renew()).unwrap_err().code(), "no_more_renewals");
    does(&mut state, &one, NOW_US, listing::Command::End { reason: "revoked".into() }).unwrap();
    assert_eq!(state.state(NOW_US), listing::State::Ended);
    assert_eq!(does(&mut state, &two, NOW_US, listing::Command::End { reason: "?".into() }).unwrap_err().code(), "over");
}

#[rstest]
#[case("vessel", record(), Some(1), "subject")]
#[case("person", record(), Some(0), "days")]
#[case("person", record(), Some(1826), "days")]
#[case("person", Entry { names: vec![], ..record() }, None, "nothing")]
#[case("person", Entry { names: vec![ListedName { text: " ".into(), weak: false }], ..record() }, None, "words")]
#[case("person", Entry { documents: vec!["A1234".into(); 51], ..record() }, None, "too_many")]
fn an_entry_that_cannot_be_is_refused(#[case] subject: &str, #[case] entry: Entry, #[case] days: Option<i64>, #[case] code: &str) {
    assert_eq!(listing::ask(list("prohibited-immigrants"), subject, entry, "order 1", days).unwrap_err().code(), code);
}

#[test]
fn a_document_needs_a_number_and_no_name() {
    let sltd = list("interpol-sltd");
    assert!(listing::ask(sltd, "document", Entry { names: vec![], ..record() }, "lost", None).is_ok());
    assert_eq!(listing::ask(sltd, "document", Entry { documents: vec![], ..record() }, "lost", None).unwrap_err().code(), "nothing");
}

#[test]
fn an_edition_takes_two_people_and_stands_on_the_one_it_was_compared_with() {
    let (one, two) = (officer("one", "MOI"), officer("two", "MOI"));
    let l = list("un-sanctions");
    let mut state = edition::Editions::default();
    let bring = |digest: &str| {
        edition::Command::Bring(edition::Brought {
            list: "un-sanctions".into(),
            digest: digest.into(),
            format: "un-xml".into(),
            note: "daily".into(),
            records: 3,
            added: 3,
            removed: 0,
            changed: 0,
            base: String::new(),
        })
    };
    let approve = |digest: &str| edition::Command::Approve { digest: digest.into() };
    let does = |state: &mut edition::Editions, who: &Officer, at: i64, command: edition::Command| {
        let fact = edition::decide(l, state, &who.id, at, command)?;
        *state = edition::Editions::fold(Some(state), &fact, &by(who, at));
        Ok::<_, edition::Refused>(())
    };
    does(&mut state, &one, NOW_US, bring("a")).unwrap();
    assert_eq!(does(&mut state, &one, NOW_US, bring("a")).unwrap_err().code(), "waits_already");
    assert_eq!(does(&mut state, &one, NOW_US, approve("a")).unwrap_err().code(), "same_person");
    assert_eq!(does(&mut state, &two, NOW_US, approve("b")).unwrap_err().code(), "no_such_edition");
    does(&mut state, &one, NOW_US, bring("b")).unwrap();
    does(&mut state, &two, NOW_US, approve("a")).unwrap();
    assert_eq!(does(&mut state, &two, NOW_US, approve("b")).unwrap_err().code(), "outdated");
    assert_eq!(does(&mut state, &two, NOW_US, approve("a")).unwrap_err().code(), "already_approved");
    assert_eq!(does(&mut state, &one, NOW_US, bring("a")).unwrap_err().code(), "nothing_new");
    does(&mut state, &one, NOW_US, bring("b")).unwrap();
    does(&mut state, &two, NOW_US + 1, approve("b")).unwrap();
    assert_eq!(state.in_force(NOW_US + 2).unwrap().brought.digest, "b");
    let withdraw = edition::Command::Withdraw { digest: "b".into(), reason: "wrong file".into() };
    does(&mut state, &one, NOW_US + 2, withdraw).unwrap();
    assert_eq!(state.in_force(NOW_US + 3).unwrap().brought.digest, "a");
    assert_eq!(state.in_force(NOW_US + 1825 * DAY_US), None);
    for n in 0..100 {
        does(&mut state, &one, NOW_US + 4, bring(&format!("c{n}"))).unwrap();
    }
    assert!(state.editions.len() <= 30, "{}", state.editions.len());
    assert_eq!(state.in_force(NOW_US + 5).unwrap().brought.digest, "a");
}

#[test]
fn of_two_nodes_that_disagree_the_first_entry_counts() {
    let owner = officer("one", "DIS");
    let cleared = |hit: &Hit| hit::decide(hit, &owner, NOW_US, "R-2", "", &CLEAR()).unwrap().unwrap();
    let mut hit = found(list("prohibited-immigrants"), "L898902C3");
    does(&mut hit, &owner, NOW_US, &review(true)).unwrap();
    let (clear, same) = (cleared(&hit), hit::decide(&hit, &owner, NOW_US, "", "", &check(true)).unwrap().unwrap());
    let fold = |hit: &Hit, fact: &Fact| Hit::fold(Some(hit), fact, &by(&owner, NOW_US)).unwrap();
    let confirmed = fold(&fold(&hit, &same), &clear);
    assert_eq!((confirmed.state(), confirmed.clearance), (State::Confirmed, None));
    let not_the_one = fold(&fold(&hit, &clear), &same);
    assert_eq!((not_the_one.outcome(), not_the_one.is_confirmed()), (Some(Outcome::Redress), false));
    // The owner answered on one node while the clock ran out on another.
    let late = hit::decide(&hit, &owner, NOW_US + DAY_US, "", "", &Command::Tick).unwrap().unwrap();
    does(&mut hit, &owner, NOW_US, &check(true)).unwrap();
    does(&mut hit, &owner, NOW_US, &reply(Instruction::Act)).unwrap();
    assert_eq!(fold(&hit, &late).state(), State::Replied);
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        any::<bool>().prop_map(review),
        any::<bool>().prop_map(check),
        any::<bool>().prop_map(SECOND),
        any::<bool>().prop_map(|act| reply(if act { Instruction::Act } else { Instruction::LetGo })),
        any::<bool>().prop_map(ACT),
        Just(CLEAR()),
        Just(Command::Tick),
    ]
}

proptest! {
    /// Whatever happens, a hit is never confirmed for an arrest by one person, never moves once it is closed but for clearing, and always has a way on.
    #[test]
    fn a_hit_always_has_a_way_on_and_ends_once(of in 0..BOOK.framework.lists.len(), steps in proptest::collection::vec((any_command(), 0..3_usize, 0..20_i64), 0..40)) {
        let l = &BOOK.framework.lists[of];
        let who = [officer("one", l.owner.get_ref()), officer("two", l.owner.get_ref()), officer("three", "elsewhere")];
        let (mut hit, mut now) = (found(l, "L898902C3"), NOW_US);
        for (command, n, minutes) in steps {
            now += minutes * MINUTE_US;
            let before = hit.clone();
            let offered = hit::offers(&hit, &who[n], now);
            let done = does(&mut hit, &who[n], now, &command);
            if before.state() == State::Closed && !matches!(command, Command::Clear { .. }) {
                prop_assert!(!matches!(done, Ok(Some(_))));
                prop_assert_eq!(&hit, &before);
            }
            if hit.is_confirmed() && hit.needs_two() {
                let (checked, seconded) = (hit.checked.as_ref().unwrap(), hit.seconded.as_ref().unwrap());
                prop_assert_ne!(&checked.0.officer, &seconded.0.officer);
            }
            if hit.state() != State::Closed {
                prop_assert!(who.iter().any(|w| hit::offers(&hit, w, now).iter().any(|o| *o != "clear")), "{:?}", hit.state());
            }
            // What is owed ends exactly when the owner has answered or the hit has ended.
            if let Ok(Some(fact)) = &done {
                let ends = hit::follow(&before, fact, &by(&who[n], now), |_| before.replied.is_none() && before.outcome().is_none()).is_some();
                let answered = before.replied.is_none() && before.outcome().is_none() && (hit.replied.is_some() || hit.outcome().is_some());
                prop_assert_eq!(ends, answered);
                let word = match command {
                    Command::Review { .. } => "review",
                    Command::Check { .. } => "check",
                    Command::Second { .. } => "second",
                    Command::Reply { .. } => "reply",
                    Command::Act { .. } => "act",
                    Command::Clear { .. } => "clear",
                    Command::Tick => continue,
                };
                prop_assert!(offered.contains(&word));
            }
        }
    }
}
