//! Where the stack is: what an engine's own check of its stack looks at.
#![allow(unsafe_code)]

/// Positions above this are the meter's; addresses of the shadow stack are far below.
const METERED: usize = 0x1000_0000;

/// How far the stack has come down: less with each call. Packing the component builds a meter of
/// the WebAssembly stack into it and gives this function a new body, which reads the meter
/// (`xtask/src/component/stack_meter.rs`). This body, of a component that was packed in another way,
/// tells the position of the shadow stack instead, which falls with each call as well, but says
/// little of what the host's stack holds.
// SAFETY: the name is nobody else's, and the function has no requirements.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn __sandbox_stack_position() -> usize {
    let marker = 0_u8;
    std::hint::black_box(&raw const marker).addr()
}

/// Whether the component has a meter of the WebAssembly stack.
#[must_use]
pub fn is_metered() -> bool {
    std::hint::black_box(__sandbox_stack_position()) > METERED
}
