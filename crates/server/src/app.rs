//! What every handler has: the rules, the journal, the accounts, the clock.

use crate::accounts::Accounts;
use crate::caller::{Caller, SESSION_HOURS, Session};
use crate::clock::Clock;
use crate::model::Records;
use crate::notifications::Notifications;
use crate::problem::{Answer, Problem};
use crate::versions::{Books, Reasoner};
use crate::watchlists::engine::Engine;
use coordination::assignment::Assignment;
use coordination::crossing::Crossing;
use coordination::hit::Hit;
use coordination::post::Shift;
use framework::access::{Kind, Label, Topic};
use framework::{AgencyId, OfficerId, Rulebook};
use journal::{Journal, StorageError, Value};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

const HOUR_US: i64 = 3_600_000_000;
/// Failed sign-ins of one account before it has to wait.
pub(crate) const MAX_FAILURES: u32 = 5;
/// Failed sign-ins from one address before it has to wait. A whole post may stand behind one, and behind a proxy everybody does.
pub(crate) const MAX_FAILURES_OF_ADDRESS: u32 = 100;
/// How long it has to wait. Seconds.
pub(crate) const FAILURE_SECONDS: u64 = 300;

/// The state of the server.
#[derive(Clone)]
pub struct App(pub(crate) Arc<Inner>);

/// What is behind it.
pub struct Inner {
    /// The rules, by version.
    pub books: Arc<Books>,
    /// What proves them.
    pub reasoner: Arc<dyn Reasoner>,
    /// The journal.
    pub journal: Journal<Records>,
    /// The accounts.
    pub accounts: Accounts,
    /// The time.
    pub clock: Clock,
    /// Whether everything is made up.
    pub demo: bool,
    pub(crate) sessions: quick_cache::sync::Cache<String, Session>,
    pub(crate) tokens: quick_cache::sync::Cache<String, String>,
    /// A password takes a core for tens of milliseconds and 19 MiB: no more are compared at once than there are cores, the rest wait their turn.
    pub(crate) passwords: tokio::sync::Semaphore,
    pub(crate) failures: quick_cache::sync::Cache<String, Arc<(std::time::Instant, AtomicU32)>>,
    pub(crate) metrics: metrics_exporter_prometheus::PrometheusHandle,
    /// The lists, ready to be searched.
    pub(crate) watchlists: Engine,
    pub(crate) live: AtomicU32,
    /// Who wants to be told what, and how messages leave the node.
    pub(crate) notifications: Notifications,
    pub(crate) shutdown: tokio::sync::watch::Receiver<bool>,
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// The rules in force.
    pub fn book(&self) -> Arc<Rulebook> {
        self.books.at(self.clock.now_us())
    }

    /// A crossing.
    pub(crate) async fn crossing(&self, id: &str) -> Result<Option<Arc<Crossing>>, StorageError> {
        Ok(self.journal.state(id).await?.and_then(|s| s.crossing().cloned()))
    }

    /// An assignment.
    pub(crate) async fn assignment(&self, id: &str) -> Result<Option<Arc<Assignment>>, StorageError> {
        Ok(self.journal.state(id).await?.and_then(|s| s.assignment().cloned()))
    }

    /// A hit.
    pub(crate) async fn hit(&self, id: &str) -> Result<Option<Arc<Hit>>, StorageError> {
        Ok(self.journal.state(id).await?.and_then(|s| s.hit().cloned()))
    }

    /// A shift.
    pub(crate) async fn shift(&self, id: &str) -> Result<Option<Arc<Shift>>, StorageError> {
        Ok(self.journal.state(id).await?.and_then(|s| s.shift().cloned()))
    }

    /// Several assignments, those that are there.
    pub(crate) async fn assignments(&self, ids: &[String]) -> Result<HashMap<String, Arc<Assignment>>, StorageError> {
        let found = self.journal.states(ids).await?;
        Ok(found.into_iter().filter_map(|(id, s)| Some((id, s.assignment()?.clone()))).collect())
    }

    /// Several crossings, those that are there.
    pub(crate) async fn crossings(&self, ids: &[String]) -> Result<HashMap<String, Arc<Crossing>>, StorageError> {
        let found = self.journal.states(ids).await?;
        Ok(found.into_iter().filter_map(|(id, s)| Some((id, s.crossing()?.clone()))).collect())
    }

    pub(crate) async fn session(&self, key: &str) -> Answer<Option<Session>> {
        let now = self.clock.now_us();
        let known = match self.sessions.get(key) {
            Some(session) => Some(session),
            None => {
                let rows = self.journal.query("SELECT officer, csrf, expires_us FROM session WHERE digest = $1", &[key.into()]).await?;
                let found = rows
                    .first()
                    .map(|r| Ok::<_, journal::StorageError>(Session { officer: r.text(0)?, csrf: r.text(1)?, expires_us: r.int(2)? }));
                let found = found.transpose()?;
                if let Some(session) = &found {
                    self.sessions.insert(key.to_owned(), session.clone());
                }
                found
            }
        };
        Ok(known.filter(|s| s.expires_us > now))
    }

