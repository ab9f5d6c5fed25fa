//! Made-up officers on duty: they come to their shifts, hand over and report. Now and then those of one agency are late, and what waits for them waits.

use super::crew::Away;
use super::watch::MADE_UP;
use crate::app::App;
use crate::caller::Caller;
use crate::posts::{act_as, leads, post_label};
use crate::problem::Answer;
use coordination::post::{self, Broken, Command, Shift, Span};
use framework::access::Action;
use framework::{AgencyId, PointId, needed};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

const MINUTE_US: i64 = 60_000_000;
/// How often somebody looks. Seconds of the world.
const EVERY_S: i64 = 60;
/// Those who are late come so long after the beginning of the shift. Microseconds of the world.
const LATE_US: i64 = 40 * MINUTE_US;
/// In the first shift of a demonstration they are later, so that it is seen. Microseconds of the world.
const VERY_LATE_US: i64 = 95 * MINUTE_US;
/// What is to be signed is signed so long before the end of a shift, and taken over so long after: meanwhile it is left to whoever tries the console.
const SIGNED_US: i64 = 20 * MINUTE_US;
const TAKEN_US: i64 = 45 * MINUTE_US;
/// What is broken is mended so long after the beginning of the shift. Microseconds of the world.
const MENDED_US: i64 = 150 * MINUTE_US;
/// One shift in so many has somebody who is late.
const SELDOM: u64 = 4;

/// The officers of each crossing point.
pub(super) struct Roster {
    app: App,
    at: BTreeMap<PointId, Vec<Caller>>,
    away: Away,
    seed: u64,
    first: BTreeSet<String>,
}

impl Roster {
    pub fn new(app: &App, away: Away, seed: u64) -> Self {
        let mut at: BTreeMap<PointId, Vec<Caller>> = BTreeMap::new();
        let mut all: Vec<Caller> = app.accounts.all().into_iter().filter(|a| a.demo).map(Caller::of).collect();
        all.sort_by(|a, b| a.account.officer.id.cmp(&b.account.officer.id));
        for caller in all {
            let Some(point) = caller.account.officer.point.clone() else { continue };
            if caller.must(app, Action::Open, &post_label(app, point.as_str())).is_ok() {
                at.entry(point).or_default().push(caller);
            }
        }
        Self { app: app.clone(), at, away, seed, first: BTreeSet::new() }
    }

    /// The first shift of every post, with somebody missing and something broken where two states work together.
    pub async fn begin(&mut self) {
        let (book, now_us) = (self.app.book(), self.app.clock.now_us());
        for point in self.at.keys() {
            self.first.extend(post::span(&book, point, now_us).map(|span| post::id(point, &span)));
        }
        self.look().await;
        for (point, officers) in &self.at {
            let shared = book.states_at(point.as_str()).len() > 1;
            let Some(lead) = officers.iter().find(|c| shared && leads(&self.app, c, point.as_str())) else { continue };
            let text = format!("{MADE_UP}: the line to headquarters is slow");
            let broken = Command::Outage { what: Broken::Link, text, agency: None, fallback: false };
            told(act_as(&self.app, lead, None, point, None, broken).await);
        }
    }

    /// Those of one agency who are late in a shift.
    fn late(&self, point: &PointId, id: &str, span: &Span) -> Option<(AgencyId, i64)> {
        let book = self.app.book();
        let all = needed(&book, point);
        let theirs: Vec<&AgencyId> = all.iter().filter(|n| n.state != book.own_state()).map(|n| &n.agency).collect();
        if self.first.contains(id) {
            // Not the first of them: the work would stand still altogether.
            return theirs.get(1).map(|agency| ((*agency).clone(), span.from_us + VERY_LATE_US));
        }
        let drawn = id.bytes().fold(self.seed, |hash, b| hash.wrapping_mul(0x0100_0000_01b3) ^ u64::from(b)) >> 7;
        if !drawn.is_multiple_of(SELDOM) || all.is_empty() {
            return None;
        }
        let agency = all.get(usize::try_from(drawn / SELDOM).unwrap_or(0) % all.len())?;
        Some((agency.agency.clone(), span.from_us + LATE_US))
    }

