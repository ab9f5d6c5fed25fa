//! `mpaka screen`: names against lists read straight from files.

use crate::client::{Client, ClientArgs};
use crate::list_file::ListFile;
use crate::output::unwritten;
use clap::{Args, Subcommand};
use screening::{
    Candidate, DEFAULT_THRESHOLD, Documents, Index, Kind, LIST_THRESHOLD, MIN_NUMBER_CHARS, Name, PartialDate, Query, Sex, compare,
};
use serde_json::json;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Screen one name, a file of names, or pairs of names.
#[derive(Args)]
pub struct ScreenArgs {
    #[command(subcommand)]
    command: Option<ScreenCommand>,
    /// A list as FORMAT:FILE; repeat for several. FORMAT is ofac-sdn (a folder, or the sdn.csv beside its alt.csv), un-xml, eu-csv, ftm,
    /// opensanctions-csv or csv, or csv[FIELD=COLUMN,…] where the columns are called otherwise.
    #[arg(long = "list", value_name = "FORMAT:FILE")]
    lists: Vec<String>,
    /// Search the lists of a running node that the officer of the token may read, in place of lists from files.
    #[arg(long, conflicts_with_all = ["lists", "threshold"])]
    node: bool,
    #[command(flatten)]
    client: ClientArgs,
    /// The name to screen.
    #[arg(long, conflicts_with = "batch")]
    name: Option<String>,
    /// Its birth date: 1971, 1971-02 or 1971-02-28.
    #[arg(long)]
    born: Option<String>,
    /// Its nationality.
    #[arg(long)]
    nationality: Option<String>,
    /// Its sex: M or F.
    #[arg(long)]
    sex: Option<String>,
    /// The number of its passport, ship or vehicle.
    #[arg(long, conflicts_with = "batch")]
    document: Option<String>,
    /// A CSV with columns full_name, date_of_birth, nationality, sex (or gender), document; one JSON line a query, in order.
    #[arg(long, value_name = "QUERIES.csv")]
    batch: Option<PathBuf>,
    /// What bears the name: person, organisation or vessel.
    #[arg(long, default_value = "person")]
    kind: String,
    /// Score from which a candidate is a hit, 0 to 1; 0.82 against lists, 0.7 for pairs without it.
    #[arg(long)]
    threshold: Option<f32>,
}

#[derive(Subcommand)]
enum ScreenCommand {
    /// Score pairs of names: columns name1, name2, schema in; name1,name2,score,match out.
    Pairs {
        /// The file of pairs.
        file: PathBuf,
    },
}

/// Runs the command. 0: done; 1: some records of a list or of the input could not be read; 2: nothing could be done.
pub fn run(args: &ScreenArgs) -> ExitCode {
    let result = match &args.command {
        Some(ScreenCommand::Pairs { file }) => pairs(file, args.threshold.unwrap_or(DEFAULT_THRESHOLD), &mut io::stdout().lock()),
        None => screen(args, &mut io::stdout().lock()),
    };
    match result {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(e) => {
            eprintln!("mpaka screen: {e}");
            ExitCode::from(2)
        }
    }
}

fn pairs(file: &Path, threshold: f32, out: &mut impl Write) -> Result<usize, String> {
    let shown = file.display();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(file).map_err(|e| format!("cannot open `{shown}`: {e}"))?;
    let headers = reader.headers().map_err(|e| format!("`{shown}` has no header line: {e}"))?.clone();
    let column = |n: &str| headers.iter().position(|h| h.trim().eq_ignore_ascii_case(n));
    let (Some(first), Some(second)) = (column("name1"), column("name2")) else {
        return Err(format!("`{shown}` has the columns {headers:?}; name1 and name2 were expected"));
    };
    let schema = column("schema");
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["name1", "name2", "score", "match"]).map_err(unwritten)?;
    let mut unread = 0;
    for (row, line) in reader.records().zip(2_u64..) {
        let row = match row {
            Ok(row) => row,
            Err(e) => {
                eprintln!("mpaka screen: `{shown}` record {line} cannot be read: {e}");
                unread += 1;
                continue;
            }
        };
        let (a, b) = (row.get(first).unwrap_or(""), row.get(second).unwrap_or(""));
        let kind = Kind::from_word(schema.and_then(|s| row.get(s)).unwrap_or(""));
        let score = compare(&Name::read(a, kind), &Name::read(b, kind), kind).score;
        writer.write_record([a, b, &format!("{score:.4}"), if score >= threshold { "true" } else { "false" }]).map_err(unwritten)?;
    }
    writer.flush().map_err(unwritten)?;
    Ok(unread)
}

