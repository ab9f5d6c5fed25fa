//! May this officer do that, and what may this officer know? Asked on every read and every command, answered by the framework's Cedar rules.
//!
//! A record is not handed to the rules itself: its *label* is (whose, where, about what, how secret). The rules see nothing else, so an answer stays right
//! for as long as the framework is the same, and is remembered: by the *shape* of the question where the rules only compare (`shape`), which the records
//! of a board have a few dozen of, and by the whole question otherwise.

mod question;
mod scope;
mod shape;

use self::question::{Asked, Question, officer_attributes, record_attributes, text};
use self::scope::{speaks_of, unscoped};
use self::shape::Shape;
use crate::diagnostic::Place;
use crate::ids::{AgencyId, DeskId, OfficerId, PointId, StateCode};
use crate::model::Framework;
use cedar_policy::{Authorizer, Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet, Request};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Answers that are remembered at once, by shape and by question.
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
    Assignment,
    Post,
    Meeting,
    Request,
    Notification,
    Notice,
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
        Kind::Assignment,
        Kind::Post,
        Kind::Meeting,
        Kind::Request,
        Kind::Notification,
        Kind::Notice,
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
            Self::Assignment => "assignment",
            Self::Post => "post",
            Self::Meeting => "meeting",
            Self::Request => "request",
            Self::Notification => "notification",
            Self::Notice => "notice",
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
    /// Act on an assignment.
    Answer = "answer",
    /// Approve a list entry, or a version of the framework.
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

struct Names {
    officer: EntityTypeName,
    record: EntityTypeName,
    agency: EntityTypeName,
}

/// The rules that can speak of one action.
struct Part {
    action: EntityUid,
    policies: PolicySet,
    /// Where all of them only compare.
    shape: Option<Shape>,
}

/// A framework's sharing rules, ready to answer.
///
/// What an answer costs is in docs/benchmarks.md (`cargo xtask bench framework`).
pub struct Access {
    authorizer: Authorizer,
    parts: HashMap<Action, Part>,
    rules: HashMap<PolicyId, Rule>,
    names: Names,
    by_shape: quick_cache::sync::Cache<(Action, u128), Decision>,
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
        let mut parts = HashMap::new();
        for action in Action::ALL {
            let uid = EntityUid::from_type_name_and_id(action_type.clone(), EntityId::new(action.word()));
            let speaking: Vec<Policy> = policies.policies().filter(|p| speaks_of(p, &uid)).map(unscoped).collect();
            let shape = Shape::of(&speaking);
            let policies = PolicySet::from_policies(speaking).map_err(|e| broken("policies", e))?;
            parts.insert(*action, Part { action: uid, policies, shape });
        }
        let names = Names { officer: name("Officer")?, record: name("Record")?, agency: name("Agency")? };
        let by_shape = quick_cache::sync::Cache::new(MAX_REMEMBERED_ANSWERS);
        let remembered = quick_cache::sync::Cache::new(MAX_REMEMBERED_ANSWERS);
        Ok(Self { authorizer: Authorizer::new(), parts, rules, names, by_shape, remembered })
    }

    /// Whether the officer may do that to a record with this label, for this purpose.
    pub fn permits(&self, officer: &Officer, action: Action, label: &Label, purpose: &str) -> Decision {
        if let Some(shape) = self.parts.get(&action).and_then(|part| part.shape.as_ref()) {
            let number = (action, shape.number(officer, label, purpose));
            return self.by_shape.get(&number).unwrap_or_else(|| {
                let decision = self.evaluate(officer, action, label, purpose);
                self.by_shape.insert(number, decision.clone());
                decision
            });
        }
        self.remembered.get(&Asked { officer, action, label, purpose }).unwrap_or_else(|| {
            let decision = self.evaluate(officer, action, label, purpose);
            let key = Question { officer: officer.clone(), action, label: label.clone(), purpose: purpose.to_owned() };
            self.remembered.insert(key, decision.clone());
            decision
        })
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
        let Some(part) = self.parts.get(&action) else { return refused };
        let Some((request, entities)) = self.question(officer, part, label, purpose) else { return refused };
        let response = self.authorizer.is_authorized(&request, &part.policies, &entities);
        if response.diagnostics().errors().next().is_some() {
            return refused;
        }
        let rules = response.diagnostics().reason().filter_map(|id| self.rules.get(id).cloned()).collect();
        Decision { allowed: response.decision() == cedar_policy::Decision::Allow, rules }
    }

    fn question(&self, officer: &Officer, part: &Part, label: &Label, purpose: &str) -> Option<(Request, Entities)> {
        let uid = |name: &EntityTypeName, id: &str| EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id));
        let agency = uid(&self.names.agency, officer.agency.as_str());
        let principal = uid(&self.names.officer, officer.id.as_str());
        let resource = uid(&self.names.record, "record");
        // Rules that only compare do not ask of what an officer is a part.
        let agency = part.shape.is_none().then_some(agency);
        let parents = agency.iter().cloned().collect();
        let known = [
            Entity::new(principal.clone(), officer_attributes(officer), parents).ok()?,
            Entity::new(resource.clone(), record_attributes(label), HashSet::new()).ok()?,
        ];
        let agency = agency.map(|agency| Entity::new_no_attrs(agency, HashSet::new()));
        let entities = Entities::from_entities(known.into_iter().chain(agency), None).ok()?;
        let context = Context::from_pairs([("purpose".to_owned(), text(purpose))]).ok()?;
        Some((Request::new(principal, part.action.clone(), resource, context, None).ok()?, entities))
    }
}

/// The purposes that a framework speaks of: those of its agreements and those that its rules ask for. Those of most agreements first.
pub fn purposes(framework: &Framework) -> Vec<String> {
    const ASKED: &str = "context.purpose == \"";
    let agreed = framework.agreements.iter().flat_map(|a| a.purposes.iter().map(|p| p.get_ref().as_str()));
    let asked = framework.policies.iter().flat_map(|p| p.item.split(ASKED).skip(1).filter_map(|rest| rest.split('"').next()));
    let mut times: BTreeMap<&str, usize> = asked.map(|purpose| (purpose, 0)).collect();
    for purpose in agreed {
        *times.entry(purpose).or_default() += 1;
    }
    times.remove("");
    let mut purposes: Vec<(&str, usize)> = times.into_iter().collect();
    purposes.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    purposes.into_iter().map(|(purpose, _)| purpose.to_owned()).collect()
}
