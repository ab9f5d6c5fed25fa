//! Requests for information: every rule by example, and random lives of a request beside a plain model.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use coordination::assignment::{self, Assignment, Outcome};
use coordination::crossing::By;
use coordination::request::{self, Ask, Command, Concerns, Context, Done, Fact, Ground, Refused, Request, State, Subject, new_assignments};
use framework::Rulebook;
use framework::access::Officer;
use proptest::prelude::*;
use rstest::rstest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Tuesday, 1 September 2026, 06:00 UTC: nine in the morning in Nairobi.
const NOW_US: i64 = 1_788_242_400_000_000;
const HOUR_US: i64 = 3_600_000_000;

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let loaded = framework::load(format!("{}/../../frameworks/kenya", env!("CARGO_MANIFEST_DIR")).as_ref());
    Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap()
});

fn officer(id: &str, agency: &str, point: Option<&str>) -> Officer {
    Officer {
        id: id.into(),
        agency: agency.into(),
        state: BOOK.agencies[agency].state.clone(),
        point: point.map(Into::into),
        desk: if agency == "DIS" { "namanga.immigration.entry" } else { "made.up" }.into(),
        roles: ["duty".to_owned()].into(),
        purposes: ["border_control".to_owned(), "customs".to_owned()].into(),
        clearance: 1,
    }
}

/// Immigration of Kenya at a one-stop post, and those of Tanzania there.
fn asker() -> Officer {
    officer("asker", "DIS", Some("namanga"))
}

fn partner() -> Officer {
    officer("partner", "TZ-IMM", Some("namanga"))
}

fn colleague() -> Officer {
    officer("colleague", "TZ-TRA", Some("namanga"))
}

fn ask() -> Ask {
    Ask {
        to: "TZ-IMM".into(),
        point: Some("namanga".into()),
        reference: "DIS/1".to_owned(),
        agreement: "osbp-tanzania".to_owned(),
        law: String::new(),
        purpose: "border_control".to_owned(),
        concerns: Concerns { name: "Made Up".to_owned(), born: "1980".to_owned(), number: "X1".to_owned(), ..Concerns::default() },
        title: "Whether a passport was reported stolen".to_owned(),
        question: "Was X1 reported stolen, and when?".to_owned(),
        due_us: None,
    }
}

fn by(officer: &Officer, at_us: i64) -> By {
    By { officer: officer.id.clone(), agency: officer.agency.clone(), at_us }
}

fn asked_by(who: &Officer, ask: &Ask) -> Result<Done, Refused> {
    let ids = ["a0".to_owned()];
    request::ask(&Context { book: &BOOK, officer: who, now_us: NOW_US, ids: &ids, owed: None }, "r1", ask)
}

/// A request with the assignments around it.
struct Case {
    request: Request,
    owed: BTreeMap<String, Assignment>,
    now_us: i64,
}

impl Case {
    fn asked() -> Self {
        let done = asked_by(&asker(), &ask()).unwrap();
        let request = Request::fold(None, &done.facts[0], &by(&asker(), NOW_US)).unwrap();
        let owed = done.owes.iter().map(|(id, f)| (id.clone(), Assignment::fold(None, f, &by(&asker(), NOW_US)).unwrap()));
        Self { request, owed: owed.collect(), now_us: NOW_US }
    }

    fn answered() -> Self {
        let mut case = Self::asked();
        case.does(&partner(), full("Reported stolen on 3 May"));
        case
    }

    fn owed_to(&self, who: &Officer, command: &Command) -> Option<&Assignment> {
        let id = match command {
            Command::Confirm { change } => self.request.confirms(*change, &who.agency).map(|r| r.assignment.as_str()),
            _ => Some(self.request.asked.assignment.as_str()),
        };
        self.owed.get(id?)
    }

    fn tries(&self, who: &Officer, command: &Command) -> Result<Done, Refused> {
        let ids: Vec<String> = (0..new_assignments(&self.request, command)).map(|n| format!("a{}.{n}", self.owed.len())).collect();
        let cx = Context { book: &BOOK, officer: who, now_us: self.now_us, ids: &ids, owed: self.owed_to(who, command) };
        request::decide(&cx, "r1", &self.request, command)
    }

