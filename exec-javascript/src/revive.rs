//! What must be new for a program in a context that was made before it, maybe in another instance.
#![allow(
    unsafe_code,
    reason = "functions of QuickJS that rquickjs does not wrap"
)]

use rquickjs::{Ctx, qjs};

/// The stack begins here, and `Math.random` begins a sequence of the program's own.
pub(crate) fn revive(ctx: &Ctx<'_>, seed: u64) {
    // SAFETY: the context is live, its runtime with it, and the call sets two fields of that.
    unsafe { qjs::JS_UpdateStackTop(qjs::JS_GetRuntime(ctx.as_raw().as_ptr())) }
    seed_random(ctx, seed);
}

#[cfg(target_family = "wasm")]
fn seed_random(ctx: &Ctx<'_>, seed: u64) {
    // SAFETY: `patches/0014-seed.patch` has it so.
    unsafe extern "C" {
        fn JS_SeedRandom(ctx: *mut qjs::JSContext, seed: u64);
    }
    // SAFETY: the context is live, and the call sets one field of it.
    unsafe { JS_SeedRandom(ctx.as_raw().as_ptr(), seed) }
}

/// Outside of a component QuickJS is not patched, and seeds itself; only tests run there.
#[cfg(not(target_family = "wasm"))]
fn seed_random(_: &Ctx<'_>, _: u64) {}
