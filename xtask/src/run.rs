//! Running programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_owned)
}

fn ends_well(program: &str, command: &mut Command) -> bool {
    match command.status() {
        Ok(status) => status.success(),
        Err(e) => {
            println!("cannot start `{program}`: {e}");
            false
        }
    }
}

/// Runs a program in a folder below the root and shows its output; says whether it ended well.
pub fn shown_in(folder: &str, program: &str, args: &[&str]) -> bool {
    let place = if folder.is_empty() { String::new() } else { format!("({folder}) ") };
    println!("$ {place}{program} {}", args.join(" "));
    ends_well(program, Command::new(program).args(args).current_dir(root().join(folder)))
}

/// Runs a program in the root and shows its output; says whether it ended well.
pub fn shown(program: &str, args: &[&str]) -> bool {
    shown_in("", program, args)
}

/// Runs a talkative program and shows only its errors.
pub fn quiet(program: &str, args: &[&str], environment: &[(&str, &str)]) -> bool {
    println!("$ {program} {}", args.join(" "));
    ends_well(program, Command::new(program).args(args).envs(environment.iter().copied()).current_dir(root()).stdout(Stdio::null()))
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
