//! From three files to a [`Demo`].

use crate::demo::*;
use crate::error::{DemoError, Fault, Place, read};
use crate::judge::Judge;
use crate::profile::{Bank, Profile, time_of_day};
use crate::shapes::*;
use framework::Direction;
use serde::de::DeserializeOwned;
use std::path::Path;

const TRAFFIC: &str = "demo/traffic.toml";
const NAMES: &str = "demo/names.toml";
const OFFICERS: &str = "demo/officers.toml";
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Flows of one framework; more would exhaust the document numbers that tell them apart.
pub const MAX_FLOWS: usize = 1_296;

/// Reads `demo/officers.toml`, `demo/traffic.toml` and `demo/names.toml` below a framework's directory.
///
/// # Errors
/// Every fault found in the three files, each with its place.
pub fn load(framework_dir: &Path) -> Result<Demo, Vec<DemoError>> {
    let traffic = part(framework_dir, TRAFFIC, traffic);
    let names = part(framework_dir, NAMES, names);
    let officers = part(framework_dir, OFFICERS, officers);
    match (traffic, names, officers) {
        (Ok(traffic), Ok(names), Ok(officers)) => Ok(Demo { officers, traffic, names }),
        (t, n, o) => Err([t.err(), n.err(), o.err()].into_iter().flatten().flatten().collect()),
    }
}

/// Reads and judges one file.
fn part<F: DeserializeOwned, T>(root: &Path, file: &'static str, judged: fn(&mut Judge<'_>, F) -> T) -> Result<T, Vec<DemoError>> {
    let text = read(root, file).map_err(|e| vec![e])?;
    let shape = toml::from_str::<F>(&text).map_err(|e| {
        let place = Place::of(file, &text, e.span().unwrap_or(0..0));
        vec![DemoError::new(place, Fault::Shape(e.message().to_owned()))]
    })?;
    let mut j = Judge::new(file, &text);
    let value = judged(&mut j, shape);
    if j.errors.is_empty() { Ok(value) } else { Err(j.errors) }
}

fn officers(j: &mut Judge<'_>, f: OfficersFile) -> Vec<DemoOfficer> {
    j.owned_up(&f.demo);
    j.unique(f.officer.iter().map(|o| &o.id));
    f.officer
        .into_iter()
        .map(|o| DemoOfficer {
            place: j.place(o.desk.span()),
            id: o.id.into_inner(),
            name: o.name,
            agency: o.agency.into_inner(),
            desk: o.desk.into_inner(),
            roles: o.roles,
            purposes: o.purposes,
            clearance: o.clearance,
            listed: o.listed.unwrap_or(true),
        })
        .collect()
}

fn names(j: &mut Judge<'_>, f: NamesFile) -> Names {
    let state = |j: &mut Judge<'_>, w: &Word| j.code(w, 3..=3, |c| c.is_ascii_uppercase(), "a state; three letters were expected");
    j.owned_up(&f.demo);
    j.some(f.demo.span(), &f.population, "`population`");
    j.some(f.demo.span(), &f.plates, "`plates`");
    j.some(f.vessels.span(), &f.vessels.get_ref().names, "`names`");
    j.some(f.vessels.span(), &f.vessels.get_ref().flags, "`flags`");
    j.some(f.companies.span(), &f.companies.get_ref().names, "`names`");
    j.some(f.goods.span(), &f.goods.get_ref().descriptions, "`descriptions`");
    let populations = f.population.into_iter().map(|p| {
        let (given, surnames) = (j.names(&p.given, "`given`"), j.names(&p.surnames, "`surnames`"));
        Population { nationality: state(j, &p.nationality), share: j.share(&p.share), given, surnames }
    });
    let populations = populations.collect();
    let plates = f.plates.into_iter().map(|p| {
        if !p.pattern.get_ref().contains('9') {
            j.word(&p.pattern, "a plate pattern; `9` for digits and `L` for letters were expected");
        }
        Plate { state: state(j, &p.state), pattern: p.pattern.into_inner() }
    });
    let plates = plates.collect();
    let VesselsTable { names: vessels, flags } = f.vessels.into_inner();
    let flags = flags.iter().map(|w| state(j, w)).collect();
    let goods = f.goods.into_inner().descriptions.into_iter().map(|d| {
        let hs = j.code(&d.hs, 4..=6, |c| c.is_ascii_digit(), "a tariff heading; 4 to 6 digits were expected");
        Description { text: d.text, hs, facts: d.facts }
    });
    let goods = goods.collect();
    Names { populations, plates, vessels, flags, companies: f.companies.into_inner().names, goods }
}

