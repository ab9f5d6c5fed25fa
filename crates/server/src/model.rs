//! Crossings as the journal keeps them: how entries fold, and which rows the screens read.
//!
//! A row carries its card as JSON, ready to be sent: a board of thousands is one query and no computation. What depends on who looks (the legal ground of
//! a hold, the remarks) stands in columns of its own and is put into the card only for those who may know it.

use crate::bodies::tables::{DIRECTIVE, MEETING, meeting_rows};
use crate::card::{self, Card};
use crate::correlations::{CORRELATION, correlation_rows};
use crate::notices::tables::{EXPOSURE, NOTICE, NOTICE_POINT, exposure_rows, notice_rows};
use crate::notifications::tables::{HEARD, OUTBOX, OUTBOX_ITEM, SETTING};
use crate::posts::{SHIFT, shift_rows};
use crate::requests::{REQUEST_PARTY, request_rows};
use crate::versions::Books;
use crate::watchlists::tables::{CLEARED, HIT, LIST_ENTRY, LIST_PART, entry_rows, hit_rows};
use coordination::assignment::{self, Assignment};
use coordination::correlation::{self, Correlation};
use coordination::crossing::{By, Crossing, Fact, Recorded, Status};
use coordination::edition::{self, Editions};
use coordination::hit::{self, Hit};
use coordination::listing::{self, Listing};
use coordination::meeting::{self, Meeting};
use coordination::notice::{self, Notice};
use coordination::post::{self, Shift};
use coordination::request::{self, Request};
use coordination::version::{self, Register};
use framework::Rulebook;
use journal::{Changes, Column, Entry, Index, Model, States, Table, Value};
use serde_json::json;
use std::sync::Arc;

