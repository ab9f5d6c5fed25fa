//! A notice of a changed rule: what it has to say, what it speaks of, who acknowledges it, what time does, and random histories in any order.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use coordination::assignment::{self, Assignment, Ending};
use coordination::crossing::{By, Consignment, Goods, Subject, Traveller, Vehicle, Vessel};
use coordination::notice::{self, Carried, Command, Content, Context, Done, Fact, Figures, Notice, Outcome, Refused, State, Touch};
use framework::access::Officer;
use framework::{AgencyId, Direction, Rulebook};
use proptest::prelude::*;
use rstest::rstest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const HOUR_US: i64 = 3_600_000_000;
const DAY_US: i64 = 24 * HOUR_US;
/// 1 September 2026, 06:00 UTC.
const NOW_US: i64 = 1_788_242_400_000_000;

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let root = format!("{}/../../frameworks/kenya", env!("CARGO_MANIFEST_DIR"));
    let loaded = framework::load(root.as_ref());
    Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap()
});

fn words(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|w| (*w).to_owned()).collect()
}

fn officer(id: &str, agency: &str, desk: &str) -> Officer {
    let card = &BOOK.desks[desk];
    assert_eq!(card.agency.as_str(), agency);
    Officer {
        id: id.into(),
        agency: agency.into(),
        state: BOOK.agencies[&AgencyId::from(agency)].state.clone(),
        point: card.point.clone(),
        desk: desk.into(),
        roles: words(&["duty", "supervisor"]),
        purposes: words(&["border_control"]),
        clearance: 1,
    }
}

fn author() -> Officer {
    officer("author", "TZ-TRA", "namanga.tz.duty")
}

fn second() -> Officer {
    officer("second", "TZ-TRA", "namanga.tz.duty")
}

fn customs() -> Officer {
    officer("customs", "KRA", "namanga.customs")
}

/// A permit for maize and maize flour that leave by truck.
fn permit(effective_us: i64) -> Content {
    Content {
        title: "Export permit for maize".into(),
        text: "Maize leaves with a permit only.".into(),
        legal: "Government Notice 1 of 2026".into(),
        required: "Ask for the permit before the truck is sent.".into(),
        effective_us,
        ends_us: None,
        points: ["namanga".into()].into(),
        directions: [Direction::Inbound].into(),
        goods: words(&["10.05", "1102.20"]),
        classes: words(&["truck"]),
    }
}

/// A notice, and what is owed by it.
#[derive(Default)]
struct Desk {
    now_us: i64,
    notice: Notice,
    owed: BTreeMap<String, Assignment>,
    facts: Vec<(Fact, By)>,
}

impl Desk {
    fn drafted(content: &Content) -> Self {
        let mut desk = Self { now_us: NOW_US, ..Self::default() };
        let who = author();
        let none = Figures::default();
        let fact = notice::draft(&desk.context(&who, &none), content).unwrap();
        desk.adds(&who, Done { facts: vec![fact], ..Done::default() });
        desk
    }

    fn issued(content: &Content) -> Self {
        let mut desk = Self::drafted(content);
        desk.does(&second(), &Command::Issue { draft: 1 }).unwrap();
        desk
    }

    fn context<'a>(&self, who: &'a Officer, figures: &'a Figures) -> Context<'a> {
        Context { book: &BOOK, officer: who, now_us: self.now_us, id: "n-1", exposure: &[], figures }
    }

    fn does(&mut self, who: &Officer, command: &Command) -> Result<(), Refused> {
        let none = Figures::default();
        let done = notice::decide(&self.context(who, &none), &self.notice, command)?;
        self.adds(who, done);
        Ok(())
    }

    fn adds(&mut self, who: &Officer, done: Done) {
        let by = By { officer: who.id.clone(), agency: who.agency.clone(), at_us: self.now_us };
        for fact in done.facts {
            self.notice = Notice::fold(Some(&self.notice), &fact, &by);
            let read = Fact::read(fact.kind(), &fact.body()).unwrap();
            assert_eq!(read, fact);
            self.facts.push((fact, by.clone()));
        }
        for (id, fact) in done.ends.into_iter().chain(done.owes) {
            let before = self.owed.get(&id);
            let begins = matches!(fact, assignment::Fact::Made(_));
            assert!(!begins || before.is_none(), "{id} is made twice");
            // What is over, or never was, is left alone.
            if begins || before.is_some_and(|a| a.end.is_none()) {
                self.owed.insert(id, Assignment::fold(before, &fact, &by).unwrap());
            }
        }
    }

