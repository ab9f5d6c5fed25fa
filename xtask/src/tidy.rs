//! What tools do not check. Each rule is a function from files to complaints, and a test shows that it can complain.

use crate::run;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Longest source file. Lines.
const MAX_LINES: usize = 600;

/// Which of our crates each crate may use: the arrows of ARCHITECTURE.md.
const ARROWS: &[(&str, &[&str])] = &[
    ("coordination", &["framework", "formats", "screening"]),
    ("formats", &[]),
    ("framework", &[]),
    ("guarantees", &["framework"]),
    ("journal", &["framework"]),
    ("measures", &["coordination", "framework"]),
    ("mpaka", &["framework", "guarantees", "formats", "screening", "coordination", "journal", "measures", "simulation", "server"]),
    ("screening", &[]),
    ("server", &["framework", "guarantees", "formats", "screening", "coordination", "journal", "measures", "simulation"]),
    ("simulation", &["framework", "coordination", "formats"]),
    ("testkit", &[]),
    ("xtask", &[]),
];

/// Heavy dependencies and the one crate that may have each.
const OWNERS: &[(&str, &str)] =
    &[("sqlx", "journal"), ("axum", "server"), ("async-nats", "exchange"), ("typst", "reports"), ("cedar-policy-symcc", "guarantees")];

struct File {
    path: String,
    text: String,
}

fn files(dir: &Path, out: &mut Vec<File>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            if !matches!(name.as_str(), "target" | "node_modules" | ".git" | "dist") {
                files(&path, out);
            }
        } else if let Ok(text) = fs::read_to_string(&path) {
            let path = path.strip_prefix(run::root()).unwrap_or(&path).to_string_lossy().into_owned();
            out.push(File { path, text });
        }
    }
}

fn is_code(path: &str) -> bool {
    let source = [".rs", ".ts", ".tsx"].iter().any(|e| path.ends_with(e));
    source && !path.contains("/tests/") && !path.contains("/examples/") && !path.contains("/benches/") && !path.contains(".test.")
}

/// Dependencies that the design has no arrow for.
fn arrows(metadata: &serde_json::Value) -> Vec<String> {
    let mut said = Vec::new();
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    let ours: BTreeSet<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    for p in packages {
        let name = p["name"].as_str().unwrap_or("");
        let allowed = ARROWS.iter().find(|(n, _)| *n == name).map(|(_, a)| *a);
        if allowed.is_none() {
            said.push(format!("the crate `{name}` is not in the design; add it to ARCHITECTURE.md and to ARROWS"));
        }
        for d in p["dependencies"].as_array().into_iter().flatten() {
            let (to, kind) = (d["name"].as_str().unwrap_or(""), d["kind"].as_str().unwrap_or("normal"));
            if ours.contains(to) && !allowed.unwrap_or(&[]).contains(&to) && !(to == "testkit" && kind == "dev") {
                said.push(format!("`{name}` depends on `{to}`, an arrow the design does not have"));
            }
            if let Some((_, owner)) = OWNERS.iter().find(|(dep, owner)| *dep == to && *owner != name) {
                said.push(format!("`{name}` depends on `{to}`, which only `{owner}` may use"));
            }
        }
    }
    said
}

/// Ids of agencies, bodies and points of the frameworks that are long enough to be told from ordinary words. An id in capitals is a short name, which code
/// would write in capitals too.
fn country_words(all: &[File]) -> BTreeSet<String> {
    const SHORTEST: usize = 4;
    let mut words = BTreeSet::new();
    for f in all.iter().filter(|f| f.path.starts_with("frameworks/") && f.path.ends_with(".toml") && !f.path.contains("/demo/")) {
        let mut path = f.path.split('/').skip(1);
        words.extend(path.next().map(str::to_lowercase));
        // The id of a point stands at the head of its file; those of agencies and bodies in tables of that name.
        let mut table = if f.path.contains("/points/") { "[[point]]" } else { "" };
        for line in f.text.lines() {
            if line.starts_with('[') {
                table = line.trim();
            }
            let id = line
                .strip_prefix("id = \"")
                .and_then(|l| l.split('"').next())
                .filter(|_| matches!(table, "[[point]]" | "[[agency]]" | "[[body]]"));
            words.extend(id.filter(|id| id.len() >= SHORTEST && !id.contains(['-', '.'])).map(str::to_owned));
        }
    }
    words
}

fn countries(all: &[File]) -> Vec<String> {
    let words = country_words(all);
    let mut said = Vec::new();
    for f in all.iter().filter(|f| is_code(&f.path)) {
        for (line, number) in f.text.lines().zip(1..) {
            if line.contains("#[cfg(test)]") {
                break;
            }
            let code = line.trim_start();
            if code.starts_with("//") || code.starts_with('*') {
                continue;
            }
            let known = |w: &&str| words.contains(*w) || words.contains(&w.to_lowercase());
            if let Some(word) = code.split(|c: char| !c.is_alphanumeric()).find(known) {
                said.push(format!("{}:{number} names `{word}`, which belongs in frameworks/", f.path));
            }
        }
    }
    said
}

/// Written by a program from a document that is read in its stead.
const GENERATED: &[&str] = &["console/src/api/schema.ts"];

