//! A compiled component's file: its name, and how it comes there.

use std::fs::{self, File};
use std::hash::{Hash as _, Hasher};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};
use tempfile::Builder;
use wasmtime::Engine;

use crate::wasm::Wasm;

const EXTENSION: &str = "cwasm";

/// What a file is called until it is whole. One whose process was killed stays, until it is the oldest.
const UNFINISHED: &str = "part";

/// When a file was used is told to this: it orders the files, and a process that runs for a millisecond should not
/// write to the disk each time.
const USE_IS_TOLD_AFTER: Duration = Duration::from_secs(60 * 60);

/// The name of what `engine` makes of a component: a digest of the component, of Wasmtime's version, and of all
/// settings that the code depends on.
pub(crate) fn name(engine: &Engine, wasm: &Wasm<'_>) -> String {
    let mut hasher = Sha256Hasher(Sha256::new());
    hasher.write(wasm.digest());
    engine.precompile_compatibility_hash().hash(&mut hasher);
    format!("{}.{EXTENSION}", hex::encode(hasher.0.finalize()))
}

pub(crate) fn is_ours(path: &Path) -> bool {
    let extension = path.extension();
    extension.is_some_and(|found| found == EXTENSION || found == UNFINISHED)
}

/// Puts a whole file at `path`, or none: what is there by that name is complete, and on the disk.
pub(crate) fn save(path: &Path, code: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut file = Builder::new()
        .suffix(&format!(".{UNFINISHED}"))
        .tempfile_in(folder)?;
    file.write_all(code)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Notes that the file was used.
pub(crate) fn touch(path: &Path) {
    let noted = || -> io::Result<()> {
        let used = fs::metadata(path)?.modified()?;
        let now = SystemTime::now();
        if now
            .duration_since(used)
            .is_ok_and(|age| age > USE_IS_TOLD_AFTER)
        {
            File::open(path)?.set_modified(now)?;
        }
        Ok(())
    };
    if let Err(error) = noted() {
        log::debug!("{}: {error}", path.display());
    }
}

/// SHA-256 for what is made to be hashed by a [`Hasher`].
struct Sha256Hasher(Sha256);

impl Hasher for Sha256Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        // Nothing that is hashed asks for it; the digest is taken whole.
        0
    }
}
