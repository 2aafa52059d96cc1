//! The text of a module.

use rquickjs::{Ctx, Function, Result};

use super::{format, library};
use crate::files;
use crate::machine::Machine;
use crate::native::throw;

/// The module of the library that makes JavaScript of TypeScript.
const TYPESCRIPT: &str = "internal/typescript";

/// The source text of a module, read with the program's rights; that of TypeScript without its
/// types.
///
/// # Errors
/// What the file system says, or who takes the types out.
pub(crate) fn read(ctx: &Ctx<'_>, machine: &Machine, path: &str) -> Result<Vec<u8>> {
    let read = machine.with_run(|run| files::read(run.files_to_read(), path));
    match read {
        Some(Ok(source)) if format::is_typescript(path) => {
            without_types(ctx, machine, path, &without_hashbang(source))
        }
        Some(Ok(source)) => Ok(without_hashbang(source)),
        Some(Err(error)) => Err(throw::file_system(ctx, machine, error, "open", path)),
        None => Err(throw::stopped(ctx)),
    }
}

/// JavaScript with the lines of the TypeScript. The engine itself runs what does it: its limits on
/// stack, memory and time hold, whatever the text is.
fn without_types(ctx: &Ctx<'_>, machine: &Machine, path: &str, source: &[u8]) -> Result<Vec<u8>> {
    let text = rquickjs::String::from_str(ctx.clone(), &String::from_utf8_lossy(source))?;
    let strip: Function<'_> = library::internal(ctx, machine, TYPESCRIPT)?.get()?;
    let stripped: rquickjs::String<'_> = strip.call((text, path))?;
    Ok(stripped.to_string()?.into_bytes())
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
