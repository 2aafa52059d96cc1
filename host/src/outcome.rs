//! How a run ended.

use std::time::Duration;

use policies::{Denial, LimitName};
use sandbox_core::report::{LimitExceeded, Report};

use crate::bindings::types;
use crate::console::Captured;
use crate::instance::Stop;

/// How a run ended, and all that it left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// How the run ended.
    pub kind: OutcomeKind,
    /// Everything written to standard output, as it was written.
    pub stdout: Vec<u8>,
    /// Everything written to standard error, the language's own traceback included.
    pub stderr: Vec<u8>,
    /// The code that the program exited with, where it did.
    pub exit_code: Option<i32>,
    /// The signal that a Unix user would see, such as `SIGKILL`.
    pub signal: Option<String>,
    /// Wall-clock time of the program.
    pub time: Duration,
    /// The most bytes that the program's engine held at once, where it is known.
    pub memory_bytes: Option<u64>,
    /// The limit that ended the run, where it is known.
    pub limit: Option<LimitExceeded>,
    /// Accesses that the policy refused, oldest first.
    pub denials: Vec<Denial>,
    /// How many more there were.
    pub denials_dropped: u64,
    /// The value of the program's last expression, where [`Request::eval_print`] asked for it and it
    /// is JSON of at most 512 KiB.
    ///
    /// [`Request::eval_print`]: crate::Request::eval_print
    pub value: Option<serde_json::Value>,
}

/// The ways in which a run ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutcomeKind {
    /// By itself, with whatever exit code.
    Ok,
    /// The program does not parse.
    CompilationFailed,
    /// An exception that nobody caught.
    RuntimeFailed,
    /// The time limit passed.
    Timeout,
    /// Another limit was exceeded.
    ResourceExceeded,
    /// The component does not run the language.
    UnsupportedLanguage,
    /// Not the program's doing: the caller's malformed input, or a fault of the sandbox.
    Internal(String),
}

impl OutcomeKind {
    /// The kind's name, as in the interface.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::CompilationFailed => "compilation-failed",
            Self::RuntimeFailed => "runtime-failed",
            Self::Timeout => "timeout",
            Self::ResourceExceeded => "resource-exceeded",
            Self::UnsupportedLanguage => "unsupported-language",
            Self::Internal(_) => "internal",
        }
    }
}

/// What the component answered to a run.
pub(crate) type Answer = Result<types::RunResult, types::Error>;

/// What the host saw of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) time: Duration,
    pub(crate) memory: u64,
}

impl Outcome {
    /// Whether the program ended by itself with exit code 0.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.kind == OutcomeKind::Ok && matches!(self.exit_code, None | Some(0))
    }

    /// An outcome for a fault that is not the program's doing.
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Self {
        Self::without_run(OutcomeKind::Internal(message.into()), None)
    }

    /// The outcome of a run that never began.
    pub(crate) fn without_run(kind: OutcomeKind, limit: Option<LimitExceeded>) -> Self {
        Self {
            kind,
            stdout: Vec::new(),
            stderr: Vec::new(),
            exit_code: None,
            signal: limit.map(|limit| signal_of(limit.limit).to_owned()),
            time: Duration::ZERO,
            memory_bytes: None,
            limit,
            denials: Vec::new(),
            denials_dropped: 0,
            value: None,
        }
    }

    /// The outcome of a run that the component ended, with the whole account of it where the
    /// component gave one.
    pub(crate) fn answered(answer: Answer, captured: Captured, measured: Measured) -> Self {
        let (kind, stage, result) = match answer {
            Ok(result) => (
                OutcomeKind::Ok,
                Some(result.run),
                (result.time_ms, result.memory_bytes),
            ),
            Err(error) => {
                let (kind, stage) = failure(error);
                (kind, stage, (None, None))
            }
        };
        let (exit_code, signal) =
            stage.map_or((None, None), |stage| (stage.exit_code, stage.signal));
        let mut outcome = Self {
            exit_code,
            signal,
            time: result.0.map_or(measured.time, Duration::from_millis),
            memory_bytes: result.1,
            ..Self::without_run(kind, None)
        };
        outcome.account(captured.report);
        outcome.stdout = captured.stdout;
        outcome.stderr = captured.stderr;
        outcome.presume_limit();
        outcome
    }

    /// The outcome of a run that the host ended.
    pub(crate) fn stopped(stop: &Stop, captured: Captured, measured: Measured) -> Self {
        let (kind, limit) = match stop {
            Stop::TimeUp { limit } => (OutcomeKind::Timeout, Some(time_exceeded(*limit))),
            Stop::Memory(refused) => (
                OutcomeKind::ResourceExceeded,
                Some(exceeded(LimitName::Memory, refused.asked, refused.allowed)),
            ),
            Stop::Output { asked, allowed } => (
                OutcomeKind::ResourceExceeded,
                Some(exceeded(LimitName::Output, *asked, *allowed)),
            ),
            Stop::Stack { allowed } => (
                OutcomeKind::ResourceExceeded,
                Some(LimitExceeded {
                    limit: LimitName::Stack,
                    asked: None,
                    allowed: *allowed,
                }),
            ),
            Stop::Trap(message) => (
                OutcomeKind::Internal(with_diagnostics(message, &captured.diagnostics)),
                None,
            ),
        };
        Self {
            stdout: captured.stdout,
            stderr: captured.stderr,
            time: measured.time,
            memory_bytes: Some(measured.memory),
            ..Self::without_run(kind, limit)
        }
    }

    fn account(&mut self, report: Option<Report>) {
        let Some(report) = report else { return };
        self.exit_code = self.exit_code.or(report.exit_code);
        self.signal = self.signal.take().or(report.signal);
        self.time = Duration::from_micros(report.time_us);
        self.memory_bytes = Some(report.memory_bytes);
        self.limit = report.limit;
        self.denials = report.denials;
        self.denials_dropped = report.denials_dropped;
        self.value = report.value;
    }

    /// Fills in the signal of a limit for components that do not say it.
    fn presume_limit(&mut self) {
        let presumed = match self.kind {
            OutcomeKind::Timeout => signal_of(LimitName::Time),
            OutcomeKind::ResourceExceeded => {
                signal_of(self.limit.map_or(LimitName::Memory, |limit| limit.limit))
            }
            _ => return,
        };
        self.signal.get_or_insert_with(|| presumed.to_owned());
    }
}

