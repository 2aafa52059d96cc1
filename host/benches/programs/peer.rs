//! What runs programs, and what it answers.

use std::time::Duration;

/// How a program is run, and what of it is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// In an interpreter that is made for it: all of that.
    Fresh,
    /// Again, in what is kept for it: all of that.
    Repeated,
    /// In a new process: from its start to its end.
    First,
    /// A program that takes its time, in an interpreter of its own: the program alone.
    Timed,
    /// As [`Fresh`](Self::Fresh), for a program with modules.
    Modules,
}

impl Task {
    /// As the drivers know it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Repeated => "repeated",
            Self::First => "first",
            Self::Timed => "timed",
            Self::Modules => "modules",
        }
    }
}

/// What all peers of a language run.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    /// Python: a script that prints its answer, and its milliseconds before that where it is timed.
    /// JavaScript: an expression whose value is the answer; with modules, a module that sets `found`.
    pub(crate) source: String,
    /// Name and text of each module.
    pub(crate) modules: Vec<(String, String)>,
    pub(crate) answer: String,
}

/// What a peer did with a program.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// Milliseconds, and what the program said.
    Took { milliseconds: f64, said: String },
    /// It has no such thing: why.
    Cannot(String),
}

impl Answer {
    /// Of a program that printed its milliseconds before its answer.
    ///
    /// # Panics
    /// When it printed something else.
    pub(crate) fn of_its_own_clock(said: &str) -> Self {
        let (milliseconds, said) = said.trim().split_once(' ').unwrap_or_default();
        Self::Took {
            milliseconds: milliseconds
                .parse()
                .unwrap_or_else(|_| panic!("{said:?} has no time before it")),
            said: said.to_owned(),
        }
    }
}

/// A column of the tables.
pub(crate) trait Peer {
    fn name(&self) -> &str;

    /// Exactly what it is.
    fn version(&self) -> &str;

    /// Whether it runs only a part of its language, so that [`Answer::Cannot`] is no fault.
    fn is_partial(&self) -> bool {
        false
    }

    fn run(&mut self, task: Task, program: &Program) -> Answer;

    /// Fresh runs a second, two at once.
    fn rate(&mut self, program: &Program, span: Duration) -> f64;
}