    fn ticks(&mut self) -> usize {
        let Some((fact, owed)) = notice::tick(&BOOK, "n-1", &self.notice, self.now_us) else { return 0 };
        let who = officer("", "TZ-TRA", "namanga.tz.duty");
        self.adds(&who, Done { facts: vec![fact], owes: vec![owed.unwrap()], ..Done::default() });
        1
    }

    fn open(&self, kind: &str) -> Vec<&Assignment> {
        self.owed.values().filter(|a| a.kind == kind && a.end.is_none()).collect()
    }

    fn acknowledges(&mut self, who: &Officer) -> Result<(), Refused> {
        let draft = self.notice.issued().map_or(0, |(n, _)| n);
        self.does(who, &Command::Acknowledge { draft, text: String::new() })
    }
}

fn truck(hs: &[&str]) -> Subject {
    let goods = hs.iter().map(|hs| Goods { text: "goods".into(), hs: (*hs).into() }).collect();
    Subject::Truck(Vehicle { plate: "T 123 ABC".into(), goods, ..Vehicle::default() })
}

#[rstest]
#[case::by_its_heading(&["1005"], Touch::Yes)]
#[case::below_the_heading(&["1005.90"], Touch::Yes)]
#[case::among_others(&["0101", "110220"], Touch::Yes)]
#[case::another_heading(&["1006"], Touch::No)]
#[case::a_chapter_that_may_hold_it(&["10"], Touch::Perhaps)]
#[case::a_heading_that_may_hold_it(&["1102"], Touch::Perhaps)]
#[case::no_code(&[""], Touch::Perhaps)]
#[case::one_sure_one_not(&["", "1005"], Touch::Yes)]
#[case::nothing_on_board(&[], Touch::No)]
fn goods_are_known_by_the_beginning_of_their_code(#[case] hs: &[&str], #[case] expected: Touch) {
    let content = permit(NOW_US + DAY_US).checked(&BOOK, NOW_US).unwrap();
    let subject = truck(hs);
    let carried = Carried { point: "namanga", direction: Direction::Inbound, subject: &subject };
    assert_eq!(content.touches(&carried), expected);
    assert_eq!(content.touches(&Carried { point: "busia", ..carried }), Touch::No);
    assert_eq!(content.touches(&Carried { direction: Direction::Outbound, ..carried }), Touch::No);
}

#[test]
fn a_notice_speaks_of_classes_of_goods_or_of_both() {
    let people =
        Content { goods: BTreeSet::new(), classes: words(&["person_on_foot"]), directions: BTreeSet::new(), ..permit(NOW_US + DAY_US) };
    let walker = Subject::PersonOnFoot(Traveller::default());
    fn at(subject: &Subject) -> Carried<'_> {
        Carried { point: "namanga", direction: Direction::Outbound, subject }
    }
    assert_eq!((people.touches(&at(&walker)), people.touches(&at(&truck(&["1005"])))), (Touch::Yes, Touch::No));
    let any = Content { classes: BTreeSet::new(), directions: BTreeSet::new(), goods: words(&["1005"]), ..permit(NOW_US + DAY_US) };
    let maize = Consignment { goods: vec![Goods { text: "maize".into(), hs: "100590".into() }], ..Consignment::default() };
    let ship = Subject::Vessel(Vessel { consignments: vec![maize.clone()], ..Vessel::default() });
    assert_eq!((any.touches(&at(&ship)), any.touches(&at(&Subject::Consignment(maize)))), (Touch::Yes, Touch::Yes));
    assert_eq!(any.touches(&at(&walker)), Touch::No);
}

