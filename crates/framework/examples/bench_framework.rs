//! What a framework costs: `cargo run --release -p framework --example bench_framework [DIR]`, `frameworks/kenya` without one.
//!
//! Load and check; one decision with its level of disclosure; 5,000 records filtered for one officer, with plain Cedar as the peer: one request, one set of
//! entities and one evaluation of all rules for each record. Records are made up of the framework's own points and agencies, each with an author of its own.

use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request, RestrictedExpression as Expression,
};
use framework::access::{Access, Action, Kind, Label, Level, Officer, Topic};
use framework::{Framework, Path, PointId, Rulebook};
use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::hint::black_box;
use std::str::FromStr;
use std::time::{Duration, Instant};

const RECORDS: usize = 5_000;
const RUNS: usize = 21;
const PURPOSE: &str = "border_control";

fn main() -> Result<(), Box<dyn Error>> {
    let dir = std::env::args().nth(1).unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/kenya").to_owned());
    let run = || {
        let loaded = framework::load(dir.as_ref());
        loaded.framework.as_ref().map(|f| framework::check(f, &loaded.texts, Some("2026-01-01")).len())
    };
    let findings = run().ok_or("the framework cannot be used")?;
    report(&format!("load and check ({findings} findings)"), RUNS, || black_box(run()));

    let loaded = framework::load(dir.as_ref());
    let book = Rulebook::new(loaded.framework.ok_or("the framework cannot be used")?, &loaded.texts)?;
    let officers = officers(&book);
    let (officer, other) = (officers.first().ok_or("no point has a desk")?.clone(), officers.last().ok_or("no point has a desk")?.clone());
    let labels = labels(&book, &officer);
    println!("{} rules' files, {RECORDS} records, officer of {} at {:?}", book.framework.policies.len(), officer.agency, officer.point);

    let fresh = |label: &Label| match book.access.evaluate(&officer, Action::Read, label, PURPOSE).allowed {
        true => Level::Content,
        false if book.access.evaluate(&officer, Action::See, label, PURPOSE).allowed => Level::Exists,
        false => Level::Nothing,
    };
    let kept = |label: &Label| book.access.disclosure(&officer, label, PURPOSE).level;
    each("one decision with its level, not remembered", &labels, fresh);
    each("one decision with its level, as the system asks", &labels, kept);

    let mut seen = Vec::new();
    report(&format!("{RECORDS} records filtered, nothing remembered before"), RUNS, || {
        // Compiling the rules is no part of the filter; what it remembers must be gone.
        let access = Access::compile(&book.framework).ok()?;
        let start = Instant::now();
        seen = labels.iter().map(|l| access.disclosure(&officer, l, PURPOSE).level).collect();
        Some(start.elapsed())
    });
    report(&format!("{RECORDS} records filtered, remembered for an officer of {} at {:?} only", other.agency, other.point), RUNS, || {
        let access = Access::compile(&book.framework).ok()?;
        let theirs = labels.iter().filter(|l| access.disclosure(&other, l, PURPOSE).level > Level::Nothing).count();
        let start = Instant::now();
        black_box(labels.iter().filter(|l| access.disclosure(&officer, l, PURPOSE).level > Level::Nothing).count() + theirs);
        Some(start.elapsed())
    });
    report(&format!("{RECORDS} records filtered again"), RUNS, || {
        black_box(labels.iter().map(kept).filter(|l| *l > Level::Nothing).count())
    });
    let plain = Plain::of(&book.framework)?;
    let mut peer = Vec::new();
    report(&format!("{RECORDS} records, plain Cedar for each (peer)"), 3, || {
        peer = labels.iter().map(|l| plain.level(&officer, l)).collect::<Option<Vec<Level>>>()?;
        Some(())
    });
    let count = |wanted: Level| seen.iter().filter(|l| **l == wanted).count();
    println!("content {}, exists {}, nothing {}", count(Level::Content), count(Level::Exists), count(Level::Nothing));
    if peer != seen { Err("the peer sees other records".into()) } else { Ok(()) }
}

/// What a run says of its own time, if it does.
trait Timed {
    fn own(&self) -> Option<Duration>;
}

impl Timed for Option<Duration> {
    fn own(&self) -> Option<Duration> {
        *self
    }
}

