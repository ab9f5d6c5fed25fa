//! The files as they are written, before they are judged. `Spanned` keeps the place of whatever may be found wrong.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

pub(crate) type Word = Spanned<String>;
pub(crate) type Number = Spanned<f64>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrafficFile {
    pub demo: Spanned<bool>,
    #[serde(default)]
    pub defects: DefectsTable,
    #[serde(default)]
    pub months: BTreeMap<Word, Number>,
    #[serde(default)]
    pub flow: Vec<FlowTable>,
    #[serde(default)]
    pub mix: Vec<MixTable>,
    #[serde(default)]
    pub service: Vec<ServiceTable>,
    #[serde(default)]
    pub desks: Vec<DesksTable>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefectsTable {
    pub mrz_misread: Option<Number>,
    pub name_transposed: Option<Number>,
    pub list_missing: Option<Number>,
    pub list_late: Option<Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlowTable {
    pub point: Word,
    pub procedure: Word,
    pub direction: Word,
    pub per_day: Number,
    pub profile: Word,
    #[serde(default)]
    pub banks: Vec<BankTable>,
    pub carries: Option<CarriesTable>,
    #[serde(default)]
    pub carriers: Vec<CarrierTable>,
    #[serde(default)]
    pub ports: Vec<Word>,
    #[serde(default)]
    pub kinds: Vec<KindTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BankTable {
    pub from: Word,
    pub to: Word,
    pub share: Number,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CarriesTable {
    pub procedure: Word,
    pub mean: Number,
    pub sigma: Number,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CarrierTable {
    pub code: Word,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindTable {
    pub name: String,
    pub share: Number,
    pub turnaround: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MixTable {
    pub procedure: Word,
    pub facts: BTreeMap<String, Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceTable {
    pub procedure: Word,
    pub stage: Word,
    pub median: Word,
    pub sigma: Number,
    pub refer: Option<Number>,
    pub hold: Option<Number>,
    pub refuse: Option<Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DesksTable {
    pub procedure: Word,
    pub stage: Word,
    pub count: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamesFile {
    pub demo: Spanned<bool>,
    #[serde(default)]
    pub population: Vec<PopulationTable>,
    #[serde(default)]
    pub plates: Vec<PlateTable>,
    pub vessels: Spanned<VesselsTable>,
    pub companies: Spanned<CompaniesTable>,
    pub goods: Spanned<GoodsTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PopulationTable {
    pub nationality: Word,
    pub share: Number,
    pub given: Spanned<Vec<Word>>,
    pub surnames: Spanned<Vec<Word>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlateTable {
    pub state: Word,
    pub pattern: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VesselsTable {
    pub names: Vec<String>,
    pub flags: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompaniesTable {
    pub names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoodsTable {
    pub descriptions: Vec<DescriptionTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DescriptionTable {
    pub text: String,
    pub hs: Word,
    #[serde(default)]
    pub facts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficersFile {
    pub demo: Spanned<bool>,
    #[serde(default)]
    pub officer: Vec<OfficerTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficerTable {
    pub id: Word,
    pub name: String,
    pub agency: Word,
    pub desk: Word,
    pub roles: BTreeSet<String>,
    pub purposes: BTreeSet<String>,
    #[serde(default)]
    pub clearance: i64,
    pub listed: Option<bool>,
}