    async fn look(&self) {
        for (point, officers) in &self.at {
            told(self.look_at(point, officers).await);
        }
    }

    async fn look_at(&self, point: &PointId, officers: &[Caller]) -> Answer<()> {
        let (book, now_us) = (self.app.book(), self.app.clock.now_us());
        let Some(span) = post::span(&book, point, now_us) else { return Ok(()) };
        let id = post::id(point, &span);
        let gone = self.late(point, &id, &span).filter(|(_, until)| now_us < *until).map(|(agency, _)| agency);
        self.away.set(point.as_str(), gone.clone());
        let here = |agency: &AgencyId| gone.as_ref() != Some(agency);
        let shift = self.app.shift(&id).await?;
        let known = |c: &Caller, s: &Shift| s.duty.iter().any(|d| d.who.officer == c.account.officer.id.as_str());
        for caller in officers.iter().filter(|c| here(&c.account.officer.agency)) {
            if !shift.as_ref().is_some_and(|s| known(caller, s)) {
                act_as(&self.app, caller, None, point, None, Command::Come { name: None, agency: None }).await?;
            }
        }
        let Some(shift) = shift else { return Ok(()) };
        if now_us >= span.to_us - SIGNED_US {
            self.sign(point, officers, &id, &shift).await?;
        }
        if now_us >= span.from_us + MENDED_US {
            for outage in shift.broken().filter(|o| o.text.starts_with(MADE_UP)) {
                let Some(lead) = officers.iter().find(|c| leads(&self.app, c, point.as_str())) else { break };
                let restore = Command::Restore { outage: outage.id.clone(), text: MADE_UP.to_owned() };
                act_as(&self.app, lead, None, point, None, restore).await?;
            }
        }
        if now_us >= span.from_us + TAKEN_US
            && let Some(before) = self.app.shift(&shift.before).await?
        {
            self.take(point, officers, &shift.before, &before).await?;
        }
        Ok(())
    }

    /// Whoever is there hands over, and the lead reports.
    async fn sign(&self, point: &PointId, officers: &[Caller], id: &str, shift: &Arc<Shift>) -> Answer<()> {
        let mut signed: BTreeSet<&AgencyId> = shift.hand_overs.keys().collect();
        for caller in officers {
            let officer = &caller.account.officer;
            let here = shift.present().any(|d| d.who.officer == officer.id.as_str());
            if here && signed.insert(&officer.agency) {
                let hand = Command::HandOver { text: MADE_UP.to_owned() };
                act_as(&self.app, caller, None, point, Some(id.to_owned()), hand).await?;
            }
        }
        let lead = officers.iter().find(|c| leads(&self.app, c, point.as_str()));
        if let Some(lead) = lead.filter(|_| shift.report.is_none()) {
            let report = Command::Report { text: MADE_UP.to_owned() };
            act_as(&self.app, lead, None, point, Some(id.to_owned()), report).await?;
        }
        Ok(())
    }

    /// What nobody has taken over is taken over by somebody else of the agency.
    async fn take(&self, point: &PointId, officers: &[Caller], id: &str, before: &Shift) -> Answer<()> {
        for (agency, signed) in before.hand_overs.iter().filter(|(_, h)| h.taken.is_none()) {
            let fits = |c: &&Caller| c.account.officer.agency == *agency && c.account.officer.id != signed.by.officer;
            if let Some(caller) = officers.iter().find(fits) {
                let take = Command::TakeOver { text: MADE_UP.to_owned() };
                act_as(&self.app, caller, None, point, Some(id.to_owned()), take).await?;
            }
        }
        Ok(())
    }

    /// Goes on until the server ends.
    pub async fn run(self) {
        let mut shutdown = self.app.shutdown.clone();
        loop {
            let next = self.app.clock.now_us() + EVERY_S * 1_000_000;
            tokio::select! {
                _ = shutdown.changed() => return,
                () = tokio::time::sleep(self.app.clock.until(next).max(Duration::from_millis(200))) => {}
            }
            self.look().await;
        }
    }
}

fn told<T>(done: Answer<T>) {
    if let Err(problem) = done {
        tracing::warn!(code = problem.code, detail = problem.detail, "the officers of the demonstration could not go on");
    }
}
