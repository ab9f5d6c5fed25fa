//! Crossings as the journal keeps them: how entries fold, and which rows the screens read.
//!
//! A row carries its card as JSON, ready to be sent: a board of thousands is one query and no computation. What depends on who looks (the legal ground of
//! a hold, the remarks) stands in columns of its own and is put into the card only for those who may know it.

use coordination::crossing::{By, Crossing, Fact, Recorded};
use framework::Rulebook;
use journal::{Changes, Column, Entry, Index, Model, Table};
use serde_json::json;
use std::sync::Arc;

/// A crossing, one row.
pub(crate) static CROSSING: Table = Table {
    name: "crossing",
    columns: &[
        Column::text("id"),
        Column::text("point"),
        Column::text("subject"),
        Column::text("state"),
        Column::int("open"),
        Column::int("on_board"),
        Column::int("since_us"),
        Column::int("sort_us"),
        Column::text("part_of").or_null(),
        Column::text("match_key"),
        Column::text("search_key"),
        Column::text("hold_stage").or_null(),
        Column::text("hold_ground").or_null(),
        Column::text("remarks").or_null(),
        Column::text("card"),
    ],
    key: &["id"],
    indexes: &[
        Index { name: "crossing_board", columns: &["point", "on_board", "since_us", "id"] },
        Index { name: "crossing_list", columns: &["point", "subject", "sort_us", "id"] },
        Index { name: "crossing_open", columns: &["open", "point"] },
        Index { name: "crossing_part", columns: &["part_of", "id"] },
        Index { name: "crossing_match", columns: &["point", "match_key"] },
        Index { name: "crossing_search", columns: &["point", "search_key", "id"] },
    ],
};

/// A crossing waits at a stage, or is in it.
pub(crate) static LANE: Table = Table {
    name: "lane",
    columns: &[
        Column::text("crossing"),
        Column::text("stage"),
        Column::text("point"),
        Column::text("procedure"),
        Column::text("direction"),
        Column::text("agency"),
        Column::int("since_us"),
        Column::int("due_us"),
    ],
    key: &["crossing", "stage"],
    indexes: &[Index { name: "lane_point", columns: &["point", "procedure", "direction", "stage"] }],
};

/// Every kind of row that is kept beside the journal and is no view of it.
pub(crate) static OFFICER: Table = Table {
    name: "officer",
    columns: &[Column::text("id"), Column::text("password"), Column::text("account")],
    key: &["id"],
    indexes: &[],
};
pub(crate) static SESSION: Table = Table {
    name: "session",
    columns: &[Column::text("digest"), Column::text("officer"), Column::text("csrf"), Column::int("expires_us")],
    key: &["digest"],
    indexes: &[Index { name: "session_expiry", columns: &["expires_us"] }],
};
pub(crate) static TOKEN: Table = Table {
    name: "token",
    columns: &[
        Column::text("id"),
        Column::text("digest"),
        Column::text("officer"),
        Column::text("name"),
        Column::int("made_us"),
        Column::int("used_us"),
    ],
    key: &["id"],
    indexes: &[Index { name: "token_digest", columns: &["digest"] }, Index { name: "token_officer", columns: &["officer", "id"] }],
};
pub(crate) static ACCESS: Table = Table {
    name: "access",
    columns: &[
        Column::text("id"),
        Column::int("at_us"),
        Column::text("officer"),
        Column::text("agency"),
        Column::text("purpose"),
        Column::text("what"),
        Column::text("subject"),
        Column::int("records"),
    ],
    key: &["id"],
    indexes: &[],
};
pub(crate) static MESSAGE: Table = Table {
    name: "message",
    columns: &[
        Column::text("id"),
        Column::int("received_us"),
        Column::text("point"),
        Column::text("state"),
        Column::text("reference"),
        Column::text("digest"),
        Column::text("summary"),
        Column::text("body"),
    ],
    key: &["id"],
    indexes: &[Index { name: "message_point", columns: &["point", "state", "id"] }, Index { name: "message_digest", columns: &["digest"] }],
};

/// How the journal folds and shows crossings.
pub struct Crossings {
    /// The rules.
    pub book: Arc<Rulebook>,
}

/// A fact as an entry records it; `None` for an entry of a kind that this version cannot read, which then changes nothing.
pub(crate) fn recorded(entry: &Entry) -> Option<Recorded<'_>> {
    let fact = Fact::read(&entry.kind, &entry.body).ok()?;
    let by = By { officer: entry.officer.as_str().into(), agency: entry.agency.as_str().into(), at_us: entry.happened_us };
    Some(Recorded { id: &entry.id, by, fact })
}

impl Model for Crossings {
    type State = Crossing;