/// A crossing, one row.
pub(crate) static CROSSING: Table = Table {
    name: "crossing",
    columns: &[
        Column::text("id"),
        Column::text("point").steady(),
        Column::text("subject").steady(),
        Column::text("state"),
        Column::int("open").steady(),
        Column::int("on_board"),
        Column::int("since_us"),
        Column::int("sort_us").steady(),
        Column::text("part_of").or_null().steady(),
        Column::text("match_key").steady(),
        Column::text("search_key").steady(),
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

/// An assignment, one row.
pub(crate) static ASSIGNMENT: Table = Table {
    name: "assignment",
    columns: &[
        Column::text("id"),
        Column::text("state"),
        Column::text("kind"),
        Column::text("point"),
        Column::text("about"),
        Column::int("made_us"),
        Column::int("due_us"),
        Column::int("next_us").or_null(),
        Column::text("agency"),
        Column::int("silent"),
        Column::int("seen_us").or_null(),
        Column::int("ended_us").or_null(),
        Column::int("rungs"),
        Column::text("desk"),
        Column::text("body"),
    ],
    key: &["id"],
    indexes: &[
        Index { name: "assignment_next", columns: &["next_us"] },
        Index { name: "assignment_due", columns: &["due_us"] },
        Index { name: "assignment_about", columns: &["about", "id"] },
        Index { name: "assignment_made", columns: &["made_us", "id"] },
        Index { name: "assignment_agency", columns: &["agency", "made_us", "id"] },
    ],
};

/// An open assignment waits for somebody: what is over has no row here, so an inbox costs the same however old the journal is.
pub(crate) static INBOX: Table = Table {
    name: "inbox",
    columns: &[
        Column::text("address"),
        Column::text("side"),
        Column::text("assignment"),
        Column::text("kind"),
        Column::int("due_us"),
        Column::int("seen"),
    ],
    key: &["address", "side", "assignment"],
    indexes: &[Index { name: "inbox_due", columns: &["address", "side", "due_us", "assignment"] }],
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

/// The files of every version of the framework that a crossing may be under.
pub(crate) static FRAMEWORK_FILE: Table = Table {
    name: "framework_file",
    columns: &[Column::text("digest"), Column::text("path"), Column::text("text")],
    key: &["digest", "path"],
    indexes: &[],
};

/// What the entries of a stream add up to.
#[derive(Debug, Clone)]
pub enum Shared {
    /// A crossing.
    Crossing(Arc<Crossing>),
    /// The versions of the framework.
    Versions(Arc<Register>),
    /// Something that is owed.
    Assignment(Arc<Assignment>),
    /// A record of a list met somebody.
    Hit(Arc<Hit>),
    /// An entry that was put on a list by hand.
    Listing(Arc<Listing>),
    /// The editions of a list.
    Editions(Arc<Editions>),
    /// A shift at a crossing point.
    Shift(Arc<Shift>),
    /// A meeting of a body.
    Meeting(Arc<Meeting>),
    /// A request for information.
    Request(Arc<Request>),
    /// A statement that records are about the same.
    Correlation(Arc<Correlation>),
    /// A notice of a changed rule.
    Notice(Arc<Notice>),
}

impl Shared {
    /// The crossing that it is.
    pub fn crossing(&self) -> Option<&Arc<Crossing>> {
        if let Self::Crossing(c) = self { Some(c) } else { None }
    }

    /// The register that it is.
    pub fn versions(&self) -> Option<&Arc<Register>> {
        if let Self::Versions(r) = self { Some(r) } else { None }
    }

    /// The assignment that it is.
    pub fn assignment(&self) -> Option<&Arc<Assignment>> {
        if let Self::Assignment(a) = self { Some(a) } else { None }
    }

    /// The hit that it is.
    pub fn hit(&self) -> Option<&Arc<Hit>> {
        if let Self::Hit(h) = self { Some(h) } else { None }
    }

    /// The entry of a list that it is.
    pub fn listing(&self) -> Option<&Arc<Listing>> {
        if let Self::Listing(l) = self { Some(l) } else { None }
    }

    /// The shift that it is.
    pub fn shift(&self) -> Option<&Arc<Shift>> {
        if let Self::Shift(s) = self { Some(s) } else { None }
    }

    /// The editions that it is.
    pub fn editions(&self) -> Option<&Arc<Editions>> {
        if let Self::Editions(e) = self { Some(e) } else { None }
    }

    /// The meeting that it is.
    pub fn meeting(&self) -> Option<&Arc<Meeting>> {
        if let Self::Meeting(m) = self { Some(m) } else { None }
    }

    /// The statement that it is.
    pub fn correlation(&self) -> Option<&Arc<Correlation>> {
        if let Self::Correlation(c) = self { Some(c) } else { None }
    }

    /// The request for information that it is.
    pub fn request(&self) -> Option<&Arc<Request>> {
        if let Self::Request(r) = self { Some(r) } else { None }
    }

    /// The notice that it is.
    pub fn notice(&self) -> Option<&Arc<Notice>> {
        if let Self::Notice(n) = self { Some(n) } else { None }
    }
}

/// The crossing of a stream, among the states a command is decided on.
pub(crate) fn crossing_in<'s>(states: &'s States<'_, Records>, id: &str) -> Option<&'s Arc<Crossing>> {
    states.get(id).and_then(|s| s.crossing())
}

/// How the journal folds and shows what the agencies share.
pub struct Records {
    /// The rules, by version.
    pub books: Arc<Books>,
}

/// Whether anybody still has to do something about it.
fn is_open(crossing: &Crossing) -> bool {
    !crossing.is_over() && (crossing.refusal.is_none() || crossing.owes_readmission())
}

/// Since when a stage waits, or is at work.
fn waits_since(crossing: &Crossing, status: &Status, lane: usize) -> i64 {
    let held = status.holders.iter().find(|h| h.step == lane).map(|h| h.since_us);
    // A stage that waits for another's answer is in nobody's hand, and waits since it was referred.
    held.or(crossing.stages[lane].words_by.as_ref().map(|b| b.at_us)).unwrap_or(crossing.touched_us)
}

/// Where it stands in a list by time.
fn sort_us(crossing: &Crossing) -> i64 {
    crossing.expected_us.or(crossing.arrived_us).unwrap_or(crossing.opened.at_us)
}

/// A fact as an entry records it; `None` for an entry of a kind that this version cannot read, which then changes nothing.
pub(crate) fn recorded(entry: &Entry) -> Option<Recorded<'_>> {
    let fact = Fact::read(&entry.kind, &entry.body).ok()?;
    Some(Recorded { id: &entry.id, by: by(entry), fact })
}

fn by(entry: &Entry) -> By {
    By { officer: entry.officer.as_str().into(), agency: entry.agency.as_str().into(), at_us: entry.happened_us }
}

impl Model for Records {
    type State = Shared;

    fn version(&self) -> u32 {
        7
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 15] = [
            &CROSSING,
            &LANE,
            &ASSIGNMENT,
            &INBOX,
            &HIT,
            &CLEARED,
            &LIST_ENTRY,
            &SHIFT,
            &MEETING,
            &DIRECTIVE,
            &REQUEST_PARTY,
            &CORRELATION,
            &NOTICE,
            &NOTICE_POINT,
            &EXPOSURE,
        ];
        &TABLES
    }

    fn plain_tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 11] =
            [&OFFICER, &SESSION, &TOKEN, &ACCESS, &MESSAGE, &FRAMEWORK_FILE, &LIST_PART, &SETTING, &HEARD, &OUTBOX, &OUTBOX_ITEM];
        &TABLES
    }

    fn lessons(&self) -> Option<&'static Table> {
        Some(&FRAMEWORK_FILE)
    }

    fn learn(&self, rows: Vec<Vec<Value>>) {
        self.books.learn(rows);
    }

    fn fold(&self, state: Option<&Shared>, entry: &Entry) -> Option<Shared> {
        if entry.stream == version::STREAM {
            let (fact, by) = (version::Fact::read(&entry.kind, &entry.body).ok()?, by(entry));
            let state = state.and_then(|s| s.versions()).map(|r| &**r);
            return Some(Shared::Versions(Arc::new(Register::fold(state, &fact, &by))));
        }
        let by = || by(entry);
        match entry.kind.split('.').next() {
            Some("assignment") => {
                let fact = assignment::Fact::read(&entry.kind, &entry.body).ok()?;
                return Assignment::fold(state.and_then(|s| s.assignment()).map(|a| &**a), &fact, &by())
                    .map(|a| Shared::Assignment(Arc::new(a)));
            }
            Some("hit") => {
                let fact = hit::Fact::read(&entry.kind, &entry.body).ok()?;
                return Hit::fold(state.and_then(|s| s.hit()).map(|h| &**h), &fact, &by()).map(|h| Shared::Hit(Arc::new(h)));
            }
            Some("shift") => {
                let fact = post::Fact::read(&entry.kind, &entry.body).ok()?;
                return Shift::fold(state.and_then(|s| s.shift()).map(|s| &**s), &fact, &by()).map(|s| Shared::Shift(Arc::new(s)));
            }
            Some("entry") => {
                let fact = listing::Fact::read(&entry.kind, &entry.body).ok()?;
                return Listing::fold(state.and_then(|s| s.listing()).map(|l| &**l), &fact, &by()).map(|l| Shared::Listing(Arc::new(l)));
            }
            Some("list") => {
                let fact = edition::Fact::read(&entry.kind, &entry.body).ok()?;
                let state = state.and_then(|s| s.editions()).map(|e| &**e);
                return Some(Shared::Editions(Arc::new(Editions::fold(state, &fact, &by()))));
            }
            Some("meeting") => {
                let fact = meeting::Fact::read(&entry.kind, &entry.body).ok()?;
                let state = state.and_then(|s| s.meeting()).map(|m| &**m);
                return Meeting::fold(state, &fact, &by()).map(|m| Shared::Meeting(Arc::new(m)));
            }
            Some("correlation") => {
                let fact = correlation::Fact::read(&entry.kind, &entry.body).ok()?;
                let state = state.and_then(|s| s.correlation()).map(|c| &**c);
                return Correlation::fold(state, &fact, &by()).map(|c| Shared::Correlation(Arc::new(c)));
            }
            Some("request") => {
                let fact = request::Fact::read(&entry.kind, &entry.body).ok()?;
                let state = state.and_then(|s| s.request()).map(|r| &**r);
                return Request::fold(state, &fact, &by()).map(|r| Shared::Request(Arc::new(r)));
            }
            Some("notice") => {
                let fact = notice::Fact::read(&entry.kind, &entry.body).ok()?;
                let state = state.and_then(|s| s.notice()).map(|n| &**n);
                return Some(Shared::Notice(Arc::new(Notice::fold(state, &fact, &by()))));
            }
            _ => {}
        }
        let recorded = recorded(entry)?;
        // A crossing keeps the version it was opened under; what comes after its opening finds the rules in its state.
        let book = match &recorded.fact {
            Fact::Opened(opened) => self.books.of(&opened.framework),
            _ => self.books.first(),
        };
        let state = state.and_then(|s| s.crossing()).map(|c| &**c);
        Crossing::fold(&book, state, &recorded).map(|c| Shared::Crossing(Arc::new(c)))
    }

    fn rows(&self, stream: &str, old: Option<&Shared>, new: &Shared, changes: &mut Changes) {
        match new {
            Shared::Crossing(new) => crossing_rows(stream, old.and_then(|s| s.crossing()).map(|c| &**c), new, changes),
            Shared::Assignment(new) => {
                let book = self.books.of(&new.framework);
                assignment_rows(&book, stream, old.and_then(|s| s.assignment()).map(|a| &**a), new, changes)
            }
            Shared::Hit(new) => hit_rows(stream, new, changes),
            Shared::Shift(new) => shift_rows(stream, new, changes),
            Shared::Listing(new) => entry_rows(stream, new, changes),
            Shared::Meeting(new) => meeting_rows(stream, old.and_then(|s| s.meeting()).map(|m| &**m), new, changes),
            Shared::Correlation(new) => correlation_rows(stream, new, changes),
            Shared::Request(new) => request_rows(stream, new, changes),
            Shared::Notice(new) => notice_rows(stream, old.and_then(|s| s.notice()).map(|n| &**n), new, changes),
            Shared::Versions(_) | Shared::Editions(_) => {}
        }
    }
}

