//! Meetings of bodies: every rule by example, and random lives of a meeting beside a plain model.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use coordination::assignment::{self, Assignment, Outcome, Party};
use coordination::crossing::By;
use coordination::meeting::{
    self, Attendance, Call, Command, Compliance, Context, Done, Fact, How, Issue, Item, ItemKind, Meeting, MinutesState, Presider, Quorum,
    Refused, Seat, Seated, State,
};
use framework::access::Officer;
use framework::{AgencyId, Rulebook};
use proptest::prelude::*;
use rstest::rstest;
use std::sync::LazyLock;

/// Tuesday, 1 September 2026, 06:00 UTC: nine in the morning in Nairobi.
const NOW_US: i64 = 1_788_242_400_000_000;
const HOUR_US: i64 = 3_600_000_000;
const DAY_US: i64 = 24 * HOUR_US;

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let loaded = framework::load(format!("{}/../../frameworks/kenya", env!("CARGO_MANIFEST_DIR")).as_ref());
    Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap()
});

fn officer(id: &str, agency: &str, point: Option<&str>) -> Officer {
    Officer {
        id: id.into(),
        agency: agency.into(),
        state: "KEN".into(),
        point: point.map(Into::into),
        desk: "made.up".into(),
        roles: ["duty".to_owned()].into(),
        purposes: ["oversight".to_owned()].into(),
        clearance: 1,
    }
}

fn secretary() -> Officer {
    officer("secretary", "BMS", None)
}

fn chair() -> Officer {
    officer("chair", "MOI", None)
}

fn by(officer: &Officer, at_us: i64) -> By {
    By { officer: officer.id.clone(), agency: officer.agency.clone(), at_us }
}

/// A meeting of the national committee with its world around it.
struct Room {
    meeting: Meeting,
    owed: Vec<(String, Assignment)>,
    now_us: i64,
    ids: u32,
}

impl Room {
    fn called(ask: Call) -> Self {
        Self::of("bcocc", &secretary(), ask)
    }

    fn of(body: &str, who: &Officer, ask: Call) -> Self {
        let cx = Context { book: &BOOK, officer: who, now_us: NOW_US, ids: &[], owed: None, found: &[] };
        let fact = meeting::call(&cx, body, &ask).unwrap();
        Self { meeting: Meeting::fold(None, &fact, &by(who, NOW_US)).unwrap(), owed: Vec::new(), now_us: NOW_US, ids: 0 }
    }

    fn planned() -> Self {
        Self::called(Call { planned_us: NOW_US + DAY_US, ..Call::default() })
    }

    /// Open, with the chair and so many other members.
    fn open(others: usize) -> Self {
        let mut room = Self::planned();
        let mut present = vec![comes("MOI")];
        let members: Vec<AgencyId> = room.meeting.seated.members.iter().filter(|m| m.as_str() != "MOI").take(others).cloned().collect();
        present.extend(members.iter().map(|m| comes(m.as_str())));
        room.does(&secretary(), Command::Open { presiding: None, present, began_us: None });
        room
    }

    fn tries_with(&mut self, who: &Officer, command: &Command, found: &[Item]) -> Result<Done, Refused> {
        self.ids += 10;
        let ids: Vec<String> = (0..10).map(|n| format!("a{}", self.ids + n)).collect();
        let directive = match command {
            Command::Accept { directive, .. } | Command::Return { directive, .. } => self.meeting.directive(directive),
            _ => None,
        };
        let owed = directive.and_then(|d| self.owed.iter().find(|(id, _)| *id == d.assignment)).map(|(_, a)| a);
        let cx = Context { book: &BOOK, officer: who, now_us: self.now_us, ids: &ids, owed, found };
        meeting::decide(&cx, "m1", &self.meeting, command)
    }

    fn tries(&mut self, who: &Officer, command: Command) -> Result<Done, Refused> {
        self.tries_with(who, &command, &[])
    }

    fn folds(&mut self, who: &Officer, done: &Done) {
        for fact in &done.facts {
            // What is written is what is read back.
            assert_eq!(&Fact::read(fact.kind(), &fact.body()).unwrap(), fact);
            self.meeting = Meeting::fold(Some(&self.meeting), fact, &by(who, self.now_us)).unwrap();
        }
        for (id, fact) in &done.owes {
            self.owed.push((id.clone(), Assignment::fold(None, fact, &by(who, self.now_us)).unwrap()));
        }
    }

