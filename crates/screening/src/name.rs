//! A name as the matcher sees it: tokens with the letters they sound like.
//!
//! A name is cut at blanks and punctuation, each piece is brought to lower-case Latin letters, and then described three ways:
//! its letters (`aleksandr`), its *sound* (letters after spelling habits are levelled: `alexander` and `aleksandr` come close) and
//! its *frame* (the consonants of the sound, which survive missing vowels and most transliterations). The frame is what the
//! index looks up; the letters and the sound are what the comparison judges.

use crate::script::{self, Script};
use crate::words::{self, Role};
use icu_normalizer::DecomposingNormalizerBorrowed;

/// Letters of a name that are read; the rest is ignored and [`Name::truncated`] says so. Characters.
pub const MAX_NAME_CHARS: usize = 512;
/// Tokens of a name that are read. Tokens.
pub const MAX_NAME_TOKENS: usize = 24;
/// Letters of one token that are kept. Bytes of ASCII.
pub const MAX_TOKEN_BYTES: usize = 40;

/// What kind of thing bears the name: persons have particles and patronymics, companies legal forms, vessels prefixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A human being.
    #[default]
    Person,
    /// A company, public body or group.
    Organisation,
    /// A ship, an aircraft or a vehicle with a name.
    Vessel,
}

impl Kind {
    /// The kind behind a FollowTheMoney or list-specific word; unknown words count as organisations, which are compared most
    /// literally.
    pub fn from_word(word: &str) -> Self {
        match word.trim().to_ascii_lowercase().as_str() {
            "" | "person" | "individual" | "i" | "p" => Self::Person,
            "vessel" | "aircraft" | "airplane" | "vehicle" | "v" => Self::Vessel,
            _ => Self::Organisation,
        }
    }

    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Vessel => "vessel",
        }
    }
}

/// One word of a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token {
    /// As written, for explanations.
    pub shown: Box<str>,
    /// Lower-case ASCII letters and digits, at most [`MAX_TOKEN_BYTES`].
    pub letters: Box<str>,
    /// The letters with spelling habits levelled.
    pub sound: Box<str>,
    /// The consonants of the sound, neighbours that are alike taken once.
    pub frame: Box<str>,
    /// Short vowels were not written.
    pub abjad: bool,
    /// Written in Han characters or hangul syllables, which stand for more than their sound.
    pub han: bool,
    /// The word goes on where it was cut off: see [`Name::cut_off`].
    pub cut: bool,
    /// What part the word plays.
    pub role: Role,
}

impl Token {
    fn new(shown: &str, letters: String, abjad: bool, kind: Kind) -> Option<Self> {
        let mut letters = letters;
        letters.truncate(MAX_TOKEN_BYTES);
        if letters.is_empty() {
            return None;
        }
        let mut sound = sound(&letters);
        sound.truncate(MAX_TOKEN_BYTES);
        let frame = frame(&sound);
        let role = words::role(&letters, kind);
        Some(Self {
            shown: shown.into(),
            sound: sound.into(),
            frame: frame.into(),
            letters: letters.into(),
            abjad,
            han: false,
            cut: false,
            role,
        })
    }

    /// The frame without the mark of a vowel in front.
    pub(crate) fn bare_frame(&self) -> &str {
        self.frame.strip_prefix('a').unwrap_or(&self.frame)
    }

    /// Neighbouring words written together, as one word of letters.
    pub(crate) fn joined(run: &[&Self]) -> Self {
        let mut letters: String = run.iter().map(|t| &*t.letters).collect();
        letters.truncate(MAX_TOKEN_BYTES);
        let mut sound = sound(&letters);
        sound.truncate(MAX_TOKEN_BYTES);
        let frame = frame(&sound);
        let han = run.iter().all(|t| t.han);
        Self {
            shown: Box::default(),
            sound: sound.into(),
            frame: frame.into(),
            letters: letters.into(),
            abjad: false,
            han,
            cut: false,
            role: Role::Name,
        }
    }

    /// A single letter: an initial.
    pub fn is_initial(&self) -> bool {
        self.letters.len() == 1
    }

    /// `Abdul`, which the next word goes on.
    fn is_servant(&self) -> bool {
        matches!(&*self.letters, "abd" | "abdul" | "abdel" | "abdal" | "abdol" | "abdu" | "abdoul" | "abdur" | "abdus" | "abdun")
    }

    /// All digits.
    pub fn is_number(&self) -> bool {
        self.letters.bytes().all(|b| b.is_ascii_digit())
    }
}

