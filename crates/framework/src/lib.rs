//! A country's border coordination framework: a directory of TOML and Cedar files, read and checked.
//!
//! ```
//! let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/kenya");
//! let loaded = framework::load(dir.as_ref());
//! let pack = loaded.framework.expect("the pack can be used");
//! let point = pack.points.iter().find(|p| p.id.get_ref() == "namanga").expect("the point is described");
//! let lead = point.lead.as_ref().map(|l| l.get_ref().as_str());
//! println!("{} leads at {}", lead.unwrap_or("nobody"), point.name);
//! assert!(lead.is_some());
//! ```
//!
//! Knows nothing of storage, HTTP or the clock; an agreement is judged past its review against a day that is given.

pub mod access;
pub mod adopt;
mod check;
mod codes;
mod diagnostic;
pub mod diff;
mod duty;
mod ids;
mod load;
pub mod model;
mod procedure;
mod read;
mod rulebook;
pub mod template;
mod title;
mod words;

pub use access::Access;
pub use check::{check, duration};
pub use codes::Code;
pub use diagnostic::{Diagnostic, Place, Severity};
pub use diff::{Difference, diff};
pub use duty::{Needed, needed, working};
pub use ids::{AgencyId, AgreementId, DeskId, GroundId, OfficerId, PointId, ProcedureId, StageId, StateCode};
pub use load::{Loaded, load, load_files};
pub use model::Framework;
pub use procedure::{Direction, Owned, owners};
pub use read::{MAX_FILE_BYTES, MAX_FOLDER_FILES};
pub use rulebook::{AgencyCard, DeskCard, Examines, Half, HoldGround, Path, RefusalGround, Rulebook, Step, StepKind};
pub use title::Title;
pub use words::{ASSIGNMENT_KINDS, RECORD_KINDS};