    fn does(&mut self, who: &Officer, command: Command) -> Done {
        let done = self.tries(who, &command).unwrap();
        for fact in &done.facts {
            // What is written is what is read back.
            assert_eq!(&Fact::read(fact.kind(), &fact.body()).unwrap(), fact);
            self.request = Request::fold(Some(&self.request), fact, &by(who, self.now_us)).unwrap();
        }
        for (id, fact) in &done.owes {
            let now = Assignment::fold(self.owed.get(id), fact, &by(who, self.now_us)).unwrap();
            self.owed.insert(id.clone(), now);
        }
        done
    }

    fn offers(&self, who: &Officer) -> Vec<&'static str> {
        let owed = self.owed.get(&self.request.asked.assignment);
        request::offers(&Context { book: &BOOK, officer: who, now_us: self.now_us, ids: &[], owed }, "r1", &self.request)
    }
}

fn full(text: &str) -> Command {
    Command::Answer { outcome: Outcome::Full, ground: None, text: text.to_owned(), link: String::new() }
}

fn refuse(ground: Option<Ground>) -> Command {
    Command::Answer { outcome: Outcome::Refused, ground, text: "Not ours".to_owned(), link: String::new() }
}

fn why() -> String {
    "why".to_owned()
}

#[test]
fn a_request_is_owed_by_the_clock_of_the_framework_and_says_no_name_to_the_ladder() {
    let case = Case::asked();
    let owed = &case.owed["a0"];
    assert_eq!((owed.kind.as_str(), owed.due_us), ("request.information", NOW_US + 12 * HOUR_US));
    assert_eq!(owed.to.to_string(), "of TZ-IMM at namanga");
    assert!(!owed.owed.contains("Made Up") && owed.answered_there && !owed.ladder.is_empty());
    assert_eq!((owed.about_kind.as_str(), owed.about.as_str()), ("request", "r1"));
}

#[rstest]
#[case::nobody_there("no_such_agency", |a: &mut Ask| a.to = "NOBODY".into())]
#[case::ourselves("own_agency", |a: &mut Ask| a.to = "DIS".into())]
#[case::no_basis("no_basis", |a: &mut Ask| a.agreement.clear())]
#[case::law_across_a_border("needs_agreement", |a: &mut Ask| { a.agreement.clear(); a.law = "Section 4".to_owned(); })]
#[case::no_such_agreement("no_such_agreement", |a: &mut Ask| a.agreement = "made-up".to_owned())]
#[case::agreement_of_others("not_bound", |a: &mut Ask| a.agreement = "osbp-uganda".to_owned())]
#[case::draft("not_in_force", |a: &mut Ask| { a.to = "NPS".into(); a.point = None; a.agreement = "container-control".to_owned(); })]
#[case::elsewhere("not_there", |a: &mut Ask| { a.to = "TZ-IMM".into(); a.point = Some("malaba".into()); })]
#[case::purpose_of_nobody("purpose_not_yours", |a: &mut Ask| a.purpose = "health".to_owned())]
#[case::without_a_name("nobody", |a: &mut Ask| a.concerns = Concerns::default())]
#[case::no_date("bad_birth_date", |a: &mut Ask| a.concerns.born = "31 February".to_owned())]
#[case::nothing_asked("words", |a: &mut Ask| a.question = "  ".to_owned())]
#[case::no_title("words", |a: &mut Ask| a.title.clear())]
#[case::long_name("words", |a: &mut Ask| a.concerns.name = "x".repeat(501))]
#[case::past("owed", |a: &mut Ask| a.due_us = Some(NOW_US - 1))]
#[case::no_national_desk("owed", |a: &mut Ask| a.point = None)]
fn a_request_without_a_basis_or_an_addressee_is_refused(#[case] code: &str, #[case] spoil: fn(&mut Ask)) {
    let mut ask = ask();
    spoil(&mut ask);
    let refused = asked_by(&asker(), &ask).unwrap_err();
    // What is wrong with words or with a deadline is said by those who know.
    let known = match &refused {
        Refused::Words(_) => "words".to_owned(),
        Refused::Owed { .. } => "owed".to_owned(),
        other => other.code(),
    };
    assert_eq!(known, code, "{refused}");
}

