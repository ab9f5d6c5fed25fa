//! Names and documents against lists: names in, candidates with reasons out.
//!
//! ```
//! use screening::{compare, Kind, Name};
//! let asked = Name::read("Sergey LAVROV", Kind::Person);
//! let listed = Name::read("Лавров Сергей Викторович", Kind::Person);
//! let found = compare(&asked, &listed, Kind::Person);
//! assert!(found.score > 0.8);
//! assert_eq!(found.only_listed, ["Викторович"]);
//! ```
//!
//! Knows nothing of crossings, storage, agencies or the clock: it is given names and says how alike they are.

pub mod compare;
mod documents;
pub mod entry;
pub mod evidence;
mod explain;
pub mod index;
mod known;
pub mod letters;
pub mod lists;
mod live;
pub mod name;
mod near;
mod postings;
pub mod script;
mod search;
mod table;
mod words;

pub use compare::{Comparison, DEFAULT_THRESHOLD, Part, Weights, built_in_rarity, compare, compare_with};
pub use documents::{Documents, MIN_NUMBER_CHARS, Numbered};
pub use entry::{BirthEvidence, Entry, ListedName, PartialDate};
pub use evidence::{Agreement, Countries, Sex};
pub use explain::explain;
pub use index::{Candidate, Index, LIST_THRESHOLD, Query};
pub use live::{Listed, Live};
pub use name::{Kind, Name, Token};
pub use search::Work;
pub use words::Role;
