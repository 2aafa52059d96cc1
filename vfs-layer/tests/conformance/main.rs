//! The conformance suite of the crate `vfs`, through a view of a namespace as a `vfs::FileSystem`.
#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    // The suite's own style.
    clippy::useless_vec
)]

mod view;

/// A scratch mount.
mod scratch {
    use std::io::{Read, Write};

    use crate::view::View;

    vfs::test_vfs!(View::scratch());
}

/// An overlay: what the suite makes goes above a lower layer.
mod overlay {
    use std::io::{Read, Write};

    use crate::view::View;

    vfs::test_vfs!(View::hollow_overlay());
}

/// A read-only mount.
mod read_only {
    use crate::view::View;

    vfs::test_vfs_readonly!(View::read_only());
}

/// An overlay that nothing has changed looks like what is below it.
mod untouched_overlay {
    use crate::view::View;

    vfs::test_vfs_readonly!(View::overlay());
}
