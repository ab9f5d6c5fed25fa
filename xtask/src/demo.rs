//! The demonstration in one command.

use crate::{run, setup};
use clap::Args;

#[derive(Args)]
pub struct DemoArgs {
    /// Whose framework to show [default: the first below frameworks/].
    #[arg(long)]
    framework: Option<String>,
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// How many times faster than the world the clock runs, 1 to 600.
    #[arg(long, default_value_t = 30)]
    speed: u32,
    /// Keep what happened in the last demonstration of the same framework instead of beginning anew.
    #[arg(long)]
    keep: bool,
}

/// Builds the console and the server (all programs of the workspace, so that dependencies are built once for this and for the tests), and runs a demonstration on the embedded database until it is interrupted.
pub fn run(args: &DemoArgs) -> bool {
    if !setup::console_built() || !run::shown("cargo", &["build", "--quiet", "--workspace", "--bins"]) {
        return false;
    }
    let Some(framework) = args.framework.clone().or_else(first_framework) else {
        println!("no framework below frameworks/; name one with --framework");
        return false;
    };
    let name = framework.trim_end_matches('/').rsplit('/').next().unwrap_or("demo");
    let folder = run::root().join("target/demo");
    let data = folder.join(format!("{name}.db"));
    if let Err(e) = std::fs::create_dir_all(&folder) {
        println!("cannot make {}: {e}", folder.display());
        return false;
    }
    if !args.keep {
        for tail in ["", "-wal", "-shm"] {
            // What is not there need not go.
            let _ = std::fs::remove_file(format!("{}{tail}", data.display()));
        }
    }
    let url = format!("sqlite://{}", data.display());
    let speed = args.speed.to_string();
    let program = run::root().join("target/debug/mpaka");
    let serve =
        ["serve", "--demo", "--framework", &framework, "--data", &url, "--listen", &args.listen, "--demo-speed", &speed, "--log", "warn"];
    run::shown(&program.display().to_string(), &serve)
}

fn first_framework() -> Option<String> {
    let entries = std::fs::read_dir(run::root().join("frameworks")).ok()?;
    let names = entries.flatten().filter(|e| e.path().is_dir()).map(|e| e.file_name().to_string_lossy().into_owned());
    names.min().map(|name| format!("frameworks/{name}"))
}