fn failure(error: types::Error) -> (OutcomeKind, Option<types::StageResult>) {
    match error {
        types::Error::UnsupportedLanguage => (OutcomeKind::UnsupportedLanguage, None),
        types::Error::CompilationFailed(stage) => (OutcomeKind::CompilationFailed, Some(stage)),
        types::Error::RuntimeFailed(stage) => (OutcomeKind::RuntimeFailed, Some(stage)),
        types::Error::Timeout => (OutcomeKind::Timeout, None),
        types::Error::ResourceExceeded => (OutcomeKind::ResourceExceeded, None),
        types::Error::Internal(message) => (OutcomeKind::Internal(message), None),
    }
}

fn exceeded(limit: LimitName, asked: u64, allowed: u64) -> LimitExceeded {
    LimitExceeded {
        limit,
        asked: Some(asked),
        allowed,
    }
}

fn time_exceeded(limit: Duration) -> LimitExceeded {
    LimitExceeded {
        limit: LimitName::Time,
        asked: None,
        allowed: u64::try_from(limit.as_millis()).unwrap_or(u64::MAX),
    }
}

/// The signal with which a Unix system enforces the same limit (setrlimit(2)).
const fn signal_of(limit: LimitName) -> &'static str {
    match limit {
        LimitName::Time => "SIGXCPU",
        LimitName::FileSize | LimitName::Output => "SIGXFSZ",
        _ => "SIGKILL",
    }
}

/// A trap's message with the last line that the component said before it: a panic's message.
fn with_diagnostics(message: &str, diagnostics: &[u8]) -> String {
    let said = String::from_utf8_lossy(diagnostics);
    match said.lines().rev().find(|line| !line.trim().is_empty()) {
        Some(line) => format!("{message}; the component said: {line}"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEASURED: Measured = Measured {
        time: Duration::from_millis(7),
        memory: 99,
    };

    #[test]
    fn a_report_tells_what_the_interface_has_no_room_for() {
        let report = Report {
            limit: Some(exceeded(LimitName::FileSize, 11, 10)),
            signal: Some("SIGXFSZ".into()),
            exit_code: None,
            time_us: 1500,
            memory_bytes: 42,
            denials: vec![Denial::new("open", "/etc/passwd", policies::Rule::NoGrant)],
            denials_dropped: 3,
            value: Some([1].as_slice().into()),
        };
        let captured = Captured {
            stdout: b"so far".to_vec(),
            report: Some(report.clone()),
            ..Captured::default()
        };
        let outcome = Outcome::answered(Err(types::Error::ResourceExceeded), captured, MEASURED);
        assert_eq!(outcome.kind, OutcomeKind::ResourceExceeded);
        assert_eq!(outcome.limit, report.limit);
        assert_eq!(outcome.signal.as_deref(), Some("SIGXFSZ"));
        assert_eq!(outcome.time, Duration::from_micros(1500));
        assert_eq!(outcome.memory_bytes, Some(42));
        assert_eq!(outcome.denials, report.denials);
        assert_eq!(outcome.denials_dropped, 3);
        assert_eq!(outcome.value, report.value);
        assert_eq!(outcome.stdout, b"so far");
    }

    #[test]
    fn without_a_report_the_answer_must_do() {
        let outcome = Outcome::answered(Err(types::Error::Timeout), Captured::default(), MEASURED);
        assert_eq!(outcome.kind, OutcomeKind::Timeout);
        assert_eq!(outcome.signal.as_deref(), Some("SIGXCPU"));
        assert_eq!(outcome.limit, None);
        assert_eq!(outcome.time, MEASURED.time);
        assert_eq!(outcome.memory_bytes, None);
    }

    #[test]
    fn a_trap_is_told_with_the_components_last_words() {
        let captured = Captured {
            diagnostics: b"thread 'main' panicked\nindex out of bounds\n\n".to_vec(),
            ..Captured::default()
        };
        let stop = Stop::Trap("wasm trap: unreachable".into());
        let outcome = Outcome::stopped(&stop, captured, MEASURED);
        assert_eq!(
            outcome.kind,
            OutcomeKind::Internal(
                "wasm trap: unreachable; the component said: index out of bounds".into()
            )
        );
    }
}
