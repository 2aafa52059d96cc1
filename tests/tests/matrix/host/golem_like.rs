//! A host set up as Golem sets Wasmtime up: fuel and 10 ms epochs that end nothing, 512 KiB of
//! WebAssembly stack, and a limiter that traps. A trap there loses the worker with all its sessions,
//! so here it fails the test: nothing but the component itself ends a program.

mod exec_stream;
mod session;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use wasmtime::component::{Component, HasData, InstancePre, Linker, ResourceAny, ResourceTable};
use wasmtime::{Config, Engine, Store, UpdateDeadline};
use wasmtime_wasi::cli::{WasiCli, WasiCliView};
use wasmtime_wasi::clocks::{WasiClocks, WasiClocksView};
use wasmtime_wasi::p2::bindings::{cli, clocks, random, sync};
use wasmtime_wasi::random::WasiRandom;
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};

use super::allowance::Allowance;
use super::convert::{ending, language, observed, run_parameters};
use super::interface::{Exports, Snapshots};
use super::wave::{self, Handles};
use super::{Call, Deployment, Ending, Guest, Observed, compiled};
pub(crate) use exec_stream::ExecStream;
pub(crate) use session::Session;

/// Golem's stack for guests.
const WASM_STACK: usize = 512 * 1024;

/// Golem's epochs.
const EPOCH: Duration = Duration::from_millis(10);

/// Golem waits for ever; a test that hangs says nothing. No call here takes a tenth of this, in fuel: a machine
/// that is busy does not make a call hang.
const PATIENCE: u64 = 300_000_000_000;

/// What a worker may hold: what docs/golem.md tells operators to give one under the preset `standard`.
const MEMORY_ALLOWANCE: usize = 422 << 20;

/// A worker: one instance of a component, which lives until a trap.
#[derive(Clone)]
pub(crate) struct Worker(Rc<RefCell<Instance>>);

struct Instance {
    store: Store<State>,
    exports: Exports,
    snapshots: Snapshots,
    component: Component,
    /// For calls whose types are found when they are made.
    raw: wasmtime::component::Instance,
    handles: Handles,
}

struct State {
    /// The fuel that was left when the call began.
    fuel: u64,
    wasi: WasiCtx,
    table: ResourceTable,
    memory: Allowance,
}

impl Worker {
    pub(crate) fn new(guest: Guest, deployment: &Deployment) -> Self {
        let component = component(guest);
        let mut wasi = WasiCtxBuilder::new();
        for (name, value) in deployment.environment() {
            wasi.env(name, value);
        }
        let state = State {
            fuel: u64::MAX,
            wasi: wasi.build(),
            table: ResourceTable::new(),
            memory: Allowance::of(MEMORY_ALLOWANCE),
        };
        let mut store = Store::new(engine(), state);
        store.limiter(|state| &mut state.memory);
        store.set_fuel(u64::MAX).unwrap();
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|context| {
            let used = context.data().fuel - context.get_fuel()?;
            if used > PATIENCE {
                return Err(wasmtime::Error::msg("the call hangs"));
            }
            Ok(UpdateDeadline::Continue(1))
        });
        let instance = component.instantiate(&mut store).unwrap();
        let exports = Exports::of(&mut store, &instance).unwrap();
        let snapshots = Snapshots::of(&mut store, &instance).unwrap();
        Self(Rc::new(RefCell::new(Instance {
            store,
            exports,
            snapshots,
            component: component.component().clone(),
            raw: instance,
            handles: Handles::default(),
        })))
    }

    /// The bytes of WebAssembly memory that the instance holds.
    pub(crate) fn memory(&self) -> usize {
        self.0.borrow().store.data().memory.held()
    }

    /// `run`.
    pub(crate) fn run(&self, call: &Call) -> Observed {
        let parameters = run_parameters(call, call.stdin.clone());
        let answer = self.call("run", |exports, store| exports.run.call(store, parameters));
        observed(answer)
    }

    /// `run-streaming` of `pull`.
    pub(crate) fn pull(&self, call: &Call) -> ExecStream {
        let parameters = run_parameters(call, call.stdin.clone());
        let resource = self.call("pull.run-streaming", |exports, store| {
            exports.pull_run.call(store, parameters)
        });
        ExecStream {
            worker: self.clone(),
            resource,
        }
    }

    /// `[constructor]session`.
    pub(crate) fn session(&self, of: Guest) -> Session {
        let resource = self.0.borrow_mut().open(of);
        Session {
            worker: self.clone(),
            resource,
        }
    }

    /// `golem:api/save-snapshot.save`.
    pub(crate) fn save_snapshot(&self) -> Vec<u8> {
        let Instance {
            store, snapshots, ..
        } = &mut *self.0.borrow_mut();
        snapshots.save.call(store, ()).unwrap().0
    }

    /// `golem:api/load-snapshot.load`.
    pub(crate) fn load_snapshot(&self, bytes: Vec<u8>) -> Result<(), String> {
        let Instance {
            store, snapshots, ..
        } = &mut *self.0.borrow_mut();
        snapshots.load.call(store, (bytes,)).unwrap().0
    }

    /// `restore.save`.
    pub(crate) fn save(&self) -> Vec<u8> {
        self.call("save", |exports, store| exports.save.call(store, ()))
    }

    /// `restore.load`.
    pub(crate) fn load(&self, bytes: Vec<u8>) -> Result<(), String> {
        self.call("load", |exports, store| exports.load.call(store, (bytes,)))
    }

    /// `restore.take`.
    pub(crate) fn take(&self, id: &str) -> Result<Session, Ending> {
        let answer = self.call("take", |exports, store| {
            exports.take.call(store, (id.to_owned(),))
        });
        let resource = answer.map_err(|error| ending(error).0)?;
        Ok(Session {
            worker: self.clone(),
            resource,
        })
    }

    /// Calls an export by its full name, with arguments in WAVE.
    pub(crate) fn invoke(&self, full: &str, arguments: &[&str]) -> String {
        let instance = &mut *self.0.borrow_mut();
        instance.store.data_mut().fuel = instance.store.get_fuel().unwrap();
        let Instance {
            store,
            component,
            raw,
            handles,
            ..
        } = instance;
        let exported = wave::interfaces(component);
        handles.invoke(store, raw, &exported, full, arguments)
    }

    /// The full name of each export.
    pub(crate) fn functions(&self) -> Vec<String> {
        wave::functions(&self.0.borrow().component)
    }

    /// Calls an export. A trap fails the test.
    fn call<T>(
        &self,
        name: &str,
        export: impl FnOnce(&Exports, &mut Store<State>) -> wasmtime::Result<(T,)>,
    ) -> T {
        let Instance { store, exports, .. } = &mut *self.0.borrow_mut();
        store.data_mut().fuel = store.get_fuel().unwrap();
        match export(exports, store) {
            Ok((answer,)) => answer,
            Err(trap) => panic!("`{name}` trapped: {trap:?}"),
        }
    }
}

