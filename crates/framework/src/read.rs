//! Reading single files with everything wrong in them named.
//!
//! A derived deserializer stops at its first complaint. Here each file is first parsed into a table with places, which finds several faults of the text at
//! once; then each item is turned into its type by itself, and a key that is in the way is named, taken out and the item tried again. The price is one copy
//! of an item a fault; the gain is that a secretariat mends ten lines in one go.

use crate::codes::Code;
use crate::diagnostic::{Diagnostic, Lines, Place};
use crate::load::nearest;
use serde::de::{DeserializeOwned, IntoDeserializer};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Longest file that is read. Bytes.
pub const MAX_FILE_BYTES: u64 = 1 << 20;

/// Most files that are read of one folder.
pub const MAX_FOLDER_FILES: usize = 2_000;

/// Most faults that are named of one item or of one file's text.
const MAX_FAULTS: usize = 20;

/// Where files come from.
pub(crate) enum Files<'f> {
    /// A directory.
    Directory(&'f Path),
    /// Contents by path below the framework's directory.
    Memory(&'f BTreeMap<String, Vec<u8>>),
}

impl Files<'_> {
    /// Why this can be no framework, or nothing.
    fn lacks(&self, header: &str) -> Option<String> {
        match self {
            Self::Memory(files) => (!files.contains_key(header)).then(|| format!("there is no {header}")),
            Self::Directory(root) => match fs::metadata(root) {
                Err(e) => Some(format!("`{}` cannot be opened: {e}", root.display())),
                Ok(m) if !m.is_dir() => Some(format!("`{}` is a file", root.display())),
                Ok(_) => (!self.has(header)).then(|| format!("`{}` has no {header}", root.display())),
            },
        }
    }

    /// A link that leads nowhere is there; that its target is not is what reading it says.
    fn has(&self, file: &str) -> bool {
        match self {
            Self::Directory(root) => fs::symlink_metadata(root.join(file)).is_ok(),
            Self::Memory(files) => files.contains_key(file),
        }
    }

    fn read(&self, file: &str) -> Result<Vec<u8>, Failed> {
        match self {
            Self::Directory(root) => read(&root.join(file)),
            Self::Memory(files) => match files.get(file) {
                None => Err(Failed::Unreadable("there is no such file".into())),
                Some(bytes) if bytes.len() as u64 > MAX_FILE_BYTES => Err(Failed::Large(bytes.len() as u64)),
                Some(bytes) => Ok(bytes.clone()),
            },
        }
    }

    /// Names in a folder, sorted; in the directory itself for "".
    fn names(&self, folder: &str) -> Result<Vec<String>, String> {
        let mut names: Vec<String> = match self {
            Self::Directory(root) => {
                if !folder.is_empty() && !self.has(folder) {
                    return Ok(Vec::new());
                }
                let entries = fs::read_dir(root.join(folder)).map_err(|e| e.to_string())?;
                entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect()
            }
            Self::Memory(files) => {
                let below = |path: &String| {
                    let rest = if folder.is_empty() { path.as_str() } else { path.strip_prefix(folder)?.strip_prefix('/')? };
                    rest.split('/').next().map(str::to_owned)
                };
                files.keys().filter_map(below).collect()
            }
        };
        names.sort();
        names.dedup();
        Ok(names)
    }
}

pub(crate) struct Reader<'f> {
    files: Files<'f>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) texts: BTreeMap<String, String>,
    lines: BTreeMap<String, Lines>,
}

/// The tables of a file that holds several kinds of item.
pub(crate) struct Tables<'t> {
    file: String,
    kinds: BTreeMap<String, Vec<Spanned<DeTable<'t>>>>,
}

impl Tables<'_> {
    /// Takes the items of a kind out.
    pub(crate) fn take<T: DeserializeOwned>(&mut self, r: &mut Reader<'_>, kind: &str) -> Vec<T> {
        let items = self.kinds.remove(kind).unwrap_or_default();
        items.into_iter().filter_map(|item| r.typed(&self.file, item)).collect()
    }
}

impl<'f> Reader<'f> {
    pub(crate) fn new(files: Files<'f>) -> Self {
        Self { files, diagnostics: Vec::new(), texts: BTreeMap::new(), lines: BTreeMap::new() }
    }

