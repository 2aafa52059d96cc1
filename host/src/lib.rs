//! Run untrusted JavaScript and Python in a capability sandbox on Wasmtime.
#![forbid(unsafe_code)]
