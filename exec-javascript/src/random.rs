//! `Math.random`: its state, from the program's own source of random numbers.
#![allow(unsafe_code)]

use rquickjs::Ctx;

/// Begins the sequence of `Math.random` anew. A context that was made before there was a program has the
/// same state in every instance.
#[cfg(target_family = "wasm")]
pub(crate) fn seed(ctx: &Ctx<'_>, seed: u64) {
    // SAFETY: `patches/0014-seed.patch` has it so.
    unsafe extern "C" {
        fn JS_SeedRandom(ctx: *mut rquickjs::qjs::JSContext, seed: u64);
    }
    // SAFETY: the context is live, and the call sets one field of it.
    unsafe { JS_SeedRandom(ctx.as_raw().as_ptr(), seed) }
}

/// Outside of a component QuickJS is not patched, and seeds itself; only tests run there.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn seed(_: &Ctx<'_>, _: u64) {}
