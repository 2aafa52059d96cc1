//! From the tree of a document's text to a [`PolicyDocument`](crate::PolicyDocument), collecting every error on the way.

mod document;
mod scalar;
mod table;

pub(crate) use document::{Draft, read};
pub(crate) use table::Table;

use crate::fault::{Faults, Place};
use crate::source::{Node, Value};
use crate::{Problem, spelling};

/// The longest string, in bytes.
pub(crate) const MAX_STRING: usize = 4096;
/// The most entries of a list or fields of a table.
pub(crate) const MAX_ENTRIES: usize = 1024;

/// A kind of value that a document can hold. Whatever is wrong goes to `faults`, and then there is
/// no value.
pub(crate) trait Read: Sized {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self>;
}

/// Reports that something else belongs here.
fn mismatch(
    node: &Node<'_>,
    place: &Place,
    faults: &mut Faults,
    expected: &'static str,
) -> Option<std::convert::Infallible> {
    let found = node.value.kind();
    faults.report(place, Problem::Type { expected, found });
    None
}

/// The string that stands here.
fn text<'n>(
    node: &'n Node<'_>,
    place: &Place,
    faults: &mut Faults,
    expected: &'static str,
) -> Option<&'n str> {
    let Value::Text(text) = &node.value else {
        mismatch(node, place, faults, expected)?;
        return None;
    };
    if text.len() > MAX_STRING {
        let (found, limit) = (text.len(), MAX_STRING);
        faults.report(
            place,
            Problem::TooLarge {
                found,
                limit,
                unit: "bytes",
            },
        );
        return None;
    }
    Some(text)
}

/// The one of `names` that stands here.
fn choice<T: Copy>(
    node: &Node<'_>,
    place: &Place,
    faults: &mut Faults,
    what: &'static str,
    names: &[(&'static str, T)],
) -> Option<T> {
    let text = text(node, place, faults, "a name")?;
    let found = names.iter().find(|(name, _)| *name == text);
    if found.is_none() {
        faults.report(place, unknown_name(what, text, names));
    }
    found.map(|(_, value)| *value)
}

fn unknown_name<T>(what: &'static str, text: &str, names: &[(&'static str, T)]) -> Problem {
    let known: Vec<_> = names.iter().map(|(name, _)| *name).collect();
    let suggestion = spelling::nearest(text, known.iter().copied());
    Problem::UnknownName {
        what,
        name: spelling::quoted(text),
        suggestion,
        known,
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let items = list(node, place, faults)?;
        // Every entry is read before the first failure decides.
        let entries: Vec<Option<T>> = items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                let place = place.entry(index, item.offset);
                faults.remember(&place);
                T::read(item, &place, faults)
            })
            .collect();
        entries.into_iter().collect()
    }
}

/// The entries of the list that stands here.
fn list<'n, 's>(node: &'n Node<'s>, place: &Place, faults: &mut Faults) -> Option<&'n [Node<'s>]> {
    let Value::List(items) = &node.value else {
        mismatch(node, place, faults, "a list")?;
        return None;
    };
    if items.len() > MAX_ENTRIES {
        let (found, limit) = (items.len(), MAX_ENTRIES);
        faults.report(
            place,
            Problem::TooLarge {
                found,
                limit,
                unit: "entries",
            },
        );
        return None;
    }
    Some(items)
}
