//! May this officer do that, and what may this officer know? Asked on every read and every command, answered by the framework's Cedar rules.
//!
//! A record is not handed to the rules itself: its *label* is (whose, where, about what, how secret). The records of a board share a handful of
//! labels, so answers are remembered by officer, action, label and purpose; a remembered answer costs a hash of those. The rules see nothing else, so an
//! answer stays right for as long as the framework is the same.

use crate::diagnostic::Place;
use crate::ids::{AgencyId, DeskId, OfficerId, PointId, StateCode};
use crate::model::Framework;
use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet, Request, RestrictedExpression,
};
use quick_cache::Equivalent;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Answers that are remembered at once.
pub const MAX_REMEMBERED_ANSWERS: usize = 65_536;

/// The roles of the schema, commonest first.
pub const ROLES: &[&str] =
    &["frontline", "joc", "supervisor", "duty", "joc_lead", "intake", "secretariat", "chair", "auditor", "administrator"];

/// The traffic light protocol 2.0: a label's place in this list is its number in the schema.
pub const TLP: &[&str] = &["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Officer {
    /// The account.
    pub id: OfficerId,
    /// The officer's agency.
    pub agency: AgencyId,
    /// The agency's state.
    pub state: StateCode,
    /// The crossing point of the desk; `None` at a national desk.
    pub point: Option<PointId>,
    /// The desk.
    pub desk: DeskId,
    /// What the officer is there for: frontline, supervisor, joc, joc_lead, duty, chair, secretariat, auditor, intake, administrator.
    pub roles: BTreeSet<String>,
    /// The purposes the officer may state.
    pub purposes: BTreeSet<String>,
    /// The highest rank of classification.toml the officer may read.
    pub clearance: i64,
}

/// What kind of information a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the schema")]
pub enum Kind {
    Crossing,
    Stage,
    StageReason,
    Remark,
    Hit,
    ListEntry,
    Message,
    AccessLog,
    Statistics,
    Framework,
    Account,
}

impl Kind {
    /// Every kind of the schema, plainest first.
    pub const ALL: &[Kind] = &[
        Kind::Crossing,
        Kind::Stage,
        Kind::StageReason,
        Kind::Remark,
        Kind::Hit,
        Kind::ListEntry,
        Kind::Message,
        Kind::AccessLog,
        Kind::Statistics,
        Kind::Framework,
        Kind::Account,
    ];

    /// The kind that a word names.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.word() == word)
    }

    /// The word of the schema.
    pub fn word(self) -> &'static str {
        match self {
            Self::Crossing => "crossing",
            Self::Stage => "stage",
            Self::StageReason => "stage_reason",
            Self::Remark => "remark",
            Self::Hit => "hit",
            Self::ListEntry => "list_entry",
            Self::Message => "message",
            Self::AccessLog => "access_log",
            Self::Statistics => "statistics",
            Self::Framework => "framework",
            Self::Account => "account",
        }
    }
}

/// What a record is about, as far as it matters to who may know it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Nothing in particular.
    #[default]
    General,
    /// A person's health.
    Medical,
    /// Intelligence.
    Intelligence,
    /// A risk assessment.
    Risk,
}

impl Topic {
    /// Every topic of the schema, plainest first.
    pub const ALL: &[Topic] = &[Topic::General, Topic::Medical, Topic::Intelligence, Topic::Risk];

    /// The word of the schema.
    pub fn word(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Medical => "medical",
            Self::Intelligence => "intelligence",
            Self::Risk => "risk",
        }
    }

    /// The topic that a word names.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|t| t.word() == word)
    }
}

/// What the rules know of a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// What it is.
    pub kind: Kind,
    /// What it is about.
    pub topic: Topic,
    /// Where it lies; `None` for national records.
    pub point: Option<PointId>,
    /// The states in whose control zone it lies.
    pub states: BTreeSet<StateCode>,
    /// Its owner.
    pub agency: AgencyId,
    /// The owner's state.
    pub state: StateCode,
    /// Who wrote it.
    pub author: Option<OfficerId>,
    /// The desk that must act on it.
    pub subject_desk: Option<DeskId>,
    /// Rank in classification.toml; 0 is open.
    pub classification: i64,
    /// Traffic light protocol 2.0: 0 CLEAR, 1 GREEN, 2 AMBER, 3 AMBER+STRICT, 4 RED.
    pub tlp: i64,
    /// A silent list entry or hit.
    pub silent: bool,
    /// States and agencies the owner has released it to.
    pub releasable_to: BTreeSet<String>,
}

