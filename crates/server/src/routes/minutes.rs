//! The minutes of a meeting as a page to be printed: what was entered, and the text, with every sign of it written so that a browser shows it and runs none of it.

use crate::app::App;
use crate::bodies::{day, name, zone};
use crate::body::Path;
use crate::caller::{Caller, secret};
use crate::problem::{Answer, Problem};
use crate::routes::meetings::readable;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use coordination::assignment::Party;
use coordination::meeting::{How, Meeting, MinutesState, Seat};
use framework::Rulebook;
use jiff::Timestamp;
use std::fmt::Write as _;

/// The words of the page in one language.
struct Words {
    language: &'static str,
    direction: &'static str,
    minutes: &'static str,
    draft: &'static str,
    approved: &'static str,
    sent: &'static str,
    confidential: &'static str,
    extraordinary: &'static str,
    held: &'static str,
    venue: &'static str,
    host: &'static str,
    present: &'static str,
    presided: &'static str,
    quorum: &'static str,
    agenda: &'static str,
    decisions: &'static str,
    consensus: &'static str,
    in_favour: &'static str,
    against: &'static str,
    abstained: &'static str,
    not_adopted: &'static str,
    owed: &'static str,
    due: &'static str,
    wrote: &'static str,
    approved_by: &'static str,
    print: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    direction: "ltr",
    minutes: "Minutes",
    draft: "Draft, not approved",
    approved: "Approved",
    sent: "Approved and sent to the body above",
    confidential: "Confidential",
    extraordinary: "Extraordinary meeting",
    held: "Held",
    venue: "Place",
    host: "Host",
    present: "Present",
    presided: "presided",
    quorum: "Members present and needed",
    agenda: "Agenda",
    decisions: "Decisions",
    consensus: "by consensus",
    in_favour: "in favour",
    against: "against",
    abstained: "abstained",
    not_adopted: "not adopted",
    owed: "To be done by",
    due: "due",
    wrote: "Written by",
    approved_by: "Approved by",
    print: "Times are those of the place of the meeting.",
};

const SWAHILI: Words = Words {
    language: "sw",
    direction: "ltr",
    minutes: "Kumbukumbu",
    draft: "Rasimu, haijaidhinishwa",
    approved: "Imeidhinishwa",
    sent: "Imeidhinishwa na kutumwa kwa chombo cha juu",
    confidential: "Siri",
    extraordinary: "Kikao cha dharura",
    held: "Ulifanyika",
    venue: "Mahali",
    host: "Mwenyeji",
    present: "Waliohudhuria",
    presided: "aliongoza",
    quorum: "Wajumbe waliopo na wanaohitajika",
    agenda: "Ajenda",
    decisions: "Maamuzi",
    consensus: "kwa makubaliano",
    in_favour: "waliounga mkono",
    against: "waliopinga",
    abstained: "wasiopiga kura",
    not_adopted: "halikupitishwa",
    owed: "Litafanywa na",
    due: "mwisho",
    wrote: "Imeandikwa na",
    approved_by: "Imeidhinishwa na",
    print: "Saa ni za mahali pa kikao.",
};

const FRENCH: Words = Words {
    language: "fr",
    direction: "ltr",
    minutes: "Procès-verbal",
    draft: "Projet, non approuvé",
    approved: "Approuvé",
    sent: "Approuvé et transmis à l’organe supérieur",
    confidential: "Confidentiel",
    extraordinary: "Réunion extraordinaire",
    held: "Tenue",
    venue: "Lieu",
    host: "Hôte",
    present: "Présents",
    presided: "présidence",
    quorum: "Membres présents et requis",
    agenda: "Ordre du jour",
    decisions: "Décisions",
    consensus: "par consensus",
    in_favour: "pour",
    against: "contre",
    abstained: "abstentions",
    not_adopted: "non adoptée",
    owed: "À exécuter par",
    due: "échéance",
    wrote: "Rédigé par",
    approved_by: "Approuvé par",
    print: "Les heures sont celles du lieu de la réunion.",
};

