//! What a notice hits: what is on the way to its crossing points, and what has crossed since it took effect. One statement each, however much that is.

use crate::app::App;
use crate::notices::tables::UNCODED;
use crate::page::marks;
use crate::routes::crossing_view::direction;
use coordination::notice::{Content, Exposed, Figures, Notice};
use journal::{StorageError, Value};

/// So long before and after its time of effect a notice hits what it finds, or meets, unprepared: 72 hours.
const HIT_US: i64 = 72 * 3_600_000_000;

/// Where a row of what can be hit is one of those that a notice speaks of: the condition for what may be, and that for what surely is. Their values are added.
pub(crate) fn conditions(content: &Content, values: &mut Vec<Value>) -> (String, String) {
    let points = marks(values, content.points.iter().map(ToString::to_string));
    let mut may = format!("point IN ({points})");
    if !content.directions.is_empty() {
        let ways = marks(values, content.directions.iter().map(|d| direction(*d).to_owned()));
        may = format!("{may} AND direction IN ({ways})");
    }
    if !content.classes.is_empty() {
        let classes = marks(values, content.classes.iter().cloned());
        may = format!("{may} AND subject IN ({classes})");
    }
    if content.goods.is_empty() {
        return (may, "1 = 1".to_owned());
    }
    // Codes are ten digits at most: what begins with a prefix sorts from the prefix up to the prefix and ten nines, under every collation.
    let ranges: Vec<String> = content
        .goods
        .iter()
        .map(|prefix| {
            let bounds = marks(values, [prefix.clone(), format!("{prefix}9999999999")]);
            let (from, to) = bounds.split_once(", ").unwrap_or((&bounds, &bounds));
            format!("(hs >= {from} AND hs <= {to})")
        })
        .collect();
    let sure = format!("({})", ranges.join(" OR "));
    let shorter = content.goods.iter().flat_map(|prefix| (1..prefix.len()).filter_map(|n| prefix.get(..n)));
    let mut vague: Vec<String> = shorter.map(str::to_owned).chain([UNCODED.to_owned()]).collect();
    vague.sort();
    vague.dedup();
    let vague = marks(values, vague);
    (format!("{may} AND ({sure} OR hs IN ({vague}))"), sure)
}

/// What is on the way to each of its crossing points, in the order of their names; points to which nothing is have a line of noughts. One statement.
///
/// # Errors
/// When the database fails.
pub(crate) async fn exposure(app: &App, content: &Content) -> Result<Vec<Exposed>, StorageError> {
    let (now_us, effective) = (app.clock.now_us(), content.effective_us);
    let (first, last) = (effective.saturating_sub(HIT_US), effective.saturating_add(HIT_US));
    // What has arrived, or should have, is met now, however long ago that was.
    let waits = i64::from((first..=last).contains(&now_us));
    let mut values: Vec<Value> = vec![now_us.into(), first.into(), last.into(), waits.into()];
    let (may, sure) = conditions(content, &mut values);
    let text = format!(
        "SELECT point, CAST(COUNT(CASE WHEN sure = 1 THEN 1 END) AS BIGINT), CAST(COUNT(CASE WHEN sure = 1 AND near = 1 THEN 1 END) AS BIGINT), \
         CAST(COUNT(CASE WHEN sure = 1 AND here = 1 THEN 1 END) AS BIGINT), CAST(COUNT(CASE WHEN sure = 0 THEN 1 END) AS BIGINT) \
         FROM (SELECT crossing, point, MAX(CASE WHEN {sure} THEN 1 ELSE 0 END) AS sure, MAX(here) AS here, \
         MAX(CASE WHEN here = 1 OR at_us < $1 THEN $4 WHEN at_us >= $2 AND at_us <= $3 THEN 1 ELSE 0 END) AS near \
         FROM exposure WHERE open = 1 AND {may} GROUP BY crossing, point) AS hit GROUP BY point ORDER BY point"
    );
    let mut all: Vec<Exposed> = content.points.iter().map(|p| Exposed { point: p.to_string(), ..Exposed::default() }).collect();
    for row in app.journal.query(&text, &values).await? {
        let point = row.text(0)?;
        if let Some(of) = all.iter_mut().find(|e| e.point == point) {
            (of.all, of.within, of.here, of.perhaps) = (row.int(1)?, row.int(2)?, row.int(3)?, row.int(4)?);
        }
    }
    Ok(all)
}

/// What a notice came to since its time of effect: who acknowledged it, and what crossed. One statement.
///
/// # Errors
/// When the database fails.
pub(crate) async fn figures(app: &App, n: &Notice) -> Result<Figures, StorageError> {
    let mut f = Figures::default();
    let Some(content) = n.issued().and(n.content()) else { return Ok(f) };
    let recipients = n.recipients();
    let said = |late: bool| recipients.iter().filter(|(_, by)| by.is_some_and(|b| (b.at_us >= content.effective_us) == late)).count();
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    (f.recipients, f.in_time, f.late) = (whole(recipients.len()), whole(said(false)), whole(said(true)));
    let until = content.ends_us.unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![content.effective_us.into(), until.into()];
    let (may, sure) = conditions(content, &mut values);
    let text = format!(
        "SELECT outcome, CAST(COUNT(*) AS BIGINT) FROM (SELECT crossing, outcome FROM exposure \
         WHERE at_us >= $1 AND at_us < $2 AND here = 1 AND {may} AND {sure} GROUP BY crossing, outcome) AS hit GROUP BY outcome"
    );
    for row in app.journal.query(&text, &values).await? {
        let count = row.int(1)?;
        f.crossings += count;
        match row.text(0)?.as_str() {
            "released" => f.released = count,
            "refused" => f.refused = count,
            "open" => f.open = count,
            _ => {}
        }
    }
    Ok(f)
}
