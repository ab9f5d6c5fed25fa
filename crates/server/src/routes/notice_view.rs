//! What a notice looks like to those who may read it.

use crate::app::App;
use crate::caller::Caller;
use crate::notices::commands;
use crate::routes::assignments::{ByView, by};
use coordination::assignment::Assignment;
use coordination::notice::{Content, Draft, Exposed, Figures, Notice, Outcome, Recipient, State};
use framework::{Direction, PointId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use utoipa::ToSchema;

/// What a notice says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeContent {
    /// In one line, 1 to 500 bytes.
    title: String,
    /// What changes, and why, 1 to 8000 bytes.
    text: String,
    /// The act, regulation or gazette notice, 1 to 500 bytes.
    legal: String,
    /// What a trader, a traveller or an officer has to do from then on, 1 to 8000 bytes.
    required: String,
    /// From when. Microseconds since 1970, UTC.
    effective_us: i64,
    /// Until when; for good when absent. Microseconds since 1970, UTC.
    #[serde(default)]
    ends_us: Option<i64>,
    /// Where, 1 to 200 crossing points.
    points: BTreeSet<String>,
    /// inbound, outbound; both when empty.
    #[serde(default)]
    directions: BTreeSet<DirectionWord>,
    /// Goods by the beginning of their Harmonized System code: 2, 4, 6, 8 or 10 digits; all, and whatever carries none, when empty.
    #[serde(default)]
    goods: BTreeSet<String>,
    /// Who or what crosses, in the words of the procedures: traveller, truck, vessel …; all of them when empty.
    #[serde(default)]
    classes: BTreeSet<String>,
}

/// Which way, seen from the framework's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectionWord {
    /// Into it.
    Inbound,
    /// Out of it.
    Outbound,
}

impl From<NoticeContent> for Content {
    fn from(c: NoticeContent) -> Self {
        let way = |d| if d == DirectionWord::Inbound { Direction::Inbound } else { Direction::Outbound };
        Self {
            title: c.title,
            text: c.text,
            legal: c.legal,
            required: c.required,
            effective_us: c.effective_us,
            ends_us: c.ends_us,
            points: c.points.into_iter().map(PointId::from).collect(),
            directions: c.directions.into_iter().map(way).collect(),
            goods: c.goods,
            classes: c.classes,
        }
    }
}

impl From<&Content> for NoticeContent {
    fn from(c: &Content) -> Self {
        let way = |d: &Direction| if *d == Direction::Inbound { DirectionWord::Inbound } else { DirectionWord::Outbound };
        Self {
            title: c.title.clone(),
            text: c.text.clone(),
            legal: c.legal.clone(),
            required: c.required.clone(),
            effective_us: c.effective_us,
            ends_us: c.ends_us,
            points: c.points.iter().map(ToString::to_string).collect(),
            directions: c.directions.iter().map(way).collect(),
            goods: c.goods.clone(),
            classes: c.classes.clone(),
        }
    }
}

/// A notice in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeCard {
    id: String,
    /// Whose it is.
    agency: String,
    state_of: String,
    /// draft, coming, in_force, ended, withdrawn.
    state: String,
    title: String,
    required: String,
    effective_us: i64,
    ends_us: Option<i64>,
    points: BTreeSet<String>,
    goods: BTreeSet<String>,
    classes: BTreeSet<String>,
    /// Whether it takes effect before the clock of its acknowledgement ends.
    short: bool,
    /// Recipients at the points that the caller may read.
    recipients: usize,
    /// Of these, those who have acknowledged it.
    acknowledged: usize,
    /// Whether the caller's agency at the caller's crossing point still owes its acknowledgement.
    mine: bool,
    /// kept, changed or withdrawn, once it was reviewed.
    reviewed: Option<String>,
    /// By when it is to be reviewed.
    review_us: Option<i64>,
}

/// Somebody who has to acknowledge it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecipientView {
    point: String,
    agency: String,
    state: String,
    /// What it owes.
    assignment: String,
    acknowledged: Option<ByView>,
    /// In words; empty where nothing was said.
    text: String,
    /// How many were told because it is late.
    told: usize,
}

