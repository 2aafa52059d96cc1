//! The build Python: of the same version, for this machine. The cross build freezes modules with it,
//! and the library is compiled with it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::log;
use super::unpacked::Tree;
use crate::digest::Key;
use crate::process;
use crate::whole;

/// It runs for seconds: what is compiled quickly is done first.
const FLAGS: &str = "-O1 -DNDEBUG -w";

const ARGUMENTS: [&str; 4] = [
    "--disable-test-modules",
    "--without-ensurepip",
    "--without-doc-strings",
    "--with-pkg-config=no",
];

/// The extension modules that the build's own scripts import; no others are built.
const SETUP: &str = "\
*static*
_struct _struct.c
binascii binascii.c
math mathmodule.c
";

/// An interpreter in the folder that it was built in.
#[derive(Debug)]
pub(super) struct BuildPython {
    pub(super) program: PathBuf,
}

impl BuildPython {
    /// The interpreter, with nothing of the user's environment.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["-I", "-S", "-B"]).env("PYTHONHASHSEED", "0");
        command
    }
}

pub(super) fn ensure(tree: &Tree) -> Result<(BuildPython, String)> {
    let key = tree
        .identify(Key::default())
        .with("flags", FLAGS)
        .with("arguments", &ARGUMENTS.join(" "))
        .with("setup", SETUP);
    // The interpreter finds its library from the path that leads from one folder to the other.
    let folder = tree.folder.join(format!("build-python-{}", key.short()));
    whole::ensure(&folder, build)?;
    let python = BuildPython {
        program: folder.join("python"),
    };
    let said = process::output(Command::new(&python.program).arg("--version"))?;
    Ok((python, said.trim().to_owned()))
}

fn build(folder: &Path) -> Result<()> {
    let mut configure = Command::new("../configure");
    configure
        .current_dir(folder)
        .args(ARGUMENTS)
        .env("OPT", FLAGS);
    for variable in ["CC", "CFLAGS", "CPPFLAGS", "LDFLAGS", "CONFIG_SITE"] {
        configure.env_remove(variable);
    }
    log::run(configure, &folder.join("configure.log"))?;
    std::fs::write(folder.join("Modules/Setup.local"), SETUP)
        .context("cannot write Modules/Setup.local")?;
    let mut make = Command::new("make");
    make.current_dir(folder)
        .arg(format!("-j{}", log::jobs()))
        .args(["python", "pybuilddir.txt"]);
    log::run(make, &folder.join("make.log"))
}
