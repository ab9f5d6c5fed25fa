//! Running `mpaka`, and talking to it.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Every line of standard output as JSON.
    pub fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect()
    }
}

/// `mpaka` with these arguments, and nothing of the environment that could set an option.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mpaka"));
    for (name, _) in std::env::vars().filter(|(n, _)| n.starts_with("MPAKA_")) {
        command.env_remove(name);
    }
    command.args(args);
    command
}

pub fn run(args: &[&str]) -> Ran {
    fed(command(args), b"")
}

/// Runs a command to its end, with something on standard input.
pub fn fed(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Whoever does not read its input closes it early.
    let _ = child.stdin.take().unwrap().write_all(input);
    let done = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

pub fn kenya() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/kenya").to_owned()
}

/// A folder with a database that is made when it is first opened.
pub struct Node {
    pub folder: tempfile::TempDir,
    pub data: String,
}

impl Node {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { data: format!("sqlite:{}", folder.path().join("journal.db").display()), folder }
    }

    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Runs a command on the node's data.
    pub fn run(&self, args: &[&str], input: &str) -> Ran {
        fed(command(&[args, &["--framework", &kenya(), "--data", &self.data]].concat()), input.as_bytes())
    }
}

/// A server that ends with this value, if it has not been asked to before.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

impl Served {
    /// Starts a server and waits until it says where it is.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        let address = said.trim().strip_prefix("Mpaka is at http://").and_then(|a| a.strip_suffix('/')).and_then(|a| a.parse().ok());
        let Some(address) = address else {
            // It has ended already, or is of no use.
            let _ = child.kill();
            panic!("it said `{said}`, {:?}", child.wait());
        };
        Self { child, address }
    }

    pub fn ask(&self, request: &Request<'_>) -> Answered {
        request.send(self.address)
    }

    /// Asks it to end as systems do; the exit code.
    pub fn end(&mut self) -> i32 {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request of HTTP/1.1, on a connection of its own.
#[derive(Default)]
pub struct Request<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub headers: Vec<(&'a str, &'a str)>,
    pub body: &'a str,
}

#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answered {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

impl Request<'_> {
    fn send(&self, to: SocketAddr) -> Answered {
        let mut stream = TcpStream::connect(to).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let headers: String = self.headers.iter().map(|(n, v)| format!("{n}: {v}\r\n")).collect();
        let length = self.body.len();
        let (method, path, body) = (self.method, self.path, self.body);
        let text =
            format!("{method} {path} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}");
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer:?}"));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap();
        Answered { status, head: head.to_owned(), body: body.to_owned() }
    }
}
