//! Corners that random walks have found, each as short as it gets.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

mod border;

use border::{Border, arrival, kenya, officer, truck};
use coordination::crossing::{Command, Context, Flight, OpenCommand, Parts, Refused, Status, Subject, Vehicle, Verdict, Why};
use framework::Direction;

fn hold(stage: &str, function: &str, state: &str) -> Command {
    let mine = |of: &Option<framework::StateCode>| of.as_ref().is_none_or(|s| *s == state);
    let ground = kenya().hold_grounds.values().find(|g| g.function == function && mine(&g.state)).unwrap().id.clone();
    Command::Hold { stage: stage.into(), ground, reason: "papers".into(), until_us: None }
}

fn refer(from: &str, to: &str) -> Command {
    Command::Refer { stage: from.into(), to: to.into(), reason: "what do you know".into() }
}

/// An inbound truck whose documents have been looked at on both sides.
fn in_the_yard(conditions: &[&str]) -> Border {
    let mut b = Border::default();
    let (exit, customs) = (officer("TZ-TRA", "namanga", "1"), officer("KRA", "namanga", "1"));
    b.open(&customs, "t", truck(Direction::Inbound, conditions)).unwrap();
    b.pass(&customs, "t", "gate.in").unwrap();
    b.pass(&officer("TZ-IMM", "namanga", "1"), "t", "exit.immigration").unwrap();
    b.pass(&exit, "t", "exit.customs").unwrap();
    b.by(&exit, "t", Command::HandOver).unwrap();
    b.by(&customs, "t", Command::AcceptHandOver).unwrap();
    b.pass(&customs, "t", "entry.documents").unwrap();
    b
}

/// A bus that is here, and a passenger of it who is only announced.
fn announced_passenger() -> Border {
    let mut b = Border::default();
    let customs = officer("KRA", "namanga", "1");
    let bus = OpenCommand {
        procedure: "osbp-bus".into(),
        subject: Subject::Bus(Vehicle { plate: "UTO 002 B".into(), ..Vehicle::default() }),
        ..truck(Direction::Inbound, &[])
    };
    b.open(&customs, "b", bus).unwrap();
    let passenger =
        OpenCommand { point: "namanga".into(), procedure: "osbp-traveller".into(), ..arrival(Some("b"), "ERIKSSON", "L898902C3") };
    b.open(&customs, "p", passenger).unwrap();
    b
}

#[test]
fn who_is_refused_on_papers_before_arrival_is_counted_once() {
    let mut b = announced_passenger();
    let immigration = officer("TZ-IMM", "namanga", "1");
    let grounds = &kenya().refusal_grounds;
    let ground = grounds.values().find(|g| g.function == "immigration" && g.state.as_ref().is_none_or(|s| *s == "TZA")).unwrap();
    let refuse = Command::Refuse { stage: "exit.immigration".into(), ground: ground.id.clone(), reason: "no exit permit".into() };
    b.by(&immigration, "p", refuse).unwrap();
    assert_eq!(b.file("b").parts, Parts { settled: 1, ..Parts::default() });
    let cancelled = b.by(&immigration, "p", Command::Cancel { reason: "will not come".into() }).unwrap_err();
    assert!(matches!(cancelled.why, Why::EntryRefused { .. }), "{cancelled}");
}

#[test]
fn entry_controls_are_brought_forward_once() {
    let mut b = Border::default();
    let customs = officer("KRA", "namanga", "1");
    b.open(&customs, "t", truck(Direction::Inbound, &[])).unwrap();
    let reverse = Command::Reverse { agreement: "osbp-tanzania".into(), reason: "queue".into() };
    b.by(&customs, "t", reverse.clone()).unwrap();
    assert!(matches!(b.by(&customs, "t", reverse).unwrap_err().why, Why::AlreadyDone { outcome: "reversed", .. }));
}

#[test]
fn entry_controls_are_not_brought_forward_once_the_truck_is_theirs() {
    let mut b = in_the_yard(&[]);
    let reverse = Command::Reverse { agreement: "osbp-tanzania".into(), reason: "queue".into() };
    let refused = b.by(&officer("KRA", "namanga", "1"), "t", reverse).unwrap_err();
    assert!(matches!(refused.why, Why::AlreadyDone { outcome: "handed over", .. }), "{refused}");
}

