//! `--json`: the outcome as one object. `--json-lines`: each event as one.

use std::borrow::Cow;
use std::io::{self, Write};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use golem_exec::{Denial, Outcome, OutcomeKind, Stream};
use serde::Serialize;

use super::failure::Failure;

/// The outcome. Every field is always there, but the output where it was told before.
#[derive(Debug, Serialize)]
struct Object<'a> {
    outcome: &'static str,
    limit: Option<&'static str>,
    limit_asked: Option<u64>,
    limit_allowed: Option<u64>,
    /// Bytes that are not UTF-8 are replaced by U+FFFD, as in `stderr`.
    #[serde(skip_serializing_if = "Option::is_none")]
    stdout: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stderr: Option<Cow<'a, str>>,
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
            stdout: Some(String::from_utf8_lossy(&outcome.stdout)),
            stderr: Some(String::from_utf8_lossy(&outcome.stderr)),
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

/// An event: the name, and what belongs to it.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Event<'a> {
    Stdout(Chunk<'a>),
    Stderr(Chunk<'a>),
    Ended(Object<'a>),
}

/// Output: text where it is some, and Base64 (RFC 4648) where it is not.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Chunk<'a> {
    Text(&'a str),
    Base64(String),
}

impl<'a> From<&'a [u8]> for Chunk<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text),
            Err(_) => Self::Base64(BASE64_STANDARD.encode(bytes)),
        }
    }
}

/// Prints the outcome on standard output.
pub(crate) fn print(outcome: &Outcome) -> Result<(), Failure> {
    line(&Object::from(outcome)).map_err(Failure::Output)
}

/// Prints output as an event.
pub(crate) fn print_output(stream: Stream, bytes: &[u8]) -> io::Result<()> {
    line(&match stream {
        Stream::Stdout => Event::Stdout(bytes.into()),
        Stream::Stderr => Event::Stderr(bytes.into()),
    })
}

/// Prints the outcome as the last event. The output has been told.
pub(crate) fn print_ended(outcome: &Outcome) -> Result<(), Failure> {
    let ended = Object {
        stdout: None,
        stderr: None,
        ..Object::from(outcome)
    };
    line(&Event::Ended(ended)).map_err(Failure::Output)
}

fn line(object: &impl Serialize) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    serde_json::to_writer(&mut stdout, object)?;
    writeln!(stdout)?;
    stdout.flush()
}
