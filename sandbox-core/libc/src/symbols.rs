//! The symbols themselves.
#![allow(unsafe_code)]

use sandbox_core::for_each_preview1_function;
use sandbox_core::preview1::{Errno, GuestMemory as _, Preview1};

use crate::memory::LinearMemory;
use crate::{act_on, current};

macro_rules! define {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            // SAFETY: the name belongs to wasi-libc's import, which is what this defines, and the
            // signature is that of preview1 lowered to core WebAssembly.
            #[unsafe(export_name = concat!(
                "__imported_wasi_snapshot_preview1_",
                stringify!($name)
            ))]
            extern "C" fn $name($($argument: $type),*) -> u32 {
                call(|preview1| preview1.$name($($argument),*))
                    .unwrap_or_else(|| without_run(stringify!($name), &[$($argument as u64),*]))
                    .code()
                    .into()
            }
        )*
    };
}

for_each_preview1_function!(define);

/// `None` when no run is current.
fn call(function: impl FnOnce(&mut Preview1<'_, LinearMemory>) -> Errno) -> Option<Errno> {
    let run = current()?;
    // A call from inside a call (an allocation failing in the middle of one, say) finds the run
    // borrowed and is refused rather than trapped.
    let answer = act_on(&run, |run| {
        let errno = function(&mut Preview1::new(run, LinearMemory));
        run.count_call();
        (errno, run.is_stopped())
    });
    let Some((errno, stopped)) = answer else {
        return Some(Errno::Busy);
    };
    if stopped && let Some(tell) = crate::ON_STOP.get() {
        tell();
    }
    Some(errno)
}

/// What a function answers outside of a run. The C library's constructors, which run before anything
/// else, ask for the environment and end the component when that fails: there is an empty one.
fn without_run(function: &str, arguments: &[u64]) -> Errno {
    match function {
        "args_get" | "environ_get" => Errno::Success,
        "args_sizes_get" | "environ_sizes_get" => {
            let mut memory = LinearMemory;
            for &address in arguments {
                let Ok(address) = u32::try_from(address) else {
                    return Errno::Fault;
                };
                match memory.bytes_mut(address, 4) {
                    Ok(size) => size.fill(0),
                    Err(_) => return Errno::Fault,
                }
            }
            Errno::Success
        }
        _ => Errno::BadF,
    }
}

/// Ends the program. Nothing can unwind C frames here, so the instance traps: an engine must end
/// its program by itself before it comes to this.
// SAFETY: the name belongs to wasi-libc's import, which is what this defines.
#[unsafe(export_name = "__imported_wasi_snapshot_preview1_proc_exit")]
extern "C" fn proc_exit(code: u32) -> ! {
    if let Some(run) = current() {
        act_on(&run, |run| run.exit(code.cast_signed()));
    }
    core::arch::wasm32::unreachable()
}
