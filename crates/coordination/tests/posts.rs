//! A post at work: shifts on the calendar, who is missing, what one shift leaves to the next, and random days against a plain count.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use coordination::assignment;
use coordination::crossing::By;
use coordination::post::{self, Command, Context, Fact, Figures, Item, Refused, Shift, Span};
use framework::access::Officer;
use framework::{AgencyId, PointId, Rulebook};
use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const MINUTE_US: i64 = 60_000_000;
const HOUR_US: i64 = 60 * MINUTE_US;

fn book_of(pack: &str, edit: impl Fn(&str, String) -> String) -> Rulebook {
    let root = format!("{}/../../frameworks/{pack}", env!("CARGO_MANIFEST_DIR"));
    let loaded = framework::load(root.as_ref());
    let files: BTreeMap<String, Vec<u8>> =
        loaded.texts.iter().map(|(path, text)| (path.clone(), edit(path, text.clone()).into_bytes())).collect();
    let loaded = framework::load_files(&files);
    Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap()
}

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| book_of("kenya", |_, text| text));

fn at(zone: &str, day: i8, hour: i8, minute: i8) -> i64 {
    let zone = TimeZone::get(zone).unwrap();
    zone.to_timestamp(date(2026, 9, day).at(hour, minute, 0, 0)).unwrap().as_microsecond()
}

fn nairobi(day: i8, hour: i8, minute: i8) -> i64 {
    at("Africa/Nairobi", day, hour, minute)
}

fn officer(id: &str, agency: &str, point: &str, roles: &[&str]) -> Officer {
    let desk = BOOK.desks.values().find(|d| d.agency.as_str() == agency && d.point.as_ref().is_some_and(|p| p.as_str() == point));
    Officer {
        id: id.into(),
        agency: agency.into(),
        state: BOOK.agencies[&AgencyId::from(agency)].state.clone(),
        point: Some(point.into()),
        desk: desk.map_or_else(|| "none".into(), |d| d.id.clone()),
        roles: roles.iter().map(|r| (*r).to_owned()).collect(),
        purposes: ["border_control".to_owned()].into(),
        clearance: 1,
    }
}

/// A shift and what is done in it.
struct Day {
    id: String,
    now_us: i64,
    shift: Shift,
}

impl Day {
    fn begin(now_us: i64) -> Self {
        let point: PointId = "namanga".into();
        let span = post::span(&BOOK, &point, now_us).unwrap();
        let shift = Shift::fold(None, &post::begin(&BOOK, &point, &span, None), &by(now_us)).unwrap();
        Self { id: post::id(&point, &span), now_us, shift }
    }

    fn does(&mut self, who: &Officer, leads: bool, command: &Command) -> Result<Fact, Refused> {
        let cx = Context { book: &BOOK, officer: who, leads, now_us: self.now_us };
        let item = Item { kind: "hold".into(), id: "c-1".into(), text: "T 123".into() };
        let fact = post::decide(&cx, &self.shift, command, "o-1", &[item], &Figures::default())?;
        let by = By { officer: who.id.clone(), agency: who.agency.clone(), at_us: self.now_us };
        self.shift = Shift::fold(Some(&self.shift), &fact, &by).unwrap();
        Ok(fact)
    }

    fn ticks(&mut self) -> Vec<Fact> {
        let facts = post::tick(&self.id, &self.shift, self.now_us);
        for fact in &facts {
            self.shift = Shift::fold(Some(&self.shift), fact, &by(self.now_us)).unwrap();
        }
        facts
    }
}

fn by(at_us: i64) -> By {
    By { officer: "".into(), agency: "".into(), at_us }
}

fn come() -> Command {
    Command::Come { name: None, agency: None }
}

fn missed(facts: &[Fact]) -> Vec<String> {
    facts.iter().filter_map(|f| if let Fact::Missed(m) = f { Some(m.agency.to_string()) } else { None }).collect()
}

