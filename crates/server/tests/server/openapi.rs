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
