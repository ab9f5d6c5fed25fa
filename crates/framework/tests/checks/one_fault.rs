//! One fault, one finding, one place.

use super::country::Country;
use framework::Place;
use rstest::rstest;

/// `place` is the underlined text in the broken file, or after `file>` in another; `#2` at its end asks for the second time that it stands there.
fn expected(country: &Country, file: &str, place: &str) -> String {
    let (file, place) = place.split_once('>').unwrap_or((file, place));
    let (text, nth) = place.rsplit_once('#').and_then(|(t, n)| Some((t, n.parse::<usize>().ok()?))).unwrap_or((place, 1));
    let content = std::fs::read_to_string(country.path(file)).unwrap_or_default();
    let at = if text.is_empty() {
        0
    } else {
        content.match_indices(text).nth(nth - 1).unwrap_or_else(|| panic!("{file} has no {nth}. `{text}`")).0
    };
    Place::of(file, &content, at..at).to_string()
}

#[test]
fn a_country_in_order_says_nothing() {
    assert_eq!(Country::in_order().findings(), []);
}

#[rstest]
// Files and references.
#[case("MF0003", "sources.toml", "\"GAZETTE\"", "GAZETTE", "GAZETTE")]
#[case("MF0004", "points/bridge.toml", "status =", "hour = \"x\"\nstatus =", "hour")]
#[case("MF0005", "points/bridge.toml", "name = \"Bridge\"", "name = \"Bridge\"\ncounty = 3", "3")]
#[case("MF0010", "standards.toml", "id = \"answers\"", "id = \"truck\"", "\"truck\"#3")]
#[case("MF0011", "bodies.toml", "\"policy\"", "\"a policy\"", "\"a policy\"")]
#[case("MF0012", "lists.toml", "hit.overt", "hit.ofert", "\"hit.ofert\"")]
#[case("MF0013", "clocks.toml", "\"4h\"", "\"4 hours\"", "\"4 hours\"")]
#[case("MF0014", "clocks.toml", "\"running\"", "\"runing\"", "\"runing\"")]
#[case("MF0014", "framework.toml", "01-01", "01-32", "\"01-32\"")]
#[case("MF0014", "framework.toml", "day = \"01-01\"", "day = \"01-01\"\ndates = [\"2026-03-20\", \"2026-02-30\"]", "\"2026-02-30\"")]
#[case("MF0015", "bodies.toml", "level = \"national\"\n", "level = \"national\"\nparent = \"joc.{point}\"\n", "\"joc.{point}\"")]
#[case("MF0016", "bodies.toml", "parent = \"committee\"\n", "", "\"joc.{point}\"")]
#[case("MF0017", "clocks.toml", "\"15m\"", "\"0m\"", "\"0m\"")]
#[case("MF0018", "clocks.toml", "\"UTO\"", "\"Uto\"", "\"Uto\"")]
// Procedures.
#[case("MF0020", "procedures/truck.toml", "function = \"customs\"\n", "function = \"customs\"\nafter = [\"over\"]\n", "\"exit\"")]
#[case("MF0021", "procedures/driver.toml", "kind = \"release\"", "kind = \"gate\"", "\"driver\"")]
#[case("MF0022", "procedures/truck.toml", "after = [\"papers\", \"search\"]", "after = [\"papers\"]", "\"search\"")]
#[case("MF0024", "procedures/driver.toml", "kind = \"handover\"", "kind = \"gate\"", "\"driver\"")]
#[case("MF0026", "procedures/truck.toml", "\"10m\"", "\"4m\"", "\"4m\"")]
#[case("MF0027", "procedures/truck.toml", "after = [\"over\"]\nmandatory", "after = [\"release\"]\nmandatory", "\"joint\"")]
#[case(
    "MF0028",
    "procedures/truck.toml",
    "after = [\"over\"]\nexamines = \"documents\"",
    "after = [\"exit\"]\nexamines = \"documents\"",
    "\"papers\""
)]
#[case("MF0029", "procedures/truck.toml", "joins = [\"papers\", \"search\"]", "joins = [\"papers\"]", "\"joint\"")]
#[case("MF0121", "procedures/driver.toml", "direction = \"both\"\n", "direction = \"both\"\nparts = [\"truck\"]\n", "\"truck\"")]
#[case("MF0122", "agreements/bridge-act.toml", "permits = [\"reversal\"]", "permits = []", "procedures/truck.toml>\"bridge-act\"")]
#[case("MF0125", "procedures/driver.toml", "after = [\"over\"]\n", "after = [\"over\"]\nwaivable = true\n", "\"release\"")]
// Points.
#[case("MF0030", "points/bridge.toml", "lead = \"CUS\"\n", "", "\"bridge\"")]
#[case("MF0031", "points/bridge.toml", "deputy = \"IMM\"\n", "", "\"bridge\"")]
#[case("MF0032", "points/bridge.toml", "neighbour_hours = \"06:00-18:00\"", "neighbour_hours = \"18:00-22:00\"", "\"18:00-22:00\"")]
#[case("MF0032", "points/bridge.toml", "neighbour_hours = \"06:00-18:00\"", "neighbour_hours = \"22:00-04:00\"", "\"22:00-04:00\"")]
#[case("MF0033", "points/bridge.toml", "[1.0, 2.0]", "[91.0, 2.0]", "[91.0, 2.0]")]
#[case("MF0036", "points/bridge.toml", "deputy = \"IMM\"", "deputy = \"CUS\"", "\"CUS\"#2")]
#[case("MF0037", "points/bridge.toml", "kind = \"joc\"", "kind = \"frontline\"", "\"bridge\"")]
#[case("MF0039", "points/bridge.toml", ", agreement = \"bridge-act\"", "", "\"juxtaposed\"")]
#[case("MF0130", "points/bridge.toml", "neighbour_hours = \"06:00-18:00\"\n", "", "\"bridge\"")]
#[case("MF0131", "points/bridge.toml", "neighbour_hours = \"06:00-18:00\"", "neighbour_hours = \"08:00-20:00\"", "\"08:00-20:00\"")]
#[case("MF0132", "framework.toml", "neighbours = [\"XXA\"]", "neighbours = [\"XXB\"]", "points/bridge.toml>\"XXA\"")]
// Lists.
#[case("MF0040", "lists.toml", "legal_basis = \"Act\"\n", "", "\"stop\"")]
#[case("MF0041", "lists.toml", "max = \"30d\"\n", "", "\"stop\"")]
#[case("MF0042", "lists.toml", "appeal = \"Court\"\n", "", "\"stop\"")]
#[case("MF0043", "lists.toml", "duty_desk = \"bridge.customs\"\n", "", "\"stop\"")]
#[case("MF0043", "lists.toml", "answer = \"hit.overt\"\n", "", "\"stop\"")]
#[case("MF0044", "lists.toml", "action = \"refuse_entry\"\nduty_desk = \"bridge.customs\"\n", "action = \"inform\"\n", "\"stop\"")]
#[case("MF0045", "lists.toml", "\"bridge.customs\"", "\"bridge.immigration\"", "\"bridge.immigration\"")]
#[case("MF0046", "lists.toml", "renewal = \"30d\"\n", "", "\"stop\"")]
#[case("MF0047", "lists.toml", "\"overt\"", "\"silent\"", "\"refuse_entry\"")]
// Agreements.
#[case("MF0050", "agreements/bridge-act.toml", "2030", "2020", "2020")]
#[case("MF0051", "agreements/bridge-act.toml", "review = 2030-01-01\n", "", "\"bridge-act\"")]
#[case("MF0052", "agreements/bridge-act.toml", "purposes = [\"customs\"]", "purposes = []", "\"bridge-act\"")]
#[case("MF0053", "agreements/bridge-act.toml", "retention = \"30d\"\n", "", "\"bridge-act\"")]
#[case("MF0054", "agreements/bridge-act.toml", "legal_basis = \"Act\"\n", "", "\"bridge-act\"")]
#[case(
    "MF0056",
    "agreements/bridge-act.toml",
    "states = [\"UTO\", \"XXA\"]\nagencies = [\"CUS\", \"X-CUS\"]",
    "states = [\"XXA\"]\nagencies = [\"X-CUS\"]",
    "\"bridge-act\""
)]
#[case("MF0057", "agreements/bridge-act.toml", "\"in_force\"", "\"draft\"", "points/bridge.toml>\"bridge-act\"")]
#[case("MF0058", "agreements/bridge-act.toml", "points = [\"bridge\"]", "points = []", "points/bridge.toml>\"bridge-act\"")]
// Clocks and ladders.
#[case("MF0060", "clocks.toml", "after = \"2h\"", "after = \"5m\"", "\"5m\"")]
#[case(
    "MF0062",
    "clocks.toml",
    "  { to = \"national_chair\"",
    "  { to = \"joc_lead\", after = \"1h\" },
  { to = \"national_chair\"",
    "\"joc_lead\"#2"
)]
#[case("MF0063", "clocks.toml", "to = \"joc_lead\"", "to = \"secretariat_duty\"", "\"secretariat_duty\"")]
#[case("MF0064", "clocks.toml", "  { to = \"national_chair\", after = \"2h\" },\n", "", "\"joc_lead\"")]
#[case("MF0065", "clocks.toml", "id = \"referral\"", "id = \"referals\"", "")]
#[case("MF0066", "clocks.toml", "ladder = \"standard\"\n", "", "\"referral\"")]
#[case(
    "MF0067",
    "clocks.toml",
    "[[ladder]]",
    "[[ladder]]\nid = \"spare\"\ntitle = \"T\"\nrungs = [{ to = \"national_chair\", after = \"1h\" }]\n\n[[ladder]]",
    "\"spare\""
)]
// Rules.
#[case("MF0070", "policies/read.cedar", "\"read\", resource", "\"write\", resource", "Action::\"write\"")]
#[case("MF0070", "policies/read.cedar", "permit (", "permit [", "[")]
#[case("MF0071", "policies/read.cedar", "@id(\"read-own\")\n", "", "@says")]
#[case("MF0072", "policies/read.cedar", "@says(\"Customs reads.\")\n", "", "@id")]
#[case("MF0074", "policies/read.cedar", "\"CUS\"", "\"CUZ\"", "CUZ")]
#[case("MF0010", "policies/read.cedar", "never-abroad", "read-own", "@id(\"read-own\")#2")]
// Bodies.
#[case("MF0101", "bodies.toml", "deputy = \"deputy\"\n", "", "\"joc.{point}\"")]
#[case("MF0102", "bodies.toml", "quorum = { count = 2, with = \"chair_or_deputy\" }\n", "", "\"committee\"")]
#[case("MF0103", "bodies.toml", "count = 2", "count = 3", "3, with")]
#[case("MF0103", "bodies.toml", "percent = 50", "percent = 0", "0, with")]
#[case("MF0104", "bodies.toml", "meets = \"monthly\"\n", "", "\"committee\"")]
#[case("MF0106", "bodies.toml", "minutes = { within = \"3d\", time = \"working\" }\n", "", "\"committee\"")]
#[case("MF0107", "bodies.toml", "legal_basis = \"Act\"\n", "", "\"committee\"")]
#[case("MF0108", "bodies.toml", "deputy = \"deputy\"", "deputy = \"lead\"", "\"lead\"#2")]
// Agencies, standards, records.
#[case("MF0150", "standards.toml", "\"stage_time\"", "\"goodwill\"", "\"goodwill\"")]
#[case("MF0151", "standards.toml", "stage = \"exit\"\n", "", "\"stage_time\"")]
#[case("MF0152", "standards.toml", "target = \"1h\"\n", "", "\"truck\"")]
#[case("MF0153", "standards.toml", "= 95", "= 195", "195")]
#[case("MF0170", "duty.toml", "06:00-18:00", "06:00-17:00", "\"06:00-17:00\"")]
#[case("MF0170", "duty.toml", "18:00-06:00", "18:00-18:00", "\"18:00-18:00\"")]
#[case("MF0014", "duty.toml", "18:00-06:00", "18-06", "\"18-06\"")]
#[case("MF0171", "duty.toml", "least = 2", "least = 0", "0#11")]
#[case("MF0012", "duty.toml", "[\"bridge\"]", "[\"bridges\"]", "\"bridges\"")]
#[case("MF0161", "classification.toml", "rank = 1", "rank = 0", "0#2")]
#[case(
    "MF0162",
    "classification.toml",
    "\"CLEAR\"

