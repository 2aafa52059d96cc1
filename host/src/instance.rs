//! One instance of a component, and calls into it behind the host's walls.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use wasmtime::{PoolConcurrencyLimitError, Store, Trap, UpdateDeadline};

use crate::bindings::Exec;
use crate::components::Prepared;
use crate::console::{Captured, Console, ConsoleFault, Sink, Stream};
use crate::deadline::{EpochClock, Wall};
use crate::engine::MAX_WASM_STACK;
use crate::error::HostError;
use crate::limiter::MemoryRefused;
use crate::outcome::{Answer, Measured, Outcome};
use crate::restore::Restore;
use crate::state::{GuestStore, State};
use crate::walls::Walls;

/// Why the host ended a call that the component did not end. The instance is not usable after.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The wall behind the time limit was reached.
    TimeUp { limit: Duration },
    /// The memory limiter refused.
    Memory(MemoryRefused),
    /// The WebAssembly stack overflowed.
    Stack { allowed: u64 },
    /// More output than the host takes.
    Output { asked: u64, allowed: u64 },
    /// Any other trap.
    Trap(String),
}

/// How a call failed.
#[derive(Debug)]
pub(crate) enum CallError {
    Stopped(Stop),
    Host(HostError),
}

impl From<ConsoleFault> for CallError {
    fn from(fault: ConsoleFault) -> Self {
        match fault {
            ConsoleFault::Sink(error) => Self::Host(HostError::Sink(error)),
            ConsoleFault::Output { asked, allowed } => {
                Self::Stopped(Stop::Output { asked, allowed })
            }
        }
    }
}

/// An instance in a store of its own.
pub(crate) struct Instance {
    store: GuestStore,
    exec: Exec,
    instance: wasmtime::component::Instance,
}

/// A function that calls an export. It has nothing to wait for: that it is asynchronous has Wasmtime run it
/// on a stack of its own, and not on what is left of the caller's.
pub(crate) trait Export<T>:
    AsyncFnOnce(&Exec, &mut GuestStore) -> wasmtime::Result<T>
{
}
impl<T, F: AsyncFnOnce(&Exec, &mut GuestStore) -> wasmtime::Result<T>> Export<T> for F {}

/// The answer of what has nothing to wait for.
fn at_once<T>(call: impl Future<Output = wasmtime::Result<T>>) -> wasmtime::Result<T> {
    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => Err(wasmtime::Error::msg(
            "a component waits, which it has no means to",
        )),
    }
}

impl Instance {
    /// Makes an instance. Code that a component runs while it starts is behind the walls too.
    pub(crate) fn start(
        prepared: &Prepared,
        walls: &Walls,
        environment: &Arc<[(String, String)]>,
        wall: Wall,
        clock: &EpochClock,
    ) -> Result<Self, HostError> {
        let state = State::new(Arc::clone(environment), walls.memory, wall);
        let mut store = Store::new(prepared.engine(), state);
        store.limiter(|state| &mut state.limiter);
        // A guest cannot hand over more than it holds; what it says twice is charged twice.
        store.set_hostcall_fuel(usize::try_from(walls.memory).unwrap_or(usize::MAX));
        store.epoch_deadline_callback(|context| {
            let state = context.data();
            let wall = state.wall;
            if wall.is_reached() || state.console.is_abandoned() {
                Ok(UpdateDeadline::Interrupt)
            } else {
                Ok(UpdateDeadline::Continue(wall.epochs()))
            }
        });
        store.set_epoch_deadline(wall.epochs());
        let _ticking = clock.tick();
        let started = at_once(prepared.pre().instance_pre().instantiate_async(&mut store))
            .and_then(|instance| Ok((Exec::new(&mut store, &instance)?, instance)));
        match started {
            Ok((exec, instance)) => Ok(Self {
                store,
                exec,
                instance,
            }),
            Err(error) if error.is::<PoolConcurrencyLimitError>() => Err(HostError::NoRoom(error)),
            Err(error) => Err(HostError::Start {
                language: prepared.language(),
                error,
            }),
        }
    }

    /// Calls an export. After [`CallError::Stopped`] the instance must not be called again.
    pub(crate) fn call<T>(
        &mut self,
        wall: Wall,
        clock: &EpochClock,
        export: impl Export<T>,
    ) -> Result<T, CallError> {
        self.store.data_mut().wall = wall;
        self.store.set_epoch_deadline(wall.epochs());
        let called = {
            let _ticking = clock.tick();
            at_once(export(&self.exec, &mut self.store))
        };
        called.map_err(|error| self.classify(&error))
    }

    /// The functions by which sessions outlive the instance, if the component has them.
    pub(crate) fn restore(&mut self) -> Option<Restore> {
        Restore::of(&mut self.store, &self.instance)
    }

    /// Calls an export that runs a program, and says how the program ended. After an outcome
    /// whose second part is `true` the instance must not be called again.
    pub(crate) fn run(
        &mut self,
        walls: &Walls,
        wall: Wall,
        clock: &EpochClock,
        sink: Option<Box<dyn Sink>>,
        export: impl Export<Answer>,
    ) -> Result<(Outcome, bool), HostError> {
        let start = Instant::now();
        let patience = wall.patience_with_readers();
        self.console().begin(sink, patience, walls.output);
        let called = self
            .call(wall, clock, export)
            .and_then(|answer| self.complete(answer));
        let captured = self.console().finish();
        let measured = Measured {
            time: start.elapsed(),
            memory: self.store.data().limiter.held(),
        };
        match called {
            Ok(answer) => Ok((Outcome::answered(answer, captured, measured), false)),
            Err(CallError::Stopped(stop)) => {
                Ok((Outcome::stopped(&stop, captured, measured), true))
            }
            Err(CallError::Host(error)) => Err(error),
        }
    }

    /// What the component said in calls that run no program.
    pub(crate) fn take_captured(&mut self) -> Captured {
        self.console().finish()
    }

    fn console(&mut self) -> &mut Console {
        &mut self.store.data_mut().console
    }

    /// Adds to the captured output what only the answer holds.
    fn complete(&mut self, answer: Answer) -> Result<Answer, CallError> {
        use crate::bindings::types::Error::{CompilationFailed, RuntimeFailed};
        let stage = match &answer {
            Ok(result) => &result.run,
            Err(CompilationFailed(stage) | RuntimeFailed(stage)) => stage,
            Err(_) => return Ok(answer),
        };
        let console = self.console();
        console.complete(Stream::Stdout, &stage.stdout)?;
        console.complete(Stream::Stderr, &stage.stderr)?;
        Ok(answer)
    }

    fn classify(&mut self, error: &wasmtime::Error) -> CallError {
        log::debug!("a component was stopped: {error:?}");
        let state = self.store.data_mut();
        if let Some(fault) = state.console.take_fault() {
            return fault.into();
        }
        if let Some(refused) = state.limiter.take_refused() {
            return CallError::Stopped(Stop::Memory(refused));
        }
        let limit = state.wall.limit();
        CallError::Stopped(match (error.downcast_ref::<Trap>(), limit) {
            (Some(Trap::Interrupt), Some(limit)) => Stop::TimeUp { limit },
            (Some(Trap::StackOverflow), _) => Stop::Stack {
                allowed: MAX_WASM_STACK as u64,
            },
            (Some(trap), _) => Stop::Trap(trap.to_string()),
            (None, _) => Stop::Trap(error.root_cause().to_string()),
        })
    }
}
