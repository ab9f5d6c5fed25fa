//! A made-up notice of a changed rule: of goods that are on the way as the demonstration begins, in force on the next day, and acknowledged by everybody but the
//! agency that leads the post, and by nobody at the last of several posts.

use super::council::officers;
use super::watch::MADE_UP;
use crate::app::App;
use crate::caller::Caller;
use crate::notices::{act_as, draft_as, drafts};
use crate::problem::Answer;
use coordination::notice::{Command, Content};
use framework::PointId;
use std::collections::BTreeSet;

const HOUR_US: i64 = 3_600_000_000;
/// It takes effect so long after the demonstration begins: later than the clock of its acknowledgement, and near enough to be seen.
const AHEAD_US: i64 = 26 * HOUR_US;
/// Digits of a heading of the Harmonized System.
const HEADING: usize = 4;
/// Headings that it names at most.
const MOST: usize = 3;

/// Two officers of one agency and one place who may write notices: rather of a neighbour's at a shared post than of a national desk.
fn two(app: &App, all: &[Caller]) -> Option<(Caller, Caller)> {
    let own = app.book().own_state();
    let able: Vec<&Caller> = all.iter().filter(|c| drafts(app, c)).collect();
    let place = |c: &Caller| (c.account.officer.agency.clone(), c.account.officer.point.clone());
    let pairs = able.iter().enumerate().filter_map(|(n, a)| {
        let second = able.iter().skip(n + 1).find(|b| place(a) == place(b))?;
        Some(((*a).clone(), (*second).clone()))
    });
    pairs.min_by_key(|(a, _)| (a.account.officer.state == own, a.account.officer.point.is_none()))
}

/// The headings of goods that are on the way most, and where: at one crossing point, or anywhere.
async fn on_the_way(app: &App, point: Option<&PointId>) -> Answer<(BTreeSet<String>, BTreeSet<PointId>)> {
    let at = point.map_or("", |p| p.as_str());
    let text = "SELECT hs, point, CAST(COUNT(*) AS BIGINT) AS many FROM exposure WHERE open = 1 AND hs <> '' AND hs <> '?' AND ($1 = '' OR point = $1) \
                GROUP BY hs, point ORDER BY many DESC, hs, point";
    let (mut goods, mut points) = (BTreeSet::new(), BTreeSet::new());
    for row in app.journal.query(text, &[at.into()]).await? {
        let heading: String = row.text(0)?.chars().take(HEADING).collect();
        if heading.len() == HEADING && (goods.len() < MOST || goods.contains(&heading)) {
            goods.insert(heading);
            points.insert(PointId::from(row.text(1)?));
        }
    }
    Ok((goods, points))
}

async fn issued(app: &App) -> Answer<()> {
    let all = officers(app);
    let Some((writer, second)) = two(app, &all) else { return Ok(()) };
    let (goods, points) = on_the_way(app, writer.account.officer.point.as_ref()).await?;
    if goods.is_empty() {
        return Ok(());
    }
    // Where it is for several posts one of them is silent.
    let silent = points.last().filter(|_| points.len() > 1).cloned();
    let content = Content {
        title: format!("A permit for goods of {} ({MADE_UP})", goods.iter().cloned().collect::<Vec<_>>().join(", ")),
        text: format!("Goods of these headings cross with a permit of the ministry of trade only ({MADE_UP})."),
        legal: format!("Notice 1 ({MADE_UP})"),
        required: "Ask for the permit before the truck is sent; at the post, look for its number on the declaration.".to_owned(),
        effective_us: app.clock.now_us() + AHEAD_US,
        goods,
        points,
        ..Content::default()
    };
    let id = draft_as(app, &writer, None, content).await?;
    act_as(app, &second, None, &id, Command::Issue { draft: 1 }).await?;
    let book = app.book();
    let mut said = BTreeSet::new();
    for who in &all {
        let officer = &who.account.officer;
        let Some(point) = officer.point.clone() else { continue };
        let leads = book.point(point.as_str()).and_then(|p| p.lead.as_ref()).is_some_and(|l| l.get_ref() == officer.agency.as_str());
        let new = !leads && silent.as_ref() != Some(&point) && said.insert((point, officer.agency.clone()));
        // Whoever is no recipient, or has no such task, is not asked.
        if new && act_as(app, who, None, &id, Command::Acknowledge { draft: 1, text: String::new() }).await.is_err() {
            said.remove(&(officer.point.clone().unwrap_or_else(|| "".into()), officer.agency.clone()));
        }
    }
    Ok(())
}

/// A notice is on its way.
pub(super) async fn begin(app: &App) {
    if let Err(problem) = issued(app).await {
        tracing::warn!(code = problem.code, detail = problem.detail, "the demonstration has no notice");
    }
}
