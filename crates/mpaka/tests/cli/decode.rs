//! `mpaka decode`.

use crate::run::{Ran, command, fed, run};
use serde_json::Value;

/// A list of our own. Segments of the guide's table 5.1: header, one leg, one person with a passport.
const LIST: &str = "UNA:+.? 'UNB+UNOA:4+ZZ AIRLINE+GOV+261123:1200+7'UNH+PAX1+PAXLST:D:05B:UN:IATA'BGM+745'TDT+20+ZZ123'\
    LOC+125+AAA'DTM+189:2611231000:201'LOC+87+BBB'DTM+232:2611231400:201'NAD+FL+++ERIKSSON:ANNA'ATT+2++F'DTM+329:740812'NAT+2+UTO'\
    DOC+P:110:111+L898902C3'LOC+91+UTO'CNT+42:1'UNT+15+PAX1'UNZ+1+7'";

/// The specimen of ICAO Doc 9303 part 4, appendix B.
const PASSPORT: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n";

fn decode(format: &str, input: &str) -> Ran {
    fed(command(&["decode", format]), input.as_bytes())
}

/// Everything `expected` says is in `found`; `found` may say more.
fn holds(found: &Value, expected: &Value, path: &str) {
    match (found, expected) {
        (Value::Object(f), Value::Object(e)) => {
            for (key, value) in e {
                holds(f.get(key).unwrap_or_else(|| panic!("{path}/{key} is missing")), value, &format!("{path}/{key}"));
            }
        }
        (Value::Array(f), Value::Array(e)) => {
            assert_eq!(f.len(), e.len(), "{path}");
            f.iter().zip(e).enumerate().for_each(|(n, (f, e))| holds(f, e, &format!("{path}/{n}")));
        }
        _ => assert_eq!(found, expected, "{path}"),
    }
}

#[test]
fn the_guides_example_is_printed_as_the_guide_reads_it() {
    let Some(dir) = testkit::fixtures("edifact/wco_iata_guide") else { return };
    let file = dir.join("example_5.1.edi");
    let ran = run(&["decode", "paxlst", file.to_str().unwrap()]);
    assert_eq!((ran.code, ran.lines().len()), (0, 1), "{}", ran.err);
    let expected: Value = serde_json::from_slice(&std::fs::read(dir.join("example_5.1.expected.json")).unwrap()).unwrap();
    holds(&ran.lines()[0], &expected, "");
}

#[test]
fn a_list_on_standard_input_is_one_object_on_one_line() {
    let ran = decode("paxlst", LIST);
    assert_eq!((ran.code, ran.lines().len()), (0, 1), "{}", ran.err);
    let list = &ran.lines()[0];
    assert_eq!((&list["legs"][0]["origin"], &list["legs"][0]["destination"]), (&"AAA".into(), &"BBB".into()));
    assert_eq!((&list["people"][0]["surname"], &list["people"][0]["documents"][0]["number"]), (&"ERIKSSON".into(), &"L898902C3".into()));
}

#[test]
fn the_exit_code_tells_all_some_and_nothing_apart() {
    let cut = LIST.replace("NAD+FL+++ERIKSSON:ANNA'", "NAD+FL+++ERI");
    let cut = cut.split("ERI").next().unwrap().to_owned() + "ERI";
    let (good, bad) = (decode("paxlst", LIST), decode("paxlst", &cut));
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let some = run(&["decode", "paxlst", &write("good.edi", LIST), &write("cut.edi", &cut), "no-such-file.edi"]);
    assert_eq!((good.code, some.code, bad.code), (0, 1, 2));
    assert_eq!((good.lines().len(), some.lines().len(), bad.out.as_str()), (1, 1, ""));
    assert!(some.err.contains("no-such-file.edi: cannot open"), "{}", some.err);
    // UNA, UNB, UNH, BGM, TDT, four of the leg: the person is the ninth segment behind UNA, and stands where its name begins.
    let offset = cut.find("NAD+FL").unwrap();
    assert!(some.err.contains("cut.edi: ") && some.err.contains("segment 9 NAD"), "{}", some.err);
    assert!(some.err.contains(&offset.to_string()), "byte {offset}: {}", some.err);
}

#[test]
fn what_is_no_list_is_refused_in_words() {
    for input in ["", "hello", "\u{0}\u{1}\u{2}"] {
        let ran = decode("paxlst", input);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{input:?}");
        assert!(ran.err.starts_with("standard input: ") && !ran.err.contains("panicked"), "{input:?}: {}", ran.err);
    }
}

#[test]
fn a_specimen_passport_is_read_from_standard_input() {
    let ran = decode("mrz", PASSPORT);
    assert_eq!((ran.code, ran.lines().len()), (0, 1), "{}", ran.err);
    let read = &ran.lines()[0];
    assert_eq!((&read["surname"], &read["document_number"], &read["valid"]), (&"ERIKSSON".into(), &"L898902C3".into(), &true.into()));
}

#[test]
fn a_wrong_check_digit_is_named_and_the_document_is_still_printed() {
    let one = decode("mrz", &PASSPORT.replace("L898902C36", "L898902C37"));
    // Something was decoded, and found to be wrong.
    assert_eq!((one.code, one.lines()[0]["valid"].clone()), (1, false.into()));
    assert!(one.err.contains("standard input: document 1: "), "{}", one.err);
    let both = decode("mrz", &format!("{PASSPORT}\nnot a zone\n\n{PASSPORT}"));
    assert_eq!((both.code, both.lines().len()), (1, 3), "{}", both.err);
    assert!(both.err.contains("document 2: rejected: "), "{}", both.err);
    assert_eq!(decode("mrz", "not a zone\n").code, 2);
    assert_eq!(decode("mrz", "").code, 2);
}
