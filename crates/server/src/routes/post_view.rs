//! A shift as the API shows it.

use crate::app::App;
use crate::caller::Caller;
use crate::posts::{leads, post_label};
use coordination::crossing::By;
use coordination::post::{self, Context, Figures, HandOver, Shift};
use framework::AgencyId;
use framework::access::Action;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Somebody on duty.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyView {
    /// The account, or the name of somebody without one: what `leave` names.
    who: String,
    /// The name.
    name: String,
    /// The desk, where it is known.
    desk: Option<String>,
    /// Since when. Microseconds since 1970, UTC.
    since_us: i64,
    /// Until when; absent for somebody who is on duty.
    until_us: Option<i64>,
}

/// Something that one shift leaves to the next.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftItem {
    /// hold (a crossing), owed (an assignment) or outage.
    kind: String,
    id: String,
    text: String,
}

/// What an agency leaves to the next shift.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandOverView {
    /// Who signed it.
    officer: String,
    at_us: i64,
    text: String,
    items: Vec<LeftItem>,
    /// Who signed for it; absent while nobody has.
    taken_by: Option<String>,
    taken_us: Option<i64>,
    taken_text: Option<String>,
}

/// An agency at a crossing point.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostAgency {
    agency: String,
    state: String,
    /// How many of its officers are needed; 0 for an agency without which work goes on.
    least: u32,
    /// How many are on duty.
    here: usize,
    /// Since when too few are; absent when there are enough. Microseconds since 1970, UTC.
    missing_since_us: Option<i64>,
    /// The assignment by which it owes its presence.
    alarm: Option<String>,
    /// Crossings that wait for it, or are at work with it.
    waiting: i64,
    /// Since when the first of these waits.
    waiting_since_us: Option<i64>,
    /// Who is on duty, and who was in this shift.
    people: Vec<DutyView>,
    /// What it leaves to the next shift; absent while it has signed nothing, and for those who may not know.
    hand_over: Option<HandOverView>,
}

/// Something that does not work, or did not.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutageView {
    id: String,
    /// equipment, link, power, system or other.
    what: String,
    text: String,
    agency: Option<String>,
    /// Whether the post works by hand meanwhile.
    fallback: bool,
    since_us: i64,
    restored_us: Option<i64>,
    restored_by: Option<String>,
}

/// What a shift came to, in numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiguresView {
    /// Crossings that came.
    opened: i64,
    released: i64,
    refused: i64,
    /// Crossings that wait or are at work.
    waiting: i64,
    /// Of these, held.
    held: i64,
    /// The longest wait of these. Seconds.
    longest_s: i64,
    /// Assignments that were made.
    owed: i64,
    /// Of these, not answered in time.
    late: i64,
    /// Hits of overt lists.
    hits: i64,
}

/// A situation report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportView {
    officer: String,
    at_us: i64,
    text: String,
    figures: FiguresView,
    /// How often one was made for this shift; the last stands.
    edition: u32,
}

/// A shift.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShiftView {
    id: String,
    point: String,
    /// The framework's shift; empty where it has none.
    shift: String,
    /// What the framework calls it.
    title: String,
    from_us: i64,
    to_us: i64,
    /// When the point is open in it; two equal times when it is closed.
    open_from_us: i64,
    open_to_us: i64,
    ended_us: Option<i64>,
    agencies: Vec<PostAgency>,
    outages: Vec<OutageView>,
    report: Option<ReportView>,
    /// The stream of the shift before; empty where there was none.
    before: String,
    /// What the caller may do: come, leave, come_other, outage, restore, hand_over, take_over, report.
    commands: Vec<String>,
    version: u32,
}

pub(super) fn view_of_figures(f: &Figures) -> FiguresView {
    FiguresView {
        opened: f.opened,
        released: f.released,
        refused: f.refused,
        waiting: f.waiting,
        held: f.held,
        longest_s: f.longest_s,
        owed: f.owed,
        late: f.late,
        hits: f.hits,
    }
}

/// The framework's title of a shift.
pub(super) fn title(app: &App, caller: &Caller, shift: &str) -> String {
    let book = app.book();
    let found = book.framework.shifts.iter().find(|s| s.id.get_ref() == shift);
    let named = |s: &framework::model::Shift| s.names.as_ref().and_then(|n| n.get(&caller.language)).cloned();
    found.map(|s| named(s).unwrap_or_else(|| s.title.clone())).unwrap_or_default()
}

fn name(app: &App, officer: &str) -> String {
    app.accounts.get(officer).map_or_else(|| officer.to_owned(), |a| a.name.clone())
}

