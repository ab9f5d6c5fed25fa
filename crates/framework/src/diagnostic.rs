//! What is wrong with a framework, like a good compiler says it: a code, the place, why it matters at the border, what to write instead.

use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Said for completeness; nothing has to be done.
    Note,
    /// The framework runs; somebody should decide.
    Warning,
    /// The framework cannot be relied on.
    Error,
}

/// A place in a file of the framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Path below the framework's directory.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Bytes of the file.
    pub span: Range<usize>,
}

impl Place {
    /// The place of a span of bytes in the text of a file; a span past the end is taken to stand at the end.
    pub fn of(file: &str, text: &str, span: Range<usize>) -> Self {
        let start = span.start.min(text.len());
        let before = text.get(..start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Self { file: file.to_owned(), line, column, span }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

macro_rules! codes {
    ($($name:ident = $number:literal, $severity:ident, $title:literal, $why:literal, $mend:literal;)*) => {
        /// The kind of a diagnostic. `mpaka framework explain MF0010` tells each at length.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each has its title, reason and remedy below")]
        pub enum Code { $($name),* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// `MF` and four digits.
            pub fn id(self) -> &'static str { match self { $(Self::$name => concat!("MF", $number)),* } }

            /// How bad it is.
            pub fn severity(self) -> Severity { match self { $(Self::$name => Severity::$severity),* } }

            /// What it is, in a few words.
            pub fn title(self) -> &'static str { match self { $(Self::$name => $title),* } }

            /// Why it matters at the border.
            pub fn why(self) -> &'static str { match self { $(Self::$name => $why),* } }

            /// How to mend it.
            pub fn mend(self) -> &'static str { match self { $(Self::$name => $mend),* } }
        }
    };
}

codes! {
    Unreadable = "0001", Error, "a file cannot be read", "A framework that cannot be read cannot be relied on.", "Check that the file exists, is UTF-8 and that you may read it.";
    TooLarge = "0002", Error, "a file is too large", "A file this large is a mistake, and reading it would hold up every start.", "Split the file or remove what does not belong in it.";
    Syntax = "0003", Error, "a file is not TOML", "Nothing of the file is used, so its agencies, points or rules are missing.", "Mend the text at the place shown.";
    UnknownKey = "0004", Error, "a key is not known", "A misspelt key is a rule that silently does not hold.", "Write one of the known keys, or remove the line.";
    WrongType = "0005", Error, "a value has the wrong type or is missing", "The item cannot be used as it stands.", "Write the value that is expected.";
    DuplicateId = "0010", Error, "an id is used twice", "Two things of one name: nobody can say which one a record means.", "Give one of them another id.";
    BadId = "0011", Error, "an id has characters that ids may not have", "Ids stand in records, addresses and policies for years.", "Use letters, digits, dots and hyphens, at most 64.";
    Dangling = "0012", Error, "a reference leads nowhere", "What is meant to answer, own or follow does not exist.", "Write an id that exists, or describe the missing item.";
    BadDuration = "0013", Error, "a duration cannot be read", "A clock without a length never runs out.", "Write a number and a unit: 90s, 15m, 4h, 30d.";
    UnknownWord = "0014", Error, "a word is not one of those known", "The program would not know what to do with it.", "Write one of the words listed.";
    Cycle = "0020", Error, "the stages of a procedure wait for each other", "No traveller or truck would ever be released.", "Remove one of the prerequisites of the circle.";
    NoRelease = "0021", Error, "a procedure has no release", "Nothing says when a crossing is over.", "Add a stage with kind = \"release\".";
    Unreached = "0022", Warning, "a mandatory control is not a condition of the release", "The crossing could be released while the control is still owed.", "Name the stage in `after` of the release, or of a stage that the release waits for.";
    NoOwner = "0023", Warning, "nobody owns a control at an open point", "Travellers wait for an agency that has no desk there.", "Give an agency of that state with the function a desk at the point, or make the stage conditional.";
    NoHandover = "0024", Error, "a one-stop procedure has no hand-over", "Without an explicit hand-over nobody can say which state holds the crossing.", "Add a stage with kind = \"handover\" between exit and entry controls.";
    ThreeExaminations = "0025", Warning, "three agencies examine the same goods with no joint control", "The same truck is opened three times.", "Add a stage with kind = \"joint_examination\" that joins them.";
    TargetBelowExpected = "0026", Warning, "a target is shorter than what is expected", "The stage would be red from the first day.", "Raise `target` or find out why `expected` is so long.";
    NoLead = "0030", Warning, "an open point has no lead agency", "Nobody calls the others when something is stuck.", "Set `lead`.";
    NoDeputy = "0031", Warning, "an open point has no deputy agency", "When the lead is away nobody leads.", "Set `deputy`.";
    HoursApart = "0032", Warning, "the two sides of a post are never open together", "One side sends what the other does not take.", "Agree on hours that overlap.";
    BadPosition = "0033", Error, "a position is not on the earth", "The map would show the point elsewhere.", "Write [latitude, longitude] in degrees.";
    NoDesk = "0034", Warning, "an open point has no desk", "Nobody can sign in there.", "Describe the desks of the agencies present.";
    ListNoBasis = "0040", Warning, "a list has no legal basis", "People are stopped and nobody can say under which law.", "Set `legal_basis`, or close the list.";
    ListNoMax = "0041", Warning, "a list has no longest duration", "An entry without an end outlives its reason.", "Set `max`.";
    ListNoAppeal = "0042", Warning, "a list has no way to appeal", "A person who is mistaken for another has nobody to ask.", "Set `appeal`.";
    AgreementPast = "0050", Warning, "an agreement is past its review date", "The rules still run and nobody has looked at them when they should have.", "Review the agreement and set the next date.";
    AgreementNoReview = "0051", Warning, "an agreement has no review date", "Nobody will look at it again.", "Set `review`.";
    AgreementNoPurpose = "0052", Error, "an agreement has no purpose", "Data without a purpose may not be shared.", "Set `purposes`.";
    LadderOrder = "0060", Error, "a ladder does not climb", "A later rung that is due earlier is never heard.", "Order the rungs by `after`.";
    LadderEmpty = "0061", Error, "a ladder has no rungs", "An overdue assignment would end nowhere.", "Add rungs.";
    Policy = "0070", Error, "the sharing rules cannot be used", "Without its rules nothing is disclosed to anybody.", "Mend the policy or the schema at the place named.";
    PolicyUnnamed = "0071", Warning, "a sharing rule has no name", "An officer who asks why gets no answer.", "Write @id(\"…\") above the rule.";
    Unverified = "0090", Note, "something is not established", "The value is a guess until somebody who knows has said so.", "Find the source, write it in `source` and take the mark away.";
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind.
    pub code: Code,
    /// Where.
    pub place: Place,
    /// What exactly.
    pub message: String,
    /// What to write instead, where that can be said.
    pub help: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.place, self.message, self.code.id())
    }
}
