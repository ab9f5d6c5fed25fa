//! Mail: one server that takes it, by SMTP (RFC 5321) with TLS.

use super::{Failed, chain};
use axum::http::Uri;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::time::Duration;

/// How long the server may take for one step, and for a letter as a whole.
const PATIENCE: Duration = Duration::from_secs(15);
const PATIENCE_IN_ALL: Duration = Duration::from_secs(25);

/// How the server is talked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// TLS from the first byte (RFC 8314), `smtps://`.
    Implicit,
    /// TLS after STARTTLS (RFC 3207), or nothing at all, `smtp://`.
    StartTls,
    /// None, `smtp://…?tls=none`: for a relay on the same machine or wire.
    None,
}

/// A server that takes mail.
#[derive(Clone)]
pub struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why no mail can be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It is no address of a server.
    #[error("`{0}` is no mail server; expected `smtps://HOST:PORT`, `smtp://HOST:PORT` (STARTTLS) or `smtp://HOST:PORT?tls=none`")]
    Server(String),
    /// A name or a password stands in the address.
    #[error(
        "the address of the mail server holds a name or a password, which everybody who lists processes could read; give them by themselves"
    )]
    Credentials,
    /// A name without a password, or the other way round.
    #[error("a mail server's user and password are given together")]
    Half,
    /// A password would go over the wire in the clear.
    #[error("a password is not sent without TLS; leave `?tls=none` out")]
    InTheClear,
    /// The sender is no address.
    #[error("`{0}` is no sender; expected an address such as `mpaka@border.example` or `Mpaka <mpaka@border.example>`")]
    From(String),
    /// The certificate cannot be used.
    #[error("the certificate cannot be used: {0}")]
    Certificate(String),
}

fn address(url: &str) -> Option<(String, u16, Secrecy)> {
    let uri: Uri = url.parse().ok()?;
    let (scheme, authority, query) = (uri.scheme_str()?, uri.authority()?, uri.query().unwrap_or(""));
    let (secrecy, port) = match (scheme, query) {
        ("smtps", "") => (Secrecy::Implicit, 465),
        ("smtp", "") => (Secrecy::StartTls, 587),
        ("smtp", "tls=none") => (Secrecy::None, 25),
        _ => return None,
    };
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let plain = matches!(uri.path(), "" | "/") && !host.is_empty();
    plain.then(|| (host.to_owned(), authority.port_u16().unwrap_or(port), secrecy))
}

impl MailServer {
    /// A server by its address, who sends, the user and password it asks for, and a certificate (PEM) of whoever vouches for it, where that is not one of the
    /// authorities that browsers know.
    ///
    /// # Errors
    /// See [`MailError`].
    pub fn new(url: &str, from: &str, credentials: (Option<String>, Option<String>), authority: Option<&[u8]>) -> Result<Self, MailError> {
        if url.contains('@') {
            return Err(MailError::Credentials);
        }
        let (host, port, secrecy) = address(url).ok_or_else(|| MailError::Server(url.to_owned()))?;
        let from: Mailbox = from.parse().map_err(|_| MailError::From(from.to_owned()))?;
        let unusable = |e: lettre::transport::smtp::Error| MailError::Certificate(chain(&e));
        let mut tls = TlsParameters::builder(host.clone());
        if let Some(pem) = authority {
            tls = tls.add_root_certificate(Certificate::from_pem(pem).map_err(unusable)?);
        }
        let tls = tls.build_rustls().map_err(unusable)?;
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(port)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .tls(match secrecy {
                Secrecy::Implicit => Tls::Wrapper(tls),
                Secrecy::StartTls => Tls::Required(tls),
                Secrecy::None => Tls::None,
            });
        transport = match credentials {
            (None, None) => transport,
            (Some(_), Some(_)) if secrecy == Secrecy::None => return Err(MailError::InTheClear),
            (Some(user), Some(password)) => transport.credentials(Credentials::new(user, password)),
            _ => return Err(MailError::Half),
        };
        Ok(Self { transport: transport.build(), from })
    }

    /// Sends a letter. The server has it when this returns.
    pub(crate) async fn deliver(&self, letter: Letter) -> Result<(), Failed> {
        let bad = |why: String| Failed { why, for_good: true };
        let to: Mailbox = letter.to.parse().map_err(|e| bad(format!("`{}` is no e-mail address: {e}", letter.to)))?;
        let made = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body);
        let mut message = made.map_err(|e| bad(chain(&e)))?;
        // RFC 3834: no answer from whoever is on holiday.
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        message.headers_mut().insert_raw(automatic);
        let sent = tokio::time::timeout(PATIENCE_IN_ALL, self.transport.send(message)).await;
        let late = |_| Failed { why: format!("the mail server took longer than {} s", PATIENCE_IN_ALL.as_secs()), for_good: false };
        sent.map_err(late)?.map(|_| ()).map_err(|e| {
            // 53x is about this server's own credentials: somebody will set them right, and the letter is still to be sent.
            let own = e.status().is_some_and(|code| u16::from(code) / 10 == 53);
            let what = if e.is_permanent() { "the mail server refused the message" } else { "the mail server did not take the message" };
            Failed { why: format!("{what}: {}", chain(&e)), for_good: e.is_permanent() && !own }
        })
    }
}

/// A letter, in plain text.
pub(crate) struct Letter {
    /// The same however often it is sent.
    pub id: String,
    /// An address, without a name.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// Whether a text can be an e-mail address.
pub(crate) fn looks_right(address: &str) -> Result<(), String> {
    address.parse::<lettre::Address>().map(|_| ()).map_err(|e| format!("`{address}` is no e-mail address: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(url: &str, user: Option<&str>, password: Option<&str>) -> Result<MailServer, String> {
        MailServer::new(url, "Mpaka <mpaka@border.example>", (user.map(str::to_owned), password.map(str::to_owned)), None)
            .map_err(|e| e.to_string())
    }

    #[test]
    fn the_address_says_how_the_server_is_talked_to() {
        assert_eq!(address("smtps://mail.example"), Some(("mail.example".into(), 465, Secrecy::Implicit)));
        assert_eq!(address("smtp://mail.example"), Some(("mail.example".into(), 587, Secrecy::StartTls)));
        assert_eq!(address("smtp://127.0.0.1:2525?tls=none"), Some(("127.0.0.1".into(), 2525, Secrecy::None)));
        for wrong in [
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://mail.example/x",
            "smtp://mail.example?tls=maybe",
            "smtps://mail.example?tls=none",
        ] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn secrets_stand_in_no_address_and_go_over_no_open_wire() {
        let error = tried("smtp://me:hush@mail.example", None, None).err().unwrap_or_default();
        assert!(error.contains("password") && !error.contains("hush"), "{error}");
        assert!(tried("smtp://mail.example?tls=none", Some("me"), Some("hush")).err().unwrap_or_default().contains("TLS"));
        assert!(tried("smtp://mail.example", Some("me"), None).err().unwrap_or_default().contains("together"));
        assert!(tried("smtp://mail.example", Some("me"), Some("hush")).is_ok());
        assert!(MailServer::new("smtp://mail.example", "nobody", (None, None), None).is_err());
    }
}
