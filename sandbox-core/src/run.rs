//! One run of one program: everything that it may touch, and what becomes of it.

mod finish;
mod stop;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use policies::{Bound, Denial, LimitName, Policy, ProcessRule, Rule};
use vfs_layer::{Errno, Namespace, Timestamp};

use self::stop::Stop;
use crate::audit::Audit;
use crate::clock::GuestClock;
use crate::deadline::Deadline;
use crate::input::{Input, NoInput, Source};
use crate::invocation::Invocation;
use crate::output::{NotTaken, Output, Refused, Stream, Watcher};
use crate::platform::Platform;
use crate::random::GuestRandom;
use crate::report::{LimitExceeded, Report};

/// A run as an engine and the C library share it. Whoever borrows it gives it back before any code
/// of the program's can run.
pub type RunHandle = Rc<RefCell<Run>>;

/// Whether all whole numbers in a JSON text are those that readers make of them: within 64 bits, or written
/// as JavaScript writes numbers, which has no others.
fn integers_are_kept(json: &str) -> bool {
    // Every second part is a string, once no quote is left that is part of one.
    let plain = json.replace("\\\\", "").replace("\\\"", "");
    let outside = plain.split('"').step_by(2);
    let is_other = |c: char| !c.is_ascii_digit() && !"+-.eE".contains(c);
    let mut numbers = outside.flat_map(|part| part.split(is_other));
    numbers.all(|number| {
        let digits = number.trim_start_matches('-');
        let is_long = digits.len() > 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_whole = number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok();
        let is_shortest = || {
            number
                .parse::<f64>()
                .is_ok_and(|float| float.to_string() == number)
        };
        !is_long || is_whole || is_shortest()
    })
}

/// What the standard streams of a run are attached to while it runs.
#[derive(Default)]
pub struct Attached {
    /// Who is told of output, beside what is captured.
    pub watchers: Vec<Rc<dyn Watcher>>,
    /// Where standard input arrives from; without one it is the invocation's.
    pub input: Option<Box<dyn Source>>,
}

/// One run of one program.
pub struct Run {
    policy: Policy,
    namespace: Namespace,
    program: String,
    working_directory: String,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    input: Input,
    output: Output,
    clock: GuestClock,
    random: GuestRandom,
    deadline: Deadline,
    /// Calls that have acted on the run.
    calls: u32,
    audit: Audit,
    stop: Option<Stop>,
    /// A process that was asked for: it decides the outcome, whatever the program does next.
    violation: Option<LimitExceeded>,
    /// The limit of the file system that a call of the C library ran into last.
    last_limit: Option<(Errno, LimitExceeded)>,
    is_last: bool,
    wants_value: bool,
    value: Option<serde_json::Value>,
    platform: Rc<dyn Platform>,
}

impl Run {
    /// Starts a run, and its time, on a namespace that has been readied for it.
    pub fn start(
        policy: Policy,
        namespace: Namespace,
        working_directory: String,
        invocation: Invocation,
        platform: Rc<dyn Platform>,
        attached: Attached,
    ) -> Self {
        let admission = policy.environment().admit(invocation.env);
        let mut audit = Audit::default();
        for name in admission.refused {
            audit.record(Denial::new("environment", &name, Rule::Environment));
        }
        let time = policy
            .limits()
            .time
            .finite()
            .map(policies::TimeSpan::as_duration);
        let input = match attached.input {
            Some(source) => Input::arriving(source, policy.limits().stdin),
            None => Input::new(invocation.stdin),
        };
        let mut run = Self {
            namespace,
            program: String::new(),
            working_directory,
            arguments: invocation.args,
            environment: admission.variables.into_iter().collect(),
            input,
            output: Output::new(policy.limits().output, attached.watchers),
            clock: GuestClock::new(policy.clock()),
            random: GuestRandom::new(policy.random()),
            deadline: Deadline::start(&*platform, time),
            calls: 0,
            audit,
            stop: None,
            violation: None,
            last_limit: None,
            is_last: false,
            wants_value: false,
            value: None,
            policy,
            platform,
        };
        run.tick();
        run
    }

    /// The policy that holds for this run, its limits tightened by the caller's constraints.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The run's file system, with its clock set: every operation of a program starts here.
    pub fn file_system(&mut self) -> &mut Namespace {
        self.tick();
        &mut self.namespace
    }

