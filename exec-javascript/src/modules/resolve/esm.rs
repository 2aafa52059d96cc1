//! `import`: ESM_RESOLVE of Node's documentation.

use vfs_layer::ROOT_FD;

use super::target::{Lookup, Manner};
use super::{Found, Resolver, Unresolved, check_length, not_imported, real_path, split_package};
use crate::files::below_root;
use crate::modules::builtin::Builtin;
use crate::modules::format::is_typescript;
use crate::modules::package::Package;
use crate::modules::url;

impl Resolver<'_> {
    /// The name of the module that `specifier` means in the module at `importer`, a path: a
    /// `file:` URL without symbolic links, with the specifier's own query and fragment, or a
    /// built-in module's name.
    ///
    /// # Errors
    /// When it names none.
    pub(crate) fn import(
        &mut self,
        specifier: &str,
        importer: &str,
    ) -> Result<(Found, String), Unresolved> {
        check_length(specifier, importer)?;
        let importer_name = || Some(importer.to_owned());
        let is_relative = matches!(specifier, "." | "..")
            || specifier.starts_with("./")
            || specifier.starts_with("../")
            || specifier.starts_with('/');
        let whole = specifier.strip_prefix("file://");
        if !is_relative && whole.is_none() {
            return Ok((self.import_bare(specifier, importer)?, String::new()));
        }
        let (path, suffix) = url::split(whole.unwrap_or(specifier));
        let joined = url::join(url::directory(importer), path);
        let hides_a_separator = ["%2f", "%5c"]
            .iter()
            .any(|escape| path.to_ascii_lowercase().contains(escape));
        let Some(mut decoded) = url::decode(&joined).filter(|_| !hides_a_separator) else {
            return Err(Unresolved::Specifier {
                specifier: joined,
                reason: r#"must not include encoded "/" or "\" characters"#.into(),
                importer: importer_name(),
            });
        };
        if path.ends_with('/') && decoded != "/" {
            decoded.push('/');
        }
        Ok((Found::File(decoded), suffix.to_owned()))
    }

    /// Checks that what was found is a file, and names its module. In TypeScript `./x.js` may mean
    /// the `x.ts` that a compiler would make it from, as its own resolution has it.
    ///
    /// # Errors
    /// When there is none, or a folder.
    pub(crate) fn finish_import(
        &mut self,
        path: &str,
        suffix: &str,
        importer: &str,
    ) -> Result<String, Unresolved> {
        let importer = Some(importer.to_owned());
        if path.ends_with('/') || self.is_folder(path) {
            return Err(Unresolved::Directory {
                path: path.to_owned(),
                importer,
            });
        }
        // This is what the program asked for: a refusal is written down.
        let asked = self.files.stat_at(ROOT_FD, below_root(path), true);
        let source;
        let path = match (
            asked,
            importer
                .as_deref()
                .and_then(|from| typescript_of(path, from)),
        ) {
            (Ok(_), _) => path,
            (Err(_), Some(found)) if self.is_file(&found) => {
                source = found;
                &source
            }
            (Err(_), _) => {
                return Err(Unresolved::Module {
                    path: path.to_owned(),
                    importer,
                });
            }
        };
        let real = real_path(self.files, path);
        Ok(format!("{}{suffix}", url::from_path(&real)))
    }

    /// A specifier that is no path: `#…`, a URL, a built-in module or a package.
    fn import_bare(&mut self, specifier: &str, importer: &str) -> Result<Found, Unresolved> {
        if specifier.starts_with('#') {
            let found = self.internal(specifier, importer, Manner::Import)?;
            return found.ok_or_else(|| not_imported(specifier, None, importer));
        }
        self.package_of(specifier, importer, Manner::Import)
    }

    /// A URL, a built-in module or a package: what `import` means by a bare specifier, and what either manner
    /// means by one in a package's `imports`. `#name` is a package's name here: entries that name each other
    /// would go round for ever.
    pub(super) fn package_of(
        &mut self,
        specifier: &str,
        importer: &str,
        manner: Manner,
    ) -> Result<Found, Unresolved> {
        if let Some(builtin) = Builtin::of_program(specifier) {
            return Ok(Found::Builtin(builtin));
        }
        if specifier.starts_with("node:") {
            return Err(Unresolved::Builtin(specifier.to_owned()));
        }
        if let Some(scheme) = url::scheme(specifier) {
            return Err(Unresolved::Scheme(scheme.to_owned()));
        }
        let Some((name, subpath)) = split_package(specifier) else {
            return Err(Unresolved::Specifier {
                specifier: specifier.to_owned(),
                reason: "is not a valid package name".into(),
                importer: Some(importer.to_owned()),
            });
        };
        if let Some(found) = self.own(name, &subpath, importer, manner)? {
            return Ok(found);
        }
        let can_be_there = name.len() <= url::LONGEST_PATH;
        let folders = super::node_modules(url::directory(importer));
        for folder in folders.into_iter().filter(|_| can_be_there) {
            let folder = format!("{folder}/{name}");
            if self.is_folder(&folder) {
                return self.within(&folder, &subpath, importer, manner);
            }
        }
        Err(Unresolved::Package {
            name: name.to_owned(),
            importer: Some(importer.to_owned()),
        })
    }

    /// A subpath of the package in `folder`.
    fn within(
        &mut self,
        folder: &str,
        subpath: &str,
        importer: &str,
        manner: Manner,
    ) -> Result<Found, Unresolved> {
        let package = self
            .packages
            .of_folder(self.files, folder, Some(importer))?;
        if let Some(package) = &package
            && let Some(exports) = &package.exports
        {
            let lookup = Lookup {
                package,
                manner,
                importer: Some(importer),
            };
            return self.exported(&lookup, exports, subpath);
        }
        if subpath == "." {
            return self.legacy_main(folder, package.as_deref(), importer);
        }
        let below = url::decode(subpath).unwrap_or_else(|| subpath.to_owned());
        Ok(Found::File(url::join(folder, &below)))
    }

    /// LEGACY_MAIN_RESOLVE: `main` and the names that Node tries for it.
    fn legacy_main(
        &mut self,
        folder: &str,
        package: Option<&Package>,
        importer: &str,
    ) -> Result<Found, Unresolved> {
        let main = package.and_then(|package| package.main.as_deref());
        let mut tried = Vec::new();
        if let Some(main) = main {
            let main = url::join(folder, main);
            let endings = [
                "",
                ".js",
                ".json",
                ".node",
                "/index.js",
                "/index.json",
                "/index.node",
            ];
            tried.extend(endings.map(|ending| format!("{main}{ending}")));
        }
        tried.extend(["js", "json", "node"].map(|ending| format!("{folder}/index.{ending}")));
        for path in tried {
            if self.is_file(&path) {
                return Ok(Found::File(path));
            }
        }
        Err(Unresolved::Main {
            path: match main {
                Some(main) => url::join(folder, main),
                None => format!("{folder}/index.js"),
            },
            importer: Some(importer.to_owned()),
        })
    }
}

/// The TypeScript that a module in TypeScript means by a name of JavaScript.
fn typescript_of(path: &str, importer: &str) -> Option<String> {
    if !is_typescript(importer) {
        return None;
    }
    let (stem, extension) = path.rsplit_once('.')?;
    matches!(extension, "js" | "mjs" | "cjs")
        .then(|| format!("{stem}.{}", extension.replace("js", "ts")))
}
