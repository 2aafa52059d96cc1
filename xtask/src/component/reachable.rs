//! Which functions of a core module can run at all.

use std::collections::BTreeSet;

use anyhow::Result;
use wasmparser::{ConstExpr, ElementItems, ExternalKind, Operator, Parser, Payload};

use super::leave_out::is_function;

/// A core module's functions by index, and who refers to whom.
#[derive(Debug, Default)]
pub(super) struct References {
    imported: usize,
    /// For each function with a body, the functions that it names.
    bodies: Vec<Vec<u32>>,
    /// Named from outside any body: tables, globals, the start function.
    always: Vec<u32>,
    exports: Vec<(String, u32)>,
}

impl References {
    pub(super) fn of(module: &[u8]) -> Result<Self> {
        let mut references = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            references.add(payload?)?;
        }
        Ok(references)
    }

    fn add(&mut self, payload: Payload<'_>) -> Result<()> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    if is_function(import?.ty) {
                        self.imported += 1;
                    }
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact) {
                        self.exports.push((export.name.to_owned(), export.index));
                    }
                }
            }
            Payload::StartSection { func, .. } => self.always.push(func),
            Payload::GlobalSection(globals) => {
                for global in globals {
                    self.named_by(&global?.init_expr)?;
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    if let wasmparser::TableInit::Expr(expression) = table?.init {
                        self.named_by(&expression)?;
                    }
                }
            }
            Payload::ElementSection(elements) => {
                for element in elements {
                    self.in_table(element?.items)?;
                }
            }
            Payload::CodeSectionEntry(body) => {
                let mut named = Vec::new();
                for operator in body.get_operators_reader()? {
                    named.extend(function(&operator?));
                }
                self.bodies.push(named);
            }
            _ => {}
        }
        Ok(())
    }

    fn in_table(&mut self, items: ElementItems<'_>) -> Result<()> {
        match items {
            ElementItems::Functions(functions) => {
                for function in functions {
                    self.always.push(function?);
                }
            }
            ElementItems::Expressions(_, expressions) => {
                for expression in expressions {
                    self.named_by(&expression?)?;
                }
            }
        }
        Ok(())
    }

    fn named_by(&mut self, expression: &ConstExpr<'_>) -> Result<()> {
        for operator in expression.get_operators_reader() {
            self.always.extend(function(&operator?));
        }
        Ok(())
    }

    /// The functions that run when one of the exports that `kept` names is called, and imports
    /// among them. `redirect` says which function takes a call's place.
    pub(super) fn reachable(
        &self,
        kept: impl Fn(&str) -> bool,
        redirect: impl Fn(u32) -> u32,
    ) -> BTreeSet<u32> {
        let exports = self
            .exports
            .iter()
            .filter(|(name, _)| kept(name))
            .map(|&(_, function)| function);
        let mut open: Vec<u32> = exports
            .chain(self.always.iter().copied())
            .map(&redirect)
            .collect();
        let mut seen = BTreeSet::new();
        while let Some(function) = open.pop() {
            if !seen.insert(function) {
                continue;
            }
            let body = (function as usize)
                .checked_sub(self.imported)
                .and_then(|at| self.bodies.get(at));
            open.extend(body.into_iter().flatten().map(|&named| redirect(named)));
        }
        seen
    }

    /// The function that an export names.
    pub(super) fn export(&self, name: &str) -> Option<u32> {
        self.exports
            .iter()
            .find(|(export, _)| export == name)
            .map(|&(_, function)| function)
    }
}

/// The function that an instruction names.
fn function(operator: &Operator<'_>) -> Option<u32> {
    match *operator {
        Operator::Call { function_index }
        | Operator::ReturnCall { function_index }
        | Operator::RefFunc { function_index } => Some(function_index),
        _ => None,
    }
}
