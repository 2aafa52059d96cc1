//! Layers: the shared trees below, and what a namespace changes above them.

pub(crate) mod lower;

pub use lower::{LayerError, LowerLayer, LowerLayerBuilder};
