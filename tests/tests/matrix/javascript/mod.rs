//! JavaScript's own cases: what hostile programs try.

pub(crate) mod files;
pub(crate) mod growth;
pub(crate) mod incidents;
mod state;
pub(crate) mod way_out;

/// A grant within the workspace that may be read, and not written.
pub(crate) const CLOSED: &str = "[[grants]]\npath = \"/workspace/closed\"\nlayer = \"scratch\"\n\
                                 rights = [\"read\", \"list\", \"stat\"]";