[[level]]
id = \"secret\"
rank = 1
name = \"Secret\"
tlp = \"RED\"",
    "\"AMBER\"

[[level]]
id = \"secret\"
rank = 1
name = \"Secret\"
tlp = \"GREEN\"",
    "\"GREEN\""
)]
#[case(
    "MF0061",
    "clocks.toml",
    "[
  { to = \"joc_lead\", after = \"10m\" },
  { to = \"national_chair\", after = \"2h\" },
]",
    "[]",
    "\"standard\"#21"
)]
#[case(
    "MF0038",
    "points/bridge.toml",
    "neighbour = { state = \"XXA\", agreement = \"bridge-act\" }
",
    "",
    "\"juxtaposed\""
)]
#[case(
    "MF0140",
    "agencies.toml",
    "[[agency]]",
    "[[agency]]
id = \"ZOO\"
name = \"Zoo\"
short = \"Zoo\"
state = \"UTO\"
functions = []

[[agency]]",
    "\"ZOO\""
)]
#[case(
    "MF0160",
    "retention.toml",
    "[[retention]]
id = \"api\"
title = \"T\"
data = \"api\"
keep = \"30d\"
after = \"recorded\"
then = \"erase\"
",
    "",
    ""
)]
#[case("MF0090", "bodies.toml", "level = \"national\"\n", "level = \"national\"\nunverified = [\"level\"]\n", "\"level\"")]
fn one_fault_is_named_where_it_is(#[case] code: &str, #[case] file: &str, #[case] from: &str, #[case] to: &str, #[case] place: &str) {
    let country = Country::in_order();
    country.replace(file, from, to);
    let found = country.places();
    assert_eq!(found, [(code, expected(&country, file, place))], "{:?}", country.findings());
}

