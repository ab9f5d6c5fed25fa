//! What single words mean in a name: titles that say nothing, particles that say little, legal forms, words that many companies
//! share, and given names that are the same name in another language.
//!
//! The tables are short on purpose. They hold what a clerk at a desk would know; how rare a word is among the names of a list
//! is measured on that list, not kept here.

use crate::name::{Kind, Token};

/// The part a word plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A name proper.
    Name,
    /// `bin`, `van der`, `al`: present in one source, absent in the next.
    Particle,
    /// `Dr`, `Haji`, `President`: not part of the name.
    Title,
    /// `Ltd`, `OOO`, `S.A.`: the legal form.
    Form,
    /// `International`, `Trading`, `Group`: shared by thousands of companies.
    Generic,
}

impl Role {
    /// How much the word counts beside a name proper, 0 to 1.
    pub fn weight(self) -> f32 {
        match self {
            Self::Name => 1.0,
            Self::Generic => 0.55,
            Self::Particle => 0.12,
            Self::Form => 0.12,
            Self::Title => 0.05,
        }
    }
}

const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mister", "dr", "doctor", "prof", "professor", "sir", "madam", "madame", "monsieur", "mme", "herr", "frau", "senor",
    "senora", "sheikh", "shaikh", "shaykh", "sheik", "cheikh", "hajj", "haji", "hajji", "hadji", "alhaji", "hajjah", "ustad", "ustadh", "maulana", "maulavi",
    "mawlawi", "mawlana", "mullah", "mulla", "molla", "qari", "hafiz", "sayyid", "sayed", "sayyed", "sayid", "syed", "general", "gen", "colonel", "col", "major",
    "maj", "captain", "capt", "lieutenant", "lt", "sergeant", "sgt", "admiral", "commander", "commandant", "president", "prasident", "prime", "minister",
    "senator", "ambassador", "hon", "honourable", "honorable", "king", "queen", "prince", "princess", "emir", "eng", "engineer", "jr", "sr", "junior",
    "senior", "ii", "iii", "iv", "phd", "md", "esq", "alias", "aka", "dit", "eng", "ing", "dipl", "comrade", "bishop", "pastor", "rev", "reverend", "na",
];

const PARTICLES: &[&str] = &[
    "al", "el", "ul", "ad", "ar", "as", "at", "az", "an", "ash", "bin", "ben", "ibn", "ould", "wuld", "bint", "binti", "binte", "bn", "b", "wa", "abu", "abou",
    "umm", "um", "von", "van", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des", "la", "le", "las", "los", "lo", "y", "e", "i", "of",
    "the", "zu", "zur", "af", "av", "ap", "ter", "ten", "te", "st", "san", "santa", "saint", "mac", "mc", "o", "d", "l", "t", "uddin", "ud", "din", "ur", "us", "oglu",
    "ogly", "kyzy", "qizi", "ova",
];

const FORMS: &[&str] = &[
    "ltd", "limited", "llc", "llp", "lp", "inc", "incorporated", "corp", "corporation", "co", "company", "companies", "plc", "ag", "gmbh", "mbh", "kg", "ohg", "se", "sa", "sas", "sarl",
    "spa", "srl", "sl", "slu", "nv", "bv", "ab", "as", "asa", "oy", "oyj", "aps", "kft", "zrt", "doo", "dd", "ad", "ead", "eood", "ood", "sp", "spzoo", "zoo", "z", "oo", "ooo", "oao", "zao", "pao", "ao", "jsc", "ojsc",
    "cjsc", "pjsc", "aktsionernoe", "obshchestvo", "obschestvo", "joint", "stock", "open", "closed", "public", "private", "pvt", "pte", "pty", "sdn", "bhd", "fze", "fzc", "fzco", "fzllc", "dmcc", "wll", "sal", "sarl", "kk", "aktiengesellschaft", "aktiebolag",
    "gesellschaft", "societe", "anonyme", "sociedad", "anonima", "liability", "partnership", "the", "and", "of", "for", "und", "et", "y", "de", "la", "otvetstvennostyu", "ogranichennoy",
    "ltda", "cia", "cv", "saog", "ind", "est", "establishment", "tbk", "pt", "cc",
];

