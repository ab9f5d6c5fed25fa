//! Keeps the border moving: arrivals when they come, controls when a desk is free and for as long as they take.
//!
//! The driver holds no state of crossings. It looks at a crossing whenever one of its entries is in the journal's feed, its own or anybody's, and plans what
//! an officer would do next; when the time comes it looks again, since somebody at the console may have been quicker.

use super::crew::{Crew, next, trouble};
use super::errand::{Errand, News, run};
use super::papers;
use crate::app::{App, now_id};
use crate::caller::Caller;
use coordination::crossing::{Command, Crossing, CrossingId, Nature, OpenCommand, Origin, Outcome, Subject};
use framework::{Direction, StepKind};
use futures_util::stream::{self, StreamExt};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use simulation::{Arrival, MAX_LIST_LEAD_US, What, World};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::ops::Range;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

const MINUTE_US: i64 = 60_000_000;
/// Errands run at once.
const AT_ONCE: usize = 256;
/// Errands due within this time of each other run together while the past is made. Microseconds.
const STEP_US: i64 = 10_000_000;
/// A ship is announced this long before it arrives. Microseconds.
const SHIP_LEAD_US: i64 = 6 * 60 * MINUTE_US;
/// How long things take that are no control. Microseconds.
const HOLD_US: Range<i64> = 10 * MINUTE_US..45 * MINUTE_US;
const READMIT_US: Range<i64> = 10 * MINUTE_US..40 * MINUTE_US;
const HANDOVER_US: Range<i64> = MINUTE_US..6 * MINUTE_US;
const RELEASE_US: Range<i64> = MINUTE_US / 3..2 * MINUTE_US;

/// A stage of a crossing.
type Task = (String, usize);
/// Where tasks of one kind wait: point, procedure, direction, stage.
type LineKey = (String, String, Direction, String);

#[derive(Default)]
struct Line {
    waits: VecDeque<Task>,
    busy: u32,
}

enum Event {
    List {
        point: String,
        flight: String,
        text: String,
    },
    Arrives(Box<Arrival>),
    Begins(Task, LineKey),
    Ends(Task, LineKey, simulation::Outcome),
    Moves(Task),
    /// A ship that was announced comes in.
    Docks(String),
}

/// What is written in a passport: the zone, and what its holder declares.
type Passport = (String, Vec<String>);

/// See the module.
pub(super) struct Driver {
    app: App,
    crew: Crew,
    world: World,
    rng: SmallRng,
    count: u64,
    events: BTreeMap<(i64, u64), Event>,
    lines: HashMap<LineKey, Line>,
    planned: HashSet<Task>,
    passports: HashMap<String, Passport>,
    /// Crossings of flights whose list has been used.
    flights: HashMap<String, String>,
    /// An arrival that is further off than lists are sent ahead.
    later: Option<Arrival>,
    feed: tokio::sync::broadcast::Receiver<std::sync::Arc<journal::Entry>>,
}

impl Driver {
    pub fn new(app: App, crew: Crew, world: World, seed: u64) -> Self {
        let feed = app.journal.subscribe();
        Self {
            app,
            crew,
            world,
            rng: SmallRng::seed_from_u64(seed),
            count: 0,
            events: BTreeMap::new(),
            lines: HashMap::new(),
            planned: HashSet::new(),
            passports: HashMap::new(),
            flights: HashMap::new(),
            later: None,
            feed,
        }
    }

    /// Makes the past up to a time, as fast as it can be written.
    pub async fn make_past(&mut self, from_us: i64, until_us: i64) {
        let mut now = from_us;
        while now < until_us {
            self.pull(now);
            let due = self.events.first_key_value().map_or(until_us, |((at, _), _)| *at);
            now = due.max(now + STEP_US).min(until_us);
            self.app.clock.stand(now);
            self.work(now).await;
        }
    }

    /// Takes up what an earlier run of the demo left open.
    pub async fn adopt(&mut self) {
        for row in self.app.journal.query("SELECT id FROM crossing WHERE open = 1", &[]).await.unwrap_or_default() {
            let Ok(id) = row.text(0) else { continue };
            let Ok(Some(state)) = self.app.crossing(&id).await else { continue };
            if state.nature != Nature::Simulated {
                continue;
            }
            if matches!(*state.subject, Subject::Flight(_))
                && state.arrived_us.is_none()
                && let Some(errand) = self.comes(id.clone()).await
            {
                run(&self.app, errand).await;
            }
            self.plan(&id, &state, true);
        }
    }

