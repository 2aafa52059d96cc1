//! Every function of preview1, for a module to import.

use sandbox_core::for_each_preview1_function;
use sandbox_core::preview1::{Errno, GuestMemory, Preview1, SliceMemory};
use wasmtime::{Caller, Engine, Error, Extern, Linker, Result};

use super::host::{State, Stopped};
use super::preopens;

pub(super) const MODULE: &str = "wasi_snapshot_preview1";

/// A linker with all of them.
pub(super) fn preview1(engine: &Engine) -> Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    define_table(&mut linker)?;
    linker.func_wrap(
        MODULE,
        "proc_exit",
        |mut caller: Caller<'_, State>, code: u32| {
            caller.data_mut().run.exit(code.cast_signed());
            Err::<(), _>(Error::new(Stopped))
        },
    )?;
    // No signal can be raised; as wasmtime-wasi answers.
    linker.func_wrap(MODULE, "proc_raise", |_: u32| {
        u32::from(Errno::NotSup.code())
    })?;
    preopens::define(&mut linker)?;
    Ok(linker)
}

macro_rules! define {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        fn define_table(linker: &mut Linker<State>) -> Result<()> {
            $(
                linker.func_wrap(
                    MODULE,
                    stringify!($name),
                    |mut caller: Caller<'_, State>, $($argument: $type),*| {
                        call(&mut caller, |state, memory| {
                            Preview1::new(&mut state.run, memory).$name($($argument),*)
                        })
                    },
                )?;
            )*
            Ok(())
        }
    };
}

for_each_preview1_function!(define);

/// Makes one call on the caller's memory. A run that has been stopped goes no further.
pub(super) fn call(
    caller: &mut Caller<'_, State>,
    function: impl FnOnce(&mut State, SliceMemory<'_>) -> Errno,
) -> Result<u32> {
    let memory = caller.get_export("memory").and_then(Extern::into_memory);
    let memory = memory.ok_or_else(|| Error::msg("the module exports no memory"))?;
    let (bytes, state) = memory.data_and_store_mut(caller);
    let errno = function(state, SliceMemory::new(bytes));
    if state.run.must_stop() {
        return Err(Error::new(Stopped));
    }
    Ok(errno.code().into())
}

/// Writes bytes into a program's memory.
pub(super) fn store(memory: &mut impl GuestMemory, address: u32, bytes: &[u8]) -> Errno {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    match memory.bytes_mut(address, length) {
        Ok(place) => {
            place.copy_from_slice(bytes);
            Errno::Success
        }
        Err(_) => Errno::Fault,
    }
}