const GENERIC: &[&str] = &[
    "international", "trading", "group", "holding", "holdings", "general", "global", "national", "industries", "industry", "industrial", "services", "service", "shipping",
    "bank", "capital", "fund", "investment", "investments", "management", "trust", "partners", "ventures", "venture", "enterprise", "enterprises", "technologies", "technology", "systems",
    "solutions", "energy", "oil", "gas", "petroleum", "transport", "logistics", "import", "export", "construction", "engineering", "development", "finance", "financial", "consulting", "consultancy", "media",
    "foods", "foundation", "association", "organization", "organisation", "institute", "university", "center", "centre", "ministry", "agency", "marine", "maritime", "navigation", "lines", "line", "airlines", "airways",
    "north", "south", "east", "west", "american", "european", "asia", "africa", "middle", "world", "united", "states",
];

const VESSEL_PREFIXES: &[&str] = &["mv", "mt", "ms", "ss", "fv", "mts", "lpg", "lng", "my", "sv", "hms", "uss", "tug", "barge", "motor", "vessel", "tanker", "m", "v"];

/// Articles that Arabic glues to the next word.
pub(crate) fn is_article(letters: &str) -> bool {
    matches!(letters, "al" | "el" | "ad" | "ar" | "as" | "at" | "az" | "an" | "ash" | "ul" | "ur" | "us")
}

pub(crate) fn role(letters: &str, kind: Kind) -> Role {
    match kind {
        Kind::Person if TITLES.contains(&letters) => Role::Title,
        Kind::Person if letters.len() > 1 && PARTICLES.contains(&letters) => Role::Particle,
        Kind::Vessel if VESSEL_PREFIXES.contains(&letters) => Role::Form,
        Kind::Organisation if FORMS.contains(&letters) => Role::Form,
        Kind::Organisation if GENERIC.contains(&letters) => Role::Generic,
        _ => Role::Name,
    }
}

/// A company called only by generic words keeps them: `The Trading Company` has a name.
pub(crate) fn mark_forms(tokens: &mut [Token]) {
    if tokens.iter().any(|t| t.role == Role::Name) {
        return;
    }
    let role = if tokens.iter().any(|t| t.role == Role::Generic) { Role::Generic } else { Role::Form };
    for t in tokens.iter_mut().filter(|t| t.role == role) {
        t.role = Role::Name;
    }
}

