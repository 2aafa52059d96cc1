//! Layers: the shared trees below, and what a namespace changes above them.

mod builder;
pub(crate) mod lower;
mod overlay;

pub use builder::{LayerError, LowerLayerBuilder};
pub use lower::LowerLayer;
