//! A solver that lies, babbles, hangs or dies proves nothing.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests end where they cannot go on")]

mod common;

use common::{pack, solver};
use guarantees::{Doubt, MAX_QUESTION_SECONDS, Solver, Verdict, compare, prove};
use rstest::rstest;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

/// A program in the place of the solver.
fn program(folder: &tempfile::TempDir, script: &str) -> Solver {
    let path = folder.path().join("solver");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    Solver::at(&path).unwrap().limited(Duration::from_millis(100))
}

const ALWAYS_UNSAT: &str = r#"while read -r line; do case "$line" in "(check-sat)") echo unsat;; esac; done"#;
const ALWAYS_SAT: &str = r#"while read -r line; do case "$line" in "(check-sat)") echo sat;; "(get-model)") printf '(\n)\n';; esac; done"#;
const DOES_NOT_KNOW: &str = r#"while read -r line; do case "$line" in "(check-sat)") echo unknown;; esac; done"#;
const BABBLES: &str = "while read -r line; do echo unsat banana; done";
const COMPLAINS: &str = r#"while read -r line; do case "$line" in "(check-sat)") echo '(error "no")';; esac; done"#;
const HANGS: &str = "exec sleep 60";
const DIES: &str = "exit 1";
const DIES_LATER: &str = "read -r line; read -r line; exit 3";

#[rstest]
#[case(ALWAYS_UNSAT)]
#[case(ALWAYS_SAT)]
#[case(DOES_NOT_KNOW)]
#[case(BABBLES)]
#[case(COMPLAINS)]
#[case(HANGS)]
#[case(DIES)]
#[case(DIES_LATER)]
fn nothing_is_proved_or_refuted_by_a_bad_solver(#[case] script: &str) {
    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let report = prove(&pack("kenya"), &program(&folder, script)).unwrap();
    assert!(!report.all_proved() && !report.refuted());
    for p in &report.proofs {
        assert!(matches!(p.verdict, Verdict::NotProved(_)), "`{script}`: {}: {:?}", p.guarantee.id, p.verdict);
    }
    assert!(start.elapsed() < Duration::from_secs(MAX_QUESTION_SECONDS * 2), "it is given up: {:?}", start.elapsed());
}

#[test]
fn a_liar_is_called_one_and_a_silent_one_timed_out() {
    let doubt = |script: &str| {
        let folder = tempfile::tempdir().unwrap();
        let report = prove(&pack("kenya"), &program(&folder, script)).unwrap();
        match report.proofs.into_iter().next().unwrap().verdict {
            Verdict::NotProved(doubt) => doubt,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(doubt(ALWAYS_UNSAT), Doubt::Untrue);
    assert_eq!(doubt(HANGS), Doubt::TimedOut);
    assert_eq!(doubt(DOES_NOT_KNOW), Doubt::Unknown);
    assert!(matches!(doubt(BABBLES), Doubt::Failed(what) if what.contains("banana")));
}

#[test]
fn a_comparison_without_answers_says_that_all_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let same = compare(&pack("kenya"), &pack("kenya"), &program(&folder, DIES)).unwrap();
    assert!(!same.same() && same.undecided() && same.a.open.len() == same.actions);
}

#[test]
fn too_short_a_time_leaves_questions_open_and_refutes_nothing() {
    let Some(solver) = solver() else { return };
    let report = prove(&pack("kenya"), &solver.limited(Duration::ZERO)).unwrap();
    assert!(!report.refuted(), "{:?}", report.proofs);
}

#[test]
fn a_missing_solver_is_said_to_be_missing_and_how_to_install_it() {
    let said = Solver::at("/nowhere/cvc5".as_ref()).unwrap_err().to_string();
    assert!(said.contains("/nowhere/cvc5") && said.contains("apt-get install cvc5") && said.contains("CVC5"), "{said}");
}
