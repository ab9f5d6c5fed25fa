//! Every kind of finding, with its number, why it matters at the border and how to mend it. Numbers are never used again for something else: they stand in
//! other people's notes and in their build settings. In tens by subject: 000 files, 001 references, 002 and 012 procedures, 003 and 013 points, 004 lists, 005
//! agreements, 006 clocks, 007 rules, 010 bodies, 014 agencies, 015 standards, 016 records.

use crate::diagnostic::Severity;

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
    NotAFramework = "0006", Error, "the directory is no framework", "There is nothing to run a border by.", "Give the directory that holds framework.toml; `mpaka framework new` makes one.";
    StrayFile = "0007", Warning, "a file is not read", "What a misnamed file says does not hold, and nobody notices.", "Give it the name of a framework's file, end it in .md if it is a document, or move it away.";
    DuplicateId = "0010", Error, "an id is used twice", "Two things of one name: nobody can say which one a record means.", "Give one of them another id.";
    BadId = "0011", Error, "an id has characters that ids may not have", "Ids stand in records, addresses and policies for years.", "Use letters, digits, dots and hyphens, at most 64.";
    Dangling = "0012", Error, "a reference leads nowhere", "What is meant to answer, own or follow does not exist.", "Write an id that exists, or describe the missing item.";
    BadDuration = "0013", Error, "a duration cannot be read", "A clock without a length never runs out.", "Write a number and a unit: 90s, 15m, 4h, 30d.";
    UnknownWord = "0014", Error, "a word is not one of those known", "The program would not know what to do with it.", "Write one of the words listed.";
    BodyCycle = "0015", Error, "bodies report to each other in a circle", "What is escalated goes round and is decided nowhere.", "Take one `parent` of the circle away.";
    BodyAlone = "0016", Warning, "a body below the national level reports to nobody", "What it cannot decide stays where it is.", "Set `parent`.";
    ZeroDuration = "0017", Error, "a clock has no length", "It has run out before anybody could answer.", "Write how long the answer may take.";
    BadState = "0018", Error, "a state is not written with three capital letters", "Travel documents carry the code of ICAO Doc 9303; another spelling matches nobody.", "Write the three-letter code, as in a passport's machine-readable zone.";
    Cycle = "0020", Error, "the stages of a procedure wait for each other", "No traveller or truck would ever be released.", "Remove one of the prerequisites of the circle.";
    NoRelease = "0021", Error, "a procedure has no release", "Nothing says when a crossing is over.", "Add a stage with kind = \"release\".";
    Unreached = "0022", Warning, "a mandatory control is not a condition of the release", "The crossing could be released while the control is still owed.", "Name the stage in `after` of the release, or of a stage that the release waits for.";
    NoOwner = "0023", Warning, "nobody owns a control at an open point", "Travellers wait for an agency that has no desk there.", "Give an agency of that state with the function a desk at the point, or make the stage conditional.";
    NoHandover = "0024", Error, "a one-stop procedure has no hand-over", "Without an explicit hand-over nobody can say which state holds the crossing.", "Add a stage with kind = \"handover\" between exit and entry controls.";
    ThreeExaminations = "0025", Warning, "three agencies examine the same goods with no joint control", "The same truck is opened three times.", "Add a stage with kind = \"joint_examination\" that joins them.";
    TargetBelowExpected = "0026", Warning, "a target is shorter than what is expected", "The stage would be red from the first day.", "Raise `target` or find out why `expected` is so long.";
    AfterRelease = "0027", Error, "a stage comes after the release", "The crossing is over before the stage can begin: it is never reached.", "Let the release wait for the stage, or take the release out of its `after`.";
    EntryBeforeHandover = "0028", Error, "an entry control of a one-stop procedure does not wait for the hand-over", "Both states would hold the crossing at once, and neither law governs it.", "Let the control come after the hand-over; reversed controls are what `reversal` is for.";
    JoinsTooFew = "0029", Warning, "a joint examination joins fewer than two controls", "It is one more examination instead of one for several.", "Name the controls it discharges in `joins`, or remove it.";
    NoLead = "0030", Warning, "an open point has no lead agency", "Nobody calls the others when something is stuck.", "Set `lead`.";
    NoDeputy = "0031", Warning, "an open point has no deputy agency", "When the lead is away nobody leads.", "Set `deputy`.";
    HoursApart = "0032", Warning, "the two sides of a post are never open together", "One side sends what the other does not take.", "Agree on hours that overlap.";
    BadPosition = "0033", Error, "a position is not on the earth", "The map would show the point elsewhere.", "Write [latitude, longitude] in degrees.";
    NoDesk = "0034", Warning, "an open point has no desk", "Nobody can sign in there.", "Describe the desks of the agencies present.";
    LeadAbsent = "0035", Warning, "who leads at a point has no desk there", "The one who should call the others is not in the room.", "Give the agency a desk, or name another.";
    DeputyIsLead = "0036", Warning, "the deputy is the lead itself", "When the lead is away nobody leads.", "Name another agency.";
    NoJocDesk = "0037", Warning, "a joint operations centre has no desk", "Nobody can sign in to see all queues and arrange one examination instead of four.", "Describe its desks with kind = \"joc\".";
    OneStopAlone = "0038", Error, "a one-stop post has no other side", "There is nobody to hand a crossing over to.", "Set `neighbour`, or remove `one_stop`.";
    OneStopNoAgreement = "0039", Warning, "a one-stop post rests on no agreement", "Officers of another state act on the territory with no stated right.", "Name the agreement in `neighbour`.";
    ListNoBasis = "0040", Warning, "a list has no legal basis", "People are stopped and nobody can say under which law.", "Set `legal_basis`, or close the list.";
    ListNoMax = "0041", Warning, "a list has no longest duration", "An entry without an end outlives its reason.", "Set `max`.";
    ListNoAppeal = "0042", Warning, "a list has no way to appeal", "A person who is mistaken for another has nobody to ask.", "Set `appeal`.";
    StopsUnanswered = "0043", Error, "a list stops people and nobody owes an answer", "A person stands at the counter and nobody has to say whether it is the right one.", "Set `duty_desk` of the owner and the clock of its `answer`.";
    ListNoDesk = "0044", Warning, "a list has no duty desk or no clock for its answer", "A hit waits until somebody happens to look.", "Set `duty_desk` and `answer`.";
    DeskElsewhere = "0045", Warning, "the duty desk of a list belongs to another agency", "Whoever answers cannot say why the entry was made.", "Name a desk of the owner, or of the agency that answers for it by agreement.";
    RenewalUnsaid = "0046", Warning, "a list is renewed for an unsaid time", "An entry that is renewed without a term never ends.", "Set `renewal`, or `renewals = 0`.";
    SilentStop = "0047", Warning, "a silent list stops people", "Stopping somebody tells them of the entry that they must not learn of.", "Set visibility = \"overt\", or action = \"inform\".";
    AgreementPast = "0050", Warning, "an agreement is past its review date", "The rules still run and nobody has looked at them when they should have.", "Review the agreement and set the next date.";
    AgreementNoReview = "0051", Warning, "an agreement has no review date", "Nobody will look at it again.", "Set `review`.";
    AgreementNoPurpose = "0052", Error, "an agreement has no purpose", "Data without a purpose may not be shared.", "Set `purposes`.";
    AgreementNoRetention = "0053", Warning, "an agreement does not say how long data is kept", "What was shared for a day is kept for ever.", "Set `retention`.";
    AgreementNoBasis = "0054", Warning, "an agreement has no legal basis", "Nobody can say under which law the other state's officers may know this.", "Set `legal_basis`.";
    NotParty = "0055", Error, "an agency of an agreement belongs to a state that is no party", "Its state has not promised to keep the terms.", "Add the state to `states`, or take the agency out.";
    WithoutUs = "0056", Warning, "an agreement does not include the framework's own state", "Its terms bind nobody here.", "Add the state, or move the agreement to the framework it belongs to.";
    NotInForce = "0057", Warning, "an open one-stop post rests on an agreement that is not in force", "Every control of the other state there can be challenged.", "Bring it into force, or close the one-stop operation.";
    PostNotCovered = "0058", Error, "the agreement of a post does not cover it", "The terms that the post is run by name other points or other states.", "Add the point to `points` and the neighbour to `states`, or name the right agreement.";
    SharesNothing = "0059", Warning, "an agreement on information names no information", "Nobody can say what may be asked for.", "Set `elements`.";
    LadderOrder = "0060", Error, "a ladder does not climb", "A later rung that is due earlier is never heard.", "Order the rungs by `after`.";
    LadderEmpty = "0061", Error, "a ladder has no rungs", "An overdue assignment would end nowhere.", "Add rungs.";
    LadderLoops = "0062", Error, "a ladder comes back to somebody it has told", "Who did not answer the first time is asked again, and the ladder never rises.", "Name each once.";
    RungEmpty = "0063", Error, "a ladder leads to nobody", "The last call goes to an office that the framework does not have.", "Describe the body or desk, or take the rung out.";
    LadderLow = "0064", Warning, "a ladder ends at the desk where it began", "What nobody at the point answers, nobody else ever hears of.", "Add a rung above the point.";
    KindNoClock = "0065", Warning, "a kind of assignment has no clock", "Whoever owes it can take as long as they like.", "Add a clock with this id.";
    ClockNoLadder = "0066", Warning, "a clock has no ladder", "When it runs out nothing happens.", "Set `ladder`.";
    LadderUnused = "0067", Warning, "nothing uses a ladder", "Somebody thought that things would be escalated this way, and they are not.", "Name it in a clock, or remove it.";
    Policy = "0070", Error, "the sharing rules cannot be used", "Without its rules nothing is disclosed to anybody.", "Mend the policy or the schema at the place named.";
    PolicyUnnamed = "0071", Warning, "a sharing rule has no name", "An officer who asks why gets no answer.", "Write @id(\"…\") above the rule.";
    RuleUnsaid = "0072", Warning, "a sharing rule is not said in plain words", "A lawyer cannot check it and an officer cannot understand a refusal.", "Write @says(\"…\") above the rule.";
    NoRules = "0073", Error, "there are no sharing rules", "Without rules nothing is disclosed to anybody: nobody can work.", "Write the rules in policies/, against policies/schema.cedarschema.";
    RuleNamesNobody = "0074", Warning, "a sharing rule names an agency, state or point that the framework does not have", "The rule never applies, so what it should permit or forbid is not.", "Write the id as it stands in the framework's files.";
    NoGuarantees = "0075", Warning, "nothing is guaranteed about the sharing rules", "Nobody can prove to a partner what will never be shown.", "Write in guarantees/ what must never be possible.";
    Unverified = "0090", Note, "something is not established", "The value is a guess until somebody who knows has said so.", "Find the source, write it in `source` and take the mark away.";
    BodyNoChair = "0100", Warning, "a body has no chair", "Nobody calls it together.", "Set `chair`.";
    BodyNoDeputy = "0101", Warning, "a chair has no deputy", "When the chair is away the body cannot meet.", "Set `deputy`.";
    BodyNoQuorum = "0102", Warning, "a body has no quorum", "Nobody can say whether what it decided was decided.", "Set `quorum`.";
    QuorumNever = "0103", Error, "a quorum cannot be met", "The body can never decide anything.", "Ask for no more members than there are, and for offices that are held.";
    BodyNoCadence = "0104", Warning, "a body does not say how often it meets", "That it has not met for a year is seen by nobody.", "Set `meets`.";
    BodyNoMembers = "0105", Warning, "a body has no members", "Nobody is bound by what it decides.", "Set `members`.";
    BodyNoMinutes = "0106", Warning, "a body has no time for its minutes", "What was decided is known when it no longer matters.", "Set `minutes`.";
    BodyNoBasis = "0107", Warning, "a body has no legal basis", "An agency that does not want to follow need not.", "Set `legal_basis`.";
    ChairIsDeputy = "0108", Warning, "chair and deputy are the same office", "When the chair is away the body cannot meet.", "Name another office.";
    TwoOwners = "0120", Warning, "two agencies own the same control at a point", "Each leaves it to the other, or both do it.", "Take the function from one of them, or the desk.";
    PartsCycle = "0121", Error, "procedures carry each other in a circle", "A crossing would wait for itself.", "Take one of the `parts` out.";
    ReversalNotPermitted = "0122", Warning, "controls are reversed under an agreement that does not permit it", "The entry stamp could be contested.", "Add \"reversal\" to what the agreement permits, or take it out of the procedure.";
    PointIdle = "0123", Warning, "no procedure runs at an open point", "Nobody can open a crossing there.", "Write a procedure for its environment.";
    ProcedureIdle = "0124", Note, "a procedure runs at no open point", "It is kept up and followed by nobody.", "Remove it, or check `environment` and `one_stop`.";
    EndWaivable = "0125", Error, "a hand-over or a release may be waived", "Nobody could say which state holds the crossing, or when it ended.", "Set waivable = false.";
    HoursUnsaid = "0130", Warning, "a one-stop post does not say when both sides are open", "Whether the sides fit cannot be checked, and a driver finds out at the gate.", "Set `hours` and `neighbour_hours`.";
    HoursDiffer = "0131", Warning, "the two sides of a one-stop post open at different times", "For part of the day one side fills the yard of the other.", "Agree on the same hours.";
    NeighbourUnknown = "0132", Warning, "a point borders a state that is not among the neighbours", "One of the two is wrong, and with it the map or the agreement.", "Add the state to `neighbours` in framework.toml, or mend `neighbour`.";
    AgencyIdle = "0140", Warning, "an agency has no desk, no seat and no agreement", "It is on the chart and nowhere at the border.", "Give it a desk or a seat, or remove it.";
    Unmeasurable = "0150", Warning, "no recorded fact can measure a standard", "Whether the promise is kept can never be shown.", "Use a measure that the program takes, or record the fact first.";
    MeasuresNothing = "0151", Error, "a standard does not say what it measures", "The figure would be about nothing.", "Set what the measure needs: `procedure`, `stage`, `clock` or `body`.";
    NoTarget = "0152", Warning, "a standard has no target", "No figure is good or bad.", "Set `target` for times, `target_percent` for shares.";
    NotAPercentage = "0153", Error, "a share is not between 0 and 100", "It can never be reached, or is always.", "Write whole percent.";
    RetentionUnsaid = "0160", Warning, "nothing is said on how long a kind of record is kept", "It is kept for ever, or erased while somebody needs it.", "Add it to retention.toml.";
    RankTwice = "0161", Error, "two levels of classification have one rank", "Who may read the one may read the other.", "Number the levels from 0.";
    LabelsOutOfOrder = "0162", Error, "a higher level of classification may be shared more widely", "A secret travels further than an open note.", "Give higher ranks the same or a stricter `tlp`.";
    ShiftsApart = "0170", Warning, "the shifts do not make up a day", "For a part of the day nobody can say who is on duty, or two shifts are.", "Let each shift begin when the one before it ends, around the clock.";
    PresenceNever = "0171", Error, "nobody can be on duty as is asked for", "The post would always be short of officers.", "Ask for one officer or more, of an agency that has a desk there.";
}
