//! Timers.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Persistent, Result};

use super::{define, throw};
use crate::machine::Machine;
use crate::timers::Timers;

/// What a timer costs the program's memory: its entry here, beside its closure.
const BYTES_PER_TIMER: usize = 128;

pub(super) fn functions<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<Object<'js>> {
    let timers = Object::new(ctx.clone())?;
    let set = {
        let machine = Rc::clone(machine);
        move |ctx: Ctx<'js>, callback: Function<'js>, delay: f64, repeat: bool| -> Result<f64> {
            let mut timers = machine.timers.borrow_mut();
            admit(&ctx, &machine, &timers)?;
            let now = machine.with_run(|run| run.elapsed()).unwrap_or_default();
            let id = timers.set(&ctx, now, Timers::delay(delay), repeat, callback);
            // Ids count up from 1: none comes near 2^53.
            #[allow(clippy::cast_precision_loss)]
            Ok(id as f64)
        }
    };
    define(ctx, &timers, "set", set)?;
    let clear = {
        let machine = Rc::clone(machine);
        move |id: f64| {
            if let Some(id) = super::bytes::to_offset(id) {
                machine.timers.borrow_mut().clear(id);
            }
        }
    };
    define(ctx, &timers, "clear", clear)?;
    let set_immediate = {
        let machine = Rc::clone(machine);
        move |ctx: Ctx<'js>, callback: Function<'js>| -> Result<f64> {
            let mut timers = machine.timers.borrow_mut();
            admit(&ctx, &machine, &timers)?;
            let id = timers.set_immediate(&ctx, callback);
            // As above.
            #[allow(clippy::cast_precision_loss)]
            Ok(id as f64)
        }
    };
    define(ctx, &timers, "setImmediate", set_immediate)?;
    let set_ref = {
        let machine = Rc::clone(machine);
        move |id: f64, holds: bool| {
            if let Some(id) = super::bytes::to_offset(id) {
                machine.timers.borrow_mut().set_holds(id, holds);
            }
        }
    };
    define(ctx, &timers, "setRef", set_ref)?;
    ticks(ctx, &timers, machine)?;
    Ok(timers)
}

/// `process.nextTick`: the library keeps the queue, and the event loop asks for it to be run.
fn ticks<'js>(ctx: &Ctx<'js>, timers: &Object<'js>, machine: &Rc<Machine>) -> Result<()> {
    let m = Rc::clone(machine);
    define(
        ctx,
        timers,
        "onTick",
        move |ctx: Ctx<'js>, run: Function<'js>| {
            m.ticks.replace(Some(Persistent::save(&ctx, run)));
        },
    )?;
    let m = Rc::clone(machine);
    define(ctx, timers, "wantTick", move || m.tick_wanted.set(true))
}

/// Whether there is memory for one more.
fn admit(ctx: &Ctx<'_>, machine: &Machine, timers: &Timers) -> Result<()> {
    let size = timers.len().saturating_mul(BYTES_PER_TIMER);
    if machine.meter.admits_beside(size) {
        return Ok(());
    }
    Err(throw::out_of_memory(ctx))
}