#[test]
fn the_night_shift_ends_on_the_next_day() {
    let point: PointId = "namanga".into();
    let span = |hour, minute| post::span(&BOOK, &point, nairobi(1, hour, minute)).unwrap();
    let night = Span {
        shift: "night".into(),
        from_us: nairobi(1, 22, 0),
        to_us: nairobi(2, 6, 0),
        open: Some((nairobi(1, 22, 0), nairobi(2, 6, 0))),
    };
    assert_eq!(span(22, 0), night);
    assert_eq!(post::span(&BOOK, &point, nairobi(2, 5, 59)).unwrap(), night);
    assert_eq!((span(6, 0).shift.as_str(), span(13, 59).shift.as_str(), span(14, 0).shift.as_str()), ("morning", "morning", "afternoon"));
    assert_eq!(span(21, 59).to_us, nairobi(1, 22, 0));
    assert!(post::span(&BOOK, &"nowhere".into(), 0).is_none());
    assert!(post::span(&BOOK, &point, i64::MAX).is_none());
}

#[test]
fn a_point_that_closes_needs_nobody_while_it_is_closed() {
    let point: PointId = "namanga".into();
    let day = book_of("kenya", |path, text| {
        if path.ends_with("namanga.toml") { text.replace("hours = \"00:00-24:00\"", "hours = \"07:00-18:00\"") } else { text }
    });
    let open = |hour| post::span(&day, &point, nairobi(1, hour, 0)).unwrap().open;
    assert_eq!(open(6), Some((nairobi(1, 7, 0), nairobi(1, 14, 0))));
    assert_eq!(open(15), Some((nairobi(1, 14, 0), nairobi(1, 18, 0))));
    assert_eq!(open(23), None);
    let night = post::span(&day, &point, nairobi(1, 23, 0)).unwrap();
    let Fact::Began(began) = post::begin(&day, &point, &night, None) else { panic!() };
    assert!(began.needed.is_empty());
    // Nobody is missing before the gates open.
    let morning = post::span(&day, &point, nairobi(1, 6, 0)).unwrap();
    let shift = Shift::fold(None, &post::begin(&day, &point, &morning, None), &by(nairobi(1, 6, 0))).unwrap();
    assert_eq!(missed(&post::tick("s", &shift, nairobi(1, 7, 14))), Vec::<String>::new());
    assert!(!missed(&post::tick("s", &shift, nairobi(1, 7, 15))).is_empty());
}

#[test]
fn a_country_without_shifts_has_days() {
    let bare = book_of("kenya", |path, text| if path == "duty.toml" { String::new() } else { text });
    let span = post::span(&bare, &"namanga".into(), nairobi(1, 12, 0)).unwrap();
    assert_eq!((span.shift.as_str(), span.from_us, span.to_us), ("", nairobi(1, 0, 0), nairobi(2, 0, 0)));
    // Between two shifts nobody is said to be on duty.
    let gap = book_of("kenya", |path, text| if path == "duty.toml" { text.replace("22:00-06:00", "23:00-06:00") } else { text });
    let span = post::span(&gap, &"namanga".into(), nairobi(1, 22, 30)).unwrap();
    assert_eq!((span.shift.as_str(), span.from_us, span.to_us), ("", nairobi(1, 22, 0), nairobi(1, 23, 0)));
}

/// London's clocks went forward on 29 March 2026 and back on 25 October 2026, at 01:00 UTC.
#[test]
fn a_shift_over_a_change_of_the_clocks_is_as_long_as_it_is() {
    let london =
        book_of("kenya", |path, text| if path.ends_with("namanga.toml") { text.replace("Africa/Nairobi", "Europe/London") } else { text });
    let zone = TimeZone::get("Europe/London").unwrap();
    let hours = |month, day| {
        let now = zone.to_timestamp(date(2026, month, day).at(23, 0, 0, 0)).unwrap().as_microsecond();
        let span = post::span(&london, &"namanga".into(), now).unwrap();
        (span.to_us - span.from_us) / HOUR_US
    };
    assert_eq!((hours(3, 27), hours(3, 28), hours(10, 24)), (8, 7, 9));
}

#[test]
fn both_states_of_a_one_stop_post_are_needed() {
    let needed = framework::needed(&BOOK, &"namanga".into());
    let states: std::collections::BTreeSet<&str> = needed.iter().map(|n| n.state.as_str()).collect();
    assert_eq!(states.into_iter().collect::<Vec<_>>(), ["KEN", "TZA"]);
    let least = |agency: &str| needed.iter().find(|n| n.agency.as_str() == agency).map(|n| n.least);
    assert_eq!((least("KRA"), least("DIS"), least("PH")), (Some(2), Some(2), Some(1)));
    // Wildlife is called when there is some.
    assert_eq!(least("KWS"), None);
    assert!(framework::needed(&BOOK, &"nowhere".into()).is_empty());
}