    fn does(&mut self, who: &Officer, command: Command) -> Done {
        let done = self.tries(who, command).unwrap();
        self.folds(who, &done);
        done
    }

    /// Somebody does something with what a directive is now.
    fn answers(&mut self, directive: &str, who: &Officer, command: assignment::Command) {
        let now = self.meeting.directive(directive).unwrap().assignment.clone();
        let (_, a) = self.owed.iter_mut().find(|(id, _)| *id == now).unwrap();
        let cx = assignment::Context { book: &BOOK, officer: who, now_us: self.now_us };
        for fact in assignment::decide(&cx, a, &command).unwrap() {
            *a = Assignment::fold(Some(a), &fact, &by(who, self.now_us)).unwrap();
        }
    }

    fn compliance(&self, directive: &str) -> Compliance {
        let d = self.meeting.directive(directive).unwrap();
        let a = self.owed.iter().find(|(id, _)| *id == d.assignment).map(|(_, a)| a);
        meeting::compliance(d, a, self.now_us)
    }

    /// Decides by consensus that customs reports, and gives the directive.
    fn directs(&mut self) -> String {
        let done = self.does(&secretary(), decide("report", How::Consensus, vec![customs(None)]));
        done.owes[0].0.clone()
    }
}

fn comes(agency: &str) -> Attendance {
    Attendance { agency: agency.into(), name: format!("somebody of {agency}") }
}

fn customs(due_us: Option<i64>) -> Issue {
    let to = Party { agency: Some("KRA".into()), point: Some("".into()), ..Party::default() };
    Issue { action: false, to, owed: "report on the queues".to_owned(), due_us }
}

fn decide(text: &str, how: How, issues: Vec<Issue>) -> Command {
    Command::Decide { item: None, text: text.to_owned(), how, issues }
}

fn vote(in_favour: u32, against: u32, abstained: u32) -> How {
    How::Vote { in_favour, against, abstained }
}

#[test]
fn a_committee_sits_as_the_framework_says() {
    let body = meeting::seated(&BOOK, "bcocc", NOW_US).unwrap();
    let seat = |agency: &str| body.seat(&agency.into());
    assert_eq!(
        (seat("MOI"), seat("DIS"), seat("BMS"), seat("KRA")),
        (Some(Seat::Chair), Some(Seat::Deputy), Some(Seat::Secretary), Some(Seat::Member))
    );
    // The contact person comes and does not count: thirteen of the fourteen that the file lists.
    assert_eq!((body.members.len(), body.counts(&"BMS".into())), (13, false));
    assert_eq!(seat("ODPC"), None);
    let here = meeting::seated(&BOOK, "bmc.jkia", NOW_US).unwrap();
    assert_eq!((here.parent.as_str(), here.point.as_str(), here.chair.as_ref().unwrap().as_str()), ("bms", "jkia", "KAA"));
    assert_eq!(here.seat_of(&officer("x", "KAA", Some("jkia"))), Some(Seat::Chair));
    assert_eq!(here.seat_of(&officer("x", "KAA", None)), None, "a national desk does not sit in the committee of a point");
    assert_eq!(meeting::seated(&BOOK, "joc.jkia", NOW_US).unwrap().parent, "bmc.jkia");
    assert!(meeting::seated(&BOOK, "bmc.{point}", NOW_US).is_none() && meeting::seated(&BOOK, "bmc.atlantis", NOW_US).is_none());
    // The neighbour's desks at a shared post are no members of a body of this state.
    let shared = meeting::seated(&BOOK, "bmc.namanga", NOW_US).unwrap();
    assert!(shared.members.iter().all(|m| BOOK.agencies[m].state == BOOK.own_state()), "{:?}", shared.members);
}

