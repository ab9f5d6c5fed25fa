//! What a framework lacks: structure, completeness and sense, found before a queue shows it.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::load::nearest;
use crate::model::*;
use crate::procedure::{owners, serves, sides};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use toml::Spanned;

struct Checker<'a> {
    texts: &'a BTreeMap<String, String>,
    found: Vec<Diagnostic>,
}

/// Ids of one kind.
type Ids<'a> = HashMap<&'a str, ()>;

impl Checker<'_> {
    fn say(&mut self, code: Code, file: &str, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let text = self.texts.get(file).map_or("", String::as_str);
        self.found.push(Diagnostic { code, place: Place::of(file, text, span), message: message.into(), help });
    }

    fn ids<'i>(&mut self, kind: &str, items: impl Iterator<Item = (&'i str, &'i Id)>) -> Ids<'i> {
        let mut seen: HashMap<&str, ()> = HashMap::new();
        for (file, id) in items {
            let text = id.get_ref();
            // `bmc.{point}`: a body that every point has is written once.
            let plain = text.replace("{point}", "");
            let good = !text.is_empty()
                && text.len() <= 64
                && plain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'));
            if !good {
                self.say(Code::BadId, file, id.span(), format!("`{text}` is not an id of a {kind}"), None);
            }
            if seen.insert(text, ()).is_some() {
                self.say(Code::DuplicateId, file, id.span(), format!("the {kind} `{text}` is described twice"), None);
            }
        }
        seen
    }

    fn refers(&mut self, file: &str, to: &Id, kind: &str, ids: &Ids<'_>) {
        let text = to.get_ref().as_str();
        if !ids.contains_key(text) {
            let help = nearest(text, ids.keys().copied()).map(|k| format!("did you mean `{k}`?"));
            self.say(Code::Dangling, file, to.span(), format!("there is no {kind} `{text}`"), help);
        }
    }

    fn word(&mut self, file: &str, word: &Id, known: &[&str]) {
        let text = word.get_ref().as_str();
        if !known.contains(&text) {
            let help = nearest(text, known.iter().copied())
                .map_or_else(|| format!("one of {}", known.join(", ")), |k| format!("did you mean `{k}`?"));
            self.say(Code::UnknownWord, file, word.span(), format!("`{text}` is not known here"), Some(help));
        }
    }

    fn length(&mut self, file: &str, text: &Id) -> Option<u64> {
        let seconds = duration(text.get_ref());
        if seconds.is_none() {
            self.say(
                Code::BadDuration,
                file,
                text.span(),
                format!("`{}` is not a duration", text.get_ref()),
                Some("a number and s, m, h or d: 90s, 15m, 4h, 30d".into()),
            );
        }
        seconds
    }

    fn unverified(&mut self, file: &str, source: Option<&Sources>, marks: &[Id], sources: &Ids<'_>) {
        for (key, span) in source.into_iter().flat_map(|s| s.get_ref().all().iter().map(|k| (k, s.span()))) {
            match key.as_str() {
                "unverified" => self.say(Code::Unverified, file, span, "the item is not established", None),
                "default" => {}
                _ => self.refers(file, &Spanned::new(span, key.clone()), "source", sources),
            }
        }
        for m in marks {
            self.say(Code::Unverified, file, m.span(), format!("`{}` is not established", m.get_ref()), None);
        }
    }
}

/// Whole seconds of `90s`, `15m`, `4h`, `30d`.
pub fn duration(text: &str) -> Option<u64> {
    let unit = text.chars().last()?;
    let number: u64 = text.strip_suffix(unit)?.parse().ok()?;
    let factor = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    number.checked_mul(factor)
}

/// Minutes since midnight of `06:00-18:00`.
fn hours(text: &str) -> Option<(u32, u32)> {
    let clock = |t: &str| {
        let (h, m) = t.split_once(':')?;
        let (h, m): (u32, u32) = (h.parse().ok()?, m.parse().ok()?);
        (h <= 24 && m < 60 && (h < 24 || m == 0)).then_some(h * 60 + m)
    };
    let (from, to) = text.split_once('-')?;
    Some((clock(from)?, clock(to)?))
}

