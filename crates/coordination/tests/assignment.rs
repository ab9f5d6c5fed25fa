//! What is owed: every rule by example, random lives against a plain model, and a month of a whole country.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use coordination::assignment::{Assignment, Command, Context, Fact, Make, Outcome, Party, Refused, State, addresses, decide, make};
use coordination::crossing::By;
use framework::Rulebook;
use framework::access::Officer;
use proptest::prelude::*;
use std::sync::LazyLock;

/// 1 September 2026, 06:00 UTC.
const MORNING_US: i64 = 1_788_242_400_000_000;
const MINUTE_US: i64 = 60_000_000;

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let loaded = framework::load(format!("{}/../../frameworks/kenya", env!("CARGO_MANIFEST_DIR")).as_ref());
    Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap()
});

fn officer(id: &str, agency: &str, point: &str, desk: &str, roles: &[&str]) -> Officer {
    Officer {
        id: id.into(),
        agency: agency.into(),
        state: "KEN".into(),
        point: (!point.is_empty()).then(|| point.into()),
        desk: desk.into(),
        roles: roles.iter().map(|r| (*r).to_owned()).collect(),
        purposes: ["border_control".to_owned()].into(),
        clearance: 1,
    }
}

/// A desk of an agency at Namanga.
fn desk_of(agency: &str) -> String {
    let here = |d: &&framework::DeskCard| d.agency.as_str() == agency && d.point.as_ref().is_some_and(|p| p.as_str() == "namanga");
    BOOK.desks.values().find(here).unwrap().id.to_string()
}

fn asker() -> Officer {
    officer("asker", "KRA", "namanga", &desk_of("KRA"), &["frontline"])
}

fn answerer() -> Officer {
    officer("answerer", "DIS", "namanga", &desk_of("DIS"), &["frontline"])
}

fn wanted() -> Make {
    Make {
        kind: "referral".into(),
        to: Party { agency: Some("DIS".into()), point: Some("namanga".into()), ..Party::default() },
        owed: "look at the driver's passport".into(),
        about_kind: "crossing".into(),
        about: "c-1".into(),
        point: Some("namanga".into()),
        ..Make::default()
    }
}

/// One assignment and what is done with it.
struct Life {
    now_us: i64,
    state: Assignment,
    entries: Vec<(Fact, By)>,
}

impl Life {
    fn of(ask: &Make, who: &Officer) -> Result<Self, Refused> {
        let cx = Context { book: &BOOK, officer: who, now_us: MORNING_US };
        let fact = make(&cx, ask)?;
        let by = By { officer: who.id.clone(), agency: who.agency.clone(), at_us: MORNING_US };
        let state = Assignment::fold(None, &fact, &by).unwrap();
        Ok(Self { now_us: MORNING_US, state, entries: vec![(fact, by)] })
    }

    fn does(&mut self, who: &Officer, command: &Command) -> Result<Vec<Fact>, Refused> {
        let cx = Context { book: &BOOK, officer: who, now_us: self.now_us };
        let facts = decide(&cx, &self.state, command)?;
        for fact in &facts {
            let by = By { officer: who.id.clone(), agency: who.agency.clone(), at_us: self.now_us };
            self.state = Assignment::fold(Some(&self.state), fact, &by).unwrap();
            self.entries.push((fact.clone(), by));
        }
        Ok(facts)
    }

    fn ticks(&mut self, minutes: i64) -> usize {
        self.now_us += minutes * MINUTE_US;
        self.does(&officer("", "", "", "", &[]), &Command::Tick).unwrap().len()
    }
}

fn answer() -> Command {
    Command::Answer { outcome: Outcome::Full, text: "seen, in order".into() }
}

#[test]
fn it_is_due_by_the_clock_of_its_kind_and_told_up_the_ladder() {
    let mut life = Life::of(&wanted(), &asker()).unwrap();
    assert_eq!(life.state.due_us, MORNING_US + 30 * MINUTE_US);
    // The ladder `standard`: 10 min, 30 min, 2 h, 4 h and 12 h after the clock ran out.
    let told = [(39, 0), (1, 1), (19, 0), (1, 1), (90, 1), (120, 1), (479, 0), (1, 1)];
    for (minutes, count) in told {
        assert_eq!(life.ticks(minutes), count, "at {} min", (life.now_us - MORNING_US) / MINUTE_US);
        assert_eq!(life.ticks(0), 0, "a clock fires once");
    }
    assert_eq!((life.state.state(), life.state.next_us()), (State::OnAgenda, None));
    let to: Vec<String> = life.state.told.iter().map(|t| t.to.to_string()).collect();
    assert_eq!(to[0], "supervisor of DIS at namanga");
    assert_eq!(to[4], "chair at a national desk");
    // Whoever was told can see to it, and an answer is an answer also when it is late.
    life.does(&officer("chair", "MOI", "", "moi.office", &["chair"]), &answer()).unwrap();
    assert_eq!(life.state.state(), State::Answered);
}

