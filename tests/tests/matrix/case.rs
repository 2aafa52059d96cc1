//! One case of the matrix: what is asked, and what must be answered, in every language and host.

use golem_exec::LimitName;

use crate::host::golem_like::Worker;
use crate::host::{Call, Deployment, Ending, File, Guest, Limits, Observed, ours};
use crate::programs;

/// The languages of the matrix. A language is added by its programs.
pub(crate) const LANGUAGES: &[Guest] = &[Guest::JavaScript, Guest::Python];

/// A line of a table: a program in each of its languages, and what they all answer.
pub(crate) struct Line {
    pub(crate) program: &'static str,
    pub(crate) languages: &'static [Guest],
    pub(crate) build: fn(Case) -> Case,
}

/// A case of the matrix: a line in one language.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    program: &'static str,
    guest: Guest,
    /// The line is another language's own.
    is_absent: bool,
    deployment: Deployment,
    files: Vec<File>,
    stdin: Option<String>,
    args: Vec<String>,
    env: Vec<(String, String)>,
    limits: Option<Limits>,
    expected: Expected,
}

/// What must be answered.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) ending: Ending,
    pub(crate) exit_code: Option<i32>,
    pub(crate) stdout: String,
    /// The same in our host, where its deeper stack makes a difference.
    pub(crate) deep_stdout: Option<String>,
    pub(crate) signal: Option<&'static str>,
    pub(crate) limit: Option<LimitName>,
    /// Whether standard error is compared with the program's file.
    pub(crate) stderr: bool,
}