    /// Opens a session and gives its secret.
    pub(crate) async fn open_session(&self, officer: &str) -> Answer<(String, Session)> {
        let (secret, csrf) = (crate::caller::secret(), crate::caller::secret());
        let now = self.clock.now_us();
        // A demo's clock runs ahead: its sessions last as long as the world's.
        let lasts = (SESSION_HOURS * HOUR_US) as f64 * self.clock.rate().max(1.0);
        let session = Session { officer: officer.to_owned(), csrf, expires_us: now + lasts as i64 };
        let key = crate::caller::digest(&secret);
        let put = "INSERT INTO session (digest, officer, csrf, expires_us) VALUES ($1, $2, $3, $4)";
        let values = vec![key.as_str().into(), officer.into(), session.csrf.as_str().into(), session.expires_us.into()];
        let sweep = ("DELETE FROM session WHERE expires_us < $1".to_owned(), vec![Value::Int(now)]);
        self.journal.write(vec![sweep, (put.to_owned(), values)]).await?;
        self.sessions.insert(key, session.clone());
        Ok((secret, session))
    }

    pub(crate) async fn token_owner(&self, digest: &str) -> Answer<Option<String>> {
        if let Some(owner) = self.tokens.get(digest) {
            return Ok(Some(owner));
        }
        let rows = self.journal.query("SELECT officer FROM token WHERE digest = $1", &[digest.into()]).await?;
        let owner = rows.first().map(|r| r.text(0)).transpose()?;
        if let Some(owner) = &owner {
            self.tokens.insert(digest.to_owned(), owner.clone());
        }
        Ok(owner)
    }

    /// Counts an attempt of an account or address, unless there have been too many of late. It is counted before it is judged: guesses made at the same
    /// moment count too.
    pub(crate) fn attempt(&self, key: &str, most: u32) -> Answer<()> {
        let fresh = || Arc::new((std::time::Instant::now(), AtomicU32::new(0)));
        let mut counted = self.failures.get_or_insert_with(key, || Ok::<_, Problem>(fresh()))?;
        if counted.0.elapsed().as_secs() >= FAILURE_SECONDS {
            counted = fresh();
            self.failures.insert(key.to_owned(), counted.clone());
        }
        if counted.1.fetch_add(1, Ordering::Relaxed) < most {
            return Ok(());
        }
        counted.1.fetch_sub(1, Ordering::Relaxed);
        Err(Problem::throttled(FAILURE_SECONDS.saturating_sub(counted.0.elapsed().as_secs()).max(1)))
    }

    /// An attempt was none: a password that is right takes back those of its account, and its own of the address.
    pub(crate) fn succeeded(&self, account: &str, address: &str) {
        self.failures.remove(account);
        if let Some(counted) = self.failures.get(address) {
            let _ = counted.1.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
        }
    }

    /// Leaves a line in the access log. The answer waits for it: what was read and not noted would be a read that never happened.
    pub(crate) async fn noted(&self, caller: &Caller, what: &'static str, subject: &str, records: usize) -> Answer<()> {
        self.journal.write(vec![self.access_line(caller, now_id(), what, subject, records)]).await?;
        Ok(())
    }

    /// The statement that leaves a line in the access log, for what is written together with it.
    pub(crate) fn access_line(&self, caller: &Caller, id: String, what: &str, subject: &str, records: usize) -> (String, Vec<Value>) {
        let officer = &caller.account.officer;
        let values = vec![
            id.into(),
            self.clock.now_us().into(),
            officer.id.as_str().into(),
            officer.agency.as_str().into(),
            caller.purpose.as_str().into(),
            what.into(),
            subject.into(),
            i64::try_from(records).unwrap_or(i64::MAX).into(),
        ];
        let text =
            "INSERT INTO access (id, at_us, officer, agency, purpose, what, subject, records) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        (text.to_owned(), values)
    }

    /// The label of something at a point that belongs to the point as a whole.
    pub(crate) fn point_label(&self, point: &str, kind: Kind) -> Label {
        let book = self.book();
        let own = book.own_state();
        let lead = book.point(point).and_then(|p| p.lead.as_ref()).map_or("", |l| l.get_ref().as_str());
        let mut label = Label::of(kind, &lead.into(), &own);
        label.point = Some(point.into());
        label.states = book.states_at(point);
        label
    }

    /// The label of a remark: the writer's, wherever the crossing is.
    pub(crate) fn remark_label(&self, point: &str, agency: &AgencyId, officer: &OfficerId, topic: Topic) -> Label {
        let mut label = self.point_label(point, Kind::Remark);
        label.topic = topic;
        let book = self.book();
        label.state = book.agencies.get(agency).map_or_else(|| book.own_state(), |a| a.state.clone());
        label.agency = agency.clone();
        label.author = Some(officer.clone());
        label
    }

    /// The label of something national.
    pub(crate) fn national_label(&self, kind: Kind) -> Label {
        Label::of(kind, &"".into(), &self.book().own_state())
    }
}

/// An id that sorts by time.
#[allow(clippy::disallowed_methods, reason = "the shell makes ids, here and nowhere else")]
pub(crate) fn now_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