#[test]
fn a_rung_that_has_seen_it_is_given_its_time() {
    let mut life = Life::of(&wanted(), &asker()).unwrap();
    assert_eq!(life.ticks(40), 1);
    life.now_us += 15 * MINUTE_US;
    let supervisor = officer("s", "DIS", "namanga", &desk_of("DIS"), &["supervisor"]);
    life.does(&supervisor, &Command::Acknowledge).unwrap();
    // Unseen, the next rung would be told 60 min after the beginning; seen after 55, it is 20 min later.
    assert_eq!((life.ticks(19), life.ticks(1)), (0, 1));
}

#[test]
fn a_machine_that_was_off_tells_all_it_has_missed_in_order() {
    let mut life = Life::of(&wanted(), &asker()).unwrap();
    let cx = Context { book: &BOOK, officer: &asker(), now_us: MORNING_US + 24 * 60 * MINUTE_US };
    let facts = decide(&cx, &life.state, &Command::Tick).unwrap();
    let rungs: Vec<u32> = facts.iter().map(|f| if let Fact::Escalated(e) = f { e.rung } else { panic!("{f:?}") }).collect();
    assert_eq!(rungs, [0, 1, 2, 3, 4]);
    assert_eq!(life.ticks(24 * 60), 5);
}

#[test]
fn what_is_refused_says_why() {
    let refused = |ask: Make| Life::of(&ask, &asker()).map(|_| ()).unwrap_err().code();
    let to = |to: Party| Make { to, ..wanted() };
    assert_eq!(refused(Make { kind: "favour".into(), ..wanted() }), "unknown_kind");
    assert_eq!(refused(to(Party::default())), "no_addressee");
    assert_eq!(refused(to(Party::desk("no.desk".into()))), "unknown_addressee");
    assert_eq!(refused(to(Party { agency: Some("XYZ".into()), ..Party::default() })), "unknown_addressee");
    // The airport authority has no desk at a land post.
    assert_eq!(refused(to(Party { agency: Some("KAA".into()), point: Some("namanga".into()), ..Party::default() })), "no_desk_there");
    assert_eq!(refused(Make { due_us: Some(MORNING_US - 1), ..wanted() }), "in_the_past");
    assert_eq!(refused(Make { due_us: Some(i64::MIN), ..wanted() }), "in_the_past");
    assert_eq!(refused(Make { due_us: Some(i64::MAX), ..wanted() }), "too_far");
    assert_eq!(refused(to(Party { role: Some("helper".into()), ..Party::default() })), "unknown_addressee");
    assert_eq!(refused(Make { owed: " ".into(), ..wanted() }), "words");

    let mut life = Life::of(&wanted(), &asker()).unwrap();
    let stranger = officer("x", "KWS", "namanga", "y", &["frontline"]);
    let mut fails = |who: &Officer, command: Command| life.does(who, &command).unwrap_err().code();
    assert_eq!(fails(&stranger, Command::Accept), "no_party");
    assert_eq!(fails(&asker(), answer()), "not_yours");
    assert_eq!(fails(&answerer(), Command::Withdraw { reason: "?".into() }), "not_yours_to_withdraw");
    assert_eq!(fails(&answerer(), Command::Decline { reason: String::new() }), "words");
    for hostile in ["javascript:x", "//elsewhere.example", "/\\elsewhere.example"] {
        assert_eq!(fails(&answerer(), Command::Note { text: "see".into(), link: hostile.into() }), "bad_link", "{hostile}");
    }
    life.does(&answerer(), &Command::Acknowledge).unwrap();
    assert_eq!(life.does(&answerer(), &Command::Acknowledge).unwrap_err().code(), "already_acknowledged");

    // Round and round it does not go.
    let customs = Party { agency: Some("KRA".into()), point: Some("namanga".into()), ..Party::default() };
    let first = life.state.to.clone();
    life.does(&answerer(), &Command::HandOn { to: customs, reason: "it is about goods".into() }).unwrap();
    let back = Command::HandOn { to: first, reason: "it is not".into() };
    assert_eq!(life.does(&asker(), &back).unwrap_err().code(), "in_a_circle");

    life.does(&asker(), &Command::Withdraw { reason: "the truck has gone".into() }).unwrap();
    assert_eq!(life.does(&asker(), &answer()).unwrap_err().code(), "over");
    assert_eq!((life.state.state(), life.ticks(100_000)), (State::Withdrawn, 0));
    // What there is to know about it can still be said.
    life.does(&asker(), &Command::Note { text: "it came back".into(), link: "/crossings/c-1".into() }).unwrap();
}

