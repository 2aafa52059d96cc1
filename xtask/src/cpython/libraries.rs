//! The C libraries under CPython, for wasm32-wasip1: zlib, bzip2, liblzma, SQLite.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::debian_fixes;
use super::patches::Patches;
use super::sources::Sources;
use super::{log, sqlite, unpacked};
use crate::digest::Key;
use crate::toolchain::Toolchain;
use crate::whole;
use crate::workspace::Workspace;

/// For data that programs wait for.
const FAST: [&str; 3] = ["-O3", "-DNDEBUG", "-w"];

const ZLIB: [&str; 15] = [
    "adler32", "compress", "crc32", "deflate", "gzclose", "gzlib", "gzread", "gzwrite", "infback",
    "inffast", "inflate", "inftrees", "trees", "uncompr", "zutil",
];

const BZIP2: [&str; 7] = [
    "blocksort",
    "bzlib",
    "compress",
    "crctable",
    "decompress",
    "huffman",
    "randtable",
];

/// The library alone, without threads, which do not exist here.
const XZ: [&str; 14] = [
    "--host=wasm32-wasip1",
    "--disable-assembler",
    "--disable-doc",
    "--disable-ifunc",
    "--disable-lzip-decoder",
    "--disable-lzmadec",
    "--disable-lzmainfo",
    "--disable-microlzma",
    "--disable-nls",
    "--disable-scripts",
    "--disable-shared",
    "--disable-xz",
    "--disable-xzdec",
    "--enable-threads=no",
];

/// A folder with `include` and `lib`.
#[derive(Debug)]
pub(super) struct Libraries {
    pub(super) folder: PathBuf,
    key: String,
}

impl Libraries {
    pub(super) fn identify(&self, key: Key) -> Key {
        key.with("libraries", &self.key)
    }
}

pub(super) fn ensure(
    workspace: &Workspace,
    toolchain: &Toolchain,
    sources: &Sources,
) -> Result<(Libraries, String)> {
    let mut key = debian_fixes::identify(Key::default())
        .with("tool chain", toolchain.compiler_key())
        .with("flags", &FAST.join(" "))
        .with("xz", &XZ.join(" "))
        .with("zlib", &ZLIB.join(" "))
        .with("SQLite's flags", &sqlite::identity());
    for (name, source) in [
        ("zlib", &sources.zlib),
        ("bzip2", &sources.bzip2),
        ("xz", &sources.xz),
        ("SQLite", &sources.sqlite),
    ] {
        key = source.identify(name, key);
    }
    let patches = Ours {
        bzip2: Patches::of_library(workspace, "bzip2")?,
        sqlite: Patches::of_library(workspace, "sqlite")?,
    };
    key = patches.bzip2.identify(patches.sqlite.identify(key)?)?;
    let key = key.short();
    let folder = workspace
        .cache()
        .join("cpython")
        .join(format!("libraries-{key}"));
    let new = !folder.is_dir();
    whole::ensure(&folder, |partial| {
        build(partial, toolchain, sources, &patches)
    })?;
    let words = if new { "built" } else { "up to date" };
    Ok((Libraries { folder, key }, words.to_owned()))
}

/// The patches of ours, by libraries.
struct Ours {
    bzip2: Patches,
    sqlite: Patches,
}

fn build(folder: &Path, toolchain: &Toolchain, sources: &Sources, patches: &Ours) -> Result<()> {
    let build = Build {
        bin: toolchain.folder().join("bin"),
        include: folder.join("include"),
        lib: folder.join("lib"),
    };
    fs::create_dir_all(&build.include)?;
    fs::create_dir_all(&build.lib)?;
    let work = folder.join("work");
    let unpack = |name: &str, source, fixes| -> Result<PathBuf> {
        let folder = work.join(name);
        fs::create_dir_all(&folder)?;
        unpacked::unpack(source, fixes, &folder)?;
        Ok(folder)
    };

    let zlib = unpack("zlib", &sources.zlib, debian_fixes::ZLIB)?;
    build.archive(
        &zlib,
        "z",
        &ZLIB,
        &[&FAST[..], &["-DHAVE_UNISTD_H"]].concat(),
    )?;
    build.headers(&zlib, &["zlib.h", "zconf.h"])?;

    let bzip2 = unpack("bzip2", &sources.bzip2, debian_fixes::BZIP2)?;
    patches.bzip2.apply(&bzip2)?;
    build.archive(&bzip2, "bz2", &BZIP2, &FAST)?;
    build.headers(&bzip2, &["bzlib.h"])?;

    let xz = unpack("xz", &sources.xz, debian_fixes::XZ)?;
    build.liblzma(&xz)?;

    let sqlite = unpack("sqlite", &sources.sqlite, debian_fixes::SQLITE)?;
    patches.sqlite.apply(&sqlite)?;
    sqlite::amalgamate(&sqlite)?;
    let flags = sqlite::flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    build.archive(&sqlite::folder(&sqlite), "sqlite3", &["sqlite3"], &flags)?;
    build.headers(&sqlite::folder(&sqlite), &["sqlite3.h"])?;
    whole::remove(&work)
}

/// Where things come from and go to.
pub(super) struct Build {
    bin: PathBuf,
    include: PathBuf,
    lib: PathBuf,
}

impl Build {
    /// Compiles the named files of a folder into an archive.
    fn archive(&self, folder: &Path, name: &str, files: &[&str], flags: &[&str]) -> Result<()> {
        let mut clang = Command::new(self.bin.join("clang"));
        clang.current_dir(folder).args(flags).arg("-c");
        clang.args(files.iter().map(|file| format!("{file}.c")));
        log::run(clang, &folder.join("clang.log"))?;
        let mut ar = Command::new(self.bin.join("llvm-ar"));
        ar.current_dir(folder)
            .arg("rcsD")
            .arg(self.lib.join(format!("lib{name}.a")))
            .args(files.iter().map(|file| format!("{file}.o")));
        log::run(ar, &folder.join("ar.log"))
    }

    fn headers(&self, folder: &Path, names: &[&str]) -> Result<()> {
        for name in names {
            let source = folder.join(name);
            fs::copy(&source, self.include.join(name))
                .with_context(|| format!("cannot copy {}", source.display()))?;
        }
        Ok(())
    }

    fn liblzma(&self, folder: &Path) -> Result<()> {
        let mut configure = Command::new("./configure");
        configure
            .current_dir(folder)
            .args(XZ)
            .arg(format!("CC={}", self.bin.join("clang").display()))
            .arg(format!("AR={}", self.bin.join("llvm-ar").display()))
            .arg(format!("RANLIB={}", self.bin.join("llvm-ranlib").display()))
            .arg(format!("CFLAGS={}", FAST.join(" ")));
        log::run(configure, &folder.join("configure.log"))?;
        let mut make = Command::new("make");
        make.current_dir(folder)
            .arg(format!("-j{}", log::jobs()))
            .args(["-C", "src/liblzma"]);
        log::run(make, &folder.join("make.log"))?;
        let made = folder.join("src/liblzma/.libs/liblzma.a");
        fs::copy(&made, self.lib.join("liblzma.a"))
            .with_context(|| format!("cannot copy {}", made.display()))?;
        let api = folder.join("src/liblzma/api");
        self.headers(&api, &["lzma.h"])?;
        fs::create_dir_all(self.include.join("lzma"))?;
        for entry in api.join("lzma").read_dir()? {
            let name = entry?.file_name();
            let name = Path::new("lzma").join(name);
            if name.extension().is_some_and(|suffix| suffix == "h") {
                fs::copy(api.join(&name), self.include.join(&name))?;
            }
        }
        Ok(())
    }
}
