//! How a server tells people what is owed: which server takes its mail, and where webhooks may lead.

use crate::node::Failure;
use clap::{Args, ValueEnum};
use server::{MailServer, NotificationOptions, Patience, Reach};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Addresses beside the public ones that webhooks may lead to.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Beyond {
    /// Private addresses, such as those of a ministry's own network.
    Private,
    /// This machine, also without TLS: for tests and demonstrations.
    Loopback,
}

/// Notifications.
#[derive(Args)]
pub struct TellingArgs {
    /// The server that takes mail: `smtps://HOST:PORT` (TLS), `smtp://HOST:PORT` (STARTTLS, or nothing is sent) or `smtp://HOST:PORT?tls=none`. Without it no mail is sent.
    #[arg(long, env = "MPAKA_SMTP", value_name = "URL")]
    pub smtp: Option<String>,
    /// Whom mail comes from, such as `Mpaka <mpaka@border.example>`.
    #[arg(long, env = "MPAKA_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// The user that the mail server asks for. The password is read from `--smtp-password-file` or from the environment (`MPAKA_SMTP_PASSWORD`): on a command line everybody on
    /// the machine could read it.
    #[arg(long, env = "MPAKA_SMTP_USER", value_name = "USER")]
    pub smtp_user: Option<String>,
    /// A file whose first line is the mail server's password.
    #[arg(long, env = "MPAKA_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// The certificate (PEM) of the authority that vouches for the mail server, where browsers do not know it.
    #[arg(long, env = "MPAKA_SMTP_CA", value_name = "FILE")]
    pub smtp_ca: Option<PathBuf>,
    /// Where officers reach the console, for links in messages [default: http:// and the address that is listened on].
    #[arg(long, env = "MPAKA_CONSOLE_URL", value_name = "URL")]
    pub console_url: Option<String>,
    /// Where webhooks may lead beside public addresses: private, loopback.
    #[arg(long, env = "MPAKA_WEBHOOK_REACH", value_enum, value_delimiter = ',')]
    pub webhook_reach: Vec<Beyond>,
}

impl TellingArgs {
    fn password(&self) -> Result<Option<String>, Failure> {
        match &self.smtp_password_file {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
                Ok(Some(text.lines().next().unwrap_or("").to_owned()))
            }
            None => Ok(std::env::var("MPAKA_SMTP_PASSWORD").ok().filter(|p| !p.is_empty())),
        }
    }

    /// What the server is started with.
    pub fn options(&self, listen: SocketAddr) -> Result<NotificationOptions, Failure> {
        let mail = match (&self.smtp, &self.mail_from) {
            (Some(url), Some(from)) => {
                let authority = self.smtp_ca.as_ref().map(|p| std::fs::read(p).map_err(|e| format!("{}: {e}", p.display()))).transpose()?;
                let credentials = (self.smtp_user.clone(), self.password()?);
                Some(MailServer::new(url, from, credentials, authority.as_deref()).map_err(|e| format!("--smtp: {e}"))?)
            }
            (Some(_), None) => return Err("--smtp needs to know whom mail comes from; add --mail-from ADDRESS".into()),
            (None, _) => None,
        };
        let reach =
            Reach { private: self.webhook_reach.contains(&Beyond::Private), loopback: self.webhook_reach.contains(&Beyond::Loopback) };
        let console = self.console_url.clone().unwrap_or_else(|| format!("http://{listen}"));
        Ok(NotificationOptions { mail, reach, console: console.trim_end_matches('/').to_owned(), patience: Patience::default() })
    }
}
