//! QuickJS as an engine of the sandbox: a runtime for each program.

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

/// QuickJS.
#[derive(Debug, Default)]
pub struct QuickJs;

impl Engine for QuickJs {
    const LANGUAGE: Language = Language::Javascript;

    fn execute(&mut self, run: &RunHandle, entry: &str) -> Execution {
        let limit = run.borrow().memory_limit();
        let meter = Meter::new(limit);
        let ending = with_libc(run, || match Instance::start(run, &meter) {
            Ok(instance) => instance.execute(run, entry),
            // Memory does not even suffice for the engine itself.
            Err(_) => Ending::UncaughtLimit(LimitExceeded {
                limit: LimitName::Memory,
                asked: meter.refused(),
                allowed: limit as u64,
            }),
        });
        Execution {
            ending,
            peak_memory: meter.peak(),
        }
    }
}

/// Lets the C library act on the run while `body` runs.
#[cfg(target_family = "wasm")]
fn with_libc<T>(run: &RunHandle, body: impl FnOnce() -> T) -> T {
    sandbox_libc::with_run(run, body)
}

/// Outside of a component the C library is the machine's own: only tests run there.
#[cfg(not(target_family = "wasm"))]
fn with_libc<T>(_run: &RunHandle, body: impl FnOnce() -> T) -> T {
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

/// An engine with nothing in it yet but its own objects. The order of the fields is the order in
/// which they go.
struct Instance {
    context: Context,
    runtime: Runtime,
    machine: Rc<Machine>,
}

impl Instance {
    /// A runtime and a context under the run's limits.
    ///
    /// # Errors
    /// When memory does not suffice for them.
    fn start(run: &RunHandle, meter: &Rc<Meter>) -> rquickjs::Result<Self> {
        let runtime = Runtime::new_with_alloc(MeteredAllocator::new(Rc::clone(meter)))?;
        let stack = run.borrow().policy().limits().stack.get();
        runtime.set_max_stack_size(usize::try_from(stack).unwrap_or(usize::MAX) / stack_scale());

        let machine = Machine::new(run, Rc::clone(meter));
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

    fn execute(self, run: &RunHandle, entry: &str) -> Ending {
        let ending = program::execute(&self.runtime, &self.context, &self.machine, entry);
        // The values that the machine keeps belong to the runtime, and must go before it does.
        self.machine.release();
        self.runtime.set_interrupt_handler(None);
        self.runtime.set_host_promise_rejection_tracker(None);
        if run.borrow().is_stopped() {
            Ending::Stopped
        } else {
            ending
        }
    }
}