impl Instance {
    fn open(&mut self, of: Guest) -> ResourceAny {
        let called = self
            .exports
            .session
            .call(&mut self.store, (language(of, None),));
        called
            .unwrap_or_else(|trap| panic!("the constructor trapped: {trap:?}"))
            .0
    }
}

impl Worker {
    /// `[drop]` of a resource.
    fn drop_resource(&self, resource: ResourceAny) {
        if let Ok(mut instance) = self.0.try_borrow_mut() {
            let dropped = resource.resource_drop(&mut instance.store);
            if !thread::panicking() {
                dropped.unwrap();
            }
        }
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

struct HasTable;

impl HasData for HasTable {
    type Data<'a> = &'a mut ResourceTable;
}

/// Golem's engine. Exceptions, GC and threads are not even compiled into this Wasmtime, and
/// asynchronous components are off; `exports::the_engine_takes_no_more_than_golems` shows it.
pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let mut config = Config::new();
        config
            .consume_fuel(true)
            .epoch_interruption(true)
            .max_wasm_stack(WASM_STACK)
            .wasm_gc(false)
            .wasm_memory64(false)
            .concurrency_support(false);
        let engine = Engine::new(&config).unwrap();
        let clock = engine.weak();
        thread::spawn(move || {
            while let Some(engine) = clock.upgrade() {
                thread::sleep(EPOCH);
                engine.increment_epoch();
            }
        });
        engine
    })
}

fn component(guest: Guest) -> &'static InstancePre<State> {
    static JAVASCRIPT: OnceLock<InstancePre<State>> = OnceLock::new();
    static PYTHON: OnceLock<InstancePre<State>> = OnceLock::new();
    let cell = match guest {
        Guest::JavaScript => &JAVASCRIPT,
        Guest::Python => &PYTHON,
    };
    cell.get_or_init(|| {
        let component = compiled(engine(), "golem-like", &guest.artifact());
        let mut linker = Linker::new(engine());
        link(&mut linker).unwrap();
        linker.instantiate_pre(&component).unwrap()
    })
}

/// What a component may import, each by its name: what is not here cannot be called.
fn link(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    type T = State;
    cli::environment::add_to_linker::<T, WasiCli>(linker, T::cli)?;
    cli::stderr::add_to_linker::<T, WasiCli>(linker, T::cli)?;
    clocks::monotonic_clock::add_to_linker::<T, WasiClocks>(linker, T::clocks)?;
    clocks::wall_clock::add_to_linker::<T, WasiClocks>(linker, T::clocks)?;
    sync::io::error::add_to_linker::<T, HasTable>(linker, |state| &mut state.table)?;
    sync::io::poll::add_to_linker::<T, HasTable>(linker, |state| &mut state.table)?;
    sync::io::streams::add_to_linker::<T, HasTable>(linker, |state| &mut state.table)?;
    random::random::add_to_linker::<T, WasiRandom>(linker, |state| state.wasi.random())
}
