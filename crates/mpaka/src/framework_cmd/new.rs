//! `mpaka framework new`: a country's framework begins, from flags or by asking.

use clap::Args;
use framework::template::{Answers, BadAnswer, render};
use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Begin a country's framework from a template. Asks on a terminal for what the flags leave out. Never overwrites.
#[derive(Args)]
pub(super) struct NewArgs {
    /// Where the framework will be; must not exist, or be empty.
    dir: PathBuf,
    /// Its id: letters, digits and hyphens. The directory's name when left out.
    #[arg(long)]
    id: Option<String>,
    /// The country's name.
    #[arg(long)]
    name: Option<String>,
    /// Its three-letter code, as in a passport's machine-readable zone.
    #[arg(long)]
    state: Option<String>,
    /// A language, two letters; more than once for several.
    #[arg(long = "language", value_delimiter = ',')]
    languages: Vec<String>,
    /// Its time zone, as in the tz database: Continent/City.
    #[arg(long)]
    time_zone: Option<String>,
    /// land, air, sea, lake or rail; more than once for several. Each gets a first crossing point and two procedures.
    #[arg(long = "environment", value_delimiter = ',')]
    environments: Vec<String>,
    /// The version that the framework begins with.
    #[arg(long, default_value = "1")]
    version: String,
}

/// Runs the command; the number is the exit code.
pub(super) fn run(args: &NewArgs, out: &mut impl Write) -> io::Result<u8> {
    if fs::read_dir(&args.dir).is_ok_and(|mut d| d.next().is_some()) || args.dir.is_file() {
        eprintln!("mpaka framework new: `{}` is there already and is not overwritten", args.dir.display());
        return Ok(2);
    }
    let input = io::stdin();
    let asked = answers(args, if input.is_terminal() { Some(input.lock()) } else { None }, out)?;
    let files = match asked.and_then(|a| render(&a).map_err(|e: BadAnswer| e.to_string())) {
        Ok(files) => files,
        Err(why) => {
            eprintln!("mpaka framework new: {why}");
            return Ok(2);
        }
    };
    for (path, text) in &files {
        write_new(&args.dir.join(path), text)?;
    }
    let dir = args.dir.display();
    writeln!(out, "{dir}: {} files. Next:", files.len())?;
    writeln!(out, "  mpaka framework check {dir} --notes   what the country has to decide")?;
    writeln!(out, "  mpaka framework prove {dir}           what its sharing rules guarantee")?;
    Ok(0)
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

/// The answers of the flags, completed by asking where somebody is there to be asked.
fn answers(args: &NewArgs, input: Option<impl BufRead>, out: &mut impl Write) -> io::Result<Result<Answers, String>> {
    let mut asker = Asker { input, out, missing: Vec::new() };
    let folder = args.dir.file_name().map(|n| n.to_string_lossy().into_owned());
    let name = asker.one(args.name.clone(), "--name", "The country's name")?;
    let state = asker.one(args.state.clone(), "--state", "Its three-letter code, as in a passport")?;
    let languages = asker.several(&args.languages, "--language", "Languages, two letters each, with commas between them")?;
    let time_zone = asker.one(args.time_zone.clone(), "--time-zone", "Its time zone (Continent/City)")?;
    let environments =
        asker.several(&args.environments, "--environment", "Environments of its crossing points (land, air, sea, lake, rail)")?;
    if !asker.missing.is_empty() {
        return Ok(Err(format!("{} must be given where nobody can be asked", asker.missing.join(", "))));
    }
    if jiff::tz::TimeZone::get(&time_zone).is_err() {
        return Ok(Err(format!("`{time_zone}` cannot be the time zone: it is not in the tz database")));
    }
    let id = args.id.clone().or(folder).unwrap_or_default();
    Ok(Ok(Answers { id, name, state, languages, time_zone, version: args.version.clone(), environments }))
}

struct Asker<'o, R, W> {
    input: Option<R>,
    out: &'o mut W,
    missing: Vec<&'static str>,
}

impl<R: BufRead, W: Write> Asker<'_, R, W> {
    fn one(&mut self, given: Option<String>, flag: &'static str, question: &str) -> io::Result<String> {
        if let Some(given) = given {
            return Ok(given);
        }
        let Some(input) = &mut self.input else {
            self.missing.push(flag);
            return Ok(String::new());
        };
        write!(self.out, "{question}: ")?;
        self.out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            self.missing.push(flag);
        }
        Ok(line.trim().to_owned())
    }

    fn several(&mut self, given: &[String], flag: &'static str, question: &str) -> io::Result<Vec<String>> {
        if !given.is_empty() {
            return Ok(given.to_vec());
        }
        let line = self.one(None, flag, question)?;
        Ok(line.split([',', ' ']).map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests end where they cannot go on")]
mod tests {
    use super::*;

    fn args() -> NewArgs {
        NewArgs {
            dir: "some/utopia".into(),
            id: None,
            name: Some("Utopia".into()),
            state: None,
            languages: Vec::new(),
            time_zone: Some("UTC".into()),
            environments: vec!["land".into()],
            version: "1".into(),
        }
    }

    #[test]
    fn only_what_the_flags_leave_out_is_asked() {
        let mut out = Vec::new();
        let given = answers(&args(), Some("UTO\nen, fr\n".as_bytes()), &mut out).unwrap().unwrap();
        assert_eq!((given.id.as_str(), given.state.as_str()), ("utopia", "UTO"));
        assert_eq!(given.languages, ["en", "fr"]);
        let said = String::from_utf8(out).unwrap();
        assert!(said.contains("three-letter code") && said.contains("Languages") && !said.contains("time zone"), "{said}");
    }

    #[test]
    fn where_nobody_can_be_asked_the_missing_flags_are_named() {
        let why = answers(&args(), None::<&[u8]>, &mut Vec::new()).unwrap().unwrap_err();
        assert!(why.contains("--state, --language"), "{why}");
        let why = answers(&args(), Some("UTO\n".as_bytes()), &mut Vec::new()).unwrap().unwrap_err();
        assert!(why.contains("--language"), "{why}");
    }

    #[test]
    fn a_time_zone_that_does_not_exist_is_refused() {
        let why =
            answers(&NewArgs { time_zone: Some("Atlantis/Poseidonia".into()), ..args() }, Some("UTO\nen\n".as_bytes()), &mut Vec::new());
        assert!(why.unwrap().unwrap_err().contains("tz database"));
    }
}
