//! Timers.

use std::rc::Rc;

use rquickjs::{Ctx, Exception, Function, Object, Result};

use super::define;
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
            if !machine
                .meter
                .admits_beside(timers.len().saturating_mul(BYTES_PER_TIMER))
            {
                return Err(Exception::throw_internal(&ctx, "out of memory"));
            }
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
    Ok(timers)
}