impl Timed for Option<()> {
    fn own(&self) -> Option<Duration> {
        None
    }
}

impl Timed for Option<usize> {
    fn own(&self) -> Option<Duration> {
        None
    }
}

impl Timed for usize {
    fn own(&self) -> Option<Duration> {
        None
    }
}

/// Time that this thread spent on a processor: what is left of a figure when others want the machine too. Linux only; steps of a scheduler's tick.
fn on_processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn report<T: Timed>(what: &str, runs: usize, mut run: impl FnMut() -> T) {
    let before = on_processor();
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            let own = run().own();
            own.unwrap_or_else(|| start.elapsed())
        })
        .collect();
    times.sort();
    let median = times[times.len() / 2];
    let spent = before.and_then(|before| on_processor()?.checked_sub(before));
    let spent = spent.map_or_else(String::new, |s| format!("; on the processor {:.2} ms", ms(s) / runs as f64));
    println!("{what}: median {:.2} ms, best {:.2} ms, worst {:.2} ms{spent}", ms(median), ms(times[0]), ms(times[times.len() - 1]));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn each(what: &str, labels: &[Label], decide: impl Fn(&Label) -> Level) {
    let mut times: Vec<u128> = labels
        .iter()
        .map(|label| {
            let start = Instant::now();
            black_box(decide(label));
            start.elapsed().as_nanos()
        })
        .collect();
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100] as f64 / 1e3;
    println!("{what}: median {:.2} µs, p99 {:.2} µs", at(50), at(99));
}

/// An officer of the framework's own state at each one-stop post, or at each point where there is none.
fn officers(book: &Rulebook) -> Vec<Officer> {
    let one_stop = book.framework.points.iter().any(|p| p.one_stop.is_some());
    let posts = book.framework.points.iter().filter(|p| p.one_stop.is_some() == one_stop);
    let own = |agency: &str| book.agencies.get(agency).is_some_and(|a| a.state == book.own_state());
    let at = |point: &framework::model::Point| {
        let desk = point.desk.iter().flatten().find(|d| own(d.agency.get_ref()))?;
        Some(Officer {
            id: format!("officer at {}", point.id.get_ref()).as_str().into(),
            agency: desk.agency.get_ref().as_str().into(),
            state: book.own_state(),
            point: Some(point.id.get_ref().as_str().into()),
            desk: desk.id.get_ref().as_str().into(),
            roles: ["frontline", "joc"].map(str::to_owned).into(),
            purposes: [PURPOSE.to_owned()].into(),
            clearance: 2,
        })
    };
    posts.filter_map(|p| at(p)).collect()
}

/// Crossings, controls, reasons, remarks and hits as the framework's own procedures label them, every fourth at the officer's point. Each reason and remark
/// has an author of its own; some are medical, about risk or intelligence, classified, RED, silent or released. The same in every run.
fn labels(book: &Rulebook, officer: &Officer) -> Vec<Label> {
    let all: Vec<Label> = book.framework.points.iter().flat_map(|p| at(book, &p.id.get_ref().as_str().into())).collect();
    let own: Vec<Label> = officer.point.iter().flat_map(|p| at(book, p)).collect();
    let mut state = 7_u64;
    let mut pick = |of: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % of.max(1)
    };
    let label = |n: usize| {
        let from = if n.is_multiple_of(4) { &own } else { &all };
        let mut label = from[pick(from.len())].clone();
        match pick(10) {
            0 | 1 => label.kind = Kind::Remark,
            2 => label.kind = Kind::Hit,
            _ => {}
        }
        if matches!(label.kind, Kind::Remark | Kind::StageReason) {
            label.author = Some(format!("officer-{n}").as_str().into());
            label.topic = *[Topic::Medical, Topic::Risk, Topic::Intelligence].get(pick(15)).unwrap_or(&label.topic);
            label.classification = *[1, 2, 3].get(pick(30)).unwrap_or(&0);
            label.tlp = *[4, 3, 1].get(pick(30)).unwrap_or(&2);
        }
        label.silent = label.kind == Kind::Hit && pick(10) == 0;
        if pick(20) == 0 {
            label.releasable_to = label.states.iter().map(ToString::to_string).collect();
        }
        label
    };
    (0..RECORDS).map(label).collect()
}

