//! Every diagnostic: a made-up country that is in order, broken in one place, says exactly that; and mended it is silent again.

#![allow(clippy::unwrap_used, reason = "a test stops at the first file it cannot write")]

use framework::{Code, Severity, check, load};
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const FILES: &[(&str, &str)] = &[
    ("framework.toml", "id = \"utopia\"\nname = \"Utopia\"\nstate = \"UTO\"\nversion = \"1\"\nlanguages = [\"en\"]\ntime_zone = \"UTC\"\n"),
    (
        "agencies.toml",
        "[[agency]]\nid = \"CUS\"\nname = \"Customs\"\nshort = \"Customs\"\nstate = \"UTO\"\nfunctions = [\"customs\", \"plant_health\", \"standards\"]\n\
         [[agency]]\nid = \"X-CUS\"\nname = \"Customs over there\"\nshort = \"Customs\"\nstate = \"XXA\"\nfunctions = [\"customs\"]\n",
    ),
    ("bodies.toml", "[[body]]\nid = \"committee\"\nname = \"Committee\"\nshort = \"C\"\nlevel = \"national\"\n"),
    (
        "clocks.toml",
        "[[clock]]\nid = \"hit\"\ntitle = \"Hit\"\nduration = \"15m\"\ntime = \"running\"\nladder = \"standard\"\n\
         [[ladder]]\nid = \"standard\"\ntitle = \"Standard\"\nrungs = [{ to = \"lead\", after = \"10m\" }, { to = \"chair\", after = \"2h\" }]\n",
    ),
    (
        "lists.toml",
        "[[list]]\nid = \"stop\"\nname = \"Stop\"\nowner = \"CUS\"\nsubjects = [\"person\"]\nlegal_basis = \"Act\"\nmax = \"30d\"\napprover = \"CUS\"\nvisibility = \"overt\"\n\
         action = \"refuse\"\nduty_desk = \"bridge.desk\"\nanswer = \"hit\"\non_silence = \"escalate\"\nappeal = \"Court\"\n",
    ),
    (
        "points/bridge.toml",
        "id = \"bridge\"\nname = \"Bridge\"\nenvironment = \"land\"\nstatus = \"open\"\none_stop = \"juxtaposed\"\nneighbour = { state = \"XXA\", agreement = \"bridge-act\" }\n\
         position = [1.0, 2.0]\nhours = \"06:00-18:00\"\nneighbour_hours = \"08:00-20:00\"\nlead = \"CUS\"\ndeputy = \"CUS\"\n\
         [[desk]]\nid = \"bridge.desk\"\nagency = \"CUS\"\nname = \"Desk\"\nkind = \"frontline\"\n[[desk]]\nid = \"bridge.other\"\nagency = \"X-CUS\"\nname = \"Desk\"\nkind = \"frontline\"\n",
    ),
    (
        "procedures/truck.toml",
        "id = \"truck\"\ntitle = \"Truck\"\nenvironment = \"land\"\none_stop = true\nsubject = \"truck\"\ndirection = \"both\"\n\
         [[stage]]\nid = \"exit\"\ntitle = \"Exit\"\nkind = \"control\"\nside = \"exit\"\nfunction = \"customs\"\nexpected = \"5m\"\ntarget = \"10m\"\n\
         [[stage]]\nid = \"over\"\ntitle = \"Over\"\nkind = \"handover\"\nside = \"exit\"\nfunction = \"customs\"\nafter = [\"exit\"]\nexpected = \"1m\"\ntarget = \"2m\"\n\
         [[stage]]\nid = \"release\"\ntitle = \"Release\"\nkind = \"release\"\nside = \"entry\"\nfunction = \"customs\"\nafter = [\"over\"]\nexpected = \"1m\"\ntarget = \"2m\"\n",
    ),
    (
        "agreements/bridge-act.toml",
        "id = \"bridge-act\"\ntitle = \"Bridge act\"\nkind = \"one_stop\"\nstates = [\"UTO\", \"XXA\"]\nagencies = [\"CUS\"]\npoints = [\"bridge\"]\nstatus = \"in_force\"\nlegal_basis = \"Act\"\nreview = 2030-01-01\n\
         purposes = [\"customs\"]\nelements = []\nretention = \"30d\"\nonward = \"no\"\npermits = []\ncontrols = []\nmethod = \"push\"\n",
    ),
    (
        "policies/schema.cedarschema",
        "entity Officer; entity Record; action read appliesTo { principal: [Officer], resource: [Record], context: {} };",
    ),
    ("policies/read.cedar", "@id(\"read\")\npermit (principal, action == Action::\"read\", resource);"),
];

