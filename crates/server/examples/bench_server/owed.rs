//! What is owed: an inbox with thousands of open assignments beside many closed ones, and clocks that run.

use crate::border::Border;
use crate::measure::Times;
use coordination::assignment::{self, Context, Make, Outcome, Party};
use journal::NewEntry;
use std::time::{Duration, Instant};

/// Open assignments of one desk.
const OPEN: usize = 10_000;
/// Clocks that run, the inbox's among them.
const RUNNING: usize = 100_000;
const AT_ONCE: usize = 1_024;

fn entry(id: &str, who: &server::Account, fact: &assignment::Fact) -> NewEntry {
    NewEntry {
        stream: id.to_owned(),
        kind: fact.kind().to_owned(),
        body: fact.body(),
        officer: who.officer.id.to_string(),
        agency: who.officer.agency.to_string(),
        point: who.officer.point.as_ref().map(ToString::to_string).unwrap_or_default(),
        happened_us: None,
    }
}

/// Assignments of one officer's desk to a party; closed at once when they are to be.
async fn make(border: &Border, to: &Party, count: usize, closed: bool) {
    let who = border.owner(0).clone();
    for _ in 0..count.div_ceil(AT_ONCE) {
        let one = || async {
            let (id, who, book, to) = (uuid::Uuid::from_u128(rand::random()).to_string(), who.clone(), border.book().clone(), to.clone());
            let stream = id.clone();
            let done = border.journal.execute(None, vec![id], move |_, now_us| {
                let ask = Make { kind: "referral".into(), to, owed: "made up".into(), point: who.officer.point.clone(), ..Make::default() };
                let fact = assignment::make(&Context { book: &book, officer: &who.officer, now_us }, &ask)?;
                let answer = assignment::Answered { outcome: Outcome::Full, text: "made up".into() };
                let mut all = vec![entry(&stream, &who, &fact)];
                all.extend(closed.then(|| entry(&stream, &who, &answer.into())));
                Ok::<_, assignment::Refused>((all, ()))
            });
            done.await.map_err(|e| format!("{e:?}")).expect("an assignment can be made");
        };
        futures_util::future::join_all((0..AT_ONCE.min(count)).map(|_| one())).await;
    }
}

/// Makes what is measured: `closed` that are over, and those that run.
pub async fn fill(border: &Border, closed: usize) -> usize {
    let desk = Party::desk(border.owner(1).officer.desk.clone());
    let other = Party::desk(border.owner(2).officer.desk.clone());
    make(border, &desk, closed, true).await;
    make(border, &desk, OPEN, false).await;
    make(border, &other, RUNNING - OPEN, false).await;
    OPEN
}

/// One look at the clocks, none of which has run out.
pub async fn clocks(border: &Border) -> Times {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..200 {
        let asked = Instant::now();
        server::fire_clocks(&border.app).await.expect("the database answers");
        times.push(asked.elapsed());
    }
    Times::of(times)
}
