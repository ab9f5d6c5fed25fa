//! Stories of crossings at three real points, with the rules of a real framework.
#![allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]

mod border;

use border::{Border, MINUTE, arrival, officer, pass, traveller, truck};
use coordination::crossing::{
    Command, Consignment, Context, EndingKind, Flight, OpenCommand, State, Status, Subject, Verdict, Vessel, Why,
};
use framework::Direction;

/// An inbound truck with its exit controls done and handed over.
fn handed_over(conditions: &[&str]) -> Border {
    let mut b = Border::default();
    let (tz_customs, tz_immigration, customs) =
        (officer("TZ-TRA", "namanga", "1"), officer("TZ-IMM", "namanga", "1"), officer("KRA", "namanga", "1"));
    b.open(&customs, "t", truck(Direction::Inbound, conditions)).unwrap();
    b.pass(&customs, "t", "gate.in").unwrap();
    b.pass(&tz_immigration, "t", "exit.immigration").unwrap();
    b.pass(&tz_customs, "t", "exit.customs").unwrap();
    b.by(&tz_customs, "t", Command::HandOver).unwrap();
    b.by(&customs, "t", Command::AcceptHandOver).unwrap();
    b
}

fn entry_controls(b: &mut Border) {
    let (customs, health, immigration) = (officer("KRA", "namanga", "1"), officer("PH", "namanga", "1"), officer("DIS", "namanga", "1"));
    b.pass(&health, "t", "entry.health").unwrap();
    b.pass(&immigration, "t", "entry.immigration").unwrap();
    b.pass(&customs, "t", "entry.documents").unwrap();
}

#[test]
fn a_truck_crosses_from_the_gate_to_the_release() {
    let mut b = handed_over(&["has_goods"]);
    assert_eq!(b.state("t"), State::Waiting);
    entry_controls(&mut b);
    b.pass(&officer("KEBS", "namanga", "1"), "t", "entry.standards").unwrap();
    let customs = officer("KRA", "namanga", "1");
    assert_eq!(b.owed("t"), ["entry.payment", "release"]);
    let early = b.by(&customs, "t", Command::Release).unwrap_err();
    assert!(matches!(&early.why, Why::Owed { owed } if owed == &["entry.payment"]), "{early}");
    assert_eq!(early.place.unwrap().file, "procedures/osbp-truck.toml");
    b.pass(&customs, "t", "entry.payment").unwrap();
    b.by(&customs, "t", Command::Release).unwrap();
    assert_eq!(b.state("t"), State::Released);
    assert!(b.owed("t").is_empty());
    let over = b.pass(&customs, "t", "entry.payment").unwrap_err();
    assert_eq!(over.why, Why::Over { ending: "released" });
}

#[test]
fn outbound_the_owners_change_sides() {
    let mut b = Border::default();
    let customs = officer("KRA", "namanga", "1");
    b.open(&customs, "t", truck(Direction::Outbound, &[])).unwrap();
    b.pass(&officer("TZ-TRA", "namanga", "1"), "t", "gate.in").unwrap();
    b.pass(&officer("DIS", "namanga", "1"), "t", "exit.immigration").unwrap();
    b.pass(&customs, "t", "exit.customs").unwrap();
    b.by(&customs, "t", Command::HandOver).unwrap();
    let own = b.by(&customs, "t", Command::AcceptHandOver).unwrap_err();
    assert!(matches!(own.why, Why::NotPermitted { .. }), "{own}");
    b.by(&officer("TZ-TRA", "namanga", "1"), "t", Command::AcceptHandOver).unwrap();
}

#[test]
fn what_comes_later_is_refused_with_the_line_that_says_so() {
    let mut b = Border::default();
    let customs = officer("KRA", "namanga", "1");
    b.open(&customs, "t", truck(Direction::Inbound, &[])).unwrap();
    let early = b.pass(&customs, "t", "entry.documents").unwrap_err();
    assert!(matches!(&early.why, Why::TooEarly { missing, .. } if missing == &["handover"]), "{early}");
    let place = early.place.unwrap();
    let text = std::fs::read_to_string(format!("{}/../../frameworks/kenya/{}", env!("CARGO_MANIFEST_DIR"), place.file)).unwrap();
    assert_eq!(text.lines().nth(place.line - 1), Some("id = \"entry.documents\""));
}