fn lengths(all: &[File]) -> Vec<String> {
    let source = |f: &&File| [".rs", ".ts", ".tsx"].iter().any(|e| f.path.ends_with(e)) && !GENERATED.contains(&f.path.as_str());
    let long = |f: &&File| f.text.lines().count() > MAX_LINES;
    all.iter()
        .filter(source)
        .filter(long)
        .map(|f| format!("{} has {} lines; {MAX_LINES} are one sitting", f.path, f.text.lines().count()))
        .collect()
}

fn leftovers(all: &[File]) -> Vec<String> {
    let marks = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("dbg", "!("),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("#[ign", "ore"),
    ];
    let mut said = Vec::new();
    for f in all.iter().filter(|f| f.path.ends_with(".rs") || f.path.ends_with(".ts") || f.path.ends_with(".tsx")) {
        for (line, number) in f.text.lines().zip(1..) {
            if let Some(mark) = marks.iter().find(|m| line.contains(**m)) {
                said.push(format!("{}:{number} holds `{mark}`", f.path));
            }
        }
    }
    said
}

/// Links of the documents that lead nowhere.
fn links(all: &[File], exists: &dyn Fn(&Path) -> bool) -> Vec<String> {
    let mut said = Vec::new();
    for f in all.iter().filter(|f| f.path.ends_with(".md")) {
        for target in f.text.split("](").skip(1).filter_map(|t| t.split(')').next()) {
            let file = target.split('#').next().unwrap_or("");
            if file.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let path = Path::new(&f.path).parent().unwrap_or(Path::new("")).join(file);
            if !exists(&path) {
                said.push(format!("{} links to `{target}`, which is not there", f.path));
            }
        }
    }
    said
}

/// Dependencies without their line in docs/dependencies.md.
fn unexplained(manifest: &str, page: &str) -> Vec<String> {
    let Ok(table) = manifest.parse::<toml::Table>() else { return vec!["Cargo.toml cannot be read".into()] };
    let all = table.get("workspace").and_then(|w| w.get("dependencies")).and_then(toml::Value::as_table);
    let theirs = all.into_iter().flatten().filter(|(_, v)| v.get("path").is_none());
    theirs
        .filter(|(n, _)| !page.contains(&format!("`{n}`")))
        .map(|(n, _)| format!("docs/dependencies.md does not say why we have `{n}`"))
        .collect()
}

/// Runs every rule over the repository.
fn complaints() -> Vec<String> {
    let mut all = Vec::new();
    files(&run::root(), &mut all);
    let metadata = run::output("cargo", &["metadata", "--format-version", "1", "--no-deps"]).and_then(|t| serde_json::from_str(&t).ok());
    let mut said = metadata.map_or_else(|| vec!["cargo metadata cannot be read".to_owned()], |m| arrows(&m));
    said.extend(countries(&all));
    said.extend(lengths(&all));
    said.extend(leftovers(&all));
    said.extend(links(&all, &|p| run::root().join(p).exists()));
    let texts: BTreeMap<&str, &str> = all.iter().map(|f| (f.path.as_str(), f.text.as_str())).collect();
    said.extend(unexplained(texts.get("Cargo.toml").unwrap_or(&""), texts.get("docs/dependencies.md").unwrap_or(&"")));
    said
}

/// Prints what is untidy and says whether nothing is.
pub fn report() -> bool {
    let said = complaints();
    for s in &said {
        println!("{s}");
    }
    println!("tidy: {} complaint(s)", said.len());
    said.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn file(path: &str, text: &str) -> File {
        File { path: path.into(), text: text.into() }
    }

    #[test]
    fn the_repository_is_tidy() {
        assert_eq!(complaints(), Vec::<String>::new());
    }

    #[test]
    fn an_arrow_the_design_does_not_have_is_named() {
        let metadata = json!({"packages": [
            {"name": "formats", "dependencies": [{"name": "framework", "kind": null}, {"name": "testkit", "kind": "dev"}, {"name": "sqlx", "kind": null}]},
            {"name": "framework", "dependencies": []},
            {"name": "testkit", "dependencies": []},
        ]});
        let said = arrows(&metadata);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].contains("`formats` depends on `framework`") && said[1].contains("only `journal`"));
    }

    #[test]
    fn a_country_in_code_is_named_and_in_tests_and_comments_it_is_not() {
        let all = [
            file("frameworks/utopia/points/harbour.toml", "id = \"harbour\"\n"),
            file("crates/x/src/lib.rs", "// utopia\nlet a = \"harbour\";\n#[cfg(test)]\nlet b = \"utopia\";\n"),
            file("crates/x/tests/t.rs", "let a = \"harbour\";\n"),
        ];
        assert_eq!(countries(&all), ["crates/x/src/lib.rs:2 names `harbour`, which belongs in frameworks/"]);
    }

    #[test]
    fn long_files_leftovers_dead_links_and_unexplained_dependencies_are_named() {
        let long = "\n".repeat(MAX_LINES + 1);
        assert_eq!(lengths(&[file("a.rs", &long), file("b.rs", "")]).len(), 1);
        assert_eq!(leftovers(&[file("a.rs", concat!("to", "do!()"))]).len(), 1);
        assert_eq!(links(&[file("docs/a.md", "[x](b.md) [y](http://z) [w](#q)")], &|_| false).len(), 1);
        let manifest = "[workspace.dependencies]\nclap = \"4\"\nours = { path = \"x\" }\n";
        assert_eq!(unexplained(manifest, "").len(), 1);
        assert_eq!(unexplained(manifest, "- `clap`: flags").len(), 0);
    }
}
