//! The event loop: promise jobs, then rejections, then the next timer.

use std::time::Duration;

use rquickjs::{Context, Persistent, Runtime, Value};
use sandbox_core::run::Run;

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

/// Runs until nothing is left to do.
pub(crate) fn run(runtime: &Runtime, context: &Context, machine: &Machine) -> Drained {
    loop {
        if let Some(ended) = run_jobs(runtime, context, machine) {
            return ended;
        }
        let Some(due) = machine.timers.borrow().next_due() else {
            return Drained::Empty;
        };
        let now = wait_until(machine, due);
        if machine.must_stop() {
            return Drained::Stopped;
        }
        let Some(callback) = machine.timers.borrow_mut().take_due(now) else {
            continue;
        };
        let called = context.with(|ctx| {
            let callback = callback.restore(&ctx);
            let called = callback.and_then(|callback| callback.call::<_, Value<'_>>(()));
            match called {
                Ok(_) => Ok(()),
                Err(_) => Err(Persistent::save(&ctx, ctx.catch())),
            }
        });
        if machine.must_stop() {
            return Drained::Stopped;
        }
        if let Err(thrown) = called {
            return Drained::Threw(thrown);
        }
    }
}

/// Runs promise jobs until none is left, then looks for rejections that nobody handled.
fn run_jobs(runtime: &Runtime, context: &Context, machine: &Machine) -> Option<Drained> {
    loop {
        let ran = runtime.execute_pending_job();
        // A job of native code alone polls nothing by itself.
        if machine.must_stop() {
            return Some(Drained::Stopped);
        }
        match ran {
            Ok(true) => {}
            Ok(false) => break,
            // Jobs report to promises; what gets out of one nobody can catch.
            Err(exception) => {
                let thrown = exception.0.with(|ctx| Persistent::save(&ctx, ctx.catch()));
                return Some(Drained::Threw(thrown));
            }
        }
    }
    context.with(|ctx| {
        let reason = machine.rejections.borrow().first_reason(&ctx)?;
        Some(Drained::Threw(Persistent::save(&ctx, reason)))
    })
}

/// Sleeps until a timer is due, in one host call, and says what time it is then.
fn wait_until(machine: &Machine, due: Duration) -> Duration {
    let now = machine.with_run(|run| run.elapsed()).unwrap_or(due);
    if due <= now {
        return now;
    }
    machine.with_run(|run| run.sleep(due.saturating_sub(now)));
    machine
        .with_run(|run: &mut Run| run.elapsed())
        .unwrap_or(due)
}
