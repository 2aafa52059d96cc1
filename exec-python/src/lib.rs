//! `golem:exec@1.0.0` for Python, on CPython.
//!
//! The component has the whole interface and the whole sandbox; the interpreter itself is not part
//! of it yet, and every run says so.

use policies::Language;
use sandbox_core::engine::{Ending, Engine, Execution};
use sandbox_core::run::RunHandle;

/// CPython.
#[derive(Debug, Default)]
pub struct CPython;

impl Engine for CPython {
    const LANGUAGE: Language = Language::Python;

    fn execute(&mut self, _run: &RunHandle, _entry: &str) -> Execution {
        Execution {
            ending: Ending::Failed("not built yet".to_owned()),
            peak_memory: 0,
        }
    }
}

#[cfg(target_family = "wasm")]
#[allow(unsafe_code)]
mod component {
    //! The component's exports; the generated symbols are wit-bindgen's.
    use sandbox_libc as _;

    sandbox_component::export_engine!(crate::CPython);
}
