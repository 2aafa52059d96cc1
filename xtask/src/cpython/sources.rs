//! Sources as they are published: Debian's source packages, or files that the user names.
//!
//! What apt fetches it has verified, see [`crate::debian::release`]. What the user names is taken as it
//! is; its digest is part of what the result is made from.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::debian::apt;
use crate::debian::release::Release;
use crate::digest::{self, Key};
use crate::whole;
use crate::workspace::{self, Workspace};

/// One piece of software.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    /// Debian's source package, or the package itself.
    package: &'static str,
    /// Names another source.
    variable: &'static str,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A source package; else a tarball.
    Source,
    /// A package with files that need no building; else a folder.
    Files,
}

const CPYTHON: Wanted = source("python3.13", "CPYTHON_SOURCE");
const ZLIB: Wanted = source("zlib", "ZLIB_SOURCE");
const BZIP2: Wanted = source("bzip2", "BZIP2_SOURCE");
const XZ: Wanted = source("xz-utils", "XZ_SOURCE");
const SQLITE: Wanted = source("sqlite3", "SQLITE_SOURCE");
/// Today's zone names, and those of former times that programs still use. A folder such as
/// `/usr/share/zoneinfo` stands for both.
const ZONES: [Wanted; 2] = [
    files("tzdata", "ZONEINFO_FOLDER"),
    files("tzdata-legacy", "ZONEINFO_FOLDER"),
];

const fn source(package: &'static str, variable: &'static str) -> Wanted {
    Wanted {
        package,
        variable,
        kind: Kind::Source,
    }
}

const fn files(package: &'static str, variable: &'static str) -> Wanted {
    Wanted {
        package,
        variable,
        kind: Kind::Files,
    }
}

/// Where the source of one piece is.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A folder with the files of a Debian source package, or of an unpacked package.
    Debian { folder: PathBuf, version: String },
    /// A tarball or a folder of the user's.
    Named { path: PathBuf, digest: String },
}

impl Source {
    /// Adds what tells this source from another one.
    pub(super) fn identify(&self, name: &str, key: Key) -> Key {
        match self {
            Self::Debian { version, .. } => key.with(name, version),
            Self::Named { digest, .. } => key.with(name, digest),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Debian { version, .. } => f.write_str(version),
            Self::Named { path, digest } => {
                let start: String = digest.chars().take(16).collect();
                write!(f, "{} ({start})", path.display())
            }
        }
    }
}

/// All that CPython is made from.
#[derive(Debug)]
pub(super) struct Sources {
    pub(super) cpython: Source,
    pub(super) zlib: Source,
    pub(super) bzip2: Source,
    pub(super) xz: Source,
    pub(super) sqlite: Source,
    pub(super) zones: Vec<Source>,
}

impl fmt::Display for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CPython {}, zlib {}, bzip2 {}, xz {}, SQLite {}",
            self.cpython, self.zlib, self.bzip2, self.xz, self.sqlite
        )
    }
}

/// Fetches what neither the cache has nor the user names.
pub(super) fn ensure(workspace: &Workspace) -> Result<Sources> {
    let cache = workspace.cache().join("sources");
    let work = workspace
        .cache()
        .join(format!("lists.{}", std::process::id()));
    let mut fetcher = Fetcher {
        cache: &cache,
        work: &work,
        release: None,
    };
    let result = fetcher.all();
    // Lists of packages are of no use later, and in nobody's way.
    let _ = fs::remove_dir_all(&work);
    result
}

struct Fetcher<'a> {
    cache: &'a Path,
    work: &'a Path,
    /// Its lists are fetched when the first thing is missing.
    release: Option<Release>,
}

impl Fetcher<'_> {
    fn all(&mut self) -> Result<Sources> {
        Ok(Sources {
            cpython: self.one(CPYTHON)?,
            zlib: self.one(ZLIB)?,
            bzip2: self.one(BZIP2)?,
            xz: self.one(XZ)?,
            sqlite: self.one(SQLITE)?,
            zones: ZONES
                .into_iter()
                .map(|wanted| self.one(wanted))
                .collect::<Result<_>>()?,
        })
    }

    fn one(&mut self, wanted: Wanted) -> Result<Source> {
        if let Some(path) = workspace::set(wanted.variable) {
            return named(wanted, Path::new(&path));
        }
        let folder = self.cache.join(wanted.package);
        if let Some(source) = newest(&folder) {
            return Ok(source);
        }
        self.fetch(wanted, &folder).with_context(|| {
            let what = match wanted.kind {
                Kind::Source => "a tarball of its source",
                Kind::Files => "a folder such as /usr/share/zoneinfo",
            };
            format!(
                "cannot fetch {}; to use another one set {} to {what}",
                wanted.package, wanted.variable
            )
        })?;
        newest(&folder).with_context(|| format!("{} was fetched, but is not there", wanted.package))
    }

    fn fetch(&mut self, wanted: Wanted, folder: &Path) -> Result<()> {
        let release = match self.release.take() {
            Some(release) => release,
            None => Release::open(self.work)?,
        };
        let release = self.release.insert(release);
        let files = self.work.join("files");
        let version = match wanted.kind {
            Kind::Source => release.source(wanted.package, &files)?,
            Kind::Files => {
                whole::remove(&files)?;
                let package = release.package(wanted.package, self.work)?;
                apt::unpack(&package, &files)?;
                apt::version(&package)?
            }
        };
        // The colon of an epoch divides paths for some programs.
        let destination = folder.join(version.replace(':', "%3a"));
        fs::create_dir_all(folder)
            .and_then(|()| fs::rename(&files, &destination))
            .with_context(|| format!("cannot create {}", destination.display()))
    }
}

/// The version in the cache; the last one if there are several.
fn newest(folder: &Path) -> Option<Source> {
    let mut versions: Vec<String> = folder
        .read_dir()
        .ok()?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    versions.sort();
    let version = versions.pop()?;
    Some(Source::Debian {
        folder: folder.join(&version),
        version: version.replace("%3a", ":"),
    })
}

fn named(wanted: Wanted, path: &Path) -> Result<Source> {
    let right = match wanted.kind {
        Kind::Source => path.is_file(),
        Kind::Files => path.is_dir(),
    };
    if !right {
        let what = match wanted.kind {
            Kind::Source => "a file",
            Kind::Files => "a folder",
        };
        bail!(
            "{} is {}, which is not {what}",
            wanted.variable,
            path.display()
        );
    }
    let path = path
        .canonicalize()
        .with_context(|| format!("cannot read {}", wanted.variable))?;
    let digest = match wanted.kind {
        Kind::Source => digest::of_file(&path)?,
        Kind::Files => digest::of_tree(&path)?,
    };
    Ok(Source::Named { path, digest })
}
