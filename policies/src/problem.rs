//! What can be wrong at one place of a document.

use thiserror::Error;

use crate::spelling::did_you_mean;
use crate::{
    ByteCountError, GuestPathError, LayerNameError, NamePatternError, TimeSpanError, TimestampError,
};

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

fn suggestion_or_list(suggestion: &Option<&'static str>, known: &[&'static str]) -> String {
    match suggestion {
        Some(_) => did_you_mean(suggestion),
        None => format!("; expected one of {}", known.join(", ")),
    }
}