/// Half of thirteen is seven; the rule wants the chair or the deputy among them.
#[rstest]
#[case(&["MOI", "KRA", "NPS", "NIS", "KAA", "KPA"], 6, false)]
#[case(&["MOI", "KRA", "NPS", "NIS", "KAA", "KPA", "KMA"], 7, true)]
#[case(&["DIS", "KRA", "NPS", "NIS", "KAA", "KPA", "KMA"], 7, true)]
#[case(&["PH", "KRA", "NPS", "NIS", "KAA", "KPA", "KMA"], 7, false)]
// Whoever only advises, or is co-opted, is not counted.
#[case(&["MOI", "KRA", "NPS", "NIS", "KAA", "KPA", "BMS", "ODPC"], 6, false)]
#[case(&[], 0, false)]
fn a_quorum_is_counted_by_the_rule(#[case] present: &[&str], #[case] counted: u32, #[case] met: bool) {
    let body = meeting::seated(&BOOK, "bcocc", NOW_US).unwrap();
    let present: Vec<AgencyId> = present.iter().map(|a| (*a).into()).collect();
    let count = body.count(&present);
    assert_eq!((count.present, count.of, count.needed, count.met()), (counted, 13, 7, met));
}

proptest! {
    /// Against a plain count of who is there.
    #[test]
    fn a_quorum_is_what_counting_on_fingers_gives(
        members in prop::collection::btree_set(0u8..20, 0..15),
        present in prop::collection::btree_set(0u8..25, 0..20),
        percent in prop::option::of(1u32..=100),
        count in prop::option::of(1u32..=15),
        with in prop::sample::select(vec![Presider::Anybody, Presider::Chair, Presider::ChairOrDeputy]),
        chair in prop::option::of(0u8..20),
        deputy in prop::option::of(0u8..20),
    ) {
        let agency = |n: &u8| AgencyId::from(format!("A{n}").as_str());
        let body = Seated {
            body: "b".into(), template: "b".into(), short: "B".into(), level: "national".into(), parent: String::new(), point: String::new(),
            chair: chair.as_ref().map(agency), deputy: deputy.as_ref().map(agency), secretary: None,
            members: members.iter().map(agency).collect(), advisers: Vec::new(),
            quorum: Quorum { percent, count, with }, meets: String::new(), minutes_within: String::new(), minutes_working: false,
        };
        let there: Vec<AgencyId> = present.iter().map(agency).collect();
        let counted = body.count(&there);
        let fingers = members.intersection(&present).count();
        let enough = fingers > 0
            && percent.is_none_or(|p| fingers as f64 * 100.0 >= members.len() as f64 * f64::from(p))
            && count.is_none_or(|c| fingers >= c as usize);
        let sits = |seat: Option<u8>| seat.is_some_and(|s| present.contains(&s));
        let office = match with {
            Presider::Anybody => true,
            Presider::Chair => sits(chair),
            Presider::ChairOrDeputy => sits(chair) || sits(deputy),
        };
        prop_assert_eq!(counted.present as usize, fingers);
        prop_assert_eq!(counted.met(), enough && office);
    }
}

#[test]
fn hosts_take_turns() {
    let members: Vec<AgencyId> = ["A", "B", "C"].map(Into::into).to_vec();
    let next = |hosts: &[&str]| meeting::next_host(&members, &hosts.iter().map(|h| (*h).into()).collect::<Vec<_>>()).unwrap().to_string();
    assert_eq!(next(&[]), "A");
    assert_eq!(next(&["A"]), "B");
    assert_eq!(next(&["B", "A"]), "C");
    assert_eq!(next(&["C", "B", "A"]), "A");
    assert_eq!(next(&["A", "C", "Z", "B"]), "B");
    assert_eq!(meeting::next_host(&[], &[]), None);
}

