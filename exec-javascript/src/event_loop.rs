//! The event loop: ticks and promise jobs, then rejections, then the next timer.

use std::time::Duration;

use rquickjs::{Context, Ctx, Function, Persistent, Promise, Runtime, Value};
use sandbox_core::report::LimitExceeded;

use crate::machine::Machine;
use crate::rejections::Rejected;
use crate::{async_context, process_events, rejections, uncaught};

/// How the event loop ended.
pub(crate) enum Drained {
    /// Nothing is left to do.
    Empty,
    /// Something was thrown, or a promise rejected, and nobody caught it.
    Threw(Thrown),
    /// The run was stopped.
    Stopped,
}

/// What nobody caught.
pub(crate) struct Thrown {
    pub(crate) value: Persistent<Value<'static>>,
    /// The limit that raised it.
    pub(crate) limit: Option<LimitExceeded>,
}

/// Where something came from that nobody caught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A callback, or the program's own text.
    Exception,
    /// A promise that nobody handled.
    Promise,
}

/// Runs until nothing is left to do, and nobody who hears that finds something.
///
/// # Errors
/// With how the program ended before that.
pub(crate) fn run(
    runtime: &Runtime,
    context: &Context,
    machine: &Machine,
    is_module: bool,
) -> Result<(), Drained> {
    // What a module started has put promise jobs before ticks; after a script, as after each
    // callback, it is the other way round.
    if is_module {
        run_jobs(runtime, context, machine)?;
    }
    loop {
        loop {
            match turn(runtime, context, machine) {
                Ok(()) => {}
                Err(Drained::Empty) => break,
                Err(ended) => return Err(ended),
            }
        }
        let is_heard = listen(context, machine, process_events::before_exit)?;
        if !is_heard {
            return Ok(());
        }
        drain(runtime, context, machine)?;
        if !machine.timers.borrow().hold() {
            return Ok(());
        }
    }
}

/// Tells that the program ends, and runs the promise jobs that this leaves.
///
/// # Errors
/// With how the program ended in the middle of it.
pub(crate) fn exit(
    runtime: &Runtime,
    context: &Context,
    machine: &Machine,
    unsettled: Option<i32>,
) -> Result<(), Drained> {
    let is_heard = listen(context, machine, |ctx, machine| {
        process_events::exit(ctx, machine, unsettled)
    })?;
    if is_heard {
        run_jobs(runtime, context, machine)?;
    }
    Ok(())
}

/// Offers what nobody caught to the listeners of `uncaughtException`.
///
/// # Errors
/// With that, or with what a listener threw, when the program ends for it.
pub(crate) fn offer(
    context: &Context,
    machine: &Machine,
    value: Persistent<Value<'static>>,
    origin: Origin,
) -> Result<(), Drained> {
    let offered = context.with(|ctx| {
        let thrown = value.clone().restore(&ctx)?;
        // Listeners may run into another limit.
        let limit = uncaught::limit_behind(&ctx, machine, &thrown);
        let is_promise = origin == Origin::Promise;
        match process_events::uncaught_exception(&ctx, machine, thrown, is_promise) {
            Ok(true) => Ok(Ok(())),
            Ok(false) => Ok(Err(Thrown { value, limit })),
            Err(error) => Ok(Err(thrown_by(&ctx, machine, error))),
        }
    });
    if machine.must_stop() {
        return Err(Drained::Stopped);
    }
    let offered: rquickjs::Result<_> = offered;
    offered
        .map_err(|_| Drained::Stopped)?
        .map_err(Drained::Threw)
}

/// What a native call's error stands for.
fn thrown_by(ctx: &Ctx<'_>, machine: &Machine, error: rquickjs::Error) -> Thrown {
    let value = uncaught::error_value(ctx, error);
    Thrown {
        limit: uncaught::limit_behind(ctx, machine, &value),
        value: Persistent::save(ctx, value),
    }
}

