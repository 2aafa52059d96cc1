//! Functions in fewer bytes, for the same instructions of the machine.
//!
//! - A constant that a function names often is put into a local when the function begins, and named from there: an
//!   address takes five or six bytes each time, a local two. A compiler of WebAssembly knows a local that is set
//!   once for what it is, and puts the constant where it is used.
//! - Locals are declared by type, once for each, those that are used most first; those that are not used at
//!   all go.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::convert::Infallible;

use anyhow::{Result, anyhow};
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, Encode as _, Function, Instruction, Module, ValType};
use wasmparser::{CompositeInnerType, Operator, Parser, Payload};

/// The module with all its functions in this form.
pub(super) fn functions(module: &[u8]) -> Result<Vec<u8>> {
    let mut compact = Compact {
        parameters: parameters(module)?,
        next_body: 0,
    };
    let mut out = Module::new();
    compact
        .parse_core_module(&mut out, Parser::new(0), module)
        .map_err(|error| anyhow!("cannot write the functions anew: {error:?}"))?;
    Ok(out.finish())
}

/// How many parameters each function with a body has.
fn parameters(module: &[u8]) -> Result<Vec<u32>> {
    let mut of_types = Vec::new();
    let mut of_functions = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::TypeSection(groups) => {
                for group in groups {
                    for ty in group?.into_types() {
                        of_types.push(match ty.composite_type.inner {
                            CompositeInnerType::Func(ty) => ty.params().len() as u32,
                            _ => 0,
                        });
                    }
                }
            }
            Payload::FunctionSection(types) => {
                for ty in types {
                    let count = of_types.get(ty? as usize).copied();
                    of_functions.push(count.unwrap_or(0));
                }
            }
            _ => {}
        }
    }
    Ok(of_functions)
}

type Error = reencode::Error<Infallible>;

struct Compact {
    parameters: Vec<u32>,
    /// The place of the next body.
    next_body: usize,
}

impl Reencode for Compact {
    type Error = Infallible;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> Result<(), Error> {
        let parameters = self.parameters.get(self.next_body).copied();
        self.next_body += 1;
        let mut locals = Locals::new(parameters.unwrap_or(0));
        for local in body.get_locals_reader()? {
            let (count, ty) = local?;
            locals.declare(count, self.val_type(ty)?);
        }
        let mut text = Vec::new();
        let mut constants: BTreeMap<Constant, u32> = BTreeMap::new();
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            if let Some(constant) = Constant::of(&operator) {
                *constants.entry(constant).or_default() += 1;
            }
            if let Some(local) = local(&operator) {
                locals.used(local, 1);
            }
            text.push(operator);
        }
        let mut kept = BTreeMap::new();
        for (constant, times) in constants {
            if constant.is_worth_a_local(times) {
                let local = locals.declare(1, constant.ty());
                locals.used(local, times + 1);
                kept.insert(constant, local);
            }
        }
        let (declarations, places) = locals.arranged();
        let place = |local| places.get(&local).copied().unwrap_or(local);
        let mut function = Function::new(declarations);
        for (constant, &local) in &kept {
            function.instruction(&constant.instruction());
            function.instruction(&Instruction::LocalSet(place(local)));
        }
        for operator in text {
            let constant = Constant::of(&operator);
            let instruction = match (constant.and_then(|constant| kept.get(&constant)), operator) {
                (Some(&local), _) => Instruction::LocalGet(place(local)),
                (None, Operator::LocalGet { local_index }) => {
                    Instruction::LocalGet(place(local_index))
                }
                (None, Operator::LocalSet { local_index }) => {
                    Instruction::LocalSet(place(local_index))
                }
                (None, Operator::LocalTee { local_index }) => {
                    Instruction::LocalTee(place(local_index))
                }
                (None, operator) => self.instruction(operator)?,
            };
            function.instruction(&instruction);
        }
        code.function(&function);
        Ok(())
    }
}

/// The local that an instruction names.
fn local(operator: &Operator<'_>) -> Option<u32> {
    match *operator {
        Operator::LocalGet { local_index }
        | Operator::LocalSet { local_index }
        | Operator::LocalTee { local_index } => Some(local_index),
        _ => None,
    }
}

/// A number in a function's text, floating-point ones as their bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Constant {
    I32(i32),
    I64(i64),
    F32(u32),
    F64(u64),
}

impl Constant {
    /// What [`Instruction::LocalGet`] takes of a local that is among the first.
    const NAME: usize = 2;

    fn of(operator: &Operator<'_>) -> Option<Self> {
        match *operator {
            Operator::I32Const { value } => Some(Self::I32(value)),
            Operator::I64Const { value } => Some(Self::I64(value)),
            Operator::F32Const { value } => Some(Self::F32(value.bits())),
            Operator::F64Const { value } => Some(Self::F64(value.bits())),
            _ => None,
        }
    }

    fn ty(self) -> ValType {
        match self {
            Self::I32(_) => ValType::I32,
            Self::I64(_) => ValType::I64,
            Self::F32(_) => ValType::F32,
            Self::F64(_) => ValType::F64,
        }
    }