/// Where an open assignment waits: by address, on which side, and whether anybody has seen it there.
fn waits_at(a: &Assignment) -> Vec<(String, &'static str, bool)> {
    if a.end.is_some() {
        return Vec::new();
    }
    let mut all = vec![(a.from.address(), "owed", true), (a.to.address(), "owes", a.acknowledged.is_some())];
    for told in &a.told {
        let (address, seen) = (told.to.address(), told.acknowledged.is_some());
        match all.iter_mut().find(|(known, side, _)| *known == address && *side == "owes") {
            Some(known) => known.2 = known.2 && seen,
            None => all.push((address, "owes", seen)),
        }
    }
    all
}

/// The rows of an assignment.
fn assignment_rows(book: &Rulebook, stream: &str, old: Option<&Assignment>, new: &Assignment, changes: &mut Changes) {
    let seen =
        [&new.acknowledged, &new.accepted].into_iter().flatten().map(|by| by.at_us).chain(new.end.as_ref().map(|e| e.by.at_us)).min();
    let row = vec![
        stream.into(),
        new.state().word().into(),
        new.kind.as_str().into(),
        new.point.as_str().into(),
        new.about.as_str().into(),
        new.made.at_us.into(),
        new.due_us.into(),
        new.next_us().into(),
        new.silent_of.clone().or_else(|| new.to.agency_in(book)).map(|a| a.to_string()).unwrap_or_default().into(),
        i64::from(new.silent_of.is_some()).into(),
        seen.into(),
        new.end.as_ref().map(|e| e.by.at_us).into(),
        i64::try_from(new.told.len()).unwrap_or(i64::MAX).into(),
        new.to.desk.as_ref().map_or("", |d| d.as_str()).into(),
        meeting::addressed(book, &new.to).unwrap_or_default().into(),
    ];
    changes.put(&ASSIGNMENT, row);
    let (before, now) = (old.map(waits_at).unwrap_or_default(), waits_at(new));
    for (address, side, _) in before.iter().filter(|(a, s, _)| now.iter().all(|(b, t, _)| a != b || s != t)) {
        changes.delete(&INBOX, vec![address.as_str().into(), (*side).into(), stream.into()]);
    }
    for (address, side, seen) in now.into_iter().filter(|n| !before.contains(n)) {
        let row = vec![address.into(), side.into(), stream.into(), new.kind.as_str().into(), new.due_us.into(), i64::from(seen).into()];
        changes.put(&INBOX, row);
    }
}

