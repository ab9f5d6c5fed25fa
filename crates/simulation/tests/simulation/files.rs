//! Bad demonstration files are refused with file, line and column.

use crate::common::{dir, pack};
use rstest::rstest;
use simulation::Fault;
use tempfile::TempDir;

const OFFICERS: &str = r#"demo = true
[[officer]]
id = "demo-a"
name = "A Specimen"
agency = "UA"
desk = "harbour.a"
roles = ["frontline"]
purposes = ["customs"]
"#;
const NAMES: &str = r#"demo = true
[[population]]
nationality = "UTO"
share = 1.0
given = ["Anna"]
surnames = ["Eriksson"]
[[plates]]
state = "UTO"
pattern = "UX9 999"
[vessels]
names = ["MV Specimen"]
flags = ["UTO"]
[companies]
names = ["Specimen Freight"]
[goods]
descriptions = [{ text = "Tea", hs = "0902", facts = [] }]
"#;
const TRAFFIC: &str = r#"demo = true
[[flow]]
point = "harbour"
procedure = "truck"
direction = "inbound"
per_day = 10
profile = "banks"
banks = [{ from = "06:00", to = "08:00", share = 0.5 }]
[[service]]
procedure = "truck"
stage = "papers"
median = "10m"
sigma = 0.5
"#;

fn folder(traffic: &str, names: &str, officers: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("demo")).unwrap();
    for (file, text) in [("traffic", traffic), ("names", names), ("officers", officers)] {
        std::fs::write(folder.path().join(format!("demo/{file}.toml")), text).unwrap();
    }
    folder
}

fn said(traffic: &str, names: &str, officers: &str) -> Vec<String> {
    let errors = simulation::load(folder(traffic, names, officers).path()).expect_err("the files are bad");
    errors.iter().map(ToString::to_string).collect()
}

#[rstest]
fn the_packs_files_load_and_name_nothing_their_frameworks_lack(#[values("kenya", "pakistan")] name: &str) {
    let (demo, framework) = pack(name);
    assert_eq!(demo.check(&framework), []);
    assert!(demo.officers.iter().any(|o| o.listed) && demo.officers.iter().any(|o| !o.listed));
}

#[rstest]
#[case("per_day = 10", "per_day = -1", "demo/traffic.toml:6:11: -1 is not a number of arrivals a day; 0 to 100000 was expected")]
#[case("per_day = 10", "per_day = nan", "demo/traffic.toml:6:11: NaN is not a number of arrivals a day; 0 to 100000 was expected")]
#[case("per_day = 10", "per_day = \"ten\"", "demo/traffic.toml:6:11: invalid type: string \"ten\", expected f64")]
#[case("\"inbound\"", "\"in\"", "demo/traffic.toml:5:13: `in` is not a direction; `inbound` or `outbound` was expected")]
#[case("\"banks\"", "\"night\"", "demo/traffic.toml:7:11: `night` is not a profile; `flat`, `daytime` or `banks` was expected")]
#[case(
    "\"08:00\"",
    "\"05:00\"",
    "demo/traffic.toml:8:19: `06:00` is not the start of a bank; HH:MM before its end and after the banks above was expected"
)]
#[case("share = 0.5", "share = 1.5", "demo/traffic.toml:7:11: the shares add up to 1.500; at most 1 was expected")]
#[case("\"10m\"", "\"ten\"", "demo/traffic.toml:12:10: `ten` is not a duration of at most 90 days; a number and s, m, h or d was expected")]
#[case("sigma = 0.5", "sigma = 4", "demo/traffic.toml:13:9: 4 is not a sigma; 0 to 3 was expected")]
#[case(
    "sigma = 0.5",
    "sigma = 0.5\nhold = 0.6\nrefuse = 0.5",
    "demo/traffic.toml:11:9: the shares add up to 1.100; at most 1 was expected"
)]
#[case(
    "demo = true",
    "demo = false",
    "demo/traffic.toml:1:8: `demo = true` was expected at the head: everything in this folder is made up"
)]
#[case("demo = true", "demo = true\n[months]\nmarch = 1.0", "demo/traffic.toml:3:1: `march` is not a month; jan, feb … dec were expected")]
fn a_fault_of_the_traffic_is_shown_at_its_place(#[case] good: &str, #[case] bad: &str, #[case] expected: &str) {
    let errors = said(&TRAFFIC.replacen(good, bad, 1), NAMES, OFFICERS);
    assert!(errors.iter().any(|e| e == expected), "{errors:#?}");
}

