//! What runs a program and says how long it took.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// How a program is run, and what of it is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// In an interpreter that is made for it: all of that.
    Fresh,
    /// Again, in what is kept for it: all of that.
    Repeated,
    /// A program that takes its own time, and says how long.
    Timed,
    /// A program with a thousand modules: all of that.
    Modules,
}

impl Task {
    const fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Repeated => "repeated",
            Self::Timed => "timed",
            Self::Modules => "modules",
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) task: Task,
    /// A function's body where it is timed, else a script.
    pub(crate) source: String,
    /// Name and text of each module.
    pub(crate) modules: Vec<(String, String)>,
}

/// A column of the table.
pub(crate) trait Peer {
    /// What stands above the column.
    fn name(&self) -> &str;

    /// Milliseconds; `None` where it has no such thing.
    fn run(&mut self, program: &Program) -> Option<f64>;
}

/// Another interpreter, driven by a program in its own language: a task for each line.
pub(crate) struct Lines {
    name: String,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    wrap: fn(&Program) -> serde_json::Value,
}

impl Lines {
    /// Starts `program driver`; `None` if there is none here.
    pub(crate) fn start(
        name: &str,
        program: &str,
        driver: &str,
        wrap: fn(&Program) -> serde_json::Value,
    ) -> Option<Self> {
        let driver = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("benches/programs")
            .join(driver);
        let mut child = Command::new(program)
            .arg(driver)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        Some(Self {
            name: name.to_owned(),
            input: child.stdin.take()?,
            output: BufReader::new(child.stdout.take()?),
            child,
            wrap,
        })
    }
}

impl Peer for Lines {
    fn name(&self) -> &str {
        &self.name
    }

    fn run(&mut self, program: &Program) -> Option<f64> {
        let mut task = (self.wrap)(program);
        task.as_object_mut()?
            .insert("task".into(), program.task.name().into());
        writeln!(self.input, "{task}").ok()?;
        let mut line = String::new();
        self.output.read_line(&mut line).ok()?;
        line.trim().parse().ok()
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The folder of npm packages that `cargo xtask bench` installed.
pub(crate) fn node_modules() -> Option<String> {
    env::var("NODE_MODULES").ok()
}
