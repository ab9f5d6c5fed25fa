//! The words that a framework's files may use and that the program acts on. What a country may name as it likes (agencies, functions, conditions, purposes)
//! is not here.

pub(crate) const ENVIRONMENTS: &[&str] = &["land", "air", "sea", "lake", "rail"];
pub(crate) const STATUSES: &[&str] = &["open", "closed", "proposed", "suspended"];
pub(crate) const ONE_STOP: &[&str] = &["juxtaposed", "single_country", "straddling"];
pub(crate) const DESKS: &[&str] = &["frontline", "joc", "duty", "gate"];
pub(crate) const LEVELS: &[&str] = &["national", "secretariat", "point", "joc"];
pub(crate) const CADENCES: &[&str] = &["every_shift", "daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly"];
pub(crate) const SEATS: &[&str] = &["lead", "deputy", "secretary"];
pub(crate) const SUBJECTS: &[&str] = &["traveller", "person_on_foot", "car", "bus", "truck", "train", "flight", "vessel", "consignment"];
pub(crate) const STAGES: &[&str] = &["gate", "control", "handover", "joint_examination", "release"];
pub(crate) const EXAMINES: &[&str] = &["documents", "person", "goods", "conveyance"];
pub(crate) const FINDINGS: &[&str] = &["general", "medical", "intelligence", "risk"];
pub(crate) const TIMES: &[&str] = &["running", "working"];
pub(crate) const LISTED: &[&str] = &["person", "document", "vehicle", "vessel", "organisation"];
pub(crate) const ACTIONS: &[&str] = &["inform", "examine", "refuse_entry", "refuse_exit", "arrest", "seize"];
/// Actions of a list that keep a person from going on.
pub(crate) const STOPS: &[&str] = &["refuse_entry", "refuse_exit", "arrest"];
pub(crate) const ON_SILENCE: &[&str] = &["escalate", "release_and_record", "hold_then_release"];
pub(crate) const AGREEMENTS: &[&str] = &["one_stop_border_post", "information_sharing", "joint_commission"];
pub(crate) const AGREEMENT_STATUSES: &[&str] = &["draft", "signed", "in_force", "suspended", "ended"];
pub(crate) const ONWARD: &[&str] = &["never", "with_consent", "allowed"];
pub(crate) const PERMITS: &[&str] = &["joint_examination", "waiver", "reversal", "readmission"];
pub(crate) const METHODS: &[&str] = &["push", "pull", "subscribe"];
pub(crate) const STATISTICS: &[&str] = &["mean", "median", "p90", "p95", "share"];
pub(crate) const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Traffic light protocol 2.0 (FIRST), from the most open to the most closed.
pub(crate) const TLP: &[&str] = &["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];

/// The kinds of assignment: each needs a clock of this id.
pub const ASSIGNMENT_KINDS: &[&str] = &[
    "referral",
    "hit.arrest",
    "hit.overt",
    "hit.silent",
    "hit.silent.acknowledge",
    "hit.object",
    "incident.critical",
    "incident.high",
    "incident.report",
    "request.information",
    "request.correction",
    "request.access",
    "joint.slot",
    "joint.objection",
    "readmission",
    "directive",
    "directive.acknowledge",
    "meeting.action",
    "notice.acknowledge",
    "notice.review",
    "presence",
];

/// The kinds of record: each needs a time after which it is erased.
pub const RECORD_KINDS: &[&str] =
    &["api", "pnr", "crossing", "list_entry", "no_match", "hit", "incident", "access_log", "biometrics", "stage_times"];

/// What a rung of a ladder may lead to, from the desk upwards.
pub(crate) const RUNGS: &[&str] = &["desk_supervisor", "joc_lead", "committee_chair", "agency_duty", "secretariat_duty", "national_chair"];

/// A measure that recorded facts can take, and the keys of a standard that it needs.
pub(crate) struct Measure {
    pub(crate) word: &'static str,
    pub(crate) needs: &'static [&'static str],
}

/// Training is no recorded fact yet, so no measure speaks of it.
pub(crate) const MEASURES: &[Measure] = &[
    Measure { word: "release_time", needs: &["procedure"] },
    Measure { word: "queue_time", needs: &["procedure", "stage"] },
    Measure { word: "stage_time", needs: &["procedure", "stage"] },
    Measure { word: "list_on_time", needs: &["procedure"] },
    Measure { word: "answer_time", needs: &["clock"] },
    Measure { word: "meetings_held", needs: &["body"] },
    Measure { word: "minutes_on_time", needs: &["body"] },
    Measure { word: "second_examinations", needs: &[] },
];