/// Faults that cannot come alone: a post without desks has nobody to own its controls either. `place` is that of the first code.
#[rstest]
#[case(&["MF0023"], "points/bridge.toml", "agency = \"X-CUS\"", "agency = \"CUS\"", "procedures/truck.toml>\"customs\"")]
#[case(&["MF0035", "MF0023"], "points/bridge.toml", "agency = \"IMM\"", "agency = \"CUS\"", "\"IMM\"")]
#[case(&["MF0055", "MF0058"], "agreements/bridge-act.toml", "states = [\"UTO\", \"XXA\"]", "states = [\"UTO\"]", "\"X-CUS\"")]
#[case(&["MF0100", "MF0063"], "bodies.toml", "chair = { agency = \"CUS\", office = \"Director\" }\n", "", "\"committee\"")]
#[case(&["MF0105", "MF0103"], "bodies.toml", "members = [{ agency = \"CUS\", role = \"member\" }, { agency = \"IMM\", role = \"member\" }]\n", "", "\"committee\"")]
#[case(&["MF0120"], "agencies.toml", "functions = [\"immigration\"]", "functions = [\"immigration\", \"customs\"]", "procedures/truck.toml>\"customs\"")]
#[case(&["MF0123", "MF0023", "MF0124"], "points/bridge.toml", "\"land\"", "\"sea\"", "\"bridge\"")]
fn one_fault_is_named_with_what_follows_from_it(
    #[case] codes: &[&str],
    #[case] file: &str,
    #[case] from: &str,
    #[case] to: &str,
    #[case] place: &str,
) {
    let country = Country::in_order();
    country.replace(file, from, to);
    let found = country.places();
    let first = found.iter().find(|(code, _)| code == &codes[0]).map(|(_, at)| at.clone());
    assert_eq!(first, Some(expected(&country, file, place)), "{found:?}");
    assert!(found.iter().all(|(code, _)| codes.contains(code)), "{found:?}");
}

