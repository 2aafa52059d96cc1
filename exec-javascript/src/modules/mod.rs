//! Modules: found in the sandbox's file system with the program's rights, or built in.

mod builtin;
mod compile;
mod library;
mod load;
mod resolve;

use rquickjs::{Ctx, Module, Result};

pub(crate) use builtin::Builtin;
pub(crate) use compile::compile;
pub(crate) use library::{Require, compile as compile_builtin};
pub(crate) use load::ModuleLoader;
pub(crate) use resolve::ModuleResolver;

use crate::files;
use crate::machine::Machine;
use crate::native::throw;

/// The source text of a module.
pub(crate) fn read_source(ctx: &Ctx<'_>, machine: &Machine, path: &str) -> Result<Vec<u8>> {
    let read = machine.with_run(|run| files::read(run.file_system(), path));
    match read {
        Some(Ok(source)) => Ok(without_hashbang(source)),
        Some(Err(error)) => Err(throw::file_system(ctx, machine, error, "open", path)),
        None => Err(throw::stopped(ctx)),
    }
}

/// Fills in `import.meta` as Node has it.
pub(crate) fn describe(module: &Module<'_>, path: &str) -> Result<()> {
    let meta = module.meta()?;
    meta.set("url", format!("file://{path}"))?;
    meta.set("filename", path)?;
    let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
    meta.set(
        "dirname",
        if directory.is_empty() { "/" } else { directory },
    )
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
