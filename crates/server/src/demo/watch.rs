//! Made-up people on made-up entries: the duty officers of a demonstration put somebody who is expected on their lists, and look at the hits that nobody at the
//! console has looked at.
//!
//! Every entry says of itself that it is made up, and asks for somebody whom the simulation has made up.

use crate::app::App;
use crate::caller::Caller;
use crate::problem::Answer;
use crate::routes::hits;
use crate::routes::lists::{self, EntryRequest, Place};
use crate::watchlists::{engine, hit_label};
use coordination::crossing::{Crossing, Subject};
use coordination::hit::{Command, Factor, Hit, Instruction};
use coordination::listing;
use framework::access::{Action, Label};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use std::collections::HashMap;
use std::time::Duration;

const MINUTE_US: i64 = 60_000_000;
/// How often somebody looks. Seconds of the world.
const EVERY_S: i64 = 60;
/// A hit is left so long to whoever tries the console. Microseconds of the world.
const LEFT_US: i64 = 12 * MINUTE_US;
/// An entry more is made so often. Looks.
const ENTRY_EVERY: u64 = 15;
/// Entries of one list that stay in force; the oldest is taken off for a new one. Entries.
const MAX_ENTRIES: usize = 6;
/// Crossings that are chosen from, and hits that are looked at together. Rows.
const ROWS: u32 = 200;

pub(super) const MADE_UP: &str = "made up for the demonstration";

/// The made-up officers who see to lists and hits.
pub(super) struct Watch {
    app: App,
    officers: Vec<Caller>,
    rng: SmallRng,
}

/// Somebody or something that crosses, as an entry on a list would have it.
fn entry_on(subject: &str, crossing: &Crossing, another_year: bool) -> Option<EntryRequest> {
    let ask = EntryRequest { subject: subject.to_owned(), reason: MADE_UP.to_owned(), ..EntryRequest::default() };
    let year = |birth: &str| {
        let (year, rest) = birth.split_once('-')?;
        let year: i32 = year.parse().ok()?;
        Some(format!("{}-{rest}", if another_year { year + 1 } else { year }))
    };
    match (subject, &*crossing.subject) {
        ("person", Subject::Traveller(t) | Subject::PersonOnFoot(t)) => {
            let (names, born) = (vec![format!("{} {}", t.given, t.surname)], year(&t.birth).into_iter().collect());
            Some(EntryRequest { names, born, countries: vec![t.nationality.clone()], ..ask })
        }
        ("document", Subject::Traveller(t)) if !t.document.number.is_empty() => {
            Some(EntryRequest { documents: vec![t.document.number.clone()], ..ask })
        }
        ("vehicle", Subject::Truck(v) | Subject::Car(v) | Subject::Bus(v)) if !v.plate.is_empty() => {
            Some(EntryRequest { documents: vec![v.plate.clone()], ..ask })
        }
        ("vessel", Subject::Vessel(v)) => Some(EntryRequest { names: vec![v.name.clone()], ..ask }),
        _ => None,
    }
}

/// What crosses that an entry on a subject can be about.
fn crosses(subject: &str) -> &'static [&'static str] {
    match subject {
        "person" => &["traveller", "person_on_foot"],
        "document" => &["traveller"],
        "vehicle" => &["truck", "car", "bus"],
        "vessel" => &["vessel"],
        _ => &[],
    }
}

/// What comes next to a hit: a record of another year is set aside, the others are gone into.
fn next(hit: &Hit, offers: &[&str]) -> Option<Command> {
    let reason = || MADE_UP.to_owned();
    let sides = engine::sides(&hit.found.asked, &hit.found.record, hit.found.score_permille, hit.found.number.as_ref());
    let same = sides.iter().any(|s| matches!(s.field, "born" | "number") && s.agreement == "same");
    let all = [
        ("review", Command::Review { probable: same, reason: reason() }),
        ("check", Command::Check { factor: Factor::Document, same, reason: reason() }),
        ("second", Command::Second { agrees: true, reason: reason() }),
        ("reply", Command::Reply { instruction: if hit.found.silent { Instruction::LetGo } else { Instruction::Act }, text: reason() }),
        ("act", Command::Act { done: true, text: reason() }),
    ];
    all.into_iter().find(|(word, _)| offers.contains(word)).map(|(_, command)| command)
}

impl Watch {
    pub fn new(app: &App, seed: u64) -> Self {
        let mut officers: Vec<Caller> = app.accounts.all().into_iter().filter(|a| a.demo).map(Caller::of).collect();
        officers.sort_by(|a, b| a.account.officer.id.cmp(&b.account.officer.id));
        Self { app: app.clone(), officers, rng: SmallRng::seed_from_u64(seed) }
    }

    /// Somebody is on every list that two officers can put somebody on.
    pub async fn begin(&mut self) {
        for list in &self.app.book().framework.lists {
            let id = list.id.get_ref();
            if let Err(problem) = self.list_somebody(id).await {
                tracing::warn!(list = id, detail = problem.detail, "nobody was put on a list of the demonstration");
            }
        }
    }

