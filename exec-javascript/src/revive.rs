//! What must be new for a program in a context that was made before it, maybe in another instance.
#![allow(
    unsafe_code,
    reason = "functions of QuickJS that rquickjs does not wrap"
)]

use std::rc::Rc;

use rquickjs::{Ctx, qjs};

use crate::allocator::Meter;

/// The stack begins here, `Math.random` begins a sequence of the program's own, and the engine plans its
/// collections of garbage by what the program may hold.
///
/// The meter must be that of the context's runtime, and kept as long as that.
pub(crate) fn revive(ctx: &Ctx<'_>, meter: &Rc<Meter>, seed: u64) {
    // SAFETY: the context is live, its runtime with it, and the call sets two fields of that.
    unsafe { qjs::JS_UpdateStackTop(qjs::JS_GetRuntime(ctx.as_raw().as_ptr())) }
    patched::revive(ctx, meter, seed);
}

#[cfg(target_family = "wasm")]
mod patched {
    use std::ffi::c_void;

    use super::{Ctx, Meter, Rc, qjs};

    // SAFETY: `patches/0014-seed.patch` and `patches/0017-garbage-near-the-limit.patch` have them so.
    unsafe extern "C" {
        fn JS_SeedRandom(ctx: *mut qjs::JSContext, seed: u64);
        fn JS_BeginProgram(
            runtime: *mut qjs::JSRuntime,
            memory_room: unsafe extern "C" fn(*mut c_void) -> usize,
            opaque: *mut c_void,
        );
    }

    /// How much the program may still hold, for the engine.
    unsafe extern "C" fn memory_room(meter: *mut c_void) -> usize {
        // SAFETY: it is the meter that `revive` gave, and its reader alone; who called that keeps it.
        unsafe { &*meter.cast::<Meter>() }.room()
    }

    pub(super) fn revive(ctx: &Ctx<'_>, meter: &Rc<Meter>, seed: u64) {
        let context = ctx.as_raw().as_ptr();
        let meter = Rc::as_ptr(meter).cast_mut().cast();
        // SAFETY: the context is live, its runtime with it, and the calls set fields of both.
        unsafe {
            JS_SeedRandom(context, seed);
            JS_BeginProgram(qjs::JS_GetRuntime(context), memory_room, meter);
        }
    }
}

/// Outside of a component QuickJS is not patched: it seeds itself, and collects as it likes. Only tests run there.
#[cfg(not(target_family = "wasm"))]
mod patched {
    use super::{Ctx, Meter, Rc};

    pub(super) fn revive(_: &Ctx<'_>, _: &Rc<Meter>, _: u64) {}
}