const URDU: Words = Words {
    language: "ur",
    direction: "rtl",
    minutes: "کارروائی",
    draft: "مسودہ، غیر منظور شدہ",
    approved: "منظور شدہ",
    sent: "منظور شدہ اور بالائی ادارے کو ارسال",
    confidential: "خفیہ",
    extraordinary: "غیر معمولی اجلاس",
    held: "منعقدہ",
    venue: "مقام",
    host: "میزبان",
    present: "حاضرین",
    presided: "صدارت",
    quorum: "حاضر اور درکار ارکان",
    agenda: "ایجنڈا",
    decisions: "فیصلے",
    consensus: "اتفاقِ رائے سے",
    in_favour: "حق میں",
    against: "مخالفت میں",
    abstained: "غیر جانبدار",
    not_adopted: "منظور نہیں ہوا",
    owed: "عمل درآمد",
    due: "آخری تاریخ",
    wrote: "تحریر",
    approved_by: "منظوری",
    print: "اوقات اجلاس کے مقام کے ہیں۔",
};

fn words(language: &str) -> &'static Words {
    match language {
        "sw" => &SWAHILI,
        "fr" => &FRENCH,
        "ur" => &URDU,
        _ => &ENGLISH,
    }
}

const STYLE: &str = "body{font:11pt/1.5 'Noto Serif','Noto Nastaliq Urdu',Georgia,serif;max-width:46em;margin:2em auto;padding:0 1em;color:#111}\
    h1{font-size:1.5em;margin:0}h2{font-size:1.1em;margin:1.6em 0 .4em;border-bottom:1px solid #999}\
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1em}dt{font-weight:bold}dd{margin:0}\
    .state{font-weight:bold}.small{color:#444;font-size:.9em}li{margin:.3em 0;break-inside:avoid}\
    @media print{body{margin:0;max-width:none}}";

/// A text as HTML shows it.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Paragraphs: an empty line begins a new one.
fn paragraphs(text: &str) -> String {
    let all = text.replace("\r\n", "\n");
    all.split("\n\n").filter(|p| !p.trim().is_empty()).fold(String::new(), |mut out, p| {
        let _ = write!(out, "<p>{}</p>", safe(p.trim()).replace('\n', "<br>"));
        out
    })
}

fn short(book: &Rulebook, agency: &str) -> String {
    book.agencies.get(agency).map_or_else(|| agency.to_owned(), |a| a.short.clone())
}

