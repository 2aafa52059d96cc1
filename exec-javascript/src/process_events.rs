//! The events of `process` that the event loop brings about. The library tells the program's listeners
//! (`js/internal/process_events.js`); a program that never touched `process` has none.

use rquickjs::{Ctx, Function, IntoJs, Result, Value};

use crate::machine::Machine;

/// Whether the program goes on in spite of what was thrown: a listener of `uncaughtException` has heard
/// it. If none has, those of `exit` have been told.
///
/// # Errors
/// What a listener threw.
pub(crate) fn uncaught_exception<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    thrown: Value<'js>,
    is_from_promise: bool,
) -> Result<bool> {
    tell(ctx, machine, "uncaughtException", thrown, is_from_promise)
}

/// Whether a listener of `unhandledRejection` has heard of a promise.
///
/// # Errors
/// What a listener threw.
pub(crate) fn unhandled_rejection<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    reason: Value<'js>,
    promise: Value<'js>,
) -> Result<bool> {
    tell(ctx, machine, "unhandledRejection", reason, promise)
}

/// Tells that a promise of which `unhandledRejection` had told has got a handler.
///
/// # Errors
/// What a listener threw.
pub(crate) fn rejection_handled<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    promise: Value<'js>,
) -> Result<bool> {
    tell(ctx, machine, "rejectionHandled", promise, ())
}

/// Whether a listener has heard that nothing is left to do; it may have found something.
///
/// # Errors
/// What a listener threw.
pub(crate) fn before_exit(ctx: &Ctx<'_>, machine: &Machine) -> Result<bool> {
    tell(ctx, machine, "beforeExit", (), ())
}

/// Whether a listener has heard that the program ends, which happens once. One that ends while it
/// still awaits something has the code `unsettled`, unless it chose another.
///
/// # Errors
/// What a listener threw.
pub(crate) fn exit(ctx: &Ctx<'_>, machine: &Machine, unsettled: Option<i32>) -> Result<bool> {
    tell(ctx, machine, "exit", unsettled, ())
}

fn tell<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    event: &str,
    first: impl IntoJs<'js>,
    second: impl IntoJs<'js>,
) -> Result<bool> {
    let Some(listening) = machine.process_events.borrow().clone() else {
        return Ok(false);
    };
    let listening: Function<'js> = listening.restore(ctx)?;
    listening.call((event, first, second))
}
