//! `mpaka screen`.

use crate::run::{Node, run};

const LIST: &str = "id,name,born\n1,Anna Eriksson,1974-08-12\n2,Bo Nord,1960\n";

#[test]
fn one_name_is_found_with_what_explains_it() {
    let node = Node::new();
    let list = format!("csv:{}", node.file("list.csv", LIST).display());
    let ran = run(&["screen", "--list", &list, "--name", "ERIKSSON, Anna", "--born", "1974"]);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &answer["hit"], &answer["candidates"][0]["entry"]), (0, &true.into(), &"1".into()), "{answer:#}");
    let explained = answer["candidates"][0]["explanation"].to_string().to_lowercase();
    assert!(explained.contains("anna") && explained.contains("eriksson"), "{answer:#}");
    let ran = run(&["screen", "--list", &list, "--name", "Celia Vask"]);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &answer["hit"]), (0, &false.into()));
}

#[test]
fn a_file_of_names_gives_a_line_for_each_in_order_and_names_what_it_could_not_read() {
    let node = Node::new();
    let list = format!("csv:{}", node.file("list.csv", LIST).display());
    let batch = |text: &str| {
        let file = node.file("names.csv", text);
        run(&["screen", "--list", &list, "--batch", file.to_str().unwrap()])
    };
    let ran = batch("full_name,date_of_birth\nCelia Vask,\nBo Nord,1960-05-01\n");
    let hits: Vec<bool> = ran.lines().iter().map(|l| l["hit"].as_bool().unwrap()).collect();
    assert_eq!((ran.code, hits), (0, vec![false, true]), "{}", ran.err);
    let ran = batch("full_name,date_of_birth\nBo Nord,yesterday\nAnna Eriksson,\n");
    assert_eq!((ran.code, ran.lines().len()), (1, 2));
    assert!(ran.lines()[0]["problem"].as_str().unwrap().contains("`yesterday`"), "{}", ran.out);
    let ran = batch("who,when\nBo Nord,\n");
    assert!(ran.code == 2 && ran.err.contains("full_name was expected"), "{}", ran.err);
}

#[test]
fn what_cannot_be_screened_is_explained() {
    let node = Node::new();
    let list = format!("csv:{}", node.file("list.csv", LIST).display());
    for (args, said) in [
        (vec!["screen", "--name", "Bo"], "no list was given"),
        (vec!["screen", "--list", "Bo.csv", "--name", "Bo"], "does not say its format"),
        (vec!["screen", "--list", "xyz:Bo.csv", "--name", "Bo"], "`xyz` is not a list format"),
        (vec!["screen", "--list", "csv:/no/such/file", "--name", "Bo"], "cannot read `/no/such/file`"),
        (vec!["screen", "--list", &list], "nothing was asked"),
        (vec!["screen", "--list", &list, "--document", "A-1"], "`A-1` is too short a number"),
        (vec!["screen", "--list", &list, "--document", "AB12345", "--batch", "names.csv"], "cannot be used with"),
        (vec!["screen", "--list", &list, "--name", "Bo", "--born", "soon"], "`soon` is not a birth date"),
    ] {
        let ran = run(&args);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(said), "{args:?}: {ran:?}");
    }
}

#[test]
fn a_document_is_found_by_its_number_and_told_apart_from_one_that_is_read_alike() {
    let node = Node::new();
    let text = "id,name,document\n1,Anna Eriksson,L898902C3\n2,Bo Nord,L8989O2C3\n";
    let list = format!("csv:{}", node.file("list.csv", text).display());
    let asked = |args: &[&str]| -> serde_json::Value {
        let ran = run(&[&["screen", "--list", &list], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        serde_json::from_str(&ran.out).unwrap()
    };
    let found = asked(&["--document", "l898902c3"]);
    let told: Vec<_> =
        found["candidates"].as_array().unwrap().iter().map(|c| (c["entry"].clone(), c["document"]["same"].clone())).collect();
    assert_eq!(told, [("1".into(), true.into()), ("2".into(), false.into())], "{found:#}");
    let both = asked(&["--document", "L898902C3", "--name", "Anna Eriksson"]);
    assert!(both["candidates"][0]["score"].as_f64().unwrap() > 0.9, "{both:#}");
    assert_eq!(asked(&["--document", "L898902C4"])["hit"], false);
    let batch = node.file("asked.csv", "full_name,document\nCelia Vask,L898902C3\nCelia Vask,\n");
    let ran = run(&["screen", "--list", &list, "--batch", batch.to_str().unwrap()]);
    let hits: Vec<bool> = ran.lines().iter().map(|l| l["hit"].as_bool().unwrap()).collect();
    assert_eq!(hits, [true, false]);
    let batch = node.file("asked.csv", "full_name,document\nCelia Vask,12\n");
    let ran = run(&["screen", "--list", &list, "--batch", batch.to_str().unwrap()]);
    assert!(ran.code == 1 && ran.lines()[0]["problem"].as_str().unwrap().contains("`12` is too short"), "{ran:?}");
}

/// Numbers of passports, identity cards and ships, as they stand in the remarks of the published list: with a blank, a date and a full stop behind them.
const NUMBERS: [(&str, &str); 6] = [
    ("AN548299", "9506"),
    ("428720", "12610"),
    ("9357729", "15908"),
    ("23038267151", "17848"),
    ("563132918", "22989"),
    ("75 5276391", "29585"),
];

#[test]
fn numbers_in_the_remarks_of_a_published_list_are_found() {
    let Some(dir) = testkit::fixtures("watchlists") else { return };
    let list = format!("ofac-sdn:{}", dir.join("ofac_2021-07").display());
    for (number, entry) in NUMBERS {
        let ran = run(&["screen", "--list", &list, "--document", number]);
        let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let found: Vec<&str> = answer["candidates"].as_array().unwrap().iter().map(|c| c["entry"].as_str().unwrap()).collect();
        assert!(found.contains(&entry), "{number}: {answer:#}");
    }
}