#[test]
fn whoever_is_missing_for_too_long_owes_it_once_until_enough_have_come() {
    let mut day = Day::begin(nairobi(1, 6, 0));
    assert_eq!(day.shift.next_us(), Some(nairobi(1, 6, 15)));
    day.now_us = nairobi(1, 6, 5);
    day.does(&officer("k1", "KRA", "namanga", &["frontline"]), false, &come()).unwrap();
    assert_eq!(day.does(&officer("k1", "KRA", "namanga", &["frontline"]), false, &come()).unwrap_err().code(), "on_duty");
    day.does(&officer("d1", "DIS", "namanga", &["frontline"]), false, &come()).unwrap();
    day.does(&officer("d2", "DIS", "namanga", &["frontline"]), false, &come()).unwrap();
    day.now_us = nairobi(1, 6, 14);
    assert!(day.ticks().is_empty(), "never early");
    day.now_us = nairobi(1, 6, 15);
    let late = missed(&day.ticks());
    // One of two is too few; two of two are not.
    assert!(late.contains(&"KRA".to_owned()) && !late.contains(&"DIS".to_owned()), "{late:?}");
    assert!(day.ticks().is_empty(), "once");
    let before = day.shift.clone();
    day.now_us = nairobi(1, 7, 0);
    day.does(&officer("k2", "KRA", "namanga", &["frontline"]), false, &come()).unwrap();
    let ended = post::staffed(&before, &day.shift);
    assert_eq!(ended, [before.missing[&AgencyId::from("KRA")].alarm.clone().unwrap()]);
    // Whoever leaves opens it again, and it is another one.
    day.now_us = nairobi(1, 9, 0);
    day.does(&officer("k2", "KRA", "namanga", &["frontline"]), false, &Command::Leave { who: None, reason: String::new() }).unwrap();
    day.now_us = nairobi(1, 9, 15);
    assert_eq!(missed(&day.ticks()), ["KRA"]);
    assert_ne!(day.shift.missing[&AgencyId::from("KRA")].alarm.as_ref(), ended.first());
}

#[test]
fn presence_is_owed_by_the_agency_and_told_up_its_ladder() {
    let mut day = Day::begin(nairobi(1, 6, 0));
    day.now_us = nairobi(1, 6, 15);
    let nobody = officer("", "KRA", "namanga", &[]);
    let cx = assignment::Context { book: &BOOK, officer: &nobody, now_us: day.now_us };
    for agency in missed(&day.ticks()) {
        let make = post::owed(&BOOK, &day.id, &day.shift, &agency.as_str().into(), day.now_us);
        let Ok(assignment::Fact::Made(made)) = assignment::make(&cx, &make) else { panic!("{agency} owes nothing") };
        assert_eq!((made.to.agency.as_ref().map(|a| a.as_str()), made.due_us), (Some(agency.as_str()), day.now_us));
        assert_eq!(made.ladder[0].to.role.as_deref(), Some("joc_lead"));
    }
}

#[test]
fn what_is_open_goes_on_in_the_next_shift() {
    let mut day = Day::begin(nairobi(1, 6, 0));
    let customs = officer("k1", "KRA", "namanga", &["frontline"]);
    let broken = Command::Outage { what: post::Broken::Link, text: "no line to headquarters".into(), agency: None, fallback: true };
    day.does(&customs, false, &broken).unwrap();
    day.now_us = nairobi(1, 6, 15);
    day.ticks();
    day.now_us = nairobi(1, 14, 0);
    assert!(matches!(day.ticks().as_slice(), [Fact::Ended(_)]));
    assert_eq!(day.does(&customs, false, &come()).unwrap_err().code(), "shift_over");
    let point: PointId = "namanga".into();
    let span = post::span(&BOOK, &point, day.now_us).unwrap();
    let began = post::begin(&BOOK, &point, &span, Some((&day.id, &day.shift)));
    let next = Shift::fold(None, &began, &by(day.now_us)).unwrap();
    assert_eq!(next.broken().map(|o| (o.since_us, o.fallback)).collect::<Vec<_>>(), [(nairobi(1, 6, 0), true)]);
    assert_eq!(next.before, day.id);
    // Those who never came have not come yet: they owe what they owed, and nothing more.
    assert_eq!(next.missing, day.shift.missing);
    assert_eq!(post::staffed(&day.shift, &next), Vec::<String>::new());
    assert_eq!(next.next_us(), Some(span.to_us));
    // Read from the journal it is the same.
    let read = Fact::read(began.kind(), &began.body()).unwrap();
    assert_eq!(read, began);
}

