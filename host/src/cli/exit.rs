//! The exit codes, all of them.

use std::process::ExitCode;

use golem_exec::OutcomeKind;

/// How `golem-exec` ends. 64, 65, 70 and 78 are sysexits(3)'s; 124 is timeout(1)'s; 130, 137 and 141
/// are what a shell shows for SIGINT, SIGKILL and SIGPIPE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The program ended by itself: its own code, of which Unix keeps the lowest 8 bits.
    Program(i32),
    /// An exception that nobody caught, or `policy explain`: denied.
    Runtime,
    /// The command line, or a file that it names, is not usable.
    Usage,
    /// The program does not compile.
    Compile,
    /// A fault of the sandbox, or input that it cannot take.
    Internal,
    /// The policy is not usable.
    Policy,
    /// The time limit passed.
    Timeout,
    /// Another limit was exceeded.
    Resource,
    /// An interrupt ended the program, or `golem-exec` itself.
    Interrupted,
    /// Nobody reads the program's output any more.
    OutputClosed,
}

/// The codes as `--help` shows them.
const TABLE: [(Exit, &str); 9] = [
    (
        Exit::Runtime,
        "an exception that nobody caught; `policy explain`: denied",
    ),
    (
        Exit::Usage,
        "the command line, or a file that it names, is not usable",
    ),
    (Exit::Compile, "the program does not compile"),
    (
        Exit::Internal,
        "a fault of the sandbox, or input that it cannot take",
    ),
    (Exit::Policy, "the policy is not usable"),
    (Exit::Timeout, "the time limit passed"),
    (
        Exit::Interrupted,
        "an interrupt (Control-C) ended a session's program, or the session",
    ),
    (Exit::Resource, "another limit was exceeded"),
    (Exit::OutputClosed, "nobody reads the output any more"),
];

/// The codes, one a line.
pub(crate) fn table() -> String {
    let mut text =
        String::from("Exit codes:\n  The program's own, when it ends by itself. Otherwise:\n");
    for (exit, meaning) in TABLE {
        text.push_str(&format!("  {:>3}  {meaning}\n", exit.code()));
    }
    text
}

impl Exit {
    /// The code.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Program(code) => (code & 0xff) as u8,
            Self::Runtime => 1,
            Self::Usage => 64,
            Self::Compile => 65,
            Self::Internal => 70,
            Self::Policy => 78,
            Self::Timeout => 124,
            Self::Interrupted => 130,
            Self::Resource => 137,
            Self::OutputClosed => 141,
        }
    }

    /// The code for a run.
    pub(crate) fn of(kind: &OutcomeKind, exit_code: Option<i32>) -> Self {
        match kind {
            OutcomeKind::Ok => Self::Program(exit_code.unwrap_or(0)),
            OutcomeKind::CompilationFailed => Self::Compile,
            OutcomeKind::RuntimeFailed => Self::Runtime,
            OutcomeKind::Timeout => Self::Timeout,
            OutcomeKind::ResourceExceeded => Self::Resource,
            OutcomeKind::UnsupportedLanguage | OutcomeKind::Internal(_) => Self::Internal,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programs_code_is_cut_as_unix_cuts_it() {
        assert_eq!(Exit::Program(3).code(), 3);
        assert_eq!(Exit::Program(256).code(), 0);
        assert_eq!(Exit::Program(-1).code(), 255);
    }
}