/// Checks a framework. `today` (`2026-11-23`) is the day against which review dates are judged; without one they are not.
pub fn check(f: &Framework, texts: &BTreeMap<String, String>, today: Option<&str>) -> Vec<Diagnostic> {
    let mut c = Checker { texts, found: Vec::new() };
    let agencies = c.ids("agency", f.agencies.iter().map(|a| (a.file.as_str(), &a.item.id)));
    let points = c.ids("crossing point", f.points.iter().map(|p| (p.file.as_str(), &p.item.id)));
    let bodies = c.ids("body", f.bodies.iter().map(|b| (b.file.as_str(), &b.item.id)));
    let procedures = c.ids("procedure", f.procedures.iter().map(|p| (p.file.as_str(), &p.item.id)));
    let agreements = c.ids("agreement", f.agreements.iter().map(|a| (a.file.as_str(), &a.item.id)));
    let clocks = c.ids("clock", f.clocks.iter().map(|k| (k.file.as_str(), &k.item.id)));
    let ladders = c.ids("ladder", f.ladders.iter().map(|l| (l.file.as_str(), &l.item.id)));
    let sources = c.ids("source", f.sources.iter().map(|s| (s.file.as_str(), &s.item.id)));
    let all_desks = f
        .points
        .iter()
        .flat_map(|p| p.item.desk.iter().flatten().map(|d| (p.file.as_str(), &d.id)))
        .chain(f.desks.iter().map(|d| (d.file.as_str(), &d.item.id)));
    let desks = c.ids("desk", all_desks);
    c.ids("list", f.lists.iter().map(|l| (l.file.as_str(), &l.item.id)));
    c.ids("ground to hold", f.hold_grounds.iter().map(|g| (g.file.as_str(), &g.item.id)));
    c.ids("ground to refuse", f.refusal_grounds.iter().map(|g| (g.file.as_str(), &g.item.id)));
    c.ids("standard", f.standards.iter().map(|s| (s.file.as_str(), &s.item.id)));
    let functions: BTreeSet<&str> = f.agencies.iter().flat_map(|a| a.item.functions.iter().map(|x| x.get_ref().as_str())).collect();

    macro_rules! marks {
        ($($items:expr),*) => { $( for i in &$items { c.unverified(&i.file, i.item.source.as_ref(), &i.item.unverified, &sources); } )* };
    }
    marks!(
        f.agencies,
        f.bodies,
        f.mandates,
        f.points,
        f.desks,
        f.clocks,
        f.ladders,
        f.hold_grounds,
        f.refusal_grounds,
        f.agreements,
        f.lists,
        f.standards,
        f.retention,
        f.levels
    );
    c.unverified(&f.header.file, f.header.source.as_ref(), &f.header.unverified, &sources);

    for b in &f.bodies {
        if let Some(parent) = &b.item.parent {
            c.refers(&b.file, parent, "body", &bodies);
        }
    }
    for m in &f.mandates {
        c.refers(&m.file, &m.item.body, "body", &bodies);
    }
    for p in &f.points {
        point(&mut c, p, &agencies, &agreements);
    }
    for d in &f.desks {
        c.refers(&d.file, &d.item.agency, "agency", &agencies);
    }
    for p in &f.procedures {
        procedure(&mut c, f, p, &procedures, &agreements, &functions, &sources);
    }
    for k in &f.clocks {
        c.length(&k.file, &k.item.duration);
        c.word(&k.file, &k.item.time, &["running", "working"]);
        c.refers(&k.file, &k.item.ladder, "ladder", &ladders);
    }
    for l in &f.ladders {
        ladder(&mut c, l);
    }
    for g in &f.hold_grounds {
        c.length(&g.file, &g.item.max);
        c.refers(&g.file, &g.item.ladder, "ladder", &ladders);
    }
    for l in &f.lists {
        list(&mut c, l, &agencies, &desks, &clocks);
    }
    for a in &f.agreements {
        agreement(&mut c, a, &agencies, &points, today);
    }
    for s in &f.standards {
        if let Some(p) = &s.item.procedure {
            c.refers(&s.file, p, "procedure", &procedures);
        }
        if let Some(k) = &s.item.clock {
            c.refers(&s.file, k, "clock", &clocks);
        }
        if let Some(t) = &s.item.target {
            c.length(&s.file, t);
        }
    }
    policies(&mut c, f);
    c.found.sort_by(|a, b| (&a.place.file, a.place.span.start, a.code).cmp(&(&b.place.file, b.place.span.start, b.code)));
    c.found
}

