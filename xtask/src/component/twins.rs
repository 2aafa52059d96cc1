//! Functions with the same type and the same text: one of them stays, for all.
//!
//! Generic Rust makes many of them, a copy for each type that looks alike in memory. Who compares pointers of
//! functions sees no difference: such a pointer is a place in the table, and every place stays; two
//! places may hold the same function.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use wasmparser::{Parser, Payload};

use super::leave_out::{Plan, is_function};

/// The module with one of each.
pub(super) fn merge(module: Vec<u8>) -> Result<Vec<u8>> {
    let mut module = module;
    loop {
        let functions = Functions::of(&module)?;
        let twins = functions.twins();
        if twins.is_empty() {
            return Ok(module);
        }
        // Functions that call different ones of the same twins are twins themselves, from now on.
        let stays = (0..functions.all()).filter(|function| !twins.contains_key(function));
        let stays: Vec<u32> = stays.collect();
        module = Plan::new(stays, twins).carry_out(&module, |_| false)?;
    }
}

/// A module's functions: how many it imports, and the type and text of each of its own.
#[derive(Default)]
struct Functions<'m> {
    imported: u32,
    types: Vec<u32>,
    bodies: Vec<&'m [u8]>,
}

impl<'m> Functions<'m> {
    fn of(module: &'m [u8]) -> Result<Self> {
        let mut functions = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        if is_function(import?.ty) {
                            functions.imported += 1;
                        }
                    }
                }
                Payload::FunctionSection(types) => {
                    for ty in types {
                        functions.types.push(ty?);
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    functions.bodies.push(body.as_bytes());
                }
                _ => {}
            }
        }
        Ok(functions)
    }

    fn all(&self) -> u32 {
        self.imported + self.bodies.len() as u32
    }

    /// Each function that is like one before it, and the first that it is like.
    fn twins(&self) -> BTreeMap<u32, u32> {
        let mut first = HashMap::new();
        let mut twins = BTreeMap::new();
        for (index, text) in (self.imported..).zip(self.types.iter().zip(&self.bodies)) {
            let &mut like = first.entry(text).or_insert(index);
            if like != index {
                twins.insert(index, like);
            }
        }
        twins
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::strip::custom_sections;
    use super::*;

    fn merged(text: &str) -> Vec<u8> {
        let module = merge(wat::parse_str(text).unwrap()).unwrap();
        wasmparser::validate(&module).unwrap();
        module
    }

    #[test]
    fn what_calls_twins_in_the_same_way_is_a_twin_too_and_every_place_in_the_table_stays() {
        let before = r#"(module
            (import "m" "f" (func $imported))
            (func $one (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
            (func $other (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
            (func $calls_one (result i32) (call $imported) (call $one (i32.const 2)))
            (func $calls_other (result i32) (call $imported) (call $other (i32.const 2)))
            (func (export "run") (result i32) (i32.add (call $calls_one) (call $calls_other)))
            (func (export "other") (param i32) (result i32) (call $other (local.get 0)))
            (table funcref (elem $one $other)))"#;
        let after = r#"(module
            (import "m" "f" (func $imported))
            (func $one (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
            (func $calls_one (result i32) (call $imported) (call $one (i32.const 2)))
            (func (export "run") (result i32) (i32.add (call $calls_one) (call $calls_one)))
            (func (export "other") (param i32) (result i32) (call $one (local.get 0)))
            (table funcref (elem $one $one)))"#;
        let without_names = custom_sections(&wat::parse_str(after).unwrap()).unwrap();
        assert_eq!(merged(before), without_names);
    }

    #[test]
    fn another_type_constant_or_local_makes_another_function() {
        let text = r#"(module
            (func (export "a") (param i32) (result i32) (i32.const 1))
            (func (export "b") (param i64) (result i32) (i32.const 1))
            (func (export "c") (param i32) (result i32) (i32.const 2))
            (func (export "d") (param i32) (result i32) (local i32) (i32.const 1)))"#;
        assert_eq!(merged(text), wat::parse_str(text).unwrap());
    }
}
