//! Native state in the hands of JavaScript: an object that only native functions can look into, and
//! whose memory is on the program's account for as long as the engine keeps it.
#![allow(unsafe_code)]

use std::rc::Rc;

use rquickjs::class::{JsClass, Trace, Tracer, Writable};
use rquickjs::function::Constructor;
use rquickjs::{Class, Ctx, JsLifetime, Result};

use super::throw;
use crate::allocator::Held;
use crate::machine::Machine;

/// An object around `T`.
pub(super) struct Opaque<T> {
    pub(super) state: T,
    /// Given back when the object goes.
    _held: Held,
}

impl<'js, T: 'static> Trace<'js> for Opaque<T> {
    fn trace<'a>(&self, _tracer: Tracer<'a, 'js>) {}
}

// SAFETY: the type holds nothing of a runtime's.
unsafe impl<'js, T: 'static> JsLifetime<'js> for Opaque<T> {
    type Changed<'to> = Opaque<T>;
}

impl<'js, T: 'static> JsClass<'js> for Opaque<T> {
    const NAME: &'static str = "Opaque";
    type Mutable = Writable;

    fn constructor(_ctx: &Ctx<'js>) -> Result<Option<Constructor<'js>>> {
        Ok(None)
    }
}

/// Hands a state of about `size` bytes to JavaScript.
pub(super) fn give<'js, T: 'static>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    size: usize,
    state: impl FnOnce() -> T,
) -> Result<Class<'js, Opaque<T>>> {
    let held = Rc::clone(&machine.meter)
        .hold(size)
        .ok_or_else(|| throw::out_of_memory(ctx))?;
    let opaque = Opaque {
        state: state(),
        _held: held,
    };
    Class::instance(ctx.clone(), opaque)
}
