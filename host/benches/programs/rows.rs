//! The rows: what is measured, in groups that share a table and a picture.

mod javascript;
mod python;

pub(crate) use javascript::groups as javascript;
pub(crate) use python::groups as python;

use crate::peer::{Program, Task};

/// What a row measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Milliseconds of a task.
    Time(Task),
    /// Fresh runs a second, two at once.
    Rate,
}

/// How often a row is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Repeats {
    /// Rounds; in each, every peer has its turn.
    pub(crate) rounds: usize,
    /// So many runs one after the other in a turn.
    pub(crate) burst: usize,
}

/// Runs that take about a millisecond.
const SHORT: Repeats = Repeats {
    rounds: 20,
    burst: 10,
};
/// Runs of some milliseconds.
const MIDDLE: Repeats = Repeats {
    rounds: 10,
    burst: 3,
};
/// Whole processes, and programs that take their time.
const LONG: Repeats = Repeats {
    rounds: 11,
    burst: 1,
};
/// Spans of two seconds.
const SPANS: Repeats = Repeats {
    rounds: 3,
    burst: 1,
};

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) measure: Measure,
    pub(crate) program: Program,
    pub(crate) repeats: Repeats,
}

#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) title: &'static str,
    /// Part of a picture's name.
    pub(crate) slug: &'static str,
    pub(crate) unit: Unit,
    pub(crate) rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Milliseconds,
    RunsPerSecond,
}

impl Unit {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::RunsPerSecond => "runs/s",
        }
    }
}

/// What every language has: how a run starts, and how many there can be.
fn starts(smallest: &Program) -> [Group; 2] {
    let row = |name: &str, measure, repeats| Row {
        name: name.to_owned(),
        measure,
        program: smallest.clone(),
        repeats,
    };
    [
        Group {
            title: "Starts",
            slug: "starts",
            unit: Unit::Milliseconds,
            rows: vec![
                row("fresh run", Measure::Time(Task::Fresh), SHORT),
                row("repeated run", Measure::Time(Task::Repeated), SHORT),
                row("first run of a process", Measure::Time(Task::First), LONG),
            ],
        },
        Group {
            title: "Fresh runs a second, two at once",
            slug: "rates",
            unit: Unit::RunsPerSecond,
            rows: vec![row("fresh runs", Measure::Rate, SPANS)],
        },
    ]
}

fn program(source: impl Into<String>, answer: impl Into<String>) -> Program {
    Program {
        source: source.into(),
        modules: Vec::new(),
        answer: answer.into(),
    }
}
