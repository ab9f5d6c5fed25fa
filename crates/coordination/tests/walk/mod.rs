//! Random walks at the border: officers who are right or wrong, commands that are sensible or absurd, at every procedure and point of both countries.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses a part of it; tests end where they cannot go on")]

mod choose;
mod onward;

pub use choose::{Choice, choices, start};
pub use onward::{end_of, onward};

use coordination::crossing::{
    By, Command, Context, Crossing, CrossingId, Emitted, Fact, OpenCommand, Recorded, Refused, Subject, Traveller, decide, open,
};
use framework::access::Officer;
use framework::{Path, PointId, Rulebook};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub const SECOND: i64 = 1_000_000;
pub const PURPOSE: &str = "border_control";

/// A country and every path in it.
pub struct Pack {
    pub book: Rulebook,
    pub paths: Vec<Arc<Path>>,
}

pub fn packs() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    PACKS.get_or_init(|| ["kenya", "pakistan"].map(pack).into())
}

fn pack(name: &str) -> Pack {
    let folder = format!("{}/../../frameworks/{name}", env!("CARGO_MANIFEST_DIR"));
    let loaded = framework::load(folder.as_ref());
    let book = Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap();
    let points = book.framework.points.iter().map(|p| PointId::from(p.id.get_ref().as_str()));
    // Where nobody has a desk, nothing can be done: those points are planned or run by one agency alone.
    let ends = |p: &&Arc<Path>| p.steps.iter().any(|s| s.kind == framework::StepKind::Release);
    let at = |p: PointId| book.paths_at(&p).into_iter().filter(ends).cloned().collect::<Vec<_>>();
    let paths: Vec<Arc<Path>> = points.flat_map(at).collect();
    Pack { paths, book }
}

/// An officer at a desk of an agency; two with different numbers are colleagues.
pub fn officer(book: &Rulebook, agency: &str, point: &str, number: u8) -> Officer {
    Officer {
        id: format!("{agency}-{number}").as_str().into(),
        agency: agency.into(),
        state: book.agencies[agency].state.clone(),
        point: Some(point.into()),
        desk: format!("{point}.{agency}").as_str().into(),
        roles: ["frontline".to_owned()].into(),
        purposes: [PURPOSE.to_owned()].into(),
        clearance: 1,
    }
}

/// One fact, as an entry keeps it.
#[derive(Debug, Clone)]
pub struct Kept {
    pub crossing: CrossingId,
    pub id: String,
    pub by: By,
    pub fact: Fact,
}

impl Kept {
    pub fn recorded(&self) -> Recorded<'_> {
        Recorded { id: &self.id, by: self.by.clone(), fact: self.fact.clone() }
    }
}

/// A node: what it has recorded, and what that folds to.
#[derive(Clone)]
pub struct Walk {
    pub pack: &'static Pack,
    pub path: Arc<Path>,
    pub node: &'static str,
    pub now_us: i64,
    pub entries: Vec<Kept>,
    pub states: BTreeMap<CrossingId, Crossing>,
    /// What was tried, for whoever has to find out why a property failed.
    pub story: Vec<String>,
}

/// The crossing that a walk is about; its parts are `part-0`, `part-1` …
pub fn whole() -> CrossingId {
    "whole".into()
}

impl Walk {
    /// A file on a path, with some parts where the path carries any.
    pub fn begin(pack: &'static Pack, path: Arc<Path>, conditions: Vec<String>, arrived: bool, parts: usize) -> Self {
        let mut walk =
            Self { pack, path, node: "a", now_us: 1_800_000_000 * SECOND, entries: vec![], states: BTreeMap::new(), story: vec![] };
        let path = walk.path.clone();
        let opener = officer(&pack.book, path.steps[0].agency.as_str(), path.point.as_str(), 1);
        let ask = walk.ask(conditions, arrived);
        walk.open(&opener, whole(), &ask).unwrap_or_else(|e| panic!("{} at {}: {e}", path.procedure, path.point));
        let part = path.parts.first().and_then(|p| pack.book.path(p, &path.point, path.direction)).cloned();
        for (number, part) in part.iter().flat_map(|p| std::iter::repeat_n(p, parts)).enumerate() {
            let ask = OpenCommand {
                procedure: part.procedure.clone(),
                subject: subject(&part.subject),
                conditions: vec![],
                part_of: Some(whole()),
                ..ask.clone()
            };
            walk.open(&opener, format!("part-{number}").into(), &ask).unwrap();
        }
        walk
    }

    pub fn context<'a>(&'a self, officer: &'a Officer) -> Context<'a> {
        Context { book: &self.pack.book, rules: &self.pack.book.access, officer, purpose: PURPOSE, now_us: self.now_us }
    }

