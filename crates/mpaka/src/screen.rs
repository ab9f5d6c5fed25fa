//! `mpaka screen`: names against lists read straight from files.

use clap::{Args, Subcommand};
use screening::lists::{self, Format, Source};
use screening::{Candidate, DEFAULT_THRESHOLD, Index, Kind, LIST_THRESHOLD, Name, PartialDate, Query, compare};
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
    /// opensanctions-csv or csv.
    #[arg(long = "list", value_name = "FORMAT:FILE")]
    lists: Vec<String>,
    /// The name to screen.
    #[arg(long, conflicts_with = "batch")]
    name: Option<String>,
    /// Its birth date: 1971, 1971-02 or 1971-02-28.
    #[arg(long)]
    born: Option<String>,
    /// Its nationality.
    #[arg(long)]
    nationality: Option<String>,
    /// A CSV with columns full_name, date_of_birth, nationality; one JSON line a query, in order.
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
    let write = |e: csv::Error| format!("cannot write the result: {e}");
    writer.write_record(["name1", "name2", "score", "match"]).map_err(write)?;
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
        writer.write_record([a, b, &format!("{score:.4}"), if score >= threshold { "true" } else { "false" }]).map_err(write)?;
    }
    writer.flush().map_err(|e| format!("cannot write the result: {e}"))?;
    Ok(unread)
}

/// Reads the lists of `FORMAT:FILE` arguments into one index; the number is of records that could not be read.
fn index(lists: &[String]) -> Result<(Index, usize), String> {
    let words = || Format::ALL.map(|(w, _)| w).join(", ");
    if lists.is_empty() {
        return Err("no list was given; name one with --list FORMAT:FILE".into());
    }
    let mut entries = Vec::new();
    let mut problems = 0;
    for list in lists {
        let (format, file) =
            list.split_once(':').ok_or_else(|| format!("`{list}` does not say its format; write FORMAT:FILE with one of {}", words()))?;
        let format = Format::from_word(format).ok_or_else(|| format!("`{format}` is not a list format; expected one of {}", words()))?;
        let path = Path::new(file);
        let main = if path.is_dir() { path.join("sdn.csv") } else { path.to_owned() };
        let bytes = std::fs::read(&main).map_err(|e| format!("cannot read `{}`: {e}", main.display()))?;
        let alt = if format == Format::OfacSdn { std::fs::read(main.with_file_name("alt.csv")).ok() } else { None };
        let reading = lists::read(format, file, Source { main: &bytes, alt: alt.as_deref() });
        for p in reading.problems.iter().take(20) {
            eprintln!("mpaka screen: {file}: {p}");
        }
        let count = reading.problems.len() + usize::try_from(reading.more_problems).unwrap_or(usize::MAX);
        if count > 20 {
            eprintln!("mpaka screen: {file}: {} more records could not be read", count - 20);
        }
        if reading.entries.is_empty() {
            return Err(format!("`{file}` gave no entry; is it really {list}?"));
        }
        problems += count;
        entries.extend(reading.entries.into_iter().map(Arc::new));
    }
    Ok((Index::build(entries), problems))
}

fn screen(args: &ScreenArgs, out: &mut impl Write) -> Result<usize, String> {
    let kind = Kind::from_word(&args.kind);
    let threshold = args.threshold.unwrap_or(LIST_THRESHOLD);
    let (index, mut unread) = index(&args.lists)?;
    let write = |e: io::Error| format!("cannot write the result: {e}");
    if let Some(name) = &args.name {
        let born = match args.born.as_deref() {
            Some(b) => Some(PartialDate::read(b).ok_or_else(|| format!("`{b}` is not a birth date; write 1971, 1971-02 or 1971-02-28"))?),
            None => None,
        };
        let line = answer(&index, name, kind, born, args.nationality.as_deref().unwrap_or(""), threshold, None);
        writeln!(out, "{line:#}").map_err(write)?;
        return Ok(unread);
    }
    let Some(batch) = &args.batch else { return Err("nothing was asked; give --name or --batch, or `pairs FILE`".into()) };
    let shown = batch.display();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(batch).map_err(|e| format!("cannot open `{shown}`: {e}"))?;
    let headers = reader.headers().map_err(|e| format!("`{shown}` has no header line: {e}"))?.clone();
    let column = |n: &str| headers.iter().position(|h| h.trim().eq_ignore_ascii_case(n));
    let Some(name) = column("full_name").or_else(|| column("name")) else {
        return Err(format!("`{shown}` has the columns {headers:?}; full_name was expected"));
    };
    let (born, nationality) = (column("date_of_birth"), column("nationality"));
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
                let problem = (!given.is_empty() && date.is_none()).then(|| format!("`{given}` is not a birth date and was left out"));
                unread += usize::from(problem.is_some());
                let line = answer(&index, get(Some(name)), kind, date, get(nationality), threshold, problem);
                writeln!(out, "{line}").map_err(write)?;
            }
            Err(e) => {
                unread += 1;
                eprintln!("mpaka screen: `{shown}` record {record} cannot be read: {e}");
                writeln!(out, "{}", json!({"query": null, "hit": false, "candidates": [], "problem": e.to_string()})).map_err(write)?;
            }
        }
    }
    bar.finish_and_clear();
    out.flush().map_err(write)?;
    Ok(unread)
}

fn answer(
    index: &Index,
    text: &str,
    kind: Kind,
    born: Option<PartialDate>,
    nationality: &str,
    threshold: f32,
    problem: Option<String>,
) -> serde_json::Value {
    let name = Name::read(text, kind);
    let suspicious = name.suspicious;
    let query = Query { name, kind, born, nationality: vec![nationality.to_lowercase()] };
    let found = index.search(&query, threshold);
    let candidates: Vec<_> = found
        .iter()
        .map(|c: &Candidate| {
            json!({
                "score": (f64::from(c.score) * 10_000.0).round() / 10_000.0,
                "list": c.entry.list,
                "entry": c.entry.id,
                "name": c.entry.names[0].text,
                "explanation": screening::explain(c),
            })
        })
        .collect();
    let mut line = json!({"query": text, "hit": !found.is_empty(), "candidates": candidates});
    if suspicious {
        line["suspicious"] = true.into();
    }
    if let Some(p) = problem {
        line["problem"] = p.into();
    }
    line
}