#[test]
fn presence_is_asked_of_those_who_have_a_desk() {
    let country = Country::in_order();
    country.replace("duty.toml", "\"CUS\"", "\"ZOO\"");
    let zoo = "[[agency]]\nid = \"ZOO\"\nname = \"Zoo\"\nshort = \"Zoo\"\nstate = \"UTO\"\nfunctions = []\n\n[[agency]]\nid = \"IMM\"";
    country.replace("agencies.toml", "[[agency]]\nid = \"IMM\"", zoo);
    let found = country.places();
    assert!(found.contains(&("MF0171", expected(&country, "duty.toml", "\"bridge\""))), "{found:?}");
}

#[test]
fn three_agencies_at_the_same_goods_need_a_joint_control() {
    let country = Country::in_order();
    let control = |function: &str| {
        format!(
            "[[stage]]\nid = \"{function}\"\ntitle = \"T\"\nkind = \"control\"\nside = \"entry\"\nfunction = \"{function}\"\nafter = [\"over\"]\nmandatory = false\nexamines = \"goods\"\nexpected = \"5m\"\ntarget = \"10m\"\n\n"
        )
    };
    let extra = ["customs", "plant_health", "standards"].map(control).concat();
    country.replace("procedures/driver.toml", "[[stage]]\nid = \"release\"", &format!("{extra}[[stage]]\nid = \"release\""));
    assert_eq!(country.places(), [("MF0025", expected(&country, "procedures/driver.toml", "\"driver\""))]);
    let joint = control("customs").replace("\"control\"", "\"joint_examination\"").replace("id = \"customs\"", "id = \"joint\"");
    let joint = joint.replace("expected", "joins = [\"customs\", \"plant_health\", \"standards\"]\nexpected");
    country.replace("procedures/driver.toml", "[[stage]]\nid = \"release\"", &format!("{joint}[[stage]]\nid = \"release\""));
    assert_eq!(country.places(), []);
}

