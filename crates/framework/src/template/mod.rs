//! A country that begins: a small framework in order, with every value that a country has to decide marked as chosen.
//!
//! Files with marks to fill in rather than a model that is written out, because what a secretariat needs is files it can read: comments say what each part
//! is for and what has to be decided. A test loads, checks and proves what comes out, so that the files cannot fall behind the format.

use std::fmt;

/// What a new framework is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// Its id: letters, digits and hyphens.
    pub id: String,
    /// The country's name.
    pub name: String,
    /// The code of ICAO Doc 9303 part 3: three capital letters.
    pub state: String,
    /// Two-letter codes; at least one.
    pub languages: Vec<String>,
    /// A name of the tz database.
    pub time_zone: String,
    /// The version that the framework begins with.
    pub version: String,
    /// land, air, sea, lake, rail; at least one.
    pub environments: Vec<String>,
}

/// An answer that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadAnswer {
    /// Which.
    pub field: &'static str,
    /// What came.
    pub found: String,
    /// What was expected.
    pub expected: &'static str,
}

impl fmt::Display for BadAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` cannot be the {}: {}", self.found, self.field, self.expected)
    }
}

impl std::error::Error for BadAnswer {}

/// A file of the new framework: path below its directory, and text.
pub type File = (String, String);

macro_rules! files {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("files/", $path)))),*] };
}

const COMMON: &[(&str, &str)] = files!(
    "framework.toml",
    "agencies.toml",
    "bodies.toml",
    "clocks.toml",
    "desks.toml",
    "duty.toml",
    "lists.toml",
    "standards.toml",
    "retention.toml",
    "classification.toml",
    "sources.toml",
    "policies/schema.cedarschema",
    "policies/read.cedar",
    "policies/act.cedar",
    "policies/never.cedar",
    "guarantees/guarantees.cedar",
);

/// For each environment: where the file goes, and what it says.
const EACH: &[(&str, &str)] = &[
    ("points/{{environment}}-1.toml", include_str!("files/points/point.toml")),
    ("procedures/{{environment}}-traveller-arrival.toml", include_str!("files/procedures/arrival.toml")),
    ("procedures/{{environment}}-traveller-departure.toml", include_str!("files/procedures/departure.toml")),
];

/// Who leads by environment, as is usual: customs at land, whoever operates the place by air and by water.
struct Environment {
    word: &'static str,
    lead: &'static str,
    deputy: &'static str,
    /// Name, short name and function of the agency that operates the place.
    operator: Option<(&'static str, &'static str, &'static str)>,
}

const ENVIRONMENTS: &[Environment] = &[
    Environment { word: "land", lead: "CUSTOMS", deputy: "IMMIGRATION", operator: None },
    Environment { word: "rail", lead: "CUSTOMS", deputy: "IMMIGRATION", operator: None },
    Environment {
        word: "air",
        lead: "AIRPORTS",
        deputy: "IMMIGRATION",
        operator: Some(("Airports authority", "Airports", "airport_operator")),
    },
    Environment { word: "sea", lead: "PORTS", deputy: "CUSTOMS", operator: Some(("Ports authority", "Ports", "port_operator")) },
    Environment { word: "lake", lead: "PORTS", deputy: "CUSTOMS", operator: Some(("Ports authority", "Ports", "port_operator")) },
];

impl Answers {
    /// Looks at every answer.
    ///
    /// # Errors
    /// The first that cannot be used.
    pub fn checked(&self) -> Result<(), BadAnswer> {
        let bad = |field, found: &str, expected| Err(BadAnswer { field, found: found.to_owned(), expected });
        let plain = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        // A quotation mark or a line break would end the value in the file.
        let quotable = |t: &str| !t.trim().is_empty() && !t.contains(['"', '\\', '{', '}']) && !t.chars().any(char::is_control);
        if !plain(&self.id) || self.id.len() > 64 {
            return bad("id", &self.id, "letters, digits and hyphens, at most 64");
        }
        if !quotable(&self.name) || self.name.len() > 200 {
            return bad("name", &self.name, "one line without quotation marks, braces or backslashes");
        }
        if self.state.len() != 3 || !self.state.bytes().all(|b| b.is_ascii_uppercase()) {
            return bad("state", &self.state, "three capital letters, as in a passport's machine-readable zone");
        }
        if !quotable(&self.version) {
            return bad("version", &self.version, "one line without quotation marks, braces or backslashes");
        }
        if !quotable(&self.time_zone) {
            return bad("time zone", &self.time_zone, "a name of the tz database");
        }
        if let Some(language) = self.languages.iter().find(|l| l.len() != 2 || !l.bytes().all(|b| b.is_ascii_lowercase())) {
            return bad("language", language, "two small letters, as in ISO 639");
        }
        if self.languages.is_empty() {
            return bad("language", "", "at least one");
        }
        if let Some(word) = self.environments.iter().find(|e| !ENVIRONMENTS.iter().any(|k| k.word == e.as_str())) {
            return bad("environment", word, "one of land, air, sea, lake, rail");
        }
        if self.environments.is_empty() {
            return bad("environment", "", "one of land, air, sea, lake, rail");
        }
        Ok(())
    }
}

/// The files of a new framework.
///
/// # Errors
/// When an answer cannot be used.
pub fn render(answers: &Answers) -> Result<Vec<File>, BadAnswer> {
    answers.checked()?;
    let chosen: Vec<&Environment> = ENVIRONMENTS.iter().filter(|e| answers.environments.iter().any(|a| a == e.word)).collect();
    let languages = answers.languages.iter().map(|l| format!("\"{l}\"")).collect::<Vec<_>>().join(", ");
    let (operators, standards) = (operators(&chosen, &answers.state), standards(&chosen));
    let marks = [
        ("id", answers.id.as_str()),
        ("name", &answers.name),
        ("state", &answers.state),
        ("version", &answers.version),
        ("languages", &languages),
        ("time_zone", &answers.time_zone),
        ("operators", &operators),
        ("standards", &standards),
    ];
    let mut files: Vec<File> = COMMON.iter().map(|(path, text)| ((*path).to_owned(), fill(text, &marks))).collect();
    for e in chosen {
        let own = [("environment", e.word), ("lead", e.lead), ("deputy", e.deputy)];
        files.extend(EACH.iter().map(|(path, text)| (fill(path, &own), fill(&fill(text, &own), &marks))));
    }
    Ok(files)
}

fn fill(text: &str, marks: &[(&str, &str)]) -> String {
    marks.iter().fold(text.to_owned(), |text, (mark, value)| text.replace(&format!("{{{{{mark}}}}}"), value))
}

fn operators(chosen: &[&Environment], state: &str) -> String {
    let mut said = Vec::new();
    for (id, (name, short, function)) in chosen.iter().filter_map(|e| Some((e.lead, e.operator?))) {
        let text = format!(
            "\n[[agency]]\nid = \"{id}\"\nname = \"{name}\"\nshort = \"{short}\"\nstate = \"{state}\"\nfunctions = [\"{function}\"]\nsource = \"default\"\n"
        );
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said.concat()
}

fn standards(chosen: &[&Environment]) -> String {
    let one = |e: &&Environment| {
        format!(
            "\n[[standard]]\nid = \"{0}-arrival\"\ntitle = \"Travellers who arrive by {0} are released\"\nmeasure = \"release_time\"\nprocedure = \"{0}-traveller-arrival\"\nstatistic = \"p95\"\ntarget = \"45m\"\nsource = \"default\"\n",
            e.word
        )
    };
    chosen.iter().map(one).collect()
}
