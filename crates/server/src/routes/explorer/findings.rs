//! What the checker says of the framework that runs.

use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Answer, PlaceOf, Problem};
use axum::Json;
use axum::extract::State;
use framework::access::{Action, Kind};
use framework::{Diagnostic, Rulebook, Severity};
use serde::Serialize;
use utoipa::ToSchema;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of the checker")]
pub enum SeverityView {
    Error,
    Warning,
    Note,
}

impl From<Severity> for SeverityView {
    fn from(s: Severity) -> Self {
        match s {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }
}

/// One finding, as a compiler would show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Finding {
    /// `MF` and four digits.
    code: String,
    severity: SeverityView,
    /// The kind of finding, in a few words.
    title: String,
    /// This finding.
    message: String,
    /// Why it matters at the border.
    why: String,
    /// What to write instead.
    mend: String,
    place: PlaceOf,
    /// The line it is about, as it stands; absent where the finding is about a whole file.
    line: Option<String>,
    /// How many characters of the line it is about.
    width: usize,
}

/// What the checker finds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Findings {
    /// The day against which review dates were judged, in the zone of the framework.
    day: String,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// The gravest first.
    findings: Vec<Finding>,
}

fn view(book: &Rulebook, d: &Diagnostic) -> Finding {
    let text = book.texts.get(&d.place.file).filter(|_| d.place.span.end > 0);
    let line = text.and_then(|t| t.lines().nth(d.place.line.saturating_sub(1)));
    let rest = line.map_or(0, |l| l.chars().count().saturating_sub(d.place.column - 1));
    let width = text.and_then(|t| t.get(d.place.span.clone())).map_or(0, |s| s.chars().count());
    Finding {
        code: d.code.id().to_owned(),
        severity: d.code.severity().into(),
        title: d.code.title().to_owned(),
        message: d.message.clone(),
        why: d.code.why().to_owned(),
        mend: d.help.as_deref().unwrap_or(d.code.mend()).to_owned(),
        place: (&d.place).into(),
        line: line.map(str::to_owned),
        width: width.min(rest),
    }
}

/// What the checker finds in the framework today.
#[utoipa::path(get, path = "/framework/findings", tag = "framework", operation_id = "framework_findings", responses((status = 200, body = Findings), (status = 401, body = Problem)))]
pub async fn findings(State(app): State<App>, caller: Caller) -> Answer<Json<Findings>> {
    caller.must(&app, Action::Read, &app.national_label(Kind::Framework))?;
    let f = &app.book.framework;
    let day = app.clock.today(f.header.time_zone.get_ref()).to_string();
    let mut found = framework::check(f, &app.book.texts, Some(&day));
    found.sort_by_key(|d| std::cmp::Reverse(d.code.severity()));
    let count = |s: Severity| found.iter().filter(|d| d.code.severity() == s).count();
    Ok(Json(Findings {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        findings: found.iter().map(|d| view(&app.book, d)).collect(),
        day,
    }))
}
