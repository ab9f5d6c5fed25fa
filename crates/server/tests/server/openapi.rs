//! The description of the API that integrators read is the one that is checked in.

use std::path::Path;

/// Run with `UPDATE_OPENAPI=1` to write the file anew.
#[test]
fn the_description_is_the_one_in_the_repository() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let now = server::openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == now, "the API changed: look at the difference, then UPDATE_OPENAPI=1 cargo test -p server openapi");
}

#[test]
fn every_operation_says_what_it_is_for_and_every_field_has_a_schema() {
    let document = serde_json::to_value(server::openapi()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() > 15, "{}", paths.len());
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            let says = operation["summary"].as_str().or(operation["description"].as_str()).unwrap_or_default();
            assert!(!says.is_empty(), "{method} {path} says nothing");
        }
    }
}

/// Of two types with one name the description would keep one, and say of the other what is not so.
#[test]
fn no_two_types_of_the_description_have_one_name() {
    let (mut folders, mut names) = (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for (_, rest) in text.match_indices("ToSchema)]").map(|(at, found)| text.split_at(at + found.len())) {
                let declared = rest.lines().find_map(|l| ["pub struct ", "pub enum "].iter().find_map(|d| l.strip_prefix(d)));
                names.extend(declared.map(|d| d.split([' ', '<', '(']).next().unwrap().to_owned()));
            }
        }
    }
    names.sort();
    let twice: Vec<_> = names.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0].clone()).collect();
    assert!(names.len() > 100 && twice.is_empty(), "{} types, twice: {twice:?}", names.len());
}
