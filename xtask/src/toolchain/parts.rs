//! What a tool chain is made of, and where a machine has it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{CLANG_MAJOR, wasi_libc};
use crate::debian::apt;
use crate::digest::Key;
use crate::process;
use crate::version::Version;
use crate::workspace::Workspace;

/// clang for wasm32, its linker, its archive tools, and its runtime.
const PACKAGES: [&str; 5] = [
    "clang-19",
    "lld-19",
    "llvm-19",
    "libclang-rt-19-dev-wasm32",
    "patch",
];

/// The parts, all of them there.
#[derive(Debug)]
pub(super) struct Parts {
    /// Holds clang, llvm-ar and their relatives.
    pub(super) bin: PathBuf,
    /// clang's own headers and libraries.
    pub(super) resources: PathBuf,
    /// clang's runtime for wasm32.
    pub(super) builtins: PathBuf,
    /// Holds `<target>/` with libc's headers.
    pub(super) include: PathBuf,
    /// Holds `<target>/` with libc's archives.
    pub(super) lib: PathBuf,
    clang: Version,
    /// Exact versions: what the tool chain's key is made of.
    identity: Vec<(&'static str, String)>,
}

impl Parts {
    pub(super) fn key(&self) -> Key {
        let paths = [
            &self.bin,
            &self.resources,
            &self.builtins,
            &self.include,
            &self.lib,
        ];
        let key = paths.iter().fold(Key::default(), |key, path| {
            key.with("path", &path.to_string_lossy())
        });
        self.identity
            .iter()
            .fold(key, |key, (name, value)| key.with(name, value))
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "clang {}", self.clang)?;
        self.identity
            .iter()
            .skip(1)
            .try_for_each(|(name, value)| write!(f, ", {name} {value}"))
    }
}

/// Debian's packages; installs what is missing.
pub(super) fn of_debian(workspace: &Workspace) -> Result<Parts> {
    if !apt::is_here() {
        bail!(
            "there is no apt here to install clang {CLANG_MAJOR} and wasi-libc with, and WASI_SDK is not \
             set: unpack a wasi-sdk 25 or later (https://github.com/WebAssembly/wasi-sdk) and set \
             WASI_SDK to its folder"
        );
    }
    apt::ensure(&PACKAGES).context(
        "enable a release that has LLVM 19 (Debian 12 or later, Ubuntu 24.10 or later), or set \
         WASI_SDK to an unpacked wasi-sdk",
    )?;
    let libc = wasi_libc::ensure(workspace)?;
    let bin = PathBuf::from(format!("/usr/lib/llvm-{CLANG_MAJOR}/bin"));
    let clang = Clang::in_folder(&bin)?;
    let builtins = clang
        .resources
        .join("lib/wasi/libclang_rt.builtins-wasm32.a");
    Ok(Parts {
        builtins: must_exist(builtins, "libclang-rt-19-dev-wasm32")?,
        include: must_exist(libc.folder.join("usr/include"), "wasi-libc")?,
        lib: must_exist(libc.folder.join("usr/lib"), "wasi-libc")?,
        bin,
        resources: clang.resources,
        clang: clang.version,
        identity: vec![("compiler", clang.text), ("wasi-libc", libc.version)],
    })
}

/// A wasi-sdk that the user unpacked.
pub(super) fn of_wasi_sdk(sdk: &Path) -> Result<Parts> {
    let missing = |what: &str, path: PathBuf| {
        must_exist(path, what).with_context(|| {
            format!(
                "WASI_SDK is {}, which is not a whole wasi-sdk 25 or later",
                sdk.display()
            )
        })
    };
    let sdk = missing("the folder that WASI_SDK names", sdk.to_owned())?;
    let sdk = sdk
        .canonicalize()
        .with_context(|| format!("cannot enter {}", sdk.display()))?;
    let bin = missing("its folder of tools", sdk.join("bin"))?;
    let clang = Clang::in_folder(&bin)?;
    let runtimes = [
        "wasm32-unknown-wasip1/libclang_rt.builtins.a",
        "wasip1/libclang_rt.builtins-wasm32.a",
        "wasi/libclang_rt.builtins-wasm32.a",
    ]
    .map(|name| clang.resources.join("lib").join(name));
    let [first, ..] = &runtimes;
    let builtins = runtimes
        .iter()
        .find(|path| path.is_file())
        .unwrap_or(first)
        .clone();
    let sysroot = sdk.join("share/wasi-sysroot");
    Ok(Parts {
        builtins: missing("clang's runtime for wasm32", builtins)?,
        include: missing("the folder of libc's headers", sysroot.join("include"))?,
        lib: missing("the folder of libc's archives", sysroot.join("lib"))?,
        bin,
        resources: clang.resources,
        clang: clang.version,
        identity: vec![
            ("compiler", clang.text),
            ("wasi-sdk", sdk.display().to_string()),
        ],
    })
}

fn must_exist(path: PathBuf, what: &str) -> Result<PathBuf> {
    if path.exists() {
        return Ok(path);
    }
    bail!("{what} is missing: looked for {}", path.display())
}

/// A C compiler, asked about itself.
struct Clang {
    text: String,
    version: Version,
    resources: PathBuf,
}

impl Clang {
    fn in_folder(bin: &Path) -> Result<Self> {
        let program = must_exist(bin.join("clang"), "clang")?;
        let text = process::output(Command::new(&program).arg("--version"))?;
        let first = text.lines().next().unwrap_or_default().to_owned();
        let version =
            Version::find(&first).with_context(|| format!("clang says only {first:?}"))?;
        if version.major < CLANG_MAJOR {
            bail!(
                "{} is {version}, {CLANG_MAJOR} or later is needed",
                program.display()
            );
        }
        let resources = process::output(Command::new(&program).arg("--print-resource-dir"))?;
        Ok(Self {
            text: first,
            version,
            resources: PathBuf::from(resources.trim()),
        })
    }
}