#[test]
fn what_cannot_be_acted_on_is_refused() {
    let none = Figures::default();
    let who = author();
    let tried = |edit: &dyn Fn(&mut Content)| {
        let mut content = permit(NOW_US + DAY_US);
        edit(&mut content);
        let cx = Context { book: &BOOK, officer: &who, now_us: NOW_US, id: "n-1", exposure: &[], figures: &none };
        notice::draft(&cx, &content).map_err(|r| r.code())
    };
    let code = |edit: &dyn Fn(&mut Content)| tried(edit).unwrap_err();
    assert!(tried(&|_| {}).is_ok());
    assert_eq!(code(&|c| c.effective_us = NOW_US), "in_the_past");
    assert_eq!(code(&|c| c.effective_us = NOW_US - 90 * HOUR_US), "in_the_past");
    assert_eq!(code(&|c| c.ends_us = Some(c.effective_us)), "ends_before");
    assert_eq!(code(&|c| c.effective_us = i64::MAX), "too_far");
    assert_eq!(code(&|c| c.points.clear()), "no_point");
    assert_eq!(code(&|c| c.points = ["nowhere".into()].into()), "no_such_point");
    assert_eq!(code(&|c| (c.goods, c.classes) = (BTreeSet::new(), BTreeSet::new())), "nothing_named");
    for hs in ["1", "100", "10059", "maize", "", ".", "123456789012", "10-05"] {
        assert_eq!(code(&|c| c.goods = words(&[hs])), "code_unfit", "{hs}");
    }
    for hs in ["10", "1005", "100590", "1005.90.10", "10 05 90 10 00"] {
        assert!(tried(&|c| c.goods = words(&[hs])).is_ok(), "{hs}");
    }
    assert_eq!(code(&|c| c.classes = words(&["camel"])), "no_such_class");
    assert_eq!(code(&|c| c.goods = (100_000..100_402).step_by(2).map(|n| n.to_string()).collect()), "too_many");
    for edit in [|c: &mut Content| c.title.clear(), |c: &mut Content| c.legal = " ".into(), |c: &mut Content| c.required.clear()] {
        assert_eq!(code(&edit), "words");
    }
}

#[test]
fn one_officer_writes_and_another_of_the_agency_issues() {
    let mut desk = Desk::drafted(&permit(NOW_US + 5 * DAY_US));
    assert_eq!(desk.notice.state(NOW_US), State::Draft);
    let issue = Command::Issue { draft: 1 };
    assert_eq!(desk.does(&author(), &issue), Err(Refused::SamePerson { officer: "author".into() }));
    assert_eq!(desk.does(&customs(), &issue), Err(Refused::NotYourAgency { agency: "TZ-TRA".into() }));
    assert_eq!(desk.acknowledges(&customs()), Err(Refused::NotIssued));
    desk.does(&author(), &Command::Amend { content: Box::new(permit(NOW_US + 6 * DAY_US)) }).unwrap();
    // What was read is not what waits any more.
    assert_eq!(desk.does(&second(), &issue), Err(Refused::Outdated { draft: 1 }));
    desk.does(&second(), &Command::Issue { draft: 2 }).unwrap();
    assert_eq!(desk.notice.state(NOW_US), State::Coming);
    assert_eq!(desk.does(&second(), &Command::Issue { draft: 2 }), Err(Refused::NothingToIssue));
}

#[test]
fn each_agency_of_either_state_at_the_point_owes_its_acknowledgement() {
    let mut desk = Desk::issued(&permit(NOW_US + 5 * DAY_US));
    let at_namanga: BTreeSet<&str> =
        BOOK.desks.values().filter(|d| d.point.as_ref().is_some_and(|p| p.as_str() == "namanga")).map(|d| d.agency.as_str()).collect();
    let owed: BTreeSet<&str> = desk.open("notice.acknowledge").iter().map(|a| a.to.agency.as_ref().unwrap().as_str()).collect();
    assert_eq!(owed, at_namanga);
    assert!(owed.contains("KRA") && owed.contains("TZ-TPHPA") && owed.len() > 15);
    // A day by the clock, as five days are left.
    assert!(desk.open("notice.acknowledge").iter().all(|a| a.due_us == NOW_US + DAY_US && a.answered_there && !a.ladder.is_empty()));
    let short = |d: &Desk| d.notice.issued().unwrap().1.issued.as_ref().unwrap().1.short;
    assert!(!short(&desk));
    desk.acknowledges(&customs()).unwrap();
    assert_eq!(desk.open("notice.acknowledge").len(), at_namanga.len() - 1);
    assert_eq!(desk.acknowledges(&customs()), Err(Refused::AlreadyAcknowledged { officer: "customs".into() }));
    assert_eq!(desk.acknowledges(&officer("far", "KRA", "kra.duty")), Err(Refused::NotRecipient));
}