fn point(c: &mut Checker<'_>, p: &In<Point>, agencies: &Ids<'_>, agreements: &Ids<'_>) {
    let open = p.status.get_ref() == "open";
    c.word(&p.file, &p.environment, &["land", "air", "sea", "lake", "rail"]);
    c.word(&p.file, &p.status, &["open", "closed", "proposed", "suspended"]);
    for role in [&p.lead, &p.deputy, &p.secretary].into_iter().flatten() {
        c.refers(&p.file, role, "agency", agencies);
    }
    if open && p.lead.is_none() {
        c.say(Code::NoLead, &p.file, p.id.span(), format!("the point `{}` is open and nobody leads there", p.id.get_ref()), None);
    }
    if open && p.deputy.is_none() {
        c.say(Code::NoDeputy, &p.file, p.id.span(), format!("the point `{}` has no deputy of the lead", p.id.get_ref()), None);
    }
    if open && p.desk.as_ref().is_none_or(Vec::is_empty) {
        c.say(Code::NoDesk, &p.file, p.id.span(), format!("the point `{}` is open and has no desk", p.id.get_ref()), None);
    }
    let place = p.position.get_ref();
    if !matches!(place.as_slice(), [lat, lon] if lat.abs() <= 90.0 && lon.abs() <= 180.0) {
        c.say(Code::BadPosition, &p.file, p.position.span(), format!("{place:?} is not a latitude and a longitude in degrees"), None);
    }
    let ours = p.hours.as_ref().map(|h| (h, hours(h.get_ref())));
    let theirs = p.neighbour_hours.as_ref().map(|h| (h, hours(h.get_ref())));
    for (h, read) in ours.iter().chain(&theirs) {
        if read.is_none() {
            c.say(
                Code::UnknownWord,
                &p.file,
                h.span(),
                format!("`{}` are no opening hours", h.get_ref()),
                Some("write 06:00-18:00, or 00:00-24:00".into()),
            );
        }
    }
    if let (Some((_, Some((a, b)))), Some((h, Some((x, y))))) = (ours, theirs)
        && a < b
        && x < y
        && (b <= x || y <= a)
    {
        c.say(Code::HoursApart, &p.file, h.span(), "the two sides of the post are never open together", None);
    }
    if let Some(n) = &p.neighbour
        && let Some(a) = &n.agreement
    {
        c.refers(&p.file, a, "agreement", agreements);
    }
    for d in p.desk.iter().flatten() {
        c.refers(&p.file, &d.agency, "agency", agencies);
        c.word(&p.file, &d.kind, &["frontline", "joc", "duty", "gate"]);
    }
}

