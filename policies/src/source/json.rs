//! JSON into the tree.
//!
//! serde_json does not say where a value stands, but a borrowed [`RawValue`] is a part of the text,
//! so its address is its place. Each level is scanned once for itself and once for every level
//! above; both are bounded.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Entry, MAX_NESTING, Node, Value, too_deep};
use crate::Problem;
use crate::fault::{Fault, Faults};

pub(super) fn read<'s>(text: &'s str, faults: &mut Faults) -> Option<Node<'s>> {
    // serde_json skips what it does not read without recursion, however deep it is nested.
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => Tree { text, faults }.node(raw.get(), MAX_NESTING),
        Err(error) => {
            faults.push(syntax_fault(text, text, &error));
            None
        }
    }
}

struct Tree<'s, 'f> {
    text: &'s str,
    faults: &'f mut Faults,
}

impl<'s> Tree<'s, '_> {
    fn node(&mut self, raw: &'s str, levels: usize) -> Option<Node<'s>> {
        let offset = offset_in(self.text, raw);
        let value = match raw.bytes().next() {
            Some(b'{' | b'[') if levels == 0 => {
                self.faults.push(too_deep(offset));
                return None;
            }
            Some(b'{') => self.table(raw, levels - 1)?,
            Some(b'[') => {
                let items = self.parse::<Vec<&'s RawValue>>(raw)?.into_iter();
                let items = items.map(|item| self.node(item.get(), levels - 1));
                Value::List(items.collect::<Option<_>>()?)
            }
            Some(b'"') => Value::Text(self.parse::<Text<'s>>(raw)?.0),
            Some(b'n') => Value::Null,
            Some(b't' | b'f') => Value::Boolean,
            _ if raw.contains(['.', 'e', 'E']) => Value::Float,
            // Beyond 128 bits it is still a whole number, and out of any range.
            _ => Value::Integer(raw.parse().unwrap_or(i128::MAX)),
        };
        Some(Node { offset, value })
    }

    fn table(&mut self, raw: &'s str, levels: usize) -> Option<Value<'s>> {
        let fields = self.parse::<Fields<'s>>(raw)?.0.into_iter();
        let entries = fields.map(|(name, value)| {
            let offset = offset_in(self.text, name.get());
            let name = self.parse::<Text<'s>>(name.get())?.0;
            let node = self.node(value.get(), levels)?;
            Some(Entry { offset, name, node })
        });
        entries.collect::<Option<_>>().map(Value::Table)
    }

    /// What is skipped is only scanned; a lone surrogate, say, is found only now.
    fn parse<T: Deserialize<'s>>(&mut self, raw: &'s str) -> Option<T> {
        serde_json::from_str(raw)
            .map_err(|error| self.faults.push(syntax_fault(self.text, raw, &error)))
            .ok()
    }
}

/// Where `part`, a slice of `text`, begins in it.
fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}

fn syntax_fault(text: &str, part: &str, error: &serde_json::Error) -> Fault {
    let line_start = part
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    let offset = offset_in(text, part) + line_start + error.column().saturating_sub(1);
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = error.to_string().replace(&place, "");
    Fault::at_offset(offset, Problem::Syntax(format!("JSON: {message}")))
}

/// A string, borrowed unless it has escapes.
#[derive(Deserialize)]
struct Text<'s>(#[serde(borrow)] Cow<'s, str>);

/// The fields of an object in their order, duplicates included, with names still raw.
struct Fields<'s>(Vec<(&'s RawValue, &'s RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}