/// Reads the lists of `FORMAT:FILE` arguments; the number is of records that could not be read.
fn index(lists: &[String]) -> Result<(Lists, usize), String> {
    if lists.is_empty() {
        return Err("no list was given; name one with --list FORMAT:FILE, or search those of a node with --node".into());
    }
    let mut entries = Vec::new();
    let mut problems = 0;
    for list in lists {
        let file = ListFile::read("mpaka screen", list)?;
        problems += file.unread;
        entries.extend(file.entries.into_iter().map(Arc::new));
    }
    Ok((Lists { documents: Documents::build(&entries), names: Index::build(entries) }, problems))
}

/// What is wrong with a number that says too little to be compared.
fn too_short(document: &str) -> Option<String> {
    let wrong = !document.is_empty() && !Documents::compares(document);
    wrong.then(|| format!("`{document}` is too short a number; {MIN_NUMBER_CHARS} letters and digits or more were expected"))
}

/// Lists ready to be searched.
struct Lists {
    names: Index,
    documents: Documents,
}

/// Where is searched.
enum Searched {
    /// In lists from files.
    Files(Box<Lists>),
    /// In the lists of a node.
    Node(Client),
}

impl Searched {
    fn answer(&self, asked: &Asked<'_>, threshold: f32) -> Result<serde_json::Value, String> {
        match self {
            Self::Files(lists) => Ok(answer(lists, asked, threshold)),
            Self::Node(client) => ask(client, asked),
        }
    }
}

/// Asks a node; what it answers is told in the words of the lists from files.
fn ask(client: &Client, asked: &Asked<'_>) -> Result<serde_json::Value, String> {
    let born = asked.born.map(|b| b.to_string()).unwrap_or_default();
    let mut body =
        json!({ "name": asked.name, "kind": asked.kind.word(), "born": born, "nationality": asked.nationality, "number": asked.document });
    let mut line = json!({ "query": asked.name, "hit": false, "candidates": [] });
    if !asked.document.is_empty() && !Documents::compares(asked.document) {
        body["number"] = "".into();
    }
    if body["name"].as_str().is_some_and(|n| !n.trim().is_empty()) || body["number"] != "" {
        let found = client.post("/lists/search", &body, None).map_err(|e| e.to_string())?;
        let candidate = |c: &serde_json::Value| {
            json!({
                "score": c["score"],
                "list": c["list"],
                "entry": c["record"]["id"],
                "name": c["record"]["names"][0],
                "explanation": c["explanation"],
            })
        };
        let candidates: Vec<_> = found["candidates"].as_array().into_iter().flatten().map(candidate).collect();
        line["hit"] = (!candidates.is_empty()).into();
        line["candidates"] = candidates.into();
    }
    if let Some(p) = &asked.problem {
        line["problem"] = p.as_str().into();
    }
    Ok(line)
}

/// Who is asked about.
#[derive(Default)]
struct Asked<'a> {
    name: &'a str,
    kind: Kind,
    born: Option<PartialDate>,
    nationality: &'a str,
    sex: Option<Sex>,
    document: &'a str,
    /// What of it could not be read.
    problem: Option<String>,
}

