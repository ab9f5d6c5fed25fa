//! A border with trucks, and officers who pass them as fast as they can.

use crate::measure::Times;
use coordination::crossing::{self, Command, Context, CrossingId, OpenCommand, Refused, Subject, Vehicle};
use framework::access::Officer;
use framework::{Path as Procedure, PointId, Rulebook, StageId};
use journal::{Journal, NewEntry, Options};
use server::{Accounts, App, Clock, DemoOptions, Parts, Records};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const FRAMEWORK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/kenya");
const POINT: &str = "namanga";
const PROCEDURE: &str = "osbp-truck";
/// Decisions on one crossing: the first stages of its procedure, which nothing but one another precedes.
pub const STAGES: usize = 3;
/// Commands under way while the journal is grown.
const AT_ONCE: usize = 1_024;

pub struct Border {
    pub address: std::net::SocketAddr,
    pub journal: Journal<Records>,
    pub app: App,
    book: Arc<Rulebook>,
    accounts: Vec<Arc<server::Account>>,
    path: Arc<Procedure>,
    count: Arc<AtomicU64>,
    down: tokio::sync::watch::Sender<bool>,
}

impl Border {
    pub async fn start(file: &Path) -> Self {
        let loaded = framework::load(FRAMEWORK.as_ref());
        let pack = loaded.framework.expect("the pack can be used");
        let book = Arc::new(Rulebook::new(pack, &loaded.texts).expect("the rules can be used"));
        let books = Arc::new(server::Books::new(book.clone()));
        let clock = Clock::start(1.0);
        let ticks = clock.clone();
        let url = format!("sqlite://{}", file.display());
        let journal = Journal::open(&url, Records { books: books.clone() }, Options::new(move || ticks.now_us())).await.expect("a journal");
        let accounts = Accounts::load(&journal).await.expect("accounts");
        server::begin_versions(&books, &journal, clock.now_us()).await.expect("the framework is noted");
        let (down, shutdown) = tokio::sync::watch::channel(false);
        let parts = Parts {
            books,
            reasoner: Arc::new(server::NoReasoner),
            journal: journal.clone(),
            accounts,
            clock,
            demo: true,
            notifications: server::NotificationOptions::default(),
            shutdown: shutdown.clone(),
        };
        let app = App::new(parts);
        let demo = simulation::load(FRAMEWORK.as_ref()).expect("the demonstration files are in order");
        server::begin_demo(&app, &demo, DemoOptions { traffic: false, seed: 1 }).await.expect("officers");
        let accounts = app.accounts.all();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut ends = shutdown;
        tokio::spawn(server::serve(listener, app.clone(), async move {
            // An error means that the sender is gone, and with it the measurement.
            let _ = ends.wait_for(|down| *down).await;
        }));
        let path = book.path(&PROCEDURE.into(), &POINT.into(), framework::Direction::Inbound).expect("trucks cross there").clone();
        Self { address, journal, app, book, accounts, path, count: Arc::new(AtomicU64::new(0)), down }
    }

    pub async fn end(&self) {
        self.down.send_replace(true);
        self.journal.close().await;
    }

    pub async fn head(&self) -> u64 {
        self.journal.head().await.map_or(0, |h| u64::try_from(h).unwrap_or(0))
    }

    pub fn book(&self) -> &Arc<Rulebook> {
        &self.book
    }

    /// An officer of the agency and state that own a stage.
    pub fn owner(&self, stage: usize) -> &Arc<server::Account> {
        let step = &self.path.steps[stage];
        let fits = |o: &Officer| {
            let here = o.point.as_ref().is_some_and(|p| p.as_str() == POINT);
            o.agency == step.agency && o.state == step.state && here && o.roles.contains("frontline")
        };
        self.accounts.iter().find(|a| fits(&a.officer)).expect("every stage has an officer")
    }

    pub fn stage(&self, stage: usize) -> &StageId {
        &self.path.steps[stage].id
    }

    /// A truck that was not there before.
    fn truck(&self) -> (u64, OpenCommand) {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let ask = OpenCommand {
            point: PointId::from(POINT),
            procedure: PROCEDURE.into(),
            direction: framework::Direction::Inbound,
            subject: Subject::Truck(Vehicle { plate: format!("UTO {number:08}"), company: "Made up".into(), ..Vehicle::default() }),
            conditions: Vec::new(),
            part_of: None,
            nature: crossing::Nature::Simulated,
            origin: crossing::Origin::Api,
            arrived: true,
            expected_us: None,
        };
        (number, ask)
    }