#[test]
fn a_body_is_called_together_by_those_who_run_it() {
    let call = |who: &Officer, body: &str, ask: Call| {
        let cx = Context { book: &BOOK, officer: who, now_us: NOW_US, ids: &[], owed: None, found: &[] };
        meeting::call(&cx, body, &ask)
    };
    let at = |days: i64| Call { planned_us: NOW_US + days * DAY_US, ..Call::default() };
    assert!(call(&secretary(), "bcocc", at(7)).is_ok() && call(&chair(), "bcocc", at(7)).is_ok());
    assert!(call(&officer("x", "DIS", None), "bcocc", at(7)).is_ok(), "the deputy");
    assert!(matches!(call(&officer("x", "KRA", None), "bcocc", at(7)), Err(Refused::NotYourSeat { .. })), "a member does not");
    assert!(matches!(call(&officer("x", "BMS", Some("jkia")), "bcocc", at(7)), Err(Refused::NotYourSeat { .. })));
    assert!(matches!(call(&secretary(), "atlantis", at(7)), Err(Refused::NoSuchBody { .. })));
    for days in [-401, 802] {
        assert!(matches!(call(&secretary(), "bcocc", at(days)), Err(Refused::OutOfRange { .. })), "{days}");
    }
    assert!(call(&secretary(), "bcocc", at(-399)).is_ok() && call(&secretary(), "bcocc", at(799)).is_ok());
    let urgent = Call { extraordinary: true, ..at(1) };
    assert_eq!(call(&secretary(), "bcocc", urgent.clone()).unwrap_err().code(), "words");
    assert!(call(&secretary(), "bcocc", Call { reason: "an outbreak".into(), ..urgent }).is_ok());
    let host = Call { host: Some("ATLANTIS".into()), ..at(1) };
    assert!(matches!(call(&secretary(), "bcocc", host), Err(Refused::NoSuchAgency { .. })));
}

#[test]
fn nothing_is_decided_without_a_quorum_and_somebody_who_presides() {
    let mut room = Room::open(5);
    assert_eq!(
        room.tries(&secretary(), decide("x", How::Consensus, vec![])).unwrap_err(),
        Refused::NoQuorum { present: 6, of: 13, needed: 7 }
    );
    let away = room.meeting.seated.members.iter().find(|m| !room.meeting.is_there(m)).unwrap().clone();
    room.does(&secretary(), Command::Arrive { agency: away.clone(), name: "late".into() });
    assert!(room.tries(&secretary(), decide("x", How::Consensus, vec![])).is_ok());
    // The chair leaves: nobody presides, and the deputy is not there.
    room.does(&secretary(), Command::Leave { agency: "MOI".into() });
    assert_eq!(room.tries(&secretary(), decide("x", How::Consensus, vec![])).unwrap_err(), Refused::NobodyPresides);
    assert!(matches!(room.tries(&secretary(), Command::Preside { agency: away }), Err(Refused::CannotPreside { .. })));
    let deputy = Room::open(12).meeting.presiding;
    assert_eq!(deputy.unwrap().as_str(), "MOI", "the chair presides where both are there");
}

#[test]
fn votes_are_those_of_members_who_are_there() {
    let mut room = Room::open(7);
    for how in [vote(0, 0, 0), vote(9, 0, 0), vote(3, 3, 3), vote(u32::MAX, 1, 0)] {
        assert!(matches!(room.tries(&secretary(), decide("x", how, vec![])), Err(Refused::VotesUnfit { .. })), "{how:?}");
    }
    for (how, adopted) in [(vote(4, 3, 1), true), (vote(4, 4, 0), false), (vote(0, 0, 8), false), (vote(1, 0, 7), true)] {
        room.does(&secretary(), decide("x", how, vec![]));
        assert_eq!(room.meeting.decisions.last().unwrap().adopted, adopted, "{how:?}");
    }
    assert_eq!(room.tries(&secretary(), decide("x", vote(1, 2, 0), vec![customs(None)])).unwrap_err(), Refused::NotAdopted);
}

#[test]
fn only_those_with_a_seat_or_asked_come() {
    let mut room = Room::planned();
    let open =
        |present: Vec<Attendance>, presiding: Option<&str>| Command::Open { presiding: presiding.map(Into::into), present, began_us: None };
    assert!(matches!(room.tries(&secretary(), open(vec![comes("ODPC")], None)), Err(Refused::NotInvited { .. })));
    assert!(matches!(room.tries(&secretary(), open(vec![comes("MOI"), comes("MOI")], None)), Err(Refused::ThereAlready { .. })));
    assert!(matches!(room.tries(&secretary(), open(vec![comes("KRA")], Some("KRA"))), Err(Refused::CannotPreside { .. })));
    assert!(matches!(room.tries(&secretary(), open(vec![comes("KRA")], Some("MOI"))), Err(Refused::NotThere { .. })));
    let ask = Command::CoOpt { agency: "ODPC".into(), reason: "personal data".into() };
    room.does(&secretary(), ask.clone());
    assert!(matches!(room.tries(&secretary(), ask), Err(Refused::HasSeat { .. })));
    assert!(matches!(room.tries(&secretary(), Command::CoOpt { agency: "KRA".into(), reason: "?".into() }), Err(Refused::HasSeat { .. })));
    room.does(&secretary(), open(vec![comes("DIS"), comes("ODPC")], None));
    assert_eq!((room.meeting.presiding.as_ref().unwrap().as_str(), room.meeting.count().present), ("DIS", 1));
    assert!(matches!(room.tries(&secretary(), Command::Cancel { reason: "?".into() }), Err(Refused::WrongState { .. })));
}

