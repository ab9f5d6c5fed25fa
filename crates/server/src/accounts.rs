//! Officers' accounts: who may sign in, and as whom.

use crate::model::Records;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use framework::Rulebook;
use framework::access::Officer;
use journal::{Journal, StorageError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, RwLock};

/// Shortest password. Characters.
pub const MIN_PASSWORD_CHARS: usize = 12;
/// Longest password. Bytes.
pub const MAX_PASSWORD_BYTES: usize = 1_024;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Who the rules know.
    pub officer: Officer,
    /// The officer's name.
    pub name: String,
    /// Offered on the sign-in page of a demo; made up.
    pub demo: bool,
    /// Whether a demo's sign-in page shows it.
    pub listed: bool,
}

/// An account to be made.
#[derive(Debug, Clone, Deserialize)]
pub struct NewAccount {
    /// What the officer signs in with.
    pub id: String,
    /// The officer's name.
    pub name: String,
    /// Agency, in the words of the framework.
    pub agency: String,
    /// Desk, in the words of the framework.
    pub desk: String,
    /// Roles.
    pub roles: BTreeSet<String>,
    /// Purposes.
    pub purposes: BTreeSet<String>,
    /// Clearance.
    #[serde(default)]
    pub clearance: i64,
    /// Whether a demo's sign-in page shows it.
    #[serde(default = "shown")]
    pub listed: bool,
}

fn shown() -> bool {
    true
}

/// Why an account cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// The framework has no such agency.
    #[error("the framework has no agency `{0}`")]
    NoAgency(String),
    /// The framework has no such desk.
    #[error("the framework has no desk `{0}`")]
    NoDesk(String),
    /// The desk is another agency's.
    #[error("the desk `{desk}` belongs to {owner}")]
    OthersDesk {
        /// The desk.
        desk: String,
        /// Whose it is.
        owner: String,
    },
    /// The password is too short or too long.
    #[error("a password has at least {MIN_PASSWORD_CHARS} characters and at most {MAX_PASSWORD_BYTES} bytes")]
    Password,
    /// Something is wrong with the id.
    #[error("`{0}` is not an account id; expected letters, digits, dots and hyphens, at most 64")]
    Id(String),
    /// No password hash could be made.
    #[error("the password could not be hashed")]
    Hash,
}

impl NewAccount {
    /// The account, when the framework knows its agency and desk.
    ///
    /// # Errors
    /// See [`AccountError`].
    pub fn account(&self, book: &Rulebook, demo: bool) -> Result<Account, AccountError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if self.id.is_empty() || self.id.len() > 64 || !self.id.chars().all(fits) {
            return Err(AccountError::Id(self.id.clone()));
        }
        let agency = book.agencies.get(self.agency.as_str()).ok_or_else(|| AccountError::NoAgency(self.agency.clone()))?;
        let desk = book.desks.get(self.desk.as_str()).ok_or_else(|| AccountError::NoDesk(self.desk.clone()))?;
        if desk.agency != agency.id {
            return Err(AccountError::OthersDesk { desk: self.desk.clone(), owner: desk.agency.to_string() });
        }
        let officer = Officer {
            id: self.id.as_str().into(),
            agency: agency.id.clone(),
            state: agency.state.clone(),
            point: desk.point.clone(),
            desk: desk.id.clone(),
            roles: self.roles.clone(),
            purposes: self.purposes.clone(),
            clearance: self.clearance,
        };
        Ok(Account { officer, name: self.name.clone(), demo, listed: self.listed })
    }
}

/// Hashes a password with Argon2id, at the crate's default cost (19 MiB, 2 passes, 1 lane: RFC 9106 section 4 asks for at least as much where memory is short).
///
/// # Errors
/// When it is too short or too long.
pub fn hash(password: &str) -> Result<String, AccountError> {
    if password.chars().count() < MIN_PASSWORD_CHARS || password.len() > MAX_PASSWORD_BYTES {
        return Err(AccountError::Password);
    }
    Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string()).map_err(|_| AccountError::Hash)
}

/// Whether a password is the one that was hashed.
pub(crate) fn verify(password: &str, hashed: &str) -> bool {
    password.len() <= MAX_PASSWORD_BYTES
        && PasswordHash::new(hashed).is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok())
}

/// All accounts, in memory: there are thousands at most, and every request asks.
#[derive(Debug, Default)]
pub struct Accounts(RwLock<HashMap<String, (Arc<Account>, String)>>);

impl Accounts {
    /// Reads the accounts of a journal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(journal: &Journal<Records>) -> Result<Self, StorageError> {
        let accounts = Self::default();
        for row in journal.query("SELECT id, password, account FROM officer ORDER BY id", &[]).await? {
            let (id, password, account) = (row.text(0)?, row.text(1)?, row.text(2)?);
            match serde_json::from_str(&account) {
                Ok(account) => accounts.put(account, password),
                Err(e) => tracing::warn!(%id, %e, "an account cannot be read and is left out"),
            }
        }
        Ok(accounts)
    }

    /// Makes an account known to a running server, or replaces it.
    pub fn put(&self, account: Account, password: String) {
        let key = account.officer.id.to_string();
        if let Ok(mut all) = self.0.write() {
            all.insert(key, (Arc::new(account), password));
        }
    }

    /// An account.
    pub fn get(&self, id: &str) -> Option<Arc<Account>> {
        self.0.read().ok()?.get(id).map(|(a, _)| a.clone())
    }

    pub(crate) fn with_password(&self, id: &str) -> Option<(Arc<Account>, String)> {
        self.0.read().ok()?.get(id).cloned()
    }

    /// Every account, by id.
    pub fn all(&self) -> Vec<Arc<Account>> {
        let mut all: Vec<Arc<Account>> = self.0.read().map(|a| a.values().map(|(a, _)| a.clone()).collect()).unwrap_or_default();
        all.sort_by(|a, b| a.officer.id.cmp(&b.officer.id));
        all
    }
}

/// Stores an account in a journal's database.
///
/// # Errors
/// When the database fails.
pub async fn store(journal: &Journal<Records>, account: &Account, password: &str) -> Result<(), StorageError> {
    let text = "INSERT INTO officer (id, password, account) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET password = excluded.password, account = excluded.account";
    let body = serde_json::to_string(account).unwrap_or_default();
    let values = vec![account.officer.id.as_str().into(), password.into(), body.into()];
    journal.write(vec![(text.to_owned(), values)]).await?;
    Ok(())
}
