//! A real PostgreSQL server of one's own: Debian's binaries on a folder that goes away.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A server that ends with this value.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    binaries: PathBuf,
}

fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|e| e.path().join("bin")).collect();
    versions.sort();
    versions.into_iter().rev().find(|b| b.join("initdb").exists())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.starts_with(b"0\n"))
}

impl Postgres {
    /// Starts a server. `None`, said loudly, where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let Some(binaries) = binaries() else {
            println!("skipped: no PostgreSQL below /usr/lib/postgresql (install the package `postgresql`)");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("mpaka-pg-").tempdir().ok()?.keep();
        let server = Self { folder, binaries };
        if is_root() {
            server.plain("chown", &["postgres", &server.folder.display().to_string()]);
        }
        let data = server.data();
        // The order of a language, as databases are usually made: what relies on the order of bytes has to say so.
        let language: &[&str] = if server.version() >= 15 { &["--locale-provider=icu", "--icu-locale=en-US"] } else { &[] };
        let usual = ["--auth=trust", "--username=mpaka", "--encoding=UTF8", "--no-sync", "--pgdata", &data];
        server.run("initdb", &[&usual[..], language].concat());
        let options = format!("-k {} -c listen_addresses='' -c fsync=off -c max_connections=50", server.folder.display());
        server.run("pg_ctl", &["--wait", "--silent", "--pgdata", &data, "--log", &format!("{data}.log"), "--options", &options, "start"]);
        Some(server)
    }

    fn version(&self) -> u32 {
        let name = self.binaries.parent().and_then(Path::file_name).and_then(|n| n.to_str());
        name.and_then(|n| n.parse().ok()).unwrap_or(0)
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    /// The address of a database on it; `name` is made when it is missing.
    pub fn url(&self, name: &str) -> String {
        self.run("createdb", &["--host", &self.folder.display().to_string(), "--username=mpaka", name]);
        let socket = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://mpaka@{socket}/{name}")
    }

    fn plain(&self, program: &str, args: &[&str]) {
        let done = Command::new(program).args(args).status();
        assert!(done.is_ok_and(|s| s.success()), "`{program} {}` failed", args.join(" "));
    }

    /// PostgreSQL refuses to run as root.
    fn run(&self, program: &str, args: &[&str]) {
        let path: &Path = &self.binaries.join(program);
        let mut command = if is_root() {
            let mut c = Command::new("setpriv");
            c.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(path);
            c
        } else {
            Command::new(path)
        };
        let done = command.args(args).current_dir("/").stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null()).status();
        assert!(done.is_ok_and(|s| s.success()), "`{program}` failed");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.run("pg_ctl", &["--silent", "--mode=immediate", "--pgdata", &self.data(), "stop"]);
        // What is left lies in the folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