#[test]
fn what_waits_puts_itself_on_the_agenda_once_when_the_meeting_begins() {
    let mut room = Room::planned();
    let item = |kind, about: &str| Item { kind, title: about.to_owned(), about_kind: "directive".into(), about: about.to_owned() };
    let own = Item { title: "any other business".into(), ..Item::default() };
    room.does(&officer("m", "KRA", None), Command::AddItem { item: own.clone() });
    assert!(matches!(room.tries(&secretary(), Command::AddItem { item: own }), Err(Refused::OnAgenda { .. })));
    room.does(&secretary(), Command::AddItem { item: item(ItemKind::Other, "d1") });
    let found = [item(ItemKind::Evidence, "d3"), item(ItemKind::Overdue, "d1"), item(ItemKind::Overdue, "d2"), item(ItemKind::Late, "d2")];
    let command = Command::Open { presiding: None, present: vec![comes("MOI")], began_us: None };
    let done = room.tries_with(&secretary(), &command, &found).unwrap();
    room.folds(&secretary(), &done);
    let agenda: Vec<(&str, bool)> = room.meeting.agenda.iter().map(|a| (a.item.title.as_str(), a.automatic)).collect();
    assert_eq!(agenda, [("any other business", false), ("d1", false), ("d2", true), ("d3", true)]);
    room.does(&secretary(), Command::WithdrawItem { item: 2, reason: "settled".into() });
    assert!(matches!(
        room.tries(&secretary(), Command::WithdrawItem { item: 2, reason: "?".into() }),
        Err(Refused::NoSuchItem { item: 2 })
    ));
    for link in ["http://x", "javascript:alert(1)", "//evil", ""] {
        let paper = Command::AddPaper { title: "p".into(), link: link.into(), item: None };
        assert_eq!(room.tries(&secretary(), paper).unwrap_err(), Refused::LinkUnfit, "{link}");
    }
    room.does(&officer("m", "KRA", None), Command::AddPaper { title: "p".into(), link: "https://x".into(), item: Some(1) });
}

#[test]
fn minutes_are_written_by_one_and_approved_by_another_and_sent_above() {
    let (writer, chair) = (officer("writer", "BMS", None), officer("head", "BMS", None));
    let mut room = Room::of("bms", &writer, Call { planned_us: NOW_US, ..Call::default() });
    let text = |t: &str| Command::Draft { text: t.into() };
    assert!(matches!(room.tries(&writer, text("x")), Err(Refused::WrongState { .. })));
    room.does(&writer, Command::Open { presiding: None, present: vec![comes("BMS")], began_us: None });
    room.does(&writer, text("first"));
    assert!(matches!(room.tries(&chair, Command::Approve), Err(Refused::WrongState { .. })), "not before the end");
    room.now_us += HOUR_US;
    room.does(&writer, Command::Close { ended_us: None });
    // Ten in the morning on a Tuesday; three working days are those of Wednesday, Thursday and Friday at ten.
    assert_eq!(room.meeting.minutes.due_us, Some(NOW_US + HOUR_US + 3 * DAY_US));
    assert_eq!(room.tries(&writer, Command::Approve).unwrap_err(), Refused::SameWriter { officer: writer.id.clone() });
    assert!(matches!(room.tries(&writer, Command::Send), Err(Refused::MinutesAre { state: "draft" })));
    // Who wrote a part of them wrote them.
    room.does(&chair, text("second"));
    for one in [&writer, &chair] {
        assert!(matches!(room.tries(one, Command::Approve), Err(Refused::SameWriter { .. })));
    }
    let third = officer("third", "BMS", None);
    assert!(matches!(room.tries(&officer("x", "KRA", None), Command::Approve), Err(Refused::NotYourSeat { .. })));
    room.does(&third, Command::Approve);
    assert!(matches!(room.tries(&third, Command::Approve), Err(Refused::MinutesAre { state: "approved" })));
    assert!(matches!(room.tries(&writer, text("third")), Err(Refused::MinutesAre { .. })), "what is approved is not rewritten");
    assert_eq!(room.meeting.minutes_done_us(), None);
    let done = room.does(&writer, Command::Send);
    assert!(matches!(&done.facts[0], Fact::Sent(f) if f.to == "bcocc"));
    assert_eq!((room.meeting.minutes_state(), room.meeting.minutes_done_us()), (MinutesState::Sent, Some(room.now_us)));
}