#[test]
fn of_two_answers_at_once_the_second_hears_who_was_first() {
    let mut life = Life::of(&wanted(), &asker()).unwrap();
    let colleague = Officer { id: "colleague".into(), ..answerer() };
    life.does(&answerer(), &answer()).unwrap();
    let refused = life.does(&colleague, &answer()).unwrap_err();
    assert_eq!(refused, Refused::Over { ending: "answered", officer: "answerer".into() });
    // Two nodes could not know: the first of the two entries counts, whichever is folded later is kept and changes nothing.
    let late = By { officer: "colleague".into(), agency: "DIS".into(), at_us: life.now_us + 1 };
    let before = life.state.end.clone();
    let fact = life.entries.last().unwrap().0.clone();
    assert_eq!(Assignment::fold(Some(&life.state), &fact, &late).unwrap().end, before);
}

#[test]
fn an_inbox_finds_what_is_for_an_officer_and_nothing_else() {
    let (asker, answerer) = (asker(), answerer());
    let parties = [
        Party { agency: Some("DIS".into()), ..Party::default() },
        Party { agency: Some("DIS".into()), point: Some("namanga".into()), ..Party::default() },
        Party { agency: Some("DIS".into()), point: Some("jkia".into()), ..Party::default() },
        Party::desk(answerer.desk.clone()),
        Party::desk(asker.desk.clone()),
        Party::role("frontline", answerer.point.as_ref()),
        Party::role("frontline", None),
        Party { officer: Some(answerer.id.clone()), ..Party::default() },
        Party::default(),
    ];
    for who in [&asker, &answerer] {
        let mine = addresses(who);
        for party in &parties {
            assert_eq!(mine.contains(&party.address()), party.is(who), "{party} and {}", who.id);
        }
    }
}

/// What a person with a pencil would keep of an assignment.
#[derive(Default)]
struct Pencil {
    over: bool,
    told: Vec<(i64, Option<i64>)>,
    handed: bool,
}

