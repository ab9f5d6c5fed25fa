//! A living border of made-up people: officers of every agency who work while nobody looks.
//!
//! What comes and how long it takes says `simulation`; here it goes the way that everything real goes: lists through the decoder, documents through the
//! scan, decisions through the rules, entries through the journal. Everything opened is marked as simulated.

mod council;
mod crew;
mod driver;
mod errand;
mod notice;
mod papers;
mod questions;
mod roster;
mod watch;

use crate::accounts::{AccountError, NewAccount, store};
use crate::app::App;
use crate::clock::Clock;
use crew::Crew;
use driver::Driver;
use framework::Framework;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use roster::Roster;
use simulation::{Demo, World};
use watch::Watch;

const MINUTE_US: i64 = 60_000_000;
/// The past that a demo begins with. Microseconds.
const PAST_US: i64 = 75 * MINUTE_US;
/// The officers of the first shift come so long before a demo begins. Microseconds.
const ON_DUTY_US: i64 = 50 * MINUTE_US;
/// The local time at which a demo begins: the border is busy, and the day is young.
const BEGINS: civil::Time = civil::Time::constant(7, 0, 0, 0);

/// How a demo runs.
#[derive(Debug, Clone, Copy)]
pub struct DemoOptions {
    /// Whether officers work and travellers come by themselves.
    pub traffic: bool,
    /// The same seed gives the same arrivals.
    pub seed: u64,
}

/// The made-up officers, as accounts.
///
/// # Errors
/// When the framework has no such agency or desk.
pub fn officers(demo: &Demo, book: &framework::Rulebook) -> Result<Vec<crate::Account>, AccountError> {
    let account = |o: &simulation::DemoOfficer| {
        let new = NewAccount {
            id: o.id.clone(),
            name: o.name.clone(),
            agency: o.agency.clone(),
            desk: o.desk.clone(),
            roles: o.roles.clone(),
            purposes: o.purposes.clone(),
            clearance: o.clearance,
            listed: o.listed,
        };
        new.account(book, true)
    };
    demo.officers.iter().map(account).collect()
}

/// When a demo begins: the morning of today in the framework's first time zone.
fn morning(framework: &Framework, now_us: i64) -> i64 {
    let now = Timestamp::from_microsecond(now_us).unwrap_or_default();
    let zone = framework.points.iter().find_map(|p| p.time_zone.as_ref()).and_then(|z| TimeZone::get(z.get_ref()).ok());
    let zone = zone.unwrap_or(TimeZone::UTC);
    let begins = zone.to_datetime(now).date().to_datetime(BEGINS);
    zone.to_timestamp(begins).map_or(now_us, Timestamp::as_microsecond)
}

/// When the past of a demo begins.
fn past(framework: &Framework, now_us: i64, traffic: bool) -> i64 {
    morning(framework, now_us) - if traffic { PAST_US } else { 0 }
}

/// Stands the clock where a demo's past begins: nothing may be written before that, since entries follow each other in time.
pub fn before(clock: &Clock, framework: &Framework, traffic: bool) {
    clock.stand(past(framework, clock.now_us(), traffic));
}

/// Begins a demo: its officers can sign in, and, with traffic, its recent past is made and its present goes on until the server ends.
///
/// # Errors
/// When an officer does not fit the framework, or the database fails.
pub async fn begin(app: &App, demo: &Demo, options: DemoOptions) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    for account in officers(demo, &app.book())? {
        store(&app.journal, &account, "").await?;
        app.accounts.put(account, String::new());
    }
    let head = app.journal.head().await?;
    let last_us = app.journal.entries_after(head - 1, 1).await?.first().map(|e| e.recorded_us);
    let begins = morning(&app.book().framework, app.clock.now_us());
    // The version of the framework is written down before anybody comes.
    let fresh = app.journal.query("SELECT id FROM crossing LIMIT 1", &[]).await?.is_empty();
    let from_us = last_us.unwrap_or(i64::MIN).max(past(&app.book().framework, app.clock.now_us(), options.traffic));
    app.clock.stand(from_us);
    if !options.traffic {
        app.clock.run_from(from_us);
        return Ok(());
    }
    // What was drawn before is not drawn again when a demo is continued.
    let seed = options.seed.wrapping_add(head.unsigned_abs());
    let world = World::new(demo, &app.book().framework, seed, from_us);
    let crew = Crew::of(app);
    let mut roster = Roster::new(app, crew.away(), seed);
    let mut driver = Driver::new(app.clone(), crew, world, seed);
    if fresh {
        council::begin(app).await;
        questions::begin(app, &council::officers(app)).await;
        driver.make_past(from_us, begins - ON_DUTY_US).await;
        roster.begin().await;
        driver.make_past(begins - ON_DUTY_US, begins).await;
        notice::begin(app).await;
    } else {
        driver.adopt().await;
    }
    let mut watch = Watch::new(app, seed);
    if fresh {
        app.clock.stand(begins);
        watch.begin().await;
    }
    app.clock.run_from(if fresh { begins } else { from_us });
    tokio::spawn(driver.run());
    tokio::spawn(watch.run());
    tokio::spawn(roster.run());
    Ok(())
}