#[rstest]
#[case(23 * HOUR_US, true)]
#[case(24 * HOUR_US, false)]
fn what_takes_effect_before_the_clock_ends_is_short_notice(#[case] ahead: i64, #[case] short: bool) {
    let desk = Desk::issued(&permit(NOW_US + ahead));
    assert_eq!(desk.notice.issued().unwrap().1.issued.as_ref().unwrap().1.short, short);
    assert!(desk.open("notice.acknowledge").iter().all(|a| a.due_us == NOW_US + ahead));
}

#[test]
fn a_draft_whose_time_has_passed_is_not_issued() {
    let mut desk = Desk::drafted(&permit(NOW_US + HOUR_US));
    desk.now_us += HOUR_US;
    assert_eq!(desk.does(&second(), &Command::Issue { draft: 1 }), Err(Refused::InThePast { seconds: 0 }));
    desk.does(&author(), &Command::Amend { content: Box::new(permit(desk.now_us + HOUR_US)) }).unwrap();
    desk.does(&second(), &Command::Issue { draft: 2 }).unwrap();
}

#[test]
fn a_changed_text_is_acknowledged_again_by_everybody() {
    let mut desk = Desk::issued(&permit(NOW_US + 5 * DAY_US));
    desk.acknowledges(&customs()).unwrap();
    let all = desk.notice.recipients().len();
    desk.does(&second(), &Command::Amend { content: Box::new(permit(NOW_US + 6 * DAY_US)) }).unwrap();
    // Until it is issued the first text holds.
    assert_eq!(desk.notice.content().unwrap().effective_us, NOW_US + 5 * DAY_US);
    assert_eq!(desk.does(&second(), &Command::Issue { draft: 2 }), Err(Refused::SamePerson { officer: "second".into() }));
    desk.does(&author(), &Command::Issue { draft: 2 }).unwrap();
    assert_eq!(desk.notice.content().unwrap().effective_us, NOW_US + 6 * DAY_US);
    assert_eq!(desk.open("notice.acknowledge").len(), all);
    assert!(desk.notice.recipients().iter().all(|(_, by)| by.is_none()));
    let old = Command::Acknowledge { draft: 1, text: String::new() };
    assert_eq!(desk.does(&customs(), &old), Err(Refused::Outdated { draft: 1 }));
    desk.acknowledges(&customs()).unwrap();
    desk.now_us = NOW_US + 6 * DAY_US;
    assert_eq!(desk.does(&author(), &Command::Amend { content: Box::new(permit(NOW_US + 9 * DAY_US)) }), Err(Refused::InForce));
}

#[test]
fn what_is_withdrawn_is_owed_no_more() {
    let mut desk = Desk::issued(&permit(NOW_US + 5 * DAY_US));
    desk.acknowledges(&customs()).unwrap();
    assert!(matches!(desk.does(&author(), &Command::Withdraw { reason: " ".into() }), Err(Refused::Words(_))));
    desk.does(&author(), &Command::Withdraw { reason: "the ministry took it back".into() }).unwrap();
    assert_eq!((desk.notice.state(NOW_US), desk.open("notice.acknowledge").len()), (State::Withdrawn, 0));
    let ended = |kind: fn(&Ending) -> bool| desk.owed.values().filter(|a| kind(&a.end.as_ref().unwrap().kind)).count();
    assert_eq!(ended(|k| matches!(k, Ending::Answered(_))), 1);
    assert_eq!(desk.acknowledges(&customs()), Err(Refused::Over));
    desk.now_us += 9 * DAY_US;
    assert_eq!(desk.ticks(), 0);
}