fn traffic(j: &mut Judge<'_>, f: TrafficFile) -> Traffic {
    j.owned_up(&f.demo);
    if f.flow.is_empty() || f.flow.len() > MAX_FLOWS {
        j.say(f.demo.span(), Fault::Number { found: f.flow.len().to_string(), expected: "a number of flows; 1 to 1296 were expected" });
    }
    let d = &f.defects;
    let defects = Defects {
        mrz_misread: j.maybe_share(d.mrz_misread.as_ref()),
        name_transposed: j.maybe_share(d.name_transposed.as_ref()),
        list_missing: j.maybe_share(d.list_missing.as_ref()),
        list_late: j.maybe_share(d.list_late.as_ref()),
    };
    let mut months = [1.0; 12];
    for (name, factor) in &f.months {
        match MONTHS.iter().position(|m| m == name.get_ref()) {
            Some(i) => months[i] = j.month(factor),
            None => j.word(name, "a month; jan, feb … dec were expected"),
        }
    }
    let flows = f.flow.into_iter().map(|t| flow(j, t)).collect();
    let mut stage_places = Vec::new();
    let mut key = |j: &Judge<'_>, procedure: Word, stage: Word| {
        let (p, s) = (named(j, procedure), named(j, stage));
        let key = (p.id.clone(), s.id.clone());
        stage_places.push((p, s));
        key
    };
    let service = f.service.into_iter().map(|s| {
        let [refer, hold, refuse] = [&s.refer, &s.hold, &s.refuse].map(|n| j.maybe_share(n.as_ref()));
        j.at_most_one(s.stage.span(), [refer, hold, refuse].into_iter());
        let time = ServiceTime { median_s: j.duration(&s.median) as f64, sigma: j.sigma(&s.sigma), refer, hold, refuse };
        (key(j, s.procedure, s.stage), time)
    });
    let service = service.collect();
    let desks = f.desks.into_iter().map(|d| {
        if *d.count.get_ref() == 0 {
            j.say(d.count.span(), Fault::Number { found: "0".into(), expected: "a number of officers; at least 1 was expected" });
        }
        (key(j, d.procedure, d.stage), d.count.into_inner())
    });
    let desks = desks.collect();
    let mix_places = f.mix.iter().map(|m| Named { id: m.procedure.get_ref().clone(), place: j.place(m.procedure.span()) }).collect();
    let mix = f.mix.into_iter().map(|m| {
        let facts = m.facts.into_iter().map(|(fact, p)| (fact, j.share(&p))).collect();
        (m.procedure.into_inner(), facts)
    });
    Traffic { defects, months, flows, mix: mix.collect(), mix_places, service, desks, stage_places }
}

fn named(j: &Judge<'_>, w: Word) -> Named {
    Named { place: j.place(w.span()), id: w.into_inner() }
}

fn flow(j: &mut Judge<'_>, t: FlowTable) -> Flow {
    let direction = match t.direction.get_ref().as_str() {
        "inbound" => Direction::Inbound,
        "outbound" => Direction::Outbound,
        _ => {
            j.word(&t.direction, "a direction; `inbound` or `outbound` was expected");
            Direction::Inbound
        }
    };
    let profile = match t.profile.get_ref().as_str() {
        "flat" => Profile::flat(),
        "daytime" => Profile::daytime(),
        "banks" => banks(j, &t),
        _ => {
            j.word(&t.profile, "a profile; `flat`, `daytime` or `banks` was expected");
            Profile::flat()
        }
    };
    let upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let carriers = t.carriers.iter().map(|c| {
        j.some(c.code.span(), c.name.as_bytes(), "the carrier's `name`");
        j.code(&c.code, 2..=3, upper, "a carrier; two or three letters and digits were expected")
    });
    let carriers = carriers.collect();
    let ports = t.ports.iter().map(|p| j.code(p, 3..=5, upper, "a port; an IATA code or a UN/LOCODE was expected")).collect();
    j.at_most_one(t.point.span(), t.kinds.iter().map(|k| *k.share.get_ref()));
    let kinds =
        t.kinds.iter().map(|k| Kind { name: k.name.clone(), share: j.share(&k.share), turnaround_s: j.duration(&k.turnaround) }).collect();
    let per_day = j.per_day(&t.per_day);
    let carries = t.carries.map(|c| Carries { mean: j.on_board(&c.mean), sigma: j.sigma(&c.sigma), procedure: named(j, c.procedure) });
    Flow { point: named(j, t.point), procedure: named(j, t.procedure), direction, per_day, profile, carries, carriers, ports, kinds }
}

fn banks(j: &mut Judge<'_>, t: &FlowTable) -> Profile {
    let faults = j.errors.len();
    j.some(t.profile.span(), &t.banks, "`banks`");
    j.at_most_one(t.profile.span(), t.banks.iter().map(|b| *b.share.get_ref()));
    let mut banks = Vec::new();
    let mut earliest = 0;
    for b in &t.banks {
        let share = j.share(&b.share);
        match (time_of_day(b.from.get_ref()), time_of_day(b.to.get_ref())) {
            (Some(from_s), Some(to_s)) if earliest <= from_s && from_s < to_s => {
                banks.push(Bank { from_s, to_s, share });
                earliest = to_s;
            }
            _ => j.word(&b.from, "the start of a bank; HH:MM before its end and after the banks above was expected"),
        }
    }
    if j.errors.len() == faults { Profile::banks(&banks) } else { Profile::flat() }
}