#[test]
fn minutes_of_the_highest_body_and_of_a_confidential_meeting_stay() {
    let run = |body: &str, confidential: bool| {
        let (one, two) = (officer("one", "BMS", None), if body == "bms" { officer("two", "BMS", None) } else { chair() });
        let mut room = Room::of(body, &one, Call { planned_us: NOW_US, confidential, ..Call::default() });
        room.does(&one, Command::Open { presiding: None, present: vec![], began_us: None });
        room.does(&one, Command::Close { ended_us: None });
        assert_eq!(room.tries(&two, Command::Approve).unwrap_err(), Refused::NoMinutes);
        room.does(&one, Command::Draft { text: "nobody came".into() });
        room.does(&two, Command::Approve);
        assert_eq!(room.meeting.minutes_done_us(), Some(NOW_US));
        room.tries(&one, Command::Send).unwrap_err()
    };
    assert_eq!(run("bcocc", false), Refused::NoParent);
    assert_eq!(run("bms", true), Refused::StaysHere);
}

#[test]
fn a_directive_goes_from_the_decision_to_evidence_that_is_accepted() {
    let mut room = Room::open(12);
    let directive = room.directs();
    let (_, a) = &room.owed[0];
    assert_eq!((a.kind.as_str(), a.about_kind.as_str(), a.about.as_str()), ("directive", "decision", "m1#1"));
    // 30 days of running time, and three working days to acknowledge it: Friday at nine.
    let d = room.meeting.directive(&directive).unwrap().clone();
    assert_eq!((d.due_us, d.acknowledge_us), (NOW_US + 30 * DAY_US, Some(NOW_US + 3 * DAY_US)));
    assert_eq!(room.compliance(&directive), Compliance::Issued);
    let accept = |room: &mut Room, who: &Officer, d: &str| room.tries(who, Command::Accept { directive: d.into(), note: String::new() });
    assert_eq!(accept(&mut room, &secretary(), &directive).unwrap_err(), Refused::NotAnswered);
    room.now_us = NOW_US + 3 * DAY_US + 1;
    assert_eq!(room.compliance(&directive), Compliance::Unacknowledged);
    let kra = officer("customs", "KRA", None);
    room.answers(&directive, &kra, assignment::Command::Acknowledge);
    assert_eq!(room.compliance(&directive), Compliance::Acknowledged);
    room.now_us = NOW_US + 30 * DAY_US + 1;
    assert_eq!(room.compliance(&directive), Compliance::Overdue);
    room.answers(&directive, &kra, assignment::Command::Answer { outcome: Outcome::Part, text: "half of it".into() });
    assert_eq!(room.compliance(&directive), Compliance::Evidence);
    // A member does not judge, and a closed meeting's directives go on.
    room.does(&secretary(), Command::Close { ended_us: None });
    assert!(matches!(accept(&mut room, &kra, &directive), Err(Refused::NotYourSeat { .. })));
    let done = room.does(&chair(), Command::Return { directive: directive.clone(), reason: "the other half".into(), due_us: None });
    assert_eq!(done.owes.len(), 1);
    let again = room.owed.last().unwrap().1.clone();
    assert!(again.owed.starts_with("report on the queues") && again.owed.ends_with("the other half"), "{}", again.owed);
    assert_eq!((again.about, again.to), (room.owed[0].1.about.clone(), room.owed[0].1.to.clone()));
    assert_eq!((room.compliance(&directive), room.meeting.directive(&directive).unwrap().returned.len()), (Compliance::Issued, 1));
    room.answers(&directive, &kra, assignment::Command::Answer { outcome: Outcome::Full, text: "all of it".into() });
    room.does(&secretary(), Command::Accept { directive: directive.clone(), note: String::new() });
    assert_eq!(room.compliance(&directive), Compliance::Complied);
    assert!(matches!(accept(&mut room, &chair(), &directive), Err(Refused::JudgedAlready { .. })));
    assert!(matches!(accept(&mut room, &chair(), "made up"), Err(Refused::NoSuchDirective { .. })));
}