#[test]
fn within_a_state_a_law_is_a_basis_and_an_agreement_must_cover_the_purpose() {
    let mut ask = ask();
    (ask.to, ask.point, ask.law) = ("NPS".into(), None, "Border Control Act, section 1 (made up)".to_owned());
    ask.agreement.clear();
    let done = asked_by(&asker(), &ask).unwrap();
    let Fact::Asked(asked) = &done.facts[0] else { panic!("{done:?}") };
    assert_eq!((asked.law.as_str(), asked.agreement.as_str()), ("Border Control Act, section 1 (made up)", ""));
    // Lake Victoria's working group speaks of crime, safety and security only.
    (ask.agreement, ask.law) = ("lake-victoria".to_owned(), String::new());
    let refused = asked_by(&asker(), &ask).unwrap_err();
    assert!(matches!(&refused, Refused::PurposeNotCovered { known, .. } if known == "security, safety, crime"), "{refused}");
}

#[test]
fn the_agreements_between_two_agencies_are_those_in_force_that_bind_both() {
    let of =
        |a: &str, b: &str| -> Vec<String> { request::agreements(&BOOK, &a.into(), &b.into()).map(|a| a.id.get_ref().clone()).collect() };
    assert_eq!(of("DIS", "TZ-IMM"), ["lake-victoria", "osbp-tanzania"]);
    assert_eq!(of("DIS", "ET-ICS"), ["osbp-ethiopia"]);
    assert!(of("KPA", "TZ-IMM").is_empty());
}

#[test]
fn an_answer_ends_what_was_owed_and_comes_once() {
    let mut case = Case::asked();
    assert_eq!(case.offers(&asker()), ["withdraw"]);
    assert_eq!(case.offers(&partner()), ["answer"]);
    assert!(case.offers(&colleague()).is_empty());
    case.does(&partner(), full("Reported stolen on 3 May"));
    assert_eq!(case.request.state(), State::Answered);
    assert_eq!(case.owed["a0"].state(), assignment::State::Answered);
    assert!(matches!(case.tries(&partner(), &full("again")), Err(Refused::NotNow { state: "answered", .. })));
    assert!(matches!(case.tries(&asker(), &Command::Withdraw { reason: why() }), Err(Refused::NotNow { .. })));
    assert_eq!(case.offers(&asker()), ["judge"]);
    assert_eq!(case.offers(&partner()), ["supplement", "correct", "recall", "release"]);
}

#[test]
fn less_than_everything_has_a_ground() {
    let mut case = Case::asked();
    let known = Ground::ALL.iter().map(|g| g.word()).collect::<Vec<_>>().join(", ");
    assert_eq!(case.tries(&partner(), &refuse(None)), Err(Refused::NoGround { known }));
    let full = Command::Answer { outcome: Outcome::Full, ground: Some(Ground::NotHeld), text: why(), link: String::new() };
    assert_eq!(case.tries(&partner(), &full), Err(Refused::GroundUnfit));
    // Browsers drop what is no sign, and take a backslash for a stroke.
    for hostile in
        ["javascript:alert(1)", "//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example", "http://elsewhere.example"]
    {
        let link = Command::Answer { outcome: Outcome::Full, ground: None, text: why(), link: hostile.to_owned() };
        assert!(matches!(case.tries(&partner(), &link), Err(Refused::LinkUnfit { .. })), "{hostile}");
    }
    case.does(&partner(), refuse(Some(Ground::Originator)));
    assert_eq!(case.request.state(), State::Refused);
    assert!(case.request.given.is_empty());
    // More can come after all, and then it can be corrected like anything else.
    assert_eq!(case.offers(&partner()), ["supplement"]);
    case.does(&partner(), Command::Supplement { text: "They consent now".to_owned(), link: String::new() });
    assert_eq!(case.request.given.len(), 1);
}

