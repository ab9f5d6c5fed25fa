//! A real mail server of one's own: Debian's `python3-aiosmtpd` on a port of this machine, with a maildir that goes away.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Debian's Python, where its packages are.
const PYTHON: &str = "/usr/bin/python3";

/// Listens, says so, and ends with its standard input. Recipients whose address begins with `nobody@` do not exist here.
const SERVE: &str = r#"
import ssl, sys
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP, AuthResult

folder, port, tls = sys.argv[1], int(sys.argv[2]), sys.argv[3]

class Handler(Mailbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 there is no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

def check(server, session, envelope, mechanism, data):
    # Not handled: the server is to say so itself.
    return AuthResult(success=(data.login, data.password) == (b"mpaka", b"hush"), handled=False)

class Secure(Controller):
    def factory(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls + ".pem", tls + ".key")
        return SMTP(self.handler, tls_context=context, require_starttls=True, authenticator=check, auth_required=True)

controller = (Secure if tls else Controller)(Handler(folder), hostname="127.0.0.1", port=port)
controller.start()
print("ready", flush=True)
sys.stdin.read()
controller.stop()
"#;

/// Prints every letter of a maildir: recipient, subject, text and all headers, decoded, by a library that is not ours.
const READ: &str = r#"
import json, mailbox, sys
from email import policy, message_from_bytes
box, out = mailbox.Maildir(sys.argv[1], create=True), []
for key in box.keys():
    m = message_from_bytes(box.get_bytes(key), policy=policy.default)
    out.append({"to": m["X-RcptTo"], "subject": m["Subject"], "text": m.get_content().replace("\r\n", "\n"), "headers": {k.lower(): str(v) for k, v in m.items()}})
print(json.dumps(out))
"#;

fn run(command: &mut Command) -> String {
    let done = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Mail that comes to this machine, whether or not a server takes it now.
#[derive(Debug)]
pub struct Mail {
    folder: tempfile::TempDir,
    port: u16,
    tls: bool,
    server: Option<Child>,
}

impl Mail {
    /// A port with nobody behind it yet.
    ///
    /// # Panics
    /// Where there is no port, or no folder.
    #[must_use]
    pub fn new() -> Self {
        let address = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).unwrap_or_else(|e| panic!("no port: {e}"));
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("no folder: {e}"));
        Self { folder, port: address.port(), tls: false, server: None }
    }

    /// A server.
    ///
    /// # Panics
    /// Where `python3-aiosmtpd` is not installed: a test that leaves its server out tests nothing.
    #[must_use]
    pub fn start() -> Self {
        let mut mail = Self::new();
        mail.up();
        mail
    }

    /// A server that takes nothing before STARTTLS, and nothing but from the user `mpaka` with the password `hush`. Its certificate is vouched for by
    /// [`authority`](Self::authority) alone.
    ///
    /// # Panics
    /// Where `python3-aiosmtpd` or `openssl` is not installed.
    #[must_use]
    pub fn start_secure() -> Self {
        let mut mail = Self::new();
        mail.tls = true;
        let at = |name: &str| mail.path(name).display().to_string();
        let days = ["-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout"];
        run(Command::new("openssl").args(["req", "-x509", "-subj", "/CN=Test authority"]).args(days).args([
            &at("ca.key"),
            "-out",
            &at("ca.pem"),
        ]));
        run(Command::new("openssl")
            .args(["req", "-x509", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE", "-CA", &at("ca.pem"), "-CAkey", &at("ca.key")])
            .args(days)
            .args([&at("server.key"), "-out", &at("server.pem")]));
        mail.up();
        mail
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Lets a server listen on the port.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn up(&mut self) {
        let tls = if self.tls { self.path("server").display().to_string() } else { String::new() };
        let mut command = Command::new(PYTHON);
        command.args(["-c", SERVE]).arg(self.path("box")).args([&self.port.to_string(), &tls]);
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut server = spawned.unwrap_or_else(|e| panic!("{PYTHON}: {e}"));
        let mut line = String::new();
        let read = server.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
        assert!(
            read.is_some_and(|r| r.is_ok()) && line.trim() == "ready",
            "no mail server started; install the package `python3-aiosmtpd`"
        );
        self.server = Some(server);
    }

    /// Ends the server; what it took stays.
    pub fn down(&mut self) {
        if let Some(mut server) = self.server.take() {
            // Gone already, or going: either way it has ended after the wait.
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// Its address, as `mpaka serve --smtp` takes it.
    #[must_use]
    pub fn url(&self) -> String {
        let query = if self.tls { "" } else { "?tls=none" };
        format!("smtp://127.0.0.1:{}{query}", self.port)
    }

    /// The certificate of the authority that vouches for a secure server.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn authority(&self) -> Vec<u8> {
        std::fs::read(self.path("ca.pem")).unwrap_or_else(|e| panic!("only a secure server has one: {e}"))
    }

    /// Everything that was taken, as JSON: a list of `to`, `subject`, `text` and `headers`, in no order.
    ///
    /// # Panics
    /// Where it cannot be read.
    #[must_use]
    pub fn letters(&self) -> String {
        let folder: &Path = &self.path("box");
        run(Command::new(PYTHON).args(["-c", READ]).arg(folder))
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Mail {
    fn drop(&mut self) {
        self.down();
    }
}