#[test]
fn a_hand_over_is_signed_by_two() {
    let mut day = Day::begin(nairobi(1, 6, 0));
    let (out, next) = (officer("k1", "KRA", "namanga", &["frontline"]), officer("k2", "KRA", "namanga", &["frontline"]));
    let take = Command::TakeOver { text: String::new() };
    assert_eq!(day.does(&next, false, &take).unwrap_err().code(), "nothing_handed_over");
    let hand = Command::HandOver { text: "one truck held at the scanner".into() };
    day.does(&out, false, &hand).unwrap();
    assert_eq!(day.does(&out, false, &take).unwrap_err().code(), "same_person");
    assert_eq!(day.does(&officer("d1", "DIS", "namanga", &["frontline"]), false, &take).unwrap_err().code(), "nothing_handed_over");
    // What is left open may still change until it is taken over, and it is taken over after the shift has ended.
    day.does(&out, false, &hand).unwrap();
    day.now_us = nairobi(1, 14, 0);
    day.ticks();
    day.does(&next, false, &take).unwrap();
    assert_eq!(day.does(&next, false, &take).unwrap_err().code(), "taken_over_already");
    assert_eq!(day.does(&out, false, &hand).unwrap_err().code(), "taken_over_already");
    assert_eq!(day.shift.hand_overs[&AgencyId::from("KRA")].items.len(), 1);
}

#[test]
fn others_are_written_down_by_those_who_may() {
    let mut day = Day::begin(nairobi(1, 6, 0));
    let named = |name: &str, agency: Option<&str>| Command::Come { name: Some(name.into()), agency: agency.map(Into::into) };
    let (front, chief) = (officer("k1", "KRA", "namanga", &["frontline"]), officer("s1", "KRA", "namanga", &["supervisor"]));
    assert_eq!(day.does(&front, false, &named("Asha", Some("KRA"))).unwrap_err().code(), "not_yours_to_write");
    assert_eq!(day.does(&chief, false, &named("Asha", Some("DIS"))).unwrap_err().code(), "not_yours_to_write");
    day.does(&chief, false, &named("Asha", Some("KRA"))).unwrap();
    assert_eq!(day.does(&chief, false, &named(" Asha ", Some("KRA"))).unwrap_err().code(), "on_duty");
    let lead = officer("l1", "NPS", "namanga", &["joc_lead"]);
    assert_eq!(day.does(&lead, true, &named("Juma", None)).unwrap_err().code(), "agency_unsaid");
    assert_eq!(day.does(&lead, true, &named("Juma", Some("KAA"))).unwrap_err().code(), "no_desk_there");
    assert!(matches!(day.does(&lead, true, &named(" ", Some("KRA"))), Err(Refused::Words(_))));
    // The counterpart's officers have no account here, and are of their own state.
    let other = day.shift.needed.iter().find(|n| n.state.as_str() == "TZA").unwrap().agency.clone();
    day.does(&lead, true, &Command::Come { name: Some("Juma".into()), agency: Some(other) }).unwrap();
    assert_eq!(day.shift.present().last().unwrap().state.as_str(), "TZA");
    let leave = |who: &str| Command::Leave { who: Some(who.into()), reason: "end of duty".into() };
    assert_eq!(day.does(&front, false, &leave("Asha")).unwrap_err().code(), "not_yours_to_write");
    day.does(&lead, true, &leave("Asha")).unwrap();
    assert_eq!(day.does(&lead, true, &leave("Asha")).unwrap_err().code(), "not_on_duty");
    assert_eq!(day.does(&officer("x", "KRA", "jkia", &["frontline"]), false, &come()).unwrap_err().code(), "not_here");
    assert_eq!(day.does(&lead, false, &Command::Report { text: "quiet".into() }).unwrap_err().code(), "not_the_lead");
    day.does(&lead, true, &Command::Report { text: "quiet".into() }).unwrap();
    day.does(&lead, true, &Command::Report { text: "a quiet day".into() }).unwrap();
    assert_eq!(day.shift.report.as_ref().map(|r| (r.edition, r.text.as_str())), Some((2, "a quiet day")));
    assert_eq!(
        day.does(&lead, true, &Command::Restore { outage: "o-9".into(), text: String::new() }).unwrap_err().code(),
        "no_such_outage"
    );
}