#[test]
fn nobody_answers_what_was_withdrawn() {
    let mut case = Case::asked();
    assert!(matches!(case.tries(&partner(), &Command::Withdraw { reason: why() }), Err(Refused::NotYours { .. })));
    case.does(&asker(), Command::Withdraw { reason: "Found it ourselves".to_owned() });
    assert_eq!(case.owed["a0"].state(), assignment::State::Withdrawn);
    assert!(matches!(case.tries(&partner(), &full("late")), Err(Refused::NotNow { state: "withdrawn", .. })));
    assert!(case.offers(&asker()).is_empty() && case.offers(&partner()).is_empty());
}

#[test]
fn everybody_who_has_it_says_that_they_know_of_a_correction() {
    let mut case = Case::answered();
    case.does(&partner(), Command::Release { to: "TZ-TRA".into(), reason: why() });
    assert_eq!(case.tries(&partner(), &Command::Release { to: "DIS".into(), reason: why() }), Err(Refused::HasIt { agency: "DIS".into() }));
    case.does(&partner(), Command::Correct { item: 0, text: "On 4 May".to_owned(), reason: "Misread".to_owned() });
    assert_eq!((case.request.given[0].text.as_str(), case.request.given[0].corrections), ("On 4 May", 1));
    let open: Vec<String> = case.owed.values().filter(|a| a.end.is_none()).map(|a| format!("{} {}", a.kind, a.to)).collect();
    assert_eq!(open, ["request.correction at namanga.immigration.entry", "request.correction of TZ-TRA"]);
    assert!(case.request.waits_for(&"DIS".into()) && case.request.waits_for(&"TZ-TRA".into()));
    case.does(&colleague(), Command::Confirm { change: 0 });
    assert!(!case.request.waits_for(&"TZ-TRA".into()));
    case.does(&asker(), Command::Confirm { change: 0 });
    assert!(case.owed.values().all(|a| a.end.is_some()));
    let again = case.tries(&officer("other", "DIS", None), &Command::Confirm { change: 0 });
    assert_eq!(again, Err(Refused::ConfirmedAlready { officer: "asker".into() }));
}

#[test]
fn what_was_recalled_is_gone_and_cannot_be_mended() {
    let mut case = Case::answered();
    case.does(&partner(), Command::Recall { item: 0, reason: "It was about somebody else".to_owned() });
    assert!(case.request.given[0].recalled && case.request.given[0].text.is_empty());
    let correct = Command::Correct { item: 0, text: why(), reason: why() };
    assert_eq!(case.tries(&partner(), &correct), Err(Refused::RecalledAlready { item: 1 }));
    // Another node wrote a correction at the same time: it changes nothing.
    let fact = Fact::Corrected(request::Corrected { item: 0, text: "x".to_owned(), reason: why(), recipients: Vec::new() });
    let after = Request::fold(Some(&case.request), &fact, &by(&partner(), NOW_US)).unwrap();
    assert!(after.given[0].recalled && after.given[0].text.is_empty());
    assert_eq!(case.tries(&partner(), &Command::Recall { item: 7, reason: why() }), Err(Refused::NoSuchItem { item: 8 }));
}

#[test]
fn whoever_was_given_it_after_a_change_has_nothing_to_confirm() {
    let mut case = Case::answered();
    case.does(&partner(), Command::Correct { item: 0, text: "On 4 May".to_owned(), reason: why() });
    case.does(&partner(), Command::Release { to: "TZ-TRA".into(), reason: why() });
    assert_eq!(case.tries(&colleague(), &Command::Confirm { change: 0 }), Err(Refused::NoSuchChange { change: 1 }));
    assert_eq!(case.offers(&colleague()), ["judge"]);
}

#[test]
fn whom_the_answer_was_handed_to_answers() {
    let mut case = Case::asked();
    let cx = assignment::Context { book: &BOOK, officer: &partner(), now_us: NOW_US };
    let to = assignment::Party { agency: Some("TZ-TRA".into()), point: Some("namanga".into()), ..assignment::Party::default() };
    let handed = assignment::decide(&cx, &case.owed["a0"], &assignment::Command::HandOn { to, reason: why() }).unwrap();
    let now = Assignment::fold(case.owed.get("a0"), &handed[0], &by(&partner(), NOW_US)).unwrap();
    case.owed.insert("a0".to_owned(), now);
    case.does(&colleague(), full("We hold it"));
    assert_eq!(case.request.answer.as_ref().unwrap().0.agency, "TZ-TRA");
}

