//! Telling people outside the console what is owed: by e-mail and by webhook.
//!
//! A fact becomes a message in two steps. `hear` reads the entries of assignments after the place that it noted last, decides for everybody who asked to be told
//! (`coordination::notification`), and writes the messages and the new place in one transaction: a fact is heard once, whatever ends the process when. `outbox`
//! sends what is due and notes what came of it. Between the acceptance of a message and that note lies the one moment after which a message can be sent a second
//! time; it then has the same id, by which the receiver knows it.
//!
//! The other way, writing messages in the transaction of the fact itself, would let every command wait for settings that have nothing to do with it.
//!
//! One process writes a database, so that one node decides and sends.

pub(crate) mod content;
mod hear;
pub(crate) mod mail;
pub(crate) mod outbox;
pub(crate) mod settings;
pub(crate) mod tables;
pub(crate) mod text;
pub(crate) mod webhook;

pub use mail::{MailError, MailServer, Secrecy};
pub use outbox::{notify, run};
pub use webhook::Reach;

use coordination::notification::Setting;
use std::time::Duration;

/// How long a message is tried again after its time, when nothing else is said. Hours.
pub const GIVE_UP_HOURS: u64 = 24;

/// How messages that could not be sent are sent again.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The first pause; each of the next is twice as long, with up to as much again by chance.
    pub first: Duration,
    /// The longest pause without that chance.
    pub longest: Duration,
    /// When it is given up, after the time at which it was to be sent.
    pub give_up: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let hour = Duration::from_secs(3600);
        Self { first: Duration::from_secs(30), longest: hour, give_up: hour * u32::try_from(GIVE_UP_HOURS).unwrap_or(u32::MAX) }
    }
}

/// How messages leave the node. By default no mail does, and webhooks reach public addresses only.
#[derive(Clone, Default)]
pub struct NotificationOptions {
    /// The server that takes mail; none: no mail is sent.
    pub mail: Option<MailServer>,
    /// Where webhooks may lead.
    pub reach: Reach,
    /// Where the console is, for the links in messages: scheme, host and port, without a slash at the end.
    pub console: String,
    /// How messages are sent again.
    pub patience: Patience,
}

/// What the server knows of notifications.
pub(crate) struct Notifications {
    pub options: NotificationOptions,
    pub settings: settings::Settings,
    /// A setting has changed: there may be something to hear at another time.
    pub changed: tokio::sync::Notify,
}

impl Notifications {
    pub(crate) fn new(options: NotificationOptions) -> Self {
        Self { options, settings: settings::Settings::default(), changed: tokio::sync::Notify::new() }
    }
}

/// A way of telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Channel {
    Mail,
    Webhook,
}

impl Channel {
    pub(crate) const ALL: [Self; 2] = [Self::Mail, Self::Webhook];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Mail => "email",
            Self::Webhook => "webhook",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.word() == word)
    }

    /// Where it leads, by a setting; empty for nowhere.
    pub(crate) fn address(self, setting: &Setting) -> &str {
        match self {
            Self::Mail => &setting.email,
            Self::Webhook => &setting.webhook,
        }
    }
}

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failed {
    /// In words for whoever set the address, or runs the server.
    pub why: String,
    /// Whether sending it again is of no use.
    pub for_good: bool,
}

/// Longest account of a failure. Characters.
const MAX_WHY_CHARS: usize = 400;

/// An error with what lies below it, on one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut below = error.source();
    while let Some(e) = below {
        let more = e.to_string();
        if !said.contains(&more) {
            said = format!("{said}: {more}");
        }
        below = e.source();
    }
    said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_WHY_CHARS).collect()
}
