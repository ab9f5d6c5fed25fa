//! Made-up requests for information: what agencies of the demonstration ask each other, as far as its agreements let them. Everything says of itself that it is made up.

use crate::app::App;
use crate::caller::Caller;
use crate::problem::Answer;
use crate::routes::request_view::ConcernsView;
use crate::routes::requests::{RequestAsk, act_as, ask_as};
use coordination::assignment::Outcome;
use coordination::request::{Command, Ground, Subject, agreements};
use framework::PointId;
use framework::access::Officer;

/// What is asked for which purposes (for any when none is stated), and what is known of it.
struct Question {
    purposes: &'static [&'static str],
    subject: Subject,
    title: &'static str,
    question: &'static str,
    known: &'static str,
}

const QUESTIONS: &[Question] = &[
    Question {
        purposes: &["border_control", "security", "crime"],
        subject: Subject::Document,
        title: "Whether a passport was reported stolen",
        question: "Was this passport reported stolen, and when?",
        known: "Reported stolen on 3 May.",
    },
    Question {
        purposes: &["customs"],
        subject: Subject::Vehicle,
        title: "Who a lorry belongs to",
        question: "To whom does this lorry belong?",
        known: "A haulier known here for two years.",
    },
    Question {
        purposes: &[],
        subject: Subject::Goods,
        title: "What a permit covers",
        question: "Does the permit cover maize as well as beans?",
        known: "It covers beans.",
    },
];
const MADE_UP: &str = "made up for the demonstration";

/// On what an officer may ask another: the agreement and the purpose, or the purpose alone within one state.
fn basis(app: &App, one: &Officer, other: &Officer, point: &PointId) -> Option<(String, String)> {
    let book = app.book();
    let here = |a: &&framework::model::Agreement| a.points.is_empty() || a.points.iter().any(|p| p.get_ref() == point.as_str());
    let shared = |a: &framework::model::Agreement| {
        let purpose = a.purposes.iter().find(|p| one.purposes.contains(p.get_ref()))?;
        Some((a.id.get_ref().clone(), purpose.get_ref().clone()))
    };
    let agreed = agreements(&book, &one.agency, &other.agency).filter(here).find_map(shared);
    let by_law = || Some((String::new(), one.purposes.first()?.clone())).filter(|_| one.state == other.state);
    agreed.or_else(by_law)
}

/// One asks another something at a crossing point.
struct Pair<'a> {
    one: &'a Caller,
    other: &'a Caller,
    question: &'static Question,
    agreement: String,
    purpose: String,
}

/// Who asks whom at a crossing point: those of two states first, no agency twice, and nothing twice.
fn pairs<'a>(app: &App, here: &[&'a Caller], point: &PointId) -> Vec<Pair<'a>> {
    let mut all: Vec<Pair<'a>> = Vec::new();
    let officer = |c: &'a Caller| &c.account.officer;
    for abroad in [true, false] {
        for one in here {
            let free = |who: &Officer| all.iter().all(|p| officer(p.one).agency != who.agency && officer(p.other).agency != who.agency);
            let fits = |other: &&&'a Caller| {
                officer(other).agency != officer(one).agency
                    && (officer(other).state != officer(one).state) == abroad
                    && (!abroad || !officer(other).purposes.is_disjoint(&officer(one).purposes))
                    && free(officer(one))
                    && free(officer(other))
            };
            let pair = |other: &&'a Caller| {
                let (agreement, purpose) = basis(app, officer(one), officer(other), point)?;
                let new = |q: &&Question| all.iter().all(|p| p.question.title != q.title);
                let fitting = |q: &&Question| q.purposes.is_empty() || q.purposes.contains(&purpose.as_str());
                let question = QUESTIONS.iter().find(|q| new(q) && fitting(q))?;
                Some(Pair { one, other, question, agreement, purpose })
            };
            let found = here.iter().filter(fits).find_map(pair);
            all.extend(found);
        }
    }
    all
}

async fn asked(app: &App, turn: usize, pair: Pair<'_>, point: &PointId) -> Answer<()> {
    let Pair { one, other, question: Question { subject, title, question, known, .. }, agreement, purpose } = pair;
    let law = if agreement.is_empty() { format!("Section 1 ({MADE_UP})") } else { String::new() };
    let concerns = ConcernsView {
        subject: subject.word().to_owned(),
        name: format!("Demo {} ({MADE_UP})", turn + 1),
        number: format!("DEMO-{:03}", turn + 1),
        ..ConcernsView::default()
    };
    let ask = RequestAsk {
        to: other.account.officer.agency.to_string(),
        point: Some(point.to_string()),
        reference: String::new(),
        agreement,
        law,
        purpose,
        concerns,
        title: format!("{title} ({MADE_UP})"),
        question: (*question).to_owned(),
        due_us: None,
    };
    let id = ask_as(app, one, None, ask).await?;
    let say = |outcome, ground| Command::Answer { outcome, ground, text: format!("{known} ({MADE_UP})"), link: String::new() };
    match turn {
        // Waits for an answer.
        0 => {}
        // Answered, and corrected since: whoever asked has not said that it is known.
        1 => {
            act_as(app, other, None, &id, say(Outcome::Full, None)).await?;
            let text = format!("Not so: it was another one. ({MADE_UP})");
            act_as(app, other, None, &id, Command::Correct { item: 0, text, reason: "Misread".to_owned() }).await?;
        }
        _ => act_as(app, other, None, &id, say(Outcome::Part, Some(Ground::NotHeld))).await?,
    }
    Ok(())
}

/// At every crossing point with officers of the demonstration, a few requests.
pub(super) async fn begin(app: &App, all: &[Caller]) {
    let mut points: Vec<PointId> = all.iter().filter_map(|c| c.account.officer.point.clone()).collect();
    points.sort();
    points.dedup();
    for point in points {
        let works = |c: &&Caller| c.account.officer.point.as_ref() == Some(&point) && c.account.officer.roles.contains("frontline");
        let here: Vec<&Caller> = all.iter().filter(works).collect();
        for (turn, pair) in pairs(app, &here, &point).into_iter().enumerate() {
            if let Err(problem) = asked(app, turn, pair, &point).await {
                tracing::warn!(
                    point = point.as_str(),
                    code = problem.code,
                    detail = problem.detail,
                    "nothing was asked in the demonstration"
                );
            }
        }
    }
}
