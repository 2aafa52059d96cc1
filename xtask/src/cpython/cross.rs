//! CPython for wasm32-wasip1.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::build_python::BuildPython;
use super::libraries::Libraries;
use super::log;
use super::patches::Patches;
use super::unpacked::Tree;
use crate::digest::Key;
use crate::process;
use crate::toolchain::Toolchain;
use crate::whole;
use crate::workspace::Workspace;

/// What configure cannot find out by running programs.
const SITE: &str = include_str!("../../../exec-python/cpython/config.site");
/// Which extension modules are left out.
const SETUP: &str = include_str!("../../../exec-python/cpython/Setup.local");

const OPTIMISATION: &str = "-O3 -DNDEBUG -w";

const ARGUMENTS: [&str; 6] = [
    "--host=wasm32-wasip1",
    "--prefix=/usr",
    "--disable-test-modules",
    "--with-doc-strings",
    "--with-tzpath=/usr/share/zoneinfo",
    "--without-ensurepip",
];

/// What is linked of CPython itself, and make makes.
const ARCHIVES: [&str; 4] = [
    "libpython3.13.a",
    "Modules/_decimal/libmpdec/libmpdec.a",
    "Modules/_hacl/libHacl_Hash_SHA2.a",
    "Modules/expat/libexpat.a",
];

/// A folder with `include/python3.13`, `lib/*.a` and CPython's own library in `library`.
#[derive(Debug)]
pub(super) struct Cross {
    pub(super) folder: PathBuf,
    /// The folder of the C libraries that it was built against.
    pub(super) libraries: PathBuf,
    key: String,
}

impl Cross {
    pub(super) fn identify(&self, key: Key) -> Key {
        key.with("CPython for wasm32-wasip1", &self.key)
    }
}

pub(super) fn ensure(
    workspace: &Workspace,
    toolchain: &Toolchain,
    tree: &Tree,
    build_python: &BuildPython,
    libraries: &Libraries,
) -> Result<(Cross, String)> {
    let patches = Patches::of(workspace)?;
    let key = tree
        .identify(Key::default())
        .with("tool chain", toolchain.compiler_key())
        .with("site", SITE)
        .with("setup", SETUP)
        .with("optimisation", OPTIMISATION)
        .with("arguments", &ARGUMENTS.join(" "));
    let key = patches.identify(libraries.identify(key))?.short();
    let folder = workspace
        .cache()
        .join("cpython")
        .join(format!("cross-{key}"));
    let new = !folder.is_dir();
    let build = Build {
        toolchain,
        tree,
        build_python,
        libraries,
        patches: &patches,
    };
    whole::ensure(&folder, |partial| build.run(partial))?;
    let state = if new { "built" } else { "up to date" };
    let words = format!("{}, {state}", tree.version);
    let cross = Cross {
        folder,
        libraries: libraries.folder.clone(),
        key,
    };
    Ok((cross, words))
}

struct Build<'a> {
    toolchain: &'a Toolchain,
    tree: &'a Tree,
    build_python: &'a BuildPython,
    libraries: &'a Libraries,
    patches: &'a Patches,
}

