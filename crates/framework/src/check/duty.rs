//! Who is on duty when: that the shifts make up a day, and that what is asked of an agency can be done.

use super::{Checker, Known};
use crate::codes::Code;
use crate::model::*;

const DAY_MINUTES: u32 = 24 * 60;

pub(super) fn check(c: &mut Checker<'_>, f: &Framework, known: &Known<'_>) {
    let read: Vec<(&In<Shift>, (u32, u32))> = f.shifts.iter().filter_map(|s| Some((s, c.hours(&s.file, &s.hours)?))).collect();
    if read.len() == f.shifts.len() {
        around_the_clock(c, read);
    }
    for p in &f.presences {
        c.refers(&p.file, &p.agency, "agency", &known.agencies);
        if *p.least.get_ref() < 1 {
            c.say(
                Code::PresenceNever,
                &p.file,
                p.least.span(),
                format!("`{}` asks for {} officers", p.id.get_ref(), p.least.get_ref()),
                None,
            );
        }
        for at in &p.points {
            c.refers(&p.file, at, "crossing point", &known.points);
            let Some(point) = f.points.iter().find(|x| x.id.get_ref() == at.get_ref()) else { continue };
            let agency = p.agency.get_ref();
            if known.agencies.contains_key(agency.as_str()) && !point.desk.iter().flatten().any(|d| d.agency.get_ref() == agency) {
                c.say(Code::PresenceNever, &p.file, at.span(), format!("`{agency}` has no desk at `{}`", at.get_ref()), None);
            }
        }
    }
}

/// Each shift begins where one ends, and together they are as long as a day.
fn around_the_clock(c: &mut Checker<'_>, mut shifts: Vec<(&In<Shift>, (u32, u32))>) {
    shifts.sort_by_key(|(_, (from, _))| *from);
    let mut minutes = 0;
    for (at, (shift, (from, to))) in shifts.iter().enumerate() {
        minutes += if to > from { to - from } else { to + DAY_MINUTES - from };
        let next = shifts.get(at + 1).or(shifts.first()).map_or(*from, |(_, (from, _))| *from);
        if to % DAY_MINUTES != next % DAY_MINUTES {
            let message = format!("`{}` ends at {}, and the next shift does not begin then", shift.id.get_ref(), shift.hours.get_ref());
            c.say(Code::ShiftsApart, &shift.file, shift.hours.span(), message, None);
            return;
        }
    }
    if let Some((shift, _)) = shifts.first().filter(|_| minutes != DAY_MINUTES) {
        let message = format!("the shifts are {} h {:02} min long together", minutes / 60, minutes % 60);
        c.say(Code::ShiftsApart, &shift.file, shift.hours.span(), message, None);
    }
}