#[test]
fn who_gave_an_answer_does_not_judge_it_and_a_refusal_is_no_compliance() {
    let mut room = Room::open(12);
    let to = Party { agency: Some("DIS".into()), point: Some("".into()), ..Party::default() };
    let issues = vec![Issue { action: true, to, owed: "a list".into(), due_us: None }];
    let directive = room.does(&secretary(), decide("x", How::Consensus, issues)).owes[0].0.clone();
    // A meeting's action has 14 days, and no time of its own to be acknowledged in.
    let d = room.meeting.directive(&directive).unwrap();
    assert_eq!((d.kind.as_str(), d.due_us, d.acknowledge_us), ("meeting.action", NOW_US + 14 * DAY_US, None));
    let deputy = officer("deputy", "DIS", None);
    room.answers(&directive, &deputy, assignment::Command::Decline { reason: "not ours".into() });
    assert_eq!(room.compliance(&directive), Compliance::Declined);
    let accept = Command::Accept { directive: directive.clone(), note: "so be it".into() };
    assert!(matches!(room.tries(&deputy, accept.clone()), Err(Refused::OwnAnswer { .. })));
    room.does(&secretary(), accept);
    assert_eq!(room.compliance(&directive), Compliance::LetGo);
}

#[test]
fn what_is_owed_by_a_confidential_meeting_does_not_say_where_it_comes_from() {
    let (one, to) = (officer("one", "BMS", None), Party { agency: Some("BMS".into()), point: Some("".into()), ..Party::default() });
    let mut room = Room::of("bms", &one, Call { planned_us: NOW_US, confidential: true, ..Call::default() });
    room.does(&one, Command::Open { presiding: None, present: vec![comes("BMS")], began_us: None });
    room.does(&one, decide("x", How::Consensus, vec![Issue { action: false, to, owed: "a list".into(), due_us: None }]));
    let (_, a) = &room.owed[0];
    assert_eq!((a.about_kind.as_str(), a.about.as_str()), ("", ""));
    assert_eq!(room.meeting.directives.len(), 1);
}

#[test]
fn what_a_decision_would_make_nobody_owe_is_not_decided() {
    let mut room = Room::open(12);
    let nobody = Issue { to: Party::default(), ..customs(None) };
    assert_eq!(room.tries(&secretary(), decide("x", How::Consensus, vec![nobody])).unwrap_err().code(), "no_addressee");
    let past = customs(Some(NOW_US - 1));
    assert_eq!(room.tries(&secretary(), decide("x", How::Consensus, vec![past])).unwrap_err().code(), "in_the_past");
    let many = vec![customs(None); meeting::MAX_ISSUES + 1];
    assert!(matches!(room.tries(&secretary(), decide("x", How::Consensus, many)), Err(Refused::TooManyHere { .. })));
    // More than there are ids for is refused, not dropped.
    assert!(matches!(room.tries(&secretary(), decide("x", How::Consensus, vec![customs(None); 11])), Err(Refused::TooManyHere { .. })));
}

