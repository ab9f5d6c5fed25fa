//! `mpaka framework prove`: what the sharing rules promise, proved for every possible officer, record and purpose, or refuted by an example.

use crate::output::Format;
use framework::{Framework, Severity};
use guarantees::{Example, Form, MayFail, Proof, Report, Solver, Verdict, prove};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::Path;

/// Nothing refuted, but not all proved.
const OPEN: u8 = 3;
/// The framework cannot be used.
const UNUSABLE: u8 = 2;

/// Runs the command. 0: all proved; 1: refuted; 2: the framework cannot be used; 3: no solver, or not decided.
pub fn run(dir: &Path, format: Format, out: &mut impl Write) -> io::Result<u8> {
    let loaded = framework::load(dir);
    // A file of rules that cannot be read must not be missing from a proof.
    let mut broken = loaded.diagnostics.iter().filter(|d| {
        let rules = ["policies", "guarantees"].iter().any(|folder| d.place.file.starts_with(folder));
        d.code.severity() == Severity::Error && (rules || loaded.framework.is_none())
    });
    if let Some(d) = broken.next() {
        return failed(out, format, UNUSABLE, &format!("{}: {}", d.place, d.message));
    }
    let Some(framework) = loaded.framework else {
        return failed(out, format, UNUSABLE, &format!("`{}` cannot be used as a framework", dir.display()));
    };
    if framework.guarantees.is_empty() {
        return failed(out, format, UNUSABLE, "there is nothing to prove: write guarantees into `guarantees/` (docs/guarantees.md)");
    }
    let solver = match Solver::find() {
        Ok(solver) => solver,
        Err(missing) => return failed(out, format, OPEN, &format!("nothing is proved: {missing}")),
    };
    let report = match prove(&framework, &solver) {
        Ok(report) => report,
        Err(e) => return failed(out, format, UNUSABLE, &e.to_string()),
    };
    let code = match &report {
        r if r.refuted() => 1,
        r if r.all_proved() => 0,
        _ => OPEN,
    };
    let written = match format {
        Format::Text => text(&framework, &report, out),
        Format::Json => writeln!(out, "{:#}", as_json(&framework, &report, code)),
    };
    // Who reads only the beginning still gets the right exit code.
    written.or_else(|e| if e.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(e) })?;
    Ok(code)
}

fn failed(out: &mut impl Write, format: Format, code: u8, why: &str) -> io::Result<u8> {
    eprintln!("mpaka framework prove: {why}");
    if matches!(format, Format::Json) {
        writeln!(out, "{:#}", json!({"all_proved": false, "exit": code, "error": why}))?;
    }
    Ok(code)
}

fn text(f: &Framework, report: &Report, out: &mut impl Write) -> io::Result<()> {
    for proof in &report.proofs {
        let rule = &proof.guarantee;
        match &proof.verdict {
            Verdict::Proved => writeln!(out, "proved      {} ({} ms): {}", rule.id, proof.took.as_millis(), rule.says)?,
            Verdict::Refuted(example) => {
                writeln!(out, "REFUTED     {}: {}", rule.id, rule.says)?;
                writeln!(out, "  --> {}:{}", rule.place.file, rule.place.line)?;
                writeln!(out, "  but {}", example.sentence(f))?;
                writeln!(out, "  = {}", example.because())?;
                if !example.of_today {
                    writeln!(
                        out,
                        "  = nobody of today: the example is about agencies, desks or points that the framework does not describe"
                    )?;
                }
            }
            Verdict::NotProved(doubt) => {
                writeln!(out, "not proved  {}: {}", rule.id, rule.says)?;
                writeln!(out, "  --> {}:{}", rule.place.file, rule.place.line)?;
                writeln!(out, "  = {doubt}")?;
            }
        }
    }
    for m in &report.may_fail {
        let how =
            m.doubt.as_ref().map_or_else(|| "can fail instead of answering".to_owned(), |d| format!("is not proved never to fail: {d}"));
        writeln!(out, "rule        `{}` {how} (action `{}`)\n  --> {}:{}", m.rule.id, m.action, m.rule.place.file, m.rule.place.line)?;
    }
    let count = |wanted: fn(&Verdict) -> bool| report.proofs.iter().filter(|p| wanted(&p.verdict)).count();
    writeln!(
        out,
        "\n{} {}: {} of {} guarantees proved, {} refuted, {} not decided; {} rules, {} kinds of request{}",
        f.header.name,
        f.header.version,
        count(|v| matches!(v, Verdict::Proved)),
        report.proofs.len(),
        count(|v| matches!(v, Verdict::Refuted(_))),
        count(|v| matches!(v, Verdict::NotProved(_))),
        report.rules,
        report.requests,
        if report.may_fail.is_empty() { "; no rule can fail" } else { "" }
    )
}

fn as_json(f: &Framework, report: &Report, code: u8) -> Value {
    let guarantees: Vec<Value> = report.proofs.iter().map(|p| proof(f, p)).collect();
    let may_fail: Vec<Value> = report.may_fail.iter().map(rule_that_may_fail).collect();
    json!({"framework": *f.header.id.get_ref(), "version": f.header.version, "all_proved": report.all_proved(), "exit": code, "rules": report.rules,
           "requests": report.requests, "guarantees": guarantees, "may_fail": may_fail})
}

fn proof(f: &Framework, proof: &Proof) -> Value {
    let rule = &proof.guarantee;
    let (verdict, example, reason) = match &proof.verdict {
        Verdict::Proved => ("proved", None, None),
        Verdict::Refuted(example) => ("refuted", Some(counterexample(f, example)), None),
        Verdict::NotProved(doubt) => ("not_proved", None, Some(doubt.to_string())),
    };
    let form = if proof.form == Form::Never { "never" } else { "always" };
    let millis = u64::try_from(proof.took.as_millis()).unwrap_or(u64::MAX);
    json!({"id": &*rule.id, "says": &*rule.says, "form": form, "file": rule.place.file, "line": rule.place.line, "verdict": verdict, "took_ms": millis,
           "counterexample": example, "reason": reason})
}

fn counterexample(f: &Framework, example: &Example) -> Value {
    let rules: Vec<Value> =
        example.rules.iter().map(|r| json!({"id": &*r.id, "says": &*r.says, "file": r.place.file, "line": r.place.line})).collect();
    json!({"sentence": example.sentence(f), "because": example.because(), "allowed": example.allowed, "rules": rules, "action": example.action,
           "purpose": example.purpose, "officer": example.officer, "record": example.record, "of_today": example.of_today})
}

fn rule_that_may_fail(m: &MayFail) -> Value {
    json!({"rule": &*m.rule.id, "file": m.rule.place.file, "line": m.rule.place.line, "action": m.action, "reason": m.doubt.as_ref().map(ToString::to_string)})
}