#[rstest]
#[case("[\"Anna\"]", "[]", "demo/names.toml:5:9: `given` was expected to hold at least one entry")]
#[case("\"Anna\"", "\"Åsa\"", "demo/names.toml:5:10: `Åsa` is not a name; at most 39 Latin letters, blanks and hyphens were expected")]
#[case("\"UTO\"", "\"Utopia\"", "demo/names.toml:3:15: `Utopia` is not a state; three letters were expected")]
#[case("UX9 999", "UXL", "demo/names.toml:9:11: `UXL` is not a plate pattern; `9` for digits and `L` for letters were expected")]
#[case("\"0902\"", "\"tea\"", "demo/names.toml:16:38: `tea` is not a tariff heading; 4 to 6 digits were expected")]
fn a_fault_of_the_names_is_shown_at_its_place(#[case] good: &str, #[case] bad: &str, #[case] expected: &str) {
    let errors = said(TRAFFIC, &NAMES.replacen(good, bad, 1), OFFICERS);
    assert!(errors.iter().any(|e| e == expected), "{errors:#?}");
}

#[test]
fn every_fault_of_every_file_is_found_at_once() {
    let twice = format!("{OFFICERS}{}", OFFICERS.trim_start_matches("demo = true"));
    let errors = said(&TRAFFIC.replacen("10\n", "-10\n", 1), &NAMES.replacen("UX9 999", "U", 1), &twice);
    assert_eq!(errors.len(), 3, "{errors:#?}");
    assert!(errors[2].starts_with("demo/officers.toml:11:6: `demo-a` is used before"), "{}", errors[2]);
}

#[test]
fn missing_and_unknown_keys_are_named() {
    assert!(said(TRAFFIC, NAMES, &OFFICERS.replace("desk = \"harbour.a\"\n", ""))[0].contains("missing field `desk`"));
    let error = &said(&TRAFFIC.replace("per_day", "a_day"), NAMES, OFFICERS)[0];
    assert!(error.starts_with("demo/traffic.toml:6:1: unknown field `a_day`"), "{error}");
}

#[test]
fn a_missing_or_oversized_file_is_named() {
    let here = folder(TRAFFIC, NAMES, OFFICERS);
    assert!(simulation::load(here.path()).is_ok(), "the specimen itself is in order");
    let padding = " ".repeat(usize::try_from(simulation::MAX_FILE_BYTES).unwrap() - NAMES.len());
    std::fs::write(here.path().join("demo/names.toml"), format!("{NAMES}{padding}")).unwrap();
    assert!(simulation::load(here.path()).is_ok(), "a file of just the longest size is read");
    std::fs::write(here.path().join("demo/names.toml"), format!("{NAMES}{padding} ")).unwrap();
    let errors = simulation::load(here.path()).expect_err("one byte more is not");
    assert!(matches!(errors[0].fault(), Fault::Unreadable(_)) && errors[0].place().file == "demo/names.toml");
    std::fs::remove_file(here.path().join("demo/traffic.toml")).unwrap();
    assert_eq!(simulation::load(here.path()).expect_err("and a file is missing").len(), 2);
}

#[test]
fn what_the_framework_lacks_is_named_by_the_check() {
    let framework = framework::load(&dir("kenya")).framework.unwrap();
    let demo = simulation::load(folder(TRAFFIC, NAMES, OFFICERS).path()).unwrap();
    let said: Vec<String> = demo.check(&framework).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "demo/traffic.toml:3:9: the framework has no point `harbour`",
            "demo/traffic.toml:10:13: the framework has no procedure `truck`",
            "demo/officers.toml:6:8: the framework has no agency `UA`",
        ]
    );
    let mut world = simulation::World::new(&demo, &framework, 1, 0);
    assert_eq!(world.next_arrival(), None, "a flow without a point is left out");
}
