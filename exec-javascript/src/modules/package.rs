//! `package.json`: what it says about modules, and the folders in which it holds.

use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use vfs_layer::Namespace;

use super::resolve::Unresolved;
use super::url::{directory, reachable};
use crate::files;

/// What a `package.json` says about the modules of its package. What else it says, and what is not
/// of the type that it should be, is ignored, as Node ignores it.
#[derive(Debug, Default)]
pub(crate) struct Package {
    /// The folder that the file is in.
    pub(crate) directory: String,
    /// The package's own name.
    pub(crate) name: Option<String>,
    /// The module that `require` of the folder means.
    pub(crate) main: Option<String>,
    /// What others may import of the package.
    pub(crate) exports: Option<Target>,
    /// What the package calls things within itself.
    pub(crate) imports: Option<Target>,
    kind: Option<String>,
}

/// What a `.js` file of a package is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PackageType {
    /// `"type": "module"`.
    Module,
    /// `"type": "commonjs"`.
    CommonJs,
    /// It does not say: the syntax decides.
    Unsaid,
}

impl Package {
    /// What its `.js` files are.
    pub(crate) fn kind(&self) -> PackageType {
        match self.kind.as_deref() {
            Some("module") => PackageType::Module,
            Some("commonjs") => PackageType::CommonJs,
            _ => PackageType::Unsaid,
        }
    }

    /// The path of the file itself.
    pub(crate) fn path(&self) -> String {
        format!("{}/package.json", self.directory.trim_end_matches('/'))
    }
}

/// A value of `exports` or `imports`. The order of an object's keys is the order in which its
/// conditions are tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A path, or a package's name.
    Path(String),
    /// Alternatives, the first that can be used counts.
    List(Vec<Target>),
    /// Conditions or subpaths, in their order.
    Map(Vec<(String, Target)>),
    /// `null`: explicitly not there.
    Null,
    /// What has no meaning here: a number, a boolean.
    Other,
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TargetVisitor)
    }
}

struct TargetVisitor;

impl<'de> Visitor<'de> for TargetVisitor {
    type Value = Target;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Target, E> {
        Ok(Target::Path(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Target, E> {
        Ok(Target::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Target, E> {
        Ok(Target::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Target, E> {
        Ok(Target::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Target, E> {
        Ok(Target::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Target, E> {
        Ok(Target::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Target, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Target::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Target, A::Error> {
        let mut map: Vec<(String, Target)> = Vec::new();
        while let Some((key, value)) = entries.next_entry()? {
            map.push((key, value));
        }
        Ok(Target::Map(map))
    }
}

/// The packages that a program's modules have been found in. A `package.json` is read once in a
/// run, as Node reads it once in a process; one that is not there yet is looked for again.
///
/// They are kept outside of the engine's heap, so they have bounds of their own.
#[derive(Debug, Default)]
pub(crate) struct Packages {
    read: HashMap<String, Rc<Package>>,
    /// The length of all texts that were read.
    length: usize,
}

impl Packages {
    /// The longest `package.json` that is read, in bytes.
    const MAX_LENGTH: usize = 1 << 20;
    /// Beyond this many bytes all are forgotten, and read again when they are asked for.
    const MAX_TOTAL: usize = 4 << 20;

    /// The package of this very folder, read with the program's rights.
    ///
    /// # Errors
    /// When there is a `package.json` that is not JSON. One that cannot be read is not there.
    pub(crate) fn of_folder(
        &mut self,
        files: &mut Namespace,
        directory: &str,
        importer: Option<&str>,
    ) -> Result<Option<Rc<Package>>, Unresolved> {
        let directory = directory.trim_end_matches('/');
        if let Some(package) = self.read.get(directory) {
            return Ok(Some(Rc::clone(package)));
        }
        let path = format!("{directory}/package.json");
        // Walking up leads out of what is granted: that is no wish of the program's.
        let Ok(text) = files.unrecorded(|files| files::read(files, &path)) else {
            return Ok(None);
        };
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
        let parsed = if text.len() > Self::MAX_LENGTH {
            let (length, most) = (text.len(), Self::MAX_LENGTH);
            Err(format!("It has {length} bytes; {most} is the most"))
        } else {
            parse(text).map_err(|error| error.to_string())
        };
        let mut package = parsed.map_err(|problem| Unresolved::PackageConfig {
            path,
            importer: importer.map(str::to_owned),
            problem,
        })?;
        self.length += text.len();
        if self.length > Self::MAX_TOTAL {
            self.read.clear();
            self.length = text.len();
        }
        package.directory = directory.to_owned();
        let package = Rc::new(package);
        self.read.insert(directory.to_owned(), Rc::clone(&package));
        Ok(Some(package))
    }

    /// The package in whose scope a file lies: that of the nearest folder with a `package.json`.
    /// `node_modules` itself is a border.
    ///
    /// # Errors
    /// As [`Packages::of_folder`].
    pub(crate) fn of_file(
        &mut self,
        files: &mut Namespace,
        path: &str,
    ) -> Result<Option<Rc<Package>>, Unresolved> {
        let mut folder = reachable(directory(path));
        loop {
            if folder.ends_with("/node_modules") {
                return Ok(None);
            }
            let found = self.of_folder(files, folder, Some(path))?;
            if found.is_some() || folder == "/" {
                return Ok(found);
            }
            folder = directory(folder);
        }
    }
}

fn parse(text: &[u8]) -> serde_json::Result<Package> {
    let mut package = Package::default();
    // What is no object is a package that says nothing.
    let Target::Map(fields) = serde_json::from_slice(text)? else {
        return Ok(package);
    };
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("name", Target::Path(name)) => package.name = Some(name),
            ("main", Target::Path(main)) => package.main = Some(main),
            ("type", Target::Path(kind)) => package.kind = Some(kind),
            ("exports", exports) if exports != Target::Null => package.exports = Some(exports),
            ("imports", imports @ Target::Map(_)) => package.imports = Some(imports),
            _ => {}
        }
    }
    Ok(package)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keys_keep_their_order_and_odd_values_are_ignored() {
        let package =
            parse(br#"{"name": 1, "type": ["module"], "exports": {"b": "./b", "a": null}}"#);
        let package = package.unwrap();
        assert_eq!(
            (package.name.as_deref(), package.kind()),
            (None, PackageType::Unsaid)
        );
        let expected = vec![
            ("b".to_owned(), Target::Path("./b".into())),
            ("a".to_owned(), Target::Null),
        ];
        assert_eq!(package.exports, Some(Target::Map(expected)));
        assert!(parse(b"[1]").unwrap().exports.is_none());
        assert!(parse(b"{").is_err());
    }

    /// The parser is recursive: what is nested too deeply for it is no JSON to it.
    #[test]
    fn nesting_is_bounded() {
        let nested = format!("{{\"exports\": {}", "[".repeat(100_000));
        assert!(parse(nested.as_bytes()).is_err());
    }
}
