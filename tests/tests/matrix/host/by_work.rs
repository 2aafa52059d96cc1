//! A host whose monotonic clock is the guest's own work: fuel, which is a unit for each WebAssembly
//! instruction. What it says about a deadline does not depend on how busy the machine is.

use std::sync::{Arc, OnceLock};

use wasmtime::component::{Component, HasData, InstancePre, Linker, ResourceTable};
use wasmtime::{Store, StoreContextMut, Trap};
use wasmtime_wasi::cli::{WasiCli, WasiCliView};
use wasmtime_wasi::clocks::{WasiClocks, WasiClocksView};
use wasmtime_wasi::p2::bindings::{cli, clocks, random, sync};
use wasmtime_wasi::p2::pipe::MemoryOutputPipe;
use wasmtime_wasi::random::WasiRandom;
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};

use super::interface::{ExecError, Exports, File, Language, Limits};
use super::{Guest, golem_like};

/// What a nanosecond of this clock is. QuickJS and its library ran 13 to 16 instructions a nanosecond, with
/// fuel counted, on a Xeon that makes 4.1 cycles in it; a slower machine runs fewer.
pub(crate) const INSTRUCTIONS_PER_NANOSECOND: u64 = 10;

/// How much of this clock's time there is for a program: one that takes more is cut off.
pub(crate) const SECONDS: u64 = 2;

/// The most bytes of events that are kept.
const EVENTS: usize = 64 << 10;

/// The interface that has the clock, in the version that the component asks for.
const CLOCK: &str = "wasi:clocks/monotonic-clock@0.2.12";

/// What came of a program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The component ended it, out of time.
    Timeout,
    /// It did not end in [`SECONDS`].
    CutOff,
    /// Another answer, or a trap.
    Other(String),
}

/// How a program ended, and when.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) ending: Ending,
    /// From the start of the program's time to the call's answer, in nanoseconds of this clock.
    pub(crate) nanos: u64,
    /// What the component wrote to its standard error: frames with the program's output among them.
    pub(crate) events: Vec<u8>,
}

struct State {
    /// What was left of the fuel when the clock was read first: when the program's time began.
    started: Option<u64>,
    wasi: WasiCtx,
    table: ResourceTable,
}

/// Runs a program of one file in a fresh instance.
pub(crate) fn run(guest: Guest, name: String, content: Vec<u8>, time_ms: u64) -> Ended {
    let stderr = MemoryOutputPipe::new(EVENTS);
    let state = State {
        started: None,
        wasi: WasiCtxBuilder::new()
            .env("EXEC_EVENTS", "stderr")
            .env("EXEC_TIMEOUT_MS", "120000")
            .stderr(stderr.clone())
            .build(),
        table: ResourceTable::new(),
    };
    let mut store = Store::new(golem_like::engine(), state);
    let spare = 1_000_000_000;
    let most = SECONDS * 1_000_000_000 * INSTRUCTIONS_PER_NANOSECOND;
    store.set_fuel(most + spare).unwrap();
    store.set_epoch_deadline(u64::MAX / 2);
    let instance = component(guest).instantiate(&mut store).unwrap();
    let exports = Exports::of(&mut store, &instance).unwrap();
    let language = Language {
        kind: guest.kind(),
        version: None,
    };
    let file = File {
        name,
        content,
        encoding: None,
    };
    let limits = Limits {
        time_ms: Some(time_ms),
        ..Limits::default()
    };
    let call = (language, vec![file], None, vec![], vec![], Some(limits));
    let ending = match exports.run.call(&mut store, call) {
        Ok((Err(ExecError::Timeout),)) => Ending::Timeout,
        Ok((answer,)) => Ending::Other(format!("{answer:?}")),
        Err(trap) if trap.downcast_ref() == Some(&Trap::OutOfFuel) => Ending::CutOff,
        Err(trap) => Ending::Other(format!("trap: {:?}", trap.root_cause().to_string())),
    };
    let started = store.data().started.expect("a run reads the clock");
    Ended {
        ending,
        nanos: (started - store.get_fuel().unwrap()) / INSTRUCTIONS_PER_NANOSECOND,
        events: stderr.contents().to_vec(),
    }
}

fn component(guest: Guest) -> Arc<InstancePre<State>> {
    static JAVASCRIPT: OnceLock<Arc<InstancePre<State>>> = OnceLock::new();
    static PYTHON: OnceLock<Arc<InstancePre<State>>> = OnceLock::new();
    let cell = match guest {
        Guest::JavaScript => &JAVASCRIPT,
        Guest::Python => &PYTHON,
    };
    let made = cell.get_or_init(|| {
        let component = Component::from_file(golem_like::engine(), guest.artifact()).unwrap();
        let mut linker = Linker::new(golem_like::engine());
        link(&mut linker).unwrap();
        Arc::new(linker.instantiate_pre(&component).unwrap())
    });
    Arc::clone(made)
}

fn link(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    type T = State;
    cli::environment::add_to_linker::<T, WasiCli>(linker, T::cli)?;
    cli::stderr::add_to_linker::<T, WasiCli>(linker, T::cli)?;
    clocks::monotonic_clock::add_to_linker::<T, WasiClocks>(linker, T::clocks)?;
    clocks::wall_clock::add_to_linker::<T, WasiClocks>(linker, T::clocks)?;
    sync::io::error::add_to_linker::<T, HasTable>(linker, |state| &mut state.table)?;
    sync::io::poll::add_to_linker::<T, HasTable>(linker, |state| &mut state.table)?;
    sync::io::streams::add_to_linker::<T, HasTable>(linker, |state| &mut state.table)?;
    random::random::add_to_linker::<T, WasiRandom>(linker, |state| state.wasi.random())?;
    linker.allow_shadowing(true);
    let mut clock = linker.instance(CLOCK)?;
    clock.func_wrap("now", |mut store: StoreContextMut<'_, T>, (): ()| {
        let left = store.get_fuel()?;
        let started = *store.data_mut().started.get_or_insert(left);
        Ok(((started - left) / INSTRUCTIONS_PER_NANOSECOND,))
    })
}

struct HasTable;

impl HasData for HasTable {
    type Data<'a> = &'a mut ResourceTable;
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}
