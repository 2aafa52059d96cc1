//! The end of a run: what decided it, and the account of it.

use std::time::Duration;

use policies::LimitName;
use vfs_layer::Namespace;

use super::Run;
use super::stop::Stop;
use crate::engine::{Ending, Execution};
use crate::outcome::{Completed, Failure, Outcome, Stage};
use crate::report::{LimitExceeded, Report};

impl Run {
    /// Ends the run: its outcome, the whole account of it, and the file system as it was left.
    pub fn finish(mut self, execution: Execution) -> (Outcome, Report, Namespace) {
        let time = self.deadline.elapsed(&*self.platform);
        // A deadline that passed in the program's last steps, after the engine's last question,
        // still counts.
        if self.deadline.check(&*self.platform) {
            self.stop.get_or_insert(Stop::OutOfTime);
        }
        let limit = self.limit_that_decided(&execution.ending);
        let (stdout, stderr) = self.output.take();
        let stage = Stage {
            stdout,
            stderr,
            exit_code: None,
            signal: None,
        };
        let outcome = match (limit, self.stop) {
            (
                Some(LimitExceeded {
                    limit: LimitName::Time,
                    ..
                }),
                _,
            ) => Err(Failure::Timeout),
            (Some(_), _) => Err(Failure::ResourceExceeded),
            (None, Some(Stop::Exit(code))) => {
                Ok(completed(stage, code, time, execution.peak_memory))
            }
            (None, Some(Stop::Signal(signal))) => Err(Failure::RuntimeFailed(Stage {
                signal: Some(signal),
                ..stage
            })),
            (None, Some(Stop::ReaderGone)) => Err(Failure::Internal(
                "nobody read the program's output any more".into(),
            )),
            (None, _) => ended(stage, execution.ending, time, execution.peak_memory),
        };
        let (denials, denials_dropped) = self.audit.close(&self.namespace);
        let report = Report {
            limit,
            signal: signal(limit.as_ref(), &outcome).map(str::to_owned),
            exit_code: exit_code(&outcome),
            time_us: u64::try_from(time.as_micros()).unwrap_or(u64::MAX),
            memory_bytes: execution.peak_memory,
            denials,
            denials_dropped,
            value: self.value,
        };
        (outcome, report, self.namespace)
    }

    /// A process asked for decides before anything else; then what stopped the run; then a limit
    /// whose error nobody caught.
    fn limit_that_decided(&self, ending: &Ending) -> Option<LimitExceeded> {
        if let Some(violation) = self.violation {
            return Some(violation);
        }
        match (self.stop, ending) {
            (Some(Stop::OutOfTime), _) => Some(self.time_exceeded()),
            (Some(Stop::Limit(exceeded)), _) => Some(exceeded),
            (Some(Stop::Exit(_) | Stop::Signal(_) | Stop::ReaderGone), _) => None,
            (None, Ending::UncaughtLimit(exceeded)) => Some(*exceeded),
            (None, _) => None,
        }
    }

    fn time_exceeded(&self) -> LimitExceeded {
        let allowed = self.deadline.limit().unwrap_or_default().as_millis();
        LimitExceeded {
            limit: LimitName::Time,
            asked: None,
            allowed: u64::try_from(allowed).unwrap_or(u64::MAX),
        }
    }
}

fn completed(stage: Stage, code: i32, time: Duration, memory_bytes: u64) -> Completed {
    Completed {
        stage: Stage {
            exit_code: Some(code),
            ..stage
        },
        time,
        memory_bytes,
    }
}

fn ended(stage: Stage, ending: Ending, time: Duration, memory_bytes: u64) -> Outcome {
    let failed = Stage {
        exit_code: Some(1),
        ..stage
    };
    match ending {
        Ending::Exited(code) => Ok(completed(failed, code, time, memory_bytes)),
        Ending::DoesNotCompile => Err(Failure::CompilationFailed(failed)),
        Ending::Uncaught => Err(Failure::RuntimeFailed(failed)),
        Ending::UncaughtLimit(_) => Err(Failure::ResourceExceeded),
        Ending::Stopped => Err(Failure::Internal(
            "the engine stopped a program that nobody had stopped".into(),
        )),
        Ending::Failed(message) => Err(Failure::Internal(message)),
    }
}

fn exit_code(outcome: &Outcome) -> Option<i32> {
    match outcome {
        Ok(completed) => completed.stage.exit_code,
        Err(Failure::CompilationFailed(stage) | Failure::RuntimeFailed(stage)) => stage.exit_code,
        Err(_) => None,
    }
}

/// The signal that a Unix user would see: what `setrlimit(2)` sends for the limit it has, and the
/// out-of-memory killer's for the others.
fn signal(limit: Option<&LimitExceeded>, outcome: &Outcome) -> Option<&'static str> {
    if let Some(exceeded) = limit {
        return Some(match exceeded.limit {
            LimitName::Time => "SIGXCPU",
            LimitName::FileSize | LimitName::Output | LimitName::Written => "SIGXFSZ",
            _ => "SIGKILL",
        });
    }
    match outcome {
        Err(Failure::RuntimeFailed(stage)) => stage.signal,
        _ => None,
    }
}
