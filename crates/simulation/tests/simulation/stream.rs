//! What a world yields, and that it depends on the seed alone.

use crate::common::{APRIL_US, DAY_US, near, pack, world};
use framework::Direction;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rstest::rstest;
use simulation::{Arrival, MAX_LIST_LEAD_US, MAX_ON_BOARD, Outcome, What, World};
use std::collections::BTreeMap;

fn first(world: &mut World, count: usize) -> Vec<Arrival> {
    std::iter::from_fn(|| world.next_arrival()).take(count).collect()
}

fn days(world: &mut World, days: i64) -> Vec<Arrival> {
    std::iter::from_fn(|| world.next_arrival()).take_while(|a| a.at_us < APRIL_US + days * DAY_US).collect()
}

#[rstest]
fn the_same_seed_gives_the_same_stream_and_another_seed_another(#[values("kenya", "pakistan")] name: &str) {
    let one = first(&mut world(name, 1), 2_000);
    assert_eq!(one, first(&mut world(name, 1), 2_000));
    assert_ne!(one, first(&mut world(name, 2), 2_000));
}

#[test]
fn service_times_do_not_disturb_arrivals() {
    let (mut quiet, mut busy) = (world("kenya", 1), world("kenya", 1));
    for _ in 0..500 {
        busy.service("osbp-truck", "entry.documents");
        assert_eq!(quiet.next_arrival(), busy.next_arrival());
    }
}

#[rstest]
fn arrivals_come_in_order_and_never_before_the_start(#[values("kenya", "pakistan")] name: &str) {
    let all = first(&mut world(name, 3), 5_000);
    assert!(all[0].at_us >= APRIL_US);
    assert!(all.is_sorted_by_key(|a| a.at_us));
}

#[rstest]
// Kenya's April carries 0.77 of a mean month; its trucks at Namanga come all day.
#[case("kenya", "namanga", "osbp-truck", Direction::Inbound, 300.0 * 0.77)]
#[case("kenya", "namanga", "osbp-person", Direction::Outbound, 600.0 * 0.77)]
#[case("kenya", "jkia", "flight-arrival", Direction::Inbound, 55.0 * 0.77)]
#[case("kenya", "jkia", "flight-departure", Direction::Outbound, 55.0 * 0.77)]
#[case("kenya", "kilindini", "sea-container-import", Direction::Inbound, 1_700.0 * 0.77)]
#[case("pakistan", "torkham", "land-truck-arrival", Direction::Inbound, 300.0)]
#[case("pakistan", "islamabad", "flight-departure", Direction::Outbound, 47.0)]
fn rates_are_those_of_the_files(
    #[case] name: &str,
    #[case] point: &str,
    #[case] procedure: &str,
    #[case] direction: Direction,
    #[case] a_day: f64,
) {
    const DAYS: i64 = 14;
    let here = |a: &&Arrival| a.point == point && a.procedure == procedure && a.direction == direction;
    let count = days(&mut world(name, 4), DAYS).iter().filter(here).count() as f64;
    let expected = a_day * DAYS as f64;
    assert!(near(count, expected, expected), "{count} arrivals in {DAYS} days; {expected} were expected");
}

/// Chi-square of counts against the shares the profile gives.
#[test]
fn a_day_has_the_shape_of_its_profile() {
    const DAYS: i64 = 20;
    let zone = TimeZone::get("Africa/Nairobi").unwrap();
    let mut hours = [0.0; 24];
    for a in days(&mut world("kenya", 5), DAYS).iter().filter(|a| a.point == "namanga" && a.procedure == "osbp-person") {
        let at = zone.to_datetime(Timestamp::from_microsecond(a.at_us).unwrap());
        hours[usize::try_from(at.hour()).unwrap()] += 1.0;
    }
    let total: f64 = hours.iter().sum();
    let chi: f64 = (0..24)
        .map(|h| {
            let share = if (6..20).contains(&h) { 0.9 / 14.0 } else { 0.1 / 10.0 };
            (hours[h] - total * share).powi(2) / (total * share)
        })
        .sum();
    // 23 degrees of freedom: 49.7 is passed once in a thousand.
    assert!(chi < 49.7, "chi-square {chi:.1} over {hours:?}");
}

#[test]
fn banks_get_their_share_of_the_scheduled_flights() {
    let zone = TimeZone::get("Africa/Nairobi").unwrap();
    let (mut all, mut morning) = (0.0, 0.0);
    for a in days(&mut world("kenya", 6), 30) {
        if let (What::Flight { scheduled_us, .. }, "jkia", Direction::Outbound) = (&a.what, a.point.as_str(), a.direction) {
            let at = zone.to_datetime(Timestamp::from_microsecond(*scheduled_us).unwrap());
            all += 1.0;
            morning += f64::from(u8::from((7..10).contains(&at.hour())));
        }
    }
    assert!(near(morning, all * 0.25, all * 0.25 * 0.75), "{morning} of {all} leave between seven and ten");
}

