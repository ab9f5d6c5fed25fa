//! Rows of notices, and of what a notice can speak of.

use coordination::crossing::Crossing;
use coordination::notice::{Notice, code};
use journal::{Changes, Column, Index, Table, Value};
use std::collections::BTreeSet;

/// A notice, one row.
pub(crate) static NOTICE: Table = Table {
    name: "notice",
    columns: &[
        Column::text("id"),
        Column::text("agency"),
        // Issued, and not withdrawn.
        Column::int("live"),
        Column::int("effective_us"),
        Column::int("next_us").or_null(),
    ],
    key: &["id"],
    indexes: &[Index { name: "notice_next", columns: &["next_us"] }, Index { name: "notice_list", columns: &["effective_us", "id"] }],
};

/// A notice that holds, or will, at a crossing point. What is withdrawn has no row, and what has ended by its own time keeps one until it is withdrawn.
pub(crate) static NOTICE_POINT: Table = Table {
    name: "notice_point",
    columns: &[Column::text("notice"), Column::text("point"), Column::int("effective_us"), Column::int("ends_us").or_null()],
    key: &["notice", "point"],
    indexes: &[Index { name: "notice_point_of", columns: &["point", "effective_us", "notice"] }],
};

/// What a notice can speak of: a crossing, one row for each code of its goods. The code is empty where there are no goods, and [`UNCODED`] where they have none.
pub(crate) static EXPOSURE: Table = Table {
    name: "exposure",
    columns: &[
        Column::text("crossing"),
        Column::text("hs"),
        Column::text("point"),
        Column::text("subject"),
        Column::text("direction"),
        Column::int("open"),
        Column::int("here"),
        // When it arrived, or is expected, or else was opened.
        Column::int("at_us"),
        Column::text("outcome"),
    ],
    key: &["crossing", "hs"],
    indexes: &[
        Index { name: "exposure_open", columns: &["open", "point", "hs"] },
        Index { name: "exposure_since", columns: &["point", "at_us"] },
    ],
};

/// Stands for the code of goods that have none.
pub(crate) const UNCODED: &str = "?";

/// The rows of a notice.
pub(crate) fn notice_rows(stream: &str, old: Option<&Notice>, n: &Notice, changes: &mut Changes) {
    let (Some((agency, _)), Some(content)) = (n.owner(), n.content()) else { return };
    let live = lives(n);
    let row = vec![stream.into(), agency.as_str().into(), i64::from(live).into(), content.effective_us.into(), n.next_us().into()];
    changes.put(&NOTICE, row);
    let places = |n: &Notice| -> BTreeSet<String> {
        let points = n.content().filter(|_| lives(n)).map(|c| c.points.iter().map(ToString::to_string).collect());
        points.unwrap_or_default()
    };
    let (before, now) = (old.map(places).unwrap_or_default(), places(n));
    for gone in before.difference(&now) {
        changes.delete(&NOTICE_POINT, vec![stream.into(), gone.as_str().into()]);
    }
    for point in now {
        changes.put(&NOTICE_POINT, vec![stream.into(), point.into(), content.effective_us.into(), content.ends_us.into()]);
    }
}

fn lives(n: &Notice) -> bool {
    n.issued().is_some() && n.withdrawn.is_none()
}

/// What of a crossing a notice can speak of, one row for each code.
fn exposed(stream: &str, c: &Crossing, open: bool) -> Vec<Vec<Value>> {
    let coded = |hs: String| if hs.is_empty() { UNCODED.to_owned() } else { hs };
    let mut codes: BTreeSet<String> = c.subject.goods().map(|g| coded(code(&g.hs))).collect();
    if codes.is_empty() {
        codes.insert(String::new());
    }
    let at_us = c.arrived_us.or(c.expected_us).unwrap_or(c.opened.at_us);
    let outcome = match &c.ending {
        _ if c.refusal.is_some() => "refused",
        Some(end) => end.kind.word(),
        None => "open",
    };
    let row = |hs: String| {
        vec![
            stream.into(),
            hs.into(),
            c.path.point.as_str().into(),
            c.subject.word().into(),
            crate::routes::crossing_view::direction(c.path.direction).into(),
            i64::from(open).into(),
            i64::from(c.arrived_us.is_some()).into(),
            at_us.into(),
            outcome.into(),
        ]
    };
    codes.into_iter().map(row).collect()
}

/// The rows by which notices find a crossing: written when what they say has changed, which is two or three times in its life.
pub(crate) fn exposure_rows(stream: &str, old: Option<(&Crossing, bool)>, new: (&Crossing, bool), changes: &mut Changes) {
    let before = old.map(|(c, open)| exposed(stream, c, open)).unwrap_or_default();
    let now = exposed(stream, new.0, new.1);
    let key = |row: &[Value]| row[..EXPOSURE.key.len()].to_vec();
    for gone in before.iter().map(|r| key(r)).filter(|k| now.iter().all(|n| key(n) != *k)) {
        changes.delete(&EXPOSURE, gone);
    }
    for row in now.into_iter().filter(|n| !before.contains(n)) {
        changes.put(&EXPOSURE, row);
    }
}
