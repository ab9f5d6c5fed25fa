//! The console is embedded from `console/dist`. Where it has not been built, a page that says how stands in its place.

use std::fs;
use std::path::Path;

const MISSING: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Mpaka</title><h1>The console is not built</h1><p>Run <code>cargo xtask demo</code>, or <code>npm ci && npm run build</code> in <code>console/</code>, and build again.</p></html>\n";

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../console/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    let page = dist.join("index.html");
    if !page.exists() && fs::create_dir_all(&dist).and_then(|()| fs::write(&page, MISSING)).is_err() {
        println!("cargo::error=cannot write {}", page.display());
    }
}
