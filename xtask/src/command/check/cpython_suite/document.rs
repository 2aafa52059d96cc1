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

    /// The table of results is this one; or, if asked for, will be.
    pub(super) fn has(&self, results: &BTreeMap<String, Tested>) -> Result<()> {
        let (before, rest) = self
            .text
            .split_once(START)
            .with_context(|| format!("{PATH} has no line {START}"))?;
        let (old, after) = rest
            .split_once(END)
            .with_context(|| format!("{PATH} has no line {END}"))?;
        let new = table(results);
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

fn table(results: &BTreeMap<String, Tested>) -> String {
    let mut text = String::from("| module | run | skipped | failed |\n|---|---|---|---|\n");
    for (module, tested) in results {
        text.push_str(&format!(
            "| {module} | {} | {} | {} |\n",
            tested.run,
            tested.skipped,
            tested.failed.len()
        ));
    }
    text
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

    #[test]
    fn the_table_says_what_was_run() {
        assert!(table(&results(&["test_io.A.x"])).ends_with("| test_io | 9 | 1 | 1 |\n"));
    }
}
