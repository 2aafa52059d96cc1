//! A meter of the WebAssembly stack, built into a guest.
//!
//! A guest cannot see how much of its host's stack it has used. The shadow stack in linear memory,
//! which engines look at instead, says little: a parser's functions have next to nothing there, and
//! run into the end of the real stack, a trap that no program can catch, long before it is a tenth
//! full. So every function that can call itself, directly or through others, is made to count: a
//! global falls by an estimate of the function's frame when it is entered, and gets its value back
//! when it is left. The guest's function [`POSITION`] gets a new body, which returns that global: a
//! stack pointer, as an engine's own check wants one. The shadow stack is finite as well, and a
//! program with many variables fills it first: what is used of it counts in the same way,
//! and the smaller position is the answer.
//!
//! The estimate is the most that a compiler has to keep in a frame: a word for each parameter,
//! local and operand, and what a call itself costs. Which sum of estimates is safe under which size
//! of stack is measured, by programs that recurse in every way known (`tests/`).

mod frame;
mod recursion;

use std::collections::BTreeSet;

use anyhow::{Result, anyhow, bail};
use wasm_encoder::reencode::{self, Reencode, RoundtripReencoder};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, Function, GlobalSection, GlobalType, Instruction, Module,
    ValType,
};
use wasmparser::{ExternalKind, Operator, Parser, Payload};

/// The guest's function that tells the position of its stack.
const POSITION: &str = "__sandbox_stack_position";

/// The position before anything was called: far above every address of the shadow stack, by which
/// a guest can tell that it has a meter.
const TOP: i32 = 0x4000_0000;

/// Builds the meter into a core module; one without [`POSITION`] has no use for it.
pub(super) fn install(module: &[u8]) -> Result<Vec<u8>> {
    let Some(position) = exported_position(module)? else {
        return Ok(module.to_vec());
    };
    let functions = frame::Functions::of(module)?;
    let Some(shadow_top) = functions.shadow_top else {
        bail!("global 0 of a module with {POSITION} is not the pointer of a shadow stack");
    };
    let mut meter = Meter {
        global: functions.globals,
        position,
        recursive: recursion::recursive(module)?,
        frames: functions.frames,
        locals: functions.locals,
        results: functions.results,
        next_body: functions.imported,
        shadow_top,
    };
    let mut out = Module::new();
    meter
        .parse_core_module(&mut out, Parser::new(0), module)
        .map_err(|error| anyhow!("cannot build in the stack meter: {error:?}"))?;
    Ok(out.finish())
}

fn exported_position(module: &[u8]) -> Result<Option<u32>> {
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ExportSection(exports) = payload? {
            for export in exports {
                let export = export?;
                if export.name == POSITION && export.kind == ExternalKind::Func {
                    return Ok(Some(export.index));
                }
            }
        }
    }
    Ok(None)
}

type Error = reencode::Error<std::convert::Infallible>;

struct Meter {
    /// The index of the meter's global: the one after all others.
    global: u32,
    position: u32,
    recursive: BTreeSet<u32>,
    /// The estimate for each function with a body, in bytes.
    frames: Vec<u32>,
    /// The parameters and locals of each function with a body.
    locals: Vec<u32>,
    /// The result of each function with a body; no guest has functions with several.
    results: Vec<Option<wasmparser::ValType>>,
    next_body: u32,
    shadow_top: i32,
}

impl Reencode for Meter {
    type Error = std::convert::Infallible;

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: wasmparser::GlobalSectionReader<'_>,
    ) -> Result<(), Error> {
        reencode::utils::parse_global_section(self, globals, section)?;
        let ty = GlobalType {
            val_type: ValType::I32,
            mutable: true,
            shared: false,
        };
        globals.global(ty, &ConstExpr::i32_const(TOP));
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut wasm_encoder::ExportSection,
        export: wasmparser::Export<'_>,
    ) -> Result<(), Error> {
        // It was exported only to be found.
        if export.name == POSITION {
            return Ok(());
        }
        reencode::utils::parse_export(self, exports, export)
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> Result<(), Error> {
        let function = self.next_body;
        let index = code.len() as usize;
        self.next_body += 1;
        if function == self.position {
            code.function(&self.position_body());
            return Ok(());
        }
        if !self.recursive.contains(&function) {
            return reencode::utils::parse_function_body(self, code, body);
        }
        code.function(&self.metered(&body, index)?);
        Ok(())
    }
}