fn write(dir: &Path, edit: impl Fn(&str, &str) -> Option<String>) {
    for (file, text) in FILES {
        let path = dir.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if let Some(text) = edit(file, text) {
            fs::write(path, text).unwrap();
        }
    }
}

fn codes(dir: &Path) -> BTreeSet<&'static str> {
    let loaded = load(dir);
    let mut found = loaded.diagnostics;
    if let Some(f) = &loaded.framework {
        found.extend(check(f, &loaded.texts, Some("2026-11-23")));
    }
    found.iter().map(|d| d.code.id()).collect()
}

fn broken(file: &str, from: &str, to: &str) -> BTreeSet<&'static str> {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), |f, text| {
        if f == file {
            assert!(text.contains(from), "{file} has no `{from}`");
            return Some(text.replacen(from, to, 1));
        }
        Some(text.to_owned())
    });
    codes(dir.path())
}

#[test]
fn a_country_in_order_says_nothing() {
    assert_eq!(broken("framework.toml", "", ""), BTreeSet::new());
}

#[rstest]
#[case("MF0003", "bodies.toml", "id = ", "id == ")]
#[case("MF0004", "points/bridge.toml", "lead =", "leed =")]
#[case("MF0005", "agencies.toml", "short = \"Customs\"", "short = 3")]
#[case("MF0010", "points/bridge.toml", "bridge.other", "bridge.desk")]
#[case("MF0011", "bodies.toml", "\"committee\"", "\"a committee\"")]
#[case("MF0012", "lists.toml", "answer = \"hit\"", "answer = \"hut\"")]
#[case("MF0013", "clocks.toml", "15m", "15 minutes")]
#[case("MF0014", "clocks.toml", "\"running\"", "\"runing\"")]
#[case(
    "MF0020",
    "procedures/truck.toml",
    "function = \"customs\"\nexpected = \"5m\"",
    "function = \"customs\"\nafter = [\"over\"]\nexpected = \"5m\""
)]
#[case("MF0021", "procedures/truck.toml", "kind = \"release\"", "kind = \"control\"")]
#[case("MF0022", "procedures/truck.toml", "after = [\"over\"]", "after = [\"exit\"]")]
#[case("MF0023", "points/bridge.toml", "agency = \"X-CUS\"", "agency = \"CUS\"")]
#[case("MF0024", "procedures/truck.toml", "kind = \"handover\"", "kind = \"control\"")]
#[case("MF0026", "procedures/truck.toml", "target = \"10m\"", "target = \"1m\"")]
#[case("MF0030", "points/bridge.toml", "lead = \"CUS\"\n", "")]
#[case("MF0031", "points/bridge.toml", "deputy = \"CUS\"\n", "")]
#[case("MF0032", "points/bridge.toml", "08:00-20:00", "18:00-22:00")]
#[case("MF0033", "points/bridge.toml", "[1.0, 2.0]", "[91.0, 2.0]")]
#[case("MF0040", "lists.toml", "legal_basis = \"Act\"\n", "")]
#[case("MF0041", "lists.toml", "max = \"30d\"\n", "")]
#[case("MF0042", "lists.toml", "appeal = \"Court\"\n", "")]
#[case("MF0050", "agreements/bridge-act.toml", "2030", "2020")]
#[case("MF0051", "agreements/bridge-act.toml", "review = 2030-01-01\n", "")]
#[case("MF0052", "agreements/bridge-act.toml", "purposes = [\"customs\"]", "purposes = []")]
#[case("MF0060", "clocks.toml", "after = \"2h\"", "after = \"5m\"")]
#[case("MF0061", "clocks.toml", "rungs = [{ to = \"lead\", after = \"10m\" }, { to = \"chair\", after = \"2h\" }]", "rungs = []")]
#[case("MF0070", "policies/read.cedar", "\"read\", resource", "\"write\", resource")]
#[case("MF0071", "policies/read.cedar", "@id(\"read\")\n", "")]
#[case("MF0090", "bodies.toml", "level = \"national\"\n", "level = \"national\"\nunverified = [\"level\"]\n")]
fn one_fault_is_named(#[case] code: &str, #[case] file: &str, #[case] from: &str, #[case] to: &str) {
    let found = broken(file, from, to);
    assert!(found.contains(code), "expected {code}, found {found:?}");
}

