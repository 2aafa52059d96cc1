//! `wasi:cli/environment`: the policy, and what the host asks of the instance. Nothing of the host's
//! environment.

use wasmtime_wasi::p2::bindings::cli::environment;

use crate::state::State;

impl environment::Host for State {
    fn get_environment(&mut self) -> wasmtime::Result<Vec<(String, String)>> {
        Ok(self.environment.to_vec())
    }

    fn get_arguments(&mut self) -> wasmtime::Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn initial_cwd(&mut self) -> wasmtime::Result<Option<String>> {
        Ok(None)
    }
}
