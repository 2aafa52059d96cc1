//! TOML into the tree.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Entry, MAX_NESTING, Node, Value, too_deep};
use crate::Problem;
use crate::fault::{Fault, Faults};
use crate::spelling::quoted;

/// The `toml` crate keeps its own recursion, and that of dotted keys, within 80 levels.
pub(super) fn read<'s>(text: &'s str, faults: &mut Faults) -> Option<Node<'s>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let offset = error.span().map_or(0, |span| span.start);
        let message = format!("TOML: {}", quoted(error.message()));
        faults.push(Fault::at_offset(offset, Problem::Syntax(message)));
    }
    if !errors.is_empty() {
        return None;
    }
    // The root's span is the whole text; its errors belong to the beginning.
    let value = table(root.into_inner(), MAX_NESTING - 1, faults)?;
    Some(Node { offset: 0, value })
}

fn table<'s>(table: DeTable<'s>, levels: usize, faults: &mut Faults) -> Option<Value<'s>> {
    let entries = table.into_iter().map(|(name, value)| {
        let offset = name.span().start;
        let node = node(value, levels, faults)?;
        Some(Entry {
            offset,
            name: name.into_inner(),
            node,
        })
    });
    entries.collect::<Option<_>>().map(Value::Table)
}

fn node<'s>(value: Spanned<DeValue<'s>>, levels: usize, faults: &mut Faults) -> Option<Node<'s>> {
    let offset = value.span().start;
    let value = value.into_inner();
    if levels == 0 && matches!(value, DeValue::Array(_) | DeValue::Table(_)) {
        faults.push(too_deep(offset));
        return None;
    }
    let below = levels.saturating_sub(1);
    let value = match value {
        DeValue::String(text) => Value::Text(text),
        // Beyond 128 bits it is still a whole number, and out of any range.
        DeValue::Integer(number) => i128::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Integer(i128::MAX), Value::Integer),
        DeValue::Float(_) => Value::Float,
        DeValue::Boolean(_) => Value::Boolean,
        DeValue::Datetime(datetime) => Value::Datetime(datetime),
        DeValue::Array(items) => {
            let items = items.into_iter().map(|item| node(item, below, faults));
            Value::List(items.collect::<Option<_>>()?)
        }
        DeValue::Table(entries) => table(entries, below, faults)?,
    };
    Some(Node { offset, value })
}
