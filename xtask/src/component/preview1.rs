//! Preview1 imports that the linker left: they are bound to the sandbox, like the others.
//!
//! wasi-libc calls WASI through ordinary symbols, which the guests define, so the linker binds them
//! and no import remains. Rust's standard library also calls some functions directly (`random_get`
//! for the seeds of hash maps), by an import that no symbol can replace. Here each such import
//! becomes the guest's own function of that name. The functions were exported only to be found;
//! they lose their exports, and what then cannot run any more is left out.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use wasmparser::{Parser, Payload, TypeRef};

use super::leave_out::Plan;
use super::reachable::References;

const MODULE: &str = "wasi_snapshot_preview1";

/// What the guests call their own definitions: the symbols that wasi-libc leaves undefined.
const OWN: &str = "__imported_wasi_snapshot_preview1_";

/// Binds the imports of `module` from preview1 to its own definitions.
///
/// # Errors
/// Names every import without a definition, and every definition of another type.
pub(super) fn bind(module: &[u8]) -> Result<Vec<u8>> {
    let functions = Functions::of(module)?;
    let references = References::of(module)?;
    let bound = bindings(&functions, &references)?;
    let reachable = references.reachable(
        |name| !name.starts_with(OWN),
        |function| *bound.get(&function).unwrap_or(&function),
    );

    Plan::new(reachable, bound).carry_out(module, |name| name.starts_with(OWN))
}

/// For each import from preview1, the module's own function.
fn bindings(functions: &Functions, references: &References) -> Result<BTreeMap<u32, u32>> {
    let mut bound = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, import) in &functions.preview1 {
        match references.export(&format!("{OWN}{name}")) {
            None => problems.push(format!("{name} (the guest exports no {OWN}{name})")),
            Some(own) if functions.signature(own) != functions.signature(*import) => {
                problems.push(format!(
                    "{name} ({OWN}{name} has other parameters or results)"
                ));
            }
            Some(own) => {
                bound.insert(*import, own);
            }
        }
    }
    if !problems.is_empty() {
        bail!(
            "the core module still imports from {MODULE}: {}",
            problems.join(", ")
        );
    }
    Ok(bound)
}

/// A module's functions: imported ones first, then its own.
#[derive(Default)]
struct Functions {
    signatures: Vec<Option<wasmparser::FuncType>>,
    /// The type of each function.
    types: Vec<u32>,
    imported: u32,
    preview1: Vec<(String, u32)>,
}

impl Functions {
    fn of(module: &[u8]) -> Result<Self> {
        let mut functions = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(groups) => {
                    for group in groups {
                        for ty in group?.into_types() {
                            functions.signatures.push(match ty.composite_type.inner {
                                wasmparser::CompositeInnerType::Func(ty) => Some(ty),
                                _ => None,
                            });
                        }
                    }
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        functions.import(&import?)?;
                    }
                }
                Payload::FunctionSection(types) => {
                    for ty in types {
                        functions.types.push(ty?);
                    }
                }
                _ => {}
            }
        }
        Ok(functions)
    }

    fn import(&mut self, import: &wasmparser::Import<'_>) -> Result<()> {
        match import.ty {
            TypeRef::Func(ty) | TypeRef::FuncExact(ty) => {
                if import.module == MODULE {
                    self.preview1.push((import.name.to_owned(), self.imported));
                }
                self.types.push(ty);
                self.imported += 1;
            }
            _ if import.module == MODULE => bail!("{MODULE}.{} is not a function", import.name),
            _ => {}
        }
        Ok(())
    }

    fn signature(&self, function: u32) -> Option<&wasmparser::FuncType> {
        let ty = self.types.get(function as usize)?;
        self.signatures.get(*ty as usize)?.as_ref()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn bound(text: &str) -> Result<Vec<u8>> {
        let module = bind(&wat::parse_str(text).unwrap())?;
        wasmparser::validate(&module).unwrap();
        Ok(module)
    }

    fn refusal(text: &str) -> String {
        bound(text).unwrap_err().to_string()
    }

    #[test]
    fn an_import_becomes_the_guests_own_function_and_unused_ones_go() {
        let before = r#"(module
            (type $two (func (param i32 i32) (result i32)))
            (import "wasi:random/random@0.2.12" "get-random-u64" (func $random (result i64)))
            (import "wasi_snapshot_preview1" "random_get" (func $random_get (type $two)))
            (import "wasi:clocks/wall-clock@0.2.12" "now" (func $now))
            (func $own (export "__imported_wasi_snapshot_preview1_random_get") (type $two)
                (drop (call $random)) (i32.const 0))
            (func $sock_send (export "__imported_wasi_snapshot_preview1_sock_send")
                (call $now))
            (func $in_table (call $last))
            (func $run (export "run")
                (drop (call $random_get (i32.const 1) (i32.const 2))))
            (func $last)
            (table funcref (elem $in_table)))"#;
        let after = r#"(module
            (type $two (func (param i32 i32) (result i32)))
            (import "wasi:random/random@0.2.12" "get-random-u64" (func $random (result i64)))
            (func $own (type $two) (drop (call $random)) (i32.const 0))
            (func $in_table (call $last))
            (func $run (export "run") (drop (call $own (i32.const 1) (i32.const 2))))
            (func $last)
            (table funcref (elem $in_table)))"#;
        let named = wat::parse_str(after).unwrap();
        assert_eq!(bound(before).unwrap(), bound(after).unwrap());
        assert!(bound(before).unwrap().len() < named.len(), "names stay");
    }

    #[test]
    fn a_module_without_such_imports_stays_as_it_is() {
        let text = r#"(module
            (import "m" "f" (func (param i32)))
            (global (mut i32) (i32.const 7))
            (memory (export "memory") 1)
            (func (export "run") (call 0 (i32.const 1)))
            (data (i32.const 0) "x")
            (@custom "component-type" "kept"))"#;
        assert_eq!(bound(text).unwrap(), wat::parse_str(text).unwrap());
    }

    #[test]
    fn an_import_that_the_guest_does_not_define_is_named() {
        let text = r#"(module
            (import "wasi_snapshot_preview1" "fd_write"
                (func $w (param i32 i32 i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            (func (export "__imported_wasi_snapshot_preview1_proc_exit") (param i64))
            (func (export "run") (call $exit (i32.const 0))))"#;
        assert_eq!(
            refusal(text),
            "the core module still imports from wasi_snapshot_preview1: \
             fd_write (the guest exports no __imported_wasi_snapshot_preview1_fd_write), \
             proc_exit (__imported_wasi_snapshot_preview1_proc_exit has other parameters or results)"
        );
    }
}
