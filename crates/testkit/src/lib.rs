//! What several crates' tests need: the shared fixtures, where they are, and servers of one's own: PostgreSQL, mail.
//!
//! ```
//! if let Some(dir) = testkit::fixtures("mrz") {
//!     assert!(dir.is_dir());
//! }
//! ```
//!
//! Knows nothing of any crate it tests.

mod mail;
mod postgres;

pub use mail::Mail;
pub use postgres::Postgres;

use std::path::{Path, PathBuf};

/// A folder of the third-party fixtures: `$MPAKA_FIXTURES`, else `../shared/fixtures` beside the repository. Where it is absent the test says that it was
/// skipped, and `None` is returned.
pub fn fixtures(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MPAKA_FIXTURES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures"), PathBuf::from);
    let path = root.join(folder);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: fixtures not found at `{}`", path.display());
    None
}
