//! Typed sandbox policies: parsed, validated, explained.
