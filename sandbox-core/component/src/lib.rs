//! `golem:exec@1.0.0`, exported for any engine: the interface's types on one side, the
//! supervisor's on the other.
//!
//! A guest exports its engine with [`export_engine!`].
#![cfg(target_family = "wasm")]

mod convert;
mod event;
mod exports;
mod logger;
mod platform;
mod pull;
mod restore;
#[cfg(feature = "p3")]
mod streaming;

/// What wit-bindgen makes of `wit/p2`, or of `wit/p3` for a component with streams. The generated glue between the canonical ABI and Rust is
/// unsafe by nature, and sound as long as the interface text and the component agree, which packing
/// the component checks.
#[allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    clippy::all,
    clippy::restriction
)]
pub mod bindings {
    #[cfg(not(feature = "p3"))]
    wit_bindgen::generate!({
        path: ["../../wit/p2", "../../wit/golem-api", "../../wit/component-p2"],
        world: "golem:exec-component/component",
        pub_export_macro: true,
        export_macro_name: "export_exec",
        default_bindings_module: "sandbox_component::bindings",
    });
    #[cfg(feature = "p3")]
    wit_bindgen::generate!({
        path: ["../../../wit/p3", "../../../wit/wasi-0.3", "../../../wit/component-p3"],
        world: "golem:exec-component/component",
        generate_all,
        pub_export_macro: true,
        export_macro_name: "export_exec",
        default_bindings_module: "sandbox_component::bindings",
    });
}

pub use exports::{Component, ExportedEngine, supervisor, variables};

/// Makes what the exports make once and keep. An engine that puts memory back as it was calls this
/// before it takes note of how it is.
pub fn settle() {
    #[cfg(feature = "p3")]
    streaming::settle();
}

/// Exports `golem:exec@1.0.0` for an engine. The component has one supervisor, made at the first
/// call.
#[macro_export]
macro_rules! export_engine {
    ($engine:ty) => {
        impl $crate::ExportedEngine for $engine {}

        type Exports = $crate::Component<$engine>;
        $crate::bindings::export_exec!(Exports with_types_in $crate::bindings);
    };
}
