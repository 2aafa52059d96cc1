//! How a run ended, in the terms of `golem:exec/types`.

use std::time::Duration;

/// How a call ended: the program ended by itself, or it did not.
pub type Outcome = Result<Completed, Failure>;

/// What a program printed, and how it left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stage {
    /// Standard output, byte for byte.
    pub stdout: Vec<u8>,
    /// Standard error, byte for byte.
    pub stderr: Vec<u8>,
    /// The exit code.
    pub exit_code: Option<i32>,
    /// The signal that a Unix user would see.
    pub signal: Option<&'static str>,
}

/// A program that ended by itself, with whatever exit code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completed {
    /// What it left behind.
    pub stage: Stage,
    /// Wall-clock time that it took.
    pub time: Duration,
    /// The most bytes that its engine held at once.
    pub memory_bytes: u64,
}

/// A program that did not end by itself, or a call that could not be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The component runs another language.
    UnsupportedLanguage,
    /// The program does not parse.
    CompilationFailed(Stage),
    /// An exception that nobody caught, or `abort`.
    RuntimeFailed(Stage),
    /// Out of time.
    Timeout,
    /// Over a limit.
    ResourceExceeded,
    /// The caller's malformed input, or a fault of the sandbox; the message says which.
    Internal(String),
}
