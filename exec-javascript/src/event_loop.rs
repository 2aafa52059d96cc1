//! The event loop: promise jobs, then rejections, then the next timer.

use std::time::Duration;

use rquickjs::{Context, Function, Persistent, Runtime, Value};

use crate::machine::Machine;

/// How the event loop ended.
pub(crate) enum Drained {
    /// Nothing is left to do.
    Empty,
    /// A callback threw, or a promise was rejected, and nobody caught it.
    Threw(Persistent<Value<'static>>),
    /// The run was stopped.
    Stopped,
}

/// Runs until nothing is left to do. What a module started has put promise jobs before ticks; after
/// each callback it is the other way round, as in Node.
pub(crate) fn run(runtime: &Runtime, context: &Context, machine: &Machine) -> Drained {
    if let Err(ended) = run_jobs(runtime, machine) {
        return ended;
    }
    loop {
        if let Err(ended) = turn(runtime, context, machine) {
            return ended;
        }
    }
}

/// One turn: the timers that are due, then what `setImmediate` set before it, then a wait.
fn turn(runtime: &Runtime, context: &Context, machine: &Machine) -> Result<(), Drained> {
    drain(runtime, context, machine)?;
    if !machine.timers.borrow().hold() {
        return Err(Drained::Empty);
    }
    let now = elapsed(machine);
    while let Some(callback) = take_due(machine, now) {
        call(context, machine, callback)?;
        drain(runtime, context, machine)?;
    }
    let last = machine.timers.borrow().last_immediate();
    if let Some(last) = last {
        while let Some(callback) = take_immediate(machine, last) {
            call(context, machine, callback)?;
            drain(runtime, context, machine)?;
        }
        return Ok(());
    }
    let due = machine.timers.borrow().next_due();
    if let Some(due) = due.filter(|_| machine.timers.borrow().hold()) {
        wait_until(machine, due);
    }
    if machine.must_stop() {
        return Err(Drained::Stopped);
    }
    Ok(())
}

fn take_due(machine: &Machine, now: Duration) -> Option<Callback> {
    machine.timers.borrow_mut().take_due(now)
}

fn take_immediate(machine: &Machine, last: u64) -> Option<Callback> {
    machine.timers.borrow_mut().take_immediate(last)
}

type Callback = Persistent<Function<'static>>;

/// Calls back, with nothing to tell and nothing to hear.
fn call(context: &Context, machine: &Machine, callback: Callback) -> Result<(), Drained> {
    let called = context.with(|ctx| {
        let callback = callback.restore(&ctx);
        let called = callback.and_then(|callback| callback.call::<_, Value<'_>>(()));
        match called {
            Ok(_) => Ok(()),
            Err(_) => Err(Persistent::save(&ctx, ctx.catch())),
        }
    });
    if machine.must_stop() {
        return Err(Drained::Stopped);
    }
    called.map_err(Drained::Threw)
}

/// Runs ticks and promise jobs until neither is left, then looks for rejections that nobody handled.
fn drain(runtime: &Runtime, context: &Context, machine: &Machine) -> Result<(), Drained> {
    loop {
        while machine.tick_wanted.replace(false) {
            let ticks = machine.ticks.borrow().clone();
            if let Some(ticks) = ticks {
                call(context, machine, ticks)?;
            }
        }
        run_jobs(runtime, machine)?;
        if !machine.tick_wanted.get() {
            break;
        }
    }
    context.with(|ctx| match machine.rejections.borrow().first_reason(&ctx) {
        Some(reason) => Err(Drained::Threw(Persistent::save(&ctx, reason))),
        None => Ok(()),
    })
}

/// Runs promise jobs until none is left.
fn run_jobs(runtime: &Runtime, machine: &Machine) -> Result<(), Drained> {
    loop {
        let ran = runtime.execute_pending_job();
        // A job of native code alone polls nothing by itself.
        if machine.must_stop() {
            return Err(Drained::Stopped);
        }
        match ran {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            // Jobs report to promises; what gets out of one nobody can catch.
            Err(exception) => {
                let thrown = exception.0.with(|ctx| Persistent::save(&ctx, ctx.catch()));
                return Err(Drained::Threw(thrown));
            }
        }
    }
}

fn elapsed(machine: &Machine) -> Duration {
    machine.with_run(|run| run.elapsed()).unwrap_or_default()
}

/// Sleeps until a timer is due, in one host call.
fn wait_until(machine: &Machine, due: Duration) {
    let now = elapsed(machine);
    if due > now {
        machine.with_run(|run| run.sleep(due.saturating_sub(now)));
    }
}