/// What the procedures of a point make records of.
fn at(book: &Rulebook, point: &PointId) -> Vec<Label> {
    let of = |path: &Path| {
        let steps = path.steps.iter().flat_map(|s| [path.step_label(s, Kind::Stage), path.step_label(s, Kind::StageReason)]);
        [path.label()].into_iter().chain(steps).collect::<Vec<Label>>()
    };
    book.paths_at(point).iter().flat_map(|path| of(path)).collect()
}

/// Cedar without anything of ours: the whole of the rules, the whole of the label.
struct Plain {
    policies: PolicySet,
    authorizer: Authorizer,
    types: [EntityTypeName; 3],
}

impl Plain {
    fn of(framework: &Framework) -> Result<Self, Box<dyn Error>> {
        let text: String = framework.policies.iter().map(|p| p.item.as_str()).collect();
        let types = ["Officer", "Record", "Action"].map(EntityTypeName::from_str);
        let [Ok(officer), Ok(record), Ok(action)] = types else { return Err("a type has no name".into()) };
        Ok(Self { policies: PolicySet::from_str(&text)?, authorizer: Authorizer::new(), types: [officer, record, action] })
    }

    fn level(&self, officer: &Officer, label: &Label) -> Option<Level> {
        Some(match (self.allowed(officer, "read", label)?, self.allowed(officer, "see", label)?) {
            (true, _) => Level::Content,
            (false, true) => Level::Exists,
            (false, false) => Level::Nothing,
        })
    }

    fn allowed(&self, o: &Officer, action: &str, l: &Label) -> Option<bool> {
        let [officer, record, action_type] = &self.types;
        let uid = |of: &EntityTypeName, id: &str| EntityUid::from_type_name_and_id(of.clone(), EntityId::new(id));
        let text = |t: &str| Expression::new_string(t.to_owned());
        let texts = |t: &mut dyn Iterator<Item = String>| Expression::new_set(t.map(Expression::new_string));
        let some = |t: Option<String>| Expression::new_string(t.unwrap_or_default());
        let (principal, resource) = (uid(officer, o.id.as_str()), uid(record, "record"));
        let named = |pairs: Vec<(&str, Expression)>| pairs.into_iter().map(|(n, e)| (n.to_owned(), e)).collect::<HashMap<_, _>>();
        let who = named(vec![
            ("id", text(o.id.as_str())),
            ("agency", text(o.agency.as_str())),
            ("state", text(o.state.as_str())),
            ("point", some(o.point.as_ref().map(ToString::to_string))),
            ("desk", text(o.desk.as_str())),
            ("roles", texts(&mut o.roles.iter().cloned())),
            ("purposes", texts(&mut o.purposes.iter().cloned())),
            ("clearance", Expression::new_long(o.clearance)),
        ]);
        let what = named(vec![
            ("kind", text(l.kind.word())),
            ("topic", text(l.topic.word())),
            ("point", some(l.point.as_ref().map(ToString::to_string))),
            ("states", texts(&mut l.states.iter().map(ToString::to_string))),
            ("agency", text(l.agency.as_str())),
            ("state", text(l.state.as_str())),
            ("author", some(l.author.as_ref().map(ToString::to_string))),
            ("subject_desk", some(l.subject_desk.as_ref().map(ToString::to_string))),
            ("classification", Expression::new_long(l.classification)),
            ("tlp", Expression::new_long(l.tlp)),
            ("silent", Expression::new_bool(l.silent)),
            ("releasable_to", texts(&mut l.releasable_to.iter().cloned())),
        ]);
        let entities =
            [Entity::new(principal.clone(), who, HashSet::new()).ok()?, Entity::new(resource.clone(), what, HashSet::new()).ok()?];
        let entities = Entities::from_entities(entities, None).ok()?;
        let context = Context::from_pairs([("purpose".to_owned(), text(PURPOSE))]).ok()?;
        let request = Request::new(principal, uid(action_type, action), resource, context, None).ok()?;
        Some(self.authorizer.is_authorized(&request, &self.policies, &entities).decision() == cedar_policy::Decision::Allow)
    }
}