impl Label {
    /// An open label of a kind, owned by an agency.
    pub fn of(kind: Kind, agency: &AgencyId, state: &StateCode) -> Self {
        Self {
            kind,
            topic: Topic::General,
            point: None,
            states: BTreeSet::new(),
            agency: agency.clone(),
            state: state.clone(),
            author: None,
            subject_desk: None,
            classification: 0,
            tlp: 0,
            silent: false,
            releasable_to: BTreeSet::new(),
        }
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// What an officer would do with a record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[$doc])* $name),* }

        impl Action {
            /// Every action of the schema.
            pub const ALL: &[Action] = &[$(Action::$name),*];

            /// The word of the schema.
            pub fn word(self) -> &'static str { match self { $(Self::$name => $word),* } }

            /// The action that a word names.
            pub fn of(word: &str) -> Option<Self> { Self::ALL.iter().copied().find(|a| a.word() == word) }
        }
    };
}

actions! {
    /// Know that it exists.
    See = "see",
    /// Read its content.
    Read = "read",
    /// Take it out of the system.
    Export = "export",
    /// Open a crossing.
    Open = "open",
    /// Do a control.
    Act = "act",
    /// Hold, and lift a hold.
    Hold = "hold",
    /// Refuse entry or exit.
    Refuse = "refuse",
    /// Waive a control.
    Waive = "waive",
    /// Hand over, accept, take back.
    Handover = "handover",
    /// Ask for a joint examination, take part in it.
    Joint = "joint",
    /// Write a remark.
    Remark = "remark",
    /// Take in messages.
    Intake = "intake",
    /// Approve a list entry.
    Approve = "approve",
    /// Administer accounts.
    Administer = "administer",
}

/// How much of a record an officer may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Not even that it exists.
    Nothing,
    /// That somebody holds it: ask them.
    Exists,
    /// All of it.
    Content,
}

/// A rule that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its `@id`.
    pub id: Arc<str>,
    /// Its `@says`: the rule in plain words.
    pub says: Arc<str>,
    /// Where it is written.
    pub place: Arc<Place>,
}

/// Whether, and by which rules.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Whether it is allowed.
    pub allowed: bool,
    /// The rules that decided: those that permit, or those that forbid. Empty when no rule speaks of it, which is a refusal.
    pub rules: Arc<[Rule]>,
}

/// How much may be known, and by which rules.
#[derive(Debug, Clone)]
pub struct Disclosure {
    /// How much.
    pub level: Level,
    /// The rules that decided the level.
    pub rules: Arc<[Rule]>,
}

/// Why a framework's rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusableRules {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for UnusableRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.what)
    }
}

impl std::error::Error for UnusableRules {}

#[derive(PartialEq, Eq, Hash, Clone)]
struct Question {
    officer: Officer,
    action: Action,
    label: Label,
    purpose: String,
}

#[derive(Hash)]
struct Asked<'a> {
    officer: &'a Officer,
    action: Action,
    label: &'a Label,
    purpose: &'a str,
}

impl Equivalent<Question> for Asked<'_> {
    fn equivalent(&self, key: &Question) -> bool {
        self.action == key.action && self.purpose == key.purpose && self.label == &key.label && self.officer == &key.officer
    }
}

struct Names {
    officer: EntityTypeName,
    record: EntityTypeName,
    agency: EntityTypeName,
    actions: HashMap<Action, EntityUid>,
}

/// A framework's sharing rules, ready to answer.
///
/// A first answer costs 10 to 20 µs, a remembered one under 1 µs (`cargo xtask bench framework`).
pub struct Access {
    authorizer: Authorizer,
    policies: PolicySet,
    rules: HashMap<PolicyId, Rule>,
    names: Names,
    remembered: quick_cache::sync::Cache<Question, Decision>,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").field("rules", &self.rules.len()).finish_non_exhaustive()
    }
}

fn broken(file: &str, what: impl fmt::Display) -> UnusableRules {
    UnusableRules { file: file.to_owned(), what: what.to_string() }
}

impl Access {
    /// Reads the rules of a framework.
    ///
    /// # Errors
    /// The first file that is not Cedar, or that uses an `@id` another rule has.
    pub fn compile(framework: &Framework) -> Result<Self, UnusableRules> {
        let mut policies = PolicySet::new();
        let mut rules = HashMap::new();
        for file in &framework.policies {
            let set = PolicySet::from_str(&file.item).map_err(|e| broken(&file.file, e))?;
            for (n, policy) in set.policies().enumerate() {
                let id = policy.annotation("id").map_or_else(|| format!("{}#{n}", file.file), str::to_owned);
                let at = file.item.find(&format!("@id(\"{id}\")")).unwrap_or(0);
                let rule = Rule {
                    says: policy.annotation("says").unwrap_or("").into(),
                    place: Arc::new(Place::of(&file.file, &file.item, at..at)),
                    id: id.as_str().into(),
                };
                let policy: Policy = policy.new_id(PolicyId::new(&id));
                rules.insert(policy.id().clone(), rule);
                policies.add(policy).map_err(|e| broken(&file.file, e))?;
            }
        }
        let name = |n: &str| EntityTypeName::from_str(n).map_err(|e| broken("policies", e));
        let action_type = name("Action")?;
        let actions =
            Action::ALL.iter().map(|a| (*a, EntityUid::from_type_name_and_id(action_type.clone(), EntityId::new(a.word())))).collect();
        let names = Names { officer: name("Officer")?, record: name("Record")?, agency: name("Agency")?, actions };
        let remembered = quick_cache::sync::Cache::new(MAX_REMEMBERED_ANSWERS);
        Ok(Self { authorizer: Authorizer::new(), policies, rules, names, remembered })
    }