fn party(book: &Rulebook, to: &Party) -> String {
    let point = to.point.as_ref().and_then(|p| book.point(p.as_str())).map(|p| p.name.clone());
    let desk = to.desk.as_ref().and_then(|d| book.desks.get(d)).map(|d| d.name.clone());
    let parts =
        [to.officer.as_ref().map(ToString::to_string), to.agency.as_ref().map(|a| short(book, a.as_str())), to.role.clone(), desk, point];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn time(zone: &str, at_us: i64) -> String {
    let at = Timestamp::from_microsecond(at_us).unwrap_or_default();
    at.in_tz(zone).map_or_else(|_| at.to_string(), |z| z.strftime("%Y-%m-%d %H:%M").to_string())
}

/// The page.
fn html(app: &App, caller: &Caller, m: &Meeting, nonce: &str) -> String {
    let (w, book, zone) = (words(&caller.language), app.book(), zone(app, &m.seated));
    let body = name(app, &m.seated, w.language);
    let mut out = String::new();
    let mut put = |html: &str| out.push_str(html);
    let title = if m.called.reference.is_empty() { body.clone() } else { format!("{body}: {}", m.called.reference) };
    put(&format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{} – {}</title>\
         <style nonce=\"{nonce}\">{STYLE}</style></head><body><main><h1>{}</h1>",
        w.language,
        w.direction,
        w.minutes,
        safe(&title),
        safe(&title)
    ));
    let state = match m.minutes_state() {
        MinutesState::None | MinutesState::Draft => w.draft,
        MinutesState::Approved => w.approved,
        MinutesState::Sent => w.sent,
    };
    let also = [(m.called.confidential, w.confidential), (m.called.extraordinary, w.extraordinary)];
    let also: Vec<&str> = also.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
    put(&format!("<p class=\"state\">{}</p>", safe(&[&[w.minutes, state][..], &also].concat().join(" · "))));
    put("<dl>");
    let until = m.closed.as_ref().map(|(_, at)| format!(" – {}", time(&zone, *at))).unwrap_or_default();
    put(&format!("<dt>{}</dt><dd>{}{}</dd>", w.held, time(&zone, m.held_us().unwrap_or(m.planned_us)), until));
    if !m.called.venue.is_empty() {
        put(&format!("<dt>{}</dt><dd>{}</dd>", w.venue, safe(&m.called.venue)));
    }
    if let Some(host) = &m.called.host {
        put(&format!("<dt>{}</dt><dd>{}</dd>", w.host, safe(&short(&book, host.as_str()))));
    }
    let count = m.count();
    put(&format!("<dt>{}</dt><dd>{} / {} ({})</dd></dl>", w.quorum, count.present, count.of, count.needed));
    put(&format!("<h2>{}</h2><ul>", w.present));
    for a in &m.attended {
        let chairs = m.presiding.as_ref() == Some(&a.agency) || (m.presiding.is_none() && m.seated.seat(&a.agency) == Some(Seat::Chair));
        let led = if chairs { format!(" ({})", w.presided) } else { String::new() };
        put(&format!("<li>{}, {}{led}</li>", safe(&a.name), safe(&short(&book, a.agency.as_str()))));
    }
    put("</ul>");
    put(&format!("<h2>{}</h2><ol>", w.agenda));
    for item in m.items() {
        put(&format!("<li>{}</li>", safe(&item.title)));
    }
    put("</ol>");
    decisions(&mut out, w, &book, app, m);
    let _ = write!(out, "<h2>{}</h2>{}", w.minutes, paragraphs(&m.minutes.text));
    let mut writers: Vec<&str> = m.minutes.writers.iter().map(|by| by.officer.as_str()).collect();
    writers.dedup();
    if !writers.is_empty() {
        let _ = write!(out, "<p class=\"small\">{}: {}</p>", w.wrote, safe(&writers.join(", ")));
    }
    if let Some(by) = &m.minutes.approved {
        let _ = write!(out, "<p class=\"small\">{}: {}, {}</p>", w.approved_by, safe(by.officer.as_str()), time(&zone, by.at_us));
    }
    let _ = write!(out, "<p class=\"small\">{}</p></main></body></html>", w.print);
    out
}

fn decisions(out: &mut String, w: &Words, book: &Rulebook, app: &App, m: &Meeting) {
    let _ = write!(out, "<h2>{}</h2><ol>", w.decisions);
    for (n, d) in m.decisions.iter().enumerate() {
        let how = match d.how {
            How::Consensus => w.consensus.to_owned(),
            How::Vote { in_favour, against, abstained } => {
                format!("{in_favour} {}, {against} {}, {abstained} {}", w.in_favour, w.against, w.abstained)
            }
        };
        let not = if d.adopted { String::new() } else { format!("; {}", w.not_adopted) };
        let _ = write!(out, "<li>{} <span class=\"small\">({how}{not})</span>", safe(&d.text));
        let owed: Vec<_> = m.directives.iter().filter(|o| o.decision as usize == n).collect();
        if !owed.is_empty() {
            out.push_str("<ul>");
            for o in owed {
                let due = day(app, &m.seated, o.due_us);
                let _ = write!(out, "<li>{} {}: {} ({} {due})</li>", w.owed, safe(&party(book, &o.to)), safe(&o.owed), w.due);
            }
            out.push_str("</ul>");
        }
        out.push_str("</li>");
    }
    out.push_str("</ol>");
}

/// The minutes of a meeting as a page to be printed, in the caller's language.
#[utoipa::path(get, operation_id = "meeting_minutes", path = "/meetings/{id}/minutes", tag = "bodies", params(("id" = String, Path)), responses((status = 200, content_type = "text/html", body = String), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn page(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<impl IntoResponse> {
    let m = readable(&app, &caller, &id).await?;
    if m.minutes_state() == MinutesState::None {
        return Err(coordination::meeting::Refused::NoMinutes.into());
    }
    app.noted(&caller, "minutes", &id, 1).await?;
    let nonce = secret();
    let html = html(&app, &caller, &m, &nonce);
    let policy = format!("default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()), (header::CONTENT_SECURITY_POLICY, policy)], html))
}
