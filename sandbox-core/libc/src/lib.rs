//! The C library's WASI imports, re-pointed at the sandbox.
//!
//! wasi-libc reaches its host through ordinary undefined symbols,
//! `__imported_wasi_snapshot_preview1_path_open` and so on. This crate defines all of them, so the
//! linker binds them here and no import of a file system is left in the component: whatever C code
//! does, it does to the file system of the run that is current.
//!
//! [`with_run`] makes a run current. Outside of one, file descriptors do not exist (`EBADF`), no
//! environment is there, and the clocks stand at zero.
#![cfg(target_family = "wasm")]

mod memory;
pub mod stack;
mod symbols;

use std::cell::RefCell;

use sandbox_core::run::RunHandle;

thread_local! {
    static CURRENT: RefCell<Option<RunHandle>> = const { RefCell::new(None) };
}

/// Runs `body` while the C library's imports act on `run`.
pub fn with_run<T>(run: &RunHandle, body: impl FnOnce() -> T) -> T {
    /// Puts back what was current, also when `body` unwinds.
    struct Restore(Option<RunHandle>);
    impl Drop for Restore {
        fn drop(&mut self) {
            let before = self.0.take();
            CURRENT.with(|current| *current.borrow_mut() = before);
        }
    }
    let _restore =
        Restore(CURRENT.with(|current| current.borrow_mut().replace(RunHandle::clone(run))));
    body()
}

fn current() -> Option<RunHandle> {
    CURRENT.with(|current| current.borrow().clone())
}