/// A name cut into tokens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Name {
    /// The tokens in the order they were written.
    pub tokens: Vec<Token>,
    /// The name was longer than [`MAX_NAME_CHARS`] or [`MAX_NAME_TOKENS`] and its end was left out.
    pub truncated: bool,
    /// Look-alike characters of another script, digits inside words or invisible characters were found and read as the letters
    /// they resemble: worth a second look at the document.
    pub suspicious: bool,
}

impl Name {
    /// Reads a name. Never fails: a name without any letter has no tokens.
    ///
    /// ```
    /// use screening::{Kind, Name};
    /// let name = Name::read("ERIKSSON<<ANNA<MARIA", Kind::Person);
    /// assert_eq!(name.letters(), ["eriksson", "anna", "maria"]);
    /// assert_eq!(Name::read("محمد", Kind::Person).tokens[0].frame, Name::read("Muhammad", Kind::Person).tokens[0].frame);
    /// ```
    pub fn read(text: &str, kind: Kind) -> Self {
        let mut name = Self::default();
        let mut pieces: Vec<String> = Vec::new();
        let mut piece = String::new();
        let mut count = 0;
        let (mut before, mut second) = (' ', None);
        let nfkd = DecomposingNormalizerBorrowed::new_nfkd();
        for c in nfkd.normalize_iter(text.chars()) {
            count += 1;
            if count > MAX_NAME_CHARS {
                name.truncated = true;
                break;
            }
            match class(c) {
                Class::Letter => piece.push(c),
                Class::Invisible => name.suspicious = true,
                Class::Joiner => {}
                Class::Break => {
                    pieces.push(std::mem::take(&mut piece));
                    if c == ',' || (c == '<' && before == '<') {
                        second = second.or(Some(pieces.len()));
                    }
                }
            }
            before = c;
        }
        pieces.push(piece);
        let mut given = 0;
        for (piece, i) in pieces.iter().zip(0..).filter(|(p, _)| !p.is_empty()) {
            if given == 0 && second.is_some_and(|second| i >= second) {
                given = name.tokens.len();
            }
            name.push_piece(piece, kind);
        }
        if kind == Kind::Person {
            // `Rahman Yasin, Abdul`: what stands last is the beginning of what stands first.
            if given > 0 && name.tokens.last().is_some_and(Token::is_servant) {
                name.tokens.rotate_left(given);
            } else if fills_a_zone(text) {
                name = name.cut_off();
            }
            join_particles(&mut name.tokens);
        } else {
            join_letters(&mut name.tokens, kind);
            words::mark_forms(&mut name.tokens);
        }
        if name.tokens.len() > MAX_NAME_TOKENS {
            name.tokens.truncate(MAX_NAME_TOKENS);
            name.truncated = true;
        }
        name
    }

    fn push_piece(&mut self, piece: &str, kind: Kind) {
        let (mut latin, mut other, mut digits, mut letters, mut script) = (0_usize, 0_usize, 0_usize, 0_usize, Script::Latin);
        for c in piece.chars() {
            let s = Script::of(c);
            if c.is_ascii_digit() || matches!(c, '@' | '$' | '!' | '|') {
                digits += 1;
            } else if c.is_alphabetic() {
                letters += 1;
                if s == Script::Latin {
                    latin += 1;
                } else {
                    other += 1;
                    script = s;
                }
            }
        }
        if script == Script::EastAsian {
            self.push_east_asian(piece, kind);
            return;
        }
        let mixed = latin > 0 && other > 0 && script == Script::Other;
        let disguised = digits > 0 && letters >= 2 && letters >= digits && kind == Kind::Person;
        self.suspicious |= mixed || disguised;
        let mut out = String::with_capacity(piece.len());
        for c in piece.chars() {
            let c = if disguised { script::leet(c).unwrap_or(c) } else { c };
            let lower = c.to_lowercase().next().unwrap_or(c);
            let c = if mixed { script::homoglyph(lower).unwrap_or(c) } else { c };
            script::push_latin(c, &mut out);
        }
        self.tokens.extend(Token::new(piece, out, script.is_abjad(), kind));
    }

    /// Han, kana and hangul are written without blanks: the surname is the first syllable in nearly every Chinese and Korean
    /// name, so the piece becomes that and the rest; kana words stay whole.
    fn push_east_asian(&mut self, piece: &str, kind: Kind) {
        // NFKD has cut hangul into jamo, which no romaniser reads.
        let composed: String = icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize_iter(piece.chars()).collect();
        let chars: Vec<char> = composed.chars().collect();
        let kana = chars.iter().any(|c| matches!(u32::from(*c), 0x3040..=0x30FF));
        let head = if kind == Kind::Person && !kana && (2..=4).contains(&chars.len()) { 1 } else { chars.len() };
        for part in [&chars[..head], &chars[head..]] {
            let shown: String = part.iter().collect();
            let mut out = String::new();
            for c in part {
                script::push_latin(*c, &mut out);
            }
            self.tokens.extend(Token::new(&shown, out, false, kind).map(|t| Token { han: !kana, ..t }));
        }
    }