impl Build<'_> {
    fn run(&self, folder: &Path) -> Result<()> {
        let source = folder.join("source");
        self.copy_tree(&source)?;
        self.patches.apply(&source)?;
        fs::write(source.join("config.site"), SITE)?;
        let build = source.join("build");
        fs::create_dir_all(build.join("Modules"))?;
        fs::write(build.join("Modules/Setup.local"), SETUP)?;
        self.configure(&build)?;
        self.make(&build)?;
        self.keep(&source, &build, folder)?;
        whole::remove(&source)
    }

    /// What the build reads: not the tests, and not what the build Python is built in.
    fn copy_tree(&self, to: &Path) -> Result<()> {
        fs::create_dir_all(to)?;
        for entry in self.tree.folder.read_dir()? {
            let entry = entry?;
            let name = entry.file_name();
            let built = name.to_string_lossy().starts_with("build-python-");
            if built || name == "Doc" || name == ".debian" {
                continue;
            }
            process::output(
                Command::new("cp")
                    .args(["--archive", "--"])
                    .arg(entry.path())
                    .arg(to),
            )?;
        }
        Ok(())
    }

    /// Its environment, in which the tool chain's compiler is `clang`.
    fn command(&self, program: &str, build: &Path) -> Result<Command> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let tools = self.toolchain.folder().join("bin");
        let folders = std::iter::once(tools).chain(std::env::split_paths(&path));
        let mut command = Command::new(program);
        command
            .current_dir(build)
            .env("PATH", std::env::join_paths(folders)?)
            .env("SOURCE_DATE_EPOCH", self.tree.epoch.to_string());
        Ok(command)
    }

    fn configure(&self, build: &Path) -> Result<()> {
        let machine =
            process::output(Command::new("sh").arg(self.tree.folder.join("config.guess")))?;
        let libraries = self.libraries.folder.display();
        let mut configure = self.command("../configure", build)?;
        configure
            .args(ARGUMENTS)
            .arg(format!("--build={}", machine.trim()))
            .arg(format!(
                "--with-build-python={}",
                self.build_python.program.display()
            ))
            .env("CONFIG_SITE", "../config.site")
            .env("CC", "clang")
            .env("CXX", "clang++")
            .env("AR", "llvm-ar")
            .env("RANLIB", "llvm-ranlib")
            .env("READELF", "true")
            .env("PKG_CONFIG", "")
            .env("OPT", OPTIMISATION)
            .env("CPPFLAGS", format!("-I{libraries}/include"))
            .env("LDFLAGS", format!("-L{libraries}/lib"))
            .env_remove("CFLAGS");
        log::run(configure, &build.join("configure.log"))
    }

    fn make(&self, build: &Path) -> Result<()> {
        let mut make = self.command("make", build)?;
        make.arg(format!("-j{}", log::jobs()))
            .args(ARCHIVES)
            .arg("pybuilddir.txt");
        log::run(make, &build.join("make.log"))
    }

    /// Moves what is used later from the build to `folder`.
    fn keep(&self, source: &Path, build: &Path, folder: &Path) -> Result<()> {
        let include = folder.join("include/python3.13");
        let lib = folder.join("lib");
        fs::create_dir_all(folder.join("include"))?;
        fs::create_dir_all(&lib)?;
        let library = folder.join("library");
        fs::rename(source.join("Include"), &include)?;
        fs::copy(build.join("pyconfig.h"), include.join("pyconfig.h"))?;
        fs::rename(source.join("Lib"), &library)?;
        for archive in ARCHIVES {
            let name = Path::new(archive).file_name().unwrap_or_default();
            fs::rename(build.join(archive), lib.join(name))
                .with_context(|| format!("make made no {archive}"))?;
        }
        self.configuration(build, &library)
    }

    /// What `sysconfig` reads, without the paths of this machine.
    fn configuration(&self, build: &Path, library: &Path) -> Result<()> {
        let made = fs::read_to_string(build.join("pybuilddir.txt"))?;
        let folder = build.join(made.trim());
        let python = self.build_python.program.display().to_string();
        let libraries = self.libraries.folder.display().to_string();
        let paths = [
            (python.as_str(), "python3.13"),
            (libraries.as_str(), "/libraries"),
        ];
        for entry in folder.read_dir()? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default();
            if path.extension().is_none_or(|suffix| suffix != "py") {
                continue;
            }
            let mut text = fs::read_to_string(&path)?;
            for (from, to) in paths {
                text = text.replace(from, to);
            }
            let root = build.parent().unwrap_or(build).display().to_string();
            text = text.replace(&root, "/source");
            fs::write(library.join(name), text)?;
        }
        Ok(())
    }
}
