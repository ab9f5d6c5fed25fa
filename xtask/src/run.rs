//! Running programs.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// Runs a program in the root and shows its output; says whether it ended well.
pub fn shown(program: &str, args: &[&str]) -> bool {
    println!("$ {program} {}", args.join(" "));
    match Command::new(program).args(args).current_dir(root()).status() {
        Ok(status) => status.success(),
        Err(e) => {
            println!("cannot start `{program}`: {e}");
            false
        }
    }
}

/// A program's output, when it can be started and ends well.
pub fn output(program: &str, args: &[&str]) -> Option<String> {
    let out = Command::new(program).args(args).current_dir(root()).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Whether `cargo NAME` exists.
pub fn has_cargo(name: &str) -> bool {
    output("cargo", &[name, "--version"]).is_some()
}