fn procedure(
    c: &mut Checker<'_>,
    f: &Framework,
    p: &In<Procedure>,
    procedures: &Ids<'_>,
    agreements: &Ids<'_>,
    functions: &BTreeSet<&str>,
    sources: &Ids<'_>,
) {
    let file = p.file.as_str();
    c.word(file, &p.direction, &["inbound", "outbound", "both"]);
    c.word(file, &p.environment, &["land", "air", "sea", "lake", "rail"]);
    let stages = c.ids("stage", p.stage.iter().map(|s| (file, &s.id)));
    for part in p.parts.iter().flatten() {
        c.refers(file, part, "procedure", procedures);
    }
    for r in p.reversal.iter().flatten() {
        c.refers(file, &r.agreement, "agreement", agreements);
    }
    let known: Vec<&str> = functions.iter().copied().collect();
    for s in &p.stage {
        c.word(file, &s.kind, &["gate", "control", "handover", "joint_examination", "release"]);
        c.word(file, &s.side, &["exit", "entry", "joint"]);
        c.word(file, &s.function, &known);
        for a in s.after.iter().flatten().chain(s.joins.iter().flatten()) {
            c.refers(file, a, "stage", &stages);
        }
        c.unverified(file, s.source.as_ref(), &s.unverified, sources);
        if let (Some(expected), Some(target)) = (c.length(file, &s.expected), c.length(file, &s.target))
            && target < expected
        {
            c.say(
                Code::TargetBelowExpected,
                file,
                s.target.span(),
                format!("`{}` is due after {} and takes {}", s.id.get_ref(), s.target.get_ref(), s.expected.get_ref()),
                None,
            );
        }
    }
    graph(c, p);
    let examiners: BTreeSet<&str> = p
        .stage
        .iter()
        .filter(|s| s.kind.get_ref() == "control" && s.examines.as_ref().is_some_and(|e| e.get_ref() == "goods"))
        .map(|s| s.function.get_ref().as_str())
        .collect();
    if examiners.len() >= 3 && !p.stage.iter().any(|s| s.kind.get_ref() == "joint_examination") {
        c.say(
            Code::ThreeExaminations,
            file,
            p.id.span(),
            format!("{} examine the same goods", examiners.into_iter().collect::<Vec<_>>().join(", ")),
            None,
        );
    }
    if p.one_stop == Some(true) && !p.stage.iter().any(|s| s.kind.get_ref() == "handover") {
        c.say(Code::NoHandover, file, p.id.span(), format!("`{}` crosses a one-stop post without a hand-over", p.id.get_ref()), None);
    }
    // A control without an owner is said once, with the points that lack one.
    let mut missing: BTreeMap<(usize, &str), Vec<&str>> = BTreeMap::new();
    for point in f.points.iter().filter(|x| x.status.get_ref() == "open" && serves(p, x)) {
        for side in sides(p) {
            for (i, owned) in owners(f, p, point, *side).into_iter().enumerate() {
                if owned.agencies.is_empty() && owned.stage.mandatory != Some(false) && owned.stage.applies.is_none() {
                    let lacking = missing.entry((i, owned.state)).or_default();
                    if !lacking.contains(&point.item.id.get_ref().as_str()) {
                        lacking.push(point.item.id.get_ref());
                    }
                }
            }
        }
    }
    for ((i, state), points) in missing {
        let s = &p.stage[i];
        c.say(
            Code::NoOwner,
            file,
            s.function.span(),
            format!("no agency of {state} with the function `{}` has a desk at {}", s.function.get_ref(), points.join(", ")),
            None,
        );
    }
}

/// Circles, and mandatory controls that the release does not wait for.
fn graph(c: &mut Checker<'_>, p: &In<Procedure>) {
    let file = p.file.as_str();
    let index: HashMap<&str, usize> = p.stage.iter().enumerate().map(|(i, s)| (s.id.get_ref().as_str(), i)).collect();
    let before: Vec<Vec<usize>> =
        p.stage.iter().map(|s| s.after.iter().flatten().filter_map(|a| index.get(a.get_ref().as_str()).copied()).collect()).collect();
    // Kahn: what is left when nothing more can be done waits for itself.
    let mut done = vec![false; p.stage.len()];
    while let Some(next) = (0..done.len()).find(|i| !done[*i] && before[*i].iter().all(|b| done[*b])) {
        done[next] = true;
    }
    let stuck: Vec<&str> = p.stage.iter().zip(&done).filter(|(_, d)| !**d).map(|(s, _)| s.id.get_ref().as_str()).collect();
    if let Some(first) = p.stage.iter().zip(&done).find(|(_, d)| !**d).map(|(s, _)| s) {
        c.say(Code::Cycle, file, first.id.span(), format!("the stages {} wait for each other", stuck.join(", ")), None);
        return;
    }
    let Some(release) = p.stage.iter().position(|s| s.kind.get_ref() == "release") else {
        c.say(Code::NoRelease, file, p.id.span(), format!("`{}` has no stage of the kind release", p.id.get_ref()), None);
        return;
    };
    let mut waited = vec![false; p.stage.len()];
    let mut open = vec![release];
    while let Some(i) = open.pop() {
        if !std::mem::replace(&mut waited[i], true) {
            open.extend(&before[i]);
        }
    }
    for (s, _) in p.stage.iter().zip(&waited).filter(|(s, w)| !**w && s.mandatory != Some(false)) {
        c.say(Code::Unreached, file, s.id.span(), format!("the release does not wait for `{}`", s.id.get_ref()), None);
    }
}