    /// The run's file system for looking only: what changes no times needs no clock, and reading it
    /// is a call of the host.
    pub fn files_to_read(&mut self) -> &mut Namespace {
        &mut self.namespace
    }

    /// The absolute path of the working directory that the program starts in.
    #[must_use]
    pub fn working_directory(&self) -> &str {
        &self.working_directory
    }

    /// The program's arguments, its own name not among them.
    #[must_use]
    pub fn arguments(&self) -> &[String] {
        &self.arguments
    }

    /// The program's environment, sorted by name, each name once.
    #[must_use]
    pub fn environment(&self) -> &[(String, String)] {
        &self.environment
    }

    /// Reads the program's standard input; 0 bytes mean the end. It waits for input that arrives,
    /// but not past the deadline: then, and over the limit of standard input, the run is stopped,
    /// which the engine looks at before it goes on.
    pub fn read_input(&mut self, buffer: &mut [u8]) -> usize {
        if self.is_stopped() {
            return 0;
        }
        // Reading the clock is a host call; bytes that are there need none.
        let patience = if self.input.may_wait() {
            self.deadline.remaining(&*self.platform)
        } else {
            None
        };
        match self.input.read(buffer, patience) {
            Ok(read) => read,
            Err(NoInput::Late) => {
                self.stop.get_or_insert(Stop::OutOfTime);
                0
            }
            Err(NoInput::Limit(exceeded)) => {
                self.stop_for(exceeded);
                0
            }
        }
    }

    /// Prints. Over the output limit, what fits is printed and the run is stopped; likewise when
    /// nobody reads what is printed. It waits for who reads, but not past the deadline.
    ///
    /// # Errors
    /// [`Refused`]. The engine then ends the program at once.
    pub fn print(&mut self, stream: Stream, bytes: &[u8]) -> Result<(), Refused> {
        let patience = self.patience_with_readers();
        let written = self.output.write(stream, bytes, patience);
        match written {
            Ok(()) => {}
            Err(Refused::Limit(exceeded)) => self.stop_for(exceeded),
            Err(Refused::NotTaken(NotTaken::ReaderGone)) => {
                self.stop.get_or_insert(Stop::ReaderGone);
            }
            Err(Refused::NotTaken(NotTaken::Late)) => {
                self.stop.get_or_insert(Stop::OutOfTime);
            }
        }
        written
    }

    /// Prints the engine's last words about the program, such as a traceback, to standard error.
    pub fn print_last_words(&mut self, text: &str) {
        let patience = self.patience_with_readers();
        self.output.write_last_words(text, patience);
    }

    /// How long a reader of the output may take: the clock, a call of the host, is read only where
    /// there is one that may take long.
    fn patience_with_readers(&mut self) -> Option<Duration> {
        let may_wait = self.output.may_wait();
        let deadline = may_wait.then_some(&mut self.deadline)?;
        deadline.remaining(&*self.platform)
    }

    /// The program's wall clock, in nanoseconds since 1970.
    #[must_use]
    pub fn wall_nanos(&self) -> u64 {
        self.clock.wall_nanos(&*self.platform)
    }

    /// The program's monotonic clock, in nanoseconds.
    #[must_use]
    pub fn monotonic_nanos(&self) -> u64 {
        self.clock.monotonic_nanos(&*self.platform)
    }

    /// What the program's clocks are rounded to, in nanoseconds.
    #[must_use]
    pub fn clock_resolution_nanos(&self) -> u64 {
        self.clock.resolution_nanos()
    }

