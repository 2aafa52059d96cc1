//! The symbols themselves.
#![allow(unsafe_code)]

use sandbox_core::for_each_preview1_function;
use sandbox_core::preview1::{Errno, Preview1};

use crate::current;
use crate::memory::LinearMemory;

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
            }
        )*
    };
}

for_each_preview1_function!(define);

fn call(function: impl FnOnce(&mut Preview1<'_, LinearMemory>) -> Errno) -> u32 {
    let Some(run) = current() else {
        return Errno::BadF.code().into();
    };
    // A call from inside a call (an allocation failing in the middle of one, say) finds the run
    // borrowed and is refused rather than trapped.
    let Ok(mut run) = run.try_borrow_mut() else {
        return Errno::Busy.code().into();
    };
    function(&mut Preview1::new(&mut run, LinearMemory))
        .code()
        .into()
}

/// Ends the program. Nothing can unwind C frames here, so the instance traps: an engine must end
/// its program by itself before it comes to this.
// SAFETY: the name belongs to wasi-libc's import, which is what this defines.
#[unsafe(export_name = "__imported_wasi_snapshot_preview1_proc_exit")]
extern "C" fn proc_exit(code: u32) -> ! {
    if let Some(run) = current()
        && let Ok(mut run) = run.try_borrow_mut()
    {
        run.exit(code.cast_signed());
    }
    core::arch::wasm32::unreachable()
}
