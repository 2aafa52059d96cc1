//! The work that native functions do for a program, told to the engine that counts the program's own
//! (`c/quickjs-work.h`): a loop of calls that each take long would otherwise be as cheap to it as one of calls
//! that do nothing, and nobody would look at the clock.
#![allow(unsafe_code, reason = "the engine's counter is a variable of C's")]

/// One call that acts on the run, in the engine's units of 10 to 20 ns.
const CALL: usize = 200;

#[cfg(target_family = "wasm")]
mod engine {
    use std::ffi::c_int;

    /// `JS_MOST_DEBT`: more says nothing new.
    const MOST_DEBT: c_int = 64 * 10_000;

    // SAFETY: `int js_work_left` of the patch that counts work; the component has one thread.
    unsafe extern "C" {
        static mut js_work_left: c_int;
    }

    pub(super) fn charge(units: usize) {
        let units = c_int::try_from(units).unwrap_or(MOST_DEBT).min(MOST_DEBT);
        // SAFETY: nobody else is at it: there is one thread, and no reference is made.
        unsafe {
            if js_work_left > -MOST_DEBT {
                js_work_left -= units;
            }
        }
    }
}

/// Outside of a component the engine is not patched.
#[cfg(not(target_family = "wasm"))]
mod engine {
    pub(super) fn charge(_units: usize) {}
}

/// A call that acts on the run.
pub(crate) fn charge_call() {
    engine::charge(CALL);
}

/// Bytes that are looked at one by one, or several at a time.
pub(crate) fn charge_bytes(bytes: usize) {
    engine::charge(bytes >> 3);
}

/// Characters that are parsed.
pub(crate) fn charge_parsing(characters: usize) {
    engine::charge(characters.saturating_mul(2));
}
