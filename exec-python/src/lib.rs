//! `golem:exec@1.0.0` for Python, on CPython.
//!
//! CPython is linked in, and so is everything it calls: its C library ends in the run that is current
//! (`sandbox_libc`), its memory comes from an allocator that keeps to the run's limit (`sandbox_libc::heap`), its
//! own library is a read-only mount (`library`). The interpreter is started once, if possible before the
//! component is packed; after each program its memory is put back as it was then.

// Outside of a component there is no interpreter: only tests run there.
#[cfg(any(test, target_family = "wasm"))]
mod archive;
#[cfg(target_family = "wasm")]
mod cpython;
#[cfg(target_family = "wasm")]
mod engine;
#[cfg(target_family = "wasm")]
mod library;
#[cfg(target_family = "wasm")]
mod native;
#[cfg(target_family = "wasm")]
mod reserve;
#[cfg(target_family = "wasm")]
mod snapshot;

#[cfg(target_family = "wasm")]
pub use engine::CPython;

#[cfg(target_family = "wasm")]
#[allow(unsafe_code)]
mod component {
    //! The component's exports; the generated symbols are wit-bindgen's.
    sandbox_component::export_engine!(crate::CPython);
}