    fn instruction(self) -> Instruction<'static> {
        match self {
            Self::I32(value) => Instruction::I32Const(value),
            Self::I64(value) => Instruction::I64Const(value),
            Self::F32(bits) => Instruction::F32Const(f32::from_bits(bits).into()),
            Self::F64(bits) => Instruction::F64Const(f64::from_bits(bits).into()),
        }
    }

    /// Whether the names and the one assignment are shorter than the constant, this many times; one more
    /// declaration may be needed, of two bytes.
    fn is_worth_a_local(self, times: u32) -> bool {
        let mut bytes = Vec::new();
        self.instruction().encode(&mut bytes);
        let (constant, times) = (bytes.len(), times as usize);
        constant + Self::NAME + 2 + times * Self::NAME < times * constant
    }
}

/// A function's locals, parameters among them, and how often each is named.
struct Locals {
    parameters: u32,
    declared: Vec<(ValType, u32)>,
}

impl Locals {
    fn new(parameters: u32) -> Self {
        Self {
            parameters,
            declared: Vec::new(),
        }
    }

    /// Adds locals of a type; returns the first one's index.
    fn declare(&mut self, count: u32, ty: ValType) -> u32 {
        let first = self.parameters + self.declared.len() as u32;
        self.declared.extend((0..count).map(|_| (ty, 0)));
        first
    }

    fn used(&mut self, local: u32, times: u32) {
        let at = local.checked_sub(self.parameters);
        if let Some((_, uses)) = at.and_then(|at| self.declared.get_mut(at as usize)) {
            *uses += times;
        }
    }

    /// Those that are used, by type: the types of the most used ones first, and within a type the most used ones.
    fn in_order(&self) -> Vec<(ValType, Vec<u32>)> {
        let mut by_type: Vec<OfType> = Vec::new();
        for (local, &(ty, uses)) in (self.parameters..).zip(&self.declared) {
            if uses == 0 {
                continue;
            }
            let known = by_type.iter().position(|of| of.ty == ty);
            let at = known.unwrap_or(by_type.len());
            if known.is_none() {
                by_type.push(OfType::new(ty));
            }
            if let Some(of) = by_type.get_mut(at) {
                of.uses += uses;
                of.locals.push((uses, local));
            }
        }
        by_type.sort_by_key(|of| Reverse(of.uses));
        by_type
            .into_iter()
            .map(|mut of| {
                of.locals
                    .sort_by_key(|&(uses, local)| (Reverse(uses), local));
                let locals = of.locals.into_iter().map(|(_, local)| local);
                (of.ty, locals.collect())
            })
            .collect()
    }

    /// How those that are used are declared, and the new index of each.
    fn arranged(&self) -> (Vec<(u32, ValType)>, BTreeMap<u32, u32>) {
        let order = self.in_order();
        let declarations = order.iter().map(|(ty, locals)| (locals.len() as u32, *ty));
        let locals = order.iter().flat_map(|(_, locals)| locals.iter().copied());
        (
            declarations.collect(),
            locals.zip(self.parameters..).collect(),
        )
    }
}

/// A function's locals of one type, each with how often it is named.
struct OfType {
    ty: ValType,
    uses: u32,
    locals: Vec<(u32, u32)>,
}

impl OfType {
    fn new(ty: ValType) -> Self {
        Self {
            ty,
            uses: 0,
            locals: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn compact(text: &str) -> Vec<u8> {
        let module = functions(&wat::parse_str(text).unwrap()).unwrap();
        wasmparser::validate(&module).unwrap();
        module
    }

    fn encoded(text: &str) -> Vec<u8> {
        wat::parse_str(text).unwrap()
    }

    #[test]
    fn constants_that_are_named_often_are_named_from_locals() {
        let before = r#"(module
            (func (export "f") (param i32) (result i32)
                (i32.store (i32.const 1048576) (i32.const 7))
                (i32.store (i32.const 1048576) (i32.const 7))
                (i32.store (i32.const 1048576) (i32.const 7))
                (i32.store (i32.const 1048576) (local.get 0))
                (i32.const 7))
            (memory 17))"#;
        let after = r#"(module
            (func (export "f") (param i32) (result i32) (local i32)
                (local.set 1 (i32.const 1048576))
                (i32.store (local.get 1) (i32.const 7))
                (i32.store (local.get 1) (i32.const 7))
                (i32.store (local.get 1) (i32.const 7))
                (i32.store (local.get 1) (local.get 0))
                (i32.const 7))
            (memory 17))"#;
        assert_eq!(compact(before), encoded(after));
    }

    #[test]
    fn a_constant_of_another_type_or_sign_is_another_one() {
        let text = r#"(module
            (func (export "f") (result f64)
                (drop (i32.const 1048576)) (drop (i64.const 1048576))
                (drop (f64.const -0)) (f64.const 0)))"#;
        assert_eq!(compact(text), encoded(text));
    }

    #[test]
    fn locals_are_declared_by_type_and_only_those_that_are_used() {
        let before = r#"(module
            (func (export "f") (param i64) (local i32 i64 i32 f64 i32 i64)
                (local.set 6 (local.tee 2 (local.get 0)))
                (local.set 5 (local.tee 5 (local.tee 1 (i32.const 1))))
                (local.set 4 (f64.const 1))))"#;
        let after = r#"(module
            (func (export "f") (param i64) (local i32 i32 i64 i64 f64)
                (local.set 4 (local.tee 3 (local.get 0)))
                (local.set 1 (local.tee 1 (local.tee 2 (i32.const 1))))
                (local.set 5 (f64.const 1))))"#;
        assert_eq!(compact(before), encoded(after));
    }
}
