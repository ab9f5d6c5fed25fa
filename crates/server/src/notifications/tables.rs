//! What is kept of notifications beside the journal: who wants what, how far the journal has been heard, and what is on its way.

use journal::{Column, Index, Table};

/// Who is told how; `holder` as in `coordination::notification::Holder`.
pub(crate) static SETTING: Table = Table {
    name: "notification_setting",
    columns: &[
        Column::text("holder"),
        Column::text("setting"),
        // What the receiver of the webhook checks messages with; it is needed to sign, so it is kept as it is.
        Column::text("secret"),
        // Nothing older is told.
        Column::int("since_us"),
        Column::text("changed_by"),
        Column::int("changed_us"),
    ],
    key: &["holder"],
    indexes: &[],
};

/// How far facts have become messages: an index of the journal, or a time.
pub(crate) static HEARD: Table =
    Table { name: "notification_heard", columns: &[Column::text("what"), Column::int("place")], key: &["what"], indexes: &[] };

/// Messages, on their way and for some time after it. Written in one transaction with the place in `HEARD` up to which they tell.
pub(crate) static OUTBOX: Table = Table {
    name: "outbox",
    columns: &[
        Column::text("id"),
        Column::text("holder"),
        Column::text("channel"),
        Column::text("what"),
        Column::text("state"),
        Column::int("send_us"),
        Column::int("next_us").or_null(),
        Column::int("attempts"),
        Column::text("error"),
        Column::int("ended_us").or_null(),
    ],
    key: &["id"],
    indexes: &[
        Index { name: "outbox_next", columns: &["next_us"] },
        Index { name: "outbox_state", columns: &["state", "send_us", "id"] },
        Index { name: "outbox_holder", columns: &["holder", "send_us"] },
        Index { name: "outbox_ended", columns: &["ended_us"] },
    ],
};

/// What a message tells of.
pub(crate) static OUTBOX_ITEM: Table = Table {
    name: "outbox_item",
    columns: &[Column::text("message"), Column::int("at_us"), Column::text("assignment"), Column::text("reason")],
    key: &["message", "at_us", "assignment", "reason"],
    indexes: &[],
};