    /// Goes on until the server ends.
    pub async fn run(mut self) {
        let mut shutdown = self.app.shutdown.clone();
        loop {
            let now = self.app.clock.now_us();
            self.pull(now);
            let due = self.events.first_key_value().map_or(now + MINUTE_US, |((at, _), _)| *at);
            tokio::select! {
                biased;
                _ = shutdown.changed() => return,
                () = tokio::time::sleep(self.app.clock.until(due)) => {}
                heard = self.feed.recv() => match heard {
                    Ok(entry) => self.look(&entry.stream.clone()).await,
                    Err(RecvError::Lagged(_)) => self.adopt().await,
                    Err(RecvError::Closed) => return,
                },
            }
            self.work(self.app.clock.now_us()).await;
        }
    }

    /// Draws arrivals as far ahead as lists are sent.
    fn pull(&mut self, now: i64) {
        let horizon = now + MAX_LIST_LEAD_US;
        loop {
            let Some(arrival) = self.later.take().or_else(|| self.world.next_arrival()) else { return };
            if arrival.at_us > horizon {
                self.later = Some(arrival);
                return;
            }
            let (mut at, mut lead) = (arrival.at_us, 0);
            match &arrival.what {
                What::Flight { list, list_at_us, carrier, flight_number, scheduled_us, .. } if !list.is_empty() => {
                    let flight = format!("{} {carrier}{flight_number} {scheduled_us}", arrival.point);
                    self.at(*list_at_us, Event::List { point: arrival.point.clone(), flight, text: list.clone() });
                    // A flight whose list is late waits for it at its stand.
                    at = at.max(list_at_us + MINUTE_US);
                }
                What::Vessel { .. } => lead = SHIP_LEAD_US,
                _ => {}
            }
            self.at(at - lead, Event::Arrives(Box::new(arrival)));
        }
    }

    fn at(&mut self, us: i64, event: Event) {
        self.count += 1;
        self.events.insert((us, self.count), event);
    }

    fn within(&mut self, span: Range<i64>) -> i64 {
        self.app.clock.now_us() + self.rng.random_range(span)
    }

    /// Does everything that is due, and whatever follows from it at once.
    async fn work(&mut self, now: i64) {
        loop {
            let mut errands = Vec::new();
            while self.events.first_key_value().is_some_and(|((at, _), _)| *at <= now) {
                let Some((_, event)) = self.events.pop_first() else { break };
                errands.extend(self.errand(event).await);
            }
            let app = self.app.clone();
            let mut ran = stream::iter(errands).map(|e| run(&app, e)).buffer_unordered(AT_ONCE);
            while let Some(news) = ran.next().await {
                match news {
                    News::Announced { flight, crossing } => {
                        self.flights.insert(flight, crossing);
                    }
                    News::Refused { id } => tracing::debug!(%id, "somebody was quicker"),
                    News::Done => {}
                }
            }
            drop(ran);
            let mut changed: HashSet<String> = HashSet::new();
            loop {
                match self.feed.try_recv() {
                    Ok(entry) => {
                        changed.insert(entry.stream.clone());
                    }
                    Err(TryRecvError::Lagged(_)) => {}
                    Err(_) => break,
                }
            }
            for id in &changed {
                self.look(id).await;
            }
            if self.events.first_key_value().is_none_or(|((at, _), _)| *at > now) {
                return;
            }
        }
    }

    async fn look(&mut self, id: &str) {
        if let Ok(Some(state)) = self.app.crossing(id).await {
            if state.is_over() {
                if let Some(t) = state.subject.person() {
                    self.passports.remove(&t.document.number);
                }
            } else if state.nature == Nature::Simulated {
                self.plan(id, &state, false);
            }
        }
    }

