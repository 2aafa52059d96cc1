//! The tool chain's folder: a wasi-sdk in miniature, of links to the parts.
//!
//! `bin/clang` is a script ([`WRAPPER`]) around the real compiler; the rest of `bin`, the C library
//! and the runtime are links. The folder is named by the key of all it was made from, and never
//! changes once it is there.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use anyhow::Result;

use super::Toolchain;
use super::parts::Parts;
use crate::whole;
use crate::workspace::Workspace;

/// A patch's name and text.
macro_rules! patch {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../exec-javascript/patches/", $name)),
        )
    };
}

/// The compiler that build scripts call.
const WRAPPER: &str = include_str!("clang-wrapper.sh");

/// What the wrapper puts before QuickJS's main source file.
const STACK_GUARD: &str = include_str!("../../../exec-javascript/c/quickjs-stack-guard.h");

/// What the wrapper puts before each of QuickJS's source files.
const WORK: &str = include_str!("../../../exec-javascript/c/quickjs-work.h");

/// What the wrapper changes in a copy of QuickJS's source files, in this order.
const PATCHES: [(&str, &str); 23] = [
    patch!("0001-count-work.patch"),
    patch!("0002-memory.patch"),
    patch!("0003-text.patch"),
    patch!("0004-properties-and-lists.patch"),
    patch!("0005-big-integers.patch"),
    patch!("0006-sorting.patch"),
    patch!("0007-sources.patch"),
    patch!("0008-regular-expressions.patch"),
    patch!("0009-unicode.patch"),
    patch!("0010-abandoned-runtimes.patch"),
    patch!("0011-asynchronous-context.patch"),
    patch!("0012-error-stacks.patch"),
    patch!("0013-deep-module-graphs.patch"),
    patch!("0014-seed.patch"),
    patch!("0015-parser-depth.patch"),
    patch!("0016-atomics-without-threads.patch"),
    patch!("0017-garbage-near-the-limit.patch"),
    patch!("0018-growing-shared-buffers.patch"),
    patch!("0019-imports-from-eval.patch"),
    patch!("0020-library-without-text.patch"),
    patch!("0021-messages-of-v8.patch"),
    patch!("0022-well-formed-names-of-modules.patch"),
    patch!("0023-small-where-nothing-waits.patch"),
];

/// Where a tool chain made here has [`STACK_GUARD`], and no other tool chain has anything.
pub(super) const MARK: &str = "include/quickjs-stack-guard.h";

/// The tools that build scripts, configure scripts and makefiles ask for, and what they are.
const TOOLS: [(&str, &str); 11] = [
    ("ar", "llvm-ar"),
    ("llvm-ar", "llvm-ar"),
    ("ranlib", "llvm-ranlib"),
    ("llvm-ranlib", "llvm-ranlib"),
    ("nm", "llvm-nm"),
    ("llvm-nm", "llvm-nm"),
    ("strip", "llvm-strip"),
    ("objcopy", "llvm-objcopy"),
    ("objdump", "llvm-objdump"),
    ("wasm-ld", "wasm-ld"),
    ("size", "llvm-size"),
];

/// Makes the folder unless it is there, and links it into the clone.
pub(super) fn ensure(workspace: &Workspace, parts: &Parts) -> Result<Toolchain> {
    let compiler = parts.key().with("wrapper", WRAPPER);
    let compiler_key = compiler.clone().short();
    let key = compiler.with("stack guard", STACK_GUARD).with("work", WORK);
    let key = PATCHES
        .iter()
        .fold(key, |key, (name, text)| key.with(name, text))
        .short();
    let folder = workspace.cache().join("toolchains").join(&key);
    whole::ensure(&folder, |partial| make(partial, parts))?;
    workspace.link(&folder, &workspace.toolchain_link())?;
    Ok(Toolchain {
        folder,
        key,
        compiler_key,
    })
}

fn make(folder: &Path, parts: &Parts) -> Result<()> {
    for name in ["bin", "libexec", "include", "patches", "share/wasi-sysroot"] {
        fs::create_dir_all(folder.join(name))?;
    }
    for name in ["clang", "clang++"] {
        let wrapper = folder.join("bin").join(name);
        fs::write(&wrapper, WRAPPER)?;
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))?;
        symlink(parts.bin.join(name), folder.join("libexec").join(name))?;
    }
    for (name, tool) in TOOLS {
        symlink(parts.bin.join(tool), folder.join("bin").join(name))?;
    }
    fs::write(folder.join(MARK), STACK_GUARD)?;
    fs::write(folder.join("include/quickjs-work.h"), WORK)?;
    for (name, text) in PATCHES {
        fs::write(folder.join("patches").join(name), text)?;
    }

    // clang looks for its runtime by the target's full name, Debian keeps it under another one.
    let resources = folder.join("lib/clang");
    fs::create_dir_all(resources.join("lib/wasm32-unknown-wasip1"))?;
    symlink(parts.resources.join("include"), resources.join("include"))?;
    symlink(
        &parts.builtins,
        resources.join("lib/wasm32-unknown-wasip1/libclang_rt.builtins.a"),
    )?;

    // The C library keeps its folders by target (Debian calls wasip1 by its old name as well).
    for (name, source) in [("include", &parts.include), ("lib", &parts.lib)] {
        let source = source.canonicalize()?;
        symlink(&source, folder.join("share/wasi-sysroot").join(name))?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "wrapper_tests.rs"]
mod tests;
