//! `--json`: the outcome as one object.

use std::borrow::Cow;
use std::io::Write;

use golem_exec::{Denial, Outcome, OutcomeKind};
use serde::Serialize;

use super::failure::Failure;

/// The outcome. Every field is always there.
#[derive(Debug, Serialize)]
struct Object<'a> {
    outcome: &'static str,
    limit: Option<&'static str>,
    limit_asked: Option<u64>,
    limit_allowed: Option<u64>,
    /// Bytes that are not UTF-8 are replaced by U+FFFD, as in `stderr`.
    stdout: Cow<'a, str>,
    stderr: Cow<'a, str>,
    exit_code: Option<i32>,
    signal: Option<&'a str>,
    time_ms: u64,
    memory_bytes: Option<u64>,
    /// With `internal` only.
    message: Option<&'a str>,
    denials: Vec<Refusal<'a>>,
    denials_dropped: u64,
    /// With `--eval-print` only.
    value: Option<&'a serde_json::Value>,
}

/// One refused access.
#[derive(Debug, Serialize)]
struct Refusal<'a> {
    operation: &'a str,
    target: &'a str,
    rule: String,
}

impl<'a> From<&'a Denial> for Refusal<'a> {
    fn from(denial: &'a Denial) -> Self {
        let rule = match denial.right() {
            Some(right) => format!("{} (needs `{right}`)", denial.rule()),
            None => denial.rule().to_string(),
        };
        Self {
            operation: denial.operation(),
            target: denial.subject(),
            rule,
        }
    }
}

impl<'a> From<&'a Outcome> for Object<'a> {
    fn from(outcome: &'a Outcome) -> Self {
        Self {
            outcome: outcome.kind.name(),
            limit: outcome.limit.map(|limit| limit.limit.name()),
            limit_asked: outcome.limit.and_then(|limit| limit.asked),
            limit_allowed: outcome.limit.map(|limit| limit.allowed),
            stdout: String::from_utf8_lossy(&outcome.stdout),
            stderr: String::from_utf8_lossy(&outcome.stderr),
            exit_code: outcome.exit_code,
            signal: outcome.signal.as_deref(),
            time_ms: u64::try_from(outcome.time.as_millis()).unwrap_or(u64::MAX),
            memory_bytes: outcome.memory_bytes,
            message: match &outcome.kind {
                OutcomeKind::Internal(message) => Some(message),
                _ => None,
            },
            denials: outcome.denials.iter().map(Refusal::from).collect(),
            denials_dropped: outcome.denials_dropped,
            value: outcome.value.as_ref(),
        }
    }
}

/// Prints the outcome on standard output.
pub(crate) fn print(outcome: &Outcome) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    serde_json::to_writer(&mut stdout, &Object::from(outcome))
        .map_err(|error| Failure::Output(error.into()))?;
    writeln!(stdout).map_err(Failure::Output)
}