    /// Whether the officer may do that to a record with this label, for this purpose.
    pub fn permits(&self, officer: &Officer, action: Action, label: &Label, purpose: &str) -> Decision {
        let asked = Asked { officer, action, label, purpose };
        if let Some(known) = self.remembered.get(&asked) {
            return known;
        }
        let decision = self.evaluate(officer, action, label, purpose);
        let key = Question { officer: officer.clone(), action, label: label.clone(), purpose: purpose.to_owned() };
        self.remembered.insert(key, decision.clone());
        decision
    }

    /// How much of a record with this label the officer may know, for this purpose.
    pub fn disclosure(&self, officer: &Officer, label: &Label, purpose: &str) -> Disclosure {
        let read = self.permits(officer, Action::Read, label, purpose);
        if read.allowed {
            return Disclosure { level: Level::Content, rules: read.rules };
        }
        let see = self.permits(officer, Action::See, label, purpose);
        Disclosure { level: if see.allowed { Level::Exists } else { Level::Nothing }, rules: see.rules }
    }

    /// Answers without memory: what `permits` remembers.
    pub fn evaluate(&self, officer: &Officer, action: Action, label: &Label, purpose: &str) -> Decision {
        let refused = Decision { allowed: false, rules: Arc::new([]) };
        // INVARIANT: whatever cannot be put to the rules is refused.
        let Some((request, entities)) = self.question(officer, action, label, purpose) else { return refused };
        let response = self.authorizer.is_authorized(&request, &self.policies, &entities);
        if response.diagnostics().errors().next().is_some() {
            return refused;
        }
        let rules = response.diagnostics().reason().filter_map(|id| self.rules.get(id).cloned()).collect();
        Decision { allowed: response.decision() == cedar_policy::Decision::Allow, rules }
    }

    fn question(&self, officer: &Officer, action: Action, label: &Label, purpose: &str) -> Option<(Request, Entities)> {
        let uid = |name: &EntityTypeName, id: &str| EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id));
        let agency = uid(&self.names.agency, officer.agency.as_str());
        let principal = uid(&self.names.officer, officer.id.as_str());
        let resource = uid(&self.names.record, "record");
        let officer = HashMap::from([
            ("id".to_owned(), text(officer.id.as_str())),
            ("agency".to_owned(), text(officer.agency.as_str())),
            ("state".to_owned(), text(officer.state.as_str())),
            ("point".to_owned(), text(officer.point.as_ref().map_or("", PointId::as_str))),
            ("desk".to_owned(), text(officer.desk.as_str())),
            ("roles".to_owned(), texts(officer.roles.iter().map(String::as_str))),
            ("purposes".to_owned(), texts(officer.purposes.iter().map(String::as_str))),
            ("clearance".to_owned(), RestrictedExpression::new_long(officer.clearance)),
        ]);
        let record = HashMap::from([
            ("kind".to_owned(), text(label.kind.word())),
            ("topic".to_owned(), text(label.topic.word())),
            ("point".to_owned(), text(label.point.as_ref().map_or("", PointId::as_str))),
            ("states".to_owned(), texts(label.states.iter().map(StateCode::as_str))),
            ("agency".to_owned(), text(label.agency.as_str())),
            ("state".to_owned(), text(label.state.as_str())),
            ("author".to_owned(), text(label.author.as_ref().map_or("", OfficerId::as_str))),
            ("subject_desk".to_owned(), text(label.subject_desk.as_ref().map_or("", DeskId::as_str))),
            ("classification".to_owned(), RestrictedExpression::new_long(label.classification)),
            ("tlp".to_owned(), RestrictedExpression::new_long(label.tlp)),
            ("silent".to_owned(), RestrictedExpression::new_bool(label.silent)),
            ("releasable_to".to_owned(), texts(label.releasable_to.iter().map(String::as_str))),
        ]);
        let entities = Entities::from_entities(
            [
                Entity::new(principal.clone(), officer, HashSet::from([agency.clone()])).ok()?,
                Entity::new(resource.clone(), record, HashSet::new()).ok()?,
                Entity::new_no_attrs(agency, HashSet::new()),
            ],
            None,
        )
        .ok()?;
        let context = Context::from_pairs([("purpose".to_owned(), text(purpose))]).ok()?;
        let action = self.names.actions.get(&action)?.clone();
        Some((Request::new(principal, action, resource, context, None).ok()?, entities))
    }
}

fn text(value: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_owned())
}

fn texts<'a>(values: impl Iterator<Item = &'a str>) -> RestrictedExpression {
    RestrictedExpression::new_set(values.map(text))
}