    pub async fn open(&self) -> CrossingId {
        let (book, who, (number, ask)) = (self.book.clone(), self.owner(0).clone(), self.truck());
        let id = CrossingId::from(uuid::Uuid::from_u128((u128::from(number) << 64) | u128::from(rand::random::<u64>())).to_string());
        let wanted = id.clone();
        let done = self.journal.execute(None, vec![id.to_string()], move |_, now_us| {
            let cx = context(&book, &who, now_us);
            Ok::<_, Refused>((entries(&who, crossing::open(&cx, &wanted, None, &ask)?), ()))
        });
        done.await.map_err(|e| format!("{e:?}")).expect("a truck can be opened");
        id
    }

    /// Passes the next stage of a crossing: one decision.
    async fn pass(&self, id: &CrossingId, stage: usize) {
        let (book, who, id) = (self.book.clone(), self.owner(stage).clone(), id.clone());
        let command = Command::Pass { stage: self.stage(stage).clone(), note: String::new(), reason: String::new() };
        let done = self.journal.execute(None, vec![id.to_string()], move |states, now_us| {
            let state = states.get(id.as_str()).and_then(|s| s.crossing()).expect("the crossing is open");
            Ok::<_, Refused>((entries(&who, crossing::decide(&context(&book, &who, now_us), &id, state, &[], &command)?), ()))
        });
        done.await.map_err(|e| format!("{e:?}")).expect("the stage can be passed");
    }

    /// Fills the board, and gives the point.
    pub async fn fill_board(&self, crossings: usize) -> String {
        for _ in 0..crossings.div_ceil(AT_ONCE) {
            let some = (0..AT_ONCE.min(crossings)).map(|_| self.open());
            futures_util::future::join_all(some).await;
        }
        POINT.to_owned()
    }

    /// Decisions a second with some clients that each wait for their answer.
    pub async fn decide(&self, clients: usize, seconds: f64) -> (f64, Times) {
        // Opening is not what is measured.
        let trucks = (clients * 40).max(4_000);
        let mut open = Vec::with_capacity(trucks);
        while open.len() < trucks {
            open.extend(futures_util::future::join_all((0..AT_ONCE).map(|_| self.open())).await);
        }
        let next = AtomicU64::new(0);
        let (start, until) = (Instant::now(), Duration::from_secs_f64(seconds));
        let one = async || {
            let mut times = Vec::new();
            while start.elapsed() < until {
                let n = next.fetch_add(1, Ordering::Relaxed) as usize;
                let Some(id) = open.get(n) else { break };
                for stage in 0..STAGES {
                    let asked = Instant::now();
                    self.pass(id, stage).await;
                    times.push(asked.elapsed());
                }
            }
            times
        };
        let times: Vec<Duration> = futures_util::future::join_all((0..clients).map(|_| one())).await.concat();
        let rate = times.len() as f64 / start.elapsed().as_secs_f64();
        // What was passed in part would stay on the board and make it another board.
        self.cancel_all(&open).await;
        (rate, Times::of(times))
    }

    /// Takes a crossing off the board as if everything had been done: by the entries that a long life would have left.
    pub async fn cancel(&self, id: &CrossingId) {
        let released = crossing::Fact::Released(crossing::Released { stage: self.path.steps.last().expect("a release").id.clone() });
        let entry = entry_of(self.owner(0), id, &released);
        let done = self.journal.execute(None, vec![id.to_string()], move |_, _| Ok::<_, Refused>((vec![entry], ())));
        done.await.map_err(|e| format!("{e:?}")).expect("the crossing ends");
    }

    pub async fn cancel_all(&self, all: &[CrossingId]) {
        for some in all.chunks(AT_ONCE) {
            futures_util::future::join_all(some.iter().map(|id| self.cancel(id))).await;
        }
    }

    /// Lets the journal grow to a number of entries, by crossings with a life of their own.
    pub async fn grow(&self, wanted: u64) -> u64 {
        let life = async || {
            let id = self.open().await;
            for stage in 0..STAGES {
                self.pass(&id, stage).await;
            }
            self.cancel(&id).await;
        };
        while self.head().await < wanted {
            for _ in 0..8 {
                futures_util::future::join_all((0..AT_ONCE).map(|_| life())).await;
            }
        }
        self.head().await + 1
    }
}

fn context<'a>(book: &'a Rulebook, who: &'a server::Account, now_us: i64) -> Context<'a> {
    let purpose = who.officer.purposes.first().map_or("", String::as_str);
    Context { book, rules: &book.access, officer: &who.officer, purpose, now_us }
}

fn entry_of(who: &server::Account, id: &CrossingId, fact: &crossing::Fact) -> NewEntry {
    NewEntry {
        stream: id.to_string(),
        kind: fact.kind().to_owned(),
        body: fact.body(),
        officer: who.officer.id.to_string(),
        agency: who.officer.agency.to_string(),
        point: POINT.to_owned(),
        happened_us: None,
    }
}

fn entries(who: &server::Account, emitted: Vec<crossing::Emitted>) -> Vec<NewEntry> {
    emitted.into_iter().map(|e| entry_of(who, &e.crossing, &e.fact)).collect()
}