    fn version(&self) -> u32 {
        2
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 2] = [&CROSSING, &LANE];
        &TABLES
    }

    fn plain_tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 5] = [&OFFICER, &SESSION, &TOKEN, &ACCESS, &MESSAGE];
        &TABLES
    }

    fn fold(&self, state: Option<&Crossing>, entry: &Entry) -> Option<Crossing> {
        Crossing::fold(&self.book, state, &recorded(entry)?)
    }

    fn rows(&self, stream: &str, old: Option<&Crossing>, new: &Crossing, changes: &mut Changes) {
        let status = new.status(new.touched_us);
        let steps = &new.path.steps;
        let open = !new.is_over() && (new.refusal.is_none() || new.owes_readmission());
        let on_board = open && !status.lanes.is_empty();
        let holder = status.holders.first();
        let since = |lane: usize| {
            let held = status.holders.iter().find(|h| h.step == lane).map(|h| h.since_us);
            // A stage that waits for another's answer is in nobody's hand, and waits since it was referred.
            held.or(new.stages[lane].words_by.as_ref().map(|b| b.at_us)).unwrap_or(new.touched_us)
        };
        let since_us = holder.map_or_else(|| status.lanes.iter().map(|l| since(*l)).min().unwrap_or(new.touched_us), |h| h.since_us);
        let target_us = |step: usize| i64::from(steps[step].target_s) * 1_000_000;
        let hold = status.lanes.iter().find_map(|l| new.stages[*l].hold.as_ref().map(|h| (*l, h)));
        let lanes: Vec<&str> = status.lanes.iter().map(|l| steps[*l].id.as_str()).collect();
        let owed: Vec<_> = status.owed.iter().map(|o| json!({ "stage": steps[*o].id, "agency": steps[*o].agency })).collect();
        let card = json!({
            "id": stream,
            "disclosure": "content",
            "point": new.path.point,
            "subject_kind": new.subject.word(),
            "label": new.subject.label(),
            "detail": new.subject.detail(),
            "procedure": new.path.procedure,
            "direction": new.path.direction,
            "part_of": new.part_of,
            "nature": new.nature,
            "arrived_us": new.arrived_us,
            "expected_us": new.expected_us,
            "state": status.state,
            "lanes": lanes,
            "holder": holder.map(|h| json!({ "agency": h.agency, "officer": h.officer, "desk": h.desk, "stage": steps[h.step].id })),
            "holder_since_us": holder.map(|h| h.since_us),
            "due_us": holder.map(|h| h.since_us + target_us(h.step)),
            "hold": hold.map(|(l, h)| json!({ "stage": steps[l].id, "until_us": h.until_us })),
            "owed": owed,
            "expected_release_us": status.expected_release_us,
            "parts": (new.parts.total() > 0).then(|| json!({
                "total": new.parts.total(), "expected": new.parts.expected, "present": new.parts.present, "refused": new.parts.refused, "settled": new.parts.settled,
            })),
            "remarks": 0,
            "conflicts": new.conflicts.len(),
            "version": new.version,
        });
        changes.put(
            &CROSSING,
            vec![
                stream.into(),
                new.path.point.as_str().into(),
                new.subject.word().into(),
                status.state.word().into(),
                i64::from(open).into(),
                i64::from(on_board).into(),
                since_us.into(),
                new.expected_us.or(new.arrived_us).unwrap_or(new.opened.at_us).into(),
                new.part_of.as_ref().map(|p| p.as_str()).into(),
                new.subject.key().into(),
                coordination::crossing::folded(&new.subject.label()).into(),
                hold.map(|(l, _)| steps[l].id.as_str()).into(),
                hold.map(|(_, h)| h.ground.as_str()).into(),
                (!new.remarks.is_empty()).then(|| json!(new.remarks.iter().collect::<Vec<_>>()).to_string()).into(),
                card.to_string().into(),
            ],
        );
        let lanes = if on_board { status.lanes.as_slice() } else { &[] };
        let before = old.map(|o| o.status(o.touched_us).lanes).unwrap_or_default();
        for gone in before.iter().filter(|b| !lanes.contains(b)) {
            changes.delete(&LANE, vec![stream.into(), steps[*gone].id.as_str().into()]);
        }
        for &lane in lanes {
            let step = &steps[lane];
            let since = since(lane);
            let direction = if new.path.direction == framework::Direction::Inbound { "inbound" } else { "outbound" };
            changes.put(
                &LANE,
                vec![
                    stream.into(),
                    step.id.as_str().into(),
                    new.path.point.as_str().into(),
                    new.path.procedure.as_str().into(),
                    direction.into(),
                    step.agency.as_str().into(),
                    since.into(),
                    (since + target_us(lane)).into(),
                ],
            );
        }
    }
}