fn hand_over(app: &App, h: &HandOver) -> HandOverView {
    let by = |b: &By| name(app, b.officer.as_str());
    HandOverView {
        officer: by(&h.by),
        at_us: h.by.at_us,
        text: h.text.clone(),
        items: h.items.iter().map(|i| LeftItem { kind: i.kind.clone(), id: i.id.clone(), text: i.text.clone() }).collect(),
        taken_by: h.taken.as_ref().map(|(b, _)| by(b)),
        taken_us: h.taken.as_ref().map(|(b, _)| b.at_us),
        taken_text: h.taken.as_ref().map(|(_, text)| text.clone()),
    }
}

fn agencies(app: &App, caller: &Caller, s: &Shift, waits: &BTreeMap<String, (i64, i64)>) -> Vec<PostAgency> {
    let book = app.book();
    let officer = &caller.account.officer;
    let needed = s.needed.iter().map(|n| (n.state.to_string(), n.agency.clone()));
    let came = s.duty.iter().map(|d| (d.state.to_string(), d.agency.clone()));
    let signed = s.hand_overs.keys().map(|agency| {
        let state = book.agencies.get(agency).map_or_else(|| book.own_state(), |card| card.state.clone());
        (state.to_string(), agency.clone())
    });
    let all: BTreeSet<(String, AgencyId)> = needed.chain(came).chain(signed).collect();
    let agency = |(state, agency): (String, AgencyId)| {
        let missing = s.missing.get(&agency);
        let waits = waits.get(agency.as_str());
        // What is left open is said to those of the same state: it names what is held, and why somebody waits.
        let ours = officer.state.as_str() == state;
        PostAgency {
            least: s.needed.iter().find(|n| n.agency == agency).map_or(0, |n| n.least),
            here: s.count(&agency),
            missing_since_us: missing.map(|m| m.since_us),
            alarm: missing.and_then(|m| m.alarm.clone()),
            waiting: waits.map_or(0, |w| w.0),
            waiting_since_us: waits.map(|w| w.1),
            people: s
                .duty
                .iter()
                .filter(|d| d.agency == agency)
                .map(|d| DutyView {
                    who: d.who.key().to_owned(),
                    name: if d.who.officer.is_empty() { d.who.name.clone() } else { name(app, &d.who.officer) },
                    desk: d.desk.as_ref().map(ToString::to_string),
                    since_us: d.came.at_us,
                    until_us: d.left.as_ref().map(|by| by.at_us),
                })
                .collect(),
            hand_over: s.hand_overs.get(&agency).filter(|_| ours).map(|h| hand_over(app, h)),
            agency: agency.to_string(),
            state,
        }
    };
    all.into_iter().map(agency).collect()
}

pub(super) fn view(app: &App, caller: &Caller, id: &str, s: &Shift, waits: &BTreeMap<String, (i64, i64)>) -> ShiftView {
    let (book, officer) = (app.book(), &caller.account.officer);
    let may = caller.must(app, Action::Open, &post_label(app, &s.point)).is_ok();
    let cx = Context { book: &book, officer, leads: leads(app, caller, &s.point), now_us: app.clock.now_us() };
    ShiftView {
        id: id.to_owned(),
        point: s.point.clone(),
        shift: s.shift.clone(),
        title: title(app, caller, &s.shift),
        from_us: s.from_us,
        to_us: s.to_us,
        open_from_us: s.open_us.0,
        open_to_us: s.open_us.1,
        ended_us: s.ended_us,
        agencies: agencies(app, caller, s, waits),
        outages: s
            .outages
            .iter()
            .map(|o| OutageView {
                id: o.id.clone(),
                what: o.what.word().to_owned(),
                text: o.text.clone(),
                agency: o.agency.as_ref().map(ToString::to_string),
                fallback: o.fallback,
                since_us: o.since_us,
                restored_us: o.restored.as_ref().map(|(by, _)| by.at_us),
                restored_by: o.restored.as_ref().map(|(by, _)| name(app, by.officer.as_str())),
            })
            .collect(),
        report: s.report.as_ref().map(|r| ReportView {
            officer: name(app, r.by.officer.as_str()),
            at_us: r.by.at_us,
            text: r.text.clone(),
            figures: view_of_figures(&r.figures),
            edition: r.edition,
        }),
        before: s.before.clone(),
        commands: if may { post::offers(&cx, s).into_iter().map(str::to_owned).collect() } else { Vec::new() },
        version: s.version,
    }
}
