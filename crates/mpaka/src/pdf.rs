//! A page as PDF, printed by a browser that is on the machine.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Programs of the one browser engine that prints without a window.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/// Why there is no PDF.
pub(crate) enum NoPdf {
    /// No browser is on the machine.
    NoBrowser,
    /// The browser did not print.
    Failed(String),
}

impl fmt::Display for NoPdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBrowser => f.write_str(
                "no browser to print with: install chromium (Debian: apt-get install chromium), or print the page of --format html",
            ),
            Self::Failed(what) => write!(f, "the page could not be printed: {what}"),
        }
    }
}

impl From<io::Error> for NoPdf {
    fn from(e: io::Error) -> Self {
        Self::Failed(e.to_string())
    }
}

fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    BROWSERS.iter().flat_map(|b| folders.iter().map(move |f| f.join(b))).find(|p| p.is_file())
}

/// Browsers keep root out of their sandbox. What is printed is a page of our own without a script.
fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|l| l.strip_prefix("Uid:")).is_some_and(|ids| ids.split_whitespace().nth(1) == Some("0"))
}

/// Prints a page on A4, as its style says.
pub(crate) fn print(html: &str) -> Result<Vec<u8>, NoPdf> {
    let browser = browser().ok_or(NoPdf::NoBrowser)?;
    // Of the caller alone: what is printed may be confidential.
    let folder = tempfile::Builder::new().prefix("mpaka-").tempdir()?;
    with(&browser, folder.path(), html)
}

fn with(browser: &Path, folder: &Path, html: &str) -> Result<Vec<u8>, NoPdf> {
    let (page, pdf) = (folder.join("report.html"), folder.join("report.pdf"));
    fs::write(&page, html)?;
    let mut command = Command::new(browser);
    command.args(["--headless", "--disable-gpu", "--disable-extensions", "--no-first-run", "--no-pdf-header-footer"]);
    if is_root() {
        command.arg("--no-sandbox");
    }
    let profile = folder.join("profile");
    command.arg(format!("--user-data-dir={}", profile.display())).arg(format!("--print-to-pdf={}", pdf.display()));
    let done = command.arg(format!("file://{}", page.display())).stdin(Stdio::null()).output()?;
    if !done.status.success() || !pdf.is_file() {
        let said = String::from_utf8_lossy(&done.stderr);
        let last = said.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("it did not say why");
        return Err(NoPdf::Failed(format!("{}: {last}", browser.display())));
    }
    Ok(fs::read(&pdf)?)
}