#[test]
fn the_review_is_owed_from_the_time_of_effect_and_due_after_seven_days() {
    let effective = NOW_US + 5 * DAY_US;
    let mut desk = Desk::issued(&permit(effective));
    let review = Command::Review { outcome: Outcome::Kept, text: "nine trucks waited, none for long".into() };
    assert_eq!(desk.does(&author(), &review), Err(Refused::NotInForce));
    assert_eq!((desk.notice.next_us(), desk.ticks()), (Some(effective), 0));
    desk.now_us = effective;
    assert_eq!((desk.ticks(), desk.ticks(), desk.notice.state(effective)), (1, 0, State::InForce));
    let owed = desk.open("notice.review");
    assert_eq!((owed.len(), owed[0].due_us), (1, effective + 7 * DAY_US));
    assert!(owed[0].to.is(&second()) && !owed[0].to.is(&customs()));
    assert_eq!(desk.does(&customs(), &review), Err(Refused::NotYourAgency { agency: "TZ-TRA".into() }));
    // Late acknowledgements still count.
    desk.acknowledges(&customs()).unwrap();
    desk.does(&author(), &review).unwrap();
    assert_eq!((desk.open("notice.review").len(), desk.notice.state(desk.now_us)), (0, State::InForce));
    assert_eq!(desk.does(&author(), &review), Err(Refused::AlreadyReviewed));
}

#[test]
fn a_review_may_take_the_notice_back() {
    let mut desk = Desk::issued(&permit(NOW_US + DAY_US));
    desk.now_us += DAY_US;
    desk.ticks();
    desk.does(&author(), &Command::Review { outcome: Outcome::Withdrawn, text: "nobody could get the permit".into() }).unwrap();
    assert_eq!(desk.notice.state(desk.now_us), State::Withdrawn);
    assert!(desk.owed.values().all(|a| a.end.is_some()));
    let answered = |a: &&Assignment| a.kind == "notice.review" && matches!(a.end.as_ref().unwrap().kind, Ending::Answered(_));
    assert_eq!(desk.owed.values().filter(answered).count(), 1);
}

#[test]
fn a_notice_for_a_time_ends_by_itself() {
    let content = Content { ends_us: Some(NOW_US + 3 * DAY_US), ..permit(NOW_US + 2 * DAY_US) };
    let desk = Desk::issued(&content);
    let at = |days: i64| desk.notice.state(NOW_US + days * DAY_US);
    assert_eq!([at(1), at(2), at(3)], [State::Coming, State::InForce, State::Ended]);
}

#[test]
fn nobody_is_offered_what_would_be_refused() {
    let mut desk = Desk::drafted(&permit(NOW_US + 2 * DAY_US));
    let offers = |desk: &Desk, who: &Officer| notice::offers(&desk.context(who, &Figures::default()), &desk.notice);
    assert_eq!(offers(&desk, &author()), ["amend", "withdraw"]);
    assert_eq!(offers(&desk, &second()), ["amend", "issue", "withdraw"]);
    assert_eq!(offers(&desk, &customs()), [] as [&str; 0]);
    desk.does(&second(), &Command::Issue { draft: 1 }).unwrap();
    assert_eq!(offers(&desk, &customs()), ["acknowledge"]);
    assert_eq!(offers(&desk, &author()), ["amend", "acknowledge", "withdraw"]);
    desk.now_us += 2 * DAY_US;
    assert_eq!(offers(&desk, &author()), ["acknowledge", "withdraw", "review"]);
}

/// What a step of a random history is, by its number.
fn step(n: u8, desk: &Desk) -> (Officer, Command) {
    let (a, b) = (author(), second());
    let effective = desk.now_us + HOUR_US * (1 + i64::from(n % 3));
    let waits = desk.notice.pending().map_or(0, |(n, _)| n);
    let draft = desk.notice.issued().map_or(0, |(n, _)| n);
    match n % 8 {
        0 => (a, Command::Amend { content: Box::new(permit(effective)) }),
        1 => (b, Command::Issue { draft: waits }),
        2 => (a, Command::Issue { draft: waits }),
        3 => (customs(), Command::Acknowledge { draft, text: "seen".into() }),
        4 => (officer("health", "PH", "namanga.health"), Command::Acknowledge { draft, text: String::new() }),
        5 => (b, Command::Amend { content: Box::new(permit(effective)) }),
        6 => (b, Command::Review { outcome: Outcome::Changed, text: "see the next one".into() }),
        _ => (a, Command::Withdraw { reason: "over".into() }),
    }
}

