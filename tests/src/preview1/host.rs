//! Running one module as one program.

use std::rc::Rc;

use policies::Policy;
use sandbox_core::engine::{Ending, Execution};
use sandbox_core::invocation::Invocation;
use sandbox_core::outcome::{Failure, Outcome, Stage};
use sandbox_core::platform::Platform;
use sandbox_core::report::Report;
use sandbox_core::run::{Attached, Run};
use thiserror::Error;
use vfs_layer::Namespace;
use wasmtime::{Config, Engine, Error, Linker, Module, Result, Store, UpdateDeadline};

use super::deadline::Ticker;
use super::linker::preview1;
use super::preopens::{self, Named};

/// A folder that is preopened by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preopen {
    /// What the program knows it by.
    pub name: String,
    /// Where it is in the program's file system.
    pub path: String,
}

/// What a module is run with.
pub struct Program {
    /// What it may use.
    pub policy: Policy,
    /// Its files.
    pub namespace: Namespace,
    /// Its preopens; none: `/`.
    pub preopens: Vec<Preopen>,
    /// Its arguments, environment and standard input.
    pub invocation: Invocation,
    /// The machine it is on.
    pub platform: Rc<dyn Platform>,
}

/// What became of a program.
#[derive(Debug)]
pub struct Ended {
    /// Its outcome.
    pub outcome: Outcome,
    /// The whole account of it.
    pub report: Report,
    /// Its files.
    pub namespace: Namespace,
    /// The trap that ended it, if one did.
    pub trap: Option<String>,
}

impl Ended {
    /// What it printed and how it left; none when a limit stopped it.
    #[must_use]
    pub fn stage(&self) -> Option<&Stage> {
        match &self.outcome {
            Ok(completed) => Some(&completed.stage),
            Err(Failure::RuntimeFailed(stage) | Failure::CompilationFailed(stage)) => Some(stage),
            Err(_) => None,
        }
    }
}

/// The host.
pub struct Host {
    engine: Engine,
    linker: Linker<State>,
}

/// What the functions of preview1 work on.
pub(super) struct State {
    pub(super) run: Run,
    pub(super) preopens: Vec<Named>,
}

/// The program is to end at once.
#[derive(Debug, Clone, Copy, Error)]
#[error("stopped")]
pub(super) struct Stopped;

impl Host {
    /// A host.
    ///
    /// # Errors
    /// When Wasmtime does not support this machine.
    pub fn new() -> Result<Self> {
        let mut config = Config::new();
        config.epoch_interruption(true);
        let engine = Engine::new(&config)?;
        let linker = preview1(&engine)?;
        Ok(Self { engine, linker })
    }

    /// Runs a core module's `_start` to its end.
    ///
    /// # Errors
    /// When it is no such module, or imports anything but preview1.
    pub fn run(&self, module: &[u8], mut program: Program) -> Result<Ended> {
        let module = Module::new(&self.engine, module)?;
        let preopens = preopens::open(&mut program.namespace, &program.preopens)
            .map_err(|error| Error::msg(format!("a preopen cannot be opened: {error}")))?;
        let run = Run::start(
            program.policy,
            program.namespace,
            "/".to_owned(),
            program.invocation,
            program.platform,
            Attached::default(),
        );
        let mut store = Store::new(&self.engine, State { run, preopens });
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|mut context| {
            if context.data_mut().run.must_stop() {
                return Err(Error::new(Stopped));
            }
            Ok(UpdateDeadline::Continue(1))
        });
        let instance = self.linker.instantiate(&mut store, &module)?;
        let start = instance.get_typed_func::<(), ()>(&mut store, "_start")?;
        let ticker = Ticker::start(&self.engine);
        let returned = start.call(&mut store, ());
        drop(ticker);
        Ok(ended(store.into_data().run, returned))
    }
}

fn ended(run: Run, returned: Result<()>) -> Ended {
    let (ending, trap) = match returned {
        Ok(()) => (Ending::Exited(0), None),
        Err(error) if error.is::<Stopped>() => (Ending::Stopped, None),
        Err(error) => (Ending::Uncaught, Some(format!("{error:#}"))),
    };
    let (outcome, report, namespace) = run.finish(Execution {
        ending,
        peak_memory: 0,
    });
    Ended {
        outcome,
        report,
        namespace,
        trap,
    }
}
