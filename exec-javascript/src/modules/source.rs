//! The text of a module.

use rquickjs::{Ctx, Result};

use crate::files;
use crate::machine::Machine;
use crate::native::throw;

/// The source text of a module, read with the program's rights.
///
/// # Errors
/// What the file system says.
pub(crate) fn read(ctx: &Ctx<'_>, machine: &Machine, path: &str) -> Result<Vec<u8>> {
    let read = machine.with_run(|run| files::read(run.file_system(), path));
    match read {
        Some(Ok(source)) => Ok(without_hashbang(source)),
        Some(Err(error)) => Err(throw::file_system(ctx, machine, error, "open", path)),
        None => Err(throw::stopped(ctx)),
    }
}

/// A first line `#!…` becomes empty (ECMAScript's Hashbang grammar), so that line numbers stay; a
/// byte order mark goes.
fn without_hashbang(mut source: Vec<u8>) -> Vec<u8> {
    if source.starts_with(b"\xef\xbb\xbf") {
        source.drain(..3);
    }
    if source.starts_with(b"#!") {
        let end = source
            .iter()
            .position(|&byte| byte == b'\n')
            .unwrap_or(source.len());
        source.drain(..end);
    }
    source
}