#[test]
fn an_agreement_on_information_names_the_information() {
    let country = Country::in_order();
    country.replace("agreements/bridge-act.toml", "one_stop_border_post", "information_sharing");
    assert_eq!(country.places(), []);
    country.replace("agreements/bridge-act.toml", "elements = [\"crossing.times\"]", "elements = []");
    assert_eq!(country.places(), [("MF0059", expected(&country, "agreements/bridge-act.toml", "\"bridge-act\""))]);
}

#[test]
fn a_point_without_desks_is_named() {
    let country = Country::in_order();
    let text = country.read("points/bridge.toml");
    country.write("points/bridge.toml", text.split_once("[[desk]]").unwrap().0);
    let found = country.places();
    assert!(found.contains(&("MF0034", expected(&country, "points/bridge.toml", "\"bridge\""))), "{found:?}");
}

#[test]
fn a_procedure_that_no_open_point_needs_is_named() {
    let country = Country::in_order();
    let air = country.read("procedures/driver.toml").replace("\"land\"", "\"air\"").replace("\"driver\"", "\"pilot\"");
    country.write("procedures/pilot.toml", air);
    assert_eq!(country.places(), [("MF0124", expected(&country, "procedures/pilot.toml", "\"pilot\""))]);
}

#[test]
fn a_framework_without_rules_or_guarantees_is_named() {
    let country = Country::in_order();
    std::fs::remove_file(country.path("guarantees/abroad.cedar")).unwrap();
    assert_eq!(country.places(), [("MF0075", "guarantees:1:1".to_owned())]);
    std::fs::remove_file(country.path("policies/read.cedar")).unwrap();
    assert_eq!(country.places(), [("MF0073", "policies:1:1".to_owned())]);
}

#[test]
fn rules_without_a_schema_are_named() {
    let country = Country::in_order();
    std::fs::remove_file(country.path("policies/schema.cedarschema")).unwrap();
    assert_eq!(country.places(), [("MF0070", "policies:1:1".to_owned())]);
}
