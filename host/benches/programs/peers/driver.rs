//! A peer that is driven by a program in its own language, which has a line of JSON for each task.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::process;
use crate::peer::{Answer, Peer, Program, Task};

pub(crate) struct Driver {
    name: &'static str,
    version: String,
    partial: bool,
    /// The command line of a new process, whose last argument is the program.
    first: Vec<String>,
    /// A variable of its environment.
    environment: (&'static str, String),
    command: Vec<String>,
    /// The second one is started when two are asked for.
    workers: Vec<Worker>,
}

/// A line of a driver's.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Line {
    Hello { version: String },
    Took { milliseconds: f64, said: String },
    Rate { runs: u32, seconds: f64 },
    Cannot { cannot: String },
}

impl Driver {
    /// Starts `program… FILE`.
    pub(super) fn new<const N: usize>(
        name: &'static str,
        program: [&str; N],
        file: &str,
        environment: (&'static str, &str),
    ) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("benches/programs/drivers")
            .join(file);
        let mut command: Vec<String> = program.map(String::from).into();
        command.push(file.display().to_string());
        let mut first = command.clone();
        first.push(String::from("--first"));
        let mut driver = Self {
            name,
            version: String::new(),
            partial: false,
            first,
            environment: (environment.0, environment.1.to_owned()),
            command,
            workers: Vec::new(),
        };
        driver.version = driver.start();
        driver
    }

    /// It has only a part of its language.
    pub(super) fn partial(mut self) -> Self {
        self.partial = true;
        self
    }

    /// What a user would type for one run, in place of the driver.
    pub(super) fn first<const N: usize>(mut self, command: [&str; N]) -> Self {
        self.first = command.map(String::from).into();
        self
    }

    /// The command line of a new process, whose last argument is the program.
    pub(super) fn first_of_process(&self) -> &[String] {
        &self.first
    }

    /// Starts another worker, and returns what it says it is.
    fn start(&mut self) -> String {
        let mut worker = Worker::start(&self.command, &self.environment);
        let said = worker.line();
        self.workers.push(worker);
        match said {
            Line::Hello { version } => version,
            other => panic!("{} began with {other:?}", self.name),
        }
    }
}

impl Peer for Driver {
    fn name(&self) -> &str {
        self.name
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn is_partial(&self) -> bool {
        self.partial
    }

    fn run(&mut self, task: Task, program: &Program) -> Answer {
        if task == Task::First {
            let (name, value) = &self.environment;
            return process::whole(&self.first, Some((name, value.as_str())), program);
        }
        let modules: serde_json::Map<_, _> = program
            .modules
            .iter()
            .map(|(name, text)| (name.clone(), text.clone().into()))
            .collect();
        let modules = (!modules.is_empty()).then_some(modules);
        let worker = self.workers.first_mut().unwrap();
        worker.ask(&json!({ "task": task.name(), "source": program.source, "modules": modules }));
        match worker.line() {
            Line::Took { said, .. } if task == Task::Timed && said.contains(' ') => {
                Answer::of_its_own_clock(&said)
            }
            Line::Took { milliseconds, said } => Answer::Took {
                milliseconds,
                said: said.trim().to_owned(),
            },
            Line::Cannot { cannot } => Answer::Cannot(cannot),
            other => panic!("{} answered a task with {other:?}", self.name),
        }
    }

    fn rate(&mut self, program: &Program, span: Duration) -> f64 {
        if self.workers.len() < 2 {
            self.start();
        }
        let asked = json!({
            "task": "rate",
            "source": program.source,
            "answer": program.answer,
            "seconds": span.as_secs_f64(),
        });
        self.workers
            .iter_mut()
            .for_each(|worker| worker.ask(&asked));
        self.workers
            .iter_mut()
            .map(|worker| match worker.line() {
                Line::Rate { runs, seconds } => f64::from(runs) / seconds,
                other => panic!("{} went wrong among many: {other:?}", self.name),
            })
            .sum()
    }
}

struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Worker {
    fn start(command: &[String], environment: &(&'static str, String)) -> Self {
        let (program, arguments) = command.split_first().unwrap();
        let mut child = Command::new(program)
            .args(arguments)
            .env(environment.0, &environment.1)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        Self {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
        }
    }

    fn ask(&mut self, task: &Value) {
        writeln!(self.input, "{task}").unwrap();
    }

    fn line(&mut self) -> Line {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("a driver said {line:?}: {error}"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