    /// Opens one more file on the same path, announced and not part of anything.
    pub fn open_as(&mut self, officer: &Officer, id: &str, change: impl FnOnce(&mut OpenCommand)) -> Result<Vec<Kept>, Refused> {
        let mut ask = self.ask(vec![], false);
        change(&mut ask);
        self.open(officer, id.into(), &ask)
    }

    fn ask(&self, conditions: Vec<String>, arrived: bool) -> OpenCommand {
        OpenCommand {
            point: self.path.point.clone(),
            procedure: self.path.procedure.clone(),
            direction: self.path.direction,
            subject: subject(&self.path.subject),
            conditions,
            part_of: None,
            nature: Default::default(),
            origin: Default::default(),
            arrived,
            expected_us: None,
        }
    }

    fn open(&mut self, officer: &Officer, id: CrossingId, ask: &OpenCommand) -> Result<Vec<Kept>, Refused> {
        let facts = open(&self.context(officer), &id, self.states.get(&id), ask)?;
        Ok(self.record(officer, facts))
    }

    pub fn decide(&self, officer: &Officer, id: &CrossingId, command: &Command) -> Result<Vec<Emitted>, Refused> {
        let parts: Vec<(CrossingId, &Crossing)> =
            self.states.iter().filter(|(_, s)| s.part_of.as_ref() == Some(id)).map(|(i, s)| (i.clone(), s)).collect();
        decide(&self.context(officer), id, &self.states[id], &parts, command)
    }

    /// Tries a command and records what it gives.
    pub fn give(&mut self, officer: &Officer, id: &CrossingId, command: &Command) -> Result<Vec<Kept>, Refused> {
        let decided = self.decide(officer, id, command);
        let came =
            decided.as_ref().map_or_else(ToString::to_string, |facts| facts.iter().map(|f| f.fact.kind()).collect::<Vec<_>>().join(", "));
        let command = if came.contains("4001") { command.word().to_owned() } else { format!("{command:?}") };
        self.story.push(format!("{} at {:?}, {id}: {command} -> {came}", officer.id, officer.point));
        decided.map(|facts| self.record(officer, facts))
    }

    fn record(&mut self, officer: &Officer, facts: Vec<Emitted>) -> Vec<Kept> {
        let mut kept = Vec::new();
        for Emitted { crossing, fact } in facts {
            self.now_us += 1;
            let by = By { officer: officer.id.clone(), agency: officer.agency.clone(), at_us: self.now_us };
            // Two nodes that do not see each other number their entries at the same times.
            let entry = Kept { crossing, id: format!("{:08}-{}", self.entries.len(), self.node), by, fact };
            if let Some(next) = Crossing::fold(&self.pack.book, self.states.get(&entry.crossing), &entry.recorded()) {
                self.states.insert(entry.crossing.clone(), next);
            }
            self.entries.push(entry.clone());
            kept.push(entry);
        }
        kept
    }

    /// Settled: released, taken back, cancelled, or refused where nobody owes anything after a refusal.
    pub fn settled(&self, id: &CrossingId) -> bool {
        let state = &self.states[id];
        state.is_over() || state.refusal.as_ref().is_some_and(|r| !owes_readmission(state, r.step))
    }

    pub fn parts(&self) -> impl Iterator<Item = (&CrossingId, &Crossing)> {
        self.states.iter().filter(|(_, s)| s.part_of.is_some())
    }

    pub fn told(&self) -> String {
        format!("{} at {}, {:?}\n{}", self.path.procedure, self.path.point, self.path.direction, self.story.join("\n"))
    }
}

/// The agreements on one-stop posts: who is refused entry is taken back by the state that was left; who is refused exit never left it.
pub fn owes_readmission(state: &Crossing, refused_at: usize) -> bool {
    state.path.one_stop && state.path.steps[refused_at].half != framework::Half::Exit
}

/// The least that a subject of a kind has to say.
pub fn subject(kind: &str) -> Subject {
    let person = serde_json::to_value(Traveller { surname: "ERIKSSON".into(), ..Traveller::default() }).unwrap();
    let mut fields = match kind {
        "traveller" | "person_on_foot" => person,
        "flight" => serde_json::json!({ "carrier": "U0", "number": "12" }),
        "vessel" => serde_json::json!({ "name": "UTOPIA STAR" }),
        "consignment" => serde_json::json!({ "declaration": "UTO-1" }),
        _ => serde_json::json!({ "plate": "UTO 001 A" }),
    };
    fields["kind"] = kind.into();
    serde_json::from_value(fields).unwrap()
}
