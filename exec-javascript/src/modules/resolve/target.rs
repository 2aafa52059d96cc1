//! `exports` and `imports` of a `package.json`: PACKAGE_IMPORTS_EXPORTS_RESOLVE of Node's algorithm.

use super::{Found, Resolver, Unresolved};
use crate::modules::package::{Package, Target};
use crate::modules::url;

/// Who asks, which decides the conditions that hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// `import` and `import()`.
    Import,
    /// `require()`.
    Require,
}

impl Manner {
    /// Whether a condition of `exports` or `imports` holds. `module-sync` is for what both can load.
    fn holds(self, condition: &str) -> bool {
        match condition {
            "default" | "node" | "module-sync" => true,
            "import" => self == Self::Import,
            "require" => self == Self::Require,
            _ => false,
        }
    }
}

/// What is being looked up.
pub(super) struct Lookup<'a> {
    /// The package whose file it is.
    pub(super) package: &'a Package,
    /// The manner.
    pub(super) manner: Manner,
    /// The module that asked, where the message shall say so.
    pub(super) importer: Option<&'a str>,
}

impl Lookup<'_> {
    fn importer(&self) -> Option<String> {
        self.importer.map(str::to_owned)
    }

    fn not_exported(&self, subpath: &str) -> Unresolved {
        Unresolved::NotExported {
            subpath: subpath.to_owned(),
            package: self.package.path(),
            importer: self.importer(),
        }
    }
}

/// The key that a target was found under, and what its `*` stands for.
struct Match<'a> {
    key: &'a str,
    star: Option<&'a str>,
    is_import: bool,
}

impl Resolver<'_> {
    /// PACKAGE_EXPORTS_RESOLVE: what a package gives out under a subpath, `.` or `./…`.
    pub(super) fn exported(
        &mut self,
        lookup: &Lookup<'_>,
        exports: &Target,
        subpath: &str,
    ) -> Result<Found, Unresolved> {
        let entries = match exports {
            Target::Map(entries) if entries.iter().any(|(key, _)| key.starts_with('.')) => entries,
            // Sugar: the whole is the target of `.`.
            whole => {
                let matched = Match {
                    key: ".",
                    star: None,
                    is_import: false,
                };
                let found = match subpath {
                    "." => self.target(lookup, whole, &matched)?,
                    _ => None,
                };
                return found.ok_or_else(|| lookup.not_exported(subpath));
            }
        };
        self.entry(lookup, entries, subpath, false)?
            .ok_or_else(|| lookup.not_exported(subpath))
    }

    /// PACKAGE_IMPORTS_RESOLVE, once the package is known.
    pub(super) fn imported(
        &mut self,
        lookup: &Lookup<'_>,
        specifier: &str,
    ) -> Result<Option<Found>, Unresolved> {
        match &lookup.package.imports {
            Some(Target::Map(entries)) => self.entry(lookup, entries, specifier, true),
            _ => Ok(None),
        }
    }

    /// The entry of this very key, or of the pattern that fits best.
    fn entry(
        &mut self,
        lookup: &Lookup<'_>,
        entries: &[(String, Target)],
        key: &str,
        is_import: bool,
    ) -> Result<Option<Found>, Unresolved> {
        self.spend_on(lookup, entries.len() / 16)?;
        let exact = entries.iter().rev().find(|(known, _)| known == key);
        if let Some((_, target)) = exact
            && !key.contains('*')
            && !key.ends_with('/')
        {
            let matched = Match {
                key,
                star: None,
                is_import,
            };
            return self.target(lookup, target, &matched);
        }
        let best = entries
            .iter()
            .filter_map(|(pattern, target)| Some((pattern, fit(pattern, key)?, target)))
            .max_by_key(|(pattern, _, _)| (pattern.find('*'), pattern.len()));
        let Some((pattern, star, target)) = best else {
            return Ok(None);
        };
        let matched = Match {
            key: pattern,
            star: Some(star),
            is_import,
        };
        self.target(lookup, target, &matched)
    }

    /// PACKAGE_TARGET_RESOLVE. `None` where no condition holds or the target is null. Recursion is
    /// bounded by the JSON parser's own bound on nesting.
    fn target(
        &mut self,
        lookup: &Lookup<'_>,
        target: &Target,
        matched: &Match<'_>,
    ) -> Result<Option<Found>, Unresolved> {
        self.spend_on(lookup, 1)?;
        match target {
            Target::Path(path) => self.path(lookup, path, matched).map(Some),
            Target::Map(conditions) => {
                for (condition, target) in conditions {
                    if lookup.manner.holds(condition)
                        && let Some(found) = self.target(lookup, target, matched)?
                    {
                        return Ok(Some(found));
                    }
                }
                Ok(None)
            }
            Target::List(alternatives) => {
                let mut last = Ok(None);
                for alternative in alternatives {
                    match self.target(lookup, alternative, matched) {
                        Ok(Some(found)) => return Ok(Some(found)),
                        Ok(None) => last = Ok(None),
                        Err(error @ Unresolved::Target { .. }) => last = Err(error),
                        Err(error) => return Err(error),
                    }
                }
                last
            }
            Target::Null => Ok(None),
            Target::Other => Err(invalid(lookup, matched, "not a path", false)),
        }
    }

    /// Takes steps off what is left for this resolution.
    fn spend_on(&mut self, lookup: &Lookup<'_>, steps: usize) -> Result<(), Unresolved> {
        self.spend(steps).ok_or_else(|| Unresolved::PackageConfig {
            path: lookup.package.path(),
            importer: lookup.importer(),
            problem: "It takes too many steps to find out what is meant".to_owned(),
        })
    }

    fn path(
        &mut self,
        lookup: &Lookup<'_>,
        target: &str,
        matched: &Match<'_>,
    ) -> Result<Found, Unresolved> {
        let Some(filled) = filled(target, matched.star.unwrap_or("*")) else {
            return Err(invalid(
                lookup,
                matched,
                "of more than a path's length",
                false,
            ));
        };
        let Some(below) = target.strip_prefix("./") else {
            let is_elsewhere = target.starts_with("../")
                || target.starts_with('/')
                || url::scheme(target).is_some_and(|scheme| scheme != "node");
            if !matched.is_import || is_elsewhere {
                let shown = format!("{target:?}");
                return Err(invalid(lookup, matched, &shown, true));
            }
            // Another package, as seen from this one.
            let base = format!("{}/package.json", lookup.package.directory);
            return self.package_of(&filled, &base, lookup.manner);
        };
        if leaves_the_package(below) {
            return Err(invalid(lookup, matched, &format!("{target:?}"), false));
        }
        if let Some(star) = matched.star
            && leaves_the_package(star)
        {
            return Err(Unresolved::Specifier {
                specifier: matched.key.replace('*', star),
                reason: format!(
                    "is not a valid match in pattern \"{}\" for the \"{}\" resolution of {}",
                    matched.key,
                    field(matched),
                    lookup.package.path()
                ),
                importer: lookup.importer(),
            });
        }
        Ok(Found::File(url::join(&lookup.package.directory, &filled)))
    }
}

