//! What a fresh machine lacks: Debian's packages, cargo's tools, the console's packages and the built console.
//!
//! Where this cannot install something itself (not Debian, or not root) it says what to install and the step fails: a check that was left out is no check.

use crate::run;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The oldest Node.js that the console is built with. Major version.
const NODE: u32 = 20;

/// A Debian package and a file that is there once it is installed.
type Package = (&'static str, fn() -> bool);

const PACKAGES: &[Package] = &[
    ("postgresql", || folder_has("/usr/lib/postgresql", "bin/initdb")),
    ("chromium", || Path::new("/usr/bin/chromium").exists()),
    ("fonts-noto-core", || Path::new("/usr/share/fonts/truetype/noto").exists()),
    ("cvc5", || Path::new("/usr/bin/cvc5").exists()),
    ("python3-aiosmtpd", || Path::new("/usr/lib/python3/dist-packages/aiosmtpd").exists()),
    ("openssl", || Path::new("/usr/bin/openssl").exists()),
];

/// Whether one of the folders in a folder holds a file.
fn folder_has(folder: &str, file: &str) -> bool {
    std::fs::read_dir(folder).is_ok_and(|all| all.flatten().any(|e| e.path().join(file).exists()))
}

fn is_root() -> bool {
    run::output("id", &["-u"]).is_some_and(|o| o.trim() == "0")
}

/// Debian's packages that tests talk to: a database server, a browser, a solver, a mail server.
pub fn packages() -> bool {
    let missing: Vec<&str> = PACKAGES.iter().filter(|(_, there)| !there()).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return true;
    }
    let names = missing.join(" ");
    if !is_root() || run::output("apt-get", &["--version"]).is_none() {
        println!("tests need what these Debian packages bring: {names}\n  sudo apt-get install {names}");
        return false;
    }
    let mut install = vec!["-qq", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", "install"];
    install.extend(&missing);
    run::shown("apt-get", &["-qq", "update"]) && run::quiet("apt-get", &install, &[("DEBIAN_FRONTEND", "noninteractive")])
}

/// What the steps call that a fresh machine lacks; without optimisation, which takes longer than it saves.
pub fn tools() -> bool {
    ["nextest", "deny"]
        .iter()
        .all(|name| run::has_cargo(name) || run::shown("cargo", &["install", "--quiet", "--locked", "--debug", &format!("cargo-{name}")]))
}

fn node() -> bool {
    let version = run::output("node", &["--version"]);
    let major = version.as_deref().and_then(|v| v.trim().trim_start_matches('v').split('.').next()?.parse::<u32>().ok());
    if major.is_some_and(|m| m >= NODE) && run::output("npm", &["--version"]).is_some() {
        return true;
    }
    let found = version.map_or_else(|| "none was found".to_owned(), |v| format!("found {}", v.trim()));
    println!("the console needs Node.js {NODE} or newer with npm ({found})\n  sudo apt-get install nodejs npm, or see nodejs.org");
    false
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|m| m.modified()).ok()
}

/// The newest change below a folder or of a file.
fn newest(path: &Path) -> Option<SystemTime> {
    let Ok(entries) = std::fs::read_dir(path) else { return modified(path) };
    entries.flatten().filter_map(|e| newest(&e.path())).max()
}

fn console() -> PathBuf {
    run::root().join("console")
}

/// Installs the console's packages where the lock file is newer than what is installed.
pub fn console_packages() -> bool {
    let installed = modified(&console().join("node_modules/.package-lock.json"));
    let fresh = installed.zip(modified(&console().join("package-lock.json"))).is_some_and(|(has, wants)| has >= wants);
    node() && (fresh || run::shown_in("console", "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}

/// Builds the console where a source is newer than what was built.
pub fn console_built() -> bool {
    if !console_packages() {
        return false;
    }
    // The server's build puts a page of its own where no console has been built; it has no assets.
    let built = modified(&console().join("dist/index.html")).filter(|_| console().join("dist/assets").exists());
    let sources =
        ["src", "public", "index.html", "package-lock.json", "vite.config.ts"].iter().filter_map(|s| newest(&console().join(s))).max();
    let fresh = built.zip(sources).is_some_and(|(has, wants)| has >= wants);
    fresh || run::shown_in("console", "npm", &["run", "--silent", "build", "--", "--logLevel", "warn"])
}

/// The API's types in the console are those of the API's description.
pub fn console_types() -> bool {
    let kept = std::fs::read_to_string(console().join("src/api/schema.ts")).unwrap_or_default();
    let made = run::output("npx", &["--prefix", "console", "openapi-typescript", "crates/server/openapi.json"]).unwrap_or_default();
    let same = kept.trim() == made.trim() && !made.is_empty();
    if !same {
        println!("console/src/api/schema.ts is not what crates/server/openapi.json says\n  cd console && npm run generate");
    }
    same
}