/// What is on the way to a crossing point, of what a notice speaks of.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExposedView {
    point: String,
    /// Open crossings of which it speaks.
    all: i64,
    /// Of these, those that are there, or expected, within 72 hours before and after the time of effect.
    within: i64,
    /// Of these, those that have arrived and wait.
    here: i64,
    /// Open crossings whose goods have no code, or one too short to tell.
    perhaps: i64,
}

impl From<&Exposed> for ExposedView {
    fn from(e: &Exposed) -> Self {
        Self { point: e.point.clone(), all: e.all, within: e.within, here: e.here, perhaps: e.perhaps }
    }
}

/// What a notice came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeFigures {
    /// Recipients.
    recipients: i64,
    /// Those who had acknowledged it before it took effect.
    in_time: i64,
    /// Those who did so later.
    late: i64,
    /// Crossings of which it spoke that arrived since it took effect.
    crossings: i64,
    /// Of these, those that were released.
    released: i64,
    /// Of these, those that were refused.
    refused: i64,
    /// Of these, those that are still open.
    open: i64,
}

impl From<&Figures> for NoticeFigures {
    fn from(f: &Figures) -> Self {
        let Figures { recipients, in_time, late, crossings, released, refused, open } = *f;
        Self { recipients, in_time, late, crossings, released, refused, open }
    }
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewView {
    /// kept, changed or withdrawn.
    outcome: String,
    text: String,
    by: ByView,
    figures: NoticeFigures,
}

/// A text that waits to be issued.
#[derive(Debug, Serialize, ToSchema)]
pub struct PendingText {
    /// Its number.
    draft: u32,
    content: NoticeContent,
    by: ByView,
}

/// A notice.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeView {
    now_us: i64,
    notice: NoticeCard,
    /// The number of the text that is shown: the one that holds, or else the last that was written.
    draft: u32,
    content: NoticeContent,
    written: ByView,
    issued: Option<ByView>,
    /// By when it is to be acknowledged.
    acknowledge_us: Option<i64>,
    /// A later text that waits to be issued; the issuer's agency alone sees it.
    pending: Option<PendingText>,
    withdrawn: Option<ByView>,
    /// Why it was withdrawn; empty when it was not.
    reason: String,
    review: Option<ReviewView>,
    /// Those who have to acknowledge it, at the points that the caller may read.
    recipients: Vec<RecipientView>,
    /// What is on the way now to the points that the caller may read.
    exposure: Vec<ExposedView>,
    /// What was on the way when it was issued.
    exposure_then: Vec<ExposedView>,
    /// What it came to so far, for whoever may review it.
    figures: Option<NoticeFigures>,
    /// amend, issue, acknowledge, withdraw, review.
    commands: Vec<&'static str>,
}

pub(crate) fn outcome(o: Outcome) -> &'static str {
    match o {
        Outcome::Kept => "kept",
        Outcome::Changed => "changed",
        Outcome::Withdrawn => "withdrawn",
    }
}

/// A notice in a list; `None` until a text of it is here.
pub(crate) fn card(caller: &Caller, id: &str, n: &Notice, points: &BTreeSet<PointId>, now_us: i64) -> Option<NoticeCard> {
    let ((agency, state), content) = (n.owner()?, n.content()?);
    let recipients: Vec<_> = n.recipients().into_iter().filter(|(r, _)| points.contains(&r.point)).collect();
    let officer = &caller.account.officer;
    let at = n.state(now_us);
    let open = matches!(at, State::Coming | State::InForce);
    let mine = |r: &Recipient| r.agency == officer.agency && Some(&r.point) == officer.point.as_ref();
    let issued = n.issued().and_then(|(_, d)| d.issued.as_ref()).map(|(_, i)| i);
    let shown = NoticeContent::from(content);
    Some(NoticeCard {
        id: id.to_owned(),
        agency: agency.to_string(),
        state_of: state.to_string(),
        state: at.word().to_owned(),
        title: shown.title,
        required: shown.required,
        effective_us: content.effective_us,
        ends_us: content.ends_us,
        points: shown.points,
        goods: shown.goods,
        classes: shown.classes,
        short: issued.is_some_and(|i| i.short),
        acknowledged: recipients.iter().filter(|(_, by)| by.is_some()).count(),
        mine: open && recipients.iter().any(|(r, by)| by.is_none() && mine(r)),
        recipients: recipients.len(),
        reviewed: n.reviewed.as_ref().map(|(_, r)| outcome(r.outcome).to_owned()),
        review_us: issued.map(|i| i.review_us),
    })
}