/// The rows of a crossing.
fn crossing_rows(stream: &str, old: Option<&Crossing>, new: &Crossing, changes: &mut Changes) {
    let status = new.status(new.touched_us);
    let steps = &new.path.steps;
    let direction = if new.path.direction == framework::Direction::Inbound { "inbound" } else { "outbound" };
    let (label, detail) = (new.subject.label(), new.subject.detail());
    let open = is_open(new);
    let on_board = open && !status.lanes.is_empty();
    let holder = status.holders.first();
    let since_us =
        holder.map_or_else(|| status.lanes.iter().map(|l| waits_since(new, &status, *l)).min().unwrap_or(new.touched_us), |h| h.since_us);
    let target_us = |step: usize| i64::from(steps[step].target_s) * 1_000_000;
    let hold = status.lanes.iter().find_map(|l| new.stages[*l].hold.as_ref().map(|h| (*l, h)));
    let lanes: Vec<&str> = status.lanes.iter().map(|l| steps[*l].id.as_str()).collect();
    let card = Card {
        id: stream,
        disclosure: "content",
        point: new.path.point.as_str(),
        agency: None,
        subject_kind: Some(new.subject.word()),
        label: Some(&label),
        detail: Some(&detail),
        procedure: Some(new.path.procedure.as_str()),
        direction: Some(direction),
        part_of: new.part_of.as_ref().map(|p| p.as_str()),
        nature: Some(new.nature.word()),
        arrived_us: new.arrived_us,
        expected_us: new.expected_us,
        state: Some(status.state.word()),
        lanes,
        holder: holder.map(|h| card::Holder {
            agency: h.agency.as_str(),
            officer: h.officer.as_ref().map(|o| o.as_str()),
            desk: h.desk.as_ref().map(|d| d.as_str()),
            stage: steps[h.step].id.as_str(),
        }),
        holder_since_us: holder.map(|h| h.since_us),
        due_us: holder.map(|h| h.since_us + target_us(h.step)),
        hold: hold.map(|(l, h)| card::HoldOf { stage: steps[l].id.as_str(), until_us: h.until_us, ground: None }),
        owed: status.owed.iter().map(|o| card::Owed { stage: steps[*o].id.as_str(), agency: steps[*o].agency.as_str() }).collect(),
        expected_release_us: status.expected_release_us,
        parts: (new.parts.total() > 0).then(|| card::PartsOf {
            total: new.parts.total(),
            expected: new.parts.expected,
            present: new.parts.present,
            refused: new.parts.refused,
            settled: new.parts.settled,
        }),
        remarks: Some(0),
        conflicts: Some(u32::try_from(new.conflicts.len()).unwrap_or(u32::MAX)),
        version: Some(new.version),
    };
    let row = vec![
        stream.into(),
        new.path.point.as_str().into(),
        new.subject.word().into(),
        status.state.word().into(),
        i64::from(open).into(),
        i64::from(on_board).into(),
        since_us.into(),
        sort_us(new).into(),
        new.part_of.as_ref().map(|p| p.as_str()).into(),
        new.subject.key().into(),
        coordination::crossing::folded(&label).into(),
        hold.map(|(l, _)| steps[l].id.as_str()).into(),
        hold.map(|(_, h)| h.ground.as_str()).into(),
        (!new.remarks.is_empty()).then(|| json!(new.remarks.iter().collect::<Vec<_>>()).to_string()).into(),
        // Texts and numbers: nothing in it can fail.
        serde_json::to_string(&card).unwrap_or_default().into(),
    ];
    if old.is_some_and(|o| is_open(o) == open && sort_us(o) == sort_us(new) && o.subject == new.subject) {
        changes.touch(&CROSSING, row);
    } else {
        changes.put(&CROSSING, row);
    }
    exposure_rows(stream, old.map(|o| (o, is_open(o))), (new, open), changes);
    let lanes_of = |crossing: &Crossing, status: &Status, on_board: bool| -> Vec<(usize, i64)> {
        let lanes = if on_board { status.lanes.as_slice() } else { &[] };
        lanes.iter().map(|l| (*l, waits_since(crossing, status, *l))).collect()
    };
    let before = old.map(|o| {
        let status = o.status(o.touched_us);
        lanes_of(o, &status, is_open(o) && !status.lanes.is_empty())
    });
    let (before, now) = (before.unwrap_or_default(), lanes_of(new, &status, on_board));
    for (gone, _) in before.iter().filter(|(b, _)| now.iter().all(|(n, _)| n != b)) {
        changes.delete(&LANE, vec![stream.into(), steps[*gone].id.as_str().into()]);
    }
    for (lane, since) in now.into_iter().filter(|n| !before.contains(n)) {
        let step = &steps[lane];
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
