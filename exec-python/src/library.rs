//! Python's own library, as a tree that every file system has mounted.

use std::sync::{Arc, OnceLock};

use vfs_layer::{LowerLayer, MountSpec, Rights};

use crate::archive;

/// Where the library is.
pub(crate) const PATH: &str = "/usr/lib/python3.13";

/// Where packages are that a caller brings; it comes after the library in `sys.path`.
#[cfg(target_family = "wasm")]
pub(crate) const PACKAGES: &str = "/usr/lib/python3.13/site-packages";

/// The mount for packages: empty at first, and not to be changed by programs.
#[cfg(target_family = "wasm")]
pub(crate) fn packages() -> MountSpec {
    MountSpec::scratch().rights(Rights::READ_ONLY)
}

/// What `cargo xtask build` has packed.
pub(crate) static ARCHIVE: &[u8] = include_bytes!(env!("PYTHON_PACK"));

static LAYER: OnceLock<Arc<LowerLayer>> = OnceLock::new();

/// The mount, read-only. Its files are unpacked when they are first read.
pub(crate) fn mount() -> MountSpec {
    MountSpec::read_only(Arc::clone(LAYER.get_or_init(|| Arc::new(layer(ARCHIVE)))))
}

/// The tree that is in an archive. What cannot be part of a tree is left out: the archive is ours, and
/// an import of what is missing says so.
fn layer(archive: &'static [u8]) -> LowerLayer {
    let mut builder = LowerLayer::builder();
    for member in archive::members(archive).unwrap_or_default() {
        match builder.packed_file(member.path, member.length, move || member.unpack()) {
            Ok(more) => builder = more,
            Err(error) => {
                log::error!("the library: {error}");
                return LowerLayer::builder().build();
            }
        }
    }
    builder.build()
}
