//! A candidate told in words: which part matched which, and what counted for and against.

use crate::entry::BirthEvidence;
use crate::evidence::Agreement;
use crate::index::Candidate;

/// One sentence a reason, most telling first, joined with semicolons.
pub fn explain(c: &Candidate) -> String {
    let mut said: Vec<String> = c
        .comparison
        .parts
        .iter()
        .map(|p| {
            if p.likeness >= 0.995 {
                format!("`{}` is `{}`", p.asked, p.listed)
            } else {
                format!("`{}` is like `{}` ({:.0} %)", p.asked, p.listed, p.likeness * 100.0)
            }
        })
        .collect();
    if !c.comparison.only_asked.is_empty() {
        said.push(format!("only the traveller has `{}`", c.comparison.only_asked.join(" ")));
    }
    if !c.comparison.only_listed.is_empty() {
        said.push(format!("only the list has `{}`", c.comparison.only_listed.join(" ")));
    }
    said.push(
        match c.birth {
            BirthEvidence::Unknown => "no birth date to compare",
            BirthEvidence::SameDay => "the birth date is the same",
            BirthEvidence::SameYear => "the birth dates agree as far as they are known",
            BirthEvidence::NearMiss => "the birth dates differ by what a slip would make",
            BirthEvidence::Close => "the birth dates are one or two years apart, which counts against",
            BirthEvidence::Different => "the birth dates are years apart, which counts strongly against",
        }
        .to_owned(),
    );
    let beside = [
        (c.nationality, "the nationality is the same", "the nationalities differ, which counts a little against"),
        (c.sex, "the sex is the same", "the sex differs, which counts a little against"),
    ];
    for (agreement, same, different) in beside {
        match agreement {
            Agreement::Unknown => {}
            Agreement::Same => said.push(same.to_owned()),
            Agreement::Different => said.push(different.to_owned()),
        }
    }
    if c.other_kind {
        said.push(format!("the list has it as {}, which counts a little against", c.entry.kind.word()));
    }
    said.join("; ")
}
