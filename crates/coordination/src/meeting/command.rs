//! What somebody does with a meeting.

use super::fact::How;
use super::item::Item;
use super::state::Attendance;
use crate::assignment::Party;
use framework::AgencyId;
use serde::Deserialize;

/// A meeting to be called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// When. Microseconds since 1970, UTC. A time that is past enters a meeting that was held on paper.
    pub planned_us: i64,
    /// How long. Minutes; 0 where nobody says.
    pub length_min: u32,
    /// Outside the cadence.
    pub extraordinary: bool,
    /// Known to the body alone: its minutes stay there.
    pub confidential: bool,
    /// What the body calls it: `65th meeting`; may be empty.
    pub reference: String,
    /// Where; may be empty.
    pub venue: String,
    /// Who is the host.
    pub host: Option<AgencyId>,
    /// Why, for an extraordinary one.
    pub reason: String,
}

/// Something that a decision makes somebody owe.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// Whether it is done before the next meeting (`meeting.action`), and not a directive to be complied with.
    #[serde(default)]
    pub action: bool,
    /// Who owes it.
    pub to: Party,
    /// What.
    pub owed: String,
    /// When it is due, when not by the framework's clock. Microseconds since 1970, UTC.
    #[serde(default)]
    pub due_us: Option<i64>,
}

/// What somebody does with a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Hold it at another time.
    Postpone {
        /// When. Microseconds since 1970, UTC.
        planned_us: i64,
        /// Why.
        reason: String,
    },
    /// Not hold it.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Put something on the agenda.
    AddItem {
        /// What.
        item: Item,
    },
    /// Take it off.
    WithdrawItem {
        /// Its place, from 0.
        item: u32,
        /// Why.
        reason: String,
    },
    /// Bring a paper.
    AddPaper {
        /// What it is called.
        title: String,
        /// Where it is.
        link: String,
        /// The item it is about.
        #[serde(default)]
        item: Option<u32>,
    },
    /// Ask an agency without a seat to come.
    CoOpt {
        /// Which.
        agency: AgencyId,
        /// Why.
        reason: String,
    },
    /// Begin.
    Open {
        /// Who presides; the chair, or else the deputy, of those present when absent.
        #[serde(default)]
        presiding: Option<AgencyId>,
        /// Who is there.
        present: Vec<Attendance>,
        /// When it began; now when absent. Microseconds since 1970, UTC.
        #[serde(default)]
        began_us: Option<i64>,
    },
    /// Somebody comes.
    Arrive {
        /// For which agency.
        agency: AgencyId,
        /// Who.
        name: String,
    },
    /// Somebody goes.
    Leave {
        /// Of which agency.
        agency: AgencyId,
    },
    /// Let another agency preside.
    Preside {
        /// Which.
        agency: AgencyId,
    },
    /// Decide.
    Decide {
        /// The item it is about.
        #[serde(default)]
        item: Option<u32>,
        /// What.
        text: String,
        /// By consensus or by votes.
        how: How,
        /// What it makes others owe.
        #[serde(default)]
        issues: Vec<Issue>,
    },
    /// End.
    Close {
        /// When it ended; now when absent. Microseconds since 1970, UTC.
        #[serde(default)]
        ended_us: Option<i64>,
    },
    /// Write the minutes.
    Draft {
        /// The minutes.
        text: String,
    },
    /// Agree to minutes that somebody else wrote.
    Approve,
    /// Give them to the body above.
    Send,
    /// Be content with what was answered to a directive.
    Accept {
        /// Which.
        directive: String,
        /// In words; may be empty.
        #[serde(default)]
        note: String,
    },
    /// Not be content: it is owed again.
    Return {
        /// Which.
        directive: String,
        /// What is missing.
        reason: String,
        /// By when, when not by the framework's clock.
        #[serde(default)]
        due_us: Option<i64>,
    },
}
