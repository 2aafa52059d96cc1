//! `docs/conformance/python.md`: a table of results, and a table of failures with their reasons.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use super::{Tested, all_well};
use crate::workspace::Workspace;

const PATH: &str = "docs/conformance/python.md";
const START: &str = "<!-- results -->\n";
const END: &str = "<!-- end of results -->\n";

pub(super) struct Document {
    path: PathBuf,
    text: String,
}

impl Document {
    pub(super) fn read(workspace: &Workspace) -> Result<Self> {
        let path = workspace.root().join(PATH);
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self { path, text })
    }

    /// The tests whose failure is explained: rows of a table that begin with a test's name. A name that
    /// ends in `*` stands for all that begin so.
    fn explained(&self) -> BTreeSet<&str> {
        self.text
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once("` |"))
            .map(|(test, _)| test)
            .filter(|test| test.starts_with("test_"))
            .collect()
    }

    /// Each failure is explained, and each explanation is of a failure.
    pub(super) fn explains(&self, results: &BTreeMap<String, Tested>) -> Result<()> {
        let explained = self.explained();
        let failed: BTreeMap<&str, &str> = results
            .values()
            .flat_map(|tested| &tested.failed)
            .map(|(test, said)| (test.as_str(), said.as_str()))
            .collect();
        let mut problems = Vec::new();
        for (test, said) in &failed {
            if !explained.iter().any(|name| covers(name, test)) {
                problems.push(format!(
                    "{test} fails, and {PATH} says nothing of it: {said}"
                ));
            }
        }
        for name in explained {
            let module = name.split(['.', '*']).next().unwrap_or(name);
            let tested = results.contains_key(module);
            if tested && !failed.keys().any(|test| covers(name, test)) {
                problems.push(format!("{PATH} explains {name}, which does not fail"));
            }
        }
        all_well(&problems)
    }

    /// The table of results has these rows; or, if asked for, will have. `are_all`: and no others.
    pub(super) fn has(&self, results: &BTreeMap<String, Tested>, are_all: bool) -> Result<()> {
        let (before, rest) = self
            .text
            .split_once(START)
            .with_context(|| format!("{PATH} has no line {START}"))?;
        let (old, after) = rest
            .split_once(END)
            .with_context(|| format!("{PATH} has no line {END}"))?;
        let mut rows = rows(old);
        if are_all {
            rows.clear();
        }
        for (module, tested) in results {
            // One that is named and not in the list has no row.
            if are_all || rows.contains_key(module.as_str()) {
                rows.insert(module, row(module, tested));
            }
        }
        let new = table(&rows);
        if old == new {
            return Ok(());
        }
        if std::env::var_os("UPDATE_EXPECTED").is_none() {
            bail!(
                "{PATH} has other results: run with UPDATE_EXPECTED=1 and look at the difference"
            );
        }
        fs::write(&self.path, format!("{before}{START}{new}{END}{after}"))
            .with_context(|| format!("cannot write {}", self.path.display()))
    }
}

fn covers(name: &str, test: &str) -> bool {
    match name.strip_suffix('*') {
        Some(start) => test.starts_with(start),
        None => name == test,
    }
}

const HEAD: &str = "| module | run | skipped | failed |\n|---|---|---|---|\n";

/// The rows of a table, by module.
fn rows(table: &str) -> BTreeMap<&str, String> {
    let rows = table.strip_prefix(HEAD).unwrap_or_default().lines();
    rows.filter_map(|row| Some((row.split('|').nth(1)?.trim(), format!("{row}\n"))))
        .collect()
}

fn row(module: &str, tested: &Tested) -> String {
    let (run, skipped, failed) = (tested.run, tested.skipped, tested.failed.len());
    format!("| {module} | {run} | {skipped} | {failed} |\n")
}

fn table(rows: &BTreeMap<&str, String>) -> String {
    rows.values().fold(HEAD.to_owned(), |text, row| text + row)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn results(failed: &[&str]) -> BTreeMap<String, Tested> {
        let tested = Tested {
            run: 9,
            skipped: 1,
            failed: failed
                .iter()
                .map(|test| ((*test).to_owned(), String::from("AssertionError")))
                .collect(),
        };
        BTreeMap::from([(String::from("test_io"), tested)])
    }

    fn document(rows: &str) -> Document {
        Document {
            path: PathBuf::new(),
            text: format!("# Title\n\n| test | why |\n|---|---|\n{rows}"),
        }
    }

    #[test]
    fn what_is_explained_may_fail() {
        let document = document("| `test_io.A.*` | no pipes |\n| `test_io.B.one` | no modes |\n");
        document
            .explains(&results(&["test_io.A.x", "test_io.A.y", "test_io.B.one"]))
            .unwrap();
    }

    #[test]
    fn what_is_not_explained_may_not_fail() {
        let problem = document("| `test_io.B.one` | no modes |\n")
            .explains(&results(&["test_io.B.one", "test_io.B.one_more"]))
            .unwrap_err();
        assert!(problem.to_string().starts_with("test_io.B.one_more fails"));
    }

    #[test]
    fn what_does_not_fail_may_not_be_explained() {
        let problem = document("| `test_io.B.one` | no modes |\n| `test_os.C.two` | not run |\n")
            .explains(&results(&[]))
            .unwrap_err();
        assert!(
            problem
                .to_string()
                .ends_with("test_io.B.one, which does not fail")
        );
    }

    /// A document whose table has a row of `test_io` and one of another module.
    fn with_table(io: &str) -> Document {
        let text = format!("{START}{HEAD}{io}| test_re | 5 | 0 | 0 |\n{END}");
        Document {
            path: PathBuf::new(),
            text,
        }
    }

    #[test]
    fn the_table_says_what_was_run() {
        let results = results(&["test_io.A.x"]);
        let right = with_table("| test_io | 9 | 1 | 1 |\n");
        right.has(&results, false).unwrap();
        right.has(&results, true).unwrap_err();
        with_table("| test_io | 8 | 1 | 1 |\n")
            .has(&results, false)
            .unwrap_err();
    }
}