/// A command that a random life may try.
fn some_command() -> impl Strategy<Value = (bool, Command)> {
    let why = || "?".to_owned();
    let agency = prop::sample::select(vec!["MOI", "DIS", "KRA", "NPS", "NIS", "KAA", "KPA", "KMA", "KCGS", "BMS", "ODPC"]);
    let commands = prop_oneof![
        Just(Command::Postpone { planned_us: NOW_US + DAY_US, reason: why() }),
        Just(Command::Cancel { reason: why() }),
        Just(Command::AddItem { item: Item { title: why(), ..Item::default() } }),
        Just(Command::WithdrawItem { item: 0, reason: why() }),
        Just(Command::CoOpt { agency: "ODPC".into(), reason: why() }),
        prop::collection::btree_set(agency.clone(), 0..11).prop_map(|all| Command::Open {
            presiding: None,
            present: all.into_iter().map(comes).collect(),
            began_us: None
        }),
        agency.clone().prop_map(|a| Command::Arrive { agency: a.into(), name: "x".into() }),
        agency.clone().prop_map(|a| Command::Leave { agency: a.into() }),
        agency.prop_map(|a| Command::Preside { agency: a.into() }),
        Just(decide("x", How::Consensus, vec![customs(None)])),
        (0u32..8, 0u32..8, 0u32..8).prop_map(|(a, b, c)| decide("x", vote(a, b, c), vec![])),
        Just(Command::Close { ended_us: None }),
        Just(Command::Draft { text: why() }),
        Just(Command::Approve),
        Just(Command::Send),
    ];
    (any::<bool>(), commands)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is tried in whatever order: what was decided had a quorum, minutes were approved by somebody who did not write them, and what is offered is taken.
    #[test]
    fn no_life_of_a_meeting_breaks_the_rules(life in prop::collection::vec(some_command(), 0..60)) {
        let mut room = Room::planned();
        let (mut opened, mut over) = (false, false);
        for (first, command) in life {
            let who = if first { secretary() } else { chair() };
            let cx = Context { book: &BOOK, officer: &who, now_us: room.now_us, ids: &[], owed: None, found: &[] };
            let offered = meeting::offers(&cx, "m1", &room.meeting);
            let word = match &command {
                Command::Approve => Some("approve"),
                Command::Send => Some("send"),
                Command::Close { .. } => Some("close"),
                Command::Cancel { .. } => Some("cancel"),
                _ => None,
            };
            let before = room.meeting.clone();
            let done = room.tries(&who, command.clone());
            if let Some(word) = word {
                prop_assert_eq!(offered.contains(&word), done.is_ok(), "{} {:?}", word, done);
            }
            let Ok(done) = done else { prop_assert_eq!(&before, &room.meeting); continue };
            match &command {
                Command::Open { .. } => { prop_assert!(!opened && !over); opened = true; }
                Command::Close { .. } | Command::Cancel { .. } => { prop_assert!(!over); over = true; }
                Command::Decide { .. } => {
                    prop_assert!(opened && !over && before.count().met() && before.presiding.is_some());
                    prop_assert!(before.count().present >= 7);
                }
                Command::Approve => prop_assert!(!before.minutes.writers.iter().any(|w| w.officer == who.id)),
                _ => {}
            }
            room.folds(&who, &done);
            prop_assert_eq!(room.meeting.state() == State::Open, opened && !over);
            let there: std::collections::BTreeSet<_> = room.meeting.present.iter().map(|p| p.agency.clone()).collect();
            prop_assert_eq!(there.len(), room.meeting.present.len());
            prop_assert!(room.meeting.presiding.as_ref().is_none_or(|p| there.contains(p)));
            prop_assert_eq!(room.owed.len(), room.meeting.directives.len());
        }
    }

    /// Facts of another node, in whatever order they come, never make the state fall over, and the first end stays the end.
    #[test]
    fn folding_takes_entries_in_any_order(order in Just((0usize..12).collect::<Vec<_>>()).prop_shuffle()) {
        let mut room = Room::open(12);
        let called = room.meeting.called.clone();
        let mut facts: Vec<Fact> = room.does(&secretary(), decide("x", How::Consensus, vec![customs(None)])).facts;
        facts.extend(room.does(&secretary(), Command::Draft { text: "x".into() }).facts);
        facts.extend(room.does(&secretary(), Command::Close { ended_us: None }).facts);
        facts.extend(room.does(&chair(), Command::Approve).facts);
        let who = by(&secretary(), NOW_US);
        let mut state = Meeting::fold(None, &Fact::Called(called), &who).unwrap();
        for n in order {
            if let Some(fact) = facts.get(n) {
                state = Meeting::fold(Some(&state), fact, &who).unwrap();
            }
        }
        prop_assert_eq!(state.decisions.len(), 1);
        prop_assert_eq!(state.directives.len(), 1);
        prop_assert!(state.closed.is_some());
    }
}
