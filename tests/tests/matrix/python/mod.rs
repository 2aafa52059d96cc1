//! What is Python's own: its hostile programs, its library, the language itself.

pub(crate) mod edges;
mod exhaustion;
pub(crate) mod incidents;
pub(crate) mod language;
pub(crate) mod library;
pub(crate) mod memory;
pub(crate) mod reach;
mod state;
pub(crate) mod time;