/// A target with what its `*` stand for. `None` where that is more than a path can be: a little of each can
/// become very much.
fn filled(target: &str, star: &str) -> Option<String> {
    let stars = target.matches('*').count();
    let length = star.len().checked_mul(stars)?.checked_add(target.len())?;
    (length <= url::LONGEST_PATH).then(|| target.replace('*', star))
}

fn field(matched: &Match<'_>) -> &'static str {
    if matched.is_import {
        "imports"
    } else {
        "exports"
    }
}

fn invalid(lookup: &Lookup<'_>, matched: &Match<'_>, target: &str, is_bare: bool) -> Unresolved {
    Unresolved::Target {
        field: field(matched),
        target: target.to_owned(),
        key: matched.key.to_owned(),
        package: lookup.package.path(),
        importer: lookup.importer(),
        needs_dot: is_bare && !matched.is_import,
    }
}

/// What the `*` of a pattern stands for, if the pattern fits.
fn fit<'a>(pattern: &str, key: &'a str) -> Option<&'a str> {
    let (head, tail) = pattern.split_once('*')?;
    if tail.contains('*') || key.len() < pattern.len() || key == head {
        return None;
    }
    key.strip_prefix(head)?.strip_suffix(tail)
}

/// Whether a target has segments that lead out of the package, escaped or not, or into another's
/// dependencies.
fn leaves_the_package(path: &str) -> bool {
    path.split(['/', '\\']).any(|segment| {
        let segment = url::decode(segment).unwrap_or_default();
        let segment = segment.to_ascii_lowercase();
        matches!(segment.as_str(), "." | ".." | "node_modules") || segment.contains(['/', '\\'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_what_they_say() {
        assert_eq!(fit("./*", "./a/b"), Some("a/b"));
        assert_eq!(fit("./lib/*.js", "./lib/x.js"), Some("x"));
        assert_eq!(fit("./lib/*.js", "./lib/.js"), None);
        assert_eq!(fit("./lib/*", "./lib/"), None);
        assert_eq!(fit("./a", "./a"), None);
    }

    #[test]
    fn targets_stay_in_their_package() {
        for path in [
            "../x",
            "a/../../x",
            "a/%2e%2E/x",
            "node_modules/x",
            "a/%2fb",
            "a\\..\\b",
        ] {
            assert!(leaves_the_package(path), "{path}");
        }
        assert!(!leaves_the_package("lib/a.b/...c.js"));
    }
}
