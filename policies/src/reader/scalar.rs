//! Reading numbers, texts and names.

use std::str::FromStr;

use super::{Read, choice, mismatch, text, unknown_name};
use crate::fault::{Faults, Place};
use crate::source::{Node, Value};
use crate::{
    Bound, ByteCount, GuestPath, LayerKind, LayerName, NamePattern, Problem, ProcessRule, Rights,
    TimeSpan, Timestamp, spelling,
};

/// A whole number within the range of `T`.
fn number<T>(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<T>
where
    T: TryFrom<i128> + Into<u64>,
{
    let Value::Integer(number) = node.value else {
        mismatch(node, place, faults, "a whole number")?;
        return None;
    };
    let value = T::try_from(number).ok();
    if value.is_none() {
        let most = if size_of::<T>() == size_of::<u32>() {
            u32::MAX.into()
        } else {
            u64::MAX
        };
        faults.report(
            place,
            Problem::Range {
                found: number.to_string(),
                least: "0".to_owned(),
                most: most.to_string(),
            },
        );
    }
    value
}

impl Read for u32 {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        number(node, place, faults)
    }
}

impl Read for u64 {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        number(node, place, faults)
    }
}

impl<T: Read> Read for Bound<T> {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        match &node.value {
            Value::Text(text) if text == Self::UNLIMITED => Some(Self::Unlimited),
            Value::Text(text) if spelling::nearest(text, [Self::UNLIMITED]).is_some() => {
                faults.report(place, unknown_name("bound", text, &[(Self::UNLIMITED, ())]));
                None
            }
            _ => T::read(node, place, faults).map(Self::Finite),
        }
    }
}

/// A text that `T` parses; `problem` makes a problem of its error.
fn parsed<T: FromStr>(
    node: &Node<'_>,
    place: &Place,
    faults: &mut Faults,
    expected: &'static str,
    problem: fn(String, T::Err) -> Problem,
) -> Option<T> {
    let text = text(node, place, faults, expected)?;
    text.parse()
        .map_err(|error| faults.report(place, problem(spelling::quoted(text), error)))
        .ok()
}

impl Read for ByteCount {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let problem = |text, error| Problem::Bytes { text, error };
        parsed(
            node,
            place,
            faults,
            "an amount of bytes such as \"64MiB\"",
            problem,
        )
    }
}

impl Read for TimeSpan {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let problem = |text, error| Problem::Time { text, error };
        parsed(node, place, faults, "a time such as \"2s\"", problem)
    }
}

impl Read for GuestPath {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let problem = |path, error| Problem::Path { path, error };
        parsed(
            node,
            place,
            faults,
            "a path such as \"/workspace\"",
            problem,
        )
    }
}

impl Read for LayerName {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let problem = |name, error| Problem::LayerName { name, error };
        parsed(node, place, faults, "the name of a layer", problem)
    }
}

impl Read for NamePattern {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let problem = |text, error| Problem::Pattern { text, error };
        parsed(
            node,
            place,
            faults,
            "a name such as \"LANG\" or \"APP_*\"",
            problem,
        )
    }
}

impl Read for Timestamp {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let problem = |text, error| Problem::Timestamp { text, error };
        let Value::Datetime(datetime) = &node.value else {
            return parsed(
                node,
                place,
                faults,
                "a date such as 2026-01-01T00:00:00Z",
                problem,
            );
        };
        Self::from_datetime(datetime)
            .map_err(|error| faults.report(place, problem(datetime.to_string(), error)))
            .ok()
    }
}

impl Read for String {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        text(node, place, faults, "a string").map(str::to_owned)
    }
}

/// One name of a list of rights: a right's, or a named set's.
impl Read for Rights {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let names = [Self::NAMES, Self::SETS].concat();
        choice(node, place, faults, "right", &names)
    }
}

impl Read for LayerKind {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        choice(node, place, faults, "layer", Self::NAMES)
    }
}

impl Read for ProcessRule {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        choice(node, place, faults, "process rule", Self::NAMES)
    }
}