#[test]
fn an_aircraft_that_is_on_its_stand_has_brought_its_passengers() {
    let mut b = Border::default();
    let flight = OpenCommand {
        point: "jkia".into(),
        procedure: "flight-arrival".into(),
        subject: Subject::Flight(Flight { carrier: "XX".into(), number: "1".into(), ..Flight::default() }),
        ..arrival(None, "", "")
    };
    b.open(&officer("DIS", "jkia", "1"), "f", flight).unwrap();
    b.open(&officer("DIS", "jkia", "1"), "p", arrival(Some("f"), "ERIKSSON", "L898902C3")).unwrap();
    b.pass(&officer("PH", "jkia", "1"), "f", "health.declaration").unwrap();
    b.pass(&officer("KAA", "jkia", "1"), "f", "airport.stand").unwrap();
    assert!(b.file("p").arrived_us.is_some());
    assert_eq!(b.file("f").parts, Parts { present: 1, ..Parts::default() });
}

#[test]
fn nobody_asks_whoever_waits_for_them() {
    let mut b = Border::default();
    let (health, immigration, police) = (officer("PH", "jkia", "1"), officer("DIS", "jkia", "1"), officer("NPS", "jkia", "1"));
    b.open(&immigration, "p", arrival(None, "ERIKSSON", "L898902C3")).unwrap();
    b.pass(&health, "p", "health.screening").unwrap();
    b.by(&immigration, "p", refer("immigration.admission", "police.check")).unwrap();
    let back = b.by(&police, "p", refer("police.check", "immigration.admission")).unwrap_err();
    let waits = |stage: &str, to: &str| Why::AnswerOwed { stage: stage.into(), to: to.into() };
    assert_eq!(back.why, waits("immigration.admission", "police.check"));
    // Nor through a third one.
    b.by(&police, "p", refer("police.check", "customs.baggage")).unwrap();
    let round = b.by(&officer("KRA", "jkia", "1"), "p", refer("customs.baggage", "immigration.admission")).unwrap_err();
    assert_eq!(round.why, waits("police.check", "customs.baggage"));
    b.pass(&officer("KRA", "jkia", "1"), "p", "customs.baggage").unwrap();
    b.pass(&police, "p", "police.check").unwrap();
    b.pass(&immigration, "p", "immigration.admission").unwrap();
}

#[test]
fn a_question_after_an_examination_begins_it_again_with_its_reason() {
    let mut b = in_the_yard(&["selected"]);
    let customs = officer("KRA", "namanga", "1");
    b.pass(&customs, "t", "entry.scan").unwrap();
    b.pass(&customs, "t", "entry.examination").unwrap();
    b.by(&customs, "t", refer("entry.examination", "entry.police")).unwrap();
    assert_eq!(b.file("t").conflicts, []);
}

#[test]
fn a_joint_examination_ends_no_agencys_hold() {
    let mut b = in_the_yard(&["has_plants"]);
    let (customs, plant) = (officer("KRA", "namanga", "1"), officer("KEPHIS", "namanga", "1"));
    let joint = "joint.examination";
    b.by(&plant, "t", Command::RequestJoint { stage: joint.into(), reason: String::new() }).unwrap();
    b.by(&plant, "t", hold("entry.plant", "plant_health", "KEN")).unwrap();
    b.by(&plant, "t", Command::Finding { stage: joint.into(), verdict: Verdict::Clear, text: String::new() }).unwrap();
    let held = b.by(&customs, "t", Command::ReleaseJoint { stage: joint.into() }).unwrap_err();
    assert_eq!(held.why, Why::HoldsOpen { held: vec!["entry.plant".into()] });
    b.by(&plant, "t", Command::LiftHold { stage: "entry.plant".into(), reason: "permit shown".into() }).unwrap();
    b.by(&customs, "t", Command::ReleaseJoint { stage: joint.into() }).unwrap();
}

