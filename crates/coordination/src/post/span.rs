//! Which shift it is: the framework's shifts on the calendar of a crossing point.

use framework::{PointId, Rulebook, working};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// A shift of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its id in the framework; empty where the framework has no shift at that time.
    pub shift: String,
    /// When it begins. Microseconds since 1970, UTC.
    pub from_us: i64,
    /// When the next begins.
    pub to_us: i64,
    /// The part of it in which the point is open: the first, should there be two. Absent when it is closed all through.
    pub open: Option<(i64, i64)>,
}

/// The stream of a shift.
pub fn id(point: &PointId, span: &Span) -> String {
    format!("shift-{point}-{}", span.from_us.div_euclid(1_000_000))
}

/// The shift of a point at a time: the framework's, or else a whole day of the point. `None` for a point that is not known and for times beyond the calendar.
pub fn span(book: &Rulebook, point: &PointId, at_us: i64) -> Option<Span> {
    let card = book.point(point.as_str())?;
    let zone = card.time_zone.as_ref().unwrap_or(&book.framework.header.time_zone);
    let zone = TimeZone::get(zone.get_ref()).unwrap_or(TimeZone::UTC);
    let today = zone.to_datetime(Timestamp::from_microsecond(at_us).ok()?).date();
    let days: Vec<Date> = (-2..=2).filter_map(|n: i32| today.checked_add(n.days()).ok()).collect();
    let shifts = book.framework.shifts.iter().filter_map(|s| Some((s.id.get_ref().as_str(), working(s.hours.get_ref())?)));
    let mut all: Vec<(i64, i64, &str)> = shifts
        .flat_map(|(shift, (from, to))| {
            days.iter().filter_map(|d| Some((at(&zone, *d, from)?, at(&zone, *d, to)?, shift))).collect::<Vec<_>>()
        })
        .collect();
    if all.is_empty() {
        all.extend(days.iter().filter_map(|d| Some((at(&zone, *d, 0)?, at(&zone, *d, 24 * 60)?, ""))));
    }
    all.sort_unstable();
    // The latest that has begun: where shifts overlap, the one that relieves.
    let here = all.iter().rev().find(|(from, ..)| *from <= at_us)?;
    let next = all.iter().map(|(from, ..)| *from).find(|from| *from > at_us)?;
    let (from_us, to_us, shift) = if here.1 > at_us {
        (here.0, here.1.min(next), here.2)
    } else {
        // Between two shifts nobody is said to be on duty.
        (here.1, next, "")
    };
    let hours = card.hours.as_ref().and_then(|h| working(h.get_ref())).unwrap_or((0, 24 * 60));
    let open = opened(&days, &zone, hours, from_us, to_us);
    Some(Span { shift: shift.to_owned(), from_us, to_us, open })
}

/// The first piece of a time in which the point is open; hours that touch are one.
fn opened(days: &[Date], zone: &TimeZone, (opens, closes): (u32, u32), from_us: i64, to_us: i64) -> Option<(i64, i64)> {
    let mut pieces: Vec<(i64, i64)> = Vec::new();
    for piece in days.iter().filter_map(|d| Some((at(zone, *d, opens)?, at(zone, *d, closes)?))) {
        match pieces.last_mut().filter(|last| last.1 >= piece.0) {
            Some(last) => last.1 = last.1.max(piece.1),
            None => pieces.push(piece),
        }
    }
    let inside = pieces.into_iter().map(|(a, b)| (a.max(from_us), b.min(to_us)));
    inside.into_iter().find(|(a, b)| a < b)
}

/// A minute of a day; from 24:00 on it is one of the next.
fn at(zone: &TimeZone, date: Date, minute: u32) -> Option<i64> {
    let date = date.checked_add(i64::from(minute / 1440).days()).ok()?;
    let (hour, minute) = (i8::try_from(minute % 1440 / 60).ok()?, i8::try_from(minute % 60).ok()?);
    zone.to_timestamp(date.at(hour, minute, 0, 0)).ok().map(Timestamp::as_microsecond)
}