/// What is looked up beside a notice.
pub(crate) struct Beside {
    /// What is owed, by its id.
    pub assignments: HashMap<String, Arc<Assignment>>,
    pub exposure: Vec<Exposed>,
    pub figures: Option<Figures>,
    /// Whether the caller may read a text that was not issued.
    pub drafts: bool,
}

fn recipient(r: &Recipient, text: &Draft, owed: Option<&Arc<Assignment>>) -> RecipientView {
    let said = text.acknowledged.get(&(r.point.clone(), r.agency.clone()));
    RecipientView {
        point: r.point.to_string(),
        agency: r.agency.to_string(),
        state: r.state.to_string(),
        assignment: r.assignment.clone(),
        acknowledged: said.map(|(b, _)| by(b)),
        text: said.map(|(_, t)| t.clone()).unwrap_or_default(),
        told: owed.map_or(0, |a| a.told.len()),
    }
}

pub(crate) fn view(app: &App, caller: &Caller, id: &str, n: &Notice, points: &BTreeSet<PointId>, beside: &Beside) -> Option<NoticeView> {
    let now_us = app.clock.now_us();
    let (draft, text) = n.issued().or_else(|| n.drafts.iter().rev().find(|(_, d)| d.written.is_some()).map(|(k, d)| (*k, d)))?;
    let (wrote, written) = text.written.as_ref()?;
    let issued = text.issued.as_ref();
    let here = |e: &&Exposed| points.iter().any(|p| p.as_str() == e.point);
    let pending = n.pending().filter(|(number, _)| *number != draft && beside.drafts);
    let recipients = n.recipients().into_iter().map(|(r, _)| r).filter(|r| points.contains(&r.point));
    Some(NoticeView {
        now_us,
        notice: card(caller, id, n, points, now_us)?,
        draft,
        content: (&written.content).into(),
        written: by(wrote),
        issued: issued.map(|(b, _)| by(b)),
        acknowledge_us: issued.map(|(_, i)| i.acknowledge_us),
        pending: pending.and_then(|(number, d)| {
            let (b, w) = d.written.as_ref()?;
            Some(PendingText { draft: number, content: (&w.content).into(), by: by(b) })
        }),
        withdrawn: n.withdrawn.as_ref().map(|(b, _)| by(b)),
        reason: n.withdrawn.as_ref().map(|(_, r)| r.clone()).unwrap_or_default(),
        review: n.reviewed.as_ref().map(|(b, r)| ReviewView {
            outcome: outcome(r.outcome).to_owned(),
            text: r.text.clone(),
            by: by(b),
            figures: (&r.figures).into(),
        }),
        recipients: recipients.map(|r| recipient(r, text, beside.assignments.get(&r.assignment))).collect(),
        exposure: beside.exposure.iter().filter(here).map(Into::into).collect(),
        exposure_then: issued.iter().flat_map(|(_, i)| &i.exposure).filter(here).map(Into::into).collect(),
        figures: beside.figures.as_ref().map(Into::into),
        commands: commands(app, caller, id, n),
    })
}

/// A notice that speaks of a crossing.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrossingNotice {
    id: String,
    agency: String,
    title: String,
    legal: String,
    /// What has to be done from then on.
    required: String,
    effective_us: i64,
    ends_us: Option<i64>,
    /// coming or in_force.
    state: String,
    short: bool,
    /// Whether it surely speaks of it: false where the goods have no code, or one too short to tell.
    sure: bool,
}

pub(crate) fn on_crossing(id: &str, n: &Notice, now_us: i64, sure: bool) -> Option<CrossingNotice> {
    let ((agency, _), content) = (n.owner()?, n.content()?);
    Some(CrossingNotice {
        id: id.to_owned(),
        agency: agency.to_string(),
        title: content.title.clone(),
        legal: content.legal.clone(),
        required: content.required.clone(),
        effective_us: content.effective_us,
        ends_us: content.ends_us,
        state: n.state(now_us).word().to_owned(),
        short: n.issued().and_then(|(_, d)| d.issued.as_ref()).is_some_and(|(_, i)| i.short),
        sure,
    })
}