    fn say(&mut self, code: Code, file: &str, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let text = self.texts.get(file).map_or("", String::as_str);
        let place = self.lines.entry(file.to_owned()).or_insert_with(|| Lines::of(text)).place(file, text, span);
        self.diagnostics.push(Diagnostic { code, place, message: message.into(), help });
    }

    /// Whether the directory is there and has the file that every framework has.
    pub(crate) fn is_framework(&mut self, header: &str) -> bool {
        let Some(lacking) = self.files.lacks(header) else { return true };
        self.say(Code::NotAFramework, header, 0..0, lacking, None);
        false
    }

    /// A file's text without the byte order mark that some editors leave.
    pub(crate) fn text(&mut self, file: &str) -> Option<String> {
        match self.files.read(file) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => {
                    let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
                    self.texts.insert(file.to_owned(), text.clone());
                    Some(text)
                }
                Err(e) => {
                    let good = e.utf8_error().valid_up_to();
                    let before = String::from_utf8_lossy(&e.as_bytes()[..good]).into_owned();
                    let place = Place::of(file, &before, good..good);
                    let message = format!("the file is not UTF-8 at byte {good}");
                    self.diagnostics.push(Diagnostic { code: Code::Unreadable, place, message, help: None });
                    None
                }
            },
            Err(Failed::Large(bytes)) => {
                self.say(Code::TooLarge, file, 0..0, format!("the file has {bytes} bytes; at most {MAX_FILE_BYTES} are read"), None);
                None
            }
            Err(Failed::Unreadable(why)) => {
                self.say(Code::Unreadable, file, 0..0, why, None);
                None
            }
        }
    }

    fn table<'t>(&mut self, file: &str, text: &'t str) -> Option<Spanned<DeTable<'t>>> {
        let (table, faults) = DeTable::parse_recoverable(text);
        for e in faults.iter().take(MAX_FAULTS) {
            self.say(Code::Syntax, file, e.span().unwrap_or(0..0), e.message(), None);
        }
        // A half-understood table would only raise complaints about what was not understood.
        faults.is_empty().then_some(table)
    }

    /// A file that is one item.
    pub(crate) fn item<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let text = self.text(file)?;
        let table = self.table(file, &text)?;
        self.typed(file, table)
    }

    /// The text of a file that need not be there; that it is not is no fault.
    pub(crate) fn optional(&mut self, file: &str) -> Option<String> {
        self.files.has(file).then(|| self.text(file)).flatten()
    }

    /// The lists of items of several kinds in a file's text.
    pub(crate) fn tables<'t>(&mut self, file: &str, text: Option<&'t str>, kinds: &[&str]) -> Tables<'t> {
        let mut found = Tables { file: file.to_owned(), kinds: BTreeMap::new() };
        let Some(table) = text.and_then(|t| self.table(file, t)) else { return found };
        for (key, value) in table.into_inner() {
            let (span, name) = (key.span(), key.into_inner().into_owned());
            if !kinds.contains(&name.as_str()) {
                let help = nearest(&name, kinds.iter().copied()).map(|k| format!("write `{k}`"));
                self.say(Code::UnknownKey, file, span, format!("unknown field `{name}`, expected one of {}", kinds.join(", ")), help);
                continue;
            }
            let whole = value.span();
            let DeValue::Array(items) = value.into_inner() else {
                self.say(Code::WrongType, file, whole, format!("`{name}` is a list of tables"), Some(format!("write [[{name}]]")));
                continue;
            };
            for item in items.into_iter() {
                let span = item.span();
                match item.into_inner() {
                    DeValue::Table(t) => found.kinds.entry(name.clone()).or_default().push(Spanned::new(span, t)),
                    _ => self.say(Code::WrongType, file, span, format!("a `{name}` is a table"), Some(format!("write [[{name}]]"))),
                }
            }
        }
        found
    }

    /// The item that a table describes, with every key in its way named.
    fn typed<T: DeserializeOwned>(&mut self, file: &str, mut table: Spanned<DeTable<'_>>) -> Option<T> {
        let mut removed: Vec<String> = Vec::new();
        for _ in 0..MAX_FAULTS {
            let e = match T::deserialize(table.clone().into_deserializer()) {
                Ok(item) => return Some(item),
                Err(e) => e,
            };
            let message = e.message().to_owned();
            let lacks = message.strip_prefix("missing field `").and_then(|m| m.split('`').next());
            if lacks.is_some_and(|field| removed.iter().any(|r| r == field)) {
                return None;
            }
            let code = if message.starts_with("unknown field") { Code::UnknownKey } else { Code::WrongType };
            let span = e.span().unwrap_or_else(|| table.span());
            self.say(code, file, span.clone(), message.clone(), near_key(&message));
            if lacks.is_some() {
                return None;
            }
            removed.push(remove(table.get_mut(), &span)?);
        }
        None
    }

    /// The files of a folder with an extension, in the order of their names.
    pub(crate) fn names(&mut self, folder: &str, extension: &str) -> Vec<String> {
        let mut names = match self.files.names(folder) {
            Ok(names) => names,
            Err(e) => {
                self.say(Code::Unreadable, folder, 0..0, e, None);
                return Vec::new();
            }
        };
        names.retain(|n| n.ends_with(extension));
        if names.len() > MAX_FOLDER_FILES {
            let message = format!("the folder has {} files; at most {MAX_FOLDER_FILES} are read", names.len());
            self.say(Code::TooLarge, folder, 0..0, message, None);
            names.truncate(MAX_FOLDER_FILES);
        }
        names.into_iter().map(|n| format!("{folder}/{n}")).collect()
    }

    /// Names what lies in the directory and is not read. Hidden files, documents and demonstration data may lie there.
    pub(crate) fn strays(&mut self, files: &[&str], folders: &[(&str, &[&str])]) {
        let known: Vec<&str> = files.iter().copied().chain(folders.iter().map(|f| f.0)).collect();
        for name in self.files.names("").unwrap_or_default() {
            if !known.contains(&name.as_str()) && name != "demo" && !is_document(&name) {
                let help = nearest(&name, known.iter().copied()).map(|k| format!("did you mean `{k}`?"));
                self.say(Code::StrayFile, &name, 0..0, format!("`{name}` is not read"), help);
            }
        }
        for (folder, extensions) in folders {
            for name in self.files.names(folder).unwrap_or_default().into_iter().take(MAX_FOLDER_FILES) {
                if !extensions.iter().any(|e| name.ends_with(e)) && !is_document(&name) {
                    let path = format!("{folder}/{name}");
                    let help = Some(format!("names here end in {}", extensions.join(" or ")));
                    self.say(Code::StrayFile, &path, 0..0, format!("`{path}` is not read"), help);
                }
            }
        }
    }
}

