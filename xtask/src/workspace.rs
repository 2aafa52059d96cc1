//! Where things are: the clone, what is built in it, and the cache outside it.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The paths of one clone.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    cache: PathBuf,
}

impl Workspace {
    /// The clone that this program was built from, with the folders that the environment names.
    pub(crate) fn locate() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask/ has no parent folder")?
            .to_owned();
        let target =
            set("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self {
            cache: cache_folder()?,
            root,
            target,
        })
    }

    /// Another clone of the same sources, which builds into `target`.
    pub(crate) fn elsewhere(&self, root: PathBuf, target: PathBuf) -> Self {
        Self {
            root,
            target,
            cache: self.cache.clone(),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The components, ready to use.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Cargo's build folder.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// What outlives a clone: the tool chain and installed tools.
    pub(crate) fn cache(&self) -> &Path {
        &self.cache
    }

    /// The link to the tool chain, which `.cargo/config.toml` names as WASI_SDK.
    pub(crate) fn toolchain_link(&self) -> PathBuf {
        self.root.join(".toolchain")
    }

    /// The link to the bundled packages, which `.cargo/config.toml` names as JAVASCRIPT_PACKAGES.
    pub(crate) fn packages_link(&self) -> PathBuf {
        self.root.join(".javascript")
    }

    /// The link to what exec-python is linked with, which `.cargo/config.toml` names as CPYTHON_WASM.
    pub(crate) fn cpython_link(&self) -> PathBuf {
        self.root.join(".cpython")
    }

    /// Points `link` to `folder`, at once.
    pub(crate) fn link(&self, folder: &Path, link: &Path) -> Result<()> {
        if fs::read_link(link).is_ok_and(|target| target == folder) {
            return Ok(());
        }
        let partial = link.with_extension(format!("partial.{}", std::process::id()));
        symlink(folder, &partial)
            .and_then(|()| fs::rename(&partial, link))
            .with_context(|| format!("cannot link {} to {}", link.display(), folder.display()))
    }

    /// `path` as a person in the clone would write it.
    pub(crate) fn shown<'p>(&self, path: &'p Path) -> std::path::Display<'p> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}

fn cache_folder() -> Result<PathBuf> {
    if let Some(folder) = set("GOLEM_EXEC_CACHE") {
        return std::path::absolute(&folder).context("GOLEM_EXEC_CACHE is not a path");
    }
    let base = match set("XDG_CACHE_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => home()?.join(".cache"),
    };
    Ok(base.join("golem-exec"))
}

/// The user's home folder.
pub(crate) fn home() -> Result<PathBuf> {
    env::home_dir().context("no home folder: set GOLEM_EXEC_CACHE to a folder for the tool chain")
}

/// An environment variable that has a value; empty counts as unset, as for XDG.
pub(crate) fn set(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