/// Given names that are one name across languages, and short forms that stand on documents. One line a name; the matcher treats
/// two words of a line as nearly the same.
const FAMILIES: &[&str] = &[
    "muhammad mohammed mohamed mohammad mohamad muhamad mohamud mahamed muhammed mehmet mehmed mamadou mohd md muhamed mohamet mukhamed magomed",
    "ahmad ahmed achmad akhmad akhmed ahmet ahmadou amadou",
    "yusuf yousef youssef yosef josef joseph jose giuseppe jozef yusif yusup iosif osip youssouf joe",
    "ibrahim abraham avraham ebrahim ibragim brahim ibrahima avram",
    "ismail ishmael ismael esmail ismoil",
    "yaqub yakub jacob jakob james jacques giacomo jaime iakov yaakov yakov jaakko",
    "ishaq isaac yitzhak isak izhak",
    "musa moussa moses moshe moises musah",
    "isa issa jesus essa iesa",
    "yahya john johannes johann jean juan ivan ioannis giovanni joao jan hans jon sean ian yohannes johan ivo jack",
    "dawud daud david dawood davud dovid dawit davit dave",
    "sulayman suleiman solomon sulaiman soliman shlomo suleyman salomon souleymane",
    "maryam mary maria miriam mariam marie miryam meryem maryan",
    "yunus jonah younis younes yunis jonas iunus",
    "harun aaron haroon haron aron",
    "ayyub job ayoub ayub eyup",
    "alexander aleksandr alexandre alessandro alejandro iskandar sikandar oleksandr alexandros aleksander sasha alex iskander eskandar",
    "alexei aleksei alexey aleksey oleksiy alexis",
    "andrew andrei andrey andreas andre andrea andres andriy andrzej ondrej",
    "peter pyotr petr pierre pedro pietro petros piotr petro",
    "paul pavel pablo paolo pavlo paulo pavlos pawel",
    "michael mikhail mikhael michel miguel mikael mikayil michal mykhailo mihail mike mikail",
    "nicholas nikolai nikolay nicolas nikolaos mykola nicola nick mikolaj",
    "george georgi georgy georgios jorge giorgio jiri yuri yury juri georges georg jerzy",
    "vladimir volodymyr wladimir vladimer vova",
    "sergei sergey serhiy sergio serge sergii",
    "dmitry dmitri dmitriy dmytro dimitri dimitrios dimitry",
    "eugene yevgeny evgeny evgeniy yevgeniy yevhen eugen evgeni",
    "basil vasily vasili vasiliy vasyl wassily",
    "theodore fyodor fedor teodor theodor",
    "gregory grigory grigori grigoriy hryhoriy gregor",
    "stephen steven stefan stepan etienne esteban stefano stephan steve istvan",
    "matthew matvei mateo matteo matthias mathieu mateusz matt",
    "luke luka luca lukas lucas lukasz",
    "mark marco marc marcus markus marek marcos",
    "anthony antonio anton antoine tony antoni",
    "francis francesco francisco francois franz frank ferenc franciszek",
    "charles carlos karl carl carlo karel karol charlie",
    "henry heinrich enrique enrico henri henrik hendrik harry",
    "william wilhelm guillaume guillermo willem bill will billy willy guglielmo",
    "robert roberto rob bob bobby bert",
    "richard ricardo riccardo rick dick",
    "edward eduard eduardo edoardo ed eddie ted",
    "lawrence laurence lorenzo laurent larry lorenz",
    "philip philippe felipe filippo filip phillip phil",
    "thomas tomas tommaso tom tomasz tommy",
    "joan jane joanna johanna giovanna juana jeanne ioanna yana",
    "ann anne anna ana hannah anya hanna",
    "elizabeth elisabeth yelizaveta isabel isabella elisabetta liz elsa eliza",
    "catherine katherine yekaterina ekaterina catalina caterina kate katarina kathryn kateryna",
    "helen elena helena yelena olena eleni helene",
    "natalia natalya nathalie natalie nataliya",
    "svetlana svitlana",
    "daniel danil danilo danylo dan daniele",
    "samuel sam shmuel samuil",
    "benjamin ben binyamin beniamino veniamin",
    "gabriel jibril gibril jabril gavriil",
    "khalid khaled chaled halid",
    "hussein husayn hussain hossein husain hosein houssein hussien huseyin",
    "hasan hassan hasen hassen",
    "uthman osman othman usman ousmane ottoman",
    "umar omar omer oumar",
    "usama osama ussama oussama",
    "qasim kassem kasim qasem ghassem kassim qassim",
    "nasir naser nasser nassir",
    "jafar jaafar gafar cafer jaffar",
    "faysal faisal feisal fayzal",
    "zaynab zainab zeinab zeynep",
    "fatima fatma fatimah fatemeh fatoumata",
    "khadija khadijah hatice khadeeja kadijatou",
    "aisha ayesha aishah aysha aicha ayse",
    "jamal gamal djamal cemal jamaal",
    "kim gim", "lee li yi rhee ri", "park pak bak", "choi choe", "jung jong jeong chung", "wong wang huang", "zhang chang cheung", "chen chan tan",
    "rick richard", "kate katherine", "james jim jimmy", "charles chuck", "margaret margarita marguerite maggie peggy", "victoria vicky viktoria", "ronald ron", "donald don", "kenneth ken", "timothy tim timofei",
    "joshua josh", "jonathan jon", "patrick pat patricio", "gerald gerry jerry", "raymond ray raimundo", "frederick fred fritz frederic federico friedrich friedrych", "leonard leonardo leo leonid", "bernard bernardo bernie", "walter walt", "deborah debbie debra", "susan sue susana", "christopher chris cristobal christophe", "nathaniel nathan", "gregory greg", "jeffrey jeff geoffrey", "douglas doug", "andrew andy drew", "alexandra sandra aleksandra", "zachary zach", "benedict benoit benedetto", "augustine agustin augustin",
];

