//! What a made-up officer does in one go, by the same ways as a real one.

use crate::app::App;
use crate::caller::Caller;
use crate::routes::crossing::{execute_as, open_as};
use crate::routes::{intake, scan};
use coordination::crossing::{Command, CrossingId, OpenCommand};

/// One visit to the counter.
pub(super) enum Errand {
    /// A carrier's list comes in for a flight.
    List { clerk: Caller, point: String, flight: String, text: String },
    /// Somebody or something is taken up, with those aboard.
    Open { by: Caller, id: CrossingId, ask: Box<OpenCommand>, aboard: Vec<OpenCommand> },
    /// A command.
    Do { by: Caller, id: String, command: Command },
    /// A passport is read, what its holder declares is noted, and the control ends.
    Read { by: Caller, id: String, mrz: String, declares: Vec<String>, end: Command },
}

/// What came of it.
pub(super) enum News {
    /// A list was used: the flight's crossing.
    Announced { flight: String, crossing: String },
    /// It was done.
    Done,
    /// The rules, or somebody quicker, stood in the way.
    Refused { id: String },
}

/// Runs an errand. What is refused is no error: somebody at the console may have been quicker.
pub(super) async fn run(app: &App, errand: Errand) -> News {
    match errand {
        Errand::List { clerk, point, flight, text } => {
            let receipts = intake::take(app, &clerk, &point, text.as_bytes(), true).await.unwrap_or_default();
            let used = receipts.into_iter().find(|r| r.state == "accepted").and_then(|r| r.crossing);
            used.map_or(News::Refused { id: flight.clone() }, |crossing| News::Announced { flight, crossing })
        }
        Errand::Open { by, id, ask, aboard } => {
            let refused = News::Refused { id: id.to_string() };
            if open_as(app, &by, None, id, *ask).await.is_err() {
                return refused;
            }
            for part in aboard {
                if open_as(app, &by, None, crate::app::now_id().into(), part).await.is_err() {
                    return refused;
                }
            }
            News::Done
        }
        Errand::Do { by, id, command } => match execute_as(app, &by, None, &id, command, None).await {
            Ok(_) => News::Done,
            Err(_) => News::Refused { id },
        },
        Errand::Read { by, id, mrz, declares, end } => {
            read(app, &by, &id, &mrz).await;
            for condition in declares {
                let mark = Command::Mark { condition, reason: "declared at the desk".into() };
                // What the procedure does not know changes nothing.
                let _ = execute_as(app, &by, None, &id, mark, None).await;
            }
            match execute_as(app, &by, None, &id, end, None).await {
                Ok(_) => News::Done,
                Err(_) => News::Refused { id },
            }
        }
    }
}

/// A misread zone is scanned again as it likely reads, after a look at the page.
async fn read(app: &App, by: &Caller, id: &str, mrz: &str) {
    let ask = |mrz: &str, accept| scan::Scan { mrz: mrz.to_owned(), accept, open: None, crossing: Some(id.to_owned()) };
    let Ok(first) = scan::scan_as(app, by, ask(mrz, false)).await else { return };
    if first.outcome == "doubtful" {
        let again = first.likely_readings.first().map_or_else(|| mrz.to_owned(), |lines| lines.join("\n"));
        // Whoever is not found by the document goes on by what was announced.
        let _ = scan::scan_as(app, by, ask(&again, true)).await;
    }
}