    /// Real time since the run's start: what timers go by.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.deadline.elapsed(&*self.platform)
    }

    /// Fills `bytes` from the program's random source.
    pub fn fill_random(&mut self, bytes: &mut [u8]) {
        self.random.fill(&*self.platform, bytes);
    }

    /// Waits, in one host call, but not past the deadline.
    pub fn sleep(&mut self, duration: Duration) {
        let duration = match self.deadline.remaining(&*self.platform) {
            Some(remaining) => duration.min(remaining),
            None => duration,
        };
        if !duration.is_zero() {
            self.platform.sleep(duration);
        }
        if self.deadline.check(&*self.platform) {
            self.stop.get_or_insert(Stop::OutOfTime);
        }
    }

    /// Remembers the limit that a call of the C library was refused by, with this error number.
    pub(crate) fn remember_limit(&mut self, errno: Errno, limit: LimitExceeded) {
        self.last_limit = Some((errno, limit));
    }

    /// The limit that the last call which ran into one was refused by, if it said `errno`: the one that
    /// an error of this number stands for when it is made right after the call.
    #[must_use]
    pub fn limit_behind(&self, errno: u16) -> Option<LimitExceeded> {
        let (said, limit) = self.last_limit?;
        (said.code() == errno).then_some(limit)
    }

    /// The program asked for a process. None is started, and by the policy's rule the run's
    /// outcome is decided by that. The engine raises.
    pub fn refuse_process(&mut self, call: &str, command: &str) {
        self.audit
            .record(Denial::new(call, command, Rule::Processes));
        if self.policy.processes() == ProcessRule::Violation {
            self.violation.get_or_insert(LimitExceeded {
                limit: LimitName::Processes,
                asked: Some(1),
                allowed: 0,
            });
        }
    }

    /// Names the program: where it is in the file system.
    pub(crate) fn be_of(&mut self, program: &str) {
        program.clone_into(&mut self.program);
    }

    /// Where the program is in the file system.
    #[must_use]
    pub fn program(&self) -> &str {
        &self.program
    }

    /// Tells the engine that no other program comes after this one.
    pub(crate) fn be_the_last(&mut self) {
        self.is_last = true;
    }

    /// Whether no other program comes after this one, so that the engine need ready nothing for it.
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.is_last
    }

    /// Asks the engine for the value of the program's last expression.
    pub fn want_value(&mut self) {
        self.wants_value = true;
    }

    /// Whether the engine is to print the value of the program's last expression, and to
    /// [keep](Self::keep_value) it.
    #[must_use]
    pub fn wants_value(&self) -> bool {
        self.wants_value
    }

    /// Keeps that value for the report. What is no JSON, or longer than [`Report::MAX_VALUE`], is
    /// not kept; nor is what whoever reads it would take for another number.
    pub fn keep_value(&mut self, json: &str) {
        if self.wants_value && json.len() <= Report::MAX_VALUE && integers_are_kept(json) {
            self.value = serde_json::from_str(json).ok();
        }
    }

    /// Whether the program may import the engine's module `name`; a refusal is recorded.
    pub fn admits_module(&mut self, language: policies::Language, name: &str) -> bool {
        let admitted = self.policy.modules().allows(language, name);
        if !admitted {
            self.audit
                .record(Denial::new("import", name, Rule::Modules));
        }
        admitted
    }

    /// Records the refusal of something that is reached by name and not through the file system.
    pub fn record(&mut self, denial: Denial) {
        self.audit.record(denial);
    }

    /// The memory that the program's engine may hold, in bytes.
    #[must_use]
    pub fn memory_limit(&self) -> usize {
        match self.policy.limits().memory {
            Bound::Finite(limit) => usize::try_from(limit.get()).unwrap_or(usize::MAX),
            Bound::Unlimited => usize::MAX,
        }
    }

    /// The stack that the program's engine may use, in bytes as the stack meter counts: the policy's figure, or
    /// what the host has.
    #[must_use]
    pub fn stack_limit(&self) -> usize {
        let limit = self.policy.limits().stack.min(self.platform.stack());
        usize::try_from(limit.get()).unwrap_or(usize::MAX)
    }

    fn tick(&mut self) {
        self.namespace.set_now(Timestamp::from_nanos(
            self.clock.wall_nanos(&*self.platform),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::integers_are_kept;

    #[test]
    fn whole_numbers_of_more_than_64_bits_are_told_apart() {
        for kept in [
            "18446744073709551615",
            "-9223372036854775808",
            "18446744073709552000",
            "1.2676506002282294e+30",
            "1267650600228229401496703205376.5",
            r#"{"1267650600228229401496703205376": "a\"1267650600228229401496703205376"}"#,
            r#"["\\", 1, "1267650600228229401496703205376"]"#,
        ] {
            assert!(integers_are_kept(kept), "{kept}");
        }
        for rounded in [
            "18446744073709551616",
            "[1, -9223372036854775809]",
            r#"["\\", 1267650600228229401496703205376]"#,
        ] {
            assert!(!integers_are_kept(rounded), "{rounded}");
        }
    }
}