#[test]
fn three_agencies_at_the_same_goods_need_a_joint_control() {
    let control = |id: &str, function: &str| {
        format!(
            "[[stage]]\nid = \"{id}\"\ntitle = \"T\"\nkind = \"control\"\nside = \"entry\"\nfunction = \"{function}\"\nmandatory = false\nexamines = \"goods\"\nexpected = \"5m\"\ntarget = \"10m\"\n"
        )
    };
    let extra = ["customs", "plant_health", "standards"].map(|f| control(f, f)).concat();
    let found = broken("procedures/truck.toml", "[[stage]]\nid = \"over\"", &format!("{extra}[[stage]]\nid = \"over\""));
    assert!(found.contains("MF0025"), "{found:?}");
}

#[test]
fn a_point_without_desks_is_named() {
    let text = FILES.iter().find(|(f, _)| *f == "points/bridge.toml").map(|(_, t)| t.split_once("[[desk]]").unwrap().1).unwrap();
    assert!(broken("points/bridge.toml", &format!("[[desk]]{text}"), "").contains("MF0034"));
}

#[test]
fn a_file_that_is_missing_or_too_large_or_not_text_is_named() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), |f, text| (f != "agencies.toml").then(|| text.to_owned()));
    assert!(codes(dir.path()).contains("MF0001"));
    fs::write(dir.path().join("agencies.toml"), vec![b' '; usize::try_from(framework::MAX_FILE_BYTES).unwrap() + 1]).unwrap();
    assert!(codes(dir.path()).contains("MF0002"));
    fs::write(dir.path().join("agencies.toml"), b"\xFF\xFE").unwrap();
    assert!(codes(dir.path()).contains("MF0001"));
}

#[test]
fn a_misspelt_key_is_shown_where_it_is_with_the_right_one() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), |f, text| Some(if f == "points/bridge.toml" { text.replace("lead =", "leed =") } else { text.to_owned() }));
    let found = load(dir.path()).diagnostics;
    assert_eq!((found[0].place.to_string().as_str(), found[0].help.as_deref()), ("points/bridge.toml:10:1", Some("write `lead`")));
}

#[test]
fn windows_line_ends_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), |_, text| Some(text.replace('\n', "\r\n")));
    assert_eq!(codes(dir.path()), BTreeSet::new());
}

#[test]
fn the_packs_have_no_errors() {
    for country in ["kenya", "pakistan"] {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frameworks").join(country);
        let loaded = load(&dir);
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
        let found = check(&loaded.framework.unwrap(), &loaded.texts, Some("2026-11-23"));
        let errors: Vec<String> = found.iter().filter(|d| d.code.severity() == Severity::Error).map(ToString::to_string).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn codes_are_distinct_and_in_order() {
    let ids: Vec<&str> = Code::ALL.iter().map(|c| c.id()).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn damage_anywhere_is_survived(file in 0..FILES.len(), at in any::<proptest::sample::Index>(), with in "\\PC{0,6}") {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), |f, text| {
            let mut text = text.to_owned();
            if f == FILES[file].0 {
                let i = at.index(text.len());
                text.replace_range(i..=i, &with);
            }
            Some(text)
        });
        codes(dir.path());
    }
}