impl Pencil {
    /// Minute by minute: has the time of the next rung come?
    fn until(&mut self, from: i64, to: i64, due: i64, after: &[i64]) {
        for now in from + 1..=to {
            while !self.over && self.told.len() < after.len() {
                let n = self.told.len();
                let seen = n.checked_sub(1).and_then(|b| self.told[b].1.map(|seen| seen + after[n] - after[b]));
                if now < due + after[n] || seen.is_some_and(|s| now < s) {
                    break;
                }
                self.told.push((now, None));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn lives_are_as_a_plain_model_has_them(steps in prop::collection::vec((0_usize..5, 0_usize..8, 0_i64..200), 1..40)) {
        let people = [
            asker(),
            answerer(),
            officer("s", "DIS", "namanga", &desk_of("DIS"), &["supervisor"]),
            officer("j", "NPS", "namanga", "j", &["joc_lead"]),
            officer("x", "KWS", "namanga", "y", &["frontline"]),
        ];
        let mut life = Life::of(&wanted(), &people[0]).unwrap();
        let after = [10, 30, 120, 240, 720];
        let (mut pencil, mut now) = (Pencil::default(), 0);
        for (who, what, minutes) in steps {
            pencil.until(now, now + minutes, 30, &after);
            now += minutes;
            life.ticks(minutes);
            prop_assert_eq!(life.state.told.len(), pencil.told.len(), "at {} min", now);
            prop_assert!(life.state.next_us().is_none_or(|at| at > life.now_us));
            let command = match what {
                0 => Command::Acknowledge,
                1 => Command::Accept,
                2 => answer(),
                3 => Command::Decline { reason: "not ours".into() },
                4 => Command::Withdraw { reason: "gone".into() },
                5 => Command::HandOn { to: Party::desk(desk_of("KRA").as_str().into()), reason: "goods".into() },
                6 => Command::Note { text: "a word".into(), link: String::new() },
                _ => Command::Tick,
            };
            let before = life.state.version;
            let done = life.does(&people[who], &command).is_ok_and(|facts| !facts.is_empty());
            prop_assert_eq!(life.state.version > before, done);
            // The model: who may what, in the fewest words.
            let rung = (0..pencil.told.len()).rev().find(|n| matches!((n, who), (0, 2) | (1, 3)));
            let owes = if pencil.handed { who == 0 } else { who == 1 || who == 2 };
            let mine = owes || rung.is_some();
            let party = who != 4 && (who != 3 || rung.is_some());
            let expected = match what {
                0 => None,
                1 => None,
                2 | 3 => Some(!pencil.over && mine),
                4 => Some(!pencil.over && who == 0),
                5 => Some(!pencil.over && mine && !pencil.handed),
                6 => Some(party),
                _ => Some(false),
            };
            if let Some(expected) = expected {
                prop_assert_eq!(done, expected, "{:?} by {} at {} min", command, people[who].id, now);
            }
            match what {
                0 if done => if let Some(n) = rung.filter(|n| pencil.told[*n].1.is_none()) { pencil.told[n].1 = Some(now) },
                2..=4 if done => pencil.over = true,
                5 if done => pencil.handed = true,
                _ => {}
            }
            prop_assert_eq!(life.state.end.is_some(), pencil.over);
        }
        // Left alone it ends, or lies before the last on its ladder.
        life.ticks(1_000_000);
        prop_assert!(life.state.end.is_some() || life.state.state() == State::OnAgenda);
        // The entries alone say all of it.
        let again = life.entries.iter().fold(None, |state: Option<Assignment>, (fact, by)| Assignment::fold(state.as_ref(), fact, by).or(state));
        prop_assert_eq!(again, Some(life.state));
    }
}

/// Every point that has desks (some of the 35 are not open), every agency there, 100,000 assignments: none of them ends silently.
#[test]
fn a_month_of_a_whole_country() {
    let desks: Vec<&framework::DeskCard> = BOOK.desks.values().filter(|d| d.point.is_some()).collect();
    let points: std::collections::BTreeSet<_> = desks.iter().filter_map(|d| d.point.as_ref()).collect();
    assert!(points.len() >= 30, "{}", points.len());
    let mut chance = 1_u64;
    let mut next = |below: u64| {
        // Knuth's MMIX generator: the same month on every machine.
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % below
    };
    let mut ends = std::collections::BTreeMap::new();
    for _ in 0..100_000 {
        let (from, to) = (desks[next(desks.len() as u64) as usize], desks[next(desks.len() as u64) as usize]);
        let at = |d: &framework::DeskCard, id: &str| {
            officer(id, d.agency.as_str(), d.point.as_ref().unwrap().as_str(), d.id.as_str(), &["frontline"])
        };
        let ask = Make { to: Party::desk(to.id.clone()), point: to.point.clone(), ..wanted() };
        let mut life = Life::of(&ask, &at(from, "from")).unwrap();
        let taker = at(to, "to");
        while life.state.end.is_none() && life.state.state() != State::OnAgenda {
            life.ticks(next(120) as i64);
            // Most are answered in time, some late, some never.
            let _ = match next(12) {
                0 => life.does(&taker, &Command::Acknowledge),
                1 => life.does(&taker, &Command::Accept),
                2 => life.does(&taker, &answer()),
                3 if next(4) == 0 => life.does(&taker, &Command::Decline { reason: "not ours".into() }),
                4 if next(4) == 0 => life.does(&at(from, "from"), &Command::Withdraw { reason: "gone".into() }),
                _ => Ok(Vec::new()),
            };
        }
        *ends.entry(life.state.state().word()).or_insert(0) += 1;
    }
    assert_eq!(ends.keys().copied().collect::<Vec<_>>(), ["answered", "declined", "on_agenda", "withdrawn"], "{ends:?}");
    assert_eq!(ends.values().sum::<i32>(), 100_000);
}