/// The families a word belongs to, as line numbers; at most two.
pub(crate) fn families(letters: &str) -> &'static [u16] {
    use std::collections::HashMap;
    use std::sync::LazyLock;
    static INDEX: LazyLock<HashMap<&'static str, Vec<u16>>> = LazyLock::new(|| {
        let mut index: HashMap<&'static str, Vec<u16>> = HashMap::new();
        for (line, i) in FAMILIES.iter().zip(0_u16..) {
            for word in line.split(' ') {
                index.entry(word).or_default().push(i);
            }
        }
        index
    });
    INDEX.get(letters).map_or(&[], Vec::as_slice)
}

/// Whether two words are forms of one given name.
pub(crate) fn same_family(a: &str, b: &str) -> bool {
    let (fa, fb) = (families(a), families(b));
    fa.iter().any(|f| fb.contains(f))
}

/// Words that so many bearers share that they say little about who is meant: the commonest given names and surnames of the
/// travelling population, by common knowledge of national name statistics. Lists add their own measure.
const COMMON: &[&str] = &[
    "muhammad", "mohammed", "mohamed", "mohammad", "ahmad", "ahmed", "ali", "hasan", "hassan", "hussein", "husayn", "hussain", "khan", "omar", "umar", "ibrahim", "abdul", "abdullah",
    "abdallah", "mahmoud", "mahmud", "mustafa", "yusuf", "said", "saeed", "salim", "saleh", "salih", "khalid", "hamid", "singh", "kumar", "sharma", "kim", "lee", "li", "wang", "zhang", "chen",
    "liu", "park", "nguyen", "tran", "jose", "juan", "maria", "carlos", "luis", "garcia", "rodriguez", "gonzalez", "hernandez", "lopez", "martinez", "perez", "sanchez", "ramirez",
    "john", "james", "david", "michael", "robert", "william", "mary", "smith", "johnson", "williams", "brown", "jones", "miller", "davis", "jean", "pierre", "paul", "peter", "thomas", "daniel",
    "joseph", "george", "anna", "elena", "ivan", "sergei", "sergey", "alexander", "aleksandr", "vladimir", "andrei", "andrey", "dmitry", "mikhail", "nikolai", "ivanov", "petrov", "fatima", "aisha",
    "mwangi", "otieno", "kamau", "wanjiku", "abdi", "abdulrahman", "abdulaziz", "rahman", "islam", "hossain", "begum", "bibi", "das", "silva", "santos", "mark", "andrew", "richard", "charles",
];

/// How telling a word is without any list to measure by: 0.7 for the commonest names, 1 for the rest.
pub(crate) fn rarity(letters: &str) -> f32 {
    if COMMON.contains(&letters) { 0.75 } else { 1.0 }
}

/// The other words of a word's families.
pub(crate) fn family_members(letters: &str) -> impl Iterator<Item = &'static str> {
    families(letters).iter().flat_map(|line| FAMILIES[usize::from(*line)].split(' ')).filter({
        let own = letters.to_owned();
        move |w| *w != own
    })
}