    /// An officer who may do that on a list.
    fn may(&self, list: &str, action: Action, author: Option<&Caller>) -> Option<(Caller, Place)> {
        self.officers.iter().find_map(|caller| {
            let at = lists::readable(&self.app, caller, list).ok()?;
            let label = Label { author: author.map(|a| a.account.officer.id.clone()), ..at.label.clone() };
            let other = author.is_none_or(|a| a.account.officer.id != caller.account.officer.id);
            (other && caller.must(&self.app, action, &label).is_ok()).then(|| (caller.clone(), at))
        })
    }

    /// Something that is expected or has come, of one of these kinds.
    async fn somebody(&mut self, kinds: &[&str]) -> Answer<Option<std::sync::Arc<Crossing>>> {
        let Some(kind) = kinds.choose(&mut self.rng) else { return Ok(None) };
        let text = format!("SELECT id FROM crossing WHERE open = 1 AND subject = $1 ORDER BY id DESC LIMIT {ROWS}");
        let rows = self.app.journal.query(&text, &[(*kind).into()]).await?;
        let Some(row) = rows.choose(&mut self.rng) else { return Ok(None) };
        Ok(self.app.crossing(&row.text(0)?).await?)
    }

    /// Puts somebody on a list, unless nobody may or nobody fits, and takes the oldest off.
    async fn list_somebody(&mut self, list: &str) -> Answer<()> {
        let Some((author, at)) = self.may(list, Action::Open, None) else { return Ok(()) };
        let Some((second, seen)) = self.may(list, Action::Approve, Some(&author)) else { return Ok(()) };
        // Where the framework does not say how long an entry lasts, nothing is put on the list.
        if at.list().max.is_none() {
            return Ok(());
        }
        let subjects: Vec<String> = at.list().subjects.iter().map(|s| s.get_ref().clone()).collect();
        let Some(subject) = subjects.choose(&mut self.rng) else { return Ok(()) };
        let Some(crossing) = self.somebody(crosses(subject)).await? else { return Ok(()) };
        let another_year = self.rng.random_bool(0.4);
        let Some(ask) = entry_on(subject, &crossing, another_year) else { return Ok(()) };
        let id = lists::ask_as(&self.app, &author, &at, None, ask).await?;
        lists::act_as(&self.app, &second, &seen, None, &id, Action::Approve, listing::Command::Approve).await?;
        let text = "SELECT id FROM list_entry WHERE list = $1 AND ended = 0 ORDER BY asked_us, id";
        let rows = self.app.journal.query(text, &[list.into()]).await?;
        for row in rows.iter().take(rows.len().saturating_sub(MAX_ENTRIES)) {
            let end = listing::Command::End { reason: MADE_UP.to_owned() };
            lists::act_as(&self.app, &author, &at, None, &row.text(0)?, Action::Open, end).await?;
        }
        Ok(())
    }

    /// Takes every hit that nobody has looked at one step on.
    async fn look(&self) -> Answer<()> {
        let text = format!("SELECT id FROM hit WHERE open = 1 AND found_us < $1 ORDER BY found_us LIMIT {ROWS}");
        let rows = self.app.journal.query(&text, &[(self.app.clock.now_us() - LEFT_US).into()]).await?;
        let ids = rows.iter().map(|r| r.text(0)).collect::<Result<Vec<_>, _>>()?;
        let states: HashMap<_, _> = self.app.journal.states(&ids).await?;
        for (id, hit) in ids.iter().filter_map(|id| Some((id, states.get(id)?.hit()?))) {
            let label = hit_label(&self.app, hit);
            let mut turn = self.officers.iter().filter(|c| c.reads(&self.app, &label) && c.must(&self.app, Action::Answer, &label).is_ok());
            let now_us = self.app.clock.now_us();
            let step = turn.find_map(|c| Some((c, next(hit, &coordination::hit::offers(hit, &c.account.officer, now_us))?)));
            if let Some((caller, command)) = step {
                hits::act_as(&self.app, caller, None, id, command).await?;
            }
        }
        Ok(())
    }

    /// Goes on until the server ends.
    pub async fn run(mut self) {
        let mut shutdown = self.app.shutdown.clone();
        let mut looks: u64 = 0;
        loop {
            let next = self.app.clock.now_us() + EVERY_S * 1_000_000;
            tokio::select! {
                _ = shutdown.changed() => return,
                () = tokio::time::sleep(self.app.clock.until(next).max(Duration::from_millis(200))) => {}
            }
            looks += 1;
            let all: Vec<String> = self.app.book().framework.lists.iter().map(|l| l.id.get_ref().clone()).collect();
            let more = match all.choose(&mut self.rng).filter(|_| looks.is_multiple_of(ENTRY_EVERY)) {
                Some(list) => self.list_somebody(&list.clone()).await,
                None => Ok(()),
            };
            if let Err(problem) = more.and(self.look().await) {
                tracing::warn!(code = problem.code, detail = problem.detail, "the officers of the demonstration could not go on");
            }
        }
    }
}
