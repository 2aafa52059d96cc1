//! QuickJS as an engine of the sandbox: a runtime for each program.
//!
//! A program finds one that was made ready when the component was packed (`snapshot.rs`). When it has ended
//! nothing is taken apart: the engine's memory is put back before the next program comes
//! (`sandbox_libc::heap`). All that the engine has lies there, its Rust parts' included, and nothing of the
//! supervisor's does: whatever acts on the run allocates elsewhere (`Machine::with_run`).

use std::cell::RefCell;
use std::rc::Rc;

use policies::{Language, LimitName};
use rquickjs::{Context, Runtime};
use sandbox_core::engine::{Ending, Engine, Execution};
use sandbox_core::report::LimitExceeded;
use sandbox_core::run::RunHandle;

use crate::allocator::{Meter, MeteredAllocator};
use crate::machine::Machine;
use crate::modules::{ModuleLoader, ModuleResolver};
use crate::program;
use crate::revive::revive;

/// QuickJS.
#[derive(Debug, Default)]
pub struct QuickJs;

thread_local! {
    /// An engine that has been made ready for the next program: one for each, since its memory is put back.
    static READY: RefCell<Option<Instance>> = const { RefCell::new(None) };
}

impl Engine for QuickJs {
    const LANGUAGE: Language = Language::Javascript;

    fn execute(&mut self, run: &RunHandle, entry: &str) -> Execution {
        if let Err(message) = clean(run) {
            return Execution {
                ending: Ending::Failed(message),
                peak_memory: 0,
            };
        }
        let execution = with_engine(run, || execute(run, entry));
        // What the engine says lies in its memory, which the next program has put back.
        execution.clone()
    }
}

fn execute(run: &RunHandle, entry: &str) -> Execution {
    let limit = run.borrow().memory_limit();
    let ready = READY.take();
    let meter = match &ready {
        Some(instance) => Rc::clone(&instance.machine.meter),
        None => Meter::new(limit),
    };
    meter.begin(limit);
    let ending = match ready.map_or_else(|| Instance::start(&meter), Ok) {
        Ok(instance) if meter.peak() <= limit as u64 => {
            let ending = instance.execute(run, entry);
            leave(instance);
            ending
        }
        // Memory does not even suffice for the engine itself.
        _ => Ending::UncaughtLimit(LimitExceeded {
            limit: LimitName::Memory,
            asked: meter.refused().or(Some(meter.peak())),
            allowed: limit as u64,
        }),
    };
    Execution {
        ending,
        peak_memory: meter.peak(),
    }
}

/// Puts the engine's memory back, or notes it down for the next program.
#[cfg(target_family = "wasm")]
fn clean(run: &RunHandle) -> Result<(), String> {
    sandbox_libc::heap::image::restore_or_save(run, None, &sandbox_component::variables())
        .map_err(str::to_owned)
}

/// Outside of a component each program's engine is taken apart; only tests run there.
#[cfg(not(target_family = "wasm"))]
fn clean(_run: &RunHandle) -> Result<(), String> {
    Ok(())
}

/// Nobody takes an engine apart whose memory is put back, or whose instance ends with its program. What it
/// has of the supervisor's is given back.
#[cfg(target_family = "wasm")]
fn leave(instance: Instance) {
    instance.machine.detach();
    std::mem::forget(instance);
}

#[cfg(not(target_family = "wasm"))]
fn leave(instance: Instance) {
    drop(instance);
}

/// Lets the C library act on the run while `body` runs, on the engine's heap.
#[cfg(target_family = "wasm")]
fn with_engine<T>(run: &RunHandle, body: impl FnOnce() -> T) -> T {
    sandbox_libc::with_run(run, || sandbox_libc::heap::within_engine(body))
}

/// Outside of a component the C library is the machine's own: only tests run there.
#[cfg(not(target_family = "wasm"))]
fn with_engine<T>(_run: &RunHandle, body: impl FnOnce() -> T) -> T {
    body()
}

/// By how much less than the policy's figure QuickJS's own check is told. The figure means what the
/// stack meter counts; a component without one looks at the shadow stack, where four times less
/// stands for the same depth of calls.
#[cfg(target_family = "wasm")]
fn stack_scale() -> usize {
    if sandbox_libc::stack::is_metered() {
        1
    } else {
        4
    }
}

/// Outside of a component the stack is the machine's own.
#[cfg(not(target_family = "wasm"))]
fn stack_scale() -> usize {
    1
}

/// An engine for one program. The order of the fields is the order in which they go.
pub(crate) struct Instance {
    pub(crate) context: Context,
    runtime: Runtime,
    pub(crate) machine: Rc<Machine>,
}

impl Instance {
    /// A runtime and a context under the meter's limit, with nothing in them yet but their own objects.
    ///
    /// # Errors
    /// When memory does not suffice for them.
    pub(crate) fn start(meter: &Rc<Meter>) -> rquickjs::Result<Self> {
        let runtime = Runtime::new_with_alloc(MeteredAllocator::new(Rc::clone(meter)))?;
        // None yet: there is no program, and maybe no meter that the figure would mean anything to.
        runtime.set_max_stack_size(0);
        let machine = Machine::new(Rc::clone(meter));
        let watcher = Rc::clone(&machine);
        runtime.set_interrupt_handler(Some(Box::new(move || watcher.must_stop())));
        let tracker = Rc::clone(&machine);
        runtime.set_host_promise_rejection_tracker(Some(Box::new(
            move |ctx, promise, _, is_handled| {
                let mut rejections = tracker.rejections.borrow_mut();
                rejections.track(&ctx, promise, is_handled);
            },
        )));
        let resolver = ModuleResolver::new(Rc::clone(&machine));
        runtime.set_loader(resolver, ModuleLoader::new(Rc::clone(&machine)));
        let context = Context::full(&runtime)?;
        Ok(Self {
            context,
            runtime,
            machine,
        })
    }

    /// Keeps the engine for the next program, whichever that is.
    #[cfg(target_family = "wasm")]
    pub(crate) fn keep_ready(self) {
        self.machine.detach();
        READY.set(Some(self));
    }

    fn execute(&self, run: &RunHandle, entry: &str) -> Ending {
        self.machine.attach(run, entry);
        let drawn = self.machine.with_run(|run| {
            let mut seed = [0; 8];
            run.fill_random(&mut seed);
            (run.stack_limit(), seed)
        });
        let Some((stack, seed)) = drawn else {
            return Ending::Stopped;
        };
        self.context
            .with(|ctx| revive(&ctx, &self.machine.meter, u64::from_le_bytes(seed)));
        self.runtime.set_max_stack_size(stack / stack_scale());
        let ending = program::execute(&self.runtime, &self.context, &self.machine, entry);
        if run.borrow().is_stopped() {
            Ending::Stopped
        } else {
            ending
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // The values that the machine keeps belong to the runtime, and must go before it does.
        self.machine.release();
        self.runtime.set_interrupt_handler(None);
        self.runtime.set_host_promise_rejection_tracker(None);
    }
}
