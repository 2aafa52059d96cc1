//! From a specifier to a file or a built-in module, as Node's two algorithms have it. Every probe
//! is an operation on the run's file system, with the program's rights: what those do not show is
//! not there. Names are compared byte for byte; nothing is normalised.

mod commonjs;
mod esm;
mod target;
mod unresolved;

use std::sync::Arc;

use vfs_layer::{FileKind, Namespace, ROOT_FD};

pub(crate) use target::Manner;
pub(crate) use unresolved::Unresolved;

use super::builtin::Builtin;
use super::package::Packages;
use super::url;
use crate::files::below_root;
use crate::work;
use target::Lookup;

/// What a specifier names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// A module that comes with the engine.
    Builtin(Builtin),
    /// An absolute path. Whether there is a file is another question.
    File(String),
}

/// The longest specifier that is looked at, and the longest name of who asks, in bytes.
const LONGEST_SPECIFIER: usize = 1 << 20;

/// Refuses what is far longer than any path: what is made of it on the way is made outside of the engine's heap.
fn check_length(specifier: &str, importer: &str) -> Result<(), Unresolved> {
    if specifier.len().max(importer.len()) <= LONGEST_SPECIFIER {
        return Ok(());
    }
    let shown: String = specifier.chars().take(64).collect();
    Err(Unresolved::Specifier {
        specifier: format!("{shown}…"),
        reason: "is longer than a path can be".to_owned(),
        importer: None,
    })
}

/// One resolution.
pub(crate) struct Resolver<'a> {
    files: &'a mut Namespace,
    packages: &'a mut Packages,
    /// What may still be looked at. A program chooses how many alternatives, endings and folders there
    /// are, and nobody can end it while they are gone through.
    steps: usize,
}

/// Beyond this many steps nothing is found any more: a hundred times what the largest packages take.
const MOST_STEPS: usize = 1 << 14;

/// A step, as work: an error that is made for an alternative that cannot be used.
const STEP: usize = 50;

/// A probe of the file system, in steps.
const PROBE: usize = 4;

impl<'a> Resolver<'a> {
    pub(crate) fn new(files: &'a mut Namespace, packages: &'a mut Packages) -> Self {
        Self {
            files,
            packages,
            steps: MOST_STEPS,
        }
    }

    /// Takes steps off what is left. `None` when that is not enough.
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(steps)?;
        work::charge_parsing(STEP * steps);
        Some(())
    }
}

impl Resolver<'_> {
    /// What there is at a path that it takes no more than what is left to look at.
    fn kind(&mut self, path: &str) -> Option<FileKind> {
        if path.len() > url::LONGEST_PATH {
            return None;
        }
        self.spend(PROBE)?;
        let stat = self
            .files
            .unrecorded(|files| files.stat_at(ROOT_FD, below_root(path), true));
        stat.ok().map(|stat| stat.kind)
    }

    fn is_file(&mut self, path: &str) -> bool {
        self.kind(path)
            .is_some_and(|kind| kind != FileKind::Directory)
    }

    fn is_folder(&mut self, path: &str) -> bool {
        self.kind(path) == Some(FileKind::Directory)
    }

    /// `#name`: the nearest package's own `imports`.
    fn internal(
        &mut self,
        specifier: &str,
        importer: &str,
        manner: Manner,
    ) -> Result<Option<Found>, Unresolved> {
        let package = self.packages.of_file(self.files, importer)?;
        let Some(package) = package else {
            return Ok(None);
        };
        let lookup = Lookup {
            package: &package,
            manner,
            importer: Some(importer),
        };
        if package.imports.is_none() {
            return Ok(None);
        }
        let found = self.imported(&lookup, specifier)?;
        found
            .map(Some)
            .ok_or_else(|| not_imported(specifier, Some(package.path()), importer))
    }

    /// PACKAGE_SELF_RESOLVE: a package that has `exports` may name itself.
    fn own(
        &mut self,
        name: &str,
        subpath: &str,
        importer: &str,
        manner: Manner,
    ) -> Result<Option<Found>, Unresolved> {
        let package = self.packages.of_file(self.files, importer)?;
        let Some(package) = package.filter(|package| package.name.as_deref() == Some(name)) else {
            return Ok(None);
        };
        let Some(exports) = &package.exports else {
            return Ok(None);
        };
        let lookup = Lookup {
            package: &package,
            manner,
            importer: Some(importer),
        };
        self.exported(&lookup, exports, subpath).map(Some)
    }
}

fn not_imported(specifier: &str, package: Option<String>, importer: &str) -> Unresolved {
    Unresolved::NotImported {
        specifier: specifier.to_owned(),
        package,
        importer: Some(importer.to_owned()),
    }
}

/// The folders `node_modules` that are asked for a package, the nearest first.
pub(crate) fn node_modules(directory: &str) -> Vec<String> {
    let mut folders = Vec::new();
    let mut folder = url::reachable(directory.trim_end_matches('/')).trim_end_matches('/');
    loop {
        if !folder.ends_with("/node_modules") {
            folders.push(format!("{folder}/node_modules"));
        }
        if folder.is_empty() {
            return folders;
        }
        folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    }
}

/// A bare specifier as a package's name and the subpath in it, `.` or `./…`. `None` where it is no
/// package's name.
fn split_package(specifier: &str) -> Option<(&str, String)> {
    let mut ends = specifier.match_indices('/').map(|(index, _)| index);
    let end = if specifier.starts_with('@') {
        ends.next()?;
        ends.next()
    } else {
        ends.next()
    };
    let (name, rest) = specifier.split_at(end.unwrap_or(specifier.len()));
    let is_name = !name.is_empty() && !name.starts_with('.') && !name.contains(['\\', '%']);
    is_name.then(|| (name, format!(".{rest}")))
}

/// The path of a file with its symbolic links resolved, within the namespace. A part of the way
/// that cannot be looked at counts as no link: opening the file has the last word.
pub(crate) fn real_path(files: &mut Namespace, path: &str) -> String {
    /// As many as path resolution follows (POSIX: SYMLOOP_MAX).
    const LINKS: usize = 40;
    let mut pending: Vec<String> = path.rsplit('/').map(str::to_owned).collect();
    let mut resolved = String::new();
    let mut links = 0;
    while let Some(segment) = pending.pop() {
        match segment.as_str() {
            "" | "." => continue,
            ".." => {
                resolved.truncate(resolved.rfind('/').unwrap_or(0));
                continue;
            }
            _ => {}
        }
        let next = format!("{resolved}/{segment}");
        match files.unrecorded(|files| link_target(files, &next)) {
            Some(target) if links < LINKS => {
                links += 1;
                if target.starts_with('/') {
                    resolved.clear();
                }
                pending.extend(target.rsplit('/').map(str::to_owned));
            }
            _ => resolved = next,
        }
    }
    if resolved.is_empty() {
        "/".to_owned()
    } else {
        resolved
    }
}

fn link_target(files: &mut Namespace, path: &str) -> Option<Arc<str>> {
    let stat = files.stat_at(ROOT_FD, below_root(path), false).ok()?;
    if stat.kind != FileKind::SymbolicLink {
        return None;
    }
    files.read_link(ROOT_FD, below_root(path)).ok()
}

#[cfg(test)]
mod tests;