#[test]
fn a_recall_is_told_to_the_agency_whose_desk_is_no_more() {
    let mut case = Case::answered();
    case.request.asked.desk = assignment::Party::desk("no.more".into());
    case.does(&partner(), Command::Recall { item: 0, reason: why() });
    assert_eq!(case.owed["a1.0"].to.to_string(), "of DIS");
}

#[test]
fn subjects_are_named_as_they_are_written() {
    for subject in Subject::ALL {
        assert_eq!(serde_json::to_value(subject).unwrap(), subject.word());
    }
    for ground in Ground::ALL {
        assert_eq!(serde_json::to_value(ground).unwrap(), ground.word());
    }
}

/// What a request is, said as plainly as can be.
#[derive(Debug, Default)]
struct Plain {
    ended: bool,
    given: Vec<bool>,
    has: BTreeSet<&'static str>,
    waits: Vec<BTreeSet<&'static str>>,
}

fn commands() -> impl Strategy<Value = (usize, u8, u32)> {
    (0..3_usize, 0..8_u8, 0..3_u32)
}

proptest! {
    /// Whatever comes in whatever order: the request agrees with the plain model, and nothing is owed but an open answer and unconfirmed changes.
    #[test]
    fn random_lives_agree_with_a_plain_model(steps in prop::collection::vec(commands(), 0..30)) {
        let people = [asker(), partner(), colleague()];
        let names = ["DIS", "TZ-IMM", "TZ-TRA"];
        let mut case = Case::asked();
        let mut plain = Plain { has: ["DIS"].into(), ..Plain::default() };
        for (who, what, n) in steps {
            case.now_us += 1;
            let (who, name) = (&people[who], names[who]);
            let (giver, item) = (name == "TZ-IMM", plain.given.get(n as usize) == Some(&true));
            let (command, fits) = match what {
                0 => (full("x"), giver && !plain.ended),
                1 => (refuse(Some(Ground::Security)), giver && !plain.ended),
                2 => (Command::Withdraw { reason: why() }, name == "DIS" && !plain.ended),
                3 => (Command::Supplement { text: why(), link: String::new() }, giver && case.request.answer.is_some()),
                4 => (Command::Correct { item: n, text: why(), reason: why() }, giver && item),
                5 => (Command::Recall { item: n, reason: why() }, giver && item),
                6 => (Command::Confirm { change: n }, plain.waits.get(n as usize).is_some_and(|w| w.contains(name))),
                _ => (Command::Release { to: "TZ-TRA".into(), reason: why() }, giver && !plain.given.is_empty() && !plain.has.contains("TZ-TRA")),
            };
            prop_assert_eq!(case.tries(who, &command).is_ok(), fits, "{:?} by {}: {:?}", command, name, case.tries(who, &command));
            if !fits {
                continue;
            }
            match &command {
                Command::Answer { outcome, .. } => {
                    plain.ended = true;
                    if *outcome != Outcome::Refused {
                        plain.given.push(true);
                    }
                }
                Command::Withdraw { .. } => plain.ended = true,
                Command::Supplement { .. } => plain.given.push(true),
                Command::Recall { .. } => {
                    plain.given[n as usize] = false;
                    plain.waits.push(plain.has.clone());
                }
                Command::Correct { .. } => plain.waits.push(plain.has.clone()),
                Command::Confirm { .. } => {
                    plain.waits[n as usize].remove(name);
                }
                Command::Release { .. } => {
                    plain.has.insert("TZ-TRA");
                }
                Command::Judge { .. } => {}
            }
            case.does(who, command);
            let open = case.owed.values().filter(|a| a.end.is_none()).count();
            let waiting: usize = plain.waits.iter().map(BTreeSet::len).sum();
            prop_assert_eq!(open, waiting + usize::from(!plain.ended));
            prop_assert_eq!(case.request.given.iter().map(|g| !g.recalled).collect::<Vec<_>>(), plain.given.clone());
        }
    }
}
