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
    /// The id, or the name, of the item it is about; absent where the line belongs to none.
    item: Option<String>,
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

/// The id of the item that a line belongs to, or its name: an item reaches from its `[[table]]` to the next.
fn item(text: &str, line: usize) -> Option<String> {
    let above = text.lines().take(line).collect::<Vec<_>>();
    let within = above.iter().rev().take_while(|l| !l.starts_with("[[")).copied().collect::<Vec<_>>();
    let named = |key: &str| within.iter().find_map(|l| l.strip_prefix(key)?.trim_start().strip_prefix("= \"")?.split('"').next());
    named("id").or_else(|| named("name")).map(str::to_owned)
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
        item: text.and_then(|t| item(t, d.place.line)),
        line: line.map(str::to_owned),
        width: width.min(rest),
    }
}

/// What the checker finds in the framework today.
#[utoipa::path(get, path = "/framework/findings", tag = "framework", operation_id = "framework_findings", responses((status = 200, body = Findings), (status = 401, body = Problem)))]
pub async fn findings(State(app): State<App>, caller: Caller) -> Answer<Json<Findings>> {
    caller.must(&app, Action::Read, &app.national_label(Kind::Framework))?;
    let f = &app.book().framework;
    let day = app.clock.today(f.header.time_zone.get_ref()).to_string();
    let mut found = framework::check(f, &app.book().texts, Some(&day));
    found.sort_by_key(|d| std::cmp::Reverse(d.code.severity()));
    let count = |s: Severity| found.iter().filter(|d| d.code.severity() == s).count();
    Ok(Json(Findings {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        findings: found.iter().map(|d| view(&app.book(), d)).collect(),
        day,
    }))
}

#[cfg(test)]
mod tests {
    use super::item;

    #[test]
    fn a_line_belongs_to_the_item_above_it() {
        let text = "id = \"land\"\nsource = \"x\"\n\n[[agency]]\nid = \"A\"\nidle = \"no\"\nsource = \"x\"\n\n[[holiday]]\nname = \"Rest\"\nsource = \"x\"\n\n[[none]]\nx = 1\n";
        let of = |line| item(text, line);
        assert_eq!(
            (of(2), of(5), of(7), of(11), of(14)),
            (Some("land".into()), Some("A".into()), Some("A".into()), Some("Rest".into()), None)
        );
    }
}
