//! Typed sandbox policies: parsed, validated, explained.
#![forbid(unsafe_code)]
