//! The C library's WASI imports, re-pointed at the sandbox.
//!
//! wasi-libc reaches its host through ordinary undefined symbols,
//! `__imported_wasi_snapshot_preview1_path_open` and so on. This crate defines all of them, so the
//! linker binds them here and no import of a file system is left in the component: whatever C code
//! does, it does to the file system of the run that is current.
//!
//! [`with_run`] makes a run current. Outside of one, file descriptors do not exist (`EBADF`), the
//! environment is empty, and so are the arguments.
#![cfg(target_family = "wasm")]

pub mod heap;
mod memory;
pub mod stack;
mod symbols;

use std::cell::{Cell, RefCell};

use sandbox_core::run::{Run, RunHandle};

thread_local! {
    static CURRENT: RefCell<Option<RunHandle>> = const { RefCell::new(None) };
    static ON_STOP: Cell<Option<fn()>> = const { Cell::new(None) };
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

/// Borrows the run that is current. `None` when there is none, or when a call is already acting on it.
pub fn with_current<T>(body: impl FnOnce(&mut Run) -> T) -> Option<T> {
    act_on(&current()?, body)
}

/// Borrows `run` for a part of the supervisor: what `body` allocates is on the supervisor's heap. `None` when
/// a call is already acting on it.
pub fn act_on<T>(run: &RunHandle, body: impl FnOnce(&mut Run) -> T) -> Option<T> {
    let mut run = run.try_borrow_mut().ok()?;
    Some(heap::within_supervisor(|| body(&mut run)))
}

/// Has `tell` called whenever a call of the C library's leaves the run stopped (it slept past the
/// deadline, say), so that an engine need not wait for its own next question.
pub fn on_stop(tell: fn()) {
    ON_STOP.set(Some(tell));
}

/// Where this crate's own variables are: address and length. An engine that puts memory back as it
/// was leaves them alone.
#[must_use]
pub fn variables() -> [(usize, usize); 2] {
    [CURRENT.with(place), ON_STOP.with(place)]
}

fn place<T>(variable: &T) -> (usize, usize) {
    (
        std::ptr::from_ref(variable).expose_provenance(),
        size_of::<T>(),
    )
}

fn current() -> Option<RunHandle> {
    CURRENT.with(|current| current.borrow().clone())
}