#[test]
fn what_is_offered_is_what_is_taken() {
    let mut day = Day::begin(nairobi(1, 6, 0));
    let front = officer("k1", "KRA", "namanga", &["frontline"]);
    let offers =
        |day: &Day, who: &Officer, leads| post::offers(&Context { book: &BOOK, officer: who, leads, now_us: day.now_us }, &day.shift);
    assert_eq!(offers(&day, &front, false), ["come", "outage", "hand_over"]);
    day.does(&front, false, &come()).unwrap();
    assert_eq!(offers(&day, &front, false), ["leave", "outage", "hand_over"]);
    let lead = officer("l1", "NPS", "namanga", &["joc_lead"]);
    assert_eq!(offers(&day, &lead, true), ["come", "come_other", "outage", "hand_over", "report"]);
    assert_eq!(offers(&day, &officer("x", "KRA", "jkia", &["frontline"]), false), Vec::<&str>::new());
}

/// What may happen in a shift: officer, come or leave, minutes until then.
fn happens() -> impl Strategy<Value = Vec<(usize, bool, i64)>> {
    proptest::collection::vec((0_usize..8, any::<bool>(), 0_i64..40), 0..60)
}

proptest! {
    /// A random shift against a plain count: an agency is missing when fewer are there than are needed, it owes its presence when that has lasted for 15 minutes, once, and
    /// no more when enough have come; and a shift that is read back entry by entry is the same.
    #[test]
    fn a_random_shift_is_what_a_plain_count_says(all in happens()) {
        let mut day = Day::begin(nairobi(1, 6, 0));
        let crew: Vec<Officer> = (0..8).map(|n| officer(&format!("o{n}"), if n % 2 == 0 { "KRA" } else { "DIS" }, "namanga", &["frontline"])).collect();
        let mut here = [false; 8];
        // For KRA and DIS: since when too few are there, and whether it owes its presence.
        let mut short: [Option<(i64, bool)>; 2] = [Some((day.now_us, false)); 2];
        for (n, comes, minutes) in all {
            day.now_us += minutes * MINUTE_US;
            let owed = missed(&day.ticks());
            for (a, agency) in ["KRA", "DIS"].iter().enumerate() {
                let due = short[a].is_some_and(|(since, told)| !told && since + 15 * MINUTE_US <= day.now_us && since + 15 * MINUTE_US < day.shift.to_us);
                prop_assert_eq!(owed.iter().filter(|o| o == agency).count(), usize::from(due), "{} at {}", agency, day.now_us);
                if due {
                    short[a] = short[a].map(|(since, _)| (since, true));
                }
            }
            if day.now_us >= day.shift.to_us {
                prop_assert!(day.shift.ended_us.is_some());
                break;
            }
            let command = if comes { come() } else { Command::Leave { who: None, reason: String::new() } };
            let done = day.does(&crew[n], false, &command);
            prop_assert_eq!(done.is_ok(), here[n] != comes);
            here[n] = comes;
            let a = n % 2;
            let count = here.iter().enumerate().filter(|(i, h)| i % 2 == a && **h).count();
            short[a] = if count >= 2 { None } else { short[a].or(Some((day.now_us, false))) };
            let agency = AgencyId::from(["KRA", "DIS"][a]);
            prop_assert_eq!(day.shift.missing.get(&agency).map(|m| (m.since_us, m.alarm.is_some())), short[a]);
            prop_assert_eq!(day.shift.count(&agency), count);
        }
    }
}