impl Meter {
    fn position_body(&self) -> Function {
        let mut body = Function::new([]);
        self.positions(&mut body);
        self.positions(&mut body);
        body.instruction(&Instruction::I32LtU);
        body.instruction(&Instruction::Select);
        body.instruction(&Instruction::End);
        body
    }

    /// Puts both positions on the stack: the meter's, and that of the shadow stack on its scale.
    fn positions(&self, body: &mut Function) {
        body.instruction(&Instruction::GlobalGet(self.global));
        body.instruction(&Instruction::I32Const(TOP - self.shadow_top));
        body.instruction(&Instruction::GlobalGet(0));
        body.instruction(&Instruction::I32Add);
    }

    /// The body within a block, so that each way out of it, but a trap, passes the end.
    ///
    /// The position that the function found is kept in a local, not added up again at the end: the global is
    /// in memory, and a function that waited for its callee's last write to it would be some cycles late.
    fn metered(
        &self,
        body: &wasmparser::FunctionBody<'_>,
        index: usize,
    ) -> Result<Function, Error> {
        let frame = self.frames.get(index).copied().unwrap_or(0);
        let found = self.locals.get(index).copied().unwrap_or(0);
        let result = self.results.get(index).copied().flatten();
        let mut same = RoundtripReencoder;
        let mut locals = Vec::new();
        for local in body.get_locals_reader()? {
            let (count, ty) = local?;
            locals.push((count, same.val_type(ty)?));
        }
        locals.push((1, ValType::I32));
        let block = match result {
            None => BlockType::Empty,
            Some(ty) => BlockType::Result(same.val_type(ty)?),
        };
        let mut metered = Function::new(locals);
        metered.instruction(&Instruction::GlobalGet(self.global));
        metered.instruction(&Instruction::LocalTee(found));
        metered.instruction(&Instruction::I32Const(frame.cast_signed()));
        metered.instruction(&Instruction::I32Sub);
        metered.instruction(&Instruction::GlobalSet(self.global));
        metered.instruction(&Instruction::Block(block));
        let mut depth = 0_u32;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            match operator {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => depth += 1,
                Operator::End => depth = depth.wrapping_sub(1),
                // The block's label is the outermost one within the body, as the body's own was.
                Operator::Return => {
                    metered.instruction(&Instruction::Br(depth));
                    continue;
                }
                _ => {}
            }
            metered.instruction(&same.instruction(operator)?);
        }
        metered.instruction(&Instruction::LocalGet(found));
        metered.instruction(&Instruction::GlobalSet(self.global));
        metered.instruction(&Instruction::End);
        Ok(metered)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const MODULE: &str = r#"(module
        (type $leaf (func (param i32) (result i32)))
        (global $shadow (mut i32) (i32.const 1024))
        (table 1 funcref)
        (elem (i32.const 0) $indirect)
        (func $position (export "__sandbox_stack_position") (result i32) (global.get $shadow))
        (func $leaf (type $leaf) (i32.add (local.get 0) (i32.const 1)))
        (func $direct (export "direct") (param i32) (result i32)
            (if (i32.eqz (local.get 0)) (then (return (call $position))))
            (call $direct (i32.sub (local.get 0) (i32.const 1))))
        (func $indirect (type $leaf)
            (call_indirect (type $leaf) (local.get 0) (i32.const 0))))"#;

    #[test]
    fn only_what_can_recurse_is_metered_and_the_position_is_the_meter() {
        let module = install(&wat::parse_str(MODULE).unwrap()).unwrap();
        wasmparser::validate(&module).unwrap();
        let text = wasmprinter::print_bytes(&module).unwrap();
        assert_eq!(text.matches("global.set 1").count(), 4, "{text}");
        assert!(
            text.contains("(global (;1;) (mut i32) i32.const 1073741824)"),
            "{text}"
        );
        assert!(!text.contains("__sandbox_stack_position"), "{text}");
        assert!(!text.contains("return"), "{text}");
        // The shadow stack on the meter's scale: 0x40000000 - 1024.
        assert!(text.contains("i32.const 1073740800"), "{text}");
    }

    #[test]
    fn a_module_without_a_position_stays_as_it_is() {
        let module = wat::parse_str("(module (func $f (call $f)))").unwrap();
        assert_eq!(install(&module).unwrap(), module);
    }
}
