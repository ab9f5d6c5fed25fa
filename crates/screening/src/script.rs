//! From any script to plain lower-case Latin letters.
//!
//! Why not one library for all of it: general romanisers (`any_ascii`) are right for scripts that write their vowels, and wrong
//! for the consonant scripts. Arabic, Urdu, Persian and Hebrew leave short vowels out, so the best a table can do is a consonant
//! frame with the long vowels as hints; [`Token::abjad`](crate::Token) records that the vowels are missing and the comparison
//! then forgives them. So: our own short tables for Arabic-script and Hebrew letters, `any_ascii` for everything else.

/// The writing system of one token, as far as matching cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// Latin letters, with or without marks.
    Latin,
    /// Arabic script: Arabic, Persian, Urdu, Pashto.
    Arabic,
    /// Hebrew.
    Hebrew,
    /// Han characters, kana and hangul: a syllable or two a character, written without blanks.
    EastAsian,
    /// Anything else that writes its vowels (Cyrillic, Greek, Armenian, Georgian, Ethiopic, the Indic scripts …).
    Other,
}

impl Script {
    /// The script a letter belongs to; digits and marks count as Latin.
    pub fn of(c: char) -> Self {
        match u32::from(c) {
            0x0590..=0x05FF | 0xFB1D..=0xFB4F => Self::Hebrew,
            0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Self::Arabic,
            0x1100..=0x11FF
            | 0x3040..=0x30FF
            | 0x3130..=0x318F
            | 0x3400..=0x9FFF
            | 0xAC00..=0xD7AF
            | 0xF900..=0xFAFF
            | 0x20000..=0x3FFFF => Self::EastAsian,
            0..=0x024F | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF | 0xFB00..=0xFB06 => Self::Latin,
            _ => Self::Other,
        }
    }

    /// Whether this script leaves short vowels out.
    pub fn is_abjad(self) -> bool {
        matches!(self, Self::Arabic | Self::Hebrew)
    }
}

/// One Arabic-script letter in the Latin letters that travel documents most often give it (ICAO Doc 9303 part 3, section 6 C,
/// gives a reversible table; this one is for recall). Long vowels come out as letters, `ʿayn` and hamza disappear.
fn arabic(c: char) -> Option<&'static str> {
    Some(match c {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' | 'ى' | 'ٰ' => "a",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' | 'ٹ' | 'ټ' => "t",
        'ث' => "th",
        'ج' => "j",
        'چ' => "ch",
        'ح' | 'ه' | 'ہ' | 'ھ' | 'ۀ' | 'ۂ' => "h",
        'ة' | 'ۃ' => "a",
        'خ' | 'څ' => "kh",
        'د' | 'ض' | 'ڈ' | 'ډ' => "d",
        'ذ' => "dh",
        'ر' | 'ڑ' | 'ړ' => "r",
        'ز' | 'ظ' | 'ځ' => "z",
        'ژ' | 'ږ' => "zh",
        'س' | 'ص' => "s",
        'ش' | 'ښ' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ڤ' | 'ۋ' => "v",
        'ق' => "q",
        'ك' | 'ک' | 'ڪ' => "k",
        'گ' | 'ګ' => "g",
        'ل' | 'ڵ' => "l",
        'م' => "m",
        'ن' | 'ں' | 'ڼ' | 'ڻ' => "n",
        'و' | 'ؤ' | 'ۆ' | 'ۇ' => "w",
        'ي' | 'ی' | 'ئ' | 'ې' | 'ۍ' | 'ێ' | 'ے' | 'ۓ' => "y",
        'ع' => "a",
        'ء' | 'ـ' => "",
        _ => return None,
    })
}

/// One Hebrew letter, finals included. `vav` and `yod` stay ambiguous between consonant and vowel.
fn hebrew(c: char) -> Option<&'static str> {
    Some(match c {
        'ב' => "b",
        'ג' => "g",
        'ד' => "d",
        'ה' => "h",
        'ו' | 'װ' => "w",
        'ז' => "z",
        'ח' => "h",
        'ט' | 'ת' => "t",
        'י' | 'ײ' => "y",
        'כ' | 'ך' | 'ק' => "k",
        'ל' => "l",
        'מ' | 'ם' => "m",
        'נ' | 'ן' => "n",
        'ס' => "s",
        'א' | 'ע' => "a",
        'פ' | 'ף' => "p",
        'צ' | 'ץ' => "ts",
        'ר' => "r",
        'ש' => "sh",
        _ => return None,
    })
}

/// Look-alikes that are used to slip past a search: digits and signs for the Latin letters they resemble. Only applied inside a
/// token that has letters too, so that `2000` stays a number.
pub(crate) fn leet(c: char) -> Option<char> {
    Some(match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        _ => return None,
    })
}

/// Cyrillic and Greek letters that are drawn like a Latin one, for tokens that mix scripts.
pub(crate) fn homoglyph(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'е' | 'ε' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' | 'μ' => 'm',
        'н' | 'η' => 'n',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'у' | 'υ' => 'y',
        'х' | 'χ' => 'x',
        _ => return None,
    })
}

/// Appends the Latin letters of `c` (already compatibility-decomposed) to `out`, lower case; marks and signs append nothing.
pub(crate) fn push_latin(c: char, out: &mut String) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    if let Some(letters) = arabic(c).or_else(|| hebrew(c)) {
        out.push_str(letters);
        return;
    }
    let special = match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ł' | 'Ł' => "l",
        'ı' => "i",
        'ə' | 'Ə' => "a",
        'ъ' | 'ь' | 'Ъ' | 'Ь' => "",
        'ё' | 'Ё' => "e",
        'х' | 'Х' => "kh",
        'і' | 'І' => "i",
        'ї' | 'Ї' => "i",
        'є' | 'Є' => "e",
        _ => {
            for d in any_ascii::any_ascii_char(c).chars() {
                if d.is_ascii_alphanumeric() {
                    out.push(d.to_ascii_lowercase());
                }
            }
            return;
        }
    };
    out.push_str(special);
}