fn ladder(c: &mut Checker<'_>, l: &In<Ladder>) {
    if l.rungs.is_empty() {
        c.say(Code::LadderEmpty, &l.file, l.id.span(), format!("the ladder `{}` has no rungs", l.id.get_ref()), None);
    }
    let mut last = 0;
    for r in &l.rungs {
        if let Some(after) = c.length(&l.file, &r.after) {
            if after <= last {
                c.say(
                    Code::LadderOrder,
                    &l.file,
                    r.after.span(),
                    format!("the rung `{}` is not later than the one before it", r.to.get_ref()),
                    None,
                );
            }
            last = after;
        }
    }
}

fn list(c: &mut Checker<'_>, l: &In<List>, agencies: &Ids<'_>, desks: &Ids<'_>, clocks: &Ids<'_>) {
    c.refers(&l.file, &l.owner, "agency", agencies);
    c.refers(&l.file, &l.approver, "agency", agencies);
    c.refers(&l.file, &l.duty_desk, "desk", desks);
    c.refers(&l.file, &l.answer, "clock", clocks);
    c.word(&l.file, &l.visibility, &["overt", "silent"]);
    for d in [&l.max, &l.renewal].into_iter().flatten() {
        c.length(&l.file, d);
    }
    for (code, missing, what) in [
        (Code::ListNoBasis, l.legal_basis.as_ref().is_none_or(String::is_empty), "legal basis"),
        (Code::ListNoMax, l.max.is_none(), "longest duration"),
        (Code::ListNoAppeal, l.appeal.as_ref().is_none_or(String::is_empty), "way to appeal"),
    ] {
        if missing {
            c.say(code, &l.file, l.id.span(), format!("the list `{}` has no {what}", l.id.get_ref()), None);
        }
    }
}

fn agreement(c: &mut Checker<'_>, a: &In<Agreement>, agencies: &Ids<'_>, points: &Ids<'_>, today: Option<&str>) {
    for x in &a.agencies {
        c.refers(&a.file, x, "agency", agencies);
    }
    for x in &a.points {
        c.refers(&a.file, x, "crossing point", points);
    }
    if a.purposes.is_empty() {
        c.say(Code::AgreementNoPurpose, &a.file, a.id.span(), format!("the agreement `{}` names no purpose", a.id.get_ref()), None);
    }
    match (&a.review, today) {
        (None, _) => {
            c.say(Code::AgreementNoReview, &a.file, a.id.span(), format!("the agreement `{}` has no review date", a.id.get_ref()), None)
        }
        // Dates in ISO 8601 are in order as text.
        (Some(r), Some(today)) if r.get_ref().to_string().as_str() < today => {
            c.say(
                Code::AgreementPast,
                &a.file,
                r.span(),
                format!("the agreement `{}` was to be reviewed by {}", a.id.get_ref(), r.get_ref()),
                None,
            );
        }
        _ => {}
    }
}

fn policies(c: &mut Checker<'_>, f: &Framework) {
    let Some(schema_file) = &f.schema else { return };
    let schema = match cedar_policy::Schema::from_cedarschema_str(&schema_file.item) {
        Ok((schema, _)) => schema,
        Err(e) => {
            c.say(Code::Policy, &schema_file.file, 0..0, format!("the schema cannot be read: {e}"), None);
            return;
        }
    };
    let validator = cedar_policy::Validator::new(schema);
    for p in &f.policies {
        let set: cedar_policy::PolicySet = match p.item.parse() {
            Ok(set) => set,
            Err(e) => {
                c.say(Code::Policy, &p.file, 0..0, format!("the rules cannot be read: {e}"), None);
                continue;
            }
        };
        for rule in set.policies().filter(|r| r.annotation("id").is_none()) {
            c.say(Code::PolicyUnnamed, &p.file, 0..0, format!("{} has no @id", rule.id()), None);
        }
        for e in validator.validate(&set, cedar_policy::ValidationMode::Strict).validation_errors() {
            c.say(Code::Policy, &p.file, 0..0, e.to_string(), None);
        }
    }
}
