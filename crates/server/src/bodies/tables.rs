//! Rows of meetings, and of what their decisions make others owe.

use coordination::meeting::Meeting;
use journal::{Changes, Column, Index, Table};

/// A meeting, one row.
pub(crate) static MEETING: Table = Table {
    name: "meeting",
    columns: &[
        Column::text("id"),
        Column::text("body"),
        Column::text("state"),
        Column::int("confidential"),
        Column::int("planned_us"),
        Column::int("held_us").or_null(),
        Column::int("sort_us"),
        Column::text("host"),
        Column::text("minutes"),
        Column::int("minutes_due_us").or_null(),
        Column::int("minutes_done_us").or_null(),
    ],
    key: &["id"],
    indexes: &[
        Index { name: "meeting_body", columns: &["body", "sort_us", "id"] },
        Index { name: "meeting_held", columns: &["body", "held_us"] },
        Index { name: "meeting_state", columns: &["body", "state", "planned_us"] },
    ],
};

/// Something that a decision makes somebody owe. How far it is says the row of its assignment.
pub(crate) static DIRECTIVE: Table = Table {
    name: "directive",
    columns: &[
        Column::text("id"),
        Column::text("body"),
        Column::text("meeting"),
        Column::text("assignment"),
        Column::int("confidential"),
        Column::int("over"),
        Column::int("issued_us"),
        Column::int("due_us"),
        Column::int("acknowledge_us").or_null(),
    ],
    key: &["id"],
    indexes: &[Index { name: "directive_body", columns: &["body", "over", "due_us", "id"] }],
};

/// The rows of a meeting, and of those of its directives that have moved.
pub(crate) fn meeting_rows(stream: &str, old: Option<&Meeting>, m: &Meeting, changes: &mut Changes) {
    let confidential = i64::from(m.called.confidential);
    let row = vec![
        stream.into(),
        m.seated.body.as_str().into(),
        m.state().word().into(),
        confidential.into(),
        m.planned_us.into(),
        m.held_us().into(),
        m.held_us().unwrap_or(m.planned_us).into(),
        m.called.host.as_ref().map_or("", |h| h.as_str()).into(),
        m.minutes_state().word().into(),
        m.minutes.due_us.into(),
        m.minutes_done_us().into(),
    ];
    changes.put(&MEETING, row);
    let before = old.map_or(&[][..], |o| o.directives.as_slice());
    for (_, d) in m.directives.iter().enumerate().filter(|(n, d)| before.get(*n) != Some(*d)) {
        let row = vec![
            d.id.as_str().into(),
            m.seated.body.as_str().into(),
            stream.into(),
            d.assignment.as_str().into(),
            confidential.into(),
            i64::from(d.accepted.is_some()).into(),
            d.issued.at_us.into(),
            d.due_us.into(),
            d.acknowledge_us.into(),
        ];
        changes.put(&DIRECTIVE, row);
    }
}