    /// Plans what comes next at every stage where the crossing is. What somebody has begun at the console is left to them.
    fn plan(&mut self, id: &str, state: &Crossing, adopting: bool) {
        let status = state.status(self.app.clock.now_us());
        for lane in status.lanes {
            let task = (id.to_owned(), lane);
            if self.planned.contains(&task) {
                continue;
            }
            let (stage, step) = (&state.stages[lane], &state.path.steps[lane]);
            let control = matches!(step.kind, StepKind::Gate | StepKind::Control);
            // What was announced passes no gate before it is here.
            if step.kind == StepKind::Gate && state.arrived_us.is_none() && state.expected_us.is_some() {
                continue;
            }
            let span = if state.refusal.is_some() {
                READMIT_US
            } else if stage.hold.is_some() {
                HOLD_US
            } else if stage.waits_for.is_some() {
                continue;
            } else if matches!(stage.outcome, Outcome::InProgress { .. }) {
                if !adopting {
                    continue;
                }
                RELEASE_US
            } else if control {
                let path = &state.path;
                let key = (path.point.to_string(), path.procedure.to_string(), path.direction, step.id.to_string());
                self.planned.insert(task.clone());
                self.lines.entry(key.clone()).or_default().waits.push_back(task);
                self.serve(&key);
                continue;
            } else if step.kind == StepKind::Release {
                RELEASE_US
            } else {
                HANDOVER_US
            };
            self.planned.insert(task.clone());
            let when = self.within(span);
            self.at(when, Event::Moves(task));
        }
    }

    /// Calls up who waits, as long as officers are free.
    fn serve(&mut self, key: &LineKey) {
        let most = self.world.desks(&key.1, &key.3);
        let now = self.app.clock.now_us();
        let Some(line) = self.lines.get_mut(key) else { return };
        let mut called = Vec::new();
        while line.busy < most {
            let Some(task) = line.waits.pop_front() else { break };
            line.busy += 1;
            called.push(task);
        }
        for task in called {
            self.at(now, Event::Begins(task, key.clone()));
        }
    }

    fn leave(&mut self, task: &Task, key: &LineKey) {
        self.planned.remove(task);
        if let Some(line) = self.lines.get_mut(key) {
            line.busy = line.busy.saturating_sub(1);
        }
        self.serve(key);
    }

    async fn errand(&mut self, event: Event) -> Vec<Errand> {
        match event {
            Event::List { point, flight, text } => {
                let clerk = self.crew.clerk(&self.app, &point).cloned();
                clerk.map(|clerk| Errand::List { clerk, point, flight, text }).into_iter().collect()
            }
            Event::Arrives(arrival) => self.arrives(*arrival).await,
            Event::Docks(id) => self.comes(id).await.into_iter().collect(),
            Event::Begins(task, key) => {
                let state = self.app.crossing(&task.0).await.ok().flatten();
                let found = state.and_then(|s| self.begin(&task, &s));
                let Some((by, command)) = found else {
                    self.leave(&task, &key);
                    return Vec::new();
                };
                let service = self.world.service(&key.1, &key.3);
                let ends = self.app.clock.now_us() + (service.seconds * 1e6) as i64;
                let id = task.0.clone();
                self.at(ends, Event::Ends(task, key, service.outcome));
                vec![Errand::Do { by, id, command }]
            }
            Event::Ends(task, key, outcome) => {
                let state = self.app.crossing(&task.0).await.ok().flatten();
                let errand = state.and_then(|s| self.end(&task, &s, outcome));
                self.leave(&task, &key);
                errand.into_iter().collect()
            }
            Event::Moves(task) => {
                self.planned.remove(&task);
                let Ok(Some(state)) = self.app.crossing(&task.0).await else { return Vec::new() };
                let id = CrossingId::from(task.0.as_str());
                let turn = self.crew.turn(&self.app, &id, &state, None, next(&state, task.1));
                turn.map(|(by, command)| Errand::Do { by, id: task.0, command }).into_iter().collect()
            }
        }
    }

    fn begin(&self, task: &Task, state: &Crossing) -> Option<(Caller, Command)> {
        let step = state.path.steps.get(task.1)?;
        let reason = if state.stages[task.1].begun > 0 { "seen again after new information" } else { "" };
        let start = Command::Start { stage: step.id.clone(), reason: reason.into(), take_over: false };
        self.crew.turn(&self.app, &task.0.as_str().into(), state, Some(&step.agency), [start])
    }

