//! What can happen to a hit.

use super::asked::Asked;
use crate::facts::facts;
use framework::{AgencyId, DeskId};
use screening::Entry;
use serde::{Deserialize, Serialize};

/// What besides the name was looked at to tell whether it is the one listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Fingerprint, face or iris.
    Biometric,
    /// The birth date, beyond doubt.
    BirthDate,
    /// The number of a document, a ship or a vehicle.
    Document,
    /// What the person said, what the owner of the list knows.
    Other,
}

/// What the owner of the list asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instruction {
    /// What the list says is to be done.
    Act,
    /// Nothing is to be done.
    LetGo,
}

/// A number that is on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// As it was shown or announced.
    pub asked: String,
    /// As the list has it.
    pub listed: String,
    /// The same, not only one that is read alike.
    pub same: bool,
}

facts! {
    enum: /// One thing that happened to a hit.
    ;
    /// A record of a list is like what crosses.
    Found = "hit.found.v1" {
        crossing: String, point: String, part: String, asked: Asked,
        list: String, list_name: String, owner: AgencyId, #[serde(default, skip_serializing_if = "Option::is_none")] desk: Option<DeskId>,
        action: String, silent: bool, on_silence: String, due_us: i64,
        record: Entry, source: String, name: String, score_permille: u32, explanation: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] number: Option<Number>,
        matcher: String, framework: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] assignment: Option<String>,
    }
    /// Somebody has compared them: it may be the one, or it is not.
    Reviewed = "hit.reviewed.v1" { probable: bool, reason: String }
    /// A second factor was looked at.
    Checked = "hit.checked.v1" { factor: Factor, same: bool, reason: String }
    /// A second person agrees, or does not.
    Seconded = "hit.seconded.v1" { agrees: bool, reason: String }
    /// The owner of the list says what is to be done.
    Replied = "hit.replied.v1" { instruction: Instruction, text: String }
    /// It is done, or could not be.
    Acted = "hit.acted.v1" { done: bool, text: String }
    /// The owner did not answer in time: what the list says of that is carried out.
    Unanswered = "hit.unanswered.v1" { default: String }
    /// The person is not the one listed, and has a case number to show for it.
    Cleared = "hit.cleared.v1" { case: String, document: String, issuer: String, until_us: i64, reason: String }
    /// The same document met the same record again, and no hit was made of it.
    MetAgain = "hit.met_again.v1" { crossing: String }
}
