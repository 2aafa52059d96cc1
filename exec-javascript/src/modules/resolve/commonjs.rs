//! `require`: the algorithm of Node's documentation on CommonJS modules.

use super::target::{Lookup, Manner};
use super::{Found, Resolver, Unresolved, check_length, real_path, split_package};
use crate::modules::builtin::Builtin;
use crate::modules::url;

impl Resolver<'_> {
    /// What `request` means in a module at `importer`, a path; a file's path is without symbolic
    /// links. `None` where it means nothing: who asks knows the stack of requirers that the
    /// message names.
    ///
    /// # Errors
    /// When a `package.json` decides otherwise.
    pub(crate) fn require(
        &mut self,
        request: &str,
        importer: &str,
        paths: Option<&[String]>,
        endings: &[String],
    ) -> Result<Option<Found>, Unresolved> {
        check_length(request, importer)?;
        if let Some(builtin) = Builtin::of_program(request) {
            return Ok(Some(Found::Builtin(builtin)));
        }
        if request.starts_with("node:") {
            return Err(Unresolved::Builtin(request.to_owned()));
        }
        let is_relative = matches!(request, "." | "..")
            || request.starts_with("./")
            || request.starts_with("../");
        let found = if is_relative || request.starts_with('/') {
            self.file_or_folder(&joined(url::directory(importer), request), endings)?
        } else if request.starts_with('#') {
            self.internal(request, importer, Manner::Require)
                .map_err(|error| named_by(request, error))?
                .map(|found| self.finish_require(found))
                .transpose()?
        } else {
            self.package(request, importer, paths, endings)?
        };
        Ok(found.map(|found| match found {
            Found::File(path) => Found::File(real_path(self.files, &path)),
            builtin => builtin,
        }))
    }

    fn package(
        &mut self,
        request: &str,
        importer: &str,
        paths: Option<&[String]>,
        endings: &[String],
    ) -> Result<Option<Found>, Unresolved> {
        if let Some((name, subpath)) = split_package(request)
            && let Some(found) = self.own(name, &subpath, importer, Manner::Require)?
        {
            return self.finish_require(found).map(Some);
        }
        if request.len() > url::LONGEST_PATH {
            return Ok(None);
        }
        let own_paths;
        let folders = match paths {
            Some(paths) => paths,
            None => {
                own_paths = super::node_modules(url::directory(importer));
                &own_paths
            }
        };
        for folder in folders {
            if !self.is_folder(folder) {
                continue;
            }
            if let Some(found) = self.exported_by(folder, request)? {
                return self.finish_require(found).map(Some);
            }
            let path = joined(folder, request);
            if let Some(found) = self.file_or_folder(&path, endings)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// What a package in `folder` that has `exports` gives out.
    fn exported_by(&mut self, folder: &str, request: &str) -> Result<Option<Found>, Unresolved> {
        let Some((name, subpath)) = split_package(request) else {
            return Ok(None);
        };
        let folder = format!("{folder}/{name}");
        let package = self.packages.of_folder(self.files, &folder, None)?;
        let Some(package) = package else {
            return Ok(None);
        };
        let Some(exports) = &package.exports else {
            return Ok(None);
        };
        let lookup = Lookup {
            package: &package,
            manner: Manner::Require,
            importer: None,
        };
        self.exported(&lookup, exports, &subpath).map(Some)
    }

    /// What `exports` and `imports` name is taken as it is: no endings, no folders.
    fn finish_require(&mut self, found: Found) -> Result<Found, Unresolved> {
        match found {
            Found::File(path) if !self.is_file(&path) => Err(Unresolved::Module {
                path,
                importer: None,
            }),
            found => Ok(found),
        }
    }

    /// LOAD_AS_FILE, then LOAD_AS_DIRECTORY.
    fn file_or_folder(
        &mut self,
        path: &str,
        endings: &[String],
    ) -> Result<Option<Found>, Unresolved> {
        let is_named_as_folder = path.ends_with('/');
        if !is_named_as_folder && let Some(file) = self.file(path, endings) {
            return Ok(Some(Found::File(file)));
        }
        let folder = path.trim_end_matches('/');
        if !self.is_folder(path) {
            return Ok(None);
        }
        let package = self.packages.of_folder(self.files, folder, None)?;
        let main = package
            .as_deref()
            .and_then(|package| package.main.as_deref());
        if let Some(main) = main.filter(|main| !main.is_empty()) {
            let main = url::join(folder, main);
            let index = format!("{main}/index");
            if let Some(file) = self
                .file(&main, endings)
                .or_else(|| self.with_endings(&index, endings))
            {
                return Ok(Some(Found::File(file)));
            }
        }
        let index = self.with_endings(&format!("{folder}/index"), endings);
        match (index, main) {
            (Some(index), _) => Ok(Some(Found::File(index))),
            (None, Some(main)) if !main.is_empty() => {
                Err(Unresolved::RequiredMain(url::join(folder, main)))
            }
            (None, _) => Ok(None),
        }
    }

    fn file(&mut self, path: &str, endings: &[String]) -> Option<String> {
        if self.is_file(path) {
            return Some(path.to_owned());
        }
        self.with_endings(path, endings)
    }

    fn with_endings(&mut self, path: &str, endings: &[String]) -> Option<String> {
        endings
            .iter()
            .filter(|ending| path.len() + ending.len() <= url::LONGEST_PATH)
            .map(|ending| format!("{path}{ending}"))
            .find(|path| self.is_file(path))
    }
}

/// A package that is not there is told of by the name that the program had for it.
fn named_by(request: &str, error: Unresolved) -> Unresolved {
    match error {
        Unresolved::Package { .. } | Unresolved::Main { .. } => Unresolved::Module {
            path: request.to_owned(),
            importer: None,
        },
        other => other,
    }
}

/// `request` as seen from a folder; a slash at its end says that a folder is meant, as `.` and `..`
/// do.
fn joined(folder: &str, request: &str) -> String {
    let path = url::join(folder, request);
    let names_a_folder = matches!(request, "." | "..")
        || request.ends_with('/')
        || request.ends_with("/.")
        || request.ends_with("/..");
    if names_a_folder && path != "/" {
        path + "/"
    } else {
        path
    }
}
