//! Which functions can call themselves, directly or through others.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use wasmparser::{ElementItems, Operator, Parser, Payload, TypeRef};

/// The functions that lie on a cycle of calls. A call through the table may reach every function of
/// its type that any table names.
pub(super) fn recursive(module: &[u8]) -> Result<BTreeSet<u32>> {
    let calls = Calls::of(module)?;
    Ok(calls.on_cycles())
}

#[derive(Default)]
struct Calls {
    imported: u32,
    /// The type of each function, imported ones first.
    types: Vec<u32>,
    in_tables: BTreeSet<u32>,
    /// For each function with a body: whom it calls, and through which types.
    direct: Vec<BTreeSet<u32>>,
    indirect: Vec<BTreeSet<u32>>,
}

impl Calls {
    fn of(module: &[u8]) -> Result<Self> {
        let mut calls = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        if let TypeRef::Func(ty) | TypeRef::FuncExact(ty) = import?.ty {
                            calls.types.push(ty);
                            calls.imported += 1;
                        }
                    }
                }
                Payload::FunctionSection(types) => {
                    for ty in types {
                        calls.types.push(ty?);
                    }
                }
                Payload::ElementSection(elements) => {
                    for element in elements {
                        if let ElementItems::Functions(functions) = element?.items {
                            for function in functions {
                                calls.in_tables.insert(function?);
                            }
                        }
                    }
                }
                Payload::CodeSectionEntry(body) => calls.body(&body)?,
                _ => {}
            }
        }
        Ok(calls)
    }

    fn body(&mut self, body: &wasmparser::FunctionBody<'_>) -> Result<()> {
        let (mut direct, mut indirect) = (BTreeSet::new(), BTreeSet::new());
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } => {
                    direct.insert(function_index);
                }
                Operator::CallIndirect { type_index, .. } => {
                    indirect.insert(type_index);
                }
                _ => {}
            }
        }
        self.direct.push(direct);
        self.indirect.push(indirect);
        Ok(())
    }

    /// Nodes: functions by their index, and after them one for each type, which stands for a call
    /// through the table.
    fn graph(&self) -> Vec<Vec<usize>> {
        let functions = self.types.len();
        let mut by_type: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for &function in &self.in_tables {
            if let Some(&ty) = self.types.get(function as usize) {
                by_type.entry(ty).or_default().push(function as usize);
            }
        }
        let types = self
            .types
            .iter()
            .chain(by_type.keys())
            .max()
            .map_or(0, |&ty| ty as usize + 1);
        let mut graph = vec![Vec::new(); functions + types];
        for (body, (direct, indirect)) in self.direct.iter().zip(&self.indirect).enumerate() {
            let callees = direct.iter().map(|&callee| callee as usize);
            let tables = indirect.iter().map(|&ty| functions + ty as usize);
            let node = graph.get_mut(self.imported as usize + body);
            if let Some(node) = node {
                node.extend(
                    callees
                        .chain(tables)
                        .filter(|&callee| callee < functions + types),
                );
            }
        }
        for (ty, callees) in by_type {
            if let Some(node) = graph.get_mut(functions + ty as usize) {
                *node = callees;
            }
        }
        graph
    }

    /// The functions in strongly connected components that have a cycle (Kosaraju's algorithm).
    fn on_cycles(&self) -> BTreeSet<u32> {
        let graph = self.graph();
        let mut reversed = vec![Vec::new(); graph.len()];
        for (caller, callees) in graph.iter().enumerate() {
            for &callee in callees {
                if let Some(callers) = reversed.get_mut(callee) {
                    callers.push(caller);
                }
            }
        }
        let mut found = BTreeSet::new();
        let mut seen = vec![false; graph.len()];
        for root in finishing_order(&graph).into_iter().rev() {
            let component = collect(&reversed, &mut seen, root);
            let calls_itself = |node: &usize| graph.get(*node).is_some_and(|to| to.contains(node));
            if component.len() > 1 || component.iter().any(calls_itself) {
                let functions = component
                    .into_iter()
                    .filter(|&node| node < self.types.len());
                found.extend(functions.filter_map(|node| u32::try_from(node).ok()));
            }
        }
        found
    }
}

/// All nodes, each after those that it leads to (cycles aside).
fn finishing_order(graph: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(graph.len());
    let mut seen = vec![false; graph.len()];
    for root in 0..graph.len() {
        let mut open = vec![(root, 0)];
        if std::mem::replace(seen.get_mut(root).unwrap_or(&mut true), true) {
            continue;
        }
        while let Some((node, next)) = open.pop() {
            match graph.get(node).and_then(|callees| callees.get(next)) {
                Some(&callee) => {
                    open.push((node, next + 1));
                    if !std::mem::replace(seen.get_mut(callee).unwrap_or(&mut true), true) {
                        open.push((callee, 0));
                    }
                }
                None => order.push(node),
            }
        }
    }
    order
}

/// What `root` leads to and nobody has seen yet.
fn collect(graph: &[Vec<usize>], seen: &mut [bool], root: usize) -> Vec<usize> {
    let mut component = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if std::mem::replace(seen.get_mut(node).unwrap_or(&mut true), true) {
            continue;
        }
        component.push(node);
        open.extend(graph.get(node).into_iter().flatten());
    }
    component
}