#[test]
fn nobody_does_another_agencys_control() {
    let mut b = handed_over(&[]);
    let other = b.pass(&officer("KRA", "namanga", "1"), "t", "entry.health").unwrap_err();
    assert!(matches!(&other.why, Why::NotYours { agency, .. } if agency.as_str() == "PH"), "{other}");
    let elsewhere = b.pass(&officer("PH", "jkia", "1"), "t", "entry.health").unwrap_err();
    assert!(matches!(elsewhere.why, Why::NotPermitted { .. }), "{elsewhere}");
}

#[test]
fn two_officers_at_the_same_moment_get_a_true_answer() {
    let mut b = handed_over(&[]);
    let (first, second) = (officer("PH", "namanga", "1"), officer("PH", "namanga", "2"));
    let start = |take_over| Command::Start { stage: "entry.health".into(), reason: String::new(), take_over };
    b.by(&first, "t", start(false)).unwrap();
    let since = b.now_us;
    let taken = b.by(&second, "t", start(false)).unwrap_err();
    assert_eq!(taken.why, Why::Taken { stage: "entry.health".into(), officer: first.id.clone(), since_us: since });
    let passed = b.pass(&second, "t", "entry.health").unwrap_err();
    assert!(matches!(passed.why, Why::Taken { .. }), "{passed}");
    b.by(&second, "t", start(true)).unwrap();
    b.pass(&second, "t", "entry.health").unwrap();
    let again = b.pass(&second, "t", "entry.health").unwrap_err();
    assert!(matches!(again.why, Why::AlreadyDone { outcome: "passed", .. }), "{again}");
}

#[test]
fn after_the_hand_over_the_state_left_keeps_its_hands_off_until_it_is_given_back() {
    let mut b = handed_over(&[]);
    let (exit, customs) = (officer("TZ-TRA", "namanga", "1"), officer("KRA", "namanga", "1"));
    let start = Command::Start { stage: "exit.customs".into(), reason: "second look".into(), take_over: false };
    assert!(b.by(&exit, "t", start.clone()).is_err());
    b.by(&customs, "t", Command::GiveBack { reason: "seal number missing".into() }).unwrap();
    b.by(&exit, "t", Command::HandOver).unwrap();
    b.by(&customs, "t", Command::AcceptHandOver).unwrap();
}

#[test]
fn a_hold_needs_a_ground_of_ones_own_and_ends_in_time() {
    let mut b = handed_over(&[]);
    let customs = officer("KRA", "namanga", "1");
    let hold = |ground: &str, until_us| Command::Hold {
        stage: "entry.documents".into(),
        ground: ground.into(),
        reason: "invoice".into(),
        until_us,
    };
    assert!(matches!(b.by(&customs, "t", hold("no.such", None)).unwrap_err().why, Why::UnknownGround { .. }));
    let other = b.by(&customs, "t", hold("immigration.identity", None)).unwrap_err();
    assert!(matches!(other.why, Why::NotYourGround { .. }), "{other}");
    assert_eq!(other.place.unwrap().file, "clocks.toml");
    let now = b.now_us;
    let long = b.by(&customs, "t", hold("customs.documents", Some(now + 5 * 60 * MINUTE))).unwrap_err();
    assert!(matches!(long.why, Why::TooLong { most_s: 14_400, .. }), "{long}");
    b.by(&customs, "t", hold("customs.documents", None)).unwrap();
    assert_eq!(b.state("t"), State::Held);
    assert!(matches!(b.pass(&customs, "t", "entry.documents").unwrap_err().why, Why::Held { .. }));
    // The other agencies go on.
    b.pass(&officer("PH", "namanga", "1"), "t", "entry.health").unwrap();
    b.by(&customs, "t", Command::LiftHold { stage: "entry.documents".into(), reason: "found".into() }).unwrap();
    b.pass(&customs, "t", "entry.documents").unwrap();
}

#[test]
fn refusal_of_entry_obliges_the_state_left_to_take_it_back() {
    let mut b = handed_over(&[]);
    let (customs, exit) = (officer("KRA", "namanga", "1"), officer("TZ-TRA", "namanga", "1"));
    let ground = border::kenya().refusal_grounds.values().find(|g| g.function == "customs").unwrap().id.clone();
    let refuse = Command::Refuse { stage: "entry.documents".into(), ground, reason: "prohibited".into() };
    b.by(&customs, "t", refuse).unwrap();
    assert_eq!(b.state("t"), State::Refused);
    let on = b.pass(&officer("PH", "namanga", "1"), "t", "entry.health").unwrap_err();
    assert!(matches!(on.why, Why::EntryRefused { .. }), "{on}");
    assert!(b.by(&customs, "t", Command::Release).is_err());
    assert!(b.by(&customs, "t", Command::Readmit { reason: String::new() }).is_err(), "the state entered cannot take it back");
    b.by(&exit, "t", Command::Readmit { reason: String::new() }).unwrap();
    assert_eq!(b.state("t"), State::Readmitted);
}

