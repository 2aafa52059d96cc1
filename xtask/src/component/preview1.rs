//! Preview1 imports that the linker left: they are bound to the sandbox, like the others.
//!
//! wasi-libc calls WASI through ordinary symbols, which the guests define, so the linker binds them
//! and no import remains. Rust's standard library also calls some functions directly (`random_get`
//! for the seeds of hash maps), by an import that no symbol can replace. Here each such import
//! becomes the guest's own function of that name. The functions were exported only to be found;
//! they lose their exports, and what then cannot run any more is left out.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, anyhow, bail};
use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{CodeSection, ExportSection, FunctionSection, ImportSection, Module};
use wasmparser::{Parser, Payload, TypeRef};

use super::reachable::References;

type Error = reencode::Error<Dangling>;

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

    let all = 0..functions.types.len() as u32;
    let left = all.filter(|function| reachable.contains(function));
    let mut kept: BTreeMap<u32, u32> = left.zip(0..).collect();
    for (import, own) in &bound {
        if let Some(&index) = kept.get(own) {
            kept.insert(*import, index);
        }
    }
    let mut rewrite = Rewrite {
        kept,
        reachable,
        next_import: 0,
        next_body: functions.imported,
    };
    let mut out = Module::new();
    rewrite
        .parse_core_module(&mut out, Parser::new(0), module)
        .map_err(|error| match error {
            Error::UserError(Dangling { function }) => {
                anyhow!("function {function} was left out, but something names it")
            }
            other => anyhow!("cannot rewrite the module: {other:?}"),
        })?;
    Ok(out.finish())
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

/// Copies a module, leaving out functions and renumbering the rest.
struct Rewrite {
    /// Old index to new index. A bound import has that of the function in its place.
    kept: BTreeMap<u32, u32>,
    reachable: BTreeSet<u32>,
    /// The index of the next imported function, while imports are copied.
    next_import: u32,
    /// The index of the next body, while code is copied.
    next_body: u32,
}

/// A function that was left out is named by something that was kept: the two passes disagree.
#[derive(Debug)]
struct Dangling {
    function: u32,
}

impl Reencode for Rewrite {
    type Error = Dangling;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        self.kept
            .get(&function)
            .copied()
            .ok_or(Error::UserError(Dangling { function }))
    }

    /// Only what the interface is read from stays: no names, no producers, no debug information.
    fn parse_custom_section(
        &mut self,
        module: &mut Module,
        section: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), Error> {
        if section.name().starts_with("component-type") {
            utils::parse_custom_section(self, module, section)?;
        }
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in section.into_imports() {
            let import = import?;
            if matches!(import.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)) {
                let function = self.next_import;
                self.next_import += 1;
                if !self.reachable.contains(&function) {
                    continue;
                }
            }
            imports.import(import.module, import.name, self.entity_type(import.ty)?);
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: wasmparser::FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        for (function, ty) in (self.next_body..).zip(section) {
            let ty = ty?;
            if self.reachable.contains(&function) {
                functions.function(self.type_index(ty)?);
            }
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: wasmparser::Export<'_>,
    ) -> Result<(), Error> {
        if export.name.starts_with(OWN) {
            return Ok(());
        }
        utils::parse_export(self, exports, export)
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> Result<(), Error> {
        let function = self.next_body;
        self.next_body += 1;
        if self.reachable.contains(&function) {
            utils::parse_function_body(self, code, body)
        } else {
            Ok(())
        }
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