/// Tells listeners; what one throws is offered to those of `uncaughtException`.
fn listen(
    context: &Context,
    machine: &Machine,
    tell: impl FnOnce(&Ctx<'_>, &Machine) -> rquickjs::Result<bool>,
) -> Result<bool, Drained> {
    let told = context.with(|ctx| {
        async_context::clear(&ctx);
        let told = tell(&ctx, machine);
        told.map_err(|error| thrown_by(&ctx, machine, error).value)
    });
    if machine.must_stop() {
        return Err(Drained::Stopped);
    }
    match told {
        Ok(is_heard) => Ok(is_heard),
        Err(thrown) => offer(context, machine, thrown, Origin::Exception).map(|()| false),
    }
}

/// One turn: the timers that are due, then what `setImmediate` set before it, then a wait.
fn turn(runtime: &Runtime, context: &Context, machine: &Machine) -> Result<(), Drained> {
    drain(runtime, context, machine)?;
    // A tick threw, and was heard: the other ticks wait until timers have run, as in Node.
    let ticks_wait = machine.tick_wanted.get();
    if !ticks_wait && !machine.timers.borrow().hold() {
        return Err(Drained::Empty);
    }
    let now = elapsed(machine);
    while let Some(callback) = take_due(machine, now) {
        call_and_drain(runtime, context, machine, callback)?;
    }
    let last = machine.timers.borrow().last_immediate();
    if let Some(last) = last {
        while let Some(callback) = take_immediate(machine, last) {
            call_and_drain(runtime, context, machine, callback)?;
        }
        return Ok(());
    }
    if ticks_wait {
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

fn call_and_drain(
    runtime: &Runtime,
    context: &Context,
    machine: &Machine,
    callback: Callback,
) -> Result<(), Drained> {
    if call(context, machine, callback)? {
        drain(runtime, context, machine)?;
    }
    Ok(())
}

/// Calls back, with nothing to tell and nothing to hear. Whether it returned: otherwise it threw what
/// a listener has heard.
fn call(context: &Context, machine: &Machine, callback: Callback) -> Result<bool, Drained> {
    let called = context.with(|ctx| {
        async_context::clear(&ctx);
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
    match called {
        Ok(()) => Ok(true),
        Err(thrown) => offer(context, machine, thrown, Origin::Exception).map(|()| false),
    }
}

/// Runs ticks and promise jobs until neither is left, then looks for rejections that nobody handled,
/// until there are none.
fn drain(runtime: &Runtime, context: &Context, machine: &Machine) -> Result<(), Drained> {
    loop {
        while machine.tick_wanted.replace(false) {
            let ticks = machine.ticks.borrow().clone();
            if let Some(ticks) = ticks
                && !call(context, machine, ticks)?
            {
                return Ok(());
            }
        }
        run_jobs(runtime, context, machine)?;
        if !machine.tick_wanted.get() && !look_for_rejections(context, machine)? {
            return Ok(());
        }
    }
}

/// Tells of promises whose rejection nobody handled, and of those that were handled after that was
/// told. Whether there were any.
fn look_for_rejections(context: &Context, machine: &Machine) -> Result<bool, Drained> {
    let late = machine.rejections.borrow_mut().take_late();
    let rejected = machine.rejections.borrow_mut().take();
    if late.is_empty() && rejected.is_empty() {
        return Ok(false);
    }
    for promise in late {
        listen(context, machine, |ctx, machine| {
            process_events::rejection_handled(ctx, machine, promise.restore(ctx)?)
        })?;
    }
    for rejected in rejected {
        let unheard = context.with(|ctx| {
            let told = tell_of_rejection(&ctx, machine, rejected);
            told.map_err(|error| thrown_by(&ctx, machine, error).value)
        });
        if machine.must_stop() {
            return Err(Drained::Stopped);
        }
        match unheard {
            Ok(None) => {}
            Ok(Some(thrown)) => offer(context, machine, thrown, Origin::Promise)?,
            Err(thrown) => offer(context, machine, thrown, Origin::Exception)?,
        }
    }
    Ok(true)
}

/// Tells of one promise. What is thrown for it, if nobody listens.
fn tell_of_rejection(
    ctx: &Ctx<'_>,
    machine: &Machine,
    rejected: Rejected,
) -> rquickjs::Result<Option<Persistent<Value<'static>>>> {
    let Rejected { promise, context } = rejected;
    async_context::clear(ctx);
    if let Some(current) = context {
        async_context::set(ctx, current.restore(ctx)?);
    }
    let is_main = machine.main.borrow().as_ref() == Some(&promise);
    let promise = promise.restore(ctx)?;
    let Some(reason) = promise.as_promise().and_then(Promise::result) else {
        return Ok(None);
    };
    let _: rquickjs::Result<Value<'_>> = reason;
    let reason = ctx.catch();
    // The program's own module is not one of its promises.
    if is_main {
        machine.main.replace(None);
        return Ok(Some(Persistent::save(ctx, reason)));
    }
    if process_events::unhandled_rejection(ctx, machine, reason.clone(), promise)? {
        return Ok(None);
    }
    let thrown = rejections::thrown_for(ctx, machine, reason)?;
    Ok(Some(Persistent::save(ctx, thrown)))
}

/// Runs promise jobs until none is left.
fn run_jobs(runtime: &Runtime, context: &Context, machine: &Machine) -> Result<(), Drained> {
    context.with(|ctx| async_context::clear(&ctx));
    loop {
        let ran = runtime.execute_pending_job();
        // A job of native code alone polls nothing by itself.
        if machine.must_stop() {
            return Err(Drained::Stopped);
        }
        match ran {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            // Jobs report to promises, but for those of `queueMicrotask`.
            Err(exception) => {
                let thrown = exception.0.with(|ctx| Persistent::save(&ctx, ctx.catch()));
                offer(context, machine, thrown, Origin::Exception)?;
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
