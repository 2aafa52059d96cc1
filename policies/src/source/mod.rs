//! A document's text as a tree of values that know their place, whichever format it is in.

mod json;
mod toml;

use std::borrow::Cow;

use toml_datetime::Datetime;

use crate::fault::{Fault, Faults};
use crate::{Format, Position, Problem};

/// The largest text that is read, in bytes.
pub(crate) const MAX_SOURCE: usize = 64 * 1024;
/// The deepest nesting of tables and lists. The format itself needs four levels.
pub(crate) const MAX_NESTING: usize = 8;

/// A value and the byte offset at which it begins.
#[derive(Debug)]
pub(crate) struct Node<'s> {
    pub(crate) offset: usize,
    pub(crate) value: Value<'s>,
}

/// What TOML and JSON can say.
#[derive(Debug)]
pub(crate) enum Value<'s> {
    Null,
    Boolean,
    Integer(i128),
    Float,
    Text(Cow<'s, str>),
    Datetime(Datetime),
    List(Vec<Node<'s>>),
    Table(Vec<Entry<'s>>),
}

/// One field of a table, and the byte offset of its name.
#[derive(Debug)]
pub(crate) struct Entry<'s> {
    pub(crate) offset: usize,
    pub(crate) name: Cow<'s, str>,
    pub(crate) node: Node<'s>,
}

impl Value<'_> {
    /// What the value is, in words.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer(_) => "a whole number",
            Self::Float => "a number with a fraction",
            Self::Text(_) => "a string",
            Self::Datetime(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Reads `text` into a tree. Syntax errors and excess go to `faults`, and then there is no tree:
/// guessing at the rest would only add errors that are none.
pub(crate) fn read<'s>(text: &'s str, format: Format, faults: &mut Faults) -> Option<Node<'s>> {
    if text.len() > MAX_SOURCE {
        let (found, limit) = (text.len(), MAX_SOURCE);
        faults.push(Fault::whole(Problem::TooLarge {
            found,
            limit,
            unit: "bytes",
        }));
        return None;
    }
    match format {
        Format::Toml => toml::read(text, faults),
        Format::Json => json::read(text, faults),
    }
}

fn too_deep(offset: usize) -> Fault {
    let problem = Problem::TooLarge {
        found: MAX_NESTING + 1,
        limit: MAX_NESTING,
        unit: "levels of nesting",
    };
    Fault::at_offset(offset, problem)
}

/// The line and column of the character at `offset`.
pub(crate) fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..text.floor_char_boundary(offset)).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Position {
        line: count(before.matches('\n').count() + 1),
        column: count(
            before
                .get(line_start..)
                .map_or(0, |line| line.chars().count())
                + 1,
        ),
    }
}
