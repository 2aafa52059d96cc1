//! A core module without some of its functions.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{CodeSection, ExportSection, FunctionSection, ImportSection, Module};
use wasmparser::{Parser, Payload, TypeRef};

type Error = reencode::Error<Dangling>;

/// Which functions of a module stay, and which take the place of others.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The new index of each function that stays.
    kept: BTreeMap<u32, u32>,
    /// The function in whose place another one is called, and that one.
    instead: BTreeMap<u32, u32>,
}

impl Plan {
    /// `stays` in the order of their indices; whoever names a key of `instead` will name its value.
    pub(super) fn new(stays: impl IntoIterator<Item = u32>, instead: BTreeMap<u32, u32>) -> Self {
        Self {
            kept: stays.into_iter().zip(0..).collect(),
            instead,
        }
    }

    /// The module, its remaining functions renumbered, without the exports whose names `hidden` is true for.
    /// Of its custom sections only those stay from which the interface is read.
    ///
    /// # Errors
    /// When something that stays names a function that does not.
    pub(super) fn carry_out(
        &self,
        module: &[u8],
        hidden: impl Fn(&str) -> bool,
    ) -> Result<Vec<u8>> {
        let mut rewrite = Rewrite {
            plan: self,
            hidden,
            next_import: 0,
            next_body: imported(module)?,
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
}

/// How many functions a module imports.
fn imported(module: &[u8]) -> Result<u32> {
    let mut count = 0;
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(imports) = payload? {
            for import in imports.into_imports() {
                count += u32::from(is_function(import?.ty));
            }
        }
    }
    Ok(count)
}

/// Whether an import is a function.
pub(super) fn is_function(ty: TypeRef) -> bool {
    matches!(ty, TypeRef::Func(_) | TypeRef::FuncExact(_))
}

struct Rewrite<'p, H> {
    plan: &'p Plan,
    hidden: H,
    /// The index of the next imported function, while imports are copied.
    next_import: u32,
    /// The index of the next body, while code is copied.
    next_body: u32,
}

/// A function that was left out is named by something that was kept: who made the plan disagrees.
#[derive(Debug)]
struct Dangling {
    function: u32,
}

impl<H: Fn(&str) -> bool> Reencode for Rewrite<'_, H> {
    type Error = Dangling;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let named = self.plan.instead.get(&function).unwrap_or(&function);
        self.plan
            .kept
            .get(named)
            .copied()
            .ok_or(Error::UserError(Dangling { function }))
    }

    /// No names, no producers, no debug information.
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
            if is_function(import.ty) {
                let function = self.next_import;
                self.next_import += 1;
                if !self.plan.kept.contains_key(&function) {
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
            if self.plan.kept.contains_key(&function) {
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
        if (self.hidden)(export.name) {
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
        if self.plan.kept.contains_key(&function) {
            utils::parse_function_body(self, code, body)
        } else {
            Ok(())
        }
    }
}
