//! Modules: found in the sandbox's file system with the program's rights, or built in.
//!
//! ES modules are named by their `file:` URLs, as `import.meta.url` has them; CommonJS modules by
//! their paths, and `internal/commonjs` of the library keeps them. Both are resolved here.

mod builtin;
mod commonjs;
mod compile;
mod facade;
mod format;
mod import;
mod library;
mod load;
mod package;
mod resolve;
mod source;
pub(crate) mod url;

pub(crate) use builtin::Builtin;
pub(crate) use commonjs::{Compiled, compile_either, evaluate_module, keep, keeper};
pub(crate) use compile::{compile, compile_commonjs, evaluate, parses};
pub(crate) use facade::{Imported, install as install_facades};
pub(crate) use format::Format;
pub(crate) use import::{ModuleResolver, admit, describe, unresolved, with_resolver};
#[cfg(target_family = "wasm")]
pub(crate) use library::compiled;
pub(crate) use library::{Require, compile as compile_builtin, internal};
pub(crate) use load::ModuleLoader;
pub(crate) use package::{PackageType, Packages};
pub(crate) use resolve::{Found, node_modules, real_path};
pub(crate) use source::read as read_source;

use crate::machine::Machine;

/// What the file at `path` is to the loaders.
///
/// # Errors
/// When the package that it lies in has a broken `package.json`.
pub(crate) fn format_of(machine: &Machine, path: &str) -> Result<Format, resolve::Unresolved> {
    let package = machine.with_run(|run| {
        let mut packages = machine.packages.borrow_mut();
        packages.of_file(run.files_to_read(), path)
    });
    let package = package.transpose()?.flatten();
    let said = package.map_or(PackageType::Unsaid, |package| package.kind());
    Ok(Format::of(path, said))
}