    /// Says that the last word, in the order in which the name was read, may be cut off: a listed word that begins with it answers it
    /// fully. [`Name::read`] says so by itself of a name with its fillers (`ERIKSSON<<ANNA<MARI`) that fills the field of a machine-readable zone.
    ///
    /// ```
    /// use screening::{compare, Kind, Name};
    /// let listed = Name::read("Anna Mariana Eriksson", Kind::Person);
    /// let asked = Name::read("ERIKSSON ANNA MARI", Kind::Person);
    /// let cut = compare(&asked.clone().cut_off(), &listed, Kind::Person);
    /// assert!(compare(&asked, &listed, Kind::Person).score < cut.score);
    /// ```
    #[must_use]
    pub fn cut_off(mut self) -> Self {
        if let Some(last) = self.tokens.last_mut().filter(|t| t.letters.len() >= SHORTEST_CUT && !t.han && !t.is_number()) {
            last.cut = true;
        }
        self
    }

    /// The letters of every token.
    pub fn letters(&self) -> Vec<&str> {
        self.tokens.iter().map(|t| &*t.letters).collect()
    }

    /// Nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }
}

/// Letters that are left of a word that was cut off, at least. Letters.
const SHORTEST_CUT: usize = 2;
/// Fields for names in machine-readable zones of passports, cards and the larger cards (ICAO Doc 9303 parts 4 to 6). Characters.
const NAME_FIELDS: [usize; 3] = [39, 30, 31];

/// A name field of a machine-readable zone without a filler at its end: the name may go on (ICAO Doc 9303 part 3, section 4.6).
fn fills_a_zone(text: &str) -> bool {
    text.contains('<') && !text.ends_with('<') && NAME_FIELDS.contains(&text.len())
}

enum Class {
    Letter,
    /// Apostrophes and marks: dropped, the word goes on.
    Joiner,
    /// Zero-width and direction controls.
    Invisible,
    Break,
}

fn class(c: char) -> Class {
    match c {
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' => {
            Class::Invisible
        }
        '\'' | '’' | '‘' | '`' | '´' | 'ʿ' | 'ʾ' | 'ʼ' | 'ʻ' | 'ʹ' | 'ʺ' | '״' | '׳' | '·' | 'ـ' => Class::Joiner,
        // What a machine writes for a letter that it does not have.
        '?' | '\u{FFFD}' => Class::Joiner,
        '@' | '$' | '!' | '|' => Class::Letter,
        c if c.is_ascii() => {
            if c.is_ascii_alphanumeric() {
                Class::Letter
            } else {
                Class::Break
            }
        }
        // Combining marks: Latin, Greek, Cyrillic accents, harakat, niqqud. Vowel signs of other scripts are letters here.
        '\u{0300}'..='\u{036F}'
        | '\u{0483}'..='\u{0489}'
        | '\u{0591}'..='\u{05C7}'
        | '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}'
        | '\u{06D6}'..='\u{06ED}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}' => Class::Joiner,
        c if c.is_whitespace() => Class::Break,
        c if c.is_alphanumeric() => Class::Letter,
        // Signs of the Indic, Thai and Ethiopic blocks that carry vowels.
        '\u{0900}'..='\u{0DFF}' | '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1200}'..='\u{139F}' | '\u{1780}'..='\u{17FF}' => {
            Class::Letter
        }
        _ => Class::Break,
    }
}

/// `abd` `al` `rahman` is one name, and so is `abdul` `rahman`: they become `abdulrahman`.
fn join_particles(tokens: &mut Vec<Token>) {
    let mut i = 0;
    while i < tokens.len() {
        let servant = tokens[i].is_servant();
        let article = servant && tokens.get(i + 1).is_some_and(|t| words::is_article(&t.letters) || &*t.letters == "ul");
        let word = i + 1 + usize::from(article);
        if servant && let Some(next) = tokens.get(word) {
            let stem = next.letters.strip_prefix("al").filter(|s| next.abjad && s.len() > 2).unwrap_or(&next.letters);
            let letters = format!("abdul{stem}");
            let shown = tokens[i..=word].iter().map(|t| &*t.shown).collect::<Vec<_>>().join(" ");
            let abjad = tokens[i].abjad;
            let cut = next.cut;
            if let Some(joined) = Token::new(&shown, letters, abjad, Kind::Person) {
                tokens.splice(i..=word, [Token { cut, ..joined }]);
            }
        }
        i += 1;
    }
}