#[test]
fn a_control_is_waived_by_its_owner_with_a_reason_where_the_procedure_lets_it() {
    let mut b = handed_over(&[]);
    let (health, customs) = (officer("PH", "namanga", "1"), officer("KRA", "namanga", "1"));
    let waive = |stage: &str, reason: &str| Command::Waive { stage: stage.into(), reason: reason.into() };
    assert_eq!(b.by(&health, "t", waive("entry.health", " ")).unwrap_err().why, Why::ReasonNeeded);
    b.by(&health, "t", waive("entry.health", "screened at departure")).unwrap();
    assert!(matches!(b.by(&customs, "t", waive("entry.documents", "trusted trader")).unwrap_err().why, Why::NotWaivable { .. }));
}

#[test]
fn goods_are_examined_once_unless_somebody_says_why() {
    let mut b = handed_over(&["selected", "has_plants"]);
    entry_controls(&mut b);
    let (customs, plant) = (officer("KRA", "namanga", "1"), officer("KEPHIS", "namanga", "1"));
    b.pass(&customs, "t", "entry.scan").unwrap();
    b.pass(&customs, "t", "entry.examination").unwrap();
    let second = b.pass(&plant, "t", "entry.plant").unwrap_err();
    assert!(matches!(&second.why, Why::SecondExamination { earlier, .. } if earlier == &["entry.examination"]), "{second}");
    let with_reason = Command::Pass { stage: "entry.plant".into(), note: String::new(), reason: "soil found on the wheels".into() };
    b.by(&plant, "t", with_reason).unwrap();
}

#[test]
fn one_joint_examination_has_every_finding_and_one_release() {
    let mut b = handed_over(&["selected", "has_plants"]);
    entry_controls(&mut b);
    let (customs, plant) = (officer("KRA", "namanga", "1"), officer("KEPHIS", "namanga", "1"));
    b.by(&plant, "t", Command::RequestJoint { stage: "joint.examination".into(), reason: String::new() }).unwrap();
    assert!(matches!(b.pass(&plant, "t", "entry.plant").unwrap_err().why, Why::JointOpen { .. }));
    let release = Command::ReleaseJoint { stage: "joint.examination".into() };
    assert!(matches!(b.by(&customs, "t", release.clone()).unwrap_err().why, Why::FindingsOwed { missing, .. } if missing.len() == 2));
    let finding = |verdict, text: &str| Command::Finding { stage: "joint.examination".into(), verdict, text: text.into() };
    b.by(&customs, "t", finding(Verdict::Clear, "")).unwrap();
    b.by(&plant, "t", finding(Verdict::Objection, "beetles")).unwrap();
    assert!(matches!(b.by(&customs, "t", release.clone()).unwrap_err().why, Why::Objection { by, .. } if by == ["KEPHIS"]));
    let stranger = b.by(&officer("KEBS", "namanga", "1"), "t", finding(Verdict::Clear, "")).unwrap_err();
    assert!(matches!(stranger.why, Why::NotAParticipant { .. }), "{stranger}");
    b.by(&plant, "t", finding(Verdict::Clear, "fumigated")).unwrap();
    b.by(&customs, "t", release).unwrap();
    assert_eq!(b.owed("t"), ["entry.scan", "release"], "what the joint examination discharged is owed no more");
}

#[test]
fn a_referral_makes_the_other_stage_owed_and_waits_for_its_answer() {
    let mut b = Border::default();
    let (health, immigration, police) = (officer("PH", "jkia", "1"), officer("DIS", "jkia", "1"), officer("NPS", "jkia", "1"));
    b.open(&immigration, "p", arrival(None, "ERIKSSON", "L898902C3")).unwrap();
    assert_eq!(b.state("p"), State::Expected);
    b.pass(&health, "p", "health.screening").unwrap();
    assert!(b.file("p").arrived_us.is_some(), "a traveller before an officer has arrived");
    let refer = |to: &str| Command::Refer { stage: "immigration.admission".into(), to: to.into(), reason: "looks like the picture".into() };
    assert!(matches!(b.by(&immigration, "p", refer("release")).unwrap_err().why, Why::BadReferral { .. }));
    b.by(&immigration, "p", refer("police.check")).unwrap();
    assert_eq!(b.state("p"), State::Referred);
    assert!(b.owed("p").contains(&"police.check".to_owned()));
    assert!(matches!(b.pass(&immigration, "p", "immigration.admission").unwrap_err().why, Why::AnswerOwed { .. }));
    b.pass(&police, "p", "police.check").unwrap();
    b.pass(&immigration, "p", "immigration.admission").unwrap();
    assert!(!b.owed("p").contains(&"police.check".to_owned()));
}