#[test]
fn what_is_held_at_exit_is_not_handed_over() {
    let mut b = Border::default();
    let (exit, customs) = (officer("TZ-TRA", "namanga", "1"), officer("KRA", "namanga", "1"));
    b.open(&customs, "t", truck(Direction::Inbound, &[])).unwrap();
    b.pass(&customs, "t", "gate.in").unwrap();
    b.pass(&officer("TZ-IMM", "namanga", "1"), "t", "exit.immigration").unwrap();
    b.pass(&exit, "t", "exit.customs").unwrap();
    b.by(&exit, "t", hold("handover", "customs", "TZA")).unwrap();
    let held = b.by(&exit, "t", Command::HandOver).unwrap_err();
    assert_eq!(held.why, Why::HoldsOpen { held: vec!["handover".into()] });
}

#[test]
fn the_state_that_was_left_holds_and_waives_nothing_after_the_hand_over() {
    let mut b = in_the_yard(&[]);
    b.by(&officer("KRA", "namanga", "1"), "t", refer("entry.payment", "exit.customs")).unwrap_err();
    b.by(&officer("KRA", "namanga", "1"), "t", refer("entry.documents", "exit.customs")).unwrap_err();
    b.by(&officer("DIS", "namanga", "1"), "t", refer("entry.immigration", "exit.customs")).unwrap_err();
    b.pass(&officer("PH", "namanga", "1"), "t", "entry.health").unwrap();
    b.by(&officer("DIS", "namanga", "1"), "t", refer("entry.immigration", "exit.customs")).unwrap();
    let waive = Command::Waive { stage: "exit.customs".into(), reason: "known".into() };
    for command in [waive, hold("exit.customs", "customs", "TZA")] {
        let late = b.by(&officer("TZ-TRA", "namanga", "1"), "t", command).unwrap_err();
        assert!(matches!(late.why, Why::HandedOver { .. }), "{late}");
    }
}

#[test]
fn what_does_not_apply_is_neither_held_nor_waived() {
    let mut b = in_the_yard(&[]);
    let animals = officer("DVS", "namanga", "1");
    for command in [hold("entry.animal", "animal_health", "KEN"), Command::Waive { stage: "entry.animal".into(), reason: "none".into() }] {
        let refused = b.by(&animals, "t", command).unwrap_err();
        assert!(matches!(refused.why, Why::DoesNotApply { .. }), "{refused}");
    }
}

#[test]
fn what_leaves_on_its_papers_alone_was_here() {
    let mut b = Border::default();
    let airport = officer("KAA", "jkia", "1");
    let flight = OpenCommand {
        point: "jkia".into(),
        procedure: "flight-departure".into(),
        subject: Subject::Flight(Flight { carrier: "U0".into(), number: "13".into(), ..Flight::default() }),
        arrived: false,
        ..truck(Direction::Outbound, &[])
    };
    b.open(&airport, "f", flight).unwrap();
    b.pass(&officer("DIS", "jkia", "1"), "f", "list.assessed").unwrap();
    b.pass(&officer("KRA", "jkia", "1"), "f", "customs.clearance").unwrap();
    b.by(&airport, "f", Command::Release).unwrap();
    assert!(b.file("f").arrived_us.is_some());
}

#[test]
fn a_control_that_need_not_be_done_is_owed_once_it_has_begun() {
    let mut b = in_the_yard(&[]);
    let police = officer("NPS", "namanga", "1");
    assert!(!b.owed("t").contains(&"entry.police".to_owned()));
    b.by(&police, "t", Command::Start { stage: "entry.police".into(), reason: String::new(), take_over: false }).unwrap();
    assert!(b.owed("t").contains(&"entry.police".to_owned()), "{:?}", b.owed("t"));
}