/// `A.B.C. Company` has one word of three letters, not three words.
fn join_letters(tokens: &mut Vec<Token>, kind: Kind) {
    let mut i = 0;
    while i < tokens.len() {
        let run = tokens[i..].iter().take_while(|t| t.is_initial() && !t.is_number()).count();
        if run >= 2 {
            let letters: String = tokens[i..i + run].iter().map(|t| &*t.letters).collect();
            if let Some(joined) = Token::new(&letters.clone(), letters, false, kind) {
                tokens.splice(i..i + run, [joined]);
            }
        }
        i += 1;
    }
}

/// Levels the spelling habits that transliteration leaves: `kh`, `x`, `q`, `ph`, `ou`, `tsch`, doubled letters.
///
/// The alphabet: vowels `a i u` (`e` counts as `i`, `o` as `u`); letters that are free then stand for pairs:
/// `c` for ch, `x` for sh, `q` for zh. Digits stay.
pub fn sound(letters: &str) -> String {
    let b = letters.as_bytes();
    let mut out = String::with_capacity(b.len());
    let mut i = 0;
    let at = |i: usize| b.get(i).copied().unwrap_or(0);
    while i < b.len() {
        let rest = &letters[i..];
        let (code, used) = match b[i] {
            b't' if rest.starts_with("tsch") => ("c", 4),
            b's' if rest.starts_with("shch") || rest.starts_with("scht") => ("x", if rest.starts_with("scht") { 3 } else { 4 }),
            b's' if rest.starts_with("sch") => ("x", 3),
            b's' if rest.starts_with("sh") => ("x", 2),
            b's' if rest.starts_with("sz") && i + 2 < b.len() => ("x", 2),
            b'c' if rest.starts_with("ch") => ("c", 2),
            b't' if rest.starts_with("tch") => ("c", 3),
            b't' if rest.starts_with("ts") || rest.starts_with("tz") => ("s", 2),
            b't' if rest.starts_with("th") => ("t", 2),
            b'c' if matches!(at(i + 1), b'e' | b'i' | b'y') => ("s", 1),
            b'c' if rest.starts_with("ck") => ("k", 2),
            b'c' if rest.starts_with("cz") => ("c", 2),
            b'c' => ("k", 1),
            b'k' if rest.starts_with("kh") => ("h", 2),
            b'k' if rest.starts_with("ks") => ("ks", 2),
            b'x' if i == 0 => ("s", 1),
            b'x' => ("ks", 1),
            b'q' if rest.starts_with("qu") => ("k", 2),
            b'q' => ("k", 1),
            b'g' if rest.starts_with("gh") => ("g", 2),
            b'g' if rest.starts_with("gu") && matches!(at(i + 2), b'e' | b'i') => ("g", 2),
            b'd' if rest.starts_with("dzh") => ("j", 3),
            b'd' if rest.starts_with("dj") => ("j", 2),
            b'd' if rest.starts_with("dh") => ("d", 2),
            b'p' if rest.starts_with("ph") => ("f", 2),
            b'z' if rest.starts_with("zh") => ("q", 2),
            b'j' => ("j", 1),
            b'b' if rest.starts_with("bh") => ("b", 2),
            b'r' if rest.starts_with("rh") => ("r", 2),
            b'w' if rest.starts_with("wh") => ("w", 2),
            b'e' if matches!(at(i + 1), b'e' | b'i') => ("i", 2),
            b'o' if matches!(at(i + 1), b'o' | b'u') => ("u", 2),
            b'a' if matches!(at(i + 1), b'e') => ("i", 2),

            b'a' => ("a", 1),
            b'e' | b'i' => ("i", 1),
            b'y' => ("y", 1),
            b'o' | b'u' => ("u", 1),
            _ => (&letters[i..=i], 1),
        };
        if !out.ends_with(code) || code.len() > 1 || b[i].is_ascii_digit() {
            out.push_str(code);
        }
        i += used;
    }
    out
}

/// The consonants of a sound: no vowels, no `h`, no glides, neighbours that are alike once; the first letter's vowel leaves `a`
/// so that `Ali` is not `Li`.
fn frame(sound: &str) -> String {
    let mut out = String::with_capacity(sound.len());
    for (i, c) in sound.chars().enumerate() {
        let c = match c {
            'a' | 'i' | 'u' if i == 0 => 'a',
            'y' | 'w' if i == 0 => c,
            'a' | 'i' | 'u' | 'y' | 'w' => continue,
            'h' if i > 0 => continue,
            'v' => 'f',
            'q' => 'j',
            'z' => 's',
            'p' => 'b',
            'd' => 't',
            'g' => 'k',
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}
