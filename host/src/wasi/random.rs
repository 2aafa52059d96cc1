//! `wasi:random`, from the operating system. Whether a program sees it or a seeded sequence is the
//! guest's policy.

use wasmtime_wasi::p2::bindings::random::{insecure_seed, random};

use crate::state::State;

/// The most bytes that one call gives, as in `wasmtime-wasi`. The length is the guest's, so it is
/// compared before anything is allocated (GHSA-x84v-gj2h-g759).
const MAX_BYTES: u64 = 64 << 20;

fn random_u64() -> wasmtime::Result<u64> {
    getrandom::u64().map_err(wasmtime::Error::new)
}

impl random::Host for State {
    fn get_random_bytes(&mut self, len: u64) -> wasmtime::Result<Vec<u8>> {
        if len > MAX_BYTES {
            let message = format!("{len} random bytes in one call; {MAX_BYTES} is the most");
            return Err(wasmtime::Error::msg(message));
        }
        let mut bytes = vec![0; len as usize];
        getrandom::fill(&mut bytes).map_err(wasmtime::Error::new)?;
        Ok(bytes)
    }

    fn get_random_u64(&mut self) -> wasmtime::Result<u64> {
        random_u64()
    }
}

impl insecure_seed::Host for State {
    fn insecure_seed(&mut self) -> wasmtime::Result<(u64, u64)> {
        Ok((random_u64()?, random_u64()?))
    }
}
