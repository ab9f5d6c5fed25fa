//! What officers want of a request for information.

use super::fact::{Concerns, Ground, Use};
use crate::assignment::Outcome;
use framework::{AgencyId, PointId};
use serde::Deserialize;

/// Something to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Which agency.
    pub to: AgencyId,
    /// Its desks at this crossing point; its national duty desk where there is none.
    pub point: Option<PointId>,
    /// The asker's own number for it; may be empty.
    pub reference: String,
    /// The agreement it rests on, or empty.
    pub agreement: String,
    /// The provision of law it rests on, between agencies of one state, or empty.
    pub law: String,
    /// What it is for: a purpose that the asker may state and that the agreement covers.
    pub purpose: String,
    /// Whom or what it is about.
    pub concerns: Concerns,
    /// In a few words and without names: what everybody reads who is told that it is late.
    pub title: String,
    /// What is asked.
    pub question: String,
    /// When it is due, when not by the framework's clock. Microseconds since 1970, UTC.
    pub due_us: Option<i64>,
}

/// What somebody does with a request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Give what was asked for, or refuse it.
    Answer {
        /// How far.
        outcome: Outcome,
        /// Why not all of it; none for all of it.
        #[serde(default)]
        ground: Option<Ground>,
        /// What is known, or why nothing is said.
        text: String,
        /// Where to look.
        #[serde(default)]
        link: String,
    },
    /// Give more, after an answer.
    Supplement {
        /// What.
        text: String,
        /// Where to look.
        #[serde(default)]
        link: String,
    },
    /// Say that something given is otherwise.
    Correct {
        /// Which, from 0.
        item: u32,
        /// How it is.
        text: String,
        /// Why.
        reason: String,
    },
    /// Say that something given must not be used any more.
    Recall {
        /// Which, from 0.
        item: u32,
        /// Why.
        reason: String,
    },
    /// Say, for an agency that was given it, that one knows of a change.
    Confirm {
        /// Which, from 0.
        change: u32,
    },
    /// Say what came of something given.
    Judge {
        /// Which, from 0.
        item: u32,
        /// What.
        used: Use,
        /// In words.
        text: String,
    },
    /// Let another agency know what was given.
    Release {
        /// Which.
        to: AgencyId,
        /// Why.
        reason: String,
    },
    /// Not need it any more.
    Withdraw {
        /// Why.
        reason: String,
    },
}
