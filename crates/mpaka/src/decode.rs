//! `mpaka decode`: wire formats to JSON, one object a message.

use clap::{Args, Subcommand};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Decode files of a wire format and print JSON.
#[derive(Args)]
pub struct DecodeArgs {
    #[command(subcommand)]
    format: DecodeFormat,
}

#[derive(Subcommand)]
enum DecodeFormat {
    /// Passenger and crew lists, UN/EDIFACT PAXLST: one JSON object a message, one a line.
    Paxlst {
        /// Files, one interchange (or several) each; standard input without any.
        files: Vec<PathBuf>,
    },
    /// Machine-readable zones, ICAO Doc 9303: documents separated by a blank line, one JSON object each.
    Mrz {
        /// Files; standard input without any.
        files: Vec<PathBuf>,
    },
}

/// How a run went. The exit code is 0 when everything was decoded, 1 when something was rejected, 2 when nothing could be decoded.
#[derive(Default)]
struct Tally {
    decoded: usize,
    /// Decoded, and found to be wrong.
    invalid: usize,
    rejected: usize,
}

impl Tally {
    fn code(&self) -> ExitCode {
        match (self.decoded + self.invalid, self.rejected + self.invalid) {
            (0, _) => ExitCode::from(2),
            (_, 0) => ExitCode::SUCCESS,
            _ => ExitCode::from(1),
        }
    }
}

/// Runs the command.
pub fn run(args: &DecodeArgs) -> ExitCode {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    let result = match &args.format {
        DecodeFormat::Paxlst { files } => paxlst(files, &mut out, &mut err),
        DecodeFormat::Mrz { files } => mrz(files, &mut out, &mut err),
    };
    match result {
        Ok(tally) => tally.code(),
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(e) => {
            let _ = writeln!(err, "mpaka decode: cannot write: {e}");
            ExitCode::from(2)
        }
    }
}

/// One byte more than the limit is enough to tell that there are too many.
fn limited(from: impl Read, limit: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    from.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|e| format!("cannot read: {e}"))?;
    Ok(bytes)
}

fn read(path: &Path, limit: usize) -> Result<Vec<u8>, String> {
    limited(std::fs::File::open(path).map_err(|e| format!("cannot open: {e}"))?, limit)
}

/// What to call each input, and its bytes.
fn inputs(files: &[PathBuf], limit: usize) -> Vec<(String, Result<Vec<u8>, String>)> {
    if files.is_empty() {
        return vec![("standard input".into(), limited(io::stdin().lock(), limit))];
    }
    files.iter().map(|f| (f.display().to_string(), read(f, limit))).collect()
}

fn paxlst(files: &[PathBuf], out: &mut impl Write, err: &mut impl Write) -> io::Result<Tally> {
    let mut tally = Tally::default();
    for (shown, input) in inputs(files, formats::edifact::MAX_INTERCHANGE_BYTES) {
        let bytes = match input {
            Ok(b) => b,
            Err(what) => {
                writeln!(err, "{shown}: {what}")?;
                tally.rejected += 1;
                continue;
            }
        };
        let interchange = match formats::paxlst::decode(&bytes) {
            Ok(i) => i,
            Err(problem) => {
                writeln!(err, "{shown}: {problem}")?;
                tally.rejected += 1;
                continue;
            }
        };
        for w in &interchange.warnings {
            writeln!(err, "{shown}: warning: {w}")?;
        }
        for message in &interchange.messages {
            match message {
                Ok(decoded) => {
                    for w in &decoded.warnings {
                        writeln!(err, "{shown}: message {}: warning: {w}", decoded.list.message_ref)?;
                    }
                    serde_json::to_writer(&mut *out, &decoded.list)?;
                    writeln!(out)?;
                    tally.decoded += 1;
                }
                Err(rejected) => {
                    writeln!(err, "{shown}: message {}: rejected: {}", rejected.message_ref, rejected.problem)?;
                    tally.rejected += 1;
                }
            }
        }
    }
    Ok(tally)
}

/// Longest input of zones. Bytes.
const MAX_ZONES_BYTES: usize = 64 << 20;

#[expect(clippy::disallowed_methods, reason = "the command line is the shell: it tells the decoder which day it is")]
pub(crate) fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

fn mrz(files: &[PathBuf], out: &mut impl Write, err: &mut impl Write) -> io::Result<Tally> {
    let mut tally = Tally::default();
    let today = today();
    for (shown, input) in inputs(files, MAX_ZONES_BYTES) {
        let input =
            input.and_then(|b| if b.len() > MAX_ZONES_BYTES { Err(format!("has more than {MAX_ZONES_BYTES} bytes")) } else { Ok(b) });
        let text = match input {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(what) => {
                writeln!(err, "{shown}: {what}")?;
                tally.rejected += 1;
                continue;
            }
        };
        for (number, lines) in (1..).zip(documents(&text)) {
            match formats::mrz::read(&lines, today) {
                Ok(mrz) => {
                    for p in mrz.problems.iter().filter(|p| p.invalid) {
                        writeln!(err, "{shown}: document {number}: {p}")?;
                    }
                    serde_json::to_writer(&mut *out, &mrz)?;
                    writeln!(out)?;
                    if mrz.valid { tally.decoded += 1 } else { tally.invalid += 1 }
                }
                Err(e) => {
                    writeln!(err, "{shown}: document {number}: rejected: {e}")?;
                    let problem = serde_json::json!({"code": "not-an-mrz", "field": "document", "found": lines.join("\n"), "expected": e.to_string(), "invalid": true});
                    writeln!(out, "{}", serde_json::json!({"format": null, "valid": false, "problems": [problem], "lines": lines}))?;
                    tally.rejected += 1;
                }
            }
        }
    }
    Ok(tally)
}

/// Runs of lines between blank ones.
fn documents(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut lines = text.lines().map(str::trim);
    std::iter::from_fn(move || {
        let first = lines.by_ref().find(|l| !l.is_empty())?;
        Some(std::iter::once(first).chain(lines.by_ref().take_while(|l| !l.is_empty())).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_paxlst(text: &str) -> (Tally, String, String) {
        let dir = std::env::temp_dir().join(format!("mpaka-decode-{}-{}", std::process::id(), text.len()));
        std::fs::write(&dir, text).unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let tally = paxlst(std::slice::from_ref(&dir), &mut out, &mut err).unwrap();
        std::fs::remove_file(&dir).unwrap();
        (tally, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_cut_off_message_is_rejected_and_its_neighbour_is_printed() {
        let good = "UNH+2+PAXLST:D:05B:UN:IATA'BGM+745'TDT+20+ZZ1'LOC+125+AAA'LOC+87+BBB'NAD+FL+++ERIKSSON:ANNA'UNT+7+2'";
        let (tally, out, err) =
            run_paxlst(&format!("UNB+UNOA:4+A+B+200101:0000+1'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'NAD+FL+++ERI{good}UNZ+2+1'"));
        assert_eq!((tally.decoded, tally.rejected), (1, 1), "{err}");
        assert!(out.contains("\"ERIKSSON\""));
        assert!(err.contains("segment 4 NAD"), "{err}");
    }

    #[test]
    fn documents_are_separated_by_blank_lines() {
        let found: Vec<Vec<&str>> = documents("\n\nA\r\nB\r\n\r\n\nC\n").collect();
        assert_eq!(found, [vec!["A", "B"], vec!["C"]]);
    }
}
