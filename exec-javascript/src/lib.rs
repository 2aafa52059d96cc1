//! `golem:exec@1.0.0` for JavaScript, on QuickJS.
//!
//! The engine sees the sandbox's file system and nothing else: its module loader, `node:fs` and its
//! C library all end in the run that is current. Each program gets a runtime of its own: one that was
//! made when the component was packed, or a new one; nothing of it is there for the next.

mod allocator;
mod async_context;
mod engine;
mod event_loop;
mod files;
mod last_expression;
mod machine;
mod modules;
mod native;
mod process_events;
mod program;
mod rejections;
mod revive;
#[cfg(target_family = "wasm")]
mod snapshot;
mod timers;
mod trace;
mod uncaught;
mod work;

pub use engine::QuickJs;

#[cfg(target_family = "wasm")]
#[allow(unsafe_code)]
mod component {
    //! The component's exports; the generated symbols are wit-bindgen's.
    sandbox_component::export_engine!(crate::QuickJs);
}
