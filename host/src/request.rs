//! What a caller asks of a sandbox.

use std::time::Duration;

use crate::bindings::types;
use crate::{Language, Wheel};

/// One program to run, with all that it is given.
///
/// ```
/// use std::time::Duration;
/// use golem_exec::{Language, Request};
///
/// let request = Request::new(Language::Python, "main.py", "print(open('data.csv').read())")
///     .file("data.csv", "a,b\n")
///     .time(Duration::from_secs(2));
/// ```
#[derive(Debug, Clone)]
pub struct Request {
    pub(crate) language: Language,
    pub(crate) files: Vec<types::File>,
    pub(crate) input: Input,
    pub(crate) wants_value: bool,
}

/// One run of a file that a session holds, with all that it is given.
#[derive(Debug, Clone)]
pub struct SessionRequest {
    pub(crate) entrypoint: String,
    pub(crate) input: Input,
}

/// What both kinds of run are given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Input {
    pub(crate) args: Vec<String>,
    pub(crate) stdin: Option<String>,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) limits: Limits,
}

/// Limits of one run. Each can only tighten the policy's; what is absent is the policy's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Wall-clock time, counted in whole milliseconds.
    pub time: Option<Duration>,
    /// Bytes of memory that the engine may hold at once.
    pub memory: Option<u64>,
    /// Bytes that one file may hold.
    pub file_size: Option<u64>,
}

impl Limits {
    pub(crate) fn to_wit(self) -> Option<types::Limits> {
        (self != Self::default()).then(|| types::Limits {
            time_ms: self
                .time
                .map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX)),
            memory_bytes: self.memory,
            file_size_bytes: self.file_size,
            max_processes: None,
        })
    }
}

pub(crate) fn wit_file(name: impl Into<String>, content: impl Into<Vec<u8>>) -> types::File {
    types::File {
        name: name.into(),
        content: content.into(),
        encoding: None,
    }
}

/// The setters that both kinds of request have.
macro_rules! input_setters {
    () => {
        /// Adds an argument.
        #[must_use]
        pub fn arg(mut self, arg: impl Into<String>) -> Self {
            self.input.args.push(arg.into());
            self
        }

        /// Adds arguments.
        #[must_use]
        pub fn args(mut self, args: impl IntoIterator<Item = impl Into<String>>) -> Self {
            self.input.args.extend(args.into_iter().map(Into::into));
            self
        }

        /// Gives the program a standard input; without one it is empty.
        #[must_use]
        pub fn stdin(mut self, stdin: impl Into<String>) -> Self {
            self.input.stdin = Some(stdin.into());
            self
        }

        /// Adds a variable to the program's environment. The policy says which it may see.
        #[must_use]
        pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.input.env.push((name.into(), value.into()));
            self
        }

        /// Sets all limits.
        #[must_use]
        pub fn limits(mut self, limits: Limits) -> Self {
            self.input.limits = limits;
            self
        }

        /// Limits the run's wall-clock time, in whole milliseconds.
        #[must_use]
        pub fn time(mut self, time: Duration) -> Self {
            self.input.limits.time = Some(time);
            self
        }

        /// Limits the engine's memory, in bytes.
        #[must_use]
        pub fn memory(mut self, bytes: u64) -> Self {
            self.input.limits.memory = Some(bytes);
            self
        }

        /// Limits each file, in bytes.
        #[must_use]
        pub fn file_size(mut self, bytes: u64) -> Self {
            self.input.limits.file_size = Some(bytes);
            self
        }
    };
}

impl Request {
    /// A program, and the relative path that it has in the sandbox.
    #[must_use]
    pub fn new(language: Language, name: impl Into<String>, program: impl Into<Vec<u8>>) -> Self {
        Self {
            language,
            files: vec![wit_file(name, program)],
            input: Input::default(),
            wants_value: false,
        }
    }

    /// Adds a file beside the program, under a relative path.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        self.files.push(wit_file(name, content));
        self
    }

    /// Adds a Python package. Of two that hold a file of the same name, the later one's counts.
    #[must_use]
    pub fn wheel(mut self, wheel: &Wheel) -> Self {
        for (name, content) in wheel.uploads() {
            self.files.retain(|file| file.name != name);
            self.files.push(wit_file(name, content));
        }
        self
    }

    /// Asks for the value of the program's last expression: the engine prints it, as `node -p` and
    /// Python's prompt do, and where it is JSON it is the [outcome's value](crate::Outcome::value). A
    /// program in JavaScript is a script then: it may `await`, but not `import` other than by
    /// `import()`. One in Python has a value where its last statement is an expression.
    #[must_use]
    pub fn eval_print(mut self) -> Self {
        self.wants_value = true;
        self
    }

    /// The program's language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    input_setters!();
}

impl SessionRequest {
    /// The program, by its path in the session.
    #[must_use]
    pub fn new(entrypoint: impl Into<String>) -> Self {
        Self {
            entrypoint: entrypoint.into(),
            input: Input::default(),
        }
    }

    input_setters!();
}