#[test]
fn entry_controls_come_first_only_under_an_agreement_of_the_post() {
    let mut b = Border::default();
    let customs = officer("KRA", "namanga", "1");
    b.open(&customs, "t", truck(Direction::Inbound, &[])).unwrap();
    b.pass(&customs, "t", "gate.in").unwrap();
    let reverse = |agreement: &str| Command::Reverse { agreement: agreement.into(), reason: "queue on the exit side".into() };
    assert_eq!(b.by(&customs, "t", reverse("osbp-uganda")).unwrap_err().why, Why::NoReversal);
    b.by(&customs, "t", reverse("osbp-tanzania")).unwrap();
    b.pass(&customs, "t", "entry.documents").unwrap();
    b.pass(&officer("PH", "namanga", "1"), "t", "entry.health").unwrap();
    b.pass(&officer("DIS", "namanga", "1"), "t", "entry.immigration").unwrap();
    let early = b.by(&customs, "t", Command::Release).unwrap_err();
    assert!(
        matches!(&early.why, Why::Owed { owed } if owed.iter().any(|o| o == "exit.customs")),
        "the exit controls are still owed: {early}"
    );
}

#[test]
fn a_flight_arrives_with_everybody_on_board_and_leaves_when_they_are_settled() {
    let mut b = Border::default();
    let (airport, immigration, health, customs) =
        (officer("KAA", "jkia", "1"), officer("DIS", "jkia", "1"), officer("PH", "jkia", "1"), officer("KRA", "jkia", "1"));
    let flight = OpenCommand {
        point: "jkia".into(),
        procedure: "flight-arrival".into(),
        subject: Subject::Flight(Flight { carrier: "U0".into(), number: "12".into(), ..Flight::default() }),
        arrived: false,
        ..truck(Direction::Inbound, &[])
    };
    b.open(&immigration, "f", flight).unwrap();
    for (id, number) in [("p1", "A1"), ("p2", "A2")] {
        b.open(&immigration, id, arrival(Some("f"), "ERIKSSON", number)).unwrap();
    }
    b.pass(&immigration, "f", "list.assessed").unwrap();
    assert_eq!(b.state("f"), State::Expected);
    b.by(&airport, "f", Command::Arrive).unwrap();
    assert_eq!((b.state("p1"), b.file("f").parts.present), (State::Waiting, 2));
    b.pass(&health, "f", "health.declaration").unwrap();
    b.pass(&airport, "f", "airport.stand").unwrap();
    b.pass(&customs, "f", "customs.manifest").unwrap();
    assert_eq!(b.by(&airport, "f", Command::Release).unwrap_err().why, Why::PartsOpen { open: 2 });
    for id in ["p1", "p2"] {
        b.pass(&health, id, "health.screening").unwrap();
        b.pass(&immigration, id, "immigration.admission").unwrap();
        b.pass(&customs, id, "customs.baggage").unwrap();
        b.by(&customs, id, Command::Release).unwrap();
    }
    b.by(&airport, "f", Command::Release).unwrap();
    assert_eq!(b.file("f").ending.as_ref().unwrap().kind, EndingKind::Released);
}

