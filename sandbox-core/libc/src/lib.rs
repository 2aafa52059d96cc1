//! The C library's WASI imports, re-pointed at the sandbox.