#[test]
fn conditions_hold_as_often_as_the_mix_says() {
    let (mut all, mut counts) = (0.0, BTreeMap::<String, f64>::new());
    for a in days(&mut world("kenya", 7), 3) {
        if let (What::Flight { passengers, .. }, "flight-arrival") = (&a.what, a.procedure.as_str()) {
            for p in passengers {
                all += 1.0;
                assert_eq!(p.conditions.iter().any(|c| c == "foreign_national"), p.nationality != "KEN");
                assert!(p.nationality != "KEN" || p.conditions.iter().all(|c| c != "needs_visa"));
                p.conditions.iter().for_each(|c| *counts.entry(c.clone()).or_default() += 1.0);
            }
        }
    }
    for (condition, share) in [("foreign_national", 0.63), ("needs_visa", 0.45), ("selected", 0.05), ("has_plants", 0.02)] {
        let count = counts[condition];
        assert!(near(count, all * share, all * share * (1.0 - share)), "{condition}: {count} of {all}");
    }
}

#[test]
fn goods_agree_with_the_conditions() {
    let animals = ["0102", "0303", "0402"];
    for a in first(&mut world("kenya", 8), 20_000) {
        if let What::Truck { goods, containers, .. } = &a.what {
            let holds = |c: &str| a.conditions.iter().any(|k| k == c);
            assert_eq!(goods.is_empty(), !holds("has_goods"));
            assert_eq!(containers.is_empty(), !holds("has_container"));
            assert_eq!(goods.iter().any(|g| animals.contains(&g.hs.as_str())), holds("has_animals"), "{a:?}");
        }
    }
}

#[rstest]
fn lists_are_sent_by_their_time_and_flights_are_not_too_large(#[values("kenya", "pakistan")] name: &str) {
    let (mut missing, mut late, mut all) = (0.0, 0.0, 0.0);
    for a in days(&mut world(name, 9), 30) {
        if let What::Flight { list, list_at_us, passengers, .. } = &a.what {
            all += 1.0;
            missing += f64::from(u8::from(list.is_empty()));
            late += f64::from(u8::from(*list_at_us > a.at_us));
            assert!(a.at_us - list_at_us <= MAX_LIST_LEAD_US);
            assert!((1..=MAX_ON_BOARD).contains(&passengers.len()));
        }
    }
    assert!(near(missing, all * 0.03, all * 0.03) && near(late, all * 0.05, all * 0.05), "{missing} missing, {late} late of {all}");
}

#[test]
fn service_times_have_the_median_and_the_outcomes_of_the_files() {
    const DRAWS: usize = 20_000;
    let mut world = world("kenya", 10);
    let services: Vec<_> = (0..DRAWS).map(|_| world.service("osbp-truck", "entry.documents")).collect();
    let below = services.iter().filter(|s| s.seconds < 15.0 * 60.0).count() as f64;
    assert!(near(below, DRAWS as f64 / 2.0, DRAWS as f64 / 4.0), "{below} of {DRAWS} take less than the median of 15 minutes");
    for (outcome, share) in [(Outcome::Refer, 0.03), (Outcome::Hold, 0.03), (Outcome::Refuse, 0.0)] {
        let count = services.iter().filter(|s| s.outcome == outcome).count() as f64;
        assert!(near(count, DRAWS as f64 * share, DRAWS as f64 * share), "{outcome:?}: {count}");
    }
}

#[test]
fn a_stage_without_a_line_takes_what_the_framework_expects() {
    const DRAWS: usize = 4_000;
    let mut world = world("kenya", 11);
    // `expected = "1m"` in osbp-car.toml; no line in traffic.toml.
    let below = (0..DRAWS).filter(|_| world.service("osbp-car", "gate.in").seconds < 60.0).count() as f64;
    assert!(near(below, DRAWS as f64 / 2.0, DRAWS as f64 / 4.0), "{below}");
    assert_eq!((world.desks("osbp-car", "gate.in"), world.desks("osbp-truck", "entry.documents")), (2, 6));
}

#[test]
fn a_flow_added_at_the_end_alters_no_other() {
    let (demo, framework) = pack("kenya");
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("demo")).unwrap();
    let more = "\n[[flow]]\npoint = \"namanga\"\nprocedure = \"osbp-truck\"\ndirection = \"inbound\"\nper_day = 10\nprofile = \"flat\"\n";
    for file in ["demo/traffic.toml", "demo/names.toml", "demo/officers.toml"] {
        let mut text = std::fs::read_to_string(crate::common::dir("kenya").join(file)).unwrap();
        if file == "demo/traffic.toml" {
            text.push_str(more);
        }
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    let larger = simulation::load(folder.path()).unwrap();
    let buses = |demo| {
        let all = days(&mut World::new(demo, &framework, 12, APRIL_US), 2);
        all.into_iter().filter(|a| a.procedure == "osbp-bus").collect::<Vec<_>>()
    };
    assert_eq!(buses(&demo), buses(&larger));
}