#[test]
fn nobody_boards_a_ship_before_free_pratique() {
    let mut b = Border::default();
    let desk = |agency| officer(agency, "kilindini", "1");
    let owner = |stage: &str| {
        let path = border::kenya().path(&"vessel-call".into(), &"kilindini".into(), Direction::Inbound).unwrap().clone();
        officer(path.steps[path.position(stage).unwrap()].agency.as_str(), "kilindini", "1")
    };
    let vessel = Vessel {
        name: "UTOPIA STAR".into(),
        crew: vec![traveller("SAILOR", "S1")],
        consignments: vec![Consignment::default()],
        ..Vessel::default()
    };
    let call = OpenCommand {
        point: "kilindini".into(),
        procedure: "vessel-call".into(),
        subject: Subject::Vessel(vessel),
        arrived: false,
        ..truck(Direction::Inbound, &[])
    };
    b.open(&desk("DIS"), "v", call).unwrap();
    for stage in ["prearrival.health", "prearrival.security", "prearrival.manifest", "prearrival.crew", "prearrival.berth"] {
        b.pass(&owner(stage), "v", stage).unwrap();
    }
    assert_eq!(b.pass(&owner("health.pratique"), "v", "health.pratique").unwrap_err().why, Why::NotArrived);
    b.by(&desk("DIS"), "v", Command::Arrive).unwrap();
    assert!(matches!(b.pass(&owner("boarding.customs"), "v", "boarding.customs").unwrap_err().why, Why::TooEarly { .. }));
    b.pass(&owner("health.pratique"), "v", "health.pratique").unwrap();
    let joint = "boarding.joint";
    b.by(&owner("boarding.customs"), "v", Command::RequestJoint { stage: joint.into(), reason: String::new() }).unwrap();
    let agencies: Vec<String> =
        b.file("v").stages.iter().find_map(|s| s.joint.as_ref()).unwrap().participants.iter().map(|p| p.0.to_string()).collect();
    assert!(agencies.len() >= 3, "{agencies:?}");
    for agency in &agencies {
        b.by(
            &officer(agency, "kilindini", "1"),
            "v",
            Command::Finding { stage: joint.into(), verdict: Verdict::Clear, text: String::new() },
        )
        .unwrap();
    }
    b.by(&owner(joint), "v", Command::ReleaseJoint { stage: joint.into() }).unwrap();
    for stage in ["port.berth", "cargo.work", "departure.customs", "departure.immigration", "departure.maritime", "departure.port"] {
        b.pass(&owner(stage), "v", stage).unwrap();
    }
    b.by(&owner("release"), "v", Command::Release).unwrap();
    assert_eq!(b.state("v"), State::Released);
}

#[test]
fn a_condition_that_is_found_makes_its_control_owed() {
    let mut b = handed_over(&[]);
    let customs = officer("KRA", "namanga", "1");
    let mark = |condition: &str| Command::Mark { condition: condition.into(), reason: "seen on the scanner".into() };
    assert!(matches!(b.by(&customs, "t", mark("has_unicorns")).unwrap_err().why, Why::UnknownCondition { .. }));
    assert!(!b.owed("t").contains(&"entry.animal".to_owned()));
    b.by(&customs, "t", mark("has_animals")).unwrap();
    assert!(b.owed("t").contains(&"entry.animal".to_owned()));
}

#[test]
fn the_status_says_who_has_it_since_when_and_when_it_should_be_done() {
    let mut b = handed_over(&[]);
    let health = officer("PH", "namanga", "1");
    b.by(&health, "t", Command::Start { stage: "entry.health".into(), reason: String::new(), take_over: false }).unwrap();
    let status = b.file("t").status(b.now_us);
    assert_eq!((status.state, status.holders[0].officer.as_ref()), (State::InControl, Some(&health.id)));
    assert_eq!(status.holders[0].since_us, b.now_us);
    // Health 3 minutes, immigration 8; documents 15 beside them; release 2.
    assert_eq!(status.expected_release_us.unwrap() - b.now_us, 17 * MINUTE);
}

#[test]
fn what_is_offered_can_be_done_and_what_cannot_says_why() {
    let b = handed_over(&[]);
    let health = officer("PH", "namanga", "1");
    let cx =
        Context { book: border::kenya(), rules: &border::kenya().access, officer: &health, purpose: "border_control", now_us: b.now_us };
    let offers = Status::offers(&cx, &"t".into(), b.file("t"));
    let can: Vec<&str> = offers.iter().filter(|o| o.refused.is_none()).map(|o| o.command).collect();
    assert!(["start", "pass", "hold", "refer", "waive", "remark"].iter().all(|c| can.contains(c)), "{can:?}");
    assert!(!can.contains(&"release") && !can.contains(&"accept_hand_over"), "{can:?}");
    assert!(b.clone().by(&health, "t", pass("entry.health")).is_ok());
}

#[test]
fn absurd_subjects_are_refused_before_they_are_written() {
    let mut b = Border::default();
    let customs = officer("KRA", "namanga", "1");
    let mut ask = truck(Direction::Inbound, &[]);
    ask.subject = Subject::Truck(Default::default());
    assert_eq!(b.open(&customs, "t", ask.clone()).unwrap_err().why, Why::FieldMissing { field: "plate".into() });
    ask.subject = Subject::Truck(coordination::crossing::Vehicle { plate: "A".repeat(201), ..Default::default() });
    assert!(matches!(b.open(&customs, "t", ask.clone()).unwrap_err().why, Why::FieldTooLong { bytes: 201, most: 200, .. }));
    ask.subject = Subject::Traveller(traveller("ERIKSSON", "L898902C3"));
    assert!(matches!(b.open(&customs, "t", ask).unwrap_err().why, Why::WrongSubject { .. }));
    assert!(b.states.is_empty());
}
