//! What is wrong with a document: every error, each with its place.

use std::fmt;

use thiserror::Error;

use crate::Problem;

/// A place in a document's text, both numbers counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One error of a document. Displayed as `3:12: grants[1].rights[0]: no right is called …`, after
/// the name of its document when it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    origin: Option<String>,
    position: Option<Position>,
    path: String,
    problem: Problem,
}

impl PolicyError {
    pub(crate) fn new(position: Option<Position>, path: String, problem: Problem) -> Self {
        Self {
            origin: None,
            position,
            path,
            problem,
        }
    }

    /// In which document: a file's name or a variable's, if it was said with
    /// [`PolicyErrors::within`].
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Where in the text; `None` for a document that was not read from a text.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    /// Where in the document, such as `grants[1].rights[0]`; empty for the document itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `policy.toml:3:12: …` is what editors make a link of.
        match (&self.origin, self.position) {
            (Some(origin), Some(position)) => write!(f, "{origin}:{position}: ")?,
            (Some(origin), None) => write!(f, "{origin}: ")?,
            (None, Some(position)) => write!(f, "{position}: ")?,
            (None, None) => {}
        }
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        self.problem.fmt(f)
    }
}

/// Everything that is wrong with a document, in the order of its text; never empty. Displayed one
/// error a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct PolicyErrors {
    errors: Vec<PolicyError>,
    omitted: usize,
}

impl PolicyErrors {
    /// How many errors of one document are kept; the rest is counted.
    pub const MAX_KEPT: usize = 100;

    /// `None` when there are no errors. `count` is how many there were before they were cut.
    pub(crate) fn of(errors: Vec<PolicyError>, count: usize) -> Option<Self> {
        let omitted = count.saturating_sub(errors.len());
        (!errors.is_empty()).then_some(Self { errors, omitted })
    }

    pub(crate) fn one(problem: Problem) -> Self {
        Self {
            errors: vec![PolicyError::new(None, String::new(), problem)],
            omitted: 0,
        }
    }

    /// The same errors with those of `other` after them.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.errors.extend(other.errors);
        self.omitted += other.omitted;
        self
    }

    /// The same errors, each said to be in `origin`: a file's name, or a variable's.
    #[must_use]
    pub fn within(mut self, origin: &str) -> Self {
        for error in &mut self.errors {
            error.origin = Some(origin.to_owned());
        }
        self
    }

    /// The errors, at most [`PolicyErrors::MAX_KEPT`] of each document.
    pub fn iter(&self) -> impl Iterator<Item = &PolicyError> {
        self.errors.iter()
    }

    /// How many errors there are, kept or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.errors.len() + self.omitted
    }
}

impl fmt::Display for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.errors.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            write!(f, "{line_break}{error}")?;
        }
        match self.omitted {
            0 => Ok(()),
            omitted => write!(f, "\nand {omitted} more"),
        }
    }
}
