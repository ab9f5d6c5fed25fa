//! Rows of hits and of what is listed by hand, and what is kept of whole lists.

use coordination::hit::{Hit, State};
use coordination::listing::Listing;
use journal::{Changes, Column, Index, Table};

/// A hit, one row.
pub(crate) static HIT: Table = Table {
    name: "hit",
    columns: &[
        Column::text("id"),
        Column::text("crossing"),
        Column::text("list"),
        Column::text("record"),
        Column::text("role"),
        Column::text("point"),
        Column::text("owner"),
        Column::int("silent"),
        Column::text("state"),
        Column::text("outcome").or_null(),
        Column::int("open"),
        Column::int("found_us"),
        Column::int("answered_us").or_null(),
        Column::int("sort_us"),
        Column::int("next_us").or_null(),
    ],
    key: &["id"],
    indexes: &[
        Index { name: "hit_next", columns: &["next_us"] },
        Index { name: "hit_crossing", columns: &["crossing", "open"] },
        Index { name: "hit_owner", columns: &["owner", "open", "sort_us", "id"] },
        Index { name: "hit_point", columns: &["point", "silent", "open", "sort_us", "id"] },
        Index { name: "hit_list", columns: &["list", "found_us"] },
    ],
};

/// Somebody was found not to be the one listed: the document that was shown meets the record without a new hit.
pub(crate) static CLEARED: Table = Table {
    name: "cleared",
    columns: &[
        Column::text("list"),
        Column::text("record"),
        Column::text("document"),
        Column::text("issuer"),
        Column::text("hit"),
        Column::int("until_us"),
    ],
    key: &["list", "record", "document", "issuer"],
    indexes: &[],
};

/// An entry that was put on a list by hand, one row.
pub(crate) static LIST_ENTRY: Table = Table {
    name: "list_entry",
    columns: &[
        Column::text("id"),
        Column::text("list"),
        Column::int("ended"),
        Column::int("approved"),
        Column::int("waits"),
        Column::int("until_us"),
        Column::int("asked_us"),
    ],
    key: &["id"],
    indexes: &[
        Index { name: "list_entry_list", columns: &["list", "ended", "asked_us", "id"] },
        Index { name: "list_entry_waits", columns: &["list", "waits"] },
        Index { name: "list_entry_force", columns: &["list", "ended", "approved", "until_us"] },
    ],
};

/// The records of a whole list, many to a row, beside the journal: which of them is searched says the stream of its editions.
pub(crate) static LIST_PART: Table = Table {
    name: "list_part",
    columns: &[Column::text("digest"), Column::int("part"), Column::text("records")],
    key: &["digest", "part"],
    indexes: &[],
};

/// A number as it is compared with those that were cleared: letters and digits in upper case.
pub(crate) fn plain(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Where a hit stands in a list: open ones by when they are due, closed ones the latest first.
fn sort_us(hit: &Hit) -> i64 {
    match hit.closed_us {
        Some(at) => at.saturating_neg(),
        None if hit.found.due_us > 0 => hit.found.due_us,
        None => i64::MAX,
    }
}

pub(crate) fn hit_rows(stream: &str, hit: &Hit, changes: &mut Changes) {
    let f = &hit.found;
    let row = vec![
        stream.into(),
        f.crossing.as_str().into(),
        f.list.as_str().into(),
        f.record.id.as_str().into(),
        f.asked.role.as_str().into(),
        f.point.as_str().into(),
        f.owner.as_str().into(),
        i64::from(f.silent).into(),
        hit.state().word().into(),
        hit.outcome().map(|o| o.word()).into(),
        i64::from(hit.state() != State::Closed).into(),
        hit.found_us.into(),
        hit.replied.as_ref().map(|(by, _)| by.at_us).or(hit.closed_us).into(),
        sort_us(hit).into(),
        hit.next_us().into(),
    ];
    changes.put(&HIT, row);
    if let Some(c) = &hit.clearance {
        let c = &c.cleared;
        let row = vec![
            f.list.as_str().into(),
            f.record.id.as_str().into(),
            plain(&c.document).into(),
            c.issuer.as_str().into(),
            stream.into(),
            c.until_us.into(),
        ];
        changes.put(&CLEARED, row);
    }
}

pub(crate) fn entry_rows(stream: &str, entry: &Listing, changes: &mut Changes) {
    let ended = entry.ended.is_some();
    let waits = !ended && (entry.approved.is_none() || entry.renewal.is_some());
    let row = vec![
        stream.into(),
        entry.list.as_str().into(),
        i64::from(ended).into(),
        i64::from(entry.approved.is_some()).into(),
        i64::from(waits).into(),
        entry.until_us.into(),
        entry.by.at_us.into(),
    ];
    changes.put(&LIST_ENTRY, row);
}
