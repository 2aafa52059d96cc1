//! A module as it is after its initialiser has run.
//!
//! The initialiser runs here, when the component is built, with nothing around it: every import traps.
//! What it leaves in memory and globals becomes part of the module (wizer), and the component starts
//! from there. The same module gives the same bytes.
#![forbid(unsafe_code)]

mod rehearsal;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use anyhow::{Context as _, Result, anyhow, bail};
use wasmi::{Config, Engine, Error, Func, Instance, Linker, Module, Store, Val};
use wasmtime_wizer::{InstanceState, SnapshotVal, ValType, Wizer};

/// The export that is called; a module without it is no guest for this.
pub const INITIALISER: &str = "wizer-initialize";

/// What a reactor wants to have called first.
const REACTOR: &str = "_initialize";

/// An initialiser runs alone, under no program: its calls may go this deep.
const DEPTH: usize = 100_000;

/// The module that starts where `module`'s initialiser ends.
///
/// # Errors
/// When it has no initialiser, the initialiser traps (as it does when it calls an import), or it did
/// something that cannot be kept, such as changing a table.
pub fn take(module: &[u8]) -> Result<Vec<u8>> {
    let wizer = Wizer::new();
    let (context, instrumented) = wizer
        .instrument(module)
        .map_err(|error| anyhow!("{error:?}"))?;
    let mut state = State::initialised(&instrumented)?;
    if let Some(stretches) = rehearsal::stretches(&mut state)? {
        // What the rehearsal has left is no snapshot.
        state = State::initialised(&instrumented)?;
        rehearsal::keep(&mut state, &stretches)?;
    }
    ready(wizer.snapshot(&context, &mut state))?.map_err(|error| anyhow!("{error:?}"))
}

/// The instance, as wizer looks at it.
struct State {
    store: Store<()>,
    instance: Instance,
}

impl State {
    /// An instance whose initialiser has run.
    fn initialised(module: &[u8]) -> Result<Self> {
        let mut state = Self::of(module)?;
        state.call_if_there(REACTOR)?;
        if !state.call_if_there(INITIALISER)? {
            bail!("the module exports no function {INITIALISER}");
        }
        Ok(state)
    }

    /// Calls an export that takes and gives nothing, and says whether there is one.
    fn call_if_there(&mut self, name: &str) -> Result<bool> {
        let Some(function) = self.instance.get_func(&self.store, name) else {
            return Ok(false);
        };
        function
            .typed::<(), ()>(&self.store)
            .and_then(|function| function.call(&mut self.store, ()))
            .map_err(|error| anyhow!("{name} failed: {error}"))?;
        Ok(true)
    }

    /// An instance whose imports trap.
    fn of(module: &[u8]) -> Result<Self> {
        let mut config = Config::default();
        config.set_max_recursion_depth(DEPTH);
        let engine = Engine::new(&config);
        let module = Module::new(&engine, module).context("the module cannot be read")?;
        let mut store = Store::new(&engine, ());
        let mut linker = Linker::new(&engine);
        for import in module.imports() {
            let (from, name) = (import.module().to_owned(), import.name().to_owned());
            let Some(kind) = import.ty().func() else {
                bail!("{from} {name} is imported, and is no function");
            };
            let words = format!("the import {from} {name} is called");
            let trap = Func::new(&mut store, kind.clone(), move |_, _, _| {
                Err(Error::new(words.clone()))
            });
            linker.define(&from, &name, trap)?;
        }
        let instance = linker.instantiate_and_start(&mut store, &module)?;
        Ok(Self { store, instance })
    }
}

impl InstanceState for State {
    async fn global_get(&mut self, name: &str, kind: ValType) -> SnapshotVal {
        let global = self.instance.get_global(&self.store, name);
        match global.map(|global| global.get(&self.store)) {
            Some(Val::I32(value)) => SnapshotVal::I32(value),
            Some(Val::I64(value)) => SnapshotVal::I64(value),
            Some(Val::F32(value)) => SnapshotVal::F32(value.to_bits()),
            Some(Val::F64(value)) => SnapshotVal::F64(value.to_bits()),
            Some(Val::V128(value)) => SnapshotVal::V128(value.as_u128()),
            // Wizer exports each global itself, and has refused all that hold references.
            _ => unreachable!("wizer asks for global {name}, which it has exported as {kind:?}"),
        }
    }

    async fn memory_contents(&mut self, name: &str, contents: impl FnOnce(&[u8]) + Send) {
        match self.instance.get_memory(&self.store, name) {
            Some(memory) => contents(memory.data(&self.store)),
            None => unreachable!("wizer asks for memory {name}, which it has exported"),
        }
    }
}

/// The result of a future that never waits, as those of [`State`].
fn ready<T>(future: impl Future<Output = T>) -> Result<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => Ok(result),
        Poll::Pending => bail!("taking a snapshot waits for something"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const COUNTER: &str = r#"(module
        (memory (export "memory") 1)
        (global $calls (mut i32) (i32.const 0))
        (func (export "_initialize") (i32.store8 (i32.const 70) (i32.const 7)))
        (func (export "wizer-initialize")
            (i32.store8 (i32.const 71) (i32.load8_u (i32.const 70)))
            (global.set $calls (i32.add (global.get $calls) (i32.const 1))))
        (func (export "calls") (result i32) (global.get $calls)))"#;

    fn state_of(module: &[u8]) -> (Vec<u8>, i32) {
        let state = State::of(module).unwrap();
        for gone in [INITIALISER, REACTOR] {
            assert!(state.instance.get_func(&state.store, gone).is_none());
        }
        let memory = state.instance.get_memory(&state.store, "memory").unwrap();
        let bytes = memory.data(&state.store).get(70..72).unwrap().to_vec();
        let calls = state.instance.get_func(&state.store, "calls").unwrap();
        let calls = calls.typed::<(), i32>(&state.store).unwrap();
        let mut store = state.store;
        (bytes, calls.call(&mut store, ()).unwrap())
    }

    #[test]
    fn memory_and_globals_are_as_the_initialiser_left_them() {
        let made = take(&wat::parse_str(COUNTER).unwrap()).unwrap();
        assert_eq!(state_of(&made), (vec![7, 7], 1));
    }

    #[test]
    fn the_same_module_gives_the_same_bytes() {
        let module = wat::parse_str(COUNTER).unwrap();
        assert_eq!(take(&module).unwrap(), take(&module).unwrap());
    }

    #[test]
    fn an_initialiser_that_calls_out_is_an_error() {
        let module = r#"(module (import "host" "time" (func $time))
            (func (export "wizer-initialize") (call $time)))"#;
        let error = take(&wat::parse_str(module).unwrap()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "wizer-initialize failed: the import host time is called"
        );
    }

    #[test]
    fn a_module_without_an_initialiser_is_an_error() {
        let error = take(&wat::parse_str("(module)").unwrap()).unwrap_err();
        assert!(error.to_string().contains("exports no function"), "{error}");
    }
}
