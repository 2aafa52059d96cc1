//! CPython for this machine as a user would build it, from the sources that the guest's is built from:
//! a peer of the benchmarks.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::log;
use super::unpacked::{self, Tree};
use crate::debian::apt;
use crate::digest::Key;
use crate::progress::Progress;
use crate::whole;
use crate::workspace::Workspace;

/// Nothing about speed: what configure chooses by itself is -O3, without profiles or link-time
/// optimisation.
const ARGUMENTS: [&str; 2] = ["--disable-test-modules", "--without-ensurepip"];

/// For the extension modules that the benchmarks import.
const PACKAGES: [&str; 3] = ["libsqlite3-dev", "pkg-config", "zlib1g-dev"];

/// Builds it unless the cache has it; its program.
///
/// # Errors
/// What could not be fetched or built, with the log of it.
pub(crate) fn ensure(workspace: &Workspace, progress: &mut Progress) -> Result<PathBuf> {
    progress.quiet("CPython for this machine, to compare with", || {
        let tree = unpacked::cpython(workspace, &super::sources::ensure(workspace)?)?;
        let key = tree
            .identify(Key::default())
            .with("arguments", &ARGUMENTS.join(" "))
            .short();
        let folder = workspace
            .cache()
            .join("peers")
            .join(format!("cpython-{key}"));
        let program = folder.join("bin/python3.13");
        whole::ensure(&folder, |partial| {
            if apt::is_here() {
                apt::ensure(&PACKAGES)?;
            }
            build(&tree, partial)
        })?;
        Ok((program, tree.version))
    })
}

/// Installs it into `folder`, which may be renamed: CPython finds its library beside its program.
fn build(tree: &Tree, folder: &Path) -> Result<()> {
    let work = folder.join("work");
    std::fs::create_dir_all(&work)?;
    let command = |program: &Path| {
        let mut command = Command::new(program);
        command
            .current_dir(&work)
            // The sources are read by other builds too.
            .env("PYTHONDONTWRITEBYTECODE", "1");
        for variable in ["CC", "CFLAGS", "CPPFLAGS", "LDFLAGS", "CONFIG_SITE", "OPT"] {
            command.env_remove(variable);
        }
        command
    };
    let mut configure = command(&tree.folder.join("configure"));
    configure
        .args(ARGUMENTS)
        .arg(format!("--prefix={}", folder.display()));
    log::run(configure, &work.join("configure.log"))?;
    let mut make = command(Path::new("make"));
    make.arg(format!("-j{}", log::jobs()));
    log::run(make, &work.join("make.log"))?;
    let mut install = command(Path::new("make"));
    install.arg("install");
    log::run(install, &work.join("install.log"))?;
    whole::remove(&work)
}