fn is_document(name: &str) -> bool {
    name.starts_with('.') || name.ends_with(".md") || name.ends_with(".txt") || matches!(name, "LICENSE" | "LICENCE" | "COPYING")
}

enum Failed {
    Large(u64),
    Unreadable(String),
}

fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    let unreadable = |e: std::io::Error| Failed::Unreadable(e.to_string());
    let about = fs::metadata(path).map_err(unreadable)?;
    // A pipe or a device would never end.
    if !about.is_file() {
        return Err(Failed::Unreadable("it is not a file".into()));
    }
    if about.len() > MAX_FILE_BYTES {
        return Err(Failed::Large(about.len()));
    }
    let mut bytes = Vec::new();
    fs::File::open(path).map_err(unreadable)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let length = bytes.len() as u64;
    if length > MAX_FILE_BYTES { Err(Failed::Large(length)) } else { Ok(bytes) }
}

/// Takes the key at a place out, or the one whose value lies there; gives its name.
fn remove(table: &mut DeTable<'_>, span: &Range<usize>) -> Option<String> {
    let here = table.iter().find(|(k, v)| &k.span() == span || &v.span() == span).map(|(k, _)| k.clone());
    if let Some(key) = here {
        table.remove(&key);
        return Some(key.into_inner().into_owned());
    }
    table.iter_mut().find_map(|(_, v)| remove_in(v.get_mut(), span))
}

fn remove_in(value: &mut DeValue<'_>, span: &Range<usize>) -> Option<String> {
    match value {
        DeValue::Table(t) => remove(t, span),
        DeValue::Array(a) => a.iter_mut().find_map(|v| remove_in(v.get_mut(), span)),
        _ => None,
    }
}

/// "unknown field `leed`, expected one of `lead`, `deputy`": the nearest of those expected.
fn near_key(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let wrong = quoted.next().filter(|_| message.starts_with("unknown field"))?;
    nearest(wrong, quoted).map(|k| format!("write `{k}`"))
}
