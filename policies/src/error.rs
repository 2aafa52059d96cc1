//! What is wrong with a document: every error, each with its place.

use std::fmt;

use thiserror::Error;

use crate::{
    ByteCountError, GuestPathError, LayerNameError, NamePatternError, TimeSpanError, TimestampError,
};

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

/// One error of a document. Displayed as `3:12: grants[1].rights[0]: no right is called …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    position: Option<Position>,
    path: String,
    problem: Problem,
}

impl PolicyError {
    pub(crate) fn new(position: Option<Position>, path: String, problem: Problem) -> Self {
        Self {
            position,
            path,
            problem,
        }
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
        if let Some(position) = self.position {
            write!(f, "{position}: ")?;
        }
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        self.problem.fmt(f)
    }
}

/// Everything that is wrong with a document, in the order of its text; never empty. Displayed one
/// error a line, each after the document's name when it has one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct PolicyErrors {
    origin: Option<String>,
    errors: Vec<PolicyError>,
    omitted: usize,
}

impl PolicyErrors {
    /// How many errors are kept; the rest is counted.
    pub const MAX_KEPT: usize = 100;

    /// `None` when there are no errors. `count` is how many there were before they were cut.
    pub(crate) fn of(errors: Vec<PolicyError>, count: usize) -> Option<Self> {
        let omitted = count.saturating_sub(errors.len());
        (!errors.is_empty()).then_some(Self {
            origin: None,
            errors,
            omitted,
        })
    }

    pub(crate) fn one(path: &str, problem: Problem) -> Self {
        let error = PolicyError::new(None, path.to_owned(), problem);
        Self {
            origin: None,
            errors: vec![error],
            omitted: 0,
        }
    }

    /// The same errors, each displayed after `origin`: a file's name, or a variable's.
    #[must_use]
    pub fn within(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    /// The errors, at most [`PolicyErrors::MAX_KEPT`].
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
            f.write_str(line_break)?;
            if let Some(origin) = &self.origin {
                // `policy.toml:3:12: …` is what editors make a link of.
                let space = if error.position.is_some() { "" } else { " " };
                write!(f, "{origin}:{space}")?;
            }
            error.fmt(f)?;
        }
        match self.omitted {
            0 => Ok(()),
            omitted => write!(f, "\nand {omitted} more"),
        }
    }
}

/// What is wrong at one place of a document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Problem {
    /// The text is neither TOML nor JSON.
    #[error("{0}")]
    Syntax(String),
    /// The text, or a part of it, is larger than the reader takes.
    #[error("too large: {found} {unit}, at most {limit}")]
    TooLarge {
        /// How much there is.
        found: usize,
        /// How much there may be.
        limit: usize,
        /// Of what: `bytes`, `levels of nesting`, `entries`.
        unit: &'static str,
    },
    /// A field that has to be there is not.
    #[error("missing field `{field}`")]
    Missing {
        /// The field's name.
        field: &'static str,
    },
    /// A field that no document has.
    #[error("unknown field `{field}`{}", suggestion_or_list(.suggestion, .known))]
    UnknownField {
        /// The field as written.
        field: String,
        /// What was probably meant.
        suggestion: Option<&'static str>,
        /// The fields there are, in order.
        known: &'static [&'static str],
    },
    /// A field that is there twice.
    #[error("field `{field}` is there twice")]
    DuplicateField {
        /// The field as written.
        field: String,
    },
    /// A value of the wrong type.
    #[error("expected {expected}, found {found}")]
    Type {
        /// What belongs here.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A name that is not one of those that may stand here.
    #[error("no {what} is called `{name}`{}", suggestion_or_list(.suggestion, .known))]
    UnknownName {
        /// What is named: `right`, `layer`, `mode`, `rule`.
        what: &'static str,
        /// The name as written.
        name: String,
        /// What was probably meant.
        suggestion: Option<&'static str>,
        /// The names there are, in order.
        known: Vec<&'static str>,
    },
    /// A version of the document format that this reader does not know.
    #[error("version {found} is unknown: this is a reader of version 1")]
    Version {
        /// The version as written.
        found: String,
    },
    /// A number outside of its range.
    #[error("{found} is out of range: {least} to {most}")]
    Range {
        /// The number.
        found: String,
        /// The least it may be.
        least: String,
        /// The most it may be.
        most: String,
    },
    /// A limit that has to be finite.
    #[error("cannot be unlimited: at most {most}")]
    MustBeFinite {
        /// The most it may be.
        most: String,
    },
    /// A malformed path.
    #[error("`{path}`: {error}")]
    Path {
        /// The path as written.
        path: String,
        /// What is wrong with it.
        error: GuestPathError,
    },
    /// A malformed amount of bytes.
    #[error("`{text}`: {error}")]
    Bytes {
        /// The text as written.
        text: String,
        /// What is wrong with it.
        error: ByteCountError,
    },
    /// A malformed length of time.
    #[error("`{text}`: {error}")]
    Time {
        /// The text as written.
        text: String,
        /// What is wrong with it.
        error: TimeSpanError,
    },
    /// A malformed instant.
    #[error("`{text}`: {error}")]
    Timestamp {
        /// The text as written.
        text: String,
        /// What is wrong with it.
        error: TimestampError,
    },
    /// A malformed name or pattern of names.
    #[error("`{text}`: {error}")]
    Pattern {
        /// The text as written.
        text: String,
        /// What is wrong with it.
        error: NamePatternError,
    },
    /// A malformed name of a platform's layer.
    #[error("`{name}`: {error}")]
    LayerName {
        /// The name as written.
        name: String,
        /// What is wrong with it.
        error: LayerNameError,
    },
    /// Nothing could be read, for no reason that was found.
    #[error("nothing could be read")]
    Unreadable,
    /// A rule of the whole document is broken; the text says which and what to do.
    #[error("{0}")]
    Rule(String),
}

/// The longest excerpt of a document that a message repeats, in characters.
const MAX_QUOTED: usize = 64;

/// `text` for use inside a message: on one line, no control characters, not longer than a line.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted: String = text
        .chars()
        .take(MAX_QUOTED)
        .flat_map(char::escape_debug)
        .collect();
    if text.chars().nth(MAX_QUOTED).is_some() {
        quoted.push('…');
    }
    quoted
}

/// The name among `known` that a person who wrote `name` probably meant.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Below this similarity (of 1) a suggestion misleads more than it helps.
    const LEAST_SIMILARITY: f64 = 0.75;
    // A long text is no misspelling of a short name, and comparing it costs its length.
    if name.len() > MAX_QUOTED {
        return None;
    }
    let spelled = name.to_lowercase().replace('_', "-");
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&spelled, candidate), candidate))
        .filter(|(similarity, _)| *similarity >= LEAST_SIMILARITY)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

pub(crate) fn did_you_mean(suggestion: &Option<&'static str>) -> String {
    suggestion.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

fn suggestion_or_list(suggestion: &Option<&'static str>, known: &[&'static str]) -> String {
    match suggestion {
        Some(_) => did_you_mean(suggestion),
        None => format!("; expected one of {}", known.join(", ")),
    }
}