proptest! {
    /// Entries of several nodes, in whatever order and however often they come, fold to one state.
    #[test]
    fn any_order_of_entries_gives_the_same_notice(steps in prop::collection::vec(any::<u8>(), 1..24), seed in any::<u64>(), again in 0usize..8) {
        let mut desk = Desk::drafted(&permit(NOW_US + HOUR_US));
        for n in steps {
            // The last command of a history withdraws: one in eight of those that try.
            let (who, command) = step(n, &desk);
            if matches!(command, Command::Withdraw { .. }) && n < 200 { continue }
            let _ = desk.does(&who, &command);
            desk.now_us += i64::from(n) * 60_000_000;
            desk.ticks();
        }
        let mut shuffled = desk.facts.clone();
        let twice: Vec<_> = shuffled.iter().take(again).cloned().collect();
        shuffled.extend(twice);
        let mut random = seed;
        for n in (1..shuffled.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(n, (random >> 33) as usize % (n + 1));
        }
        let folded = shuffled.iter().fold(Notice::default(), |n, (fact, by)| Notice::fold(Some(&n), fact, by));
        prop_assert_eq!(folded, desk.notice);
    }

    /// Two nodes that say different things under one number agree on which holds.
    #[test]
    fn two_texts_of_one_number_end_as_the_earlier(at in 0i64..4, other in 0i64..4, days in 1i64..3) {
        let written = |id: &str, at_us: i64, days: i64| {
            let who = Officer { id: id.into(), ..author() };
            let none = Figures::default();
            let cx = Context { book: &BOOK, officer: &who, now_us: NOW_US, id: "n-1", exposure: &[], figures: &none };
            let by = By { officer: id.into(), agency: "TZ-TRA".into(), at_us: NOW_US + at_us };
            (notice::draft(&cx, &permit(NOW_US + days * DAY_US)).unwrap(), by)
        };
        let two = [written("x", at, days), written("y", other, 3)];
        let fold = |order: [usize; 2]| order.iter().fold(Notice::default(), |n, k| Notice::fold(Some(&n), &two[*k].0, &two[*k].1));
        prop_assert_eq!(fold([0, 1]), fold([1, 0]));
        let holds = fold([0, 1]).content().unwrap().effective_us;
        prop_assert_eq!(holds, NOW_US + DAY_US * if at <= other { days } else { 3 });
    }

    /// Whatever is done, nothing is owed by a text that does not hold, and everybody who has not acknowledged the one that does owes it.
    #[test]
    fn what_is_owed_is_what_has_not_been_acknowledged(steps in prop::collection::vec(any::<u8>(), 1..24)) {
        let mut desk = Desk::drafted(&permit(NOW_US + HOUR_US));
        for n in steps {
            let (who, command) = step(n, &desk);
            let before = desk.notice.clone();
            let done = desk.does(&who, &command);
            if done.is_ok() && let Command::Issue { draft } = &command {
                prop_assert_ne!(&before.drafts[draft].written.as_ref().unwrap().0.officer, &who.id);
            }
            desk.now_us += i64::from(n) * 20_000_000;
            desk.ticks();
            let over = desk.notice.withdrawn.is_some();
            let still: BTreeSet<String> =
                desk.notice.recipients().iter().filter(|(_, by)| by.is_none() && !over).map(|(r, _)| r.assignment.clone()).collect();
            let open: BTreeSet<String> =
                desk.owed.iter().filter(|(_, a)| a.kind == "notice.acknowledge" && a.end.is_none()).map(|(id, _)| id.clone()).collect();
            prop_assert_eq!(open, still);
            let reviewed = desk.notice.reviewed.is_some() || over;
            let effective = desk.notice.issued().is_some_and(|(_, d)| d.took_effect.is_some());
            prop_assert_eq!(desk.open("notice.review").len(), usize::from(effective && !reviewed));
        }
    }
}
