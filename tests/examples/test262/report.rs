//! What a run came to, as the page says it.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use crate::differences::Differences;
use crate::native::Native;

/// A message may be as long as the test likes.
const LONGEST_MESSAGE: usize = 160;

/// How a test went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Failed(String),
    /// Left out by quickjs-ng's configuration, there and here, and why.
    Excluded(String),
    /// Run there, and left out here: what it needs and no program in the sandbox has.
    Absent(&'static str),
}

/// All tests of a run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    passed_both: usize,
    passed_here_only: Vec<String>,
    failed_both: BTreeMap<String, String>,
    /// By the reason, if one is known.
    failed_here_only: BTreeMap<Option<String>, BTreeMap<String, String>>,
    excluded: BTreeMap<String, usize>,
    absent: BTreeMap<&'static str, usize>,
}

impl Report {
    pub(crate) fn add(
        &mut self,
        name: String,
        verdict: Verdict,
        native: &Native,
        differences: &Differences,
    ) {
        match verdict {
            Verdict::Passed if native.passes(&name) => self.passed_both += 1,
            Verdict::Passed => self.passed_here_only.push(name),
            Verdict::Failed(why) if native.passes(&name) => {
                let reason = differences.reason(&name).map(str::to_owned);
                let failed = self.failed_here_only.entry(reason).or_default();
                failed.insert(name, why);
            }
            Verdict::Failed(why) => {
                self.failed_both.insert(name, why);
            }
            Verdict::Excluded(why) => *self.excluded.entry(why).or_default() += 1,
            Verdict::Absent(what) => *self.absent.entry(what).or_default() += 1,
        }
    }

    /// The tests that fail here alone, and nobody has said why.
    pub(crate) fn unexplained(&self) -> usize {
        self.failed_here_only.get(&None).map_or(0, BTreeMap::len)
    }

    /// One line for who waits for it.
    pub(crate) fn sum(&self) -> String {
        let here_only: usize = self.failed_here_only.values().map(BTreeMap::len).sum();
        format!(
            "{} passed, {} failed, {here_only} of them here alone, {} of those unexplained, {} left out",
            self.passed_both + self.passed_here_only.len(),
            self.failed_both.len() + here_only,
            self.unexplained(),
            self.excluded.values().sum::<usize>() + self.absent.values().sum::<usize>(),
        )
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let here_only: usize = self.failed_here_only.values().map(BTreeMap::len).sum();
        let rows = [
            ("pass, here and in quickjs-ng", self.passed_both),
            ("pass here, fail in quickjs-ng", self.passed_here_only.len()),
            ("fail, here and in quickjs-ng", self.failed_both.len()),
            ("fail here, pass in quickjs-ng", here_only),
            (
                "run by quickjs-ng, left out here",
                self.absent.values().sum(),
            ),
            (
                "left out by quickjs-ng's configuration",
                self.excluded.values().sum(),
            ),
        ];
        writeln!(f, "| tests | |\n|---|---|")?;
        for (what, count) in rows {
            writeln!(f, "| {what} | {count} |")?;
        }
        for (reason, failed) in &self.failed_here_only {
            let reason = reason.as_deref().unwrap_or("Unexplained");
            writeln!(f, "\n### Fails here alone: {reason}\n")?;
            list(f, failed)?;
        }
        writeln!(f, "\n### Left out here\n")?;
        for (what, count) in &self.absent {
            writeln!(f, "- {count}: {what}")?;
        }
        writeln!(f, "\n### Left out by the configuration\n")?;
        for (why, count) in &self.excluded {
            writeln!(f, "- {count}: {why}")?;
        }
        if !self.passed_here_only.is_empty() {
            writeln!(f, "\n### Passes here alone\n")?;
            for name in &self.passed_here_only {
                writeln!(f, "- {name}")?;
            }
        }
        writeln!(f, "\n### Fails here and in quickjs-ng\n")?;
        list(f, &self.failed_both)
    }
}

fn list(f: &mut Formatter<'_>, failed: &BTreeMap<String, String>) -> fmt::Result {
    for (name, why) in failed {
        let name = name.trim_start_matches("test262/test/");
        let why: String = why.chars().take(LONGEST_MESSAGE).collect();
        writeln!(f, "- `{name}`: {}", why.replace('|', "\\|").trim_end())?;
    }
    Ok(())
}
