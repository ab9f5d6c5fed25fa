//! A small language for stories at the border: officers who do things to a file, one minute after the other.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses a part of it; tests end where they cannot go on")]

use coordination::crossing::{
    By, Command, Context, Crossing, CrossingId, Emitted, Fact, OpenCommand, Recorded, Refused, State, Subject, Traveller, Vehicle, decide,
    open,
};
use framework::access::Officer;
use framework::{Direction, Rulebook};
use std::collections::BTreeMap;
use std::sync::OnceLock;

pub const MINUTE: i64 = 60_000_000;

pub fn kenya() -> &'static Rulebook {
    static BOOK: OnceLock<Rulebook> = OnceLock::new();
    BOOK.get_or_init(|| {
        let loaded = framework::load(concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/kenya").as_ref());
        Rulebook::new(loaded.framework.unwrap(), &loaded.texts).unwrap()
    })
}

/// An officer of an agency at a point; `name` tells two of one agency apart.
pub fn officer(agency: &str, point: &str, name: &str) -> Officer {
    let card = &kenya().agencies[agency];
    Officer {
        id: format!("{agency}-{name}").as_str().into(),
        agency: agency.into(),
        state: card.state.clone(),
        point: Some(point.into()),
        desk: format!("{point}.{agency}").as_str().into(),
        roles: ["frontline".to_owned()].into(),
        purposes: ["border_control".to_owned()].into(),
        clearance: 1,
    }
}

/// A journal in memory: every file's entries, and the state they fold to.
#[derive(Clone, Default)]
pub struct Border {
    pub now_us: i64,
    pub entries: Vec<(CrossingId, String, By, Fact)>,
    pub states: BTreeMap<CrossingId, Crossing>,
}

impl Border {
    pub fn context<'a>(&self, officer: &'a Officer) -> Context<'a> {
        Context { book: kenya(), rules: &kenya().access, officer, purpose: "border_control", now_us: self.now_us }
    }

    fn record(&mut self, officer: &Officer, facts: Vec<Emitted>) {
        for Emitted { crossing, fact } in facts {
            self.now_us += 1;
            let by = By { officer: officer.id.clone(), agency: officer.agency.clone(), at_us: self.now_us };
            let id = format!("{:08}", self.entries.len());
            let entry = Recorded { id: &id, by: by.clone(), fact: fact.clone() };
            if let Some(next) = Crossing::fold(kenya(), self.states.get(&crossing), &entry) {
                self.states.insert(crossing.clone(), next);
            }
            self.entries.push((crossing, id, by, fact));
        }
    }

    pub fn open(&mut self, officer: &Officer, id: &str, ask: OpenCommand) -> Result<(), Refused> {
        self.now_us += MINUTE;
        let id = CrossingId::from(id);
        let facts = open(&self.context(officer), &id, self.states.get(&id), &ask)?;
        self.record(officer, facts);
        Ok(())
    }

    /// One minute later, an officer does something.
    pub fn by(&mut self, officer: &Officer, id: &str, command: Command) -> Result<(), Refused> {
        self.now_us += MINUTE;
        let id = CrossingId::from(id);
        let part = |(i, s): (&CrossingId, &Crossing)| (s.part_of.as_ref() == Some(&id)).then(|| (i.clone(), s.clone()));
        let parts: Vec<(CrossingId, Crossing)> = self.states.iter().filter_map(part).collect();
        let parts: Vec<(CrossingId, &Crossing)> = parts.iter().map(|(i, s)| (i.clone(), s)).collect();
        let facts = decide(&self.context(officer), &id, &self.states[&id], &parts, &command)?;
        self.record(officer, facts);
        Ok(())
    }

    pub fn pass(&mut self, officer: &Officer, id: &str, stage: &str) -> Result<(), Refused> {
        self.by(officer, id, pass(stage))
    }

    pub fn file(&self, id: &str) -> &Crossing {
        &self.states[&CrossingId::from(id)]
    }

    pub fn state(&self, id: &str) -> State {
        self.file(id).status(self.now_us).state
    }

    pub fn owed(&self, id: &str) -> Vec<String> {
        let file = self.file(id);
        file.status(self.now_us).owed.iter().map(|o| file.path.steps[*o].id.to_string()).collect()
    }
}

pub fn pass(stage: &str) -> Command {
    Command::Pass { stage: stage.into(), note: String::new(), reason: String::new() }
}

pub fn traveller(surname: &str, number: &str) -> Traveller {
    Traveller {
        surname: surname.into(),
        given: "ANNA MARIA".into(),
        birth: "1974-08-12".into(),
        nationality: "UTO".into(),
        document: coordination::crossing::Document {
            kind: "P".into(),
            number: number.into(),
            issuer: "UTO".into(),
            expires: String::new(),
        },
        ..Traveller::default()
    }
}

pub fn truck(direction: Direction, conditions: &[&str]) -> OpenCommand {
    OpenCommand {
        point: "namanga".into(),
        procedure: "osbp-truck".into(),
        direction,
        subject: Subject::Truck(Vehicle { plate: "UTO 001 A".into(), ..Vehicle::default() }),
        conditions: conditions.iter().map(|c| (*c).to_owned()).collect(),
        part_of: None,
        nature: Default::default(),
        origin: Default::default(),
        arrived: true,
        expected_us: None,
    }
}

pub fn arrival(part_of: Option<&str>, surname: &str, number: &str) -> OpenCommand {
    OpenCommand {
        point: "jkia".into(),
        procedure: "air-passenger-arrival".into(),
        subject: Subject::Traveller(traveller(surname, number)),
        part_of: part_of.map(CrossingId::from),
        arrived: false,
        ..truck(Direction::Inbound, &[])
    }
}
