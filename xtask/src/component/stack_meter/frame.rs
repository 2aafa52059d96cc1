//! What a function's frame may take, estimated from its text.

use anyhow::{Result, bail};
use wasmparser::{
    CompositeInnerType, FuncType, Operator, Parser, Payload, TypeRef, ValType, Validator,
};

/// What a call itself takes: the return address, the caller's frame pointer, and the registers that
/// the callee saves for its caller.
const CALL_BYTES: u32 = 64;

/// What a parameter, a local or an operand takes when it has to be kept in memory.
const WORD_BYTES: u32 = 8;

/// The one in which a metered function keeps the position that it found.
const METERS_LOCALS: u32 = 1;

/// What the meter needs to know of a module's functions.
#[derive(Default)]
pub(super) struct Functions {
    pub(super) imported: u32,
    pub(super) globals: u32,
    /// Where the shadow stack begins. Its pointer is global 0: wasm-ld puts it before all others.
    pub(super) shadow_top: Option<i32>,
    /// The estimate for each function with a body, in bytes.
    pub(super) frames: Vec<u32>,
    /// The parameters and locals of each function with a body.
    pub(super) locals: Vec<u32>,
    /// The result of each function with a body.
    pub(super) results: Vec<Option<ValType>>,
    signatures: Vec<Option<FuncType>>,
    types: Vec<u32>,
}

impl Functions {
    pub(super) fn of(module: &[u8]) -> Result<Self> {
        let mut functions = Self::default();
        let mut validator = Validator::new();
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload?;
            let valid = validator.payload(&payload)?;
            functions.add(&payload)?;
            if let wasmparser::ValidPayload::Func(function, body) = valid {
                let mut checked = function.into_validator(Default::default());
                let mut reader = body.get_binary_reader();
                checked.read_locals(&mut reader)?;
                let locals = checked.len_locals();
                let mut operands = 0;
                let mut operators = wasmparser::OperatorsReader::new(reader);
                while !operators.eof() {
                    let (operator, offset) = operators.read_with_offset()?;
                    checked.op(offset, &operator)?;
                    operands = operands.max(checked.operand_stack_height());
                }
                functions.locals.push(locals);
                functions
                    .frames
                    .push(CALL_BYTES + WORD_BYTES * (locals + METERS_LOCALS + operands));
            }
        }
        Ok(functions)
    }

    fn add(&mut self, payload: &Payload<'_>) -> Result<()> {
        match payload {
            Payload::TypeSection(groups) => {
                for group in groups.clone() {
                    for ty in group?.into_types() {
                        self.signatures.push(match ty.composite_type.inner {
                            CompositeInnerType::Func(ty) => Some(ty),
                            _ => None,
                        });
                    }
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    match import?.ty {
                        TypeRef::Func(_) | TypeRef::FuncExact(_) => self.imported += 1,
                        TypeRef::Global(_) => self.globals += 1,
                        _ => {}
                    }
                }
            }
            Payload::FunctionSection(types) => {
                for ty in types.clone() {
                    self.types.push(ty?);
                }
                for &ty in &self.types {
                    let signature = self.signatures.get(ty as usize).and_then(Option::as_ref);
                    match signature.map_or(&[][..], FuncType::results) {
                        [] => self.results.push(None),
                        [one] => self.results.push(Some(*one)),
                        several => bail!("a function with {} results", several.len()),
                    }
                }
            }
            Payload::GlobalSection(globals) => {
                if self.globals == 0
                    && let Some(first) = globals.clone().into_iter().next()
                {
                    self.shadow_top = shadow_top(&first?);
                }
                self.globals += globals.count();
            }
            _ => {}
        }
        Ok(())
    }
}

/// The first value of a variable that holds an address.
fn shadow_top(global: &wasmparser::Global<'_>) -> Option<i32> {
    let is_variable = global.ty.mutable && global.ty.content_type == ValType::I32;
    match global.init_expr.get_operators_reader().read() {
        Ok(Operator::I32Const { value }) if is_variable => Some(value),
        _ => None,
    }
}
