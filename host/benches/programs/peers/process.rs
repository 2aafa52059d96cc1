//! A peer whose fresh run is a new process.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::driver::Driver;
use super::rate_of_two;
use crate::peer::{Answer, Peer, Program, Task};

pub(crate) struct Process {
    /// What runs programs one after the other.
    kept: Driver,
}

impl Process {
    /// Beside the processes, `kept` runs what is to be run in one that is there.
    pub(super) fn new(kept: Driver) -> Self {
        Self { kept }
    }
}

impl Peer for Process {
    fn name(&self) -> &str {
        self.kept.name()
    }

    fn version(&self) -> &str {
        self.kept.version()
    }

    fn run(&mut self, task: Task, program: &Program) -> Answer {
        match task {
            Task::Fresh | Task::First => whole(self.kept.first_of_process(), None, program),
            _ => self.kept.run(task, program),
        }
    }

    fn rate(&mut self, program: &Program, span: Duration) -> f64 {
        rate_of_two(span, || {
            let answer = whole(self.kept.first_of_process(), None, program);
            assert!(
                matches!(&answer, Answer::Took { said, .. } if *said == program.answer),
                "{}: {answer:?}",
                self.name()
            );
        })
    }
}

/// Runs `command… SOURCE`, from the start of the process to its end.
pub(super) fn whole(
    command: &[String],
    environment: Option<(&str, &str)>,
    program: &Program,
) -> Answer {
    let (name, arguments) = command.split_first().unwrap();
    let mut command = Command::new(name);
    command
        .args(arguments)
        .arg(&program.source)
        .envs(environment)
        .stdin(Stdio::null());
    let start = Instant::now();
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Answer::Cannot(complaint.lines().last().unwrap_or_default().to_owned());
    }
    Answer::Took { milliseconds, said }
}