fn screen(args: &ScreenArgs, out: &mut impl Write) -> Result<usize, String> {
    let kind = Kind::from_word(&args.kind);
    let threshold = args.threshold.unwrap_or(LIST_THRESHOLD);
    let (lists, mut unread) = if args.node {
        (Searched::Node(Client::new(args.client.clone()).map_err(|e| e.to_string())?), 0)
    } else {
        let (lists, unread) = index(&args.lists)?;
        (Searched::Files(Box::new(lists)), unread)
    };
    if args.name.is_some() || args.document.is_some() {
        let born = match args.born.as_deref() {
            Some(b) => Some(PartialDate::read(b).ok_or_else(|| format!("`{b}` is not a birth date; write 1971, 1971-02 or 1971-02-28"))?),
            None => None,
        };
        let sex = match args.sex.as_deref() {
            Some(s) => Some(Sex::read(s).ok_or_else(|| format!("`{s}` is not a sex; write M or F, or leave it out"))?),
            None => None,
        };
        let document = args.document.as_deref().unwrap_or("");
        too_short(document).map_or(Ok(()), Err)?;
        let asked = Asked {
            name: args.name.as_deref().unwrap_or(""),
            kind,
            born,
            nationality: args.nationality.as_deref().unwrap_or(""),
            sex,
            document,
            problem: None,
        };
        let line = lists.answer(&asked, threshold)?;
        writeln!(out, "{line:#}").map_err(unwritten)?;
        return Ok(unread);
    }
    let Some(batch) = &args.batch else { return Err("nothing was asked; give --name, --document or --batch, or `pairs FILE`".into()) };
    let shown = batch.display();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(batch).map_err(|e| format!("cannot open `{shown}`: {e}"))?;
    let headers = reader.headers().map_err(|e| format!("`{shown}` has no header line: {e}"))?.clone();
    let column = |n: &str| headers.iter().position(|h| h.trim().eq_ignore_ascii_case(n));
    let Some(name) = column("full_name").or_else(|| column("name")) else {
        return Err(format!("`{shown}` has the columns {headers:?}; full_name was expected"));
    };
    let (born, nationality, document) = (column("date_of_birth"), column("nationality"), column("document"));
    let sex = column("sex").or_else(|| column("gender"));
    let total = std::fs::metadata(batch).map(|m| m.len()).unwrap_or(0);
    let bar = if io::stderr().is_terminal() { indicatif::ProgressBar::new(total) } else { indicatif::ProgressBar::hidden() };
    let mut out = io::BufWriter::new(out);
    let mut row = csv::StringRecord::new();
    let mut record = 1_u64;
    loop {
        record += 1;
        bar.set_position(reader.position().byte());
        match reader.read_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {
                let get = |c: Option<usize>| c.and_then(|c| row.get(c)).unwrap_or("").trim();
                let given = get(born);
                let date = PartialDate::read(given);
                let undated = (!given.is_empty() && date.is_none()).then(|| format!("`{given}` is not a birth date and was left out"));
                let problems: Vec<String> = undated.into_iter().chain(too_short(get(document))).collect();
                let problem = Some(problems.join("; ")).filter(|p| !p.is_empty());
                unread += usize::from(problem.is_some());
                let asked = Asked {
                    name: get(Some(name)),
                    kind,
                    born: date,
                    nationality: get(nationality),
                    sex: Sex::read(get(sex)),
                    document: get(document),
                    problem,
                };
                let line = lists.answer(&asked, threshold)?;
                writeln!(out, "{line}").map_err(unwritten)?;
            }
            Err(e) => {
                unread += 1;
                eprintln!("mpaka screen: `{shown}` record {record} cannot be read: {e}");
                writeln!(out, "{}", json!({"query": null, "hit": false, "candidates": [], "problem": e.to_string()})).map_err(unwritten)?;
            }
        }
    }
    bar.finish_and_clear();
    out.flush().map_err(unwritten)?;
    Ok(unread)
}

/// Candidates by number first, then by name; a record that is both is shown once.
fn answer(lists: &Lists, asked: &Asked<'_>, threshold: f32) -> serde_json::Value {
    let name = Name::read(asked.name, asked.kind);
    let suspicious = name.suspicious;
    let query = Query::new(name, asked.kind).born(asked.born).nationality([asked.nationality]).sex(asked.sex);
    let by_name = lists.names.search(&query, threshold);
    let by_number = lists.documents.find(asked.document);
    let mut candidates: Vec<serde_json::Value> = Vec::new();
    for found in &by_number {
        let also = by_name.iter().find(|c| Arc::ptr_eq(&c.entry, &found.entry));
        let how = if found.same { "is on the list as" } else { "is read like the listed" };
        let named = also.map(|c| format!("; {}", screening::explain(c))).unwrap_or_default();
        candidates.push(json!({
            "score": also.map(|c| rounded(c.score)),
            "document": { "listed": found.listed, "same": found.same },
            "list": found.entry.list,
            "entry": found.entry.id,
            "name": found.entry.names.first().map(|n| n.text.as_str()),
            "explanation": format!("the number `{}` {how} `{}`{named}", asked.document, found.listed),
        }));
    }
    let only_named = |c: &&Candidate| by_number.iter().all(|n| !Arc::ptr_eq(&c.entry, &n.entry));
    candidates.extend(by_name.iter().filter(only_named).map(|c| {
        json!({
            "score": rounded(c.score),
            "list": c.entry.list,
            "entry": c.entry.id,
            "name": c.entry.names.first().map(|n| n.text.as_str()),
            "explanation": screening::explain(c),
        })
    }));
    let mut line = json!({"query": asked.name, "hit": !candidates.is_empty(), "candidates": candidates});
    if suspicious {
        line["suspicious"] = true.into();
    }
    if let Some(p) = &asked.problem {
        line["problem"] = p.as_str().into();
    }
    line
}

/// To four places.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 10_000.0).round() / 10_000.0
}