    fn end(&mut self, task: &Task, state: &Crossing, outcome: simulation::Outcome) -> Option<Errand> {
        let step = state.path.steps.get(task.1)?;
        let Outcome::InProgress { by, .. } = &state.stages[task.1].outcome else { return None };
        let id = CrossingId::from(task.0.as_str());
        let mut ways = trouble(&self.app, state, task.1, outcome);
        ways.extend(next(state, task.1));
        let (_, end) = self.crew.turn(&self.app, &id, state, Some(&step.agency), ways)?;
        let by = self.crew.officer(state.path.point.as_str(), &by.officer)?.clone();
        let unread = state.matched.is_none() && step.function == "immigration";
        let passport = state.subject.person().filter(|_| unread).and_then(|t| self.passports.get(&t.document.number));
        Some(match passport {
            Some((mrz, declares)) => {
                let declares = declares.iter().filter(|c| !state.conditions.contains(*c)).cloned().collect();
                Errand::Read { by, id: task.0.clone(), mrz: mrz.clone(), declares, end }
            }
            None => Errand::Do { by, id: task.0.clone(), command: end },
        })
    }

    async fn arrives(&mut self, arrival: Arrival) -> Vec<Errand> {
        for t in papers::aboard(&arrival.what) {
            self.passports.insert(t.document_number.clone(), (t.mrz.clone(), t.conditions.clone()));
        }
        if let What::Person(t) = &arrival.what {
            self.passports.insert(t.document_number.clone(), (t.mrz.clone(), t.conditions.clone()));
        }
        let known = match &arrival.what {
            What::Flight { carrier, flight_number, scheduled_us, .. } => {
                self.flights.remove(&format!("{} {carrier}{flight_number} {scheduled_us}", arrival.point))
            }
            _ => None,
        };
        if let Some(id) = known {
            return self.comes(id).await.into_iter().collect();
        }
        self.taken_up(&arrival).into_iter().collect()
    }

    /// What was announced is here.
    async fn comes(&self, id: String) -> Option<Errand> {
        let state = self.app.crossing(&id).await.ok().flatten()?;
        let (by, command) = self.crew.turn(&self.app, &id.as_str().into(), &state, None, [Command::Arrive])?;
        Some(Errand::Do { by, id, command })
    }

    /// What nobody announced is taken up at the border; a ship's agent announces it.
    fn taken_up(&mut self, arrival: &Arrival) -> Option<Errand> {
        let book = self.app.book();
        let path = book.path(&arrival.procedure.as_str().into(), &arrival.point.as_str().into(), arrival.direction)?;
        let subject = papers::subject(&arrival.what, path.subject == "traveller")?;
        let ship = matches!(arrival.what, What::Vessel { .. });
        let ask = |procedure, subject, conditions, part_of| OpenCommand {
            point: arrival.point.as_str().into(),
            procedure,
            direction: arrival.direction,
            subject,
            conditions,
            part_of,
            nature: Nature::Simulated,
            origin: if ship { Origin::Api } else { Origin::Hand },
            arrived: !ship,
            expected_us: ship.then_some(arrival.at_us),
        };
        let known = |all: &[String], path: &framework::Path| -> Vec<String> {
            all.iter().filter(|c| path.steps.iter().any(|s| s.applies.as_ref() == Some(*c))).cloned().collect()
        };
        let id = CrossingId::from(now_id());
        let whole = ask(path.procedure.clone(), subject, known(&arrival.conditions, path), None);
        let mut aboard = Vec::new();
        if let Some(part) = path.parts.first()
            && let Some(theirs) = self.app.book().path(part, &path.point, arrival.direction)
        {
            let part = |t: &simulation::Traveller| {
                let person = Subject::Traveller(papers::person(t, "passenger"));
                ask(part.clone(), person, known(&t.conditions, theirs), Some(id.clone()))
            };
            aboard = papers::aboard(&arrival.what).iter().map(part).collect();
        }
        let by = self.crew.opener(&self.app, &id, &whole)?.clone();
        if ship {
            self.at(arrival.at_us, Event::Docks(id.to_string()));
        }
        Some(Errand::Open { by, id, ask: Box::new(whole), aboard })
    }
}