#[test]
fn a_second_examination_is_offered_with_the_reason_it_needs() {
    let mut b = in_the_yard(&["selected", "has_plants"]);
    let (customs, plant) = (officer("KRA", "namanga", "1"), officer("KEPHIS", "namanga", "1"));
    b.pass(&customs, "t", "entry.scan").unwrap();
    b.pass(&customs, "t", "entry.examination").unwrap();
    let cx = Context { book: kenya(), rules: &kenya().access, officer: &plant, purpose: "border_control", now_us: b.now_us };
    let offers = Status::offers(&cx, &"t".into(), b.file("t"));
    for word in ["start", "pass"] {
        let offer = offers.iter().find(|o| o.command == word && o.stage.as_ref().is_some_and(|s| *s == "entry.plant")).unwrap();
        assert_eq!((offer.needs, &offer.refused), (&["reason"][..], &None), "{word}");
    }
}

#[test]
fn a_stage_that_is_finished_is_not_offered_again() {
    let mut b = in_the_yard(&["has_plants"]);
    let plant = officer("KEPHIS", "namanga", "1");
    b.pass(&plant, "t", "entry.plant").unwrap();
    let cx = Context { book: kenya(), rules: &kenya().access, officer: &plant, purpose: "border_control", now_us: b.now_us };
    let again = Status::offers(&cx, &"t".into(), b.file("t")).into_iter().find(|o| matches!(o.command, "start" | "pass"));
    assert_eq!(again, None);
}

#[test]
fn an_expected_time_at_the_end_of_time_breaks_nothing() {
    let mut b = Border::default();
    let ask = OpenCommand { arrived: false, expected_us: Some(i64::MAX), ..truck(Direction::Inbound, &[]) };
    b.open(&officer("KRA", "namanga", "1"), "t", ask).unwrap();
    assert_eq!(b.file("t").status(b.now_us).expected_release_us, Some(i64::MAX));
}

#[test]
fn only_a_person_is_identified_and_the_procedure_says_so() {
    let mut b = in_the_yard(&[]);
    let traveller = border::traveller("ERIKSSON", "L898902C3");
    let refused: Refused = b.by(&officer("KRA", "namanga", "1"), "t", Command::Identify { traveller, matched: String::new() }).unwrap_err();
    assert_eq!(refused.place.unwrap().file, "procedures/osbp-truck.toml");
}

#[test]
fn nothing_is_opened_where_nobody_can_release_it() {
    let points = &kenya().framework.points;
    let deskless = points.iter().find(|p| p.desk.as_ref().is_none_or(Vec::is_empty)).unwrap();
    let point: framework::PointId = deskless.id.get_ref().as_str().into();
    let path = *kenya().paths_at(&point).iter().find(|p| p.subject == "truck").unwrap();
    let ask = OpenCommand {
        point: point.clone(),
        procedure: path.procedure.clone(),
        direction: path.direction,
        ..truck(Direction::Inbound, &[])
    };
    let refused = Border::default().open(&officer("KRA", point.as_str(), "1"), "t", ask).unwrap_err();
    assert!(matches!(refused.why, Why::NoSuchProcedure { .. }), "{refused}");
}

#[test]
fn every_field_of_a_subject_is_bounded() {
    let mut b = Border::default();
    let customs = officer("KRA", "namanga", "1");
    let mut with = |change: fn(&mut Vehicle)| {
        let mut vehicle = Vehicle { plate: "UTO 001 A".into(), people: vec![border::traveller("ERIKSSON", "1")], ..Vehicle::default() };
        change(&mut vehicle);
        let ask = OpenCommand { subject: Subject::Truck(vehicle), ..truck(Direction::Inbound, &[]) };
        b.open(&customs, "t", ask).unwrap_err().why
    };
    let long = |field: &str| Why::FieldTooLong { field: field.into(), bytes: 201, most: 200 };
    assert_eq!(with(|v| v.trailer = "A".repeat(201)), long("trailer"));
    assert_eq!(with(|v| v.people[0].seat = "A".repeat(201)), long("people.seat"));
    assert_eq!(with(|v| v.people[0].document.issuer = "A".repeat(201)), long("people.document.issuer"));
    assert_eq!(with(|v| v.people[0].role = "driver\0".into()), Why::FieldUnreadable { field: "people.role".into() });
    assert_eq!(with(|v| v.containers = vec![String::new(); 2_001]), Why::TooMany { field: "containers".into(), count: 2_001, most: 2_000 });
}