/// One test for each line of a table, named after its program, and the table itself as `LINES`.
/// `of Language in "folder/";` before the first line makes the whole table one language's own.
macro_rules! matrix {
    (of $guest:ident in $folder:literal; $($lines:tt)*) => {
        $crate::case::matrix! { @ &[$crate::host::Guest::$guest], $folder; $($lines)* }
    };
    (@ $languages:expr, $folder:literal;
     $($(#[$attribute:meta])* $name:ident => $case:expr;)*) => {
        /// The lines of the table.
        pub(crate) const LINES: &[$crate::case::Line] = &[$($crate::case::Line {
            program: concat!($folder, stringify!($name)),
            languages: $languages,
            build: $case,
        }),*];

        $($(#[$attribute])*
        #[test]
        fn $name() {
            $crate::case::check(LINES, concat!($folder, stringify!($name)));
        })*
    };
    ($($lines:tt)*) => {
        $crate::case::matrix! { @ $crate::case::LANGUAGES, ""; $($lines)* }
    };
}
pub(crate) use matrix;

/// Asks every language of the line that `program` has in a table.
#[track_caller]
pub(crate) fn check(table: &[Line], program: &str) {
    let line = table.iter().find(|line| line.program == program).unwrap();
    for &guest in line.languages {
        if let Some(case) = line.case(guest) {
            case.check();
        }
    }
}

/// A deployment whose time limit no busy machine reaches.
pub(crate) fn unhurried() -> Deployment {
    Deployment {
        timeout_ms: Some("120000".into()),
        ..Deployment::default()
    }
}

/// The preset `standard` with other limits and rules, written as a TOML document.
pub(crate) fn policy(limits: &str) -> String {
    format!(
        "version = 1\n\
         [[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
         [[grants]]\npath = \"/tmp\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
         [environment]\nallow = [\"*\"]\n\
         [limits]\ntime = \"2m\"\n{limits}\n"
    )
}

impl Line {
    /// What the line asks of a language, if it asks it anything.
    pub(crate) fn case(&self, guest: Guest) -> Option<Case> {
        if !self.languages.contains(&guest) {
            return None;
        }
        let case = (self.build)(Case::new(self.program, guest));
        (!case.is_absent).then_some(case)
    }
}

impl Case {
    fn new(program: &'static str, guest: Guest) -> Self {
        Self {
            program,
            guest,
            is_absent: false,
            deployment: unhurried(),
            files: Vec::new(),
            stdin: None,
            args: Vec::new(),
            env: Vec::new(),
            limits: None,
            expected: Expected {
                ending: Ending::Ok,
                exit_code: Some(0),
                stdout: String::new(),
                deep_stdout: None,
                signal: None,
                limit: None,
                stderr: true,
            },
        }
    }

    /// What the case is about is in this language only.
    pub(crate) fn only(mut self, guest: Guest) -> Self {
        self.is_absent |= self.guest != guest;
        self
    }

    /// What differs in one language.
    pub(crate) fn in_language(self, guest: Guest, differs: impl FnOnce(Self) -> Self) -> Self {
        if self.guest == guest {
            differs(self)
        } else {
            self
        }
    }

    /// What it complains of on standard error depends on the step at which memory runs out: CPython
    /// reports errors in destructors there, as well as it can.
    pub(crate) fn complains_as_it_can(mut self) -> Self {
        self.expected.stderr = false;
        self
    }

    /// `EXEC_POLICY`: the preset `standard` with these limits.
    pub(crate) fn under(mut self, limits: &str) -> Self {
        self.deployment.policy = Some(policy(limits));
        self
    }

    pub(crate) fn file(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.push(File::new(name, content));
        self
    }

    pub(crate) fn stdin(mut self, stdin: impl Into<String>) -> Self {
        self.stdin = Some(stdin.into());
        self
    }

    pub(crate) fn args(mut self, args: &[&str]) -> Self {
        self.args = args.iter().map(|&arg| arg.to_owned()).collect();
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn time_ms(mut self, time_ms: u64) -> Self {
        self.limits.get_or_insert_default().time_ms = Some(time_ms);
        self
    }

    pub(crate) fn memory_bytes(mut self, bytes: u64) -> Self {
        self.limits.get_or_insert_default().memory_bytes = Some(bytes);
        self
    }

    pub(crate) fn file_size_bytes(mut self, bytes: u64) -> Self {
        self.limits.get_or_insert_default().file_size_bytes = Some(bytes);
        self
    }

    /// Everything printed to standard output.
    pub(crate) fn prints(mut self, stdout: impl Into<String>) -> Self {
        self.expected.stdout = stdout.into();
        self
    }

    /// Everything printed to standard output, as the file beside the program has it; one for our host's deeper
    /// stack may lie beside it.
    pub(crate) fn prints_its_file(mut self) -> Self {
        let stdout = programs::stdout(self.guest, self.program);
        self.expected.deep_stdout = programs::deep_stdout(self.guest, self.program);
        self.prints(stdout)
    }

    /// Ends by itself with this code.
    pub(crate) fn exits(mut self, code: i32) -> Self {
        self.expected.exit_code = Some(code);
        self
    }

    pub(crate) fn does_not_compile(mut self) -> Self {
        self.expected.ending = Ending::CompilationFailed;
        self.exits(1)
    }

    pub(crate) fn fails(mut self) -> Self {
        self.expected.ending = Ending::RuntimeFailed;
        self.exits(1)
    }

    pub(crate) fn aborts(self) -> Self {
        self.dies_by("SIGABRT")
    }

    pub(crate) fn dies_by(mut self, signal: &'static str) -> Self {
        self.expected.ending = Ending::RuntimeFailed;
        self.expected.exit_code = None;
        self.expected.signal = Some(signal);
        self
    }

    pub(crate) fn times_out(mut self) -> Self {
        self.expected.ending = Ending::Timeout;
        self.stopped_by(LimitName::Time, "SIGXCPU")
    }

    pub(crate) fn exceeds(mut self, limit: LimitName) -> Self {
        self.expected.ending = Ending::ResourceExceeded;
        let signal = match limit {
            LimitName::FileSize | LimitName::Output | LimitName::Written => "SIGXFSZ",
            _ => "SIGKILL",
        };
        self.stopped_by(limit, signal)
    }

    fn stopped_by(mut self, limit: LimitName, signal: &'static str) -> Self {
        self.expected.exit_code = None;
        self.expected.signal = Some(signal);
        self.expected.limit = Some(limit);
        self
    }

    /// Asks in both hosts, and once more what a harmless program answers after it.
    pub(crate) fn check(&self) {
        let guest = self.guest;
        let call = self.call();
        let stderr = programs::stderr(guest, self.program);
        let control = control(guest);
        let worker = Worker::new(guest, &self.deployment);
        self.expected
            .check(&self.told("golem-like"), &stderr, &worker.run(&call));
        check_control(&self.told("golem-like"), &worker.run(&control));
        if call.is_the_librarys() {
            let host = ours::Host::new(guest, &self.deployment);
            let expected = self.expected.clone().under_a_deep_stack();
            expected.check(&self.told("ours"), &stderr, &host.run(&call));
            check_control(&self.told("ours"), &host.run(&control));
        }
    }

    fn told(&self, host: &str) -> String {
        format!("{} in {host}", self.guest.folder())
    }

    fn call(&self) -> Call {
        let mut files = programs::files(self.guest, self.program);
        files.extend(self.files.iter().cloned());
        Call {
            stdin: self.stdin.clone(),
            args: self.args.clone(),
            env: self.env.clone(),
            limits: self.limits,
            ..Call::new(self.guest, files)
        }
    }
}

/// A harmless program, which must run after any other.
pub(crate) fn control(guest: Guest) -> Call {
    Call::new(guest, programs::files(guest, "control"))
}

#[track_caller]
pub(crate) fn check_control(host: &str, observed: &Observed) {
    assert_eq!(
        observed.ending,
        Ending::Ok,
        "{host}: the program after it: {observed:?}"
    );
    assert_eq!(
        observed.stdout.as_deref(),
        Some("42\n"),
        "{host}: the program after it"
    );
    assert!(
        observed.memory.is_some_and(|bytes| bytes > 0),
        "{host}: no peak of memory"
    );
}

impl Expected {
    fn under_a_deep_stack(mut self) -> Self {
        if let Some(stdout) = self.deep_stdout.take() {
            self.stdout = stdout;
        }
        self
    }

    #[track_caller]
    fn check(&self, host: &str, stderr: &str, observed: &Observed) {
        assert_eq!(observed.ending, self.ending, "{host}: {observed:#?}");
        assert_eq!(
            observed.exit_code, self.exit_code,
            "{host}: exit code: {observed:#?}"
        );
        if let Some(stdout) = &observed.stdout {
            assert_eq!(*stdout, self.stdout, "{host}: stdout: {observed:#?}");
        }
        if let Some(found) = observed.stderr.as_ref().filter(|_| self.stderr) {
            let found = programs::without_places_in_the_library(found);
            assert_eq!(found, stderr, "{host}: stderr:\n{found}");
        }
        if let Some(signal) = &observed.signal {
            assert_eq!(
                signal.as_deref(),
                self.signal,
                "{host}: signal: {observed:#?}"
            );
        }
        if let Some(limit) = observed.limit {
            assert_eq!(limit, self.limit, "{host}: limit: {observed:#?}");
        }
        if self.ending == Ending::Ok {
            let held_something = observed.memory.is_some_and(|bytes| bytes > 0);
            assert!(held_something, "{host}: memory: {observed:#?}");
        }
    }
}
