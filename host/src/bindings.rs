//! The interface of the components, generated from `wit/p2` (see `build.rs`).

#[allow(missing_docs, reason = "generated; the WIT text documents each item")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
}

pub(crate) use generated::exports::golem::exec::types;
pub(crate) use generated::{Exec, ExecPre};
