//! What runs: programs of the tests' matrix, harmless and hostile ones, each with the outcome that it must
//! have in both languages.

use golem_exec::LimitName;

const MIB: u64 = 1 << 20;

/// A program, what it is given, and what must come of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    pub(crate) program: &'static str,
    /// So many times in a round.
    pub(crate) times: usize,
    /// Limits of the policy, as in a document.
    pub(crate) limits: &'static str,
    pub(crate) time_ms: Option<u64>,
    pub(crate) memory_bytes: Option<u64>,
    pub(crate) stdin: Option<&'static str>,
    pub(crate) args: &'static [&'static str],
    pub(crate) kind: &'static str,
    pub(crate) exit_code: Option<i32>,
    pub(crate) signal: Option<&'static str>,
    pub(crate) limit: Option<LimitName>,
    pub(crate) stdout: &'static str,
    /// Whether something was refused that the run's record must hold.
    pub(crate) is_denied: bool,
}

impl Case {
    const fn new(program: &'static str) -> Self {
        Self {
            program,
            times: 1,
            limits: "",
            time_ms: None,
            memory_bytes: None,
            stdin: None,
            args: &[],
            kind: "ok",
            exit_code: Some(0),
            signal: None,
            limit: None,
            stdout: "",
            is_denied: false,
        }
    }

    const fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    const fn under(mut self, limits: &'static str) -> Self {
        self.limits = limits;
        self
    }

    const fn memory(mut self, bytes: u64) -> Self {
        self.memory_bytes = Some(bytes);
        self
    }

    const fn args(mut self, args: &'static [&'static str]) -> Self {
        self.args = args;
        self
    }

    const fn stdin(mut self, stdin: &'static str) -> Self {
        self.stdin = Some(stdin);
        self
    }

    const fn prints(mut self, stdout: &'static str) -> Self {
        self.stdout = stdout;
        self
    }

    const fn exits(mut self, code: i32) -> Self {
        self.exit_code = Some(code);
        self
    }

    const fn is_denied(mut self) -> Self {
        self.is_denied = true;
        self
    }

    const fn does_not_compile(mut self) -> Self {
        self.kind = "compilation-failed";
        self.exits(1)
    }

    const fn fails(mut self) -> Self {
        self.kind = "runtime-failed";
        self.exits(1)
    }

    const fn aborts(mut self) -> Self {
        self.kind = "runtime-failed";
        self.exit_code = None;
        self.signal = Some("SIGABRT");
        self
    }

    /// It would go on for ever.
    const fn times_out(mut self) -> Self {
        self.kind = "timeout";
        self.time_ms = Some(20);
        self.exit_code = None;
        self.signal = Some("SIGXCPU");
        self.limit = Some(LimitName::Time);
        self
    }

    const fn exceeds(mut self, limit: LimitName, signal: &'static str) -> Self {
        self.kind = "resource-exceeded";
        self.exit_code = None;
        self.signal = Some(signal);
        self.limit = Some(limit);
        self
    }
}

/// A round, in each language. What is run out of time prints nothing: a busy machine may give it none.
pub(crate) const CASES: &[Case] = &[
    // Harmless.
    Case::new("control").times(20).prints("42\n"),
    Case::new("empty_program").times(10),
    Case::new("asynchronous")
        .times(10)
        .prints("first\nmicrotask\ntimer\nawaited 7\n"),
    Case::new("writes_and_lists_files")
        .times(10)
        .prints("[\"a.txt\",\"b\"]\n5\n"),
    Case::new("prints_to_both_streams")
        .times(5)
        .prints("out 1\nout 2\n"),
    Case::new("prints_unicode")
        .times(5)
        .prints("smörgås 🦀 \u{fffd}\n"),
    Case::new("happy_path")
        .times(5)
        .stdin("typed\n")
        .args(&["--flag", "two words", ""])
        .prints("[\"--flag\",\"two words\",\"\"]\nhello\ntyped\nsecond,2\n42\n"),
    // How programs end.
    Case::new("exit_code_by_call")
        .times(3)
        .args(&["3"])
        .prints("before\n")
        .exits(3),
    Case::new("exit_code_by_ending")
        .times(3)
        .args(&["255"])
        .prints("before\n")
        .exits(255),
    Case::new("exits_from_a_callback")
        .prints("before\n")
        .exits(9),
    Case::new("exit_cannot_be_caught")
        .prints("before\n")
        .exits(4),
    Case::new("syntax_error").times(3).does_not_compile(),
    Case::new("runtime_error")
        .times(3)
        .prints("printed before\n")
        .fails(),
    Case::new("aborts").prints("before\n").aborts(),
    // Hostile: time.
    Case::new("swallowing_loop").times_out(),
    Case::new("generator_swallowing_loop").times_out(),
    Case::new("catastrophic_regex").times_out(),
    Case::new("waiting_for_nothing").times_out(),
    // Memory and stack.
    Case::new("memory_uncaught")
        .memory(16 * MIB)
        .prints("before\n")
        .exceeds(LimitName::Memory, "SIGKILL"),
    Case::new("memory_caught")
        .memory(16 * MIB)
        .prints("before\ncaught\nafter\n"),
    Case::new("memory_in_buffers")
        .memory(16 * MIB)
        .prints("caught 6 of 6\n"),
    Case::new("stack_caught").prints("caught\nstill here\n"),
    Case::new("stack_uncaught").prints("before\n").fails(),
    // Output and files.
    Case::new("output_in_small_pieces")
        .under("output = \"40B\"")
        .prints("0123456\n0123456\n0123456\n0123456\n0123456\n")
        .exceeds(LimitName::Output, "SIGXFSZ"),
    Case::new("output_swallowed")
        .under("output = \"8B\"")
        .prints("xxxxxxxx")
        .exceeds(LimitName::Output, "SIGXFSZ"),
    Case::new("file_size_caught")
        .under("file-size = \"1KiB\"")
        .prints("EFBIG 1024\n"),
    Case::new("file_size_uncaught")
        .under("file-size = \"1KiB\"")
        .prints("before\n")
        .exceeds(LimitName::FileSize, "SIGXFSZ"),
    Case::new("disk_caught")
        .under("disk = \"64KiB\"\nfile-size = \"16KiB\"")
        .prints("ENOSPC\nfreed\n"),
    Case::new("inodes_caught")
        .under("inodes = 64")
        .prints("ENOSPC\nfreed\n"),
    Case::new("descriptors_caught")
        .under("descriptors = 16")
        .prints("EMFILE\nfreed\n"),
    // Reach.
    Case::new("host_is_invisible")
        .times(2)
        .prints("nothing of the host\n")
        .is_denied(),
    Case::new("network_is_absent")
        .prints("absent\n")
        .is_denied(),
    Case::new("process_started")
        .prints("raised\nraised\nraised\nraised\nraised\nraised\nraised\n")
        .exceeds(LimitName::Processes, "SIGKILL")
        .is_denied(),
    Case::new("supervisor_survives_polluted_prototypes")
        .prints("polluted\n")
        .exits(5),
];
