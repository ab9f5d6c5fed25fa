//! A copy of the made-up country that a test may break.

use framework::{Diagnostic, check, load};
use std::fs;
use std::path::{Path, PathBuf};

/// The day on which the country is judged.
pub(super) const TODAY: &str = "2026-11-23";

pub(super) struct Country {
    dir: tempfile::TempDir,
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

impl Country {
    /// Utopia, which is in order.
    pub(super) fn in_order() -> Self {
        Self::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/utopia"))
    }

    /// A copy of a pack.
    pub(super) fn copy_of(pack: &Path) -> Self {
        let dir = tempfile::tempdir().unwrap();
        copy(pack, dir.path());
        Self { dir }
    }

    /// Its directory.
    pub(super) fn root(&self) -> &Path {
        self.dir.path()
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.dir.path().join(file)
    }

    pub(super) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    pub(super) fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(file), bytes).unwrap();
    }

    /// Writes `to` for the first `from`.
    pub(super) fn replace(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} has no `{from}`");
        self.write(file, text.replacen(from, to, 1));
    }

    /// Everything found, errors of reading first.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let loaded = load(self.root());
        let mut found = loaded.diagnostics;
        if let Some(f) = &loaded.framework {
            found.extend(check(f, &loaded.texts, Some(TODAY)));
        }
        for d in &found {
            // What is not text has no lines to compare with.
            let bytes = fs::read(self.path(&d.place.file)).unwrap_or_default();
            let raw = String::from_utf8_lossy(&bytes);
            let text = loaded.texts.get(&d.place.file).map_or(&*raw, String::as_str);
            assert!(d.place.span.start <= d.place.span.end && d.place.span.end <= text.len(), "{d}");
            assert!(d.place.line >= 1 && d.place.line <= text.matches('\n').count() + 1 && d.place.column >= 1, "{d}");
        }
        found
    }

    /// Code, line and column of everything found.
    pub(super) fn places(&self) -> Vec<(&'static str, String)> {
        self.findings().iter().map(|d| (d.code.id(), d.place.to_string())).collect()
    }
}
